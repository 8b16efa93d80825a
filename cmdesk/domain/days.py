"""What stands around the posts of a day: holidays, days to remember, notes, tasks, deadlines and campaigns.

A working day is a day of the agency's week that is no holiday of the client. A day to remember has a
rule: a date of every year, the nth weekday of a month, or a distance from Easter, and days after it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from dateutil.easter import easter

from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.moments import DAY
from cmdesk.i18n import N_, ngettext, spoken
from cmdesk.i18n import gettext as _

NO_HOLIDAYS: Final[Container[date]] = frozenset[date]()
_FARTHEST: Final = 4000  # days that are looked at, where nobody works


# --- working days ---------------------------------------------------------------------------


def is_working(day: date, week_days: Collection[int], holidays: Container[date] = NO_HOLIDAYS) -> bool:
    """Whether people work on a day; 0 is Monday."""
    return day.weekday() in week_days and day not in holidays


def working_days_before(
    day: date, count: int, week_days: Collection[int], holidays: Container[date] = NO_HOLIDAYS
) -> date:
    """The day that lies so many working days before another; where nobody ever works, that day itself."""
    return _stepped(day, count, -DAY, week_days, holidays)


def working_days_after(
    day: date, count: int, week_days: Collection[int], holidays: Container[date] = NO_HOLIDAYS
) -> date:
    """The day that lies so many working days after another; where nobody ever works, that day itself."""
    return _stepped(day, count, DAY, week_days, holidays)


def working_days_between(
    first: date, last: date, week_days: Collection[int], holidays: Container[date] = NO_HOLIDAYS
) -> int:
    """How many working days come after a first day, up to a last one; negative when the last comes before."""
    if last < first:
        return -working_days_between(last, first, week_days, holidays)
    return sum(
        is_working(first + timedelta(days=step), week_days, holidays) for step in range(1, (last - first).days + 1)
    )


def _stepped(day: date, count: int, step: timedelta, week_days: Collection[int], holidays: Container[date]) -> date:
    found = day
    for _each in range(count):
        for _look in range(_FARTHEST):
            found += step
            if is_working(found, week_days, holidays):
                break
        else:
            return day
    return found


@dataclass(frozen=True)
class WorkingDays:
    """The days on which there is work for a client: the agency's week without the client's holidays."""

    week_days: frozenset[int] = frozenset(range(5))
    holidays: Container[date] = NO_HOLIDAYS

    def is_working(self, day: date) -> bool:
        """Whether people work on a day."""
        return is_working(day, self.week_days, self.holidays)

    def before(self, day: date, count: int) -> date:
        """The day that lies so many working days before another."""
        return working_days_before(day, count, self.week_days, self.holidays)

    def after(self, day: date, count: int) -> date:
        """The day that lies so many working days after another."""
        return working_days_after(day, count, self.week_days, self.holidays)

    def between(self, first: date, last: date) -> int:
        """How many working days come after a first day, up to a last one."""
        return working_days_between(first, last, self.week_days, self.holidays)


# --- days to remember -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DayRule:
    """When a day comes round: by date, by the nth weekday of a month, or by Easter.

    Attributes:
        month: 1 to 12; 0 when Easter decides.
        day: Of the month; 0 when a weekday decides.
        week_day: 0 is Monday.
        nth: 1 to 5 counted from the start of the month, -1 the last one.
        easter: Days after Easter Sunday, negative before it.
        plus: Days after what the rule says: the Friday after the fourth Thursday.
    """

    month: int = 0
    day: int = 0
    week_day: int | None = None
    nth: int = 0
    easter: int | None = None
    plus: int = 0

    def in_year(self, year: int) -> date | None:
        """The day in a year; none in a year that has no such day."""
        if self.easter is not None:
            sunday: date = easter(year)  # of the western churches
            return sunday + timedelta(days=self.easter + self.plus)
        if self.week_day is not None:
            found = _nth_week_day(year, self.month, self.week_day, self.nth)
        else:
            found = date(year, 2, 28) if (self.month, self.day) == (2, 29) and not _is_leap(year) else None
            found = found or date(year, self.month, self.day)
        return found + timedelta(days=self.plus) if found else None

    def between(self, first: date, last: date) -> tuple[date, ...]:
        """The days from a first to a last one on which it comes round."""
        years = range(max(first.year - 1, 1), min(last.year + 1, 9998) + 1)
        return tuple(day for year in years if (day := self.in_year(year)) and first <= day <= last)

    def as_json(self) -> dict[str, int]:
        """The rule as it is kept: only what it says."""
        names = ("month", "day", "week_day", "nth", "easter", "plus")
        return {name: value for name in names if (value := getattr(self, name)) or (value == 0 and self._says(name))}

    def _says(self, name: str) -> bool:
        return name in {"week_day", "easter"} and getattr(self, name) is not None


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _nth_week_day(year: int, month: int, week_day: int, nth: int) -> date | None:
    if nth < 0:
        end = date(year + month // 12, month % 12 + 1, 1)
        return end - timedelta(days=(end.weekday() - week_day - 1) % 7 + 1 + 7 * (-nth - 1))
    first = date(year, month, 1)
    found = first + timedelta(days=(week_day - first.weekday()) % 7 + 7 * (nth - 1))
    return found if found.month == month else None


def read_rule(kept: Mapping[str, Any]) -> DayRule:
    """The rule of a table of words and numbers.

    Raises:
        RuleBroken: It says no day that can come round.
    """
    names = ("month", "day", "week_day", "nth", "easter", "plus")
    values = {name: kept[name] for name in names if kept.get(name) is not None}
    if any(not isinstance(value, int) or isinstance(value, bool) for value in values.values()):
        raise RuleBroken(_("This rule names no day. Choose a date, a weekday of a month, or a distance from Easter."))
    return checked_rule(DayRule(**values))


def checked_rule(rule: DayRule) -> DayRule:
    """The rule, if it says a day that can come round.

    Raises:
        RuleBroken: It does not.
    """
    if not -60 <= rule.plus <= 60:
        raise RuleBroken(_("A day can lie at most 60 days after its rule."), field="rule")
    if rule.easter is not None:
        if not -100 <= rule.easter <= 100:
            raise RuleBroken(_("A day can lie at most 100 days from Easter."), field="rule")
        return rule
    is_date = rule.week_day is None and 1 <= rule.month <= 12 and 1 <= rule.day <= _LONGEST[rule.month - 1]
    is_week_day = rule.week_day in range(7) and 1 <= rule.month <= 12 and rule.nth in {1, 2, 3, 4, 5, -1, -2}
    if not is_date and not is_week_day:
        raise RuleBroken(_("There is no such day in a year."), field="rule")
    return rule


_LONGEST: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class AwarenessDay:
    """A day to remember: what it is called, when it comes round, and who says so."""

    code: str
    names: Mapping[str, str]  # language: name
    rule: DayRule
    source: str  # the body that proclaimed it, or the custom
    countries: tuple[str, ...] = ()  # where it is kept; none: everywhere
    is_own: bool = False  # the agency's
    is_changed: bool = False  # a shipped one that the agency changed
    is_hidden: bool = False

    @property
    def name(self) -> str:
        """Its name in the language that is spoken now, else in one that it has."""
        return self.name_in(spoken().language)

    def name_in(self, language: str) -> str:
        """Its name in a language, else in one that it has."""
        return self.names.get(language) or next((name for name in self.names.values() if name), self.code)

    def is_kept_in(self, country: str) -> bool:
        """Whether it is one of a country's days."""
        return not self.countries or not country or country in self.countries


