"""Text on paper: the one way by which a person's words reach a document.

Words are set by ourselves, character for character, and never pass a markup parser: so there is nothing to escape and
nothing that a text could switch on. Emoji are drawn as pictures with their characters, unseen, behind them; a
character that no font has is drawn as an empty box with the character behind it. Nothing is lost silently.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFont, features
from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import PDFString

from cmdesk.domain.reporting import Marked, Runs
from cmdesk.paths import resource
from cmdesk.reports.placed import Placed
from cmdesk.reports.style import BODY, EMOJI_FILE, GREEN, HIDDEN, LIGHT_GREY, REGULAR, Type, face

_LEGAL_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>\"]+", re.IGNORECASE)
_BREAKS = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_NO_CHARACTER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_WORDS = re.compile(r"[ \t\u2000-\u2006\u2008-\u200a\u205f\u3000]+|\n")
_PICTURE = "[\U0001f000-\U0001faff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\u3030\u303d\u3297\u3299]"
_UNIT = (
    f"(?:{_PICTURE}|[\u00a9\u00ae\u2000-\u21ff](?=\ufe0f))\ufe0f?[\U0001f3fb-\U0001f3ff]?\u20e3?"
    "[\U000e0020-\U000e007f]*"
)
_EMOJI = re.compile(f"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_UNIT}(?:\u200d{_UNIT})*")
_STRIKE = 109  # the one size that the emoji font has
_EMOJI_HEIGHT = 1.17  # of the type's size
_MARK_WIDTH: Final = 0.62
_LONGEST_LINE = 2000  # characters; no line on paper holds as many
_MARK_COLOURS: Final = {"added": GREEN, "removed": LIGHT_GREY}

FALLBACK = REGULAR


def plain(text: str) -> str:
    """Text as it may be drawn: composed letters, one kind of line break, a mark for what is no character."""
    return _NO_CHARACTER.sub("\ufffd", unicodedata.normalize("NFC", _BREAKS.sub("\n", text)))


def one_line(text: str) -> str:
    """Text for a title, a bookmark or a file: plain, and without line breaks."""
    return " ".join(plain(text).split())


@dataclass(frozen=True, slots=True)
class Piece:
    """What is drawn in one go: letters of one font, one emoji, or one character that no font has."""

    kind: str
    text: str
    font: str
    width: float
    mark: str = ""  # 'added' or 'removed', in a comparison


@dataclass(frozen=True, slots=True)
class Line:
    """One line that was set, and how wide it is."""

    pieces: tuple[Piece, ...]
    width: float


def set_lines(runs: Runs | Marked, type_: Type, width: float) -> tuple[Line, ...]:
    """Break a sentence into lines of this width; a word that is wider than a line is broken inside."""
    return _broken(_words(runs, type_), type_, width)


def _broken(words: Iterable[list[Piece] | None], type_: Type, width: float) -> tuple[Line, ...]:
    lines: list[Line] = []
    line: list[Piece] = []
    used = 0.0
    for word in words:
        if word is None:
            lines.append(Line(tuple(line), used))
            line, used = [], 0.0
            continue
        long = word[0].width if len(word) == 1 else sum(piece.width for piece in word)
        space = _space(word[0], line[-1], type_) if line else None
        if space and used + space.width + long > width:
            lines.append(Line((*line, space), used))
            line, used, space = [], 0.0, None
        if space:
            line.append(space)
            used += space.width
        if not line and long > width:
            *full, last = _chop(word, type_, width)
            lines.extend(full)
            line, used = list(last.pieces), last.width
        else:
            line += word
            used += long
    lines.append(Line(tuple(line), used))
    return tuple(Line(_joined(line.pieces), line.width) for line in lines)


def cut_to(text: str, type_: Type, width: float) -> Line:
    """One line of a text, with an ellipsis where it does not fit."""
    words = one_line(text[:_LONGEST_LINE])
    pieces = _pieces(words, type_.font, type_.size, type_.tracking)
    if sum(piece.width for piece in pieces) <= width:
        return Line(_joined(pieces), sum(piece.width for piece in pieces))
    dots = _pieces("…", type_.font, type_.size, type_.tracking)
    first = _chop(list(pieces), type_, max(width - dots[0].width, dots[0].width))[0]
    return Line(_joined((*first.pieces, *dots)), first.width + dots[0].width)


def _words(runs: Runs | Marked, type_: Type) -> Iterator[list[Piece] | None]:
    """The words of a sentence; None is a line break that somebody typed."""
    word: list[Piece] = []
    for text, kind in runs:
        mark = kind if isinstance(kind, str) and kind != "same" else ""
        font = type_.bold_font if kind is True or mark == "added" else type_.font
        drawn = plain(text)
        at = 0
        for gap in (*_WORDS.finditer(drawn), None):
            part = drawn[at : gap.start() if gap else len(drawn)]
            if part:
                pieces = _pieces(part, font, type_.size, type_.tracking)
                word += [replace(piece, mark=mark) for piece in pieces] if mark else pieces
            if gap is None:
                break
            if word:
                yield word
                word = []
            if gap.group() == "\n":
                yield None
            at = gap.end()
    if word:
        yield word


def _space(after: Piece, before: Piece, type_: Type) -> Piece:
    """The space before a word; between two words of one mark it is marked too."""
    return _blank(after.font, type_.size, type_.tracking, after.mark if after.mark == before.mark else "")


@lru_cache(maxsize=256)
def _blank(font: str, size: float, tracking: float, mark: str) -> Piece:
    return Piece("text", " ", font, _letters_width(" ", font, size, tracking), mark)


@lru_cache(maxsize=16384)
def _units(text: str, font: str) -> float:
    """How wide letters of a font are, in thousandths of its size."""
    widths, missing = face(font).charWidths, face(font).defaultWidth
    return float(sum(widths.get(ord(char), missing) for char in text))


def _letters_width(text: str, font: str, size: float, tracking: float) -> float:
    return size * (_units(text, font) + tracking * len(text)) / 1000


@lru_cache(maxsize=16384)
def _pieces(text: str, font: str, size: float, tracking: float) -> tuple[Piece, ...]:
    """A text without line breaks as what has to be drawn."""
    if text.isascii():
        return (Piece("text", text, font, _letters_width(text, font, size, tracking)),)
    pieces: list[Piece] = []
    at = 0
    for match in _EMOJI.finditer(text):
        sequence = match.group()
        if not _is_drawn_as_picture(sequence, font):
            continue
        pieces += _letters(text[at : match.start()], font, size, tracking)
        pieces.append(_emoji_piece(sequence, font, size))
        at = match.end()
    pieces += _letters(text[at:], font, size, tracking)
    return tuple(pieces)


def _is_drawn_as_picture(sequence: str, font: str) -> bool:
    """Whether this is an emoji for us: signs that the font has itself stay letters, unless told otherwise."""
    is_letter = len(sequence) == 1 and ord(sequence) in face(font).charToGlyph
    return not is_letter and emoji_picture(sequence) is not None


def _emoji_piece(sequence: str, font: str, size: float) -> Piece:
    picture = emoji_picture(sequence)
    assert picture is not None
    wide, high = picture.getSize()
    return Piece("emoji", sequence, font, size * _EMOJI_HEIGHT * wide / high)


def _letters(text: str, font: str, size: float, tracking: float) -> Iterator[Piece]:
    """Letters in runs of the fonts that have them."""
    text = "".join(_drawable(char, font) for char in text)
    start, current = 0, font
    for i, char in enumerate(text):
        home = _home(char, font)
        if home != current:
            if start < i:
                yield _piece_of(text[start:i], current, size, tracking)
            start, current = i, home
    if start < len(text):
        yield _piece_of(text[start:], current, size, tracking)


@lru_cache(maxsize=2048)
def _drawable(char: str, font: str) -> str:
    """A character, or the plain letters of one that is a mere dress of them: '𝗣𝗮𝗻' in a post is drawn as 'Pan'."""
    if _home(char, font) != "none":
        return char
    undressed = unicodedata.normalize("NFKC", char)
    return undressed if all(_home(letter, font) not in {"none", "unseen"} for letter in undressed) else char


def _home(char: str, font: str) -> str:
    """The font that has a character: its own, the one for the rest, none (a mark), or nothing to draw at all."""
    code = ord(char)
    if code in face(font).charToGlyph:
        return font
    if code in face(FALLBACK).charToGlyph:
        return FALLBACK
    is_unseen = unicodedata.category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f"
    return "unseen" if is_unseen else "none"


def _piece_of(text: str, home: str, size: float, tracking: float) -> Piece:
    if home == "none":
        return Piece("mark", text, FALLBACK, len(text) * size * _MARK_WIDTH)
    if home == "unseen":
        return Piece("unseen", text, FALLBACK, 0)
    return Piece("text", text, home, _letters_width(text, home, size, tracking))


def _chop(word: Iterable[Piece], type_: Type, width: float) -> list[Line]:
    """Break a word that is wider than a line, between any two characters."""
    lines: list[Line] = []
    line: list[Piece] = []
    used = 0.0
    for piece in word:
        for part in _parts(piece, type_, width - used, width):
            if line and used + part.width > width:
                lines.append(Line(tuple(line), used))
                line, used = [], 0.0
            line.append(part)
            used += part.width
    lines.append(Line(tuple(line), used))
    return lines


def _parts(piece: Piece, type_: Type, first: float, width: float) -> Iterator[Piece]:
    """A piece cut so that its first part fits into what is left of a line, and the others into whole lines."""
    if piece.width <= first or piece.kind in {"emoji", "unseen"}:
        yield piece
        return
    if piece.kind == "mark":
        each = type_.size * _MARK_WIDTH
        widths = [each] * len(piece.text)
    else:
        known, missing = face(piece.font).charWidths, face(piece.font).defaultWidth
        widths = [type_.size * (known.get(ord(char), missing) + type_.tracking) / 1000 for char in piece.text]
    start, used, room = 0, 0.0, first
    for i, wide in enumerate(widths):
        if i > start and used + wide > room:
            yield Piece(piece.kind, piece.text[start:i], piece.font, used, piece.mark)
            start, used, room = i, 0.0, width
        used += wide
    yield Piece(piece.kind, piece.text[start:], piece.font, used, piece.mark)


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Neighbours of one font as one piece: fewer operators, and whole words for whoever copies them."""
    joined: list[Piece] = []
    start = 0
    for i, piece in enumerate(pieces):
        first = pieces[start]
        is_alike = piece.kind == first.kind == "text" and piece.font == first.font and piece.mark == first.mark
        if i > start and not is_alike:
            joined.append(_one(pieces[start:i]))
            start = i
    if pieces:
        joined.append(_one(pieces[start:]))
    return tuple(joined)


