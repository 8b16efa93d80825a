"""The tabs of a post's texts: the base, and one for each channel that it goes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

from cmdesk.i18n import gettext as _
from cmdesk.ui import glyphs
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.themed import Themed

_HEIGHT: Final = 36
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the texts."""

    channel_id: int | None  # none: the base
    name: str
    network: str = ""
    is_changed: bool = False

    @property
    def remark(self) -> str:
        """What is said beside its name."""
        if self.channel_id is None:
            return ""
        return _("changed") if self.is_changed else _("= base")

    @property
    def sentence(self) -> str:
        """The tab as it is read aloud."""
        if self.channel_id is None:
            return self.name
        state = _("has a text of its own") if self.is_changed else _("says what the base says")
        return f"{self.name}, {state}"


class NetworkTabs(Themed, QTabBar):
    """The texts side by side; what has a text of its own says so.

    Signals:
        chosen: The channel of the text that is shown now; none for the base.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._tabs: tuple[Tab, ...] = ()
        self._widths: dict[tuple[Tab, bool], int] = {}  # a layout asks for each of them many times
        self._is_showing = False
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Texts of the post"))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.currentChanged.connect(self._on_current)
        self.follow(theme)

    @property
    def channel_id(self) -> int | None:
        """The channel whose text is shown; none for the base."""
        place = self.currentIndex()
        return self._tabs[place].channel_id if 0 <= place < len(self._tabs) else None

    @property
    def tabs(self) -> tuple[Tab, ...]:
        """What is offered."""
        return self._tabs

    def show_tabs(self, tabs: Sequence[Tab]) -> None:
        """Offer these texts; the one that is shown stays, or else the base is."""
        if tuple(tabs) == self._tabs:
            return
        here = self.channel_id
        self._is_showing = True
        self._tabs = tuple(tabs)
        self._widths.clear()
        while self.count() > len(tabs):
            self.removeTab(self.count() - 1)
        while self.count() < len(tabs):
            self.addTab("")
        for place, tab in enumerate(tabs):
            self.setTabText(place, tab.sentence)
            self.setTabToolTip(place, tab.sentence)
        self.setCurrentIndex(next((place for place, tab in enumerate(tabs) if tab.channel_id == here), 0))
        self._is_showing = False
        self.updateGeometry()
        self.update()
        if self.channel_id != here:
            self.chosen.emit(self.channel_id)

    def choose(self, channel_id: int | None) -> None:
        """Show the text on a channel, where the post goes to it."""
        place = next((place for place, tab in enumerate(self._tabs) if tab.channel_id == channel_id), 0)
        self.setCurrentIndex(place)

    def step(self, by: int) -> None:
        """Show the next text, or the one before, all around."""
        if self._tabs:
            self.setCurrentIndex((self.currentIndex() + by) % len(self._tabs))

    def tabSizeHint(self, index: int) -> QSize:
        tab = self._tabs[index] if index < len(self._tabs) else Tab(None, "")
        return QSize(self._width_of(tab, is_short=self._is_short), self._theme.tokens.px(_HEIGHT))

    @property
    def _is_short(self) -> bool:
        """Whether there is room for all only without the remarks of those that say what the base says."""
        return sum(self._width_of(tab, is_short=False) for tab in self._tabs) > self.width()

    def _width_of(self, tab: Tab, *, is_short: bool) -> int:
        width = self._widths.get((tab, is_short))
        if width is None:
            width = self._widths[tab, is_short] = self._measured(tab, is_short=is_short)
        return width

    def _measured(self, tab: Tab, *, is_short: bool) -> int:
        px = self._theme.tokens.px
        width = px(24) + round(self._theme.metrics("body_strong").horizontalAdvance(tab.name) + 0.5)
        width += px(21) if tab.network else 0
        if tab.is_changed:
            width += px(8) + glyphs.tag_width(tab.remark, self._theme)
        elif tab.remark and not is_short:
            width += px(8) + round(self._theme.metrics("label").horizontalAdvance(tab.remark) + 0.5)
        return width

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(80), self._theme.tokens.px(_HEIGHT))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._theme.tokens.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(0, self.height() - 1, self.width(), 1, tokens.line.default)
            for place, tab in enumerate(self._tabs):
                self._paint(painter, tab, self.tabRect(place), is_current=place == self.currentIndex())

    def _paint(self, painter: QPainter, tab: Tab, rect: QRect, *, is_current: bool) -> None:
        tokens, px = self._theme.tokens, self._theme.tokens.px
        ink = tokens.text.primary if is_current else tokens.text.secondary
        if is_current:
            line = QRectF(rect.left() + px(8), rect.bottom() - px(2.5) + 1, rect.width() - px(16), px(2.5))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent.base)
            painter.drawRoundedRect(line, px(1), px(1))
        left = rect.left() + px(12)
        middle = rect.center().y()
        if tab.network:
            place = QRectF(left, middle - px(7), px(15), px(15))
            glyphs.paint_network(painter, place, tab.network, ink, self._icons)
            left += px(21)
        painter.setFont(self._theme.font("body_strong" if is_current else "body_medium"))
        painter.setPen(ink)
        width = painter.fontMetrics().horizontalAdvance(tab.name)
        painter.drawText(QRect(left, rect.top(), width + 2, rect.height()), _MIDDLE, tab.name)
        left += width + px(8)
        if tab.is_changed:
            top = middle - px(9)
            glyphs.paint_tag(painter, QRectF(left, top, 1, 1).topLeft(), tab.remark, "accent", self._theme, self._icons)
        elif tab.remark and not self._is_short:
            painter.setFont(self._theme.font("label"))
            painter.setPen(tokens.text.tertiary)
            painter.drawText(QRect(left, rect.top(), rect.right() - left, rect.height()), _MIDDLE, tab.remark)
        if is_current and self.hasFocus():
            glyphs.paint_focus(painter, QRectF(rect).adjusted(1, 2, -1, -4), tokens, tokens.radius.tag)

    def _on_current(self, _place: int) -> None:
        if not self._is_showing:
            self.chosen.emit(self.channel_id)
        self.update()

    def _on_theme_changed(self) -> None:
        self._widths.clear()
        self.setFont(self._theme.font("body_medium"))
        super()._on_theme_changed()
