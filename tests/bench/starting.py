"""Start-up: from the start of a process to what it has painted, beside an empty window."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.measure import Row, compared, rounds

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def platform() -> Iterator[dict[str, str]]:
    """The environment of the measured processes: a screen of their own where Xvfb is present, else none."""
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "CMDESK_DATA_DIR": data, "QT_QPA_PLATFORM": "offscreen"}
        # Compiled once and kept, as on anybody's machine, whatever this one says.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment["PYTHONPYCACHEPREFIX"] = str(Path(data) / "compiled")
        if shutil.which("Xvfb") is None:
            yield environment
            return
        reader, writer = os.pipe()
        screen = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
            pass_fds=[writer],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(writer)
        try:
            with os.fdopen(reader) as answer:
                number = answer.readline().strip()
            yield {**environment, "QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{number}"}
        finally:
            screen.terminate()
            screen.wait(10)


def _painted(environment: dict[str, str], *words: str) -> float:
    """Seconds from the start of a process to the paint that it tells."""
    begin = time.monotonic_ns()
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return (int(done.stdout) - begin) / 1e9


def starting(large: Path, posts: int, *, count_of_rounds: int) -> Iterator[Row]:
    """The first paint, and the month of a large agency."""
    with platform() as environment:
        ways = {
            "bare": lambda: _painted(environment, "tests.bench.bare_window"),
            "window": lambda: _painted(environment, "tests.bench.program", "window", ""),
            "month": lambda: _painted(environment, "tests.bench.program", "month", str(large)),
        }
        rounds(1, ways)
        found = rounds(count_of_rounds, ways)
        where = environment["QT_QPA_PLATFORM"]
    yield compared(f"first paint : bare PySide6 window ({where})", found, "window", "bare", "1.5")
    yield compared(f"filled month on {posts:,} posts : bare PySide6 window", found, "month", "bare", "4")
