"""Work beside the window: questions, actions and long work, answered inside it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from cmdesk.domain.errors import Cancelled, DeskError

if TYPE_CHECKING:
    from cmdesk.desk import Desk, Done
    from cmdesk.services.action import Action

P = ParamSpec("P")
T = TypeVar("T")
NEWS_MS = 5_000


class Progress:
    """How far long work has come, told from its own thread; also where it is stopped."""

    def __init__(self, report: Callable[[int, int], object]) -> None:
        self._report = report
        self._stopped = threading.Event()

    def step(self, done: int, total: int) -> None:
        """Tell how far the work is.

        Raises:
            Cancelled: A person stopped it.
        """
        if self._stopped.is_set():
            raise Cancelled("")
        self._report(done, total)

    def cancel(self) -> None:
        """Stop the work at its next step."""
        self._stopped.set()


class Job(Generic[T]):
    """Work under way, and whom to tell when it is over.

    `then` and `failed` may be attached after the work has started: answers wait for the event loop.
    """

    def __init__(self, owner: QObject) -> None:
        self.owner = owner
        self.on_done: Callable[[T], object] | None = None
        self.on_failed: Callable[[DeskError], object] | None = None
        self.progress: Progress | None = None

    def then(self, on_done: Callable[[T], object]) -> Job[T]:
        """Give the answer to this function, in the window's thread."""
        self.on_done = on_done
        return self

    def failed(self, on_failed: Callable[[DeskError], object]) -> Job[T]:
        """Give a refusal to this function instead of to the window's toast."""
        self.on_failed = on_failed
        return self

    def cancel(self) -> None:
        """Stop long work at its next step."""
        if self.progress:
            self.progress.cancel()


