"""What a program that reads aloud hears of a document, and where a click leads."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from cmdesk.domain.reporting import QuantityRow, ScopeArea, ScopeSentence
from cmdesk.domain.scope import ScopeStatus
from cmdesk.reports.writer import render_scope, render_status
from tests.reports.documents import REPORT, SCOPE


def spoken_tree(pdf: bytes, tmp_path) -> str:
    """The tree as Poppler reads it: tags and their words."""
    path = tmp_path / "document.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(["pdfinfo", "-struct-text", str(path)], capture_output=True, check=True, text=True)
    return told.stdout


needs_poppler = pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="Poppler's programs are not here")


@needs_poppler
def test_the_tree_tells_headings_paragraphs_lists_and_tables_in_their_order(tmp_path):
    tree = spoken_tree(render_scope(SCOPE, "en"), tmp_path)

    assert re.match(r"Document\n", tree)
    assert 'H1 (block)\n    "What we will do for Horno Masalumbre"' in tree
    headings = re.findall(r'H2 \(block\)\n    "(.*)"', tree)
    assert headings[:5] == ["What changes", "In one page", "The people", "What it is for", "The accounts"]
    assert headings[-3:] == ["Agreed", "Words that are used here", "History"]
    for tag in ("Table (block)", "TR", "TH", "TD", "L (block)", "LI", "TOC", "Link", "Form"):
        assert tag in tree
    assert "/Scope /Column" in tree


@needs_poppler
def test_words_that_break_over_lines_and_pages_stay_one_paragraph(tmp_path):
    words = " ".join(f"palabra{number}" for number in range(1500))
    area = ScopeArea("Contenido", (ScopeSentence(((words, False),)),))

    tree = spoken_tree(render_scope(replace(SCOPE, areas=(area,)), "en"), tmp_path)

    (item,) = [item for item in tree.split("LI (block)") if "palabra0 " in item]
    assert item.count("P (block)") == 1
    assert words in item.replace('"\n        "', "")


@needs_poppler
def test_a_head_that_is_repeated_is_heard_once(tmp_path):
    rows = tuple(QuantityRow(f"Servicio {i:02}", "16 al mes", price_cents=100) for i in range(80))

    tree = spoken_tree(render_scope(replace(SCOPE, quantities=rows), "en"), tmp_path)

    assert tree.count('"How much"') == 1
    assert tree.count('"16 al mes"') == 80


def test_running_heads_and_page_numbers_are_decoration():
    with pikepdf.open(_file(render_scope(SCOPE, "en"))) as document:
        content = document.pages[1].Contents.read_bytes()

    assert content.count(b"BMC") + content.count(b"BDC") == content.count(b"EMC")
    assert b"/Artifact BMC" in content
    assert document_is_marked(render_scope(SCOPE, "en"))


def document_is_marked(pdf: bytes) -> bool:
    with pikepdf.open(_file(pdf)) as document:
        root = document.Root
        numbers = list(root.StructTreeRoot.ParentTree.Nums)
        return bool(root.MarkInfo.Marked) and [int(n) for n in numbers[::2]] == list(range(len(numbers) // 2))


def _file(pdf: bytes):
    import io

    return io.BytesIO(pdf)


@pytest.mark.parametrize("pdf", [render_scope(SCOPE, "es"), render_status(REPORT, "en")], ids=["scope", "status"])
def test_every_stretch_of_a_page_finds_its_element(pdf):
    with pikepdf.open(_file(pdf)) as document:
        numbers = list(document.Root.StructTreeRoot.ParentTree.Nums)
        parents = {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}
        for page in document.pages:
            used = [int(n) for n in re.findall(rb"/MCID (\d+)", page.Contents.read_bytes())]
            assert used == list(range(len(used)))
            assert len(parents[int(page.StructParents)]) == len(used)
            for annotation in page.get("/Annots", []):
                assert parents[int(annotation.StructParent)].S in {"/Link", "/Form"}


def test_every_heading_is_a_bookmark_that_leads_to_its_page():
    with pypdfium2.PdfDocument(render_scope(SCOPE, "en")) as document:
        for entry in document.get_toc():
            page = document[entry.get_dest().get_index()]
            text = " ".join(page.get_textpage().get_text_bounded().split())
            assert entry.get_title() in text


def test_the_contents_lead_to_each_part_and_name_its_page():
    with pypdfium2.PdfDocument(render_scope(SCOPE, "en")) as document:
        places = {entry.get_title(): entry.get_dest().get_index() for entry in document.get_toc()}
        page = document[places["In one page"]]
        text = page.get_textpage().get_text_bounded()
        targets = links_of(document, page)
    for title in ("The people", "Not included", "What it costs", "Agreed", "History"):
        assert re.search(rf"{title}\s+{places[title] + 1}\b", text), title
        assert places[title] in targets


def links_of(document, page) -> set[int]:
    """The pages that links on a page lead to."""
    import ctypes

    targets, at, link = set(), ctypes.c_int(0), pdfium.FPDF_LINK()
    while pdfium.FPDFLink_Enumerate(page.raw, at, ctypes.byref(link)):
        target = pdfium.FPDFLink_GetDest(document.raw, link)
        if target:
            targets.add(pdfium.FPDFDest_GetDestPageIndex(document.raw, target))
    return targets


def test_all_fonts_but_those_of_the_form_lie_in_the_file():
    with pikepdf.open(_file(render_scope(SCOPE, "en"))) as document:
        for page in document.pages:
            for font in page.Resources.Font.values():
                assert "/FontFile2" in font.FontDescriptor


def test_a_version_that_waits_can_be_filled_and_others_cannot():
    with pikepdf.open(_file(render_scope(SCOPE, "en"))) as document:
        names = {str(field.T) for field in document.Root.AcroForm.Fields}
    assert names == {"name", "role", "date", "agree", "extra:fotos%2E1", "signature"}

    for status in (ScopeStatus.DRAFT, ScopeStatus.WITHDRAWN):
        with pikepdf.open(_file(render_scope(replace(SCOPE, status=status), "en"))) as document:
            assert "/AcroForm" not in document.Root


def test_the_document_carries_the_data_that_its_fingerprint_is_made_of():
    with pikepdf.open(_file(render_scope(SCOPE, "es"))) as document:
        kept = document.attachments["scope.json"].get_file().read_bytes()
    assert kept.decode() == SCOPE.data

    with pikepdf.open(_file(render_scope(replace(SCOPE, data=""), "es"))) as document:
        assert not document.attachments