def _one(pieces: Sequence[Piece]) -> Piece:
    if len(pieces) == 1:
        return pieces[0]
    first = pieces[0]
    width = sum(piece.width for piece in pieces)
    return Piece("text", "".join([piece.text for piece in pieces]), first.font, width, first.mark)


def draw_lines(canvas: Any, lines: Iterable[Line], type_: Type, x: float, top: float, width: float) -> None:
    """Draw lines below each other; `top` is where the first one begins.

    The operators are written at once: a long document has thousands of lines.
    """
    baseline = top - _ascent(type_)
    tracking = f"{type_.size * type_.tracking / 1000:.4f} Tc"
    code = ["BT", painted(type_.color), tracking]
    pictures: list[tuple[Piece, float, float]] = []
    marks: list[tuple[Piece, float, float]] = []
    font = ""
    for line in lines:
        at = x + _indent(line, type_, width)
        code.append(f"1 0 0 1 {at:.3f} {baseline:.3f} Tm")
        for piece in line.pieces:
            if piece.kind == "text":
                color = _color_of(piece, type_)
                if color is not None:
                    code.append(painted(color))
                for name, shown in canvas.shown(piece.font, piece.text):
                    if name != font:
                        code.append(f"{name} {type_.size:.3f} Tf")
                        font = name
                    code.append(shown)
                if piece.mark:
                    marks.append((piece, at, baseline))
                    code.append(painted(type_.color))
            else:
                code += [*_hidden(canvas, piece, type_), tracking, f"1 0 0 1 {at + piece.width:.3f} {baseline:.3f} Tm"]
                font = ""
                pictures.append((piece, at, baseline))
            at += piece.width
        baseline -= type_.leading
    code.append("ET")
    canvas.write("\n".join(code))
    for piece, at, base in pictures:
        _draw_picture(canvas, piece, type_, at, base)
    for piece, at, base in marks:
        _draw_mark(canvas, piece, type_, at, base)


