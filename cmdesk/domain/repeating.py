"""Posts that repeat: a rule in the words of RFC 5545, and the days that it means.

A rule says days, never hours: each occurrence goes out at the local hour of the post that it repeats, across changes
of the clock too. The post itself is the first occurrence. Every other one becomes a draft of its own, so nothing has to
be kept of the rule but the name that the posts of a series share.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from typing import Final

from dateutil.rrule import rrule, rrulestr

from cmdesk.domain.days import WorkingDays
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.moments import zone
from cmdesk.i18n import gettext as _

MOST: Final = 200
"""Occurrences of a rule at most, the first one included."""
YEARS: Final = 5
"""How far a rule reaches at most."""
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PARTS: Final = frozenset(
    {
        "FREQ",
        "INTERVAL",
        "COUNT",
        "UNTIL",
        "BYDAY",
        "BYMONTHDAY",
        "BYMONTH",
        "BYSETPOS",
        "BYYEARDAY",
        "BYWEEKNO",
        "WKST",
    }
)
_FREQUENCIES: Final = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_HOURS: Final = frozenset({"SECONDLY", "MINUTELY", "HOURLY", "BYHOUR", "BYMINUTE", "BYSECOND"})
_BY_DAY: Final = re.compile(r"[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU)")
_MOST_OF: Final = {"BYMONTHDAY": 31, "BYMONTH": 12, "BYSETPOS": 366, "BYYEARDAY": 366, "BYWEEKNO": 53}
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,3}")
_UNTIL: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?")
_CYCLE, _CYCLE_DAYS, _LAST_YEAR = 400, 146_097, 9998
_LONGEST: Final = 500


class Every(StrEnum):
    """What a rule counts in."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS_BY_DATE = "months_by_date"
    MONTHS_BY_DAY = "months_by_day"  # the second Tuesday, the last Friday


class OnRest(StrEnum):
    """What becomes of an occurrence on a holiday."""

    KEEP = "keep"
    SKIP = "skip"
    MOVE = "move"  # to the next working day


@dataclass(frozen=True, slots=True)
class Repeating:
    """How a post repeats, in plain choices.

    Attributes:
        every: What is counted.
        interval: Every so many of them.
        week_days: On which days of the week, where weeks are counted; empty: that of the first day.
        count: So many times, the first one included; none: not by number.
        until: Up to and including this day; none: not by day.
    """

    every: Every = Every.WEEKS
    interval: int = 1
    week_days: tuple[int, ...] = ()
    count: int | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A day that a rule means, and where it was before it made way for a holiday."""

    day: date
    moved_from: date | None = None


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The days that a rule means after its first one.

    Attributes:
        found: The days, in their order.
        skipped: The days left out, because nobody works on them.
        is_cut: Whether the rule goes on after the last one that is taken.
    """

    found: tuple[Occurrence, ...] = ()
    skipped: tuple[date, ...] = ()
    is_cut: bool = False


# --- from choices to a rule, and back --------------------------------------------------------------


def rule_text(repeating: Repeating, first: date) -> str:
    """The choices as a rule: 'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=10'."""
    parts = [f"FREQ={_frequency(repeating.every)}"]
    if repeating.interval != 1:
        parts.append(f"INTERVAL={repeating.interval}")
    if repeating.every is Every.WEEKS:
        days = sorted(set(repeating.week_days)) or [first.weekday()]
        parts.append(f"BYDAY={','.join(_DAYS[day] for day in days)}")
    elif repeating.every is Every.MONTHS_BY_DATE:
        parts.append(f"BYMONTHDAY={_month_day(first)}")
    elif repeating.every is Every.MONTHS_BY_DAY:
        parts.append(f"BYDAY={place_in_month(first)}{_DAYS[first.weekday()]}")
    if repeating.count is not None:
        parts.append(f"COUNT={repeating.count}")
    elif repeating.until is not None:
        parts.append(f"UNTIL={repeating.until:%Y%m%d}")
    return f"RRULE:{';'.join(parts)}"


