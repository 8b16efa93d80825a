"""Forms that save field by field: labelled fields in one or two columns, hours, colours, pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cmdesk.domain.errors import Unavailable
from cmdesk.i18n import N_, _, spoken
from cmdesk.ui.files import choose_file
from cmdesk.ui.icons import Icons
from cmdesk.ui.images import decoded
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.choices import CheckBox, SegmentedControl
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import ComboBox, CommittingLineEdit, CommittingTextEdit, LabelledField, LineEdit
from cmdesk.ui.widgets.layouts import scroll_area
from cmdesk.ui.widgets.themed import Pressable, Ringed, Themed, paint_ground

_HOUR: Final = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?\s*h?")
_STEPS: Final[Mapping[int, int]] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}

COLOUR_NAMES: Final = (
    N_("Ochre"),
    N_("Blue"),
    N_("Green"),
    N_("Wine red"),
    N_("Violet"),
    N_("Teal"),
    N_("Brown"),
    N_("Slate"),
)


def parse_hour(text: str) -> int | None:
    """Minutes after midnight of an hour as people write it: '9', '9:30', '930', '18.15'; nothing is None.

    Raises:
        ValueError: It is no hour.
    """
    if not text.strip():
        return None
    match = _HOUR.fullmatch(text.strip().lower())
    minutes = int(match[1]) * 60 + int(match[2] or 0) if match else -1
    if match is None or int(match[2] or 0) > 59 or minutes > 24 * 60:
        raise ValueError(text)
    return minutes


class HourEdit(LineEdit):
    """An hour of the day, read as people write it.

    Signals:
        committed: Minutes after midnight, or None when the field was emptied.
        misread: The sentence to show when it is not an hour; empty when that is mended.
    """

    committed = Signal(object)
    misread = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self._minutes: int | None = None
        self.editingFinished.connect(self.commit)

    def show_minutes(self, minutes: int | None) -> None:
        """Show a saved hour; one that is being written now stays."""
        is_editing = self.hasFocus() and self.text() != self._written()
        self._minutes = minutes
        if not is_editing:
            self.put_back()

    def put_back(self) -> None:
        """Show the saved hour again."""
        self.setText(self._written())
        self.misread.emit("")

    def commit(self) -> None:
        """Save what was written, or say that it cannot be read."""
        try:
            minutes = parse_hour(self.text())
        except ValueError:
            self.misread.emit(_("Write an hour, such as {example}.").format(example=spoken().clock(570)))
            return
        self.misread.emit("")
        is_new = minutes != self._minutes
        self._minutes = minutes
        self.setText(self._written())
        if is_new:
            self.committed.emit(minutes)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() != self._written():
            self.put_back()
            return
        super().keyPressEvent(event)

    def _written(self) -> str:
        return "" if self._minutes is None else spoken().clock(self._minutes)

    def _on_theme_changed(self) -> None:
        super()._on_theme_changed()
        self.setFont(self._theme.font("body", tabular=True))


class _Swatch(Ringed, Pressable, QAbstractButton):
    """One colour to choose."""

    def __init__(self, theme: Theme, icons: Icons, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons, self._number = icons, number
        name = _(COLOUR_NAMES[number - 1])
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.follow(theme)

    def ring_radius(self) -> float:
        return self._theme.tokens.radius.control

    def sizeHint(self) -> QSize:
        edge = self._theme.tokens.px(26)
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        colour = tokens.client_colour(self._number)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRoundedRect(QRectF(self.rect()), tokens.radius.control, tokens.radius.control)
            if self.isChecked():
                inset = tokens.px(5)
                place = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
                self._icons.paint(painter, "check", place, tokens.letters_on(colour), 3)


class ColourChoice(QWidget):
    """The eight colours of the theme; the chosen one bears a tick, arrows choose at once.

    Signals:
        chosen: The number, from 1 to 8, of what a person chose.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(theme.tokens.px(5))
        for number in range(1, len(COLOUR_NAMES) + 1):
            swatch = _Swatch(theme, icons, number, self)
            self._group.addButton(swatch, number)
            row.addWidget(swatch)
        row.addStretch(1)
        self._group.idClicked.connect(self._on_clicked)
        self.choose(1)

    @property
    def current(self) -> int:
        """The number of the choice."""
        return self._group.checkedId()

    def choose(self, number: int) -> None:
        """Show a choice without telling anybody."""
        button = self._group.button(number)
        button.setChecked(True)
        for other in self._group.buttons():
            other.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other is button else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(button)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(event.key())
        number = self.current + (step or 0)
        if step is None or not 1 <= number <= len(COLOUR_NAMES):
            event.ignore()
            return
        self.choose(number)
        self._group.button(number).setFocus(Qt.FocusReason.TabFocusReason)
        self.chosen.emit(number)

    def _on_clicked(self, number: int) -> None:
        self.choose(number)
        self.chosen.emit(number)


