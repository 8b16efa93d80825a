"""How posts get their yes: what is agreed about it, what the client said, and what silence is worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.allowance import covering_line, in_force
from cmdesk.domain.approval import (
    BY_HAND,
    ApprovalSheet,
    BackPlan,
    Means,
    Person,
    PlanMark,
    PlanStep,
    Rounds,
    Silence,
    SilenceClock,
    Timing,
    Told,
    Tone,
    approval_of,
    check_step,
    clause,
    plan_back,
    plan_mark,
    rounds_asked,
    sent_event,
    silence_clock,
    timing_of,
)
from cmdesk.domain.changes import ChangeSet, Kind
from cmdesk.domain.clients import ClientStatus
from cmdesk.domain.days import Deadline, WorkingDays
from cmdesk.domain.errors import Conflict, RuleBroken
from cmdesk.domain.moments import zone
from cmdesk.domain.posts import APPROVED_OR_LATER, NEVER_COUNT, PostCard, PostEventKind, PostStatus, checked_comment
from cmdesk.domain.publishing import Due, due
from cmdesk.domain.scope import ScopeVersion
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _
from cmdesk.models import Agency, Client, Contact, Member, Post, PostEvent
from cmdesk.services.action import acting, acting_role, action, found
from cmdesk.services.allowance import versions
from cmdesk.services.posts import (
    card_of,
    content_hash,
    content_hashes,
    held_posts,
    kept_posts,
    note,
    take_step,
)
from cmdesk.services.public_holidays import HolidayDates
from cmdesk.services.reading import cards_on_the_way, dated_cards

_ANSWERABLE = frozenset({PostStatus.DRAFT, PostStatus.INTERNAL_REVIEW, PostStatus.CLIENT_REVIEW})


# --- what is agreed --------------------------------------------------------------------------------


@dataclass(slots=True)
class Timings:
    """What is agreed about approvals, by client and day; each plan is counted once."""

    versions: Mapping[int, Sequence[ScopeVersion]]
    clients: Mapping[int, WorkingDays]
    agency: WorkingDays
    _known: dict[tuple[int, int | None], Timing] = field(default_factory=dict)

    def on(self, client_id: int, day: date | None) -> Timing:
        """What rules a client's day."""
        scope = in_force(self.versions.get(client_id, ()), day)
        key = (client_id, scope.id if scope else None)
        if key not in self._known:
            works = self.clients.get(client_id, self.agency)
            agreed = timing_of(scope.terms, scope.number, works, self.agency) if scope else None
            self._known[key] = agreed or Timing(client=works, agency=self.agency)
        return self._known[key]


def timings(session: Session, client_id: int | None = None, known: Sequence[ScopeVersion] | None = None) -> Timings:
    """What is agreed with a client about approvals, or with every client when none is named.

    Args:
        session: The open session.
        client_id: Whose; none means everybody's.
        known: The versions that ever came into force, where they were read before.
    """
    by_client: defaultdict[int, list[ScopeVersion]] = defaultdict(list)
    for version in versions(session, client_id) if known is None else known:
        if version.was_agreed:
            by_client[version.client_id].append(version)
    agency = session.execute(select(Agency.working_days, Agency.country, Agency.region).order_by(Agency.id)).first()
    week = (frozenset(agency.working_days) if agency else frozenset()) or frozenset(range(5))
    home = (agency.country, agency.region) if agency else ("", "")
    places = select(Client.id, Client.country, Client.region)
    rows = session.execute(places if client_id is None else places.where(Client.id == client_id))
    clients = {row.id: WorkingDays(week, HolidayDates(*_whose(row, home))) for row in rows}
    return Timings(by_client, clients, WorkingDays(week, HolidayDates(*home)))


def _whose(row: object, home: tuple[str, str]) -> tuple[str, str]:
    """Whose holidays a client keeps: its own country's, else the agency's."""
    country, region = getattr(row, "country", ""), getattr(row, "region", "")
    return (country, region) if country else home


