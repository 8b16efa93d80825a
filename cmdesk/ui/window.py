"""The window: sidebar, sections, menus, and where the person is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QMenuBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cmdesk.i18n import gettext as _
from cmdesk.ui.page import Page, Place
from cmdesk.ui.sidebar import Sidebar, sections
from cmdesk.ui.widgets.facts import words

if TYPE_CHECKING:
    from cmdesk.domain.clients import ClientTile
    from cmdesk.ui.icons import Icons
    from cmdesk.ui.memory import Memory
    from cmdesk.ui.theme import Theme

NARROW = 1200
REMEMBERED_STEPS = 50
Factory = Callable[[], Page]


class Window(QMainWindow):
    """Sidebar at left, one section at right.

    It knows no data: pages come from factories, menu entries are signals that the application
    answers. Before an agency is open it shows the start page, without sidebar lists.

    Signals:
        new_wanted, open_wanted, sample_wanted, backup_wanted, restore_wanted: From the File menu.
        recent_wanted: A workspace of the list of recent ones.
        undo_wanted, redo_wanted, saved_wanted: From the Edit menu and Ctrl+S.
        help_wanted: 'keys', 'guide', 'log' or 'about'.
        theme_wanted: 'system', 'light' or 'dark'; text_size_wanted: +1, -1 or 0 for the usual one.
        closing: The window was closed by the person; it is hidden already.
        painted: It was painted for the first time.
    """

    new_wanted = Signal()
    open_wanted = Signal()
    sample_wanted = Signal()
    backup_wanted = Signal()
    restore_wanted = Signal()
    recent_wanted = Signal(str)
    undo_wanted = Signal()
    redo_wanted = Signal()
    saved_wanted = Signal()
    help_wanted = Signal(str)
    theme_wanted = Signal(str)
    text_size_wanted = Signal(int)
    place_changed = Signal()
    closing = Signal()
    painted = Signal()

    def __init__(self, theme: Theme, icons: Icons, memory: Memory) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._memory = memory
        self._factories: dict[str, Factory] = {}
        self._pages: dict[str, Page] = {}
        self._section = ""
        self._tiles: Sequence[ClientTile] = ()
        self._steps: list[tuple[str, int | None]] = []
        self._step = -1
        self._folds_by_itself = True
        self._recent: Sequence[tuple[str, str]] = ()
        self._is_painted = False
        self.place = Place(self)
        self.setWindowTitle("CMDesk")
        self.setWindowIcon(icons.icon("app", size=64))
        size, scale = theme.tokens.size, theme.tokens.scale
        # larger text must not ask for a larger screen
        self.setMinimumSize(round(size.min_window_width / scale), round(size.min_window_height / scale))
        self.resize(QSize(1440, 900))
        self.sidebar = Sidebar(theme, icons)
        self.stack = QStackedWidget()
        self.content = QWidget()
        self.start: QWidget | None = None
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.stack, 1)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(self.content, 1)
        self.setCentralWidget(whole)
        self._build_menus()
        self._add_keys()
        self._connect()
        self.show_workspace("", has_desk=False)

    # --- menus ------------------------------------------------------------------------------

    def _build_menus(self) -> None:
        bar = self.menuBar()
        self.file_menu = self._menu(bar, _("&File"))
        self._entry(self.file_menu, _("New agency…"), self.new_wanted)
        self._entry(self.file_menu, _("Open…"), self.open_wanted, "Ctrl+O")
        self.recent_menu = self._menu(self.file_menu, _("Open recent"))
        self.recent_menu.aboutToShow.connect(self._fill_recent)
        self._entry(self.file_menu, _("Open the sample agency"), self.sample_wanted)
        self.file_menu.addSeparator()
        self.backup_entry = self._entry(self.file_menu, _("Back up now"), self.backup_wanted)
        self._entry(self.file_menu, _("Restore from a backup…"), self.restore_wanted)
        self.file_menu.addSeparator()
        self.settings_entry = self._entry(self.file_menu, _("Settings"), lambda: self.go("settings"), "Ctrl+,")
        self.settings_entry.setMenuRole(QAction.MenuRole.PreferencesRole)
        quit_entry = self._entry(self.file_menu, _("Quit"), self.close, "Ctrl+Q")
        quit_entry.setMenuRole(QAction.MenuRole.QuitRole)

        self.edit_menu = self._menu(bar, _("&Edit"))
        self.undo_entry = self._entry(self.edit_menu, _("Undo"), self.undo_wanted, "Ctrl+Z")
        self.redo_entry = self._entry(self.edit_menu, _("Redo"), self.redo_wanted, "Ctrl+Shift+Z")
        self._page_entries = self.edit_menu.addSeparator()
        self.edit_menu.aboutToShow.connect(self._fill_edit_menu)

        self.view_menu = self._menu(bar, _("&View"))
        self._section_entries = [
            self._entry(self.view_menu, s.text, self._section_goer(s.key), f"Ctrl+{s.number}") for s in sections()
        ]
        self.clients_entry = self._entry(self.view_menu, _("Clients"), lambda: self.go("clients"))
        self.catalogue_entry = self._entry(self.view_menu, _("Catalogue"), lambda: self.go("catalogue"), "Ctrl+Shift+K")
        self.view_menu.addSeparator()
        self._entry(self.view_menu, _("Sidebar"), self.toggle_sidebar, "Ctrl+B")
        self._entry(self.view_menu, _("Light or dark"), self._swap_theme, "Ctrl+Shift+L")
        self._build_theme_menu()
        self._entry(self.view_menu, _("Larger text"), lambda: self.text_size_wanted.emit(1), "Ctrl++")
        self._entry(self.view_menu, _("Smaller text"), lambda: self.text_size_wanted.emit(-1), "Ctrl+-")

        self.help_menu = self._menu(bar, _("&Help"))
        self._entry(self.help_menu, _("Keyboard"), lambda: self.help_wanted.emit("keys"), "?")
        self._entry(self.help_menu, _("Short guide"), lambda: self.help_wanted.emit("guide"), "F1")
        self._entry(self.help_menu, _("Log folder"), lambda: self.help_wanted.emit("log"))
        about = self._entry(self.help_menu, _("About CMDesk"), lambda: self.help_wanted.emit("about"))
        about.setMenuRole(QAction.MenuRole.AboutRole)

    def _build_theme_menu(self) -> None:
        menu = self._menu(self.view_menu, _("Theme"))
        group = QActionGroup(self)
        for key, text in (("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))):
            entry = self._entry(menu, text, self._theme_chooser(key))
            entry.setCheckable(True)
            entry.setChecked(self._theme.mode == key)
            group.addAction(entry)

    def _menu(self, place: QMenuBar | QMenu, text: str) -> QMenu:
        """A menu that is made here: one that Qt makes may be lost to Python while it is still shown."""
        menu = QMenu(text, self)
        place.addMenu(menu)
        return menu

    def _theme_chooser(self, key: str) -> Callable[[], None]:
        return lambda: self.theme_wanted.emit(key)

    def _section_goer(self, key: str) -> Callable[[], None]:
        return lambda: self.go(key)

    def _entry(self, menu: QMenu, text: str, slot: Any, keys: str = "") -> QAction:
        entry = QAction(text, self)
        if keys:
            entry.setShortcut(QKeySequence(keys))
        entry.triggered.connect(lambda _checked=False: slot.emit() if hasattr(slot, "emit") else slot())
        menu.addAction(entry)
        return entry

    def _fill_recent(self) -> None:
        self.recent_menu.clear()
        for workspace, text in self._recent:
            entry = self.recent_menu.addAction(text)
            entry.setToolTip(workspace)
            entry.triggered.connect(lambda _checked=False, chosen=workspace: self.recent_wanted.emit(chosen))
        self.recent_menu.setEnabled(bool(self._recent))

    def _fill_edit_menu(self) -> None:
        for entry in self.edit_menu.actions()[3:]:
            self.edit_menu.removeAction(entry)
        page = self.page
        if page:
            self.edit_menu.addActions([*page.actions_for_menu()])

    # --- keys -------------------------------------------------------------------------------

    def _add_keys(self) -> None:
        for s in sections():
            self._key(f"G, {s.letter}", self._section_goer(s.key))
        self._key("G, K", self._section_goer("catalogue"))
        self._key("Alt+0", lambda: self.choose_client(None))
        for number in range(1, 10):
            self._key(f"Alt+{number}", self._client_chooser(number))
        self._key("Alt+Left", lambda: self._walk(-1))
        self._key("Alt+Right", lambda: self._walk(1))
        self._key("Ctrl+S", self.saved_wanted.emit)
        self._key("F6", lambda: self._next_pane(1))
        self._key("Shift+F6", lambda: self._next_pane(-1))

    def _key(self, keys: str, slot: Callable[[], object]) -> None:
        act = QAction(self)
        act.setShortcut(QKeySequence(keys))
        act.triggered.connect(lambda _checked=False: slot())
        self.addAction(act)

    def _client_chooser(self, number: int) -> Callable[[], None]:
        def choose() -> None:
            if number <= len(self._tiles):
                self.choose_client(self._tiles[number - 1].id)

        return choose

    def _next_pane(self, step: int) -> None:
        """Move the keyboard to the next pane: sidebar, or a widget of the page that takes focus."""
        panes: list[QWidget] = [self.sidebar.sections, self.sidebar.clients]
        if self.page:
            panes += [w for w in self.page.findChildren(QWidget) if w.isVisible() and w.property("pane")]
            if len(panes) == 2:
                panes.append(self.page)
        focus = QApplication.focusWidget()
        here = next((i for i, pane in enumerate(panes) if focus and (pane is focus or pane.isAncestorOf(focus))), -1)
        target = panes[(here + step) % len(panes)]
        if target is self.page:
            target.focusNextChild()
        else:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _escape(self) -> None:
        if self.page and not self.page.escape():
            self.page.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # --- what is open -----------------------------------------------------------------------

    def _connect(self) -> None:
        self._theme.changed.connect(self._fold)
        bar = self.sidebar
        bar.section_chosen.connect(self.go)
        bar.client_chosen.connect(self.choose_client)
        bar.collapse_wanted.connect(self.toggle_sidebar)
        bar.settings_wanted.connect(lambda: self.go("settings"))
        bar.clients_wanted.connect(lambda: self.go("clients"))
        self.place.section_wanted.connect(self.go)

    def show_workspace(self, name: str, *, has_desk: bool) -> None:
        """Name the open agency, and show what can be done with one."""
        self.setWindowTitle(f"{name} – CMDesk" if name else "CMDesk")
        self.sidebar.setVisible(has_desk)
        self.sidebar.setEnabled(True)
        entries = [
            self.backup_entry,
            self.settings_entry,
            self.clients_entry,
            self.catalogue_entry,
            *self._section_entries,
        ]
        for entry in entries:
            entry.setEnabled(has_desk)
        if not has_desk:
            self.show_undo("", "")

    def show_recent(self, workspaces: Sequence[tuple[str, str]]) -> None:
        """Offer these workspaces, each with the text to show."""
        self._recent = workspaces
        self.recent_menu.setEnabled(bool(workspaces))

    def show_opening(self, text: str) -> None:
        """Show the frame of the program and what it waits for."""
        self.forget_pages()
        self.sidebar.setVisible(True)
        self.sidebar.setEnabled(False)
        waiting = words(self._theme, text, role="body", colour="tertiary")
        waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.start = waiting
        self.stack.addWidget(waiting)
        self.stack.setCurrentWidget(waiting)

    def show_start(self, page: QWidget) -> None:
        """Show the start page instead of the sections."""
        self.forget_pages()
        self.start = page
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        page.setFocus()  # its keys work at once

    def give_pages(self, factories: Mapping[str, Factory]) -> None:
        """Take the factories of the sections; each page is made when it is first shown."""
        self.forget_pages()
        self._factories = dict(factories)

    def forget_pages(self) -> None:
        """Let go of every page."""
        self._factories = {}
        self._section = ""
        for page in [*self._pages.values(), self.start]:
            if page is not None:
                self.stack.removeWidget(page)
                page.hide()
                page.deleteLater()
        self._pages = {}
        self.start = None

    # --- where the person is ----------------------------------------------------------------

    @property
    def page(self) -> Page | None:
        """The section that is shown."""
        return self._pages.get(self._section)

    @property
    def section(self) -> str:
        """The key of the section that is shown."""
        return self._section

    def go(self, section: str, what: object = None) -> None:
        """Show a section, and open something in it."""
        if section not in self._factories:
            return
        settle()
        if section not in self._pages:
            page = self._factories[section]()
            self._pages[section] = page
            self.stack.addWidget(page)
        self._section = section
        page = self._pages[section]
        self.stack.setCurrentWidget(page)
        self.sidebar.choose(section, self.place.client_id)
        if what is not None:
            page.open(what)
        self._give_keyboard()
        self._remember_step()
        self.place_changed.emit()

    def choose_client(self, client_id: int | None) -> None:
        """Look at this client in the same section."""
        if not self._factories:
            return
        settle()
        self.place.choose_client(client_id)
        self.sidebar.choose(self._section, client_id)
        self._give_keyboard()
        self._remember_step()
        self.place_changed.emit()

    def _give_keyboard(self) -> None:
        if self.page and QApplication.focusWidget() is None:
            self.page.take_keyboard()

    def show_clients(self, tiles: Sequence[ClientTile], counts: Mapping[int, int]) -> None:
        """Show the clients in the sidebar; one that is gone is not looked at any more."""
        self._tiles = tiles
        self.sidebar.show_clients(tiles, counts)
        if self.place.client_id is not None and self.place.client_id not in {tile.id for tile in tiles}:
            self.choose_client(None)
        self.sidebar.choose(self._section, self.place.client_id)

    def _remember_step(self) -> None:
        here = (self._section, self.place.client_id)
        if self._step >= 0 and self._steps[self._step] == here:
            return
        self._steps = [*self._steps[: self._step + 1], here][-REMEMBERED_STEPS:]
        self._step = len(self._steps) - 1

    def _walk(self, step: int) -> None:
        wanted = self._step + step
        if 0 <= wanted < len(self._steps):
            self._step = wanted
            section, client_id = self._steps[wanted]
            settle()
            self.place.choose_client(client_id)
            self.go(section)
            self._step = wanted

    # --- undo, theme, size ------------------------------------------------------------------

    def show_undo(self, undo: str, redo: str) -> None:
        """Name what Undo and Redo would do; empty means nothing."""
        self.undo_entry.setText(_("Undo {action}").format(action=undo) if undo else _("Undo"))
        self.redo_entry.setText(_("Redo {action}").format(action=redo) if redo else _("Redo"))
        self.undo_entry.setEnabled(bool(undo))
        self.redo_entry.setEnabled(bool(redo))

    def _swap_theme(self) -> None:
        self.theme_wanted.emit("light" if self._theme.tokens.is_dark else "dark")

    def toggle_sidebar(self) -> None:
        """Make the sidebar narrow or wide, whatever the window's width."""
        self._folds_by_itself = False
        self.sidebar.set_collapsed(not self.sidebar.is_collapsed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the sidebar by itself where the window is narrow."""
        super().resizeEvent(event)
        narrow = self._theme.tokens.px(NARROW)
        if (event.oldSize().width() < narrow) != (self.width() < narrow):
            self._folds_by_itself = True
        self._fold()

    def _fold(self) -> None:
        is_narrow = self.width() < self._theme.tokens.px(NARROW)
        if self._folds_by_itself and self.sidebar.is_collapsed != is_narrow:
            self.sidebar.set_collapsed(is_narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that nobody else wanted goes one step back in the page."""
        if event.key() == Qt.Key.Key_Escape:
            self._escape()
        else:
            super().keyPressEvent(event)

    def open_menu_at(self, menu: QMenu, where: QPoint) -> None:
        """Open a menu beside what was clicked."""
        menu.popup(where)

    def showEvent(self, event: QShowEvent) -> None:
        """Watch for the first time that the system shows something of the window."""
        super().showEvent(event)
        if not self._is_painted:
            self.windowHandle().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell the first paint; it happens while this event is handled."""
        if event.type() == QEvent.Type.Expose and not self._is_painted:
            self._is_painted = True
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self.painted.emit)
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what is being typed, hide, and let the application finish its work."""
        settle()
        self._memory.keep_window(self)
        self._memory.keep("section", self._section)
        event.accept()
        self.hide()
        self.closing.emit()


def settle() -> None:
    """Let the field that has the keyboard save what was typed in it."""
    focus = QApplication.focusWidget()
    if focus is not None and QGuiApplication.focusWindow() is not None:
        focus.clearFocus()
