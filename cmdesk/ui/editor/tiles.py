"""Pictures and films as square tiles that wrap: to choose from, to reorder, to drop files onto."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cmdesk.ui.calendar.pictures import Pictures
from cmdesk.ui.page import Tools
from cmdesk.ui.theme import Tokens
from cmdesk.ui.widgets.painted_list import PaintedList

AnyIndex = QModelIndex | QPersistentModelIndex
EDGE: Final = 104
_GAP: Final = 10
_TILE: Final = Qt.ItemDataRole.UserRole
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter
_BACK: Final = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Up})
_ON: Final = frozenset({Qt.Key.Key_Right, Qt.Key.Key_Down})
_REORDER: Final = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


@dataclass(frozen=True, slots=True)
class Tile:
    """One thing to see: its picture, and what stands on it.

    Attributes:
        key: What it stands for; none: the place where something is added.
        name: What it is called, said where there is no picture.
        thumb: The hash of its small picture.
        is_film: Whether it moves.
        badge: Words at its lower left.
        remark: Words that ask for something, in the place of the badge.
        fact: Words at its upper right: how long a film is, how often it is used.
        is_lost: Whether its file is not where it was.
        spoken: All of it in one sentence.
        tip: Its tool tip.
    """

    key: int | None
    name: str
    thumb: str | None = None
    is_film: bool = False
    badge: str = ""
    remark: str = ""
    fact: str = ""
    is_lost: bool = False
    spoken: str = ""
    tip: str = ""


class _TileModel(QAbstractListModel):
    """The tiles, as they were given."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.tiles: list[Tile] = []

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.tiles)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        tile = self.tiles[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return tile.name
        if role == _TILE:
            return tile
        if role == Qt.ItemDataRole.ToolTipRole:
            return tile.tip
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tile.spoken or tile.name
        return None

    def give(self, tiles: Sequence[Tile]) -> None:
        """Take new tiles; where only what stands on them differs, they stay what they are."""
        if [tile.key for tile in tiles] == [tile.key for tile in self.tiles]:
            self.tiles = list(tiles)
            if tiles:
                self.dataChanged.emit(self.index(0), self.index(len(tiles) - 1))
            return
        self.beginResetModel()
        self.tiles = list(tiles)
        self.endResetModel()


class TileList(PaintedList):
    """Tiles side by side on as many lines as they need.

    Signals:
        chosen: The key of the tile that became the current one; None for the place where something is added.
        opened: The key of a tile: Enter or a double click, and for the place of adding a click too.
        removed: The keys of those that are to leave (Del).
        reordered: The keys in their new order, after a drag or Alt+Shift+arrows.
        replace_wanted: The key of a tile in whose place another one is to come (R).
        find_wanted: The key of a tile whose file is to be found (F).
        menu_wanted: A key, and a place on the screen.
    """

    chosen = Signal(object)
    opened = Signal(object)
    removed = Signal(list)
    reordered = Signal(list)
    replace_wanted = Signal(object)
    find_wanted = Signal(object)
    menu_wanted = Signal(object, QPoint)

    def __init__(
        self, tools: Tools, pictures: Pictures, parent: QWidget | None = None, *, takes_several: bool = False
    ) -> None:
        super().__init__(parent)
        self.tools, self.pictures = tools, pictures
        self.is_ordered = not takes_several
        self._press: QPoint | None = None
        self._dragged: int | None = None  # the row on its way
        self.gap: int | None = None  # before which row it would come
        self._tiles = _TileModel(self)
        self.setModel(self._tiles)
        self.setItemDelegate(_TileDelegate(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setUniformItemSizes(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSpacing(0)
        if takes_several:
            self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        else:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._on_current)
        pictures.arrived.connect(self.viewport().update)
        self.follow(tools.theme)

    @property
    def tiles(self) -> Sequence[Tile]:
        """What is shown."""
        return self._tiles.tiles

    @property
    def keys(self) -> list[int]:
        """The keys of what is shown, in its order."""
        return [tile.key for tile in self._tiles.tiles if tile.key is not None]

    @property
    def current_key(self) -> int | None:
        """The key of the current tile."""
        index = self.currentIndex()
        return self._tiles.tiles[index.row()].key if index.isValid() else None

    def selected_keys(self) -> list[int]:
        """The keys of those that are selected, in their order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [key for row in rows if (key := self._tiles.tiles[row].key) is not None]

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        """Show these tiles; the current one stays current, or the one in its place."""
        key, row = self.current_key, self.currentIndex().row()
        self.pictures.want(tile.thumb for tile in tiles)
        self._tiles.give(tiles)
        if not self.choose(key):
            self._stay_near(row)
        self._fit()

    def choose(self, key: int | None) -> bool:
        """Make a tile the current one; whether it is here."""
        for row, tile in enumerate(self._tiles.tiles):
            if key is not None and tile.key == key:
                if self.currentIndex().row() != row:
                    self.setCurrentIndex(self._tiles.index(row))
                return True
        return False

    def _stay_near(self, row: int) -> None:
        count = len(self.keys)
        if count:
            self.setCurrentIndex(self._tiles.index(max(0, min(row, count - 1))))
        else:
            self.chosen.emit(None)

    def cell(self) -> QSize:
        """A tile with the room around it."""
        edge = self._theme.tokens.px(EDGE + _GAP)
        return QSize(edge, edge)

    def _fit(self) -> None:
        """In a form, be as high as the tiles are."""
        if not self.is_ordered:
            return
        columns = max(1, self.viewport().width() // self.cell().width())
        lines = max(1, -(-len(self._tiles.tiles) // columns))
        height = lines * self.cell().height() + 2
        if height != self.maximumHeight():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _on_theme_changed(self) -> None:
        super()._on_theme_changed()
        if hasattr(self, "_tiles"):
            self._fit()

    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.chosen.emit(self._tiles.tiles[now.row()].key)

    # --- the mouse ------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self._press = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position().toPoint()
        if not self.is_ordered or self._press is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        if self._dragged is None:
            travel = max(QApplication.startDragDistance(), self._theme.tokens.size.drag_threshold)
            row = self.indexAt(self._press).row()
            if (here - self._press).manhattanLength() < travel or self._key_at(row) is None:
                return
            self._dragged = row
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.gap = self._gap_at(here)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row, gap, was_pressed = self._dragged, self.gap, self._press is not None
        self._end_drag()
        super().mouseReleaseEvent(event)
        if row is not None and gap is not None:
            self._move(row, gap)
        elif was_pressed and event.button() == Qt.MouseButton.LeftButton:
            index = self.indexAt(event.position().toPoint())
            if index.isValid() and self._key_at(index.row()) is None:
                self.opened.emit(None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self._key_at(index.row()) is not None:
            self.opened.emit(self._key_at(index.row()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_key else self.indexAt(event.pos())
        if index.isValid():
            place = self.visualRect(index).center() if is_key else event.pos()
            self.menu_wanted.emit(self._key_at(index.row()), self.viewport().mapToGlobal(place))

    def _key_at(self, row: int) -> int | None:
        return self._tiles.tiles[row].key if 0 <= row < len(self._tiles.tiles) else None

    def _gap_at(self, here: QPoint) -> int:
        """Before which row something would come that is dropped here."""
        count = len(self.keys)
        cell = self.cell()
        columns = max(1, self.viewport().width() // cell.width())
        line = max(0, here.y()) // cell.height()
        column = min(columns, max(0, round(here.x() / cell.width())))
        return min(count, line * columns + column)

    def _end_drag(self) -> None:
        self._press, self._dragged, self.gap = None, None, None
        self.unsetCursor()
        self.viewport().update()

    # --- the keyboard ---------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keep R and F from the page below, which has a use of its own for them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_letter(event):
            event.accept()
            return True
        return super().event(event)

    def _is_letter(self, event: QKeyEvent) -> bool:
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        return is_plain and event.key() in (Qt.Key.Key_R, Qt.Key.Key_F) and self.current_key is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, row = event.key(), self.currentIndex().row()
        if self._is_letter(event):
            (self.replace_wanted if key == Qt.Key.Key_R else self.find_wanted).emit(self.current_key)
            return
        if key == Qt.Key.Key_Escape and self._dragged is not None:
            self._end_drag()
        elif self.is_ordered and event.modifiers() & _REORDER == _REORDER and key in _BACK | _ON:
            self._move(row, row - 1 if key in _BACK else row + 2)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0:
            self.opened.emit(self._key_at(row))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            keys = self.selected_keys()
            if keys:
                self.removed.emit(keys)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands elsewhere; the search field finds by words."""

    def _move(self, row: int, gap: int) -> None:
        """Put a tile before another one; shown at once, and told."""
        keys = self.keys
        if not 0 <= row < len(keys) or not 0 <= gap <= len(keys) or gap in {row, row + 1}:
            return
        tiles = [tile for tile in self._tiles.tiles if tile.key is not None]
        rest = [tile for tile in self._tiles.tiles if tile.key is None]
        moved = tiles.pop(row)
        tiles.insert(gap if gap < row else gap - 1, moved)
        self._tiles.give([*tiles, *rest])
        self.choose(moved.key)
        self.reordered.emit(self.keys)

    # --- painting -------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.gap is None:
            return
        px = self._theme.tokens.px
        cell = self.cell()
        columns = max(1, self.viewport().width() // cell.width())
        line, column = divmod(self.gap, columns)
        if column == 0 and line and self.gap == len(self.keys):
            line, column = line - 1, columns
        left = column * cell.width() - px(_GAP) / 2 - 1.5
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.tokens.accent.base)
            rect = QRectF(max(0.0, left), line * cell.height(), 3, px(EDGE))
            painter.drawRoundedRect(rect, 1.5, 1.5)


class _TileDelegate(QStyledItemDelegate):
    """Draws a tile: its picture, or what stands for it, and its badges."""

    def __init__(self, view: TileList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        del option, index
        return self._view.cell()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        tile: Tile = index.data(_TILE)
        theme = self._view.tools.theme
        tokens = theme.tokens
        edge = tokens.px(EDGE)
        rect = QRectF(option.rect.x() + 2, option.rect.y() + 2, edge - 4, edge - 4)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if tile.key is None:
            self._paint_place(painter, rect, tile.name)
        else:
            self._paint_picture(painter, rect, tile)
            self._paint_words(painter, rect, tile)
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        has_keyboard = index == self._view.currentIndex() and self._view.hasFocus()
        if is_current or has_keyboard:
            pen = QPen(tokens.accent.focus if has_keyboard else tokens.accent.base, 2)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), tokens.px(8), tokens.px(8))
        painter.restore()

    def _paint_place(self, painter: QPainter, rect: QRectF, words: str) -> None:
        """The dashed place where something is added."""
        theme = self._view.tools.theme
        tokens = theme.tokens
        px = tokens.px
        painter.setPen(QPen(tokens.line.control, 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, px(8), px(8))
        edge = px(20)
        sign = QRectF(rect.center().x() - edge / 2, rect.center().y() - edge + px(2), edge, edge)
        self._view.tools.icons.paint(painter, "photo-plus", sign, tokens.text.secondary)
        painter.setPen(tokens.text.secondary)
        painter.setFont(theme.font("label"))
        painter.drawText(rect.adjusted(0, px(26), 0, 0), _CENTRE, words)

    def _paint_picture(self, painter: QPainter, rect: QRectF, tile: Tile) -> None:
        tokens = self._view.tools.theme.tokens
        px = tokens.px
        if self._view.pictures.paint(painter, tile.thumb, rect, px(8)):
            return
        painter.setPen(QPen(tokens.line.default, 1))
        painter.setBrush(tokens.surface.sunken)
        painter.drawRoundedRect(rect, px(8), px(8))
        edge = px(26)
        sign = QRectF(rect.center().x() - edge / 2, rect.center().y() - edge / 2 - px(4), edge, edge)
        self._view.tools.icons.paint(painter, "video" if tile.is_film else "photo", sign, tokens.text.tertiary)

    def _paint_words(self, painter: QPainter, rect: QRectF, tile: Tile) -> None:
        theme = self._view.tools.theme
        tokens = theme.tokens
        painter.setFont(theme.font("caption", tabular=True))
        told, base = on_picture(tokens)
        if tile.is_lost or tile.remark:
            ink, ground = tokens.feedback.warn, tokens.feedback.warn_tint
            self._paint_badge(painter, rect, tile.remark, ink, ground, is_low=True, icon="alert-triangle")
        elif tile.badge:
            self._paint_badge(painter, rect, tile.badge, told, base, is_low=True)
        if tile.fact:
            icon = "video" if tile.is_film else ""
            self._paint_badge(painter, rect, tile.fact, told, base, is_low=False, icon=icon)

    def _paint_badge(
        self, painter: QPainter, rect: QRectF, words: str, ink: QColor, ground: QColor, *, is_low: bool, icon: str = ""
    ) -> None:
        px = self._view.tools.theme.tokens.px
        metrics = painter.fontMetrics()
        edge = px(12) if icon else 0
        room = rect.width() - px(18) - edge
        text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, round(room))
        width = metrics.horizontalAdvance(text) + px(10) + (edge + px(3) if icon else 0)
        height = metrics.height() + px(2)
        left = rect.left() + px(5) if is_low else rect.right() - px(5) - width
        top = rect.bottom() - px(5) - height if is_low else rect.top() + px(5)
        place = QRectF(left, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(place, px(5), px(5))
        inner = place.left() + px(5)
        if icon:
            sign = QRectF(inner, place.center().y() - edge / 2, edge, edge)
            self._view.tools.icons.paint(painter, icon, sign, ink)
            inner += edge + px(3)
        painter.setPen(ink)
        painter.drawText(QRectF(inner, place.top(), place.right() - inner, place.height()), _LEFT, text)


_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def on_picture(tokens: Tokens) -> tuple[QColor, QColor]:
    """The colour of words on a picture, and of the ground that keeps them legible: light on dark in both themes."""
    ink, ground = tokens.overlay.tooltip_text, QColor(tokens.overlay.tooltip)
    if tokens.is_dark:
        ink, ground = tokens.text.primary, QColor(tokens.surface.window)
    ground.setAlphaF(0.8)
    return ink, ground