def present(session: Session) -> datetime:
    """The present instant; where another day than the clock's was chosen, the same hour of that day."""
    acts = acting(session)
    name = session.scalars(select(Agency.time_zone).order_by(Agency.id)).first() or "UTC"
    local = acts.now.astimezone(zone(name))
    if abs((local.date() - acts.today).days) <= 1:
        return acts.now
    return datetime.combine(acts.today, local.timetz()).astimezone(UTC)


# --- the plan --------------------------------------------------------------------------------------


def plan_marks(
    session: Session,
    client_id: int | None,
    first: date,
    last: date,
    cards: Sequence[PostCard] | None = None,
    known: Sequence[ScopeVersion] | None = None,
) -> dict[int, PlanMark]:
    """What each post of some days needs next, by when and how that stands, by the post's id.

    Args:
        session: The open session.
        client_id: Whose posts; none means those of all clients that are not archived.
        first: The first day.
        last: The last one.
        cards: The posts, where they were read before.
        known: The versions that ever came into force, where they were read before.
    """
    agreed, today, resting = timings(session, client_id, known), acting(session).today, _resting(session)
    found_marks = {}
    for card in dated_cards(session, client_id, first, last) if cards is None else cards:
        if card.day is None or card.client_id in resting:
            continue
        mark = plan_mark(card, today, agreed.on(card.client_id, card.day))
        if mark is not None:
            found_marks[card.id] = mark
    return found_marks


def plan_deadlines(session: Session, client_id: int | None, first: date, last: date) -> dict[date, list[Deadline]]:
    """What must have happened by the end of some days so that posts go out in time, by day.

    What is late already stands on today.
    """
    today = acting(session).today
    ahead = cards_on_the_way(session, client_id, min(first, today), last + timedelta(days=62))
    named = {card.id: card for card in ahead}
    days: defaultdict[date, list[Deadline]] = defaultdict(list)
    for key, mark in plan_marks(session, client_id, first, last, ahead).items():
        day = today if mark.tone is Tone.LATE else mark.by
        if mark.step is PlanStep.OUT or not first <= day <= last:
            continue
        card = named[key]
        words = _(_ASKED[mark.step]).format(title=card.title)
        days[day].append(Deadline(words, card.client_id, card.id, None, mark.tone is Tone.LATE))
    return dict(days)


_ASKED = {
    PlanStep.DRAFT: N_("Draft: {title}"),
    PlanStep.SEND: N_("Send: {title}"),
    PlanStep.YES: N_("Yes: {title}"),
}


def _resting(session: Session) -> set[int]:
    """The clients of whom nothing is asked now."""
    return set(session.scalars(select(Client.id).where(Client.status.in_([ClientStatus.PAUSED, ClientStatus.ENDED]))))


# --- one post --------------------------------------------------------------------------------------


def approval_sheet(session: Session, post_id: int) -> ApprovalSheet:
    """What a post's approval box shows.

    Raises:
        NotFound: It is not there any more.
    """
    row = found(session, Post, post_id)
    card, events = card_of(row), told(session, post_id)
    agreed = timings(session, row.client_id)
    timing = agreed.on(row.client_id, row.day or acting(session).today)
    is_resting = row.client_id in _resting(session)
    now = present(session)
    present_hash = content_hash(session, row)
    sent = sent_event(events)
    has_plan = row.day is not None and timing.number is not None
    return ApprovalSheet(
        card=card,
        zone=row.zone,
        role=acting_role(session),
        events=events,
        people=people(session, row.client_id),
        timing=timing,
        plan=plan_back(row.day, timing) if has_plan and row.day is not None else None,
        mark=None if is_resting else plan_mark(card, acting(session).today, timing),
        approval=approval_of(card.status, events),
        clock=None if is_resting else _clock(card, row.zone, events, agreed, now, present_hash),
        rounds=Rounds(rounds_asked(events), agreed_rounds(card, agreed.versions.get(card.client_id, ()))),
        has_changed=sent is not None and bool(sent.hash) and sent.hash != present_hash,
        cause=row.cause,
        is_missed=_is_missed(card, row.zone, now),
        is_paused=found(session, Client, row.client_id).status == ClientStatus.PAUSED,
    )


