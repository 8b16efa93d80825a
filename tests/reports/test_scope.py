"""The scope as a client reads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from cmdesk.domain.clients import Address
from cmdesk.domain.reporting import Agreement, ChangedLine, QuantityRow, ScopeArea, ScopeSentence
from cmdesk.domain.scope import PricePrint, ScopeStatus
from cmdesk.reports.writer import render_scope
from tests.reports.documents import CLIENT, SCOPE, pages_of, text_of


def test_what_was_written_can_be_read_out_of_the_file():
    text = text_of(render_scope(SCOPE, "es"))

    for words in ("¿Y las reseñas? También.", "905 €", "con diseño. (Diego)", "Plaza del Molino, 4", "9F4C 71A2"):
        assert words in text


def test_numbers_follow_the_language_of_the_document():
    assert "1.095,05 €" in text_of(render_scope(SCOPE, "es"))
    assert "€1,095.05" in text_of(render_scope(SCOPE, "en"))


def test_the_english_document_speaks_english():
    text = text_of(render_scope(SCOPE, "en"))

    assert "What we will do for Horno Masalumbre" in text
    assert "Version 2 · replaces version 1 of 3 September 2026" in text
    assert "Up to 2 rounds for each post" in text


def test_each_page_says_how_many_there_are():
    pages = pages_of(render_scope(SCOPE, "en"))

    assert all(f"page {i} of {len(pages)}" in page for i, page in enumerate(pages, 1))


def test_the_file_knows_its_title_language_author_and_day():
    pdf = render_scope(SCOPE, "en")

    with pypdfium2.PdfDocument(pdf) as document:
        about = document.get_metadata_dict()
    assert about["Title"] == "What we will do for Horno Masalumbre, version 2"
    assert about["Author"] == "Estudio Farolillo"
    assert about["CreationDate"].startswith("D:20261014")
    assert b"/Lang (en)" in pdf


def test_every_heading_is_a_bookmark():
    with pypdfium2.PdfDocument(render_scope(SCOPE, "en")) as document:
        titles = [entry.get_title() for entry in document.get_toc()]

    assert titles[0] == "What we will do for Horno Masalumbre"
    assert {"What we will do", "Contenido", "Who does what", "What it costs", "Agreed"} <= set(titles)


@pytest.mark.parametrize(
    ("printing", "seen", "unseen"),
    [
        (PricePrint.LINE, ("320.00", "585.00", "905.00"), ()),
        (PricePrint.AREA, ("905.00",), ("320.00",)),
        (PricePrint.TOTAL, ("905.00",), ("320.00", "585.00")),
    ],
)
def test_prices_are_printed_as_the_scope_says(printing, seen, unseen):
    text = text_of(render_scope(replace(SCOPE, cost=replace(SCOPE.cost, printing=printing)), "en"))

    assert all(price in text for price in seen)
    assert not any(price in text for price in unseen)


def test_a_discount_and_what_it_leaves_are_printed():
    cost = replace(SCOPE.cost, discount_cents=5000)

    assert "Discount −€50.00" in text_of(render_scope(replace(SCOPE, cost=cost), "en"))


def test_a_change_order_lists_what_was_taken_away_and_what_came():
    rows = (ChangedLine("12 posts", "16 posts", 8000), ChangedLine("English texts", "", -4500))
    text = text_of(render_scope(replace(SCOPE, changed=rows), "en"))

    assert "12 posts 16 posts +80.00" in text
    assert "English texts — −45.00" in text


def test_a_draft_says_so_and_has_no_fingerprint():
    text = text_of(render_scope(replace(SCOPE, status=ScopeStatus.DRAFT, fingerprint=""), "en"))

    assert "Draft · 14 October 2026" in text
    assert "Fingerprint" not in text


def test_an_agreed_scope_says_who_agreed_and_asks_for_no_signature():
    agreement = Agreement("Elena Robles", date(2026, 10, 20), "by mail")
    text = text_of(render_scope(replace(SCOPE, status=ScopeStatus.AGREED, agreement=agreement), "en"))

    assert "Elena Robles agreed to version 2 on 20 October 2026, by mail." in text
    assert "Date and place" not in text


@pytest.mark.parametrize("form", list(Address))
def test_every_form_of_address_has_its_document(form):
    assert render_scope(replace(SCOPE, client=replace(CLIENT, speaks_as=form)), "es")


def test_empty_parts_leave_no_heading_behind():
    bare = replace(
        SCOPE, areas=(), optional=(), excluded=(), quantities=(), responses=(), approval=None, changed=(), glossary=()
    )
    text = text_of(render_scope(bare, "en"))

    for heading in (
        "What we will do Each",
        "Not included",
        "How soon we answer",
        "Changes and approvals",
        "Words that",
    ):
        assert heading not in text


def test_the_signatures_stand_on_one_page():
    for count in range(2, 30, 3):
        sentences = tuple(ScopeSentence(((f"Línea {i}", False),)) for i in range(count * 2))
        pages = pages_of(render_scope(replace(SCOPE, areas=(ScopeArea("Contenido", sentences),)), "en"))
        assert "With these signatures" in pages[-1]
        assert pages[-1].count("Date and place:") == 2


def test_a_long_table_repeats_its_head_and_loses_no_row():
    rows = tuple(QuantityRow(f"Servicio {i:02}", "16 al mes", who="Diego", price_cents=100) for i in range(60))
    pages = pages_of(render_scope(replace(SCOPE, quantities=rows), "en"))

    assert sum(page.count("How much When") for page in pages) >= 3
    assert all(sum(page.count(row.title) for page in pages) == 1 for row in rows)
