"""What the first page shows: read in a handful of queries, whatever the number of clients."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.allowance import days_needed, held, in_force
from cmdesk.domain.approval import PlanStep, Tone
from cmdesk.domain.clients import ClientStatus, ClientTile
from cmdesk.domain.moments import Month
from cmdesk.domain.posts import NEVER_COUNT, PostCard
from cmdesk.domain.publishing import Due
from cmdesk.domain.scope import ScopeVersion, agreed_version, open_version
from cmdesk.domain.today import (
    DAYS_AHEAD,
    DayAhead,
    MonthSoFar,
    NearPost,
    NotAgreed,
    Today,
    WaitingPost,
    ahead_of,
    month_so_far,
    not_agreed_of,
)
from cmdesk.models import Agency, Client
from cmdesk.services.action import acting
from cmdesk.services.agency import members
from cmdesk.services.approval import plan_marks, silent_posts, timings
from cmdesk.services.clients import tiles
from cmdesk.services.publishing import outgoing
from cmdesk.services.reading import cards_in_review, cards_on_the_way, dated_cards, scope_versions
from cmdesk.services.reminders import reminders
from cmdesk.services.tasks import due_cards

Versions = Mapping[int, Sequence[ScopeVersion]]
_NEAR = timedelta(days=21)  # how far ahead a post may be that should be with its client now


def today(session: Session) -> Today:
    """What waits, what is due, what goes out and how the month stands, of every client that is not archived."""
    day = acting(session).today
    versions = scope_versions(session, None)
    by_client: dict[int, list[ScopeVersion]] = defaultdict(list)
    for version in versions:
        by_client[version.client_id].append(version)
    clients = tuple(tiles(session))
    awake = [one for one in clients if one.status in {ClientStatus.ACTIVE, ClientStatus.PROSPECT}]
    first_day = session.scalars(select(Agency.first_week_day).order_by(Agency.id)).first() or 0
    cards = _cards(session, day, by_client, first_day)
    dated = [card for card in cards if card.status not in NEVER_COUNT]
    ahead = _ahead(dated, day)
    asked = {one.id for one in awake}
    in_review = [card for card in cards_in_review(session) if card.client_id in asked]
    waiting = _waiting(session, in_review, by_client, day)
    missed = [one for one in outgoing(session) if one.state is Due.MISSED]
    return Today(
        day,
        clients,
        tuple(members(session)),
        reminders(session, versions),
        tuple(sorted(waiting, key=lambda one: one.answer_by or date.max)),
        due_cards(session, day, versions),
        ahead,
        tuple(card for card in dated if card.day == day),
        tuple(_month(awake, cards, by_client, day, first_day)),
        tuple(_not_agreed(session, awake, by_client, day)),
        next((card for one in ahead for card in one.cards), None),
        tuple(missed),
        tuple(_near(session, day, asked, by_client)),
    )


def _cards(session: Session, day: date, versions: Versions, first_week_day: int) -> tuple[PostCard, ...]:
    """The posts of this month and of the days to come, and of the months before that leave something over."""
    month = Month.of(day)
    first, last = month.first, max(month.last, day + timedelta(days=DAYS_AHEAD))
    for known in versions.values():
        agreed = [version for version in known if version.was_agreed]
        if agreed:
            begin, end = days_needed(agreed, month, first_week_day)
            first, last = min(first, begin), max(last, end)
    return dated_cards(session, None, first, last)


def _waiting(session: Session, cards: Sequence[PostCard], versions: Versions, day: date) -> list[WaitingPost]:
    """The posts that wait for a yes, each with the last day on which one is in time and what silence is worth."""
    agreed = timings(session, known=[version for known in versions.values() for version in known])
    clocks = {one.post_id: one.clock for one in silent_posts(session)}
    waiting = []
    for card in cards:
        known = versions.get(card.client_id, ())
        scope = in_force(known, card.day) or in_force(known, day)
        timing = agreed.on(card.client_id, card.day if in_force(known, card.day) else day)
        answer_by = timing.client.before(card.day, timing.lead_days) if card.day else None
        asked = scope.terms.approver_name if scope and card.day else ""
        waiting.append(WaitingPost(card, answer_by, asked, clocks.get(card.id)))
    return waiting


def _near(session: Session, day: date, asked: Collection[int], versions: Versions) -> list[NearPost]:
    """The posts that should be with their client by now, the most urgent first."""
    cards = cards_on_the_way(session, None, day, day + _NEAR)
    known = [version for one in versions.values() for version in one]
    marks = plan_marks(session, None, day, day + _NEAR, cards, known)
    found = [
        NearPost(card, mark)
        for card in cards
        if card.client_id in asked
        and (mark := marks.get(card.id))
        and mark.step in {PlanStep.DRAFT, PlanStep.SEND}
        and mark.tone is not Tone.FINE
    ]
    return sorted(found, key=lambda one: (one.mark.tone is not Tone.LATE, one.card.order))


def _ahead(cards: Sequence[PostCard], day: date) -> tuple[DayAhead, ...]:
    days = (day + timedelta(days=number) for number in range(1, DAYS_AHEAD + 1))
    return tuple(ahead_of(one, [card for card in cards if card.day == one]) for one in days)


def _month(
    clients: Sequence[ClientTile], cards: Sequence[PostCard], versions: Versions, day: date, first_week_day: int
) -> list[MonthSoFar]:
    by_client: dict[int, list[PostCard]] = defaultdict(list)
    for card in cards:
        by_client[card.client_id].append(card)
    found = []
    for client in clients:
        agreed = [version for version in versions.get(client.id, ()) if version.was_agreed]
        if agreed:
            posts = by_client[client.id]
            rows = held(agreed, Month.of(day), posts, today=day, first_week_day=first_week_day)
            found.append(month_so_far(client.id, rows))
    return [one for one in found if one is not None]


def _not_agreed(session: Session, clients: Sequence[ClientTile], versions: Versions, day: date) -> list[NotAgreed]:
    currencies = {row.id: row.currency for row in session.execute(select(Client.id, Client.currency))}
    found = (
        not_agreed_of(
            client,
            open_version(versions.get(client.id, ())),
            agreed_version(versions.get(client.id, ()), day),
            day,
            currencies[client.id],
        )
        for client in clients
    )
    return [one for one in found if one is not None]
