"""Random moves, copies, undos and redos over both changes of clocks leave exactly the posts that a simple model says.

Fifty sequences of 200 gestures run in one open transaction each, on the recorder and the undo that the desk uses:
10,000 commits would take minutes and prove nothing more. One sequence goes through the desk itself, gesture by
gesture, on SQLite and on PostgreSQL; there every commit waits for the server's disk, so one is enough.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.desk import Desk
from cmdesk.domain.changes import ChangeSet
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.moments import When, instant
from cmdesk.models import Post
from cmdesk.services import bulk, posts
from cmdesk.store.recorder import Recorder
from cmdesk.store.restore import put_back
from tests.bakery import NOW, TODAY, open_bakery

ZONE = "Europe/Madrid"
GESTURES = 200
# around 29 March 2026, when 2:30 does not exist, and 25 October 2026, when it comes twice
DAYS = [first + timedelta(days=step) for first in (date(2026, 3, 24), date(2026, 10, 20)) for step in range(11)]
MINUTES = (None, 0, 150, 165, 540, 1439)
USUAL = 540


# --- the simple model -------------------------------------------------------------------------


@dataclass(frozen=True)
class Thing:
    """A post as the model knows it."""

    day: date | None
    minute: int | None
    status: str


@dataclass(frozen=True)
class World:
    """All posts, and the order of those that wait in the tray."""

    things: dict[int, Thing]
    tray: tuple[int, ...]


@dataclass
class Model:
    """What a person expects: the present, and what undo and redo lead to."""

    now: World
    before: list[World] = field(default_factory=list)
    after: list[World] = field(default_factory=list)

    def did(self, world: World) -> None:
        if world != self.now:
            self.before.append(self.now)
            self.after.clear()
            self.now = world

    def undo(self) -> None:
        self.after.append(self.now)
        self.now = self.before.pop()

    def redo(self) -> None:
        self.before.append(self.now)
        self.now = self.after.pop()


def moved(world: World, keys: list[int], day: date | None, anchor: int) -> World:
    """Where a move leads: the days between posts stay, and so does each hour; ideas get the usual one.

    Several that go to the tray come to its top in their order.
    """
    things, tray = dict(world.things), list(world.tray)
    first = next((was for key in (anchor, *keys) if (was := things[key].day) is not None), None)
    step = day - first if day is not None and first is not None else timedelta(0)
    for key in keys if day is not None else reversed(keys):
        old = things[key]
        if day is None:
            if old.day is not None:
                status = {"draft": "idea", "scheduled": "approved"}.get(old.status, old.status)
                things[key] = Thing(None, None, status)
                tray.insert(0, key)
            continue
        status = "draft" if old.status == "idea" else old.status
        if old.day is None:
            tray.remove(key)
            things[key] = Thing(day, USUAL, status)
        else:
            things[key] = replace(old, day=old.day + step)
    return World(things, tuple(tray))


def copied(world: World, keys: list[int], new: tuple[int, ...], day: date | None, anchor: int) -> World:
    """Where a copy leads: new drafts with the same hours, or new ideas at the top of the tray."""
    things, tray = dict(world.things), list(world.tray)
    where = moved(world, keys, day, anchor).things
    for key, copy in zip(keys, new, strict=True):
        there = where[key]
        things[copy] = Thing(None, None, "idea") if day is None else Thing(there.day, there.minute, "draft")
    if day is None:
        tray[:0] = new
    return World(things, tuple(tray))


def shifted(world: World, keys: list[int], days: int) -> World:
    """Where a move by days leads: what has no day, or is published, stays."""
    things = dict(world.things)
    for key in keys:
        day = things[key].day
        if day is not None and things[key].status != "published":
            things[key] = replace(things[key], day=day + timedelta(days=days))
    return World(things, world.tray)


# --- what is tried ----------------------------------------------------------------------------


class Hands:
    """Does things with the workspace: in one open transaction, with the desk's own recorder and undo."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.recorder = Recorder(session)
        self.done: list[ChangeSet] = []
        self.undone: list[ChangeSet] = []
        self.held = [session.scalars(select(Post)).all()]  # or the session forgets them and reads each again

    def do(self, act: Callable[..., Any], *args: Any, **more: Any) -> Any:
        def run() -> Any:
            return act(self.session, *args, **more)

        value, changes = self._recorded(run)
        if changes.rows:
            self.done.append(changes)
            self.undone.clear()
        if any(row.before is None for row in changes.rows):
            self.held.append(self.session.scalars(select(Post)).all())
        return value

    def undo(self) -> None:
        changes = self.done.pop()
        self.undone.append(self._recorded(lambda: put_back(self.session, changes))[1])

    def redo(self) -> None:
        changes = self.undone.pop()
        self.done.append(self._recorded(lambda: put_back(self.session, changes))[1])

    def read(self, query: Callable[[Session], Any]) -> Any:
        return query(self.session)

    def _recorded(self, run: Callable[[], Any]) -> tuple[Any, ChangeSet]:
        start = len(self.recorder.changes("").rows)
        value = run()
        self.session.flush()
        return value, ChangeSet("", self.recorder.changes("").rows[start:])


