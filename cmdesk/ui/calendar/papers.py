"""The calendar on paper: what is printed is chosen and seen first, then saved as PDF or printed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from cmdesk.domain.calendar_papers import PaperSize
from cmdesk.domain.errors import Cancelled, DeskError
from cmdesk.domain.moments import Month
from cmdesk.i18n import NAMES, key_words, spoken
from cmdesk.i18n import gettext as _
from cmdesk.services.reporting import EVERYBODY, ReportRequest
from cmdesk.ui.files import choose_place
from cmdesk.ui.reports.pdf import Pages
from cmdesk.ui.reports.preview import PreviewPane
from cmdesk.ui.reports.printing import Printing
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.choices import CheckBox, SegmentedControl
from cmdesk.ui.widgets.fields import ComboBox, ErrorLine, LabelledField
from cmdesk.ui.widgets.frames import Dialog, ProgressLine

if TYPE_CHECKING:
    from cmdesk.desk import Document
    from cmdesk.ui.calendar.page import CalendarPage
    from cmdesk.ui.jobs import Job, Progress
    from cmdesk.ui.reports import pdf

_REDRAW_MS: Final = 300
_SHARPEN_MS: Final = 120
_MONTHS_AROUND: Final = 12
_SHEET, _LIST = "calendar", "posts"


class Papers(QObject):
    """Papers of one calendar: it opens the dialog, and saves what is on screen."""

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page)
        self._page = page
        page.add_key("Ctrl+E", _("Save PDF"), self.save)
        page.add_key("Ctrl+P", _("Print the month…"), self.ask)

    def add_to(self, menu: QMenu) -> None:
        """Offer the papers in a menu."""
        icons = self._page.tools.icons
        show = menu.addAction(icons.icon("printer"), f"{_('Print the month…')}\t{key_words('Ctrl+P')}")
        show.triggered.connect(self.ask)
        save = menu.addAction(icons.icon("file-type-pdf"), f"{_('Save PDF')}\t{key_words('Ctrl+E')}")
        save.triggered.connect(self.save)

    def ask(self) -> None:
        """Choose a paper and see it before it is printed."""
        PaperDialog(self._page, self._page.month).open()

    def save(self) -> None:
        """Save the month that is on screen as a PDF, as papers were chosen last."""
        page = self._page
        size = page.tools.memory.recall("calendar-paper", str(PaperSize.A4))
        request = ReportRequest(_SHEET, page.place.client_id or EVERYBODY, month=page.month, paper=size)
        desk = page.tools.jobs.desk
        job = page.tools.jobs.run(page, lambda progress: desk.document(request, progress))
        job.then(partial(self._choose_place, request)).failed(self._fail)

    def _choose_place(self, request: ReportRequest, made: Document) -> None:
        choose_place(self._page, _("Save PDF"), made.file_name, partial(save_paper, self._page, request))

    def _fail(self, error: DeskError) -> None:
        if not isinstance(error, Cancelled):
            self._page.tools.notify.problem(error)


def save_paper(page: CalendarPage, request: ReportRequest, name: str) -> None:
    """Save a document and say where it is."""
    path, desk, tools = Path(name), page.tools.jobs.desk, page.tools

    def tell(saved: Path) -> None:
        tools.notify.toast(
            _("“{name}” saved").format(name=saved.name),
            actions=[
                (_("Open"), partial(_open, saved)),
                (_("Show in folder"), partial(_open, saved.parent)),
            ],
        )

    tools.jobs.run(page, lambda progress: desk.export(request, path, progress)).then(tell).failed(tools.notify.problem)


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


class PaperDialog(Dialog):
    """What is to be on paper, with the pages as they will be printed."""

    def __init__(self, page: CalendarPage, month: Month) -> None:
        theme, icons = page.tools.theme, page.tools.icons
        super().__init__(theme, icons, _("The calendar on paper"), page, width=1080, height=800)
        self._page, self._tools, self._month = page, page.tools, month
        self._document: Document | None = None
        self._drawing: Job[Any] | None = None
        self._printing = Printing(page.tools, self)
        self._redraw = _timer(self, _REDRAW_MS, self._draw)
        self._sharpen = _timer(self, _SHARPEN_MS, self._draw_pages)
        self.preview = PreviewPane(theme, icons, self)
        self.preview.thumbs.hide()
        self.preview.resolution_wanted.connect(self._on_resolution)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._build_choices())
        row.addWidget(self.preview, 1)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.progress = ProgressLine(theme, icons, self)
        self.body.addWidget(self.progress)
        self.body.addLayout(row, 1)
        self._print = push_button(theme, icons, _("Print"), "normal", "printer", "Ctrl P", self)
        self._print.clicked.connect(self.print_pages)
        self._print.setShortcut("Ctrl+P")
        self._save = push_button(theme, icons, _("Save PDF"), "primary", "file-type-pdf", "Ctrl ↵", self)
        self.set_buttons(self._save, self._print)
        self.confirmed.connect(self._choose_place)
        self._show_fields()
        self._forget()
        self._redraw.start(0)
        self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_choices(self) -> QWidget:
        theme, icons, memory = self._theme, self._icons, self._tools.memory
        px = theme.tokens.px
        self.kind = SegmentedControl(theme, [(_SHEET, _("Month")), (_LIST, _("List"))], self)
        self.kind.setAccessibleName(_("What is printed"))
        self.client = ComboBox(theme, icons, self)
        self.client.offer([(EVERYBODY, _("All clients")), *self._page.client_choices()])
        self.client.choose(self._page.place.client_id or EVERYBODY)
        self.month = ComboBox(theme, icons, self)
        months = [self._month.plus(step) for step in range(-_MONTHS_AROUND, _MONTHS_AROUND + 1)]
        self.month.offer([(one, _capital(spoken().month(one.first))) for one in months])
        self.month.choose(self._month)
        self.size_choice = SegmentedControl(theme, [(PaperSize.A4, "A4"), (PaperSize.A3, "A3")], self)
        self.size_choice.choose(PaperSize(memory.recall("calendar-paper", str(PaperSize.A4))))
        self.texts = CheckBox(theme, icons, _("With what each post says"), self)
        self.texts.setChecked(memory.recall("calendar-paper-texts") == "1")
        self.language = ComboBox(theme, icons, self)
        self.language.offer([("", _("The client's own")), *NAMES.items()])
        self.language.choose("")
        column = QWidget(self)
        column.setFixedWidth(px(252))
        layout = QVBoxLayout(column)
        layout.setContentsMargins(px(22), px(16), px(18), px(16))
        layout.setSpacing(px(13))
        layout.addWidget(self.kind)
        layout.addWidget(LabelledField(theme, icons, _("Client"), self.client, "", column))
        layout.addWidget(LabelledField(theme, icons, _("Month"), self.month, "", column))
        layout.addWidget(LabelledField(theme, icons, _("Language"), self.language, "", column))
        self._size_field = LabelledField(theme, icons, _("Paper"), self.size_choice, "", column)
        layout.addWidget(self._size_field)
        layout.addWidget(self.texts)
        self._error = ErrorLine(theme, icons, column)
        layout.addWidget(self._error)
        layout.addStretch(1)
        for choice in (self.kind, self.client, self.month, self.size_choice, self.language):
            choice.chosen.connect(self._on_choice)
        self.texts.toggled.connect(self._on_choice)
        return column

    # --- what is chosen -----------------------------------------------------------------------

    @property
    def request(self) -> ReportRequest:
        """The document that is asked for."""
        client, month = self.client.current_key, self.month.current_key
        return ReportRequest(
            str(self.kind.current),
            client if isinstance(client, int) else EVERYBODY,
            month=month if isinstance(month, Month) else self._month,
            language=str(self.language.current_key or "") or None,
            paper=str(self.size_choice.current),
            with_texts=self.texts.isChecked(),
        )

    def _on_choice(self, _value: object = None) -> None:
        memory = self._tools.memory
        memory.keep("calendar-paper", str(self.size_choice.current))
        memory.keep("calendar-paper-texts", "1" if self.texts.isChecked() else "")
        self._show_fields()
        self._forget()
        self._redraw.start()

    def _show_fields(self) -> None:
        is_sheet = self.kind.current == _SHEET
        self._size_field.setVisible(is_sheet)
        self.texts.setVisible(is_sheet)

    # --- drawing ------------------------------------------------------------------------------

    def _forget(self) -> None:
        """Another document is wanted: the old one is neither printed nor saved in its place."""
        self._document = None
        for button in (self._save, self._print):
            button.refuse(_("The pages are being drawn."))

    def _draw(self) -> None:
        request, desk, resolution = self.request, self._tools.jobs.desk, self.preview.resolution
        if self._drawing:
            self._drawing.cancel()

        def work(progress: Progress) -> tuple[ReportRequest, Document, list[pdf.Page]]:
            made = desk.document(request, progress)
            return request, made, Pages.draw(made.content, resolution)

        self._drawing = self._tools.jobs.run(self, work).then(self._show).failed(self._fail)

    def _show(self, answer: tuple[ReportRequest, Document, list[pdf.Page]]) -> None:
        request, made, pages = answer
        if request != self.request:
            return
        self._document = made
        self._error.clear()
        self.preview.show_pages(pages)
        for button in (self._save, self._print):
            button.allow()

    def _on_resolution(self, _resolution: float) -> None:
        self._sharpen.start()

    def _draw_pages(self) -> None:
        """The same document in another resolution."""
        made = self._document
        if made is None:
            return
        content, resolution = made.content, self.preview.resolution

        def show(pages: list[pdf.Page]) -> None:
            if self._document is made:
                self.preview.show_pages(pages)

        self._tools.jobs.run(self, lambda _progress: Pages.draw(content, resolution)).then(show)

    def _fail(self, error: DeskError) -> None:
        if not isinstance(error, Cancelled):
            self._error.show_problem(str(error))

    # --- saving and printing ------------------------------------------------------------------

    def _choose_place(self) -> None:
        if self._document is not None:
            choose_place(self, _("Save PDF"), self._document.file_name, self.save_to)

    def save_to(self, name: str) -> None:
        """Save the document there, and say so over the calendar."""
        request, page = self.request, self._page
        self.accept()
        save_paper(page, request, name)

    def print_pages(self) -> None:
        """Let a person choose the printer."""
        if self._document is not None:
            self._printing.ask(self._document, lies_across=self.kind.current == _SHEET)


def _timer(parent: QObject, milliseconds: int, slot: Any) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(slot)
    return timer


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