def parse_awareness(tables: Mapping[str, Any]) -> tuple[AwarenessDay, ...]:
    """The days of this table of tables, in their order.

    Raises:
        ValueError: A code stands twice, or a day lacks a name or a source.
        KeyError: Something is missing.
        RuleBroken: A rule says no day.
    """
    found: list[AwarenessDay] = []
    for table in tables["day"]:
        names = {"en": table["en"], "es": table["es"]}
        day = AwarenessDay(
            table["code"], names, read_rule(table), table["source"], tuple(table.get("countries", ()))
        )  # fmt: skip
        if not all(names.values()) or not day.source or any(day.code == other.code for other in found):
            raise ValueError(f"The day “{day.code}” lacks a name or a source, or is listed twice")
        found.append(day)
    return tuple(found)


_ORDINALS: Final = {
    1: N_("first {day} of {month}"),
    2: N_("second {day} of {month}"),
    3: N_("third {day} of {month}"),
    4: N_("fourth {day} of {month}"),
    5: N_("fifth {day} of {month}"),
    -1: N_("last {day} of {month}"),
    -2: N_("last but one {day} of {month}"),
}


def rule_words(rule: DayRule) -> str:
    """When a day comes round, in words: '16 October', 'last Friday of November', '47 days before Easter'."""
    if rule.easter is not None:
        return _easter_words(rule.easter + rule.plus)
    month = date(2024, rule.month, 1)
    if rule.week_day is None:
        words = _("{day} {month}").format(day=rule.day, month=spoken().month_name(month))
    else:
        week_day = spoken().week_day_name(rule.week_day)
        words = _(_ORDINALS[rule.nth]).format(day=week_day, month=spoken().month_name(month))
    if not rule.plus:
        return words
    count = abs(rule.plus)
    if rule.plus > 0:
        return ngettext("{day}, plus {count} day", "{day}, plus {count} days", count).format(day=words, count=count)
    return ngettext("{day}, less {count} day", "{day}, less {count} days", count).format(day=words, count=count)


