"""Routines: a day's or a week's habits, each at its hour and each for a service of the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cmdesk.domain.scope import Cadence


@dataclass(frozen=True, slots=True)
class RoutineStep:
    """One habit: what is done, when, for how long, and which service it works for."""

    at: int  # minutes after midnight
    minutes: int
    es: str
    en: str
    service: str = ""  # code; empty: for the agency itself
    week_day: int | None = None  # 0 is Monday; none: every working day

    def text(self, language: str) -> str:
        """What is done, in a language."""
        return self.es if language == "es" else self.en

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> RoutineStep:
        """The step in a table of a routine file, or in a row of the workspace.

        Raises:
            ValueError: Its hour, its length or its day of the week is none.
            KeyError: It lacks what every step has.
        """
        step = cls(
            at=data["at"],
            minutes=data["minutes"],
            es=str(data["es"]).strip(),
            en=str(data["en"]).strip(),
            service=data.get("service", ""),
            week_day=data.get("week_day"),
        )
        if not 0 <= step.at < 24 * 60 or step.minutes <= 0 or step.week_day not in (None, *range(7)):
            raise ValueError(f"No such hour, length or day of the week: {step}")
        return step


@dataclass(frozen=True, slots=True)
class RoutineWords:
    """A routine's name and what it is for, in one language."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Routine:
    """A day's or a week's habits, in the order in which they come."""

    code: str
    cadence: Cadence  # day or week
    es: RoutineWords
    en: RoutineWords
    steps: tuple[RoutineStep, ...]

    def words(self, language: str) -> RoutineWords:
        """Its texts in a language."""
        return self.es if language == "es" else self.en

    @property
    def minutes(self) -> int:
        """How long all its steps take together, in one day or one week."""
        return sum(step.minutes for step in self.steps)


def parse_routines(routines: Iterable[Mapping[str, Any]], codes: Collection[str]) -> tuple[Routine, ...]:
    """The routines that these tables hold.

    Args:
        routines: The tables.
        codes: The services there are.

    Raises:
        ValueError: A step names no service, an hour or a day that is none, or a routine fits neither a day nor a week.
        KeyError: A table lacks what every routine has.
    """
    return tuple(_parse_routine(data, codes) for data in routines)


def _parse_routine(data: Mapping[str, Any], codes: Collection[str]) -> Routine:
    steps = tuple(RoutineStep.parse(step) for step in data["step"])
    routine = Routine(
        code=data["code"],
        cadence=Cadence(data["cadence"]),
        es=RoutineWords(**data["es"]),
        en=RoutineWords(**data["en"]),
        steps=tuple(sorted(steps, key=lambda step: (step.week_day or 0, step.at))),
    )
    unknown = [step.service for step in steps if step.service and step.service not in codes]
    if unknown:
        raise ValueError(f"Routine {routine.code} names no service: {', '.join(unknown)}")
    has_days = {step.week_day is not None for step in steps}
    if has_days != {routine.cadence is Cadence.WEEK}:
        raise ValueError(f"Routine {routine.code} is neither of a day nor of a week")
    return routine
