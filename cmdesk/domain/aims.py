"""What a client wants to reach, and whom it talks to: objectives, and the rows of the stakeholder map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from cmdesk.domain.clients import Rule, checked_line, checked_text
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.networks import Network
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _

GRADES: Final = (1, 2, 3)
GRADE_NAMES: Final = {1: N_("Little"), 2: N_("Some"), 3: N_("Much")}


@dataclass(frozen=True, slots=True)
class Objective:
    """What a client wants to reach, and how it is measured."""

    id: int
    client_id: int
    aim: str
    measure: str = ""
    network: str = ""  # empty: in all of them
    baseline: str = ""
    target: str = ""
    deadline: date | None = None
    source: str = ""  # where the number comes from
    version: int = 1

    @property
    def name(self) -> str:
        """What stands for it in lists."""
        return self.aim


@dataclass(frozen=True, slots=True)
class Audience:
    """One row of a client's stakeholder map."""

    id: int
    client_id: int
    who: str
    interest: int = 2  # 1 low, 2 middling, 3 high
    influence: int = 2
    objective: str = ""
    message: str = ""
    networks: tuple[str, ...] = ()
    version: int = 1

    @property
    def name(self) -> str:
        """What stands for it in lists."""
        return self.who


@dataclass(frozen=True, slots=True)
class AimsSheet:
    """What a client wants and whom it talks to, as a page shows it."""

    client_id: int
    objectives: tuple[Objective, ...]
    audiences: tuple[Audience, ...]


def placed(audiences: Sequence[Audience]) -> dict[tuple[int, int], tuple[Audience, ...]]:
    """The rows of the map by their place in it: interest, then influence."""
    found: dict[tuple[int, int], tuple[Audience, ...]] = {}
    for one in audiences:
        found[one.interest, one.influence] = (*found.get((one.interest, one.influence), ()), one)
    return found


def _aim(value: Any, field: str) -> str:
    return checked_line(value, field, needed=_("Write what the client wants to reach."))


def _who(value: Any, field: str) -> str:
    return checked_line(value, field, needed=_("Write who these people are."))


def _network(value: Any, field: str) -> str:
    if value not in {"", *Network}:
        raise RuleBroken(_("Choose one of the list."), field=field)
    return str(value)


def _networks(value: Any, field: str) -> list[str]:
    if not set(value) <= set(Network):
        raise RuleBroken(_("Choose from the list."), field=field)
    return [str(one) for one in Network if one in set(value)]


def _day(value: Any, field: str) -> date | None:
    if value is not None and not isinstance(value, date):
        raise RuleBroken(_("Write a day, such as “1 nov”."), field=field)
    return value


def _grade(value: Any, field: str) -> int:
    if value not in GRADES:
        raise RuleBroken(_("Choose one of the list."), field=field)
    return int(value)


OBJECTIVE_RULES: dict[str, Rule] = {
    "aim": _aim,
    "measure": checked_line,
    "network": _network,
    "baseline": checked_line,
    "target": checked_line,
    "deadline": _day,
    "source": checked_line,
}
AUDIENCE_RULES: dict[str, Rule] = {
    "who": _who,
    "interest": _grade,
    "influence": _grade,
    "objective": checked_line,
    "message": checked_text,
    "networks": _networks,
}
