"""A month planned from what was agreed: drafts that are proposed, and written only when somebody accepts them.

Each line that posts use up gets as many proposals as its allowance has left, spread evenly over the days on which it
may go out. Which days these are is narrowed in this order, and never so far that none is left: days on which a version
with the line is in force and which are not over; the days of the week that were agreed; days by which the client's yes
can still be had; the days on which its channels usually speak, or the agency works; no holidays. The last two give way
where a day would hold more than two of the line. Among those days a post goes where its channels have the fewest posts
already, and of these to the one nearest to its even place.

A line counted by weeks keeps to the weeks that end in the month, which is how the month is judged; any other line to
the days of the month. A line that runs over a quarter is spread over what is left of the quarter, and only what falls
into the month is proposed. The same agreement and the same calendar always give the same proposals.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from cmdesk.domain.allowance import Allowance, covering_line, in_force
from cmdesk.domain.calendar import usual_minute
from cmdesk.domain.days import WorkingDays
from cmdesk.domain.moments import Month
from cmdesk.domain.posts import (
    NEVER_COUNT,
    POST_FORMAT_NAMES,
    Coverage,
    PostCard,
    PostFormat,
    PostStatus,
)
from cmdesk.domain.scope import ScopeLine, ScopeVersion
from cmdesk.i18n import gettext as _

MOST: Final = 200
"""Proposals for one month at most; nobody looks through more."""
_SIDE_BY_SIDE: Final = 60  # minutes in which two posts on one channel stand in each other's way
_STEPS: Final = (120, 240, -120, -240, 60, -60)
_EARLIEST, _LATEST = 8 * 60, 22 * 60
_OWN_PLACES: Final = {PostFormat.NEWSLETTER: "newsletter", PostFormat.ARTICLE: "blog"}


@dataclass(frozen=True, slots=True)
class UsualChannel:
    """A channel of the client, and when it usually speaks."""

    id: int
    network: str
    minute: int | None = None
    days: tuple[int, ...] = ()  # 0 is Monday; empty: any


@dataclass(frozen=True, slots=True)
class Ground:
    """What a plan for a client's month stands on.

    Attributes:
        client_id: Whose month.
        today: The client's local day.
        versions: The versions of the scope that ever came into force.
        rows: What the month holds of each line that posts use up.
        posts: The client's posts, at least those of the days of the rows.
        channels: The channels that are in use, in their order.
        working: The days on which there is work for the client.
    """

    client_id: int
    today: date
    versions: tuple[ScopeVersion, ...] = ()
    rows: tuple[Allowance, ...] = ()
    posts: tuple[PostCard, ...] = ()
    channels: tuple[UsualChannel, ...] = ()
    working: WorkingDays = field(default_factory=WorkingDays)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft that is proposed and not written yet.

    Attributes:
        number: Its number among those proposed together, from 1 on.
        client_id: Whose it would be.
        title: Its working title.
        format: What kind of post.
        day: The client's local day.
        minute: Its hour in minutes after midnight; none: no hour yet.
        channel_ids: Where it would go.
        networks: The networks of these channels.
        lineage: The line that it would count against; none: not decided.
        line: The title of that line.
        source_id: The post that it repeats; none: it begins empty.
    """

    number: int
    client_id: int
    title: str
    format: PostFormat
    day: date
    minute: int | None = None
    channel_ids: tuple[int, ...] = ()
    networks: tuple[str, ...] = ()
    lineage: str | None = None
    line: str = ""
    source_id: int | None = None

    @property
    def card(self) -> PostCard:
        """How the calendar shows it: a post whose number is negative, because it is none yet."""
        return PostCard(
            -self.number,
            self.client_id,
            self.title,
            PostStatus.DRAFT,
            self.format,
            self.day,
            self.minute,
            self.networks,
            Coverage.LINE if self.lineage else Coverage.UNDECIDED,
            self.lineage,
        )


