"""Campaigns and pillars: what a client's posts work for together, and which themes make up the mix."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from cmdesk.domain.clients import Rule, checked_colour, checked_line, checked_text
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.moments import Month
from cmdesk.domain.posts import NEVER_COUNT, PostCard
from cmdesk.i18n import gettext as _

WHOLE: Final = 100  # per cent
_DEAREST: Final = 10**11  # cents


@dataclass(frozen=True, slots=True)
class Campaign:
    """What a client's posts work for together, between two days."""

    id: int
    client_id: int
    name: str
    goal: str = ""
    first_day: date | None = None
    last_day: date | None = None
    colour: int = 1
    budget_cents: int | None = None
    posts: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class Pillar:
    """A theme of a client's content, with the share of the mix that it should have."""

    id: int
    client_id: int
    name: str
    share: int | None = None  # per cent
    colour: int = 1
    version: int = 1


@dataclass(frozen=True, slots=True)
class MixRow:
    """How much of a month's posts a pillar has, beside how much it should have."""

    pillar_id: int | None  # none: what has no pillar
    name: str
    colour: int
    posts: int
    percent: int
    wish: int | None = None

    @property
    def is_short(self) -> bool:
        """Whether it has clearly less than its share, with posts planned at all."""
        return self.wish is not None and self.percent + 10 < self.wish


@dataclass(frozen=True, slots=True)
class Mix:
    """What the posts of a month are about."""

    month: Month
    posts: int = 0
    rows: tuple[MixRow, ...] = ()
    wished: int = 0  # per cent, of all pillars together


@dataclass(frozen=True, slots=True)
class CampaignSheet:
    """The campaigns and pillars of a client, with the mix of a month."""

    client_id: int
    currency: str
    campaigns: tuple[Campaign, ...]
    pillars: tuple[Pillar, ...]
    mix: Mix


@dataclass(frozen=True, slots=True)
class Themes:
    """The campaigns and pillars that posts can be given, of one client or of all."""

    campaigns: tuple[Campaign, ...] = ()
    pillars: tuple[Pillar, ...] = ()

    def of(self, client_id: int | None) -> Themes:
        """Those of one client; all of them when none is named."""
        if client_id is None:
            return self
        return Themes(
            tuple(one for one in self.campaigns if one.client_id == client_id),
            tuple(one for one in self.pillars if one.client_id == client_id),
        )


def mix_of(cards: Iterable[PostCard], pillars: Sequence[Pillar], month: Month) -> Mix:
    """What the posts of a month are about; ideas and what was cancelled do not count, courtesies do."""
    counts: dict[int | None, int] = {pillar.id: 0 for pillar in pillars}
    total = 0
    for card in cards:
        if card.day is None or Month.of(card.day) != month or card.status in NEVER_COUNT:
            continue
        key = card.pillar_id if card.pillar_id in counts else None
        counts[key] = counts.get(key, 0) + 1
        total += 1
    rows = [
        MixRow(pillar.id, pillar.name, pillar.colour, counts[pillar.id], _percent(counts[pillar.id], total),
               pillar.share)
        for pillar in pillars
    ]  # fmt: skip
    if counts.get(None):
        rows.append(MixRow(None, "", 0, counts[None], _percent(counts[None], total)))
    return Mix(month, total, tuple(rows), sum(pillar.share or 0 for pillar in pillars))


def _percent(part: int, whole: int) -> int:
    return (part * 200 + whole) // (2 * whole) if whole else 0


def check_span(first: date | None, last: date | None) -> None:
    """Refuse a campaign that ends before it begins.

    Raises:
        RuleBroken: It does.
    """
    if first is not None and last is not None and last < first:
        raise RuleBroken(_("A campaign ends on its first day or later."), field="last_day")


def _day(value: Any, field: str) -> date | None:
    if value is not None and not isinstance(value, date):
        raise RuleBroken(_("Write a day, such as “1 nov”."), field=field)
    return value


def _budget(value: Any, field: str) -> int | None:
    if value is not None and not 0 <= value <= _DEAREST:
        raise RuleBroken(_("A budget is an amount of zero or more."), field=field)
    return None if value is None else int(value)


def _share(value: Any, field: str) -> int | None:
    if value is not None and not 0 <= value <= WHOLE:
        raise RuleBroken(_("A share lies between 0 and 100 %."), field=field)
    return None if value is None else int(value)


CAMPAIGN_RULES: dict[str, Rule] = {
    "name": lambda value, field: checked_line(value, field, needed=_("Write what the campaign is called.")),
    "goal": checked_text,
    "first_day": _day,
    "last_day": _day,
    "colour": checked_colour,
    "budget_cents": _budget,
}
PILLAR_RULES: dict[str, Rule] = {
    "name": lambda value, field: checked_line(value, field, needed=_("Write what the theme is called.")),
    "share": _share,
    "colour": checked_colour,
}
