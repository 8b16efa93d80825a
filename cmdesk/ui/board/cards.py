"""The cards of a column: the list of them, and how one is measured and painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from cmdesk.domain.tasks import Priority, TaskCard
from cmdesk.ui import glyphs
from cmdesk.ui.board import phrases
from cmdesk.ui.board.phrases import Facts
from cmdesk.ui.icons import Icons
from cmdesk.ui.images import decoded
from cmdesk.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
NO_INDEX: Final = QModelIndex()
ABOVE, BELOW = 4, 3  # room around a card, where the line of a drop is drawn
LEFT, RIGHT = 6, 6
_PAD_X, _PAD_Y = 10, 9
_MOST_LINES: Final = 3
_MOST_LETTERS: Final = 400
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_FADED: Final = 0.45


class CardModel(QAbstractListModel):
    """The cards of one column, in their order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: list[TaskCard] = []
        self.facts = Facts()

    @property
    def cards(self) -> Sequence[TaskCard]:
        """The cards that are shown."""
        return self._cards

    def card_at(self, row: int) -> TaskCard:
        """The card in a row."""
        return self._cards[row]

    def row_of(self, task_id: int | None) -> int:
        """The row of a task's card, or -1."""
        return next((row for row, card in enumerate(self._cards) if card.id == task_id), -1)

    def show_cards(self, cards: Sequence[TaskCard], facts: Facts) -> None:
        """Show these cards; those that stay keep their selection and place on the screen."""
        self.facts = facts
        wanted = {card.id for card in cards}
        for row in range(len(self._cards) - 1, -1, -1):
            if self._cards[row].id not in wanted:
                self.beginRemoveRows(NO_INDEX, row, row)
                del self._cards[row]
                self.endRemoveRows()
        for row, card in enumerate(cards):
            self._settle(row, card)

    def _settle(self, row: int, card: TaskCard) -> None:
        """Have a card in a row: where it is, moved up from below, or new."""
        now = self.row_of(card.id)
        if now < 0:
            self.beginInsertRows(NO_INDEX, row, row)
            self._cards.insert(row, card)
            self.endInsertRows()
            return
        if now != row:
            self.beginMoveRows(NO_INDEX, now, now, NO_INDEX, row)
            self._cards.insert(row, self._cards.pop(now))
            self.endMoveRows()
        if self._cards[row] != card:
            self._cards[row] = card
            self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._cards):
            return None
        card = self._cards[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return card.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return phrases.sentence(card, self.facts) if role == Qt.ItemDataRole.AccessibleTextRole else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return phrases.tip(card, self.facts)
        return None


@dataclass(frozen=True, slots=True)
class Look:
    """How a card is drawn now."""

    is_selected: bool = False
    is_current: bool = False  # and the keyboard is here
    is_hovered: bool = False
    is_lifted: bool = False  # it is on its way: its place stays as a dashed outline
    is_one_of_many: bool = False


@dataclass(frozen=True, slots=True)
class _Measure:
    """The words of a card broken into lines for a width, and the height they need."""

    card: TaskCard
    lines: tuple[str, ...]
    height: int


class CardDelegate(QStyledItemDelegate):
    """Measures and paints cards; all columns share one."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._measures: dict[tuple[int, int], _Measure] = {}
        self._pictures: dict[str, QPixmap] = {}
        self._fitted: dict[tuple[str, int, int, float], QPixmap] = {}
        self.facts = Facts()
        self.lifted: frozenset[int] = frozenset()
        self.selected_count = 0
        theme.changed.connect(self._forget)

    # --- pictures ----------------------------------------------------------------------------

    def wants(self, keys: set[str]) -> set[str]:
        """Which of these pictures are not here yet."""
        return keys - self._pictures.keys()

    def keep_picture(self, key: str, data: bytes) -> None:
        """Keep a picture for the cards that show it."""
        self._pictures[key] = QPixmap.fromImage(decoded(data))

    # --- measuring ---------------------------------------------------------------------------

    def card_width(self, view: QWidget) -> int:
        """How wide a card is in a list."""
        return max(view.width() - self._theme.tokens.px(LEFT + RIGHT), self._theme.tokens.px(80))

    def item_height(self, card: TaskCard, width: int) -> int:
        """The height of a card with the room around it."""
        return self.measured(card, width).height + self._theme.tokens.px(ABOVE) + self._theme.tokens.px(BELOW)

    def measured(self, card: TaskCard, width: int) -> _Measure:
        """A card's lines and height at a width, remembered until either changes."""
        key = (card.id, width)
        known = self._measures.get(key)
        if known is not None and known.card == card:
            return known
        px = self._theme.tokens.px
        lines = _wrapped(card.title, self._title_font(card), width - 2 * px(_PAD_X) - 2)
        height = 2 + 2 * px(_PAD_Y) + px(18) + px(5) + len(lines) * self._line()
        height += px(8) + px(72) if card.thumb else 0
        height += px(8) + px(20)
        self._measures[key] = _Measure(card, lines, height)
        return self._measures[key]

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model, view = index.model(), option.widget
        if not isinstance(model, CardModel) or not isinstance(view, QWidget):
            return QSize()
        width = self.card_width(view)
        return QSize(self._theme.tokens.px(80), self.item_height(model.card_at(index.row()), width))

    # --- painting ----------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, view = index.model(), option.widget
        if not isinstance(model, CardModel) or not isinstance(view, QWidget):
            return
        card = model.card_at(index.row())
        px = self._theme.tokens.px
        item: QRect = option.rect
        rect = QRectF(item.x() + px(LEFT), item.y() + px(ABOVE), self.card_width(view), 0)
        rect.setHeight(item.height() - px(ABOVE) - px(BELOW))
        state = option.state
        look = Look(
            is_selected=bool(state & QStyle.StateFlag.State_Selected),
            is_current=bool(state & QStyle.StateFlag.State_HasFocus),
            is_hovered=bool(state & QStyle.StateFlag.State_MouseOver),
            is_lifted=card.id in self.lifted,
            is_one_of_many=self.selected_count > 1,
        )
        self.paint_card(painter, rect, card, look)

    def paint_card(self, painter: QPainter, rect: QRectF, card: TaskCard, look: Look) -> None:
        """Draw a card into a rectangle of its own height."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if look.is_lifted:
            painter.setOpacity(_FADED)
        self._paint_ground(painter, rect, look)
        self._paint_content(painter, rect, card)
        painter.restore()

    def tag_rect(self, card: TaskCard, rect: QRectF) -> QRectF:
        """Where the tag 'Not in scope' lies on a card; empty where there is none."""
        text = phrases.standing_words(card)
        if not text:
            return QRectF()
        px = self._theme.tokens.px
        width = glyphs.tag_width(text, self._theme, "flag")
        height = self._theme.tokens.size.tag
        top = rect.y() + 1 + px(_PAD_Y) + (px(18) - height) / 2
        return QRectF(rect.right() - 1 - px(_PAD_X) - width, top, width, height)

    def _paint_ground(self, painter: QPainter, rect: QRectF, look: Look) -> None:
        tokens = self._theme.tokens
        radius = tokens.radius.card
        if look.is_lifted:
            pen = QPen(tokens.line.control, 1.5)
            pen.setDashPattern([3, 2.5])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), radius, radius)
            return
        ground: QColor = tokens.surface.surface
        if look.is_selected and look.is_one_of_many:
            ground = tokens.accent.tint
        painter.setBrush(ground)
        is_ringed = look.is_current or look.is_selected
        if is_ringed:
            painter.setPen(QPen(tokens.accent.focus, 2 if look.is_current else 1.5))
            inset = 0.0 if look.is_current else 0.25
            painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)
            return
        painter.setPen(QPen(tokens.line.default if look.is_hovered else tokens.line.subtle, 1))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def _paint_content(self, painter: QPainter, rect: QRectF, card: TaskCard) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        inside = rect.adjusted(1 + px(_PAD_X), 1 + px(_PAD_Y), -1 - px(_PAD_X), -1 - px(_PAD_Y))
        self._paint_place(painter, inside, rect, card)
        top = inside.y() + px(18) + px(5)
        painter.setFont(self._title_font(card))
        painter.setPen(tokens.text.tertiary if card.is_done else tokens.text.primary)
        for line in self.measured(card, round(rect.width())).lines:
            painter.drawText(QRectF(inside.x(), top, inside.width() + 1, self._line()), _LEFT, line)
            top += self._line()
        if card.thumb:
            top += px(8)
            self._paint_picture(painter, QRectF(inside.x(), top, inside.width(), px(72)), card.thumb)
            top += px(72)
        self._paint_foot(painter, QRectF(inside.x(), top + px(8), inside.width(), px(20)), card)

    def _paint_place(self, painter: QPainter, inside: QRectF, rect: QRectF, card: TaskCard) -> None:
        """The first row: whose it is, which line covers it, or that none does."""
        tokens = self._theme.tokens
        px = tokens.px
        edge = px(16)
        tile = QRectF(inside.x(), inside.y() + (px(18) - edge) / 2, edge, edge)
        client = self.facts.clients.get(card.client_id or 0)
        if client is not None:
            glyphs.paint_tile(painter, tile, client.letters, client.colour, tokens)
        else:
            self._icons.paint(painter, "building", tile, tokens.text.tertiary)
        right = inside.right()
        tag = self.tag_rect(card, rect)
        if not tag.isEmpty():
            glyphs.paint_tag(
                painter, tag.topLeft(), phrases.standing_words(card), "warn", self._theme, self._icons, "flag"
            )
            right = tag.x() - px(6)
        elif card.priority is not Priority.NORMAL and not card.is_done:
            mark = px(14)
            name = "arrow-up" if card.priority is Priority.HIGH else "arrow-down"
            right -= mark
            place = QRectF(right, inside.y() + (px(18) - mark) / 2, mark, mark)
            self._icons.paint(painter, name, place, tokens.text.secondary, 2.2)
            right -= px(4)
        left = tile.right() + px(6)
        painter.setFont(self._place_font())
        painter.setPen(tokens.text.tertiary)
        words = phrases.place_words(card, self.facts)
        text = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, round(right - left))
        painter.drawText(QRectF(left, inside.y(), right - left + 1, px(18)), _LEFT, text)

    def _paint_foot(self, painter: QPainter, row: QRectF, card: TaskCard) -> None:
        """The last row: until when, how much of the checklist, a note, and who."""
        tokens = self._theme.tokens
        px = tokens.px
        left = row.x()
        due = phrases.due_words(card, self.facts.today)
        if due:
            pill = glyphs.paint_pill(painter, QPointF(left, row.y()), due[0], due[1], self._theme, self._icons)
            left = pill.right() + px(6)
        if card.checks:
            left = self._paint_note(painter, "checklist", left, row, phrases.checks_words(card))
        if card.has_note:
            self._paint_note(painter, "note", left, row, "")
        member = self.facts.members.get(card.assignee_id or 0)
        if member is not None:
            edge = px(20)
            circle = QRectF(row.right() - edge, row.y(), edge, edge)
            glyphs.paint_avatar(painter, circle, member.letters, glyphs.person_colour(member.colour, tokens), tokens)

    def _paint_note(self, painter: QPainter, icon: str, left: float, row: QRectF, text: str) -> float:
        tokens = self._theme.tokens
        edge = tokens.px(14)
        self._icons.paint(
            painter, icon, QRectF(left, row.y() + (row.height() - edge) / 2, edge, edge), tokens.text.secondary, 1.75
        )
        left += edge + tokens.px(4)
        if text:
            painter.setFont(self._note_font())
            painter.setPen(tokens.text.secondary)
            width = painter.fontMetrics().horizontalAdvance(text)
            painter.drawText(QRectF(left, row.y(), width + 2, row.height()), _LEFT, text)
            left += width
        return left + tokens.px(6)

    def _paint_picture(self, painter: QPainter, rect: QRectF, key: str) -> None:
        tokens = self._theme.tokens
        path = QPainterPath()
        path.addRoundedRect(rect, tokens.px(6), tokens.px(6))
        ratio = painter.device().devicePixelRatio()
        fitted = self._fitted_picture(key, round(rect.width()), round(rect.height()), ratio)
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(rect, tokens.surface.sunken)
        if fitted is not None:
            painter.drawPixmap(rect, fitted, QRectF(fitted.rect()))
        else:
            edge = tokens.px(18)
            place = QRectF(rect.center().x() - edge / 2, rect.center().y() - edge / 2, edge, edge)
            self._icons.paint(painter, "photo", place, tokens.text.tertiary)
        painter.restore()

    def _fitted_picture(self, key: str, width: int, height: int, ratio: float) -> QPixmap | None:
        """A picture cut to cover a rectangle, kept for the next time."""
        source = self._pictures.get(key)
        if source is None or source.isNull():
            return None
        wanted = (key, width, height, ratio)
        if wanted not in self._fitted:
            size = QSize(round(width * ratio), round(height * ratio))
            cover = source.scaled(
                size, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
            )
            corner_x, corner_y = (cover.width() - size.width()) // 2, (cover.height() - size.height()) // 2
            self._fitted[wanted] = cover.copy(corner_x, corner_y, size.width(), size.height())
        return self._fitted[wanted]

    # --- letters -----------------------------------------------------------------------------

    def _title_font(self, card: TaskCard) -> QFont:
        return self._theme.font("body" if card.is_done else "body_medium")

    def _place_font(self) -> QFont:
        return _regular(self._theme.font("label"))

    def _note_font(self) -> QFont:
        return _regular(self._theme.font("label", tabular=True))

    def _line(self) -> int:
        return self._theme.line_height("body")

    def _forget(self) -> None:
        self._measures.clear()
        self._fitted.clear()


def _regular(font: QFont) -> QFont:
    thin = QFont(font)
    thin.setWeight(QFont.Weight.Normal)
    return thin


def _wrapped(text: str, font: QFont, width: int) -> tuple[str, ...]:
    """A title in at most three lines; the last one ends in an ellipsis where more would follow."""
    text = text[:_MOST_LETTERS]
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    lines: list[str] = []
    layout.beginLayout()
    while len(lines) < _MOST_LINES:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        start = line.textStart()
        lines.append(text[start : start + line.textLength()].rstrip())
        if len(lines) == _MOST_LINES and start + line.textLength() < len(text):
            rest = text[start:]
            lines[-1] = QFontMetricsF(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)
    layout.endLayout()
    return tuple(lines) or ("",)
