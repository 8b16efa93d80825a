"""The cards of the start page with their drawings, and the four steps of the work."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cmdesk.paths import resource
from cmdesk.ui import glyphs
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme, Tokens
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.themed import Themed, paint_ground

Art = Callable[[QPainter, QRectF, Tokens, Icons], None]
_HEIGHT = 132
_ARROW = 66  # room for an arrow between two steps


def _bar(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)


def _sheet(painter: QPainter, rect: QRectF, tokens: Tokens) -> None:
    painter.setBrush(tokens.surface.surface)
    painter.setPen(QPen(tokens.line.default, 1))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), tokens.radius.control, tokens.radius.control)


def paint_agency(painter: QPainter, room: QRectF, tokens: Tokens, icons: Icons) -> None:
    """A sheet with a tile and ticked lines."""
    px = tokens.px
    sheet = QRectF(room.center().x() - px(88), room.top() + px(24), px(176), room.height())
    _sheet(painter, sheet, tokens)
    glyphs.paint_tile(painter, QRectF(sheet.x() + px(14), sheet.y() + px(12), px(22), px(22)), "CM", 6, tokens)
    _bar(painter, QRectF(sheet.x() + px(44), sheet.y() + px(19), px(84), px(8)), tokens.surface.pressed)
    for number, width in enumerate((94, 116, 78)):
        top = sheet.y() + px(44) + number * px(24)
        box = QRectF(sheet.x() + px(14), top, px(14), px(14))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.accent.base)
        painter.drawRoundedRect(box, px(4), px(4))
        icons.paint(painter, "check", box.adjusted(2, 2, -2, -2), tokens.text.on_accent, 3)
        _bar(painter, QRectF(sheet.x() + px(36), top + px(4), px(width), px(7)), tokens.surface.pressed)


def paint_sample(painter: QPainter, room: QRectF, tokens: Tokens, icons: Icons) -> None:
    """Three posts of the sample with their pictures."""
    del icons
    px = tokens.px
    posts = (("loaf", "HM", 1, 10), ("peaks", "RO", 3, -4), ("books", "LS", 4, 14))
    left = room.center().x() - px(33) * 3 - px(8)
    for number, (picture, letters, colour, down) in enumerate(posts):
        sheet = QRectF(left + number * px(74), room.center().y() - px(40) + px(down), px(66), px(79))
        _sheet(painter, sheet, tokens)
        frame = QRectF(sheet.x() + px(6), sheet.y() + px(6), px(54), px(46))
        _paint_picture(painter, frame, picture, tokens)
        tile = QRectF(sheet.x() + px(6), sheet.y() + px(58), px(14), px(14))
        glyphs.paint_tile(painter, tile, letters, colour, tokens)
        _bar(painter, QRectF(sheet.x() + px(25), sheet.y() + px(62), px(34), px(6)), tokens.surface.pressed)


def _paint_picture(painter: QPainter, frame: QRectF, name: str, tokens: Tokens) -> None:
    pixmap = QPixmap(str(resource("samples", "pictures", f"{name}.png")))
    path = QPainterPath()
    path.addRoundedRect(frame, tokens.px(4), tokens.px(4))
    painter.save()
    painter.setClipPath(path)
    painter.fillRect(frame, tokens.surface.sunken)
    if not pixmap.isNull():
        size = QSize(round(frame.width()), round(frame.height()))
        size = pixmap.size().scaled(size, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(frame.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()))
    painter.restore()


def paint_file(painter: QPainter, room: QRectF, tokens: Tokens, icons: Icons) -> None:
    """A table, as files hold them."""
    del icons
    px = tokens.px
    sheet = QRectF(room.center().x() - px(89), room.top() + px(38), px(178), px(90))
    _sheet(painter, sheet, tokens)
    widths = ((30, 40, 22), (38, 26, 34), (24, 40, 30), (34, 22, 36))
    painter.setPen(QPen(tokens.line.subtle, 1))
    for number in (1, 2, 3):
        y = round(sheet.y() + number * sheet.height() / 4) + 0.5
        painter.drawLine(QPointF(sheet.x() + 1, y), QPointF(sheet.right() - 1, y))
    for number in (1, 2):
        x = round(sheet.x() + number * sheet.width() / 3) + 0.5
        painter.drawLine(QPointF(x, sheet.y() + 1), QPointF(x, sheet.bottom() - 1))
    for row, line in enumerate(widths):
        for column, width in enumerate(line):
            left = sheet.x() + column * sheet.width() / 3 + px(8)
            top = sheet.y() + (row + 0.5) * sheet.height() / 4 - px(3)
            colour = tokens.line.control if row == 0 else tokens.surface.pressed
            _bar(painter, QRectF(left, top, px(width), px(6)), colour)


class _Drawing(Themed, QWidget):
    """The drawing at the head of a card; it only decorates."""

    def __init__(self, theme: Theme, icons: Icons, paint: Art, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons, self._paint = icons, paint
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow(theme)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(200), self._theme.tokens.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        rect = QRectF(self.rect())
        path = QPainterPath()
        radius = tokens.px(11)
        path.addRoundedRect(rect.adjusted(0, 0, 0, radius), radius, radius)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipPath(path)
            painter.fillRect(rect, tokens.surface.sunken)
            self._paint(painter, rect, tokens, self._icons)


class StartCard(Themed, QWidget):
    """A way to begin: a drawing, what it is, what comes of it, and its buttons."""

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        paint: Art,
        title: str,
        text: str,
        buttons: Sequence[QWidget],
        parent: QWidget,
        *,
        is_first: bool = False,
    ) -> None:
        super().__init__(parent)
        self._is_first = is_first
        px = theme.tokens.px
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, px(16))
        column.setSpacing(0)
        column.addWidget(_Drawing(theme, icons, paint, self))
        inside = QVBoxLayout()
        inside.setContentsMargins(px(14), px(14), px(14), 0)
        inside.setSpacing(px(3))
        inside.addWidget(Words(theme, title, "heading", parent=self, wrap=True))
        inside.addWidget(Words(theme, text, "body", "secondary", self, wrap=True))
        inside.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(0, px(12), 0, 0)
        row.setSpacing(px(6))
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        inside.addLayout(row)
        column.addLayout(inside, 1)
        self.setAccessibleName(title)
        self.follow(theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        line, stroke = (tokens.accent.focus, 2) if self._is_first else (tokens.line.default, 1)
        paint_ground(self, tokens.surface.surface, tokens.px(12), line, stroke)


class Steps(Themed, QWidget):
    """What the work goes through, numbered, with arrows between."""

    def __init__(self, theme: Theme, icons: Icons, steps: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._icons, self._steps = icons, steps
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(", ".join(f"{number} {step}" for number, step in enumerate(steps, 1)))
        self.follow(theme)

    def sizeHint(self) -> QSize:
        return QSize(round(self._width(_ARROW)), self._theme.tokens.px(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(round(self._width(_ARROW / 3)), self._theme.tokens.px(24))

    def _width(self, arrow: float) -> float:
        """How wide all of it is with this much room for each arrow."""
        tokens = self._theme.tokens
        metrics = self._theme.metrics("body")
        count = len(self._steps)
        words = sum(metrics.horizontalAdvance(step) for step in self._steps)
        return words + count * tokens.px(22 + 9) + (count - 1) * tokens.px(arrow) + 2

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        px = tokens.px
        arrow = min(px(_ARROW), (self.width() - self._width(0)) / max(1, len(self._steps) - 1))
        left = (self.width() - self._width(0) - arrow * (len(self._steps) - 1)) / 2 + 1
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for number, step in enumerate(self._steps, 1):
                disc = QRectF(left, (self.height() - px(22)) / 2, px(22), px(22))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(tokens.line.control, 1.5))
                painter.drawEllipse(disc.adjusted(0.75, 0.75, -0.75, -0.75))
                painter.setPen(tokens.text.secondary)
                painter.setFont(self._theme.font("caption_strong"))
                painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(number))
                left = disc.right() + px(9)
                painter.setFont(self._theme.font("body"))
                width = self._theme.metrics("body").horizontalAdvance(step)
                painter.drawText(QRectF(left, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, step)
                left += width
                if number < len(self._steps):
                    edge = px(14)
                    place = QRectF(left + (arrow - edge) / 2, (self.height() - edge) / 2, edge, edge)
                    self._icons.paint(painter, "chevron-right", place, tokens.text.tertiary)
                    left += arrow
