"""The database: a month read, and a post moved, against the bare driver with the same rows and pragmas."""

from __future__ import annotations

import json
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

from cmdesk.desk import Desk, make_large, open_desk
from cmdesk.domain.moments import Month, When, instant
from cmdesk.services import calendar, posts
from cmdesk.store.engine import journal_rule
from tests.bench.measure import Row, compared, rounds, seconds, spoken

TODAY = date(2026, 10, 14)
MONTH = Month(2026, 10)
# What the month reads, by the same conditions.
_COLUMNS = (
    "id, client_id, title, status, format, day, minute, networks, coverage, lineage, owner_id, changes_asked, "
    "thumb, rank, extra_id"
)
_ONE = f"SELECT {_COLUMNS} FROM post WHERE deleted_at IS NULL AND day BETWEEN ? AND ? AND client_id = ?"
_ALL = (
    f"SELECT {_COLUMNS} FROM post WHERE deleted_at IS NULL AND day BETWEEN ? AND ? AND client_id IN "
    "(SELECT id FROM client WHERE deleted_at IS NULL AND archived_at IS NULL)"
)


def made_large(path: Path, *, posts_count: int, clients: int, years: int) -> Row:
    """Make the large agency and say how long it took."""
    took = seconds(lambda: make_large(str(path), posts=posts_count, clients=clients, years=years, today=TODAY))
    return Row(f"making {posts_count:,} posts", spoken(took), "about 60 s", f"{took / posts_count * 1e6:.0f} µs a post")


@contextmanager
def bare(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection of the bare driver, with the pragmas that the program sets."""
    mode, sync = journal_rule()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in (f"journal_mode={mode}", f"synchronous={sync}", "foreign_keys=1", "cache_size=-65536"):
            connection.execute(f"PRAGMA {pragma}")
        yield connection


def months(path: Path, *, count_of_rounds: int) -> Iterator[Row]:
    """A month as the calendar reads it, of one client and of all."""
    desk = open_desk(str(path), member_id=1, today=TODAY)
    try:
        with bare(path) as connection:
            yield _month(desk, connection, "one client", 1, "10", count_of_rounds)
            yield _month(desk, connection, "all clients", None, "2.5", count_of_rounds)
    finally:
        desk.close()


def _month(
    desk: Desk, connection: sqlite3.Connection, words: str, client: int | None, goal: str, count_of_rounds: int
) -> Row:
    days = MONTH.weeks(0)
    values: tuple[object, ...] = (days[0].isoformat(), days[-1].isoformat())
    query, values = (_ONE, (*values, client)) if client else (_ALL, values)
    rows = len(connection.execute(query, values).fetchall())
    assert rows == len(desk.read(calendar.month, client, MONTH).cards), "both read the same rows"
    found = rounds(
        count_of_rounds,
        {
            "desk": lambda: seconds(lambda: desk.read(calendar.month, client, MONTH)),
            "bare": lambda: seconds(lambda: connection.execute(query, values).fetchall()),
        },
    )
    return compared(f"month through the desk : raw sqlite3, {words} ({rows} rows)", found, "desk", "bare", goal)


def drag(path: Path, *, count_of_rounds: int) -> Row:
    """A post moved to another day and safe on the disk, against the same writes by hand."""
    twin = path.with_name("twin.cmdesk")
    shutil.copy(path, twin)
    desk = open_desk(str(path), member_id=1, today=TODAY)
    try:
        with bare(twin) as connection:
            ours, theirs = _moves(_movable(desk)), _moves(_movable(desk))
            ways = {
                "desk": lambda: seconds(lambda: _move(desk, *next(ours))),
                "bare": lambda: seconds(lambda: _move_by_hand(connection, *next(theirs))),
            }
            rounds(5, ways)
            found = rounds(count_of_rounds, ways)
    finally:
        desk.close()
        twin.unlink()
    mode = journal_rule()[0]
    goal = "7" if mode == "wal" else "3"
    return compared(f"one durable drag : raw sqlite3 commit ({mode.upper()})", found, "desk", "bare", goal)


def _movable(desk: Desk) -> list[int]:
    cards = desk.read(calendar.month, 1, Month(2026, 11)).cards
    return [card.id for card in cards if card.day is not None and card.day > TODAY]


def _moves(ids: list[int]) -> Iterator[tuple[int, date]]:
    for number in count():
        yield ids[number % len(ids)], TODAY + timedelta(days=20 + number % 9 + number // len(ids) % 2 * 11)


def _move(desk: Desk, post_id: int, day: date) -> None:
    desk.do(posts.move_post, post_id, When(day))


def _move_by_hand(connection: sqlite3.Connection, post_id: int, day: date) -> None:
    """What moving a post must write: the post, its history, the journal."""
    now = datetime.now(UTC)
    connection.execute("BEGIN IMMEDIATE")
    before, minute, zone = connection.execute("SELECT day, minute, zone FROM post WHERE id = ?", (post_id,)).fetchone()
    at, was = instant(day, minute, zone), instant(date.fromisoformat(before), minute, zone)
    connection.execute(
        "UPDATE post SET day = ?, instant = ?, version = version + 1 WHERE id = ?", (day.isoformat(), at, post_id)
    )
    connection.execute(
        "INSERT INTO post_event (post_id, kind, at, member_id, comment, detail, content_hash)"
        " VALUES (?, 'moved', ?, 1, '', ?, '')",
        (post_id, now.isoformat(), f"{before}>{day} {minute}"),
    )
    change = {"day": {"$day": before}, "instant": was}, {"day": {"$day": day.isoformat()}, "instant": at}
    rows = json.dumps([{"kind": "post", "key": post_id, "before": change[0], "after": change[1]}])
    connection.execute(
        'INSERT INTO journal (uuid, at, member_id, label, undoable, undoes, "rows", notes)'
        " VALUES (?, ?, 1, 'Move post', 1, NULL, ?, '[\"post_event\"]')",
        (str(uuid.uuid4()), now.isoformat(), rows),
    )
    connection.execute("COMMIT")
