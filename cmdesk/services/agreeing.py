"""Sending a scope, what the client answers, and the proof that nothing was changed afterwards."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain import signing
from cmdesk.domain.agency import Right
from cmdesk.domain.clients import checked_text
from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.domain.scope import (
    LARGEST_EVIDENCE,
    EventKind,
    Fault,
    Means,
    ScopeEvent,
    ScopeStatus,
    ScopeVersion,
    Treatment,
    Verdict,
    canonical,
    differences,
    earliest_end,
    event_hash,
    event_parts,
    fingerprint,
    options_taken,
    status_after,
)
from cmdesk.domain.scope_facts import plain_facts
from cmdesk.domain.scope_problems import problems
from cmdesk.domain.scope_view import ScopeHistory
from cmdesk.i18n import N_, spoken
from cmdesk.i18n import gettext as _
from cmdesk.models import Blob, Client, Contact, Journal, Member, Scope
from cmdesk.models import ScopeEvent as EventRow
from cmdesk.models import ScopeLine as LineRow
from cmdesk.models.types import checked_text as keepable
from cmdesk.services.action import acting, action, found
from cmdesk.services.facts import facts_of, glossary_of
from cmdesk.services.media import bytes_of, keep_bytes
from cmdesk.services.reading import scope_versions

UNREADABLE = (ValueError, TypeError, AttributeError, LookupError)  # what a value that no program wrote ends in
_KINDS = frozenset(EventKind)

# --- Sending and answering --------------------------------------------------------------------------------------------


@action(N_("Send scope"), right=Right.AGREE, is_undoable=False, is_serial=True)
def send(session: Session, scope_id: int, day: date | None = None, version: int | None = None) -> str:
    """Freeze a draft as it is and return the fingerprint of its content.

    Args:
        session: The open session.
        scope_id: The draft.
        day: The day on which it goes to the client; by itself, today.
        version: The version of the row that the person looked at.

    Raises:
        RuleBroken: Something must be fixed first, it was sent already, or the day has not come yet.
        Conflict: Somebody changed it since `version`.
    """
    if day is not None and day > acting(session).today:
        raise RuleBroken(_("That day has not come yet. Write the day on which it was sent."), field="day")
    row = found(session, Scope, scope_id, version=version)
    lock_client(session, row.client_id)
    check_draft(session, row)
    _take_number(session, row)
    _write_names(session, row)
    session.flush()
    facts = facts_of(session, row.client_id)
    row.facts = plain_facts(replace(facts, glossary=glossary_of(session, _version(session, row))))
    session.flush()
    draft = _version(session, row)
    blocking = [problem for problem in problems(draft) if problem.blocks]
    if blocking:
        raise RuleBroken(blocking[0].sentence, field=blocking[0].field)
    content = canonical(draft)
    digest = fingerprint(content)
    add_event(session, row, EventKind.SENT, day=day, content=content, content_hash=digest)
    return digest


@action(N_("Withdraw scope"), right=Right.AGREE, is_undoable=False, is_serial=True)
def withdraw(session: Session, scope_id: int, why: str) -> None:
    """Take a version back from the client before it was answered, with the reason.

    Raises:
        RuleBroken: The reason is missing, or the version does not wait for an answer.
    """
    reason = checked_text(why, "why")
    if not reason:
        raise RuleBroken(_("Write why, so that it can be understood later."), field="why")
    row = _waiting(session, scope_id)
    add_event(session, row, EventKind.WITHDRAWN, note=reason)


@action(N_("Decline scope"), right=Right.AGREE, is_undoable=False, is_serial=True)
def decline(session: Session, scope_id: int, contact_id: int | None = None, why: str = "") -> None:
    """Note that the client said no.

    Raises:
        RuleBroken: The version does not wait for an answer.
    """
    row = _waiting(session, scope_id)
    contact = _contact_of(session, row, contact_id) if contact_id is not None else None
    add_event(session, row, EventKind.DECLINED, contact=contact, note=checked_text(why, "why"))


@action(N_("Agree scope"), right=Right.AGREE, is_undoable=False, is_serial=True)
def agree(
    session: Session,
    scope_id: int,
    contact_id: int,
    day: date,
    means: Means | str,
    note: str = "",
    evidence_name: str = "",
    evidence: bytes | None = None,
    *,
    options: Sequence[str] = (),
    verdict: signing.Verdict | None = None,
) -> None:
    """Note that the client said yes; what was in force before ends on the day before this begins.

    Args:
        session: The open session.
        scope_id: The version that was sent.
        contact_id: Who said yes.
        day: When.
        means: How.
        note: What else is worth knowing; why it counts, where it was valid until an earlier day.
        evidence_name: Name of the file that proves it.
        evidence: Its bytes, kept under their hash.
        options: Lineages of the optional lines that the client takes.
        verdict: What was found in the signed PDF, kept with the event.

    Raises:
        RuleBroken: It does not wait for an answer, the day cannot be, the file is empty or too large, a line was not
            offered, or the signed PDF does not say yes.
        NotFound: There is no such contact any more.
    """
    row = _waiting(session, scope_id)
    contact = _contact_of(session, row, contact_id)
    if means not in set(Means):
        raise RuleBroken(_("Say how they agreed."), field="means")
    remark = checked_text(note, "note")
    _check_day(session, row, day)
    _check_valid(row, day, remark)
    details = _details(_version(session, row), options, verdict, Means(means))
    proof = _kept(session, evidence)
    sent = _sent_event(session, row.id)
    _end_older(session, row, day)
    add_event(
        session, row, EventKind.AGREED, day=day, contact=contact, means=means, note=remark, details=details,
        evidence=proof, evidence_name=evidence_name.strip()[:255] if proof else "", content_hash=sent.content_hash,
    )  # fmt: skip


def _check_valid(row: Scope, day: date, note: str) -> None:
    if row.valid_until is not None and day > row.valid_until and not note:
        raise RuleBroken(
            _("It was valid until {day}. Write a note that says why it is agreed all the same.").format(
                day=spoken().day(row.valid_until)
            ),
            field="note",
        )


def _details(
    version: ScopeVersion, options: Sequence[str], verdict: signing.Verdict | None, means: Means
) -> dict[str, Any]:
    """What the event of a yes says beside who, when and how."""
    offered = [line.lineage for line in version.lines if line.treatment is Treatment.OPTIONAL]
    if not set(options) <= set(offered):
        raise RuleBroken(_("Choose among the lines that this version offers."), field="options")
    if verdict is not None and means is Means.SIGNED_PDF and verdict.outcome is signing.Outcome.NOT_AGREED:
        raise RuleBroken(verdict.reasons[0] if verdict.reasons else _("The signed PDF does not say yes."),
                         field="evidence")  # fmt: skip
    details: dict[str, Any] = {}
    if options:
        details["options"] = [lineage for lineage in offered if lineage in set(options)]
    if verdict is not None:
        details["signed"] = signing.as_plain(verdict)
    return details


# --- Going on and ending ----------------------------------------------------------------------------------------------


@action(N_("Renew scope"), right=Right.AGREE, is_undoable=False, is_serial=True)
def renew(session: Session, scope_id: int, until: date | None, note: str = "") -> None:
    """Let an agreed version go on after its last day, word for word.

    Args:
        session: The open session.
        scope_id: The version that stands agreed.
        until: Its new last day; none lets it run until somebody gives notice.
        note: What else is worth knowing.

    Raises:
        RuleBroken: It does not stand agreed, has no end, another version follows it, or the day is not a later one.
    """
    row = _standing(session, scope_id)
    version = _version(session, row)
    last = version.last_day
    if last is None:
        raise RuleBroken(_("Version {number} has no last day, so it goes on by itself.").format(number=row.number))
    if until is not None and until <= last:
        raise RuleBroken(_("It lasts until {day}. Write a later day.").format(day=spoken().day(last)), field="until")
    for other in scope_versions(session, row.client_id, only_agreed=True):
        is_later = other.last_day is None or other.last_day > last
        if other.id != row.id and is_later and (until is None or (other.in_force_from or date.min) <= until):
            raise RuleBroken(_("Version {number} follows it already.").format(number=other.number), field="until")
    add_event(session, row, EventKind.RENEWED, last_day=until, note=checked_text(note, "note"))


@action(N_("End scope"), right=Right.AGREE, is_undoable=False, is_serial=True)
def end(session: Session, scope_id: int, last_day: date, why: str = "", given_on: date | None = None) -> None:
    """Note that an agreed version ends; until its last day it rules as before.

    Args:
        session: The open session.
        scope_id: The version that stands agreed.
        last_day: The last day on which it rules.
        why: The reason; it must be written where the last day comes before the notice is over.
        given_on: The day on which the notice was given; by itself, today.

    Raises:
        RuleBroken: It does not stand agreed, a day cannot be, or the notice is not kept and nobody says why.
    """
    row = _standing(session, scope_id)
    version = _version(session, row)
    reason = checked_text(why, "why")
    notice = given_on or acting(session).today
    if notice > acting(session).today:
        raise RuleBroken(_("That day has not come yet. Write the day on which notice was given."), field="given_on")
    _check_last_day(version, last_day)
    earliest = earliest_end(version, notice)
    if last_day < min(earliest, version.last_day or earliest) and not reason:
        raise RuleBroken(
            _("With the notice that was agreed, the last day is {day}. Write why it ends earlier.").format(
                day=spoken().day(earliest)
            ),
            field="why",
        )
    add_event(session, row, EventKind.ENDED, day=notice, last_day=last_day, note=reason)


def _check_last_day(version: ScopeVersion, last_day: date) -> None:
    first, last = version.in_force_from, version.last_day
    if first is not None and last_day < first - timedelta(days=1):
        raise RuleBroken(
            _("It begins on {day}, so it cannot end before that.").format(day=spoken().day(first)), field="last_day"
        )
    if last is not None and last_day > last:
        raise RuleBroken(
            _("It lasts until {day}. To go on after that, renew it.").format(day=spoken().day(last)), field="last_day"
        )


def _standing(session: Session, scope_id: int) -> Scope:
    """The row of a version that stands agreed, with its client locked.

    Raises:
        RuleBroken: It does not.
    """
    row = found(session, Scope, scope_id)
    lock_client(session, row.client_id)
    if _status(session, scope_id) is not ScopeStatus.AGREED:
        raise RuleBroken(_("Version {number} does not stand agreed.").format(number=row.number))
    return row


@action(N_("Add evidence"), right=Right.AGREE, is_undoable=False, is_serial=True)
def add_evidence(session: Session, scope_id: int, name: str, data: bytes, note: str = "") -> None:
    """Keep another file that proves that a version was agreed; the first one stays.

    Raises:
        RuleBroken: The version was never agreed, or the file is empty or too large.
    """
    row = found(session, Scope, scope_id)
    lock_client(session, row.client_id)
    if not _version(session, row).was_agreed:
        raise RuleBroken(_("Version {number} was not agreed, so there is nothing to prove.").format(number=row.number))
    add_event(
        session, row, EventKind.EVIDENCE, note=checked_text(note, "note"), evidence=_kept(session, data),
        evidence_name=name.strip()[:255],
    )  # fmt: skip


def _check_day(session: Session, row: Scope, day: date) -> None:
    sent_on = _sent_event(session, row.id).day
    if day > acting(session).today:
        raise RuleBroken(_("That day has not come yet. Write the day on which they agreed."), field="day")
    if day < sent_on:
        raise RuleBroken(
            _("It was sent on {day}, so the yes cannot be older.").format(day=spoken().day(sent_on)), field="day"
        )


def _kept(session: Session, evidence: bytes | None) -> str | None:
    if evidence is None:
        return None
    if not evidence:
        raise RuleBroken(_("The file is empty. Choose another one."), field="evidence")
    if len(evidence) > LARGEST_EVIDENCE:
        raise RuleBroken(_("The file is larger than 50 MB. Choose a smaller one."), field="evidence")
    return keep_bytes(session, evidence)


def _end_older(session: Session, row: Scope, day: date) -> None:
    """Let no other version rule a day on which this one does."""
    first = row.first_day or day
    last = first - timedelta(days=1)
    for older in scope_versions(session, row.client_id, only_agreed=True):
        if older.id == row.id or (older.last_day is not None and older.last_day <= last):
            continue
        add_event(session, found(session, Scope, older.id), EventKind.SUPERSEDED, day=day, last_day=last)


def _waiting(session: Session, scope_id: int) -> Scope:
    row = found(session, Scope, scope_id)
    lock_client(session, row.client_id)
    status = _status(session, scope_id)
    if status is ScopeStatus.DRAFT:
        raise RuleBroken(_("Version {number} was not sent yet.").format(number=row.number))
    if status is not ScopeStatus.SENT:
        raise RuleBroken(_("Version {number} does not wait for an answer any more.").format(number=row.number))
    return row


def _contact_of(session: Session, row: Scope, contact_id: int) -> Contact:
    contact = found(session, Contact, contact_id)
    if contact.client_id != row.client_id:
        raise RuleBroken(_("{name} does not belong to this client.").format(name=contact.name), field="contact")
    return contact


def check_draft(session: Session, row: Scope) -> None:
    """Refuse to touch a version that was sent.

    Raises:
        RuleBroken: It was.
    """
    if _status(session, row.id) is not ScopeStatus.DRAFT:
        raise RuleBroken(
            _("Version {number} was sent, so it stays as it is. Make a new version to change it.").format(
                number=row.number
            )
        )


def _status(session: Session, scope_id: int) -> ScopeStatus:
    return status_after(
        session.scalars(select(EventRow.kind).where(EventRow.scope_id == scope_id).order_by(EventRow.id))
    )


def _version(session: Session, row: Scope) -> ScopeVersion:
    return next(version for version in scope_versions(session, row.client_id) if version.id == row.id)


def _take_number(session: Session, row: Scope) -> None:
    """Two drafts may bear one number after one came back from the bin; what is sent bears a number of its own."""
    taken = {version.number for version in scope_versions(session, row.client_id) if version.id != row.id}
    if row.number in taken:
        row.number = max(taken) + 1


def _write_names(session: Session, row: Scope) -> None:
    """Copy the names of persons as they are today, so that the frozen text depends on no other row."""
    people = select(Contact.id, Contact.name).where(Contact.client_id == row.client_id)
    contacts = {contact.id: contact.name for contact in session.execute(people)}
    members = {member.id: member.name for member in session.execute(select(Member.id, Member.name))}
    row.approver_name = contacts.get(row.approver or 0, "")
    for line in session.scalars(select(LineRow).where(LineRow.scope_id == row.id)):
        doer = members.get(line.done_by_member or 0) or contacts.get(line.done_by_contact or 0, "")
        line.done_by_name = doer
        line.approved_by_name = contacts.get(line.approved_by_contact or 0, "")


# --- The chain of events ----------------------------------------------------------------------------------------------


def lock_client(session: Session, client_id: int) -> None:
    """Let no other transaction write events of this client at the same time."""
    session.execute(select(Client.id).where(Client.id == client_id).with_for_update())


def add_event(  # noqa: PLR0913 - what an event says
    session: Session,
    row: Scope,
    kind: EventKind,
    *,
    day: date | None = None,
    contact: Contact | None = None,
    means: str = "",
    note: str = "",
    evidence: str | None = None,
    evidence_name: str = "",
    last_day: date | None = None,
    content: str = "",
    content_hash: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    """Write what happened to a version, chained to what happened to this client's scope before.

    Raises:
        RuleBroken: A text cannot be kept.
    """
    note, evidence_name = keepable(note), keepable(evidence_name)  # before they are hashed
    acts = acting(session)
    member = session.get(Member, acts.member_id) if acts.member_id is not None else None
    event = EventRow(
        client_id=row.client_id,
        scope_id=row.id,
        kind=kind,
        day=day or acts.today,
        at=acts.now.replace(microsecond=0),
        member_id=member.id if member else None,
        who=member.name if member else "",
        contact_id=contact.id if contact else None,
        contact=contact.name if contact else "",
        means=means,
        note=note,
        evidence=evidence,
        evidence_name=evidence_name,
        last_day=last_day,
        content=content,
        content_hash=content_hash,
        previous_hash=_newest_hash(session, row.client_id),
        details=details or {},
    )
    event.own_hash = event_hash(event_parts(event))
    session.add(event)
    session.flush()


def _newest_hash(session: Session, client_id: int) -> str:
    query = select(EventRow.own_hash).where(EventRow.client_id == client_id).order_by(EventRow.id.desc()).limit(1)
    return session.scalars(query).first() or ""


def _sent_event(session: Session, scope_id: int) -> EventRow:
    query = select(EventRow).where(EventRow.scope_id == scope_id, EventRow.kind == EventKind.SENT)
    row = session.scalars(query.order_by(EventRow.id)).first()
    if row is None:
        raise NotFound(_("This version was not sent."))
    return row


def events(session: Session, client_id: int) -> tuple[ScopeEvent, ...]:
    """All that happened to a client's scope, the oldest first; what no program wrote is left to `verify`."""
    query = (
        select(EventRow, Scope.number)
        .join(Scope, Scope.id == EventRow.scope_id)
        .where(EventRow.client_id == client_id)
        .order_by(EventRow.id)
    )
    return tuple(_event(row, number) for row, number in session.execute(query) if row.kind in _KINDS)


