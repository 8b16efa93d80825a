"""A PDF on a printer: the system's own dialog, then each page as a picture, as large as the paper lets it be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from cmdesk.i18n import gettext as _
from cmdesk.ui.page import Tools
from cmdesk.ui.reports.pdf import Pages

if TYPE_CHECKING:
    from cmdesk.desk import Document
    from cmdesk.ui.reports import pdf

PRINT_INCH: Final = 200.0


class Printing(QObject):
    """Prints documents of one page or dialog."""

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        self._tools, self._over = tools, parent
        self._content = b""
        self._printer: QPrinter | None = None

    def ask(self, document: Document, *, lies_across: bool = False) -> None:
        """Let a person choose the printer, then print."""
        self._content = document.content
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setDocName(document.file_name.removesuffix(".pdf"))
        self._printer.setFullPage(True)
        orientation = QPageLayout.Orientation
        self._printer.setPageOrientation(orientation.Landscape if lies_across else orientation.Portrait)
        dialog = QPrintDialog(self._printer, self._over)
        dialog.accepted.connect(self._draw)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def _draw(self) -> None:
        content = self._content
        self._tools.jobs.run(self, lambda _progress: Pages.draw(content, PRINT_INCH)).then(self._paint)

    def _paint(self, pages: list[pdf.Page]) -> None:
        if self._printer is None:
            return
        with QPainter(self._printer) as painter:
            for number, page in enumerate(pages):
                if number:
                    self._printer.newPage()
                room = self._printer.pageRect(QPrinter.Unit.DevicePixel)
                scale = min(room.width() / page.image.width(), room.height() / page.image.height())
                painter.drawImage(QRectF(0, 0, page.image.width() * scale, page.image.height() * scale), page.image)
        self._tools.notify.toast(_("Sent to the printer"))
