"""Posts, where they go, and what happened to them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cmdesk.models.base import Base, Binned, Versioned
from cmdesk.models.types import Moment, Rank, Words


class Post(Versioned, Binned, Base):
    """One publication, on a day or in the tray."""

    __tablename__ = "post"
    __table_args__ = (
        Index("ix_post_client_id_day", "client_id", "day"),
        Index("ix_post_day", "day"),
        Index("ix_post_instant", "instant"),
    )

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    title: Mapped[str] = mapped_column(Words)
    text: Mapped[str] = mapped_column(Words, default="")
    format: Mapped[str] = mapped_column(Words, default="post")
    status: Mapped[str] = mapped_column(Words, default="idea")
    day: Mapped[date | None] = mapped_column(default=None)
    minute: Mapped[int | None] = mapped_column(default=None)
    zone: Mapped[str] = mapped_column(Words, default="Europe/Madrid")
    instant: Mapped[int | None] = mapped_column(BigInteger, default=None)
    networks: Mapped[str] = mapped_column(Words, default="")  # of its placements, in order, for reading in one go
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), default=None)
    coverage: Mapped[str] = mapped_column(Words, default="undecided")
    lineage: Mapped[str | None] = mapped_column(Words, default=None)
    extra_id: Mapped[int | None] = mapped_column(ForeignKey("extra.id"), default=None)
    kept_after: Mapped[date | None] = mapped_column(default=None)  # it stays planned, though the scope ended that day
    changes_asked: Mapped[bool] = mapped_column(default=False)
    staff_note: Mapped[str] = mapped_column(Words, default="")
    client_note: Mapped[str] = mapped_column(Words, default="")
    thumb: Mapped[str | None] = mapped_column(Words, default=None)
    rank: Mapped[str] = mapped_column(Rank, default="")


class Placement(Versioned, Base):
    """A post on one channel."""

    __tablename__ = "placement"
    __table_args__ = (UniqueConstraint("post_id", "channel_id"),)

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"), index=True)
    text: Mapped[str | None] = mapped_column(Words, default=None)
    link: Mapped[str] = mapped_column(Words, default="")
    published_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    url: Mapped[str] = mapped_column(Words, default="")


class PostEvent(Base):
    """Something that happened to a post; never changed."""

    __tablename__ = "post_event"

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    kind: Mapped[str] = mapped_column(Words)
    at: Mapped[datetime] = mapped_column(Moment)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    comment: Mapped[str] = mapped_column(Words, default="")
    detail: Mapped[str] = mapped_column(Words, default="")
    content_hash: Mapped[str] = mapped_column(Words, default="")
