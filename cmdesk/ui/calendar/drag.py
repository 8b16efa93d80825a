"""What follows the pointer while posts are dragged, and the drag itself.

A drag is plain mouse events that an event filter takes over from the whole window: the ghost is a child of the window,
so it is see-through without a compositor; it can fly home; a page can turn and the tray can open below it; the right
button cancels; and tests drive it without a platform's own drag loop.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QCursor, QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cmdesk.domain.handling import parted
from cmdesk.domain.posts import PostCard
from cmdesk.i18n import gettext as _
from cmdesk.ui.calendar.cards import CardPainter, Look
from cmdesk.ui.notify import announce
from cmdesk.ui.widgets.ghost import GHOST_WIDTH, CardGhost, Stacked
from cmdesk.ui.widgets.themed import running

_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_IS_MAC: Final = sys.platform == "darwin"
_COPY: Final = Qt.KeyboardModifier.AltModifier if _IS_MAC else Qt.KeyboardModifier.ControlModifier
_COPY_KEY: Final = Qt.Key.Key_Alt if _IS_MAC else Qt.Key.Key_Control
_KEYS: Final = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease})


def copy_words() -> str:
    """The key that copies."""
    return _("Option to copy") if _IS_MAC else _("Ctrl to copy")


class Hint(QWidget):
    """A dark bubble below the ghost: what a drop does and the keys that change it; below, what is worth knowing."""

    def __init__(self, painter: CardPainter, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._theme = painter.theme
        self._icons = painter.icons
        self._parts: tuple[str, ...] = ()
        self._notes: tuple[str, ...] = ()
        self.hide()

    @property
    def words(self) -> str:
        """All that it says, as it is read aloud."""
        return ". ".join(part.rstrip(".") for part in (*self._parts[:1], *self._notes, *self._parts[1:]))

    def say(self, *parts: str, notes: Sequence[str] = ()) -> bool:
        """Say what would happen, then which keys help, and notes below; whether anything is new.

        Nothing hides the bubble.
        """
        wanted = tuple(part for part in parts if part)
        told = tuple(note for note in notes if note)
        is_new = (wanted, told) != (self._parts, self._notes)
        if is_new:
            self._parts, self._notes = wanted, told
            px = self._theme.tokens.px
            widths = [sum(self._width(part) + px(12) for part in wanted) + px(8)]
            widths += [self._width(note) + px(10 + 15 + 6 + 10) for note in told]
            height = px(28) + px(20) * len(told)
            self.resize(min(max(widths), self.window().width() - px(12)), height + (px(3) if told else 0))
            self.update()
        self.setVisible(bool(wanted))
        return is_new

    def _width(self, words: str) -> int:
        return round(self._theme.metrics("label").horizontalAdvance(words) + 0.5)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        px = tokens.px
        faded = QColor(tokens.overlay.tooltip_text)
        faded.setAlphaF(0.7)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.overlay.tooltip)
            painter.drawRoundedRect(QRectF(self.rect()), px(7), px(7))
            painter.setFont(self._theme.font("label"))
            left = px(10)
            for place, part in enumerate(self._parts):
                painter.setPen(faded if place else tokens.overlay.tooltip_text)
                painter.drawText(QRectF(left, 0, self.width() - left, px(28)), _LEFT, part)
                left += painter.fontMetrics().horizontalAdvance(part) + px(12)
            for line, note in enumerate(self._notes):
                self._paint_note(painter, note, px(26) + line * px(20))

    def _paint_note(self, painter: QPainter, note: str, top: float) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        edge = px(14)
        ink = tokens.overlay.tooltip_text
        self._icons.paint(painter, "alert-triangle", QRectF(px(10), top + (px(20) - edge) / 2, edge, edge), ink)
        painter.setPen(ink)
        left = px(10 + 15 + 6)
        room = QRectF(left, top, self.width() - left - px(8), px(20))
        words = painter.fontMetrics().elidedText(note, Qt.TextElideMode.ElideRight, int(room.width()) + 1)
        painter.drawText(room, _LEFT, words)


class Ghost(CardGhost):
    """The first of the posts in the air, with a plus while a drop would copy."""

    def __init__(
        self, painter: CardPainter, cards: Sequence[PostCard], look: Look, grabbed: QPointF, window: QWidget
    ) -> None:
        px = painter.theme.tokens.px
        width = px(GHOST_WIDTH)
        height = painter.idea_height(cards[0], width)
        held = QPointF(min(grabbed.x(), 0.9) * width, min(grabbed.y() * height, height - px(8)))
        super().__init__(painter.theme, QSizeF(width, height), held, window)
        self._painter, self._cards, self._look = painter, cards, look
        self._copies = False
        self._draw_cards()

    @property
    def held_below(self) -> int:
        """How far below the upper edge of the card the pointer holds it."""
        return round(self._grabbed.y())

    def show_copying(self, copies: bool) -> None:
        """Show a plus while a drop would copy."""
        if copies != self._copies:
            self._copies = copies
            if len(self._cards) > 1:
                self._draw_cards()
            self.update()

    def _going(self) -> Sequence[PostCard]:
        """The posts that a drop would take: all of them as copies, else those that may move."""
        return self._cards if self._copies else parted(self._cards)[0] or self._cards

    def _draw_cards(self) -> None:
        tokens = self._theme.tokens
        cards = self._going()

        def paint(painter: QPainter, place: QRectF) -> None:
            self._painter.paint_idea(painter, place, cards[0], self._look, is_ghost=True)

        self.draw(paint, len(cards), Stacked(tokens.surface.raised, tokens.accent.base, tokens.px(8)))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self.picture)
            if self._copies:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                self._paint_plus(painter)

    def _paint_plus(self, painter: QPainter) -> None:
        """A plus at the upper left corner of the card."""
        tokens = self._painter.theme.tokens
        edge = tokens.px(22)
        place = QRectF(self.card.x() - edge / 2, self.card.y() - edge / 2, edge, edge)
        painter.setPen(QPen(tokens.surface.raised, 2))
        painter.setBrush(tokens.accent.base)
        painter.drawEllipse(place)
        inset = tokens.px(4)
        inner = place.adjusted(inset, inset, -inset, -inset)
        self._painter.icons.paint(painter, "plus", inner, tokens.text.on_accent)


class Drag(QObject):
    """Posts in the air, from the lift to the drop.

    Signals:
        moved: The pointer's place on the screen, and whether a drop would copy.
        dropped: The same, where the button was let go.
        cancelled: Esc, the right button, or another program took the pointer.
    """

    moved = Signal(QPoint, bool)
    dropped = Signal(QPoint, bool)
    cancelled = Signal()

    def __init__(  # what is in the air
        self,
        painter: CardPainter,
        cards: Sequence[PostCard],
        anchor: int,
        look: Look,
        grabbed: QPointF,
        origin: QRect,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self.cards = tuple(cards)
        self.anchor = anchor
        self._origin = origin
        self._painter = painter
        self._pointer = QPoint()
        self._copies = False
        self._is_on = False
        first = next((card for card in cards if card.id == anchor), cards[0])
        rest = [card for card in cards if card is not first]
        self._ghost = Ghost(painter, [first, *rest], look, grabbed, window)
        self._hint = Hint(painter, window)

    @property
    def keys(self) -> list[int]:
        """The ids of the posts in the air."""
        return [card.id for card in self.cards]

    @property
    def pointer(self) -> QPoint:
        """Where the pointer is, on the screen."""
        return self._pointer

    @property
    def copies(self) -> bool:
        """Whether a drop would copy."""
        return self._copies

    @property
    def held_below(self) -> int:
        """How far below the upper edge of the card the pointer holds it."""
        return self._ghost.held_below

    def begin(self, pointer: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Lift the posts: from now on every mouse and key event belongs to the drag."""
        self._is_on = True
        self._copies = bool(modifiers & _COPY)
        QGuiApplication.setOverrideCursor(self._cursor())
        running().installEventFilter(self)
        self._ghost.follow(pointer)
        self._ghost.show()
        self._ghost.raise_()
        self._move(pointer)

    def say(self, result: str, *keys: str, notes: Sequence[str] = (), counts: Sequence[str] = ()) -> None:
        """Say below the ghost what a drop would do, and have a screen reader say it with the counts when it changes."""
        if self._hint.say(result, *keys, notes=notes):
            announce(self._ghost.window(), ". ".join((self._hint.words, *counts)))
        self._place_hint()

    def settle(self, place: QRect | None) -> None:
        """Let the ghost come to rest where the card is now, or simply disappear."""
        motion = self._painter.theme.tokens.motion
        self._ghost.fly(place.topLeft(), motion.drop) if place is not None else self._ghost.leave()

    def cancel(self) -> None:
        """Give up: the ghost flies home."""
        if self._end():
            self._ghost.fly(self._origin.topLeft(), self._painter.theme.tokens.motion.cancel_drag)
            self.cancelled.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if kind == QEvent.Type.ApplicationDeactivate:
            self.cancel()
            return False
        if not isinstance(watched, QWidget):
            return False  # Qt must see presses and releases itself, or it loses count of its buttons
        if kind in _KEYS and isinstance(event, QKeyEvent):
            self._on_key(event)
            return True
        if not isinstance(event, QMouseEvent):
            return kind in {QEvent.Type.Wheel, QEvent.Type.ContextMenu}
        if kind == QEvent.Type.MouseMove:
            self._copies = bool(event.modifiers() & _COPY)
            self._move(event.globalPosition().toPoint())
        elif kind == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton:
            self._drop(event.globalPosition().toPoint())
        elif kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.RightButton:
            self.cancel()
        return True

    def _on_key(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and event.type() == QEvent.Type.KeyPress:
            self.cancel()
        elif event.key() == _COPY_KEY:
            self._copies = event.type() == QEvent.Type.KeyPress
            self._move(self._pointer)

    def _move(self, pointer: QPoint) -> None:
        self._pointer = pointer
        self._ghost.follow(pointer)
        self._ghost.show_copying(self._copies)
        QGuiApplication.changeOverrideCursor(self._cursor())
        self.moved.emit(pointer, self._copies)
        self._place_hint()

    def _drop(self, pointer: QPoint) -> None:
        if self._end():
            self.dropped.emit(pointer, self._copies)

    def _end(self) -> bool:
        """Give the events back; whether the drag was still on."""
        if not self._is_on:
            return False
        self._is_on = False
        running().removeEventFilter(self)
        QGuiApplication.restoreOverrideCursor()
        self._hint.hide()
        self._hint.deleteLater()
        self.deleteLater()
        return True

    def _cursor(self) -> QCursor:
        shape = Qt.CursorShape.DragCopyCursor if self._copies else Qt.CursorShape.ClosedHandCursor
        return QCursor(shape)

    def _place_hint(self) -> None:
        window = self._hint.window()
        px = self._painter.theme.tokens.px
        here = self._ghost.pos() + self._ghost.card.bottomLeft().toPoint() + QPoint(0, px(10))
        left = max(px(6), min(here.x(), window.width() - self._hint.width() - px(6)))
        top = here.y()
        if top + self._hint.height() > window.height() - px(6):
            top = self._ghost.y() + round(self._ghost.card.top()) - self._hint.height() - px(10)
        self._hint.move(left, top)
        self._hint.raise_()
