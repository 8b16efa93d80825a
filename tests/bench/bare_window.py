"""The floor: an empty window of PySide6 that tells when it was painted."""

from __future__ import annotations

import os
import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class BareWindow(QMainWindow):
    """A window with nothing in it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, _tell)


def _tell() -> None:
    print(time.monotonic_ns(), flush=True)
    os._exit(0)


def main() -> None:
    app = QApplication(sys.argv)
    window = BareWindow()
    window.resize(1440, 900)
    window.show()
    app.exec()


if __name__ == "__main__":
    main()
