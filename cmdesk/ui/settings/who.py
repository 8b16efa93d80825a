"""Who one is: the list of members, as a popover at the bottom left and as a page of the settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from cmdesk.domain.agency import ROLE_NAMES, Member
from cmdesk.i18n import _
from cmdesk.services import agency
from cmdesk.ui import glyphs
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.popover import Popover
from cmdesk.ui.widgets.themed import Pressable, Ringed

if TYPE_CHECKING:
    from cmdesk.ui.icons import Icons
    from cmdesk.ui.page import Tools
    from cmdesk.ui.theme import Theme

_STEPS: Final[Mapping[int, int]] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class _Person(Ringed, Pressable, QAbstractButton):
    """One member to choose: face, name, role, and a tick on the one who acts now."""

    def __init__(self, theme: Theme, icons: Icons, member: Member, parent: QWidget, *, is_me: bool) -> None:
        super().__init__(parent)
        self._icons = icons
        self.member, self._is_me = member, is_me
        self._role = _(ROLE_NAMES[member.role])
        self.setText(member.name)
        self.setAccessibleName(f"{member.name}, {self._role}")
        self.setAccessibleDescription(_("This is you") if is_me else "")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow(theme)

    def sizeHint(self) -> QSize:
        tokens = self._theme.tokens
        width = self._theme.metrics("body_strong").horizontalAdvance(self.member.name)
        width += self._theme.metrics("small").horizontalAdvance(self._role)
        return QSize(round(width) + tokens.px(8 + 24 + 9 + 8 + 12 + 16 + 10), tokens.size.row)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            if self._is_me or self.underMouse() or self.isDown():
                painter.setBrush(tokens.accent.tint if self._is_me else tokens.surface.hover)
                painter.drawRoundedRect(QRectF(self.rect()), tokens.radius.control, tokens.radius.control)
            edge = tokens.px(24)
            face = QRectF(tokens.px(8), (self.height() - edge) / 2, edge, edge)
            colour = tokens.client_colour(self.member.colour)
            glyphs.paint_avatar(painter, face, self.member.letters, colour, tokens, filled=True)
            left = tokens.px(8 + 24 + 9)
            painter.setPen(tokens.accent.text if self._is_me else tokens.text.primary)
            painter.setFont(self._theme.font("body_strong" if self._is_me else "body_medium"))
            room = QRectF(self.rect()).adjusted(left, 0, -tokens.px(34), 0)
            name = painter.fontMetrics().elidedText(self.member.name, Qt.TextElideMode.ElideRight, round(room.width()))
            painter.drawText(room, _LEFT, name)
            room.setLeft(room.left() + painter.fontMetrics().horizontalAdvance(name) + tokens.px(8))
            painter.setPen(tokens.text.tertiary)
            painter.setFont(self._theme.font("small"))
            painter.drawText(room, _LEFT, self._role)
            if self._is_me:
                edge = tokens.px(16)
                tick = QRectF(self.width() - edge - tokens.px(10), (self.height() - edge) / 2, edge, edge)
                self._icons.paint(painter, "check", tick, tokens.accent.text, 2.4)


class MemberList(QWidget):
    """The active members one below another; arrows move, Enter or a click says 'that is me'.

    Signals:
        chosen: The id of the member.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._people: list[_Person] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def show_members(self, members: Sequence[Member], me: int | None) -> None:
        """Show these; the one who acts now bears a tick."""
        for old in self._people:
            old.hide()
            old.deleteLater()
        self._people = [
            _Person(self._theme, self._icons, member, self, is_me=member.id == me)
            for member in members
            if member.is_active
        ]
        for person in self._people:
            person.clicked.connect(self._on_clicked)
            self._column.addWidget(person)
        mine = next((person for person in self._people if person.member.id == me), None)
        if self._people:
            self.setFocusProxy(mine or self._people[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(event.key())
        at = next((i for i, person in enumerate(self._people) if person.hasFocus()), -1)
        if step is None or not 0 <= at + step < len(self._people):
            event.ignore()
            return
        self._people[at + step].setFocus(Qt.FocusReason.TabFocusReason)

    def _on_clicked(self) -> None:
        person = self.sender()
        if isinstance(person, _Person):
            self.chosen.emit(person.member.id)


class WhoAmI(QObject):
    """Asks who one is, beside the bottom left of the window.

    Signals:
        chosen: The id of the member that a person says they are.
    """

    chosen = Signal(object)

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        self._tools = tools
        self._beside: QWidget | None = None
        self.popover: Popover | None = None

    def open_beside(self, item: QWidget) -> None:
        """Ask for the members, then open beside this widget."""
        self._beside = item
        self._tools.jobs.read(self, agency.members, only_active=True).then(self._show)

    def _show(self, members: list[Member]) -> None:
        if self._beside is None:
            return
        theme, me = self._tools.theme, self._tools.jobs.desk.member_id
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.px(6))
        column.addWidget(Words(theme, _("Who are you?"), "body_strong", parent=content))
        if me is None:
            kind = Words(theme, _("So that the history shows who did what."), "small", "secondary", content)
            column.addWidget(kind)
        people = MemberList(theme, self._tools.icons, content)
        people.show_members(members, me)
        people.chosen.connect(self.chosen)
        column.addWidget(people)
        self.popover = Popover(theme, content, self._beside)
        people.chosen.connect(self.popover.close)
        self.popover.closed.connect(self.deleteLater)
        place = QRect(self._beside.mapToGlobal(QPoint(0, 0)), self._beside.size())
        self.popover.open_beside(place)
        people.setFocus(Qt.FocusReason.PopupFocusReason)
