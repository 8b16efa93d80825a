"""The client's yes, changes asked, silence and the plan backwards, on both engines."""

from datetime import UTC, date, datetime

import pytest

from cmdesk.desk import Desk, open_desk
from cmdesk.domain.approval import Means, PlanStep, Silence, Tone, Word, clause_words
from cmdesk.domain.errors import Conflict, RuleBroken
from cmdesk.domain.moments import Month, When
from cmdesk.domain.posts import PostEventKind, PostStatus
from cmdesk.domain.tasks import Check
from cmdesk.services import agency, approval, calendar, clients, editing, posts, variants
from cmdesk.services.action import action
from cmdesk.services.approval import Heard
from tests.bakery import add_client, agree

TODAY = date(2026, 10, 14)
FRIDAY = date(2026, 10, 30)


class Clock:
    """A clock that a test sets."""

    def __init__(self):
        self.now = datetime(2026, 10, 14, 8, 0, tzinfo=UTC)

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def desk(founded, clock):
    desk = open_desk(founded, clock=clock)
    desk.member_id = 1
    yield desk
    desk.close()


@pytest.fixture
def bakery(desk):
    client_id = desk.do(add_client, "Horno Masalumbre", "HM", 1, [("instagram", 540)]).value
    desk.do(agree, client_id, date(2026, 9, 1), silence_days=2)
    return client_id


@pytest.fixture
def elena(desk, bakery):
    desk.do(clients.add_contact, bakery, "Marcos Vidal")
    return desk.do(clients.add_contact, bakery, "Elena Robles", approves_posts=True).value


@pytest.fixture
def post(desk, bakery, elena):
    key = desk.do(posts.add_post, bakery, "Pan de centeno", day=FRIDAY, minute=540, text="Hola").value
    desk.do(posts.set_status, [key], "client_review")
    return key


def as_role(desk, role):
    """Somebody else sits at the desk, with this role."""
    owner = desk.member_id
    key = desk.do(agency.add_member, f"A {role}", role=role).value
    desk.member_id = key
    return owner


def sheet(desk, key):
    return desk.read(approval.approval_sheet, key)


def kinds(desk, key):
    return [one.kind for one in sheet(desk, key).events]


@action("Write as a colleague", is_undoable=False)
def write_as_a_colleague(session, post_id, channel_id, text):
    variants.write_on(session, post_id, channel_id, text)


