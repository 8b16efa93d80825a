"""The services that this agency offers, and its templates of scopes."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cmdesk.domain.agency import Right
from cmdesk.domain.catalogue import (
    WORD_FIELDS,
    Area,
    Catalogue,
    DoneBy,
    Function,
    Service,
    ServiceWords,
    Template,
    TemplateLine,
    TemplateWords,
    parse_catalogue,
)
from cmdesk.domain.catalogue_fields import checked_service_field
from cmdesk.domain.errors import Conflict, NotFound, RuleBroken
from cmdesk.domain.scope import Cadence, PriceMode, Treatment
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _
from cmdesk.models import Agency, ScopeTemplate
from cmdesk.models import ScopeLine as LineRow
from cmdesk.models import Service as ServiceRow
from cmdesk.models import TemplateLine as TemplateLineRow
from cmdesk.paths import resource
from cmdesk.services.action import action

EDITION = 2
"""Of the shipped catalogue; raised with each change of it, so that workspaces take the change in."""


def services(session: Session, *, with_hidden: bool = False) -> list[Service]:
    """The services of the catalogue, by area."""
    query = select(ServiceRow).order_by(ServiceRow.position, ServiceRow.id)
    if not with_hidden:
        query = query.where(~ServiceRow.is_hidden)
    return [_service(row) for row in session.scalars(query)]


def service(session: Session, code: str) -> Service:
    """One service, hidden or not.

    Raises:
        NotFound: The catalogue has no such code.
    """
    row = session.scalars(select(ServiceRow).where(ServiceRow.code == code)).one_or_none()
    if row is None:
        raise NotFound(_("The catalogue has no service “{code}”.").format(code=code))
    return _service(row)


def templates(session: Session) -> list[Template]:
    """The templates, the smallest first, each with its lines."""
    lines: dict[int, list[TemplateLine]] = {}
    for row in session.scalars(select(TemplateLineRow).order_by(TemplateLineRow.position, TemplateLineRow.id)):
        lines.setdefault(row.template_id, []).append(_template_line(row))
    found = session.scalars(select(ScopeTemplate).order_by(ScopeTemplate.position, ScopeTemplate.id))
    return [
        Template(
            row.code,
            TemplateWords(**row.texts["es"]),
            TemplateWords(**row.texts["en"]),
            tuple(lines.get(row.id, ())),
            is_own=row.is_own,
            terms=row.terms,
        )
        for row in found
    ]


def shipped_service(code: str) -> Service | None:
    """A service as it ships; none where the agency made it."""
    return shipped().service(code)


# --- Editing ----------------------------------------------------------------------------------------------------------


@action(N_("Change service"), right=Right.AGREE)
def change_service(session: Session, code: str, field: str, value: Any, version: int | None = None) -> None:
    """Change one field of a service; words are named by their language, such as 'es.title'.

    What the agency changed stays when an update of the catalogue comes.

    Raises:
        RuleBroken: The field cannot hold this.
        NotFound: The catalogue has no such code.
        Conflict: Somebody changed the service since `version`.
    """
    row = _row(session, code, version)
    _write(row, field, checked_service_field(field, value))
    shipped_entry = shipped_service(code)
    changed = {*row.changed} - {field}
    if shipped_entry is not None and _value(shipped_entry, field) != _value(_service(row), field):
        changed.add(field)
    row.changed = sorted(changed)
    row.is_new = False


@action(N_("Add service"), right=Right.AGREE)
def add_service(session: Session, area: Area | str, name: str, like: str | None = None) -> str:
    """Add a service of the agency's own at the end of an area, and return its code.

    Args:
        session: The open session.
        area: Where it belongs.
        name: What it is called, in both languages until somebody translates it.
        like: Code of a service that it is a copy of.

    Raises:
        RuleBroken: The name is missing.
        NotFound: There is no service to copy.
    """
    named = checked_service_field("es.name", name)
    place = Area(checked_service_field("area", area))
    model = service(session, like) if like is not None else _blank(place, named)
    code = _own_code(session)
    words = {
        language: asdict(replace(model.words(language), name=named, title=named)) for language in ("es", "en")
    }  # fmt: skip
    row = _service_row(model, 0)
    row.code, row.area, row.texts = code, place, words
    row.is_own, row.is_new, row.changed, row.covers = True, False, [], []
    row.position = _after(session, place)
    session.add(row)
    session.flush()
    _number(session)
    return code


def keep_service(session: Session, entry: Service) -> str:
    """Keep a service that came with a template, and return the code under which the catalogue has it.

    One that ships, or is there already with the same words, is not kept twice.
    """
    row = session.scalars(select(ServiceRow).where(ServiceRow.code == entry.code)).one_or_none()
    if row is not None and (not row.is_own or (_service(row).es, _service(row).en) == (entry.es, entry.en)):
        return row.code
    new = _service_row(entry, _after(session, entry.area))
    new.code = entry.code if row is None and entry.code.startswith(_OWN) else _own_code(session)
    new.is_own = True
    session.add(new)
    session.flush()
    _number(session)
    return new.code


@action(N_("Delete service"), right=Right.AGREE)
def remove_service(session: Session, code: str) -> None:
    """Delete a service of the agency's own; lines that were made from it stay as they are.

    Raises:
        RuleBroken: It is shipped with the program, and can only be hidden.
        NotFound: The catalogue has no such code.
    """
    row = _row(session, code)
    if not row.is_own:
        raise RuleBroken(_("This service comes with CMDesk. Hide it instead."))
    if session.scalar(select(func.count()).select_from(TemplateLineRow).where(TemplateLineRow.service == code)):
        raise RuleBroken(_("A template uses this service. Take it out of the template first, or hide it."))
    session.delete(row)


@action(N_("Hide service"), right=Right.AGREE)
def hide_services(session: Session, codes: Sequence[str], is_hidden: bool = True) -> None:
    """Hide services that the agency does not sell, or show them again; a scope does not ask for hidden ones.

    Raises:
        NotFound: The catalogue has no such code.
    """
    for code in codes:
        _row(session, code).is_hidden = is_hidden


@action(N_("Move service"), right=Right.AGREE)
def move_service(session: Session, code: str, place: int) -> None:
    """Give a service another place among those of its area, counted from 0 with the hidden ones.

    Raises:
        NotFound: The catalogue has no such code.
    """
    _number(session, _row(session, code), place)


@action(N_("Reset service"), right=Right.AGREE)
def reset_service(session: Session, code: str) -> None:
    """Say everything about a service as it ships; its price, its place and whether it is hidden stay.

    Raises:
        RuleBroken: It is the agency's own, or does not ship any more.
        NotFound: The catalogue has no such code.
    """
    row = _row(session, code)
    entry = shipped_service(code)
    if entry is None or row.is_own:
        raise RuleBroken(_("This service is your own; there is no shipped text to go back to."))
    _take_in(row, entry, keep={"price_cents", "price_mode"})
    row.changed = [name for name in row.changed if name in {"price_cents", "price_mode"}]


@action(N_("Mark services as seen"), right=Right.EDIT, is_undoable=False)
def mark_seen(session: Session) -> None:
    """Take the mark off the services that an update brought."""
    for row in session.scalars(select(ServiceRow).where(ServiceRow.is_new)):
        row.is_new = False


# --- Updates of what ships --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CatalogueNews:
    """What an update of the shipped catalogue brought."""

    added: tuple[str, ...] = ()  # codes
    changed: tuple[str, ...] = ()  # codes of services with a new text or figure
    kept: tuple[str, ...] = ()  # codes of services where the agency's own words stayed

    def __bool__(self) -> bool:
        """Whether it brought anything."""
        return bool(self.added or self.changed)


def has_newer_catalogue(session: Session) -> bool:
    """Whether the program ships a newer catalogue than the workspace has taken in."""
    edition = session.scalar(select(Agency.catalogue_edition).order_by(Agency.id))
    return edition is not None and edition < EDITION


@action(N_("Update catalogue"), right=Right.EDIT, is_undoable=False)
def update_catalogue(session: Session) -> CatalogueNews:
    """Take in what the program ships: new services, and new texts where the agency changed nothing.

    Services that do not ship any more stay as they are. Templates and routines that are missing are added.
    """
    rows = {row.code: row for row in session.scalars(select(ServiceRow))}
    added: list[str] = []
    changed: list[str] = []
    kept: list[str] = []
    for entry in shipped().services:
        row = rows.get(entry.code)
        if row is None:
            new = _service_row(entry, len(rows) + len(added))
            new.is_new = True
            session.add(new)
            added.append(entry.code)
        elif not row.is_own:
            before = _service(row)
            _take_in(row, entry, keep=set(row.changed))
            if _service(row) != before:
                changed.append(entry.code)
            if row.changed:
                kept.append(entry.code)
    _add_missing_templates(session)
    for agency in session.scalars(select(Agency)):
        agency.catalogue_edition = EDITION
    session.flush()
    _number(session)
    return CatalogueNews(tuple(added), tuple(changed), tuple(kept))


def _add_missing_templates(session: Session) -> None:
    known = set(session.scalars(select(ScopeTemplate.code)))
    for position, template in enumerate(shipped().templates):
        if template.code not in known:
            add_template(session, template, position)


def _take_in(row: ServiceRow, entry: Service, keep: set[str]) -> None:
    """Write what ships into a row, but for the fields that are kept."""
    fresh = _service_row(entry, row.position)
    for field in _SHIPPED_FIELDS:
        name = _COLUMNS.get(field, field)
        if field not in keep and getattr(row, name) != getattr(fresh, name):
            setattr(row, name, getattr(fresh, name))
    texts = {
        language: {
            name: (row if f"{language}.{name}" in keep else fresh).texts[language].get(name, "") for name in WORD_FIELDS
        }
        for language in ("es", "en")
    }
    if texts != row.texts:
        row.texts = texts


_COLUMNS = {"minutes": "minutes_per_unit"}
_SHIPPED_FIELDS = (
    "area", "function", "responsibility", "rank", "unit", "quantity", "cadence", "formats", "revision_rounds",
    "response_hours", "done_by", "minutes", "covers", "is_often_expected",
)  # fmt: skip


# --- What these share -------------------------------------------------------------------------------------------------


def _row(session: Session, code: str, version: int | None = None) -> ServiceRow:
    row = session.scalars(select(ServiceRow).where(ServiceRow.code == code)).one_or_none()
    if row is None:
        raise NotFound(_("The catalogue has no service “{code}”.").format(code=code))
    if version is not None and row.version != version:
        raise Conflict(_("Somebody changed this since you opened it. Look at it again."))
    return row


def _write(row: ServiceRow, field: str, value: Any) -> None:
    language, dot, name = field.partition(".")
    if not dot:
        setattr(row, _COLUMNS.get(field, field), value)
        return
    row.texts = row.texts | {language: row.texts[language] | {name: value}}


def _value(entry: Service, field: str) -> Any:
    language, dot, name = field.partition(".")
    return getattr(entry.words(language), name) if dot else getattr(entry, field)


def _blank(area: Area, name: str) -> Service:
    words = ServiceWords(name, name, "", "")
    return Service(
        code="",
        area=area,
        function=Function.EXTERNAL,
        responsibility="",
        rank=0,
        unit="time",
        quantity=1,
        cadence=Cadence.MONTH,
        formats=(),
        revision_rounds=None,
        response_hours=None,
        done_by=DoneBy.AGENCY,
        minutes=None,
        covers=(),
        es=words,
        en=words,
    )


def _own_code(session: Session) -> str:
    """A code that no service ever had, and no line either."""
    used = {*session.scalars(select(ServiceRow.code)), *session.scalars(select(LineRow.service).distinct())}
    numbers = [int(code.removeprefix(_OWN)) for code in used if code and code.startswith(_OWN) and code[4:].isdigit()]
    return f"{_OWN}{max(numbers, default=0) + 1:03d}"


_OWN = "AGY-"


def _after(session: Session, area: Area) -> int:
    positions = session.scalars(select(ServiceRow.position).where(ServiceRow.area == area))
    return max(positions, default=-1) + 1


def _number(session: Session, moved: ServiceRow | None = None, place: int = 0) -> None:
    """Count positions anew, by area; the moved service goes to its place in its area."""
    session.flush()
    rows = list(session.scalars(select(ServiceRow).order_by(ServiceRow.position, ServiceRow.id)))
    if moved is not None:
        rows.remove(moved)
        mates = [row for row in rows if row.area == moved.area]
        before = mates[place] if 0 <= place < len(mates) else None
        after = rows.index(mates[-1]) + 1 if mates else len(rows)
        rows.insert(rows.index(before) if before else after, moved)
    rows.sort(key=lambda row: Area(row.area).order)
    for position, row in enumerate(rows):
        if row.position != position:
            row.position = position
    session.flush()


# --- What ships -------------------------------------------------------------------------------------------------------


def install_catalogue(session: Session) -> None:
    """Write the shipped catalogue into an empty workspace."""
    entries = shipped()
    session.add_all(_service_row(entry, position) for position, entry in enumerate(entries.services))
    for position, template in enumerate(entries.templates):
        add_template(session, template, position)
    for agency in session.scalars(select(Agency)):
        agency.catalogue_edition = EDITION
    session.flush()


def add_template(session: Session, template: Template, position: int) -> None:
    """Write a template with its lines into the workspace."""
    row = ScopeTemplate(
        code=template.code,
        position=position,
        texts={"es": asdict(template.es), "en": asdict(template.en)},
        is_own=template.is_own,
        terms=dict(template.terms),
    )
    session.add(row)
    session.flush()
    session.add_all(_template_line_row(row.id, place, line) for place, line in enumerate(template.lines))
    session.flush()


@cache
def shipped() -> Catalogue:
    """The catalogue in the program's own files."""
    return parse_catalogue(
        [entry for area in Area for entry in _tables(f"services/{area}.toml", "service")],
        _tables("templates.toml", "template"),
        _tables("responsibilities.toml", "responsibility"),
    )


