"""The services of the catalogue by area, as one list that can be searched, put in order and chosen from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cmdesk.domain.catalogue import Area, Service, area_name
from cmdesk.i18n import _, spoken
from cmdesk.ui import glyphs
from cmdesk.ui.icons import Icons
from cmdesk.ui.scope.catalogue import ghost
from cmdesk.ui.scope.phrases import AREA_ICONS
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.painted_list import PaintedList

AnyIndex = QModelIndex | QPersistentModelIndex
_ROW: Final = Qt.ItemDataRole.UserRole
_MIME: Final = "application/x-cmdesk-catalogue"
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_LIFT: Final = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_WALKS: Final = {Qt.Key.Key_J: Qt.Key.Key_Down, Qt.Key.Key_K: Qt.Key.Key_Up}


@dataclass(frozen=True, slots=True)
class Shown:
    """One row: the head of an area, or a service."""

    area: Area
    count: int = 0
    service: Service | None = None

    @property
    def name(self) -> str:
        """What stands in the row."""
        language = spoken().language
        return self.service.words(language).name if self.service else area_name(self.area, language)

    @property
    def marks(self) -> tuple[str, ...]:
        """What is to be known of a service, in words."""
        if self.service is None:
            return ()
        one = self.service
        said = (
            (one.is_new, _("new")),
            (one.is_own, _("own")),
            (bool(one.changed), _("changed")),
            (one.is_hidden, _("hidden")),
        )
        return tuple(words for is_so, words in said if is_so)


class ServiceModel(QAbstractListModel):
    """Areas with their services."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Shown] = []

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == _ROW:
            return row
        if role == Qt.ItemDataRole.ToolTipRole and row.service is not None:
            words = row.service.words(spoken().language)
            marks = f" ({', '.join(row.marks)})" if row.marks else ""
            return f"{words.name}{marks}\n{words.description}" if words.description else f"{words.name}{marks}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join((row.name, *row.marks))
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid() or self.rows[index.row()].service is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def give(self, rows: Sequence[Shown]) -> None:
        """Take new rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()


class ServiceList(PaintedList):
    """Services by area; several may be chosen, one is the current one.

    Signals:
        chosen: Code of the service that became the current one.
        selection_changed: Others are chosen now.
        moved: Code of a service, and its new place in its area.
        delete_wanted: Del was pressed.
    """

    chosen = Signal(str)
    selection_changed = Signal()
    moved = Signal(str, int)
    delete_wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.icons = icons
        self.can_order = True
        self._line = -1  # above which row a dragged service would lie
        self._rows = ServiceModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(_ServiceDelegate(theme, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setAccessibleName(_("Services"))
        self.setAccessibleDescription(_("Alt+Shift and an arrow put a service in another place."))
        self.setProperty("pane", True)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.selectionModel().selectionChanged.connect(self._on_selected)
        self.follow(theme)

    @property
    def theme(self) -> Theme:
        """The theme its delegate paints with."""
        return self._theme

    @property
    def current_code(self) -> str | None:
        """Code of the current service."""
        row = self._row(self.currentIndex())
        return row.service.code if row is not None and row.service else None

    def chosen_codes(self) -> list[str]:
        """Codes of the chosen services, in the order of the list."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [one.code for row in rows if (one := self._rows.rows[row].service)]

    def codes(self) -> list[str]:
        """Codes of the services that are shown."""
        return [row.service.code for row in self._rows.rows if row.service]

    def _row(self, index: AnyIndex) -> Shown | None:
        return self._rows.rows[index.row()] if index.isValid() and index.row() < len(self._rows.rows) else None

    # --- showing ------------------------------------------------------------------------------

    def show_services(self, services: Sequence[Service]) -> None:
        """Show these by area, and stay on those that were chosen."""
        rows: list[Shown] = []
        for area in Area:
            inside = [one for one in services if one.area is area]
            if inside:
                rows.append(Shown(area, len(inside)))
                rows += [Shown(area, service=one) for one in inside]
        if rows == self._rows.rows:
            return
        current, kept = self.current_code, set(self.chosen_codes())
        scrolled = self.verticalScrollBar().value()
        blocked = self.selectionModel().blockSignals(True)
        self._rows.give(rows)
        for number, row in enumerate(rows):
            if row.service and row.service.code in kept:
                self._select(number, QItemSelectionModel.SelectionFlag.Select)
            if row.service and row.service.code == current:
                self.selectionModel().setCurrentIndex(
                    self._rows.index(number), QItemSelectionModel.SelectionFlag.NoUpdate
                )
        self.selectionModel().blockSignals(blocked)
        self.verticalScrollBar().setValue(scrolled)
        if self.current_code is None:
            self.choose_first()
        else:
            self.selection_changed.emit()

    def choose_first(self) -> None:
        """Stand on the first service."""
        codes = self.codes()
        if codes:
            self.choose(codes[0])

    def choose(self, code: str) -> bool:
        """Stand on a service alone; whether it is shown."""
        for number, row in enumerate(self._rows.rows):
            if row.service and row.service.code == code:
                index = self._rows.index(number)
                self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
                self.scrollTo(index)
                return True
        return False

    def _select(self, number: int, how: QItemSelectionModel.SelectionFlag) -> None:
        index = self._rows.index(number)
        self.selectionModel().select(QItemSelection(index, index), how)

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        row = self._row(index)
        if row is not None and row.service is not None:
            self.chosen.emit(row.service.code)

    def _on_selected(self, *_selection: object) -> None:
        self.selection_changed.emit()

    # --- keys ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS and event.modifiers() & _LIFT == _LIFT:
            self._lift(_STEPS[key])
        elif key in _WALKS and not event.modifiers():
            super().keyPressEvent(QKeyEvent(event.type(), _WALKS[key], Qt.KeyboardModifier.NoModifier))
        elif key == Qt.Key.Key_Delete:
            self.delete_wanted.emit()
        elif event.text() and event.text().isprintable() and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _lift(self, step: int) -> None:
        code = self.current_code
        place = self._place_of(code)
        if self.can_order and code is not None and place is not None:
            wanted = place + step
            if 0 <= wanted < len(self._mates(code)):
                self.moved.emit(code, wanted)

    def _mates(self, code: str) -> list[str]:
        """Codes of the services in the area of one of them."""
        area = next((row.area for row in self._rows.rows if row.service and row.service.code == code), None)
        return [row.service.code for row in self._rows.rows if row.service and row.area is area]

    def _place_of(self, code: str | None) -> int | None:
        mates = self._mates(code) if code else []
        return mates.index(code) if code in mates else None

    # --- dragging -----------------------------------------------------------------------------

    def startDrag(self, supportedActions: Qt.DropAction) -> None:
        del supportedActions
        code, row = self.current_code, self._row(self.currentIndex())
        if code is None or row is None or not self.can_order:
            return
        drag = QDrag(self)
        mime = QMimeData()
        mime.setData(_MIME, code.encode())
        drag.setMimeData(mime)
        drag.setPixmap(ghost(self._theme, row.name, self.devicePixelRatioF()))
        drag.exec(Qt.DropAction.MoveAction)
        self._show_line(-1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(_MIME):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        line = self._line_at(event.position().y(), event.mimeData())
        self._show_line(line)
        if line < 0:
            event.ignore()
        else:
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        del event
        self._show_line(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        line = self._line_at(event.position().y(), event.mimeData())
        code = bytes(event.mimeData().data(_MIME).data()).decode()
        self._show_line(-1)
        event.setDropAction(Qt.DropAction.CopyAction)  # the view would take its row away after a move
        event.accept()
        place, mates = self._place_of(code), self._mates(code)
        if line < 0 or place is None:
            return
        before = [row.service.code for row in self._rows.rows[:line] if row.service and row.service.code in mates]
        wanted = len([one for one in before if one != code])
        if wanted != place:
            self.moved.emit(code, wanted)

    def _line_at(self, y: float, mime: QMimeData) -> int:
        """Above which row a service would lie; none outside its own area."""
        if not mime.hasFormat(_MIME):
            return -1
        code = bytes(mime.data(_MIME).data()).decode()
        own = [
            number
            for number, row in enumerate(self._rows.rows)
            if row.service and row.service.code in self._mates(code)
        ]
        if not own:
            return -1
        tops = [self.visualRect(self._rows.index(number)) for number in own]
        edge = self._theme.tokens.px(20)
        if not tops[0].top() - edge <= y <= tops[-1].bottom() + edge:
            return -1
        return next((number for number, rect in zip(own, tops, strict=True) if y < rect.center().y()), own[-1] + 1)

    def _show_line(self, line: int) -> None:
        if line != self._line:
            self._line = line
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._line < 0:
            return
        tokens = self._theme.tokens
        above = self.visualRect(self._rows.index(self._line - 1))
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(tokens.accent.base, 3))
            y = above.bottom()
            painter.drawLine(tokens.px(18), y, self.viewport().width() - tokens.px(10), y)
            painter.setBrush(tokens.surface.surface)
            painter.drawEllipse(QRectF(tokens.px(10), y - 4, 8, 8))

    # --- the rest -----------------------------------------------------------------------------

    def _on_theme_changed(self) -> None:
        super()._on_theme_changed()
        self.scheduleDelayedItemsLayout()


class _ServiceDelegate(QStyledItemDelegate):
    """An area with its count, or a service with its marks."""

    def __init__(self, theme: Theme, view: ServiceList) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        del option
        row: Shown = index.data(_ROW)
        px = self._theme.tokens.px
        return QSize(self._view.viewport().width(), px(30) if row.service else px(36 if index.row() else 30))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row: Shown = index.data(_ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        if row.service is None:
            self._paint_area(painter, rect, row)
        else:
            self._paint_service(painter, option, rect, row, is_current=self._view.currentIndex() == index)
        painter.restore()

    def _paint_area(self, painter: QPainter, rect: QRectF, row: Shown) -> None:
        tokens, theme = self._theme.tokens, self._theme
        px = tokens.px
        line = QRectF(rect.left() + px(12), rect.bottom() - px(28), rect.width() - px(24), px(26))
        edge = px(15)
        place = QRectF(line.left(), line.center().y() - edge / 2, edge, edge)
        self._view.icons.paint(painter, AREA_ICONS[row.area], place, tokens.text.primary)
        painter.setFont(theme.font("label", tabular=True))
        painter.setPen(tokens.text.tertiary)
        count = spoken().number(row.count)
        painter.drawText(line, _RIGHT, count)
        room = line.adjusted(px(22), 0, -px(20), 0)
        painter.setFont(theme.font("small_strong"))
        painter.setPen(tokens.text.primary)
        name = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, round(room.width()))
        painter.drawText(room, _LEFT, name)

    def _paint_service(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRectF, row: Shown, *, is_current: bool
    ) -> None:
        tokens, theme = self._theme.tokens, self._theme
        px = tokens.px
        ground = rect.adjusted(px(6), 1, -px(6), -1)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hot = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if is_chosen or is_hot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent.tint if is_chosen else tokens.surface.hover)
            painter.drawRoundedRect(ground, tokens.radius.control, tokens.radius.control)
        right = self._paint_marks(painter, rect, row)
        room = QRectF(rect.left() + px(14), rect.top(), right - rect.left() - px(14), rect.height())
        painter.setFont(theme.font("small_strong" if is_chosen else "small"))
        ink = tokens.text.tertiary if row.service and row.service.is_hidden else tokens.text.secondary
        painter.setPen(tokens.accent.text if is_chosen else ink)
        name = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, round(room.width()))
        painter.drawText(room, _LEFT, name)
        if is_current and self._view.hasFocus():
            glyphs.paint_focus(painter, ground, tokens, tokens.radius.control)

    def _paint_marks(self, painter: QPainter, rect: QRectF, row: Shown) -> float:
        """Paint what is to be known of a service from the right, and say where it begins."""
        service = row.service
        tokens, theme = self._theme.tokens, self._theme
        px = tokens.px
        right = rect.right() - px(12)
        if service is None:
            return right
        edge = px(14)
        signs = ((service.is_hidden, "eye-off"), (bool(service.changed), "pencil"))
        for is_so, icon in signs:
            if is_so:
                right -= edge
                place = QRectF(right, rect.center().y() - edge / 2, edge, edge)
                self._view.icons.paint(painter, icon, place, tokens.text.tertiary)
                right -= px(6)
        words = _("New") if service.is_new else _("Own") if service.is_own else ""
        if words:
            width = glyphs.tag_width(words, theme)
            right -= width
            top = rect.center().y() - tokens.size.tag / 2
            tone: glyphs.Tone = "accent" if service.is_new else "neutral"
            glyphs.paint_tag(painter, QRectF(right, top, 1, 1).topLeft(), words, tone, theme, self._view.icons)
            right -= px(6)
        return right