class TestYes:
    def test_it_is_kept_with_who_how_when_and_of_what(self, desk, post, elena):
        heard = Heard(elena, means=Means.PHONE, said_on=date(2026, 10, 13))
        desk.do(approval.note_yes, [post], heard, "Preciosa")
        found = sheet(desk, post)
        yes = found.approval
        assert (yes.word, yes.who, yes.means, yes.comment) == (Word.CLIENT, "Elena Robles", "phone", "Preciosa")
        assert yes.said_on == date(2026, 10, 13)
        assert yes.hash == found.events[-2].hash != ""
        assert found.card.status is PostStatus.APPROVED

    def test_who_approves_posts_is_offered_first(self, desk, post):
        assert sheet(desk, post).approver.name == "Elena Robles"

    def test_editing_takes_it_away_and_the_history_says_so(self, desk, post, elena):
        desk.do(approval.note_yes, [post], Heard(elena))
        assert desk.do(posts.edit_post, post, "text", "Otra cosa").value is True
        found = sheet(desk, post)
        assert (found.approval, found.card.status) == (None, PostStatus.DRAFT)
        assert kinds(desk, post)[-1] is PostEventKind.APPROVAL_LOST
        desk.undo()
        assert sheet(desk, post).approval.who == "Elena Robles"

    def test_undo_gives_no_yes_to_what_was_never_shown(self, desk, bakery, post, elena):
        channel = desk.read(posts.post, post).channel_ids[0]
        desk.do(approval.note_yes, [post], Heard(elena))
        desk.do(posts.edit_post, post, "text", "Adiós")
        desk.do(write_as_a_colleague, post, channel, "Otra cosa")
        with pytest.raises(Conflict):
            desk.undo()
        assert desk.read(posts.post, post).card.status is PostStatus.DRAFT

    def test_an_editor_notes_it_but_does_not_give_it(self, desk, post, elena):
        as_role(desk, "editor")
        with pytest.raises(RuleBroken, match="Note who said yes"):
            desk.do(posts.set_status, [post], "approved")
        desk.do(approval.note_yes, [post], Heard(elena))
        assert sheet(desk, post).approval.word is Word.CLIENT

    def test_an_editor_does_not_send_it_to_the_client(self, desk, bakery, elena):
        key = desk.do(posts.add_post, bakery, "Otra", day=FRIDAY).value
        as_role(desk, "editor")
        desk.do(posts.set_status, [key], "internal_review")
        with pytest.raises(RuleBroken, match="A manager or an owner sends it"):
            desk.do(posts.set_status, [key], "client_review")
        assert "manager" in sheet(desk, key).why_not(PostStatus.CLIENT_REVIEW)

    @pytest.mark.parametrize(
        ("heard", "why"),
        [
            (Heard(), "Say who it was"),
            (Heard(name="Elena", means="pigeon"), "how they said it"),
            (Heard(name="Elena", means="review pack"), "how they said it"),
            (Heard(name="Elena", said_on=date(2026, 10, 15)), "still to come"),
        ],
    )
    def test_what_cannot_be_is_refused(self, desk, post, heard, why):
        with pytest.raises(RuleBroken, match=why):
            desk.do(approval.note_yes, [post], heard)
        assert sheet(desk, post).card.status is PostStatus.CLIENT_REVIEW

    def test_a_person_of_another_client_is_refused(self, desk, post):
        other = desk.do(add_client, "Clínica", "CV").value
        stranger = desk.do(clients.add_contact, other, "Ana").value
        with pytest.raises(RuleBroken, match="of this client"):
            desk.do(approval.note_yes, [post], Heard(stranger))

    def test_a_step_back_from_scheduled_leaves_it_approved_by_the_client(self, desk, post, elena):
        desk.do(approval.note_yes, [post], Heard(elena))
        for status in ("scheduled", "approved"):
            desk.do(posts.set_status, [post], status)
        assert sheet(desk, post).approval.word is Word.CLIENT
        desk.undo()
        assert (sheet(desk, post).approval.who, sheet(desk, post).card.status) == ("Elena Robles", "scheduled")

    def test_what_is_approved_already_is_told(self, desk, post, elena):
        desk.do(approval.note_yes, [post], Heard(elena))
        with pytest.raises(RuleBroken, match="approved already"):
            desk.do(approval.note_yes, [post], Heard(elena))


