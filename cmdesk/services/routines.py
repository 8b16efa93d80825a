"""Routines: the habits of a day or a week, and the tasks that they become."""

from __future__ import annotations

import tomllib
from dataclasses import asdict
from datetime import date, timedelta
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.domain.posts import Coverage
from cmdesk.domain.routines import Routine, RoutineStep, RoutineWords, parse_routines
from cmdesk.domain.scope import Cadence, ruling_version
from cmdesk.i18n import N_, spoken
from cmdesk.i18n import gettext as _
from cmdesk.models import Agency, Client, RoutineTemplate
from cmdesk.paths import resource
from cmdesk.services.action import acting, action, found
from cmdesk.services.catalogue import shipped
from cmdesk.services.reading import scope_versions
from cmdesk.services.tasks import new_task

MOST_DAYS = 31


@cache
def shipped_routines() -> tuple[Routine, ...]:
    """The routines in the program's own files."""
    tables = tomllib.loads(resource("catalogue", "routines.toml").read_text("utf-8"))["routine"]
    return parse_routines(tables, {service.code for service in shipped().services})


def routines(session: Session) -> tuple[Routine, ...]:
    """The routines of the workspace; those that ship, where it has none of its own under their codes."""
    rows = session.scalars(select(RoutineTemplate).order_by(RoutineTemplate.position, RoutineTemplate.id))
    kept = {row.code: _routine(row) for row in rows}
    shipped_ones = {one.code: kept.pop(one.code, one) for one in shipped_routines()}
    return (*shipped_ones.values(), *kept.values())


def changed_routines(session: Session) -> frozenset[str]:
    """The codes of the routines that the agency changed."""
    return frozenset(session.scalars(select(RoutineTemplate.code)))


@action(N_("Plan routine"))
def plan_routine(session: Session, code: str, client_id: int, column_id: int, first: date, last: date) -> int:
    """Turn a routine into tasks from a first to a last day, and return how many they are.

    A daily step becomes one task on each working day, a weekly one a task on its day of the week. What works for a
    service that the client's scope in force includes counts against that line.

    Args:
        session: The open session.
        code: Which routine.
        client_id: For whom.
        column_id: The column of the board.
        first: The first day.
        last: The last day.

    Raises:
        RuleBroken: The days are too many, or the last comes before the first.
        NotFound: There is no such routine, client or column any more.
    """
    routine = next((one for one in routines(session) if one.code == code), None)
    if routine is None:
        raise NotFound(_("There is no such routine any more."))
    if last < first:
        raise RuleBroken(_("It ends before it starts. Change one of the two days."), field="last")
    if (last - first).days >= MOST_DAYS:
        raise RuleBroken(_("Plan at most {count} days at once.").format(count=MOST_DAYS), field="last")
    found(session, Client, client_id)
    working = set(session.scalars(select(Agency.working_days)).first() or range(5))
    count = 0
    for day in (first + timedelta(days=number) for number in range((last - first).days + 1)):
        lines = _included(session, client_id, day)
        for step in routine.steps:
            if day.weekday() == step.week_day or (routine.cadence is Cadence.DAY and day.weekday() in working):
                _plan(session, step, client_id, column_id, day, lines)
                count += 1
    return count


def _plan(
    session: Session, step: RoutineStep, client_id: int, column_id: int, day: date, lines: dict[str, str]
) -> None:
    lineage = lines.get(step.service)
    new_task(
        session,
        client_id,
        column_id,
        step.text(spoken().language),
        due=day,
        due_minute=step.at,
        estimate_minutes=step.minutes,
        assignee_id=acting(session).member_id,
        coverage=Coverage.LINE if lineage else Coverage.UNDECIDED,
        lineage=lineage,
    )


def _included(session: Session, client_id: int, day: date) -> dict[str, str]:
    """The lineages of the lines in force that day, by the code of their service."""
    ruling = ruling_version(scope_versions(session, client_id, only_agreed=True), day)
    if ruling is None:
        return {}
    return {line.service: line.lineage for line in ruling.promised if line.service and line.is_included}


def _routine(row: RoutineTemplate) -> Routine:
    return Routine(
        row.code,
        Cadence(row.cadence),
        RoutineWords(**row.texts["es"]),
        RoutineWords(**row.texts["en"]),
        tuple(RoutineStep.parse(step) for step in row.steps),
    )


@action(N_("Change routine"))
def change_routine(session: Session, code: str, steps: tuple[RoutineStep, ...]) -> None:
    """Keep a routine with other steps, as the agency's own.

    Raises:
        RuleBroken: No step is left.
        NotFound: There is no such routine any more.
    """
    routine = next((one for one in routines(session) if one.code == code), None)
    if routine is None:
        raise NotFound(_("There is no such routine any more."))
    if not steps:
        raise RuleBroken(_("Leave at least one step."))
    row = session.scalars(select(RoutineTemplate).where(RoutineTemplate.code == code)).one_or_none()
    if row is None:
        row = RoutineTemplate(code=code, cadence=routine.cadence, is_own=True)
        row.texts = {"es": asdict(routine.es), "en": asdict(routine.en)}
        session.add(row)
    ordered = sorted(steps, key=lambda step: (step.week_day or 0, step.at))
    row.steps = [asdict(step) for step in ordered]


@action(N_("Reset routine"))
def reset_routine(session: Session, code: str) -> None:
    """Take a routine back to what ships.

    Raises:
        NotFound: The agency changed nothing of it.
    """
    row = session.scalars(select(RoutineTemplate).where(RoutineTemplate.code == code)).one_or_none()
    if row is None:
        raise NotFound(_("This routine is as it ships."))
    session.delete(row)
