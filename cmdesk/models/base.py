"""What all tables share."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from cmdesk.models.types import Moment

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The root of all tables."""

    metadata = MetaData(naming_convention=NAMES)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)


class Versioned:
    """A row that counts its changes, so that two writers never overwrite each other unseen."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:  # noqa: N805 - the class itself
        """Let the version column guard each update."""
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


class Binned:
    """A row that is put into the bin before it goes for good."""

    deleted_at: Mapped[datetime | None] = mapped_column(Moment, default=None)


APPEND_ONLY = frozenset({"scope_event", "post_event", "journal", "blob", "report_run", "review_pack", "review_answer"})
"""Tables whose rows are written once: no version, no undo, left out of change sets."""
