"""Files: whole, the same each time, or not at all."""

from __future__ import annotations

import errno
import os
import string
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import TTFontFace

from cmdesk.domain.errors import Cancelled, Unavailable
from cmdesk.paths import resource
from cmdesk.reports.faces import Face
from cmdesk.reports.style import REGULAR, face
from cmdesk.reports.writer import (
    render_scope,
    render_status,
    scope_file_name,
    status_file_name,
    write_scope,
    write_status,
)
from tests.reports.documents import CLIENT, REPORT, SCOPE


class Watching:
    """Remembers the steps, and stops at one of them."""

    def __init__(self, stop_at: int | None = None) -> None:
        self.steps: list[tuple[int, int]] = []
        self.stop_at = stop_at

    def step(self, done: int, total: int) -> None:
        self.steps.append((done, total))
        if len(self.steps) == self.stop_at:
            raise Cancelled("Stopped.")


def test_the_same_content_gives_the_same_bytes():
    assert render_scope(SCOPE, "es") == render_scope(SCOPE, "es")
    assert render_status(REPORT, "es") == render_status(REPORT, "es")


def test_documents_made_at_the_same_time_do_not_disturb_each_other():
    alone = [render_scope(SCOPE, "es"), render_status(REPORT, "en")]

    with ThreadPoolExecutor(4) as pool:
        scopes = [pool.submit(render_scope, SCOPE, "es") for _ in range(4)]
        reports = [pool.submit(render_status, REPORT, "en") for _ in range(4)]
    assert {future.result() for future in scopes} == {alone[0]}
    assert {future.result() for future in reports} == {alone[1]}


@pytest.fixture
def hasty_threads():
    """Threads that interrupt each other all the time."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_a_font_is_read_for_one_document_after_the_other(hasty_threads):
    font = face(REGULAR)
    wanted = [[ord(letter) for letter in string.printable[start:]] for start in range(0, 80, 10)]
    alone = [font.makeSubset(letters) for letters in wanted]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(font.makeSubset, wanted * 6))
    assert together == alone * 6


def test_the_file_holds_the_document(tmp_path):
    target = tmp_path / "scope.pdf"

    write_scope(SCOPE, "es", target)

    assert target.read_bytes() == render_scope(SCOPE, "es")
    assert list(tmp_path.iterdir()) == [target]


def test_progress_goes_forward_to_the_end(tmp_path):
    watching = Watching()

    write_status(REPORT, "es", tmp_path / "report.pdf", watching)

    shares = [done / total for done, total in watching.steps]
    assert shares == sorted(shares)
    assert shares[-1] == 1


@pytest.mark.parametrize("step", [1, 3, 6])
def test_cancelling_leaves_nothing(tmp_path, step):
    with pytest.raises(Cancelled):
        write_scope(SCOPE, "es", tmp_path / "scope.pdf", Watching(stop_at=step))

    assert list(tmp_path.iterdir()) == []


def test_what_was_there_stays_when_the_disk_is_full(tmp_path, monkeypatch):
    target = tmp_path / "scope.pdf"
    target.write_bytes(b"before")

    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable, match="The disk is full"):
        write_scope(SCOPE, "es", target)

    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there_is_explained(tmp_path):
    with pytest.raises(Unavailable, match="that folder does not exist"):
        write_scope(SCOPE, "es", tmp_path / "missing" / "scope.pdf")


def test_files_are_named_after_month_client_and_version():
    assert scope_file_name(SCOPE, "en") == "2026-10 Horno Masalumbre - Scope v2.pdf"
    assert status_file_name(REPORT, "en") == "2026-09 Horno Masalumbre - Report.pdf"


@pytest.mark.parametrize("name", ['a/b\\c:d*e?f"g<h>i|j', "..", "", "ñ" * 400, "con\nsalto\x00", "🥐" * 100, "a."])
def test_a_file_name_is_legal_everywhere(tmp_path, name):
    made = scope_file_name(replace(SCOPE, client=replace(CLIENT, name=name)), "en")

    assert not set(made) & set('<>:"/\\|?*\n\x00')
    assert len(made.encode()) < 200
    assert made.endswith(" - Scope v2.pdf")
    (tmp_path / made).touch()
    assert Path(made).name == made


@pytest.mark.parametrize(
    "file", ["Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf", "SourceSerif4-SemiBold.ttf"]
)
def test_a_font_is_read_as_reportlab_reads_it(file):
    path = resource("fonts", file)
    ours, theirs = vars(Face("Ours", path)), vars(TTFontFace(str(path)))

    known = theirs.keys() - {"name", "glyphToChar", "_pdfScale", "_pos"}
    assert {key: ours[key] for key in known} == {key: theirs[key] for key in known}
