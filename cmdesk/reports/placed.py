"""What all that stands on a page is made from: reportlab's flowable, with its names said once."""

from __future__ import annotations

from typing import Any

from reportlab.platypus.flowables import Flowable


class Placed(Flowable):  # type: ignore[misc]  # reportlab comes without types
    """Something that knows its size and can be placed on a page."""

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803 - reportlab's names
        """Be placed, whoever asks."""
        self.place(canvas, x, y)

    def place(self, canvas: Any, x: float, y: float) -> None:
        """Draw at a place of the canvas; by itself what `draw` draws, moved there."""
        super().drawOn(canvas, x, y)
