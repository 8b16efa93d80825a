"""What is known of a day besides its posts, with its notes to write and change; and the field that goes to a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cmdesk.domain.days import CampaignBar, DayFacts, Note
from cmdesk.domain.errors import DeskError
from cmdesk.i18n import _, spoken
from cmdesk.ui.widgets.buttons import IconButton, LinkButton, push_button
from cmdesk.ui.widgets.choices import CheckBox
from cmdesk.ui.widgets.days import DayPicker
from cmdesk.ui.widgets.facts import Glyph, Words
from cmdesk.ui.widgets.fields import CommittingLineEdit, ErrorLine, LineEdit

if TYPE_CHECKING:
    from cmdesk.ui.icons import Icons
    from cmdesk.ui.theme import Theme

_WIDTH: Final = 340


class AboutDay(QWidget):
    """A day with its holidays, themes, campaigns, deadlines, tasks and notes.

    Signals:
        added: The text of a new note, and whether it is for all clients.
        changed: A Note, and its new text.
        removed: A Note.
        hidden_theme: The code of a day to remember that is to be left out from now on.
        task_wanted: The id of a task.
        scope_wanted: The id of a version.
    """

    added = Signal(str, bool)
    changed = Signal(object, str)
    removed = Signal(object)
    hidden_theme = Signal(str)
    task_wanted = Signal(object)
    scope_wanted = Signal(object)

    def __init__(
        self, theme: Theme, icons: Icons, facts: DayFacts, campaigns: tuple[CampaignBar, ...], client: str
    ) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        px = theme.tokens.px
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(7))
        self._column.addWidget(Words(theme, spoken().long_day(facts.day), "body_strong", "primary", self))
        self._show_facts(facts, campaigns)
        for note in facts.notes:
            self._column.addWidget(self._note(note))
        self._field = LineEdit(theme, "", self)
        self._field.setPlaceholderText(_("Note on this day"))
        self._field.setAccessibleName(_("Note on {day}").format(day=spoken().long_day(facts.day)))
        self._field.returnPressed.connect(self.add)
        self._for_all = CheckBox(theme, icons, _("For all clients"), self)
        self._for_all.setChecked(not client)
        self._for_all.setVisible(bool(client))
        self._error = ErrorLine(theme, icons, self)
        button = push_button(theme, icons, _("Add note"), "primary", shortcut_hint="↵", parent=self)
        button.clicked.connect(self.add)
        row = QHBoxLayout()
        row.addWidget(self._for_all)
        row.addStretch(1)
        row.addWidget(button)
        self._column.addSpacing(px(3))
        self._column.addWidget(self._field)
        self._column.addWidget(self._error)
        self._column.addLayout(row)
        self.setFixedWidth(px(_WIDTH))
        self.setFocusProxy(self._field)

    def _show_facts(self, facts: DayFacts, campaigns: tuple[CampaignBar, ...]) -> None:
        for name in facts.holidays:
            self._line("calendar-off", name, _("Holiday"))
        if facts.is_rest and not facts.holidays:
            self._line("calendar-off", _("No working day of the agency"))
        for one in facts.awareness:
            hide = partial(self.hidden_theme.emit, one.code) if one.code else None
            self._line("star", one.name, one.source, (_("Hide"), hide) if hide else None)
        for bar in campaigns:
            days = _("{first} to {last}").format(
                first=spoken().day_month(bar.first), last=spoken().day_month(bar.last)
            )  # fmt: skip
            self._line("speakerphone", bar.name, days)
        for deadline in facts.deadlines:
            show = partial(self.scope_wanted.emit, deadline.scope_id) if deadline.scope_id else None
            self._line("flag", deadline.words, "", (_("Show"), show) if show else None, is_late=deadline.is_late)
        for task in facts.tasks:
            words = _("Done") if task.is_done else _("Late") if task.is_late else _("Due on this day")
            show = partial(self.task_wanted.emit, task.id)
            self._line("checklist", task.title, words, (_("Show"), show), is_late=task.is_late)

    def _line(
        self,
        icon: str,
        words: str,
        remark: str = "",
        verb: tuple[str, Callable[[], object]] | None = None,
        *,
        is_late: bool = False,
    ) -> None:
        theme, px = self._theme, self._theme.tokens.px
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(Glyph(theme, self._icons, icon, "danger" if is_late else "secondary", 15, self), 0,
                      Qt.AlignmentFlag.AlignTop)  # fmt: skip
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(Words(theme, words, "small_medium", "danger" if is_late else "primary", self, wrap=True))
        if remark:
            texts.addWidget(Words(theme, remark, "label", "tertiary", self, wrap=True))
        row.addLayout(texts, 1)
        if verb is not None:
            link = LinkButton(theme, self._icons, verb[0], None, self)
            link.setAccessibleName(f"{verb[0]}: {words}")
            link.clicked.connect(verb[1])
            row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(row)

    def _note(self, note: Note) -> QWidget:
        theme, px = self._theme, self._theme.tokens.px
        holder = QWidget(self)
        edit = CommittingLineEdit(theme, note.text, holder)
        edit.setAccessibleName(_("Note"))
        edit.setToolTip(_("For all clients") if note.client_id is None else "")
        edit.committed.connect(partial(self.changed.emit, note))
        remove = IconButton(theme, self._icons, "trash", _("Delete note: {text}").format(text=note.text), "", holder)
        remove.clicked.connect(partial(self.removed.emit, note))
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(Glyph(theme, self._icons, "note", "secondary", 15, holder))
        row.addWidget(edit, 1)
        row.addWidget(remove)
        return holder

    def write(self, text: str) -> None:
        """Put words into the field, as if they were typed."""
        self._field.setText(text)

    def add(self) -> None:
        """Ask for a note, if something was written."""
        text = self._field.text().strip()
        if text:
            self.added.emit(text, self._for_all.isChecked())
        else:
            self._error.show_problem(_("Write what is to be remembered on this day."))
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)


class GoToDay(QWidget):
    """A place in time in words, or picked from a month.

    Signals:
        chosen: The day.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, parse: Callable[[str], date], day: date, today: date) -> None:
        super().__init__()
        px = theme.tokens.px
        self._parse = parse
        self._field = LineEdit(theme, "", self)
        self._field.setAccessibleName(_("Go to a day"))
        self._field.setPlaceholderText(_("3 nov, next month, week 45"))
        self._field.textChanged.connect(self._read)
        self._field.returnPressed.connect(self._choose)
        self._answer = Words(theme, "", "label", "tertiary", self)
        self._error = ErrorLine(theme, icons, self)
        self.month = DayPicker(theme, icons, day, today, self)
        self.month.picked.connect(self.chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addWidget(Words(theme, _("Go to a day"), "body_strong", "primary", self))
        column.addWidget(self._field)
        column.addWidget(self._answer)
        column.addWidget(self._error)
        column.addWidget(self.month)
        self.setFocusProxy(self._field)
        self._read()

    def write(self, words: str) -> None:
        """Put words into the field, as if they were typed."""
        self._field.setText(words)

    def _read(self) -> None:
        self._error.clear()
        self._answer.setText(_("A day, a week or a month in words"))
        try:
            day = self._parse(self._field.text())
        except DeskError:
            return  # said at Enter: half a word is no mistake
        words = _("{day} {year}").format(day=spoken().long_day(day), year=day.year)
        self._answer.setText(words[:1].upper() + words[1:])
        self.month.look_at(day)

    def _choose(self) -> None:
        try:
            day = self._parse(self._field.text())
        except DeskError as error:
            self._error.show_problem(str(error))
            return
        self.chosen.emit(day)
