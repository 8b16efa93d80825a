"""What quick words mean, where cards go, and how a task stands to the scope."""

from __future__ import annotations

from datetime import date

import pytest

from cmdesk.domain.agency import Member, Role
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.posts import Coverage
from cmdesk.domain.scope import Cadence, ScopeLine, ScopeStatus, ScopeTerms, ScopeVersion, Treatment
from cmdesk.domain.tasks import (
    Board,
    BoardColumn,
    ColumnKind,
    Priority,
    Standing,
    TaskCard,
    member_called,
    minutes_text,
    parse_due,
    parse_labels,
    parse_minutes,
    parse_place,
    parse_quick,
    standing_of,
    week_start,
)

TODAY = date(2026, 10, 14)  # a Wednesday
IRENE = Member(1, "Irene Vidal", "", 1, Role.EDITOR, True)
NURIA = Member(2, "Núria Cabal", "", 1, Role.OWNER, True)
PEOPLE = (IRENE, NURIA)
COLUMNS = (
    BoardColumn(1, "To do", ColumnKind.BACKLOG, None, 0),
    BoardColumn(2, "Doing", ColumnKind.ACTIVE, 3, 1),
    BoardColumn(3, "Done this week", ColumnKind.DONE, None, 2),
)


@pytest.mark.parametrize(
    ("words", "title", "due", "minute"),
    [
        ("Ask for photos fri 16", "Ask for photos", date(2026, 10, 16), None),
        ("Pedir fotos el viernes 16 9:30", "Pedir fotos", date(2026, 10, 16), 570),
        ("Call Elena tomorrow 9:00", "Call Elena", date(2026, 10, 15), 540),
        ("Llamar mañana 9", "Llamar", date(2026, 10, 15), 540),
        ("Review 3 nov", "Review", date(2026, 11, 3), None),
        ("Plan +7", "Plan", date(2026, 10, 21), None),
        ("Meet next fri", "Meet", date(2026, 10, 16), None),
        ("Reel 2026-10-20", "Reel", date(2026, 10, 20), None),
        ("Choose photos 12", "Choose photos 12", None, None),
        ("Reel 4", "Reel 4", None, None),
        ("Fotos del mar", "Fotos del mar", None, None),
        ("Photos in the sun", "Photos in the sun", None, None),
        ("Write the 12 reels", "Write the 12 reels", None, None),
        ("tomorrow", "tomorrow", None, None),
        ("Put it into the tray", "Put it into the tray", None, None),
    ],
)
def test_a_day_at_the_end_is_understood_and_other_words_stay(words, title, due, minute):
    found = parse_quick(words, TODAY)

    assert (found.title, found.due, found.due_minute) == (title, due, minute)


def test_people_and_labels_stand_anywhere():
    found = parse_quick("@irene Ask #photos for #Autumn fri 16 #photos", TODAY, PEOPLE)

    assert (found.title, found.member_id, found.labels) == ("Ask for", 1, ("photos", "Autumn"))
    assert found.due == date(2026, 10, 16)


def test_a_handle_is_nobodys_name():
    assert parse_quick("Post for @hornomasalumbre", TODAY, PEOPLE).title == "Post for @hornomasalumbre"


@pytest.mark.parametrize("words", ["", "  ", "#label", "@irene #label"])
def test_without_a_title_there_is_no_task(words):
    with pytest.raises(RuleBroken, match="Write what is to be done"):
        parse_quick(words, TODAY, PEOPLE)


@pytest.mark.parametrize(
    ("name", "who"), [("irene", 1), ("IV", 1), ("vid", 1), ("nuria", 2), ("nc", 2), ("x", None), ("", None)]
)
def test_people_are_called_by_any_part_of_their_name(name, who):
    assert member_called(name, PEOPLE) == who


def test_words_take_a_day_away_too():
    assert parse_due("fri 16 13:00", TODAY) == (date(2026, 10, 16), 780)
    assert parse_due("+7", TODAY, date(2026, 10, 20)) == (date(2026, 10, 27), None)
    assert parse_due("  ", TODAY) == parse_due("nada", TODAY) == parse_due("tray", TODAY) == (None, None)


@pytest.mark.parametrize(
    ("words", "place"),
    [("2", (2, False)), ("do", (2, False)), ("done", (3, False)), ("week", (3, False)), ("to do top", (1, True))],
)
def test_a_column_is_named_by_number_or_by_its_beginning(words, place):
    assert parse_place(words, COLUMNS) == place


