"""Words that a client may not know: marked while writing, replaced in one step, explained where they stay."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

_APART = r"[\s\-\u2010\u2011]+"  # between the parts of a form that has several
_NO_TEXT = re.compile(  # a place of a sentence, an address, a handle or a hashtag
    r"\{\w+\}|https?://\S+|www\.\S+|[\w.+\-]+@[\w.\-]+|[@#]\w+|[\w\-]+\.(?:com|es|org|net|eu|cat|info|io)\b[/\w\-.]*"
)
_ENDS = r"(?![\w\u0300-\u036f])"  # no letter follows, nor an accent of its own
_SENTENCE_START = re.compile(r"(?:^|[.!?…:]\s+|\n)[\s«“\"(¿¡]*$")
_ARTICLES: Final[Mapping[str, Mapping[str, str]]] = {
    "m>f": {
        "el": "la", "los": "las", "un": "una", "unos": "unas", "del": "de la", "al": "a la", "este": "esta",
        "estos": "estas", "ese": "esa", "esos": "esas", "nuestro": "nuestra", "nuestros": "nuestras",
        "vuestro": "vuestra", "vuestros": "vuestras", "cuánto": "cuánta", "mucho": "mucha", "otro": "otra",
    },
    "f>m": {
        "de la": "del", "a la": "al", "la": "el", "las": "los", "una": "un", "unas": "unos", "esta": "este",
        "estas": "estos", "esa": "ese", "esas": "esos", "nuestra": "nuestro", "nuestras": "nuestros",
        "vuestra": "vuestro", "vuestras": "vuestros", "cuánta": "cuánto", "mucha": "mucho", "otra": "otro",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlainWord:
    """A word that a client may not know, with what to say instead and what it means."""

    word: str
    forms: tuple[str, ...]  # the other ways in which it is met
    plain: str  # empty where nothing says the same
    meaning: str
    language: str
    is_own: bool = False  # the agency's, not the program's
    plain_forms: tuple[str, ...] = ()  # what says each of the forms; beyond the list `plain` does
    gender: str = ""  # "m>f" or "f>m" where the plain word's differs in Spanish

    def __hash__(self) -> int:
        """By the word alone, so that a list is found again quickly."""
        return hash(self.word)

    def plain_for(self, found: str) -> str:
        """What says the same as one of the forms; empty where nothing does."""
        place = next((n for n, form in enumerate(self.forms) if _folded(form) == _folded(found)), None)
        if place is None or place >= len(self.plain_forms):
            return self.plain
        return self.plain_forms[place]


class Mark(NamedTuple):
    """Where a text says such a word."""

    start: int
    end: int
    word: PlainWord


def parse_words(tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> tuple[PlainWord, ...]:
    """The words in these tables, a list for each language.

    Raises:
        ValueError: A word stands twice in a language, or says for more forms than it has what to say instead.
        KeyError: A table lacks its word or its meaning.
    """
    words = tuple(_parsed(table, language) for language, listed in tables.items() for table in listed)
    seen: set[tuple[str, str]] = set()
    for word in words:
        names = {(word.language, _folded(form)) for form in (word.word, *word.forms)}
        if names & seen or len(word.plain_forms) > len(word.forms):
            raise ValueError(f"The word “{word.word}” is listed twice or has too many alternatives")
        seen |= names
    return words


def _parsed(table: Mapping[str, Any], language: str) -> PlainWord:
    return PlainWord(
        word=table["word"],
        forms=tuple(table.get("forms", ())),
        plain=table.get("plain", ""),
        meaning=table["meaning"],
        language=language,
        plain_forms=tuple(table.get("plain_forms", ())),
        gender=table.get("gender", ""),
    )


def marked(text: str, words: tuple[PlainWord, ...], language: str) -> tuple[Mark, ...]:
    """Where a text says words that a client may not know, from its start to its end.

    Whole words only, the longest that fits. Capitals do not matter; an accent may be missing, never be too many.
    Addresses, handles, hashtags and the open places of a sentence are passed over. Where two lists have the same
    word, the agency's own counts.
    """
    return _marks(text, words, language)


@lru_cache(maxsize=2048)
def _marks(text: str, words: tuple[PlainWord, ...], language: str) -> tuple[Mark, ...]:
    """The same, remembered: of two hundred lines a keystroke changes one."""
    known = _known(words, language)
    found = tuple(
        Mark(match.start(), match.end(), known.by_form[_folded(match[0])])
        for match in known.pattern.finditer(_lower(text))
    )
    if not found:
        return ()
    others = [match.span() for match in _NO_TEXT.finditer(text)]
    return tuple(mark for mark in found if not any(start < mark.end and mark.start < end for start, end in others))


def replaced(text: str, mark: Mark) -> str:
    """The text with the plain alternative in the place of a marked word.

    It keeps the capital, and the article before it follows. Without an alternative nothing changes.
    """
    found = text[mark.start : mark.end]
    plain = mark.word.plain_for(found)
    if not plain:
        return text
    before = _agreeing(text[: mark.start], plain, mark.word)
    return before + _cased(plain, found, text[: mark.start]) + text[mark.end :]


def glossary(texts: Iterable[str], words: tuple[PlainWord, ...], language: str) -> tuple[PlainWord, ...]:
    """The words that these texts use, in alphabetical order, for the glossary of a document."""
    used = {mark.word.word: mark.word for text in texts for mark in marked(text, words, language)}
    return tuple(sorted(used.values(), key=lambda word: _alphabetical(word.word)))


# ----- Finding --------------------------------------------------------------------------------------------------------


class _Known(NamedTuple):
    pattern: re.Pattern[str]
    by_form: Mapping[str, PlainWord]


@lru_cache(maxsize=16)
def _known(words: tuple[PlainWord, ...], language: str) -> _Known:
    """The words of one language as one pattern; grouped by their first letter, which makes it fast."""
    by_form: dict[str, PlainWord] = {}
    spelled: dict[str, tuple[str, str]] = {}
    for word in sorted((one for one in words if one.language == language), key=lambda one: not one.is_own):
        for form in (word.word, *word.forms):
            bare = _folded(form)
            if re.match(r"\w", bare):
                by_form.setdefault(bare, word)
                spelled.setdefault(bare, _spelled(form.strip()))
    groups: dict[str, list[str]] = {}
    for form in sorted(spelled, key=len, reverse=True):
        first, rest = spelled[form]
        groups.setdefault(first, []).append(rest)
    choices = (f"{first}(?:{'|'.join(rests)})" for first, rests in groups.items())
    return _Known(re.compile(rf"\b(?:{'|'.join(choices) or '(?!)'}){_ENDS}"), by_form)


def _spelled(form: str) -> tuple[str, str]:
    """A form as a pattern, its first letter and the rest: an accent may be missing, any space or hyphen parts it."""
    parts = [part for part in re.split(r"[\s\-]+", unicodedata.normalize("NFC", _lower(form))) if part]
    first, accent = _letter(parts[0][0])
    spelled = ["".join("".join(_letter(letter)) for letter in part) for part in parts]
    return first, accent + _APART.join(spelled)[len(first) + len(accent) :]


def _letter(letter: str) -> tuple[str, str]:
    """A letter as a pattern of one place, and the accent that may follow it where it is written apart."""
    bare, accent = unicodedata.normalize("NFD", letter)[0], unicodedata.normalize("NFD", letter)[1:]
    if not accent:
        return re.escape(letter), ""
    if letter == "ñ":  # a letter of its own
        return f"(?:{letter}|{bare}{accent})", ""
    return f"[{letter}{re.escape(bare)}]", f"{accent}?"


def _lower(text: str) -> str:
    """A text in small letters, each in its place."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _folded(text: str) -> str:
    """A form as it is looked up: without capitals, accents and the kind of space."""
    whole = unicodedata.normalize("NFC", text).casefold().replace("ñ", "\ue000")
    bare = "".join(letter for letter in unicodedata.normalize("NFD", whole) if not unicodedata.combining(letter))
    return re.sub(_APART, " ", bare.replace("\ue000", "ñ")).strip()


