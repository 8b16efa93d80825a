"""What a client asks for beside what was agreed, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from cmdesk.domain.clients import Rule, checked_line, checked_text
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.posts import Coverage
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _

MOST: Final = 100_000  # of anything, and of minutes
MOST_CENTS: Final = 1_000_000_000


class Decision(StrEnum):
    """What becomes of an extra."""

    OPEN = "open"  # nobody has decided yet
    CHANGE_ORDER = "change_order"  # it becomes a line of the next version
    SWAP = "swap"  # it uses up what another line holds
    COURTESY = "courtesy"  # a gift, reported as one
    DECLINED = "declined"


DECISION_NAMES: Final = {
    Decision.OPEN: N_("Not decided"),
    Decision.CHANGE_ORDER: N_("Change order"),
    Decision.SWAP: N_("Instead of something else"),
    Decision.COURTESY: N_("Courtesy"),
    Decision.DECLINED: N_("Not done"),
}


@dataclass(frozen=True, slots=True)
class Linked:
    """A post or a task that an extra was asked from."""

    id: int
    title: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Extra:
    """What was asked for, by whom and when, what it would take, and what was decided."""

    id: int
    client_id: int
    title: str
    asked_on: date
    asked_by: int | None = None  # a contact
    asked_by_name: str = ""
    note: str = ""
    quantity: int | None = None
    unit: str = ""
    estimate_cents: int | None = None
    estimate_minutes: int | None = None
    decision: Decision = Decision.OPEN
    decided_on: date | None = None
    decided_by_name: str = ""
    reason: str = ""
    lineage: str | None = None  # the line it became, or whose quantity it uses up
    scope_id: int | None = None  # the change order
    scope_number: int | None = None
    posts: tuple[Linked, ...] = ()
    tasks: tuple[Linked, ...] = ()
    version: int = 1
    currency: str = "EUR"  # of the estimate: the client's

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided on it yet."""
        return self.decision is Decision.OPEN


def covered_as(decision: Decision, lineage: str | None) -> tuple[Coverage, str | None]:
    """What the posts and tasks of an extra count against once it is decided.

    A swap uses up the line that it names; a change order its own new line, once that is agreed.
    """
    if decision is Decision.SWAP:
        return Coverage.LINE, lineage
    if decision is Decision.COURTESY:
        return Coverage.COURTESY, None
    return Coverage.EXTRA, lineage if decision is Decision.CHANGE_ORDER else None


def _number(most: int, sentence: str) -> Rule:
    def checked(value: Any, field: str) -> int | None:
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
            raise RuleBroken(_(sentence), field=field)
        return value

    return checked


def _title(value: Any, field: str) -> str:
    return checked_line(value, field, needed=_("Write what was asked for."))


def _day(value: Any, field: str) -> date:
    if not isinstance(value, date):
        raise RuleBroken(_("Write a day, such as “1 nov”."), field=field)
    return value


def _unit(value: Any, field: str) -> str:
    return checked_line(value, field) if value else ""


EXTRA_RULES: Final[dict[str, Rule]] = {
    "title": _title,
    "note": checked_text,
    "asked_on": _day,
    "quantity": _number(MOST, N_("Write how many.")),
    "unit": _unit,
    "estimate_cents": _number(MOST_CENTS, N_("Write an amount that is not negative; 0 means that it is free.")),
    "estimate_minutes": _number(MOST, N_("Write hours and minutes, such as 1:30, 45 min or 2 h.")),
}
