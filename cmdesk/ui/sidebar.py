"""The left edge of the window: sections, clients, whether all is saved, and who you are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cmdesk.i18n import gettext as _
from cmdesk.ui import glyphs
from cmdesk.ui.widgets.buttons import IconButton, LinkButton
from cmdesk.ui.widgets.facts import Glyph, words
from cmdesk.ui.widgets.navlist import NavItem, NavList

if TYPE_CHECKING:
    from cmdesk.domain.agency import Member
    from cmdesk.domain.clients import ClientTile
    from cmdesk.ui.icons import Icons
    from cmdesk.ui.theme import Theme
    from cmdesk.ui.widgets.fields import SearchEdit

ALL_CLIENTS = "all"
MANY = 9  # over so many clients a filter field appears


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the window."""

    key: str
    text: str
    icon: str
    number: int  # of its Ctrl shortcut
    letter: str  # after G


def sections() -> tuple[Section, ...]:
    """The sections, in their order."""
    return (
        Section("today", _("Today"), "sun", 1, "T"),
        Section("scope", _("Scope"), "file-text", 2, "S"),
        Section("calendar", _("Calendar"), "calendar", 3, "C"),
        Section("tasks", _("Tasks"), "layout-kanban", 4, "B"),
        Section("reports", _("Reports"), "report", 7, "R"),
    )


class Sidebar(QWidget):
    """Two lists that choose what is seen: a section and a client.

    Signals:
        section_chosen: A section's key.
        client_chosen: A client's id, or none for all.
        clients_reordered: The ids in their new order.
        client_menu_wanted: A client's id and where the menu opens, on the screen.
        client_wanted: A client was asked for whole: its page opens.
        new_client_wanted, clients_wanted, settings_wanted, member_wanted: As they say.
        collapse_wanted: Narrow or wide again.
    """

    section_chosen = Signal(object)
    client_chosen = Signal(object)
    clients_reordered = Signal(list)
    client_menu_wanted = Signal(object, QPoint)
    new_client_wanted = Signal()
    clients_wanted = Signal()
    settings_wanted = Signal()
    member_wanted = Signal()
    collapse_wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self.filter: SearchEdit | None = None  # only where there are many clients
        self._filter_row: QWidget | None = None
        self._tiles: Sequence[ClientTile] = ()
        self._counts: Mapping[int, int] = {}
        self._is_collapsed = False
        self.setAccessibleName(_("Sections and clients"))
        self.setAutoFillBackground(True)
        self.mark = Glyph(theme, icons, "app", size=24, parent=self)
        self.title = words(theme, "CMDesk", role="section", parent=self)
        self.fold = IconButton(theme, icons, "layout-sidebar", _("Sidebar"), "Ctrl+B", self)
        self.sections = NavList(theme, icons, self)
        self.sections.setAccessibleName(_("Sections"))
        self.clients_head = LinkButton(theme, icons, _("Clients"), parent=self, role="secondary")
        self.clients_head.setToolTip(_("Show and edit all clients"))
        self.add = IconButton(theme, icons, "plus", _("New client"), "", self)
        self.clients = NavList(theme, icons, self, reorderable=True)
        self.clients.setAccessibleName(_("Clients"))
        self.saved = SaveState(theme, icons, self)
        self.member = MemberButton(theme, self)
        self.gear = IconButton(theme, icons, "settings", _("Settings"), "Ctrl+,", self)
        self._lay_out()
        self._connect()
        self._on_theme()
        self.show_sections({})
        self.show_clients((), {})

    def _lay_out(self) -> None:
        px = self._theme.tokens.px
        self._top = _row(self.mark, self.title, None, self.fold, margins=(px(14), px(12), px(10), px(10)))
        self._head = _row(self.clients_head, None, self.add, margins=(px(16), px(12), px(10), px(2)))
        self._foot = _row(self.member, self.gear, margins=(px(10), px(4), px(10), px(12)))
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._top)
        layout.addWidget(_row(self.sections, margins=(px(10), px(4), px(10), 0)))
        layout.addWidget(self._head)
        layout.addWidget(_row(self.clients, margins=(px(10), px(2), px(10), 0)), 1)
        layout.addWidget(_row(self.saved, margins=(px(14), px(8), px(10), 0)))
        layout.addWidget(self._foot)

    def _connect(self) -> None:
        self.fold.clicked.connect(self.collapse_wanted)
        self.add.clicked.connect(self.new_client_wanted)
        self.clients_head.clicked.connect(self.clients_wanted)
        self.gear.clicked.connect(self.settings_wanted)
        self.member.clicked.connect(self.member_wanted)
        self.sections.chosen.connect(self.section_chosen)
        self.clients.chosen.connect(self._on_client)
        self.clients.reordered.connect(self._on_reordered)
        self.clients.menu_wanted.connect(self._on_menu)
        self._theme.changed.connect(self._on_theme)

    # --- what it shows ----------------------------------------------------------------------

    def show_sections(self, counts: Mapping[str, int]) -> None:
        """Show the sections, with what needs a person today."""
        self.sections.show_items(
            [
                NavItem(s.key, s.text, icon=s.icon, count=counts.get(s.key, 0), tip=f"{s.text}  Ctrl+{s.number}")
                for s in sections()
            ]
        )

    def show_clients(self, tiles: Sequence[ClientTile], counts: Mapping[int, int]) -> None:
        """Show the clients in their order."""
        self._tiles, self._counts = tiles, counts
        self._show_filter()
        self._fill_clients()

    def _show_filter(self) -> None:
        """Offer to look for a client by name, once there are many."""
        is_wanted = len(self._tiles) > MANY and not self._is_collapsed
        if is_wanted and self.filter is None:
            from cmdesk.ui.widgets.fields import SearchEdit  # not before it is needed: the window paints sooner

            px = self._theme.tokens.px
            self.filter = SearchEdit(self._theme, self._icons, _("Find a client"), parent=self)
            self.filter.textChanged.connect(self._fill_clients)
            self._filter_row = _row(self.filter, margins=(px(10), px(2), px(10), px(4)))
            self._layout.insertWidget(self._layout.indexOf(self._head) + 1, self._filter_row)
        if self._filter_row:
            self._filter_row.setVisible(is_wanted)

    def _fill_clients(self) -> None:
        wanted = self.filter.text().casefold() if self.filter else ""
        items = [NavItem(ALL_CLIENTS, _("All clients"), icon="users", tip=_("All clients") + "  Alt+0")]
        for number, tile in enumerate(self._tiles, 1):
            if wanted and wanted not in tile.name.casefold():
                continue
            tip = f"{tile.name}  Alt+{number}" if number <= MANY else tile.name
            items.append(
                NavItem(
                    tile.id,
                    tile.name,
                    letters=tile.letters,
                    colour=tile.colour,
                    count=self._counts.get(tile.id, 0),
                    tip=tip,
                )
            )
        self.clients.show_items(items)

    def choose(self, section: str, client_id: int | None) -> None:
        """Mark where the person is."""
        self.sections.choose(section)
        self.clients.choose(ALL_CLIENTS if client_id is None else client_id)

    def show_member(self, member: Member | None) -> None:
        """Show who acts."""
        self.member.show_member(member)

    def set_collapsed(self, collapsed: bool) -> None:
        """Show icons only, or words too."""
        self._is_collapsed = collapsed
        tokens = self._theme.tokens
        for widget in (self.title, self._head, self.saved, self.gear):
            widget.setVisible(not collapsed)
        self.mark.setVisible(not collapsed)
        self._show_filter()
        self.member.set_collapsed(collapsed)
        self.sections.set_collapsed(collapsed)
        self.clients.set_collapsed(collapsed)
        self.setFixedWidth(tokens.size.sidebar_collapsed if collapsed else tokens.size.sidebar)

    @property
    def is_collapsed(self) -> bool:
        """Whether only icons are shown."""
        return self._is_collapsed

    # --- what people do ---------------------------------------------------------------------

    def _on_client(self, key: object) -> None:
        self.client_chosen.emit(None if key == ALL_CLIENTS else key)

    def _on_reordered(self, keys: list[object]) -> None:
        self.clients_reordered.emit([key for key in keys if key != ALL_CLIENTS])

    def _on_menu(self, key: object, where: QPoint) -> None:
        if key != ALL_CLIENTS:
            self.client_menu_wanted.emit(key, where)

    def _on_theme(self) -> None:
        tokens = self._theme.tokens
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, tokens.surface.window)
        self.setPalette(palette)
        self.setFixedWidth(tokens.size.sidebar_collapsed if self._is_collapsed else tokens.size.sidebar)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line at the right edge."""
        super().paintEvent(event)
        with QPainter(self) as painter:
            painter.fillRect(self.width() - 1, 0, 1, self.height(), self._theme.tokens.line.subtle)


class SaveState(QWidget):
    """Whether all is saved, and since when."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._glyph = Glyph(theme, icons, "circle-check", role="ok", size=14, parent=self)
        self._words = words(theme, "", role="caption", colour="tertiary", parent=self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.tokens.px(6))
        layout.addWidget(self._glyph)
        layout.addWidget(self._words, 1)
        self.setVisible(False)

    def show_state(self, text: str) -> None:
        """Say it."""
        self._words.setText(text)
        self.setAccessibleName(text)


