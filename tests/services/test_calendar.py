"""What a month shows, and how it stands against what was agreed."""

from datetime import date

import pytest

from cmdesk.domain.allowance import Mark
from cmdesk.domain.moments import Month
from cmdesk.models import Task
from cmdesk.services import calendar, posts, tasks
from cmdesk.services.action import action
from cmdesk.services.allowance import allowance
from cmdesk.services.clients import pause_client
from cmdesk.services.reading import scope_versions
from tests.bakery import Line, add_client, agree, open_bakery, supersede

OCTOBER = Month(2026, 10)


@pytest.fixture
def bakery(vacant):
    desk, client_id = open_bakery(vacant)
    yield desk, client_id
    desk.close()


def add(desk, client, day, minute=None, **more):
    when = day if isinstance(day, date) else date(2026, 10, day)
    return desk.do(posts.add_post, client, "Pan", day=when, minute=minute, **more).value


def counts(desk, client, month=OCTOBER):
    return {row.title: (row.planned, row.due) for row in desk.read(allowance, client, month)}


class TestAMonth:
    def test_it_shows_whole_weeks_by_day_and_hour(self, bakery):
        desk, client = bakery
        late, early, untimed = (add(desk, client, 5, minute) for minute in (1140, 540, None))
        before = add(desk, client, date(2026, 9, 28))
        add(desk, client, date(2026, 9, 27))
        page = desk.read(calendar.month, client, OCTOBER)
        assert [card.id for card in page.cards] == [before, early, late, untimed]
        assert len(page.days) == 35

    def test_it_shows_one_client_or_all(self, bakery):
        desk, client = bakery
        other = desk.do(add_client, "Clínica Velanova", "CV", 2).value
        mine, theirs = add(desk, client, 5), add(desk, other, 6)
        assert [card.id for card in desk.read(calendar.month, client, OCTOBER).cards] == [mine]
        assert [card.id for card in desk.read(calendar.month, None, OCTOBER).cards] == [mine, theirs]

    @pytest.mark.parametrize("is_everybody", [True, False])
    def test_a_first_look_shows_the_first_of_each_day_and_counts_the_others(self, bakery, is_everybody):
        desk, client = bakery
        other = desk.do(add_client, "Clínica Velanova", "CV", 2).value
        late, early, untimed = (add(desk, client, 5, minute) for minute in (1140, 540, None))
        alone, theirs = add(desk, client, 6), add(desk, other, 6, 1200)
        whose = None if is_everybody else client
        page = desk.read(calendar.first_look, whose, OCTOBER, OCTOBER.weeks(0), 2)
        sixth = [theirs, alone] if is_everybody else [alone]
        assert [card.id for card in page.cards] == [early, late, *sixth]
        assert page.left_out == {date(2026, 10, 5): 1}
        assert untimed not in {card.id for card in page.cards}
        whole = desk.read(calendar.first_look, whose, OCTOBER, OCTOBER.weeks(0), 3)
        assert whole == desk.read(calendar.month, whose, OCTOBER)

    def test_the_tray_holds_what_has_no_date(self, bakery):
        desk, client = bakery
        key = desk.do(posts.add_idea, client, "Pan").value
        add(desk, client, 5)
        assert [card.id for card in desk.read(calendar.tray, client)] == [key]

    def test_the_surroundings_know_the_usual_hours(self, bakery):
        desk, client = bakery
        place = desk.read(calendar.surroundings).clients[client]
        assert place.hours == (("instagram", 540), ("facebook", None), ("tiktok", 1140))
        assert (place.tile.letters, place.zone) == ("HM", "Europe/Madrid")


class TestAnAllowance:
    def test_posts_are_counted_by_what_was_agreed(self, bakery):
        desk, client = bakery
        for day in range(1, 4):
            add(desk, client, day)
        add(desk, client, 2, format="reel")
        assert counts(desk, client) == {"Feed posts": (3, 12), "Reels": (1, 4), "Stories": (0, 20)}

    def test_a_weekly_line_counts_the_days_of_its_weeks(self, bakery):
        desk, client = bakery
        add(desk, client, date(2026, 9, 28), format="story")
        add(desk, client, 26, format="story")
        assert counts(desk, client)["Stories"] == (1, 20)

    def test_a_quarter_counts_all_its_months(self, bakery):
        desk, _client = bakery
        other = desk.do(add_client, "Clínica Velanova", "CV", 2).value
        desk.do(agree, other, date(2026, 1, 1), [Line("Articles", "article", 3, cadence="quarter")])
        add(desk, other, date(2026, 12, 24), format="article")
        assert counts(desk, other) == {"Articles": (1, 3)}

    def test_what_was_not_delivered_is_carried_one_period(self, bakery):
        desk, _client = bakery
        other = desk.do(add_client, "Clínica Velanova", "CV", 2).value
        desk.do(agree, other, date(2026, 8, 1), [Line("Posts", "post", 4, roll_over="carries")])
        out = add(desk, other, date(2026, 9, 3))
        desk.do(posts.set_status, [out], "published")
        assert counts(desk, other) == {"Posts": (0, 8)}

    def test_each_day_is_judged_by_the_version_in_force(self, bakery):
        desk, client = bakery
        (first,) = desk.read(scope_versions, client)
        desk.do(supersede, client, first.id, date(2026, 10, 15))
        desk.do(agree, client, date(2026, 10, 16), [Line("Feed posts", "post", 24)], 2)
        for day in (1, 20):
            add(desk, client, day)
        assert counts(desk, client)["Feed posts"] == (2, 18)

    def test_nothing_agreed_holds_nothing(self, bakery):
        desk, _client = bakery
        other = desk.do(add_client, "Clínica Velanova", "CV", 2).value
        assert desk.read(allowance, other, OCTOBER) == ()