def _color_of(piece: Piece, type_: Type) -> Color | None:
    """The colour that a piece has of its own."""
    if piece.mark:
        return _MARK_COLOURS[piece.mark]
    if type_.bold_color:
        return type_.bold_color if piece.font == type_.bold_font else type_.color
    return None


@lru_cache(maxsize=64)
def painted(color: Color) -> str:
    """The operator that fills with a colour from now on."""
    red, green, blue = color.rgb()
    return f"{red:.4f} {green:.4f} {blue:.4f} rg"


def _draw_mark(canvas: Any, piece: Piece, type_: Type, x: float, baseline: float) -> None:
    """A line under what was added, through what was removed: seen in grey, too."""
    down = -0.14 if piece.mark == "added" else 0.27
    canvas.fill(_MARK_COLOURS[piece.mark], x, baseline + type_.size * down, piece.width, type_.size * 0.06)


def draw_line(canvas: Any, text: str, type_: Type, x: float, top: float, width: float) -> Line:
    """Draw a text on one line, cut with an ellipsis where it is too long."""
    line = cut_to(text, type_, width)
    draw_lines(canvas, (line,), type_, x, top, width)
    return line


def _ascent(type_: Type) -> float:
    """From the top of a line to its baseline: half of what the line has more than the letters stands above them."""
    reading = face(type_.font)
    above, below = reading.ascent * type_.size / 1000, -reading.descent * type_.size / 1000
    return float((type_.leading - above - below) / 2 + above)


