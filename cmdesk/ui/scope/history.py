"""What happened to a client's scope, with the files that prove it, and the proof that nothing was changed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cmdesk.domain.errors import DeskError, Unavailable
from cmdesk.domain.scope import EVENT_NAMES, MEANS_NAMES, EventKind, Means, ScopeEvent, Verdict, short_fingerprint
from cmdesk.domain.scope_view import ScopeHistory, ScopeView
from cmdesk.i18n import _, spoken
from cmdesk.services import scopes
from cmdesk.ui.icons import Icons
from cmdesk.ui.jobs import Jobs, Progress
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import LinkButton, push_button
from cmdesk.ui.widgets.facts import Glyph, Words
from cmdesk.ui.widgets.frames import Dialog
from cmdesk.ui.widgets.layouts import Separator

_ICONS: Final = {
    EventKind.CREATED: "file-plus",
    EventKind.SENT: "send",
    EventKind.WITHDRAWN: "arrow-back-up",
    EventKind.AGREED: "signature",
    EventKind.DECLINED: "circle-x",
    EventKind.RENEWED: "refresh",
    EventKind.SUPERSEDED: "file-text",
    EventKind.ENDED: "circle-check",
    EventKind.EVIDENCE: "paperclip",
    EventKind.TAKEN_BACK: "arrow-back-up",
}
_TOP: Final = Qt.AlignmentFlag.AlignTop


class HistoryDialog(Dialog):
    """Every event of a scope, the newest first."""

    def __init__(self, theme: Theme, icons: Icons, view: ScopeView, jobs: Jobs, parent: QWidget) -> None:
        title = _("History of the scope of {client}").format(client=view.name)
        super().__init__(theme, icons, title, parent, width=640)
        self._client_id = view.client_id
        self._jobs = jobs
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(0, 0, theme.tokens.px(8), 0)
        self._rows.setSpacing(theme.tokens.px(10))
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        area.setMinimumHeight(theme.tokens.px(320))
        area.setAccessibleName(_("Events, the newest first"))
        self.body.addWidget(area, 1)
        self._verdict = QHBoxLayout()
        self._mark = Glyph(theme, icons, "lock", "ok", 15, self)
        self._said = Words(theme, "", "small", "secondary", self, wrap=True)
        self._verdict.addWidget(self._mark, 0, _TOP)
        self._verdict.addWidget(self._said, 1)
        self._mark.hide()
        self.body.addLayout(self._verdict)
        done = push_button(theme, icons, _("Close"), "normal", None, _("Esc"), self)
        self.set_buttons(done, can_cancel=False)
        self.confirmed.connect(self.accept)
        jobs.read(self, scopes.history, view.client_id).then(self._show_history)
        jobs.read(self, scopes.verify, view.client_id).then(self._show_verdict)

    def _show_history(self, history: ScopeHistory) -> None:
        for number, event in enumerate(reversed(history.events)):
            if number:
                self._rows.addWidget(Separator(self._theme, self))
            self._rows.addWidget(self._row(event))
        self._rows.addStretch(1)

    def _row(self, event: ScopeEvent) -> QWidget:
        theme, icons = self._theme, self._icons
        px = theme.tokens.px
        line = QWidget(self)
        grid = QGridLayout(line)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(10))
        grid.setVerticalSpacing(px(2))
        grid.setColumnStretch(1, 1)
        grid.addWidget(Glyph(theme, icons, _ICONS[event.kind], "secondary", 16, line), 0, 0, _TOP)
        words = _("Version {number}: {event}").format(number=event.number, event=_(EVENT_NAMES[event.kind]))
        grid.addWidget(Words(theme, words, "body_medium", "primary", line, wrap=True), 0, 1)
        grid.addWidget(Words(theme, spoken().day(event.day), "small", "tertiary", line), 0, 2)
        about = self._about(event)
        if about:
            grid.addWidget(Words(theme, about, "small", "secondary", line, wrap=True), 1, 1, 1, 2)
        if event.evidence:
            link = LinkButton(theme, icons, event.evidence_name or _("File"), "paperclip", line)
            link.setToolTip(_("Save this file"))
            link.clicked.connect(lambda: self._on_save(event))
            grid.addWidget(link, 2, 1, Qt.AlignmentFlag.AlignLeft)
        return line

    def _about(self, event: ScopeEvent) -> str:
        parts = [event.contact]
        if event.means in set(Means):
            parts.append(_(MEANS_NAMES[Means(event.means)]))
        if event.who:
            parts.append(_("noted by {name}").format(name=event.who))
        if event.kind is EventKind.SENT:
            parts.append(_("fingerprint {letters}").format(letters=short_fingerprint(event.content_hash)))
        parts.append(event.note)
        return " · ".join(part for part in parts if part)

    def _show_verdict(self, verdict: Verdict) -> None:
        self._mark.show_icon("lock" if verdict.is_good else "alert-triangle", "ok" if verdict.is_good else "danger")
        self._mark.show()
        if verdict.is_good:
            self._said.setText(_("All that was sent and agreed reads as it was written."))
            return
        self._said.set_colour("danger")
        self._said.setText("\n".join(f"{fault.what} ({fault.where})" for fault in verdict.faults[:6]))

    def _on_save(self, event: ScopeEvent) -> None:
        dialog = QFileDialog(self, _("Save the file"), event.evidence_name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(lambda path: self.save(event.id, path))
        dialog.open()

    def save(self, event_id: int, path: str) -> None:
        """Write the file of an event."""
        job = self._jobs.read(self, scopes.evidence, event_id)
        job.then(lambda kept: self._write(Path(path), kept[1])).failed(self._explain)

    def _write(self, path: Path, data: bytes) -> None:
        job = self._jobs.run(self, lambda progress: _written(path, data, progress))
        job.then(self._on_written).failed(self._explain)

    def _on_written(self, name: str) -> None:
        self.set_remark(_("“{name}” is saved.").format(name=name))

    def _explain(self, error: DeskError) -> None:
        self.set_remark(str(error))


def _written(path: Path, data: bytes, progress: Progress) -> str:
    """Write beside the target and replace it in one step.

    Raises:
        Unavailable: It cannot be written there.
    """
    progress.step(0, 1)
    beside = path.with_name(path.name + ".part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Unavailable(_("“{name}” cannot be written there.").format(name=path.name)) from error
    return path.name
