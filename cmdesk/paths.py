"""Where this program finds what it ships, and where it keeps what it writes."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def resource(*parts: str) -> Path:
    """A file or folder that the program ships, in the source tree and frozen alike."""
    root = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))
    return root.joinpath("resources", *parts)


def data_folder() -> Path:
    """The folder for settings, log, backups and workspaces; made when it is missing.

    `CMDESK_DATA_DIR` puts it elsewhere (tests, portable use).

    Raises:
        OSError: The folder cannot be made.
    """
    chosen = os.environ.get("CMDESK_DATA_DIR")
    if chosen:
        folder = Path(chosen)
    else:
        from platformdirs import user_data_path

        folder = user_data_path("CMDesk", appauthor=False)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def log_folder() -> Path:
    """The folder of the log files."""
    folder = data_folder() / "log"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def backup_folder() -> Path:
    """The folder of the backups."""
    folder = data_folder() / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def sample_workspace() -> Path:
    """The file of the sample agency."""
    return data_folder() / "sample.cmdesk"
