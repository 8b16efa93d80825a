"""The panel of one task: every field saves when it is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cmdesk.domain.catalogue import area_name
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.posts import Coverage
from cmdesk.domain.tasks import (
    PRIORITY_NAMES,
    Board,
    CoveringLine,
    LinkedPost,
    Priority,
    Standing,
    TaskDetail,
    minutes_text,
    parse_due,
    parse_labels,
    parse_minutes,
)
from cmdesk.i18n import _, spoken
from cmdesk.ui import glyphs
from cmdesk.ui.board.checklist import Checklist
from cmdesk.ui.icons import Icons
from cmdesk.ui.page import Tools
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import IconButton
from cmdesk.ui.widgets.choices import SegmentedControl
from cmdesk.ui.widgets.facts import Tag
from cmdesk.ui.widgets.fields import ComboBox, CommittingLineEdit, CommittingTextEdit, labelled
from cmdesk.ui.widgets.frames import DetailPanel

CoverKey = tuple[Coverage, str | None]


class TaskPanel(DetailPanel):
    """A task's fields.

    Signals:
        edited: Name of a field, its new value, and what was shown before.
        checked: The checklist as it is now, and as it was shown before.
        covered: What the task counts against, and the line.
        wanted: What else is asked for it: duplicate, delete.
        post_wanted: Id of the linked post, to be opened in the calendar.
    """

    edited = Signal(str, object, object)
    checked = Signal(object, object)
    covered = Signal(object, object)
    wanted = Signal(str)
    post_wanted = Signal(object)

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        theme, icons = tools.theme, tools.icons
        super().__init__(theme, icons, _("Task"), parent)
        self._tools = tools
        self._detail: TaskDetail | None = None
        self._make_fields(theme, icons)
        copier = IconButton(theme, icons, "copy", _("Duplicate"), "Ctrl+D", self)
        copier.clicked.connect(self._on_copier)
        remover = IconButton(theme, icons, "trash", _("Delete"), "Del", self)
        remover.clicked.connect(self._on_remover)
        self.add_action(copier)
        self.add_action(remover)

    @property
    def task_id(self) -> int | None:
        """The task that is shown."""
        return self._detail.card.id if self._detail else None

    # --- fields ------------------------------------------------------------------------------

    def _make_fields(self, theme: Theme, icons: Icons) -> None:
        self.title = CommittingTextEdit(theme, "", self, lines=1, most=4)
        self.client = ComboBox(theme, icons, self)
        self.column = ComboBox(theme, icons, self)
        self.who = ComboBox(theme, icons, self)
        self.start = CommittingLineEdit(theme, "", self)
        self.due = CommittingLineEdit(theme, "", self)
        self.priority = SegmentedControl(theme, [(p, _(PRIORITY_NAMES[p])) for p in Priority], self)
        self.estimate = CommittingLineEdit(theme, "", self)
        self.labels = CommittingLineEdit(theme, "", self)
        self.coverage = ComboBox(theme, icons, self)
        self.standing = Tag(theme, icons, "", "warn", "flag", self)
        self.post = ComboBox(theme, icons, self)
        self.opener = IconButton(theme, icons, "calendar", _("Open the post in the calendar"), "", self)
        self.checks = Checklist(theme, icons, self)
        self.note = CommittingTextEdit(theme, "", self, lines=4, most=16)
        self.due.setPlaceholderText(_("fri 16 13:00"))
        self.start.setPlaceholderText(_("fri 16"))
        self.estimate.setPlaceholderText(_("1:30"))
        self.labels.setPlaceholderText(_("photos, autumn"))
        self._fields = {
            "title": labelled(theme, icons, _("Title"), self.title),
            "client_id": labelled(theme, icons, _("Client"), self.client),
            "column_id": labelled(theme, icons, _("Column"), self.column),
            "assignee_id": labelled(theme, icons, _("Who"), self.who),
            "start": labelled(theme, icons, _("Begins"), self.start),
            "due": labelled(theme, icons, _("Due"), self.due),
            "priority": labelled(theme, icons, _("Priority"), self.priority),
            "estimate_minutes": labelled(theme, icons, _("Estimate"), self.estimate),
            "labels": labelled(theme, icons, _("Labels"), self.labels),
            "coverage": labelled(theme, icons, _("Counts against"), self.coverage),
            "post_id": labelled(theme, icons, _("Linked post"), _beside(self.post, self.opener)),
            "note": labelled(theme, icons, _("Note for the team"), self.note),
        }
        self.post.setAccessibleName(_("Linked post"))
        for first, second in (
            ("title", ""), ("client_id", ""), ("column_id", "assignee_id"), ("start", "due"),
            ("priority", ""), ("estimate_minutes", "labels"), ("coverage", ""),
        ):  # fmt: skip
            self._add_row(first, second)
        self.body.addWidget(self.standing, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._fields["post_id"])
        self.body.addWidget(self.checks)
        self.body.addWidget(self._fields["note"])
        self.body.addStretch(1)
        for combo in (self.client, self.column, self.who, self.coverage, self.post):
            combo.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(6)
        self._connect()

    def _add_row(self, first: str, second: str) -> None:
        if not second:
            self.body.addWidget(self._fields[first])
            return
        row = QHBoxLayout()
        row.setSpacing(self._tools.theme.tokens.px(10))
        for name in (first, second):
            row.addWidget(self._fields[name], 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)

    def _connect(self) -> None:
        self.title.committed.connect(self._on_title)
        self.note.committed.connect(self._on_note)
        self.client.chosen.connect(self._on_client)
        self.column.chosen.connect(self._on_column)
        self.who.chosen.connect(self._on_who)
        self.start.committed.connect(self._on_start)
        self.due.committed.connect(self._on_due)
        self.priority.chosen.connect(self._on_priority)
        self.estimate.committed.connect(self._on_estimate)
        self.labels.committed.connect(self._on_labels)
        self.coverage.chosen.connect(self._on_coverage)
        self.post.chosen.connect(self._on_post)
        self.opener.clicked.connect(self._on_opener)
        self.checks.changed.connect(self.checked)

    # --- showing -----------------------------------------------------------------------------

    def show_board(self, board: Board) -> None:
        """Offer the columns, people and clients of the board."""
        theme = self._tools.theme
        self.column.offer([(column.id, column.name) for column in board.columns])
        people = [
            (member.id, member.name, _avatar(theme, member.letters, member.colour))
            for member in board.members
            if member.is_active
        ]
        self.who.offer([(None, _("Nobody yet")), *people])
        clients = [(client.id, client.name, _tile(theme, client.letters, client.colour)) for client in board.clients]
        self.client.offer([(None, _("The agency")), *clients])
        if self._detail is not None:
            self._show_choices(self._detail)

    def show_task(self, detail: TaskDetail, lines: Sequence[CoveringLine], posts: Sequence[LinkedPost]) -> None:
        """Show a task; what is being written in a field stays."""
        is_other = self._detail is None or self._detail.card.id != detail.card.id
        if is_other:
            self._leave_fields()
        self._detail = detail
        card = detail.card
        self.title.show_text(card.title)
        self.note.show_text(detail.note)
        self.start.show_text(_day_words(detail.start))
        self.due.show_text(_due_words(card.due, card.due_minute))
        self.priority.choose(card.priority)
        self.estimate.show_text(minutes_text(detail.estimate_minutes))
        self.labels.show_text(", ".join(card.labels))
        self.checks.show_checks(card.checks)
        self._offer_lines(lines)
        self._offer_posts(detail, posts)
        self._show_choices(detail)
        for field in self._fields.values():
            if is_other:
                field.clear_problem()

    def focus_title(self) -> None:
        """Have the keyboard in the title."""
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, field: str, sentence: str) -> None:
        """Say below a field why it was not saved, and keep the words that were written."""
        known = self._fields.get(field)
        if known is not None:
            known.show_problem(sentence)

    def _show_choices(self, detail: TaskDetail) -> None:
        card = detail.card
        self.client.choose(card.client_id)
        self.column.choose(card.column_id)
        self.who.choose(card.assignee_id)
        is_line = card.coverage is Coverage.LINE
        self.coverage.choose((card.coverage, card.lineage if is_line else None))
        self.post.choose(detail.post_id)
        self._fields["coverage"].setVisible(card.client_id is not None)
        self._fields["post_id"].setVisible(card.client_id is not None)
        self.opener.setVisible(detail.post_id is not None)
        words = {
            Standing.NOT_IN_SCOPE: _("Not in scope"),
            Standing.NOT_AGREED: _("Not agreed: no version is in force"),
        }.get(card.standing, "")
        self.standing.show_fact(words, "warn", "flag")
        self.standing.setVisible(bool(words) and not card.is_done)

    def _offer_lines(self, lines: Sequence[CoveringLine]) -> None:
        language = spoken().language
        detail = self._detail
        offers: list[tuple[object, str]] = [((Coverage.UNDECIDED, None), _("Not decided"))]
        offers += [
            ((Coverage.LINE, line.lineage), f"{area_name(line.area, language)} · {line.title}") for line in lines
        ]
        if detail is not None and detail.card.coverage is Coverage.LINE:
            key: CoverKey = (Coverage.LINE, detail.card.lineage)
            if key not in [offer[0] for offer in offers]:
                offers.append((key, detail.card.line_title or _("A line that is not in force")))
        offers.append(((Coverage.COURTESY, None), _("Free, once: a courtesy")))
        is_asked = detail is not None and detail.card.coverage is Coverage.EXTRA
        asked = _("An extra that they asked for") if is_asked else _("An extra that they ask for…")
        offers.append(((Coverage.EXTRA, None), asked))
        self.coverage.offer(offers)

    def _offer_posts(self, detail: TaskDetail, posts: Sequence[LinkedPost]) -> None:
        offers: list[tuple[object, str]] = [(None, _("No post"))]
        offers += [(post.id, f"{_day_words(post.day)} · {post.title}" if post.day else post.title) for post in posts]
        if detail.post_id is not None and detail.post_id not in [offer[0] for offer in offers]:
            offers.append((detail.post_id, detail.post_title))
        self.post.offer(offers)

    def _leave_fields(self) -> None:
        """Save what is being written for the task that goes."""
        for field in (self.title, self.note, self.start, self.due, self.estimate, self.labels):
            if field.hasFocus():
                field.commit()

    # --- saving ------------------------------------------------------------------------------

    def _save(self, field: str, value: object, seen: object) -> None:
        self._fields[field].clear_problem()
        self.edited.emit(field, value, seen)

    def _read(self, field: str, parse: Callable[[], object], seen: object) -> None:
        """Save what words mean, or say below the field that they cannot be read."""
        try:
            value = parse()
        except RuleBroken as error:
            self._fields[field].show_problem(str(error))
            return
        self._save(field, value, seen)

    def _on_title(self, text: str) -> None:
        if self._detail is not None and text.strip():
            self._save("title", text, self._detail.card.title)
        elif self._detail is not None:
            self._fields["title"].show_problem(_("Write what is to be done."))

    def _on_note(self, text: str) -> None:
        if self._detail is not None:
            self._save("note", text, self._detail.note)

    def _on_client(self, key: object) -> None:
        self._save("client_id", key, None)

    def _on_column(self, key: object) -> None:
        self._save("column_id", key, None)

    def _on_who(self, key: object) -> None:
        self._save("assignee_id", key, None)

    def _on_priority(self, key: object) -> None:
        self._save("priority", key, None)

    def _on_start(self, text: str) -> None:
        today = self._tools.jobs.desk.today
        self._read("start", lambda: parse_due(text, today)[0], None)

    def _on_due(self, text: str) -> None:
        base = self._detail.card.due if self._detail else None
        today = self._tools.jobs.desk.today
        self._read("due", lambda: parse_due(text, today, base), None)

    def _on_estimate(self, text: str) -> None:
        self._read("estimate_minutes", lambda: parse_minutes(text), None)

    def _on_labels(self, text: str) -> None:
        self._save("labels", list(parse_labels(text)), None)

    def _on_coverage(self, key: object) -> None:
        if isinstance(key, tuple):
            self.covered.emit(key[0], key[1])

    def _on_post(self, key: object) -> None:
        self._save("post_id", key, None)

    def _on_opener(self) -> None:
        if self._detail is not None and self._detail.post_id is not None:
            self.post_wanted.emit(self._detail.post_id)

    def _on_copier(self) -> None:
        self.wanted.emit("duplicate")

    def _on_remover(self) -> None:
        self.wanted.emit("delete")


def _beside(field: QWidget, button: QWidget) -> QWidget:
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(field, 1)
    row.addWidget(button)
    both.setFocusProxy(field)
    return both


def _day_words(day: date | None) -> str:
    return spoken().short_day(day) if day else ""


def _due_words(day: date | None, minute: int | None) -> str:
    if day is None:
        return ""
    return f"{_day_words(day)} {spoken().clock(minute)}" if minute is not None else _day_words(day)


def _tile(theme: Theme, letters: str, colour: int) -> QIcon:
    return _picture(theme, lambda painter, rect: glyphs.paint_tile(painter, rect, letters, colour, theme.tokens))


def _avatar(theme: Theme, letters: str, colour: int) -> QIcon:
    tokens = theme.tokens
    hue = glyphs.person_colour(colour, tokens)
    return _picture(theme, lambda painter, rect: glyphs.paint_avatar(painter, rect, letters, hue, tokens))


def _picture(theme: Theme, paint: Callable[[QPainter, QRectF], object]) -> QIcon:
    edge = theme.tokens.px(16)
    icon = QIcon()
    for ratio in (1.0, 2.0):
        pixmap = QPixmap(round(edge * ratio), round(edge * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            paint(painter, QRectF(0, 0, edge, edge))
        icon.addPixmap(pixmap)
    return icon
