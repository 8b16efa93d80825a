"""The calendar's menu 'View': what lies around the posts, views with a name, and whatever else a view can be told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from cmdesk.domain.errors import DeskError
from cmdesk.domain.views import ALL_OVERLAYS, OVERLAY_NAMES, Overlay, SavedView, ViewSettings, read_overlays
from cmdesk.i18n import _, key_words
from cmdesk.services import views
from cmdesk.ui.calendar.filters import StayingMenu
from cmdesk.ui.widgets.buttons import IconButton, push_button
from cmdesk.ui.widgets.choices import CheckBox
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import ErrorLine, LineEdit

if TYPE_CHECKING:
    from cmdesk.ui.calendar.page import CalendarPage
    from cmdesk.ui.icons import Icons
    from cmdesk.ui.theme import Theme

Fill = Callable[[QMenu], object]


class ViewName(QWidget):
    """The name of a view, and whether it is for one client alone.

    Signals:
        named: The name, and whether it is for the client that is shown.
    """

    named = Signal(str, bool)

    def __init__(self, theme: Theme, icons: Icons, title: str, name: str = "", client: str = "") -> None:
        super().__init__()
        px = theme.tokens.px
        self._field = LineEdit(theme, name, self)
        self._field.setAccessibleName(title)
        self._field.setPlaceholderText(_("Name of the view"))
        self._field.returnPressed.connect(self.confirm)
        self._only = CheckBox(theme, icons, _("Only for {client}").format(client=client), self)
        self._only.setVisible(bool(client))
        self._error = ErrorLine(theme, icons, self)
        button = push_button(theme, icons, _("Save"), "primary", shortcut_hint="↵", parent=self)
        button.clicked.connect(self.confirm)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(Words(theme, title, "body_strong", "primary", self))
        column.addWidget(self._field)
        column.addWidget(self._only)
        column.addWidget(self._error)
        column.addLayout(row)
        self.setFixedWidth(px(300))
        self.setFocusProxy(self._field)
        self._field.selectAll()

    def write(self, name: str) -> None:
        """Put a name into the field, as if it were typed."""
        self._field.setText(name)

    def confirm(self) -> None:
        """Ask for the name, if there is one."""
        self.named.emit(self._field.text(), self._only.isChecked())

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong with the name."""
        self._error.show_problem(sentence)


