"""Copy, cut and paste: posts of the calendar, and files that were copied elsewhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication

from cmdesk.domain.calendar import Moved
from cmdesk.domain.handling import Bulk
from cmdesk.domain.moments import When
from cmdesk.i18n import gettext as _
from cmdesk.i18n import ngettext
from cmdesk.services import bulk, posts
from cmdesk.ui.calendar import phrases
from cmdesk.ui.editor.intake import local_files

if TYPE_CHECKING:
    from cmdesk.ui.calendar.page import CalendarPage

MIME: Final = "application/x-cmdesk-items"


class Clipboard(QObject):
    """What is copied or cut in a calendar, and where it is pasted."""

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page)
        self._page = page
        page.add_calm_key("Ctrl+C", _("Copy"), self.copy)
        page.add_calm_key("Ctrl+X", _("Cut"), self.cut)
        page.add_calm_key("Ctrl+V", _("Paste"), self.paste)

    def copy(self) -> None:
        """Remember the selected posts; their titles go to other programs as text."""
        self._remember(is_cut=False)

    def cut(self) -> None:
        """Remember the selected posts, to be moved where they are pasted."""
        self._remember(is_cut=True)

    def _remember(self, *, is_cut: bool) -> None:
        page = self._page
        cards = page.chosen_cards()
        if not cards:
            return
        if is_cut and (why := page.moves.why_not(cards)):
            page.refuse(why)
            return
        mime = QMimeData()
        workspace = page.tools.jobs.desk.name
        items = {"posts": [card.id for card in cards], "cut": is_cut, "workspace": workspace}
        mime.setData(MIME, json.dumps(items).encode())
        mime.setText("\n".join(card.title for card in cards))
        QGuiApplication.clipboard().setMimeData(mime)
        if is_cut:
            words = ngettext("{count} post cut. Ctrl+V moves it.", "{count} posts cut. Ctrl+V moves them.", len(cards))
        else:
            words = ngettext(
                "{count} post copied. Ctrl+V pastes it.", "{count} posts copied. Ctrl+V pastes them.", len(cards)
            )
        page.tools.notify.toast(words.format(count=len(cards)), icon="copy")

    def paste(self) -> None:
        """Put what was remembered on the day where the keyboard is, or into the tray."""
        page = self._page
        when = When(None) if page.tray.list.hasFocus() else When(page.view.day)
        mime = QGuiApplication.clipboard().mimeData()
        if mime.hasFormat(MIME):
            self._paste_posts(bytes(mime.data(MIME).data()), when)
        elif paths := local_files(mime):
            page.outside.take(paths, when)

    def _paste_posts(self, data: bytes, when: When) -> None:
        page = self._page
        keys, is_cut, workspace = _read(data)
        if not keys or workspace != page.tools.jobs.desk.name:
            page.refuse(_("These posts are of another workspace."))
        elif is_cut:
            QGuiApplication.clipboard().clear()
            job = page.tools.jobs.do(page, bulk.move_posts, keys, when, anchor=keys[0])
            job.then(self._on_moved)
        else:
            self._copy(keys, when)

    def _on_moved(self, answer: tuple[tuple[Moved, ...], Bulk]) -> None:
        moved, done = answer
        self._page.want([one.id for one in moved])
        came = {one.id: one.day_before for one in moved if one.day is not None}
        self._page.moves.landing.tell(phrases.moved(moved), came, left=done.left)

    def _copy(self, keys: Sequence[int], when: When) -> None:
        page = self._page

        def tell(new: tuple[int, ...]) -> None:
            page.want(list(new))
            words = ngettext("Pasted {count} post", "Pasted {count} posts", len(new)).format(count=len(new))
            page.moves.landing.tell(words, dict.fromkeys(new) if when.day is not None else {})

        page.tools.jobs.do(page, posts.copy_posts, list(keys), when, anchor=keys[0]).then(tell)


def _read(data: bytes) -> tuple[list[int], bool, str]:
    """The posts on the clipboard, whether they were cut, and of which workspace; none where it says something else."""
    try:
        items = json.loads(data)
        return [int(key) for key in items["posts"]], bool(items["cut"]), str(items["workspace"])
    except (ValueError, KeyError, TypeError):
        return [], False, ""
