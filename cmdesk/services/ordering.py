"""What a client has in an order of its own: aims, audiences, campaigns and pillars."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.models import Audience, Campaign, Objective, Pillar
from cmdesk.services.action import found

R = TypeVar("R", Audience, Objective, Campaign, Pillar)


def in_order(session: Session, model: type[R], client_id: int) -> list[R]:
    """All of one kind that a client has and that are not in the bin, in their order."""
    query = select(model).where(model.client_id == client_id, model.deleted_at.is_(None))
    return list(session.scalars(query.order_by(model.position, model.id)))


def put_at(session: Session, model: type[R], key: int, place: int) -> None:
    """Give one of them another place among its client's, counted from 0.

    Raises:
        NotFound: It is not there any more.
    """
    row = found(session, model, key)
    rows = [one for one in in_order(session, model, row.client_id) if one.id != key]
    rows.insert(max(0, min(place, len(rows))), row)
    for position, one in enumerate(rows):
        if one.position != position:
            one.position = position
