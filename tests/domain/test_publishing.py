"""What goes out now, what missed its moment, and the addresses of what went out."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cmdesk.domain.clients import ClientTile
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.posts import PostCard, PostFormat, PostStatus
from cmdesk.domain.publishing import (
    CAUSE_NAMES,
    Announced,
    Cause,
    Due,
    Outgoing,
    OutPlace,
    Place,
    cause_name,
    checked_address,
    due,
    missed_detail,
    missed_moment,
    page_of,
    summary,
)

FRIDAY = date(2026, 10, 16)
MADRID = "Europe/Madrid"
BAKERY = ClientTile(1, "Horno Masalumbre", "HM", 1)


def at(hour, minute=0, day=16):
    return datetime(2026, 10, day, hour, minute, tzinfo=UTC)


def going(status="approved", state=Due.NOW, minute=540, key=1):
    card = PostCard(key, 1, "Pan", PostStatus(status), PostFormat.POST, FRIDAY, minute, ("instagram",))
    return Outgoing(card, BAKERY, MADRID, (Place(1, "instagram", state=state),))


@pytest.mark.parametrize(
    ("minute", "now", "state"),
    [
        (540, at(6, 59), Due.LATER),  # 8:59 in Madrid
        (540, at(7, 0), Due.NOW),
        (540, at(7, 29), Due.NOW),  # within the half hour of grace
        (540, at(7, 30), Due.MISSED),
        (None, at(21, 0, 15), Due.LATER),
        (None, at(22, 0, 15), Due.NOW),  # midnight in Madrid
        (None, at(21, 59), Due.NOW),
        (None, at(22, 0), Due.MISSED),
    ],
)
def test_a_moment_is_later_now_or_missed_by_the_clients_clock(minute, now, state):
    assert due(FRIDAY, minute, MADRID, now) is state


def test_an_hour_that_the_clocks_skip_counts_as_the_one_after():
    assert due(date(2026, 3, 29), 150, MADRID, datetime(2026, 3, 29, 1, 29, tzinfo=UTC)) is Due.LATER
    assert due(date(2026, 3, 29), 150, MADRID, datetime(2026, 3, 29, 1, 30, tzinfo=UTC)) is Due.NOW


def test_each_moment_is_told_once_and_again_when_it_is_missed_or_moved():
    told = Announced()
    assert told.fresh([going()]) == (going(),)
    assert told.fresh([going()]) == ()
    assert told.fresh([going(state=Due.MISSED)]) == (going(state=Due.MISSED),)
    assert told.fresh([going(minute=600)]) == (going(minute=600),)


def test_the_sentence_says_what_is_to_do():
    assert going().words == "It goes out now."
    assert going(state=Due.MISSED).words == "It missed its moment: Fri 16 Oct, 09:00."
    assert going("scheduled").words == "Scheduled for Fri 16 Oct, 09:00. Did it go out?"
    assert going("draft").words == "Its moment is now, and nobody has said yes."
    assert summary([going()]) == "Pan: It goes out now."
    assert summary([going(), going(key=2), going(state=Due.MISSED)]) == (
        "2 posts go out now and 1 post missed its moment"
    )


def test_the_worst_of_its_channels_says_how_a_post_stands():
    places = (Place(1, "instagram", state=Due.NOW), Place(2, "facebook", state=Due.MISSED))
    assert replace(going(), places=places).state is Due.MISSED


def test_what_is_copied_ends_with_the_link_unless_the_text_has_it():
    place = OutPlace(1, "instagram", "", "", "Hola", "https://horno.example")
    assert place.whole_text == "Hola\n\nhttps://horno.example"
    assert replace(place, text="Hola https://horno.example").whole_text == "Hola https://horno.example"
    assert replace(place, text="").whole_text == "https://horno.example"


@pytest.mark.parametrize("good", ["https://www.instagram.com/p/abc", " http://a.example/1 ", ""])
def test_an_address_is_kept_as_it_is(good):
    assert checked_address(good) == good.strip()


@pytest.mark.parametrize("bad", ["instagram.com/p", "javascript:alert(1)", "file:///etc/passwd", "https://", "a b"])
def test_what_is_no_address_is_refused(bad):
    with pytest.raises(RuleBroken, match="https://"):
        checked_address(bad)


def test_the_page_is_where_a_post_is_written_else_the_channels_own():
    assert page_of("x", "https://x.com/horno") == "https://x.com/compose/post"
    assert page_of("blog", "https://horno.example/blog") == "https://horno.example/blog"
    assert page_of("mastodon", "javascript:alert(1)") == ""


def test_a_missed_moment_is_kept_and_read_back():
    assert missed_moment(missed_detail(FRIDAY, 540)) == (FRIDAY, 540)
    assert missed_moment(missed_detail(FRIDAY, None)) == (FRIDAY, None)
    assert missed_moment("some day") is None


def test_every_cause_has_a_name():
    assert set(CAUSE_NAMES) == set(Cause)
    assert cause_name("agency") == "We were late"
    assert cause_name("weather") == "weather"
