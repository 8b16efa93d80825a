"""The words in which a client reads what was agreed, in Spanish and in English.

A scope line keeps its sentence with places open: `{amount}`, `{count}`, `{often}`, `{networks}`, `{response}` and
`{hours}`. What stands in them comes from the line itself, so that text and numbers never say different things.
`{te|os|le}` chooses by the client's form of address. Braces that hold nothing of this kind are a person's own text and
stay as they are.

These words belong to a document, whose language is the client's; they do not follow the language of the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from cmdesk.domain.clients import Address
from cmdesk.domain.networks import NETWORK_NAMES, Network
from cmdesk.domain.posts import PostFormat
from cmdesk.domain.scope import Cadence, PriceMode, ScopeLine, Treatment
from cmdesk.i18n import speech


class Run(NamedTuple):
    """A stretch of a sentence in one weight; spaces belong to the stretches."""

    text: str
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class LineWords:
    """The parts of a scope line that its sentence is made of."""

    title: str
    description: str = ""  # the sentence with its places open; empty lets the title speak
    treatment: Treatment = Treatment.INCLUDED
    quantity: int | None = None
    unit: str = ""
    cadence: Cadence = Cadence.DEMAND
    networks: tuple[str, ...] = ()  # codes
    revision_rounds: int | None = None
    response_hours: int | None = None
    hours: str = ""  # when answers come, in words: 'de lunes a sábado, de 9 a 19 h'
    who: str = ""  # first name of who does it; empty leaves it out


def words_of(line: ScopeLine, *, hours: str = "", who: str = "") -> LineWords:
    """The parts of a line that its sentence is made of.

    Args:
        line: The line.
        hours: The hours of coverage of its scope in words, see `coverage`.
        who: First name of who does it, where the document says so.
    """
    return LineWords(
        title=line.title,
        description=line.description,
        treatment=line.treatment,
        quantity=line.quantity,
        unit=line.unit,
        cadence=line.cadence,
        networks=line.networks,
        revision_rounds=line.revision_rounds,
        response_hours=line.response_hours,
        hours=hours,
        who=who,
    )


# ----- Units ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UnitWords:
    """A unit in both languages, singular and plural, with its gender in Spanish."""

    es: tuple[str, str]
    en: tuple[str, str]
    is_feminine: bool = False


def _he(es: str, es_many: str, en: str, en_many: str) -> UnitWords:
    return UnitWords((es, es_many), (en, en_many))


def _she(es: str, es_many: str, en: str, en_many: str) -> UnitWords:
    return UnitWords((es, es_many), (en, en_many), is_feminine=True)


UNITS: Final[Mapping[str, UnitWords]] = {
    "account": _she("cuenta", "cuentas", "account", "accounts"),
    "answer": _she("respuesta", "respuestas", "answer", "answers"),
    "article": _he("artículo", "artículos", "article", "articles"),
    "calendar": _he("calendario", "calendarios", "calendar", "calendars"),
    "campaign": _she("campaña", "campañas", "campaign", "campaigns"),
    "carousel": _he("carrusel", "carruseles", "carousel", "carousels"),
    "case": _he("caso", "casos", "case", "cases"),
    "collaboration": _she("colaboración", "colaboraciones", "collaboration", "collaborations"),
    "contact": _he("contacto", "contactos", "contact", "contacts"),
    "day": _he("día", "días", "day", "days"),
    "drill": _he("ensayo", "ensayos", "practice run", "practice runs"),
    "event": _he("evento", "eventos", "event", "events"),
    "giveaway": _he("sorteo", "sorteos", "giveaway", "giveaways"),
    "group": _he("grupo", "grupos", "group", "groups"),
    "guide": _she("guía", "guías", "guide", "guides"),
    "hour": _she("hora", "horas", "hour", "hours"),
    "idea": _she("idea", "ideas", "idea", "ideas"),
    "launch": _he("lanzamiento", "lanzamientos", "launch", "launches"),
    "list": _she("lista", "listas", "list", "lists"),
    "live": _he("directo", "directos", "live broadcast", "live broadcasts"),
    "meeting": _she("reunión", "reuniones", "meeting", "meetings"),
    "message": _he("mensaje", "mensajes", "message", "messages"),
    "network": _she("red", "redes", "network", "networks"),
    "newsletter": _he("boletín", "boletines", "newsletter", "newsletters"),
    "note": _she("nota", "notas", "note", "notes"),
    "notice": _he("aviso", "avisos", "notice", "notices"),
    "page": _she("página", "páginas", "page", "pages"),
    "person": _she("persona", "personas", "person", "people"),
    "photo": _she("foto", "fotos", "photo", "photos"),
    "piece": _she("pieza", "piezas", "piece", "pieces"),
    "plan": _he("plan", "planes", "plan", "plans"),
    "post": _she("publicación", "publicaciones", "post", "posts"),
    "profile": _he("perfil", "perfiles", "profile", "profiles"),
    "proposal": _she("propuesta", "propuestas", "proposal", "proposals"),
    "reel": _he("reel", "reels", "reel", "reels"),
    "release": _she("nota de prensa", "notas de prensa", "press release", "press releases"),
    "report": _he("informe", "informes", "report", "reports"),
    "review": _she("reseña", "reseñas", "review", "reviews"),
    "session": _she("sesión", "sesiones", "session", "sessions"),
    "sheet": _she("ficha", "fichas", "sheet", "sheets"),
    "story": _she("historia", "historias", "story", "stories"),
    "study": _he("estudio", "estudios", "study", "studies"),
    "survey": _she("encuesta", "encuestas", "survey", "surveys"),
    "template": _she("plantilla", "plantillas", "template", "templates"),
    "test": _she("prueba", "pruebas", "test", "tests"),
    "text": _he("texto", "textos", "text", "texts"),
    "thread": _he("hilo", "hilos", "thread", "threads"),
    "time": _she("vez", "veces", "time", "times"),
    "video": _he("vídeo", "vídeos", "video", "videos"),
}


def _unit(unit: str) -> UnitWords:
    """The words of a unit; one that a person made up is its own singular and plural."""
    return UNITS.get(unit) or UnitWords((unit, unit), (unit, unit))


def unit_name(unit: str, count: int | None, language: str) -> str:
    """A unit as a noun that agrees with a count: 'publicación', 'publicaciones', 'posts'."""
    forms = _unit(unit).es if language == "es" else _unit(unit).en
    return forms[0] if count == 1 else forms[1]


# ----- Amounts --------------------------------------------------------------------------------------------------------

_EACH: Final[Mapping[str, Mapping[Cadence, str]]] = {
    "es": {
        Cadence.DAY: "al día",
        Cadence.WEEK: "a la semana",
        Cadence.MONTH: "al mes",
        Cadence.QUARTER: "al trimestre",
    },
    "en": {Cadence.DAY: "a day", Cadence.WEEK: "a week", Cadence.MONTH: "a month", Cadence.QUARTER: "a quarter"},
}
_EVERY: Final[Mapping[str, Mapping[Cadence, str]]] = {
    "es": {
        Cadence.ONCE: "una sola vez",
        Cadence.DAY: "cada día",
        Cadence.WEEK: "cada semana",
        Cadence.MONTH: "cada mes",
        Cadence.QUARTER: "cada trimestre",
        Cadence.DEMAND: "cuando haga falta",
    },
    "en": {
        Cadence.ONCE: "once",
        Cadence.DAY: "every day",
        Cadence.WEEK: "every week",
        Cadence.MONTH: "every month",
        Cadence.QUARTER: "every quarter",
        Cadence.DEMAND: "when needed",
    },
}
_UP_TO: Final[Mapping[str, str]] = {"es": "hasta", "en": "up to"}
_PERIOD: Final[Mapping[str, Mapping[Cadence, str]]] = {
    "es": {Cadence.DAY: "día", Cadence.WEEK: "semana", Cadence.MONTH: "mes", Cadence.QUARTER: "trimestre"},
    "en": {Cadence.DAY: "day", Cadence.WEEK: "week", Cadence.MONTH: "month", Cadence.QUARTER: "quarter"},
}


def amount(
    quantity: int | None, unit: str, cadence: Cadence, language: str, *, response_hours: int | None = None
) -> str:
    """The short form for a list: '4 / month', 'every day', 'within 2 h', '1 / trimestre'."""
    if response_hours is not None:
        return f"en {response_hours} h" if language == "es" else f"within {response_hours} h"
    period = _PERIOD[language].get(cadence)
    if quantity is None or (quantity == 1 and unit == "time" and period and cadence is not Cadence.MONTH):
        return _EVERY[language][cadence]
    if period is None:
        return str(quantity)
    return f"{quantity} / {period}"


def amount_in_table(
    quantity: int | None, unit: str, cadence: Cadence, language: str, *, response_hours: int | None = None
) -> str:
    """The form for a document's table, beside the title: '16 al mes', 'en 2 horas', '1 vez al mes'."""
    if response_hours is not None:
        return _within(response_hours, language)
    if quantity is None or (quantity == 1 and unit == "time" and cadence is not Cadence.MONTH):
        return _EVERY[language][cadence]
    counted = f"{quantity} {unit_name(unit, quantity, language)}" if unit in {"time", "hour"} else str(quantity)
    return " ".join(filter(None, (counted, _EACH[language].get(cadence, ""))))


