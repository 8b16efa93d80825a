"""The conditions of a version: term, approval, answers, money, and the texts around the lines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.moments import parse_day
from cmdesk.domain.scope import PRICE_PRINT_NAMES, QUANTITY_RULE_NAMES, ScopeVersion
from cmdesk.domain.scope_problems import Problem
from cmdesk.domain.scope_view import ScopeView
from cmdesk.i18n import _, spoken
from cmdesk.ui.icons import Icons
from cmdesk.ui.scope.phrases import frozen_words
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import LinkButton
from cmdesk.ui.widgets.choices import CheckBox
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import CommittingLineEdit, DayEdit, ProblemTone, Stepper
from cmdesk.ui.widgets.form import DaysChoice, Form, HourEdit, scrolling

_NOBODY = ""
Today = Callable[[], date]


class ShareEdit(CommittingLineEdit):
    """A share in per cent, kept as hundredths of a per cent.

    Signals:
        shared: Hundredths of a per cent.
        misread: The sentence to show when it is no share; empty when that is mended.
    """

    shared = Signal(int)
    misread = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self._points = 0
        self.set_note("%")
        self.committed.connect(self._on_committed)

    def show_points(self, points: int) -> None:
        """Show a saved share."""
        self._points = points
        self.show_text(self._written())

    def _written(self) -> str:
        return spoken().number(self._points / 100)

    def _on_committed(self, text: str) -> None:
        try:
            points = round(float(text.replace(",", ".").replace("%", "").strip() or "0") * 100)
        except ValueError:
            self.misread.emit(_("Write a number, such as 21."))
            return
        self.misread.emit("")
        self.shared.emit(points)


class Conditions(QWidget):
    """A form of all conditions; each field saves when it is left.

    Signals:
        changed: The name of a condition, and its new value.
        version_wanted: A new version is wanted, because this one is frozen.
    """

    changed = Signal(str, object)
    version_wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons, self._today = theme, icons, today
        self._standing: dict[str, Problem] = {}
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.px(12))
        self._note = QWidget(inside)
        self._note_words = Words(theme, "", "small", "secondary", self._note, wrap=True)
        self._new = LinkButton(theme, icons, _("New version"), parent=self._note)
        self._new.clicked.connect(self.version_wanted)
        row = QHBoxLayout(self._note)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._note_words, 1)
        row.addWidget(self._new)
        self.form = Form(theme, icons, inside, least=210)
        self.form.changed.connect(self.changed)
        self._build()
        column.addWidget(self._note)
        column.addWidget(self.form)
        self.area = scrolling(inside, theme, self, width=760)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        form = self.form
        form.section(_("How long it holds"))
        self._day("first_day", _("First day"))
        self._day("last_day", _("Last day"), hint=_("Empty: open-ended, with notice"))
        self._number("notice_days", _("Days of notice"), 366)
        self._day("valid_until", _("The price holds until"))
        form.section(_("Approval"))
        form.choice("approver", _("Who says yes to posts"), [])
        self._number("lead_days", _("Working days for the yes"), 60)
        self._number("revision_rounds", _("Rounds of changes"), 20)
        self._yes("silence_is_yes", _("If nobody answers"), _("Silence means yes"))
        form.section(_("Answers"))
        self._number("response_hours", _("First answer, in hours"), 720, may_be_none=True)
        self._days_of_week()
        self._hour("coverage_from", _("From"))
        self._hour("coverage_to", _("To"))
        form.section(_("Money"))
        self._share("tax_bp", _("VAT"))
        self._share("discount_bp", _("Discount"))
        form.choice("price_print", _("Prices that the client sees"), _named(PRICE_PRINT_NAMES))
        form.choice("quantity_rule", _("What is not used"), _named(QUANTITY_RULE_NAMES))
        form.text("payment", _("How it is paid"))
        form.section(_("In words"))
        form.text("introduction", _("Introduction"), hint=_("Empty prints the usual sentence"))
        form.text("client_provides", _("What the client provides"), hint=_("One thing in each line"))
        form.text("assumptions", _("What the price takes for granted"), hint=_("One thing in each line"))
        form.text("change_procedure", _("How this document is changed"))
        form.text("other_terms", _("Other terms"), hint=_("One in each line, its heading before a colon"), lines=4)

    def _day(self, name: str, label: str, *, hint: str = "") -> None:
        edit = DayEdit(self._theme, self._icons, self._read_day, spoken().day, self.form)
        self.form.own(name, label, edit, edit.show_day, hint=hint)
        edit.misread.connect(lambda sentence: self._keep_standing(name, sentence))
        edit.committed.connect(lambda day: self.changed.emit(name, day))

    def _keep_standing(self, name: str, sentence: str) -> None:
        """What stands in the way of sending is still said when a field was left as it was."""
        problem = self._standing.get(name)
        if not sentence and problem is not None:
            self._show_standing(problem)

    def _show_standing(self, problem: Problem) -> None:
        tone: ProblemTone = "danger" if problem.blocks else "warn"
        self.form.holder(problem.field).show_problem(problem.sentence, tone)

    def _read_day(self, text: str) -> date | None:
        return parse_day(text, self._today())

    def _number(self, name: str, label: str, most: int, *, may_be_none: bool = False) -> None:
        stepper = Stepper(self._theme, self._icons, 0, 0, most, self.form)
        if may_be_none:
            stepper.setSpecialValueText("—")
        self.form.own(name, label, stepper, lambda value: stepper.show_value(value or 0))
        stepper.committed.connect(lambda value: self.changed.emit(name, (value or None) if may_be_none else value))

    def _yes(self, name: str, label: str, text: str) -> None:
        box = CheckBox(self._theme, self._icons, text, self.form)
        self.form.own(name, label, box, box.setChecked)
        box.clicked.connect(lambda: self.changed.emit(name, box.isChecked()))

    def _days_of_week(self) -> None:
        days = DaysChoice(self._theme, self._icons, self.form)
        self.form.own("coverage_days", _("On these days"), days, days.show_days, wide=True)
        days.chosen.connect(lambda value: self.changed.emit("coverage_days", value))

    def _hour(self, name: str, label: str) -> None:
        edit = HourEdit(self._theme, self.form)
        holder = self.form.own(name, label, edit, edit.show_minutes)
        edit.misread.connect(holder.show_problem)
        edit.committed.connect(lambda minutes: self.changed.emit(name, minutes) if minutes is not None else None)

    def _share(self, name: str, label: str) -> None:
        edit = ShareEdit(self._theme, self.form)
        holder = self.form.own(name, label, edit, edit.show_points)
        edit.misread.connect(holder.show_problem)
        edit.shared.connect(lambda points: self.changed.emit(name, points))

    # --- showing ------------------------------------------------------------------------------

    def show_version(self, version: ScopeVersion, view: ScopeView, problems: tuple[Problem, ...]) -> None:
        """Show the conditions of a version, with what is to fix below its field."""
        terms = version.terms
        people: list[tuple[object, str]] = [(_NOBODY, _("Nobody yet")), *((p.id, p.name) for p in view.contacts)]
        if terms.approver is not None and terms.approver not in {p.id for p in view.contacts}:
            people.append((terms.approver, terms.approver_name))
        combo: Any = self.form.field("approver")
        combo.offer(people)
        self._standing = {}
        self.form.show_values(terms)
        combo.choose(terms.approver if terms.approver is not None else _NOBODY)
        self._note.setVisible(version.is_frozen)
        self._note_words.setText(frozen_words(version) if version.is_frozen else "")
        self.form.clear_problems()
        for name in self.names():
            field = self.form.field(name)
            field.setEnabled(not version.is_frozen)
            field.setToolTip(self._note_words.text())
        self._standing = {one.field: one for one in problems if one.lineage is None and self.form.has_field(one.field)}
        for problem in self._standing.values():
            self._show_standing(problem)

    def names(self) -> tuple[str, ...]:
        """The names of the fields."""
        return (
            "first_day", "last_day", "notice_days", "valid_until", "approver", "lead_days", "revision_rounds",
            "silence_is_yes", "response_hours", "coverage_days", "coverage_from", "coverage_to", "tax_bp",
            "discount_bp", "price_print", "quantity_rule", "payment", "introduction", "client_provides", "assumptions",
            "change_procedure", "other_terms",
        )  # fmt: skip

    def show_problem(self, error: RuleBroken) -> bool:
        """Say below its field why a change was refused; whether there is such a field."""
        if error.field is None or not self.form.has_field(error.field):
            return False
        self.form.show_problem(error.field, str(error))
        return True

    def focus_field(self, name: str) -> None:
        """Go to a field by its name, and bring it into sight."""
        target = name if self.form.has_field(name) else "first_day"
        field = self.form.field(target)
        self.area.ensureWidgetVisible(field, 0, self._theme.tokens.px(60))
        field.setFocus()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(560), self._theme.tokens.px(400))


def _named(names: dict[Any, str]) -> list[tuple[object, str]]:
    return [(key, _(name)) for key, name in names.items()]
