"""Handling several posts at once: what was done and what was left, and what stands quietly beside a post.

One rule holds for everything that is done with several posts, by drag, key or bar: what can be done is done as one
step, what cannot is left as it is, and both are said. Only when nothing can be done is it refused.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from cmdesk.domain.days import WorkingDays
from cmdesk.domain.moments import instant, zone
from cmdesk.domain.networks import NETWORK_NAMES, Network
from cmdesk.domain.posts import APPROVED_OR_LATER, PostCard, PostFormat, PostStatus, can_move
from cmdesk.i18n import gettext as _
from cmdesk.i18n import ngettext, spoken

NEAR_SECONDS = 3600
"""Two posts on one channel that lie nearer than this are marked."""
REPEAT_DAYS = 30
"""The same text again within so many days is marked."""
MOST_FILES = 10
"""Pictures and films that one post takes when files are dropped."""
_DAY = timedelta(days=1)
_FAR = 60  # days within which holidays may make a post too near


# --- what was done and what was left ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Left:
    """Something that was left as it is, and why in one sentence."""

    id: int
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Bulk:
    """What an action on several posts came to."""

    done: tuple[int, ...]
    left: tuple[Left, ...] = ()

    @property
    def count(self) -> int:
        """How many it was asked for."""
        return len(self.done) + len(self.left)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why something was left, each reason once."""
        return tuple(dict.fromkeys(one.why for one in self.left))


def parted(cards: Iterable[PostCard]) -> tuple[list[PostCard], list[PostCard]]:
    """The posts that may move, and those that are published and stay."""
    going: list[PostCard] = []
    staying: list[PostCard] = []
    for card in cards:
        (going if can_move(card.status) else staying).append(card)
    return going, staying


@dataclass(frozen=True, slots=True)
class Room:
    """A line of the scope that still holds something, for a swap."""

    lineage: str
    title: str
    left: int


@dataclass(frozen=True, slots=True)
class Landed:
    """What posts that came to a day lead to.

    Attributes:
        over: Those that are more than agreed, and were not before.
        client_id: Whose the ones that are over are; none when they are several clients'.
        rooms: The lines that could be used up instead.
        not_agreed: Those on a day without an agreement.
        short: By how many working days they are too near for the client's yes.
    """

    over: tuple[int, ...] = ()
    client_id: int | None = None
    rooms: tuple[Room, ...] = ()
    not_agreed: tuple[int, ...] = ()
    short: int = 0


# --- too near for the client's yes ------------------------------------------------------------


def days_short(day: date, today: date, lead_days: int, works: WorkingDays) -> int:
    """How many of the agreed working days for the client's yes are missing before a day; none for the past.

    Today counts, the day itself does not: an answer that comes today is in time for a post that is two working days
    away where two were agreed.
    """
    if day < today or not works.week_days or (day - today).days > _FAR + 7 * lead_days:
        return 0
    left = works.between(today - _DAY, day - _DAY)
    return max(0, lead_days - left)


def waits_for_yes(status: PostStatus) -> bool:
    """Whether the client must still say yes to a post."""
    return status not in APPROVED_OR_LATER and status is not PostStatus.CANCELLED


# --- the change of clocks ---------------------------------------------------------------------


def clock_note(day: date, minute: int | None, zone_name: str) -> str:
    """What the change of clocks does to an hour of a day, where it does anything."""
    seconds = instant(day, minute, zone_name)
    if minute is None or seconds is None:
        return ""
    shown = datetime.fromtimestamp(seconds, UTC).astimezone(zone(zone_name))
    if shown.date() != day or shown.hour * 60 + shown.minute != minute:
        time = spoken().clock(shown.hour * 60 + shown.minute)
        return _("The clocks skip this hour: it counts as {time}.").format(time=time)
    if shown.replace(fold=1).utcoffset() != shown.utcoffset():
        return _("The clocks show this hour twice: the first counts.")
    return ""


# --- quiet marks ------------------------------------------------------------------------------


