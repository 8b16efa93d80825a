"""What is asked before a scope is begun, sent, agreed, withdrawn or declined."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeDatabase, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cmdesk.domain.catalogue import Template
from cmdesk.domain.errors import RuleBroken, Unavailable
from cmdesk.domain.moments import parse_day
from cmdesk.domain.scope import LARGEST_EVIDENCE, MEANS_NAMES, Means, ScopeVersion, Treatment
from cmdesk.domain.scope_problems import Problem
from cmdesk.domain.scope_view import ScopeView
from cmdesk.i18n import _, ngettext, spoken
from cmdesk.ui.icons import Icons
from cmdesk.ui.jobs import Jobs, Progress
from cmdesk.ui.scope.phrases import money
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import IconButton, push_button
from cmdesk.ui.widgets.facts import Glyph, Words
from cmdesk.ui.widgets.fields import ComboBox, CommittingTextEdit, DayEdit, ErrorLine, LabelledField
from cmdesk.ui.widgets.frames import Dialog
from cmdesk.ui.widgets.themed import Ringed

_TOP: Final = Qt.AlignmentFlag.AlignTop
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class _TemplateCard(Ringed, QAbstractButton):
    """One way to begin: a dot, a name, and what is in it."""

    def __init__(self, theme: Theme, name: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._description = text
        self.setText(name)
        self.setAccessibleName(name)
        self.setAccessibleDescription(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.follow(theme)

    def ring_radius(self) -> float:
        return self._theme.tokens.radius.card

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        px = self._theme.tokens.px
        if not self._description:
            return px(40)
        return px(36) + round(self._lines(width)) + px(9)

    def sizeHint(self) -> QSize:
        width = self._theme.tokens.px(420)
        return QSize(width, self.heightForWidth(width))

    def _lines(self, width: int) -> float:
        px = self._theme.tokens.px
        room = QRectF(0, 0, width - px(40 + 12), 10_000)
        return self._theme.metrics("small").boundingRect(room, Qt.TextFlag.TextWordWrap, self._description).height()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        px = tokens.px
        is_on = self.isChecked()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            width = 2 if is_on else 1
            painter.setBrush(tokens.accent.tint if is_on else tokens.surface.surface)
            hot = tokens.line.control if self.underMouse() else tokens.line.default
            painter.setPen(QPen(tokens.accent.focus if is_on else hot, width))
            frame = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
            painter.drawRoundedRect(frame, tokens.radius.card, tokens.radius.card)
            dot = QRectF(px(13), px(12), px(16), px(16))
            painter.setBrush(tokens.surface.surface)
            painter.setPen(QPen(tokens.accent.base if is_on else tokens.line.control, px(5) if is_on else 1.5))
            inset = px(2.5) if is_on else 0.75
            painter.drawEllipse(dot.adjusted(inset, inset, -inset, -inset))
            painter.setPen(tokens.text.primary)
            painter.setFont(self._theme.font("body_strong"))
            painter.drawText(QRectF(px(40), px(10), self.width() - px(52), px(20)), _LEFT, self.text())
            painter.setPen(tokens.text.secondary)
            painter.setFont(self._theme.font("small"))
            room = QRectF(px(40), px(32), self.width() - px(52), self.height() - px(34))
            painter.drawText(room, Qt.TextFlag.TextWordWrap, self._description)


class TemplateDialog(Dialog):
    """Which template a client's first scope begins with.

    Signals:
        template_chosen: The code of a template, or none for a blank scope.
    """

    template_chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, view: ScopeView, parent: QWidget) -> None:
        super().__init__(theme, icons, _("New scope for {client}").format(client=view.name), parent)
        self._group = QButtonGroup(self)
        self._codes: list[str | None] = []
        language = spoken().language
        for template in view.templates:
            words = template.words(language)
            cost = _("{amount} a month").format(amount=self._monthly(template, view))
            self._add(template.code, words.name, f"{words.description.rstrip('.')} · {cost}")
        self._add(None, _("Blank"), _("Nothing is decided; you add service by service."))
        second = min(1, len(self._codes) - 1)
        self._group.button(second).setChecked(True)
        self._group.button(second).setFocus()
        self.set_remark(_("You can change all of it later"))
        self.set_buttons(push_button(theme, icons, _("Make draft"), "primary", None, _("Ctrl ↵"), self))
        self.confirmed.connect(self._on_confirmed)

    def _add(self, code: str | None, name: str, text: str) -> None:
        card = _TemplateCard(self._theme, name, text, self)
        self._group.addButton(card, len(self._codes))
        self._codes.append(code)
        self.body.addWidget(card)
        self.body.setSpacing(self._theme.tokens.px(8))

    def _monthly(self, template: Template, view: ScopeView) -> str:
        cents = sum(
            line.price_cents or 0
            for line in template.lines
            if line.treatment is Treatment.INCLUDED and line.price_mode == "fee"
        )
        return money(cents, view.currency, short=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        button = self._group.button(self._group.checkedId() + step) if step else None
        if button is not None:
            button.setChecked(True)
            button.setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_confirmed()
        else:
            super().keyPressEvent(event)

    def _on_confirmed(self) -> None:
        self.template_chosen.emit(self._codes[self._group.checkedId()])
        self.accept()


class SendDialog(Dialog):
    """What sending does, after what is still undecided or to fix.

    Signals:
        leave_out_wanted: Everything undecided shall not be included.
        problem_chosen: A problem that the person wants to fix first.
    """

    leave_out_wanted = Signal()
    problem_chosen = Signal(object)

    def __init__(
        self, theme: Theme, icons: Icons, version: ScopeVersion, problems: Sequence[Problem], parent: QWidget
    ) -> None:
        title = _("Send version {number} to the client?").format(number=version.number)
        super().__init__(theme, icons, title, parent)
        blocking = [problem for problem in problems if problem.blocks]
        for problem in [*blocking, *(one for one in problems if not one.blocks)][:8]:
            self.body.addWidget(self._row(problem))
        more = len(problems) - 8
        if more > 0:
            text = ngettext("and {count} more", "and {count} more", more).format(count=more)
            self.body.addWidget(Words(theme, text, "small", "tertiary", self))
        text = _(
            "It freezes as it is: from then on nobody changes it, and what the client gets bears its fingerprint. "
            "A typo can be mended by withdrawing it and sending the next version."
        )
        self.body.addWidget(Words(theme, text, "body", "secondary", self, wrap=True))
        self._error = ErrorLine(theme, icons, self)
        self.body.addWidget(self._error)
        send = push_button(theme, icons, _("Send and freeze"), "primary", "send", _("Ctrl ↵"), self)
        if blocking:
            send.refuse(blocking[0].sentence)
        self.set_buttons(send)
        if blocking:
            self.set_remark(_("Fix what is red first"))

    def _row(self, problem: Problem) -> QWidget:
        theme, icons = self._theme, self._icons
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.px(8))
        role = "danger" if problem.blocks else "warn"
        row.addWidget(Glyph(theme, icons, "alert-triangle", role, 15, line), 0, _TOP)
        words = Words(theme, problem.sentence, "body", "primary", line, wrap=True)
        words.setAlignment(_TOP)
        row.addWidget(words, 1)
        if problem.field == "undecided":
            button = push_button(theme, icons, _("Not included"), "compact", parent=line)
            button.setToolTip(_("Everything undecided is not included"))
            button.clicked.connect(self._on_leave_out)
        else:
            button = push_button(theme, icons, _("Fix"), "compact", parent=line)
            button.clicked.connect(lambda: self._on_fix(problem))
        row.addWidget(button, 0, _TOP)
        return line

    def show_refusal(self, sentence: str) -> None:
        """Say why it was not sent."""
        self._error.show_problem(sentence)

    def _on_fix(self, problem: Problem) -> None:
        self.reject()
        self.problem_chosen.emit(problem)

    def _on_leave_out(self) -> None:
        self.leave_out_wanted.emit()
        self.reject()


class AgreeDialog(Dialog):
    """Who said yes, when, how, and the file that proves it.

    Signals:
        agreed: Contact, day, means, note, name of the file, its bytes or none.
        contact_wanted: The client has no people yet; one is to be added.
    """

    agreed = Signal(object, object, object, str, str, object)
    contact_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        view: ScopeView,
        version: ScopeVersion,
        jobs: Jobs,
        today: date,
        parent: QWidget,
    ) -> None:
        super().__init__(theme, icons, _("Version {number} is agreed").format(number=version.number), parent)
        self._jobs, self._today = jobs, today
        self._evidence: bytes | None = None
        self._name = ""
        self.contact = ComboBox(theme, icons, self)
        self.contact.offer([(person.id, _named(person.name, person.job_title)) for person in view.contacts])
        signing = next((person for person in view.contacts if person.signs), None) or next(iter(view.contacts), None)
        self.contact.choose(signing.id if signing else None)
        self.day = DayEdit(theme, icons, self._read_day, spoken().day, self)
        self.day.show_day(today)
        self.means = ComboBox(theme, icons, self)
        self.means.offer([(key, _(name)) for key, name in MEANS_NAMES.items()])
        self.means.choose(Means.EMAIL)
        self.note = CommittingTextEdit(theme, "", self, 2, 5)
        self._who = LabelledField(theme, icons, _("Who said yes"), self.contact, "", self)
        self._when = LabelledField(theme, icons, _("When"), self.day, "", self)
        row = QHBoxLayout()
        row.setSpacing(theme.tokens.px(12))
        row.addWidget(self._when, 1)
        row.addWidget(LabelledField(theme, icons, _("How"), self.means, "", self), 1)
        self.body.addWidget(self._who)
        self.body.addLayout(row)
        self.body.addWidget(LabelledField(theme, icons, _("Note"), self.note, "", self))
        self.body.addWidget(self._build_file(theme, icons))
        self._error = ErrorLine(theme, icons, self)
        self.body.addWidget(self._error)
        begins = spoken().day(version.terms.first_day) if version.terms.first_day else ""
        text = _("It is in force from {day}. What was in force before ends the day before.").format(day=begins)
        self.body.addWidget(Words(theme, text, "small", "tertiary", self, wrap=True))
        self._confirm_button = push_button(theme, icons, _("Mark as agreed"), "primary", "signature", _("Ctrl ↵"), self)
        self.set_buttons(self._confirm_button)
        self.confirmed.connect(self._on_confirmed)
        if not view.contacts:
            self._who.show_problem(_("This client has no people yet. Add the person who said yes."))
            add = push_button(theme, icons, _("Add person"), "normal", "user-plus", parent=self)
            add.clicked.connect(self._on_add)
            self.body.insertWidget(1, add, 0, Qt.AlignmentFlag.AlignLeft)
            self._confirm_button.refuse(_("Add the person who said yes first."))
        self.contact.setFocus()

    def _build_file(self, theme: Theme, icons: Icons) -> QWidget:
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.px(4))
        column.addWidget(Words(theme, _("File that proves it"), "label", "secondary", box))
        row = QHBoxLayout()
        row.setSpacing(theme.tokens.px(8))
        self.choose_file = push_button(theme, icons, _("Choose file…"), "normal", "paperclip", parent=box)
        self.choose_file.clicked.connect(self._on_choose)
        self._file_words = Words(
            theme, _("Signed PDF, mail or picture, up to 50 MB"), "small", "tertiary", box, elide=True
        )
        self._drop_file = IconButton(theme, icons, "x", _("Leave the file out"), "", box)
        self._drop_file.clicked.connect(self._on_drop_file)
        self._drop_file.hide()
        row.addWidget(self.choose_file)
        row.addWidget(self._file_words, 1)
        row.addWidget(self._drop_file)
        column.addLayout(row)
        return box

    def _read_day(self, text: str) -> date | None:
        return parse_day(text, self._today)

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, _("Choose the file that proves it"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.take_file)
        dialog.open()

    def take_file(self, path: str) -> None:
        """Read a file beside the window."""
        self._error.clear()
        self._file_words.setText(_("Reading {name}…").format(name=Path(path).name))
        self._confirm_button.refuse(_("The file is still being read."))
        self._jobs.run(self, lambda progress: _read(Path(path), progress)).then(self._on_read).failed(self._on_unread)

    def _on_read(self, answer: tuple[str, bytes]) -> None:
        self._name, self._evidence = answer
        size = spoken().number(max(1, round(len(self._evidence) / 1024)))
        self._file_words.setText(_("{name}, {size} KB").format(name=self._name, size=size))
        self._file_words.set_colour("primary")
        self._drop_file.show()
        self._confirm_button.allow()
        if QMimeDatabase().mimeTypeForFile(self._name).name() == "application/pdf":
            self.means.choose(Means.SIGNED_PDF)

    def _on_unread(self, error: Exception) -> None:
        self._on_drop_file()
        self._error.show_problem(str(error))

    def _on_drop_file(self) -> None:
        self._name, self._evidence = "", None
        self._file_words.setText(_("Signed PDF, mail or picture, up to 50 MB"))
        self._file_words.set_colour("tertiary")
        self._drop_file.hide()
        self._confirm_button.allow()

    def _on_add(self) -> None:
        self.reject()
        self.contact_wanted.emit()

    def _on_confirmed(self) -> None:
        self.day.commit()
        if self.contact.current_key is None:
            self._who.show_problem(_("Say who said yes."))
            return
        if self.day.day is None:
            self._when.show_problem(_("Write the day of the yes."))
            return
        self._error.clear()
        self.agreed.emit(
            self.contact.current_key, self.day.day, self.means.current_key, self.note.text(), self._name, self._evidence
        )

    def show_refusal(self, error: RuleBroken) -> None:
        """Say why it was not noted, below the field it belongs to."""
        holders = {"day": self._when, "contact": self._who}
        if error.field in holders:
            holders[error.field].show_problem(str(error))
        else:
            self._error.show_problem(str(error))


def _named(name: str, title: str) -> str:
    return f"{name} · {title}" if title else name


def _read(path: Path, progress: Progress) -> tuple[str, bytes]:
    """A file's name and bytes.

    Raises:
        RuleBroken: It is empty or too large.
        Unavailable: It cannot be read.
    """
    progress.step(0, 1)
    try:
        if path.stat().st_size > LARGEST_EVIDENCE:
            raise RuleBroken(_("The file is larger than 50 MB. Choose a smaller one."))
        data = path.read_bytes()
    except OSError as error:
        raise Unavailable(_("“{name}” cannot be read. Is it still there?").format(name=path.name)) from error
    if not data:
        raise RuleBroken(_("The file is empty. Choose another one."))
    return path.name, data


class ReasonDialog(Dialog):
    """Why a version is withdrawn, or what the client said when they declined it.

    Signals:
        told: The reason.
    """

    told = Signal(str)

    def __init__(
        self, theme: Theme, icons: Icons, title: str, text: str, verb: str, parent: QWidget, *, is_needed: bool
    ) -> None:
        super().__init__(theme, icons, title, parent)
        self._is_needed = is_needed
        self.body.addWidget(Words(theme, text, "body", "secondary", self, wrap=True))
        self.why = CommittingTextEdit(theme, "", self, 3, 8)
        self._holder = LabelledField(theme, icons, _("Why"), self.why, "", self)
        self.body.addWidget(self._holder)
        self.set_buttons(push_button(theme, icons, verb, "primary", None, _("Ctrl ↵"), self))
        self.confirmed.connect(self._on_confirmed)
        self.why.setFocus()

    def _on_confirmed(self) -> None:
        why = self.why.text().strip()
        if self._is_needed and not why:
            self._holder.show_problem(_("Write why, so that it can be understood later."))
            return
        self.told.emit(why)

    def show_refusal(self, error: RuleBroken) -> None:
        """Say why it was not noted."""
        self._holder.show_problem(str(error))
