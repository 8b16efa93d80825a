"""All that happened between a client and the agency about what is agreed, on one line of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cmdesk.domain.extras import Decision, Extra
from cmdesk.domain.scope import ScopeEvent


class TimelineKind(StrEnum):
    """What an entry is about."""

    EVENT = "event"  # something happened to a version
    ASKED = "asked"  # an extra was asked for
    DECIDED = "decided"  # an extra was decided
    PAUSED = "paused"
    RESUMED = "resumed"


_PLACE = {kind: place for place, kind in enumerate(TimelineKind)}


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened.

    Attributes:
        kind: What it is about.
        day: When, by the calendar.
        sentence: What happened, in words.
        who: The member of the agency.
        contact: The person on the client's side.
        note: What was written about it.
        at: When it was written down, in UTC, where that is known.
        number: Of the version that it is about.
        event: The event of the chain, with its evidence and hashes.
        evidence_bytes: The size of the evidence.
        extra: What was asked for.
    """

    kind: TimelineKind
    day: date
    sentence: str
    who: str = ""
    contact: str = ""
    note: str = ""
    at: datetime | None = None
    number: int | None = None
    event: ScopeEvent | None = None
    evidence_bytes: int = 0
    extra: Extra | None = None

    @property
    def order(self) -> tuple[date, int, int]:
        """Its place: by day; on one day what happened to versions stands in the order of the chain."""
        key = self.event.id if self.event else self.extra.id if self.extra else 0
        return (self.day, _PLACE[self.kind], key)

    @property
    def is_declined(self) -> bool:
        """Whether something that was asked for was not done."""
        return self.kind is TimelineKind.DECIDED and self.extra is not None and self.extra.decision is Decision.DECLINED
