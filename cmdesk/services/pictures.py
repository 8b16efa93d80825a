"""Reading pictures of any origin without trusting them; and a copy of one that tells nothing about whoever took it."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, BinaryIO, Final

from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.media_rules import MediaFacts
from cmdesk.i18n import gettext as _
from cmdesk.services.films import clean_film, film_facts

if TYPE_CHECKING:
    from PIL.Image import Image

THUMB_EDGE: Final = 208
"""The shorter edge of a thumbnail in pixels: twice the largest that is shown."""
MOST_PIXELS: Final = 100_000_000
_KINDS: Final = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # several in one file, as some telephones write them
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "BMP": "image/bmp",
    "TIFF": "image/tiff",
    "AVIF": "image/avif",
    "HEIF": "image/heic",
}
_FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "AVIF", "HEIF")
_ORIENTATION: Final = 0x0112
_DAMAGED: Final = (
    OSError,
    ValueError,
    SyntaxError,
    struct.error,
    zlib.error,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    UserWarning,
)
"""What a broken file makes Pillow's readers raise; the warning only where warnings are errors."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A file as it was found to be."""

    facts: MediaFacts
    thumb: bytes | None  # a small PNG or JPEG; none for a film that we cannot show


@dataclass(frozen=True, slots=True)
class CleanCopy:
    """Bytes that may leave the house."""

    data: bytes
    kind: str


def look_at(data: bytes, name: str = "") -> Looked:
    """What a picture or a film is, told by its content, with a thumbnail.

    Raises:
        RuleBroken: It is neither, it is damaged, or it has too many pixels.
    """
    film = film_facts(io.BytesIO(data), name)
    if film is not None:
        return Looked(film, frame(io.BytesIO(data)))
    with _opened(data) as opened:
        kind = _KINDS[opened.format or ""]
        width, height = opened.size
        if _orientation(opened) >= 5:
            width, height = height, width
        opened.draft("RGB", (2 * THUMB_EDGE, 2 * THUMB_EDGE))
        thumb = _small(_upright(opened))
    return Looked(MediaFacts(kind, len(data), width, height, None, name), thumb)


def clean_copy(data: bytes) -> CleanCopy:
    """A copy that looks the same and says nothing of place, person and machine; turned as it is meant to be seen.

    Pictures that stand upright keep their pixels bit by bit; only what is told beside them goes. Kinds that networks
    and browsers do not show (HEIC, AVIF, TIFF, BMP) become JPEG, or PNG where they have holes.

    Raises:
        RuleBroken: The bytes are neither a picture nor a film, or damaged.
    """
    film = film_facts(io.BytesIO(data))
    if film is not None:
        return CleanCopy(clean_film(data), film.kind)
    with _opened(data) as opened:
        kind = _KINDS[opened.format or ""]
        strip = {"image/jpeg": _bare_jpeg, "image/png": _bare_png, "image/webp": _bare_webp, "image/gif": _bare_gif}
        is_upright = _orientation(opened) in {0, 1}
        opened.load()
        bare = strip[kind](data) if kind in strip and is_upright and opened.format != "MPO" else None
        if bare is not None:
            return CleanCopy(bare, kind)
        return _written(_upright(opened), kind, opened.info.get("icc_profile"))


def shown_copy(data: bytes, edge: int) -> bytes:
    """A picture as it is shown on a screen: upright, its longer edge at most so many pixels, a JPEG or a PNG.

    Raises:
        RuleBroken: The bytes are no picture, or damaged.
    """
    from PIL import Image as Pillow

    with _opened(data) as opened:
        opened.draft("RGB", (edge, edge))
        whole = _plain(_upright(opened))
        whole.thumbnail((edge, edge), Pillow.Resampling.LANCZOS, reducing_gap=3.0)
        whole.info.clear()
        target = io.BytesIO()
        if whole.mode == "RGBA":
            whole.save(target, "PNG", compress_level=1)
        else:
            whole.save(target, "JPEG", quality=88)
        return target.getvalue()


# ----- Opening --------------------------------------------------------------------------------------------------------


@cache
def learn_kinds() -> None:
    """Have Pillow ready with its usual readers, and teach it the pictures of telephones."""
    import pillow_heif
    from PIL import Image

    Image.preinit()
    pillow_heif.register_heif_opener(thumbnails=False)


@contextmanager
def _opened(data: bytes) -> Iterator[Image]:
    """A picture, opened; everything that can be wrong with it is said in a sentence."""
    from PIL import Image, UnidentifiedImageError

    learn_kinds()
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise RuleBroken(_("The picture has too many pixels. Save it smaller."))
            yield opened
    except UnidentifiedImageError as error:
        raise RuleBroken(
            _("This is no picture or video that we know. Save it as JPEG, PNG, GIF, WebP, HEIC, MP4, MOV or WebM.")
        ) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RuleBroken(_("The picture has too many pixels. Save it smaller.")) from error
    except MemoryError as error:
        raise RuleBroken(_("The picture has too many pixels. Save it smaller.")) from error
    except _DAMAGED as error:
        raise RuleBroken(_("We cannot read this picture. It may be damaged.")) from error


def _orientation(picture: Image) -> int:
    """How it is turned, as its own words tell; 0 where they cannot be read."""
    try:
        return int(picture.getexif().get(_ORIENTATION, 0))
    except _DAMAGED:
        return 0


def _upright(picture: Image) -> Image:
    """The first picture of a file, turned as it is meant to be seen."""
    from PIL import ImageOps

    picture.load()
    if _orientation(picture) in {0, 1}:
        return picture
    try:
        return ImageOps.exif_transpose(picture)
    except _DAMAGED:
        return picture


