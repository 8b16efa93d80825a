"""What differs between two versions of a scope, line by line and word by word."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdesk.domain.comparison import (
    LINE_FIELD_NAMES,
    TERM_FIELD_NAMES,
    ChangeKind,
    Piece,
    PieceKind,
    compare,
    difference,
)
from cmdesk.domain.scope import Cadence, PriceMode, ScopeLine, ScopeStatus, ScopeTerms, ScopeVersion, Treatment

SAME, ADDED, REMOVED = PieceKind.SAME, PieceKind.ADDED, PieceKind.REMOVED


def line(lineage="feed", position=0, **more):
    given_ = {
        "title": "Posts", "description": "We prepare {amount}.", "treatment": Treatment.INCLUDED, "quantity": 12,
        "unit": "post", "cadence": Cadence.MONTH, "price_cents": 24000, **more,
    }  # fmt: skip
    return ScopeLine(0, lineage, position, "content", None, **given_)


def version(*lines, number=1, accepted=(), **terms):
    given_ = {"language": "en", "first_day": date(2026, 11, 1), **terms}
    return ScopeVersion(number, 1, number, ScopeStatus.AGREED, ScopeTerms(**given_), tuple(lines),
                        accepted=frozenset(accepted))  # fmt: skip


def only(found):
    (one,) = found.changed
    return one


def test_a_version_compared_with_itself_changes_nothing():
    found = compare(version(line(), line("reels", 1)), version(line(), line("reels", 1)))
    assert found.is_same
    assert [one.kind for one in found.lines] == [ChangeKind.SAME, ChangeKind.SAME]


def test_a_new_line_is_added_with_what_it_costs_and_takes():
    new = line("reels", 1, price_cents=9000, minutes_per_unit=30, quantity=2)
    change = only(compare(version(line()), version(line(), new, number=2)))
    assert (change.kind, change.lineage, change.before, change.after) == (ChangeKind.ADDED, "reels", None, new)
    assert (change.monthly_cents, change.own_minutes) == (9000, 60)
    assert {piece.kind for piece in change.words} == {ADDED}


def test_a_line_that_is_gone_stands_where_it_stood_and_takes_its_price_along():
    found = compare(version(line("a"), line("b", 1), line("c", 2)), version(line("a"), line("c", 1)))
    assert [(one.lineage, one.kind) for one in found.lines] == [
        ("a", ChangeKind.SAME), ("b", ChangeKind.REMOVED), ("c", ChangeKind.SAME),
    ]  # fmt: skip
    assert only(found).monthly_cents == -24000


def test_a_number_that_differs_is_named_with_its_effect_and_its_words():
    change = only(compare(version(line()), version(line(quantity=16, price_cents=32000))))
    assert {field.field: (field.before, field.after) for field in change.fields} == {
        "quantity": (12, 16), "price_cents": (24000, 32000),
    }  # fmt: skip
    assert change.monthly_cents == 8000
    assert Piece(" 12", REMOVED) in change.words
    assert Piece(" 16", ADDED) in change.words


def test_what_is_no_longer_included_costs_nothing_any_more():
    change = only(compare(version(line()), version(line(treatment=Treatment.OPTIONAL))))
    assert (change.kind, change.monthly_cents) == (ChangeKind.CHANGED, -24000)


def test_what_is_paid_once_is_counted_apart_from_the_month():
    shoot = line("shoot", 1, price_cents=18000, price_mode=PriceMode.ONCE)
    change = only(compare(version(line()), version(line(), shoot)))
    assert (change.monthly_cents, change.once_cents) == (0, 18000)


def test_an_option_that_was_taken_counts_as_included():
    offered = line("reels", 1, treatment=Treatment.OPTIONAL)
    old = version(line(), offered, accepted=["reels"])
    assert compare(old, version(line(), replace(offered, treatment=Treatment.INCLUDED), number=2)).is_same


def test_what_only_the_staff_reads_is_not_visible_to_the_client():
    change = only(compare(version(line()), version(line(staff_note="x"))))
    assert change.kind is ChangeKind.CHANGED
    assert not change.is_visible


def test_a_line_in_another_place_is_moved_and_the_others_are_not():
    old = version(line("a"), line("b", 1), line("c", 2), line("d", 3))
    new = version(line("d"), line("a", 1), line("b", 2), line("c", 3))
    assert [(one.lineage, one.is_moved, one.kind) for one in compare(old, new).changed] == [
        ("d", True, ChangeKind.SAME)
    ]


def test_conditions_that_differ_are_named_with_their_words():
    found = compare(version(payment="In 30 days"), version(payment="In 15 days", tax_bp=1000))
    assert [(term.field, term.before, term.after) for term in found.terms] == [
        ("tax_bp", 2100, 1000), ("payment", "In 30 days", "In 15 days"),
    ]  # fmt: skip
    assert found.terms[1].words == (
        Piece("In", SAME), Piece(" 30", REMOVED), Piece(" 15", ADDED), Piece(" days", SAME),
    )  # fmt: skip


def test_totals_say_what_a_month_costs_more():
    found = compare(version(line()), version(line(), line("reels", 1), discount_bp=1000))
    assert found.totals.monthly_cents == 48000 - 4800 - 24000
    assert found.totals.monthly_with_tax == round((43200 - 24000) * 1.21)


def test_words_that_change_together_stay_together():
    assert difference("We answer within two hours.", "We answer in a day.") == (
        Piece("We answer", SAME), Piece(" within two hours", REMOVED), Piece(" in a day", ADDED), Piece(".", SAME),
    )  # fmt: skip


def test_every_field_has_a_name():
    from dataclasses import fields

    lines = {one.name for one in fields(ScopeLine)} - set(LINE_FIELD_NAMES)
    assert lines == {"id", "lineage", "position", "service", "version", "done_by_member", "done_by_contact",
                     "approved_by_contact"}  # fmt: skip
    assert {one.name for one in fields(ScopeTerms)} - set(TERM_FIELD_NAMES) == {"approver"}


WORDS = st.text(alphabet="ab c.\nñ", max_size=40)


@given(WORDS, WORDS)
def test_pieces_give_both_texts_back(before, after):
    pieces = difference(before, after)
    assert "".join(one.text for one in pieces if one.kind is not ADDED) == before
    assert "".join(one.text for one in pieces if one.kind is not REMOVED) == after


SOME = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(SOME, SOME, st.data())
def test_a_comparison_accounts_for_every_line_and_every_cent(old, new, data):
    prices = st.integers(0, 100_000)
    before = version(*(line(x, i, price_cents=data.draw(prices)) for i, x in enumerate(old)))
    after = version(*(line(x, i, price_cents=data.draw(prices)) for i, x in enumerate(new)), number=2)
    found = compare(before, after)
    assert {one.lineage for one in found.lines} == {*old, *new}
    assert [one.lineage for one in found.lines if one.after] == new
    assert sum(one.monthly_cents for one in found.lines) == found.totals.monthly_cents
    assert compare(after, after).is_same


@pytest.mark.parametrize("size", [200_000])
def test_texts_too_long_to_look_through_are_new_as_a_whole(size):
    pieces = difference("a b " * (size // 4), "c d " * (size // 4))
    assert [one.kind for one in pieces] == [SAME, REMOVED, ADDED, SAME] or len(pieces) < 6
