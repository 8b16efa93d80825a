"""What lies near a post: others within the hour, the same text again, the agreement and the client's working days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from cmdesk.domain import handling
from cmdesk.domain.allowance import Allowance, covering_line, in_force
from cmdesk.domain.days import WorkingDays
from cmdesk.domain.handling import REPEAT_DAYS, Landed, NearMarks, Room, Said, Slot, days_short, waits_for_yes
from cmdesk.domain.moments import Month, instant
from cmdesk.domain.posts import NEVER_COUNT, PostCard
from cmdesk.domain.scope import ScopeVersion
from cmdesk.models import Base, Post
from cmdesk.services.action import acting
from cmdesk.services.allowance import allowance_of, versions
from cmdesk.services.days import working_days
from cmdesk.services.posts import card_of

_DAY = timedelta(days=1)
# of the tables, not the classes: thousands of rows come without the mapper's detour
_POST, _CLIENT = Base.metadata.tables["post"].c, Base.metadata.tables["client"].c
_PLACEMENT, _CHANNEL = Base.metadata.tables["placement"].c, Base.metadata.tables["channel"].c
_KEPT = select(_CLIENT.id).where(_CLIENT.deleted_at.is_(None), _CLIENT.archived_at.is_(None))
_PLACED = (
    select(
        _POST.id, _POST.title, _PLACEMENT.channel_id, _POST.instant, _POST.day, _POST.minute, _POST.zone,
        _PLACEMENT.day, _PLACEMENT.minute,
    )
    .join(Base.metadata.tables["placement"], _PLACEMENT.post_id == _POST.id)
    .where(or_(_POST.minute.is_not(None), _PLACEMENT.minute.is_not(None)))
)  # fmt: skip


# --- quiet marks ------------------------------------------------------------------------------


def near_marks(session: Session, client_id: int | None, first: date, last: date) -> NearMarks:
    """What is quietly said of the posts of some days, by id: within the hour on a channel, or a text said before.

    Args:
        session: The open session.
        client_id: Whose posts; none means those of all clients that are not archived.
        first: The first day.
        last: The last one.
    """
    slots = _slots(session, client_id, first - _DAY, last + _DAY)
    far = timedelta(days=REPEAT_DAYS)
    said = _said(session, client_id, first - far, last + far)
    shown = {slot.post_id for slot in slots if first <= slot.day <= last}
    shown.update(one.post_id for one in said if first <= one.day <= last)
    return handling.near_marks(slots, said, shown)


def _slots(session: Session, client_id: int | None, first: date, last: date) -> list[Slot]:
    """Every post with an hour on every channel that it goes to, at the moment that it has there."""
    networks = {row.id: row.network for row in session.execute(select(_CHANNEL.id, _CHANNEL.network))}
    rows = session.execute(_counted(_PLACED, client_id, first, last))
    return [
        Slot(key, title, channel, networks.get(channel, ""), seconds, day, minute)
        if own_day is None
        else Slot(key, title, channel, networks.get(channel, ""), instant(own_day, own, zone) or 0, own_day, own)
        for key, title, channel, seconds, day, minute, zone, own_day, own in rows
        if (minute if own_day is None else own) is not None
    ]


def _said(session: Session, client_id: int | None, first: date, last: date) -> list[Said]:
    """The posts that share their text with another one of the same client."""
    twice = (
        _counted(select(_POST.client_id, _POST.text), client_id, first, last)
        .where(_POST.text != "")
        .group_by(_POST.client_id, _POST.text)
        .having(func.count() > 1)
    ).subquery()
    query = select(_POST.id, _POST.title, _POST.client_id, _POST.text, _POST.day).join(
        twice, (twice.c.client_id == _POST.client_id) & (twice.c.text == _POST.text)
    )
    rows = session.execute(_counted(query, client_id, first, last))
    return [Said(*row) for row in rows if row.text.strip()]


def _counted(query: Any, client_id: int | None, first: date, last: date) -> Any:
    """The posts of some days that are meant to go out."""
    query = query.where(_POST.deleted_at.is_(None), _POST.day.between(first, last), _POST.status.not_in(NEVER_COUNT))
    if client_id is not None:
        return query.where(_POST.client_id == client_id)
    return query.where(_POST.client_id.in_(_KEPT))


# --- where posts have landed ------------------------------------------------------------------


@dataclass(slots=True)
class _Findings:
    """What was found of posts that landed."""

    over: list[int]
    not_agreed: list[int]
    short: int = 0


def landed(session: Session, came_from: Mapping[int, date | None]) -> Landed:
    """What posts that came to their days lead to.

    Args:
        session: The open session.
        came_from: The posts, each with the day that it left; none where it came from the tray or is new.
    """
    found = _Findings([], [])
    by_client: defaultdict[int, list[PostCard]] = defaultdict(list)
    rows_of = select(Post).where(Post.id.in_(list(came_from)), Post.deleted_at.is_(None)).order_by(Post.id)
    for card in map(card_of, session.scalars(rows_of)):
        by_client[card.client_id].append(card)
    rooms: dict[str, Room] = {}
    over_of: set[int] = set()
    for client_id, cards in by_client.items():
        agreed = versions(session, client_id)
        _look_at_terms(session, cards, agreed, found)
        rows = _rows(session, client_id, cards, agreed)
        over = _over(cards, came_from, agreed, rows)
        if over:
            over_of.add(client_id)
            found.over += over
            rooms |= {row.lineage: Room(row.lineage, row.title, row.left) for row in rows if row.left}
    whose = over_of.pop() if len(over_of) == 1 else None
    return Landed(
        tuple(found.over), whose, tuple(rooms.values()) if whose is not None else (), tuple(found.not_agreed),
        found.short,
    )  # fmt: skip


def _look_at_terms(
    session: Session, cards: Iterable[PostCard], agreed: Sequence[ScopeVersion], found: _Findings
) -> None:
    """Which posts of a client lie on a day without an agreement, and how much too near for a yes the others are."""
    today = acting(session).today
    works: WorkingDays | None = None
    for card in cards:
        scope = in_force(agreed, card.day)
        if card.day is None or card.status in NEVER_COUNT:
            continue
        if scope is None:
            found.not_agreed.append(card.id)
        elif waits_for_yes(card.status):
            works = works or working_days(session, card.client_id)
            found.short = max(found.short, days_short(card.day, today, scope.terms.lead_days, works))


def _rows(
    session: Session, client_id: int, cards: Iterable[PostCard], agreed: Sequence[ScopeVersion]
) -> list[Allowance]:
    """The lines that posts use up, of every month in which one of these posts lies."""
    months = sorted({Month.of(card.day) for card in cards if card.day})
    return [row for month in months for row in allowance_of(session, client_id, month, agreed) if row.counts_posts]


def _over(
    cards: Sequence[PostCard],
    came_from: Mapping[int, date | None],
    agreed: Sequence[ScopeVersion],
    rows: Sequence[Allowance],
) -> list[int]:
    """The posts that are more than agreed and came into their period only now; of a line the last ones."""
    over: list[int] = []
    for row in dict.fromkeys(rows):
        came = [card for card in cards if _came_into(card, came_from[card.id], agreed, row)]
        came.sort(key=lambda card: card.order)
        over += [card.id for card in came[-row.over :] if row.over and card.id not in over]
    return over


def _came_into(card: PostCard, before: date | None, agreed: Sequence[ScopeVersion], row: Allowance) -> bool:
    """Whether a post counts against a line's period now, and did not before."""
    scope = in_force(agreed, card.day)
    line = covering_line(card, scope.promised) if scope and card.counts else None
    if line is None or line.lineage != row.lineage or card.day is None or not row.first <= card.day <= row.last:
        return False
    return before is None or not row.first <= before <= row.last


_AHEAD = 31  # days in which a drop can be too near for a yes


def shortages(session: Session, client_id: int | None) -> dict[tuple[int, date], int]:
    """By how many working days the coming days are too near for the client's yes, by client and day.

    Args:
        session: The open session.
        client_id: Whose days; none means everybody's.
    """
    today = acting(session).today
    by_client: defaultdict[int, list[ScopeVersion]] = defaultdict(list)
    for version in versions(session, client_id):
        by_client[version.client_id].append(version)
    found: dict[tuple[int, date], int] = {}
    for key, agreed in by_client.items():
        works = working_days(session, key)
        for step in range(_AHEAD):
            day = today + timedelta(days=step)
            scope = in_force(agreed, day)
            if scope and (short := days_short(day, today, scope.terms.lead_days, works)):
                found[key, day] = short
    return found
