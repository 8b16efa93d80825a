"""How a database is opened: what keeps data safe is set, read back, and holds."""

from __future__ import annotations

import sqlite3
import struct
from pathlib import Path

import pytest
from sqlalchemy import text

from cmdesk.desk import new_desk, open_desk
from cmdesk.domain.errors import RuleBroken, Unavailable
from cmdesk.store import engine as engines
from cmdesk.store.engine import APPLICATION_ID, file_of, is_address, journal_rule, open_engine
from cmdesk.store.upgrade import newest
from tests.store.conftest import add_client, from_outside


def asked(connection, name):
    return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def test_a_file_is_kept_by_the_journal_rule_of_its_library(file):
    mode, sync = journal_rule()
    engine = open_engine(str(file))
    with engine.connect() as connection:
        assert asked(connection, "journal_mode") == mode
        assert asked(connection, "synchronous") == {"FULL": 2, "EXTRA": 3}[sync]
        assert asked(connection, "foreign_keys") == 1
        assert asked(connection, "busy_timeout") == 5_000
        assert asked(connection, "trusted_schema") == 0
    engine.dispose()


@pytest.mark.parametrize(
    ("library", "rule"),
    [((3, 40, 1), ("delete", "EXTRA")), ((3, 51, 2), ("delete", "EXTRA")), ((3, 51, 3), ("wal", "FULL"))],
)
def test_a_log_is_used_only_where_it_loses_nothing(monkeypatch, library, rule):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", library)

    assert journal_rule() == rule


def test_a_library_that_ignores_the_rule_is_refused(file, monkeypatch):
    monkeypatch.setattr(engines, "journal_rule", lambda: ("wal", "FULL"))
    engine = engines._sqlite(Path(":memory:"))  # which has no log, whatever it is asked for

    with pytest.raises(Unavailable, match="cannot keep data safely"):
        engine.connect()
    engine.dispose()


def test_a_workspace_carries_the_mark_of_this_program(file):
    head = file.read_bytes()[:100]

    assert struct.unpack(">I", head[68:72])[0] == APPLICATION_ID
    assert struct.unpack(">I", head[60:64])[0] == int(newest())


def test_a_writer_takes_the_file_before_it_reads_and_a_reader_does_not(file):
    seen = []

    def look(session):
        session.execute(text("SELECT 1"))
        try:
            from_outside(str(file), "BEGIN IMMEDIATE")
            seen.append("free")
        except sqlite3.OperationalError as error:
            seen.append(str(error))

    desk = open_desk(str(file))
    desk._store.write(desk._acts(), "look", look)
    desk.read(look)
    desk.close()

    assert seen == ["database is locked", "free"]


def test_what_points_nowhere_is_refused(desk):
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        from_outside_with_keys(desk.name)


def from_outside_with_keys(address):
    engine = open_engine(address)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("UPDATE member SET id = id")
            connection.execute(
                text(
                    "INSERT INTO contact (client_id, name, job_title, area, email, phone, signs_scope, approves_posts,"
                    " called_in_crisis, version) VALUES (999, 'x', '', 'legal', '', '', false, false, false, 1)"
                )
            )
    finally:
        engine.dispose()


@pytest.mark.postgres
def test_a_server_is_asked_with_limits(founded_postgres):
    engine = open_engine(founded_postgres)
    with engine.connect() as connection:
        shown = {
            name: connection.exec_driver_sql(f"SHOW {name}").scalar()
            for name in (
                "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "application_name",
            )
        }  # fmt: skip
    engine.dispose()

    assert shown == {
        "statement_timeout": "1min", "lock_timeout": "10s", "idle_in_transaction_session_timeout": "1min",
        "application_name": "CMDesk",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("mysql://somebody@somewhere/agency", "not with “mysql”"),
        ("postgresql://somewhere:port/agency", "no address of a database"),
        ("nonsense://", "no address|not with"),
    ],
)
def test_a_wrong_address_is_explained(address, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        open_engine(address)


def test_files_and_addresses_are_told_apart(tmp_path):
    assert is_address("postgresql://somebody@somewhere/agency")
    assert not is_address(f"sqlite:///{tmp_path / 'a.cmdesk'}")
    assert not is_address(str(tmp_path / "a.cmdesk"))
    assert file_of(f"sqlite:///{tmp_path / 'a.cmdesk'}") == tmp_path / "a.cmdesk"


def test_odd_names_of_folders_are_no_trouble(tmp_path):
    folder = tmp_path / "a b %20 ? # ñ 日本"
    folder.mkdir()
    desk = new_desk(str(folder / "año 100%.cmdesk"), "Agency", "Nuria")
    desk.do(add_client)
    desk.back_up(folder / "copy.cmdesk-backup")
    desk.close()
    assert (folder / "copy.cmdesk-backup").exists()
