"""A month planned from the agreement: how many drafts are proposed, and on which days."""

import itertools
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmdesk.domain.allowance import allowances
from cmdesk.domain.days import WorkingDays
from cmdesk.domain.filling import Ground, UsualChannel, is_in_time, proposals, same_place, skeleton
from cmdesk.domain.moments import Month
from cmdesk.domain.posts import Coverage, PostCard, PostFormat, PostStatus
from cmdesk.domain.scope import Cadence, ScopeLine, ScopeStatus, ScopeTerms, ScopeVersion, Treatment

OCTOBER = Month(2026, 10)
INSTAGRAM = UsualChannel(1, "instagram", 540)
FACEBOOK = UsualChannel(2, "facebook")
BLOG = UsualChannel(3, "blog", 600, (2,))
FIRST = date(2026, 9, 30)


def line(title="Posts", quantity=12, cadence=Cadence.MONTH, formats=("post",), **more):
    return ScopeLine(0, title, 0, "content", None, title, "", Treatment.INCLUDED, quantity, "post", cadence,
                     formats=formats, **more)  # fmt: skip


def version(*lines, first=date(2026, 9, 1), lead=2, number=1):
    terms = ScopeTerms(first_day=first, lead_days=lead)
    return ScopeVersion(number, 1, number, ScopeStatus.AGREED, terms, tuple(lines))


def post(day, key=1, **more):
    given_ = {"status": PostStatus.DRAFT, "format": PostFormat.POST, "networks": ("instagram",), **more}
    when = date(2026, 10, day) if isinstance(day, int) else day
    return PostCard(
        key, 1, "Pan", given_.pop("status"), given_.pop("format"), when, given_.pop("minute", 540),
        given_.pop("networks"), **given_,
    )  # fmt: skip


def ground(*versions, posts=(), today=FIRST, month=OCTOBER, channels=(INSTAGRAM, FACEBOOK), **more):
    rows = allowances(versions, month, posts)
    return Ground(1, today, tuple(versions), rows, tuple(posts), channels, **more)


def days(found):
    return [one.day.day for one in found]


class TestHowMany:
    def test_what_is_left_of_a_line_is_proposed(self):
        found = proposals(ground(version(line()), posts=[post(5, 1), post(6, 2)]), OCTOBER)
        assert len(found) == 10
        assert (found[0].title, found[-1].title) == ("Post 3", "Post 12")

    def test_no_proposal_is_called_as_a_post_is_already(self):
        posts = [replace(post(5, 1), title="Post 3"), post(6, 2)]
        found = proposals(ground(version(line(quantity=4)), posts=posts), OCTOBER)
        assert [one.title for one in found] == ["Post 4", "Post 5"]

    def test_a_line_that_is_full_asks_for_nothing(self):
        posts = [post(day, day) for day in range(1, 13)]
        assert proposals(ground(version(line()), posts=posts), OCTOBER) == ()

    def test_a_version_that_begins_in_the_month_counts_by_days_and_only_on_its_days(self):
        found = proposals(ground(version(line(), first=date(2026, 10, 16))), OCTOBER)
        assert len(found) == 6  # 12 of 31 days, 16 of them
        assert min(days(found)) >= 16

    def test_a_month_that_is_over_gets_nothing(self):
        assert proposals(ground(version(line()), today=date(2026, 11, 1)), OCTOBER) == ()

    def test_a_quarter_is_spread_over_its_months(self):
        quarter = line("Report film", 3, Cadence.QUARTER, formats=("video",))
        each = []
        for month in (OCTOBER, Month(2026, 11), Month(2026, 12)):
            given_ = ground(version(quarter), month=month)
            each.append([one.day.month for one in proposals(given_, month)])
        assert each == [[10], [11], [12]]

    def test_a_line_by_weeks_fills_the_weeks_that_end_in_the_month(self):
        found = proposals(
            ground(version(line("Stories", 5, Cadence.WEEK, ("story",))), today=date(2026, 9, 20)), OCTOBER
        )
        assert len(found) == 20
        assert (min(one.day for one in found), max(one.day for one in found)) == (date(2026, 9, 28), date(2026, 10, 23))
        weeks = Counter(one.day.isocalendar().week for one in found)
        assert set(weeks.values()) == {5}

    def test_never_more_than_anybody_looks_through(self):
        assert len(proposals(ground(version(line(quantity=100_000))), OCTOBER)) == 200


