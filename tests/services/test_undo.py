"""Taking back what use cases did, where the agency's rules have a say."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from cmdesk.desk import open_desk
from cmdesk.domain.agency import Role
from cmdesk.domain.changes import Kind
from cmdesk.domain.errors import Conflict, RuleBroken
from cmdesk.domain.tasks import Check
from cmdesk.services import agency, clients, posts, scopes, tasks
from cmdesk.services.bin import restore

TODAY = date(2026, 10, 14)


class Clock:
    """A clock that moves on by a second each time somebody looks."""

    def __init__(self):
        self.now = datetime(2026, 10, 14, 9, tzinfo=UTC)

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def desk(founded):
    desk = open_desk(founded, member_id=1, today=TODAY, clock=Clock())
    yield desk
    desk.close()


def bakery(desk, **more):
    return desk.do(clients.add_client_with_contact, "Horno Masalumbre", contact="Elena Robles", **more).value


def undo_until_refused_or_done(desk, turn):
    """Take back as long as there is something; what is refused is dropped."""
    while True:
        try:
            turn()
        except RuleBroken as error:
            if "nothing to" in str(error):
                return
        except Conflict:
            pass


def test_a_client_to_whom_a_scope_was_sent_is_not_taken_back(desk):
    client = bakery(desk)
    scope = desk.do(scopes.draft_from_template, client, "essential").value
    desk.do(scopes.send, scope)

    undo_until_refused_or_done(desk, desk.undo)

    assert [tile.id for tile in desk.read(clients.tiles)] == [client]


def test_deleting_a_client_is_not_done_again_once_a_scope_was_sent(desk):
    client = bakery(desk)
    scope = desk.do(scopes.draft_from_template, client, "essential").value
    desk.do(clients.delete_client, client)
    desk.undo()
    desk.do(scopes.send, scope)

    with pytest.raises(RuleBroken, match="Archive it instead"):
        desk.redo()
    assert desk.read(clients.client, client).archived_at is None


def test_a_draft_that_was_taken_back_comes_out_of_the_bin_with_its_lines(desk):
    client = bakery(desk)
    scope = desk.do(scopes.draft_from_template, client, "essential").value
    lines = desk.read(scopes.scope, scope).lines

    desk.undo()
    desk.do(restore, Kind.SCOPE, scope)

    assert desk.read(scopes.scope, scope).lines == lines


def test_a_post_that_was_taken_back_comes_out_of_the_bin_with_its_channels(desk):
    client = bakery(desk)
    channel = desk.do(clients.add_channel, client, "instagram").value
    post = desk.do(posts.add_post, client, "Bread").value

    desk.undo()
    desk.do(restore, Kind.POST, post)

    assert desk.read(posts.post, post).channel_ids == (channel,)


def test_what_was_taken_back_with_its_parts_is_done_again(desk):
    client = bakery(desk)
    channel = desk.do(clients.add_channel, client, "instagram").value
    post = desk.do(posts.add_post, client, "Bread").value

    for _turn in range(3):
        desk.undo()
        desk.redo()

    assert desk.read(posts.post, post).channel_ids == (channel,)


def test_a_member_who_did_something_is_not_taken_back(desk, founded):
    irene = desk.do(agency.add_member, "Irene Vidal", role=Role.EDITOR).value
    column = desk.read(tasks.columns)[0].id
    desk.member_id = irene
    desk.do(tasks.add_task, "Take photos", None, column)
    desk.member_id = 1

    desk.do(tasks.rename_column, column, "First")
    desk.undo()
    with pytest.raises(Conflict, match="was not taken back"):
        desk.undo_newest()
    assert len(desk.read(agency.members)) == 2


def test_a_column_in_which_a_colleague_works_is_not_taken_back(desk):
    irene = desk.do(agency.add_member, "Irene Vidal", role=Role.EDITOR).value
    column = desk.do(tasks.add_column, "Ideas", 0).value
    desk.member_id = irene
    task = desk.do(tasks.add_task, "Take photos", None, column).value
    desk.member_id = 1

    with pytest.raises(Conflict, match="was not taken back"):
        desk.undo_newest()
    assert desk.read(tasks.task, task).card.column_id == column


def test_a_long_title_of_a_task_is_refused_not_cut(desk):
    column = desk.read(tasks.columns)[0].id
    with pytest.raises(RuleBroken, match="too long"):
        desk.do(tasks.add_task, "a" * 100_000, None, column)
    task = desk.do(tasks.add_task, "Foto", None, column).value
    with pytest.raises(RuleBroken, match="too long"):
        desk.do(tasks.set_checks, task, [Check("a" * 100_000)])
