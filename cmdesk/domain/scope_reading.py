"""A scope as the client reads it on the screen: headings and sentences in the client's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from cmdesk.domain.catalogue import Area, area_name
from cmdesk.domain.clients import Address
from cmdesk.domain.scope import PricePrint, ScopeLine, ScopeVersion, Treatment, monthly_cents, totals
from cmdesk.domain.wording import Run, addressed, coverage, offer, price_words, sentence, words_of
from cmdesk.i18n import speech

FEW = 6  # things that are left out and all said in full
_WORDS = {
    "es": {
        "title": "Lo que haremos por {client}",
        "from": "Cada mes, desde el {day}.",
        "until": "Cada mes, del {day} al {last}.",
        "always": "Cada mes.",
        "optional": "Si {quieres|queréis|quiere}, también",
        "excluded": "No está incluido",
        "rest": "Tampoco se incluye:",
        "monthly": "Cada mes",
        "once": "Una sola vez",
        "tax": "más {tax} de IVA",
    },
    "en": {
        "title": "What we will do for {client}",
        "from": "Each month, from {day}.",
        "until": "Each month, from {day} to {last}.",
        "always": "Each month.",
        "optional": "If you want, also",
        "excluded": "Not included",
        "rest": "Nor is this included:",
        "monthly": "Each month",
        "once": "One time",
        "tax": "plus {tax} VAT",
    },
}


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """One line as a sentence."""

    lineage: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class ReadSection:
    """A heading, what stands at its right end, and the sentences below it."""

    title: str
    aside: str
    treatment: Treatment
    sentences: tuple[ReadSentence, ...]
    lead: str = ""  # before the names below
    rest: tuple[ReadSentence, ...] = ()  # what is only named, in one paragraph


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole scope in plain words."""

    title: str
    subtitle: str
    introduction: str
    sections: tuple[ReadSection, ...]
    prices: tuple[tuple[str, str], ...]


def reading(scope: ScopeVersion, client: str, address: Address | str = Address.TU) -> Reading:
    """What the client reads of a version."""
    terms = scope.terms
    language = terms.language
    words = _WORDS["es" if language == "es" else "en"]
    hours = coverage(terms.coverage_days, terms.coverage_from, terms.coverage_to, language)

    def said(line: ScopeLine) -> ReadSentence:
        return _said(line, hours, language, str(address), terms.currency)

    included = [line for line in scope.lines if line.is_included]
    sections = [
        ReadSection(area_name(area, language), "", Treatment.INCLUDED, tuple(map(said, lines)))
        for area, lines in _by_area(included)
    ]
    optional = [line for line in scope.lines if line.treatment is Treatment.OPTIONAL]
    if optional:
        title = addressed(words["optional"], address)
        sections.append(ReadSection(title, "", Treatment.OPTIONAL, tuple(map(said, optional))))
    excluded = [line for line in scope.lines if line.treatment is Treatment.EXCLUDED]
    if excluded:
        named, rest = named_first(excluded)
        names = tuple(ReadSentence(line.lineage, (Run(line.title.strip().rstrip(".")),)) for line in rest)
        title = addressed(words["excluded"], address)
        lead = words["rest"] if rest else ""
        sections.append(ReadSection(title, "", Treatment.EXCLUDED, tuple(map(said, named)), lead, names))
    return Reading(
        words["title"].format(client=client),
        _since(terms.first_day, terms.last_day, words, language),
        terms.introduction,
        tuple(sections),
        _prices(scope, included, words),
    )


def named_first(lines: Sequence[ScopeLine]) -> tuple[list[ScopeLine], list[ScopeLine]]:
    """Of what is left out: what a client may expect all the same, and what only has to be named.

    A few are all said in full; so is what the agency wrote itself.
    """
    if len(lines) <= FEW:
        return list(lines), []
    named = [line for line in lines if line.is_often_expected or line.service is None]
    return named, [line for line in lines if not (line.is_often_expected or line.service is None)]


@lru_cache(maxsize=4096)
def _said(line: ScopeLine, hours: str, language: str, address: str, currency: str) -> ReadSentence:
    """A line as a sentence; kept, because of two hundred only one changes at a time."""
    parts = words_of(line, hours=hours)
    if line.treatment is Treatment.OPTIONAL and line.price_cents:
        amount = speech(language).money(line.price_cents, currency, short=True)
        price = price_words(amount, parts, line.price_mode, language)
        return ReadSentence(line.lineage, offer(parts, price, language, address))
    return ReadSentence(line.lineage, sentence(parts, language, address))


def _since(first: date | None, last: date | None, words: dict[str, str], language: str) -> str:
    day = speech(language).day
    if first is None:
        return words["always"]
    if last is None:
        return words["from"].format(day=day(first))
    return words["until"].format(day=day(first), last=day(last))


def _by_area(lines: Iterable[ScopeLine]) -> list[tuple[str, list[ScopeLine]]]:
    found: dict[str, list[ScopeLine]] = {}
    for line in lines:
        found.setdefault(line.area, []).append(line)
    return sorted(found.items(), key=lambda item: Area(item[0]).order)


def _prices(scope: ScopeVersion, included: list[ScopeLine], words: dict[str, str]) -> tuple[tuple[str, str], ...]:
    terms = scope.terms
    say = speech(terms.language)
    money = _money(scope)
    sums = totals(included, tax_bp=terms.tax_bp, discount_bp=terms.discount_bp)
    tax = f" {words['tax'].format(tax=say.percent(terms.tax_bp))}" if terms.tax_bp else ""
    rows = []
    if terms.price_print is PricePrint.AREA:
        rows += [
            (area_name(area, terms.language), money(sum(map(monthly_cents, lines))))
            for area, lines in _by_area(included)
            if any(map(monthly_cents, lines))
        ]
    rows.append((words["monthly"], money(sums.monthly_cents - sums.discount_cents) + tax))
    if sums.once_cents:
        rows.append((words["once"], money(sums.once_cents) + tax))
    return tuple(rows)


def _money(scope: ScopeVersion) -> Callable[[int], str]:
    say = speech(scope.terms.language)
    return lambda cents: say.money(cents, scope.terms.currency, short=True)
