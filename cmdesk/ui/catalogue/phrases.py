"""How the fields of the catalogue are called."""

from __future__ import annotations

from typing import Final

from cmdesk.domain.catalogue import Area, DoneBy, Service, area_name
from cmdesk.domain.posts import POST_FORMAT_NAMES, PostFormat
from cmdesk.domain.scope import PriceMode
from cmdesk.domain.wording import UNITS, unit_name
from cmdesk.i18n import N_, NAMES, _, spoken
from cmdesk.ui.scope.phrases import EACH, price_modes

WORD_NAMES: Final[dict[str, str]] = {
    "name": N_("Name in the catalogue"),
    "title": N_("Name of the line"),
    "description": N_("What it is"),
    "sentence": N_("Sentence that the client reads"),
    "criterion": N_("It is done when"),
    "needs": N_("What we need from the client"),
    "not_included": N_("What it does not include"),
    "question": N_("Question about what they expect"),
}
FIGURE_NAMES: Final[dict[str, str]] = {
    "area": N_("Area"),
    "quantity": N_("How many"),
    "unit": N_("Of what"),
    "cadence": N_("Each"),
    "formats": N_("Formats of posts"),
    "revision_rounds": N_("Rounds of changes"),
    "response_hours": N_("Answer within (hours)"),
    "done_by": N_("Done by"),
    "minutes": N_("Our minutes for each"),
    "price_cents": N_("Usual price"),
    "price_mode": N_("Paid"),
    "is_often_expected": N_("Clients often expect it"),
}
NUMBERS: Final = frozenset({"quantity", "revision_rounds", "response_hours", "minutes"})


def languages() -> tuple[str, str]:
    """Both languages, the one of the window first."""
    return ("es", "en") if spoken().language == "es" else ("en", "es")


def field_name(field: str) -> str:
    """What a field is called; words say their language too."""
    language, dot, name = field.partition(".")
    if not dot:
        figure = FIGURE_NAMES.get(field, field)
        return _(figure)
    return _("{field} · {language}").format(field=_(WORD_NAMES[name]), language=NAMES[language])


def value_words(service: Service, field: str, value: object) -> str:
    """What a field holds, as people read it."""
    del service
    if value is None or value == "":
        return _("nothing")
    choices: dict[str, list[tuple[object, str]]] = {
        "area": areas(),
        "cadence": cadences(),
        "done_by": sides(),
        "price_mode": [*price_modes()],
    }
    if field in choices:
        return next((words for key, words in choices[field] if key == value), str(value))
    if field == "price_cents" and isinstance(value, int):
        return spoken().amount(value)
    if field == "formats" and isinstance(value, (tuple, list)):
        return spoken().list_of(format_name(one) for one in value) or _("nothing")
    if field == "unit":
        return unit_name(str(value), 2, spoken().language)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return spoken().number(value) if isinstance(value, int) else str(value)


def areas() -> list[tuple[object, str]]:
    """The areas, in their order."""
    return [(area, area_name(area, spoken().language)) for area in Area]


def cadences() -> list[tuple[object, str]]:
    """How often something is done."""
    return [(cadence, _(name)) for cadence, name in EACH]


def sides() -> list[tuple[object, str]]:
    """Who does the work."""
    return [(DoneBy.AGENCY, _("us")), (DoneBy.CLIENT, _("the client"))]


def modes() -> list[tuple[PriceMode, str]]:
    """How a service is paid."""
    return price_modes()


def units(present: str = "") -> list[tuple[object, str]]:
    """What can be counted, by name; a unit of the agency's own among them."""
    language = spoken().language
    known = {unit: unit_name(unit, 2, language) for unit in UNITS}
    if present and present not in known:
        known[present] = present
    return [("", _("nothing counted")), *sorted(known.items(), key=lambda one: one[1])]


def format_name(one: str) -> str:
    """What a format is called."""
    return next((_(name) for key, name in POST_FORMAT_NAMES.items() if key == one), str(one))


def formats() -> list[tuple[PostFormat, str]]:
    """The formats of posts."""
    return [(one, _(name)) for one, name in POST_FORMAT_NAMES.items()]
