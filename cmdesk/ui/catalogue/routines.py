"""The routines of the agency: their steps, and planning them for a client."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cmdesk.domain.catalogue import Service
from cmdesk.domain.clients import ClientTile
from cmdesk.domain.errors import DeskError
from cmdesk.domain.moments import parse_day
from cmdesk.domain.routines import Routine, RoutineStep
from cmdesk.domain.scope import Cadence
from cmdesk.domain.tasks import BoardColumn
from cmdesk.i18n import NAMES, _, ngettext, spoken
from cmdesk.services import catalogue, clients, routines, tasks
from cmdesk.ui.catalogue.editor import Notice
from cmdesk.ui.catalogue.pane import CataloguePane
from cmdesk.ui.catalogue.phrases import languages
from cmdesk.ui.widgets.buttons import IconButton, push_button
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import ComboBox, CommittingLineEdit, DayEdit, LabelledField, commit_focused
from cmdesk.ui.widgets.form import Card, Form, scrolling
from cmdesk.ui.widgets.frames import Dialog
from cmdesk.ui.widgets.navlist import NavItem, NavList

if TYPE_CHECKING:
    from cmdesk.ui.page import Place, Tools

_NEW_MINUTES: Final = 15


class StepCard(Card):
    """One habit: its hour, how long it takes, what is done in both languages, and which service it works for.

    Signals:
        changed: Its place, a field and the new value.
        removed: Its place.
    """

    changed = Signal(int, str, object)
    removed = Signal(int)

    def __init__(
        self, tools: Tools, place: int, services: list[tuple[object, str]], parent: QWidget, *, is_weekly: bool
    ) -> None:
        super().__init__(tools.theme, parent)
        theme, icons = tools.theme, tools.icons
        self._place = place
        self.form = Form(theme, icons, self, columns=4, least=150)
        self.form.hour("at", _("At"))
        minutes = CommittingLineEdit(theme, "", self.form)
        minutes.set_note(_("min"))
        minutes.committed.connect(self._on_minutes)
        self.form.own("minutes", _("Takes"), minutes, lambda count: minutes.show_text(str(count)))
        if is_weekly:
            heads = spoken().day_heads()
            self.form.choice("week_day", _("Day of the week"), [(day, heads[day]) for day in range(7)])
        self.form.choice("service", _("Works for"), services)
        self.texts = Form(theme, icons, self, columns=2, least=260)
        for language in languages():
            label = _("What is done · {language}").format(language=NAMES[language])
            self.texts.line(language, label)
        self.remove = IconButton(theme, icons, "trash", _("Take the step out"), "", self)
        self.remove.clicked.connect(self._on_remove)
        for form in (self.form, self.texts):
            form.changed.connect(self._on_changed)
        top = QHBoxLayout()
        top.addWidget(self.form, 1)
        top.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(top)
        self.column.addWidget(self.texts)

    def show_step(self, step: RoutineStep) -> None:
        """Show what is saved."""
        self.form.show_values(step)
        self.texts.show_values(step)
        self.form.clear_problems()
        self.setAccessibleName(f"{spoken().clock(step.at)} {step.text(spoken().language)}")

    def _on_changed(self, field: str, value: object) -> None:
        if field == "at" and value is None:
            self.form.show_problem(field, _("Write an hour, such as {example}.").format(example=spoken().clock(570)))
            return
        if field in {"es", "en"} and not str(value).strip():
            self.texts.show_problem(field, _("Write what is done."))
            return
        self.changed.emit(self._place, field, value)

    def _on_minutes(self, text: str) -> None:
        bare = text.strip()
        if not bare.isdecimal() or not 0 < int(bare) <= 24 * 60:
            self.form.show_problem("minutes", _("Write a whole number of minutes."))
            return
        self.changed.emit(self._place, "minutes", int(bare))

    def _on_remove(self) -> None:
        self.removed.emit(self._place)


class PlanDialog(Dialog):
    """For whom a routine is planned, in which column, and from which day to which.

    Signals:
        wanted: Ids of the client and the column, the first and the last day.
    """

    wanted = Signal(object, object, object, object)

    def __init__(
        self,
        tools: Tools,
        routine: Routine,
        known: list[ClientTile],
        columns: tuple[BoardColumn, ...],
        client_id: int | None,
        parent: QWidget,
    ) -> None:
        theme, icons = tools.theme, tools.icons
        name = routine.words(spoken().language).name
        super().__init__(theme, icons, _("Plan “{name}”").format(name=name), parent)
        today = tools.jobs.desk.today
        self.client = ComboBox(theme, icons, self)
        self.client.offer([(one.id, one.name) for one in known])
        self.client.choose(client_id if client_id is not None else known[0].id)
        self.board = ComboBox(theme, icons, self)
        open_ones = [one for one in columns if not one.is_done]
        self.board.offer([(one.id, one.name) for one in open_ones])
        self.board.choose(open_ones[0].id if open_ones else None)
        begin = today + timedelta(days=(7 - today.weekday()) % 7)
        self.first = DayEdit(theme, icons, lambda text: parse_day(text, today), spoken().short_day, self)
        self.last = DayEdit(theme, icons, lambda text: parse_day(text, today), spoken().short_day, self)
        self.first.show_day(begin)
        self.last.show_day(begin + timedelta(days=6))
        days = QHBoxLayout()
        days.setSpacing(theme.tokens.px(12))
        self._first = LabelledField(theme, icons, _("From"), self.first, "", self)
        self._last = LabelledField(theme, icons, _("To"), self.last, "", self)
        days.addWidget(self._first)
        days.addWidget(self._last)
        self.body.addWidget(LabelledField(theme, icons, _("Client"), self.client, "", self))
        self.body.addWidget(LabelledField(theme, icons, _("Column of the board"), self.board, "", self))
        self.body.addLayout(days)
        self.set_remark(_("Each step becomes a task of its own."))
        self.set_buttons(push_button(theme, icons, _("Plan"), "primary", None, "Ctrl ↵", self))
        self.confirmed.connect(self._on_confirmed)
        self.client.setFocus()

    def _on_confirmed(self) -> None:
        for holder, edit in ((self._first, self.first), (self._last, self.last)):
            if edit.day is None:
                holder.show_problem(_("Write a day, such as “fri 16”, “+7” or “3 nov”."))
                return
        if self.board.current_key is None:
            self._last.show_problem(_("The board has no column for what is to do. Add one there."))
            return
        self.wanted.emit(self.client.current_key, self.board.current_key, self.first.day, self.last.day)

    def show_refusal(self, error: DeskError) -> None:
        """Say why it was not planned."""
        self._last.show_problem(str(error))


class RoutinesPane(CataloguePane):
    """The routines: look, change their steps, reset, plan."""

    def __init__(self, tools: Tools, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools, self._place = tools, place
        self._routines: tuple[Routine, ...] = ()
        self._services: list[tuple[object, str]] = []
        self._clients: list[ClientTile] = []
        self._columns: tuple[BoardColumn, ...] = ()
        self._changed: frozenset[str] = frozenset()
        self._shown = ""
        self._cards: list[StepCard] = []
        self._cards_of: tuple[str, int] = ("", -1)
        theme, icons = tools.theme, tools.icons
        self.list = NavList(theme, icons, self)
        self.list.setAccessibleName(_("Routines"))
        self.list.setProperty("pane", True)
        self.list.chosen.connect(self._on_chosen)
        self.plan = push_button(theme, icons, _("Plan it for a client"), "primary", "calendar-plus", "", self)
        self.reset = push_button(theme, icons, _("Reset"), "normal", "restore", "", self)
        self.adder = push_button(theme, icons, _("Add step"), "normal", "plus", "N", self)
        self.plan.clicked.connect(self.ask_plan)
        self.reset.clicked.connect(self.reset_routine)
        self.adder.clicked.connect(self.add_step)
        self.title = Words(theme, "", "title", "primary", self, wrap=True)
        self.facts = Words(theme, "", "body", "secondary", self, wrap=True)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.tokens.px(10))
        self._column.addWidget(self.title)
        self._column.addWidget(self.facts)
        self._column.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeft)
        notice = Notice(theme, self)
        said = _("A step works for a service: where the client’s scope includes it, its task counts against that line.")
        notice.column.addWidget(Words(theme, said, "small", "secondary", notice, wrap=True))
        self._column.addWidget(notice)
        self.sheet = scrolling(inside, theme, self, width=860)
        px = theme.tokens.px
        left = QVBoxLayout()
        left.setContentsMargins(px(12), px(12), px(12), px(12))
        left.addWidget(self.list)
        self.arrange(theme, left, self.sheet, listed=self.list)

    def actions_for_header(self) -> tuple[list[QWidget], list[QWidget]]:
        """Its buttons for the header."""
        return [self.adder, self.plan], []

    # --- loading and showing ------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the routines, and for what their fields and their planning offer."""
        jobs = self._tools.jobs
        jobs.read(self, catalogue.services, with_hidden=True).then(self._show_services)
        jobs.read(self, clients.tiles).then(self._show_clients)
        jobs.read(self, tasks.columns).then(self._show_columns)
        jobs.read(self, routines.changed_routines).then(self._show_changed)
        jobs.read(self, routines.routines).then(self._show_routines)

    def _show_services(self, services: list[Service]) -> None:
        language = spoken().language
        named = sorted(((one.words(language).name, one.code) for one in services), key=lambda one: one[0].casefold())
        offered: list[tuple[object, str]] = [("", _("the agency itself")), *((code, name) for name, code in named)]
        if offered != self._services:
            self._services = offered
            self._cards_of = ("", -1)
            self._show_routine()

    def _show_clients(self, known: list[ClientTile]) -> None:
        self._clients = known
        self._show_actions()

    def _show_columns(self, columns: tuple[BoardColumn, ...]) -> None:
        self._columns = columns

    def _show_changed(self, codes: frozenset[str]) -> None:
        self._changed = codes
        self._show_actions()

    def _show_routines(self, found: tuple[Routine, ...]) -> None:
        self._routines = found
        language = spoken().language
        codes = [one.code for one in found]
        if self._shown not in codes:
            self._shown = codes[0] if codes else ""
        icons = {Cadence.DAY: "sun", Cadence.WEEK: "calendar"}
        self.list.show_items(
            [NavItem(one.code, one.words(language).name, icon=icons.get(one.cadence, "recycle")) for one in found]
        )
        self.list.choose(self._shown)
        self._show_routine()

    def _routine(self) -> Routine | None:
        return next((one for one in self._routines if one.code == self._shown), None)

    def _show_routine(self) -> None:
        routine = self._routine()
        self.sheet.setVisible(routine is not None)
        if routine is None:
            return
        words = routine.words(spoken().language)
        self.title.setText(words.name)
        long = _hours(routine.minutes)
        each = _("{time} each week") if routine.cadence is Cadence.WEEK else _("{time} each working day")
        self.facts.setText(f"{words.description} {each.format(time=long)}.")
        if self._cards_of != (routine.code, len(routine.steps)):
            self._make_cards(routine)
        for card, step in zip(self._cards, routine.steps, strict=True):
            card.show_step(step)
        self._show_actions()

    def _make_cards(self, routine: Routine) -> None:
        for card in self._cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        is_weekly = routine.cadence is Cadence.WEEK
        self._cards = [
            StepCard(self._tools, place, self._services, self, is_weekly=is_weekly)
            for place in range(len(routine.steps))
        ]
        for card in self._cards:
            card.changed.connect(self._on_step)
            card.removed.connect(self._on_removed)
            self._column.addWidget(card)
        self._cards_of = (routine.code, len(routine.steps))

    def _show_actions(self) -> None:
        if self._clients:
            self.plan.allow()
        else:
            self.plan.refuse(_("There is no client yet. Add one first."))
        if self._shown in self._changed:
            self.reset.allow()
        else:
            self.reset.refuse(_("This routine is as it ships."))

    # --- what people do -----------------------------------------------------------------------

    def _on_chosen(self, key: object) -> None:
        commit_focused()
        self._shown = str(key)
        self._show_routine()

    def _on_step(self, place: int, field: str, value: Any) -> None:
        routine = self._routine()
        if routine is not None and place < len(routine.steps):
            changed = replace(routine.steps[place], **{field: value})
            self._save(routine, (*routine.steps[:place], changed, *routine.steps[place + 1 :]), "")

    def _on_removed(self, place: int) -> None:
        routine = self._routine()
        if routine is not None and place < len(routine.steps):
            steps = (*routine.steps[:place], *routine.steps[place + 1 :])
            self._save(routine, steps, _("The step is taken out."))

    def add_step(self) -> None:
        """Add a step after the last one."""
        routine = self._routine()
        if routine is None:
            return
        commit_focused()
        last = routine.steps[-1] if routine.steps else None
        at = min(last.at + last.minutes, 23 * 60) if last else 9 * 60
        week_day = (last.week_day if last else 0) if routine.cadence is Cadence.WEEK else None
        step = RoutineStep(at, _NEW_MINUTES, "Paso nuevo", "New step", "", week_day)
        self._save(routine, (*routine.steps, step), _("A step is added."))

    def _save(self, routine: Routine, steps: tuple[RoutineStep, ...], said: str) -> None:
        job = self._tools.jobs.do(self, routines.change_routine, routine.code, steps)
        job.then(partial(self._say, said)).failed(self._on_refused)

    def _on_refused(self, error: DeskError) -> None:
        self._tools.notify.problem(error)
        self._show_routine()

    def reset_routine(self) -> None:
        """Take the routine back to what ships."""
        routine = self._routine()
        if routine is not None:
            said = _("“{name}” is as it ships.").format(name=routine.words(spoken().language).name)
            self._tools.jobs.do(self, routines.reset_routine, routine.code).then(partial(self._say, said))

    def _say(self, said: str, _answer: object = None) -> None:
        if said:
            self._tools.notify.toast(said, undo=self._tools.jobs.undo)

    def ask_plan(self) -> None:
        """Ask for whom and when the routine is planned."""
        routine = self._routine()
        if routine is None or not self._clients or not self._columns:
            return
        commit_focused()
        here = self._place.client_id
        client_id = here if any(one.id == here for one in self._clients) else None
        dialog = PlanDialog(self._tools, routine, self._clients, self._columns, client_id, self)
        dialog.wanted.connect(partial(self._plan, dialog, routine.code))
        dialog.open()

    def _plan(
        self, dialog: PlanDialog, code: str, client_id: int, column_id: int, first: date, last: date
    ) -> None:  # fmt: skip
        job = self._tools.jobs.do(self, routines.plan_routine, code, client_id, column_id, first, last)
        job.then(partial(self._on_planned, dialog, client_id)).failed(dialog.show_refusal)

    def _on_planned(self, dialog: PlanDialog, client_id: int, count: int) -> None:
        dialog.accept()

        def show() -> None:
            self._place.choose_client(client_id)
            self._place.go("tasks")

        said = ngettext("{count} task is on the board.", "{count} tasks are on the board.", count).format(count=count)
        self._tools.notify.toast(said, undo=self._tools.jobs.undo, actions=[(_("Show"), show)])


def _hours(minutes: int) -> str:
    """A length of time: '45 min', '1 h 15 min'."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{count} min").format(count=rest)
    if not rest:
        return _("{count} h").format(count=hours)
    return _("{hours} h {minutes} min").format(hours=hours, minutes=rest)
