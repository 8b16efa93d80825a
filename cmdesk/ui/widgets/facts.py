"""Things that tell and cannot be pressed: words, tags, pills, tiles, people, quota bars."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from cmdesk.i18n import _, key_words, ngettext
from cmdesk.ui import glyphs
from cmdesk.ui.glyphs import Tone
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.themed import Themed

_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class Words(Themed, QLabel):
    """Plain words in a type role and a colour of the theme."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        role: str = "body",
        colour: str = "primary",
        parent: QWidget | None = None,
        *,
        wrap: bool = False,
        elide: bool = False,
        tabular: bool = False,
    ) -> None:
        super().__init__(parent)
        self._role = role
        self._colour = colour
        self._tabular = tabular
        self._elides = elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)
        self.follow(theme)

    def set_colour(self, colour: str) -> None:
        """Take another colour role."""
        if colour != self._colour:
            self._colour = colour
            self._on_theme_changed()

    def set_role(self, role: str) -> None:
        """Take another type role."""
        if role != self._role:
            self._role = role
            self._on_theme_changed()

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(self._theme.tokens.px(24), hint.height()) if self._elides else hint

    def setText(self, text: str) -> None:
        super().setText(text)
        self._tell_cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_cut()

    def _tell_cut(self) -> None:
        """What an ellipsis cuts off can be read in the tool tip."""
        if self._elides:
            is_cut = self.fontMetrics().horizontalAdvance(self.text()) > self.width()
            self.setToolTip(self.text() if is_cut else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._elides:
            super().paintEvent(event)
            return
        with QPainter(self) as painter:
            painter.setFont(self.font())
            painter.setPen(self._theme.tokens.role(self._colour))
            text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(self.rect(), self.alignment() | Qt.AlignmentFlag.AlignVCenter, text)

    def _on_theme_changed(self) -> None:
        self.setFont(self._theme.font(self._role, tabular=self._tabular))
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.tokens.role(self._colour))
        self.setPalette(palette)
        super()._on_theme_changed()


def words(
    theme: Theme,
    text: str = "",
    role: str = "body",
    colour: str = "primary",
    parent: QWidget | None = None,
    *,
    wrap: bool = False,
    elide: bool = False,
    tabular: bool = False,
) -> Words:
    """A label with plain words."""
    return Words(theme, text, role, colour, parent, wrap=wrap, elide=elide, tabular=tabular)