class MemberButton(QWidget):
    """Who acts: an avatar and a name; a click asks who you are.

    Signals:
        clicked: By mouse or by Space and Enter.
    """

    clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._member: Member | None = None
        self._is_collapsed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        self.show_member(None)

    def show_member(self, member: Member | None) -> None:
        """Show this person, or ask."""
        self._member = member
        text = member.name if member else _("Who are you?")
        self.setAccessibleName(_("You are {name}. Change who you are.").format(name=text) if member else text)
        self.setToolTip(_("Who am I"))
        self.update()

    def set_collapsed(self, collapsed: bool) -> None:
        """Show the avatar only, or the name too."""
        self._is_collapsed = collapsed
        self.update()

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(self._theme.tokens.px(40), self._theme.tokens.size.nav_row)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw avatar and name."""
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            size = tokens.px(24)
            avatar = QRectF(tokens.px(4), (self.height() - size) / 2, size, size)
            letters = self._member.letters if self._member else "?"
            glyphs.paint_avatar(painter, avatar, letters, glyphs.person_colour(self._number(), tokens), tokens)
            if not self._is_collapsed:
                painter.setFont(self._theme.font("body"))
                painter.setPen(tokens.text.primary)
                left = avatar.right() + tokens.px(8)
                room = self.width() - left - tokens.px(4)
                text = self._member.name if self._member else _("Who are you?")
                shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room))
                painter.drawText(QRectF(left, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)
            if self.hasFocus():
                glyphs.paint_focus(painter, QRectF(self.rect()), tokens, tokens.radius.control)

    def _number(self) -> int:
        return self._member.colour if self._member else 1

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click asks."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter ask too."""
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.clicked.emit()
        else:
            super().keyPressEvent(event)


def _row(*parts: QWidget | None, margins: tuple[int, int, int, int]) -> QWidget:
    """Widgets beside each other; none is a stretch."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(*margins)
    layout.setSpacing(8)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        else:
            layout.addWidget(part)
    return row