def amount_in_words(quantity: int | None, unit: str, cadence: Cadence, language: str) -> str:
    """The form inside a sentence: '16 publicaciones al mes', 'un informe al mes', 'twice a month', 'every day'."""
    if quantity is None:
        return _EVERY[language][cadence]
    if not unit or unit == "time":
        return _times_each(quantity, cadence, language)
    counted = count(quantity, unit, language)
    if cadence is Cadence.DEMAND:
        return f"{_UP_TO[language]} {counted}"
    return " ".join(filter(None, (counted, _EACH[language].get(cadence, ""))))


def count(quantity: int, unit: str, language: str) -> str:
    """A number with its noun: '16 publicaciones', 'un informe', 'one post', 'twice'."""
    if not unit or unit == "time":
        return times(quantity, language)
    number = _one(unit, language) if quantity == 1 else str(quantity)
    return f"{number} {unit_name(unit, quantity, language)}"


def figure(quantity: int, unit: str, cadence: Cadence, language: str) -> tuple[str, str]:
    """A number and what stands under it on a cover: '16', 'publicaciones al mes'."""
    noun = unit_name(unit or "time", quantity, language)
    return str(quantity), " ".join(filter(None, (noun, _EACH[language].get(cadence, ""))))


def _one(unit: str, language: str) -> str:
    if language != "es":
        return "one"
    return "una" if _unit(unit).is_feminine else "un"


