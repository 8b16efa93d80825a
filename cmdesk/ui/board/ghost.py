"""What follows the pointer while cards are dragged."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QPoint, QPointF, QPropertyAnimation, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from cmdesk.domain.tasks import TaskCard
from cmdesk.i18n import _
from cmdesk.ui import glyphs
from cmdesk.ui.board.cards import CardDelegate, Look
from cmdesk.ui.theme import Theme

WIDTH: Final = 224
_TILT: Final = -1.2
_AROUND: Final = 40  # room for the shadow and the tilt
_EDGES: Final = 2  # stacked behind the card when several are dragged
_STEP: Final = 5
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter


class Ghost(QWidget):
    """A tilted picture of the first card with a shadow, the count of several, and a hint below.

    It is a child of the window, so that it is see-through on every system.
    """

    def __init__(
        self, theme: Theme, delegate: CardDelegate, cards: list[TaskCard], grabbed: QPointF, window: QWidget
    ) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._theme = theme
        self._window = window
        self._hint = ""
        px = theme.tokens.px
        self._around = px(_AROUND)
        width = px(WIDTH)
        height = delegate.measured(cards[0], width).height
        self._card = QRectF(self._around, self._around, width, height)
        self._grabbed = QPointF(grabbed.x() * width, min(grabbed.y(), height))
        self._picture = self._drawn(delegate, cards)
        self.resize(width + 2 * self._around, height + 2 * self._around + px(34))
        self._flight: QPropertyAnimation | None = None

    def follow(self, pointer: QPoint) -> None:
        """Go where the pointer is, on the screen; the point that was grabbed stays under it."""
        here = self._window.mapFromGlobal(pointer)
        self.move(here - (self._card.topLeft() + self._grabbed).toPoint())

    def say(self, hint: str) -> None:
        """Say below the card what a drop would do."""
        if hint != self._hint:
            self._hint = hint
            self.update()

    def fly(self, to: QPoint, duration_ms: int, then: Callable[[], object] | None = None) -> None:
        """Go to a place on the screen, where the card's corner will be, and disappear there."""
        self._hint = ""
        end = self._window.mapFromGlobal(to) - self._card.topLeft().toPoint()
        if then is not None:
            self.destroyed.connect(then)
        if duration_ms <= 0:
            self.leave()
            return
        flight = QPropertyAnimation(self, b"pos", self)
        flight.setEndValue(end)
        flight.setDuration(duration_ms)
        flight.setEasingCurve(QEasingCurve.Type.OutCubic)
        flight.finished.connect(self.leave)
        self._flight = flight
        flight.start(QAbstractAnimation.DeletionPolicy.KeepWhenStopped)

    def leave(self) -> None:
        """Disappear."""
        self.hide()
        self.deleteLater()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._picture)
            if self._hint:
                self._paint_hint(painter)

    def _paint_hint(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("label"))
        text = f"{self._hint}   {_('Esc to cancel')}"
        room = self.width() - 2 * px(6)
        width = min(painter.fontMetrics().horizontalAdvance(text) + px(18), room)
        bubble = QRectF(self._around, self._card.bottom() + px(12), width, px(26))
        bubble.moveLeft(min(bubble.x(), self.width() - width - px(6)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.overlay.tooltip)
        painter.drawRoundedRect(bubble, px(6), px(6))
        painter.setPen(tokens.overlay.tooltip_text)
        inside = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(width - px(16)))
        painter.drawText(bubble, _CENTRE, inside)

    def _drawn(self, delegate: CardDelegate, cards: list[TaskCard]) -> QPixmap:
        tokens = self._theme.tokens
        ratio = self._window.devicePixelRatioF()
        width = self._card.width() + 2 * self._around
        height = self._card.height() + 2 * self._around
        picture = QPixmap(math.ceil(width * ratio), math.ceil(height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.translate(self._card.center())
            painter.rotate(_TILT)
            painter.translate(-self._card.center())
            glyphs.paint_shadow(painter, self._card, tokens, tokens.radius.card)
            for edge in range(min(len(cards) - 1, _EDGES), 0, -1):
                self._paint_edge(painter, edge * tokens.px(_STEP))
            delegate.paint_card(painter, self._card, cards[0], Look(is_selected=True, is_current=False))
            if len(cards) > 1:
                self._paint_count(painter, len(cards))
        return picture

    def _paint_edge(self, painter: QPainter, offset: int) -> None:
        tokens = self._theme.tokens
        painter.setPen(QPen(tokens.accent.focus, 1))
        painter.setBrush(tokens.surface.surface)
        behind = self._card.translated(offset, offset)
        painter.drawRoundedRect(behind, tokens.radius.card, tokens.radius.card)

    def _paint_count(self, painter: QPainter, count: int) -> None:
        tokens = self._theme.tokens
        edge = tokens.px(22)
        place = QRectF(self._card.right() - edge / 2, self._card.y() - edge / 2, edge, edge)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.accent.base)
        painter.drawEllipse(place)
        painter.setPen(tokens.text.on_accent)
        painter.setFont(self._theme.font("caption_strong"))
        painter.drawText(place, _CENTRE, str(count))
