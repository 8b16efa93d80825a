"""Bring a database's tables to this program's version, or refuse it untouched.

Whether there is anything to do is read from the migrations' own text: Alembic takes a fifth of a second to
import, which every start would pay for a change of tables that comes once a year.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from cmdesk.domain.errors import RuleBroken
from cmdesk.i18n import gettext as _
from cmdesk.store.engine import APPLICATION_ID, WRITES

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
_ADVISORY_LOCK = 0x434D4453
_SAID = re.compile(r"""^(revision|down_revision)\b[^=]*=\s*["']?(\w+)""", re.MULTILINE)


def revision(engine: Engine) -> str | None:
    """The migration that a database stands at; none when it holds no tables of ours."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def newest(scripts: Path = MIGRATIONS) -> str:
    """The newest migration that this program knows."""
    known = _known(scripts)
    heads = known.keys() - known.values()
    if len(heads) != 1:
        raise AssertionError("No migrations are shipped, or they do not form one line")
    return heads.pop()


def is_known(name: str, scripts: Path = MIGRATIONS) -> bool:
    """Whether this program knows a migration."""
    return name in _known(scripts)


def _known(scripts: Path) -> dict[str, str]:
    """Each migration with the one before it."""
    found: dict[str, str] = {}
    for file in (scripts / "versions").glob("*.py"):
        said = dict(_SAID.findall(file.read_text(encoding="utf-8")))
        if "revision" in said:
            found[said["revision"]] = said.get("down_revision", "None")
    return found


def check_not_newer(engine: Engine, scripts: Path = MIGRATIONS) -> str | None:
    """The revision of a database that this program may open.

    Raises:
        RuleBroken: A newer program made it; it was not touched.
    """
    found = revision(engine)
    if found is not None and not is_known(found, scripts):
        raise RuleBroken(_("A newer CMDesk made this workspace. Update this program to open it."))
    return found


def upgrade(engine: Engine, scripts: Path = MIGRATIONS) -> None:
    """Run the missing migrations in one transaction.

    On SQLite foreign keys are off meanwhile, since rebuilding a table would fire their cascades;
    broken ones and lost rows are looked for before the commit.

    Raises:
        RuleBroken: The upgraded tables would not hold together; nothing was changed.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.execution_options(**{WRITES: True}).connect() as connection:
        if is_sqlite:
            # outside any transaction, or SQLite ignores it
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]
        try:
            with connection.begin():
                before = _counts(connection)
                _run(connection, scripts)
                _check_whole(connection, before)
                if is_sqlite:
                    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                    connection.exec_driver_sql(f"PRAGMA user_version = {int(newest(scripts))}")
        finally:
            if is_sqlite:
                connection.connection.driver_connection.execute("PRAGMA foreign_keys = ON")  # type: ignore[union-attr]


def _run(connection: Connection, scripts: Path) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
    from alembic import command

    config = _config(scripts)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config(scripts: Path) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _counts(connection: Connection) -> dict[str, int]:
    quote = connection.dialect.identifier_preparer.quote
    return {
        table: connection.exec_driver_sql(f"SELECT count(*) FROM {quote(table)}").scalar_one()  # noqa: S608 - our names
        for table in inspect(connection).get_table_names()
        if table != "alembic_version"
    }


def _check_whole(connection: Connection, before: dict[str, int]) -> None:
    after = _counts(connection)
    lost = [table for table, count in before.items() if after.get(table, 0) < count]
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all() if connection.dialect.name == "sqlite" else []
    if lost or broken:
        raise RuleBroken(_("The workspace could not be brought to this version. It stays as it was."))
