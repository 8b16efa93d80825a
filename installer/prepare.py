"""Set CMDesk up from its source and start it: the words behind `make` and `make.bat`.

It needs nothing but some Python from 3.8 on, which need not be the one that CMDesk then runs on: it looks for the
newest suitable interpreter, makes `.venv` with it, installs what the locks name, and sees to Qt's shared libraries.
Once that is done, later starts install nothing and need no network.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Iterable, NamedTuple, Sequence

ROOT = Path(__file__).resolve().parent.parent
IS_WINDOWS = os.name == "nt"
OLDEST = (3, 11)
GOOD = (3, 12)  # below it PySide6 6.12 aborts, and an exception inside Qt ends the program
NEWEST = (3, 14)

RUNTIME_LOCK = "requirements.lock"
FULL_LOCK = "requirements-dev.lock"
STAMP = "cmdesk-setup.json"

# What Qt 6 loads from the system on a bare Debian or Ubuntu.
QT_PACKAGES = [
    *("libglib2.0-0", "libgl1", "libegl1", "libxkbcommon0", "libfontconfig1", "libdbus-1-3", "libgssapi-krb5-2"),
    *("libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0"),
]
WAYLAND_PACKAGES = ["libwayland-client0", "libwayland-cursor0", "libwayland-egl1"]
QT_FILES = [
    *(f"lib/libQt6{name}.so.6" for name in ("Core", "DBus", "Gui", "Network", "PrintSupport", "Svg", "Widgets")),
    *("plugins/platforms/libqoffscreen.so", "plugins/platforms/libqxcb.so"),
]
WAYLAND_FILE = "plugins/platforms/libqwayland.so"

# Asked of an interpreter: its version, its width, and whether it is a finished CPython that can make environments.
ASK = (
    "import sys, struct, sysconfig, importlib.util as u; print(*sys.version_info[:3], struct.calcsize('P'), "
    "sys.version_info[3] == 'final' and sys.implementation.name == 'cpython' and not sysconfig.get_config_var("
    "'Py_GIL_DISABLED') and sys.prefix == sys.base_prefix and u.find_spec('ensurepip') is not None)"
)
ASK_VERSION = "import sys, importlib.util as u; u.find_spec('pip') and print(*sys.version_info[:2])"


class Refused(Exception):
    """Set-up cannot go on; the text tells the person why and what to do."""


class Interpreter(NamedTuple):
    """A Python of this machine that can carry CMDesk."""

    version: tuple[int, int, int]
    path: Path

    @property
    def name(self) -> str:
        """Its version as people write it: '3.13.0'."""
        return ".".join(str(part) for part in self.version)

    @property
    def is_good(self) -> bool:
        """Whether it is new enough to need no excuse."""
        return self.version[:2] >= GOOD


def say(text: str) -> None:
    """Tell what is being done; on standard error, because the program's answer is on the other."""
    print(text, file=sys.stderr, flush=True)


# --- Which interpreter ---------------------------------------------------------------------------


def candidates(environment: dict[str, str]) -> list[Path]:
    """Every file of this machine that may be a Python: on PATH, under pyenv, and the one that runs this."""
    pyenv = _pyenv_root(environment)
    found: list[Path] = []
    for folder in environment.get("PATH", "").split(os.pathsep):
        # A shim stands for whatever .python-version names, and fails where that is not installed.
        if folder and not (pyenv and Path(folder).resolve() == (pyenv / "shims").resolve()):
            found += _pythons_in(Path(folder))
    if pyenv:
        for version in sorted((pyenv / "versions").glob("3.*")):
            found += _pythons_in(version if IS_WINDOWS else version / "bin")
    if IS_WINDOWS:
        found += _known_to_launcher()
    found.append(Path(getattr(sys, "_base_executable", None) or sys.executable))
    return list(dict.fromkeys(found))


