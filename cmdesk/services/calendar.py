"""What the calendar shows: the posts of a month, the tray, and how the month stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from cmdesk.domain.agency import Member as Person
from cmdesk.domain.agency import Role
from cmdesk.domain.allowance import Allowance, covering_line, in_force, marks
from cmdesk.domain.approval import PlanMark, PlanStep
from cmdesk.domain.calendar import ClientPlace, MonthPage, Plan, PostSheet, Surroundings
from cmdesk.domain.clients import Channel as Place
from cmdesk.domain.clients import ClientStatus, ClientTile
from cmdesk.domain.moments import Month
from cmdesk.domain.networks import Network
from cmdesk.domain.posts import PostCard, days_late
from cmdesk.domain.scope import ScopeVersion
from cmdesk.models import Agency, Base, Channel, Client
from cmdesk.services import posts
from cmdesk.services.action import acting
from cmdesk.services.allowance import allowance_of, versions
from cmdesk.services.approval import plan_marks
from cmdesk.services.nearby import near_marks
from cmdesk.services.reading import dated_cards, first_cards, undated_cards

# Of the tables, and put together once: building these takes longer than asking them, and each post asks anew.
_MEMBER, _CHANNEL = Base.metadata.tables["member"].c, Base.metadata.tables["channel"].c
_MEMBERS = select(
    _MEMBER.id, _MEMBER.name, _MEMBER.email, _MEMBER.colour, _MEMBER.role, _MEMBER.is_active, _MEMBER.version
).order_by(_MEMBER.name, _MEMBER.id)
_CHANNELS = (
    select(
        _CHANNEL.id, _CHANNEL.client_id, _CHANNEL.network, _CHANNEL.handle, _CHANNEL.url, _CHANNEL.purpose,
        _CHANNEL.usual_minute, _CHANNEL.is_active, _CHANNEL.version, _CHANNEL.usual_days,
    )
    .where(_CHANNEL.client_id == bindparam("client"), _CHANNEL.deleted_at.is_(None))
    .order_by(_CHANNEL.id)
)  # fmt: skip


def month(session: Session, client_id: int | None, month: Month, first_week_day: int = 0) -> MonthPage:
    """The posts of the weeks that a month touches, of one client or of all that are not archived."""
    days = month.weeks(first_week_day)
    return MonthPage(client_id, month, days, dated_cards(session, client_id, days[0], days[-1]))


def stretch(session: Session, client_id: int | None, month: Month, days: Sequence[date]) -> MonthPage:
    """The posts of some days in a row that stand for a month, of one client or of all that are not archived."""
    return MonthPage(client_id, month, tuple(days), dated_cards(session, client_id, days[0], days[-1]))


def first_look(session: Session, client_id: int | None, month: Month, days: Sequence[date], most: int) -> MonthPage:
    """What is seen of some days at a first glance: at most so many posts of each, and how many more there are."""
    cards, left_out = first_cards(session, client_id, days, most)
    return MonthPage(client_id, month, tuple(days), cards, left_out)


def tray(session: Session, client_id: int | None) -> tuple[PostCard, ...]:
    """The posts without a date, in the order of the tray."""
    return undated_cards(session, client_id)


def plan(
    session: Session, client_id: int | None, month: Month, first_week_day: int = 0, *, days: Sequence[date] = ()
) -> Plan:
    """How a month stands: what is agreed, what is planned against it, what goes beyond it, what is late.

    Args:
        session: The open session.
        client_id: Whose month; none means everybody's.
        month: The month that is counted.
        first_week_day: With which day weeks begin; 0 is Monday.
        days: More days in a row of which is told what goes beyond the agreement and what is late.
    """
    agreed = versions(session, client_id)
    weeks = month.weeks(first_week_day)
    days = (min([weeks[0], *days[:1]]), max([weeks[-1], *days[-1:]]))
    cards = dated_cards(session, client_id, days[0], days[-1])
    rows: tuple[Allowance, ...] = ()
    if client_id is not None:
        rows = tuple(row for row in allowance_of(session, client_id, month, agreed) if row.counts_posts)
    # a quarter is counted from its first day on, whichever month is shown
    span = (min([days[0], *(row.first for row in rows)]), max([days[-1], *(row.last for row in rows)]))
    counted = cards if span == (days[0], days[-1]) else dated_cards(session, client_id, *span)
    shown = {card.id for card in cards}
    needs, resting = plan_marks(session, client_id, *days, cards, agreed), _resting(session)
    ruling = in_force(agreed, _judged_on(acting(session).today, month)) if client_id is not None else None
    return Plan(
        client_id,
        month,
        agreed,
        rows,
        {key: mark for key, mark in marks(counted, agreed, rows).items() if key in shown},
        _late(cards, needs, resting, acting(session).today),
        ruling.number if ruling else _newest_in(agreed, month, client_id),
        resting.get(client_id or 0) == ClientStatus.PAUSED,
        near_marks(session, client_id, *days),
        needs,
    )


def _judged_on(today: date, month: Month) -> date:
    """The day whose version stands for a month: today in this month, else its last or first day."""
    return min(max(today, month.first), month.last)


def _newest_in(agreed: Sequence[ScopeVersion], month: Month, client_id: int | None) -> int | None:
    if client_id is None:
        return None
    ruling = in_force(agreed, month.last) or in_force(agreed, month.first)
    return ruling.number if ruling else None


def _late(
    cards: Iterable[PostCard], needs: Mapping[int, PlanMark], resting: Collection[int], today: date
) -> dict[int, int]:
    """By how many days posts are late; of a client that rests nothing is asked."""
    late: dict[int, int] = {}
    for card in cards:
        need = needs.get(card.id)
        answer_by = need.by if need is not None and need.step is PlanStep.YES else None
        if card.client_id not in resting and (days := days_late(card, today, answer_by)):
            late[card.id] = days
    return late


def _resting(session: Session) -> dict[int, str]:
    """The clients of whom nothing is asked now, with their status."""
    asked_nothing = Client.status.in_([ClientStatus.PAUSED, ClientStatus.ENDED])
    return {row.id: row.status for row in session.execute(select(Client.id, Client.status).where(asked_nothing))}


def surroundings(session: Session) -> Surroundings:
    """The clients with their channels, the staff, and the agency's week."""
    hours: dict[int, list[tuple[str, int | None]]] = {}
    channels = select(Channel.client_id, Channel.network, Channel.usual_minute).where(
        Channel.deleted_at.is_(None), Channel.is_active
    )
    for client_id, network, minute in session.execute(channels.order_by(Channel.id)):
        hours.setdefault(client_id, []).append((network, minute))
    clients = session.execute(
        select(
            Client.id, Client.name, Client.letters, Client.colour, Client.archived_at, Client.status, Client.time_zone
        )
        .where(Client.deleted_at.is_(None))
        .order_by(Client.rank, Client.id)
    )
    agency = session.execute(select(Agency.first_week_day, Agency.time_zone).order_by(Agency.id)).first()
    return Surroundings(
        {
            row.id: ClientPlace(
                ClientTile(
                    row.id, row.name, row.letters, row.colour, row.archived_at is not None, ClientStatus(row.status)
                ),
                row.time_zone,
                tuple(hours.get(row.id, ())),
            )
            for row in clients
        },
        _members(session),
        agency.first_week_day if agency else 0,
        agency.time_zone if agency else "Europe/Madrid",
    )


