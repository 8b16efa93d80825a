"""What stands beside a post's text: what is to do before it goes out, notes, tasks, its history, a line to write."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cmdesk.domain.editor import STANDARD_CHECKS, EditorSheet
from cmdesk.domain.errors import DeskError
from cmdesk.domain.tasks import Check
from cmdesk.i18n import gettext as _
from cmdesk.i18n import spoken
from cmdesk.services import approval, editing
from cmdesk.ui.board.checklist import Checklist
from cmdesk.ui.editor.basics import section
from cmdesk.ui.editor.story import Story
from cmdesk.ui.editor.writing import Writing
from cmdesk.ui.page import Tools
from cmdesk.ui.widgets.buttons import LinkButton, push_button
from cmdesk.ui.widgets.choices import SegmentedControl
from cmdesk.ui.widgets.fields import CommittingTextEdit, LineEdit, labelled
from cmdesk.ui.widgets.layouts import Separator

_TEAM, _CLIENT = "team", "client"


class Before(QWidget):
    """The checklist of a post, and the usual items of one that has none yet."""

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        theme, icons = tools.theme, tools.icons
        self._tools = tools
        self._sheet: EditorSheet | None = None
        self.list = Checklist(theme, icons, self, title=_("Before publishing"))
        self.list.changed.connect(self._on_changed)
        self.usual = LinkButton(theme, icons, _("Add the usual ones"), "checklist", self)
        self.usual.clicked.connect(self._add_usual)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.px(4))
        column.addWidget(self.list)
        column.addWidget(self.usual, 0, Qt.AlignmentFlag.AlignLeft)

    def show_sheet(self, sheet: EditorSheet) -> None:
        """Show what is to do before a post goes out."""
        self._sheet = sheet
        self.list.show_checks(sheet.checks)
        self.usual.setVisible(not sheet.checks)

    def _add_usual(self) -> None:
        self._on_changed(tuple(Check(_(words)) for words in STANDARD_CHECKS), ())

    def _on_changed(self, checks: tuple[Check, ...], seen: tuple[Check, ...]) -> None:
        if self._sheet is None:
            return
        self.usual.setVisible(not checks)
        job = self._tools.jobs.do(self, editing.set_post_checks, self._sheet.post_id, checks, seen)
        job.failed(self._on_refused)

    def _on_refused(self, error: DeskError) -> None:
        if self._sheet is not None:
            self.list.show_checks(self._sheet.checks)
        self._tools.notify.problem(error)


class Notes(QWidget):
    """What the staff notes for itself, and what the client is told, well apart."""

    def __init__(self, tools: Tools, writing: Writing, parent: QWidget) -> None:
        super().__init__(parent)
        theme, icons = tools.theme, tools.icons
        self.for_client = CommittingTextEdit(theme, "", self, lines=2)
        self.for_staff = CommittingTextEdit(theme, "", self, lines=2)
        writing.add(self.for_client, "client_note")
        writing.add(self.for_staff, "staff_note")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.px(10))
        column.addWidget(labelled(theme, icons, _("Note to the client"), self.for_client))
        column.addWidget(labelled(theme, icons, _("Staff note, the client never sees it"), self.for_staff))


class Tasks(QWidget):
    """The tasks about a post: open one, make a new one.

    Signals:
        opened: The id of a task.
    """

    opened = Signal(object)

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        theme = tools.theme
        self._tools = tools
        self._sheet: EditorSheet | None = None
        self._links: list[LinkButton] = []
        self.adder = LineEdit(theme, "", self)
        self.adder.setPlaceholderText(_("Ask for photos fri 16 @irene"))
        self.adder.setAccessibleName(_("New task about this post"))
        self.adder.returnPressed.connect(self._on_added)
        part, self._column, _head = section(theme, _("Tasks"), self)
        self._column.addWidget(self.adder)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(part)

    def show_sheet(self, sheet: EditorSheet) -> None:
        """Show the tasks about a post."""
        self._sheet = sheet
        for link in self._links:
            link.hide()
            link.deleteLater()
        self._links = []
        for task in sheet.tasks:
            due = spoken().short_day(task.due) if task.due else ""
            words = " · ".join(part for part in (task.title, due, task.who) if part)
            icon = "square-check" if task.is_done else "checklist"
            role = "tertiary" if task.is_done else "accent_text"
            link = LinkButton(self._tools.theme, self._tools.icons, words, icon, self, role)
            link.setAccessibleName(_("Task: {task}").format(task=words))
            link.setToolTip(words)
            link.clicked.connect(partial(self.opened.emit, task.id))
            self._column.insertWidget(self._column.count() - 1, link, 0, Qt.AlignmentFlag.AlignLeft)
            self._links.append(link)

    def _on_added(self) -> None:
        if self._sheet is not None and self.adder.text().strip():
            job = self._tools.jobs.do(self, editing.add_task_about, self._sheet.post_id, self.adder.text())
            job.then(self._on_made).failed(self._tools.notify.problem)

    def _on_made(self, key: int) -> None:
        self.adder.clear()
        self._tools.notify.toast(
            _("Task added"), undo=self._tools.jobs.undo, actions=[(_("Open"), partial(self.opened.emit, key))]
        )


class _CommentField(CommittingTextEdit):
    """A field that sends at Ctrl+Enter, and says nothing when it is left.

    Signals:
        sent: What is written is to be said.
    """

    sent = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.sent.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class Composer(QWidget):
    """A line to write to the team, or to the client."""

    def __init__(self, tools: Tools, writing: Writing, parent: QWidget) -> None:
        super().__init__(parent)
        theme, icons = tools.theme, tools.icons
        px = theme.tokens.px
        self._tools, self._writing = tools, writing
        self.field = _CommentField(theme, "", self, lines=1, most=6)
        self.field.setAccessibleName(_("Comment"))
        self.field.sent.connect(self.send)
        writing.add(self.field, "comment")
        self.to = SegmentedControl(theme, [(_TEAM, _("Team")), (_CLIENT, _("Client"))], self)
        self.to.setAccessibleName(_("Who reads the comment"))
        self.to.chosen.connect(self._on_to)
        send = push_button(theme, icons, _("Add comment"), shortcut_hint="Ctrl ↵", parent=self, compact=True)
        send.clicked.connect(self.send)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.to)
        row.addStretch(1)
        row.addWidget(send)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(18), px(10), px(18), px(12))
        column.setSpacing(px(8))
        column.addWidget(self.field)
        column.addLayout(row)
        self._on_to(_TEAM)

    def _on_to(self, whom: object) -> None:
        words = _("Write to the client…") if whom == _CLIENT else _("Write to the team…")
        self.field.setPlaceholderText(words)

    def send(self) -> None:
        """Say what is written."""
        post_id, words = self._writing.post_id, self.field.text()
        if post_id is None or not words.strip():
            return
        is_for_client = self.to.current == _CLIENT
        job = self._tools.jobs.do(self, approval.comment_on, post_id, words, is_for_client=is_for_client)
        job.then(self._on_sent).failed(self._tools.notify.problem)

    def _on_sent(self, _nothing: None) -> None:
        self._writing.forget("comment")


class History(QWidget):
    """The title of the history, and the history."""

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        theme = tools.theme
        self._tools = tools
        self.story = Story(theme, tools.icons, self)
        part, column, _head = section(theme, _("What happened"), self)
        column.addWidget(self.story)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.tokens.px(14))
        whole.addWidget(Separator(theme, self))
        whole.addWidget(part)

    def show_sheet(self, sheet: EditorSheet) -> None:
        """Show what happened to a post."""
        self.story.show_story(sheet.detail, self._tools.jobs.desk.today)
