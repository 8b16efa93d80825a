"""The conditions of a version: term, approval, answers, money, and the texts around the lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.moments import parse_day
from cmdesk.domain.scope import PRICE_PRINT_NAMES, QUANTITY_RULE_NAMES, ScopeTerms, ScopeVersion
from cmdesk.domain.scope_problems import Problem
from cmdesk.domain.scope_view import ScopeView
from cmdesk.i18n import _, spoken
from cmdesk.ui.clients import choices
from cmdesk.ui.icons import Icons
from cmdesk.ui.scope.answer_rows import AnswerRows
from cmdesk.ui.scope.crisis_levels import CrisisLevels
from cmdesk.ui.scope.phrases import frozen_words
from cmdesk.ui.scope.saving import BothTexts, said
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import IconButton, LinkButton
from cmdesk.ui.widgets.choices import CheckBox
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import CommittingLineEdit, DayEdit, MoneyEdit, ProblemTone, Stepper
from cmdesk.ui.widgets.form import DaysChoice, Form, HourEdit, scrolling

_NOBODY = ""
_LABELS: Final = ("response_rows", "crisis_levels")  # fields that offer the client's people
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


class TermsForm(Form):
    """The fields of all conditions; each saves when it is left.

    A field that holds something else than at the beginning of this sitting offers to put that back.
    """

    def __init__(self, theme: Theme, icons: Icons, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(theme, icons, parent, columns=3, least=225)
        self._grid.setVerticalSpacing(theme.tokens.px(8))
        self.heads: list[Words] = []
        self._today = today
        self._labels: dict[str, str] = {}
        self._backs: dict[str, IconButton] = {}
        self._begun: tuple[int, ScopeTerms] | None = None  # id of the version, and its terms as they were first seen
        self._build_term()
        self._build_approval()
        self._build_answers()
        self._build_money()
        self._build_texts()
        for name, label in self._labels.items():
            self._offer_back(name, label)

    # --- building -----------------------------------------------------------------------------

    def section(self, title: str) -> None:
        """Begin a group of fields under a title, and remember where it stands."""
        super().section(title)
        head = self._cells[-1][0]
        if isinstance(head, Words):
            self.heads.append(head)

    def _build_term(self) -> None:
        self.section(_("How long it holds"))
        self._day("first_day", _("First day"))
        self._day("last_day", _("Last day"), hint=_("Empty: open-ended, with notice"))
        self._number("notice_days", _("Days of notice"), 366, hint=_("Whoever wants to end it says so before"))
        months = self._number("renewal_months", _("Goes on for, in months"), 120, may_be_none=True)
        months.setToolTip(_("How long the next term is when this one ends. Without a number it just ends."))
        self._day("valid_until", _("The price holds until"), hint=_("After that day it has to be asked for again"))

    def _build_approval(self) -> None:
        self.section(_("Who says yes, and when"))
        self._named("approver", _("Who says yes to posts"))
        self.choice("approver", _("Who says yes to posts"), [])
        self._number("lead_days", _("Working days for the yes"), 60, hint=_("So long before a post goes out"))
        self._number("revision_rounds", _("Rounds of changes"), 20, hint=_("The one after that is an extra"))
        self._plain("round_meaning", _("What one round of changes is"), lines=2)
        self._yes("silence_is_yes", _("If nobody answers"), _("Silence means yes"))
        self._number("silence_days", _("Days of silence"), 60, least=1, hint=_("Working days until it means yes"))

    def _build_answers(self) -> None:
        self.section(_("How soon people are answered"))
        self._number("response_hours", _("First answer, in hours"), 720, may_be_none=True)
        self._hour("coverage_from", _("From"))
        self._hour("coverage_to", _("To"))
        days = DaysChoice(self._theme, self._icons, self)
        self._named("coverage_days", _("On these days"))
        self.own("coverage_days", _("On these days"), days, days.show_days, wide=True)
        days.chosen.connect(lambda value: self.changed.emit("coverage_days", value))
        rows = AnswerRows(self._theme, self._icons, self)
        self._named("response_rows", _("By kind of message"))
        self.own("response_rows", _("By kind of message"), rows, rows.show_rows, wide=True)
        rows.changed.connect(lambda value: self.changed.emit("response_rows", value))
        self.section(_("When something goes wrong"))
        levels = CrisisLevels(self._theme, self._icons, self)
        hint = _("The mildest first. What is written here is ready when nobody has time to think.")
        self._named("crisis_levels", _("Levels"))
        self.own("crisis_levels", _("Levels"), levels, levels.show_levels, hint=hint, wide=True)
        levels.changed.connect(lambda value: self.changed.emit("crisis_levels", value))

    def _build_money(self) -> None:
        self.section(_("Quantities"))
        self._named("quantity_rule", _("What is not used"))
        names = _choices(QUANTITY_RULE_NAMES)
        self.choice(
            "quantity_rule", _("What is not used"), names, hint=_("A line may have a rule and a cap of its own")
        )
        self._money("extra_hour_cents", _("Price of an extra hour"), hint=_("Empty: said before each extra"))
        self.section(_("Money"))
        self._named("currency", _("Currency"))
        self.choice("currency", _("Currency"), choices.currencies())
        self._share("tax_bp", _("VAT"))
        self._share("discount_bp", _("Discount"))
        self._named("price_print", _("Prices that the client sees"))
        self.segments("price_print", _("Prices that the client sees"), _choices(PRICE_PRINT_NAMES), wide=True)
        self._plain("payment", _("How it is paid"))

    def _build_texts(self) -> None:
        self.section(_("In words"))
        self._plain("introduction", _("Introduction"), hint=_("Empty prints the usual sentence"))
        self._plain("client_provides", _("What the client provides"), hint=_("One thing in each line"))
        self._plain("assumptions", _("What the price takes for granted"), hint=_("One thing in each line"))
        self._plain("change_procedure", _("How this document is changed"))
        self._plain("rights", _("Whose the work is"))
        self._plain("privacy", _("People's data, and what stays between us"))
        hint = _("One in each line, its heading before a colon")
        self._plain("other_terms", _("Other terms"), hint=hint, lines=4)

    def _named(self, name: str, label: str) -> None:
        self._labels[name] = label

    def _plain(self, name: str, label: str, *, hint: str = "", lines: int = 3) -> None:
        self._named(name, label)
        self.text(name, label, hint=hint, lines=lines)

    def _day(self, name: str, label: str, *, hint: str = "") -> None:
        self._named(name, label)
        edit = DayEdit(self._theme, self._icons, self._read_day, spoken().day, self)
        self.own(name, label, edit, edit.show_day, hint=hint)
        edit.committed.connect(lambda day: self.changed.emit(name, day))

    def _read_day(self, text: str) -> date | None:
        return parse_day(text, self._today())

    def _number(
        self, name: str, label: str, most: int, *, least: int = 0, may_be_none: bool = False, hint: str = ""
    ) -> Stepper:
        self._named(name, label)
        stepper = Stepper(self._theme, self._icons, least, least, most, self)
        if may_be_none:
            stepper.setSpecialValueText("—")
        self.own(name, label, stepper, lambda value: stepper.show_value(value or least), hint=hint)
        stepper.committed.connect(lambda value: self.changed.emit(name, (value or None) if may_be_none else value))
        return stepper

    def _yes(self, name: str, label: str, text: str) -> None:
        self._named(name, label)
        box = CheckBox(self._theme, self._icons, text, self)
        self.own(name, label, box, box.setChecked)
        box.clicked.connect(lambda: self.changed.emit(name, box.isChecked()))

    def _hour(self, name: str, label: str) -> None:
        self._named(name, label)
        edit = HourEdit(self._theme, self)
        holder = self.own(name, label, edit, edit.show_minutes)
        edit.misread.connect(holder.show_problem)
        edit.committed.connect(lambda minutes: self.changed.emit(name, minutes) if minutes is not None else None)

    def _share(self, name: str, label: str) -> None:
        self._named(name, label)
        edit = ShareEdit(self._theme, self)
        holder = self.own(name, label, edit, edit.show_points)
        edit.misread.connect(holder.show_problem)
        edit.shared.connect(lambda points: self.changed.emit(name, points))

    def _money(self, name: str, label: str, *, hint: str = "") -> None:
        self._named(name, label)
        edit = MoneyEdit(self._theme, None, self)
        self.own(name, label, edit, edit.show_cents, hint=hint)
        edit.committed.connect(lambda cents: self.changed.emit(name, cents))

    def _offer_back(self, name: str, label: str) -> None:
        name_of_it = _("Put back: {field}").format(field=label)
        back = IconButton(self._theme, self._icons, "arrow-back-up", name_of_it, "", self, edge=24)
        back.clicked.connect(lambda: self._on_back(name))
        back.hide()
        self.holder(name).set_corner(back)
        self._backs[name] = back

    # --- showing ------------------------------------------------------------------------------

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields."""
        return tuple(self._labels)

    def label(self, name: str) -> str:
        """What a field is called."""
        return self._labels.get(name, name)

    def show_terms(self, version: ScopeVersion, people: Sequence[tuple[object, str]]) -> None:
        """Show the terms of a version, and these people where one is to be named."""
        terms = version.terms
        combo: Any = self.field("approver")
        combo.offer(people)
        currency: Any = self.field("currency")
        currency.offer(choices.currencies(terms.currency))
        names = [name for key, name in people if key != _NOBODY]
        for field in _LABELS:
            table: Any = self.field(field)
            table.offer_people(names)
        self.show_values(terms)
        combo.choose(terms.approver if terms.approver is not None else _NOBODY)
        self._allow(version)
        self._show_backs(version)

    def _allow(self, version: ScopeVersion) -> None:
        reason = frozen_words(version) if version.is_frozen else ""
        for name in self.names:
            field = self.field(name)
            if isinstance(field, CrisisLevels):
                field.set_editable(not version.is_frozen)
            else:
                field.setEnabled(not version.is_frozen)
                field.setToolTip(reason)
        if not version.is_frozen:
            days = self.field("silence_days")
            days.setEnabled(version.terms.silence_is_yes)
            days.setToolTip("" if version.terms.silence_is_yes else _("Only where silence means yes"))

    def _show_backs(self, version: ScopeVersion) -> None:
        if self._begun is None or self._begun[0] != version.id:
            self._begun = (version.id, version.terms)
        begun = self._begun[1]
        for name, back in self._backs.items():
            was = getattr(begun, name)
            is_other = not version.is_frozen and getattr(version.terms, name) != was
            back.setVisible(is_other)
            before = begun.approver_name or _("Nobody yet") if name == "approver" else said(name, was)
            back.setToolTip(_("Put back what stood here: {value}").format(value=before) if is_other else "")

    def _on_back(self, name: str) -> None:
        if self._begun is None:
            return
        value = getattr(self._begun[1], name)
        self.field(name).setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit(name, _NOBODY if name == "approver" and value is None else value)


