"""The lines of a scope, grouped by area; one of them is open for editing in its place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cmdesk.domain.agency import initials
from cmdesk.domain.catalogue import Area, area_name
from cmdesk.domain.scope import ScopeLine, ScopeTerms, ScopeVersion, Treatment, monthly_cents
from cmdesk.domain.scope_problems import Problem
from cmdesk.i18n import _, spoken
from cmdesk.ui import glyphs
from cmdesk.ui.icons import Icons
from cmdesk.ui.scope.catalogue import SERVICE_MIME, ghost
from cmdesk.ui.scope.phrases import AREA_ICONS, how_much, lines_count, money, price, price_head, treatment_name
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.painted_list import PaintedList
from cmdesk.ui.widgets.themed import Themed

LINE_MIME: Final = "application/x-cmdesk-line"
AnyIndex = QModelIndex | QPersistentModelIndex
_ENTRY: Final = Qt.ItemDataRole.UserRole
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter
_TREATMENTS: Final = {
    Qt.Key.Key_1: Treatment.INCLUDED, Qt.Key.Key_2: Treatment.OPTIONAL, Qt.Key.Key_3: Treatment.EXCLUDED,
}  # fmt: skip
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WALK: Final = {Qt.Key.Key_J: Qt.Key.Key_Down, Qt.Key.Key_K: Qt.Key.Key_Up}
_UPDOWN: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_NEXT: Final = {
    Treatment.INCLUDED: Treatment.OPTIONAL,
    Treatment.OPTIONAL: Treatment.EXCLUDED,
    Treatment.EXCLUDED: Treatment.INCLUDED,
}


LEFT_OUT: Final = ""  # in place of an area: what is not included stands together, last
FEW: Final = 6  # lines that are left out and stand open by themselves


@dataclass(frozen=True, slots=True)
class AreaEntry:
    """The head of an area: how many lines, and what they cost a month."""

    area: str
    count: int
    cents: int
    currency: str
    is_open: bool = True  # whether its lines are shown below it; only what is left out can be folded


@dataclass(frozen=True, slots=True)
class LineEntry:
    """A line, and the advice that belongs to it in two words."""

    line: ScopeLine
    terms: ScopeTerms
    place: int  # in its area, from 0
    remark: str = ""

    @property
    def group(self) -> str:
        """The lines among which it may be moved."""
        is_excluded = self.line.treatment is Treatment.EXCLUDED
        return f"{self.line.area} {is_excluded} {is_excluded and self.line.is_often_expected}"


Entry = AreaEntry | LineEntry


def entries_of(
    version: ScopeVersion, problems: Sequence[Problem], staying: Collection[int] = (), *, is_unfolded: bool = True
) -> list[Entry]:
    """Heads of areas and lines, in the order in which they are shown.

    Args:
        version: The version.
        problems: What is to fix in it.
        staying: Ids of lines that were left out just now and do not jump away under the pointer.
        is_unfolded: Whether the lines that are not included are shown, or only counted.
    """
    remarks: dict[str, str] = {}
    for problem in problems:
        if problem.lineage and problem.short:
            remarks.setdefault(problem.lineage, problem.short)
    places: dict[str, int] = {}
    groups: dict[str, list[LineEntry]] = {}
    for line in version.lines:
        place = places[line.area] = places.get(line.area, -1) + 1
        is_last = line.treatment is Treatment.EXCLUDED and line.id not in staying
        entry = LineEntry(line, version.terms, place, remarks.get(line.lineage, ""))
        groups.setdefault(LEFT_OUT if is_last else line.area, []).append(entry)
    entries: list[Entry] = []
    for area in sorted(groups, key=lambda name: Area(name).order if name else len(Area)):
        found = groups[area]
        cents = sum(monthly_cents(one.line) for one in found if one.line.is_included)
        is_open = is_unfolded or bool(area)
        entries.append(AreaEntry(area, len(found), cents, version.terms.currency, is_open))
        if not area:
            found.sort(key=lambda one: not one.line.is_often_expected)  # what clients may expect all the same, first
        entries += found if is_open else []
    return entries


def head_name(area: str) -> str:
    """What stands over the lines of an area, or over those that are not included."""
    return area_name(area, spoken().language) if area else _("Not included")


class LinesModel(QAbstractListModel):
    """The entries, as they were given."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def give(self, entries: list[Entry]) -> bool:
        """Take new entries; whether rows came, went or changed their places."""
        if [_key(entry) for entry in entries] == [_key(entry) for entry in self.entries]:
            changed = [row for row, entry in enumerate(entries) if entry != self.entries[row]]
            self.entries = entries
            for row in changed:
                self.dataChanged.emit(self.index(row), self.index(row))
            return False
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()
        return True

    def row_of(self, line_id: int | None) -> int:
        """The row of a line; -1 where it is not shown."""
        for row, entry in enumerate(self.entries):
            if isinstance(entry, LineEntry) and entry.line.id == line_id:
                return row
        return -1

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entries[index.row()]
        if role == _ENTRY:
            return entry
        if isinstance(entry, AreaEntry):
            name = head_name(entry.area)
            if role == Qt.ItemDataRole.DisplayRole:
                return name
            if role == Qt.ItemDataRole.AccessibleTextRole:
                state = "" if entry.area else _("open") if entry.is_open else _("folded")
                return ", ".join(part for part in (name, lines_count(entry.count), state) if part)
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _sentence(entry)
        if role == Qt.ItemDataRole.ToolTipRole:
            return entry.line.title
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        entry = self.entries[index.row()] if index.isValid() else None
        if isinstance(entry, AreaEntry):
            return Qt.ItemFlag.NoItemFlags if entry.area else Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _key(entry: Entry) -> tuple[str, object]:
    return ("area", entry.area) if isinstance(entry, AreaEntry) else ("line", entry.line.id)


