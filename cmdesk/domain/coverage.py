"""What a scope holds of the whole work: the fifteen responsibilities and three functions at one look.

The responsibilities, their ranks and functions ship with the catalogue. A line of the agency's own has no
responsibility; it counts only where gaps are looked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cmdesk.domain.catalogue import Area, Function, Responsibility, Service
from cmdesk.domain.scope import ScopeLine, Treatment
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _

FUNCTION_NAMES = {
    Function.INTERNAL: N_("Inside the client's company"),
    Function.LIAISON: N_("Between company and community"),
    Function.EXTERNAL: N_("Out to the community"),
}


@dataclass(frozen=True, slots=True)
class Share:
    """How many services of something a scope includes, offers, leaves out and says nothing of."""

    included: int = 0
    optional: int = 0
    excluded: int = 0
    undecided: int = 0

    @property
    def all(self) -> int:
        """How many services there are."""
        return self.included + self.optional + self.excluded + self.undecided

    def __add__(self, other: Share) -> Share:
        """Both together."""
        return Share(
            self.included + other.included,
            self.optional + other.optional,
            self.excluded + other.excluded,
            self.undecided + other.undecided,
        )


@dataclass(frozen=True, slots=True)
class ResponsibilityShare:
    """One of the fifteen responsibilities, and what a scope holds of it."""

    code: str
    rank: int
    name: str
    share: Share
    included: tuple[str, ...] = ()  # names of the services, for a tooltip


@dataclass(frozen=True, slots=True)
class FunctionShare:
    """One of the three functions, and what a scope holds of it."""

    function: Function
    name: str
    share: Share
    responsibilities: tuple[ResponsibilityShare, ...]  # by rank


@dataclass(frozen=True, slots=True)
class CoverageMap:
    """What a scope holds of the whole work, and where it stops half way."""

    functions: tuple[FunctionShare, ...]
    gaps: tuple[str, ...]  # sentences

    @property
    def share(self) -> Share:
        """All services together."""
        return sum((function.share for function in self.functions), Share())


def coverage_map(
    lines: Iterable[ScopeLine],
    services: Sequence[Service],
    responsibilities: Iterable[Responsibility],
    *,
    language: str = "en",
) -> CoverageMap:
    """What these lines hold of the services, by responsibility and function.

    Args:
        lines: The lines of a version.
        services: The services of the catalogue that a complete scope decides on.
        responsibilities: The fifteen of the catalogue.
        language: In which responsibilities and services are named.
    """
    known = tuple(lines)
    treated = {line.service: line.treatment for line in known if line.service is not None}
    by_duty: dict[str, list[Service]] = {}
    for service in services:
        by_duty.setdefault(service.responsibility, []).append(service)
    duties = [_duty(duty, by_duty.get(duty.code, ()), treated, language) for duty in responsibilities]
    functions = {duty.code: duty.function for duty in responsibilities}
    groups = []
    for function in Function:
        own = tuple(sorted((one for one in duties if functions[one.code] is function), key=lambda one: one.rank))
        share = sum((one.share for one in own), Share())
        groups.append(FunctionShare(function, _(FUNCTION_NAMES[function]), share, own))
    return CoverageMap(tuple(groups), gaps(known))


def _duty(
    duty: Responsibility, services: Sequence[Service], treated: dict[str, Treatment], language: str
) -> ResponsibilityShare:
    counts = Counter(treated.get(service.code) for service in services)
    share = Share(
        counts[Treatment.INCLUDED], counts[Treatment.OPTIONAL], counts[Treatment.EXCLUDED], counts[None]
    )  # fmt: skip
    names = [
        service.words(language).title for service in services if treated.get(service.code) is Treatment.INCLUDED
    ]  # fmt: skip
    return ResponsibilityShare(duty.code, duty.rank, duty.es if language == "es" else duty.en, share, tuple(names))


def gaps(lines: Iterable[ScopeLine]) -> tuple[str, ...]:
    """Where the included lines begin something that nobody finishes, as sentences; the gravest first."""
    included = [line for line in lines if line.is_included]
    areas = {line.area for line in included}
    makes = Area.CONTENT in areas
    answers = any(line.area == Area.LISTEN and line.response_hours is not None for line in included)
    reports = any(line.area == Area.MEASURE and line.unit == "report" for line in included)
    found = []
    if Area.LISTEN in areas and not answers:
        found.append(_("What people say is read, but nobody answers them within a time that is promised."))
    if makes and not reports:
        found.append(_("Content is made, but no report says what came of it."))
    if makes and Area.PUBLISH not in areas:
        found.append(_("Content is made, but nobody plans and publishes it."))
    if answers and Area.INFORM not in areas:
        found.append(_("People are answered, but nobody in the client's company hears what they ask."))
    if makes and Area.LISTEN not in areas:
        found.append(_("Posts go out, but nobody reads what people say under them."))
    if Area.CAMPAIGNS in areas and not reports:
        found.append(_("There are campaigns, but no report says what they brought."))
    if answers and Area.CRISIS not in areas:
        found.append(_("Nothing is agreed for the day on which something goes wrong."))
    return tuple(found)
