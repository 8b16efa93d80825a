"""How documents look: fonts, colours and kinds of type.

The pictures of the design are measured in pixels of a page 794 wide; `px` turns them into points.
"""

from __future__ import annotations

import colorsys
import struct
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor, toColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics, ttfonts

from cmdesk.paths import resource
from cmdesk.reports.faces import Face, Font

PAGE_WIDTH, PAGE_HEIGHT = A4


def px(pixels: float) -> float:
    """Points of so many pixels of the design."""
    return pixels * 0.75


MARGIN = px(72)
WIDTH = PAGE_WIDTH - 2 * MARGIN
PAGE_ROOM = PAGE_HEIGHT - px(74 + 76)  # between head and footer
NEW_PAGE = px(440)  # a main part begins on a new page when less than this is left
HAIR = px(1)
LINE = px(1.5)

REGULAR, MEDIUM, BOLD, SERIF = "Inter", "Inter-Medium", "Inter-SemiBold", "Serif"
TABULAR = "-Tabular"
HIDDEN = "Hidden"
_FILES = {
    REGULAR: "Inter-Regular.ttf",
    MEDIUM: "Inter-Medium.ttf",
    BOLD: "Inter-SemiBold.ttf",
    SERIF: "SourceSerif4-SemiBold.ttf",
}
EMOJI_FILE = "NotoColorEmoji.ttf"


@cache
def _theme() -> dict[str, Any]:
    """The light theme: paper is always light."""
    return tomllib.loads(resource("themes", "light.toml").read_text(encoding="utf-8"))


def _role(group: str, name: str) -> Color:
    return HexColor(_theme()[group][name])


INK = HexColor("#22252A")
HEAD_INK = _role("text", "primary")
SOFT_INK = HexColor("#3F4247")
GREY = _role("text", "secondary")
LIGHT_GREY = _role("text", "tertiary")
RULE = _role("line", "subtle")
PETROL = _role("accent", "base")
LINK = _role("accent", "text")
AMBER = HexColor("#C77A12")
AMBER_TINT = HexColor("#FBF1DF")
AMBER_WORD = _role("feedback", "warn")
GREEN = _role("feedback", "ok")
PAPER = HexColor("#F7F6F2")
PAPER_DARK = HexColor("#F5F4F0")
PETROL_TINT = HexColor("#EAF4F5")
TRACK = HexColor("#EFEEE9")
WHITE = HexColor("#FFFFFF")


@dataclass(frozen=True, slots=True)
class Type:
    """A kind of type: font, size and line in points, colour, tracking in thousandths of the size.

    Bold pieces may have a colour of their own.
    """

    font: str
    size: float
    leading: float
    color: Color = INK
    tracking: float = 0
    align: str = "left"
    bold_color: Color | None = None

    @property
    def bold_font(self) -> str:
        """The font of the bold pieces in this type."""
        return self.font if self.font.startswith(SERIF) else BOLD + (TABULAR if self.font.endswith(TABULAR) else "")

    def but(self, **changes: Any) -> Type:
        """The same type with something changed."""
        return replace(self, **changes)


def _type(font: str, size: float, leading: float, color: Color = INK, tracking: float = 0) -> Type:
    return Type(font, px(size), px(leading), color, tracking)


BODY = _type(REGULAR, 13.3, 20, INK, -3)
BODY_GREY = BODY.but(color=GREY)
STRONG = BODY.but(font=BOLD)
LEAD = _type(REGULAR, 14, 21, GREY, -3)
SUMMARY = LEAD.but(color=HexColor("#2E3136"))
SMALL = _type(REGULAR, 11.5, 15, GREY, -3)
NOTE = _type(REGULAR, 11.6, 17, GREY, -3).but(bold_color=INK)
HINT = _type(REGULAR, 11.3, 15.5, LIGHT_GREY, -3)
TERM = _type(REGULAR, 12, 17.3, INK, -3)
TERM_HEAD = _type(BOLD, 13, 17.3, INK, -3)
COVER_TITLE = _type(SERIF, 50, 55, INK, -15)
REPORT_TITLE = _type(SERIF, 40, 46, INK, -15)
COVER_TEXT = _type(REGULAR, 15.5, 23, SOFT_INK, -3)
HEADING = _type(SERIF, 23, 29, HEAD_INK, -10)
BOX_HEADING = HEADING.but(size=px(17), leading=px(22))
AREA_HEADING = _type(SERIF, 15, 20, INK, -3)
LABEL = _type(BOLD, 13, 20, INK, -3)
CELL = _type(REGULAR, 13.3, 18, INK, -3)
CELL_GREY = CELL.but(color=GREY)
CELL_STRONG = CELL.but(font=MEDIUM)
CELL_BOLD = CELL.but(font=BOLD)
CELL_NUMBER = CELL.but(font=REGULAR + TABULAR, align="right")
CELL_TABULAR = CELL.but(font=REGULAR + TABULAR)
TABLE_HEAD = _type(BOLD, 10.5, 20, LIGHT_GREY, -3)
FIGURE = _type(SERIF, 28, 32, INK, -10)
RUNNING = _type(REGULAR, 10.5, 20, LIGHT_GREY, -3)
STEP_HEAD = _type(BOLD, 13.3, 16, INK, -3)
STEP_TEXT = _type(REGULAR, 11.4, 15.5, GREY, -3)
TINY = _type(REGULAR, 10.5, 20, LIGHT_GREY, -3)


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours that come from the client: of its tile, of headings on white, of the cover, of thin lines."""

    tile: Color
    letters: Color
    text: Color
    tint: Color
    line: Color


@cache
def palette(number: int) -> Palette:
    """The colours of a client of this colour of the theme."""
    colours = _theme()["client"]
    base = HexColor(colours[(number - 1) % len(colours)])
    hue, _, saturation = colorsys.rgb_to_hls(base.red, base.green, base.blue)
    return Palette(
        tile=base,
        letters=HexColor(_theme()["client_letters"]),
        text=base,
        tint=Color(*colorsys.hls_to_rgb(hue, 0.91, saturation * 0.74)),
        line=Color(*colorsys.hls_to_rgb(hue, 0.80, saturation * 0.66)),
    )


def brand(colour: str) -> Color:
    """The agency's own colour, or petrol where what was typed is none."""
    try:
        return toColor(colour)
    except ValueError:
        return PETROL


