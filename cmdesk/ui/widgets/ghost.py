"""What follows the pointer while cards are dragged."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QPoint, QPointF, QPropertyAnimation, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from cmdesk.ui import glyphs
from cmdesk.ui.theme import Theme

GHOST_WIDTH: Final = 224
_TILT: Final = -1.2  # degrees
_AROUND: Final = 40  # room for the shadow and the tilt
_EDGES: Final = 2  # stacked behind the card when several are dragged
_STEP: Final = 5  # from one edge to the next
_COUNT: Final = 22  # the edge of the circle with the count


@dataclass(frozen=True, slots=True)
class Stacked:
    """How the edges of the cards behind the first one look."""

    ground: QColor
    line: QColor
    radius: float


class CardGhost(QWidget):
    """A tilted picture of the first card with a shadow, stacked edges and the count of several.

    It is a child of the window, so that it is see-through on every system. Whoever extends it calls `draw` before it
    is shown, and paints `picture`.

    Attributes:
        card: Where the card lies in it, before it is tilted.
        around: The room beside the card, in pixels.
        picture: What was drawn.
    """

    def __init__(self, theme: Theme, size: QSizeF, grabbed: QPointF, window: QWidget, below: int = 0) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._theme = theme
        self._grabbed = grabbed
        self._flight: QPropertyAnimation | None = None
        self.around = theme.tokens.px(_AROUND)
        self.card = QRectF(QPointF(self.around, self.around), size)
        self.picture = QPixmap()
        self.resize(round(size.width()) + 2 * self.around, round(size.height()) + 2 * self.around + below)

    def draw(self, paint: Callable[[QPainter, QRectF], object], count: int, behind: Stacked) -> None:
        """Draw the picture anew: `paint` draws the first card, and `count` is how many there are."""
        tokens = self._theme.tokens
        ratio = self.window().devicePixelRatioF()
        width = self.card.width() + 2 * self.around
        height = self.card.height() + 2 * self.around
        self.picture = QPixmap(math.ceil(width * ratio), math.ceil(height * ratio))
        self.picture.setDevicePixelRatio(ratio)
        self.picture.fill(Qt.GlobalColor.transparent)
        with QPainter(self.picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.translate(self.card.center())
            painter.rotate(_TILT)
            painter.translate(-self.card.center())
            glyphs.paint_shadow(painter, self.card, tokens, behind.radius)
            for edge in range(min(count - 1, _EDGES), 0, -1):
                painter.setPen(QPen(behind.line, 1))
                painter.setBrush(behind.ground)
                offset = edge * tokens.px(_STEP)
                painter.drawRoundedRect(self.card.translated(offset, offset), behind.radius, behind.radius)
            paint(painter, self.card)
            if count > 1:
                self._paint_count(painter, count)
        self.update()

    def _paint_count(self, painter: QPainter, count: int) -> None:
        tokens = self._theme.tokens
        edge = tokens.px(_COUNT)
        place = QRectF(self.card.right() - edge / 2, self.card.y() - edge / 2, edge, edge)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.accent.base)
        painter.drawEllipse(place)
        painter.setPen(tokens.text.on_accent)
        painter.setFont(self._theme.font("caption_strong"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(count))

    def follow(self, pointer: QPoint) -> None:
        """Go where the pointer is, on the screen; the point that was grabbed stays under it."""
        here = self.window().mapFromGlobal(pointer)
        self.move(here - (self.card.topLeft() + self._grabbed).toPoint())

    def fly(self, to: QPoint, duration_ms: int) -> None:
        """Go to a place on the screen, where the card's corner will be, and disappear there."""
        if duration_ms <= 0:
            self.leave()
            return
        flight = QPropertyAnimation(self, b"pos", self)
        flight.setEndValue(self.window().mapFromGlobal(to) - self.card.topLeft().toPoint())
        flight.setDuration(duration_ms)
        flight.setEasingCurve(QEasingCurve.Type.OutCubic)
        flight.finished.connect(self.leave)
        self._flight = flight
        flight.start(QAbstractAnimation.DeletionPolicy.KeepWhenStopped)

    def leave(self) -> None:
        """Disappear."""
        self.hide()
        self.deleteLater()
