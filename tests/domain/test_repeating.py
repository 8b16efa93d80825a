"""Posts that repeat by a rule: which days it means, and what is said of a rule that is none."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdesk.domain.days import WorkingDays
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.moments import instant
from cmdesk.domain.repeating import (
    MOST,
    Every,
    Occurrence,
    OnRest,
    Repeating,
    cut_sentence,
    occurrences,
    read_choices,
    rule_text,
)

FIRST = date(2026, 10, 15)  # a Thursday


def days(text, first=FIRST, **more):
    return [one.day for one in occurrences(text, first, **more).found]


class TestTheDays:
    def test_every_other_week_on_two_days(self):
        found = days("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=5")
        assert found == [date(2026, 10, 26), date(2026, 10, 29), date(2026, 11, 9), date(2026, 11, 12)]

    def test_the_post_itself_counts_as_the_first_even_where_the_rule_does_not_mean_its_day(self):
        assert days("FREQ=WEEKLY;BYDAY=MO;COUNT=3") == [date(2026, 10, 19), date(2026, 10, 26)]

    def test_the_second_tuesday_and_the_last_friday(self):
        assert days("FREQ=MONTHLY;BYDAY=2TU;COUNT=3") == [date(2026, 11, 10), date(2026, 12, 8)]
        assert days("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3") == [date(2026, 10, 30), date(2026, 11, 27)]

    def test_a_date_that_a_month_lacks_is_its_last_day(self):
        text = rule_text(Repeating(Every.MONTHS_BY_DATE, count=4), date(2026, 12, 31))
        assert days(text, date(2026, 12, 31)) == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]

    def test_until_a_day_includes_it(self):
        assert days("FREQ=DAILY;UNTIL=20261017") == [date(2026, 10, 16), date(2026, 10, 17)]

    def test_until_an_instant_is_the_local_day(self):
        text = "FREQ=DAILY;UNTIL=20261016T230000Z"
        assert days(text, zone_name="Europe/Madrid")[-1] == date(2026, 10, 17)
        assert days(text, zone_name="America/New_York")[-1] == date(2026, 10, 16)

    def test_a_rule_that_never_means_a_day_is_answered_at_once(self):
        assert days("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30") == []

    def test_the_local_hour_stays_over_the_change_of_the_clock(self):
        before, after = FIRST, days("FREQ=WEEKLY;COUNT=3")[-1]
        instants = [instant(day, 540, "Europe/Madrid") for day in (before, after)]
        assert instants[1] - instants[0] == 14 * 86400 + 3600

    def test_a_rule_without_an_end_is_cut_and_that_is_said(self):
        found = occurrences("FREQ=DAILY", FIRST)
        assert len(found.found) == MOST - 1
        assert "200" in cut_sentence(found)
        assert cut_sentence(occurrences("FREQ=DAILY;COUNT=200", FIRST)) == ""
        assert occurrences("FREQ=DAILY;COUNT=999999", FIRST).is_cut


class TestHolidays:
    HOLIDAY = date(2026, 11, 2)

    def test_they_are_left_out(self):
        found = occurrences(
            "FREQ=WEEKLY;BYDAY=MO;COUNT=4",
            date(2026, 10, 19),
            working=WorkingDays(holidays={self.HOLIDAY}),
            on_rest=OnRest.SKIP,
        )
        assert [one.day.day for one in found.found] == [26, 9]
        assert found.skipped == (self.HOLIDAY,)

    def test_they_are_gone_around(self):
        found = occurrences(
            "FREQ=WEEKLY;BYDAY=MO;COUNT=3",
            date(2026, 10, 19),
            working=WorkingDays(holidays={self.HOLIDAY}),
            on_rest=OnRest.MOVE,
        )
        assert found.found[-1] == Occurrence(date(2026, 11, 3), self.HOLIDAY)

    def test_two_occurrences_never_share_a_day(self):
        found = days("FREQ=DAILY;COUNT=8", working=WorkingDays(holidays={date(2026, 10, 16)}), on_rest=OnRest.MOVE)
        assert [day.day for day in found] == [17, 18, 19, 20, 21, 22]  # Friday 16 would be Monday 19, which is taken

    def test_who_never_works_moves_nothing(self):
        found = days(
            "FREQ=DAILY;COUNT=3",
            working=WorkingDays(frozenset(), {date(2026, 10, 16)}),
            on_rest=OnRest.MOVE,
        )
        assert found == [date(2026, 10, 16), date(2026, 10, 17)]


class TestARuleThatIsNone:
    @pytest.mark.parametrize(
        "text",
        [
            "", "every week", "RRULE:", "FREQ=SOMETIMES", "FREQ=WEEKLY;BYDAY=XX", "INTERVAL=2", "FREQ=DAILY;INTERVAL=0",
            "FREQ=DAILY;FREQ=WEEKLY", "FREQ=DAILY;BYEASTER=0", "FREQ=DAILY;UNTIL=tomorrow", "FREQ=DAILY;COUNT=-1",
            "FREQ=MONTHLY;BYSETPOS=0", "FREQ=WEEKLY;BYDAY=", "x" * 2000, "FREQ=MONTHLY;BYDAY=0MO", "FREQ=DAILY;COUNT=²",
        ],
    )  # fmt: skip
    def test_it_is_refused_in_one_plain_sentence(self, text):
        with pytest.raises(RuleBroken, match="This is no rule that we understand"):
            days(text)

    @pytest.mark.parametrize("text", ["FREQ=HOURLY", "FREQ=DAILY;BYHOUR=9", "FREQ=SECONDLY;COUNT=3"])
    def test_hours_are_not_for_a_rule(self, text):
        with pytest.raises(RuleBroken, match="the hour is that of the post"):
            days(text)

    def test_it_ends_in_one_way(self):
        with pytest.raises(RuleBroken, match="COUNT or UNTIL"):
            days("FREQ=DAILY;COUNT=2;UNTIL=20261231")
        with pytest.raises(RuleBroken, match="does not exist"):
            days("FREQ=DAILY;UNTIL=20260231")

    @given(
        st.text(max_size=60) | st.from_regex(r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;BY[A-Z]{3,8}=[-+0-9A-Z,]{1,9}){0,3}")
    )
    def test_whatever_is_pasted_is_read_or_refused(self, text):
        try:
            found = days(text)
        except RuleBroken:
            return
        assert len(found) < MOST
        assert all(before < after for before, after in pairwise([FIRST, *found]))


CHOICES = st.builds(
    Repeating,
    st.sampled_from(Every),
    st.integers(1, 12),
    st.sets(st.integers(0, 6)).map(lambda found: tuple(sorted(found))),
    st.none() | st.integers(1, 30),
    st.none() | st.dates(date(2026, 10, 15), date(2028, 1, 1)),
)


class TestPlainChoices:
    @given(CHOICES, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
    def test_they_come_back_from_their_rule(self, choice, first):
        back = read_choices(rule_text(choice, first), first)
        assert back is not None
        assert rule_text(back, first) == rule_text(choice, first)

    @given(CHOICES, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
    def test_their_days_come_as_often_and_as_far_apart_as_was_chosen(self, choice, first):
        found = days(rule_text(choice, first), first)
        assert all(first < day <= first + timedelta(days=366 * 5) for day in found)
        if choice.count is not None:
            assert len(found) <= choice.count - 1
        elif choice.until is not None:
            assert all(day <= choice.until for day in found)
        if choice.every is Every.DAYS:
            assert all((day - first).days % choice.interval == 0 for day in found)

    def test_what_others_write_in_fewer_words_is_known_too(self):
        assert read_choices("FREQ=WEEKLY;COUNT=5", FIRST) == Repeating(Every.WEEKS, 1, (), 5)
        assert read_choices("freq=monthly; interval=1", FIRST) == Repeating(Every.MONTHS_BY_DATE)
        assert read_choices("FREQ=WEEKLY;BYDAY=TH,MO", FIRST) == Repeating(Every.WEEKS, 1, (3, 0))
        assert read_choices("FREQ=YEARLY", FIRST) is None


def test_the_end_of_all_calendars_is_no_fault():
    assert occurrences("FREQ=DAILY;COUNT=5", date(9999, 12, 31)).found == ()
