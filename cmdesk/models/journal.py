"""What was done, by whom, and how to take it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cmdesk.models.base import Base
from cmdesk.models.types import Listing, Moment, Words


class Journal(Base):
    """One action with the rows it changed."""

    __tablename__ = "journal"

    uuid: Mapped[str] = mapped_column(Words, unique=True)
    at: Mapped[datetime] = mapped_column(Moment)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), default=None)
    label: Mapped[str] = mapped_column(Words)
    undoable: Mapped[bool] = mapped_column(default=True)
    undoes: Mapped[int | None] = mapped_column(ForeignKey("journal.id"), default=None)
    rows: Mapped[list[dict[str, Any]]] = mapped_column(Listing, default=list)
    notes: Mapped[list[str]] = mapped_column(Listing, default=list)
