"""The history of a client's agreement: every version, event, piece of evidence, extra and pause, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.changes import Kind
from cmdesk.domain.clients import ClientStatus
from cmdesk.domain.extras import DECISION_NAMES, Extra
from cmdesk.domain.scope import EVENT_NAMES, EventKind, ScopeEvent
from cmdesk.domain.timeline import TimelineEntry, TimelineKind
from cmdesk.i18n import gettext as _
from cmdesk.i18n import spoken
from cmdesk.models import Client, Journal, Member
from cmdesk.services.action import found
from cmdesk.services.agreeing import history
from cmdesk.services.clients import pause_client, resume_client
from cmdesk.services.extras import extras
from cmdesk.services.reading import scope_versions

_STATUS_LABELS = (pause_client.label, resume_client.label)


def timeline(session: Session, client_id: int) -> tuple[TimelineEntry, ...]:
    """All that happened about what is agreed with a client, the oldest first.

    Raises:
        NotFound: There is no such client.
    """
    found(session, Client, client_id)
    told = history(session, client_id)
    firsts = {version.id: version.in_force_from for version in scope_versions(session, client_id)}
    entries = [
        _of_event(event, told.evidence.get(event.evidence or "", 0), firsts.get(event.scope_id))
        for event in told.events
    ]
    for extra in extras(session, client_id):
        entries += _of_extra(extra)
    entries += _pauses(session, client_id)
    return tuple(sorted(entries, key=_by_time))


def _by_time(entry: TimelineEntry) -> tuple[date, int, int]:
    return entry.order


def _of_event(event: ScopeEvent, size: int, first: date | None) -> TimelineEntry:
    said = _("Version {number}: {event}").format(number=event.number, event=_(EVENT_NAMES[event.kind]))
    if event.kind is EventKind.RENEWED and event.last_day is None:
        said = _("Version {number}: renewed, from now on without an end").format(number=event.number)
    elif event.last_day is not None and event.kind is EventKind.RENEWED:
        said = _("Version {number}: renewed until {day}").format(number=event.number, day=spoken().day(event.last_day))
    elif event.last_day is not None and first is not None and event.last_day < first:
        said = _("{event}; it never came into force").format(event=said)
    elif event.last_day is not None and event.kind in {EventKind.ENDED, EventKind.SUPERSEDED}:
        said = _("{event}; in force until {day}").format(event=said, day=spoken().day(event.last_day))
    return TimelineEntry(
        TimelineKind.EVENT, event.day, said, event.who, event.contact, event.note, event.at, event.number, event, size
    )


def _of_extra(extra: Extra) -> Iterator[TimelineEntry]:
    yield TimelineEntry(
        TimelineKind.ASKED, extra.asked_on, _("Asked for: {title}").format(title=extra.title),
        contact=extra.asked_by_name, note=extra.note, number=extra.scope_number, extra=extra,
    )  # fmt: skip
    if extra.decided_on is not None:
        said = _("{title}: {decision}").format(title=extra.title, decision=_(DECISION_NAMES[extra.decision]))
        yield TimelineEntry(
            TimelineKind.DECIDED, extra.decided_on, said, extra.decided_by_name, note=extra.reason,
            number=extra.scope_number, extra=extra,
        )  # fmt: skip


def _pauses(session: Session, client_id: int) -> Iterator[TimelineEntry]:
    """The pauses that the journal knows of and nobody took back."""
    members = {row.id: row.name for row in session.execute(select(Member.id, Member.name))}
    lines = session.scalars(select(Journal).where(Journal.label.in_(_STATUS_LABELS)).order_by(Journal.id.desc())).all()
    taken_back: set[int] = set()
    for line in lines:
        if line.undoes is not None:
            if line.id not in taken_back:
                taken_back.add(line.undoes)
            continue
        after = next((row["after"] for row in line.rows if (row["kind"], row["key"]) == (Kind.CLIENT, client_id)), None)
        if after is None or line.id in taken_back or "status" not in after:
            continue
        is_pause = after["status"] == ClientStatus.PAUSED
        yield TimelineEntry(
            TimelineKind.PAUSED if is_pause else TimelineKind.RESUMED,
            _day_of(after, line.at.date()),
            _("The work rests") if is_pause else _("The work goes on"),
            members.get(line.member_id or 0, ""),
            note=after.get("status_reason", ""),
            at=line.at,
        )


def _day_of(after: Mapping[str, Any], written: date) -> date:
    """The day since when a client rests or works again, as the journal keeps days."""
    since = after.get("status_since")
    return date.fromisoformat(since["$day"]) if isinstance(since, dict) else written
