"""Two people at one shared database at the same moment: nothing that was agreed changes, nobody sees a bug."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, text

from cmdesk.desk import open_desk
from cmdesk.domain.agency import Role
from cmdesk.domain.errors import Conflict, NotFound, RuleBroken
from cmdesk.domain.moments import Month
from cmdesk.domain.posts import PostEventKind
from cmdesk.domain.scope import EventKind, Means, ScopeStatus
from cmdesk.models import Post
from cmdesk.services import agency, approval, clients, post_media, posts, repeating, reporting, scopes, variants
from cmdesk.services.approval import Heard
from tests.bakery import add_client, agree
from tests.made import add_picture

TODAY = date(2026, 10, 14)
PNG = (Path(__file__).parents[1] / "data/images/basn2c16.png").read_bytes()
pytestmark = pytest.mark.postgres


@pytest.fixture
def desks(founded_postgres):
    """Mine and a colleague's."""
    mine = open_desk(founded_postgres, member_id=1, today=TODAY, clock=lambda: datetime(2026, 10, 14, 9, tzinfo=UTC))
    irene = mine.do(agency.add_member, "Irene Vidal", role=Role.OWNER).value
    theirs = open_desk(founded_postgres, member_id=irene, today=TODAY)
    yield mine, theirs
    mine.close()
    theirs.close()


def amid(action, *args, interrupt):
    """The action, with somebody else's whole action before it writes, the first time it runs."""
    left = [interrupt]

    def run(session):
        with session.no_autoflush:
            value = action.run(session, *args)
            if left:
                left.pop()()
        return value

    return replace(action, run=run)


def before_the_end(desk, interrupt):
    """Let somebody else do something when a desk's next transaction has written all and is about to end."""
    left = [interrupt]

    @event.listens_for(desk._store.engine, "commit")
    def _interrupt(_connection):
        if left:
            left.pop()()


def beside(desk, first, then):
    """Do one thing, and when it has written all and is about to end, begin another at another desk.

    The other one is done before the first ends, or waits for it; what each answered.
    """
    begun = []

    def begin():
        begun.append(people.submit(then))
        while not begun[0].done() and not desk.read(_waits_for_a_lock):
            wait(begun, timeout=0.02)

    with ThreadPoolExecutor(1, "beside") as people:
        before_the_end(desk, begin)
        return first(), begun[0].result(30)


def _waits_for_a_lock(session):
    return session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")) > 0


@pytest.fixture
def draft(desks):
    client = desks[0].do(clients.add_client, "Horno Masalumbre").value
    return client, desks[0].do(scopes.draft_from_template, client, "essential").value


def at_once(*works):
    """Several pieces of work by several people; what each answered, or how it was refused."""

    def answer(work):
        try:
            return work()
        except (RuleBroken, Conflict, NotFound) as refused:
            return refused

    with ThreadPoolExecutor(len(works), "racing") as people:
        return list(people.map(answer, works))


def refused(answers):
    return [one for one in answers if isinstance(one, Exception)]


@pytest.mark.parametrize("how", ["change", "remove", "add", "treatment", "undo"])
def test_what_is_sent_meanwhile_stays_as_it_was_sent(desks, draft, how):
    mine, theirs = desks
    client, scope = draft
    line = mine.read(scopes.scope, scope).lines[0]
    theirs.do(scopes.change_line, line.id, "title", "Before")
    before_the_end(theirs, lambda: mine.do(scopes.send, scope))
    action, *args = {
        "change": (scopes.change_line, line.id, "title", "After"),
        "remove": (scopes.remove_line, line.id),
        "add": (scopes.add_line, scope),
        "treatment": (scopes.set_treatment, [line.id], "excluded" if line.treatment == "optional" else "optional"),
        "undo": (None,),
    }[how]

    with pytest.raises((RuleBroken, Conflict)):
        theirs.do(action, *args) if action else theirs.undo()

    assert mine.read(scopes.scope, scope).lines[0].title == "Before"
    assert mine.read(scopes.verify, client).is_good


@pytest.fixture
def sent(desks, draft):
    client, scope = draft
    mine, _theirs = desks
    elena = mine.do(clients.add_contact, client, "Elena Robles", signs_scope=True).value
    mine.do(scopes.send, scope)
    return client, scope, elena


def agreed_events(desk, client):
    return [one for one in desk.read(scopes.events, client) if one.kind is EventKind.AGREED]


def test_conditions_that_change_while_a_version_is_sent_are_sent_or_refused(desks, draft):
    mine, theirs = desks
    client, scope = draft

    sending, changing = at_once(
        lambda: mine.do(scopes.send, scope), lambda: theirs.do(scopes.change_terms, scope, "tax_bp", 0)
    )

    assert not refused([sending])
    assert (mine.read(scopes.scope, scope).terms.tax_bp == 0) is (not refused([changing]))
    assert mine.read(scopes.verify, client).is_good


