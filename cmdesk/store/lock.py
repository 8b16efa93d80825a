"""One program for each workspace file, by a lock that dies with the process."""

from __future__ import annotations

import getpass
import os
import socket
import sys
from pathlib import Path
from typing import IO

from cmdesk.domain.errors import Unavailable
from cmdesk.i18n import gettext as _


class FileLock:
    """A lock on a file beside the workspace; who holds it is written in it."""

    def __init__(self, workspace: Path) -> None:
        self._path = workspace.with_name(f".{workspace.name}.lock")
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Hold the lock until `give_back` or the end of the process.

        Raises:
            Unavailable: Another program holds it, or the folder cannot be written.
        """
        try:
            file = self._path.open("a+", encoding="utf-8")
        except OSError as error:
            raise Unavailable(
                _("The folder of “{name}” cannot be written. Copy the file to a folder of your own.").format(
                    name=self._path.name[1:].removesuffix(".lock")
                )
            ) from error
        if not _lock(file):
            file.seek(0)
            holder = file.read(200).strip() or _("another program")
            file.close()
            raise Unavailable(
                _("This workspace is open already: {holder}. Close it there first.").format(holder=holder)
            )
        file.seek(0)
        file.truncate()
        file.write(f"{_user()}, {socket.gethostname()}, {os.getpid()}")
        file.flush()
        self._file = file

    def give_back(self) -> None:
        """Let others have the file."""
        if self._file is not None:
            self._path.unlink(missing_ok=True)
            self._file.close()
            self._file = None


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str]) -> bool:
        try:
            file.seek(4096)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _lock(file: IO[str]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        # whoever gave the lock back removed the file: a lock on what is gone keeps nobody out
        path = Path(file.name)
        return path.exists() and path.stat().st_ino == os.fstat(file.fileno()).st_ino
