"""What cannot be opened says why in one sentence, and is left as it was, byte for byte."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event

from cmdesk.desk import new_desk, open_desk
from cmdesk.domain.errors import DeskError, NotFound, RuleBroken, Unavailable
from cmdesk.store.workspace import create
from tests.store.conftest import add_client, digest, from_outside

ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import sys
sys.path.insert(0, sys.argv[2])
from cmdesk.desk import open_desk
desk = open_desk(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
desk.close()
"""
AS_ANOTHER = """
import os, sys
sys.path.insert(0, sys.argv[2])
from cmdesk.desk import open_desk
from cmdesk.domain.errors import DeskError
open_desk(sys.argv[3]).close()  # so that everything is loaded
if os.geteuid() == 0:
    os.setegid(65534)
    os.seteuid(65534)
try:
    open_desk(sys.argv[1]).close()
except DeskError as error:
    print(f"{type(error).__name__}: {error}")
"""


def is_one_sentence(error):
    words = str(error)
    return words[0].isupper() or words[0] == "“", words[-1] in ".?", "\n" not in words


def refused(path, kind, words):
    """Opening it is refused in these words, and nothing about it changes."""
    before = digest(path) if path.is_file() else None
    around = {one.name for one in path.parent.iterdir()} if path.parent.exists() else set()
    with pytest.raises(kind, match=words) as caught:
        open_desk(str(path))
    assert all(is_one_sentence(caught.value))
    assert (digest(path) if path.is_file() else None) == before
    assert ({one.name for one in path.parent.iterdir()} if path.parent.exists() else set()) == around


def test_a_missing_file_is_not_made_anew(tmp_path):
    refused(tmp_path / "gone.cmdesk", NotFound, "There is no file “gone.cmdesk” any more")


def test_a_folder_is_no_workspace(tmp_path):
    (tmp_path / "folder.cmdesk").mkdir()
    refused(tmp_path / "folder.cmdesk", RuleBroken, "is a folder")


def test_an_empty_file_is_not_taken_for_a_new_workspace(tmp_path):
    path = tmp_path / "empty.cmdesk"
    path.touch()
    refused(path, RuleBroken, "“empty.cmdesk” is empty")


@pytest.mark.parametrize("content", [b"Hello", b"%PDF-1.7\n" * 50, bytes(4096), b"SQLite format 3"])
def test_something_else_is_not_touched(tmp_path, content):
    path = tmp_path / "other.cmdesk"
    path.write_bytes(content)
    refused(path, RuleBroken, "not a CMDesk workspace")


def test_another_programs_database_is_not_touched(tmp_path):
    path = tmp_path / "other.cmdesk"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE agency (id INTEGER)")
        connection.commit()
    refused(path, RuleBroken, "belongs to another program")


def test_a_newer_workspace_is_refused_untouched(file):
    from_outside(str(file), "UPDATE alembic_version SET version_num = '9999'")
    refused(file, RuleBroken, "A newer CMDesk made this")


