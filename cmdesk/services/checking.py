"""Whether everything that the agency keeps still reads as it was written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cmdesk.domain.scope import Fault
from cmdesk.i18n import gettext as _
from cmdesk.models import Agency, Blob, Client, Media, Member, Post, ReportRun, ReviewPack, ScopeEvent
from cmdesk.services.agreeing import lost_events, proof_faults

Told = Callable[[int, int], None]  # parts that are ready, and of how many


def faults(session: Session, told: Told | None = None) -> tuple[Fault, ...]:
    """What is not as it was written: agreements, pictures and files, and what must be there.

    Args:
        session: The open session.
        told: Hears how far the work is.
    """
    tell = told or _silent
    return (
        *_agency_faults(session),
        *_scope_faults(session),
        *lost_events(session),
        *_byte_faults(session, tell),
        *_missing_bytes(session),
    )


def _silent(_done: int, _total: int) -> None:
    """Nobody wants to know how far the work is."""


def _agency_faults(session: Session) -> Iterable[Fault]:
    if session.scalar(select(func.count()).select_from(Agency)) != 1:
        yield Fault(_("A workspace holds one agency."), "agency")
    if not session.scalar(select(func.count()).select_from(Member)):
        yield Fault(_("The agency has no member."), "member")


def _scope_faults(session: Session) -> Iterable[Fault]:
    """What the proof of each client's agreement says, whether the client is archived or in the bin."""
    clients = session.execute(
        select(Client.id, Client.name)
        .where(Client.id.in_(select(ScopeEvent.client_id)))
        .order_by(Client.name, Client.id)
    ).all()
    for client in clients:
        for fault in proof_faults(session, client.id):
            yield Fault(fault.what, _("{client}: {place}").format(client=client.name, place=fault.where))


def _byte_faults(session: Session, told: Told) -> Iterable[Fault]:
    """Files whose bytes are not those that their name promises, one at a time in memory."""
    kept = session.execute(select(Blob.id, Blob.hash, Blob.size).order_by(Blob.id)).all()
    for done, row in enumerate(kept):
        told(done, len(kept))
        data = session.scalar(select(Blob.data).where(Blob.id == row.id)) or b""
        if hashlib.sha256(data).hexdigest() != row.hash or len(data) != row.size:
            yield Fault(_("The bytes of this file are damaged."), _name_of(session, row.hash))


def _missing_bytes(session: Session) -> Iterable[Fault]:
    """Files that something names and nobody keeps; evidence is looked for with its agreement."""
    kept = set(session.scalars(select(Blob.hash)))
    named = (
        (select(Media.hash, Media.name).where(Media.deleted_at.is_(None), Media.path == ""), _("picture “{name}”")),
        (select(Media.thumb, Media.name).where(Media.deleted_at.is_(None)), _("small picture of “{name}”")),
        (select(Post.thumb, Post.title).where(Post.deleted_at.is_(None)), _("small picture of “{name}”")),
        (select(Client.logo, Client.name).where(Client.deleted_at.is_(None)), _("logo of “{name}”")),
        (select(Agency.logo, Agency.name), _("logo of “{name}”")),
        (select(ReportRun.hash, ReportRun.kind), _("document “{name}” that was issued")),
        (select(ReviewPack.hash, ReviewPack.code), _("page of the review pack {name}")),
    )
    seen: set[tuple[str, str]] = set()
    for query, place in named:
        for digest, name in session.execute(query):
            where = place.format(name=name)
            if digest is not None and digest not in kept and (digest, where) not in seen:
                seen.add((digest, where))
                yield Fault(_("This file is missing."), where)


def _name_of(session: Session, digest: str) -> str:
    """What a person would recognise some bytes by."""
    name = session.scalars(select(Media.name).where((Media.hash == digest) | (Media.thumb == digest))).first()
    name = name or session.scalars(select(ScopeEvent.evidence_name).where(ScopeEvent.evidence == digest)).first()
    return name or digest[:12]
