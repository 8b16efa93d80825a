"""What the agency writes into a month's report, and the documents it issued."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cmdesk.models.base import Base, Versioned
from cmdesk.models.types import Moment, Words


class ReportText(Versioned, Base):
    """Headline, summary and requests of one client's month."""

    __tablename__ = "report_text"
    __table_args__ = (UniqueConstraint("client_id", "month"),)

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    month: Mapped[date]  # its first day
    headline: Mapped[str] = mapped_column(Words, default="")
    summary: Mapped[str] = mapped_column(Words, default="")
    requests: Mapped[str] = mapped_column(Words, default="")  # one a line


class ReportRun(Base):
    """A document as it was issued."""

    __tablename__ = "report_run"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    kind: Mapped[str] = mapped_column(Words)
    scope_id: Mapped[int | None] = mapped_column(ForeignKey("scope.id"), default=None)
    month: Mapped[date | None] = mapped_column(default=None)
    language: Mapped[str] = mapped_column(Words)
    at: Mapped[datetime] = mapped_column(Moment)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    hash: Mapped[str] = mapped_column(Words)
