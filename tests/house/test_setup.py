"""The set-up: it finds an interpreter, needs no address, and says what is missing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cmdesk.ui.display import why_no_window
from installer import prepare

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
EARLIER_LOCK = "earlier"


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def a_python(folder: Path, version: str, *, name: str = "python3", answer: str = "8 True") -> Path:
    """A program that answers the way an interpreter of this version does."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\necho {version.replace('.', ' ')} {answer}\n")
    path.chmod(0o755)
    return path


def a_failing_shim(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("python3", "python3.13"):
        (folder / name).write_text("#!/bin/sh\necho 'version 3.13 is not installed' >&2\nexit 127\n")
        (folder / name).chmod(0o755)


def found_by(*folders: Path, pyenv: Path) -> list[str]:
    environment = {"PATH": os.pathsep.join(map(str, folders)), "PYENV_ROOT": str(pyenv)}
    own = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    found = prepare.suitable(path for path in prepare.candidates(environment) if path.resolve() != own)
    return [one.name for one in found]


# --- Interpreters ----------------------------------------------------------------------------------------------------


def test_the_newest_interpreter_on_the_path_is_taken(tmp_path):
    a_python(tmp_path / "a", "3.12.4", name="python3.12")
    a_python(tmp_path / "b", "3.14.1", name="python3.14")

    assert found_by(tmp_path / "a", tmp_path / "b", pyenv=tmp_path / "none") == ["3.14.1", "3.12.4"]


def test_versions_under_pyenv_are_started_by_their_path_and_a_failing_shim_stops_nothing(tmp_path):
    pyenv = tmp_path / "pyenv"
    a_failing_shim(pyenv / "shims")
    a_python(pyenv / "versions" / "3.12.1" / "bin", "3.12.1")

    assert found_by(pyenv / "shims", pyenv=pyenv) == ["3.12.1"]


def test_a_shim_elsewhere_on_the_path_that_fails_is_passed_over(tmp_path):
    a_failing_shim(tmp_path / "asdf")
    a_python(tmp_path / "bin", "3.12.9")

    assert found_by(tmp_path / "asdf", tmp_path / "bin", pyenv=tmp_path / "none") == ["3.12.9"]


@pytest.mark.parametrize(
    ("version", "answer"),
    [
        ("3.10.13", "8 True"),  # too old
        ("3.15.0", "8 True"),  # newer than the locks were tried with
        ("3.13.0", "4 True"),  # 32 bits: Qt has no wheel
        ("3.13.0", "8 False"),  # a preview, without venv, or itself an environment
    ],
)
def test_an_unsuitable_interpreter_is_not_taken(tmp_path, version, answer):
    a_python(tmp_path / "bin", version, answer=answer)

    assert found_by(tmp_path / "bin", pyenv=tmp_path / "none") == []


def test_a_machine_without_any_is_told_what_to_install():
    with pytest.raises(prepare.Refused, match=r"Python 3\.12 or newer"):
        prepare.newest([])


def test_only_3_11_is_good_enough_and_not_good():
    assert not prepare.Interpreter((3, 11, 9), Path("python3.11")).is_good
    assert prepare.Interpreter((3, 12, 0), Path("python3.12")).is_good


def test_an_interpreter_without_pip_is_made_anew(tmp_path):
    environment = prepare.Environment(tmp_path / ".venv")
    broken = environment.python
    broken.parent.mkdir(parents=True)
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)

    assert environment.version() is None


def test_the_second_start_installs_nothing(tmp_path):
    environment = prepare.Environment(tmp_path)
    assert not environment.holds("requirements.lock")

    (tmp_path / prepare.STAMP).write_text(json.dumps({"requirements.lock": prepare._digest("requirements.lock")}))
    assert environment.holds("requirements.lock")
    assert not environment.holds("requirements-dev.lock")


def test_a_changed_lock_is_installed_again(tmp_path):
    (tmp_path / prepare.STAMP).write_text(json.dumps({"requirements.lock": EARLIER_LOCK}))

    assert not prepare.Environment(tmp_path).holds("requirements.lock")


# --- Libraries and display -------------------------------------------------------------------------------------------


def test_missing_libraries_are_named_with_the_one_command(monkeypatch, capsys):
    monkeypatch.setattr(prepare, "missing_libraries", lambda _environment: ["libxcb-cursor.so.0"])
    monkeypatch.setattr(prepare, "is_debian", lambda: True)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    with pytest.raises(prepare.Refused, match=r"sudo apt-get install .*libxcb-cursor0"):
        prepare.provide_libraries(prepare.Environment(Path(".venv")))
    assert "libxcb-cursor.so.0" in capsys.readouterr().err


def test_another_system_is_told_the_names_too(monkeypatch):
    monkeypatch.setattr(prepare, "missing_libraries", lambda _environment: ["libwayland-egl.so.1"])
    monkeypatch.setattr(prepare, "is_debian", lambda: False)

    with pytest.raises(prepare.Refused, match=r"libegl1 .*libwayland-egl1"):
        prepare.provide_libraries(prepare.Environment(Path(".venv")))


