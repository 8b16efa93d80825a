"""Sending a scope: what is still to fix, what the client will get, and what to do with it once it is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from PySide6.QtCore import QRect, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cmdesk.domain.errors import DeskError
from cmdesk.domain.moments import parse_day
from cmdesk.domain.scope import ScopeVersion, short_fingerprint
from cmdesk.domain.scope_letter import Letter
from cmdesk.domain.scope_problems import Problem
from cmdesk.domain.scope_view import ScopeView
from cmdesk.exchange.mail import mail_draft
from cmdesk.i18n import _, ngettext, spoken
from cmdesk.services import scopes
from cmdesk.services.reporting import ReportRequest
from cmdesk.ui.files import choose_place, hand_over, write_file
from cmdesk.ui.page import Tools
from cmdesk.ui.reports.pdf import Page, Pages
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import Button, push_button
from cmdesk.ui.widgets.facts import Glyph, Words
from cmdesk.ui.widgets.fields import ComboBox, DayEdit, ErrorLine, LabelledField
from cmdesk.ui.widgets.frames import Dialog
from cmdesk.ui.widgets.themed import Themed

if TYPE_CHECKING:
    from datetime import date

    from cmdesk.desk import Document
    from cmdesk.ui.jobs import Progress

_TOP: Final = Qt.AlignmentFlag.AlignTop
_SHOWN: Final = 6  # problems; the rest is counted
_INCH: Final = 110.0  # pixels of the small picture, drawn larger than it is shown

Opener = Callable[[QUrl], bool]


class PageThumb(Themed, QWidget):
    """The first page of a document, small, on the ground that paper lies on."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._said = _("The first page is being drawn…")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("First page"))
        self.follow(theme)

    def show_pages(self, pages: Sequence[Page]) -> None:
        """Show the first of these."""
        self._image = pages[0].image if pages else None
        self.update()

    def show_refusal(self, sentence: str) -> None:
        """Say why there is no picture."""
        self._image, self._said = None, sentence
        self.update()

    def sizeHint(self) -> QSize:
        width = self._theme.tokens.px(236)
        return QSize(width, round(width * 297 / 210))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.fillRect(self.rect(), tokens.surface.sunken)
            if self._image is not None:
                ratio = self.devicePixelRatioF()
                size = self.size() * ratio
                small = self._image.scaled(
                    size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                )
                small.setDevicePixelRatio(ratio)
                painter.drawImage(0, 0, small)
            else:
                painter.setPen(tokens.text.tertiary)
                painter.setFont(self._theme.font("small"))
                room = self.rect().adjusted(tokens.px(12), 0, -tokens.px(12), 0)
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._said)
            painter.setPen(tokens.line.default)
            painter.drawRect(QRect(self.rect()).adjusted(0, 0, -1, -1))


