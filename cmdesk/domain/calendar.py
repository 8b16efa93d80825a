"""What a month of the calendar shows, and what a move in it leads to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cmdesk.domain.agency import Member
from cmdesk.domain.allowance import Allowance, Mark
from cmdesk.domain.approval import PlanMark
from cmdesk.domain.clients import Channel, ClientTile
from cmdesk.domain.moments import Month
from cmdesk.domain.posts import PostCard, PostDetail, PostStatus
from cmdesk.domain.scope import ScopeVersion

UsualHours = tuple[tuple[str, int | None], ...]
"""The networks of a client's channels in their order, each with its usual hour in minutes after midnight."""


@dataclass(frozen=True, slots=True)
class MonthPage:
    """The posts of the whole weeks that a month touches, by day and hour; of full days perhaps only the first."""

    client_id: int | None
    month: Month
    days: tuple[date, ...]
    cards: tuple[PostCard, ...]
    left_out: Mapping[date, int] = field(default_factory=dict)  # how many more posts a day has, where it has more

    @property
    def is_whole(self) -> bool:
        """Whether every post of these days is among the cards."""
        return not self.left_out


@dataclass(frozen=True, slots=True)
class Plan:
    """How a month stands against what was agreed.

    Attributes:
        client_id: Whose month; none means all clients, and then nothing is counted.
        month: The month that is counted.
        versions: The versions that ever came into force.
        rows: The allowances of the lines that posts use up.
        marks: What goes beyond the agreement, by the post's id.
        late: By how many days posts are late, by the post's id.
        scope_number: The version in force in the month, or none.
        is_paused: Whether the client is paused: what is planned stays, and nothing is asked for.
        near: What is quietly said of posts, by id: another within the hour on a channel, or the same text again.
        needs: What each post needs next, by when and how that stands, by its id.
    """

    client_id: int | None
    month: Month
    versions: tuple[ScopeVersion, ...] = ()
    rows: tuple[Allowance, ...] = ()
    marks: Mapping[int, Mark] = field(default_factory=dict)
    late: Mapping[int, int] = field(default_factory=dict)
    scope_number: int | None = None
    is_paused: bool = False
    near: Mapping[int, str] = field(default_factory=dict)
    needs: Mapping[int, PlanMark] = field(default_factory=dict)

    @property
    def over(self) -> int:
        """How many more than agreed are planned, of all lines together."""
        return sum(row.over for row in self.rows)


@dataclass(frozen=True, slots=True)
class ClientPlace:
    """What the calendar must know of a client: its tile, its zone, and when it usually speaks where."""

    tile: ClientTile
    zone: str
    hours: UsualHours = ()

    @property
    def networks(self) -> tuple[str, ...]:
        """The networks of its channels, each once."""
        return tuple(dict.fromkeys(network for network, _minute in self.hours))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stays the same from month to month: clients, staff and the agency's week."""

    clients: Mapping[int, ClientPlace]
    members: tuple[Member, ...]
    first_week_day: int = 0
    zone: str = "Europe/Madrid"  # the agency's


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of a post that was moved."""

    id: int
    title: str
    client_id: int
    status: PostStatus
    day_before: date | None
    day: date | None
    minute: int | None

    @property
    def approved_for(self) -> date | None:
        """The day for which the client said yes, when the post has left it."""
        is_approved = self.status in {PostStatus.APPROVED, PostStatus.SCHEDULED}
        return self.day_before if is_approved and self.day_before != self.day else None


@dataclass(frozen=True, slots=True)
class PostSheet:
    """A post with all that may be chosen for it."""

    detail: PostDetail
    channels: tuple[Channel, ...]
    members: tuple[Member, ...]
    rows: tuple[Allowance, ...]  # the lines of the version in force on its day
    covered_by: str | None = None  # the lineage it counts against now, decided or not
    mark: Mark | None = None


def usual_minute(networks: Sequence[str], hours: UsualHours) -> int | None:
    """The hour at which a client usually speaks on the first of these networks that has one, else anywhere."""
    by_network: dict[str, int] = {}
    for network, minute in hours:
        if minute is not None:
            by_network.setdefault(network, minute)
    named = next((by_network[network] for network in networks if network in by_network), None)
    return named if named is not None else next(iter(by_network.values()), None)
