"""A list of rows with something to do in each: restore, open, remove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cmdesk.i18n import _
from cmdesk.ui import glyphs
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.painted_list import PaintedList

AnyIndex = QModelIndex | QPersistentModelIndex
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter
_ROW: Final = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Row:
    """One thing: what it is, a remark after it, a fact at the right end, and its icon."""

    key: object
    title: str
    remark: str = ""
    fact: str = ""
    icon: str = ""
    tip: str = ""


class _RowModel(QAbstractListModel):
    """The rows, as they were given."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == _ROW:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.tip or row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (row.title, row.remark, row.fact) if part)
        return None

    def give(self, rows: Sequence[Row]) -> None:
        """Take new rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()


class RowList(PaintedList):
    """Rows of 38 pixels; Enter, a double click or the button in the row does what the list is for.

    The button stands in the row under the pointer, and in the current one while the keyboard is here.

    Signals:
        acted: The key of the row on which it is to be done.
        removed: The key of the row that is to leave the list (Del, or its cross).
        chosen: The key of the row that became the current one.
    """

    acted = Signal(object)
    removed = Signal(object)
    chosen = Signal(object)

    def __init__(
        self, theme: Theme, icons: Icons, verb: str, parent: QWidget | None = None, *, can_remove: bool = False
    ) -> None:
        super().__init__(parent)
        self.icons, self.verb, self.can_remove = icons, verb, can_remove
        self.hot = -1
        self.keeps_choice = False  # for a panel beside it: the current row stays tinted while the keyboard is there
        self._model = _RowModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_RowDelegate(theme, self))
        self.setUniformItemSizes(True)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.follow(theme)

    @property
    def theme(self) -> Theme:
        """The theme that its rows are painted with."""
        return self._theme

    @property
    def current_key(self) -> object:
        """The key of the current row; None where there is none."""
        index = self.currentIndex()
        return self._model.rows[index.row()].key if index.isValid() else None

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows and stay near the present one."""
        at = max(0, self.currentIndex().row())
        self._model.give(rows)
        if rows:
            self.setCurrentIndex(self._model.index(min(at, len(rows) - 1)))
        self.updateGeometry()

    def keys(self) -> list[object]:
        """The keys of the rows, in their order."""
        return [row.key for row in self._model.rows]

    def go_to(self, key: object) -> None:
        """Let the row with this key be the current one, and show it."""
        if key in self.keys():
            self.setCurrentIndex(self._model.index(self.keys().index(key)))

    def row_height(self) -> int:
        """How high a row is."""
        return self._theme.tokens.size.row

    def sizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(420), len(self._model.rows) * self.row_height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(200), min(3, len(self._model.rows)) * self.row_height() + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and index.isValid():
            self.acted.emit(self._model.rows[index.row()].key)
        elif event.key() == Qt.Key.Key_Delete and self.can_remove and index.isValid():
            self.removed.emit(self._model.rows[index.row()].key)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._heat(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._heat(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        where = event.position().toPoint()
        index = self.indexAt(where)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        key = self._model.rows[index.row()].key
        rect = self.visualRect(index)
        if self.button_rect(rect).contains(where):
            self.acted.emit(key)
        elif self.can_remove and self.cross_rect(rect).contains(where):
            self.removed.emit(key)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not self.button_rect(self.visualRect(index)).contains(event.position().toPoint()):
            self.acted.emit(self._model.rows[index.row()].key)

    def cross_rect(self, row: QRect) -> QRect:
        """Where the cross of a row is."""
        tokens = self._theme.tokens
        edge = tokens.px(24)
        right = row.right() - tokens.px(8)
        return QRect(right - edge, row.center().y() - edge // 2 + 1, edge, edge) if self.can_remove else QRect()

    def button_rect(self, row: QRect) -> QRect:
        """Where the button of a row is."""
        tokens = self._theme.tokens
        width = round(self._theme.metrics("small_medium").horizontalAdvance(self.verb)) + 2 * tokens.px(9)
        height = tokens.size.control_compact
        right = self.cross_rect(row).left() - tokens.px(4) if self.can_remove else row.right() - tokens.px(8)
        return QRect(right - width, row.center().y() - height // 2 + 1, width, height)

    def _heat(self, row: int) -> None:
        if row != self.hot:
            self.hot = row
            self.viewport().update()

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._model.rows[index.row()].key)


class _RowDelegate(QStyledItemDelegate):
    """Paints a row: icon, title, remark, then the fact, or the button where the pointer or the ring is."""

    def __init__(self, theme: Theme, view: RowList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        del option, index
        return QSize(self._view.theme.tokens.px(200), self._view.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row: Row = index.data(_ROW)
        view, theme = self._view, self._view.theme
        tokens = theme.tokens
        rect: QRect = option.rect
        is_hot = index.row() == view.hot
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        is_current = is_chosen and view.hasFocus()
        is_tinted = is_current or (is_chosen and view.keeps_choice)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_hot or is_tinted:
            painter.fillRect(rect, tokens.accent.tint if is_tinted else tokens.surface.hover)
        if index.row():
            painter.fillRect(rect.x(), rect.y(), rect.width(), 1, tokens.line.subtle)
        right = self._paint_end(painter, rect, row, shows_button=is_hot or is_current)
        left = rect.x() + tokens.px(12)
        if row.icon:
            edge = tokens.px(16)
            place = QRectF(left, rect.center().y() - edge / 2 + 0.5, edge, edge)
            view.icons.paint(painter, row.icon, place, tokens.text.secondary)
            left += edge + tokens.px(10)
        self._paint_words(painter, QRect(left, rect.y(), right - left, rect.height()), row)
        if is_current:
            glyphs.paint_focus(painter, QRectF(rect), tokens)
        painter.restore()

    def _paint_end(self, painter: QPainter, rect: QRect, row: Row, *, shows_button: bool) -> int:
        """Paint what stands at the right end and say where it begins."""
        view, theme = self._view, self._view.theme
        tokens = theme.tokens
        if shows_button:
            button = view.button_rect(rect)
            painter.setBrush(tokens.surface.surface)
            painter.setPen(QPen(tokens.line.default, 1))
            painter.drawRoundedRect(QRectF(button).adjusted(0.5, 0.5, -0.5, -0.5), tokens.px(6), tokens.px(6))
            painter.setPen(tokens.text.primary)
            painter.setFont(theme.font("small_medium"))
            painter.drawText(button, _CENTRE, view.verb)
            if view.can_remove:
                inset = tokens.px(5)
                cross = QRectF(view.cross_rect(rect)).adjusted(inset, inset, -inset, -inset)
                view.icons.paint(painter, "x", cross, tokens.text.secondary)
            rect = QRect(rect.x(), rect.y(), button.left() + tokens.px(2) - rect.x(), rect.height())
        if not row.fact:
            return rect.right() - tokens.px(12)
        painter.setFont(theme.font("small", tabular=True))
        painter.setPen(tokens.text.tertiary)
        painter.drawText(rect.adjusted(0, 0, -tokens.px(12), 0), _RIGHT, row.fact)
        return rect.right() - tokens.px(24) - painter.fontMetrics().horizontalAdvance(row.fact)

    def _paint_words(self, painter: QPainter, room: QRect, row: Row) -> None:
        theme = self._view.theme
        tokens = theme.tokens
        painter.setFont(theme.font("body_medium"))
        painter.setPen(tokens.text.primary)
        title = painter.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LEFT, title)
        used = painter.fontMetrics().horizontalAdvance(title) + tokens.px(8)
        rest = room.adjusted(used, 0, 0, 0)
        if row.remark and rest.width() > tokens.px(20):
            painter.setFont(theme.font("small"))
            painter.setPen(tokens.text.tertiary)
            painter.drawText(
                rest, _LEFT, painter.fontMetrics().elidedText(row.remark, Qt.TextElideMode.ElideRight, rest.width())
            )


def rows_named(view: RowList, name: str) -> RowList:
    """The list, with a name that is read aloud."""
    view.setAccessibleName(name)
    view.setAccessibleDescription(_("Enter: {verb}").format(verb=view.verb))
    return view
