"""What the sidebar shows: clients, who acts, and what needs a person today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cmdesk.domain.agency import Member
from cmdesk.domain.changes import Kind
from cmdesk.domain.clients import ClientStatus, ClientTile
from cmdesk.domain.tasks import ColumnKind
from cmdesk.models import BoardColumn, Client, Task
from cmdesk.services.action import acting
from cmdesk.services.agency import members
from cmdesk.services.clients import tiles

SHOWS = frozenset({Kind.CLIENT, Kind.MEMBER, Kind.TASK, Kind.BOARD_COLUMN})


@dataclass(frozen=True, slots=True)
class SidebarContents:
    """The lists of the sidebar; the counts are tasks due today or late."""

    tiles: tuple[ClientTile, ...]
    sections: Mapping[str, int]
    clients: Mapping[int, int]
    member: Member | None


def sidebar(session: Session) -> SidebarContents:
    """What the sidebar shows now."""
    who = acting(session)
    due = (
        select(Task.client_id)
        .join(BoardColumn, BoardColumn.id == Task.column_id)
        .outerjoin(Client, Client.id == Task.client_id)
        .where(
            Task.deleted_at.is_(None),
            Task.due <= who.today,
            BoardColumn.kind != ColumnKind.DONE,
            Client.archived_at.is_(None),
            # of a client that rests nothing is asked; the agency's own work has none
            or_(Client.status.is_(None), Client.status != ClientStatus.PAUSED),
        )
    )
    counts = Counter(session.scalars(due))
    return SidebarContents(
        tuple(tiles(session)),
        {"tasks": counts.total()},
        {client: count for client, count in counts.items() if client is not None},
        next((m for m in members(session) if m.id == who.member_id), None),
    )
