"""A client's contacts and channels: a card each, edited in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cmdesk.domain.agency import Member
from cmdesk.domain.aims import Audience, Objective
from cmdesk.domain.campaigns import Campaign, Pillar
from cmdesk.domain.clients import Channel, Contact
from cmdesk.domain.errors import DeskError, RuleBroken
from cmdesk.domain.networks import Network
from cmdesk.i18n import _
from cmdesk.ui.clients import choices
from cmdesk.ui.widgets.buttons import IconButton, push_button
from cmdesk.ui.widgets.choices import CheckBox
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import ComboBox, ErrorLine, LineEdit
from cmdesk.ui.widgets.form import Card, DaysChoice, Form
from cmdesk.ui.widgets.layouts import FlowLayout

if TYPE_CHECKING:
    from cmdesk.services.action import Action
    from cmdesk.ui.jobs import Job
    from cmdesk.ui.page import Tools


_LIFT: Final = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
_STEPS: Final[dict[int, int]] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class EntryCard(Card):
    """One contact or channel: its fields, then what can be ticked, and a button that deletes it.

    Signals:
        changed: Its id, a field and the new value.
        delete_wanted: Its id.
        move_wanted: Its id, and up (-1) or down (1).
    """

    changed = Signal(object, str, object)
    delete_wanted = Signal(object)
    move_wanted = Signal(object, int)

    def __init__(self, tools: Tools, key: int, parent: QWidget) -> None:
        super().__init__(tools.theme, parent)
        self.key = key
        self.form = Form(tools.theme, tools.icons, self, columns=3, least=170)
        self.form.changed.connect(self._on_changed)
        self._ticks: dict[str, CheckBox] = {}
        self._ticking = QWidget(self)
        self._flow = FlowLayout(self._ticking, tools.theme.tokens.px(16))
        self.remove = IconButton(tools.theme, tools.icons, "trash", _("Delete"), "", self)
        self.remove.clicked.connect(self._on_remove)
        self.up = IconButton(tools.theme, tools.icons, "arrow-up", _("Move up"), "Alt+Shift+↑", self)
        self.down = IconButton(tools.theme, tools.icons, "arrow-down", _("Move down"), "Alt+Shift+↓", self)
        self.up.clicked.connect(lambda: self.move_wanted.emit(self.key, -1))
        self.down.clicked.connect(lambda: self.move_wanted.emit(self.key, 1))
        self._can_move = False
        self.up.hide()
        self.down.hide()
        foot = QHBoxLayout()
        foot.addWidget(self._ticking, 1)
        foot.addWidget(self.up, 0, Qt.AlignmentFlag.AlignBottom)
        foot.addWidget(self.down, 0, Qt.AlignmentFlag.AlignBottom)
        foot.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignBottom)
        self.column.addWidget(self.form)
        self.column.addLayout(foot)
        self._tools = tools

    @property
    def called(self) -> str:
        """What it is called: as its first field says now, where that is a line, or as it was saved."""
        field = self.form.field(self.form.first_field)
        return field.text() if isinstance(field, LineEdit) else self.accessibleName()

    def tick(self, name: str, text: str) -> None:
        """Add a fact that is so or not."""
        box = CheckBox(self._tools.theme, self._tools.icons, text, self._ticking)
        box.clicked.connect(lambda is_so: self.changed.emit(self.key, name, is_so))
        self._ticks[name] = box
        self._flow.addWidget(box)

    def let_move(self) -> None:
        """Offer other places among its like."""
        self._can_move = True
        self.up.show()
        self.down.show()

    def show_place(self, place: int, count: int) -> None:
        """Say where it stands among its like."""
        self.up.setEnabled(place > 0)
        self.down.setEnabled(place < count - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(event.key())
        if self._can_move and step and event.modifiers() & _LIFT == _LIFT:
            if (self.up if step < 0 else self.down).isEnabled():
                self.move_wanted.emit(self.key, step)
            return
        super().keyPressEvent(event)

    def show_entry(self, entry: Any, name: str, *, keeps_problems: bool = False) -> None:
        """Show what is saved."""
        self.form.show_values(entry)
        if not keeps_problems:
            self.form.clear_problems()
        for field, box in self._ticks.items():
            box.setChecked(getattr(entry, field))
        self.setAccessibleName(name)
        self.remove.set_name(_("Delete {name}").format(name=name))

    def _on_changed(self, name: str, value: object) -> None:
        self.changed.emit(self.key, name, value)

    def _on_remove(self) -> None:
        self.delete_wanted.emit(self.key)


class ContactCard(EntryCard):
    """A person in the client's company."""

    def __init__(self, tools: Tools, key: int, parent: QWidget) -> None:
        super().__init__(tools, key, parent)
        self.form.line("name", _("Name"))
        self.form.line("job_title", _("Job"))
        self.form.choice("area", _("Area"), choices.areas())
        self.form.line("email", _("E-mail"))
        self.form.line("phone", _("Phone"))
        self.tick("signs_scope", _("Signs the scope"))
        self.tick("approves_posts", _("Says yes to posts"))
        self.tick("called_in_crisis", _("Is called in a crisis"))


