"""A client's scope: written, sent, answered and checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from cmdesk.cli.call import Answer, Call, columns, decimal, iso_day, path_of
from cmdesk.cli.call import words as word
from cmdesk.cli.clients import template_code
from cmdesk.cli.names import Named, named
from cmdesk.cli.words import LINE_FIELDS, TERM_FIELDS, given
from cmdesk.cli.workspace import verdict_answer
from cmdesk.domain.catalogue import area_name
from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.domain.scope import (
    LARGEST_EVIDENCE,
    SCOPE_STATUS_NAMES,
    TREATMENT_NAMES,
    Means,
    ScopeLine,
    ScopeVersion,
    open_version,
    short_fingerprint,
    totals,
)
from cmdesk.domain.scope_problems import problems, undecided_sentence, undecided_services
from cmdesk.domain.scope_view import Person, ScopeView
from cmdesk.domain.wording import amount_in_table, coverage, plain, words_of
from cmdesk.i18n import N_, spoken
from cmdesk.i18n import gettext as _
from cmdesk.services import scopes
from cmdesk.services.at_once import change_draft
from cmdesk.services.catalogue import templates

_FIELD_NAMES = {
    "line": N_("the whole line"),
    "area": N_("area"),
    "title": N_("title"),
    "description": N_("sentence"),
    "treatment": N_("treatment"),
    "quantity": N_("quantity"),
    "unit": N_("unit"),
    "cadence": N_("how often"),
    "networks": N_("networks"),
    "formats": N_("formats"),
    "revision_rounds": N_("rounds of changes"),
    "response_hours": N_("hours to answer"),
    "done_by_name": N_("who does it"),
    "approved_by_name": N_("who approves it"),
    "price_cents": N_("price"),
    "price_mode": N_("how it is paid"),
    "overage_cents": N_("price of one more"),
    "roll_over": N_("what is not used"),
    "criterion": N_("when it counts as done"),
    "needs": N_("what it needs"),
    "question": N_("what to ask"),
    "minutes_per_unit": N_("own minutes"),
    "staff_note": N_("note of the staff"),
}
Key = tuple[str, str]  # ("line", lineage) or ("service", code)


# --- looking ---------------------------------------------------------------------------------


def shown(call: Call) -> Answer:
    """Show a version line by line."""
    view = _view(call)
    return _shown(view, version_of(view, call.said.number))


def gaps(call: Call) -> Answer:
    """List what nobody has decided on."""
    view = _view(call)
    version = version_of(view, None)
    language = spoken().language
    codes = undecided_services(version.lines, view.codes)
    found = [service for service in view.services if service.code in codes]
    data = {
        "client": view.name,
        "number": version.number,
        "undecided": [{"code": one.code, "name": one.words(language).name, "area": str(one.area)} for one in found],
    }
    if not found:
        return Answer(data, _("Every service of the catalogue is decided."))
    rows = [[one.code, one.words(language).name, area_name(one.area, language)] for one in found]
    return Answer(data, columns([_("Code"), _("Service"), _("Area")], rows))


def compared(call: Call) -> Answer:
    """Say what differs between two versions, line by line."""
    view = _view(call)
    before, after = version_of(view, call.said.before), version_of(view, call.said.after)
    old = {line.lineage: line for line in before.lines}
    new = {line.lineage: line for line in after.lines}
    data: list[dict[str, Any]] = []
    rows: list[list[str]] = []
    for lineage in dict.fromkeys([*new, *old]):
        was, now = old.get(lineage), new.get(lineage)
        one = now or was
        changed = _changed(was, now)
        if one is None or not changed:
            continue
        what = "added" if was is None else "removed" if now is None else "changed"
        data.append({
            "lineage": lineage, "title": one.title, "what": what, "fields": changed,
            "before": line_record(was, view, before) if was else None,
            "after": line_record(now, view, after) if now else None,
        })  # fmt: skip
        differing = ", ".join(_(_FIELD_NAMES[name]) for name in changed if name in _FIELD_NAMES)
        rows.append([one.title, _brief(was, view, before), _brief(now, view, after), differing])
    answer = {"client": view.name, "before": before.number, "after": after.number, "lines": data}
    if not rows:
        return Answer(answer, _("The lines of both versions say the same."))
    heads = [_("Line"), _version_name(before), _version_name(after), _("What differs")]
    return Answer(answer, columns(heads, rows))


def _changed(was: ScopeLine | None, now: ScopeLine | None) -> list[str]:
    if was is None or now is None:
        return ["line"]
    passing = {"id", "version", "position", "done_by_member", "done_by_contact", "approved_by_contact"}
    names = (field.name for field in fields(ScopeLine) if field.name not in passing)
    return [name for name in names if getattr(was, name) != getattr(now, name)]


def _version_name(version: ScopeVersion) -> str:
    return _("Version {number}").format(number=version.number)


def _brief(line: ScopeLine | None, view: ScopeView, version: ScopeVersion) -> str:
    if line is None:
        return "—"
    quantity = amount_in_table(line.quantity, line.unit, line.cadence, spoken().language)
    price = "" if line.price_cents is None else spoken().money(line.price_cents, version.terms.currency)
    return " · ".join(filter(None, [word(TREATMENT_NAMES, line.treatment), quantity, price]))


def verified(call: Call) -> Answer:
    """Check the hashes and the chain of events."""
    client_id = call.client(call.said.client)
    verdict = call.read(scopes.verify, client_id)
    return verdict_answer(verdict, _("All that was sent reads as it was sent, and nothing in its history was changed."))


# --- writing ---------------------------------------------------------------------------------


def drafted(call: Call) -> Answer:
    """Begin a new draft."""
    client_id = call.client(call.said.client)
    if call.said.from_current:
        scope_id = call.do(scopes.draft_from_current, client_id)
    else:
        scope_id = call.do(
            scopes.draft_from_template, client_id, template_code(call.said.template, call.read(templates))
        )
    return _after(call, client_id, scope_id)


def changed(call: Call) -> Answer:
    """Change a line of the draft, or its conditions."""
    said = call.said
    view = _view(call)
    draft = _open(view)
    values, terms = given(said, LINE_FIELDS, "line"), given(said, TERM_FIELDS, "term")
    if said.service is None and (values or said.remove):
        raise RuleBroken(_("Name the service that this is about."))
    if said.service is None and not terms:
        raise RuleBroken(_("Say what to change: a service, or a condition such as --first-day."))
    line, code = _line(said.service, view, draft) if said.service is not None else (None, None)
    if said.remove:
        if line is None:
            raise NotFound(_("“{name}” is not in the draft.").format(name=said.service))
        call.do(scopes.remove_line, line.id)
        return _after(call, view.client_id, draft.id)
    _resolve_people(view, values, terms)
    if line is not None and not values and not terms:
        values = {"treatment": "included"}
    call.do(change_draft, draft.id, terms, line.id if line else None, code, values)
    return _after(call, view.client_id, draft.id)


def _line(wanted: str, view: ScopeView, draft: ScopeVersion) -> tuple[ScopeLine | None, str | None]:
    """The line of the draft that a person means, or the code of the service that is to become one."""
    lines = {line.service: line for line in draft.lines if line.service}
    known: list[Named[Key]] = []
    for service in view.services:
        names = (service.code, service.es.name, service.en.name, service.es.title, service.en.title)
        known.append(Named(("service", service.code), service.words(spoken().language).name, names))
    for line in draft.lines:
        key = ("service", line.service) if line.service in view.codes and line.service else ("line", line.lineage)
        known.append(Named(key, line.title, (line.lineage,)))
    kind, name = named(wanted, known, N_("Neither the draft nor the catalogue has a service called “{name}”."),
                       N_("Several services are called “{name}”: {names}. Write the code."))  # fmt: skip
    if kind == "line":
        return next(line for line in draft.lines if line.lineage == name), None
    return lines.get(name), name


def _resolve_people(view: ScopeView, values: dict[str, Any], terms: dict[str, Any]) -> None:
    """Put the ids of people where their names were written; an empty name is nobody."""
    if "done_by" in values:
        person = _person(values["done_by"], [*view.members, *view.contacts])
        values["done_by"] = ("contact" if person.is_client else "member", person.id) if person else None
    for where, field in ((values, "approved_by"), (terms, "approver")):
        if field in where:
            person = _person(where[field], view.contacts)
            where[field] = person.id if person else None


def _person(wanted: str, known: Iterable[Person]) -> Person | None:
    if not wanted.strip():
        return None
    found = [Named(person, person.name, (person.job_title,)) for person in known]
    return named(wanted, found, _NOBODY, _SEVERAL)


_NOBODY = N_("Nobody here is called “{name}”.")
_SEVERAL = N_("Several people are called “{name}”: {names}. Write more of the name.")


# --- sending and answering -------------------------------------------------------------------


def sent(call: Call) -> Answer:
    """Freeze the draft and note that it was sent."""
    view = _view(call)
    draft = _open(view)
    call.do(scopes.send, draft.id, call.said.on, draft.version)
    count = len(undecided_services(draft.lines, view.codes))
    return _after(call, view.client_id, draft.id, remark=undecided_sentence(count) if count else "")


def withdrawn(call: Call) -> Answer:
    """Take back what was sent."""
    view = _view(call)
    version = _open(view)
    call.do(scopes.withdraw, version.id, call.said.why)
    return _after(call, view.client_id, version.id)


def agreed(call: Call) -> Answer:
    """Note that the client said yes."""
    said = call.said
    view = _view(call)
    version = _open(view)
    contact = _person(said.by, view.contacts)
    if contact is None:
        raise RuleBroken(_("Say with --by who agreed."))
    name, data = _evidence(path_of(said.evidence)) if said.evidence else ("", None)
    call.do(
        scopes.agree, version.id, contact.id, said.on or call.today, Means(said.means),
        note=said.note, evidence_name=name, evidence=data,
    )  # fmt: skip
    return _after(call, view.client_id, version.id)


def declined(call: Call) -> Answer:
    """Note that the client said no."""
    view = _view(call)
    version = _open(view)
    contact = _person(call.said.by, view.contacts) if call.said.by else None
    call.do(scopes.decline, version.id, contact.id if contact else None, call.said.why)
    return _after(call, view.client_id, version.id)


def _evidence(path: Path) -> tuple[str, bytes]:
    if not path.is_file():
        raise NotFound(_("There is no file “{name}”.").format(name=path.name))
    if path.stat().st_size > LARGEST_EVIDENCE:
        raise RuleBroken(_("The file is larger than 50 MB. Choose a smaller one."))
    return path.name, path.read_bytes()


# --- parts -----------------------------------------------------------------------------------


def _view(call: Call) -> ScopeView:
    return call.read(scopes.view, call.client(call.said.client))


def version_of(view: ScopeView, number: int | None) -> ScopeVersion:
    """The version with this number, or the one that work goes on with.

    Raises:
        NotFound: There is none.
    """
    found = view.latest if number is None else next((one for one in view.versions if one.number == number), None)
    if found is None and not view.versions:
        raise NotFound(_("{client} has no scope yet. Begin one with “scope draft”.").format(client=view.name))
    if found is None:
        known = spoken().list_of(str(one.number) for one in view.versions)
        raise NotFound(
            _("{client} has no version {number}, only {known}.").format(client=view.name, number=number, known=known)
        )
    return found


def _open(view: ScopeView) -> ScopeVersion:
    """The version that is being written or waits for an answer."""
    found = open_version(view.versions)
    if found is None:
        raise NotFound(
            _("{client} has no version that is being written or waits for an answer. Begin one with “scope draft”.")
            .format(client=view.name)
        )  # fmt: skip
    return found


def _after(call: Call, client_id: int, scope_id: int, *, remark: str = "") -> Answer:
    view = call.read(scopes.view, client_id)
    version = view.version(scope_id)
    if version is None:
        raise NotFound(_("This version is not there any more."))
    return _shown(view, version, remark=remark)


def _shown(view: ScopeView, version: ScopeVersion, *, remark: str = "") -> Answer:
    data = record(view, version)
    return Answer(data, "\n\n".join(filter(None, [_head(view, version), _lines(view, version), _foot(view, version)])),
                  remark=remark)  # fmt: skip


def _head(view: ScopeView, version: ScopeVersion) -> str:
    says, terms = spoken(), version.terms
    facts = [
        (_("Client"), view.name),
        (_("Version"), f"{version.number} · {word(SCOPE_STATUS_NAMES, version.status)}"),
        (_("From"), says.day(terms.first_day) if terms.first_day else ""),
        (_("Until"), says.day(terms.last_day) if terms.last_day else ""),
        (_("Sent"), says.day(version.sent_on) if version.sent_on else ""),
        (_("Agreed"), says.day(version.agreed_on) if version.agreed_on else ""),
        (_("By"), version.agreed_by),
        (_("Fingerprint"), short_fingerprint(version.fingerprint)),
    ]
    return columns(["", ""], [[head, fact] for head, fact in facts if fact]).strip()


def _lines(view: ScopeView, version: ScopeVersion) -> str:
    says = spoken()
    rows = [
        [
            area_name(line.area, says.language),
            line.title,
            word(TREATMENT_NAMES, line.treatment),
            amount_in_table(line.quantity, line.unit, line.cadence, says.language),
            "" if line.price_cents is None else says.money(line.price_cents, version.terms.currency),
        ]
        for line in version.lines
    ]
    return columns([_("Area"), _("Line"), _("Treatment"), _("Quantity"), _("Price")], rows, right=[4]) if rows else ""


def _foot(view: ScopeView, version: ScopeVersion) -> str:
    says, terms = spoken(), version.terms
    sums = totals(version.lines, tax_bp=terms.tax_bp, discount_bp=terms.discount_bp)
    said = [
        _("Each month: {amount}, with tax {total}").format(
            amount=says.money(sums.monthly_cents - sums.discount_cents, terms.currency),
            total=says.money(sums.monthly_with_tax, terms.currency),
        )
    ]
    if sums.once_cents:
        said.append(_("One time: {amount}").format(amount=says.money(sums.once_cents, terms.currency)))
    said += [
        f"! {problem.sentence}" if problem.blocks else f"· {problem.sentence}" for problem in _problems(view, version)
    ]
    return "\n".join(said)


def _problems(view: ScopeView, version: ScopeVersion) -> Sequence[Any]:
    return () if version.is_frozen else problems(version, catalogue=view.codes)


def record(view: ScopeView, version: ScopeVersion) -> dict[str, Any]:
    """A version as scripts read it."""
    terms = version.terms
    sums = totals(version.lines, tax_bp=terms.tax_bp, discount_bp=terms.discount_bp)
    return {
        "client": view.name,
        "client_id": view.client_id,
        "number": version.number,
        "status": str(version.status),
        "first_day": iso_day(terms.first_day),
        "last_day": iso_day(terms.last_day),
        "last_day_in_force": iso_day(version.last_day_in_force),
        "sent_on": iso_day(version.sent_on),
        "agreed_on": iso_day(version.agreed_on),
        "agreed_by": version.agreed_by or None,
        "language": terms.language,
        "currency": terms.currency,
        "monthly": decimal(sums.monthly_cents),
        "discount": decimal(sums.discount_cents),
        "tax": decimal(sums.tax_cents),
        "total": decimal(sums.monthly_with_tax),
        "once": decimal(sums.once_cents),
        "fingerprint": version.fingerprint or None,
        "undecided": list(undecided_services(version.lines, view.codes)),
        "problems": [
            {"what": one.sentence, "field": one.field, "lineage": one.lineage, "blocks": one.blocks}
            for one in _problems(view, version)
        ],
        "lines": [line_record(line, view, version) for line in version.lines],
    }


def line_record(line: ScopeLine, view: ScopeView, version: ScopeVersion) -> dict[str, Any]:
    """A line as scripts read it; its sentence stands there as the client reads it."""
    terms = version.terms
    hours = coverage(terms.coverage_days, terms.coverage_from, terms.coverage_to, terms.language)
    return {
        "lineage": line.lineage,
        "area": line.area,
        "service": line.service,
        "title": line.title,
        "description": plain(words_of(line, hours=hours), terms.language, view.address),
        "treatment": str(line.treatment),
        "quantity": line.quantity,
        "unit": line.unit,
        "cadence": str(line.cadence),
        "channels": list(line.networks),
        "price": decimal(line.price_cents),
        "price_mode": str(line.price_mode),
        "formats": list(line.formats),
        "revision_rounds": line.revision_rounds,
        "response_hours": line.response_hours,
        "done_by": line.done_by_name or None,
        "approved_by": line.approved_by_name or None,
        "overage": decimal(line.overage_cents),
        "roll_over": str(line.roll_over),
        "criterion": line.criterion,
        "needs": line.needs,
    }