class ViewMenu(QObject):
    """What the calendar shows besides posts, and the views that were given a name.

    Others put entries of their own above, by `add_part`; each is asked whenever the menu opens.

    Signals:
        overlays_changed: Something else shall lie around the posts.
        chosen: The ViewSettings of the saved view that was chosen.
    """

    overlays_changed = Signal()
    chosen = Signal(object)

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page)
        self._page = page
        tools = page.tools
        name = _("View: what lies around the posts, saved views")
        self.button = IconButton(tools.theme, tools.icons, "eye", name, "V", page)
        self.button.clicked.connect(self.open)
        self._parts: list[Fill] = []
        self._last: list[Fill] = []
        kept = tools.memory.recall("calendar-overlays", "all")
        self._overlays = ALL_OVERLAYS if kept == "all" else read_overlays(kept.split(","))
        self._views: tuple[SavedView, ...] = ()
        self.settings_of: Callable[[], ViewSettings] = self._settings
        page.add_calm_key("V", name, self.open)
        page.add_key("Ctrl+Shift+V", _("Save view…"), self.ask_name)

    # --- what lies around the posts ---------------------------------------------------------

    @property
    def overlays(self) -> frozenset[Overlay]:
        """What lies around the posts."""
        return self._overlays

    def show_overlays(self, overlays: frozenset[Overlay]) -> None:
        """Let this lie around the posts, and nothing else."""
        if overlays != self._overlays:
            self._overlays = overlays
            words = "all" if overlays == ALL_OVERLAYS else ",".join(sorted(overlays))
            self._page.tools.memory.keep("calendar-overlays", words)
            self.overlays_changed.emit()

    def _toggle(self, overlay: Overlay, is_on: bool) -> None:
        self.show_overlays(self._overlays | {overlay} if is_on else self._overlays - {overlay})

    # --- the menu ---------------------------------------------------------------------------

    def add_part(self, fill: Fill) -> None:
        """Let somebody put entries into the upper part of the menu."""
        self._parts.append(fill)

    def add_last(self, fill: Fill) -> None:
        """Let somebody put entries below the overlays."""
        self._last.append(fill)

    def open(self) -> None:
        """Open the menu below its button."""
        menu = self.menu()
        place = self._place()
        menu.popup(place.bottomLeft() + QPoint(0, 4))

    def menu(self) -> QMenu:
        """The menu as it is now."""
        menu = StayingMenu(self._page)
        menu.aboutToHide.connect(menu.deleteLater)
        for fill in self._parts:
            fill(menu)
            menu.addSeparator()
        for overlay, name in OVERLAY_NAMES.items():
            entry = menu.addAction(_(name))
            entry.setCheckable(True)
            entry.setChecked(overlay in self._overlays)
            entry.toggled.connect(partial(self._toggle, overlay))
        for fill in self._last:
            fill(menu)
        menu.addSeparator()
        self._add_views(menu)
        return menu

    def _add_views(self, menu: QMenu) -> None:
        icons = self._page.tools.icons
        heading = menu.addAction(_("Saved views") if self._views else _("No saved views yet"))
        heading.setEnabled(False)
        for view in self._views:
            part = menu.addMenu(view.name.replace("&", "&&"))
            part.addAction(_("Show")).triggered.connect(partial(self._choose, view))
            part.addAction(_("Save what is shown now")).triggered.connect(partial(self._keep, view))
            part.addAction(_("Rename…")).triggered.connect(partial(self._ask_rename, view))
            part.addAction(icons.icon("trash"), _("Delete")).triggered.connect(partial(self._remove, view))
        save = menu.addAction(icons.icon("plus"), f"{_('Save view…')}\t{key_words('Ctrl+Shift+V')}")
        save.triggered.connect(self.ask_name)

    # --- views with a name ------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the saved views."""
        page = self._page
        page.tools.jobs.read(page, views.saved_views, page.place.client_id).then(self._show_views)

    def _show_views(self, found: tuple[SavedView, ...]) -> None:
        client_id = self._page.place.client_id
        self._views = tuple(view for view in found if view.client_id in (None, client_id))

    @property
    def views(self) -> tuple[SavedView, ...]:
        """The views that can be chosen."""
        return self._views

    def _settings(self) -> ViewSettings:
        page = self._page
        weeks = {"weeks": page.leafing.weeks} if page.leafing.weeks else {}
        return ViewSettings(
            str(page.leafing.view), overlays=self._overlays, filter=page.filters.filter, more=weeks
        )  # fmt: skip

    def _choose(self, view: SavedView) -> None:
        self.show_overlays(view.settings.overlays)
        self._page.filters.choose(view.settings.filter)
        self.chosen.emit(view.settings)
        self._page.tools.notify.toast(_("View: {name}").format(name=view.name), icon="eye")

    def _keep(self, view: SavedView) -> None:
        said = _("“{name}” is what is shown now.").format(name=view.name)
        jobs = self._page.tools.jobs
        jobs.do(self._page, views.change_view, view.id, self.settings_of()).then(partial(self._tell, said))

    def _remove(self, view: SavedView) -> None:
        said = _("View deleted: {name}").format(name=view.name)
        jobs = self._page.tools.jobs
        jobs.do(self._page, views.remove_view, view.id).then(partial(self._tell, said))

    def ask_name(self) -> None:
        """Ask under which name to keep what is shown."""
        page = self._page
        client_id = page.place.client_id
        place = page.around.clients.get(client_id) if page.around and client_id is not None else None
        content = ViewName(
            page.tools.theme, page.tools.icons, _("Save this view"), client=place.tile.name if place else ""
        )

        def save(name: str, is_own: bool) -> None:
            job = page.tools.jobs.do(
                page, views.add_view, name, self.settings_of(), client_id if is_own else None
            )  # fmt: skip
            job.then(partial(self._on_saved, name)).failed(partial(self._refuse, content))

        content.named.connect(save)
        page.open_popover(content, self._place())

    def _ask_rename(self, view: SavedView) -> None:
        page = self._page
        content = ViewName(page.tools.theme, page.tools.icons, _("Rename view"), view.name)

        def rename(name: str, _is_own: bool) -> None:
            job = page.tools.jobs.do(page, views.rename_view, view.id, name)
            job.then(partial(self._on_saved, name)).failed(partial(self._refuse, content))

        content.named.connect(rename)
        page.open_popover(content, self._place())

    def _on_saved(self, name: str, _result: object) -> None:
        self._page.close_popover()
        self._tell(_("View saved: {name}").format(name=name.strip()), None)

    @staticmethod
    def _refuse(content: ViewName, error: DeskError) -> None:
        content.show_problem(str(error))

    def _tell(self, words: str, _result: object) -> None:
        self._page.tools.notify.toast(words, undo=self._page.tools.jobs.undo)

    def _place(self) -> QRect:
        button = self.button if self.button.isVisible() else self._page.reviewing.more
        return QRect(button.mapToGlobal(QPoint(0, 0)), button.size())
