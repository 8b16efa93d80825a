"""How long a version rules: its term, renewals, notice, and what reminds of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cmdesk.domain.ending import LeftOver, LeftTask, work_ends_on
from cmdesk.domain.extras import Decision, Extra, covered_as
from cmdesk.domain.posts import Coverage
from cmdesk.domain.reminders import ReminderKind, reminders_of
from cmdesk.domain.scope import (
    Cadence,
    ScopeLine,
    ScopeStatus,
    ScopeTerms,
    ScopeVersion,
    Treatment,
    agreed_version,
    days_left,
    earliest_end,
    renewed_until,
    ruling_version,
    status_words,
)

TODAY = date(2026, 10, 14)
FIRST, LAST = date(2026, 10, 1), date(2026, 12, 31)


def version(status=ScopeStatus.AGREED, number=1, last=LAST, **more):
    terms = ScopeTerms(first_day=more.pop("first", FIRST), last_day=last, **more.pop("terms", {}))
    return ScopeVersion(number, 1, number, status, terms, more.pop("lines", ()), **more)


def test_a_renewal_moves_the_last_day_and_the_last_renewal_counts():
    renewed = version(renewals=(date(2027, 3, 31), date(2027, 6, 30)))
    assert renewed.last_day == date(2027, 6, 30)
    assert renewed.in_force_on(date(2027, 6, 30))
    assert not renewed.in_force_on(date(2027, 7, 1))
    assert version(renewals=(None,)).last_day is None


def test_a_version_that_was_ended_rules_until_its_last_day():
    ended = version(ScopeStatus.ENDED, last=None, last_day_in_force=date(2026, 11, 15))
    assert ruling_version([ended], TODAY) is ended
    assert ruling_version([ended], date(2026, 11, 16)) is None
    assert agreed_version([ended], TODAY) is ended
    assert agreed_version([ended], date(2026, 11, 16)) is None
    assert agreed_version([ended]) is None
    assert status_words(ended, TODAY) == "in force until 15 November 2026"
    assert status_words(ended, date(2026, 11, 16)) == "ended"


def test_days_left_are_counted_from_a_day():
    assert days_left(version(), date(2026, 12, 30)) == 1
    assert days_left(version(), date(2027, 1, 2)) == -2
    assert days_left(version(last=None), TODAY) is None


@pytest.mark.parametrize(
    ("last", "months", "until"),
    [
        (LAST, 12, date(2027, 12, 31)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 1, 30), 1, date(2027, 2, 27)),
        (None, 12, None),
        (LAST, None, None),
    ],
)
def test_the_next_term_is_as_long_as_the_terms_say(last, months, until):
    assert renewed_until(version(last=last, terms={"renewal_months": months})) == until


def test_notice_is_counted_from_the_day_on_which_it_was_given():
    assert earliest_end(version(terms={"notice_days": 30}), date(2026, 10, 1)) == date(2026, 10, 31)


def test_options_that_were_taken_are_promised_and_paid():
    offered = ScopeLine(1, "reels", 0, "content", None, "Reels", "", Treatment.OPTIONAL, 2, "reel", Cadence.MONTH,
                        price_cents=9000)  # fmt: skip
    plain = version(lines=(offered,))
    taken = version(lines=(offered,), accepted=frozenset({"reels"}))
    assert plain.promised == plain.lines
    assert taken.promised[0].is_included
    assert (plain.totals().monthly_cents, taken.totals().monthly_cents) == (0, 9000)
    assert replace(taken, number=2).promised == taken.promised


# --- the end ---------------------------------------------------------------------------------


def test_notice_is_certain_at_once_and_a_term_when_it_is_over():
    assert work_ends_on([version()], TODAY) is None
    assert work_ends_on([version()], date(2027, 1, 1)) == LAST
    assert work_ends_on([version(last=None)], date(2030, 1, 1)) is None
    ended = version(ScopeStatus.ENDED, last=None, last_day_in_force=date(2026, 11, 15))
    assert work_ends_on([ended], TODAY) == date(2026, 11, 15)
    follows = version(number=2, first=date(2026, 11, 16), last=None)
    assert work_ends_on([ended, follows], TODAY) is None
    assert work_ends_on([version(ScopeStatus.SENT)], TODAY) is None


# --- reminders -------------------------------------------------------------------------------


def kinds(*versions, extras=(), left=None, today=TODAY, **more):
    return [one.kind for one in reminders_of(1, "Horno", versions, extras, left, today, **more)]


def test_what_was_sent_asks_for_an_answer_more_urgently_as_its_price_runs_out():
    sent = version(ScopeStatus.SENT, sent_on=TODAY, terms={"valid_until": date(2026, 11, 13)})
    assert kinds(sent) == [ReminderKind.WAITING]
    assert kinds(sent, today=date(2026, 11, 8)) == [ReminderKind.VALID_SOON]
    assert kinds(sent, today=date(2026, 11, 14)) == [ReminderKind.VALID_OVER]


def test_a_term_is_announced_before_it_ends():
    assert kinds(version()) == []
    assert kinds(version(), today=LAST - timedelta(days=30)) == [ReminderKind.TERM_ENDS]
    assert kinds(version(terms={"notice_days": 90})) == [ReminderKind.TERM_ENDS]
    assert kinds(version(), today=date(2027, 1, 1)) == [ReminderKind.TERM_OVER]
    assert kinds(version(), today=date(2027, 1, 1), is_over=True) == []
    assert kinds(version(last=None)) == []


def test_an_ended_version_an_open_extra_and_what_is_left_over_are_told():
    ended = version(ScopeStatus.ENDED, last=None, last_day_in_force=date(2026, 11, 15))
    extra = Extra(1, 1, "Christmas video", TODAY)
    left = LeftOver(1, date(2026, 11, 15), tasks=(LeftTask(1, "Report", date(2026, 12, 1)),))
    found = list(reminders_of(1, "Horno", [ended], [extra], left, TODAY))
    assert [one.kind for one in found] == [ReminderKind.ENDS, ReminderKind.EXTRA, ReminderKind.LEFT_OVER]
    assert [one.days for one in found] == [32, 0, 32]
    assert found[1].sentence == "“Christmas video” was asked for on 14 October 2026 and is not decided."


# --- extras ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decision", "lineage", "covered"),
    [
        (Decision.OPEN, None, (Coverage.EXTRA, None)),
        (Decision.CHANGE_ORDER, "own-1", (Coverage.EXTRA, "own-1")),
        (Decision.SWAP, "CON-FEED", (Coverage.LINE, "CON-FEED")),
        (Decision.COURTESY, None, (Coverage.COURTESY, None)),
        (Decision.DECLINED, None, (Coverage.EXTRA, None)),
    ],
)
def test_what_was_decided_says_what_the_work_counts_against(decision, lineage, covered):
    assert covered_as(decision, lineage) == covered
