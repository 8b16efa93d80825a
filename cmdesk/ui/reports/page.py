"""The Reports section: choose a document, write what it needs, see it, save it, print it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from cmdesk import i18n
from cmdesk.domain.changes import Kind
from cmdesk.domain.errors import Cancelled, DeskError
from cmdesk.domain.moments import Month
from cmdesk.domain.scope import SCOPE_STATUS_NAMES
from cmdesk.i18n import gettext as _
from cmdesk.services import reporting
from cmdesk.services.reporting import HEADLINE, ReportRequest
from cmdesk.ui.files import choose_place
from cmdesk.ui.page import Page, Place, Tools
from cmdesk.ui.reports.pdf import Pages
from cmdesk.ui.reports.preview import PreviewPane
from cmdesk.ui.reports.printing import Printing
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.choices import SegmentedControl
from cmdesk.ui.widgets.facts import words
from cmdesk.ui.widgets.fields import ComboBox, CommittingTextEdit, labelled
from cmdesk.ui.widgets.frames import EmptyState, ProgressLine

if TYPE_CHECKING:
    from cmdesk.desk import Document
    from cmdesk.domain.clients import ClientTile
    from cmdesk.ui.jobs import Job, Progress
    from cmdesk.ui.reports import pdf

REDRAW_MS = 400
MONTHS_BACK = 18


class ReportsPage(Page):
    """Two documents, the month's status report and the scope, as the client will read them."""

    name = "reports"
    shows = frozenset(
        {Kind.CLIENT, Kind.SCOPE, Kind.SCOPE_LINE, Kind.SCOPE_EVENT, Kind.POST, Kind.TASK, Kind.REPORT_TEXT,
         Kind.AGENCY, Kind.CONTACT}
    )  # fmt: skip

    def __init__(self, tools: Tools, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(tools, place, parent)
        self._kind = "status"
        self._month = Month.of(tools.jobs.desk.today).plus(-1)
        self._scope_id: int | None = None
        self._language: str | None = None
        self._document: Document | None = None
        self._drawing: Job[Any] | None = None
        self._tiles: dict[int, ClientTile] = {}
        self._has_versions = False
        self._redraw = QTimer(self)
        self._redraw.setSingleShot(True)
        self._redraw.setInterval(REDRAW_MS)
        self._redraw.timeout.connect(self._draw)
        self._sharpen = QTimer(self)
        self._sharpen.setSingleShot(True)
        self._sharpen.setInterval(120)
        self._sharpen.timeout.connect(self._draw_pages)
        self._printing = Printing(tools, self)
        self._build()
        self._add_keys()

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        theme, icons = self.tools.theme, self.tools.icons
        self.switch = SegmentedControl(theme, [("status", _("Status report")), ("scope", _("Scope"))], self)
        self.switch.setAccessibleName(_("Document"))
        self.switch.chosen.connect(self._on_kind)
        self.header.set_switch(self.switch)
        self.print_button = push_button(theme, icons, _("Print"), kind="quiet", shortcut_hint="Ctrl P")
        self.save_button = push_button(
            theme, icons, _("Save PDF"), kind="primary", icon="file-text", shortcut_hint="Ctrl E"
        )
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._save)
        self.header.set_actions([self.print_button, self.save_button])
        self.preview = PreviewPane(theme, icons, self)
        self.preview.resolution_wanted.connect(lambda _resolution: self._sharpen.start())
        self.progress = ProgressLine(theme, icons, self)
        whole = QWidget(self)
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._build_choices())
        row.addWidget(self.preview, 1)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(whole)
        self.empty = EmptyState(
            theme, icons, "report", _("Reports are for one client"),
            _("Choose a client at the left to see its report and its scope as they will read them."), parent=self,
        )  # fmt: skip
        self.stack.addWidget(self.empty)
        self.go_scope = push_button(theme, icons, _("Go to the scope"), kind="primary")
        self.go_scope.clicked.connect(lambda: self.place.go("scope"))
        self.no_scope = EmptyState(
            theme, icons, "file-text", _("No scope yet"),
            _("Without a scope there is no document to show. Begin it in the Scope section."), self.go_scope,
            parent=self,
        )  # fmt: skip
        self.stack.addWidget(self.no_scope)
        self.content.addWidget(self.progress)
        self.content.addWidget(self.stack, 1)

    def _build_choices(self) -> QWidget:
        theme, icons = self.tools.theme, self.tools.icons
        px = theme.tokens.px
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(px(18), px(14), px(18), px(14))
        layout.setSpacing(px(12))
        self.month = ComboBox(theme, icons, self)
        self.month.chosen.connect(self._on_month)
        self.month_field = labelled(theme, icons, _("Month"), self.month)
        self.version = ComboBox(theme, icons, self)
        self.version.chosen.connect(self._on_version)
        self.version_field = labelled(theme, icons, _("Version"), self.version)
        self.language = SegmentedControl(theme, [*i18n.NAMES.items()], self)
        self.language.chosen.connect(self._on_language)
        self.headline = CommittingTextEdit(theme, parent=self, lines=2)
        self.headline.committed.connect(lambda text: self._write("headline", " ".join(text.split())))
        self.headline.textChanged.connect(self._count)
        self.headline_field = labelled(theme, icons, _("Headline"), self.headline)
        self.count = words(theme, "", role="caption", colour="tertiary", parent=self)
        self.summary = CommittingTextEdit(theme, parent=self, lines=6)
        self.summary.committed.connect(lambda text: self._write("summary", text))
        self.summary_field = labelled(theme, icons, _("The month in a few sentences"), self.summary)
        self.requests = CommittingTextEdit(theme, parent=self, lines=3)
        self.requests.committed.connect(lambda text: self._write("requests", text))
        self.requests_field = labelled(theme, icons, _("What we need from them, one a line"), self.requests)
        layout.addWidget(self.month_field)
        layout.addWidget(self.version_field)
        layout.addWidget(labelled(theme, icons, _("Language of the document"), self.language))
        for widget in (self.headline_field, self.count, self.summary_field, self.requests_field):
            layout.addWidget(widget)
        layout.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(column)
        scroll.setFixedWidth(px(290))
        return scroll

    def _add_keys(self) -> None:
        self.add_key("Ctrl+E", _("Save PDF"), self._save)
        self.add_key("Ctrl+P", _("Print"), self._print)
        self.add_key("Ctrl+0", _("Fit page"), self.preview.fit_page)
        self.add_key("Ctrl+PgUp", _("Previous page"), lambda: self.preview.turn(-1))
        self.add_key("Ctrl+PgDown", _("Next page"), lambda: self.preview.turn(1))

    # --- loading ----------------------------------------------------------------------------

    def load(self) -> None:
        """Ask for what can be chosen, then for the document."""
        client_id = self.place.client_id
        self.header.show_place(_("Reports"))
        if client_id is None:
            self._show_one_client_needed()
            return
        self.tools.jobs.read(self, reporting.report_page, client_id, self._month).then(self._show_choices)

    def open(self, what: object) -> None:
        """Show a document: 'scope', 'status', or the id of a version."""
        if what == "status" or isinstance(what, Month):
            self._kind = "status"
            self._month = what if isinstance(what, Month) else self._month
        else:
            self._kind = "scope"
            self._scope_id = what if isinstance(what, int) else None
        self.switch.choose(self._kind)
        self._forget_document()
        self.reload()

    def _on_client_changed(self, client_id: object) -> None:
        self._scope_id = None
        self._language = None
        self._forget_document()
        super()._on_client_changed(client_id)

    def _show_one_client_needed(self) -> None:
        self.header.show_place(_("Reports"), sub=_("All clients"))
        self.stack.setCurrentWidget(self.empty)
        for button in (self.print_button, self.save_button):
            button.refuse(_("Choose a client first."))

    def _show_choices(self, found: reporting.ReportPage) -> None:
        tile = found.tile
        self.header.show_place(_("Reports"), (tile.letters, tile.colour, tile.name))
        self._has_versions = bool(found.versions)
        language = self._language or found.language
        self.language.choose(language)
        self._offer_months()
        spoken = i18n.spoken()
        self.version.offer(
            [
                (v.id, _("Version {number}, {status}").format(
                    number=v.number, status=spoken.gettext(SCOPE_STATUS_NAMES[v.status])))
                for v in reversed(found.versions)
            ]
        )  # fmt: skip
        if self._scope_id not in {v.id for v in found.versions}:
            self._scope_id = found.versions[-1].id if found.versions else None
        if self._scope_id is not None:
            self.version.choose(self._scope_id)
        self.headline.show_text(found.text.headline)
        self.summary.show_text(found.text.summary)
        self.requests.show_text(found.text.requests)
        self._count()
        self._show_kind()
        self._redraw.start(0 if self._document is None else REDRAW_MS)

    def _show_kind(self) -> None:
        is_status = self._kind == "status"
        for widget in (self.month_field, self.headline_field, self.count, self.summary_field, self.requests_field):
            widget.setVisible(is_status)
        self.version_field.setVisible(not is_status)
        can_show = is_status or self._has_versions
        self.stack.setCurrentIndex(0 if can_show else 2)
        for button in (self.print_button, self.save_button):
            if can_show:
                button.allow()
            else:
                button.refuse(_("There is no scope yet."))

    def _offer_months(self) -> None:
        spoken = i18n.spoken()
        this = Month.of(self.tools.jobs.desk.today)
        months = [this.plus(-back) for back in range(-1, MONTHS_BACK)]
        if self._month not in months:
            months.append(self._month)
        self.month.offer([(month, spoken.month(month.first).capitalize()) for month in months])
        self.month.choose(self._month)

    def _count(self) -> None:
        self.count.setText(_("{count} of {most} characters").format(count=len(self.headline.text()), most=HEADLINE))
        self.count.set_colour("warn" if len(self.headline.text()) > HEADLINE else "tertiary")

    # --- choosing and writing ---------------------------------------------------------------

    def _on_kind(self, kind: str) -> None:
        self._kind = kind
        self._forget_document()
        self._show_kind()
        self._redraw.start(0)

    def _on_month(self, month: Month) -> None:
        self._month = month
        self._forget_document()
        self.load()

    def _on_version(self, scope_id: int) -> None:
        self._scope_id = scope_id
        self._forget_document()
        self._redraw.start(0)

    def _on_language(self, language: str) -> None:
        self._language = language
        self._redraw.start(0)

    def _write(self, field: str, text: str) -> None:
        client_id = self.place.client_id
        if client_id is not None:
            self.tools.jobs.do(self, reporting.write_month, client_id, self._month, field, text)

    # --- drawing ----------------------------------------------------------------------------

    def _request(self) -> ReportRequest | None:
        client_id = self.place.client_id
        if client_id is None or (self._kind == "scope" and self._scope_id is None):
            return None
        scope_id = self._scope_id if self._kind == "scope" else None
        month = self._month if self._kind == "status" else None
        return ReportRequest(self._kind, client_id, scope_id, month, self._language)

    def _draw(self) -> None:
        request = self._request()
        if request is None or not self.isVisible():
            return
        if self._drawing:
            self._drawing.cancel()
        desk, resolution = self.tools.jobs.desk, self.preview.resolution

        def work(progress: Progress) -> tuple[ReportRequest, Document, list[pdf.Page]]:
            made = desk.document(request, progress)
            return request, made, Pages.draw(made.content, resolution)

        self._drawing = self.tools.jobs.run(self, work).then(self._show_document).failed(self._on_failed)

    def _show_document(self, answer: tuple[ReportRequest, Document, list[pdf.Page]]) -> None:
        request, made, pages = answer
        if request == self._request():
            self._document = made
            self.preview.show_pages(pages)

    def _forget_document(self) -> None:
        """Another document is wanted: the old one is neither shown under its name nor saved in its place."""
        self._document = None
        self.preview.show_pages([])

    def _draw_pages(self) -> None:
        """The same document in another resolution."""
        made = self._document
        if made is None:
            return
        resolution = self.preview.resolution
        content = made.content

        def show(pages: list[pdf.Page]) -> None:
            if self._document is made:  # drawn late, they would stand under the name of another document
                self.preview.show_pages(pages)

        self.tools.jobs.run(self, lambda _progress: Pages.draw(content, resolution)).then(show)

    def _on_failed(self, error: DeskError) -> None:
        if not isinstance(error, Cancelled):
            self.tools.notify.problem(error)

    # --- saving and printing ----------------------------------------------------------------

    def _save(self) -> None:
        if self._document is None or not self.save_button.isEnabled():
            return
        name, kinds = self._document.file_name, _("PDF documents (*.pdf)")
        choose_place(self, _("Save PDF"), name, self._save_to, kinds, place="reports/folder")

    def _save_to(self, name: str) -> None:
        request = self._request()
        if request is None:
            return
        path, desk = Path(name), self.tools.jobs.desk
        job = self.tools.jobs.run(self, lambda progress: desk.export(request, path, progress))
        job.then(self._on_saved).failed(self._on_not_saved)
        self.progress.begin(_("Saving the PDF"), job.cancel)

    def _on_saved(self, path: Path) -> None:
        self.progress.end()
        self.tools.notify.toast(
            _("“{name}” saved").format(name=path.name),
            actions=[
                (_("Open"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))),
                (_("Show in folder"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))),
            ],
        )

    def _on_not_saved(self, error: DeskError) -> None:
        self.progress.end()
        self._on_failed(error)

    def _print(self) -> None:
        if self._document is not None and self.print_button.isEnabled():
            self._printing.ask(self._document)
