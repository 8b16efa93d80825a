"""The services that this agency offers, and its templates of scopes."""

from __future__ import annotations

import tomllib
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.catalogue import (
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
from cmdesk.domain.errors import NotFound
from cmdesk.domain.scope import Cadence, PriceMode, Treatment
from cmdesk.i18n import gettext as _
from cmdesk.models import ScopeTemplate
from cmdesk.models import Service as ServiceRow
from cmdesk.models import TemplateLine as TemplateLineRow
from cmdesk.paths import resource


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
        Template(row.code, TemplateWords(**row.texts["es"]), TemplateWords(**row.texts["en"]), tuple(lines[row.id]))
        for row in found
    ]


def install_catalogue(session: Session) -> None:
    """Write the shipped catalogue into an empty workspace."""
    shipped = _shipped()
    session.add_all(_service_row(entry, position) for position, entry in enumerate(shipped.services))
    for position, template in enumerate(shipped.templates):
        row = ScopeTemplate(
            code=template.code,
            position=position,
            texts={
                language: {"name": template.words(language).name, "description": template.words(language).description}
                for language in ("es", "en")
            },
        )
        session.add(row)
        session.flush()
        session.add_all(_template_line_row(row.id, place, line) for place, line in enumerate(template.lines))
    session.flush()


def _shipped() -> Catalogue:
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
    )