@dataclass(frozen=True, slots=True)
class Filling:
    """What is proposed for a month.

    Attributes:
        client_id: Whose month.
        month: The month.
        proposals: The drafts, by day and hour.
        why_none: Why nothing is proposed, in a sentence; empty when something is.
        left_out: How many more could be proposed, or would lie on days that are over.
        remark: What somebody should know about the proposals, in a sentence.
    """

    client_id: int
    month: Month
    proposals: tuple[Proposal, ...] = ()
    why_none: str = ""
    left_out: int = 0
    remark: str = ""


@dataclass(slots=True)
class _Need:
    """What one line still wants, and the days on which it may go out."""

    row: Allowance
    line: ScopeLine
    count: int
    days: list[date]
    channels: tuple[UsualChannel, ...]
    chosen: list[date] = field(default_factory=list)

    @property
    def networks(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(channel.network for channel in self.channels))


# --- the whole month -----------------------------------------------------------------------------


def proposals(ground: Ground, month: Month) -> tuple[Proposal, ...]:
    """The drafts that would give a month what was agreed and is not planned yet, by day and hour."""
    needs = [need for row in ground.rows if (need := _need(row, ground, month))]
    load = _Load(ground.posts)
    room = MOST
    made: list[Proposal] = []
    # what is rare chooses first, and what is plenty goes around it
    for need in sorted(needs, key=lambda one: one.count):
        spread = _spread(need, ground, load, month)[:room]
        room -= len(spread)
        need.chosen = spread
        made += _drafts(need, ground, load)
    ordered = sorted(made, key=lambda one: (one.day, 1440 if one.minute is None else one.minute, one.line, one.title))
    return tuple(replace(one, number=number) for number, one in enumerate(ordered, 1))


def _need(row: Allowance, ground: Ground, month: Month) -> _Need | None:
    """What a line wants of the days that are left; none where it wants nothing or no day is left."""
    if not row.left or not row.counts_posts:
        return None
    lines = {day: line for day in _span(row) if day >= ground.today and (line := _line_on(day, row.lineage, ground))}
    if not lines:
        return None
    line = lines[max(lines)]
    channels = _channels(line, ground.channels)
    days = _narrowed([*lines], line, channels, row.left, ground)
    inside = [day for day in days if _is_of(day, row, month)]
    return _Need(row, line, row.left, days, channels) if inside else None


def _span(row: Allowance) -> Iterable[date]:
    return (row.first + timedelta(days=at) for at in range((row.last - row.first).days + 1))


def _is_of(day: date, row: Allowance, month: Month) -> bool:
    """Whether a day is one of the month for this line: of a line that is counted by weeks, all of its period's days."""
    is_longer = (row.last - row.first).days > 45  # a quarter
    return Month.of(day) == month if is_longer else row.first <= day <= row.last


def _line_on(day: date, lineage: str, ground: Ground) -> ScopeLine | None:
    """The line as the version of a day has it, if it promises it."""
    scope = in_force(ground.versions, day)
    return (
        next((line for line in scope.promised if line.lineage == lineage and line.is_included), None) if scope else None
    )


# --- which days ----------------------------------------------------------------------------------


def _narrowed(
    days: list[date], line: ScopeLine, channels: Sequence[UsualChannel], count: int, ground: Ground
) -> list[date]:
    """The days on which a line may go out, as far as wishes can be met."""
    days = [day for day in days if day > ground.today] or days
    days = [day for day in days if day.weekday() in line.week_days] or days
    days = [day for day in days if is_in_time(day, ground)] or days
    usual = {at for channel in channels for at in channel.days} or ground.working.week_days
    wishes = [day for day in days if day not in ground.working.holidays and (line.week_days or day.weekday() in usual)]
    if wishes and 2 * len(wishes) >= count:
        return wishes
    open_days = [day for day in days if day not in ground.working.holidays]
    return open_days if open_days and 2 * len(open_days) >= count else days


def is_in_time(day: date, ground: Ground) -> bool:
    """Whether the client's yes can still be had for a post of this day, by what was agreed."""
    scope = in_force(ground.versions, day)
    return ground.working.before(day, scope.terms.lead_days if scope else 0) >= ground.today


