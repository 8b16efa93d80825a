"""How a database is opened: one file, or a PostgreSQL address."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from cmdesk.domain.errors import NotFound, RuleBroken, Unavailable
from cmdesk.i18n import gettext as _

APPLICATION_ID = 0x434D4453  # 'CMDS'
SUFFIX = ".cmdesk"
WRITES = "cmdesk_writes"
_HEADER = b"SQLite format 3\x00"
_WAL_IS_SAFE = (3, 51, 3)  # before it two connections could lose a commit while the log was reset
_CACHE_KIB = 65_536
_BUSY_MS = 5_000


def is_address(workspace: str) -> bool:
    """Whether a workspace is a database server's address, not a file."""
    return "://" in workspace and not workspace.startswith("sqlite")


def open_engine(workspace: str, *, must_exist: bool = True) -> Engine:
    """An engine on a workspace file or a PostgreSQL address.

    Raises:
        NotFound: The file is not there.
        RuleBroken: The file is no workspace, or the address is wrong.
        Unavailable: The file may not be read.
    """
    if is_address(workspace):
        return _postgres(workspace)
    path = file_of(workspace)
    if must_exist:
        check_file(path)
    return _sqlite(path)


def file_of(workspace: str) -> Path:
    """The file of a workspace that is one."""
    return Path(workspace.removeprefix("sqlite:///")).expanduser().absolute()


def check_file(path: Path) -> None:
    """Refuse a file that is no workspace of ours, without touching it.

    Raises:
        NotFound: The file is not there.
        RuleBroken: It is empty, or something else.
        Unavailable: It may not be read.
    """
    name = path.name
    try:
        if path.is_dir():
            raise RuleBroken(_("“{name}” is a folder. Name the file in it.").format(name=name))
        if not path.is_file():
            raise NotFound(_("There is no file “{name}” any more. Was it moved or renamed?").format(name=name))
        with path.open("rb") as file:
            head = file.read(100)
    except PermissionError as error:
        raise Unavailable(_("You may not open “{name}”. Ask whoever owns the folder.").format(name=name)) from error
    except OSError as error:
        raise Unavailable(_("“{name}” cannot be read.").format(name=name)) from error
    if not head:
        raise RuleBroken(_("“{name}” is empty. Restore it from a backup.").format(name=name))
    if not head.startswith(_HEADER):
        raise RuleBroken(_("“{name}” is not a CMDesk workspace.").format(name=name))
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise RuleBroken(_("“{name}” belongs to another program, so it was not opened.").format(name=name))


def journal_rule() -> tuple[str, str]:
    """The journal mode and the sync level that lose no promised change with this SQLite library."""
    return ("wal", "FULL") if sqlite3.sqlite_version_info >= _WAL_IS_SAFE else ("delete", "EXTRA")


def _sqlite(path: Path) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"isolation_level": None, "timeout": _BUSY_MS / 1000, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    """Set what keeps data safe and read it back; a library that ignores it is refused."""
    mode, sync = journal_rule()
    with closing(connection.cursor()) as cursor:
        wanted: dict[str, str | int] = {
            "journal_mode": mode,
            "synchronous": {"FULL": 2, "EXTRA": 3}[sync],
            "foreign_keys": 1,
            "busy_timeout": _BUSY_MS,
            "cache_size": -_CACHE_KIB,
            "trusted_schema": 0,
        }
        for name, value in wanted.items():
            cursor.execute(f"PRAGMA {name} = {value}")
            row = cursor.execute(f"PRAGMA {name}").fetchone()
            if row is None or row[0] != value:
                raise Unavailable(_("This computer's database library cannot keep data safely."))


def _begin_sqlite(connection: Connection) -> None:
    is_writer = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")


def _postgres(address: str) -> Engine:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise RuleBroken(
            _("This is no address of a database. It looks like postgresql://name@server/database.")
        ) from error
    if url.get_backend_name() not in {"postgresql", "postgres"}:  # many hosts write the short one
        raise RuleBroken(
            _("CMDesk works with a file or with PostgreSQL, not with “{kind}”.").format(kind=url.get_backend_name())
        )
    limits = "-c statement_timeout=60000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000"
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=3,
        pool_recycle=1800,
        connect_args={
            "connect_timeout": 5,
            "tcp_user_timeout": 10_000,
            "keepalives": 1,
            "keepalives_idle": 15,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "application_name": "CMDesk",
            "options": limits,
        },
    )
