"""The month: weeks of days with their posts; also some weeks that roll on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPixmap, QRegion
from PySide6.QtWidgets import QWidget

from cmdesk.domain.days import CampaignBar, DayFacts, lanes
from cmdesk.domain.moments import Month
from cmdesk.domain.stretches import View, week_number
from cmdesk.i18n import gettext as _
from cmdesk.i18n import spoken
from cmdesk.ui import glyphs
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.cards import CardPainter, Look
from cmdesk.ui.calendar.grid import CENTRE, DAY, KEY_DAYS, LEFT, RIGHT, SHIFT, Aim, PostView
from cmdesk.ui.calendar.marks import (
    LANE,
    MOST_LANES,
    line_height,
    paint_campaign,
    paint_campaign_names,
    paint_day_names,
    paint_lines,
)
from cmdesk.ui.calendar.model import PostModel

__all__ = ["Aim", "MonthView"]

_HEAD: Final = 26
_NUMBER: Final = 22
_GAP: Final = 3
_WEEKS_WIDTH: Final = 28
_LOW_LANE: Final = 16
_FEWEST_WEEKS: Final = 4  # of a month
_BY_DAY: Final = attrgetter("day")
_MOST_DRAWN: Final = 200  # days: five months, about 15 MB


@dataclass(slots=True)
class _Cell:
    """Where the posts of one day stand."""

    rect: QRect
    lanes: int = 0  # the height that campaigns take, below the number
    rows: Sequence[int] = ()
    places: dict[int, QRectF] = field(default_factory=dict)  # of the posts that are seen, by row
    more: QRectF | None = None
    hidden: int = 0
    slot: QRectF | None = None
    bottom: float = 0.0  # of the last post
    names: tuple[CampaignBar, ...] = ()  # of campaigns whose line below is too thin for words


@dataclass(frozen=True, slots=True)
class _Bar:
    """A piece of a campaign within one week."""

    rect: QRectF
    campaign: CampaignBar
    begins: bool
    ends: bool


class MonthView(PostView):
    """The weeks of a month with their posts."""

    kind = View.MONTH

    def __init__(self, painter: CardPainter, model: PostModel, today: date, parent: QWidget | None = None) -> None:
        self._cells: dict[date, _Cell] = {}
        self._bars: list[_Bar] = []
        self._has_week_numbers = False
        self._drawn: dict[tuple[date, int, int, bool], tuple[tuple[object, ...], QPixmap]] = {}
        super().__init__(painter, model, today, parent)

        painter.theme.changed.connect(self._drawn.clear)

    @property
    def has_week_numbers(self) -> bool:
        """Whether the weeks are numbered."""
        return self._has_week_numbers

    def number_weeks(self, wanted: bool) -> None:
        """Show the numbers of the weeks at their side, or do not."""
        self._has_week_numbers = wanted
        self.arrange()

    # --- geometry ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._cells = {day: _Cell(rect) for day, rect in zip(self.days, self._grid(), strict=True)}
        cards, row = self._posts.cards, 0
        for day, cell in self._cells.items():
            first = bisect_left(cards, day, row, key=_BY_DAY)  # they stand in their order
            row = bisect_left(cards, day + DAY, first, key=_BY_DAY)
            cell.rows = range(first, row)
        self._bars = self._campaign_bars() if self.overlays.campaigns else []
        for day, cell in self._cells.items():
            self._fill(day, cell)

    def _margin(self) -> int:
        return self._theme.tokens.px(_WEEKS_WIDTH) if self._has_week_numbers else 0

    def _grid(self) -> list[QRect]:
        margin = self._margin()
        width, height = self.viewport().width() - margin, self.viewport().height()
        head = self._theme.tokens.px(_HEAD)
        weeks = len(self.days) // 7
        columns = [margin + round(i * width / 7) for i in range(8)]
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            columns = [margin + width - edge for edge in columns]
        lines = [head + round(i * (height - head) / weeks) for i in range(weeks + 1)]
        return [
            QRect(
                QPoint(min(columns[i % 7], columns[i % 7 + 1]), lines[i // 7]),
                QSize(abs(columns[i % 7 + 1] - columns[i % 7]), lines[i // 7 + 1] - lines[i // 7]),
            )
            for i in range(len(self.days))
        ]

    def _campaign_bars(self) -> list[_Bar]:
        """Campaigns as bars below the numbers of their days, week by week."""
        px = self._theme.tokens.px
        found: list[_Bar] = []
        days = self.days
        for start in range(0, len(days), 7):
            first, last = days[start], days[start + 6]
            lines = lanes(self.overlays.campaigns, first, last, MOST_LANES)
            most = max(len(self._cells[day].rows) for day in days[start : start + 7])
            lane_height, top_of_lanes = self._lane_room(self._cells[first].rect, len(lines), most)
            for lane, bars in enumerate(lines):
                for bar in bars:
                    begin, end = max(bar.first, first), min(bar.last, last)
                    edge = self._cells[begin].rect.united(self._cells[end].rect)
                    top = top_of_lanes + lane * lane_height
                    begins, ends = bar.first >= first, bar.last <= last
                    left = edge.x() + (px(4) if begins else 0)
                    right = edge.right() - (px(4) if ends else 0)
                    rect = QRectF(left, top, right - left, lane_height - px(2))
                    found.append(_Bar(rect, bar, begins, ends))
                    if lane_height < px(_LOW_LANE):
                        self._name_beside_number(bar, begin, end)
                    for day in days[start : start + 7]:
                        if begin <= day <= end:
                            self._cells[day].lanes = max(self._cells[day].lanes, (lane + 1) * lane_height)
        return found

    def _lane_room(self, week: QRect, count: int, most: int) -> tuple[int, int]:
        """How high each of so many lines of campaigns is and where the first begins: thin where weeks are low."""
        px = self._theme.tokens.px
        head = px(3) + px(_NUMBER)
        room = week.height() - head
        compact = self._theme.tokens.size.post_card_compact
        if room - count * px(LANE) >= 2 * compact + px(17):
            return px(LANE), week.y() + head
        if room - count * px(_LOW_LANE) >= most * (compact + 1):  # no post folds away for a name
            return px(_LOW_LANE), week.y() + head
        return px(5), week.y() + head

    def _name_beside_number(self, bar: CampaignBar, first: date, last: date) -> None:
        """Say a campaign beside the number of its first day that says nothing else, or of its first one."""
        days = [day for day in self.days if first <= day <= last]
        free = (day for day in days if not self._cells[day].names and not self.overlays.of(day).names)
        day = next(free, days[0])
        self._cells[day].names = (*self._cells[day].names, bar)

    def _fill(self, day: date, cell: _Cell) -> None:
        """Give the posts of a day their places, in the largest of three sizes in which they find room."""
        px = self._theme.tokens.px
        cell.places, cell.more, cell.hidden, cell.slot = {}, None, 0, None
        slot_at = self._slot_place(day, cell)
        left_out = self._posts.left_out.get(day, 0)
        count = len(cell.rows) + left_out + (slot_at is not None)
        left, width = cell.rect.x() + px(4), cell.rect.width() - 2 * px(4) - 1
        top = cell.rect.y() + px(3) + px(_NUMBER) + cell.lanes
        cell.bottom = top
        if not count:
            return
        room = cell.rect.bottom() + 1 - top
        height, gap = self._density(count, room, slotted=slot_at is not None)
        shown = count
        more_line: QRectF | None = None
        if count * (height + gap) - gap > room + 1:  # the line below may be touched, see _density
            below = (room - px(17) + gap) // (height + gap)
            shown = max(below, 0)
            if shown < 1:  # rather a post below, and how many more beside the number
                shown = max(0, min(count, (room + gap) // (height + gap)))
                more_line = QRectF(left + width / 3, cell.rect.y() + px(3), width * 2 / 3, px(_NUMBER))
        items: list[int | None] = list(cell.rows) if slot_at is None else []
        if slot_at is not None:
            items = [*cell.rows[:slot_at], None, *cell.rows[slot_at:]]
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
        cell.bottom = top
        cell.hidden = len(cell.rows) + left_out - len(cell.places)
        if cell.hidden:
            cell.more = more_line or QRectF(left, top - gap + 1, width, px(17))
            cell.bottom = cell.rect.bottom()

    def _slot_place(self, day: date, cell: _Cell) -> int | None:
        """Before which post of a day the slot stands: by its hour."""
        aim = self._aim
        if aim is None or aim.day != day:
            return None
        minute = 1440 if aim.minute is None else aim.minute
        cards = self._posts.cards
        return sum((1440 if (m := cards[row].minute) is None else m) < minute for row in cell.rows)

    def most_on_day(self) -> int:
        """How many posts a day can show at the most, however few weeks there are."""
        head = self._theme.tokens.px(_HEAD)
        week = (self.viewport().height() - head) // _FEWEST_WEEKS
        return max(week // (self._theme.tokens.size.post_card_compact + 1), 1) + 1

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
        cell = self._cells.get(self._posts.cards[row].day or date.min)
        return cell.places.get(row) if cell is not None else None

    def _row_at(self, point: QPoint) -> int | None:
        day = self._day_here(point)
        if day is None:
            return None
        here = QPointF(point)
        return next((row for row, place in self._cells[day].places.items() if place.contains(here)), None)

    def _rows_in(self, area: QRectF) -> Iterable[int]:
        for cell in self._cells.values():
            if area.intersects(QRectF(cell.rect)):
                yield from (row for row, place in cell.places.items() if place.intersects(area))

    def rows_on(self, day: date) -> Sequence[int]:
        """The rows of the posts of a day, in their order."""
        self._settle()
        cell = self._cells.get(day)
        return cell.rows if cell else ()

    def cell_rect(self, day: date) -> QRect:
        """Where a day stands in the viewport."""
        self._settle()
        cell = self._cells.get(day)
        return cell.rect if cell else QRect()

    def _region_of(self, days: Iterable[date]) -> QRegion:
        region = QRegion()
        for day in days:
            region += self.cell_rect(day)
        return region

    def _day_here(self, here: QPoint) -> date | None:
        self._settle()
        return next((day for day, cell in self._cells.items() if cell.rect.contains(here)), None)

    def _more_at(self, here: QPoint) -> date | None:
        day = self._day_here(here)
        more = self._cells[day].more if day is not None else None
        return day if more is not None and more.contains(QPointF(here)) else None

    def _show_aim(self, before: Aim | None, after: Aim | None) -> None:
        """Only the two days concerned are laid out and drawn anew."""
        for shown in (before, after):
            if shown is not None and shown.day in self._cells and not self._is_dirty:
                self._fill(shown.day, self._cells[shown.day])
                self.viewport().update(self._cells[shown.day].rect)

    def _name(self) -> str:
        if self.stretch.is_rolling:
            return _("Calendar, {days}").format(days=spoken().span(self.days[0], self.days[-1]))
        return super()._name()

    # --- the keyboard -----------------------------------------------------------------------

    def _target(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> date | None:
        if modifiers & ~(SHIFT | Qt.KeyboardModifier.KeypadModifier):
            return None
        if key in KEY_DAYS:
            return self._day_at_side(key)
        week = self.days.index(self._day) % 7 if self._day in self.days else 0
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

    # --- painting ---------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        area, region = event.rect(), event.region()
        self._settle()
        with QPainter(self.viewport()) as painter:
            if area.top() < self._theme.tokens.px(_HEAD):
                self._paint_heads(painter)
            if self._has_week_numbers and area.left() < self._margin():
                self._paint_week_numbers(painter)
            chosen = {index.row() for index in self.selectionModel().selectedIndexes()}
            current = self.currentIndex().row()
            for day, cell in self._cells.items():
                if region.intersects(cell.rect):
                    self._paint_day(painter, day, cell, chosen, current)
            for bar in self._bars:
                if bar.rect.intersects(QRectF(area)):
                    paint_campaign(painter, bar.rect, bar.campaign, self._theme, begins=bar.begins, ends=bar.ends)
            focused = self._cells.get(self._day)
            if focused is not None and self._aim is None and self._is_on_ground(current):
                glyphs.paint_focus(painter, QRectF(focused.rect), self._theme.tokens)
            if self._band is not None:
                self._paint_band(painter, self._band.normalized())
        self._tell_painted()

    def _is_on_ground(self, current: int) -> bool:
        """Whether the keyboard is on a day, not on one of its posts."""
        return current < 0 and self.hasFocus() and not self._lifted

    def _paint_heads(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        head = px(_HEAD)
        painter.fillRect(0, 0, self.viewport().width(), head, tokens.surface.canvas)
        painter.fillRect(0, head - 1, self.viewport().width(), 1, tokens.line.subtle)
        painter.setPen(tokens.text.tertiary)
        for day, name in zip(self.days[:7], spoken().day_heads(first=self.days[0].weekday()), strict=True):
            self._painter.lettering.draw(painter, self._cells[day].rect.x() + px(8), 0, head - 1, name, "label")

    def _paint_week_numbers(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        margin = self._margin()
        head = px(_HEAD)
        painter.fillRect(0, head, margin, self.viewport().height() - head, tokens.surface.canvas)
        painter.fillRect(margin - 1, head, 1, self.viewport().height() - head, tokens.line.subtle)
        painter.setFont(self._theme.font("caption", tabular=True))
        painter.setPen(tokens.text.tertiary)
        for start in range(0, len(self.days), 7):
            rect = self._cells[self.days[start]].rect
            painter.fillRect(0, rect.bottom(), margin, 1, tokens.line.subtle)
            number = week_number(tuple(self.days[start : start + 7]))
            painter.drawText(QRect(0, rect.y() + px(3), margin - 1, px(_NUMBER)), CENTRE, str(number))

    def _paint_day(self, painter: QPainter, day: date, cell: _Cell, chosen: set[int], current: int) -> None:
        """Draw a day from a picture that is kept while nothing about it changes."""
        cards = self._posts.cards
        is_aimed_at = self._aim is not None and self._aim.day == day
        looks = [self._look(row, cards[row], chosen, current) for row in cell.places]
        if is_aimed_at or (self._lifted and any(cards[row].id in self._lifted for row in cell.places)):
            self._draw_day(painter, day, cell, looks, is_kept=False)
            return
        rect = cell.rect
        ratio = painter.device().devicePixelRatio()
        shown = [cards[row] for row in cell.places]
        state = (shown, looks, self.overlays.days.get(day), self.month, self.today, cell.hidden, cell.lanes, ratio,
                 cell.names)  # fmt: skip
        key = (day, rect.width(), rect.height(), day == self._hot_more)
        kept = self._drawn.get(key)
        if kept is None or kept[0] != state:
            pixmap = QPixmap(round(rect.width() * ratio), round(rect.height() * ratio))
            pixmap.setDevicePixelRatio(ratio)
            with QPainter(pixmap) as target:
                target.translate(-rect.x(), -rect.y())
                self._draw_day(target, day, cell, looks, is_kept=True)
            if len(self._drawn) > _MOST_DRAWN:
                self._drawn.clear()
            kept = self._drawn[key] = (state, pixmap)
        painter.drawPixmap(rect.topLeft(), kept[1])

    def _draw_day(self, painter: QPainter, day: date, cell: _Cell, looks: Sequence[Look], *, is_kept: bool) -> None:
        tokens = self._theme.tokens
        aim = self._aim if self._aim is not None and self._aim.day == day else None
        facts = self.overlays.of(day)
        rect = cell.rect
        ground = tokens.accent.tint if aim is not None and not aim.is_refused else self._ground(day, facts)
        painter.fillRect(rect, ground)
        painter.fillRect(rect.right(), rect.y(), 1, rect.height(), tokens.line.subtle)
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, tokens.line.subtle)
        painter.setClipRect(rect)
        self._paint_number(painter, day, cell, facts, is_target=aim is not None)
        for (row, place), look in zip(cell.places.items(), looks, strict=True):
            if is_kept:
                self._painter.paint_post_once(painter, place, self._posts.cards[row], look, ground)
            else:
                self._paint_card(painter, row, place, ground, look)
        if cell.more is not None:
            self._paint_more(painter, cell, is_hot=day == self._hot_more)
        elif facts.notes or facts.tasks or facts.deadlines:
            px = tokens.px
            below = QRectF(rect.x() + px(6), cell.bottom + 1, rect.width() - px(10), rect.bottom() - cell.bottom - 1)
            paint_lines(painter, below, facts, self._theme, self._painter.icons)
        if cell.slot is not None and aim is not None:
            self._painter.paint_slot(painter, cell.slot, aim.words, refused=aim.is_refused)
        if aim is not None:
            colour = tokens.line.control if aim.is_refused else tokens.accent.base
            _paint_frame(painter, rect, colour)
        painter.setClipping(False)

    def _ground(self, day: date, facts: DayFacts) -> QColor:
        surface = self._theme.tokens.surface
        if Month.of(day) != self.month:
            return surface.window
        is_quiet = day.weekday() >= 5 or facts.is_rest or bool(facts.holidays)
        return surface.canvas if is_quiet else surface.surface

    def _paint_number(self, painter: QPainter, day: date, cell: _Cell, facts: DayFacts, *, is_target: bool) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        rect = cell.rect
        line = QRectF(rect.x() + px(8), rect.y() + px(3), rect.width() - px(12), px(_NUMBER))
        is_today = day == self.today
        font = self._theme.font("small_medium", tabular=True)
        if is_today or is_target:
            font = QFont(font)
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        number = str(day.day)
        if day.day == 1 and (self.stretch.is_rolling or Month.of(day) != self.month):
            number = spoken().day_month(day)
        advance = painter.fontMetrics().horizontalAdvance(number)
        if is_today:
            width = max(px(21), advance + px(6))
            pill = QRectF(line.x() - px(5), line.y() + px(1), width, px(20))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent.base)
            painter.drawRoundedRect(pill, px(10), px(10))
            painter.setPen(tokens.text.on_accent)
            painter.drawText(pill, CENTRE, number)
        else:
            is_out = Month.of(day) != self.month
            is_past = day < self.today
            quiet = tokens.text.tertiary if is_out or is_past else tokens.text.secondary
            painter.setPen(tokens.accent.text if is_target else quiet)
            if is_target:
                painter.drawText(line, LEFT, number)
            else:
                self._painter.lettering.draw_in(painter, line, number, "small_medium", tabular=True)
        if cell.more is None or cell.more.y() > line.bottom():
            has_lines = cell.more is None and cell.bottom + line_height(self._theme) <= rect.bottom()
            ink = tokens.accent.text if is_target else tokens.text.tertiary
            beside = line.adjusted(advance + px(8), 0, 0, 0)
            if cell.names:
                beside.setLeft(paint_campaign_names(painter, beside, cell.names, facts, self._theme))
            paint_day_names(
                painter, beside, facts, ink, self._theme, self._painter.icons, counts_lines=not has_lines
            )  # fmt: skip

    def _paint_more(self, painter: QPainter, cell: _Cell, *, is_hot: bool) -> None:
        if cell.more is None:
            return
        tokens = self._theme.tokens
        lettering = self._painter.lettering
        painter.setPen(tokens.text.primary if is_hot else tokens.text.secondary)
        words = phrases.more(cell.hidden)
        is_beside = cell.more.x() > cell.rect.x() + tokens.px(8)
        if lettering.width(words, "caption") > cell.more.width() - tokens.px(8):
            words = f"+{cell.hidden}"
        edges = (0, 0, -tokens.px(4), 0) if is_beside else (tokens.px(6), 0, 0, 0)
        room = cell.more.adjusted(*edges)
        if not is_hot and not is_beside:
            lettering.draw_in(painter, room, words, "caption")
            return
        font = QFont(self._theme.font("caption"))
        font.setUnderline(is_hot)
        painter.setFont(font)
        painter.drawText(room, RIGHT if is_beside else LEFT, words)


def _paint_frame(painter: QPainter, edge: QRect, colour: QColor) -> None:
    """Draw the frame of the day over which posts hang."""
    for side in (
        QRect(edge.x(), edge.y(), edge.width(), 2),
        QRect(edge.x(), edge.bottom() - 1, edge.width(), 2),
        QRect(edge.x(), edge.y(), 2, edge.height()),
        QRect(edge.right() - 1, edge.y(), 2, edge.height()),
    ):
        painter.fillRect(side, colour)
