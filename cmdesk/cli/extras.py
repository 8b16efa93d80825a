"""What clients ask for beside what was agreed."""

from __future__ import annotations

from typing import Any

from cmdesk.cli.call import Answer, Call, columns, decimal, iso_day
from cmdesk.cli.call import words as word
from cmdesk.cli.names import Named, named
from cmdesk.cli.scopes import person_of
from cmdesk.domain.extras import DECISION_NAMES, Decision, Extra
from cmdesk.i18n import N_, spoken
from cmdesk.i18n import gettext as _
from cmdesk.services import extras, scopes
from cmdesk.services.clients import tiles


def listed(call: Call) -> Answer:
    """List what was asked for, the newest first."""
    said = call.said
    client_id = call.client(said.client) if said.client else None
    found = call.read(extras.extras, client_id, only_open=said.open)
    names = {tile.id: tile.name for tile in call.read(tiles, include_archived=True)}
    rows = [
        [str(one.id), spoken().day(one.asked_on), names.get(one.client_id, ""), one.title,
         word(DECISION_NAMES, one.decision)]
        for one in found
    ]  # fmt: skip
    heads = [_("No."), _("Day"), _("Client"), _("What"), _("Decision")]
    text = columns(heads, rows, right=[0]) if rows else _("Nothing was asked for beside the scopes.")
    return Answer([_record(one, names) for one in found], text)


def added(call: Call) -> Answer:
    """Write down what a client asks for."""
    said = call.said
    client_id = call.client(said.client)
    contact = person_of(said.by, call.read(scopes.view, client_id).contacts) if said.by else None
    key = call.do(
        extras.ask_extra, client_id, " ".join(said.title), asked_by=contact.id if contact else None,
        asked_on=said.on, note=said.note, quantity=said.quantity, unit=said.unit, estimate_cents=said.price,
        estimate_minutes=said.minutes, post_id=said.post, task_id=said.task,
    )  # fmt: skip
    return _shown(call, key)


def decided(call: Call) -> Answer:
    """Say what becomes of what was asked for."""
    said = call.said
    found = call.read(extras.extra, said.extra)
    lineage = _line(call, found.client_id, said.line) if said.line else None
    call.do(extras.decide_extra, said.extra, Decision(said.decision), reason=said.why, lineage=lineage)
    return _shown(call, said.extra)


def removed(call: Call) -> Answer:
    """Put what was asked for into the bin."""
    call.do(extras.remove_extra, call.said.extra)
    return Answer({"id": call.said.extra}, _("It is in the bin."))


def _line(call: Call, client_id: int, wanted: str) -> str:
    """The lineage of the line that a person means."""
    view = call.read(scopes.view, client_id)
    version = view.ruling or view.agreed
    lines = [line for line in version.promised if line.is_included] if version else []
    known = [Named(line.lineage, line.title, (line.lineage, line.service or "")) for line in lines]
    return named(wanted, known, N_("Nothing that is agreed is called “{name}”."),
                 N_("Several lines are called “{name}”: {names}. Write more of the name."))  # fmt: skip


def _shown(call: Call, key: int) -> Answer:
    found = call.read(extras.extra, key)
    names = {tile.id: tile.name for tile in call.read(tiles, include_archived=True)}
    facts = [found.title, word(DECISION_NAMES, found.decision)]
    if found.scope_number is not None:
        facts.append(_("version {number}").format(number=found.scope_number))
    return Answer(_record(found, names), " · ".join(facts))


def _record(one: Extra, names: dict[int, str]) -> dict[str, Any]:
    return {
        "id": one.id,
        "client": names.get(one.client_id, ""),
        "title": one.title,
        "asked_on": iso_day(one.asked_on),
        "asked_by": one.asked_by_name or None,
        "note": one.note,
        "quantity": one.quantity,
        "unit": one.unit or None,
        "estimate": decimal(one.estimate_cents),
        "minutes": one.estimate_minutes,
        "decision": str(one.decision),
        "decided_on": iso_day(one.decided_on),
        "reason": one.reason or None,
        "lineage": one.lineage,
        "version": one.scope_number,
        "posts": [linked.id for linked in one.posts],
        "tasks": [linked.id for linked in one.tasks],
    }
