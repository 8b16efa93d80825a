"""The languages people read: sentences by gettext, dates, numbers and money by Babel.

The window and the command line speak one language at a time, chosen with `use`; a document speaks
the language that it is given, through its own `Speech`. Babel is imported at the first number or
date, so that the window can paint before it.
"""

from __future__ import annotations

import gettext as _gettext
import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from cmdesk.paths import resource

LANGUAGES = ("en", "es")
NAMES = {"en": "English", "es": "Español"}
_DOMAIN = "cmdesk"
_SOUNDS_LIKE_I = re.compile(r"h?[ií](?![aeou])", re.IGNORECASE)
_SOUNDS_LIKE_O = re.compile(r"h?[oó]|8|11(?!\d)", re.IGNORECASE)
_LOCALES = {"en": "en_GB", "es": "es_ES"}
_MOST_FORMATTED = 4_000


class Speech:
    """One language: its sentences, and how it writes days, hours, numbers and money."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._formatted: dict[tuple[date, str], str] = {}  # a calendar says the same days with every frame
        self._translations = _gettext.translation(_DOMAIN, resource("locale"), languages=[language], fallback=True)

    @property
    def locale(self) -> str:
        """The CLDR locale whose customs this language follows."""
        return _LOCALES[self.language]

    def gettext(self, message: str) -> str:
        """A whole sentence in this language."""
        return self._translations.gettext(message) if message else ""

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The form of a sentence for this count."""
        return self._translations.ngettext(one, many, count)

    def pgettext(self, context: str, message: str) -> str:
        """A sentence whose translation depends on where it stands."""
        return self._translations.pgettext(context, message)

    def _format(self, day: date | datetime, pattern: str) -> str:
        from babel.dates import format_date, format_datetime

        if isinstance(day, datetime):
            return format_datetime(day, pattern, tzinfo=day.tzinfo, locale=self.locale)
        words = self._formatted.get((day, pattern))
        if words is None:
            if len(self._formatted) > _MOST_FORMATTED:
                self._formatted.clear()
            words = self._formatted[day, pattern] = format_date(day, pattern, locale=self.locale)
        return words

    def day(self, day: date) -> str:
        """'14 October 2026', '14 de octubre de 2026'."""
        return self._format(day, "d 'de' MMMM 'de' y" if self.language == "es" else "d MMMM y")

    def short_day(self, day: date) -> str:
        """'Fri 16 Oct', 'vie 16 oct'."""
        return self._format(day, "EEE d MMM").replace("Sept", "Sep").replace("sept", "sep")

    def day_month(self, day: date) -> str:
        """'16 Oct', '16 oct'."""
        return self._format(day, "d MMM").replace("Sept", "Sep").replace("sept", "sep")

    def week_day(self, day: date) -> str:
        """'Fri 16', 'vie 16'."""
        return self._format(day, "EEE d")

    def long_day(self, day: date) -> str:
        """'Friday 16 October', 'viernes 16 de octubre'."""
        return self._format(day, "EEEE d 'de' MMMM" if self.language == "es" else "EEEE d MMMM")

    def span(self, first: date, last: date, *, is_short: bool = False) -> str:
        """'12 – 18 October', '28 September – 4 October', '12 – 18 de octubre', in short '12 – 18 oct'."""
        long = "d 'de' MMMM" if self.language == "es" else "d MMMM"
        pattern = "d MMM" if is_short else long
        begin = str(first.day) if (first.year, first.month) == (last.year, last.month) else self._format(first, pattern)
        return f"{begin} – {self._format(last, pattern)}"

    def month(self, day: date) -> str:
        """'October 2026', 'octubre de 2026'."""
        return self._format(day, "LLLL 'de' y" if self.language == "es" else "LLLL y")

    def short_month(self, day: date) -> str:
        """'Oct 2026', 'oct 2026'."""
        return self._format(day, "LLL y")

    def month_name(self, day: date) -> str:
        """'October', 'octubre'."""
        return self._format(day, "LLLL")

    def day_heads(self, *, first: int = 0) -> list[str]:
        """Seven short names of the days of the week, from `first` (0 is Monday) on."""
        return [self._format(date(2024, 1, 1 + (first + i) % 7), "ccc") for i in range(7)]

    def week_day_name(self, week_day: int) -> str:
        """'Friday', 'viernes'; 0 is Monday."""
        return self._format(date(2024, 1, 1 + week_day), "cccc")

    def clock(self, minutes: int) -> str:
        """Minutes after midnight as a 24-hour time: '09:00', in Spanish '9:00'."""
        hours, rest = divmod(minutes, 60)
        return f"{hours}:{rest:02d}" if self.language == "es" else f"{hours:02d}:{rest:02d}"

    def number(self, value: int | float | Decimal) -> str:
        """'6,482', '6.482': grouped from four digits on, in both languages."""
        if isinstance(value, int):  # most are; a post that is opened says dozens
            grouped = f"{value:,}"
            return grouped.replace(",", ".") if self.language == "es" else grouped
        from babel.numbers import format_decimal

        return format_decimal(value, "#,##0.###", locale=self.locale)

    def money(self, cents: int, currency: str, *, short: bool = False) -> str:
        """An amount of cents: '€905.00', '905,00 €'; short leaves out cents that are zero."""
        from babel.numbers import format_currency

        whole = short and cents % 100 == 0
        digits = "0" if whole else "0.00"
        pattern = f"#,##{digits}\u00a0¤" if self.language == "es" else f"¤#,##{digits}"
        return format_currency(Decimal(cents) / 100, currency, pattern, locale=self.locale, currency_digits=False)

    def amount(self, cents: int) -> str:
        """An amount of cents without its currency: '905.00', '905,00'."""
        from babel.numbers import format_decimal

        return format_decimal(Decimal(cents) / 100, "#,##0.00", locale=self.locale)

    def percent(self, basis_points: int) -> str:
        """Hundredths of a per cent as '21 %' or '10.5 %'."""
        return f"{self.number(Decimal(basis_points) / 100)}\u00a0%"

    def list_of(self, items: Iterable[str]) -> str:
        """'a, b and c'; 'a, b y c', with 'e' before the sound of i."""
        return self._joined([*items], "and", "y", "e", _SOUNDS_LIKE_I)

    def choice_of(self, items: Iterable[str]) -> str:
        """'a, b or c'; 'a, b o c', with 'u' before the sound of o."""
        return self._joined([*items], "or", "o", "u", _SOUNDS_LIKE_O)

    def _joined(self, items: list[str], english: str, plain: str, before_vowel: str, vowel: re.Pattern[str]) -> str:
        if len(items) < 2:
            return "".join(items)
        word = english
        if self.language == "es":
            word = before_vowel if vowel.match(items[-1]) else plain
        return f"{', '.join(items[:-1])} {word} {items[-1]}"


