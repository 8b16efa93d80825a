"""What each field of a service can hold when an agency edits its catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cmdesk.domain.catalogue import WORD_FIELDS, Area, DoneBy, Function, Service, ServiceWords
from cmdesk.domain.clients import Rule, checked_field, checked_line, checked_text, one_of, yes_or_no
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.scope import Cadence, PriceMode
from cmdesk.domain.scope_fields import LINE_RULES
from cmdesk.i18n import gettext as _

ON_ONE_LINE = frozenset({"name", "title"})
"""Words of a service that stand on one line and must be there."""
LONGEST_CODE = 60


SERVICE_RULES: dict[str, Rule] = {
    "area": one_of(Area),
    "done_by": one_of(DoneBy),
    "unit": LINE_RULES["unit"],
    "quantity": LINE_RULES["quantity"],
    "cadence": LINE_RULES["cadence"],
    "formats": LINE_RULES["formats"],
    "revision_rounds": LINE_RULES["revision_rounds"],
    "response_hours": LINE_RULES["response_hours"],
    "minutes": LINE_RULES["minutes_per_unit"],
    "price_cents": LINE_RULES["price_cents"],
    "price_mode": LINE_RULES["price_mode"],
    "is_often_expected": yes_or_no,
}
"""Fields of a service beside its words, which are named by their language: 'es.title'."""


def checked_service_field(field: str, value: Any) -> Any:
    """What a field of a service will hold; words are named by their language: 'es.title', 'en.sentence'.

    Raises:
        RuleBroken: It cannot hold this, or there is no such field.
    """
    language, dot, name = field.partition(".")
    if not dot:
        return checked_field(SERVICE_RULES, field, value)
    if language not in {"es", "en"} or name not in WORD_FIELDS:
        raise RuleBroken(_("There is no such field."), field=field)
    if name in ON_ONE_LINE:
        return checked_line(value, field, needed=_("Write a name for the service."))
    return checked_text(value, field)


def service_from(plain: Mapping[str, Any]) -> Service:
    """A service of an agency's own from a file's plain values.

    Raises:
        RuleBroken: A field cannot hold what it holds.
        KeyError: It lacks what every service has.
        ValueError: Its code or its function is none.
    """
    values = {name: checked_field(SERVICE_RULES, name, plain[name]) for name in SERVICE_RULES if name in plain}
    words = {
        language: {
            name: checked_service_field(f"{language}.{name}", plain[language].get(name, "")) for name in WORD_FIELDS
        }
        for language in ("es", "en")
    }
    return Service(
        code=checked_code(plain["code"]),
        area=Area(values["area"]),
        function=Function(plain.get("function", Function.EXTERNAL)),
        responsibility=checked_line(plain.get("responsibility", ""), "responsibility"),
        rank=int(plain.get("rank") or 0),
        unit=values.get("unit", ""),
        quantity=values.get("quantity"),
        cadence=Cadence(values.get("cadence", Cadence.MONTH)),
        formats=tuple(values.get("formats", ())),
        revision_rounds=values.get("revision_rounds"),
        response_hours=values.get("response_hours"),
        done_by=DoneBy(values.get("done_by", DoneBy.AGENCY)),
        minutes=values.get("minutes"),
        covers=(),
        es=ServiceWords.parse(words["es"]),
        en=ServiceWords.parse(words["en"]),
        is_often_expected=values.get("is_often_expected", False),
        price_cents=values.get("price_cents"),
        price_mode=PriceMode(values.get("price_mode", PriceMode.FEE)),
        is_own=True,
    )


def checked_code(code: object) -> str:
    """The code of a service, as a file names it.

    Raises:
        ValueError: It is none.
    """
    if not isinstance(code, str) or not code.strip() or len(code) > LONGEST_CODE:
        raise ValueError("no code of a service")
    return checked_line(code, "code")
