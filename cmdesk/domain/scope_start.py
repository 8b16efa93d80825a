"""What the terms of a new draft begin with: shipped texts and numbers, and what the agency put in their place.

The texts belong to the document, whose language is the client's; a person changes them in the draft. A text may choose
by the form of address, as `{te|os|le}`; see `wording`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from cmdesk.domain.clients import Address, checked_field
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.scope import CrisisLevel, MessageKind, PricePrint, QuantityRule, ResponseRow
from cmdesk.domain.scope_facts import plain_value
from cmdesk.domain.scope_fields import TERM_RULES, whole_number
from cmdesk.domain.wording import addressed
from cmdesk.i18n import LANGUAGES
from cmdesk.i18n import gettext as _

NUMBERS: Final = "numbers"  # the place of what has no language, among the agency's own


@dataclass(frozen=True, slots=True)
class StartTexts:
    """The texts of terms that a draft begins with; their fields are named as the terms'."""

    introduction: str
    client_provides: str
    assumptions: str
    payment: str
    change_procedure: str
    round_meaning: str
    rights: str
    privacy: str
    other_terms: str
    crisis_levels: tuple[CrisisLevel, ...]


@dataclass(frozen=True, slots=True)
class StartNumbers:
    """The numbers and choices that a draft begins with; all but the days of a price are named as the terms'."""

    notice_days: int = 30
    renewal_months: int | None = None
    valid_days: int = 30  # how long a price holds
    lead_days: int = 2
    revision_rounds: int = 2
    silence_is_yes: bool = False
    silence_days: int = 3
    response_hours: int | None = None
    response_rows: tuple[ResponseRow, ...] = (
        ResponseRow(MessageKind.QUESTION),
        ResponseRow(MessageKind.COMPLAINT),
        ResponseRow(MessageKind.REVIEW, 24),
        ResponseRow(MessageKind.PRAISE, 24),
        ResponseRow(MessageKind.DANGER, 1),
    )
    quantity_rule: QuantityRule = QuantityRule.LAPSES
    extra_hour_cents: int | None = None
    price_print: PricePrint = PricePrint.LINE
    prints_expectations: bool = True


@dataclass(frozen=True, slots=True)
class ScopeStart:
    """What new scopes of an agency begin with.

    Attributes:
        texts: By language, with the choices of the form of address still open.
        numbers: What has no language.
        changed: What the agency put in the place of what ships: language (none for a number) and field.
    """

    texts: Mapping[str, StartTexts]
    numbers: StartNumbers
    changed: frozenset[tuple[str | None, str]] = frozenset()


_TEXTS: Final[Mapping[str, StartTexts]] = {
    "es": StartTexts(
        introduction="",
        client_provides="Acceso a las cuentas.\nAvisos de festivos y de cambios de horario.",
        assumptions="Trabajamos para una sola marca y en un idioma.\n"
        "Los anuncios los paga la casa directamente a la red.",
        payment="Factura el día 1 de cada mes. Se paga en 15 días, por transferencia. Lo que se cobra una sola vez"
        " y los extras se facturan cuando se hacen.",
        change_procedure="Se hace una versión nueva y se firma. La anterior se conserva.",
        round_meaning="Una ronda es una lista de cambios, enviada de una vez, sobre la misma pieza. Cambiar la idea"
        " después del sí es un trabajo nuevo.",
        rights="Todo lo publicado y pagado es de la casa: textos, fotos y vídeos. Lo que {nos pasas|nos pasáis|nos"
        " pasa} tiene permiso de quien lo hizo y de quien sale en ello. Podemos enseñar lo publicado como muestra de"
        " nuestro trabajo; basta un aviso para que no lo hagamos.",
        privacy="Los datos de la gente solo los usamos para responder. No los guardamos más de 12 meses. Lo que"
        " sabemos de la casa por trabajar con ella no se lo contamos a nadie.",
        other_terms="Las claves: Las cuentas son {tuyas|vuestras|suyas}. "
        "Al terminar, devolvemos los accesos en 5 días.\n"
        "Si hay un problema grave: {Te|Os|Le} llamamos, paramos lo programado y acordamos qué decir.",
        crisis_levels=(
            CrisisLevel(
                "Queja suelta",
                "Una persona se queja de un pedido o del trato.",
                4,
                "Quien responde, con lo ya acordado",
                "Gracias por contarlo. Lo miramos ahora y hoy mismo decimos algo.",
            ),
            CrisisLevel(
                "Queja que crece",
                "Varias personas se quejan de lo mismo, o una queja se comparte mucho.",
                2,
                "Quien da el sí a las publicaciones",
                "Hemos leído lo que está pasando. Lo estamos comprobando y hoy contamos aquí lo que sepamos.",
            ),
            CrisisLevel(
                "Daño al buen nombre",
                "La prensa pregunta, o corre una acusación grave.",
                1,
                "La dirección de la casa",
                "Sabemos lo que se está diciendo. Lo comprobamos con calma y lo contaremos aquí en cuanto sea seguro.",
            ),
            CrisisLevel(
                "Peligro para las personas",
                "Algo que ha sentado mal, un accidente, una amenaza.",
                1,
                "La dirección de la casa, por teléfono",
                "Lo primero es que nadie corra peligro. Estamos con ello y contaremos aquí cada paso.",
            ),
        ),
    ),
    "en": StartTexts(
        introduction="",
        client_provides="Access to the accounts.\nNews of holidays and of changed opening hours.",
        assumptions="We work for one brand and in one language.\nAdvertising is paid by you directly to the network.",
        payment="Invoice on the 1st of each month, paid within 15 days by bank transfer. What is paid once and extras"
        " are invoiced when they are done.",
        change_procedure="A new version is made and signed. The one before it is kept.",
        round_meaning="One round is one list of changes, sent together, about the same piece. Changing the idea after"
        " the yes is new work.",
        rights="All that is published and paid for is yours: texts, photos and videos. What you give us has the"
        " permission of whoever made it and of whoever is seen in it. We may show what was published as a sample of our"
        " work; a word from you is enough for us not to.",
        privacy="We use people's data to answer only. We keep them no longer than 12 months. What we learn about your"
        " house by working with you we tell nobody.",
        other_terms="Passwords: The accounts are yours. When we end, we give access back within 5 days.\n"
        "If something serious happens: We call you, stop what is scheduled and agree what to say.",
        crisis_levels=(
            CrisisLevel(
                "A single complaint",
                "One person complains about an order or about how they were treated.",
                4,
                "Whoever answers, with what is agreed",
                "Thank you for telling us. We are looking into it and will say more today.",
            ),
            CrisisLevel(
                "A complaint that grows",
                "Several people complain about the same thing, or one complaint is shared a lot.",
                2,
                "Whoever says yes to posts",
                "We have read what is happening. We are checking it and will tell here today what we know.",
            ),
            CrisisLevel(
                "Harm to the good name",
                "The press asks, or a serious accusation goes round.",
                1,
                "The management of the house",
                "We know what is being said. We are checking it with care and will tell here as soon as it is certain.",
            ),
            CrisisLevel(
                "Danger to people",
                "Something made people ill, an accident, a threat.",
                1,
                "The management of the house, by phone",
                "First of all, nobody must be in danger. We are dealing with it and will tell every step here.",
            ),
        ),
    ),
}
TEXT_NAMES: Final = tuple(field.name for field in fields(StartTexts))
NUMBER_NAMES: Final = tuple(field.name for field in fields(StartNumbers))