def times(number: int, language: str) -> str:
    """How often: 'una vez', 'dos veces', '3 veces'; 'once', 'twice', '3 times'."""
    if language == "es":
        return {1: "una vez", 2: "dos veces"}.get(number, f"{number} veces")
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _times_each(quantity: int, cadence: Cadence, language: str) -> str:
    each = _EACH[language].get(cadence)
    if each is None and quantity == 1:
        return _EVERY[language][cadence]
    if cadence is Cadence.DEMAND:
        return f"{_UP_TO[language]} {times(quantity, language)}"
    if each is None:
        return times(quantity, language)
    if quantity == 1 and cadence is Cadence.DAY:
        return _EVERY[language][cadence]
    return f"{times(quantity, language)} {each}"


def within(hours: int, language: str) -> str:
    """A promise inside a sentence: 'en menos de 2 horas', 'within 2 hours'."""
    if language == "es":
        return "en menos de una hora" if hours == 1 else f"en menos de {hours} horas"
    return "within one hour" if hours == 1 else f"within {hours} hours"


def _within(hours: int, language: str) -> str:
    if language == "es":
        return f"en {hours} {'hora' if hours == 1 else 'horas'}"
    return f"within {hours} {'hour' if hours == 1 else 'hours'}"


def rounds(count: int | None, language: str) -> str:
    """Rounds of changes for a table: '2 rondas', '1 round'; empty where there are none."""
    if not count:
        return ""
    if language == "es":
        return f"{count} {'ronda' if count == 1 else 'rondas'}"
    return f"{count} {'round' if count == 1 else 'rounds'}"


