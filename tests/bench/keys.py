"""A process of its own that writes in a scope of two hundred lines and tells how long each key took, in milliseconds.

Its floor is the least that any such window does: a key in a bare field, and one paragraph of two hundred written anew.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QListWidget, QPlainTextEdit, QTextBrowser, QVBoxLayout, QWidget

from cmdesk.desk import Desk, new_desk
from cmdesk.domain.scope import Treatment
from cmdesk.services import clients, scopes
from cmdesk.ui.icons import Icons
from cmdesk.ui.jobs import Jobs
from cmdesk.ui.memory import Memory
from cmdesk.ui.notify import Notify
from cmdesk.ui.page import Place, Tools
from cmdesk.ui.scope.page import ScopePage
from cmdesk.ui.theme import Theme
from tests.bench.measure import tidy

LINES = 200
_LETTERS = "abcdefghij"


def scope_of(folder: Path) -> tuple[Desk, int]:
    """A desk with a draft of two hundred included lines, and whose it is."""
    desk = new_desk(str(folder / "scope.cmdesk"), "Estudio", "Nuria Cabal", language="es", today=date(2026, 10, 14))
    client_id = desk.do(clients.add_client, "Horno Masalumbre").value
    desk.do(clients.add_channel, client_id, "instagram")
    draft = desk.do(scopes.draft_from_template, client_id, "growth").value
    ids = [line.id for line in desk.read(scopes.scope, draft).lines]
    desk.do(scopes.duplicate_lines, ids[: LINES - len(ids)])
    ids = [line.id for line in desk.read(scopes.scope, draft).lines]
    desk.do(scopes.set_treatment, ids[:LINES], Treatment.INCLUDED)
    return desk, client_id


class Writing:
    """The page, the bare window, and a stopwatch."""

    def __init__(self, app: QApplication, desk: Desk, client_id: int) -> None:
        self.app = app
        self.jobs = Jobs(desk)
        self.window = QWidget()
        self.window.resize(1440, 900)
        theme = Theme(app)
        theme.choose("light", 100, reduce_motion=True)
        icons = Icons(theme)
        place = Place()
        notify = Notify(self.window, theme, icons)
        self.page = ScopePage(Tools(theme, icons, self.jobs, notify, Memory()), place)
        QVBoxLayout(self.window).addWidget(self.page)
        self.window.show()
        place.choose_client(client_id)
        self.rest()
        self.bare = self._bare()

    def _bare(self) -> QWidget:
        window = QWidget()
        window.resize(700, 900)
        self.field, self.paper, self.list = QPlainTextEdit(), QTextBrowser(), QListWidget()
        row = QHBoxLayout(window)
        row.addWidget(self.list)
        row.addWidget(self.field)
        row.addWidget(self.paper)
        self._fill_paper()
        window.show()
        self.app.processEvents()
        return window

    def _fill_paper(self) -> None:
        self.paper.setPlainText("\n".join(["Preparamos y publicamos 12 publicaciones al mes."] * LINES))

    def rest(self) -> None:
        """Let everything settle."""
        while not self.jobs.is_idle:
            self.app.processEvents()
        self.app.processEvents()

    def opening(self) -> float:
        """Show the whole version anew, from the answer of the database to the painted window."""
        view = self.page.view
        assert view is not None
        self.page._show_nothing()
        self.page.preview.page.show_reading(None, 1)
        self.rest()
        begin = time.perf_counter()
        self.page._show_view(view)
        self.app.processEvents()
        return time.perf_counter() - begin

    def bare_opening(self) -> float:
        """The same lines and the same page in bare widgets."""
        text = self.page.preview.page.toPlainText()
        version = self.page.version
        assert version is not None
        self.list.clear()
        self.paper.clear()
        self.rest()
        begin = time.perf_counter()
        self.list.addItems([line.title for line in version.lines])
        self.paper.setPlainText(text)
        self.app.processEvents()
        return time.perf_counter() - begin

    def begin(self) -> None:
        """Open a line and go into its sentence."""
        self._fill_paper()
        version = self.page.version
        assert version is not None
        self.page._open_line(version.lines[50].id)
        self.rest()
        sentence = self.page.editor.sentence
        sentence.setFocus()
        sentence.moveCursor(QTextCursor.MoveOperation.End)
        self.rest()

    def key(self, letter: str) -> float:
        """Write one letter, until the client's page is painted with it."""
        begin = time.perf_counter()
        QTest.keyClicks(self.page.editor.sentence, letter)
        self.app.processEvents()
        return time.perf_counter() - begin

    def floor(self, letter: str) -> float:
        """The same in bare widgets."""
        begin = time.perf_counter()
        QTest.keyClicks(self.field, letter)
        cursor = QTextCursor(self.paper.document().findBlockByNumber(50))
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        cursor.insertText("\nPreparamos y publicamos 12 publicaciones al mes." + self.field.toPlainText()[-20:])
        self.app.processEvents()
        return time.perf_counter() - begin


def main(count_of_rounds: int) -> None:
    """Measure, and print the rounds as JSON."""
    app = QApplication([])
    folder = tempfile.TemporaryDirectory()
    desk, client_id = scope_of(Path(folder.name))
    writing = Writing(app, desk, client_id)
    tidy()
    rounds = range(max(5, count_of_rounds // 4))
    openings = [{"open": writing.opening(), "floor": writing.bare_opening()} for _round in rounds]
    writing.begin()
    found = []
    for number in range(count_of_rounds):
        letter = _LETTERS[number % len(_LETTERS)]
        found.append({"key": writing.key(letter), "floor": writing.floor(letter)})
    print(json.dumps({"keys": found, "openings": openings}), flush=True)
    folder.cleanup()
    os._exit(0)  # what is still written is thrown away with the folder


if __name__ == "__main__":
    main(int(sys.argv[1]))
