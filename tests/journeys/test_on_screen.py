"""The story on a real screen: the program as people start it, a window manager, a mouse, a keyboard."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
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
            running.callback(process.stdout.close)
            running.callback(process.wait, 20)
            running.callback(process.terminate)
            assert process.stdout.readline().strip() == "open", "the program did not start"
            view = DoorView(door)
            running.callback(view.close)
            return view

        with ExitStack() as running:
            yield begin


# the mouse in English and the keyboard in Spanish tell it inside the process, at a fraction of the cost
@pytest.mark.parametrize(("kind", "language", "theme"), [(User, "es", "dark"), (KeyboardUser, "en", "light")])
def test_a_client_from_nothing_to_both_documents(screen, start, tmp_path, kind, language, theme):
    user = kind(start(language, theme), ScreenHands(screen), language)
    story.tell(user, tmp_path)
