"""Scopes as PDF: the whole process, and the drawing beside the same pages straight on a canvas."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from reportlab.pdfgen.canvas import Canvas

from cmdesk.desk import Desk, new_desk
from cmdesk.domain.scope import Cadence
from cmdesk.reports.style import REGULAR, register_fonts
from cmdesk.reports.writer import render_scope
from cmdesk.services import clients, scopes
from cmdesk.services.reporting import scope_document
from tests.bench.databases import TODAY
from tests.bench.measure import Row, compared, middle, rounds, seconds, spoken
from tests.bench.starting import ROOT, platform

_GOALS = {60: "1 s", 200: "2 s"}


def papers(folder: Path, *, counts: tuple[int, ...], count_of_rounds: int) -> Iterator[Row]:
    """How long the PDF of a scope of so many included lines takes."""
    for count in counts:
        path = folder / f"scope-{count}.cmdesk"
        scope_id = _made(path, count)
        yield _whole_process(path, folder / "scope.pdf", count, count_of_rounds)
        yield _against_canvas(path, scope_id, count, count_of_rounds)


def _made(path: Path, count: int) -> int:
    """A client with a draft of so many lines that say something in every field."""
    desk = new_desk(str(path), "Estudio Medida", "Diego Ferro", today=TODAY)
    try:
        client_id = desk.do(clients.add_client, "Casa Medida").value
        scope_id = desk.do(scopes.draft_from_template, client_id, None).value
        first = _line(desk, scope_id)
        lines = [first]
        while len(lines) < count:
            lines += desk.do(scopes.duplicate_lines, lines[: count - len(lines)]).value
        for number, line_id in enumerate(lines, 1):
            desk.do(scopes.change_line, line_id, "title", f"Publicaciones del tipo {number}")
            desk.do(scopes.change_line, line_id, "quantity", number)
            desk.do(scopes.change_line, line_id, "criterion", f"La número {number} sale con su texto aprobado.")
        return scope_id
    finally:
        desk.close()


def _line(desk: Desk, scope_id: int) -> int:
    line_id = desk.do(scopes.add_line, scope_id, area="content", title="Publicaciones").value
    values = {
        "description": "Preparamos y publicamos {amount} con texto, diseño y revisión ortográfica de cada una.",
        "unit": "post",
        "cadence": Cadence.MONTH,
        "revision_rounds": 2,
        "price_cents": 1000,
        "needs": "Fotos de lo nuevo.",
        "not_included": "Fotos hechas en el local.",
    }
    for field, value in values.items():
        desk.do(scopes.change_line, line_id, field, value)
    return int(line_id)


def _whole_process(path: Path, target: Path, count: int, count_of_rounds: int) -> Row:
    words = [sys.executable, "main.py", "report", "scope", "Casa", "--to", str(target), "-w", str(path)]
    with platform() as environment:

        def run() -> float:
            return seconds(lambda: subprocess.run(words, cwd=ROOT, env=environment, check=True, capture_output=True))

        run()
        found = rounds(count_of_rounds, {"whole": run})
    with pypdfium2.PdfDocument(target) as document:
        pages = len(document)
    return Row(f"scope PDF of {count} lines, whole process", spoken(middle(found, "whole")), _GOALS[count],
               f"{pages} pages")  # fmt: skip


def _against_canvas(path: Path, scope_id: int, count: int, count_of_rounds: int) -> Row:
    from cmdesk.desk import open_desk

    desk = open_desk(str(path), member_id=1, today=TODAY)
    try:
        document, language = desk.read(scope_document, scope_id)
    finally:
        desk.close()
    strokes = _strokes(render_scope(document, language))
    ways: dict[str, Callable[[], float]] = {
        "ours": lambda: seconds(lambda: render_scope(document, language)),
        "bare": lambda: seconds(lambda: _drawn(strokes)),
    }
    rounds(1, ways)
    what = f"drawing a scope of {count} lines : the same pages on a bare canvas"
    return compared(what, rounds(count_of_rounds, ways), "ours", "bare", "3")


@dataclass(frozen=True, slots=True)
class _Stroke:
    """What stands somewhere on a page: words of a font, or a rectangle."""

    x: float
    y: float
    text: str = ""
    font: str = REGULAR
    size: float = 0
    width: float = 0
    height: float = 0


def _strokes(pdf: bytes) -> list[list[_Stroke]]:
    """All that is drawn on each page of a file."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [[*_of_page(page)] for page in document]


def _of_page(page: pypdfium2.PdfPage) -> Iterator[_Stroke]:
    words = page.get_textpage()
    for found in page.get_objects():
        left, bottom, right, top = found.get_bounds()
        if found.type != pdfium.FPDF_PAGEOBJ_TEXT:
            yield _Stroke(left, bottom, width=right - left, height=top - bottom)
            continue
        text = words.get_text_bounded(left, bottom, right, top)
        if text.strip():
            yield _Stroke(left, bottom, text, size=max(6.0, (top - bottom) * 0.9))


def _drawn(pages: list[list[_Stroke]]) -> bytes:
    """The same strokes, straight on a canvas: nothing is measured, broken or laid out."""
    register_fonts()
    target = io.BytesIO()
    canvas = Canvas(target, invariant=1, pageCompression=1, initialFontName=REGULAR)
    for page in pages:
        for stroke in page:
            if stroke.text:
                canvas.setFont(stroke.font, stroke.size)
                canvas.drawString(stroke.x, stroke.y, stroke.text)
            else:
                canvas.rect(stroke.x, stroke.y, stroke.width, stroke.height, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return target.getvalue()
