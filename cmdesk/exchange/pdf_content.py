"""What a PDF says, as one digest: everything that its catalogue reaches, less what a viewer may write.

Viewers fill a form each in its own way: they number objects anew, add dates, draw the typed words, save the file from
scratch. None of that changes what the document says. So two files are compared by a walk from the catalogue on:
things are counted in the order of the first visit, not by their number in the file; streams enter with their decoded
bytes; numbers are rounded; and the values and looks of form fields are passed over.

Every walk is bounded, because a file that comes back may have been made to keep its reader busy for ever.
"""

from __future__ import annotations

import hashlib
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.filters import get_generic_decoder
from pyhanko.pdf_utils.misc import PdfDecodeLimitError, PdfReadError, PdfStreamError

_ROOT_FREE = frozenset({"/Metadata", "/Extensions", "/Version", "/DSS", "/MarkInfo", "/Perms"})
_FORM_FREE = frozenset({"/DR", "/DA", "/Q", "/NeedAppearances", "/SigFlags"})
_FIELD_FREE = frozenset({"/V", "/AP", "/AS", "/M", "/Ff", "/F", "/DA", "/Q", "/RV", "/Type"})
_STREAM_FREE = frozenset({"/Length", "/Filter", "/DecodeParms", "/DL"})
_MARKS = frozenset(
    f"/{name}"
    for name in (
        *("Text", "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Highlight", "Underline"),
        *("Squiggly", "StrikeOut", "Stamp", "Caret", "Ink", "Popup", "FileAttachment", "Redact", "Watermark"),
    )
)
_MOST_THINGS = 200_000
_MOST_STEPS = 400_000
_MOST_NODES = 10_000  # of the tree that names the files inside
_LONGEST_SECONDS = 1.0
_MOST_BYTES = 64 * 1024 * 1024
_MOST_LINKS = 64  # from one reference to the next

_SHORT_NAMES = {"/Fl": "/FlateDecode", "/A85": "/ASCII85Decode", "/AHx": "/ASCIIHexDecode"}
_STEPS = frozenset({"/FlateDecode", "/ASCII85Decode", "/ASCIIHexDecode"})


class TooMuch(Exception):
    """A file holds more than any document of ours could."""


class Patience:
    """How long a file may keep its reader: far more steps than a long scope needs, and then a second.

    The clock is looked at only after those steps, so that an honest file is read however busy the computer is.
    """

    def __init__(self) -> None:
        self._steps = 0
        self._began = time.monotonic()

    def step(self) -> None:
        """Go on, as long as that makes sense.

        Raises:
            TooMuch: It does not any more.
        """
        self._steps += 1
        is_long = self._steps > _MOST_STEPS and self._steps % 64 == 0
        if is_long and time.monotonic() - self._began > _LONGEST_SECONDS:
            raise TooMuch


class Likeness(IntEnum):
    """How much of two revisions reads the same."""

    OTHER = 0
    UNDER_MARKS = 1  # the same below what was written or drawn on top of the pages
    UNDER_SIGNATURES = 2  # the same below signatures that cover a part of a page
    SAME = 3


def likeness(one: Any, other: Any, known: frozenset[str], patience: Patience) -> Likeness:
    """How much of two revisions reads the same; a signature field that is not `known` counts as put on top.

    Raises:
        TooMuch: One is far larger than a document.
    """
    for level in reversed(Likeness):
        if not level:
            break
        digests = [_Walk(known, level, patience).over(revision.root) for revision in (one, other)]
        if digests[0] == digests[1]:
            return level
    return Likeness.OTHER


def notes(revision: Any, known: frozenset[str], patience: Patience) -> tuple[str, ...]:
    """The texts of what was written on top of the pages.

    Raises:
        TooMuch: It is far larger than a document.
    """
    walk = _Walk(known, Likeness.UNDER_MARKS, patience)
    walk.over(revision.root)
    return tuple(walk.notes)


