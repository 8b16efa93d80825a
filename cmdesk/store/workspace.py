"""Make a workspace, or open one that exists."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, text

from cmdesk.domain.errors import RuleBroken, Unavailable
from cmdesk.i18n import gettext as _
from cmdesk.store import backup
from cmdesk.store.engine import check_file, file_of, is_address, open_engine
from cmdesk.store.faults import explained
from cmdesk.store.lock import FileLock
from cmdesk.store.store import Store
from cmdesk.store.upgrade import MIGRATIONS, check_not_newer, newest, upgrade

LARGE = 16_000_000  # bytes


def create(workspace: str) -> None:
    """Make an empty workspace where there is none.

    A file is made under another name and takes its own when it is whole.

    Raises:
        RuleBroken: Something is there already.
        Unavailable: The folder cannot be written, or the server cannot be reached.
    """
    if is_address(workspace):
        _create_on_server(workspace)
        return
    path = file_of(workspace)
    if path.exists():
        raise RuleBroken(_("There is a file called “{name}” already. Choose another name.").format(name=path.name))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-", suffix=path.suffix)
        os.close(handle)
    except OSError as error:
        raise Unavailable(_("The folder “{name}” cannot be written.").format(name=path.parent.name)) from error
    temporary = Path(name)
    try:
        engine = open_engine(str(temporary), must_exist=False)
        try:
            with explained():
                upgrade(engine)
        finally:
            engine.dispose()
        os.link(temporary, path) if hasattr(os, "link") else temporary.rename(path)
    except FileExistsError as error:
        raise RuleBroken(
            _("There is a file called “{name}” already. Choose another name.").format(name=path.name)
        ) from error
    except OSError as error:
        raise Unavailable(_("The folder “{name}” cannot be written.").format(name=path.parent.name)) from error
    finally:
        for extra in ("", "-wal", "-shm", "-journal"):
            temporary.with_name(temporary.name + extra).unlink(missing_ok=True)


def _create_on_server(address: str) -> None:
    engine = open_engine(address)
    try:
        with explained():
            if check_not_newer(engine) is not None and _has_agency(engine):
                raise RuleBroken(_("This database holds an agency already. Open it instead."))
            upgrade(engine)
    finally:
        engine.dispose()


def _has_agency(engine: Engine) -> bool:
    with engine.connect() as connection:
        return connection.execute(text("SELECT id FROM agency")).first() is not None


def open_store(
    workspace: str,
    *,
    before_upgrade: Callable[[Path], object] | None = None,
    scripts: Path = MIGRATIONS,
) -> Store:
    """Open a workspace; an older one is backed up and brought to this version first.

    Args:
        workspace: A file or a PostgreSQL address.
        before_upgrade: Makes the backup of a file that is about to be upgraded.
        scripts: The folder of the migrations.

    Raises:
        NotFound: The file is not there.
        RuleBroken: It is no workspace, or a newer program made it.
        Unavailable: It is open already, may not be read or written, or the server does not answer.
    """
    engine = open_engine(workspace)
    lock = None if is_address(workspace) else FileLock(file_of(workspace))
    if lock:
        lock.take()
    try:
        with explained():
            found = check_not_newer(engine, scripts)
            if found is None:
                raise RuleBroken(_("This database holds no CMDesk workspace."))
            if found != newest(scripts):
                if lock and before_upgrade:
                    before_upgrade(file_of(workspace))
                upgrade(engine, scripts)
            _try_reading(engine, looks_through=lock is not None and not is_large(file_of(workspace)))
    except BaseException:
        engine.dispose()
        if lock:
            lock.give_back()
        raise
    return Store(engine, lock)


def _try_reading(engine: Engine, *, looks_through: bool) -> None:
    """Read a little, and look through a small file, so that damage shows now and not in the middle of work."""
    if looks_through:
        look_through(engine)
    with engine.connect() as connection:
        connection.execute(text("SELECT id FROM agency")).first()


def is_large(path: Path) -> bool:
    """Whether looking through a file takes so long that it is done beside the window, after opening."""
    return path.stat().st_size > LARGE


def look_through(engine: Engine) -> None:
    """Read every page of a workspace file once.

    Raises:
        Unavailable: The file is damaged.
    """
    with explained(), engine.connect() as connection:
        answer = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if answer != "ok":
            raise Unavailable(_("The workspace file is damaged. Restore it from a backup."))


def backup_now(workspace: str, target: Path, now: datetime) -> backup.Backup:
    """A verified backup of a workspace file, open or not.

    Raises:
        NotFound: There is no such file.
        RuleBroken: It lies on a server, which is backed up there; it is damaged; or the target is no backup of ours.
        Unavailable: The target cannot be written.
    """
    if is_address(workspace):
        raise RuleBroken(_("A shared database is backed up on its server."))
    path = file_of(workspace)
    check_file(path)
    if target.exists():
        check_file(target)
        if target.samefile(path):
            raise RuleBroken(_("A backup needs a file of its own. Choose another name."))
    return backup.make(file_of(workspace), target, now)


__all__ = ["backup_now", "create", "open_store"]
