"""The service scope: what is agreed with a client, in versions that freeze when they are sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Protocol

from cmdesk.i18n import N_, gettext

_ = gettext
SHORT = 12  # letters of a fingerprint that people compare


class ScopeStatus(StrEnum):
    """Where a version stands; read from its events, never written."""

    DRAFT = "draft"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    AGREED = "agreed"
    SUPERSEDED = "superseded"
    ENDED = "ended"


SCOPE_STATUS_NAMES = {
    ScopeStatus.DRAFT: N_("draft"),
    ScopeStatus.SENT: N_("sent"),
    ScopeStatus.WITHDRAWN: N_("withdrawn"),
    ScopeStatus.DECLINED: N_("declined"),
    ScopeStatus.AGREED: N_("agreed"),
    ScopeStatus.SUPERSEDED: N_("superseded"),
    ScopeStatus.ENDED: N_("ended"),
}


class EventKind(StrEnum):
    """What happened to a version."""

    CREATED = "created"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    AGREED = "agreed"
    DECLINED = "declined"
    RENEWED = "renewed"
    SUPERSEDED = "superseded"
    ENDED = "ended"
    TAKEN_BACK = "taken_back"


_STATUS_AFTER = {
    EventKind.SENT: ScopeStatus.SENT,
    EventKind.WITHDRAWN: ScopeStatus.WITHDRAWN,
    EventKind.AGREED: ScopeStatus.AGREED,
    EventKind.DECLINED: ScopeStatus.DECLINED,
    EventKind.SUPERSEDED: ScopeStatus.SUPERSEDED,
    EventKind.ENDED: ScopeStatus.ENDED,
}


def status_after(events: Iterable[str]) -> ScopeStatus:
    """The status that a version's events, oldest first, leave it in."""
    status = ScopeStatus.DRAFT
    for event in events:
        status = _STATUS_AFTER.get(EventKind(event), status)
    return status


class Treatment(StrEnum):
    """Whether a line is part of what is agreed."""

    INCLUDED = "included"
    OPTIONAL = "optional"
    EXCLUDED = "excluded"


TREATMENT_NAMES = {
    Treatment.INCLUDED: N_("Included"),
    Treatment.OPTIONAL: N_("Optional"),
    Treatment.EXCLUDED: N_("Not included"),
}


class Cadence(StrEnum):
    """How often a quantity is owed."""

    ONCE = "once"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    DEMAND = "demand"


CADENCE_NAMES = {
    Cadence.ONCE: N_("once"),
    Cadence.DAY: N_("day"),
    Cadence.WEEK: N_("week"),
    Cadence.MONTH: N_("month"),
    Cadence.QUARTER: N_("quarter"),
    Cadence.DEMAND: N_("on demand"),
}


class PriceMode(StrEnum):
    """How a line is paid."""

    FEE = "fee"  # part of the monthly fee
    UNIT = "unit"  # so much for each one
    ONCE = "once"  # paid one time


PRICE_MODE_NAMES = {
    PriceMode.FEE: N_("in the monthly fee"),
    PriceMode.UNIT: N_("for each one"),
    PriceMode.ONCE: N_("one time"),
}


class QuantityRule(StrEnum):
    """What becomes of a quantity that was not used."""

    LAPSES = "lapses"
    CARRIES = "carries"  # to the next period only
    CAPPED = "capped"  # up to a cap


class PricePrint(StrEnum):
    """How much of the prices the document shows."""

    LINE = "line"
    AREA = "area"
    TOTAL = "total"


class Means(StrEnum):
    """How a person on the client's side said yes."""

    SIGNED_PDF = "signed_pdf"
    EMAIL = "email"
    IN_PERSON = "in_person"
    PHONE = "phone"
    OTHER = "other"


MEANS_NAMES = {
    Means.SIGNED_PDF: N_("Signed PDF"),
    Means.EMAIL: N_("By e-mail"),
    Means.IN_PERSON: N_("In person"),
    Means.PHONE: N_("By phone"),
    Means.OTHER: N_("Another way"),
}


@dataclass(frozen=True, slots=True)
class ScopeLine:
    """One promise, one offer or one thing that is left out."""

    id: int
    lineage: str  # the same from version to version
    position: int
    area: str
    service: str | None  # code of the catalogue, none for a custom line
    title: str
    description: str  # the sentence the client reads, when a person wrote it; else empty
    treatment: Treatment
    quantity: int | None
    unit: str
    cadence: Cadence
    networks: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    revision_rounds: int | None = None
    response_hours: int | None = None
    done_by_member: int | None = None
    done_by_contact: int | None = None
    done_by_name: str = ""
    approved_by_contact: int | None = None
    approved_by_name: str = ""
    price_cents: int | None = None
    price_mode: PriceMode = PriceMode.FEE
    overage_cents: int | None = None
    roll_over: QuantityRule = QuantityRule.LAPSES
    criterion: str = ""
    needs: str = ""
    question: str = ""
    minutes_per_unit: int | None = None  # own time, never printed
    staff_note: str = ""  # never printed
    version: int = 1

    @property
    def is_included(self) -> bool:
        """Whether it is part of what is agreed."""
        return self.treatment is Treatment.INCLUDED


