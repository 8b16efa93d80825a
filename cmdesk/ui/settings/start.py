"""What a new scope begins with: texts by language, numbers and choices; each can be what ships again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cmdesk.domain.scope import PRICE_PRINT_NAMES, QUANTITY_RULE_NAMES
from cmdesk.domain.scope_start import ScopeStart
from cmdesk.i18n import _
from cmdesk.ui.clients import choices
from cmdesk.ui.scope.answer_rows import AnswerRows
from cmdesk.ui.scope.crisis_levels import CrisisLevels
from cmdesk.ui.widgets.buttons import IconButton
from cmdesk.ui.widgets.choices import CheckBox, SegmentedControl
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import MoneyEdit, Stepper
from cmdesk.ui.widgets.form import Form

if TYPE_CHECKING:
    from cmdesk.ui.page import Tools

PLACES: Final = "{te|os|le}"  # how a text chooses by the form of address


class _Resettable(Form):
    """Fields that offer what ships where the agency put something else.

    Signals:
        reset: The name of a field that is to be as it ships again.
    """

    reset = Signal(str)

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(tools.theme, tools.icons, parent, columns=3, least=225)
        self._grid.setVerticalSpacing(tools.theme.tokens.px(8))
        self.resets: dict[str, IconButton] = {}

    def offer_resets(self, labels: dict[str, str]) -> None:
        """Put the way back to what ships beside each label."""
        for name, label in labels.items():
            told = _("Reset to what ships: {field}").format(field=label)
            link = IconButton(self._theme, self._icons, "restore", told, "", self, edge=24)
            link.clicked.connect(lambda _checked=False, name=name: self.reset.emit(name))
            link.hide()
            self.holder(name).set_corner(link)
            self.resets[name] = link

    def show_start(self, values: object, changed: set[str]) -> None:
        """Show what drafts begin with, and which of it is the agency's own."""
        self.clear_problems()
        self.show_values(values)
        for name, link in self.resets.items():
            link.setVisible(name in changed)


class StartTextsForm(_Resettable):
    """The texts of one language."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        self._labels: dict[str, str] = {}
        self._text("introduction", _("Introduction"), hint=_("Empty prints the usual sentence"))
        self._text("client_provides", _("What the client provides"), hint=_("One thing in each line"))
        self._text("assumptions", _("What the price takes for granted"), hint=_("One thing in each line"))
        self._text("payment", _("How it is paid"))
        self._text("change_procedure", _("How this document is changed"))
        self._text("round_meaning", _("What one round of changes is"))
        self._text("rights", _("Whose the work is"))
        self._text("privacy", _("People's data, and what stays between us"))
        self._text("other_terms", _("Other terms"), hint=_("One in each line, its heading before a colon"))
        levels = CrisisLevels(tools.theme, tools.icons, self)
        self._labels["crisis_levels"] = _("When something goes wrong")
        self.own("crisis_levels", _("When something goes wrong"), levels, levels.show_levels, wide=True)
        levels.changed.connect(lambda value: self.changed.emit("crisis_levels", value))
        self.offer_resets(self._labels)

    def _text(self, name: str, label: str, *, hint: str = "") -> None:
        self._labels[name] = label
        self.text(name, label, hint=hint)


class StartNumbersForm(_Resettable):
    """Numbers and choices, which have no language."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        self._tools = tools
        self._labels: dict[str, str] = {}
        self._number("notice_days", _("Days of notice"), 0, 366)
        self._number("renewal_months", _("Goes on for, in months"), 0, 120, may_be_none=True)
        self._number("valid_days", _("Days that the price holds"), 1, 366)
        self._number("lead_days", _("Working days for the yes"), 0, 60)
        self._number("revision_rounds", _("Rounds of changes"), 0, 20)
        self._number("response_hours", _("First answer, in hours"), 0, 720, may_be_none=True)
        self._tick("silence_is_yes", _("If nobody answers"), _("Silence means yes"))
        self._number("silence_days", _("Days of silence"), 1, 60)
        self._tick("prints_expectations", _("Expectation test"), _("Print it above the signature"))
        self._labels["quantity_rule"] = _("What is not used")
        rules = [(key, _(name)) for key, name in QUANTITY_RULE_NAMES.items()]
        self.choice("quantity_rule", _("What is not used"), rules)
        money = MoneyEdit(tools.theme, None, self)
        money.committed.connect(lambda cents: self.changed.emit("extra_hour_cents", cents))
        self._labels["extra_hour_cents"] = _("Price of an extra hour")
        hint = _("Empty: said before each extra")
        self.own("extra_hour_cents", _("Price of an extra hour"), money, money.show_cents, hint=hint)
        self._labels["price_print"] = _("Prices that the client sees")
        prints = [(key, _(name)) for key, name in PRICE_PRINT_NAMES.items()]
        control = SegmentedControl(tools.theme, prints, self)
        self.own("price_print", _("Prices that the client sees"), control, control.choose, wide=True)
        control.chosen.connect(lambda key: self.changed.emit("price_print", key))
        rows = AnswerRows(tools.theme, tools.icons, self)
        rows.changed.connect(lambda value: self.changed.emit("response_rows", value))
        self._labels["response_rows"] = _("By kind of message")
        self.own("response_rows", _("By kind of message"), rows, rows.show_rows, wide=True)
        self.offer_resets(self._labels)

    def _number(self, name: str, label: str, least: int, most: int, *, may_be_none: bool = False) -> None:
        self._labels[name] = label
        stepper = Stepper(self._tools.theme, self._tools.icons, least, least, most, self)
        if may_be_none:
            stepper.setSpecialValueText("—")
        self.own(name, label, stepper, lambda value: stepper.show_value(value or least))
        stepper.committed.connect(lambda value: self.changed.emit(name, (value or None) if may_be_none else value))

    def _tick(self, name: str, label: str, text: str) -> None:
        self._labels[name] = label
        box = CheckBox(self._tools.theme, self._tools.icons, text, self)
        self.own(name, label, box, box.setChecked)
        box.clicked.connect(lambda: self.changed.emit(name, box.isChecked()))


