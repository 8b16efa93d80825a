"""The calendar's part in approvals: one key on and one back, the client's yes, publishing by hand, missed dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QMenu, QWidget

from cmdesk.domain.agency import Role
from cmdesk.domain.approval import why_not
from cmdesk.domain.calendar import Moved
from cmdesk.domain.posts import PATH, PostCard, PostStatus
from cmdesk.i18n import gettext as _
from cmdesk.i18n import key_words, ngettext, spoken
from cmdesk.ui.calendar.asking import About, Asking, Moment

if TYPE_CHECKING:
    from cmdesk.ui.calendar.page import CalendarPage

_OPEN = frozenset({PostStatus.DRAFT, PostStatus.INTERNAL_REVIEW, PostStatus.CLIENT_REVIEW})


class _PageAsking(Asking):
    """Asks in the calendar's own popover, so that its keys wait meanwhile."""

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page.tools, page)
        self._page = page

    def open(self, content: QWidget, place: QRect) -> None:
        self._page.open_popover(content, place)

    def close(self) -> None:
        self._page.close_popover()


class Approving:
    """Steps, words of the client and missed dates of one calendar."""

    def __init__(self, page: CalendarPage) -> None:
        self._page = page
        self.asking = _PageAsking(page)
        page.add_calm_key(">", _("One step on"), self.step_on)
        page.add_calm_key("<", _("One step back"), self.step_back)
        page.add_calm_key("Y", _("Note the client’s yes…"), self.note_yes)
        page.add_calm_key("Shift+Y", _("Note changes asked…"), self.note_changes)
        page.add_calm_key("P", _("Publish now…"), self.publish)

    # --- who and what -------------------------------------------------------------------------

    @property
    def role(self) -> Role:
        """What the acting member is; nobody in particular only looks."""
        page = self._page
        known = page.around.members if page.around else ()
        me = page.tools.jobs.desk.member_id
        return next((one.role for one in known if one.id == me), Role.VIEWER if known else Role.OWNER)

    def about(self, cards: Sequence[PostCard]) -> About:
        """Posts, with where they stand on the screen."""
        return About(tuple(cards), self._page.place_of_chosen(), self.role)

    def _chosen(self) -> About | None:
        cards = self._page.chosen_cards()
        return self.about(cards) if cards else None

    def _of_one_client(self) -> About | None:
        about = self._chosen()
        if about is not None and len({card.client_id for card in about.cards}) > 1:
            self._page.refuse(_("Select posts of one client."))
            return None
        return about

    def why_not(self, status: PostStatus) -> str:
        """Why none of the selected posts may come so far; empty where one may."""
        has_word = status is PostStatus.APPROVED  # who said it is asked then
        cards = self._page.chosen_cards()
        whys = [why_not(self.role, card.status, status, has_word=has_word) for card in cards]
        return whys[0] if whys and all(whys) else ""

    # --- steps --------------------------------------------------------------------------------

    def step_on(self) -> None:
        """Let the selected posts go one step on."""
        self._step(forward=True)

    def step_back(self) -> None:
        """Let the selected posts go one step back."""
        self._step(forward=False)

    def _step(self, *, forward: bool) -> None:
        about = self._chosen()
        if about is not None:
            self.asking.step(about, forward=forward)

    def take(self, status: PostStatus) -> None:
        """Let the selected posts have come so far."""
        about = self._chosen()
        if about is not None:
            self.asking.take(about, status)

    def note_yes(self) -> None:
        """Ask who said yes to the selected posts."""
        about = self._of_one_client()
        if about is None:
            return
        waiting = [card for card in about.cards if card.status in _OPEN]
        if waiting:
            self.asking.note_yes(self.about(waiting))
        else:
            self._page.refuse(_("None of these posts waits for a yes."))

    def note_changes(self) -> None:
        """Ask what is to be changed in the selected posts."""
        about = self._of_one_client()
        if about is not None:
            self.asking.note_changes(about)

    # --- publishing ---------------------------------------------------------------------------

    def publish(self) -> None:
        """Publish the selected post by hand."""
        from cmdesk.ui.publishing import PublishDialog

        cards = self._page.chosen_cards()
        if len(cards) == 1 and cards[0].day is not None:
            PublishDialog(self._page.tools, cards[0].id, self._page).open()
        elif cards:
            self._page.refuse(
                _("Publish one post at a time.") if len(cards) > 1 else _("Give the post a day first.")
            )  # fmt: skip

    # --- missed dates -------------------------------------------------------------------------

    def is_late(self, card: PostCard) -> bool:
        """Whether a post's day is over and it is not out."""
        is_open = card.status in PATH[1:-1]
        return is_open and card.day is not None and card.day < self._page.today

    def say_why(self) -> None:
        """Ask why the selected posts missed their date."""
        about = self._chosen()
        late = [card for card in about.cards if self.is_late(card)] if about else []
        if about is None or not late:
            self._page.refuse(_("None of these posts missed its date."))
            return
        words = _("Why did “{title}” miss its date?").format(title=late[0].title)
        if len(late) > 1:
            words = ngettext(
                "Why did {count} post miss its date?", "Why did {count} posts miss their date?", len(late)
            ).format(count=len(late))  # fmt: skip
        self.asking.say_why([card.id for card in late], words, about.place)

    def why_actions(self, moved: Iterable[Moved]) -> list[tuple[str, Callable[[], object]]]:
        """What a toast offers after posts were moved that had missed their date: to say why, or to leave it."""
        today = self._page.today
        missed: dict[int, Moment] = {
            one.id: (one.day_before, one.minute)
            for one in moved
            if one.day_before is not None and one.day_before < today and one.status in PATH[1:-1]
        }
        if not missed:
            return []
        days = {day for day, _minute in missed.values()}
        words = _("Why did they miss their date?")
        if len(days) == 1:
            words = _("Why did it miss {day}?").format(day=spoken().short_day(days.pop()))

        def ask() -> None:
            self.asking.say_why(list(missed), words, self._page.place_of_chosen(), missed)

        return [(_("Say why"), ask)]

    # --- the menu -----------------------------------------------------------------------------

    def add_to(self, menu: QMenu) -> None:
        """Offer what can be done with the selected posts."""
        cards = self._page.chosen_cards()
        icons = self._page.tools.icons

        def entry(text: str, icon: str, keys: str, slot: Callable[[], object]) -> None:
            menu.addAction(icons.icon(icon), f"{text}\t{key_words(keys)}" if keys else text).triggered.connect(slot)

        if any(card.status in _OPEN for card in cards):
            entry(_("Note the client’s yes…"), "check", "Y", self.note_yes)
            entry(_("Note changes asked…"), "arrow-back-up", "Shift+Y", self.note_changes)
        if len(cards) == 1 and cards[0].day is not None and cards[0].status in PATH[1:]:
            entry(_("Publish now…"), "external-link", "P", self.publish)
        if any(self.is_late(card) for card in cards):
            entry(_("Say why it missed its date…"), "flag", "", self.say_why)
