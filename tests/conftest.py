"""What every test stands on: a temporary home, guards against what goes wrong unseen, and empty databases."""

from __future__ import annotations

import gc
import logging
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tests.places import in_memory

# Before anything of Qt is imported: no window of a test appears on anybody's screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.update(LANG="en_GB.UTF-8", LANGUAGE="en", TZ="Europe/Madrid")
os.environ.pop("LC_ALL", None)
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # the programs that tests start find what the first of them compiled
if hasattr(time, "tzset"):
    time.tzset()

if folder := in_memory():
    os.environ["PYTEST_DEBUG_TEMPROOT"] = folder

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

from tests import made, statements
from tests.postgres import PostgresServer, server_programs

if TYPE_CHECKING:
    from cmdesk.desk import Desk

settings.register_profile(
    "house", deadline=None, database=None, print_blob=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.register_profile("ci", settings.get_profile("house"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")
statements.share()

SCREEN_TOOLS = ("Xvfb", "openbox", "xdotool")
T = TypeVar("T")
LEFT_OUT = pytest.StashKey[dict[str, int]]()


# --- What is left out where a server or a tool is absent -------------------------------------------------------------


def missing_for(item: pytest.Item) -> str | None:
    """What this machine lacks for a test, in words; None when nothing is missing."""
    tools = [tool for marker in item.iter_markers("needs") for tool in marker.args]
    if item.get_closest_marker("x11"):
        tools += SCREEN_TOOLS
    absent = [tool for tool in dict.fromkeys(tools) if shutil.which(tool) is None]
    if absent:
        return f"no {', '.join(absent)} here"
    if item.get_closest_marker("postgres") and server_programs() is None:
        return "no PostgreSQL server here (initdb, postgres)"
    return None


def pytest_configure(config: pytest.Config) -> None:
    """Start counting what is left out."""
    config.stash[LEFT_OUT] = {}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what cannot run here; keep tests of one screen together; mark what 3.11 runs too."""
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        if item.get_closest_marker("x11"):
            item.add_marker(pytest.mark.xdist_group("screen"))
        if "tests/store/" in item.nodeid:
            item.add_marker(pytest.mark.fallback)
        why = missing_for(item)
        if why:
            config.stash[LEFT_OUT][why] = config.stash[LEFT_OUT].get(why, 0) + 1
        (left_out if why else kept).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object, error: object) -> None:
    """Take over what a worker left out; all workers leave out the same."""
    told = getattr(node, "workeroutput", {}).get("left_out")
    config = getattr(node, "config", None)
    if told and config is not None:
        config.stash[LEFT_OUT] = told


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the controller what was left out; where CI is set, that is a failure."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["left_out"] = session.config.stash[LEFT_OUT]
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = len(reporter.stats.get("skipped", [])) if reporter else 0
    if os.environ.get("CI") and (session.config.stash[LEFT_OUT] or skipped) and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say in one line what was left out and why."""
    left_out = config.stash[LEFT_OUT]
    skipped = len(terminalreporter.stats.get("skipped", []))
    words = [f"{count} because {why}" for why, count in left_out.items()] + ([f"{skipped} skipped"] if skipped else [])
    if words:
        verdict = " — a failure, because CI is set" if os.environ.get("CI") else ""
        terminalreporter.write_line(f"Left out: {'; '.join(words)}{verdict}.", yellow=True)


# --- Guards ----------------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of settings, log and workspaces of this test alone."""
    folder = tmp_path / "data"
    monkeypatch.setenv("CMDESK_DATA_DIR", str(folder))
    return folder


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Each test starts in English, whatever the one before it spoke."""
    from cmdesk import i18n

    i18n.use("en")
    yield
    i18n.use("en")


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    """No thread and no window may outlive the test that made it."""
    before = set(threading.enumerate())
    yield
    left = [t for t in threading.enumerate() if t not in before and t.name.startswith("cmdesk")]
    for thread in left:
        thread.join(2)
    assert not [t.name for t in left if t.is_alive()], "threads were left running"
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets and widgets.QApplication.instance():
        windows = [w for w in widgets.QApplication.topLevelWidgets() if w.isVisible()]
        names = [f"{type(w).__name__} {w.windowTitle()!r}" for w in windows]
        for window in windows:
            window.hide()
        assert not names, "windows were left open"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """What a window leaves behind is taken down with its test and in this thread, as the program does it."""
    is_window = "qapp" in getattr(item, "fixturenames", ())
    if is_window:
        gc.disable()
    answer = yield
    if is_window:
        from PySide6.QtCore import QCoreApplication, QEvent

        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect(1)
        gc.enable()
    return answer


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """A warning in the log that a test does not expect fails it."""
    answer = yield
    if not item.get_closest_marker("may_warn"):
        caplog = getattr(item, "funcargs", {}).get("caplog")
        records = caplog.get_records("call") if caplog else []
        said = [f"{r.name}: {r.getMessage()}" for r in records if r.levelno >= logging.WARNING]
        assert not said, f"unexpected in the log: {said}"
    return answer


@pytest.fixture(autouse=True)
def _log_is_watched(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Keep the log of every test, so that the guard can read it."""
    return caplog


# --- Patience --------------------------------------------------------------------------------------------------------

PATIENCE_MS = 30_000  # on a busy machine; a test that waits for what never comes fails all the same


class PatientBot(QtBot):
    """A bot that waits as long as a busy machine needs."""

    def waitUntil(self, callback, *, timeout=PATIENCE_MS):
        return super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal, *, timeout=PATIENCE_MS, raising=None, check_params_cb=None):
        return super().waitSignal(signal, timeout=timeout, raising=raising, check_params_cb=check_params_cb)


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> PatientBot:
    """The bot of pytest-qt, with more patience."""
    return PatientBot(request)


# --- Databases -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server for this run of the tests."""
    programs = server_programs()
    assert programs is not None
    server = PostgresServer(programs)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def vacant_postgres(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of a PostgreSQL database that is not there yet."""
    name = postgres_server.reserve()
    yield postgres_server.url(name)
    left = settled(lambda: postgres_server.open_transactions(name))
    postgres_server.drop(name)
    assert not left, f"transactions were left open: {left}"


@pytest.fixture
def postgres(postgres_server: PostgresServer, vacant_postgres: str) -> str:
    """The address of an empty PostgreSQL database."""
    postgres_server.create(vacant_postgres)
    return vacant_postgres


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[str]:
    """The address of a SQLite file that is not there yet."""
    path = tmp_path / "agency.cmdesk"
    yield f"sqlite:///{path}"
    if path.exists() and path.stat().st_size:
        assert not settled(lambda: _is_locked(path)), "a transaction was left open"


def settled(left: Callable[[], T]) -> T:
    """What is left open once the garbage is gone; collecting it is slow, so only where something seems to be."""
    found = left()
    for generation in (1, 2):
        if found:
            gc.collect(generation)
            found = left()
    return found


def _is_locked(path: Path) -> bool:
    connection = sqlite3.connect(path, timeout=1, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.DatabaseError as error:
        return "locked" in str(error)  # a test may well leave a damaged file
    finally:
        connection.close()
    return False


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> str:
    """The address of an empty database: each test that asks for it runs on SQLite and on PostgreSQL."""
    address: str = request.getfixturevalue(request.param)
    return address


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def vacant(request: pytest.FixtureRequest) -> str:
    """The address where a workspace can be made or copied to, on SQLite and on PostgreSQL."""
    fixture = {"sqlite": "sqlite", "postgres": "vacant_postgres"}[request.param]
    address: str = request.getfixturevalue(fixture)
    return address


FOUNDING_DAY = date(2026, 10, 14)


@pytest.fixture
def founded(vacant: str) -> str:
    """The address of a workspace with the agency of Nuria Cabal (member 1), on SQLite and on PostgreSQL."""
    return made.founded(vacant, language="en", today=FOUNDING_DAY)


@pytest.fixture
def spanish(vacant: str) -> str:
    """The same, of an agency that speaks Spanish."""
    return made.founded(vacant, today=FOUNDING_DAY)


@pytest.fixture
def founded_sqlite(sqlite: str) -> str:
    """The address of a file of its own with a founded agency."""
    return made.founded(sqlite, language="en", today=FOUNDING_DAY)


@pytest.fixture
def founded_postgres(vacant_postgres: str) -> str:
    """The address of a PostgreSQL database of its own with a founded agency."""
    return made.founded(vacant_postgres, language="en", today=FOUNDING_DAY)


@pytest.fixture(scope="session")
def founded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the agency that speaks English, which nobody changes."""
    file = tmp_path_factory.mktemp("founded") / "agency.cmdesk"
    made.founded(str(file), language="en", today=FOUNDING_DAY)
    return file


# --- A screen --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a virtual screen of 1440x900 with a window manager."""
    reader, writer = os.pipe()
    xvfb = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
        pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writer)
    with os.fdopen(reader) as answer:
        number = answer.readline().strip()
    assert number, "Xvfb did not start"
    home = tmp_path_factory.mktemp("openbox")
    openbox = subprocess.Popen(
        ["openbox"],
        env={**os.environ, "DISPLAY": f":{number}", "HOME": str(home), "XDG_CACHE_HOME": str(home)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    yield f":{number}"
    for process in (openbox, xvfb):
        process.terminate()
        process.wait(10)


# --- The sample agency -----------------------------------------------------------------------------------------------

SAMPLE_DAY = date(2026, 10, 14)


def sample_clock() -> datetime:
    """Eleven in the morning of that day in Madrid: what has missed its hour is the same whenever a test runs."""
    return datetime(2026, 10, 14, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def sample_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample agency as it is on SAMPLE_DAY, made once; tests take copies of it."""
    from cmdesk import desk

    path = tmp_path_factory.mktemp("sample") / "sample.cmdesk"
    desk.make_sample(str(path), today=SAMPLE_DAY, clock=sample_clock)
    return path


@pytest.fixture
def sample(sample_made: Path, tmp_path: Path) -> Path:
    """The file of a sample agency of this test's own."""
    path = tmp_path / "sample.cmdesk"
    shutil.copyfile(sample_made, path)
    return path


@pytest.fixture
def sample_desk(sample: Path) -> Iterator[Desk]:
    """The sample agency opened by Diego Ferro on SAMPLE_DAY."""
    from cmdesk import desk

    opened = desk.open_desk(str(sample), today=SAMPLE_DAY, clock=sample_clock)
    opened.member_id = opened.read(desk.member_to_act, None, "Diego Ferro")
    yield opened
    opened.close()


# --- Workspaces that grow by stages (`made.world`): a module of tests says which in its fixture `workspace` ----------


@pytest.fixture
def desk(workspace: made.World) -> Desk:
    """The open desk of the workspace."""
    return workspace.desk


@pytest.fixture
def bakery(workspace: made.World) -> int:
    """The id of its client."""
    key: int = workspace.told["bakery"]
    return key


@pytest.fixture
def draft(workspace: made.World) -> int:
    """The id of the client's scope that is being written."""
    key: int = workspace.told["draft"]
    return key


@pytest.fixture
def sent(workspace: made.World) -> object:
    """What the stage says that sends the scope."""
    return workspace.told["sent"]


@pytest.fixture
def agreed(workspace: made.World) -> object:
    """What the stage says that lets the client agree."""
    return workspace.told["agreed"]
