"""What a day asks of the staff: what waits, what is due, what goes out, and how the month stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, NamedTuple

from cmdesk.domain.agency import Member
from cmdesk.domain.allowance import Allowance
from cmdesk.domain.approval import PlanMark, SilenceClock
from cmdesk.domain.clients import ClientTile
from cmdesk.domain.posts import APPROVED_OR_LATER, PostCard
from cmdesk.domain.publishing import Outgoing
from cmdesk.domain.reminders import Reminder
from cmdesk.domain.scope import ScopeStatus, ScopeVersion
from cmdesk.domain.tasks import TaskCard
from cmdesk.i18n import gettext as _
from cmdesk.i18n import ngettext, spoken

DAYS_AHEAD: Final = 7
LONGEST_PERIOD: Final = 45  # days; a quarter says nothing about how a month stands
SAID_BY: Final = "*"  # what stands between two of them is said with weight


@dataclass(frozen=True, slots=True)
class WaitingPost:
    """A post that waits for the client's yes."""

    card: PostCard
    answer_by: date | None  # the last day on which a yes is in time
    asked: str = ""  # who is to say it
    clock: SilenceClock | None = None  # what their silence is worth

    def days_late(self, today: date) -> int:
        """By how many days the yes is late, at least 0."""
        return max(0, (today - self.answer_by).days) if self.answer_by else 0


@dataclass(frozen=True, slots=True)
class NearPost:
    """A post that should be with the client by now, or soon."""

    card: PostCard
    mark: PlanMark


@dataclass(frozen=True, slots=True)
class DayAhead:
    """A day to come, with the posts that go out on it."""

    day: date
    cards: tuple[PostCard, ...]
    open: int  # of them, how many nobody has said yes to


@dataclass(frozen=True, slots=True)
class MonthSoFar:
    """How many of the agreed posts of a client are planned this month."""

    client_id: int
    planned: int
    agreed: int
    over: int


@dataclass(frozen=True, slots=True)
class NotAgreed:
    """A client whose scope is not agreed yet, or whose next version is not."""

    client_id: int
    scope_id: int | None  # none: nobody has begun one
    number: int = 0
    status: ScopeStatus = ScopeStatus.DRAFT
    days: int = 0  # since it was sent
    more_cents: int | None = None  # what it adds to the fee of a month; none: nothing was agreed before
    currency: str = "EUR"


class Said(NamedTuple):
    """A stretch of the sentence that a day begins with."""

    text: str
    weight: Literal["plain", "strong", "late"] = "plain"


@dataclass(frozen=True, slots=True)
class Today:
    """All that the first page shows."""

    day: date
    clients: tuple[ClientTile, ...]
    members: tuple[Member, ...]
    reminders: tuple[Reminder, ...] = ()
    waiting: tuple[WaitingPost, ...] = ()
    tasks: tuple[TaskCard, ...] = ()
    ahead: tuple[DayAhead, ...] = ()
    going_out: tuple[PostCard, ...] = ()
    month: tuple[MonthSoFar, ...] = ()
    not_agreed: tuple[NotAgreed, ...] = ()
    next: PostCard | None = None  # the first post after today
    missed: tuple[Outgoing, ...] = ()  # what went by without going out
    near: tuple[NearPost, ...] = ()

    def of(self, client_id: int | None = None, member_id: int | None = None) -> Today:
        """The same for one client, or for the work of one member; none means everybody's.

        What is not given to anybody is everybody's work.
        """

        def is_mine(client: int | None, who: int | None) -> bool:
            return (client_id is None or client == client_id) and (member_id is None or who in {None, member_id})

        ahead = tuple(
            ahead_of(day.day, [card for card in day.cards if is_mine(card.client_id, card.owner_id)])
            for day in self.ahead
        )
        return replace(
            self,
            reminders=tuple(one for one in self.reminders if client_id in {None, one.client_id}),
            waiting=tuple(one for one in self.waiting if is_mine(one.card.client_id, one.card.owner_id)),
            tasks=tuple(one for one in self.tasks if is_mine(one.client_id, one.assignee_id)),
            ahead=ahead,
            going_out=tuple(one for one in self.going_out if is_mine(one.client_id, one.owner_id)),
            month=tuple(one for one in self.month if client_id in {None, one.client_id}),
            not_agreed=tuple(one for one in self.not_agreed if client_id in {None, one.client_id}),
            next=next((card for day in ahead for card in day.cards), None),
            missed=tuple(one for one in self.missed if is_mine(one.card.client_id, one.card.owner_id)),
            near=tuple(one for one in self.near if is_mine(one.card.client_id, one.card.owner_id)),
        )

    @property
    def late_tasks(self) -> int:
        """How many tasks are late."""
        return sum(task.is_late(self.day) for task in self.tasks)

    @property
    def open_tasks(self) -> tuple[TaskCard, ...]:
        """The tasks that are not done."""
        return tuple(task for task in self.tasks if not task.is_done)

    def client(self, client_id: int | None) -> ClientTile | None:
        """The client with this id."""
        return next((one for one in self.clients if one.id == client_id), None)


