"""Public holidays of countries and their regions, from the library that knows them; read when first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Final

from cmdesk.i18n import gettext as _
from cmdesk.i18n import spoken

_LANGUAGES: Final = {"es": ("es",), "en": ("en_GB", "en_US")}
_NONE: Final[Mapping[date, tuple[str, ...]]] = {}


@lru_cache(maxsize=512)
def holidays_in(country: str, region: str, language: str, year: int) -> Mapping[date, tuple[str, ...]]:
    """The holidays of a year with their names; none where the country or the region is not known."""
    if not is_known(country, region):
        return _NONE
    import holidays

    found = holidays.country_holidays(
        country, subdiv=region or None, years=year, language=_tongue(country, language), expand=False
    )
    return {day: tuple(name.strip() for name in names.split(";")) for day, names in sorted(found.items())}


def names_on(day: date, country: str, region: str, language: str) -> tuple[str, ...]:
    """The names of the holidays of a day, in a language where the library has it."""
    return holidays_in(country, region, language, day.year).get(day, ())


@dataclass(frozen=True, slots=True)
class HolidayDates:
    """The days on which a country or a region has a holiday, to be asked with `in`."""

    country: str
    region: str = ""

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in holidays_in(self.country, self.region, "", day.year)


@cache
def is_known(country: str, region: str) -> bool:
    """Whether the library has the holidays of a country, and of its region where one is named."""
    return bool(country) and country in _supported() and (not region or region in _supported()[country])


@cache
def _supported() -> Mapping[str, tuple[str, ...]]:
    import holidays

    found: Mapping[str, list[str]] = holidays.list_supported_countries(include_aliases=False)
    return {country: tuple(regions) for country, regions in found.items()}


@cache
def _tongue(country: str, language: str) -> str | None:
    """The name that the library has for a language, where it speaks it for a country."""
    import holidays

    spoken_there = getattr(holidays, country).supported_languages
    wanted = (*_LANGUAGES.get(language, ()), "en_US")
    return next((one for one in wanted if one in spoken_there), None) if language else None


@cache
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """The countries whose holidays are known, each with its name in a language, by name."""
    from babel import Locale

    names = Locale.parse({"es": "es_ES"}.get(language, "en_GB")).territories
    return tuple(sorted(((code, names.get(code, code)) for code in _supported()), key=lambda one: _sorted_as(one[1])))


def _sorted_as(name: str) -> str:
    import unicodedata

    plain = unicodedata.normalize("NFD", name.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


@cache
def regions(country: str) -> tuple[tuple[str, str], ...]:
    """The regions of a country that have holidays of their own, each with the name it has there, by name."""
    if country not in _supported():
        return ()
    import holidays

    aliases: Mapping[str, str] = getattr(getattr(holidays, country), "subdivisions_aliases", {})
    names: dict[str, str] = {}
    for name, code in aliases.items():
        names.setdefault(code, name)
    found = ((code, names.get(code, code)) for code in _supported()[country])
    return tuple(sorted(found, key=lambda one: _sorted_as(one[1])))


def country_name(country: str, language: str) -> str:
    """A country's name in a language, else its code."""
    from babel import Locale

    name: str | None = Locale.parse({"es": "es_ES"}.get(language, "en_GB")).territories.get(country)
    return name or country


def remark(country: str, region: str) -> str:
    """Why no holidays can be marked, in a sentence; nothing where they can."""
    if not country:
        return _("No holidays are marked: no country was chosen for them.")
    if is_known(country, region):
        return ""
    name = country_name(country, spoken().language)
    if is_known(country, ""):
        return _("No holidays are marked: CMDesk does not know the region {region} of {country}.").format(
            region=region, country=name
        )
    return _("No holidays are marked: CMDesk does not know those of {country}.").format(country=name)
