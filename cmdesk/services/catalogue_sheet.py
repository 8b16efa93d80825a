"""What the window shows of the catalogue: one service whole, and the lists beside it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.agency import Right, may
from cmdesk.domain.catalogue import Service, Template
from cmdesk.domain.catalogue_sheet import AskedOf, ServiceSheet
from cmdesk.models import Agency, Member
from cmdesk.services.action import acting
from cmdesk.services.asked import asked
from cmdesk.services.catalogue import service, services, shipped_service, templates


def service_sheet(session: Session, code: str) -> ServiceSheet:
    """One service with what ships under its code and what it does of what is asked of the trade.

    Raises:
        NotFound: The catalogue has no such code.
    """
    entry = service(session, code)
    using = tuple(one.code for one in templates(session) if any(line.service == code for line in one.lines))
    items = {item.code: item for item in asked()}
    does = tuple(AskedOf(key, items[key].es, items[key].en) for key in entry.covers if key in items)
    shipped = None if entry.is_own else shipped_service(code)
    return ServiceSheet(entry, shipped, does, using, may_change_catalogue(session))


def may_change_catalogue(session: Session) -> bool:
    """Whether who looks may change services and read templates from files."""
    role = session.scalar(select(Member.role).where(Member.id == acting(session).member_id))
    return role is not None and may(role, Right.AGREE)


@dataclass(frozen=True, slots=True)
class TemplateShelf:
    """The templates with the services that they name, and the currency of their prices."""

    templates: tuple[Template, ...]
    services: tuple[Service, ...]
    currency: str
    may_read: bool  # whether who looks may add one from a file


def template_shelf(session: Session) -> TemplateShelf:
    """The templates of the workspace, with what their lines name."""
    currency = session.scalar(select(Agency.currency).order_by(Agency.id)) or "EUR"
    known = tuple(services(session, with_hidden=True))
    return TemplateShelf(tuple(templates(session)), known, currency, may_change_catalogue(session))
