"""The days that a view of the calendar shows: a month, some weeks, one week, or the list of a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from cmdesk.domain.moments import Month

FEWEST_WEEKS: Final = 2
MOST_WEEKS: Final = 8
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)


class View(StrEnum):
    """The ways to look at the calendar."""

    MONTH = "month"
    WEEK = "week"
    AGENDA = "agenda"


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days that are shown together.

    Attributes:
        view: How they are shown.
        month: The month that they stand for: its agreement is counted above them.
        days: Every day of them.
        weeks: How many weeks roll on, or 0 where whole months are shown.
    """

    view: View
    month: Month
    days: tuple[date, ...]
    weeks: int = 0

    @property
    def is_rolling(self) -> bool:
        """Whether weeks roll on instead of months."""
        return self.view is View.MONTH and self.weeks > 0


def week_of(day: date, first_week_day: int = 0) -> date:
    """The first day of the week that a day lies in."""
    return day - _DAY * ((day.weekday() - first_week_day) % 7)


def stretch_with(
    view: View, day: date, first_week_day: int = 0, *, weeks: int = 0, near: Stretch | None = None
) -> Stretch:
    """The days that a view shows when a day is to be seen.

    Args:
        view: The view.
        day: The day that is to be seen.
        first_week_day: With which day weeks begin; 0 is Monday.
        weeks: How many weeks roll on in the month; 0 for whole months.
        near: What was shown before: weeks that roll on go no farther than they must.
    """
    month = Month.of(day)
    if view is View.AGENDA:
        return Stretch(view, month, tuple(month.first + _DAY * i for i in range(month.days)))
    if view is View.WEEK:
        first = week_of(day, first_week_day)
        return Stretch(view, Month.of(first + _DAY * 3), tuple(first + _DAY * i for i in range(7)))
    if not weeks:
        return Stretch(view, month, month.weeks(first_week_day))
    first = _rolled(week_of(day, first_week_day), weeks, near)
    days = tuple(first + _DAY * i for i in range(7 * weeks))
    return Stretch(view, Month.of(days[len(days) // 2]), days, weeks)


def _rolled(week: date, weeks: int, near: Stretch | None) -> date:
    """Where weeks that roll on begin, so that one of them is seen."""
    if near is None or not near.is_rolling or near.days[0].weekday() != week.weekday():
        return week
    first = near.days[0]
    if week < first:
        return week
    return max(first, week - _WEEK * (weeks - 1))


def turned(shown: Stretch, day: date, step: int) -> date:
    """The day to go to when pages are turned: the same one a month, a week or all the weeks on."""
    if shown.view is View.WEEK:
        return day + _WEEK * step
    if shown.is_rolling:
        return day + _WEEK * shown.weeks * step
    month = shown.month.plus(step)
    return date(month.year, month.number, min(day.day, month.days))


def week_number(days: tuple[date, ...]) -> int:
    """The ISO number of a week by whatever day it begins: that of its Thursday."""
    thursday = next((day for day in days if day.weekday() == 3), days[0])
    return thursday.isocalendar().week
