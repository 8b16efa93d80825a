"""The expectation test: short questions that show, before anybody signs, what the client takes for granted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from cmdesk.domain.catalogue import Area, Service
from cmdesk.domain.clients import Address
from cmdesk.domain.networks import Network
from cmdesk.domain.posts import PostFormat
from cmdesk.domain.scope import Answer, QuantityRule, ScopeLine, ScopeTerms, ScopeVersion, Treatment
from cmdesk.domain.wording import addressed

__all__ = ["Answer", "Expectation", "Question", "parse_expectations", "questions"]

MOST = 14  # more than this nobody reads
_DEAREST = 9
_CALMER = 3  # how much less a misunderstanding costs where the answer is what the client hopes for
_WEIGHTS: Final[Mapping[Treatment, tuple[int, int]]] = {  # of a line, and of one that clients take for granted
    Treatment.INCLUDED: (3, 4),
    Treatment.OPTIONAL: (5, 7),
    Treatment.EXCLUDED: (2, 7),
}
_ANSWERS: Final[Mapping[Treatment, Answer]] = {
    Treatment.INCLUDED: Answer.INCLUDED,
    Treatment.OPTIONAL: Answer.EXTRA,
    Treatment.EXCLUDED: Answer.EXCLUDED,
}
_TERMS: Final[Mapping[str, Callable[[ScopeTerms], bool]]] = {
    "silence": lambda terms: terms.silence_is_yes,
    "carry": lambda terms: terms.quantity_rule is not QuantityRule.LAPSES,
}


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing that clients commonly take for granted."""

    code: str
    es: str
    en: str
    weight: int  # how dear the misunderstanding is, 1 to 9
    service: str | None = None  # whose place in the scope answers
    follows: str | None = None  # the part of the terms that answers
    answer: Answer = Answer.EXCLUDED  # where neither does
    when: frozenset[str] = frozenset()  # areas, formats and networks; none: always

    def text(self, language: str) -> str:
        """The question in a language, its form of address still open."""
        return self.es if language == "es" else self.en


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the test as it stands in one scope, with its answer."""

    code: str
    text: str
    answer: Answer
    lineage: str | None  # of the line that it comes from
    is_changed: bool  # a person answered otherwise than the scope does


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A question with what decides on its place."""

    question: Question
    weight: int
    cents: int = 0
    is_chosen: bool = False  # it comes from a line that the client gets or may have

    @property
    def rank(self) -> tuple[int, int]:
        return (-self.weight, -self.cents)


def parse_expectations(tables: Iterable[Mapping[str, Any]]) -> tuple[Expectation, ...]:
    """The list of what is commonly misunderstood that these tables hold.

    Raises:
        ValueError: A table has a code twice, follows what no term says, or names a place that is none.
        KeyError: A table lacks what every entry has.
    """
    entries = tuple(_parsed(table) for table in tables)
    if len({entry.code for entry in entries}) < len(entries):
        raise ValueError("The expectations hold a code twice")
    return entries


def _parsed(table: Mapping[str, Any]) -> Expectation:
    entry = Expectation(
        code=table["code"],
        es=table["es"].strip(),
        en=table["en"].strip(),
        weight=table["weight"],
        service=table.get("service"),
        follows=table.get("follows"),
        answer=Answer(table.get("answer", Answer.EXCLUDED)),
        when=frozenset(table.get("when", ())),
    )
    unknown = entry.when - set(Area) - set(PostFormat) - set(Network)
    if unknown or not 1 <= entry.weight <= _DEAREST or (entry.follows and entry.follows not in _TERMS):
        raise ValueError(f"Expectation {entry.code} says what no scope knows")
    return entry


