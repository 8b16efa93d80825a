"""Several posts at once: what can be done is done, what cannot is named, and one undo takes it back."""

import io
from datetime import date

import pytest
from PIL import Image

from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.moments import Month, When
from cmdesk.services import bulk, calendar, extras, nearby, posts
from cmdesk.services.calendar import tray
from cmdesk.services.campaigns import add_campaign
from cmdesk.services.clients import channels
from cmdesk.services.incoming import new_media
from cmdesk.services.scopes import scope
from tests.bakery import add_client, open_bakery

FRIDAY, THURSDAY = date(2026, 10, 16), date(2026, 10, 22)
OCTOBER = Month(2026, 10)


@pytest.fixture(scope="module")
def desk_and_client(tmp_path_factory):
    """One bakery for all of these: each test makes posts of its own."""
    desk, client_id = open_bakery(tmp_path_factory.mktemp("bulk") / "agency.cmdesk")
    yield desk, client_id
    desk.close()


@pytest.fixture
def desk(desk_and_client):
    return desk_and_client[0]


@pytest.fixture
def client(desk_and_client):
    desk, client_id = desk_and_client
    yield client_id
    left = [card.id for card in desk.read(calendar.tray, None)]
    left += [card.id for month in (9, 10, 11, 12) for card in desk.read(calendar.month, None, Month(2026, month)).cards]
    desk.do(posts.delete_posts, sorted(set(left)))


def add(desk, client, day=FRIDAY, status=None, **more):
    key = desk.do(posts.add_post, client, more.pop("title", f"Pan {day}"), day=day, **more).value
    if status:
        desk.do(posts.set_status, [key], status)
    return key


def card(desk, key):
    return desk.read(posts.post, key).card


def picture(colour="red"):
    target = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(target, "PNG")
    return target.getvalue()


class TestMoving:
    def test_by_days_each_from_its_own_and_one_undo_brings_all_back(self, desk, client):
        keys = [add(desk, client, FRIDAY, minute=540), add(desk, client, THURSDAY)]
        assert desk.do(bulk.shift_posts, keys, 7).value.done == tuple(keys)
        assert [card(desk, key).day for key in keys] == [date(2026, 10, 23), date(2026, 10, 29)]
        assert card(desk, keys[0]).minute == 540
        desk.undo()
        assert [card(desk, key).day for key in keys] == [FRIDAY, THURSDAY]
        desk.redo()
        assert card(desk, keys[1]).day == date(2026, 10, 29)

    def test_what_is_published_and_what_has_no_day_is_named(self, desk, client):
        keys = [add(desk, client), add(desk, client, status="published"), add(desk, client, None)]
        done = desk.do(bulk.shift_posts, keys, 1).value
        assert done.done == (keys[0],)
        assert [(left.id, left.why.split()[0]) for left in done.left] == [(keys[1], "A"), (keys[2], "An")]

    def test_where_nothing_can_move_it_is_refused_and_nothing_is_on_the_stack(self, desk, client):
        key = add(desk, client, status="published")
        before = desk.undo_label
        with pytest.raises(RuleBroken, match="published"):
            desk.do(bulk.shift_posts, [key], 1)
        assert desk.undo_label == before

    def test_a_drag_of_several_leaves_the_published_one(self, desk, client):
        keys = [add(desk, client, FRIDAY), add(desk, client, date(2026, 10, 17), "published"),
                add(desk, client, date(2026, 10, 18))]  # fmt: skip
        moved, told = desk.do(bulk.move_posts, keys, When(THURSDAY), anchor=keys[1]).value
        assert [(one.id, one.day) for one in moved] == [(keys[0], THURSDAY), (keys[2], date(2026, 10, 24))]
        assert [left.id for left in told.left] == [keys[1]]

    def test_a_day_beyond_all_calendars_is_refused(self, desk, client):
        with pytest.raises(RuleBroken, match="too far"):
            desk.do(bulk.shift_posts, [add(desk, client)], 3_000_000)


