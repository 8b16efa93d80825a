"""Whether everything that the agency keeps still reads as it was written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from cmdesk.domain.agency import Role
from cmdesk.domain.catalogue import Area, DoneBy, Function
from cmdesk.domain.clients import Address, ClientStatus, ContactArea
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.extras import Decision
from cmdesk.domain.moments import zone
from cmdesk.domain.networks import Network
from cmdesk.domain.posts import Coverage, PostEventKind, PostFormat, PostStatus
from cmdesk.domain.scope import Cadence, Fault
from cmdesk.domain.tasks import ColumnKind, Priority
from cmdesk.i18n import gettext as _
from cmdesk.models import (
    Agency,
    Blob,
    BoardColumn,
    Channel,
    Client,
    Contact,
    Extra,
    Media,
    Member,
    Post,
    PostEvent,
    ReportRun,
    ReviewPack,
    RoutineTemplate,
    ScopeEvent,
    Service,
    Snippet,
    Task,
)
from cmdesk.services.agreeing import lost_events, proof_faults

_LISTED: tuple[tuple[InstrumentedAttribute[str], type[StrEnum]], ...] = (
    (Member.role, Role),
    (Client.status, ClientStatus),
    (Client.address, Address),
    (Contact.area, ContactArea),
    (Channel.network, Network),
    (Service.area, Area),
    (Service.function, Function),
    (Service.cadence, Cadence),
    (Service.done_by, DoneBy),
    (RoutineTemplate.cadence, Cadence),
    (Extra.decision, Decision),
    (Post.status, PostStatus),
    (Post.format, PostFormat),
    (Post.coverage, Coverage),
    (PostEvent.kind, PostEventKind),
    (Snippet.format, PostFormat),
    (BoardColumn.kind, ColumnKind),
    (Task.priority, Priority),
    (Task.coverage, Coverage),
)
"""Columns that hold one word of a list; those of a scope are read with its agreement."""
_ZONES = (Client.time_zone, Post.zone)
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
        *_word_faults(session),
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


def _word_faults(session: Session) -> Iterable[Fault]:
    """Words and time zones that this program does not know: a newer one brings its own tables, so they were altered."""
    what = _("This program does not know the word “{word}”.")
    for column, words in _LISTED:
        for word in session.scalars(select(column).where(column.not_in(list(words))).distinct().order_by(column)):
            yield Fault(what.format(word=word), f"{column.class_.__tablename__}.{column.key}")
    for column in _ZONES:
        for name in session.scalars(select(column).distinct().order_by(column)):
            try:
                zone(name)
            except RuleBroken as error:
                yield Fault(str(error), f"{column.class_.__tablename__}.{column.key}")


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
