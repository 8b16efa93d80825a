"""The one list of a day: a sentence, groups of rows, and the days to come as one row of cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cmdesk.domain.clients import ClientTile
from cmdesk.domain.today import DayAhead, Said
from cmdesk.i18n import _, spoken
from cmdesk.ui import glyphs
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.today.rows import Row, RowKind, day_words
from cmdesk.ui.widgets.painted_list import PaintedList

AnyIndex = QModelIndex | QPersistentModelIndex
_ROW: Final = Qt.ItemDataRole.UserRole
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_J: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_K: -1}
_LAST: Final = 100_000
_PAGES: Final = {Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8, Qt.Key.Key_Home: -_LAST, Qt.Key.Key_End: _LAST}
_SIDES: Final = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
_ONLY: Final = ~Qt.KeyboardModifier.KeypadModifier


class TodayModel(QAbstractListModel):
    """The rows of a day."""

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
        if role == Qt.ItemDataRole.ToolTipRole and row.kind is not RowKind.DAYS and row.is_something:
            return " · ".join(part for part in (row.title, row.remark) if part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid() or not self.rows[index.row()].is_something:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def give(self, rows: Sequence[Row]) -> None:
        """Take new rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()


class TodayList(PaintedList):
    """All groups of a day as one list; J, K and arrows walk through them.

    Signals:
        acted: A Row whose main action is wanted, or the head of a group that leads somewhere.
        ticked: A Row of a task that was ticked, or whose tick was taken away.
        day_wanted: One of the days to come.
    """

    acted = Signal(object)
    ticked = Signal(object)
    day_wanted = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.icons = icons
        self.hot = -1
        self.hot_day = -1
        self.clients: dict[int, ClientTile] = {}
        self.day = 0  # which of the days to come is the current one
        self._rows = TodayModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(_TodayDelegate(theme, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName(_("Today"))
        self.setAccessibleDescription(_("J and K walk through all groups, Enter opens, Space ticks a task."))
        self.setProperty("pane", True)
        self.follow(theme)

    @property
    def theme(self) -> Theme:
        """The theme its delegate paints with."""
        return self._theme

    @property
    def shown(self) -> Sequence[Row]:
        """The rows, in their order."""
        return self._rows.rows

    def show_rows(self, rows: Sequence[Row], clients: Sequence[ClientTile] = ()) -> None:
        """Show these, and stay on the present one or near it."""
        self.clients = {one.id: one for one in clients}
        if list(rows) == self._rows.rows:
            return
        before = self.current_row()
        at, scrolled = max(0, self.currentIndex().row()), self.verticalScrollBar().value()
        self._rows.give(rows)
        keys = [row.key for row in rows]
        if before is not None and before.key in keys:
            at = keys.index(before.key)
        self._stand(self._nearest(min(at, len(rows) - 1)))
        self.verticalScrollBar().setValue(scrolled)

    def current_row(self) -> Row | None:
        """The row on which the keyboard is."""
        index = self.currentIndex()
        return self._rows.rows[index.row()] if index.isValid() else None

    # --- walking ------------------------------------------------------------------------------

    def _nearest(self, at: int) -> int:
        places = [number for number, row in enumerate(self._rows.rows) if row.is_something]
        return min(places, key=lambda number: abs(number - at), default=-1)

    def _stand(self, at: int) -> None:
        if at >= 0:
            self.setCurrentIndex(self._rows.index(at))
            if at == self._nearest(0):
                self.scrollToTop()

    def _step(self, step: int) -> None:
        places = [number for number, row in enumerate(self._rows.rows) if row.is_something]
        here = self.currentIndex().row()
        if not places:
            return
        at = places.index(here) + step if here in places else 0
        self._stand(places[max(0, min(at, len(places) - 1))])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        row = self.current_row()
        if event.modifiers() & _ONLY:
            event.ignore()
        elif key in _STEPS or key in _PAGES:
            self._step(_STEPS.get(key) or _PAGES[key])
        elif key in _SIDES and row is not None and row.kind is RowKind.DAYS:
            self.day = max(0, min(self.day + _SIDES[key], len(row.days) - 1))
            self.viewport().update()
        elif key in _ENTER and row is not None:
            self._act(row, self.day)
        elif key == Qt.Key.Key_Space and row is not None and row.kind is RowKind.TASK:
            self.ticked.emit(row)
        else:
            event.ignore()

    def _act(self, row: Row, day: int) -> None:
        if row.kind is not RowKind.DAYS:
            self.acted.emit(row)
        elif 0 <= day < len(row.days):
            self.day_wanted.emit(row.days[day].day)

    # --- the mouse ----------------------------------------------------------------------------

    def day_at(self, rect: QRect, x: float) -> int:
        """Which of the days to come lies at this place."""
        card = self.card_rect(rect)
        return int((x - card.left()) * 7 / max(1, card.width())) if card.left() <= x < card.right() else -1

    def card_rect(self, rect: QRect) -> QRect:
        """Where the ground of a row lies."""
        px = self._theme.tokens.px
        return rect.adjusted(px(24), 0, -px(20), 0)

    def tick_rect(self, rect: QRect) -> QRectF:
        """Where the box of a task lies."""
        px = self._theme.tokens.px
        edge = px(16)
        return QRectF(self.card_rect(rect).left() + px(10), rect.center().y() - edge / 2 + 1, edge, edge)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._heat(event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._heat(None)

    def _heat(self, where: Any) -> None:
        index = self.indexAt(where) if where is not None else QModelIndex()
        row = self._rows.rows[index.row()] if index.isValid() else None
        day = -1
        if row is not None and row.kind is RowKind.DAYS:
            day = self.day_at(self.visualRect(index), where.x())
            self.setToolTip(day_words(row.days[day]) if 0 <= day < len(row.days) else "")
        else:
            self.setToolTip("")
        if (index.row(), day) != (self.hot, self.hot_day):
            self.hot, self.hot_day = index.row(), day
            self.viewport().update()
        leads = row is not None and (row.is_something or row.way is not None)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        where = event.position().toPoint()
        index = self.indexAt(where)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        row, rect = self._rows.rows[index.row()], self.visualRect(index)
        px = self._theme.tokens.px
        if row.kind is RowKind.TASK and self.tick_rect(rect).adjusted(-px(8), -px(8), px(6), px(8)).contains(where):
            self.ticked.emit(row)
        elif row.kind is RowKind.HEAD:
            if row.way is not None and where.x() > self.head_verb_rect(rect, row).left():
                self.acted.emit(row)
        elif row.is_something and self.card_rect(rect).contains(where):
            self._act(row, self.day_at(rect, where.x()))

    def head_verb_rect(self, rect: QRect, row: Row) -> QRectF:
        """Where the words at the right end of a head lie."""
        width = self._theme.metrics("small_medium").horizontalAdvance(row.verb)
        card = self.card_rect(rect)
        return QRectF(card.right() - width, rect.y(), width, rect.height())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self._stand(self._nearest(0))
        self.viewport().update()

    def _on_theme_changed(self) -> None:
        super()._on_theme_changed()
        self.scheduleDelayedItemsLayout()


class _TodayDelegate(QStyledItemDelegate):
    """Paints each kind of row."""

    def __init__(self, theme: Theme, view: TodayList) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view

    # --- sizes --------------------------------------------------------------------------------

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        del option
        row: Row = index.data(_ROW)
        px = self._theme.tokens.px
        width = self._view.viewport().width()
        heights = {RowKind.HEAD: px(43), RowKind.DAYS: px(62 + 24)}
        if row.kind is RowKind.SENTENCE:
            layout = self._sentence(row.said, width)
            return QSize(width, px(20) + round(layout.boundingRect().height()) + px(2))
        return QSize(width, heights.get(row.kind, self._theme.tokens.size.row))

    def _sentence(self, said: Sequence[Said], width: int) -> QTextLayout:
        tokens = self._theme.tokens
        layout = QTextLayout("".join(piece.text for piece in said), self._theme.font("headline"))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        formats, at = [], 0
        inks = {"plain": tokens.text.secondary, "strong": tokens.text.primary, "late": tokens.feedback.danger}
        for piece in said:
            ink = QTextCharFormat()
            ink.setForeground(inks[piece.weight])
            if piece.weight != "plain":
                ink.setFontWeight(600)
            part = QTextLayout.FormatRange()
            part.start, part.length, part.format = at, len(piece.text), ink
            formats.append(part)
            at += len(piece.text)
        layout.setFormats(formats)
        px = tokens.px
        room = min(width - px(44), px(790))
        layout.beginLayout()
        top, height = 0.0, self._theme.line_height("headline")
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(room, px(100)))
            line.setPosition(QPointF(0, top))
            top += height
        layout.endLayout()
        return layout

    # --- painting -----------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row: Row = index.data(_ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.kind is RowKind.SENTENCE:
            px = self._theme.tokens.px
            place = QPointF(option.rect.x() + px(24), option.rect.y() + px(20))
            self._sentence(row.said, option.rect.width()).draw(painter, place)
        elif row.kind is RowKind.HEAD:
            self._paint_head(painter, option.rect, row)
        elif row.kind is RowKind.DAYS:
            self._paint_days(painter, option, index, row)
        else:
            self._paint_row(painter, option, index, row)
        painter.restore()

    def _paint_head(self, painter: QPainter, rect: QRect, row: Row) -> None:
        tokens, theme = self._theme.tokens, self._theme
        px = tokens.px
        room = QRectF(self._view.card_rect(rect).adjusted(0, px(13), 0, 0))
        edge = px(16)
        icon = QRectF(room.left(), room.center().y() - edge / 2, edge, edge)
        self._view.icons.paint(painter, row.icon, icon, tokens.text.primary)
        painter.setFont(theme.font("section"))
        painter.setPen(tokens.text.primary)
        words = room.adjusted(px(24), 0, 0, 0)
        painter.drawText(words, _LEFT, row.title)
        used = theme.metrics("section").horizontalAdvance(row.title)
        painter.setFont(theme.font("small", tabular=True))
        painter.setPen(tokens.text.tertiary)
        if row.count:
            painter.drawText(words.adjusted(used + px(8), 0, 0, 0), _LEFT, spoken().number(row.count))
        if row.remark:
            painter.drawText(room, _RIGHT, row.remark)
            width = painter.fontMetrics().horizontalAdvance(row.remark)
            sign = QRectF(room.right() - width - px(19), room.center().y() - px(7), px(14), px(14))
            self._view.icons.paint(painter, "alert-triangle", sign, tokens.feedback.warn)
        elif row.verb:
            painter.setFont(theme.font("small_medium"))
            painter.setPen(tokens.text.secondary)
            painter.drawText(room, _RIGHT, row.verb)

    def _ground(self, rect: QRect, row: Row) -> QPainterPath:
        """The ground of a row: round corners where its group begins or ends."""
        radius = self._theme.tokens.radius.panel
        frame = QRectF(rect).adjusted(0.5, 0.5 if row.is_first else 0, -0.5, -0.5 if row.is_last else 0)
        whole = QPainterPath()
        whole.setFillRule(Qt.FillRule.WindingFill)
        whole.addRoundedRect(frame, radius, radius)
        if not row.is_first:
            whole.addRect(QRectF(frame.left(), frame.top(), frame.width(), frame.height() / 2))
        if not row.is_last:
            whole.addRect(QRectF(frame.left(), frame.center().y(), frame.width(), frame.height() / 2))
        return whole.simplified()

    def _states(self, option: QStyleOptionViewItem, index: AnyIndex) -> tuple[bool, bool]:
        """Whether the pointer is over a row, and whether the keyboard is on it."""
        view = self._view
        is_current = view.currentIndex() == index and view.hasFocus()
        is_enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        return view.hot == index.row(), is_current and is_enabled

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex, row: Row) -> None:
        tokens, view = self._theme.tokens, self._view
        px = tokens.px
        is_hot, is_current = self._states(option, index)
        rect = view.card_rect(option.rect)
        self._paint_ground(painter, rect, row, is_hot=is_hot, is_current=is_current)
        left = float(rect.left() + px(10))
        if row.kind is RowKind.TASK:
            self._paint_tick(painter, view.tick_rect(option.rect), is_done=row.is_done)
            left += px(26)
        middle = rect.center().y() + 0.5
        edge = px(20)
        tile = QRectF(left, middle - edge / 2, edge, edge)
        if row.client is not None:
            glyphs.paint_tile(painter, tile, row.client.letters, row.client.colour, tokens)
        else:
            view.icons.paint(painter, "building", tile.adjusted(2, 2, -2, -2), tokens.text.tertiary)
        left += px(30)
        left = self._paint_sign(painter, left, middle, row)
        right = self._paint_end(painter, rect, row, shows_verb=is_hot or is_current)
        self._paint_words(painter, QRectF(left, rect.y(), right - left, rect.height()), row)
        if is_current:
            ring = QRectF(rect).adjusted(0, 0, 0, 0)
            has_corners = row.is_first or row.is_last
            glyphs.paint_focus(painter, ring, tokens, tokens.radius.panel if has_corners else 0)

    def _paint_ground(self, painter: QPainter, rect: QRect, row: Row, *, is_hot: bool, is_current: bool) -> None:
        tokens = self._theme.tokens
        ground = tokens.surface.surface
        if is_current:
            ground = tokens.accent.tint
        elif is_hot:
            ground = tokens.surface.hover
        painter.setBrush(ground)
        painter.setPen(Qt.PenStyle.NoPen)
        shape = self._ground(rect, row)
        painter.drawPath(shape)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(tokens.line.subtle, 1))
        painter.drawPath(shape)

    def _paint_tick(self, painter: QPainter, box: QRectF, *, is_done: bool) -> None:
        tokens = self._theme.tokens
        painter.setPen(QPen(tokens.accent.base if is_done else tokens.line.control, 1.5))
        painter.setBrush(tokens.accent.base if is_done else tokens.surface.surface)
        painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), tokens.radius.check, tokens.radius.check)
        if is_done:
            inset = tokens.px(3)
            place = box.adjusted(inset, inset, -inset, -inset)
            self._view.icons.paint(painter, "check", place, tokens.text.on_accent, 3)

    def _paint_sign(self, painter: QPainter, left: float, middle: float, row: Row) -> float:
        tokens = self._theme.tokens
        px = tokens.px
        edge = px(16)
        place = QRectF(left, middle - edge / 2, edge, edge)
        if row.kind is RowKind.POST:
            glyphs.paint_status(painter, place, row.icon, tokens)
        elif row.kind is RowKind.SCOPE:
            self._view.icons.paint(painter, row.icon, place, tokens.text.secondary)
        else:
            return left
        return left + px(26)

    def _paint_end(self, painter: QPainter, rect: QRect, row: Row, *, shows_verb: bool) -> float:
        """Paint what stands at the right end and say where it begins."""
        theme, view = self._theme, self._view
        tokens = theme.tokens
        px = tokens.px
        right = float(rect.right() - px(10))
        middle = rect.center().y() + 0.5
        if row.pill:
            height = tokens.size.pill
            if row.is_done:
                painter.setFont(theme.font("caption"))
                painter.setPen(tokens.text.tertiary)
                painter.drawText(QRectF(rect).adjusted(0, 0, -px(10), 0), _RIGHT, row.pill)
            else:
                width = glyphs.pill_width(row.pill, theme, row.pill_tone)
                place = QPointF(right - width, middle - height / 2)
                glyphs.paint_pill(painter, place, row.pill, row.pill_tone, theme, view.icons)
        right -= self._pill_room(rect)
        if row.member is not None:
            edge = px(20)
            right -= edge
            colour = tokens.client_colour(row.member.colour)
            face = QRectF(right, middle - edge / 2, edge, edge)
            glyphs.paint_avatar(painter, face, row.member.letters, colour, tokens)
            right -= px(10)
        if row.networks:
            edge = px(15)
            across = QRectF(0, middle - edge / 2, edge, edge)
            shown = row.networks[:4]
            right = glyphs.paint_networks(painter, right, across, shown, tokens.text.secondary, view.icons) - px(10)
        if row.tag:
            width = glyphs.tag_width(row.tag, theme, row.tag_icon)
            right -= width
            place = QPointF(right, middle - tokens.size.tag / 2)
            glyphs.paint_tag(painter, place, row.tag, row.tag_tone, theme, view.icons, row.tag_icon)
            right -= px(10)
        if shows_verb and row.verb:
            right = self._paint_verb(painter, right, middle, row.verb) - px(10)
        return right

    def _pill_room(self, rect: QRect) -> int:
        """The width of the column of times."""
        px = self._theme.tokens.px
        return px(118) if rect.width() > px(560) else px(104)

    def _paint_verb(self, painter: QPainter, right: float, middle: float, verb: str) -> float:
        theme = self._theme
        tokens = theme.tokens
        px = tokens.px
        width = theme.metrics("small_strong").horizontalAdvance(verb) + px(16 + 16)
        height = tokens.size.control_compact
        button = QRectF(right - width, middle - height / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.accent.base)
        painter.drawRoundedRect(button, tokens.radius.control - 1, tokens.radius.control - 1)
        painter.setPen(tokens.text.on_accent)
        painter.setFont(theme.font("small_strong"))
        painter.drawText(button.adjusted(px(8), 0, 0, 0), _LEFT, verb)
        edge = px(13)
        sign = QRectF(button.right() - px(7) - edge, middle - edge / 2, edge, edge)
        self._view.icons.paint(painter, "arrow-right", sign, tokens.text.on_accent)
        return button.left()

    def _paint_words(self, painter: QPainter, room: QRectF, row: Row) -> None:
        theme = self._theme
        tokens = theme.tokens
        font = QFont(theme.font("body"))
        if row.is_done:
            font.setStrikeOut(True)
        painter.setFont(font)
        painter.setPen(tokens.text.tertiary if row.is_done else tokens.text.primary)
        metrics = painter.fontMetrics()
        title = metrics.elidedText(row.title, Qt.TextElideMode.ElideRight, round(room.width()))
        painter.drawText(room, _LEFT, title)
        used = metrics.horizontalAdvance(title) + tokens.px(8)
        rest = room.adjusted(used, 0, 0, 0)
        if row.remark and not row.is_done and rest.width() > tokens.px(30):
            painter.setFont(theme.font("small"))
            painter.setPen(tokens.text.tertiary)
            remark = painter.fontMetrics().elidedText(row.remark, Qt.TextElideMode.ElideRight, round(rest.width()))
            painter.drawText(rest, _LEFT, remark)

    # --- the days to come ---------------------------------------------------------------------

    def _paint_days(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex, row: Row) -> None:
        tokens, view = self._theme.tokens, self._view
        px = tokens.px
        rect = view.card_rect(option.rect).adjusted(0, 0, 0, -px(24))
        is_hot, is_current = self._states(option, index)
        self._paint_ground(painter, rect, row, is_hot=False, is_current=False)
        width = rect.width() / len(row.days)
        for number, day in enumerate(row.days):
            cell = QRectF(rect.left() + number * width, rect.top(), width, rect.height())
            is_chosen = is_current and number == view.day
            if is_chosen or (is_hot and number == view.hot_day):
                inside = cell.adjusted(2, 2, -2, -2)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(tokens.accent.tint if is_chosen else tokens.surface.hover)
                painter.drawRoundedRect(inside, px(7), px(7))
            if number:
                painter.fillRect(QRectF(cell.left(), cell.top() + 1, 1, cell.height() - 2), tokens.line.subtle)
            self._paint_day(painter, cell.adjusted(px(10), px(8), -px(8), -px(8)), day)
            if is_chosen:
                glyphs.paint_focus(painter, cell.adjusted(1, 1, -1, -1), tokens, px(8))

    def _paint_day(self, painter: QPainter, room: QRectF, day: DayAhead) -> None:
        theme, view = self._theme, self._view
        tokens = theme.tokens
        px = tokens.px
        line = QRectF(room.left(), room.top(), room.width(), px(18))
        painter.setFont(theme.font("small_medium"))
        painter.setPen(tokens.text.primary)
        painter.drawText(line, _LEFT, spoken().week_day(day.day))
        if day.open:
            painter.setFont(theme.font("caption_strong", tabular=True))
            painter.setPen(tokens.feedback.warn)
            painter.drawText(line, _RIGHT, spoken().number(day.open))
            wide = painter.fontMetrics().horizontalAdvance(spoken().number(day.open))
            edge = px(13)
            sign = QRectF(line.right() - wide - px(3) - edge, line.center().y() - edge / 2, edge, edge)
            if sign.left() > line.left() + theme.metrics("small_medium").horizontalAdvance(spoken().week_day(day.day)):
                view.icons.paint(painter, "alert-triangle", sign, tokens.feedback.warn)
        self._paint_tiles(painter, QRectF(room.left(), line.bottom() + px(7), room.width(), px(18)), day)

    def _paint_tiles(self, painter: QPainter, room: QRectF, day: DayAhead) -> None:
        theme = self._theme
        tokens = theme.tokens
        edge, gap = room.height(), tokens.px(3)
        fits = max(1, int((room.width() + gap) // (edge + gap)))
        count = len(day.cards)
        shown = count if count <= fits else fits - 1
        for number, card in enumerate(day.cards[:shown]):
            client = self._view.clients.get(card.client_id)
            place = QRectF(room.left() + number * (edge + gap), room.top(), edge, edge)
            if client is not None:
                glyphs.paint_tile(painter, place, client.letters, client.colour, tokens)
        if count > shown:
            painter.setFont(theme.font("caption", tabular=True))
            painter.setPen(tokens.text.tertiary)
            place = room.adjusted(shown * (edge + gap), 0, 0, 0)
            painter.drawText(place, _LEFT, f"+{count - shown}")