def scope_start(own: Mapping[str, Any]) -> ScopeStart:
    """What drafts begin with: what the agency keeps as its own, and what ships where it keeps nothing."""
    texts = {language: _with_own(shipped, own.get(language, {})) for language, shipped in _TEXTS.items()}
    numbers = _with_own(StartNumbers(), own.get(NUMBERS, {}))
    changed: set[tuple[str | None, str]] = {(None, name) for name in own.get(NUMBERS, {}) if name in NUMBER_NAMES}
    changed |= {(language, name) for language in _TEXTS for name in own.get(language, {}) if name in TEXT_NAMES}
    return ScopeStart(texts, numbers, frozenset(changed))


def _with_own(shipped: Any, own: Mapping[str, Any]) -> Any:
    known = {name: _read(name, value) for name, value in own.items() if hasattr(shipped, name)}
    return replace(shipped, **known)


def _read(name: str, value: Any) -> Any:
    """What the agency keeps, as the terms hold it."""
    if name == "crisis_levels":
        return tuple(CrisisLevel(**level) for level in value)
    if name == "response_rows":
        return tuple(ResponseRow(MessageKind(row["kind"]), row.get("hours"), row.get("tell", "")) for row in value)
    if name == "price_print":
        return PricePrint(value)
    return QuantityRule(value) if name == "quantity_rule" else value


def start_texts(language: str, address: Address | str = Address.TU, own: Mapping[str, Any] | None = None) -> StartTexts:
    """The texts that a draft begins with, in the client's language and form of address."""
    texts = scope_start(own or {}).texts["es" if language == "es" else "en"]
    return StartTexts(**{name: _addressed(getattr(texts, name), address) for name in TEXT_NAMES})


def _addressed(value: Any, address: Address | str) -> Any:
    if isinstance(value, str):
        return addressed(value, address)
    return tuple(
        CrisisLevel(
            level.name,
            addressed(level.example, address),
            level.hours,
            addressed(level.decides, address),
            addressed(level.first_words, address),
        )
        for level in value
    )


def checked_start(language: str | None, field: str, value: Any) -> Any:
    """What the agency keeps as the start of a field, as plain values.

    Raises:
        RuleBroken: The field cannot hold this, or new scopes do not begin with such a field.
    """
    if field not in (NUMBER_NAMES if language is None else TEXT_NAMES) or language not in {None, *LANGUAGES}:
        raise RuleBroken(_("There is no such field."), field=field)
    if field == "valid_days":
        return whole_number(1, 366)(value, field)
    return plain_value(checked_field(TERM_RULES, field, value))


def changed_start(own: Mapping[str, Any], language: str | None, field: str, value: Any) -> dict[str, Any]:
    """The agency's own with one field more; a value that is none of its own is left out again.

    Raises:
        RuleBroken: The field cannot hold this.
    """
    return _put(own, language, field, {field: checked_start(language, field, value)})


def without_start(own: Mapping[str, Any], language: str | None, field: str) -> dict[str, Any]:
    """The agency's own without one field, which begins as it ships again."""
    return _put(own, language, field, {})


def _put(own: Mapping[str, Any], language: str | None, field: str, kept: Mapping[str, Any]) -> dict[str, Any]:
    place = language or NUMBERS
    rest = {name: value for name, value in own.get(place, {}).items() if name != field}
    shipped = StartNumbers() if language is None else _TEXTS[language]
    as_shipped = field in kept and kept[field] == plain_value(getattr(shipped, field, None))
    values = rest if as_shipped else {**rest, **kept}
    return {**{name: value for name, value in own.items() if name != place}, **({place: values} if values else {})}
