"""The program with a window: builds its few objects by hand and passes them on.

Until the first paint only Qt, the theme and the icons are loaded. The database layer and the pages
come in a worker right after it; the first page fills when they are there.
"""

from __future__ import annotations

import gc
import locale
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLibraryInfo, QObject, Qt, QTimer, QTranslator, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QMenu
from shiboken6 import isValid

from cmdesk import i18n, settings
from cmdesk.domain.errors import DeskError
from cmdesk.i18n import gettext as _
from cmdesk.paths import log_folder, sample_workspace
from cmdesk.ui.icons import Icons
from cmdesk.ui.memory import Memory
from cmdesk.ui.sweeping import Sweeping
from cmdesk.ui.theme import Theme
from cmdesk.ui.window import Window, settle

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from cmdesk.desk import Desk
    from cmdesk.domain.changes import ChangeSet
    from cmdesk.ui.jobs import Jobs
    from cmdesk.ui.notify import Notify
    from cmdesk.ui.page import Tools
    from cmdesk.ui.publishing import Publishing

FIRST_SECTION = "today"
SAMPLE_MEMBER = "Diego Ferro"  # who one is in the sample until one says otherwise
STATE_MS = 1_000
_KEYS_OF_QT = {"Ctrl", "Alt", "Shift", "Del", "PgUp", "PgDown", "Home", "End", "Space", "Enter", "Esc"}
FRAME = 40  # as high as the frame of a window may be


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person asked for when starting the program."""

    workspace: str = ""  # a file or an address; empty: the last one
    is_sample: bool = False
    today: date | None = None
    language: str = ""
    member: str = ""


class KeyNames(QTranslator):
    """Names the keys in Qt's own menus as the rest of the program does."""

    def translate(self, context: str, source_text: str, disambiguation: str | None = None, n: int = -1) -> str:
        del disambiguation, n
        if context != "QShortcut" or source_text not in _KEYS_OF_QT:
            return None  # type: ignore[return-value]  # an empty text would be a translation
        return i18n.key_words(source_text.replace("PgDown", "PgDn"))


