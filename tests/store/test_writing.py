"""Actions: one transaction each, recorded, allowed by role, and run again after a lost race."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from cmdesk.desk import Desk, open_desk
from cmdesk.domain.agency import Role
from cmdesk.domain.changes import Kind
from cmdesk.domain.errors import Conflict, NotFound, RuleBroken, Unavailable
from cmdesk.models import Client, Member, Post, Task
from cmdesk.services import agency, tasks
from cmdesk.services.action import action, found
from cmdesk.store.faults import LostRace
from cmdesk.store.store import ATTEMPTS
from tests.store.conftest import TODAY, add_client, add_post, from_outside, nothing, put, remove, value

ODD = "ñ ¿Ç? 日本語 עברית 🥐👩‍🍳 \u202e\u200b\t\n\r\\ ' \" % {} <b>&amp;</b> \U0010ffff é é"


def test_what_is_written_comes_back_as_it_was(desk):
    client = desk.do(add_client, ODD, notes=ODD).value
    post = desk.do(add_post, client, ODD, day=date(2026, 10, 16), minute=540, instant=4_102_444_800).value

    assert desk.read(value, Client, client, "notes") == ODD
    assert desk.read(value, Post, post, "title") == ODD
    assert desk.read(value, Post, post, "day") == date(2026, 10, 16)
    assert desk.read(value, Post, post, "instant") == 4_102_444_800


def test_a_word_of_a_hundred_thousand_letters_is_kept(desk):
    word = "palabra" * 14_286

    key = desk.do(add_client, word, notes=word).value

    assert desk.read(value, Client, key, "name") == word


@pytest.mark.parametrize("sign", ["\0", "\ud83e"])
@pytest.mark.parametrize("where", ["text", "list"])
def test_signs_that_one_database_cannot_keep_are_refused_by_both(desk, sign, where):
    column = desk.read(tasks.columns)[0].id
    key = desk.do(tasks.add_task, "Task", None, column).value
    before = desk.history()

    odd = f"a{sign}b"
    written = {"note": odd} if where == "text" else {"checks": [{"text": odd, "is_done": False}]}
    with pytest.raises(RuleBroken, match="cannot be kept"):
        desk.do(put, Task, key, **written)

    assert desk.history() == before
    assert desk.read(value, Task, key, "note") == ""


def test_an_action_that_is_refused_leaves_nothing(desk):
    @action("Half")
    def half(session):
        session.add(Client(name="Half", letters="HA"))
        session.flush()
        raise RuleBroken("No.")

    before = desk.history()
    with pytest.raises(RuleBroken, match="No"):
        desk.do(half)

    assert desk.history() == before
    assert from_outside(desk.name, "SELECT count(*) FROM client") == [(0,)]


def test_a_bug_in_an_action_leaves_nothing_either(desk):
    @action("Broken")
    def broken(session):
        session.add(Client(name="Half", letters="HA"))
        session.flush()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        desk.do(broken)
    assert from_outside(desk.name, "SELECT count(*) FROM client") == [(0,)]


def test_a_question_changes_nothing(desk):
    key = desk.do(add_client).value
    desk.read(put.run, Client, key, name="Another")

    assert desk.read(value, Client, key, "name") == "Horno Masalumbre"


def test_an_action_that_changes_nothing_is_no_step(desk):
    before = desk.history()
    done = desk.do(nothing)

    assert not done.can_undo
    assert desk.undo_label is None
    assert desk.history() == before


def test_the_journal_says_who_did_what_and_when(desk):
    key = desk.do(add_client).value
    desk.do(put, Client, key, name="Another")

    newest = desk.history()[0]
    assert (newest.label, newest.member_id, newest.is_undoable) == ("Set", 1, True)
    row = newest.changes.rows[0]
    assert (row.kind, row.key, dict(row.before or {})) == (Kind.CLIENT, key, {"name": "Horno Masalumbre"})
    assert dict(row.after or {}) == {"name": "Another"}
    assert newest.changes == desk.history()[0].changes


def test_days_and_moments_survive_the_journal(desk):
    client = desk.do(add_client).value
    post = desk.do(add_post, client, day=date(2026, 10, 16)).value
    done = desk.do(put, Post, post, day=date(2026, 10, 20), deleted_at=desk._clock())

    assert desk.history()[0].changes == done.changes


# --- rights ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "may_edit", "may_manage"),
    [(Role.VIEWER, False, False), (Role.EDITOR, True, False), (Role.MANAGER, True, False), (Role.OWNER, True, True)],
)
def test_a_role_allows_what_it_says(desk, role, may_edit, may_manage):
    desk.member_id = desk.do(agency.add_member, "Irene Vidal", role=role).value

    for allowed, attempt in (
        (may_edit, lambda: desk.do(add_client)),
        (may_manage, lambda: desk.do(agency.add_member, "Another")),
    ):
        if allowed:
            attempt()
        else:
            with pytest.raises(RuleBroken, match="Your role does not allow this"):
                attempt()


def test_who_says_nothing_or_is_gone_may_not_write(desk):
    desk.member_id = None
    with pytest.raises(RuleBroken, match="Say first who you are"):
        desk.do(add_client)
    desk.member_id = 99
    with pytest.raises(RuleBroken, match="not one of the members"):
        desk.do(add_client)
    desk.member_id = 1
    irene = desk.do(agency.add_member, "Irene", role=Role.OWNER).value
    desk.do(agency.change_member, irene, "is_active", False)
    desk.member_id = irene
    with pytest.raises(RuleBroken, match="not one of the members"):
        desk.do(add_client)


def test_who_lost_the_right_takes_nothing_back(desk):
    irene = desk.do(agency.add_member, "Irene", role=Role.OWNER).value
    key = desk.do(add_client).value
    desk.member_id = irene
    desk.do(put, Client, key, name="Another")
    from_outside(desk.name, f"UPDATE member SET role = 'viewer' WHERE id = {irene}")

    with pytest.raises(RuleBroken, match="Your role does not allow this"):
        desk.undo()
    assert desk.read(value, Client, key, "name") == "Another"


def test_another_person_takes_back_only_their_own_work(desk):
    irene = desk.do(agency.add_member, "Irene", role=Role.OWNER).value
    desk.do(add_client)
    desk.member_id = irene

    assert desk.undo_label is None
    with pytest.raises(RuleBroken, match="nothing to take back"):
        desk.undo()


# --- versions and races ------------------------------------------------------------------------


def test_a_form_that_shows_an_old_version_is_refused(desk):
    key = desk.do(add_client).value

    @action("Save form")
    def save(session, version):
        found(session, Client, key, version=version).name = "From the form"

    version = desk.read(value, Client, key, "version")
    desk.do(put, Client, key, name="A colleague's")
    with pytest.raises(Conflict, match="Somebody changed this since you opened it"):
        desk.do(save, version)
    desk.do(save, desk.read(value, Client, key, "version"))


def test_what_lies_in_the_bin_is_not_found(desk):
    key = desk.do(add_client).value
    desk.do(put, Client, key, deleted_at=desk._clock())

    with pytest.raises(NotFound):
        desk.read(found, Client, key)


def test_an_action_that_lost_a_race_runs_again(desk):
    key = desk.do(add_client).value
    tries = []

    @action("Count up")
    def count_up(session):
        row = session.get(Client, key)
        row.colour = row.colour + 1
        tries.append(row.colour)
        if len(tries) < 3:
            # as if a colleague's change had come between reading and writing
            with session.no_autoflush:
                session.execute(text("UPDATE client SET version = version + 1"))

    desk.do(count_up)

    assert len(tries) == 3
    assert desk.read(value, Client, key, "colour") == 2
    assert len([entry for entry in desk.history() if entry.label == "Count up"]) == 1


def test_who_loses_every_race_is_told(desk):
    key = desk.do(add_client).value
    tries = []

    @action("Never")
    def never(session):
        session.get(Client, key).colour = 5
        tries.append(1)
        with session.no_autoflush:
            session.execute(text("UPDATE client SET version = version + 1"))

    with pytest.raises(LostRace, match="Somebody changed this at the same moment"):
        desk.do(never)
    assert len(tries) == ATTEMPTS
    assert desk.read(value, Client, key, "colour") == 1


@pytest.fixture
def colleague(founded_postgres):
    """Two desks on one shared database: mine and a colleague's."""
    mine = open_desk(founded_postgres, member_id=1, today=TODAY)
    irene = mine.do(agency.add_member, "Irene Vidal", role=Role.OWNER).value
    theirs = open_desk(founded_postgres, member_id=irene, today=TODAY)
    mine.listen()
    yield mine, theirs
    mine.close()
    theirs.close()


