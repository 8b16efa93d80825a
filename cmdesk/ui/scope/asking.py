"""Writing down what a client asks for beside the scope, and deciding what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cmdesk.domain.clients import Contact
from cmdesk.domain.errors import DeskError, RuleBroken
from cmdesk.domain.extras import DECISION_NAMES, Decision, Extra
from cmdesk.domain.moments import parse_day
from cmdesk.domain.tasks import CoveringLine, minutes_text, parse_minutes
from cmdesk.domain.wording import UNITS, unit_name
from cmdesk.i18n import N_, _, spoken
from cmdesk.services import clients, extras, tasks
from cmdesk.ui.icons import Icons
from cmdesk.ui.page import Tools
from cmdesk.ui.scope.phrases import money
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.choices import RadioButton
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import (
    ComboBox,
    CommittingTextEdit,
    DayEdit,
    ErrorLine,
    LabelledField,
    LineEdit,
    MoneyEdit,
)
from cmdesk.ui.widgets.frames import Dialog

_TOP: Final = Qt.AlignmentFlag.AlignTop
_NOBODY: Final = 0
DECISION_ICONS: Final = {
    Decision.OPEN: "help",
    Decision.CHANGE_ORDER: "file-plus",
    Decision.SWAP: "arrows-sort",
    Decision.COURTESY: "gift",
    Decision.DECLINED: "circle-x",
}
_MEANINGS: Final = {
    Decision.CHANGE_ORDER: N_("It becomes a line of the next version, which the client agrees first."),
    Decision.SWAP: N_("It uses up what another line holds; the price stays."),
    Decision.COURTESY: N_("A gift: it costs nothing, and the report says so."),
    Decision.DECLINED: N_("It is not done. The reason is kept."),
}


def unit_choices(present: str = "") -> list[tuple[object, str]]:
    """The units that things are counted in, by name; one's own word stays among them."""
    language = spoken().language
    units: list[tuple[object, str]] = sorted(
        ((code, unit_name(code, 2, language)) for code in UNITS), key=lambda one: one[1]
    )
    if present and present not in UNITS:
        units.append((present, present))
    return [("", _("Not said")), *units]


def short_day(day: date) -> str:
    """'14 Oct 2026', for a field that has half a line."""
    return f"{spoken().day_month(day)} {day.year}"


class MinutesEdit(LineEdit):
    """A length of time, written as people say it: '1:30', '45 min', '2 h'.

    Signals:
        committed: Minutes, or None when the field was emptied.
        misread: The sentence to show when it cannot be read; empty when that is mended.
    """

    committed = Signal(object)
    misread = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self._minutes: int | None = None
        self.editingFinished.connect(self.commit)

    @property
    def minutes(self) -> int | None:
        """What was written last that could be read."""
        return self._minutes

    def show_minutes(self, minutes: int | None) -> None:
        """Show a saved length; one that is being written now stays."""
        is_editing = self.hasFocus() and self.text() != minutes_text(self._minutes)
        self._minutes = minutes
        if not is_editing:
            self.setText(minutes_text(minutes))

    def commit(self) -> None:
        """Save what was written, or say that it cannot be read."""
        try:
            minutes = parse_minutes(self.text())
        except RuleBroken as error:
            self.misread.emit(str(error))
            return
        self.misread.emit("")
        is_new, self._minutes = minutes != self._minutes, minutes
        self.setText(minutes_text(minutes))
        if is_new:
            self.committed.emit(minutes)


