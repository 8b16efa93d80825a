"""Who may take which step of a post, when its yes is due, what silence means, and how rounds are counted."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cmdesk.domain.agency import Role
from cmdesk.domain.approval import (
    Approval,
    PlanStep,
    Rounds,
    Silence,
    Timing,
    Told,
    Tone,
    Word,
    approval_of,
    clause,
    clause_words,
    next_step,
    plan_back,
    plan_mark,
    rounds_asked,
    said_on,
    silence_clock,
    silent_until,
    why_not,
)
from cmdesk.domain.days import WorkingDays
from cmdesk.domain.posts import AGAIN, PATH, PostCard, PostEventKind, PostFormat, PostStatus

FIRST = datetime(2026, 10, 12, 8, 0, tzinfo=UTC)  # Monday, 10:00 in Madrid
NATIONAL, PILAR = date(2026, 10, 12), date(2026, 10, 9)
KIND = PostEventKind


def told(*kinds, contact="", hash_="", at=FIRST, detail=""):
    return [Told(kind, at, "Diego", contact, hash=hash_, detail=detail) for kind in kinds]


def card(status, day=date(2026, 10, 30)):
    return PostCard(1, 1, "Pan", PostStatus(status), PostFormat.POST, day, 540, ("instagram",))


class TestWhoMay:
    @pytest.mark.parametrize(
        ("role", "before", "after", "may"),
        [
            ("editor", "draft", "internal_review", True),
            ("editor", "internal_review", "client_review", False),
            ("manager", "internal_review", "client_review", True),
            ("owner", "draft", "client_review", True),
            ("editor", "client_review", "approved", False),
            ("manager", "client_review", "approved", True),
            ("editor", "approved", "scheduled", True),
            ("editor", "scheduled", "published", True),
            ("editor", "draft", "published", False),
            ("manager", "client_review", "scheduled", True),
            ("editor", "approved", "draft", True),
            ("editor", "published", "scheduled", True),
            ("editor", "client_review", "cancelled", True),
            ("viewer", "draft", "internal_review", False),
            ("viewer", "approved", "scheduled", False),
        ],
    )
    def test_a_role_may_take_a_step_or_reads_why_not(self, role, before, after, may):
        assert (why_not(Role(role), PostStatus(before), PostStatus(after)) == "") is may

    def test_whoever_hears_the_clients_yes_may_note_it(self):
        step = PostStatus.CLIENT_REVIEW, PostStatus.APPROVED
        assert why_not(Role.EDITOR, *step, has_word=True) == ""
        assert why_not(Role.VIEWER, *step, has_word=True).startswith("Your role only looks")
        assert why_not(Role.EDITOR, *step) == "Note who said yes, or let a manager or an owner approve it."

    @pytest.mark.parametrize("role", list(Role))
    def test_every_step_has_a_rule(self, role):
        for before in PostStatus:
            for after in PostStatus:
                why_not(role, before, after)

    def test_one_key_goes_on_and_one_back_along_the_path(self):
        assert [next_step(status, True) for status in PATH] == [*PATH[1:], None]
        assert [next_step(status, False) for status in PATH] == [None, *PATH[:-1]]
        assert next_step(PostStatus.CANCELLED, True) is PostStatus.DRAFT


class TestPlanBackwards:
    @pytest.mark.parametrize(
        ("day", "lead", "rounds", "silence", "holidays", "draft", "send", "latest", "yes"),
        [
            # Friday 30 October, two days' lead, two rounds
            (date(2026, 10, 30), 2, 2, None, (), (10, 21), (10, 22), (10, 26), (10, 28)),
            # no round agreed: sent on the last possible day
            (date(2026, 10, 30), 2, 0, None, (), (10, 23), (10, 26), (10, 26), (10, 28)),
            # silence gives the client its own days
            (date(2026, 10, 30), 2, 0, 3, (), (10, 22), (10, 23), (10, 23), (10, 28)),
            # over a weekend: Monday's post needs its yes on Thursday
            (date(2026, 10, 26), 2, 0, None, (), (10, 19), (10, 20), (10, 20), (10, 22)),
            # holidays of the client push everything forward
            (date(2026, 10, 14), 2, 0, None, (NATIONAL, PILAR), (10, 5), (10, 6), (10, 6), (10, 8)),
            # no lead at all: the yes may come on the day itself
            (date(2026, 10, 30), 0, 0, None, (), (10, 29), (10, 30), (10, 30), (10, 30)),
            # a post on a Sunday
            (date(2026, 10, 25), 1, 0, None, (), (10, 21), (10, 22), (10, 22), (10, 23)),
        ],
    )
    def test_each_step_has_its_day(self, day, lead, rounds, silence, holidays, draft, send, latest, yes):
        client = WorkingDays(frozenset(range(5)), frozenset(holidays))
        plan = plan_back(day, Timing(lead, rounds, silence, client=client, number=1))
        found = [(one.month, one.day) for one in (plan.draft_by, plan.send_by, plan.latest_send, plan.yes_by)]
        assert found == [draft, send, latest, yes]

    def test_where_nobody_works_everything_is_due_on_the_day(self):
        never = WorkingDays(frozenset())
        plan = plan_back(date(2026, 10, 30), Timing(5, 2, client=never, agency=never, number=1))
        assert plan.draft_by == plan.yes_by == date(2026, 10, 30)

    @pytest.mark.parametrize(
        ("status", "today", "step", "tone"),
        [
            ("draft", (10, 20), PlanStep.DRAFT, Tone.FINE),
            ("draft", (10, 21), PlanStep.DRAFT, Tone.SOON),
            ("draft", (10, 26), PlanStep.DRAFT, Tone.SOON),  # no room for all rounds
            ("draft", (10, 27), PlanStep.DRAFT, Tone.LATE),
            ("internal_review", (10, 21), PlanStep.SEND, Tone.FINE),
            ("internal_review", (10, 22), PlanStep.SEND, Tone.SOON),
            ("internal_review", (10, 27), PlanStep.SEND, Tone.LATE),
            ("client_review", (10, 28), PlanStep.YES, Tone.SOON),
            ("client_review", (10, 29), PlanStep.YES, Tone.LATE),
            ("approved", (10, 30), PlanStep.OUT, Tone.FINE),
            ("scheduled", (10, 31), PlanStep.OUT, Tone.LATE),
        ],
    )
    def test_the_next_step_stands_well_soon_or_late(self, status, today, step, tone):
        mark = plan_mark(card(status), date(2026, *today), Timing(2, 2, number=1))
        assert (mark.step, mark.tone) == (step, tone)

    def test_moving_the_post_moves_its_plan(self):
        timing, today = Timing(2, 2, number=1), date(2026, 10, 27)
        late = plan_mark(card("draft"), today, timing)
        moved = plan_mark(card("draft", date(2026, 11, 20)), today, timing)
        assert (late.tone, moved.tone) == (Tone.LATE, Tone.FINE)

    def test_ideas_and_what_is_out_need_nothing(self):
        for status in ("idea", "published", "cancelled"):
            assert plan_mark(card(status), date(2026, 10, 30), Timing(2, 2, number=1)) is None

    def test_without_an_agreement_only_the_day_counts(self):
        mark = plan_mark(card("draft"), date(2026, 10, 29), Timing())
        assert (mark.step, mark.tone) == (PlanStep.OUT, Tone.FINE)


class TestSilence:
    TIMING = Timing(2, 2, 3, 18 * 60, number=2)
    ZONE = "Europe/Madrid"

    def clock(self, events, now, *, timing=TIMING, hash_="a", status="client_review"):
        return silence_clock(
            PostStatus(status), events, timing, zone_name=self.ZONE, now=now, present_hash=hash_
        )  # fmt: skip

    def sent(self, at=FIRST):
        return told(KIND.SENT_FOR_REVIEW, hash_="a", at=at)

    @pytest.mark.parametrize(
        ("sent", "until"),
        [
            (datetime(2026, 10, 19, 8, 0, tzinfo=UTC), (10, 22)),  # Monday morning: Thursday
            (datetime(2026, 10, 19, 16, 30, tzinfo=UTC), (10, 23)),  # after six: counts as Tuesday
            (datetime(2026, 10, 17, 8, 0, tzinfo=UTC), (10, 22)),  # Saturday: counts as Monday
            (datetime(2026, 10, 23, 8, 0, tzinfo=UTC), (10, 28)),  # over a weekend and the change of clocks
        ],
    )
    def test_the_agreed_working_days_end_at_closing_time(self, sent, until):
        found = silent_until(sent, self.TIMING, self.ZONE)
        assert (found.month, found.day, found.hour, found.minute) == (*until, 18, 0)

    def test_a_holiday_of_the_client_is_no_day_of_silence(self):
        holidays = WorkingDays(frozenset(range(5)), frozenset({date(2026, 10, 20)}))
        timing = replace(self.TIMING, client=holidays)
        assert silent_until(datetime(2026, 10, 19, 8, 0, tzinfo=UTC), timing, self.ZONE).date() == date(2026, 10, 23)

    def test_the_countdown_says_until_when(self):
        clock = self.clock(self.sent(datetime(2026, 10, 19, 8, 0, tzinfo=UTC)), datetime(2026, 10, 20, tzinfo=UTC))
        assert clock.state is Silence.WAITS
        assert clock.words == "Yes by silence on Thu 22 Oct, 18:00 unless they answer"

    def test_it_is_a_yes_from_that_minute_on(self):
        sent = self.sent(datetime(2026, 10, 19, 8, 0, tzinfo=UTC))
        assert self.clock(sent, datetime(2026, 10, 22, 15, 59, tzinfo=UTC)).state is Silence.WAITS
        assert self.clock(sent, datetime(2026, 10, 22, 16, 0, tzinfo=UTC)).state is Silence.OVER

    def test_any_word_of_the_client_breaks_it(self):
        events = [*self.sent(), *told(KIND.COMMENTED, contact="Elena")]
        assert self.clock(events, datetime(2026, 12, 1, tzinfo=UTC)).state is Silence.BROKEN

    def test_a_comment_of_a_colleague_does_not(self):
        events = [*self.sent(), *told(KIND.COMMENTED)]
        assert self.clock(events, datetime(2026, 12, 1, tzinfo=UTC)).state is Silence.OVER

    def test_nobody_says_yes_to_what_they_never_saw(self):
        assert self.clock(self.sent(), datetime(2026, 12, 1, tzinfo=UTC), hash_="b").state is Silence.CHANGED

    def test_sent_again_the_days_begin_again(self):
        again = datetime(2026, 10, 26, 9, 0, tzinfo=UTC)
        events = [*self.sent(), *told(KIND.COMMENTED, contact="Elena"), *self.sent(again)]
        clock = self.clock(events, datetime(2026, 10, 27, tzinfo=UTC))
        assert (clock.state, clock.until.date()) == (Silence.WAITS, date(2026, 10, 29))

    def test_where_silence_means_nothing_there_is_no_countdown(self):
        assert self.clock(self.sent(), FIRST, timing=Timing(2, 2, None, number=1)) is None
        assert self.clock(self.sent(), FIRST, status="draft") is None
        assert self.clock([], FIRST) is None

    def test_the_clause_is_cited_in_a_sentence(self):
        detail = clause(2, 3, FIRST, self.ZONE)
        assert clause_words(detail) == (
            "Scope version 2: no answer within 3 working days means yes. It was sent on Mon 12 Oct."
        )
        assert clause_words("pack ABCD") == ""


class TestWords:
    def test_a_yes_stands_on_the_clients_word_on_silence_or_on_the_agencys(self):
        yes = Told(KIND.APPROVED, FIRST, "Diego", "Elena Robles", "phone", "Perfecta", "said 2026-10-11", "a")
        assert approval_of(PostStatus.SCHEDULED, [yes]) == Approval(
            Word.CLIENT, "Elena Robles", FIRST, "phone", "Perfecta", "a", date(2026, 10, 11)
        )
        assert approval_of(PostStatus.APPROVED, told(KIND.APPROVED)).word is Word.AGENCY
        assert approval_of(PostStatus.APPROVED, told(KIND.SILENCE)).word is Word.SILENCE

    def test_a_yes_that_was_taken_back_is_not_the_one_that_it_stands_on(self):
        yes = Told(KIND.APPROVED, FIRST, "Diego", "Elena Robles")
        assert approval_of(PostStatus.SCHEDULED, [yes, *told(KIND.TAKEN_BACK, KIND.SCHEDULED)]) is None

    @pytest.mark.parametrize("kind", [KIND.APPROVAL_LOST, KIND.CHANGES_ASKED, KIND.SENT_FOR_REVIEW, KIND.CANCELLED])
    def test_what_goes_out_without_a_new_yes_does_not_stand_on_the_one_it_lost(self, kind):
        yes = Told(KIND.APPROVED, FIRST, "Diego", "Elena Robles")
        assert approval_of(PostStatus.SCHEDULED, [yes, *told(kind, KIND.SCHEDULED)]) is None

    def test_a_step_back_to_approved_keeps_the_yes_and_one_to_a_draft_does_not(self):
        yes = Told(KIND.APPROVED, FIRST, "Diego", "Elena Robles")
        back = [yes, *told(KIND.SCHEDULED), *told(KIND.STATUS, detail="approved")]
        assert approval_of(PostStatus.APPROVED, back).who == "Elena Robles"
        assert approval_of(PostStatus.SCHEDULED, [yes, *told(KIND.STATUS, detail="draft")]) is None

    def test_what_is_no_longer_approved_has_no_yes(self):
        assert approval_of(PostStatus.DRAFT, told(KIND.APPROVED, KIND.APPROVAL_LOST)) is None

    @pytest.mark.parametrize("detail", ["", "pack ABCD", "said soon", "approved"])
    def test_a_day_that_is_not_kept_is_none(self, detail):
        assert said_on(detail) is None

    def test_rounds_are_changes_asked_less_those_taken_back_and_those_among_colleagues(self):
        asked, back = KIND.CHANGES_ASKED, KIND.TAKEN_BACK
        assert rounds_asked(told(asked, asked)) == 2
        assert rounds_asked(told(asked, back, asked)) == 1
        assert rounds_asked(told(asked, KIND.EDITED, back)) == 1
        assert rounds_asked(told(asked, KIND.EDITED, back, back)) == 0
        assert rounds_asked(told(asked, KIND.COMMENTED, back)) == 0
        assert rounds_asked([*told(asked, back), *told(back, detail=AGAIN)]) == 1
        assert rounds_asked([*told(asked), Told(KIND.EDITED, FIRST, "Marta"), Told(back, FIRST, "Marta")]) == 1
        assert rounds_asked(told(asked, detail="internal_review")) == 0
        assert rounds_asked(told(asked, detail="internal_review", contact="Elena")) == 1

    @pytest.mark.parametrize(("asked", "agreed", "over"), [(2, 2, 0), (3, 2, 1), (3, None, 0), (1, 0, 1)])
    def test_the_rounds_beyond_what_is_agreed_are_counted(self, asked, agreed, over):
        assert Rounds(asked, agreed).over == over
