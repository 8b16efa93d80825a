"""Spelling by the dictionaries that ship with the program, and the words that an agency adds to them."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import cache
from typing import Any

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


class Dictionary:
    """The words of one language; may be asked from any thread."""

    def __init__(self, speller: Any) -> None:
        self._speller = speller
        self._lock = threading.Lock()

    def wrong(self, words: Iterable[str]) -> frozenset[str]:
        """Those of these words that it does not know."""
        with self._lock:
            return frozenset(word for word in words if not self._knows(word))

    def suggestions(self, word: str) -> tuple[str, ...]:
        """What may have been meant, the likeliest first."""
        with self._lock:
            return tuple(dict.fromkeys(self._speller.suggest(word)))[:MOST_SUGGESTIONS]

    def _knows(self, word: str) -> bool:
        return bool(self._speller.spell(word))


@cache
def dictionary(language: str) -> Dictionary | None:
    """The dictionary of a language; none where it, or the library that reads it, is not here. Takes a moment."""
    try:
        from hunspell import Hunspell, HunspellFilePathError
    except ImportError:
        return None
    name = DICTIONARIES.get(language)
    if name is None:
        return None
    folder = resource("dictionaries")
    if not (folder / f"{name}.dic").is_file() or not (folder / f"{name}.aff").is_file():
        return None
    try:
        return Dictionary(Hunspell(name, hunspell_data_dir=str(folder)))
    except (HunspellFilePathError, OSError, UnicodeError):
        return None


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