def _easter_words(offset: int) -> str:
    if offset == 0:
        return _("Easter Sunday")
    count = abs(offset)
    if offset > 0:
        return ngettext("{count} day after Easter", "{count} days after Easter", count).format(count=count)
    return ngettext("{count} day before Easter", "{count} days before Easter", count).format(count=count)


# --- what a day holds -----------------------------------------------------------------------


class DeadlineKind(StrEnum):
    """What a day asks of a scope."""

    VALID_UNTIL = "valid_until"  # the offer lapses after it
    NOTICE = "notice"  # the last day for saying that it ends
    RENEWAL = "renewal"  # from here on the end is announced
    TERM_END = "term_end"


DEADLINE_NAMES = {
    DeadlineKind.VALID_UNTIL: N_("Scope {number}: last day to agree"),
    DeadlineKind.NOTICE: N_("Scope {number}: last day to give notice"),
    DeadlineKind.RENEWAL: N_("Scope {number}: renew it now"),
    DeadlineKind.TERM_END: N_("Scope {number} ends"),
}


_ADJECTIVE: Final = re.compile(r"\b(International|World|Global|Internacional|Mundial)(?: |$)(?!Day$)")
_DAY_OF: Final = re.compile(
    r"^(Day (of|for|against)( the)?|Día (de|del|para|contra|en)( la| el| los| las)?) +", re.IGNORECASE
)  # fmt: skip
_SHORT: Final = 16


@dataclass(frozen=True, slots=True)
class Awareness:
    """A day that the world gives to a theme."""

    name: str
    source: str = ""  # who proclaimed it, and where that stands
    id: int | None = None  # of the agency's own list
    code: str = ""  # by which the list knows it

    @property
    def short(self) -> str:
        """Its name where there is little room: without 'International' and, if that is still long, without 'Day of'."""
        name = " ".join(_ADJECTIVE.sub(" ", self.name, count=1).split())
        if len(name) > _SHORT:
            name = _DAY_OF.sub("", name, count=1)
        return name[:1].upper() + name[1:]


_BRACKETS: Final = re.compile(r"\(.*?\)")
_DAY: Final = re.compile(r"^(día|fiesta) (de|del)( la| el| los| las)? | day$")


def is_named_as_holiday(theme: str, holidays: Iterable[str]) -> bool:
    """Whether a day to remember is called as a holiday is: “Epiphany, Three Kings” beside “Epiphany”."""
    parts = {_bare(part) for part in _BRACKETS.sub("", theme).split(",")}
    return not parts.isdisjoint(_bare(_BRACKETS.sub("", name)) for name in holidays)


def _bare(name: str) -> str:
    """A day's name without what only says that it is a day."""
    return _DAY.sub("", name.strip().casefold()).strip()


@dataclass(frozen=True, slots=True)
class Note:
    """Words that somebody left on a day."""

    id: int
    text: str
    client_id: int | None = None  # none: for all clients
    day: date | None = None
    version: int = 1


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

    @property
    def names(self) -> tuple[str, ...]:
        """What the day is called: its holidays, then its themes in short."""
        return (*self.holidays, *(one.short for one in self.awareness))


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
    remark: str = ""  # why no holidays are marked, where none can be

    def of(self, day: date) -> DayFacts:
        """What is known of a day; nothing when it is not one of these."""
        return self.days.get(day) or DayFacts(day)


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