class _Painted(Themed, QWidget):
    """A picture of a fixed size."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _say(self, text: str) -> None:
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()


class Glyph(_Painted):
    """An icon alone, which only repeats what words beside it say."""

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        name: str,
        role: str = "secondary",
        size: float = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icons, self._name, self._role, self._edge = icons, name, role, size
        self.follow(theme)

    def show_icon(self, name: str, role: str | None = None) -> None:
        """Show another icon, in the same or another colour."""
        self._name, self._role = name, role or self._role
        self.update()

    def sizeHint(self) -> QSize:
        edge = self._theme.tokens.px(self._edge)
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        with QPainter(self) as painter:
            self._icons.paint(painter, self._name, QRectF(self.rect()), self._theme.tokens.role(self._role))


class KeyHint(_Painted):
    """The keys of a shortcut, as on a key cap."""

    def __init__(self, theme: Theme, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = key_words(keys)
        self.follow(theme)

    def sizeHint(self) -> QSize:
        return glyphs.key_size(self._keys, self._theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        with QPainter(self) as painter:
            glyphs.paint_key(painter, QPointF(), self._keys, self._theme)


class Tag(_Painted):
    """A small rectangle with a fact, such as 'Optional' or 'Not in scope'."""

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        text: str = "",
        tone: Tone = "neutral",
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self.follow(theme)
        self.show_fact(text, tone, icon)

    def show_fact(self, text: str, tone: Tone = "neutral", icon: str = "") -> None:
        """Tell another fact."""
        self._text, self._tone, self._icon = text, tone, icon
        self._say(text)

    def sizeHint(self) -> QSize:
        return QSize(glyphs.tag_width(self._text, self._theme, self._icon), self._theme.tokens.size.tag)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        with QPainter(self) as painter:
            glyphs.paint_tag(painter, QPointF(), self._text, self._tone, self._theme, self._icons, self._icon)

    def _on_theme_changed(self) -> None:
        if hasattr(self, "_text"):
            super()._on_theme_changed()


class TimePill(_Painted):
    """How much time is left, in a pill: neutral, soon or late."""

    def __init__(
        self, theme: Theme, icons: Icons, text: str = "", tone: Tone = "neutral", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._text, self._tone = text, tone
        self.follow(theme)
        self.show_time(text, tone)

    def show_time(self, text: str, tone: Tone) -> None:
        """Tell another time."""
        self._text, self._tone = text, tone
        self._say(text)

    def sizeHint(self) -> QSize:
        return QSize(glyphs.pill_width(self._text, self._theme, self._tone), self._theme.tokens.size.pill)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        with QPainter(self) as painter:
            glyphs.paint_pill(painter, QPointF(), self._text, self._tone, self._theme, self._icons)


class StatusChip(_Painted):
    """A status as glyph and word."""

    def __init__(self, theme: Theme, status: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status, self._text = status, text
        self.follow(theme)
        self.show_status(status, text)

    def show_status(self, status: str, text: str) -> None:
        """Show another status under its name."""
        self._status, self._text = status, text
        self._say(text)

    def sizeHint(self) -> QSize:
        tokens = self._theme.tokens
        width = round(self._theme.metrics("label").horizontalAdvance(self._text) + 1)
        return QSize(width + tokens.px(5 + 14 + 5 + 8), tokens.size.chip)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        colours = tokens.status[self._status]
        edge = tokens.size.status_glyph
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            if self._status == "idea":
                pen = QPen(tokens.line.control, 1)
                pen.setDashPattern([3, 2.5])
                painter.setPen(pen)
                painter.setBrush(Qt.BrushStyle.NoBrush)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colours.bg)
            painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2)
            place = QRectF(tokens.px(5), (self.height() - edge) / 2, edge, edge)
            glyphs.paint_status(painter, place, self._status, tokens)
            painter.setPen(colours.fg)
            painter.setFont(self._theme.font("label"))
            painter.drawText(QRectF(self.rect()).adjusted(tokens.px(24), 0, 0, 0), _LEFT, self._text)


class ClientTile(_Painted):
    """A client: two letters on a rounded square."""

    def __init__(
        self, theme: Theme, letters: str, colour: int | str | QColor, size: float = 20, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._letters, self._colour, self._edge = letters, colour, size
        self.follow(theme)

    def show_client(self, letters: str, colour: int | str | QColor) -> None:
        """Stand for another client."""
        self._letters, self._colour = letters, colour
        self.update()

    def sizeHint(self) -> QSize:
        edge = self._theme.tokens.px(self._edge)
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        with QPainter(self) as painter:
            glyphs.paint_tile(painter, QRectF(self.rect()), self._letters, self._colour, self._theme.tokens)


class Avatar(_Painted):
    """A person: two letters in a circle, filled for the agency, outlined for a client's people."""

    def __init__(
        self,
        theme: Theme,
        letters: str,
        colour: QColor | None = None,
        size: float = 20,
        parent: QWidget | None = None,
        *,
        filled: bool = True,
        person_id: int = 1,
    ) -> None:
        super().__init__(parent)
        self._letters, self._colour, self._edge = letters, colour, size
        self._filled, self._person = filled, person_id
        self.follow(theme)

    def show_person(self, letters: str, person_id: int, *, filled: bool = True) -> None:
        """Stand for another person."""
        self._letters, self._person, self._filled = letters, person_id, filled
        self.update()

    def sizeHint(self) -> QSize:
        edge = self._theme.tokens.px(self._edge)
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        colour = self._colour or glyphs.person_colour(self._person, tokens)
        with QPainter(self) as painter:
            glyphs.paint_avatar(painter, QRectF(self.rect()), self._letters, colour, tokens, filled=self._filled)