@cache
def speech(language: str) -> Speech:
    """The speech of a language; one that we do not know is English."""
    return Speech(language if language in LANGUAGES else "en")


class _Spoken:
    """Which language this program speaks now; the one thing here that changes."""

    language = "en"


def use(language: str) -> None:
    """Speak this language from now on."""
    _Spoken.language = language if language in LANGUAGES else "en"


def spoken() -> Speech:
    """The language that the program speaks now."""
    return speech(_Spoken.language)


def gettext(message: str) -> str:
    """A sentence in the language that the program speaks now."""
    return spoken().gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The form of a sentence for this count, in the language that the program speaks now."""
    return spoken().ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """A sentence whose translation depends on where it stands."""
    return spoken().pgettext(context, message)


def mark(message: str) -> str:
    """Mark a sentence that is translated later, where it is shown."""
    return message


_ = gettext
N_ = mark

_KEYS = (N_("Shift"), N_("Del"), N_("PgUp"), N_("PgDn"), N_("Home"), N_("End"), N_("Space"), N_("Enter"))
_KEY = re.compile(rf"\b(?:{'|'.join(_KEYS)})\b")


def key_words(keys: str) -> str:
    """Keys such as “Ctrl+Shift+PgUp”, named as on the keyboards of the language that the program speaks now."""
    return _KEY.sub(lambda found: gettext(found[0]), keys)
