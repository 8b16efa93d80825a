"""The services that the agency offers."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import Any

from cmdesk.cli.call import Answer, Call, columns, decimal, words
from cmdesk.cli.names import Named, named
from cmdesk.cli.words import amount, formats, number, yes_or_no
from cmdesk.cli.words import code as code_of
from cmdesk.domain.asked import AskedKind
from cmdesk.domain.catalogue import WORD_FIELDS, Service, ServiceWords, area_name
from cmdesk.domain.catalogue_fields import SERVICE_RULES
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.wording import amount_in_table
from cmdesk.i18n import N_, ngettext, spoken
from cmdesk.i18n import gettext as _
from cmdesk.services.asked import Answered, answered
from cmdesk.services.catalogue import (
    CatalogueNews,
    add_service,
    change_service,
    has_newer_catalogue,
    hide_services,
    remove_service,
    reset_service,
    service,
    services,
    update_catalogue,
)

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


def changed(call: Call) -> Answer:
    """Change one field of a service."""
    said = call.said
    code = service_code(call, said.service)
    field, value = _field(said.field, said.value)
    call.do(change_service, code, field, value)
    return _shown(call, [code], _("{name}: {field} is changed."), field=field)


def added(call: Call) -> Answer:
    """Add a service of the agency's own."""
    said = call.said
    like = service_code(call, said.like) if said.like else None
    code = call.do(add_service, said.area, " ".join(said.name), like)
    return _shown(call, [code], _("{name} is in the catalogue as {code}."), code=code)


def hidden(call: Call) -> Answer:
    """Hide services."""
    codes = [service_code(call, one) for one in call.said.service]
    call.do(hide_services, codes)
    return _shown(call, codes, _("{name} is hidden."))


def shown(call: Call) -> Answer:
    """Show hidden services again."""
    codes = [service_code(call, one) for one in call.said.service]
    call.do(hide_services, codes, False)
    return _shown(call, codes, _("{name} is shown again."))


def put_back(call: Call) -> Answer:
    """Let services say what ships."""
    codes = [service_code(call, one) for one in call.said.service]
    for code in codes:
        call.do(reset_service, code)
    return _shown(call, codes, _("{name} says what ships."))


def removed(call: Call) -> Answer:
    """Delete services of the agency's own."""
    codes = [service_code(call, one) for one in call.said.service]
    answer = _shown(call, codes, _("{name} is deleted."))
    for code in codes:
        call.do(remove_service, code)
    return answer


def updated(call: Call) -> Answer:
    """Take in what the program ships."""
    is_newer = call.read(has_newer_catalogue)
    news = call.do(update_catalogue) if is_newer else CatalogueNews()
    data = {"added": list(news.added), "changed": list(news.changed), "kept": list(news.kept)}
    if not news:
        return Answer(data, _("The catalogue is up to date."))
    count, others = len(news.added), len(news.changed)
    parts = [
        ngettext("{count} service is new.", "{count} services are new.", count).format(count=count),
        ngettext("{count} says something new.", "{count} say something new.", others).format(count=others),
        ngettext("{count} keeps words of yours.", "{count} keep words of yours.", len(news.kept)).format(
            count=len(news.kept)
        ),
    ]
    return Answer(data, " ".join(parts))


def service_code(call: Call, wanted: str) -> str:
    """The code of the service that a person means, hidden or not.

    Raises:
        NotFound: None is called so.
        RuleBroken: Several are.
    """
    known = call.read(services, with_hidden=True)
    found = [
        Named(
            one.code,
            one.words(spoken().language).name,
            (one.code, one.es.name, one.en.name, one.es.title, one.en.title),
        )
        for one in known
    ]
    return named(wanted, found, _NO_SERVICE, _SERVICES)


_NO_SERVICE = N_("The catalogue has no service “{name}”.")
_SERVICES = N_("Several services are called “{name}”: {names}. Write more of the name.")
_OTHER_NAMES = {
    "price": "price_cents",
    "rounds": "revision_rounds",
    "hours": "response_hours",
    "often_expected": "is_often_expected",
}
_READ: dict[str, Callable[[str], Any]] = {
    "quantity": number,
    "revision_rounds": number,
    "response_hours": number,
    "minutes": number,
    "price_cents": amount,
    "formats": formats,
    "is_often_expected": yes_or_no,
    "area": code_of,
    "cadence": code_of,
    "done_by": code_of,
    "price_mode": code_of,
}


def _field(name: str, value: str) -> tuple[str, Any]:
    """A field as the catalogue names it, and what the words say of it.

    Raises:
        RuleBroken: There is no such field, or it cannot hold this.
    """
    field = code_of(name)
    field = _OTHER_NAMES.get(field, field)
    language, dot, word = field.partition(".")
    is_word = bool(dot) and language in {"es", "en"} and word in WORD_FIELDS
    if field not in SERVICE_RULES and not is_word:
        known = [*(f"es.{one}" for one in WORD_FIELDS), *SERVICE_RULES]
        raise RuleBroken(_("“{word}” is none of these: {choices}.").format(word=name, choices=", ".join(known)))
    try:
        return field, _READ.get(field, str)(value)
    except ArgumentTypeError as error:
        raise RuleBroken(str(error)) from None


def _shown(call: Call, codes: list[str], said: str, **more: str) -> Answer:
    """The services as they are now, and a sentence about each."""
    entries = [call.read(service, code) for code in codes]
    lines = [said.format(name=one.words(spoken().language).name, **more) for one in entries]
    return Answer([record(one) for one in entries], "\n".join(lines))


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
        "own": service.is_own,
        "hidden": service.is_hidden,
        "new": service.is_new,
        "changed": list(service.changed),
        "price": decimal(service.price_cents),
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
