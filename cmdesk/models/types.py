"""Column types that hold the same on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import JSON, DateTime, Dialect, String, Text, TypeDecorator

from cmdesk.domain.errors import RuleBroken
from cmdesk.i18n import gettext as _

LONGEST: Final = 200_000
"""So many characters no field that a person fills has; each says itself, and far earlier, what is too long."""


def checked_text(text: str) -> str:
    """Text that both databases can keep.

    Raises:
        RuleBroken: It holds a NUL or half of a surrogate pair.
    """
    try:
        text.encode()  # far quicker than looking at each letter
        can_be_kept = "\0" not in text
    except UnicodeEncodeError:
        can_be_kept = False
    if not can_be_kept:
        raise RuleBroken(_("The text holds a character that cannot be kept. Take it out and try again."))
    return text


class Pages(TypeDecorator[str]):
    """Text of any length, without signs that one of the databases cannot keep."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Refuse what cannot be kept."""
        return None if value is None else checked_text(value)


class Words(Pages):
    """Text that a person wrote."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Refuse what cannot be kept, and what nobody wrote by hand."""
        if value is not None and len(value) > LONGEST:
            raise RuleBroken(_("This text is too long. Make it shorter."))
        return super().process_bind_param(value, dialect)


class Rank(TypeDecorator[str]):
    """A rank, which sorts by its bytes on both databases."""

    impl = String(200)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """Sort by bytes on PostgreSQL too."""
        return dialect.type_descriptor(String(200, collation="C" if dialect.name == "postgresql" else None))


class Moment(TypeDecorator[datetime]):
    """An instant in UTC; it comes back aware on both databases."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Keep it without its zone, which is UTC."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give it its zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


class Listing(TypeDecorator[Any]):
    """A JSON value made of lists, texts and numbers."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """JSONB where there is one."""
        if dialect.name != "postgresql":
            return dialect.type_descriptor(JSON())
        from sqlalchemy.dialects.postgresql import JSONB  # a file never needs the server's dialect

        return dialect.type_descriptor(JSONB())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Refuse texts that cannot be kept."""
        _check(value)
        return value


def _check(value: Any) -> None:
    if isinstance(value, str):
        checked_text(value)
    elif isinstance(value, dict):
        for key, item in value.items():
            _check(key)
            _check(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _check(item)