class _Picture(Themed, QWidget):
    """A small picture on an outlined square, or an icon where there is none."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons
        self._pixmap = QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow(theme)

    def show_picture(self, pixmap: QPixmap) -> None:
        self._pixmap = pixmap
        self.update()

    def sizeHint(self) -> QSize:
        edge = self._theme.tokens.px(46)
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setBrush(tokens.surface.sunken if self._pixmap.isNull() else QColor(Qt.GlobalColor.white))
            painter.setPen(QPen(tokens.line.default, 1))
            painter.drawRoundedRect(frame, tokens.radius.control, tokens.radius.control)
            inset = tokens.px(14 if self._pixmap.isNull() else 4)
            room = frame.adjusted(inset, inset, -inset, -inset)
            if self._pixmap.isNull():
                self._icons.paint(painter, "photo", room, tokens.text.tertiary)
            else:
                size = self._pixmap.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
                place = QRectF(room.topLeft(), size)
                place.moveCenter(room.center())
                painter.drawPixmap(place, self._pixmap, QRectF(self._pixmap.rect()))


class PictureField(QWidget):
    """A picture with buttons to choose another one and to take it away.

    Signals:
        wanted: The path of the file that a person chose.
        removed: The picture is to go.
    """

    wanted = Signal(str)
    removed = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = _Picture(theme, icons, self)
        self._choose = push_button(theme, icons, _("Choose picture…"), "normal", "photo-plus", parent=self)
        self._remove = push_button(theme, icons, _("Remove"), "quiet", parent=self)
        self._choose.clicked.connect(self._on_choose)
        self._remove.clicked.connect(self.removed)
        self._remove.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.px(8))
        for widget in (self._picture, self._choose, self._remove):
            row.addWidget(widget)
        row.addStretch(1)
        self.setFocusProxy(self._choose)

    def show_picture(self, data: bytes | None) -> None:
        """Show these bytes, or that there is no picture."""
        self._picture.show_picture(QPixmap.fromImage(decoded(data)))
        self._remove.setVisible(data is not None)

    def _on_choose(self) -> None:
        pictures = _("Pictures (*.png *.jpg *.jpeg)")
        choose_file(self.window(), _("Choose a picture"), self.wanted.emit, pictures, place="pictures")


def picture_bytes(path: str) -> bytes:
    """The bytes of a picture's file, read beside the window.

    Raises:
        Unavailable: It cannot be read.
    """
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise Unavailable(_("This picture cannot be read. Choose another one.")) from error


class DaysChoice(QWidget):
    """The days of the week, several of which may be ticked.

    Signals:
        chosen: The numbers of the ticked days; 0 is Monday.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.px(12))
        self._boxes = [CheckBox(theme, icons, name, self) for name in spoken().day_heads()]
        for box in self._boxes:
            box.clicked.connect(self._on_clicked)
            row.addWidget(box)
        row.addStretch(1)
        self.setFocusProxy(self._boxes[0])

    def show_days(self, days: Sequence[int]) -> None:
        """Tick these days."""
        for number, box in enumerate(self._boxes):
            box.setChecked(number in days)

    def _on_clicked(self) -> None:
        self.chosen.emit(tuple(number for number, box in enumerate(self._boxes) if box.isChecked()))


class Card(Themed, QWidget):
    """A light ground with a line around it, for what belongs together."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        edge = theme.tokens.px(14)
        self.column.setContentsMargins(edge, edge - 2, edge, edge - 2)
        self.column.setSpacing(theme.tokens.px(12))
        self.follow(theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        paint_ground(self, tokens.surface.surface, tokens.radius.panel, tokens.line.subtle)


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a form, and how a saved value is shown in it."""

    holder: LabelledField
    show: Callable[[Any], object]