def _frequency(every: Every) -> str:
    return {Every.DAYS: "DAILY", Every.WEEKS: "WEEKLY"}.get(every, "MONTHLY")


def _month_day(first: date) -> str:
    """The date; of one that not every month has, the last day that a month has up to it."""
    if first.day < 29:
        return str(first.day)
    return ",".join(str(day) for day in range(28, first.day + 1)) + ";BYSETPOS=-1"


def place_in_month(first: date) -> int:
    """The how-manieth of its day of the week a day is; -1 is the last where there is a fifth."""
    place = (first.day - 1) // 7 + 1
    return place if place < 5 else -1


def read_choices(text: str, first: date) -> Repeating | None:
    """The plain choices that say the same as a rule; none where the rule says more than they can.

    Raises:
        RuleBroken: The text is no rule.
    """
    parts = read_rule(text)
    until = _until_day(parts["UNTIL"], "UTC") if "UNTIL" in parts else None
    interval, count = int(parts.get("INTERVAL", "1")), int(parts["COUNT"]) if "COUNT" in parts else None
    for every in Every:
        days = tuple(_DAYS.index(day) for day in parts.get("BYDAY", "").split(",") if day in _DAYS)
        choice = Repeating(every, interval, days if every is Every.WEEKS else (), count, until)
        if _plain(read_rule(rule_text(choice, first)), first) == _plain(parts, first):
            return choice
    return None


def _plain(parts: Mapping[str, str], first: date) -> dict[str, str]:
    """A rule without what goes without saying, for comparing it with another."""
    kept = {name: value for name, value in parts.items() if name not in {"WKST", "UNTIL"}}
    if kept.get("INTERVAL") == "1":
        del kept["INTERVAL"]
    if "BYDAY" in kept:
        kept["BYDAY"] = ",".join(sorted(kept["BYDAY"].replace("+", "").split(",")))
    elif kept["FREQ"] == "WEEKLY":
        kept["BYDAY"] = _DAYS[first.weekday()]
    elif kept["FREQ"] == "MONTHLY" and "BYMONTHDAY" not in kept:
        kept["BYMONTHDAY"] = str(first.day)
    return kept


def read_rule(text: str) -> dict[str, str]:
    """The parts of a rule by their names.

    Raises:
        RuleBroken: The text is no rule, or none that days can follow.
    """
    words = "".join(text.split()).upper().removeprefix("RRULE:").rstrip(";")
    if not words or len(words) > _LONGEST:
        raise _unreadable()
    parts: dict[str, str] = {}
    for part in words.split(";"):
        name, equals, value = part.partition("=")
        if name in _HOURS or value in _HOURS:
            raise RuleBroken(
                _("A rule says days; the hour is that of the post. Take the hours out of it."), field="rule"
            )
        if not equals or name not in _PARTS or name in parts or not _is_legal(name, value):
            raise _unreadable()
        parts[name] = value
    if "FREQ" not in parts:
        raise _unreadable()
    if "COUNT" in parts and "UNTIL" in parts:
        raise RuleBroken(
            _("A rule ends after a number of times or on a day, not both. Keep COUNT or UNTIL."), field="rule"
        )
    return parts


def _unreadable() -> RuleBroken:
    return RuleBroken(
        _("This is no rule that we understand. It looks like RRULE:FREQ=WEEKLY;BYDAY=MO,TH;COUNT=10."), field="rule"
    )


def _is_legal(name: str, value: str) -> bool:
    if name == "FREQ":
        return value in _FREQUENCIES
    if name in {"INTERVAL", "COUNT"}:
        return value.isascii() and value.isdigit() and len(value) <= 6 and int(value) >= 1
    if name == "UNTIL":
        return _UNTIL.fullmatch(value) is not None
    if name == "WKST":
        return value in _DAYS
    if name == "BYDAY":
        return all(_BY_DAY.fullmatch(day) and day.strip("+-")[:1] != "0" for day in value.split(","))
    return all(_NUMBER.fullmatch(one) and 1 <= abs(int(one)) <= _MOST_OF[name] for one in value.split(","))


