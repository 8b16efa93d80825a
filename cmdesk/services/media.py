"""Bytes under their hash, and the pictures of posts."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.domain.media_rules import MediaFacts
from cmdesk.i18n import gettext as _
from cmdesk.models import Blob, Media, PostMedia
from cmdesk.services.incoming import MOST_KEPT, NewMedia, new_media
from cmdesk.services.pictures import shown_copy

LONGEST_ALT = 5_000  # of the words for a picture: no network takes as many
_FACTS = (
    select(
        Media.kind,
        func.coalesce(Media.size, Blob.size),
        Media.width,
        Media.height,
        Media.duration_ms,
        Media.name,
    )
    .join(PostMedia, PostMedia.media_id == Media.id)
    .join(Blob, Blob.hash == Media.hash, isouter=True)
    .where(PostMedia.post_id == bindparam("post"))
    .order_by(PostMedia.position, PostMedia.id)
)


def keep_bytes(session: Session, data: bytes) -> str:
    """Keep bytes once, whoever brings them, and return their hash.

    Raises:
        RuleBroken: There are none, or too many.
    """
    if not data:
        raise RuleBroken(_("The file is empty."))
    if len(data) > MOST_KEPT:
        raise RuleBroken(_("The file is larger than 200 MB. Keep it in its folder and note the path."))
    key = hashlib.sha256(data).hexdigest()
    if session.scalar(select(Blob.id).where(Blob.hash == key)) is None:
        session.add(Blob(hash=key, size=len(data), data=data))
        session.flush()
    return key


def bytes_of(session: Session, key: str) -> bytes:
    """The bytes with this hash.

    Raises:
        NotFound: They are not kept here.
    """
    data = session.scalar(select(Blob.data).where(Blob.hash == key))
    if data is None:
        raise NotFound(_("We cannot find this file."))
    return data


def thumbnails(session: Session, keys: Collection[str]) -> dict[str, bytes]:
    """The bytes of several small pictures by their hash; what is not kept is left out."""
    if not keys:
        return {}
    rows = session.execute(select(Blob.hash, Blob.data).where(Blob.hash.in_(list(keys))))
    return {row.hash: row.data for row in rows}


def keep_picture(session: Session, client_id: int | None, name: str, data: bytes) -> Media:
    """Keep a picture or a film with a small picture of it; the same one of the same client is kept once.

    Raises:
        RuleBroken: The bytes are neither, are damaged, or are too many.
    """
    key = keep_bytes(session, data)
    return _known(session, client_id, key) or _kept(session, client_id, new_media(data, name))


def keep_new(session: Session, client_id: int | None, new: NewMedia) -> int:
    """Keep what was read already, and return its id; the same one of the same client is kept once."""
    if new.data is not None:
        keep_bytes(session, new.data)
    known = _known(session, client_id, new.hash)
    if known is not None and new.path and known.path:
        known.path = new.path  # it may have been moved since
    return (known or _kept(session, client_id, new)).id


def _known(session: Session, client_id: int | None, key: str) -> Media | None:
    is_same = (Media.hash == key, Media.client_id == client_id, Media.deleted_at.is_(None))
    return session.scalars(select(Media).where(*is_same).order_by(Media.id)).first()


def _kept(session: Session, client_id: int | None, new: NewMedia) -> Media:
    facts, thumb = new.looked.facts, new.looked.thumb
    media = Media(
        client_id=client_id,
        hash=new.hash,
        thumb=keep_bytes(session, thumb) if thumb else None,
        name=new.name,
        kind=facts.kind,
        width=facts.width,
        height=facts.height,
        size=facts.size,
        duration_ms=facts.duration_ms,
        path=new.path,
    )
    session.add(media)
    session.flush()
    return media


def shown(session: Session, key: str, edge: int) -> bytes | None:
    """A kept picture as a screen shows it, its longer edge at most so many pixels; none where it cannot be shown."""
    data = session.scalar(select(Blob.data).where(Blob.hash == key))
    if data is None:
        return None
    try:
        return shown_copy(data, edge)
    except RuleBroken:
        return None


def usual_words(session: Session, media_ids: Collection[int]) -> dict[int, str]:
    """What pictures are said to show: as their library has it, or else as the newest post says; unsaid ones are out."""
    query = (
        select(PostMedia.media_id, PostMedia.alt)
        .where(PostMedia.media_id.in_(list(media_ids)), PostMedia.alt != "")
        .order_by(PostMedia.id)
    )
    words = {row.media_id: row.alt for row in session.execute(query)}
    own = select(Media.id, Media.alt).where(Media.id.in_(list(media_ids)), Media.alt != "")
    return words | {row.id: row.alt for row in session.execute(own)}


def media_facts(session: Session, post_id: int) -> tuple[MediaFacts, ...]:
    """What is known of a post's pictures and films, in their order."""
    return tuple(MediaFacts(*row) for row in session.execute(_FACTS, {"post": post_id}))
