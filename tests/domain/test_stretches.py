"""Which days a view shows, and where posts at hours stand beside each other."""

from datetime import date

import pytest

from cmdesk.domain.days import CampaignBar, lanes
from cmdesk.domain.moments import Month
from cmdesk.domain.side_by_side import Fold, Seat, side_by_side, snapped
from cmdesk.domain.stretches import Stretch, View, stretch_with, turned, week_number, week_of


def october(day):
    return date(2026, 10, day)


def test_a_month_is_shown_in_whole_weeks():
    shown = stretch_with(View.MONTH, october(14))
    assert (shown.days[0], shown.days[-1], shown.month) == (date(2026, 9, 28), date(2026, 11, 1), Month(2026, 10))


def test_a_week_stands_for_the_month_of_its_middle():
    shown = stretch_with(View.WEEK, date(2026, 11, 1))
    assert (shown.days[0], shown.days[-1], shown.month) == (october(26), date(2026, 11, 1), Month(2026, 10))


def test_a_week_begins_with_the_agencys_day():
    assert week_of(october(14), 6) == october(11)


def test_the_agenda_shows_the_days_of_the_month_alone():
    shown = stretch_with(View.AGENDA, october(14))
    assert (shown.days[0], shown.days[-1]) == (october(1), october(31))


class TestWeeksThatRollOn:
    def test_they_begin_with_the_week_of_the_day(self):
        shown = stretch_with(View.MONTH, october(14), weeks=3)
        assert (shown.days[0], len(shown.days)) == (october(12), 21)

    @pytest.mark.parametrize(
        ("day", "first"),
        [(october(20), october(12)), (date(2026, 11, 3), october(19)), (october(8), october(5))],
    )
    def test_they_go_no_farther_than_they_must(self, day, first):
        near = stretch_with(View.MONTH, october(14), weeks=3)
        assert stretch_with(View.MONTH, day, weeks=3, near=near).days[0] == first


@pytest.mark.parametrize(
    ("shown", "day", "step", "goes_to"),
    [
        (stretch_with(View.MONTH, october(31)), october(31), 1, date(2026, 11, 30)),
        (stretch_with(View.WEEK, october(14)), october(14), -1, october(7)),
        (stretch_with(View.MONTH, october(14), weeks=4), october(14), 1, date(2026, 11, 11)),
        (stretch_with(View.AGENDA, october(14)), october(14), 1, date(2026, 11, 14)),
    ],
)
def test_turning_keeps_the_day(shown: Stretch, day, step, goes_to):
    assert turned(shown, day, step) == goes_to


def test_a_week_has_the_number_of_its_thursday_by_whatever_day_it_begins():
    monday = stretch_with(View.WEEK, date(2026, 1, 1)).days
    sunday = stretch_with(View.WEEK, date(2026, 1, 1), 6).days
    assert (week_number(monday), week_number(sunday)) == (1, 1)


class TestSideBySide:
    def test_what_does_not_overlap_has_the_whole_width(self):
        seats, folds = side_by_side([540, 600], 55)
        assert (seats[0], seats[1], folds) == (Seat(0, 1, ends=600), Seat(0, 1), ())

    def test_two_share_it_and_the_one_below_waits_for_its_column(self):
        seats, _folds = side_by_side([540, 560, 600], 55)
        assert [(seats[n].column, seats[n].columns) for n in range(3)] == [(0, 2), (1, 2), (0, 2)]
        assert seats[0].ends == 600

    def test_the_third_at_once_is_folded(self):
        seats, folds = side_by_side([540, 540, 545, 550], 55)
        assert set(seats) == {0, 1}
        assert folds == (Fold(545, (2, 3)),)
        assert seats[0].is_beside_more

    def test_nothing_is_nothing(self):
        assert side_by_side([], 55) == ({}, ())


@pytest.mark.parametrize(("minute", "quarter"), [(0, 0), (7, 0), (8, 15), (872, 870), (1439, 1425), (-20, 0)])
def test_a_pointer_belongs_to_the_nearest_quarter(minute, quarter):
    assert snapped(minute) == quarter


def test_campaigns_share_a_line_only_one_after_the_other():
    def bar(key, first, last):
        return CampaignBar(key, 1, f"C{key}", "1", october(first), october(last))

    found = lanes(
        (bar(1, 1, 10), bar(2, 5, 8), bar(3, 11, 12), bar(4, 6, 7), bar(5, 20, 25)), october(1), october(18), 2
    )
    assert [[one.id for one in lane] for lane in found] == [[1, 3], [2]]