def _is_missed(card: PostCard, zone_name: str, now: datetime) -> bool:
    is_open = card.status not in {*NEVER_COUNT, PostStatus.PUBLISHED} and card.day is not None
    return bool(is_open and card.day and due(card.day, card.minute, zone_name, now) is Due.MISSED)


def told(session: Session, post_id: int) -> tuple[Told, ...]:
    """A post's history as far as approval goes, oldest first."""
    return tuple(_told(session, [post_id]).get(post_id, ()))


def _told(session: Session, post_ids: Iterable[int]) -> dict[int, list[Told]]:
    query = (
        select(PostEvent, Member.name)
        .outerjoin(Member, Member.id == PostEvent.member_id)
        .where(PostEvent.post_id.in_(list(post_ids)))
        .order_by(PostEvent.id)
    )
    stories: defaultdict[int, list[Told]] = defaultdict(list)
    for row, name in session.execute(query):
        stories[row.post_id].append(
            Told(
                PostEventKind(row.kind), row.at, name or "", row.contact, row.means, row.comment, row.detail,
                row.content_hash, row.is_for_client, row.id,
            )
        )  # fmt: skip
    return stories


def people(session: Session, client_id: int) -> tuple[Person, ...]:
    """Who can answer for a client, those who approve posts first."""
    rows = session.execute(
        select(Contact.id, Contact.name, Contact.approves_posts)
        .where(Contact.client_id == client_id, Contact.deleted_at.is_(None))
        .order_by(Contact.id)
    )
    return tuple(sorted((Person(*row) for row in rows), key=lambda person: not person.approves_posts))


def agreed_rounds(card: PostCard, known: Sequence[ScopeVersion]) -> int | None:
    """How many rounds of changes are agreed for a post: by its line, else by the scope; none: nothing is agreed."""
    scope = in_force(known, card.day)
    if scope is None:
        return None
    line = covering_line(card, scope.promised)
    own = line.revision_rounds if line else None
    return scope.terms.revision_rounds if own is None else own


def _clock(
    card: PostCard, zone_name: str, events: Sequence[Told], agreed: Timings, now: datetime, present_hash: str
) -> SilenceClock | None:
    """What silence means for a post, by what was agreed on the day on which it was sent."""
    sent = sent_event(events)
    if sent is None:
        return None
    timing = agreed.on(card.client_id, sent.at.astimezone(zone(zone_name)).date())
    if timing.number is None:
        timing = agreed.on(card.client_id, card.day)
    return silence_clock(card.status, events, timing, zone_name=zone_name, now=now, present_hash=present_hash)


def back_plan(session: Session, client_id: int, day: date) -> BackPlan | None:
    """The plan backwards from a day of a client; none where nothing is agreed for it."""
    timing = timings(session, client_id).on(client_id, day)
    return plan_back(day, timing) if timing.number is not None else None


# --- what the client said --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heard:
    """Who on the client's side said something, how, and on which day."""

    contact_id: int | None = None
    name: str = ""  # of somebody who is no contact
    means: str = Means.EMAIL
    said_on: date | None = None  # none: on the day on which it is noted


@dataclass(frozen=True, slots=True)
class Asked:
    """A post for which changes were asked, and which round that is."""

    post_id: int
    client_id: int
    title: str
    rounds: Rounds


@action(N_("Note the client’s yes"))
def note_yes(session: Session, post_ids: Sequence[int], heard: Heard, comment: str = "") -> None:
    """Note that the client said yes: who, how, when, and the hash of what they said it to.

    Raises:
        RuleBroken: Nobody is named, the contact is another client's, or a post cannot be approved any more.
    """
    role = acting_role(session)
    for post in held_posts(session, post_ids):
        status = PostStatus(post.status)
        if status not in _ANSWERABLE:
            why = _NO_YES.get(status, _NOT_NOW)
            raise RuleBroken(_(why).format(title=post.title))
        check_step(role, status, PostStatus.APPROVED, has_word=True)
        said = _said(session, post, heard)
        take_step(session, post, PostStatus.APPROVED)
        note(
            session, post, PostEventKind.APPROVED, comment=checked_comment(comment), is_for_client=True,
            content_hash=content_hash(session, post), **said,
        )  # fmt: skip


