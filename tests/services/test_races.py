"""Two people at one shared database at the same moment: nothing that was agreed changes, nobody sees a bug."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event

from cmdesk.desk import open_desk
from cmdesk.domain.agency import Role
from cmdesk.domain.errors import Conflict, RuleBroken
from cmdesk.domain.moments import Month
from cmdesk.services import agency, clients, posts, reporting, scopes

TODAY = date(2026, 10, 14)
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


@pytest.fixture
def draft(desks):
    client = desks[0].do(clients.add_client, "Horno Masalumbre").value
    return client, desks[0].do(scopes.draft_from_template, client, "essential").value


@pytest.mark.parametrize("how", ["change", "remove", "add", "terms", "treatment", "discard", "undo"])
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
        "terms": (scopes.change_terms, scope, "tax_bp", 0),
        "treatment": (scopes.set_treatment, [line.id], "optional"),
        "discard": (scopes.discard_draft, scope),
        "undo": (None,),
    }[how]

    with pytest.raises((RuleBroken, Conflict)):
        theirs.do(action, *args) if action else theirs.undo()

    assert mine.read(scopes.scope, scope).lines[0].title == "Before"
    assert mine.read(scopes.verify, client).is_good


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

    def choose():
        mine.do(posts.set_channels, post, [channel])

    theirs.do(amid(posts.set_channels, post, [channel], interrupt=choose))

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