class Conditions(QWidget):
    """A form of all conditions, with what stands in the way of sending below its field.

    Signals:
        changed: The name of a condition, and its new value.
        kept: Id of the version, a field, and the value that holds after two people wrote in it.
        version_wanted: A new version is wanted, because this one is frozen.
    """

    changed = Signal(str, object)
    kept = Signal(object, str, object)
    version_wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._standing: dict[str, Problem] = {}
        self._shown: int | None = None
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
        self.form = TermsForm(theme, icons, today, inside)
        self.form.changed.connect(self.changed)
        for name in self.names():
            field = self.form.field(name)
            if isinstance(field, DayEdit):
                field.misread.connect(lambda sentence, name=name: self._keep_standing(name, sentence))
        column.addWidget(self._note)
        column.addWidget(self.form)
        self.both = BothTexts(theme, icons, self)
        self.both.chosen.connect(self.kept)
        self.area = scrolling(inside, theme, self, width=760)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.both)
        whole.addWidget(self.area, 1)

    def jump_menu(self) -> QMenu:
        """The groups of fields, each a step to them."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for head in self.form.heads:
            entry = menu.addAction(head.text().replace("&", "&&"))
            entry.triggered.connect(lambda _checked=False, head=head: self._jump(head))
        return menu

    def _jump(self, head: Words) -> None:
        """Bring a group to the top, and the keyboard into its first field."""
        place = self.form.mapToParent(head.pos()).y()
        self.area.verticalScrollBar().setValue(place)
        for name in self.form.names:
            holder = self.form.holder(name)
            if holder.y() > head.y():
                holder.field.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _keep_standing(self, name: str, sentence: str) -> None:
        """What stands in the way of sending is still said when a field was left as it was."""
        problem = self._standing.get(name)
        if not sentence and problem is not None:
            self._show_standing(problem)

    def _show_standing(self, problem: Problem) -> None:
        tone: ProblemTone = "danger" if problem.blocks else "warn"
        self.form.holder(problem.field).show_problem(problem.sentence, tone)

    # --- showing ------------------------------------------------------------------------------

    def show_version(self, version: ScopeVersion, view: ScopeView, problems: tuple[Problem, ...]) -> None:
        """Show the conditions of a version, with what is to fix below its field."""
        terms = version.terms
        people: list[tuple[object, str]] = [(_NOBODY, _("Nobody yet")), *((p.id, p.name) for p in view.contacts)]
        if terms.approver is not None and terms.approver not in {p.id for p in view.contacts}:
            people.append((terms.approver, terms.approver_name))
        self._standing = {}
        if version.id != self._shown:
            self.both.forget(version.id)
        self._shown = version.id
        self.form.show_terms(version, people)
        self._note.setVisible(version.is_frozen)
        self._note_words.setText(frozen_words(version) if version.is_frozen else "")
        self.form.clear_problems()
        self._standing = {one.field: one for one in problems if one.lineage is None and self.form.has_field(one.field)}
        for problem in self._standing.values():
            self._show_standing(problem)

    def names(self) -> tuple[str, ...]:
        """The names of the fields."""
        return self.form.names

    def show_both(self, scope_id: object, field: str, mine: Any, theirs: Any) -> None:
        """Let the person choose between what two people wrote in one field."""
        if scope_id == self._shown and self.form.has_field(field):
            self.both.ask(scope_id, field, self.form.label(field), mine, theirs)

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


def _choices(names: dict[Any, str]) -> list[tuple[object, str]]:
    return [(key, _(name)) for key, name in names.items()]
