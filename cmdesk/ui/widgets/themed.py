"""What every control of ours does: follow the theme, and show a ring to who uses the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from cmdesk.ui.theme import Theme

if TYPE_CHECKING:
    Mixed = QWidget
else:
    Mixed = object

GAP: Final = 2  # between a control and its ring
WIDTH: Final = 2
_SHOWN_FOR: Final = frozenset(
    {
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
        Qt.FocusReason.OtherFocusReason,
    }
)
_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_MOVES: Final = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show})


class Themed(Mixed):
    """A widget that measures and paints itself anew when the theme changes."""

    _theme: Theme

    def follow(self, theme: Theme) -> None:
        """Belong to a theme from now on."""
        self._theme = theme
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


def running() -> QApplication:
    """The application that is running: widgets are made in no other."""
    found = QApplication.instance()
    assert isinstance(found, QApplication)
    return found


def paint_ground(
    widget: QWidget, ground: QColor, radius: float, line: QPen | QColor | None = None, stroke: int = 1
) -> None:
    """Fill a widget with round corners, and draw a line just inside its edge; for its `paintEvent`.

    Args:
        widget: The widget that is being painted.
        ground: What fills it.
        radius: Of its corners, in pixels.
        line: The colour of the line, or a pen of its own; none draws none.
        stroke: How wide the line is, in pixels.
    """
    with QPainter(widget) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(ground)
        inset = 0.0 if line is None else stroke / 2
        if line is None:
            painter.setPen(Qt.PenStyle.NoPen)
        else:
            painter.setPen(line if isinstance(line, QPen) else QPen(line, stroke))
        painter.drawRoundedRect(QRectF(widget.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)


class Ringed(Themed):
    """A themed control with a focus ring around it while the keyboard is in it."""

    _ring: FocusRing | None = None

    def ring_radius(self) -> float:
        """The corners of the control that the ring goes around."""
        return self._theme.tokens.radius.control

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in _SHOWN_FOR and self._ring is None:
            self._ring = FocusRing(self, self._theme, self.ring_radius())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._ring is not None:
            self._ring.leave()
            self._ring = None


class Refusing(Mixed):
    """A control that says why it cannot be used."""

    _tip = ""

    def refuse(self, reason: str) -> None:
        """Take the control out of use and say why."""
        if self.isEnabled():
            self._tip = self.toolTip()
        self.setEnabled(False)
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)

    def allow(self) -> None:
        """Put the control back into use."""
        if not self.isEnabled():
            self.setToolTip(self._tip)
            self.setAccessibleDescription("")
        self.setEnabled(True)


class Pressable(Refusing):
    """A button that Enter presses as Space does."""

    if TYPE_CHECKING:

        def click(self) -> None:
            """Press it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _CTRL:
            self.click()
        else:
            super().keyPressEvent(event)


class FocusRing(QWidget):
    """Two pixels of focus colour outside a control, over whatever lies there."""

    def __init__(self, control: QWidget, theme: Theme, radius: float) -> None:
        self._host = _host(control)
        super().__init__(self._host)
        self._control = control
        self._theme = theme
        self._radius = radius
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for widget in self._carriers():
            widget.installEventFilter(self)
        self._go_along()

    def leave(self) -> None:
        """Disappear."""
        for widget in self._carriers():
            widget.removeEventFilter(self)
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        del watched
        if event.type() in _MOVES:
            self._go_along()
        return False

    def _carriers(self) -> list[QWidget]:
        """The control and what carries it along inside the host."""
        carriers = [self._control]
        while (parent := carriers[-1].parentWidget()) is not None and parent is not self._host:
            carriers.append(parent)
        return carriers

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        radius = self._radius + GAP
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            around = QRectF(self.rect())
            painter.setPen(QPen(tokens.surface.surface, GAP))
            inner = around.adjusted(WIDTH + 1, WIDTH + 1, -WIDTH - 1, -WIDTH - 1)
            painter.drawRoundedRect(inner, radius - 1, radius - 1)
            painter.setPen(QPen(tokens.accent.focus, WIDTH))
            painter.drawRoundedRect(around.adjusted(1, 1, -1, -1), radius + 1, radius + 1)

    def _go_along(self) -> None:
        self.setVisible(self._control.isVisible())
        place = self._control.rect().translated(self._control.mapTo(self._host, self._control.rect().topLeft()))
        margin = GAP + WIDTH
        self.setGeometry(place.adjusted(-margin, -margin, margin, margin))
        self.raise_()


def _host(control: QWidget) -> QWidget:
    """The widget that scrolls with the control, or its window: a ring there is not cut off."""
    host = control.parentWidget()
    while host is not None and not host.isWindow():
        parent = host.parentWidget()
        area = parent.parentWidget() if parent else None
        if isinstance(area, QAbstractScrollArea) and area.viewport() is parent:
            return host
        host = parent
    return host or control
