"""The services that can be added to a scope, by area, with a field to find them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDrag,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from cmdesk.domain.catalogue import Area, Service, area_name
from cmdesk.domain.scope import ScopeLine, Treatment
from cmdesk.i18n import _, spoken
from cmdesk.ui import glyphs
from cmdesk.ui.icons import Icons
from cmdesk.ui.scope.phrases import AREA_ICONS, undecided
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import IconButton, LinkButton, push_button
from cmdesk.ui.widgets.choices import FilterChip
from cmdesk.ui.widgets.fields import SearchEdit
from cmdesk.ui.widgets.themed import Themed

SERVICE_MIME: Final = "application/x-cmdesk-service"
_CODE: Final = Qt.ItemDataRole.UserRole
_AREA: Final = Qt.ItemDataRole.UserRole + 1
_STATE: Final = Qt.ItemDataRole.UserRole + 2
_COUNT: Final = Qt.ItemDataRole.UserRole + 3
_NEW: Final = Qt.ItemDataRole.UserRole + 4
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
AnyIndex = QModelIndex | QPersistentModelIndex


def folded(text: str) -> str:
    """A text without accents and capitals, as people type when they search."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).casefold()


class ServiceTree(Themed, QTreeView):
    """Areas with their services; one that is in the scope bears a tick, the others a plus.

    Signals:
        service_wanted: Code of a service that was clicked or chosen by Enter.
    """

    service_wanted = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.icons = icons
        self.is_frozen = False
        self._services: Sequence[Service] = ()
        self._treatments: Mapping[str, Treatment] = {}
        self._wanted = ""
        self._only_undecided = False
        self._haystacks: dict[str, str] = {}
        self._closed: set[str] = set()
        self._is_new = True
        self._rows = QStandardItemModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(_ServiceDelegate(theme, self))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setUniformRowHeights(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setAutoScroll(False)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(_("Catalogue"))
        self.clicked.connect(self._on_clicked)
        self.expanded.connect(self._on_expanded)
        self.collapsed.connect(self._on_collapsed)
        self.follow(theme)

    @property
    def theme(self) -> Theme:
        """The theme its delegate paints with."""
        return self._theme

    def show_services(self, services: Sequence[Service], lines: Sequence[ScopeLine], *, is_frozen: bool) -> None:
        """Show the catalogue, and which of it the scope holds."""
        treatments = {line.service: line.treatment for line in lines if line.service}
        self.is_frozen = is_frozen
        if services == self._services and treatments == self._treatments and self._rows.rowCount():
            self.viewport().update()
            return
        if self._is_new and services:
            self._is_new = False
            used = {service.area for service in services if treatments.get(service.code) is Treatment.INCLUDED}
            first = [Area.CONTENT, Area.LISTEN] if not used else [area for area in Area if area in used][:2]
            self._closed = {area for area in Area if area not in first}
        if services != self._services:
            self._haystacks = {service.code: _haystack(service) for service in services}
        self._services, self._treatments = services, treatments
        self._fill()

    def show_found(self, text: str) -> None:
        """Show only the services that have these words, whatever their accents and capitals."""
        self._wanted = folded(text.strip())
        self._fill()
        if self._wanted:
            first = self._first_service()
            if first is not None:
                self.setCurrentIndex(first)

    def show_only_undecided(self, is_on: bool) -> None:
        """Show only what nobody has decided on, or everything."""
        self._only_undecided = is_on
        self._fill()

    def choose_current(self) -> None:
        """Do with the current row what Enter does."""
        index = self.currentIndex()
        if index.isValid():
            self._on_clicked(index)

    # --- rows ---------------------------------------------------------------------------------

    def _fill(self) -> None:
        kept = self.currentIndex().data(_CODE) or self.currentIndex().data(_AREA)
        scrolled = self.verticalScrollBar().value()
        blocked = self.blockSignals(True)
        self._rows.clear()
        language = spoken().language
        for area in Area:
            own = [service for service in self._services if service.area is area]
            found = [service for service in own if self._is_wanted(service)]
            if not found:
                continue
            head = _row(area_name(area, language), area=area)
            inside = sum(self._treatments.get(s.code) in {Treatment.INCLUDED, Treatment.OPTIONAL} for s in own)
            head.setToolTip(head.text())
            head.setData(_("{count} of {total}").format(count=inside, total=len(own)), _COUNT)
            for service in found:
                words = service.words(language)
                item = _row(words.name, code=service.code, state=self._treatments.get(service.code))
                item.setToolTip(words.description)
                item.setData(service.is_new, _NEW)
                item.setData(self._spoken_row(words.name, service), Qt.ItemDataRole.AccessibleTextRole)
                head.appendRow(item)
            self._rows.appendRow(head)
            is_narrowed = bool(self._wanted) or self._only_undecided
            self.setExpanded(head.index(), is_narrowed or area not in self._closed)
        self.blockSignals(blocked)
        self._restore(kept)
        self.verticalScrollBar().setValue(scrolled)

    def _spoken_row(self, name: str, service: Service) -> str:
        state = self._treatments.get(service.code)
        words = {
            Treatment.INCLUDED: _("included"),
            Treatment.OPTIONAL: _("optional"),
            Treatment.EXCLUDED: _("not included"),
            None: _("undecided"),
        }
        parts = (name, _("new") if service.is_new else "", words[state])
        return ", ".join(part for part in parts if part)

    def _is_wanted(self, service: Service) -> bool:
        if self._only_undecided and service.code in self._treatments:
            return False
        haystack = self._haystacks.get(service.code, "")
        return all(word in haystack for word in self._wanted.split())

    def _restore(self, key: object) -> None:
        for row in range(self._rows.rowCount()):
            head = self._rows.index(row, 0)
            if key is not None and head.data(_AREA) == key:
                self.setCurrentIndex(head)
            for below in range(self._rows.rowCount(head)):
                index = self._rows.index(below, 0, head)
                if key is not None and index.data(_CODE) == key:
                    self.setCurrentIndex(index)

    def _first_service(self) -> QModelIndex | None:
        head = self._rows.index(0, 0)
        return self._rows.index(0, 0, head) if head.isValid() and self._rows.rowCount(head) else None

    # --- what a person does -------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.choose_current()
        else:
            super().keyPressEvent(event)

    def _on_clicked(self, index: QModelIndex) -> None:
        code = index.data(_CODE)
        if code:
            self.service_wanted.emit(code)
        else:
            self.setExpanded(index, not self.isExpanded(index))

    def _on_expanded(self, index: QModelIndex) -> None:
        self._closed.discard(str(index.data(_AREA)))

    def _on_collapsed(self, index: QModelIndex) -> None:
        if not self._wanted and not self._only_undecided:
            self._closed.add(str(index.data(_AREA)))

    def startDrag(self, supportedActions: Qt.DropAction) -> None:
        del supportedActions
        index = self.currentIndex()
        code = index.data(_CODE)
        if not code or self.is_frozen:
            return
        drag = QDrag(self)
        mime = QMimeData()
        mime.setData(SERVICE_MIME, str(code).encode())
        drag.setMimeData(mime)
        drag.setPixmap(ghost(self._theme, str(index.data()), self.devicePixelRatioF()))
        drag.setHotSpot(drag.pixmap().rect().topLeft())
        drag.exec(Qt.DropAction.CopyAction)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _on_theme_changed(self) -> None:
        super()._on_theme_changed()
        self.scheduleDelayedItemsLayout()


def _haystack(service: Service) -> str:
    """All that a service says of itself, in both languages, as it is searched."""
    texts = [text for words in (service.es, service.en) for text in (words.name, words.title, words.description)]
    return folded(" ".join((*texts, service.code)))


def _row(text: str, *, area: str = "", code: str = "", state: Treatment | None = None) -> QStandardItem:
    item = QStandardItem(text)
    item.setData(code, _CODE)
    item.setData(str(area), _AREA)
    item.setData(state.value if state else "", _STATE)
    item.setEditable(False)
    item.setDragEnabled(bool(code))
    return item


def ghost(theme: Theme, text: str, ratio: float) -> QPixmap:
    """A small card with a title, for what is dragged."""
    tokens = theme.tokens
    width, height = tokens.px(224), tokens.px(34)
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(tokens.accent.base)
        painter.setBrush(tokens.surface.raised)
        frame = QRectF(0.5, 0.5, width - 1, height - 1)
        painter.drawRoundedRect(frame, tokens.radius.post_card, tokens.radius.post_card)
        painter.setPen(tokens.text.primary)
        painter.setFont(theme.font("small_medium"))
        room = frame.adjusted(tokens.px(10), 0, -tokens.px(10), 0)
        words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(room.width()))
        painter.drawText(room, _LEFT, words)
    return pixmap