def status_colours(status: str) -> tuple[Color, Color]:
    """The colours of a post's status: of its circle, and of the ground of its card."""
    found = _theme()["status"][status]
    return HexColor(found["fg"]), HexColor(found["bg"])


_REGISTERING = Lock()


def register_fonts() -> None:
    """Make the shipped fonts known to reportlab, once for the life of the program.

    Two documents may be made at the same time: the second waits, because fonts that change under a page ruin it.
    """
    with _REGISTERING:
        _register_once()


@cache
def _register_once() -> None:
    ttfonts.makeToUnicodeCMap = _to_unicode
    rl_config.useA85 = 0  # binary streams: a quarter smaller, and faster
    for name, file in _FILES.items():
        path = resource("fonts", file)
        read = Face(name, path)
        pdfmetrics.registerFont(Font(name, read))
        if name in {REGULAR, BOLD}:
            pdfmetrics.registerFont(Font(name + TABULAR, _tabular(read, name, path)))
        if name == REGULAR:
            pdfmetrics.registerFont(Font(HIDDEN, _hidden(read)))


@cache
def face(name: str) -> Any:
    """What reportlab read from a font file: which characters it has, how wide they are, where the baseline lies."""
    register_fonts()
    return pdfmetrics.getFont(name).face


def _tabular(upright: Face, name: str, path: Path) -> Face:
    """A font whose digits are all of one width, so that columns of numbers stand straight."""
    reading = upright.twin(name + TABULAR)
    glyphs = {glyph: number for number, glyph in enumerate(_glyph_names(path))}
    for digit, word in enumerate(("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")):
        glyph = glyphs.get(f"{word}.tf")
        if glyph is not None:
            reading.charToGlyph[ord(str(digit))] = glyph
            reading.charWidths[ord(str(digit))] = reading.hmetrics[glyph][0] * 1000 / reading.unitsPerEm
    return reading


class _EveryCharacter(dict[int, int]):
    """A font's list of characters that leaves none out: all lead to the empty glyph."""

    def __contains__(self, code: object) -> bool:
        return isinstance(code, int)

    def __getitem__(self, code: int) -> int:
        return 0

    def get(self, code: int, default: Any = None) -> Any:
        return 0


def _hidden(upright: Face) -> Face:
    """A font for text that is not seen: it stands behind pictures of emoji so that they can be copied and found."""
    reading = upright.twin(HIDDEN)
    reading.charToGlyph = _EveryCharacter()
    reading.charWidths = {}
    reading.defaultWidth = 1000
    return reading


def _glyph_names(path: Path) -> Iterator[str]:
    """The names in the `post` table of a font, in the order of its glyphs; none where it names none."""
    data = path.read_bytes()
    tables = {
        data[at : at + 4]: struct.unpack(">LL", data[at + 8 : at + 16])
        for at in range(12, 12 + 16 * struct.unpack(">H", data[4:6])[0], 16)
    }
    start, length = tables[b"post"]
    if data[start : start + 4] != b"\x00\x02\x00\x00":
        return
    count = struct.unpack(">H", data[start + 32 : start + 34])[0]
    numbers = struct.unpack(f">{count}H", data[start + 34 : start + 34 + 2 * count])
    own: list[str] = []
    at = start + 34 + 2 * count
    while at < start + length:
        size = data[at]
        own.append(data[at + 1 : at + 1 + size].decode("ascii", "replace"))
        at += 1 + size
    for number in numbers:
        yield own[number - 258] if number >= 258 else ""


def _to_unicode(font_name: str, subset: list[int]) -> str:
    """The table by which a reader finds the text of a font, right above U+FFFF too.

    Reportlab's own writes such characters as five hexadecimal digits, and what is copied is Greek.
    """
    pairs = [f"<{i:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for i, code in enumerate(subset) if code]
    blocks = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        f"/CMapName /{font_name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for block in blocks:
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)
