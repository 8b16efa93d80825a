"""How a post gets its yes: who may take which step, what the client said, by when, and what silence means.

The steps of a post and what each asks of a member stand in `STEPS`, with the reason. The client's word approves a
post, so whoever hears it may note it; without that word an approval is the agency's own risk, and a manager takes it.

The plan is counted backwards from a post's day. *Yes by* lies the agreed lead time before it, in working days of the
client. *Send by* leaves the client its days to answer (the days of silence where silence means yes, else the lead
time again) and one working day of the agency for each agreed round of changes. *Draft by* is the agency's working day
before that, for the look of a colleague. Past *send by* there is no room for all rounds any more; past *latest send*
the client has less time than was agreed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

from cmdesk.domain.agency import Right, Role, may
from cmdesk.domain.days import WorkingDays
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.moments import zone
from cmdesk.domain.posts import APPROVED_OR_LATER, PATH, PostCard, PostEventKind, PostStatus, standing
from cmdesk.domain.scope import ScopeTerms
from cmdesk.i18n import N_, spoken
from cmdesk.i18n import gettext as _

_DAY: Final = timedelta(days=1)


# --- who may take which step -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """What some steps of a post's path ask of a member, and why.

    Attributes:
        before: From which statuses; none means from any.
        after: To which statuses.
        right: What the member must be allowed.
        why: The sentence for whoever may not.
        without_word: Whether it holds only where no word of the client is noted with it.
    """

    before: frozenset[PostStatus] | None
    after: frozenset[PostStatus]
    right: Right
    why: str
    without_word: bool = False


_NOT_APPROVED: Final = frozenset(
    {
        PostStatus.IDEA,
        PostStatus.DRAFT,
        PostStatus.INTERNAL_REVIEW,
        PostStatus.CLIENT_REVIEW,
        PostStatus.CANCELLED,
    }
)
_LEAVING: Final = frozenset({PostStatus.SCHEDULED, PostStatus.PUBLISHED})

STEPS: Final = (
    Step(
        _NOT_APPROVED,
        _LEAVING,
        Right.AGREE,
        N_("Nobody has approved this post. A manager or an owner may let it go out all the same."),
    ),
    Step(
        _NOT_APPROVED,
        frozenset({PostStatus.APPROVED}),
        Right.AGREE,
        N_("Note who said yes, or let a manager or an owner approve it."),
        without_word=True,
    ),
    Step(
        frozenset({PostStatus.IDEA, PostStatus.DRAFT, PostStatus.INTERNAL_REVIEW, PostStatus.CANCELLED}),
        frozenset({PostStatus.CLIENT_REVIEW}),
        Right.AGREE,
        N_("A manager or an owner sends it to the client. Send it to internal review first."),
    ),
    Step(None, frozenset(PostStatus), Right.EDIT, N_("Your role only looks. Ask an owner of the agency.")),
)
"""The first row that fits a step says what it asks; the last one fits all others: writing, handing to a colleague,
noting what the client said, scheduling and publishing what is approved, and every step back are everyday work."""


def needed(before: PostStatus, after: PostStatus, *, has_word: bool = False) -> Step:
    """The rule of a step; with a word of the client, noting it is everyday work."""
    return next(
        step
        for step in STEPS
        if after in step.after
        and (step.before is None or before in step.before)
        and not (step.without_word and has_word)
    )


def why_not(role: Role, before: PostStatus, after: PostStatus, *, has_word: bool = False) -> str:
    """Why a member with this role may not take a step; empty where they may."""
    step = needed(before, after, has_word=has_word)
    return "" if before == after or may(role, step.right) else _(step.why)


def check_step(role: Role, before: PostStatus, after: PostStatus, *, has_word: bool = False) -> None:
    """Refuse a step that a role may not take.

    Raises:
        RuleBroken: It may not; the sentence says who may.
    """
    if why := why_not(role, before, after, has_word=has_word):
        raise RuleBroken(why)


def next_step(status: PostStatus, forward: bool) -> PostStatus | None:
    """The status one step on, or one step back; none at the ends of the path."""
    if status is PostStatus.CANCELLED:
        return PostStatus.DRAFT if forward else None
    at = PATH.index(status) + (1 if forward else -1)
    return PATH[at] if 0 <= at < len(PATH) else None


# --- what the client said --------------------------------------------------------------------------


class Means(StrEnum):
    """How a person on the client's side answered."""

    EMAIL = "email"
    PHONE = "phone"
    IN_PERSON = "in_person"
    MESSAGE = "message"
    REVIEW_PACK = "review pack"
    OTHER = "other"