_NOT_NOW = N_("“{title}” waits for no yes.")
_NO_YES = {
    PostStatus.APPROVED: N_("“{title}” is approved already."),
    PostStatus.SCHEDULED: N_("“{title}” is approved already."),
    PostStatus.PUBLISHED: N_("“{title}” is already published."),
    PostStatus.IDEA: N_("“{title}” is only an idea. Give it a day first."),
    PostStatus.CANCELLED: N_("“{title}” was cancelled."),
}


@action(N_("Note changes asked"))
def note_changes(
    session: Session, post_ids: Sequence[int], comment: str, heard: Heard | None = None
) -> tuple[Asked, ...]:
    """Note that changes were asked, by the client where a word of theirs is given, else by a colleague.

    A post becomes a draft with a mark. The answer says which round each one is in.

    Raises:
        RuleBroken: One is published or cancelled, or the contact is another client's.
    """
    answers = []
    by_client: dict[int, Timings] = {}
    for post in kept_posts(session, post_ids):
        before = PostStatus(post.status)
        if before is PostStatus.PUBLISHED:
            raise RuleBroken(_("The post is already published. Take that back first."))
        if before is PostStatus.CANCELLED:
            raise RuleBroken(_("“{title}” was cancelled.").format(title=post.title))
        said = _said(session, post, heard) if heard else {}
        said["detail"] = said.get("detail") or str(before)
        if post.day is not None or before is not PostStatus.IDEA:
            post.status = PostStatus.DRAFT
        post.changes_asked = True
        note(
            session,
            post,
            PostEventKind.CHANGES_ASKED,
            comment=checked_comment(comment),
            is_for_client=heard is not None,
            **said,
        )
        session.flush()
        if post.client_id not in by_client:
            by_client[post.client_id] = timings(session, post.client_id)
        agreed = by_client[post.client_id]
        rounds = Rounds(
            rounds_asked(told(session, post.id)), agreed_rounds(card_of(post), agreed.versions.get(post.client_id, ()))
        )
        answers.append(Asked(post.id, post.client_id, post.title, rounds))
    return tuple(answers)


@action(N_("Comment"))
def comment_on(session: Session, post_id: int, words: str, *, is_for_client: bool = False) -> None:
    """Write a comment into a post's history, for the staff alone or for the client as well.

    Raises:
        RuleBroken: It says nothing.
    """
    if not words.strip():
        raise RuleBroken(_("Write a comment."), field="comment")
    post = found(session, Post, post_id)
    note(session, post, PostEventKind.COMMENTED, comment=checked_comment(words), is_for_client=is_for_client)


@action(N_("Note what the client wrote"))
def note_words(session: Session, post_id: int, words: str, heard: Heard) -> None:
    """Write down what the client said about a post that is neither a yes nor a change.

    Raises:
        RuleBroken: It says nothing, or nobody is named.
    """
    if not words.strip():
        raise RuleBroken(_("Write a comment."), field="comment")
    post = found(session, Post, post_id)
    note(
        session,
        post,
        PostEventKind.COMMENTED,
        comment=checked_comment(words),
        is_for_client=True,
        **_said(session, post, heard),
    )


def _said(session: Session, post: Post, heard: Heard) -> dict[str, object]:
    """Who said it, how and when, as an event keeps it."""
    if heard.means not in BY_HAND:
        raise RuleBroken(_("Choose how they said it."), field="means")
    name = " ".join(heard.name.split())
    if heard.contact_id is not None:
        contact = found(session, Contact, heard.contact_id)
        if contact.client_id != post.client_id:
            raise RuleBroken(_("Choose a person of this client."), field="contact")
        name = contact.name
    if not name:
        raise RuleBroken(_("Say who it was."), field="contact")
    today = acting(session).today
    day = heard.said_on or today
    if day > today:
        raise RuleBroken(_("That day is still to come."), field="day")
    return {
        "contact_id": heard.contact_id,
        "contact": name,
        "means": str(heard.means),
        "detail": f"said {day.isoformat()}" if day != today else "",
    }


