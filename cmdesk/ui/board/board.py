"""All columns side by side, and what happens between them: dragging, lifting, walking, selecting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QWidget

from cmdesk.domain.tasks import Board, TaskCard
from cmdesk.i18n import _
from cmdesk.ui.board import phrases
from cmdesk.ui.board.cardlist import CardList
from cmdesk.ui.board.cards import CardDelegate
from cmdesk.ui.board.column import ColumnView
from cmdesk.ui.board.ghost import Ghost
from cmdesk.ui.board.phrases import Facts
from cmdesk.ui.icons import Icons
from cmdesk.ui.notify import announce
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.themed import Themed, running

_NARROWEST: Final = 224
_SIDE: Final = 12
_EDGE: Final = 48
_SLOWEST, _FASTEST = 4, 24
_FRAME_MS: Final = 16
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(slots=True)
class _Lift:
    """Cards on their way: which ones, from where, and where they would land."""

    cards: list[TaskCard]
    origin: CardList
    by_keyboard: bool
    column: int = -1  # number of the column at the board; -1: nowhere
    row: int = 0
    is_copy: bool = False

    @property
    def ids(self) -> list[int]:
        return [card.id for card in self.cards]


class BoardView(Themed, QScrollArea):
    """The columns of the board; they scroll sideways when there is no room for all.

    While cards are dragged or lifted only the picture moves: the board changes when it is shown anew.

    Signals:
        moved: Ids of tasks, the id of a column, and the task before which they go (None: at the end).
        copied: The same, for cards that were dropped with Ctrl.
        wanted: What is asked for the selected cards: open, delete, duplicate, column, assign, due, move, cover.
        selection_changed: Other cards are selected.
        menu_wanted: Where the menu of the selected cards is to open.
        tag_pressed: Id of a task whose tag was pressed, and where that is.
        added: Words of a new task, its client, and the id of the column.
        column_renamed: Id of a column and its new name.
        column_menu_wanted: Id of a column, and where its menu is to open.
        earlier_wanted: Tasks that were done earlier.
        lift_changed: Whether cards are on their way.
    """

    moved = Signal(object, object, object)
    copied = Signal(object, object, object)
    wanted = Signal(str)
    selection_changed = Signal()
    menu_wanted = Signal(QPoint)
    tag_pressed = Signal(object, QRect)
    added = Signal(str, object, object)
    column_renamed = Signal(object, str)
    column_menu_wanted = Signal(object, QPoint)
    earlier_wanted = Signal()
    lift_changed = Signal(bool)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self.delegate = CardDelegate(theme, icons, self)
        self._board = Board((), {})
        self._facts = Facts()
        self._lift: _Lift | None = None
        self._ghost: Ghost | None = None
        self._pointer = QPoint()
        self._origin_place = QPoint()
        self._wheel = QTimer(self)
        self._wheel.setInterval(_FRAME_MS)
        self._wheel.timeout.connect(self._scroll_on)
        self.columns: list[ColumnView] = []
        inside = QWidget(self)
        self._inside = inside
        self._row = QHBoxLayout(inside)
        self._row.setSpacing(0)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self.setAccessibleName(_("Board"))
        self.follow(theme)

    # --- what is shown -----------------------------------------------------------------------

    def show_board(self, board: Board, today: date, client_id: int | None) -> None:
        """Show a board; selection, scrolling and what is being written stay."""
        self._board = board
        self._facts = Facts.of(board, today, shows_client=client_id is None)
        self.delegate.facts = self._facts
        if [view.column.id for view in self.columns] != [column.id for column in board.columns]:
            self._build(board)
        for number, (view, column) in enumerate(zip(self.columns, board.columns, strict=True)):
            view.show_column(
                column, board.cards.get(column.id, ()), self._facts,
                client_id=client_id, is_first=number == 0, earlier=board.earlier_done,
            )  # fmt: skip
        self._one_tab_stop()
        self._on_selected()

    @property
    def facts(self) -> Facts:
        """The people, clients and day that the cards speak of."""
        return self._facts

    @property
    def is_lifted_by_keys(self) -> bool:
        """Whether the arrows move cards now."""
        return self._lift is not None and self._lift.by_keyboard

    @property
    def is_busy(self) -> bool:
        """Whether cards are on their way, so that the board must not change below them."""
        return self._lift is not None

    def show_pictures(self) -> None:
        """Draw the cards anew, since pictures have come."""
        for view in self.columns:
            view.list.viewport().update()

    def selected_ids(self) -> list[int]:
        """The selected tasks, column by column."""
        return [task_id for view in self.columns for task_id in view.list.selected_ids()]

    def current_view(self) -> ColumnView | None:
        """The column that the keyboard is in, else the first one."""
        focused = next((view for view in self.columns if view.list.hasFocus() or view.quick.field.hasFocus()), None)
        with_selection = next((view for view in self.columns if view.list.selected_ids()), None)
        return focused or with_selection or (self.columns[0] if self.columns else None)

    def select(self, task_ids: Sequence[int], *, focus: bool = True) -> None:
        """Select some cards, wherever they lie."""
        for view in self.columns:
            here = [task_id for task_id in task_ids if view.list.cards.row_of(task_id) >= 0]
            if not here and any(card.id in task_ids for card in view.cards):
                view.unfold()
                here = [task_id for task_id in task_ids if view.list.cards.row_of(task_id) >= 0]
            if here:
                view.list.select(here, focus=focus)
                self.ensureWidgetVisible(view, 0, 0)
            else:
                view.list.let_go()
        self._on_selected()

    def let_go(self) -> None:
        """Select nothing."""
        for view in self.columns:
            view.list.let_go()

    def focus_cards(self) -> None:
        """Have the keyboard at the cards."""
        view = self.current_view()
        if view is not None:
            view.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def card_place(self, task_id: int) -> QRect:
        """Where a card lies on the screen; where its column begins when it is folded away."""
        for view in self.columns:
            row = view.list.cards.row_of(task_id)
            if row >= 0:
                rect = view.list.card_rect(row)
                return QRect(view.list.viewport().mapToGlobal(rect.topLeft()), rect.size())
        return QRect(self.mapToGlobal(QPoint(0, 0)), self.size())

    def _build(self, board: Board) -> None:
        kept = {view.column.id: view for view in self.columns}
        self.columns = [
            kept.pop(column.id) if column.id in kept else self._made(column.id, board) for column in board.columns
        ]
        while self._row.count():
            self._row.takeAt(0)
        for gone in kept.values():
            gone.hide()
            gone.deleteLater()
        for view in self.columns:
            self._row.addWidget(view, 1)
            view.show()
        self._on_theme_changed()

    def _made(self, column_id: int, board: Board) -> ColumnView:
        view = ColumnView(self._theme, self._icons, self.delegate, board.column(column_id), self._inside)
        view.added.connect(self._on_added)
        view.renamed.connect(self._on_renamed)
        view.menu_wanted.connect(self._on_column_menu)
        view.earlier_wanted.connect(self.earlier_wanted)
        cards = view.list
        cards.wanted.connect(self._on_wanted)
        cards.stepped.connect(self._on_stepped)
        cards.reordered.connect(self._on_reordered)
        cards.picked.connect(self._on_picked)
        cards.selected.connect(self._on_selected)
        cards.grabbed.connect(self._on_grabbed)
        cards.dragged.connect(self._on_dragged)
        cards.dropped.connect(self._on_dropped)
        cards.tag_pressed.connect(self.tag_pressed)
        cards.menu_wanted.connect(self.menu_wanted)
        cards.entered.connect(self._one_tab_stop)
        return view

    # --- selecting and walking ---------------------------------------------------------------

    def _on_picked(self) -> None:
        sender = self.sender()
        for view in self.columns:
            if view.list is not sender:
                view.list.let_go()

    def _on_selected(self) -> None:
        count = len(self.selected_ids())
        if count != self.delegate.selected_count:
            self.delegate.selected_count = count
            self.show_pictures()
        self.selection_changed.emit()

    def _on_wanted(self, wish: str) -> None:
        if wish == "lift":
            self._lift_selected()
        elif self.selected_ids():
            self.wanted.emit(wish)

    def _on_stepped(self, step: int) -> None:
        number = self._number_of(self.sender()) + step
        if not 0 <= number < len(self.columns):
            return
        here, there = self.columns[number - step].list, self.columns[number].list
        row = there.row_near(here.viewport().mapToGlobal(here.visualRect(here.currentIndex()).center()).y())
        self.let_go()
        if row >= 0:
            there.select([there.cards.card_at(row).id])
        else:
            there.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(there, _("{column}, no tasks").format(column=self.columns[number].column.name))
        self.ensureWidgetVisible(self.columns[number], 0, 0)

    def _on_reordered(self, step: int) -> None:
        cards = self.sender()
        view = self.columns[self._number_of(cards)]
        ids = view.list.selected_ids()
        order = [card.id for card in view.cards]
        if not ids:
            return
        rows = [order.index(task_id) for task_id in ids]
        target = min(rows) - 1 if step < 0 else max(rows) + 2
        if target < 0 or target > len(order):
            return
        self.moved.emit(ids, view.column.id, order[target] if target < len(order) else None)

    def _number_of(self, cards: QObject | None) -> int:
        return next((number for number, view in enumerate(self.columns) if view.list is cards), 0)

    def _one_tab_stop(self) -> None:
        """Have Tab go to the cards once, into the column that was left last."""
        current = self.current_view()
        for view in self.columns:
            is_stop = view is current
            view.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus)

    # --- dragging ----------------------------------------------------------------------------

    def _on_grabbed(self, pointer: QPoint, grabbed: QPointF) -> None:
        origin = self.sender()
        cards = [card for view in self.columns for card in view.cards if card.id in set(self.selected_ids())]
        if not isinstance(origin, CardList) or not cards:
            return
        self._begin(_Lift(cards, origin, by_keyboard=False))
        self._origin_place = self.card_place(cards[0].id).topLeft()
        self._ghost = Ghost(self._theme, self.delegate, cards, grabbed, self.window())
        self._ghost.show()
        self._ghost.raise_()
        QApplication.setOverrideCursor(Qt.CursorShape.ClosedHandCursor)
        self._on_dragged(pointer)

    def _on_dragged(self, pointer: QPoint) -> None:
        lift = self._lift
        if lift is None or self._ghost is None:
            return
        self._pointer = pointer
        lift.is_copy = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier)
        self._ghost.follow(pointer)
        self._aim(*self._target_at(pointer))
        if not self._wheel.isActive():
            self._wheel.start()

    def _on_dropped(self, pointer: QPoint) -> None:
        lift = self._lift
        if lift is None:
            return
        self._on_dragged(pointer)
        if lift.column < 0 or self._stays(lift):
            self.cancel()
        else:
            self._drop()

    def _target_at(self, pointer: QPoint) -> tuple[int, int]:
        """The column and row below a point of the screen; -1 where there is no column."""
        visible = QRect(self.viewport().mapToGlobal(QPoint(0, 0)), self.viewport().size())
        if not visible.contains(pointer):
            return -1, 0
        for number, view in enumerate(self.columns):
            x = view.mapFromGlobal(pointer).x()
            if 0 <= x < view.width():
                return number, view.list.row_at(pointer)
        return -1, 0

    def _scroll_on(self) -> None:
        """Scroll while the pointer rests near an edge, the faster the nearer."""
        if self._lift is None or self._lift.by_keyboard:
            self._wheel.stop()
            return
        moved = False
        here = self.viewport().mapFromGlobal(self._pointer)
        sideways = _speed(here.x(), self.viewport().width())
        if sideways and self.viewport().rect().contains(QPoint(0, here.y()) + QPoint(1, 0)):
            bar = self.horizontalScrollBar()
            moved = self._moved_bar(bar.value(), sideways)
        if 0 <= self._lift.column < len(self.columns):
            cards = self.columns[self._lift.column].list
            inside = cards.viewport().mapFromGlobal(self._pointer)
            speed = _speed(inside.y(), cards.viewport().height())
            bar = cards.verticalScrollBar()
            before = bar.value()
            bar.setValue(before + speed)
            moved = moved or bar.value() != before
        if moved:
            self._aim(*self._target_at(self._pointer))

    def _moved_bar(self, before: int, speed: int) -> bool:
        bar = self.horizontalScrollBar()
        bar.setValue(before + speed)
        return bar.value() != before

    # --- lifting by keyboard -----------------------------------------------------------------

    def _lift_selected(self) -> None:
        origin = self.sender()
        ids = self.selected_ids()
        if not isinstance(origin, CardList) or not ids:
            return
        cards = [card for view in self.columns for card in view.cards if card.id in set(ids)]
        self._begin(_Lift(cards, origin, by_keyboard=True))
        number = self._number_of(origin)
        self._aim(number, origin.cards.row_of(cards[0].id))
        announce(
            self, _("{title} lifted. Arrows move it, Enter drops it, Escape cancels.").format(title=cards[0].title)
        )

    def _walk(self, sideways: int, down: int) -> None:
        lift = self._lift
        if lift is None:
            return
        number = max(0, min(lift.column + sideways, len(self.columns) - 1))
        rows = len(self.columns[number].list.cards.cards)
        row = max(0, min(lift.row + down, rows))
        while down and self._is_same_gap(number, row) and 0 < row < rows:
            row += down  # the gaps above and below a lifted card are one
        self._aim(number, row)
        view = self.columns[number]
        self.ensureWidgetVisible(view, 0, 0)
        if rows:
            view.list.scrollTo(view.list.cards.index(min(row, rows - 1)))
        announce(
            self,
            _("{column}, place {place} of {count}").format(column=view.column.name, place=row + 1, count=rows + 1),
        )

    def _is_same_gap(self, number: int, row: int) -> bool:
        cards = self.columns[number].list.cards.cards
        ids = self._lift.ids if self._lift else []
        return row > 0 and cards[row - 1].id in ids

    # --- both --------------------------------------------------------------------------------

    def _begin(self, lift: _Lift) -> None:
        self._lift = lift
        self.delegate.lifted = frozenset(lift.ids)
        self.show_pictures()
        running().installEventFilter(self)
        self.lift_changed.emit(True)

    def _aim(self, number: int, row: int) -> None:
        """Show where the cards would land, and what that changes."""
        lift = self._lift
        if lift is None:
            return
        lift.column, lift.row = number, row
        for place, view in enumerate(self.columns):
            if place != number:
                view.show_target(None)
                continue
            before = len(view.cards)
            coming = len(lift.ids) if lift.is_copy else sum(card.column_id != view.column.id for card in lift.cards)
            limit = view.column.limit
            is_over = limit is not None and before + coming > limit
            view.show_target(row, phrases.effect_words(view.column, before, before + coming), is_over=is_over)
        if self._ghost is not None:
            self._ghost.say(self._hint(lift))

    def _hint(self, lift: _Lift) -> str:
        if lift.column < 0:
            return _("No column here")
        name = self.columns[lift.column].column.name
        return _("Copy to {column}").format(column=name) if lift.is_copy else name

    def _before_id(self, lift: _Lift) -> int | None:
        """The task before which the cards go: not one of themselves."""
        view = self.columns[lift.column]
        later = view.list.cards.cards[lift.row :]
        return next((card.id for card in later if lift.is_copy or card.id not in lift.ids), view.first_folded)

    def _stays(self, lift: _Lift) -> bool:
        """Whether a drop would leave everything as it is."""
        if lift.is_copy:
            return False
        view = self.columns[lift.column]
        order = [card.id for card in view.cards]
        if any(task_id not in order for task_id in lift.ids):
            return False
        before = self._before_id(lift)
        rest = [task_id for task_id in order if task_id not in lift.ids]
        at = rest.index(before) if before in rest else len(rest)
        return rest[:at] + lift.ids + rest[at:] == order

    def _drop(self) -> None:
        lift = self._lift
        if lift is None:
            return
        view = self.columns[lift.column]
        before = self._before_id(lift)
        if self._ghost is not None:
            self._ghost.fly(view.list.line_place(), self._theme.tokens.motion.drop)
            self._ghost = None
        self._end()
        (self.copied if lift.is_copy else self.moved).emit(lift.ids, view.column.id, before)

    def cancel(self) -> bool:
        """Put the cards back; whether any were on their way."""
        lift = self._lift
        if lift is None:
            return False
        if self._ghost is not None:
            self._ghost.fly(self._origin_place, self._theme.tokens.motion.cancel_drag)
            self._ghost = None
        elif lift.by_keyboard:
            announce(self, _("Put back."))
        lift.origin.stop_dragging()
        self._end()
        return True

    def _end(self) -> None:
        if self._lift is not None and not self._lift.by_keyboard:
            QApplication.restoreOverrideCursor()
        self._lift = None
        self._wheel.stop()
        self.delegate.lifted = frozenset()
        running().removeEventFilter(self)
        for view in self.columns:
            view.show_target(None)
        self.show_pictures()
        self.lift_changed.emit(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While cards are on their way, keys and the right button belong to them."""
        lift = self._lift
        if lift is None or not isinstance(watched, QWidget):
            return False
        kind = event.type()
        if isinstance(event, QKeyEvent):
            if kind == QEvent.Type.ShortcutOverride:
                event.accept()
            elif kind == QEvent.Type.KeyPress:
                self._on_key(event)
            return True
        if isinstance(event, QMouseEvent) and kind == QEvent.Type.MouseButtonPress:
            is_cancel = event.button() == Qt.MouseButton.RightButton or lift.by_keyboard
            return is_cancel and self.cancel()
        if kind == QEvent.Type.ContextMenu:
            return True
        if kind == QEvent.Type.WindowDeactivate:
            self.cancel()
        return False

    def _on_key(self, event: QKeyEvent) -> None:
        lift = self._lift
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.cancel()
        elif lift is not None and lift.by_keyboard and key in _ARROWS:
            self._walk(*_ARROWS[key])
        elif lift is not None and lift.by_keyboard and (key in _ENTER or key == Qt.Key.Key_Space):
            if self._stays(lift):
                self.cancel()
            else:
                self._drop()
        elif lift is not None and key == Qt.Key.Key_Control and not lift.by_keyboard:
            self._on_dragged(self._pointer)

    def hideEvent(self, event: QHideEvent) -> None:
        self.cancel()
        super().hideEvent(event)

    # --- the columns' own wishes -------------------------------------------------------------

    def _view_of(self, sender: QObject | None) -> ColumnView | None:
        return next((view for view in self.columns if view is sender), None)

    def _on_added(self, words: str, client_id: object) -> None:
        view = self._view_of(self.sender())
        if view is not None:
            self.added.emit(words, client_id, view.column.id)

    def _on_renamed(self, name: str) -> None:
        view = self._view_of(self.sender())
        if view is not None:
            self.column_renamed.emit(view.column.id, name)

    def _on_column_menu(self, place: QPoint) -> None:
        view = self._view_of(self.sender())
        if view is not None:
            self.column_menu_wanted.emit(view.column.id, place)

    def _on_theme_changed(self) -> None:
        px = self._theme.tokens.px
        self._row.setContentsMargins(px(_SIDE), 0, px(_SIDE), 0)
        for view in self.columns:
            view.setMinimumWidth(px(_NARROWEST))
        super()._on_theme_changed()


def _speed(at: int, length: int) -> int:
    """How far to scroll in a frame with the pointer at this place of an edge-to-edge length."""
    if 0 <= at < _EDGE:
        return -round(_SLOWEST + (_FASTEST - _SLOWEST) * (1 - at / _EDGE))
    if length - _EDGE < at <= length:
        return round(_SLOWEST + (_FASTEST - _SLOWEST) * (1 - (length - at) / _EDGE))
    return 0
