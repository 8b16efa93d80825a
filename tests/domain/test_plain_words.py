"""Words that a client may not know: found, replaced, explained."""

from __future__ import annotations

import re
import time
import tomllib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdesk.domain.plain_words import PlainWord, glossary, marked, parse_words, replaced
from cmdesk.paths import resource

SHIPPED = parse_words(tomllib.loads(resource("catalogue", "words.toml").read_text("utf-8")))
EACH = [(word, form) for word in SHIPPED for form in (word.word, *word.forms)]


def found(text: str, language: str = "es", words=SHIPPED) -> list[str]:
    return [text[mark.start : mark.end] for mark in marked(text, words, language)]


def plainly(text: str, language: str = "es", words=SHIPPED) -> str:
    """The text with each marked word replaced, from its end to its start."""
    for mark in reversed(marked(text, words, language)):
        text = replaced(text, mark)
    return text


def own(word: str, *forms: str, plain: str = "", language: str = "es") -> PlainWord:
    return PlainWord(word, forms, plain, "Una cosa nuestra.", language, is_own=True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mejoramos el engagement del feed.", ["engagement", "feed"]),
        ("ENGAGEMENT, Feed y (reels)", ["ENGAGEMENT", "Feed", "reels"]),
        ("Una landing page y una landing.", ["landing page", "landing"]),
        ("Una landing  page, un call-to-action", ["landing  page", "call-to-action"]),
        ("Un e-commerce y otro ecommerce", ["e-commerce", "ecommerce"]),
        ("Las metricas y la métrica", ["metricas", "métrica"]),
        ("Buscamos likes, no likert", ["likes"]),
        ("El reel/story de hoy", ["reel", "story"]),
        ("El alcance de este acuerdo", []),
        ("El alcance orgánico del mes", ["alcance orgánico"]),
        ("Feedback", ["Feedback"]),
        ("Pan bio a 10 cm de la cookie", []),
        ("", []),
        ("   ", []),
    ],
)
def test_whole_words_are_found_and_the_longest_wins(text, words):
    assert found(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "Visita https://ejemplo.es/feed/reels",
        "Escribe a feed@ejemplo.es",
        "Sigue a @reel y busca #post",
        "En feed.com hay de todo",
        "Publicamos {feed} y {amount}",
        "feeding, refeed, feed2, feed_uno",
    ],
)
def test_addresses_handles_and_parts_of_words_are_passed_over(text):
    assert found(text) == []


def test_a_word_beside_an_address_is_found_all_the_same():
    assert found("El feed de https://ejemplo.es/feed y su story") == ["feed", "story"]


def test_an_accent_may_be_missing_but_never_be_too_many():
    words = (own("público meta"), own("peña", "peñas"), own("si"))

    assert found("El publico meta y el PÚBLICO META", words=words) == ["publico meta", "PÚBLICO META"]
    assert found("Una pena, dos peñas", words=words) == ["peñas"]
    assert found("Sí, sí: si", words=words) == ["si"]


def test_letters_whose_accent_is_written_apart_are_found_too():
    text = unicodedata.normalize("NFD", "La métrica y el píxel; la peña")

    assert [unicodedata.normalize("NFC", one) for one in found(text)] == ["métrica", "píxel"]
    assert found(text, words=(own("peña"),)) == [unicodedata.normalize("NFD", "peña")]
    assert found(unicodedata.normalize("NFD", "feedé reelé")) == []


def test_each_language_has_its_own_list():
    assert found("A deliverable and a reel", "en") == ["deliverable", "reel"]
    assert found("A deliverable and a reel", "es") == ["reel"]
    assert found("Un entregable", "en") == []
    assert found("anything", "fr") == []
    assert found("anything", words=()) == []


def test_plain_english_is_left_alone():
    text = "We handle a brief visit, lead the way and reach people with organic flour cookies."

    assert found(text, "en") == []


def test_the_agencys_own_word_counts_before_the_shipped_one():
    words = (*SHIPPED, own("feed", plain="pared"), own("cucharón", "cucharones"))

    assert plainly("El feed") == "El muro"
    assert plainly("El feed", words=words) == "El pared"
    assert [one.word for one in glossary(["Los cucharones del feed"], words, "es")] == ["cucharón", "feed"]
    assert all(one.is_own for one in glossary(["Los cucharones del feed"], words, "es"))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Cuidamos el feed.", "Cuidamos el muro."),
        ("Feeds nuevos", "Muros nuevos"),
        ("Cuidamos los feeds.", "Cuidamos los muros."),
        ("El KPI del mes", "El número clave del mes"),
        ("KPI del mes", "Número clave del mes"),
        ("Listo. KPIs: dos", "Listo. Números clave: dos"),
        ("Enviamos la newsletter.", "Enviamos el boletín."),
        ("El texto de la newsletter", "El texto del boletín"),
        ("Una newsletter", "Un boletín"),
        ("El post y los posts", "La publicación y las publicaciones"),
        ("El texto del post", "El texto de la publicación"),
        ("Un hashtag", "Una etiqueta"),
        ("Al hashtag", "A la etiqueta"),
        ("Algo viral", "Algo viral"),
        ("Sacamos leads", "Sacamos personas interesadas"),
    ],
)
def test_a_plain_word_keeps_the_capital_and_the_article_follows(text, plain):
    assert plainly(text) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("A KPI a month", "A key figure a month"),
        ("An influencer", "A well-known person"),
        ("We set a CTA.", "We set an invitation."),
        ("Deliverables: two", "Pieces of work: two"),
        ("the engagement rate", "the share of people taking part"),
        ("A newsletter", "A newsletter"),
    ],
)
def test_so_it_does_in_english(text, plain):
    assert plainly(text, "en") == plain