class _Load:
    """How many posts each day holds, by network and by line."""

    def __init__(self, posts: Iterable[PostCard]) -> None:
        self.by_place: Counter[tuple[date, str]] = Counter()
        self.by_line: Counter[tuple[date, str]] = Counter()
        self.hours: dict[tuple[date, str], list[int]] = {}
        for post in posts:
            if post.day is not None and post.status is not PostStatus.CANCELLED:
                self.add(post.day, post.minute, post.networks, None)

    def add(self, day: date, minute: int | None, networks: Iterable[str], lineage: str | None) -> None:
        """Take in a post."""
        for network in networks:
            self.by_place[day, network] += 1
            if minute is not None:
                self.hours.setdefault((day, network), []).append(minute)
        if lineage is not None:
            self.by_line[day, lineage] += 1

    def on(self, day: date, networks: Sequence[str], lineage: str) -> int:
        """How much a day holds of what a post would stand beside."""
        beside = max((self.by_place[day, network] for network in networks), default=0)
        return max(beside, self.by_line[day, lineage])


def _spread(need: _Need, ground: Ground, load: _Load, month: Month) -> list[date]:
    """The days of a line's proposals, in their order: even places, those that posts hold already left out."""
    days = need.days
    held = [post.day for post in _held(need.row.lineage, ground) if post.day and days[0] <= post.day <= days[-1]]
    for day in held:
        load.by_line[day, need.row.lineage] += 1
    count = min(need.count, MOST)
    places = _even_places(count + len(held), len(days))
    free = _without(places, sorted(min(bisect_left(days, day), len(days) - 1) for day in held))
    chosen: list[date] = []
    for place in _far_ones_first(free):
        at = min(
            range(len(days)),
            key=lambda at: (load.on(days[at], need.networks, need.row.lineage), abs(at - place), at),
        )
        day = days[at]
        load.by_line[day, need.row.lineage] += 1
        for network in need.networks:
            load.by_place[day, network] += 1
        chosen.append(day)
    return sorted(day for day in chosen if _is_of(day, need.row, month))


def _far_ones_first(places: Sequence[float]) -> list[float]:
    """The same places in an order in which what comes late is spread as well: by halves, quarters, eighths."""
    digits = max(1, (len(places) - 1).bit_length())
    order = sorted(range(len(places)), key=lambda at: int(f"{at:0{digits}b}"[::-1], 2))
    return [places[at] for at in order]


def _even_places(count: int, room: int) -> list[float]:
    """So many places over a row of days, each in the middle of its share."""
    return [(at + 0.5) * room / count - 0.5 for at in range(count)]


def _without(places: Sequence[float], held: Sequence[int]) -> list[float]:
    """The places that are left when each held day has taken one, so that the ways between them are shortest."""
    cost = [[0.0] * (len(places) + 1) for _each in range(len(held) + 1)]
    for done, day in enumerate(held, 1):
        cost[done][done - 1] = float("inf")
        for at in range(done, len(places) + 1):
            taken = cost[done - 1][at - 1] + abs(places[at - 1] - day)
            cost[done][at] = min(taken, cost[done][at - 1])
    free: list[float] = []
    done, at = len(held), len(places)
    while at:
        if done and cost[done][at] != cost[done][at - 1]:
            done -= 1
        else:
            free.append(places[at - 1])
        at -= 1
    return free[::-1]


def _held(lineage: str, ground: Ground) -> list[PostCard]:
    """The posts that a line counts already."""
    found = []
    for post in ground.posts:
        if post.day is None or post.status in NEVER_COUNT:
            continue
        scope = in_force(ground.versions, post.day)
        line = covering_line(post, scope.promised) if scope else None
        if line is not None and line.lineage == lineage:
            found.append(post)
    return found


# --- what each of them is ------------------------------------------------------------------------


def _channels(line: ScopeLine, channels: Sequence[UsualChannel]) -> tuple[UsualChannel, ...]:
    """The channels on which a line goes out: those it names, else the one that suits its format, else the first."""
    if line.networks:
        return tuple(channel for channel in channels if channel.network in line.networks)
    suited = {_OWN_PLACES[format_] for format_ in _formats(line) if format_ in _OWN_PLACES}
    fitting = [channel for channel in channels if channel.network in suited]
    return tuple((fitting or [*channels])[:1])


