"""The pages of a document: a cover and plain ones, with running head and footer."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate
from reportlab.platypus.flowables import Flowable

from cmdesk.domain.reporting import AgencyCard
from cmdesk.i18n import Speech
from cmdesk.reports.style import (
    HAIR,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    REGULAR,
    RULE,
    RUNNING,
    WIDTH,
    px,
    register_fonts,
)
from cmdesk.reports.text import draw_line, one_line

COVER, PLAIN = "cover", "plain"
_FOOT = px(76)
_HEAD = px(74)
COVER_HEIGHT = PAGE_HEIGHT - _FOOT


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands around the text of a document.

    Attributes:
        agency: Left in the footer, and the author of the file.
        title: Left in the head, right in the footer: 'Scope of the service, version 2'.
        client: Right in the head.
        full_title: The title of the file.
        day: The day of the file.
    """

    agency: AgencyCard
    title: str
    client: str
    full_title: str
    day: date


class _Counting(Canvas):  # type: ignore[misc]
    """A canvas on which nothing is drawn: only the pages are counted."""

    only_counts = True

    def save(self) -> None:
        """There is nothing to keep."""


class _Paper(BaseDocTemplate):  # type: ignore[misc]
    """The file: two kinds of page, and what a reader's program shows about it."""

    def __init__(
        self, target: io.BytesIO, furniture: Furniture, speech: Speech, pages: int, on_page: Callable[[int], None]
    ) -> None:
        super().__init__(
            target,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            title=one_line(furniture.full_title),
            author=one_line(furniture.agency.name),
            subject=one_line(furniture.client),
            creator="CMDesk",
            lang=speech.language,
            invariant=1,
            pageCompression=1,
            displayDocTitle=True,
            initialFontName=REGULAR,
        )
        self._furniture, self._speech, self._pages, self._on_page = furniture, speech, pages, on_page
        self.addPageTemplates(
            [
                PageTemplate(COVER, [_frame(0)], onPage=self._begin_page, onPageEnd=self._end_cover),
                PageTemplate(PLAIN, [_frame(_HEAD)], onPage=self._begin_page, onPageEnd=self._end_plain),
            ]
        )

    def beforeDocument(self) -> None:  # noqa: N802 - reportlab's name
        """Give the file the day of the document, rather than the clock's: same content, same bytes."""
        day = self._furniture.day
        self.canv._doc._timeStamp.YMDhms = (day.year, day.month, day.day, 0, 0, 0)

    def _begin_page(self, canvas: Any, _paper: object) -> None:
        self._on_page(canvas.getPageNumber())

    def _end_cover(self, canvas: Any, _paper: object) -> None:
        """The footer comes last, so that whoever listens to the page hears its text first."""
        if self._pages:
            _draw_footer(canvas, self._furniture, self._speech, self._pages)

    def _end_plain(self, canvas: Any, paper: object) -> None:
        self._end_cover(canvas, paper)
        if self._pages:
            top = PAGE_HEIGHT - px(30)
            draw_line(canvas, self._furniture.title, RUNNING, MARGIN, top, WIDTH * 0.55)
            right = RUNNING.but(align="right")
            draw_line(canvas, self._furniture.client, right, MARGIN + WIDTH * 0.58, top, WIDTH * 0.42)


def _frame(top: float) -> Frame:
    return Frame(
        MARGIN,
        _FOOT,
        WIDTH,
        PAGE_HEIGHT - _FOOT - top,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )


def _draw_footer(canvas: Any, furniture: Furniture, speech: Speech, pages: int) -> None:
    _ = speech.gettext
    canvas.setFillColor(RULE)
    canvas.rect(MARGIN, px(59), WIDTH, HAIR, stroke=0, fill=1)
    agency = furniture.agency
    words = _("{document} · page {page} of {pages}").format(
        document=furniture.title, page=canvas.getPageNumber(), pages=pages
    )
    right = draw_line(canvas, words, RUNNING.but(align="right"), MARGIN + WIDTH * 0.56, px(50), WIDTH * 0.44)
    left = " · ".join(part for part in (agency.name, agency.mail, agency.phone) if part)
    line = draw_line(canvas, left, RUNNING, MARGIN, px(50), WIDTH - right.width - px(24))
    if "@" in agency.mail and not any(char.isspace() for char in agency.mail):
        canvas.linkURL(f"mailto:{one_line(agency.mail)}", (MARGIN, px(30), MARGIN + line.width, px(50)))


def printed(
    make_pages: Callable[[], list[Flowable]],
    furniture: Furniture,
    speech: Speech,
    on_step: Callable[[int, int], None],
) -> bytes:
    """The finished file.

    It is laid out twice, because each page says how many there are, and drawn once. `on_step` hears of every page;
    what it raises ends the work.
    """
    register_fonts()
    pages = 0

    def count(page: int) -> None:
        nonlocal pages
        pages = page
        on_step(page, 2 * page + 2)

    def report(page: int) -> None:
        on_step(pages + page, 2 * pages)

    _Paper(io.BytesIO(), furniture, speech, 0, count).build(make_pages(), canvasmaker=_Counting)
    target = io.BytesIO()
    _Paper(target, furniture, speech, pages, report).build(make_pages())
    return target.getvalue()
