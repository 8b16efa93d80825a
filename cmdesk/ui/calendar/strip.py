"""The strip above the month: what is agreed, how much of it is planned, and what a drop would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cmdesk.domain.allowance import Allowance
from cmdesk.domain.calendar import Plan
from cmdesk.domain.moments import Month
from cmdesk.i18n import gettext as _
from cmdesk.i18n import ngettext
from cmdesk.ui.calendar import phrases
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import LinkButton
from cmdesk.ui.widgets.facts import Glyph, QuotaBar, Words
from cmdesk.ui.widgets.themed import Themed

_NARROWEST: Final = 132


class QuotaStrip(Themed, QWidget):
    """One bar for each line that posts use up, between what is agreed and how the month stands.

    Signals:
        scope_wanted: The person wants to see the scope.
    """

    scope_wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self.today = today
        self._plan: Plan | None = None
        self._proposed: Mapping[str, int] = {}
        self._bars: list[QuotaBar] = []
        px = theme.tokens.px
        self._title = Words(theme, "", "small_strong", "primary", self)
        self._version = LinkButton(theme, icons, "", "link", self, role="tertiary")
        self._version.clicked.connect(self.scope_wanted)
        self._left = left = QVBoxLayout()
        left.setSpacing(0)
        left.addStretch(1)
        left.addWidget(self._title)
        left.addWidget(self._version)
        left.addStretch(1)
        self._lines = QWidget(self)
        self._lines.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self._lines)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._more = Words(theme, "", "small", "tertiary", self._lines)
        self._row.addWidget(self._more)
        self._row.addStretch(1)
        self._glyph = Glyph(theme, icons, "circle-check", "ok", 15, self)
        self._verdict = Words(theme, "", "small_medium", "ok", self, elide=True)
        self._speaks = True  # whether there is room for the verdict in words
        self._end = QWidget(self)
        end = QHBoxLayout(self._end)
        end.setContentsMargins(0, 0, 0, 0)
        end.setSpacing(px(6))
        end.addStretch(1)
        end.addWidget(self._glyph)
        end.addWidget(self._verdict)
        self._whole = whole = QHBoxLayout(self)
        whole.addLayout(left)
        whole.addWidget(self._lines, 1)
        whole.addWidget(self._end)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.follow(theme)

    def show_plan(self, plan: Plan) -> None:
        """Show how a month of one client stands."""
        self._plan = plan
        month = phrases.month_name(plan.month)
        is_agreed = plan.scope_number is not None
        if is_agreed:
            self._title.setText(_("Agreed for {month}").format(month=month))
            version = _("Scope v{number}").format(number=plan.scope_number)
            by_days = any(row.by_days for row in plan.rows)
            self._version.setText(_("{scope}, by days").format(scope=version) if by_days else version)
        else:
            self._title.setText(_("Nothing agreed for {month}").format(month=month))
            self._version.setText(_("See the scope"))
        self._version.setAccessibleName(self._version.text())
        self._version.updateGeometry()
        self._show_rows(plan.rows)
        self._show_verdict(plan)
        self._fold()
        if self._proposed:
            self.preview({})

    def propose(self, changes: Mapping[str, int]) -> None:
        """Show what proposals would add, by lineage, whatever else is previewed; nothing ends it."""
        self._proposed = changes
        self.preview({})

    def preview(self, changes: Mapping[str, int]) -> None:
        """Show what a drop would change, by lineage; nothing shows the counts as they are."""
        if self._plan is None:
            return
        after = []
        for bar, row in zip(self._bars, self._plan.rows, strict=False):
            change = changes.get(row.lineage, 0) + self._proposed.get(row.lineage, 0)
            bar.show_quota(row.title, row.planned, row.due, row.planned + change if change else None)
            after.append(replace(row, planned=row.planned + change))
        self._show_verdict(replace(self._plan, rows=tuple(after)))

    def told(self, changes: Mapping[str, int]) -> list[str]:
        """What a drop would change, in words for who does not see the bars: 'Feed posts: 9 → 10 of 12'."""
        words = _("{line}: {count} → {after} of {agreed}")
        return [
            words.format(line=row.title, count=row.planned, after=row.planned + step, agreed=row.due)
            for row in (self._plan.rows if self._plan else ())
            if (step := changes.get(row.lineage, 0))
        ]

    def sizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(400), self._theme.tokens.size.quota_strip)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), tokens.surface.canvas)
            painter.fillRect(0, self.height() - 1, self.width(), 1, tokens.line.subtle)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _show_rows(self, rows: tuple[Allowance, ...]) -> None:
        while len(self._bars) < len(rows):
            bar = QuotaBar(self._theme, "", 0, 0, self._lines)
            self._row.insertWidget(len(self._bars), bar, 0, Qt.AlignmentFlag.AlignVCenter)
            self._bars.append(bar)
        for place, bar in enumerate(self._bars):
            if place < len(rows):
                row = rows[place]
                bar.show_quota(row.title, row.planned, row.due)
                bar.setToolTip(phrases.plain_tip(_line_tip(row)))

    def _show_verdict(self, plan: Plan) -> None:
        tone, icon, words = self._judged(plan)
        self._verdict.setText(words)
        self._verdict.set_colour(tone)
        self._glyph.show_icon(icon, tone)
        self._glyph.setVisible(bool(words))
        self._glyph.setAccessibleName(words)
        self._glyph.setToolTip("" if self._speaks else words)
        self._verdict.setVisible(self._speaks and bool(words))

    def _judged(self, plan: Plan) -> tuple[str, str, str]:
        """How the month stands, in words: its colour, its icon and the sentence."""
        if plan.is_paused:
            return "warn", "clock", _("Paused: nothing is asked for")
        if plan.scope_number is None:
            return "warn", "flag", _("Not agreed")
        if plan.over:
            return "warn", "alert-triangle", phrases.more_than_agreed(plan.over)
        if not plan.rows:
            return "secondary", "info-circle", ""
        left = sum(row.left for row in plan.rows)
        if not left:
            return "ok", "circle-check", self._all_planned()
        if self._is_on_track(plan):
            month = phrases.month_name(plan.month)
            return "ok", "circle-check", _("On track for {month}").format(month=month)
        if plan.month < Month.of(self.today):
            words = ngettext("{count} fewer than agreed", "{count} fewer than agreed", left)
            return "secondary", "info-circle", words.format(count=left)
        words = ngettext("{count} still to plan", "{count} still to plan", left)
        return "secondary", "calendar-plus", words.format(count=left)

    def _all_planned(self) -> str:
        month = phrases.month_name(self._plan.month) if self._plan else ""
        return _("All planned for {month}").format(month=month)

    def _is_on_track(self, plan: Plan) -> bool:
        """Whether at least as much is planned as of the month has passed."""
        if plan.month != Month.of(self.today):
            return False
        passed = self.today.day / plan.month.days
        return all(row.planned >= int(row.due * passed) for row in plan.rows)

    def _fold(self) -> None:
        """Give the bars room for their names and counts; hide those that find none and say how many they are."""
        rows = self._plan.rows if self._plan else ()
        px, gap = self._theme.tokens.px, self._row.spacing()
        self._left.invalidate()  # what it says is another by now, which Qt tells it only later
        counts = [bar.count_width for bar in self._bars[: len(rows)]]
        least = max(px(_NARROWEST), max(counts, default=0) + px(12))  # a count is never cut
        metrics = self._theme.metrics("small")
        more_width = round(metrics.horizontalAdvance(_("+{count} more").format(count=len(rows)))) + 1
        words = self._words_width(self._judged(self._plan)[2]) if self._plan else 0
        whole = self.width() - 2 * px(20) - 2 * px(24) - self._left.sizeHint().width() - px(15)
        speaks = not rows or whole - words - more_width - gap >= least
        self._speaks = speaks
        self._verdict.setVisible(speaks and bool(self._verdict.text()))
        self._glyph.setToolTip("" if speaks else self._verdict.text())
        if speaks and rows:  # a preview may say more: its words find room without pushing the bars about
            wish = max(map(self._words_width, (phrases.more_than_agreed(1), self._all_planned())))
            words = max(words, min(wish, whole - more_width - gap - least))
        words = words if speaks or not rows else 0
        self._end.setFixedWidth(px(15) + words)
        room = whole - words
        shown = len(rows)
        while shown and shown * (least + gap) - gap > room - (more_width + gap if shown < len(rows) else 0):
            shown -= 1
        spare = room - (more_width + gap if shown < len(rows) else 0)
        even = max(least, (spare + gap) // shown - gap) if shown else least
        wishes = [max(least, bar.sizeHint().width()) for bar in self._bars[:shown]]
        spare -= sum(min(wish, even) + gap for wish in wishes) - gap
        for place, bar in enumerate(self._bars):
            bar.setVisible(place < shown)
            if place < shown:
                width = min(wishes[place], even)
                extra = max(0, min(spare, wishes[place] - width))  # what shorter names leave
                spare -= extra
                bar.setFixedWidth(width + extra)  # a preview must not push the others about
        hidden = rows[shown:]
        self._more.setVisible(bool(hidden))
        if hidden:
            self._more.setText(_("+{count} more").format(count=len(hidden)))
            self._more.setToolTip(phrases.plain_tip(line for row in hidden for line in _line_tip(row)))

    def _words_width(self, words: str) -> int:
        """What a verdict takes beside its sign."""
        advance = self._theme.metrics("small_medium").horizontalAdvance(words)
        return round(advance) + 1 + self._theme.tokens.px(6) if words else 0

    def _on_theme_changed(self) -> None:
        px = self._theme.tokens.px
        self._row.setSpacing(px(24))
        self._whole.setContentsMargins(px(20), 0, px(20), 0)
        self._whole.setSpacing(px(24))
        self._fold()
        self.setFixedHeight(self._theme.tokens.size.quota_strip)
        super()._on_theme_changed()


def _line_tip(row: Allowance) -> list[str]:
    """A line's count in words, with what was carried over and what was given for nothing."""
    words = _("{line}: {count} of {agreed} planned, {done} published")
    lines = [words.format(line=row.title, count=row.planned, agreed=row.due, done=row.delivered)]
    if row.carried:
        lines.append(_("{count} carried over").format(count=row.carried))
    if row.gifts:
        lines.append(ngettext("{count} courtesy", "{count} courtesies", row.gifts).format(count=row.gifts))
    return lines
