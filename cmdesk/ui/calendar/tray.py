"""The tray: ideas without a date, to be dragged onto days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import (
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
    QTimer,
    Signal,
)
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
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from cmdesk.domain.agency import Member
from cmdesk.domain.campaigns import Themes
from cmdesk.domain.ideas import Idea, parse_idea
from cmdesk.domain.posts import PostCard
from cmdesk.domain.views import plain
from cmdesk.i18n import gettext as _
from cmdesk.ui import glyphs
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.cards import CardPainter, Look
from cmdesk.ui.calendar.model import CARD, PostModel
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import IconButton, LinkButton
from cmdesk.ui.widgets.facts import KeyHint, Words
from cmdesk.ui.widgets.fields import ComboBox, LineEdit, SearchEdit
from cmdesk.ui.widgets.layouts import Separator
from cmdesk.ui.widgets.themed import Themed

AnyIndex = QModelIndex | QPersistentModelIndex
_SIDE: Final = 12
_GAP: Final = 7
_EDGE: Final = 48  # within which a drag scrolls the list
_FRAME_MS: Final = 16
_SLOWEST, _FASTEST = 4, 24
_ONLY: Final = QItemSelectionModel.SelectionFlag.ClearAndSelect
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_LIFT: Final = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
_STEPS: Final[dict[int, int]] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_LOW: Final = 620  # below this height the small month makes room for the ideas
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class IdeaDelegate(QStyledItemDelegate):
    """Draws the cards of the tray."""

    def __init__(self, painter: CardPainter, view: IdeaList) -> None:
        super().__init__(view)
        self._painter = painter
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        del option
        px = self._painter.theme.tokens.px
        card: PostCard = index.data(CARD)
        width = self._view.viewport().width()
        return QSize(width, self._painter.idea_height(card, width - 2 * px(_SIDE)) + px(_GAP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        card: PostCard = index.data(CARD)
        tokens = self._painter.theme.tokens
        px = tokens.px
        whole: QRect = option.rect
        rect = QRectF(whole).adjusted(px(_SIDE), 0, -px(_SIDE), -px(_GAP))
        painter.save()
        if card.id in self._view.lifted:
            self._painter.paint_place_left(painter, rect, px(8))
        else:
            state = option.state
            client = self._view.posts.client_of(card)
            look = Look(
                is_selected=bool(state & QStyle.StateFlag.State_Selected),
                is_hot=bool(state & QStyle.StateFlag.State_MouseOver),
                is_current=index == self._view.currentIndex() and self._view.hasFocus(),
                client=client.tile if client else None,
            )
            self._painter.paint_idea(painter, rect, card, look)
        painter.restore()


class IdeaList(Themed, QListView):
    """The ideas, one below the other.

    Signals:
        open_wanted: An idea's id: Enter or a double click.
        drag_wanted: Ids, the one that was grabbed, and where within it as parts of its size.
        carry_wanted: Ids that the keyboard wants to take to the calendar.
        menu_wanted: Where to open a menu for the selected ideas, on the screen.
        selected: The ids of the selected ideas changed.
        order_wanted: Ids, and the idea before which they are to stand, or none for the end.
    """

    open_wanted = Signal(object)
    drag_wanted = Signal(object, object, QPointF)
    carry_wanted = Signal(object)
    menu_wanted = Signal(QPoint)
    selected = Signal(object)
    order_wanted = Signal(object, object)

    def __init__(self, painter: CardPainter, model: PostModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._painter = painter
        self.posts = model
        self._gap: int | None = None  # before which row ideas in the air would land
        self.lifted: frozenset[int] = frozenset()
        self._press: QPoint | None = None
        self._pressed: int | None = None
        self.setModel(model)
        self.setItemDelegate(IdeaDelegate(painter, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setAutoScroll(False)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(_("Ideas without a date"))
        self.setProperty("pane", True)
        self._scroller = QTimer(self)
        self._scroller.setInterval(_FRAME_MS)
        self._scroller.timeout.connect(self._scroll)
        self._speed = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.dataChanged):
            signal.connect(self.updateGeometry)
        painter.pictures.arrived.connect(self.viewport().update)
        self.follow(painter.theme)

    def sizeHint(self) -> QSize:
        px = self._painter.theme.tokens.px
        width = self.viewport().width() - 2 * px(_SIDE)
        height = sum(self._painter.idea_height(card, width) + px(_GAP) for card in self.posts.cards)
        return QSize(px(200), height + 1)

    def minimumSizeHint(self) -> QSize:
        px = self._painter.theme.tokens.px
        return QSize(px(120), min(self.sizeHint().height(), px(80)))

    def selected_ids(self) -> list[int]:
        """The ids of the selected ideas, in their order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self.posts.cards[row].id for row in rows if row < len(self.posts.cards)]

    def choose(self, keys: Iterable[int]) -> None:
        """Select these ideas and show the first."""
        selection = QItemSelection()
        found = [index for key in keys if (index := self.posts.index_of(key)).isValid()]
        for index in found:
            selection.select(index, index)
        self.selectionModel().select(selection, _ONLY)
        if found:
            self.selectionModel().setCurrentIndex(found[0], QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(found[0])

    def lift(self, keys: Iterable[int]) -> None:
        """Show that these ideas are in the air; none puts them back."""
        self.lifted = frozenset(keys)
        self._press = self._pressed = None
        self.viewport().update()

    def aim_between(self, pointer: QPoint | None) -> bool:
        """Show between which ideas those in the air would land; none, or a place where nothing changes, shows nothing.

        Returns:
            Whether letting go would change the order.
        """
        gap = None if pointer is None else self._gap_at(pointer)
        if gap != self._gap:
            self._gap = gap
            self.viewport().update()
        return gap is not None

    def drop_between(self, keys: Sequence[int]) -> bool:
        """Ask for these ideas at the place that is shown; whether there is one."""
        gap, self._gap = self._gap, None
        self.viewport().update()
        if gap is None:
            return False
        below = [card.id for card in self.posts.cards[gap:] if card.id not in keys]
        self.order_wanted.emit(list(keys), below[0] if below else None)
        return True

    def _gap_at(self, pointer: QPoint) -> int | None:
        here = self.viewport().mapFromGlobal(pointer)
        if not self.viewport().rect().contains(here):
            return None
        rects = [self.visualRect(self.posts.index(row)) for row in range(len(self.posts.cards))]
        gap = next((row for row, rect in enumerate(rects) if here.y() < rect.center().y()), len(rects))
        in_air = [row for row, card in enumerate(self.posts.cards) if card.id in self.lifted]
        is_same = bool(in_air) and in_air == list(range(in_air[0], in_air[-1] + 1))
        return None if is_same and in_air[0] <= gap <= in_air[-1] + 1 else gap

    def _step(self, step: int) -> None:
        """Move the selected ideas up or down by one."""
        keys = self.selected_ids()
        rows = [self.posts.row_of(key) for key in keys]
        if not rows or (step < 0 and rows[0] == 0) or (step > 0 and rows[-1] == len(self.posts.cards) - 1):
            return
        target = rows[0] - 1 if step < 0 else rows[-1] + 2
        before = self.posts.cards[target].id if target < len(self.posts.cards) else None
        self.order_wanted.emit(keys, before)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._gap is None or not self.posts.cards:
            return
        px = self._theme.tokens.px
        is_end = self._gap >= len(self.posts.cards)
        rect = self.visualRect(self.posts.index(len(self.posts.cards) - 1 if is_end else self._gap))
        top = (rect.bottom() if is_end else rect.top()) - px(_GAP) / 2
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.tokens.accent.base)
            line = QRectF(px(_SIDE), max(top - 1, 0), self.viewport().width() - 2 * px(_SIDE), 2)
            painter.drawRoundedRect(line, 1, 1)

    def place_of(self, key: int) -> QRect | None:
        """Where an idea stands on the screen."""
        index = self.posts.index_of(key)
        if not index.isValid():
            return None
        px = self._painter.theme.tokens.px
        rect = self.visualRect(index).adjusted(px(_SIDE), 0, -px(_SIDE), -px(_GAP))
        return QRect(self.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def scroll_near(self, pointer: QPoint | None) -> None:
        """Scroll while a drag is near the upper or lower edge; none stops it."""
        self._speed = 0
        if pointer is not None:
            here = self.viewport().mapFromGlobal(pointer)
            margin = self._painter.theme.tokens.px(_EDGE)
            inside = self.viewport().rect()
            if inside.left() <= here.x() <= inside.right():
                above, below = margin - here.y(), here.y() - (inside.height() - margin)
                near = max(above, below)
                if 0 < near <= margin:
                    speed = _SLOWEST + (_FASTEST - _SLOWEST) * near // margin
                    self._speed = -speed if above > below else speed
        self._scroller.start() if self._speed else self._scroller.stop()

    def _scroll(self) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self._speed)

    # --- the mouse and the keyboard ---------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            index = self.indexAt(event.position().toPoint())
            if index.isValid() and not self.selectionModel().isSelected(index):
                self.selectionModel().setCurrentIndex(index, _ONLY)
            self.menu_wanted.emit(event.globalPosition().toPoint())
            return
        index = self.indexAt(event.position().toPoint())
        self._press = event.position().toPoint()
        self._pressed = self.posts.cards[index.row()].id if index.isValid() else None
        is_plain = not event.modifiers() & (_CONTROL | _SHIFT)
        if is_plain and index.isValid() and self.selectionModel().isSelected(index):
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            return  # several may be about to be dragged
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._press is None or self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            if not event.buttons():
                super().mouseMoveEvent(event)
            return
        travel = max(QApplication.startDragDistance(), self._painter.theme.tokens.size.drag_threshold)
        if (event.position().toPoint() - self._press).manhattanLength() < travel:
            return
        keys = self.selected_ids()
        if self._pressed not in keys:
            self.choose([self._pressed])
            keys = [self._pressed]
        px = self._painter.theme.tokens.px
        rect = self.visualRect(self.posts.index_of(self._pressed))
        grabbed = QPointF(
            (self._press.x() - rect.x() - px(_SIDE)) / max(rect.width() - 2 * px(_SIDE), 1),
            (self._press.y() - rect.y()) / max(rect.height() - px(_GAP), 1),
        )
        key, self._press = self._pressed, None
        self.drag_wanted.emit(keys, key, grabbed)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        key, self._press, self._pressed = self._pressed, None, None
        if event.button() == Qt.MouseButton.LeftButton and key is not None:
            if not event.modifiers() & (_CONTROL | _SHIFT):
                self.selectionModel().setCurrentIndex(self.posts.index_of(key), _ONLY)
            return
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.open_wanted.emit(self.posts.cards[index.row()].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        key = event.key()
        if key in _STEPS and event.modifiers() & _LIFT == _LIFT:
            self._step(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.open_wanted.emit(self.posts.cards[index.row()].id)
        elif key == Qt.Key.Key_Space and index.isValid():
            self.carry_wanted.emit(self.selected_ids() or [self.posts.cards[index.row()].id])
        elif key in (Qt.Key.Key_J, Qt.Key.Key_K) and not event.modifiers() and self.posts.cards:
            row = index.row() + (1 if key == Qt.Key.Key_J else -1)
            row = max(0, min(row, len(self.posts.cards) - 1))
            self.selectionModel().setCurrentIndex(self.posts.index(row), _ONLY)
        elif key == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid():
            rect = self.visualRect(self.currentIndex())
            self.menu_wanted.emit(self.viewport().mapToGlobal(rect.center()))

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here; the filter finds by words."""

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.selected.emit(self.selected_ids())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.posts.cards:
            first = self.posts.index(0)
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()

    def _on_theme_changed(self) -> None:
        self.scheduleDelayedItemsLayout()
        super()._on_theme_changed()


class Tray(Themed, QWidget):
    """The ideas without a date, with a field for new ones, at the right of the month.

    Signals:
        idea_wanted: A line that says an idea, and whose it is.
        filtered: Other ideas are to be seen.
    """

    idea_wanted = Signal(str, object)
    filtered = Signal()

    def __init__(self, painter: CardPainter, icons: Icons, model: PostModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = self._theme = painter.theme
        self._painter, self._icons = painter, icons
        self._target = ""
        self._whole = 0
        self._small_month: QWidget | None = None
        px = theme.tokens.px
        self.list = IdeaList(painter, model, self)
        self._slot = _Slot(painter, self)
        self._nothing = Words(theme, "", "small", "secondary", self, wrap=True)
        self._nothing.setContentsMargins(px(14), 0, px(14), px(8))
        self._nothing.hide()
        self._writer = _Writer(theme, icons, self)
        self._writer.written.connect(self.idea_wanted)
        self._writer.left.connect(self.stop_writing)
        self._writer.hide()
        self._foot = QVBoxLayout()
        self._foot.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_head())
        column.addWidget(Separator(theme, self))
        column.addWidget(self._build_search())
        column.addSpacing(px(10))
        for widget in (self._slot, self._nothing, self.list, self._build_row(), self._writer):
            column.addWidget(widget)
        column.addStretch(1)
        column.addLayout(self._foot)
        column.addWidget(Separator(theme, self))
        column.addWidget(_HintLine(theme, self))
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            signal.connect(self._show_counts)
        self.follow(theme)

    def _build_head(self) -> QWidget:
        theme, icons, px = self._theme, self._icons, self._theme.tokens.px
        self._head = QWidget(self)
        self._count = Words(theme, "", "body", "tertiary", self._head, tabular=True)
        sieve = IconButton(theme, icons, "filter", _("Filter the ideas"), "", self._head)
        sieve.clicked.connect(self._toggle_search)
        plus = IconButton(theme, icons, "plus", _("New idea"), "Shift+I", self._head)
        plus.clicked.connect(self.write)
        head = QHBoxLayout(self._head)
        head.setContentsMargins(px(14), 0, px(10), 0)
        head.setSpacing(px(8))
        head.addWidget(Words(theme, _("Ideas without a date"), "body_strong", "primary", self._head, elide=True))
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(sieve)
        head.addWidget(plus)
        return self._head

    def _build_search(self) -> QWidget:
        px = self._theme.tokens.px
        self._search_place = QWidget(self)
        self._search = SearchEdit(self._theme, self._icons, _("Filter the ideas"), "", self._search_place)
        self._search.textChanged.connect(self.filtered)
        row = QHBoxLayout(self._search_place)
        row.setContentsMargins(px(12), px(8), px(12), 0)
        row.addWidget(self._search)
        self._search_place.hide()
        return self._search_place

    def _build_row(self) -> QWidget:
        theme, px = self._theme, self._theme.tokens.px
        self._row = QWidget(self)
        add = LinkButton(theme, self._icons, _("Add an idea"), "plus", self._row, role="tertiary")
        add.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        add.clicked.connect(self.write)
        row = QHBoxLayout(self._row)
        row.setContentsMargins(px(12), px(2), px(14), px(6))
        row.addWidget(add)
        row.addStretch(1)
        row.addWidget(KeyHint(theme, "Shift I", self._row))
        return self._row

    def add_small_month(self, month: QWidget) -> None:
        """Put a small month below the ideas; where the tray is low it makes room."""
        self._small_month = month
        self._foot.addWidget(month)
        self._fit()

    def show_small_month(self, *, is_wanted: bool) -> None:
        """Show the small month, or leave its room to the ideas."""
        if self._small_month is not None:
            self._small_month.setProperty("wanted", is_wanted)
            self._fit()

    def _fit(self) -> None:
        month = self._small_month
        if month is not None:
            is_wanted = month.property("wanted") is not False
            month.setVisible(is_wanted and self.height() >= self._painter.theme.tokens.px(_LOW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # --- which ideas are seen -----------------------------------------------------------------

    def keeps(self, card: PostCard) -> bool:
        """Whether an idea has the words that are looked for in the tray."""
        words = plain(self._search.text()).split()
        return not words or all(word in plain(card.title) for word in words)

    @property
    def is_searching(self) -> bool:
        """Whether the ideas are being looked through."""
        return not self._search_place.isHidden()

    def stop_searching(self) -> None:
        """Show all ideas again."""
        self._search.clear()
        self._search_place.hide()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle_search(self) -> None:
        if self.is_searching:
            self.stop_searching()
        else:
            self._search_place.show()
            self._search.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_count(self, count: int) -> None:
        """Say how many ideas there are."""
        self._whole = count
        self._show_counts()

    def _show_counts(self) -> None:
        seen, whole = len(self.list.posts.cards), self._whole
        self._count.setText(str(whole) if seen >= whole else _("{seen} of {count}").format(seen=seen, count=whole))
        is_empty = seen == 0
        if is_empty:
            none = _("No ideas yet. Write one down: a line is enough.")
            self._nothing.setText(none if not whole else _("No idea is like that."))
        self._nothing.setVisible(is_empty)

    def show_known(self, members: Sequence[Member], themes: Themes) -> None:
        """Whom @ and what # can mean in a new idea."""
        self._writer.show_known(members, themes)

    def show_clients(self, choices: Sequence[tuple[object, str]], chosen: int | None) -> None:
        """Whose ideas can be added: one client's, or one of several."""
        self._writer.show_clients(choices, chosen)

    def show_target(self, words: str) -> None:
        """Show what a drop here would do; nothing hides it."""
        if words != self._target:
            self._target = words
            self._slot.show_words(words)
            self.update()

    @property
    def is_writing(self) -> bool:
        """Whether the field for a new idea is open."""
        return not self._writer.isHidden()

    def write(self) -> None:
        """Open the field for a new idea."""
        self._row.hide()
        self._writer.show()
        self._writer.begin()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.tokens.size.tray, self._theme.tokens.px(400))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.tokens.size.tray, self._theme.tokens.px(200))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), tokens.accent.tint if self._target else tokens.surface.window)
            painter.fillRect(0, 0, 1, self.height(), tokens.line.subtle)
            if self._target:
                painter.setPen(QPen(tokens.accent.base, 2))
                painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def stop_writing(self) -> None:
        """Close the field for a new idea."""
        self._writer.hide()
        self._row.show()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_theme_changed(self) -> None:
        if hasattr(self, "_head"):
            self._head.setFixedHeight(self._theme.tokens.size.toolbar - 1)
        super()._on_theme_changed()


