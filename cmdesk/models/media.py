"""Bytes under their hash, and the pictures made of them."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cmdesk.models.base import Base, Binned, Versioned
from cmdesk.models.types import Words


class Blob(Base):
    """Bytes that never change, under their SHA-256."""

    __tablename__ = "blob"

    hash: Mapped[str] = mapped_column(Words, unique=True)
    size: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Media(Versioned, Binned, Base):
    """A picture or film that posts may use."""

    __tablename__ = "media"

    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), index=True)
    hash: Mapped[str] = mapped_column(Words)
    thumb: Mapped[str | None] = mapped_column(Words, default=None)
    name: Mapped[str] = mapped_column(Words, default="")
    kind: Mapped[str] = mapped_column(Words, default="image/png")
    width: Mapped[int | None] = mapped_column(default=None)
    height: Mapped[int | None] = mapped_column(default=None)
    size: Mapped[int | None] = mapped_column(BigInteger, default=None)  # bytes
    duration_ms: Mapped[int | None] = mapped_column(default=None)  # of a film
    path: Mapped[str] = mapped_column(Words, default="")  # of a large film that stays where it is
    alt: Mapped[str] = mapped_column(Words, default="")


class PostMedia(Versioned, Base):
    """A picture's place in a post."""

    __tablename__ = "post_media"
    __table_args__ = (UniqueConstraint("post_id", "media_id"),)

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    media_id: Mapped[int] = mapped_column(ForeignKey("media.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    alt: Mapped[str] = mapped_column(Words, default="")