class _Once(Generic[T]):
    """Work that is let go of once done: what it holds may belong to the window, and no lane is its last holder."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = [work]

    def __call__(self) -> T:
        return self._work.pop()()


class Jobs(QObject):
    """The lanes in which work runs: one for actions, two for questions and long work.

    Actions run in the order the user gave them. When an owner asks the same question again, only
    the last answer arrives. Nothing is delivered to an owner that is gone.

    Signals:
        changed: A ChangeSet, after every finished action, undo or redo, and for news of others.
        undo_changed: The stack of undo has other labels now.
        failed: A DeskError that no job wanted to handle itself.
        progressed: Done and total of the long work under way.
        idle: Nothing is under way any more.
    """

    changed = Signal(object)
    undo_changed = Signal()
    failed = Signal(object)
    progressed = Signal(object, int, int)
    finished = Signal(object)
    idle = Signal()
    _arrived = Signal(int, object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._writer = ThreadPoolExecutor(1, "cmdesk-write")
        self._readers = ThreadPoolExecutor(2, "cmdesk-read")
        self._latest: dict[tuple[int, object], Job[Any]] = {}
        self._under_way: dict[int, tuple[Job[Any], object]] = {}  # by the number that its lane knows
        self._number = 0
        self._writing = 0
        self._is_closed = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._news = QTimer(self)
        self._news.setInterval(NEWS_MS)
        self._news.timeout.connect(self._ask_news)

    @property
    def desk(self) -> Desk:
        """The open agency, for its labels and its day; questions go through `read`."""
        return self._desk

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._under_way

    @property
    def is_writing(self) -> bool:
        """Whether an action is under way."""
        return self._writing > 0

    def read(
        self, owner: QObject, query: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Job[T]:
        """Ask a question; a newer equal one of the same owner overtakes it."""
        job: Job[T] = Job(owner)
        self._forget_gone()
        self._latest[id(owner), query] = job
        self._start(job, self._readers, lambda: self._desk.read(query, *args, **kwargs), query)
        return job

    def do(self, owner: QObject, action: Action[P, T], *args: P.args, **kwargs: P.kwargs) -> Job[T]:
        """Perform an action after those given before it."""
        job: Job[T] = Job(owner)
        self._start(job, self._writer, lambda: self._desk.do(action, *args, **kwargs), _ACTION)
        return job

    def perform(self, owner: QObject, work: Callable[[], Done[T]]) -> Job[T]:
        """Do something that the desk itself does in more than one step, in the lane of actions."""
        job: Job[T] = Job(owner)
        self._start(job, self._writer, work, _ACTION)
        return job

    def undo(self, owner: QObject | None = None) -> Job[None]:
        """Take back the last action."""
        job: Job[None] = Job(owner or self)
        self._start(job, self._writer, self._desk.undo, _ACTION)
        return job

    def redo(self, owner: QObject | None = None) -> Job[None]:
        """Do again what was taken back last."""
        job: Job[None] = Job(owner or self)
        self._start(job, self._writer, self._desk.redo, _ACTION)
        return job

    def run(self, owner: QObject, work: Callable[[Progress], T]) -> Job[T]:
        """Do long work that takes a progress."""
        job: Job[T] = Job(owner)
        job.progress = Progress(lambda done, total: self.progressed.emit(job, done, total))
        progress = job.progress
        self._start(job, self._readers, lambda: work(progress), _WORK)
        return job

    def listen(self) -> None:
        """Begin to look for what colleagues do, every five seconds."""
        self._news.start()

    def close(self) -> None:
        """Forget the questions, finish the actions."""
        self._is_closed = True
        self._news.stop()
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)

    def _start(self, job: Job[Any], pool: ThreadPoolExecutor, work: Callable[[], Any], kind: object) -> None:
        if self._is_closed:
            return
        self._number += 1
        self._under_way[self._number] = (job, kind)
        self._writing += kind is _ACTION
        pool.submit(_Once(work)).add_done_callback(partial(self._arrive, self._number))

    def _arrive(self, number: int, future: Future[Any]) -> None:
        if not future.cancelled() and isValid(self):
            self._arrived.emit(number, future)

    def _ask_news(self) -> None:
        if not self._is_closed:
            job: Job[Any] = Job(self)
            job.on_done = self._on_news
            job.on_failed = self._on_silence
            self._start(job, self._readers, self._desk.news, _WORK)

    def _on_news(self, news: list[Any]) -> None:
        for changes in news:
            self.changed.emit(changes)

    def _on_silence(self, _error: DeskError) -> None:
        """No news: the next action or question will say that the database is away."""

    @Slot(int, object)
    def _deliver(self, number: int, future: Future[Any]) -> None:
        job, kind = self._under_way.pop(number)
        self._writing -= kind is _ACTION
        is_query = kind not in {_ACTION, _WORK}
        is_overtaken = is_query and self._latest.get((id(job.owner), kind)) is not job
        has_listener = isValid(job.owner) and not is_overtaken and not self._is_closed
        error = future.exception()
        try:
            if job.progress:
                self.finished.emit(job)
            if error is None:
                self._succeed(job, future.result(), is_action=kind is _ACTION, has_listener=has_listener)
            elif not isinstance(error, DeskError):
                raise error
            elif kind is _ACTION:
                self.undo_changed.emit()
                self._refuse(job, error, has_listener=has_listener)
            elif not is_overtaken and not self._is_closed:
                self._refuse(job, error, has_listener=has_listener)
        finally:
            if not self._under_way:
                self.idle.emit()

    def _refuse(self, job: Job[Any], error: DeskError, *, has_listener: bool) -> None:
        if has_listener and job.on_failed:
            job.on_failed(error)
        elif not isinstance(error, Cancelled):
            self.failed.emit(error)

    def _succeed(self, job: Job[Any], answer: Any, *, is_action: bool, has_listener: bool) -> None:
        if is_action:
            done: Done[Any] = answer
            self.undo_changed.emit()
            self.changed.emit(done.changes)
            answer = done.value
        if has_listener and job.on_done:
            job.on_done(answer)

    def _forget_gone(self) -> None:
        """Let go of the questions of owners that are gone, whose ids may come again."""
        for key, job in [*self._latest.items()]:
            if not isValid(job.owner):
                del self._latest[key]


_ACTION = object()
_WORK = object()
