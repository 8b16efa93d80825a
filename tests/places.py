"""Where tests keep what they make: in memory, where there is plenty of it, because each commit waits for a disk."""

from __future__ import annotations

import shutil
from pathlib import Path

_SHARED = Path("/dev/shm")
_PLENTY = 4_000_000_000  # bytes


def in_memory() -> str | None:
    """A folder that lies in memory; None where that is too small."""
    return str(_SHARED) if _SHARED.is_dir() and shutil.disk_usage(_SHARED).free > _PLENTY else None
