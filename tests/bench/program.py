"""The program itself, which tells when its window was painted, or its calendar with the posts in it."""

from __future__ import annotations

import os
import sys
import time
from datetime import date

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication

from cmdesk.ui import application as application_module
from cmdesk.ui.application import Application, Wish


class Watch(QObject):
    """Tells the first paint of a view that has something to show."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        view = watched.parent()
        if event.type() == QEvent.Type.Paint and isinstance(view, QAbstractItemView) and view.model().rowCount():
            watched.removeEventFilter(self)
            QTimer.singleShot(0, _tell)
        return False


def _tell() -> None:
    print(time.monotonic_ns(), flush=True)
    os._exit(0)


def main(until: str, workspace: str) -> None:
    app = QApplication(sys.argv[:1])
    application = Application(app, Wish(workspace, today=date(2026, 10, 14)))
    application.window.resize(1440, 900)
    if until == "window":
        application.window.painted.connect(_tell)
    else:
        application_module.FIRST_SECTION = "calendar"
        watch = Watch(application)
        application.window.place_changed.connect(lambda: _watch_month(application, watch))
    application.start()
    app.exec()


def _watch_month(application: Application, watch: Watch) -> None:
    from cmdesk.ui.calendar.month import MonthView

    page = application.window.page
    if page:
        page.findChildren(MonthView)[0].viewport().installEventFilter(watch)


if __name__ == "__main__":
    main(*sys.argv[1:3])
