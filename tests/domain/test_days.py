"""When days come round, on which people work, and what the list of days to remember holds."""

import tomllib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdesk.domain.days import (
    Awareness,
    AwarenessDay,
    CampaignBar,
    DayRule,
    WorkingDays,
    is_named_as_holiday,
    is_working,
    lanes,
    parse_awareness,
    read_rule,
    rule_words,
    working_days_after,
    working_days_before,
    working_days_between,
)
from cmdesk.domain.errors import RuleBroken
from cmdesk.paths import resource

WEEK = range(5)
MONDAY = date(2026, 10, 12)  # a holiday in Spain


class TestWorkingDays:
    def test_a_weekend_and_a_holiday_are_none(self):
        assert is_working(date(2026, 10, 13), WEEK, {MONDAY})
        assert not is_working(MONDAY, WEEK, {MONDAY})
        assert not is_working(date(2026, 10, 17), WEEK)

    def test_two_before_a_wednesday_after_a_long_weekend_is_the_friday_before(self):
        assert working_days_before(date(2026, 10, 14), 2, WEEK, {MONDAY}) == date(2026, 10, 9)

    def test_none_before_a_day_is_the_day_itself(self):
        assert working_days_before(MONDAY, 0, WEEK, {MONDAY}) == MONDAY

    def test_where_nobody_ever_works_a_day_stays(self):
        assert working_days_before(MONDAY, 3, ()) == MONDAY

    @given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(0, 30), st.sets(st.integers(0, 6), min_size=1))
    def test_as_many_lie_between_as_were_counted(self, day, count, week):
        before = working_days_before(day, count, week)
        after = working_days_after(day, count, week)
        assert working_days_between(day, after, week) == count
        assert working_days_between(after, day, week) == -count
        assert sum(is_working(before + timedelta(days=step), week) for step in range((day - before).days)) == count

    def test_the_days_of_a_client_answer_the_same(self):
        days = WorkingDays(frozenset(WEEK), {MONDAY})
        assert days.before(date(2026, 10, 14), 2) == date(2026, 10, 9)
        assert days.after(date(2026, 10, 9), 1) == date(2026, 10, 13)
        assert days.between(date(2026, 10, 9), date(2026, 10, 14)) == 2


class TestRules:
    @pytest.mark.parametrize(
        ("rule", "day"),
        [
            (DayRule(month=10, day=16), date(2026, 10, 16)),
            (DayRule(month=5, week_day=6, nth=1), date(2026, 5, 3)),
            (DayRule(month=11, week_day=4, nth=-1), date(2026, 11, 27)),
            (DayRule(month=11, week_day=3, nth=4, plus=1), date(2026, 11, 27)),
            (DayRule(month=12, week_day=6, nth=-2), date(2026, 12, 20)),
            (DayRule(easter=-47), date(2026, 2, 17)),
            (DayRule(month=2, day=29), date(2026, 2, 28)),
            (DayRule(month=2, day=29), date(2028, 2, 29)),
            (DayRule(month=2, week_day=0, nth=5), None),
        ],
    )
    def test_a_rule_says_its_day(self, rule, day):
        assert rule.in_year(day.year if day else 2026) == day

    def test_a_day_after_the_end_of_the_year_is_found(self):
        rule = DayRule(month=12, day=31, plus=2)
        assert rule.between(date(2027, 1, 1), date(2027, 1, 31)) == (date(2027, 1, 2),)

    @pytest.mark.parametrize(
        "rule", [DayRule(easter=0), DayRule(month=1, week_day=0, nth=4), DayRule(month=3, day=8), DayRule(easter=-2)]
    )
    def test_a_rule_that_was_kept_is_the_same(self, rule):
        assert read_rule(rule.as_json()) == rule

    @pytest.mark.parametrize(
        "kept", [{}, {"month": 13, "day": 1}, {"month": 4, "day": 31}, {"month": 1, "week_day": 7, "nth": 1},
                 {"month": 1, "week_day": 1, "nth": 6}, {"month": "1", "day": 1}, {"easter": 400}]
    )  # fmt: skip
    def test_what_cannot_come_round_is_refused(self, kept):
        with pytest.raises(RuleBroken):
            read_rule(kept)

    def test_a_rule_reads_as_people_say_it(self):
        assert rule_words(DayRule(month=11, week_day=4, nth=-1)) == "last Friday of November"
        assert rule_words(DayRule(month=10, day=16)) == "16 October"
        assert rule_words(DayRule(easter=-47)) == "47 days before Easter"
        assert rule_words(DayRule(month=11, week_day=3, nth=4, plus=1)) == "fourth Thursday of November, plus 1 day"


@pytest.fixture(scope="module")
def shipped() -> tuple[AwarenessDay, ...]:
    return parse_awareness(tomllib.loads(resource("days", "awareness.toml").read_text("utf-8")))


class TestTheShippedDays:
    def test_there_are_enough_of_them_and_each_comes_every_year(self, shipped):
        assert len(shipped) >= 60
        assert all(day.rule.in_year(year) for day in shipped for year in range(2024, 2040))

    def test_each_has_both_names_and_a_source(self, shipped):
        for day in shipped:
            assert all(text.strip() for text in (day.names["en"], day.names["es"], day.source)), day.code

    def test_no_name_stands_twice(self, shipped):
        assert len({day.names["en"] for day in shipped}) == len(shipped)

    def test_some_go_by_date_some_by_weekday_and_some_by_easter(self, shipped):
        rules = [day.rule for day in shipped]
        assert any(rule.day for rule in rules)
        assert any(rule.nth == -1 for rule in rules)
        assert any(rule.nth > 0 for rule in rules)
        assert any(rule.easter is not None for rule in rules)

    def test_a_country_has_its_own(self, shipped):
        named = {day.code: day for day in shipped}
        assert named["mothers_day_es"].is_kept_in("ES")
        assert not named["mothers_day_es"].is_kept_in("GB")
        assert named["bread"].is_kept_in("GB")
        assert named["bread"].is_kept_in("")


def test_campaigns_that_share_a_day_lie_in_lines_of_their_own():
    def bar(key, first, last):
        return CampaignBar(key, 1, str(key), "1", date(2026, 10, first), date(2026, 10, last))

    bars = (bar(1, 1, 10), bar(2, 5, 12), bar(3, 11, 20), bar(4, 25, 30))
    found = lanes(bars, date(2026, 10, 1), date(2026, 10, 31), 2)
    assert [[one.id for one in lane] for lane in found] == [[1, 3, 4], [2]]


@pytest.mark.parametrize(
    ("theme", "holidays", "is_same"),
    [
        ("Epiphany, Three Kings", ("Epiphany",), True),
        ("Thanksgiving (United States)", ("Thanksgiving Day",), True),
        ("San Juan", ("Fiesta de San Juan",), True),
        ("Christmas Eve", ("Christmas Day (observed)",), False),
        ("World Day of Peace", ("New Year's Day",), False),
        ("World Vegan Day", (), False),
    ],
)
def test_a_holiday_is_not_said_again_as_a_day_to_remember(theme, holidays, is_same):
    assert is_named_as_holiday(theme, holidays) is is_same


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("World Bread Day", "Bread Day"),
        ("International Day of Older Persons", "Older Persons"),
        ("Día Mundial del Pan", "Día del Pan"),
        ("Día Internacional de las Personas de Edad", "Personas de Edad"),
        ("Halloween", "Halloween"),
    ],
)
def test_where_there_is_little_room_a_day_says_what_it_is_about(name, short):
    assert Awareness(name).short == short
