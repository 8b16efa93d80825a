"""What a post is: its title, its moment, what it counts against, its format, and to whom and what it belongs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cmdesk.domain.allowance import Mark
from cmdesk.domain.editor import EditorSheet
from cmdesk.domain.errors import DeskError
from cmdesk.domain.moments import Month, When, parse_when
from cmdesk.domain.posts import POST_FORMAT_NAMES, Coverage, PostCard, PostStatus
from cmdesk.i18n import gettext as _
from cmdesk.i18n import spoken
from cmdesk.services import editing, posts
from cmdesk.ui.calendar import phrases
from cmdesk.ui.editor.writing import Writing
from cmdesk.ui.page import Tools
from cmdesk.ui.scope.asking import AskDialog
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.facts import Glyph, Tag, Words
from cmdesk.ui.widgets.fields import ComboBox, CommittingLineEdit, DayEdit, LabelledField, labelled
from cmdesk.ui.widgets.themed import Themed, paint_ground

_NONE: Final = 0
_UNDECIDED: Final = ""
_COURTESY: Final = "*"
_EXTRA: Final = "+"


class TitleRow(QWidget):
    """The working title, the day and the hour, side by side."""

    def __init__(self, tools: Tools, writing: Writing, parent: QWidget) -> None:
        super().__init__(parent)
        theme, icons = tools.theme, tools.icons
        px = theme.tokens.px
        self._tools, self._writing = tools, writing
        self._card: PostCard | None = None
        self._hour_said: int | None = None
        self.title = CommittingLineEdit(theme, "", self)
        self.title_field = labelled(theme, icons, _("Working title"), self.title)
        self.title.textChanged.connect(self.title_field.clear_problem)
        writing.add(self.title, "title")
        self.day = DayEdit(theme, icons, self._parse, self._said, self, self._now)
        self.day.setPlaceholderText(_("No date yet"))
        self.day.committed.connect(self._on_day)
        self.day_field = labelled(theme, icons, _("Day"), self.day)
        self.hour = CommittingLineEdit(theme, "", self)
        self.hour.setPlaceholderText(_("No hour"))
        self.hour.committed.connect(self._on_hour)
        self.hour_field = labelled(theme, icons, _("Hour"), self.hour)
        self.hour.textChanged.connect(self.hour_field.clear_problem)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(10))
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.title_field, 1, top)
        row.addWidget(self.day_field, 0, top)
        row.addWidget(self.hour_field, 0, top)
        self._fit()
        theme.changed.connect(self._fit)

    def _fit(self) -> None:
        px = self._tools.theme.tokens.px
        self.day_field.setFixedWidth(px(150))
        self.hour_field.setFixedWidth(px(92))

    def show_sheet(self, sheet: EditorSheet) -> None:
        """Show the moment of a post; its title is a place of what is written."""
        card = sheet.detail.card
        is_other = self._card is None or self._card.id != card.id
        self._card = card
        if is_other:
            for field in (self.title_field, self.hour_field):
                field.clear_problem()
            self.day.put_back()
            self.hour.put_back()
        self.day.show_day(card.day)
        self.hour.show_text(self._clock(card))
        is_out = card.status is PostStatus.PUBLISHED
        why = _("A published post stays on its day.") if is_out else ""
        for moment in (self.day, self.hour):
            moment.setReadOnly(is_out)
            moment.setToolTip(why)
        self.hour.setEnabled(card.day is not None)

    @staticmethod
    def _clock(card: PostCard) -> str:
        return spoken().clock(card.minute) if card.day is not None and card.minute is not None else ""

    def _now(self) -> date:
        return self._tools.jobs.desk.today

    def _parse(self, text: str) -> date | None:
        """A day in words; an hour that is said with it is kept until the day is taken."""
        when = parse_when(text, self._now(), self._card.day if self._card else None)
        self._hour_said = None if when.keeps_hour else when.minute
        return when.day

    @staticmethod
    def _said(day: date) -> str:
        return spoken().short_day(day)

    def _on_day(self, day: date | None) -> None:
        minute, self._hour_said = self._hour_said, None
        self._move(When(day, minute, keeps_hour=minute is None))

    def _on_hour(self, text: str) -> None:
        if self._card is None or self._card.day is None:
            return
        minute: int | None = None
        if text:
            try:
                minute = parse_when(text, self._now(), self._card.day).minute
            except DeskError:
                minute = None
            if minute is None:
                self.hour_field.show_problem(_("Write an hour, such as “9:00”."))
                return
        self._move(When(self._card.day, minute, keeps_hour=False))

    def _move(self, when: When) -> None:
        if self._card is not None:
            self._tools.jobs.do(self, posts.move_post, self._card.id, when).failed(self._on_refused)

    def _on_refused(self, error: DeskError) -> None:
        if self._card is not None:
            self.day.show_day(self._card.day)
            self.day.put_back()
            self.hour.show_text(self._clock(self._card))
            self.hour.put_back()
        self._tools.notify.problem(error)


class CoverageBar(Themed, QWidget):
    """What a post counts against, said with the scope's own words."""

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        theme, icons = tools.theme, tools.icons
        px = theme.tokens.px
        self._tools = tools
        self._sheet: EditorSheet | None = None
        self.choice = ComboBox(theme, icons, self)
        self.choice.setAccessibleName(_("Counts against"))
        self.choice.setMinimumWidth(px(160))
        self.choice.chosen.connect(self._on_chosen)
        self.count = Words(theme, "", "small", "secondary", self, tabular=True, elide=True)
        self.mark = Tag(theme, icons, "", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(10), px(4), px(12), px(4))
        row.setSpacing(px(8))
        row.addWidget(Glyph(theme, icons, "link", "tertiary", 15, self))
        row.addWidget(Words(theme, _("Counts as"), "small", "secondary", self))
        row.addWidget(self.choice, 1)
        row.addStretch(0)
        row.addWidget(self.mark)
        row.addWidget(self.count)
        self.follow(theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        paint_ground(self, tokens.surface.sunken, tokens.radius.control)

    def wait(self) -> None:
        """Say nothing until it is known."""
        self._sheet = None
        self.choice.offer([])
        self.count.hide()
        self.mark.hide()

    def show_sheet(self, sheet: EditorSheet) -> None:
        """Say what a post counts against, and which one of how many it is."""
        self._sheet = sheet
        self._offer(sheet)
        number = sheet.scope_number
        self.setToolTip(
            _("Scope v{number}").format(number=number) if number else _("No scope is in force on this day.")
        )
        row = next((one for one in sheet.sheet.rows if one.lineage == sheet.sheet.covered_by), None)
        is_counted = row is not None and sheet.place is not None and sheet.detail.card.day is not None
        self.count.setVisible(is_counted)
        if row is not None and sheet.place is not None and sheet.detail.card.day is not None:
            words = _("no. {place} of {agreed} in {month}").format(
                place=spoken().number(sheet.place),
                agreed=spoken().number(row.due),
                month=phrases.month_name(Month.of(sheet.detail.card.day)),
            )
            self.count.setText(words)
            self.count.set_colour("warn" if sheet.place > row.due else "secondary")
        self._show_mark(sheet)

    def _show_mark(self, sheet: EditorSheet) -> None:
        mark = sheet.sheet.mark
        self.mark.setVisible(mark is not None)
        if mark is Mark.OVER:
            self.mark.show_fact(phrases.more_than_agreed(1), "warn", phrases.MARK_ICONS[mark])
        elif mark is not None:
            tone: Any = "info" if mark is Mark.COURTESY else "warn"
            self.mark.show_fact(_(phrases.MARK_WORDS[mark]), tone, phrases.MARK_ICONS[mark])

    def _offer(self, sheet: EditorSheet) -> None:
        card, rows = sheet.detail.card, sheet.sheet.rows
        fitting = next((row.title for row in rows if row.lineage == sheet.sheet.covered_by), "")
        is_open = card.coverage is Coverage.UNDECIDED
        undecided = _("Not decided: {line}").format(line=fitting) if is_open and fitting else _("Not decided")
        choices: list[tuple[object, str]] = [(row.lineage, phrases.coverage_choice(row)) for row in rows]
        if card.coverage is Coverage.LINE and card.lineage not in {row.lineage for row in rows}:
            choices.append((card.lineage or "?", _("A line that is not in force on this day")))
        is_asked = card.coverage is Coverage.EXTRA
        extra = _("An extra that they asked for") if is_asked else _("An extra that they ask for…")
        self.choice.offer([(_UNDECIDED, undecided), *choices, (_COURTESY, _("Courtesy, a gift")), (_EXTRA, extra)])
        chosen = {Coverage.UNDECIDED: _UNDECIDED, Coverage.COURTESY: _COURTESY, Coverage.EXTRA: _EXTRA}
        self.choice.choose(chosen.get(card.coverage, card.lineage or "?"))

    def _on_chosen(self, key: object) -> None:
        if self._sheet is None:
            return
        if key == _EXTRA:
            self._ask_extra()
            return
        coverage, lineage = Coverage.LINE, str(key)
        if key == _UNDECIDED:
            coverage, lineage = Coverage.UNDECIDED, ""
        elif key == _COURTESY:
            coverage, lineage = Coverage.COURTESY, self._sheet.sheet.covered_by or ""
        job = self._tools.jobs.do(self, posts.set_coverage, [self._sheet.post_id], coverage, lineage or None)
        job.failed(self._on_refused)

    def _ask_extra(self) -> None:
        """Note that the client asks for this post beside what was agreed."""
        if self._sheet is None or self._sheet.detail.card.coverage is Coverage.EXTRA:
            return
        card = self._sheet.detail.card
        dialog = AskDialog(self._tools, card.client_id, self, title=card.title, unit=card.format, post_id=card.id)
        dialog.asked.connect(self._on_asked)
        dialog.rejected.connect(self._show_again)
        dialog.open()

    def _on_asked(self, _extra_id: int) -> None:
        words = _("It is noted as an extra, and waits for a decision in the scope.")
        self._tools.notify.toast(words, undo=self._tools.jobs.undo)

    def _on_refused(self, error: DeskError) -> None:
        self._show_again()
        self._tools.notify.problem(error)

    def _show_again(self) -> None:
        if self._sheet is not None:
            self._offer(self._sheet)


class Belongings(QWidget):
    """Its format, who makes it, and the campaign and pillar that it belongs to."""

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        theme = tools.theme
        px = theme.tokens.px
        self._tools = tools
        self._sheet: EditorSheet | None = None
        self.format, format_field = self._choice(_("Format"), self._on_format)
        self.owner, owner_field = self._choice(_("Who"), self._on_owner)
        self.campaign, self._campaign_field = self._choice(_("Campaign"), self._on_campaign)
        self.pillar, self._pillar_field = self._choice(_("Pillar"), self._on_pillar)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(10))
        grid.setVerticalSpacing(px(10))
        grid.addWidget(format_field, 0, 0)
        grid.addWidget(owner_field, 0, 1)
        grid.addWidget(self._campaign_field, 1, 0)
        grid.addWidget(self._pillar_field, 1, 1)

    def _choice(self, label: str, slot: Callable[[object], object]) -> tuple[ComboBox, LabelledField]:
        theme, icons = self._tools.theme, self._tools.icons
        combo = ComboBox(theme, icons, self)
        combo.chosen.connect(slot)
        return combo, labelled(theme, icons, label, combo)

    def show_sheet(self, sheet: EditorSheet) -> None:
        """Show what a post is and belongs to."""
        self._sheet = sheet
        card = sheet.detail.card
        formats: list[tuple[object, str]] = [(key, phrases.format_name(key).capitalize()) for key in POST_FORMAT_NAMES]
        self._offer(self.format, formats, card.format)
        people: list[tuple[object, str]] = [
            (one.id, one.name) for one in sheet.members if one.is_active or one.id == card.owner_id
        ]
        self._offer(self.owner, [(_NONE, _("Nobody yet")), *people], card.owner_id or _NONE)
        for combo, field, known, key, none in (
            (self.campaign, self._campaign_field, sheet.campaigns, sheet.campaign_id, _("No campaign")),
            (self.pillar, self._pillar_field, sheet.pillars, sheet.pillar_id, _("Without a pillar")),
        ):
            themes: list[tuple[object, str]] = [(one.id, one.name) for one in known]
            self._offer(combo, [(_NONE, none), *themes], key or _NONE)
            field.setVisible(bool(known))

    @staticmethod
    def _offer(combo: ComboBox, choices: Sequence[tuple[object, str]], chosen: object) -> None:
        combo.offer(choices)
        combo.choose(chosen)

    def _edit(self, field: str, value: object, was: object) -> None:
        if self._sheet is not None:
            self._tools.jobs.do(self, posts.edit_post, self._sheet.post_id, field, value, was).failed(self._refused)

    def _on_format(self, key: object) -> None:
        if self._sheet is not None:
            self._edit("format", key, self._sheet.detail.card.format)

    def _on_owner(self, key: object) -> None:
        if self._sheet is not None:
            self._edit("owner_id", key or None, self._sheet.detail.card.owner_id)

    def _on_campaign(self, key: object) -> None:
        self._belong("campaign_id", key)

    def _on_pillar(self, key: object) -> None:
        self._belong("pillar_id", key)

    def _belong(self, field: str, key: object) -> None:
        if self._sheet is not None:
            chosen = key if isinstance(key, int) and key != _NONE else None
            self._tools.jobs.do(self, editing.set_theme, self._sheet.post_id, field, chosen).failed(self._refused)

    def _refused(self, error: DeskError) -> None:
        if self._sheet is not None:
            self.show_sheet(self._sheet)
        self._tools.notify.problem(error)


def section(theme: Theme, title: str, parent: QWidget) -> tuple[QWidget, QVBoxLayout, QHBoxLayout]:
    """A part with a title: the part, its column, and the row of its title."""
    px = theme.tokens.px
    part = QWidget(parent)
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(px(6))
    head = QHBoxLayout()
    head.setSpacing(px(8))
    head.addWidget(Words(theme, title, "section", "primary", part))
    head.addStretch(1)
    column.addLayout(head)
    return part, column, head