def _event(row: EventRow, number: int) -> ScopeEvent:
    details: object = row.details  # whatever stands there
    signed = details.get("signed") if isinstance(details, dict) else None
    return ScopeEvent(
        row.id, row.scope_id, number, EventKind(row.kind), row.day, row.at, row.who, row.contact, row.means, row.note,
        row.evidence, row.evidence_name, row.content_hash, row.previous_hash, row.own_hash, row.last_day,
        options_taken(row.details), signed if isinstance(signed, dict) else {},
    )  # fmt: skip


def history(session: Session, client_id: int) -> ScopeHistory:
    """All that happened to a client's scope, with the size of each file that proves an agreement."""
    found_events = events(session, client_id)
    hashes = {event.evidence for event in found_events if event.evidence}
    sizes = {
        blob.hash: blob.size for blob in session.execute(select(Blob.hash, Blob.size).where(Blob.hash.in_(hashes)))
    }
    return ScopeHistory(found_events, sizes)


def evidence(session: Session, event_id: int) -> tuple[str, bytes]:
    """The name and the bytes of the file that proves an agreement.

    Raises:
        NotFound: No file was kept.
    """
    row = found(session, EventRow, event_id)
    if row.evidence is None:
        raise NotFound(_("No file was kept for this."))
    return row.evidence_name, bytes_of(session, row.evidence)


