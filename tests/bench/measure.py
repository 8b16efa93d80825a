"""Medians of interleaved rounds, and the table that shows them."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Timing = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    measured: str
    goal: str
    absolute: str


def seconds(work: Callable[[], object]) -> float:
    """How long some work takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def tidy() -> None:
    """Keep the collector out of the way, as the program does once its window stands."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def rounds(count: int, ways: Mapping[str, Timing]) -> list[dict[str, float]]:
    """Measure each way once a round, in another order each time; the rounds are told apart."""
    order = random.Random(1)
    found: list[dict[str, float]] = []
    tidy()
    for _round in range(count):
        names = list(ways)
        order.shuffle(names)
        found.append({name: ways[name]() for name in names})
    return [{name: one[name] for name in ways} for one in found]


def ratio(found: Sequence[Mapping[str, float]], ours: str, floor: str) -> float:
    """The median of the ratios within each round."""
    return median(one[ours] / one[floor] for one in found)


def middle(found: Sequence[Mapping[str, float]], name: str) -> float:
    """The median of one way."""
    return median(one[name] for one in found)


def spoken(value: float) -> str:
    """A time as people read it: '0.34 ms', '18 ms', '1.42 s'."""
    if value >= 1:
        return f"{value:.2f} s"
    ms = value * 1000
    return f"{ms:.0f} ms" if ms >= 10 else f"{ms:.2f} ms"


def compared(what: str, found: Sequence[Mapping[str, float]], ours: str, floor: str, goal: str) -> Row:
    """A line that compares two ways."""
    both = f"{spoken(middle(found, ours))} : {spoken(middle(found, floor))}"
    return Row(what, f"{ratio(found, ours, floor):.2f}", goal, both)


def table(rows: Sequence[Row]) -> str:
    """The lines as a table in Markdown, aligned so that it reads well as it is."""
    cells = [("what", "measured", "goal", "absolute"), *((r.what, r.measured, r.goal, r.absolute) for r in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(4)]
    lines = ["| " + " | ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)) + " |"
             for line in cells]  # fmt: skip
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)
