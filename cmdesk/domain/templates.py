"""A template of scopes: made from a version, kept as a file that another agency can read.

A template keeps what an agency would want again with another client: which services, how many, at what price and under
which conditions. It never keeps a client's people, networks or days.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from cmdesk.domain.catalogue import (
    SPOKEN,
    LineStart,
    Service,
    Template,
    TemplateLine,
    TemplateWords,
    line_start,
)
from cmdesk.domain.catalogue_fields import checked_code, service_from
from cmdesk.domain.clients import Address, checked_field, checked_line, checked_text
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.scope import Cadence, PriceMode, ScopeLine, ScopeVersion, Treatment
from cmdesk.domain.scope_facts import plain_value
from cmdesk.domain.scope_fields import LINE_RULES, TERM_RULES
from cmdesk.i18n import gettext as _

FORMAT = "cmdesk-template"
EDITION = 1  # of the file's form
LARGEST_FILE = 5_000_000  # bytes
MOST_LINES = 1_000

KEPT_NUMBERS = (
    "notice_days", "lead_days", "revision_rounds", "silence_is_yes", "silence_days", "response_hours", "coverage_days",
    "coverage_from", "coverage_to", "discount_bp", "price_print", "quantity_rule", "extra_hour_cents", "renewal_months",
    "prints_expectations",
)  # fmt: skip
KEPT_TEXTS = (
    "introduction", "assumptions", "client_provides", "payment", "change_procedure", "other_terms", "round_meaning",
    "rights", "privacy", "crisis_levels",
)  # fmt: skip
_PLAIN = ("treatment", "quantity", "cadence", "revision_rounds", "response_hours", "price_cents", "price_mode")


def template_lines(
    scope: ScopeVersion, services: Mapping[str, Service], address: Address | str
) -> tuple[TemplateLine, ...]:
    """The lines of a version as a template keeps them: what differs from the catalogue, and the agency's own.

    What is not included and stands in the catalogue is left to the catalogue, as every template does.

    Args:
        scope: The version.
        services: The catalogue by code.
        address: How the version speaks to its client.
    """
    language = scope.terms.language
    return tuple(
        _template_line(line, services.get(line.service or ""), language, address)
        for line in scope.lines
        if line.treatment is not Treatment.EXCLUDED or line.service not in services
    )


def _template_line(line: ScopeLine, service: Service | None, language: str, address: Address | str) -> TemplateLine:
    code = service.code if service else ""
    start = line_start(service, language, address, _plain_line(code, line)) if service else None
    own = {
        one.name: plain_value(getattr(line, one.name))
        for one in fields(LineStart)
        if one.name not in {*_PLAIN, "service"} and (start is None or _differs(line, start, one.name))
    }
    if not {*SPOKEN}.isdisjoint(own):
        own["language"] = language
    return _plain_line(code, line, own)


def _plain_line(code: str, line: ScopeLine, own: Mapping[str, Any] | None = None) -> TemplateLine:
    return TemplateLine(
        code,
        line.treatment,
        line.quantity,
        line.cadence,
        line.revision_rounds,
        line.response_hours,
        line.price_cents,
        line.price_mode,
        own or {},
    )


def _differs(line: ScopeLine, start: LineStart, name: str) -> bool:
    here, there = getattr(line, name), getattr(start, name)
    return bool(here != there)


def template_terms(scope: ScopeVersion) -> dict[str, Any]:
    """The conditions of a version as a template keeps them, with the language of their texts."""
    kept = {name: plain_value(getattr(scope.terms, name)) for name in (*KEPT_NUMBERS, *KEPT_TEXTS)}
    return kept | {"language": scope.terms.language}


def terms_of_template(template: Template, language: str) -> dict[str, Any]:
    """The conditions that a draft takes from a template; its texts only when they are in the draft's language."""
    names = (*KEPT_NUMBERS, *KEPT_TEXTS) if template.terms.get("language") == language else KEPT_NUMBERS
    return {name: template.terms[name] for name in names if name in template.terms}


# --- Files ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """What a template's file holds: the template, and the agency's own services that it names."""

    template: Template
    services: tuple[Service, ...]


