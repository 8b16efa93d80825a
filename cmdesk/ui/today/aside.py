"""The right column of a day: what goes out, how the month stands, which scopes are not agreed."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from cmdesk.domain.clients import ClientTile as Client
from cmdesk.domain.moments import Month
from cmdesk.domain.posts import PostCard, PostStatus
from cmdesk.domain.scope import ScopeStatus
from cmdesk.domain.today import MonthSoFar, NotAgreed, Today
from cmdesk.i18n import _, ngettext, spoken
from cmdesk.ui import glyphs
from cmdesk.ui.calendar.pictures import Pictures
from cmdesk.ui.theme import Theme
from cmdesk.ui.today.rows import Way, status_words
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.facts import ClientTile, Words
from cmdesk.ui.widgets.layouts import Separator
from cmdesk.ui.widgets.themed import Pressable, Ringed, Themed

if TYPE_CHECKING:
    from cmdesk.ui.page import Tools

_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_MINUTE_MS: Final = 30_000


class _Going(Ringed, Pressable, QAbstractButton):
    """A post that goes out today: hour, picture, title, whose, where and how far."""

    def __init__(
        self, tools: Tools, card: PostCard, client: Client | None, pictures: Pictures, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._icons, self._pictures = tools.icons, pictures
        self.card, self._client = card, client
        self.setText(card.title)
        hour = spoken().clock(card.minute) if card.minute is not None else _("no hour yet")
        name = client.name if client else ""
        self.setAccessibleName(", ".join((hour, card.title, name, status_words(card.status))))
        self.setToolTip(f"{card.title} · {name}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        pictures.arrived.connect(self.update)
        self.follow(tools.theme)

    def ring_radius(self) -> float:
        return self._theme.tokens.radius.control

    def sizeHint(self) -> QSize:
        px = self._theme.tokens.px
        return QSize(px(220), px(50))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(120), self.sizeHint().height())

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens, theme = self._theme.tokens, self._theme
        px = tokens.px
        is_out = self.card.status is PostStatus.PUBLISHED
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.underMouse():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(tokens.surface.hover)
                painter.drawRoundedRect(QRectF(self.rect()), tokens.radius.control, tokens.radius.control)
            middle = self.height() / 2
            painter.setFont(theme.font("small_medium", tabular=True))
            painter.setPen(tokens.text.secondary)
            hour = spoken().clock(self.card.minute) if self.card.minute is not None else "—"
            painter.drawText(QRectF(0, 0, px(44), self.height()), _LEFT, hour)
            edge = px(34)
            picture = QRectF(px(54), middle - edge / 2, edge, edge)
            if not self._pictures.paint(painter, self.card.thumb, picture, px(6)):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(tokens.surface.sunken)
                painter.drawRoundedRect(picture, px(6), px(6))
                inset = px(9)
                inside = picture.adjusted(inset, inset, -inset, -inset)
                self._icons.paint(painter, "photo", inside, tokens.text.tertiary)
            glyph = px(16)
            right = self.width() - px(2)
            sign = QRectF(right - glyph, middle - glyph / 2, glyph, glyph)
            glyphs.paint_status(painter, sign, str(self.card.status), tokens)
            room = QRectF(px(98), 0, sign.left() - px(8) - px(98), self.height())
            painter.setFont(theme.font("body"))
            painter.setPen(tokens.text.secondary if is_out else tokens.text.primary)
            title = painter.fontMetrics().elidedText(self.card.title, Qt.TextElideMode.ElideRight, round(room.width()))
            painter.drawText(QRectF(room.left(), middle - px(18), room.width(), px(18)), _LEFT, title)
            self._paint_where(painter, QRectF(room.left(), middle + px(1), room.width(), px(17)))

    def _paint_where(self, painter: QPainter, line: QRectF) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        left = line.left()
        edge = px(14)
        top = line.center().y() - edge / 2
        if self._client is not None:
            tile = QRectF(left, top, edge, edge)
            glyphs.paint_tile(painter, tile, self._client.letters, self._client.colour, tokens)
            left += edge + px(7)
        for network in self.card.networks[:4]:
            glyphs.paint_network(painter, QRectF(left, top, edge, edge), network, tokens.text.secondary, self._icons)
            left += edge + px(3)
        painter.setFont(self._theme.font("small"))
        painter.setPen(tokens.text.secondary)
        room = QRectF(left + px(4), line.top(), line.right() - left - px(4), line.height())
        said = status_words(self.card.status)
        painter.drawText(
            room, _LEFT, painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, round(room.width()))
        )


class _Now(Themed, QWidget):
    """The present hour between what went out and what will."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.minute = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow(theme)

    def show_minute(self, minute: int) -> None:
        """Show this hour."""
        self.minute = minute
        self.setAccessibleName(_("Now: {time}").format(time=spoken().clock(minute)))
        self.update()

    def sizeHint(self) -> QSize:
        px = self._theme.tokens.px
        return QSize(px(120), px(15))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        px = tokens.px
        with QPainter(self) as painter:
            painter.setFont(self._theme.font("caption_strong", tabular=True))
            painter.setPen(tokens.accent.text)
            said = spoken().clock(self.minute)
            painter.drawText(self.rect(), _LEFT, said)
            left = painter.fontMetrics().horizontalAdvance(said) + px(8)
            painter.fillRect(QRectF(left, self.height() / 2 - 0.75, self.width() - left, 1.5), tokens.accent.base)


