"""What leaves the house: a post's media without what they tell of place, person and machine, under names that open."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.errors import DeskError, RuleBroken, Unavailable
from cmdesk.domain.media_rules import fitting_name
from cmdesk.i18n import gettext as _
from cmdesk.models import Blob, Media, PostMedia
from cmdesk.services.films import clean_film_file
from cmdesk.services.incoming import Progress
from cmdesk.services.pictures import clean_copy

_FORBIDDEN: Final = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_RESERVED: Final = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")
_LONGEST: Final = 120  # signs of a name
_PIECE: Final = 4 << 20


@dataclass(frozen=True, slots=True)
class LeavingFile:
    """One file on its way out.

    Attributes:
        name: What it will be called.
        kind: Its media type.
        data: Its bytes, clean already; none for a linked film.
        path: Where a linked film lies.
        alt: The words for those who cannot see it.
    """

    name: str
    kind: str
    data: bytes | None
    path: str = ""
    alt: str = ""


def leaving(session: Session, post_id: int) -> tuple[LeavingFile, ...]:
    """A post's pictures and films in their order, clean, numbered, with names that tell what is in them.

    Raises:
        RuleBroken: One of them is damaged or not kept here any more; the sentence names it.
    """
    query = (
        select(Media.name, Media.kind, Media.hash, Media.path, PostMedia.alt, Media.alt.label("own_alt"))
        .join(PostMedia, PostMedia.media_id == Media.id)
        .where(PostMedia.post_id == post_id)
        .order_by(PostMedia.position, PostMedia.id)
    )
    rows = session.execute(query).all()
    files = []
    for number, row in enumerate(rows, 1):
        data = None if row.path else session.scalar(select(Blob.data).where(Blob.hash == row.hash))
        if data is None and not row.path:
            raise RuleBroken(_("“{name}” is not kept here any more. Add it again.").format(name=row.name))
        kind = row.kind
        if data is not None:
            try:
                data, kind = (copy := clean_copy(data)).data, copy.kind
            except DeskError as error:
                raise RuleBroken(_("“{name}” cannot be given out: {why}").format(name=row.name, why=error)) from error
        name = f"{number} {file_name(row.name, kind)}" if len(rows) > 1 else file_name(row.name, kind)
        files.append(LeavingFile(name, kind, data, row.path, row.alt or row.own_alt))
    return tuple(files)


def file_name(name: str, kind: str) -> str:
    """A name that every system takes and that opens, for what is in the file."""
    bare = " ".join(_FORBIDDEN.sub(" ", name).split()).strip(" .")[-_LONGEST:]
    stem, dot, ending = bare.rpartition(".")
    bare = f"{stem.strip()}.{ending}" if dot else bare
    bare = f"_{bare}" if _RESERVED.match(bare) else bare
    return fitting_name(bare, kind)


def write_leaving(files: Sequence[LeavingFile], folder: Path, progress: Progress | None = None) -> tuple[Path, ...]:
    """Write files into a folder, which is made where it is not there; what has the same name is replaced.

    Raises:
        Unavailable: The folder cannot be written to, or a linked film is not where it was.
        Cancelled: The progress said so; the file under way is removed.
    """
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for done, file in enumerate(files, 1):
            target = folder / file.name
            if file.data is not None:
                target.write_bytes(file.data)
            else:
                _copy_film(Path(file.path), target, progress)
            written.append(target)
            if progress is not None:
                progress.step(done, len(files))
    except OSError as error:
        raise Unavailable(_("The files could not be saved in that folder. Try another one.")) from error
    return tuple(written)


def _copy_film(source: Path, target: Path, progress: Progress | None) -> None:
    """Copy a film in pieces, and clean the copy; whole or not at all."""
    if not source.is_file():
        raise Unavailable(
            _("“{name}” is not where it was: {path}. Find it in the post first.").format(name=source.name, path=source)
        )
    part = target.with_name(f".{target.name}.part")
    size, done = max(1, source.stat().st_size), 0
    try:
        with source.open("rb") as film, part.open("w+b") as copy:
            while piece := film.read(_PIECE):
                copy.write(piece)
                done += len(piece)
                if progress is not None:
                    progress.step(done, size)
            clean_film_file(copy)
        shutil.move(part, target)
    finally:
        part.unlink(missing_ok=True)