def questions(
    scope: ScopeVersion,
    catalogue_services: Iterable[Service],
    misunderstood: Iterable[Expectation],
    *,
    language: str,
    address: Address | str,
    answered: Mapping[str, str],
    most: int = MOST,
) -> tuple[Question, ...]:
    """The expectation test of a scope, the dearest misunderstandings first, nothing asked twice.

    A quarter of the places is kept for what the client gets or may have.

    Args:
        scope: The version with its lines.
        catalogue_services: The agency's services; they say what clients take for granted.
        misunderstood: What is commonly misunderstood.
        language: The client's.
        address: How the document speaks to the client.
        answered: What a person answered, by code; anything else is ignored.
        most: How many questions at most.
    """
    often = {service.code for service in catalogue_services if service.is_often_expected}
    by_service: dict[str, Expectation] = {}
    listed = list(misunderstood)
    for entry in listed:
        if entry.service is not None:
            by_service.setdefault(entry.service, entry)
    offered = _offered(scope.lines)
    found = [_of_line(line, by_service, often, address) for line in scope.lines if line.question.strip()]
    asked = {line.service for line in scope.lines if line.question.strip()}
    best_last = sorted(scope.lines, key=lambda line: list(Treatment).index(line.treatment), reverse=True)
    treatments = {line.service: line.treatment for line in best_last}
    found += [
        _of_entry(entry, _answer_to(entry, treatments, scope.terms), language, address)
        for entry in listed
        if (entry.service is None or entry.service not in asked) and (not entry.when or entry.when & offered)
    ]
    ranked = _each_once(sorted(found, key=lambda one: one.rank))
    return tuple(_answered(one.question, answered) for one in _chosen(ranked, most))


def _offered(lines: Iterable[ScopeLine]) -> frozenset[str]:
    """The areas, formats and networks of what the client gets or may have."""
    given = [line for line in lines if line.treatment is not Treatment.EXCLUDED]
    return frozenset(place for line in given for place in (line.area, *line.formats, *line.networks))


def _of_line(
    line: ScopeLine, by_service: Mapping[str, Expectation], often: set[str], address: Address | str
) -> _Weighed:
    """A line's own question; it takes the code and the weight of the expectation that asks the same."""
    entry = by_service.get(line.service or "")
    answer = _ANSWERS[line.treatment]
    code = entry.code if entry else line.service or line.lineage
    weight = _calmed(entry.weight, answer) if entry else _WEIGHTS[line.treatment][line.service in often]
    question = Question(code, addressed(line.question.strip(), address), answer, line.lineage, is_changed=False)
    return _Weighed(question, weight, line.price_cents or 0, line.treatment is not Treatment.EXCLUDED)


def _of_entry(entry: Expectation, answer: Answer, language: str, address: Address | str) -> _Weighed:
    question = Question(entry.code, addressed(entry.text(language), address), answer, None, is_changed=False)
    return _Weighed(question, _calmed(entry.weight, answer))


def _answer_to(entry: Expectation, treatments: Mapping[str | None, Treatment], terms: ScopeTerms) -> Answer:
    """What the scope says of an expectation; what it is silent about is not included."""
    if entry.service is not None:
        return _ANSWERS[treatments.get(entry.service, Treatment.EXCLUDED)]
    if entry.follows is not None:
        return Answer.INCLUDED if _TERMS[entry.follows](terms) else Answer.EXCLUDED
    return entry.answer


def _calmed(weight: int, answer: Answer) -> int:
    return weight - _CALMER if answer is Answer.INCLUDED else weight


def _each_once(ranked: Iterable[_Weighed]) -> list[_Weighed]:
    """Without what was asked before, by code or in the same words."""
    seen: set[str] = set()
    kept = []
    for one in ranked:
        marks = {f"code {one.question.code}", f"text {one.question.text.casefold()}"}
        if not marks & seen:
            kept.append(one)
        seen |= marks
    return kept


def _chosen(ranked: Sequence[_Weighed], most: int) -> list[_Weighed]:
    """The dearest, with a quarter of the places for what the client gets or may have."""
    most = max(most, 0)
    own = [place for place, one in enumerate(ranked) if one.is_chosen][: most // 4]
    others = [place for place in range(len(ranked)) if place not in own][: most - len(own)]
    return [ranked[place] for place in sorted(own + others)]


def _answered(question: Question, answered: Mapping[str, str]) -> Question:
    given = answered.get(question.code)
    if given not in set(Answer) or given == question.answer:
        return question
    return replace(question, answer=Answer(given), is_changed=True)