class Slot(NamedTuple):
    """A post on one channel at one instant."""

    post_id: int
    title: str
    channel_id: int
    network: str
    instant: int  # seconds since 1970 UTC
    day: date
    minute: int


class Said(NamedTuple):
    """A post whose text another post has too."""

    post_id: int
    title: str
    client_id: int
    text: str
    day: date


class NearMarks(Mapping[int, str]):
    """What is quietly said of posts, by id; a sentence is only made when somebody wants to read it."""

    def __init__(self, near: Mapping[int, Slot], again: Mapping[int, Said]) -> None:
        self._near, self._again = near, again
        self._keys = dict.fromkeys((*near, *again))

    def __getitem__(self, key: int) -> str:
        there, same = self._near.get(key), self._again.get(key)
        if there is None and same is None:
            raise KeyError(key)
        parts = (there and _near_sentence(there), same and _again_sentence(same))
        return " ".join(part for part in parts if part)

    def __iter__(self) -> Iterator[int]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: object) -> bool:
        return key in self._keys


def near_marks(slots: Iterable[Slot], said: Iterable[Said], shown: Container[int] | None = None) -> NearMarks:
    """What is quietly said of posts that lie within the hour on a channel, or repeat a text within 30 days.

    Args:
        slots: Posts on their channels.
        said: Posts that share their text with another.
        shown: The posts of which something is said; by itself, of all.
    """
    near: dict[int, Slot] = {}
    for one, other in _neighbours(slots):
        near.setdefault(one.post_id, other)
        near.setdefault(other.post_id, one)
    again: dict[int, Said] = {}
    for first, second in _repeated(said):
        again.setdefault(first.post_id, second)
        again.setdefault(second.post_id, first)
    if shown is not None:
        near = {key: slot for key, slot in near.items() if key in shown}
        again = {key: other for key, other in again.items() if key in shown}
    return NearMarks(near, again)


def _neighbours(slots: Iterable[Slot]) -> Iterable[tuple[Slot, Slot]]:
    """Every two posts that follow each other on a channel within the hour."""
    ordered = sorted(slots, key=lambda slot: (slot.channel_id, slot.instant, slot.post_id))
    for one, other in pairwise(ordered):
        is_channel = one.channel_id == other.channel_id and one.post_id != other.post_id
        if is_channel and other.instant - one.instant < NEAR_SECONDS:
            yield one, other


def _repeated(said: Iterable[Said]) -> Iterable[tuple[Said, Said]]:
    """Every two posts of a client that follow each other with the same text within the days."""
    ordered = sorted(said, key=lambda one: (one.client_id, one.text, one.day, one.post_id))
    for first, second in pairwise(ordered):
        is_same = (first.client_id, first.text) == (second.client_id, second.text)
        if is_same and (second.day - first.day).days <= REPEAT_DAYS:
            yield first, second


def _near_sentence(there: Slot) -> str:
    name = _(NETWORK_NAMES[Network(there.network)]) if there.network in set(Network) else there.network
    return _("On {network} within the hour of “{title}”, {time}.").format(
        network=name, title=there.title, time=spoken().clock(there.minute)
    )


def _again_sentence(there: Said) -> str:
    return _("The same text as “{title}”, {day}.").format(title=there.title, day=spoken().short_day(there.day))


# --- files ------------------------------------------------------------------------------------


def title_from(name: str) -> str:
    """A working title from the name of a file: without its ending, its signs as spaces."""
    stem = name.rsplit(".", 1)[0] if "." in name[1:] else name
    words = " ".join(stem.replace("_", " ").replace("-", " ").split())
    return words[:300] or name[:300]


def format_for(kinds: Sequence[str]) -> PostFormat:
    """What a post of these media is by itself: several are a carousel, one film a video, one picture a post."""
    if len(kinds) > 1:
        return PostFormat.CAROUSEL
    return PostFormat.VIDEO if kinds and kinds[0].startswith("video/") else PostFormat.POST


def most_files() -> str:
    """How many files one drop may bring."""
    return ngettext("One post takes {count} file at once.", "One post takes {count} files at once.", MOST_FILES).format(
        count=MOST_FILES
    )
