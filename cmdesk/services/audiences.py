"""Whom a client talks to: the rows of its stakeholder map."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from cmdesk.domain.aims import AUDIENCE_RULES, Audience
from cmdesk.domain.clients import checked_field
from cmdesk.i18n import N_
from cmdesk.models import Audience as AudienceRow
from cmdesk.models import Client
from cmdesk.services.action import acting, action, found
from cmdesk.services.ordering import in_order, put_at


def audiences(session: Session, client_id: int) -> tuple[Audience, ...]:
    """The audiences of a client, in their order."""
    return tuple(
        Audience(
            row.id, row.client_id, row.who, row.interest, row.influence, row.objective, row.message,
            tuple(row.networks), row.version,
        )
        for row in in_order(session, AudienceRow, client_id)
    )  # fmt: skip


@action(N_("Add audience"))
def add_audience(session: Session, /, client_id: int, who: str, **given: Any) -> int:
    """Write down whom a client talks to, after the others, and return its id.

    Raises:
        RuleBroken: A value cannot be.
        NotFound: There is no such client.
    """
    found(session, Client, client_id)
    values = {name: checked_field(AUDIENCE_RULES, name, value) for name, value in {"who": who, **given}.items()}
    row = AudienceRow(client_id=client_id, position=len(in_order(session, AudienceRow, client_id)), **values)
    session.add(row)
    session.flush()
    return row.id


@action(N_("Change audience"))
def change_audience(session: Session, audience_id: int, field: str, value: Any, version: int | None = None) -> None:
    """Change one field of an audience.

    Raises:
        RuleBroken: The field cannot hold this.
        Conflict: Somebody changed it since `version`.
    """
    row = found(session, AudienceRow, audience_id, version=version)
    setattr(row, field, checked_field(AUDIENCE_RULES, field, value))


@action(N_("Place audience"))
def place_audience(session: Session, audience_id: int, interest: int, influence: int) -> None:
    """Put an audience into another square of the stakeholder map.

    Raises:
        RuleBroken: There is no such square.
    """
    row = found(session, AudienceRow, audience_id)
    row.interest = checked_field(AUDIENCE_RULES, "interest", interest)
    row.influence = checked_field(AUDIENCE_RULES, "influence", influence)


@action(N_("Move audience"))
def move_audience(session: Session, audience_id: int, place: int) -> None:
    """Give an audience another place among the client's, counted from 0."""
    put_at(session, AudienceRow, audience_id, place)


@action(N_("Delete audience"))
def remove_audience(session: Session, audience_id: int) -> None:
    """Put an audience into the bin."""
    found(session, AudienceRow, audience_id).deleted_at = acting(session).now
