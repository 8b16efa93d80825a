"""How a story looks at the program: from inside its process, or through the door of a program on a screen."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from typing import Any, Protocol

from tests.journeys.eyes import Eyes

PATIENCE = 20.0


class View(Protocol):
    """Questions about what is shown; the questions are the methods of `Eyes`."""

    def ask(self, question: str, *words: Any) -> Any:
        """What is so now."""

    def until(self, question: str, *words: Any) -> Any:
        """Wait until the answer is something, and give it."""

    def until_is(self, wanted: Any, question: str, *words: Any) -> None:
        """Wait until the answer is this one."""


class InnerView:
    """The program of this process."""

    def __init__(self, eyes: Eyes, qtbot: Any, wake: Callable[[], object]) -> None:
        self._eyes = eyes
        self._qtbot = qtbot
        self._wake = wake  # gives the keyboard to the window again, as a window manager does

    def ask(self, question: str, *words: Any) -> Any:
        return self._eyes.ask(question, *words)

    def until(self, question: str, *words: Any) -> Any:
        found: list[Any] = []

        def look() -> bool:
            found[:] = [self._quietly(question, *words)]
            return bool(found[0])

        self._wait(look, f"{question} {words}")
        return found[0]

    def until_is(self, wanted: Any, question: str, *words: Any) -> None:
        self._wait(lambda: self._quietly(question, *words) == wanted, f"{question} {words} to be {wanted!r}")

    def _quietly(self, question: str, *words: Any) -> Any:
        self._wake()
        try:
            return self._eyes.ask(question, *words)
        except (AssertionError, IndexError):
            return None

    def _wait(self, look: Any, what: str) -> None:
        try:
            self._qtbot.waitUntil(look, timeout=int(PATIENCE * 1000))
        except Exception as error:
            raise AssertionError(f"waited for {what}; on the screen: {self._eyes.words()}") from error


class DoorView:
    """The program behind a door: one question at a time, each answered when it holds."""

    def __init__(self, path: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(path)
        self._lines = self._socket.makefile("r", encoding="utf-8")

    def close(self) -> None:
        """Go away from the door."""
        self._lines.close()
        self._socket.close()

    def ask(self, question: str, *words: Any) -> Any:
        return self._answer({"ask": question, "words": words, "until": None})

    def until(self, question: str, *words: Any) -> Any:
        return self._answer({"ask": question, "words": words, "until": "something"})

    def until_is(self, wanted: Any, question: str, *words: Any) -> None:
        self._answer({"ask": question, "words": words, "until": "equal", "is": wanted})

    def _answer(self, question: dict[str, Any]) -> Any:
        self._socket.settimeout(PATIENCE)
        self._socket.sendall(json.dumps(question).encode() + b"\n")
        try:
            return json.loads(self._lines.readline())["answer"]
        except TimeoutError:
            self._lines.close()
            raise AssertionError(f"waited for {question}; on the screen: {self._last_words()}") from None

    def _last_words(self) -> str:
        self._lines = self._socket.makefile("r", encoding="utf-8")
        self._socket.sendall(json.dumps({"ask": "words", "words": [], "until": None}).encode() + b"\n")
        return str(json.loads(self._lines.readline())["answer"])