class TestChanges:
    def test_rounds_are_counted_against_what_is_agreed(self, desk, post, elena):
        for _each in range(2):
            desk.do(approval.note_changes, [post], "Más luz", Heard(elena))
        (third,) = desk.do(approval.note_changes, [post], "Otra foto", Heard(elena, means=Means.PHONE)).value
        assert (third.rounds.asked, third.rounds.agreed, third.rounds.over) == (3, 2, 1)
        found = sheet(desk, post)
        assert (found.card.status, found.card.changes_asked, found.rounds.over) == (PostStatus.DRAFT, True, 1)

    def test_a_round_stays_when_something_else_is_taken_back_and_comes_again_with_redo(self, desk, post, elena):
        def rounds():
            return sheet(desk, post).rounds.asked

        desk.do(approval.note_changes, [post], "Más corto", Heard(elena))
        desk.do(editing.set_post_checks, post, [Check("Foto", False)], [])
        desk.undo()
        assert rounds() == 1
        desk.undo()
        assert rounds() == 0
        desk.redo()
        assert rounds() == 1

    def test_asked_again_of_a_draft_is_a_step_of_its_own(self, desk, post, elena):
        desk.do(approval.note_changes, [post], "Más corto", Heard(elena))
        desk.do(approval.note_changes, [post], "Más luz", Heard(elena))
        desk.undo()
        assert (sheet(desk, post).rounds.asked, sheet(desk, post).card.changes_asked) == (1, True)
        desk.redo()
        assert sheet(desk, post).rounds.asked == 2

    def test_a_round_is_taken_back_though_a_later_step_cannot_be(self, desk, post, elena):
        desk.do(approval.note_changes, [post], "Más corto", Heard(elena))
        desk.do(posts.edit_post, post, "title", "Mía")
        irene = desk.do(agency.add_member, "Irene Vidal").value
        Desk(desk._store, desk.name, member_id=irene).do(posts.edit_post, post, "title", "Suya")

        for _step in ("the colleague", "the title"):
            with pytest.raises(Conflict):
                desk.undo()
        desk.undo()
        assert (sheet(desk, post).rounds.asked, sheet(desk, post).card.title) == (0, "Suya")

    def test_what_a_colleague_asks_is_no_round(self, desk, bakery, elena):
        key = desk.do(posts.add_post, bakery, "Otra", day=FRIDAY).value
        desk.do(posts.set_status, [key], "internal_review")
        (asked,) = desk.do(approval.note_changes, [key], "Sin prisa").value
        assert asked.rounds.asked == 0

    def test_comments_are_for_the_staff_or_for_the_client(self, desk, post):
        desk.do(approval.comment_on, post, "¿Seguro?")
        desk.do(approval.comment_on, post, "Os gustará", is_for_client=True)
        assert [one.is_for_client for one in sheet(desk, post).events[-2:]] == [False, True]
        with pytest.raises(RuleBroken, match="Write a comment"):
            desk.do(approval.comment_on, post, "  ")

    def test_undo_withdraws_the_comment_and_not_the_step_before_it(self, desk, post):
        desk.do(posts.move_post, post, When(date(2026, 10, 29)))
        desk.do(approval.comment_on, post, "¿Seguro?")

        desk.undo()
        found = desk.read(posts.post, post)
        (comment,) = (one for one in found.events if one.comment)
        assert (found.card.day, comment.is_withdrawn) == (date(2026, 10, 29), True)
        desk.redo()
        assert not any(one.is_withdrawn for one in desk.read(posts.post, post).events)
        desk.undo()
        desk.undo()
        assert desk.read(posts.post, post).card.day == FRIDAY

    def test_words_of_the_client_that_are_withdrawn_break_no_silence(self, desk, post, elena):
        desk.do(approval.note_words, post, "Lo miro", Heard(elena))
        assert sheet(desk, post).clock.state is Silence.BROKEN
        desk.undo()
        assert (sheet(desk, post).clock.state, sheet(desk, post).card.status) == (Silence.WAITS, "client_review")


class TestPlan:
    def test_the_post_has_its_days_from_the_scope_and_the_holidays(self, desk, post):
        plan = sheet(desk, post).plan
        # 2 days' lead, 2 days of silence, 2 rounds
        assert (plan.yes_by, plan.latest_send, plan.send_by) == (
            date(2026, 10, 28), date(2026, 10, 26), date(2026, 10, 22),
        )  # fmt: skip

    def test_a_holiday_is_no_working_day(self, desk, bakery, elena):
        key = desk.do(posts.add_post, bakery, "Pilar", day=date(2026, 10, 14)).value
        # Monday 12 October is a holiday in Spain
        assert sheet(desk, key).plan.yes_by == date(2026, 10, 9)

    def test_marks_tell_what_each_post_needs(self, desk, bakery, post):
        near = desk.do(posts.add_post, bakery, "Cerca", day=date(2026, 10, 16)).value
        marks = desk.read(approval.plan_marks, bakery, date(2026, 10, 1), date(2026, 10, 31))
        assert (marks[post].step, marks[post].tone) == (PlanStep.YES, Tone.FINE)
        assert (marks[near].step, marks[near].tone) == (PlanStep.DRAFT, Tone.LATE)

    def test_deadlines_stand_on_their_days_and_late_ones_on_today(self, desk, bakery, post):
        desk.do(posts.add_post, bakery, "Cerca", day=date(2026, 10, 16))
        days = desk.read(approval.plan_deadlines, bakery, date(2026, 10, 1), date(2026, 10, 31))
        assert [one.words for one in days[date(2026, 10, 28)]] == ["Yes: Pan de centeno"]
        assert [(one.words, one.is_late) for one in days[TODAY]] == [("Draft: Cerca", True)]

    def test_of_a_paused_client_nothing_is_asked(self, desk, bakery, post):
        desk.do(clients.pause_client, bakery, "Obras")
        assert desk.read(approval.plan_marks, bakery, date(2026, 10, 1), date(2026, 10, 31)) == {}
        assert sheet(desk, post).clock is None

    def test_of_a_client_that_left_nothing_is_asked_either(self, desk, bakery, post):
        desk.do(clients.change_client, bakery, "status", "ended")
        assert desk.read(approval.plan_marks, bakery, FRIDAY, FRIDAY) == {}
        desk.do(posts.move_post, post, When(date(2026, 10, 12)))
        plan = desk.read(calendar.plan, bakery, Month(2026, 10))
        assert (plan.late, plan.is_paused) == ({}, False)
        found = sheet(desk, post)
        assert (found.mark, found.clock, found.is_paused) == (None, None, False)