class _MonthRow(Ringed, Pressable, QAbstractButton):
    """A client's month: how many posts are planned of those that were agreed, and where today is."""

    def __init__(self, theme: Theme, client: Client, row: MonthSoFar, part: float, parent: QWidget) -> None:
        super().__init__(parent)
        self._client, self._row, self._part = client, row, part
        self.setText(client.name)
        said = _("{name}: {count} of {agreed} posts").format(name=client.name, count=row.planned, agreed=row.agreed)
        over = over_words(row.over) if row.over else ""
        self.setAccessibleName(f"{said}, {over}" if over else said)
        self.setToolTip(f"{said} · {over}" if over else said)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow(theme)

    def sizeHint(self) -> QSize:
        px = self._theme.tokens.px
        return QSize(px(220), px(39))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(120), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens, theme = self._theme.tokens, self._theme
        px = tokens.px
        row = self._row
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            edge = px(20)
            tile = QRectF(0, px(1), edge, edge)
            glyphs.paint_tile(painter, tile, self._client.letters, self._client.colour, tokens)
            line = QRectF(px(29), px(1), self.width() - px(29), px(18))
            of = _("of {count}").format(count=spoken().number(row.agreed))
            painter.setFont(theme.font("body", tabular=True))
            painter.setPen(tokens.text.secondary)
            painter.drawText(line, _RIGHT, of)
            wide = painter.fontMetrics().horizontalAdvance(of) + px(4)
            painter.setFont(theme.font("body_strong", tabular=True))
            painter.setPen(tokens.feedback.warn if row.over else tokens.text.primary)
            figure = spoken().number(row.planned)
            painter.drawText(line.adjusted(0, 0, -wide, 0), _RIGHT, figure)
            wide += painter.fontMetrics().horizontalAdvance(figure) + px(8)
            painter.setFont(theme.font("body"))
            painter.setPen(tokens.text.primary)
            room = round(line.width() - wide)
            name = painter.fontMetrics().elidedText(self._client.name, Qt.TextElideMode.ElideRight, room)
            painter.drawText(line, _LEFT, name)
            bar = QRectF(line.left(), px(23), line.width(), px(6))
            glyphs.paint_quota_bar(painter, bar, row.planned, row.agreed, tokens)
            mark = QRectF(bar.left() + self._part * bar.width() - 1, bar.top() - px(3), 2, px(12))
            painter.fillRect(mark, tokens.text.primary)


def over_words(count: int) -> str:
    """'1 more than agreed'."""
    return ngettext("{count} more than agreed", "{count} more than agreed", count).format(count=count)


