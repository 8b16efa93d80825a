"""What tests of the store stand on: an open desk, raw connections beside it, and small actions."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from cmdesk.desk import Desk, open_desk
from cmdesk.models import Client, Post
from cmdesk.services.action import action

TODAY = date(2026, 10, 14)


class Clock:
    """A clock that moves on by a second each time somebody looks."""

    def __init__(self) -> None:
        self._now = datetime(2026, 10, 14, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(founded: str, clock: Clock) -> Iterator[Desk]:
    """The agency, open in the hands of its owner."""
    desk = open_desk(founded, member_id=1, today=TODAY, clock=clock)
    yield desk
    desk.close()


@pytest.fixture
def file(founded_sqlite: str) -> Path:
    """A workspace file that nobody has open."""
    return Path(founded_sqlite.removeprefix("sqlite:///"))


def digest(path: Path) -> str:
    """The bytes of a file, in short."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def from_outside(address: str, statement: str) -> list[tuple[object, ...]]:
    """Run a statement without our program."""
    if address.startswith("postgresql"):
        with psycopg.connect(address, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []
    with closing(sqlite3.connect(address.removeprefix("sqlite:///"), timeout=1)) as connection:
        rows = connection.execute(statement).fetchall()
        connection.commit()
        return rows


@action("Add client")
def add_client(session, /, name="Horno Masalumbre", **values):
    """A client, and its id."""
    row = Client(name=name, letters="HM", **values)
    session.add(row)
    session.flush()
    return row.id


@action("Add post")
def add_post(session, /, client_id, title="Bread", **values):
    """A post, and its id."""
    row = Post(client_id=client_id, title=title, **values)
    session.add(row)
    session.flush()
    return row.id


@action("Set")
def put(session, /, model, key, **values):
    """Give a row's columns other values."""
    row = session.get(model, key)
    for name, value in values.items():
        setattr(row, name, value)


@action("Remove")
def remove(session, model, key):
    """Remove a row for good."""
    session.delete(session.get(model, key))


@action("Do nothing")
def nothing(_session):
    """Change nothing."""


def value(session, model, key, name):
    """One column of a row; none when it is not there."""
    row = session.get(model, key)
    return None if row is None else getattr(row, name)
