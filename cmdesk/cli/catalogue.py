"""The services that the agency offers."""

from __future__ import annotations

from typing import Any

from cmdesk.cli.call import Answer, Call, columns
from cmdesk.domain.catalogue import Service, ServiceWords, area_name
from cmdesk.domain.wording import amount_in_table
from cmdesk.i18n import gettext as _
from cmdesk.i18n import spoken
from cmdesk.services.catalogue import services


def catalogue(call: Call) -> Answer:
    """List the services."""
    found = call.read(services)
    language = spoken().language
    rows = [
        [
            one.code,
            one.words(language).name,
            area_name(one.area, language),
            amount_in_table(one.quantity, one.unit, one.cadence, language),
        ]
        for one in found
    ]
    heads = [_("Code"), _("Service"), _("Area"), _("Usually")]
    return Answer([record(one) for one in found], columns(heads, rows))


def record(service: Service) -> dict[str, Any]:
    """A service as scripts read it."""
    words = service.words(spoken().language)
    return {
        "code": service.code,
        "name": words.name,
        "description": words.description,
        "area": str(service.area),
        "function": str(service.function),
        "responsibility": service.responsibility,
        "rank": service.rank,
        "unit": service.unit,
        "cadence": str(service.cadence),
        "quantity": service.quantity,
        "covers": list(service.covers),
        "formats": list(service.formats),
        "es": _words(service.es, area_name(service.area, "es")),
        "en": _words(service.en, area_name(service.area, "en")),
    }


def _words(words: ServiceWords, area: str) -> dict[str, str]:
    return {
        "name": words.name,
        "description": words.description,
        "area": area,
        "title": words.title,
        "criterion": words.criterion,
        "needs": words.needs,
        "not_included": words.not_included,
        "question": words.question,
    }
