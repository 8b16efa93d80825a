"""A process of its own that handles the posts of a full month and tells in milliseconds how long each thing took.

While it does, a clock in the window's own thread strikes every millisecond: its longest silence is how long the window
answered nobody.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cmdesk.domain.moments import Month
from cmdesk.ui import application as application_module
from cmdesk.ui.application import Application, Wish
from cmdesk.ui.calendar.page import CalendarPage
from tests.bench.measure import tidy

TODAY = date(2026, 10, 14)
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
_STEPS = 60  # of one drag over the page
_PATIENCE_S = 60.0


class Pulse(QObject):
    """The clock in the window's thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._strike)
        self._timer.start()

    def begin(self) -> None:
        """Count silences from now on."""
        self._last, self.longest = time.perf_counter(), 0.0

    def _strike(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now


class Paints(QObject):
    """Counts the pictures that the calendar paints."""

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page)
        self.count = 0
        page.view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


class Hands:
    """Somebody at the calendar, with a stopwatch."""

    def __init__(self, app: QApplication, page: CalendarPage) -> None:
        self.app, self.page = app, page
        self.paints = Paints(page)
        self.pulse = Pulse(page)
        self.saved = 0.0  # when the last action was on the disk
        page.tools.jobs.changed.connect(self._on_changed)
        self.told: dict[str, list[float]] = {"frame": [], "drop": [], "durable": [], "editor": [], "flip": []}

    def _on_changed(self, _changes: object) -> None:
        self.saved = time.perf_counter()

    def until(self, holds: Callable[[], object]) -> float:
        """Let the window work until something is so, and say when."""
        end = time.perf_counter() + _PATIENCE_S
        while not holds():
            self.app.processEvents()
            assert time.perf_counter() < end, "it never came"
        return time.perf_counter()

    def rest(self, seconds: float = 0.7) -> None:
        """Let everything settle; neighbours are read meanwhile."""
        end = time.perf_counter() + seconds
        self.until(lambda: self.page.tools.jobs.is_idle and time.perf_counter() > end)

    # --- dragging -------------------------------------------------------------------------------

    def drag(self, number: int) -> None:
        """Carry a post over the page to another day, and let it go there."""
        view = self.page.view
        card = next(
            card for day in range(20, 30) for card in view.cards_on(TODAY.replace(day=day)) if view.place_of(card.id)
        )
        place = view.place_of(card.id)
        assert place is not None
        assert card.day is not None
        goal = card.day + timedelta(days=1 if number % 2 else -1)
        start, end = place.center(), view.cell_place(goal).center()
        window = self.page.window()
        held = window.childAt(window.mapFromGlobal(start))
        assert held is not None
        QTest.mousePress(held, LEFT, NONE, held.mapFromGlobal(start))
        for step in range(1, _STEPS + 1):
            there = view.cell_place(TODAY.replace(day=5 + step % 20)).center() if step < _STEPS else end
            here = start + (there - start) * step / _STEPS if step < _STEPS else end
            begin, seen = time.perf_counter(), self.paints.count
            self._move(held, QPoint(here))
            self.app.processEvents()
            if step > 4 and (self.paints.count > seen or step % 2):
                self.told["frame"].append((time.perf_counter() - begin) * 1000)
        self.saved, begin = 0.0, time.perf_counter()
        seen = self.paints.count
        QTest.mouseRelease(held, LEFT, NONE, held.mapFromGlobal(end))
        landed = self.until(
            lambda: self.paints.count > seen and any(one.id == card.id for one in self.page.view.cards_on(goal))
        )
        self.told["drop"].append((landed - begin) * 1000)
        self.until(lambda: self.saved)
        self.told["durable"].append((self.saved - begin) * 1000)
        self.rest()

    @staticmethod
    def _move(held: QObject, here: QPoint) -> None:
        local = QPointF(held.mapFromGlobal(here))  # type: ignore[attr-defined]  # it is a widget
        event = QMouseEvent(QEvent.Type.MouseMove, local, QPointF(here), Qt.MouseButton.NoButton, LEFT, NONE)
        QApplication.sendEvent(held, event)

    # --- the editor and its pictures ------------------------------------------------------------

    def open_editor(self, number: int) -> None:
        """Open a post until its fields are painted, and go back."""
        cards = [card for card in self.page.month_posts.cards if card.day is not None]
        card = cards[number * 7 % len(cards)]
        editing = self.page.editing
        begin = time.perf_counter()
        self.page.open_post(card.id)
        opened = self.until(lambda: editing.editor.isVisible() and editing.post_id == card.id and editing.editor.sheet)
        self.app.processEvents()
        self.told["editor"].append((time.perf_counter() - begin) * 1000)
        assert opened
        self.rest()
        editing.close()
        self.rest()

    def take_picture(self, path: str) -> dict[str, float]:
        """Put a picture into a post; how long until its small picture is seen, and the longest silence meanwhile."""
        card = next(card for card in self.page.month_posts.cards if card.day is not None and card.day > TODAY)
        self.page.open_post(card.id)
        editor = self.page.editing.editor
        self.until(lambda: editor.isVisible() and editor.sheet)
        self.rest()
        self.pulse.begin()
        begin = time.perf_counter()
        editor.media._intake.read_files([path])
        self.until(lambda: editor.sheet is not None and editor.sheet.detail.media)
        took = time.perf_counter() - begin
        self.rest()
        longest = self.pulse.longest
        self.page.editing.close()
        self.rest()
        return {"took": took * 1000, "pause": longest * 1000}

    # --- leafing --------------------------------------------------------------------------------

    def flip(self, number: int) -> None:
        """Go to a month that was not looked at, and back."""
        home = self.page.month
        goal = home.plus(-5 + number % 3)
        seen = self.paints.count
        begin = time.perf_counter()
        self.page.go_to_month(goal)
        self.until(
            lambda: (
                self.paints.count > seen
                and any(card.day and Month.of(card.day) == goal for card in self.page.month_posts.cards)
            )
        )
        self.told["flip"].append((time.perf_counter() - begin) * 1000)
        self.rest()
        self.page.go_to_month(home)
        self.rest()

    def all(self, count: int, picture: str) -> None:
        """Do everything so many times, and tell."""
        tidy()
        self.rest(1.5)
        pauses: dict[str, float] = {}
        for name, act in (("flip", self.flip), ("drag", self.drag), ("editor", self.open_editor)):
            act(0)  # what is loaded once belongs to no round
            for found in self.told.values():
                found.clear() if name == "flip" else None
            self.pulse.begin()
            for number in range(1, count + 1):
                act(number)
            pauses[name] = self.pulse.longest * 1000
        taken = self.take_picture(picture) if picture else {}
        print(json.dumps({**self.told, "pauses": pauses, "picture": taken}), flush=True)
        os._exit(0)


def main(workspace: str, count: str, picture: str = "") -> None:
    app = QApplication(sys.argv[:1])
    application_module.FIRST_SECTION = "calendar"
    application = Application(app, Wish(workspace, today=TODAY))
    application.window.resize(1440, 900)
    begun: list[Hands] = []

    def begin() -> None:
        page = application.window.page
        if isinstance(page, CalendarPage) and not begun:
            begun.append(Hands(app, page))
            QTimer.singleShot(1_500, page, lambda: begun[0].all(int(count), picture and str(Path(picture))))

    application.window.place_changed.connect(begin)
    application.start()
    app.exec()


if __name__ == "__main__":
    main(*sys.argv[1:])