class TestAPlan:
    def test_it_names_the_version_and_what_goes_beyond_it(self, bakery):
        desk, client = bakery
        reels = [add(desk, client, day, format="reel") for day in (20, 21, 22, 23, 24)]
        plan = desk.read(calendar.plan, client, OCTOBER)
        assert (plan.scope_number, plan.over) == (1, 1)
        assert plan.marks == {reels[-1]: Mark.OVER}

    def test_a_courtesy_is_no_excess(self, bakery):
        desk, client = bakery
        reels = [add(desk, client, day, format="reel") for day in (20, 21, 22, 23, 24)]
        desk.do(posts.set_coverage, reels[-1:], "courtesy")
        plan = desk.read(calendar.plan, client, OCTOBER)
        assert (plan.over, plan.marks) == (0, {reels[-1]: Mark.COURTESY})

    def test_without_a_version_in_force_work_is_not_agreed(self, bakery):
        desk, _client = bakery
        other = desk.do(add_client, "Clínica Velanova", "CV", 2).value
        key = add(desk, other, 20)
        plan = desk.read(calendar.plan, other, OCTOBER)
        assert (plan.scope_number, plan.rows, plan.marks) == (None, (), {key: Mark.NOT_AGREED})

    def test_for_all_clients_nothing_is_counted_but_gaps_are_marked(self, bakery):
        desk, client = bakery
        other = desk.do(add_client, "Clínica Velanova", "CV", 2).value
        add(desk, client, 20)
        key = add(desk, other, 20)
        plan = desk.read(calendar.plan, None, OCTOBER)
        assert (plan.rows, plan.marks) == ((), {key: Mark.NOT_AGREED})

    def test_what_is_not_out_on_its_day_is_late(self, bakery):
        desk, client = bakery
        key = add(desk, client, 12)
        assert desk.read(calendar.plan, client, OCTOBER).late == {key: 2}

    def test_a_paused_client_keeps_its_plan_and_is_asked_for_nothing(self, bakery):
        desk, client = bakery
        add(desk, client, 12)
        assert not desk.read(calendar.plan, client, OCTOBER).is_paused
        desk.do(pause_client, client, "Works in the shop")

        plan = desk.read(calendar.plan, client, OCTOBER)
        assert (plan.is_paused, plan.late) == (True, {})

    def test_a_yes_that_does_not_come_in_time_is_late(self, bakery):
        desk, client = bakery
        key = add(desk, client, 15)
        desk.do(posts.set_status, [key], "client_review")
        assert desk.read(calendar.plan, client, OCTOBER).late == {key: 1}


class TestASheet:
    def test_it_offers_channels_people_and_lines(self, bakery):
        desk, client = bakery
        key = add(desk, client, 16)
        sheet = desk.read(calendar.post_sheet, key)
        assert [channel.network for channel in sheet.channels] == ["instagram", "facebook", "tiktok"]
        assert [member.name for member in sheet.members] == ["Nuria Cabal"]
        assert [row.title for row in sheet.rows] == ["Feed posts", "Reels", "Stories"]
        assert (sheet.covered_by, sheet.mark) == ("Feed posts", None)

    def test_an_idea_counts_against_nothing_yet(self, bakery):
        desk, client = bakery
        key = desk.do(posts.add_idea, client, "Pan").value
        sheet = desk.read(calendar.post_sheet, key)
        assert (sheet.rows, sheet.covered_by) == ((), None)


class TestLongerPeriods:
    def test_a_quarter_is_carried_into_the_next_quarter_alone(self, bakery):
        desk, _client = bakery
        other = desk.do(add_client, "Clínica Velanova", "CV", 2).value
        line = Line("Articles", "article", 3, cadence="quarter", roll_over="carries")
        desk.do(agree, other, date(2026, 7, 1), [line])
        done = [add(desk, other, date(2026, 8, 4), format="article") for _each in range(2)]
        desk.do(posts.set_status, done, "published")
        assert [counts(desk, other, Month(2026, number))["Articles"][1] for number in (7, 8, 9)] == [3, 3, 3]
        assert [counts(desk, other, Month(2026, number))["Articles"][1] for number in (10, 11, 12)] == [4, 4, 4]

    def test_what_is_over_in_a_quarter_is_marked_as_it_is_counted(self, bakery):
        desk, _client = bakery
        other = desk.do(add_client, "Clínica Velanova", "CV", 2).value
        desk.do(agree, other, date(2026, 1, 1), [Line("Articles", "article", 1, cadence="quarter")])
        add(desk, other, date(2026, 10, 5), format="article")
        second = add(desk, other, date(2026, 12, 9), format="article")
        plan = desk.read(calendar.plan, other, Month(2026, 12))
        assert plan.over == 1
        assert plan.marks == {second: Mark.OVER}
        assert desk.read(calendar.post_sheet, second).mark is Mark.OVER

    def test_work_that_was_done_is_not_carried(self, bakery):
        desk, _client = bakery
        other = desk.do(add_client, "Clínica Velanova", "CV", 2).value
        desk.do(agree, other, date(2026, 9, 1), [Line("Photo sessions", "session", 2, roll_over="carries")])
        column = next(one.id for one in desk.read(tasks.columns) if one.is_done)
        task = desk.do(tasks.add_task, "Photos", other, column).value
        desk.do(tasks.cover, task, "line", "Photo sessions")
        desk.do(dated, task, date(2026, 9, 20))
        row = desk.read(allowance, other, Month(2026, 9))[0]
        assert (row.due, row.delivered) == (2, 1)
        assert desk.read(allowance, other, OCTOBER)[0].carried == 1


@action("Set")
def dated(session, task_id, day):
    session.get(Task, task_id).done_on = day
