"""The board's use cases, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cmdesk.desk import open_desk
from cmdesk.domain.errors import Conflict, NotFound, RuleBroken
from cmdesk.domain.posts import Coverage
from cmdesk.domain.ranks import LONGEST
from cmdesk.domain.tasks import Check, ColumnKind, Filter, Standing
from cmdesk.models import Post, Scope, ScopeEvent, ScopeLine, Task
from cmdesk.services import agency, clients, tasks
from cmdesk.services.action import action

TODAY = date(2026, 10, 14)


@pytest.fixture
def desk(founded):
    desk = open_desk(founded, member_id=1, today=TODAY)
    yield desk
    desk.close()


@pytest.fixture
def client(desk):
    return desk.do(clients.add_client, "Horno Masalumbre").value


def columns_of(desk):
    return {column.name: column.id for column in desk.read(tasks.columns)}


def titles(desk, column, client_id=None):
    return [card.title for card in desk.read(tasks.board, client_id).cards[columns_of(desk)[column]]]


def add(desk, words, client_id=None, column="To do"):
    return desk.do(tasks.add_task, words, client_id, columns_of(desk)[column]).value


def card(desk, task_id):
    return desk.read(tasks.task, task_id).card


@action("Write by hand")
def write(session, *rows):
    """Put rows into the database as they are."""
    for row in rows:
        session.add(row)
        session.flush()
    return rows[0].id


def agree(desk, client_id, *lines, number=1, first=date(2026, 1, 1)):
    """An agreed version with these lines: (lineage, area, title, values)."""
    scope = desk.do(write, Scope(client_id=client_id, number=number, first_day=first)).value
    for position, (lineage, area, title, values) in enumerate(lines):
        desk.do(write, ScopeLine(scope_id=scope, lineage=lineage, position=position, area=area, title=title, **values))
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for kind in ("sent", "agreed"):
        desk.do(
            write,
            ScopeEvent(
                client_id=client_id,
                scope_id=scope,
                kind=kind,
                day=first,
                at=at,
                member_id=None,
                own_hash=f"{kind}{scope}",
            ),
        )
    return scope


# --- adding -----------------------------------------------------------------------------------


def test_quick_words_become_a_task(desk, client):
    irene = desk.do(agency.add_member, "Irene Vidal").value

    key = add(desk, "Ask for photos fri 16 9:00 @irene #labels", client)

    found = card(desk, key)
    assert (found.title, found.due, found.due_minute) == ("Ask for photos", date(2026, 10, 16), 540)
    assert (found.assignee_id, found.labels, found.client_id) == (irene, ("labels",), client)


def test_a_task_needs_a_title(desk):
    with pytest.raises(RuleBroken, match="Write what is to be done"):
        add(desk, "  #labels ")


def test_new_tasks_stand_below_the_others_or_on_top(desk):
    add(desk, "first")
    add(desk, "second")
    desk.do(tasks.add_task, "on top", None, columns_of(desk)["To do"], at_top=True)

    assert titles(desk, "To do") == ["on top", "first", "second"]


# --- moving -----------------------------------------------------------------------------------


def test_a_task_moves_between_others_and_only_its_row_is_written(desk):
    a, b, c = (add(desk, name) for name in "abc")

    done = desk.do(tasks.move_task, c, columns_of(desk)["To do"], b)

    assert titles(desk, "To do") == ["a", "c", "b"]
    assert [row.key for row in done.changes.rows] == [c]
    desk.undo()
    assert titles(desk, "To do") == ["a", "b", "c"]
    assert a


def test_several_tasks_keep_their_order_in_one_step(desk):
    a, b, c, d = (add(desk, name) for name in "abcd")

    desk.do(tasks.move_tasks, [d, a], columns_of(desk)["Doing"], None)
    assert titles(desk, "Doing") == ["d", "a"]

    desk.do(tasks.move_tasks, [b, c], columns_of(desk)["Doing"], a)
    assert titles(desk, "Doing") == ["d", "b", "c", "a"]
    desk.undo()
    assert titles(desk, "To do") == ["b", "c"]


def test_tasks_dropped_before_one_of_themselves_stay_where_that_one_stood(desk):
    a, b, _c = (add(desk, name) for name in "abc")

    desk.do(tasks.move_tasks, [a, b], columns_of(desk)["To do"], b)

    assert titles(desk, "To do") == ["a", "b", "c"]


def test_entering_a_done_column_notes_the_day_and_leaving_it_forgets_it(desk):
    key = add(desk, "Report")

    desk.do(tasks.move_task, key, columns_of(desk)["Done this week"])
    assert card(desk, key).done_on == TODAY
    assert card(desk, key).is_done

    desk.do(tasks.move_task, key, columns_of(desk)["Doing"])
    assert card(desk, key).done_on is None


def test_a_column_is_numbered_anew_when_there_is_no_room(desk):
    a, b = add(desk, "a"), add(desk, "b")

    @action("Make equal")
    def equal(session):
        for key in (a, b):
            session.get(Task, key).rank = "00s000"

    desk.do(equal)
    c = add(desk, "c", column="Doing")
    desk.do(tasks.move_task, c, columns_of(desk)["To do"], b)

    assert titles(desk, "To do") == ["a", "c", "b"]


def test_ranks_stay_short_when_one_place_is_used_again_and_again(desk):
    first, second = add(desk, "first"), add(desk, "second")
    column = columns_of(desk)["To do"]
    for turn in range(60):
        desk.do(tasks.move_task, first if turn % 2 else second, column, second if turn % 2 else first)

    ranks = [found.rank for found in desk.read(tasks.board).cards[column]]
    assert max(map(len, ranks)) <= LONGEST


def test_a_move_to_a_column_that_is_gone_is_refused(desk):
    with pytest.raises(NotFound):
        desk.do(tasks.move_task, add(desk, "a"), 999)


# --- what the done column shows ---------------------------------------------------------------


def test_the_board_shows_what_was_done_this_week_and_counts_the_rest(desk):
    old, new = add(desk, "old", column="Done this week"), add(desk, "new", column="Done this week")

    @action("Age")
    def age(session):
        session.get(Task, old).done_on = date(2026, 10, 11)

    desk.do(age)
    found = desk.read(tasks.board)

    assert [c.id for c in found.all_cards] == [new]
    assert (found.week_from, found.earlier_done) == (date(2026, 10, 12), 1)
    earlier = desk.read(tasks.board, None, date(2026, 9, 1))
    assert {c.id for c in earlier.all_cards} == {old, new}


def test_a_client_board_shows_only_that_client_and_an_archived_one_leaves_the_board_of_all(desk, client):
    add(desk, "theirs", client)
    add(desk, "own")

    assert titles(desk, "To do", client) == ["theirs"]
    desk.do(clients.archive_client, client)
    assert titles(desk, "To do") == ["own"]
    assert titles(desk, "To do", client) == ["theirs"]


# --- the scope ---------------------------------------------------------------------------------


def test_a_task_stands_to_the_scope_as_it_was_agreed(desk, client):
    key = add(desk, "Text", client)
    assert card(desk, key).standing is Standing.NOT_AGREED

    agree(desk, client, ("L1", "content", "Feed posts", {}), ("L2", "campaigns", "Fair", {"treatment": "excluded"}))
    assert card(desk, key).standing is Standing.NOT_IN_SCOPE
    assert card(desk, key).is_outside

    desk.do(tasks.cover, key, Coverage.LINE, "L1")
    found = card(desk, key)
    assert (found.standing, found.area, found.line_title) == (Standing.COVERED, "content", "Feed posts")

    desk.do(tasks.cover, key, Coverage.LINE, "L2")
    assert card(desk, key).standing is Standing.NOT_IN_SCOPE

    desk.do(tasks.cover, key, Coverage.COURTESY)
    assert card(desk, key).standing is Standing.COURTESY
    assert card(desk, add(desk, "Own work")).standing is Standing.OWN


def test_work_on_a_post_that_is_covered_is_covered(desk, client):
    agree(desk, client, ("L1", "content", "Feed posts", {"formats": ["post"], "unit": "post", "quantity": 4}))
    post = desk.do(write, Post(client_id=client, title="Bread", day=TODAY, status="draft")).value
    key = add(desk, "Subtitles", client)

    desk.do(tasks.change_task, key, "post_id", post)

    assert card(desk, key).standing is Standing.COVERED
    assert card(desk, key).line_title == "Feed posts"
    assert desk.read(tasks.task, key).post_title == "Bread"
    assert [p.title for p in desk.read(tasks.posts_for, client)] == ["Bread"]


def test_only_lines_of_the_client_cover_its_tasks(desk, client):
    agree(desk, client, ("L1", "content", "Feed posts", {}))
    key = add(desk, "Text", client)

    assert [line.title for line in desk.read(tasks.lines_for, client)] == ["Feed posts"]
    with pytest.raises(RuleBroken, match="no such line"):
        desk.do(tasks.cover, key, Coverage.LINE, "elsewhere")


def test_a_start_up_list_comes_from_what_the_scope_does_once(desk, client):
    agree(
        desk, client,
        ("L1", "start_up", "Profiles", {"cadence": "once"}),
        ("L2", "start_up", "Photos", {"cadence": "once", "treatment": "optional"}),
        ("L3", "content", "Feed posts", {}),
    )  # fmt: skip

    assert desk.do(tasks.make_start_up_list, client).value == 1
    assert titles(desk, "To do", client) == ["Profiles"]
    assert desk.do(tasks.make_start_up_list, client).value == 0


def test_without_anything_done_once_there_is_no_start_up_list(desk, client):
    with pytest.raises(RuleBroken, match="nothing that is done once"):
        desk.do(tasks.make_start_up_list, client)


# --- fields ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Another"), ("note", "Words"), ("start", date(2026, 10, 1)), ("due", date(2026, 10, 30)),
        ("priority", "high"), ("labels", ["a", "b"]), ("estimate_minutes", 90),
    ],
)  # fmt: skip
def test_a_field_changes_and_is_taken_back(desk, field, value):
    key = add(desk, "Task")
    before = desk.read(tasks.task, key)

    desk.do(tasks.change_task, key, field, value)
    after = desk.read(tasks.task, key)
    assert after != before

    desk.undo()
    assert desk.read(tasks.task, key).card == before.card
    desk.redo()
    assert desk.read(tasks.task, key).card == after.card


def test_a_colleagues_words_are_not_overwritten_unseen(desk):
    key = add(desk, "Task")
    desk.do(tasks.change_task, key, "note", "theirs")

    with pytest.raises(Conflict, match="at the same time"):
        desk.do(tasks.change_task, key, "note", "mine", seen="")
    desk.do(tasks.change_task, key, "note", "theirs and mine", seen="theirs")


def test_a_task_does_not_begin_after_it_is_due(desk):
    key = add(desk, "Task fri 16")

    with pytest.raises(RuleBroken, match="begins before it is due"):
        desk.do(tasks.change_task, key, "start", date(2026, 10, 20))


def test_due_without_a_day_has_no_hour(desk):
    key = add(desk, "Task fri 16 9:00")

    desk.do(tasks.set_due, [key], None)
    assert (card(desk, key).due, card(desk, key).due_minute) == (None, None)
    desk.do(tasks.set_due, [key], TODAY, 600)
    desk.do(tasks.change_task, key, "due", None)
    assert card(desk, key).due_minute is None


def test_another_clients_task_forgets_its_line_and_its_post(desk, client):
    other = desk.do(clients.add_client, "Refugio").value
    agree(desk, client, ("L1", "content", "Feed posts", {}))
    key = add(desk, "Text", client)
    desk.do(tasks.cover, key, Coverage.LINE, "L1")

    desk.do(tasks.change_task, key, "client_id", other)

    assert card(desk, key).coverage is Coverage.UNDECIDED
    assert card(desk, key).client_id == other


def test_a_post_of_another_client_is_not_linked(desk, client):
    other = desk.do(clients.add_client, "Refugio").value
    post = desk.do(write, Post(client_id=other, title="Snow")).value

    with pytest.raises(RuleBroken, match="another client"):
        desk.do(tasks.change_task, add(desk, "Text", client), "post_id", post)


def test_a_checklist_is_written_whole(desk):
    key = add(desk, "Task")

    desk.do(tasks.set_checks, key, [Check("one", True), Check("  "), Check("two")])

    assert card(desk, key).checks == (Check("one", True), Check("two"))
    assert card(desk, key).checks_done == 1


def test_what_a_colleague_ticked_meanwhile_is_not_written_over(desk):
    key = add(desk, "Task")
    shown = (Check("one"), Check("two"))
    desk.do(tasks.set_checks, key, shown, ())
    desk.do(tasks.set_checks, key, (Check("one", True), Check("two")), shown)

    with pytest.raises(Conflict):
        desk.do(tasks.set_checks, key, (Check("one"), Check("two", True)), shown)

    assert card(desk, key).checks_done == 1


def test_fields_that_are_none_are_refused(desk):
    key = add(desk, "Task")
    with pytest.raises(RuleBroken, match="no such field"):
        desk.do(tasks.change_task, key, "version", 3)
    with pytest.raises(RuleBroken, match="Write what is to be done"):
        desk.do(tasks.change_task, key, "title", " ")
    with pytest.raises(RuleBroken, match="hours and minutes"):
        desk.do(tasks.change_task, key, "estimate_minutes", -1)
    with pytest.raises(NotFound):
        desk.do(tasks.assign, [key], 99)


def test_several_tasks_are_assigned_dated_deleted_and_doubled_in_one_step(desk):
    a, b = add(desk, "a"), add(desk, "b")
    irene = desk.do(agency.add_member, "Irene Vidal").value

    desk.do(tasks.assign, [a, b], irene)
    desk.do(tasks.set_due, [a, b], date(2026, 10, 20))
    assert {(card(desk, key).assignee_id, card(desk, key).due) for key in (a, b)} == {(irene, date(2026, 10, 20))}

    desk.do(tasks.duplicate_tasks, [a])
    assert titles(desk, "To do") == ["a", "a", "b"]

    desk.do(tasks.copy_tasks, [b], columns_of(desk)["Doing"], None)
    assert titles(desk, "Doing") == ["b"]

    desk.do(tasks.delete_tasks, [a, b])
    assert titles(desk, "To do") == ["a"]
    desk.undo()
    assert titles(desk, "To do") == ["a", "a", "b"]


def test_a_filter_lets_through_what_it_says(desk):
    irene = desk.do(agency.add_member, "Irene Vidal").value
    add(desk, "a fri 16 @irene #photos")
    add(desk, "b")
    found = desk.read(tasks.board)

    for wanted in (
        Filter(due_by=date(2026, 10, 18)), Filter(member_id=irene), Filter(label="photos"),
    ):  # fmt: skip
        assert [c.title for c in wanted.of(found).all_cards] == ["a"]
        assert wanted.is_on
    assert not Filter(only_linked=True).of(found).all_cards


# --- columns -----------------------------------------------------------------------------------


def names(desk):
    return [column.name for column in desk.read(tasks.columns)]


def test_columns_are_added_renamed_limited_moved_and_removed(desk):
    key = desk.do(tasks.add_column, "Printing", 1, ColumnKind.ACTIVE).value
    assert names(desk)[:3] == ["To do", "Printing", "Doing"]

    desk.do(tasks.rename_column, key, "At the printer's")
    desk.do(tasks.limit_column, key, 5)
    desk.do(tasks.move_column, key, 0)
    assert names(desk)[0] == "At the printer's"
    assert desk.read(tasks.columns)[0].limit == 5

    desk.do(tasks.remove_column, key)
    assert len(names(desk)) == 5
    for _turn in range(5):
        desk.undo()
    assert names(desk) == ["To do", "Doing", "Waiting for the client", "To review", "Done this week"]


def test_a_column_with_tasks_stays(desk):
    key = add(desk, "a")
    with pytest.raises(RuleBroken, match="holds 1 task"):
        desk.do(tasks.remove_column, columns_of(desk)["To do"])

    desk.do(tasks.delete_tasks, [key])
    desk.do(tasks.remove_column, columns_of(desk)["To do"])
    desk.undo()
    desk.undo()
    assert titles(desk, "To do") == ["a"]


def test_columns_have_names_limits_of_one_or_more_and_one_stays(desk):
    first, *others = (column.id for column in desk.read(tasks.columns))
    with pytest.raises(RuleBroken, match="name of the column"):
        desk.do(tasks.rename_column, first, " ")
    with pytest.raises(RuleBroken, match="one task or more"):
        desk.do(tasks.limit_column, first, 0)
    for key in others:
        desk.do(tasks.remove_column, key)
    with pytest.raises(RuleBroken, match="needs one column"):
        desk.do(tasks.remove_column, first)
