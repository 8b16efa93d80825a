"""What a client wants to reach, and how it is measured."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from cmdesk.domain.aims import OBJECTIVE_RULES, AimsSheet, Objective
from cmdesk.domain.clients import checked_field
from cmdesk.i18n import N_
from cmdesk.models import Client
from cmdesk.models import Objective as ObjectiveRow
from cmdesk.services.action import acting, action, found
from cmdesk.services.audiences import audiences
from cmdesk.services.ordering import in_order, put_at


def objectives(session: Session, client_id: int) -> tuple[Objective, ...]:
    """The objectives of a client, in their order."""
    return tuple(
        Objective(
            row.id, row.client_id, row.aim, row.measure, row.network, row.baseline, row.target, row.deadline,
            row.source, row.version,
        )
        for row in in_order(session, ObjectiveRow, client_id)
    )  # fmt: skip


def aims_sheet(session: Session, client_id: int) -> AimsSheet:
    """What a client wants and whom it talks to."""
    return AimsSheet(client_id, objectives(session, client_id), audiences(session, client_id))


@action(N_("Add objective"))
def add_objective(session: Session, /, client_id: int, aim: str, **given: Any) -> int:
    """Write down what a client wants to reach, after the others, and return its id.

    Raises:
        RuleBroken: A value cannot be.
        NotFound: There is no such client.
    """
    found(session, Client, client_id)
    values = {name: checked_field(OBJECTIVE_RULES, name, value) for name, value in {"aim": aim, **given}.items()}
    row = ObjectiveRow(client_id=client_id, position=len(in_order(session, ObjectiveRow, client_id)), **values)
    session.add(row)
    session.flush()
    return row.id


@action(N_("Change objective"))
def change_objective(session: Session, objective_id: int, field: str, value: Any, version: int | None = None) -> None:
    """Change one field of an objective.

    Raises:
        RuleBroken: The field cannot hold this.
        Conflict: Somebody changed it since `version`.
    """
    row = found(session, ObjectiveRow, objective_id, version=version)
    setattr(row, field, checked_field(OBJECTIVE_RULES, field, value))


@action(N_("Move objective"))
def move_objective(session: Session, objective_id: int, place: int) -> None:
    """Give an objective another place among the client's, counted from 0."""
    put_at(session, ObjectiveRow, objective_id, place)


@action(N_("Delete objective"))
def remove_objective(session: Session, objective_id: int) -> None:
    """Put an objective into the bin."""
    found(session, ObjectiveRow, objective_id).deleted_at = acting(session).now
