"""What is still planned after the last day of what was agreed, and what may become of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from cmdesk.domain.posts import PostCard
from cmdesk.domain.scope import ScopeStatus, ScopeVersion
from cmdesk.i18n import N_


class Fate(StrEnum):
    """What becomes of what was planned after the end."""

    TRAY = "tray"  # it loses its day
    BIN = "bin"
    KEEP = "keep"  # it stays planned, with the reason


FATE_NAMES: Final = {
    Fate.TRAY: N_("Take the day away and keep it in the tray"),
    Fate.BIN: N_("Put it into the bin"),
    Fate.KEEP: N_("Keep it planned"),
}


@dataclass(frozen=True, slots=True)
class LeftTask:
    """A task that is due after the end."""

    id: int
    title: str
    due: date


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What waits for a decision because nothing is agreed any more on its day."""

    client_id: int
    last_day: date | None = None  # none: what is agreed has no end in sight
    posts: tuple[PostCard, ...] = ()
    tasks: tuple[LeftTask, ...] = ()

    @property
    def count(self) -> int:
        """How many things wait."""
        return len(self.posts) + len(self.tasks)


def work_ends_on(versions: Iterable[ScopeVersion], today: date) -> date | None:
    """The last day of what was agreed with a client, once it is certain that nothing follows.

    Notice makes it certain at once. A term that only runs out may still be renewed, so it counts when it is over.
    """
    known = [version for version in versions if version.was_agreed]
    ends = [version.last_day for version in known]
    if not known or any(end is None for end in ends):
        return None
    last = max(end for end in ends if end is not None)
    is_certain = any(one.status is ScopeStatus.ENDED and one.last_day == last for one in known)
    return last if is_certain or last < today else None
