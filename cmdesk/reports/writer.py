"""Documents to bytes, and bytes to files: whole or not at all.

What draws a document is loaded with it: who asks for one does not wait for the others.
"""

from __future__ import annotations

import errno
import os
import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from cmdesk.domain.errors import Unavailable
from cmdesk.domain.reporting import ComparisonDocument, Progress, ProofDocument, ScopeDocument, StatusReport
from cmdesk.i18n import gettext as _
from cmdesk.i18n import speech
from cmdesk.reports.frame import printed
from cmdesk.reports.text import one_line

if TYPE_CHECKING:
    from cmdesk.domain.calendar_papers import CalendarPaper
    from cmdesk.domain.review import PackContent

_ILLEGAL = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_LONGEST_NAME = 120


class _Silent:
    """Nobody wants to know how far the work is."""

    def step(self, done: int, total: int) -> None:
        """Nothing to do."""


def render_scope(document: ScopeDocument, language: str, progress: Progress | None = None) -> bytes:
    """The scope as the bytes of a PDF; the same content always gives the same bytes."""
    from cmdesk.reports.scope import scope_furniture, scope_pages

    words = speech(language)
    return printed(
        lambda: scope_pages(document, words), scope_furniture(document, words), words, (progress or _Silent()).step
    )


def render_status(report: StatusReport, language: str, progress: Progress | None = None) -> bytes:
    """The status report as the bytes of a PDF; the same content always gives the same bytes."""
    from cmdesk.reports.status import status_furniture, status_pages

    words = speech(language)
    return printed(
        lambda: status_pages(report, words), status_furniture(report, words), words, (progress or _Silent()).step
    )


def render_comparison(document: ComparisonDocument, language: str, progress: Progress | None = None) -> bytes:
    """What two versions differ in as the bytes of a PDF; the same content always gives the same bytes."""
    from cmdesk.reports.comparison import comparison_furniture, comparison_pages

    words = speech(language)
    furniture = comparison_furniture(document, words)
    return printed(lambda: comparison_pages(document, words), furniture, words, (progress or _Silent()).step)


def render_proof(document: ProofDocument, language: str, progress: Progress | None = None) -> bytes:
    """The proof of an agreement as the bytes of a PDF; the same content always gives the same bytes."""
    from cmdesk.reports.proof import proof_furniture, proof_pages

    words = speech(language)
    furniture = proof_furniture(document, words)
    return printed(lambda: proof_pages(document, words), furniture, words, (progress or _Silent()).step)


def render_review(content: PackContent, language: str, progress: Progress | None = None) -> bytes:
    """A review pack as the bytes of a PDF; the same content always gives the same bytes."""
    from cmdesk.reports.review import review_furniture, review_pages

    words = speech(language)
    return printed(
        lambda: review_pages(content, words), review_furniture(content, words), words, (progress or _Silent()).step
    )


def render_month(paper: CalendarPaper, language: str, progress: Progress | None = None) -> bytes:
    """A month on its sheet as the bytes of a PDF; the same content always gives the same bytes."""
    from cmdesk.reports.calendar_month import month_furniture, month_pages, month_paper

    words = speech(language)
    return printed(
        lambda: month_pages(paper, words),
        month_furniture(paper, words),
        words,
        (progress or _Silent()).step,
        month_paper(paper.size),
    )


def render_posts(paper: CalendarPaper, language: str, progress: Progress | None = None) -> bytes:
    """The posts of a month as the bytes of a PDF; the same content always gives the same bytes."""
    from cmdesk.reports.post_list import list_furniture, list_pages

    words = speech(language)
    return printed(lambda: list_pages(paper, words), list_furniture(paper, words), words, (progress or _Silent()).step)


def write_scope(document: ScopeDocument, language: str, path: Path, progress: Progress | None = None) -> None:
    """Save the scope as a PDF; what was there before stays until the new file is complete.

    Raises:
        Cancelled: The progress said so; nothing was written.
        Unavailable: The file cannot be written there.
    """
    put(render_scope(document, language, progress), path)


