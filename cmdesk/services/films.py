"""What a film says of itself in its header: its length, its size and its kind; and a copy that says no more than that.

Read are the boxes of MP4 and MOV (ISO/IEC 14496-12) and the elements of WebM and Matroska (EBML). Only headers are
looked at, never the pictures, so that a film of any size is known at once.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Final

from cmdesk.domain.media_rules import MediaFacts

_MOST_BOXES: Final = 20_000
_PIECE: Final = 1 << 20
_HOLDERS: Final = frozenset({b"moov", b"trak", b"mdia", b"mvex", b"edts"})
_TELLS: Final = frozenset({b"udta", b"meta", b"uuid"})
"""Boxes beside the film that hold words, places, people and machines."""
_EBML: Final = b"\x1a\x45\xdf\xa3"
_SEGMENT, _INFO, _TRACKS, _TRACK, _VIDEO = 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0xE0
_TELLING: Final = frozenset({0x1254C367, 0x1941A469, 0x7BA9, 0x4461})  # tags, attachments, title and date
_PARENTS: Final = frozenset({_SEGMENT, _INFO, _TRACKS, _TRACK, _VIDEO})
_SCALE, _DURATION, _WIDTH, _HEIGHT, _DOCTYPE = 0x2AD7B1, 0x4489, 0xB0, 0xBA, 0x4282


@dataclass(frozen=True, slots=True)
class _Box:
    """A part of a file: what it is called, and where what is in it begins and ends."""

    name: bytes
    outer: int
    start: int
    end: int


def film_facts(source: BinaryIO, name: str = "") -> MediaFacts | None:
    """What a film's header says; none where the bytes are no film that we know.

    Args:
        source: The file, which can be searched.
        name: What it is called.
    """
    size = source.seek(0, io.SEEK_END)
    source.seek(0)
    head = source.read(32)
    if head[:4] == _EBML:
        return replace(_matroska(source, size), size=size, name=name)
    if head[4:8] in {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"}:
        return _mp4(source, size, head, name)
    return None


def clean_film(data: bytes) -> bytes:
    """The same film without the words, places and machines that its header tells."""
    cleaned = io.BytesIO(data)
    clean_film_file(cleaned)
    return cleaned.getvalue()


def clean_film_file(film: BinaryIO) -> None:
    """Take the words, places and machines out of a film that can be written, whatever its size.

    What told them becomes empty room of the same length, because a film finds its pictures by their distance from the
    file's beginning.
    """
    size = film.seek(0, io.SEEK_END)
    film.seek(0)
    if film.read(4) == _EBML:
        _clean_matroska(film, size)
        return
    for box in [box for box in _boxes(film, 0, size) if box.name in _TELLS]:
        _write(film, box.outer + 4, b"free")
        _blank(film, box.start, box.end)


def _write(film: BinaryIO, place: int, data: bytes) -> None:
    film.seek(place)
    film.write(data)


def _blank(film: BinaryIO, start: int, end: int) -> None:
    film.seek(start)
    while start < end:
        start += film.write(bytes(min(_PIECE, end - start)))


# ----- MP4 and MOV ----------------------------------------------------------------------------------------------------


def _mp4(source: BinaryIO, size: int, head: bytes, name: str) -> MediaFacts | None:
    is_old = head[4:8] != b"ftyp" or head[8:12] == b"qt  "
    if head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"}:
        return None  # a picture in the same kind of boxes
    facts = MediaFacts("video/quicktime" if is_old else "video/mp4", size, name=name)
    track: tuple[int, int] | None = None
    has_moov, scale = False, 0
    for box in _boxes(source, 0, size):
        body = _body(source, box, 120)
        has_moov = has_moov or box.name == b"moov"
        if box.name == b"mvhd":
            scale, length = _duration(body)
            facts = replace(facts, duration_ms=_milliseconds(length, scale))
        elif box.name == b"mehd" and not facts.duration_ms:  # of a film in fragments
            facts = replace(
                facts, duration_ms=_milliseconds(int.from_bytes(body[4 : 12 if body[:1] == b"\x01" else 8]), scale)
            )
        elif box.name == b"tkhd":
            track = _track_size(body)
        elif box.name == b"hdlr" and body[8:12] == b"vide" and track and not facts.width:
            facts = replace(facts, width=track[0] or None, height=track[1] or None)
    return facts if has_moov or facts.kind == "video/mp4" else None


def _boxes(source: BinaryIO, start: int, end: int, left: list[int] | None = None, depth: int = 0) -> Iterator[_Box]:
    """The boxes between two places, those inside of holders right after them; what makes no sense ends the walk."""
    left = [_MOST_BOXES] if left is None else left
    place = start
    while place + 8 <= end and left[0] > 0:
        left[0] -= 1
        source.seek(place)
        header = source.read(16)
        if len(header) < 8:
            return
        length, name = struct.unpack(">I4s", header[:8])
        inner = place + 8
        if length == 1 and len(header) == 16:
            length, inner = struct.unpack(">Q", header[8:])[0], place + 16
        elif length == 0:
            length = end - place
        if length < inner - place or place + length > end:
            return
        yield _Box(name, place, inner, place + length)
        if name in _HOLDERS and depth < 6:
            yield from _boxes(source, inner, place + length, left, depth + 1)
        place += length


def _body(source: BinaryIO, box: _Box, most: int) -> bytes:
    source.seek(box.start)
    return source.read(min(most, box.end - box.start))


def _duration(body: bytes) -> tuple[int, int]:
    """How many parts a second has in a movie header, and how many of them the film lasts."""
    form, place, unknown = (">IQ", 20, 2**64 - 1) if body[:1] == b"\x01" else (">II", 12, 2**32 - 1)
    if len(body) < place + struct.calcsize(form):
        return 0, 0
    scale, length = struct.unpack_from(form, body, place)
    return scale, 0 if length == unknown else length


def _milliseconds(length: int, scale: int) -> int | None:
    found = round(length * 1000 / scale) if scale else 0
    return found if 0 < found < 2**31 else None


def _track_size(body: bytes) -> tuple[int, int] | None:
    """Width and height of a track as it is shown, turned where its matrix turns it."""
    start = 52 if body[:1] == b"\x01" else 40
    if len(body) < start + 44:
        return None
    first, second = struct.unpack(">ii", body[start : start + 8])
    width, height = (value >> 16 for value in struct.unpack(">II", body[start + 36 : start + 44]))
    return (height, width) if first == 0 and second != 0 else (width, height)


# ----- WebM and Matroska ----------------------------------------------------------------------------------------------


def _matroska(source: BinaryIO, size: int) -> MediaFacts:
    kind, scale, duration = "video/webm", 1_000_000, 0.0
    width = height = None
    for key, box in _elements(source, 0, size):
        body = b""
        if key in {_DOCTYPE, _SCALE, _DURATION, _WIDTH, _HEIGHT}:
            body = _body(source, box, 64)
        if key == _DOCTYPE and not body.startswith(b"webm"):
            kind = "video/x-matroska"
        elif key == _SCALE:
            scale = int.from_bytes(body[:8]) or scale
        elif key == _DURATION and len(body) in {4, 8}:
            duration = struct.unpack(">f" if len(body) == 4 else ">d", body)[0]
        elif key == _WIDTH and width is None:
            width = int.from_bytes(body[:8]) or None
        elif key == _HEIGHT and height is None:
            height = int.from_bytes(body[:8]) or None
    length = duration * scale / 1_000_000
    return MediaFacts(kind, width=width, height=height, duration_ms=round(length) if 0.5 < length < 2**31 else None)


def _elements(source: BinaryIO, start: int, end: int, left: list[int] | None = None) -> Iterator[tuple[int, _Box]]:
    """The elements of the header: their ids and where what is in them begins and ends."""
    left = [_MOST_BOXES] if left is None else left
    place = start
    while place < end and left[0] > 0:
        left[0] -= 1
        source.seek(place)
        head = source.read(12)
        key, used = _number(head, keeps_mark=True)
        length, more = _number(head[used:], keeps_mark=False)
        if not used or not more:
            return
        inner = place + used + more
        unknown = length == (1 << (7 * more)) - 1
        until = end if unknown else inner + length
        until = min(until, end)
        yield key, _Box(b"", place, inner, until)
        if key in _PARENTS or key == 0x1A45DFA3:
            yield from _elements(source, inner, until, left)
        place = until


def _number(data: bytes, *, keeps_mark: bool) -> tuple[int, int]:
    """A number of variable length and how many bytes it takes; 0 of them where there is none."""
    if not data or data[0] == 0:
        return 0, 0
    length = 9 - data[0].bit_length()
    if len(data) < length:
        return 0, 0
    value = int.from_bytes(data[:length])
    return value if keeps_mark else value & ~(1 << (7 * length)), length


def _clean_matroska(film: BinaryIO, size: int) -> None:
    """Make tags, attachments and titles void elements of the same length."""
    for _key, box in [found for found in _elements(film, 0, size) if found[0] in _TELLING]:
        whole = box.end - box.outer
        if whole >= 9:
            _write(film, box.outer, b"\xec\x01" + (whole - 9).to_bytes(7))
            _blank(film, box.outer + 9, box.end)
        else:
            _blank(film, box.start, box.end)
