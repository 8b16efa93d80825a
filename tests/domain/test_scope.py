"""What a scope costs, what blocks sending it, which version rules a day, and what its fingerprint covers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdesk.domain.allowance import in_force
from cmdesk.domain.catalogue import Area
from cmdesk.domain.clients import Address
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.scope import (
    Cadence,
    EventKind,
    PriceMode,
    PricePrint,
    ScopeLine,
    ScopeStatus,
    ScopeTerms,
    ScopeVersion,
    Treatment,
    agreed_version,
    canonical,
    differences,
    each_cents,
    event_hash,
    fingerprint,
    monthly_cents,
    monthly_minutes,
    open_version,
    short_fingerprint,
    status_after,
    totals,
)
from cmdesk.domain.scope_fields import LINE_RULES, TERM_RULES
from cmdesk.domain.scope_problems import problems, undecided_services
from cmdesk.domain.scope_reading import reading
from cmdesk.domain.scope_start import start_texts
from cmdesk.domain.wording import text_of

FIRST = date(2026, 11, 1)


def a_line(**given) -> ScopeLine:
    values = {
        "id": 1, "lineage": "CON-FEED", "position": 0, "area": "content", "service": "CON-FEED",
        "title": "Publicaciones", "description": "Preparamos {amount}.", "treatment": Treatment.INCLUDED,
        "quantity": 12, "unit": "post", "cadence": Cadence.MONTH, "price_cents": 24_000, "done_by_member": 1,
    }  # fmt: skip
    return ScopeLine(**{**values, **given})


def a_version(*lines, status=ScopeStatus.DRAFT, number=1, **terms) -> ScopeVersion:
    whole = ScopeTerms(**{"first_day": FIRST, "approver": 1, **terms})
    return ScopeVersion(number, 7, number, status, whole, lines or (a_line(),))


# --- Money and time ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "cents"),
    [
        (a_line(), 24_000),
        (a_line(price_cents=None), 0),
        (a_line(cadence=Cadence.ONCE), 0),
        (a_line(price_mode=PriceMode.ONCE), 0),
        (a_line(price_mode=PriceMode.UNIT, price_cents=1_200), 14_400),
        (a_line(price_mode=PriceMode.UNIT, price_cents=18_000, quantity=1, cadence=Cadence.QUARTER), 6_000),
        (a_line(price_mode=PriceMode.UNIT, price_cents=100, quantity=1, cadence=Cadence.QUARTER), 33),
        (a_line(price_mode=PriceMode.UNIT, price_cents=50, quantity=1, cadence=Cadence.QUARTER), 17),
        (a_line(price_mode=PriceMode.UNIT, price_cents=300, quantity=1, cadence=Cadence.WEEK), 1_300),
        (a_line(price_mode=PriceMode.UNIT, price_cents=300, cadence=Cadence.DEMAND), 0),
        (a_line(price_mode=PriceMode.UNIT, quantity=None), 0),
    ],
)
def test_what_a_line_adds_to_the_fee_of_a_month(line, cents):
    assert monthly_cents(line) == cents


def test_totals_tell_the_month_what_is_paid_once_and_what_is_optional_apart():
    lines = (
        a_line(price_cents=90_500),
        a_line(lineage="b", price_cents=24_000, price_mode=PriceMode.ONCE),
        a_line(lineage="c", price_cents=18_000, price_mode=PriceMode.UNIT, quantity=1, treatment=Treatment.OPTIONAL),
        a_line(lineage="d", price_cents=99_999, treatment=Treatment.EXCLUDED),
    )

    sums = totals(lines, tax_bp=2100)

    assert (sums.monthly_cents, sums.once_cents, sums.optional_cents, sums.tax_cents) == (
        90_500,
        24_000,
        18_000,
        19_005,
    )
    assert sums.monthly_with_tax == 109_505


def test_tax_is_taken_of_what_is_left_after_the_discount_and_half_a_cent_goes_up():
    sums = totals([a_line(price_cents=10_001)], tax_bp=1000, discount_bp=500)

    assert sums.discount_cents == 500
    assert sums.tax_cents == 950


@given(st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 99), st.sampled_from(Cadence)), max_size=20))
def test_adding_up_is_the_same_in_any_order(parts):
    lines = [
        a_line(lineage=str(at), price_cents=price, quantity=count, cadence=cadence, price_mode=PriceMode.UNIT)
        for at, (price, count, cadence) in enumerate(parts)
    ]
    assert totals(lines, tax_bp=2100) == totals(lines[::-1], tax_bp=2100)


def test_one_of_several_has_a_price_only_where_one_fee_pays_for_all():
    assert each_cents(a_line(quantity=16, price_cents=32_000)) == 2_000
    assert each_cents(a_line(quantity=1)) is None
    assert each_cents(a_line(quantity=None)) is None
    assert each_cents(a_line(price_cents=None)) is None
    assert each_cents(a_line(price_mode=PriceMode.UNIT)) is None


def test_our_own_time_counts_how_often_a_thing_is_done():
    assert monthly_minutes(a_line(minutes_per_unit=75)) == 900
    assert monthly_minutes(a_line(minutes_per_unit=20, quantity=None, cadence=Cadence.DAY)) == 440
    assert monthly_minutes(a_line(minutes_per_unit=60, quantity=1, cadence=Cadence.ONCE)) == 0
    assert monthly_minutes(a_line()) == 0


# --- Problems ---------------------------------------------------------------------------------------------------------


def fields_of(version, **given):
    return [(problem.field, problem.blocks) for problem in problems(version, **given)]


def test_a_good_draft_has_nothing_to_fix():
    assert problems(a_version()) == ()


@pytest.mark.parametrize(
    ("version", "field"),
    [
        (a_version(a_line(treatment=Treatment.OPTIONAL)), "lines"),
        (a_version(first_day=None), "first_day"),
        (a_version(last_day=FIRST - timedelta(days=1)), "last_day"),
        (a_version(a_line(response_hours=2), coverage_days=()), "coverage_days"),
        (a_version(response_hours=2, coverage_days=()), "coverage_days"),
        (a_version(a_line(response_hours=2), coverage_from=600, coverage_to=600), "coverage_from"),
        (a_version(a_line(title=" ")), "title"),
        (a_version(a_line(price_cents=None)), "price"),
        (a_version(a_line(unit="")), "unit"),
        (a_version(a_line(quantity=0)), "quantity"),
    ],
)
def test_what_blocks_sending(version, field):
    found = problems(version)

    assert (found[0].field, found[0].blocks) == (field, True)
    assert found[0].sentence.endswith((".", "?"))


def test_what_is_only_advised_comes_after_what_blocks():
    version = a_version(a_line(done_by_member=None), approver=None, first_day=None)

    assert fields_of(version) == [("first_day", True), ("approver", False), ("done_by", False)]


def test_a_line_that_is_left_out_needs_neither_price_nor_person():
    left_out = a_line(lineage="x", treatment=Treatment.EXCLUDED, price_cents=None, done_by_member=None, unit="")

    assert problems(a_version(a_line(), left_out)) == ()


def test_what_is_undecided_is_counted():
    assert undecided_services([a_line()], ["CON-FEED", "CON-REEL"]) == ("CON-REEL",)
    assert fields_of(a_version(), catalogue=["CON-FEED", "CON-REEL"]) == [("undecided", False)]
    assert problems(a_version(), catalogue=["A", "B"])[0].sentence.startswith("2 services are undecided")


# --- Versions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kinds", "status"),
    [
        ([], "draft"),
        (["created"], "draft"),
        (["created", "taken_back"], "draft"),
        (["created", "sent"], "sent"),
        (["created", "sent", "withdrawn"], "withdrawn"),
        (["created", "sent", "declined"], "declined"),
        (["created", "sent", "agreed"], "agreed"),
        (["created", "sent", "agreed", "renewed"], "agreed"),
        (["created", "sent", "agreed", "superseded"], "superseded"),
        (["created", "sent", "agreed", "ended"], "ended"),
    ],
)
def test_events_say_where_a_version_stands(kinds, status):
    assert status_after(kinds) == status
    assert set(kinds) <= set(EventKind)


def test_only_what_was_agreed_rules_its_days():
    agreed = a_version(status=ScopeStatus.AGREED, last_day=date(2026, 12, 31))
    over = replace(agreed, number=2, status=ScopeStatus.SUPERSEDED, last_day_in_force=date(2026, 11, 15))

    assert not agreed.in_force_on(FIRST - timedelta(days=1))
    assert agreed.in_force_on(FIRST)
    assert agreed.in_force_on(date(2026, 12, 31))
    assert not agreed.in_force_on(date(2027, 1, 1))
    assert over.in_force_on(date(2026, 11, 15))
    assert not over.in_force_on(date(2026, 11, 16))
    assert not a_version(status=ScopeStatus.SENT).in_force_on(FIRST)
    assert in_force([over, agreed], date(2026, 11, 20)) is agreed


def test_work_goes_on_with_what_is_open_beside_what_is_agreed():
    agreed, draft = a_version(status=ScopeStatus.AGREED), a_version(number=2)
    declined = a_version(number=3, status=ScopeStatus.DECLINED)

    assert agreed_version([agreed, draft, declined]) is agreed
    assert open_version([agreed, draft, declined]) is draft
    assert open_version([agreed, declined]) is None
    assert not draft.is_frozen
    assert declined.is_frozen


# --- The fingerprint --------------------------------------------------------------------------------------------------


def test_equal_content_has_one_fingerprint_whatever_the_ids_of_rows():
    one = a_version(a_line(id=1, version=1))
    other = replace(a_version(a_line(id=9, version=4)), id=33, version=8)

    assert canonical(one) == canonical(other)
    assert len(fingerprint(canonical(one))) == 64


def test_what_never_leaves_the_agency_is_not_covered():
    assert canonical(a_version(a_line(staff_note="x", minutes_per_unit=9))) == canonical(a_version(a_line()))


@pytest.mark.parametrize(
    "other",
    [
        a_version(a_line(price_cents=1)),
        a_version(a_line(title="Otra cosa")),
        a_version(a_line(done_by_name="Diego")),
        a_version(a_line(), a_line(lineage="b")),
        a_version(tax_bp=0),
        a_version(first_day=FIRST + timedelta(days=1)),
        a_version(approver_name="Elena"),
        a_version(price_print=PricePrint.TOTAL),
    ],
)
def test_everything_that_the_client_reads_is_covered(other):
    assert canonical(other) != canonical(a_version())
    assert differences(canonical(a_version()), other)


def test_differences_name_their_place_and_do_not_miss_fields_that_came_later():
    sent = canonical(a_version())
    assert differences(sent, a_version(tax_bp=0)) == ("terms.tax_bp",)
    assert differences(sent, a_version(a_line(title="x"))) == ("lines.1.title",)
    assert differences(sent, a_version(a_line(), a_line(lineage="b"))) == ("lines",)
    assert differences("not json", a_version()) == ("content",)

    older = json.loads(sent)
    del older["terms"]["silence_is_yes"]
    del older["lines"][0]["overage_cents"]
    assert differences(json.dumps(older), a_version()) == ()


def test_the_part_that_people_compare_is_short():
    assert short_fingerprint("9f4c71a20b3e" + "0" * 52) == "9F4C 71A2 0B3E"
    assert short_fingerprint("") == ""


@given(st.lists(st.text(), min_size=2, max_size=5))
def test_no_two_lists_of_parts_share_a_hash(parts):
    joined = ["".join(parts[:2]), *parts[2:]]
    assert event_hash(parts) != event_hash(joined)


# --- What fields hold, what drafts begin with, and what the client reads ------------------------------------------


def test_every_field_of_a_form_has_a_rule():
    own = {"id", "lineage", "position", "service", "version"}
    people = {
        "done_by_member", "done_by_contact", "done_by_name", "approved_by_contact", "approved_by_name",
        "approver", "approver_name",
    }  # fmt: skip
    assert set(LINE_RULES) == set(ScopeLine.__dataclass_fields__) - own - people
    assert set(TERM_RULES) == set(ScopeTerms.__dataclass_fields__) - people


@pytest.mark.parametrize(
    ("rules", "field", "value"),
    [
        (LINE_RULES, "quantity", True),
        (LINE_RULES, "quantity", 10**9),
        (LINE_RULES, "price_cents", 10**12),
        (LINE_RULES, "area", "elsewhere"),
        (TERM_RULES, "coverage_from", -1),
        (TERM_RULES, "tax_bp", 21.5),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_its_field(rules, field, value):
    with pytest.raises(RuleBroken) as refusal:
        rules[field](value, field)
    assert refusal.value.field == field


def test_networks_and_days_come_back_in_their_order():
    assert LINE_RULES["networks"](("facebook", "instagram"), "networks") == ["instagram", "facebook"]
    assert TERM_RULES["coverage_days"]((4, 0, 4), "coverage_days") == [0, 4]


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("address", list(Address))
def test_drafts_begin_with_texts_that_leave_no_place_open(language, address):
    texts = start_texts(language, address)
    assert "{" not in "".join(str(getattr(texts, name)) for name in texts.__dataclass_fields__)


def test_the_client_reads_areas_in_order_then_what_is_optional_then_what_is_not_included():
    version = a_version(
        a_line(
            lineage="m", area="measure", title="Informe", quantity=1, unit="report", description="Hacemos {amount}."
        ),
        a_line(lineage="f"),
        a_line(lineage="o", title="Fotos", treatment=Treatment.OPTIONAL, price_cents=18_000, description="Unas fotos."),
        a_line(lineage="x", title="Gestionar anuncios", treatment=Treatment.EXCLUDED),
    )

    read = reading(version, "Horno Masalumbre")

    assert read.title == "Lo que haremos por Horno Masalumbre"
    assert read.subtitle == "Cada mes, desde el 1 de noviembre de 2026."
    assert [section.title for section in read.sections] == [
        "Contenido", "Medir e informar", "Si quieres, también", "No está incluido",
    ]  # fmt: skip
    assert text_of(read.sections[0].sentences[0].runs).startswith("Preparamos 12 publicaciones al mes.")
    assert "180\u00a0€" in text_of(read.sections[2].sentences[0].runs)
    assert read.prices == (("Cada mes", "480\u00a0€ más 21\u00a0% de IVA"),)


def test_the_client_reads_its_language_and_form_of_address():
    optional = a_line(treatment=Treatment.OPTIONAL)

    assert reading(a_version(optional), "X", Address.USTED).sections[0].title == "Si quiere, también"
    english = reading(a_version(optional, language="en", last_day=date(2026, 12, 31)), "X")
    assert english.subtitle == "Each month, from 1 November 2026 to 31 December 2026."
    assert english.sections[0].title == "If you want, also"


def test_prices_of_areas_are_read_where_the_terms_say_so():
    version = a_version(
        a_line(),
        a_line(lineage="b", price_cents=5_000, price_mode=PriceMode.ONCE),
        price_print=PricePrint.AREA,
        tax_bp=0,
    )

    assert reading(version, "X").prices == (
        ("Contenido", "240\u00a0€"), ("Cada mes", "240\u00a0€"), ("Una sola vez", "50\u00a0€"),
    )  # fmt: skip
    assert reading(a_version(first_day=None), "X").subtitle == "Cada mes."
    assert len(Area) == 12


# --- What a field can hold --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "name", "value"),
    [
        (LINE_RULES, "price_cents", True),
        (LINE_RULES, "overage_cents", 1.0),
        (LINE_RULES, "week_days", [True]),
        (LINE_RULES, "week_days", [1.0]),
        (LINE_RULES, "week_days", ["a"]),
        (TERM_RULES, "coverage_days", [7]),
        (TERM_RULES, "tax_bp", True),
        (TERM_RULES, "discount_bp", 10_001),
        (TERM_RULES, "extra_hour_cents", True),
    ],
)
def test_only_a_whole_number_is_a_whole_number(rules, name, value):
    with pytest.raises(RuleBroken):
        rules[name](value, name)
