"""The catalogue answers all that is asked of the trade, and says so only where it is true."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from dataclasses import replace

import pytest

from cmdesk.domain.asked import Asked, AskedKind, covering, parse_asked, uncovered, unknown_covers
from cmdesk.domain.catalogue import Area, Service, parse_catalogue
from cmdesk.paths import resource

GROUPS = {
    "S0-F": (8, "task"), "S0-I": (8, "principle"), "S0-K": (10, "principle"), "S0-R": (8, "principle"),
    "S1-C": (5, "task"), "S1-P": (2, "principle"),
    "S2-N": (4, "task"), "S2-E": (5, "task"), "S2-X": (5, "task"), "S2-Q": (15, "rank"),
    "S3-T": (8, "task"),
    "S4-S": (2, "principle"), "S4-T": (32, "task"), "S4-L": (3, "principle"), "S4-W": (50, "task"),
}  # fmt: skip
"""How many items each part of the five documents has, and of which kind: 165 in all."""

MOST = 8
"""No service of the trade does more of what is asked than this."""

COMMON = 1 / 12
"""A word that stands in more services than this part of them proves nothing."""


@pytest.fixture(scope="module")
def asked():
    return parse_asked(tomllib.loads(resource("catalogue", "asked.toml").read_text("utf-8")))


@pytest.fixture(scope="module")
def services():
    def tables(name, key):
        return tomllib.loads(resource("catalogue", name).read_text("utf-8"))[key]

    entries = [entry for area in Area for entry in tables(f"services/{area}.toml", "service")]
    return parse_catalogue(entries, [], tables("responsibilities.toml", "responsibility")).services


def stems(text: str) -> set[str]:
    """The beginnings of the longer words of a text, without accents."""
    plain = "".join(one for one in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(one))
    return {word[:5] for word in re.findall(r"[a-z]{4,}", plain)}


def said(service: Service, language: str) -> set[str]:
    words = service.words(language)
    return stems(f"{words.name} {words.description}")


@pytest.fixture(scope="module")
def is_named(services):
    """Whether a service takes up a word of what is asked that not every service uses, in one of the languages."""
    spoken = {(one.code, language): said(one, language) for one in services for language in ("es", "en")}
    counted = Counter((language, stem) for (_code, language), found in spoken.items() for stem in found)

    def check(item: Asked, service: Service) -> bool:
        return any(
            counted[language, stem] <= COMMON * len(services)
            for language in ("es", "en")
            for stem in stems(item.words(language)) & spoken[service.code, language]
        )

    return check


def test_the_list_is_whole(asked):
    expected = [(f"{group}{n:02d}", kind) for group, (size, kind) in GROUPS.items() for n in range(1, size + 1)]

    assert sorted((item.code, item.kind.value) for item in asked) == sorted(expected)
    assert len(asked) == 165


def test_each_item_is_said_in_both_languages_in_words_of_its_own(asked):
    for language in ("es", "en"):
        said = [item.words(language) for item in asked]

        assert all(text.strip() == text and len(text) > 8 for text in said)
        assert len(set(said)) == len(said)
    assert all(part.es and part.en and part.es != part.en for item in asked for part in item.parts)


def test_all_that_is_asked_is_done(asked, services):
    assert [item.code for item in uncovered(asked, services)] == []
    assert unknown_covers(asked, services) == ()


def test_a_task_is_done_by_a_service_and_by_nothing_else(asked, services):
    doing = covering(asked, services)

    for item in asked:
        assert doing[item.code] or (item.kind is AskedKind.PRINCIPLE and item.parts), item.code


def test_no_service_claims_more_than_it_says(asked, services, is_named):
    items = {item.code: item for item in asked}
    claims = [
        (service.code, code, items[code].es)
        for service in services
        for code in service.covers
        if not is_named(items[code], service)
    ]

    assert claims == []


def test_no_service_does_everything(services):
    counted = Counter({service.code: len(service.covers) for service in services})

    assert counted.most_common(1)[0][1] <= MOST
    assert all(len(set(service.covers)) == len(service.covers) for service in services)


def test_most_claims_that_are_false_would_be_found(asked, services, is_named):
    """Proves the guard: a claim picked at random is nearly always refused."""
    wrong = [(item, service) for item in asked for service in services if item.code not in service.covers]

    refused = sum(not is_named(item, service) for item, service in wrong)

    assert refused > 0.75 * len(wrong)


def test_the_catalogue_is_as_large_as_an_agency_needs(services):
    assert 90 <= len(services) <= 130
    assert all(sum(one.area is area for one in services) >= 5 for area in Area)


def test_a_task_without_a_service_and_a_code_that_nobody_asked_for_are_found(asked, services):
    without = [replace(service, covers=()) for service in services]
    invented = [replace(services[0], covers=("S9-X01",)), *services[1:]]

    left = uncovered(asked, without)

    assert {item.kind for item in left} == set(AskedKind)
    assert all(not item.parts for item in left if item.kind is AskedKind.PRINCIPLE)
    assert {item.code for item in left} >= {item.code for item in asked if item.kind is not AskedKind.PRINCIPLE}
    assert unknown_covers(asked, invented) == ("S9-X01",)


@pytest.mark.parametrize("fault", ["kind", "parts", "twice"])
def test_a_faulty_list_is_refused(fault):
    item = {"id": "S0-F01", "kind": "task", "es": "Escuchar", "en": "Listen"}
    items = [item, item] if fault == "twice" else [{**item, fault: ["no such"] if fault == "parts" else "no such"}]

    with pytest.raises(ValueError, match=r"."):
        parse_asked({"part": [], "item": items})
