"""The calendar under the hand: leafing, dragging, dropping, opening; on a file, on a server, and on one far away."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

from PIL import Image

from cmdesk.desk import make_large
from tests.bench.databases import TODAY
from tests.bench.far_away import FarAway
from tests.bench.measure import Row, spoken
from tests.bench.starting import ROOT, platform
from tests.postgres import PostgresServer, server_programs

_YEARS = 8
_POSTS = 100_000  # of the smaller workspace: a thousand a month
_DELAY_S = 0.1


def handling(folder: Path, *, count_of_rounds: int) -> Iterator[Row]:
    """Everything on one full month, measured from the event to the painted window."""
    path = folder / "month-1000.cmdesk"
    if not path.exists():
        make_large(str(path), posts=12_000, clients=20, years=1, today=TODAY)
    picture = folder / "twelve.jpg"
    Image.effect_noise((4000, 3000), 40).convert("RGB").save(picture, "JPEG", quality=90)
    with platform() as environment:
        told = _told(environment, "hands", str(path), str(count_of_rounds), str(picture))
        yield _row("a post on its way over a page of 1,000, each step to its picture", told["frame"], "16 ms")
        yield _row("drop to painted, 1,000 posts in the month", told["drop"], "16 ms")
        yield _row("drop to durable (SQLite)", told["durable"], "50 ms")
        yield _row("opening the post editor, filled and painted", told["editor"], "50 ms")
        taken, pause = (told["picture"][name] / 1000 for name in ("took", "pause"))
        what = "window's longest pause while 12 megapixels become a small picture : the whole of it"
        yield Row(what, f"{pause / taken:.2f}", "off the thread", f"{spoken(pause)} : {spoken(taken)}")
        yield from _far(environment, count_of_rounds)


def _row(what: str, took: list[float], goal: str) -> Row:
    slow = spoken(sorted(took)[int(len(took) * 0.9)] / 1000)
    return Row(what, spoken(median(took) / 1000), goal, f"nine of ten under {slow}")


def _told(environment: dict[str, str], script: str, *words: str) -> Any:
    command = [sys.executable, "-m", f"tests.bench.{script}", *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


# --- A server far away ------------------------------------------------------------------------------------------------


def _far(environment: dict[str, str], count_of_rounds: int) -> Iterator[Row]:
    programs = server_programs()
    if programs is None:
        return
    server = PostgresServer(programs)
    server.start()
    try:
        near = server.url(server.reserve())
        server.create(near)
        make_large(near, posts=12_000, clients=20, years=1, today=TODAY)
        far = FarAway(server.folder, _DELAY_S)
        try:
            address = near.replace(str(server.folder), str(far.folder))
            count = str(max(3, count_of_rounds // 4))
            told = {name: _told(environment, "hands", at, count) for name, at in (("near", near), ("far", address))}
        finally:
            far.close()
    finally:
        server.stop()
    for name, words in (("flip", "leafing"), ("drag", "dragging and dropping"), ("editor", "opening posts")):
        beside, away = (told[where]["pauses"][name] / 1000 for where in ("near", "far"))
        what = f"window's longest pause, {words}, PostgreSQL 100 ms away : beside it"
        yield Row(what, f"{away / beside:.2f}", "no more", f"{spoken(away)} : {spoken(beside)}")
    yield _row("drop to painted, PostgreSQL 100 ms away", told["far"]["drop"], "16 ms")


# --- A large workspace ------------------------------------------------------------------------------------------------


def growing(folder: Path, *, times: int, count_of_rounds: int) -> Iterator[Row]:
    """Turning pages with a thousand posts in the month, in a workspace and in one that is so many times larger."""
    small, large = folder / "small.cmdesk", folder / "large-years.cmdesk"
    make_large(str(small), posts=_POSTS, clients=20, years=_YEARS, today=TODAY)
    shutil.copy(small, large)
    with closing(sqlite3.connect(large)) as connection:
        for number in range(1, times):
            _add_years(connection, number)
    found: dict[Path, list[list[float]]] = {small: [], large: []}
    with platform() as environment:
        for number in range(count_of_rounds):
            for path in (small, large) if number % 2 else (large, small):
                found[path].append(_told(environment, "flips", str(path), "far", "11")[1:])
    ratio = median(median(after) / median(before) for before, after in zip(found[small], found[large], strict=True))
    both = (median(value for one in found[path] for value in one) / 1000 for path in (large, small))
    what = f"month flip, 1,000 in the month, {_POSTS * times:,} posts in the workspace : {_POSTS:,}"
    yield Row(what, f"{ratio:.2f}", "1.5", " : ".join(spoken(one) for one in both))


def _add_years(connection: sqlite3.Connection, number: int) -> None:
    """The same posts once more, so many years earlier that no month has more of them."""
    days, posts = number * _YEARS * 365, number * _POSTS
    earlier = {"day": f"date(day, '-{days} days')", "instant": f"instant - {days * 86400}"}
    belonging = {"id": f"id + {posts * 3}", "post_id": f"post_id + {posts}"}
    other = {"post": {"id": f"id + {posts}", **earlier}, "placement": belonging, "post_event": belonging}
    with connection:
        for table, changed in other.items():
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            values = ", ".join(changed.get(name, f'"{name}"') for name in names)
            quoted = ", ".join(f'"{name}"' for name in names)
            most = f"id <= {_POSTS * 3}" if table != "post" else f"id <= {_POSTS}"
            connection.execute(f"INSERT INTO {table} ({quoted}) SELECT {values} FROM {table} WHERE {most}")
