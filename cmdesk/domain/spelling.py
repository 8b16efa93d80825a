"""Which words of a text are looked up in a dictionary, and in which language's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cmdesk.domain.entities import entities
from cmdesk.domain.networks import NETWORK_NAMES

DICTIONARIES: Final = {"es": "es_ES", "en": "en_GB"}
"""The dictionary of each language."""
MOST_SUGGESTIONS: Final = 5
_LONGEST: Final = 60  # signs of a word; what is longer is none
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FOREIGN: Final = re.compile(r"[^\u0000-\u036f\u1e00-\u1eff\u2019]")  # a letter that is not of the Latin script
_CODE: Final = re.compile(r"\S*[\d_@/\\]\S*|\S+\.\S{2,}|\{\w+\}")  # numbers, addresses, paths, blanks of a snippet


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_COMMON: Final = _words(
    "app apps bio blog blogs branding community email emails feed followers hashtag hashtags influencer influencers "
    "link links livestream newsletter newsletters online podcast podcasts post posts reel reels selfie selfies spoiler "
    "sticker stickers story stories streaming unboxing vlog web webinar wifi"
)
"""Words of the trade that dictionaries lack, and that both languages use."""
_MARKS: Final = {  # words that one language has and the other has not
    "es": _words(
        "el la los las de del que y en un una es por con para su se lo al como más pero sus le ha este esta ya muy "
        "está tu te nos hoy también cuando donde porque desde hasta entre sobre hay"
    ),
    "en": _words(
        "the of and to is that for it you on with as are this be at your we our from have not but what all were when "
        "there can more if will who about which their today"
    ),
}
_LEAST_MARKS: Final = 4
_SHORT: Final = (8, 2)  # so many words at most, such as the description of a picture, and how many marks are enough


@dataclass(frozen=True, slots=True)
class Spelled:
    """A word of a text that can be right or wrong."""

    start: int
    end: int
    word: str  # as a dictionary writes it: composed, with a straight apostrophe


@dataclass(frozen=True, slots=True)
class KnownWords:
    """What is spelt as it should be although no dictionary has it."""

    client_id: int | None
    language: str
    words: frozenset[str] = frozenset()  # in small letters


def words_of(text: str, network: str = "") -> tuple[Spelled, ...]:
    """The words of a text that are to be looked up.

    Left out are links, mentions, hashtags, addresses, whatever holds a digit, single letters, names in capitals such as
    IVA, names with a capital inside such as TikTok, and words in another script, which no dictionary of ours knows.
    """
    blank = list(text)
    for start, end in _left_out(text, network):
        blank[start:end] = " " * (end - start)
    found = []
    for match in _WORD.finditer("".join(blank)):
        word = match[0]
        if 1 < len(word) <= _LONGEST and not _is_name(word) and not _FOREIGN.search(word):
            found.append(Spelled(match.start(), match.end(), as_written(word)))
    return tuple(found)


@lru_cache(maxsize=8192)
def as_written(word: str) -> str:
    """A word as dictionaries write it."""
    return unicodedata.normalize("NFC", word).replace("’", "'")


def is_known(word: str, known: KnownWords) -> bool:
    """Whether a word counts as right without a dictionary."""
    small = word.lower()
    bare = small.removesuffix("'s")
    return not {small, bare}.isdisjoint(known.words | _COMMON | _NAMES)


def language_of(text: str, usual: str) -> str:
    """The language that a text is written in: the usual one, unless much speaks for the other."""
    if usual not in _MARKS:
        return usual
    words = [word.lower() for word in _WORD.findall(text)]
    marks = {language: sum(word in own for word in words) for language, own in _MARKS.items()}
    best = max(marks, key=lambda language: marks[language])
    most, few = _SHORT
    is_clear = marks[best] >= (few if len(words) <= most else _LEAST_MARKS) and marks[best] >= 3 * marks[usual]
    return best if is_clear else usual


def names_in(texts: Iterable[str]) -> frozenset[str]:
    """The words of names and lists, in small letters."""
    return frozenset(as_written(word).lower() for text in texts for word in _WORD.findall(text))


def dictionary_lines(text: str) -> tuple[str, ...]:
    """The words of a kept dictionary, one a line."""
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


_NAMES: Final = names_in(NETWORK_NAMES.values())


def _left_out(text: str, network: str) -> list[tuple[int, int]]:
    places = [(one.start, one.end) for one in entities(text, network)]
    places += [match.span() for match in re.finditer(r"[#@＃＠]\w+", text)]  # whether live there or not
    return [*places, *(match.span() for match in _CODE.finditer(text))]


@lru_cache(maxsize=8192)
def _is_name(word: str) -> bool:
    letters = word.replace("'", "").replace("’", "")
    return letters.isupper() or any(sign.isupper() for sign in re.sub(r"['’]\w", "", word)[1:])
