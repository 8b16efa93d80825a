"""Line icons in any colour of the theme, drawn once per colour and size."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QByteArray, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from cmdesk.paths import resource
from cmdesk.ui.theme import Theme

_SMALL: Final = 14  # at and below this size thin lines would fade
_STROKES: Final = re.compile(r'stroke-width="[\d.]+"')

Key = tuple[str, int, float, float, float]


class Icons(QObject):
    """The icons that the program ships, tinted and remembered until the theme changes."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._texts: dict[str, str] = {}
        self._pixmaps: dict[Key, QPixmap] = {}
        theme.changed.connect(self._forget)

    def icon(self, name: str, role: str = "secondary", size: float = 16) -> QIcon:
        """An icon in the colour of a role, paler where its button is disabled.

        Raises:
            KeyError: No such icon or role.
        """
        tokens = self._theme.tokens
        icon = QIcon()
        for ratio in (1.0, 2.0):
            length = tokens.px(size)
            icon.addPixmap(self.pixmap(name, tokens.role(role), length, ratio))
            icon.addPixmap(self.pixmap(name, tokens.text.disabled, length, ratio), QIcon.Mode.Disabled)
        return icon

    def pixmap(self, name: str, colour: QColor, size: float, ratio: float = 1.0, stroke: float = 0) -> QPixmap:
        """An icon as pixels.

        Args:
            name: The icon's file name without its ending.
            colour: The colour of its lines.
            size: The edge in logical pixels, already scaled with the text size.
            ratio: Device pixels for each of them.
            stroke: Width of the lines on a grid of 24; by itself, what suits the size.

        Raises:
            KeyError: No such icon.
        """
        stroke = stroke or (2.0 if size <= _SMALL else 1.75)
        key = (name, colour.rgba(), size, ratio, stroke)
        found = self._pixmaps.get(key)
        if found is None:
            found = self._pixmaps[key] = self._drawn(name, colour, size, ratio, stroke)
        return found

    def paint(self, painter: QPainter, name: str, rect: QRectF, colour: QColor, stroke: float = 0) -> None:
        """Draw an icon into a square of a delegate or widget."""
        ratio = painter.device().devicePixelRatio()
        pixmap = self.pixmap(name, colour, rect.width(), ratio, stroke)
        if painter.transform().isScaling() or painter.transform().isRotating():
            painter.drawPixmap(rect, pixmap, QRectF(pixmap.rect()))
            return
        painter.drawPixmap(QPointF(round(rect.x() * ratio) / ratio, round(rect.y() * ratio) / ratio), pixmap)

    def _drawn(self, name: str, colour: QColor, size: float, ratio: float, stroke: float) -> QPixmap:
        text = self._text(name)
        if "currentColor" in text:
            text = _STROKES.sub(f'stroke-width="{stroke}"', text.replace("currentColor", colour.name()))
        edge = round(size * ratio)
        pixmap = QPixmap(edge, edge)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            painter.setOpacity(colour.alphaF())
            QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, edge, edge))
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _text(self, name: str) -> str:
        if name not in self._texts:
            file = resource("icons", f"{name}.svg")
            if not file.is_file():
                raise KeyError(name)
            self._texts[name] = file.read_text(encoding="utf-8")
        return self._texts[name]

    def _forget(self) -> None:
        self._pixmaps.clear()
