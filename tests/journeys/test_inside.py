"""The story inside one process: quick enough for every run."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QListView

from cmdesk import settings
from cmdesk.ui.application import Application, Wish
from tests.journeys import story
from tests.journeys.eyes import Eyes
from tests.journeys.hands import InnerHands
from tests.journeys.user import KeyboardUser, User
from tests.journeys.view import InnerView


@pytest.fixture
def program(qtbot, qapp):
    """The program at its very first start."""
    made = []

    def start(language, theme="light"):
        settings.save(settings.Settings(language=language, theme=theme, reduce_motion=True))
        started = Application(qapp, Wish(today=date.fromisoformat(story.TODAY)))
        made.append(started)
        started.start()
        qtbot.waitActive(started.window)
        return started

    yield start
    for one in made:
        one._close_desk()
        one._opener.close()
        one.window.hide()
        one.window.forget_pages()
        one.window.deleteLater()
        one.deleteLater()


@pytest.fixture
def person(qtbot, program):
    """Somebody at the program's very first start."""

    def sit_down(kind, language):
        started = program(language)

        def wake():
            """Without a window system nobody closes what a file dialog proposes, nor gives the keyboard back."""
            proposals = QApplication.activePopupWidget()
            if isinstance(proposals, QListView):
                proposals.close()
            if QApplication.activeWindow() is None:
                (QApplication.activeModalWidget() or started.window).activateWindow()

        def answered():
            qtbot.wait(1)
            wake()
            qtbot.waitUntil(lambda: QApplication.activeWindow() is not None)

        view = InnerView(Eyes(started), qtbot, wake)
        return kind(view, InnerHands(lambda: started.window, answered), language)

    return sit_down


def test_with_the_mouse_from_nothing_to_both_documents(person, tmp_path):
    story.tell(person(User, "en"), tmp_path)


def test_with_the_keyboard_from_nothing_to_both_documents(person, tmp_path):
    story.tell(person(KeyboardUser, "es"), tmp_path)


@pytest.mark.postgres
def test_on_a_server_from_nothing_to_both_documents(person, tmp_path, postgres):
    story.tell(person(User, "es"), tmp_path, postgres)