@pytest.mark.parametrize("words", ["", "9", "elsewhere", "top"])
def test_a_column_that_is_none_is_asked_for_again(words):
    with pytest.raises(RuleBroken, match="Write a column"):
        parse_place(words, COLUMNS)


@pytest.mark.parametrize(
    ("words", "minutes", "shown"),
    [
        ("1:30", 90, "1 h 30"), ("90 min", 90, "1 h 30"), ("1 h 30", 90, "1 h 30"), ("1,5", 90, "1 h 30"),
        ("2", 120, "2 h"), ("2 horas", 120, "2 h"), ("45m", 45, "45 min"), ("", None, ""),
    ],
)  # fmt: skip
def test_hours_are_read_as_people_write_them(words, minutes, shown):
    assert parse_minutes(words) == minutes
    assert minutes_text(minutes) == shown


@pytest.mark.parametrize("words", ["soon", "1:75", "-3", "1 h 30 h"])
def test_what_is_no_time_is_asked_for_again(words):
    with pytest.raises(RuleBroken, match="hours and minutes"):
        parse_minutes(words)


def test_labels_are_kept_once_without_their_sign():
    assert parse_labels("photos, #autumn, , photos") == ("photos", "autumn")


@pytest.mark.parametrize(("first", "start"), [(0, date(2026, 10, 12)), (6, date(2026, 10, 11)), (2, TODAY)])
def test_a_week_begins_where_the_agency_says(first, start):
    assert week_start(TODAY, first) == start


# --- the board ---------------------------------------------------------------------------------


def card(key, column=1, **values):
    given = {
        "client_id": 1, "title": f"Task {key}", "rank": "", "assignee_id": None, "due": None, "due_minute": None,
        "priority": Priority.NORMAL, "labels": (), "checks": (), "coverage": Coverage.UNDECIDED, "lineage": None,
        "area": None, "line_title": "", "has_note": False, "is_done": False, "done_on": None,
    }  # fmt: skip
    return TaskCard(id=key, column_id=column, **{**given, **values})


def test_a_board_shows_a_move_before_it_is_saved():
    board = Board(COLUMNS, {1: (card(1), card(2), card(3)), 2: (card(4, 2),), 3: ()})

    order = {key: [c.id for c in cards] for key, cards in board.moved([1, 3], 2, 4, TODAY).cards.items()}
    assert order == {1: [2], 2: [1, 3, 4], 3: []}

    done = board.moved([4], 3, None, TODAY).card(4)
    assert (done.is_done, done.done_on, done.column_id) == (True, TODAY, 3)
    assert board.moved([4], 1, None, TODAY).card(4).done_on is None
    assert board.card(99) is None
    assert board.column(2).limit == 3


def test_a_task_is_late_the_day_after_and_never_once_it_is_done():
    assert not card(1, due=TODAY).is_late(TODAY)
    assert card(1, due=date(2026, 10, 13)).is_late(TODAY)
    assert not card(1, due=date(2026, 10, 13), is_done=True).is_late(TODAY)


def version(*lines, status=ScopeStatus.AGREED):
    made = tuple(
        ScopeLine(i, lineage, i, "content", None, lineage, "", treatment, 4, "post", Cadence.MONTH)
        for i, (lineage, treatment) in enumerate(lines)
    )
    return ScopeVersion(1, 1, 1, status, ScopeTerms(first_day=date(2026, 1, 1)), made, agreed_on=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("client", "coverage", "lineage", "standing"),
    [
        (None, Coverage.UNDECIDED, None, Standing.OWN),
        (1, Coverage.COURTESY, None, Standing.COURTESY),
        (1, Coverage.UNDECIDED, None, Standing.NOT_IN_SCOPE),
        (1, Coverage.LINE, "in", Standing.COVERED),
        (1, Coverage.LINE, "offered", Standing.NOT_IN_SCOPE),
        (1, Coverage.LINE, "out", Standing.NOT_IN_SCOPE),
        (1, Coverage.LINE, "unknown", Standing.NOT_IN_SCOPE),
    ],
)
def test_a_task_stands_to_the_version_in_force(client, coverage, lineage, standing):
    agreed = version(("in", Treatment.INCLUDED), ("offered", Treatment.OPTIONAL), ("out", Treatment.EXCLUDED))

    assert standing_of(client, coverage, lineage, [agreed], TODAY) is standing


@pytest.mark.parametrize("versions", [[], [version(("in", Treatment.INCLUDED), status=ScopeStatus.SENT)]])
def test_without_a_version_in_force_nothing_is_agreed(versions):
    assert standing_of(1, Coverage.LINE, "in", versions, TODAY) is Standing.NOT_AGREED
