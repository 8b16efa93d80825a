"""What a client answered to a review pack: brought in, looked at beside each post, and filed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from cmdesk.domain.errors import DeskError, RuleBroken
from cmdesk.domain.review import ANSWER_NAMES, AnswerKind, AnswerRow, AnswerSheet, spaced_code
from cmdesk.i18n import _, ngettext
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.pictures import Pictures
from cmdesk.ui.calendar.review import FocusFollower
from cmdesk.ui.calendar.thumb import Thumb
from cmdesk.ui.files import choose_file, read_file
from cmdesk.ui.glyphs import Tone
from cmdesk.ui.page import Tools
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.choices import CheckBox
from cmdesk.ui.widgets.facts import Glyph, Tag, Words
from cmdesk.ui.widgets.fields import ComboBox, CommittingTextEdit, ErrorLine, LabelledField
from cmdesk.ui.widgets.frames import Dialog
from cmdesk.ui.widgets.scrolled import scrolled

if TYPE_CHECKING:
    from cmdesk.ui.jobs import Progress

_TOP: Final = Qt.AlignmentFlag.AlignTop
_LIST_HEIGHT: Final = 380
_SIGNS: Final[dict[AnswerKind, tuple[Tone, str]]] = {
    AnswerKind.APPROVE: ("ok", "circle-check"),
    AnswerKind.CHANGES: ("warn", "pencil"),
    AnswerKind.COMMENT: ("info", "message-circle"),
}


class CodeEdit(CommittingTextEdit):
    """Where a code is pasted; Ctrl+Enter belongs to the dialog."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)


