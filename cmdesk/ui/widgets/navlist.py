"""The lists that choose what one sees: sections with an icon, clients with a tile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QCursor,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cmdesk.i18n import ngettext
from cmdesk.ui import glyphs
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.painted_list import PaintedList

AnyIndex = QModelIndex | QPersistentModelIndex

_MIME: Final = "application/x-cmdesk-nav"
_ITEM: Final = Qt.ItemDataRole.UserRole
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_REORDER: Final = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


@dataclass(frozen=True, slots=True)
class NavItem:
    """One row: what it leads to, its words, its icon or tile, and how much waits for a person there.

    Attributes:
        is_fixed: Keeps its place when the others are put in another order.
    """

    key: object
    text: str
    icon: str = ""
    letters: str = ""
    colour: int | str = 1
    count: int = 0
    tip: str = ""
    is_fixed: bool = False


class _NavModel(QAbstractListModel):
    """The rows, as they were given."""

    def __init__(self, parent: QWidget, *, reorderable: bool) -> None:
        super().__init__(parent)
        self.items: list[NavItem] = []
        self._reorderable = reorderable

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.text
        if role == _ITEM:
            return item
        if role == Qt.ItemDataRole.ToolTipRole:
            return item.tip
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(item)
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        if self._reorderable and not self.items[index.row()].is_fixed:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags

    def mimeTypes(self) -> list[str]:
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        data.setData(_MIME, str(indexes[0].row()).encode())
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def give(self, items: Sequence[NavItem]) -> None:
        """Take new rows."""
        if [i.key for i in items] == [i.key for i in self.items]:
            self.items = list(items)
            if items:
                self.dataChanged.emit(self.index(0), self.index(len(items) - 1))
            return
        self.beginResetModel()
        self.items = list(items)
        self.endResetModel()

    def move(self, row: int, before: int) -> bool:
        """Put a row before another; False where nothing would change."""
        if before in (row, row + 1) or not self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), before):
            return False
        item = self.items.pop(row)
        self.items.insert(before - 1 if before > row else before, item)
        self.endMoveRows()
        return True


def _spoken(item: NavItem) -> str:
    if not item.count:
        return item.text
    waits = ngettext("{name}, {count} waits", "{name}, {count} wait", item.count)
    return waits.format(name=item.text, count=item.count)


class _NavDelegate(QStyledItemDelegate):
    """Rows of 30 pixels: rest, hovered, chosen, and with the keyboard in them."""

    def __init__(self, theme: Theme, icons: Icons, parent: NavList) -> None:
        super().__init__(parent)
        self._theme, self._icons, self._list = theme, icons, parent

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        del option, index
        return QSize(0, self._theme.tokens.size.nav_row + 1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        tokens = self._theme.tokens
        item: NavItem = index.data(_ITEM)
        is_chosen = item.key == self._list.current_key
        row = QRectF(option.rect).adjusted(0, 0, 0, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if is_chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(tokens.accent.tint if is_chosen else tokens.surface.hover)
            painter.drawRoundedRect(row, tokens.radius.control, tokens.radius.control)
        ink = tokens.accent.text if is_chosen else tokens.text.secondary
        self.paint_row(painter, row, item, ink, is_chosen=is_chosen)
        if self._list.shows_ring and index == self._list.currentIndex():
            glyphs.paint_focus(painter, row, tokens, tokens.radius.control)
        painter.restore()

    def paint_row(self, painter: QPainter, row: QRectF, item: NavItem, ink: QColor, *, is_chosen: bool = False) -> None:
        """Draw what a row shows, without its ground."""
        self._paint_picture(painter, row, item, ink)
        if not self._list.is_collapsed:
            self._paint_words(painter, row, item, ink, is_chosen=is_chosen)

    def _paint_picture(self, painter: QPainter, row: QRectF, item: NavItem, ink: QColor) -> None:
        tokens = self._theme.tokens
        tile, edge = tokens.px(20), tokens.size.nav_icon
        left = (row.width() - tile) / 2 if self._list.is_collapsed else tokens.px(8)
        place = QRectF(row.x() + left, row.y() + (row.height() - tile) / 2, tile, tile)
        inner = QRectF(place.x(), row.y() + (row.height() - edge) / 2, edge, edge)
        painter.setPen(Qt.PenStyle.NoPen)
        if item.letters:
            glyphs.paint_tile(painter, place, item.letters, item.colour, tokens)
        elif self._list.has_tiles:
            painter.setBrush(tokens.surface.pressed)
            painter.drawRoundedRect(place, tokens.px(5), tokens.px(5))
            small = tokens.px(13)
            inset = (tile - small) / 2
            self._icons.paint(painter, item.icon, place.adjusted(inset, inset, -inset, -inset), tokens.text.secondary)
        else:
            self._icons.paint(painter, item.icon, inner, ink)

    def _paint_words(self, painter: QPainter, row: QRectF, item: NavItem, ink: QColor, *, is_chosen: bool) -> None:
        tokens = self._theme.tokens
        left = tokens.px(8 + (20 if self._list.has_tiles else 17) + 9)
        right = tokens.px(8)
        if item.count:
            painter.setFont(self._theme.font("caption", tabular=True))
            painter.setPen(ink if is_chosen else tokens.text.tertiary)
            count = str(item.count)
            painter.drawText(row.adjusted(0, 0, -right, 0), _RIGHT, count)
            right += painter.fontMetrics().horizontalAdvance(count) + tokens.px(6)
        painter.setFont(self._theme.font("body_strong" if is_chosen else "body_medium"))
        painter.setPen(ink)
        room = row.adjusted(left, 0, -right, 0)
        text = painter.fontMetrics().elidedText(item.text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, _LEFT, text)


class NavList(PaintedList):
    """Rows to choose from by mouse and keyboard: arrows move the ring, Enter or Space chooses.

    Signals:
        chosen: The key of the row that a person chose.
        reordered: The keys in their new order, after a drag or Alt+Shift+arrows.
        menu_wanted: The key of a row, and the place on the screen for its menu.
    """

    chosen = Signal(object)
    reordered = Signal(list)
    menu_wanted = Signal(object, QPoint)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None, *, reorderable: bool = False) -> None:
        super().__init__(parent)
        self._model = _NavModel(self, reorderable=reorderable)
        self._reorderable = reorderable
        self._drop_row: int | None = None
        self._is_by_keyboard = False
        self.current_key: object = None
        self.is_collapsed = False
        self.has_tiles = False
        self.setModel(self._model)
        self._delegate = _NavDelegate(theme, icons, self)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        if reorderable:
            self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
            self.setDragDropOverwriteMode(False)
        self.clicked.connect(self._on_clicked)
        self.follow(theme)

    def show_items(self, items: Sequence[NavItem]) -> None:
        """Show these rows."""
        self.has_tiles = any(item.letters for item in items)
        self._model.give(items)
        self._ring_on_choice()
        self.updateGeometry()

    def choose(self, key: object) -> None:
        """Show a row as chosen without telling anybody."""
        self.current_key = key
        self._ring_on_choice()
        self.viewport().update()

    def keys(self) -> list[object]:
        """The keys of the rows, in their order."""
        return [item.key for item in self._model.items]

    def set_collapsed(self, is_collapsed: bool) -> None:
        """Show pictures alone, or words too."""
        self.is_collapsed = is_collapsed
        self.viewport().update()

    @property
    def shows_ring(self) -> bool:
        """Whether the keyboard is in the list."""
        return self._is_by_keyboard and self.hasFocus()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(196), self._height())

    def minimumSizeHint(self) -> QSize:
        row = self._theme.tokens.size.nav_row + 1
        return QSize(self._theme.tokens.px(36), min(self._height(), 3 * row))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._is_by_keyboard = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._is_by_keyboard = False
        super().mousePressEvent(event)

    def startDrag(self, actions: Qt.DropAction) -> None:
        del actions
        index = self.currentIndex()
        if not index.flags() & Qt.ItemFlag.ItemIsDragEnabled:
            return
        drag = QDrag(self)
        drag.setMimeData(self._model.mimeData([index]))
        row = self.visualRect(index)
        drag.setPixmap(self._ghost(row.size(), self._model.items[index.row()]))
        drag.setHotSpot(self.viewport().mapFromGlobal(QCursor.pos()) - row.topLeft())
        drag.exec(Qt.DropAction.MoveAction)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._is_by_keyboard = True
        self.viewport().update()
        row = self.currentIndex().row()
        key, modifiers = event.key(), event.modifiers()
        is_arrow = key in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        if self._reorderable and is_arrow and modifiers & _REORDER == _REORDER:
            self._move(row, row - 1 if key == Qt.Key.Key_Up else row + 2)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and row >= 0:
            self._on_clicked(self.currentIndex())
        elif modifiers & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_keyboard else self.indexAt(event.pos())
        if not index.isValid():
            return
        place = self.visualRect(index).bottomLeft() if by_keyboard else event.pos()
        self.menu_wanted.emit(self._model.items[index.row()].key, self.viewport().mapToGlobal(place))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.source() is self:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.source() is not self:
            event.ignore()
            return
        self._drop_row = self._row_at(event.position().toPoint())
        event.acceptProposedAction()
        self.viewport().update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._drop_row = None
        self.viewport().update()

    def dropEvent(self, event: QDropEvent) -> None:
        before, self._drop_row = self._row_at(event.position().toPoint()), None
        event.setDropAction(Qt.DropAction.IgnoreAction)  # the view itself must remove nothing
        event.accept()
        self._move(int(event.mimeData().data(_MIME).toStdString()), before)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._drop_row is None:
            return
        tokens = self._theme.tokens
        with QPainter(self.viewport()) as painter:
            painter.setPen(QPen(tokens.accent.base, 2))
            y = self._drop_row * (tokens.size.nav_row + 1) - self.verticalScrollBar().value()
            painter.drawLine(tokens.px(4), max(1, y), self.viewport().width() - tokens.px(4), max(1, y))

    def _ghost(self, size: QSize, item: NavItem) -> QPixmap:
        """The row that is carried, on paper of its own."""
        tokens = self._theme.tokens
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        row = QRectF(0, 0, size.width(), size.height() - 1)
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(tokens.surface.raised)
            painter.setPen(QPen(tokens.accent.base, 1.5))
            painter.drawRoundedRect(row.adjusted(1, 1, -1, -1), tokens.radius.control, tokens.radius.control)
            self._delegate.paint_row(painter, row, item, tokens.text.primary)
        return pixmap

    def _height(self) -> int:
        return len(self._model.items) * (self._theme.tokens.size.nav_row + 1)

    def _row_at(self, point: QPoint) -> int:
        index = self.indexAt(point)
        rect: QRect = self.visualRect(index)
        row = len(self._model.items) if not index.isValid() else index.row() + (point.y() > rect.center().y())
        return max(row, self._first_free())

    def _first_free(self) -> int:
        return next((n for n, item in enumerate(self._model.items) if not item.is_fixed), 0)

    def _move(self, row: int, before: int) -> None:
        if row < 0 or self._model.items[row].is_fixed:
            return
        before = min(max(before, self._first_free()), len(self._model.items))
        if self._model.move(row, before):
            self.reordered.emit([item.key for item in self._model.items if not item.is_fixed])

    def _ring_on_choice(self) -> None:
        keys = self.keys()
        if self.current_key in keys:
            self.setCurrentIndex(self._model.index(keys.index(self.current_key)))

    def _on_clicked(self, index: QModelIndex) -> None:
        key = self._model.items[index.row()].key
        self.choose(key)
        self.chosen.emit(key)
