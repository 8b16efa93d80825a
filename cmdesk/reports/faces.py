"""Font files as reportlab knows them, read in a quarter of the time.

Reportlab reads a font number by number, which is most of what a short document waits for. Here the large tables are
taken at once, and two fonts of one file read it once. It leans on names of reportlab, whose version is pinned; a test
holds what is read beside its own reading.
"""

from __future__ import annotations

import struct
from copy import copy
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from reportlab import rl_config
from reportlab.pdfbase import ttfonts

_WHOLE_RANGE = 12  # the kind of list that knows characters above U+FFFF; every shipped font has one
_SPACE, _FIXED_SPACE = 0x20, 0xA0


class Face(ttfonts.TTFontFace):  # type: ignore[misc]  # reportlab comes without types
    """What is known of a font: which characters it has, how wide they are, where each glyph lies in the file."""

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(str(path))
        self._reading = Lock()
        self._be_called(name)

    def _be_called(self, name: str) -> None:
        self.name = f"CMDesk{name.replace('-', '')}".encode("ascii")

    def twin(self, name: str) -> Face:
        """The same under another name, whose characters may be others."""
        other = copy(self)
        other._be_called(name)
        other.charToGlyph, other.charWidths = dict(self.charToGlyph), dict(self.charWidths)
        return other

    def makeSubset(self, subset: Any) -> bytes:  # noqa: N802 - reportlab's name
        """A font's part for a document, for one document after the other: the file has one place to read."""
        with self._reading:
            made: bytes = super().makeSubset(subset)
        return made

    def extractInfo(self, charInfo: int = 1) -> None:  # noqa: N802, N803 - reportlab's names
        """Read the tables.

        Raises:
            ttfonts.TTFError: It is no font that we ship.
        """
        super().extractInfo(0)
        if not charInfo:
            return
        self.charToGlyph = self._characters()
        self.glyphToChar: dict[int, list[int]] = {}  # only shaping asks for it, and nothing here is shaped
        self.hmetrics = self._metrics()
        widths = [self._pdfScale(width) for width, _bearing in self.hmetrics]
        self.defaultWidth = widths[0]
        self.charWidths = {code: widths[glyph] for code, glyph in self.charToGlyph.items()}
        self.glyphPos = self._places()
        if _SPACE in self.charToGlyph:
            self.charToGlyph[_FIXED_SPACE] = self.charToGlyph[_SPACE]
            self.charWidths[_FIXED_SPACE] = self.charWidths[_SPACE]

    def _numbers(self, kind: str, count: int, at: int) -> tuple[int, ...]:
        return struct.unpack_from(f">{count}{kind}", self._ttf_data, at)

    def _characters(self) -> dict[int, int]:
        table, _length = self.get_table_pos("cmap")
        (count,) = self._numbers("H", 1, table + 2)
        offsets = (self._numbers("L", 1, table + 8 + 8 * number)[0] for number in range(count))
        start = next((table + one for one in offsets if self._numbers("H", 1, table + one)[0] == _WHOLE_RANGE), None)
        if start is None:
            raise ttfonts.TTFError(f"no list of all characters in {self.filename}")
        (groups,) = self._numbers("L", 1, start + 12)
        ranges = iter(self._numbers("L", 3 * groups, start + 16))
        return {
            code: glyph + code - first
            for first, last, glyph in zip(ranges, ranges, ranges, strict=True)
            for code in range(first, last + 1)
        }

    def _metrics(self) -> list[tuple[int, int]]:
        """The width and the left bearing of each glyph; those at the end are all as wide as the one before them."""
        (count,) = self._numbers("H", 1, self.get_table_pos("hhea")[0] + 34)
        start, _length = self.get_table_pos("hmtx")
        numbers = iter(self._numbers("H", 2 * count, start))
        metrics = [*zip(numbers, numbers, strict=True)]
        last = metrics[-1][0]
        return metrics + [(last, lsb) for lsb in self._numbers("H", self.numGlyphs - count, start + 4 * count)]

    def _places(self) -> list[int]:
        (is_long,) = self._numbers("H", 1, self.get_table_pos("head")[0] + 50)
        start, _length = self.get_table_pos("loca")
        if is_long:
            return [*self._numbers("L", self.numGlyphs + 1, start)]
        return [2 * place for place in self._numbers("H", self.numGlyphs + 1, start)]


class Font(ttfonts.TTFont):  # type: ignore[misc]  # reportlab comes without types
    """A font of a document, under the name by which its types ask for it."""

    def __init__(self, name: str, face: Face) -> None:
        self.fontName = name
        self.face = face
        self.encoding = ttfonts.TTEncoding()
        self.state: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
        self._asciiReadable = rl_config.ttfAsciiReadable
        self.shapable = False
