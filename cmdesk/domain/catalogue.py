"""The catalogue: what an agency can offer, in both languages, and the templates made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from cmdesk.domain.clients import Address
from cmdesk.domain.scope import Cadence, PriceMode, QuantityRule, Treatment
from cmdesk.domain.wording import addressed


class Area(StrEnum):
    """The part of the work that a service belongs to, in the order in which a scope shows them."""

    START_UP = "start_up"
    STRATEGY = "strategy"
    CONTENT = "content"
    PUBLISH = "publish"
    LISTEN = "listen"
    INFORM = "inform"
    GROW = "grow"
    CAMPAIGNS = "campaigns"
    MEASURE = "measure"
    TRAINING = "training"
    CRISIS = "crisis"
    TECHNICAL = "technical"

    @property
    def order(self) -> int:
        """Its place, counted from 0."""
        return list(Area).index(self)


@dataclass(frozen=True, slots=True)
class AreaWords:
    """An area's name, and the line under it in the document that a client reads."""

    name: str
    hint: str


AREA_WORDS: Mapping[Area, Mapping[str, AreaWords]] = {
    Area.START_UP: {
        "es": AreaWords("Puesta en marcha", "Lo que se hace una vez, al empezar."),
        "en": AreaWords("Start-up", "What is done once, at the beginning."),
    },
    Area.STRATEGY: {
        "es": AreaWords("Estrategia", "A quién se habla, para qué y con qué mensaje."),
        "en": AreaWords("Strategy", "Whom we talk to, what for and what we say."),
    },
    Area.CONTENT: {
        "es": AreaWords("Contenido", "Lo que se ve en las redes."),
        "en": AreaWords("Content", "What people see on the networks."),
    },
    Area.PUBLISH: {
        "es": AreaWords("Publicar", "Qué sale, qué día y a qué hora."),
        "en": AreaWords("Publish", "What goes out, on which day and at what time."),
    },
    Area.LISTEN: {
        "es": AreaWords("Escuchar y responder", "Lo que la gente dice y pregunta."),
        "en": AreaWords("Listen and answer", "What people say and ask."),
    },
    Area.INFORM: {
        "es": AreaWords("Informar y conectar", "Que lo que llega sirva a quien toca."),
        "en": AreaWords("Inform and connect", "What arrives reaches the person it concerns."),
    },
    Area.GROW: {
        "es": AreaWords("Hacer crecer la comunidad", "Que más gente conozca la casa, y se quede."),
        "en": AreaWords("Grow the community", "More people get to know you, and stay."),
    },
    Area.CAMPAIGNS: {
        "es": AreaWords("Campañas y eventos", "Lo que se sale de la rutina."),
        "en": AreaWords("Campaigns and events", "What goes beyond the routine."),
    },
    Area.MEASURE: {
        "es": AreaWords("Medir e informar", "Números con explicación."),
        "en": AreaWords("Measure and report", "Figures with an explanation."),
    },
    Area.TRAINING: {
        "es": AreaWords("Formación", "Lo que aprende el equipo de la casa."),
        "en": AreaWords("Training", "What the people in the house learn."),
    },
    Area.CRISIS: {
        "es": AreaWords("Crisis", "Qué se hace el día que algo va mal."),
        "en": AreaWords("Crisis", "What is done on the day something goes wrong."),
    },
    Area.TECHNICAL: {
        "es": AreaWords("Técnico", "Lo que hay detrás de las cuentas."),
        "en": AreaWords("Technical", "What stands behind the accounts."),
    },
}


def area_name(area: str, language: str) -> str:
    """What an area is called in a language; a code that is none is its own name."""
    return AREA_WORDS[Area(area)][language].name if area in set(Area) else area


def area_hint(area: str, language: str) -> str:
    """The line that explains an area to a client."""
    return AREA_WORDS[Area(area)][language].hint if area in set(Area) else ""


class Function(StrEnum):
    """Towards whom a responsibility looks."""

    INTERNAL = "internal"  # into the client's company
    LIAISON = "liaison"  # between the company and its community
    EXTERNAL = "external"  # out to the community


class DoneBy(StrEnum):
    """On whose side the work of a service lies."""

    AGENCY = "agency"
    CLIENT = "client"


@dataclass(frozen=True, slots=True)
class Responsibility:
    """One of the fifteen ranked responsibilities, with the function that describes it."""

    code: str
    rank: int
    function: Function
    seed: str
    described_by: tuple[str, ...]
    es: str
    en: str


@dataclass(frozen=True, slots=True)
class ServiceWords:
    """What a service says of itself in one language.

    The sentence and nothing else leaves places open that a scope line fills (see `domain.wording`).
    """

    name: str  # in the catalogue: "Write and design posts for the feed"
    title: str  # at the head of a scope line: "Posts for the feed"
    description: str
    sentence: str
    criterion: str = ""
    needs: str = ""
    not_included: str = ""
    question: str = ""

    @classmethod
    def parse(cls, data: Mapping[str, str]) -> ServiceWords:
        """The words in a table of a catalogue file, or in a row of the workspace."""
        return cls(**{name: str(data.get(name, "")).strip() for name in WORD_FIELDS})