class StartForm(QWidget):
    """All that new scopes begin with.

    Signals:
        changed: The language of a text, or none; a field; its value.
        reset: The language of a text, or none; a field.
    """

    changed = Signal(object, str, object)
    reset = Signal(object, str)

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme, px = tools.theme, tools.theme.tokens.px
        self._start: ScopeStart | None = None
        hint = _("Drafts begin with this and can be changed one by one. What stands already keeps what it says.")
        self.languages = SegmentedControl(theme, choices.languages(), self)
        self.languages.setAccessibleName(_("Language of the texts"))
        self.languages.chosen.connect(self._on_language)
        self.languages.choose("es")
        self.numbers = StartNumbersForm(tools, self)
        self.texts = StartTextsForm(tools, self)
        self.numbers.changed.connect(lambda name, value: self.changed.emit(None, name, value))
        self.numbers.reset.connect(lambda name: self.reset.emit(None, name))
        self.texts.changed.connect(lambda name, value: self.changed.emit(self.languages.current, name, value))
        self.texts.reset.connect(lambda name: self.reset.emit(self.languages.current, name))
        self._places = Words(theme, "", "small", "tertiary", self, wrap=True)
        head = QHBoxLayout()
        head.addWidget(Words(theme, _("Texts"), "section", parent=self))
        head.addSpacing(px(8))
        head.addWidget(self.languages)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(Words(theme, hint, "body", "secondary", self, wrap=True))
        column.addWidget(Words(theme, _("Numbers and choices"), "section", parent=self))
        column.addWidget(self.numbers)
        column.addSpacing(px(8))
        column.addLayout(head)
        column.addWidget(self._places)
        column.addWidget(self.texts)
        self._show_places()

    def show_start(self, start: ScopeStart) -> None:
        """Show what new scopes begin with."""
        self._start = start
        language = str(self.languages.current)
        self.numbers.show_start(start.numbers, {name for place, name in start.changed if place is None})
        self.texts.show_start(start.texts[language], {name for place, name in start.changed if place == language})

    def show_problem(self, language: str | None, name: str, sentence: str) -> None:
        """Say below a field why it was refused."""
        form = self.numbers if language is None else self.texts
        if form.has_field(name):
            form.show_problem(name, sentence)

    def _on_language(self, _language: object) -> None:
        self._show_places()
        if self._start is not None:
            self.show_start(self._start)

    def _show_places(self) -> None:
        is_spanish = self.languages.current == "es"
        self._places.setVisible(is_spanish)
        text = _("Where a text speaks to the client, {places} becomes what the client's form of address asks for.")
        self._places.setText(text.format(places=PLACES))