def _pythons_in(folder: Path) -> list[Path]:
    if IS_WINDOWS:
        path = folder / "python.exe"
        return [path] if path.is_file() and path.stat().st_size else []  # the Store's placeholder is empty
    names = [f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    return [folder / name for name in [*names, "python3", "python"] if os.access(str(folder / name), os.X_OK)]


def _pyenv_root(environment: dict[str, str]) -> Path | None:
    if environment.get("PYENV_ROOT"):
        return Path(environment["PYENV_ROOT"])
    pyenv = shutil.which("pyenv", path=environment.get("PATH"))
    told = _answer([pyenv, "root"]) if pyenv else ""
    if told:
        return Path(told)
    usual = Path("~/.pyenv").expanduser()
    return usual if usual.is_dir() else None


def _known_to_launcher() -> list[Path]:
    lines = [line.strip() for line in _answer(["py", "-0p"]).splitlines()]
    return [Path(line.split(None, 1)[-1].lstrip("* ")) for line in lines if line.lower().endswith(".exe")]


def _answer(command: Sequence[str], *, even_if_failed: bool = False) -> str:
    try:
        done = subprocess.run(
            list(command),
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=30,
            cwd=str(ROOT),
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace").strip() if even_if_failed or done.returncode == 0 else ""


def suitable(paths: Iterable[Path]) -> list[Interpreter]:
    """The interpreters among these files that can carry CMDesk, newest first; one that fails is passed over."""
    found: dict[Path, Interpreter] = {}
    for path in paths:
        words = [] if path.resolve() in found else _answer([str(path), "-I", "-c", ASK]).split()
        if words[3:] != ["8", "True"]:
            continue
        version = (int(words[0]), int(words[1]), int(words[2]))
        if OLDEST <= version[:2] <= NEWEST:
            found[path.resolve()] = Interpreter(version, path)
    return sorted(found.values(), key=lambda one: one.version, reverse=True)


def newest(found: Sequence[Interpreter]) -> Interpreter:
    """The interpreter to build on.

    Raises:
        Refused: This machine has none.
    """
    if not found:
        raise Refused(
            "CMDesk needs Python 3.12 or newer (3.11 works too) with its venv module, and this machine has none. "
            "On Debian or Ubuntu: apt-get install python3 python3-venv. Elsewhere, install Python from its own site."
        )
    return found[0]


# --- The environment -----------------------------------------------------------------------------


class Environment:
    """The folder with the interpreter and the packages that CMDesk runs on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = folder / ("Scripts/python.exe" if IS_WINDOWS else "bin/python")
        self._stamp = folder / STAMP

    def version(self) -> tuple[int, int] | None:
        """The version of its interpreter; None when it does not start or was made by halves."""
        words = _answer([str(self.python), "-I", "-c", ASK_VERSION]).split() if self.python.exists() else []
        return (int(words[0]), int(words[1])) if words else None

    def holds(self, lock: str) -> bool:
        """Whether all that a lock names, as it stands now, was installed here."""
        return self._noted().get(lock) == _digest(lock)

    def make(self, interpreter: Interpreter) -> None:
        """Make the folder anew."""
        say(f"Making {self.folder.name} with Python {interpreter.name} ({interpreter.path}).")
        command = [str(interpreter.path), "-m", "venv", "--clear", str(self.folder)]
        _run(command, f"Python could not make the folder {self.folder}.")

    def install(self, lock: str) -> None:
        """Install what a lock names, each file checked against its hash."""
        say(f"Installing what {lock} names; this is done once.")
        options = ["--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes", "--only-binary", ":all:"]
        _run(
            [str(self.python), "-m", "pip", "install", *options, "-r", str(ROOT / lock)],
            "The packages could not be installed. This first time needs a network; later starts need none.",
        )
        locks = [RUNTIME_LOCK, FULL_LOCK] if lock == FULL_LOCK else [lock]  # the full one holds all of the other
        noted = {**self._noted(), **{name: _digest(name) for name in locks}}
        self._stamp.write_text(json.dumps(noted), encoding="utf-8")

    def _noted(self) -> dict[str, str]:
        try:
            noted = json.loads(self._stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return noted if isinstance(noted, dict) else {}


def _digest(lock: str) -> str:
    return hashlib.sha256((ROOT / lock).read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def _run(command: Sequence[str], otherwise: str) -> None:
    if subprocess.call(list(command), cwd=str(ROOT), stdout=sys.stderr):
        raise Refused(otherwise)


def prepare(lock: str) -> Environment:
    """The environment, with everything in it that a lock names.

    Raises:
        Refused: There is no interpreter, or something cannot be installed.
    """
    environment = Environment(ROOT / ".venv")
    version = environment.version()
    if version is None or version < GOOD:
        best = newest(suitable(candidates(dict(os.environ))))
        if version is None or best.version[:2] > version:
            environment.make(best)
        if not best.is_good:
            say(
                f"Python {best.name} works, with PySide6 6.11. Better is Python 3.12 or newer: there a fault inside a "
                "window is reported, here it can end the program. Install one, and the next start takes it."
            )
    if not environment.holds(lock):
        environment.install(lock)
    return environment


def prepare_fallback() -> Environment | None:
    """An environment of its own on Python 3.11; None where there is no such interpreter."""
    old = [one for one in suitable(candidates(dict(os.environ))) if not one.is_good]
    if not old:
        return None
    environment = Environment(ROOT / ".venv-3.11")
    if environment.version() is None:
        environment.make(old[0])
    if not environment.holds(FULL_LOCK):
        environment.install(FULL_LOCK)
    return environment


# --- Qt's shared libraries -----------------------------------------------------------------------


def missing_libraries(environment: Environment) -> list[str]:
    """The shared libraries that Qt asks the system for and does not get."""
    folders = sorted(environment.folder.glob("lib/python3*/site-packages/PySide6/Qt"))
    if not sys.platform.startswith("linux") or not folders:
        return []
    files = [*QT_FILES, WAYLAND_FILE] if os.environ.get("WAYLAND_DISPLAY") else QT_FILES
    present = [str(folders[0] / name) for name in files if (folders[0] / name).exists()]
    lines = _answer(["ldd", *present], even_if_failed=True).splitlines()
    return sorted({line.split("=>")[0].strip() for line in lines if line.rstrip().endswith("=> not found")})


def provide_libraries(environment: Environment) -> None:
    """See to it that Qt finds its shared libraries.

    Raises:
        Refused: Some are missing and cannot be installed from here; names them and the one command.
    """
    missing = missing_libraries(environment)
    if not missing:
        return
    say(f"Qt does not find these libraries: {', '.join(missing)}.")
    packages = QT_PACKAGES + (WAYLAND_PACKAGES if any("wayland" in name for name in missing) else [])
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if not is_debian():
        raise Refused(
            "Install the packages of your system that hold them. "
            f"On Debian and Ubuntu they are called: {' '.join(packages)}."
        )
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Refused(f"One command installs the packages that hold them:\n  sudo {' '.join(command)}")
    say(f"Installing the packages that hold them: {' '.join(packages)}.")
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["apt-get", "update", "-qq"], [*command, "-qq"]):
        subprocess.call(words, env=quietly, stdout=sys.stderr)
    if missing_libraries(environment):
        raise Refused(f"They could not be installed. The command was:\n  {' '.join(command)}")


def is_debian() -> bool:
    """Whether this is Debian, Ubuntu or one of their children."""
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    words = " ".join(line.split("=", 1)[1] for line in lines if line.startswith(("ID=", "ID_LIKE=")))
    return bool({"debian", "ubuntu"} & set(words.replace('"', "").split()))


# --- The words -----------------------------------------------------------------------------------


def setup(_words: list[str]) -> int:
    """Prepare everything, for the program and for its tests."""
    provide_libraries(prepare(FULL_LOCK))
    say("CMDesk is set up. `make run` opens it, `make test` tests it.")
    return 0


def run(words: list[str]) -> int:
    """Open the sample agency; with words of its own, the program does those."""
    environment = prepare(RUNTIME_LOCK)
    words = words or ["demo"]
    if {"demo", "open"} & set(words) and "--no-window" not in words:
        provide_libraries(environment)
    return _start(environment, ["main.py", *words])


def test(words: list[str]) -> int:
    """Run all tests, or those that the words choose."""
    workers = ["-n", str(max(1, min(os.cpu_count() or 1, 4))), "--dist", "loadgroup"]
    return _start(_full(), ["-m", "pytest", *(words or workers)])


def fallback(words: list[str]) -> int:
    """Run the smaller suite on Python 3.11, where there is one."""
    environment = prepare_fallback()
    if environment is None:
        say("There is no Python 3.11 on this machine: its smaller suite is left out.")
        return 0
    provide_libraries(environment)
    return _start(environment, ["-m", "pytest", "-m", "fallback", *words])


def check(_words: list[str]) -> int:
    """Format, lint, types, import contracts, translations: everything that is checked without running it."""
    environment = prepare(FULL_LOCK)
    contracts = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_logo=True))"
    steps = {
        "format": ["-m", "ruff", "format", "--check", "."],
        "lint": ["-m", "ruff", "check", "."],
        "types": ["-m", "mypy"],
        "imports": ["-c", contracts],
        "translations": ["installer/translations.py", "--check"],
    }
    failed = []
    for name, command in steps.items():
        say(f"— {name}")
        if _start(environment, command):
            failed.append(name)
    say(f"Check failed: {', '.join(failed)}." if failed else "Everything checked.")
    return 1 if failed else 0


def bench(words: list[str]) -> int:
    """Measure, and print the ratios as a table."""
    return _start(_full(), ["-m", "tests.bench", *words])


def shots(words: list[str]) -> int:
    """Take pictures of every page, light and dark, in both languages."""
    return _start(_full(), ["-m", "tests.shots", *words])


def _full() -> Environment:
    environment = prepare(FULL_LOCK)
    provide_libraries(environment)
    return environment


def _start(environment: Environment, words: Sequence[str]) -> int:
    code = subprocess.call([str(environment.python), *words], cwd=str(ROOT))
    return code if code >= 0 else 128 - code  # a signal, told as shells tell it


WORDS = {one.__name__: one for one in (run, test, setup, check, bench, shots, fallback)}


def main(arguments: list[str]) -> int:
    """Do what a word says; what follows it goes to the program or to the tests."""
    told = "; ".join(f"{name}: {one.__doc__}" for name, one in WORDS.items())
    parser = argparse.ArgumentParser(prog="make", description="Set CMDesk up from its source and start it.")
    parser.add_argument("word", choices=list(WORDS), help=told)
    parser.add_argument("words", nargs=argparse.REMAINDER)
    chosen = parser.parse_args(arguments)
    try:
        return WORDS[chosen.word](chosen.words)
    except Refused as why:
        say(str(why))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
