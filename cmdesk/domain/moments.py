"""Days, hours and the words people say for them.

A moment is a local day, a local time of day in minutes after midnight or none, and an IANA time
zone. Two rules settle what the clock change leaves open: a time that the clock skips counts as
the hour after the gap, a time that it shows twice counts as its first showing (both are what
`zoneinfo` does with fold=0).
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cmdesk.domain.errors import RuleBroken
from cmdesk.i18n import gettext as _

DAY = timedelta(days=1)
_HOUR = 60
_FIRST_YEAR, _LAST_YEAR = 1900, 2999  # whole weeks can be counted on from both ends


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A month of a year; months sort by time."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """The month of 'YYYY-MM'.

        Raises:
            RuleBroken: The text names no month.
        """
        match = re.fullmatch(r"(\d{4})-(\d{1,2})", text.strip())
        if not match or not 1 <= int(match[2]) <= 12 or not _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR:
            raise RuleBroken(_("Write the month as a year and a number, such as 2026-10."))
        return cls(int(match[1]), int(match[2]))

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.last.day

    def plus(self, months: int) -> Month:
        """The month so many months later, or earlier when negative."""
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def weeks(self, first_week_day: int = 0) -> tuple[date, ...]:
        """Every day of the whole weeks that the month touches: 28, 35 or 42 days."""
        start = self.first - timedelta(days=(self.first.weekday() - first_week_day) % 7)
        end = self.last + timedelta(days=(first_week_day - 1 - self.last.weekday()) % 7)
        return tuple(start + timedelta(days=i) for i in range((end - start).days + 1))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


@cache
def zone(name: str) -> ZoneInfo:
    """The time zone with this IANA name.

    Raises:
        RuleBroken: There is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise RuleBroken(_("There is no time zone called {name}.").format(name=name)) from error


def check_reachable(day: date | None) -> None:
    """Refuse a day that no calendar leads to.

    Raises:
        RuleBroken: It lies too far away.
    """
    if day is not None and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise RuleBroken(_("That day lies too far away."), field="day")


def instant(day: date | None, minute: int | None, zone_name: str) -> int | None:
    """Seconds since 1970 UTC of a local moment; a day without an hour counts from its midnight."""
    if day is None:
        return None
    local = datetime.combine(day, time(*divmod(minute or 0, _HOUR)), tzinfo=zone(zone_name))
    return int(local.astimezone(UTC).timestamp())


def iso(day: date | None, minute: int | None, zone_name: str) -> str | None:
    """A moment as ISO 8601: with its offset, a plain date when it has no hour, or none."""
    if day is None:
        return None
    if minute is None:
        return day.isoformat()
    local = datetime.combine(day, time(*divmod(minute, _HOUR)), tzinfo=zone(zone_name))
    return local.isoformat(timespec="minutes")


@dataclass(frozen=True, slots=True)
class When:
    """Where a person wants something to go: a day with or without a new hour, or the tray."""

    day: date | None
    minute: int | None = None
    keeps_hour: bool = True  # no hour was said: what it has stays

    @property
    def is_tray(self) -> bool:
        """Whether it goes back to the ideas without a date."""
        return self.day is None


_WEEK_DAYS = {
    "mon": 0, "monday": 0, "lun": 0, "lunes": 0, "tue": 1, "tues": 1, "tuesday": 1, "mar": 1, "martes": 1,
    "wed": 2, "wednesday": 2, "mie": 2, "miercoles": 2, "thu": 3, "thur": 3, "thursday": 3, "jue": 3,
    "jueves": 3, "fri": 4, "friday": 4, "vie": 4, "viernes": 4, "sat": 5, "saturday": 5, "sab": 5,
    "sabado": 5, "sun": 6, "sunday": 6, "dom": 6, "domingo": 6,
}  # fmt: skip
_MONTHS = {
    "jan": 1, "january": 1, "ene": 1, "enero": 1, "feb": 2, "february": 2, "febrero": 2, "march": 3,
    "marzo": 3, "apr": 4, "april": 4, "abr": 4, "abril": 4, "may": 5, "mayo": 5, "jun": 6, "june": 6,
    "junio": 6, "jul": 7, "july": 7, "julio": 7, "aug": 8, "august": 8, "ago": 8, "agosto": 8, "sep": 9,
    "sept": 9, "september": 9, "septiembre": 9, "setiembre": 9, "oct": 10, "october": 10, "octubre": 10,
    "nov": 11, "november": 11, "noviembre": 11, "dec": 12, "december": 12, "dic": 12, "diciembre": 12,
}  # fmt: skip
_RELATIVE = {"today": 0, "hoy": 0, "tomorrow": 1, "manana": 1, "yesterday": -1, "ayer": -1}
_TRAY = {"tray", "bandeja", "ideas", "nodate", "sinfecha"}
_SKIPPED = {"at", "on", "the", "a", "las", "la", "el", "de", "of", "next", "proximo", "h"}