class AnswersDialog(Dialog):
    """First the file or the code, then each answer beside its post; what does not count any more says why.

    Signals:
        accepted_answers: The sheet, the posts whose answers are to be filed, and who answered.
    """

    accepted_answers = Signal(object, object, object)

    def __init__(self, tools: Tools, pictures: Pictures, parent: QWidget) -> None:
        theme, icons = tools.theme, tools.icons
        super().__init__(theme, icons, _("Import answers"), parent, width=720)
        self._tools, self._pictures = tools, pictures
        self.sheet: AnswerSheet | None = None
        self.boxes: dict[int, CheckBox] = {}
        self.setAcceptDrops(True)
        self._steps = QStackedWidget(self)
        self._steps.addWidget(self._build_bringing())
        self._error = ErrorLine(theme, icons, self)
        self.body.addWidget(self._steps, 1)
        self.body.addWidget(self._error)
        self.file = push_button(theme, icons, _("Read"), "primary", None, "Ctrl ↵", self)
        self.set_buttons(self.file)
        self.confirmed.connect(self._on_confirmed)
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- bringing it in -----------------------------------------------------------------------

    def _build_bringing(self) -> QWidget:
        theme, icons = self._theme, self._icons
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.px(12))
        text = _(
            "Choose the file that the client sent back, or drop it here. If they sent the code instead, paste the "
            "whole message below: what stands around the code does no harm."
        )
        column.addWidget(Words(theme, text, "body", "secondary", inside, wrap=True))
        self.choose = push_button(theme, icons, _("Choose file…"), "normal", "paperclip", parent=inside)
        self.choose.clicked.connect(self._on_choose)
        row = QHBoxLayout()
        row.addWidget(self.choose)
        row.addStretch(1)
        column.addLayout(row)
        self.code = CodeEdit(theme, "", inside, lines=7)
        self.code.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        column.addWidget(LabelledField(theme, icons, _("Code of the answer"), self.code, "", inside))
        column.addStretch(1)
        return inside

    def _on_choose(self) -> None:
        choose_file(self, _("Choose the client's answer"), self.read_from)

    def read_from(self, path: str) -> None:
        """Read the answer from a file."""
        desk = self._tools.jobs.desk

        def work(progress: Progress) -> AnswerSheet:
            return desk.look_at_answer(read_file(Path(path), progress)[1])

        self._read(work)

    def read_code(self, text: str) -> None:
        """Read the answer from what was pasted."""
        desk = self._tools.jobs.desk
        self._read(lambda _progress: desk.look_at_answer(text))

    def _read(self, work: Callable[[Progress], AnswerSheet]) -> None:
        self._error.clear()
        self.file.refuse(_("The answer is being read."))
        self._tools.jobs.run(self, work).then(self.show_sheet).failed(self._explain)

    def _explain(self, error: DeskError) -> None:
        self.file.allow()
        self._error.show_problem(str(error))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.isVisible():
            self._take_middle()  # it grows when the answers are shown

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.sheet is None and (_path_in(event.mimeData()) or event.mimeData().hasText()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _path_in(event.mimeData())
        event.acceptProposedAction()
        if path:
            self.read_from(path)
        else:
            self.code.setPlainText(event.mimeData().text())
            self.read_code(event.mimeData().text())

    # --- looking at it ------------------------------------------------------------------------

    def show_sheet(self, sheet: AnswerSheet) -> None:
        """Show each answer beside its post."""
        self.sheet = sheet
        self._pictures.want(row.thumb for row in sheet.rows)
        self.set_aside(sheet.client)
        self._steps.addWidget(self._build_sheet(sheet))
        self._steps.setCurrentIndex(1)
        self.file.setText(_("File the answers"))
        self._on_toggled()
        first = next((box for box in self.boxes.values() if box.isEnabled()), None)
        (first or self.who).setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_sheet(self, sheet: AnswerSheet) -> QWidget:
        theme, icons, px = self._theme, self._icons, self._theme.tokens.px
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(Words(theme, _summary(sheet), "body", "secondary", inside, wrap=True))
        rows = FocusFollower(self)
        listed = QVBoxLayout(rows)
        listed.setContentsMargins(0, 0, px(8), 0)
        listed.setSpacing(px(6))
        for row in sheet.rows:
            listed.addWidget(self._row(row, rows))
        listed.addStretch(1)
        rows.area = scrolled(self, rows, px(_LIST_HEIGHT), lines_beside=25, least=120)
        column.addWidget(rows.area, 1)
        self.who = ComboBox(theme, icons, inside)
        typed: list[tuple[object, str]] = []
        if sheet.name and sheet.contact_id is None:
            typed = [(None, _("{name}, as written in the answer").format(name=sheet.name))]
        self.who.offer([*typed, *sheet.people] or [(None, _("Nobody yet"))])
        self.who.choose(sheet.contact_id if sheet.contact_id or typed else next((p[0] for p in sheet.people), None))
        self._who = LabelledField(theme, icons, _("Who answered"), self.who, "", inside)
        column.addWidget(self._who)
        return inside

    def _row(self, row: AnswerRow, parent: QWidget) -> QWidget:
        theme, icons, px = self._theme, self._icons, self._theme.tokens.px
        line = QWidget(parent)
        layout = QHBoxLayout(line)
        layout.setContentsMargins(px(5), px(4), px(2), px(4))
        layout.setSpacing(px(10))
        title = row.title or _("Post {number}").format(number=row.post_id)
        box = CheckBox(theme, icons, "", line)
        box.setAccessibleName(", ".join(filter(None, (title, _(ANSWER_NAMES[row.answer]), row.words, row.why_not))))
        box.setChecked(row.can_be_filed)
        if row.can_be_filed:
            box.toggled.connect(self._on_toggled)
        else:
            box.refuse(row.why_not)
        self.boxes[row.post_id] = box
        layout.addWidget(box, 0, _TOP)
        layout.addWidget(Thumb(theme, self._pictures, row.thumb, line), 0, _TOP)
        layout.addLayout(self._told(row, title, line), 1)
        tone, icon = _SIGNS[row.answer]
        tag = Tag(theme, icons, _(ANSWER_NAMES[row.answer]), tone if row.can_be_filed else "neutral", icon, line)
        layout.addWidget(tag, 0, _TOP)
        return line

    def _told(self, row: AnswerRow, title: str, line: QWidget) -> QVBoxLayout:
        """The post, what the client wrote, and what somebody should know."""
        theme = self._theme
        column = QVBoxLayout()
        column.setSpacing(theme.tokens.px(2))
        head = Words(theme, title, "body_medium", "primary" if row.can_be_filed else "tertiary", line, elide=True)
        head.setToolTip(title)
        column.addWidget(head)
        if row.day is not None:
            when = phrases.when_with_month(row.day, row.minute)
            column.addWidget(Words(theme, when, "small", "secondary", line))
        if row.words:
            said = _("“{words}”").format(words=row.words)
            column.addWidget(Words(theme, said, "body", "primary", line, wrap=True))
        for sentence, role in ((row.why_not, "danger"), (row.remark, "warn")):
            if sentence:
                why = QHBoxLayout()
                why.setSpacing(theme.tokens.px(6))
                why.addWidget(Glyph(theme, self._icons, "alert-triangle", role, 14, line), 0, _TOP)
                why.addWidget(Words(theme, sentence, "small", "secondary", line, wrap=True), 1)
                column.addLayout(why)
        return column

    @property
    def chosen(self) -> tuple[int, ...]:
        """The posts whose answers are to be filed."""
        fileable = self.sheet.fileable if self.sheet else ()
        return tuple(key for key in fileable if self.boxes[key].isChecked())

    def _on_toggled(self) -> None:
        if self.chosen:
            self.file.allow()
        elif self.sheet is not None and not self.sheet.fileable:
            self.file.refuse(_("None of these answers counts any more."))
        else:
            self.file.refuse(_("Choose at least one answer."))

    # --- filing -------------------------------------------------------------------------------

    def _on_confirmed(self) -> None:
        if self.sheet is None:
            text = self.code.toPlainText()
            if text.strip():
                self.read_code(text)
            else:
                self._error.show_problem(_("Choose a file, or paste the code."))
            return
        self._error.clear()
        self.file.refuse(_("The answers are being filed."))
        self.accepted_answers.emit(self.sheet, self.chosen, self.who.current_key)

    def show_refusal(self, error: DeskError) -> None:
        """Say why nothing was filed."""
        self.file.allow()
        if isinstance(error, RuleBroken) and error.field == "contact":
            self._who.show_problem(str(error))
        else:
            self._error.show_problem(str(error))


def _summary(sheet: AnswerSheet) -> str:
    """Which pack it is, how much of it came back, and how much does not count."""
    count, stale = len(sheet.rows), sum(not row.can_be_filed for row in sheet.rows)
    parts = [
        ngettext(
            "Pack {code}: an answer to {count} post.", "Pack {code}: an answer to {count} posts.", count
        ).format(code=spaced_code(sheet.code), count=count)
    ]  # fmt: skip
    if sheet.unanswered:
        words = ngettext("{count} is still open.", "{count} are still open.", sheet.unanswered)
        parts.append(words.format(count=sheet.unanswered))
    if stale:
        words = ngettext(
            "{count} does not count any more and is left out.", "{count} do not count any more and are left out.", stale
        )
        parts.append(words.format(count=stale))
    return " ".join(parts)


def _path_in(dropped: QMimeData) -> str:
    """The path of the one file that is dropped; empty when it is something else."""
    urls = dropped.urls()
    return urls[0].toLocalFile() if len(urls) == 1 and urls[0].isLocalFile() else ""