@dataclass(slots=True)
class _Walk:
    """One way through a revision, from its catalogue on; every thing is entered once."""

    known: frozenset[str]
    level: Likeness
    patience: Patience
    notes: list[str] = field(default_factory=list)
    _seen: dict[tuple[int, int], int] = field(default_factory=dict)
    _steps: int = 0
    _things: int = 0
    _bytes: int = 0

    def over(self, root: Any) -> str:
        digest = hashlib.sha256()
        waiting: list[Any] = [(root, "/Root")]
        while waiting:
            item = waiting.pop()
            if isinstance(item, bytes):
                digest.update(item)
            else:
                waiting += reversed(list(self._tokens(*item)))
        return digest.hexdigest()

    def _tokens(self, thing: Any, place: str) -> Iterator[Any]:
        self._steps += 1
        self.patience.step()
        if self._steps > _MOST_THINGS:
            raise TooMuch
        reference, thing = resolved(thing)
        if not isinstance(thing, dict | list):
            yield _scalar(thing)
            return
        if reference is not None and reference in self._seen:
            yield b"seen %d;" % self._seen[reference]
            return
        self._things += 1
        if reference is not None:
            self._seen[reference] = self._things
        if isinstance(thing, dict):
            yield from self._dictionary(thing, place)
        else:
            yield b"["
            yield from ((part, "") for part in self._kept(thing, place))
            yield b"]"

    def _dictionary(self, thing: Any, place: str) -> Iterator[Any]:
        free = _free_keys(thing, place)
        yield b"<<"
        if isinstance(thing, generic.StreamObject):
            free |= _STREAM_FREE
            yield self._stream(thing)
        for key in sorted(key for key in thing if key not in free):
            inside = _place_of(key, place)
            value = thing.raw_get(key)
            if inside == "/Annots" and not self._kept(resolved(value)[1], inside):
                continue  # none, and none but those that are passed over, are the same
            yield _scalar(key)
            yield (value, inside)
        yield b">>"

    def _kept(self, parts: Any, place: str) -> list[Any]:
        """The parts of a list that count."""
        if not isinstance(parts, list):
            return [parts]
        if place not in {"/Annots", "/Fields"}:
            return parts
        return [part for part in parts if not self._is_passed_over(resolved(part)[1], place)]

    def _is_passed_over(self, part: Any, place: str) -> bool:
        if not isinstance(part, dict):
            return False
        if entry(part, "/FT") == "/Sig" and text_of(entry(part, "/T")) not in self.known:
            return self.level < Likeness.SAME or _is_unseen(part)
        if self.level > Likeness.UNDER_MARKS or place != "/Annots" or entry(part, "/Subtype") not in _MARKS:
            return False
        note = text_of(entry(part, "/Contents"))
        if note and note not in self.notes:
            self.notes.append(note)
        return True

    def _stream(self, stream: Any) -> bytes:
        data, rest = decoded(stream, _MOST_BYTES - self._bytes)
        self._bytes += len(data)
        return b"stream %s %s;" % (hashlib.sha256(data).hexdigest().encode(), " ".join(rest).encode())


def _free_keys(thing: Any, place: str) -> frozenset[str]:
    if place == "/Root":
        return _ROOT_FREE
    if place == "/AcroForm":
        return _FORM_FREE
    return _FIELD_FREE if entry(thing, "/Subtype") == "/Widget" or "/FT" in thing else frozenset()


def _place_of(key: str, place: str) -> str:
    """Where a value stands, as far as that matters for what is passed over."""
    if place == "/Root":
        return "/AcroForm" if key == "/AcroForm" else ""
    if place == "/AcroForm":
        return "/Fields" if key == "/Fields" else ""
    return "/Annots" if key == "/Annots" else ""


def _is_unseen(part: Any) -> bool:
    """Whether a field covers nothing of its page."""
    edges = entry(part, "/Rect")
    if not isinstance(edges, list) or len(edges) != 4:
        return edges is None
    left, bottom, right, top = (resolved(edge)[1] for edge in edges)
    return bool(left == right or bottom == top)


def _scalar(thing: Any) -> bytes:
    """A value that holds no others, so that equal values give equal bytes however they were written."""
    if isinstance(thing, bool | generic.BooleanObject):
        return b"true;" if thing else b"false;"
    if isinstance(thing, generic.NumberObject | generic.FloatObject):
        return b"%.2f;" % (round(float(thing), 2) + 0.0)
    if isinstance(thing, generic.NameObject):
        name = thing.encode("utf-8", "surrogatepass")
        return b"/%d:%s" % (len(name), name)
    if isinstance(thing, generic.TextStringObject | generic.ByteStringObject):
        return b"(%d:%s" % (len(thing.original_bytes), thing.original_bytes)
    return b"null;"


def resolved(thing: Any) -> tuple[tuple[int, int] | None, Any]:
    """What a reference leads to, and the number that it has in the file."""
    number: tuple[int, int] | None = None
    for _step in range(_MOST_LINKS):
        if not isinstance(thing, generic.IndirectObject):
            return number, thing
        link: Any = thing
        number, thing = (link.idnum, link.generation), link.get_object()
    raise PdfReadError("a reference that leads nowhere")


