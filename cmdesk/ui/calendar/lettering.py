"""Short words that a calendar draws over and over: hours, the numbers of days, how many more."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QPainter, QStaticText, QTransform

from cmdesk.ui.theme import Theme

_MOST_WORDS: Final = 4_000
_NOWHERE: Final = QTransform()
_Style = tuple[str, bool]


class Lettering(QObject):
    """Lays words out once; to draw them again takes an eighth of the time."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words: dict[tuple[str, str, bool], tuple[QStaticText, int]] = {}
        self._styles: dict[_Style, tuple[QFont, QFontMetrics, float]] = {}
        theme.changed.connect(self._forget)

    def _forget(self) -> None:
        self._words.clear()
        self._styles.clear()

    def width(self, words: str, role: str, *, tabular: bool = False) -> int:
        """How wide words are."""
        return self._laid(words, role, tabular)[1]

    def draw(self, painter: QPainter, left: float, top: float, height: float, words: str, role: str,
             *, tabular: bool = False) -> int:  # fmt: skip
        """Draw words in the middle of a height, in the colour of the painter's pen; how wide they are."""
        text, width = self._laid(words, role, tabular)
        font, _metrics, own = self._styles[role, tabular]
        painter.setFont(font)
        painter.drawStaticText(QPointF(left, top + (height - own) / 2), text)
        return width

    def draw_in(self, painter: QPainter, room: QRectF, words: str, role: str, *, tabular: bool = False) -> None:
        """Draw words at the left of a room, in the middle of its height."""
        self.draw(painter, room.x(), room.y(), room.height(), words, role, tabular=tabular)

    def _laid(self, words: str, role: str, tabular: bool) -> tuple[QStaticText, int]:
        found = self._words.get((words, role, tabular))
        if found is None:
            if len(self._words) > _MOST_WORDS:
                self._words.clear()
            font, metrics, _height = self._style(role, tabular)
            text = QStaticText(words)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.prepare(_NOWHERE, font)
            found = self._words[words, role, tabular] = (text, metrics.horizontalAdvance(words))
        return found

    def _style(self, role: str, tabular: bool) -> tuple[QFont, QFontMetrics, float]:
        found = self._styles.get((role, tabular))
        if found is None:
            font = self._theme.font(role, tabular=tabular)
            found = self._styles[role, tabular] = (font, QFontMetrics(font), QFontMetricsF(font).height())
        return found