def _indent(line: Line, type_: Type, width: float) -> float:
    if type_.align == "right":
        return width - line.width
    return (width - line.width) / 2 if type_.align == "center" else 0


def _hidden(canvas: Any, piece: Piece, type_: Type) -> list[str]:
    """The operators that write a piece so that it is found and copied, but not seen."""
    if not piece.text or piece.kind == "unseen":
        return []
    stretch = 100 * piece.width / (len(piece.text) * type_.size)
    code = ["0 Tc", "3 Tr", f"{stretch:.3f} Tz"]
    for name, shown in canvas.shown(HIDDEN, piece.text):
        code += [f"{name} {type_.size:.3f} Tf", shown]
    return [*code, "100 Tz", "0 Tr"]


def _draw_picture(canvas: Any, piece: Piece, type_: Type, x: float, baseline: float) -> None:
    if piece.kind == "emoji":
        high = type_.size * _EMOJI_HEIGHT
        canvas.drawImage(emoji_picture(piece.text), x, baseline - type_.size * 0.24, piece.width, high, mask="auto")
    elif piece.kind == "mark":
        each = type_.size * _MARK_WIDTH
        canvas.setStrokeColor(type_.color)
        canvas.setLineWidth(type_.size * 0.06)
        for i in range(len(piece.text)):
            canvas.rect(x + i * each + type_.size * 0.06, baseline, each - type_.size * 0.12, type_.size * 0.7)


@lru_cache(maxsize=1024)
def emoji_picture(sequence: str) -> ImageReader | None:
    """The picture of an emoji, or none where the emoji font does not have it."""
    font = _emoji_font()
    left, top, right, bottom = font.getbbox(sequence)
    if right <= left or bottom <= top or font.getmask(sequence).getbbox() is None:
        return None
    if bytes(font.getmask(sequence[0])) == _missing_emoji():
        return None
    image = Image.new("RGBA", (int(right - left), int(bottom - top)))
    ImageDraw.Draw(image).text((-left, -top), sequence, font=font, embedded_color=True)
    return ImageReader(image)


@lru_cache(maxsize=1)
def _emoji_font() -> ImageFont.FreeTypeFont:
    engine = ImageFont.Layout.RAQM if features.check("raqm") else ImageFont.Layout.BASIC
    return ImageFont.truetype(str(resource("fonts", EMOJI_FILE)), _STRIKE, layout_engine=engine)


@lru_cache(maxsize=1)
def _missing_emoji() -> bytes:
    return bytes(_emoji_font().getmask("\U0010ffff"))


