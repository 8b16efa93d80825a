"""Posts, where they go, what happened to them, and what stands around them on the calendar."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cmdesk.models.base import Base, Binned, Versioned
from cmdesk.models.types import Listing, Moment, Pages, Rank, Words


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
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"), default=None)
    pillar_id: Mapped[int | None] = mapped_column(ForeignKey("pillar.id"), default=None)
    checks: Mapped[list[dict[str, Any]]] = mapped_column(Listing, default=list)  # {"text", "is_done"}
    series: Mapped[str] = mapped_column(Words, default="")  # what its repetitions share
    cause: Mapped[str] = mapped_column(Words, default="")  # why its date was missed
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
    first_comment: Mapped[str] = mapped_column(Words, default="")
    day: Mapped[date | None] = mapped_column(default=None)  # its own moment, where it differs
    minute: Mapped[int | None] = mapped_column(default=None)


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
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), default=None)
    contact: Mapped[str] = mapped_column(Words, default="")  # who on the client's side, as they were called then
    means: Mapped[str] = mapped_column(Words, default="")
    cause: Mapped[str] = mapped_column(Words, default="")
    is_for_client: Mapped[bool] = mapped_column(default=False)
    changes: Mapped[dict[str, Any]] = mapped_column(Listing, default=dict)  # field: [before, after]


class Snippet(Versioned, Binned, Base):
    """A text that is used again, or a whole post to begin with."""

    __tablename__ = "snippet"

    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(Words, default="text")  # or "post"
    name: Mapped[str] = mapped_column(Words)
    text: Mapped[str] = mapped_column(Words, default="")
    format: Mapped[str] = mapped_column(Words, default="post")


class DayNote(Versioned, Binned, Base):
    """Something written on a day of the calendar."""

    __tablename__ = "day_note"

    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), index=True)
    day: Mapped[date] = mapped_column(index=True)
    text: Mapped[str] = mapped_column(Words)


class AwarenessDay(Versioned, Base):
    """A day to remember, as the agency has it: one of its own, or a shipped one changed or hidden."""

    __tablename__ = "awareness_day"

    code: Mapped[str] = mapped_column(Words, unique=True)
    texts: Mapped[dict[str, str]] = mapped_column(Listing, default=dict)  # language: name
    rule: Mapped[dict[str, Any]] = mapped_column(Listing, default=dict)
    source: Mapped[str] = mapped_column(Words, default="")
    is_own: Mapped[bool] = mapped_column(default=False)
    is_hidden: Mapped[bool] = mapped_column(default=False)


class SavedView(Versioned, Base):
    """What the calendar shows, under a name."""

    __tablename__ = "saved_view"

    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), default=None)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), default=None)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(Words)
    settings: Mapped[dict[str, Any]] = mapped_column(Listing, default=dict)


class NetworkLimit(Versioned, Base):
    """A limit of a network, as the agency has it."""

    __tablename__ = "network_limit"
    __table_args__ = (UniqueConstraint("network", "name"),)

    network: Mapped[str] = mapped_column(Words)
    name: Mapped[str] = mapped_column(Words)
    warning: Mapped[int | None] = mapped_column(BigInteger, default=None)
    error: Mapped[int | None] = mapped_column(BigInteger, default=None)
    since: Mapped[date | None] = mapped_column(default=None)
    source: Mapped[str] = mapped_column(Words, default="")


class ReviewPack(Base):
    """Posts as they were given to a client to answer; never changed."""

    __tablename__ = "review_pack"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    code: Mapped[str] = mapped_column(Words, unique=True)
    at: Mapped[datetime] = mapped_column(Moment)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    language: Mapped[str] = mapped_column(Words)
    answer_by: Mapped[date | None] = mapped_column(default=None)
    posts: Mapped[list[dict[str, Any]]] = mapped_column(Listing, default=list)  # {"post", "hash"}
    hash: Mapped[str] = mapped_column(Words)  # of the page


class ReviewAnswer(Base):
    """What a client answered to a review pack; never changed."""

    __tablename__ = "review_answer"

    pack_id: Mapped[int] = mapped_column(ForeignKey("review_pack.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), default=None)
    contact: Mapped[str] = mapped_column(Words, default="")
    content: Mapped[str] = mapped_column(Pages)  # as it came back
    hash: Mapped[str] = mapped_column(Words)