def _members(session: Session) -> tuple[Person, ...]:
    return tuple(Person(*row[:4], Role(row.role), *row[5:]) for row in session.execute(_MEMBERS))


def post_sheet(session: Session, post_id: int, known: Sequence[ScopeVersion] | None = None) -> PostSheet:
    """A post with all that may be chosen for it: channels, people, lines of the scope.

    Args:
        session: The open session.
        post_id: The post.
        known: The versions of its client that ever came into force, where they were read before.

    Raises:
        NotFound: It is not there any more.
    """
    detail = posts.post(session, post_id)
    card = detail.card
    agreed = versions(session, card.client_id) if known is None else known
    scope = in_force(agreed, card.day)
    rows: tuple[Allowance, ...] = ()
    if card.day is not None and scope is not None:
        of_scope = {line.lineage for line in scope.promised}
        held = allowance_of(session, card.client_id, Month.of(card.day), agreed)
        rows = tuple(row for row in held if row.counts_posts and row.lineage in of_scope)
    line = covering_line(card, scope.promised) if scope else None
    near: tuple[PostCard, ...] = (card,)  # only where lines are counted do other posts say anything of this one
    if rows:
        near = dated_cards(session, card.client_id, min(row.first for row in rows), max(row.last for row in rows))
    return PostSheet(
        detail,
        _channels(session, card.client_id, detail.channel_ids),
        _members(session),
        rows,
        line.lineage if line else None,
        marks(near, agreed, rows).get(card.id),
    )


def _channels(session: Session, client_id: int, kept: Sequence[int]) -> tuple[Place, ...]:
    """The active channels of a client, and those that a post already goes to."""
    rows = session.execute(_CHANNELS, {"client": client_id})
    return tuple(
        Place(
            row.id, row.client_id, Network(row.network), row.handle, row.url, row.purpose, row.usual_minute,
            row.is_active, row.version, tuple(row.usual_days),
        )
        for row in rows
        if row.is_active or row.id in kept
    )  # fmt: skip