@pytest.mark.postgres
def test_a_newer_database_is_refused(founded_postgres):
    from_outside(founded_postgres, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(RuleBroken, match="A newer CMDesk made this"):
        open_desk(founded_postgres)


@pytest.mark.parametrize("where", ["middle", "cut", "schema"])
def test_a_damaged_file_is_refused_untouched(file, where):
    data = bytearray(file.read_bytes())
    if where == "middle":
        for place in range(8192, len(data) - 4096, 4096):
            data[place : place + 300] = b"\xff" * 300
    elif where == "cut":
        del data[len(data) // 2 :]
    else:
        data[100:2000] = b"\xff" * 1900
    file.write_bytes(data)

    refused(file, DeskError, "damaged")


def test_a_file_without_its_mark_is_refused(file):
    data = bytearray(file.read_bytes())
    data[68:72] = bytes(4)
    file.write_bytes(data)
    refused(file, RuleBroken, "belongs to another program")


# --- who else is there -------------------------------------------------------------------------


def test_a_second_program_is_told_who_has_the_file(file):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(file), str(ROOT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdin
    assert holder.stdout
    try:
        assert holder.stdout.readline().strip() == "open"
        with pytest.raises(Unavailable, match=r"open already: .*Close it there first"):
            open_desk(str(file))
    finally:
        holder.stdin.close()
        holder.wait(20)
        holder.stdout.close()
    open_desk(str(file)).close()


def test_a_program_that_was_killed_leaves_the_file_free(file):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(file), str(ROOT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdin
    assert holder.stdout
    assert holder.stdout.readline().strip() == "open"
    holder.kill()
    holder.wait(20)
    holder.stdin.close()
    holder.stdout.close()

    open_desk(str(file)).close()


def test_the_same_program_does_not_open_a_file_twice(file):
    desk = open_desk(str(file))
    with pytest.raises(Unavailable, match="open already"):
        open_desk(str(file))
    desk.close()
    open_desk(str(file)).close()


@pytest.mark.parametrize("what", ["folder", "file", "unreadable"])
def test_what_may_not_be_written_is_explained(tmp_path_factory, founded_file, what):
    folder = Path(shutil.copytree(founded_file.parent, tmp_path_factory.mktemp("shared") / "agency"))
    path = folder / founded_file.name
    for above in (folder.parent, folder.parent.parent):
        above.chmod(above.stat().st_mode | stat.S_IXOTH | stat.S_IROTH)
    path.chmod({"folder": 0o644, "file": 0o444, "unreadable": 0o000}[what])
    folder.chmod(0o555 if what == "folder" else 0o777)
    before = digest(path) if os.geteuid() == 0 else ""

    done = subprocess.run(
        [sys.executable, "-c", AS_ANOTHER, str(path), str(ROOT), str(founded_file)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    folder.chmod(0o755)
    assert not done.stderr, done.stderr
    assert done.stdout.startswith("Unavailable: "), done.stdout
    assert done.stdout.strip().endswith(".")
    assert (digest(path) if os.geteuid() == 0 else "") == before


# --- the disk ----------------------------------------------------------------------------------


def may_mount():
    """Whether this process may put a disk of its own somewhere."""
    status = Path("/proc/self/status")
    if os.name == "nt" or os.geteuid() != 0 or not status.exists() or shutil.which("mount") is None:
        return False
    rights = next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("CapEff"))
    return bool(int(rights, 16) >> 21 & 1)


@pytest.fixture(params=["tmpfs"] if may_mount() else [])
def small_disk(request, tmp_path):
    """A folder with room for two megabytes; only where this process may make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(desk):
    for number in range(100):
        desk.do(add_client, f"Client {number}", notes="x" * 100_000)


def test_a_full_disk_loses_nothing_that_was_saved(small_disk, founded_file):
    path = small_disk / "agency.cmdesk"
    shutil.copy(founded_file, path)
    desk = open_desk(str(path), member_id=1)
    desk.do(add_client, "Kept")

    with pytest.raises(Unavailable, match=r"The disk is full\. Nothing was changed"):
        fill(desk)
    with pytest.raises(Unavailable, match="The disk is full"):
        desk.back_up(small_disk / "copy.cmdesk-backup")
    desk.close()

    desk = open_desk(str(path), member_id=1)
    assert from_outside(str(path), "SELECT name FROM client ORDER BY id")[0] == ("Kept",)
    assert not list(small_disk.glob(".backup*"))
    desk.close()


def test_a_new_agency_needs_room(small_disk):
    (small_disk / "ballast").write_bytes(bytes(1_900_000))
    with pytest.raises(Unavailable, match="disk is full"):
        new_desk(str(small_disk / "new.cmdesk"), "Agency", "Nuria")
    assert [one.name for one in small_disk.iterdir()] == ["ballast"]


def test_a_file_that_cannot_grow_says_so(file):
    desk = open_desk(str(file), member_id=1)
    pages = from_outside(str(file), "PRAGMA page_count")[0][0]

    @event.listens_for(desk._store.engine, "connect")
    def stop_growing(connection, _entry):
        connection.execute(f"PRAGMA max_page_count = {pages + 20}")

    desk._store.engine.dispose()
    with pytest.raises(Unavailable, match="The disk is full"):
        fill(desk)
    desk.close()


# --- servers -----------------------------------------------------------------------------------


def test_a_server_that_is_not_there_is_explained():
    with pytest.raises(Unavailable, match="cannot be reached") as caught:
        open_desk("postgresql://somebody@127.0.0.1:1/agency")
    assert all(is_one_sentence(caught.value))


@pytest.mark.postgres
def test_a_database_that_is_not_there_is_explained(postgres_server):
    with pytest.raises(Unavailable, match="does not have this database"):
        open_desk(postgres_server.url("nowhere"))


@pytest.mark.postgres
def test_an_empty_database_is_no_workspace(postgres):
    with pytest.raises(RuleBroken, match="holds no CMDesk workspace"):
        open_desk(postgres)


# --- making ------------------------------------------------------------------------------------


def test_a_new_agency_never_takes_the_place_of_something(founded):
    with pytest.raises(RuleBroken, match="already"):
        new_desk(founded, "Another", "Somebody")
    desk = open_desk(founded)
    assert desk.history() is not None
    desk.close()


def test_a_new_agency_leaves_only_its_file(tmp_path):
    new_desk(str(tmp_path / "deep" / "down" / "new.cmdesk"), "Agency", "Nuria").close()

    assert [one.name for one in (tmp_path / "deep" / "down").iterdir()] == ["new.cmdesk"]


def test_making_where_nothing_can_be_written_is_explained(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(Unavailable, match="cannot be written"):
        create(str(tmp_path / "file" / "new.cmdesk"))


def test_an_agency_without_a_name_leaves_no_file_behind(tmp_path):
    with pytest.raises(RuleBroken, match="name of the agency"):
        new_desk(str(tmp_path / "new.cmdesk"), "  ", "Nuria")
    assert not (tmp_path / "new.cmdesk").exists()
