"""The services an agency sells, and its templates of scopes."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cmdesk.models.base import Base, Versioned
from cmdesk.models.types import Listing, Words


class Service(Versioned, Base):
    """One entry of the catalogue, in both languages."""

    __tablename__ = "service"

    code: Mapped[str] = mapped_column(Words, unique=True)
    position: Mapped[int] = mapped_column(default=0)
    area: Mapped[str] = mapped_column(Words)
    function: Mapped[str] = mapped_column(Words, default="external")
    responsibility: Mapped[str] = mapped_column(Words, default="")
    rank: Mapped[int | None] = mapped_column(default=None)
    unit: Mapped[str] = mapped_column(Words, default="")
    quantity: Mapped[int | None] = mapped_column(default=None)
    cadence: Mapped[str] = mapped_column(Words, default="month")
    formats: Mapped[list[str]] = mapped_column(Listing, default=list)
    networks: Mapped[list[str]] = mapped_column(Listing, default=list)
    texts: Mapped[dict[str, dict[str, str]]] = mapped_column(Listing, default=dict)
    revision_rounds: Mapped[int | None] = mapped_column(default=None)
    response_hours: Mapped[int | None] = mapped_column(default=None)
    done_by: Mapped[str] = mapped_column(Words, default="agency")
    minutes_per_unit: Mapped[int | None] = mapped_column(default=None)
    covers: Mapped[list[str]] = mapped_column(Listing, default=list)
    is_hidden: Mapped[bool] = mapped_column(default=False)


class ScopeTemplate(Versioned, Base):
    """A named set of services with quantities."""

    __tablename__ = "scope_template"

    code: Mapped[str] = mapped_column(Words, unique=True)
    position: Mapped[int] = mapped_column(default=0)
    texts: Mapped[dict[str, dict[str, str]]] = mapped_column(Listing, default=dict)


class TemplateLine(Versioned, Base):
    """One service of a template."""

    __tablename__ = "template_line"

    template_id: Mapped[int] = mapped_column(ForeignKey("scope_template.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    service: Mapped[str] = mapped_column(Words)
    treatment: Mapped[str] = mapped_column(Words, default="included")
    quantity: Mapped[int | None] = mapped_column(default=None)
    cadence: Mapped[str | None] = mapped_column(Words, default=None)
    revision_rounds: Mapped[int | None] = mapped_column(default=None)
    response_hours: Mapped[int | None] = mapped_column(default=None)
    price_cents: Mapped[int | None] = mapped_column(default=None)
    price_mode: Mapped[str] = mapped_column(Words, default="fee")