def _sentence(entry: LineEntry) -> str:
    line = entry.line
    words, when = how_much(line, entry.terms)
    parts = [line.title or _("No name"), treatment_name(line.treatment), words + when, line.done_by_name]
    return ", ".join(part for part in (*parts, price(line)[0], entry.remark) if part)


class ScopeLineDelegate(QStyledItemDelegate):
    """A line as a row: its treatment, what, how much, who and the price."""

    def __init__(self, theme: Theme, icons: Icons, view: LinesView) -> None:
        super().__init__(view)
        self._theme, self._icons, self._view = theme, icons, view

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        del option
        px = self._theme.tokens.px
        entry = index.data(_ENTRY)
        width = self._view.viewport().width()
        if isinstance(entry, AreaEntry):
            return QSize(width, px(36))
        if entry is not None and entry.line.id == self._view.open_id:
            return QSize(width, self._view.editor_height() + px(8))
        return QSize(width, px(36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        entry = index.data(_ENTRY)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(entry, AreaEntry):
            self._paint_area(painter, option, entry)
        elif entry is not None and entry.line.id != self._view.open_id:
            self._paint_line(painter, option, entry)
        painter.restore()

    # --- rows ---------------------------------------------------------------------------------

    def _paint_area(self, painter: QPainter, option: QStyleOptionViewItem, entry: AreaEntry) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        whole = QRectF(option.rect).adjusted(px(10), px(2), -px(10), 0)
        if not entry.area:
            self._paint_fold(painter, option, whole, entry)
        rect = QRectF(option.rect).adjusted(px(18), px(4), -px(18), 0)
        edge = px(16)
        middle = rect.center().y()
        place = QRectF(rect.x(), middle - edge / 2, edge, edge)
        self._icons.paint(painter, AREA_ICONS.get(entry.area, "ban"), place, tokens.text.primary)
        left = rect.x() + edge + px(8)
        painter.setFont(self._theme.font("body_strong"))
        painter.setPen(tokens.text.primary)
        name = head_name(entry.area)
        painter.drawText(QRectF(left, rect.y(), rect.right() - left, rect.height()), _LEFT, name)
        left += painter.fontMetrics().horizontalAdvance(name) + px(8)
        painter.setFont(self._theme.font("small_medium", tabular=True))
        painter.setPen(tokens.text.tertiary)
        room = QRectF(left, rect.y(), rect.right() - left, rect.height())
        painter.drawText(room, _LEFT, lines_count(entry.count))
        if entry.cents:
            painter.drawText(room, _RIGHT, money(entry.cents, entry.currency, short=True))

    def _paint_fold(self, painter: QPainter, option: QStyleOptionViewItem, whole: QRectF, entry: AreaEntry) -> None:
        """What says that a head opens and closes: an arrow at its end, and how it looks under pointer and keyboard."""
        tokens = self._theme.tokens
        px = tokens.px
        if option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.surface.hover)
            painter.drawRoundedRect(whole, px(6), px(6))
        painter.fillRect(QRectF(whole.x(), whole.y() - px(2), whole.width(), 1), tokens.line.default)
        edge = px(15)
        place = QRectF(whole.right() - px(8) - edge, whole.center().y() + px(1) - edge / 2, edge, edge)
        self._icons.paint(painter, "chevron-up" if entry.is_open else "chevron-down", place, tokens.text.secondary)
        if self._view.hasFocus() and self._view.is_on_fold():
            glyphs.paint_focus(painter, whole, tokens, px(6))

    def _paint_line(self, painter: QPainter, option: QStyleOptionViewItem, entry: LineEntry) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        whole = QRectF(option.rect).adjusted(px(10), 0, -px(10), 0)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected) and self._view.has_several()
        if is_selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent.tint if is_selected else tokens.surface.hover)
            painter.drawRoundedRect(whole.adjusted(0, 1, 0, 0), px(6), px(6))
        painter.fillRect(QRectF(whole.x(), whole.y(), whole.width(), 1), tokens.line.subtle)
        columns = columns_of(whole.adjusted(px(8), 0, -px(8), 0), self._theme)
        self._paint_treatment(painter, columns[0], entry.line.treatment)
        self._paint_title(painter, columns[1], entry)
        self._paint_amount(painter, columns[2], entry)
        self._paint_who(painter, columns[3], entry.line)
        words, is_remark = price(entry.line)
        painter.setPen(tokens.text.tertiary if is_remark else tokens.text.primary)
        painter.setFont(self._theme.font("body", tabular=True))
        is_left_out = entry.line.treatment is Treatment.EXCLUDED
        room = columns[4].united(columns[3]) if is_left_out else columns[4]  # nobody does it: the words take the place
        painter.drawText(room, _RIGHT, words)
        if self._view.is_ringed(entry.line.id):
            glyphs.paint_focus(painter, whole.adjusted(0, 1, 0, 0), tokens, px(6))

    def _paint_treatment(self, painter: QPainter, rect: QRectF, treatment: Treatment) -> None:
        edge = self._theme.tokens.px(20)
        place = QRectF(rect.x(), rect.center().y() - edge / 2, edge, edge)
        paint_treatment(painter, place, treatment, self._theme, self._icons)

    def _paint_title(self, painter: QPainter, rect: QRectF, entry: LineEntry) -> None:
        tokens = self._theme.tokens
        line = entry.line
        room = QRectF(rect)
        tag = 0
        if entry.remark and not self._view.is_frozen:
            tag = glyphs.tag_width(entry.remark, self._theme, "alert-triangle") + tokens.px(8)
        is_left_out = line.treatment is Treatment.EXCLUDED
        painter.setPen(tokens.text.secondary if is_left_out or not line.title else tokens.text.primary)
        painter.setFont(self._theme.font("body"))
        title = line.title or _("No name")
        words = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, max(0, round(room.width() - tag)))
        painter.drawText(room, _LEFT, words)
        if tag:
            left = room.x() + painter.fontMetrics().horizontalAdvance(words) + tokens.px(8)
            corner = QPointF(left, room.center().y() - tokens.size.tag / 2)
            glyphs.paint_tag(painter, corner, entry.remark, "warn", self._theme, self._icons, "alert-triangle")

    def _paint_amount(self, painter: QPainter, rect: QRectF, entry: LineEntry) -> None:
        tokens = self._theme.tokens
        words, when = how_much(entry.line, entry.terms)
        is_left_out = entry.line.treatment is Treatment.EXCLUDED
        painter.setPen(tokens.text.tertiary if is_left_out else tokens.text.primary)
        painter.setFont(self._theme.font("body", tabular=True))
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, round(rect.width()))
        painter.drawText(rect, _LEFT, words)
        left = painter.fontMetrics().horizontalAdvance(words)
        if when:
            painter.setPen(tokens.text.tertiary)
            painter.setFont(self._theme.font("small"))
            room = rect.adjusted(left, 0, 0, 0)
            text = painter.fontMetrics().elidedText(when, Qt.TextElideMode.ElideRight, max(0, round(room.width())))
            painter.drawText(room, _LEFT, text)

    def _paint_who(self, painter: QPainter, rect: QRectF, line: ScopeLine) -> None:
        if not line.done_by_name or line.treatment is Treatment.EXCLUDED:
            return
        tokens = self._theme.tokens
        edge = tokens.px(20)
        place = QRectF(rect.x(), rect.center().y() - edge / 2, edge, edge)
        colour = glyphs.person_colour(self._view.colours.get(line.done_by_member or 0, 1), tokens)
        is_ours = line.done_by_member is not None
        glyphs.paint_avatar(painter, place, initials(line.done_by_name), colour, tokens, filled=is_ours)


