"""Garbage of the interpreter is collected in the window's thread, and nowhere else.

Left to itself the interpreter collects in whichever thread makes the object that was one too many. What it finds there
may hold fonts, timers and whole objects of Qt, and taking those down beside the window ends the program now and then.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_LOOK_MS: Final = 500
_LIMITS: Final = (50_000, 20, 50)  # new objects; collections of the young before the middle; of those before the old


class Sweeping(QObject):
    """Collects what is garbage when enough has come together."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._sweep)

    def begin(self) -> None:
        """From now on only this thread collects."""
        gc.disable()
        self._timer.start()

    def _sweep(self) -> None:
        full = [age for age, (count, limit) in enumerate(zip(gc.get_count(), _LIMITS, strict=True)) if count > limit]
        if full:
            gc.collect(full[-1])
