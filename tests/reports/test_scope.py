"""The scope as a client reads it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from cmdesk.domain.clients import Address
from cmdesk.domain.document_words import _WORDS, DocumentWords
from cmdesk.domain.reporting import (
    Agreement,
    Cost,
    Party,
    QuantityRow,
    ScopeArea,
    ScopeDocument,
    ScopeSentence,
    Summary,
)
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
    text = text_of(render_scope(SCOPE, "en"))

    assert "Desde el 1 de noviembre sustituye a la versión 1." in text
    assert "Changed Publicamos 12 publicaciones. Publicamos 16 publicaciones. +80.00" in text
    assert "No longer Traducimos al inglés. — −45.00" in text
    assert "Unchanged: 7 lines." in text
    assert "Cuota al mes 870,00 € 905,00 € +35,00 €" in text
    assert "Quién da el sí Julián Elena" in text


def test_a_draft_says_so_and_has_no_fingerprint():
    draft = replace(SCOPE, status=ScopeStatus.DRAFT, fingerprint="", data="")
    text = text_of(render_scope(draft, "en"))

    assert "Draft · 14 October 2026" in text
    assert "Fingerprint of this version" not in text
    assert "Draft: it may still change, and binds nobody." in text
    assert all("version 2 · draft" in page for page in pages_of(render_scope(draft, "en")))


def test_an_agreed_scope_says_who_agreed_and_asks_for_no_signature():
    agreement = Agreement("Elena Robles", date(2026, 10, 20), "by mail")
    text = text_of(render_scope(replace(SCOPE, status=ScopeStatus.AGREED, agreement=agreement), "en"))

    assert "Elena Robles agreed to version 2 on 20 October 2026, by mail." in text
    assert "Date and place" not in text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (Address.TU, ("Lo que necesitamos de ti", "Marca la casilla y escribe", "Si quieres: Sesión de fotos")),
        (Address.VOSOTROS, ("Lo que necesitamos de vosotros", "Marcad la casilla y escribid", "Si queréis: Sesión")),
        (Address.USTED, ("Lo que necesitamos de usted", "Marque la casilla y escriba", "Si quiere: Sesión")),
    ],
)
def test_every_form_of_address_has_its_document(form, said):
    text = text_of(render_scope(replace(SCOPE, client=replace(CLIENT, speaks_as=form)), "es"))

    assert all(words in text for words in said)
    assert not {"{", "|", "}"} & set(text.replace("{te|os|le}", ""))


def test_every_sentence_of_a_document_is_there_in_all_its_forms():
    for pair in _WORDS.values():
        assert all(pair)
    for language in ("es", "en"):
        for form in Address:
            say = DocumentWords(language, form)
            for key in _WORDS:
                places = dict.fromkeys(re.findall(r"\{([a-z]+)\}", "".join(_WORDS[key])), "x")
                assert not re.search(r"[{}|]", say(key, **places)), key


def test_both_languages_ask_for_the_same_places():
    for key, (spanish, english) in _WORDS.items():
        assert set(re.findall(r"\{([a-z]+)\}", spanish)) == set(re.findall(r"\{([a-z]+)\}", english)), key


def test_braces_that_a_person_wrote_are_no_places():
    assert DocumentWords("en")("says_yes", name="{count} {name}") == "{count} {name} says yes to what goes out."


PARTS = {
    "changed": (None, "What changes Desde"),
    "client_people": ((), "At Horno Masalumbre"),
    "agency_people": ((), "At Estudio Farolillo"),
    "aims": ((), "What we want"),
    "audiences": ((), "Whom we talk to"),
    "voice": ("", "How you sound"),
    "accounts": ((), "The accounts"),
    "areas": ((), "Each line is a commitment."),
    "optional": ((), "If you want, also"),
    "quantities": ((), "How much, when and at what price"),
    "criteria": ((), "When it counts as done"),
    "responses": ((), "How soon we answer"),
    "crisis": ((), "If something serious happens"),
    "approval": (None, "Changes and approvals"),
    "client_provides": ((), "Without this we cannot keep the dates."),
    "rules": (None, "Rules for quantities"),
    "assumptions": ((), "What we take for granted"),
    "rights": ("", "Whose it is"),
    "privacy": ("", "The data"),
    "expectations": ((), "So that nobody expects something else"),
    "glossary": ((), "Words that are used here"),
    "history": ((), "History"),
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_empty_leaves_neither_heading_nor_entry(part):
    empty, heading = PARTS[part]

    assert heading in text_of(render_scope(SCOPE, "en"))
    assert heading not in text_of(render_scope(replace(SCOPE, **{part: empty}), "en"))


def test_what_is_not_included_goes_when_nothing_is_left_out():
    without = replace(SCOPE, excluded=(), excluded_others=(), excluded_beside=(), summary=Summary())

    assert "Not included" in text_of(render_scope(SCOPE, "en"))
    assert "Not included" not in text_of(render_scope(without, "en"))


def test_a_scope_with_nothing_in_it_is_still_a_document():
    bare = ScopeDocument(
        SCOPE.agency, SCOPE.client, 1, ScopeStatus.DRAFT, SCOPE.issued, None, Party(""), Party(""), Cost("EUR", 0, 0)
    )

    assert "What it costs" in text_of(render_scope(bare, "en"))


def test_the_signatures_stand_on_one_page():
    for count in range(2, 30, 3):
        sentences = tuple(ScopeSentence(((f"Línea {i}", False),)) for i in range(count * 2))
        pages = pages_of(render_scope(replace(SCOPE, areas=(ScopeArea("Contenido", sentences),)), "en"))
        (page,) = [page for page in pages if "With these signatures" in page]
        assert "I have read this document and I agree." in page
        assert "Date and place:" in page


def test_a_long_table_repeats_its_head_and_loses_no_row():
    rows = tuple(QuantityRow(f"Servicio {i:02}", "16 al mes", who="Diego", price_cents=100) for i in range(60))
    pages = pages_of(render_scope(replace(SCOPE, quantities=rows), "en"))

    assert sum(page.count("How much Who") for page in pages) >= 3
    assert all(sum(page.count(row.title) for page in pages) == 1 for row in rows)
