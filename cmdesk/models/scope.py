"""Versions of a client's scope, their lines, what happened to them, and what was asked beside them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cmdesk.models.base import Base, Binned, Versioned
from cmdesk.models.types import Listing, Moment, Pages, Words


class Scope(Versioned, Binned, Base):
    """One version; frozen by the database once a 'sent' event names it."""

    __tablename__ = "scope"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    number: Mapped[int]
    based_on: Mapped[int | None] = mapped_column(default=None)
    language: Mapped[str] = mapped_column(Words, default="es")
    currency: Mapped[str] = mapped_column(Words, default="EUR")
    first_day: Mapped[date | None] = mapped_column(default=None)
    last_day: Mapped[date | None] = mapped_column(default=None)
    notice_days: Mapped[int] = mapped_column(default=30)
    valid_until: Mapped[date | None] = mapped_column(default=None)
    introduction: Mapped[str] = mapped_column(Words, default="")
    assumptions: Mapped[str] = mapped_column(Words, default="")
    client_provides: Mapped[str] = mapped_column(Words, default="")
    approver: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), default=None)
    approver_name: Mapped[str] = mapped_column(Words, default="")
    lead_days: Mapped[int] = mapped_column(default=2)
    revision_rounds: Mapped[int] = mapped_column(default=2)
    silence_is_yes: Mapped[bool] = mapped_column(default=False)
    response_hours: Mapped[int | None] = mapped_column(default=None)
    coverage_days: Mapped[list[int]] = mapped_column(Listing, default=lambda: [0, 1, 2, 3, 4])
    coverage_from: Mapped[int] = mapped_column(default=540)
    coverage_to: Mapped[int] = mapped_column(default=1140)
    tax_bp: Mapped[int] = mapped_column(default=2100)
    discount_bp: Mapped[int] = mapped_column(default=0)
    price_print: Mapped[str] = mapped_column(Words, default="line")
    payment: Mapped[str] = mapped_column(Words, default="")
    change_procedure: Mapped[str] = mapped_column(Words, default="")
    quantity_rule: Mapped[str] = mapped_column(Words, default="lapses")
    other_terms: Mapped[str] = mapped_column(Words, default="")
    response_rows: Mapped[list[dict[str, Any]]] = mapped_column(Listing, default=list)  # see domain.scope.ResponseRow
    crisis_levels: Mapped[list[dict[str, Any]]] = mapped_column(Listing, default=list)  # see domain.scope.CrisisLevel
    silence_days: Mapped[int] = mapped_column(default=3)  # working days
    round_meaning: Mapped[str] = mapped_column(Words, default="")
    extra_hour_cents: Mapped[int | None] = mapped_column(default=None)
    renewal_months: Mapped[int | None] = mapped_column(default=None)
    rights: Mapped[str] = mapped_column(Words, default="")
    privacy: Mapped[str] = mapped_column(Words, default="")
    prints_expectations: Mapped[bool] = mapped_column(default=True)
    expectations: Mapped[dict[str, str]] = mapped_column(Listing, default=dict)  # code of the question: answer
    facts: Mapped[dict[str, Any]] = mapped_column(Listing, default=dict)  # as they were when it was sent


class ScopeLine(Versioned, Base):
    """One line of a version."""

    __tablename__ = "scope_line"
    __table_args__ = (UniqueConstraint("scope_id", "lineage"),)

    scope_id: Mapped[int] = mapped_column(ForeignKey("scope.id"), index=True)
    lineage: Mapped[str] = mapped_column(Words)
    position: Mapped[int] = mapped_column(default=0)
    area: Mapped[str] = mapped_column(Words)
    service: Mapped[str | None] = mapped_column(Words, default=None)
    title: Mapped[str] = mapped_column(Words, default="")
    description: Mapped[str] = mapped_column(Words, default="")
    treatment: Mapped[str] = mapped_column(Words, default="included")
    quantity: Mapped[int | None] = mapped_column(default=None)
    unit: Mapped[str] = mapped_column(Words, default="")
    cadence: Mapped[str] = mapped_column(Words, default="month")
    networks: Mapped[list[str]] = mapped_column(Listing, default=list)
    formats: Mapped[list[str]] = mapped_column(Listing, default=list)
    revision_rounds: Mapped[int | None] = mapped_column(default=None)
    response_hours: Mapped[int | None] = mapped_column(default=None)
    done_by_member: Mapped[int | None] = mapped_column(ForeignKey("member.id"), default=None)
    done_by_contact: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), default=None)
    done_by_name: Mapped[str] = mapped_column(Words, default="")
    approved_by_contact: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), default=None)
    approved_by_name: Mapped[str] = mapped_column(Words, default="")
    price_cents: Mapped[int | None] = mapped_column(default=None)
    price_mode: Mapped[str] = mapped_column(Words, default="fee")
    overage_cents: Mapped[int | None] = mapped_column(default=None)
    roll_over: Mapped[str] = mapped_column(Words, default="lapses")
    criterion: Mapped[str] = mapped_column(Words, default="")
    needs: Mapped[str] = mapped_column(Words, default="")
    question: Mapped[str] = mapped_column(Words, default="")
    minutes_per_unit: Mapped[int | None] = mapped_column(default=None)
    staff_note: Mapped[str] = mapped_column(Words, default="")
    not_included: Mapped[str] = mapped_column(Words, default="")
    carry_cap: Mapped[int | None] = mapped_column(default=None)  # units; none: one period's quantity
    week_days: Mapped[list[int]] = mapped_column(Listing, default=list)  # agreed days, 0 being Monday
    is_often_expected: Mapped[bool] = mapped_column(default=False)


class ScopeEvent(Base):
    """Something that happened to a version; never changed, chained by hashes per client."""

    __tablename__ = "scope_event"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    scope_id: Mapped[int] = mapped_column(ForeignKey("scope.id"), index=True)
    kind: Mapped[str] = mapped_column(Words)
    day: Mapped[date]
    at: Mapped[datetime] = mapped_column(Moment)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    who: Mapped[str] = mapped_column(Words, default="")
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), default=None)
    contact: Mapped[str] = mapped_column(Words, default="")
    means: Mapped[str] = mapped_column(Words, default="")
    note: Mapped[str] = mapped_column(Words, default="")
    evidence: Mapped[str | None] = mapped_column(Words, default=None)
    evidence_name: Mapped[str] = mapped_column(Words, default="")
    last_day: Mapped[date | None] = mapped_column(default=None)
    content: Mapped[str] = mapped_column(Pages, default="")
    content_hash: Mapped[str] = mapped_column(Words, default="")
    previous_hash: Mapped[str] = mapped_column(Words, default="")
    own_hash: Mapped[str] = mapped_column(Words)
    details: Mapped[dict[str, Any]] = mapped_column(Listing, default=dict)  # options taken, verdict of a signed file


class Extra(Versioned, Binned, Base):
    """What a client asked for that no line covers, and what became of it."""

    __tablename__ = "extra"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    title: Mapped[str] = mapped_column(Words)
    note: Mapped[str] = mapped_column(Words, default="")
    asked_on: Mapped[date]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), default=None)
    asked_by_name: Mapped[str] = mapped_column(Words, default="")
    quantity: Mapped[int | None] = mapped_column(default=None)
    unit: Mapped[str] = mapped_column(Words, default="")
    estimate_cents: Mapped[int | None] = mapped_column(default=None)
    estimate_minutes: Mapped[int | None] = mapped_column(default=None)
    decision: Mapped[str] = mapped_column(Words, default="open")
    decided_on: Mapped[date | None] = mapped_column(default=None)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("member.id"), default=None)
    reason: Mapped[str] = mapped_column(Words, default="")
    lineage: Mapped[str | None] = mapped_column(Words, default=None)  # the line that a swap takes from
    scope_id: Mapped[int | None] = mapped_column(ForeignKey("scope.id"), default=None)  # the change order