LONGEST_NAME = 200


class QuotaBar(_Painted):
    """How much of a promise is planned: words above, a bar below, and what a drag would change."""

    def __init__(
        self, theme: Theme, name: str = "", value: int = 0, agreed: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._value, self._agreed = name, value, agreed
        self._preview: int | None = None
        self.follow(theme)
        self.show_quota(name, value, agreed)

    def show_quota(self, name: str, value: int, agreed: int, preview: int | None = None) -> None:
        """Show a count against what was agreed; `preview` is the count after a drop."""
        self._name, self._value, self._agreed, self._preview = name, value, agreed, preview
        self._say(f"{name}: {self._count()}")

    @property
    def count_width(self) -> int:
        """What the count takes, and the arrow of a preview."""
        agreed = _("{count} of {agreed}").format(count="99 → 99", agreed=self._agreed)
        metrics = self._theme.metrics("small_strong")
        return round(max(metrics.horizontalAdvance(words) for words in (agreed, self._count())) + 1)

    def sizeHint(self) -> QSize:
        tokens = self._theme.tokens
        longest = tokens.px(LONGEST_NAME)  # a longer one is cut: its bar matters more than its last words
        needed = min(self._theme.metrics("small").horizontalAdvance(self._name), longest)
        needed += self.count_width + tokens.px(12)
        return QSize(max(tokens.px(156), round(needed)), tokens.px(17 + 4 + 6))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        line = tokens.px(17)
        with QPainter(self) as painter:
            painter.setPen(tokens.text.secondary)
            painter.setFont(self._theme.font("small"))
            room = self.width() - self._theme.metrics("small_strong").horizontalAdvance(self._count()) - tokens.px(8)
            name = self._theme.metrics("small").elidedText(self._name, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(0, 0, self.width(), line), _LEFT, name)
            self._paint_count(painter, line)
            bar = QRectF(0, self.height() - tokens.px(6), self.width(), tokens.px(6))
            glyphs.paint_quota_bar(painter, bar, self._value, self._agreed, tokens, self._preview)

    def _paint_count(self, painter: QPainter, line: int) -> None:
        tokens = self._theme.tokens
        right = float(self.width())
        if self._over() > 0:
            painter.setPen(tokens.feedback.warn)
            painter.setFont(self._theme.font("small_strong"))
            painter.drawText(QRectF(0, 0, right, line), _RIGHT, self._count())
            return
        before, after = _("{count} of {agreed}").format(count="\0", agreed=self._agreed).split("\0")
        ink = tokens.text.primary if self._preview is None else tokens.accent.text
        parts = ((after, "small", tokens.text.secondary), (self._figure(), "small_strong", ink))
        for text, role, colour in (*parts, (before, "small", tokens.text.secondary)):
            painter.setFont(self._theme.font(role, tabular=True))
            painter.setPen(colour)
            painter.drawText(QRectF(0, 0, right, line), _RIGHT | Qt.TextFlag.TextIncludeTrailingSpaces, text)
            right -= painter.fontMetrics().horizontalAdvance(text)

    def _over(self) -> int:
        return (self._value if self._preview is None else self._preview) - self._agreed

    def _figure(self) -> str:
        if self._preview is None or self._preview == self._value:
            return str(self._value)
        return f"{self._value} → {self._preview}"

    def _count(self) -> str:
        over = self._over()
        if over > 0:
            return ngettext("{count} more than agreed", "{count} more than agreed", over).format(count=over)
        return _("{count} of {agreed}").format(count=self._figure(), agreed=self._agreed)
