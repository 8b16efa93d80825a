"""Pictures and films from the file manager: dropped on a day they become a draft, on a post they join it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QMenu

from cmdesk.domain.calendar import usual_minute
from cmdesk.domain.handling import MOST_FILES, clock_note, most_files
from cmdesk.domain.moments import When
from cmdesk.domain.posts import PostCard, PostStatus
from cmdesk.i18n import gettext as _
from cmdesk.i18n import ngettext, spoken
from cmdesk.services import bulk, incoming, post_media
from cmdesk.services.incoming import Incoming, Refused
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.drag import Hint
from cmdesk.ui.calendar.grid import Aim
from cmdesk.ui.calendar.landing import cut
from cmdesk.ui.calendar.moves import is_over
from cmdesk.ui.editor.intake import local_files
from cmdesk.ui.notify import announce

if TYPE_CHECKING:
    from cmdesk.ui.calendar.page import CalendarPage

_DRAGS = frozenset({QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.DragLeave, QEvent.Type.Drop})
_MOST_SAID = 3


@dataclass(frozen=True, slots=True)
class _Target:
    """Where files would land: on a post, on a moment, or in the tray."""

    card: PostCard | None = None
    when: When | None = None


class Outside(QObject):
    """Takes files that are dragged onto a calendar from outside."""

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page)
        self._page = page
        self._hint: Hint | None = None
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._page or event.type() not in _DRAGS:
            return False
        if isinstance(event, QDragEnterEvent):
            self._accept(event, bool(local_files(event.mimeData())))
            if event.isAccepted():
                self._show(event.position().toPoint(), len(local_files(event.mimeData())))
        elif isinstance(event, QDragMoveEvent):
            self._accept(event, self._show(event.position().toPoint(), len(local_files(event.mimeData()))))
        elif isinstance(event, QDropEvent):
            self._drop(event)
        else:
            self._leave()
        return True

    def _accept(self, event: QDropEvent, takes: bool) -> None:
        if takes:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    # --- in the air ---------------------------------------------------------------------------

    def _target(self, pointer: QPoint) -> _Target | None:
        page = self._page
        for view, model in ((page.view, page.month_posts), (page.tray.list, page.tray_posts)):
            if is_over(view.viewport(), pointer):
                index = view.indexAt(view.viewport().mapFromGlobal(pointer))
                if index.isValid():
                    return _Target(card=model.cards[index.row()])
        if is_over(page.view.viewport(), pointer) and (when := page.view.when_at(pointer)) is not None:
            return _Target(when=when)
        return _Target(when=When(None)) if is_over(page.tray, pointer) else None

    def _show(self, here: QPoint, count: int) -> bool:
        """Show what a drop here would do; whether it would do anything."""
        page = self._page
        pointer = page.mapToGlobal(here)
        page.moves.turning.feed(pointer)
        target = self._target(pointer)
        is_day = target is not None and target.when is not None and target.when.day is not None
        page.view.scroll_near(pointer if is_day else None)
        self._aim(target if is_day else None)
        is_tray = target is not None and target.when is not None and target.when.day is None
        page.tray.show_target(_("A new idea") if is_tray else "")
        words = self._words(target, count)
        hint = self._bubble()
        notes = [most_files()] if count > MOST_FILES and words else []
        if hint.say(words or _("Drop files on a day or on a post"), notes=notes):
            announce(page, hint.words)
        window, px = page.window(), page.tools.theme.tokens.px
        at = window.mapFromGlobal(pointer) + QPoint(px(16), px(20))
        hint.move(min(at.x(), window.width() - hint.width() - px(6)), min(at.y(), window.height() - hint.height()))
        hint.raise_()
        return bool(words) and not self._why_not(target)

    def _why_not(self, target: _Target | None) -> str:
        """Why nothing can be dropped on a post."""
        if target is not None and target.card is not None and target.card.status is PostStatus.PUBLISHED:
            return _("This post is already published.")
        return ""

    def _words(self, target: _Target | None, count: int) -> str:
        if target is None:
            return ""
        if why := self._why_not(target):
            return why
        if target.card is not None:
            told = ngettext("Drop to add {count} file to “{title}”", "Drop to add {count} files to “{title}”", count)
            return told.format(count=min(count, MOST_FILES), title=cut(target.card.title))
        when = target.when or When(None)
        if when.day is None:
            return _("Drop to make an idea of it")
        told = ngettext("Drop to plan {count} file for {when}", "Drop to plan {count} files for {when}", count)
        moment = phrases.when_with_month(when.day, self._minute(when, self._page.place.client_id))
        return told.format(count=min(count, MOST_FILES), when=moment)

    def _minute(self, when: When, client_id: int | None) -> int | None:
        """The hour that was aimed at, or the one at which the client usually speaks."""
        if not when.keeps_hour:
            return when.minute
        page = self._page
        place = page.around.clients.get(client_id) if page.around and client_id is not None else None
        return usual_minute(place.networks[:1], place.hours) if place else None

    def _aim(self, target: _Target | None) -> None:
        view = self._page.view
        when = target.when if target is not None else None
        day = when.day if when is not None else None
        if when is None or day is None:
            view.aim(None)
            return
        minute = self._minute(when, self._page.place.client_id)
        view.aim(Aim(day, _("Drop: {when}").format(when=phrases.when(day, minute)), minute))

    def _bubble(self) -> Hint:
        if self._hint is None:
            self._hint = Hint(self._page.painter, self._page.window())
        return self._hint

    def _leave(self) -> None:
        """Show nothing any more."""
        page = self._page
        page.moves.turning.feed(None)
        page.view.scroll_near(None)
        page.view.aim(None)
        page.tray.show_target("")
        if self._hint is not None:
            self._hint.hide()
            self._hint.deleteLater()
            self._hint = None

    def take(self, paths: Sequence[str], when: When) -> None:
        """Make a post of files that were pasted, at a moment or in the tray."""
        client_id = self._page.place.client_id
        if client_id is None:
            pointer = self._page.view.cell_place(when.day or self._page.view.day).center()
            self._ask_client(paths, _Target(when=when), pointer)
        else:
            self._read(paths, _Target(when=when), client_id)

    # --- let go -------------------------------------------------------------------------------

    def _drop(self, event: QDropEvent) -> None:
        paths = local_files(event.mimeData())
        pointer = self._page.mapToGlobal(event.position().toPoint())
        target = self._target(pointer)
        self._leave()
        takes = target is not None and bool(paths) and not self._why_not(target)
        self._accept(event, takes)
        if target is None or not takes:
            return
        if target.card is not None or self._page.place.client_id is not None:
            self._read(paths, target, self._page.place.client_id)
        else:
            self._ask_client(paths, target, pointer)

    def _ask_client(self, paths: Sequence[str], target: _Target, pointer: QPoint) -> None:
        """Where all clients are shown, ask whose post it becomes."""
        menu = QMenu(self._page)
        menu.aboutToHide.connect(menu.deleteLater)
        head = menu.addAction(_("Whose post is it?"))
        head.setEnabled(False)
        for key, name in self._page.client_choices():
            if isinstance(key, int):
                slot = partial(self._on_client, paths, target, key)
                menu.addAction(name.replace("&", "&&")).triggered.connect(slot)
        menu.popup(pointer)

    def _on_client(self, paths: Sequence[str], target: _Target, client_id: int, _checked: bool = False) -> None:
        self._read(paths, target, client_id)

    def _read(self, paths: Sequence[str], target: _Target, client_id: int | None) -> None:
        """Read the files beside the window; only then anything is written."""
        wanted = tuple(paths[:MOST_FILES])
        more = tuple(Refused(Path(path).name, most_files()) for path in paths[MOST_FILES:])
        if len(wanted) > 1:
            words = ngettext("Reading {count} file", "Reading {count} files", len(wanted)).format(count=len(wanted))
            self._page.tools.notify.toast(words, icon="photo-plus")
        job = self._page.tools.jobs.run(self, lambda progress: incoming.read_media(wanted, progress))
        job.then(partial(self._keep, target, client_id, more))

    def _keep(self, target: _Target, client_id: int | None, more: Sequence[Refused], read: Incoming) -> None:
        refused = (*read.refused, *more)
        tools, page = self._page.tools, self._page
        if not read.media:
            tools.notify.toast(refusal(refused), icon="alert-triangle")
        elif target.card is not None:
            key = target.card.id
            job = tools.jobs.do(page, post_media.add_several, key, read.media)
            job.then(partial(self._on_joined, target.card, len(read.media), refused))
        elif client_id is not None:
            when = target.when or When(None)
            minute = self._minute(when, client_id)
            made = tools.jobs.do(page, bulk.add_from_files, client_id, read.media, when.day, minute)
            made.then(partial(self._on_made, when, minute, client_id, len(read.media), refused))

    def _on_joined(self, card: PostCard, count: int, refused: Sequence[Refused], lost_approval: bool) -> None:
        told = ngettext("{count} file is in “{title}” now", "{count} files are in “{title}” now", count)
        words = told.format(count=count, title=cut(card.title))
        if lost_approval:
            words = _("{what}. The client’s yes was for what it was before, so it is a draft again.").format(what=words)
        self._page.want([card.id])
        tools = self._page.tools
        tools.notify.toast(_with_refused(words, refused), undo=tools.jobs.undo, icon="photo-plus")

    def _on_made(
        self, when: When, minute: int | None, client_id: int, count: int, refused: Sequence[Refused], key: int
    ) -> None:
        page = self._page
        page.want([key])
        if when.day is None:
            words = ngettext("New idea with {count} file", "New idea with {count} files", count).format(count=count)
            page.tools.notify.toast(_with_refused(words, refused), undo=page.tools.jobs.undo, icon="photo-plus")
            return
        told = ngettext("New post with {count} file for {when}", "New post with {count} files for {when}", count)
        words = told.format(count=count, when=phrases.when(when.day, minute))
        place = page.around.clients.get(client_id) if page.around else None
        note = clock_note(when.day, minute, place.zone) if place else ""
        if note:
            words = _("{what}. {note}").format(what=words, note=note.rstrip("."))
        page.moves.landing.tell(_with_refused(words, refused), {key: None}, icon="photo-plus")


def refusal(refused: Sequence[Refused]) -> str:
    """Which files were not taken and why: 'nota.txt: this is no picture or film'."""
    by_reason: dict[str, list[str]] = {}
    for one in refused:
        by_reason.setdefault(one.sentence, []).append(one.name)
    return " ".join(
        _("{file}: {why}").format(file=_named(names), why=why) for why, names in by_reason.items()
    )  # fmt: skip


def _named(names: Sequence[str]) -> str:
    """Some names, and how many more there are."""
    if len(names) <= _MOST_SAID:
        return spoken().list_of(names)
    more = len(names) - _MOST_SAID + 1
    rest = ngettext("{count} more", "{count} more", more).format(count=more)
    return spoken().list_of([*names[: _MOST_SAID - 1], rest])


def _with_refused(words: str, refused: Sequence[Refused]) -> str:
    """What was done, and which files were not taken."""
    if not refused:
        return words
    return _("{what}. Not taken: {why}").format(what=words, why=refusal(refused).rstrip("."))
