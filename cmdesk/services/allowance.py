"""How much of an agreed scope a month holds, and how much of it is planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cmdesk.domain.allowance import Allowance, allowances, carry_over, in_force, promised
from cmdesk.domain.moments import Month, zone
from cmdesk.domain.posts import Coverage
from cmdesk.domain.scope import QuantityRule, ScopeLine, ScopeVersion
from cmdesk.models import Agency, Client, ReportRun, Task
from cmdesk.services.action import acting
from cmdesk.services.reading import dated_cards, scope_versions

_FURTHEST_BACK = 12
"""Months that a remainder may come from."""
_REPORT = "report"  # the unit of lines that reports deliver


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
        is_over = past.last < acting(session).today
        carried = carry_over(rows, _ruling_lines(agreed, past.plus(1)), until=past.last, is_over=is_over)
    return _rows(session, client_id, month, agreed, carried, week)


def _ruling_lines(agreed: Sequence[ScopeVersion], month: Month) -> list[ScopeLine]:
    """The lines that rule a month, each with the rule that holds for what is not used of it."""
    ruling = in_force(agreed, month.last) or in_force(agreed, month.first)
    return [replace(line, roll_over=ruling.roll_over_of(line)) for line in ruling.lines] if ruling else []


def _past_months(agreed: Sequence[ScopeVersion], month: Month) -> list[Month]:
    """The months whose remainder may reach this one, oldest first; none when nothing is carried over."""
    carries = any(
        line.is_included and version.roll_over_of(line) is not QuantityRule.LAPSES
        for version in agreed
        for line in version.lines
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
    rows = allowances(agreed, month, cards, carried=carried, first_week_day=week)
    return _with_work(session, client_id, rows)


def _span(agreed: Sequence[ScopeVersion], month: Month, week: int) -> tuple[date, date]:
    """The first and last day of all periods that a month's lines are counted in."""
    rows = promised(agreed, month, week).values()
    return min([month.first, *(row.first for row in rows)]), max([month.last, *(row.last for row in rows)])


def _with_work(session: Session, client_id: int, rows: Sequence[Allowance]) -> tuple[Allowance, ...]:
    """The rows with what was done of those that posts do not use up: tasks, and reports that were sent."""
    work = [row for row in rows if not row.counts_posts]
    if not work:
        return tuple(rows)
    first, last = min(row.first for row in work), max(row.last for row in work)
    done = _done(session, client_id, first, last)
    sent = _reports_sent(session, client_id) if any(row.unit == _REPORT for row in work) else []
    return tuple(row if row.counts_posts else _worked(row, done, sent) for row in rows)


def _worked(row: Allowance, done: Sequence[tuple[str, date]], sent: Sequence[tuple[date | None, date]]) -> Allowance:
    count = sum(lineage == row.lineage and row.first <= day <= row.last for lineage, day in done)
    if row.unit == _REPORT:
        count += len({about for about, day in sent if row.first <= day <= row.last})
    return replace(row, planned=count, approved=count, delivered=count)


def _done(session: Session, client_id: int, first: date, last: date) -> list[tuple[str, date]]:
    """The lines that tasks were done for, with the day."""
    rows = session.execute(
        select(Task.lineage, Task.done_on).where(
            Task.client_id == client_id,
            Task.deleted_at.is_(None),
            Task.coverage == Coverage.LINE,
            Task.done_on.between(first, last),
        )
    )
    return [(lineage, day) for lineage, day in rows if lineage and day]


def _reports_sent(session: Session, client_id: int) -> list[tuple[date | None, date]]:
    """The months that were reported, each with the day by the client's clock; one month may come twice."""
    clock = zone(session.scalars(select(Client.time_zone).where(Client.id == client_id)).one())
    rows = session.execute(
        select(ReportRun.month, ReportRun.at).where(ReportRun.client_id == client_id, ReportRun.kind == "status")
    )
    return [(about, at.astimezone(clock).date()) for about, at in rows]
