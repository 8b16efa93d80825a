"""What the day asks for."""

from __future__ import annotations

from typing import Any

from cmdesk.cli.call import Answer, Call, columns, iso_day
from cmdesk.domain.today import Today, moment, sentence
from cmdesk.i18n import gettext as _
from cmdesk.services import today as service


def today(call: Call) -> Answer:
    """Say the day in one sentence, then what it is made of."""
    said = call.said
    client_id = call.client(said.client) if said.client else None
    if said.mine:
        call.check_member()
    found = call.read(service.today).of(client_id, call.desk.member_id if said.mine else None)
    return Answer(record(found), _text(found))


def _text(found: Today) -> str:
    parts = ["".join(piece.text for piece in sentence(found))]
    groups = (
        (_("Scopes"), [[one.client, one.sentence] for one in found.reminders]),
        (
            _("Waiting for a yes"),
            [[_name(found, one.card.client_id), one.card.title, _day(found, one.answer_by)] for one in found.waiting],
        ),
        (
            _("Tasks due"),
            [[_name(found, one.client_id), one.title, _day(found, one.due)] for one in found.open_tasks],
        ),
        (
            _("Going out today"),
            [[_name(found, one.client_id), one.title, _hour(found, one.minute)] for one in found.going_out],
        ),
    )  # fmt: skip
    for title, rows in groups:
        if rows:
            heads = [title, *([""] * (len(rows[0]) - 1))]
            parts.append(columns(heads, rows))
    return "\n\n".join(parts)


def _name(found: Today, client_id: int | None) -> str:
    client = found.client(client_id)
    return client.name if client else ""


def _day(found: Today, day: Any) -> str:
    return moment(day, None, found.day) if day else ""


def _hour(found: Today, minute: int | None) -> str:
    return moment(found.day, minute, found.day)


def record(found: Today) -> dict[str, Any]:
    """The day as scripts read it."""
    return {
        "day": iso_day(found.day),
        "sentence": "".join(piece.text for piece in sentence(found)),
        "reminders": [
            {
                "kind": str(one.kind),
                "client": one.client,
                "day": iso_day(one.day),
                "days": one.days,
                "what": one.sentence,
            }
            for one in found.reminders
        ],
        "waiting": [
            {
                "id": one.card.id,
                "client": _name(found, one.card.client_id),
                "title": one.card.title,
                "day": iso_day(one.card.day),
                "answer_by": iso_day(one.answer_by),
                "days_late": one.days_late(found.day),
            }
            for one in found.waiting
        ],
        "tasks": [
            {
                "id": one.id,
                "client": _name(found, one.client_id) or None,
                "title": one.title,
                "due": iso_day(one.due),
                "is_late": one.is_late(found.day),
                "is_done": one.is_done,
            }
            for one in found.tasks
        ],
        "going_out": [
            {"id": one.id, "client": _name(found, one.client_id), "title": one.title, "status": str(one.status)}
            for one in found.going_out
        ],
        "next_days": [
            {"day": iso_day(one.day), "posts": len(one.cards), "not_approved": one.open} for one in found.ahead
        ],
        "month": [
            {"client": _name(found, one.client_id), "planned": one.planned, "agreed": one.agreed, "over": one.over}
            for one in found.month
        ],
        "not_agreed": [
            {
                "client": _name(found, one.client_id),
                "number": one.number or None,
                "status": str(one.status) if one.scope_id is not None else None,
                "days": one.days,
            }
            for one in found.not_agreed
        ],
    }
