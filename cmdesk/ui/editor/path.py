"""The way of a post from idea to published, as a row of steps that can be taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from cmdesk.domain.posts import PATH, POST_STATUS_NAMES, PostStatus
from cmdesk.i18n import gettext as _
from cmdesk.ui import glyphs
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.themed import Pressable, Ringed

_HEIGHT: Final = 34
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_STEPS: Final[Mapping[int, int]] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class _Step(Ringed, Pressable, QAbstractButton):
    """One step of the way."""

    def __init__(self, theme: Theme, icons: Icons, status: PostStatus, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons
        self.status = status
        self.is_done = self.is_here = False
        self.setText(_(POST_STATUS_NAMES[status]))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow(theme)

    def show_state(self, *, is_done: bool, is_here: bool) -> None:
        """Show whether the post has come past this step, or stands on it."""
        self.is_done, self.is_here = is_done, is_here
        name, key = self.text(), PATH.index(self.status) + 1
        self.setAccessibleName(_("{status}, now").format(status=name) if is_here else name)
        self.setToolTip(name if is_here else _("{status}  S then {key}").format(status=name, key=key))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_here else Qt.FocusPolicy.ClickFocus)
        self.update()

    def sizeHint(self) -> QSize:
        width = self._theme.metrics("label").horizontalAdvance(self.text())
        return QSize(round(width) + self._theme.tokens.px(40), self._theme.tokens.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(44), self._theme.tokens.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens, px = self._theme.tokens, self._theme.tokens.px
        look = tokens.status[self.status]
        ground = look.bg if self.is_here else tokens.surface.hover if self.is_done else tokens.surface.sunken
        ink = look.fg if self.is_here else tokens.text.secondary if self.is_done else tokens.text.tertiary
        if self.underMouse() and self.isEnabled() and not self.is_here:
            ground = tokens.surface.pressed
        rect = QRectF(self.rect()).adjusted(0, 0, -px(2) if self.status is not PATH[-1] else 0, 0)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(look.fg, px(1.5)) if self.is_here else Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            inset = px(0.75) if self.is_here else 0
            painter.drawPath(self._shape(rect.adjusted(inset, inset, -inset, -inset)))
            edge = px(13)
            place = QRectF(rect.left() + px(10), (self.height() - edge) / 2, edge, edge)
            if self.is_done:
                self._icons.paint(painter, "check", place, ink, 2.2)
            else:
                glyphs.paint_status(painter, place, self.status, tokens, ground)
            painter.setFont(self._theme.font("caption_strong" if self.is_here else "label"))
            painter.setPen(ink)
            room = QRect(round(place.right()) + px(6), 0, self.width() - round(place.right()) - px(12), self.height())
            text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, _MIDDLE, text)

    def _shape(self, rect: QRectF) -> QPainterPath:
        """A rectangle; the first one is round at its left, the last one at its right."""
        radius = float(self._theme.tokens.px(8))
        path = QPainterPath()
        is_first, is_last = self.status is PATH[0], self.status is PATH[-1]
        if not is_first and not is_last:
            path.addRect(rect)
            return path
        path.addRoundedRect(rect, radius, radius)
        square = QPainterPath()
        half = rect.width() / 2
        square.addRect(rect.adjusted(half, 0, 0, 0) if is_first else rect.adjusted(0, 0, -half, 0))
        return path.united(square).simplified()


class StatusPath(QWidget):
    """The steps side by side: those behind ticked, the present one outlined, each to be pressed.

    Signals:
        wanted: The status that a person chose.
    """

    wanted = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("How far the post has come"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.steps = tuple(_Step(theme, icons, status, self) for status in PATH)
        for step in self.steps:
            step.clicked.connect(self._on_clicked)
            row.addWidget(step)

    def show_status(self, status: PostStatus) -> None:
        """Show how far a post has come; a cancelled one is nowhere on the way."""
        here = PATH.index(status) if status in PATH else -1
        for place, step in enumerate(self.steps):
            step.show_state(is_done=place < here, is_here=place == here)
        if here < 0:
            self.steps[0].setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(event.key())
        if step is None or event.modifiers():
            event.ignore()
            return
        here = next((place for place, one in enumerate(self.steps) if one.hasFocus()), 0)
        target = self.steps[max(0, min(here + step, len(self.steps) - 1))]
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_clicked(self) -> None:
        step = self.sender()
        if isinstance(step, _Step) and not step.is_here:
            self.wanted.emit(step.status)
