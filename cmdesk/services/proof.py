"""The proof of what was agreed with a client, gathered from the chain of events."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.domain.proof import Evidence, Link, Proof, ProvedVersion, is_link_good
from cmdesk.domain.scope import EventKind, event_parts
from cmdesk.i18n import gettext as _
from cmdesk.models import Agency, Blob, Client, Scope, ScopeEvent
from cmdesk.services.action import acting, found
from cmdesk.services.agreeing import proof_faults


def proof(session: Session, client_id: int) -> Proof:
    """All that proves what was agreed with a client, as it is kept, whether it is good or not.

    Raises:
        NotFound: There is no such client, or nothing was ever sent to it.
        RuleBroken: Somebody wrote an event that no program writes.
    """
    client = found(session, Client, client_id)
    scopes = session.execute(select(Scope.id, Scope.number).where(Scope.client_id == client_id))
    numbers = {row.id: row.number for row in scopes}
    query = select(ScopeEvent).where(ScopeEvent.client_id == client_id).order_by(ScopeEvent.id)
    rows = session.scalars(query).all()
    if not any(row.kind == EventKind.SENT for row in rows):
        raise NotFound(_("Nothing was sent to {client} yet, so there is nothing to prove.").format(client=client.name))
    if not {row.kind for row in rows} <= set(EventKind):
        raise RuleBroken(_("What happened cannot be read any more."))
    agency = session.scalars(select(Agency.name).order_by(Agency.id)).first() or ""
    chain: list[Link] = []
    for row in rows:
        parts = tuple(event_parts(row))
        is_good = is_link_good(parts, row.own_hash, chain[-1].hash if chain else "")
        number = numbers.get(row.scope_id, 0)
        chain.append(Link(number, EventKind(row.kind), row.day, row.at, parts, row.own_hash, is_good))
    return Proof(
        client.name,
        agency,
        acting(session).today,
        tuple(
            ProvedVersion(row.scope_id, numbers.get(row.scope_id, 0), row.content_hash, row.content)
            for row in rows
            if row.kind == EventKind.SENT
        ),
        tuple(chain),
        tuple(Evidence(row.evidence_name, row.evidence, _size(session, row.evidence)) for row in rows if row.evidence),
        proof_faults(session, client_id),
    )


def _size(session: Session, digest: str) -> int:
    """The bytes that are kept under a hash, counted; 0 where they are gone."""
    return session.scalar(select(func.length(Blob.data)).where(Blob.hash == digest)) or 0
