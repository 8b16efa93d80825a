"""Days to remember: the list with its search, and the dialog in which one is written or changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from cmdesk.domain.changes import ChangeSet, Kind
from cmdesk.domain.days import AwarenessDay, DayRule, rule_words
from cmdesk.domain.errors import DeskError, RuleBroken
from cmdesk.domain.views import plain
from cmdesk.i18n import _, ngettext, spoken
from cmdesk.services import awareness
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.choices import SegmentedControl
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import ComboBox, ErrorLine, LabelledField, LineEdit, SearchEdit, Stepper, labelled
from cmdesk.ui.widgets.frames import Dialog
from cmdesk.ui.widgets.rows import Row, RowList, rows_named

if TYPE_CHECKING:
    from cmdesk.ui.page import Tools

_WIDTH: Final = 860
_NTHS: Final = (1, 2, 3, 4, 5, -1, -2)


class RuleEdit(QWidget):
    """When a day comes round: a date, a weekday of a month, or a distance from Easter.

    Signals:
        changed: It says another day.
    """

    changed = Signal()

    def __init__(self, tools: Tools, rule: DayRule, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme, icons, px = tools.theme, tools.icons, tools.theme.tokens.px
        kinds = [("date", _("On a date")), ("weekday", _("On a weekday")), ("easter", _("By Easter"))]
        self.kind = SegmentedControl(theme, kinds, self)
        self.kind.setAccessibleName(_("When it comes round"))
        months = [(number, spoken().month_name(date(2024, number, 1))) for number in range(1, 13)]
        self.day = Stepper(theme, icons, rule.day or 1, 1, 31, self)
        self.month = self._combo(tools, months, rule.month or 1)
        ordinals = (_("first"), _("second"), _("third"), _("fourth"), _("fifth"), _("last"), _("last but one"))
        self.nth = self._combo(tools, list(zip(_NTHS, ordinals, strict=True)), rule.nth or 1)
        week = [(number, spoken().week_day_name(number)) for number in range(7)]
        self.week_day = self._combo(tools, week, rule.week_day or 0)
        self.week_month = self._combo(tools, months, rule.month or 1)
        self.easter = Stepper(theme, icons, rule.easter or 0, -100, 100, self)
        self.plus = Stepper(theme, icons, rule.plus, -60, 60, self)
        self._next = Words(theme, "", "small", "secondary", self, wrap=True)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._row(labelled(theme, icons, _("Day"), self.day),
                                        labelled(theme, icons, _("Month"), self.month)))  # fmt: skip
        self._stack.addWidget(self._row(labelled(theme, icons, _("Which"), self.nth),
                                        labelled(theme, icons, _("Weekday"), self.week_day),
                                        labelled(theme, icons, _("Month"), self.week_month)))  # fmt: skip
        self._stack.addWidget(self._row(labelled(theme, icons, _("Days from Easter Sunday"), self.easter)))
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(self._stack, 1)
        row.addWidget(labelled(theme, icons, _("Days after it"), self.plus))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        column.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(row)
        column.addWidget(self._next)
        self._today = tools.jobs.desk.today
        kind = "easter" if rule.easter is not None else "weekday" if rule.week_day is not None else "date"
        self.kind.choose(kind)
        self.kind.chosen.connect(self._show)
        for stepper in (self.day, self.easter, self.plus):
            stepper.changed.connect(self._show)
        self._show()

    def _combo(self, tools: Tools, choices: Sequence[tuple[object, str]], chosen: object) -> ComboBox:
        combo = ComboBox(tools.theme, tools.icons, self)
        combo.offer(choices)
        combo.choose(chosen)
        combo.chosen.connect(self._show)
        return combo

    @staticmethod
    def _row(*fields: LabelledField) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        for field in fields:
            row.addWidget(field, 1)
        return holder

    @property
    def rule(self) -> DayRule:
        """The rule as it stands there."""
        plus = self.plus.value()
        if self.kind.current == "easter":
            return DayRule(easter=self.easter.value(), plus=plus)
        if self.kind.current == "weekday":
            return DayRule(
                month=_number(self.week_month), week_day=_number(self.week_day), nth=_number(self.nth), plus=plus
            )  # fmt: skip
        return DayRule(month=_number(self.month), day=self.day.value(), plus=plus)

    def _show(self) -> None:
        self._stack.setCurrentIndex(("date", "weekday", "easter").index(str(self.kind.current)))
        try:
            coming = [self.rule.in_year(self._today.year + step) for step in range(3)]
        except ValueError:
            self._next.setText(_("There is no such day in a year."))
        else:
            days = [spoken().short_day(day) + f" {day.year}" for day in coming if day is not None]
            self._next.setText("; ".join(days))
        self.changed.emit()


def _number(combo: ComboBox) -> int:
    key = combo.current_key
    return key if isinstance(key, int) else 0


class DayDialog(Dialog):
    """A day to remember: what it is called in both languages, when it comes round, and who says so.

    Signals:
        reset_wanted: What the agency changed is to be forgotten.
        remove_wanted: The agency's own day is to be deleted.
    """

    reset_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, tools: Tools, day: AwarenessDay | None, parent: QWidget) -> None:
        title = _("New day to remember") if day is None else day.name
        super().__init__(tools.theme, tools.icons, title, parent, width=620)
        theme, icons = tools.theme, tools.icons
        names = day.names if day else {}
        self.english = LineEdit(theme, names.get("en", ""), self)
        self.spanish = LineEdit(theme, names.get("es", ""), self)
        self.rule = RuleEdit(tools, day.rule if day else DayRule(month=1, day=1), self)
        self.source = LineEdit(theme, day.source if day else _("The agency"), self)
        self.countries = LineEdit(theme, ", ".join(day.countries) if day else "", self)
        self.countries.setPlaceholderText(_("ES, GB"))
        self._error = ErrorLine(theme, icons, self)
        pair = QHBoxLayout()
        pair.addWidget(labelled(theme, icons, _("Name in English"), self.english), 1)
        pair.addWidget(labelled(theme, icons, _("Name in Spanish"), self.spanish), 1)
        self.body.addLayout(pair)
        self.body.addWidget(self.rule)
        self.body.addWidget(labelled(theme, icons, _("Who says so"), self.source))
        hint = _("Two letters each; empty means everywhere")
        self.body.addWidget(labelled(theme, icons, _("Only in these countries"), self.countries, hint))
        self.body.addWidget(self._error)
        others = []
        if day is not None and day.is_own:
            others.append(push_button(theme, icons, _("Delete"), "danger", "trash", parent=self))
            others[0].clicked.connect(self.remove_wanted)
        elif day is not None and day.is_changed:
            others.append(push_button(theme, icons, _("As shipped"), "normal", "restore", parent=self))
            others[0].clicked.connect(self.reset_wanted)
        self.set_buttons(push_button(theme, icons, _("Save"), "primary", parent=self), *others)
        (self.spanish if spoken().language == "es" else self.english).setFocus()

    @property
    def names(self) -> dict[str, str]:
        """The name by language."""
        return {"en": self.english.text(), "es": self.spanish.text()}

    @property
    def country_codes(self) -> tuple[str, ...]:
        """Where it is kept."""
        return tuple(code.strip() for code in self.countries.text().replace(";", ",").split(",") if code.strip())

    def refuse(self, error: DeskError) -> None:
        """Say why it cannot be."""
        self._error.show_problem(str(error))


class DaysForm(QWidget):
    """The days to remember with search and choice; it asks for them and saves them itself."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._days: tuple[AwarenessDay, ...] = ()
        self._wanted = ""  # the code to stand on once the list is there
        theme, icons = tools.theme, tools.icons
        self.search = SearchEdit(theme, icons, _("Find a day"), "", self)
        self.search.textChanged.connect(self._fill)
        kinds = [("shown", _("In the calendar")), ("hidden", _("Left out")), ("own", _("Ours and changed"))]
        self.kind = SegmentedControl(theme, kinds, self)
        self.kind.setAccessibleName(_("Which days"))
        self.kind.choose("shown")
        self.kind.chosen.connect(self._fill)
        self.new = push_button(theme, icons, _("New day"), "normal", "plus", parent=self)
        self.new.clicked.connect(self.add)
        self.hide_button = push_button(theme, icons, _("Hide"), "normal", "eye-off", parent=self)
        self.hide_button.clicked.connect(self.toggle)
        self.rows = rows_named(RowList(theme, icons, _("Edit"), self), _("Days to remember"))
        self.rows.keeps_choice = True
        self.rows.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.rows.acted.connect(self.edit)
        self.rows.chosen.connect(self._on_chosen)
        self.rows.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.rows.customContextMenuRequested.connect(self._open_menu)
        self._empty = Words(theme, _("No day is called like that."), "body", "secondary", self, wrap=True)
        self._count = Words(theme, "", "small", "tertiary", self)
        self._arrange()
        tools.jobs.changed.connect(self._on_news)

    def _arrange(self) -> None:
        theme, px = self._tools.theme, self._tools.theme.tokens.px
        hint = _(
            "They stand in the calendar on their days. Change or hide what ships, or add days of your own; "
            "an update never overwrites what you changed."
        )
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self.search, 1)
        head.addWidget(self.kind)
        head.addWidget(self.hide_button)
        head.addWidget(self.new)
        inside = QWidget(self)
        inside.setMaximumWidth(px(_WIDTH))
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(10))
        column.addWidget(Words(theme, hint, "body", "secondary", inside, wrap=True))
        column.addLayout(head)
        column.addWidget(self._count)
        column.addWidget(self._empty)
        column.addWidget(self.rows, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(inside, 1)
        whole.addStretch(0)

    # --- showing ------------------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the days."""
        self._tools.jobs.read(self, awareness.awareness_days).then(self._show)

    def _on_news(self, changes: ChangeSet) -> None:
        if Kind.AWARENESS_DAY in changes.kinds and self.isVisible():
            self.load()

    def _show(self, days: tuple[AwarenessDay, ...]) -> None:
        self._days = days
        self._fill()

    def _fill(self) -> None:
        words = plain(self.search.text()).split()
        shown = [day for day in self._days if self._is_asked_for(day) and _has(day, words)]
        self.rows.show_rows([_row(day, self._tools.jobs.desk.today.year) for day in shown])
        self.rows.setVisible(bool(shown))
        self._empty.setVisible(not shown)
        self._empty.setText(_("No day is called like that.") if words else _("There are none."))
        self._count.setText(ngettext("{count} day", "{count} days", len(shown)).format(count=len(shown)))
        if self._wanted:
            self.rows.go_to(self._wanted)
            self._wanted = ""
        self._on_chosen(self.rows.current_key)

    def _is_asked_for(self, day: AwarenessDay) -> bool:
        if self.kind.current == "hidden":
            return day.is_hidden
        return (day.is_own or day.is_changed) if self.kind.current == "own" else not day.is_hidden

    def _day(self, code: object) -> AwarenessDay | None:
        return next((day for day in self._days if day.code == code), None)

    def _on_chosen(self, code: object) -> None:
        day = self._day(code)
        self.hide_button.setEnabled(day is not None)
        is_hidden = day is not None and day.is_hidden
        self.hide_button.setText(_("Show") if is_hidden else _("Hide"))
        self.hide_button.set_icon_name("eye" if is_hidden else "eye-off")

    def _open_menu(self, where: QPoint) -> None:
        day = self._day(self.rows.current_key)
        if day is None:
            return
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(_("Edit")).triggered.connect(partial(self.edit, day.code))
        menu.addAction(_("Show") if day.is_hidden else _("Hide")).triggered.connect(self.toggle)
        if day.is_own:
            menu.addAction(_("Delete")).triggered.connect(partial(self._remove, day))
        elif day.is_changed:
            menu.addAction(_("As shipped")).triggered.connect(partial(self._reset, day))
        menu.popup(self.rows.viewport().mapToGlobal(where))

    # --- changing -----------------------------------------------------------------------------

    def add(self) -> None:
        """Write a day of the agency's own."""
        dialog = DayDialog(self._tools, None, self)

        def save() -> None:
            job = self._tools.jobs.do(
                self, awareness.add_awareness_day, dialog.names, dialog.rule.rule, dialog.source.text(),
                dialog.country_codes,
            )  # fmt: skip
            job.then(partial(self._on_added, dialog)).failed(partial(self._refuse, dialog))

        dialog.confirmed.connect(save)
        dialog.open()

    def edit(self, code: object) -> None:
        """Change a day."""
        day = self._day(code)
        if day is None:
            return
        dialog = DayDialog(self._tools, day, self)

        def save() -> None:
            job = self._tools.jobs.do(
                self, awareness.change_awareness_day, day.code, dialog.names, dialog.rule.rule, dialog.source.text(),
                dialog.country_codes,
            )  # fmt: skip
            job.then(partial(self._on_saved, dialog, _("Day changed"))).failed(partial(self._refuse, dialog))

        dialog.confirmed.connect(save)
        dialog.reset_wanted.connect(partial(self._reset, day, dialog))
        dialog.remove_wanted.connect(partial(self._remove, day, dialog))
        dialog.open()

    def toggle(self) -> None:
        """Hide the day on which the keyboard is, or show it again."""
        day = self._day(self.rows.current_key)
        if day is None:
            return
        said = _("Shown again: {name}") if day.is_hidden else _("Hidden: {name}")
        job = self._tools.jobs.do(self, awareness.hide_awareness_days, [day.code], is_hidden=not day.is_hidden)
        job.then(partial(self._tell, said.format(name=day.name)))

    def _reset(self, day: AwarenessDay, dialog: DayDialog | None = None, *_checked: object) -> None:
        job = self._tools.jobs.do(self, awareness.reset_awareness_day, day.code)
        job.then(partial(self._on_saved, dialog, _("The shipped day counts again.")))

    def _remove(self, day: AwarenessDay, dialog: DayDialog | None = None, *_checked: object) -> None:
        job = self._tools.jobs.do(self, awareness.remove_awareness_day, day.code)
        job.then(partial(self._on_saved, dialog, _("Deleted: {name}").format(name=day.name)))

    def _on_added(self, dialog: DayDialog, code: str) -> None:
        self._wanted = code
        self._on_saved(dialog, _("Day added"), None)

    def _on_saved(self, dialog: object, words: str, _result: object) -> None:
        if isinstance(dialog, DayDialog):
            dialog.accept()
        self._tell(words, None)

    def _tell(self, words: str, _result: object) -> None:
        self._tools.notify.toast(words, undo=self._tools.jobs.undo)

    def _refuse(self, dialog: DayDialog, error: DeskError) -> None:
        if isinstance(error, RuleBroken):
            dialog.refuse(error)
        else:
            self._tools.notify.problem(error)


def _has(day: AwarenessDay, words: Sequence[str]) -> bool:
    text = plain(" ".join((*day.names.values(), day.source)))
    return all(word in text for word in words)


def _row(day: AwarenessDay, year: int) -> Row:
    coming = day.rule.in_year(year)
    when = rule_words(day.rule)
    fact = spoken().short_day(coming) if coming else ""
    where = ", ".join(day.countries)
    remark = f"{when} · {where}" if where else when
    icon = "eye-off" if day.is_hidden else "pencil" if day.is_changed else "user" if day.is_own else "star"
    return Row(day.code, day.name, remark, fact, icon, f"{day.name}\n{when}\n{day.source}")
