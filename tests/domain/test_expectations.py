"""The expectation test: what a client may take for granted, asked before anybody signs."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdesk.domain.catalogue import Area, parse_catalogue
from cmdesk.domain.expectations import Answer, parse_expectations, questions
from cmdesk.domain.scope import (
    Cadence,
    QuantityRule,
    ScopeLine,
    ScopeStatus,
    ScopeTerms,
    ScopeVersion,
    Treatment,
)
from cmdesk.paths import resource

INCLUDED, OPTIONAL, EXCLUDED = Treatment


def tables(name: str, key: str) -> list[dict]:
    found: list[dict] = tomllib.loads(resource("catalogue", name).read_text("utf-8"))[key]
    return found


CATALOGUE = parse_catalogue(
    [entry for area in Area for entry in tables(f"services/{area}.toml", "service")],
    tables("templates.toml", "template"),
    tables("responsibilities.toml", "responsibility"),
)
SHIPPED = parse_expectations(tables("expectations.toml", "expectation"))

FEW = parse_expectations(
    [
        {"code": "photos", "service": "CON-PHOTO", "weight": 9, "es": "¿{Esperas|Esperáis|Espera} fotos?", "en": "Photos?"},  # noqa: E501
        {"code": "sales", "weight": 8, "es": "¿Prometemos ventas?", "en": "Do we promise sales?"},
        {"code": "silence", "follows": "silence", "weight": 7, "es": "¿Callar es decir sí?", "en": "Is silence a yes?"},
        {"code": "carry", "follows": "carry", "weight": 6, "es": "¿Pasa al mes siguiente?", "en": "Does it pass on?"},
        {"code": "prize", "weight": 5, "when": ["campaigns"], "es": "¿Y el premio?", "en": "And the prize?"},
        {"code": "actors", "answer": "extra", "weight": 4, "when": ["reel"], "es": "¿Y actores?", "en": "And actors?"},
        {"code": "ours", "answer": "included", "weight": 8, "es": "¿Son tuyas?", "en": "Are they yours?"},
    ]
)  # fmt: skip


def line(code: str | None, treatment: Treatment = INCLUDED, question: str = "", area: str = "content", **changes):
    number = changes.pop("number", 1)
    lineage = f"{code or 'own'}-{number}"
    made = ScopeLine(number, lineage, number, area, code, "Algo", "", treatment, 1, "post", Cadence.MONTH)
    return replace(made, question=question, **changes)


def scope(*lines: ScopeLine, **terms) -> ScopeVersion:
    return ScopeVersion(1, 1, 1, ScopeStatus.DRAFT, ScopeTerms(**terms), lines)


def asked(version: ScopeVersion, misunderstood=FEW, *, language="es", address="tu", answered=None, most=14):
    return questions(
        version,
        CATALOGUE.services,
        misunderstood,
        language=language,
        address=address,
        answered=answered or {},
        most=most,
    )


def answers(version: ScopeVersion, **options) -> dict[str, Answer]:
    return {one.code: one.answer for one in asked(version, **options)}


@pytest.mark.parametrize(
    ("treatment", "answer"), [(INCLUDED, Answer.INCLUDED), (OPTIONAL, Answer.EXTRA), (EXCLUDED, Answer.EXCLUDED)]
)
def test_what_the_scope_says_of_a_service_answers_the_question(treatment, answer):
    assert answers(scope(line("CON-PHOTO", treatment)))["photos"] is answer
    assert answers(scope(line("CON-PHOTO", treatment, "¿Haremos las fotos?")))["photos"] is answer


def test_a_service_that_nobody_decided_is_not_included():
    assert answers(scope())["photos"] is Answer.EXCLUDED


def test_of_two_lines_of_one_service_the_one_that_gives_more_answers():
    version = scope(line("CON-PHOTO", EXCLUDED), line("CON-PHOTO", INCLUDED, number=2))

    assert answers(version)["photos"] is Answer.INCLUDED


def test_the_terms_answer_what_follows_them():
    strict = answers(scope())
    easy = answers(scope(silence_is_yes=True, quantity_rule=QuantityRule.CARRIES))

    assert (strict["silence"], strict["carry"]) == (Answer.EXCLUDED, Answer.EXCLUDED)
    assert (easy["silence"], easy["carry"]) == (Answer.INCLUDED, Answer.INCLUDED)


def test_a_question_is_asked_only_where_the_scope_offers_what_it_is_about():
    assert {"prize", "actors"} & set(answers(scope())) == set()
    assert "prize" in answers(scope(line("CAM-PROMO", area="campaigns")))
    assert "prize" not in answers(scope(line("CAM-PROMO", EXCLUDED, area="campaigns")))
    assert answers(scope(line("CON-REEL", OPTIONAL, formats=("reel",))))["actors"] is Answer.EXTRA


def test_a_line_asks_its_own_question_and_takes_the_place_of_the_common_one():
    version = scope(line("CON-PHOTO", EXCLUDED, "¿{Quieres|Queréis|Quiere} que vayamos con la cámara?"))
    found = [one for one in asked(version, address="usted") if one.code == "photos"]

    assert [one.text for one in found] == ["¿Quiere que vayamos con la cámara?"]
    assert found[0].lineage == "CON-PHOTO-1"
    assert asked(version)[0].code == "photos"  # with the weight of the common one


def test_a_line_of_ones_own_is_known_by_its_lineage():
    version = scope(line(None, question="¿Y la mascota?"), line(None, OPTIONAL, "¿Y el perro?", number=2))

    assert {("own-1", Answer.INCLUDED), ("own-2", Answer.EXTRA)} <= set(answers(version).items())


def test_nothing_is_asked_twice():
    version = scope(
        line("CON-FEED", question="¿Prometemos ventas?"),
        line("CON-FEED", question="¿Otra cosa?", number=2),
        line(None, question="¿prometemos VENTAS?", number=3),
    )
    texts = [one.text.casefold() for one in asked(version)]

    assert texts.count("¿prometemos ventas?") == 1
    assert len({one.code for one in asked(version)}) == len(texts)


def test_a_line_without_a_question_asks_nothing():
    assert all(one.lineage is None for one in asked(scope(line("CON-FEED", question="  "))))


def test_the_dearest_misunderstanding_comes_first_and_what_is_included_costs_less():
    assert [one.code for one in asked(scope())] == ["photos", "sales", "silence", "carry", "ours"]
    assert [one.code for one in asked(scope(line("CON-PHOTO"), silence_is_yes=True))] == [
        "sales",
        "photos",
        "carry",
        "ours",
        "silence",
    ]


def test_what_clients_take_for_granted_comes_before_what_they_do_not():
    version = scope(
        line("STR-PLAN", EXCLUDED, "¿Plan?"),
        line("MEA-SALES", EXCLUDED, "¿Ventas?", number=2),
        line("MEA-GOALS", OPTIONAL, "¿Metas?", number=3),
    )

    assert [one.text for one in asked(version, ())] == ["¿Ventas?", "¿Metas?", "¿Plan?"]


def test_of_two_that_weigh_the_same_the_dearer_line_comes_first():
    version = scope(
        line("CON-FEED", question="¿Una?", price_cents=100),
        line("CON-NEWS", question="¿Dos?", price_cents=900, number=2),
    )

    assert [one.text for one in asked(version, ())] == ["¿Dos?", "¿Una?"]


def test_there_are_never_more_than_wanted_and_a_quarter_is_about_what_the_client_gets():
    lines = [line("CON-FEED", question=f"¿Pregunta {n}?", number=n, area="content") for n in range(6)]
    lines = [replace(one, service=None) for one in lines]
    found = asked(scope(*lines), SHIPPED, most=8)

    assert len(found) == 8
    assert sum(one.lineage is not None for one in found) == 2
    assert asked(scope(*lines), SHIPPED, most=0) == ()


def test_what_a_person_answered_stands():
    found = {one.code: one for one in asked(scope(), answered={"sales": "extra", "photos": "excluded", "ours": "sí"})}

    assert (found["sales"].answer, found["sales"].is_changed) == (Answer.EXTRA, True)
    assert (found["photos"].answer, found["photos"].is_changed) == (Answer.EXCLUDED, False)
    assert (found["ours"].answer, found["ours"].is_changed) == (Answer.INCLUDED, False)


def test_an_answer_outlives_the_line_that_takes_the_question_over():
    before = answers(scope(), answered={"photos": "extra"})
    after = answers(scope(line("CON-PHOTO", EXCLUDED, "¿Haremos las fotos?")), answered={"photos": "extra"})

    assert before["photos"] is after["photos"] is Answer.EXTRA


@pytest.mark.parametrize(
    ("address", "text"), [("tu", "¿Esperas fotos?"), ("vosotros", "¿Esperáis fotos?"), ("usted", "¿Espera fotos?")]
)
def test_it_speaks_to_the_client_as_the_client_wishes(address, text):
    assert asked(scope(), address=address)[0].text == text
    assert asked(scope(), language="en", address=address)[0].text == "Photos?"


@pytest.mark.parametrize(
    "change",
    [{"code": "sales"}, {"when": ["nowhere"]}, {"follows": "the wind"}, {"weight": 10}, {"answer": "perhaps"}],
)
def test_a_faulty_list_is_refused(change):
    entry = {"code": "x", "weight": 1, "es": "¿?", "en": "?"}

    with pytest.raises(ValueError, match=r"."):
        parse_expectations([{**entry, "code": "sales"}, {**entry, **change}])


def test_the_shipped_list_is_short_bilingual_and_plain():
    jargon = re.compile(r"engagement|kpi|deliverable|stakeholder|target|feedback|branding|\bcopy\b", re.I)

    assert 36 <= len(SHIPPED) <= 45
    for entry in SHIPPED:
        for text in (entry.es, entry.en):
            assert text.endswith("?"), entry.code
            assert len(text) < 140, entry.code
            assert not jargon.search(text), entry.code
        assert entry.es.startswith("¿"), entry.code
        assert re.search(r"\{[^{}|]+\|[^{}|]+\|[^{}|]+\}", entry.es), entry.code


def test_the_shipped_list_names_services_of_the_catalogue_each_once():
    named = [entry.service for entry in SHIPPED if entry.service]

    assert all(CATALOGUE.service(code) for code in named)
    assert len(set(named)) == len(named)
    assert all((entry.service is None) or (entry.follows is None) for entry in SHIPPED)


def test_each_service_asks_what_is_answered_included_or_not():
    for service in CATALOGUE.services:
        assert re.match(r"¿(\{|Est|Va|Entra)", service.es.question), (service.code, service.es.question)
        assert re.match(r"(Do|Is|Are) ", service.en.question), (service.code, service.en.question)


@given(
    picks=st.lists(
        st.tuples(st.integers(0, len(CATALOGUE.services) - 1), st.sampled_from(list(Treatment))), max_size=30
    ),
    most=st.integers(0, 20),
    language=st.sampled_from(["es", "en"]),
)
def test_any_scope_gets_a_test(picks, most, language):
    lines = []
    for number, (pick, treatment) in enumerate(picks):
        service = CATALOGUE.services[pick]
        text = service.words(language).question
        lines.append(line(service.code, treatment, text, service.area.value, number=number, formats=service.formats))

    found = asked(scope(*lines), SHIPPED, language=language, most=most)

    assert len(found) <= most
    assert len({one.code for one in found}) == len({one.text.casefold() for one in found}) == len(found)
    assert not any(re.search(r"[{}|]", one.text) for one in found)