class ExtraFields(QWidget):
    """What was asked for, by whom, when, how much of it, and what it would take.

    Signals:
        changed: The name of a field and its new value.
    """

    changed = Signal(str, object)

    def __init__(self, theme: Theme, icons: Icons, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self.title = LineEdit(theme, "", self)
        self.title.editingFinished.connect(self._on_title)
        self._kept_title = ""
        self.asker = ComboBox(theme, icons, self)
        self.asker.chosen.connect(lambda key: self.changed.emit("asked_by", key or None))
        self.day = DayEdit(theme, icons, lambda text: parse_day(text, today), short_day, self)
        self.day.show_day(today)
        self.day.committed.connect(lambda day: self.changed.emit("asked_on", day))
        self.quantity = LineEdit(theme, "", self)
        self.quantity.editingFinished.connect(self._on_quantity)
        self._kept_quantity: int | None = None
        self.unit = ComboBox(theme, icons, self)
        self.unit.offer(unit_choices())
        self.unit.choose("")
        self.unit.chosen.connect(lambda key: self.changed.emit("unit", key or ""))
        self.cents = MoneyEdit(theme, None, self)
        self.cents.committed.connect(lambda cents: self.changed.emit("estimate_cents", cents))
        self.minutes = MinutesEdit(theme, self)
        self.minutes.committed.connect(lambda minutes: self.changed.emit("estimate_minutes", minutes))
        self.note = CommittingTextEdit(theme, "", self, 2, 8)
        self.note.committed.connect(lambda text: self.changed.emit("note", text))
        self._holders: dict[str, LabelledField] = {}
        self._arrange()
        self.minutes.misread.connect(self._holders["estimate_minutes"].show_problem)

    def _arrange(self) -> None:
        px = self._theme.tokens.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        rows: tuple[tuple[tuple[str, str, QWidget], ...], ...] = (
            (("title", _("What they ask for"), self.title),),
            (("asked_by", _("Who asks"), self.asker), ("asked_on", _("When"), self.day)),
            (("quantity", _("How many"), self.quantity), ("unit", _("Of what"), self.unit)),
            (
                ("estimate_cents", _("It would cost"), self.cents),
                ("estimate_minutes", _("It would take us"), self.minutes),
            ),
            (("note", _("Note"), self.note),),
        )
        for fields in rows:
            row = QHBoxLayout()
            row.setSpacing(px(10))
            for name, label, widget in fields:
                holder = LabelledField(self._theme, self._icons, label, widget, "", self)
                self._holders[name] = holder
                row.addWidget(holder, 1, _TOP)
            column.addLayout(row)

    def offer_people(self, people: Sequence[Contact], chosen: int | None = None) -> None:
        """Offer the people of the client."""
        self.asker.offer([(_NOBODY, _("Not said")), *((person.id, person.name) for person in people)])
        self.asker.choose(chosen or _NOBODY)

    def show_extra(self, extra: Extra) -> None:
        """Show what was noted; what is being written now stays."""
        _show(self.title, extra.title, self._kept_title)
        self._kept_title = extra.title
        before = "" if self._kept_quantity is None else str(self._kept_quantity)
        _show(self.quantity, "" if extra.quantity is None else str(extra.quantity), before)
        self._kept_quantity = extra.quantity
        self.day.show_day(extra.asked_on)
        self.unit.offer(unit_choices(extra.unit))
        self.unit.choose(extra.unit)
        self.cents.show_cents(extra.estimate_cents)
        self.minutes.show_minutes(extra.estimate_minutes)
        self.note.show_text(extra.note)
        self.clear_problems()

    def values(self) -> dict[str, Any]:
        """All that is written, by field.

        Raises:
            RuleBroken: A number cannot be read.
        """
        for field in (self.day, self.cents, self.minutes):
            field.commit()
        return {
            "title": self.title.text().strip(),
            "asked_by": self.asker.current_key or None,
            "asked_on": self.day.day,
            "quantity": _count(self.quantity.text()),
            "unit": self.unit.current_key or "",
            "estimate_cents": self.cents.cents,
            "estimate_minutes": parse_minutes(self.minutes.text()),
            "note": self.note.text().strip(),
        }

    def show_problem(self, error: DeskError) -> bool:
        """Say below its field what is wrong; whether there is such a field."""
        holder = self._holders.get(getattr(error, "field", None) or "")
        if holder is not None:
            holder.show_problem(str(error))
        return holder is not None

    def clear_problems(self) -> None:
        """Say that nothing is wrong."""
        for holder in self._holders.values():
            holder.clear_problem()

    def _on_title(self) -> None:
        text = self.title.text().strip()
        if text != self._kept_title:
            self.changed.emit("title", text)

    def _on_quantity(self) -> None:
        try:
            quantity = _count(self.quantity.text())
        except RuleBroken as error:
            self._holders["quantity"].show_problem(str(error))
            return
        self._holders["quantity"].clear_problem()
        if quantity != self._kept_quantity:
            self.changed.emit("quantity", quantity)


def _show(field: QLineEdit, text: str, before: str) -> None:
    if not (field.hasFocus() and field.text() != before):
        field.setText(text)


def _count(text: str) -> int | None:
    bare = text.strip()
    if not bare:
        return None
    if not bare.isdecimal() or len(bare) > 6:
        raise RuleBroken(_("Write how many."), field="quantity")
    return int(bare)


class AskDialog(Dialog):
    """What a client asks for beside what was agreed, written down so that it is decided and not lost.

    Signals:
        asked: The id of the new extra.
    """

    asked = Signal(object)

    def __init__(
        self,
        tools: Tools,
        client_id: int,
        parent: QWidget,
        *,
        title: str = "",
        unit: str = "",
        post_id: int | None = None,
        task_id: int | None = None,
    ) -> None:
        theme, icons = tools.theme, tools.icons
        super().__init__(theme, icons, _("What do they ask for?"), parent)
        self._tools, self._client_id, self._post_id, self._task_id = tools, client_id, post_id, task_id
        text = _("No line of the scope covers it. Note it now and decide later: nothing is promised by that.")
        self.body.addWidget(Words(theme, text, "body", "secondary", self, wrap=True))
        self.fields = ExtraFields(theme, icons, tools.jobs.desk.today, self)
        self.fields.offer_people([])
        self.fields.title.setText(title)
        if unit:
            self.fields.unit.choose(unit)
            self.fields.quantity.setText("1")
        self.body.addWidget(self.fields)
        self._error = ErrorLine(theme, icons, self)
        self.body.addWidget(self._error)
        self.set_buttons(push_button(theme, icons, _("Note it"), "primary", None, "Ctrl ↵", self))
        self.confirmed.connect(self._on_confirmed)
        tools.jobs.read(self, clients.contacts, client_id).then(self.fields.offer_people)
        self.fields.title.setFocus()
        self.fields.title.selectAll()

    def _on_confirmed(self) -> None:
        self.fields.clear_problems()
        try:
            values = self.fields.values()
        except RuleBroken as error:
            self._refuse(error)
            return
        job = self._tools.jobs.do(
            self, extras.ask_extra, self._client_id, post_id=self._post_id, task_id=self._task_id, **values
        )
        job.then(self._on_done).failed(self._refuse)

    def _on_done(self, extra_id: int) -> None:
        self.asked.emit(extra_id)
        self.accept()

    def _refuse(self, error: DeskError) -> None:
        if not self.fields.show_problem(error):
            self._error.show_problem(str(error))


class DecideDialog(Dialog):
    """What becomes of an extra: the digits choose.

    Signals:
        decided: The decision, and the id of the draft where there is one.
    """

    decided = Signal(object, object)

    def __init__(self, tools: Tools, extra: Extra, parent: QWidget, chosen: Decision | None = None) -> None:
        theme, icons = tools.theme, tools.icons
        super().__init__(theme, icons, _("What becomes of it?"), parent)
        self._tools, self._extra = tools, extra
        self.body.addWidget(Words(theme, extra.title, "section", "primary", self, wrap=True))
        self._group = QButtonGroup(self)
        self.ways = list(_MEANINGS)
        for number, decision in enumerate(self.ways, 1):
            self._add(number, decision)
        self.line = ComboBox(theme, icons, self)
        self._line = LabelledField(theme, icons, _("Instead of"), self.line, "", self)
        self.reason = CommittingTextEdit(theme, extra.reason, self, 2, 6)
        self._reason = LabelledField(theme, icons, _("Why"), self.reason, "", self)
        self.body.addWidget(self._line)
        self.body.addWidget(self._reason)
        self._error = ErrorLine(theme, icons, self)
        self.body.addWidget(self._error)
        self.set_buttons(push_button(theme, icons, _("Decide"), "primary", None, "Ctrl ↵", self))
        self.confirmed.connect(self._on_confirmed)
        self._group.idToggled.connect(self._on_toggled)
        present = chosen or (extra.decision if extra.decision in self.ways else Decision.CHANGE_ORDER)
        self.choose(present)
        tools.jobs.read(self, tasks.lines_for, extra.client_id).then(self._show_lines)

    def _add(self, number: int, decision: Decision) -> None:
        theme = self._theme
        px = theme.tokens.px
        button = RadioButton(theme, f"{number}  {_(DECISION_NAMES[decision])}", self)
        self._group.addButton(button, number)
        self.body.addWidget(button)
        about = Words(theme, _(_MEANINGS[decision]), "small", "tertiary", self, wrap=True)
        about.setContentsMargins(px(26), 0, 0, 0)
        self.body.addSpacing(-px(10))
        self.body.addWidget(about)

    def _show_lines(self, lines: Sequence[CoveringLine]) -> None:
        self.line.offer([(line.lineage, line.title) for line in lines])
        if self._extra.lineage and self._extra.decision is Decision.SWAP:
            self.line.choose(self._extra.lineage)

    @property
    def decision(self) -> Decision:
        """What is chosen now."""
        return self.ways[self._group.checkedId() - 1]

    def choose(self, decision: Decision) -> None:
        """Choose one."""
        button = self._group.button(self.ways.index(decision) + 1)
        button.setChecked(True)
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_fields()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_0
        if 1 <= number <= len(self.ways) and not event.modifiers():
            self.choose(self.ways[number - 1])
        else:
            super().keyPressEvent(event)

    def _on_toggled(self, _number: int, is_on: bool) -> None:
        if is_on:
            self._show_fields()

    def _show_fields(self) -> None:
        self._line.setVisible(self.decision is Decision.SWAP)
        self._reason.setVisible(self.decision is not Decision.CHANGE_ORDER)
        for holder in (self._line, self._reason):
            holder.clear_problem()
        self._error.clear()

    def _on_confirmed(self) -> None:
        decision = self.decision
        lineage = self.line.current_key if decision is Decision.SWAP else None
        job = self._tools.jobs.do(
            self,
            extras.decide_extra,
            self._extra.id,
            decision,
            reason=self.reason.text().strip(),
            lineage=lineage if isinstance(lineage, str) else None,
        )
        job.then(self._on_done).failed(self._refuse)

    def _on_done(self, draft_id: int | None) -> None:
        self.decided.emit(self.decision, draft_id)
        self.accept()

    def _refuse(self, error: DeskError) -> None:
        holder = {"reason": self._reason, "lineage": self._line}.get(getattr(error, "field", None) or "")
        if holder is not None:
            holder.show_problem(str(error))
            holder.field.setFocus(Qt.FocusReason.OtherFocusReason)  # it is written there next
        else:
            self._error.show_problem(str(error))


def about(extra: Extra) -> str:
    """An extra in a few words: who, when, how much."""
    parts = [extra.asked_by_name, spoken().day_month(extra.asked_on)]
    if extra.quantity is not None:
        parts.append(f"{spoken().number(extra.quantity)} {unit_name(extra.unit, extra.quantity, spoken().language)}")
    if extra.estimate_cents is not None:
        parts.append(money(extra.estimate_cents, extra.currency, short=True))
    if extra.estimate_minutes is not None:
        parts.append(minutes_text(extra.estimate_minutes))
    return " · ".join(part.strip() for part in parts if part.strip())