def price_words(price: str, line: LineWords, mode: PriceMode, language: str) -> str:
    """What follows a price, with it: '95 € al mes', '12 € cada uno', '240 €, una sola vez'.

    Args:
        price: The amount as the document writes money.
        line: What it is the price of.
        mode: How it is paid.
        language: The document's.
    """
    if mode is PriceMode.UNIT:
        return f"{price} {each_one(line.unit, language)}"
    if mode is PriceMode.ONCE or line.cadence is Cadence.ONCE:
        return f"{price}, {_EVERY[language][Cadence.ONCE]}"
    return f"{price} {_EACH[language][Cadence.MONTH]}"


_MEASURED: Final[Mapping[str, Mapping[str, str]]] = {  # what is not made piece by piece
    "": {"es": "cada vez", "en": "each time"},
    "time": {"es": "cada vez", "en": "each time"},
    "hour": {"es": "por hora", "en": "an hour"},
    "day": {"es": "por día", "en": "a day"},
}


def each_one(unit: str, language: str) -> str:
    """'cada uno' or 'cada una', as the unit's gender asks, 'por hora'; 'each', 'an hour'."""
    if unit in _MEASURED:
        return _MEASURED[unit][language]
    if language != "es":
        return "each"
    return "cada una" if _unit(unit).is_feminine else "cada uno"


# ----- Lists, networks, days and hours --------------------------------------------------------------------------------


def enumeration(items: Iterable[str], language: str) -> str:
    """'a, b y c', with 'e' before the sound of i; 'a, b and c'."""
    return speech(language).list_of(items)


def alternatives(items: Iterable[str], language: str) -> str:
    """'a, b o c', with 'u' before the sound of o; 'a, b or c'."""
    return speech(language).choice_of(items)


_PLACE_NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "blog": {"es": "el blog", "en": "the blog"},
    "newsletter": {"es": "el boletín", "en": "the newsletter"},
    "forum": {"es": "el foro", "en": "the forum"},
    "other": {"es": "otros sitios", "en": "other places"},
    "google_business": {"es": "Google", "en": "Google"},
}


def network_name(network: str, language: str) -> str:
    """What a client calls a network inside a sentence: 'Instagram', 'el blog'."""
    if network in _PLACE_NAMES:
        return _PLACE_NAMES[network][language]
    return NETWORK_NAMES[Network(network)] if network in set(Network) else network


_FORMATS: Final[Mapping[PostFormat, Mapping[str, str]]] = {
    PostFormat.POST: {"es": "publicación", "en": "post"},
    PostFormat.CAROUSEL: {"es": "carrusel", "en": "carousel"},
    PostFormat.REEL: {"es": "reel", "en": "reel"},
    PostFormat.STORY: {"es": "historia", "en": "story"},
    PostFormat.VIDEO: {"es": "vídeo", "en": "video"},
    PostFormat.ARTICLE: {"es": "artículo", "en": "article"},
    PostFormat.THREAD: {"es": "hilo", "en": "thread"},
    PostFormat.LIVE: {"es": "directo", "en": "live"},
    PostFormat.NEWSLETTER: {"es": "boletín", "en": "newsletter"},
    PostFormat.EVENT: {"es": "evento", "en": "event"},
}


def format_name(kind: PostFormat, language: str) -> str:
    """What a client calls a kind of post: 'carrusel', 'carousel'."""
    return _FORMATS[kind][language]


