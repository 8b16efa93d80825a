"""Which posts of the calendar are seen, how they are shown, and the names under which that is kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from cmdesk.domain.clients import checked_line
from cmdesk.domain.posts import Coverage, PostCard, PostStatus
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _

NOBODY: Final = 0
"""Stands for posts that have no person, no campaign or no pillar."""


class Overlay(StrEnum):
    """What can lie around the posts of a day."""

    HOLIDAYS = "holidays"
    AWARENESS = "awareness"
    CAMPAIGNS = "campaigns"
    NOTES = "notes"
    TASKS = "tasks"
    DEADLINES = "deadlines"


OVERLAY_NAMES = {
    Overlay.HOLIDAYS: N_("Holidays"),
    Overlay.AWARENESS: N_("Days to remember"),
    Overlay.CAMPAIGNS: N_("Campaigns"),
    Overlay.NOTES: N_("Notes on days"),
    Overlay.TASKS: N_("Tasks that are due"),
    Overlay.DEADLINES: N_("Deadlines of scopes"),
}
ALL_OVERLAYS: Final = frozenset(Overlay)

COVERAGE_NAMES = {
    Coverage.LINE: N_("Counts against the scope"),
    Coverage.UNDECIDED: N_("Not decided yet"),
    Coverage.COURTESY: N_("Courtesies"),
    Coverage.EXTRA: N_("Extras"),
}


@dataclass(frozen=True, slots=True)
class PostFilter:
    """Which posts are seen; what is empty narrows nothing.

    Attributes:
        hidden_networks: A post is left out when it goes to these alone.
        statuses: How far the posts have come; in the tray this does not narrow.
        owners: Who looks after them; NOBODY stands for nobody.
        campaigns: What they work for; NOBODY stands for none.
        pillars: What they are about; NOBODY stands for none.
        coverages: What they count against.
        text: Words that all stand in the title.
    """

    hidden_networks: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    owners: frozenset[int] = frozenset()
    campaigns: frozenset[int] = frozenset()
    pillars: frozenset[int] = frozenset()
    coverages: frozenset[str] = frozenset()
    text: str = ""

    def keeps(self, card: PostCard, *, status_too: bool = True) -> bool:
        """Whether a post is to be seen."""
        if self.hidden_networks and card.networks and self.hidden_networks.issuperset(card.networks):
            return False
        if status_too and self.statuses and card.status not in self.statuses:
            return False
        if self.coverages and card.coverage not in self.coverages:
            return False
        parts = ((self.owners, card.owner_id), (self.campaigns, card.campaign_id), (self.pillars, card.pillar_id))
        if any(wanted and (key or NOBODY) not in wanted for wanted, key in parts):
            return False
        if not self.text:
            return True
        title = plain(card.title)
        return all(word in title for word in _words(self.text))

    @property
    def is_empty(self) -> bool:
        """Whether every post is seen."""
        return self.count == 0

    @property
    def count(self) -> int:
        """How many of its parts narrow."""
        parts = (
            self.hidden_networks, self.statuses, self.owners, self.campaigns, self.pillars, self.coverages,
            self.text.strip(),
        )  # fmt: skip
        return sum(bool(part) for part in parts)

    def without_themes(self) -> PostFilter:
        """The same for another client: campaigns and pillars are one client's own."""
        return replace(self, campaigns=frozenset(), pillars=frozenset())

    def as_json(self) -> dict[str, Any]:
        """The filter as it is kept: only what narrows."""
        kept: dict[str, Any] = {}
        for name in ("hidden_networks", "statuses", "owners", "campaigns", "pillars", "coverages"):
            if value := getattr(self, name):
                kept[name] = sorted(value)
        if self.text.strip():
            kept["text"] = self.text.strip()
        return kept


def read_filter(kept: Mapping[str, Any]) -> PostFilter:
    """The filter that was kept; what cannot be read narrows nothing."""
    return PostFilter(
        _read(kept, "hidden_networks", lambda one: isinstance(one, str)),
        _read(kept, "statuses", set(PostStatus).__contains__),
        _read(kept, "owners", _is_key),
        _read(kept, "campaigns", _is_key),
        _read(kept, "pillars", _is_key),
        _read(kept, "coverages", set(Coverage).__contains__),
        kept["text"] if isinstance(kept.get("text"), str) else "",
    )


def _read(kept: Mapping[str, Any], name: str, is_good: Callable[[Any], bool]) -> frozenset[Any]:
    found = kept.get(name)
    if not isinstance(found, list) or not all(isinstance(one, str | int) and is_good(one) for one in found):
        return frozenset()
    return frozenset(found)


def _is_key(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


@dataclass(frozen=True, slots=True)
class ViewSettings:
    """What the calendar shows and how."""

    kind: str = "month"
    colour_by: str = ""  # as the view has it by itself
    overlays: frozenset[Overlay] = ALL_OVERLAYS
    filter: PostFilter = field(default_factory=PostFilter)
    more: Mapping[str, Any] = field(default_factory=dict)  # what a view says of itself, such as how many weeks

    def as_json(self) -> dict[str, Any]:
        """The settings as they are kept."""
        return {
            "kind": self.kind,
            "colour_by": self.colour_by,
            "overlays": sorted(self.overlays),
            "filter": self.filter.as_json(),
            "more": dict(self.more),
        }


def read_settings(kept: Mapping[str, Any]) -> ViewSettings:
    """The settings that were kept; what cannot be read is as it is by itself."""
    overlays = kept.get("overlays")
    known = read_overlays(overlays) if isinstance(overlays, list) else ALL_OVERLAYS
    narrowed = kept.get("filter")
    more = kept.get("more")
    return ViewSettings(
        kept["kind"] if isinstance(kept.get("kind"), str) else "month",
        kept["colour_by"] if isinstance(kept.get("colour_by"), str) else "",
        known,
        read_filter(narrowed) if isinstance(narrowed, dict) else PostFilter(),
        more if isinstance(more, dict) else {},
    )


def read_overlays(kept: Collection[Any]) -> frozenset[Overlay]:
    """The overlays of this list; names that nobody knows are left out."""
    return frozenset(Overlay(one) for one in kept if isinstance(one, str) and one in set(Overlay))


@dataclass(frozen=True, slots=True)
class SavedView:
    """What the calendar shows, under a name; the whole agency can choose it."""

    id: int
    name: str
    client_id: int | None  # none: for any client
    settings: ViewSettings
    version: int = 1


def checked_view_name(name: str) -> str:
    """A name for a view.

    Raises:
        RuleBroken: It is missing or too long.
    """
    return checked_line(name, "name", needed=_("Write a name for the view."))


@lru_cache(maxsize=16)
def _words(text: str) -> tuple[str, ...]:
    return tuple(plain(text).split())


@lru_cache(maxsize=16_384)  # each letter that is typed asks for every title again
def plain(text: str) -> str:
    """A text without accents and capitals, as people look for it."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
