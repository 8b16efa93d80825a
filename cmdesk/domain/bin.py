"""What was deleted and can still come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from cmdesk.domain.changes import Kind

KEPT_DAYS = 30
GONE = datetime(1970, 1, 1, tzinfo=UTC)
"""When something was deleted that went for good but whose empty shell stays, because a history names it."""


@dataclass(frozen=True, slots=True)
class Deleted:
    """One thing in the bin, with all that hung on it."""

    kind: Kind
    id: int
    title: str
    client_id: int | None
    client: str  # the name, empty for what belongs to the agency
    at: datetime  # UTC
    days_left: int


def days_left(at: datetime, today: date) -> int:
    """How many days it can surely still come back."""
    return max(0, min(KEPT_DAYS, KEPT_DAYS - (today - at.date()).days))