@pytest.mark.postgres
def test_two_people_count_without_losing_one(colleague: tuple[Desk, Desk]):
    mine, theirs = colleague
    key = mine.do(add_client).value
    hurried: list[object] = []

    @action("Count up")
    def count_up(session, other=None):
        row = session.get(Client, key)
        seen = row.colour
        if other is not None and not hurried:
            hurried.append(other.do(count_up))
        row.colour = seen + 1

    mine.do(count_up, theirs)

    assert mine.read(value, Client, key, "colour") == 3


@pytest.mark.postgres
def test_two_that_must_not_run_at_once_do_not(colleague):
    mine, theirs = colleague
    hurried: list[object] = []

    @action("Only one", is_serial=True)
    def only_one(session, other=None):
        count = session.scalar(text("SELECT count(*) FROM client"))
        if other is not None and not hurried:
            hurried.append(other.do(only_one))
        if count == 0:
            session.add(Client(name="The one", letters="ON"))

    mine.do(only_one, theirs)

    assert from_outside(mine.name, "SELECT count(*) FROM client") == [(1,)]


@pytest.mark.postgres
def test_a_lock_that_is_held_too_long_is_explained(colleague):
    mine, theirs = colleague
    key = mine.do(add_client).value

    @action("Hold")
    def hold(session):
        session.get(Client, key).colour = 2
        session.flush()
        with pytest.raises(Unavailable, match="writing for too long"):
            theirs.do(impatient)

    @action("Impatient")
    def impatient(session):
        session.execute(text("SET LOCAL lock_timeout = 50"))
        session.get(Client, key).colour = 3

    mine.do(hold)
    assert mine.read(value, Client, key, "colour") == 2


