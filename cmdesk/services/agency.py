"""The agency and its members."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cmdesk.domain.agency import Agency, Member, Right, Role, check_logo, checked_agency, checked_member
from cmdesk.domain.clients import COLOURS, checked_language, checked_line
from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.domain.scope_start import ScopeStart, changed_start, without_start
from cmdesk.domain.scope_start import scope_start as start_of
from cmdesk.domain.tasks import STANDARD_COLUMNS
from cmdesk.i18n import N_, speech
from cmdesk.i18n import gettext as _
from cmdesk.models import Agency as AgencyRow
from cmdesk.models import BoardColumn
from cmdesk.models import Member as MemberRow
from cmdesk.services.action import action, found
from cmdesk.services.catalogue import install_catalogue


@action(N_("Found agency"), right=Right.MANAGE, is_undoable=False)
def found_agency(session: Session, name: str, owner: str, language: str = "es") -> int:
    """Write the first rows of an empty workspace and return the owner's id.

    Raises:
        RuleBroken: A name is missing, or there is an agency already.
    """
    if session.scalar(select(func.count()).select_from(AgencyRow)):
        raise RuleBroken(_("This workspace has its agency already."))
    title = checked_line(name, "name", needed=_("Write the name of the agency."))
    session.add(AgencyRow(name=title, language=checked_language(language)))
    member = MemberRow(name=checked_line(owner, "owner") or title, role=Role.OWNER, colour=6)
    session.add(member)
    words = speech(language)
    session.add_all(
        BoardColumn(name=words.gettext(title), kind=kind, position=i)
        for i, (title, kind) in enumerate(STANDARD_COLUMNS)
    )
    install_catalogue(session)
    session.flush()
    return member.id


def agency(session: Session) -> Agency:
    """The agency of this workspace.

    Raises:
        NotFound: The workspace is empty.
    """
    row = session.scalars(select(AgencyRow).order_by(AgencyRow.id)).first()
    if row is None:
        raise NotFound(_("This workspace has no agency yet."))
    return Agency(
        row.id, row.name, row.tax_id, row.address, row.email, row.phone, row.colour, row.language, row.currency,
        row.tax_bp, row.time_zone, row.first_week_day, tuple(row.working_days), row.opens, row.closes, row.logo,
        row.version,
    )  # fmt: skip


@action(N_("Change agency"), right=Right.MANAGE)
def change_agency(session: Session, field: str, value: Any) -> None:
    """Change one field of the agency; the logo has an action of its own.

    Raises:
        RuleBroken: The value cannot be.
    """
    row = found(session, AgencyRow, agency(session).id)
    setattr(row, field, checked_agency(field, value, present=agency(session)))


@action(N_("Change logo"), right=Right.MANAGE)
def change_logo(session: Session, data: bytes | None) -> None:
    """Keep a picture as the agency's logo, or take the logo away.

    Raises:
        RuleBroken: It is no picture that documents can show, or too large.
    """
    found(session, AgencyRow, agency(session).id).logo = kept_logo(session, data)


def kept_logo(session: Session, data: bytes | None) -> str | None:
    """The hash under which a logo is kept; nothing for none.

    Raises:
        RuleBroken: It is no picture that documents can show, or too large.
    """
    from cmdesk.services.media import keep_bytes

    if data is None:
        return None
    check_logo(data)
    return keep_bytes(session, data)


def scope_start(session: Session) -> ScopeStart:
    """What new scopes begin with."""
    return start_of(found(session, AgencyRow, agency(session).id).scope_start)


@action(N_("Change what a new scope begins with"), right=Right.MANAGE)
def change_scope_start(session: Session, language: str | None, field: str, value: Any) -> None:
    """Let new scopes begin with this; drafts that stand already keep what they say.

    Args:
        session: The open session.
        language: Of a text; none for a number or a choice.
        field: As the terms of a scope name it, or `valid_days`.
        value: What to begin with.

    Raises:
        RuleBroken: The field cannot hold this.
    """
    row = found(session, AgencyRow, agency(session).id)
    row.scope_start = changed_start(row.scope_start, language, field, value)


@action(N_("Take the shipped text again"), right=Right.MANAGE)
def reset_scope_start(session: Session, language: str | None, field: str) -> None:
    """Let new scopes begin with what ships in one field."""
    row = found(session, AgencyRow, agency(session).id)
    row.scope_start = without_start(row.scope_start, language, field)


def members(session: Session, *, only_active: bool = False) -> list[Member]:
    """The members of the agency, by name."""
    query = select(MemberRow).order_by(func.lower(MemberRow.name), MemberRow.id)
    if only_active:
        query = query.where(MemberRow.is_active)
    return [
        Member(row.id, row.name, row.email, row.colour, Role(row.role), row.is_active, row.version)
        for row in session.scalars(query)
    ]


@action(N_("Add member"), right=Right.MANAGE)
def add_member(session: Session, name: str, *, role: Role = Role.EDITOR, email: str = "") -> int:
    """Add a person to the staff and return their id.

    Raises:
        RuleBroken: The name is missing.
    """
    values = {"name": name, "role": role, "email": email}
    checked = {field: checked_member(field, value) for field, value in values.items()}
    count = session.scalar(select(func.count()).select_from(MemberRow)) or 0
    row = MemberRow(**checked, colour=count % COLOURS + 1)
    session.add(row)
    session.flush()
    return row.id


@action(N_("Change member"), right=Right.MANAGE)
def change_member(session: Session, member_id: int, field: str, value: Any) -> None:
    """Change one field of a member; the agency keeps one active owner.

    Raises:
        RuleBroken: The value cannot be, or nobody could manage the agency any more.
    """
    row = found(session, MemberRow, member_id)
    setattr(row, field, checked_member(field, value))
    session.flush()
    owners = select(func.count()).select_from(MemberRow).where(MemberRow.role == Role.OWNER, MemberRow.is_active)
    if not session.scalar(owners):
        raise RuleBroken(_("The agency needs one active owner."), field=field)
