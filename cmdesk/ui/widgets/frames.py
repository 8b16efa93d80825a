"""The frames that pages are made of: header, toolbar, panel, dialog, empty state, banner, progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMoveEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cmdesk.i18n import _
from cmdesk.ui import glyphs
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import Button, IconButton
from cmdesk.ui.widgets.facts import ClientTile, Glyph, Words
from cmdesk.ui.widgets.layouts import scroll_area
from cmdesk.ui.widgets.themed import Themed, paint_ground

_IS_SEE_THROUGH: Final[bool] = sys.platform in {"win32", "darwin"}  # X11 may have no compositor
_PATIENCE_MS: Final = 300
_ANY_WIDTH: Final = 16777215  # what Qt gives a widget without a greatest width


class _Bar(Themed, QWidget):
    """A row of a fixed height with a quiet line below it."""

    def __init__(self, height: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._height = height
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._row = QHBoxLayout()
        self._lines.addLayout(self._row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), tokens.surface.canvas)
            painter.fillRect(0, self.height() - 1, self.width(), 1, tokens.line.subtle)

    def _on_theme_changed(self) -> None:
        px = self._theme.tokens.px
        self.setFixedHeight(getattr(self._theme.tokens.size, self._height))
        self._row.setContentsMargins(px(20), 0, px(16), 0)
        super()._on_theme_changed()


def _emptied(row: QHBoxLayout, kept: Sequence[QWidget] = ()) -> None:
    """Take everything out of a row; widgets that are not kept disappear."""
    while (item := row.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None and widget not in kept:
            widget.hide()


class Header(_Bar):
    """Whose and what: the client's tile and name, the section's title, its views, and its actions."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__("header", parent)
        del icons
        self._tile = ClientTile(theme, "", 1, 24, self)
        self._client = Words(theme, "", "section_medium", "secondary", self, elide=True)
        self._slash = Words(theme, "/", "body", "tertiary", self)
        self._title = Words(theme, "", "title", "primary", self, elide=True)
        self._sub = Words(theme, "", "body", "tertiary", self, elide=True)
        self._lesser: Sequence[QWidget] = ()
        self._has_client = False
        px = theme.tokens.px
        self._row.setSpacing(px(9))
        for widget in (self._tile, self._client, self._slash, self._title, self._sub):
            self._row.addWidget(widget)
        self._slot = QHBoxLayout()
        self._slot.setContentsMargins(px(10), 0, 0, 0)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(px(8))
        self._row.addLayout(self._slot)
        self._row.addStretch(1)
        self._row.addLayout(self._actions)
        self.follow(theme)
        self.show_place("")

    def show_place(self, section: str, client: tuple[str, int | str, str] | None = None, sub: str = "") -> None:
        """Name the section, the client (letters, colour, name) if there is one, and a remark."""
        self._title.setText(section)
        self._sub.setText(sub)
        self._sub.setVisible(bool(sub))
        self._has_client = client is not None
        for widget in (self._tile, self._client, self._slash):
            widget.setVisible(client is not None)
        self._tile.setToolTip(client[2] if client is not None else "")
        if client is not None:
            letters, colour, name = client
            self._tile.show_client(letters, colour)
            self._client.setText(name)
        self._fold()

    def set_switch(self, widget: QWidget | None) -> None:
        """Put a switch of views beside the title, in place of the one before; what stands there keeps the keyboard."""
        if widget is not None and self._slot.indexOf(widget) >= 0:
            return
        _emptied(self._slot)
        if widget is not None:
            self._slot.addWidget(widget)
            widget.show()

    def set_actions(self, widgets: Sequence[QWidget], lesser: Sequence[QWidget] = ()) -> None:
        """Put these at the right end, the primary button last, in place of those before.

        The lesser ones among them leave where there is no room; a menu of the page offers what is `folded`.
        """
        _emptied(self._actions, widgets)
        self._lesser = [widget for widget in lesser if widget in widgets]
        for widget in widgets:
            self._actions.addWidget(widget)
            widget.show()
        self._fold()

    @property
    def folded(self) -> Sequence[QWidget]:
        """The lesser actions that found no room."""
        return [widget for widget in self._lesser if widget.isHidden()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def event(self, event: QEvent) -> bool:
        answer = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fold()
        return answer

    def _fold(self) -> None:
        """Show the lesser actions, and hide as many of them as would cut the others."""
        px = self._theme.tokens.px
        is_named = not self._client.isHidden()
        name = self._client.sizeHint().width() if is_named else 0
        spare = max(0, name - px(90))  # so much of a long name may be left out first
        widths = {widget: widget.sizeHint().width() + self._actions.spacing() for widget in self._lesser}
        title = self._title.sizeHint().width()
        needed = self._row.sizeHint().width() - spare + sum(widths[widget] for widget in self.folded)
        needed += title - min(title, self._title.maximumWidth())
        for widget, width in widths.items():
            is_cut = needed > self.width()
            needed -= width if is_cut else 0
            if widget.isHidden() != is_cut:
                widget.setHidden(is_cut)
        if self._has_client:
            needed = self._show_name(needed, is_named=is_named)
        self._fit_title(title, needed - self._room_of_keys() - self.width())

    def _room_of_keys(self) -> int:
        """What the buttons can spare: the names of their keys."""
        items = (self._actions.itemAt(place) for place in range(self._actions.count()))
        buttons = [widget for item in items if item and isinstance(widget := item.widget(), Button)]
        shown = (button for button in buttons if not button.isHidden())
        return sum(button.sizeHint().width() - button.minimumSizeHint().width() for button in shown)

    def _show_name(self, needed: int, *, is_named: bool) -> int:
        """Leave the client's name to the tile's tool tip where even a short one would cut the rest; what is needed."""
        px = self._theme.tokens.px
        least = min(self._client.sizeHint().width(), px(90)) + self._slash.sizeHint().width() + 2 * self._row.spacing()
        without = needed - (least if is_named else 0)
        is_cut = without + least > self.width()
        for widget in (self._client, self._slash):
            if widget.isHidden() != is_cut:
                widget.setHidden(is_cut)
        return without if is_cut else without + least

    def _fit_title(self, width: int, excess: int) -> None:
        """Cut the title, last of all, so that the primary button is never cut."""
        fitting = width if excess <= 0 else max(min(width, self._theme.tokens.px(64)), width - excess)
        if (self._title.minimumWidth(), self._title.maximumWidth()) != (fitting, fitting):
            self._title.setFixedWidth(fitting)

    def _on_theme_changed(self) -> None:
        super()._on_theme_changed()
        if hasattr(self, "_actions"):
            self._fold()


class Toolbar(_Bar):
    """A row for filters, or for what can be done with several selected things; two rows where one is too short."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._items: list[QWidget | None] = []
        self._rows: list[QHBoxLayout] = []
        self._placed: list[list[QWidget | None]] = []
        super().__init__("toolbar", parent)
        self._rows.append(self._row)
        self._row.setSpacing(theme.tokens.px(7))
        self.follow(theme)

    def add(self, widget: QWidget) -> None:
        """Put a widget at the end."""
        self._items.append(widget)
        self._arrange()

    def add_stretch(self) -> None:
        """Push what follows to the right."""
        self._items.append(None)
        self._arrange()

    def show_widgets(self, widgets: Sequence[QWidget | None]) -> None:
        """Show these in place of those before; None pushes what follows to the right."""
        for gone in self._items:
            if gone is not None and gone not in widgets:
                gone.hide()
        self._items = list(widgets)
        for widget in self._items:
            if widget is not None:
                if widget.parentWidget() is not self:
                    widget.setParent(self)
                widget.show()
        self._arrange()

    def clear(self) -> None:
        """Take everything out."""
        self.show_widgets([])

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(200), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        answer = super().event(event)
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Show}:
            self._arrange()
        return answer

    def _arrange(self) -> None:
        """Put the widgets into as many rows as they need to stand whole."""
        placed = self._broken()
        if placed == self._placed:
            return
        self._placed = placed
        for row in self._rows:
            while row.takeAt(0) is not None:
                pass
        while len(self._rows) < len(placed):
            row = QHBoxLayout()
            self._lines.addLayout(row)
            self._rows.append(row)
        for row, widgets in zip(self._rows, placed, strict=False):
            for widget in widgets:
                if widget is None:
                    row.addStretch(1)
                else:
                    row.addWidget(widget)
        self._set_measures()

    def _broken(self) -> list[list[QWidget | None]]:
        """The widgets in rows, each as full as the width allows."""
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        if not self.isVisible():
            room = _ANY_WIDTH  # before it is shown, its width means nothing
        rows = self._filled(self._items, room)
        if len(rows) > 1 and None in self._items:  # rather the two sides below each other than one torn apart
            middle = self._items.index(None)
            sides = [*self._filled(self._items[:middle], room), *self._filled(self._items[middle + 1 :], room)]
            rows = sides if len(sides) <= len(rows) else rows
        for row in rows:
            if None not in row:
                row.append(None)  # to the left, in their own widths
        return rows

    def _filled(self, items: Sequence[QWidget | None], room: int) -> list[list[QWidget | None]]:
        """These in rows, one after the other."""
        gap = self._row.spacing()
        rows: list[list[QWidget | None]] = [[]]
        used = 0
        for widget in items:
            width = 0 if widget is None or widget.isHidden() else _wish(widget) + gap
            if used and width and used + width - gap > room:
                rows.append([])
                used = 0
            rows[-1].append(widget)
            used += width
        return rows

    def _set_measures(self) -> None:
        px = self._theme.tokens.px
        further = max(0, len(self._placed) - 1)
        height = self._theme.tokens.size.toolbar + further * (self._theme.tokens.size.control_compact + px(7))
        if self.minimumHeight() != height:
            self.setFixedHeight(height)
        edge = px(4) if further else 0
        self._lines.setContentsMargins(0, edge, 0, edge)
        for row in self._rows:
            row.setSpacing(px(7))
            row.setContentsMargins(px(20), 0, px(16), 0)

    def _on_theme_changed(self) -> None:
        super()._on_theme_changed()
        self._set_measures()
        self._arrange()


def _wish(widget: QWidget) -> int:
    """The least width in which a widget stands whole."""
    hint = widget.minimumSizeHint().width() if widget.maximumWidth() < _ANY_WIDTH else widget.sizeHint().width()
    return min(max(hint, widget.minimumWidth()), widget.maximumWidth())


class DetailPanel(Themed, QWidget):
    """A panel at the right: title, close button, a body that scrolls, and a foot.

    Signals:
        closed: A person closed it, by its button or Esc.
    """

    closed = Signal()

    def __init__(self, theme: Theme, icons: Icons, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Words(theme, title, "section", "primary", self, elide=True)
        self._closer = IconButton(theme, icons, "x", _("Close"), "Esc", self)
        self._closer.clicked.connect(self.closed)
        self._head = QHBoxLayout()
        self._head.addWidget(self._title, 1)
        self._head.addWidget(self._closer)
        inside = QWidget(self)
        self.body = QVBoxLayout(inside)
        self._area = scroll_area(inside, self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(self._head)
        self._column.addWidget(self._area, 1)
        self.follow(theme)

    def set_title(self, text: str) -> None:
        """Name what is shown."""
        self._title.setText(text)

    def add_action(self, button: QWidget) -> None:
        """Put a button beside the close button."""
        self._head.insertWidget(self._head.count() - 1, button)

    def set_footer(self, widget: QWidget) -> None:
        """Put a widget below the body, where it does not scroll."""
        self._column.addWidget(widget)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.tokens.size.detail_panel, self._theme.tokens.px(400))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), tokens.surface.canvas)
            painter.fillRect(0, 0, 1, self.height(), tokens.line.subtle)

    def _on_theme_changed(self) -> None:
        px = self._theme.tokens.px
        self._head.setContentsMargins(px(16), px(8), px(10), px(8))
        self._head.setSpacing(px(4))
        self.body.setContentsMargins(px(16), px(4), px(16), px(16))
        self.body.setSpacing(px(12))
        self.setMinimumWidth(px(280))
        super()._on_theme_changed()


class _Badge(Themed, QWidget):
    """An icon in a tinted square of 46 pixels."""

    def __init__(self, theme: Theme, icons: Icons, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons, self._icon = icons, icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow(theme)

    def show_icon(self, icon: str) -> None:
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        edge = self._theme.tokens.px(46)
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent.tint)
            painter.drawRoundedRect(QRectF(self.rect()), tokens.px(12), tokens.px(12))
            inset = (self.width() - tokens.px(22)) / 2
            place = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            self._icons.paint(painter, self._icon, place, tokens.accent.text)


class EmptyState(Themed, QWidget):
    """What is missing, why it matters, one thing to do and at most one other."""

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        icon: str,
        title: str,
        text: str,
        primary: QWidget | None = None,
        alternative: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        px = theme.tokens.px
        centre = Qt.AlignmentFlag.AlignCenter
        self._badge = _Badge(theme, icons, icon, self)
        self._title = Words(theme, title, "heading", "primary", self)
        self._text = Words(theme, text, "body", "secondary", self, wrap=True)
        self._title.setAlignment(centre)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self._badge, 0, centre)
        column.addSpacing(px(12))
        column.addWidget(self._title, 0, centre)
        column.addSpacing(px(4))
        column.addWidget(self._text, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(px(14))
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addStretch(1)
        for button in (primary, alternative):
            if button is not None:
                buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)
        self.follow(theme)

    def show_words(self, icon: str, title: str, text: str) -> None:
        """Say that something else is missing."""
        self._badge.show_icon(icon)
        self._title.setText(title)
        self._text.setText(text)
        self._fit_text()

    def _fit_text(self) -> None:
        """Have room for all lines: the layout measures words that wrap at its own width, which is wider."""
        self._text.setFixedWidth(self._theme.tokens.px(340))
        self._text.setMinimumHeight(max(0, self._text.heightForWidth(self._theme.tokens.px(340))))

    def _on_theme_changed(self) -> None:
        self._fit_text()
        super()._on_theme_changed()


SETTLED_MS = 120


class _Scrim(Themed, QWidget):
    """A veil over the window below a dialog, with the dialog's shadow."""

    def __init__(self, theme: Theme, window: QWidget, dialog: QWidget) -> None:
        super().__init__(window)
        self._dialog = dialog
        self.setGeometry(window.rect())
        window.installEventFilter(self)
        self.follow(theme)
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), tokens.overlay.scrim)
            place = QRect(self.mapFromGlobal(self._dialog.pos()), self._dialog.size())
            glyphs.paint_shadow(painter, place, tokens, tokens.radius.dialog, 2)


