"""Clients, their people and channels, what they want and whom they talk to."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cmdesk.models.base import Base, Binned, Versioned
from cmdesk.models.types import Listing, Moment, Rank, Words


class Client(Versioned, Binned, Base):
    """A firm that the agency works for."""

    __tablename__ = "client"

    name: Mapped[str] = mapped_column(Words)
    legal_name: Mapped[str] = mapped_column(Words, default="")
    tax_id: Mapped[str] = mapped_column(Words, default="")
    postal_address: Mapped[str] = mapped_column(Words, default="")
    letters: Mapped[str] = mapped_column(Words)
    colour: Mapped[int] = mapped_column(default=1)
    sector: Mapped[str] = mapped_column(Words, default="")
    language: Mapped[str] = mapped_column(Words, default="es")
    address: Mapped[str] = mapped_column(Words, default="tu")
    time_zone: Mapped[str] = mapped_column(Words, default="Europe/Madrid")
    currency: Mapped[str] = mapped_column(Words, default="EUR")
    status: Mapped[str] = mapped_column(Words, default="active")
    status_reason: Mapped[str] = mapped_column(Words, default="")  # why it was paused, or goes on
    status_since: Mapped[date | None] = mapped_column(default=None)
    notes: Mapped[str] = mapped_column(Words, default="")
    voice: Mapped[str] = mapped_column(Words, default="")
    personality: Mapped[str] = mapped_column(Words, default="")
    tone: Mapped[str] = mapped_column(Words, default="")
    voice_do: Mapped[str] = mapped_column(Words, default="")  # one a line
    voice_avoid: Mapped[str] = mapped_column(Words, default="")  # one a line
    own_words: Mapped[str] = mapped_column(Words, default="")  # the words of its community, one a line
    dictionary: Mapped[str] = mapped_column(Words, default="")  # words that are spelt as they should be, one a line
    key_messages: Mapped[str] = mapped_column(Words, default="")
    hashtags: Mapped[str] = mapped_column(Words, default="")
    logo: Mapped[str | None] = mapped_column(Words, default=None)
    country: Mapped[str] = mapped_column(Words, default="")  # whose holidays are kept; empty: the agency's
    region: Mapped[str] = mapped_column(Words, default="")
    rank: Mapped[str] = mapped_column(Rank, default="")
    archived_at: Mapped[datetime | None] = mapped_column(Moment, default=None)


class Contact(Versioned, Binned, Base):
    """A person in a client's company."""

    __tablename__ = "contact"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    name: Mapped[str] = mapped_column(Words)
    job_title: Mapped[str] = mapped_column(Words, default="")
    area: Mapped[str] = mapped_column(Words, default="management")
    email: Mapped[str] = mapped_column(Words, default="")
    phone: Mapped[str] = mapped_column(Words, default="")
    signs_scope: Mapped[bool] = mapped_column(default=False)
    approves_posts: Mapped[bool] = mapped_column(default=False)
    called_in_crisis: Mapped[bool] = mapped_column(default=False)


class Channel(Versioned, Binned, Base):
    """A place where a client speaks."""

    __tablename__ = "channel"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    network: Mapped[str] = mapped_column(Words)
    handle: Mapped[str] = mapped_column(Words, default="")
    url: Mapped[str] = mapped_column(Words, default="")
    purpose: Mapped[str] = mapped_column(Words, default="")
    usual_minute: Mapped[int | None] = mapped_column(default=None)
    usual_days: Mapped[list[int]] = mapped_column(Listing, default=list)  # 0 is Monday; empty: any
    is_active: Mapped[bool] = mapped_column(default=True)


class Objective(Versioned, Binned, Base):
    """What a client wants to reach, and how it is measured."""

    __tablename__ = "objective"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    aim: Mapped[str] = mapped_column(Words)
    measure: Mapped[str] = mapped_column(Words, default="")
    network: Mapped[str] = mapped_column(Words, default="")
    baseline: Mapped[str] = mapped_column(Words, default="")
    target: Mapped[str] = mapped_column(Words, default="")
    deadline: Mapped[date | None] = mapped_column(default=None)
    source: Mapped[str] = mapped_column(Words, default="")


class Audience(Versioned, Binned, Base):
    """One row of a client's stakeholder map."""

    __tablename__ = "audience"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    who: Mapped[str] = mapped_column(Words)
    interest: Mapped[int] = mapped_column(default=2)  # 1 low, 2 middling, 3 high
    influence: Mapped[int] = mapped_column(default=2)
    objective: Mapped[str] = mapped_column(Words, default="")
    message: Mapped[str] = mapped_column(Words, default="")
    networks: Mapped[list[str]] = mapped_column(Listing, default=list)


class Campaign(Versioned, Binned, Base):
    """What a client's posts work for together, between two days."""

    __tablename__ = "campaign"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(Words)
    goal: Mapped[str] = mapped_column(Words, default="")
    first_day: Mapped[date | None] = mapped_column(default=None)
    last_day: Mapped[date | None] = mapped_column(default=None)
    colour: Mapped[int] = mapped_column(default=1)
    budget_cents: Mapped[int | None] = mapped_column(default=None)


class Pillar(Versioned, Binned, Base):
    """A theme of a client's content, with its share of the mix."""

    __tablename__ = "pillar"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(Words)
    share: Mapped[int | None] = mapped_column(default=None)  # per cent
    colour: Mapped[int] = mapped_column(default=1)


class HashtagGroup(Versioned, Binned, Base):
    """Hashtags of a client that go together."""

    __tablename__ = "hashtag_group"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(Words)
    tags: Mapped[str] = mapped_column(Words, default="")
