"""Writing a scope: new drafts and their conditions; their lines are in `lines`.

Its actions are serial as sending is, so that nobody changes a draft on a shared database while it is being sent.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.catalogue import line_start, own_line_start
from cmdesk.domain.clients import checked_field
from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.domain.moments import Month
from cmdesk.domain.scope import (
    EventKind,
    ScopeLine,
    ScopeStatus,
    ScopeTerms,
    ScopeVersion,
    agreed_version,
    open_version,
)
from cmdesk.domain.scope_facts import plain_value
from cmdesk.domain.scope_fields import TERM_RULES
from cmdesk.domain.scope_start import NUMBER_NAMES, TEXT_NAMES, StartTexts, scope_start, start_texts
from cmdesk.domain.scope_view import Person
from cmdesk.domain.templates import terms_of_template
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _
from cmdesk.models import Agency, Client, Contact, Scope
from cmdesk.models import ScopeLine as LineRow
from cmdesk.services.action import acting, action, found
from cmdesk.services.agreeing import add_event, lock_client
from cmdesk.services.catalogue import services, templates
from cmdesk.services.lines import (
    SPOKEN,
    contact_of,
    copied_lines,
    draft_row,
    ground_of,
    left_out,
    line_start_of,
    lines_of,
    number_lines,
    paste_lines,
    start_line,
)
from cmdesk.services.reading import scope_versions

_TERM_NAMES = tuple(field.name for field in fields(ScopeTerms))
_TEXTS = (
    "introduction",
    "assumptions",
    "client_provides",
    "payment",
    "change_procedure",
    "other_terms",
    "round_meaning",
    "rights",
    "privacy",
)
_TAKEN_OVER = (
    "notice_days", "lead_days", "revision_rounds", "silence_is_yes", "silence_days", "response_hours", "coverage_days",
    "coverage_from", "coverage_to", "discount_bp", "price_print", "quantity_rule", "renewal_months",
    "extra_hour_cents", "prints_expectations",
)  # fmt: skip
Levels = list[dict[str, Any]]  # of a crisis, as the column holds them
_COPIED = tuple(field.name for field in fields(ScopeLine) if field.name not in {"id", "version"})


def contacts_of(session: Session, client_id: int) -> tuple[Person, ...]:
    """The client's people, by name."""
    query = (
        select(Contact.id, Contact.name, Contact.job_title, Contact.signs_scope, Contact.approves_posts)
        .where(Contact.client_id == client_id, Contact.deleted_at.is_(None))
        .order_by(Contact.name, Contact.id)
    )
    return tuple(
        Person(row.id, row.name, True, row.job_title, row.signs_scope, row.approves_posts)
        for row in session.execute(query)
    )


# --- New drafts -------------------------------------------------------------------------------------------------------


@action(N_("New scope"), is_serial=True)
def draft_from_template(session: Session, client_id: int, template: str | None = None) -> int:
    """Begin a client's scope and return the draft's id.

    A service that the template does not name begins as not included; without a template nothing is decided yet.

    Raises:
        RuleBroken: Another version is being written or waits for an answer.
        NotFound: There is no such client or template.
    """
    client = found(session, Client, client_id)
    row = _new_draft(session, client)
    if template is not None:
        chosen = next((one for one in templates(session) if one.code == template), None)
        if chosen is None:
            raise NotFound(_("There is no such template any more."))
        named = {line.service: line for line in chosen.lines}
        ground = ground_of(session, row)
        for service in services(session, with_hidden=True):
            if service.code in named or not service.is_hidden:
                start = line_start_of(ground, service, named.get(service.code) or left_out(service))
                start_line(session, ground, start, service)
        for line in chosen.lines:
            if not line.service:
                start_line(session, ground, own_line_start(line))
        for name, value in terms_of_template(chosen, row.language).items():
            setattr(row, name, value)
    number_lines(session, row.id)
    return row.id