class Text(Placed):
    """A paragraph of one kind of type, with pieces in bold, that breaks over pages.

    Attributes:
        link: An address of the web or of mail that its words lead to.
        to: A heading of the same document that its words lead to, by its anchor.
        tag: What it is in the tree of the document; empty for what is repeated or mere decoration.
        origin: The paragraph that this is a part of.
    """

    def __init__(
        self,
        words: str | Runs | Marked,
        type_: Type = BODY,
        *,
        link: str = "",
        to: str = "",
        clings: bool = False,
        tag: str = "P",
    ) -> None:
        super().__init__()
        self.keep_with_next = clings
        self.runs: Runs | Marked = ((words, False),) if isinstance(words, str) else words
        self.type = type_
        self.link = link if _LEGAL_LINK.fullmatch(link) else ""
        self.to, self.tag = to, tag
        self.origin: Text = self
        self._words: list[list[Piece] | None] | None = None
        self._lines: tuple[Line, ...] = ()
        self._set_for = -1.0
        self.width = 0.0

    @property
    def natural_width(self) -> float:
        """How wide it is when nothing has to be broken."""
        lines, space = [0.0], None
        for word in self._all_words():
            if word is None:
                lines.append(0.0)
                space = None
                continue
            if space is not None:
                lines[-1] += _space(word[0], space, self.type).width
            lines[-1] += sum(piece.width for piece in word)
            space = word[-1]
        return max(lines)

    @property
    def least_width(self) -> float:
        """How wide its widest word is."""
        return max((sum(p.width for p in word) for word in self._all_words() if word), default=0)

    def _all_words(self) -> list[list[Piece] | None]:
        if self._words is None:
            self._words = list(_words(self.runs, self.type))
        return self._words

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Set the lines for this width, once."""
        if self._set_for != width:
            self._lines = _broken(self._all_words(), self.type, width + 0.01)
            self._set_for = width
        self.width = width
        return width, len(self._lines) * self.type.leading

    def split(self, width: float, height: float) -> list[Placed]:
        """The lines that fit and the others."""
        self.wrap(width, height)
        fitting = int((height + 0.01) / self.type.leading)
        if fitting < 1:
            return []
        if fitting >= len(self._lines):
            return [self]
        return [self._part(self._lines[:fitting]), self._part(self._lines[fitting:])]

    def place(self, canvas: Any, x: float, y: float) -> None:
        """Draw the lines, and make them a link where there is one."""
        height = len(self._lines) * self.type.leading
        canvas.begin_words(self.tag, self.origin)
        draw_lines(canvas, self._lines, self.type, x, y + height, self.width)
        canvas.end_words(self.tag)
        if self.link or self.to:
            self._draw_links(canvas, x, y + height)

    def _draw_links(self, canvas: Any, x: float, top: float) -> None:
        for i, line in enumerate(self._lines):
            left, high = x + _indent(line, self.type, self.width), top - i * self.type.leading
            if self.link:
                box = (left, high - self.type.leading, left + line.width, high)
                canvas.linkURL(self.link, box, relative=1, Contents=PDFString(one_line(self.link)))
            else:
                corner, end = (
                    canvas.absolutePosition(left, high - self.type.leading),
                    canvas.absolutePosition(left + line.width, high),
                )
                canvas.link_to(self.to, "".join(run[0] for run in self.runs), (*corner, *end))

    def _part(self, lines: tuple[Line, ...]) -> Text:
        part = Text(self.runs, self.type, link=self.link, to=self.to, tag=self.tag)
        part._lines, part._set_for, part.origin = lines, self._set_for, self.origin
        return part


class Heading(Text):
    """A heading: kept with what follows it, and an entry in the list of bookmarks.

    Attributes:
        level: 0 for a main part, 1 for a part of it.
        anchor: By which other places of the document lead here.
    """

    def __init__(self, words: str, type_: Type, *, level: int = 0, anchor: str = "", tag: str = "") -> None:
        super().__init__(words, type_, clings=True, tag=tag or f"H{level + 2}")
        self.level, self.anchor = level, anchor
        self.title = one_line(words)[:120]

    def place(self, canvas: Any, x: float, y: float) -> None:
        """Draw it, and let the bookmark lead to its first line."""
        super().place(canvas, x, y)
        if self.title:
            top = self.type.leading * len(self._lines)
            left, high = canvas.absolutePosition(x, y + top)
            key = self.anchor or f"p{canvas.getPageNumber()}x{left:.0f}y{high:.0f}"
            canvas.bookmarkHorizontalAbsolute(key, high, left)
            canvas.addOutlineEntry(self.title, key, level=self.level, closed=0)

    def split(self, width: float, height: float) -> list[Placed]:
        """Over a page only its first part stays a heading: one bookmark leads there."""
        parts = super().split(width, height)
        if len(parts) == 2 and isinstance(rest := parts[1], Text):
            parts[1] = plain = Text(self.runs, self.type, tag=self.tag)
            plain._lines, plain._set_for, plain.origin = rest._lines, self._set_for, self.origin
        return parts

    def _part(self, lines: tuple[Line, ...]) -> Text:
        part = Heading(self.title, self.type, level=self.level, anchor=self.anchor, tag=self.tag)
        part.runs, part._lines, part._set_for, part.origin = self.runs, lines, self._set_for, self.origin
        return part
