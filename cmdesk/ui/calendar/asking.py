"""Steps of posts wherever they are taken: the next one, the client's yes, changes, and why a date was missed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtWidgets import QWidget

from cmdesk.domain.agency import Role
from cmdesk.domain.approval import Person, next_step, why_not
from cmdesk.domain.errors import DeskError
from cmdesk.domain.handling import Bulk
from cmdesk.domain.posts import PostCard, PostStatus
from cmdesk.i18n import gettext as _
from cmdesk.i18n import ngettext
from cmdesk.services import approval, bulk, posts, publishing
from cmdesk.services.approval import Heard
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.popovers import opened
from cmdesk.ui.calendar.yes import Asked, CauseField, ChangesField, YesField
from cmdesk.ui.page import Tools
from cmdesk.ui.scope.asking import AskDialog
from cmdesk.ui.widgets.popover import Popover

Moment = tuple[date, int | None]


@dataclass(frozen=True, slots=True)
class About:
    """The posts that something is asked about, all of one client, and where that stands on the screen."""

    cards: tuple[PostCard, ...]
    place: QRect
    role: Role
    remark: str = ""  # what should be known before a yes or changes are noted

    @property
    def keys(self) -> list[int]:
        """Their ids."""
        return [card.id for card in self.cards]

    @property
    def client_id(self) -> int:
        """Whose they are."""
        return self.cards[0].client_id


class Asking(QObject):
    """Asks beside posts, does what was answered, and tells what came of it."""

    def __init__(self, tools: Tools, owner: QWidget) -> None:
        super().__init__(owner)
        self._tools, self._owner = tools, owner
        self.popover: Popover | None = None
        # what is asked now: there is one question at a time
        self._about: About | None = None
        self._missed: tuple[list[int], Mapping[int, Moment] | None] = ([], None)
        self._written: dict[Asked, str] = {}  # in questions that were closed without an answer
        self._refused: Callable[[DeskError], object] = tools.notify.problem

    # --- steps --------------------------------------------------------------------------------

    def step(self, about: About, *, forward: bool) -> None:
        """Go one step on, or one back; posts that stand at different steps stay."""
        statuses = {card.status for card in about.cards}
        if len(statuses) != 1:
            self.refuse(_("These posts stand at different steps. Choose a status with S."))
            return
        wanted = next_step(statuses.pop(), forward)
        if wanted is None:
            self.refuse(_("There is no step after this one.") if forward else _("There is no step before this one."))
            return
        self.take(about, wanted)

    def take(self, about: About, wanted: PostStatus) -> None:
        """Let posts have come so far; who said yes is asked first."""
        if wanted is PostStatus.APPROVED and self._asks_who(about):
            self.note_yes(about)
            return
        whys = [why_not(about.role, card.status, wanted) for card in about.cards if card.status is not wanted]
        if whys and all(whys):
            self.refuse(whys[0])
        else:
            self._set(about.keys, wanted)

    def _asks_who(self, about: About) -> bool:
        """Whether a yes is missing; taking a published post back to approved is none."""
        before = {PostStatus.DRAFT, PostStatus.INTERNAL_REVIEW, PostStatus.CLIENT_REVIEW}
        is_one_client = len({card.client_id for card in about.cards}) == 1
        return is_one_client and all(card.status in before for card in about.cards)

    def _set(self, keys: Sequence[int], wanted: PostStatus) -> None:
        jobs = self._tools.jobs
        if len(keys) == 1:
            job = jobs.do(self._owner, posts.set_status, list(keys), str(wanted))
            job.then(partial(self._tell_one, wanted)).failed(self._tools.notify.problem)
        else:
            several = jobs.do(self._owner, bulk.set_status, list(keys), str(wanted))
            several.then(partial(self._tell_several, wanted)).failed(self._tools.notify.problem)

    def _tell_one(self, wanted: PostStatus, _nothing: None) -> None:
        words = _("Now: {status}").format(status=phrases.status_name(wanted))
        self._tools.notify.toast(words, undo=self._tools.jobs.undo)

    def _tell_several(self, wanted: PostStatus, done: Bulk) -> None:
        count = len(done.done)
        words = ngettext("{count} post now: {status}", "{count} posts now: {status}", count)
        words = words.format(count=count, status=phrases.status_name(wanted))
        if done.left:
            words = _("{what}. {why}").format(what=words, why=" ".join(done.reasons))
        self._tools.notify.toast(words, undo=self._tools.jobs.undo)

    # --- the client's yes ---------------------------------------------------------------------

    def note_yes(self, about: About) -> None:
        """Ask who said yes; Enter takes the contact who approves posts."""
        read = self._tools.jobs.read(self, approval.people, about.client_id)
        read.then(partial(self._ask_yes, about))

    def _ask_yes(self, about: About, people: tuple[Person, ...]) -> None:
        may = not any(why_not(about.role, card.status, PostStatus.APPROVED) for card in about.cards)
        content = YesField(self._tools, people, len(about.cards), remark=about.remark, may_approve=may)
        self._about, self._refused = about, content.show_refusal
        content.noted.connect(self._note_yes)
        content.own_wanted.connect(self._approve)
        content.keep_words(self._written, ("yes", tuple(about.keys)))
        self.open(content, about.place)

    def _approve(self) -> None:
        self.close()
        if self._about is not None:
            self._set(self._about.keys, PostStatus.APPROVED)

    def _note_yes(self, heard: Heard, comment: str) -> None:
        if self._about is not None:
            keys = self._about.keys
            job = self._tools.jobs.do(self._owner, approval.note_yes, keys, heard, comment)
            job.then(partial(self._on_yes, len(keys))).failed(self._refuse)

    def _on_yes(self, count: int, _nothing: None) -> None:
        self._end()
        words = ngettext("The yes is noted", "The yes to {count} posts is noted", count).format(count=count)
        self._tools.notify.toast(words, undo=self._tools.jobs.undo)

    # --- changes ------------------------------------------------------------------------------

    def note_changes(self, about: About) -> None:
        """Ask what is to be changed, and who wants it."""
        read = self._tools.jobs.read(self, approval.people, about.client_id)
        read.then(partial(self._ask_changes, about))

    def _ask_changes(self, about: About, people: tuple[Person, ...]) -> None:
        is_internal = all(card.status in {PostStatus.DRAFT, PostStatus.INTERNAL_REVIEW} for card in about.cards)
        count = len(about.cards)
        content = ChangesField(self._tools, people, count, is_internal=is_internal, remark=about.remark)
        self._about, self._refused = about, content.show_refusal
        content.noted.connect(self._note_changes)
        content.keep_words(self._written, ("changes", tuple(about.keys)))
        self.open(content, about.place)

    def _note_changes(self, heard: Heard | None, words: str) -> None:
        if self._about is not None:
            job = self._tools.jobs.do(self._owner, approval.note_changes, self._about.keys, words, heard)
            job.then(self._on_changes).failed(self._refuse)

    def _on_changes(self, asked: tuple[approval.Asked, ...]) -> None:
        self._end()
        over = next((one for one in asked if one.rounds.over), None)
        notify, undo = self._tools.notify, self._tools.jobs.undo
        if over is None:
            notify.toast(_("Back to draft: changes asked"), undo=undo)
            return
        words = _("Round {number} of {agreed}: one more than agreed")
        said = words.format(number=over.rounds.asked, agreed=over.rounds.agreed)
        notify.toast(said, undo=undo, actions=[(_("Note as extra"), partial(self.ask_extra, over))], icon="circle-plus")

    def ask_extra(self, one: approval.Asked) -> None:
        """Note the round beyond what was agreed as an extra, to be decided."""
        title = _("Round {number} of changes: {title}").format(number=one.rounds.asked, title=one.title)
        dialog = AskDialog(self._tools, one.client_id, self._owner, title=title)
        dialog.asked.connect(self._on_extra)
        dialog.open()

    def _on_extra(self, _extra_id: int) -> None:
        words = _("It is noted as an extra, and waits for a decision in the scope.")
        self._tools.notify.toast(words, undo=self._tools.jobs.undo)

    # --- missed dates -------------------------------------------------------------------------

    def say_why(
        self, keys: Sequence[int], title: str, place: QRect, missed: Mapping[int, Moment] | None = None
    ) -> None:
        """Ask why posts missed their date."""
        content = CauseField(self._tools, title)
        self._missed, self._refused = (list(keys), missed), content.show_refusal
        content.chosen.connect(self._note_cause)
        content.keep_words(self._written, ("cause", tuple(keys)))
        self.open(content, place)

    def _note_cause(self, cause: str, comment: str) -> None:
        keys, missed = self._missed
        job = self._tools.jobs.do(self._owner, publishing.note_missed, keys, cause, comment, missed_on=missed)
        job.then(self._on_cause).failed(self._refuse)

    def _on_cause(self, _nothing: None) -> None:
        self._end()
        self._tools.notify.toast(_("The cause is noted"), undo=self._tools.jobs.undo)

    # --- where it is asked --------------------------------------------------------------------

    def _end(self) -> None:
        """It was answered: nothing waits to be written on."""
        self.close()
        self._written.clear()

    def _refuse(self, error: DeskError) -> None:
        """Say it where it was asked, or in a toast when that is closed already."""
        if self.popover is not None:
            self._refused(error)
        else:
            self._tools.notify.problem(error)

    def refuse(self, why: str) -> None:
        """Say why something cannot be."""
        self._tools.notify.toast(why, icon="info-circle")

    def open(self, content: QWidget, place: QRect) -> None:
        """Ask beside a place of the screen; what was asked before is let go first."""
        if self.popover is not None:
            self.close()
            QTimer.singleShot(0, self, partial(self.open, content, place))  # the old one must be gone
            return
        self.popover = opened(self._tools.theme, content, self._owner, place)
        self.popover.closed.connect(self._on_closed)

    def close(self) -> None:
        """Ask no more."""
        popover, self.popover = self.popover, None
        if popover is not None:
            popover.closed.disconnect(self._on_closed)
            popover.close()

    def _on_closed(self) -> None:
        self.popover = None
