"""Who or what a person means by a name: accents and case do not matter, and nothing is guessed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.i18n import gettext as _
from cmdesk.i18n import spoken

K = TypeVar("K")
_MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Named(Generic[K]):
    """Something that can be named.

    Attributes:
        key: What stands for it.
        name: What it is called.
        codes: What else it answers to, and tells it apart from others of its name.
    """

    key: K
    name: str
    codes: tuple[str, ...] = ()


def named(wanted: str, known: Sequence[Named[K]], none: str, several: str) -> K:
    """The one of these that a person means: by its whole name or code, its beginning, a part, or its id.

    Args:
        wanted: What the person wrote.
        known: All that could be meant.
        none: What to say when nothing is called so, in English, with a place for `name`.
        several: What to say when several are, with places for `name` and `names`.

    Raises:
        NotFound: Nothing is called so.
        RuleBroken: Several are.
    """
    found = _meant(_plain(wanted), known)
    if len({one.key for one in found}) == 1:
        return found[0].key
    if found:
        raise RuleBroken(_(several).format(name=wanted, names=_list(found)))
    sentence = _(none).format(name=wanted)
    if 0 < len(known) <= _MOST_SHOWN:
        names = spoken().list_of(f"“{one.name}”" for one in known)
        sentence = _("{sentence} These are known: {names}.").format(sentence=sentence, names=names)
    raise NotFound(sentence)


def _meant(text: str, known: Sequence[Named[K]]) -> list[Named[K]]:
    if not text:
        return []
    plain = [(one, [_plain(name) for name in (one.name, *one.codes) if name]) for one in known]
    for fits in (str.__eq__, str.startswith, str.__contains__):
        if found := [one for one, names in plain if any(fits(name, text) for name in names)]:
            return found
    return [one for one in known if str(one.key) == text.removeprefix("#")]


def _list(found: Sequence[Named[K]]) -> str:
    shown = [f"“{one.name}” ({one.codes[0]})" if one.codes and one.codes[0] else f"“{one.name}”" for one in found]
    if len(shown) > _MOST_SHOWN:
        shown = [*shown[:_MOST_SHOWN], "…"]
    return spoken().list_of(shown)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())
