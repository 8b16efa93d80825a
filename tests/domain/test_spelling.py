"""Which words of a post are looked up, and which count as right without a dictionary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdesk.domain.spelling import KnownWords, as_written, is_known, language_of, names_in, words_of


def looked_up(text, network="instagram"):
    return [one.word for one in words_of(text, network)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hoy amasamos pan", ["Hoy", "amasamos", "pan"]),
        ("Mira https://horno.es/carta?a=pan y cafe.es/menu", ["Mira"]),
        ("Con @horno y @otro_horno, #MasaMadre #pan", ["Con"]),
        ("El 7.000 y las 7h, 100% y 2x1", ["El", "las"]),
        ("La IVA, el PVP y TikTok, iPhone, LinkedIn", ["La", "el"]),
        ("Pan 🥖recién🔥hecho", ["Pan", "recién", "hecho"]),
        ("escribe a hola@horno.es o en C:\\pan", ["escribe", "en"]),
        ("Hola {cliente}, feliz {month}", ["Hola", "feliz"]),
        ("franco-español", ["franco", "español"]),
        ("مرحبا pan שלום 你好 Привет miga", ["pan", "miga"]),
        ("", []),
    ],
)
def test_links_names_numbers_and_signs_are_left_out(text, words):
    assert looked_up(text) == words


def test_apostrophes_belong_to_the_word_and_are_written_as_dictionaries_do():
    assert looked_up("don’t rock'n'roll 'quoted'") == ["don't", "rock'n'roll", "quoted"]
    assert as_written("Cafe\u0301") == "Caf\u00e9"


def test_places_are_those_of_the_text_also_behind_an_emoji():
    text = "🥖🥖 pan don’t #pan"
    assert [text[one.start : one.end] for one in words_of(text)] == ["pan", "don’t"]


@given(st.text(max_size=200))
def test_every_place_holds_its_word(text):
    for one in words_of(text):
        assert as_written(text[one.start : one.end]) == one.word


def test_names_of_the_client_and_words_of_the_trade_are_right():
    known = KnownWords(1, "es", names_in(["Horno Masalumbre", "Obradoria\nkéfir"]))
    assert all(is_known(word, known) for word in ("Masalumbre", "masalumbre", "obradoria", "reel", "Instagram"))
    assert is_known("Masalumbre's", known)
    assert not is_known("masalumbro", known)


@pytest.mark.parametrize(
    ("text", "usual", "language"),
    [
        ("Hoy amasamos el pan de la casa", "es", "es"),
        ("Today we bake the bread that you love, and it is for you", "es", "en"),
        ("Hoy es el día del pan y de la masa que más te gusta", "en", "es"),
        ("Un sendero que sube entre árboles.", "en", "es"),
        ("Bread!", "es", "es"),  # too little to tell
        ("the the the el el el", "es", "es"),  # as much for one as for the other
        ("the bread of the day is for you", "fr", "fr"),
    ],
)
def test_a_text_clearly_in_the_other_language_is_checked_in_that_one(text, usual, language):
    assert language_of(text, usual) == language
