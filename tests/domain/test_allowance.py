"""What an agreed scope holds in a month, and what is planned against it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdesk.domain.allowance import (
    Mark,
    Work,
    allowances,
    carry_over,
    change,
    covering_line,
    days_needed,
    held,
    marks,
    promised,
)
from cmdesk.domain.moments import Month
from cmdesk.domain.posts import Coverage, PostCard, PostFormat, PostStatus
from cmdesk.domain.scope import Cadence, QuantityRule, ScopeLine, ScopeStatus, ScopeTerms, ScopeVersion, Treatment

OCTOBER = Month(2026, 10)


def line(title="Posts", quantity=12, cadence=Cadence.MONTH, formats=("post",), **more):
    treatment = more.pop("treatment", Treatment.INCLUDED)
    return ScopeLine(0, title, 0, "content", None, title, "", treatment, quantity, "post", cadence,
                     formats=formats, **more)  # fmt: skip


def version(*lines, number=1, first=date(2026, 9, 1), last=None, status=ScopeStatus.AGREED):
    return ScopeVersion(number, 1, number, status, ScopeTerms(first_day=first, last_day=last), tuple(lines))


def post(day=16, key=1, **more):
    when = day if isinstance(day, date) or day is None else date(2026, 10, day)
    given_ = {"status": PostStatus.DRAFT, "format": PostFormat.POST, "networks": ("instagram",), **more}
    return PostCard(
        key, 1, "Pan", given_.pop("status"), given_.pop("format"), when, None, given_.pop("networks"), **given_
    )


def only(rows):
    (row,) = rows
    return row


class TestWhatIsPromised:
    def test_a_month_holds_its_quantity(self):
        assert promised([version(line())], OCTOBER)["Posts"].agreed == 12

    def test_a_version_from_the_middle_counts_by_days_rounded_half_up(self):
        row = promised([version(line(quantity=1), first=date(2026, 11, 16))], Month(2026, 11))["Posts"]
        assert (row.agreed, row.by_days) == (1, True)

    def test_two_versions_in_one_month_are_rounded_once(self):
        old = version(line(quantity=1), last=date(2026, 11, 15))
        new = version(line(quantity=1), number=2, first=date(2026, 11, 16))
        row = promised([old, new], Month(2026, 11))["Posts"]
        assert (row.agreed, row.by_days) == (1, False)

    def test_two_versions_that_owe_differently_in_one_month_say_so(self):
        old = version(line(quantity=12), last=date(2026, 11, 15))
        new = version(line(quantity=16), number=2, first=date(2026, 11, 16))
        row = promised([old, new], Month(2026, 11))["Posts"]
        assert (row.agreed, row.by_days) == (14, True)

    def test_a_week_belongs_to_the_month_in_which_it_ends(self):
        row = promised([version(line(quantity=5, cadence=Cadence.WEEK))], OCTOBER)["Posts"]
        assert (row.agreed, row.first, row.last) == (20, date(2026, 9, 28), date(2026, 10, 25))

    def test_weeks_that_begin_on_sunday_end_on_saturday(self):
        row = promised([version(line(quantity=5, cadence=Cadence.WEEK))], OCTOBER, 6)["Posts"]
        assert (row.first.weekday(), row.last) == (6, date(2026, 10, 31))

    def test_a_quarter_shows_its_whole_quarter(self):
        row = promised([version(line(quantity=3, cadence=Cadence.QUARTER))], Month(2026, 11))["Posts"]
        assert (row.agreed, row.first, row.last) == (3, date(2026, 10, 1), date(2026, 12, 31))

    def test_a_version_that_ended_before_it_began_uses_up_nothing_that_is_owed_once(self):
        once = line(quantity=2, cadence=Cadence.ONCE)
        never = replace(version(once, first=date(2026, 11, 1), status=ScopeStatus.ENDED),
                        last_day_in_force=date(2026, 10, 31))  # fmt: skip
        versions = [never, version(once, number=2, first=date(2027, 1, 1))]
        assert promised(versions, Month(2026, 11)) == {}
        assert promised(versions, Month(2027, 1))["Posts"].agreed == 2

    def test_what_is_owed_once_is_owed_in_its_first_month_alone(self):
        versions = [version(line(quantity=1, cadence=Cadence.ONCE))]
        assert promised(versions, Month(2026, 9))["Posts"].agreed == 1
        assert promised(versions, OCTOBER) == {}

    @pytest.mark.parametrize("treatment", [Treatment.OPTIONAL, Treatment.EXCLUDED])
    def test_what_is_not_included_promises_nothing(self, treatment):
        assert promised([version(line(treatment=treatment))], OCTOBER) == {}

    @pytest.mark.parametrize("status", [ScopeStatus.DRAFT, ScopeStatus.SENT, ScopeStatus.WITHDRAWN])
    def test_what_was_not_agreed_promises_nothing(self, status):
        assert promised([version(line(), status=status)], OCTOBER) == {}

    @given(st.integers(1, 200), st.integers(1, 31))
    def test_a_month_cut_in_two_holds_as_much_as_a_whole_one(self, quantity, day):
        cut = date(2026, 10, day)
        halves = [version(line(quantity=quantity), last=cut - timedelta(days=1)),
                  version(line(quantity=quantity), number=2, first=cut)]  # fmt: skip
        assert promised(halves, OCTOBER)["Posts"].agreed == quantity


class TestWhatIsUsed:
    def test_planned_holds_approved_holds_delivered(self):
        posts = [post(1, 1, status=PostStatus.PUBLISHED), post(2, 2, status=PostStatus.APPROVED), post(3, 3)]
        row = only(allowances([version(line())], OCTOBER, posts))
        assert (row.planned, row.approved, row.delivered, row.left) == (3, 2, 1, 9)

    @pytest.mark.parametrize("status", [PostStatus.IDEA, PostStatus.CANCELLED])
    def test_ideas_and_cancelled_posts_never_count(self, status):
        assert only(allowances([version(line())], OCTOBER, [post(status=status)])).planned == 0

    def test_a_courtesy_is_a_gift_and_does_not_count(self):
        row = only(allowances([version(line())], OCTOBER, [post(coverage=Coverage.COURTESY)]))
        assert (row.planned, row.gifts) == (0, 1)

    def test_the_thirteenth_is_one_more_than_agreed(self):
        row = only(allowances([version(line())], OCTOBER, [post(1 + i, i) for i in range(13)]))
        assert (row.over, row.left) == (1, 0)

    def test_a_post_counts_once_whatever_its_channels(self):
        row = only(allowances([version(line())], OCTOBER, [post(networks=("instagram", "facebook"))]))
        assert row.planned == 1

    def test_a_post_of_another_month_does_not_count(self):
        assert only(allowances([version(line())], OCTOBER, [post(date(2026, 11, 1))])).planned == 0

    def test_until_it_is_decided_the_first_line_that_fits_covers_a_post(self):
        reels, posts = line("Reels", formats=("reel",)), line("Posts", formats=("post",))
        assert covering_line(post(), (reels, posts)) is posts

    def test_what_was_decided_covers_it(self):
        reels, posts = line("Reels", formats=("reel",)), line("Posts", formats=("post",))
        assert covering_line(post(coverage=Coverage.LINE, lineage="Reels"), (posts, reels)) is reels

    def test_a_line_for_other_networks_does_not_fit(self):
        assert covering_line(post(networks=("tiktok",)), (line(networks=("instagram",)),)) is None


class TestWhatIsCarriedOver:
    def test_a_line_that_lapses_leaves_nothing(self):
        row = only(allowances([version(line())], OCTOBER, []))
        assert carry_over([row], [line()]) == {}

    def test_a_line_that_carries_leaves_what_was_not_delivered(self):
        carries = line(roll_over=QuantityRule.CARRIES)
        row = only(allowances([version(carries)], OCTOBER, [post(status=PostStatus.PUBLISHED)]))
        assert carry_over([row], [carries]) == {"Posts": 11}

    def test_a_month_that_still_runs_leaves_what_is_not_planned(self):
        carries = line(roll_over=QuantityRule.CARRIES)
        row = only(allowances([version(carries)], OCTOBER, [post()]))
        assert carry_over([row], [carries], is_over=False) == {"Posts": 11}

    def test_carrying_lasts_one_period(self):
        carries = line(roll_over=QuantityRule.CARRIES)
        row = replace(only(allowances([version(carries)], OCTOBER, [])), carried=7)
        assert carry_over([row], [carries]) == {"Posts": 12}

    def test_carried_posts_are_due_too(self):
        row = only(allowances([version(line())], OCTOBER, [], carried={"Posts": 3}))
        assert (row.due, row.left) == (15, 15)

    def test_what_the_scope_says_holds_for_each_line_without_a_rule_of_its_own(self):
        plain, own = line(), line("Reels", roll_over=QuantityRule.CAPPED)
        scope = version(plain, own)
        scope = replace(scope, terms=replace(scope.terms, quantity_rule=QuantityRule.CARRIES))
        assert [scope.roll_over_of(one) for one in scope.lines] == [QuantityRule.CARRIES, QuantityRule.CAPPED]

    def test_a_cap_of_its_own_is_what_a_line_leaves_at_most(self):
        capped = line(roll_over=QuantityRule.CAPPED, carry_cap=3)
        row = replace(only(allowances([version(capped)], OCTOBER, [])), carried=2)
        assert carry_over([row], [capped]) == {"Posts": 3}

    def test_a_weekly_line_without_a_figure_leaves_a_month_of_it_at_most(self):
        capped = line(quantity=5, cadence=Cadence.WEEK, roll_over=QuantityRule.CAPPED)
        row = replace(only(allowances([version(capped)], OCTOBER, [])), carried=9)
        assert carry_over([row], [capped]) == {"Posts": 20}

    def test_months_are_counted_through_and_leave_what_was_not_delivered(self):
        carries = version(line(roll_over=QuantityRule.CARRIES), first=date(2026, 9, 1))
        out = [post(date(2026, 9, day), day, status=PostStatus.PUBLISHED) for day in range(1, 11)]
        row = only(held([carries], OCTOBER, [*out, post(3, 50)], today=date(2026, 10, 14)))
        assert (row.carried, row.due, row.planned, row.left) == (2, 14, 1, 13)

    def test_the_days_that_are_needed_hold_all_that_is_counted(self):
        weekly = version(line(quantity=5, cadence=Cadence.WEEK), line("Q", 3, Cadence.QUARTER))
        first, last = days_needed([weekly], OCTOBER)
        assert first <= date(2026, 9, 28)
        assert last == date(2026, 12, 31)
        carries = version(line(roll_over=QuantityRule.CARRIES), first=date(2026, 1, 1))
        assert days_needed([carries], OCTOBER)[0] <= date(2026, 1, 1)


class TestWhatIsNoPost:
    @staticmethod
    def row(work, unit="meeting", **more):
        meeting = replace(line("Meetings", 2, formats=()), unit=unit, **more)
        return only(held([version(meeting)], OCTOBER, [], work, today=date(2026, 10, 14)))

    def test_tasks_are_planned_while_they_are_due_and_delivered_when_they_are_done(self):
        work = [Work("Meetings", date(2026, 10, 5)), Work("Meetings", date(2026, 10, 20), is_done=False)]
        row = self.row(work)
        assert (row.planned, row.approved, row.delivered, row.left) == (2, 1, 1, 0)

    def test_a_task_of_another_line_or_month_does_not_count(self):
        row = self.row([Work("Posts", date(2026, 10, 5)), Work("Meetings", date(2026, 11, 2))])
        assert row.planned == 0

    def test_a_courtesy_that_was_done_is_a_gift(self):
        row = self.row([Work("Meetings", date(2026, 10, 5), is_gift=True),
                        Work("Meetings", date(2026, 10, 6), is_done=False, is_gift=True)])  # fmt: skip
        assert (row.planned, row.gifts) == (0, 1)

    def test_a_report_of_one_month_counts_once_however_often_it_was_sent(self):
        sent = [Work(None, date(2026, 10, day), about=date(2026, 9, 1)) for day in (2, 5)]
        assert self.row(sent, unit="report").delivered == 1
        assert self.row(sent).delivered == 0


class TestEachDay:
    def test_what_is_owed_each_day_is_owed_on_the_days_of_answering(self):
        daily = replace(line(quantity=1, cadence=Cadence.DAY))
        assert promised([version(daily)], OCTOBER)["Posts"].agreed == 22  # Mondays to Fridays of October 2026

    def test_a_line_may_name_its_own_days(self):
        daily = replace(line(quantity=2, cadence=Cadence.DAY), week_days=(5, 6))
        assert promised([version(daily)], OCTOBER)["Posts"].agreed == 18

    def test_without_days_of_answering_every_day_counts(self):
        scope = version(replace(line(quantity=1, cadence=Cadence.DAY)))
        always = replace(scope, terms=replace(scope.terms, coverage_days=()))
        assert promised([always], OCTOBER)["Posts"].agreed == 31


class TestWhatWasTakenBesides:
    def test_an_option_that_was_taken_is_owed_and_covers_posts(self):
        offered = line("Reels", 2, formats=("reel",), treatment=Treatment.OPTIONAL)
        scope = replace(version(offered), accepted=frozenset({"Reels"}))
        row = only(allowances([scope], OCTOBER, [post(format=PostFormat.REEL)]))
        assert (row.agreed, row.planned) == (2, 1)

    def test_a_renewed_version_owes_after_its_first_last_day(self):
        scope = replace(version(line(), last=date(2026, 9, 30)), renewals=(date(2026, 12, 31),))
        assert promised([scope], OCTOBER)["Posts"].agreed == 12

    def test_an_extra_counts_only_where_the_line_that_it_became_is_in_force(self):
        ordered = post(coverage=Coverage.EXTRA, lineage="own-1", extra_id=1)
        assert covering_line(ordered, (line(),)) is None
        own = line("own-1", 1)
        assert covering_line(ordered, (line(), own)) is own
        asked = post(coverage=Coverage.EXTRA, extra_id=1)
        assert marks([asked], [version(line())]) == {1: Mark.NOT_IN_SCOPE}


class TestMarks:
    def test_the_last_ones_of_the_month_are_over(self):
        versions = [version(line(quantity=1))]
        posts = [post(20, 1), post(5, 2)]
        assert marks(posts, versions, allowances(versions, OCTOBER, posts)) == {1: Mark.OVER}

    def test_work_without_a_version_in_force_is_not_agreed(self):
        assert marks([post()], []) == {1: Mark.NOT_AGREED}

    def test_what_no_line_covers_is_not_in_scope(self):
        assert marks([post(format=PostFormat.NEWSLETTER)], [version(line())]) == {1: Mark.NOT_IN_SCOPE}

    def test_a_gift_is_marked_as_one(self):
        assert marks([post(coverage=Coverage.COURTESY)], [version(line())]) == {1: Mark.COURTESY}

    def test_ideas_are_not_marked(self):
        assert marks([post(status=PostStatus.IDEA)], []) == {}


class TestWhatAMoveChanges:
    versions = (version(line()),)
    rows = allowances(versions, OCTOBER, [])

    def test_an_idea_dropped_on_a_day_is_one_more(self):
        idea = post(None, status=PostStatus.IDEA)
        assert change(idea, post(16), self.versions, self.rows) == {"Posts": 1}

    def test_a_move_within_the_month_changes_nothing(self):
        assert change(post(16), post(22), self.versions, self.rows) == {}

    def test_a_move_out_of_the_month_is_one_less(self):
        assert change(post(16), post(date(2026, 11, 2)), self.versions, self.rows) == {"Posts": -1}
