"""Taking back and doing again: every kind of change, two hundred steps, and politely where others wrote."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from cmdesk.desk import REMEMBERED, open_desk
from cmdesk.domain.errors import Conflict, RuleBroken
from cmdesk.domain.posts import PostEventKind
from cmdesk.domain.scope import EventKind
from cmdesk.models import Channel as ChannelRow
from cmdesk.models import Client, Placement, Post, PostEvent, Scope, Task
from cmdesk.services import scopes, tasks
from cmdesk.services.action import action
from tests.store.conftest import TODAY, add_client, add_post, from_outside, nothing, put, remove, value


def same(desk, model, key, *names):
    return tuple(desk.read(value, model, key, name) for name in names)


def test_a_change_is_taken_back_and_done_again(desk):
    key = desk.do(add_client).value
    desk.do(put, Client, key, name="Another", colour=5)

    desk.undo()
    assert same(desk, Client, key, "name", "colour") == ("Horno Masalumbre", 1)
    desk.redo()
    assert same(desk, Client, key, "name", "colour") == ("Another", 5)
    desk.undo()
    assert same(desk, Client, key, "name", "colour") == ("Horno Masalumbre", 1)


def test_what_was_made_goes_into_the_bin_and_comes_back(desk):
    key = desk.do(add_client).value

    desk.undo()
    assert desk.read(value, Client, key, "deleted_at") is not None
    desk.redo()
    assert same(desk, Client, key, "deleted_at", "name") == (None, "Horno Masalumbre")
    desk.undo()
    assert desk.read(value, Client, key, "deleted_at") is not None


def test_what_was_binned_comes_back(desk):
    key = desk.do(tasks.add_task, "Task", None, desk.read(tasks.columns)[0].id).value
    desk.do(tasks.delete_tasks, [key])

    desk.undo()
    assert [card.id for card in desk.read(tasks.board).all_cards] == [key]
    desk.redo()
    assert desk.read(tasks.board).all_cards == ()


def test_what_went_for_good_comes_back_under_its_old_number(desk):
    client = desk.do(add_client).value
    channel = desk.do(add_row(ChannelRow), client_id=client, network="instagram").value
    post = desk.do(add_post, client).value
    placement = desk.do(add_row(Placement), post_id=post, channel_id=channel, text="Own words").value
    desk.do(remove, Placement, placement)

    desk.undo()
    assert desk.read(value, Placement, placement, "text") == "Own words"
    desk.redo()
    assert desk.read(value, Placement, placement, "text") is None
    desk.undo()
    # numbers that come later are not disturbed by the old one
    other = desk.do(add_row(ChannelRow), client_id=client, network="facebook").value
    assert desk.do(add_row(Placement), post_id=post, channel_id=other).value > placement


def add_row(model):
    @action("Add row")
    def add(session, **values):
        row = model(**values)
        session.add(row)
        session.flush()
        return row.id

    return add


def test_a_row_that_was_made_and_changed_in_one_action_is_one_step(desk):
    @action("Both")
    def both(session):
        row = Client(name="First", letters="FI")
        session.add(row)
        session.flush()
        row.name = "Second"
        session.flush()
        row.colour = 4
        return row.id

    key = desk.do(both).value
    desk.undo()
    assert desk.read(value, Client, key, "deleted_at") is not None
    desk.redo()
    assert same(desk, Client, key, "name", "colour", "deleted_at") == ("Second", 4, None)


def test_lists_and_days_are_taken_back(desk):
    key = desk.do(tasks.add_task, "Task fri 16 9:00 #a", None, desk.read(tasks.columns)[0].id).value
    desk.do(put, Task, key, labels=["b"], due=None, due_minute=None, checks=[{"text": "x", "is_done": True}])

    desk.undo()
    assert same(desk, Task, key, "labels", "due", "due_minute", "checks") == (["a"], date(2026, 10, 16), 540, [])
    desk.redo()
    assert same(desk, Task, key, "labels", "due", "checks") == (["b"], None, [{"text": "x", "is_done": True}])


def test_labels_name_what_undo_and_redo_would_do(desk):
    assert (desk.undo_label, desk.redo_label) == (None, None)
    desk.do(add_client)
    assert desk.undo_label == "Add client"
    desk.undo()
    assert (desk.undo_label, desk.redo_label) == (None, "Add client")
    desk.do(nothing)
    assert desk.redo_label == "Add client"
    desk.do(add_client)
    assert desk.redo_label is None


def test_with_nothing_done_there_is_nothing_to_take_back(desk):
    with pytest.raises(RuleBroken, match="nothing to take back"):
        desk.undo()
    with pytest.raises(RuleBroken, match="nothing to do again"):
        desk.redo()


def test_two_hundred_steps_are_remembered(founded_sqlite):
    desk = open_desk(founded_sqlite, member_id=1, today=TODAY)
    key = desk.do(add_client).value
    for number in range(REMEMBERED + 5):
        desk.do(put, Client, key, notes=str(number))

    for _step in range(REMEMBERED):
        desk.undo()
    assert desk.read(value, Client, key, "notes") == "4"
    assert desk.undo_label is None
    for _step in range(REMEMBERED):
        desk.redo()
    assert desk.read(value, Client, key, "notes") == str(REMEMBERED + 4)
    desk.close()


def test_what_cannot_be_taken_back_is_no_step(desk):
    @action("For ever", is_undoable=False)
    def for_ever(session):
        session.add(Client(name="Kept", letters="KE"))

    done = desk.do(for_ever)

    assert not done.can_undo
    assert desk.undo_label is None
    assert desk.history()[0].is_undoable is False


# --- others write too --------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["same field", "removed"])
def test_a_colleagues_later_change_is_not_overwritten(desk, how):
    key = desk.do(add_client).value
    desk.do(put, Client, key, name="Mine")
    theirs = "SET name = 'Theirs', version = version + 1" if how == "same field" else "SET name = ''"
    from_outside(desk.name, f"UPDATE client {theirs} WHERE id = {key}")
    entries = len(desk.history())

    with pytest.raises(Conflict, match="Somebody changed this since, so it was not taken back"):
        desk.undo()

    assert desk.read(value, Client, key, "name") == ("Theirs" if how == "same field" else "")
    assert desk.undo_label == "Add client"  # the step is dropped, the one before it stands
    assert len(desk.history()) == entries


def test_a_colleagues_change_of_another_field_stays(desk):
    key = desk.do(add_client).value
    desk.do(put, Client, key, name="Mine")
    from_outside(desk.name, f"UPDATE client SET notes = 'Theirs', version = version + 1 WHERE id = {key}")

    desk.undo()

    assert same(desk, Client, key, "name", "notes") == ("Horno Masalumbre", "Theirs")


def test_half_of_an_undo_never_stays(desk):
    one, two = (desk.do(add_client, name).value for name in ("One", "Two"))

    @action("Both")
    def both(session):
        session.get(Client, one).notes = "mine"
        session.flush()
        session.get(Client, two).notes = "mine"

    desk.do(both)
    from_outside(desk.name, f"UPDATE client SET notes = 'theirs' WHERE id = {one}")
    with pytest.raises(Conflict):
        desk.undo()

    assert desk.read(value, Client, two, "notes") == "mine"


# --- histories only grow -----------------------------------------------------------------------


def post_events(session, post_id):
    told = select(PostEvent.kind, PostEvent.detail).where(PostEvent.post_id == post_id).order_by(PostEvent.id)
    return [tuple(row) for row in session.execute(told)]


def line_numbers(session, post_id):
    return list(session.scalars(select(PostEvent.id).where(PostEvent.post_id == post_id).order_by(PostEvent.id)))


@action("Move and tell")
def move_and_tell(session, post_id, day):
    session.get(Post, post_id).day = day
    session.add(PostEvent(post_id=post_id, kind=PostEventKind.MOVED, at=session.info["now"]))


def test_a_post_remembers_that_its_move_was_taken_back(desk):
    post = desk.do(add_post, desk.do(add_client).value, day=date(2026, 10, 16)).value
    desk.do(move_and_tell, post, date(2026, 10, 20))

    moved = desk.read(line_numbers, post)[-1]

    desk.undo()
    assert desk.read(value, Post, post, "day") == date(2026, 10, 16)
    assert desk.read(post_events, post) == [("moved", ""), ("taken_back", f"{moved}")]
    desk.redo()
    desk.undo()
    assert desk.read(post_events, post)[2:] == [("taken_back", f"again {moved}"), ("taken_back", f"{moved}")]


@action("Tell")
def tell(session, post_id):
    session.add(PostEvent(post_id=post_id, kind=PostEventKind.COMMENTED, at=session.info["now"]))


def test_what_only_tells_something_is_a_step_of_its_own(desk):
    post = desk.do(add_post, desk.do(add_client).value, day=date(2026, 10, 16)).value
    desk.do(move_and_tell, post, date(2026, 10, 20))
    desk.do(tell, post)
    told = desk.read(line_numbers, post)[-1]

    for turn, words in ((desk.undo, f"{told}"), (desk.redo, f"again {told}"), (desk.undo, f"{told}")):
        turn()
        assert desk.read(post_events, post)[-1] == ("taken_back", words)
        assert desk.read(value, Post, post, "day") == date(2026, 10, 20)
    desk.undo()
    assert desk.read(value, Post, post, "day") == date(2026, 10, 16)


def test_what_its_history_never_told_is_not_taken_back_in_it(desk):
    post = desk.do(add_post, desk.do(add_client).value, day=date(2026, 10, 16)).value
    desk.do(put, Post, post, rank="a")
    desk.undo()
    assert desk.read(post_events, post) == []


def test_a_draft_that_was_taken_back_lies_in_the_bin_and_its_chain_says_so(desk):
    client = desk.do(add_client).value
    draft = desk.do(scopes.draft_from_template, client).value

    desk.undo()

    assert desk.read(value, Scope, draft, "deleted_at") is not None
    kinds = from_outside(desk.name, f"SELECT kind FROM scope_event WHERE scope_id = {draft} ORDER BY id")
    assert kinds[-1] == (EventKind.TAKEN_BACK.value,)
    chain = from_outside(desk.name, "SELECT previous_hash, own_hash FROM scope_event ORDER BY id")
    assert [row[0] for row in chain[1:]] == [row[1] for row in chain[:-1]]


# --- by the journal ----------------------------------------------------------------------------


def test_the_newest_that_stands_is_taken_back_in_a_later_sitting(founded):
    desk = open_desk(founded, member_id=1, today=TODAY)
    key = desk.do(add_client).value
    desk.do(put, Client, key, name="Another")
    desk.close()

    desk = open_desk(founded, member_id=1, today=TODAY)
    assert desk.undo_newest() == "Set"
    assert desk.read(value, Client, key, "name") == "Horno Masalumbre"
    assert desk.undo_newest() == "Add client"
    with pytest.raises(RuleBroken, match="nothing to take back"):
        desk.undo_newest()
    desk.close()


def test_what_was_done_again_stands_again(founded):
    desk = open_desk(founded, member_id=1, today=TODAY)
    key = desk.do(add_client).value
    desk.do(put, Client, key, name="Another")
    desk.undo()
    desk.redo()
    desk.close()

    desk = open_desk(founded, member_id=1, today=TODAY)
    assert desk.undo_newest() == "Set"
    assert desk.read(value, Client, key, "name") == "Horno Masalumbre"
    desk.close()


def test_moments_are_kept_in_utc(desk):
    key = desk.do(add_client).value
    at = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    desk.do(put, Client, key, archived_at=at)
    desk.undo()
    desk.redo()

    assert desk.read(value, Client, key, "archived_at") == at
