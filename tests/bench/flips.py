"""A process of its own that turns the pages of a calendar and tells how long each took, in milliseconds."""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import date

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from cmdesk.domain.moments import Month
from cmdesk.ui import application as application_module
from cmdesk.ui.application import Application, Wish
from cmdesk.ui.calendar.model import PostModel
from cmdesk.ui.calendar.page import CalendarPage

TODAY = date(2026, 10, 14)
_FAR = 5  # months: so many are not read ahead, and it leads to each of 11 before it comes back


class Turns(QObject):
    """Goes from month to month; a turn ends when the posts of the new month are painted."""

    def __init__(self, page: CalendarPage, months: list[Month], parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._months = months
        self._took: list[float] = []
        self._goes_to: Month | None = None
        self._is_painting = False
        self._begin = 0.0
        page.view.viewport().installEventFilter(self)

    def turn(self) -> None:
        """Go to the next month."""
        self._goes_to = self._months[len(self._took)]
        self._begin = time.perf_counter()
        self._page.go_to_month(self._goes_to)

    def _go_on(self) -> None:
        """Turn again when all is quiet: what comes after the paint belongs to no turn."""
        if self._page.tools.jobs.is_idle:
            self.turn()
        else:
            QTimer.singleShot(40, self, self._go_on)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._goes_to and self._shows(self._goes_to) and not self._is_painting:
            self._is_painting = True
            QTimer.singleShot(0, self, self._painted)
        return False

    def _shows(self, month: Month) -> bool:
        model = self._page.view.model()
        cards = model.cards if isinstance(model, PostModel) else ()
        return self._page.view.stretch.month == month and any(
            card.day and Month.of(card.day) == month for card in cards
        )

    def _painted(self) -> None:
        self._took.append((time.perf_counter() - self._begin) * 1000)
        self._goes_to, self._is_painting = None, False
        if len(self._took) < len(self._months):
            QTimer.singleShot(600, self, self._go_on)  # as long as a person looks; months beside it are read meanwhile
            return
        print(json.dumps(self._took), flush=True)
        os._exit(0)


def months(kind: str, count: int) -> list[Month]:
    """Where to go: to a month beside the last one and back, or each time to one that was never looked at."""
    now = Month.of(TODAY)
    if kind == "beside":
        return [now.plus(-1 - number % 2) for number in range(count)]
    return [now.plus(-8 + (number + 1) * _FAR % 11) for number in range(min(count, 11))]


def main(workspace: str, kind: str, count: str) -> None:
    app = QApplication(sys.argv[:1])
    application_module.FIRST_SECTION = "calendar"
    application = Application(app, Wish(workspace, today=TODAY))
    application.window.resize(1440, 900)
    begun: list[Turns] = []

    def begin() -> None:
        page = application.window.page
        if isinstance(page, CalendarPage) and not begun:
            begun.append(Turns(page, months(kind, int(count)), application))
            QTimer.singleShot(1_500, begun[0], begun[0].turn)

    application.window.place_changed.connect(begin)
    application.start()
    app.exec()


if __name__ == "__main__":
    main(*sys.argv[1:4])
