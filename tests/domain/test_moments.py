"""Months, local moments, and the words people say for days and hours."""

import contextlib
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.moments import Month, When, instant, iso, parse_day, parse_place, parse_when

TODAY = date(2026, 10, 14)  # a Wednesday


class TestMonths:
    def test_october_2026_touches_five_weeks(self):
        days = Month(2026, 10).weeks()
        assert (len(days), days[0], days[-1]) == (35, date(2026, 9, 28), date(2026, 11, 1))

    @given(st.integers(1900, 2200), st.integers(1, 12), st.integers(0, 6))
    def test_weeks_are_whole_and_hold_the_month(self, year, number, first):
        month = Month(year, number)
        days = month.weeks(first)
        assert len(days) % 7 == 0
        assert days[0].weekday() == first
        assert days[0] <= month.first <= month.last <= days[-1]

    @given(st.integers(1900, 2200), st.integers(1, 12), st.integers(-500, 500))
    def test_going_there_and_back_is_the_same_month(self, year, number, step):
        assert Month(year, number).plus(step).plus(-step) == Month(year, number)

    def test_a_month_is_read_as_it_is_written(self):
        assert Month.parse(str(Month(2026, 3))) == Month(2026, 3)

    @pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-00", "october", "0000-01"])
    def test_what_is_no_month_is_refused(self, text):
        with pytest.raises(RuleBroken):
            Month.parse(text)


class TestInstants:
    def test_nine_in_madrid_is_seven_in_summer(self):
        seconds = instant(date(2026, 10, 16), 540, "Europe/Madrid")
        assert datetime.fromtimestamp(seconds, UTC) == datetime(2026, 10, 16, 7, tzinfo=UTC)

    def test_nine_stays_nine_after_the_clocks_change(self):
        before, after = (instant(date(2026, 10, day), 540, "Europe/Madrid") for day in (24, 25))
        assert after - before == 25 * 3600

    def test_a_skipped_hour_counts_as_the_hour_after_it(self):
        skipped, later = (instant(date(2026, 3, 29), minute, "Europe/Madrid") for minute in (150, 210))
        assert skipped == later

    def test_an_hour_shown_twice_counts_as_the_first(self):
        seconds = instant(date(2026, 10, 25), 150, "Europe/Madrid")
        assert datetime.fromtimestamp(seconds, UTC).hour == 0

    def test_a_day_without_an_hour_is_written_as_a_date(self):
        assert iso(date(2026, 10, 16), None, "Europe/Madrid") == "2026-10-16"

    def test_an_hour_is_written_with_its_offset(self):
        assert iso(date(2026, 10, 16), 540, "Europe/Madrid") == "2026-10-16T09:00+02:00"

    def test_the_tray_has_no_instant(self):
        assert instant(None, None, "Europe/Madrid") is None

    def test_an_unknown_zone_is_named(self):
        with pytest.raises(RuleBroken, match="Mars/Olympus"):
            instant(TODAY, 0, "Mars/Olympus")


class TestWords:
    @pytest.mark.parametrize(
        ("words", "day", "minute"),
        [
            ("fri 16", date(2026, 10, 16), None),
            ("vie 16", date(2026, 10, 16), None),
            ("fri 16 9:00", date(2026, 10, 16), 540),
            ("viernes 16 a las 9:30", date(2026, 10, 16), 570),
            ("fri", date(2026, 10, 16), None),
            ("wed", date(2026, 10, 21), None),
            ("fri 9", date(2026, 10, 9), None),
            ("sat 9", date(2026, 10, 17), 540),
            ("22", date(2026, 10, 22), None),
            ("22 9:00", date(2026, 10, 22), 540),
            ("+7", date(2026, 10, 21), None),
            ("-1", date(2026, 10, 13), None),
            ("+1w", date(2026, 10, 21), None),
            ("+1m", date(2026, 11, 14), None),
            ("3 nov", date(2026, 11, 3), None),
            ("3 de noviembre", date(2026, 11, 3), None),
            ("nov 3 18:15", date(2026, 11, 3), 1095),
            ("3 mar", date(2027, 3, 3), None),
            ("mar 20", date(2026, 10, 20), None),
            ("mañana 9", date(2026, 10, 15), 540),
            ("MAÑANA 9:15", date(2026, 10, 15), 555),
            ("tomorrow", date(2026, 10, 15), None),
            ("hoy 18h", date(2026, 10, 14), 1080),
            ("2026-12-24", date(2026, 12, 24), None),
            ("24/12", date(2026, 12, 24), None),
            ("18:00", date(2026, 10, 14), 1080),
        ],
    )
    def test_words_say_a_day_and_perhaps_an_hour(self, words, day, minute):
        assert parse_when(words, TODAY) == When(day, minute, keeps_hour=minute is None)

    def test_days_count_from_the_day_of_the_post(self):
        assert parse_when("+7", TODAY, date(2026, 11, 2)).day == date(2026, 11, 9)

    def test_an_hour_alone_keeps_the_day_of_the_post(self):
        assert parse_when("9:00", TODAY, date(2026, 11, 2)) == When(date(2026, 11, 2), 540, keeps_hour=False)

    @pytest.mark.parametrize("words", ["tray", "bandeja", "Ideas", "no date", "sin fecha"])
    def test_the_tray_is_a_place_too(self, words):
        assert parse_when(words, TODAY).is_tray

    @pytest.mark.parametrize("words", ["", "soon", "32 oct", "31 nov", "25:00", "fri blue", "9:75", "+99999"])
    def test_what_is_not_understood_is_said(self, words):
        with pytest.raises(RuleBroken):
            parse_when(words, TODAY)

    def test_a_day_is_not_an_hour(self):
        with pytest.raises(RuleBroken):
            parse_day("fri 16 9:00", TODAY)

    @given(st.text(max_size=40))
    def test_any_words_give_a_day_or_a_sentence(self, words):
        with contextlib.suppress(RuleBroken):
            minute = parse_when(words, TODAY).minute
            assert minute is None or 0 <= minute < 1440

    @given(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
    def test_an_iso_day_is_that_day(self, day):
        assert parse_day(day.isoformat(), TODAY) == day


@pytest.mark.parametrize("text", ["0001-01", "1899-12", "3000-01", "9999-12"])
def test_a_month_that_nobody_plans_is_refused(text):
    with pytest.raises(RuleBroken):
        Month.parse(text)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("next month", date(2026, 11, 14)),
        ("el mes que viene", date(2026, 11, 14)),
        ("last week", date(2026, 10, 7)),
        ("week 45", date(2026, 11, 2)),
        ("semana 1 2027", date(2027, 1, 4)),
        ("November", date(2026, 11, 1)),
        ("marzo 2027", date(2027, 3, 1)),
        ("mayo", date(2026, 5, 1)),
        ("feb", date(2027, 2, 1)),
        ("3 nov", date(2026, 11, 3)),
        ("mañana", date(2026, 10, 15)),
    ],
)
def test_a_place_in_time_is_said_in_words(words, day):
    assert parse_place(words, date(2026, 10, 14)) == day


@pytest.mark.parametrize("words", ["", "tray", "week 60", "moon", "tomorrow 9:00"])
def test_what_says_no_place_in_time_is_refused(words):
    with pytest.raises(RuleBroken):
        parse_place(words, date(2026, 10, 14))
