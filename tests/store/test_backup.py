"""Backups are verified copies; restoring one sets the present file aside."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cmdesk.desk import backups, open_desk, restore_backup
from cmdesk.domain.errors import DeskError, NotFound, RuleBroken, Unavailable
from cmdesk.models import Client
from cmdesk.store import backup
from tests.store.conftest import TODAY, add_client, digest, from_outside, put, value

AT = datetime(2026, 10, 14, 9, 0, tzinfo=UTC)


@pytest.fixture
def made(file):
    """A file with one client, and a backup of it."""
    desk = open_desk(str(file), member_id=1, today=TODAY)
    desk.do(add_client, "Before")
    copy = desk.back_up()
    yield desk, copy
    desk.close()


def test_a_backup_is_made_while_the_agency_is_open(made):
    desk, copy = made

    assert from_outside(str(copy.path), "SELECT name FROM client") == [("Before",)]
    assert copy.path.stat().st_size == copy.size
    assert [one.path for one in backups()] == [copy.path]
    assert {one.suffix for one in copy.path.parent.iterdir()} == {".cmdesk-backup", ".json"}
    assert desk.read(value, Client, 1, "name") == "Before"


def test_its_manifest_holds_what_it_is_verified_by(made):
    _desk, copy = made
    said = json.loads(copy.path.with_name(copy.path.name + ".json").read_text("utf-8"))

    assert said["sha256"] == digest(copy.path)
    assert said["counts"]["client"] == 1
    assert said["workspace"] == "agency.cmdesk"


def test_a_restored_backup_takes_the_place_and_the_present_stays_aside(made, file):
    desk, copy = made
    desk.do(put, Client, 1, name="After")
    desk.close()

    aside = restore_backup(copy.path, str(file))

    assert aside is not None
    assert from_outside(str(aside), "SELECT name FROM client") == [("After",)]
    again = open_desk(str(file), member_id=1, today=TODAY)
    assert again.read(value, Client, 1, "name") == "Before"
    again.close()


def test_a_backup_is_restored_where_the_file_is_gone(made, file):
    desk, copy = made
    desk.close()
    file.unlink()

    assert restore_backup(copy.path, str(file)) is None
    assert from_outside(str(file), "SELECT name FROM client") == [("Before",)]


@pytest.mark.parametrize("how", ["flipped bit", "cut", "manifest", "foreign", "empty"])
def test_a_damaged_backup_is_refused_and_the_present_file_stays(made, file, how):
    desk, copy = made
    desk.close()
    data = bytearray(copy.path.read_bytes())
    if how == "flipped bit":
        data[len(data) // 2] ^= 1
    elif how == "cut":
        del data[len(data) // 2 :]
    elif how == "foreign":
        data[:16] = b"something else.."
    elif how == "empty":
        data.clear()
    else:
        copy.path.with_name(copy.path.name + ".json").write_text("{", "utf-8")
    copy.path.write_bytes(data)
    before = digest(file)

    with pytest.raises(DeskError) as refused:
        restore_backup(copy.path, str(file))

    assert str(refused.value).endswith(".")
    assert digest(file) == before
    assert [one.name for one in file.parent.iterdir() if one.is_file()] == [file.name]


def test_a_backup_that_is_gone_is_not_found(made, file):
    desk, copy = made
    desk.close()
    copy.path.unlink()

    with pytest.raises(NotFound):
        restore_backup(copy.path, str(file))
    assert backups() == []


def test_nothing_is_restored_over_an_agency_that_is_open(made, file):
    _desk, copy = made

    with pytest.raises(Unavailable, match="open already"):
        restore_backup(copy.path, str(file))


def test_a_workspace_that_is_damaged_is_not_taken_for_a_good_copy(made, file, tmp_path):
    desk, _copy = made
    desk.close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("UPDATE scope_template SET id = id")
        connection.execute("INSERT INTO journal (uuid, at, member_id, label, undoable, rows, notes)"
                           " VALUES ('x', '2026-10-14', 999, 'x', 0, '[]', '[]')")  # fmt: skip
        connection.commit()

    with pytest.raises(RuleBroken, match="no good copy"):
        backup.make(file, tmp_path / "copies" / "copy.cmdesk-backup", AT)
    assert list((tmp_path / "copies").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_explained(made, tmp_path):
    desk, _copy = made
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(Unavailable, match="cannot be written"):
        desk.back_up(tmp_path / "file" / "copy.cmdesk-backup")


def test_backups_are_listed_newest_first_and_others_files_are_not(made):
    desk, copy = made
    newer = backup.make(Path(desk.name.removeprefix("sqlite:///")), copy.path.with_name("b.cmdesk-backup"),
                        datetime(2030, 1, 1, tzinfo=UTC))  # fmt: skip
    copy.path.with_name("stray.cmdesk-backup.json").write_text("not json", "utf-8")
    copy.path.with_name("lost.cmdesk-backup.json").write_text('{"at": "2026-01-01T00:00:00+00:00"}', "utf-8")

    assert [one.path for one in backups()] == [newer.path, copy.path]


@pytest.mark.postgres
def test_a_shared_database_is_backed_up_on_its_server(founded_postgres, tmp_path):
    desk = open_desk(founded_postgres, member_id=1)
    with pytest.raises(RuleBroken, match="backed up on its server"):
        desk.back_up()
    desk.close()
    with pytest.raises(RuleBroken, match="restored on its server"):
        restore_backup(tmp_path / "x", founded_postgres)
