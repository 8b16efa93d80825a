"""Where an agreement stands beside its versions: what is asked of us now, and what waits for a decision."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.clients import ClientStatus
from cmdesk.domain.ending import LeftOver
from cmdesk.domain.reminders import Reminder, reminders_of
from cmdesk.models import Agency, Client
from cmdesk.services.action import acting, found
from cmdesk.services.ending import left_over
from cmdesk.services.extras import extras
from cmdesk.services.reading import scope_versions


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person should know of a client's agreement now.

    Attributes:
        client_id: Whose.
        status: Of the client.
        status_reason: Why it is paused or ended.
        reminders: What it asks for.
        open_extras: How many requests wait for a decision.
        left: What is planned after the end.
        agency: The agency's name, which signs letters.
    """

    client_id: int
    status: ClientStatus
    status_reason: str
    reminders: tuple[Reminder, ...]
    open_extras: int
    left: LeftOver
    agency: str

    @property
    def is_paused(self) -> bool:
        """Whether the work rests."""
        return self.status is ClientStatus.PAUSED


def standing(session: Session, client_id: int) -> Standing:
    """What a client's agreement asks for now; of a paused client nothing is asked.

    Raises:
        NotFound: There is no such client.
    """
    row = found(session, Client, client_id)
    status = ClientStatus(row.status)
    versions = scope_versions(session, client_id)
    asked = extras(session, client_id, only_open=True)
    left = left_over(session, client_id)
    today = acting(session).today
    is_over = status is ClientStatus.ENDED
    due = (
        ()
        if status is ClientStatus.PAUSED
        else tuple(reminders_of(client_id, row.name, versions, asked, left, today, is_over=is_over))
    )
    agency = session.scalar(select(Agency.name)) or ""
    return Standing(client_id, status, row.status_reason, due, len(asked), left, agency)
