"""The shipped catalogue: whole, bilingual and true to what its sentences promise."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields

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
from cmdesk.domain.networks import Network
from cmdesk.domain.posts import PostFormat
from cmdesk.domain.scope import PriceMode, Treatment
from cmdesk.domain.wording import UNITS, LineWords, sentence, text_of
from cmdesk.paths import resource

SEED = re.compile(r"S[0-4]-[A-Z]\d\d")


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


def line_of(service: Service, language: str) -> LineWords:
    words = service.words(language)
    return LineWords(
        words.title,
        words.sentence,
        Treatment.INCLUDED,
        service.quantity,
        service.unit,
        service.cadence,
        ("instagram",),
        service.revision_rounds,
        service.response_hours,
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
            assert words.question.endswith("?"), service.code


def test_each_service_reads_as_a_sentence(catalogue):
    for service in catalogue.services:
        for language in ("es", "en"):
            text = text_of(sentence(line_of(service, language), language))
            assert text[0].isupper(), text
            assert text.endswith("."), text
            assert not re.search(r"[{}|]|  | [.,:]", text), text


def test_each_service_uses_known_units_formats_and_seeds(catalogue):
    for service in catalogue.services:
        assert service.unit == "" or service.unit in UNITS, service.code
        assert service.unit or service.quantity is None, service.code
        assert set(service.formats) <= set(PostFormat), service.code
        assert service.covers, service.code
        assert all(SEED.fullmatch(seed) for seed in service.covers), service.code


def test_words_that_a_client_may_not_know_are_left_out(catalogue):
    jargon = re.compile(r"engagement|kpi|deliverable|stakeholder|\bcommunity management|target|feedback", re.I)

    for service in catalogue.services:
        for words in (service.es, service.en):
            for field in fields(words):
                assert not jargon.search(getattr(words, field.name)), (service.code, field.name)


def test_the_fifteen_responsibilities_are_ranked(catalogue):
    assert [duty.rank for duty in catalogue.responsibilities] == list(range(1, 16))
    assert [duty.seed for duty in catalogue.responsibilities] == [f"S2-Q{n:02d}" for n in range(1, 16)]
    for service in catalogue.services:
        duty = next(duty for duty in catalogue.responsibilities if duty.code == service.responsibility)
        assert (service.rank, service.function) == (duty.rank, duty.function)


@pytest.mark.parametrize(("code", "fee"), [("essential", 39000), ("growth", 78000), ("full", 145000)])
def test_the_included_lines_of_a_template_make_its_fee(catalogue, code, fee):
    template = catalogue.template(code)
    included = [line for line in template.lines if line.treatment is Treatment.INCLUDED]

    assert sum(line.price_cents or 0 for line in included) == fee
    assert all(line.price_mode is PriceMode.FEE for line in included)
    assert len({line.service for line in template.lines}) == len(template.lines)
    assert template.words("es").name != template.words("en").name


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
