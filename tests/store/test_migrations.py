"""Upgrades happen whole or not at all, after a backup; the tables are what the models say."""

from __future__ import annotations

import shutil
import sqlite3

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from psycopg import errors as pg_errors
from sqlalchemy import inspect

from cmdesk.desk import open_desk
from cmdesk.domain.errors import DeskError
from cmdesk.domain.scope import ScopeStatus
from cmdesk.models import Base
from cmdesk.services import scopes, tasks
from cmdesk.store import workspace
from cmdesk.store.engine import open_engine
from cmdesk.store.upgrade import MIGRATIONS, newest, revision
from tests.bakery import old_workspace
from tests.store.conftest import add_client, digest, from_outside

NEXT = '''"""A later version."""

import sqlalchemy as sa
from alembic import op

revision = "{new}"
down_revision = "{old}"


def upgrade():
    op.add_column("client", sa.Column("nickname", sa.Text(), nullable=False, server_default=""))
    {then}
'''


@pytest.fixture
def later(tmp_path):
    """A program that knows one migration more, which does this at its end."""

    def build(then="pass"):
        scripts = tmp_path / "migrations"
        shutil.copytree(MIGRATIONS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
        new = f"{int(newest()) + 1:04d}"
        text = NEXT.format(new=new, old=newest(), then=then)
        (scripts / "versions" / f"{new}_later.py").write_text(text, "utf-8")
        return scripts, new

    return build


def columns(address):
    engine = open_engine(address)
    names = {column["name"] for column in inspect(engine).get_columns("client")}
    engine.dispose()
    return names


def test_an_upgrade_that_works_backs_up_first(founded_sqlite, file, later):
    scripts, new = later()
    seen = []

    def backed_up(path):
        seen.append((path, "nickname" in columns(founded_sqlite)))

    store = workspace.open_store(founded_sqlite, before_upgrade=backed_up, scripts=scripts)
    store.close()

    assert seen == [(file, False)]
    assert "nickname" in columns(founded_sqlite)
    assert from_outside(founded_sqlite, "PRAGMA user_version") == [(int(new),)]
    assert from_outside(founded_sqlite, "SELECT version_num FROM alembic_version") == [(new,)]


def test_the_backup_of_an_upgrade_lies_among_the_backups(founded_sqlite, later, monkeypatch):
    from cmdesk import desk as desks
    from cmdesk.desk import backups

    scripts, _new = later()
    real = workspace.open_store
    monkeypatch.setattr(
        desks.workspace,
        "open_store",
        lambda name, before_upgrade: real(name, before_upgrade=before_upgrade, scripts=scripts),
    )
    open_desk(founded_sqlite).close()

    (copy,) = backups()
    assert "nickname" not in {row[1] for row in from_outside(str(copy.path), "PRAGMA table_info(client)")}


def test_a_backup_that_fails_stops_the_upgrade(founded_sqlite, file, later):
    scripts, _new = later()
    before = digest(file)

    def fails(_path):
        raise DeskError("No room for the backup.")

    with pytest.raises(DeskError, match="No room"):
        workspace.open_store(founded_sqlite, before_upgrade=fails, scripts=scripts)
    assert digest(file) == before


@pytest.mark.parametrize(
    "then",
    [
        "raise RuntimeError('half way')",
        "op.execute('DELETE FROM board_column')",
        "op.drop_table('journal')",
    ],
    ids=["stops", "loses rows", "loses a table"],
)
def test_an_upgrade_that_fails_half_way_leaves_the_old(founded, later, then):
    scripts, _new = later(then)
    desk = open_desk(founded, member_id=1)
    desk.do(add_client)
    desk.close()
    before = from_outside(founded, "SELECT count(*) FROM board_column")

    with pytest.raises((RuntimeError, DeskError)):
        workspace.open_store(founded, scripts=scripts)

    assert "nickname" not in columns(founded)
    assert from_outside(founded, "SELECT count(*) FROM board_column") == before
    assert from_outside(founded, "SELECT version_num FROM alembic_version") == [(newest(),)]
    again = open_desk(founded, member_id=1)
    assert again.history()[0].label == "Add client"
    again.close()


def test_an_upgrade_that_breaks_what_points_to_what_is_refused(founded_sqlite, file, later):
    scripts, _new = later('op.execute("UPDATE task SET client_id = 999")')
    desk = open_desk(founded_sqlite, member_id=1)
    desk.do(tasks.add_task, "Task", desk.do(add_client).value, desk.read(tasks.columns)[0].id)
    desk.close()

    with pytest.raises(DeskError, match="could not be brought to this version"):
        workspace.open_store(founded_sqlite, scripts=scripts)
    assert from_outside(founded_sqlite, "SELECT client_id FROM task") == [(1,)]


def test_an_older_program_refuses_what_a_later_one_made(founded, later):
    scripts, _new = later()
    workspace.open_store(founded, scripts=scripts).close()

    with pytest.raises(DeskError, match="A newer CMDesk made this"):
        open_desk(founded)


def test_models_and_migrations_make_the_same_tables(founded):
    engine = open_engine(founded)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        difference = compare_metadata(context, Base.metadata)
        tables = set(inspect(connection).get_table_names())
    engine.dispose()

    assert difference == []
    assert tables == {*Base.metadata.tables, "alembic_version"}


def test_a_workspace_of_version_0_1_opens_with_its_agreement_whole(tmp_path, data_folder):
    desk = open_desk(str(old_workspace(tmp_path)), member_id=1)
    first, second = desk.read(scopes.versions, 1)

    assert desk.read(scopes.verify, 1).is_good
    assert desk.check().is_good
    assert (first.status, second.status) == (ScopeStatus.AGREED, ScopeStatus.DRAFT)
    assert [line.quantity for line in second.lines if line.service == "CON-REEL"] == [6]
    desk.do(scopes.send, second.id)
    assert desk.read(scopes.verify, 1).is_good
    desk.close()


def test_the_revision_is_the_newest(founded):
    engine = open_engine(founded)
    assert revision(engine) == newest()
    engine.dispose()


# --- what was sent stays -----------------------------------------------------------------------


REFUSED = (sqlite3.DatabaseError, pg_errors.DatabaseError)


@pytest.fixture
def sent(founded):
    """A version that was sent, with a line, and a draft."""
    desk = open_desk(founded, member_id=1)
    client = desk.do(add_client).value
    desk.close()
    for number in (1, 2):
        from_outside(founded, _insert("scope", id=number, client_id=client, number=number))
        from_outside(founded, _insert("scope_line", id=number, scope_id=number, lineage=f"L{number}", area="content"))
    from_outside(founded, _insert("scope_event", client_id=client, scope_id=1, kind="sent", own_hash="h"))
    return founded


def _insert(table, **values):
    """An INSERT with something for each column that must hold something."""
    for column in Base.metadata.tables[table].columns:
        if column.name in values or column.nullable or column.name == "id":
            continue
        kind = str(column.type)
        values[column.name] = (
            "2026-10-14" if "DATE" in kind else "[]" if "JSON" in kind else 0 if "INT" in kind
            else False if "BOOL" in kind else ""
        )  # fmt: skip
    written = ", ".join(repr(v) if not isinstance(v, bool) else str(v).lower() for v in values.values())
    return f"INSERT INTO {table} ({', '.join(values)}) VALUES ({written})"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE scope SET introduction = 'x' WHERE id = 1",
        "UPDATE scope SET client_id = client_id WHERE id = 1",
        "UPDATE scope SET deleted_at = '2026-10-14' WHERE id = 1",
        "DELETE FROM scope WHERE id = 1",
        "UPDATE scope_line SET title = 'x' WHERE scope_id = 1",
        "UPDATE scope_line SET scope_id = 1 WHERE scope_id = 2",
        "UPDATE scope_line SET scope_id = 2 WHERE scope_id = 1",
        "DELETE FROM scope_line WHERE scope_id = 1",
        _insert("scope_line", id=9, scope_id=1, lineage="L9", area="content"),
        "UPDATE scope_event SET note = 'x'",
        "DELETE FROM scope_event",
    ],
)
def test_what_was_sent_cannot_be_changed_from_outside(sent, statement):
    before = from_outside(sent, "SELECT * FROM scope_line ORDER BY id")

    with pytest.raises(REFUSED, match=r"(?i)cmdesk: |foreign key"):
        from_outside(sent, statement)
    assert from_outside(sent, "SELECT * FROM scope_line ORDER BY id") == before


@pytest.mark.parametrize(
    "statement",
    ["UPDATE scope SET introduction = 'x' WHERE id = 2", "UPDATE scope_line SET title = 'x' WHERE scope_id = 2"],
)
def test_a_draft_can_be_changed(sent, statement):
    from_outside(sent, statement)


@pytest.mark.parametrize("statement", ["UPDATE journal SET label = 'x'", "DELETE FROM journal"])
def test_the_journal_cannot_be_rewritten(sent, statement):
    with pytest.raises(REFUSED, match="cmdesk: "):
        from_outside(sent, statement)