class Dialog(Themed, QDialog):
    """Creating something with several fields: a title, a body, and buttons at the bottom right.

    It is opened with `open` over its window. Esc cancels, Ctrl+Enter confirms. The confirming button says
    what happens; the dialog stays open until `accept` is called, so that a refusal can be shown in it.

    Signals:
        confirmed: A person pressed the confirming button or Ctrl+Enter.
    """

    confirmed = Signal()

    def __init__(
        self, theme: Theme, icons: Icons, title: str, parent: QWidget, width: int = 480, height: int = 0
    ) -> None:
        super().__init__(parent.window(), Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, _IS_SEE_THROUGH)
        self.setWindowTitle(title)
        self._window = parent.window()
        self._icons = icons
        self._confirm: Button | None = None
        self._scrim: _Scrim | None = None
        self._width, self._least_height = width, height
        self._title = Words(theme, title, "title", "primary", self, elide=True)
        self._aside = Words(theme, "", "small", "secondary", self)
        closer = IconButton(theme, icons, "x", _("Cancel"), "Esc", self)
        closer.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        closer.clicked.connect(self.reject)
        self._head = QHBoxLayout()
        self._head.addWidget(self._title, 1)
        self._head.addWidget(self._aside)
        self._head.addWidget(closer)
        inside = QWidget(self)
        inside.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.body = QVBoxLayout(inside)
        self._own_margins = self.body.contentsMargins()
        self._remark = Words(theme, "", "small", "secondary", self, wrap=True)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self._remark, 1)
        self._rules = (_Rule(theme, self), _Rule(theme, self))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self._rules[0])
        column.addWidget(inside, 1)
        column.addWidget(self._rules[1])
        column.addLayout(self._foot)
        self.finished.connect(self._lift_scrim)
        self.follow(theme)

    def _on_theme_changed(self) -> None:
        px = self._theme.tokens.px
        self._head.setContentsMargins(px(22), px(14), px(16), px(14))
        if self.body.contentsMargins() == self._own_margins:  # a dialog may have set others
            self.body.setContentsMargins(px(22), px(16), px(22), px(18))
            self.body.setSpacing(px(14))
            self._own_margins = self.body.contentsMargins()
        self._foot.setContentsMargins(px(22), px(14), px(22), px(14))
        self._foot.setSpacing(px(8))
        self.setFixedWidth(min(px(self._width), self._window.width() - px(24)))
        if self._least_height:
            self.setMinimumHeight(min(px(self._least_height), self._window.height() - px(40)))
        super()._on_theme_changed()

    def set_aside(self, text: str) -> None:
        """A quiet remark beside the title."""
        self._aside.setText(text)

    def set_remark(self, text: str) -> None:
        """A quiet remark at the bottom left."""
        self._remark.setText(text)

    def set_buttons(self, confirm: Button, *others: QWidget, can_cancel: bool = True) -> None:
        """Put the buttons at the bottom right; Cancel is made here, the confirming one is last."""
        confirm.clicked.connect(self.confirmed)
        self._confirm = confirm
        for button in others:
            self._foot.addWidget(button)
        if can_cancel:
            cancel = Button(self._theme, self._icons, _("Cancel"), "normal", None, _("Esc"), self)
            cancel.clicked.connect(self.reject)
            self._foot.addWidget(cancel)
        self._foot.addWidget(confirm)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self._confirm is not None and self._confirm.isEnabled():
                focused = QApplication.focusWidget()
                if focused is not None:
                    focused.clearFocus()  # fields save when they are left
                self.confirmed.emit()
                if focused is not None and self.isVisible() and QApplication.focusWidget() is None:
                    focused.setFocus()  # refused: the keyboard stays where it was
        elif not is_enter:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._grow()
        self._take_middle()
        if self._scrim is None:
            self._scrim = _Scrim(self._theme, self._window, self)
            # a window manager may place the dialog after its first paint, without a word
            QTimer.singleShot(SETTLED_MS, self, self._on_settled)

    def event(self, event: QEvent) -> bool:
        answer = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._grow()
        return answer

    def _grow(self) -> None:
        """Have room for words that wrap: Qt takes them for a single line."""
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            needed = min(layout.totalMinimumHeightForWidth(self.width()), self._window.height())
            if self.height() < needed:
                self.resize(self.width(), needed)

    def _take_middle(self) -> None:
        middle = self._window.mapToGlobal(self._window.rect().center())
        self.move(middle - QPoint(self.width() // 2, self.height() // 2))

    def _on_settled(self) -> None:
        """A slow window manager may have said an older place last: growing would take the dialog there."""
        self._take_middle()
        if self._scrim is not None:
            self._scrim.update()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        if self._scrim is not None:
            self._scrim.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not _IS_SEE_THROUGH:
            path = QPainterPath()
            radius = self._theme.tokens.radius.dialog
            path.addRoundedRect(QRectF(self.rect()), radius, radius)
            self.setMask(QRegion(path.toFillPolygon().toPolygon()))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        paint_ground(self, tokens.surface.raised, tokens.radius.dialog, tokens.line.default)

    def _lift_scrim(self) -> None:
        if self._scrim is not None:
            self._scrim.hide()
            self._scrim.deleteLater()
            self._scrim = None


class _Rule(Themed, QWidget):
    """A line of one pixel."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)
        self.follow(theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        with QPainter(self) as painter:
            tokens = self._theme.tokens
            painter.fillRect(self.rect(), tokens.line.default if tokens.is_dark else tokens.line.subtle)


class Banner(Themed, QWidget):
    """A line over the page that says what cannot be done now, with 'Try again'."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        px = theme.tokens.px
        self._again: Callable[[], object] | None = None
        self._words = Words(theme, "", "body_medium", "danger", self, wrap=True)
        self._button = Button(theme, icons, _("Try again"), "compact", "refresh", parent=self)
        self._button.clicked.connect(self._on_again)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(20), px(7), px(16), px(7))
        row.setSpacing(px(9))
        row.addWidget(Glyph(theme, icons, "alert-triangle", "danger", 16, self))
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.follow(theme)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is shown; empty when nothing is wrong."""
        return "" if self.isHidden() else self._words.text()

    def show_problem(self, text: str, again: Callable[[], object] | None = None) -> None:
        """Say what is wrong, and offer to try again where that can be."""
        self._words.setText(text)
        self._again = again
        self._button.setVisible(again is not None)
        self.setAccessibleName(text)
        self.show()

    def hide_problem(self) -> None:
        """Say nothing."""
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), tokens.feedback.danger_tint)

    def _on_again(self) -> None:
        self.hide()
        if self._again is not None:
            self._again()


class ProgressLine(Themed, QWidget):
    """How far long work has come, with a way to stop it; nothing is shown for the first 300 ms."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        px = theme.tokens.px
        self._cancel: Callable[[], object] | None = None
        self._part = 0.0
        self._words = Words(theme, "", "small", "secondary", self)
        self._button = Button(theme, icons, _("Cancel"), "quiet", parent=self, compact=True)
        self._button.clicked.connect(self._on_cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(14), px(4), px(8), px(5))
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_PATIENCE_MS)
        self._wait.timeout.connect(self.show)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.follow(theme)
        self.hide()

    def begin(self, text: str, cancel: Callable[[], object] | None = None) -> None:
        """Work has started; it is shown when it takes longer."""
        self._words.setText(text)
        self._cancel = cancel
        self._button.setVisible(cancel is not None)
        self._part = 0.0
        self._wait.start()

    def step(self, done: int, total: int) -> None:
        """Show how much is done."""
        self._part = done / total if total else 0.0
        self.update()

    def end(self) -> None:
        """Work is over."""
        self._wait.stop()
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), tokens.surface.canvas)
            line = QRect(0, self.height() - 2, self.width(), 2)
            painter.fillRect(line, tokens.surface.pressed)
            line.setWidth(round(self.width() * min(self._part, 1)))
            painter.fillRect(line, QColor(tokens.accent.base))

    def _on_cancel(self) -> None:
        self.end()
        if self._cancel is not None:
            self._cancel()