class _ServiceDelegate(QStyledItemDelegate):
    """An area with its count, or a service with a tick, a minus or a plus."""

    def __init__(self, theme: Theme, tree: ServiceTree) -> None:
        super().__init__(tree)
        self._theme, self._tree = theme, tree

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        del option
        px = self._theme.tokens.px
        width = self._tree.viewport().width()
        if not index.data(_CODE):
            lines = self.area_lines(index)
            return QSize(width, px(30) + (len(lines) - 1) * px(17))
        lines = self._wrapped(str(index.data()), max(px(60), width - px(14 + 8 + 22 + 10)))
        return QSize(width, len(lines) * px(17) + px(12))

    def area_lines(self, index: AnyIndex) -> list[str]:
        """The name of an area beside its count, in as many lines as it needs."""
        count = self._theme.metrics("label").horizontalAdvance(str(index.data(_COUNT)))
        room = self._tree.viewport().width() - self._theme.tokens.px(54 + 12 + 10) - round(count)
        return self._wrapped(str(index.data()), max(self._theme.tokens.px(60), room), "small_strong")

    def _wrapped(self, text: str, width: int, role: str = "small") -> list[str]:
        """A text in lines of this width; they stand further apart than the font would have them."""
        layout = QTextLayout(text, self._theme.font(role))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        lines = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            lines.append(text[line.textStart() : line.textStart() + line.textLength()].strip())
        layout.endLayout()
        return lines or [""]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.data(_CODE):
            self._paint_service(painter, option, index)
        else:
            self._paint_area(painter, option, index)
        if self._has_ring(option, index):
            px = self._theme.tokens.px
            ring = QRectF(option.rect).adjusted(px(4), 0, -px(4), 0)
            glyphs.paint_focus(painter, ring, self._theme.tokens, px(6))
        painter.restore()

    def _has_ring(self, option: QStyleOptionViewItem, index: AnyIndex) -> bool:
        is_current = self._tree.currentIndex() == index
        return is_current and self._tree.hasFocus() and bool(option.state & QStyle.StateFlag.State_Enabled)

    def _paint_area(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        rect = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_MouseOver:
            self._paint_hover(painter, rect)
        middle = rect.center().y()
        arrow = px(13)
        model = index.model()
        is_open = self._tree.isExpanded(model.index(index.row(), 0))
        chevron = "chevron-down" if is_open else "chevron-right"
        place = QRectF(rect.x() + px(12), middle - arrow / 2, arrow, arrow)
        self._tree.icons.paint(painter, chevron, place, tokens.text.tertiary)
        edge = px(15)
        place = QRectF(rect.x() + px(32), middle - edge / 2, edge, edge)
        self._tree.icons.paint(painter, AREA_ICONS[index.data(_AREA)], place, tokens.text.primary)
        painter.setPen(tokens.text.tertiary)
        painter.setFont(self._theme.font("label", tabular=True))
        count = str(index.data(_COUNT))
        room = rect.adjusted(px(54), 0, -px(12), 0)
        painter.drawText(room, _RIGHT, count)
        painter.setPen(tokens.text.primary)
        painter.setFont(self._theme.font("small_strong"))
        lines = self.area_lines(index)
        top = room.center().y() - len(lines) * px(17) / 2
        for number, words in enumerate(lines):
            painter.drawText(QRectF(room.x(), top + number * px(17), room.width(), px(17)), _LEFT, words)

    def _paint_service(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        rect = QRectF(option.rect)
        is_hot = bool(option.state & QStyle.StateFlag.State_MouseOver) or self._has_ring(option, index)
        if option.state & QStyle.StateFlag.State_MouseOver:
            self._paint_hover(painter, rect)
        state = index.data(_STATE)
        ink = tokens.text.tertiary if state else tokens.text.secondary
        painter.setPen(tokens.text.primary if is_hot else ink)
        painter.setFont(self._theme.font("small"))
        room = rect.adjusted(px(14), px(6), -px(8 + 22 + 10), 0)
        for number, words in enumerate(self._wrapped(str(index.data()), round(room.width()))):
            painter.drawText(QRectF(room.x(), room.y() + number * px(17), room.width(), px(17)), _LEFT, words)
        edge = px(15)
        place = QRectF(rect.right() - px(14) - edge, rect.y() + px(6) + (px(17) - edge) / 2, edge, edge)
        icons = self._tree.icons
        if state in {Treatment.INCLUDED, Treatment.OPTIONAL}:
            icons.paint(painter, "check", place, tokens.feedback.ok, 2.2)
        elif is_hot and not self._tree.is_frozen:
            icons.paint(painter, "plus", place, tokens.accent.text, 2.2)
        elif state == Treatment.EXCLUDED:
            icons.paint(painter, "minus", place, tokens.text.tertiary)
        elif index.data(_NEW):
            painter.setFont(self._theme.font("label"))
            painter.setPen(tokens.accent.text)
            painter.drawText(QRectF(rect.right() - px(50), place.y(), px(40), edge), _RIGHT, _("new"))

    def _paint_hover(self, painter: QPainter, rect: QRectF) -> None:
        px = self._theme.tokens.px
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.tokens.surface.hover)
        painter.drawRoundedRect(rect.adjusted(px(6), 0, -px(6), 0), px(6), px(6))


class CataloguePane(Themed, QWidget):
    """A field to find services, the services, and a way to write one's own.

    Signals:
        service_wanted: Code of a service.
        own_wanted: A line of one's own is wanted.
        pass_wanted: What is undecided is to be decided, one after the other.
        edit_wanted: The catalogue itself is to be edited.
    """

    service_wanted = Signal(str)
    own_wanted = Signal()
    pass_wanted = Signal()
    edit_wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchEdit(theme, icons, _("Find a service"), "/", self)
        self.tree = ServiceTree(theme, icons, self)
        self.own = push_button(theme, icons, _("Write your own service"), "quiet", "plus", "", self)
        self.own.setToolTip(_("Write your own service") + "  N")
        self.undecided = FilterChip(theme, icons, "", parent=self)
        self.undecided.setToolTip(_("Show only what is undecided"))
        self.undecided.toggled.connect(self.tree.show_only_undecided)
        self.decide = LinkButton(theme, icons, _("Decide"), "chevron-right", self)
        self.decide.setToolTip(_("Decide them, one key each") + "  U")
        self.decide.clicked.connect(self.pass_wanted)
        self.edit = IconButton(theme, icons, "pencil", _("Edit the catalogue"), "Ctrl+Shift+K", self)
        self.edit.clicked.connect(self.edit_wanted)
        self.search.textChanged.connect(self.tree.show_found)
        self.search.installEventFilter(self)
        self.tree.service_wanted.connect(self.service_wanted)
        self.own.clicked.connect(self.own_wanted)
        self._top = QHBoxLayout()
        self._top.addWidget(self.search)
        self._open = QHBoxLayout()
        self._open.addWidget(self.undecided)
        self._open.addStretch(1)
        self._open.addWidget(self.decide)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.own)
        self._foot.addStretch(1)
        self._foot.addWidget(self.edit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._top)
        column.addLayout(self._open)
        column.addWidget(self.tree, 1)
        column.addLayout(self._foot)
        self.follow(theme)

    def show_undecided(self, count: int) -> None:
        """Say how many services are undecided; none takes the row away."""
        if not count:
            self.undecided.setChecked(False)
        self.undecided.setText(undecided(count))
        for widget in (self.undecided, self.decide):
            widget.setVisible(bool(count))

    def sizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(236), self._theme.tokens.px(400))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.tree.choose_current()
                return True
            if event.key() == Qt.Key.Key_Down:
                self.tree.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), tokens.surface.canvas)
            top = self.own.geometry().top() - tokens.px(7)
            painter.fillRect(0, top, self.width(), 1, tokens.line.subtle)

    def _on_theme_changed(self) -> None:
        px = self._theme.tokens.px
        self._top.setContentsMargins(px(12), px(10), px(12), px(6))
        self._open.setContentsMargins(px(12), 0, px(12), px(4))
        self._foot.setContentsMargins(px(8), px(8), px(8), px(7))
        self.setMinimumWidth(max(px(200), self.own.sizeHint().width() + self.edit.sizeHint().width() + px(16)))
        super()._on_theme_changed()
