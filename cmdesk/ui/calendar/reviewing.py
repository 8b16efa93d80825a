"""The calendar's part in asking clients: it opens the dialogs, and tells what came of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from cmdesk.domain.errors import DeskError
from cmdesk.domain.posts import PostCard
from cmdesk.domain.review import AnswerSheet, Filed
from cmdesk.i18n import _, key_words, ngettext
from cmdesk.services import review
from cmdesk.ui.calendar.answers import AnswersDialog
from cmdesk.ui.calendar.pictures import Pictures
from cmdesk.ui.calendar.review import PackDialog, PackedDialog
from cmdesk.ui.widgets.buttons import IconButton

if TYPE_CHECKING:
    from cmdesk.desk import Packed
    from cmdesk.ui.calendar.page import CalendarPage


class Reviewing:
    """Packs and answers of one calendar."""

    def __init__(self, page: CalendarPage, pictures: Pictures) -> None:
        self._page, self._pictures = page, pictures
        self.more = IconButton(page.tools.theme, page.tools.icons, "dots", _("More"), "", page)
        self.more.clicked.connect(self.open_menu)
        page.add_key("Ctrl+Shift+R", _("Review pack…"), self.ask)
        page.add_key("Ctrl+Shift+I", _("Import answers…"), self.bring)

    def open_menu(self) -> None:
        """Open what the header has no room for."""
        menu = QMenu(self._page)
        menu.aboutToHide.connect(menu.deleteLater)
        self._page.editing.add_to(menu)
        menu.addSeparator()
        self.add_to(menu)
        menu.addSeparator()
        self._page.filling.add_to(menu)
        self._page.repeats.add_to(menu)
        menu.addSeparator()
        self._page.papers.add_to(menu)
        self._page.keeping.add_to(menu)
        self._page.beside.add_to(menu)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 4)))

    def add_to(self, menu: QMenu) -> None:
        """Offer packs and answers in a menu."""
        icons = self._page.tools.icons
        pack = menu.addAction(icons.icon("send"), f"{_('Review pack…')}\t{key_words('Ctrl+Shift+R')}")
        pack.triggered.connect(self.ask)
        answers = menu.addAction(icons.icon("inbox"), f"{_('Import answers…')}\t{key_words('Ctrl+Shift+I')}")
        answers.triggered.connect(self.bring)

    # --- the pack -----------------------------------------------------------------------------

    def ask(self) -> None:
        """Choose posts for a pack: those that are selected, else all of the month that wait."""
        cards = self._page.chosen_cards()
        client_id = self._client_of(cards)
        if client_id is None:
            return
        page = self._page
        name = page.around.clients[client_id].tile.name if page.around else ""
        dialog = PackDialog(page.tools, client_id, name, page.month, [one.id for one in cards], self._pictures, page)
        dialog.confirmed.connect(partial(self._make, dialog, client_id))
        dialog.open()

    def _client_of(self, cards: list[PostCard]) -> int | None:
        """Whose posts are meant; says what to do where that is not clear."""
        owners = {card.client_id for card in cards}
        if len(owners) > 1:
            self._page.refuse(_("A pack holds the posts of one client. Select those of one."))
            return None
        if owners:
            return owners.pop()
        if self._page.place.client_id is None:
            self._page.refuse(_("Choose a client first, or select posts of one."))
        return self._page.place.client_id

    def _make(self, dialog: PackDialog, client_id: int) -> None:
        jobs = self._page.tools.jobs
        keys, until, language = dialog.post_ids, dialog.answer_by, dialog.language
        dialog.show_making()
        job = jobs.perform(
            dialog, lambda: jobs.desk.make_review_pack(client_id, keys, answer_by=until, language=language)
        )
        job.then(partial(self._on_made, dialog)).failed(dialog.show_refusal)

    def _on_made(self, dialog: PackDialog, packed: Packed) -> None:
        dialog.accept()
        page = self._page
        count = len(packed.content.posts)
        words = ngettext("{count} post waits for the client", "{count} posts wait for the client", count)
        page.tools.notify.toast(words.format(count=count), undo=page.tools.jobs.undo, icon="send")
        PackedDialog(page.tools, packed, page).open()

    # --- the answer ---------------------------------------------------------------------------

    def bring(self) -> None:
        """Bring in what a client sent back."""
        dialog = AnswersDialog(self._page.tools, self._pictures, self._page)
        dialog.accepted_answers.connect(partial(self._file, dialog))
        dialog.open()

    def _file(self, dialog: AnswersDialog, sheet: AnswerSheet, keys: tuple[int, ...], contact_id: int | None) -> None:
        def refuse(error: DeskError) -> None:
            dialog.show_refusal(error)

        job = self._page.tools.jobs.do(dialog, review.file_answer, sheet, keys, contact_id)
        job.then(partial(self._on_filed, dialog, sheet)).failed(refuse)

    def _on_filed(self, dialog: AnswersDialog, sheet: AnswerSheet, filed: Filed) -> None:
        dialog.accept()
        has_undo = bool(filed.approved or filed.changes)
        tools = self._page.tools
        tools.notify.toast(filed_words(filed), undo=tools.jobs.undo if has_undo else None, icon="circle-check")
        if self._page.place.client_id not in (None, sheet.client_id):
            self._page.place.choose_client(sheet.client_id)


def filed_words(filed: Filed) -> str:
    """'Filed: 9 approved, 2 changes asked, 1 comment'."""
    parts = []
    if filed.approved:
        parts.append(ngettext("{count} approved", "{count} approved", filed.approved).format(count=filed.approved))
    if filed.changes:
        words = ngettext("{count} with changes asked", "{count} with changes asked", filed.changes)
        parts.append(words.format(count=filed.changes))
    if filed.comments:
        parts.append(ngettext("{count} comment", "{count} comments", filed.comments).format(count=filed.comments))
    if filed.refused:
        parts.append(ngettext("{count} left out", "{count} left out", filed.refused).format(count=filed.refused))
    return _("Filed: {what}").format(what=", ".join(parts))