def _plain(picture: Image) -> Image:
    """A picture in one of the two modes that all can show."""
    if picture.mode.startswith("I;16"):
        picture = picture.convert("I")
    if picture.mode in {"I", "F"}:
        brightest = picture.getextrema()[1]
        deep = isinstance(brightest, int | float) and brightest > 255
        picture = picture.point(lambda value: value * (255 / 65_535 if deep else 1)).convert("L")
    has_holes = picture.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in picture.info
    if picture.mode in {"RGBa", "La"}:
        picture = picture.convert("RGBA" if picture.mode == "RGBa" else "LA")
    return picture.convert("RGBA" if has_holes else "RGB")


def _small(picture: Image) -> bytes:
    """A small copy whose shorter edge is `THUMB_EDGE`, cut to at most twice as long."""
    from PIL import Image as Pillow

    scale = min(1.0, THUMB_EDGE / min(picture.size))
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    small = _plain(picture).resize(size, Pillow.Resampling.LANCZOS, reducing_gap=3.0)
    longest = 2 * min(size)
    if max(size) > longest:
        left, top = (max(0, (edge - longest) // 2) for edge in size)
        small = small.crop((left, top, left + min(longest, size[0]), top + min(longest, size[1])))
    small.info.clear()  # a comment would be written again
    target = io.BytesIO()
    if small.mode == "RGBA":
        small.save(target, "PNG", optimize=True)
    else:
        small.save(target, "JPEG", quality=85)
    return target.getvalue()


def frame(source: BinaryIO) -> bytes | None:
    """A small copy of a film's first picture, where a library that can show films is installed."""
    try:
        import av
    except ImportError:
        return None
    try:
        source.seek(0)
        with av.open(source) as film:
            for one in film.decode(video=0):
                return _small(one.to_image())
    except (av.FFmpegError, *_DAMAGED):
        return None
    return None


def _written(picture: Image, kind: str, profile: object) -> CleanCopy:
    """A picture written anew, with the colours of its profile and nothing else."""
    target = io.BytesIO()
    keep = {"icc_profile": profile} if isinstance(profile, bytes) and picture.mode in {"RGB", "RGBA", "CMYK"} else {}
    plain = picture if picture.mode in {"RGB", "CMYK"} else _plain(picture)
    if kind == "image/png" or plain.mode == "RGBA":
        (plain if plain.mode != "CMYK" else plain.convert("RGB")).save(target, "PNG", **keep)
        return CleanCopy(target.getvalue(), "image/png")
    plain.info.clear()
    plain.save(target, "JPEG", quality=95, subsampling=0, **keep)
    return CleanCopy(target.getvalue(), "image/jpeg")


# ----- Taking out what is told beside the pixels ----------------------------------------------------------------------


def _bare_jpeg(data: bytes) -> bytes | None:
    """Only what is needed to see it: no EXIF, XMP, IPTC and comments; none where its parts make no sense."""
    kept, place = [data[:2]], 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        mark = data[place + 1]
        if mark == 0xFF:
            place += 1
            continue
        length = int.from_bytes(data[place + 2 : place + 4])
        if length < 2 or place + 2 + length > len(data):
            return None
        part = data[place : place + 2 + length]
        is_profile = mark == 0xE2 and part[4:16] == b"ICC_PROFILE\0"
        if not (0xE1 <= mark <= 0xEF or mark == 0xFE) or mark == 0xEE or is_profile:
            kept.append(part)
        place += 2 + length
        if mark == 0xDA:
            end = data.rfind(b"\xff\xd9")
            return b"".join(kept) + data[place : end + 2 if end >= place else len(data)]
    return None


def _bare_png(data: bytes) -> bytes | None:
    """Only what is needed to see it: no texts, no EXIF, no time."""
    kept, place = [data[:8]], 8
    while place + 12 <= len(data):
        length = int.from_bytes(data[place : place + 4])
        name = data[place + 4 : place + 8]
        if place + 12 + length > len(data):
            return None
        if name not in {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"zxIf", b"caBX"}:
            kept.append(data[place : place + 12 + length])
        place += 12 + length
        if name == b"IEND":
            return b"".join(kept)
    return None


def _bare_webp(data: bytes) -> bytes | None:
    """Only what is needed to see it: no EXIF and XMP, and the flags that announced them off."""
    kept, place = [], 12
    while place + 8 <= len(data):
        name, length = struct.unpack("<4sI", data[place : place + 8])
        part = data[place : place + 8 + length + (length & 1)]
        if len(part) < 8 + length:
            return None
        if name == b"VP8X":
            part = part[:8] + bytes([part[8] & ~0x0C]) + part[9:]
        if name not in {b"EXIF", b"XMP "}:
            kept.append(part)
        place += 8 + length + (length & 1)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _bare_gif(data: bytes) -> bytes | None:
    """Only what is needed to see it move: no comments, no words of programs but how often it repeats."""
    place = 13 + (3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    kept = [data[:place]]
    while place < len(data):
        sign = data[place]
        start = place
        if sign == 0x3B:
            return b"".join(kept) + b"\x3b"
        if sign == 0x21:
            place += 2
        elif sign == 0x2C and place + 10 <= len(data):
            flags = data[place + 9]
            place += 10 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0) + 1
        else:
            return None
        first = data[place : place + 12]
        while place < len(data) and data[place]:
            place += 1 + data[place]
        place += 1
        is_word = sign == 0x21 and data[start + 1] in {0xFE, 0x01}
        is_program = sign == 0x21 and data[start + 1] == 0xFF and first[1:12] not in {b"NETSCAPE2.0", b"ANIMEXTS1.0"}
        if not is_word and not is_program:
            kept.append(data[start:place])
    return None