WORD_FIELDS = ("name", "title", "description", "sentence", "criterion", "needs", "not_included", "question")


@dataclass(frozen=True, slots=True)
class Service:
    """One entry of the catalogue, with what a scope line made from it begins with."""

    code: str
    area: Area
    function: Function
    responsibility: str
    rank: int
    unit: str
    quantity: int | None
    cadence: Cadence
    formats: tuple[str, ...]
    revision_rounds: int | None
    response_hours: int | None
    done_by: DoneBy
    minutes: int | None  # our own, per unit; never printed
    covers: tuple[str, ...]  # ids of the seed items that it does
    es: ServiceWords
    en: ServiceWords
    is_often_expected: bool = False  # what clients take for granted; left out, the document names it in full
    price_cents: int | None = None  # what the agency usually asks for it
    price_mode: PriceMode = PriceMode.FEE
    is_hidden: bool = False
    is_own: bool = False  # made by the agency, not shipped
    is_new: bool = False  # came with an update, and nobody looked at it yet
    changed: tuple[str, ...] = ()  # fields that the agency changed, see `SERVICE_RULES`
    id: int = 0  # of the row; 0: it stands in the shipped files only
    version: int = 1

    def words(self, language: str) -> ServiceWords:
        """Its texts in a language."""
        return self.es if language == "es" else self.en


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """One service of a template, with what differs from the catalogue."""

    service: str  # empty: a line of the agency's own, whose fields stand in `own`
    treatment: Treatment
    quantity: int | None
    cadence: Cadence | None
    revision_rounds: int | None
    response_hours: int | None
    price_cents: int | None
    price_mode: PriceMode
    own: Mapping[str, Any] = field(default_factory=dict)  # other fields of a line; texts hold for "language" only


@dataclass(frozen=True, slots=True)
class TemplateWords:
    """A template's name and what is in it, in one language."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Template:
    """A named set of services with quantities."""

    code: str
    es: TemplateWords
    en: TemplateWords
    lines: tuple[TemplateLine, ...]
    is_own: bool = False  # made by the agency from a scope
    terms: Mapping[str, Any] = field(default_factory=dict)  # conditions that it was saved with

    def words(self, language: str) -> TemplateWords:
        """Its texts in a language."""
        return self.es if language == "es" else self.en


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that an agency can begin a scope with."""

    services: tuple[Service, ...]  # by area, then in the order of the file
    templates: tuple[Template, ...]
    responsibilities: tuple[Responsibility, ...]

    def service(self, code: str) -> Service | None:
        """The service with this code."""
        return next((service for service in self.services if service.code == code), None)

    def template(self, code: str) -> Template | None:
        """The template with this code."""
        return next((template for template in self.templates if template.code == code), None)


@dataclass(frozen=True, slots=True)
class LineStart:
    """What a scope line made from a service begins with; its fields are named as the line's."""

    area: str
    service: str | None
    title: str
    description: str  # with its places open
    treatment: Treatment
    quantity: int | None
    unit: str
    cadence: Cadence
    formats: tuple[str, ...]
    revision_rounds: int | None
    response_hours: int | None
    price_cents: int | None
    price_mode: PriceMode
    criterion: str
    needs: str
    question: str
    minutes_per_unit: int | None
    not_included: str = ""
    is_often_expected: bool = False
    overage_cents: int | None = None
    roll_over: QuantityRule = QuantityRule.LAPSES
    carry_cap: int | None = None
    week_days: tuple[int, ...] = ()
    staff_note: str = ""


SPOKEN = ("title", "description", "criterion", "needs", "question", "not_included")
"""Fields of a line that are written in the language of its scope."""


def line_start(
    service: Service, language: str, address: Address | str = Address.TU, template: TemplateLine | None = None
) -> LineStart:
    """What a line of this service begins with, in a client's language and form of address.

    Args:
        service: The service.
        language: The client's.
        address: How the document speaks to the client.
        template: What a template sets differently; none takes the catalogue's own figures and usual price.
    """
    words = service.words(language)
    set_by = template or TemplateLine(
        service.code, Treatment.INCLUDED, None, None, None, None, service.price_cents, service.price_mode
    )
    rounds, hours = set_by.revision_rounds, set_by.response_hours
    start = LineStart(
        area=service.area,
        service=service.code,
        title=words.title,
        description=addressed(words.sentence, address),
        treatment=set_by.treatment,
        quantity=service.quantity if set_by.quantity is None else set_by.quantity,
        unit=service.unit,
        cadence=set_by.cadence or service.cadence,
        formats=service.formats,
        revision_rounds=service.revision_rounds if rounds is None else rounds,
        response_hours=service.response_hours if hours is None else hours,
        price_cents=set_by.price_cents,
        price_mode=set_by.price_mode,
        criterion=addressed(words.criterion, address),
        needs=addressed(words.needs, address),
        question=addressed(words.question, address),
        minutes_per_unit=service.minutes,
        not_included=addressed(words.not_included, address),
        is_often_expected=service.is_often_expected,
    )
    return replace(start, **_own_values(set_by.own, language))


