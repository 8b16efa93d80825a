"""The list of cards in a column: selecting, scrolling, and telling what a person wants with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QListView, QScrollBar, QSizePolicy, QWidget

from cmdesk.domain.tasks import TaskCard
from cmdesk.ui import glyphs
from cmdesk.ui.board.cards import ABOVE, BELOW, LEFT, CardDelegate, CardModel
from cmdesk.ui.board.phrases import Facts
from cmdesk.ui.theme import Theme

_NO_KEYS: Final = Qt.KeyboardModifier.NoModifier
_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_ALT: Final = Qt.KeyboardModifier.AltModifier
_KEYPAD: Final = Qt.KeyboardModifier.KeypadModifier
_LETTERS: Final = {
    Qt.Key.Key_S: "column", Qt.Key.Key_A: "assign", Qt.Key.Key_D: "due", Qt.Key.Key_M: "move", Qt.Key.Key_L: "cover",
}  # fmt: skip
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SIDEWAYS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_UPDOWN: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_WALK: Final = {Qt.Key.Key_J: Qt.Key.Key_Down, Qt.Key.Key_K: Qt.Key.Key_Up}


class _ThinBar(QScrollBar):
    """A scroll bar that fits beside the cards."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._theme = theme

    def sizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(LEFT), super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        whole = self.maximum() - self.minimum() + self.pageStep()
        if self.maximum() <= self.minimum() or not whole:
            return
        tokens = self._theme.tokens
        length = max(self.height() * self.pageStep() / whole, tokens.px(24))
        top = (self.height() - length) * (self.value() - self.minimum()) / (self.maximum() - self.minimum())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.line.control if self.underMouse() else tokens.line.default)
            width = tokens.px(4)
            painter.drawRoundedRect(QRectF(self.width() - width, top, width, length), width / 2, width / 2)


