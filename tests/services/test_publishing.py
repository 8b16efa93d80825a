"""Publishing by hand and missed dates, on both engines."""

from datetime import UTC, date, datetime

import pytest

from cmdesk.desk import open_desk
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.moments import When
from cmdesk.domain.posts import PostStatus
from cmdesk.domain.publishing import Due
from cmdesk.models import Placement
from cmdesk.services import agency, approval, clients, posts, publishing
from cmdesk.services.action import action
from tests.bakery import add_client

FRIDAY = date(2026, 10, 16)


class Clock:
    """A clock that a test sets."""

    def __init__(self):
        self.now = datetime(2026, 10, 16, 6, 0, tzinfo=UTC)  # Friday, 8:00 in Madrid

    def __call__(self):
        return self.now


@action("Give a channel its own moment")
def own_moment(session, post_id, day, minute):
    """Let a post go out on its first channel at another moment."""
    placement = session.query(Placement).filter_by(post_id=post_id).order_by(Placement.id).first()
    placement.day, placement.minute = day, minute


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def desk(founded, clock):
    desk = open_desk(founded, clock=clock)
    desk.member_id = 1
    yield desk
    desk.close()


@pytest.fixture
def bakery(desk):
    return desk.do(add_client, "Horno Masalumbre", "HM", 1, [("instagram", 540), ("facebook", None)]).value


@pytest.fixture
def channels(desk, bakery):
    return [one.id for one in desk.read(clients.channels, bakery)]


@pytest.fixture
def post(desk, bakery, channels):
    key = desk.do(
        posts.add_post, bakery, "Pan de centeno", day=FRIDAY, minute=540, text="Hola", channel_ids=channels
    ).value
    desk.do(posts.set_status, [key], "approved")
    return key


def going(desk):
    return desk.read(publishing.outgoing)


def hour(clock, hours, minutes=0, day=16):
    clock.now = datetime(2026, 10, day, hours - 2, minutes, tzinfo=UTC)


class TestMoments:
    def test_a_post_goes_out_at_its_hour_and_misses_it_half_an_hour_later(self, desk, clock, post):
        assert going(desk) == ()
        hour(clock, 9)
        (one,) = going(desk)
        assert (one.card.id, one.state, [place.network for place in one.places]) == (
            post, Due.NOW, ["instagram", "facebook"],
        )  # fmt: skip
        hour(clock, 9, 30)
        assert going(desk)[0].state is Due.MISSED

    def test_what_is_out_is_not_asked_about(self, desk, clock, post):
        hour(clock, 9)
        desk.do(posts.set_status, [post], "published")
        assert going(desk) == ()

    def test_a_channel_with_its_own_moment_is_told_at_that(self, desk, clock, post):
        desk.do(own_moment, post, FRIDAY, 1140)
        hour(clock, 9)
        assert [place.network for place in going(desk)[0].places] == ["facebook"]
        hour(clock, 19, 10)
        assert [(place.network, place.state) for place in going(desk)[0].places] == [
            ("instagram", Due.NOW), ("facebook", Due.MISSED),
        ]  # fmt: skip

    def test_of_a_paused_client_nothing_goes_out(self, desk, clock, bakery, post):
        hour(clock, 9)
        desk.do(clients.pause_client, bakery, "Obras")
        assert going(desk) == ()

    def test_after_a_month_nothing_is_asked_any_more(self, desk, clock, post):
        clock.now = datetime(2026, 11, 18, 6, 0, tzinfo=UTC)
        assert going(desk) == ()

    def test_a_day_that_was_chosen_has_the_hour_of_the_clock(self, founded, clock, desk, post):
        desk.close()
        clock.now = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
        rehearsal = open_desk(founded, clock=clock, today=FRIDAY)
        rehearsal.member_id = 1
        assert rehearsal.read(approval.present).date() == FRIDAY
        assert [one.card.id for one in going(rehearsal)] == [post]
        rehearsal.close()


