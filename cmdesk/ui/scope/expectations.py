"""The expectation test: short questions that show what the client takes for granted, and what the scope says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cmdesk.domain.expectations import Answer
from cmdesk.domain.scope import ScopeVersion
from cmdesk.i18n import N_, _, ngettext
from cmdesk.ui import glyphs
from cmdesk.ui.icons import Icons
from cmdesk.ui.scope.phrases import frozen_words
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import LinkButton, push_button
from cmdesk.ui.widgets.choices import CheckBox, SegmentedControl
from cmdesk.ui.widgets.facts import Tag, Words
from cmdesk.ui.widgets.layouts import Separator
from cmdesk.ui.widgets.themed import Themed

if TYPE_CHECKING:
    from cmdesk.services.expectations import AskedQuestion

ANSWER_NAMES: Final = {
    Answer.INCLUDED: N_("Included"),
    Answer.EXCLUDED: N_("Not included"),
    Answer.EXTRA: N_("Extra"),
}
_ANSWERS: Final = tuple(ANSWER_NAMES)
_SETTLE: Final = {
    Answer.INCLUDED: N_("Include the line"),
    Answer.EXTRA: N_("Offer it as an option"),
    Answer.EXCLUDED: N_("Leave the line out"),
}
_SETTLED: Final = {
    Answer.INCLUDED: N_("The line is included now."),
    Answer.EXTRA: N_("The line is offered as an option now."),
    Answer.EXCLUDED: N_("The line is not included now."),
}
_STEPS: Final[dict[int, int]] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_K: -1, Qt.Key.Key_J: 1}
_SIDES: Final[dict[int, int]] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class QuestionRow(Themed, QWidget):
    """One question with its three answers, and what the scope says where that is something else.

    Keys: 1 2 3 answer, ← → too, Backspace puts back, Enter lets the scope say the same.

    Signals:
        answered: The answer; none puts back what the scope says.
        settled: The scope is to say what was answered.
        stepped: To the question above (-1) or below (1).
        line_wanted: The line that answers it is to be looked at.
    """

    answered = Signal(object)
    settled = Signal()
    stepped = Signal(int)
    line_wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._asked: AskedQuestion | None = None
        self._is_editable = True
        px = theme.tokens.px
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.text = Words(theme, "", "body_medium", "primary", self, wrap=True)
        self.source = Words(theme, "", "caption", "tertiary", self, wrap=True)
        names = [(answer, _(name)) for answer, name in ANSWER_NAMES.items()]
        self.answers = SegmentedControl(theme, names, self)
        self.answers.chosen.connect(self._on_chosen)
        for button in self.answers.findChildren(QAbstractButton):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.mark = Tag(theme, icons, _("Changed"), "info", "pencil", self)
        self.back = LinkButton(theme, icons, _("Put back"), "arrow-back-up", self)
        self.settle = push_button(theme, icons, "", "compact", parent=self)
        self.line = LinkButton(theme, icons, _("See the line"), None, self)
        for extra in (self.back, self.line):
            extra.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.back.clicked.connect(lambda: self.answered.emit(None))
        self.settle.clicked.connect(self.settled)
        self.line.clicked.connect(self.line_wanted)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self.text)
        words.addWidget(self.source)
        top = QHBoxLayout()
        top.setSpacing(px(16))
        top.addLayout(words, 1)
        top.addWidget(self.answers, 0, Qt.AlignmentFlag.AlignTop)
        self.below = QWidget(self)
        row = QHBoxLayout(self.below)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        for widget in (self.mark, self.settle, self.back, self.line):
            row.addWidget(widget)
        row.addStretch(1)
        self.below.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(10), px(9), px(10), px(9))
        column.setSpacing(px(6))
        column.addLayout(top)
        column.addWidget(self.below)
        self.follow(theme)

    def show_question(self, asked: AskedQuestion, *, is_editable: bool) -> None:
        """Show a question with its answer."""
        self._asked, self._is_editable = asked, is_editable
        question = asked.question
        self.text.setText(question.text)
        self.answers.choose(question.answer)
        self.answers.setEnabled(is_editable)
        self.source.setText(_source_words(asked))
        self.below.setVisible(question.is_changed)
        self.settle.setText(_(_SETTLE[question.answer]))
        self.settle.setVisible(is_editable and asked.can_settle)
        self.back.setVisible(is_editable)
        self.line.setVisible(asked.line_id is not None)
        self.updateGeometry()
        answer = _(ANSWER_NAMES[question.answer])
        self.setAccessibleName(f"{question.text} {answer}. {self.source.text()}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif self._asked is None or not self._is_editable:
            super().keyPressEvent(event)
        elif event.text() in {"1", "2", "3"}:
            self._on_chosen(_ANSWERS[int(event.text()) - 1])
        elif key in _SIDES:
            place = _ANSWERS.index(self._asked.question.answer) + _SIDES[key]
            if 0 <= place < len(_ANSWERS):
                self._on_chosen(_ANSWERS[place])
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._asked.question.is_changed:
            self.answered.emit(None)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._asked.can_settle:
            self.settled.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        del event
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self.hasFocus():
            tokens = self._theme.tokens
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                glyphs.paint_focus(painter, QRectF(self.rect()), tokens, tokens.radius.control)

    def _on_chosen(self, answer: object) -> None:
        if self._asked is not None and answer != self._asked.question.answer:
            self.answered.emit(answer)


def _source_words(asked: AskedQuestion) -> str:
    """Where the answer comes from."""
    says = _(ANSWER_NAMES[asked.derived]).lower()
    if asked.question.is_changed and asked.title:
        return _("The scope says otherwise: “{line}” is {answer}.").format(line=asked.title, answer=says)
    if asked.question.is_changed:
        return _("The scope says otherwise: {answer}.").format(answer=says)
    if asked.title:
        return _("As the scope says in “{line}”").format(line=asked.title)
    return _("As the scope says")


class Expectations(QWidget):
    """All questions of the test, one below another.

    Signals:
        answered: The code of a question, and its answer; none puts back what the scope says.
        settled: The code of a question that the scope is to say as it was answered, and what to say then.
        printed: Whether the test is to stand above the signature.
        line_wanted: The id of a line to look at.
        version_wanted: A new version is wanted, because this one is frozen.
    """

    answered = Signal(str, object)
    settled = Signal(str, str)
    printed = Signal(bool)
    line_wanted = Signal(object)
    version_wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._questions: tuple[AskedQuestion, ...] = ()
        self.rows: list[QuestionRow] = []
        self._lines: list[Separator] = []
        px = theme.tokens.px
        hint = _(
            "Ask the client these before they sign. The scope answers them by itself; where the client expected"
            " something else, write that down here: 1, 2 and 3 answer, the arrows go on."
        )
        self.hint = Words(theme, hint, "body", "secondary", self, wrap=True)
        self.count = Words(theme, "", "small_medium", "primary", self)
        self.prints = CheckBox(theme, icons, _("Print it above the signature"), self)
        self.prints.clicked.connect(self.printed)
        self.note = Words(theme, "", "small", "secondary", self, wrap=True)
        self.new = LinkButton(theme, icons, _("New version"), parent=self)
        self.new.clicked.connect(self.version_wanted)
        head = QHBoxLayout()
        head.addWidget(self.count, 1)
        head.addWidget(self.prints)
        frozen = QHBoxLayout()
        frozen.addWidget(self.note, 1)
        frozen.addWidget(self.new)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(frozen)
        self._column.addWidget(self.hint)
        self._column.addSpacing(px(12))
        self._column.addLayout(head)
        self._column.addSpacing(px(8))
        self._fixed = self._column.count()

    def show_questions(self, version: ScopeVersion, questions: Sequence[AskedQuestion]) -> None:
        """Show the test of a version."""
        self._questions = tuple(questions)
        is_editable = not version.is_frozen
        self.note.setText(frozen_words(version) if version.is_frozen else "")
        self.note.setVisible(version.is_frozen)
        self.new.setVisible(version.is_frozen)
        self.prints.setChecked(version.terms.prints_expectations)
        self.prints.setEnabled(is_editable)
        self.count.setText(_count_words(self._questions))
        while len(self.rows) > len(self._questions):
            for widget in (self.rows.pop(), self._lines.pop()):
                widget.hide()
                widget.deleteLater()
        while len(self.rows) < len(self._questions):
            self._add_row()
        for row, asked in zip(self.rows, self._questions, strict=True):
            row.show_question(asked, is_editable=is_editable)

    def minimumSizeHint(self) -> QSize:
        """As high as it is at its width: wrapped words at their narrowest would leave a hole below the last row."""
        width = max(self.width(), self._theme.tokens.px(320))
        return QSize(self._theme.tokens.px(320), self.heightForWidth(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def take_keyboard(self) -> None:
        """Have the keyboard in the first question."""
        if self.rows:
            self.rows[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_row(self) -> None:
        number = len(self.rows)
        line = Separator(self._theme, self)
        row = QuestionRow(self._theme, self._icons, self)
        row.answered.connect(lambda answer: self.answered.emit(self._questions[number].question.code, answer))
        row.settled.connect(lambda: self._on_settled(number))
        row.stepped.connect(lambda step: self._on_stepped(number + step))
        row.line_wanted.connect(lambda: self.line_wanted.emit(self._questions[number].line_id))
        self._column.addWidget(line)
        self._column.addWidget(row)
        self._lines.append(line)
        self.rows.append(row)

    def _on_settled(self, number: int) -> None:
        question = self._questions[number].question
        self.settled.emit(question.code, _(_SETTLED[question.answer]))

    def _on_stepped(self, number: int) -> None:
        if 0 <= number < len(self.rows):
            self.rows[number].setFocus(Qt.FocusReason.OtherFocusReason)


def _count_words(questions: Sequence[AskedQuestion]) -> str:
    changed = sum(one.question.is_changed for one in questions)
    text = ngettext("{count} question", "{count} questions", len(questions)).format(count=len(questions))
    if not changed:
        return text
    otherwise = ngettext("{count} answered otherwise", "{count} answered otherwise", changed).format(count=changed)
    return f"{text} · {otherwise}"