class _Slot(Themed, QWidget):
    """The dashed place at the top of the tray where a dragged post would land."""

    def __init__(self, painter: CardPainter, parent: QWidget) -> None:
        super().__init__(parent)
        self._painter = painter
        self._words = ""
        self.follow(painter.theme)
        self.hide()

    def show_words(self, words: str) -> None:
        """Show the place, or hide it."""
        self._words = words
        self.setVisible(bool(words))
        self.update()

    def sizeHint(self) -> QSize:
        px = self._theme.tokens.px
        return QSize(px(100), px(48))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        px = self._theme.tokens.px
        with QPainter(self) as painter:
            rect = QRectF(self.rect()).adjusted(px(_SIDE), 0, -px(_SIDE), -px(_GAP))
            self._painter.paint_slot(painter, rect, self._words)

    def _on_theme_changed(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        super()._on_theme_changed()


class _Writer(QWidget):
    """A field for a new idea; Enter adds it and waits for the next.

    Signals:
        written: A title, and whose idea it is.
        left: Esc, or the field was left empty.
    """

    written = Signal(str, object)
    left = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        px = theme.tokens.px
        self._client: object = None
        self._members: Sequence[Member] = ()
        self._themes = Themes()
        self._clients = ComboBox(theme, icons, self)
        self._clients.setAccessibleName(_("Client"))
        self._clients.chosen.connect(self._read)
        self._field = _IdeaEdit(theme, "", self)
        self._field.setPlaceholderText(_("reel: how to cut a loaf #autumn @ana"))
        self._field.setAccessibleName(_("New idea"))
        self._field.textChanged.connect(self._read)
        self._field.returnPressed.connect(self._write)
        self._field.left.connect(self._on_left)
        self._understood = Words(theme, "", "label", "tertiary", self, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(2), px(12), px(8))
        column.setSpacing(px(6))
        column.addWidget(self._clients)
        column.addWidget(self._field)
        column.addWidget(self._understood)
        self._read()

    def show_known(self, members: Sequence[Member], themes: Themes) -> None:
        """Whom @ and what # can mean."""
        self._members, self._themes = members, themes
        self._read()

    def _read(self) -> None:
        """Say what was understood so far."""
        line = self._field.text().strip()
        if not line:
            self._understood.setText(_("Format: title #theme @who. Enter adds it."))
            return
        client = self._of
        idea = parse_idea(line, self._members, self._themes.of(client if isinstance(client, int) else 0))
        self._understood.setText(idea_words(idea))

    @property
    def _of(self) -> object:
        return self._client if self._client is not None else self._clients.current_key

    def show_clients(self, choices: Sequence[tuple[object, str]], chosen: int | None) -> None:
        """Let a person choose the client when none is chosen."""
        self._clients.offer(choices)
        if self._clients.current_key is None and choices:
            self._clients.choose(choices[0][0])
        self._client = chosen
        self._clients.setVisible(chosen is None)

    def begin(self) -> None:
        """Wait for words."""
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write(self) -> None:
        title = self._field.text().strip()
        if title:
            self._field.clear()
            self.written.emit(title, self._of)

    def _on_left(self, is_escape: bool) -> None:
        if is_escape or not self._field.text().strip():
            self._field.clear()
            self.left.emit()


def idea_words(idea: Idea) -> str:
    """What was understood of a line: 'Reel · Nuria Cabal · Campaign: Autumn · #bread'."""
    parts = [phrases.format_name(idea.format).capitalize()]
    if idea.owner:
        parts.append(idea.owner)
    if idea.campaign:
        parts.append(_("Campaign: {name}").format(name=idea.campaign))
    if idea.pillar:
        parts.append(_("Pillar: {name}").format(name=idea.pillar))
    if idea.hashtags:
        parts.append(_("{tags} in the text").format(tags=idea.text))
    return " · ".join(parts)


class _IdeaEdit(LineEdit):
    """The field of a new idea.

    Signals:
        left: Whether it was left by Esc.
    """

    left = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit(True)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        reasons = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() not in reasons and not isinstance(QApplication.focusWidget(), ComboBox):
            self.left.emit(False)


class _HintLine(Themed, QWidget):
    """How an idea gets a date, by mouse and by keyboard; the key stands there as a key cap."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        words = _("Drag an idea onto a day, or press {key} and type “fri 16”.")
        self._words = words.split()
        self.setAccessibleName(words.format(key="M"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.follow(theme)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        px = self._theme.tokens.px
        return px(10) + len(self._lines(width - 2 * px(14))) * px(17) + px(14)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.tokens.size.tray, self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        px = tokens.px
        with QPainter(self) as painter:
            painter.setFont(self._theme.font("label"))
            top = px(10)
            for line in self._lines(self.width() - 2 * px(14)):
                left = float(px(14))
                for word in line:
                    if word == "{key}":
                        glyphs.paint_key(painter, QPointF(left, top), "M", self._theme)
                    else:
                        painter.setPen(tokens.text.tertiary)
                        painter.drawText(QRectF(left, top, self.width(), px(17)), _LEFT, word)
                    left += self._width(word)
                top += px(17)

    def _lines(self, width: int) -> list[list[str]]:
        lines: list[list[str]] = [[]]
        left = 0.0
        for word in self._words:
            if lines[-1] and left + self._width(word) > width:
                lines.append([])
                left = 0.0
            lines[-1].append(word)
            left += self._width(word)
        return lines

    def _width(self, word: str) -> float:
        metrics = self._theme.metrics("label")
        space = metrics.horizontalAdvance(" ")
        if word == "{key}":
            return glyphs.key_size("M", self._theme).width() + space
        return metrics.horizontalAdvance(word) + space
