"""A template's file is read whole, or refused in a sentence."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdesk.domain.catalogue import Template, TemplateLine, TemplateWords
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.scope import Cadence, PriceMode, Treatment
from cmdesk.domain.templates import LARGEST_FILE, read_template, terms_of_template, written

WORDS = TemplateWords("Horno", "Para hornos.")
LINE = TemplateLine(
    "CON-FEED", Treatment.OPTIONAL, 8, Cadence.WEEK, 1, None, 24000, PriceMode.UNIT,
    {"language": "es", "title": "Pan en el muro", "carry_cap": 4, "week_days": [0, 2]},
)  # fmt: skip
TEMPLATE = Template("", WORDS, WORDS, (LINE,), is_own=True, terms={"lead_days": 3, "language": "es"})


def changed(**values):
    return json.dumps(json.loads(written(TEMPLATE, [])) | values).encode()


def test_what_was_written_is_read_back():
    assert read_template(written(TEMPLATE, [])).template == TEMPLATE


def test_markup_stays_text():
    hostile = TemplateWords("<b>Horno</b> =1+1", "<script>alert(1)</script>")
    template = Template("", hostile, hostile, (LINE,), is_own=True)
    assert read_template(written(template, [])).template.es == hostile


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff\xfe",
        b"{}",
        b"[]",
        b"[" * 100_000,
        b'{"format": "cmdesk-template"}',
        changed(lines=3),
        changed(lines=[{"service": ""}]),
        changed(lines=[{"service": 7}]),
        changed(name={"es": {"name": "x"}}),
        changed(services=[{"code": "X"}]),
        changed(edition="1"),
        written(TEMPLATE, [])[:-40],
    ],
)
def test_a_damaged_file_is_refused_in_a_sentence(data):
    with pytest.raises(RuleBroken, match="damaged"):
        read_template(data)


def test_a_newer_file_says_that_it_is_newer():
    with pytest.raises(RuleBroken, match="newer"):
        read_template(changed(edition=99))


def test_a_value_that_cannot_be_is_refused_with_its_field():
    line = json.loads(written(TEMPLATE, []))["lines"][0] | {"quantity": -5}
    with pytest.raises(RuleBroken) as refusal:
        read_template(changed(lines=[line]))
    assert refusal.value.field == "quantity"


def test_a_huge_file_is_not_read():
    with pytest.raises(RuleBroken, match="too large"):
        read_template(b" " * (LARGEST_FILE + 1))


def test_conditions_keep_their_texts_in_their_language():
    template = Template("", WORDS, WORDS, (), terms={"lead_days": 3, "payment": "Al contado.", "language": "es"})
    assert terms_of_template(template, "es") == {"lead_days": 3, "payment": "Al contado."}
    assert terms_of_template(template, "en") == {"lead_days": 3}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda one: (
            st.lists(one)
            | st.dictionaries(
                st.sampled_from(["format", "edition", "lines", "name", "terms", "service", "own", "es", "en"]), one
            )
        ),
    )
)
def test_whatever_a_file_holds_is_a_template_or_refused(plain):
    if isinstance(plain, dict):
        plain = {"format": "cmdesk-template", "edition": 1} | plain
    with suppress(RuleBroken):  # and nothing else
        read_template(json.dumps(plain).encode())
