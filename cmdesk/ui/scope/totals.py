"""What a version costs and takes, below its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cmdesk.domain.scope import ScopeVersion, totals
from cmdesk.i18n import _, spoken
from cmdesk.ui.scope.phrases import money
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.themed import Themed

_HOUR: Final = 60


@dataclass(frozen=True, slots=True)
class _Sum:
    """One amount under its name."""

    name: str
    words: str
    is_strong: bool = False


def _sign(difference: int) -> str:
    return "+" if difference > 0 else "−" if difference < 0 else "±"


def _hours(minutes: int) -> str:
    hours = (abs(minutes) + _HOUR // 2) // _HOUR
    return _("{hours} h").format(hours=spoken().number(hours))


class TotalsBar(Themed, QWidget):
    """Each month, one-off, tax, our time, and the difference against the agreed version."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sums: Sequence[_Sum] = ()
        self._against: _Sum | None = None
        self.follow(theme)

    def show_version(self, version: ScopeVersion, agreed: ScopeVersion | None) -> None:
        """Add up a version, and compare it with the agreed one."""
        terms = version.terms
        sums = totals(version.lines, tax_bp=terms.tax_bp, discount_bp=terms.discount_bp)
        monthly = sums.monthly_cents - sums.discount_cents

        def say(cents: int) -> str:
            return money(cents, terms.currency)

        found = [_Sum(_("Each month"), say(monthly), is_strong=True)]
        if sums.once_cents:
            found.append(_Sum(_("One-off"), say(sums.once_cents), is_strong=True))
        if sums.tax_cents:
            found.append(_Sum(_("VAT {rate}").format(rate=spoken().percent(terms.tax_bp)), say(sums.tax_cents)))
        if sums.optional_cents:
            found.append(_Sum(_("Optional"), say(sums.optional_cents)))
        found.append(_Sum(_("Our time"), self._time(sums.own_minutes, monthly, terms.currency)))
        self._sums = found
        self._against = None
        if agreed is not None and agreed.id != version.id and not version.is_frozen:
            base = totals(agreed.lines, tax_bp=agreed.terms.tax_bp, discount_bp=agreed.terms.discount_bp)
            cents = monthly - (base.monthly_cents - base.discount_cents)
            minutes = sums.own_minutes - base.own_minutes
            words = f"{_sign(cents)} {say(abs(cents))}"
            if _hours(minutes) != _hours(0):
                words += f" · {_sign(minutes)} {_hours(abs(minutes))}"
            self._against = _Sum(_("Against agreed v{number}").format(number=agreed.number), words, True)
        self.setAccessibleName(", ".join(f"{one.name} {one.words}" for one in (*found, self._against) if one))
        self.update()

    def _time(self, minutes: int, cents: int, currency: str) -> str:
        """Our own time in a month, and what an hour of it earns: '45 h at €20.11'."""
        if not minutes or cents <= 0:
            return _hours(minutes)
        each = (cents * _HOUR + minutes // 2) // minutes
        return _("{hours} at {amount}").format(hours=_hours(minutes), amount=money(each, currency))

    def sizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(400), self._theme.tokens.px(62))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(200), self._theme.tokens.px(62))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        px = tokens.px
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), tokens.surface.surface)
            painter.fillRect(0, 0, self.width(), 1, tokens.line.default)
            left = px(18)
            right = self.width() - px(18)
            if self._against is not None:
                width = self._width(self._against)
                right -= width
                self._paint(painter, self._against, right, width, is_change=True)
                right -= px(16)
            gap = px(24) if self._room() <= right - left else px(14)
            for one in self._sums:
                width = self._width(one)
                if left + width > right:
                    break
                self._paint(painter, one, left, width)
                left += width + gap

    def _room(self) -> int:
        return sum(self._width(one) + self._theme.tokens.px(24) for one in self._sums)

    def _width(self, one: _Sum) -> int:
        name = self._theme.metrics("caption").horizontalAdvance(one.name)
        words = QFontMetricsF(self._font(one)).horizontalAdvance(one.words)
        return round(max(name, words) + 1)

    def _font(self, one: _Sum) -> QFont:
        font = QFont(self._theme.font("heading", tabular=True))
        font.setPixelSize(self._theme.tokens.px(16))
        font.setWeight(QFont.Weight.DemiBold if one.is_strong else QFont.Weight.Medium)
        return font

    def _paint(self, painter: QPainter, one: _Sum, left: int, width: int, *, is_change: bool = False) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        align = Qt.AlignmentFlag.AlignRight if is_change else Qt.AlignmentFlag.AlignLeft
        align |= Qt.AlignmentFlag.AlignVCenter
        painter.setPen(tokens.text.tertiary)
        painter.setFont(self._theme.font("caption"))
        painter.drawText(QRectF(left, px(12), width, px(17)), align, one.name)
        painter.setPen(tokens.accent.text if is_change else tokens.text.primary)
        painter.setFont(self._font(one))
        painter.drawText(QRectF(left, px(29), width, px(21)), align, one.words)

    def _on_theme_changed(self) -> None:
        self.setFixedHeight(self._theme.tokens.px(62))
        super()._on_theme_changed()
