"""The real program on a copy of the sample, driven from inside its process and photographed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from cmdesk import settings
from cmdesk.ui.application import Application, Wish
from cmdesk.ui.start.page import StartPage
from cmdesk.ui.widgets.frames import Dialog
from cmdesk.ui.widgets.popover import Popover

MEMBER = "Diego Ferro"
_CALM = 20  # so many quiet looks in a row mean that nothing more comes: a preview waits 400 ms
_LOOK_MS = 25
_PATIENCE_MS = 30_000


class Stage:
    """One start of the program: a workspace, a look, a size."""

    def __init__(self, app: QApplication, workspace: Path | None, look: settings.Settings, today: date) -> None:
        self._app = app
        settings.save(look)
        wish = Wish(str(workspace) if workspace else "", today=today, member=MEMBER if workspace else "")
        self.program = Application(app, wish)

    @property
    def window(self) -> QWidget:
        """The window of the program; another one after a change of language."""
        return self.program.window

    def open(self, width: int, height: int) -> None:
        """Show the window in this size and wait until something is in it."""
        self.program.start()
        self.window.resize(width, height)
        self.until(lambda: self.program.window.page is not None or isinstance(self.program.window.start, StartPage))
        self.settle()

    def close(self) -> None:
        """End the program and forget its window."""
        self.clear()
        self.program.window.closing.disconnect()
        self.program.window.close()
        self.program._close_desk()
        self.program._opener.close()
        self.window.deleteLater()
        self.program.deleteLater()
        self._app.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def until(self, condition: Callable[[], bool]) -> None:
        """Let events pass until this holds.

        Raises:
            TimeoutError: It never did.
        """
        loop = QEventLoop()
        looking, giving_up = QTimer(loop), QTimer(loop)
        looking.timeout.connect(lambda: loop.exit(0) if condition() else None)
        giving_up.timeout.connect(lambda: loop.exit(1))
        giving_up.setSingleShot(True)
        looking.start(_LOOK_MS)
        giving_up.start(_PATIENCE_MS)
        if not condition() and loop.exec():
            raise TimeoutError("what was waited for did not come")

    def settle(self) -> None:
        """Wait until every question is answered and painted."""
        quiet = 0

        def is_calm() -> bool:
            nonlocal quiet
            jobs = self.program._jobs
            quiet = quiet + 1 if jobs is None or jobs.is_idle else 0
            return quiet >= _CALM

        self.until(is_calm)

    def clear(self) -> None:
        """Close what the last scene left over the window."""
        for over in [*self.window.findChildren(Dialog), *self.window.findChildren(Popover)]:
            over.close()
        for other in QApplication.topLevelWidgets():
            if other is not self.window and other.isVisible():
                other.close()

    def picture(self) -> QPixmap:
        """The window with everything that lies over it: menus, popovers, dialogs."""
        whole = self.window.grab()
        here = self.window.mapToGlobal(QPoint(0, 0))
        for other in QApplication.topLevelWidgets():
            if other is not self.window and other.isVisible() and other.width() > 1:
                _lay(whole, other.grab(), other.mapToGlobal(QPoint(0, 0)) - here)
        return whole


def _lay(ground: QPixmap, above: QPixmap, where: QPoint) -> None:
    with QPainter(ground) as painter:
        painter.drawPixmap(where, above)


def look(language: str, theme: str, percent: int = 100) -> settings.Settings:
    """The settings of a start, without motion."""
    return replace(settings.Settings(), language=language, theme=theme, text_percent=percent, reduce_motion=True)


def copied(sample: Path, folder: Path) -> Path:
    """A copy of the sample that a start may change."""
    target = folder / "sample.cmdesk"
    shutil.copyfile(sample, target)
    return target
