"""Tasks and the columns of the board."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cmdesk.models.base import Base, Binned, Versioned
from cmdesk.models.types import Listing, Rank, Words


class BoardColumn(Versioned, Base):
    """A column of the board."""

    __tablename__ = "board_column"

    name: Mapped[str] = mapped_column(Words)
    kind: Mapped[str] = mapped_column(Words)
    position: Mapped[int] = mapped_column(default=0)
    limit: Mapped[int | None] = mapped_column(default=None)


class Task(Versioned, Binned, Base):
    """One piece of work."""

    __tablename__ = "task"

    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), index=True)
    column_id: Mapped[int] = mapped_column(ForeignKey("board_column.id"), index=True)
    rank: Mapped[str] = mapped_column(Rank, default="")
    title: Mapped[str] = mapped_column(Words)
    note: Mapped[str] = mapped_column(Words, default="")
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), default=None)
    start: Mapped[date | None] = mapped_column(default=None)
    due: Mapped[date | None] = mapped_column(default=None)
    due_minute: Mapped[int | None] = mapped_column(default=None)
    priority: Mapped[str] = mapped_column(Words, default="normal")
    labels: Mapped[list[str]] = mapped_column(Listing, default=list)
    checks: Mapped[list[dict[str, Any]]] = mapped_column(Listing, default=list)  # {"text", "is_done"}
    estimate_minutes: Mapped[int | None] = mapped_column(default=None)
    coverage: Mapped[str] = mapped_column(Words, default="undecided")
    lineage: Mapped[str | None] = mapped_column(Words, default=None)
    extra_id: Mapped[int | None] = mapped_column(ForeignKey("extra.id"), default=None)
    kept_after: Mapped[date | None] = mapped_column(default=None)  # it stays planned, though the scope ended that day
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), default=None)
    done_on: Mapped[date | None] = mapped_column(default=None)