# --- The proof --------------------------------------------------------------------------------------------------------


def verify(session: Session, client_id: int) -> Verdict:
    """Whether all that was sent and agreed still reads as it was written.

    The rows of each version against what was sent, what was sent against its fingerprint, every event against its
    hash and the one before it, and every file against its hash.

    Raises:
        NotFound: There is no such client.
    """
    found(session, Client, client_id)
    return Verdict((*proof_faults(session, client_id), *lost_events(session)))


def lost_events(session: Session) -> tuple[Fault, ...]:
    """Lines of the journal that wrote an event of an agreement which is not there any more.

    The hashes say that an event is missing before another one; only the journal says it of the newest. It does not
    name the client.
    """
    told = Counter(at.replace(microsecond=0) for at in session.scalars(select(EventRow.at)))
    lines = session.execute(select(Journal.id, Journal.at, Journal.label, Journal.notes).order_by(Journal.id)).all()
    lost = []
    for line in lines:
        if EventRow.__tablename__ not in line.notes:
            continue
        told[line.at.replace(microsecond=0)] -= 1  # each such line wrote one event or more
        if told[line.at.replace(microsecond=0)] < 0 and not _makes_client(session, line.id):
            lost.append(Fault(_("What happened then is missing."), f"{_(line.label)}, {spoken().day(line.at.date())}"))
    return tuple(lost)


