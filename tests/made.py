"""Workspaces that are made once in a run and copied from then on: a copy costs a fraction of what making one costs."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

from cmdesk.desk import Clock, Desk, new_desk, open_desk, system_clock
from cmdesk.services import post_media, posts
from cmdesk.services.incoming import new_media
from cmdesk.store.engine import file_of, is_address
from tests.places import in_memory
from tests.postgres import caretaker

T = TypeVar("T")
AGENCY, OWNER, FOUNDER = "Estudio Farolillo", "Nuria Cabal", 1

_known: dict[tuple[str, Hashable], tuple[str, Any]] = {}  # where a kind lies, and what its making answered
_folders: list[Path] = []


def made(workspace: str | Path, kind: Hashable, make: Callable[[str], T]) -> T:
    """Put a workspace of a kind where there is none, and return what its making answered: plain values.

    Args:
        workspace: A file that is not there, or the address of a database that is empty or not there.
        kind: What tells it from other kinds.
        make: Makes one at the place that it is given, and closes it.
    """
    name = str(workspace)
    place: _File | _Database = _Database(make_url(name)) if is_address(name) else _File(file_of(name))
    key = (place.home, kind)
    if key in _known:
        kept, answer = _known[key]
        place.take(kept)
        return answer  # type: ignore[no-any-return]  # what `make` answered for this kind
    place.prepare()
    answer = make(name)
    _known[key] = (place.keep(len(_known)), answer)
    return answer


def founded_desk(
    workspace: str | Path,
    *,
    language: str = "es",
    today: date | None = None,
    clock: Clock = system_clock,
) -> Desk:
    """The desk of an agency that was just founded, as `new_desk` gives it."""
    founded(str(workspace), language=language, today=today, clock=clock)
    return open_desk(str(workspace), member_id=FOUNDER, today=today, clock=clock)


def founded(workspace: str, *, language: str = "es", today: date | None = None, clock: Clock = system_clock) -> str:
    """Found an agency at an address, and return the address."""
    now = clock()

    def found(name: str) -> None:
        desk = new_desk(name, AGENCY, OWNER, language=language, today=today, clock=clock)
        assert desk.member_id == FOUNDER
        desk.close()

    made(workspace, ("founded", language, today or now.date(), clock is system_clock or now), found)
    return workspace


# --- Worlds that grow in stages ---------------------------------------------------------------------------------------

Told = dict[str, Any]  # what each stage answered: plain values


@dataclass(frozen=True)
class Stage:
    """What is added to the workspace of another stage; its answer is plain values."""

    add: Callable[[Desk, Told], Any]
    after: str = ""


@dataclass(frozen=True)
class World:
    """A desk at the stage that a test asks for, and what the stages up to there answered."""

    desk: Desk
    told: Told


@contextmanager
def world(
    request: pytest.FixtureRequest,
    workspace: str | Path,
    stages: dict[str, Stage],
    *,
    language: str = "es",
    today: date | None = None,
    clock: Clock = system_clock,
) -> Iterator[World]:
    """Open a copy of the furthest stage, later ones standing later in `stages`, whose fixture a test uses."""
    wanted = next((name for name in reversed(stages) if name in request.fixturenames), "")
    when = {"today": today, "clock": clock}

    def grow(place: str, name: str) -> Told:
        if not name:
            founded(place, language=language, **when)  # type: ignore[arg-type]
            return {}
        stage = stages[name]

        def make(new: str) -> Told:
            told = grow(new, stage.after)
            desk = open_desk(new, member_id=FOUNDER, **when)  # type: ignore[arg-type]
            try:
                return {**told, name: stage.add(desk, dict(told))}
            finally:
                desk.close()

        kind = (name, stage.add.__module__, stage.add.__qualname__, stage.after, language, today or clock().date())
        return made(place, kind, make)

    told = grow(str(workspace), wanted)
    desk = open_desk(str(workspace), member_id=FOUNDER, **when)  # type: ignore[arg-type]
    try:
        yield World(desk, dict(told))
    finally:
        desk.close()


# --- Where they lie ---------------------------------------------------------------------------------------------------


class _File:
    """A workspace in a file."""

    home = ""

    def __init__(self, path: Path) -> None:
        self._path = path

    def prepare(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)

    def take(self, kept: str) -> None:
        self.prepare()
        shutil.copyfile(kept, self._path)
        self._path.chmod(0o600)

    def keep(self, number: int) -> str:
        if not _folders:
            _folders.append(Path(tempfile.mkdtemp(prefix="cmdesk-made-", dir=in_memory())))
            atexit.register(shutil.rmtree, _folders[0], ignore_errors=True)
        return str(shutil.copyfile(self._path, _folders[0] / f"{number}.cmdesk"))


class _Database:
    """A workspace on the server of the tests."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self.home = str(url.query["host"])
        self._name = str(url.database)

    def prepare(self) -> None:
        server = caretaker(self.home)
        there = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self._name]).fetchone()
        if there is None:
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(self._name)))

    def take(self, kept: str) -> None:
        server = caretaker(self.home)
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self._name)))
        _copy(server, kept, self._name)

    def keep(self, number: int) -> str:
        kept = f"kept_{number}"
        _copy(caretaker(self.home), self._name, kept)
        return kept


def _copy(server: psycopg.Connection, old: str, new: str) -> None:
    words = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(new), sql.Identifier(old))
    if server.info.server_version >= 150_000:
        words += sql.SQL(" STRATEGY file_copy")  # as older ones do by themselves; the other way is slower here
    server.execute(words)


def add_picture(desk: Desk, post_id: int, name: str, data: bytes, alt: str = "") -> bool:
    """Add a picture to a post, after those that it has; whether that took the client's approval away."""
    is_lost = desk.do(post_media.add_several, post_id, [new_media(data, name)]).value
    if alt:
        desk.do(post_media.describe_media, post_id, desk.read(posts.post, post_id).media[-1].id, alt)
    return is_lost
