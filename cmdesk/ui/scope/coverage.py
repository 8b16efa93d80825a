"""The coverage map: what a scope holds of the fifteen responsibilities, and where it stops half way."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from cmdesk.domain.coverage import CoverageMap, FunctionShare, ResponsibilityShare, Share
from cmdesk.i18n import _
from cmdesk.ui.icons import Icons
from cmdesk.ui.scope.phrases import undecided
from cmdesk.ui.theme import Theme, Tokens
from cmdesk.ui.widgets.facts import Glyph, Words
from cmdesk.ui.widgets.themed import Themed

_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_KINDS: Final = ("included", "optional", "excluded", "undecided")


def kind_name(kind: str) -> str:
    """'included', 'optional', 'not included' or 'undecided'."""
    names = {
        "included": _("included"),
        "optional": _("optional"),
        "excluded": _("not included"),
        "undecided": _("undecided"),
    }
    return names[kind]


def said(share: Share) -> str:
    """A share as words: '3 included, 1 optional, 4 not included'."""
    parts = [(getattr(share, kind), kind) for kind in _KINDS]
    return ", ".join(f"{count} {kind_name(kind)}" for count, kind in parts if count)


def in_short(share: Share) -> str:
    """What stands at the end of a row: '3 of 8', and what is still open."""
    text = _("{count} of {total}").format(count=share.included, total=share.all)
    if not share.undecided:
        return text
    return f"{text} · {undecided(share.undecided)}"


def paint_part(painter: QPainter, rect: QRectF, kind: str, tokens: Tokens) -> None:
    """One part of a bar: filled, hatched, outlined or dotted, so that it is told apart without colour."""
    painter.setPen(Qt.PenStyle.NoPen)
    if kind == "included":
        painter.fillRect(rect, tokens.accent.base)
    elif kind == "optional":
        painter.fillRect(rect, tokens.accent.tint_strong)
        painter.fillRect(rect, QBrush(QColor(tokens.accent.base), Qt.BrushStyle.BDiagPattern))
    elif kind == "excluded":
        painter.fillRect(rect, tokens.surface.pressed)
    else:
        painter.fillRect(rect, tokens.surface.surface)
        pen = QPen(tokens.line.control, 1)
        pen.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))


class _Bar(Themed, QWidget):
    """One responsibility: its rank, its name, its bar and how much of it is included."""

    def __init__(self, theme: Theme, one: ResponsibilityShare, most: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._one, self._most = one, max(most, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"{one.rank}. {one.name}: {said(one.share)}")
        names = "\n".join(f"– {name}" for name in one.included)
        self.setToolTip("\n".join(part for part in (one.name, said(one.share), names) if part))
        self.follow(theme)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        px = self._theme.tokens.px
        return px(34) if self._is_wide(width) else px(5 + 22) + round(self._name_height(width - px(26)))

    def sizeHint(self) -> QSize:
        width = self._theme.tokens.px(300)
        return QSize(width, self.heightForWidth(width))

    def _is_wide(self, width: int) -> bool:
        return width >= self._theme.tokens.px(520)

    def _name_height(self, width: int) -> float:
        room = QRectF(0, 0, width, 10_000)
        return self._theme.metrics("body").boundingRect(room, Qt.TextFlag.TextWordWrap, self._one.name).height()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        px = tokens.px
        share = self._one.share
        with QPainter(self) as painter:
            painter.setFont(self._theme.font("label", tabular=True))
            tail = round(painter.fontMetrics().horizontalAdvance(in_short(share))) + px(6)
            is_wide = self._is_wide(self.width())
            top = 0.0 if is_wide else px(5)
            height = self.height() if is_wide else self._name_height(self.width() - px(26))
            painter.setPen(tokens.text.tertiary)
            rank = QRectF(0, top, px(18), min(height, px(18)) if not is_wide else height)
            painter.drawText(rank, _RIGHT, str(self._one.rank))
            width = (self.width() - px(26) - px(98)) * 0.55 if is_wide else self.width() - px(26)
            self._paint_name(painter, QRectF(px(26), top, width, height), is_wide=is_wide)
            if is_wide:
                left, middle = px(26) + width + px(12), self.height() / 2
            else:
                left, middle = px(26), top + height + px(11)
            room = QRectF(left, middle - px(9), self.width() - left - max(tail, px(86)) - px(8), px(18))
            self._paint_bar(painter, room)
            painter.setFont(self._theme.font("label", tabular=True))
            painter.setPen(tokens.text.secondary)
            painter.drawText(QRectF(self.width() - tail, room.y(), tail, room.height()), _RIGHT, in_short(share))
            if self.hasFocus():
                painter.setPen(QPen(tokens.accent.focus, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), px(6), px(6))

    def _paint_name(self, painter: QPainter, rect: QRectF, *, is_wide: bool) -> None:
        tokens = self._theme.tokens
        painter.setFont(self._theme.font("body"))
        painter.setPen(tokens.text.primary if self._one.share.included else tokens.text.secondary)
        if not is_wide:
            painter.drawText(rect, Qt.TextFlag.TextWordWrap, self._one.name)
            return
        text = painter.fontMetrics().elidedText(self._one.name, Qt.TextElideMode.ElideRight, round(rect.width()))
        painter.drawText(rect, _LEFT, text)

    def _paint_bar(self, painter: QPainter, room: QRectF) -> None:
        tokens = self._theme.tokens
        share = self._one.share
        height = tokens.px(10)
        left = room.x()
        each = room.width() / self._most
        for kind in _KINDS:
            count = getattr(share, kind)
            if count:
                part = QRectF(left, room.center().y() - height / 2, each * count - 1, height)
                paint_part(painter, part, kind, tokens)
                left += each * count


class _Legend(Themed, QWidget):
    """What the parts of a bar mean; in two rows where there is little room."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.follow(theme)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        row = self._theme.tokens.px(22)
        return row if sum(self._widths()) <= width else 2 * row

    def sizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(280), self.heightForWidth(self._theme.tokens.px(280)))

    def _widths(self) -> list[float]:
        metrics = self._theme.metrics("label")
        px = self._theme.tokens.px
        return [px(18 + 6 + 14) + metrics.horizontalAdvance(kind_name(kind)) for kind in _KINDS]

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        px = tokens.px
        row = px(22)
        is_folded = self.height() > row
        with QPainter(self) as painter:
            painter.setFont(self._theme.font("label"))
            left = 0.0
            for number, (kind, width) in enumerate(zip(_KINDS, self._widths(), strict=True)):
                if is_folded and number == len(_KINDS) // 2:
                    left = 0.0
                top = row if is_folded and number >= len(_KINDS) // 2 else 0
                box = QRectF(left, top + row / 2 - px(6), px(18), px(12))
                paint_part(painter, box, kind, tokens)
                painter.setPen(tokens.text.secondary)
                painter.drawText(QRectF(box.right() + px(6), top, width, row), _LEFT, kind_name(kind))
                left += width


