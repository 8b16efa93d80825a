"""A PostgreSQL server of the tests' own: made in a temporary folder, gone when they are over."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from tests.places import in_memory

OWNER = "cmdesk"
_STARTING_SECONDS = 60
_caretakers: dict[str, psycopg.Connection] = {}  # by the folder of their server


def server_programs() -> Path | None:
    """The folder with initdb and postgres; None where the server is not installed."""
    found = [Path(p).resolve().parent for p in [shutil.which("initdb")] if p]
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: _number(p.parent.name), reverse=True)
    for folder in [*versions, *found]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def _number(name: str) -> float:
    try:
        return float(name)
    except ValueError:
        return 0.0


def caretaker(folder: str) -> psycopg.Connection:
    """The connection that makes and drops databases: a server spends longer on a new one than on its work."""
    if folder not in _caretakers:
        _caretakers[folder] = psycopg.connect(host=folder, user=OWNER, dbname="postgres", autocommit=True)
    return _caretakers[folder]


@dataclass(frozen=True, slots=True)
class Account:
    """Whose name the server runs under: it refuses to run as root."""

    name: str
    uid: int
    gid: int


def account() -> Account | None:
    """Another account when the tests run as root, else None."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise RuntimeError("PostgreSQL does not run as root, and there is neither a 'postgres' nor a 'nobody' account.")


class PostgresServer:
    """A server that listens on a socket in its own folder only, and does not wait for the disk."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._account = account()
        self._folder = Path(tempfile.mkdtemp(prefix="cmdesk-pg-", dir=in_memory()))
        self._process: subprocess.Popen[bytes] | None = None
        self._made = 0

    @property
    def folder(self) -> Path:
        """Where its socket lies."""
        return self._folder

    def start(self) -> None:
        """Make the cluster and wait until it answers."""
        if self._account:
            os.chown(self._folder, self._account.uid, self._account.gid)
        data = self._folder / "data"
        self._call(
            "initdb", f"--pgdata={data}", "--auth=trust", f"--username={OWNER}", "--encoding=UTF8",
            "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        log = (self._folder / "log").open("wb")
        with log:
            self._process = subprocess.Popen(
                [
                    self._programs / "postgres", "-D", data, "-k", self._folder,
                    *_settings(listen_addresses="", fsync="off", synchronous_commit="off", full_page_writes="off",
                               max_connections="40", shared_buffers="32MB", autovacuum="off", log_min_messages="fatal"),
                ],
                stdout=log, stderr=log, cwd=self._folder, **self._as_owner(),
            )  # fmt: skip
        self._wait()

    def stop(self) -> None:
        """End the server and remove all that it kept."""
        if kept := _caretakers.pop(str(self._folder), None):
            kept.close()
        if self._process:
            self._process.send_signal(2)  # "fast": it ends the sessions itself
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def reserve(self) -> str:
        """The name of a database that is not there yet."""
        self._made += 1
        return f"test_{self._made}"

    def create(self, address: str) -> None:
        """Make an empty database."""
        name = sql.Identifier(address.partition("@/")[2].partition("?")[0])
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def open_transactions(self, name: str) -> list[str]:
        """The last statement of each transaction that somebody left open in a database."""
        rows = caretaker(str(self._folder)).execute(
            "SELECT query FROM pg_stat_activity WHERE datname = %s AND state LIKE 'idle in transaction%%'", [name]
        )
        return [row[0] for row in rows]

    def url(self, name: str) -> str:
        """The address of a database, as the program takes it."""
        return f"postgresql://{OWNER}@/{name}?host={quote(str(self._folder), safe='/')}"

    def connect(self, name: str = "postgres") -> psycopg.Connection:
        """A connection from outside the program."""
        return psycopg.connect(host=str(self._folder), user=OWNER, dbname=name, autocommit=True)

    def _run(self, statement: sql.Composed) -> None:
        caretaker(str(self._folder)).execute(statement)

    def _wait(self) -> None:
        assert self._process
        end = time.monotonic() + _STARTING_SECONDS
        while time.monotonic() < end and self._process.poll() is None:
            try:
                self.connect().close()
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return
        said = (self._folder / "log").read_text(errors="replace")
        self.stop()
        raise RuntimeError(f"PostgreSQL did not start: {said}")

    def _call(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [self._programs / program, *words],
            capture_output=True, text=True, check=False, cwd=self._folder, **self._as_owner(),
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr}")

    def _as_owner(self) -> dict[str, Any]:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")} | {"LC_ALL": "C.UTF-8"}
        if self._account is None:
            return {"env": environment}
        return {
            "env": environment,
            "user": self._account.uid,
            "group": self._account.gid,
            "extra_groups": [],
        }


def _settings(**values: str) -> list[str]:
    return [word for key, value in values.items() for word in ("-c", f"{key}={value}")]
