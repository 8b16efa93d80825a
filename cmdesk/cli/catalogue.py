"""The services that the agency offers."""

from __future__ import annotations

from typing import Any

from cmdesk.cli.call import Answer, Call, columns, words
from cmdesk.domain.asked import AskedKind
from cmdesk.domain.catalogue import Service, ServiceWords, area_name
from cmdesk.domain.wording import amount_in_table
from cmdesk.i18n import N_, ngettext, spoken
from cmdesk.i18n import gettext as _
from cmdesk.services.asked import Answered, answered
from cmdesk.services.catalogue import services

KINDS = {AskedKind.TASK: N_("task"), AskedKind.RANK: N_("rank"), AskedKind.PRINCIPLE: N_("principle")}


def catalogue(call: Call) -> Answer:
    """List the services, or what is asked of the trade with the services that do it."""
    if call.said.asked:
        return _asked(call)
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


def _asked(call: Call) -> Answer:
    found = call.read(answered)
    language = spoken().language
    rows = [
        [
            one.item.code,
            words(KINDS, one.item.kind),
            one.item.words(language),
            ", ".join([*(service.code for service in one.services), *(part.code for part in one.item.parts)]),
        ]
        for one in found
    ]
    still_open = [one.item.code for one in found if one.is_open]
    data = {
        "asked": [_item(one) for one in found],
        "parts": [
            {"code": part.code, "es": part.es, "en": part.en}
            for part in dict.fromkeys(part for one in found for part in one.item.parts)
        ],
        "open": still_open,
    }
    said = ngettext("{count} thing is asked.", "{count} things are asked.", len(found)).format(count=len(found))
    end = _("Nothing answers: {codes}.").format(codes=", ".join(still_open)) if still_open else _("All are answered.")
    heads = [_("Code"), _("Kind"), _("What is asked"), _("Done by")]
    return Answer(data, f"{columns(heads, rows)}\n\n{said} {end}")


def _item(one: Answered) -> dict[str, Any]:
    return {
        "id": one.item.code,
        "kind": str(one.item.kind),
        "es": one.item.es,
        "en": one.item.en,
        "services": [service.code for service in one.services],
        "parts": [part.code for part in one.item.parts],
    }


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
        "often_expected": service.is_often_expected,
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
