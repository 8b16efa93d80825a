"""The real program, with a door through which a test may look into it: `run_app.py SOCKET [LANGUAGE] [TODAY]`."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication

from cmdesk import log
from cmdesk.ui.application import Application, Wish
from tests.journeys.eyes import Eyes
from tests.journeys.view import Watch

_LOOK_MS = 15


class Door(QObject):
    """Answers one question after another; one that says 'until' waits until the answer is something."""

    def __init__(self, name: str, eyes: Eyes, parent: QObject) -> None:
        super().__init__(parent)
        self._eyes = eyes
        self._socket: QLocalSocket | None = None
        self._waiting: dict[str, Any] | None = None
        self._watch: Watch | None = None
        self._server = QLocalServer(self)
        self._server.newConnection.connect(self._on_visitor)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        if not self._server.listen(name):
            raise OSError(self._server.errorString())

    def _on_visitor(self) -> None:
        self._socket = self._server.nextPendingConnection()
        self._socket.readyRead.connect(self._on_question)

    def _on_question(self) -> None:
        assert self._socket is not None
        while self._socket.canReadLine():
            waiting = json.loads(bytes(self._socket.readLine().data()))
            self._waiting = waiting
            self._watch = Watch(waiting["until"], waiting["is"])
            self._timer.start()
            self._look()

    def _look(self) -> None:
        if self._waiting is None or self._watch is None or self._socket is None:
            return
        question, words = self._waiting["ask"], self._waiting["words"]
        try:
            answer = self._eyes.ask(question, *words)
        except (AssertionError, IndexError, RuntimeError):
            answer = None
        if self._watch.holds(answer):
            number = self._waiting["number"]
            self._waiting = None
            self._timer.stop()
            self._socket.write(json.dumps({"number": number, "answer": answer}).encode() + b"\n")
            self._socket.flush()


def main(socket: str, language: str, today: str) -> int:
    app = QApplication(sys.argv[:1])
    app.setApplicationName("CMDesk")
    program = Application(app, Wish(today=date.fromisoformat(today), language=language))
    Door(socket, Eyes(program), program)
    print("open", flush=True)
    program.start()
    QTimer.singleShot(0, program, log.start)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
