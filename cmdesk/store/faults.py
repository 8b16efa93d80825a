"""Failures of a database, as sentences that a person can understand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError

from cmdesk.domain.errors import Conflict, DeskError, RuleBroken, Unavailable
from cmdesk.i18n import N_, gettext

FROZEN = "cmdesk: frozen"  # what our triggers raise
KEPT = "cmdesk: kept"

_SIGNS = (
    ("database or disk is full", N_("The disk is full. Nothing was changed. Make room and try again.")),
    ("readonly database", N_("The workspace may only be read here. Nothing was changed.")),
    ("unable to open database", N_("The workspace file cannot be opened. Is its folder still there?")),
    ("database is locked", N_("Somebody else is writing for too long. Nothing was changed. Try again.")),
    ("lock timeout", N_("Somebody else is writing for too long. Nothing was changed. Try again.")),
    ("malformed", N_("The workspace file is damaged. Restore it from a backup.")),
    ("not a database", N_("The workspace file is damaged. Restore it from a backup.")),
    ("disk i/o error", N_("The disk does not answer. Nothing was changed. Try again.")),
    ("password authentication failed", N_("The server does not accept this name and password.")),
    ("does not exist", N_("The server does not have this database or this user.")),
)
_LOST_RACES = frozenset({"40001", "40P01", "23505", "23503"})
"""Of PostgreSQL: not serializable, deadlock, somebody wrote the same row first, or removed what a row names."""


class LostRace(Conflict):
    """Another writer was faster; the same action may succeed at once."""


@contextmanager
def explained() -> Iterator[None]:
    """Turn failures of the database into ones that a person can understand."""
    try:
        yield
    except StaleDataError as error:
        raise LostRace(gettext("Somebody changed this at the same moment. Look at it again.")) from error
    except DBAPIError as error:
        raise _explanation(error) from error
    except StatementError as error:
        if isinstance(error.orig, DeskError):
            raise error.orig from None
        raise
    except PoolTimeout as error:
        raise Unavailable(gettext("The database does not answer. Nothing was changed. Try again.")) from error


def _explanation(error: DBAPIError) -> Exception:
    text = str(error.orig).lower()
    if isinstance(error.orig, DeskError):
        return error.orig
    if FROZEN in text:
        return RuleBroken(gettext("What was sent to the client stays as it is. Make a new version to change it."))
    if KEPT in text:
        return RuleBroken(gettext("What has happened cannot be rewritten."))
    if getattr(error.orig, "sqlstate", None) in _LOST_RACES:
        return LostRace(gettext("Somebody changed this at the same moment. Look at it again."))
    for sign, sentence in _SIGNS:
        if sign in text:
            return Unavailable(gettext(sentence))
    if type(error).__name__ in {"OperationalError", "InterfaceError"} or error.connection_invalidated:
        return Unavailable(gettext("The database cannot be reached. Nothing was changed. Try again."))
    return error
