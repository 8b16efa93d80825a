"""What is drawn instead of typed, and the small things that pages are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from reportlab.lib.colors import Color

from cmdesk.domain.clients import Address
from cmdesk.domain.reporting import ClientCard
from cmdesk.reports.layout import Columns, Gap, Group, Rule, Size, Stack
from cmdesk.reports.placed import Placed
from cmdesk.reports.style import (
    AMBER,
    FIGURE,
    GREEN,
    INK,
    LIGHT_GREY,
    LINE,
    PETROL,
    SMALL,
    STEP_HEAD,
    STEP_TEXT,
    TRACK,
    WHITE,
    WIDTH,
    Palette,
    Type,
    px,
)
from cmdesk.reports.text import Text, draw_line


class Sign(Placed):
    """A tick, a plus or a minus, drawn."""

    _STROKES: ClassVar[dict[str, tuple[tuple[int, int] | None, ...]]] = {
        "tick": ((5, 12), (10, 17), (20, 7)),
        "plus": ((12, 5), (12, 19), None, (5, 12), (19, 12)),
        "minus": ((5, 12), (19, 12)),
        "dot": ((12, 12), (12, 12)),
    }
    _COLOURS: ClassVar[dict[str, Color]] = {"tick": GREEN, "plus": PETROL, "minus": LIGHT_GREY, "dot": LIGHT_GREY}

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def wrap(self, width: float, _height: float) -> Size:
        """The height of a line of body text."""
        return width, px(20)

    def place(self, canvas: Any, x: float, y: float) -> None:
        """Strokes with round ends, 14 px high."""
        scale = px(14) / 24
        path = canvas.beginPath()
        starts = True
        for point in self._STROKES[self.kind]:
            if point is None:
                starts = True
                continue
            (path.moveTo if starts else path.lineTo)(x + point[0] * scale, y + px(17) - point[1] * scale)
            starts = False
        canvas.saveState()
        canvas.setStrokeColor(self._COLOURS[self.kind])
        canvas.setLineWidth((5 if self.kind == "dot" else 2.6) * scale)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        canvas.drawPath(path)
        canvas.restoreState()


def item(sign: str, text: Placed, width: float) -> Placed:
    """A point of a list: its sign and its sentence."""
    return Group(Stack(Columns([(px(18), Sign(sign)), (width - px(26), text)], px(8)), Gap(px(7))), "LI")


def items(sign: str, texts: Iterable[Placed], width: float) -> Group:
    """A list of points."""
    return Group(Stack(*(item(sign, text, width) for text in texts)), "L")


def figure_strip(figures: Sequence[tuple[str, str]], width: float = WIDTH) -> Stack:
    """Large numbers side by side under a line, each with a few words below it."""
    each = width / len(figures)
    cells = []
    for value, caption in figures:
        room = each - px(12)
        cells.append((room, Stack(Gap(px(11)), Text(value, _fitting(value, FIGURE, room)), Text(caption, SMALL))))
    return Stack(Rule(INK, LINE), Columns(cells, px(12)))


def _fitting(text: str, type_: Type, width: float) -> Type:
    """The type, or one down to half its size when the text would not fit on a line."""
    wide = Text(text, type_).natural_width
    return type_ if wide <= width else type_.but(size=type_.size * max(0.5, width / wide))


class Tile(Placed):
    """The client's tile: two letters on its colour."""

    def __init__(self, letters: str, colours: Palette, size: float, type_size: float) -> None:
        super().__init__()
        self.letters, self.colours, self.size = letters, colours, size
        self.type = Type("Inter-SemiBold", type_size, size, colours.letters, 10, "center")

    def wrap(self, width: float, _height: float) -> Size:
        """A square at the left."""
        return width, self.size

    def draw(self) -> None:
        """The square with round corners, then the letters."""
        self.canv.setFillColor(self.colours.tile)
        self.canv.roundRect(0, 0, self.size, self.size, self.size * 0.26, stroke=0, fill=1)
        draw_line(self.canv, self.letters, self.type, 0, self.size, self.size)