MEANS_NAMES: Final = {
    Means.EMAIL: N_("By e-mail"),
    Means.PHONE: N_("By phone"),
    Means.IN_PERSON: N_("In person"),
    Means.MESSAGE: N_("By message"),
    Means.REVIEW_PACK: N_("In a review pack"),
    Means.OTHER: N_("Another way"),
}
BY_HAND: Final = (Means.EMAIL, Means.PHONE, Means.IN_PERSON, Means.MESSAGE, Means.OTHER)
"""The means that a person notes; a review pack notes itself."""


def means_name(means: str) -> str:
    """'By e-mail'; what is not known keeps its own word."""
    return _(MEANS_NAMES[Means(means)]) if means in set(Means) else means


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a post's history, as far as approval goes.

    Attributes:
        kind: What happened.
        at: When it was noted, UTC.
        who: The member who noted it.
        contact: The person on the client's side.
        means: How that person said it.
        comment: What was said.
        detail: What else is kept with it.
        hash: Of what was sent or approved.
        is_for_client: Whether the client may read the comment.
    """

    kind: PostEventKind
    at: datetime
    who: str = ""
    contact: str = ""
    means: str = ""
    comment: str = ""
    detail: str = ""
    hash: str = ""
    is_for_client: bool = False
    id: int = 0


def stands(events: Sequence[Told]) -> list[Told]:
    """What still stands of a history, without what was taken back."""
    return standing(events, lambda one: one.who)


class Word(StrEnum):
    """Whose word an approval stands on."""

    CLIENT = "client"
    SILENCE = "silence"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Approval:
    """The yes that a post has now."""

    word: Word
    who: str
    at: datetime
    means: str = ""
    comment: str = ""
    hash: str = ""
    said_on: date | None = None


def approval_of(status: PostStatus, events: Sequence[Told]) -> Approval | None:
    """The approval that a post's history, oldest first, leaves it with; none where it has none."""
    if status not in APPROVED_OR_LATER:
        return None
    last = next((one for one in reversed(stands(events)) if one.kind in _YES or _ends_yes(one)), None)
    if last is None or last.kind not in _YES:
        return None
    word = Word.CLIENT if last.contact else Word.AGENCY
    if last.kind is PostEventKind.SILENCE:
        word = Word.SILENCE
    return Approval(word, last.contact or last.who, last.at, last.means, last.comment, last.hash, said_on(last.detail))


_YES: Final = frozenset({PostEventKind.APPROVED, PostEventKind.SILENCE})
_NO_YES: Final = frozenset(
    {
        PostEventKind.APPROVAL_LOST,
        PostEventKind.CHANGES_ASKED,
        PostEventKind.SENT_FOR_REVIEW,
        PostEventKind.CANCELLED,
    }
)


def _ends_yes(one: Told) -> bool:
    """Whether a yes of before is none any more."""
    return one.kind in _NO_YES or (one.kind is PostEventKind.STATUS and one.detail not in APPROVED_OR_LATER)


def said_on(detail: str) -> date | None:
    """The day that 'said 2026-10-13' keeps; none where nothing is kept."""
    name, _space, day = detail.partition(" ")
    if name != "said":
        return None
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Rounds:
    """How often the client asked for changes, and how often that is agreed."""

    asked: int
    agreed: int | None = None  # none: no scope says

    @property
    def over(self) -> int:
        """How many rounds beyond what is agreed, at least 0."""
        return 0 if self.agreed is None else max(0, self.asked - self.agreed)


def rounds_asked(events: Sequence[Told]) -> int:
    """How many rounds of changes a client asked for; what colleagues ask of each other is none, nor what was undone."""
    asked = [one for one in stands(events) if one.kind is PostEventKind.CHANGES_ASKED]
    return sum(one.detail != PostStatus.INTERNAL_REVIEW or bool(one.contact) for one in asked)


# --- the plan backwards ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Timing:
    """What a scope agrees about approvals, with the days on which both sides work.

    Attributes:
        lead_days: Working days between the client's yes and the post's day.
        rounds: Rounds of changes.
        silence_days: Working days after which silence is a yes; none: it never is.
        closes: The minute of the day at which the waiting ends.
        client: When the client works.
        agency: When the agency works.
        number: Of the version that says so; none: no version is in force, and nothing is agreed.
    """

    lead_days: int = 0
    rounds: int = 0
    silence_days: int | None = None
    closes: int = 18 * 60
    client: WorkingDays = field(default_factory=WorkingDays)
    agency: WorkingDays = field(default_factory=WorkingDays)
    number: int | None = None

    @property
    def answer_days(self) -> int:
        """The working days that the client has for an answer."""
        return self.lead_days if self.silence_days is None else self.silence_days


