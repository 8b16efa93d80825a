"""The services an agency sells, its templates of scopes and routines, and the words it explains."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
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
    price_cents: Mapped[int | None] = mapped_column(default=None)  # what the agency usually asks for it
    price_mode: Mapped[str] = mapped_column(Words, default="fee")
    is_often_expected: Mapped[bool] = mapped_column(default=False)
    is_hidden: Mapped[bool] = mapped_column(default=False)
    is_own: Mapped[bool] = mapped_column(default=False)  # made by the agency, not shipped
    is_new: Mapped[bool] = mapped_column(default=False)  # came with an update, and nobody looked at it yet
    changed: Mapped[list[str]] = mapped_column(Listing, default=list)  # fields that the agency changed


class ScopeTemplate(Versioned, Base):
    """A named set of services with quantities."""

    __tablename__ = "scope_template"

    code: Mapped[str] = mapped_column(Words, unique=True)
    position: Mapped[int] = mapped_column(default=0)
    texts: Mapped[dict[str, dict[str, str]]] = mapped_column(Listing, default=dict)
    is_own: Mapped[bool] = mapped_column(default=False)
    terms: Mapped[dict[str, Any]] = mapped_column(Listing, default=dict)  # conditions that it was saved with


class TemplateLine(Versioned, Base):
    """One service of a template."""

    __tablename__ = "template_line"

    template_id: Mapped[int] = mapped_column(ForeignKey("scope_template.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    service: Mapped[str] = mapped_column(Words)  # empty: a line of the agency's own
    treatment: Mapped[str] = mapped_column(Words, default="included")
    quantity: Mapped[int | None] = mapped_column(default=None)
    cadence: Mapped[str | None] = mapped_column(Words, default=None)
    revision_rounds: Mapped[int | None] = mapped_column(default=None)
    response_hours: Mapped[int | None] = mapped_column(default=None)
    price_cents: Mapped[int | None] = mapped_column(default=None)
    price_mode: Mapped[str] = mapped_column(Words, default="fee")
    own: Mapped[dict[str, Any]] = mapped_column(Listing, default=dict)  # other fields of the line it was saved from


class RoutineTemplate(Versioned, Base):
    """A day's or a week's habits, that become tasks."""

    __tablename__ = "routine_template"

    code: Mapped[str] = mapped_column(Words, unique=True)
    position: Mapped[int] = mapped_column(default=0)
    cadence: Mapped[str] = mapped_column(Words, default="day")
    texts: Mapped[dict[str, dict[str, str]]] = mapped_column(Listing, default=dict)
    steps: Mapped[list[dict[str, Any]]] = mapped_column(Listing, default=list)
    is_own: Mapped[bool] = mapped_column(default=False)


class PlainWord(Versioned, Base):
    """A word that a client may not know, as the agency's own list has it."""

    __tablename__ = "plain_word"
    __table_args__ = (UniqueConstraint("language", "word"),)

    language: Mapped[str] = mapped_column(Words)
    word: Mapped[str] = mapped_column(Words)
    forms: Mapped[list[str]] = mapped_column(Listing, default=list)
    plain: Mapped[str] = mapped_column(Words, default="")
    meaning: Mapped[str] = mapped_column(Words, default="")
    is_ignored: Mapped[bool] = mapped_column(default=False)  # the shipped word of this name is not marked