@action(N_("New version"), is_serial=True)
def draft_from_current(session: Session, client_id: int, scope_id: int | None = None) -> int:
    """Begin the next version as a copy and return the draft's id.

    Args:
        session: The open session.
        client_id: Whose scope.
        scope_id: The version to copy, such as one that was withdrawn; by itself the agreed one, else the newest.

    Raises:
        RuleBroken: There is nothing to copy, or another version is being written or waits for an answer.
    """
    client = found(session, Client, client_id)
    known = scope_versions(session, client_id)
    agreed = agreed_version(known, acting(session).today)
    wanted = (
        [one for one in known if one.id == scope_id] if scope_id is not None else [agreed or known[-1]] if known else []
    )
    source = wanted[0] if wanted else None
    if source is None:
        raise RuleBroken(_("There is no version to begin from yet. Begin with a template."))
    terms = replace(source.terms, last_day=source.term_last_day)
    row = _new_draft(session, client, terms, agreed.number if agreed else None)
    for line in source.promised:
        values = {name: getattr(line, name) for name in _COPIED}
        values |= {name: list(getattr(line, name)) for name in ("networks", "formats", "week_days")}
        session.add(LineRow(scope_id=row.id, **values))
    session.flush()
    return row.id


@action(N_("New scope"), is_serial=True)
def draft_from_client(session: Session, client_id: int, source_scope_id: int) -> int:
    """Begin a client's scope as a copy of another client's version, and return the draft's id.

    Texts of the catalogue come in this client's language and form of address; people, days and networks are its own.

    Raises:
        RuleBroken: Another version is being written or waits for an answer.
        NotFound: There is no such client or version.
    """
    client = found(session, Client, client_id)
    source = found(session, Scope, source_scope_id)
    row = _new_draft(session, client)
    for name in _TAKEN_OVER:
        value = getattr(source, name)
        setattr(row, name, list(value) if isinstance(value, list) else value)
    row.response_rows = [{**one, "tell": ""} for one in source.response_rows]  # whom to tell is the other client's
    if source.language == row.language and found(session, Client, source.client_id).address == client.address:
        for name in _TEXTS:
            setattr(row, name, getattr(source, name))
    session.flush()
    ids = [line.id for line in lines_of(session, source.id)]
    paste_lines(session, row.id, copied_lines(session, ids))
    return row.id


def _new_draft(session: Session, client: Client, terms: ScopeTerms | None = None, based_on: int | None = None) -> Scope:
    known = check_nothing_open(session, client.id)
    today = acting(session).today
    values = _copied_terms(terms, today) if terms else _start_terms(session, client, today)
    values["valid_until"] = today + timedelta(days=scope_start(_own_start(session)).numbers.valid_days)
    number = max((version.number for version in known), default=0) + 1
    row = Scope(client_id=client.id, number=number, based_on=based_on, **values)
    session.add(row)
    session.flush()
    add_event(session, row, EventKind.CREATED)
    return row


def check_nothing_open(session: Session, client_id: int) -> tuple[ScopeVersion, ...]:
    """All versions of a client's scope, of which none is being written and none waits for an answer.

    Raises:
        RuleBroken: One is, or does.
    """
    lock_client(session, client_id)
    known = scope_versions(session, client_id)
    busy = open_version(known)
    if busy and busy.status is ScopeStatus.DRAFT:
        raise RuleBroken(_("Version {number} is being written already. Go on with it.").format(number=busy.number))
    if busy:
        raise RuleBroken(
            _("Version {number} waits for the client's answer. Withdraw it first.").format(number=busy.number)
        )
    return known


def _copied_terms(terms: ScopeTerms, today: date) -> dict[str, Any]:
    values = {name: getattr(terms, name) for name in _TERM_NAMES}
    first = terms.first_day if terms.first_day and terms.first_day > today else Month.of(today).plus(1).first
    is_over = terms.last_day is not None and terms.last_day < first
    return values | {
        "coverage_days": list(terms.coverage_days),
        "response_rows": plain_value(terms.response_rows),
        "crisis_levels": plain_value(terms.crisis_levels),
        "expectations": dict(terms.expectations),
        "first_day": first,
        "last_day": None if is_over else terms.last_day,
    }


