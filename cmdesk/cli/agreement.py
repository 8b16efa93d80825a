"""Sending a scope, what the client says to it, how long it lasts, and the proof of it all."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from cmdesk.cli.call import Answer, Call, columns, decimal, iso_day, path_of
from cmdesk.cli.call import words as word
from cmdesk.cli.names import Named, named
from cmdesk.cli.scopes import after, line_record, open_of, person_of, version_of, view_of
from cmdesk.cli.workspace import verdict_answer
from cmdesk.domain.comparison import (
    CHANGE_NAMES,
    LINE_FIELD_NAMES,
    TERM_FIELD_NAMES,
    FieldChange,
    LineChange,
    PieceKind,
)
from cmdesk.domain.ending import Fate, LeftOver
from cmdesk.domain.errors import NotFound, RuleBroken, Unavailable
from cmdesk.domain.scope import (
    LARGEST_EVIDENCE,
    TREATMENT_NAMES,
    Means,
    ScopeLine,
    ScopeVersion,
    Treatment,
    renewed_until,
)
from cmdesk.domain.scope_facts import plain_value
from cmdesk.domain.scope_problems import undecided_sentence, undecided_services
from cmdesk.domain.scope_view import ScopeView
from cmdesk.domain.signing import OUTCOME_NAMES, WAY_NAMES, Outcome, Verdict
from cmdesk.domain.wording import amount_in_table
from cmdesk.i18n import N_, ngettext, spoken
from cmdesk.i18n import gettext as _
from cmdesk.services import scopes
from cmdesk.services.ending import left_over, settle_left_over
from cmdesk.services.reminders import reminders
from cmdesk.services.timeline import timeline

# --- comparing -------------------------------------------------------------------------------


def compared(call: Call) -> Answer:
    """Say what differs between two versions, line by line."""
    view = view_of(call)
    before, after_ = version_of(view, call.said.before), version_of(view, call.said.after)
    found = call.read(scopes.compare, view.client_id, before.number, after_.number)
    data = {
        "client": view.name,
        "before": before.number,
        "after": after_.number,
        "lines": [_line_record(line, view, before, after_) for line in found.changed],
        "terms": [_field_record(field) for field in found.terms],
        "monthly": decimal_change(found.totals.monthly_cents),
        "monthly_with_tax": decimal_change(found.totals.monthly_with_tax),
        "once": decimal_change(found.totals.once_cents),
        "own_minutes": found.totals.own_minutes,
    }
    if found.is_same:
        return Answer(data, _("The lines of both versions say the same."))
    heads = [_("Line"), _version_name(before), _version_name(after_), _("What differs")]
    rows = [
        [line.line.title, _brief(line.before, before), _brief(line.after, after_), _what(line)]
        for line in found.changed
    ]
    conditions = ", ".join(_(TERM_FIELD_NAMES[field.field]) for field in found.terms)
    money = spoken().money(found.totals.monthly_cents, after_.terms.currency)
    parts = [
        columns(heads, rows) if rows else "",
        _("Conditions that differ: {names}").format(names=conditions) if conditions else "",
        _("Each month, without tax: {amount} more").format(amount=money) if found.totals.monthly_cents else "",
    ]
    return Answer(data, "\n\n".join(filter(None, parts)))


def _what(line: LineChange) -> str:
    names = [_(LINE_FIELD_NAMES[field.field]) for field in line.fields if field.field in LINE_FIELD_NAMES]
    if line.is_moved:
        names.append(_("place"))
    return ", ".join(names) or word(CHANGE_NAMES, line.kind)


def _line_record(line: LineChange, view: ScopeView, before: ScopeVersion, after_: ScopeVersion) -> dict[str, Any]:
    return {
        "lineage": line.lineage,
        "title": line.line.title,
        "what": str(line.kind),
        "moved": line.is_moved,
        "fields": [field.field for field in line.fields] or ["line"],
        "changes": [_field_record(field) for field in line.fields],
        "words": [{"text": piece.text, "what": str(piece.kind)} for piece in line.words],
        "monthly": decimal_change(line.monthly_cents),
        "once": decimal_change(line.once_cents),
        "own_minutes": line.own_minutes,
        "before": line_record(line.before, view, before) if line.before else None,
        "after": line_record(line.after, view, after_) if line.after else None,
    }


def _field_record(field: FieldChange) -> dict[str, Any]:
    words = [{"text": one.text, "what": str(one.kind)} for one in field.words if one.kind in set(PieceKind)]
    return {"field": field.field, "before": plain_value(field.before), "after": plain_value(field.after),
            "words": words}  # fmt: skip


def decimal_change(cents: int) -> str:
    """A difference of cents as machines read it: '-20.00'."""
    return f"-{decimal(-cents)}" if cents < 0 else str(decimal(cents))


def _version_name(version: ScopeVersion) -> str:
    return _("Version {number}").format(number=version.number)


def _brief(line: ScopeLine | None, version: ScopeVersion) -> str:
    if line is None:
        return "—"
    quantity = amount_in_table(line.quantity, line.unit, line.cadence, spoken().language)
    price = "" if line.price_cents is None else spoken().money(line.price_cents, version.terms.currency)
    return " · ".join(filter(None, [word(TREATMENT_NAMES, line.treatment), quantity, price]))


# --- sending and answering -------------------------------------------------------------------


def sent(call: Call) -> Answer:
    """Freeze the draft, note that it was sent, and keep its PDF; a copy is saved where that is asked for."""
    view = view_of(call)
    draft = open_of(view)
    call.check_member()
    done = call.desk.send_scope(draft.id, draft.version, day=call.said.on)
    remarks = []
    count = len(undecided_services(draft.lines, view.codes))
    if count:
        remarks.append(undecided_sentence(count))
    if call.said.to:
        remarks.append(_save(path_of(call.said.to), done.value.document.content))
    return after(call, view.client_id, draft.id, remark="\n".join(remarks))


def _save(path: Path, content: bytes) -> str:
    """Save a file and say so; what was sent stays sent where that fails."""
    from cmdesk.reports.writer import put

    try:
        put(content, path)
    except Unavailable as error:
        return str(error)
    return _("Saved: {file}").format(file=path)


def withdrawn(call: Call) -> Answer:
    """Take back what was sent."""
    view = view_of(call)
    version = open_of(view)
    call.do(scopes.withdraw, version.id, call.said.why)
    return after(call, view.client_id, version.id)


def agreed(call: Call) -> Answer:
    """Note that the client said yes; a signed PDF is looked at first."""
    said = call.said
    view = view_of(call)
    version = open_of(view)
    contact = person_of(said.by, view.contacts)
    if contact is None:
        raise RuleBroken(_("Say with --by who agreed."))
    name, data = _evidence(path_of(said.evidence)) if said.evidence else ("", None)
    means = Means(said.means)
    verdict, remark = _looked_at(call, version, data) if means is Means.SIGNED_PDF and data else (None, "")
    options = [_option(one, version) for one in said.option] or (verdict.facts.extras if verdict else ())
    call.do(
        scopes.agree, version.id, contact.id, said.on or call.today, means,
        note=said.note, evidence_name=name, evidence=data, options=options, verdict=verdict,
    )  # fmt: skip
    answer = after(call, view.client_id, version.id, remark=remark)
    if isinstance(answer.data, dict):
        answer.data["verdict"] = _verdict_record(verdict) if verdict else None
    return answer


def _looked_at(call: Call, version: ScopeVersion, data: bytes) -> tuple[Verdict | None, str]:
    """What a signed file proves, and that in words; a file that cannot be read proves nothing, and is kept."""
    try:
        verdict = call.desk.look_at_signed(version.id, data)
    except (RuleBroken, NotFound) as error:
        return None, _("The file is kept, but it proves nothing by itself: {reason}").format(reason=error)
    outcome, way = word(OUTCOME_NAMES, verdict.outcome), word(WAY_NAMES, verdict.way)
    lines = [f"{outcome} · {way}", *(f"· {reason}" for reason in verdict.reasons)]
    if verdict.outcome is Outcome.NOT_AGREED:
        raise RuleBroken("\n".join(lines))
    return verdict, "\n".join(lines)


def _verdict_record(verdict: Verdict) -> dict[str, Any]:
    facts = verdict.facts
    return {
        "outcome": str(verdict.outcome),
        "way": str(verdict.way),
        "reasons": list(verdict.reasons),
        "name": facts.name,
        "role": facts.role,
        "options": list(facts.extras),
    }


def _option(wanted: str, version: ScopeVersion) -> str:
    """The lineage of the optional line that a person means."""
    offered = [line for line in version.lines if line.treatment is Treatment.OPTIONAL]
    known = [Named(line.lineage, line.title, (line.lineage, line.service or "")) for line in offered]
    return named(wanted, known, N_("This version offers nothing called “{name}”."),
                 N_("Several lines are called “{name}”: {names}. Write more of the name."))  # fmt: skip


def declined(call: Call) -> Answer:
    """Note that the client said no."""
    view = view_of(call)
    version = open_of(view)
    contact = person_of(call.said.by, view.contacts) if call.said.by else None
    call.do(scopes.decline, version.id, contact.id if contact else None, call.said.why)
    return after(call, view.client_id, version.id)


def evidence(call: Call) -> Answer:
    """Keep another file that proves an agreement."""
    view = view_of(call)
    version = _standing(view) if call.said.number is None else version_of(view, call.said.number)
    name, data = _evidence(path_of(call.said.file))
    call.do(scopes.add_evidence, version.id, name, data, note=call.said.note)
    return after(call, view.client_id, version.id)


def _evidence(path: Path) -> tuple[str, bytes]:
    if not path.is_file():
        raise NotFound(_("There is no file “{name}”.").format(name=path.name))
    if path.stat().st_size > LARGEST_EVIDENCE:
        raise RuleBroken(_("The file is larger than 50 MB. Choose a smaller one."))
    return path.name, path.read_bytes()


# --- going on and ending ---------------------------------------------------------------------


def renewed(call: Call) -> Answer:
    """Let the agreed version go on after its last day."""
    view = view_of(call)
    version = _standing(view)
    until: date | None = call.said.until or renewed_until(version)
    if until is None and not call.said.open_ended:
        raise RuleBroken(_("Say with --until which day is the last one now, or --open-ended."))
    call.do(scopes.renew, version.id, None if call.said.open_ended else until, call.said.note)
    return after(call, view.client_id, version.id)


def ended(call: Call) -> Answer:
    """Note that the agreed version ends."""
    said = call.said
    view = view_of(call)
    version = _standing(view)
    call.do(scopes.end, version.id, said.last_day, said.why, said.given_on)
    left = call.read(left_over, view.client_id)
    return after(call, view.client_id, version.id, remark=_left_words(left) if left.count else "")


def _standing(view: ScopeView) -> ScopeVersion:
    found = view.agreed
    if found is None:
        raise NotFound(_("Nothing stands agreed with {client}.").format(client=view.name))
    return found


def left(call: Call) -> Answer:
    """List what is planned after the last day, or say what becomes of it."""
    said = call.said
    client_id = call.client(said.client)
    if said.fate:
        count = call.do(settle_left_over, client_id, Fate(said.fate), cause=said.why)
        done = ngettext("Decided for {count} thing.", "Decided for {count} things.", count).format(count=count)
        return Answer({"fate": said.fate, "count": count}, done)
    found = call.read(left_over, client_id)
    data = {
        "last_day": iso_day(found.last_day),
        "posts": [{"id": one.id, "title": one.title, "day": iso_day(one.day)} for one in found.posts],
        "tasks": [{"id": one.id, "title": one.title, "due": iso_day(one.due)} for one in found.tasks],
    }
    if not found.count:
        return Answer(data, _("Nothing is planned after the end."))
    rows = [[spoken().day(one.day), _("Post"), one.title] for one in found.posts if one.day]
    rows += [[spoken().day(task.due), _("Task"), task.title] for task in found.tasks]
    return Answer(data, columns([_("Day"), _("What"), _("Title")], rows), remark=_left_words(found))


def _left_words(found: LeftOver) -> str:
    return ngettext(
        "{count} thing is planned after the last day. Say with “scope left” what becomes of it.",
        "{count} things are planned after the last day. Say with “scope left” what becomes of them.",
        found.count,
    ).format(count=found.count)


def due(call: Call) -> Answer:
    """List what the agreements ask for these days."""
    found = call.read(reminders)
    data = [
        {"kind": str(one.kind), "client": one.client, "day": iso_day(one.day), "days": one.days, "what": one.sentence}
        for one in found
    ]
    rows = [[one.client, one.sentence] for one in found]
    return Answer(data, columns([_("Client"), _("What")], rows) if rows else _("No agreement asks for anything."))


# --- the proof -------------------------------------------------------------------------------


def verified(call: Call) -> Answer:
    """Check the hashes and the chain of events."""
    client_id = call.client(call.said.client)
    verdict = call.read(scopes.verify, client_id)
    return verdict_answer(verdict, _("All that was sent reads as it was sent, and nothing in its history was changed."))


def proved(call: Call) -> Answer:
    """Save the proof of what was agreed, as a PDF to read or as JSON that anybody can check."""
    from cmdesk.reports.writer import put

    client_id = call.client(call.said.client)
    path = path_of(call.said.to)
    kind = path.suffix.casefold().removeprefix(".")
    if kind not in {"json", "pdf"}:
        raise RuleBroken(_("Name a file that ends in .pdf or in .json."))
    made = call.desk.proof(client_id, kind)
    put(made.content, path)
    return Answer({"file": str(path)}, _("Saved: {file}").format(file=path))


def story(call: Call) -> Answer:
    """List all that happened about what is agreed with a client."""
    found = call.read(timeline, call.client(call.said.client))
    data = [
        {
            "day": iso_day(one.day),
            "kind": str(one.kind),
            "what": one.sentence,
            "version": one.number,
            "event": str(one.event.kind) if one.event else None,
            "who": one.who or None,
            "contact": one.contact or None,
            "note": one.note or None,
            "evidence": one.event.evidence if one.event else None,
            "hash": one.event.own_hash if one.event else None,
        }
        for one in found
    ]
    rows = [[spoken().day(one.day), one.sentence, one.contact or one.who, one.note] for one in found]
    heads = [_("Day"), _("What"), _("Who"), _("Note")]
    return Answer(data, columns(heads, rows) if rows else _("Nothing has happened yet."))
