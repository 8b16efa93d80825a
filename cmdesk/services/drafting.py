"""Writing a scope: new drafts, their conditions and their lines.

Its actions are serial as sending is, so that nobody changes a draft on a shared database while it is being sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.catalogue import Area, DoneBy, Service, TemplateLine, line_start
from cmdesk.domain.clients import checked_field
from cmdesk.domain.errors import Conflict, NotFound, RuleBroken
from cmdesk.domain.moments import Month
from cmdesk.domain.scope import (
    EventKind,
    PriceMode,
    ScopeLine,
    ScopeStatus,
    ScopeTerms,
    ScopeVersion,
    Treatment,
    agreed_version,
    open_version,
)
from cmdesk.domain.scope_facts import plain_value
from cmdesk.domain.scope_fields import LINE_RULES, TERM_RULES
from cmdesk.domain.scope_start import start_texts
from cmdesk.domain.scope_view import Person
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _
from cmdesk.models import Agency, Channel, Client, Contact, Member, Scope
from cmdesk.models import ScopeLine as LineRow
from cmdesk.services.action import acting, action, found
from cmdesk.services.agreeing import add_event, check_draft, lock_client
from cmdesk.services.catalogue import services, templates
from cmdesk.services.reading import scope_versions

VALID_DAYS = 30  # how long a price holds that nobody said otherwise of
_TERM_NAMES = tuple(field.name for field in fields(ScopeTerms))
_COPIED = tuple(field.name for field in fields(ScopeLine) if field.name not in {"id", "version"})
_SPOKEN = ("title", "description", "criterion", "needs", "question")
_OWN = "own-"
Doer = tuple[Literal["member", "contact"], int]


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


def networks_of(session: Session, client_id: int) -> tuple[str, ...]:
    """Where the client speaks, each network once."""
    query = (
        select(Channel.network)
        .where(Channel.client_id == client_id, Channel.deleted_at.is_(None), Channel.is_active)
        .order_by(Channel.id)
    )
    return tuple(dict.fromkeys(session.scalars(query)))


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
        for service in services(session):
            _start_line(session, client, row, service, named.get(service.code) or _left_out(service))
    _number_lines(session, row.id)
    return row.id


def _left_out(service: Service) -> TemplateLine:
    return TemplateLine(service.code, Treatment.EXCLUDED, None, None, None, None, None, PriceMode.FEE)


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
    agreed = agreed_version(known)
    wanted = (
        [one for one in known if one.id == scope_id] if scope_id is not None else [agreed or known[-1]] if known else []
    )
    source = wanted[0] if wanted else None
    if source is None:
        raise RuleBroken(_("There is no version to begin from yet. Begin with a template."))
    row = _new_draft(session, client, source.terms, agreed.number if agreed else None)
    for line in source.lines:
        values = {name: getattr(line, name) for name in _COPIED}
        values |= {name: list(getattr(line, name)) for name in ("networks", "formats", "week_days")}
        session.add(LineRow(scope_id=row.id, **values))
    session.flush()
    return row.id


def _new_draft(session: Session, client: Client, terms: ScopeTerms | None = None, based_on: int | None = None) -> Scope:
    known = check_nothing_open(session, client.id)
    today = acting(session).today
    values = _copied_terms(terms, today) if terms else _start_terms(session, client, today)
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
        "valid_until": today + timedelta(days=VALID_DAYS),
    }


def _start_terms(session: Session, client: Client, today: date) -> dict[str, Any]:
    agency = session.scalars(select(Agency).order_by(Agency.id)).first()
    texts = start_texts(client.language, client.address)
    approver = _approver(session, client.id)
    values = {field.name: getattr(texts, field.name) for field in fields(texts)}
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
        "valid_until": today + timedelta(days=VALID_DAYS),
        "approver": approver.id if approver else None,
        "approver_name": approver.name if approver else "",
    }


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
    row = _draft(session, scope_id, version=version)
    if field == "approver":
        contact = _contact(session, row, value)
        row.approver, row.approver_name = (contact.id, contact.name) if contact else (None, "")
        return
    checked = checked_field(TERM_RULES, field, value)
    if field == "language":
        _translate(session, row, checked)
    setattr(row, field, checked)


def _translate(session: Session, row: Scope, language: str) -> None:
    """Say in another language what still reads as the catalogue and the usual terms say it."""
    address = found(session, Client, row.client_id).address
    before, after = start_texts(row.language, address), start_texts(language, address)
    for name in (field.name for field in fields(before)):
        if getattr(row, name) == getattr(before, name):
            setattr(row, name, getattr(after, name))
    known = {service.code: service for service in services(session, with_hidden=True)}
    for line in _lines(session, row.id):
        service = known.get(line.service or "")
        if service is None:
            continue
        old, new = line_start(service, row.language, address), line_start(service, language, address)
        for name in _SPOKEN:
            if getattr(line, name) == getattr(old, name):
                setattr(line, name, getattr(new, name))


# --- Lines ------------------------------------------------------------------------------------------------------------


@action(N_("Add line"), is_serial=True)
def add_line(
    session: Session,
    scope_id: int,
    service: str | None = None,
    place: int | None = None,
    *,
    area: str = Area.CONTENT,
    title: str = "",
) -> int:
    """Put a service, or a line of one's own, into a draft and return the line's id.

    A service that was left out becomes included instead of standing there twice.

    Args:
        session: The open session.
        scope_id: The draft.
        service: Code of the catalogue; none for a line of one's own.
        place: Where among the lines of its area, from 0; none puts it last.
        area: Where a line of one's own belongs.
        title: What a line of one's own is called.

    Raises:
        RuleBroken: The version was sent.
        NotFound: The catalogue has no such service.
    """
    row = _draft(session, scope_id)
    client = found(session, Client, row.client_id)
    if service is None:
        line = _own_line(session, row, area, title)
    else:
        entry = next((one for one in services(session, with_hidden=True) if one.code == service), None)
        if entry is None:
            raise NotFound(_("The catalogue has no service “{code}”.").format(code=service))
        line = _known_line(session, row, service) or _start_line(session, client, row, entry)
    _number_lines(session, row.id, line, place)
    return line.id


def _known_line(session: Session, row: Scope, service: str) -> LineRow | None:
    line = next((one for one in _lines(session, row.id) if one.service == service), None)
    if line is not None and line.treatment == Treatment.EXCLUDED:
        line.treatment = Treatment.INCLUDED
        if line.done_by_member is None and line.done_by_contact is None:
            _offer_doer(session, row, line)
    return line


def _own_line(session: Session, row: Scope, area: str, title: str) -> LineRow:
    line = LineRow(
        scope_id=row.id,
        lineage=_own_lineage(session, row.client_id),
        position=_last(session, row.id),
        area=checked_field(LINE_RULES, "area", area),
        title=checked_field(LINE_RULES, "title", title),
        unit="time",
        quantity=1,
        done_by_member=acting(session).member_id,
        done_by_name=_member_name(session, acting(session).member_id),
    )
    session.add(line)
    session.flush()
    return line


def _own_lineage(session: Session, client_id: int) -> str:
    """A lineage that no line of this client ever had, not even one that was removed with its draft."""
    query = select(LineRow.lineage).join(Scope, Scope.id == LineRow.scope_id)
    used = session.scalars(query.where(Scope.client_id == client_id, LineRow.lineage.startswith(_OWN)))
    numbers = [int(lineage.removeprefix(_OWN)) for lineage in used]
    return f"{_OWN}{max(numbers, default=0) + 1}"


def _start_line(
    session: Session, client: Client, row: Scope, service: Service, template: TemplateLine | None = None
) -> LineRow:
    start = line_start(service, row.language, client.address, template)
    values = {field.name: getattr(start, field.name) for field in fields(start)}
    values["formats"] = list(start.formats)
    names_networks = bool(start.formats) or "{networks}" in start.description
    line = LineRow(
        scope_id=row.id,
        lineage=service.code,
        position=_last(session, row.id),
        networks=[name for name in networks_of(session, client.id) if name in SOCIAL] if names_networks else [],
        **values,
    )
    if service.done_by is DoneBy.CLIENT:
        line.done_by_contact, line.done_by_name = row.approver, row.approver_name
    elif start.treatment is not Treatment.EXCLUDED:
        line.done_by_member = acting(session).member_id
        line.done_by_name = _member_name(session, line.done_by_member)
    if start.formats and start.treatment is not Treatment.EXCLUDED:
        line.approved_by_contact, line.approved_by_name = row.approver, row.approver_name
    session.add(line)
    session.flush()
    return line


SOCIAL = frozenset(
    {
        "instagram", "facebook", "x", "linkedin", "tiktok", "youtube", "pinterest", "threads", "bluesky", "mastodon",
        "telegram",
    }
)  # fmt: skip


@action(N_("Change line"), is_serial=True)
def change_line(session: Session, line_id: int, field: str, value: Any, version: int | None = None) -> None:
    """Change one field of a line of a draft.

    `done_by` takes ("member", id), ("contact", id) or None; `approved_by` takes the id of a contact or None.

    Raises:
        RuleBroken: The value cannot be, or the version was sent.
        Conflict: Somebody changed the line since `version`.
    """
    line, row = _draft_line(session, line_id, version)
    if field == "done_by":
        _set_doer(session, row, line, value)
    elif field == "approved_by":
        contact = _contact(session, row, value)
        line.approved_by_contact, line.approved_by_name = (contact.id, contact.name) if contact else (None, "")
    else:
        setattr(line, field, checked_field(LINE_RULES, field, value))
        if field == "area":
            _number_lines(session, row.id, line)


def _set_doer(session: Session, row: Scope, line: LineRow, doer: Doer | None) -> None:
    line.done_by_member = line.done_by_contact = None
    line.done_by_name = ""
    if doer is None:
        return
    kind, key = doer
    if kind == "contact":
        contact = _contact(session, row, key)
        line.done_by_contact, line.done_by_name = (contact.id, contact.name) if contact else (None, "")
        return
    member = found(session, Member, key)
    line.done_by_member, line.done_by_name = member.id, member.name


def _contact(session: Session, row: Scope, key: int | None) -> Contact | None:
    if key is None:
        return None
    contact = found(session, Contact, key)
    if contact.client_id != row.client_id:
        raise RuleBroken(_("{name} does not belong to this client.").format(name=contact.name))
    return contact


@action(N_("Reset sentence"), is_serial=True)
def reset_sentence(session: Session, line_id: int) -> None:
    """Say a line as the catalogue says it.

    Raises:
        RuleBroken: It is a line of one's own, or the version was sent.
    """
    line, row = _draft_line(session, line_id)
    entry = next((one for one in services(session, with_hidden=True) if one.code == line.service), None)
    if entry is None:
        raise RuleBroken(_("This line is your own; the catalogue has no sentence for it."))
    line.description = line_start(entry, row.language, found(session, Client, row.client_id).address).description


@action(N_("Remove line"), is_serial=True)
def remove_line(session: Session, line_id: int) -> None:
    """Take a line out of a draft; its service is undecided again.

    Raises:
        RuleBroken: The version was sent.
    """
    line, row = _draft_line(session, line_id)
    session.delete(line)
    session.flush()
    _number_lines(session, row.id)


@action(N_("Move line"), is_serial=True)
def move_line(session: Session, line_id: int, place: int) -> None:
    """Give a line another place among the lines of its area, counted from 0.

    Raises:
        RuleBroken: The version was sent.
    """
    line, row = _draft_line(session, line_id)
    _number_lines(session, row.id, line, place)


@action(N_("Change treatment"), is_serial=True)
def set_treatment(session: Session, line_ids: Sequence[int], treatment: Treatment | str) -> None:
    """Include, offer or leave out some lines of a draft.

    Raises:
        RuleBroken: The version was sent.
    """
    checked = checked_field(LINE_RULES, "treatment", treatment)
    for line_id in line_ids:
        line, row = _draft_line(session, line_id)
        line.treatment = checked
        if checked is not Treatment.EXCLUDED and line.done_by_member is None and line.done_by_contact is None:
            _offer_doer(session, row, line)


def _offer_doer(session: Session, row: Scope, line: LineRow) -> None:
    """Who makes the draft does what was left out before, until somebody says otherwise."""
    member_id = acting(session).member_id
    line.done_by_member, line.done_by_name = member_id, _member_name(session, member_id)
    if line.formats and line.approved_by_contact is None:
        line.approved_by_contact, line.approved_by_name = row.approver, row.approver_name


@action(N_("Leave out what is undecided"), is_serial=True)
def leave_out_undecided(session: Session, scope_id: int) -> int:
    """Make everything that is undecided not included, and return how many services that were.

    Raises:
        RuleBroken: The version was sent.
    """
    row = _draft(session, scope_id)
    client = found(session, Client, row.client_id)
    known = {service.code: service for service in services(session)}
    decided = {line.service for line in _lines(session, scope_id)}
    codes = [code for code in known if code not in decided]
    for code in codes:
        _start_line(session, client, row, known[code], _left_out(known[code]))
    _number_lines(session, row.id)
    return len(codes)


@action(N_("Discard draft"), is_serial=True)
def discard_draft(session: Session, scope_id: int) -> None:
    """Put a draft into the bin.

    Raises:
        RuleBroken: The version was sent.
    """
    _draft(session, scope_id).deleted_at = acting(session).now


# --- What these share -------------------------------------------------------------------------------------------------


def _draft(session: Session, scope_id: int, *, version: int | None = None) -> Scope:
    row = found(session, Scope, scope_id, version=version)
    check_draft(session, row)
    return row


def _draft_line(session: Session, line_id: int, version: int | None = None) -> tuple[LineRow, Scope]:
    line = found(session, LineRow, line_id)
    row = _draft(session, line.scope_id)
    if version is not None and line.version != version:
        raise Conflict(_("Somebody changed this since you opened it. Look at it again."))
    return line, row


def _lines(session: Session, scope_id: int) -> list[LineRow]:
    query = select(LineRow).where(LineRow.scope_id == scope_id).order_by(LineRow.position, LineRow.id)
    return list(session.scalars(query))


def _last(session: Session, scope_id: int) -> int:
    return len(_lines(session, scope_id))


def _number_lines(session: Session, scope_id: int, moved: LineRow | None = None, place: int | None = None) -> None:
    """Count positions anew, by area; the moved line goes to its place in its area, or to the end of it."""
    session.flush()
    by_area: dict[str, list[LineRow]] = {}
    for line in _lines(session, scope_id):
        by_area.setdefault(line.area, []).append(line)
    if moved is not None and place is not None:
        mates = by_area[moved.area]
        mates.remove(moved)
        mates.insert(max(0, min(place, len(mates))), moved)
    areas = sorted(by_area, key=lambda area: Area(area).order)
    for position, line in enumerate(line for area in areas for line in by_area[area]):
        if line.position != position:
            line.position = position
    session.flush()


def _member_name(session: Session, member_id: int | None) -> str:
    member = session.get(Member, member_id) if member_id is not None else None
    return member.name if member else ""
