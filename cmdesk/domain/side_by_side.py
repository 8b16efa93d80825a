"""Posts at hours beside each other: who shares a line with whom, and to which quarter a pointer belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

MOST: Final = 2
"""How many stand beside each other; what is more is folded."""
DAY_MINUTES: Final = 1440
QUARTER: Final = 15


@dataclass(frozen=True, slots=True)
class Seat:
    """Where something stands among what overlaps it."""

    column: int
    columns: int
    is_beside_more: bool = False  # some of those beside it are folded
    ends: int = DAY_MINUTES  # when the next one below it begins


@dataclass(frozen=True, slots=True)
class Fold:
    """Those that find no place side by side."""

    starts: int
    places: tuple[int, ...]  # in the list that was given


def side_by_side(starts: Sequence[int], lasts: int) -> tuple[dict[int, Seat], tuple[Fold, ...]]:
    """The seats of things that begin at these minutes, by their places in the list, and those that are folded.

    Args:
        starts: The minutes, in their order.
        lasts: How many minutes each is seen.
    """
    seats: dict[int, Seat] = {}
    folds: list[Fold] = []
    group: list[int] = []
    for place, start in enumerate(starts):
        if group and start >= max(starts[one] for one in group) + lasts:
            _seat(group, starts, lasts, start, seats, folds)
            group = []
        group.append(place)
    _seat(group, starts, lasts, DAY_MINUTES, seats, folds)
    return seats, tuple(folds)


def _seat(  # of what is below them
    group: Sequence[int], starts: Sequence[int], lasts: int, below_all: int, seats: dict[int, Seat], folds: list[Fold]
) -> None:
    """Seat what overlaps in a row; what comes below all of it begins at that minute."""
    columns: list[list[int]] = []
    folded: list[int] = []
    for place in group:
        free = next((column for column in columns if starts[column[-1]] + lasts <= starts[place]), None)
        if free is not None:
            free.append(place)
        elif len(columns) < MOST:
            columns.append([place])
        else:
            folded.append(place)
    for number, column in enumerate(columns):
        for place, below in zip(column, [*column[1:], None], strict=True):
            ends = below_all if below is None else starts[below]
            seats[place] = Seat(number, len(columns), bool(folded), ends)
    if folded:
        folds.append(Fold(starts[folded[0]], tuple(folded)))


def snapped(minute: float, step: int = QUARTER) -> int:
    """The nearest quarter of an hour within the day."""
    return max(0, min(round(minute / step) * step, DAY_MINUTES - step))