def _tables(name: str, key: str) -> list[dict[str, Any]]:
    tables: list[dict[str, Any]] = tomllib.loads(resource("catalogue", name).read_text("utf-8"))[key]
    return tables


def _words(words: ServiceWords) -> dict[str, str]:
    return {name: getattr(words, name) for name in ServiceWords.__dataclass_fields__}


def _service(row: ServiceRow) -> Service:
    return Service(
        code=row.code,
        area=Area(row.area),
        function=Function(row.function),
        responsibility=row.responsibility,
        rank=row.rank or 0,
        unit=row.unit,
        quantity=row.quantity,
        cadence=Cadence(row.cadence),
        formats=tuple(row.formats),
        revision_rounds=row.revision_rounds,
        response_hours=row.response_hours,
        done_by=DoneBy(row.done_by),
        minutes=row.minutes_per_unit,
        covers=tuple(row.covers),
        es=ServiceWords.parse(row.texts["es"]),
        en=ServiceWords.parse(row.texts["en"]),
        is_often_expected=row.is_often_expected,
        price_cents=row.price_cents,
        price_mode=PriceMode(row.price_mode),
        is_hidden=row.is_hidden,
        is_own=row.is_own,
        is_new=row.is_new,
        changed=tuple(row.changed),
        id=row.id,
        version=row.version,
    )


