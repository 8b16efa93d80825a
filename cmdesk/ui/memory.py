"""Sizes, splitters and the last place, kept for the next start; all of it may be lost without harm."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from cmdesk.paths import data_folder

_VERSION = 1  # of the window's docks and bars; another one starts afresh


class Memory:
    """What the window remembers about itself, in `window.ini` of the data folder."""

    def __init__(self) -> None:
        self._settings = QSettings(str(data_folder() / "window.ini"), QSettings.Format.IniFormat)

    def keep_window(self, window: QWidget) -> None:
        """Remember where a window stands and how large it is."""
        self._settings.setValue("window/geometry", window.saveGeometry())
        if isinstance(window, QMainWindow):
            self._settings.setValue("window/state", window.saveState(_VERSION))
        self._settings.sync()

    def restore_window(self, window: QWidget) -> bool:
        """Put a window back to where it stood; False at the first start."""
        geometry = self._settings.value("window/geometry")
        if not isinstance(geometry, QByteArray) or not window.restoreGeometry(geometry):
            return False
        state = self._settings.value("window/state")
        if isinstance(window, QMainWindow) and isinstance(state, QByteArray):
            window.restoreState(state, _VERSION)
        return True

    def keep_splitter(self, name: str, splitter: QSplitter) -> None:
        """Remember how panes share their room."""
        self._settings.setValue(f"splitter/{name}", splitter.saveState())

    def restore_splitter(self, name: str, splitter: QSplitter) -> bool:
        """Share the room of panes as it was; False when it was never changed."""
        state = self._settings.value(f"splitter/{name}")
        return isinstance(state, QByteArray) and splitter.restoreState(state)

    def keep(self, name: str, value: str) -> None:
        """Remember a word, such as the last section."""
        self._settings.setValue(f"place/{name}", value)

    def recall(self, name: str, default: str = "") -> str:
        """A remembered word."""
        value = self._settings.value(f"place/{name}", default)
        return value if isinstance(value, str) else default
