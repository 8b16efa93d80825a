"""The small picture of a post."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cmdesk.ui.calendar.pictures import Pictures
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.themed import Themed


class Thumb(Themed, QWidget):
    """The small picture of a post, or an empty ground, of so many pixels at a text size of 100 %."""

    def __init__(self, theme: Theme, pictures: Pictures, key: str | None, parent: QWidget, *, edge: int = 34) -> None:
        super().__init__(parent)
        self._pictures, self._key, self._edge = pictures, key, edge
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        pictures.arrived.connect(self.update)
        self.follow(theme)

    def sizeHint(self) -> QSize:
        edge = self._theme.tokens.px(self._edge)
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            if not self._pictures.paint(painter, self._key, QRectF(self.rect()), tokens.radius.tag):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(tokens.surface.sunken)
                painter.drawRoundedRect(self.rect(), tokens.radius.tag, tokens.radius.tag)
