"""A column of the board: its head, its cards, and the line that adds one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.tasks import BoardColumn, TaskCard, parse_quick
from cmdesk.i18n import _, key_words, ngettext
from cmdesk.ui.board import phrases
from cmdesk.ui.board.cardlist import CardList
from cmdesk.ui.board.cards import CardDelegate
from cmdesk.ui.board.phrases import Facts
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import IconButton, LinkButton
from cmdesk.ui.widgets.facts import Tag, words
from cmdesk.ui.widgets.fields import ComboBox, LineEdit
from cmdesk.ui.widgets.themed import Themed

HEAD: Final = 38  # with the room above the first card that makes 42
SIDE: Final = 6
FOLD: Final = 4  # done tasks that are shown until a person asks for more
FOLD_FROM: Final = 6


class _ShyButton(IconButton):
    """A button of a column's head that shows while the pointer or the keyboard is near."""

    is_near = True

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.is_near or self.hasFocus() or self.underMouse():
            with QPainter(self) as painter:  # it may lie over the end of a long name
                painter.fillRect(self.rect(), self._theme.tokens.surface.canvas)
            super().paintEvent(event)


class ColumnHead(Themed, QWidget):
    """A column's name and count, what a drop would change, and its buttons.

    Signals:
        add_wanted: A task is to be added.
        menu_wanted: Where its menu is to open, on the screen.
        renamed: The new name.
    """

    add_wanted = Signal()
    menu_wanted = Signal(QPoint)
    renamed = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        px = theme.tokens.px
        self._name = words(theme, "", "body_strong", "primary", self, elide=True)
        self._count = words(theme, "", "body_medium", "tertiary", self, tabular=True)
        self._effect = Tag(theme, icons, "", "accent", parent=self)
        self._field = LineEdit(theme, "", self)
        self._field.setAccessibleName(_("Name of the column"))
        self._field.editingFinished.connect(self._on_named)
        self._field.installEventFilter(self)
        self._field.hide()
        self.adder = _ShyButton(theme, icons, "plus", _("Add a task"), "N", self, "tertiary")
        self.opener = _ShyButton(theme, icons, "dots", _("Column"), "", self, "tertiary")
        self.adder.clicked.connect(self.add_wanted)
        self.opener.clicked.connect(self._on_opener)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(SIDE), 0, px(SIDE), 0)
        row.setSpacing(px(7))
        row.addWidget(self._name)
        row.addWidget(self._field, 1)
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(self._effect)
        self._always_adds = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_context)
        self.follow(theme)
        self.show_effect("")
        self._set_near(is_near=False)

    def show_column(self, column: BoardColumn, count: int, *, is_first: bool) -> None:
        """Name the column and say how much it holds."""
        self._name.setText(column.name)
        self._name.setMaximumWidth(round(self._theme.metrics("body_strong").horizontalAdvance(column.name)) + 4)
        self._count.setText(phrases.count_words(column, count))
        is_over = column.limit is not None and count > column.limit
        self._count.set_colour("warn" if is_over else "tertiary")
        self._count.setToolTip(_("More than the limit of this column") if is_over else "")
        self._always_adds = is_first
        self.opener.set_name(_("Column {name}").format(name=column.name))
        self.adder.set_name(_("Add a task to {name}").format(name=column.name), "N")
        self._set_near(is_near=self.underMouse())

    def show_effect(self, text: str, *, is_over: bool = False) -> None:
        """Say what a drop would change; empty words hide it."""
        self._effect.show_fact(text, "warn" if is_over else "accent")
        self._effect.setVisible(bool(text))
        for button in (self.opener, self.adder):
            button.setVisible(not text)

    @property
    def effect(self) -> str:
        """What is said about a drop now."""
        return self._effect.accessibleName() if not self._effect.isHidden() else ""

    def rename(self) -> None:
        """Write the name in its place."""
        self._field.setText(self._name.text())
        self._name.hide()
        self._count.hide()
        self._field.show()
        self._field.selectAll()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        right = self.width()
        for button in (self.adder, self.opener):
            size = button.sizeHint()
            if button is self.opener and self.adder.isHidden():
                right = self.width()
            right -= size.width()
            button.setGeometry(right, (self.height() - size.height()) // 2, size.width(), size.height())
            button.raise_()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._name.geometry().contains(event.position().toPoint()):
            self.rename()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self._set_near(is_near=event.type() == QEvent.Type.HoverEnter)
        return super().event(event)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if watched is self._field and event.type() == QEvent.Type.KeyPress and is_escape:
            self._field.setText(self._name.text())
            self._field.clearFocus()
            return True
        return False

    def _set_near(self, *, is_near: bool) -> None:
        self.opener.is_near = is_near
        self.adder.is_near = is_near or self._always_adds
        self.opener.update()
        self.adder.update()

    def _on_named(self) -> None:
        if self._field.isHidden():
            return
        name = self._field.text().strip()
        self._field.hide()
        self._name.show()
        self._count.show()
        if name and name != self._name.text():
            self._name.setText(name)
            self.renamed.emit(name)

    def _on_opener(self) -> None:
        self.menu_wanted.emit(self.opener.mapToGlobal(QPoint(0, self.opener.height())))

    def _on_context(self, place: QPoint) -> None:
        self.menu_wanted.emit(self.mapToGlobal(place))

    def _on_theme_changed(self) -> None:
        self.setFixedHeight(self._theme.tokens.px(HEAD))
        super()._on_theme_changed()


class QuickAdd(Themed, QWidget):
    """'+ Add a task': a line that takes quick words, stays open, and says what it understood.

    Signals:
        written: The words, and the client's id where the board shows several.
    """

    written = Signal(str, object)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        px = theme.tokens.px
        self._facts = Facts()
        self._is_asking_client = False
        self._opener = LinkButton(theme, icons, _("Add a task"), "plus", self, "tertiary")
        self._opener.clicked.connect(self.open)
        self.field = LineEdit(theme, "", self)
        self.field.setPlaceholderText(_("Ask for photos fri 16 @irene #photos"))
        self.field.setAccessibleName(_("New task"))
        self.field.returnPressed.connect(self._on_return)
        self.field.textChanged.connect(self._on_typed)
        self.field.installEventFilter(self)
        self.client = ComboBox(theme, icons, self)
        self.client.setAccessibleName(_("Client"))
        self._hint = words(theme, "", "caption", "tertiary", self, elide=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(SIDE), px(2), px(SIDE), px(4))
        column.setSpacing(px(4))
        opener_row = QHBoxLayout()
        opener_row.setContentsMargins(px(6), 0, 0, 0)
        opener_row.addWidget(self._opener)
        opener_row.addStretch(1)
        column.addLayout(opener_row)
        column.addWidget(self.field)
        column.addWidget(self.client)
        column.addWidget(self._hint)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.follow(theme)
        self._show(is_open=False)

    @property
    def is_open(self) -> bool:
        """Whether a task is being written."""
        return not self.field.isHidden()

    def show_facts(self, facts: Facts, client_id: int | None) -> None:
        """Know the day, the people and the clients; with one client there is nothing to ask."""
        self._facts = facts
        self._is_asking_client = client_id is None and bool(facts.clients)
        choices: list[tuple[object, str]] = [(None, _("The agency"))]
        choices += [(client.id, client.name) for client in facts.clients.values() if not client.is_archived]
        self.client.offer(choices)
        self.client.setVisible(self.is_open and self._is_asking_client)

    def open(self) -> None:
        """Write a task."""
        self._show(is_open=True)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_line(self) -> None:
        """Put the line away, and what was written in it."""
        self.field.clear()
        self._show(is_open=False)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is not self.field:
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.close_line()
            self._opener.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if event.type() == QEvent.Type.FocusOut and not self.field.text().strip() and not self.client.hasFocus():
            self._show(is_open=False)
        return False

    def _show(self, *, is_open: bool) -> None:
        self._opener.setVisible(not is_open)
        self.field.setVisible(is_open)
        self.client.setVisible(is_open and self._is_asking_client)
        self._hint.setVisible(is_open and bool(self._hint.text()))

    def _on_typed(self, text: str) -> None:
        try:
            quick = parse_quick(text, self._facts.today, tuple(self._facts.members.values()))
        except RuleBroken:
            understood = ""
        else:
            understood = phrases.quick_words(quick, self._facts)
        self._hint.setText(understood)
        self._hint.setVisible(self.is_open and bool(understood))

    def _on_return(self) -> None:
        text = self.field.text().strip()
        if text:
            self.field.clear()
            self.written.emit(text, self.client.current_key if self._is_asking_client else None)


class ColumnView(Themed, QWidget):
    """One column: head, cards, what is folded away, and the line that adds a task.

    Signals:
        added: Words of a new task, and its client where the board shows several.
        renamed: The new name.
        menu_wanted: Where the menu of the column is to open.
        earlier_wanted: Tasks that were done before what is shown.
    """

    added = Signal(str, object)
    renamed = Signal(str)
    menu_wanted = Signal(QPoint)
    earlier_wanted = Signal()

    def __init__(
        self, theme: Theme, icons: Icons, delegate: CardDelegate, column: BoardColumn, parent: QWidget
    ) -> None:
        super().__init__(parent)
        px = theme.tokens.px
        self.column = column
        self._cards: tuple[TaskCard, ...] = ()
        self._is_unfolded = False
        self._is_target = False
        self._facts = Facts()
        self._earlier = 0
        self.head = ColumnHead(theme, icons, self)
        self.list = CardList(theme, delegate, self)
        self.more = LinkButton(theme, icons, "", None, self, "tertiary")
        self.quick = QuickAdd(theme, icons, self)
        self.head.add_wanted.connect(self.quick.open)
        self.head.renamed.connect(self.renamed)
        self.head.menu_wanted.connect(self.menu_wanted)
        self.quick.written.connect(self.added)
        self.more.clicked.connect(self._on_more)
        more_row = QHBoxLayout()
        more_row.setContentsMargins(px(SIDE + 6), px(2), px(SIDE), 0)
        more_row.addWidget(self.more)
        more_row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, px(8))
        layout.setSpacing(0)
        head_row = QHBoxLayout()
        head_row.setContentsMargins(px(SIDE), 0, px(SIDE), 0)
        head_row.addWidget(self.head)
        layout.addLayout(head_row)
        layout.addWidget(self.list)
        layout.addLayout(more_row)
        layout.addWidget(self.quick)
        layout.addStretch(1)
        self.follow(theme)

    def show_column(
        self,
        column: BoardColumn,
        cards: Sequence[TaskCard],
        facts: Facts,
        *,
        client_id: int | None,
        is_first: bool,
        earlier: int = 0,
    ) -> None:
        """Show this column with these cards."""
        self.column = column
        self._cards = tuple(cards)
        self._facts = facts
        self._earlier = earlier if column.is_done else 0
        self.head.show_column(column, len(cards), is_first=is_first)
        self.quick.show_facts(facts, client_id)
        self.quick.setVisible(not column.is_done)
        self.head.adder.setVisible(not column.is_done)
        self.list.setAccessibleName(
            ngettext("{column}, {count} task", "{column}, {count} tasks", len(cards)).format(
                column=column.name, count=len(cards)
            )
        )
        self._show_cards()

    @property
    def cards(self) -> tuple[TaskCard, ...]:
        """All its cards, also those that are folded away."""
        return self._cards

    @property
    def first_folded(self) -> int | None:
        """The first card that is folded away, before which what is dropped at the end belongs."""
        shown = self._shown_count()
        return self._cards[shown].id if shown < len(self._cards) else None

    def unfold(self) -> None:
        """Show all its cards."""
        self._is_unfolded = True
        self._show_cards()

    def show_target(self, row: int | None, effect: str = "", *, is_over: bool = False) -> None:
        """Show that a drop would land here, before this row, and what it would change; None takes that away."""
        self.list.show_line(row)
        self.head.show_effect(effect if row is not None else "", is_over=is_over)
        if self.column.is_done:
            self.head.adder.hide()
        if self._is_target != (row is not None):
            self._is_target = row is not None
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(240), self._theme.tokens.px(400))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if not self._is_target:
            return
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent.tint)
            painter.drawRoundedRect(QRectF(self.rect()), tokens.radius.panel, tokens.radius.panel)

    def _shown_count(self) -> int:
        is_folded = self.column.is_done and not self._is_unfolded and len(self._cards) >= FOLD_FROM
        return FOLD if is_folded else len(self._cards)

    def _show_cards(self) -> None:
        shown = self._shown_count()
        self.list.show_cards(self._cards[:shown], self._facts)
        hidden = len(self._cards) - shown
        if hidden:
            text = _("Show {count} more").format(count=hidden)
        else:
            text = ngettext("Show {count} done earlier", "Show {count} done earlier", self._earlier).format(
                count=self._earlier
            )
        self.more.setText(text)
        self.more.setAccessibleName(text)
        self.more.setVisible(bool(hidden or self._earlier))
        self.more.updateGeometry()

    def _on_more(self) -> None:
        if self._shown_count() < len(self._cards):
            self.unfold()
        else:
            self._is_unfolded = True
            self.earlier_wanted.emit()


def add_entry(menu: QMenu, text: str, keys: str = "", *, is_on: bool = True) -> QAction:
    """A line of a menu, with the key that does the same beside it."""
    entry = menu.addAction(f"{text}\t{key_words(keys)}" if keys else text)
    entry.setEnabled(is_on)
    return entry