class SendDialog(Dialog):
    """What sending does, after what is still undecided or to fix; who gets it, until when it holds, how it looks.

    Signals:
        leave_out_wanted: Everything undecided shall not be included.
        problem_chosen: A problem that the person wants to fix first.
    """

    leave_out_wanted = Signal()
    problem_chosen = Signal(object)

    def __init__(
        self, tools: Tools, view: ScopeView, version: ScopeVersion, problems: Sequence[Problem], parent: QWidget
    ) -> None:
        theme, icons = tools.theme, tools.icons
        title = _("Send version {number} to the client?").format(number=version.number)
        super().__init__(theme, icons, title, parent, width=760)
        self._tools, self._version = tools, version
        px = theme.tokens.px
        whole = QHBoxLayout()
        whole.setSpacing(px(22))
        self._left = QVBoxLayout()
        self._left.setSpacing(px(12))
        whole.addLayout(self._left, 1)
        whole.addLayout(self._build_picture(), 0)
        self.body.addLayout(whole)
        blocking = [problem for problem in problems if problem.blocks]
        self._show_problems([*blocking, *(one for one in problems if not one.blocks)])
        self._build_fields(view)
        text = _(
            "It freezes as it is: from then on nobody changes it, and what the client gets bears its fingerprint. "
            "A typo can be mended by withdrawing it and sending the next version."
        )
        self._left.addWidget(Words(theme, text, "body", "secondary", self, wrap=True))
        self._error = ErrorLine(theme, icons, self)
        self._left.addWidget(self._error)
        self._left.addStretch(1)
        send = push_button(theme, icons, _("Send and freeze"), "primary", "send", "Ctrl ↵", self)
        if blocking:
            send.refuse(blocking[0].sentence)
            self.set_remark(_("Fix what is red first"))
        self.set_buttons(send)
        self._send = send
        self._draw()
        (self.until if blocking else send).setFocus()

    # --- building -----------------------------------------------------------------------------

    def _build_picture(self) -> QVBoxLayout:
        theme = self._theme
        column = QVBoxLayout()
        column.setSpacing(theme.tokens.px(6))
        self.picture = PageThumb(theme, self)
        self._pages = Words(theme, "", "small", "tertiary", self)
        column.addWidget(self.picture)
        column.addWidget(self._pages)
        column.addStretch(1)
        return column

    def _build_fields(self, view: ScopeView) -> None:
        theme, icons = self._theme, self._icons
        today = self._tools.jobs.desk.today
        self.to = ComboBox(theme, icons, self)
        people = sorted(view.contacts, key=lambda person: not person.signs)
        self.to.offer([(person.id, _who(person.name, person.job_title)) for person in people])
        if not people:
            self.to.offer([(None, _("Nobody yet"))])
        self.to.choose(people[0].id if people else None)
        self.until = DayEdit(theme, icons, lambda text: parse_day(text, today), spoken().day, self)
        self.until.show_day(self._version.terms.valid_until)
        self.until.setPlaceholderText(_("No limit"))
        self.until.committed.connect(self._on_until)
        row = QHBoxLayout()
        row.setSpacing(theme.tokens.px(12))
        self._until = LabelledField(theme, icons, _("They can say yes until"), self.until, "", self)
        row.addWidget(LabelledField(theme, icons, _("Who gets it"), self.to, "", self), 1, _TOP)
        row.addWidget(self._until, 1, _TOP)
        self._left.addLayout(row)

    def _show_problems(self, problems: Sequence[Problem]) -> None:
        for problem in problems[:_SHOWN]:
            self._left.addWidget(self._row(problem))
        more = len(problems) - _SHOWN
        if more > 0:
            text = ngettext("and {count} more", "and {count} more", more).format(count=more)
            self._left.addWidget(Words(self._theme, text, "small", "tertiary", self))
        if not problems:
            self._left.addWidget(self._good(_("Nothing is left to fix, and everything is decided.")))

    def _good(self, sentence: str) -> QWidget:
        line = QWidget(self)
        row = _row_in(line, self._theme)
        row.addWidget(Glyph(self._theme, self._icons, "circle-check", "ok", 15, line))
        row.addWidget(Words(self._theme, sentence, "body", "primary", line, wrap=True), 1)
        return line

    def _row(self, problem: Problem) -> QWidget:
        theme, icons = self._theme, self._icons
        line = QWidget(self)
        row = _row_in(line, theme)
        role = "danger" if problem.blocks else "warn"
        row.addWidget(Glyph(theme, icons, "alert-triangle", role, 15, line))
        words = Words(theme, problem.sentence, "body", "primary", line, wrap=True)
        row.addWidget(words, 1)
        if problem.field == "undecided":
            button = push_button(theme, icons, _("Not included"), "compact", parent=line)
            button.setToolTip(_("Everything undecided is not included"))
            button.clicked.connect(self._on_leave_out)
        else:
            button = push_button(theme, icons, _("Fix"), "compact", parent=line)
            button.clicked.connect(lambda: self._on_fix(problem))
        row.addWidget(button)
        return line

    # --- the picture --------------------------------------------------------------------------

    def _draw(self) -> None:
        request = ReportRequest("scope", self._version.client_id, scope_id=self._version.id)

        def draw(progress: Progress) -> list[Page]:
            return Pages.draw(self._tools.jobs.desk.document(request, progress).content, _INCH)

        self._tools.jobs.run(self, draw).then(self._show_pages).failed(self._on_undrawn)

    def _show_pages(self, pages: list[Page]) -> None:
        self.picture.show_pages(pages)
        words = ngettext("{count} page", "{count} pages", len(pages))
        self._pages.setText(words.format(count=len(pages)))

    def _on_undrawn(self, error: DeskError) -> None:
        self.picture.show_refusal(str(error))

    # --- doing --------------------------------------------------------------------------------

    @property
    def contact_id(self) -> int | None:
        """Who is to get it."""
        chosen = self.to.current_key
        return chosen if isinstance(chosen, int) else None

    def show_sending(self) -> None:
        """Say that the PDF is being made, and take the buttons out of use meanwhile."""
        self._error.clear()
        self._send.refuse(_("It is being sent."))
        self.set_remark(_("The PDF is being made and kept…"))

    def show_refusal(self, sentence: str) -> None:
        """Say why it was not sent."""
        self._send.allow()
        self.set_remark("")
        self._error.show_problem(sentence)

    def _on_until(self, day: date | None) -> None:
        self._until.clear_problem()
        job = self._tools.jobs.do(self, scopes.change_terms, self._version.id, "valid_until", day)
        job.then(lambda _none: self._draw()).failed(lambda error: self._until.show_problem(str(error)))

    def _on_fix(self, problem: Problem) -> None:
        self.reject()
        self.problem_chosen.emit(problem)

    def _on_leave_out(self) -> None:
        self.leave_out_wanted.emit()
        self.reject()


