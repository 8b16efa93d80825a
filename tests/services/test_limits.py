"""The agency sets the limits of the networks anew, and puts the shipped ones back."""

from datetime import date

import pytest

from cmdesk.desk import open_desk
from cmdesk.domain.counting import count
from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.services import limits


@pytest.fixture
def desk(spanish):
    desk = open_desk(spanish, member_id=1, today=date(2026, 10, 14))
    yield desk
    desk.close()


def of(desk, network, name):
    return desk.read(limits.limits).of(network, name)


def test_a_new_agency_has_the_shipped_limits(desk):
    assert desk.read(limits.limits) == limits.shipped_limits()


def test_a_changed_limit_counts_from_now_on_and_says_since_when_and_from_where(desk):
    desk.do(limits.change_limit, "x", "text", 4000, 25_000, source="our paid account")
    found = of(desk, "x", "text")
    assert (found.warning, found.error, found.since, found.source) == (
        4000,
        25_000,
        date(2026, 10, 14),
        "our paid account",
    )
    assert found.is_own
    assert count("a" * 281, "x", desk.read(limits.limits)).too_many == 0


def test_changing_it_again_keeps_one_row_and_undo_gives_the_one_before(desk):
    desk.do(limits.change_limit, "mastodon", "text", 1000, 1000, date(2026, 1, 2), "our server")
    desk.do(limits.change_limit, "mastodon", "text", None, 5000)
    assert of(desk, "mastodon", "text").error == 5000
    desk.undo()
    assert of(desk, "mastodon", "text").since == date(2026, 1, 2)
    desk.undo()
    assert not of(desk, "mastodon", "text").is_own


def test_a_limit_put_back_is_the_shipped_one(desk):
    desk.do(limits.change_limit, "tiktok", "video_bytes", None, 9_000_000_000)  # more than four bytes hold
    assert of(desk, "tiktok", "video_bytes").error == 9_000_000_000
    desk.do(limits.reset_limit, "tiktok", "video_bytes")
    assert of(desk, "tiktok", "video_bytes") == limits.shipped_limits().of("tiktok", "video_bytes")
    desk.do(limits.reset_limit, "tiktok", "video_bytes")  # twice does no harm


@pytest.mark.parametrize(("warning", "error"), [(None, None), (300, 280), (-1, 280), (None, 10**16)])
def test_values_that_cannot_be_are_refused(desk, warning, error):
    with pytest.raises(RuleBroken):
        desk.do(limits.change_limit, "x", "text", warning, error)


def test_a_least_value_warns_above_and_refuses_below(desk):
    desk.do(limits.change_limit, "youtube", "title_least", 10, 2)
    with pytest.raises(RuleBroken):
        desk.do(limits.change_limit, "youtube", "title_least", 2, 10)


def test_a_limit_that_the_list_does_not_know_is_not_made_up(desk):
    with pytest.raises(NotFound):
        desk.do(limits.change_limit, "x", "smell", 1, 2)
    with pytest.raises(NotFound):
        desk.do(limits.reset_limit, "nowhere", "text")