def own_line_start(line: TemplateLine) -> LineStart:
    """What a line of a template begins with that no service stands behind."""
    start = LineStart(
        area=Area.CONTENT,
        service=None,
        title="",
        description="",
        treatment=line.treatment,
        quantity=line.quantity,
        unit="time",
        cadence=line.cadence or Cadence.MONTH,
        formats=(),
        revision_rounds=line.revision_rounds,
        response_hours=line.response_hours,
        price_cents=line.price_cents,
        price_mode=line.price_mode,
        criterion="",
        needs="",
        question="",
        minutes_per_unit=None,
    )
    return replace(start, **_own_values(line.own, line.own.get("language", "")))


def _own_values(own: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The fields of a line that a template keeps; its texts only in the language they were written in."""
    known = {one.name for one in fields(LineStart)}
    values = {name: value for name, value in own.items() if name in known}
    if own.get("language") != language:
        values = {name: value for name, value in values.items() if name not in SPOKEN}
    for name in ("formats", "week_days"):
        if name in values:
            values[name] = tuple(values[name])
    if "roll_over" in values:
        values["roll_over"] = QuantityRule(values["roll_over"])
    return values


def parse_catalogue(
    services: Iterable[Mapping[str, Any]],
    templates: Iterable[Mapping[str, Any]],
    responsibilities: Iterable[Mapping[str, Any]],
) -> Catalogue:
    """The catalogue that these tables hold.

    Raises:
        ValueError: A table names an area, a service or a responsibility that is none, or a code twice.
        KeyError: A table lacks what every entry has.
    """
    duties = tuple(_parse_responsibility(data) for data in responsibilities)
    by_code = {duty.code: duty for duty in duties}
    entries = [_parse_service(data, by_code) for data in services]
    codes = [entry.code for entry in entries]
    if len(set(codes)) < len(codes):
        raise ValueError("The catalogue holds a code twice")
    sets = tuple(_parse_template(data, set(codes)) for data in templates)
    return Catalogue(tuple(sorted(entries, key=lambda entry: entry.area.order)), sets, duties)


def _parse_responsibility(data: Mapping[str, Any]) -> Responsibility:
    return Responsibility(
        code=data["code"],
        rank=data["rank"],
        function=Function(data["function"]),
        seed=data["seed"],
        described_by=tuple(data["described_by"]),
        es=data["es"],
        en=data["en"],
    )


def _parse_service(data: Mapping[str, Any], duties: Mapping[str, Responsibility]) -> Service:
    if data["responsibility"] not in duties:
        raise ValueError(f"{data['code']} names a responsibility that is none")
    duty = duties[data["responsibility"]]
    return Service(
        code=data["code"],
        area=Area(data["area"]),
        function=duty.function,
        responsibility=duty.code,
        rank=duty.rank,
        unit=data["unit"],
        quantity=data.get("quantity"),
        cadence=Cadence(data["cadence"]),
        formats=tuple(data.get("formats", ())),
        revision_rounds=data.get("revision_rounds"),
        response_hours=data.get("response_hours"),
        done_by=DoneBy(data.get("done_by", DoneBy.AGENCY)),
        minutes=data.get("minutes"),
        covers=tuple(data["covers"]),
        es=ServiceWords.parse(data["es"]),
        en=ServiceWords.parse(data["en"]),
        is_often_expected=data.get("often_expected", False),
    )


def _parse_template(data: Mapping[str, Any], codes: set[str]) -> Template:
    lines = tuple(_parse_template_line(line) for line in data["line"])
    unknown = [line.service for line in lines if line.service not in codes]
    if unknown:
        raise ValueError(f"Template {data['code']} names no service: {', '.join(unknown)}")
    return Template(data["code"], TemplateWords(**data["es"]), TemplateWords(**data["en"]), lines)


def _parse_template_line(data: Mapping[str, Any]) -> TemplateLine:
    return TemplateLine(
        service=data["service"],
        treatment=Treatment(data.get("treatment", Treatment.INCLUDED)),
        quantity=data.get("quantity"),
        cadence=Cadence(data["cadence"]) if "cadence" in data else None,
        revision_rounds=data.get("revision_rounds"),
        response_hours=data.get("response_hours"),
        price_cents=data.get("price_cents"),
        price_mode=PriceMode(data.get("price_mode", PriceMode.FEE)),
    )