# --- from a rule to days ---------------------------------------------------------------------------


def occurrences(
    text: str,
    first: date,
    *,
    zone_name: str = "UTC",
    working: WorkingDays | None = None,
    on_rest: OnRest = OnRest.KEEP,
) -> Occurrences:
    """The days after the first one that a rule means; no two are the same.

    Args:
        text: The rule.
        first: The day of the post that repeats.
        zone_name: The time zone in which an UNTIL in UTC is read.
        working: The days on which there is work for the client.
        on_rest: What becomes of an occurrence on a holiday.

    Raises:
        RuleBroken: The text is no rule.
    """
    parts = read_rule(text)
    count = int(parts.pop("COUNT", "0"))
    last = _last_day(parts, first, zone_name)
    room = min(count, MOST) if count else MOST
    meant = [*islice(_days(parts, first, last), room)]
    is_cut = len(meant) == room and room == MOST and count != MOST
    meant = meant[: room - 1]
    found: list[Occurrence] = []
    skipped: list[date] = []
    taken = {first}
    for day in meant:
        is_rest = working is not None and on_rest is not OnRest.KEEP and day in working.holidays
        if is_rest and on_rest is OnRest.SKIP:
            skipped.append(day)
            continue
        place = working.after(day, 1) if working is not None and is_rest else day
        if place in taken:
            continue
        taken.add(place)
        found.append(Occurrence(place, day if place != day else None))
    return Occurrences(tuple(sorted(found, key=lambda one: one.day)), tuple(skipped), is_cut)


def _last_day(parts: dict[str, str], first: date, zone_name: str) -> date:
    """The last day that a rule may mean: its own, at most some years on."""
    until = parts.pop("UNTIL", "")
    horizon = min(first, date.max - timedelta(days=366 * YEARS)) + timedelta(days=366 * YEARS)
    return min(_until_day(until, zone_name), horizon) if until else horizon


def _until_day(text: str, zone_name: str) -> date:
    """The local day of an UNTIL.

    Raises:
        RuleBroken: There is no such day.
    """
    match = _UNTIL.fullmatch(text)
    assert match is not None
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
        if not match[7]:
            return day
        moment = datetime.combine(day, time(int(match[4]), int(match[5]), min(int(match[6]), 59)), tzinfo=UTC)
        return moment.astimezone(zone(zone_name)).date()
    except (ValueError, OverflowError):
        raise RuleBroken(_("The day after UNTIL does not exist."), field="rule") from None


def _days(parts: Mapping[str, str], first: date, last: date) -> Iterator[date]:
    """The days of a rule after its first one.

    The library looks for a day until the calendar ends, however soon the rule does; a rule that never means one,
    such as every 30 February, would take it many seconds. The calendar is the same every 400 years, so the rule is
    read near its end.
    """
    shift = timedelta(days=_CYCLE_DAYS * ((_LAST_YEAR - last.year) // _CYCLE))
    try:
        rule = rrulestr(";".join(f"{name}={value}" for name, value in parts.items()), dtstart=_at(first + shift))
        assert isinstance(rule, rrule)
        for moment in rule.replace(until=_at(last + shift)):
            if (day := moment.date() - shift) > first:
                yield day
    except (ValueError, TypeError, IndexError, OverflowError):
        raise _unreadable() from None


def _at(day: date) -> datetime:
    return datetime.combine(day, time())


def cut_sentence(found: Occurrences) -> str:
    """What somebody should know of a rule that goes on and on; empty where it ends."""
    if not found.is_cut:
        return ""
    return _("The rule goes on. The first {count} are planned; repeat the last one when the time comes.").format(
        count=MOST
    )


def new_days(found: Sequence[Occurrence], taken: Collection[date]) -> tuple[Occurrence, ...]:
    """The days on which the series has no post yet."""
    return tuple(one for one in found if one.day not in taken)
