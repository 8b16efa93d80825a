"""Pages of a PDF as pictures, drawn beside the window."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtGui import QImage

POINTS = 72.0


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size in points and a picture of it."""

    width: float
    height: float
    image: QImage


class Pages:
    """Draw the pages of a document; PDFium takes one caller at a time, so all wait for each other."""

    _one_at_a_time: ClassVar[threading.Lock] = threading.Lock()

    @classmethod
    def draw(cls, content: bytes, pixels_per_inch: float) -> list[Page]:
        """Every page at this resolution, form fields included."""
        import pypdfium2

        with cls._one_at_a_time:
            document = pypdfium2.PdfDocument(content)
            try:
                document.init_forms()
                return [cls._page(document[number], pixels_per_inch) for number in range(len(document))]
            finally:
                document.close()

    @staticmethod
    def _page(page: Any, pixels_per_inch: float) -> Page:
        width, height = page.get_size()
        bitmap = page.render(scale=pixels_per_inch / POINTS, rev_byteorder=False, prefer_bgrx=True)
        image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32).copy()
        return Page(width, height, image)