class SentDialog(Dialog):
    """What was sent, and the three ways to bring it to the client: a file, a mail, a message."""

    def __init__(
        self,
        tools: Tools,
        version: ScopeVersion,
        document: Document,
        letter: Letter,
        to: str,
        parent: QWidget,
        opener: Opener = QDesktopServices.openUrl,
    ) -> None:
        theme, icons = tools.theme, tools.icons
        title = _("Version {number} is sent and frozen").format(number=version.number)
        super().__init__(theme, icons, title, parent, width=560)
        self._tools, self._document, self._letter, self._to, self._opener = tools, document, letter, to, opener
        self._build_mark(version)
        self._build_ways()
        self._said = Words(theme, "", "body", "secondary", self, wrap=True)
        self._error = ErrorLine(theme, icons, self)
        self.body.addWidget(self._said)
        self.body.addWidget(self._error)
        self.set_buttons(push_button(theme, icons, _("Done"), "primary", None, "Ctrl ↵", self), can_cancel=False)
        self.confirmed.connect(self.accept)
        self.mail.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_mark(self, version: ScopeVersion) -> None:
        theme, icons = self._theme, self._icons
        line = QWidget(self)
        row = _row_in(line, theme)
        row.addWidget(Glyph(theme, icons, "lock", "ok", 16, line))
        self.mark = Words(theme, short_fingerprint(version.fingerprint), "section", "primary", line, tabular=True)
        self.mark.setAccessibleName(_("Fingerprint {letters}").format(letters=short_fingerprint(version.fingerprint)))
        row.addWidget(Words(theme, _("Fingerprint"), "body", "secondary", line))
        row.addWidget(self.mark)
        row.addStretch(1)
        self.body.addWidget(line)
        text = _(
            "The same letters are printed in the PDF, and the PDF is kept in the workspace. It has fields to tick and "
            "sign; when it comes back, “Mark as agreed” checks it."
        )
        self.body.addWidget(Words(theme, text, "body", "secondary", self, wrap=True))

    def _build_ways(self) -> None:
        theme = self._theme
        px = theme.tokens.px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(14))
        grid.setVerticalSpacing(px(10))
        grid.setColumnStretch(1, 1)
        about_mail = (
            _("Your mail program opens with the PDF attached, to {address}.").format(address=self._to)
            if self._to
            else _("Your mail program opens with the PDF attached. The client has no address yet.")
        )
        self.mail = self._way(grid, 0, _("Open a mail"), "mail", "M", about_mail, self._on_mail)
        self.save = self._way(grid, 1, _("Save PDF"), "download", "S", self._document.file_name, self._on_save)
        about_text = _("A few words for a messenger, in the client's language.")
        self.copy = self._way(grid, 2, _("Copy a message"), "copy", "C", about_text, self._on_copy)
        self.body.addLayout(grid)

    def _way(
        self, grid: QGridLayout, row: int, text: str, icon: str, key: str, about: str, slot: Callable[[], object]
    ) -> Button:
        button = push_button(self._theme, self._icons, text, "normal", icon, key, self)
        button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        button.clicked.connect(slot)
        QShortcut(QKeySequence(key), self, button.click)
        grid.addWidget(button, row, 0)
        grid.addWidget(Words(self._theme, about, "small", "tertiary", self, wrap=True), row, 1)
        return button

    # --- the three ways -----------------------------------------------------------------------

    def _on_save(self) -> None:
        choose_place(self, _("Save PDF"), self._document.file_name, self.save_to)

    def save_to(self, path: str) -> None:
        """Write the PDF there."""
        data = self._document.content
        self._error.clear()
        job = self._tools.jobs.run(self, lambda progress: write_file(Path(path), data, progress))
        job.then(self._on_saved).failed(self._explain)

    def _on_saved(self, name: str) -> None:
        self._said.setText(_("“{name}” is saved.").format(name=name))

    def _on_mail(self) -> None:
        letter, document = self._letter, self._document
        self._error.clear()

        def write(progress: Progress) -> Path:
            data = mail_draft(self._to, letter.subject, letter.body, document.file_name, document.content)
            return hand_over(Path(document.file_name).stem + ".eml", data, progress)

        self._tools.jobs.run(self, write).then(self._open_mail).failed(self._explain)

    def _open_mail(self, path: Path) -> None:
        if self._opener(QUrl.fromLocalFile(str(path))):
            self._said.setText(_("The mail is open in your mail program, with the PDF attached."))
        elif self._opener(mail_link(self._to, self._letter)):
            self._said.setText(_("The mail is open without the PDF. Save the PDF and attach it."))
        else:
            self._error.show_problem(
                _("No program opens mails here. Save the PDF, and copy the message into the mail you write.")
            )

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._letter.message)
        self._error.clear()
        self._said.setText(_("Copied: “{words}”").format(words=self._letter.message))

    def _explain(self, error: DeskError) -> None:
        self._said.setText("")
        self._error.show_problem(_("{problem} Nothing is lost: it is sent, and kept here.").format(problem=error))


def mail_link(to: str, letter: Letter) -> QUrl:
    """A `mailto:` link with subject and text."""
    parts = f"subject={quote(letter.subject)}&body={quote(letter.body)}"
    return QUrl(f"mailto:{quote(to, safe='@')}?{parts}", QUrl.ParsingMode.StrictMode)


def _who(name: str, title: str) -> str:
    return f"{name} · {title}" if title else name


def _row_in(line: QWidget, theme: Theme) -> QHBoxLayout:
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.tokens.px(8))
    return row
