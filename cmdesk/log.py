"""The log: what the program did, never what a client's data says."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler

from cmdesk.paths import log_folder

_MEGABYTE = 1_000_000


def start() -> None:
    """Write warnings and the program's own notes to a file of the data folder."""
    root = logging.getLogger()
    if any(isinstance(handler, RotatingFileHandler) for handler in root.handlers):
        return
    handler = RotatingFileHandler(
        log_folder() / "cmdesk.log", maxBytes=_MEGABYTE, backupCount=3, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    logging.getLogger("cmdesk").setLevel(logging.INFO)
