"""Lines above a scope that say what stands out now, with at most two things to do about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cmdesk.ui.glyphs import Tone, tone_colours
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.facts import Glyph, Words
from cmdesk.ui.widgets.themed import Themed

Do = tuple[str, Callable[[], object]]
_ROLES: Final[dict[Tone, str]] = {"warn": "warn", "danger": "danger", "info": "info", "ok": "ok"}


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence and what can be done about it; a way that is refused says why."""

    text: str
    icon: str
    tone: Tone = "neutral"
    ways: tuple[Do, ...] = ()
    refusal: str = ""


class _Band(Themed, QWidget):
    """One notice."""

    def __init__(self, theme: Theme, icons: Icons, notice: Notice, parent: QWidget) -> None:
        super().__init__(parent)
        self._tone = notice.tone
        px = theme.tokens.px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(18), px(5), px(14), px(6))
        row.setSpacing(px(8))
        role = _ROLES.get(notice.tone, "accent.text")
        row.addWidget(Glyph(theme, icons, notice.icon, role, 16, self))
        self.words = Words(theme, notice.text, "body", "primary", self, wrap=True)
        row.addWidget(self.words, 1)
        for text, act in notice.ways:
            button = push_button(theme, icons, text, "compact", parent=self)
            button.clicked.connect(act)
            if notice.refusal:
                button.refuse(notice.refusal)
            row.addWidget(button)
        # as high without a button as with one: what stands below does not move when one comes
        self.setMinimumHeight(theme.tokens.size.control_compact + px(11))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(notice.text)
        self.follow(theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        ground = tokens.accent.tint if self._tone in {"neutral", "accent"} else tone_colours(self._tone, tokens)[1]
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), ground)
            painter.fillRect(0, self.height() - 1, self.width(), 1, tokens.line.subtle)


class Bands(QWidget):
    """Notices below each other; none takes no room."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._shown: Sequence[Notice] = ()
        self._bands: list[_Band] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    @property
    def sentences(self) -> list[str]:
        """What is said now."""
        return [notice.text for notice in self._shown]

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """Say these, and nothing else."""
        for band in self._bands:
            self._column.removeWidget(band)
            band.hide()
            band.deleteLater()
        self._shown = notices
        self._bands = [_Band(self._theme, self._icons, notice, self) for notice in notices]
        for band in self._bands:
            self._column.addWidget(band)
            band.show()
        self.setVisible(bool(notices))