def _alphabetical(text: str) -> str:
    return _folded(text).replace("ñ", "n\uffff")


# ----- Replacing ------------------------------------------------------------------------------------------------------


def _cased(plain: str, found: str, before: str) -> str:
    """The plain word with the capitals of what was found; an acronym asks for none but at the start of a sentence."""
    is_acronym = found.isupper() and len(found) > 1
    starts = _SENTENCE_START.search(before) is not None if is_acronym else found[:1].isupper()
    return plain[:1].upper() + plain[1:] if starts else plain


def _agreeing(before: str, plain: str, word: PlainWord) -> str:
    """What stands before the word, its last article in agreement with the plain word."""
    if word.language != "es":
        article = re.search(r"(?<!\w)(an?)(\s+)$", before, re.IGNORECASE)
        return before[: article.start()] + _as(article[1], _indefinite(plain)) + article[2] if article else before
    turns = _ARTICLES.get(word.gender)
    if not turns:
        return before
    names = "|".join(sorted(turns, key=len, reverse=True))
    article = re.search(rf"(?<!\w)({names})(\s+)$", before, re.IGNORECASE)
    if not article:
        return before
    return before[: article.start()] + _as(article[1], turns[article[1].lower()]) + article[2]


def _indefinite(noun: str) -> str:
    return "an" if noun[:1].lower() in "aeiou" else "a"


def _as(old: str, new: str) -> str:
    return new[:1].upper() + new[1:] if old[:1].isupper() else new