def timing_of(terms: ScopeTerms, number: int, client: WorkingDays, agency: WorkingDays) -> Timing:
    """What the terms of a version agree about approvals."""
    return Timing(
        terms.lead_days,
        terms.revision_rounds,
        terms.silence_days if terms.silence_is_yes else None,
        terms.coverage_to,
        client,
        agency,
        number,
    )


@dataclass(frozen=True, slots=True)
class BackPlan:
    """By when each step to a post's day must be taken."""

    day: date
    draft_by: date
    send_by: date
    latest_send: date  # the client still has the agreed time to answer, but no round of changes fits
    yes_by: date


@lru_cache(maxsize=4096)  # a month has many posts on few days
def plan_back(day: date, timing: Timing) -> BackPlan:
    """Count backwards from a post's day."""
    yes_by = timing.client.before(day, timing.lead_days)
    latest_send = timing.client.before(yes_by, timing.answer_days)
    send_by = timing.agency.before(latest_send, timing.rounds)
    draft_by = timing.agency.before(send_by, 1)
    return BackPlan(day, draft_by, send_by, latest_send, yes_by)


class PlanStep(StrEnum):
    """What a post needs next."""

    DRAFT = "draft"
    SEND = "send"
    YES = "yes"
    OUT = "out"


class Tone(StrEnum):
    """How a step stands."""

    FINE = "fine"
    SOON = "soon"  # due today, or there is no room for all rounds
    LATE = "late"


@dataclass(frozen=True, slots=True)
class PlanMark:
    """The next step of a post, by when, and how that stands."""

    step: PlanStep
    by: date
    tone: Tone
    days: int = 0  # how many days late

    @property
    def words(self) -> str:
        """'Send by Tue 13 Oct', 'Yes 2 days late'."""
        if self.tone is Tone.LATE:
            return _(_LATE_WORDS[self.step])
        return _(_STEP_WORDS[self.step]).format(day=spoken().short_day(self.by))


_STEP_WORDS: Final = {
    PlanStep.DRAFT: N_("Draft by {day}"),
    PlanStep.SEND: N_("Send by {day}"),
    PlanStep.YES: N_("Yes by {day}"),
    PlanStep.OUT: N_("Out on {day}"),
}
_LATE_WORDS: Final = {
    PlanStep.DRAFT: N_("Too near: the draft should be with the client"),
    PlanStep.SEND: N_("Too near: it should be with the client"),
    PlanStep.YES: N_("The yes is late"),
    PlanStep.OUT: N_("Its day is over"),
}
_STEP_OF: Final[Mapping[PostStatus, PlanStep]] = {
    PostStatus.DRAFT: PlanStep.DRAFT,
    PostStatus.INTERNAL_REVIEW: PlanStep.SEND,
    PostStatus.CLIENT_REVIEW: PlanStep.YES,
    PostStatus.APPROVED: PlanStep.OUT,
    PostStatus.SCHEDULED: PlanStep.OUT,
}


def plan_mark(card: PostCard, today: date, timing: Timing) -> PlanMark | None:
    """What a post needs next and how that stands; none for ideas, and for what is out or cancelled."""
    step = _STEP_OF.get(card.status)
    if step is None or card.day is None:
        return None
    if timing.number is None:
        step = PlanStep.OUT  # nothing is agreed about approvals
    plan = plan_back(card.day, timing)
    by = {
        PlanStep.DRAFT: plan.draft_by,
        PlanStep.SEND: plan.send_by,
        PlanStep.YES: plan.yes_by,
        PlanStep.OUT: plan.day,
    }[step]
    last = plan.latest_send if step in {PlanStep.DRAFT, PlanStep.SEND} else by
    if today > last:
        return PlanMark(step, by, Tone.LATE, (today - last).days)
    return PlanMark(step, by, Tone.SOON if today >= by and step is not PlanStep.OUT else Tone.FINE)


# --- silence ---------------------------------------------------------------------------------------


class Silence(StrEnum):
    """What the silence of a client is worth now."""

    WAITS = "waits"
    OVER = "over"  # it is a yes
    BROKEN = "broken"  # they wrote something, so there is no silence
    CHANGED = "changed"  # they never saw what it says now


@dataclass(frozen=True, slots=True)
class SilenceClock:
    """Until when an answer is waited for, and what that is worth."""

    state: Silence
    until: datetime  # in the client's zone
    sent_at: datetime
    number: int  # of the version that agrees it
    days: int  # working days

    @property
    def words(self) -> str:
        """The countdown in a sentence."""
        if self.state is Silence.BROKEN:
            return _("They wrote since it was sent, so silence is no yes.")
        if self.state is Silence.CHANGED:
            return _("It was changed after it was sent, so silence is no yes. Send it again.")
        return _("Yes by silence on {day}, {time} unless they answer").format(
            day=spoken().short_day(self.until.date()),
            time=spoken().clock(self.until.hour * 60 + self.until.minute),
        )