def ahead_of(day: date, cards: Sequence[PostCard]) -> DayAhead:
    """A day to come with its posts."""
    return DayAhead(day, tuple(cards), sum(card.status not in APPROVED_OR_LATER for card in cards))


def month_so_far(client_id: int, rows: Sequence[Allowance]) -> MonthSoFar | None:
    """How the posts of a client's month stand; None where its scope promises none."""
    counted = [row for row in rows if row.counts_posts and (row.last - row.first).days <= LONGEST_PERIOD]
    if not counted:
        return None
    return MonthSoFar(
        client_id,
        sum(row.planned for row in counted),
        sum(row.due for row in counted),
        sum(row.over for row in counted),
    )


def not_agreed_of(
    client: ClientTile, waiting: ScopeVersion | None, standing: ScopeVersion | None, today: date, currency: str
) -> NotAgreed | None:
    """What is not agreed with a client yet; None where all is.

    Args:
        client: Who.
        waiting: The draft, or what was sent and has no answer.
        standing: What is agreed.
        today: The day it is.
        currency: What a client without a version pays in.
    """
    if waiting is None:
        return None if standing is not None else NotAgreed(client.id, None, currency=currency)
    more = None
    if standing is not None:
        fees = [totals.monthly_cents - totals.discount_cents for totals in (waiting.totals(), standing.totals())]
        more = fees[0] - fees[1]
    days = (today - waiting.sent_on).days if waiting.sent_on else 0
    return NotAgreed(
        client.id, waiting.id, waiting.number, waiting.status, days, more, waiting.terms.currency
    )  # fmt: skip


def sentence(today: Today) -> tuple[Said, ...]:
    """The day in one sentence, made of what is not nothing."""
    waiting, scopes = len(today.waiting), len({one.client_id for one in today.reminders})
    going, late, missed = len(today.going_out), today.late_tasks, len(today.missed)
    said = [
        (missed, ngettext("*{count} post* did not go out in time", "*{count} posts* did not go out in time", missed)),
        (
            waiting,
            ngettext("*{count} post* waits for a client’s yes", "*{count} posts* wait for a client’s yes", waiting),
        ),
        (scopes, ngettext("*{count} scope* needs a look", "*{count} scopes* need a look", scopes)),
        (going, ngettext("*{count} post goes out* today", "*{count} posts go out* today", going)),
        (late, ngettext("*{count} task is late*", "*{count} tasks are late*", late)),
    ]
    parts = [words.format(count=spoken().number(count)) for count, words in said if count]
    if not parts:
        return _calm(today)
    whole = f"{spoken().list_of(parts)}."
    whole = whole[:1].upper() + whole[1:]
    late_words = parts[-1].strip(SAID_BY) if late else ""
    pieces = whole.split(SAID_BY)
    if not pieces[0] and len(pieces) > 1:
        pieces[1] = pieces[1][:1].upper() + pieces[1][1:]
    return tuple(
        Said(text, ("late" if text.casefold() == late_words.casefold() else "strong") if at % 2 else "plain")
        for at, text in enumerate(pieces)
        if text
    )


def _calm(today: Today) -> tuple[Said, ...]:
    nothing = _("Nothing waits for you.")
    if today.next is None or today.next.day is None:
        return (Said(nothing, "strong"),)
    card = today.next
    after = _("Next: {post}, {when}.").format(post=card.title, when=moment(today.next.day, card.minute, today.day))
    return (Said(nothing, "strong"), Said(f" {after}"))


def moment(day: date, minute: int | None, today: date) -> str:
    """A day and an hour as people say them today: 'today 18:00', 'tomorrow', 'Fri 16 Oct'."""
    names = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    name = names.get((day - today).days) or spoken().short_day(day)
    if minute is None:
        return name
    return _("{day} {time}").format(day=name, time=spoken().clock(minute))
