"""Spelling by the dictionaries that ship with the program, and the words that an agency adds to them."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.spelling import (
    DICTIONARIES,
    MOST_SUGGESTIONS,
    KnownWords,
    as_written,
    dictionary_lines,
    names_in,
)
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _
from cmdesk.models import Agency, Channel, Client, Contact, Member
from cmdesk.paths import resource
from cmdesk.services.action import action, found

_LONGEST = 60


class Speller(Protocol):
    """What answers for one language's words."""

    def spell(self, word: str) -> bool:
        """Whether it knows a word."""

    def suggest(self, word: str) -> tuple[str, ...]:
        """What may have been meant."""


class Dictionary:
    """The words of one language; may be asked from any thread."""

    def __init__(self, speller: Speller) -> None:
        self._speller = speller
        self._lock = threading.Lock()

    def wrong(self, words: Iterable[str]) -> frozenset[str]:
        """Those of these words that it does not know."""
        with self._lock:
            return frozenset(word for word in words if not self._speller.spell(word))

    def suggestions(self, word: str) -> tuple[str, ...]:
        """What may have been meant, the likeliest first."""
        with self._lock:
            return tuple(dict.fromkeys(self._speller.suggest(word)))[:MOST_SUGGESTIONS]


class _Freed:
    """Hunspell itself, called so that the window goes on meanwhile.

    The binding holds Python's lock while Hunspell reads its dictionary or thinks of suggestions, which takes up to a
    third of a second; calls through ctypes let it go. Only the library that the binding brings is used.
    """

    def __init__(self, library: Path, affixes: Path, words: Path) -> None:
        self._calls = calls = ctypes.CDLL(str(library))
        calls.Hunspell_create.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
        calls.Hunspell_create.restype = ctypes.c_void_p
        calls.Hunspell_spell.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
        many = ctypes.POINTER(ctypes.c_char_p)
        calls.Hunspell_suggest.argtypes = [ctypes.c_void_p, ctypes.POINTER(many), ctypes.c_char_p]
        calls.Hunspell_free_list.argtypes = [ctypes.c_void_p, ctypes.POINTER(many), ctypes.c_int]
        self._many = many
        self._handle = calls.Hunspell_create(os.fsencode(affixes), os.fsencode(words))
        if not self._handle:
            raise OSError("Hunspell did not open the dictionary")

    def spell(self, word: str) -> bool:
        """Whether it knows a word."""
        return bool(self._calls.Hunspell_spell(self._handle, word.encode("utf-8", "replace")))

    def suggest(self, word: str) -> tuple[str, ...]:
        """What may have been meant."""
        found = self._many()
        count = self._calls.Hunspell_suggest(self._handle, ctypes.byref(found), word.encode("utf-8", "replace"))
        try:
            return tuple((found[place] or b"").decode("utf-8", "replace") for place in range(count))
        finally:
            self._calls.Hunspell_free_list(self._handle, ctypes.byref(found), count)


@cache
def dictionary(language: str) -> Dictionary | None:
    """The dictionary of a language; none where it, or the library that reads it, is not here. Takes a moment."""
    name = DICTIONARIES.get(language)
    if name is None:
        return None
    affixes, words = resource("dictionaries", f"{name}.aff"), resource("dictionaries", f"{name}.dic")
    if not affixes.is_file() or not words.is_file():
        return None
    try:
        return Dictionary(_speller(affixes, words))
    except (ImportError, OSError, UnicodeError):
        return None


def _speller(affixes: Path, words: Path) -> Speller:
    """Hunspell with a dictionary, both of which are UTF-8.

    Raises:
        ImportError: The library is not installed.
        OSError: It cannot be loaded, or does not open the dictionary.
    """
    import hunspell

    libraries = sorted(Path(hunspell.__file__).parent.glob("libhunspell*.so*"))
    if libraries and sys.platform == "linux":
        return _Freed(libraries[0], affixes, words)
    try:
        speller: Speller = hunspell.Hunspell(words.stem, hunspell_data_dir=str(words.parent))
    except hunspell.HunspellFilePathError as error:
        raise OSError(str(error)) from error
    return speller


def known_words(session: Session, client_id: int | None) -> KnownWords:
    """What is right for a client without a dictionary: what was added, and the names that people know it by."""
    agency = session.execute(select(Agency.name, Agency.dictionary, Agency.language).order_by(Agency.id)).first()
    texts = [agency.name, agency.dictionary] if agency else []
    texts += session.scalars(select(Member.name))
    language = agency.language if agency else "es"
    row = session.get(Client, client_id) if client_id is not None else None
    if row is not None:
        language = row.language
        texts += [row.name, row.legal_name, row.dictionary, row.own_words]
        texts += session.scalars(
            select(Contact.name).where(Contact.client_id == client_id, Contact.deleted_at.is_(None))
        )
        texts += session.scalars(
            select(Channel.handle).where(Channel.client_id == client_id, Channel.deleted_at.is_(None))
        )
    return KnownWords(client_id, language, names_in(texts))


@action(N_("Add word to the dictionary"))
def add_word(session: Session, word: str, client_id: int | None = None) -> None:
    """Say that a word is spelt as it should be: for one client, or without one for the whole agency.

    Raises:
        RuleBroken: It is no single word.
    """
    row = _holder(session, client_id)
    lines = dictionary_lines(row.dictionary)
    word = as_written(word.strip())
    if not word or len(word) > _LONGEST or len(word.split()) > 1:
        raise RuleBroken(_("Choose a single word."))
    if word not in lines:
        row.dictionary = "\n".join(sorted([*lines, word], key=str.casefold))


@action(N_("Change dictionary"))
def change_dictionary(session: Session, words: str, client_id: int | None = None) -> None:
    """Write anew all words that were added, one a line: of one client, or without one of the whole agency.

    Raises:
        RuleBroken: A line holds more than one word.
    """
    row = _holder(session, client_id)
    lines = [as_written(line) for line in dictionary_lines(words)]
    if any(len(line.split()) > 1 or len(line) > _LONGEST for line in lines):
        raise RuleBroken(_("Write one word in each line."), field="dictionary")
    row.dictionary = "\n".join(sorted(dict.fromkeys(lines), key=str.casefold))


def own_dictionary(session: Session, client_id: int | None = None) -> tuple[str, ...]:
    """The words that were added: for one client, or without one for the whole agency."""
    return dictionary_lines(_holder(session, client_id).dictionary)


def _holder(session: Session, client_id: int | None) -> Agency | Client:
    if client_id is not None:
        return found(session, Client, client_id)
    agency = session.scalars(select(Agency).order_by(Agency.id)).first()
    if agency is None:
        raise RuleBroken(_("There is no agency yet."))
    return agency
