"""The month: weeks of days with their posts, for the mouse, the keyboard and screen readers.

It is one item view with a geometry of its own. `QListView` is its base only because a bare `QAbstractItemView` is
invisible to screen readers; whatever it does is asked of `QAbstractItemView` itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QListView, QWidget

from cmdesk.domain.moments import Month, When
from cmdesk.domain.posts import PostCard, can_move
from cmdesk.domain.stretches import Stretch
from cmdesk.i18n import gettext as _
from cmdesk.i18n import ngettext, spoken
from cmdesk.ui import glyphs
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.cards import CardPainter, Look
from cmdesk.ui.calendar.model import PostModel
from cmdesk.ui.notify import announce

AnyIndex = QModelIndex | QPersistentModelIndex
DAY: Final = timedelta(days=1)
_HEAD: Final = 26
_NUMBER: Final = 22
_GAP: Final = 3
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter
_SELECT: Final = QItemSelectionModel.SelectionFlag.Select
_ONLY: Final = QItemSelectionModel.SelectionFlag.ClearAndSelect
_TOGGLE: Final = QItemSelectionModel.SelectionFlag.Toggle
_STAY: Final = QItemSelectionModel.SelectionFlag.NoUpdate
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_KEY_DAYS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_KEY_POSTS: Final = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}


@dataclass(slots=True)
class _Cell:
    """Where the posts of one day stand."""

    rect: QRect
    rows: list[int] = field(default_factory=list)
    places: dict[int, QRectF] = field(default_factory=dict)  # of the posts that are seen, by row
    more: QRectF | None = None
    hidden: int = 0
    slot: QRectF | None = None


@dataclass(frozen=True, slots=True)
class Aim:
    """Where posts in the air would land."""

    day: date
    words: str
    minute: int | None = None
    is_refused: bool = False


class MonthView(QListView):
    """The weeks of a month with their posts.

    Signals:
        open_wanted: A post's id: Enter or a double click.
        new_wanted: A day: a double click on its ground, or Enter there.
        more_wanted: A day whose posts do not all find room.
        drag_wanted: Ids, the one that was grabbed, and where within it as parts of its size.
        aimed: When lifted posts would go out, or none; they were lifted by the keyboard.
        drop_wanted: Ids, the anchor and when posts that are let go shall go out.
        page_wanted: How many months on, and the day to go to there.
        menu_wanted: Where to open a menu for the selected posts, on the screen.
        refused: Why something cannot be lifted.
        resized: It has another size.
    """

    open_wanted = Signal(object)
    new_wanted = Signal(object)
    more_wanted = Signal(object)
    drag_wanted = Signal(object, object, QPointF)
    aimed = Signal(object)
    drop_wanted = Signal(object, object, object)
    page_wanted = Signal(int, object)
    menu_wanted = Signal(QPoint)
    refused = Signal(str)
    resized = Signal()

    def __init__(self, painter: CardPainter, model: PostModel, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._painter = painter
        self._theme = painter.theme
        self._posts = model
        self.today = today
        self._month = Month.of(today)
        self._days: tuple[date, ...] = self._month.weeks()
        self._stretch: Stretch | None = None
        self._cells: dict[date, _Cell] = {}
        self._day = today  # where the keyboard is
        self._mark: date | None = None  # where a range begins
        self._aim: Aim | None = None
        self._lifted: frozenset[int] = frozenset()  # in the air, by mouse or keyboard
        self._carried: list[int] = []  # lifted by the keyboard
        self._aim_words: Callable[[When], Aim] | None = None
        self._hot: int | None = None  # row under the pointer
        self._hot_more: date | None = None
        self._press: QPoint | None = None
        self._pressed: int | None = None  # id
        self._band: QRect | None = None
        self._is_dirty = True
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAutoScroll(False)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(_("Calendar"))
        self.setProperty("pane", True)
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.rowsMoved, model.dataChanged):
            signal.connect(self.arrange)
        painter.theme.changed.connect(self.arrange)
        painter.pictures.arrived.connect(self.viewport().update)

    # --- what is shown ----------------------------------------------------------------------

    @property
    def month(self) -> Month:
        """The month that is shown."""
        return self._month

    @property
    def day(self) -> date:
        """The day where the keyboard is."""
        return self._day

    @property
    def days(self) -> Sequence[date]:
        """The days that are shown."""
        return self._days

    @property
    def stretch(self) -> Stretch | None:
        """The days that are shown, and what they stand for."""
        return self._stretch

    def take_day(self, day: date) -> None:
        """The keyboard comes from another view, where it was on this day."""
        self._day = day

    def show_stretch(self, stretch: Stretch) -> None:
        """Show other days; the keyboard stays on its day, or goes to one of them."""
        self._stretch = stretch
        month, days = self._month, self._days = stretch.month, stretch.days
        if self._day not in days:
            self._day = self.today if self.today in days and Month.of(self.today) == month else month.first
        if self._day not in days:
            self._day = days[0]
        self.setAccessibleName(_("Calendar, {month}").format(month=phrases.month_title(month)))
        self.arrange()

    def selected_ids(self) -> list[int]:
        """The ids of the selected posts, by day and hour."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self._posts.cards[row].id for row in rows if row < len(self._posts.cards)]

    def current_id(self) -> int | None:
        """The post where the keyboard is, if it is on one."""
        index = self.currentIndex()
        return self._posts.cards[index.row()].id if index.isValid() else None

    def choose(self, keys: Iterable[int]) -> None:
        """Select these posts; the keyboard goes to the first."""
        found = [index for key in keys if (index := self._posts.index_of(key)).isValid()]
        selection = QItemSelection()
        for index in found:
            selection.select(index, index)
        self.selectionModel().select(selection, _ONLY)
        if found:
            self._go_to_index(found[0])
        self.viewport().update()

    def select_all(self) -> None:
        """Select every post of the month that is seen or folded away."""
        self.choose([card.id for card in self._posts.cards])

    def place_of(self, key: int) -> QRect | None:
        """Where a post stands on the screen; none when it is folded away or not here."""
        row = self._posts.row_of(key)
        rect = self._place(row) if row >= 0 else None
        return (
            None if rect is None else QRect(self.viewport().mapToGlobal(rect.topLeft().toPoint()), rect.size().toSize())
        )

    def cell_place(self, day: date) -> QRect:
        """Where a day stands on the screen."""
        cell = self._arranged().get(day)
        rect = cell.rect if cell else QRect()
        return QRect(self.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def day_at(self, pointer: QPoint) -> date | None:
        """The day at a point of the screen."""
        here = self.viewport().mapFromGlobal(pointer)
        if not self.viewport().rect().contains(here):
            return None
        return next((day for day, cell in self._arranged().items() if cell.rect.contains(here)), None)

    def when_at(self, pointer: QPoint, held_below: int = 0) -> When | None:
        """When a post would go out that is let go at a point of the screen: here its hour stays.

        Args:
            pointer: Where the pointer is.
            held_below: How far below its upper edge the card is held.
        """
        del held_below
        day = self.day_at(pointer)
        return None if day is None else When(day)

    def cards_on(self, day: date) -> list[PostCard]:
        """The posts of a day, in their order."""
        cell = self._arranged().get(day)
        return [self._posts.cards[row] for row in cell.rows] if cell else []

    # --- posts in the air -------------------------------------------------------------------

    def lift(self, keys: Iterable[int]) -> None:
        """Show that these posts are in the air; none puts them back."""
        self._lifted = frozenset(keys)
        if not self._lifted:
            self.aim(None)
        self._press = self._pressed = self._band = None
        self.viewport().update()

    def aim(self, aim: Aim | None) -> None:
        """Show where posts in the air would land; only the two days concerned are drawn anew."""
        if aim == self._aim:
            return
        before, self._aim = self._aim, aim
        for shown in (before, aim):
            if shown is not None and shown.day in self._cells:
                self._fill(shown.day, self._cells[shown.day])
                self.viewport().update(self._cells[shown.day].rect)

    def set_aim_words(self, words: Callable[[When], Aim]) -> None:
        """Whom to ask where posts that the keyboard lifted would land."""
        self._aim_words = words

    @property
    def is_carrying(self) -> bool:
        """Whether the keyboard has lifted posts."""
        return bool(self._carried)

    @property
    def carried(self) -> list[int]:
        """The posts that the keyboard has lifted."""
        return list(self._carried)

    def carry(self) -> None:
        """Lift the selected posts by the keyboard."""
        keys = self.selected_ids() or ([key] if (key := self.current_id()) is not None else [])
        cards = [card for key in keys if (card := self._posts.card(key))]
        if not cards:
            return
        fixed = next((card for card in cards if not can_move(card.status)), None)
        if fixed is not None:
            self.refused.emit(_("“{title}” is already published. Ctrl+D copies it.").format(title=fixed.title))
            return
        self._carried = keys
        self.lift(keys)
        words = ngettext(
            "{count} post lifted. Arrows move it, Enter drops, Esc cancels.",
            "{count} posts lifted. Arrows move them, Enter drops, Esc cancels.",
            len(keys),
        ).format(count=len(keys))
        announce(self, words)
        self._carry_to(self._day)

    def carry_ideas(self, keys: Sequence[int]) -> None:
        """Take posts of the tray into the air over the present day."""
        self._carried = list(keys)
        self.lift(keys)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._carry_to(self._day)

    def _carry_to(self, day: date) -> None:
        if day not in self._cells:
            step = 1 if day > self._days[-1] else -1
            self._day = day
            self.page_wanted.emit(step, day)
            return
        self._day = day
        if self._aim_words is not None:
            self.aim(self._aim_words(When(day)))
        self.aimed.emit(When(day))
        if self._aim is not None:
            announce(self, self._aim.words)

    def page_turned(self) -> None:
        """Go on carrying after the page was turned."""
        if self._carried and self._day in self._days:
            self._arranged()
            self._carry_to(self._day)

    def let_go(self, *, drops: bool) -> None:
        """Put lifted posts down where they hang, or back to where they were."""
        keys, self._carried = self._carried, []
        self.lift(())
        self.aimed.emit(None)
        if drops and keys:
            self.drop_wanted.emit(keys, keys[0], When(self._day))
        elif keys:
            announce(self, _("Nothing was moved."))

    # --- geometry ---------------------------------------------------------------------------

    def arrange(self) -> None:
        """Lay the posts out anew before they are drawn next."""
        self._is_dirty = True
        self._hot = None
        self.viewport().update()

    def _arranged(self) -> dict[date, _Cell]:
        if self._is_dirty:
            self._is_dirty = False
            self._cells = {day: _Cell(rect) for day, rect in zip(self._days, self._grid(), strict=True)}
            for row, card in enumerate(self._posts.cards):
                if card.day in self._cells:
                    self._cells[card.day].rows.append(row)
            for day, cell in self._cells.items():
                self._fill(day, cell)
        return self._cells

    def _grid(self) -> list[QRect]:
        width, height = self.viewport().width(), self.viewport().height()
        head = self._theme.tokens.px(_HEAD)
        weeks = len(self._days) // 7
        columns = [round(i * width / 7) for i in range(8)]
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            columns = [width - edge for edge in columns]
        lines = [head + round(i * (height - head) / weeks) for i in range(weeks + 1)]
        return [
            QRect(
                QPoint(min(columns[i % 7], columns[i % 7 + 1]), lines[i // 7]),
                QSize(abs(columns[i % 7 + 1] - columns[i % 7]), lines[i // 7 + 1] - lines[i // 7]),
            )
            for i in range(len(self._days))
        ]

    def _fill(self, day: date, cell: _Cell) -> None:
        """Give the posts of a day their places, in the largest of three sizes in which they find room."""
        tokens = self._theme.tokens
        px = tokens.px
        cell.places, cell.more, cell.hidden, cell.slot = {}, None, 0, None
        slot_at = self._slot_place(day, cell)
        count = len(cell.rows) + (slot_at is not None)
        if not count:
            return
        left, width = cell.rect.x() + px(4), cell.rect.width() - 2 * px(4) - 1
        top = cell.rect.y() + px(3) + px(_NUMBER)
        room = cell.rect.bottom() + 1 - top
        height, gap = self._density(count, room, slotted=slot_at is not None)
        shown = count
        more_line: QRectF | None = None
        if count * (height + gap) - gap > room:
            below = (room - px(17) + gap) // (height + gap)
            shown = max(below, 0)
            if shown < 1:  # rather a post below, and how many more beside the number
                shown = min(count, (room + gap) // (height + gap))
                more_line = QRectF(left + width / 3, cell.rect.y() + px(3), width * 2 / 3, px(_NUMBER))
        items: list[int | None] = list(cell.rows)
        if slot_at is not None:
            items.insert(slot_at, None)
            if slot_at >= shown and shown:
                items.insert(shown - 1, items.pop(slot_at))
        for item in items[:shown]:
            tall = min(height, px(38)) if item is None else height
            place = QRectF(left, top, width, tall)
            if item is None:
                cell.slot = place
            else:
                cell.places[item] = place
            top += tall + gap
        cell.hidden = sum(item is not None for item in items[shown:])
        if cell.hidden:
            cell.more = more_line or QRectF(left, top - gap + 1, width, px(17))

    def _slot_place(self, day: date, cell: _Cell) -> int | None:
        """Before which post of a day the slot stands: by its hour."""
        aim = self._aim
        if aim is None or aim.day != day:
            return None
        minute = 1440 if aim.minute is None else aim.minute
        cards = self._posts.cards
        return sum((1440 if (m := cards[row].minute) is None else m) < minute for row in cell.rows)

    def _density(self, count: int, room: int, *, slotted: bool) -> tuple[int, int]:
        """The height of the cards of a day and the gap between them."""
        size = self._theme.tokens.size
        gap = self._theme.tokens.px(_GAP)
        heights = (size.post_card_tall, size.post_card_medium, size.post_card_compact)
        first = 0 if count <= 2 else 1 if count == 3 else 2
        for height in heights[1 if slotted and first == 0 and count > 1 else first :]:
            for tight in (gap, 1):
                if count * (height + tight) - tight <= room + 1:
                    return height, tight
        return heights[2], gap

    def _place(self, row: int) -> QRectF | None:
        """Where a post is seen, in the viewport."""
        cells = self._arranged()
        day = self._posts.cards[row].day if row < len(self._posts.cards) else None
        return cells[day].places.get(row) if day in cells else None

    # --- what Qt's item views ask -----------------------------------------------------------

    def visualRect(self, index: AnyIndex) -> QRect:
        rect = self._place(index.row()) if index.isValid() else None
        return rect.toRect() if rect is not None else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        row = self._row_at(point)
        return QModelIndex() if row is None else self._posts.index(row)

    def _row_at(self, point: QPoint) -> int | None:
        for cell in self._arranged().values():
            if cell.rect.contains(point):
                return next((row for row, place in cell.places.items() if place.contains(QPointF(point))), None)
        return None

    def scrollTo(
        self, index: AnyIndex, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Nothing scrolls: what finds no room is in the day's list."""

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return 0

    def isIndexHidden(self, index: AnyIndex) -> bool:
        return self._place(index.row()) is None

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        del action, modifiers
        return self.currentIndex()

    def setSelection(self, rect: QRect, flags: QItemSelectionModel.SelectionFlag) -> None:
        selection = QItemSelection()
        area = QRectF(rect.normalized())
        for cell in self._arranged().values():
            for row, place in cell.places.items():
                if place.intersects(area):
                    index = self._posts.index(row)
                    selection.select(index, index)
        self.selectionModel().select(selection, flags)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index).adjusted(-2, -2, 2, 2)
        return region

    def updateGeometries(self) -> None:
        QAbstractItemView.updateGeometries(self)

    def doItemsLayout(self) -> None:  # noqa: N802 - Qt's name
        QAbstractItemView.doItemsLayout(self)
        self.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        QAbstractItemView.resizeEvent(self, event)
        self.arrange()
        self.resized.emit()

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here; the filter finds by words."""

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        QAbstractItemView.currentChanged(self, current, previous)
        if current.isValid() and QAccessible.isActive():
            event = QAccessibleEvent(self, QAccessible.Event.Focus)
            event.setChild(current.row())
            QAccessible.updateAccessibility(event)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        QAbstractItemView.selectionChanged(self, selected, deselected)
        self.viewport().update()

    # --- painting ---------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        area = event.rect()
        with QPainter(self.viewport()) as painter:
            if area.top() < self._theme.tokens.px(_HEAD):
                self._paint_heads(painter)
            chosen = {index.row() for index in self.selectionModel().selectedIndexes()}
            current = self.currentIndex().row()
            for day, cell in self._arranged().items():
                if cell.rect.intersects(area):
                    self._paint_day(painter, day, cell, chosen, current)
            if self._band is not None:
                self._paint_band(painter, self._band.normalized())

    def _paint_heads(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        head = px(_HEAD)
        painter.fillRect(0, 0, self.viewport().width(), head, tokens.surface.canvas)
        painter.fillRect(0, head - 1, self.viewport().width(), 1, tokens.line.subtle)
        painter.setFont(self._theme.font("label"))
        painter.setPen(tokens.text.tertiary)
        cells = self._arranged()
        for day, name in zip(self._days[:7], spoken().day_heads(first=self._days[0].weekday()), strict=True):
            rect = cells[day].rect
            painter.drawText(QRect(rect.x() + px(8), 0, rect.width() - px(8), head - 1), _LEFT, name)

    def _paint_day(self, painter: QPainter, day: date, cell: _Cell, chosen: set[int], current: int) -> None:
        tokens = self._theme.tokens
        is_target = self._aim is not None and self._aim.day == day
        is_open = is_target and self._aim is not None and not self._aim.is_refused
        ground = tokens.accent.tint if is_open else self._ground(day)
        painter.fillRect(cell.rect, ground)
        painter.fillRect(cell.rect.right(), cell.rect.y(), 1, cell.rect.height(), tokens.line.subtle)
        painter.fillRect(cell.rect.x(), cell.rect.bottom(), cell.rect.width(), 1, tokens.line.subtle)
        painter.setClipRect(cell.rect)
        self._paint_number(painter, day, cell.rect, is_target=is_target)
        for row, place in cell.places.items():
            self._paint_card(painter, row, place, ground, is_selected=row in chosen, is_current=row == current)
        if cell.more is not None:
            self._paint_more(painter, cell, is_hot=day == self._hot_more)
        if cell.slot is not None and self._aim is not None:
            self._painter.paint_slot(painter, cell.slot, self._aim.words, refused=self._aim.is_refused)
        if is_target:
            edge = cell.rect
            colour = tokens.line.control if self._aim and self._aim.is_refused else tokens.accent.base
            for side in (
                QRect(edge.x(), edge.y(), edge.width(), 2),
                QRect(edge.x(), edge.bottom() - 1, edge.width(), 2),
                QRect(edge.x(), edge.y(), 2, edge.height()),
                QRect(edge.right() - 1, edge.y(), 2, edge.height()),
            ):
                painter.fillRect(side, colour)
        elif day == self._day and self.hasFocus() and current < 0 and not self._lifted:
            glyphs.paint_focus(painter, QRectF(cell.rect), tokens)
        painter.setClipping(False)

    def _ground(self, day: date) -> QColor:
        surface = self._theme.tokens.surface
        if Month.of(day) != self._month:
            return surface.window
        return surface.canvas if day.weekday() >= 5 else surface.surface

    def _paint_number(self, painter: QPainter, day: date, rect: QRect, *, is_target: bool) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        line = QRectF(rect.x() + px(8), rect.y() + px(3), rect.width() - px(12), px(_NUMBER))
        font = self._theme.font("small_medium", tabular=True)
        if day == self.today or is_target:
            font = QFont(font)
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        if day == self.today:
            width = max(px(21), painter.fontMetrics().horizontalAdvance(str(day.day)) + px(6))
            pill = QRectF(line.x() - px(5), line.y() + px(1), width, px(20))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent.base)
            painter.drawRoundedRect(pill, px(10), px(10))
            painter.setPen(tokens.text.on_accent)
            painter.drawText(pill, _CENTRE, str(day.day))
            return
        is_out = Month.of(day) != self._month
        ink = tokens.accent.text if is_target else tokens.text.tertiary if is_out else tokens.text.secondary
        painter.setPen(ink)
        painter.drawText(line, _LEFT, str(day.day))

    def _paint_card(
        self, painter: QPainter, row: int, place: QRectF, ground: QColor, *, is_selected: bool, is_current: bool
    ) -> None:
        card = self._posts.cards[row]
        if card.id in self._lifted:
            self._painter.paint_place_left(painter, place, self._theme.tokens.radius.post_card)
            return
        client = self._posts.client_of(card)
        look = Look(
            is_selected=is_selected,
            is_hot=row == self._hot,
            is_current=is_current and self.hasFocus(),
            days_late=self._posts.late.get(card.id, 0),
            mark=self._posts.marks.get(card.id),
            client=client.tile if client else None,
        )
        self._painter.paint_post_on(painter, place, card, look, ground)

    def _paint_more(self, painter: QPainter, cell: _Cell, *, is_hot: bool) -> None:
        if cell.more is None:
            return
        tokens = self._theme.tokens
        font = self._theme.font("caption")
        if is_hot:
            font = QFont(font)
            font.setUnderline(True)
        painter.setFont(font)
        painter.setPen(tokens.text.primary if is_hot else tokens.text.secondary)
        words = _("+{count} more").format(count=cell.hidden)
        is_beside = cell.more.x() > cell.rect.x() + tokens.px(8)
        if painter.fontMetrics().horizontalAdvance(words) > cell.more.width() - tokens.px(8):
            words = f"+{cell.hidden}"
        edges = (0, 0, -tokens.px(4), 0) if is_beside else (tokens.px(6), 0, 0, 0)
        painter.drawText(cell.more.adjusted(*edges), _RIGHT if is_beside else _LEFT, words)

    def _paint_band(self, painter: QPainter, band: QRect) -> None:
        tokens = self._theme.tokens
        fill = QColor(tokens.accent.base)
        fill.setAlphaF(0.10)
        painter.fillRect(band, fill)
        painter.setPen(tokens.accent.base)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(band.adjusted(0, 0, -1, -1))

    # --- the mouse --------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self._press_right(event.position().toPoint())
            return
        if event.button() != Qt.MouseButton.LeftButton:
            return
        here = event.position().toPoint()
        self._press, self._pressed = here, None
        row = self._row_at(here)
        day = self._day_here(here)
        if row is None:
            if day is not None and not self._more_at(here):
                self._day = day
                if not event.modifiers() & (_CONTROL | _SHIFT):
                    self._leave_posts()
            return
        card = self._posts.cards[row]
        self._pressed = card.id
        index = self._posts.index(row)
        if event.modifiers() & _SHIFT:
            self._select_range(row)
        elif event.modifiers() & _CONTROL:
            self.selectionModel().select(index, _TOGGLE)
            self._mark = None
        elif not self.selectionModel().isSelected(index):
            self.selectionModel().select(index, _ONLY)
        self._go_to_index(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position().toPoint()
        if self._press is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self._heat(here)
            return
        if self._band is not None:
            self._stretch_band(here)
            return
        travel = max(QApplication.startDragDistance(), self._theme.tokens.size.drag_threshold)
        if (here - self._press).manhattanLength() < travel:
            return
        if self._pressed is None:
            self._stretch_band(here)
            return
        self._begin_drag()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        here, press, key = event.position().toPoint(), self._press, self._pressed
        had_band = self._band is not None
        self._press = self._pressed = self._band = None
        if had_band:
            self.viewport().update()
            return
        if press is None:
            return
        if (day := self._more_at(here)) is not None and key is None:
            self._day = day
            self.more_wanted.emit(day)
        elif key is not None and not event.modifiers() & (_CONTROL | _SHIFT):
            self.selectionModel().select(self._posts.index_of(key), _ONLY)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        here = event.position().toPoint()
        row = self._row_at(here)
        if row is not None:
            self.open_wanted.emit(self._posts.cards[row].id)
        elif (day := self._day_here(here)) is not None and not self._more_at(here):
            self.new_wanted.emit(day)

    def leaveEvent(self, event: QEvent) -> None:
        del event
        self._heat(QPoint(-1, -1))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            rect = self.visualRect(self.currentIndex())
            where = rect.bottomLeft() if rect.isValid() else self.cell_rect(self._day).center()
            self.menu_wanted.emit(self.viewport().mapToGlobal(where))

    def cell_rect(self, day: date) -> QRect:
        """Where a day stands in the viewport."""
        cell = self._arranged().get(day)
        return cell.rect if cell else QRect()

    def _press_right(self, here: QPoint) -> None:
        row = self._row_at(here)
        if row is not None:
            index = self._posts.index(row)
            if not self.selectionModel().isSelected(index):
                self.selectionModel().select(index, _ONLY)
            self._go_to_index(index)
        elif (day := self._day_here(here)) is not None:
            self._day = day
            self._leave_posts()
        self.menu_wanted.emit(self.viewport().mapToGlobal(here))

    def _begin_drag(self) -> None:
        key, press = self._pressed, self._press
        row = self._posts.row_of(key) if key is not None else -1
        place = self._place(row) if row >= 0 else None
        if key is None or press is None or place is None:
            return
        keys = self.selected_ids()
        if key not in keys:
            self.choose([key])
            keys = [key]
        grabbed = QPointF(
            (press.x() - place.x()) / max(place.width(), 1), (press.y() - place.y()) / max(place.height(), 1)
        )
        self.drag_wanted.emit(keys, key, grabbed)

    def _day_here(self, here: QPoint) -> date | None:
        return next((day for day, cell in self._arranged().items() if cell.rect.contains(here)), None)

    def _more_at(self, here: QPoint) -> date | None:
        day = self._day_here(here)
        more = self._cells[day].more if day is not None else None
        return day if more is not None and more.contains(QPointF(here)) else None

    def _heat(self, here: QPoint) -> None:
        row, more = self._row_at(here), self._more_at(here)
        if (row, more) == (self._hot, self._hot_more):
            return
        for old in {self._hot, row} - {None}:
            place = self._place(old) if old is not None else None
            if place is not None:
                self.viewport().update(place.toRect().adjusted(-2, -2, 2, 2))
        for day in {self._hot_more, more} - {None}:
            if day in self._cells:
                self.viewport().update(self._cells[day].rect)
        self._hot, self._hot_more = row, more
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if more is not None else Qt.CursorShape.ArrowCursor)

    def _stretch_band(self, here: QPoint) -> None:
        if self._press is None:
            return
        self._band = QRect(self._press, here)
        self.setSelection(self._band, _ONLY)
        self.viewport().update()

    def _leave_posts(self) -> None:
        """Go from the posts to the ground of the day."""
        self.selectionModel().clear()
        self._mark = None
        self.viewport().update()

    def _select_range(self, row: int) -> None:
        """Select from the present post to this one, by day and hour."""
        current = self.currentIndex().row()
        anchor = self._posts.row_of(self._anchor_id) if self._anchor_id is not None else current
        start = anchor if anchor >= 0 else row
        selection = QItemSelection()
        first, last = min(start, row), max(start, row)
        selection.select(self._posts.index(first), self._posts.index(last))
        self.selectionModel().select(selection, _ONLY)

    _anchor_id: int | None = None

    def _go_to_index(self, index: QModelIndex) -> None:
        card = self._posts.cards[index.row()]
        if card.day is not None:
            self._day = card.day
        if len(self.selectionModel().selectedIndexes()) <= 1:
            self._anchor_id = card.id
        self.selectionModel().setCurrentIndex(index, _STAY)
        self.viewport().update()

    # --- the keyboard -----------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        target = self._target(key, event.modifiers())
        if target is not None:
            self._go(target, by_posts=key, extends=bool(event.modifiers() & _SHIFT))
        elif key in _KEY_POSTS and not event.modifiers():
            self._go_to_post(_KEY_POSTS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Space:
            self.let_go(drops=True) if self._carried else self.carry()
        elif key == Qt.Key.Key_Escape and self._carried:
            self.let_go(drops=False)
        else:
            event.ignore()

    def _target(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> date | None:
        """The day that a key leads to."""
        if modifiers & ~(_SHIFT | Qt.KeyboardModifier.KeypadModifier):
            return None
        if key in _KEY_DAYS:
            is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            return self._day + DAY * _KEY_DAYS[key] * (-1 if is_mirrored else 1)
        week = self._days.index(self._day) % 7 if self._day in self._days else 0
        if key == Qt.Key.Key_Home:
            return self._day - DAY * week
        if key == Qt.Key.Key_End:
            return self._day + DAY * (6 - week)
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            month = Month.of(self._day).plus(-1 if key == Qt.Key.Key_PageUp else 1)
            return date(month.year, month.number, min(self._day.day, month.days))
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return self._up_or_down(1 if key == Qt.Key.Key_Down else -1)
        return None

    def _up_or_down(self, step: int) -> date:
        """The same day while it has another post that way, else the day a week on."""
        if not self._carried and self._neighbour(step) is not None:
            return self._day
        return self._day + 7 * DAY * step

    def _neighbour(self, step: int) -> int | None:
        """The row of the next post of the present day that way."""
        rows = self._arranged()[self._day].rows if self._day in self._arranged() else []
        current = self.currentIndex().row()
        if current not in rows:
            return rows[0] if rows and step > 0 else None
        at = rows.index(current) + step
        return rows[at] if 0 <= at < len(rows) else None

    def _go(self, day: date, *, by_posts: Qt.Key, extends: bool) -> None:
        if self._carried:
            self._carry_to(day)
            return
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(by_posts, 0)
        row = self._neighbour(step) if day == self._day and step else None
        if day not in self._arranged() or (by_posts in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)):
            self._leave_posts()
            self._day = day
            months = (day.year - self._month.year) * 12 + day.month - self._month.number
            self.page_wanted.emit(months or (1 if day > self._days[-1] else -1), day)
            return
        self._day = day
        rows = self._cells[day].rows
        if row is None and rows:
            row = rows[-1] if step < 0 else rows[0]
        self._show_row(row, extends=extends)

    def _show_row(self, row: int | None, *, extends: bool = False) -> None:
        if row is None:
            if not extends:
                self.selectionModel().clear()
            else:
                self.selectionModel().setCurrentIndex(QModelIndex(), _STAY)
            announce(self, phrases.day_sentence(self._day, 0))
            self.viewport().update()
            return
        index = self._posts.index(row)
        if extends:
            self._select_range(row)
            self.selectionModel().setCurrentIndex(index, _STAY)
        else:
            self.selectionModel().select(index, _ONLY)
            self._go_to_index(index)
        self.viewport().update()

    def _go_to_post(self, step: int) -> None:
        """The next post by day and hour, from where the keyboard is."""
        cards = self._posts.cards
        if not cards:
            return
        current = self.currentIndex().row()
        if current < 0:
            after = [row for row, card in enumerate(cards) if card.day and card.day >= self._day]
            current = (after[0] - 1 if after else len(cards) - 1) if step > 0 else (after[0] if after else len(cards))
        self._show_row(max(0, min(current + step, len(cards) - 1)))

    def _enter(self) -> None:
        if self._carried:
            self.let_go(drops=True)
        elif (key := self.current_id()) is not None:
            self.open_wanted.emit(key)
        else:
            self.new_wanted.emit(self._day)

    def go_to_day(self, day: date) -> None:
        """Put the keyboard on a day, on its first post if it has one."""
        self._day = day
        cell = self._arranged().get(day)
        self._show_row(cell.rows[0] if cell and cell.rows else None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        QAbstractItemView.focusInEvent(self, event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        QAbstractItemView.focusOutEvent(self, event)
        self.viewport().update()