class Aside(Placed):
    """Words beside a coloured line."""

    def __init__(self, child: Placed, color: Color) -> None:
        super().__init__()
        self.child, self.color = child, color

    def wrap(self, width: float, height: float) -> Size:
        """As high as the words."""
        self.width = width
        self.height = self.child.wrap(width - px(18.5), height)[1]
        return width, self.height

    def split(self, width: float, height: float) -> list[Placed]:
        """The line goes on beside the rest."""
        parts = self.child.split(width - px(18.5), height)
        return [Aside(part, self.color) for part in parts] if len(parts) == 2 else []

    def draw(self) -> None:
        """The line, then the words."""
        self.canv.setFillColor(self.color)
        self.canv.rect(0, 0, px(2.5), self.height, stroke=0, fill=1)
        self.child.drawOn(self.canv, px(18.5), 0)


class Bar(Placed):
    """How much of what was agreed was delivered; a stroke marks the agreed amount where more was done."""

    def __init__(self, part: float, *, is_short: bool, mark: float | None = None) -> None:
        super().__init__()
        self.part, self.is_short, self.mark = max(0.0, min(1.0, part)), is_short, mark
        self.width = 0.0

    def wrap(self, width: float, _height: float) -> Size:
        """12 px high."""
        self.width = width
        return width, px(12)

    def draw(self) -> None:
        """Track, filled part, stroke."""
        radius = px(2)
        self.canv.setFillColor(TRACK)
        self.canv.roundRect(0, 0, self.width, px(12), radius, stroke=0, fill=1)
        if self.part > 0:
            self.canv.setFillColor(AMBER if self.is_short else PETROL)
            self.canv.roundRect(0, 0, max(2 * radius, self.width * self.part), px(12), radius, stroke=0, fill=1)
        if self.mark is not None:
            self.canv.setFillColor(INK)
            self.canv.rect(self.width * self.mark, -px(4), px(2), px(20), stroke=0, fill=1)


class Steps(Placed):
    """Numbered steps from left to right on one line."""

    def __init__(self, steps: Sequence[tuple[str, str]], colours: Palette) -> None:
        super().__init__()
        self.steps, self.colours = steps, colours
        each = WIDTH / len(steps)
        self._columns = Columns(
            [
                (each - px(12), Stack(Gap(px(32)), Text(title, STEP_HEAD), Gap(px(1)), Text(text, STEP_TEXT)))
                for title, text in steps
            ],
            px(12),
        )

    def wrap(self, width: float, height: float) -> Size:
        """As high as the longest step."""
        self.width, self.height = self._columns.wrap(width, height)
        return width, self.height

    def split(self, width: float, height: float) -> list[Placed]:
        """Its words go on on the next page."""
        parts: list[Placed] = self._columns.split(width, height)
        return parts

    def draw(self) -> None:
        """The line, the circles with their numbers, the words."""
        self._columns.drawOn(self.canv, 0, 0)
        each, circle = WIDTH / len(self.steps), px(25)
        middle = self.height - circle / 2
        self.canv.setFillColor(self.colours.line)
        self.canv.rect(px(10), middle - px(0.8), each * (len(self.steps) - 1), px(1.6), stroke=0, fill=1)
        number = Type("Inter-SemiBold", px(12), circle, self.colours.text, 0, "center")
        for i in range(len(self.steps)):
            self.canv.setFillColor(WHITE)
            self.canv.setStrokeColor(self.colours.text)
            self.canv.setLineWidth(px(1.3))
            self.canv.circle(i * each + circle / 2, middle, circle / 2 - px(0.8), stroke=1, fill=1)
            draw_line(self.canv, str(i + 1), number, i * each, self.height, circle)


class Tick(Placed):
    """An empty box to tick with a pen."""

    def wrap(self, width: float, _height: float) -> Size:
        """13 px square, on a line of 20."""
        return width, px(20)

    def place(self, canvas: Any, x: float, y: float) -> None:
        """A white square with an outline."""
        canvas.setFillColor(WHITE)
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(px(1.1))
        canvas.roundRect(x + px(0.7), y + px(4.2), px(11.6), px(11.6), px(1.5), stroke=1, fill=1)


def as_spoken(client: ClientCard, tu: str, vosotros: str, usted: str) -> str:
    """The sentence as this client is spoken to."""
    return {Address.TU: tu, Address.VOSOTROS: vosotros, Address.USTED: usted}[client.speaks_as]
