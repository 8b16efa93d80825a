"""A month to pick a day from."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QDate, QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cmdesk.i18n import _, ngettext, spoken
from cmdesk.ui import glyphs
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import IconButton
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.themed import Themed

_WEEKS: Final = 6
_CELL: Final = 32
_HEAD: Final = 24
_DAYS: Final[Mapping[int, int]] = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter


def today() -> date:
    """Today, as the system's clock says."""
    now = QDate.currentDate()
    return date(now.year(), now.month(), now.day())


def _shifted(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


class DayPicker(QWidget):
    """A month with arrows to turn it; arrows, PgUp and PgDn move, Enter picks.

    Signals:
        picked: The day.
        turned: The first and the last day that are seen; other ones than before.
    """

    picked = Signal(object)
    turned = Signal(object, object)

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        chosen: date | None = None,
        now: date | None = None,
        parent: QWidget | None = None,
        *,
        cell: int = _CELL,
    ) -> None:
        super().__init__(parent)
        self._grid = _Month(theme, chosen, now or today(), cell, self)
        self._title = Words(theme, "", "body_strong", "primary", self)
        earlier = IconButton(theme, icons, "chevron-left", _("Earlier month"), "PgUp", self)
        later = IconButton(theme, icons, "chevron-right", _("Later month"), "PgDn", self)
        earlier.clicked.connect(self._turn_back)
        later.clicked.connect(self._turn_on)
        head = QHBoxLayout()
        head.addWidget(earlier)
        head.addWidget(self._title, 1, _CENTRE)
        head.addWidget(later)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.px(4))
        column.addLayout(head)
        column.addWidget(self._grid)
        self._grid.picked.connect(self.picked)
        self._grid.turned.connect(self._show_title)
        self.setFocusProxy(self._grid)
        self._span = self.span
        self._show_title()

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day that are seen."""
        first = self._grid.first
        return first, first + timedelta(days=7 * _WEEKS - 1)

    def begin_weeks(self, first_week_day: int) -> None:
        """Let weeks begin with this day; 0 is Monday."""
        self._grid.first_week_day = first_week_day
        self._grid.update()
        self._show_title()

    def begin_day(self, now: date) -> None:
        """It is another day."""
        self._grid.now = now
        self._grid.update()

    def look_at(self, day: date, shown: Collection[date] = ()) -> None:
        """Show the month of a day, and tint the days that are shown elsewhere."""
        self._grid.shown = frozenset(shown)
        self._grid.go(day)

    def mark(self, counts: Mapping[date, int]) -> None:
        """Put dots below the days with something on them."""
        self._grid.counts = counts
        self._grid.update()

    def day_at(self, pointer: QPoint) -> date | None:
        """The day at a point of the screen."""
        return self._grid.day_at(QPointF(self._grid.mapFromGlobal(pointer)))

    def aim(self, day: date | None) -> None:
        """Show the day on which something in the air would land; none puts that out."""
        if self._grid.aimed != day:
            self._grid.aimed = day
            self._grid.update()

    def turn(self, months: int) -> None:
        """Show an earlier or a later month."""
        self._grid.turn(months)

    def _turn_back(self) -> None:
        self._grid.turn(-1)

    def _turn_on(self) -> None:
        self._grid.turn(1)

    def _show_title(self) -> None:
        month = spoken().month(self._grid.day)
        self._title.setText(month[:1].upper() + month[1:])
        if self.span != self._span:
            self._span = self.span
            self.turned.emit(*self.span)


class _Month(Themed, QWidget):
    """The days of a month, with the weeks that it begins and ends in."""

    picked = Signal(object)
    turned = Signal()

    def __init__(self, theme: Theme, chosen: date | None, now: date, cell: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._cell = cell
        self._chosen, self.now = chosen, now
        self.day = chosen or now
        self.first_week_day = 0
        self.counts: Mapping[date, int] = {}
        self.shown: frozenset[date] = frozenset()
        self.aimed: date | None = None
        self._hot: date | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(spoken().long_day(self.day))
        self.follow(theme)

    def turn(self, months: int) -> None:
        """Show another month."""
        self.go(_shifted(self.day, months))

    def sizeHint(self) -> QSize:
        tokens = self._theme.tokens
        return QSize(7 * tokens.px(self._cell), tokens.px(_HEAD) + _WEEKS * tokens.px(self._cell))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _DAYS and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.go(self.day + timedelta(days=_DAYS[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            weekday = (self.day.weekday() - self.first_week_day) % 7
            self.go(self.day + timedelta(days=-weekday if key == Qt.Key.Key_Home else 6 - weekday))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit(self.day)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hot = self.day_at(event.position())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hot = None
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position())
        if day is not None:
            self.go(day)
            self.picked.emit(day)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        cell, head = tokens.px(self._cell), tokens.px(_HEAD)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self._theme.font("caption"))
            painter.setPen(tokens.text.tertiary)
            for column, name in enumerate(spoken().day_heads(first=self.first_week_day)):
                painter.drawText(QRectF(column * cell, 0, cell, head), _CENTRE, name)
            for number in range(7 * _WEEKS):
                day = self.first + timedelta(days=number)
                place = QRectF(number % 7 * cell, head + number // 7 * cell, cell, cell).adjusted(2, 2, -2, -2)
                self._paint_day(painter, place, day)

    def _paint_day(self, painter: QPainter, place: QRectF, day: date) -> None:
        tokens = self._theme.tokens
        ink = tokens.text.primary if day.month == self.day.month else tokens.text.tertiary
        painter.setPen(Qt.PenStyle.NoPen)
        if day == self._chosen:
            painter.setBrush(tokens.accent.tint)
            ink = tokens.accent.text
            painter.drawRoundedRect(place, tokens.radius.control, tokens.radius.control)
        elif day in self.shown:
            painter.setBrush(tokens.surface.sunken)
            painter.drawRoundedRect(place.adjusted(-2, 0, 2, 0), 0, 0)
        if day == self.aimed:
            painter.setPen(QPen(tokens.accent.base, 2))
            painter.setBrush(tokens.accent.tint)
            painter.drawRoundedRect(place, tokens.radius.control, tokens.radius.control)
            painter.setPen(Qt.PenStyle.NoPen)
        elif day == self._hot:
            painter.setBrush(tokens.surface.hover)
            painter.drawRoundedRect(place, tokens.radius.control, tokens.radius.control)
        if day == self.now:
            edge = tokens.px(23)
            painter.setBrush(tokens.accent.base)
            painter.drawEllipse(place.center(), edge / 2, edge / 2)
            ink = tokens.text.on_accent
        if day == self.day and self.hasFocus():
            glyphs.paint_focus(painter, place, tokens, tokens.radius.control)
        painter.setPen(ink)
        is_marked = day in (self._chosen, self.now)
        painter.setFont(self._theme.font("small_strong" if is_marked else "small", tabular=True))
        painter.drawText(place, _CENTRE, str(day.day))
        if count := self.counts.get(day):
            self._paint_dots(painter, place, count, ink if day == self.now else tokens.accent.base)

    def _paint_dots(self, painter: QPainter, place: QRectF, count: int, ink: QColor) -> None:
        """Draw as many dots as there are things, at most three."""
        px = self._theme.tokens.px
        edge, gap = px(3), px(5)
        dots = min(count, 3)
        left = place.center().x() - (dots - 1) * gap / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        for number in range(dots):
            painter.drawEllipse(QPointF(left + number * gap, place.bottom() - px(3)), edge / 2, edge / 2)

    @property
    def first(self) -> date:
        """The first day that is seen."""
        first = self.day.replace(day=1)
        return first - timedelta(days=(first.weekday() - self.first_week_day) % 7)

    def day_at(self, point: QPointF) -> date | None:
        """The day at a point."""
        tokens = self._theme.tokens
        column = int(point.x() // tokens.px(self._cell))
        row = int((point.y() - tokens.px(_HEAD)) // tokens.px(self._cell))
        if not (0 <= column < 7 and 0 <= row < _WEEKS):
            return None
        return self.first + timedelta(days=row * 7 + column)

    def go(self, day: date) -> None:
        """Show a day, and have the keyboard there."""
        self.day = day
        words = spoken().long_day(day)
        if count := self.counts.get(day):
            said = ngettext("{day}, {count} post", "{day}, {count} posts", count)
            words = said.format(day=words, count=count)
        self.setAccessibleName(words)
        self.turned.emit()
        self.update()
