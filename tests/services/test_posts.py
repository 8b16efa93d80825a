"""Writing, moving, copying and deleting posts."""

import io
from datetime import date

import pytest
from PIL import Image
from sqlalchemy import select

from cmdesk.domain.changes import Kind
from cmdesk.domain.errors import Conflict, NotFound, RuleBroken
from cmdesk.domain.moments import When, instant
from cmdesk.domain.posts import PostEventKind
from cmdesk.models import Channel, Placement, Post
from cmdesk.services import (
    approval,
    incoming,
    library,
    media,
    post_media,
    posts,
    publishing,
    snippets,
    variants,
)
from cmdesk.services.action import action
from cmdesk.services.bin import restore
from cmdesk.services.calendar import tray
from cmdesk.services.clients import change_channel, change_client, delete_channel
from cmdesk.services.pictures import THUMB_EDGE
from tests.bakery import TODAY, add_client, open_bakery
from tests.made import add_picture

FRIDAY, THURSDAY = date(2026, 10, 16), date(2026, 10, 22)


@pytest.fixture
def bakery(vacant):
    desk, client_id = open_bakery(vacant)
    yield desk, client_id
    desk.close()


@pytest.fixture
def desk(bakery):
    return bakery[0]


@pytest.fixture
def client(bakery):
    return bakery[1]


def channels(session, client_id):
    return list(session.scalars(select(Channel.id).where(Channel.client_id == client_id).order_by(Channel.id)))


@action("Set apart")
def set_apart(session, post_id, day, text):
    (placement,) = session.scalars(select(Placement).where(Placement.post_id == post_id))
    placement.day, placement.minute, placement.text = day, 600, text


def apart(session, post_id):
    (placement,) = session.scalars(select(Placement).where(Placement.post_id == post_id))
    return placement.day, placement.text


def story_of(desk, post_id):
    return [event.kind for event in desk.read(posts.post, post_id).events]


def picture(colour="red", size=(400, 300), orientation=None):
    image = Image.new("RGB", size, colour)
    exif = image.getexif()
    if orientation:
        exif[0x0112] = orientation
    target = io.BytesIO()
    image.save(target, "JPEG", exif=exif)
    return target.getvalue()