def written(template: Template, services: Iterable[Service]) -> bytes:
    """A template as a file: JSON in UTF-8, the same bytes for the same template.

    Args:
        template: The template.
        services: The agency's own services that it names, so that another agency has them too.
    """
    data = {
        "format": FORMAT,
        "edition": EDITION,
        "name": {"es": plain_value(template.es), "en": plain_value(template.en)},
        "terms": dict(template.terms),
        "lines": [_written_line(line) for line in template.lines],
        "services": [_written_service(service) for service in services],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def _written_line(line: TemplateLine) -> dict[str, Any]:
    values = {name: plain_value(getattr(line, name)) for name in _PLAIN}
    return {"service": line.service, "own": dict(line.own)} | {k: v for k, v in values.items() if v is not None}


def _written_service(service: Service) -> dict[str, Any]:
    names = (
        "code", "area", "function", "responsibility", "rank", "unit", "quantity", "cadence", "formats",
        "revision_rounds", "response_hours", "done_by", "minutes", "price_cents", "price_mode", "is_often_expected",
        "es", "en",
    )  # fmt: skip
    return {name: plain_value(getattr(service, name)) for name in names}


def read_template(data: bytes) -> TemplateFile:
    """What a template's file holds; every field is checked, and text stays text.

    Raises:
        RuleBroken: It is too large, damaged, no template, or of a newer version of the program.
    """
    if len(data) > LARGEST_FILE:
        raise RuleBroken(_("The file is too large for a template."))
    try:
        plain = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _damaged() from error
    if not isinstance(plain, dict) or plain.get("format") != FORMAT or not isinstance(plain.get("edition"), int):
        raise _damaged()
    if plain["edition"] > EDITION:
        raise RuleBroken(_("A newer CMDesk made this template. Update this program to read it."))
    try:
        return _read(plain)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _damaged() from error


def _damaged() -> RuleBroken:
    return RuleBroken(_("The file is damaged, or no template of CMDesk."))


def _read(plain: Mapping[str, Any]) -> TemplateFile:
    lines = plain["lines"]
    if len(lines) > MOST_LINES:
        raise RuleBroken(_("The file is too large for a template."))
    spanish, english = (_read_words(plain["name"][language]) for language in ("es", "en"))
    template = Template("", spanish, english, tuple(map(_read_line, lines)), is_own=True, terms=_terms(plain["terms"]))
    return TemplateFile(template, tuple(map(service_from, plain.get("services", ()))))


def _read_words(plain: Mapping[str, Any]) -> TemplateWords:
    name = checked_line(plain["name"], "name", needed=_("Write a name for the template."))
    return TemplateWords(name, checked_text(plain.get("description", ""), "description"))


def _terms(plain: Mapping[str, Any]) -> dict[str, Any]:
    found = {
        name: plain_value(checked_field(TERM_RULES, name, plain[name]))
        for name in (*KEPT_NUMBERS, *KEPT_TEXTS)
        if name in plain
    }
    return found | {"language": _language(plain)} if found else {}


def _language(plain: Mapping[str, Any]) -> str:
    return "es" if plain.get("language") == "es" else "en"


def _read_line(plain: Mapping[str, Any]) -> TemplateLine:
    values: dict[str, Any] = {
        name: checked_field(LINE_RULES, name, plain[name]) for name in _PLAIN if plain.get(name) is not None
    }
    kept = plain.get("own", {})
    own = {name: plain_value(checked_field(LINE_RULES, name, kept[name])) for name in kept if name in LINE_RULES}
    if "language" in kept:
        own["language"] = _language(kept)
    service = checked_code(plain["service"]) if plain["service"] else ""
    if not service and not own.get("title"):
        raise ValueError("a line without a name")
    return TemplateLine(
        service,
        Treatment(values.get("treatment", Treatment.INCLUDED)),
        values.get("quantity"),
        Cadence(values["cadence"]) if "cadence" in values else None,
        values.get("revision_rounds"),
        values.get("response_hours"),
        values.get("price_cents"),
        PriceMode(values.get("price_mode", PriceMode.FEE)),
        own,
    )