class Aside(QScrollArea):
    """The right column.

    Signals:
        went: A Way that a person wants to go.
        schedule_wanted: Id of a post that is programmed now.
    """

    went = Signal(object)
    schedule_wanted = Signal(object)

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        self._tools = tools
        self.pictures = Pictures(tools.jobs, self)
        self._shown: Today | None = None
        self._now: _Now | None = None
        self._inside: QWidget | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setProperty("pane", True)
        self._clock = QTimer(self)
        self._clock.setInterval(_MINUTE_MS)
        self._clock.timeout.connect(self._on_minute)
        self._clock.start()

    def show_today(self, today: Today) -> None:
        """Show what goes out, the month and what is not agreed."""
        if today == self._shown:
            return
        self._shown = today
        self._fill(today)

    def _fill(self, today: Today) -> None:
        px = self._tools.theme.tokens.px
        inside = QWidget()
        inside.setAutoFillBackground(False)
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(18), px(16), px(18), px(20))
        column.setSpacing(0)
        self._inside = inside
        self._now = None
        parts = (self._going_out, self._month, self._not_agreed)
        groups = [group for part in parts if (group := part(today, inside))]
        for place, group in enumerate(groups):
            if place:
                column.addSpacing(px(16))
                column.addWidget(Separator(self._tools.theme, inside))
                column.addSpacing(px(14))
            for widget in group:
                column.addWidget(widget)
        column.addStretch(1)
        self.setWidget(inside)
        self.pictures.want(card.thumb for card in today.going_out)

    def _head(self, title: str, remark: str, parent: QWidget) -> QWidget:
        theme = self._tools.theme
        head = QWidget(parent)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, theme.tokens.px(8))
        row.addWidget(Words(theme, title, "section", "primary", head))
        said = Words(theme, remark, "small", "tertiary", head, elide=True)
        said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(said, 1)
        return head

    # --- what goes out ------------------------------------------------------------------------

    def _going_out(self, today: Today, parent: QWidget) -> list[QWidget]:
        if not today.going_out:
            return []
        count = len(today.going_out)
        said = ngettext("{count} post", "{count} posts", count).format(count=count)
        widgets: list[QWidget] = [self._head(_("Going out today"), said, parent)]
        self._now = _Now(self._tools.theme, parent)
        self._now.show_minute(_minute())
        is_told = False
        for card in today.going_out:
            if not is_told and (card.minute is None or card.minute > self._now.minute):
                widgets.append(self._now)
                is_told = True
            widgets.append(self._going(today, card, parent))
        if not is_told:
            widgets.append(self._now)
        return widgets

    def _going(self, today: Today, card: PostCard, parent: QWidget) -> QWidget:
        theme, icons = self._tools.theme, self._tools.icons
        going = _Going(self._tools, card, today.client(card.client_id), self.pictures, parent)
        going.clicked.connect(partial(self._go, Way("calendar", card.id, card.client_id)))
        if card.status is not PostStatus.APPROVED:
            return going
        line = QWidget(parent)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.px(6))
        button = push_button(theme, icons, _("Schedule"), "compact", parent=line)
        button.setToolTip(_("It is programmed in the network’s own tool now"))
        button.setAccessibleName(_("Schedule {title}").format(title=card.title))
        button.clicked.connect(partial(self._schedule, card.id))
        row.addWidget(going, 1)
        row.addWidget(button)
        return line

    # --- the month ----------------------------------------------------------------------------

    def _month(self, today: Today, parent: QWidget) -> list[QWidget]:
        theme = self._tools.theme
        if not today.month:
            return []
        name = spoken().month_name(today.day)
        title = _("{month} so far").format(month=name[:1].upper() + name[1:])
        widgets: list[QWidget] = [self._head(title, _("planned of agreed posts"), parent)]
        month = Month.of(today.day)
        part = today.day.day / month.last.day
        for row in today.month:
            client = today.client(row.client_id)
            if client is not None:
                shown = _MonthRow(theme, client, row, part, parent)
                shown.clicked.connect(partial(self._go, Way("calendar", None, row.client_id)))
                widgets.append(shown)
        widgets.append(self._over(today, parent))
        return widgets

    def _over(self, today: Today, parent: QWidget) -> QWidget:
        """What the marks in the bars mean, and who gets more than agreed."""
        theme = self._tools.theme
        line = QWidget(parent)
        column = QVBoxLayout(line)
        column.setContentsMargins(theme.tokens.px(29), theme.tokens.px(2), 0, 0)
        column.setSpacing(0)
        column.addWidget(Words(theme, _("The line is today."), "small", "tertiary", line))
        for row in today.month:
            client = today.client(row.client_id)
            if row.over and client is not None:
                said = _("{name}: {words}").format(name=client.name, words=over_words(row.over))
                column.addWidget(Words(theme, said, "small", "warn", line, wrap=True))
        return line

    # --- scopes -------------------------------------------------------------------------------

    def _not_agreed(self, today: Today, parent: QWidget) -> list[QWidget]:
        if not today.not_agreed:
            return []
        rows: list[QWidget] = [self._head(_("Scopes not agreed yet"), "", parent)]
        for one in today.not_agreed:
            client = today.client(one.client_id)
            if client is not None:
                rows.append(self._scope(one, client, parent))
        return rows

    def _scope(self, one: NotAgreed, client: Client, parent: QWidget) -> QWidget:
        theme, icons = self._tools.theme, self._tools.icons
        px = theme.tokens.px
        line = QWidget(parent)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, px(2), 0, px(4))
        row.setSpacing(px(9))
        row.addWidget(ClientTile(theme, client.letters, client.colour, 20, line))
        said = Words(theme, scope_words(one), "body", "primary", line, elide=True)
        said.setToolTip(f"{client.name}: {scope_words(one)}")
        row.addWidget(said, 1)
        button = push_button(theme, icons, scope_verb(one), "compact", parent=line)
        button.setAccessibleName(_("{verb}: {name}").format(verb=scope_verb(one), name=client.name))
        button.clicked.connect(partial(self._go, Way("scope", one.scope_id, one.client_id)))
        row.addWidget(button)
        return line

    # --- what people do -----------------------------------------------------------------------

    def _go(self, way: Way, _is_on: bool = False) -> None:
        self.went.emit(way)

    def _schedule(self, post_id: int, _is_on: bool = False) -> None:
        self.schedule_wanted.emit(post_id)

    def _on_minute(self) -> None:
        """The present hour moves on; past a post the column is drawn anew."""
        if self._now is None or self._shown is None:
            return
        before, now = self._now.minute, _minute()
        minutes = [card.minute for card in self._shown.going_out if card.minute is not None]
        if any(min(before, now) < minute <= max(before, now) for minute in minutes):
            self._fill(self._shown)
        else:
            self._now.show_minute(now)


def _minute() -> int:
    now = datetime.now().astimezone()
    return now.hour * 60 + now.minute


def scope_words(one: NotAgreed) -> str:
    """Where a scope stands that is not agreed: 'v1 sent, waiting 5 days', 'v2 draft: €125 more a month'."""
    if one.scope_id is None:
        return _("no scope yet")
    if one.status is ScopeStatus.SENT:
        if not one.days:
            return _("v{number} sent today").format(number=one.number)
        return ngettext("v{number} sent, waiting {count} day", "v{number} sent, waiting {count} days", one.days).format(
            number=one.number, count=one.days
        )
    if not one.more_cents:
        return _("v{number} draft").format(number=one.number)
    amount = spoken().money(abs(one.more_cents), one.currency, short=True)
    said = (
        _("v{number} draft: {amount} more a month")
        if one.more_cents > 0
        else _("v{number} draft: {amount} less a month")
    )
    return said.format(number=one.number, amount=amount)


def scope_verb(one: NotAgreed) -> str:
    """What is to do with it."""
    if one.scope_id is None:
        return _("Begin")
    return _("Open") if one.status is ScopeStatus.SENT else _("Continue")
