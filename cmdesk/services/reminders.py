"""What the agreements with clients ask for these days: an answer, a renewal, a decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.clients import ClientStatus
from cmdesk.domain.extras import Extra
from cmdesk.domain.reminders import Reminder, reminders_of
from cmdesk.domain.scope import ScopeVersion
from cmdesk.models import Client
from cmdesk.services.action import acting
from cmdesk.services.ending import all_left_over
from cmdesk.services.extras import extras
from cmdesk.services.reading import scope_versions


def reminders(session: Session, known: Iterable[ScopeVersion] | None = None) -> tuple[Reminder, ...]:
    """What should be looked at, the most urgent first; of a client that is paused or archived nothing is asked.

    Args:
        session: The open session.
        known: The versions of all clients, where they were read before.
    """
    today = acting(session).today
    known = tuple(scope_versions(session, None) if known is None else known)
    versions: dict[int, list[ScopeVersion]] = defaultdict(list)
    for version in known:
        versions[version.client_id].append(version)
    query = select(Client.id, Client.name, Client.status).where(
        Client.deleted_at.is_(None), Client.archived_at.is_(None)
    )
    awake = {row.id: row for row in session.execute(query) if row.status != ClientStatus.PAUSED}
    asked: dict[int, list[Extra]] = defaultdict(list)
    for extra in extras(session, only_open=True):
        asked[extra.client_id].append(extra)
    left = {one.client_id: one for one in all_left_over(session, known)}
    found: list[Reminder] = []
    for key, client in awake.items():
        is_over = client.status == ClientStatus.ENDED
        found += reminders_of(key, client.name, versions[key], asked[key], left.get(key), today, is_over=is_over)
    return tuple(sorted(found, key=lambda one: (one.days, one.client, one.kind)))
