"""Routines: the habits of a day or a week, and the tasks that they become."""

from __future__ import annotations

from typing import Any

from cmdesk.cli.call import Answer, Call, columns, iso_day
from cmdesk.cli.names import Named, named
from cmdesk.domain.routines import Routine, RoutineStep
from cmdesk.i18n import N_, ngettext, spoken
from cmdesk.i18n import gettext as _
from cmdesk.services import routines as service
from cmdesk.services import tasks


def listed(call: Call) -> Answer:
    """List the routines with their steps."""
    found = call.read(service.routines)
    language = spoken().language
    rows = [
        [one.code, one.words(language).name, _when(step), str(step.minutes), step.text(language)]
        for one in found
        for step in one.steps
    ]
    heads = [_("Code"), _("Routine"), _("When"), _("Minutes"), _("What")]
    return Answer([record(one) for one in found], columns(heads, rows, right=[3]))


def planned(call: Call) -> Answer:
    """Turn a routine into tasks for a client."""
    said = call.said
    found = [
        Named(one.code, one.words(spoken().language).name, (one.code, one.es.name, one.en.name))
        for one in call.read(service.routines)
    ]
    code = named(said.routine, found, N_("There is no routine called “{name}”."),
                 N_("Several routines are called “{name}”: {names}. Write more of the name."))  # fmt: skip
    client_id = call.client(said.client)
    known = call.read(tasks.columns)
    columns_named = [Named(one.id, one.name, (str(one.kind),)) for one in known]
    column_id = known[0].id
    if said.column:
        column_id = named(said.column, columns_named, N_("There is no column called “{name}”."),
                          N_("Several columns are called “{name}”: {names}. Write more of the name."))  # fmt: skip
    count = call.do(service.plan_routine, code, client_id, column_id, said.first, said.last)
    text = ngettext("{count} task is on the board.", "{count} tasks are on the board.", count).format(count=count)
    return Answer({"routine": code, "tasks": count, "from": iso_day(said.first), "to": iso_day(said.last)}, text)


def _when(step: RoutineStep) -> str:
    hour = spoken().clock(step.at)
    return hour if step.week_day is None else f"{spoken().day_heads()[step.week_day]} {hour}"


def record(routine: Routine) -> dict[str, Any]:
    """A routine as scripts read it."""
    words = routine.words(spoken().language)
    return {
        "code": routine.code,
        "name": words.name,
        "description": words.description,
        "cadence": str(routine.cadence),
        "minutes": routine.minutes,
        "steps": [
            {
                "at": f"{step.at // 60:02d}:{step.at % 60:02d}",
                "minutes": step.minutes,
                "week_day": None if step.week_day is None else step.week_day + 1,
                "service": step.service or None,
                "es": step.es,
                "en": step.en,
            }
            for step in routine.steps
        ],
    }