class CardList(QListView):
    """The cards of one column.

    Signals:
        wanted: What a person asks for by a key: open, lift, delete, duplicate, column, assign, due, move, cover.
        stepped: To the column at the left (-1) or right (1).
        reordered: Up (-1) or down (1) inside the column, by the keyboard.
        picked: A press that is not an addition to the selection: other columns let go of theirs.
        selected: The selection or the current card is another one.
        grabbed: A drag began: where, on the screen, and where on the card.
        dragged, dropped: The pointer, on the screen, while cards are dragged.
        tag_pressed: Id of a card whose tag 'Not in scope' was pressed, and where that is on the screen.
        menu_wanted: Where, on the screen.
        entered: The keyboard came here.
    """

    wanted = Signal(str)
    stepped = Signal(int)
    reordered = Signal(int)
    picked = Signal()
    selected = Signal()
    grabbed = Signal(QPoint, QPointF)
    dragged = Signal(QPoint)
    dropped = Signal(QPoint)
    tag_pressed = Signal(object, QRect)
    menu_wanted = Signal(QPoint)
    entered = Signal()

    def __init__(self, theme: Theme, delegate: CardDelegate, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._delegate = delegate
        self._line: int | None = None
        self._pressed: QPoint | None = None
        self._clears_on_release = False
        self._is_dragging = False
        self.cards = CardModel(self)
        self.setModel(self.cards)
        self.setItemDelegate(delegate)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(_ThinBar(theme, self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setWordWrap(True)  # has it lay itself out anew when only the width changes
        self.setAutoScroll(False)
        self.setDragEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.selectionModel().currentChanged.connect(self._on_selection_changed)
        theme.changed.connect(self._on_theme_changed)

    # --- what is shown -----------------------------------------------------------------------

    def show_cards(self, cards: Sequence[TaskCard], facts: Facts) -> None:
        """Show these cards; selection and place stay."""
        self.cards.show_cards(cards, facts)
        self.updateGeometry()
        self.viewport().update()

    def sizeHint(self) -> QSize:
        width = self._delegate.card_width(self)
        height = sum(self._delegate.item_height(card, width) for card in self.cards.cards)
        return QSize(self._theme.tokens.px(200), max(height, self._theme.tokens.px(12)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(80), min(self.sizeHint().height(), self._theme.tokens.px(96)))

    def selected_ids(self) -> list[int]:
        """The selected tasks, from the top down."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self.cards.card_at(row).id for row in rows]

    def current_id(self) -> int | None:
        """The task that the keyboard is on."""
        row = self.currentIndex().row()
        return self.cards.card_at(row).id if 0 <= row < len(self.cards.cards) else None

    def select(self, task_ids: Sequence[int], *, focus: bool = True) -> None:
        """Select these of its cards, the last of them current."""
        selection = self.selectionModel()
        selection.clearSelection()
        for task_id in task_ids:
            row = self.cards.row_of(task_id)
            if row >= 0:
                index = self.cards.index(row)
                selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.Select)
                self.scrollTo(index)
        if focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def let_go(self) -> None:
        """Select nothing."""
        self.selectionModel().clearSelection()

    def card_rect(self, row: int) -> QRect:
        """Where a card lies in the viewport, without the room around it."""
        px = self._theme.tokens.px
        item = self.visualRect(self.cards.index(row))
        return QRect(
            item.x() + px(LEFT), item.y() + px(ABOVE), self._delegate.card_width(self),
            item.height() - px(ABOVE) - px(BELOW),
        )  # fmt: skip

    # --- where a drop would land -------------------------------------------------------------

    def row_at(self, pointer: QPoint) -> int:
        """Before which row a drop at this point of the screen would land."""
        y = self.viewport().mapFromGlobal(pointer).y()
        for row in range(len(self.cards.cards)):
            if y < self.visualRect(self.cards.index(row)).center().y():
                return row
        return len(self.cards.cards)

    def row_near(self, y: int) -> int:
        """The row that lies at this height of the screen, or the nearest one."""
        here = self.viewport().mapFromGlobal(QPoint(0, y)).y()
        rows = range(len(self.cards.cards))
        return min(rows, key=lambda row: abs(self.visualRect(self.cards.index(row)).center().y() - here), default=-1)

    def show_line(self, row: int | None) -> None:
        """Show where a drop would land: before this row; None shows nothing."""
        if row != self._line:
            self._line = row
            self.viewport().update()

    def line_place(self) -> QPoint:
        """Where on the screen a card that is dropped at the line will have its corner."""
        px = self._theme.tokens.px
        return self.viewport().mapToGlobal(QPoint(px(LEFT), round(self._line_y()) + px(ABOVE)))

    def _line_y(self) -> float:
        count = len(self.cards.cards)
        row = self._line or 0
        if not count:
            return float(self._theme.tokens.px(ABOVE))
        if row < count:
            return float(self.visualRect(self.cards.index(row)).top())
        return float(self.visualRect(self.cards.index(count - 1)).bottom() + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        is_empty = not self.cards.cards
        if self._line is None and not (is_empty and self.hasFocus()):
            return
        tokens = self._theme.tokens
        px = tokens.px
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._line is None:
                glyphs.paint_focus(painter, QRectF(self.viewport().rect()), tokens, tokens.radius.tag)
                return
            radius = px(4.5)
            y = min(max(self._line_y() + 0.5, radius), self.viewport().height() - radius)
            left = px(LEFT)
            right = left + self._delegate.card_width(self)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent.base)
            painter.drawRoundedRect(QRectF(left, y - px(1.5), right - left, px(3)), 2, 2)
            painter.setPen(QPen(tokens.accent.base, px(2.5)))
            painter.setBrush(tokens.surface.canvas)
            painter.drawEllipse(QPointF(left + 1, y), radius - 1.25, radius - 1.25)

    # --- the mouse ---------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        index = self.indexAt(event.position().toPoint())
        is_adding = bool(event.modifiers() & (_CTRL | _SHIFT))
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._pressed = event.position().toPoint() if index.isValid() else None
        if not is_adding and index.isValid() and self._is_selected_with_others(index):
            self._clears_on_release = True  # so that all of them can be dragged
            return
        if not is_adding:
            self.picked.emit()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_dragging:
            self.dragged.emit(event.globalPosition().toPoint())
        elif self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            here = event.position().toPoint()
            least = max(self._theme.tokens.size.drag_threshold, QApplication.startDragDistance())
            if (here - self._pressed).manhattanLength() >= least:
                self._begin_drag(event.globalPosition().toPoint())
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._is_dragging:
            if event.button() == Qt.MouseButton.LeftButton:
                self._is_dragging = False
                self.dropped.emit(event.globalPosition().toPoint())
            return
        pressed, self._pressed = self._pressed, None
        if self._clears_on_release:
            self._clears_on_release = False
            self.picked.emit()
            index = self.indexAt(event.position().toPoint())
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        super().mouseReleaseEvent(event)
        if pressed is not None and event.button() == Qt.MouseButton.LeftButton:
            self._press_tag(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        if event.button() == Qt.MouseButton.LeftButton and self.indexAt(event.position().toPoint()).isValid():
            self.wanted.emit("open")
        else:
            super().mouseDoubleClickEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(event.pos())
            if not index.isValid():
                event.ignore()
                return
            if not self.selectionModel().isSelected(index):
                self.picked.emit()
                self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.menu_wanted.emit(event.globalPos())
        elif self.currentIndex().isValid():
            corner = self.card_rect(self.currentIndex().row()).center()
            self.menu_wanted.emit(self.viewport().mapToGlobal(corner))

    def stop_dragging(self) -> None:
        """Forget the drag: it was cancelled."""
        self._is_dragging = False
        self._pressed = None
        self._clears_on_release = False

    def _begin_drag(self, pointer: QPoint) -> None:
        index = self.indexAt(self._pressed or QPoint())
        if not index.isValid():
            return
        if not self.selectionModel().isSelected(index):
            self.picked.emit()
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        card = self.card_rect(index.row())
        offset = (self._pressed or QPoint()) - card.topLeft()
        self._clears_on_release = False
        self._is_dragging = True
        self.setState(QListView.State.NoState)
        self.grabbed.emit(pointer, QPointF(offset.x() / max(1, card.width()), offset.y()))

    def _is_selected_with_others(self, index: QModelIndex) -> bool:
        return self.selectionModel().isSelected(index) and self._delegate.selected_count > 1

    def _press_tag(self, position: QPointF) -> None:
        index = self.indexAt(position.toPoint())
        if not index.isValid():
            return
        card = self.cards.card_at(index.row())
        tag = self._delegate.tag_rect(card, QRectF(self.card_rect(index.row())))
        if tag.contains(position):
            place = tag.toAlignedRect()
            place.moveTopLeft(self.viewport().mapToGlobal(place.topLeft()))
            self.tag_pressed.emit(card.id, place)

    # --- the keyboard ------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._answer(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.cards.cards:
            command = QItemSelectionModel.SelectionFlag.ClearAndSelect
            if event.reason() == Qt.FocusReason.MouseFocusReason:
                command = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self.cards.index(0), command)
        self.entered.emit()

    def _answer(self, event: QKeyEvent) -> bool:
        """Do what a key asks for; whether it asked for anything of ours."""
        wish = _wish(event)
        if wish:
            self.wanted.emit(wish)
            return True
        key, keys = Qt.Key(event.key()), event.modifiers() & ~_KEYPAD
        if key in _SIDEWAYS and keys in (_NO_KEYS, _CTRL, _SHIFT):
            self.stepped.emit(_SIDEWAYS[key])
        elif key in _UPDOWN and keys == _ALT | _SHIFT:
            self.reordered.emit(_UPDOWN[key])
        elif key in _WALK and keys == _NO_KEYS:
            QApplication.sendEvent(self, QKeyEvent(QEvent.Type.KeyPress, _WALK[key], _NO_KEYS))
        elif key == Qt.Key.Key_A and keys == _CTRL:
            self.selectAll()
        else:
            if key in _UPDOWN and keys == _NO_KEYS:
                self.picked.emit()
            return key == Qt.Key.Key_Escape and self._escape()
        return True

    def _escape(self) -> bool:
        """Let go of several selected cards; whether there were any."""
        if self._delegate.selected_count > 1:
            self.picked.emit()
            self.selectionModel().setCurrentIndex(self.currentIndex(), QItemSelectionModel.SelectionFlag.ClearAndSelect)
            return True
        return False

    def _is_own(self, event: QKeyEvent) -> bool:
        key, keys = Qt.Key(event.key()), event.modifiers() & ~_KEYPAD
        return (
            bool(_wish(event))
            or (key in _WALK and keys == _NO_KEYS)
            or (key in _UPDOWN and keys == _ALT | _SHIFT)
            or (key == Qt.Key.Key_A and keys == _CTRL)
        )

    def _on_selection_changed(self) -> None:
        self.selected.emit()

    def _on_theme_changed(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


def _wish(event: QKeyEvent) -> str:
    """What a key asks for by name."""
    key, keys = Qt.Key(event.key()), event.modifiers() & ~_KEYPAD
    if key == Qt.Key.Key_D and keys == _CTRL:
        return "duplicate"
    if keys != _NO_KEYS:
        return ""
    if key in _ENTER:
        return "open"
    if key == Qt.Key.Key_Space:
        return "lift"
    if key == Qt.Key.Key_Delete:
        return "delete"
    return _LETTERS.get(key, "")
