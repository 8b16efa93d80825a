"""What all that stands on a page is made from.

It speaks as reportlab's flowables do; these would bring half of reportlab along, a tenth of a short document's time.
"""

from __future__ import annotations

from typing import Any


class Placed:
    """Something that knows its size and can be placed on a page.

    Attributes:
        width: How wide it is, once it was wrapped.
        height: How high.
        canv: The canvas while it is drawn.
    """

    canv: Any

    def __init__(self) -> None:
        self.width = 0.0
        self.height = 0.0

    def wrap(self, width: float, height: float, /) -> tuple[float, float]:
        """Take the room that it needs of what there is."""
        del width, height
        return self.width, self.height

    def split(self, width: float, height: float, /) -> list[Placed]:
        """What fits, and the rest; nothing where it cannot be divided."""
        del width, height
        return []

    def draw(self) -> None:
        """Draw on the canvas, from its own corner at the lower left."""

    def drawOn(self, canvas: Any, x: float, y: float) -> None:  # noqa: N802 - reportlab's name
        """Be placed, whoever asks."""
        self.place(canvas, x, y)

    def place(self, canvas: Any, x: float, y: float) -> None:
        """Draw at a place of the canvas; by itself what `draw` draws, moved there."""
        canvas.saveState()
        canvas.translate(x, y)
        self.canv = canvas
        self.draw()
        del self.canv
        canvas.restoreState()
