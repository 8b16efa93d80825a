"""The words that a client may not know: the shipped list, with what the agency adds to it and takes out of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.catalogue_sheet import folded
from cmdesk.domain.clients import checked_line, checked_text
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.plain_words import PlainWord, parse_words
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _
from cmdesk.models import PlainWord as WordRow
from cmdesk.paths import resource
from cmdesk.services.action import action

MOST_FORMS = 20


@cache
def shipped_words() -> tuple[PlainWord, ...]:
    """The words in the program's own list, of both languages."""
    return parse_words(tomllib.loads(resource("catalogue", "words.toml").read_text("utf-8")))


def plain_words(session: Session, language: str) -> tuple[PlainWord, ...]:
    """The words that are marked in a language: the shipped ones, changed as the agency has it, and its own."""
    rows = list(session.scalars(select(WordRow).where(WordRow.language == language).order_by(WordRow.word)))
    replaced = {row.word.casefold() for row in rows}
    kept = [one for one in shipped_words() if one.language == language and one.word.casefold() not in replaced]
    return (*kept, *(_word(row) for row in rows if not row.is_ignored))


def ignored_words(session: Session, language: str) -> tuple[str, ...]:
    """The words that the agency never wants marked."""
    query = select(WordRow.word).where(WordRow.language == language, WordRow.is_ignored).order_by(WordRow.word)
    return tuple(session.scalars(query))


class WordState(StrEnum):
    """Whose a word of the list is."""

    SHIPPED = "shipped"
    CHANGED = "changed"  # shipped, and said otherwise by the agency
    OWN = "own"
    IGNORED = "ignored"  # never marked


@dataclass(frozen=True, slots=True)
class ListedWord:
    """A word of the list as the agency edits it."""

    word: PlainWord
    state: WordState


def word_list(session: Session, language: str) -> tuple[ListedWord, ...]:
    """Every word of a language in alphabetical order: shipped, changed, the agency's own, and those never marked."""
    ships = {one.word.casefold(): one for one in shipped_words() if one.language == language}
    rows = {row.word.casefold(): row for row in session.scalars(select(WordRow).where(WordRow.language == language))}
    listed = [ListedWord(word, WordState.SHIPPED) for key, word in ships.items() if key not in rows]
    for key, row in rows.items():
        if row.is_ignored:
            said = _word(row) if row.meaning or key not in ships else ships[key]
            listed.append(ListedWord(said, WordState.IGNORED))
        else:
            listed.append(ListedWord(_word(row), WordState.CHANGED if key in ships else WordState.OWN))
    return tuple(sorted(listed, key=lambda one: folded(one.word.word)))


@action(N_("Explain word"))
def explain_word(
    session: Session, language: str, word: str, meaning: str, plain: str = "", forms: Iterable[str] = ()
) -> None:
    """Mark a word from now on, with what to say instead and what it means; or change what is said of it.

    Raises:
        RuleBroken: The word or its meaning is missing.
    """
    row = _row(session, language, word)
    row.meaning = checked_text(meaning, "meaning")
    if not row.meaning:
        raise RuleBroken(_("Write in a sentence what the word means."), field="meaning")
    row.plain = checked_line(plain, "plain")
    row.forms = [checked_line(form, "forms") for form in forms if form.strip()][:MOST_FORMS]
    row.is_ignored = False


@action(N_("Stop marking word"))
def ignore_word(session: Session, language: str, word: str) -> None:
    """Never mark a word; its clients know it.

    Raises:
        RuleBroken: The word is missing.
    """
    _row(session, language, word).is_ignored = True


@action(N_("Reset word"))
def reset_word(session: Session, language: str, word: str) -> None:
    """Forget what the agency says of a word, so that the shipped list counts again."""
    row = session.scalars(select(WordRow).where(WordRow.language == language, WordRow.word == word)).one_or_none()
    if row is not None:
        session.delete(row)


def _row(session: Session, language: str, word: str) -> WordRow:
    line = checked_line(word, "word", needed=_("Write the word."))
    query = select(WordRow).where(WordRow.language == language)
    row = next((one for one in session.scalars(query) if one.word.casefold() == line.casefold()), None)
    if row is None:
        row = WordRow(language="es" if language == "es" else "en", word=line)
        session.add(row)
    return row


def _word(row: WordRow) -> PlainWord:
    return PlainWord(row.word, tuple(row.forms), row.plain, row.meaning, row.language, is_own=True)