@pytest.mark.postgres
def test_a_server_that_goes_away_is_explained_and_comes_back(postgres_server, colleague):
    mine, _theirs = colleague
    key = mine.do(add_client).value
    with postgres_server.connect() as outside:
        outside.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'CMDesk' AND state = 'idle'"
        )

    said = [refusal_of(lambda: mine.do(put, Client, key, name="Saved")) for _attempt in range(4)]

    assert said[-1] == ""
    assert {one for one in said if one} <= {"The database cannot be reached. Nothing was changed. Try again."}
    assert mine.read(value, Client, key, "name") == "Saved"


def refusal_of(attempt):
    """What a person is told; nothing when it was done."""
    try:
        attempt()
    except Unavailable as error:
        return str(error)
    return ""


# --- news --------------------------------------------------------------------------------------


@pytest.mark.postgres
def test_what_a_colleague_did_is_heard_once_and_ones_own_never(colleague):
    mine, theirs = colleague
    key = theirs.do(add_client).value
    mine.do(put, Client, key, name="Mine")

    heard = mine.news()
    assert [(changes.label, changes.kinds) for changes in heard] == [("Add client", frozenset({Kind.CLIENT}))]
    assert mine.news() == []

    assert [changes.label for changes in theirs.news()] == ["Set"]
    mine.undo()
    theirs.undo()
    assert [changes.label for changes in mine.news()] == ["Add client"]


def test_members_are_written_and_read(desk):
    key = desk.do(agency.add_member, "Irene").value
    desk.do(remove, Member, key)
    desk.undo()

    assert [member.name for member in desk.read(agency.members)] == ["Irene", "Nuria Cabal"]
