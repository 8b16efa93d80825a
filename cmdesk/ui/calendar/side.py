"""The right side of the calendar: the tray of ideas, or the panel of one post; in a narrow window a drawer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QStackedWidget

from cmdesk.domain.calendar import PostSheet
from cmdesk.domain.errors import DeskError, NotFound
from cmdesk.services import calendar
from cmdesk.ui.calendar.model import PostModel
from cmdesk.ui.calendar.panel import PostPanel
from cmdesk.ui.calendar.tray import Tray
from cmdesk.ui.widgets.layouts import Splitter

if TYPE_CHECKING:
    from cmdesk.ui.calendar.page import CalendarPage

NARROW: Final = 1280
"""Below this width of the window, at a text size of 100 %, the tray is a drawer."""
_PANEL_WIDTH: Final = 372


class Side(QObject):
    """Shares the room between the view and what stands beside it, and opens posts there."""

    def __init__(self, page: CalendarPage, tray: Tray, panel: PostPanel, splitter: Splitter) -> None:
        super().__init__(page)
        self._page, self._tray, self._panel, self._splitter = page, tray, panel, splitter
        self._opening: int | None = None
        self._is_drawer_open = False
        self.stack = QStackedWidget(page)
        self.stack.addWidget(tray)
        self.stack.addWidget(panel)
        splitter.splitterMoved.connect(self._keep_width)
        panel.closed.connect(self.close_panel)
        panel.step_wanted.connect(self.step_post)

    # --- the room -----------------------------------------------------------------------------

    @property
    def is_narrow(self) -> bool:
        """Whether the tray is a drawer."""
        return self._page.window().width() < self._page.tools.theme.tokens.px(NARROW)

    @property
    def is_shown(self) -> bool:
        """Whether the tray or the panel is seen."""
        return self.stack.isVisible()

    @property
    def has_panel(self) -> bool:
        """Whether a post is open."""
        return self.stack.currentWidget() is self._panel

    @property
    def has_open_drawer(self) -> bool:
        """Whether the tray lies open where it is a drawer."""
        return self.is_narrow and self._is_drawer_open

    def fit(self) -> None:
        """Share the room between the view and the tray or panel."""
        tokens = self._page.tools.theme.tokens
        self._page.drawer_button.setVisible(self.is_narrow and not self.has_panel)
        self.stack.setVisible(self.has_panel or not self.is_narrow or self._is_drawer_open)
        if self.has_panel:
            self.stack.setMinimumWidth(tokens.px(300))
            self.stack.setMaximumWidth(tokens.px(560))
            width = int(self._page.tools.memory.recall("calendar-panel") or tokens.px(_PANEL_WIDTH))
        else:
            width = tokens.size.tray
            self.stack.setFixedWidth(width)
        whole = max(self._splitter.width(), width + 1)
        self._splitter.setSizes([whole - width - 1, width])

    def _keep_width(self) -> None:
        if self.has_panel:
            self._page.tools.memory.keep("calendar-panel", str(self.stack.width()))

    def open_drawer(self) -> None:
        """Show the tray where it is a drawer."""
        self._is_drawer_open = True
        self.fit()

    def close_drawer(self) -> None:
        """Hide the tray where it is a drawer."""
        self._is_drawer_open = False
        self.fit()

    def toggle_tray(self) -> None:
        """Open or close the tray where it is a drawer, else go to it."""
        if self.has_panel:
            self.close_panel()
        elif self.is_narrow:
            self._is_drawer_open = not self._is_drawer_open
            self.fit()
        if self.is_shown:
            self._tray.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._page.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # --- a post in the panel --------------------------------------------------------------------

    def open_post(self, key: int) -> None:
        """Show a post in the panel and put the keyboard there."""
        self._page.close_popover()
        self._opening = key
        self.read_sheet(key)

    def read_sheet(self, key: int) -> None:
        """Ask for what the panel shows of a post."""
        jobs = self._page.tools.jobs
        jobs.read(self._page, calendar.post_sheet, key).then(self._show_sheet).failed(self._on_no_sheet)

    def read_again(self) -> None:
        """Ask again for the post that is open."""
        if self._panel.post_id is not None and self.has_panel:
            self.read_sheet(self._panel.post_id)

    def _show_sheet(self, sheet: PostSheet) -> None:
        card = sheet.detail.card
        is_opening, self._opening = self._opening == card.id, None
        if not is_opening and not self.has_panel:
            return
        self._panel.show_sheet(sheet)
        if not self.has_panel:
            self.stack.setCurrentWidget(self._panel)
            self.fit()
        if not is_opening:
            return
        page = self._page
        self._panel.begin()
        if page.place.client_id not in (None, card.client_id):
            page.place.choose_client(card.client_id)
        if card.day is not None and card.day not in page.view.days:
            page.wanted = [card.id]
            page.leafing.go_to_day(card.day)
        elif card.id not in page.chosen():
            page.want([card.id])

    def _on_no_sheet(self, error: DeskError) -> None:
        self._opening = None
        if isinstance(error, NotFound):
            self.close_panel()
        else:
            self._page.tools.notify.problem(error)

    def close_panel(self) -> None:
        """Save what is written, and show the tray again."""
        if not self.has_panel:
            return
        self._panel.leave_fields()
        had_focus = self._panel.isAncestorOf(QApplication.focusWidget() or self._page)
        self.stack.setCurrentWidget(self._tray)
        self.fit()
        if had_focus:
            is_idea = bool(self._tray.list.selected_ids()) and self.is_shown
            (self._tray.list if is_idea else self._page.view).setFocus(Qt.FocusReason.OtherFocusReason)

    def step_back(self) -> None:
        """Go to the post before."""
        self.step_post(-1)

    def step_on(self) -> None:
        """Go to the post after."""
        self.step_post(1)

    def step_post(self, step: int) -> None:
        """Go to the post before or after, in the view or in the tray."""
        page = self._page
        key = self._panel.post_id if self.has_panel else None
        model: PostModel = page.month_posts
        choose = page.view.choose
        if key is not None and page.tray_posts.card(key):
            model, choose = page.tray_posts, self._tray.list.choose
        row = model.row_of(key) if key is not None else -1
        if 0 <= row + step < len(model.cards):
            choose([model.cards[row + step].id])