def parse_when(text: str, today: date, base: date | None = None) -> When:
    """What a person means by 'fri 16 9:00', 'mañana 9', '+7', '22', '3 nov', an ISO day, or 'tray'.

    Args:
        text: The words, in English or Spanish, accents and case ignored.
        today: The day it is for the person.
        base: The day that '+7' and a bare '22' count from; today when there is none.

    Raises:
        RuleBroken: The words say no day.
    """
    words = _words(text)
    if words and "".join(words) in _TRAY:
        return When(None)
    day, hour = _day_and_hour(words, today, base or today)
    check_reachable(day)
    if day is None and hour is None:
        raise RuleBroken(_("Write a day, such as “fri 16”, “+7”, “3 nov”, “tomorrow 9:00” or “tray”."))
    return When(day or base or today, hour, keeps_hour=hour is None)


def parse_day(text: str, today: date) -> date:
    """The day that a person means.

    Raises:
        RuleBroken: The words say no day.
    """
    when = parse_when(text, today)
    if when.day is None or not when.keeps_hour:
        raise RuleBroken(_("Write a day, such as “fri 16”, “+7” or “3 nov”."))
    return when.day


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return [word.strip(",.") for word in plain.split() if word.strip(",.") and word.strip(",.") not in _SKIPPED]


def _day_and_hour(words: list[str], today: date, base: date) -> tuple[date | None, int | None]:
    day: date | None = None
    hour: int | None = None
    week_day: int | None = None
    number: int | None = None
    month: int | None = None
    year: int | None = None
    for word in words:
        if (found := _whole_day(word, today, base)) is not None and day is None and number is None:
            day = found
        elif word in _WEEK_DAYS and week_day is None and not (word == "mar" and number is not None):
            week_day = _WEEK_DAYS[word]
        elif (word in _MONTHS or word == "mar") and month is None:
            month = _MONTHS.get(word, 3)
        elif re.fullmatch(r"\d{4}", word) and number is not None and month is not None and year is None:
            year = int(word)
        elif re.fullmatch(r"\d{1,2}", word) and number is None and day is None:
            number = int(word)
        elif (found_hour := _hour(word)) is not None and hour is None:
            hour = found_hour
        else:
            raise _unknown(word)
    if day is None and (number is not None or week_day is not None):
        if number is not None and week_day is not None and month is None and hour is None:
            # 'fri 9': a Friday that is the 9th within a year, else nine o'clock on the next Friday
            found = _numbered_week_day(week_day, number, base)
            return (found, None) if found else (_next_week_day(week_day, today), _hour(str(number)))
        day = _assembled(week_day, number, month, year, today, base)
    return day, hour


def _unknown(word: str) -> RuleBroken:
    return RuleBroken(
        _("We do not understand “{word}”. Write a day, such as “fri 16”, “+7” or “3 nov”.").format(word=word[:40])
    )


def _whole_day(word: str, today: date, base: date) -> date | None:
    """The day that one word alone says."""
    if word in _RELATIVE:
        return today + timedelta(days=_RELATIVE[word])
    if match := re.fullmatch(r"([+-]\d{1,4})([dwms]?)", word):
        return _moved(base, int(match[1]), match[2])
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", word):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?", word):
        year = int(match[3]) if match[3] else base.year
        return _date(year, int(match[2]), int(match[1]))
    return None


def _moved(base: date, count: int, unit: str) -> date:
    if unit == "m":
        month = Month.of(base).plus(count)
        return date(month.year, month.number, min(base.day, month.days))
    try:
        return base + timedelta(days=count * (7 if unit in {"w", "s"} else 1))
    except OverflowError as error:
        raise RuleBroken(_("That day lies too far away.")) from error


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise RuleBroken(_("There is no such day.")) from error


def _hour(word: str) -> int | None:
    match = re.fullmatch(r"(\d{1,2})(?:[:.h](\d{2}))?h?", word)
    if not match:
        return None
    hours, minutes = int(match[1]), int(match[2] or 0)
    return hours * _HOUR + minutes if hours < 24 and minutes < _HOUR else None


