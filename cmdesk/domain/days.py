"""What is known of days besides their posts: holidays, awareness days, notes, campaigns, tasks and deadlines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Awareness:
    """A day that the world gives to a theme."""

    name: str
    source: str = ""  # who proclaimed it, and where that stands
    id: int | None = None  # of the agency's own list


@dataclass(frozen=True, slots=True)
class Note:
    """Words that somebody left on a day."""

    id: int
    text: str
    client_id: int | None = None  # none: for all clients


@dataclass(frozen=True, slots=True)
class TaskMark:
    """A task that is due on a day."""

    id: int
    title: str
    client_id: int | None = None
    is_done: bool = False
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that must have happened by the end of a day."""

    words: str  # 'Send by today: 7.000 años y aún caliente'
    client_id: int | None = None
    post_id: int | None = None
    scope_id: int | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What is known of one day.

    Attributes:
        day: The day.
        holidays: The names of the public holidays.
        is_rest: Whether nobody works: a holiday, or a day off of the week.
        awareness: The themes of the day.
        notes: What people wrote on it.
        tasks: The tasks that are due.
        deadlines: What must be done by then.
    """

    day: date
    holidays: tuple[str, ...] = ()
    is_rest: bool = False
    awareness: tuple[Awareness, ...] = ()
    notes: tuple[Note, ...] = ()
    tasks: tuple[TaskMark, ...] = ()
    deadlines: tuple[Deadline, ...] = ()


@dataclass(frozen=True, slots=True)
class CampaignBar:
    """A campaign over its days."""

    id: int
    client_id: int
    name: str
    colour: str  # '1' to '8' of the client colours, or '#rrggbb'
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Overlays:
    """All that lies over the days of a view besides posts; whoever does not want to see a part leaves it out."""

    days: Mapping[date, DayFacts] = field(default_factory=dict)
    campaigns: tuple[CampaignBar, ...] = ()


NO_OVERLAYS = Overlays()


def lanes(bars: tuple[CampaignBar, ...], first: date, last: date, most: int) -> list[list[CampaignBar]]:
    """Which campaigns share a line from one day to another, so that none lies over another.

    Args:
        bars: The campaigns.
        first: The first day that is seen.
        last: The last one.
        most: How many lines there are at most; what finds no place is left out.
    """
    found: list[list[CampaignBar]] = []
    for bar in sorted(bars, key=lambda one: (one.first, one.first - one.last, one.id)):
        if bar.last < first or bar.first > last:
            continue
        lane = next((lane for lane in found if lane[-1].last < bar.first), None)
        if lane is not None:
            lane.append(bar)
        elif len(found) < most:
            found.append([bar])
    return found
