"""The week: seven days with their hours; what has no hour stands above them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, QTime, QTimer
from PySide6.QtGui import QColor, QFont, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from cmdesk.domain.days import CampaignBar, lanes
from cmdesk.domain.moments import When
from cmdesk.domain.side_by_side import DAY_MINUTES, QUARTER, side_by_side, snapped
from cmdesk.domain.stretches import View
from cmdesk.i18n import gettext as _
from cmdesk.i18n import spoken
from cmdesk.ui import glyphs
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.cards import CardPainter
from cmdesk.ui.calendar.grid import CENTRE, DAY, KEY_DAYS, KEY_STEPS, LEFT, RIGHT, SHIFT, Aim, AnyIndex, PostView
from cmdesk.ui.calendar.marks import LANE, MOST_LANES, day_lines, paint_campaign, paint_day_names, paint_lines
from cmdesk.ui.calendar.model import PostModel

_AXIS: Final = 52
_HEAD: Final = 33
_MOST_ABOVE: Final = 3  # posts without an hour below each other; then '+n'
_LINE: Final = 17
_HOUR: Final = 50
_LEAST_HOUR: Final = 36
_MOST_HOUR: Final = 140
_CARD: Final = 56
_LEAST_CARD: Final = 46
_FIRST_HOUR: Final = 8
_SEEN_HOURS: Final = 14.2
_FOLD: Final = 26
_TICK_MS: Final = 20_000


@dataclass(slots=True)
class _Column:
    """One day: its posts without an hour above, the others at their hours."""

    left: int
    width: int
    rows: list[int] = field(default_factory=list)
    above: dict[int, QRectF] = field(default_factory=dict)
    timed: dict[int, QRectF] = field(default_factory=dict)  # from midnight, not scrolled
    hidden_above: int = 0
    more_above: QRectF | None = None
    folds: list[tuple[QRectF, int]] = field(default_factory=list)


class WeekView(PostView):
    """Seven days with their hours."""

    kind = View.WEEK

    def __init__(self, painter: CardPainter, model: PostModel, today: date, parent: QWidget | None = None) -> None:
        self._columns: dict[date, _Column] = {}
        self._bars: list[tuple[QRectF, CampaignBar, bool, bool]] = []
        self._lanes = 0
        self._above_height = 0
        self._lines_height = 0
        self._percent = 100  # of an hour's height
        self._first_scroll: int | None = _FIRST_HOUR * 60  # minutes, until it has been scrolled to
        self._keeps_hour = True
        self._is_laying_out = False
        super().__init__(painter, model, today, parent)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self.viewport().update)

    # --- geometry ---------------------------------------------------------------------------

    @property
    def hour_height(self) -> float:
        """How high an hour is: at least so that the working day is seen whole."""
        px = self._theme.tokens.px
        room = (self.viewport().height() - self._top) / _SEEN_HOURS
        height = max(px(_HOUR), room) * self._percent / 100
        return max(px(_LEAST_HOUR), min(height, px(_MOST_HOUR)))

    @property
    def percent(self) -> int:
        """How high the hours are, in parts of a hundred of their usual height."""
        return self._percent

    def zoom(self, percent: int) -> None:
        """Make the hours higher or lower; the hour in the middle stays there."""
        bar = self.verticalScrollBar()
        middle = (bar.value() + bar.pageStep() / 2) / self.hour_height
        self._percent = max(70, min(percent, 280))
        self._is_dirty = True
        self._settle()
        bar.setValue(round(middle * self.hour_height - bar.pageStep() / 2))
        self.arrange()

    @property
    def _head(self) -> int:
        px = self._theme.tokens.px
        return px(_HEAD) + self._lanes * px(LANE)

    @property
    def _top(self) -> int:
        """Where the hours begin in the viewport."""
        return self._head + self._above_height

    def _y(self, minute: float) -> float:
        return self._top + minute * self.hour_height / 60 - self.verticalScrollBar().value()

    def _lay_out(self) -> None:
        if self._is_laying_out:
            return
        self._is_laying_out = True
        try:
            self._lay_out_days()
        finally:
            self._is_laying_out = False

    def _lay_out_days(self) -> None:
        px = self._theme.tokens.px
        width = self.viewport().width() - px(_AXIS)
        edges = [px(_AXIS) + round(i * width / 7) for i in range(8)]
        columns = {day: _Column(edges[i], edges[i + 1] - edges[i]) for i, day in enumerate(self.days)}
        cards = self._posts.cards
        above: dict[date, list[int]] = {day: [] for day in self.days}
        timed: dict[date, list[int]] = {day: [] for day in self.days}
        for row, card in enumerate(cards):
            if card.day in columns:
                columns[card.day].rows.append(row)
                (above if card.minute is None else timed)[card.day].append(row)
        self._lay_campaigns(columns)
        self._lay_above(columns, above)
        for day, rows in timed.items():
            self._lay_hours(columns[day], rows, [cards[row].minute or 0 for row in rows])
        self._columns = columns
        self._fit_bar()

    def _lay_campaigns(self, columns: dict[date, _Column]) -> None:
        px = self._theme.tokens.px
        first, last = self.days[0], self.days[-1]
        self._bars = []
        found = lanes(self.overlays.campaigns, first, last, MOST_LANES)
        self._lanes = len(found)
        for lane, bars in enumerate(found):
            for bar in bars:
                begin, end = columns[max(bar.first, first)], columns[min(bar.last, last)]
                begins, ends = bar.first >= first, bar.last <= last
                left = begin.left + (px(4) if begins else 0)
                right = end.left + end.width - (px(4) if ends else 0)
                rect = QRectF(left, px(_HEAD) + lane * px(LANE), right - left, px(LANE) - px(3))
                self._bars.append((rect, bar, begins, ends))

    def _lay_above(self, columns: dict[date, _Column], above: dict[date, list[int]]) -> None:
        """Give posts without an hour their places, then notes, deadlines and tasks theirs."""
        px = self._theme.tokens.px
        height = self._theme.tokens.size.post_card_compact
        step = height + px(2)
        lines = max((len(day_lines(self.overlays.of(day))) for day in self.days), default=0)
        self._lines_height = min(lines, 2) * px(_LINE)
        most = max(1, min(_MOST_ABOVE, max(map(len, above.values()), default=0)))
        self._above_height = most * step + px(6) + self._lines_height
        for day, rows in above.items():
            column = columns[day]
            shown = rows if len(rows) <= most else rows[: most - 1]
            top = self._head + px(4)
            for row in shown:
                column.above[row] = QRectF(column.left + px(4), top, column.width - px(8), height)
                top += step
            column.hidden_above = len(rows) - len(shown)
            if column.hidden_above:
                column.more_above = QRectF(column.left + px(4), top, column.width - px(8), height)

    def _lay_hours(self, column: _Column, rows: Sequence[int], minutes: Sequence[int]) -> None:
        """Give posts their places from midnight on; what overlaps stands side by side."""
        px = self._theme.tokens.px
        hour = self.hour_height
        lasts = max(QUARTER, round(px(_LEAST_CARD) * 60 / hour))
        seats, folds = side_by_side(minutes, lasts)
        left, width = column.left + px(3), column.width - px(7)
        for place, seat in seats.items():
            room = width - (px(_FOLD) if seat.is_beside_more else 0)
            part = room / seat.columns
            top = minutes[place] * hour / 60
            height = min(px(_CARD), (seat.ends - minutes[place]) * hour / 60 - 2)
            gap = px(2) if seat.column + 1 < seat.columns else 0
            column.timed[rows[place]] = QRectF(left + seat.column * part, top + 1, part - gap, height)
        for fold in folds:
            rect = QRectF(left + width - px(_FOLD) + px(3), fold.starts * hour / 60 + 1, px(_FOLD) - px(3), px(20))
            column.folds.append((rect, len(fold.places)))

    def _fit_bar(self) -> None:
        bar = self.verticalScrollBar()
        room = max(1, self.viewport().height() - self._top)
        whole = round(24 * self.hour_height) + self._theme.tokens.px(8)
        bar.setPageStep(room)
        bar.setSingleStep(round(self.hour_height / 2))
        bar.setRange(0, max(0, whole - room))
        if self._first_scroll is not None and self.isVisible() and room > 1:
            minute, self._first_scroll = self._first_scroll, None
            bar.setValue(round(minute * self.hour_height / 60))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        del dx, dy
        self._hot = None
        self.viewport().update()

    def scroll_room(self) -> QRect:
        """The hours, which scroll."""
        self._settle()
        return QRect(0, self._top, self.viewport().width(), self.viewport().height() - self._top)

    def _scrolled(self, rect: QRectF) -> QRectF:
        return rect.translated(0, self._top - self.verticalScrollBar().value())

    def _place(self, row: int) -> QRectF | None:
        column = self._columns.get(self._posts.cards[row].day or date.min)
        if column is None:
            return None
        if row in column.above:
            return column.above[row]
        rect = column.timed.get(row)
        return self._scrolled(rect) if rect is not None else None

    def _row_at(self, point: QPoint) -> int | None:
        day = self._day_here(point)
        if day is None:
            return None
        column = self._columns[day]
        here = QPointF(point)
        if point.y() < self._top:
            return next((row for row, place in column.above.items() if place.contains(here)), None)
        here -= QPointF(0, self._top - self.verticalScrollBar().value())
        return next((row for row, place in column.timed.items() if place.contains(here)), None)

    def _rows_in(self, area: QRectF) -> Iterable[int]:
        hours = QRectF(self.scroll_room()).intersected(area)
        for column in self._columns.values():
            yield from (row for row, place in column.above.items() if place.intersects(area))
            yield from (row for row, place in column.timed.items() if self._scrolled(place).intersects(hours))

    def rows_on(self, day: date) -> Sequence[int]:
        """The rows of the posts of a day, in their order."""
        self._settle()
        column = self._columns.get(day)
        return column.rows if column else ()

    def columns_of(self, day: date) -> tuple[int, int]:
        """How many posts with an hour are seen on a day, and how many are folded."""
        self._settle()
        column = self._columns[day]
        return len(column.timed), sum(count for _rect, count in column.folds)

    def cell_rect(self, day: date) -> QRect:
        """Where a day stands in the viewport."""
        self._settle()
        column = self._columns.get(day)
        return QRect(column.left, 0, column.width, self.viewport().height()) if column else QRect()

    def _day_here(self, here: QPoint) -> date | None:
        self._settle()
        if here.y() < 0:
            return None
        return next((day for day, one in self._columns.items() if one.left <= here.x() < one.left + one.width), None)

    def _minute_here(self, y: float) -> float:
        return (y - self._top + self.verticalScrollBar().value()) * 60 / self.hour_height

    def _when_here(self, here: QPoint, held_below: int) -> When | None:
        day = self._day_here(here)
        if day is None:
            return None
        if here.y() < self._top:
            return When(day, None, keeps_hour=False)
        minute = max(self._minute_here(here.y() - held_below), self._minute_here(self._top) - QUARTER / 2)
        return When(day, snapped(minute), keeps_hour=False)

    def _new_at(self, here: QPoint) -> object:
        day = self._day_here(here)
        if day is None or here.y() < self._top:
            return day
        return When(day, int(self._minute_here(here.y()) // 30) * 30, keeps_hour=False)

    def _more_at(self, here: QPoint) -> date | None:
        day = self._day_here(here)
        if day is None:
            return None
        column, point = self._columns[day], QPointF(here)
        if here.y() < self._top:
            return day if column.more_above is not None and column.more_above.contains(point) else None
        return day if any(self._scrolled(rect).contains(point) for rect, _count in column.folds) else None

    def _show_aim(self, before: Aim | None, after: Aim | None) -> None:
        """Only where the slot was and where it is now is drawn anew."""
        self._settle()
        for aim in (before, after):
            if aim is not None and aim.day in self._columns:
                self.viewport().update(self._slot(aim).toAlignedRect().adjusted(-3, -3, 3, 3))
                self.viewport().update(0, self._top - 12, self._theme.tokens.px(_AXIS), self.viewport().height())

    def _slot(self, aim: Aim) -> QRectF:
        px = self._theme.tokens.px
        column = self._columns[aim.day]
        left, width = column.left + px(3), column.width - px(7)
        if aim.minute is None:
            return QRectF(left, self._head + px(3), width, self._theme.tokens.size.post_card_compact)
        return QRectF(left, self._y(aim.minute) + 1, width, px(38))

    def scrollTo(
        self, index: AnyIndex, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Scroll to the hour of a post."""
        del hint
        row = index.row()
        rect = self._placed(row) if index.isValid() else None
        if rect is not None and self._posts.cards[row].minute is not None:
            self._scroll_to(rect.top() - 4, rect.bottom() + 4)

    def _scroll_to(self, top: float, bottom: float) -> None:
        bar = self.verticalScrollBar()
        if top < self._top:
            bar.setValue(round(bar.value() + top - self._top))
        elif bottom > self.viewport().height():
            bar.setValue(round(bar.value() + bottom - self.viewport().height()))

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def _name(self) -> str:
        return _("Calendar, week of {days}").format(days=spoken().span(self.days[0], self.days[-1]))

    # --- the keyboard -----------------------------------------------------------------------

    def _target(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> date | None:
        if modifiers & ~(SHIFT | Qt.KeyboardModifier.KeypadModifier):
            return None
        if key in KEY_DAYS:
            return self._day_at_side(key)
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return self.days[0] if key == Qt.Key.Key_Home else self.days[-1]
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            return self._day + DAY * (-7 if key == Qt.Key.Key_PageUp else 7)
        if key in KEY_STEPS and self.rows_on(self._day):
            is_among = self.currentIndex().row() in self.rows_on(self._day)
            return self._day if not is_among or self._neighbour(KEY_STEPS[key]) is not None else None
        return None

    def carry(self) -> None:
        """Lift the selected posts by the keyboard."""
        self._keeps_hour = True
        super().carry()

    def carry_ideas(self, keys: Sequence[int]) -> None:
        """Take posts of the tray into the air over the present day."""
        self._keeps_hour = True
        super().carry_ideas(keys)

    def _carried_when(self, day: date) -> When:
        return When(day) if self._keeps_hour else When(day, self._carried_minute, keeps_hour=False)

    def _carry_by(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Up and down are a quarter of an hour; above midnight there is no hour."""
        if key not in KEY_STEPS or modifiers & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        now = self._carried_minute if not self._keeps_hour else self._aim.minute if self._aim else None
        step = QUARTER * KEY_STEPS[key]
        if now is None:
            wanted: int | None = _FIRST_HOUR * 60 if step > 0 else None
        else:
            wanted = None if now + step < 0 else min(now + step, DAY_MINUTES - QUARTER)
        self._keeps_hour, self._carried_minute = False, wanted
        self._carry_to(self._day)
        if self._aim is not None and self._aim.minute is not None:
            slot = self._slot(self._aim)
            self._scroll_to(slot.top() - 4, slot.bottom() + 4)
        return True

    # --- painting ---------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.arrange()
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()

    def now_minute(self) -> int:
        """The minute of the day that it is."""
        now = QTime.currentTime()
        return now.hour() * 60 + now.minute()

    def paintEvent(self, event: QPaintEvent) -> None:
        area = QRectF(event.rect())
        self._settle()
        with QPainter(self.viewport()) as painter:
            chosen = {index.row() for index in self.selectionModel().selectedIndexes()}
            current = self.currentIndex().row()
            if area.bottom() >= self._top:
                self._paint_hours(painter, area, chosen, current)
            if area.top() < self._top:
                self._paint_head(painter)
                self._paint_above(painter, chosen, current)
            if self._aim is not None and self._aim.day in self._columns:
                self._paint_slot(painter, self._aim)
            if self._band is not None:
                self._paint_band(painter, self._band.normalized())
        self._tell_painted()

    def _paint_slot(self, painter: QPainter, aim: Aim) -> None:
        slot = self._slot(aim)
        painter.save()
        if aim.minute is not None:
            painter.setClipRect(self.scroll_room())
        if not aim.is_refused:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.tokens.accent.tint)
            radius = self._theme.tokens.radius.post_card
            painter.drawRoundedRect(slot, radius, radius)
        words = aim.words
        if not aim.is_refused and self._theme.metrics("body_strong").horizontalAdvance(words) > slot.width():
            words = phrases.when(aim.day, aim.minute)  # a narrow day keeps the exact moment
        self._painter.paint_slot(painter, slot, words, refused=aim.is_refused)
        painter.restore()

    def _paint_head(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        head = px(_HEAD)
        width = self.viewport().width()
        painter.fillRect(0, 0, width, self._head, tokens.surface.canvas)
        for day, column in self._columns.items():
            painter.fillRect(column.left, 0, 1, self._head, tokens.line.subtle)
            self._paint_day_name(painter, day, QRectF(column.left + px(8), 0, column.width - px(14), head))
        for rect, bar, begins, ends in self._bars:
            paint_campaign(painter, rect, bar, self._theme, begins=begins, ends=ends)
        painter.fillRect(0, self._head - 1, width, 1, tokens.line.subtle)

    def _paint_day_name(self, painter: QPainter, day: date, room: QRectF) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        is_today, is_past = day == self.today, day < self.today
        name = spoken().day_heads(first=day.weekday())[0]
        painter.setFont(self._theme.font("small"))
        painter.setPen(tokens.text.tertiary if is_past else tokens.text.secondary)
        painter.drawText(room, LEFT, name)
        left = room.x() + painter.fontMetrics().horizontalAdvance(name) + px(6)
        painter.setFont(QFont(self._theme.font("section", tabular=True)))
        number = str(day.day)
        advance = painter.fontMetrics().horizontalAdvance(number)
        place = QRectF(left, room.y(), advance + px(2), room.height())
        if is_today:
            pill = QRectF(left, room.center().y() - px(10), advance + px(14), px(20))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent.base)
            painter.drawRoundedRect(pill, px(10), px(10))
            painter.setPen(tokens.text.on_accent)
            painter.drawText(pill, CENTRE, number)
            place = pill
        else:
            painter.setPen(tokens.text.secondary if is_past else tokens.text.primary)
            painter.drawText(place, LEFT, number)
        rest = QRectF(place.right() + px(6), room.y(), room.right() - place.right() - px(6), room.height())
        facts, icons = self.overlays.of(day), self._painter.icons
        paint_day_names(painter, rest, facts, tokens.text.tertiary, self._theme, icons, counts_lines=False)
        if day == self._day and self.hasFocus() and self.currentIndex().row() < 0 and not self._lifted:
            column = self._columns[day]
            glyphs.paint_focus(painter, QRectF(column.left, 0, column.width, self._head), tokens)

    def _paint_above(self, painter: QPainter, chosen: set[int], current: int) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        top, height = self._head, self._above_height
        painter.fillRect(0, top, self.viewport().width(), height, tokens.surface.canvas)
        painter.setFont(self._theme.font("caption"))
        painter.setPen(tokens.text.tertiary)
        label = QRectF(px(8), top + px(4), px(_AXIS) - px(10), height - px(6))
        flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        painter.drawText(label, flags, _("No hour"))
        for day, column in self._columns.items():
            ground = self._ground(day)
            painter.fillRect(column.left, top, column.width, height, ground)
            painter.fillRect(column.left, top, 1, height, tokens.line.subtle)
            for row, place in column.above.items():
                self._paint_card(painter, row, place, ground, self._look(row, self._posts.cards[row], chosen, current))
            if column.more_above is not None:
                self._paint_count(painter, column.more_above, column.hidden_above, is_hot=day == self._hot_more)
            if self._lines_height:
                room = QRectF(
                    column.left + px(6), top + height - self._lines_height - px(1), column.width - px(10),
                    self._lines_height,
                )  # fmt: skip
                paint_lines(painter, room, self.overlays.of(day), self._theme, self._painter.icons)
        painter.fillRect(0, top + height - 1, self.viewport().width(), 1, tokens.line.default)

    def _ground(self, day: date) -> QColor:
        surface = self._theme.tokens.surface
        facts = self.overlays.of(day)
        is_quiet = day.weekday() >= 5 or facts.is_rest or bool(facts.holidays)
        return surface.window if is_quiet else surface.canvas

    def _paint_hours(self, painter: QPainter, area: QRectF, chosen: set[int], current: int) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        room = self.scroll_room()
        painter.setClipRect(QRectF(room).intersected(area))
        painter.fillRect(room, tokens.surface.canvas)
        for day, column in self._columns.items():
            painter.fillRect(column.left, room.y(), column.width, room.height(), self._ground(day))
        for hour in range(25):
            y = round(self._y(hour * 60))
            if room.top() <= y <= room.bottom():
                painter.fillRect(px(_AXIS), y, self.viewport().width() - px(_AXIS), 1, tokens.line.subtle)
        for column in self._columns.values():
            painter.fillRect(column.left, room.y(), 1, room.height(), tokens.line.subtle)
        self._paint_axis(painter, room)
        if self.today in self._columns:
            self._paint_now(painter, self._columns[self.today])
        for day, column in self._columns.items():
            ground = self._ground(day)
            for row, rect in column.timed.items():
                place = self._scrolled(rect)
                if place.intersects(area) and place.bottom() > room.top() and place.top() < room.bottom():
                    look = self._look(row, self._posts.cards[row], chosen, current)
                    self._paint_card(painter, row, place, ground, look)
            for rect, count in column.folds:
                self._paint_fold(painter, self._scrolled(rect), count, is_hot=day == self._hot_more)
        painter.setClipping(False)

    def _paint_axis(self, painter: QPainter, room: QRect) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        painter.setFont(self._theme.font("caption", tabular=True))
        painter.setPen(tokens.text.tertiary)
        now = self.now_minute() if self.today in self._columns else -60
        aimed = self._aim.minute if self._aim is not None and self._aim.minute is not None else -60
        for hour in range(24):
            y = self._y(hour * 60)
            if abs(hour * 60 - now) * self.hour_height / 60 < px(15):
                continue  # the time that it is stands there
            top = max(y - px(8), room.top() + 1.0) if y >= room.top() - px(2) else y - px(8)
            if aimed % 60 or aimed != hour * 60:
                painter.drawText(QRectF(0, top, px(_AXIS) - px(8), px(16)), RIGHT, spoken().clock(hour * 60))
        if aimed >= 0:  # the quarter to which a drop would go
            painter.setFont(self._theme.font("caption_strong", tabular=True))
            painter.setPen(tokens.accent.text)
            place = QRectF(0, self._y(aimed) - px(8), px(_AXIS) - px(8), px(16))
            painter.fillRect(place, tokens.surface.canvas)
            painter.drawText(place, RIGHT, spoken().clock(aimed))

    def _paint_now(self, painter: QPainter, column: _Column) -> None:
        """Draw the line of the present time behind the posts, and its time in the axis."""
        tokens = self._theme.tokens
        px = tokens.px
        minute = self.now_minute()
        y = self._y(minute)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.accent.base)
        painter.fillRect(QRectF(column.left, y - 0.75, column.width, 1.5), tokens.accent.base)
        painter.drawEllipse(QPointF(column.left, y), px(4), px(4))
        font = self._theme.font("caption_strong", tabular=True)
        painter.setFont(font)
        words = spoken().clock(minute)
        width = painter.fontMetrics().horizontalAdvance(words) + px(12)
        pill = QRectF(max(px(2), px(_AXIS) - px(4) - width), y - px(9), width, px(18))
        painter.drawRoundedRect(pill, px(9), px(9))
        painter.setPen(tokens.text.on_accent)
        painter.drawText(pill, CENTRE, words)

    def _paint_fold(self, painter: QPainter, rect: QRectF, count: int, *, is_hot: bool) -> None:
        tokens = self._theme.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.surface.pressed if is_hot else tokens.surface.hover)
        painter.drawRoundedRect(rect, tokens.radius.tag, tokens.radius.tag)
        painter.setFont(self._theme.font("caption"))
        painter.setPen(tokens.text.primary if is_hot else tokens.text.secondary)
        painter.drawText(rect, CENTRE, f"+{count}")

    def _paint_count(self, painter: QPainter, rect: QRectF, count: int, *, is_hot: bool) -> None:
        tokens = self._theme.tokens
        font = QFont(self._theme.font("caption"))
        font.setUnderline(is_hot)
        painter.setFont(font)
        painter.setPen(tokens.text.primary if is_hot else tokens.text.secondary)
        painter.drawText(rect.adjusted(tokens.px(4), 0, 0, 0), LEFT, _("+{count} more").format(count=count))
