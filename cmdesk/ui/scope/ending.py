"""Letting an agreement go on, end or rest, and what becomes of what was planned after its end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cmdesk.domain.ending import FATE_NAMES, Fate, LeftOver
from cmdesk.domain.errors import DeskError
from cmdesk.domain.moments import parse_day
from cmdesk.domain.scope import ScopeVersion, earliest_end, renewed_until
from cmdesk.i18n import _, ngettext, spoken
from cmdesk.services import ending
from cmdesk.services.agreeing import end, renew
from cmdesk.ui.page import Tools
from cmdesk.ui.scope.asking import short_day
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.choices import CheckBox
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import ComboBox, CommittingTextEdit, DayEdit, ErrorLine, LabelledField
from cmdesk.ui.widgets.frames import Dialog
from cmdesk.ui.widgets.scrolled import scrolled

_TOP: Final = Qt.AlignmentFlag.AlignTop


class RenewDialog(Dialog):
    """Until when a version goes on, word for word.

    Signals:
        renewed: Its new last day, or none where it runs until notice.
    """

    renewed = Signal(object)

    def __init__(self, tools: Tools, version: ScopeVersion, parent: QWidget) -> None:
        theme, icons = tools.theme, tools.icons
        super().__init__(theme, icons, _("Renew version {number}").format(number=version.number), parent)
        self._tools, self._version = tools, version
        today = tools.jobs.desk.today
        last = version.last_day
        if last is not None:
            text = _("It lasts until {day} and goes on as it is. To change something, make a new version.").format(
                day=spoken().day(last)
            )
            self.body.addWidget(Words(theme, text, "body", "secondary", self, wrap=True))
        self.until = DayEdit(theme, icons, lambda text: parse_day(text, today), spoken().day, self)
        self.until.show_day(renewed_until(version) or _same_again(version))
        self.until.setPlaceholderText(_("Until somebody gives notice"))
        self._until = LabelledField(
            theme, icons, _("Until"), self.until, _("Empty: until somebody gives notice."), self
        )
        self.note = CommittingTextEdit(theme, "", self, 2, 5)
        self.body.addWidget(self._until)
        self.body.addWidget(LabelledField(theme, icons, _("Note"), self.note, "", self))
        self._error = ErrorLine(theme, icons, self)
        self.body.addWidget(self._error)
        self.set_buttons(push_button(theme, icons, _("Renew"), "primary", None, "Ctrl ↵", self))
        self.confirmed.connect(self._on_confirmed)
        self.until.setFocus()

    def _on_confirmed(self) -> None:
        self.until.commit()
        self._until.clear_problem()
        job = self._tools.jobs.do(self, renew, self._version.id, self.until.day, self.note.text().strip())
        job.then(self._on_done).failed(self._refuse)

    def _on_done(self, _none: None) -> None:
        self.renewed.emit(self.until.day)
        self.accept()

    def _refuse(self, error: DeskError) -> None:
        if getattr(error, "field", None) == "until":
            self._until.show_problem(str(error))
        else:
            self._error.show_problem(str(error))


def _same_again(version: ScopeVersion) -> date | None:
    """A term as long as the present one."""
    first, last = version.in_force_from, version.last_day
    return last + (last - first) if first is not None and last is not None else None


class EndDialog(Dialog):
    """The last day of an agreement, when notice was given, and why.

    Signals:
        ended: Its last day.
    """

    ended = Signal(object)

    def __init__(self, tools: Tools, version: ScopeVersion, parent: QWidget) -> None:
        theme, icons = tools.theme, tools.icons
        super().__init__(theme, icons, _("Version {number} ends").format(number=version.number), parent)
        self._tools, self._version = tools, version
        today = tools.jobs.desk.today
        days = ngettext("{count} day of notice was agreed.", "{count} days of notice were agreed.",
                        version.terms.notice_days).format(count=version.terms.notice_days)  # fmt: skip
        text = _("{notice} Until its last day everything is as before; what is planned after it waits for a decision.")
        self.body.addWidget(Words(theme, text.format(notice=days), "body", "secondary", self, wrap=True))
        self.given = DayEdit(theme, icons, lambda text: parse_day(text, today), short_day, self)
        self.given.show_day(today)
        self.given.committed.connect(self._on_given)
        self.last = DayEdit(theme, icons, lambda text: parse_day(text, today), short_day, self)
        self.last.show_day(self._suggested(today))
        self.why = CommittingTextEdit(theme, "", self, 2, 6)
        self._given = LabelledField(theme, icons, _("Notice was given on"), self.given, "", self)
        self._last = LabelledField(theme, icons, _("Last day"), self.last, "", self)
        self._why = LabelledField(theme, icons, _("Why"), self.why, "", self)
        row = QHBoxLayout()
        row.setSpacing(theme.tokens.px(12))
        row.addWidget(self._given, 1, _TOP)
        row.addWidget(self._last, 1, _TOP)
        self.body.addLayout(row)
        self.body.addWidget(self._why)
        self._error = ErrorLine(theme, icons, self)
        self.body.addWidget(self._error)
        self.set_buttons(push_button(theme, icons, _("Note the end"), "primary", None, "Ctrl ↵", self))
        self.confirmed.connect(self._on_confirmed)
        self.last.setFocus()

    def _suggested(self, given: date) -> date:
        """The first day that keeps the notice, or the end of the term where that comes before."""
        first = earliest_end(self._version, given)
        last = self._version.last_day
        return first if last is None else min(first, last)

    def _on_given(self, day: date | None) -> None:
        if day is not None:
            self.last.show_day(self._suggested(day))

    def _on_confirmed(self) -> None:
        for field in (self.given, self.last):
            field.commit()
        for holder in (self._given, self._last, self._why):
            holder.clear_problem()
        if self.last.day is None:
            self._last.show_problem(_("Write the last day."))
            return
        job = self._tools.jobs.do(self, end, self._version.id, self.last.day, self.why.text().strip(), self.given.day)
        job.then(self._on_done).failed(self._refuse)

    def _on_done(self, _none: None) -> None:
        self.ended.emit(self.last.day)
        self.accept()

    def _refuse(self, error: DeskError) -> None:
        holders = {"given_on": self._given, "last_day": self._last, "why": self._why}
        holder = holders.get(getattr(error, "field", None) or "")
        if holder is not None:
            holder.show_problem(str(error))
        else:
            self._error.show_problem(str(error))


class LeftOverDialog(Dialog):
    """What is planned after the last day: each thing ticked, and one fate for those that are.

    Signals:
        settled: For how many things a decision was made.
    """

    settled = Signal(int)

    def __init__(self, tools: Tools, left: LeftOver, parent: QWidget) -> None:
        theme, icons = tools.theme, tools.icons
        super().__init__(theme, icons, _("Planned after the last day"), parent, width=560)
        self._tools, self._left = tools, left
        if left.last_day is not None:
            text = _("Nothing is agreed after {day}. Decide what becomes of what is ticked; the rest waits here.")
            words = text.format(day=spoken().day(left.last_day))
            self.body.addWidget(Words(theme, words, "body", "secondary", self, wrap=True))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.tokens.px(5), theme.tokens.px(6), theme.tokens.px(10), theme.tokens.px(6))
        column.setSpacing(theme.tokens.px(9))
        self.posts = {card.id: self._box(card.title, card.day, column, _("Post")) for card in left.posts}
        self.tasks = {task.id: self._box(task.title, task.due, column, _("Task")) for task in left.tasks}
        column.addStretch(1)
        area = scrolled(self, inside, min(theme.tokens.px(300), theme.tokens.px(30) * max(2, left.count)))
        self.body.addWidget(area, 1)
        self.fate = ComboBox(theme, icons, self)
        self.fate.offer([(fate, _(name)) for fate, name in FATE_NAMES.items()])
        self.fate.choose(Fate.TRAY)
        self.fate.chosen.connect(self._on_fate)
        self.cause = CommittingTextEdit(theme, "", self, 2, 4)
        self._cause = LabelledField(theme, icons, _("Why"), self.cause, "", self)
        self.body.addWidget(LabelledField(theme, icons, _("What becomes of them"), self.fate, "", self))
        self.body.addWidget(self._cause)
        self._cause.hide()
        self._error = ErrorLine(theme, icons, self)
        self.body.addWidget(self._error)
        self.set_buttons(push_button(theme, icons, _("Decide"), "primary", None, "Ctrl ↵", self))
        self.confirmed.connect(self._on_confirmed)
        boxes = [*self.posts.values(), *self.tasks.values()]
        (boxes[0] if boxes else self.fate).setFocus()

    def _box(self, title: str, day: date | None, column: QVBoxLayout, kind: str) -> CheckBox:
        parts = (title, kind, spoken().short_day(day) if day else "")
        box = CheckBox(self._theme, self._icons, " · ".join(part for part in parts if part), self)
        box.setChecked(True)
        column.addWidget(box)
        return box

    def _on_fate(self, fate: object) -> None:
        self._cause.setVisible(fate == Fate.KEEP)

    def _on_confirmed(self) -> None:
        self._cause.clear_problem()
        job = self._tools.jobs.do(
            self,
            ending.settle_left_over,
            self._left.client_id,
            Fate(str(self.fate.current_key)),
            post_ids=_ticked(self.posts.items()),
            task_ids=_ticked(self.tasks.items()),
            cause=self.cause.text().strip(),
        )
        job.then(self._on_done).failed(self._refuse)

    def _on_done(self, count: int) -> None:
        self.settled.emit(count)
        self.accept()

    def _refuse(self, error: DeskError) -> None:
        if getattr(error, "field", None) == "cause":
            self._cause.show_problem(str(error))
        else:
            self._error.show_problem(str(error))


def _ticked(boxes: Iterable[tuple[int, CheckBox]]) -> list[int]:
    return [key for key, box in boxes if box.isChecked()]
