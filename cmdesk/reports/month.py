"""The grid of a month with what went out on each day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import Color

from cmdesk.reports.layout import Size
from cmdesk.reports.pictures import readable_picture
from cmdesk.reports.placed import Placed
from cmdesk.reports.style import HAIR, INK, LIGHT_GREY, PAPER, REGULAR, RULE, WHITE, Palette, Type, px
from cmdesk.reports.text import Text, draw_line


@dataclass(frozen=True, slots=True)
class GridPost:
    """What one post shows in the grid of a month: its picture, else its title; its tag; or a small circle."""

    title: str
    picture: bytes | None
    tag: str
    is_small: bool


@dataclass(frozen=True, slots=True)
class GridDay:
    """One cell of the grid."""

    number: int
    is_outside: bool
    posts: tuple[GridPost, ...] = ()


class MonthGrid(Placed):
    """A month as a wall calendar, with the pictures of its posts."""

    _HEAD, _ROW, _ART = px(22), px(76), px(66)

    def __init__(self, heads: Sequence[str], days: Sequence[GridDay], colours: Palette) -> None:
        super().__init__()
        self.heads, self.days, self.colours = heads, days, colours
        self.width = 0.0

    def wrap(self, width: float, _height: float) -> Size:
        """A head, and a row for each week."""
        self.width = width
        return width, self._HEAD + self._ROW * (len(self.days) // 7) + HAIR

    def draw(self) -> None:
        """Grounds, then lines, then what happened."""
        top = self.wrap(self.width, 0)[1]
        each = self.width / 7
        for i, day in enumerate(self.days):
            if day.is_outside:
                self.canv.setFillColor(PAPER)
                self.canv.rect(i % 7 * each, self._top_of(i, top) - self._ROW, each, self._ROW, stroke=0, fill=1)
        self._draw_lines(top, each)
        head = Type("Inter-SemiBold", px(10.5), px(20), LIGHT_GREY, -3)
        for i, name in enumerate(self.heads):
            draw_line(self.canv, name, head, i * each + px(5), top - px(2), each - px(8))
        for i, day in enumerate(self.days):
            self._draw_day(day, i % 7 * each, self._top_of(i, top), each)

    def _top_of(self, index: int, top: float) -> float:
        return top - self._HEAD - index // 7 * self._ROW

    def _draw_lines(self, top: float, each: float) -> None:
        self.canv.setFillColor(RULE)
        for column in range(8):
            self.canv.rect(min(column * each, self.width - HAIR), 0, HAIR, top, stroke=0, fill=1)
        for y in (top - HAIR, *(top - self._HEAD - self._ROW * row for row in range(len(self.days) // 7 + 1))):
            self.canv.rect(0, y - HAIR if y < top - HAIR else y, self.width, HAIR, stroke=0, fill=1)

    def _draw_day(self, day: GridDay, x: float, top: float, each: float) -> None:
        number = Type(REGULAR, px(10.5), px(20), LIGHT_GREY, -3)
        draw_line(self.canv, str(day.number), number, x + px(5), top - px(3), px(20))
        large = [post for post in day.posts if not post.is_small]
        small = [post for post in day.posts if post.is_small]
        if large:
            self._draw_art(large[0], x + px(22), top - px(5) - self._ART)
        dots = min(len(small), 4)
        self._draw_dots(dots, x + px(5), top - self._ROW + px(6))
        more = len(large) - min(1, len(large)) + len(small) - dots
        if more:
            type_ = Type("Inter-SemiBold", px(9.5), px(14), LIGHT_GREY)
            draw_line(self.canv, f"+{more}", type_, x + px(4), top - px(20), px(20))

    def _draw_art(self, post: GridPost, x: float, y: float) -> None:
        side = self._ART
        image = readable_picture(post.picture, 264, 264, is_cropped=True) if post.picture else None
        self.canv.saveState()
        path = self.canv.beginPath()
        path.roundRect(x, y, side, side, px(3))
        self.canv.clipPath(path, stroke=0, fill=0)
        if image:
            self.canv.drawImage(image, x, y, side, side, mask="auto")
        else:
            self.canv.setFillColor(self.colours.tint)
            self.canv.rect(x, y, side, side, stroke=0, fill=1)
        self.canv.restoreState()
        if not image:
            words = Text(post.title, Type(REGULAR, px(9.5), px(12), INK))
            room = side - px(20 if post.tag else 8)
            words.wrap(side - px(8), room)
            shown = (words.split(side - px(8), room) or [words])[0]
            tall = shown.wrap(side - px(8), room)[1]
            shown.drawOn(self.canv, x + px(4), y + side - px(4) - tall)
        if post.tag:
            self._draw_tag(post.tag, x + px(4), y + px(4))

    def _draw_tag(self, tag: str, x: float, y: float) -> None:
        type_ = Type("Inter-SemiBold", px(9.5), px(14), WHITE)
        wide = min(Text(tag, type_).natural_width + 0.1, self._ART - px(16))
        self.canv.saveState()
        self.canv.setFillColor(Color(*INK.rgb(), alpha=0.8))
        self.canv.roundRect(x, y, wide + px(8), px(14), px(3), stroke=0, fill=1)
        self.canv.restoreState()
        draw_line(self.canv, tag, type_, x + px(4), y + px(14), wide)

    def _draw_dots(self, count: int, x: float, y: float) -> None:
        self.canv.setStrokeColor(self.colours.text)
        self.canv.setLineWidth(px(1.2))
        for i in range(count):
            self.canv.circle(x + px(3.5), y + px(3.5) + i * px(9), px(2.75), stroke=1, fill=0)
