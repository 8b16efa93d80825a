"""Pictures and films on their way in: read, looked at and made small before anything is kept.

All that takes long happens here, outside of any transaction, so that keeping them is quick.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from cmdesk.domain.errors import RuleBroken
from cmdesk.i18n import gettext as _
from cmdesk.services.films import film_facts
from cmdesk.services.pictures import Looked, frame, look_at

LINKED_FROM: Final = 50_000_000
"""Bytes from which on a film stays where it is, and only its path is kept."""
MOST_KEPT: Final = 200_000_000
"""Bytes of the largest file that is kept."""
_PIECE: Final = 4 << 20


class Progress(Protocol):
    """Told how far work is; may stop it."""

    def step(self, done: int, total: int) -> None:
        """Told after each piece."""


@dataclass(frozen=True, slots=True)
class NewMedia:
    """A picture or film as it was found to be, ready to be kept.

    Attributes:
        name: What the file is called.
        looked: What it is.
        data: Its bytes; none for a film that is only linked.
        path: Where a linked film lies.
        hash: Of its bytes.
    """

    name: str
    looked: Looked
    data: bytes | None
    path: str
    hash: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is not taken, and why."""

    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """Several files: what can be kept of them, and what cannot."""

    media: tuple[NewMedia, ...]
    refused: tuple[Refused, ...] = ()


def read_media(paths: Sequence[str], progress: Progress | None = None) -> Incoming:
    """Read files of the disk; what is no picture or film, or is damaged, is refused with a sentence.

    Args:
        paths: The files.
        progress: Told in thousandths of all bytes.
    """
    total = max(1, sum(_size(path) for path in paths))
    counted = _Counted(progress, total)
    media: list[NewMedia] = []
    refused: list[Refused] = []
    for path in paths:
        try:
            media.append(read_one(path, counted))
        except RuleBroken as error:
            refused.append(Refused(Path(path).name, str(error)))
        counted.next(_size(path))
    return Incoming(tuple(media), tuple(refused))


def read_one(path: str, progress: Progress | None = None) -> NewMedia:
    """Read one file of the disk; a large film is not loaded but linked.

    Raises:
        RuleBroken: It cannot be read, is no picture or film, is damaged or too large.
    """
    name = Path(path).name
    try:
        with Path(path).open("rb") as source:
            size = os.fstat(source.fileno()).st_size
            film = film_facts(source, name) if size >= LINKED_FROM else None
            if film is not None:
                thumb = frame(source)
                return NewMedia(name, Looked(film, thumb), None, str(Path(path).absolute()), _hash(source, progress))
            if size > MOST_KEPT:
                raise RuleBroken(_("The file is larger than 200 MB. Keep it in its folder and note the path."))
            source.seek(0)
            return new_media(source.read(), name)
    except OSError as error:
        raise RuleBroken(_("We cannot read this file. Look whether it is still there.")) from error


def new_media(data: bytes, name: str) -> NewMedia:
    """Bytes as they can be kept.

    Raises:
        RuleBroken: They are no picture or film, are damaged, or there are none.
    """
    if not data:
        raise RuleBroken(_("The file is empty."))
    name = name.strip()[:200]
    return NewMedia(name, look_at(data, name), data, "", hashlib.sha256(data).hexdigest())


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def _hash(source: BinaryIO, progress: Progress | None) -> str:
    digest = hashlib.sha256()
    total = source.seek(0, io.SEEK_END)
    source.seek(0)
    while piece := source.read(_PIECE):
        digest.update(piece)
        if progress is not None:
            progress.step(source.tell(), total)
    return digest.hexdigest()


class _Counted:
    """How far several files are, told as a part of all of them."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._total, self._before = progress, total, 0

    def step(self, done: int, total: int) -> None:
        """A part of the present file is read."""
        del total
        self._tell(self._before + done)

    def next(self, size: int) -> None:
        """The present file is done."""
        self._before += size
        self._tell(self._before)

    def _tell(self, done: int) -> None:
        if self._progress is not None:
            self._progress.step(min(1000, done * 1000 // self._total), 1000)