def _next_week_day(week_day: int, today: date) -> date:
    return today + timedelta(days=(week_day - today.weekday() - 1) % 7 + 1)


def _numbered_week_day(week_day: int, number: int, base: date) -> date | None:
    """The nearest day from the base's month on that is this day of the week and this number."""
    month = Month.of(base)
    for offset in range(3):
        candidate = month.plus(offset)
        if 1 <= number <= candidate.days:
            day = date(candidate.year, candidate.number, number)
            if day.weekday() == week_day:
                return day
    return None


def _assembled(
    week_day: int | None, number: int | None, month: int | None, year: int | None, today: date, base: date
) -> date:
    if number is None:
        return _next_week_day(week_day or 0, today)
    if month is not None:
        day = _date(year or base.year, month, number)
        is_past = year is None and day < base - timedelta(days=180)
        return _date(base.year + 1, month, number) if is_past else day
    if week_day is not None and (found := _numbered_week_day(week_day, number, base)):
        return found
    return _date(base.year, base.month, number)


_NEXT = {"next", "proximo", "proxima", "siguiente", "viene"}
_LAST = {"last", "previous", "pasado", "pasada", "anterior"}
_UNITS = {"month": "m", "mes": "m", "week": "w", "semana": "w", "sem": "w", "year": "y", "ano": "y"}
_FILLING = {"the", "la", "el", "que", "de", "of", "in", "en", "this", "este", "esta", "go", "to", "ir", "a"}


def parse_place(text: str, today: date, base: date | None = None) -> date:
    """The day that a person wants to look at: all that says a day, and 'next month', 'week 45', 'noviembre 2027'.

    Args:
        text: The words, in English or Spanish, accents and case ignored.
        today: The day it is for the person.
        base: The day that is looked at; 'next month' counts from it.

    Raises:
        RuleBroken: The words say no day.
    """
    here = base or today
    plain = unicodedata.normalize("NFD", text.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = [word.strip(",.") for word in plain.split() if word.strip(",.") not in {*_FILLING, ""}]
    found = _stretch_said(words, here) or _week_said(words, here) or _month_said(words, here)
    if found is None:
        when = parse_when(text, today, here)
        if when.day is None or not when.keeps_hour:
            raise RuleBroken(_("Write a day, such as “3 nov”, “next month” or “week 45”."))
        found = when.day
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise RuleBroken(_("That day lies too far away."))
    return found


def _stretch_said(words: list[str], here: date) -> date | None:
    """'next month', 'semana que viene', 'last year': the same day so much later or earlier."""
    units = [_UNITS[word] for word in words if word in _UNITS]
    step = 1 if any(word in _NEXT for word in words) else -1 if any(word in _LAST for word in words) else 0
    if len(units) != 1 or not step or len(words) != 2:
        return None
    if units[0] == "w":
        return here + timedelta(days=7 * step)
    month = Month.of(here).plus(step * (12 if units[0] == "y" else 1))
    return date(month.year, month.number, min(here.day, month.days))


def _week_said(words: list[str], here: date) -> date | None:
    """'week 45', 'semana 45 2027', 'w45': the Monday of that week by ISO 8601."""
    match = re.fullmatch(r"(?:week|semana|sem|w|s) ?(\d{1,2})(?: (\d{4}))?", " ".join(words))
    if not match:
        return None
    try:
        return date.fromisocalendar(int(match[2] or here.isocalendar().year), int(match[1]), 1)
    except ValueError as error:
        raise RuleBroken(_("There is no such week.")) from error


def _month_said(words: list[str], here: date) -> date | None:
    """'november', 'marzo 2027', '2027-03': the first day of that month; the nearest one where no year is said."""
    if len(words) == 1 and (match := re.fullmatch(r"(\d{4})-(\d{1,2})", words[0])) and 1 <= int(match[2]) <= 12:
        return date(int(match[1]), int(match[2]), 1)
    number = _MONTHS.get(words[0]) if words and words[0] not in _WEEK_DAYS else None
    if number is None or len(words) > 2:
        return None
    if len(words) == 2:
        return date(int(words[1]), number, 1) if re.fullmatch(r"\d{4}", words[1]) and int(words[1]) else None
    found = date(here.year, number, 1)
    return date(here.year + 1, number, 1) if found < here - timedelta(days=180) else found