class CoverageView(Themed, QScrollArea):
    """The gaps as sentences, then the responsibilities by function with a bar each."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._map: CoverageMap | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(_("Coverage map"))
        self.follow(theme)

    @property
    def gaps(self) -> tuple[str, ...]:
        """The sentences that stand above the bars."""
        return self._map.gaps if self._map else ()

    def show_map(self, shown: CoverageMap) -> None:
        """Show what a scope holds; the same again changes nothing."""
        if shown != self._map:
            self._map = shown
            self._fill()

    def _fill(self) -> None:
        if self._map is None:
            return
        theme, px = self._theme, self._theme.tokens.px
        scrolled = self.verticalScrollBar().value()
        sheet = QWidget()
        sheet.setAutoFillBackground(False)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(px(20), px(16), px(20), px(20))
        column.setSpacing(px(6))
        column.addWidget(Words(theme, self._headline(), "section", "primary", sheet, wrap=True))
        for gap in self._map.gaps:
            row = QHBoxLayout()
            row.setSpacing(px(8))
            row.addWidget(Glyph(theme, self._icons, "alert-triangle", "warn", 15, sheet), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Words(theme, gap, "body", "primary", sheet, wrap=True), 1)
            column.addLayout(row)
        column.addSpacing(px(6))
        column.addWidget(_Legend(theme, sheet))
        most = max((one.share.all for group in self._map.functions for one in group.responsibilities), default=1)
        for group in self._map.functions:
            self._add_group(column, group, most, sheet)
        column.addStretch(1)
        self.setWidget(sheet)
        self.verticalScrollBar().setValue(scrolled)

    def _add_group(self, column: QVBoxLayout, group: FunctionShare, most: int, sheet: QWidget) -> None:
        theme, px = self._theme, self._theme.tokens.px
        column.addSpacing(px(8))
        head = QHBoxLayout()
        head.addWidget(Words(theme, group.name, "body_strong", "primary", sheet), 1)
        head.addWidget(Words(theme, in_short(group.share), "label", "secondary", sheet))
        column.addLayout(head)
        for one in group.responsibilities:
            column.addWidget(_Bar(theme, one, most, sheet))

    def _headline(self) -> str:
        share = self._map.share if self._map else Share()
        if self._map is not None and not self._map.gaps:
            text = _("{included} of {total} services are included, and nothing stops half way.")
        else:
            text = _("{included} of {total} services are included. Look at this:")
        return text.format(included=share.included, total=share.all)

    def _on_theme_changed(self) -> None:
        super()._on_theme_changed()
        self._fill()
