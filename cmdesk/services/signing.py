"""What a signed scope that comes back is compared with: the papers as issued, their data, the certificates known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.errors import NotFound
from cmdesk.domain.scope import EventKind
from cmdesk.domain.signing import fingerprint_in
from cmdesk.i18n import gettext as _
from cmdesk.models import ReportRun, Scope
from cmdesk.models import ScopeEvent as EventRow
from cmdesk.services.action import acting, found
from cmdesk.services.media import bytes_of

SIGNED = "signed"
"""Under this word the details of an *agreed* event hold the verdict on the file that proves it."""
_MOST_PAPERS = 12


@dataclass(frozen=True, slots=True)
class IssuedPapers:
    """A version as it went out.

    Attributes:
        papers: Its PDFs since it was sent, the oldest first: one for each time and language.
        data: The text that was frozen and fingerprinted, as each of them carries it.
        known: Fingerprints of the certificates that were accepted for this client.
        at: The present instant.
    """

    papers: tuple[bytes, ...]
    data: bytes
    known: frozenset[str]
    at: datetime


def issued_papers(session: Session, scope_id: int) -> IssuedPapers:
    """A version as it went out to the client.

    Raises:
        NotFound: There is no such version, it was not sent, or no PDF of it was issued.
    """
    row = found(session, Scope, scope_id)
    sent = session.execute(
        select(EventRow.at, EventRow.content)
        .where(EventRow.scope_id == scope_id, EventRow.kind == EventKind.SENT)
        .order_by(EventRow.id)
    ).first()
    if sent is None:
        raise NotFound(_("This version was not sent."))
    query = select(ReportRun.hash).where(ReportRun.scope_id == scope_id, ReportRun.at >= sent.at)
    hashes = list(dict.fromkeys(session.scalars(query.order_by(ReportRun.id))))[-_MOST_PAPERS:]
    if not hashes:
        raise NotFound(_("No PDF of this version was issued, so there is nothing to compare the file with."))
    return IssuedPapers(
        tuple(bytes_of(session, key) for key in hashes),
        sent.content.encode("utf-8"),
        known_certificates(session, row.client_id),
        acting(session).now,
    )


def known_certificates(session: Session, client_id: int) -> frozenset[str]:
    """Fingerprints of the certificates with which this client agreed before: somebody looked at them then."""
    agreed = select(EventRow.details).where(EventRow.client_id == client_id, EventRow.kind == EventKind.AGREED)
    prints = (fingerprint_in(details.get(SIGNED) or {}) for details in session.scalars(agreed) if details)
    return frozenset(filter(None, prints))
