"""How much of an agreed scope a month holds, and how much of it is used: what `domain.allowance` counts, gathered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from cmdesk.domain.allowance import Allowance, Work, days_needed, held, is_counted_by_posts
from cmdesk.domain.moments import Month, zone
from cmdesk.domain.posts import Coverage
from cmdesk.domain.scope import ScopeVersion
from cmdesk.models import Agency, Client, ReportRun, Task
from cmdesk.services.action import acting
from cmdesk.services.reading import dated_cards, scope_versions


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
    first, last = days_needed(agreed, month, week)
    cards = dated_cards(session, client_id, first, last)
    work = _work(session, client_id, first, last) if _needs_work(agreed) else []
    return held(agreed, month, cards, work, today=acting(session).today, first_week_day=week)


def _needs_work(agreed: Sequence[ScopeVersion]) -> bool:
    """Whether something other than posts uses up a line."""
    return any(
        line.is_included and line.quantity is not None and not is_counted_by_posts(line)
        for version in agreed
        for line in version.promised
    )


def _work(session: Session, client_id: int, first: date, last: date) -> list[Work]:
    """Tasks that were done or are due, and reports that were sent, in some days by the client's calendar."""
    counted = (Coverage.LINE, Coverage.EXTRA, Coverage.COURTESY)
    rows = session.execute(
        select(Task.lineage, Task.coverage, Task.done_on, Task.due).where(
            Task.client_id == client_id,
            Task.deleted_at.is_(None),
            Task.lineage.is_not(None),
            Task.coverage.in_(counted),
            or_(Task.done_on.between(first, last), Task.due.between(first, last)),
        )
    )
    tasks = [
        Work(row.lineage, day, row.done_on is not None, row.coverage == Coverage.COURTESY)
        for row in rows
        if (day := row.done_on or row.due)
    ]
    return tasks + _reports_sent(session, client_id)


def _reports_sent(session: Session, client_id: int) -> list[Work]:
    """The months that were reported, each on the day by the client's clock; one month may come twice."""
    clock = zone(session.scalars(select(Client.time_zone).where(Client.id == client_id)).one())
    rows = session.execute(
        select(ReportRun.month, ReportRun.at)
        .where(ReportRun.client_id == client_id, ReportRun.kind == "status")
        .order_by(ReportRun.id)
    )
    return [Work(None, at.astimezone(clock).date(), about=about) for about, at in rows]