class TestSilence:
    def test_the_countdown_runs_and_ends_in_a_yes_with_its_clause(self, desk, clock, post):
        assert sheet(desk, post).clock.words == "Yes by silence on Fri 16 Oct, 19:00 unless they answer"
        clock.now = datetime(2026, 10, 16, 16, 59, tzinfo=UTC)
        assert desk.do(approval.approve_by_silence).value == ()
        clock.now = datetime(2026, 10, 16, 17, 0, tzinfo=UTC)
        (done,) = desk.do(approval.approve_by_silence).value
        found = sheet(desk, post)
        assert (done.post_id, found.approval.word) == (post, Word.SILENCE)
        assert clause_words(found.events[-1].detail) == (
            "Scope version 1: no answer within 2 working days means yes. It was sent on Wed 14 Oct."
        )
        assert found.events[-1].hash

    def test_asked_again_it_changes_nothing_and_no_undo_takes_it_back_by_surprise(self, desk, clock, post):
        clock.now = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)
        before = desk.undo_label
        desk.do(approval.approve_by_silence)
        assert desk.do(approval.approve_by_silence).value == ()
        assert kinds(desk, post).count(PostEventKind.SILENCE) == 1
        assert desk.undo_label == before

    def test_of_two_desks_that_ask_one_writes_it(self, desk, founded, clock, post):
        clock.now = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)
        if not founded.startswith("postgresql"):
            desk.do(approval.approve_by_silence)
            assert kinds(desk, post).count(PostEventKind.SILENCE) == 1
            return
        other = open_desk(founded, clock=clock)
        other.member_id = 1
        desk.do(approval.approve_by_silence)
        assert other.do(approval.approve_by_silence).value == ()
        other.close()
        assert kinds(desk, post).count(PostEventKind.SILENCE) == 1

    def test_who_only_looks_does_not_write_it(self, desk, clock, post):
        clock.now = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)
        as_role(desk, "viewer")
        with pytest.raises(RuleBroken):
            desk.do(approval.approve_by_silence)

    def test_a_word_of_the_client_or_another_text_ends_it(self, desk, clock, post, elena):
        desk.do(approval.note_words, post, "Lo miro el lunes", Heard(elena))
        clock.now = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)
        assert sheet(desk, post).clock.state is Silence.BROKEN
        desk.do(posts.set_status, [post], "internal_review")
        desk.do(posts.set_status, [post], "client_review")
        assert sheet(desk, post).clock.state is Silence.WAITS
        desk.do(posts.edit_post, post, "text", "Otra cosa")
        clock.now = datetime(2026, 10, 30, 8, 0, tzinfo=UTC)
        assert sheet(desk, post).clock.state is Silence.CHANGED
        assert desk.do(approval.approve_by_silence).value == ()

    def test_sent_to_the_client_again_the_yes_is_taken_back_and_the_days_begin_anew(self, desk, clock, post):
        clock.now = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)
        desk.do(approval.approve_by_silence)
        desk.do(posts.set_status, [post], "client_review")
        found = sheet(desk, post)
        assert (found.approval, found.clock.state) == (None, Silence.WAITS)
