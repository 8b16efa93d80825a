"""What the networks allow: how long a text may be and which media they take, dated, with where it was read.

Sources disagree and networks change. Therefore a limit is data: it has the strictest common value, from which on
somebody should look, and the largest one, from which on the network refuses. An agency may set both anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.networks import Network
from cmdesk.i18n import N_, spoken
from cmdesk.i18n import gettext as _


class Unit(StrEnum):
    """What a limit counts."""

    CHARACTERS = "characters"
    WEIGHTED = "weighted"  # as X weighs them
    EMOJI_BYTES = "emoji_bytes"  # characters, emoji as their bytes
    GRAPHEMES = "graphemes"  # what a reader takes for one sign
    ESCAPED = "escaped"  # characters, reserved signs twice
    UTF16 = "utf16"
    BYTES = "bytes"
    PIECES = "pieces"
    FILE_BYTES = "file_bytes"
    MILLISECONDS = "ms"
    PIXELS = "px"
    RATIO = "ratio"  # width by height, in thousandths


UNIT_NAMES = {
    Unit.CHARACTERS: N_("characters"),
    Unit.WEIGHTED: N_("characters as X weighs them"),
    Unit.EMOJI_BYTES: N_("characters, each emoji as its bytes"),
    Unit.GRAPHEMES: N_("signs as a reader sees them"),
    Unit.ESCAPED: N_("characters, reserved signs twice"),
    Unit.UTF16: N_("UTF-16 units"),
    Unit.BYTES: N_("bytes"),
    Unit.PIECES: N_("pieces"),
    Unit.FILE_BYTES: N_("megabytes"),
    Unit.MILLISECONDS: N_("seconds"),
    Unit.PIXELS: N_("pixels"),
    Unit.RATIO: N_("width to height"),
}

LIMIT_NAMES = {
    "text": N_("Text"),
    "text:photos": N_("Text beside photos"),
    "text:media": N_("Text beside media"),
    "text:paid": N_("Text with a paid account"),
    "text_bytes": N_("Text in bytes"),
    "title": N_("Title"),
    "title:reel": N_("Title of a reel"),
    "title:event": N_("Title of an event"),
    "title:document": N_("Title of a document"),
    "title_least": N_("Shortest title"),
    "alt": N_("Alternative text"),
    "comment": N_("Comment"),
    "fold": N_("Seen before the fold"),
    "link": N_("Length of a link"),
    "hashtags": N_("Hashtags"),
    "hashtag": N_("Length of a hashtag"),
    "mentions": N_("Mentions"),
    "links": N_("Links"),
    "media_least": N_("Fewest media"),
    "mixes": N_("Pictures and videos together"),
    "pictures": N_("Pictures"),
    "pictures:story": N_("Pictures of a story"),
    "pictures:carousel": N_("Pictures of a carousel"),
    "pictures_least:carousel": N_("Fewest pictures of a carousel"),
    "picture_bytes": N_("Size of a picture"),
    "picture_width": N_("Widest picture"),
    "picture_width_least": N_("Narrowest picture"),
    "ratio": N_("Widest shape of a picture"),
    "ratio_least": N_("Tallest shape of a picture"),
    "ratio:story": N_("Widest shape of a story"),
    "ratio_least:story": N_("Tallest shape of a story"),
    "gifs": N_("Animated GIFs"),
    "gif_bytes": N_("Size of a GIF"),
    "videos": N_("Videos"),
    "videos_least": N_("Fewest videos"),
    "video_bytes": N_("Size of a video"),
    "video_bytes:reel": N_("Size of a reel"),
    "video_bytes:story": N_("Size of a story's video"),
    "video_ms": N_("Longest video"),
    "video_ms:reel": N_("Longest reel"),
    "video_ms:story": N_("Longest video of a story"),
    "video_ms:short": N_("Longest Short"),
    "video_ms_least": N_("Shortest video"),
    "video_ms_least:reel": N_("Shortest reel"),
    "video_ratio": N_("Widest shape of a video"),
    "video_ratio_least": N_("Tallest shape of a video"),
    "video_ratio:reel": N_("Widest shape of a reel"),
    "video_ratio_least:reel": N_("Tallest shape of a reel"),
    "document_bytes": N_("Size of a document"),
    "document_pages": N_("Pages of a document"),
    "posts_a_day": N_("Posts a day"),
    "replies_a_day": N_("Replies a day"),
}

_SCALES: Final = {Unit.FILE_BYTES: 1_000_000, Unit.MILLISECONDS: 1000, Unit.RATIO: 1000}


@dataclass(frozen=True, slots=True)
class Limit:
    """How much of something a network takes.

    A name that ends in `_least` counts from below: less than its value is too little.
    """

    network: Network
    name: str  # before a colon what, after it the format or the case
    unit: Unit
    warning: int | None  # the strictest common value
    error: int | None  # the largest; none: nobody knows one
    since: date  # the day on which it was looked up
    source: str  # keys of the sources, with a comma between them
    note: tuple[str, str] = ("", "")  # in English and in Spanish
    is_own: bool = False  # the agency's, not the program's

    @property
    def most(self) -> int | None:
        """The value that a counter shows: the stricter one."""
        return self.error if self.warning is None else self.warning

    @property
    def counts_from_below(self) -> bool:
        """Whether less is the trouble."""
        return self.name.partition(":")[0].endswith("_least")

    @property
    def is_disputed(self) -> bool:
        """Whether the sources name different values."""
        return self.warning is not None and self.error is not None and self.warning != self.error


@dataclass(frozen=True)
class Limits:
    """All limits, found by network and name."""

    rows: tuple[Limit, ...]
    sources: Mapping[str, str] = field(default_factory=dict)  # key: what it stands for
    picture_types: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # network, or "*": taken by all sources
    disputed_types: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # taken only by some
    video_types: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shipped: Mapping[tuple[str, str], Limit] = field(default_factory=dict)  # of those that the agency changed
    _found: dict[tuple[str, str], Limit] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._found.update({(row.network, row.name): row for row in self.rows})

    def __hash__(self) -> int:
        """By what is in it, so that an answer for the same limits is found again."""
        return hash(self.rows)

    def of(self, network: str, name: str, case: str = "") -> Limit | None:
        """The limit of a network; the one for a case, such as a format, goes before the general one."""
        return (self._found.get((network, f"{name}:{case}")) if case else None) or self._found.get((network, name))

    def for_network(self, network: str) -> tuple[Limit, ...]:
        """All limits of a network, in the order of the list."""
        return tuple(row for row in self.rows if row.network == network)

    @property
    def networks(self) -> tuple[Network, ...]:
        """The networks that have any, in the order of the list."""
        return tuple(dict.fromkeys(row.network for row in self.rows))

    def sources_of(self, limit: Limit) -> str:
        """Where a limit was read, in words; what the agency wrote stays as it is."""
        keys = [key.strip() for key in limit.source.split(",")]
        return "; ".join(self.sources.get(key, key) for key in keys if key)

    def with_own(self, own: Iterable[Limit]) -> Limits:
        """These limits with the agency's in the place of the shipped ones."""
        changed = {(row.network, row.name): row for row in own}
        shipped: dict[tuple[str, str], Limit] = {key: self._found[key] for key in changed if key in self._found}
        rows = tuple(self._merged(row, changed.get((row.network, row.name))) for row in self.rows)
        return replace(self, rows=rows, shipped=shipped)

    @staticmethod
    def _merged(row: Limit, own: Limit | None) -> Limit:
        if own is None:
            return row
        return replace(
            row, warning=own.warning, error=own.error, since=own.since, source=own.source, note=("", ""), is_own=True
        )