def entry(thing: Any, key: str) -> Any:
    """A value of a dictionary, wherever it lies in the file; None when there is none."""
    if not isinstance(thing, dict) or key not in thing:
        return None
    return resolved(dict.__getitem__(thing, key))[1]


def decoded(stream: Any, most: int) -> tuple[bytes, list[str]]:
    """The bytes of a stream as far as they can be decoded, and the names of what is left to decode.

    Raises:
        TooMuch: It unfolds to more than `most` bytes.
    """
    data: bytes = stream.encoded_data
    filters = _listed(entry(stream, "/Filter"))
    parameters = _listed(entry(stream, "/DecodeParms"))
    names = [_SHORT_NAMES.get(str(name), str(name)) for name in filters]
    for at, name in enumerate(names):
        if name not in _STEPS:
            return _bounded(data, most), names[at:]
        given = parameters[at] if at < len(parameters) and isinstance(parameters[at], dict) else {}
        try:
            data = bytes(get_generic_decoder(name).decode_bounded(data, given, most))
        except PdfDecodeLimitError as error:
            raise TooMuch from error
        except NotImplementedError:
            return _bounded(data, most), names[at:]
        except (ValueError, LookupError, AssertionError, zlib.error, PdfStreamError):
            return _bounded(data, most), ["damaged", *names[at:]]
    return _bounded(data, most), []


def _bounded(data: bytes, most: int) -> bytes:
    if len(data) > most:
        raise TooMuch
    return data


def _listed(thing: Any) -> list[Any]:
    if isinstance(thing, list):
        return [resolved(part)[1] for part in thing]
    return [] if thing is None or isinstance(thing, generic.NullObject) else [thing]


def text_of(thing: Any) -> str:
    """A text of the file on one line, without what is no letter, and not too long to be read."""
    if isinstance(thing, generic.ByteStringObject):
        thing = bytes(thing).decode("latin-1")
    if not isinstance(thing, str):
        return ""
    letters = "".join(char if char.isprintable() else " " for char in thing)
    return " ".join(letters.split())[:200]


# --- The form and the files inside ------------------------------------------------------------------------------------


def form_fields(revision: Any) -> dict[str, Any]:
    """The fields of a revision's form by their full name.

    Raises:
        PdfReadError: The form runs in a circle.
        TooMuch: There are more than any form of ours has.
    """
    form = entry(revision.root, "/AcroForm")
    found: dict[str, Any] = {}
    waiting = [("", part) for part in _listed_raw(form, "/Fields")]
    seen: set[tuple[int, int]] = set()
    while waiting:
        above, part = waiting.pop()
        reference, thing = resolved(part)
        if reference in seen:
            raise PdfReadError("the form runs in a circle")
        if reference is not None:
            seen.add(reference)
        if not isinstance(thing, dict):
            continue
        if len(seen) > _MOST_THINGS or len(found) > _MOST_THINGS:
            raise TooMuch
        own = text_of(entry(thing, "/T"))
        name = f"{above}.{own}" if above and own else above or own
        kids = [kid for kid in _listed_raw(thing, "/Kids") if isinstance(resolved(kid)[1], dict)]
        inner = [kid for kid in kids if "/T" in resolved(kid)[1]]
        waiting += [(name, kid) for kid in inner]
        if not inner and name:
            found[name] = thing
    return found


def _listed_raw(thing: Any, key: str) -> Iterable[Any]:
    parts = entry(thing, key)
    return parts if isinstance(parts, list) else []


def attached(revision: Any, name: str) -> list[bytes]:
    """The bytes of every file of this name inside a revision.

    Raises:
        TooMuch: There are more than any document of ours has.
    """
    names = entry(revision.root, "/Names")
    tree = entry(names, "/EmbeddedFiles")
    waiting, steps = [tree], 0
    found: list[bytes] = []
    while waiting:
        steps += 1
        if steps > _MOST_NODES:
            raise TooMuch
        node = resolved(waiting.pop())[1]
        if not isinstance(node, dict):
            continue
        waiting += _listed_raw(node, "/Kids")
        for part in list(_listed_raw(node, "/Names"))[1::2]:
            file = resolved(part)[1]
            if isinstance(file, dict) and name in {text_of(entry(file, "/UF")), text_of(entry(file, "/F"))}:
                found += _file_bytes(file)
    return found


def _file_bytes(file: Any) -> Iterator[bytes]:
    kept = entry(file, "/EF")
    for key in ("/UF", "/F"):
        stream = entry(kept, key)
        if isinstance(stream, generic.StreamObject):
            yield decoded(stream, _MOST_BYTES)[0]
            return