def _makes_client(session: Session, line_id: int) -> bool:
    """Whether a line of the journal made a client too, as the sample does, which tells what happened on other days."""
    rows = session.scalar(select(Journal.rows).where(Journal.id == line_id)) or []
    return any(row["kind"] == Client.__tablename__ and row["before"] is None for row in rows)


def proof_faults(session: Session, client_id: int) -> tuple[Fault, ...]:
    """What does not read any more as it was sent and agreed with a client, wherever the client lies."""
    scopes = session.execute(select(Scope.id, Scope.number).where(Scope.client_id == client_id))
    numbers = {scope.id: scope.number for scope in scopes}
    try:
        rows = list(session.scalars(select(EventRow).where(EventRow.client_id == client_id).order_by(EventRow.id)))
    except UNREADABLE:
        return (Fault(_("What happened cannot be read any more."), _("all versions")),)
    faults = _chain_faults(rows, numbers)
    try:
        faults += _content_faults(session, client_id, rows, numbers)
    except UNREADABLE:
        faults.append(Fault(_("A version cannot be read any more."), _("all versions")))
    broken = (row for row in rows if row.evidence and not _is_whole(session, row.evidence))
    faults += [
        Fault(_("The file that proves the agreement is damaged or missing."), _place(row, numbers)) for row in broken
    ]
    return tuple(faults)


