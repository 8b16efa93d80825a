"""Tasks on the board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cmdesk.domain.posts import Coverage
from cmdesk.i18n import N_


class ColumnKind(StrEnum):
    """What a column of the board means."""

    BACKLOG = "backlog"
    ACTIVE = "active"
    WAITING = "waiting"  # for the client
    DONE = "done"


STANDARD_COLUMNS = (
    (N_("To do"), ColumnKind.BACKLOG),
    (N_("Doing"), ColumnKind.ACTIVE),
    (N_("Waiting for the client"), ColumnKind.WAITING),
    (N_("To review"), ColumnKind.ACTIVE),
    (N_("Done this week"), ColumnKind.DONE),
)


class Priority(StrEnum):
    """How much a task matters."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


PRIORITY_NAMES = {Priority.LOW: N_("Low"), Priority.NORMAL: N_("Normal"), Priority.HIGH: N_("High")}


@dataclass(frozen=True, slots=True)
class Check:
    """One item of a checklist."""

    text: str
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A column of the board."""

    id: int
    name: str
    kind: ColumnKind
    limit: int | None
    position: int


@dataclass(frozen=True, slots=True)
class TaskCard:
    """What the board shows of a task."""

    id: int
    client_id: int | None  # none: the agency's own
    title: str
    column_id: int
    rank: str
    assignee_id: int | None
    due: date | None
    due_minute: int | None  # minutes after midnight
    priority: Priority
    labels: tuple[str, ...]
    checks: tuple[Check, ...]
    coverage: Coverage
    lineage: str | None
    area: str | None  # of the line that covers it
    line_title: str
    has_note: bool
    is_done: bool
    done_on: date | None
    thumb: str | None = None  # picture of the linked post

    @property
    def checks_done(self) -> int:
        """How many items of the checklist are ticked."""
        return sum(check.is_done for check in self.checks)

    def is_late(self, today: date) -> bool:
        """Whether its day has passed and it is not done."""
        return self.due is not None and self.due < today and not self.is_done


@dataclass(frozen=True, slots=True)
class TaskDetail:
    """All that the card panel shows."""

    card: TaskCard
    note: str
    start: date | None
    estimate_minutes: int | None
    post_id: int | None
    post_title: str
    version: int
