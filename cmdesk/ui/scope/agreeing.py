"""Noting that a client said yes: who, when, how, with what file, and what that file proves."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cmdesk.domain.errors import DeskError, NotFound, RuleBroken
from cmdesk.domain.moments import parse_day
from cmdesk.domain.scope import MEANS_NAMES, Means, ScopeLine, ScopeVersion, Treatment, line_cents
from cmdesk.domain.scope_view import Person, ScopeView
from cmdesk.domain.signing import OUTCOME_NAMES, WAY_NAMES, Content, Data, Outcome, SignedFacts, Verdict, Way
from cmdesk.i18n import _, spoken
from cmdesk.ui.files import choose_file, read_file
from cmdesk.ui.icons import Icons
from cmdesk.ui.page import Tools
from cmdesk.ui.scope.asking import short_day
from cmdesk.ui.scope.phrases import money
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import IconButton, push_button
from cmdesk.ui.widgets.choices import CheckBox
from cmdesk.ui.widgets.facts import Glyph, Tag, Words
from cmdesk.ui.widgets.fields import ComboBox, CommittingTextEdit, DayEdit, ErrorLine, LabelledField
from cmdesk.ui.widgets.frames import Dialog
from cmdesk.ui.widgets.scrolled import scrolled
from cmdesk.ui.widgets.themed import Themed, paint_ground

if TYPE_CHECKING:
    from cmdesk.ui.jobs import Progress

_TOP: Final = Qt.AlignmentFlag.AlignTop
_OK, _LOOK, _BAD = "circle-check", "alert-triangle", "circle-x"
_ROLES: Final = {_OK: "ok", _LOOK: "warn", _BAD: "danger"}
_OUTCOMES: Final = {Outcome.AGREED: _OK, Outcome.LOOK_AT_IT: _LOOK, Outcome.NOT_AGREED: _BAD}


@dataclass(frozen=True, slots=True)
class Told:
    """All that a person tells of a yes."""

    contact_id: int
    day: date
    means: Means
    note: str
    evidence_name: str
    evidence: bytes | None
    options: tuple[str, ...]
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class _Looked:
    """A file that was read, and what it proves where it is a PDF that can be checked."""

    name: str
    data: bytes
    verdict: Verdict | None = None
    problem: str = ""


def is_pdf(name: str, data: bytes) -> bool:
    """Whether a file is one that may have been signed, or says so."""
    return b"%PDF-" in data[:1024] or name.lower().endswith(".pdf")


def five_facts(facts: SignedFacts) -> list[tuple[str, str]]:
    """What was found in a file, each as an icon and a sentence: bytes, pages, data, box and name, signature."""
    return [_bytes_fact(facts), _pages_fact(facts), _data_fact(facts), _form_fact(facts), _signature_fact(facts)]


def _bytes_fact(facts: SignedFacts) -> tuple[str, str]:
    if facts.starts_as_issued:
        return _OK, _("It begins with the file that you sent, byte for byte.")
    return _LOOK, _("Another program saved it anew, so its pages and data were compared instead.")


def _pages_fact(facts: SignedFacts) -> tuple[str, str]:
    if facts.content is Content.SAME:
        return _OK, _("Its pages say what you sent.")
    if facts.content is Content.MARKED:
        return _LOOK, _("Its pages say what you sent, with something written or drawn on top.")
    if facts.content is Content.SIGNED:
        return _LOOK, _("Its pages say what you sent, with a signature on top where you left no room for it.")
    return _BAD, _("Its pages do not say what you sent.")


def _data_fact(facts: SignedFacts) -> tuple[str, str]:
    if facts.data is Data.SAME:
        return _OK, _("The data inside is what you sent.")
    if facts.data is Data.MISSING:
        return _BAD, _("The data that you sent inside is gone.")
    return _BAD, _("The data inside is not what you sent.")


def _form_fact(facts: SignedFacts) -> tuple[str, str]:
    if facts.is_ticked and facts.name:
        return _OK, _("“I agree” is ticked, and {name} is written.").format(name=facts.name)
    if facts.is_ticked:
        return _LOOK, _("“I agree” is ticked, but nobody wrote a name.")
    return (_LOOK if facts.signature else _BAD), _("“I agree” is not ticked.")


def _signature_fact(facts: SignedFacts) -> tuple[str, str]:
    signature = facts.signature
    if signature is None and facts.way is Way.NONE:
        return "info-circle", _("Nobody signed with a certificate.")
    if signature is None:
        return "info-circle", _("There is no certificate: it was ticked and typed.")
    if not signature.is_readable:
        return _LOOK, _("The signature is of a kind that cannot be checked here.")
    if not signature.holds:
        return (_LOOK if facts.was_saved_anew else _BAD), _("The signature does not hold any more.")
    if not facts.is_known:
        return _LOOK, _("The signature of {signer} holds; its certificate is new to you.").format(
            signer=signature.signer or _("nobody")
        )
    return _OK, _("The signature of {signer} holds, with a certificate that you know.").format(
        signer=signature.signer or _("nobody")
    )


class VerdictPanel(Themed, QWidget):
    """One of three outcomes, why, and the five facts behind it."""

    def __init__(self, theme: Theme, icons: Icons, verdict: Verdict, parent: QWidget) -> None:
        super().__init__(parent)
        px = theme.tokens.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(11), px(12), px(12))
        column.setSpacing(px(8))
        head = QHBoxLayout()
        head.setSpacing(px(8))
        icon = _OUTCOMES[verdict.outcome]
        head.addWidget(Glyph(theme, icons, icon, _ROLES[icon], 18, self))
        self.outcome = Words(theme, _(OUTCOME_NAMES[verdict.outcome]), "section", "primary", self)
        head.addWidget(self.outcome)
        head.addStretch(1)
        if verdict.way is not Way.NONE:
            mark = "signature" if verdict.way is Way.CERTIFICATE else "pencil"
            head.addWidget(Tag(theme, icons, _short_way(verdict.way), "neutral", mark, self))
        column.addLayout(head)
        for reason in verdict.reasons:
            column.addWidget(Words(theme, reason, "body", "primary", self, wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(7))
        grid.setVerticalSpacing(px(5))
        grid.setColumnStretch(1, 1)
        for row, (sign, sentence) in enumerate(five_facts(verdict.facts)):
            grid.addWidget(Glyph(theme, icons, sign, _ROLES.get(sign, "info"), 14, self), row, 0, _TOP)
            grid.addWidget(Words(theme, sentence, "small", "secondary", self, wrap=True), row, 1)
        column.addLayout(grid)
        self.setAccessibleName(f"{self.outcome.text()}. {verdict.reasons[0]}")
        self.setToolTip(_(WAY_NAMES[verdict.way]))
        self.follow(theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        paint_ground(self, tokens.surface.sunken, tokens.radius.card, tokens.line.default)


def _short_way(way: Way) -> str:
    return _("certificate") if way is Way.CERTIFICATE else _("ticked and typed")


class DropField(Themed, QWidget):
    """A place for one file: dropped here, or chosen with its button.

    Signals:
        file_given: The path of a file.
        left_out: The file shall not be kept.
    """

    file_given = Signal(str)
    left_out = Signal()

    def __init__(self, theme: Theme, icons: Icons, hint: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._hint, self._is_over = hint, False
        self.setAcceptDrops(True)
        self.choose = push_button(theme, icons, _("Choose file…"), "normal", "paperclip", parent=self)
        self.choose.clicked.connect(self._on_choose)
        self._words = Words(theme, hint, "small", "tertiary", self, wrap=True)
        self._drop = IconButton(theme, icons, "x", _("Leave the file out"), "", self)
        self._drop.clicked.connect(self.left_out)
        self._drop.hide()
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.choose, 0, _TOP)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(self._drop, 0, _TOP)
        self.follow(theme)

    @property
    def sentence(self) -> str:
        """What stands beside the button."""
        return self._words.text()

    def show_file(self, words: str) -> None:
        """Name the file that was given; nothing shows the hint again."""
        self._words.setText(words or self._hint)
        self._words.set_colour("primary" if words else "tertiary")
        self._drop.setVisible(bool(words))

    def _on_choose(self) -> None:
        choose_file(self, _("Choose the file that proves it"), self.file_given.emit)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event):
            event.acceptProposedAction()
            self._show_over(is_over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._show_over(is_over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_over(is_over=False)
        path = _dropped(event)
        if path:
            event.acceptProposedAction()
            self.file_given.emit(path)

    def _show_over(self, *, is_over: bool) -> None:
        self._is_over = is_over
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        ground = tokens.accent.tint if self._is_over else tokens.surface.raised
        line = tokens.accent.focus if self._is_over else tokens.line.control
        paint_ground(self, ground, tokens.radius.card, QPen(line, 1, Qt.PenStyle.DashLine))

    def _on_theme_changed(self) -> None:
        px = self._theme.tokens.px
        self._row.setContentsMargins(px(10), px(10), px(10), px(10))
        self._row.setSpacing(px(10))
        super()._on_theme_changed()


def _dropped(event: QDropEvent) -> str:
    """The path of the one file that is dropped; empty when it is something else."""
    urls = event.mimeData().urls()
    return urls[0].toLocalFile() if len(urls) == 1 and urls[0].isLocalFile() else ""


class AgreeDialog(Dialog):
    """Who said yes, when, how, the optional lines that were taken, and the file that proves it.

    Signals:
        agreed: All that was told.
        contact_wanted: The client has no people yet; one is to be added.
    """

    agreed = Signal(object)
    contact_wanted = Signal()

    def __init__(self, tools: Tools, view: ScopeView, version: ScopeVersion, parent: QWidget) -> None:
        theme, icons = tools.theme, tools.icons
        title = _("Version {number} is agreed").format(number=version.number)
        super().__init__(theme, icons, title, parent, width=840)
        self._tools, self._view, self._version = tools, view, version
        self._today = tools.jobs.desk.today
        self._looked: _Looked | None = None
        self._panel: VerdictPanel | None = None
        px = theme.tokens.px
        inside = QWidget()
        inside.setAutoFillBackground(False)
        whole = QHBoxLayout(inside)
        whole.setContentsMargins(px(2), px(2), px(10), px(2))
        whole.setSpacing(px(24))
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for column in (self._left, self._right):
            column.setSpacing(px(13))
            whole.addLayout(column, 1)
        self._build_fields()
        self._build_proof()
        self._left.addStretch(1)
        self._right.addStretch(1)
        self._area = scrolled(self, inside, px(450))
        self.body.addWidget(self._area, 1)
        self._error = ErrorLine(theme, icons, self)
        self.body.addWidget(self._error)
        self._confirm_button = push_button(theme, icons, _("Mark as agreed"), "primary", "signature", "Ctrl ↵", self)
        self.set_buttons(self._confirm_button)
        self.confirmed.connect(self._on_confirmed)
        if not view.contacts:
            self._ask_for_contact()
        self.contact.setFocus()

    # --- building -----------------------------------------------------------------------------

    def _build_fields(self) -> None:
        theme, icons = self._theme, self._icons
        people = sorted(self._view.contacts, key=lambda person: not person.signs)
        self.contact = ComboBox(theme, icons, self)
        self.contact.offer([(person.id, _named(person)) for person in people])
        self.contact.choose(people[0].id if people else None)
        self.day = DayEdit(theme, icons, self._read_day, short_day, self)
        self.day.show_day(self._today)
        self.means = ComboBox(theme, icons, self)
        self.means.offer([(key, _(name)) for key, name in MEANS_NAMES.items()])
        self.means.choose(Means.EMAIL)
        self.means.chosen.connect(self._on_means)
        self.note = CommittingTextEdit(theme, "", self, 2, 5)
        self._who = LabelledField(theme, icons, _("Who said yes"), self.contact, "", self)
        self._when = LabelledField(theme, icons, _("When"), self.day, "", self)
        self._how = LabelledField(theme, icons, _("How"), self.means, "", self)
        self._note = LabelledField(theme, icons, _("Note"), self.note, "", self)
        row = QHBoxLayout()
        row.setSpacing(theme.tokens.px(12))
        row.addWidget(self._when, 1, _TOP)
        row.addWidget(self._how, 1, _TOP)
        self._left.addWidget(self._who)
        self._left.addLayout(row)
        self._left.addWidget(self._note)
        self._build_options()
        first = self._version.terms.first_day
        begins = spoken().day(first) if first else ""
        before = self._view.agreed
        text = _("It is in force from {day}.").format(day=begins)
        if before is not None and before.id != self._version.id:
            text = _("It is in force from {day}. What was in force before ends the day before.").format(day=begins)
        self._left.addWidget(Words(theme, text, "small", "tertiary", self, wrap=True))

    def _build_options(self) -> None:
        """A box for each optional line: what was ticked in the form is taken over."""
        self.options: dict[str, CheckBox] = {}
        lines = [line for line in self._version.lines if line.treatment is Treatment.OPTIONAL]
        if not lines:
            return
        px = self._theme.tokens.px
        column = QVBoxLayout()
        column.setSpacing(px(4))
        column.addWidget(Words(self._theme, _("They also want"), "label", "secondary", self))
        self._left.addLayout(column)
        for line in lines:
            box = CheckBox(self._theme, self._icons, self._option(line), self)
            box.setToolTip(line.title)
            self.options[line.lineage] = box
            column.addWidget(box)

    def _option(self, line: ScopeLine) -> str:
        title = line.title if len(line.title) <= _LONG else line.title[: _LONG - 1].rstrip() + "…"
        if line.price_cents is None:
            return title
        return f"{title} · + {money(line_cents(line), self._version.terms.currency, short=True)}"

    def _build_proof(self) -> None:
        theme, icons = self._theme, self._icons
        self._right.addWidget(Words(theme, _("File that proves it"), "label", "secondary", self))
        hint = _("Drop it here: the signed PDF, a mail or a picture, up to 50 MB")
        self.file = DropField(theme, icons, hint, self)
        self.file.file_given.connect(self.take_file)
        self.file.left_out.connect(self._on_left_out)
        self._right.addSpacing(-theme.tokens.px(8))
        self._right.addWidget(self.file)
        self._file_error = ErrorLine(theme, icons, self)
        self._right.addWidget(self._file_error)
        self._verdict = QVBoxLayout()
        self._right.addLayout(self._verdict)
        self.looked = CheckBox(theme, icons, _("I looked at it, and the note says why it counts"), self)
        self.looked.toggled.connect(self._on_looked)
        self.looked.hide()
        self._right.addWidget(self.looked)

    def _ask_for_contact(self) -> None:
        self._who.show_problem(_("This client has no people yet. Add the person who said yes."))
        add = push_button(self._theme, self._icons, _("Add person"), "normal", "user-plus", parent=self)
        add.clicked.connect(self._on_add)
        self._left.insertWidget(1, add, 0, Qt.AlignmentFlag.AlignLeft)
        self._confirm_button.refuse(_("Add the person who said yes first."))

    def _read_day(self, text: str) -> date | None:
        return parse_day(text, self._today)

    # --- the file -----------------------------------------------------------------------------

    def take_file(self, path: str) -> None:
        """Read a file beside the window, and look at what it proves."""
        self._on_left_out()
        self.file.show_file(_("Reading {name}…").format(name=Path(path).name))
        self._confirm_button.refuse(_("The file is still being read."))
        desk, scope_id = self._tools.jobs.desk, self._version.id

        def look(progress: Progress) -> _Looked:
            name, data = read_file(Path(path), progress)
            if not is_pdf(name, data):
                return _Looked(name, data)
            try:
                return _Looked(name, data, desk.look_at_signed(scope_id, data))
            except (RuleBroken, NotFound) as error:
                return _Looked(name, data, problem=str(error))

        self._tools.jobs.run(self, look).then(self._on_looked_at).failed(self._on_unread)

    def _on_looked_at(self, looked: _Looked) -> None:
        self._looked = looked
        size = spoken().number(max(1, round(len(looked.data) / 1024)))
        self.file.show_file(_("{name}, {size} KB").format(name=looked.name, size=size))
        self._allow()
        if looked.problem:
            kept = _("{problem} It can be kept as evidence of another way of agreeing.").format(problem=looked.problem)
            self._file_error.show_problem(kept, "warn")
        elif looked.verdict is not None:
            self._show_verdict(looked.verdict)
        elif looked.name.lower().endswith((".eml", ".msg")):
            self.means.choose(Means.EMAIL)

    def _on_unread(self, error: DeskError) -> None:
        self._on_left_out()
        self._file_error.show_problem(str(error))

    def _on_left_out(self) -> None:
        self._looked = None
        self.file.show_file("")
        self._file_error.clear()
        self._error.clear()
        self.looked.hide()
        self.looked.setChecked(False)
        for holder in (self._how, self._note, self._who):
            holder.clear_problem()
        if self._panel is not None:
            self._verdict.removeWidget(self._panel)
            self._panel.hide()
            self._panel.deleteLater()
            self._panel = None
        self._allow()

    def _allow(self) -> None:
        if self._view.contacts:
            self._confirm_button.allow()

    def _show_verdict(self, verdict: Verdict) -> None:
        self._panel = VerdictPanel(self._theme, self._icons, verdict, self)
        self._verdict.addWidget(self._panel)
        self._panel.show()
        self.means.choose(Means.SIGNED_PDF)
        self.looked.setVisible(verdict.outcome is Outcome.LOOK_AT_IT)
        QTimer.singleShot(0, self, self._reveal)
        if verdict.outcome is Outcome.NOT_AGREED:
            self._warn_refused()
            return
        self._fill_from(verdict.facts)

    def _reveal(self) -> None:
        """Scroll to what was found, and to what is asked about it."""
        if self._panel is not None:
            self._area.ensureWidgetVisible(self.looked if self.looked.isVisible() else self._panel)

    def _fill_from(self, facts: SignedFacts) -> None:
        """Take over what stands in the form: who, when, and the optional lines."""
        signer = facts.name or (facts.signature.signer if facts.signature else "")
        person = _called(signer, self._view.contacts)
        if person is not None:
            self.contact.choose(person.id)
        elif signer:
            role = f", {facts.role}" if facts.role else ""
            self._who.show_problem(
                _("The form names {name}, whom this client's people do not hold yet. Choose who that is.").format(
                    name=signer + role
                ),
                "warn",
            )
        self.day.show_day(self._day_of(facts))
        for lineage, box in self.options.items():
            box.setChecked(lineage in facts.extras)

    def _day_of(self, facts: SignedFacts) -> date:
        """The day that the form says or the signature bears, where that can be; else today."""
        found: list[date | None] = []
        with suppress(DeskError, ValueError):
            found.append(parse_day(facts.day, self._today) if facts.day else None)
        if facts.signature is not None and facts.signature.signed_at is not None:
            found.append(facts.signature.signed_at.astimezone().date())
        first = self._version.sent_on or date.min
        return next((day for day in found if day is not None and first <= day <= self._today), self._today)

    # --- confirming ---------------------------------------------------------------------------

    @property
    def verdict(self) -> Verdict | None:
        """What the file that was given proves; none without such a file."""
        return self._looked.verdict if self._looked else None

    def _on_means(self, means: object) -> None:
        self._how.clear_problem()
        verdict = self.verdict
        if means == Means.SIGNED_PDF and verdict is not None and verdict.outcome is Outcome.NOT_AGREED:
            self._warn_refused()

    def _warn_refused(self) -> None:
        self._how.show_problem(_("This file does not say yes. Choose how they agreed, and write it into the note."))

    def _on_looked(self, is_on: bool) -> None:
        if is_on and not self.note.text().strip():
            self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_add(self) -> None:
        self.reject()
        self.contact_wanted.emit()

    def _on_confirmed(self) -> None:
        self.day.commit()
        for holder in (self._when, self._note, self._how):
            holder.clear_problem()
        contact, day = self.contact.current_key, self.day.day
        if not isinstance(contact, int):
            self._who.show_problem(_("Say who said yes."))
        elif day is None:
            self._when.show_problem(_("Write the day of the yes."))
        elif self._is_proved():
            self._error.clear()
            self.agreed.emit(self._told(contact, day))

    def _is_proved(self) -> bool:
        """Whether file, way and note go together; what does not is said beside its field."""
        looked, has_note = self._looked, bool(self.note.text().strip())
        if looked is None:
            return True
        outcome = looked.verdict.outcome if looked.verdict else None
        if self.means.current_key != Means.SIGNED_PDF:
            is_enough = outcome is not Outcome.NOT_AGREED or has_note
            if not is_enough:
                self._note.show_problem(_("The file does not say yes. Write how you know that they agree."))
            return is_enough
        if outcome is None:
            self._how.show_problem(_("This file cannot be checked as a signed PDF. Choose another way."))
        elif outcome is Outcome.NOT_AGREED:
            self._warn_refused()
        elif outcome is Outcome.LOOK_AT_IT:
            return self._is_looked_at(has_note=has_note)
        return outcome is Outcome.AGREED

    def _is_looked_at(self, *, has_note: bool) -> bool:
        """Whether a person looked at a file that proves too little by itself, and wrote why it counts."""
        if not self.looked.isChecked():
            self._error.show_problem(_("Look at the file, and tick that you did."))
            self.looked.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not has_note:
            self._note.show_problem(_("Write why it counts as a yes."))
        return self.looked.isChecked() and has_note

    def _told(self, contact: int, day: date) -> Told:
        looked = self._looked
        means = Means(str(self.means.current_key))
        return Told(
            contact,
            day,
            means,
            self.note.text().strip(),
            looked.name if looked else "",
            looked.data if looked else None,
            tuple(lineage for lineage, box in self.options.items() if box.isChecked()),
            looked.verdict if looked and means is Means.SIGNED_PDF else None,
        )

    def show_refusal(self, error: RuleBroken) -> None:
        """Say why it was not noted, below the field it belongs to."""
        holders = {"day": self._when, "contact": self._who, "means": self._how, "note": self._note}
        if error.field in holders:
            holders[error.field].show_problem(str(error))
        elif error.field == "evidence":
            self._file_error.show_problem(str(error))
        else:
            self._error.show_problem(str(error))


_LONG: Final = 44  # letters of an optional line's title


def _named(person: Person) -> str:
    return f"{person.name} · {person.job_title}" if person.job_title else person.name


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def _called(name: str, people: Sequence[Person] | Iterable[Person]) -> Person | None:
    """The one of these people whom a name means: the same words, or all words of the shorter one."""
    wanted = set(_plain(name).replace(",", " ").split())
    if not wanted:
        return None
    for person in people:
        own = set(_plain(person.name).split())
        if own == wanted or (len(own & wanted) >= 2 and (own <= wanted or wanted <= own)):
            return person
    return None
