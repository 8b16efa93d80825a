"""How long a text is, as each network counts it, and how that stands to its limits.

Graphemes come from the library `regex` (Unicode's rules for clusters), the normal form NFC from Python's own
`unicodedata`. Both follow the edition of Unicode that they were made with: an emoji that is newer counts by its parts
until they are renewed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import regex

from cmdesk.domain.entities import Entity, EntityKind, entities
from cmdesk.domain.limits import LIMIT_NAMES, Limit, Limits, Unit
from cmdesk.domain.networks import Network
from cmdesk.i18n import gettext as _
from cmdesk.i18n import spoken

LINK_WEIGHT: Final = 23
"""What a link counts on X and on Mastodon, however long it is."""
NEAR: Final = 90
"""Per cent of a limit from which on a counter says that it is near."""
_GRAPHEME: Final = regex.compile(r"\X")
_EMOJI: Final = regex.compile(  # one sign that is shown as an emoji; © and ® only with the selector that asks for it
    r"(?:(?=(?![©®](?!\ufe0f))\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\ufe0f?\u20e3)\X)",
    regex.VERSION1,
)
_HEAVY: Final = regex.compile(r"[^\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")  # what X weighs twice
_ESCAPED: Final = frozenset("|{}@[]()<>#*_~\\")


class Level(StrEnum):
    """How a length stands to its limit."""

    FINE = "fine"
    NEAR = "near"
    OVER_WARNING = "over_warning"  # more than the strictest source allows
    TOO_MUCH = "too_much"


_RANK: Final = tuple(Level)


@dataclass(frozen=True, slots=True)
class Measure:
    """One length of a text beside what is allowed."""

    unit: Unit
    length: int
    warning: int | None = None
    error: int | None = None

    @property
    def most(self) -> int | None:
        """What a counter shows: the strictest value, or the largest one when that is passed."""
        if self.warning is not None and (self.error is None or self.length <= self.warning):
            return self.warning
        return self.error

    @property
    def too_many(self) -> int:
        """By how much it is more than the network takes; 0 where nobody knows."""
        return max(0, self.length - self.error) if self.error is not None else 0

    @property
    def level(self) -> Level:
        """How it stands to its limit."""
        if self.too_many:
            return Level.TOO_MUCH
        if self.warning is not None and self.length > self.warning:
            return Level.OVER_WARNING
        if self.most and self.length * 100 >= self.most * NEAR:
            return Level.NEAR
        return Level.FINE


@dataclass(frozen=True, slots=True)
class Count:
    """A text as one network counts it."""

    network: str
    measures: tuple[Measure, ...]  # the first one is the network's own
    hashtags: Measure
    mentions: Measure
    links: Measure
    notes: tuple[str, ...] = ()  # what somebody should know, in sentences

    @property
    def length(self) -> int:
        """The length as the network counts it."""
        return self.measures[0].length

    @property
    def unit(self) -> Unit:
        """What is counted."""
        return self.measures[0].unit

    @property
    def warning(self) -> int | None:
        """The strictest limit."""
        return self.measures[0].warning

    @property
    def error(self) -> int | None:
        """The largest limit."""
        return self.measures[0].error

    @property
    def too_many(self) -> int:
        """By how much the text is too long."""
        return self.measures[0].too_many

    @property
    def level(self) -> Level:
        """The worst of its measures, hashtags and mentions with them."""
        every = (*self.measures, self.hashtags, self.mentions, self.links)
        levels = [self.measures[0].level]
        levels += [one.level for one in every[1:] if one.level in {Level.OVER_WARNING, Level.TOO_MUCH}]
        return max(levels, key=_RANK.index)


def count(text: str, network: str, limits: Limits, *, name: str = "text", case: str = "") -> Count:
    """A text as a network counts it, with what it allows.

    Args:
        text: What is written.
        network: A Network.
        limits: All limits.
        name: The limit it is held against: "text", "title", "alt" or "comment".
        case: The format or the case, such as "photos" for TikTok's posts of pictures and "reply" for an answer,
            whose mentions at its head are free on X.
    """
    limit = limits.of(network, name, case)
    unit = limit.unit if limit is not None else Unit.CHARACTERS
    whole = unicodedata.normalize("NFC", text)
    body = _without_head(whole, network) if case == "reply" else whole
    found = entities(body, network)
    first = _measure(limit, _LENGTHS[unit](body, found, network), unit)
    others = tuple(
        _measure(more, len(whole.encode("utf-8", "replace")), Unit.BYTES)
        for more in (limits.of(network, f"{name}_bytes"),)
        if more is not None
    )
    tags = [one for one in found if one.kind is EntityKind.HASHTAG]
    counted = Count(
        network,
        (first, *others),
        _measure(limits.of(network, "hashtags"), len(tags), Unit.PIECES),
        _measure(limits.of(network, "mentions"), _number(found, EntityKind.MENTION), Unit.PIECES),
        _measure(
            limits.of(network, "links"), len({one.text for one in found if one.kind is EntityKind.LINK}), Unit.PIECES
        ),
    )
    notes = _notes(counted, limit, tags, limits)
    return Count(counted.network, counted.measures, counted.hashtags, counted.mentions, counted.links, notes)


def text_case(network: str, *, has_pictures: bool, has_videos: bool) -> str:
    """The case in which a post's text is counted on a network, for what stands beside it."""
    if network == Network.TIKTOK and has_pictures and not has_videos:
        return "photos"
    if network == Network.TELEGRAM and (has_pictures or has_videos):
        return "media"
    return ""