class Form(QWidget):
    """Labelled fields in two columns, or in one where it is narrow; each saves by itself.

    Signals:
        changed: The name of a field and its new value.
    """

    changed = Signal(str, object)

    def __init__(
        self, theme: Theme, icons: Icons, parent: QWidget | None = None, *, columns: int = 2, least: int = 230
    ) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._most, self._least = columns, least
        self._columns = 0
        self._cells: list[tuple[QWidget, bool]] = []
        self._fields: dict[str, _Field] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.tokens.px(16))
        self._grid.setVerticalSpacing(theme.tokens.px(14))

    # --- building ---------------------------------------------------------------------------

    def section(self, title: str) -> None:
        """Begin a group of fields under a title."""
        heading = Words(self._theme, title, "section", "primary", self)
        heading.setContentsMargins(0, self._theme.tokens.px(8) if self._cells else 0, 0, 0)
        self._cells.append((heading, True))

    def line(
        self, name: str, label: str, *, hint: str = "", placeholder: str = "", wide: bool = False
    ) -> CommittingLineEdit:
        """Add a field of one line."""
        edit = CommittingLineEdit(self._theme, "", self)
        edit.setPlaceholderText(placeholder)
        self._add(name, label, edit, edit.show_text, hint, wide=wide)
        edit.committed.connect(lambda text: self.changed.emit(name, text))
        return edit

    def text(self, name: str, label: str, *, hint: str = "", lines: int = 3) -> CommittingTextEdit:
        """Add a field of several lines over the whole width."""
        edit = CommittingTextEdit(self._theme, "", self, lines)
        self._add(name, label, edit, edit.show_text, hint, wide=True)
        edit.committed.connect(lambda text: self.changed.emit(name, text))
        return edit

    def choice(self, name: str, label: str, choices: Sequence[tuple[object, str]], *, hint: str = "") -> ComboBox:
        """Add a choice from a list."""
        combo = ComboBox(self._theme, self._icons, self)
        combo.offer(choices)
        self._add(name, label, combo, combo.choose, hint)
        combo.chosen.connect(lambda key: self.changed.emit(name, key))
        return combo

    def segments(
        self, name: str, label: str, choices: Sequence[tuple[object, str]], *, wide: bool = False
    ) -> SegmentedControl:
        """Add a choice of few that all stand there."""
        control = SegmentedControl(self._theme, choices, self)
        self._add(name, label, control, control.choose, wide=wide)
        control.chosen.connect(lambda key: self.changed.emit(name, key))
        return control

    def hour(self, name: str, label: str, *, hint: str = "") -> HourEdit:
        """Add an hour of the day."""
        edit = HourEdit(self._theme, self)
        holder = self._add(name, label, edit, edit.show_minutes, hint)
        edit.misread.connect(holder.show_problem)
        edit.committed.connect(lambda minutes: self.changed.emit(name, minutes))
        return edit

    def colour(self, name: str, label: str) -> ColourChoice:
        """Add a choice of the theme's colours."""
        choice = ColourChoice(self._theme, self._icons, self)
        self._add(name, label, choice, choice.choose)
        choice.chosen.connect(lambda number: self.changed.emit(name, number))
        return choice

    def own(
        self,
        name: str,
        label: str,
        widget: QWidget,
        show: Callable[[Any], object],
        *,
        hint: str = "",
        wide: bool = False,
    ) -> LabelledField:
        """Add another field; it tells its changes itself."""
        return self._add(name, label, widget, show, hint, wide=wide)

    def _add(
        self,
        name: str,
        label: str,
        widget: QWidget,
        show: Callable[[Any], object],
        hint: str = "",
        *,
        wide: bool = False,
    ) -> LabelledField:
        holder = LabelledField(self._theme, self._icons, label, widget, hint, self)
        self._fields[name] = _Field(holder, show)
        self._cells.append((holder, wide))
        return holder

    # --- showing ----------------------------------------------------------------------------

    def show_values(self, record: object) -> None:
        """Show what a record holds under the names of the fields."""
        for name, field in self._fields.items():
            if hasattr(record, name):
                field.show(getattr(record, name))

    def field(self, name: str) -> QWidget:
        """The field with this name."""
        return self._fields[name].holder.field

    def holder(self, name: str) -> LabelledField:
        """The field with this name, with its label and its problem."""
        return self._fields[name].holder

    def has_field(self, name: str) -> bool:
        """Whether there is such a field."""
        return name in self._fields

    @property
    def first_field(self) -> str:
        """The name of the first field."""
        return next(iter(self._fields))

    def show_problem(self, name: str, sentence: str) -> None:
        """Say below a field what is wrong."""
        self._fields[name].holder.show_problem(sentence)

    def clear_problems(self) -> None:
        """Say that nothing is wrong."""
        for field in self._fields.values():
            field.holder.clear_problem()

    # --- arranging --------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def sizeHint(self) -> QSize:
        self._arrange()
        return super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        self._arrange()
        return QSize(self._theme.tokens.px(220), super().minimumSizeHint().height())

    def _arrange(self) -> None:
        """Put the fields into as many columns as there is room for."""
        columns = max(1, min(self._most, self.width() // self._theme.tokens.px(self._least)))
        if columns == self._columns and self._grid.count() == len(self._cells):
            return
        self._columns = columns
        row = column = 0
        for widget, is_wide in self._cells:
            self._grid.removeWidget(widget)
            span = columns if is_wide else 1
            if column + span > columns:
                row, column = row + 1, 0
            self._grid.addWidget(widget, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
            column += span
        for number in range(self._most):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)
            self._grid.setColumnMinimumWidth(number, 0)


def scrolling(content: QWidget, theme: Theme, parent: QWidget | None = None, *, width: int = 0) -> QScrollArea:
    """A page that scrolls up and down, with its content at the left and no wider than can be read."""
    px = theme.tokens.px
    inside = QWidget()
    area = scroll_area(inside, parent)  # while it is empty, because it is measured here
    column = QVBoxLayout(inside)
    column.setContentsMargins(px(20), px(16), px(20), px(24))
    if width:
        content.setMaximumWidth(px(width))
    column.addWidget(content)
    column.addStretch(1)
    return area