_INSIDE: Final = frozenset({"newsletter", "forum", "other"})  # English says "in" of these


def on_networks(networks: Iterable[str], language: str) -> str:
    """Where something appears: 'en Instagram y Facebook', 'on Instagram and Facebook'; empty for nowhere."""
    codes = tuple(networks)
    if language == "es":
        names = enumeration((network_name(network, language) for network in codes), language)
        return f"en {names}" if names else ""
    said = ["in" if network in _INSIDE else "on" for network in codes]
    places = [
        network_name(network, language)
        if place and said[place] == said[place - 1]
        else f"{said[place]} {network_name(network, language)}"
        for place, network in enumerate(codes)
    ]
    return enumeration(places, language)


_DAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_SHORT_DAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "es": ("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


def days(week_days: Iterable[int], language: str, *, is_short: bool = False) -> str:
    """Days of the week, 0 being Monday: 'lunes a sábado', 'lunes y jueves', 'todos los días', 'Mon–Sat'."""
    chosen = sorted(set(week_days))
    names = (_SHORT_DAYS if is_short else _DAYS)[language]
    if len(chosen) == 7:
        return "todos los días" if language == "es" else "every day"
    if len(chosen) > 2 and chosen[-1] - chosen[0] == len(chosen) - 1:
        first, last = names[chosen[0]], names[chosen[-1]]
        if is_short and language == "en":
            return f"{first}–{last}"
        return f"{first} a {last}" if language == "es" else f"{first} to {last}"
    return enumeration((names[day] for day in chosen), language)


_WHOLE_DAY: Final = 24 * 60
_ANY_HOUR: Final[Mapping[str, str]] = {"es": "a cualquier hora", "en": "at any hour"}


def coverage(week_days: Iterable[int], opens: int, closes: int, language: str, *, is_short: bool = False) -> str:
    """Days and hours of answering: 'de lunes a sábado, de 9 a 19 h', 'Monday to Saturday, 9 to 19 h'.

    Args:
        week_days: 0 is Monday; none gives an empty text.
        opens: Minutes after midnight.
        closes: Minutes after midnight.
        language: The document's.
        is_short: For a table: 'lun a sáb, 9 a 19 h'.
    """
    chosen = sorted(set(week_days))
    which = days(chosen, language, is_short=is_short)
    if not which:
        return ""
    if opens <= 0 and closes >= _WHOLE_DAY:
        hours = "24 h" if is_short else _ANY_HOUR[language]
    else:
        hours = f"{_clock(opens)} {'a' if language == 'es' else 'to'} {_clock(closes)} h"
        hours = f"de {hours}" if language == "es" and not is_short else hours
    if not is_short and which == enumeration((_DAYS[language][day] for day in chosen), language):
        return f"{_on_each(chosen, language)}, {hours}"
    return f"de {which}, {hours}" if language == "es" and not is_short and len(chosen) < 7 else f"{which}, {hours}"


def _on_each(week_days: Iterable[int], language: str) -> str:
    """Single days as people say them: 'los lunes y sábados', 'Mondays and Saturdays'."""
    names = (_DAYS[language][day] for day in week_days)
    if language != "es":
        return enumeration((f"{name}s" for name in names), language)
    return "los " + enumeration((name if name.endswith("s") else f"{name}s" for name in names), language)


def _clock(minutes: int) -> str:
    hour, rest = divmod(minutes, 60)
    return f"{hour}:{rest:02d}" if rest else str(hour)


# ----- Sentences ------------------------------------------------------------------------------------------------------

_PLACES = ("amount", "count", "often", "response", "hours", "networks")
_PLACE = re.compile(rf"(,? ?)\{{({'|'.join(_PLACES)})\}}")
_NAMED_PLACE = re.compile(r"\{([a-z_]+)\}")
_CHOICE = re.compile(r"\{([^{}|]*)\|([^{}|]*)\|([^{}|]*)\}")
_ADDRESSES = (Address.TU, Address.VOSOTROS, Address.USTED)
_YOU_CAN: Final[Mapping[Address, str]] = {
    Address.TU: "Puedes pedir cambios ",
    Address.VOSOTROS: "Podéis pedir cambios ",
    Address.USTED: "Puede pedir cambios ",
}


def addressed(text: str, address: Address | str) -> str:
    """A text with every {tú|vosotros|usted} decided."""
    chosen = _ADDRESSES.index(Address(address)) + 1
    return _CHOICE.sub(lambda match: match[chosen], text)


def filled(text: str, places: Mapping[str, object]) -> str:
    """A text of a document with every {place} filled by name; what a person wrote is never read for places."""
    return _NAMED_PLACE.sub(lambda match: str(places[match[1]]), text)


def sentence(line: LineWords, language: str, address: Address | str = Address.TU) -> tuple[Run, ...]:
    """What the client reads of a line, with what is counted in bold.

    An included line ends with the rounds of changes and, where `who` is given, a name in brackets. A line that is
    not included is only named. Where a text of one's own does not say the amount, a short sentence adds it.
    """
    if line.treatment is Treatment.EXCLUDED:
        return (Run(_ended(line.title)),)
    runs = [*_body(line, language, address)]
    if line.treatment is Treatment.INCLUDED:
        runs += _changes(line, language, address)
    if line.who:
        runs.append(Run(f" ({line.who})"))
    return _merged(runs)


def offer(line: LineWords, price: str, language: str, address: Address | str = Address.TU) -> tuple[Run, ...]:
    """What the client reads of something that may be added: its sentence, then its price in bold."""
    runs = [*sentence(line, language, address)]
    last = runs[-1]
    runs[-1] = Run(last.text.removesuffix("."), last.is_bold)
    return _merged([*runs, Run(": "), Run(price, is_bold=True)])


def text_of(runs: Iterable[Run]) -> str:
    """The plain text of a sentence."""
    return "".join(run.text for run in runs)


def plain(line: LineWords, language: str, address: Address | str = Address.TU) -> str:
    """A line's own text with its places filled, as a field shows it for editing."""
    return text_of(_filled(line, language, address))


def parted(text: str, line: LineWords, language: str) -> str:
    """What a person typed, with the places open again where it says what the line says.

    So that '16 publicaciones al mes' goes on following the number beside it. The opposite of `plain`.
    """
    for place in _PLACES:
        value = _value(place, line, language)
        if value:
            pattern = rf"(?<!\w){re.escape(value)}(?!\w)"
            text = re.sub(pattern, f"{{{place}}}", text, count=1, flags=re.IGNORECASE)
    return text


def _value(place: str, line: LineWords, language: str) -> str:
    if place == "amount":
        if line.quantity is None and line.cadence is Cadence.DEMAND:
            return ""
        return amount_in_words(line.quantity, line.unit, line.cadence, language)
    if place == "count":
        return "" if line.quantity is None else count(line.quantity, line.unit, language)
    if place == "often":
        return "" if line.cadence is Cadence.DEMAND else _EVERY[language][line.cadence]
    if place == "networks":
        return on_networks(line.networks, language)
    if place == "response":
        return within(line.response_hours, language) if line.response_hours is not None else ""
    return line.hours


def _is_counted(place: str, line: LineWords) -> bool:
    """Whether what stands in a place is a promise in numbers, set in bold."""
    has_count = line.quantity is not None and line.unit not in {"", "time"}
    return place == "response" or (place in {"amount", "count"} and has_count)


def _filled(line: LineWords, language: str, address: Address | str) -> list[Run]:
    """The description with its places filled; a place with nothing to say goes with the comma and space before it."""
    text = addressed(line.description.strip(), address)
    runs: list[Run] = []
    end = 0
    for match in _PLACE.finditer(text):
        runs.append(Run(text[end : match.start()]))
        end = match.end()
        lead, place = match[1], match[2]
        value = _value(place, line, language)
        if not value:
            continue
        before = text_of(runs).rstrip()
        starts = not before or before[-1] in ".!?…"
        runs += [Run(lead), Run(_capital(value) if starts else value, is_bold=_is_counted(place, line))]
    runs.append(Run(text[end:]))
    whole = _merged(runs)
    return [Run(whole[0].text.lstrip(" ,"), whole[0].is_bold), *whole[1:]] if whole else []


def _body(line: LineWords, language: str, address: Address | str) -> list[Run]:
    runs = _filled(line, language, address)
    if not text_of(runs).strip():
        return _titled(line, language)
    if not any(run.is_bold for run in runs):
        runs = [part for run in runs for part in _emphasised(run.text, line, language)]
    text = text_of(runs)
    if text[-1:] not in {".", "!", "?", "…"}:
        runs.append(Run("."))
    if line.treatment is Treatment.INCLUDED and not _says_amount(text, line):
        runs += _amount_sentence(line, language)
    return runs


def _titled(line: LineWords, language: str) -> list[Run]:
    """A line without a text: its title, and how much."""
    runs = [Run(line.title.strip().removesuffix("."))]
    if line.quantity is not None or line.response_hours is not None or line.cadence is not Cadence.DEMAND:
        place = "response" if line.response_hours is not None else "amount"
        runs += [Run(": "), Run(_value(place, line, language), is_bold=_is_counted(place, line))]
    if line.networks:
        runs.append(Run(f" {on_networks(line.networks, language)}"))
    return [*runs, Run(".")]


def _emphasised(text: str, line: LineWords, language: str) -> list[Run]:
    """A text of one's own, with the promise in it in bold where it is said in the usual words."""
    for place in ("amount", "count", "response"):
        value = _value(place, line, language)
        if not value or not _is_counted(place, line):
            continue
        match = re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text, re.IGNORECASE)
        if match:
            return [Run(text[: match.start()]), Run(match[0], is_bold=True), Run(text[match.end() :])]
    return [Run(text)]


