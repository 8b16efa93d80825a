"""The dictionaries know what is right, suggest what may have been meant, and learn."""

import sys

import pytest

from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.spelling import is_known
from cmdesk.services import spelling
from cmdesk.services.clients import add_client, add_contact
from tests.bakery import open_bakery


@pytest.fixture
def bakery(vacant):
    desk, client_id = open_bakery(vacant)
    yield desk, client_id
    desk.close()


@pytest.fixture
def forgotten():
    spelling.dictionary.cache_clear()
    yield
    spelling.dictionary.cache_clear()


@pytest.mark.parametrize(
    ("language", "words", "wrong", "meant"),
    [
        ("es", ["pan", "camión", "camion", "amasamos", "segimos"], {"camion", "segimos"}, ("camion", "camión")),
        ("en", ["bread", "colour", "color", "don't"], {"color"}, ("hous", "house")),
    ],
)
def test_a_dictionary_knows_its_words(language, words, wrong, meant):
    found = spelling.dictionary(language)
    assert found.wrong(words) == wrong
    suggested = found.suggestions(meant[0])
    assert meant[1] in suggested
    assert len(suggested) <= 5


def test_odd_words_are_no_trouble():
    found = spelling.dictionary("es")
    assert found.wrong(["", "🥖", "ñ" * 200, "\0"]) <= {"", "🥖", "ñ" * 200, "\0"}
    assert found.suggestions("ñ" * 90) == ()


@pytest.mark.usefixtures("forgotten")
def test_without_a_dictionary_or_its_library_nothing_is_checked(monkeypatch, tmp_path):
    assert spelling.dictionary("fr") is None
    monkeypatch.setattr(spelling, "resource", tmp_path.joinpath)
    assert spelling.dictionary("es") is None
    monkeypatch.undo()
    spelling.dictionary.cache_clear()
    monkeypatch.setitem(sys.modules, "hunspell", None)
    assert spelling.dictionary("es") is None


@pytest.mark.usefixtures("forgotten")
def test_the_binding_s_own_calls_serve_where_its_library_cannot_be_called(monkeypatch):
    monkeypatch.setattr(sys, "platform", "elsewhere")
    found = spelling.dictionary("en")
    assert found.wrong(["bread", "bred", "brad", "breaad"]) == {"breaad"}
    assert "bread" in found.suggestions("breaad")


def test_words_are_learnt_for_a_client_or_for_the_agency(bakery):
    desk, client = bakery
    desk.do(spelling.add_word, "kéfir", client)
    desk.do(spelling.add_word, "Farolillo’s")
    desk.do(spelling.add_word, "kéfir", client)  # once is enough
    assert desk.read(spelling.own_dictionary, client) == ("kéfir",)
    assert desk.read(spelling.own_dictionary) == ("Farolillo's",)
    other = desk.do(add_client, "Clínica Velanova", language="en").value
    assert is_known("Kéfir", desk.read(spelling.known_words, client))
    assert not is_known("kéfir", desk.read(spelling.known_words, other))
    desk.undo()
    desk.undo()
    desk.undo()
    assert desk.read(spelling.own_dictionary) == ()


def test_the_names_that_surround_a_client_are_right(bakery):
    desk, client = bakery
    desk.do(add_contact, client, "Elena Robledillo")
    known = desk.read(spelling.known_words, client)
    assert all(is_known(name, known) for name in ("Masalumbre", "Robledillo", "Farolillo", "Nuria"))
    assert known.language == "es"
    assert not is_known("Masalumbre", desk.read(spelling.known_words, None))


def test_a_dictionary_is_written_anew_one_word_a_line(bakery):
    desk, client = bakery
    desk.do(spelling.change_dictionary, "zeta\n\n alfa \nzeta\n", client)
    assert desk.read(spelling.own_dictionary, client) == ("alfa", "zeta")
    for refused in ("dos palabras", "a" * 61):
        with pytest.raises(RuleBroken):
            desk.do(spelling.change_dictionary, refused, client)
        with pytest.raises(RuleBroken):
            desk.do(spelling.add_word, refused, client)