def test_a_draft_is_sent_or_discarded_and_never_both(desks, draft):
    mine, theirs = desks
    client, scope = draft

    answers = at_once(lambda: mine.do(scopes.send, scope), lambda: theirs.do(scopes.discard_draft, scope))

    assert len(refused(answers)) == 1
    was_sent = not refused(answers[:1])
    assert bool(mine.read(scopes.versions, client)) is was_sent
    assert mine.read(scopes.verify, client).is_good


def test_of_two_who_note_one_yes_at_once_exactly_one_does(desks, sent):
    mine, theirs = desks
    client, scope, elena = sent

    answers = at_once(
        lambda: mine.do(scopes.agree, scope, elena, TODAY, Means.EMAIL),
        lambda: theirs.do(scopes.agree, scope, elena, TODAY, Means.PHONE),
    )

    assert len(refused(answers)) == 1
    assert len(agreed_events(mine, client)) == 1
    assert mine.read(scopes.verify, client).is_good


def test_a_yes_and_a_withdrawal_at_once_leave_one_of_the_two(desks, sent):
    mine, theirs = desks
    client, scope, elena = sent

    answers = at_once(
        lambda: mine.do(scopes.withdraw, scope, "A typo"),
        lambda: theirs.do(scopes.agree, scope, elena, TODAY, Means.PHONE),
    )

    assert len(refused(answers)) == 1
    wanted = ScopeStatus.AGREED if refused(answers[:1]) else ScopeStatus.WITHDRAWN
    assert mine.read(scopes.scope, scope).status is wanted
    assert mine.read(scopes.verify, client).is_good


def test_a_version_that_ends_while_the_next_is_agreed_leaves_one_in_force_each_day(desks, sent):
    mine, theirs = desks
    client, first, elena = sent
    mine.do(scopes.agree, first, elena, TODAY, Means.EMAIL)
    second = mine.do(scopes.draft_from_current, client).value
    mine.do(scopes.send, second)

    at_once(
        lambda: mine.do(scopes.end, first, date(2026, 12, 31)),
        lambda: theirs.do(scopes.agree, second, elena, TODAY, Means.PHONE),
    )

    versions = mine.read(scopes.versions, client)
    days = [date(2026, 10, 20) + timedelta(days=7 * week) for week in range(20)]
    assert mine.read(scopes.scope, second).status is ScopeStatus.AGREED
    assert all(sum(one.in_force_on(day) for one in versions) <= 1 for day in days)
    assert mine.read(scopes.verify, client).is_good


def test_two_who_begin_a_version_at_once_begin_one(desks, draft):
    mine, theirs = desks
    other = mine.do(clients.add_client, "Clínica Velanova").value

    answers = at_once(*[lambda desk=desk: desk.do(scopes.draft_from_template, other) for desk in (mine, theirs)])

    assert len(refused(answers)) == 1
    assert len(mine.read(scopes.versions, other)) == 1


def test_both_may_write_the_first_words_of_a_month(desks, draft):
    mine, theirs = desks
    client, _scope = draft
    month = Month(2026, 10)

    def write():
        mine.do(reporting.write_month, client, month, "headline", "A good month")

    theirs.do(amid(reporting.write_month, client, month, "summary", "All went well", interrupt=write))

    text = mine.read(reporting.month_text, client, month)
    assert (text.headline, text.summary) == ("A good month", "All went well")


def test_the_same_channel_chosen_twice_is_chosen_once(desks, draft):
    mine, theirs = desks
    client, _scope = draft
    channel = mine.do(clients.add_channel, client, "instagram").value
    post = mine.do(posts.add_post, client, "Bread", channel_ids=[]).value

    def choose(desk):
        return lambda: desk.do(posts.set_channels, post, [channel])

    beside(mine, choose(mine), choose(theirs))

    assert mine.read(posts.post, post).channel_ids == (channel,)


def test_what_one_does_at_another_computer_is_heard(desks):
    mine, _theirs = desks
    again = open_desk(mine.name, member_id=1, today=TODAY)
    try:
        again.do(clients.add_client, "Horno Masalumbre")
        assert [changes.label for changes in mine.news()] == ["Add client"]
        assert again.news() == []
    finally:
        again.close()


def test_a_question_sees_one_state_of_the_database(desks):
    mine, theirs = desks

    def twice(session):
        before = len(clients.tiles(session))
        theirs.do(clients.add_client, "Horno Masalumbre")
        return before, len(clients.tiles(session))

    assert mine.read(twice) == (0, 0)


