"""The circles of the statuses, drawn: they fill up as the work advances, so that grey print tells them too."""

from __future__ import annotations

from typing import Any, Final

from cmdesk.domain.posts import PostStatus
from cmdesk.reports.style import WHITE, status_colours

_GRID: Final = 16.0
_TICK: Final = ((5.2, 8.2), (7.2, 10.2), (10.8, 6.2))
_RING_TICK: Final = ((5.4, 8.2), (7.3, 10.1), (10.7, 6.3))
_HANDS: Final = ((8.0, 4.6), (8.0, 8.2), (10.3, 9.7))
_CROSS: Final = (((5.8, 5.8), (10.2, 10.2)), ((10.2, 5.8), (5.8, 10.2)))
_SOLID: Final = {PostStatus.SCHEDULED: _HANDS, PostStatus.PUBLISHED: _TICK}
_FILLED: Final = {PostStatus.INTERNAL_REVIEW: (270, 180), PostStatus.CLIENT_REVIEW: (180, 270)}


def draw_status(canvas: Any, status: PostStatus, x: float, y: float, side: float) -> None:
    """Draw a status in a square of this side, whose lower left corner is given."""
    unit = side / _GRID
    colour = status_colours(status)[0]
    centre = (x + side / 2, y + side / 2)
    canvas.saveState()
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    canvas.setStrokeColor(colour)
    canvas.setFillColor(colour)
    if status in _SOLID:
        canvas.circle(*centre, 6.8 * unit, stroke=0, fill=1)
        canvas.setStrokeColor(WHITE)
        _stroke(canvas, _SOLID[status], (x, y), side, 1.8)
    else:
        _ring(canvas, status, centre, unit)
        if status is PostStatus.APPROVED:
            _stroke(canvas, _RING_TICK, (x, y), side, 1.7)
        elif status is PostStatus.CANCELLED:
            for line in _CROSS:
                _stroke(canvas, line, (x, y), side, 1.7)
    canvas.restoreState()


def _ring(canvas: Any, status: PostStatus, centre: tuple[float, float], unit: float) -> None:
    canvas.saveState()
    canvas.setLineWidth(1.7 * unit)
    if status is PostStatus.IDEA:
        canvas.setLineCap(0)
        canvas.setDash(2.2 * unit, 2.5 * unit)
    canvas.circle(*centre, 6 * unit, stroke=1, fill=0)
    canvas.restoreState()
    if status in _FILLED:
        start, extent = _FILLED[status]
        reach = 3.6 * unit
        box = (centre[0] - reach, centre[1] - reach, centre[0] + reach, centre[1] + reach)
        canvas.wedge(*box, start, extent, stroke=0, fill=1)


def _stroke(
    canvas: Any, points: tuple[tuple[float, float], ...], corner: tuple[float, float], side: float, width: float
) -> None:
    """A line through points of a grid of 16, whose origin is at the upper left."""
    unit = side / _GRID
    path = canvas.beginPath()
    for at, (across, down) in enumerate(points):
        (path.lineTo if at else path.moveTo)(corner[0] + across * unit, corner[1] + side - down * unit)
    canvas.setLineWidth(width * unit)
    canvas.drawPath(path)