# --- silence ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SilentPost:
    """A post that waits for a client whose silence will be a yes."""

    post_id: int
    client_id: int
    title: str
    clock: SilenceClock


def silent_posts(session: Session, client_id: int | None = None) -> tuple[SilentPost, ...]:
    """The posts that wait for a client, with what silence is worth there, soonest first.

    Clients that are paused or archived are asked for nothing, so their silence means nothing.
    """
    query = (
        select(Post)
        .join(Client, Client.id == Post.client_id)
        .where(
            Post.status == PostStatus.CLIENT_REVIEW,
            Post.deleted_at.is_(None),
            Client.deleted_at.is_(None),
            Client.archived_at.is_(None),
            Client.status.in_([ClientStatus.ACTIVE, ClientStatus.PROSPECT]),
        )
        .order_by(Post.id)
    )
    rows = list(session.scalars(query if client_id is None else query.where(Post.client_id == client_id)))
    if not rows:
        return ()
    agreed = timings(session, client_id)
    whose = {row.client_id for row in rows}
    if not any(version.terms.silence_is_yes for key in whose for version in agreed.versions.get(key, ())):
        return ()
    now, stories, hashes = present(session), _told(session, [row.id for row in rows]), content_hashes(session, rows)
    waiting = []
    for row in rows:
        clock = _clock(card_of(row), row.zone, stories.get(row.id, []), agreed, now, hashes[row.id])
        if clock is not None:
            waiting.append(SilentPost(row.id, row.client_id, row.title, clock))
    return tuple(sorted(waiting, key=lambda one: (one.clock.until, one.post_id)))


@action(N_("Approve by silence"), is_undoable=False)
def approve_by_silence(session: Session) -> tuple[SilentPost, ...]:
    """Approve what the client was silent about for as long as was agreed; the clause is kept with it.

    Asking again changes nothing, and of several desks that ask at once one writes it. Nobody did it, so no undo takes
    it back by surprise: whoever wants it back sends the post to the client again, which the history tells.
    """
    over = _over(session)
    if over:
        held_posts(session, [one.post_id for one in over])
        over = _over(session)  # somebody may have written meanwhile
    for one in over:
        post = found(session, Post, one.post_id)
        take_step(session, post, PostStatus.APPROVED)
        session.add(
            PostEvent(
                post_id=post.id,
                kind=PostEventKind.SILENCE,
                at=acting(session).now,
                member_id=None,
                detail=clause(one.clock.number, one.clock.days, one.clock.sent_at, post.zone),
                content_hash=content_hash(session, post),
                is_for_client=True,
            )
        )
    return over


def _over(session: Session) -> tuple[SilentPost, ...]:
    """The posts whose silence is a yes now."""
    return tuple(one for one in silent_posts(session) if one.clock.state is Silence.OVER)


# --- undo ------------------------------------------------------------------------------------------


def check_yes_again(session: Session, changes: ChangeSet) -> None:
    """Refuse to take back so that a post would have the yes again that was said to something else.

    Args:
        session: The open session, in which the changes are taken back already.
        changes: What was taken back.

    Raises:
        Conflict: Somebody changed meanwhile what a post says.
    """
    keys = [
        row.key for row in changes.rows
        if row.kind is Kind.POST and row.before is not None and row.before.get("status") in APPROVED_OR_LATER
    ]  # fmt: skip
    for key, story in _told(session, keys).items() if keys else ():
        post = session.get(Post, key)
        said = approval_of(PostStatus(post.status), story) if post is not None else None
        if post is not None and said is not None and said.hash and said.hash != content_hash(session, post):
            raise Conflict(_("Somebody changed this since, so it was not taken back."))
