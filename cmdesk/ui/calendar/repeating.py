"""Repeating a post: by which rule, on which days, and what is done with all that follow it in its series."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from cmdesk.domain.errors import DeskError
from cmdesk.domain.moments import When, parse_day, parse_when
from cmdesk.domain.repeating import (
    Every,
    Occurrences,
    OnRest,
    Repeating,
    cut_sentence,
    place_in_month,
    read_choices,
    read_rule,
    rule_text,
)
from cmdesk.i18n import N_, ngettext, spoken
from cmdesk.i18n import gettext as _
from cmdesk.services import repeating
from cmdesk.services.repeating import Series
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.popovers import WhenField
from cmdesk.ui.page import Tools
from cmdesk.ui.widgets.buttons import Button, push_button
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import ComboBox, DayEdit, ErrorLine, LabelledField, LineEdit, Stepper
from cmdesk.ui.widgets.form import DaysChoice
from cmdesk.ui.widgets.frames import Dialog
from cmdesk.ui.widgets.scrolled import scrolled

if TYPE_CHECKING:
    from cmdesk.ui.calendar.page import CalendarPage

_REST_MS: Final = 160
_LIST_HEIGHT: Final = 150
_TIMES, _UNTIL = "times", "until"
_PLACES: Final = {1: N_("first"), 2: N_("second"), 3: N_("third"), 4: N_("fourth"), -1: N_("last")}
_ON_REST: Final = {
    OnRest.KEEP: N_("Stay on them"),
    OnRest.SKIP: N_("Leave them out"),
    OnRest.MOVE: N_("Go to the next working day"),
}


class Repeats(QObject):
    """Repetitions of one calendar: it opens the dialog, and tells what came of it."""

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page)
        self._page = page
        page.add_calm_key("R", _("Repeat…"), self.ask)

    def add_to(self, menu: QMenu) -> None:
        """Offer it for the post that is selected."""
        entry = menu.addAction(self._page.tools.icons.icon("recycle"), f"{_('Repeat…')}\tR")
        entry.triggered.connect(self.ask)

    def ask(self) -> None:
        """Ask by which rule the selected post repeats."""
        cards = self._page.chosen_cards()
        if len(cards) != 1:
            self._page.refuse(_("Select one post to repeat."))
        elif cards[0].day is None:
            self._page.refuse(_("Give the post a day first."))
        else:
            job = self._page.tools.jobs.read(self._page, repeating.series_of, cards[0].id)
            job.then(self._open).failed(self._page.tools.notify.problem)

    def _open(self, series: Series) -> None:
        dialog = RepeatDialog(self._page.tools, series, self._page)
        dialog.confirmed.connect(partial(self._repeat, dialog, series))
        if dialog.move_button is not None and dialog.drop_button is not None:
            dialog.move_button.clicked.connect(partial(self._ask_when, dialog, series))
            dialog.drop_button.clicked.connect(partial(self._drop, dialog, series))
        dialog.open()

    def _repeat(self, dialog: RepeatDialog, series: Series) -> None:
        job = self._page.tools.jobs.do(dialog, repeating.repeat, series.card.id, dialog.rule, dialog.on_rest)
        job.then(partial(self._on_repeated, dialog)).failed(dialog.show_refusal)

    def _on_repeated(self, dialog: RepeatDialog, keys: tuple[int, ...]) -> None:
        dialog.accept()
        words = ngettext("{count} post planned", "{count} posts planned", len(keys)).format(count=len(keys))
        self._page.tools.notify.toast(words, undo=self._page.tools.jobs.undo)

    # --- all that follow ----------------------------------------------------------------------

    def _ask_when(self, dialog: RepeatDialog, series: Series) -> None:
        """Ask where the post goes; the others keep their distance from it."""
        dialog.reject()
        page, card = self._page, series.card
        count = len(series.following) + 1
        title = ngettext("Move {count} post of the series", "Move {count} posts of the series", count)

        def parse(words: str) -> When:
            return parse_when(words, page.today, card.day)

        content = WhenField(page.tools.theme, page.tools.icons, title.format(count=count), parse)

        def move(when: When) -> None:
            page.close_popover()
            self._move(series, when)

        content.chosen.connect(move)
        page.open_popover(content, page.place_of_chosen())

    def _move(self, series: Series, when: When) -> None:
        day = series.card.day
        if when.day is None or day is None:
            self._page.refuse(_("A series keeps its days. Write a day or an hour, such as “+1” or “10:00”."))
            return
        job = self._page.tools.jobs.do(
            self._page, repeating.move_following, series.card.id, (when.day - day).days, when.minute,
            keeps_hour=when.keeps_hour,
        )  # fmt: skip
        job.then(self._on_moved)

    def _on_moved(self, keys: tuple[int, ...]) -> None:
        words = ngettext("{count} post of the series moved", "{count} posts of the series moved", len(keys))
        self._page.tools.notify.toast(words.format(count=len(keys)), undo=self._page.tools.jobs.undo)

    def _drop(self, dialog: RepeatDialog, series: Series) -> None:
        job = self._page.tools.jobs.do(dialog, repeating.delete_following, series.card.id)
        job.then(partial(self._on_dropped, dialog)).failed(dialog.show_refusal)

    def _on_dropped(self, dialog: RepeatDialog, count: int) -> None:
        dialog.accept()
        words = ngettext("{count} post is in the bin", "{count} posts are in the bin", count).format(count=count)
        self._page.tools.notify.toast(words, undo=self._page.tools.jobs.undo, icon="trash")


class RepeatDialog(Dialog):
    """The rule by which a post repeats, in choices and in its own words, and the days that it means.

    `confirmed` says that a person wants the drafts; what was chosen is in `rule` and `on_rest`.
    """

    def __init__(self, tools: Tools, series: Series, parent: QWidget) -> None:
        theme, icons = tools.theme, tools.icons
        super().__init__(theme, icons, _("Repeat a post"), parent, width=600)
        assert series.card.day is not None
        self._tools, self._series, self.first = tools, series, series.card.day
        self.move_button: Button | None = None
        self.drop_button: Button | None = None
        self.set_aside(phrases.when_with_month(self.first, series.card.minute))
        title = Words(theme, series.card.title, "body_strong", "primary", self, elide=True)
        title.setToolTip(phrases.plain_tip([series.card.title]))
        self.body.addWidget(title)
        if len(series.posts) > 1:
            self._build_series()
        self._build_choices()
        self._build_rule()
        self._build_days()
        self._error = ErrorLine(theme, icons, self)
        self.body.addWidget(self._error)
        self._confirm_button = push_button(theme, icons, _("Repeat"), "primary", "recycle", "Ctrl ↵", self)
        self.set_buttons(self._confirm_button)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_REST_MS)
        self._wait.timeout.connect(self._ask_days)
        self._write_rule()
        self._interval.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- building -----------------------------------------------------------------------------

    def _build_series(self) -> None:
        theme, icons, following = self._theme, self._icons, len(self._series.following)
        whole = ngettext("One of a series of {count}.", "One of a series of {count}.", len(self._series.posts))
        after = ngettext("{count} follows it.", "{count} follow it.", following)
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.px(8))
        words = f"{whole.format(count=len(self._series.posts))} {after.format(count=following)}"
        row.addWidget(Words(theme, words, "body", "secondary", line, wrap=True), 1)
        if following:
            self.move_button = push_button(theme, icons, _("Move from here on…"), "compact", "calendar-event", "", line)
            self.drop_button = push_button(theme, icons, _("Bin what follows"), "compact", "trash", "", line)
            row.addWidget(self.move_button)
            row.addWidget(self.drop_button)
        self.body.addWidget(line)

    def _build_choices(self) -> None:
        theme, icons = self._theme, self._icons
        self._interval = Stepper(theme, icons, 1, 1, 99, self)
        self._every = ComboBox(theme, icons, self)
        self._every.offer([(one, self._every_words(one)) for one in Every])
        self._every.choose(Every.WEEKS)
        self._days = DaysChoice(theme, icons, self)
        self._days.show_days([self.first.weekday()])
        self._week_days: tuple[int, ...] = (self.first.weekday(),)
        self._end = ComboBox(theme, icons, self)
        self._end.offer([(_TIMES, _("By number")), (_UNTIL, _("On a day"))])
        self._end.choose(_TIMES)
        self._times = Stepper(theme, icons, 8, 2, 200, self)
        today = self._tools.jobs.desk.today
        self._until = DayEdit(theme, icons, lambda text: parse_day(text, today), spoken().day, self)
        self._until.show_day(_months_on(self.first))
        self._rest = ComboBox(theme, icons, self)
        self._rest.offer([(one, _(name)) for one, name in _ON_REST.items()])
        self._rest.choose(OnRest.KEEP)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.tokens.px(12))
        grid.setVerticalSpacing(theme.tokens.px(12))
        grid.addWidget(LabelledField(theme, icons, _("Every"), self._interval, "", self), 0, 0)
        grid.addWidget(LabelledField(theme, icons, _("Unit"), self._every, "", self), 0, 1, 1, 2)
        self._days_field = LabelledField(theme, icons, _("On"), self._days, "", self)
        grid.addWidget(self._days_field, 1, 0, 1, 3)
        grid.addWidget(LabelledField(theme, icons, _("Ends"), self._end, "", self), 2, 0)
        self._times_field = LabelledField(theme, icons, _("Times, this post included"), self._times, "", self)
        self._until_field = LabelledField(theme, icons, _("Last day"), self._until, "", self)
        grid.addWidget(self._times_field, 2, 1)
        grid.addWidget(self._until_field, 2, 1)
        grid.addWidget(LabelledField(theme, icons, _("On holidays"), self._rest, "", self), 2, 2)
        for column, share in enumerate((5, 5, 7)):
            grid.setColumnStretch(column, share)
        self.body.addLayout(grid)
        self._show_fields()
        self._interval.changed.connect(self._on_choice)
        self._times.changed.connect(self._on_choice)
        self._every.chosen.connect(self._on_choice)
        self._end.chosen.connect(self._on_choice)
        self._days.chosen.connect(self._on_days)
        self._until.committed.connect(self._on_choice)
        self._rest.chosen.connect(self._on_rest)

    def _every_words(self, every: Every) -> str:
        """'weeks', 'months, on day 15', 'months, on the third Thursday'."""
        if every is Every.DAYS:
            return _("days")
        if every is Every.WEEKS:
            return _("weeks")
        if every is Every.MONTHS_BY_DATE:
            return _("months, on day {number}").format(number=self.first.day)
        day = spoken().long_day(self.first).split(" ")[0].rstrip(",")
        place = _(_PLACES[place_in_month(self.first)])
        return _("months, on the {place} {day}").format(place=place, day=day)

    def _build_rule(self) -> None:
        theme, icons = self._theme, self._icons
        self._rule = LineEdit(theme, "", self)
        self._rule.textEdited.connect(self._on_rule_written)
        self._rule.setToolTip(_("A rule of RFC 5545, as calendars exchange it. It may be pasted here."))
        self._rule_field = LabelledField(theme, icons, _("Rule, to copy or paste"), self._rule, "", self)
        self.body.addWidget(self._rule_field)

    def _build_days(self) -> None:
        theme = self._theme
        self._count = Words(theme, "", "body_strong", "primary", self)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        self._list = Words(theme, "", "body", "secondary", inside, tabular=True)
        self._list.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._list)
        column.addStretch(1)
        self.body.addWidget(self._count)
        area = scrolled(self, inside, theme.tokens.px(_LIST_HEIGHT), lines_beside=32, least=theme.tokens.px(20))
        area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        area.setAccessibleName(_("Days of the drafts"))
        self.body.addWidget(area, 1)

    # --- what is chosen -----------------------------------------------------------------------

    @property
    def rule(self) -> str:
        """The rule as it stands."""
        return self._rule.text()

    @property
    def on_rest(self) -> str:
        """What becomes of a day that is a holiday."""
        return str(self._rest.current_key)

    def write_rule(self, text: str) -> None:
        """Put a rule into its field, as if it were pasted."""
        self._rule.setText(text)
        self._on_rule_written(text)

    def _choices(self) -> Repeating:
        every = self._every.current_key
        is_count = self._end.current_key == _TIMES
        return Repeating(
            every if isinstance(every, Every) else Every.WEEKS,
            self._interval.value(),
            self._week_days,
            self._times.value() if is_count else None,
            None if is_count else self._until.day,
        )

    def _on_choice(self, _value: object = None) -> None:
        self._show_fields()
        self._write_rule()

    def _on_days(self, days: tuple[int, ...]) -> None:
        self._week_days = days
        self._write_rule()

    def _on_rest(self, _value: object = None) -> None:
        self._wait.start()

    def _show_fields(self) -> None:
        self._days_field.setVisible(self._every.current_key == Every.WEEKS)
        is_count = self._end.current_key == _TIMES
        self._times_field.setVisible(is_count)
        self._until_field.setVisible(not is_count)

    def _write_rule(self) -> None:
        """Say the choices as a rule, and ask for its days."""
        self._rule.setText(rule_text(self._choices(), self.first))
        self._rule.setCursorPosition(0)
        self._rule_field.clear_problem()
        self._wait.start()

    def _on_rule_written(self, text: str) -> None:
        """Follow a rule that was written: the choices show it where they can say as much."""
        try:
            read_rule(text)
            choices = read_choices(text, self.first)
        except DeskError as error:
            self._refuse_rule(str(error))
            return
        self._rule_field.clear_problem()
        if choices is not None:
            self._follow(choices)
        self._wait.start()

    def _follow(self, choices: Repeating) -> None:
        """Show a rule in the choices, silently."""
        self._interval.show_value(choices.interval)
        self._every.choose(choices.every)
        self._week_days = choices.week_days or (self.first.weekday(),)
        self._days.show_days(self._week_days)
        if choices.count is not None:
            self._end.choose(_TIMES)
            self._times.show_value(choices.count)
        elif choices.until is not None:
            self._end.choose(_UNTIL)
            self._until.show_day(choices.until)
        self._show_fields()

    # --- the days that it means ---------------------------------------------------------------

    def _ask_days(self) -> None:
        job = self._tools.jobs.read(self, repeating.days_of_rule, self._series.card.id, self.rule, self.on_rest)
        job.then(self._show_days).failed(self._fail)

    def _show_days(self, found: Occurrences) -> None:
        self._error.clear()
        count = len(found.found)
        words = ngettext("{count} draft more", "{count} drafts more", count).format(count=count)
        self._count.setText(words if count else _("No other day"))
        speaks = spoken()
        lines = [self._line(one.day, one.moved_from) for one in found.found]
        lines += [_("{day}: left out, a holiday").format(day=speaks.short_day(day)) for day in found.skipped]
        self._list.setText("\n".join(lines))
        if sentence := cut_sentence(found):
            self._error.show_problem(sentence, "warn")
        if count:
            self._confirm_button.setText(
                ngettext("Plan {count} draft", "Plan {count} drafts", count).format(count=count)
            )
            self._confirm_button.allow()
        else:
            self._confirm_button.refuse(_("The rule means no other day. Choose more times or a later end."))

    def _line(self, day: date, moved_from: date | None) -> str:
        words = f"{phrases.when_with_month(day, self._series.card.minute)} {day.year}"
        if moved_from is None:
            return words
        return _("{day}, instead of {holiday}").format(day=words, holiday=spoken().short_day(moved_from))

    def _fail(self, error: DeskError) -> None:
        self._refuse_rule(str(error))

    def _refuse_rule(self, sentence: str) -> None:
        self._wait.stop()
        self._rule_field.show_problem(sentence)
        self._count.setText(_("No other day"))
        self._list.setText("")
        self._confirm_button.refuse(sentence)

    def show_refusal(self, error: DeskError) -> None:
        """Say why nothing was planned."""
        self._error.show_problem(str(error))


def _months_on(first: date) -> date:
    """Some months later: where a series ends by itself."""
    return parse_day("+3m", first)
