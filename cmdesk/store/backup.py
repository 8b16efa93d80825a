"""Backups of a workspace file: made by the database itself, verified, and put back."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cmdesk.domain.errors import RuleBroken, Unavailable
from cmdesk.i18n import gettext as _
from cmdesk.store.engine import check_file
from cmdesk.store.lock import FileLock

SUFFIX = ".cmdesk-backup"
_MANIFEST = ".json"
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that lies in a folder."""

    path: Path
    workspace: str  # name of the file it was made of
    at: datetime  # UTC
    size: int


def make(workspace: Path, target: Path, now: datetime) -> Backup:
    """Copy a workspace beside the target, verify the copy, then give it the target's name.

    Raises:
        Unavailable: The disk is full, or the folder cannot be written; nothing is left behind.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".backup-")
        os.close(handle)
    except OSError as error:
        raise _failed(error) from error
    copy = Path(name)
    try:
        counts = _copy(workspace, copy)
        digest = _verified(copy, counts)
        _sync(copy)
        manifest = {"workspace": workspace.name, "at": now.isoformat(), "sha256": digest, "counts": counts}
        manifest_file = copy.with_name(copy.name + _MANIFEST)
        manifest_file.write_text(json.dumps(manifest), encoding="utf-8")
        _sync(manifest_file)
        copy.replace(target)
        manifest_file.replace(target.with_name(target.name + _MANIFEST))
        _sync(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise _failed(error) from error
    finally:
        _clear_away(copy)
        copy.with_name(copy.name + _MANIFEST).unlink(missing_ok=True)
    return Backup(target, workspace.name, now, target.stat().st_size)


def name_for(workspace: Path, now: datetime) -> str:
    """A file name that says what was backed up, and when (local time)."""
    return f"{workspace.stem} {now.astimezone():%Y-%m-%d %H.%M.%S}{SUFFIX}"


def found_in(folder: Path) -> list[Backup]:
    """The backups of a folder, newest first; what has no readable manifest is left out."""
    backups = []
    for manifest in folder.glob(f"*{SUFFIX}{_MANIFEST}"):
        path = manifest.with_name(manifest.name.removesuffix(_MANIFEST))
        try:
            said = json.loads(manifest.read_text(encoding="utf-8"))
            at = datetime.fromisoformat(said["at"])
            backups.append(Backup(path, str(said["workspace"]), at, path.stat().st_size))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return sorted(backups, key=lambda backup: backup.at, reverse=True)


def restore(backup: Path, workspace: Path, now: datetime) -> Path | None:
    """Put a backup in the place of a workspace that nobody has open; the present file is set aside.

    Returns:
        Where the present file lies now, or none when there was none.

    Raises:
        RuleBroken: The backup is damaged; the present file was not touched.
        Unavailable: The disk is full, the folder cannot be written, or the workspace is open.
    """
    check_file(backup)
    _check_manifest(backup)
    lock = FileLock(workspace)
    lock.take()
    try:
        handle, name = tempfile.mkstemp(dir=workspace.parent, prefix=".restore-")
        os.close(handle)
        copy = Path(name)
        try:
            _verified(copy, _copy(backup, copy))
            _sync(copy)
            aside = _set_aside(workspace, now)
            copy.replace(workspace)
            _sync(workspace.parent)
        finally:
            _clear_away(copy)
    except (OSError, sqlite3.Error) as error:
        raise _failed(error) from error
    finally:
        lock.give_back()
    return aside


def _clear_away(copy: Path) -> None:
    """Remove a copy that was not finished, and what the database left beside it on a full disk."""
    for extra in ("", "-journal", "-wal", "-shm"):
        copy.with_name(copy.name + extra).unlink(missing_ok=True)


def _set_aside(workspace: Path, now: datetime) -> Path | None:
    if not workspace.exists():
        return None
    aside = workspace.with_name(f"{workspace.stem} set aside {now.astimezone():%Y-%m-%d %H.%M.%S}{workspace.suffix}")
    for extra in ("-wal", "-journal", "-shm"):
        present = workspace.with_name(workspace.name + extra)
        if present.exists():
            present.replace(aside.with_name(aside.name + extra))
    workspace.replace(aside)
    return aside


def _check_manifest(backup: Path) -> None:
    manifest = backup.with_name(backup.name + _MANIFEST)
    if not manifest.exists():
        return
    try:
        wanted = json.loads(manifest.read_text(encoding="utf-8"))["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        wanted = ""
    if wanted != _digest(backup):
        raise RuleBroken(_("This backup is damaged, so it was not restored. Choose another one."))


def _copy(source: Path, target: Path) -> dict[str, int]:
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=10)) as present,
        closing(sqlite3.connect(target)) as copy,
    ):
        present.backup(copy)
        return _counts(copy)


def _verified(copy: Path, counts: dict[str, int]) -> str:
    with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        answer = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if answer != "ok" or connection.execute("PRAGMA foreign_key_check").fetchone() or _counts(connection) != counts:
            raise RuleBroken(_("The workspace is damaged, so no good copy of it could be made."))
    return _digest(copy)


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - names of our tables
        for name in names
        if not name.startswith("sqlite_")
    }


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _failed(error: Exception) -> Unavailable | RuleBroken:
    text = str(error).lower()
    if "malformed" in text or "not a database" in text:
        return RuleBroken(_("The workspace is damaged, so no good copy of it could be made."))
    if "full" in text or "no space" in text:
        return Unavailable(_("The disk is full. Make room and try again. Nothing was changed."))
    return Unavailable(_("The folder cannot be written. Nothing was changed."))
