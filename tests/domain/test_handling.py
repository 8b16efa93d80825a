"""Several posts at once, the client's yes in working days, quiet marks, and hours on the day when clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cmdesk.domain.days import WorkingDays
from cmdesk.domain.handling import (
    Bulk,
    Left,
    Said,
    Slot,
    clock_note,
    days_short,
    format_for,
    near_marks,
    parted,
    title_from,
)
from cmdesk.domain.moments import instant, zone
from cmdesk.domain.posts import Coverage, PostCard, PostFormat, PostStatus

MADRID = "Europe/Madrid"
WEDNESDAY = date(2026, 10, 14)
WEEK = WorkingDays()


def card(key, status="draft", day=WEDNESDAY):
    return PostCard(
        key, 1, f"Pan {key}", PostStatus(status), PostFormat.POST, day, 540, ("instagram",), Coverage.UNDECIDED
    )


class TestSeveral:
    def test_what_is_published_stays(self):
        going, staying = parted([card(1), card(2, "published"), card(3, "approved")])
        assert ([one.id for one in going], [one.id for one in staying]) == ([1, 3], [2])

    def test_each_reason_is_said_once(self):
        bulk = Bulk((1,), (Left(2, "Dos", "It is out."), Left(3, "Tres", "It is out.")))
        assert (bulk.count, bulk.reasons) == (3, ("It is out.",))


class TestTheClientsYes:
    """Two working days are agreed; it is Wednesday 14 October."""

    @pytest.mark.parametrize(
        ("day", "short"),
        [(14, 2), (15, 1), (16, 0), (17, 0), (19, 0), (13, 0)],
    )
    def test_today_counts_and_the_day_itself_does_not(self, day, short):
        assert days_short(date(2026, 10, day), WEDNESDAY, 2, WEEK) == short

    def test_a_weekend_between_gives_no_time(self):
        friday = date(2026, 10, 16)
        assert days_short(date(2026, 10, 19), friday, 2, WEEK) == 1
        assert days_short(date(2026, 10, 20), friday, 2, WEEK) == 0

    def test_nor_does_a_holiday(self):
        works = WorkingDays(holidays={date(2026, 10, 15)})
        assert days_short(date(2026, 10, 16), WEDNESDAY, 2, works) == 1

    def test_where_nobody_works_nothing_is_short(self):
        assert days_short(date(2026, 10, 15), WEDNESDAY, 2, WorkingDays(frozenset())) == 0


class TestClocks:
    """In Madrid 29 March 2026 has no hour from 2:00 to 3:00, and 25 October 2026 has it twice."""

    def test_a_skipped_hour_says_as_what_it_counts(self):
        assert clock_note(date(2026, 3, 29), 150, MADRID) == "The clocks skip this hour: it counts as 03:30."

    def test_a_double_hour_says_which_one_counts(self):
        assert clock_note(date(2026, 10, 25), 150, MADRID) == "The clocks show this hour twice: the first counts."

    @pytest.mark.parametrize(("day", "minute"), [(date(2026, 3, 29), 180), (date(2026, 3, 28), 150),
                                                 (date(2026, 10, 25), 180), (date(2026, 10, 25), None)])  # fmt: skip
    def test_other_hours_say_nothing(self, day, minute):
        assert clock_note(day, minute, MADRID) == ""

    @pytest.mark.parametrize("name", [MADRID, "America/New_York", "Australia/Lord_Howe", "Atlantic/Azores"])
    def test_an_hour_stays_what_the_wall_shows_through_a_year_of_days(self, name):
        """Day after day the same hour: a local clock shows it each time, but for what the rule says of a gap."""
        day = date(2026, 1, 1)
        for _each in range(366):
            for minute in (0, 150, 540, 1439):
                shown = datetime.fromtimestamp(instant(day, minute, name), UTC).astimezone(zone(name))
                local = shown.hour * 60 + shown.minute
                if clock_note(day, minute, name).startswith("The clocks skip"):
                    assert local > minute
                else:
                    assert (shown.date(), local) == (day, minute)
            day += timedelta(days=1)


def slot(key, minute, channel=1, day=WEDNESDAY):
    return Slot(key, f"Pan {key}", channel, "instagram", instant(day, minute, MADRID), day, minute)


class TestQuietMarks:
    def test_two_on_a_channel_within_the_hour_are_marked(self):
        marks = near_marks([slot(1, 540), slot(2, 599)], ())
        assert marks[1] == "On Instagram within the hour of “Pan 2”, 09:59."
        assert marks[2] == "On Instagram within the hour of “Pan 1”, 09:00."

    def test_an_hour_apart_or_on_another_channel_is_fine(self):
        assert near_marks([slot(1, 540), slot(2, 600), slot(3, 545, channel=2)], ()) == {}

    def test_midnight_does_not_part_them(self):
        assert set(near_marks([slot(1, 1430), slot(2, 10, day=date(2026, 10, 15))], ())) == {1, 2}

    def test_the_hour_is_counted_in_time_not_on_the_wall(self):
        """When clocks go forward, 1:50 and 3:10 are twenty minutes apart."""
        day = date(2026, 3, 29)
        assert set(near_marks([slot(1, 110, day=day), slot(2, 190, day=day)], ())) == {1, 2}

    def test_the_same_text_within_thirty_days_is_marked(self):
        first = Said(1, "Uno", 1, "Pan", date(2026, 10, 1))
        marks = near_marks((), [first, first._replace(post_id=2, title="Dos", day=date(2026, 10, 31))])
        assert marks[1] == "The same text as “Dos”, Sat 31 Oct."
        assert near_marks((), [first, first._replace(post_id=2, day=date(2026, 11, 1))]) == {}

    def test_both_are_said_of_one_post(self):
        said = Said(1, "Pan 1", 1, "Pan", WEDNESDAY)
        marks = near_marks([slot(1, 540), slot(2, 541)], [said, said._replace(post_id=2, title="Pan 2")])
        assert marks[1] == "On Instagram within the hour of “Pan 2”, 09:01. The same text as “Pan 2”, Wed 14 Oct."


class TestFiles:
    @pytest.mark.parametrize(
        ("name", "title"),
        [("pan_de-centeno.JPG", "pan de centeno"), (".jpg", ".jpg"), ("IMG 0001.mov", "IMG 0001"), ("pan", "pan")],
    )
    def test_the_name_of_a_file_is_a_working_title(self, name, title):
        assert title_from(name) == title

    def test_several_are_a_carousel_and_a_film_is_a_video(self):
        assert format_for(["image/png", "video/mp4"]) is PostFormat.CAROUSEL
        assert format_for(["video/mp4"]) is PostFormat.VIDEO
        assert format_for(["image/png"]) is PostFormat.POST