def graphemes(text: str) -> list[str]:
    """What a reader takes for single signs."""
    return list(text) if text.isascii() and "\r" not in text else _GRAPHEME.findall(text)


def before_fold(text: str, network: str, limits: Limits) -> tuple[str, str]:
    """What people see before they tap “more”, and the rest; where no fold is known, all is seen."""
    limit = limits.of(network, "fold")
    most = limit.most if limit is not None else None
    if most is None:
        return text, ""
    signs = graphemes(text)
    if len(signs) <= most:
        return text, ""
    seen = "".join(signs[:most])
    return seen, text[len(seen) :]


# ----- How each network counts ----------------------------------------------------------------------------------------


def _characters(text: str, found: tuple[Entity, ...], network: str) -> int:
    del found, network
    return len(text)


def _graphemes(text: str, found: tuple[Entity, ...], network: str) -> int:
    """Signs as readers see them; on Mastodon a link is 23 and a mention only its user."""
    if network != Network.MASTODON:
        return len(graphemes(text))
    total = 0
    for piece, entity in _pieces(text, found):
        if entity is None or entity.kind is EntityKind.HASHTAG:
            total += len(graphemes(piece))
        elif entity.kind is EntityKind.LINK:
            total += LINK_WEIGHT
        else:
            total += len("@" + piece[1:].partition("@")[0])
    return total


def _weighted(text: str, found: tuple[Entity, ...], network: str) -> int:
    """As X weighs a text: links 23, an emoji 2 however it is made, most letters 1, all others 2."""
    del network
    return sum(
        LINK_WEIGHT if entity is not None and entity.kind is EntityKind.LINK else _weight(piece)
        for piece, entity in _pieces(text, found)
    )


def _weight(text: str) -> int:
    if text.isascii():
        return len(text)
    rest: str = _EMOJI.sub("", text)
    emoji = len(_EMOJI.findall(text))
    return 2 * emoji + len(rest) + len(_HEAVY.findall(rest))


def _emoji_bytes(text: str, found: tuple[Entity, ...], network: str) -> int:
    """Characters, but each emoji as many as it has bytes in UTF-8."""
    del found, network
    return len(text) + sum(_bytes(sign) - len(sign) for sign in _EMOJI.findall(text))


def _escaped(text: str, found: tuple[Entity, ...], network: str) -> int:
    """Characters, those that LinkedIn reserves twice: it gets them with a backslash before each."""
    del found, network
    return len(text) + sum(sign in _ESCAPED for sign in text)


