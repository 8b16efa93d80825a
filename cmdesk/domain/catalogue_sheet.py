"""A service of the catalogue as it is edited: what its sentence says, what was changed, and lists of services."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from cmdesk.domain.catalogue import Service, ServiceWords, Template, line_start
from cmdesk.domain.clients import Address
from cmdesk.domain.scope import PriceMode, Treatment
from cmdesk.domain.wording import LineWords, addressed, coverage, plain, sentence, text_of
from cmdesk.i18n import N_

EXAMPLE_NETWORKS: Final = ("instagram", "facebook")
WEEK: Final = (0, 1, 2, 3, 4)
OPENS, CLOSES = 9 * 60, 19 * 60

PLACES: Final[Mapping[str, str]] = {
    "amount": N_("how many and how often, such as “12 posts a month”"),
    "count": N_("only how many, such as “12 posts”"),
    "often": N_("only how often, such as “each month”"),
    "networks": N_("where, such as “on Instagram and Facebook”"),
    "response": N_("how soon, such as “within 4 hours”"),
    "hours": N_("when answers come, such as “Monday to Friday, 9 to 19”"),
}
"""What a place of a sentence says, in the order in which they are offered."""


class Shelf(StrEnum):
    """Which services a list shows."""

    ALL = "all"
    CHANGED = "changed"
    OWN = "own"
    HIDDEN = "hidden"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class AskedOf:
    """Something that is asked of the trade, and that a service does."""

    code: str
    es: str
    en: str

    def words(self, language: str) -> str:
        """What is asked, in a language."""
        return self.es if language == "es" else self.en


@dataclass(frozen=True, slots=True)
class ServiceSheet:
    """All that the editor of a service shows."""

    service: Service
    shipped: Service | None  # none: it is the agency's own
    asked: tuple[AskedOf, ...]
    templates: tuple[str, ...]  # codes of those that use it
    may_change: bool = True

    @property
    def reset_fields(self) -> tuple[str, ...]:
        """The changed fields that a reset takes back; a price of the agency's own stays."""
        return tuple(name for name in self.service.changed if name not in {"price_cents", "price_mode"})


def folded(text: str) -> str:
    """A text without accents and capitals, as people type when they search."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).casefold()


def on_shelf(service: Service, shelf: Shelf) -> bool:
    """Whether a list of this kind shows a service."""
    match shelf:
        case Shelf.CHANGED:
            return bool(service.changed)
        case Shelf.OWN:
            return service.is_own
        case Shelf.HIDDEN:
            return service.is_hidden
        case Shelf.NEW:
            return service.is_new
        case _:
            return True


def found(services: Iterable[Service], text: str, shelf: Shelf = Shelf.ALL) -> list[Service]:
    """The services of a list that have all these words in either language, whatever their accents and capitals."""
    wanted = folded(text).split()
    return [one for one in services if on_shelf(one, shelf) and all(word in _haystack(one) for word in wanted)]


def _haystack(service: Service) -> str:
    texts = [service.code]
    for words in (service.es, service.en):
        texts += [words.name, words.title, words.description]
    return folded(" ".join(texts))


def value_of(service: Service, field: str) -> object:
    """What a service holds in a field; words are named by their language, such as 'es.title'."""
    language, dot, name = field.partition(".")
    return getattr(service.words(language), name) if dot else getattr(service, field)


def example(service: Service, language: str, text: str | None = None, address: Address | str = Address.TU) -> str:
    """What a client would read of a service that is included as it stands.

    Args:
        service: The service, with the figures that its sentence says.
        language: The client's.
        text: A sentence that is being written; by itself the service's own.
        address: How the document speaks to the client.
    """
    return text_of(sentence(_example_line(service, language, text, address), language, address))


def place_value(service: Service, language: str, place: str) -> str:
    """What one place of a sentence would say."""
    return plain(_example_line(service, language, f"{{{place}}}", Address.TU), language)


def _example_line(service: Service, language: str, text: str | None, address: Address | str) -> LineWords:
    start = line_start(service, language, address)
    return LineWords(
        title=start.title,
        description=start.description if text is None else addressed(text, address),
        quantity=start.quantity,
        unit=start.unit,
        cadence=start.cadence,
        networks=EXAMPLE_NETWORKS,
        revision_rounds=start.revision_rounds,
        response_hours=start.response_hours,
        hours=coverage(WEEK, OPENS, CLOSES, language),
    )


def with_words(service: Service, language: str, words: ServiceWords) -> Service:
    """The same service that says something else in one language."""
    return replace(service, es=words) if language == "es" else replace(service, en=words)


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """What a template holds, in figures."""

    included: int
    optional: int
    excluded: int
    monthly_cents: int

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return self.included + self.optional + self.excluded


def template_facts(template: Template) -> TemplateFacts:
    """How many lines a template has and what its included ones cost a month; what is paid for each one not counted."""
    counts = dict.fromkeys(Treatment, 0)
    for line in template.lines:
        counts[line.treatment] += 1
    cents = sum(
        line.price_cents or 0
        for line in template.lines
        if line.treatment is Treatment.INCLUDED and line.price_mode is PriceMode.FEE
    )
    return TemplateFacts(counts[Treatment.INCLUDED], counts[Treatment.OPTIONAL], counts[Treatment.EXCLUDED], cents)
