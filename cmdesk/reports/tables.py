"""Tables whose columns are as wide as their words need, and whose head comes again on every page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cmdesk.domain.reporting import Marked, Runs
from cmdesk.reports.layout import Columns, Gap, Group, Rule, Size, Stack, Together
from cmdesk.reports.placed import Placed
from cmdesk.reports.style import INK, LINE, TABLE_HEAD, WIDTH, Type, px
from cmdesk.reports.text import Text

_CELL_GAP = px(8)
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, the type of its cells, and a width that it keeps when there is room for all."""

    title: str
    type: Type
    width: float | None = None


class Table(Placed):
    """Rows with a thin rule below each, and a head that is repeated on every page.

    A row is a tuple of cells; a cell is a text or a flowable. A row of one cell stands across the whole table.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Placed],
        widths: Sequence[float],
        gap: float,
        *,
        origin: Table | None = None,
        is_first: bool = True,
    ) -> None:
        super().__init__()
        self.columns, self.rows, self.widths, self.gap = columns, list(rows), widths, gap
        self.origin: Table = origin or self
        self.is_first = is_first
        self._stack = Stack(self._head(), *self.rows)
        self.width = self.height = 0.0

    def wrap(self, width: float, height: float) -> Size:
        """As high as head and rows."""
        self.width, self.height = self._stack.wrap(width, height)
        return width, self.height

    def split(self, width: float, height: float) -> list[Placed]:
        """The rows that fit under the head, and a table of the others."""
        head_height = self._stack.children[0].wrap(width, height)[1]
        parts = Stack(*self.rows).split(width, height - head_height)
        if len(parts) != 2:
            return []
        first, rest = (list(part.children) for part in parts if isinstance(part, Stack))
        if len(rest) == 1 and len(first) > _FEWEST:  # a row, or a sum, does not stand alone on a page
            rest.insert(0, first.pop())
        return [
            Table(
                self.columns, rows, self.widths, self.gap, origin=self.origin, is_first=self.is_first and rows is first
            )
            for rows in (first, rest)
        ]

    def place(self, canvas: Any, x: float, y: float) -> None:
        """Draw head and rows."""
        with canvas.part("Table", self.origin):
            self._stack.drawOn(canvas, x, y)

    def _head(self) -> Placed:
        tag = "TH" if self.is_first else ""  # on the pages that follow it is a repetition
        cells = [
            (width, Text(column.title, TABLE_HEAD.but(align=column.type.align), tag=tag))
            for column, width in zip(self.columns, self.widths, strict=True)
        ]
        return Group(Stack(Columns(cells, self.gap), Gap(px(6)), Rule(INK, LINE)), "TR")


def table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str | Runs | Marked | Text]],
    *,
    gap: float = _CELL_GAP,
    groups: Sequence[tuple[int, Placed]] = (),
    last: Placed | None = None,
    width: float = WIDTH,
) -> Table:
    """A table of texts whose columns are as wide as their words need.

    Args:
        columns: The columns, from left to right.
        rows: The rows, a text for each column.
        groups: Headings between rows: before which row, and what.
        last: A row after the last one: a sum.
        gap: Between two columns.
        width: How wide the table is.
    """
    texts = [[_cell(text, column) for text, column in zip(row, columns, strict=True)] for row in rows]
    widths = _fitted(columns, texts, width, gap)
    before = dict(groups)
    stack: list[Placed] = []
    for i, row in enumerate(texts):
        if i in before:
            group = Group(before[i], "TR")
            group.keep_with_next = True
            stack.append(group)
        cells = Columns(zip(widths, row, strict=True), gap, least=px(18))
        stack.append(Together(Group(Stack(Gap(px(8)), cells, Gap(px(8)), Rule()), "TR")))
    if last is not None:
        stack.append(Group(last, "TR"))
    return Table(columns, stack, widths, gap)


def _cell(text: str | Runs | Marked | Text, column: Column) -> Text:
    return text if isinstance(text, Text) else Text(text, column.type, tag="TD")


def _fitted(columns: Sequence[Column], rows: Sequence[Sequence[Text]], width: float, gap: float) -> list[float]:
    """Give each column what it needs; where that is too much, the widest give way first."""
    room = width - gap * (len(columns) - 1)
    needs = []
    for i, column in enumerate(columns):
        head = Text(column.title, TABLE_HEAD).natural_width
        needs.append(max([head, column.width or 0, *(row[i].natural_width for row in rows)]) + 0.5)
    total = sum(needs)
    if total <= room:
        spare = room - total
        loose = [i for i, column in enumerate(columns) if column.width is None]
        weight = sum(needs[i] for i in loose)
        return [need + (spare * need / weight if i in loose else 0) for i, need in enumerate(needs)]
    return _squeezed(needs, room)


def _squeezed(needs: Sequence[float], room: float) -> list[float]:
    """Columns that need little keep it; the others divide the rest by the square root of what they need."""
    widths = list(needs)
    open_columns = set(range(len(needs)))
    left = room
    while open_columns:
        unit = left / sum(math.sqrt(needs[i]) for i in open_columns)
        content = {i for i in open_columns if needs[i] <= unit * math.sqrt(needs[i])}
        for i in open_columns - content:
            widths[i] = unit * math.sqrt(needs[i])
        if not content:
            break
        left -= sum(needs[i] for i in content)
        open_columns -= content
    return widths