def _chain_faults(rows: Sequence[EventRow], numbers: dict[int, int]) -> list[Fault]:
    faults = []
    previous = ""
    for row in rows:
        if row.own_hash != event_hash(event_parts(row)) or row.scope_id not in numbers:
            faults.append(Fault(_("What happened was changed afterwards."), _place(row, numbers)))
        if row.previous_hash != previous:
            faults.append(Fault(_("What happened before this is missing or was changed."), _place(row, numbers)))
        previous = row.own_hash
    return faults


def _content_faults(session: Session, client_id: int, rows: Sequence[EventRow], numbers: dict[int, int]) -> list[Fault]:
    faults = []
    known = {version.id: version for version in scope_versions(session, client_id)}
    hashes = {row.scope_id: row.content_hash for row in rows if row.kind == EventKind.SENT}
    for row in rows:
        if row.kind == EventKind.AGREED and row.content_hash != hashes.get(row.scope_id):
            faults.append(Fault(_("What was agreed is not what was sent."), _place(row, numbers)))
        if row.kind != EventKind.SENT:
            continue
        if fingerprint(row.content) != row.content_hash:
            faults.append(Fault(_("The text that was sent does not fit its fingerprint."), _place(row, numbers)))
        version = known.get(row.scope_id)
        changed = differences(row.content, version) if version else ("scope",)
        if changed:
            faults.append(
                Fault(
                    _("The version does not read as it was sent: {fields}.").format(fields=", ".join(changed[:8])),
                    _place(row, numbers),
                )
            )
    return faults


def _is_whole(session: Session, digest: str) -> bool:
    data = session.scalar(select(Blob.data).where(Blob.hash == digest))
    return data is not None and hashlib.sha256(data).hexdigest() == digest


def _place(row: EventRow, numbers: dict[int, int]) -> str:
    return _("version {number}, {day}").format(number=numbers.get(row.scope_id, "?"), day=spoken().day(row.day))