class TestWhichDays:
    def test_they_lie_evenly_on_working_days(self):
        found = days(proposals(ground(version(line(quantity=4))), OCTOBER))
        gaps = [after - before for before, after in itertools.pairwise(found)]
        assert max(gaps) <= 9
        assert min(gaps) >= 5
        assert all(date(2026, 10, day).weekday() < 5 for day in found)

    def test_they_lie_between_what_is_there(self):
        found = proposals(ground(version(line(quantity=3)), posts=[post(16)]), OCTOBER)
        assert days(found) == [7, 27]

    def test_the_agreed_days_of_the_week_come_first(self):
        found = proposals(ground(version(line(quantity=8, week_days=(1, 5)))), OCTOBER)
        assert {one.day.weekday() for one in found} == {1, 5}

    def test_a_channel_speaks_on_its_usual_days(self):
        found = proposals(ground(version(line(quantity=3, networks=("blog",))), channels=(INSTAGRAM, BLOG)), OCTOBER)
        assert {(one.day.weekday(), one.minute, one.networks) for one in found} == {(2, 600, ("blog",))}

    def test_holidays_are_left_out(self):
        feast = date(2026, 10, 12)
        found = proposals(ground(version(line(quantity=21)), working=WorkingDays(holidays={feast})), OCTOBER)
        assert len(found) == 21
        assert feast not in {one.day for one in found}

    def test_nothing_is_nearer_than_the_clients_yes_takes(self):
        given_ = ground(version(line(), lead=3), today=date(2026, 10, 14))
        found = proposals(given_, OCTOBER)
        assert min(days(found)) == 19  # three working days after Wednesday 14
        assert all(is_in_time(one.day, given_) for one in found)

    def test_at_the_end_of_the_month_it_is_nearer_rather_than_nothing(self):
        found = proposals(ground(version(line(quantity=2), lead=5), today=date(2026, 10, 29)), OCTOBER)
        assert days(found) == [30, 30]  # the only working day that is left

    def test_two_lines_on_one_channel_avoid_each_other(self):
        lines = line(), line("Reels", 4, formats=("reel",))
        found = proposals(ground(version(*lines), posts=[post(1, 1, format=PostFormat.VIDEO)]), OCTOBER)
        assert len({one.day for one in found}) == 16
        assert date(2026, 10, 1) not in {one.day for one in found}


class TestWhatTheyAre:
    def test_the_formats_of_a_line_take_turns(self):
        found = proposals(ground(version(line(quantity=4, formats=("post", "carousel")))), OCTOBER)
        assert Counter(one.format for one in found) == {PostFormat.POST: 2, PostFormat.CAROUSEL: 2}

    def test_they_go_where_the_line_says_at_the_usual_hour(self):
        (one,) = proposals(ground(version(line(quantity=1, networks=("facebook", "instagram")))), OCTOBER)
        assert (one.channel_ids, one.networks, one.minute) == ((1, 2), ("instagram", "facebook"), 540)

    def test_a_line_without_networks_goes_to_the_first_channel_and_a_newsletter_to_its_own(self):
        letters = line("Letter", 1, formats=("newsletter",))
        channels = (INSTAGRAM, UsualChannel(9, "newsletter", 480))
        found = proposals(ground(version(line(quantity=1), letters), channels=channels), OCTOBER)
        assert {(one.line, one.networks) for one in found} == {("Posts", ("instagram",)), ("Letter", ("newsletter",))}

    def test_where_a_day_must_hold_two_their_hours_stand_apart(self):
        found = proposals(ground(version(line(quantity=2)), today=date(2026, 10, 29), posts=[]), OCTOBER)
        assert abs(found[0].minute - found[1].minute) >= 60

    def test_as_a_card_it_counts_against_its_line_and_has_a_number_of_its_own(self):
        first, *rest = proposals(ground(version(line())), OCTOBER)
        assert (first.card.id, first.card.lineage, first.card.coverage) == (-1, "Posts", Coverage.LINE)
        assert first.card.counts
        assert [one.number for one in rest] == [*range(2, 13)]


