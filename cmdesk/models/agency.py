"""The agency and its members."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from cmdesk.models.base import Base, Versioned
from cmdesk.models.types import Listing, Words


class Agency(Versioned, Base):
    """The one agency of a workspace."""

    __tablename__ = "agency"

    name: Mapped[str] = mapped_column(Words)
    tax_id: Mapped[str] = mapped_column(Words, default="")
    address: Mapped[str] = mapped_column(Words, default="")
    email: Mapped[str] = mapped_column(Words, default="")
    phone: Mapped[str] = mapped_column(Words, default="")
    colour: Mapped[str] = mapped_column(Words, default="#0F6370")
    language: Mapped[str] = mapped_column(Words, default="es")
    currency: Mapped[str] = mapped_column(Words, default="EUR")
    tax_bp: Mapped[int] = mapped_column(default=2100)
    time_zone: Mapped[str] = mapped_column(Words, default="Europe/Madrid")
    first_week_day: Mapped[int] = mapped_column(default=0)
    working_days: Mapped[list[int]] = mapped_column(Listing, default=lambda: [0, 1, 2, 3, 4])
    opens: Mapped[int] = mapped_column(default=540)
    closes: Mapped[int] = mapped_column(default=1140)
    logo: Mapped[str | None] = mapped_column(Words, default=None)
    country: Mapped[str] = mapped_column(Words, default="ES")  # whose holidays are kept, ISO 3166-1
    region: Mapped[str] = mapped_column(Words, default="")  # ISO 3166-2 without the country
    scope_start: Mapped[dict[str, Any]] = mapped_column(Listing, default=dict)  # what a new scope's terms begin with
    dictionary: Mapped[str] = mapped_column(Words, default="")  # words that are spelt as they should be, one a line
    catalogue_edition: Mapped[int] = mapped_column(default=1)  # of the shipped catalogue that was last taken in


class Member(Versioned, Base):
    """One person of the staff."""

    __tablename__ = "member"

    name: Mapped[str] = mapped_column(Words)
    email: Mapped[str] = mapped_column(Words, default="")
    colour: Mapped[int] = mapped_column(default=1)
    role: Mapped[str] = mapped_column(Words, default="editor")
    is_active: Mapped[bool] = mapped_column(default=True)
