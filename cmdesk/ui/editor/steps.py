"""The steps of the post that is open: on and back, the client's yes, changes, publishing by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QTextEdit

from cmdesk.domain.agency import Role
from cmdesk.domain.posts import PostStatus
from cmdesk.i18n import N_, key_words
from cmdesk.i18n import gettext as _
from cmdesk.ui.calendar.asking import About, Asking
from cmdesk.ui.calendar.popovers import CHANGES_ASKED, StatusMenu

if TYPE_CHECKING:
    from cmdesk.ui.editor.editor import PostEditor

_NEXT: Final = {
    PostStatus.DRAFT: (PostStatus.INTERNAL_REVIEW, N_("Ask for a look")),
    PostStatus.INTERNAL_REVIEW: (PostStatus.CLIENT_REVIEW, N_("Send to the client")),
    PostStatus.CLIENT_REVIEW: (PostStatus.APPROVED, N_("Note the yes")),
    PostStatus.APPROVED: (PostStatus.SCHEDULED, N_("It is scheduled")),
    PostStatus.SCHEDULED: (PostStatus.PUBLISHED, N_("Publish now…")),
}
"""The one thing that usually comes next, and how its button is called."""


class Steps(QObject):
    """What can become of the post that is open; whatever is written is saved first."""

    def __init__(self, editor: PostEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self.asking = Asking(editor.tools, editor)

    @property
    def about(self) -> About | None:
        """The open post, with where its way stands on the screen."""
        editor = self._editor
        if editor.sheet is None:
            return None
        path = editor.path
        place = QRect(path.mapToGlobal(QPoint(0, 0)), path.size())
        me = editor.tools.jobs.desk.member_id
        members = editor.sheet.members
        role = next((one.role for one in members if one.id == me), Role.VIEWER if members else Role.OWNER)
        return About((editor.sheet.detail.card,), place, role)

    def calm_keys(self) -> list[tuple[str, str, Callable[[], object]]]:
        """The keys that wait while words are being written."""
        return [
            ("S", _("Status…"), self.ask_status),
            (">", _("One step on"), self.step_on),
            ("<", _("One step back"), self.step_back),
            ("Y", _("Note the client’s yes…"), self.note_yes),
            ("Shift+Y", _("Note changes asked…"), self.note_changes),
            ("P", _("Publish now…"), self.publish),
        ]

    def calm(self, slot: Callable[[], object]) -> Callable[[], object]:
        """The same, but only while no words are being written."""

        def act() -> None:
            if not isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit | QTextEdit):
                slot()

        return act

    def next_name(self, status: PostStatus) -> str:
        """How the one thing that usually comes next is called; empty where nothing does."""
        told = _NEXT.get(status)
        return _(told[1]) if told else ""

    def take_next(self) -> None:
        """Do the one thing that usually comes next."""
        about = self.about
        told = _NEXT.get(about.cards[0].status) if about else None
        if told is not None and told[0] is PostStatus.PUBLISHED:
            self.publish()
        elif told is not None:
            self.take(told[0])

    def take(self, status: object) -> None:
        """Let the post have come so far."""
        self._editor.save()
        if (about := self.about) is not None:
            self.asking.take(about, PostStatus(str(status)))

    def step_on(self) -> None:
        """Go one step on."""
        self._step(forward=True)

    def step_back(self) -> None:
        """Go one step back."""
        self._step(forward=False)

    def _step(self, *, forward: bool) -> None:
        self._editor.save()
        if (about := self.about) is not None:
            self.asking.step(about, forward=forward)

    def note_yes(self) -> None:
        """Ask who said yes."""
        self._editor.save()
        if (about := self.about) is not None:
            self.asking.note_yes(about)

    def note_changes(self) -> None:
        """Ask what is to be changed."""
        self._editor.save()
        if (about := self.about) is not None:
            self.asking.note_changes(about)

    def publish(self) -> None:
        """Publish the post by hand."""
        from cmdesk.ui.publishing import PublishDialog

        editor = self._editor
        editor.save()
        if editor.sheet is None:
            return
        if editor.sheet.detail.card.day is None:
            self.asking.refuse(_("Give the post a day first."))
        else:
            PublishDialog(editor.tools, editor.sheet.post_id, editor).open()

    def ask_status(self) -> None:
        """Offer all statuses, and that changes were asked."""
        editor = self._editor
        menu = StatusMenu(editor.tools.theme, editor.tools.icons, editor)
        menu.chosen.connect(self._on_chosen)
        menu.popup(editor.path.mapToGlobal(QPoint(0, editor.path.height() + 4)))

    def _on_chosen(self, status: str) -> None:
        if status == CHANGES_ASKED:
            self.note_changes()
        else:
            self.take(status)

    def add_to(self, menu: QMenu) -> None:
        """Offer what can become of the post in a menu."""
        icons = self._editor.tools.icons
        for words, icon, keys, slot in (
            (_("Status…"), "circle-check", "S", self.ask_status),
            (_("Note the client’s yes…"), "check", "Y", self.note_yes),
            (_("Note changes asked…"), "arrow-back-up", "Shift+Y", self.note_changes),
            (_("Publish now…"), "send", "P", self.publish),
        ):
            entry: QAction = menu.addAction(icons.icon(icon), f"{words}\t{key_words(keys)}")
            entry.triggered.connect(slot)