def _says_amount(text: str, line: LineWords) -> bool:
    """Whether a text names the line's quantity, or there is none worth naming."""
    if line.quantity is None or line.unit in {"", "time"}:
        return True
    if line.quantity == 1:  # one of something is what its noun says
        nouns = {unit_name(line.unit, number, language) for language in ("es", "en") for number in (1, 2)}
        return any(re.search(rf"(?<!\w){re.escape(noun)}(?!\w)", text, re.IGNORECASE) for noun in nouns)
    return re.search(rf"(?<![\d.,]){line.quantity}(?![\d.,]\d)(?!\d)", text) is not None


def _amount_sentence(line: LineWords, language: str) -> list[Run]:
    words = amount_in_words(line.quantity, line.unit, line.cadence, language)
    es = " Es " if line.quantity == 1 and line.cadence is not Cadence.DEMAND else " Son "
    start = es if language == "es" else " That is "
    return [Run(start), Run(words, is_bold=True), Run(".")]


def _changes(line: LineWords, language: str, address: Address | str) -> list[Run]:
    """The sentence about rounds of changes; none for a line that has none."""
    if not line.revision_rounds:
        return []
    has_pieces = line.unit not in _MEASURED and not (line.quantity == 1 and line.cadence is Cadence.ONCE)
    often = Run(times(line.revision_rounds, language), is_bold=True)
    if language == "es":
        end = f" en {each_one(line.unit, language)}." if has_pieces else "."
        return [Run(" " + _YOU_CAN[Address(address)]), often, Run(end)]
    end = " on each one." if has_pieces else "."
    return [Run(" You can ask for changes "), often, Run(end)]


def _ended(title: str) -> str:
    text = title.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _merged(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Neighbours of one weight as one run, nothing empty."""
    merged: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if merged and merged[-1].is_bold is run.is_bold:
            merged[-1] = Run(merged[-1].text + run.text, run.is_bold)
        else:
            merged.append(run)
    return tuple(merged)
