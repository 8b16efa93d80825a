"""The shipped catalogue: whole, bilingual and true to what its sentences promise."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from itertools import pairwise

import pytest

from cmdesk.domain.catalogue import (
    AREA_WORDS,
    Area,
    Service,
    ServiceWords,
    area_hint,
    area_name,
    line_start,
    parse_catalogue,
)
from cmdesk.domain.clients import Address
from cmdesk.domain.networks import Network
from cmdesk.domain.posts import PostFormat
from cmdesk.domain.routines import parse_routines
from cmdesk.domain.scope import Cadence, PriceMode, Treatment
from cmdesk.domain.wording import UNITS, LineWords, addressed, coverage, sentence, text_of
from cmdesk.paths import resource

SEED = re.compile(r"S[0-4]-[A-Z]\d\d")
BROKEN = re.compile(r"[{}|]|  | [.,:;]|[.,]{2}|^\s|\s$|¿[^?]*$")
EXPECTING = ("¿{Esperas|Esperáis|Espera} ", "¿{Cuentas|Contáis|Cuenta} con ")
SPOKEN = [("es", address) for address in Address] + [("en", Address.TU)]
JARGON = {
    "es": r"engagement|kpi|roi|seo|sem|target|feedback|branding|copy|feed|posts?|stories|newsletter|hashtags?|"
    r"influencers?|community|stakeholders?|briefing|brief|timing|links?|online|alcance|impresiones|interacciones|"
    r"viral\w*|monitoriz\w*|dinamiz\w*|implement\w*|leads?|prospects?|storytelling|insights?|streaming|tests?|"
    r"entregables?|ecosistema|funnel|awareness|crossmedia|followers?|planning",
    "en": r"engagement|kpi|roi|seo|sem|deliverables?|stakeholders?|community management|target|feedback|branding|"
    r"copywriting|hashtags?|influencers?|viral\w*|storytelling|insights?|onboarding|briefing|funnel|awareness|"
    r"impressions|prospects?|ecosystem|leverage|crossmedia|organic|touchpoints?|optimi[sz]\w*|implement\w*",
}
"""Words of the trade that somebody who bakes bread need not know."""


def tables(name: str) -> dict[str, list[dict]]:
    return tomllib.loads(resource("catalogue", name).read_text("utf-8"))


@pytest.fixture(scope="module")
def data():
    return (
        [entry for area in Area for entry in tables(f"services/{area}.toml")["service"]],
        tables("templates.toml")["template"],
        tables("responsibilities.toml")["responsibility"],
    )


@pytest.fixture(scope="module")
def catalogue(data):
    return parse_catalogue(*data)


def line_of(
    service: Service, language: str, times: int = 1, networks: tuple[str, ...] = ("instagram",), hours: str = ""
) -> LineWords:
    words = service.words(language)
    return LineWords(
        words.title,
        words.sentence,
        Treatment.INCLUDED,
        None if service.quantity is None else service.quantity * times,
        service.unit,
        service.cadence,
        networks,
        service.revision_rounds,
        service.response_hours,
        hours,
    )


def test_the_areas_have_names_and_hints_in_both_languages():
    assert [area.order for area in Area] == list(range(12))
    for area in Area:
        for language in ("es", "en"):
            assert AREA_WORDS[area][language].name == area_name(area.value, language)
            assert area_hint(area.value, language).endswith(".")
    assert area_name("algo nuestro", "es") == "algo nuestro"
    assert area_hint("algo nuestro", "es") == ""


def test_services_stand_in_the_order_of_their_areas(catalogue):
    orders = [service.area.order for service in catalogue.services]

    assert orders == sorted(orders)
    assert set(Area) == {service.area for service in catalogue.services}


def test_each_service_says_everything_in_both_languages(catalogue):
    for service in catalogue.services:
        for words in (service.es, service.en):
            empty = [f.name for f in fields(ServiceWords) if not getattr(words, f.name)]
            assert not empty, (service.code, empty)


def test_each_question_asks_what_the_client_takes_for_granted(catalogue):
    for service in catalogue.services:
        assert service.es.question.startswith(EXPECTING), service.code
        assert service.en.question.startswith("Do you expect "), service.code
        assert service.es.question.endswith("?"), service.code
        assert service.en.question.endswith("?"), service.code


@pytest.mark.parametrize(("language", "address"), SPOKEN)
def test_each_service_reads_as_a_sentence(catalogue, language, address):
    hours = coverage(range(5), 540, 1140, language)

    for service in catalogue.services:
        for line in (
            line_of(service, language),
            line_of(service, language, times=2, networks=("instagram", "facebook"), hours=hours),
            line_of(service, language, networks=()),
        ):
            text = text_of(sentence(line, language, address))
            assert text[0].isupper(), text
            assert text.endswith("."), text
            assert not BROKEN.search(text), text
            assert " Son " not in text, text
            assert " That is " not in text, text


@pytest.mark.parametrize(("language", "address"), SPOKEN)
def test_each_text_of_a_service_reads_right_to_whoever_it_speaks_to(catalogue, language, address):
    for service in catalogue.services:
        words = service.words(language)
        for field in fields(words):
            text = addressed(getattr(words, field.name), address)
            if field.name == "sentence":
                continue  # its places are filled above
            assert text[0].isupper() or text[0] == "¿", (service.code, text)
            assert not BROKEN.search(text), (service.code, text)
            has_stop = text.endswith(".")
            assert has_stop is (field.name not in {"name", "title", "question"}), (service.code, text)


def test_the_names_and_the_titles_of_services_differ(catalogue):
    for language in ("es", "en"):
        for kind in ("name", "title"):
            texts = [getattr(service.words(language), kind) for service in catalogue.services]
            assert len(set(texts)) == len(texts)
            assert max(map(len, texts)) <= 80


def test_each_service_uses_known_units_formats_and_seeds(catalogue):
    for service in catalogue.services:
        assert service.unit == "" or service.unit in UNITS, service.code
        assert service.unit or service.quantity is None, service.code
        assert set(service.formats) <= set(PostFormat), service.code
        assert all(SEED.fullmatch(seed) for seed in service.covers), service.code


@pytest.mark.parametrize("language", ["es", "en"])
def test_words_that_a_client_may_not_know_are_left_out(catalogue, language):
    jargon = re.compile(rf"\b(?:{JARGON[language]})\b", re.IGNORECASE)

    found = [
        (service.code, field.name, match[0])
        for service in catalogue.services
        for field in fields(ServiceWords)
        for match in jargon.finditer(getattr(service.words(language), field.name))
    ]

    assert found == []


def test_what_clients_take_for_granted_is_marked(catalogue):
    expected = {service.code for service in catalogue.services if service.is_often_expected}

    assert expected >= {
        "CON-PHOTO", "CON-TRANSLATE", "CON-RIGHTS", "CON-PRINT", "PUB-NETWORK", "TEC-ADS", "TEC-SPEND", "TEC-WEB",
    }  # fmt: skip
    assert len(expected) < len(catalogue.services) / 4


def test_the_fifteen_responsibilities_are_ranked(catalogue):
    assert [duty.rank for duty in catalogue.responsibilities] == list(range(1, 16))
    assert [duty.seed for duty in catalogue.responsibilities] == [f"S2-Q{n:02d}" for n in range(1, 16)]
    for service in catalogue.services:
        duty = next(duty for duty in catalogue.responsibilities if duty.code == service.responsibility)
        assert (service.rank, service.function) == (duty.rank, duty.function)


@pytest.mark.parametrize(
    ("code", "fee", "included", "lines"),
    [("essential", 39000, 12, 15), ("growth", 78000, 20, 25), ("full", 145000, 32, 41)],
)
def test_the_included_lines_of_a_template_make_its_fee(catalogue, code, fee, included, lines):
    template = catalogue.template(code)
    in_the_fee = [line for line in template.lines if line.treatment is Treatment.INCLUDED]

    assert (len(in_the_fee), len(template.lines)) == (included, lines)
    assert sum(line.price_cents or 0 for line in in_the_fee) == fee
    assert all(line.price_mode is PriceMode.FEE for line in in_the_fee)
    assert len({line.service for line in template.lines}) == len(template.lines)
    assert template.words("es").name != template.words("en").name


def test_a_template_names_its_services_in_the_order_of_the_catalogue(catalogue):
    order = [service.code for service in catalogue.services]

    for template in catalogue.templates:
        areas = [catalogue.service(line.service).area.order for line in template.lines]
        assert areas == sorted(areas), template.code
        assert {line.service for line in template.lines} <= set(order)


def test_three_routines_fill_a_day_or_a_week(catalogue):
    codes = {service.code for service in catalogue.services}
    small, active, week = parse_routines(tables("routines.toml")["routine"], codes)

    assert [one.cadence for one in (small, active, week)] == [Cadence.DAY, Cadence.DAY, Cadence.WEEK]
    assert small.minutes < active.minutes < 8 * 60
    assert [step.week_day for step in week.steps] == sorted(step.week_day for step in week.steps)
    for routine in (small, active, week):
        steps = [((step.week_day or 0) * 24 * 60 + step.at, step.minutes) for step in routine.steps]
        assert all(at + minutes <= following for (at, minutes), (following, _) in pairwise(steps)), routine.code
        for language in ("es", "en"):
            assert routine.words(language).description.endswith(".")
            assert all(step.text(language)[0].isupper() for step in routine.steps)


@pytest.mark.parametrize(
    "fault", [{"service": "NO-SUCH"}, {"at": 1440}, {"minutes": 0}, {"week_day": 7}, {"week_day": 1}]
)
def test_a_faulty_routine_is_refused(fault):
    step = {"at": 540, "minutes": 10, "es": "Leer", "en": "Read", **fault}
    words = {"name": "Un día", "description": "Corto."}

    with pytest.raises(ValueError, match=r"."):
        parse_routines([{"code": "own", "cadence": "day", "es": words, "en": words, "step": [step]}], {"LIS-READ"})


def test_services_and_templates_are_found_by_their_code(catalogue):
    assert catalogue.service("CON-FEED").words("en").title == "Posts for the feed"
    assert catalogue.service("NO-SUCH") is None
    assert catalogue.template("no such") is None


def test_a_line_begins_with_the_figures_of_the_catalogue_or_of_a_template(catalogue):
    feed = catalogue.service("CON-FEED")
    essential = next(line for line in catalogue.template("essential").lines if line.service == "CON-FEED")

    alone = line_start(feed, "es")
    from_template = line_start(feed, "en", template=essential)

    assert (alone.quantity, alone.revision_rounds, alone.price_cents) == (12, 2, None)
    assert (from_template.quantity, from_template.revision_rounds, from_template.price_cents) == (8, 1, 16000)
    assert from_template.title == "Posts for the feed"


def test_a_line_speaks_to_the_client_from_the_start(catalogue):
    line = line_start(catalogue.service("LIS-PRIVATE"), "es", "usted")

    assert line.description == "Si alguien se enfada, lo llevamos a un mensaje privado y le avisamos."


@pytest.mark.parametrize("fault", ["responsibility", "area", "twice", "template"])
def test_a_faulty_catalogue_is_refused(data, fault):
    services, templates, duties = ([dict(table) for table in part] for part in data)
    if fault == "twice":
        services.append(services[0])
    elif fault == "template":
        templates[0]["line"] = [{"service": "NO-SUCH"}]
    else:
        services[0][fault] = "no such"

    with pytest.raises(ValueError, match=r"."):
        parse_catalogue(services, templates, duties)


def test_the_network_file_knows_each_network_once():
    networks = tomllib.loads(resource("networks.toml").read_text("utf-8"))["network"]

    assert [network["code"] for network in networks] == [network.value for network in Network]
