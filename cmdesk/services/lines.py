"""The lines of a draft: adding, changing, moving, deciding and pasting them, one or several at once.

Its actions are serial as sending is, so that nobody changes a draft on a shared database while it is being sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.catalogue import Area, DoneBy, LineStart, Service, TemplateLine, line_start
from cmdesk.domain.clients import checked_field
from cmdesk.domain.copied import CopiedLine
from cmdesk.domain.errors import Conflict, RuleBroken
from cmdesk.domain.scope import ScopeLine, Treatment
from cmdesk.domain.scope_fields import LINE_RULES
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _
from cmdesk.models import Channel, Client, Contact, Member, Scope
from cmdesk.models import ScopeLine as LineRow
from cmdesk.services.action import acting, action, found
from cmdesk.services.agreeing import check_draft
from cmdesk.services.catalogue import service as catalogued
from cmdesk.services.catalogue import services
from cmdesk.services.reading import scope_lines

SPOKEN = ("title", "description", "criterion", "needs", "question", "not_included")
AT_ONCE = frozenset({"treatment", "done_by", "approved_by", "price_mode", "area", "networks", "roll_over", "cadence"})
_OWN = "own-"
_LAST = 1_000_000  # a position behind all others, until they are counted anew
_COPIED = tuple(one.name for one in fields(ScopeLine) if one.name not in {"id", "version", "lineage", "position"})
Doer = tuple[Literal["member", "contact"], int]


@dataclass(frozen=True, slots=True)
class Ground:
    """Where new lines stand: a draft, its client, and who writes it."""

    client: Client
    row: Scope
    networks: tuple[str, ...]  # on which the client is read by people
    member_id: int | None
    member_name: str


def ground_of(session: Session, row: Scope) -> Ground:
    """What the new lines of a draft begin with, read once for all of them."""
    client = found(session, Client, row.client_id)
    member_id = acting(session).member_id
    networks = tuple(name for name in networks_of(session, client.id) if name in SOCIAL)
    return Ground(client, row, networks, member_id, _member_name(session, member_id))


def networks_of(session: Session, client_id: int) -> tuple[str, ...]:
    """Where the client speaks, each network once."""
    query = (
        select(Channel.network)
        .where(Channel.client_id == client_id, Channel.deleted_at.is_(None), Channel.is_active)
        .order_by(Channel.id)
    )
    return tuple(dict.fromkeys(session.scalars(query)))


def left_out(service: Service) -> TemplateLine:
    """A service as a template leaves it out; its usual price stays for the day on which the client asks for it."""
    price, mode = service.price_cents, service.price_mode
    return TemplateLine(service.code, Treatment.EXCLUDED, None, None, None, None, price, mode)


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
    row = draft_row(session, scope_id)
    ground = ground_of(session, row)
    if service is None:
        line = _own_line(session, ground, area, title)
    else:
        entry = catalogued(session, service)
        line = _known_line(session, row, service) or start_line(session, ground, line_start_of(ground, entry), entry)
    number_lines(session, row.id, line, place)
    return line.id


def _known_line(session: Session, row: Scope, service: str) -> LineRow | None:
    line = next((one for one in lines_of(session, row.id) if one.service == service), None)
    if line is not None and line.treatment == Treatment.EXCLUDED:
        line.treatment = Treatment.INCLUDED
        if line.done_by_member is None and line.done_by_contact is None:
            _offer_doer(session, row, line)
    return line


def _own_line(session: Session, ground: Ground, area: str, title: str) -> LineRow:
    line = LineRow(
        scope_id=ground.row.id,
        lineage=_own_lineage(session, ground.client.id),
        position=_LAST,
        area=checked_field(LINE_RULES, "area", area),
        title=checked_field(LINE_RULES, "title", title),
        unit="time",
        quantity=1,
        done_by_member=ground.member_id,
        done_by_name=ground.member_name,
    )
    session.add(line)
    return line


def _own_lineage(session: Session, client_id: int) -> str:
    """A lineage that no line of this client ever had, not even one that was removed with its draft."""
    query = select(LineRow.lineage).join(Scope, Scope.id == LineRow.scope_id)
    used = session.scalars(query.where(Scope.client_id == client_id, LineRow.lineage.startswith(_OWN)))
    numbers = [int(lineage.removeprefix(_OWN)) for lineage in used]
    return f"{_OWN}{max(numbers, default=0) + 1}"


def line_start_of(ground: Ground, service: Service, template: TemplateLine | None = None) -> LineStart:
    """What a line of a service begins with in this draft."""
    return line_start(service, ground.row.language, ground.client.address, template)


def start_line(session: Session, ground: Ground, start: LineStart, service: Service | None = None) -> LineRow:
    """Put a line behind all others of a draft; `number_lines` counts them anew.

    Args:
        session: The open session.
        ground: The draft.
        start: What the line begins with.
        service: The service that stands behind it; none for a line of one's own.
    """
    values = {field.name: getattr(start, field.name) for field in fields(start)}
    values |= {name: list(value) for name, value in values.items() if isinstance(value, tuple)}
    names_networks = bool(start.formats) or "{networks}" in start.description
    line = LineRow(
        scope_id=ground.row.id,
        lineage=service.code if service else _own_lineage(session, ground.client.id),
        position=_LAST,
        networks=list(ground.networks) if names_networks else [],
        **values,
    )
    if service is not None and service.done_by is DoneBy.CLIENT:
        line.done_by_contact, line.done_by_name = ground.row.approver, ground.row.approver_name
    elif start.treatment is not Treatment.EXCLUDED:
        line.done_by_member, line.done_by_name = ground.member_id, ground.member_name
    if start.formats and start.treatment is not Treatment.EXCLUDED:
        line.approved_by_contact, line.approved_by_name = ground.row.approver, ground.row.approver_name
    session.add(line)
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
    _set_field(session, row, line, field, value)
    if field == "area":
        line.position = _LAST
        number_lines(session, row.id)


def line(session: Session, line_id: int) -> ScopeLine:
    """One line as it is now.

    Raises:
        NotFound: It is not there any more.
    """
    row = found(session, LineRow, line_id)
    return next(one for one in scope_lines(session, [row.scope_id])[row.scope_id] if one.id == line_id)


def _set_field(session: Session, row: Scope, line: LineRow, field: str, value: Any) -> None:
    if field == "done_by":
        _set_doer(session, row, line, value)
    elif field == "approved_by":
        contact = contact_of(session, row, value)
        line.approved_by_contact, line.approved_by_name = (contact.id, contact.name) if contact else (None, "")
    elif field == "treatment":
        _treat(session, row, line, checked_field(LINE_RULES, field, value))
    else:
        setattr(line, field, checked_field(LINE_RULES, field, value))


def _set_doer(session: Session, row: Scope, line: LineRow, doer: Doer | None) -> None:
    line.done_by_member = line.done_by_contact = None
    line.done_by_name = ""
    if doer is None:
        return
    kind, key = doer
    if kind == "contact":
        contact = contact_of(session, row, key)
        line.done_by_contact, line.done_by_name = (contact.id, contact.name) if contact else (None, "")
        return
    member = found(session, Member, key)
    line.done_by_member, line.done_by_name = member.id, member.name


def contact_of(session: Session, row: Scope, key: int | None) -> Contact | None:
    """A contact of the client whose draft this is.

    Raises:
        RuleBroken: It belongs to another client.
    """
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
    number_lines(session, row.id)


@action(N_("Move line"), is_serial=True)
def move_line(session: Session, line_id: int, place: int) -> None:
    """Give a line another place among the lines of its area, counted from 0.

    Raises:
        RuleBroken: The version was sent.
    """
    line, row = _draft_line(session, line_id)
    number_lines(session, row.id, line, place)


@action(N_("Change treatment"), is_serial=True)
def set_treatment(session: Session, line_ids: Sequence[int], treatment: Treatment | str) -> None:
    """Include, offer or leave out some lines of a draft.

    Raises:
        RuleBroken: The version was sent.
    """
    checked = checked_field(LINE_RULES, "treatment", treatment)
    for line_id in line_ids:
        line, row = _draft_line(session, line_id)
        _treat(session, row, line, checked)


def _treat(session: Session, row: Scope, line: LineRow, treatment: Treatment) -> None:
    line.treatment = treatment
    if treatment is not Treatment.EXCLUDED and line.done_by_member is None and line.done_by_contact is None:
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
    row = draft_row(session, scope_id)
    decided = {line.service for line in lines_of(session, scope_id)}
    undecided = [service for service in services(session) if service.code not in decided]
    ground = ground_of(session, row)
    for service in undecided:
        start_line(session, ground, line_start_of(ground, service, left_out(service)), service)
    number_lines(session, row.id)
    return len(undecided)


@action(N_("Decide service"), is_serial=True)
def decide_service(session: Session, scope_id: int, service: str, treatment: Treatment | str) -> int:
    """Include, offer or leave out a service of the catalogue, and return its line's id.

    Raises:
        RuleBroken: The version was sent.
        NotFound: The catalogue has no such service.
    """
    row = draft_row(session, scope_id)
    checked = checked_field(LINE_RULES, "treatment", treatment)
    line = next((one for one in lines_of(session, row.id) if one.service == service), None)
    if line is None:
        entry = catalogued(session, service)
        ground = ground_of(session, row)
        start = line_start_of(ground, entry, left_out(entry) if checked is Treatment.EXCLUDED else None)
        line = start_line(session, ground, start, entry)
    _treat(session, row, line, checked)
    number_lines(session, row.id)
    return line.id


# --- Several at once --------------------------------------------------------------------------------------------------


@action(N_("Change lines"), is_serial=True)
def change_lines(session: Session, line_ids: Sequence[int], field: str, value: Any) -> None:
    """Change one field of several lines of a draft.

    Args:
        session: The open session.
        line_ids: The lines.
        field: What makes sense for several: treatment, done_by, approved_by, price_mode, area, networks, roll_over
            or cadence; values are as `change_line` takes them.
        value: What all of them get.

    Raises:
        RuleBroken: The value cannot be, the field is of one line only, or the version was sent.
    """
    if field not in AT_ONCE:
        raise RuleBroken(_("This can be changed in one line at a time only."), field=field)
    scope_ids = set()
    for place, line_id in enumerate(line_ids):
        line, row = _draft_line(session, line_id)
        _set_field(session, row, line, field, value)
        if field == "area":
            line.position = _LAST + place
            scope_ids.add(row.id)
    for scope_id in scope_ids:
        number_lines(session, scope_id)


@action(N_("Remove lines"), is_serial=True)
def remove_lines(session: Session, line_ids: Sequence[int]) -> None:
    """Take several lines out of a draft; their services are undecided again.

    Raises:
        RuleBroken: The version was sent.
    """
    scope_ids = set()
    for line_id in line_ids:
        line, row = _draft_line(session, line_id)
        scope_ids.add(row.id)
        session.delete(line)
    session.flush()
    for scope_id in scope_ids:
        number_lines(session, scope_id)


@action(N_("Duplicate lines"), is_serial=True)
def duplicate_lines(session: Session, line_ids: Sequence[int]) -> tuple[int, ...]:
    """Put a copy of each of these lines below it, and return the ids of the copies.

    A copy has a lineage of its own; it goes on standing for its service.

    Raises:
        RuleBroken: The version was sent.
    """
    made = []
    for line_id in line_ids:
        line, row = _draft_line(session, line_id)
        values = {name: getattr(line, name) for name in _COPIED}
        values |= {name: list(value) for name, value in values.items() if isinstance(value, list)}
        copy = LineRow(
            scope_id=row.id, lineage=_own_lineage(session, row.client_id), position=_LAST, **values
        )  # fmt: skip
        session.add(copy)
        mates = [one for one in lines_of(session, row.id) if one.area == line.area]
        number_lines(session, row.id, copy, mates.index(line) + 1)
        made.append(copy.id)
    return tuple(made)


# --- Between clients --------------------------------------------------------------------------------------------------


def copied_lines(session: Session, line_ids: Sequence[int]) -> tuple[CopiedLine, ...]:
    """These lines as they can be put into another draft, in their order.

    Raises:
        NotFound: One of them is not there any more.
    """
    copies = []
    for line_id in line_ids:
        row = found(session, LineRow, line_id)
        scope = found(session, Scope, row.scope_id)
        address = found(session, Client, scope.client_id).address
        copies.append((row.position, CopiedLine(line(session, line_id), scope.language, str(address), scope.currency)))
    return tuple(copy for _position, copy in sorted(copies, key=lambda one: one[0]))


@action(N_("Paste lines"), is_serial=True)
def paste_lines(session: Session, scope_id: int, lines: Sequence[CopiedLine]) -> tuple[int, ...]:
    """Put copied lines into a draft and return their ids.

    Texts of the catalogue are taken over in the draft's own language and form of address; people and networks that do
    not belong to the client are left behind; a price in another currency is left open. A service that the draft
    leaves out becomes what was pasted, instead of standing there twice.

    Raises:
        RuleBroken: What was copied cannot be a line, or the version was sent.
    """
    row = draft_row(session, scope_id)
    ground = ground_of(session, row)
    known = {service.code: service for service in services(session, with_hidden=True)}
    made = [_paste(session, ground, copy, known.get(copy.line.service or "")) for copy in lines]
    number_lines(session, row.id)
    return tuple(line.id for line in made)


def _paste(session: Session, ground: Ground, copy: CopiedLine, service: Service | None) -> LineRow:
    values = _values_for(session, ground, copy, service)
    here = [one for one in lines_of(session, ground.row.id) if service is not None and one.service == service.code]
    line = next((one for one in here if one.treatment == Treatment.EXCLUDED), None)
    if line is None:
        is_first = service is not None and not here
        lineage = service.code if service is not None and is_first else _own_lineage(session, ground.client.id)
        line = LineRow(scope_id=ground.row.id, lineage=lineage, position=_LAST)
        session.add(line)
    for name, value in values.items():
        setattr(line, name, value)
    session.flush()
    return line


def _values_for(session: Session, ground: Ground, copy: CopiedLine, service: Service | None) -> dict[str, Any]:
    line = copy.line
    values = {name: checked_field(LINE_RULES, name, getattr(line, name)) for name in LINE_RULES}
    values["service"] = service.code if service else None
    values |= _texts_for(ground, copy, service)
    values |= _people_for(session, ground, line)
    channels = networks_of(session, ground.client.id)
    kept = [name for name in line.networks if name in channels]
    values["networks"] = kept or (list(ground.networks) if line.networks else [])
    if copy.currency != ground.row.currency:
        values["price_cents"] = values["overage_cents"] = None
    return values


def _texts_for(ground: Ground, copy: CopiedLine, service: Service | None) -> dict[str, str]:
    """The catalogue's own words in the draft's language, where nobody wrote others in that language."""
    if service is None:
        return {}
    there = line_start(service, copy.language, copy.address)
    here = line_start_of(ground, service)
    is_other = copy.language != ground.row.language
    return {
        name: getattr(here, name)
        for name in SPOKEN
        if is_other or getattr(copy.line, name) == getattr(there, name)
    }  # fmt: skip


def _people_for(session: Session, ground: Ground, line: ScopeLine) -> dict[str, Any]:
    """Who does and approves it: who is a member, or belongs to this client; else whom a new line would have."""
    doer, approver = _contact_here(session, ground, line.done_by_contact), None
    if line.approved_by_contact is not None:
        approver = _contact_here(session, ground, line.approved_by_contact)
    member = session.get(Member, line.done_by_member) if line.done_by_member is not None else None
    member_id, name = (member.id, member.name) if member is not None and member.is_active else (None, "")
    if doer is not None:
        member_id, name = None, doer.name
    elif line.done_by_contact is not None and ground.row.approver is not None:
        return _approved(ground, line, approver) | {
            "done_by_member": None, "done_by_contact": ground.row.approver, "done_by_name": ground.row.approver_name,
        }  # fmt: skip
    elif member_id is None and line.done_by_member is not None:
        member_id, name = ground.member_id, ground.member_name
    return _approved(ground, line, approver) | {
        "done_by_member": member_id, "done_by_contact": doer.id if doer else None, "done_by_name": name,
    }  # fmt: skip


def _approved(ground: Ground, line: ScopeLine, approver: Contact | None) -> dict[str, Any]:
    if approver is not None:
        return {"approved_by_contact": approver.id, "approved_by_name": approver.name}
    if line.approved_by_contact is None:
        return {"approved_by_contact": None, "approved_by_name": ""}
    return {"approved_by_contact": ground.row.approver, "approved_by_name": ground.row.approver_name}


def _contact_here(session: Session, ground: Ground, key: int | None) -> Contact | None:
    contact = session.get(Contact, key) if key is not None else None
    if contact is None or contact.deleted_at is not None or contact.client_id != ground.client.id:
        return None
    return contact


# --- What these share -------------------------------------------------------------------------------------------------


def draft_row(session: Session, scope_id: int, *, version: int | None = None) -> Scope:
    """The row of a draft, which may be changed.

    Raises:
        NotFound: There is none any more.
        RuleBroken: The version was sent.
        Conflict: Somebody changed its conditions since `version`.
    """
    row = found(session, Scope, scope_id, version=version)
    check_draft(session, row)
    return row


def _draft_line(session: Session, line_id: int, version: int | None = None) -> tuple[LineRow, Scope]:
    line = found(session, LineRow, line_id)
    row = draft_row(session, line.scope_id)
    if version is not None and line.version != version:
        raise Conflict(_("Somebody changed this since you opened it. Look at it again."))
    return line, row


def lines_of(session: Session, scope_id: int) -> list[LineRow]:
    """The rows of a version's lines, in their order."""
    query = select(LineRow).where(LineRow.scope_id == scope_id).order_by(LineRow.position, LineRow.id)
    return list(session.scalars(query))


def number_lines(session: Session, scope_id: int, moved: LineRow | None = None, place: int | None = None) -> None:
    """Count positions anew, by area; the moved line goes to its place in its area, or to the end of it."""
    session.flush()
    by_area: dict[str, list[LineRow]] = {}
    for line in lines_of(session, scope_id):
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