class TestStatus:
    def test_those_that_can_get_it(self, desk, client):
        keys = [add(desk, client), add(desk, client, None)]
        done = desk.do(bulk.set_status, keys, "scheduled").value
        assert ([card(desk, key).status for key in keys], len(done.left)) == (["scheduled", "idea"], 1)
        desk.undo()
        assert card(desk, keys[0]).status == "draft"


class TestAssigning:
    def test_all_get_the_same_person_or_nobody(self, desk, client):
        keys = [add(desk, client), add(desk, client)]
        desk.do(bulk.assign, keys, None)
        assert [card(desk, key).owner_id for key in keys] == [None, None]
        desk.do(bulk.assign, keys, 1)
        assert [card(desk, key).owner_id for key in keys] == [1, 1]


class TestChannels:
    def test_are_added_and_taken_away(self, desk, client):
        keys = [add(desk, client), add(desk, client)]
        facebook = desk.read(channels, client)[1].id
        desk.do(bulk.change_channels, keys, add=[facebook])
        assert [card(desk, key).networks for key in keys] == [("instagram", "facebook")] * 2
        desk.do(bulk.change_channels, keys, remove=[facebook])
        assert card(desk, keys[1]).networks == ("instagram",)
        desk.undo()
        assert card(desk, keys[1]).networks == ("instagram", "facebook")

    def test_each_client_has_its_own(self, desk, client):
        other = desk.do(add_client, "Clínica", "CV", 2, [("facebook", None)]).value
        keys = [add(desk, client), add(desk, other)]
        (choice,) = [one for one in desk.read(bulk.choices, keys).channels if one.network == "instagram"]
        told = desk.do(bulk.change_channels, keys, add=choice.ids).value
        assert (told.done, [left.why for left in told.left]) == ((keys[0],), ["Its client has no such channel."])

    def test_a_published_post_stays_where_it_went_out(self, desk, client):
        with pytest.raises(RuleBroken, match="where it went out"):
            desk.do(bulk.change_channels, [add(desk, client, status="published")], remove=[1])


class TestCampaigns:
    def test_posts_of_the_client_join_and_leave(self, desk, client):
        bread_week = desk.do(add_campaign, client, "Semana del pan").value
        other = desk.do(add_client, "Librería", "LS", 3).value
        keys = [add(desk, client), add(desk, other)]
        told = desk.do(bulk.set_campaign, keys, bread_week).value
        assert (told.done, len(told.left)) == ((keys[0],), 1)
        assert desk.read(bulk.choices, keys[:1]).in_campaign[bread_week] == 1
        desk.do(bulk.set_campaign, keys[:1], None)
        assert desk.read(bulk.choices, keys[:1]).in_campaign[None] == 1


class TestChoices:
    def test_say_what_the_posts_have_now(self, desk, client):
        keys = [add(desk, client), add(desk, client, format="reel")]
        desk.do(bulk.cover, [keys[0]], "line", "Feed posts")
        offered = desk.read(bulk.choices, keys)
        assert (offered.count, offered.client_id, offered.owners[1]) == (2, client, 2)
        assert [(line.lineage, line.count) for line in offered.lines] == [
            ("Feed posts", 1), ("Reels", 0), ("Stories", 0),
        ]  # fmt: skip
        assert offered.channels[0].count == 2