def test_the_glossary_holds_what_is_used_in_alphabetical_order():
    texts = ["Dos stories y un reel.", "Otro reel con hashtag", "Nada raro"]

    assert [word.word for word in glossary(texts, SHIPPED, "es")] == ["hashtag", "reel", "story"]
    assert glossary(["Nada"], SHIPPED, "es") == ()


def test_the_alphabet_is_that_of_the_language():
    words = tuple(own(word) for word in ("ñandú", "nuez", "oca", "zeta", "árbol", "azul"))

    order = [word.word for word in glossary(["árbol oca ñandú azul nuez zeta"], words, "es")]

    assert order == ["árbol", "azul", "nuez", "ñandú", "oca", "zeta"]


@pytest.mark.parametrize(
    "tables",
    [
        {"es": [{"word": "feed", "meaning": "Uno."}, {"word": "Feed", "meaning": "Otro."}]},
        {"es": [{"word": "feed", "forms": ["muro"], "meaning": "Uno."}, {"word": "muro", "meaning": "Otro."}]},
        {"es": [{"word": "feed", "plain": "a", "plain_forms": ["b"], "meaning": "Uno."}]},
    ],
)
def test_a_faulty_list_is_refused(tables):
    with pytest.raises(ValueError, match=r"."):
        parse_words(tables)


def test_about_eighty_words_are_explained_in_each_language():
    for language in ("es", "en"):
        assert 80 <= sum(word.language == language for word in SHIPPED) <= 100
    for word in SHIPPED:
        assert word.meaning.endswith("."), word.word
        assert word.meaning[0].isupper(), word.word
        assert ". " not in word.meaning, word.word
        assert len(word.meaning) < 125, word.word
        assert not word.is_own


@pytest.mark.parametrize("language", ["es", "en"])
def test_each_form_is_found_and_its_alternative_is_plain(language):
    for word, form in EACH:
        if word.language == language:
            text = f"Aquí: {form}, y ya."
            marks = marked(text, SHIPPED, language)
            assert [(mark.word, text[mark.start : mark.end]) for mark in marks] == [(word, form)]
            assert found(word.plain_for(form), language) == [], form


def test_what_a_word_means_is_said_without_such_words():
    for word in SHIPPED:
        used = [one for one in found(word.meaning, word.language) if one.lower() not in {word.word, *word.forms}]
        assert not used, (word.word, used)


def test_two_hundred_lines_are_marked_fast():
    lines = [
        f"Preparamos y publicamos {n} publicaciones al mes en el feed: texto, diseño y revisión." for n in range(200)
    ]
    marked("una vez", SHIPPED, "es")

    start = time.process_time()
    marks = [marked(line, SHIPPED, "es") for line in lines]

    assert time.process_time() - start < 0.2  # some milliseconds of its own, however busy the machine
    assert all(len(one) == 1 for one in marks)


@given(st.text(max_size=200), st.sampled_from(["es", "en"]))
def test_marks_lie_in_order_inside_any_text(text, language):
    last = 0
    for mark in marked(text, SHIPPED, language):
        assert last <= mark.start < mark.end <= len(text)
        assert not re.match(r"\w", text[mark.end : mark.end + 1])
        assert not re.match(r"\w", text[mark.start - 1 : mark.start] if mark.start else "")
        last = mark.end


@given(
    st.lists(
        st.sampled_from([*(form for word, form in EACH if word.language == "es"), "pan", "El", "de", "¡Hola!", "ÑU"])
    ),
    st.sampled_from([" ", ". ", ", ", "\n", " — "]),
)
def test_replacing_leaves_the_rest_as_it_was(parts, glue):
    text = glue.join(parts)
    for mark in marked(text, SHIPPED, "es"):
        new = replaced(text, mark)
        assert new.endswith(text[mark.end :])
        assert mark.word.plain or new == text


@given(st.text(alphabet="fFeEdD éÉ-\u0301ñN.@#{}/:", max_size=40))
def test_strange_spellings_break_nothing(text):
    words = (own("fée-dé", "eñe"), own("fee", plain="DE"))
    for mark in marked(text, words, "es"):
        assert replaced(text, mark)