def columns_of(rect: QRectF, theme: Theme) -> tuple[QRectF, QRectF, QRectF, QRectF, QRectF]:
    """The five columns of a row: treatment, what, how much, who, price."""
    px = theme.tokens.px
    gap = px(8)
    amount, who, cost = px(142), px(26), px(74)
    if rect.width() < px(520):
        amount = px(112)
    first = QRectF(rect.x(), rect.y(), px(22), rect.height())
    last = QRectF(rect.right() - cost, rect.y(), cost, rect.height())
    person = QRectF(last.x() - gap - who, rect.y(), who, rect.height())
    much = QRectF(person.x() - gap - amount, rect.y(), amount, rect.height())
    left = first.right() + gap
    return first, QRectF(left, rect.y(), much.x() - gap - left, rect.height()), much, person, last


def paint_treatment(painter: QPainter, rect: QRectF, treatment: Treatment, theme: Theme, icons: Icons) -> None:
    """Draw whether a line is included (filled, tick), optional (dashed, plus) or not included (outlined, minus)."""
    tokens = theme.tokens
    radius = rect.width() * 0.3
    frame = rect.adjusted(0.75, 0.75, -0.75, -0.75)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if treatment is Treatment.INCLUDED:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.accent.base)
        painter.drawRoundedRect(rect, radius, radius)
        icon, ink, edge, stroke = "check", tokens.text.on_accent, tokens.px(13), 2.6
    elif treatment is Treatment.OPTIONAL:
        pen = QPen(tokens.accent.base, 1.5)
        pen.setDashPattern([2.2, 1.8])
        painter.setPen(pen)
        painter.drawRoundedRect(frame, radius, radius)
        icon, ink, edge, stroke = "plus", tokens.accent.text, tokens.px(12), 2.4
    else:
        painter.setPen(QPen(tokens.line.control, 1.5))
        painter.drawRoundedRect(frame, radius, radius)
        icon, ink, edge, stroke = "minus", tokens.text.tertiary, tokens.px(12), 2.4
    place = QRectF(rect.center().x() - edge / 2, rect.center().y() - edge / 2, edge, edge)
    icons.paint(painter, icon, place, ink, stroke)


