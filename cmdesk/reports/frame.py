"""The pages of a document: a cover and plain ones, with running head and footer."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from cmdesk.domain.reporting import AgencyCard
from cmdesk.i18n import Speech
from cmdesk.reports.layout import NewPage, inside
from cmdesk.reports.placed import Placed
from cmdesk.reports.structure import Sheet
from cmdesk.reports.style import (
    HAIR,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    REGULAR,
    RULE,
    RUNNING,
    px,
    register_fonts,
)
from cmdesk.reports.text import Heading, draw_line, one_line

_FOOT = px(76)
_HEAD = px(74)
_SLACK = 0.01
COVER_HEIGHT = PAGE_HEIGHT - _FOOT


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper, in points; what stands on it keeps the margin at both sides."""

    width: float = PAGE_WIDTH
    height: float = PAGE_HEIGHT
    margin: float = MARGIN

    @property
    def room(self) -> float:
        """How wide a column of text may be."""
        return self.width - 2 * self.margin

    @property
    def first_height(self) -> float:
        """The height of the first page, which has no running head."""
        return self.height - _FOOT


A4_UPRIGHT = Paper()


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


class PageNumbers(Placed):
    """A piece that names pages: it is told where each heading with an anchor stands, once all pages are laid out."""

    numbers: dict[str, int]


@dataclass(slots=True)
class _Page:
    """Pieces below each other on one page, with their heights."""

    pieces: list[tuple[Placed, float]] = field(default_factory=list)


def _laid_out(pieces: Sequence[Placed], paper: Paper, on_page: Callable[[int], None]) -> list[_Page]:
    """Divide pieces over pages; the first page has no running head, so it is higher."""
    pages = [_Page()]
    room = paper.first_height
    waiting = deque(pieces)
    while waiting:
        piece = waiting.popleft()
        if isinstance(piece, NewPage):
            is_over = bool(pages[-1].pieces)
        else:
            tall = piece.wrap(paper.room, room)[1]
            if tall <= room + _SLACK:
                pages[-1].pieces.append((piece, tall))
                room -= tall
                continue
            is_over = _divide(piece, (paper.room, room), tall, pages[-1], waiting)
        if is_over:
            on_page(len(pages))
            pages.append(_Page())
            room = paper.first_height - _HEAD
    on_page(len(pages))
    return pages if pages[-1].pieces or len(pages) == 1 else pages[:-1]


def _divide(piece: Placed, room: tuple[float, float], tall: float, page: _Page, waiting: deque[Placed]) -> bool:
    """Put what fits of a piece on a page; what cannot be divided begins on a page of its own."""
    parts = piece.split(*room)
    if len(parts) > 1:
        page.pieces.append((parts[0], parts[0].wrap(*room)[1]))
        waiting.extendleft(reversed(parts[1:]))
    elif page.pieces:
        waiting.appendleft(piece)
    else:
        page.pieces.append((piece, tall))
    return True


def _number(pages: Sequence[_Page]) -> None:
    """Tell the list of contents where each part begins."""
    numbers: dict[str, int] = {}
    asking: list[PageNumbers] = []
    for number, page in enumerate(pages, 1):
        for piece, _tall in page.pieces:
            for part in inside(piece):
                if isinstance(part, Heading) and part.anchor:
                    numbers.setdefault(part.anchor, number)
                elif isinstance(part, PageNumbers):
                    asking.append(part)
    for part in asking:
        part.numbers = numbers


def _new_sheet(target: io.BytesIO, paper: Paper, furniture: Furniture, speech: Speech) -> Sheet:
    """A file with the day of the document, rather than the clock's: same content, same bytes."""
    sheet = Sheet(
        target,
        pagesize=(paper.width, paper.height),
        lang=speech.language,
        invariant=1,
        pageCompression=1,
        initialFontName=REGULAR,
    )
    sheet.setTitle(one_line(furniture.full_title))
    sheet.setAuthor(one_line(furniture.agency.name))
    sheet.setSubject(one_line(furniture.client))
    sheet.setCreator("CMDesk")
    sheet.setViewerPreference("DisplayDocTitle", "true")
    day = furniture.day
    sheet._doc._timeStamp.YMDhms = (day.year, day.month, day.day, 0, 0, 0)
    return sheet


def _draw(sheet: Sheet, page: _Page, paper: Paper, top: float) -> None:
    for piece, tall in page.pieces:
        top -= tall
        piece.drawOn(sheet, paper.margin, top)


def _draw_head(sheet: Sheet, paper: Paper, furniture: Furniture) -> None:
    top, left, wide = paper.height - px(30), paper.margin, paper.room
    draw_line(sheet, furniture.title, RUNNING, left, top, wide * 0.55)
    right = RUNNING.but(align="right")
    draw_line(sheet, furniture.client, right, left + wide * 0.58, top, wide * 0.42)


def _draw_footer(sheet: Sheet, paper: Paper, furniture: Furniture, speech: Speech, pages: int) -> None:
    _ = speech.gettext
    margin, wide = paper.margin, paper.room
    sheet.fill(RULE, margin, px(59), wide, HAIR)
    agency = furniture.agency
    words = _("{document} · page {page} of {pages}").format(
        document=furniture.title, page=sheet.getPageNumber(), pages=pages
    )
    right = draw_line(sheet, words, RUNNING.but(align="right"), margin + wide * 0.4, px(50), wide * 0.6)
    left = " · ".join(part for part in (agency.name, agency.mail, agency.phone) if part)
    line = draw_line(sheet, left, RUNNING, margin, px(50), wide - right.width - px(24))
    if sheet.getPageNumber() == 1 and "@" in agency.mail and not any(char.isspace() for char in agency.mail):
        sheet.linkURL(f"mailto:{one_line(agency.mail)}", (margin, px(30), margin + line.width, px(50)))


def printed(
    make_pages: Callable[[], list[Placed]],
    furniture: Furniture,
    speech: Speech,
    on_step: Callable[[int, int], None],
    paper: Paper = A4_UPRIGHT,
) -> bytes:
    """The finished file.

    It is laid out first, because each page says how many there are, and then drawn. `on_step` hears of every page;
    what it raises ends the work.
    """
    register_fonts()
    pages = _laid_out(make_pages(), paper, lambda page: on_step(page, 2 * page + 2))
    _number(pages)
    target = io.BytesIO()
    sheet = _new_sheet(target, paper, furniture, speech)
    for number, page in enumerate(pages, 1):
        on_step(len(pages) + number, 2 * len(pages))
        _draw(sheet, page, paper, paper.height if number == 1 else paper.height - _HEAD)
        _draw_footer(sheet, paper, furniture, speech, len(pages))
        if number > 1:
            _draw_head(sheet, paper, furniture)
        sheet.showPage()
    sheet.save()
    return target.getvalue()
