"""Ranks: there is always room between two, and they stay short in ordinary use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdesk.domain.ranks import DIGITS, LONGEST, between, needs_renumbering, spread

salts = st.text(DIGITS, min_size=0, max_size=2)


@given(st.lists(st.tuples(st.integers(0, 10_000), salts), max_size=120))
def test_whatever_is_put_where_the_order_holds(moves):
    ranks = spread(2)

    for place, salt in moves:
        at = place % (len(ranks) + 1)
        above = ranks[at - 1] if at else None
        below = ranks[at] if at < len(ranks) else None
        ranks.insert(at, between(above, below, salt))

    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)


@given(salts, salts)
def test_two_people_who_drop_into_one_gap_both_land_in_it(one, other):
    above, below = spread(2)

    for salt in (one, other):
        assert above < between(above, below, salt) < below


def test_putting_last_or_first_keeps_ranks_short():
    ranks = spread(1)
    for _turn in range(2_000):
        ranks.append(between(ranks[-1], None, "3f"))
        ranks.insert(0, between(None, ranks[0], "3f"))

    assert ranks == sorted(ranks)
    assert max(map(len, ranks)) <= 8


def test_a_list_that_is_always_cut_at_one_place_asks_to_be_numbered_anew():
    ranks = spread(2)
    while not needs_renumbering(ranks):
        ranks.insert(1, between(ranks[0], ranks[1], "3f"))

    assert len(ranks) > 10
    assert not needs_renumbering(spread(len(ranks)))
    assert max(map(len, ranks)) <= LONGEST + 4


def test_there_is_no_room_between_equals():
    with pytest.raises(ValueError, match="No room"):
        between("00s000", "00s000")
    assert needs_renumbering(["00s000", "00s000"])


def test_the_last_place_of_all_asks_for_new_numbers():
    with pytest.raises(ValueError, match="No room"):
        between("zzzzzz", None)
