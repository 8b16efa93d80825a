"""What month, week and agenda have in common: posts in places, for the mouse, the keyboard and screen readers.

A view is one item view with a geometry of its own. `QListView` is its base only because a bare `QAbstractItemView` is
invisible to screen readers; whatever it does is asked of `QAbstractItemView` itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QListView, QToolTip, QWidget

from cmdesk.domain.allowance import Mark
from cmdesk.domain.calendar import Surroundings
from cmdesk.domain.days import NO_OVERLAYS, Overlays
from cmdesk.domain.handling import parted
from cmdesk.domain.moments import Month, When
from cmdesk.domain.posts import PostCard
from cmdesk.domain.stretches import Stretch, View, stretch_with
from cmdesk.i18n import gettext as _
from cmdesk.i18n import ngettext
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.cards import CardPainter, Look
from cmdesk.ui.calendar.model import PostModel
from cmdesk.ui.notify import announce

AnyIndex = QModelIndex | QPersistentModelIndex
DAY: Final = timedelta(days=1)
LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
CENTRE: Final = Qt.AlignmentFlag.AlignCenter
CONTROL: Final = Qt.KeyboardModifier.ControlModifier
SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_SELECT: Final = QItemSelectionModel.SelectionFlag.Select
_ONLY: Final = QItemSelectionModel.SelectionFlag.ClearAndSelect
_TOGGLE: Final = QItemSelectionModel.SelectionFlag.Toggle
_STAY: Final = QItemSelectionModel.SelectionFlag.NoUpdate
KEY_DAYS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
KEY_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_KEY_POSTS: Final = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}
_EDGE: Final = 48
_MOST_LOOKS: Final = 2_000
_LookKey = tuple[bool, bool, bool, int, Mark | None, int, str, bool, bool]
_FRAME_MS: Final = 16


@dataclass(frozen=True, slots=True)
class Aim:
    """Where posts in the air would land."""

    day: date
    words: str
    minute: int | None = None
    is_refused: bool = False
    spoken: str = ""  # what is read aloud, where that is more


class PostView(QListView):
    """Posts on their days; a subclass gives them their places and draws them.

    Signals:
        open_wanted: A post's id: Enter or a double click.
        new_wanted: A day, or When: a double click on the ground, or Enter there.
        more_wanted: A day whose posts do not all find room.
        drag_wanted: Ids, the one that was grabbed, and where within it as parts of its size.
        aimed: When lifted posts would go out, or none; they were lifted by the keyboard.
        drop_wanted: Ids, the anchor and when posts that are let go shall go out.
        page_wanted: How many pages on, and the day to go to there.
        menu_wanted: Where to open a menu for the selected posts, on the screen.
        refused: Why something cannot be lifted.
        resized: It has another size.
        zoomed: Steps of the wheel with Ctrl: more than nothing makes larger.
        scrolled: Other days or hours came under the pointer.
        painted: Days that are shown anew were drawn for the first time.
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
    zoomed = Signal(int)
    scrolled = Signal()
    painted = Signal()

    kind: View = View.MONTH

    def __init__(self, painter: CardPainter, model: PostModel, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._painter = painter
        self._theme = painter.theme
        self._posts = model
        self.today = today
        self.overlays: Overlays = NO_OVERLAYS
        self._stretch = stretch_with(self.kind, today)
        self._day = today  # where the keyboard is
        self._aim: Aim | None = None
        self._lifted: frozenset[int] = frozenset()  # in the air, by mouse or keyboard
        self._carried: list[int] = []  # lifted by the keyboard
        self._carried_minute: int | None = None
        self._aim_words: Callable[[When], Aim] | None = None
        self._hot: int | None = None  # row under the pointer
        self._hot_more: date | None = None
        self._press: QPoint | None = None
        self._pressed: int | None = None  # id
        self._band: QRect | None = None
        self._anchor_id: int | None = None  # where a range begins
        self._is_dirty = True
        self._room: tuple[QSize, Qt.LayoutDirection] | None = None  # in which the posts were laid out
        self._tells_paint = False
        self._looks: dict[_LookKey, Look] = {}
        self._looks_with: Surroundings | None = None
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setAutoScroll(False)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(_("Calendar"))
        self.setProperty("pane", True)
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.rowsMoved, model.dataChanged):
            signal.connect(self.arrange)
        painter.theme.changed.connect(self.arrange)
        painter.pictures.arrived.connect(self.viewport().update)
        self._scroller = _Scroller(self)

    # --- what a subclass says ---------------------------------------------------------------

    def _lay_out(self) -> None:
        """Give the posts their places."""
        raise NotImplementedError

    def _place(self, row: int) -> QRectF | None:
        """Where a post is seen, in the viewport."""
        raise NotImplementedError

    def _row_at(self, point: QPoint) -> int | None:
        """The post at a point of the viewport."""
        raise NotImplementedError

    def _rows_in(self, area: QRectF) -> Iterable[int]:
        """The posts that are seen within a part of the viewport."""
        raise NotImplementedError

    def rows_on(self, day: date) -> Sequence[int]:
        """The rows of the posts of a day, in their order."""
        raise NotImplementedError

    def cell_rect(self, day: date) -> QRect:
        """Where a day stands in the viewport."""
        raise NotImplementedError

    def _day_here(self, here: QPoint) -> date | None:
        """The day at a point of the viewport."""
        raise NotImplementedError

    def _when_here(self, here: QPoint, held_below: int) -> When | None:
        """When a post would go out that is let go at a point of the viewport."""
        del held_below
        day = self._day_here(here)
        return None if day is None else When(day)

    def _more_at(self, here: QPoint) -> date | None:
        """The day whose list the words at a point open."""
        del here
        return None

    def _target(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> date | None:
        """The day that a key leads to."""
        raise NotImplementedError

    def _day_at_side(self, key: Qt.Key) -> date:
        """The day to which the left or the right arrow leads, where days stand beside each other."""
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return self._day + DAY * KEY_DAYS[key] * (-1 if is_mirrored else 1)

    def _show_aim(self, before: Aim | None, after: Aim | None) -> None:
        """Draw anew what aiming elsewhere changes."""
        del before, after
        self.viewport().update()

    def _new_at(self, here: QPoint) -> object:
        """What a double click on the ground asks for: the day, or an hour of it."""
        return self._day_here(here)

    def _name(self) -> str:
        """What the view is called, with the days that it shows."""
        return _("Calendar, {month}").format(month=phrases.month_title(self.month))

    # --- what is shown ----------------------------------------------------------------------

    @property
    def stretch(self) -> Stretch:
        """The days that are shown, and what they stand for."""
        return self._stretch

    @property
    def month(self) -> Month:
        """The month that is shown."""
        return self._stretch.month

    @property
    def day(self) -> date:
        """The day where the keyboard is."""
        return self._day

    @property
    def days(self) -> Sequence[date]:
        """The days that are shown."""
        return self._stretch.days

    def take_day(self, day: date) -> None:
        """The keyboard comes from another view, where it was on this day."""
        self._day = day

    def show_stretch(self, stretch: Stretch) -> None:
        """Show other days; the keyboard stays on its day, or goes to one of them."""
        self._stretch = stretch
        days, month = stretch.days, stretch.month
        if self._day not in days:
            self._day = self.today if self.today in days and Month.of(self.today) == month else month.first
        if self._day not in days:
            self._day = days[0]
        self._tells_paint = True
        self.setAccessibleName(self._name())
        self.arrange()

    def show_overlays(self, overlays: Overlays) -> None:
        """Show what lies over the days besides posts."""
        if overlays != self.overlays:
            self.overlays = overlays
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
        """Select every post that is seen or folded away."""
        self.choose([card.id for card in self._posts.cards])

    def place_of(self, key: int) -> QRect | None:
        """Where a post stands on the screen; none when it is folded away or not here."""
        row = self._posts.row_of(key)
        rect = self._placed(row) if row >= 0 else None
        return (
            None if rect is None else QRect(self.viewport().mapToGlobal(rect.topLeft().toPoint()), rect.size().toSize())
        )

    def cell_place(self, day: date) -> QRect:
        """Where a day stands on the screen."""
        self._settle()
        rect = self.cell_rect(day)
        return QRect(self.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def day_at(self, pointer: QPoint) -> date | None:
        """The day at a point of the screen."""
        here = self.viewport().mapFromGlobal(pointer)
        self._settle()
        return self._day_here(here) if self.viewport().rect().contains(here) else None

    def when_at(self, pointer: QPoint, held_below: int = 0) -> When | None:
        """When a post would go out that is let go at a point of the screen.

        Args:
            pointer: Where the pointer is.
            held_below: How far below its upper edge the card is held.
        """
        here = self.viewport().mapFromGlobal(pointer)
        if not self.viewport().rect().contains(here):
            return None
        self._settle()
        return self._when_here(here, held_below)

    def cards_on(self, day: date) -> list[PostCard]:
        """The posts of a day, in their order."""
        self._settle()
        return [self._posts.cards[row] for row in self.rows_on(day)]

    # --- posts in the air -------------------------------------------------------------------

    def lift(self, keys: Iterable[int]) -> None:
        """Show that these posts are in the air; none puts them back."""
        lifted = frozenset(keys)
        if lifted == self._lifted and self._press is None and (lifted or self._aim is None):
            return
        self._lifted = lifted
        if not lifted:
            self.aim(None)
            self._scroller.feed(None)
        self._press = self._pressed = self._band = None
        self.viewport().update()

    def aim(self, aim: Aim | None) -> None:
        """Show where posts in the air would land."""
        if aim == self._aim:
            return
        before, self._aim = self._aim, aim
        self._show_aim(before, aim)

    def scroll_near(self, pointer: QPoint | None) -> None:
        """Scroll while the pointer is near an edge, on the screen; none stops."""
        self._scroller.feed(None if pointer is None else self.viewport().mapFromGlobal(pointer))

    def scroll_room(self) -> QRect:
        """The part of the viewport that scrolls."""
        return self.viewport().rect()

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
        going, _staying = parted(cards)
        if not going:
            self.refused.emit(_("“{title}” is already published. Ctrl+D copies it.").format(title=cards[0].title))
            return
        self._carried = keys = [card.id for card in going]
        self._carried_minute = going[0].minute
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
        self._carried_minute = None
        self.lift(keys)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._carry_to(self._day)

    def _carried_when(self, day: date) -> When:
        """When carried posts would go out that hang over a day."""
        return When(day)

    def _carry_to(self, day: date) -> None:
        if day not in self.days:
            step = 1 if day > self.days[-1] else -1
            self._day = day
            self.page_wanted.emit(step, day)
            return
        self._day = day
        when = self._carried_when(day)
        if self._aim_words is not None:
            self.aim(self._aim_words(when))
        self.aimed.emit(when)
        if self._aim is not None:
            announce(self, self._aim.spoken or self._aim.words)

    def page_turned(self) -> None:
        """Go on carrying after the page was turned."""
        if self._carried and self._day in self.days:
            self._settle()
            self._carry_to(self._day)

    def hand_over(self, other: PostView) -> None:
        """Let another view go on carrying what the keyboard lifted here."""
        other._carried, other._carried_minute = self._carried, self._carried_minute
        other._lifted = self._lifted
        self._carried = []
        self._aim = None
        self._lifted = frozenset()

    def let_go(self, *, drops: bool) -> None:
        """Put lifted posts down where they hang, or back to where they were."""
        keys, self._carried = self._carried, []
        when = self._carried_when(self._day)
        self.lift(())
        self.aimed.emit(None)
        if drops and keys:
            self.drop_wanted.emit(keys, keys[0], when)
        elif keys:
            announce(self, _("Nothing was moved."))

    # --- geometry ---------------------------------------------------------------------------

    def arrange(self) -> None:
        """Lay the posts out anew before they are drawn next."""
        self._is_dirty = True
        self._hot = None
        self.viewport().update()

    def show_now(self, days: Iterable[date]) -> None:
        """Draw days that were changed before anything else is done, such as work that keeps the interpreter busy."""
        if self.isVisible():
            self.viewport().repaint(self._region_of(days))

    def _region_of(self, days: Iterable[date]) -> QRegion:
        """Where days are seen in the viewport; a view of which that is not known has all of it."""
        del days
        return QRegion(self.viewport().rect())

    def _settle(self) -> None:
        if self._is_dirty:
            self._is_dirty = False
            self._room = (self.viewport().size(), self.layoutDirection())
            self._lay_out()

    def _placed(self, row: int) -> QRectF | None:
        self._settle()
        return self._place(row) if 0 <= row < len(self._posts.cards) else None

    # --- what Qt's item views ask -----------------------------------------------------------

    def visualRect(self, index: AnyIndex) -> QRect:
        rect = self._placed(index.row()) if index.isValid() else None
        return rect.toRect() if rect is not None else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        row = self._row_here(point)
        return QModelIndex() if row is None else self._posts.index(row)

    def _row_here(self, point: QPoint) -> int | None:
        self._settle()
        return self._row_at(point)

    def scrollTo(
        self, index: AnyIndex, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Nothing scrolls: what finds no room is in the day's list."""

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return 0

    def isIndexHidden(self, index: AnyIndex) -> bool:
        return self._placed(index.row()) is None

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        del action, modifiers
        return self.currentIndex()

    def setSelection(self, rect: QRect, flags: QItemSelectionModel.SelectionFlag) -> None:
        selection = QItemSelection()
        self._settle()
        for row in self._rows_in(QRectF(rect.normalized())):
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

    def doItemsLayout(self) -> None:
        QAbstractItemView.doItemsLayout(self)
        if self._room != (self.viewport().size(), self.layoutDirection()):
            self.arrange()  # what the model says is heard by itself

    def resizeEvent(self, event: QResizeEvent) -> None:
        QAbstractItemView.resizeEvent(self, event)
        self.arrange()
        self.resized.emit()

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here; the filter finds by words."""

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        QAbstractItemView.currentChanged(self, current, previous)
        if current.isValid() and self.isVisible() and QAccessible.isActive():
            event = QAccessibleEvent(self, QAccessible.Event.Focus)
            event.setChild(current.row())
            QAccessible.updateAccessibility(event)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        QAbstractItemView.selectionChanged(self, selected, deselected)
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            here = event.pos()
            day = self._day_here(here) if self._row_here(here) is None else None
            if day is not None:
                tip = phrases.day_tip(self.overlays.of(day), self._campaigns_on(day))
                QToolTip.showText(event.globalPos(), tip, self.viewport())
                return True
        return bool(super().viewportEvent(event))

    def _campaigns_on(self, day: date) -> list[str]:
        return [bar.name for bar in self.overlays.campaigns if bar.first <= day <= bar.last]

    # --- painting ---------------------------------------------------------------------------

    def _tell_painted(self) -> None:
        """Say that days which are shown anew were drawn."""
        if self._tells_paint:
            self._tells_paint = False
            self.painted.emit()

    def _look(self, row: int, card: PostCard, chosen: set[int], current: int) -> Look:
        """What is said about a card besides itself."""
        posts, key = self._posts, card.id
        if self._looks_with is not posts.surroundings:  # clients may look otherwise
            self._looks_with = posts.surroundings
            self._looks.clear()
        is_current = row == current and self.hasFocus()
        said = (
            row in chosen, row == self._hot, is_current, posts.late.get(key, 0), posts.marks.get(key),
            card.client_id if posts.is_mixed else 0, posts.tint_of(card), key in posts.near, key < 0,
        )  # fmt: skip
        look = self._looks.get(said)
        if look is None:
            if len(self._looks) > _MOST_LOOKS:
                self._looks.clear()
            client = posts.client_of(card)
            look = self._looks[said] = Look(*said[:5], client.tile if client else None, *said[6:])
        return look

    def _paint_card(self, painter: QPainter, row: int, place: QRectF, ground: QColor, look: Look) -> None:
        card = self._posts.cards[row]
        if card.id in self._lifted:
            self._painter.paint_place_left(painter, place, self._theme.tokens.radius.post_card)
            return
        self._painter.paint_post_on(painter, place, card, look, ground)

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
        row = self._row_here(here)
        if row is None:
            day = self._day_here(here)
            if day is not None and not self._more_at(here):
                self._day = day
                if not event.modifiers() & (CONTROL | SHIFT):
                    self._leave_posts()
            return
        card = self._posts.cards[row]
        self._pressed = card.id
        index = self._posts.index(row)
        if event.modifiers() & SHIFT:
            self._select_range(row)
        elif not event.modifiers() & CONTROL and not self.selectionModel().isSelected(index):
            self.selectionModel().select(index, _ONLY)  # with Ctrl at the release: a drag may begin first
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
            self._scroller.feed(None)
            self.viewport().update()
            return
        if press is None:
            return
        if (day := self._more_at(here)) is not None and key is None:
            self._day = day
            self.more_wanted.emit(day)
        elif key is not None and not event.modifiers() & SHIFT:
            is_adding = bool(event.modifiers() & CONTROL)
            self.selectionModel().select(self._posts.index_of(key), _TOGGLE if is_adding else _ONLY)
            self._anchor_id = key

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        here = event.position().toPoint()
        row = self._row_here(here)
        if row is not None:
            self.open_wanted.emit(self._posts.cards[row].id)
        elif self._day_here(here) is not None and not self._more_at(here):
            self.new_wanted.emit(self._new_at(here))

    def leaveEvent(self, event: QEvent) -> None:
        del event
        self._heat(QPoint(-1, -1))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & CONTROL:
            steps = event.angleDelta().y() // 120 or (1 if event.angleDelta().y() > 0 else -1)
            self.zoomed.emit(steps)
            event.accept()
            return
        QAbstractItemView.wheelEvent(self, event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            rect = self.visualRect(self.currentIndex())
            where = rect.bottomLeft() if rect.isValid() else self.cell_rect(self._day).center()
            self.menu_wanted.emit(self.viewport().mapToGlobal(where))

    def _press_right(self, here: QPoint) -> None:
        row = self._row_here(here)
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
        place = self._placed(self._posts.row_of(key)) if key is not None else None
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

    def _heat(self, here: QPoint) -> None:
        row, more = self._row_here(here), self._more_at(here)
        if (row, more) == (self._hot, self._hot_more):
            return
        for old in {self._hot, row} - {None}:
            place = self._placed(old) if old is not None else None
            if place is not None:
                self.viewport().update(place.toRect().adjusted(-2, -2, 2, 2))
        for day in {self._hot_more, more} - {None}:
            if day is not None:
                self.viewport().update(self.cell_rect(day))
        self._hot, self._hot_more = row, more
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if more is not None else Qt.CursorShape.ArrowCursor)

    def _stretch_band(self, here: QPoint) -> None:
        if self._press is None:
            return
        self._scroller.feed(here)
        self._band = QRect(self._press, here)
        self.setSelection(self._band, _ONLY)
        self.viewport().update()

    def shift_press(self, down: int) -> None:
        """What was pressed moved with what is seen."""
        if self._press is not None:
            self._press += QPoint(0, down)

    def follow_scroll(self) -> None:
        """Something else lies below the resting pointer now."""
        if self._band is not None:
            self._stretch_band(self.viewport().mapFromGlobal(self.cursor().pos()))
        self.scrolled.emit()

    def _leave_posts(self) -> None:
        """Go from the posts to the ground of the day."""
        self.selectionModel().clear()
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
        self._settle()
        if self._carried and self._carry_by(key, event.modifiers()):
            return
        target = self._target(key, event.modifiers())
        if target is not None:
            self._go(target, by=key, extends=bool(event.modifiers() & SHIFT))
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

    def _carry_by(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Carry posts where a key says that leads to no other day; whether it did."""
        del key, modifiers
        return False

    def _neighbour(self, step: int) -> int | None:
        """The row of the next post of the present day that way."""
        rows = self.rows_on(self._day)
        current = self.currentIndex().row()
        if current not in rows:
            return rows[0] if rows and step > 0 else None
        at = list(rows).index(current) + step
        return rows[at] if 0 <= at < len(rows) else None

    def _go(self, day: date, *, by: Qt.Key, extends: bool) -> None:
        if self._carried:
            self._carry_to(day)
            return
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(by, 0)
        row = self._neighbour(step) if day == self._day and step else None
        if day not in self.days or by in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._leave_posts()
            self._day = day
            self.page_wanted.emit(1 if day > self.days[0] else -1, day)
            return
        self._day = day
        rows = self.rows_on(day)
        if row is None and rows:
            row = rows[-1] if step < 0 else rows[0]
        self._show_row(row, extends=extends)

    def _show_row(self, row: int | None, *, extends: bool = False) -> None:
        if row is None:
            if not extends:
                self.selectionModel().clear()
            else:
                self.selectionModel().setCurrentIndex(QModelIndex(), _STAY)
            announce(self, self.day_sentence(self._day))
            self.show_day_here(self._day)
            self.viewport().update()
            return
        index = self._posts.index(row)
        if extends:
            self._select_range(row)
            self.selectionModel().setCurrentIndex(index, _STAY)
        else:
            self.selectionModel().select(index, _ONLY)
            self._go_to_index(index)
        self.scrollTo(index)
        self.viewport().update()

    def day_sentence(self, day: date) -> str:
        """A day as it is read aloud, with what lies over it."""
        words = phrases.day_sentence(day, len(self.rows_on(day)) + self._posts.left_out.get(day, 0))
        return phrases.with_facts(words, self.overlays.of(day), self._campaigns_on(day))

    def show_day_here(self, day: date) -> None:
        """Scroll to a day where a view scrolls."""

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
        self._settle()
        rows = self.rows_on(day)
        self._show_row(rows[0] if rows else None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        QAbstractItemView.focusInEvent(self, event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        QAbstractItemView.focusOutEvent(self, event)
        self.viewport().update()


class _Scroller(QObject):
    """Scrolls a view while the pointer is near an edge, faster the nearer it is."""

    def __init__(self, view: PostView) -> None:
        super().__init__(view)
        self._view = view
        self._here: QPoint | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._step)

    def feed(self, here: QPoint | None) -> None:
        """Where the pointer is in the viewport; none stops."""
        self._here = here
        if self._speed():
            self._timer.start()
        else:
            self._timer.stop()

    def _speed(self) -> int:
        room, here = self._view.scroll_room(), self._here
        if here is None or not self._view.viewport().rect().contains(here):
            return 0
        above, below = _EDGE - (here.y() - room.top()), _EDGE - (room.bottom() - here.y())
        if 0 < above <= _EDGE:
            return -(4 + round(20 * above / _EDGE))
        return 4 + round(20 * below / _EDGE) if 0 < below <= _EDGE else 0

    def _step(self) -> None:
        bar = self._view.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + self._speed())
        if bar.value() == before:
            self._timer.stop()
            return
        self._view.shift_press(before - bar.value())
        self._view.follow_scroll()
