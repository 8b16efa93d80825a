"""What only the database itself can say of its health: its pages, its references, its tables and triggers."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from functools import cache
from pathlib import Path
from types import ModuleType

from sqlalchemy import Connection, Engine, StaticPool, create_engine, inspect, text

from cmdesk.domain.scope import Fault
from cmdesk.i18n import gettext as _
from cmdesk.models import Base
from cmdesk.store.engine import APPLICATION_ID, check_file
from cmdesk.store.faults import explained
from cmdesk.store.upgrade import MIGRATIONS, newest, revision, upgrade

_MOST = 100  # faults of one kind that are named
_PLAIN = ("alembic_version",)


def file_faults(path: Path) -> tuple[Fault, ...]:
    """What is wrong with the pages and references of a workspace file, without opening it for work.

    Raises:
        NotFound: The file is not there.
        RuleBroken: It is no workspace.
        Unavailable: It may not be read.
    """
    check_file(path)
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)) as connection:
            answers = [row[0] for row in connection.execute(f"PRAGMA integrity_check({_MOST})")]
            if answers != ["ok"]:
                return tuple(Fault(_("The database is damaged: {report}").format(report=said), path.name)
                             for said in answers)  # fmt: skip
            broken = connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST)
    except sqlite3.DatabaseError as error:
        return (Fault(_("The database is damaged: {report}").format(report=error), path.name),)
    return tuple(
        Fault(_("This row names one of “{table}” that is not there.").format(table=parent), f"{table} {row}")
        for table, row, parent, _key in broken
    )


def schema_faults(engine: Engine) -> tuple[Fault, ...]:
    """Tables, columns, indexes and triggers that are missing or not as this version made them."""
    with explained():
        found = [*_revision_faults(engine)]
        with engine.connect() as connection:
            found += _table_faults(connection)
            found += _trigger_faults(connection)
    return tuple(found)


def _revision_faults(engine: Engine) -> Iterable[Fault]:
    if revision(engine) != newest():
        yield Fault(_("The tables are not those of this version of the program."), "alembic_version")
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            if connection.exec_driver_sql("PRAGMA application_id").scalar() != APPLICATION_ID:
                yield Fault(_("The file does not say any more that it belongs to this program."), "application_id")
            if connection.exec_driver_sql("PRAGMA user_version").scalar() != int(newest()):
                yield Fault(_("The file does not say any more which version made it."), "user_version")


def _table_faults(connection: Connection) -> Iterable[Fault]:
    inspector = inspect(connection)
    present = set(inspector.get_table_names())
    for name, table in sorted(Base.metadata.tables.items()):
        if name not in present:
            yield Fault(_("This table is missing."), name)
            continue
        columns = {column["name"] for column in inspector.get_columns(name)}
        for column in table.columns:
            if column.name not in columns:
                yield Fault(_("This column is missing."), f"{name}.{column.name}")
        indexes = {index["name"] for index in inspector.get_indexes(name)}
        for index in table.indexes:
            if index.name not in indexes:
                yield Fault(_("This index is missing."), f"{name}: {index.name}")
        if len(inspector.get_foreign_keys(name)) < len(table.foreign_key_constraints):
            yield Fault(_("A reference to another table is not kept any more."), name)


def _trigger_faults(connection: Connection) -> Iterable[Fault]:
    """What keeps sent scopes and histories must stand as the migrations made it."""
    is_sqlite = connection.dialect.name == "sqlite"
    wanted = _made_triggers() if is_sqlite else _said_triggers()
    present = _sqlite_triggers(connection) if is_sqlite else _postgres_triggers(connection)
    for name, body in sorted(wanted.items()):
        if name not in present:
            yield Fault(_("What keeps this from being rewritten is missing."), name)
        elif present[name] != body:
            yield Fault(_("What keeps this from being rewritten was changed."), name)
    for name in sorted(present.keys() - wanted.keys()):
        yield Fault(_("This trigger is not ours."), name)


def _sqlite_triggers(connection: Connection) -> dict[str, str]:
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    return {row.name: _squeezed(row.sql) for row in rows}


@cache
def _made_triggers() -> dict[str, str]:
    """The triggers of a database that is made now, in memory."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    try:
        upgrade(engine)
        with engine.connect() as connection:
            return _sqlite_triggers(connection)
    finally:
        engine.dispose()


def _postgres_triggers(connection: Connection) -> dict[str, str]:
    """The triggers that are switched on, and the functions behind them."""
    triggers = connection.execute(
        text(
            "SELECT t.tgname AS name, pg_get_triggerdef(t.oid) AS body FROM pg_trigger t"
            " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND n.nspname = current_schema()"
        )
    )
    functions = connection.execute(
        text(
            "SELECT p.proname AS name, p.prosrc AS body FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
            " WHERE p.proname LIKE 'cmdesk%' AND n.nspname = current_schema()"
        )
    )
    return {
        **{row.name: _trigger_body(row.body) for row in triggers},
        **{f"{row.name}()": _squeezed(row.body) for row in functions},
    }


@cache
def _said_triggers() -> dict[str, str]:
    """The triggers and functions that the migrations make, by the newest that names them."""
    from alembic.script import ScriptDirectory

    found: dict[str, str] = {}
    for script in reversed(list(ScriptDirectory(str(MIGRATIONS)).walk_revisions())):
        module: ModuleType = script.module
        for statement in getattr(module, "POSTGRES_TRIGGERS", ()):
            found[re.split(r"\s+", statement)[2]] = _trigger_body(statement)
        for name, body in re.findall(
            r"CREATE (?:OR REPLACE )?FUNCTION (\w+)\(.*?\$\$(.*?)\$\$",
            getattr(module, "POSTGRES_FUNCTIONS", ""),
            re.DOTALL,
        ):
            found[f"{name}()"] = _squeezed(body)
    return found


def _trigger_body(statement: str) -> str:
    """A trigger as words in one order, since the server says it in an order of its own."""
    plain = _squeezed(re.sub(r"\b\w+\.(?=\w)", "", statement)).replace("()", "").lower()
    return " ".join(sorted(re.findall(r"\w+", plain)))


def _squeezed(statement: str) -> str:
    return " ".join(statement.split())
