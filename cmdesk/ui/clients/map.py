"""The stakeholder map: who cares how much, and who can do how much, in nine squares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from cmdesk.domain.aims import GRADE_NAMES, GRADES, Audience, placed
from cmdesk.i18n import N_, _
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.themed import Themed

_MIDDLE: Final = Qt.AlignmentFlag.AlignCenter
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_HIGH: Final = max(GRADES)
ADVICE: Final = {
    (3, 3): N_("Work with them closely"),
    (3, 1): N_("Keep them informed"),
    (1, 3): N_("Keep them content"),
    (1, 1): N_("Listen now and then"),
}
Square = tuple[int, int]  # interest, influence


class StakeholderMap(Themed, QWidget):
    """Interest from below upwards, influence from left to right; people are dragged from square to square.

    The cards beside it hold the same two choices for who uses the keyboard.

    Signals:
        chosen: The id of the audience that was clicked.
        moved: The id of an audience, its new interest and influence.
    """

    chosen = Signal(object)
    moved = Signal(object, int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._audiences: tuple[Audience, ...] = ()
        self._places: dict[int, QRectF] = {}
        self._pressed: int | None = None
        self._from = QPointF()
        self._over: Square | None = None  # while something is dragged
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Map of interest and influence"))
        self.follow(theme)

    def show_audiences(self, audiences: Sequence[Audience]) -> None:
        """Show these people in their squares."""
        self._audiences = tuple(audiences)
        self.setAccessibleDescription(
            " ".join(
                _("{who}: interest {interest}, influence {influence}.").format(
                    who=one.who, interest=_(GRADE_NAMES[one.interest]), influence=_(GRADE_NAMES[one.influence])
                )
                for one in audiences
            )
        )
        self._place()
        self.update()

    # --- measuring ----------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        px = self._theme.tokens.px
        return QSize(px(300), px(268))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _on_theme_changed(self) -> None:
        super()._on_theme_changed()
        self._place()

    def _ground(self) -> QRectF:
        """The nine squares together."""
        px = self._theme.tokens.px
        return QRectF(self.rect()).adjusted(px(22), px(4), -px(2), -px(38))

    def square(self, interest: int, influence: int) -> QRectF:
        """Where a square lies."""
        ground = self._ground()
        width, height = ground.width() / _HIGH, ground.height() / _HIGH
        return QRectF(
            ground.left() + (influence - 1) * width, ground.top() + (_HIGH - interest) * height, width, height
        )

    def _square_at(self, place: QPointF) -> Square | None:
        squares = ((interest, influence) for interest in GRADES for influence in GRADES)
        return next((one for one in squares if self.square(*one).contains(place)), None)

    def _place(self) -> None:
        px, line = self._theme.tokens.px, self._theme.tokens.px(19)
        self._places = {}
        for (interest, influence), people in placed(self._audiences).items():
            square = self.square(interest, influence).adjusted(px(4), px(4), -px(4), -px(4))
            step = min(float(line + px(2)), (square.height() - line) / max(1, len(people) - 1))
            for number, one in enumerate(people):
                self._places[one.id] = QRectF(square.left(), square.top() + number * step, square.width(), line)

    def place_of(self, audience_id: int) -> QRectF:
        """Where somebody stands in the map."""
        return self._places[audience_id]

    # --- painting -----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_squares(painter)
            self._paint_heads(painter)
            for one in self._audiences:
                self._paint_person(painter, one)

    def _paint_squares(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        for interest in GRADES:
            for influence in GRADES:
                square = self.square(interest, influence).adjusted(1.5, 1.5, -1.5, -1.5)
                is_over = (interest, influence) == self._over
                strength = interest + influence
                ground = tokens.accent.tint if strength > _HIGH + 1 else tokens.surface.sunken
                painter.setBrush(tokens.accent.tint_strong if is_over else ground)
                painter.setPen(QPen(tokens.accent.focus, 2) if is_over else Qt.PenStyle.NoPen)
                painter.drawRoundedRect(square, tokens.radius.tag, tokens.radius.tag)

    def _paint_heads(self, painter: QPainter) -> None:
        tokens, ground = self._theme.tokens, self._ground()
        px = tokens.px
        painter.setFont(self._theme.font("caption"))
        painter.setPen(tokens.text.tertiary)
        for grade in GRADES:
            below = self.square(1, grade)
            painter.drawText(
                QRectF(below.left(), ground.bottom() + px(2), below.width(), px(15)), _MIDDLE, _(GRADE_NAMES[grade])
            )
        painter.setPen(tokens.text.secondary)
        painter.setFont(self._theme.font("label"))
        painter.drawText(
            QRectF(ground.left(), ground.bottom() + px(18), ground.width(), px(17)), _MIDDLE, _("Influence")
        )
        painter.save()
        painter.translate(0, ground.bottom())
        painter.rotate(-90)
        painter.drawText(QRectF(0, 0, ground.height(), px(18)), _MIDDLE, _("Interest"))
        painter.restore()

    def _paint_person(self, painter: QPainter, one: Audience) -> None:
        tokens = self._theme.tokens
        place = self._places[one.id]
        is_lifted = one.id == self._pressed and self._over is not None
        painter.setBrush(tokens.surface.raised)
        painter.setPen(QPen(tokens.accent.focus if is_lifted else tokens.line.default, 1))
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), tokens.radius.tag, tokens.radius.tag)
        painter.setFont(self._theme.font("caption"))
        painter.setPen(tokens.text.primary)
        room = place.adjusted(tokens.px(5), 0, -tokens.px(5), 0)
        text = painter.fontMetrics().elidedText(one.who, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, _LEFT, text)

    # --- the mouse ----------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def _tip(self, place: QPointF) -> str:
        person = self._person_at(place)
        if person is not None:
            return person.who
        square = self._square_at(place)
        return _(ADVICE[square]) if square in ADVICE else ""

    def _person_at(self, place: QPointF) -> Audience | None:
        found = [one for one in self._audiences if self._places[one.id].contains(place)]
        return found[-1] if found else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        person = self._person_at(event.position())
        if person is not None and event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._from = person.id, event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            is_over = self._person_at(event.position()) is not None
            self.setCursor(Qt.CursorShape.OpenHandCursor if is_over else Qt.CursorShape.ArrowCursor)
            return
        travel = (event.position() - self._from).manhattanLength()
        if self._over is not None or travel >= max(6, QApplication.startDragDistance()):
            self._over = self._square_at(event.position())
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, over = self._pressed, self._over
        self._pressed = self._over = None
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.update()
        if pressed is None or event.button() != Qt.MouseButton.LeftButton:
            return
        person = next((one for one in self._audiences if one.id == pressed), None)
        if over is not None and person is not None and over != (person.interest, person.influence):
            self.moved.emit(pressed, *over)
        elif over is None and self._places[pressed].contains(event.position()):
            self.chosen.emit(pressed)
