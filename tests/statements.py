"""Statements are made into SQL once in a run: each test opens a database of its own, and asks the same of it."""

from __future__ import annotations

from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

_MOST = 3_000
_known: LRUCache = LRUCache(_MOST)  # by dialect and statement


class _Shared:
    """Equal to all of its kind: what one of them made into SQL is true for the others."""

    def __hash__(self) -> int:
        return hash(type(self))

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        """Let an engine look among the statements of all."""
        engine.update_execution_options(compiled_cache=_known)


class Sqlite(_Shared, SQLiteDialect_pysqlite):
    """SQLite, as each of our files speaks it."""

    supports_statement_cache = True


class Postgres(_Shared, PGDialect_psycopg):
    """PostgreSQL, as the one server of the tests speaks it."""

    supports_statement_cache = True


def share() -> None:
    """Open every database of this process so from now on."""
    registry.register("sqlite", __name__, Sqlite.__name__)
    registry.register("postgresql.psycopg", __name__, Postgres.__name__)