def test_of_two_desks_that_hear_the_same_silence_one_writes_the_yes(desks):
    mine, theirs = desks
    client = mine.do(add_client, "Horno Masalumbre", "HM").value
    mine.do(agree, client, date(2026, 9, 1), silence_days=1)
    key = mine.do(posts.add_post, client, "Pan", day=date(2026, 10, 30)).value
    mine.do(posts.set_status, [key], "client_review")
    late = open_desk(mine.name, member_id=1, clock=lambda: datetime(2026, 10, 20, 9, tzinfo=UTC))
    other = open_desk(mine.name, member_id=theirs.member_id, clock=lambda: datetime(2026, 10, 20, 9, tzinfo=UTC))

    first, then = beside(
        late, lambda: late.do(approval.approve_by_silence), lambda: other.do(approval.approve_by_silence)
    )

    assert (len(first.value), then.value) == (1, ())
    kinds = [one.kind for one in mine.read(approval.told, key)]
    assert kinds.count(PostEventKind.SILENCE) == 1
    late.close()
    other.close()


# --- a yes, and what it was said to -----------------------------------------------------------------


@pytest.fixture
def asked(desks):
    """A post with a text of its own on its channel and a picture, which waits for the client."""
    mine, _theirs = desks
    client = mine.do(add_client, "Horno Masalumbre", "HM", 1, [("instagram", 540)]).value
    mine.do(agree, client, date(2026, 9, 1), silence_days=1)
    elena = mine.do(clients.add_contact, client, "Elena Robles").value
    key = mine.do(posts.add_post, client, "Pan", day=date(2026, 10, 30), text="Hola").value
    add_picture(mine, key, "pan.png", PNG)
    (place,) = mine.read(posts.post, key).channel_ids
    mine.do(variants.write_on, key, place, "Buenas")
    mine.do(posts.set_status, [key], "client_review")
    return key, place, elena


def edits(key, place, picture):
    return {
        "text": (variants.write_on, key, place, "Otra cosa"),
        "comment": (variants.edit_placement, key, place, "first_comment", "Otra cosa"),
        "words": (post_media.describe_media, key, picture, "Un pan"),
    }


@pytest.mark.parametrize("what", ["text", "comment", "words"])
def test_a_yes_is_lost_by_what_was_written_at_the_same_moment(desks, asked, what):
    mine, theirs = desks
    key, place, elena = asked
    edit = edits(key, place, mine.read(posts.post, key).media[0].id)[what]

    beside(mine, lambda: mine.do(approval.note_yes, [key], Heard(elena)), lambda: theirs.do(*edit))

    assert mine.read(posts.post, key).card.status == "draft"
    assert [one.kind for one in mine.read(approval.told, key)][-1] is PostEventKind.APPROVAL_LOST


def yeses(key, elena):
    return {
        "client": (approval.note_yes, [key], Heard(elena)),
        "agency": (posts.set_status, [key], "approved"),
        "silence": (approval.approve_by_silence,),
    }


@pytest.mark.parametrize("how", ["client", "agency", "silence"])
def test_a_yes_is_to_what_it_says_when_somebody_writes_at_the_same_moment(desks, asked, how):
    mine, theirs = desks
    key, place, elena = asked
    late = open_desk(mine.name, member_id=1, clock=lambda: datetime(2026, 10, 20, 9, tzinfo=UTC))

    beside(
        theirs,
        lambda: theirs.do(variants.write_on, key, place, "Otra cosa"),
        lambda: late.do(*yeses(key, elena)[how]),
    )

    found = mine.read(approval.approval_sheet, key)
    if how == "silence":  # they never saw what it says now
        assert found.card.status == "client_review"
    else:
        assert found.approval.hash == mine.read(lambda s: posts.content_hash(s, s.get(Post, key)))
    late.close()


def test_a_post_that_two_repeat_at_the_same_moment_repeats_once(desks, asked):
    mine, theirs = desks
    key, _place, _elena = asked
    mine.do(repeating.repeat, key, "FREQ=WEEKLY;COUNT=2")
    rule = "FREQ=WEEKLY;COUNT=4"

    def again():
        with pytest.raises(RuleBroken, match="no other day"):
            theirs.do(repeating.repeat, key, rule)

    beside(mine, lambda: mine.do(repeating.repeat, key, rule), again)

    assert len(mine.read(repeating.series_of, key).posts) == 4


def test_an_undo_brings_no_approval_back_to_what_a_colleague_writes_at_the_same_moment(desks, asked):
    mine, theirs = desks
    key, place, elena = asked
    mine.do(approval.note_yes, [key], Heard(elena))
    mine.do(posts.edit_post, key, "text", "Otra cosa")

    beside(mine, mine.undo, lambda: theirs.do(variants.write_on, key, place, "Distinto"))

    assert mine.read(posts.post, key).card.status == "draft"
