"""What follows the pointer while cards are dragged."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cmdesk.domain.tasks import TaskCard
from cmdesk.i18n import _
from cmdesk.ui.board.cards import CardDelegate, Look
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.ghost import GHOST_WIDTH, CardGhost, Stacked

_BELOW: Final = 34  # room for the hint


class Ghost(CardGhost):
    """The first of the tasks in the air, with a hint below it."""

    def __init__(
        self, theme: Theme, delegate: CardDelegate, cards: list[TaskCard], grabbed: QPointF, window: QWidget
    ) -> None:
        tokens = theme.tokens
        width = tokens.px(GHOST_WIDTH)
        height = delegate.measured(cards[0], width).height
        held = QPointF(grabbed.x() * width, min(grabbed.y(), height))
        super().__init__(theme, QSizeF(width, height), held, window, tokens.px(_BELOW))
        self._hint = ""

        def paint(painter: QPainter, place: QRectF) -> None:
            delegate.paint_card(painter, place, cards[0], Look(is_selected=True, is_current=False))

        self.draw(paint, len(cards), Stacked(tokens.surface.surface, tokens.accent.focus, tokens.radius.card))

    def say(self, hint: str) -> None:
        """Say below the card what a drop would do."""
        if hint != self._hint:
            self._hint = hint
            self.update()

    def fly(self, to: QPoint, duration_ms: int) -> None:
        """Go to a place on the screen without a word, and disappear there."""
        self._hint = ""
        super().fly(to, duration_ms)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self.picture)
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
        bubble = QRectF(self.around, self.card.bottom() + px(12), width, px(26))
        bubble.moveLeft(min(bubble.x(), self.width() - width - px(6)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.overlay.tooltip)
        painter.drawRoundedRect(bubble, px(6), px(6))
        painter.setPen(tokens.overlay.tooltip_text)
        inside = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(width - px(16)))
        painter.drawText(bubble, Qt.AlignmentFlag.AlignCenter, inside)