def _start_terms(session: Session, client: Client, today: date) -> dict[str, Any]:
    agency = session.scalars(select(Agency).order_by(Agency.id)).first()
    own = _own_start(session)
    numbers = scope_start(own).numbers
    approver = _approver(session, client.id)
    values = {name: plain_value(getattr(numbers, name)) for name in NUMBER_NAMES if name != "valid_days"}
    values |= _plain_texts(start_texts(client.language, client.address, own))
    if agency:
        values |= {
            "tax_bp": agency.tax_bp,
            "coverage_days": list(agency.working_days),
            "coverage_from": agency.opens,
            "coverage_to": agency.closes,
        }
    return values | {
        "language": client.language,
        "currency": client.currency,
        "first_day": Month.of(today).plus(1).first,
        "approver": approver.id if approver else None,
        "approver_name": approver.name if approver else "",
    }


def _own_start(session: Session) -> dict[str, Any]:
    """What the agency lets new scopes begin with, where that is not what ships."""
    return session.scalars(select(Agency.scope_start).order_by(Agency.id)).first() or {}


def _plain_texts(texts: StartTexts) -> dict[str, Any]:
    """Start texts as the columns of a scope hold them."""
    return {name: plain_value(getattr(texts, name)) for name in TEXT_NAMES}


def _approver(session: Session, client_id: int) -> Person | None:
    people = contacts_of(session, client_id)
    return next((one for one in people if one.approves), None) or next((one for one in people if one.signs), None)


# --- Terms ------------------------------------------------------------------------------------------------------------


@action(N_("Change conditions"), is_serial=True)
def change_terms(session: Session, scope_id: int, field: str, value: Any, version: int | None = None) -> None:
    """Change one of the conditions of a draft; another language changes what nobody has rewritten.

    Raises:
        RuleBroken: The value cannot be, or the version was sent.
        Conflict: Somebody changed the conditions since `version`.
    """
    row = draft_row(session, scope_id, version=version)
    if field == "approver":
        contact = contact_of(session, row, value)
        row.approver, row.approver_name = (contact.id, contact.name) if contact else (None, "")
        return
    checked = checked_field(TERM_RULES, field, value)
    if field == "language":
        _translate(session, row, checked)
    setattr(row, field, checked)


def _translate(session: Session, row: Scope, language: str) -> None:
    """Say in another language what still reads as the catalogue and the usual terms say it."""
    address = found(session, Client, row.client_id).address
    own = _own_start(session)
    before, after = (_plain_texts(start_texts(one, address, own)) for one in (row.language, language))
    for name, text in before.items():
        if isinstance(text, str) and getattr(row, name) == text:
            setattr(row, name, after[name])
    row.crisis_levels = _translated(row.crisis_levels, before["crisis_levels"], after["crisis_levels"])
    known = {service.code: service for service in services(session, with_hidden=True)}
    for line in lines_of(session, row.id):
        service = known.get(line.service or "")
        if service is None:
            continue
        old, new = line_start(service, row.language, address), line_start(service, language, address)
        for name in SPOKEN:
            if getattr(line, name) == getattr(old, name):
                setattr(line, name, getattr(new, name))


def _translated(levels: Levels, before: Levels, after: Levels) -> Levels:
    """The crisis levels with each part that still reads as the start texts in the other language."""
    pairs: dict[tuple[str, Any], Any] = {}
    for old, new in zip(before, after, strict=False):
        pairs |= {(part, old[part]): new[part] for part in old if isinstance(old[part], str)}
    return [{part: pairs.get((part, value), value) for part, value in level.items()} for level in levels]


@action(N_("Discard draft"), is_serial=True)
def discard_draft(session: Session, scope_id: int) -> None:
    """Put a draft into the bin.

    Raises:
        RuleBroken: The version was sent.
    """
    draft_row(session, scope_id).deleted_at = acting(session).now
