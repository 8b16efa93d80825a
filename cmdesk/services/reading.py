"""What several subjects read in the same way: the versions of a client's scope, and the cards of posts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Date, Integer, and_, bindparam, func, select, union_all
from sqlalchemy.orm import Session

from cmdesk.domain.posts import Coverage, PostCard, PostFormat, PostStatus
from cmdesk.domain.scope import (
    Cadence,
    CrisisLevel,
    EventKind,
    MessageKind,
    PriceMode,
    PricePrint,
    QuantityRule,
    ResponseRow,
    ScopeLine,
    ScopeStatus,
    ScopeTerms,
    ScopeVersion,
    Treatment,
    options_taken,
    status_after,
)
from cmdesk.domain.scope_facts import read_facts
from cmdesk.models import Base, Scope, ScopeEvent
from cmdesk.models import ScopeLine as LineRow

_WAS_AGREED = frozenset({ScopeStatus.AGREED, ScopeStatus.SUPERSEDED, ScopeStatus.ENDED})
_TERMS = tuple(one.name for one in fields(ScopeTerms))
_LINE = tuple(one.name for one in fields(ScopeLine))
_SCOPE_QUERY = select(
    Scope.id, Scope.client_id, Scope.number, Scope.based_on, Scope.facts, Scope.version,
    *(getattr(Scope, name) for name in _TERMS),
)  # fmt: skip
_LINE_QUERY = select(LineRow.scope_id, *(getattr(LineRow, name) for name in _LINE))
_EVENT_QUERY = select(
    ScopeEvent.scope_id, ScopeEvent.kind, ScopeEvent.day, ScopeEvent.contact, ScopeEvent.last_day,
    ScopeEvent.content_hash, ScopeEvent.details,
)  # fmt: skip
_ON_THE_WAY = (PostStatus.DRAFT, PostStatus.INTERNAL_REVIEW, PostStatus.CLIENT_REVIEW)
_STATUS = {str(status): status for status in PostStatus}
_FORMAT = {str(format_): format_ for format_ in PostFormat}
_COVERAGE = {str(coverage): coverage for coverage in Coverage}
_POST = Base.metadata.tables["post"].c  # of the table, not the class: rows come without the mapper's detour
_CARD = select(
    _POST.id, _POST.client_id, _POST.title, _POST.status, _POST.format, _POST.day, _POST.minute, _POST.networks,
    _POST.coverage, _POST.lineage, _POST.owner_id, _POST.changes_asked, _POST.thumb, _POST.rank, _POST.extra_id,
    _POST.campaign_id, _POST.pillar_id,
).where(_POST.deleted_at.is_(None))  # fmt: skip
_NETWORKS = 7  # its place among them
_NEW = object.__new__
_FIELDS = tuple(getattr(PostCard, one.name).__set__ for one in fields(PostCard))
_LAST_MINUTE = 1440  # what has no hour comes after midnight's last minute
_CLIENT = Base.metadata.tables["client"].c
_KEPT = select(_CLIENT.id).where(_CLIENT.deleted_at.is_(None), _CLIENT.archived_at.is_(None))


@dataclass(slots=True)
class _Story:
    """What the events of one version tell."""

    kinds: list[str]
    sent_on: date | None = None
    agreed_on: date | None = None
    agreed_by: str = ""
    last_day: date | None = None
    fingerprint: str = ""
    accepted: Sequence[str] = ()
    renewals: list[date | None] = field(default_factory=list)


def scope_versions(session: Session, client_id: int | None, *, only_agreed: bool = False) -> tuple[ScopeVersion, ...]:
    """The versions of a client's scope with their lines, by number; of all clients when none is named.

    Args:
        session: The open session.
        client_id: Whose; none means everybody's.
        only_agreed: Leave out what never came into force: drafts, sent, withdrawn and declined ones.
    """
    scopes = _SCOPE_QUERY.where(Scope.deleted_at.is_(None)).order_by(Scope.client_id, Scope.number)
    events = _EVENT_QUERY.order_by(ScopeEvent.id)
    if client_id is not None:
        scopes = scopes.where(Scope.client_id == client_id)
        events = events.where(ScopeEvent.client_id == client_id)
    stories = _stories(session.execute(events))
    rows = session.execute(scopes).all()
    nothing = _Story([])
    if only_agreed:
        rows = [row for row in rows if status_after(stories.get(row.id, nothing).kinds) in _WAS_AGREED]
    lines = scope_lines(session, [row.id for row in rows])
    return tuple(_version(row, stories.get(row.id, nothing), lines.get(row.id, [])) for row in rows)


def scope_lines(session: Session, scope_ids: Sequence[int]) -> dict[int, list[ScopeLine]]:
    """The lines of some versions, in their order, by the id of the version."""
    found: dict[int, list[ScopeLine]] = {}
    if not scope_ids:
        return found
    query = _LINE_QUERY.where(LineRow.scope_id.in_(scope_ids)).order_by(LineRow.scope_id, LineRow.position, LineRow.id)
    for row in session.execute(query):
        found.setdefault(row.scope_id, []).append(_line(row))
    return found


def _stories(rows: Iterable[Any]) -> dict[int, _Story]:
    stories: dict[int, _Story] = {}
    for row in rows:
        story = stories.setdefault(row.scope_id, _Story([]))
        kind = row.kind
        story.kinds.append(kind)
        if kind == EventKind.SENT:
            story.sent_on, story.fingerprint = row.day, row.content_hash
        elif kind == EventKind.AGREED:
            story.agreed_on, story.agreed_by = row.day, row.contact
            story.accepted = options_taken(row.details)
        elif kind == EventKind.RENEWED:
            story.renewals.append(row.last_day)
        elif kind in {EventKind.SUPERSEDED, EventKind.ENDED}:
            story.last_day = row.last_day or row.day - timedelta(days=1)
    return stories


def _version(row: Any, story: _Story, lines: list[ScopeLine]) -> ScopeVersion:
    terms = {name: getattr(row, name) for name in _TERMS}
    terms |= {
        "coverage_days": tuple(row.coverage_days),
        "price_print": PricePrint(row.price_print),
        "quantity_rule": QuantityRule(row.quantity_rule),
        "response_rows": tuple(
            ResponseRow(MessageKind(one["kind"]), one.get("hours"), one.get("tell", "")) for one in row.response_rows
        ),
        "crisis_levels": tuple(CrisisLevel(**one) for one in row.crisis_levels),
        "expectations": tuple(sorted(row.expectations.items())),
    }
    return ScopeVersion(
        row.id,
        row.client_id,
        row.number,
        status_after(story.kinds),
        ScopeTerms(**terms),
        tuple(lines),
        row.based_on,
        story.sent_on,
        story.agreed_on,
        story.agreed_by,
        story.last_day,
        story.fingerprint,
        read_facts(row.facts),
        frozenset(story.accepted),
        row.version,
        tuple(story.renewals),
    )


def _line(row: Any) -> ScopeLine:
    values = {name: getattr(row, name) for name in _LINE}
    values |= {
        "treatment": Treatment(row.treatment),
        "cadence": Cadence(row.cadence),
        "networks": tuple(row.networks),
        "formats": tuple(row.formats),
        "week_days": tuple(row.week_days),
        "price_mode": PriceMode(row.price_mode),
        "roll_over": QuantityRule(row.roll_over),
    }
    return ScopeLine(**values)


def dated_cards(session: Session, client_id: int | None, first: date, last: date) -> tuple[PostCard, ...]:
    """The posts from a first to a last day, in their order."""
    query = _of(client_id, _CARD.where(_POST.day.between(first, last)))
    in_order = query.order_by(_POST.day, func.coalesce(_POST.minute, _LAST_MINUTE), _POST.id)
    return tuple(_cards(session.execute(in_order).all()))


def first_cards(
    session: Session, client_id: int | None, days: Sequence[date], most: int
) -> tuple[tuple[PostCard, ...], dict[date, int]]:
    """The first posts of each of some days in a row, in their order, and how many more the days have.

    A month of all clients may have thousands, of which a day shows five: these few are found in a tenth of the time.
    """
    values: dict[str, Any] = {f"day{at}": day for at, day in enumerate(days)}
    values |= {"first": days[0], "last": days[-1], "most": most, "client": client_id}
    rows = session.execute(_first_query(len(days), client_id is None), values).all()
    cards = _cards([row[:-1] for row in rows])
    counts = {row.day: row[-1] for row in rows}
    return tuple(cards), {day: count - most for day, count in counts.items() if count > most}


@cache
def _first_query(count: int, is_everybody: bool) -> Any:
    """Asks for the first posts of so many days: day by day, because each stops at its last one that is wanted."""
    near = Base.metadata.tables["post"].alias("near")

    def among(table: Any, *wanted: Any) -> Any:
        owner = table.client_id.in_(_KEPT) if is_everybody else table.client_id == bindparam("client")
        return and_(table.deleted_at.is_(None), owner, *wanted)

    def first_of(at: int) -> Any:
        of_day = select(near.c.id).where(among(near.c, near.c.day == bindparam(f"day{at}", type_=Date)))
        in_order = of_day.order_by(func.coalesce(near.c.minute, _LAST_MINUTE), near.c.id)
        return select(in_order.limit(bindparam("most", type_=Integer)).subquery().c.id)

    span = _POST.day.between(bindparam("first", type_=Date), bindparam("last", type_=Date))
    counts = select(_POST.day, func.count().label("count")).where(among(_POST, span)).group_by(_POST.day).subquery()
    query = _CARD.add_columns(counts.c.count).join(counts, counts.c.day == _POST.day)
    query = query.where(_POST.id.in_(union_all(*(first_of(at) for at in range(count)))))
    return query.order_by(_POST.day, func.coalesce(_POST.minute, _LAST_MINUTE), _POST.id)


def cards_on_the_way(session: Session, client_id: int | None, first: date, last: date) -> tuple[PostCard, ...]:
    """The posts of some days to which nobody has said yes yet, in their order; ideas are not on the way."""
    query = _CARD.where(_POST.day.between(first, last), _POST.status.in_(_ON_THE_WAY))
    return tuple(sorted(_cards(session.execute(_of(client_id, query)).all()), key=_by_moment))


def undated_cards(session: Session, client_id: int | None) -> tuple[PostCard, ...]:
    """The posts without a date that were not cancelled, in the order of the tray."""
    query = _of(client_id, _CARD.where(_POST.day.is_(None), _POST.status != PostStatus.CANCELLED))
    return tuple(_cards(session.execute(query.order_by(_POST.rank, _POST.id)).all()))


def cards_in_review(session: Session) -> tuple[PostCard, ...]:
    """The posts that wait for a client's yes, in their order, those without a day last."""
    query = _of(None, _CARD.where(_POST.status == PostStatus.CLIENT_REVIEW))
    return tuple(sorted(_cards(session.execute(query).all()), key=_by_moment))


def _of(client_id: int | None, query: Any) -> Any:
    return query.where(_POST.client_id == client_id if client_id is not None else _POST.client_id.in_(_KEPT))


def _by_moment(card: PostCard) -> tuple[date, int, int]:
    return card.order


def _card(*values: Any) -> PostCard:
    """A card of its values in their order: half the time that a frozen class takes to make one."""
    card = _NEW(PostCard)
    for put, value in zip(_FIELDS, values, strict=True):
        put(card, value)
    return card


def _cards(rows: Sequence[Any]) -> list[PostCard]:
    """Cards of the rows; written for speed, because a month of all clients has thousands."""
    status, format_, coverage = _STATUS, _FORMAT, _COVERAGE
    networks = {joined: tuple(joined.split(",")) if joined else () for joined in {row[_NETWORKS] for row in rows}}
    return [
        _card(
            key, client, title, status[a], format_[b], day, minute, networks[c], coverage[d],
            lineage, owner, asked, thumb, rank, extra, campaign, pillar,
        )
        for key, client, title, a, b, day, minute, c, d, lineage, owner, asked, thumb, rank, extra, campaign, pillar
        in rows
    ]  # fmt: skip
