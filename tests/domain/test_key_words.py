"""Keys are named as on the keyboard of the language that the program speaks."""

from __future__ import annotations

import pytest

from cmdesk import i18n


@pytest.fixture
def spanish():
    i18n.use("es")
    yield
    i18n.use("en")


def test_keys_keep_their_names_in_english():
    assert i18n.key_words("Ctrl+Shift+PgUp · Del") == "Ctrl+Shift+PgUp · Del"


@pytest.mark.usefixtures("spanish")
def test_keys_are_those_of_a_spanish_keyboard():
    assert i18n.key_words("Ctrl+Shift+PgUp · PgDn · Del") == "Ctrl+Mayús+RePág · AvPág · Supr"
    assert i18n.key_words("Home, End, Space, Ctrl+Enter") == "Inicio, Fin, Espacio, Ctrl+Intro"


@pytest.mark.usefixtures("spanish")
def test_what_is_named_already_stays():
    assert i18n.key_words(i18n.key_words("Shift F10 ↵")) == "Mayús F10 ↵"
