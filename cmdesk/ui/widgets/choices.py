"""Choosing one of few, filtering, ticking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from cmdesk.ui.glyphs import NETWORK_ICONS
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.themed import Pressable, Refusing, Ringed, Themed, paint_ground

_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_STEPS: Final[Mapping[int, int]] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class _Segment(Ringed, Refusing, QAbstractButton):
    """One choice of a segmented control."""

    def __init__(self, theme: Theme, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.follow(theme)

    def ring_radius(self) -> float:
        return self._theme.tokens.radius.post_card

    def sizeHint(self) -> QSize:
        tokens = self._theme.tokens
        width = self._theme.metrics("small_strong").horizontalAdvance(self.text())
        return QSize(round(width + 0.5) + 2 * tokens.px(10), tokens.px(24))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            radius = tokens.radius.post_card
            if self.isChecked():
                painter.setBrush(tokens.surface.pressed if tokens.is_dark else tokens.surface.surface)
                painter.setPen(QPen(tokens.line.default, 1))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            elif self.underMouse() and self.isEnabled():
                painter.setBrush(tokens.surface.hover)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
            ink = tokens.text.primary if self.isChecked() else tokens.text.secondary
            painter.setPen(ink if self.isEnabled() else tokens.text.disabled)
            painter.setFont(self._theme.font("small_strong" if self.isChecked() else "small_medium"))
            room = self.rect().adjusted(tokens.px(3), 0, -tokens.px(3), 0)
            words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)


class SegmentedControl(Themed, QWidget):
    """A few choices in a sunken track; arrows choose at once.

    Signals:
        chosen: The key of what a person chose.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, choices: Sequence[tuple[object, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = [key for key, _ in choices]
        self._group = QButtonGroup(self)
        self._layout = QHBoxLayout(self)
        self._layout.setSpacing(1)
        for number, (_, text) in enumerate(choices):
            segment = _Segment(theme, text, self)
            self._group.addButton(segment, number)
            self._layout.addWidget(segment)
        self._group.idClicked.connect(self._on_clicked)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow(theme)
        if choices:
            self.choose(self._keys[0])

    @property
    def current(self) -> object:
        """The key of the choice."""
        number = self._group.checkedId()
        return self._keys[number] if number >= 0 else None

    def choose(self, key: object) -> None:
        """Show a choice without telling anybody."""
        button = self._group.button(self._keys.index(key))
        button.setChecked(True)
        for other in self._group.buttons():
            policy = Qt.FocusPolicy.StrongFocus if other is button else Qt.FocusPolicy.ClickFocus
            other.setFocusPolicy(policy)
        self.setFocusProxy(button)

    def key_at(self, point: QPoint) -> object:
        """The key of the choice at a point of this control; none beside all of them."""
        at = self.childAt(point)
        number = self._group.id(at) if isinstance(at, _Segment) else -1
        return self._keys[number] if number >= 0 else None

    def set_text(self, key: object, text: str) -> None:
        """Name one choice anew."""
        button = self._group.button(self._keys.index(key))
        if button.text() != text:
            button.setText(text)
            button.setAccessibleName(text)
            button.updateGeometry()

    def refuse(self, key: object, reason: str) -> None:
        """Take one choice out of use and say why."""
        button = self._group.button(self._keys.index(key))
        if isinstance(button, _Segment):
            button.refuse(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(event.key())
        if step is None or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
            return
        number = self._group.checkedId() + step
        button = self._group.button(number)
        if 0 <= number < len(self._keys) and button.isEnabled():
            self.choose(self._keys[number])
            button.setFocus(Qt.FocusReason.TabFocusReason)
            self.chosen.emit(self._keys[number])

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        paint_ground(self, tokens.surface.sunken, tokens.px(8), tokens.line.subtle)

    def _on_clicked(self, number: int) -> None:
        self.choose(self._keys[number])
        self.chosen.emit(self._keys[number])

    def _on_theme_changed(self) -> None:
        margin = self._theme.tokens.px(3)
        self._layout.setContentsMargins(margin, margin, margin, margin)
        super()._on_theme_changed()


class FilterChip(Ringed, Pressable, QAbstractButton):
    """A filter that is on with a tick on accent tint, or off with an outline; or one that opens a menu."""

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        text: str,
        icon: str | None = None,
        parent: QWidget | None = None,
        *,
        network: str = "",
        opens: bool = False,
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._icon = NETWORK_ICONS.get(network, "world") if network else icon
        self._opens = opens
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(not opens)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self.updateGeometry)
        self.follow(theme)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def ring_radius(self) -> float:
        return self._theme.tokens.radius.post_card

    def sizeHint(self) -> QSize:
        tokens = self._theme.tokens
        marks = sum((self.isChecked(), bool(self._icon), self._opens))
        width = 2 * tokens.px(8) + marks * tokens.px(13 + 5) + (tokens.px(2) if self._icon else 0)
        width += round(self._theme.metrics("small_medium").horizontalAdvance(self.text()) + 0.5)
        return QSize(width, tokens.size.control_compact)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ink = self._paint_ground(painter)
            left = float(tokens.px(8))
            if self.isChecked():
                left = self._paint_mark(painter, "check", left, tokens.px(13), ink, 2.4)
            if self._icon:
                left = self._paint_mark(painter, self._icon, left, tokens.px(15), ink, 0)
            painter.setPen(ink)
            painter.setFont(self._theme.font("small_medium"))
            painter.drawText(QRectF(left, 0, self.width() - left, self.height()), _MIDDLE, self.text())
            if self._opens:
                edge = tokens.px(13)
                self._paint_mark(painter, "chevron-down", self.width() - tokens.px(8) - edge, edge, ink, 0)

    def _paint_ground(self, painter: QPainter) -> QColor:
        tokens = self._theme.tokens
        is_on, is_hot = self.isChecked(), self.isEnabled() and self.underMouse()
        if is_on:
            painter.setBrush(tokens.accent.tint_strong if is_hot else tokens.accent.tint)
            painter.setPen(Qt.PenStyle.NoPen)
        else:
            painter.setBrush(tokens.surface.hover if is_hot else tokens.surface.surface)
            painter.setPen(QPen(tokens.line.default if self._opens or is_hot else tokens.line.subtle, 1))
        radius = tokens.radius.post_card
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if not self.isEnabled():
            return tokens.text.disabled
        if is_on:
            return tokens.accent.text
        return tokens.text.secondary if self._opens else tokens.text.tertiary

    def _paint_mark(self, painter: QPainter, icon: str, left: float, edge: int, ink: QColor, stroke: float) -> float:
        place = QRectF(left, (self.height() - edge) / 2, edge, edge)
        self._icons.paint(painter, icon, place, ink, stroke)
        return left + edge + self._theme.tokens.px(5)


class CheckBox(Ringed, Refusing, QCheckBox):
    """A box to tick, drawn from tokens."""

    def __init__(self, theme: Theme, icons: Icons, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._icons = icons
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.follow(theme)

    def ring_radius(self) -> float:
        return self._theme.tokens.radius.check

    def sizeHint(self) -> QSize:
        tokens = self._theme.tokens
        width = tokens.size.check
        if self.text():
            width += tokens.px(8) + round(self._theme.metrics("body").horizontalAdvance(self.text()) + 1)
        return QSize(width, max(tokens.size.check, tokens.px(24) if self.text() else 0))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        del pos
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        edge = tokens.size.check
        box = QRectF(0, (self.height() - edge) / 2, edge, edge)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_check(painter, box, self.checkState(), self._theme, self._icons, enabled=self.isEnabled())
            painter.setPen(tokens.text.primary if self.isEnabled() else tokens.text.disabled)
            painter.setFont(self._theme.font("body"))
            room = QRectF(self.rect()).adjusted(edge + tokens.px(8), 0, 0, 0)
            painter.drawText(room, _MIDDLE, self.text())


def paint_check(
    painter: QPainter, box: QRectF, state: Qt.CheckState, theme: Theme, icons: Icons, *, enabled: bool = True
) -> None:
    """Draw a tick box, for delegates too."""
    tokens = theme.tokens
    is_empty = state == Qt.CheckState.Unchecked
    fill = tokens.surface.surface if is_empty else tokens.accent.base
    outline = tokens.line.control if is_empty else tokens.accent.base
    if not enabled:
        fill, outline = tokens.surface.sunken, tokens.line.default
    painter.setBrush(fill)
    painter.setPen(QPen(outline, 1.5))
    painter.drawRoundedRect(
        box.adjusted(0.75, 0.75, -0.75, -0.75), tokens.radius.check - 0.5, tokens.radius.check - 0.5
    )
    if not is_empty:
        inset = (box.width() - tokens.px(12)) / 2
        name = "check" if state == Qt.CheckState.Checked else "minus"
        ink = tokens.text.on_accent if enabled else tokens.text.disabled
        icons.paint(painter, name, box.adjusted(inset, inset, -inset, -inset), ink, 3)


class RadioButton(Ringed, Refusing, QRadioButton):
    """One of several, drawn from tokens."""

    def __init__(self, theme: Theme, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.follow(theme)

    def ring_radius(self) -> float:
        return self._theme.tokens.px(8)

    def sizeHint(self) -> QSize:
        tokens = self._theme.tokens
        width = tokens.size.check
        if self.text():
            width += tokens.px(8) + round(self._theme.metrics("body").horizontalAdvance(self.text()) + 1)
        return QSize(width, tokens.px(24))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        del pos
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        edge = tokens.size.check
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            disc = QRectF(0, (self.height() - edge) / 2, edge, edge)
            width = tokens.px(5) if self.isChecked() else 1.5
            colour = tokens.accent.base if self.isChecked() else tokens.line.control
            painter.setBrush(tokens.surface.surface)
            painter.setPen(QPen(colour if self.isEnabled() else tokens.line.default, width))
            painter.drawEllipse(disc.adjusted(width / 2, width / 2, -width / 2, -width / 2))
            painter.setPen(tokens.text.primary if self.isEnabled() else tokens.text.disabled)
            painter.setFont(self._theme.font("body"))
            painter.drawText(QRectF(self.rect()).adjusted(edge + tokens.px(8), 0, 0, 0), _MIDDLE, self.text())
