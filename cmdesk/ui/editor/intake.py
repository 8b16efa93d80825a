"""Pictures and films on their way in: dropped, pasted or chosen, and read beside the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QObject, Signal
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QWidget

from cmdesk.domain.errors import DeskError, RuleBroken
from cmdesk.domain.media_rules import SUFFIXES
from cmdesk.i18n import gettext as _
from cmdesk.i18n import ngettext, spoken
from cmdesk.services import incoming
from cmdesk.services.incoming import Incoming, Refused
from cmdesk.ui.files import choose_file, choose_files
from cmdesk.ui.jobs import Job
from cmdesk.ui.page import Tools
from cmdesk.ui.widgets.frames import ProgressLine

_AS_THEY_ARE: Final = ("image/png", "image/jpeg", "image/gif", "image/webp")
_PATTERNS: Final = " ".join(f"*{suffix}" for suffixes in SUFFIXES.values() for suffix in suffixes)
_MOST_SAID: Final = 4


def takes(mime: QMimeData) -> bool:
    """Whether somebody drops or pastes files or a picture; text with a picture beside it stays text."""
    return bool(local_files(mime)) or (mime.hasImage() and not mime.hasText())


def local_files(mime: QMimeData) -> list[str]:
    """The files of this machine that are dropped or pasted."""
    return [url.toLocalFile() for url in mime.urls() if url.isLocalFile()] if mime.hasUrls() else []


class Intake(QObject):
    """Reads what comes in, one batch after the other, with a way to stop it.

    Signals:
        read: An Incoming; what was refused is told by the words of `refusal`.
        failed: A DeskError.
    """

    read = Signal(object)
    failed = Signal(object)

    def __init__(self, tools: Tools, line: ProgressLine, parent: QObject) -> None:
        super().__init__(parent)
        self._tools, self._line = tools, line
        self._job: Job[Incoming] | None = None
        self._after: list[Callable[[], object]] = []
        tools.jobs.progressed.connect(self._on_progressed)

    @property
    def is_busy(self) -> bool:
        """Whether something is being read."""
        return self._job is not None

    def read_files(self, paths: Sequence[str]) -> None:
        """Read files of this machine."""
        wanted = tuple(paths)
        if wanted:
            words = ngettext("Reading {count} file", "Reading {count} files", len(wanted))
            self._begin(
                words.format(count=spoken().number(len(wanted))),
                lambda progress: incoming.read_media(wanted, progress),
            )

    def read_mime(self, mime: QMimeData) -> bool:
        """Read what was dropped or pasted; whether there was anything."""
        files = local_files(mime)
        if files:
            self.read_files(files)
            return True
        name = _("Pasted picture")
        kind = next((kind for kind in _AS_THEY_ARE if mime.hasFormat(kind)), None)
        if kind is not None:
            data, name = bytes(mime.data(kind).data()), name + SUFFIXES[kind][0]
            self._begin(_("Reading the picture"), lambda _progress: _taken(data, name))
            return True
        image = mime.imageData() if mime.hasImage() else None
        if isinstance(image, QImage) and not image.isNull():
            self._begin(_("Reading the picture"), lambda _progress: _taken(_as_png(image), name + ".png"))
            return True
        return False

    def choose(self, parent: QWidget, title: str, *, is_single: bool = False) -> None:
        """Let a person choose files."""
        kinds = _("Pictures and videos ({patterns})").format(patterns=_PATTERNS)
        if is_single:
            choose_file(parent, title, lambda path: self.read_files([path]), kinds, place="pictures")
        else:
            choose_files(parent, title, self.read_files, kinds, place="pictures")

    def cancel(self) -> None:
        """Stop reading; nothing of the batch is kept."""
        if self._job is not None:
            self._job.cancel()
        self._end()

    def _begin(self, words: str, work: Callable[[incoming.Progress], Incoming]) -> None:
        if self._job is not None:
            self._after.append(lambda: self._begin(words, work))
            return
        self._line.begin(words, self.cancel)
        job = self._job = self._tools.jobs.run(self, work)
        job.then(partial(self._on_read, job)).failed(partial(self._on_failed, job))

    def _end(self) -> None:
        self._job = None
        self._line.end()
        if self._after:
            self._after.pop(0)()

    def _on_read(self, job: Job[Incoming], found: Incoming) -> None:
        if job is self._job:  # else it was stopped
            self._end()
            self.read.emit(found)

    def _on_failed(self, job: Job[Incoming], error: DeskError) -> None:
        if job is self._job:
            self._end()
            self.failed.emit(error)

    def _on_progressed(self, job: object, done: int, total: int) -> None:
        if job is self._job:
            self._line.step(done, total)


def refusal(refused: Sequence[Refused]) -> str:
    """What was not taken, and why, a line for each file."""
    lines = [f"“{one.name}”: {one.sentence}" for one in refused[:_MOST_SAID]]
    rest = len(refused) - _MOST_SAID
    if rest > 0:
        lines.append(ngettext("{count} more file", "{count} more files", rest).format(count=spoken().number(rest)))
    return "\n".join(lines)


def _taken(data: bytes, name: str) -> Incoming:
    try:
        return Incoming((incoming.new_media(data, name),))
    except RuleBroken as error:
        return Incoming((), (Refused(name, str(error)),))


def _as_png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return bytes(buffer.data().data())