def _formats(line: ScopeLine) -> tuple[PostFormat, ...]:
    known = {str(one): one for one in PostFormat}
    named = tuple(known[name] for name in line.formats or (line.unit,) if name in known)
    return named or (PostFormat.POST,)


def _drafts(need: _Need, ground: Ground, load: _Load) -> list[Proposal]:
    """The drafts of one line, on their days."""
    formats = _formats(need.line)
    hours = tuple((channel.network, channel.minute) for channel in (*need.channels, *ground.channels))
    made = []
    for number, day in zip(_numbers(need, ground), need.chosen, strict=False):
        format_ = formats[(number - 1) % len(formats)]
        minute = _free_minute(usual_minute(need.networks, hours), day, need.networks, load.hours)
        if minute is not None:
            for network in need.networks:
                load.hours.setdefault((day, network), []).append(minute)
        made.append(
            Proposal(
                0,
                ground.client_id,
                title_of(format_, number),
                format_,
                day,
                minute,
                tuple(channel.id for channel in need.channels),
                need.networks,
                need.row.lineage,
                need.row.title,
            )
        )
    return made


def _numbers(need: _Need, ground: Ground) -> Iterator[int]:
    """The numbers after what is planned, without those by which a post of this period is called already."""
    row, formats = need.row, _formats(need.line)
    taken = {post.title for post in ground.posts if post.day is None or row.first <= post.day <= row.last}
    for number in itertools.count(row.planned + 1):
        if taken.isdisjoint(title_of(format_, number) for format_ in formats):
            yield number


def title_of(format_: PostFormat, number: int) -> str:
    """'Reel 3': a name, not a count; the strip says how many there are of how many."""
    name = _(POST_FORMAT_NAMES[format_])
    return _("{what} {number}").format(what=name[:1].upper() + name[1:], number=number)


def _free_minute(
    usual: int | None, day: date, networks: Iterable[str], hours: Mapping[tuple[date, str], Sequence[int]]
) -> int | None:
    """The usual hour, or one nearby where the channel has no other post within the hour."""
    if usual is None:
        return None
    taken = [minute for network in networks for minute in hours.get((day, network), ())]
    for step in (0, *_STEPS):
        minute = usual + step
        is_allowed = not step or _EARLIEST <= minute <= _LATEST
        if is_allowed and all(abs(minute - other) >= _SIDE_BY_SIDE for other in taken):
            return minute
    return usual


# --- last month's skeleton -----------------------------------------------------------------------


def same_place(day: date, month: Month) -> date:
    """The day of another month with the same place in it: the second Tuesday, or the last where there is no fifth."""
    first = month.first + timedelta(days=(day.weekday() - month.first.weekday()) % 7)
    found = first + timedelta(weeks=(day.day - 1) // 7)
    return found if Month.of(found) == month else found - timedelta(weeks=1)


def skeleton(
    sources: Iterable[tuple[PostCard, tuple[int, ...]]], month: Month, today: date
) -> tuple[tuple[Proposal, ...], int]:
    """Copies of another month's posts on the same places of this one, and how many would lie on days that are over.

    Args:
        sources: The posts with the channels that they go to.
        month: The month for the copies.
        today: The client's local day.
    """
    made: list[Proposal] = []
    past = 0
    for post, channel_ids in sorted(sources, key=lambda one: one[0].order):
        if post.day is None or post.status is PostStatus.CANCELLED:
            continue
        day = same_place(post.day, month)
        if day < today:
            past += 1
            continue
        made.append(
            Proposal(
                0, post.client_id, post.title, post.format, day, post.minute, channel_ids, post.networks,
                post.lineage if post.coverage is Coverage.LINE else None, "", post.id,
            )
        )  # fmt: skip
    ordered = sorted(made, key=lambda one: (one.day, 1440 if one.minute is None else one.minute, one.source_id or 0))
    return tuple(replace(one, number=number) for number, one in enumerate(ordered[:MOST], 1)), past