def _utf16(text: str, found: tuple[Entity, ...], network: str) -> int:
    del found, network
    return sum(2 if letter > "\uffff" else 1 for letter in text)


def _utf8(text: str, found: tuple[Entity, ...], network: str) -> int:
    del found, network
    return _bytes(text)


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


_LENGTHS: Final[Mapping[Unit, Callable[[str, tuple[Entity, ...], str], int]]] = {
    Unit.CHARACTERS: _characters,
    Unit.WEIGHTED: _weighted,
    Unit.EMOJI_BYTES: _emoji_bytes,
    Unit.GRAPHEMES: _graphemes,
    Unit.ESCAPED: _escaped,
    Unit.UTF16: _utf16,
    Unit.BYTES: _utf8,
}


def _pieces(text: str, found: tuple[Entity, ...]) -> list[tuple[str, Entity | None]]:
    """A text cut at its entities."""
    pieces: list[tuple[str, Entity | None]] = []
    place = 0
    for entity in found:
        pieces += [(text[place : entity.start], None), (entity.text, entity)]
        place = entity.end
    pieces.append((text[place:], None))
    return pieces


def _without_head(text: str, network: str) -> str:
    """An answer without the mentions at its head, which X writes itself and does not count."""
    if network != Network.X:
        return text
    place = 0
    for entity in entities(text, network):
        if entity.kind is not EntityKind.MENTION or text[place : entity.start].strip():
            break
        place = entity.end
    return text[place:].lstrip() if place else text


def _number(found: tuple[Entity, ...], kind: EntityKind) -> int:
    return sum(one.kind is kind for one in found)


def _measure(limit: Limit | None, length: int, unit: Unit) -> Measure:
    if limit is None:
        return Measure(unit, length)
    return Measure(unit, length, limit.warning, limit.error)


# ----- What to say ----------------------------------------------------------------------------------------------------


def _notes(counted: Count, limit: Limit | None, tags: list[Entity], limits: Limits) -> tuple[str, ...]:
    notes = [*_length_notes(counted, limit)]
    for name, measure in (("hashtags", counted.hashtags), ("mentions", counted.mentions), ("links", counted.links)):
        if measure.level in {Level.OVER_WARNING, Level.TOO_MUCH}:
            notes.append(_too_many(_(LIMIT_NAMES[name]), measure))
    longest = limits.of(counted.network, "hashtag")
    if longest is not None and longest.error is not None:
        most = longest.error
        notes += [
            _("The hashtag {tag} is longer than {count} signs.").format(tag=tag.text, count=most)
            for tag in tags
            if len(graphemes(tag.text)) - 1 > most
        ]
    return tuple(notes)


def _length_notes(counted: Count, limit: Limit | None) -> list[str]:
    notes = []
    if limit is not None and counted.measures[0].level in {Level.OVER_WARNING, Level.TOO_MUCH}:
        said = limit.note[1 if spoken().language == "es" else 0]
        notes += [said] if said else []
    for other in counted.measures[1:]:
        if other.level in {Level.OVER_WARNING, Level.TOO_MUCH} and other.most is not None:
            notes.append(
                _("{length} bytes; from {most} on some texts with accents are refused.").format(
                    length=spoken().number(other.length), most=spoken().number(other.most)
                )
                if other.error is None
                else _("{length} bytes; the network takes {most}.").format(
                    length=spoken().number(other.length), most=spoken().number(other.most)
                )
            )
    return notes


def _too_many(what: str, measure: Measure) -> str:
    """Says of how many there are too many."""
    if measure.warning is not None and measure.error is not None and measure.warning != measure.error:
        return _("{what}: {count}; one source allows {warning}, another {error}.").format(
            what=what, count=measure.length, warning=measure.warning, error=measure.error
        )
    return _("{what}: {count}; the network takes {most}.").format(what=what, count=measure.length, most=measure.most)