class TestOneMoreThanAgreed:
    def full_month(self, desk, client):
        return [add(desk, client, date(2026, 10, day)) for day in range(1, 13)]

    def test_the_one_that_comes_last_is_over_and_lines_with_room_are_offered(self, desk, client):
        self.full_month(desk, client)
        key = add(desk, client, THURSDAY)
        found = desk.read(nearby.landed, {key: None})
        assert (found.over, found.client_id) == ((key,), client)
        assert [room.lineage for room in found.rooms] == ["Reels", "Stories"]

    def test_one_that_was_in_the_month_before_is_no_news(self, desk, client):
        keys = [*self.full_month(desk, client), add(desk, client, THURSDAY)]
        assert desk.read(nearby.landed, {keys[-1]: FRIDAY}).over == ()

    def test_a_change_order_makes_it_a_line_of_the_next_version(self, desk, client):
        key = add(desk, client, THURSDAY, title="El trece")
        draft_id = desk.do(bulk.order_change, [key]).value
        assert "El trece" in [line.title for line in desk.read(scope, draft_id).lines]
        desk.undo()
        assert card(desk, key).coverage == "undecided"

    def test_a_swap_uses_up_another_line(self, desk, client):
        key = add(desk, client, THURSDAY)
        desk.do(bulk.swap, [key], "Reels")
        assert (card(desk, key).coverage, card(desk, key).lineage) == ("line", "Reels")
        assert desk.read(extras.extras, client)[0].decision == "swap"
        desk.undo()
        assert card(desk, key).coverage == "undecided"

    def test_too_near_for_a_yes_is_counted_in_working_days(self, desk, client):
        key = add(desk, client, date(2026, 10, 15))
        assert desk.read(nearby.landed, {key: None}).short == 1
        desk.do(posts.set_status, [key], "approved")
        assert desk.read(nearby.landed, {key: None}).short == 0

    def test_a_day_without_an_agreement_is_named(self, desk, client):
        key = add(desk, client, date(2026, 8, 20))
        assert desk.read(nearby.landed, {key: None}).not_agreed == (key,)
        desk.do(posts.delete_posts, [key])


class TestQuietMarks:
    def test_near_and_said_before(self, desk, client):
        add(desk, client, FRIDAY, minute=540, title="Uno", text="Pan de hoy")
        add(desk, client, FRIDAY, minute=570, title="Dos")
        add(desk, client, date(2026, 11, 3), title="Tres", text="Pan de hoy")
        marks = desk.read(nearby.near_marks, client, OCTOBER.first, OCTOBER.last)
        assert sorted(marks.values()) == [
            "On Instagram within the hour of “Dos”, 09:30. The same text as “Tres”, Tue 3 Nov.",
            "On Instagram within the hour of “Uno”, 09:00.",
        ]

    def test_ideas_and_cancelled_posts_disturb_nobody(self, desk, client):
        add(desk, client, FRIDAY, minute=540, text="Pan")
        add(desk, client, FRIDAY, status="cancelled", minute=540, text="Pan")
        add(desk, client, None, text="Pan")
        assert desk.read(nearby.near_marks, None, OCTOBER.first, OCTOBER.last) == {}


class TestFiles:
    def test_several_become_one_carousel_with_the_name_of_the_first(self, desk, client):
        media = [new_media(picture(), "pan_de-centeno.png"), new_media(picture("blue"), "miga.png")]
        key = desk.do(bulk.add_from_files, client, media, FRIDAY, 540).value
        detail = desk.read(posts.post, key)
        assert (detail.card.title, detail.card.format, detail.card.status) == ("pan de centeno", "carousel", "draft")
        assert len(detail.media) == 2
        desk.undo()
        assert desk.read(calendar.month, client, OCTOBER).cards == ()
        desk.redo()
        assert len(desk.read(posts.post, key).media) == 2

    def test_without_a_day_it_is_an_idea(self, desk, client):
        key = desk.do(bulk.add_from_files, client, [new_media(picture(), "pan.png")], None).value
        assert [(one.id, one.format) for one in desk.read(tray, client)] == [(key, "post")]

    def test_no_more_than_ten(self, desk, client):
        media = [new_media(picture((number * 20, 0, 0)), f"{number}.png") for number in range(11)]
        with pytest.raises(RuleBroken, match="10 files"):
            desk.do(bulk.add_from_files, client, media, FRIDAY)