class DeskHands:
    """The same through the desk."""

    def __init__(self, desk: Desk) -> None:
        self.undo, self.redo, self.read = desk.undo, desk.redo, desk.read
        self._desk = desk

    def do(self, act: Any, *args: Any, **more: Any) -> Any:
        return self._desk.do(act, *args, **more).value


def gesture(hands: Hands | DeskHands, model: Model, dice: random.Random) -> None:
    """One thing that a person does, and what the model says of it."""
    kind = dice.choices(("move", "several", "tray", "copy", "shift", "undo", "redo"), (38, 4, 6, 2, 2, 25, 23))[0]
    if kind == "undo":
        if model.before:
            hands.undo()
            model.undo()
        return
    if kind == "redo":
        if model.after:
            hands.redo()
            model.redo()
        return
    keys = dice.sample(sorted(model.now.things), 3 if kind in {"several", "shift"} else 1)
    day = None if kind == "tray" or dice.random() < 0.05 else dice.choice(DAYS)
    anchor = dice.choice(keys)
    if kind == "copy":
        new = hands.do(posts.copy_posts, keys, When(day), anchor=anchor)
        model.did(copied(model.now, keys, new, day, anchor))
    elif kind == "shift":
        days = dice.choice((-7, -1, 1, 7))
        world = shifted(model.now, keys, days)
        if world == model.now:
            with pytest.raises(RuleBroken):
                hands.do(bulk.shift_posts, keys, days)
        else:
            hands.do(bulk.shift_posts, keys, days)
        model.did(world)
    elif any(model.now.things[key].status == "published" for key in keys):
        with pytest.raises(RuleBroken):
            hands.do(posts.move_posts, keys, When(day), anchor=anchor)
    else:
        hands.do(posts.move_posts, keys, When(day), anchor=anchor)
        model.did(moved(model.now, keys, day, anchor))


def as_it_is(session: Session) -> World:
    """The posts of the workspace; each moment must be the one that its day, hour and zone say."""
    columns = (Post.id, Post.day, Post.minute, Post.status, Post.rank, Post.instant)
    rows = session.execute(select(*columns).where(Post.deleted_at.is_(None))).all()
    for row in rows:
        assert row.instant == instant(row.day, row.minute, ZONE)
    tray = tuple(row.id for row in sorted((row for row in rows if row.day is None), key=lambda row: (row.rank, row.id)))
    return World({row.id: Thing(row.day, row.minute, row.status) for row in rows}, tray)


def play(hands: Hands | DeskHands, seed: int) -> None:
    """A whole sequence; the workspace is compared after every fortieth gesture, and when all is taken back."""
    dice = random.Random(seed)
    start = hands.read(as_it_is)
    model = Model(start)
    for number in range(1, GESTURES + 1):
        gesture(hands, model, dice)
        if number % 40 == 0:
            assert hands.read(as_it_is) == model.now, f"after gesture {number} of sequence {seed}"
    if seed % 10 == 0:
        while model.before:
            hands.undo()
            model.undo()
        assert hands.read(as_it_is) == start


def furnish(desk: Desk, client: int) -> None:
    """Six posts on days, of every kind that moves, one that is published, and two ideas."""
    for number, status in enumerate(("draft", "draft", "client_review", "approved", "scheduled", "draft", "published")):
        minute = MINUTES[number % len(MINUTES)]
        key = desk.do(posts.add_post, client, f"Pan {number}", day=DAYS[number * 3], minute=minute).value
        if status != "draft":
            desk.do(posts.set_status, [key], status)
    desk.do(posts.add_idea, client, "Idea uno")
    desk.do(posts.add_idea, client, "Idea dos")


@pytest.fixture(scope="module")
def bakery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk, client = open_bakery(tmp_path_factory.mktemp("moves") / "agency.cmdesk")
    furnish(desk, client)
    yield desk
    desk.close()


@pytest.mark.parametrize("seed", range(50))
def test_a_sequence_of_gestures_leaves_what_the_model_says(bakery: Desk, seed: int) -> None:
    with Session(bakery._store.engine, expire_on_commit=False) as session:
        session.info.update(member_id=1, today=TODAY, now=NOW, salt="00")
        play(Hands(session), seed)
        session.rollback()


def test_so_does_a_sequence_through_the_desk(database: str) -> None:
    desk, client = open_bakery(database)
    furnish(desk, client)
    play(DeskHands(desk), 2026)
    desk.close()
