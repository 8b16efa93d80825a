"""Two versions side by side: removed words struck through, added ones underlined, and what that does to the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cmdesk.domain.comparison import ChangeKind
from cmdesk.i18n import ngettext
from cmdesk.ui.icons import Icons
from cmdesk.ui.scope.compare_rows import TERMS, Cell, ChangeEntry, Entry, FoldEntry, HeadEntry, Style
from cmdesk.ui.scope.phrases import AREA_ICONS
from cmdesk.ui.theme import Theme, Tokens
from cmdesk.ui.widgets.painted_list import PaintedList

AnyIndex = QModelIndex | QPersistentModelIndex
_ENTRY: Final = Qt.ItemDataRole.UserRole
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_WALK: Final = {Qt.Key.Key_J: Qt.Key.Key_Down, Qt.Key.Key_K: Qt.Key.Key_Up}
_LONG_WORD: Final = 24  # letters; longer ones may be broken
_OWN_KEYS: Final = {Qt.Key.Key_N: 1, Qt.Key.Key_P: -1}
MARKS: Final = {ChangeKind.ADDED: "plus", ChangeKind.REMOVED: "minus", ChangeKind.CHANGED: "pencil"}


def mark_colours(kind: ChangeKind, tokens: Tokens) -> tuple[QColor, QColor]:
    """Ink and ground of the square before a change."""
    feedback = tokens.feedback
    if kind is ChangeKind.ADDED:
        return feedback.ok, feedback.ok_tint
    if kind is ChangeKind.REMOVED:
        return feedback.danger, feedback.danger_tint
    return feedback.info, feedback.info_tint


class Columns:
    """Where the four columns of a row stand: mark, before, after, effect."""

    def __init__(self, theme: Theme, width: float) -> None:
        px = theme.tokens.px
        self.margin, self.gap = px(20), px(16)
        self.mark = self.margin
        self.effect_width = px(104)
        rest = width - 2 * self.margin - px(30) - self.effect_width - 3 * self.gap
        self.text_width = max(px(90), rest / 2)
        self.before = self.margin + px(30) + self.gap
        self.after = self.before + self.text_width + self.gap
        self.effect = self.after + self.text_width + self.gap


class _Model(QAbstractListModel):
    """The rows, as they were given."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: Sequence[Entry] = ()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if isinstance(self.entries[index.row()], HeadEntry):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entries[index.row()]
        if role == _ENTRY:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(entry, HeadEntry):
                return f"{entry.name}, {changes_count(entry.count)}" if entry.count else entry.name
            return entry.text if isinstance(entry, FoldEntry) else entry.sentence
        return None

    def give(self, entries: Sequence[Entry]) -> None:
        """Take new rows."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()


def changes_count(count: int) -> str:
    """'3 changes'."""
    return ngettext("{count} change", "{count} changes", count).format(count=count)


class _Delegate(QStyledItemDelegate):
    """Heads, folds and changes; the heights of changes are measured once for each width."""

    def __init__(self, theme: Theme, icons: Icons, view: CompareList) -> None:
        super().__init__(view)
        self._theme, self._icons, self._view = theme, icons, view
        self._heights: dict[tuple[int, int], int] = {}

    def forget(self) -> None:
        """Measure anew: the rows or the fonts are others."""
        self._heights.clear()

    # --- measuring ----------------------------------------------------------------------------

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        del option
        px = self._theme.tokens.px
        width = self._view.viewport().width()
        entry: Entry = index.data(_ENTRY)
        if isinstance(entry, ChangeEntry):
            key = (index.row(), width)
            if key not in self._heights:
                self._heights[key] = self._height(entry, Columns(self._theme, width))
            return QSize(width, self._heights[key])
        return QSize(width, px(40) if isinstance(entry, HeadEntry) else px(34))

    def _height(self, entry: ChangeEntry, columns: Columns) -> int:
        px = self._theme.tokens.px
        cells = (entry.before, entry.after) if entry.is_changed else (entry.after,)
        effects = sum(self._theme.line_height("body") for _one in entry.effects)
        heights = (px(22), effects, *(self._cell_height(cell, columns.text_width) for cell in cells))
        return round(max(heights) + 0.5) + px(20)

    def _cell_height(self, cell: Cell, width: float) -> float:
        """How high a cell is at most; laying it out is exact and slow, so that is for what cannot be told else."""
        text = "".join(span.text for span in cell)
        if max(map(len, text.split()), default=0) > _LONG_WORD:
            return _laid(self._theme, cell, width).boundingRect().height()
        is_strong = any(span.style in {Style.ADDED, Style.TAG} for span in cell)
        metrics = self._theme.metrics("body_strong" if is_strong else "body")
        room = QRectF(0, 0, width, 100_000)
        lines = round(metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text).height() / metrics.lineSpacing())
        return lines * _step(self._theme)

    # --- painting -----------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        entry: Entry = index.data(_ENTRY)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        is_current = self._view.currentIndex() == index
        is_hot = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if isinstance(entry, HeadEntry):
            self._paint_head(painter, rect, entry)
        elif isinstance(entry, FoldEntry):
            self._ground(painter, rect, is_current=is_current, is_hot=is_hot)
            self._paint_fold(painter, rect, entry)
        else:
            self._ground(painter, rect, is_current=is_current, is_hot=False)
            self._paint_change(painter, rect, entry)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRectF, *, is_current: bool, is_hot: bool) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        whole = rect.adjusted(px(8), 0, -px(8), 0)
        line = rect.adjusted(px(20), 0, -px(20), 0)
        painter.fillRect(QRectF(line.x(), line.y(), line.width(), 1), tokens.line.subtle)
        if is_current and self._view.hasFocus():
            painter.setPen(QPen(tokens.accent.focus, 2))
            painter.setBrush(tokens.accent.tint)
            painter.drawRoundedRect(whole.adjusted(1, 1, -1, -1), tokens.radius.card, tokens.radius.card)
        elif is_current or is_hot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent.tint if is_current else tokens.surface.hover)
            painter.drawRoundedRect(whole, tokens.radius.card, tokens.radius.card)

    def _paint_head(self, painter: QPainter, rect: QRectF, entry: HeadEntry) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        icon = "settings" if entry.key == TERMS else AREA_ICONS.get(entry.key, "list")
        middle = rect.bottom() - px(17)
        self._icons.paint(painter, icon, QRectF(px(20), middle - px(8), px(16), px(16)), tokens.text.primary)
        left = px(20) + px(24)
        painter.setPen(tokens.text.primary)
        painter.setFont(self._theme.font("body_strong"))
        painter.drawText(QRectF(left, middle - px(10), rect.width(), px(20)), _LEFT, entry.name)
        if entry.count:
            left += painter.fontMetrics().horizontalAdvance(entry.name) + px(8)
            painter.setPen(tokens.text.tertiary)
            painter.setFont(self._theme.font("small_medium"))
            painter.drawText(QRectF(left, middle - px(10), rect.width(), px(20)), _LEFT, changes_count(entry.count))

    def _paint_fold(self, painter: QPainter, rect: QRectF, entry: FoldEntry) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        icon = "chevron-down" if entry.is_open else "chevron-right"
        place = QRectF(px(20), rect.center().y() - px(7), px(14), px(14))
        self._icons.paint(painter, icon, place, tokens.text.tertiary)
        painter.setPen(tokens.text.tertiary)
        painter.setFont(self._theme.font("small"))
        room = QRectF(px(42), rect.y(), rect.width() - px(62), rect.height())
        words = painter.fontMetrics().elidedText(entry.text, Qt.TextElideMode.ElideRight, round(room.width()))
        painter.drawText(room, _LEFT, words)

    def _paint_change(self, painter: QPainter, rect: QRectF, entry: ChangeEntry) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        columns = Columns(self._theme, rect.width())
        top = rect.y() + px(10)
        if entry.is_changed:
            ink, ground = mark_colours(entry.kind, tokens)
            square = QRectF(columns.mark, top - 1, px(22), px(22))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(square, px(6), px(6))
            inset = px(4)
            self._icons.paint(painter, MARKS[entry.kind], square.adjusted(inset, inset, -inset, -inset), ink, 2.3)
            self._paint_cell(painter, entry.before, QPointF(columns.before, top), columns.text_width, "secondary")
        self._paint_cell(
            painter, entry.after, QPointF(columns.after, top), columns.text_width,
            "primary" if entry.is_changed else "secondary",
        )  # fmt: skip
        self._paint_effects(painter, entry, QPointF(columns.effect, top), columns.effect_width)

    def _paint_cell(self, painter: QPainter, cell: Cell, at: QPointF, width: float, colour: str) -> None:
        painter.setPen(self._theme.tokens.role(colour))
        _laid(self._theme, cell, width).draw(painter, at)

    def _paint_effects(self, painter: QPainter, entry: ChangeEntry, at: QPointF, width: float) -> None:
        tokens = self._theme.tokens
        step = self._theme.line_height("body")
        for number, effect in enumerate(entry.effects):
            right = at.x() + width
            top = at.y() + number * step
            for span in reversed(effect):
                is_quiet = span.style is Style.QUIET
                painter.setFont(self._theme.font("body" if is_quiet else "body_strong", tabular=True))
                painter.setPen(tokens.text.tertiary if is_quiet else tokens.text.primary)
                advance = painter.fontMetrics().horizontalAdvance(span.text)
                painter.drawText(QRectF(right - advance, top, advance + 1, step), _LEFT, span.text)
                right -= advance


def _laid(theme: Theme, cell: Cell, width: float) -> QTextLayout:
    """A cell as lines of this width."""
    layout = QTextLayout("".join(span.text for span in cell), theme.font("body"))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    formats = []
    at = 0
    for span in cell:
        if span.style is not Style.PLAIN:
            formats.append(_range(at, len(span.text), _format(theme, span.style)))
        at += len(span.text)
    layout.setFormats(formats)
    layout.beginLayout()
    top = 0.0
    step = _step(theme)
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += max(step, line.height())
    layout.endLayout()
    return layout


def _step(theme: Theme) -> float:
    """From one line of a cell to the next."""
    return max(theme.line_height("body"), theme.tokens.px(19))


def _range(start: int, length: int, style: QTextCharFormat) -> QTextLayout.FormatRange:
    found = QTextLayout.FormatRange()
    found.start, found.length, found.format = start, length, style
    return found


def _format(theme: Theme, style: Style) -> QTextCharFormat:
    """Signs first, colour second: struck through or underlined, so that grey says the same."""
    tokens = theme.tokens
    found = QTextCharFormat()
    if style is Style.ADDED:
        found.setForeground(tokens.feedback.ok)
        found.setBackground(tokens.feedback.ok_tint)
        found.setFontWeight(QFont.Weight.DemiBold)
        found.setFontUnderline(True)
    elif style is Style.REMOVED:
        found.setForeground(tokens.feedback.danger)
        found.setBackground(tokens.feedback.danger_tint)
        found.setFontStrikeOut(True)
    elif style is Style.TAG:
        found.setForeground(tokens.text.secondary)
        found.setBackground(tokens.surface.sunken)
        found.setFontWeight(QFont.Weight.Medium)
    else:
        found.setForeground(tokens.text.tertiary)
    return found


class CompareList(PaintedList):
    """The rows; arrows walk through all, N and P or F7 from change to change, Enter opens a fold or a line.

    Signals:
        opened: The key of a fold that is to be opened or closed.
        line_wanted: The lineage of a change that a person wants to see in its version.
    """

    opened = Signal(str)
    line_wanted = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Model(self)
        self.setModel(self._rows)
        self._delegate = _Delegate(theme, icons, self)
        self.setItemDelegate(self._delegate)
        self.setWordWrap(True)  # lets it lay out anew when its width changes
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setTabKeyNavigation(False)
        self.follow(theme)

    @property
    def entries(self) -> Sequence[Entry]:
        """The rows that are shown."""
        return self._rows.entries

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these rows and stay at the present one."""
        row = self.currentIndex().row()
        self._delegate.forget()
        self._rows.give(entries)
        if row >= 0 and entries:
            self._go(min(row, len(entries) - 1))
        else:
            self.step(1)

    def step(self, steps: int) -> bool:
        """Go to the next change, or the one before; whether there was one."""
        row = self.currentIndex().row() + steps
        while 0 <= row < len(self.entries):
            entry = self.entries[row]
            if isinstance(entry, ChangeEntry) and entry.is_changed:
                self._go(row)
                return True
            row += steps
        return False

    def _go(self, row: int) -> None:
        self.setCurrentIndex(self._rows.index(row))
        above = self._rows.index(max(0, row - 1))
        self.scrollTo(above)  # so that the head of an area is seen with its first change
        self.scrollTo(self._rows.index(row))

    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
            return super().event(event)
        if event.key() in _OWN_KEYS and not event.modifiers():
            event.accept()  # on the page N means something else
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _OWN_KEYS and not event.modifiers():
            self.step(_OWN_KEYS[key])
        elif key in _WALK and not event.modifiers():
            super().keyPressEvent(QKeyEvent(event.type(), _WALK[key], event.modifiers()))
        elif key in _ENTER and not event.modifiers() and self.currentIndex().isValid():
            self._press(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        row = self.indexAt(event.position().toPoint()).row()
        if event.button() == Qt.MouseButton.LeftButton and row >= 0 and isinstance(self.entries[row], FoldEntry):
            self._press(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and isinstance(self.entries[index.row()], ChangeEntry):
            self._press(index.row())

    def _press(self, row: int) -> None:
        entry = self.entries[row]
        if isinstance(entry, FoldEntry):
            self.opened.emit(entry.key)
        elif isinstance(entry, ChangeEntry) and entry.lineage:
            self.line_wanted.emit(entry.lineage)

    def _on_theme_changed(self) -> None:
        self._delegate.forget()
        super()._on_theme_changed()
