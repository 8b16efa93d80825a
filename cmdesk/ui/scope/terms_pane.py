"""What stands around the lines of a version: its terms, aims and people, and the expectation test."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cmdesk.domain.errors import DeskError, RuleBroken
from cmdesk.domain.scope import ScopeVersion
from cmdesk.domain.scope_problems import Problem
from cmdesk.domain.scope_view import ScopeView
from cmdesk.i18n import _
from cmdesk.services import scopes
from cmdesk.ui.clients.aims import AimsAndPeople
from cmdesk.ui.scope.conditions import Conditions
from cmdesk.ui.scope.expectations import Expectations
from cmdesk.ui.scope.saving import TermsSaver
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.choices import SegmentedControl
from cmdesk.ui.widgets.fields import commit_focused
from cmdesk.ui.widgets.form import scrolling

if TYPE_CHECKING:
    from cmdesk.ui.page import Tools

TERMS: Final = "terms"
AIMS: Final = "aims"
QUESTIONS: Final = "questions"
_PARTS: Final = (TERMS, AIMS, QUESTIONS)


class TermsPane(QWidget):
    """Three parts behind a switch, each built when it is first looked at; it saves by itself.

    Signals:
        version_wanted: A new version is wanted, because this one is frozen.
        line_wanted: The id of a line to look at.
    """

    version_wanted = Signal()
    line_wanted = Signal(object)

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._version: ScopeVersion | None = None
        self._waiting: tuple[ScopeVersion, ScopeView, tuple[Problem, ...]] | None = None
        theme, px = tools.theme, tools.theme.tokens.px
        names = (_("Terms"), _("Aims and people"), _("Expectation test"))
        self.switch = SegmentedControl(theme, list(zip(_PARTS, names, strict=True)), self)
        self.switch.setAccessibleName(_("Part of the conditions"))
        self.switch.chosen.connect(self.show_part)
        self._stack = QStackedWidget(self)
        self._slots = {part: _slot(self._stack) for part in _PARTS}
        self.saver = TermsSaver(tools.jobs, self)
        self.saver.refused.connect(self._on_refused)
        self.saver.differed.connect(self._on_differed)
        row = QHBoxLayout()
        row.setContentsMargins(px(20), px(10), px(20), px(2))
        row.addWidget(self.switch)
        row.addStretch(1)
        self.jump = push_button(theme, tools.icons, _("Go to…"), "quiet", "list", parent=self)
        self.jump.clicked.connect(self._on_jump)
        row.addWidget(self.jump)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._stack, 1)
        self.setFocusProxy(self.switch)

    # --- building -----------------------------------------------------------------------------

    @cached_property
    def conditions(self) -> Conditions:
        """The terms."""
        tools, slot = self._tools, self._slots[TERMS]
        made = Conditions(tools.theme, tools.icons, lambda: tools.jobs.desk.today, slot.parentWidget())
        made.changed.connect(self.save)
        made.kept.connect(self.saver.keep_mine)
        made.version_wanted.connect(self.version_wanted)
        slot.addWidget(made)
        return made

    @cached_property
    def aims(self) -> AimsAndPeople:
        """What the client wants to reach, and whom."""
        slot = self._slots[AIMS]
        made = AimsAndPeople(self._tools)
        slot.addWidget(scrolling(made, self._tools.theme, slot.parentWidget(), width=820))
        return made

    @cached_property
    def expectations(self) -> Expectations:
        """The expectation test."""
        slot = self._slots[QUESTIONS]
        made = Expectations(self._tools.theme, self._tools.icons)
        made.answered.connect(self._on_answered)
        made.settled.connect(self._on_settled)
        made.printed.connect(lambda is_printed: self.save("prints_expectations", is_printed))
        made.line_wanted.connect(self.line_wanted)
        made.version_wanted.connect(self.version_wanted)
        slot.addWidget(scrolling(made, self._tools.theme, slot.parentWidget(), width=760))
        return made

    def _build(self, part: str) -> QWidget:
        """Build a part before it becomes visible, so that it comes with what surrounds it."""
        if part == TERMS:
            return self.conditions
        return self.aims if part == AIMS else self.expectations

    def setVisible(self, visible: bool) -> None:
        if visible:
            self._build(self.part)
        super().setVisible(visible)

    # --- showing ------------------------------------------------------------------------------

    def show_version(self, version: ScopeVersion, view: ScopeView, problems: tuple[Problem, ...]) -> None:
        """Show what stands around the lines of a version."""
        self._version = version
        self._waiting = (version, view, problems)
        if self.isVisible():
            self._show_terms()
        self._load_part()

    def _show_terms(self) -> None:
        """Fill the fields; forty of them wait until somebody looks, so that the lines open at once."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.conditions.show_version(*waiting)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_terms()
        self._load_part()

    def _load_part(self) -> None:
        """Ask for what the other parts show once somebody looks at them; the terms came with the version."""
        version = self._version
        if version is None or not self.isVisible():
            return
        if self.part == AIMS:
            self.aims.show_client(version.client_id)
        elif self.part == QUESTIONS:
            job = self._tools.jobs.read(self, scopes.questions, version.id)
            job.then(lambda found: self._show_questions(version, found))

    def _show_questions(self, version: ScopeVersion, found: Any) -> None:
        if self._version is not None and version.id == self._version.id:
            self.expectations.show_questions(version, found)

    @property
    def part(self) -> str:
        """The part that is shown."""
        return _PARTS[self._stack.currentIndex()]

    def show_part(self, part: object) -> None:
        """Show the terms, the aims and people, or the test."""
        commit_focused()
        self.switch.choose(part)
        self._build(str(part))
        self._stack.setCurrentIndex(_PARTS.index(str(part)))
        self.jump.setVisible(self.part == TERMS)
        self._load_part()

    def _on_jump(self) -> None:
        self.conditions.jump_menu().popup(self.jump.mapToGlobal(self.jump.rect().bottomLeft()))

    def focus_field(self, name: str) -> None:
        """Go to a field by its name."""
        self.show_part(QUESTIONS if name == "expectations" else TERMS)
        if self.part == TERMS:
            self.conditions.focus_field(name)
        else:
            self.expectations.take_keyboard()

    # --- saving -------------------------------------------------------------------------------

    def save(self, field: str, value: Any) -> None:
        """Save one of the terms of the version that is shown."""
        if self._version is not None:
            self.saver.save(self._version, field, None if field == "approver" and value == "" else value)

    def _on_differed(self, scope_id: int, field: str, mine: Any, theirs: Any) -> None:
        self.conditions.show_both(scope_id, field, mine, theirs)

    def _on_refused(self, error: DeskError) -> None:
        if not (isinstance(error, RuleBroken) and self.conditions.show_problem(error)):
            self._tools.notify.problem(error)

    def _on_answered(self, code: str, answer: Any) -> None:
        if self._version is not None:
            self._tools.jobs.do(self, scopes.answer_question, self._version.id, code, answer)

    def _on_settled(self, code: str, words: str) -> None:
        if self._version is not None:
            self._tools.jobs.do(self, scopes.settle_question, self._version.id, code).then(
                lambda _none: self._tools.notify.toast(words, undo=self._tools.jobs.undo)
            )


def _slot(stack: QStackedWidget) -> QVBoxLayout:
    """Where a part of the stack will stand."""
    holder = QWidget(stack)
    slot = QVBoxLayout(holder)
    slot.setContentsMargins(0, 0, 0, 0)
    stack.addWidget(holder)
    return slot
