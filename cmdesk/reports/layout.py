"""How things stand on a page: below each other, side by side, on a ground, in a table.

All of them know how to break over pages, so that a word of a hundred thousand letters in any field still comes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from reportlab.lib.colors import Color

from cmdesk.reports.placed import Placed
from cmdesk.reports.style import HAIR, HEADING, RULE, WIDTH, Type, px
from cmdesk.reports.text import Heading, Text

Size = tuple[float, float]
_SLACK = 0.01


class Gap(Placed):
    """Room between two things; nothing at the top of a page."""

    def __init__(self, height: float) -> None:
        super().__init__()
        self.height = height

    def wrap(self, width: float, _height: float) -> Size:
        """As high as it was made."""
        return width, self.height

    def place(self, canvas: Any, x: float, y: float) -> None:
        """Nothing to draw."""


class Rule(Placed):
    """A line across the column."""

    def __init__(self, color: Color = RULE, thickness: float = HAIR) -> None:
        super().__init__()
        self.color, self.thickness = color, thickness
        self.width = 0.0

    def wrap(self, width: float, _height: float) -> Size:
        """As high as it is thick."""
        self.width = width
        return width, self.thickness

    def place(self, canvas: Any, x: float, y: float) -> None:
        """One filled rectangle: printers keep it as thin as it is."""
        canvas.fill(self.color, x, y, self.width, self.thickness)


class Break(Placed):
    """A place where a new page begins when less than this room is left."""

    def __init__(self, room: float) -> None:
        super().__init__()
        self.room = room

    def wrap(self, width: float, _height: float) -> Size:
        """It takes no room itself."""
        return width, 0

    def place(self, canvas: Any, x: float, y: float) -> None:
        """Nothing to draw."""


class NewPage(Placed):
    """The end of a page."""


class Group(Placed):
    """Pieces that are one thing for whoever listens to the document: a table, its row, a point of a list.

    Attributes:
        child: The pieces.
        tag: What they are.
        origin: The thing of which this is a part.
    """

    def __init__(self, child: Placed, tag: str, origin: object = None) -> None:
        super().__init__()
        self.child, self.tag = child, tag
        self.origin = origin or self
        self.keep_with_next = False
        self.width = self.height = 0.0

    def wrap(self, width: float, height: float) -> Size:
        """As high as what it holds."""
        self.width, self.height = self.child.wrap(width, height)
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Placed]:
        """Parts of one thing."""
        parts = self.child.split(width, height)
        return [Group(part, self.tag, self.origin) for part in parts] if len(parts) > 1 else []

    def place(self, canvas: Any, x: float, y: float) -> None:
        """Draw what it holds, as that thing."""
        with canvas.part(self.tag, self.origin):
            self.child.drawOn(canvas, x, y)


class Stack(Placed):
    """Things below each other; a heading never ends a page."""

    def __init__(self, *children: Placed | None) -> None:
        super().__init__()
        self.children = [child for child in children if child is not None]
        self._heights: list[float] = []
        self._wrapped_for = -1.0
        self.width = self.height = 0.0

    def wrap(self, width: float, height: float) -> Size:
        """As high as all of them together."""
        if self._wrapped_for != width:
            self._heights = [child.wrap(width, height)[1] for child in self.children]
            self.width, self.height, self._wrapped_for = width, sum(self._heights), width
        return width, self.height

    def split(self, width: float, height: float) -> list[Placed]:
        """What fits, and the rest."""
        self.wrap(width, height)
        room = height + _SLACK
        for i, (child, tall) in enumerate(zip(self.children, self._heights, strict=True)):
            if isinstance(child, Break) and i and room < child.room:
                return [Stack(*self.children[:i]), Stack(*_without_gap(self.children[i + 1 :]))]
            if tall <= room:
                room -= tall
                continue
            parts = child.split(width, room) if room > 0 else []
            head = [*self.children[:i], *parts[:1]]
            tail = [*parts[1:], *self.children[i + 1 :]] if parts else self.children[i:]
            while head and not parts and _clings(head[-1]):
                tail.insert(0, head.pop())
            return [Stack(*head), Stack(*_without_gap(tail))] if head else []
        return [self]

    def place(self, canvas: Any, x: float, y: float) -> None:
        """Each at its place."""
        top = y + self.height
        for child, tall in zip(self.children, self._heights, strict=True):
            top -= tall
            child.drawOn(canvas, x, top)


def _without_gap(children: list[Placed]) -> list[Placed]:
    """What a page begins with: no room above it."""
    first = next((i for i, child in enumerate(children) if not isinstance(child, Gap | Break)), len(children))
    return children[first:]


def _clings(child: Placed) -> bool:
    return isinstance(child, Gap | Break) or getattr(child, "keep_with_next", False)


class Columns(Placed):
    """Things side by side, each in its own width; all begin at the top, or stand in the middle of the highest."""

    def __init__(
        self,
        cells: Iterable[tuple[float, Placed]],
        gap: float = 0,
        *,
        least: float = 0,
        is_centred: bool = False,
    ) -> None:
        super().__init__()
        self.cells = list(cells)
        self.gap, self.least, self.is_centred = gap, least, is_centred
        self._heights: list[float] = []
        self._wrapped_for = -1.0
        self.width = self.height = 0.0

    def wrap(self, width: float, height: float) -> Size:
        """As high as the highest."""
        if self._wrapped_for != width:
            self._heights = [cell.wrap(wide, height)[1] for wide, cell in self.cells]
            self.width, self.height, self._wrapped_for = width, max([self.least, *self._heights]), width
        return width, self.height

    def split(self, width: float, height: float) -> list[Placed]:
        """Each column breaks for itself; none does when one of them cannot."""
        self.wrap(width, height)
        heads: list[tuple[float, Placed]] = []
        tails: list[tuple[float, Placed]] = []
        for (wide, cell), tall in zip(self.cells, self._heights, strict=True):
            if tall <= height + _SLACK:
                parts: list[Placed] = [cell, Gap(0)]
            else:
                parts = cell.split(wide, height)
            if len(parts) < 2:
                return []
            heads.append((wide, parts[0]))
            tails.append((wide, parts[1] if len(parts) == 2 else Stack(*parts[1:])))
        return [Columns(heads, self.gap), Columns(tails, self.gap)]

    def place(self, canvas: Any, x: float, y: float) -> None:
        """Each at its place."""
        for (wide, cell), tall in zip(self.cells, self._heights, strict=True):
            down = (self.height - tall) / 2 if self.is_centred else 0
            cell.drawOn(canvas, x, y + self.height - tall - down)
            x += wide + self.gap


def shares(count: int, gap: float, width: float = WIDTH) -> float:
    """The width of each of so many equal columns."""
    return (width - gap * (count - 1)) / count


class Box(Placed):
    """Something on a coloured ground with round corners; broken over a page it is two boxes."""

    def __init__(
        self,
        child: Placed,
        ground: Color,
        padding: tuple[float, float, float, float],
        *,
        radius: float = px(6),
        least: float = 0,
    ) -> None:
        super().__init__()
        self.child, self.ground, self.padding, self.radius, self.least = child, ground, padding, radius, least
        self._tall = 0.0
        self.width = self.height = 0.0

    def wrap(self, width: float, height: float) -> Size:
        """As high as what is in it."""
        top, right, bottom, left = self.padding
        _, self._tall = self.child.wrap(width - left - right, height)
        self.width, self.height = width, max(self._tall + top + bottom, self.least)
        return width, self.height

    def split(self, width: float, height: float) -> list[Placed]:
        """Two boxes."""
        top, right, bottom, left = self.padding
        parts = self.child.split(width - left - right, height - top - bottom)
        if len(parts) != 2:
            return []
        return [Box(part, self.ground, self.padding, radius=self.radius) for part in parts]

    def place(self, canvas: Any, x: float, y: float) -> None:
        """The ground, then what stands on it."""
        canvas.setFillColor(self.ground)
        canvas.roundRect(x, y, self.width, self.height, self.radius, stroke=0, fill=1)
        self.child.drawOn(canvas, x + self.padding[3], y + self.height - self.padding[0] - self._tall)


class SideBySide(Placed):
    """Two boxes of one height beside each other; where they do not fit on a page, below each other."""

    def __init__(self, boxes: Sequence[Box], gap: float) -> None:
        super().__init__()
        self.boxes, self.gap = boxes, gap

    def wrap(self, width: float, height: float) -> Size:
        """Give all boxes the height of the highest."""
        wide = shares(len(self.boxes), self.gap, width)
        tall = max(box.wrap(wide, height)[1] for box in self.boxes)
        for box in self.boxes:
            box.least = tall
            box.wrap(wide, height)
        self.width, self.height = width, tall
        return width, tall

    def split(self, width: float, height: float) -> list[Placed]:
        """Too high for a page: below each other, each in the full width."""
        if height < self.height <= _PAGE_ROOM:
            return []
        for box in self.boxes:
            box.least = 0
        return Stack(*spaced([[box] for box in self.boxes], px(16))).split(width, height)

    def place(self, canvas: Any, x: float, y: float) -> None:
        """Each at its place."""
        wide = shares(len(self.boxes), self.gap, self.width)
        for i, box in enumerate(self.boxes):
            box.drawOn(canvas, x + i * (wide + self.gap), y)


_PAGE_ROOM = px(1123 - 74 - 76)


class Together(Placed):
    """What stays on one page, unless it is higher than a page."""

    def __init__(self, child: Placed) -> None:
        super().__init__()
        self.child = child

    def wrap(self, width: float, height: float) -> Size:
        """As high as what it holds."""
        self.width, self.height = self.child.wrap(width, height)
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Placed]:
        """Only where most of a page is free, so that what is higher than a page still comes out."""
        return list(self.child.split(width, height)) if height >= _PAGE_ROOM * 0.6 else []

    def place(self, canvas: Any, x: float, y: float) -> None:
        """Draw what it holds."""
        self.child.drawOn(canvas, x, y)


class Band(Placed):
    """The tinted head of a document, over the whole width of the paper and up to its upper edge."""

    def __init__(
        self,
        child: Placed,
        ground: Color,
        padding: tuple[float, float],
        *,
        least: float = 0,
        foot: Text | None = None,
    ) -> None:
        super().__init__()
        self.child, self.ground, self.padding, self.least, self.foot = child, ground, padding, least, foot
        self._tall = self._foot_tall = 0.0
        self.width = self.height = 0.0

    def wrap(self, width: float, height: float) -> Size:
        """As high as its words, and at least as high as asked for."""
        _, self._tall = self.child.wrap(width, height)
        self._foot_tall = self.foot.wrap(width, height)[1] if self.foot else 0
        words = self._tall + (self._foot_tall + px(20) if self.foot else 0)
        self.width, self.height = width, max(self.least, words + sum(self.padding))
        return width, self.height

    def split(self, width: float, height: float) -> list[Placed]:
        """Words that do not fit go on on the next page, on the same ground."""
        content = Stack(self.child, Gap(px(20)), self.foot)
        parts = content.split(width, height - sum(self.padding))
        if len(parts) != 2:
            return []
        return [Band(parts[0], self.ground, self.padding), Box(parts[1], self.ground, (px(18), 0, px(18), 0), radius=0)]

    def place(self, canvas: Any, x: float, y: float) -> None:
        """The ground to the edges of the paper, the words within the margins."""
        left, top = canvas.absolutePosition(x, y + self.height)
        canvas.fill(self.ground, x - left, y, self.width + 2 * left, self.height + 2 * top)
        self.child.drawOn(canvas, x, y + self.height - self.padding[0] - self._tall)
        if self.foot:
            self.foot.drawOn(canvas, x, y + self.padding[1])


def inside(piece: Placed) -> Iterator[Placed]:
    """A piece and all that it holds, in their order."""
    yield piece
    held: Iterable[Placed] = ()
    if isinstance(piece, Stack):
        held = piece.children
    elif isinstance(piece, Columns):
        held = [cell for _wide, cell in piece.cells]
    elif isinstance(piece, SideBySide):
        held = piece.boxes
    elif hasattr(piece, "child"):
        held = (piece.child,)
    for child in held:
        yield from inside(child)


def section(
    title: str, *body: Placed | None, type_: Type = HEADING, gap: float = px(5), anchor: str = "", level: int = 0
) -> list[Placed]:
    """A heading with what belongs to it; nothing where nothing belongs to it."""
    rest = [child for child in body if child is not None]
    if len(rest) > 1 and isinstance(rest[0], Text):
        rest[0].keep_with_next = True  # what introduces a table stays with it
    return [Heading(title, type_, anchor=anchor, level=level), Gap(gap), *rest] if rest else []


def spaced(sections: Iterable[Sequence[Placed]], gap: float = px(29)) -> list[Placed]:
    """Sections with room between them; one that is empty leaves no hole."""
    flow: list[Placed] = []
    for pieces in sections:
        if pieces and flow:
            flow.append(Gap(gap))
        flow += pieces
    return flow