_WORDS: Final = frozenset({PostEventKind.COMMENTED, PostEventKind.CHANGES_ASKED, PostEventKind.APPROVED})


def silence_clock(
    status: PostStatus, events: Sequence[Told], timing: Timing, *, zone_name: str, now: datetime, present_hash: str
) -> SilenceClock | None:
    """How long silence still has until it is a yes; none where the scope gives it no meaning, or nothing was sent.

    What is sent after the closing hour or on a day off counts as sent on the next working day. Any word of the client
    since then ends the silence, and nobody says yes to a text that was never seen.

    Args:
        status: How far the post has come.
        events: Its history, oldest first.
        timing: What was agreed on the day on which it was sent.
        zone_name: The client's time zone.
        now: The present instant.
        present_hash: Of what it says now.
    """
    events = stands(events)
    sent = sent_event(events)
    if status is not PostStatus.CLIENT_REVIEW or sent is None or timing.silence_days is None or timing.number is None:
        return None
    until = silent_until(sent.at, timing, zone_name)
    later = events[events.index(sent) + 1 :]
    state = Silence.OVER if now >= until else Silence.WAITS
    if any(one.kind in _WORDS and one.contact for one in later):
        state = Silence.BROKEN
    elif sent.hash != present_hash:
        state = Silence.CHANGED
    return SilenceClock(state, until, sent.at, timing.number, timing.silence_days)


def sent_event(events: Sequence[Told]) -> Told | None:
    """When a post went to the client last."""
    return next((one for one in reversed(stands(events)) if one.kind is PostEventKind.SENT_FOR_REVIEW), None)


def silent_until(sent_at: datetime, timing: Timing, zone_name: str) -> datetime:
    """The moment at which silence becomes a yes, in the client's zone."""
    local = sent_at.astimezone(zone(zone_name))
    start = local.date()
    if local.hour * 60 + local.minute >= timing.closes:
        start += _DAY
    if not timing.client.is_working(start):
        start = timing.client.after(start, 1)
    last = timing.client.after(start, timing.silence_days or 0)
    hours, minutes = divmod(min(timing.closes, 24 * 60 - 1), 60)
    return datetime(last.year, last.month, last.day, hours, minutes, tzinfo=zone(zone_name))


def clause(number: int, days: int, sent_at: datetime, zone_name: str) -> str:
    """The clause that makes silence a yes, as the history cites it."""
    local = sent_at.astimezone(zone(zone_name))
    return f"scope {number} silence {days} sent {local.date().isoformat()}"


def clause_words(detail: str) -> str:
    """The cited clause in a sentence; empty where there is none."""
    parts = detail.split()
    if len(parts) != 6 or (parts[0], parts[2], parts[4]) != ("scope", "silence", "sent"):
        return ""
    return _("Scope version {number}: no answer within {days} working days means yes. It was sent on {day}.").format(
        number=parts[1], days=parts[3], day=spoken().short_day(date.fromisoformat(parts[5]))
    )


# --- all of it for one post ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the client's side who can answer."""

    id: int
    name: str
    approves_posts: bool = False


@dataclass(frozen=True, slots=True)
class ApprovalSheet:
    """What a post's approval box shows.

    Attributes:
        card: The post.
        zone: Its client's time zone.
        role: What the acting member is.
        events: Its history, oldest first.
        people: Who can answer, those who approve posts first.
        timing: What is agreed for its day.
        plan: By when each step must be taken; none without a day or an agreement.
        mark: The next step and how it stands.
        approval: The yes that it has.
        clock: What silence means.
        rounds: How often changes were asked.
        has_changed: Whether it says something else than what was sent last.
        cause: Why its date was missed.
        is_missed: Whether its moment passed and it is not out.
        is_paused: Whether nothing is asked of the client now.
        language: Of the client's documents.
    """

    card: PostCard
    zone: str
    role: Role
    events: tuple[Told, ...] = ()
    people: tuple[Person, ...] = ()
    timing: Timing = field(default_factory=Timing)
    plan: BackPlan | None = None
    mark: PlanMark | None = None
    approval: Approval | None = None
    clock: SilenceClock | None = None
    rounds: Rounds = Rounds(0)
    has_changed: bool = False
    cause: str = ""
    is_missed: bool = False
    is_paused: bool = False

    @property
    def approver(self) -> Person | None:
        """Who is asked first."""
        return self.people[0] if self.people else None

    def why_not(self, after: PostStatus, *, has_word: bool = False) -> str:
        """Why the acting member may not take this step; empty where they may."""
        return why_not(self.role, self.card.status, after, has_word=has_word)
