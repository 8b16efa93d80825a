"""What opens beside a day or a post: when it goes, a new one, the whole list of a day, its status."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from cmdesk.domain.errors import DeskError
from cmdesk.domain.moments import When
from cmdesk.domain.posts import PATH, POST_FORMAT_NAMES, PostCard, PostFormat, PostStatus
from cmdesk.i18n import gettext as _
from cmdesk.i18n import ngettext, spoken
from cmdesk.ui import glyphs
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.cards import CardPainter, Look
from cmdesk.ui.calendar.model import CARD, PostModel
from cmdesk.ui.calendar.tray import IdeaList
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme, Tokens
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import ComboBox, ErrorLine, LineEdit
from cmdesk.ui.widgets.popover import Popover

AnyIndex = QModelIndex | QPersistentModelIndex
CHANGES_ASKED: Final = "changes_asked"
_WIDTH: Final = 300
_STEPS: Final = (-7, -1, 1, 7)


class WhenField(QWidget):
    """One line for a day and an hour in words; below it stands what was understood, and steps of some days.

    Signals:
        chosen: A When.
        shifted: By how many days, each post from its own.
    """

    chosen = Signal(object)
    shifted = Signal(int)

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        title: str,
        parse: Callable[[str], When],
        parent: QWidget | None = None,
        *,
        has_steps: bool = False,
    ) -> None:
        super().__init__(parent)
        px = theme.tokens.px
        self._parse = parse
        self._has_steps = has_steps
        self._field = LineEdit(theme, "", self)
        self._field.setAccessibleName(title)
        self._field.setPlaceholderText(_("fri 16 9:00, +7, 3 nov, tray"))
        self._field.textChanged.connect(self._read)
        self._field.returnPressed.connect(self._choose)
        self._answer = Words(theme, _("Day and hour in words"), "label", "tertiary", self)
        self._error = ErrorLine(theme, icons, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addWidget(Words(theme, title, "body_strong", "primary", self, elide=True))
        column.addWidget(self._field)
        column.addWidget(self._answer)
        column.addWidget(self._error)
        if has_steps:
            column.addLayout(self._steps(theme, icons))
        self.setFixedWidth(px(_WIDTH))
        self.setFocusProxy(self._field)

    def _steps(self, theme: Theme, icons: Icons) -> QHBoxLayout:
        """Buttons that move by some days at once."""
        row = QHBoxLayout()
        row.setSpacing(theme.tokens.px(6))
        for days in _STEPS:
            button = push_button(theme, icons, f"{days:+d}".replace("-", "−"), "compact", parent=self)
            button.setAccessibleName(shift_words(days))
            button.setToolTip(shift_words(days))
            button.clicked.connect(partial(self._shift, days))
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _shift(self, days: int, _checked: bool = False) -> None:
        self.shifted.emit(days)

    def _days(self) -> int | None:
        """By how many days, where just that was written: '+7', '-3'."""
        match = re.fullmatch(r"\s*([+\-−]\d{1,4})\s*", self._field.text())
        return int(match[1].replace("−", "-")) if match and self._has_steps else None

    def write(self, words: str) -> None:
        """Put words into the field, as if they were typed."""
        self._field.setText(words)

    def _read(self) -> None:
        self._error.clear()
        self._answer.setText(_("Day and hour in words"))
        if not self._field.text().strip():
            return
        if days := self._days():
            self._answer.setText(shift_words(days))
            return
        try:
            when = self._parse(self._field.text())
        except DeskError:
            return  # said at Enter: half a word is no mistake
        if when.day is None:
            self._answer.setText(_("To the tray"))
        else:
            self._answer.setText(phrases.when_with_month(when.day, when.minute))

    def _choose(self) -> None:
        if days := self._days():
            self.shifted.emit(days)
            return
        try:
            when = self._parse(self._field.text())
        except DeskError as error:
            self._error.show_problem(str(error))
            return
        self.chosen.emit(when)


def shift_words(days: int) -> str:
    """'7 days later', '1 day earlier'."""
    if days < 0:
        return ngettext("{count} day earlier", "{count} days earlier", -days).format(count=-days)
    return ngettext("{count} day later", "{count} days later", days).format(count=days)


class NewPost(QWidget):
    """The title of a new post, its format and, where all clients are shown, its client.

    Signals:
        wanted: The title, the format and the client.
    """

    wanted = Signal(str, object, object)

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        day: date,
        clients: Sequence[tuple[object, str]],
        client_id: int | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        px = theme.tokens.px
        self._client_id = client_id
        title = _("New post for {day}").format(day=spoken().short_day(day))
        self._field = LineEdit(theme, "", self)
        self._field.setPlaceholderText(_("Working title"))
        self._field.setAccessibleName(title)
        self._field.returnPressed.connect(self.confirm)
        self._format = ComboBox(theme, icons, self)
        self._format.setAccessibleName(_("Format"))
        self._format.offer([(key, phrases.format_name(key).capitalize()) for key in POST_FORMAT_NAMES])
        self._format.choose(PostFormat.POST)
        self._client = ComboBox(theme, icons, self)
        self._client.setAccessibleName(_("Client"))
        self._client.offer(clients)
        self._client.choose(clients[0][0] if clients else None)
        self._client.setVisible(client_id is None)
        self._error = ErrorLine(theme, icons, self)
        button = push_button(theme, icons, _("Add post"), "primary", shortcut_hint="↵", parent=self)
        button.clicked.connect(self.confirm)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self._format)
        row.addStretch(1)
        row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(Words(theme, title, "body_strong", "primary", self))
        column.addWidget(self._client)
        column.addWidget(self._field)
        column.addWidget(self._error)
        column.addLayout(row)
        self.setFixedWidth(px(_WIDTH + 20))
        self.setFocusProxy(self._field)

    def write(self, title: str) -> None:
        """Put a title into the field, as if it were typed."""
        self._field.setText(title)

    def confirm(self) -> None:
        """Ask for the post, if it has a title."""
        title = self._field.text().strip()
        if not title:
            self._error.show_problem(_("Write a title."))
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        client = self._client_id if self._client_id is not None else self._client.current_key
        self.wanted.emit(title, self._format.current_key, client)


class _DayDelegate(QStyledItemDelegate):
    """Draws the posts of a day below each other."""

    def __init__(self, painter: CardPainter, view: IdeaList) -> None:
        super().__init__(view)
        self._painter, self._view = painter, view

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        del option, index
        tokens = self._painter.theme.tokens
        return QSize(tokens.px(120), tokens.size.post_card_medium + tokens.px(4))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        card: PostCard = index.data(CARD)
        posts = self._view.posts
        client = posts.client_of(card)
        state = option.state
        look = Look(
            is_selected=bool(state & QStyle.StateFlag.State_Selected),
            is_hot=bool(state & QStyle.StateFlag.State_MouseOver),
            is_current=index == self._view.currentIndex() and self._view.hasFocus(),
            days_late=posts.late.get(card.id, 0),
            mark=posts.marks.get(card.id),
            is_near=card.id in posts.near,
            client=client.tile if client else None,
        )
        rect = QRectF(option.rect).adjusted(2, 1, -2, -self._painter.theme.tokens.px(3))
        painter.save()
        self._painter.paint_post(painter, rect, card, look)
        painter.restore()


class DayList(QWidget):
    """All posts of one day; they can be opened and dragged from here.

    Signals:
        open_wanted: A post's id.
        drag_wanted: Ids, the one that was grabbed, and where within it.
        carry_wanted: Ids that the keyboard lifts.
    """

    open_wanted = Signal(object)
    drag_wanted = Signal(object, object, QPointF)
    carry_wanted = Signal(object)

    def __init__(
        self,
        painter: CardPainter,
        source: PostModel,
        day: date,
        cards: Sequence[PostCard],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        theme = painter.theme
        tokens = theme.tokens
        px = tokens.px
        model = PostModel(self)
        model.surroundings, model.is_mixed = source.surroundings, source.is_mixed
        model.tell(source.marks, source.late, source.needs)
        model.near = source.near
        model.reset(cards)
        self.list = IdeaList(painter, model, self)
        self.list.setItemDelegate(_DayDelegate(painter, self.list))
        self.list.setAccessibleName(phrases.day_sentence(day, len(cards)))
        self.list.open_wanted.connect(self.open_wanted)
        self.list.drag_wanted.connect(self.drag_wanted)
        self.list.carry_wanted.connect(self.carry_wanted)
        height = len(cards) * (tokens.size.post_card_medium + px(4))
        self.list.setFixedHeight(min(height, px(380)) + 2)
        words = ngettext("{count} post", "{count} posts", len(cards)).format(count=len(cards))
        head = QHBoxLayout()
        head.addWidget(Words(theme, spoken().long_day(day), "body_strong", "primary", self))
        head.addStretch(1)
        head.addWidget(Words(theme, words, "small", "tertiary", self))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(head)
        column.addWidget(self.list)
        self.setFixedWidth(px(_WIDTH - 20))
        self.setFocusProxy(self.list)


def status_icon(status: str, tokens: Tokens, ratio: float = 2.0) -> QIcon:
    """The glyph of a status for menus and choices."""
    edge = tokens.size.status_glyph
    pixmap = QPixmap(round(edge * ratio), round(edge * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        glyphs.paint_status(painter, QRectF(0, 0, edge, edge), status, tokens)
    return QIcon(pixmap)


class StatusMenu(QMenu):
    """How far posts have come: the digits 1 to 7 choose; a step that the role does not allow says why.

    Signals:
        chosen: A status, or CHANGES_ASKED.
    """

    chosen = Signal(str)

    def __init__(
        self, theme: Theme, icons: Icons, parent: QWidget, why_not: Callable[[PostStatus], str] | None = None
    ) -> None:
        super().__init__(parent)
        self._why_not = why_not
        self.setToolTipsVisible(True)
        for digit, status in enumerate(PATH, 1):
            words = _("&{digit}  {status}").format(digit=digit, status=phrases.status_name(status))
            self._offer(str(status), words, status_icon(status, theme.tokens))
        self.addSeparator()
        self._offer(CHANGES_ASKED, _("Changes asked"), icons.icon("arrow-back-up"))
        cancelled = PostStatus.CANCELLED
        self._offer(str(cancelled), phrases.status_name(cancelled), status_icon(cancelled, theme.tokens))
        self.triggered.connect(self._on_triggered)
        self.aboutToHide.connect(self.deleteLater)

    def _offer(self, key: str, text: str, icon: QIcon) -> None:
        act = self.addAction(icon, text)
        act.setData(key)
        why = self._why_not(PostStatus(key)) if self._why_not and key != CHANGES_ASKED else ""
        act.setEnabled(not why)
        act.setToolTip(why)

    def _on_triggered(self, entry: object) -> None:
        data = getattr(entry, "data", None)
        if data is not None:
            self.chosen.emit(data())


def opened(theme: Theme, content: QWidget, beside: QWidget, place: QRect) -> Popover:
    """A popover with this content beside a place on the screen."""
    popover = Popover(theme, content, beside)
    popover.open_beside(place if place.isValid() else QRect(beside.mapToGlobal(QPoint(0, 0)), QSize(1, 1)))
    return popover
