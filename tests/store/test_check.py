"""The check of the tables sees what is missing or was changed, and nothing where all is well."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from cmdesk.desk import check_workspace, open_desk
from cmdesk.store.check import file_faults
from cmdesk.store.engine import file_of
from tests import made


@pytest.fixture
def workspace(spanish):
    """A new agency."""
    open_desk(spanish, member_id=1, today=date(2026, 10, 14)).close()
    return spanish


def tell(workspace, *statements):
    """Say statements to the database from outside the program."""
    if workspace.startswith("sqlite"):
        with closing(sqlite3.connect(file_of(workspace), isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(statement)
        return
    url = make_url(workspace)
    with psycopg.connect(
        host=str(url.query["host"]), user=url.username, dbname=url.database, autocommit=True
    ) as connection:
        for statement in statements:
            connection.execute(statement)


def found(workspace):
    """What the check names, with its place."""
    return [(fault.what, fault.where) for fault in check_workspace(workspace).faults]


def test_a_new_workspace_is_whole(workspace):
    assert found(workspace) == []


def test_a_missing_index_is_named(workspace):
    tell(workspace, "DROP INDEX ix_post_day")
    assert found(workspace) == [("This index is missing.", "post: ix_post_day")]


def test_a_missing_table_is_named(workspace):
    tell(workspace, "DROP TABLE template_line")
    assert found(workspace) == [("This table is missing.", "template_line")]


def test_a_missing_column_is_named(workspace):
    tell(workspace, "ALTER TABLE client DROP COLUMN hashtags")
    assert ("This column is missing.", "client.hashtags") in _tables_only(workspace)


def _tables_only(workspace):
    from cmdesk.store.check import schema_faults
    from cmdesk.store.workspace import open_store

    store = open_store(workspace)
    try:
        return [(fault.what, fault.where) for fault in schema_faults(store.engine)]
    finally:
        store.close()


class TestOnSqlite:
    """What only a file can suffer."""

    @pytest.fixture
    def workspace(self, sqlite):
        return made.founded(sqlite)

    def test_a_missing_trigger_is_named(self, workspace):
        tell(workspace, "DROP TRIGGER scope_frozen_update")
        assert found(workspace) == [("What keeps this from being rewritten is missing.", "scope_frozen_update")]

    def test_a_trigger_that_was_made_harmless_is_named(self, workspace):
        tell(
            workspace,
            "DROP TRIGGER journal_kept_update",
            "CREATE TRIGGER journal_kept_update BEFORE UPDATE ON journal WHEN 0 BEGIN SELECT 1; END",
        )
        assert found(workspace) == [("What keeps this from being rewritten was changed.", "journal_kept_update")]

    def test_a_trigger_of_somebody_else_is_named(self, workspace):
        tell(workspace, "CREATE TRIGGER spy AFTER INSERT ON post BEGIN DELETE FROM task; END")
        assert found(workspace) == [("This trigger is not ours.", "spy")]

    def test_a_row_that_names_what_is_not_there_is_named(self, workspace):
        tell(
            workspace,
            "PRAGMA foreign_keys = OFF",
            "INSERT INTO channel (client_id, network, handle, url, purpose, is_active, version)"
            " VALUES (77, 'x', '', '', '', 1, 1)",
        )
        assert found(workspace) == [("This row names one of “client” that is not there.", "channel 1")]

    def test_a_lost_mark_of_the_version_is_named(self, workspace):
        tell(workspace, "PRAGMA user_version = 0")
        assert found(workspace) == [("The file does not say any more which version made it.", "user_version")]

    def test_flipped_bytes_are_damage(self, workspace):
        path: Path = file_of(workspace)
        data = bytearray(path.read_bytes())
        data[5000:9000] = b"\x07" * 4000
        path.write_bytes(data)
        faults = file_faults(path)
        assert faults
        assert all(fault.where == path.name for fault in faults)
        assert check_workspace(workspace).faults == faults


@pytest.mark.postgres
class TestOnPostgres:
    """What only a server can suffer."""

    @pytest.fixture
    def workspace(self, vacant_postgres):
        return made.founded(vacant_postgres)

    def test_a_missing_trigger_is_named(self, workspace):
        tell(workspace, "DROP TRIGGER scope_frozen ON scope")
        assert found(workspace) == [("What keeps this from being rewritten is missing.", "scope_frozen")]

    def test_a_trigger_that_was_switched_off_is_named(self, workspace):
        tell(workspace, "ALTER TABLE blob DISABLE TRIGGER blob_kept")
        assert found(workspace) == [("What keeps this from being rewritten is missing.", "blob_kept")]

    def test_a_function_that_was_made_harmless_is_named(self, workspace):
        tell(
            workspace,
            "CREATE OR REPLACE FUNCTION cmdesk_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
        )
        assert found(workspace) == [("What keeps this from being rewritten was changed.", "cmdesk_keep()")]

    def test_a_trigger_that_asks_something_else_is_named(self, workspace):
        tell(
            workspace,
            "DROP TRIGGER blob_kept ON blob",
            "CREATE TRIGGER blob_kept BEFORE DELETE ON blob FOR EACH ROW EXECUTE FUNCTION cmdesk_keep()",
        )
        assert found(workspace) == [("What keeps this from being rewritten was changed.", "blob_kept")]
