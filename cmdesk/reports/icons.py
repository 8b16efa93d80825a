"""The signs of the networks, drawn from the shipped icons as paths, with their names behind them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from cmdesk.domain.networks import NETWORK_NAMES, Network
from cmdesk.i18n import Speech
from cmdesk.paths import resource
from cmdesk.reports.placed import Placed
from cmdesk.reports.style import GREY, REGULAR, Type, px
from cmdesk.reports.text import Line, Piece, draw_lines

Point = tuple[float, float]
Move = tuple[str, tuple[float, ...]]

_ICONS = {
    Network.GOOGLE_BUSINESS: "brand-google",
    Network.BLOG: "article",
    Network.NEWSLETTER: "mail",
    Network.FORUM: "messages",
    Network.OTHER: "world",
}
_PATHS = re.compile(r'<path d="([^"]+)"')
_TOKENS = re.compile(r"[MmLlHhVvCcSsAaZz]|[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?")
_ARGUMENTS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "a": 7, "z": 0}


class Networks(Placed):
    """The signs of some networks in rows of four; their names can be copied and found."""

    _SIDE, _STEP, _ROW = px(14), px(17), px(20)
    _IN_A_ROW = 4

    def __init__(self, networks: Sequence[Network], speech: Speech) -> None:
        super().__init__()
        self.networks = networks
        self.names = [speech.gettext(NETWORK_NAMES[network]) for network in networks]
        self.height = 0.0

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """A line of text high, for each row."""
        rows = -(-len(self.networks) // self._IN_A_ROW)
        self.height = max(1, rows) * self._ROW
        return width, self.height

    def draw(self) -> None:
        """Each sign in its place, its name unseen behind it."""
        for i, (network, name) in enumerate(zip(self.networks, self.names, strict=True)):
            x = i % self._IN_A_ROW * self._STEP
            top = self.height - i // self._IN_A_ROW * self._ROW
            hidden = Piece("hidden", f"{name} ", REGULAR, self._SIDE)
            draw_lines(self.canv, [Line((hidden,), self._SIDE)], _BEHIND, x, top, self._SIDE)
            _draw_icon(self.canv, _ICONS.get(network, f"brand-{network}"), x, top - px(17), self._SIDE)


def draw_network(canvas: Any, network: str, x: float, y: float, side: float) -> None:
    """Draw the sign of a network in a square of this side, whose lower left corner is given."""
    known = Network(network) if network in set(Network) else Network.OTHER
    _draw_icon(canvas, _ICONS.get(known, f"brand-{known}"), x, y, side)


_BEHIND = Type(REGULAR, px(9), px(20))


def _draw_icon(canvas: Any, name: str, x: float, y: float, side: float) -> None:
    """Draw an icon of 24 units in a square of this side, whose lower left corner is given."""
    path = canvas.beginPath()
    scale = side / 24
    for kind, numbers in _outline(name):
        points = [x + value * scale if i % 2 == 0 else y + (24 - value) * scale for i, value in enumerate(numbers)]
        {"m": path.moveTo, "l": path.lineTo, "c": path.curveTo, "z": path.close}[kind](*points)
    canvas.saveState()
    canvas.setStrokeColor(GREY)
    canvas.setLineWidth(1.75 * scale)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    canvas.drawPath(path)
    canvas.restoreState()


@cache
def _outline(name: str) -> tuple[Move, ...]:
    """The outline of an icon in absolute moves, lines and curves."""
    source = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    return tuple(move for path in _PATHS.findall(source) for move in _moves(path))


def _moves(path: str) -> Iterator[Move]:
    """The commands of an SVG path, made absolute; arcs become curves."""
    at = start = before = (0.0, 0.0)
    for command, numbers in _commands(path):
        kind = command.lower()
        origin = at if command.islower() else (0.0, 0.0)
        if kind == "z":
            yield "z", ()
            at = start
        elif kind in "ml":
            at = (origin[0] + numbers[0], origin[1] + numbers[1])
            start = at if kind == "m" else start
            yield kind, at
        elif kind in "hv":
            at = (origin[0] + numbers[0], at[1]) if kind == "h" else (at[0], origin[1] + numbers[0])
            yield "l", at
        elif kind == "a":
            end = (origin[0] + numbers[5], origin[1] + numbers[6])
            yield from _arc(at, numbers[0], end, is_large=bool(numbers[3]), is_clockwise=bool(numbers[4]))
            at = end
        else:
            points = [(origin[0] + x, origin[1] + y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
            if kind == "s":
                points.insert(0, (2 * at[0] - before[0], 2 * at[1] - before[1]))
            yield "c", tuple(value for point in points for value in point)
            before, at = points[1], points[2]
        if kind not in "cs":
            before = at


def _commands(path: str) -> Iterator[tuple[str, list[float]]]:
    """Each command with its numbers; a command that is left out repeats."""
    tokens = _TOKENS.findall(path)
    i, command = 0, "M"
    while i < len(tokens):
        if tokens[i].isalpha():
            command = tokens[i]
            i += 1
        count = _ARGUMENTS[command.lower()]
        yield command, [float(token) for token in tokens[i : i + count]]
        i += count
        command = {"m": "l", "M": "L"}.get(command, command)


def _arc(start: Point, radius: float, end: Point, *, is_large: bool, is_clockwise: bool) -> Iterator[Move]:
    """The arc of a circle as curves of a quarter turn at most."""
    across = math.dist(start, end)
    radius = max(radius, across / 2)
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    away = math.sqrt(max(0.0, radius**2 - (across / 2) ** 2)) / (across or 1)
    side = -1 if is_large == is_clockwise else 1
    centre = (middle[0] - side * away * (end[1] - start[1]), middle[1] + side * away * (end[0] - start[0]))
    first = math.atan2(start[1] - centre[1], start[0] - centre[0])
    turn = math.atan2(end[1] - centre[1], end[0] - centre[0]) - first
    if is_clockwise and turn < 0:
        turn += 2 * math.pi
    if not is_clockwise and turn > 0:
        turn -= 2 * math.pi
    count = max(1, math.ceil(abs(turn) / (math.pi / 2) - 1e-9))
    step = turn / count
    reach = 4 / 3 * math.tan(step / 4) * radius
    for i in range(count):
        one, two = first + i * step, first + (i + 1) * step
        a = (centre[0] + radius * math.cos(one), centre[1] + radius * math.sin(one))
        b = (centre[0] + radius * math.cos(two), centre[1] + radius * math.sin(two))
        yield (
            "c",
            (
                a[0] - reach * math.sin(one),
                a[1] + reach * math.cos(one),
                b[0] + reach * math.sin(two),
                b[1] - reach * math.cos(two),
                *b,
            ),
        )