NEVER_PRINTED = frozenset({"id", "version", "minutes_per_unit", "staff_note"})


@dataclass(frozen=True, slots=True)
class ScopeTerms:
    """What a version says beside its lines."""

    language: str = "es"
    currency: str = "EUR"
    first_day: date | None = None
    last_day: date | None = None  # none: open-ended, with notice
    notice_days: int = 30
    valid_until: date | None = None
    introduction: str = ""
    assumptions: str = ""
    client_provides: str = ""
    approver: int | None = None  # a contact
    approver_name: str = ""
    lead_days: int = 2  # working days for the client's yes
    revision_rounds: int = 2
    silence_is_yes: bool = False
    response_hours: int | None = None
    coverage_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    coverage_from: int = 9 * 60
    coverage_to: int = 19 * 60
    tax_bp: int = 2100  # hundredths of a per cent
    discount_bp: int = 0
    price_print: PricePrint = PricePrint.LINE
    payment: str = ""
    change_procedure: str = ""
    quantity_rule: QuantityRule = QuantityRule.LAPSES
    other_terms: str = ""


@dataclass(frozen=True, slots=True)
class ScopeVersion:
    """One version of a client's scope with all its lines."""

    id: int
    client_id: int
    number: int
    status: ScopeStatus
    terms: ScopeTerms
    lines: tuple[ScopeLine, ...]
    based_on: int | None = None  # number of the version that it changes
    sent_on: date | None = None
    agreed_on: date | None = None
    agreed_by: str = ""
    last_day_in_force: date | None = None
    fingerprint: str = ""
    version: int = 1

    @property
    def is_frozen(self) -> bool:
        """Whether it was sent, so that nobody changes it any more."""
        return self.status is not ScopeStatus.DRAFT

    def in_force_on(self, day: date) -> bool:
        """Whether this version rules that day."""
        if self.status not in {ScopeStatus.AGREED, ScopeStatus.SUPERSEDED, ScopeStatus.ENDED}:
            return False
        first = self.terms.first_day or self.agreed_on
        ends = [d for d in (self.terms.last_day, self.last_day_in_force) if d is not None]
        return first is not None and first <= day and all(day <= end for end in ends)


@dataclass(frozen=True, slots=True)
class ScopeEvent:
    """Something that happened to a version, chained to what happened before."""

    id: int
    scope_id: int
    number: int
    kind: EventKind
    day: date
    at: datetime  # UTC
    who: str  # the member
    contact: str  # the person on the client's side
    means: str
    note: str
    evidence: str | None  # hash of the file
    evidence_name: str
    content_hash: str
    previous_hash: str
    own_hash: str


@dataclass(frozen=True, slots=True)
class Totals:
    """What a version costs, in cents, and what it takes, in minutes a month."""

    monthly_cents: int
    once_cents: int
    optional_cents: int
    discount_cents: int
    tax_cents: int
    own_minutes: int

    @property
    def monthly_with_tax(self) -> int:
        """The monthly fee after discount, with tax."""
        return self.monthly_cents - self.discount_cents + self.tax_cents


_PER_MONTH = {Cadence.DAY: 22.0, Cadence.WEEK: 52 / 12, Cadence.MONTH: 1.0, Cadence.QUARTER: 1 / 3}


def line_cents(line: ScopeLine) -> int:
    """What a line costs each time its fee is due: its fee, or its price for all its units."""
    price = line.price_cents or 0
    return price * (line.quantity or 0) if line.price_mode is PriceMode.UNIT else price


def totals(lines: Iterable[ScopeLine], *, tax_bp: int, discount_bp: int = 0) -> Totals:
    """Add up a version: included lines by how they are paid, tax on the discounted monthly fee."""
    monthly = once = optional = 0
    minutes = 0.0
    for line in lines:
        cents = line_cents(line)
        if line.treatment is Treatment.OPTIONAL:
            optional += cents
        elif line.is_included and (line.price_mode is PriceMode.ONCE or line.cadence is Cadence.ONCE):
            once += cents
        elif line.is_included:
            monthly += cents
        if line.is_included:
            minutes += (line.minutes_per_unit or 0) * (line.quantity or 1) * _PER_MONTH.get(line.cadence, 0)
    discount = _share(monthly, discount_bp)
    return Totals(monthly, once, optional, discount, _share(monthly - discount, tax_bp), round(minutes))


