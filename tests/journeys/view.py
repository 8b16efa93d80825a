"""How a story looks at the program: from inside its process, or through the door of a program on a screen."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from typing import Any, Protocol

from tests.journeys.eyes import Eyes

PATIENCE = 30.0
SOON = 4.0
_SAME = 3  # looks that show a thing in one place, before it stands still


class View(Protocol):
    """Questions about what is shown; the questions are the methods of `Eyes`."""

    def ask(self, question: str, *words: Any) -> Any:
        """What is so now."""

    def until(self, question: str, *words: Any) -> Any:
        """Wait until the answer is something, and give it."""

    def until_is(self, wanted: Any, question: str, *words: Any) -> None:
        """Wait until the answer is this one."""

    def still(self, question: str, *words: Any) -> Any:
        """Wait until the answer is something and stays the same, and give it."""

    def soon_is(self, wanted: Any, question: str, *words: Any) -> bool:
        """Whether the answer becomes this one before a person would wonder."""

    def soon_is_not(self, known: Any, question: str, *words: Any) -> bool:
        """Whether the answer becomes another one than this before a person would wonder."""


class Watch:
    """Looks at one answer again and again, until it is what is waited for."""

    def __init__(self, until: str, wanted: Any = None) -> None:
        self._until, self._wanted = until, wanted
        self._before: Any = None
        self._looks = 0

    def holds(self, answer: Any) -> bool:
        """Whether this answer, after those before it, is what is waited for."""
        if self._until == "still":
            self._looks = self._looks + 1 if answer and answer == self._before else 0
            self._before = answer
            return self._looks >= _SAME
        if self._until == "something":
            return bool(answer)
        return self._until == "now" or (answer == self._wanted) is (self._until == "equal")


class InnerView:
    """The program of this process."""

    def __init__(self, eyes: Eyes, qtbot: Any, wake: Callable[[], object]) -> None:
        self._eyes = eyes
        self._qtbot = qtbot
        self._wake = wake  # gives the keyboard to the window again, as a window manager does

    def ask(self, question: str, *words: Any) -> Any:
        return self._eyes.ask(question, *words)

    def until(self, question: str, *words: Any) -> Any:
        return self._wait(Watch("something"), question, words)

    def until_is(self, wanted: Any, question: str, *words: Any) -> None:
        self._wait(Watch("equal", wanted), question, words)

    def still(self, question: str, *words: Any) -> Any:
        return self._wait(Watch("still"), question, words)

    def soon_is(self, wanted: Any, question: str, *words: Any) -> bool:
        return self._soon(Watch("equal", wanted), question, words)

    def soon_is_not(self, known: Any, question: str, *words: Any) -> bool:
        return self._soon(Watch("other", known), question, words)

    def _soon(self, watch: Watch, question: str, words: Any) -> bool:
        try:
            self._wait(watch, question, words, SOON)
        except AssertionError:
            return False
        return True

    def _quietly(self, question: str, *words: Any) -> Any:
        self._wake()
        try:
            return self._eyes.ask(question, *words)
        except (AssertionError, IndexError):
            return None

    def _wait(self, watch: Watch, question: str, words: Any, patience: float = PATIENCE) -> Any:
        found: list[Any] = []

        def look() -> bool:
            found[:] = [self._quietly(question, *words)]
            return watch.holds(found[0])

        try:
            self._qtbot.waitUntil(look, timeout=int(patience * 1000))
        except Exception as error:
            raise AssertionError(f"waited for {question} {words}; on the screen: {self._eyes.words()}") from error
        return found[0]


class DoorView:
    """The program behind a door: one question at a time, each answered when it holds."""

    def __init__(self, path: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(path)
        self._heard = b""
        self._number = 0

    def close(self) -> None:
        """Go away from the door."""
        self._socket.close()

    def ask(self, question: str, *words: Any) -> Any:
        return self._answer(question, words, "now")

    def until(self, question: str, *words: Any) -> Any:
        return self._answer(question, words, "something")

    def until_is(self, wanted: Any, question: str, *words: Any) -> None:
        self._answer(question, words, "equal", wanted)

    def still(self, question: str, *words: Any) -> Any:
        return self._answer(question, words, "still")

    def soon_is(self, wanted: Any, question: str, *words: Any) -> bool:
        return self._soon(question, words, "equal", wanted)

    def soon_is_not(self, known: Any, question: str, *words: Any) -> bool:
        return self._soon(question, words, "other", known)

    def _soon(self, question: str, words: Any, until: str, wanted: Any) -> bool:
        try:
            self._say(question, words, until, wanted)
            self._hear(SOON)
        except TimeoutError:
            return False
        return True

    def _answer(self, question: str, words: Any, until: str, wanted: Any = None) -> Any:
        self._say(question, words, until, wanted)
        try:
            return self._hear(PATIENCE)
        except TimeoutError:
            said = f"{question} {words}" + (f" to be {wanted!r}" if until == "equal" else "")
            self._say("words", (), "now")
            raise AssertionError(f"waited for {said}; on the screen: {self._hear(PATIENCE)}") from None

    def _say(self, question: str, words: Any, until: str, wanted: Any = None) -> None:
        self._number += 1
        said = {"number": self._number, "ask": question, "words": words, "until": until, "is": wanted}
        self._socket.sendall(json.dumps(said).encode() + b"\n")

    def _hear(self, patience: float) -> Any:
        """The answer to the last question; those to earlier ones come too late."""
        end = time.monotonic() + patience
        while True:
            while b"\n" not in self._heard:
                self._socket.settimeout(max(0.001, end - time.monotonic()))
                data = self._socket.recv(1 << 16)
                assert data, "the program is gone"
                self._heard += data
            line, _newline, self._heard = self._heard.partition(b"\n")
            answer = json.loads(line)
            if answer["number"] == self._number:
                return answer["answer"]