class ColumnHeads(Themed, QWidget):
    """What the columns of the lines are."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._currency = "EUR"
        self._lines: QAbstractItemView | None = None
        self.follow(theme)

    def stand_over(self, lines: QAbstractItemView) -> None:
        """Follow the width that the lines have beside their scroll bar."""
        self._lines = lines
        lines.verticalScrollBar().rangeChanged.connect(self.update)

    def show_currency(self, currency: str) -> None:
        """Name the currency of the prices."""
        self._currency = currency
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        px = self._theme.tokens.px
        with QPainter(self) as painter:
            painter.setFont(self._theme.font("caption"))
            painter.setPen(self._theme.tokens.text.tertiary)
            bar = self.width() - self._lines.viewport().width() if self._lines is not None else 0
            rect = QRectF(self.rect()).adjusted(px(18), 0, -px(18) - bar, 0)
            columns = columns_of(rect, self._theme)
            painter.drawText(columns[1], _LEFT, _("What we do"))
            head = painter.fontMetrics().elidedText(
                _("How much, how often"), Qt.TextElideMode.ElideRight, round(columns[2].width())
            )
            painter.drawText(columns[2], _LEFT, head)
            painter.drawText(columns[3].adjusted(0, 0, px(20), 0), _LEFT, _("Who"))
            painter.drawText(columns[4], _RIGHT, price_head(self._currency))

    def _on_theme_changed(self) -> None:
        self.setFixedHeight(self._theme.tokens.px(28))
        super()._on_theme_changed()


class _AutoScroller(QObject):
    """Scrolls a view while something is held near its upper or lower edge, the faster the nearer.

    Signals:
        moved: The view has scrolled below the pointer.
    """

    moved = Signal()

    def __init__(self, view: QAbstractItemView, edge: int) -> None:
        super().__init__(view)
        self._view, self._edge, self._y = view, edge, 0
        self._timer = QTimer(self)
        self._timer.setInterval(16)
        self._timer.timeout.connect(self._step)

    def feed(self, y: int) -> None:
        """The pointer is at this height now."""
        self._y = y
        if self._speed():
            self._timer.start()
        else:
            self._timer.stop()

    def stop(self) -> None:
        """Nothing is held any more."""
        self._timer.stop()

    def _speed(self) -> int:
        height = self._view.viewport().height()
        depth = max(self._edge - self._y, self._y - (height - self._edge), 0)
        speed = 4 + 20 * min(depth, self._edge) // self._edge if depth else 0
        return -speed if self._y < height // 2 else speed

    def _step(self) -> None:
        bar = self._view.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + self._speed())
        if bar.value() != before:
            self.moved.emit()


class LinesView(PaintedList):
    """The lines; the open one is covered by the editor, which moves with it.

    Signals:
        opened: Id of the line that a person opened, or None when they closed it.
        treated: Ids of lines, and what they shall be.
        removed: Ids of lines that shall go.
        moved: Id of a line, and its new place in its area.
        service_dropped: Code of a service, and its place in its area.
        selected: Ids of the selected lines, whenever they change.
        duplicated: Ids of lines of which copies are wanted.
        copied: Ids of lines for the clipboard, and whether they shall go.
        pasted: Lines of the clipboard are wanted here.
        menu_wanted: Ids of lines, and where their menu opens.
    """

    opened = Signal(object)
    treated = Signal(object, object)
    removed = Signal(object)
    moved = Signal(object, int)
    service_dropped = Signal(str, int)
    selected = Signal(object)
    duplicated = Signal(object)
    copied = Signal(object, bool)
    pasted = Signal()
    menu_wanted = Signal(object, QPoint)
    _editor: QWidget | None = None  # Qt asks for it before the list is made

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colours: dict[int, int] = {}
        self._icons = icons
        self.open_id: int | None = None
        self.is_frozen = False
        self._areas: dict[str, str] = {}
        self._shown_id: int | None = None
        self._shown: tuple[ScopeVersion, Sequence[Problem]] | None = None
        self._is_unfolded = False
        self._staying: set[int] = set()
        self._pressed: QPoint | None = None
        self._pressed_id: int | None = None
        self._pressed_fold = False
        self._drop_y: int | None = None
        self._drag_area = self._drag_group = ""
        self.lines = LinesModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(ScopeLineDelegate(theme, icons, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setWordWrap(True)  # lays itself out anew when only the width changes
        self.setTabKeyNavigation(False)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setAutoScroll(False)
        self.setAccessibleName(_("Lines of the scope"))
        self._held: tuple[int, str] | None = None
        self._scroller = _AutoScroller(self, theme.tokens.px(48))
        self._scroller.moved.connect(self._on_scrolled)
        self.verticalScrollBar().valueChanged.connect(self._place_editor)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        self.follow(theme)

    # --- what is shown ------------------------------------------------------------------------

    def set_editor(self, editor: QWidget) -> None:
        """Use this widget to edit the open line in its place."""
        self._editor = editor
        editor.setParent(self.viewport())
        editor.installEventFilter(self)
        editor.hide()

    def show_version(
        self,
        version: ScopeVersion,
        problems: Sequence[Problem],
        areas: dict[str, str],
        colours: dict[int, int],
        *,
        is_frozen: bool,
    ) -> None:
        """Show a version's lines; the selection and the place stay.

        Args:
            version: The version.
            problems: What is to fix in it.
            areas: The area of each service, for what is dragged here.
            colours: The colour of each member's circle, by id.
            is_frozen: Whether it can only be read.
        """
        self.colours = colours
        current = self.current_id()
        scrolled = self.verticalScrollBar().value()
        self.is_frozen = is_frozen
        self._areas = areas
        if version.id != self._shown_id:
            self._shown_id = version.id
            self._staying.clear()
            self._is_unfolded = sum(line.treatment is Treatment.EXCLUDED for line in version.lines) <= FEW
        self._shown = (version, problems)
        if self._is_folded_away(self.open_id):
            self._is_unfolded = True
        before = self.lines.row_of(self.open_id)
        kept = set(self.selected_ids()) if self.has_several() else set()
        if self._give():
            self.doItemsLayout()
            self.make_current(self._kept_current(current), scroll=False)
            self._select_again(kept)
            self.verticalScrollBar().setValue(scrolled)
            row = self.lines.row_of(self.open_id)
            if row >= 0 and row != before:
                self.scrollTo(self.lines.index(row))
        if self.open_id is not None and self.lines.row_of(self.open_id) < 0:
            self.open_line(None)
        self._place_editor()
        self._on_selection()  # a model that begins anew forgets the selection without a word

    def _kept_current(self, current: int | None) -> int | None:
        """The line that was current, the open one, or the first."""
        for line_id in (current, self.open_id):
            if self.lines.row_of(line_id) >= 0:
                return line_id
        return next((entry.line.id for entry in self.lines.entries if isinstance(entry, LineEntry)), None)

    def _give(self) -> bool:
        """Hand the shown version to the model; whether rows came, went or changed their places."""
        if self._shown is None:
            return False
        version, problems = self._shown
        return self.lines.give(entries_of(version, problems, self._staying, is_unfolded=self._is_unfolded))

    def _is_folded_away(self, line_id: int | None) -> bool:
        if line_id is None or self._is_unfolded or self._shown is None or line_id in self._staying:
            return False
        return any(line.id == line_id and line.treatment is Treatment.EXCLUDED for line in self._shown[0].lines)

    def _select_again(self, line_ids: set[int]) -> None:
        for line_id in line_ids:
            row = self.lines.row_of(line_id)
            if row >= 0:
                self.selectionModel().select(self.lines.index(row), QItemSelectionModel.SelectionFlag.Select)

    @property
    def is_unfolded(self) -> bool:
        """Whether the lines that are not included are shown."""
        return self._is_unfolded

    def unfold(self, *, is_open: bool) -> None:
        """Show the lines that are not included, or only their number."""
        if is_open == self._is_unfolded:
            return
        self._is_unfolded = is_open
        scrolled = self.verticalScrollBar().value()
        was_on_fold = self.is_on_fold()
        current = self.current_id()
        self._give()
        self.doItemsLayout()
        self.verticalScrollBar().setValue(scrolled)
        if was_on_fold or self.lines.row_of(current) < 0:
            self._go_to_fold(is_centred=is_open)
        else:
            self.make_current(current, scroll=False)
        if self.open_id is not None and self.lines.row_of(self.open_id) < 0:
            self.opened.emit(None)
        self._place_editor()

    def is_on_fold(self) -> bool:
        """Whether the keyboard is on the head of what is not included."""
        entry = self.currentIndex().data(_ENTRY)
        return isinstance(entry, AreaEntry) and not entry.area

    def _go_to_fold(self, *, is_centred: bool = False) -> None:
        for row, entry in enumerate(self.lines.entries):
            if isinstance(entry, AreaEntry) and not entry.area:
                index = self.lines.index(row)
                self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
                hint = QAbstractItemView.ScrollHint
                self.scrollTo(index, hint.PositionAtCenter if is_centred else hint.EnsureVisible)

    def open_line(self, line_id: int | None) -> None:
        """Open a line in its place, or close the open one."""
        self.open_id = line_id
        if self._is_folded_away(line_id):
            self._is_unfolded = True
            self._give()
        self.scheduleDelayedItemsLayout()
        self.executeDelayedItemsLayout()
        if line_id is not None:
            self.make_current(line_id)
        self._place_editor()
        self.viewport().update()

    def current_id(self) -> int | None:
        """The id of the current line."""
        entry = self.currentIndex().data(_ENTRY)
        return entry.line.id if isinstance(entry, LineEntry) else None

    def make_current(self, line_id: int | None, *, scroll: bool = True) -> None:
        """Make a line the current one and bring it into sight."""
        if scroll and self._is_folded_away(line_id):
            self.unfold(is_open=True)
        row = self.lines.row_of(line_id)
        if row < 0:
            return
        index = self.lines.index(row)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if scroll:
            self.scrollTo(index)

    def selected_ids(self) -> list[int]:
        """The ids of the selected lines, in their order; the current one where none is."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        found = [self.lines.entries[row] for row in rows]
        ids = [entry.line.id for entry in found if isinstance(entry, LineEntry)]
        current = self.current_id()
        return ids or ([current] if current is not None else [])

    def has_several(self) -> bool:
        """Whether more than one line is selected."""
        rows = [index.row() for index in self.selectionModel().selectedIndexes()]
        return sum(isinstance(self.lines.entries[row], LineEntry) for row in rows) > 1

    def is_ringed(self, line_id: int) -> bool:
        """Whether the keyboard is on this line."""
        return self.hasFocus() and self.current_id() == line_id

    def entry(self, line_id: int | None) -> LineEntry | None:
        """The entry of a line."""
        row = self.lines.row_of(line_id)
        found = self.lines.entries[row] if row >= 0 else None
        return found if isinstance(found, LineEntry) else None

    def editor_height(self) -> int:
        """How high the editor wants to be at the present width."""
        if self._editor is None:
            return 0
        width = self.viewport().width() - 2 * self._theme.tokens.px(8)
        return (
            self._editor.heightForWidth(width) if self._editor.hasHeightForWidth() else self._editor.sizeHint().height()
        )

    def _place_editor(self) -> None:
        if self._editor is None:
            return
        row = self.lines.row_of(self.open_id)
        if row < 0:
            self._editor.hide()
            return
        px = self._theme.tokens.px
        rect = self.visualRect(self.lines.index(row))
        place = QRect(px(8), rect.y() + px(1), self.viewport().width() - 2 * px(8), rect.height() - px(6))
        if self._editor.geometry() != place:
            self._editor.setGeometry(place)
        self._editor.show()

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        if watched is self._editor and event.type() == QEvent.Type.LayoutRequest:
            self.scheduleDelayedItemsLayout()
        return False

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._place_editor()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_editor()

    def _on_selection(self) -> None:
        self.viewport().update()
        self.selected.emit(self.selected_ids() if self.has_several() else [])

    def select_none(self) -> None:
        """Select the current line only."""
        self.make_current(self.current_id(), scroll=False)

    # --- the keyboard -------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        both = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
        plain = keys == Qt.KeyboardModifier.NoModifier
        if self._takes_command(event) or (plain and self._folds(key)):
            return
        if keys == both and key in _UPDOWN:
            self.step(_UPDOWN[key])
        elif plain and key in _TREATMENTS:
            if self.selected_ids():
                self.treated.emit(self.selected_ids(), _TREATMENTS[key])
        elif plain and key in _ENTER:
            self.opened.emit(self.current_id())
        elif plain and key == Qt.Key.Key_Escape and self.open_id is not None:
            self.opened.emit(None)
        elif plain and key == Qt.Key.Key_Escape and self.has_several():
            self.select_none()
        elif plain and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if self.selected_ids():
                self.removed.emit(self.selected_ids())
        elif plain and key in _WALK:
            super().keyPressEvent(QKeyEvent(event.type(), _WALK[key], keys))
        elif key == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _takes_command(self, event: QKeyEvent) -> bool:
        """Do what the keys for the clipboard and for a copy ask; whether it was one of them."""
        ids = self.selected_ids()
        if event.matches(QKeySequence.StandardKey.Copy) and ids:
            self.copied.emit(ids, False)
        elif event.matches(QKeySequence.StandardKey.Cut) and ids:
            self.copied.emit(ids, True)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier and ids:
            self.duplicated.emit(ids)
        else:
            return False
        return True

    def _folds(self, key: Qt.Key) -> bool:
        """Open or close what is not included by the keyboard; whether the key meant that."""
        if not self.is_on_fold():
            entry = self.entry(self.current_id())
            if key == Qt.Key.Key_Left and entry is not None and entry.line.treatment is Treatment.EXCLUDED:
                self._go_to_fold()
                return True
            return False
        if key in (*_ENTER, Qt.Key.Key_Space):
            self.unfold(is_open=not self._is_unfolded)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self.unfold(is_open=key == Qt.Key.Key_Right)
        else:
            return False
        return True

    def stay(self, line_ids: Sequence[int]) -> None:
        """Keep lines in their area although they are about to be left out."""
        self._staying.update(line_ids)

    def step(self, steps: int) -> None:
        """Move the current line up or down inside its area."""
        entry = self.entry(self.current_id())
        if entry is None:
            return
        mates = self._mates(entry)
        at = mates.index(entry) + steps
        if 0 <= at < len(mates):
            self.moved.emit(entry.line.id, mates[at].place)

    def _mates(self, entry: LineEntry) -> list[LineEntry]:
        return [one for one in self.lines.entries if isinstance(one, LineEntry) and one.group == entry.group]

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        entry = index.data(_ENTRY)
        if not isinstance(entry, LineEntry):
            entry = self.entry(self.current_id())
        if entry is None:
            return
        if entry.line.id not in self.selected_ids():
            self.make_current(entry.line.id)
        self.menu_wanted.emit(self.selected_ids(), event.globalPos())

    # --- the mouse ----------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        entry = self.indexAt(event.position().toPoint()).data(_ENTRY)
        self._pressed = None
        self._pressed_fold = isinstance(entry, AreaEntry) and not entry.area
        if isinstance(entry, LineEntry) and event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
            self._pressed_id = entry.line.id
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pressed = self._pressed
        if pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        travel = (event.position().toPoint() - pressed).manhattanLength()
        if travel >= max(self._theme.tokens.size.drag_threshold, QApplication.startDragDistance()):
            self._pressed = None
            self._drag()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if self._pressed_fold and event.button() == Qt.MouseButton.LeftButton:
            self._pressed_fold = False
            self.unfold(is_open=not self._is_unfolded)
            return
        pressed, self._pressed = self._pressed, None
        if pressed is None or not is_plain or event.button() != Qt.MouseButton.LeftButton:
            return
        entry = self.entry(self._pressed_id)
        if entry is None:
            return
        if pressed.x() < self._theme.tokens.px(18 + 24) and not self.is_frozen:
            self.treated.emit([entry.line.id], _NEXT[entry.line.treatment])
        else:
            self.opened.emit(entry.line.id)

    def _drag(self) -> None:
        entry = self.entry(self._pressed_id)
        if entry is None or self.is_frozen:
            return
        drag = QDrag(self)
        mime = QMimeData()
        mime.setData(LINE_MIME, str(entry.line.id).encode())
        drag.setMimeData(mime)
        drag.setPixmap(ghost(self._theme, entry.line.title, self.devicePixelRatioF()))
        self._drag_area, self._drag_group = entry.line.area, entry.group
        drag.exec(Qt.DropAction.MoveAction)
        self._drag_area = self._drag_group = ""
        self._show_drop(None)

    # --- dropping -----------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._judge(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._judge(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        del event
        self._show_drop(None)

    def dropEvent(self, event: QDropEvent) -> None:
        mime = event.mimeData()
        area = self._area_of(mime)
        place, _y = self._target(event.position().toPoint().y(), area)
        self._show_drop(None)
        if not area or self.is_frozen:
            event.ignore()
            return
        event.acceptProposedAction()
        if mime.hasFormat(SERVICE_MIME):
            self.service_dropped.emit(bytes(mime.data(SERVICE_MIME).data()).decode(), place)
            return
        entry = self.entry(int(bytes(mime.data(LINE_MIME).data())))
        if entry is not None:
            place -= entry.place < place
            if place != entry.place:
                self.moved.emit(entry.line.id, place)

    def _judge(self, event: QDragMoveEvent) -> None:
        area = self._area_of(event.mimeData())
        if not area or self.is_frozen:
            event.ignore()
            return
        y = event.position().toPoint().y()
        self._held = (y, area)
        self._scroller.feed(y)
        self._show_drop(self._target(y, area)[1])
        event.acceptProposedAction()

    def _on_scrolled(self) -> None:
        if self._held is not None:
            self._show_drop(self._target(*self._held)[1])

    def _area_of(self, mime: QMimeData) -> str:
        if mime.hasFormat(SERVICE_MIME):
            return self._areas.get(bytes(mime.data(SERVICE_MIME).data()).decode(), "")
        return self._drag_area if mime.hasFormat(LINE_MIME) else ""

    def _target(self, y: int, area: str) -> tuple[int, int]:
        """The place in an area nearest to a height, and the height of the line to draw there."""
        group = self._drag_group or f"{area} {False} {False}"
        rows = [
            (row, one)
            for row, one in enumerate(self.lines.entries)
            if isinstance(one, LineEntry) and one.group == group
        ]
        if not rows:
            return 0, self._edge_of(area)
        for row, one in rows:
            rect = self.visualRect(self.lines.index(row))
            if y < rect.center().y():
                return one.place, rect.top()
        row, one = rows[-1]
        return one.place + 1, self.visualRect(self.lines.index(row)).bottom()

    def _edge_of(self, area: str) -> int:
        """Where the first line of an area that has none would stand."""
        order = Area(area).order
        for row, entry in enumerate(self.lines.entries):
            if isinstance(entry, AreaEntry) and (not entry.area or Area(entry.area).order > order):
                return self.visualRect(self.lines.index(row)).top()
        last = self.lines.rowCount() - 1
        return self.visualRect(self.lines.index(last)).bottom() if last >= 0 else self._theme.tokens.px(8)

    def _show_drop(self, y: int | None) -> None:
        if y is None:
            self._held = None
            self._scroller.stop()
        if y != self._drop_y:
            self._drop_y = y
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._drop_y is None:
            return
        tokens = self._theme.tokens
        px = tokens.px
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(tokens.accent.base, 3))
            painter.drawLine(px(18), self._drop_y, self.viewport().width() - px(12), self._drop_y)
            painter.setBrush(tokens.surface.canvas)
            painter.setPen(QPen(tokens.accent.base, 2))
            painter.drawEllipse(QPointF(px(14), self._drop_y), px(4), px(4))
