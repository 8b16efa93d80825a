"""All that happened to a client's agreement on one line of time: versions, files, verdicts, requests, and the proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cmdesk.domain.errors import DeskError
from cmdesk.domain.extras import DECISION_NAMES, Extra
from cmdesk.domain.scope import EVENT_NAMES, MEANS_NAMES, EventKind, Means, ScopeEvent, Verdict, short_fingerprint
from cmdesk.domain.scope_view import ScopeHistory, ScopeView
from cmdesk.domain.signing import OUTCOME_NAMES, WAY_NAMES, Outcome, from_plain
from cmdesk.i18n import _, ngettext, spoken
from cmdesk.services import extras, scopes
from cmdesk.ui.files import choose_place, hand_over, write_file
from cmdesk.ui.glyphs import Tone
from cmdesk.ui.page import Tools
from cmdesk.ui.scope.asking import DECISION_ICONS, about
from cmdesk.ui.widgets.buttons import LinkButton, push_button
from cmdesk.ui.widgets.facts import Glyph, Tag, Words
from cmdesk.ui.widgets.frames import Dialog
from cmdesk.ui.widgets.layouts import Separator
from cmdesk.ui.widgets.scrolled import scrolled

if TYPE_CHECKING:
    from cmdesk.ui.jobs import Progress

_ICONS: Final = {
    EventKind.CREATED: "file-plus",
    EventKind.SENT: "send",
    EventKind.WITHDRAWN: "arrow-back-up",
    EventKind.AGREED: "signature",
    EventKind.DECLINED: "circle-x",
    EventKind.RENEWED: "refresh",
    EventKind.SUPERSEDED: "file-text",
    EventKind.ENDED: "calendar-off",
    EventKind.EVIDENCE: "paperclip",
    EventKind.TAKEN_BACK: "arrow-back-up",
}
_TONES: Final[dict[Outcome, Tone]] = {Outcome.AGREED: "ok", Outcome.LOOK_AT_IT: "warn", Outcome.NOT_AGREED: "danger"}
_TOP: Final = Qt.AlignmentFlag.AlignTop
_LEFT: Final = Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened on a day: to a version, or to a request."""

    day: date
    order: int
    event: ScopeEvent | None = None
    extra: Extra | None = None


def moments(events: Sequence[ScopeEvent], found: Sequence[Extra]) -> list[Moment]:
    """Events and requests on one line of time, the newest first."""
    line = [Moment(event.at.astimezone().date(), event.id, event=event) for event in events]
    line += [Moment(extra.decided_on or extra.asked_on, 0, extra=extra) for extra in found]
    return sorted(line, key=lambda one: (one.day, one.order), reverse=True)


