"""Buttons: words, an icon, both, or a link; each says its shortcut and why it cannot be pressed."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QWidget

from cmdesk.i18n import key_words
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.themed import Pressable, Ringed

Kind = Literal["normal", "primary", "quiet", "danger", "compact"]

_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextShowMnemonic


class Button(Ringed, Pressable, QPushButton):
    """A button with words, drawn from tokens; its shortcut stands inside when there is room."""

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        text: str,
        kind: Kind = "normal",
        icon: str | None = None,
        shortcut_hint: str = "",
        parent: QWidget | None = None,
        *,
        compact: bool = False,
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._kind: Kind = kind
        self._compact = compact or kind == "compact"
        self._icon = icon
        self._hint = key_words(shortcut_hint)
        self.setText(text)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(text.replace("&", ""))
        self.follow(theme)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text.replace("&", ""))
        self.updateGeometry()

    def set_kind(self, kind: Kind) -> None:
        """Become a primary, normal, quiet or danger button."""
        self._kind = kind
        self.update()

    def set_icon_name(self, name: str | None) -> None:
        """Show another icon, or none."""
        self._icon = name
        self.updateGeometry()
        self.update()

    def set_shortcut_hint(self, text: str) -> None:
        """Show another shortcut inside the button."""
        self._hint = key_words(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        tokens = self._theme.tokens
        width = 2 * self._padding() + self._text_width(self.text())
        if self._icon:
            width += tokens.px(16) + (self._gap() if self.text() else 0)
        width += self._hint_width()
        if self.menu() is not None:
            width += self._gap() + tokens.px(13)
        return QSize(width, tokens.size.control_compact if self._compact else tokens.size.control)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(hint.width() - self._hint_width(), hint.height())  # the words matter more than their keys

    def _hint_width(self) -> int:
        if not self._hint:
            return 0
        letters = round(self._theme.metrics("caption").horizontalAdvance(self._hint))
        return self._gap() + self._theme.tokens.px(2) + letters

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        ink, ground, outline = self._colours()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            radius = tokens.radius.control - (1 if self._compact else 0)
            painter.setBrush(ground)
            painter.setPen(QPen(outline, 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            self._paint_content(painter, ink)

    def _paint_content(self, painter: QPainter, ink: QColor) -> None:
        tokens = self._theme.tokens
        has_hint = bool(self._hint) and self.width() >= self.sizeHint().width()
        needed = self.sizeHint() if has_hint else self.minimumSizeHint()
        left = float((self.width() - needed.width()) // 2 + self._padding())
        left = max(left, self._padding())
        right = self.width() - self._padding()
        if self.menu() is not None:
            edge = tokens.px(13)
            place = QRectF(right - edge, (self.height() - edge) / 2, edge, edge)
            self._icons.paint(painter, "chevron-down", place, tokens.text.tertiary if self.isEnabled() else ink)
            right -= edge + self._gap()
        if self._icon:
            edge = tokens.px(16)
            self._icons.paint(painter, self._icon, QRectF(left, (self.height() - edge) / 2, edge, edge), ink)
            left += edge + (self._gap() if self.text() else 0)
        painter.setPen(ink)
        painter.setFont(self._theme.font(self._role()))
        room = round(right - left)
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(left, 0, room + 1, self.height()), _MIDDLE, text)
        left += self._text_width(self.text()) + self._gap() + tokens.px(2)
        if has_hint:
            faded = QColor(ink)
            faded.setAlphaF(0.8)
            painter.setPen(faded if self._kind == "primary" else tokens.text.tertiary)
            painter.setFont(self._theme.font("caption"))
            painter.drawText(QRectF(left, 0, right - left + 1, self.height()), _MIDDLE, self._hint)

    def _colours(self) -> tuple[QColor, QColor, QColor]:
        tokens = self._theme.tokens
        clear = QColor(Qt.GlobalColor.transparent)
        if not self.isEnabled():
            if self._kind == "quiet":
                return tokens.text.disabled, clear, clear
            return tokens.text.disabled, tokens.surface.sunken, tokens.line.subtle
        is_down = self.isDown() or self.isChecked()
        if self._kind == "primary":
            states = (tokens.accent.base, tokens.accent.hover, tokens.accent.pressed)
            ground = states[2 if is_down else 1 if self.underMouse() else 0]
            return tokens.text.on_accent, ground, ground
        rest = clear if self._kind == "quiet" else tokens.surface.surface
        ground = (rest, tokens.surface.hover, tokens.surface.pressed)[2 if is_down else 1 if self.underMouse() else 0]
        if self._kind == "quiet":
            return tokens.text.primary if self.underMouse() else tokens.text.secondary, ground, clear
        ink = tokens.feedback.danger if self._kind == "danger" else tokens.text.primary
        return ink, ground, tokens.line.default

    def _role(self) -> str:
        if self._compact:
            return "small_medium"
        return "body_strong" if self._kind == "primary" else "body_medium"

    def _text_width(self, text: str) -> int:
        return round(self._theme.metrics(self._role()).horizontalAdvance(text.replace("&", "")) + 0.49)

    def _padding(self) -> int:
        return self._theme.tokens.px(8 if self._compact else 11)

    def _gap(self) -> int:
        return self._theme.tokens.px(5 if self._compact else 6)


def push_button(
    theme: Theme,
    icons: Icons,
    text: str,
    kind: Kind = "normal",
    icon: str | None = None,
    shortcut_hint: str = "",
    parent: QWidget | None = None,
    *,
    compact: bool = False,
) -> Button:
    """A button with words: primary, normal, quiet, danger or compact."""
    return Button(theme, icons, text, kind, icon, shortcut_hint, parent, compact=compact)


class IconButton(Ringed, Pressable, QAbstractButton):
    """A square button with an icon alone; its name is in the tool tip and read aloud."""

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        icon: str,
        name: str,
        shortcut: str = "",
        parent: QWidget | None = None,
        role: str = "secondary",
        edge: int = 28,
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._icon = icon
        self._role = role
        self._edge = edge
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_name(name, shortcut)
        self.follow(theme)

    def set_name(self, name: str, shortcut: str = "") -> None:
        """Say what the button does, and by which keys."""
        self.setAccessibleName(name)
        self.setToolTip(f"{name}  {key_words(shortcut)}" if shortcut else name)

    def set_icon_name(self, name: str) -> None:
        """Show another icon."""
        self._icon = name
        self.update()

    def ring_radius(self) -> float:
        return self._theme.tokens.radius.post_card

    def sizeHint(self) -> QSize:
        edge = self._theme.tokens.px(self._edge)
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            is_down = self.isDown() or self.isChecked()
            if self.isEnabled() and (is_down or self.underMouse()):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(tokens.surface.pressed if is_down else tokens.surface.hover)
                painter.drawRoundedRect(QRectF(self.rect()), tokens.radius.post_card, tokens.radius.post_card)
            edge = tokens.px(16)
            corner = QPointF((self.width() - edge) / 2, (self.height() - edge) / 2)
            colour = tokens.role(self._role) if self.isEnabled() else tokens.text.disabled
            self._icons.paint(painter, self._icon, QRectF(corner.x(), corner.y(), edge, edge), colour)


class LinkButton(Ringed, Pressable, QAbstractButton):
    """Words that can be pressed, in the colour of links."""

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        text: str,
        icon: str | None = None,
        parent: QWidget | None = None,
        role: str = "accent_text",
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._icon = icon
        self._role = role
        self.setText(text)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow(theme)

    def ring_radius(self) -> float:
        return self._theme.tokens.radius.tag

    def sizeHint(self) -> QSize:
        tokens = self._theme.tokens
        width = round(self._theme.metrics("small_medium").horizontalAdvance(self.text()) + 1)
        return QSize(width + tokens.px(4) + (tokens.px(20) if self._icon else 0), tokens.px(24))

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        colour = tokens.role(self._role) if self.isEnabled() else tokens.text.disabled
        with QPainter(self) as painter:
            left = tokens.px(2)
            if self._icon:
                edge = tokens.px(14)
                self._icons.paint(painter, self._icon, QRectF(left, (self.height() - edge) / 2, edge, edge), colour)
                left += tokens.px(20)
            font = self._theme.font("small_medium")
            if self.underMouse() and self.isEnabled():
                font = type(font)(font)
                font.setUnderline(True)
            painter.setFont(font)
            painter.setPen(colour)
            painter.drawText(QRect(left, 0, self.width() - left, self.height()), _MIDDLE, self.text())
