"""What stands around the month: what an empty one promises, and what several selected posts can have done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from cmdesk.domain.calendar import Plan
from cmdesk.i18n import gettext as _
from cmdesk.i18n import key_words, ngettext
from cmdesk.ui.calendar import phrases
from cmdesk.ui.widgets.buttons import Button, IconButton, push_button
from cmdesk.ui.widgets.choices import CheckBox
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.frames import EmptyState
from cmdesk.ui.widgets.themed import Themed, paint_ground

if TYPE_CHECKING:
    from cmdesk.ui.calendar.page import CalendarPage

_SHOWN_ICONS: Final = frozenset({"send"})
"""What the bar shows beside its word; the others stand in the menu alone."""


class EmptyMonth(QWidget):
    """What an empty month promises, low over its weeks; days beside it can still be used."""

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page.views)
        self._page = page
        theme, icons = page.tools.theme, page.tools.icons
        self._theme = theme
        plan = push_button(theme, icons, _("Plan from ideas"), parent=self)
        plan.clicked.connect(page.creating.plan_from_ideas)
        new = push_button(theme, icons, _("New post"), "quiet", "plus", "N", self)
        new.clicked.connect(page.creating.new_post)
        self._fill = push_button(theme, icons, _("Fill from the agreement"), "quiet", "calendar-plus", "F", self)
        self._fill.clicked.connect(self._on_fill)
        self._new = new
        other = QWidget(self)
        row = QHBoxLayout(other)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._fill)
        row.addWidget(new)
        self._words = EmptyState(theme, icons, "calendar", "", "", plan, other, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._words)
        self.hide()

    def show_for(self, plan: Plan | None) -> None:
        """Say what this month promises; nothing hides it."""
        if plan is not None:
            title = _("No posts in {month} yet").format(month=phrases.month_name(plan.month))
            self._words.show_words("calendar", title, self._promise(plan))
            can_fill = plan.client_id is not None and any(row.left for row in plan.rows)
            self._fill.setVisible(can_fill)
            self._new.setVisible(not can_fill)
            self.place()
            self.raise_()
        self.setVisible(plan is not None)

    def _on_fill(self) -> None:
        self._page.filling.ask()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self._page.view.day_at(event.globalPosition().toPoint())
        if day is not None:
            self._page.view.go_to_day(day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        day = self._page.view.day_at(event.globalPosition().toPoint())
        if day is not None:
            self._page.creating.new_post_on(day)

    def _promise(self, plan: Plan) -> str:
        due = sum(row.due for row in plan.rows)
        if plan.client_id is not None and plan.scope_number is None:
            return _("Nothing is agreed for this month. What you plan is marked “not agreed”.")
        if not due:
            return _("Drag an idea onto a day, or double click on a day.")
        words = ngettext(
            "The scope promises {count}. Plan it from the ideas.",
            "The scope promises {count}. Plan them from the ideas.",
            due,
        )
        return words.format(count=due)

    def place(self) -> None:
        """Stand in the middle, just above the lower edge."""
        px = self._theme.tokens.px
        room = self._page.views.rect()
        width = min(px(420), room.width() - px(24))
        height = px(196)
        self.setGeometry((room.width() - width) // 2, room.height() - height - px(18), width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        paint_ground(self, tokens.surface.surface, tokens.radius.panel, tokens.line.default)


@dataclass(frozen=True, slots=True)
class _Act:
    """Something that can be done with several posts."""

    name: str
    icon: str
    keys: str
    slot: Callable[[], object]


class BulkBar(Themed, QWidget):
    """What can be done with several selected posts; what finds no room waits in a menu."""

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page)
        self._page = page
        theme, icons = page.tools.theme, page.tools.icons
        self._icons = icons
        self._acts: list[_Act] = []
        self._buttons: list[Button] = []
        self._box = CheckBox(theme, icons, "", self)
        self._box.setTristate(True)
        self._box.clicked.connect(self._on_box)
        self._count = Words(theme, "", "small_strong", "accent.text", self)
        self._more = IconButton(theme, icons, "dots", _("More"), "", self)
        self._more.clicked.connect(self._open_more)
        self._clear = push_button(theme, icons, _("Clear"), "quiet", None, _("Esc"), self, compact=True)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._box)
        self._row.addWidget(self._count)
        self._row.addWidget(self._more)
        self._row.addStretch(1)
        self._row.addWidget(self._clear)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("What can be done with the selected posts"))
        self.follow(theme)

    def connect_to(self, page: CalendarPage) -> None:
        """Act on the page's selection."""
        handling, several = page.handling, page.several
        self._acts = [
            _Act(_("Move to…"), "calendar-event", "M", handling.ask_when),
            _Act(_("Status"), "circle-check", "S", handling.ask_status),
            _Act(_("Assign"), "user", "A", several.ask_owner),
            _Act(_("Channels"), "at", "", several.ask_channels),
            _Act(_("Campaign"), "flag", "", several.ask_campaign),
            _Act(_("Coverage"), "link", "L", several.ask_coverage),
            _Act(_("Review pack"), "send", "", page.reviewing.ask),
            _Act(_("Duplicate"), "copy", "Ctrl D", handling.duplicate),
            _Act(_("To the ideas"), "inbox", "", handling.to_tray),
            _Act(_("To the bin"), "trash", "Del", handling.delete),
        ]
        theme, place = self._theme, self._row.indexOf(self._more)
        for at, act in enumerate(self._acts):
            icon = act.icon if act.icon in _SHOWN_ICONS else None
            button = push_button(theme, self._icons, act.name, "compact", icon, act.keys, self)
            button.clicked.connect(act.slot)
            self._row.insertWidget(place + at, button)
            self._buttons.append(button)
        self._clear.clicked.connect(page.clear_selection)
        self._fold()

    def show_count(self, count: int) -> None:
        """Say how many are selected."""
        self._count.setText(ngettext("{count} selected", "{count} selected", count).format(count=count))
        whole = (
            len(self._page.month_posts.cards) if self._page.view.selected_ids() else len(self._page.tray_posts.cards)
        )
        is_all = 0 < whole <= count
        self._box.setCheckState(Qt.CheckState.Checked if is_all else Qt.CheckState.PartiallyChecked)
        self._box.setAccessibleName(_("Select nothing") if is_all else _("Select all"))
        self._box.setToolTip(self._box.accessibleName())
        self._fold()

    def _on_box(self) -> None:
        """Select all where some are selected, nothing where all are."""
        if self._box.accessibleName() == _("Select nothing"):
            self._page.clear_selection()
        else:
            self._page.select_all()

    def _open_more(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for act, button in zip(self._acts, self._buttons, strict=True):
            if button.isHidden():
                words = f"{act.name}\t{key_words(act.keys)}" if act.keys else act.name
                menu.addAction(self._icons.icon(act.icon), words).triggered.connect(act.slot)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height() + 4)))

    def _fold(self) -> None:
        """Show as many buttons as find room whole; the others wait in the menu."""
        gap, margins = self._row.spacing(), self._row.contentsMargins()
        fixed = sum(widget.sizeHint().width() + gap for widget in (self._box, self._count, self._clear))
        room = self.width() - margins.left() - margins.right() - fixed
        widths = [button.sizeHint().width() + gap for button in self._buttons]
        shown = len(widths)
        more = self._more.sizeHint().width() + gap
        while shown and sum(widths[:shown]) + (more if shown < len(widths) else 0) > room:
            shown -= 1
        for place, button in enumerate(self._buttons):
            button.setVisible(place < shown)
        self._more.setVisible(shown < len(widths))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(320), self._theme.tokens.size.toolbar)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), tokens.accent.tint)
            painter.fillRect(0, self.height() - 1, self.width(), 1, tokens.line.subtle)

    def _on_theme_changed(self) -> None:
        px = self._theme.tokens.px
        self.setMinimumHeight(self._theme.tokens.size.toolbar)
        self._row.setContentsMargins(px(20), 0, px(16), 0)
        self._row.setSpacing(px(7))
        self._fold()
        super()._on_theme_changed()