def _service_row(entry: Service, position: int) -> ServiceRow:
    return ServiceRow(
        code=entry.code,
        position=position,
        area=entry.area,
        function=entry.function,
        responsibility=entry.responsibility,
        rank=entry.rank,
        unit=entry.unit,
        quantity=entry.quantity,
        cadence=entry.cadence,
        formats=list(entry.formats),
        revision_rounds=entry.revision_rounds,
        response_hours=entry.response_hours,
        done_by=entry.done_by,
        minutes_per_unit=entry.minutes,
        covers=list(entry.covers),
        texts={"es": _words(entry.es), "en": _words(entry.en)},
        is_often_expected=entry.is_often_expected,
        price_cents=entry.price_cents,
        price_mode=entry.price_mode,
        is_own=entry.is_own,
        changed=[],
    )


def _template_line(row: TemplateLineRow) -> TemplateLine:
    return TemplateLine(
        service=row.service,
        treatment=Treatment(row.treatment),
        quantity=row.quantity,
        cadence=Cadence(row.cadence) if row.cadence else None,
        revision_rounds=row.revision_rounds,
        response_hours=row.response_hours,
        price_cents=row.price_cents,
        price_mode=PriceMode(row.price_mode),
        own=row.own,
    )


def _template_line_row(template_id: int, position: int, line: TemplateLine) -> TemplateLineRow:
    return TemplateLineRow(
        template_id=template_id,
        position=position,
        service=line.service,
        treatment=line.treatment,
        quantity=line.quantity,
        cadence=line.cadence,
        revision_rounds=line.revision_rounds,
        response_hours=line.response_hours,
        price_cents=line.price_cents,
        price_mode=line.price_mode,
        own=dict(line.own),
    )