def test_without_a_display_one_sentence_says_what_can_be_done(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")

    assert "--no-window" in (why_no_window() or "")


@pytest.mark.needs("Xvfb")
def test_a_display_that_does_not_answer_counts_as_none(monkeypatch):
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("DISPLAY", ":4711")

    assert "--no-window" in (why_no_window() or "")


def test_a_platform_without_a_screen_is_never_refused(monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")

    assert why_no_window() is None


@pytest.mark.x11
def test_a_real_screen_is_found(monkeypatch, screen):
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", screen)

    assert why_no_window() is None


# --- Files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address_and_hashes_every_file(name):
    lock = read(name)
    entries = re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n", "", lock).strip())

    assert "://" not in lock
    assert "--index" not in lock
    assert "--find-links" not in lock
    assert all("--hash=sha256:" in entry for entry in entries)


def test_the_locks_serve_both_interpreters_and_three_systems():
    lock = read("requirements.lock")

    assert re.search(r"^pyside6-essentials==6\.11\.\d+ ; python_full_version < '3\.12'", lock, re.MULTILINE)
    assert re.search(r"^pyside6-essentials==6\.12\.\d+ ; python_full_version >= '3\.12'", lock, re.MULTILINE)
    assert "sys_platform == 'win32'" in lock
    assert "sys_platform == 'linux'" in lock


def pinned(name: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for package, version in re.findall(r"(?m)^([\w.-]+)(?:\[\w+\])?==([^\s;]+)", read(name)):
        found.setdefault(package.lower().replace("_", "-"), set()).add(version)
    return found


@pytest.mark.parametrize(("wishes", "lock"), [("requirements.in", LOCKS[0]), ("requirements-dev.in", LOCKS[1])])
def test_the_locks_hold_what_is_wished_for(wishes, lock):
    locked = pinned(lock)

    assert {name: versions for name, versions in pinned(wishes).items() if locked.get(name) != versions} == {}


def test_the_full_lock_holds_all_of_the_small_one():
    full = pinned(LOCKS[1])

    assert {name: versions for name, versions in pinned(LOCKS[0]).items() if full.get(name) != versions} == {}


def test_third_party_lists_every_library_with_its_version():
    papers = read("THIRD_PARTY.md").lower()
    rows = {line.split("|")[1].split("(")[0].strip(): line for line in papers.splitlines() if line.startswith("| ")}

    unlisted = [
        name
        for name, versions in pinned("requirements.lock").items()
        if name not in rows or not all(version in rows[name] for version in versions)
    ]
    assert unlisted == []


def test_every_font_ships_with_its_licence():
    fonts = ROOT / "resources" / "fonts"
    families = {path.stem.split("-")[0] for path in fonts.glob("*.ttf")}

    assert families == {"Inter", "SourceSerif4", "NotoColorEmoji"}
    assert all("SIL OPEN FONT LICENSE" in (fonts / f"{family}-OFL.txt").read_text("utf-8") for family in families)


def test_every_dictionary_ships_with_its_licence_and_is_named_in_the_papers():
    folder = ROOT / "resources" / "dictionaries"
    languages = {path.stem for path in folder.glob("*.dic")}
    papers = {name: read(name) for name in ("THIRD_PARTY.md", "resources/dictionaries/README.md")}

    assert languages == {"es_ES", "en_GB"}
    assert {path.stem for path in folder.glob("*.aff")} == languages
    assert [(name, one) for name, text in papers.items() for one in languages if one not in text] == []
    for licence in re.findall(r"`(LICENSE-[\w.-]+\.txt)`", papers["resources/dictionaries/README.md"]):
        assert "license" in (folder / licence).read_text("utf-8").lower()


def test_every_icon_can_be_tinted():
    icons = [path for path in (ROOT / "resources" / "icons").glob("*.svg") if path.stem != "app"]

    assert [path.name for path in icons if 'stroke="currentColor"' not in path.read_text("utf-8")] == []
    assert [path.name for path in icons if 'stroke-width="1.75"' not in path.read_text("utf-8")] == []


def test_windows_has_the_same_words():
    said = re.search(r"The words of the Makefile for Windows: (.*)\.", read("make.bat"))
    assert said
    listed = re.search(r"^\.PHONY: (.*)$", read("Makefile"), re.MULTILINE)
    assert listed

    assert set(listed[1].split()) == set(prepare.WORDS)
    assert set(re.findall(r"make (\w+)", said[1])) == set(prepare.WORDS) - {"fallback"}


@pytest.mark.needs("git")
def test_nothing_of_one_machine_is_kept():
    kept = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    paths = re.compile(r"(?<![\w.<])/(?:work|root)/\w|/home/\w+/|\.\./shared/|--(?:extra-)?index-url")
    texts = [name for name in kept if Path(name).suffix in {"", ".py", ".md", ".toml", ".in", ".lock", ".bat", ".txt"}]

    assert [n for n in texts if n and n != "tests/house/test_setup.py" and paths.search(read(n))] == []
