"""A month filled from the agreement or from the month before, and posts that repeat: what is written."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cmdesk.desk import open_desk
from cmdesk.domain.changes import Kind
from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.domain.moments import Month
from cmdesk.domain.posts import Coverage, PostStatus
from cmdesk.services import calendar, clients, posts
from cmdesk.services.allowance import allowance
from cmdesk.services.bin import restore
from cmdesk.services.filling import accept, filling, skeleton_of
from cmdesk.services.repeating import days_of_rule, delete_following, move_following, repeat, series_of
from tests.bakery import NOW, TODAY, add_client, agree
from tests.made import add_picture

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
PNG = (Path(__file__).parents[1] / "data/images/basn2c16.png").read_bytes()


@pytest.fixture
def bakery(founded):
    desk = open_desk(founded, member_id=1, today=TODAY, clock=lambda: NOW)
    networks = [("instagram", 540), ("facebook", None)]
    client = desk.do(add_client, "Horno Masalumbre", "HM", 1, networks).value
    desk.do(agree, client, date(2026, 9, 1))
    yield desk, client
    desk.close()


def add(desk, client, day, title="Pan", **more):
    when = day if isinstance(day, date) else date(2026, 10, day)
    return desk.do(posts.add_post, client, title, day=when, minute=540, **more).value


def dated(desk, client, month=OCTOBER):
    return [card for card in desk.read(calendar.month, client, month).cards if Month.of(card.day) == month]


def counts(desk, client, month):
    return {row.title: (row.planned, row.due) for row in desk.read(allowance, client, month)}


class TestFromTheAgreement:
    def test_nothing_is_written_by_looking(self, bakery):
        desk, client = bakery
        found = desk.read(filling, client, NOVEMBER)
        assert len(found.proposals) == 12 + 4 + 25
        assert dated(desk, client, NOVEMBER) == []

    def test_what_is_accepted_fills_the_lines_exactly_and_is_one_step_back(self, bakery):
        desk, client = bakery
        add(desk, client, date(2026, 11, 4))
        found = desk.read(filling, client, NOVEMBER)
        keys = desk.do(accept, found.proposals).value
        assert len(set(keys)) == len(found.proposals)
        assert counts(desk, client, NOVEMBER) == {"Feed posts": (12, 12), "Reels": (4, 4), "Stories": (25, 25)}
        assert desk.read(filling, client, NOVEMBER).why_none == "All posts that were agreed for November are planned."
        desk.undo()
        assert counts(desk, client, NOVEMBER)["Feed posts"] == (1, 12)

    def test_one_that_was_moved_is_written_where_it_is_now(self, bakery):
        desk, client = bakery
        first = desk.read(filling, client, NOVEMBER).proposals[0]
        (key,) = desk.do(accept, [replace(first, day=date(2026, 11, 29), minute=600)]).value
        card = desk.read(posts.post, key).card
        assert (card.day, card.minute, card.status) == (date(2026, 11, 29), 600, PostStatus.DRAFT)
        assert (card.coverage, card.lineage) == (Coverage.LINE, first.lineage)
        assert desk.undo_label == "Plan posts"

    def test_it_says_why_there_is_nothing_to_propose(self, bakery):
        desk, client = bakery
        assert desk.read(filling, client, Month(2026, 9)).why_none == "September is over."
        other = desk.do(add_client, "Clínica Velanova", "CV", 2).value
        assert desk.read(filling, other, NOVEMBER).why_none == "No agreed scope promises posts in November."
        desk.do(clients.pause_client, client, "Obras")
        assert desk.read(filling, client, NOVEMBER).why_none == "Horno Masalumbre is paused, so nothing is asked for."
        desk.do(clients.change_client, client, "status", "ended")
        assert desk.read(filling, client, NOVEMBER).why_none == "Horno Masalumbre has ended, so nothing is asked for."
        with pytest.raises(NotFound):
            desk.read(filling, 999, NOVEMBER)
        with pytest.raises(RuleBroken, match="at least one"):
            desk.do(accept, ())

    def test_near_the_end_it_says_what_is_too_near(self, bakery):
        desk, client = bakery
        desk.close()
        late = open_desk(desk.name, member_id=1, today=date(2026, 10, 30), clock=lambda: NOW)
        assert "nearer than the client's yes takes" in late.read(filling, client, OCTOBER).remark
        late.close()


class TestFromTheMonthBefore:
    def test_the_bones_are_title_format_channels_and_hour(self, bakery):
        desk, client = bakery
        key = add(desk, client, date(2026, 10, 13), "Martes de harina", text="Con texto", format="reel")
        desk.do(posts.set_status, [key], "published")
        found = desk.read(skeleton_of, client, OCTOBER, NOVEMBER)
        assert [(one.day, one.title) for one in found.proposals] == [(date(2026, 11, 10), "Martes de harina")]
        (copy,) = desk.do(accept, found.proposals).value
        detail = desk.read(posts.post, copy)
        assert (detail.text, detail.card.minute, detail.card.format) == ("", 540, "reel")
        assert (detail.card.status, detail.card.networks) == (PostStatus.DRAFT, ("instagram",))

    def test_bones_that_were_taken_back_come_out_of_the_bin_as_bones(self, bakery):
        desk, client = bakery
        key = add(desk, client, date(2026, 10, 13), "Martes de harina", text="Con texto")
        add_picture(desk, key, "pan.png", PNG)
        (copy,) = desk.do(accept, desk.read(skeleton_of, client, OCTOBER, NOVEMBER).proposals).value
        for turn in (desk.undo, desk.redo, desk.undo):
            turn()
        desk.do(restore, Kind.POST, copy)
        detail = desk.read(posts.post, copy)
        assert (detail.text, detail.media, detail.card.thumb) == ("", (), None)

    def test_with_its_text_and_what_it_says_on_each_channel(self, bakery):
        desk, client = bakery
        add(desk, client, 13, text="Con texto")
        (one,) = desk.read(skeleton_of, client, OCTOBER, NOVEMBER).proposals
        (copy,) = desk.do(accept, [one], with_text=True).value
        assert desk.read(posts.post, copy).text == "Con texto"

    def test_it_says_what_cannot_be_copied(self, bakery):
        desk, client = bakery
        assert desk.read(skeleton_of, client, Month(2026, 8), OCTOBER).why_none == "August has no posts to copy."
        add(desk, client, date(2026, 9, 1))
        found = desk.read(skeleton_of, client, Month(2026, 9), OCTOBER)
        assert (found.left_out, found.why_none) == (1, "All of them would lie on days that are over.")


class TestPostsThatRepeat:
    def test_each_occurrence_is_a_draft_of_its_own_and_all_are_one_step(self, bakery):
        desk, client = bakery
        key = add(desk, client, 15, text="Hornada", channel_ids=None)
        desk.do(posts.set_status, [key], "approved")
        made = desk.do(repeat, key, "RRULE:FREQ=WEEKLY;COUNT=4").value
        series = desk.read(series_of, key)
        assert [card.day for card in series.posts] == [date(2026, 10, 15), date(2026, 10, 22), date(2026, 10, 29),
                                                        date(2026, 11, 5)]  # fmt: skip
        assert {card.minute for card in series.posts} == {540}
        assert {card.status for card in series.following} == {PostStatus.DRAFT}
        assert desk.read(posts.post, made[0]).text == "Hornada"
        desk.undo()
        assert desk.read(series_of, key).following == ()

    def test_a_rule_again_leaves_the_days_that_are_taken(self, bakery):
        desk, client = bakery
        key = add(desk, client, 15)
        desk.do(repeat, key, "FREQ=WEEKLY;COUNT=3")
        assert len(desk.read(days_of_rule, key, "FREQ=WEEKLY;COUNT=5").found) == 2
        with pytest.raises(RuleBroken, match="means no other day"):
            desk.do(repeat, key, "FREQ=WEEKLY;COUNT=3")

    def test_a_holiday_is_gone_around(self, bakery):
        desk, client = bakery
        key = add(desk, client, date(2026, 12, 1))  # a Tuesday; Tuesday 8 is a holiday in Spain
        found = desk.read(days_of_rule, key, "FREQ=WEEKLY;COUNT=3", "move").found
        assert [one.day for one in found] == [date(2026, 12, 9), date(2026, 12, 15)]

    def test_an_idea_has_no_day_to_repeat(self, bakery):
        desk, client = bakery
        key = desk.do(posts.add_idea, client, "Pan").value
        with pytest.raises(RuleBroken, match="a day first"):
            desk.do(repeat, key, "FREQ=WEEKLY;COUNT=3")

    def test_all_that_follow_move_and_go_together(self, bakery):
        desk, client = bakery
        key = add(desk, client, 15)
        first, second, third = desk.do(repeat, key, "FREQ=WEEKLY;COUNT=4").value
        desk.do(move_following, first, 1, 600, keeps_hour=False)
        moved = [(card.day.day, card.minute) for card in desk.read(series_of, key).posts]
        assert moved == [(15, 540), (23, 600), (30, 600), (6, 600)]
        assert desk.do(delete_following, second).value == 1
        assert [card.id for card in desk.read(series_of, key).posts] == [key, first, second]
        desk.undo()
        assert desk.read(series_of, key).posts[-1].id == third
        with pytest.raises(RuleBroken, match="follows this one"):
            desk.do(delete_following, third)
