"""The story on a real screen: the program as people start it, a window manager, a mouse, a keyboard."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from cmdesk import settings
from tests.journeys import story
from tests.journeys.hands import ScreenHands
from tests.journeys.user import KeyboardUser, User
from tests.journeys.view import DoorView

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.x11, pytest.mark.slow]


@pytest.fixture
def start(screen, data_folder):
    """Start the program on the screen and look through its door."""
    running = []
    with tempfile.TemporaryDirectory() as near:

        def begin(language, theme):
            settings.save(settings.Settings(language=language, theme=theme))
            door = str(Path(near) / "door")
            environment = {**os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "QT_LOGGING_RULES": "*=false"}
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.journeys.run_app", door, language, story.TODAY],
                cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            assert process.stdout is not None
            assert process.stdout.readline().strip() == "open", "the program did not start"
            view = DoorView(door)
            running.append((process, view))
            return view

        yield begin
        for process, view in running:
            view.close()
            process.terminate()
            process.wait(20)
            process.stdout.close()


# the mouse in English and the keyboard in Spanish tell it inside the process, at a fraction of the cost
@pytest.mark.parametrize(("kind", "language", "theme"), [(User, "es", "dark"), (KeyboardUser, "en", "light")])
def test_a_client_from_nothing_to_both_documents(screen, start, tmp_path, kind, language, theme):
    user = kind(start(language, theme), ScreenHands(screen), language)
    story.tell(user, tmp_path)
