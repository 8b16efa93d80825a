"""The tool that keeps the Spanish catalogue in step says each thing that is wrong with it."""

from __future__ import annotations

import pytest
from babel.messages.pofile import read_po, write_po

from installer import translations


@pytest.fixture
def code(tmp_path, monkeypatch):
    """A program of two sentences."""
    (tmp_path / "cmdesk").mkdir()
    (tmp_path / "main.py").write_text("")
    (tmp_path / "cmdesk" / "page.py").write_text(
        '_("Moved to {day}.").format(day=day)\nngettext("{count} post", "{count} posts", n)\n', encoding="utf-8"
    )
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    return tmp_path / "cmdesk" / "page.py"


@pytest.fixture
def catalogue(tmp_path):
    return tmp_path / "locale"


def translate(folder, **by_start):
    """Write translations for the sentences that begin so, and compile."""
    catalog = translations.load(folder)
    for message in catalog:
        for start, spanish in by_start.items():
            if message.id and translations._english(message).strip("{").startswith(start):
                message.string = spanish
    with (folder / "cmdesk.po").open("wb") as file:
        write_po(file, catalog)
    (folder / "cmdesk.mo").write_bytes(translations.compiled(catalog))


def test_a_translated_catalogue_is_complete(code, catalogue):
    translations.update(catalogue)
    translate(catalogue, Moved="Movido al {day}.", count=("{count} publicación", "{count} publicaciones"))

    assert list(translations.faults(catalogue)) == []


def test_a_sentence_without_translation_is_told(code, catalogue):
    translations.update(catalogue)
    translate(catalogue, count=("{count} publicación", "{count} publicaciones"))

    assert list(translations.faults(catalogue)) == ["not translated: 'Moved to {day}.'"]


def test_a_plural_that_lacks_a_form_is_told(code, catalogue):
    translations.update(catalogue)
    translate(catalogue, Moved="Movido al {day}.", count=("{count} publicación", ""))

    assert list(translations.faults(catalogue)) == ["not translated: '{count} post'"]


def test_a_placeholder_that_english_does_not_have_is_told(code, catalogue):
    translations.update(catalogue)
    translate(catalogue, Moved="Movido al {dia}.", count=("{count} publicación", "{count} publicaciones"))

    assert list(translations.faults(catalogue)) == ["other placeholders than in English: 'Movido al {dia}.'"]


def test_a_new_sentence_and_a_gone_one_are_told_until_the_catalogue_is_updated(code, catalogue):
    translations.update(catalogue)
    translate(catalogue, Moved="Movido al {day}.", count=("{count} publicación", "{count} publicaciones"))
    code.write_text('_("Moved to {day}.")\n_("Undo")\n', encoding="utf-8")
    assert sorted(translations.faults(catalogue)) == [
        "no longer in the code: '{count} post'",
        "not in the catalogue: 'Undo'",
    ]

    translations.update(catalogue)
    assert list(translations.faults(catalogue)) == ["not translated: 'Undo'"]


def test_an_update_keeps_what_was_translated_and_changes_nothing_twice(code, catalogue):
    translations.update(catalogue)
    translate(catalogue, Moved="Movido al {day}.")
    translations.update(catalogue)
    once = (catalogue / "cmdesk.po").read_bytes()
    translations.update(catalogue)

    assert (catalogue / "cmdesk.po").read_bytes() == once
    with (catalogue / "cmdesk.po").open("rb") as file:
        assert read_po(file).get("Moved to {day}.").string == "Movido al {day}."


def test_a_catalogue_that_was_not_compiled_is_told(code, catalogue):
    translations.update(catalogue)
    translate(catalogue, Moved="Movido al {day}.", count=("{count} publicación", "{count} publicaciones"))
    (catalogue / "cmdesk.mo").unlink()

    assert list(translations.faults(catalogue)) == ["cmdesk.mo is not compiled from cmdesk.po"]
