"""What the client said, noted by hand: a yes, changes, or why a date was missed; each beside what it belongs to."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cmdesk.domain.approval import BY_HAND, MEANS_NAMES, Means, Person
from cmdesk.domain.errors import DeskError
from cmdesk.domain.moments import parse_day
from cmdesk.domain.publishing import CAUSE_NAMES, Cause
from cmdesk.i18n import gettext as _
from cmdesk.i18n import ngettext, spoken
from cmdesk.services.approval import Heard
from cmdesk.ui.page import Tools
from cmdesk.ui.widgets.buttons import LinkButton, push_button
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import ComboBox, CommittingTextEdit, DayEdit, ErrorLine, LineEdit, labelled

Asked = tuple[str, tuple[int, ...]]
"""What is asked, and of which posts."""
_WIDTH: Final = 340
_SOMEBODY: Final = 0
_COLLEAGUE: Final = -1
_DIGITS: Final = {str(place): str(cause) for place, cause in enumerate(Cause, 1)}
_ENTERS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Asking(QWidget):
    """A question with a few fields: Enter confirms from any of them, Ctrl+Enter out of a text of several lines.

    Esc closes it at once; what was written stands there again when the same is asked of the same posts.
    """

    text: LineEdit | CommittingTextEdit  # what a person writes of their own

    def __init__(self, tools: Tools, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        theme = tools.theme
        px = theme.tokens.px
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(px(10))
        self.column.addWidget(Words(theme, title, "body_strong", "primary", self, wrap=True))
        self._error = ErrorLine(theme, tools.icons, self)
        self.setFixedWidth(px(_WIDTH))

    def finish(self, confirm: QPushButton, *others: QWidget) -> None:
        """Put the buttons below the fields; the confirming one is last."""
        confirm.clicked.connect(self.confirm)
        self.column.addWidget(self._error)
        row = QHBoxLayout()
        row.setSpacing(self._tools.theme.tokens.px(8))
        for other in others:
            row.addWidget(other)
        row.addStretch(1)
        row.addWidget(confirm)
        self.column.addLayout(row)

    def keep_words(self, kept: MutableMapping[Asked, str], key: Asked) -> None:
        """Write what was kept under this key, and keep there what is written from now on."""
        if isinstance(self.text, LineEdit):
            self.text.setText(kept.get(key, ""))
        else:
            self.text.setPlainText(kept.get(key, ""))
        self.text.textChanged.connect(partial(self._keep, kept, key))

    def _keep(self, kept: MutableMapping[Asked, str], key: Asked, *_text: str) -> None:
        kept[key] = self.text.text()

    def confirm(self) -> None:
        """Say what was written."""
        raise NotImplementedError

    def show_refusal(self, error: DeskError) -> None:
        """Say why it was not noted."""
        self._error.show_problem(str(error))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTERS:
            self.confirm()
        else:
            super().keyPressEvent(event)


class WordFields(QWidget):
    """Who on the client's side said it, how, and on which day."""

    def __init__(
        self, tools: Tools, people: Sequence[Person], parent: QWidget, *, offers_colleague: bool = False
    ) -> None:
        super().__init__(parent)
        theme, icons = tools.theme, tools.icons
        px = theme.tokens.px
        today = tools.jobs.desk.today
        self._today = today
        self.who = ComboBox(theme, icons, self)
        choices: list[tuple[object, str]] = [(person.id, person.name) for person in people]
        choices.append((_SOMEBODY, _("Somebody else…")))
        if offers_colleague:
            choices.append((_COLLEAGUE, _("A colleague, not the client")))
        self.who.offer(choices)
        self.who.choose(people[0].id if people else _SOMEBODY)
        self.who.setAccessibleName(_("Who"))
        self.name = LineEdit(theme, "", self)
        self.name.setPlaceholderText(_("Name"))
        self.name.setAccessibleName(_("Name"))
        self.means = ComboBox(theme, icons, self)
        self.means.offer([(one, _(MEANS_NAMES[one])) for one in BY_HAND])
        self.means.choose(Means.EMAIL)
        self.means.setAccessibleName(_("How"))
        self.day = DayEdit(theme, icons, lambda text: parse_day(text, today), spoken().short_day, self)
        self.day.show_day(today)
        self.day.setAccessibleName(_("When"))
        self.day.installEventFilter(self)
        self._how = QWidget(self)
        row = QHBoxLayout(self._how)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(10))
        row.addWidget(labelled(theme, icons, _("How"), self.means), 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(labelled(theme, icons, _("When"), self.day), 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(labelled(theme, icons, _("Who"), self.who))
        column.addWidget(self.name)
        column.addWidget(self._how)
        self.who.currentIndexChanged.connect(self._fit)
        self.setFocusProxy(self.who)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Half a day that was written is not put back by Esc first: the question closes."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.ignore()  # and so goes on to what holds the question
            return True
        return super().eventFilter(watched, event)

    def be_colleague(self) -> None:
        """Begin with a colleague's word instead of the client's."""
        self.who.choose(_COLLEAGUE)
        self._fit()

    def _fit(self) -> None:
        self.name.setVisible(self.who.current_key == _SOMEBODY)
        self._how.setVisible(self.who.current_key != _COLLEAGUE)
        parent = self.parentWidget()
        if parent is not None and parent.parentWidget() is not None:
            parent.adjustSize()

    @property
    def heard(self) -> Heard | None:
        """What was chosen; none where it is a colleague's word."""
        key = self.who.current_key
        if key == _COLLEAGUE:
            return None
        self.day.commit()
        day: date | None = self.day.day
        said_on = day if day != self._today else None
        contact = key if isinstance(key, int) and key > 0 else None
        return Heard(contact, "" if contact else self.name.text(), str(self.means.current_key), said_on)


class YesField(_Asking):
    """The client's yes: Enter takes the contact who approves posts.

    Signals:
        noted: A Heard, and what they said with it.
        own_wanted: The agency approves without the client's word.
    """

    noted = Signal(object, str)
    own_wanted = Signal()

    def __init__(
        self,
        tools: Tools,
        people: Sequence[Person],
        count: int = 1,
        *,
        remark: str = "",
        may_approve: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        title = _("Who said yes?")
        if count > 1:
            title = ngettext(
                "Who said yes to {count} post?", "Who said yes to {count} posts?", count
            ).format(count=count)  # fmt: skip
        super().__init__(tools, title, parent)
        theme, icons = tools.theme, tools.icons
        self.word = WordFields(tools, people, self)
        self.comment = self.text = LineEdit(theme, "", self)
        self.comment.setAccessibleName(_("What they said"))
        self.column.addWidget(self.word)
        self.column.addWidget(labelled(theme, icons, _("What they said"), self.comment))
        if remark:
            self.column.addWidget(Words(theme, remark, "small", "warn", self, wrap=True))
        others = []
        if may_approve:
            own = LinkButton(theme, icons, _("Without their word"), parent=self)
            own.setToolTip(_("The agency approves it on its own word. The history says so."))
            own.clicked.connect(self.own_wanted)
            others.append(own)
        self.finish(push_button(theme, icons, _("Note the yes"), "primary", "check", "↵", self), *others)
        self.setFocusProxy(self.word)

    def confirm(self) -> None:
        """Say who said yes."""
        heard = self.word.heard
        if heard is not None:
            self.noted.emit(heard, self.comment.text())


class _Words(CommittingTextEdit):
    """A text of several lines; Ctrl+Enter and Esc belong to the question."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in _ENTERS and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if is_enter or event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class ChangesField(_Asking):
    """Changes that were asked for, by the client or by a colleague.

    Signals:
        noted: A Heard or None, and what is to be changed.
    """

    noted = Signal(object, str)

    def __init__(
        self,
        tools: Tools,
        people: Sequence[Person],
        count: int = 1,
        *,
        is_internal: bool = False,
        remark: str = "",
        parent: QWidget | None = None,
    ) -> None:
        title = _("What is to be changed?")
        if count > 1:
            title = ngettext(
                "What is to be changed in {count} post?", "What is to be changed in {count} posts?", count
            ).format(count=count)
        super().__init__(tools, title, parent)
        theme, icons = tools.theme, tools.icons
        self.words = self.text = _Words(theme, "", self, lines=3, most=8)
        self.words.setAccessibleName(title)
        self.word = WordFields(tools, people, self, offers_colleague=True)
        if is_internal:
            self.word.be_colleague()
        self.column.addWidget(self.words)
        self.column.addWidget(self.word)
        if remark:
            self.column.addWidget(Words(theme, remark, "small", "warn", self, wrap=True))
        self.finish(push_button(theme, icons, _("Note changes"), "primary", "arrow-back-up", "Ctrl ↵", self))
        self.setFocusProxy(self.words)

    def confirm(self) -> None:
        """Say what is to be changed."""
        self.noted.emit(self.word.heard, self.words.text())


class CauseField(_Asking):
    """Why a date was missed: one of five causes, by its digit or by a click.

    Signals:
        chosen: A Cause, and what else is worth knowing.
    """

    chosen = Signal(str, str)

    def __init__(self, tools: Tools, title: str, parent: QWidget | None = None) -> None:
        super().__init__(tools, title, parent)
        theme, icons = tools.theme, tools.icons
        self.comment = self.text = LineEdit(theme, "", self)
        self.comment.setPlaceholderText(_("A note, if it helps"))
        self.comment.setAccessibleName(_("A note, if it helps"))
        self.buttons: dict[str, QPushButton] = {}
        text = _("The report to the client will say it.")
        self.column.addWidget(Words(theme, text, "small", "secondary", self, wrap=True))
        for digit, cause in enumerate(Cause, 1):
            button = push_button(theme, icons, _(CAUSE_NAMES[cause]), "normal", None, str(digit), self)
            button.setProperty("cause", str(cause))
            button.clicked.connect(self._on_clicked)
            self.buttons[cause] = button
            self.column.addWidget(button)
        self.column.addWidget(self.comment)
        self.column.addWidget(self._error)
        self.setFocusProxy(self.buttons[Cause.CLIENT_APPROVAL])

    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.choose(str(button.property("cause")))

    def choose(self, cause: str) -> None:
        """Say that this was the cause."""
        self.chosen.emit(cause, self.comment.text())

    def confirm(self) -> None:
        """Enter chooses the button that has the keyboard."""
        for cause, button in self.buttons.items():
            if button.hasFocus():
                self.choose(cause)

    def event(self, event: QEvent) -> bool:
        """Keep the digits from the page below, which has views under them."""
        is_digit = isinstance(event, QKeyEvent) and event.text() in _DIGITS and not self.comment.hasFocus()
        if event.type() == QEvent.Type.ShortcutOverride and is_digit:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() in _DIGITS and not self.comment.hasFocus():
            self.choose(_DIGITS[event.text()])
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not self.comment.hasFocus():
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)