class TestNewOnes:
    def test_a_post_without_a_day_is_an_idea_in_the_tray(self, desk, client):
        key = desk.do(posts.add_idea, client, "Cruasán: ¿recto o curvo?").value
        (card,) = desk.read(tray, client)
        assert (card.id, card.status, card.title) == (key, "idea", "Cruasán: ¿recto o curvo?")

    def test_a_post_on_a_day_is_a_draft_with_its_instant(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan", day=FRIDAY, minute=540).value
        detail = desk.read(posts.post, key)
        assert (detail.card.status, detail.card.day, detail.card.minute) == ("draft", FRIDAY, 540)
        assert detail.zone == "Europe/Madrid"

    def test_it_goes_to_the_first_channel_of_its_client(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan").value
        assert desk.read(posts.post, key).card.networks == ("instagram",)

    def test_new_ideas_stand_at_the_end(self, desk, client):
        first = desk.do(posts.add_idea, client, "Uno").value
        second = desk.do(posts.add_idea, client, "Dos").value
        assert [card.id for card in desk.read(tray, client)] == [first, second]

    @pytest.mark.parametrize("title", ["", "   ", "\n"])
    def test_it_needs_a_title(self, desk, client, title):
        with pytest.raises(RuleBroken, match="title"):
            desk.do(posts.add_post, client, title)

    def test_a_client_that_is_gone_gets_none(self, desk):
        with pytest.raises(NotFound):
            desk.do(posts.add_post, 999, "Pan")

    def test_undo_takes_it_away(self, desk, client):
        desk.do(posts.add_idea, client, "Pan")
        desk.undo()
        assert desk.read(tray, client) == ()
        desk.redo()
        assert [card.networks for card in desk.read(tray, client)] == [("instagram",)]


class TestMoving:
    def test_a_post_keeps_its_hour_across_the_change_of_clocks(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan", day=FRIDAY, minute=540).value
        moved = desk.do(posts.move_post, key, When(date(2026, 10, 26))).value
        assert (moved.day, moved.minute, moved.day_before) == (date(2026, 10, 26), 540, FRIDAY)

    def test_an_idea_on_a_day_becomes_a_draft_at_the_usual_hour_in_the_same_step(self, desk, client):
        key = desk.do(posts.add_idea, client, "Pan").value
        moved = desk.do(posts.move_post, key, When(FRIDAY)).value
        assert (moved.status, moved.minute) == ("draft", 540)
        desk.undo()
        assert desk.read(posts.post, key).card.status == "idea"

    def test_the_hour_is_that_of_its_own_network(self, desk, client):
        tiktok = desk.read(channels, client)[2]
        key = desk.do(posts.add_post, client, "Pan", channel_ids=[tiktok]).value
        assert desk.do(posts.move_post, key, When(FRIDAY)).value.minute == 1140

    def test_an_hour_may_be_given(self, desk, client):
        key = desk.do(posts.add_idea, client, "Pan").value
        assert desk.do(posts.move_post, key, When(FRIDAY, 600, keeps_hour=False)).value.minute == 600

    def test_a_draft_in_the_tray_is_an_idea_again_and_stands_first(self, desk, client):
        desk.do(posts.add_idea, client, "Antes")
        key = desk.do(posts.add_post, client, "Pan", day=FRIDAY).value
        desk.do(posts.to_tray, [key])
        first, _second = desk.read(tray, client)
        assert (first.id, first.status) == (key, "idea")

    def test_several_come_to_the_top_of_the_tray_in_their_order(self, desk, client):
        keys = [desk.do(posts.add_post, client, title, day=FRIDAY).value for title in ("Uno", "Dos", "Tres")]
        moved = desk.do(posts.to_tray, keys[::-1]).value
        assert (
            [one.title for one in moved] == [card.title for card in desk.read(tray, client)] == ["Tres", "Dos", "Uno"]
        )
        desk.do(posts.copy_posts, keys[:2], When(None))
        assert [card.title for card in desk.read(tray, client)][:2] == ["Uno", "Dos"]

    def test_a_channel_with_a_day_of_its_own_goes_along_and_a_copy_says_the_same_there(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan", day=FRIDAY).value
        desk.do(set_apart, key, date(2026, 10, 18), "Solo aquí")
        desk.do(posts.move_post, key, When(THURSDAY))
        assert desk.read(apart, key) == (date(2026, 10, 24), "Solo aquí")
        (copy,) = desk.do(posts.copy_posts, [key], When(FRIDAY)).value
        assert desk.read(apart, copy) == (date(2026, 10, 18), "Solo aquí")
        desk.do(posts.to_tray, [key])
        assert desk.read(apart, key) == (None, "Solo aquí")

    def test_an_approval_stays_and_the_answer_says_for_which_day(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan", day=FRIDAY).value
        desk.do(posts.set_status, [key], "approved")
        moved = desk.do(posts.move_post, key, When(THURSDAY)).value
        assert (moved.status, moved.approved_for) == ("approved", FRIDAY)

    def test_a_published_post_does_not_move(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan", day=FRIDAY).value
        desk.do(posts.set_status, [key], "published")
        with pytest.raises(RuleBroken, match="published"):
            desk.do(posts.move_post, key, When(THURSDAY))

    def test_several_keep_the_days_between_them(self, desk, client):
        keys = [desk.do(posts.add_post, client, "Pan", day=date(2026, 10, day)).value for day in (5, 7, 12)]
        moved = desk.do(posts.move_posts, keys, When(date(2026, 10, 14)), anchor=keys[1]).value
        assert [one.day.day for one in moved] == [12, 14, 19]

    def test_ideas_that_are_moved_together_come_to_the_same_day(self, desk, client):
        keys = [desk.do(posts.add_idea, client, title).value for title in ("Uno", "Dos")]
        assert {one.day for one in desk.do(posts.move_posts, keys, When(FRIDAY)).value} == {FRIDAY}

    def test_staying_where_it_is_changes_nothing(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan", day=FRIDAY, minute=540).value
        assert not desk.do(posts.move_post, key, When(FRIDAY)).changes.rows

    def test_each_move_is_in_the_history_and_so_is_taking_it_back(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan", day=FRIDAY).value
        desk.do(posts.move_post, key, When(THURSDAY))
        desk.undo()
        assert story_of(desk, key) == ["created", "moved", "taken_back"]

    def test_a_day_beyond_all_calendars_is_refused(self, desk, client):
        keys = [desk.do(posts.add_post, client, "Pan", day=day).value for day in (FRIDAY, THURSDAY)]
        with pytest.raises(RuleBroken, match="far"):
            desk.do(posts.move_posts, keys, When(date.max), anchor=keys[0])

    def test_a_post_that_is_gone_is_not_moved(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan", day=FRIDAY).value
        desk.do(posts.delete_posts, [key])
        with pytest.raises(NotFound):
            desk.do(posts.move_post, key, When(THURSDAY))


class TestCopies:
    def test_a_copy_is_a_draft_with_the_same_words_and_channels(self, desk, client):
        both = desk.read(channels, client)[:2]
        key = desk.do(posts.add_post, client, "Pan", day=FRIDAY, minute=600, channel_ids=both, text="Caliente").value
        desk.do(posts.set_status, [key], "published")
        (copy,) = desk.do(posts.copy_posts, [key], When(THURSDAY)).value
        detail = desk.read(posts.post, copy)
        assert (detail.card.day, detail.card.minute, detail.card.status) == (THURSDAY, 600, "draft")
        assert (detail.text, detail.channel_ids) == ("Caliente", tuple(both))

    def test_a_duplicate_stands_on_the_same_day(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan", day=FRIDAY).value
        (copy,) = desk.do(posts.duplicate_posts, [key]).value
        assert desk.read(posts.post, copy).card.day == FRIDAY

    def test_a_copy_in_the_tray_is_an_idea(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan", day=FRIDAY).value
        (copy,) = desk.do(posts.copy_posts, [key], When(None)).value
        assert [(card.id, card.status) for card in desk.read(tray, client)] == [(copy, "idea")]


class TestWords:
    def test_a_field_is_changed_alone(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan").value
        desk.do(posts.edit_post, key, "text", "Recién hecho", "")
        assert desk.read(posts.post, key).text == "Recién hecho"

    def test_a_colleagues_words_are_not_overwritten(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan", text="Uno").value
        with pytest.raises(Conflict):
            desk.do(posts.edit_post, key, "text", "Tres", "Dos")

    def test_a_title_stays_a_title(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan").value
        with pytest.raises(RuleBroken, match="title"):
            desk.do(posts.edit_post, key, "title", " ")

    def test_new_text_takes_the_approval_away(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan", day=FRIDAY).value
        desk.do(posts.set_status, [key], "approved")
        assert desk.do(posts.edit_post, key, "text", "Otro").value is True
        assert desk.read(posts.post, key).card.status == "draft"
        assert PostEventKind.APPROVAL_LOST in story_of(desk, key)

    def test_a_note_leaves_the_approval(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan", day=FRIDAY).value
        desk.do(posts.set_status, [key], "approved")
        assert desk.do(posts.edit_post, key, "staff_note", "Ojo").value is False
        assert desk.read(posts.post, key).card.status == "approved"

    def test_text_that_no_database_can_keep_is_refused(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan").value
        with pytest.raises(RuleBroken):
            desk.do(posts.edit_post, key, "text", "a\0b")

    def test_a_very_long_word_is_kept_as_it_is(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan").value
        desk.do(posts.edit_post, key, "text", "x" * 100_000)
        assert len(desk.read(posts.post, key).text) == 100_000


class TestChannels:
    def test_networks_keep_step_with_channels(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan").value
        desk.do(posts.set_channels, key, desk.read(channels, client))
        assert desk.read(posts.post, key).card.networks == ("instagram", "facebook", "tiktok")
        desk.do(posts.set_channels, key, [])
        assert desk.read(posts.post, key).card.networks == ()
        desk.undo()
        assert len(desk.read(posts.post, key).channel_ids) == 3

    def test_another_clients_channel_is_refused(self, desk, client):
        other = desk.do(add_client, "Clínica Velanova", "CV", 2, [("x", None)]).value
        key = desk.do(posts.add_post, client, "Pan").value
        with pytest.raises(RuleBroken):
            desk.do(posts.set_channels, key, desk.read(channels, other))


class TestLength:
    """What somebody pastes is kept whole or refused in a sentence."""

    def test_a_pasted_book_is_refused_at_every_door_and_nothing_of_it_is_kept(self, desk, client):
        book = "Había una vez un horno.\n" * 10_000
        key = desk.do(posts.add_post, client, "Pan", day=FRIDAY, text="Hola").value
        add_picture(desk, key, "pan.jpg", picture())
        (place, *_rest), (item,) = desk.read(channels, client), desk.read(posts.post, key).media
        before = desk.read(posts.post, key)
        for action_, *args in (
            (posts.add_post, client, "Otra"),
            (posts.edit_post, key, "text"),
            (posts.edit_post, key, "staff_note"),
            (posts.edit_post, key, "client_note"),
            (posts.set_status, [key], "internal_review"),
            (approval.note_changes, [key]),
            (variants.write_on, key, place),
            (variants.edit_placement, key, place, "first_comment"),
            (post_media.describe_media, key, item.id),
            (library.describe_kept, item.id),
            (approval.comment_on, key),
        ):
            more = {"text": book} if action_ is posts.add_post else {}
            with pytest.raises(RuleBroken, match=r"too long|4,000"):
                desk.do(action_, *args, *([] if more else [book]), **more)
        assert desk.read(posts.post, key) == before

    def test_as_much_as_any_network_takes_is_kept(self, desk, client):
        longest = "á" * 63_206  # what Facebook takes
        key = desk.do(posts.add_post, client, "Pan", day=FRIDAY, text=longest).value
        desk.do(variants.write_on, key, desk.read(channels, client)[0], longest[:-1])
        assert desk.read(posts.post, key).text == longest

    def test_a_kept_post_whose_blanks_make_its_title_too_long_is_refused(self, desk, client):
        key = desk.do(snippets.add_snippet, "{client} " * 40, "Hola", kind="post").value
        with pytest.raises(RuleBroken, match="title is too long"):
            desk.do(snippets.add_post_from, key, client)


class TestStatus:
    def test_the_path_is_in_the_history(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan", day=FRIDAY).value
        for status in ("internal_review", "client_review", "approved", "scheduled", "published"):
            desk.do(posts.set_status, [key], status)
        assert story_of(desk, key) == ["created", "status", "sent_for_review", "approved", "scheduled", "published"]

    def test_what_is_scheduled_has_a_day(self, desk, client):
        key = desk.do(posts.add_idea, client, "Pan").value
        with pytest.raises(RuleBroken, match="day"):
            desk.do(posts.set_status, [key], "scheduled")

    def test_an_idea_has_none(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan", day=FRIDAY).value
        with pytest.raises(RuleBroken, match="no date"):
            desk.do(posts.set_status, [key], "idea")

    def test_changes_asked_make_it_a_draft_with_a_mark_until_it_goes_on(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan", day=FRIDAY).value
        desk.do(posts.set_status, [key], "client_review")
        desk.do(approval.note_changes, [key], "Otra foto")
        card = desk.read(posts.post, key).card
        assert (card.status, card.changes_asked) == ("draft", True)
        desk.do(posts.set_status, [key], "client_review")
        assert not desk.read(posts.post, key).card.changes_asked

    def test_several_go_together_and_come_back_together(self, desk, client):
        keys = [desk.do(posts.add_post, client, "Pan", day=FRIDAY).value for _each in range(3)]
        desk.do(posts.set_status, keys, "approved")
        desk.undo()
        assert {desk.read(posts.post, key).card.status for key in keys} == {"draft"}

    def test_a_courtesy_is_chosen(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan", day=FRIDAY).value
        desk.do(posts.set_coverage, [key], "courtesy")
        assert desk.read(posts.post, key).card.coverage == "courtesy"
        assert not desk.do(posts.set_coverage, [key], "courtesy").can_undo  # nothing was done

    def test_a_line_must_be_named(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan", day=FRIDAY).value
        with pytest.raises(RuleBroken, match="line"):
            desk.do(posts.set_coverage, [key], "line")


class TestPictures:
    def test_a_picture_has_a_small_copy_and_words(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan").value
        add_picture(desk, key, "pan.jpg", picture(), "Un pan")
        detail = desk.read(posts.post, key)
        (item,) = detail.media
        assert (item.name, item.kind, item.alt) == ("pan.jpg", "image/jpeg", "Un pan")
        small = Image.open(io.BytesIO(desk.read(media.bytes_of, detail.card.thumb)))
        assert min(small.size) == THUMB_EDGE

    def test_a_picture_taken_on_its_side_stands_upright(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan").value
        add_picture(desk, key, "pan.jpg", picture(size=(800, 500), orientation=6))
        small = Image.open(io.BytesIO(desk.read(media.bytes_of, desk.read(posts.post, key).card.thumb)))
        assert small.height > small.width

    def test_the_same_bytes_are_kept_once(self, desk, client):
        @action("Keep")
        def keep(session):
            return media.keep_bytes(session, b"abc"), media.keep_bytes(session, b"abc")

        first, second = desk.do(keep).value
        assert first == second

    def test_a_new_picture_takes_the_approval_away(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan", day=FRIDAY).value
        desk.do(posts.set_status, [key], "approved")
        assert add_picture(desk, key, "pan.jpg", picture())

    def test_a_removed_picture_comes_back_by_undo(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan").value
        add_picture(desk, key, "pan.jpg", picture())
        item = desk.read(posts.post, key).media[0]
        desk.do(post_media.remove_media, key, item.id)
        assert desk.read(posts.post, key).card.thumb is None
        desk.undo()
        assert desk.read(posts.post, key).media == (item,)

    @pytest.mark.parametrize("data", [b"", b"no picture", b"GIF89a" + b"\0" * 20, picture()[:300]])
    def test_what_is_no_picture_is_refused_and_nothing_is_kept(self, desk, client, data):
        key = desk.do(posts.add_post, client, "Pan").value
        with pytest.raises(RuleBroken):
            add_picture(desk, key, "pan.jpg", data)
        assert desk.read(posts.post, key).media == ()


class TestTheBin:
    def test_a_deleted_post_is_not_shown_and_comes_back(self, desk, client):
        key = desk.do(posts.add_idea, client, "Pan").value
        desk.do(posts.delete_posts, [key])
        assert desk.read(tray, client) == ()
        desk.undo()
        assert [card.id for card in desk.read(tray, client)] == [key]


class TestWhatFollowsTheClient:
    def test_posts_follow_a_channel_that_changes_its_network(self, desk, client):
        (instagram, facebook, _tiktok) = desk.read(channels, client)
        post = desk.do(posts.add_post, client, "Pan", day=FRIDAY, channel_ids=[instagram, facebook]).value
        desk.do(change_channel, facebook, "network", "threads")
        assert desk.read(posts.post, post).card.networks == ("instagram", "threads")
        desk.undo()
        assert desk.read(posts.post, post).card.networks == ("instagram", "facebook")

    def test_what_was_published_elsewhere_is_planned_anew_by_the_clients_clock(self, desk, client):
        post = desk.do(posts.add_post, client, "Pan", day=FRIDAY, minute=540).value
        desk.do(posts.set_status, [post], "published")
        desk.do(change_client, client, "time_zone", "Atlantic/Canary")
        assert desk.read(posts.post, post).zone == "Europe/Madrid"

        (copy,) = desk.do(posts.copy_posts, [post], When(THURSDAY)).value
        assert desk.read(posts.post, copy).zone == "Atlantic/Canary"

        desk.do(posts.set_status, [post], "approved")
        assert desk.read(posts.post, post).zone == "Atlantic/Canary"
        assert desk.read(column_of, post, "instant") == instant(FRIDAY, 540, "Atlantic/Canary")


def column_of(session, post_id, name):
    return getattr(session.get(Post, post_id), name)


class TestWhatIsOut:
    @pytest.fixture
    def post(self, desk, client):
        places = desk.read(channels, client)[:2]
        key = desk.do(posts.add_post, client, "Pan", day=FRIDAY, channel_ids=places, text="Hola").value
        add_picture(desk, key, "pan.jpg", picture())
        return key

    def test_no_door_changes_what_people_can_read_already(self, desk, client, post):
        (item,) = desk.read(posts.post, post).media
        here, there = desk.read(channels, client)[:2]
        desk.do(posts.set_status, [post], "published")
        for words in (
            (posts.edit_post, "text", "Adiós"),
            (posts.edit_post, "format", "reel"),
            (posts.set_channels, [here]),
            (post_media.add_several, [incoming.new_media(picture("blue"), "otro.jpg")]),
            (post_media.remove_media, item.id),
            (post_media.describe_media, item.id, "Un pan"),
            (post_media.use_media, [item.id]),
            (variants.write_on, here, "Aquí"),
            (variants.edit_placement, there, "link", "https://horno.example"),
        ):
            with pytest.raises(RuleBroken, match="published"):
                desk.do(words[0], post, *words[1:])
        desk.do(variants.edit_placement, post, here, "url", "https://instagram.example/p/1")
        desk.do(posts.edit_post, post, "staff_note", "Salió bien")

    def test_a_channel_where_it_is_out_already_stays(self, desk, client, post):
        here, there = desk.read(channels, client)[:2]
        (first, *_rest) = desk.read(lambda session: list(session.scalars(select(Placement.id).order_by(Placement.id))))
        desk.do(publishing.publish_place, post, first, "https://instagram.example/p/1")
        with pytest.raises(RuleBroken, match="went out"):
            desk.do(posts.set_channels, post, [])
        assert desk.read(posts.post, post).channel_ids == (here, there)

    def test_taking_back_that_it_is_out_on_a_channel_is_told(self, desk, client, post):
        (first, *_rest) = desk.read(lambda session: list(session.scalars(select(Placement.id).order_by(Placement.id))))
        desk.do(publishing.publish_place, post, first)
        desk.undo()
        assert story_of(desk, post)[-2:] == ["exported", "taken_back"]

    def test_a_channel_that_the_client_gave_up_asks_for_nothing(self, desk, client, post):
        here, there = desk.read(channels, client)[:2]
        desk.do(posts.move_post, post, When(TODAY, 540, keeps_hour=False))
        desk.do(delete_channel, there)
        (waiting,) = desk.read(publishing.outgoing)
        assert [place.network for place in waiting.places] == ["instagram"]
        (copy,) = desk.do(posts.duplicate_posts, [post]).value
        assert desk.read(posts.post, copy).channel_ids == desk.read(posts.post, post).channel_ids == (here,)
        desk.do(variants.edit_placement, post, None, "link", "https://pan.example", "")
        (place,) = desk.read(publishing.publish_sheet, post).places
        assert desk.do(publishing.publish_place, post, place.id).value.left == 0
        assert desk.read(posts.post, post).card.status == "published"

    def test_a_channel_in_the_bin_is_stamped_by_nobody_and_comes_back_with_what_was_planned_there(
        self, desk, client, post
    ):
        here, there = desk.read(channels, client)[:2]
        both = desk.read(posts.post, post)
        desk.do(variants.write_on, post, there, "Aquí otra cosa")
        desk.do(delete_channel, there)
        assert desk.read(posts.post, post).card.networks == ("instagram",)
        desk.do(posts.set_channels, post, [])
        desk.do(posts.set_channels, post, [here])
        desk.do(restore, Kind.CHANNEL, there)
        assert desk.read(posts.post, post).card.networks == both.card.networks[::-1]
        for _step in range(4):
            desk.undo()
        assert desk.read(posts.post, post).card.networks == both.card.networks

        desk.do(delete_channel, there)
        desk.do(posts.set_status, [post], "published")
        stamps = desk.read(lambda s: {p.channel_id: p.published_at for p in s.scalars(select(Placement))})
        assert (stamps[here] is not None, stamps[there]) == (True, None)
        desk.do(restore, Kind.CHANNEL, there)
        assert desk.read(posts.post, post).card.status == "published"


class TestWhatWasApproved:
    @pytest.fixture
    def post(self, desk, client):
        key = desk.do(posts.add_post, client, "Pan", day=FRIDAY, channel_ids=desk.read(channels, client)[:2]).value
        add_picture(desk, key, "pan.jpg", picture())
        desk.do(variants.write_on, key, desk.read(channels, client)[1], "Aquí otra cosa")
        desk.do(posts.set_status, [key], "approved")
        return key

    def test_a_channel_goes_with_what_was_approved_for_it(self, desk, client, post):
        assert desk.do(posts.set_channels, post, desk.read(channels, client)[:1]).value
        assert desk.read(posts.post, post).card.status == "draft"
        desk.undo()
        assert desk.read(posts.post, post).card.status == "approved"

    def test_a_channel_that_says_the_same_joins_it(self, desk, client, post):
        assert not desk.do(posts.set_channels, post, desk.read(channels, client)).value
        assert desk.read(posts.post, post).card.status == "approved"

    def test_the_words_for_a_picture_belong_to_it(self, desk, post):
        (item,) = desk.read(posts.post, post).media
        assert desk.do(post_media.describe_media, post, item.id, "Un pan").value
        assert story_of(desk, post)[-2:] == ["edited", "approval_lost"]


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(3000, 1, 1), date(1899, 12, 31), date(1, 1, 1)])
def test_no_post_goes_where_no_calendar_leads(desk, client, day):
    key = desk.do(posts.add_post, client, "Pan", day=FRIDAY, minute=1439).value
    for words in ((posts.move_post, key, When(day)), (posts.copy_posts, [key], When(day))):
        with pytest.raises(RuleBroken, match="too far"):
            desk.do(*words)
