"""A small panel beside what it belongs to; the focus goes in at once and comes back when it closes."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from cmdesk.ui import glyphs
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.themed import Themed

_ENDS: Final = (QEvent.Type.Resize, QEvent.Type.WindowBlocked)  # another size, or a dialog above it


class Popover(Themed, QWidget):
    """A frameless child over the whole window that shows its content beside an item.

    A press outside, Esc, a dialog that opens, or `close` ends it; the focus goes back to where it was.

    Signals:
        closed: It is gone.
    """

    closed = Signal()

    def __init__(self, theme: Theme, content: QWidget, beside: QWidget, *, margin: int = 12) -> None:
        super().__init__(beside.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._content = content
        self._origin = QApplication.focusWidget()
        self._panel = QWidget(self)
        column = QVBoxLayout(self._panel)
        edge = theme.tokens.px(margin)
        column.setContentsMargins(edge, edge, edge, edge)
        column.addWidget(content)
        self._anchor = QRect()
        self.hide()
        self.window().installEventFilter(self)
        content.installEventFilter(self)
        self.follow(theme)

    def open_beside(self, item: QWidget | QRect) -> None:
        """Open beside a widget, or a rectangle on the screen, and take the focus."""
        if isinstance(item, QWidget):
            item = QRect(item.mapToGlobal(QPoint(0, 0)), item.size())
        self._anchor = item
        self.setGeometry(self.window().rect())
        self._place()
        self.show()
        self.raise_()
        self._focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            event.accept()  # what is below hears nothing meanwhile

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.close()

    def focusNextPrevChild(self, forward: bool) -> bool:
        stops = self._stops()
        now = QApplication.focusWidget()
        if not stops:
            return True
        at = stops.index(now) if now in stops else (-1 if forward else 0)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(at + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.window().removeEventFilter(self)
        if self._origin is not None and isValid(self._origin) and self._origin.isVisible():
            self._origin.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ENDS and watched is self.window():
            self.close()
        elif event.type() == QEvent.Type.LayoutRequest and watched is self._content:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        frame = QRectF(self._panel.geometry())
        with QPainter(self) as painter:
            glyphs.paint_shadow(painter, frame, tokens, tokens.radius.panel, 1)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(tokens.surface.raised)
            painter.setPen(QPen(tokens.line.default, 1))
            painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), tokens.radius.panel, tokens.radius.panel)

    def _place(self) -> None:
        """Below the item, above where there is no room, and never over the window's edge."""
        gap = self._theme.tokens.px(6)
        size = self._panel.sizeHint()
        here = QRect(self.mapFromGlobal(self._anchor.topLeft()), self._anchor.size())
        top = here.bottom() + 1 + gap
        if top + size.height() > self.height() - gap and here.top() - gap - size.height() >= gap:
            top = here.top() - gap - size.height()
        left = min(here.left(), self.width() - size.width() - gap)
        top = max(gap, min(top, self.height() - size.height() - gap))
        self._panel.setGeometry(max(gap, left), top, size.width(), size.height())
        self.update()

    def _stops(self) -> list[QWidget]:
        tab = Qt.FocusPolicy.TabFocus
        stops = []
        widget = self._panel.nextInFocusChain()
        seen = set()
        while widget is not None and widget not in seen:
            seen.add(widget)
            is_stop = widget.focusPolicy() & tab and widget.isEnabled() and widget.focusProxy() is None
            if is_stop and self._panel.isAncestorOf(widget) and not widget.isHidden():
                stops.append(widget)
            widget = widget.nextInFocusChain()
        return stops

    def _focus_first(self) -> None:
        stops = self._stops()
        if self._content.focusPolicy() & Qt.FocusPolicy.TabFocus or self._content.focusProxy():
            self._content.setFocus(Qt.FocusReason.PopupFocusReason)
        elif stops:
            stops[0].setFocus(Qt.FocusReason.PopupFocusReason)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setFocus(Qt.FocusReason.PopupFocusReason)