class HistoryDialog(Dialog):
    """Every event, every file and every request of an agreement, the newest first, and whether all of it holds.

    Signals:
        comparison_wanted: The numbers of two versions.
        extras_wanted: The list of requests is to be shown.
    """

    comparison_wanted = Signal(int, int)
    extras_wanted = Signal()

    def __init__(self, tools: Tools, view: ScopeView, parent: QWidget) -> None:
        theme, icons = tools.theme, tools.icons
        title = _("History of the scope of {client}").format(client=view.name)
        super().__init__(theme, icons, title, parent, width=720)
        self._tools, self._jobs, self._view = tools, tools.jobs, view
        self._numbers = {version.id: version.number for version in view.versions}
        self._history: ScopeHistory | None = None
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(0, 0, theme.tokens.px(8), 0)
        self._rows.setSpacing(theme.tokens.px(10))
        area = scrolled(self, inside, theme.tokens.px(400))
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that the arrows scroll it
        area.setAccessibleName(_("What happened, the newest first"))
        self.body.addWidget(area, 1)
        self._verdict = QHBoxLayout()
        self._mark = Glyph(theme, icons, "lock", "ok", 15, self)
        self._said = Words(theme, "", "small", "secondary", self, wrap=True)
        self._verdict.addWidget(self._mark, 0, _TOP)
        self._verdict.addWidget(self._said, 1)
        self._mark.hide()
        self.body.addLayout(self._verdict)
        self._build_buttons()
        area.setFocus()
        self._jobs.read(self, scopes.history, view.client_id).then(self._take_history)
        self.verify()

    def _build_buttons(self) -> None:
        theme, icons = self._theme, self._icons
        self.check = push_button(theme, icons, _("Check again"), "normal", "refresh", "", self)
        self.check.clicked.connect(self.verify)
        self.proof_pdf = push_button(theme, icons, _("Save proof as PDF"), "normal", "file-text", "", self)
        self.proof_pdf.clicked.connect(lambda: self._on_proof("pdf"))
        self.proof_json = push_button(theme, icons, _("JSON"), "normal", "download", "", self)
        self.proof_json.setToolTip(_("Save the proof as data that another program can check"))
        self.proof_json.clicked.connect(lambda: self._on_proof("json"))
        done = push_button(theme, icons, _("Close"), "normal", None, _("Esc"), self)
        self.set_buttons(done, self.check, self.proof_pdf, self.proof_json, can_cancel=False)
        self.confirmed.connect(self.accept)

    # --- showing ------------------------------------------------------------------------------

    def _take_history(self, history: ScopeHistory) -> None:
        self._history = history
        self._jobs.read(self, extras.extras, self._view.client_id).then(self._show_line)

    def _show_line(self, found: tuple[Extra, ...]) -> None:
        events = self._history.events if self._history else ()
        line = moments(events, found)
        for number, moment in enumerate(line):
            if number:
                self._rows.addWidget(Separator(self._theme, self))
            if moment.event is not None:
                self._rows.addWidget(self._event_row(moment.event))
            elif moment.extra is not None:
                self._rows.addWidget(self._extra_row(moment.extra))
        if not line:
            text = _("Nothing was sent yet. What is sent, answered and agreed is kept here for good.")
            self._rows.addWidget(Words(self._theme, text, "body", "secondary", self, wrap=True))
        self._rows.addStretch(1)

    def _row(self, icon: str, title: str, day: date) -> tuple[QWidget, QGridLayout]:
        theme, icons = self._theme, self._icons
        px = theme.tokens.px
        line = QWidget(self)
        grid = QGridLayout(line)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(10))
        grid.setVerticalSpacing(px(3))
        grid.setColumnStretch(1, 1)
        grid.addWidget(Glyph(theme, icons, icon, "secondary", 16, line), 0, 0, _TOP)
        grid.addWidget(Words(theme, title, "body_medium", "primary", line, wrap=True), 0, 1)
        grid.addWidget(Words(theme, spoken().day(day), "small", "tertiary", line), 0, 2, _TOP)
        return line, grid

    def _event_row(self, event: ScopeEvent) -> QWidget:
        theme, icons = self._theme, self._icons
        words = _("Version {number}: {event}").format(number=event.number, event=_(EVENT_NAMES[event.kind]))
        line, grid = self._row(_ICONS[event.kind], words, event.day)
        for text in self._about(event):
            grid.addWidget(Words(theme, text, "small", "secondary", line, wrap=True), grid.rowCount(), 1, 1, 2)
        if event.signed:
            self._add_verdict(grid, event)
        links = QHBoxLayout()
        links.setSpacing(theme.tokens.px(14))
        if event.evidence:
            save = LinkButton(theme, icons, event.evidence_name or _("File"), "paperclip", line)
            save.setToolTip(_("Save this file"))
            save.clicked.connect(lambda: self._on_save(event))
            look = LinkButton(theme, icons, _("Open"), "external-link", line)
            look.setAccessibleName(_("Open {name}").format(name=event.evidence_name))
            look.clicked.connect(lambda: self.open_file(event.id))
            links.addWidget(save)
            links.addWidget(look)
        before = event.number - 1
        if event.kind is EventKind.SENT and before in self._numbers.values():
            compare = LinkButton(
                theme, icons, _("What changed from v{number}").format(number=before), "git-compare", line
            )
            compare.clicked.connect(lambda: self._on_compare(before, event.number))
            links.addWidget(compare)
        if links.count():
            links.addStretch(1)
            grid.addLayout(links, grid.rowCount(), 1, 1, 2)
        return line

    def _about(self, event: ScopeEvent) -> list[str]:
        parts = [event.contact]
        if event.means in set(Means):
            parts.append(_(MEANS_NAMES[Means(event.means)]))
        if event.who:
            parts.append(_("noted by {name}").format(name=event.who))
        if event.kind is EventKind.SENT:
            parts.append(_("fingerprint {letters}").format(letters=short_fingerprint(event.content_hash)))
        lines = [" · ".join(part for part in parts if part)]
        if event.last_day is not None:
            lines.append(_("In force until {day}.").format(day=spoken().day(event.last_day)))
        elif event.kind is EventKind.RENEWED:
            lines.append(_("In force until somebody gives notice."))
        if event.options:
            lines.append(self._taken(event))
        lines.append(event.note)
        return [line for line in lines if line]

    def _taken(self, event: ScopeEvent) -> str:
        version = self._view.version(event.scope_id)
        titles = [line.title for line in version.lines if line.lineage in event.options] if version else []
        return _("They also took: {lines}.").format(lines=spoken().list_of(titles)) if titles else ""

    def _add_verdict(self, grid: QGridLayout, event: ScopeEvent) -> None:
        """What the signed file proved when it was looked at."""
        theme, line = self._theme, grid.parentWidget()
        verdict = from_plain(event.signed)
        row = QHBoxLayout()
        row.addWidget(Tag(theme, self._icons, _(OUTCOME_NAMES[verdict.outcome]), _TONES[verdict.outcome], "", line))
        row.addWidget(Words(theme, _(WAY_NAMES[verdict.way]), "small", "secondary", line))
        row.addStretch(1)
        grid.addLayout(row, grid.rowCount(), 1, 1, 2)
        for reason in verdict.reasons:
            grid.addWidget(Words(theme, reason, "small", "tertiary", line, wrap=True), grid.rowCount(), 1, 1, 2)

    def _extra_row(self, extra: Extra) -> QWidget:
        theme = self._theme
        title = _("They asked for: {title}").format(title=extra.title)
        line, grid = self._row(DECISION_ICONS[extra.decision], title, extra.decided_on or extra.asked_on)
        grid.addWidget(Words(theme, about(extra), "small", "secondary", line, wrap=True), 1, 1, 1, 2)
        link = LinkButton(theme, self._icons, _(DECISION_NAMES[extra.decision]), None, line)
        link.setToolTip(_("Show the requests"))
        link.clicked.connect(self._on_extras)
        row = QHBoxLayout()
        row.addWidget(link)
        row.addWidget(Words(theme, extra.reason, "small", "tertiary", line, wrap=True), 1)
        grid.addLayout(row, 2, 1, 1, 2)
        return line

    # --- whether it holds ---------------------------------------------------------------------

    def verify(self) -> None:
        """Read all of it again and see whether it is as it was written."""
        self._said.set_colour("secondary")
        self._said.setText(_("All of it is being read again…"))
        self._jobs.read(self, scopes.verify, self._view.client_id).then(self._show_verdict).failed(self._explain)

    def _show_verdict(self, verdict: Verdict) -> None:
        self._mark.show_icon("lock" if verdict.is_good else "alert-triangle", "ok" if verdict.is_good else "danger")
        self._mark.show()
        if verdict.is_good:
            self._said.setText(_("All that was sent and agreed reads as it was written."))
            return
        count = len(verdict.faults)
        head = ngettext(
            "{count} thing is not as it was written:", "{count} things are not as they were written:", count
        )
        faults = [f"{fault.what} ({fault.where})" for fault in verdict.faults[:6]]
        self._said.set_colour("danger")
        self._said.setText("\n".join((head.format(count=count), *faults)))

    # --- files --------------------------------------------------------------------------------

    def _on_save(self, event: ScopeEvent) -> None:
        choose_place(self, _("Save the file"), event.evidence_name, lambda path: self.save(event.id, path))

    def save(self, event_id: int, path: str) -> None:
        """Write the file of an event."""
        job = self._jobs.read(self, scopes.evidence, event_id)
        job.then(lambda kept: self._write(Path(path), kept[1])).failed(self._explain)

    def open_file(self, event_id: int) -> None:
        """Open the file of an event with the program of its kind."""
        self._jobs.read(self, scopes.evidence, event_id).then(self._open).failed(self._explain)

    def _open(self, kept: tuple[str, bytes]) -> None:
        name, data = kept
        job = self._jobs.run(self, lambda progress: hand_over(name or "file", data, progress))
        job.then(self._on_handed).failed(self._explain)

    def _on_handed(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.set_remark(_("No program opens “{name}” here. Save it instead.").format(name=path.name))

    def _write(self, path: Path, data: bytes) -> None:
        job = self._jobs.run(self, lambda progress: write_file(path, data, progress))
        job.then(self._on_written).failed(self._explain)

    def _on_written(self, name: str) -> None:
        self.set_remark(_("“{name}” is saved.").format(name=name))

    def _on_proof(self, kind: str) -> None:
        desk, client_id = self._jobs.desk, self._view.client_id

        def make(_progress: Progress) -> tuple[str, bytes]:
            made = desk.proof(client_id, kind)
            return made.file_name, made.content

        self.set_remark(_("The proof is being made…"))
        self._jobs.run(self, make).then(self._on_proof_made).failed(self._explain)

    def _on_proof_made(self, made: tuple[str, bytes]) -> None:
        name, data = made
        self.set_remark("")
        choose_place(self, _("Save the proof"), name, lambda path: self._write(Path(path), data))

    # --- leading on ---------------------------------------------------------------------------

    def _on_compare(self, before: int, after: int) -> None:
        self.accept()
        self.comparison_wanted.emit(before, after)

    def _on_extras(self) -> None:
        self.accept()
        self.extras_wanted.emit()

    def _explain(self, error: DeskError) -> None:
        self.set_remark(str(error))
