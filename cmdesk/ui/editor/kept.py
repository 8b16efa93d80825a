"""Words that are being written, kept on this machine until the workspace has them: a crash takes none of them."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from cmdesk.paths import data_folder

_LARGEST: Final = 8_000_000  # bytes of one file, far above what a field takes; what is larger was not written here
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeptWords:
    """What somebody was writing into one field of a post."""

    post_id: int
    field: str  # 'title', 'text', 'text 5' for the channel with the id 5
    text: str
    was: str | None  # what the field held when the person began to write; none: it followed another one


class Keeper:
    """Keeps words in one small file per field, in a folder of this workspace and member.

    Writing happens beside the window: `keep` and `forget` return at once, and the thread that writes lives only while
    there is something to write. Each file is complete on the disk before it takes the place of the one before it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._waiting: dict[tuple[int, str], KeptWords | None] = {}
        self._writer: threading.Thread | None = None

    def keep(self, words: KeptWords) -> None:
        """Have these words written to the disk."""
        self._add((words.post_id, words.field), words)

    def forget(self, post_id: int, field: str) -> None:
        """The workspace has what was written into a field: nothing needs to be kept."""
        self._add((post_id, field), None)

    def words_of(self, post_id: int) -> tuple[KeptWords, ...]:
        """What was being written into the fields of a post and never came into the workspace."""
        self.finish()
        return tuple(_read(self._folder.glob(f"{post_id}-*.json"), post_id))

    def posts(self) -> tuple[int, ...]:
        """The posts with such words; a comment that was only begun is none."""
        if not self._folder.is_dir():
            return ()
        paths = (path for path in self._folder.glob("*-*.json") if not path.stem.endswith("-comment"))
        names = (path.name.partition("-")[0] for path in paths)
        return tuple(sorted({int(name) for name in names if name.isdecimal()}))

    def finish(self) -> None:
        """Wait until all that was given is on the disk."""
        writer = self._writer
        if writer is not None and writer is not threading.current_thread():
            writer.join()

    def _add(self, key: tuple[int, str], words: KeptWords | None) -> None:
        with self._lock:
            self._waiting[key] = words
            if self._writer is None:
                self._writer = threading.Thread(target=self._work, name="cmdesk-kept")
                self._writer.start()

    def _work(self) -> None:
        while True:
            with self._lock:
                waiting, self._waiting = self._waiting, {}
                if not waiting:
                    self._writer = None
                    return
            for (post_id, field), words in waiting.items():
                try:
                    self._write(post_id, field, words)
                except OSError as error:
                    _log.warning("Words being written could not be kept: %s", type(error).__name__)

    def _write(self, post_id: int, field: str, words: KeptWords | None) -> None:
        path = self._folder / f"{post_id}-{field.replace(' ', '_')}.json"
        if words is None:
            path.unlink(missing_ok=True)
            return
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(asdict(words), file)  # in ASCII, which holds half of a pair too
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)


def keeper(workspace: str, member_id: int | None) -> Keeper:
    """The keeper of a workspace and whoever writes in it on this machine."""
    name = hashlib.sha256(workspace.encode()).hexdigest()[:16]
    return Keeper(data_folder() / "kept" / f"{name}-{member_id or 0}")


def _read(paths: Iterable[Path], post_id: int) -> Iterable[KeptWords]:
    for path in sorted(paths):
        try:
            if path.stat().st_size > _LARGEST:
                continue
            saved = json.loads(path.read_text("utf-8"))
            was = None if saved["was"] is None else str(saved["was"])
            words = KeptWords(int(saved["post_id"]), str(saved["field"]), str(saved["text"]), was)
        except (OSError, ValueError, KeyError, TypeError):
            continue  # a file that was cut off holds nothing that could be put back
        if words.post_id == post_id:
            yield words