LINES = st.lists(
    st.builds(
        lambda number, quantity, cadence, formats, networks, week_days: line(
            f"Line {number}", quantity, cadence, formats, networks=networks, week_days=week_days
        ),
        st.integers(1, 4),
        st.integers(0, 40),
        st.sampled_from([Cadence.DAY, Cadence.WEEK, Cadence.MONTH, Cadence.QUARTER, Cadence.ONCE]),
        st.sampled_from([("post",), ("reel", "video"), ("story",), ("newsletter",)]),
        st.sampled_from([(), ("instagram",), ("facebook", "instagram"), ("tiktok",)]),
        st.sampled_from([(), (0,), (1, 5), tuple(range(7))]),
    ),
    max_size=3,
    unique_by=lambda one: one.lineage,
)
POSTS = st.lists(
    st.builds(
        lambda day, status, format_, minute: post(
            FIRST + timedelta(days=day), 1, status=status, format=format_, minute=minute
        ),
        st.integers(-5, 40),
        st.sampled_from([PostStatus.DRAFT, PostStatus.PUBLISHED, PostStatus.CANCELLED, PostStatus.IDEA]),
        st.sampled_from([PostFormat.POST, PostFormat.REEL, PostFormat.STORY]),
        st.sampled_from([None, 540, 1140]),
    ),
    max_size=15,
).map(lambda found: [replace(one, id=key) for key, one in enumerate(found, 1)])


@settings(max_examples=60)
@given(
    lines=LINES, posts=POSTS, today=st.dates(date(2026, 9, 20), date(2026, 11, 5)),
    begins=st.sampled_from([date(2026, 8, 1), date(2026, 10, 10)]), lead=st.integers(0, 12),
    rests=st.sets(st.dates(date(2026, 10, 1), date(2026, 10, 31)), max_size=8),
    working=st.sampled_from([frozenset(range(5)), frozenset({0}), frozenset(range(7)), frozenset()]),
)  # fmt: skip
def test_a_month_is_filled_exactly_inside_its_days_and_the_same_way_each_time(
    lines, posts, today, begins, lead, rests, working
):
    given_ = ground(version(*lines, first=begins, lead=lead), posts=posts, today=today,
                    working=WorkingDays(working, rests))  # fmt: skip
    found = proposals(given_, OCTOBER)
    assert proposals(given_, OCTOBER) == found
    assert [one.number for one in found] == [*range(1, len(found) + 1)]
    asked = Counter(one.lineage for one in found)
    for row in given_.rows:
        of_row = [one for one in found if one.lineage == row.lineage]
        assert all(max(row.first, today, begins) <= one.day <= row.last for one in of_row)
        is_quarter = (row.last - row.first).days > 45
        if is_quarter:
            assert all(Month.of(one.day) == OCTOBER for one in of_row)
            assert asked[row.lineage] <= row.left
        elif max(today, begins) <= row.last and len(found) < 200:
            assert asked[row.lineage] == row.left
    counted = allowances(given_.versions, OCTOBER, [*posts, *(one.card for one in found)])
    assert all(row.over == old.over for row, old in zip(counted, given_.rows, strict=True))


@settings(max_examples=40)
@given(quantity=st.integers(1, 22), taken=st.sets(st.sampled_from(list(range(1, 31))), max_size=8))
def test_no_channel_speaks_twice_on_a_day_while_a_day_is_free(quantity, taken):
    posts = [post(day, key, format=PostFormat.LIVE) for key, day in enumerate(sorted(taken), 1)]
    found = proposals(ground(version(line(quantity=quantity), lead=0), posts=posts), OCTOBER)
    free = {day for day in range(1, 32) if date(2026, 10, day).weekday() < 5} - taken
    assert len(found) == quantity
    if quantity <= len(free):
        assert len(set(days(found))) == quantity
        assert not set(days(found)) & taken


class TestTheSkeletonOfAMonth:
    @pytest.mark.parametrize(
        ("day", "place"),
        [(date(2026, 9, 1), 6), (date(2026, 9, 8), 13), (date(2026, 9, 29), 27), (date(2026, 9, 30), 28)],
    )
    def test_a_post_keeps_its_place_among_the_same_days_of_the_week(self, day, place):
        assert same_place(day, OCTOBER) == date(2026, 10, place)

    @given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(1, 12))
    def test_the_day_of_the_week_stays(self, day, number):
        found = same_place(day, Month(2027, number))
        assert found.weekday() == day.weekday()
        assert Month.of(found) == Month(2027, number)

    def test_what_is_over_or_was_cancelled_stays_out(self):
        sources = [
            (post(date(2026, 9, 1), 1), (1,)),
            (post(date(2026, 9, 29), 2), (1, 2)),
            (post(date(2026, 9, 29), 3, status=PostStatus.CANCELLED), ()),
        ]
        found, past = skeleton(sources, OCTOBER, date(2026, 10, 14))
        assert [(one.source_id, one.day.day, one.channel_ids) for one in found] == [(2, 27, (1, 2))]
        assert past == 1