class Opener(QObject):
    """Open agencies in a thread of its own.

    Signals:
        opened: A Desk.
        refused: A DeskError, and the workspace that it concerns.
        broken: An exception that nobody expected.
    """

    opened = Signal(object)
    refused = Signal(object, str)
    broken = Signal(object)
    _arrived = Signal(object, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lane: ThreadPoolExecutor | None = None
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def open(self, work: Callable[[], Desk | None], name: str) -> None:
        """Do the opening, then tell."""
        if self._lane is None:
            from concurrent.futures import ThreadPoolExecutor

            self._lane = ThreadPoolExecutor(1, "cmdesk-open")
        self._lane.submit(work).add_done_callback(lambda future: self._arrived.emit(future, name))

    def close(self) -> None:
        """Wait for what is being opened."""
        if self._lane:
            self._lane.shutdown(wait=True)

    @Slot(object, str)
    def _deliver(self, future: Future[Desk | None], name: str) -> None:
        error = future.exception()
        if error is None:
            self.opened.emit(future.result())
        elif isinstance(error, DeskError):
            self.refused.emit(error, name)
        else:
            self.broken.emit(error)


class Application(QObject):
    """The window, the open agency, and what connects them."""

    def __init__(self, app: QApplication, wish: Wish) -> None:
        super().__init__()
        self._app = app
        self._wish = wish
        self._settings = settings.load()
        self._desk: Desk | None = None
        self._jobs: Jobs | None = None
        self._saved_at: datetime | None = None
        self._publishing: Publishing | None = None
        self._translator = QTranslator(self)
        self._key_names = KeyNames(self)
        self._speak()
        self.theme = Theme(app, self)
        self._apply_look()
        self.icons = Icons(self.theme, self)
        self.memory = Memory()
        self._sweeping = Sweeping(self)
        self._opener = Opener(self)
        self._opener.opened.connect(self._on_opened)
        self._opener.refused.connect(self._on_refused)
        self._opener.broken.connect(self._on_broken)
        self._clock = QTimer(self)
        self._clock.setInterval(STATE_MS)
        self._clock.timeout.connect(self._show_state)
        self._build_window()
        self._install_hooks()

    # --- start and end ----------------------------------------------------------------------

    def start(self) -> None:
        """Show the window; what is slow begins after its first paint."""
        if not self.memory.restore_window(self.window):
            self._fill_small_screen()
        self.window.painted.connect(self._begin, Qt.ConnectionType.SingleShotConnection)
        self.window.show()

    def _fill_small_screen(self) -> None:
        """Where window and frame do not fit the screen, begin with the whole of it: nothing is hidden below."""
        room, window = self.window.screen().availableSize(), self.window
        is_usable = room.width() >= window.minimumWidth() and room.height() >= window.minimumHeight()
        if is_usable and (room.width() <= window.width() or room.height() <= window.height() + FRAME):
            window.setWindowState(Qt.WindowState.WindowMaximized)

    def _begin(self) -> None:
        self._sweeping.begin()
        if self._wish.is_sample:
            self.open_sample()
        elif self._wish.workspace or self._settings.workspaces:
            self.open(self._wish.workspace or self._settings.workspaces[0])
        else:
            self._show_start()
            self._opener.open(_preload, "")
        gc.collect()
        gc.freeze()

    def _on_closing(self) -> None:
        self._close_desk()
        self._opener.close()
        self._app.quit()

    def _close_desk(self) -> None:
        self._clock.stop()
        self._stop_watching()
        if self._jobs:
            self._jobs.close()
            self._jobs.deleteLater()
            self._jobs = None
        if self._desk:
            self._desk.close()
            self._desk = None

    def _install_hooks(self) -> None:
        def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
            sys.__excepthook__(kind, error, trace)
            if isinstance(error, Exception):
                QTimer.singleShot(0, self, lambda: self.notify.report_bug(error))

        sys.excepthook = report
        threading.excepthook = lambda args: report(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback)

    # --- language and look ------------------------------------------------------------------

    def _speak(self) -> None:
        chosen = self._wish.language or self._settings.language
        language = _system_language() if chosen == "system" else chosen
        i18n.use(language)
        self._app.removeTranslator(self._translator)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load(f"qtbase_{language}", folder):
            self._app.installTranslator(self._translator)
        self._app.removeTranslator(self._key_names)
        self._app.installTranslator(self._key_names)

    def _apply_look(self) -> None:
        chosen = self._settings
        self.theme.choose(chosen.theme, chosen.text_percent, reduce_motion=chosen.reduce_motion)  # type: ignore[arg-type]

    def change_settings(self, changed: settings.Settings) -> None:
        """Keep these choices and show them at once."""
        before, self._settings = self._settings, changed
        try:
            settings.save(changed)
        except OSError:
            self.notify.toast(_("The settings could not be saved. The data folder cannot be written."))
        if changed.language != before.language:
            self._wish = replace(self._wish, language="")
            self._speak()
        if (changed.theme, changed.text_percent, changed.reduce_motion) != (
            before.theme, before.text_percent, before.reduce_motion,
        ):  # fmt: skip
            self._apply_look()
        if (changed.language, changed.text_percent) != (before.language, before.text_percent):
            QTimer.singleShot(0, self, self._rebuild_window)

    def _change(self, **values: Any) -> None:
        self.change_settings(replace(self._settings, **values))

    def _on_text_size(self, step: int) -> None:
        sizes = settings.TEXT_SIZES
        here = sizes.index(self._settings.text_percent) + step
        self._change(text_percent=sizes[max(0, min(here, len(sizes) - 1))])

    # --- the window -------------------------------------------------------------------------

    def _build_window(self) -> None:
        self.window = window = Window(self.theme, self.icons, self.memory)
        self._notify: Notify | None = None
        window.new_wanted.connect(self._ask_new)
        window.open_wanted.connect(self._choose_file)
        window.recent_wanted.connect(self.open)
        window.sample_wanted.connect(self.open_sample)
        window.backup_wanted.connect(self._back_up)
        window.restore_wanted.connect(self._choose_backup)
        window.undo_wanted.connect(self._undo)
        window.redo_wanted.connect(self._redo)
        window.saved_wanted.connect(self._say_saved)
        window.help_wanted.connect(self._help)
        window.theme_wanted.connect(lambda theme: self._change(theme=theme))
        window.text_size_wanted.connect(self._on_text_size)
        window.closing.connect(self._on_closing)
        window.sidebar.new_client_wanted.connect(self._new_client)
        window.sidebar.member_wanted.connect(self._ask_who)
        window.sidebar.clients_reordered.connect(self._reorder_clients)
        window.sidebar.client_menu_wanted.connect(self._client_menu)
        self._show_recent()

    @property
    def notify(self) -> Notify:
        """What people are told; made when there is something to tell, after the first paint."""
        if self._notify is None:
            from cmdesk.ui.notify import Notify

            self._notify = Notify(self.window.content, self.theme, self.icons)
        return self._notify

    def _rebuild_window(self) -> None:
        """Another language or text size: a new window, measured anew, takes the place of the old one."""
        settle()
        old, section, client = self.window, self.window.section, self.window.place.client_id
        self.memory.keep_window(old)
        old.closing.disconnect(self._on_closing)
        self._build_window()
        self.memory.restore_window(self.window)
        if self._desk and self._jobs:
            self._give_pages()
            self.window.place.choose_client(client)
            self.window.go(section or FIRST_SECTION)
            self._load_sidebar()
            self._show_undo()
        else:
            self._show_start()
        self.window.show()
        old.hide()
        old.forget_pages()
        old.deleteLater()

    def _show_recent(self) -> None:
        self.window.show_recent([(name, _short_name(name)) for name in self._settings.workspaces])

    # --- opening ----------------------------------------------------------------------------

    def open(self, workspace: str) -> None:
        """Open an agency that exists."""
        wish, known = self._wish, self._settings.members.get(workspace)
        self._open(lambda: _open_desk(workspace, known, wish), workspace)

    def open_sample(self) -> None:
        """Open the sample agency; it is made anew when it has grown old."""
        wish = self._wish
        path = wish.workspace if wish.is_sample and wish.workspace else str(sample_workspace())
        known = self._settings.members.get(path)
        self._open(lambda: _open_sample(path, known, wish), path)

    def new_agency(self, wanted: Any) -> None:
        """Make a workspace and open it; `wanted` holds workspace, agency and owner."""
        language = i18n.spoken().language
        self._open(
            lambda: _new_desk(wanted.workspace, wanted.agency, wanted.owner, language, self._wish.today),
            wanted.workspace,
        )

    def _open(self, work: Callable[[], Desk], name: str) -> None:
        settle()
        self._close_desk()
        self.window.show_workspace("", has_desk=False)
        self.window.sidebar.show_clients((), {})
        self.window.sidebar.show_member(None)
        self.window.show_opening(_("Opening {name}…").format(name=_short_name(name)))
        self._opener.open(work, name)

    def _on_opened(self, desk: Desk | None) -> None:
        if desk is None:
            return  # only loaded what opening needs
        from cmdesk.ui.jobs import Jobs

        self._desk = desk
        self._settings = self._settings.opened(desk.name)
        if desk.member_id is not None:
            self._settings = self._settings.known_as(desk.name, desk.member_id)
        self._keep_settings()
        self._jobs = Jobs(desk, self)
        self._jobs.changed.connect(self._on_changed)
        self._jobs.undo_changed.connect(self._show_undo)
        self._jobs.failed.connect(self._on_failed)
        self._jobs.listen()
        self._clock.start()
        self._saved_at = datetime.now().astimezone()
        self._give_pages()
        remembered = self.memory.recall(f"client/{desk.name}")
        self.window.place.choose_client(int(remembered) if remembered.isdigit() else None)
        self.window.go(FIRST_SECTION)
        self._load_sidebar()
        self._show_undo()
        self._show_recent()
        self._jobs.run(self, lambda _progress: desk.look_through())
        self._look_for_catalogue()
        if desk.member_id is None:
            QTimer.singleShot(0, self, self._ask_who)

    def _keep_settings(self) -> None:
        try:
            settings.save(self._settings)
        except OSError:
            self.notify.toast(_("The settings could not be saved. The data folder cannot be written."))

    def _on_refused(self, error: DeskError, name: str) -> None:
        short, sentence = _short_name(name), str(error)
        self._show_start(f"{short}: {sentence}" if short and short not in sentence else sentence)

    def _on_broken(self, error: Exception) -> None:
        self._show_start()
        self.notify.report_bug(error)

    def _show_start(self, problem: str = "") -> None:
        from cmdesk.ui.start.page import StartPage

        settle()
        self._close_desk()
        page = StartPage(self.theme, self.icons, self._settings.workspaces)
        page.sample_wanted.connect(self.open_sample)
        page.new_wanted.connect(self.new_agency)
        page.open_wanted.connect(self.open)
        page.forget_wanted.connect(self._forget)
        self.window.show_workspace("", has_desk=False)
        self.window.show_start(page)
        if problem:
            page.show_problem(problem)

    def _ask_new(self) -> None:
        """Ask for a new agency; the one that is open stays open until the new one is made."""
        from cmdesk.ui.start.page import NewAgencyDialog

        settle()
        dialog = NewAgencyDialog(self.theme, self.icons, self.window)
        dialog.wanted.connect(self.new_agency)
        dialog.open()

    def _forget(self, workspace: str) -> None:
        self._settings = self._settings.forgotten(workspace)
        self._keep_settings()
        self._show_recent()

    def _choose_file(self) -> None:
        from cmdesk.ui.start.page import choose_agency

        choose_agency(self.window, self.open)

    def _give_pages(self) -> None:
        from cmdesk.services import agency
        from cmdesk.ui.page import Page, Tools

        if self._jobs is None or self._desk is None:
            return
        tools = Tools(self.theme, self.icons, self._jobs, self.notify, self.memory)
        self._tools = tools
        self._watch_posts(tools)

        def today() -> Page:
            from cmdesk.ui.today.page import TodayPage

            return TodayPage(tools, self.window.place, self.window.stack)

        def catalogue() -> Page:
            from cmdesk.ui.catalogue.page import CataloguePage

            return CataloguePage(tools, self.window.place, self.window.stack)

        def calendar() -> Page:
            from cmdesk.ui.calendar.page import CalendarPage

            return CalendarPage(tools, self.window.place, self.window.stack)

        def scope() -> Page:
            from cmdesk.ui.scope.page import ScopePage

            return ScopePage(tools, self.window.place, self.window.stack)

        def tasks() -> Page:
            from cmdesk.ui.board.page import BoardPage

            return BoardPage(tools, self.window.place, self.window.stack)

        def reports() -> Page:
            from cmdesk.ui.reports.page import ReportsPage

            return ReportsPage(tools, self.window.place, self.window.stack)

        def clients() -> Page:
            from cmdesk.ui.clients.page import ClientsPage

            return ClientsPage(tools, self.window.place, self.window.stack)

        def settings_page() -> Page:
            from cmdesk.ui.settings.page import SettingsPage

            page = SettingsPage(tools, self.window.place, self._settings, self.window.stack)
            page.settings_changed.connect(self.change_settings)
            page.member_chosen.connect(self._on_member)
            return page

        self.window.give_pages(
            {
                "today": today,
                "calendar": calendar,
                "scope": scope,
                "tasks": tasks,
                "reports": reports,
                "clients": clients,
                "catalogue": catalogue,
                "settings": settings_page,
            }
        )
        self.window.show_workspace("", has_desk=True)
        self._jobs.read(self, agency.agency).then(lambda found: self.window.show_workspace(found.name, has_desk=True))
        self.window.place.client_changed.connect(self._remember_client)

    def _watch_posts(self, tools: Tools) -> None:
        """Tell at its hour what goes out, as long as this agency is open in this window."""
        from cmdesk.ui.publishing import Publishing

        self._stop_watching()
        self._publishing = Publishing(tools, self.window)
        self._publishing.start()

    def _stop_watching(self) -> None:
        watch, self._publishing = self._publishing, None
        if watch is not None and isValid(watch):
            watch.stop()
            watch.deleteLater()

    def _remember_client(self, client_id: int | None) -> None:
        if self._desk:
            self.memory.keep(f"client/{self._desk.name}", "" if client_id is None else str(client_id))

    # --- the sidebar ------------------------------------------------------------------------

    def _load_sidebar(self) -> None:
        from cmdesk.services import sidebar

        if self._jobs:
            self._jobs.read(self, sidebar.sidebar).then(self._show_sidebar)

    def _show_sidebar(self, found: Any) -> None:
        self.window.sidebar.show_sections(found.sections)
        self.window.show_clients(found.tiles, found.clients)
        self.window.sidebar.show_member(found.member)

    def _on_changed(self, changes: ChangeSet) -> None:
        from cmdesk.services.sidebar import SHOWS

        self._saved_at = datetime.now().astimezone()
        self._show_state()
        if changes.kinds & SHOWS:
            self._load_sidebar()

    def _on_failed(self, error: DeskError) -> None:
        from cmdesk.domain.errors import Conflict, NotFound

        self.notify.problem(error, self._try_again)
        if isinstance(error, (Conflict, NotFound)) and self.window.page:
            self.window.page.reload()

    def _try_again(self) -> None:
        if self.window.page:
            self.window.page.reload()
        self._load_sidebar()

    def _show_state(self) -> None:
        if self._saved_at and self._jobs:
            minutes = self._saved_at.hour * 60 + self._saved_at.minute
            text = (
                _("Saving…") if self._jobs.is_writing else _("Saved · {time}").format(time=i18n.spoken().clock(minutes))
            )
            self.window.sidebar.saved.show_state(text)
            self.window.sidebar.saved.setVisible(not self.window.sidebar.is_collapsed)

    def _say_saved(self) -> None:
        focus = QApplication.focusWidget()
        settle()
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._saved_at:
            minutes = self._saved_at.hour * 60 + self._saved_at.minute
            self.notify.toast(_("Everything is saved, {time}").format(time=i18n.spoken().clock(minutes)))

    def _reorder_clients(self, ids: list[int]) -> None:
        from cmdesk.services import clients

        if self._jobs:
            self._jobs.do(self, clients.reorder_clients, ids)

    def _client_menu(self, client_id: int, where: Any) -> None:
        from cmdesk.services import clients

        menu = QMenu(self.window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Edit client"), lambda: self.window.go("clients", client_id))
        menu.addAction(_("Archive"), lambda: self._archive(clients.archive_client, client_id))
        self.window.open_menu_at(menu, where)

    def _archive(self, archive: Any, client_id: int) -> None:
        if self._jobs:
            jobs = self._jobs
            jobs.do(self, archive, client_id).then(
                lambda _none: self.notify.toast(_("Client archived"), undo=jobs.undo)
            )

    def _new_client(self) -> None:
        from cmdesk.ui.clients.dialog import NewClientDialog

        if self._jobs:
            dialog = NewClientDialog(self._tools, self.window.place, self.window)
            dialog.open()

    def _ask_who(self) -> None:
        from cmdesk.ui.settings.who import WhoAmI

        if self._jobs:
            asking = WhoAmI(self._tools, self.window)
            asking.chosen.connect(self._on_member)
            asking.open_beside(self.window.sidebar.member)

    def _on_member(self, member_id: int) -> None:
        if self._desk:
            self._desk.member_id = member_id
            self._settings = self._settings.known_as(self._desk.name, member_id)
            self._keep_settings()
            self._load_sidebar()
            self._look_for_catalogue()

    # --- the catalogue ----------------------------------------------------------------------

    def _look_for_catalogue(self) -> None:
        """Take in what a newer program brings, as soon as somebody is there who may."""
        from cmdesk.services import catalogue

        if self._jobs and self._desk and self._desk.member_id is not None:
            self._jobs.read(self, catalogue.has_newer_catalogue).then(self._update_catalogue)

    def _update_catalogue(self, is_newer: bool) -> None:
        from cmdesk.services import catalogue

        if is_newer and self._jobs:
            self._jobs.do(self, catalogue.update_catalogue).then(self._on_catalogue).failed(self._on_no_catalogue)

    def _on_no_catalogue(self, _error: DeskError) -> None:
        """Who only looks leaves the update to a colleague."""

    def _on_catalogue(self, news: Any) -> None:
        """Say what came, and offer to look at it."""
        if not news:
            return
        actions: list[tuple[str, Callable[[], object]]] = []
        if news.added:
            count = len(news.added)
            said = i18n.ngettext(
                "{count} new service in the catalogue.", "{count} new services in the catalogue.", count
            )
            actions = [(_("Show"), lambda: self.window.go("catalogue", "new"))]
        else:
            count = len(news.changed)
            said = i18n.ngettext(
                "{count} service of the catalogue says something new.",
                "{count} services of the catalogue say something new.",
                count,
            )
        self.notify.toast(said.format(count=i18n.spoken().number(count)), actions=actions)

    # --- undo, backups, help ----------------------------------------------------------------

    def _show_undo(self) -> None:
        if self._desk:
            undo, redo = self._desk.undo_label, self._desk.redo_label
            self.window.show_undo(i18n.gettext(undo or "").lower(), i18n.gettext(redo or "").lower())

    def _undo(self) -> None:
        if self._jobs and self._desk and self._desk.undo_label:
            label = i18n.gettext(self._desk.undo_label)
            self._jobs.undo(self).then(
                lambda _none: self.notify.toast(_("Taken back: {action}").format(action=label), undo=None)
            )

    def _redo(self) -> None:
        if self._jobs and self._desk and self._desk.redo_label:
            label = i18n.gettext(self._desk.redo_label)
            self._jobs.redo(self).then(
                lambda _none: self.notify.toast(_("Done again: {action}").format(action=label), undo=None)
            )

    def _back_up(self) -> None:
        if self._jobs and self._desk:
            desk = self._desk
            self._jobs.run(self, lambda _progress: desk.back_up()).then(self._on_backed_up)

    def _on_backed_up(self, made: Any) -> None:
        self.notify.toast(
            _("Backed up: {name}").format(name=made.path.name),
            actions=[(_("Show in folder"), lambda: open_folder(made.path.parent))],
        )

    def _choose_backup(self) -> None:
        from cmdesk import desk
        from cmdesk.ui.start.backups import BackupsDialog

        dialog = BackupsDialog(self.theme, self.icons, desk.backups(), self.window)
        dialog.restore_wanted.connect(self._restore)
        dialog.open()

    def _restore(self, copy: str) -> None:
        """Put a backup in the place of the open workspace, then open it again."""
        from cmdesk import desk

        name = self._desk.name if self._desk else (self._settings.workspaces or ("",))[0]
        if not name:
            return
        known, wish = self._settings.members.get(name), self._wish

        def work() -> Desk:
            desk.restore_backup(Path(copy), name)
            return _open_desk(name, known, wish)

        self._open(work, name)

    def _help(self, what: str) -> None:
        if what == "log":
            open_folder(log_folder())
            return
        from cmdesk.ui.help import dialogs

        dialogs.show_help(what, self.theme, self.icons, self.window)


def open_folder(folder: Path) -> None:
    """Show a folder in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _preload() -> None:
    """Load what opening an agency needs, so that it is quick when it is asked for."""
    import cmdesk.desk
    import cmdesk.ui.today.page  # noqa: F401 - only loaded


def _open_desk(workspace: str, known: int | None, wish: Wish) -> Desk:
    from cmdesk import desk

    _preload()
    opened = desk.open_desk(workspace, today=wish.today)
    try:
        opened.member_id = opened.read(desk.member_to_act, known, wish.member)
    except BaseException:
        opened.close()
        raise
    return opened


def _open_sample(path: str, known: int | None, wish: Wish) -> Desk:
    from cmdesk import desk

    desk.make_sample(path, today=wish.today)
    return _open_desk(path, known, wish if known or wish.member else replace(wish, member=SAMPLE_MEMBER))


def _new_desk(workspace: str, agency: str, owner: str, language: str, today: date | None) -> Desk:
    from cmdesk import desk

    _preload()
    return desk.new_desk(workspace, agency, owner, language=language, today=today)


def _system_language() -> str:
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG")]
    names.append(locale.getlocale()[0] or "")
    for name in names:
        code = name[:2].lower()
        if code in i18n.LANGUAGES:
            return code
    from PySide6.QtCore import QLocale

    code = QLocale.system().name()[:2]
    return code if code in i18n.LANGUAGES else "en"


def _short_name(workspace: str) -> str:
    return workspace.rsplit("@", 1)[-1] if "://" in workspace else Path(workspace).stem


def run(
    workspace: str = "",
    *,
    is_sample: bool = False,
    today: date | None = None,
    language: str = "",
    member: str = "",
) -> int:
    """Open the window and return the exit code when it is closed."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("CMDesk")
    app.setDesktopFileName("cmdesk")
    application = Application(app, Wish(workspace, is_sample, today, language, member))
    application.start()
    from cmdesk import log

    QTimer.singleShot(0, application, log.start)
    return app.exec()
