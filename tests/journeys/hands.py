"""What a person does with mouse and keys: on a real screen, or by events inside the process."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, QKeyCombination, QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

Point = tuple[int, int]
STEPS = 14
_NAMES = {"Ctrl": "ctrl", "Shift": "shift", "Alt": "alt", "Esc": "Escape", "Space": "space", "/": "slash"}


class Hands(Protocol):
    """Mouse and keyboard."""

    def click(self, at: Point) -> None:
        """Press and release the left button."""

    def drag(self, start: Point, end: Point) -> None:
        """Pull from one point to another in small steps, and let go there."""

    def press(self, keys: str) -> None:
        """Press keys together, such as 'Ctrl+Return' or 'G'."""

    def write(self, text: str) -> None:
        """Write a text where the keyboard is."""


class ScreenHands:
    """The mouse and the keyboard of a real screen, through xdotool."""

    def __init__(self, screen: str) -> None:
        self._environment = {**os.environ, "DISPLAY": screen}

    def _do(self, *words: object) -> None:
        subprocess.run(
            ["xdotool", *(str(word) for word in words)], env=self._environment, check=True, timeout=30,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def click(self, at: Point) -> None:
        self._do("mousemove", "--sync", *at, "click", 1)

    def drag(self, start: Point, end: Point) -> None:
        words: list[object] = ["mousemove", "--sync", *start, "mousedown", 1]
        for step in range(1, STEPS + 1):
            here = [round(a + (b - a) * step / STEPS) for a, b in zip(start, end, strict=True)]
            words += ["mousemove", *here, "sleep", 0.02]
        self._do(*words, "sleep", 0.1, "mouseup", 1)

    def press(self, keys: str) -> None:
        # A capital letter would press Shift as well.
        self._do("key", "+".join(_NAMES.get(key, key.lower() if len(key) == 1 else key) for key in keys.split("+")))

    def write(self, text: str) -> None:
        self._do("type", "--delay", 8, text)


class InnerHands:
    """Events of mouse and keys sent to the widgets under the pointer."""

    def __init__(self, window: Callable[[], QWidget], wait: Callable[[], object]) -> None:
        self._window = window
        self._wait = wait  # lets the events that were sent be answered

    def click(self, at: Point) -> None:
        widget = self._below(at)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.mapFromGlobal(QPoint(*at)))
        self._wait()

    def drag(self, start: Point, end: Point) -> None:
        widget = self._below(start)
        self._send(widget, QEvent.Type.MouseButtonPress, QPoint(*start))
        for step in range(1, STEPS + 1):
            here = [round(a + (b - a) * step / STEPS) for a, b in zip(start, end, strict=True)]
            self._send(widget, QEvent.Type.MouseMove, QPoint(*here))
        self._send(widget, QEvent.Type.MouseButtonRelease, QPoint(*end))
        self._wait()

    def press(self, keys: str) -> None:
        self._wait()
        combination: QKeyCombination = QKeySequence(keys)[0]  # type: ignore[index] # the stubs do not know it
        popup = QApplication.activePopupWidget()
        target = popup if isinstance(popup, QMenu) else QApplication.focusWidget() or self._top()
        QTest.keyClick(target, combination.key(), combination.keyboardModifiers())
        self._wait()

    def write(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget() or self._top(), text)
        self._wait()

    def _below(self, at: Point) -> QWidget:
        # Not by the screen, which is smaller without a display than the window is.
        top = self._top()
        return top.childAt(top.mapFromGlobal(QPoint(*at))) or top

    def _top(self) -> QWidget:
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self._window()

    @staticmethod
    def _send(widget: QWidget, kind: QEvent.Type, at: QPoint) -> None:
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        button = none if kind is QEvent.Type.MouseMove else left
        buttons = none if kind is QEvent.Type.MouseButtonRelease else left
        here = QPointF(widget.mapFromGlobal(at))
        QApplication.sendEvent(widget, QMouseEvent(kind, here, QPointF(at), button, buttons, Qt.KeyboardModifier(0)))
