"""What a person may get wrong: one plain sentence, the right exit code, nothing half done."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import main
from tests import made
from tests.house.source import ROOT


def refused(answer):
    """The one sentence of a call that was refused."""
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.count("\n") == 1, answer.err
    assert "Traceback" not in answer.err
    return answer.err.strip()


def test_without_any_agency_the_way_on_is_told(say):
    assert refused(say("clients", "list")) == (
        "No agency was opened yet. Name its file with -w, or make one with “new”."
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "There is no file"),
        (b"", "is empty"),
        (b"dear reader" * 20, "is not a CMDesk workspace"),
        ("other", "belongs to another program"),
        ("folder", "is a folder"),
        ("newer", "A newer CMDesk made this workspace"),
    ],
)
@pytest.mark.parametrize("words", [["clients", "list"], ["check"], ["backup"], ["undo"]], ids=" ".join)
def test_a_file_that_is_no_workspace_is_left_alone(content, sentence, words, say, ask, tmp_path):
    file = tmp_path / "strange.cmdesk"
    if content == "folder":
        file.mkdir()
    elif content == "other":
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("CREATE TABLE diary (page TEXT)")
    elif content == "newer":
        made.founded(str(file))
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
    elif isinstance(content, bytes):
        file.write_bytes(content)
    before = file.read_bytes() if file.is_file() else None

    if content == "newer" and words == ["backup"]:
        assert say("-w", str(file), *words).code == 0  # bytes are bytes: a copy harms nobody
        return
    assert sentence in refused(say("-w", str(file), *words))
    assert (file.read_bytes() if file.is_file() else None) == before


def test_a_damaged_file_is_refused_and_its_check_names_the_damage(say, agency):
    data = bytearray(Path(agency).read_bytes())
    middle = len(data) // 2
    data[middle : middle + 20_000] = b"\xff" * 20_000
    Path(agency).write_bytes(data)

    assert "damaged" in refused(say("-w", agency, "clients", "list"))
    answer = say("-w", agency, "check", "--json")
    assert (answer.code, answer.data["ok"]) == (1, False)
    assert answer.data["faults"][0]["where"] == "farolillo.cmdesk"
    assert "damaged" in answer.data["faults"][0]["what"]


def test_a_workspace_that_is_open_elsewhere_says_where(say, agency):
    from cmdesk.desk import open_desk

    desk = open_desk(agency)
    try:
        assert "open already" in refused(say("clients", "list"))
        assert say("backup").code == 0  # a backup disturbs nobody
    finally:
        desk.close()


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://nuria:s3cr3t@127.0.0.1:9/agency",
        "postgres://nuria:s3cr3t@127.0.0.1:9/agency",
        "postgresql://nuria:s3cr3t@[wrong/agency",
        "mysql://nuria:s3cr3t@127.0.0.1/agency",
        "postgresql:/nuria:s3cr3t@127.0.0.1",
        "nuria:s3cr3t@server",
    ],
)
@pytest.mark.parametrize("words", [["clients", "list"], ["check"], ["new", "--agency", "A"], ["demo", "--no-window"]],
                         ids=" ".join)  # fmt: skip
def test_a_password_never_shows(address, words, say, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = say("-w", address, *words)
    assert "s3cr3t" not in refused(answer)
    kept = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert not [file for file in kept if "s3cr3t" in str(file) or b"s3cr3t" in file.read_bytes()]


@pytest.mark.parametrize(
    "words",
    [
        ["clients", "add", "   "],
        ["clients", "add", "x" * 100_000],
        ["clients", "add", "Casa \ud800"],
        ["clients", "add", "Casa", "--time-zone", "Mars/Olympus"],
        ["clients", "add", "Casa", "--currency", "EURO"],
        ["clients", "add", "Casa", "--email", "no address", "--contact", "Eva"],
        ["clients", "add", "Casa", "--template", "none"],
        ["clients", "add", "Casa", "--letters", "HM"],
        ["clients", "show", "Nobody"],
        ["posts", "add", "", "--client", "horno"],
        ["posts", "add", "x" * 100_000, "--client", "horno"],
        ["posts", "add", "Pan", "--client", "horno", "--on", "someday"],
        ["posts", "add", "Pan", "--client", "horno", "--on", "2026-02-30T10:00"],
        ["posts", "add", "Pan", "--client", "horno", "--on", "9999-12-31T10:00"],
        ["posts", "add", "Pan", "--client", "horno", "--channels", "tiktok"],
        ["posts", "move", "99", "tray"],
        ["posts", "status", "99", "draft"],
        ["tasks", "add", "  "],
        ["tasks", "move", "99", "doing"],
        ["tasks", "add", "Pan", "--column", "nowhere"],
        ["scope", "show", "horno", "--version", "7"],
        ["scope", "set", "horno", "no such service"],
        ["scope", "set", "horno"],
        ["scope", "set", "horno", "--quantity", "5"],
        ["scope", "set", "horno", "feed", "--quantity", "999999999"],
        ["scope", "set", "horno", "feed", "--description", "x" * 100_000],
        ["scope", "set", "horno", "feed", "--done-by", "Nobody"],
        ["scope", "set", "horno", "--tax", "200"],
        ["scope", "draft", "horno", "--from-current"],
        ["scope", "agree", "horno", "--by", "elena", "--means", "email"],
        ["scope", "withdraw", "horno", "--why", "Because"],
        ["scope", "compare", "horno", "1", "2"],
        ["restore", "nowhere.cmdesk-backup"],
        ["undo", "--as", "Nobody"],
        ["new", "--agency", "Another"],
    ],
    ids=lambda words: " ".join(words)[:40].replace("\ud800", "?"),
)
def test_what_cannot_be_is_refused_and_changes_nothing(words, say, ask, agency):
    before = ask("history")
    if words[0] == "new":
        words = [*words, "-w", agency]
    refused(say(*words))
    assert ask("history") == before
    assert ask("check")["ok"]


def test_a_scope_that_ends_before_it_begins_is_not_sent(say, ask, agency):
    ask("scope", "set", "horno", "--first-day", "2027-01-01", "--last-day", "2026-12-01")
    assert [one["field"] for one in ask("scope", "show", "horno")["problems"] if one["blocks"]] == ["last_day"]
    assert "ends before it starts" in refused(say("scope", "send", "horno"))


def test_what_was_sent_stays_as_it_is(say, agreed):
    for words in (["scope", "set", "horno", "feed", "--quantity", "9"], ["scope", "send", "horno"]):
        assert "no version that is being written" in refused(say(*words))


@pytest.mark.parametrize(("content", "sentence"), [(None, "There is no file"), (b"", "empty")])
def test_a_proof_that_proves_nothing_is_refused(content, sentence, say, ask, agency, tmp_path):
    ask("scope", "send", "horno")
    proof = tmp_path / "proof.pdf"
    if content is not None:
        proof.write_bytes(content)
    words = ["scope", "agree", "horno", "--by", "elena", "--means", "email", "--evidence", str(proof)]
    assert sentence in refused(say(*words))
    assert ask("scope", "show", "horno")["status"] == "sent"


def test_an_agency_without_a_name_leaves_no_file(say, tmp_path):
    refused(say("new", "--agency", " ", "-w", str(tmp_path / "a.cmdesk")))
    assert list(tmp_path.glob("*a.cmdesk*")) == []


def test_an_agency_without_a_name_leaves_a_server_free_for_the_next(say, ask, postgres):
    refused(say("new", "--agency", " ", "-w", postgres))
    ask("new", "--agency", "Estudio Farolillo", "-w", postgres)
    assert "holds an agency already" in refused(say("new", "--agency", "Another", "-w", postgres))


def test_the_sample_finds_its_place_on_a_server_too(say, ask, postgres):
    ask("demo", "--no-window", "-w", postgres)
    assert len(ask("clients", "list", "-w", postgres)) == 4
    assert ask("check", "-w", postgres) == {"ok": True, "faults": []}
    assert "holds an agency already" in refused(say("demo", "--no-window", "-w", postgres))


def test_a_damaged_backup_is_not_put_back(say, ask, agency, tmp_path):
    copy = Path(ask("backup")["file"])
    data = bytearray(copy.read_bytes())
    data[-100] ^= 1
    copy.write_bytes(data)
    before = Path(agency).read_bytes()
    assert "damaged" in refused(say("restore", str(copy)))
    assert Path(agency).read_bytes() == before


def test_markup_is_text(ask, agency):
    name = '<b onclick="x">Casa</b> & %s {0} \\ "'
    assert ask("clients", "add", name)["name"] == name
    assert name in [client["name"] for client in ask("clients", "list")]


def test_a_name_says_nothing_to_the_terminal(say, ask, agency):
    ask("posts", "add", "\x1b[31mred\x07", "--client", "horno")
    listed = say("posts", "list").out
    assert "\x1b" not in listed
    assert "\x07" not in listed


def test_a_folder_that_cannot_hold_settings_is_told(capsys, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CMDESK_DATA_DIR", str(tmp_path / "file"))
    assert main.main(["new", "--agency", "A"]) == 1
    heard = capsys.readouterr()
    assert heard.err.startswith("“")
    assert "file” cannot be read or written" in heard.err


def _program(words, data_folder, **given):
    environment = {**os.environ, "CMDESK_DATA_DIR": str(data_folder), "LANG": "en_GB.UTF-8"}
    return subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment | given.pop("env", {}), **given,
    )  # fmt: skip


def test_whoever_stops_listening_hears_no_complaint(agency, data_folder):
    process = _program(["catalogue", "--json"], data_folder)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(60) == 0


def test_the_answer_reaches_a_terminal_that_knows_few_letters(agency, data_folder):
    process = _program(["catalogue"], data_folder, env={"PYTHONIOENCODING": "ascii"})
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert b"Service" in out
    process = _program(["catalogue", "--json"], data_folder, env={"PYTHONIOENCODING": "ascii"})
    out, err = process.communicate(timeout=60)
    assert b"\\u00f3" in out


def test_exit_codes_reach_the_shell(data_folder):
    for words, code in ((["--version"], 0), (["clients", "list"], 1), (["nonsense"], 2)):
        process = _program(words, data_folder)
        process.communicate(timeout=60)
        assert process.returncode == code
