"""A client's scope: written, sent, answered and checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cmdesk.cli.call import Answer, Call, columns, decimal, iso_day
from cmdesk.cli.call import words as word
from cmdesk.cli.clients import template_code
from cmdesk.cli.names import Named, named
from cmdesk.cli.versions import version_among
from cmdesk.cli.words import LINE_FIELDS, TERM_FIELDS, given
from cmdesk.domain.catalogue import area_name
from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.domain.scope import (
    TREATMENT_NAMES,
    ScopeLine,
    ScopeVersion,
    open_version,
    short_fingerprint,
    status_words,
)
from cmdesk.domain.scope_problems import problems, undecided_services
from cmdesk.domain.scope_view import Person, ScopeView
from cmdesk.domain.wording import amount_in_table, coverage, plain, words_of
from cmdesk.i18n import N_, spoken
from cmdesk.i18n import gettext as _
from cmdesk.services import scopes
from cmdesk.services.at_once import change_draft
from cmdesk.services.catalogue import templates

Key = tuple[str, str]  # ("line", lineage) or ("service", code)


# --- looking ---------------------------------------------------------------------------------


def shown(call: Call) -> Answer:
    """Show a version line by line."""
    view = view_of(call)
    return shown_version(view, version_of(view, call.said.number))


def gaps(call: Call) -> Answer:
    """List what nobody has decided on."""
    view = view_of(call)
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
    return after(call, client_id, scope_id)


def changed(call: Call) -> Answer:
    """Change a line of the draft, or its conditions."""
    said = call.said
    view = view_of(call)
    draft = open_of(view)
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
        return after(call, view.client_id, draft.id)
    _resolve_people(view, values, terms)
    if line is not None and not values and not terms:
        values = {"treatment": "included"}
    call.do(change_draft, draft.id, terms, line.id if line else None, code, values)
    return after(call, view.client_id, draft.id)


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
        person = person_of(values["done_by"], [*view.members, *view.contacts])
        values["done_by"] = ("contact" if person.is_client else "member", person.id) if person else None
    for where, field in ((values, "approved_by"), (terms, "approver")):
        if field in where:
            person = person_of(where[field], view.contacts)
            where[field] = person.id if person else None


def person_of(wanted: str, known: Iterable[Person]) -> Person | None:
    """The person that is meant; an empty name is nobody."""
    if not wanted.strip():
        return None
    found = [Named(person, person.name, (person.job_title,)) for person in known]
    return named(wanted, found, _NOBODY, _SEVERAL)


_NOBODY = N_("Nobody here is called “{name}”.")
_SEVERAL = N_("Several people are called “{name}”: {names}. Write more of the name.")


# --- parts -----------------------------------------------------------------------------------


def view_of(call: Call) -> ScopeView:
    """The scope of the client that was named."""
    return call.read(scopes.view, call.client(call.said.client))


def version_of(view: ScopeView, number: int | None) -> ScopeVersion:
    """The version with this number, or the one that work goes on with.

    Raises:
        NotFound: There is none.
    """
    return version_among(view.versions, number, view.today, lambda: view.name)


def open_of(view: ScopeView) -> ScopeVersion:
    """The version that is being written or waits for an answer."""
    found = open_version(view.versions)
    if found is None:
        raise NotFound(
            _("{client} has no version that is being written or waits for an answer. Begin one with “scope draft”.")
            .format(client=view.name)
        )  # fmt: skip
    return found


def after(call: Call, client_id: int, scope_id: int, *, remark: str = "") -> Answer:
    """A version as it is now."""
    view = call.read(scopes.view, client_id)
    version = view.version(scope_id)
    if version is None:
        raise NotFound(_("This version is not there any more."))
    return shown_version(view, version, remark=remark)


def shown_version(view: ScopeView, version: ScopeVersion, *, remark: str = "") -> Answer:
    """A version line by line."""
    data = record(view, version)
    return Answer(data, "\n\n".join(filter(None, [_head(view, version), _lines(view, version), _foot(view, version)])),
                  remark=remark)  # fmt: skip


def _head(view: ScopeView, version: ScopeVersion) -> str:
    says, terms = spoken(), version.terms
    facts = [
        (_("Client"), view.name),
        (_("Version"), f"{version.number} · {status_words(version, view.today)}"),
        (_("From"), says.day(terms.first_day) if terms.first_day else ""),
        (_("Until"), says.day(version.last_day) if version.last_day else ""),
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
    sums = version.totals()
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
    sums = version.totals()
    return {
        "client": view.name,
        "client_id": view.client_id,
        "number": version.number,
        "status": str(version.status),
        "first_day": iso_day(terms.first_day),
        "last_day": iso_day(terms.last_day),
        "last_day_in_force": iso_day(version.last_day if version.was_agreed else None),
        "accepted": sorted(version.accepted),
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
