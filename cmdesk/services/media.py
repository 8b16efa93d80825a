"""Bytes under their hash, and the pictures of posts."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.i18n import gettext as _
from cmdesk.models import Blob, Media

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST = 200_000_000
"""Bytes; a larger film is linked by its path, not kept."""
THUMB_EDGE = 208
"""The shorter edge of a thumbnail in pixels: twice the largest that is shown."""
_MOST_PIXELS = 100_000_000
_KINDS = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp", "BMP": "image/bmp"}


def keep_bytes(session: Session, data: bytes) -> str:
    """Keep bytes once, whoever brings them, and return their hash.

    Raises:
        RuleBroken: There are none, or too many.
    """
    if not data:
        raise RuleBroken(_("The file is empty."))
    if len(data) > LARGEST:
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
    """Keep a picture with a small copy of it; the same picture of the same client is kept once.

    Raises:
        RuleBroken: The bytes are no picture that we can read.
    """
    key = keep_bytes(session, data)
    known = session.scalars(
        select(Media).where(Media.hash == key, Media.client_id == client_id, Media.deleted_at.is_(None))
    ).first()
    if known is not None:
        return known
    kind, width, height, small = _read(data)
    media = Media(
        client_id=client_id,
        hash=key,
        thumb=keep_bytes(session, small),
        name=name.strip()[:200],
        kind=kind,
        width=width,
        height=height,
    )
    session.add(media)
    session.flush()
    return media


def _read(data: bytes) -> tuple[str, int, int, bytes]:
    """The kind and size of a picture as it is meant to be seen, and its thumbnail."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as opened:
            kind = _KINDS.get(opened.format or "")
            if kind is None:
                raise RuleBroken(_("We can keep PNG, JPEG, GIF and WebP pictures. Save it as one of them."))
            if opened.width * opened.height > _MOST_PIXELS:
                raise RuleBroken(_("The picture has too many pixels. Save it smaller."))
            picture = ImageOps.exif_transpose(opened)
            return kind, picture.width, picture.height, _small(picture)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise RuleBroken(_("We cannot read this picture. It may be damaged.")) from error


def _small(picture: Image) -> bytes:
    """A small copy whose shorter edge is `THUMB_EDGE`, cut to at most twice as long."""
    from PIL import Image as Pillow

    scale = min(1.0, THUMB_EDGE / min(picture.size))
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    has_holes = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    small = picture.convert("RGBA" if has_holes else "RGB").resize(size, Pillow.Resampling.LANCZOS)
    longest = 2 * min(size)
    if max(size) > longest:
        left, top = (max(0, (edge - longest) // 2) for edge in size)
        small = small.crop((left, top, left + min(longest, size[0]), top + min(longest, size[1])))
    target = io.BytesIO()
    if has_holes:
        small.save(target, "PNG", optimize=True)
    else:
        small.save(target, "JPEG", quality=85)
    return target.getvalue()
