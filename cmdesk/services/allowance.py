"""How much of an agreed scope a month holds, and how much of it is planned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cmdesk.domain.allowance import Allowance, allowances, carry_over, in_force, promised
from cmdesk.domain.moments import Month
from cmdesk.domain.scope import QuantityRule, ScopeVersion
from cmdesk.models import Agency
from cmdesk.services.action import acting
from cmdesk.services.reading import dated_cards, scope_versions

_FURTHEST_BACK = 12
"""Months that a remainder may come from."""


def versions(session: Session, client_id: int | None) -> tuple[ScopeVersion, ...]:
    """The versions of a client that ever came into force; of all clients when none is named."""
    return scope_versions(session, client_id, only_agreed=True)


def allowance(session: Session, client_id: int, month: Month) -> tuple[Allowance, ...]:
    """Every included line of a client that owes something in a month, with what is planned against it."""
    return allowance_of(session, client_id, month, versions(session, client_id))


def allowance_of(
    session: Session, client_id: int, month: Month, agreed: Sequence[ScopeVersion]
) -> tuple[Allowance, ...]:
    """The same, from versions that were read before."""
    if not agreed:
        return ()
    week = session.scalar(select(func.min(Agency.first_week_day))) or 0
    carried: dict[str, int] = {}
    for past in _past_months(agreed, month):
        rows = _rows(session, client_id, past, agreed, carried, week)
        ruling = in_force(agreed, past.plus(1).last) or in_force(agreed, past.plus(1).first)
        is_over = past.last < acting(session).today
        carried = carry_over(rows, ruling.lines if ruling else (), is_over=is_over)
    return _rows(session, client_id, month, agreed, carried, week)


def _past_months(agreed: Sequence[ScopeVersion], month: Month) -> list[Month]:
    """The months whose remainder may reach this one, oldest first; none when nothing is carried over."""
    carries = any(
        line.is_included and line.roll_over is not QuantityRule.LAPSES for version in agreed for line in version.lines
    )
    firsts = [first for version in agreed if (first := version.terms.first_day or version.agreed_on)]
    if not carries or not firsts:
        return []
    start = max(Month.of(min(firsts)), month.plus(-_FURTHEST_BACK))
    months = []
    while start < month:
        months.append(start)
        start = start.plus(1)
    return months


def _rows(  # what one month holds
    session: Session,
    client_id: int,
    month: Month,
    agreed: Sequence[ScopeVersion],
    carried: dict[str, int],
    week: int,
) -> tuple[Allowance, ...]:
    first, last = _span(agreed, month, week)
    cards = dated_cards(session, client_id, first, last)
    return allowances(agreed, month, cards, carried=carried, first_week_day=week)


def _span(agreed: Sequence[ScopeVersion], month: Month, week: int) -> tuple[date, date]:
    """The first and last day of all periods that a month's lines are counted in."""
    rows = promised(agreed, month, week).values()
    return min([month.first, *(row.first for row in rows)]), max([month.last, *(row.last for row in rows)])