class ChannelCard(EntryCard):
    """A place where the client speaks."""

    def __init__(self, tools: Tools, key: int, parent: QWidget) -> None:
        super().__init__(tools, key, parent)
        network = ComboBox(tools.theme, tools.icons, self.form)
        network.offer(choices.networks(tools.icons))
        network.chosen.connect(lambda chosen: self._on_changed("network", chosen))
        self.form.own("network", _("Network"), network, network.choose)
        self.form.line("handle", _("Name there"), placeholder=_("@name"))
        self.form.line("url", _("Web address"))
        self.form.hour("usual_minute", _("Usual hour of a post"))
        self.form.line("purpose", _("What it is for"))
        usual = DaysChoice(tools.theme, tools.icons, self.form)
        usual.chosen.connect(lambda chosen: self._on_changed("usual_days", chosen))
        self.form.own("usual_days", _("Usual days; none means any day"), usual, usual.show_days, wide=True)
        self.tick("is_active", _("In use"))


Entry = Contact | Channel | Member | Objective | Audience | Campaign | Pillar


class Adder(QWidget):
    """A row that adds one more: Enter in its field is enough.

    Signals:
        wanted: What was chosen (None where there is no choice), and what was written.
    """

    wanted = Signal(object, str)

    def __init__(self, tools: Tools, label: str, verb: str, choice: ComboBox | None = None) -> None:
        super().__init__()
        px = tools.theme.tokens.px
        self.choice = choice
        self.edit = LineEdit(tools.theme, "", self)
        self.edit.setAccessibleName(label)
        self.edit.setPlaceholderText(label)
        self.edit.setMaximumWidth(px(260))
        self.edit.returnPressed.connect(self._on_wanted)
        button = push_button(tools.theme, tools.icons, verb, "normal", "plus", parent=self)
        button.clicked.connect(self._on_wanted)
        self._error = ErrorLine(tools.theme, tools.icons, self)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        if choice is not None:
            row.addWidget(choice)
        row.addWidget(self.edit, 100)
        row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._error)

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong with what was written."""
        self._error.show_problem(sentence)
        self.edit.set_problem("danger" if sentence else None)

    def done(self) -> None:
        """Be empty again, for the next one."""
        self.edit.clear()
        self.show_problem("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _on_wanted(self) -> None:
        self.show_problem("")
        self.wanted.emit(self.choice.current_key if self.choice else None, self.edit.text().strip())


class EntryList(QWidget):
    """Cards one below another, and a row that adds one more.

    Signals:
        changed: An id, a field and the new value.
        delete_wanted: An id.
        move_wanted: An id, and the place that it is to have.
    """

    changed = Signal(object, str, object)
    delete_wanted = Signal(object)
    move_wanted = Signal(object, int)

    def __init__(
        self, tools: Tools, make: Callable[[Tools, int, QWidget], EntryCard], adder: Adder, empty: str
    ) -> None:
        super().__init__()
        self._tools, self._make = tools, make
        self.adder = adder
        adder.setParent(self)
        self.cards: dict[int, EntryCard] = {}
        self._order: list[int] = []
        self._going: int | None = None  # a card to go to once it is there
        self._empty = Words(tools.theme, empty, "body", "secondary", self, wrap=True)
        px = tools.theme.tokens.px
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(12))
        self._column.addWidget(adder)
        self._column.addWidget(self._empty)

    def show_entries(self, entries: Sequence[Entry], *, keeps_problems: bool = False) -> None:
        """Show these; cards that are there already keep their focus."""
        for key in [key for key in self.cards if key not in {entry.id for entry in entries}]:
            card = self.cards.pop(key)
            card.hide()
            card.deleteLater()
        for place, entry in enumerate(entries):
            if entry.id not in self.cards:
                card = self._make(self._tools, entry.id, self)
                card.changed.connect(self.changed)
                card.delete_wanted.connect(self.delete_wanted)
                card.move_wanted.connect(self._on_move_wanted)
                self.cards[entry.id] = card
            card = self.cards[entry.id]
            if self._column.indexOf(card) != 2 + place:
                self._column.insertWidget(2 + place, card)
            card.show_entry(entry, entry.name, keeps_problems=keeps_problems)
            card.show_place(place, len(entries))
        self._order = [entry.id for entry in entries]
        self._empty.setVisible(not entries and bool(self._empty.text()))
        if self._going in self.cards:
            key, self._going = self._going, None
            self.go_to(key)

    def save_by(
        self,
        change: Action[[int, str, object], None],
        remove: Action[[int], None],
        move: Action[[int, int], None] | None = None,
    ) -> None:
        """Have what is done to the cards saved at once; a refusal is said in its card."""
        self.changed.connect(partial(self._change, change))
        self.delete_wanted.connect(partial(self._remove, remove))
        if move is not None:
            self.move_wanted.connect(lambda key, place: self._tools.jobs.do(self, move, key, place))

    def await_new(self, adding: Job[int], *, goes_there: bool = True) -> None:
        """Be ready for the next one once this one is added, or go to its card; a refusal is said in the row."""
        adding.then(partial(self._on_added, goes_there=goes_there))
        adding.failed(lambda error: self.adder.show_problem(str(error)))

    def go_to(self, key: int) -> None:
        """Have the keyboard in the first field of a card."""
        if key in self.cards:
            form = self.cards[key].form
            form.field(form.first_field).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_move_wanted(self, key: int, step: int) -> None:
        if key in self._order:
            self.move_wanted.emit(key, self._order.index(key) + step)

    def refuse(self, key: int, field: str, sentence: str) -> None:
        """Say in a card what is wrong; what is not said at a field of its own is said at the first."""
        if key in self.cards:
            form = self.cards[key].form
            form.show_problem(field if form.has_field(field) else form.first_field, sentence)

    def _change(self, change: Action[[int, str, object], None], key: int, field: str, value: object) -> None:
        def refused(error: DeskError) -> None:
            if isinstance(error, RuleBroken):
                self.refuse(key, error.field or field, str(error))
            else:
                self._tools.notify.problem(error)

        self._tools.jobs.do(self, change, key, field, value).failed(refused)

    def _remove(self, remove: Action[[int], None], key: int) -> None:
        said = _("“{name}” is in the bin").format(name=self.cards[key].called)
        self._tools.jobs.do(self, remove, key).then(
            lambda _none: self._tools.notify.toast(said, undo=self._tools.jobs.undo)
        )

    def _on_added(self, key: int, *, goes_there: bool) -> None:
        self.adder.done()
        if not goes_there:
            return
        if key in self.cards:
            self.go_to(key)
        else:
            self._going = key


def contact_list(tools: Tools) -> EntryList:
    """The client's people."""
    adder = Adder(tools, _("Name of the person"), _("Add contact"))
    return EntryList(
        tools, ContactCard, adder, _("Nobody yet. Write down who says yes to posts and who signs the scope.")
    )


def channel_list(tools: Tools) -> EntryList:
    """The client's channels."""
    network = ComboBox(tools.theme, tools.icons)
    network.offer(choices.networks(tools.icons))
    network.choose(Network.INSTAGRAM)
    network.setAccessibleName(_("Network"))
    adder = Adder(tools, _("Name there, such as @name"), _("Add channel"), network)
    return EntryList(tools, ChannelCard, adder, _("No channels yet. A post goes to one or more of them."))