class TestDoing:
    def test_the_sheet_holds_what_is_needed_on_each_channel(self, desk, clock, post):
        sheet = desk.read(publishing.publish_sheet, post)
        assert [(one.network, one.text, one.page) for one in sheet.places] == [
            ("instagram", "Hola", "https://www.instagram.com/"),
            ("facebook", "Hola", "https://business.facebook.com/latest/composer"),
        ]
        assert (sheet.state, sheet.refused) == (Due.LATER, "")

    def test_it_is_published_when_it_is_out_on_its_last_channel(self, desk, clock, post):
        hour(clock, 9, 5)
        first, second = desk.read(publishing.publish_sheet, post).places
        gone = desk.do(publishing.publish_place, post, first.id, "https://www.instagram.com/p/1").value
        assert (gone.left, gone.is_out) == (1, False)
        assert desk.read(posts.post, post).card.status is PostStatus.APPROVED
        assert desk.do(publishing.publish_place, post, second.id).value.is_out
        sheet = desk.read(publishing.publish_sheet, post)
        assert sheet.card.status is PostStatus.PUBLISHED
        assert {(one.network, one.url, one.published_at) for one in sheet.places} == {
            ("instagram", "https://www.instagram.com/p/1", clock.now), ("facebook", "", clock.now),
        }  # fmt: skip

    def test_undo_takes_one_channel_back(self, desk, clock, post):
        first, second = desk.read(publishing.publish_sheet, post).places
        desk.do(publishing.publish_place, post, first.id)
        desk.do(publishing.publish_place, post, second.id)
        desk.undo()
        sheet = desk.read(publishing.publish_sheet, post)
        assert (sheet.card.status, [one.is_out for one in sheet.places]) == (PostStatus.APPROVED, [False, True])

    def test_all_channels_at_once(self, desk, post):
        assert desk.do(publishing.publish_place, post, None).value.is_out
        assert desk.read(posts.post, post).card.status is PostStatus.PUBLISHED

    def test_an_address_can_come_later(self, desk, post):
        place = desk.read(publishing.publish_sheet, post).places[0]
        desk.do(publishing.publish_place, post, None)
        desk.do(publishing.keep_address, place.id, "https://www.instagram.com/p/2")
        assert "https://www.instagram.com/p/2" in {one.url for one in desk.read(publishing.publish_sheet, post).places}
        with pytest.raises(RuleBroken):
            desk.do(publishing.keep_address, place.id, "javascript:alert(1)")

    def test_an_editor_publishes_only_what_is_approved(self, desk, bakery, post):
        draft = desk.do(posts.add_post, bakery, "Otra", day=FRIDAY).value
        desk.member_id = desk.do(agency.add_member, "Irene Valdés", role="editor").value
        with pytest.raises(RuleBroken, match="Nobody has approved"):
            desk.do(publishing.publish_place, draft, None)
        assert desk.read(publishing.publish_sheet, draft).refused
        assert desk.do(publishing.publish_place, post, None).value.is_out


class TestMissed:
    def test_a_missed_date_keeps_its_cause_and_the_report_tells_it(self, desk, clock, bakery, post):
        hour(clock, 12)
        assert not going(desk)[0].has_cause
        desk.do(publishing.note_missed, [post], "client_approval", "Elena, de viaje")
        assert going(desk)[0].has_cause
        (missed,) = desk.read(publishing.missed_dates, bakery, date(2026, 10, 1), date(2026, 10, 31))
        assert (missed.title, missed.day, missed.minute, missed.cause) == (
            "Pan de centeno", FRIDAY, 540, "client_approval",
        )  # fmt: skip
        assert desk.read(approval.approval_sheet, post).cause == "client_approval"

    def test_of_a_post_that_was_moved_the_day_that_it_left_is_meant(self, desk, clock, bakery, post):
        hour(clock, 12)
        desk.do(posts.move_post, post, When(date(2026, 10, 20)))
        desk.do(publishing.note_missed, [post], "agreed_move", missed_on={post: (FRIDAY, 540)})
        (missed,) = desk.read(publishing.missed_dates, bakery, date(2026, 10, 1), date(2026, 10, 31))
        assert (missed.day, missed.now, missed.cause) == (FRIDAY, date(2026, 10, 20), "agreed_move")
        assert going(desk) == ()

    def test_what_was_not_missed_has_no_cause(self, desk, clock, post):
        with pytest.raises(RuleBroken, match="has not missed its date"):
            desk.do(publishing.note_missed, [post], "agency")
        hour(clock, 12)
        with pytest.raises(RuleBroken, match="Choose a cause"):
            desk.do(publishing.note_missed, [post], "weather")

    def test_the_cause_given_last_counts_and_undo_takes_it_back(self, desk, clock, bakery, post):
        hour(clock, 12)
        desk.do(publishing.note_missed, [post], "network")
        desk.do(publishing.note_missed, [post], "agency")
        (missed,) = desk.read(publishing.missed_dates, bakery, date(2026, 10, 1), date(2026, 10, 31))
        assert missed.cause == "agency"
        desk.undo()
        (missed,) = desk.read(publishing.missed_dates, bakery, date(2026, 10, 1), date(2026, 10, 31))
        assert missed.cause == "network"
