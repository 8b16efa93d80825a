"""What happens when something goes wrong: levels from mild to grave, each with who decides and the first words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cmdesk.domain.scope import CrisisLevel
from cmdesk.domain.scope_fields import MOST_HOURS, MOST_LEVELS
from cmdesk.i18n import _
from cmdesk.ui.icons import Icons
from cmdesk.ui.scope.answer_rows import offer_names
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import IconButton, push_button
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import CommittingLineEdit, Stepper
from cmdesk.ui.widgets.form import Card, Form

_LIFT: Final = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
_STEPS: Final[dict[int, int]] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class LevelCard(Card):
    """One level: its name, an example, the time, who decides, the first words.

    Signals:
        changed: The name of a part, and its new value.
        moved: Up (-1) or down (1).
        removed: The level is to go.
    """

    changed = Signal(str, object)
    moved = Signal(int)
    removed = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._number = Words(theme, "", "label", "secondary", self)
        self.up = IconButton(theme, icons, "arrow-up", _("Move up"), "Alt+Shift+↑", self)
        self.down = IconButton(theme, icons, "arrow-down", _("Move down"), "Alt+Shift+↓", self)
        self.remove = IconButton(theme, icons, "trash", _("Remove this level"), "", self)
        self.up.clicked.connect(lambda: self.moved.emit(-1))
        self.down.clicked.connect(lambda: self.moved.emit(1))
        self.remove.clicked.connect(self.removed)
        head = QHBoxLayout()
        head.addWidget(self._number)
        head.addStretch(1)
        for button in (self.up, self.down, self.remove):
            head.addWidget(button)
        self.form = Form(theme, icons, self, columns=3, least=150)
        self.form.changed.connect(self.changed)
        self.form.line("name", _("What it is called"))
        hours = Stepper(theme, icons, 0, 0, MOST_HOURS, self.form)
        hours.setSpecialValueText("—")
        self.form.own("hours", _("First words within, in hours"), hours, lambda value: hours.show_value(value or 0))
        hours.committed.connect(lambda value: self.changed.emit("hours", value or None))
        self.form.line("decides", _("Who decides"))
        self.form.line("example", _("Such as"), wide=True)
        self.form.text("first_words", _("The first sentence to say"), lines=2)
        self.column.setSpacing(theme.tokens.px(6))
        self.column.addLayout(head)
        self.column.addWidget(self.form)

    def offer_people(self, names: Sequence[str]) -> None:
        """Offer these people as those who decide."""
        edit = self.form.field("decides")
        if isinstance(edit, CommittingLineEdit):
            offer_names(edit, names)

    def show_level(self, level: CrisisLevel, place: int, count: int) -> None:
        """Show a saved level at its place."""
        self.form.show_values(level)
        number = _("Level {number}").format(number=place + 1)
        self._number.setText(number)
        self.setAccessibleName(f"{number}: {level.name}" if level.name else number)
        self.up.setEnabled(place > 0)
        self.down.setEnabled(place < count - 1)

    def set_editable(self, is_editable: bool) -> None:
        """Let it be changed, or only read."""
        self.form.setEnabled(is_editable)
        for button in (self.up, self.down, self.remove):
            button.setVisible(is_editable)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(event.key())
        if step and event.modifiers() & _LIFT == _LIFT:
            button = self.up if step < 0 else self.down
            if button.isEnabled():
                self.moved.emit(step)
            return
        super().keyPressEvent(event)


class CrisisLevels(QWidget):
    """The levels one below another, the mildest first, and a button that adds one.

    Signals:
        changed: All levels, as they are to be.
    """

    changed = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._levels: tuple[CrisisLevel, ...] = ()
        self._names: tuple[str, ...] = ()
        self._is_editable = True
        self._wanted: tuple[int, str] | None = None  # a field to go to once it is there
        self.cards: list[LevelCard] = []
        self.add = push_button(theme, icons, _("Add a level"), "normal", "plus", parent=self)
        self.add.clicked.connect(self._on_add)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.tokens.px(10))
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.add)

    def offer_people(self, names: Sequence[str]) -> None:
        """Offer these people as those who decide."""
        if tuple(names) != self._names:
            self._names = tuple(names)
            for card in self.cards:
                card.offer_people(names)

    def show_levels(self, levels: Sequence[CrisisLevel]) -> None:
        """Show saved levels; a field that is being written in keeps its text."""
        self._levels = tuple(levels)
        while len(self.cards) > len(self._levels):
            card = self.cards.pop()
            card.hide()
            card.deleteLater()
        while len(self.cards) < len(self._levels):
            self._add_card()
        for place, (card, level) in enumerate(zip(self.cards, self._levels, strict=True)):
            card.show_level(level, place, len(self._levels))
            card.set_editable(self._is_editable)
        if len(self._levels) >= MOST_LEVELS:
            self.add.refuse(_("More than {count} levels nobody remembers.").format(count=MOST_LEVELS))
        else:
            self.add.allow()
        if self._wanted is not None and self._wanted[0] < len(self.cards):
            place, name = self._wanted
            self._wanted = None
            self.cards[place].form.field(name).setFocus(Qt.FocusReason.OtherFocusReason)

    def set_editable(self, is_editable: bool) -> None:
        """Let the levels be changed, or only read."""
        self._is_editable = is_editable
        self.add.setVisible(is_editable)
        for card in self.cards:
            card.set_editable(is_editable)

    def _add_card(self) -> None:
        card = LevelCard(self._theme, self._icons, self)
        card.offer_people(self._names)
        card.changed.connect(lambda name, value: self._on_changed(card, name, value))
        card.moved.connect(lambda step: self._on_moved(card, step))
        card.removed.connect(lambda: self._on_removed(card))
        self._column.insertWidget(len(self.cards), card)
        self.cards.append(card)

    def _on_changed(self, card: LevelCard, name: str, value: Any) -> None:
        place = self.cards.index(card)
        levels = list(self._levels)
        levels[place] = replace(levels[place], **{name: value})
        self._tell(levels)

    def _on_moved(self, card: LevelCard, step: int) -> None:
        place = self.cards.index(card)
        levels = list(self._levels)
        levels.insert(place + step, levels.pop(place))
        self._wanted = (place + step, "name")
        self._tell(levels)
        self.show_levels(levels)

    def _on_removed(self, card: LevelCard) -> None:
        place = self.cards.index(card)
        levels = [level for number, level in enumerate(self._levels) if number != place]
        self._tell(levels)
        self.show_levels(levels)
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_add(self) -> None:
        self._wanted = (len(self._levels), "name")
        levels = [*self._levels, CrisisLevel("")]
        self._tell(levels)
        self.show_levels(levels)

    def _tell(self, levels: Sequence[CrisisLevel]) -> None:
        self._levels = tuple(levels)
        self.changed.emit(self._levels)