def _share(cents: int, basis_points: int) -> int:
    """A share of an amount, half a cent rounded up."""
    return (cents * basis_points + 5_000) // 10_000


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to fix before sending, and where."""

    sentence: str
    field: str
    lineage: str | None = None
    blocks: bool = True


def problems(scope: ScopeVersion, *, catalogue: Sequence[str] = ()) -> tuple[Problem, ...]:
    """What stands in the way of sending, then what is only advised.

    Args:
        scope: The draft.
        catalogue: Codes of the services that must each be decided for the scope to be complete.
    """
    found = [*_term_problems(scope.terms, scope.lines), *_line_problems(scope)]
    undecided = undecided_services(scope.lines, catalogue)
    if undecided:
        found.append(
            Problem(
                gettext("Some services are still undecided: included, optional or not included."),
                "undecided",
                blocks=False,
            )
        )
    return tuple(sorted(found, key=lambda problem: not problem.blocks))


def undecided_services(lines: Iterable[ScopeLine], catalogue: Sequence[str]) -> tuple[str, ...]:
    """The services of the catalogue that no line includes, offers or leaves out."""
    decided = {line.service for line in lines}
    return tuple(code for code in catalogue if code not in decided)


def _term_problems(terms: ScopeTerms, lines: Sequence[ScopeLine]) -> Iterable[Problem]:
    if not any(line.is_included for line in lines):
        yield Problem(_("Include at least one service."), "lines")
    if terms.first_day is None:
        yield Problem(_("Write the day on which it starts."), "first_day")
    if terms.first_day and terms.last_day and terms.last_day < terms.first_day:
        yield Problem(_("It ends before it starts. Change one of the two days."), "last_day")
    if terms.approver is None:
        yield Problem(_("Write one name, so posts can be approved."), "approver", blocks=False)
    if any(line.response_hours for line in lines if line.is_included) and not terms.coverage_days:
        yield Problem(_("You promise an answer. Say on which days and hours."), "coverage_days")


def _line_problems(scope: ScopeVersion) -> Iterable[Problem]:
    for line in scope.lines:
        if not line.title.strip():
            yield Problem(_("A line has no name. Write what it is."), "title", line.lineage)
        if line.treatment is Treatment.EXCLUDED:
            continue
        if line.price_cents is None:
            yield Problem(
                _("“{title}” has no price. Write one; 0 means that it is free.").format(title=line.title),
                "price",
                line.lineage,
            )
        if line.quantity is not None and not line.unit:
            yield Problem(_("Say {count} of what in “{title}”.").format(count=line.quantity, title=line.title),
                          "unit", line.lineage)  # fmt: skip
        if line.is_included and line.done_by_member is None and line.done_by_contact is None:
            yield Problem(_("Who does “{title}”?").format(title=line.title), "done_by", line.lineage, blocks=False)


def canonical(scope: ScopeVersion) -> str:
    """The printed content of a version as one text, equal for equal content.

    Sorted, compact JSON of the terms and of each line in order; own minutes and staff notes, which
    never leave the agency, are left out, and so are the ids of rows.
    """
    return json.dumps(
        {
            "client": scope.client_id,
            "number": scope.number,
            "terms": _plain(scope.terms, frozenset({"approver"})),
            "lines": [
                _plain(line, NEVER_PRINTED | {"done_by_member", "done_by_contact", "approved_by_contact"})
                for line in scope.lines
            ],
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def _plain(part: ScopeTerms | ScopeLine, left_out: frozenset[str]) -> dict[str, object]:
    values = {f.name: getattr(part, f.name) for f in fields(part) if f.name not in left_out}
    return {
        name: value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
    }


def fingerprint(content: str) -> str:
    """The SHA-256 of a version's canonical content, as hexadecimal."""
    return hashlib.sha256(content.encode("utf-8")).hexdigest()


class Chained(Protocol):
    """An event as it is kept: what its hash covers."""

    client_id: int
    scope_id: int
    kind: str
    day: date
    at: datetime
    who: str
    contact: str
    means: str
    note: str
    evidence: str | None
    evidence_name: str
    last_day: date | None
    content_hash: str
    previous_hash: str


def event_parts(event: Chained) -> list[str]:
    """What the hash of an event covers, in this order: all that it says, and the hash before it."""
    return [
        str(event.client_id),
        str(event.scope_id),
        str(event.kind),
        event.day.isoformat(),
        event.at.astimezone(UTC).isoformat(timespec="seconds"),
        event.who,
        event.contact,
        event.means,
        event.note,
        event.evidence or "",
        event.evidence_name,
        event.last_day.isoformat() if event.last_day else "",
        event.content_hash,
        event.previous_hash,
    ]


def event_hash(parts: Sequence[str]) -> str:
    """The hash of an event: over its parts and the hash of the event before it, in order."""
    return hashlib.sha256(json.dumps(list(parts), ensure_ascii=False).encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a client's agreement stands as it was written, and what does not."""

    faults: tuple[Fault, ...] = field(default=())

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was written."""

    what: str
    where: str
