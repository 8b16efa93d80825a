"""What is to fix in a draft: each thing a sentence that leads to its field."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from cmdesk.domain.scope import Cadence, CrisisLevel, MessageKind, ResponseRow, Treatment
from cmdesk.domain.scope_problems import problems
from tests.domain.test_scope import a_line, a_version

REVIEWS = (ResponseRow(MessageKind.REVIEW, 24),)


@dataclass(frozen=True)
class Contact:
    signs: bool


def told(version, **given):
    return [(one.field, one.lineage, one.blocks) for one in problems(version, **given)]


def test_a_good_draft_has_nothing_to_fix():
    assert problems(a_version(), contacts=[Contact(signs=True)]) == ()


def test_somebody_at_the_client_has_to_sign():
    assert told(a_version(), contacts=[Contact(signs=False)]) == [("contacts", None, False)]


def test_where_nobody_looked_at_the_contacts_nothing_is_said_of_them():
    assert told(a_version(a_line(needs="Fotos."))) == []


def test_what_the_client_has_to_give_needs_somebody_who_gives_it():
    version = a_version(a_line(needs="Fotos."), a_line(lineage="b", needs="Textos."), a_line(lineage="c"))

    found = [one for one in problems(version, contacts=[]) if "need something" in one.sentence]

    assert [one.field for one in found] == ["contacts"]
    assert found[0].sentence.startswith("2 lines need")


def test_silence_is_nobodys_yes_where_nobody_is_named():
    assert told(a_version(approver=None, silence_is_yes=True)) == [("approver", None, True)]
    assert told(a_version(approver=None)) == [("approver", None, False)]


@pytest.mark.parametrize(
    ("line", "terms", "expected"),
    [
        ({"description": "Contestamos {response}."}, {}, [("response_hours", "CON-FEED", True)]),
        ({"description": "Contestamos {response}.", "response_hours": 4}, {}, []),
        ({"description": "Contestamos {response}."}, {"response_hours": 8}, []),
        ({"description": "Contestamos {response}."}, {"response_rows": REVIEWS}, []),
        ({"response_hours": 4}, {"coverage_days": ()}, [("coverage_days", None, True)]),
        ({}, {"response_rows": REVIEWS, "coverage_days": ()}, [("coverage_days", None, True)]),
        ({}, {"response_hours": 4, "coverage_from": 900, "coverage_to": 600}, [("coverage_from", None, True)]),
    ],
)  # fmt: skip
def test_a_promise_of_an_answer_needs_its_hours(line, terms, expected):
    assert told(a_version(a_line(**line), **terms)) == expected


def test_help_in_a_crisis_needs_its_levels():
    helping = a_line(lineage="CRI", area="crisis", cadence=Cadence.DEMAND)

    assert told(a_version(helping)) == [("crisis_levels", None, False)]
    assert told(a_version(helping, crisis_levels=(CrisisLevel("Leve"),))) == []
    assert told(a_version(a_line(area="crisis", cadence=Cadence.ONCE))) == []


def test_an_offer_without_a_price_is_called_an_offer():
    (found,) = problems(a_version(a_line(), a_line(lineage="b", treatment=Treatment.OPTIONAL, price_cents=None)))

    assert (found.field, found.lineage, found.blocks) == ("price", "b", True)
    assert "is offered without a price" in found.sentence


def test_where_one_line_says_what_one_more_costs_the_others_should_too():
    posts = a_line(lineage="a", formats=("post",), overage_cents=2500)
    reels = a_line(lineage="b", formats=("reel",))

    assert told(a_version(posts, reels)) == [("overage_cents", "b", False)]
    assert told(a_version(reels)) == []
    assert told(a_version(posts, a_line(lineage="c"))) == []


def test_what_is_left_out_owes_nothing():
    left_out = a_line(
        lineage="b", treatment=Treatment.EXCLUDED, price_cents=None, unit="", done_by_member=None, needs="Fotos.",
        description="{response}",
    )  # fmt: skip

    assert told(a_version(a_line(), left_out), contacts=[Contact(signs=True)]) == []