def parse_limits(tables: Mapping[str, Any]) -> Limits:
    """The limits in this table of tables.

    Raises:
        ValueError: A limit stands twice, has no name that is known, names a source that is not listed, or its largest
            value is stricter than its strictest.
        KeyError: Something is missing.
    """
    read: date = tables["read"]
    rows = tuple(_limit(table, read) for table in tables["limit"])
    sources: Mapping[str, str] = tables["sources"]
    seen: set[tuple[str, str]] = set()
    for row in rows:
        if (row.network, row.name) in seen or row.name not in LIMIT_NAMES:
            raise ValueError(f"The limit “{row.name}” of {row.network} is listed twice or not known")
        if unknown := [key for key in row.source.split(", ") if key not in sources]:
            raise ValueError(f"The limit “{row.name}” of {row.network} names {unknown}, which is no source")
        _check_order(row)
        seen.add((row.network, row.name))
    types = {key: {name: tuple(found) for name, found in tables.get(key, {}).items()} for key in _TYPES}
    return Limits(rows, sources, types["picture_types"], types["disputed_types"], types["video_types"])


_TYPES: Final = ("picture_types", "disputed_types", "video_types")


def _limit(table: Mapping[str, Any], read: date) -> Limit:
    return Limit(
        network=Network(table["network"]),
        name=table["name"],
        unit=Unit(table["unit"]),
        warning=table.get("warning"),
        error=table.get("error"),
        since=table.get("since", read),
        source=table["source"],
        note=(table.get("note", ""), table.get("note_es", "")),
    )


def _check_order(row: Limit) -> None:
    if row.warning is None and row.error is None:
        raise ValueError(f"The limit “{row.name}” of {row.network} has no value")
    if not in_order(row.name, row.warning, row.error):
        raise ValueError(f"The largest value of “{row.name}” of {row.network} is stricter than its strictest")


def in_order(name: str, warning: int | None, error: int | None) -> bool:
    """Whether a warning comes no later than an error."""
    if warning is None or error is None:
        return True
    return warning >= error if name.partition(":")[0].endswith("_least") else warning <= error


def limit_name(limit: Limit) -> str:
    """What a limit is about, in the language that is spoken now."""
    return _(LIMIT_NAMES[limit.name])


def shown_value(value: int | None, unit: Unit) -> str:
    """A value as a person reads it: megabytes, seconds, a shape as 0.8."""
    if value is None:
        return ""
    scale = _SCALES.get(unit, 1)
    return spoken().number(value // scale if value % scale == 0 else value / scale)


def read_value(text: str, unit: Unit) -> int | None:
    """The value that a person wrote the same way; nothing is no value.

    Raises:
        RuleBroken: It is no number, or less than none.
    """
    bare = text.strip().replace("\u00a0", "").replace(" ", "")
    if not bare:
        return None
    scale = _SCALES.get(unit, 1)
    decimal, group = (",", ".") if spoken().language == "es" else (".", ",")
    plain = re.sub(rf"(?<=\d){re.escape(group)}(?=\d{{3}}(?!\d))", "", bare).replace(decimal, ".")
    if not re.fullmatch(r"\d{1,12}(\.\d{1,6})?", plain) or (scale == 1 and "." in plain):
        raise RuleBroken(_("Write a number, such as 2,200, or leave it empty."))
    return round(Decimal(plain) * scale)