def write_status(report: StatusReport, language: str, path: Path, progress: Progress | None = None) -> None:
    """Save the status report as a PDF; what was there before stays until the new file is complete.

    Raises:
        Cancelled: The progress said so; nothing was written.
        Unavailable: The file cannot be written there.
    """
    put(render_status(report, language, progress), path)


def scope_file_name(document: ScopeDocument, language: str) -> str:
    """'2026-10 Horno Masalumbre - Alcance v2.pdf', legal on every system."""
    name = speech(language).gettext("{month} {client} - Scope v{number}")
    month = f"{document.issued:%Y-%m}"
    return _file_name(name, document.client.name, month=month, number=str(document.number))


def status_file_name(report: StatusReport, language: str) -> str:
    """'2026-09 Horno Masalumbre - Informe.pdf', legal on every system."""
    name = speech(language).gettext("{month} {client} - Report")
    return _file_name(name, report.client.name, month=f"{report.month:%Y-%m}")


def comparison_file_name(document: ComparisonDocument, language: str) -> str:
    """'2026-10 Horno Masalumbre - Alcance v1-v2.pdf', legal on every system."""
    name = "{month} {client} - Alcance v{old}-v{new}" if language == "es" else "{month} {client} - Scope v{old}-v{new}"
    month = f"{document.issued:%Y-%m}"
    return _file_name(name, document.client.name, month=month, old=str(document.old), new=str(document.new))


def proof_file_name(document: ProofDocument, language: str) -> str:
    """'2026-10 Horno Masalumbre - Prueba del acuerdo.pdf', legal on every system."""
    name = "{month} {client} - Prueba del acuerdo" if language == "es" else "{month} {client} - Proof of the agreement"
    return _file_name(name, document.client.name, month=f"{document.issued:%Y-%m}")


def review_file_name(content: PackContent, language: str) -> str:
    """'2026-10 Horno Masalumbre - Publicaciones para revisar.pdf', legal on every system."""
    name = "{month} {client} - Publicaciones para revisar" if language == "es" else "{month} {client} - Posts to review"
    first = min((post.day for post in content.posts if post.day), default=content.made_on)
    return _file_name(name, content.client.name, month=f"{first:%Y-%m}")


def month_file_name(paper: CalendarPaper, language: str) -> str:
    """'2026-10 Horno Masalumbre - Calendario.pdf', legal on every system."""
    return _paper_name("file_calendar", paper, language)


def posts_file_name(paper: CalendarPaper, language: str) -> str:
    """'2026-10 Horno Masalumbre - Publicaciones.pdf', legal on every system."""
    return _paper_name("file_posts", paper, language)


def _paper_name(key: str, paper: CalendarPaper, language: str) -> str:
    from cmdesk.domain.calendar_papers import PaperWords

    say = PaperWords(language)
    pattern = say(key, month="{month}", client="{client}")
    return _file_name(pattern, paper.client.name if paper.client else say("all"), month=f"{paper.month:%Y-%m}")


def _file_name(pattern: str, client: str, **rest: str) -> str:
    """A name without what a system forbids; a client's long name is cut, never what tells two files apart."""
    legal = _ILLEGAL.sub(" ", one_line(client).replace("\ufffd", " "))
    legal = " ".join(legal.split()).strip(". ") or "-"
    while len(legal.encode()) > _LONGEST_NAME:
        legal = legal[:-1]
    return f"{pattern.format(client=legal.rstrip('. '), **rest)}.pdf"


def put(content: bytes, path: Path) -> None:
    """Write beside the target under another name, wait until it lies on the disk, then take the target's place."""
    beside = path.with_name(f".cmdesk-{os.getpid()}-{threading.get_ident()}.part")
    try:
        try:
            with beside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise Unavailable(_why_not_written(error, path)) from error


def _why_not_written(error: OSError, path: Path) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _("The disk is full. Nothing was saved; the file that was there before is untouched.")
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return _("{file} cannot be written there: it is open in another program, or you may not write there.").format(
            file=path.name
        )
    if error.errno in {errno.ENOENT, errno.ENOTDIR, errno.EISDIR}:
        return _("{file} cannot be saved: that folder does not exist.").format(file=path.name)
    return _("{file} could not be saved. Nothing was changed; try another folder.").format(file=path.name)
