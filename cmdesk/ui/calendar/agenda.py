"""The agenda: the posts of a month as a list, day by day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from cmdesk.domain.approval import PlanStep, Tone
from cmdesk.domain.days import DayFacts, Overlays
from cmdesk.domain.moments import Month
from cmdesk.domain.posts import PostCard, PostStatus
from cmdesk.domain.stretches import Stretch, View
from cmdesk.i18n import gettext as _
from cmdesk.i18n import spoken
from cmdesk.ui import glyphs
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.cards import CardPainter, Look
from cmdesk.ui.calendar.grid import CENTRE, DAY, KEY_DAYS, KEY_STEPS, LEFT, SHIFT, Aim, AnyIndex, PostView
from cmdesk.ui.calendar.marks import colour_of, day_lines, line_height, paint_lines
from cmdesk.ui.calendar.model import PostModel

_AXIS: Final = 118
_ROW: Final = 52
_EMPTY: Final = 44
_CHIP: Final = 152
_MOST_SCROLLS: Final = 200


@dataclass(slots=True)
class _Block:
    """One day of the list, not scrolled."""

    day: date
    top: int
    height: int = 0
    rows: list[int] = field(default_factory=list)
    lines: int = 0  # the height of notes, deadlines and tasks below the posts

    @property
    def bottom(self) -> int:
        """Where the next one begins."""
        return self.top + self.height


class AgendaView(PostView):
    """The posts of a month as rows under their days."""

    kind = View.AGENDA

    def __init__(self, painter: CardPainter, model: PostModel, today: date, parent: QWidget | None = None) -> None:
        self._blocks: list[_Block] = []
        self._tops: list[int] = []
        self._by_day: dict[date, _Block] = {}
        self._scrolls: dict[date, int] = {}
        self._wants_scroll = True
        self._is_laying_out = False
        self._was_all = False
        super().__init__(painter, model, today, parent)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    # --- what is shown ----------------------------------------------------------------------

    def show_stretch(self, stretch: Stretch) -> None:
        """Show another month; where it was left it is found again."""
        if stretch != self._stretch:
            if len(self._scrolls) > _MOST_SCROLLS:
                self._scrolls.clear()
            self._scrolls[self._stretch.days[0]] = self.verticalScrollBar().value()
            self._wants_scroll = True
        super().show_stretch(stretch)

    def take_day(self, day: date) -> None:
        """The keyboard comes from another view, where it was on this day: it is seen here too."""
        super().take_day(day)
        self._scrolls.pop(Month.of(day).first, None)
        self._wants_scroll = True

    def show_overlays(self, overlays: Overlays) -> None:
        """Show what lies over the days; the day at the upper edge stays there."""
        if overlays == self.overlays:
            return
        first = self._block_at(0) if not self._is_dirty else None
        offset = first.top - self.verticalScrollBar().value() if first is not None else 0
        super().show_overlays(overlays)
        self._settle()
        if first is not None and (block := self._by_day.get(first.day)) is not None:
            self.verticalScrollBar().setValue(block.top - offset)

    # --- geometry ---------------------------------------------------------------------------

    @property
    def _shows_all(self) -> bool:
        """Whether days without posts are shown: somebody looks for a day to drop on."""
        return bool(self._lifted) or bool(self._carried)

    def lift(self, keys: Iterable[int]) -> None:
        """Show that these posts are in the air; meanwhile every day can be aimed at."""
        super().lift(keys)
        if self._shows_all != self._was_all:
            self._change_days()

    def carry_ideas(self, keys: Sequence[int]) -> None:
        """Take posts of the tray into the air over the present day."""
        super().carry_ideas(keys)
        self._change_days()

    def _change_days(self) -> None:
        """Show or hide the days without posts; what is seen in the middle stays where it is."""
        before = self._by_day.get(self._day) if not self._is_dirty else None
        offset = before.top - self.verticalScrollBar().value() if before else None
        self._was_all = self._shows_all
        self.arrange()
        self._settle()
        after = self._by_day.get(self._day)
        if offset is not None and after is not None:
            self.verticalScrollBar().setValue(after.top - offset)

    def _lay_out(self) -> None:
        if self._is_laying_out:
            return
        self._is_laying_out = True
        try:
            self._lay_blocks()
        finally:
            self._is_laying_out = False

    def _lay_blocks(self) -> None:
        px = self._theme.tokens.px
        rows: dict[date, list[int]] = {}
        for row, card in enumerate(self._posts.cards):
            if card.day is not None:
                rows.setdefault(card.day, []).append(row)
        blocks: list[_Block] = []
        top = 0
        shows_all = self._shows_all
        for day in self.days:
            held = rows.get(day, [])
            facts = self.overlays.days.get(day)
            is_needed = held or shows_all or day in (self.today, self._day) or _has_facts(facts)
            if not is_needed:
                continue
            block = _Block(day, top, 0, held)
            lines = day_lines(facts) if facts is not None else []
            block.lines = len(lines) * line_height(self._theme) + px(8) if lines else 0
            block.height = max(len(held) * px(_ROW) + block.lines, px(_EMPTY)) + 1
            blocks.append(block)
            top = block.bottom
        self._blocks = blocks
        self._tops = [block.top for block in blocks]
        self._by_day = {block.day: block for block in blocks}
        self._fit_bar(top)

    def _fit_bar(self, whole: int) -> None:
        bar = self.verticalScrollBar()
        height = self.viewport().height()
        bar.setPageStep(height)
        bar.setSingleStep(self._theme.tokens.px(_ROW))
        bar.setRange(0, max(0, whole - height + self._theme.tokens.px(24)))
        if self._wants_scroll and self.isVisible() and height > 1:
            self._wants_scroll = False
            known = self._scrolls.get(self.days[0])
            block = self._by_day.get(self._day)
            first = block.top if block is not None and self._day != self.days[0] else 0
            bar.setValue(known if known is not None else first)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        del dx, dy
        self._hot = None
        self.viewport().update()

    @property
    def _axis(self) -> int:
        return self._theme.tokens.px(_AXIS)

    @property
    def _scroll(self) -> int:
        return self.verticalScrollBar().value()

    def _block_at(self, y: float) -> _Block | None:
        """The day at a height of the viewport."""
        wanted = y + self._scroll
        place = bisect_right(self._tops, wanted) - 1
        return self._blocks[place] if place >= 0 and wanted < self._blocks[place].bottom else None

    def _seen_blocks(self, area: QRectF) -> Iterable[_Block]:
        begin = max(0, bisect_right(self._tops, area.top() + self._scroll) - 1)
        for block in self._blocks[begin:]:
            if block.top - self._scroll > area.bottom():
                return
            yield block

    def _row_rect(self, block: _Block, place: int) -> QRectF:
        height = self._theme.tokens.px(_ROW)
        return QRectF(
            self._axis, block.top - self._scroll + place * height, self.viewport().width() - self._axis, height
        )

    def _place(self, row: int) -> QRectF | None:
        day = self._posts.cards[row].day
        block = self._by_day.get(day) if day is not None else None
        if block is None or not block.rows:
            return None
        place = row - block.rows[0]
        if not (0 <= place < len(block.rows) and block.rows[place] == row):
            place = block.rows.index(row) if row in block.rows else -1
        return self._row_rect(block, place) if place >= 0 else None

    def _row_at(self, point: QPoint) -> int | None:
        block = self._block_at(point.y())
        if block is None or point.x() < self._axis or point.y() < 0:
            return None
        place = int((point.y() + self._scroll - block.top) // self._theme.tokens.px(_ROW))
        return block.rows[place] if place < len(block.rows) else None

    def _rows_in(self, area: QRectF) -> Iterable[int]:
        for block in self._seen_blocks(area):
            for place, row in enumerate(block.rows):
                if self._row_rect(block, place).intersects(area):
                    yield row

    def rows_on(self, day: date) -> Sequence[int]:
        """The rows of the posts of a day, in their order."""
        self._settle()
        block = self._by_day.get(day)
        return block.rows if block else ()

    def cell_rect(self, day: date) -> QRect:
        """Where a day stands in the viewport."""
        self._settle()
        block = self._by_day.get(day)
        if block is None:
            return QRect()
        return QRect(0, block.top - self._scroll, self.viewport().width(), block.height)

    def cell_place(self, day: date) -> QRect:
        """Where the name of a day stands on the screen."""
        rect = self.cell_rect(day)
        corner = self.viewport().mapToGlobal(rect.topLeft())
        return QRect(corner.x(), corner.y(), self._axis, min(rect.height(), self._theme.tokens.px(_ROW)))

    def _day_here(self, here: QPoint) -> date | None:
        self._settle()
        block = self._block_at(here.y()) if here.x() >= 0 and here.y() >= 0 else None
        return block.day if block is not None else None

    def _show_aim(self, before: Aim | None, after: Aim | None) -> None:
        """Only the two days concerned are drawn anew."""
        for aim in (before, after):
            if aim is not None:
                self.viewport().update(self.cell_rect(aim.day).adjusted(0, -2, 0, 2))

    def scrollTo(
        self, index: AnyIndex, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Scroll to the row of a post."""
        del hint
        rect = self._placed(index.row()) if index.isValid() else None
        if rect is not None:
            self._scroll_to(round(rect.top()), round(rect.bottom()))

    def show_day_here(self, day: date) -> None:
        """Scroll to a day."""
        if day not in self._by_day:
            self.arrange()
        rect = self.cell_rect(day)
        if rect.isValid():
            self._scroll_to(rect.top(), min(rect.bottom(), rect.top() + self.viewport().height()))

    def _scroll_to(self, top: int, bottom: int) -> None:
        bar = self.verticalScrollBar()
        if top < 0:
            bar.setValue(bar.value() + top)
        elif bottom > self.viewport().height():
            bar.setValue(bar.value() + bottom - self.viewport().height())

    def verticalOffset(self) -> int:
        return self._scroll

    def _name(self) -> str:
        return _("Agenda, {month}").format(month=phrases.month_title(self.month))

    # --- the keyboard -----------------------------------------------------------------------

    def _target(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> date | None:
        if modifiers & ~(SHIFT | Qt.KeyboardModifier.KeypadModifier):
            return None
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            month = Month.of(self._day).plus(-1 if key == Qt.Key.Key_PageUp else 1)
            return date(month.year, month.number, min(self._day.day, month.days))
        if self._carried:
            return self._carried_target(key)
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return self._blocks[0 if key == Qt.Key.Key_Home else -1].day if self._blocks else None
        if key in KEY_STEPS:
            step = KEY_STEPS[key]
            return self._day if self._neighbour(step) is not None else self._day_beside(step)
        return self._day_beside(KEY_DAYS[key]) if key in KEY_DAYS else None

    def _carried_target(self, key: Qt.Key) -> date | None:
        step = KEY_STEPS.get(key) or KEY_DAYS.get(key)
        if step is not None:
            return self._day + DAY * step
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return self.days[0 if key == Qt.Key.Key_Home else -1]
        return None

    def _day_beside(self, step: int) -> date:
        """The next day of the list that way; beyond its end the next month's."""
        days = [block.day for block in self._blocks]
        place = bisect_right(days, self._day) - 1 + step
        if self._day not in self._by_day and step < 0:
            place += 1
        if 0 <= place < len(days):
            return days[place]
        return self.days[0] - DAY if step < 0 else self.days[-1] + DAY

    def _carry_to(self, day: date) -> None:
        super()._carry_to(day)
        if self._carried:
            if not self._was_all:
                self._change_days()
            self.show_day_here(self._day)

    # --- painting ---------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        area = QRectF(event.rect())
        self._settle()
        tokens = self._theme.tokens
        with QPainter(self.viewport()) as painter:
            painter.fillRect(area, tokens.surface.canvas)
            chosen = {index.row() for index in self.selectionModel().selectedIndexes()}
            current = self.currentIndex().row()
            for block in self._seen_blocks(area):
                self._paint_block(painter, block, area, chosen, current)
            painter.fillRect(QRectF(self._axis - 1, 0, 1, self._tops_end()), tokens.line.subtle)
            if not self._posts.cards:
                self._paint_nothing(painter)
            if self._band is not None:
                self._paint_band(painter, self._band.normalized())
        self._tell_painted()

    def _tops_end(self) -> float:
        return self._blocks[-1].bottom - self._scroll if self._blocks else 0

    def _paint_nothing(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        painter.setFont(self._theme.font("body"))
        painter.setPen(tokens.text.tertiary)
        room = QRectF(self.viewport().rect()).adjusted(self._axis, self._tops_end(), 0, 0)
        room.setHeight(tokens.px(80))
        words = _("No posts in {month}.").format(month=phrases.month_name(self.month))
        painter.drawText(room, CENTRE, words)

    def _paint_block(self, painter: QPainter, block: _Block, area: QRectF, chosen: set[int], current: int) -> None:
        tokens = self._theme.tokens
        aim = self._aim if self._aim is not None and self._aim.day == block.day else None
        top, width = block.top - self._scroll, self.viewport().width()
        whole = QRectF(0, top, width, block.height - 1)
        facts = self.overlays.of(block.day)
        is_quiet = block.day.weekday() >= 5 or facts.is_rest or bool(facts.holidays)
        ground = tokens.surface.window if is_quiet else tokens.surface.canvas
        rows = tokens.surface.surface
        if aim is not None and not aim.is_refused:
            ground = rows = tokens.accent.tint
        painter.fillRect(QRectF(0, top, self._axis, block.height), ground)
        painter.fillRect(QRectF(self._axis, top, width - self._axis, block.height), rows if block.rows else ground)
        for place, row in enumerate(block.rows):
            rect = self._row_rect(block, place)
            if rect.intersects(area):
                card = self._posts.cards[row]
                self._paint_row(painter, rect, card, self._look(row, card, chosen, current), rows)
        if block.lines:
            self._paint_facts(painter, block, facts, top)
        self._paint_day(painter, block, facts, QRectF(0, top, self._axis, block.height - 1), is_target=bool(aim))
        painter.fillRect(QRectF(0, top + block.height - 1, width, 1), tokens.line.default)
        if aim is not None:
            self._paint_aim(painter, block, aim, whole)
        elif block.day == self._day and self.hasFocus() and current < 0 and not self._lifted:
            glyphs.paint_focus(painter, whole, tokens)

    def _paint_aim(self, painter: QPainter, block: _Block, aim: Aim, whole: QRectF) -> None:
        """Draw the frame of the day and the slot between the posts where a drop would land."""
        tokens = self._theme.tokens
        px = tokens.px
        colour = tokens.line.control if aim.is_refused else tokens.accent.base
        for side in (
            QRectF(whole.x(), whole.y(), whole.width(), 2),
            QRectF(whole.x(), whole.bottom() - 2, whole.width(), 2),
            QRectF(whole.x(), whole.y(), 2, whole.height()),
            QRectF(whole.right() - 2, whole.y(), 2, whole.height()),
        ):
            painter.fillRect(side, colour)
        minute = 1440 if aim.minute is None else aim.minute
        cards = self._posts.cards
        before = sum((1440 if (m := cards[row].minute) is None else m) < minute for row in block.rows)
        height = px(30)
        middle = whole.y() + (before * px(_ROW) if block.rows else whole.height() / 2)
        top = max(whole.y() + px(6), min(middle - height / 2, whole.bottom() - height - px(6)))
        slot = QRectF(self._axis + px(12), top, min(px(320), whole.width() - self._axis - px(24)), height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.surface.surface)
        painter.drawRoundedRect(slot, tokens.radius.post_card, tokens.radius.post_card)
        self._painter.paint_slot(painter, slot, aim.words, refused=aim.is_refused)

    def _paint_facts(self, painter: QPainter, block: _Block, facts: DayFacts, top: int) -> None:
        px = self._theme.tokens.px
        begin = top + len(block.rows) * px(_ROW) + px(4)
        room = QRectF(self._axis + px(11), begin, self.viewport().width() - self._axis - px(24), block.lines)
        paint_lines(painter, room, facts, self._theme, self._painter.icons)

    def _paint_day(self, painter: QPainter, block: _Block, facts: DayFacts, room: QRectF, *, is_target: bool) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        is_today = block.day == self.today
        painter.setFont(QFont(self._theme.font("section", tabular=True)))
        ink = tokens.text.secondary if block.day < self.today else tokens.text.primary
        painter.setPen(tokens.accent.text if is_today or is_target else ink)
        line = QRectF(room.x() + px(20), room.y() + px(11), room.width() - px(26), px(20))
        painter.drawText(line, LEFT, spoken().week_day(block.day))
        painter.setFont(self._theme.font("label"))
        painter.setPen(tokens.text.tertiary)
        words = [_("today")] if is_today else [_("tomorrow")] if block.day == self.today + DAY else []
        words += [*facts.holidays, *(one.name for one in facts.awareness)]
        begun = [bar for bar in self.overlays.campaigns if bar.first <= block.day <= bar.last]
        top, metrics = line.bottom() + px(1), painter.fontMetrics()
        for text in words:
            place = QRectF(line.x(), top, line.width(), px(15))
            if place.bottom() > room.bottom():
                break
            painter.drawText(place, LEFT, metrics.elidedText(text, Qt.TextElideMode.ElideRight, round(place.width())))
            top += px(15)
        for bar in begun:
            place = QRectF(line.x(), top + px(3), line.width(), px(13))
            if place.bottom() > room.bottom():
                break
            painter.fillRect(
                QRectF(place.x(), place.y() + 1, px(3), place.height() - 2), colour_of(bar.colour, self._theme)
            )
            rest = place.adjusted(px(7), 0, 0, 0)
            painter.drawText(rest, LEFT, metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, round(rest.width())))
            top += px(16)

    def _paint_row(self, painter: QPainter, rect: QRectF, card: PostCard, look: Look, ground: QColor) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        if card.id in self._lifted:
            inner = rect.adjusted(px(6), px(4), -px(6), -px(4))
            self._painter.paint_place_left(painter, inner, tokens.radius.post_card)
            return
        fill = tokens.accent.tint if look.is_selected else tokens.surface.hover if look.is_hot else ground
        painter.fillRect(rect, fill)
        painter.fillRect(QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1), tokens.line.subtle)
        if look.tint:
            painter.fillRect(QRectF(rect.x(), rect.y(), px(3), rect.height() - 1), colour_of(look.tint, self._theme))
        if look.is_proposal:
            self._painter.paint_place_left(
                painter, rect.adjusted(px(4), px(3), -px(4), -px(3)), tokens.radius.post_card
            )
        left = self._paint_begin(painter, rect, card, look)
        right = self._paint_end(painter, rect, card, look)
        room = QRectF(left, rect.y(), right - left, rect.height())
        told = None if look.days_late or self._has_room_for_need(rect) else self._need(card)
        if told is not None:
            room.setHeight(rect.height() - px(16))
            self._paint_below(painter, room, *told)
        self._paint_title(painter, room, card)
        if look.is_current:
            glyphs.paint_focus(painter, rect.adjusted(0, 0, 0, -1), tokens)

    def _paint_begin(self, painter: QPainter, rect: QRectF, card: PostCard, look: Look) -> float:
        """Glyph, hour and picture; where the title begins."""
        tokens = self._theme.tokens
        px = tokens.px
        middle = rect.center().y() - 0.5
        glyph = QRectF(rect.x() + px(11), middle - px(7), px(15), px(15))
        glyphs.paint_status(painter, glyph, card.status, tokens)
        painter.setFont(self._theme.font("body", tabular=True))
        painter.setPen(tokens.text.secondary)
        hour = spoken().clock(card.minute) if card.minute is not None else "—"
        painter.drawText(QRectF(rect.x() + px(36), rect.y(), px(46), rect.height()), LEFT, hour)
        left = rect.x() + px(36 + 50)
        if rect.width() < px(420):
            return left
        edge = px(36)
        place = QRectF(left, middle - edge / 2, edge, edge)
        if not (card.thumb and self._painter.pictures.paint(painter, card.thumb, place, tokens.radius.tag)):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.surface.sunken)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawRoundedRect(place, tokens.radius.tag, tokens.radius.tag)
            icon = QRectF(place.center().x() - px(8), place.center().y() - px(8), px(16), px(16))
            self._painter.icons.paint(painter, "photo", icon, tokens.text.disabled)
        del look
        return left + edge + px(10)

    def _paint_end(self, painter: QPainter, rect: QRectF, card: PostCard, look: Look) -> float:
        """Who, how far, what is late, where and whose, from the right edge on; where the title must end."""
        tokens = self._theme.tokens
        px = tokens.px
        middle = rect.center().y() - 0.5
        right = rect.right() - px(12)
        edge = px(20)
        owner = self._posts.member_of(card)
        if owner is not None:
            circle = QRectF(right - edge, middle - edge / 2, edge, edge)
            glyphs.paint_avatar(painter, circle, owner.letters, glyphs.person_colour(owner.colour, tokens), tokens)
        right -= edge + px(12)
        if look.client is not None:
            tile = QRectF(right - edge, middle - edge / 2, edge, edge)
            glyphs.paint_tile(painter, tile, look.client.letters, look.client.colour, tokens)
            right -= edge + px(12)
        if rect.width() > px(520):
            room = px(_CHIP if rect.width() > px(640) else 112)
            self._paint_chip(painter, QRectF(right - room, middle - px(10.5), room, px(21)), card)
            right -= room + px(10)
        if look.days_late:
            words = phrases.late(look.days_late)
            width = glyphs.pill_width(words, self._theme, "late")
            glyphs.paint_pill(painter, QPointF(right - width, middle - px(10)), words, "late", self._theme,
                              self._painter.icons)  # fmt: skip
            right -= width + px(8)
        elif self._has_room_for_need(rect):
            right = self._paint_need(painter, right, middle, card)
        for icon, colour in self._painter.marks(card, look, without_late=True):
            right -= px(14)
            self._painter.icons.paint(painter, icon, QRectF(right, middle - px(7), px(14), px(14)), colour)
            right -= px(6)
        row = QRectF(0, middle - px(7.5), 0, px(15))
        networks = card.networks[: 3 if rect.width() > px(640) else 1]
        return glyphs.paint_networks(painter, right, row, networks, tokens.text.secondary, self._painter.icons) - px(8)

    def _paint_need(self, painter: QPainter, right: float, middle: float, card: PostCard) -> float:
        """What a post needs next on its way to a yes, and by when; where it begins."""
        told = self._need(card)
        if told is None:
            return right
        px = self._theme.tokens.px
        words, tone = told
        width = glyphs.pill_width(words, self._theme, tone)
        corner = QPointF(right - width, middle - px(10))
        glyphs.paint_pill(painter, corner, words, tone, self._theme, self._painter.icons)
        return right - width - px(8)

    def _has_room_for_need(self, rect: QRectF) -> bool:
        """Whether what a post needs next stands beside its status; else it stands below its title."""
        return rect.width() > self._theme.tokens.px(720)

    def _need(self, card: PostCard) -> tuple[str, glyphs.Tone] | None:
        """What a post needs next and by when, and how that stands."""
        need = self._posts.needs.get(card.id)
        if need is None or need.step is PlanStep.OUT:
            return None
        if need.tone is Tone.LATE:
            return _("too near"), "late"
        return need.words, "soon" if need.tone is Tone.SOON else "neutral"

    def _paint_below(self, painter: QPainter, title: QRectF, words: str, tone: glyphs.Tone) -> None:
        """The same where there is no room beside: below the title."""
        tokens = self._theme.tokens
        inks = {"late": tokens.feedback.danger, "soon": tokens.feedback.warn}
        painter.setFont(self._theme.font("label"))
        painter.setPen(inks.get(tone, tokens.text.tertiary))
        line = QRectF(title.x(), title.center().y() + tokens.px(8), title.width(), tokens.px(16))
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, round(line.width()))
        painter.drawText(line, LEFT, words)

    def _paint_chip(self, painter: QPainter, rect: QRectF, card: PostCard) -> None:
        """The status as glyph and word, at the left of its room."""
        tokens = self._theme.tokens
        px = tokens.px
        colours = tokens.status[card.status]
        painter.setFont(self._theme.font("label"))
        room = rect.width() - px(5 + 14 + 5 + 8)
        words = phrases.status_name(card.status)
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, round(room))
        width = painter.fontMetrics().horizontalAdvance(words) + px(32)
        frame = QRectF(rect.x() + 0.5, rect.y() + 0.5, width, rect.height() - 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.paint_chip_ground(painter, frame, card.status)
        glyph = px(14)
        place = QRectF(frame.x() + px(5), frame.center().y() - glyph / 2, glyph, glyph)
        glyphs.paint_status(painter, place, card.status, tokens)
        painter.setPen(colours.fg)
        painter.drawText(frame.adjusted(px(24), 0, 0, 0), LEFT, words)

    def _paint_title(self, painter: QPainter, room: QRectF, card: PostCard) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        is_quiet = card.status in (PostStatus.PUBLISHED, PostStatus.CANCELLED)
        font = QFont(self._theme.font("body" if is_quiet else "body_medium"))
        font.setStrikeOut(card.status is PostStatus.CANCELLED)
        painter.setFont(font)
        painter.setPen(tokens.text.secondary if is_quiet else tokens.text.primary)
        metrics = painter.fontMetrics()
        title = metrics.elidedText(card.title, Qt.TextElideMode.ElideRight, max(0, round(room.width())))
        painter.drawText(room, LEFT, title)
        used = metrics.horizontalAdvance(title) + px(8)
        kind = phrases.format_name(card.format)
        painter.setFont(self._theme.font("small"))
        if used + painter.fontMetrics().horizontalAdvance(kind) < room.width():
            painter.setPen(tokens.text.tertiary)
            painter.drawText(room.adjusted(used, 0, 0, 0), LEFT, kind)


def _has_facts(facts: DayFacts | None) -> bool:
    """Whether a day without posts has something to say all the same."""
    return facts is not None and bool(facts.holidays or facts.notes or facts.tasks or facts.deadlines)
