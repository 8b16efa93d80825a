"""Sending with the document, agreeing with options, renewing, ending, resting, and the proof: on both databases."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from cmdesk.desk import open_desk
from cmdesk.domain.clients import ClientStatus
from cmdesk.domain.ending import Fate
from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.domain.moments import Month
from cmdesk.domain.posts import PostEventKind, PostStatus
from cmdesk.domain.reminders import ReminderKind
from cmdesk.domain.reporting import Progress
from cmdesk.domain.scope import EventKind, Means, ScopeStatus, ruling_version
from cmdesk.domain.timeline import TimelineKind
from cmdesk.services import calendar, clients, posts, scopes, tasks
from cmdesk.services.allowance import allowance
from cmdesk.services.ending import all_left_over, left_over, settle_left_over
from cmdesk.services.proof import proof
from cmdesk.services.reminders import reminders
from cmdesk.services.sidebar import sidebar
from cmdesk.services.signing import issued_papers
from cmdesk.services.timeline import timeline

TODAY = date(2026, 10, 14)
LAST = date(2026, 12, 31)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 10, 14, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def go_to(self, day: date) -> None:
        self.now = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def desk(founded, clock):
    desk = open_desk(founded, member_id=1, clock=clock)
    yield desk
    desk.close()


@pytest.fixture
def bakery(desk):
    client_id = desk.do(clients.add_client, "Horno Masalumbre").value
    desk.do(clients.add_contact, client_id, "Elena Robles", signs_scope=True, approves_posts=True)
    return client_id


@pytest.fixture
def elena(desk, bakery):
    return desk.read(clients.contacts, bakery)[0].id


@pytest.fixture
def draft(desk, bakery, elena):
    """A small draft: posts, an option and a meeting, from October to December."""
    scope_id = desk.do(scopes.draft_from_template, bakery).value
    for title, fields in {
        "Posts": {"quantity": 12, "unit": "post", "formats": ["post"], "price_cents": 24000},
        "Reels": {"quantity": 2, "unit": "reel", "formats": ["reel"], "price_cents": 9000, "treatment": "optional"},
        "Meetings": {"quantity": 1, "unit": "meeting", "price_cents": 0},
    }.items():
        line = desk.do(scopes.add_line, scope_id, title=title).value
        for field, value in fields.items():
            desk.do(scopes.change_line, line, field, value)
    desk.do(scopes.change_terms, scope_id, "first_day", date(2026, 10, 1))
    desk.do(scopes.change_terms, scope_id, "last_day", LAST)
    return scope_id


@pytest.fixture
def sent(desk, draft):
    desk.do(scopes.send, draft)
    return draft


@pytest.fixture
def agreed(desk, sent, elena):
    desk.do(scopes.agree, sent, elena, TODAY, Means.EMAIL)
    return sent


def version(desk, scope_id):
    return desk.read(scopes.scope, scope_id)


def lineage(desk, scope_id, title):
    return next(line.lineage for line in version(desk, scope_id).lines if line.title == title)


# --- sending ---------------------------------------------------------------------------------


def test_a_version_is_sent_with_its_document_in_one_step(desk, bakery, draft):
    done = desk.send_scope(draft, version(desk, draft).version)

    found = version(desk, draft)
    assert (found.status, found.fingerprint) == (ScopeStatus.SENT, done.value.fingerprint)
    assert done.value.document.content.startswith(b"%PDF")
    assert not done.can_undo
    papers = desk.read(issued_papers, draft).papers
    assert list(papers) == [done.value.document.content]
    assert desk.read(scopes.verify, bakery).is_good


class Stop(Exception):
    """Somebody stops the drawing."""


def test_a_version_whose_document_cannot_be_drawn_is_not_sent(desk, bakery, draft):
    class Stopping(Progress):
        def step(self, done: int, total: int) -> None:
            raise Stop

    with pytest.raises(Stop):
        desk.send_scope(draft, progress=Stopping())

    assert version(desk, draft).status is ScopeStatus.DRAFT
    desk.do(scopes.change_terms, draft, "tax_bp", 1000)
    assert [event.kind for event in desk.read(scopes.events, bakery)] == [EventKind.CREATED]


def test_who_may_not_send_does_not_send_with_a_document_either(desk, draft):
    from cmdesk.domain.agency import Role
    from cmdesk.services import agency

    desk.member_id = desk.do(agency.add_member, "Irene Vidal", role=Role.EDITOR).value

    with pytest.raises(RuleBroken, match="role"):
        desk.send_scope(draft)


# --- agreeing --------------------------------------------------------------------------------


def test_options_that_are_taken_count_from_then_on(desk, bakery, sent, elena):
    reels = lineage(desk, sent, "Reels")

    desk.do(scopes.agree, sent, elena, TODAY, Means.EMAIL, options=[reels])

    found = version(desk, sent)
    assert found.accepted == {reels}
    assert found.totals().monthly_cents == 33000
    rows = {row.lineage: row for row in desk.read(allowance, bakery, Month(2026, 10))}
    assert rows[reels].agreed == 2
    (event,) = [one for one in desk.read(scopes.events, bakery) if one.kind is EventKind.AGREED]
    assert event.options == (reels,)
    assert desk.read(scopes.verify, bakery).is_good
    following = desk.do(scopes.draft_from_current, bakery).value
    assert next(line for line in version(desk, following).lines if line.title == "Reels").is_included


def test_only_what_is_offered_can_be_taken(desk, sent, elena):
    for wanted in (lineage(desk, sent, "Posts"), "own-99"):
        with pytest.raises(RuleBroken, match="offers"):
            desk.do(scopes.agree, sent, elena, TODAY, Means.EMAIL, options=[wanted])


def test_after_the_price_ran_out_a_note_says_why_it_counts_all_the_same(desk, sent, elena, clock):
    clock.go_to(date(2026, 12, 1))

    with pytest.raises(RuleBroken, match="valid until 13 November 2026"):
        desk.do(scopes.agree, sent, elena, desk.today, Means.EMAIL)
    desk.do(scopes.agree, sent, elena, desk.today, Means.EMAIL, "The price still holds, says Nuria")

    assert version(desk, sent).status is ScopeStatus.AGREED


def test_more_evidence_is_kept_beside_the_first(desk, bakery, agreed):
    desk.do(scopes.add_evidence, agreed, "mail.eml", b"From: Elena", note="She wrote once more")

    event = desk.read(scopes.events, bakery)[-1]
    assert (event.kind, event.evidence_name, event.note) == (EventKind.EVIDENCE, "mail.eml", "She wrote once more")
    assert desk.read(scopes.evidence, event.id) == ("mail.eml", b"From: Elena")
    assert version(desk, agreed).status is ScopeStatus.AGREED
    with pytest.raises(RuleBroken, match="empty"):
        desk.do(scopes.add_evidence, agreed, "mail.eml", b"")


def test_nothing_is_proved_of_what_was_not_agreed(desk, sent):
    with pytest.raises(RuleBroken, match="nothing to prove"):
        desk.do(scopes.add_evidence, sent, "mail.eml", b"x")


# --- going on and ending ---------------------------------------------------------------------


def test_a_term_is_renewed_in_one_step_and_nothing_frozen_is_written(desk, bakery, agreed):
    before = version(desk, agreed)

    desk.do(scopes.renew, agreed, date(2027, 12, 31), "As before")

    found = version(desk, agreed)
    assert (found.last_day, found.terms, found.lines) == (date(2027, 12, 31), before.terms, before.lines)
    assert (found.status, found.version) == (ScopeStatus.AGREED, before.version)
    assert ruling_version(desk.read(scopes.versions, bakery), date(2027, 6, 1)).id == agreed
    assert any(row.agreed == 12 for row in desk.read(allowance, bakery, Month(2027, 6)))
    assert desk.read(scopes.verify, bakery).is_good

    desk.do(scopes.renew, agreed, None)
    assert version(desk, agreed).last_day is None
    with pytest.raises(RuleBroken, match="no last day"):
        desk.do(scopes.renew, agreed, date(2030, 1, 1))


def test_a_renewal_goes_on_later_and_takes_nobodys_place(desk, bakery, agreed, elena):
    with pytest.raises(RuleBroken, match="It lasts until 31 December 2026"):
        desk.do(scopes.renew, agreed, LAST)
    second = desk.do(scopes.draft_from_current, bakery).value
    desk.do(scopes.change_terms, second, "last_day", None)
    desk.do(scopes.change_terms, second, "first_day", date(2027, 1, 1))
    desk.do(scopes.send, second)
    desk.do(scopes.agree, second, elena, TODAY, Means.EMAIL)

    with pytest.raises(RuleBroken, match="Version 2 follows it already"):
        desk.do(scopes.renew, agreed, date(2027, 3, 31))


def test_only_what_stands_agreed_is_renewed_or_ended(desk, sent):
    for action, *args in ((scopes.renew, date(2027, 12, 31)), (scopes.end, LAST)):
        with pytest.raises(RuleBroken, match="does not stand agreed"):
            desk.do(action, sent, *args)


def test_until_its_last_day_an_ended_version_rules_as_before(desk, bakery, agreed):
    desk.do(scopes.end, agreed, date(2026, 11, 30), given_on=TODAY)

    found = version(desk, agreed)
    assert (found.status, found.last_day) == (ScopeStatus.ENDED, date(2026, 11, 30))
    view = desk.read(scopes.view, bakery)
    assert (view.ruling.id, view.agreed.id, view.latest.id) == (agreed, agreed, agreed)
    assert ruling_version(view.versions, date(2026, 12, 1)) is None
    assert [row.agreed for row in desk.read(allowance, bakery, Month(2026, 11)) if row.unit == "post"] == [12]
    assert desk.read(allowance, bakery, Month(2026, 12)) == ()
    assert desk.read(scopes.overview)[0].last_day == date(2026, 11, 30)


def test_notice_is_kept_or_a_reason_is_written(desk, agreed):
    with pytest.raises(RuleBroken, match="the last day is 13 November 2026"):
        desk.do(scopes.end, agreed, date(2026, 10, 31))
    with pytest.raises(RuleBroken, match="has not come yet"):
        desk.do(scopes.end, agreed, LAST, given_on=TODAY + timedelta(days=1))
    with pytest.raises(RuleBroken, match="cannot end before"):
        desk.do(scopes.end, agreed, date(2026, 9, 1), "x")
    with pytest.raises(RuleBroken, match="renew it"):
        desk.do(scopes.end, agreed, date(2027, 1, 1))

    desk.do(scopes.end, agreed, date(2026, 10, 31), "Both sides want it")
    assert version(desk, agreed).last_day == date(2026, 10, 31)


# --- what was planned after the end ------------------------------------------------------------


@pytest.fixture
def planned(desk, bakery, agreed):
    """A post within, one after the end, one that is out, and a task due after it; the version ends in November."""
    keys = [desk.do(posts.add_post, bakery, title, day=day).value for title, day in (
        ("Within", date(2026, 11, 3)), ("After", date(2026, 12, 3)), ("Out", date(2026, 12, 4)),
    )]  # fmt: skip
    desk.do(posts.set_status, [keys[2]], PostStatus.PUBLISHED)
    task = desk.do(tasks.add_task, "December report", bakery, desk.read(tasks.columns)[0].id).value
    desk.do(tasks.set_due, [task], date(2026, 12, 10))
    desk.do(scopes.end, agreed, date(2026, 11, 30))
    return {"after": keys[1], "task": task}


def test_what_was_planned_after_the_end_waits_in_a_list(desk, bakery, planned):
    found = desk.read(left_over, bakery)

    assert found.last_day == date(2026, 11, 30)
    assert [card.id for card in found.posts] == [planned["after"]]
    assert [task.id for task in found.tasks] == [planned["task"]]
    assert desk.read(all_left_over) == (found,)


@pytest.mark.parametrize("fate", [Fate.TRAY, Fate.BIN, Fate.KEEP])
def test_one_step_decides_on_all_of_it_and_is_taken_back(desk, bakery, planned, fate):
    assert desk.do(settle_left_over, bakery, fate, cause="A farewell").value == 2
    assert desk.read(left_over, bakery).count == 0
    if fate is Fate.TRAY:
        assert desk.read(posts.post, planned["after"]).card.day is None
    elif fate is Fate.KEEP:
        events = desk.read(posts.post, planned["after"]).events
        assert (events[-1].kind, events[-1].comment) == (PostEventKind.KEPT, "A farewell")

    desk.undo()

    assert desk.read(left_over, bakery).count == 2


def test_what_stays_planned_has_its_reason(desk, bakery, planned):
    with pytest.raises(RuleBroken, match="Write why"):
        desk.do(settle_left_over, bakery, Fate.KEEP)

    assert desk.do(settle_left_over, bakery, Fate.BIN, post_ids=[planned["after"]], task_ids=[]).value == 1
    assert [task.id for task in desk.read(left_over, bakery).tasks] == [planned["task"]]


def test_without_an_end_nothing_is_left_over(desk, bakery, agreed):
    assert desk.read(left_over, bakery).last_day is None


# --- resting -----------------------------------------------------------------------------------


def test_a_client_rests_with_its_reason_and_nothing_is_asked_for(desk, bakery, sent):
    assert [one.kind for one in desk.read(reminders)] == [ReminderKind.WAITING]

    desk.do(clients.pause_client, bakery, "Works in the shop")

    found = desk.read(clients.client, bakery)
    assert (found.status, found.status_reason, found.status_since) == (ClientStatus.PAUSED, "Works in the shop", TODAY)
    assert desk.read(reminders) == ()
    with pytest.raises(RuleBroken, match="paused already"):
        desk.do(clients.pause_client, bakery, "Again")
    desk.undo()
    assert desk.read(clients.client, bakery).status is ClientStatus.ACTIVE


def test_what_is_late_with_a_client_that_rests_is_not_asked_for(desk, bakery):
    desk.do(posts.add_post, bakery, "Bread", day=date(2026, 10, 5))
    task = desk.do(tasks.add_task, "Photos", bakery, desk.read(tasks.columns)[0].id).value
    desk.do(tasks.set_due, [task], date(2026, 10, 5))
    assert desk.read(calendar.plan, bakery, Month(2026, 10)).late
    assert desk.read(sidebar).clients == {bakery: 1}

    desk.do(clients.pause_client, bakery, "Works in the shop")

    assert not desk.read(calendar.plan, bakery, Month(2026, 10)).late
    assert desk.read(sidebar).clients == {}


def test_resting_asks_for_a_reason_and_going_on_for_a_rest(desk, bakery):
    with pytest.raises(RuleBroken, match="Write why"):
        desk.do(clients.pause_client, bakery, " ")
    with pytest.raises(RuleBroken, match="not paused"):
        desk.do(clients.resume_client, bakery)


# --- one line of time --------------------------------------------------------------------------


def test_all_that_happened_stands_on_one_line_of_time(desk, bakery, agreed, clock):
    clock.go_to(date(2026, 10, 20))
    desk.do(clients.pause_client, bakery, "Works in the shop")
    desk.undo()
    clock.go_to(date(2026, 10, 21))
    desk.do(clients.pause_client, bakery, "Holidays")
    clock.go_to(date(2026, 10, 28))
    desk.do(clients.resume_client, bakery)
    clock.go_to(date(2026, 11, 2))
    desk.do(scopes.renew, agreed, date(2027, 6, 30))

    found = desk.read(timeline, bakery)

    assert [(one.kind, one.day.isoformat()) for one in found] == [
        (TimelineKind.EVENT, "2026-10-14"), (TimelineKind.EVENT, "2026-10-14"), (TimelineKind.EVENT, "2026-10-14"),
        (TimelineKind.PAUSED, "2026-10-21"), (TimelineKind.RESUMED, "2026-10-28"), (TimelineKind.EVENT, "2026-11-02"),
    ]  # fmt: skip
    assert found[3].note == "Holidays"
    assert found[-1].sentence == "Version 1: renewed until 30 June 2027"
    assert [one.event.kind for one in found if one.event][:3] == [EventKind.CREATED, EventKind.SENT, EventKind.AGREED]


# --- the proof -----------------------------------------------------------------------------------


def test_the_proof_holds_all_that_was_sent_and_the_evidence(desk, bakery, sent, elena):
    reels = lineage(desk, sent, "Reels")
    desk.do(scopes.agree, sent, elena, TODAY, Means.SIGNED_PDF, "", "si.pdf", b"%PDF yes", options=[reels])

    found = desk.read(proof, bakery)

    assert found.is_good
    assert [link.kind for link in found.chain] == [EventKind.CREATED, EventKind.SENT, EventKind.AGREED]
    assert all(link.is_good for link in found.chain)
    assert found.evidence[0].hash == hashlib.sha256(b"%PDF yes").hexdigest()
    assert json.loads(found.chain[2].part("details")) == {"options": [reels]}
    kept = json.loads(desk.proof(bakery, "json").content)
    assert hashlib.sha256(kept["versions"][0]["content"].encode()).hexdigest() == version(desk, sent).fingerprint


def test_before_anything_was_sent_there_is_nothing_to_prove(desk, bakery, draft):
    with pytest.raises(NotFound, match="Nothing was sent to Horno Masalumbre yet"):
        desk.read(proof, bakery)


def test_of_many_who_note_one_yes_at_once_exactly_one_does(desk, bakery, sent, elena):
    """One desk serves one person; a server is raced in test_races."""
    from concurrent.futures import ThreadPoolExecutor

    def yes(means):
        try:
            desk.do(scopes.agree, sent, elena, TODAY, means)
        except RuleBroken:
            return False
        return True

    with ThreadPoolExecutor(4, "racing") as people:
        won = list(people.map(yes, [Means.EMAIL, Means.PHONE, Means.IN_PERSON, Means.OTHER]))

    assert won.count(True) == 1
    kinds = [event.kind for event in desk.read(scopes.events, bakery)]
    assert kinds.count(EventKind.AGREED) == 1
    assert desk.read(scopes.verify, bakery).is_good
