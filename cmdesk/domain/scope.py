"""The service scope: what is agreed with a client, in versions that freeze when they are sent."""

from __future__ import annotations

import hashlib
import json
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any, Protocol

from cmdesk.domain.scope_facts import ScopeFacts, plain_facts, plain_value
from cmdesk.i18n import N_, spoken
from cmdesk.i18n import gettext as _

SHORT = 12  # letters of a fingerprint that people compare
LARGEST_EVIDENCE = 50 * 1024 * 1024  # bytes
CANONICAL_FORM = 1  # of the text that is hashed; an older one stays readable


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
    EVIDENCE = "evidence"  # another file that proves the agreement
    TAKEN_BACK = "taken_back"


_STATUS_AFTER: dict[str, ScopeStatus] = {
    EventKind.SENT: ScopeStatus.SENT,
    EventKind.WITHDRAWN: ScopeStatus.WITHDRAWN,
    EventKind.AGREED: ScopeStatus.AGREED,
    EventKind.DECLINED: ScopeStatus.DECLINED,
    EventKind.SUPERSEDED: ScopeStatus.SUPERSEDED,
    EventKind.ENDED: ScopeStatus.ENDED,
}


EVENT_NAMES = {
    EventKind.CREATED: N_("Draft made"),
    EventKind.SENT: N_("Sent to the client"),
    EventKind.WITHDRAWN: N_("Withdrawn"),
    EventKind.AGREED: N_("Agreed"),
    EventKind.DECLINED: N_("Declined by the client"),
    EventKind.RENEWED: N_("Renewed"),
    EventKind.SUPERSEDED: N_("Replaced by a newer version"),
    EventKind.ENDED: N_("Ended"),
    EventKind.EVIDENCE: N_("Evidence added"),
    EventKind.TAKEN_BACK: N_("Taken back"),
}


def status_after(events: Iterable[str]) -> ScopeStatus:
    """The status that a version's events, oldest first, leave it in; kinds that nobody knows change nothing."""
    status = ScopeStatus.DRAFT
    for event in events:
        status = _STATUS_AFTER.get(event, status)
    return status


def options_taken(details: object) -> tuple[str, ...]:
    """The lineages of the optional lines that an event says were taken; none where it says nothing readable."""
    found = details.get("options") if isinstance(details, dict) else None
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()


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


class PriceMode(StrEnum):
    """How a line is paid."""

    FEE = "fee"  # part of the monthly fee
    UNIT = "unit"  # so much for each one
    ONCE = "once"  # paid one time


class QuantityRule(StrEnum):
    """What becomes of a quantity that was not used."""

    LAPSES = "lapses"
    CARRIES = "carries"  # to the next period only
    CAPPED = "capped"  # up to a cap


QUANTITY_RULE_NAMES = {
    QuantityRule.LAPSES: N_("It lapses at the end of the period"),
    QuantityRule.CARRIES: N_("It passes to the next period"),
    QuantityRule.CAPPED: N_("It passes on, up to one period's quantity"),
}


class PricePrint(StrEnum):
    """How much of the prices the document shows."""

    LINE = "line"
    AREA = "area"
    TOTAL = "total"


PRICE_PRINT_NAMES = {
    PricePrint.LINE: N_("Of each line"),
    PricePrint.AREA: N_("Of each area"),
    PricePrint.TOTAL: N_("Only the total"),
}


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
    description: str  # the sentence the client reads, with its places open (see `wording`)
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
    not_included: str = ""  # what people often expect with it, and do not get
    carry_cap: int | None = None  # units that may be carried over at most; none: one period's quantity
    week_days: tuple[int, ...] = ()  # agreed days, 0 being Monday; empty: any
    is_often_expected: bool = False  # clients take it for granted, so leaving it out is said in full
    version: int = 1

    @property
    def is_included(self) -> bool:
        """Whether it is part of what is agreed."""
        return self.treatment is Treatment.INCLUDED


NEVER_PRINTED = frozenset({"id", "version", "minutes_per_unit", "staff_note"})


class Answer(StrEnum):
    """What the expectation test says of one question."""

    INCLUDED = "included"
    EXCLUDED = "excluded"
    EXTRA = "extra"  # it can be had, for a price


class MessageKind(StrEnum):
    """What a message from the public is, as far as the promise of an answer goes."""

    QUESTION = "question"
    COMPLAINT = "complaint"
    REVIEW = "review"
    PRAISE = "praise"
    DANGER = "danger"  # a risk to people, or to the client's good name


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """How soon one kind of message gets its first answer, and who in the client's company hears of it."""

    kind: MessageKind
    hours: int | None = None  # of the hours of coverage; none: as all others
    tell: str = ""  # whom, by name


@dataclass(frozen=True, slots=True)
class CrisisLevel:
    """How bad it is, and what happens then."""

    name: str
    example: str = ""
    hours: int | None = None  # until the first word in public
    decides: str = ""  # who, by name
    first_words: str = ""  # the first sentence to say


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
    response_rows: tuple[ResponseRow, ...] = ()
    crisis_levels: tuple[CrisisLevel, ...] = ()  # the mildest first
    silence_days: int = 3  # working days after which silence means yes, where it does
    round_meaning: str = ""  # what counts as one round of changes
    extra_hour_cents: int | None = None  # an hour of work beyond what is agreed
    renewal_months: int | None = None  # how long the next term is; none: it does not renew by itself
    rights: str = ""
    privacy: str = ""
    prints_expectations: bool = True  # the expectation test stands above the signature
    expectations: tuple[tuple[str, str], ...] = ()  # code of a question, and what a person answered


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
    facts: ScopeFacts | None = None  # as they were when it was sent; none: a draft, or one of version 0.1
    accepted: frozenset[str] = frozenset()  # lineages of optional lines that were taken when it was agreed
    version: int = 1
    renewals: tuple[date | None, ...] = ()  # the last day that each renewal gave it; none: open-ended since then
    promised: tuple[ScopeLine, ...] = field(init=False, repr=False, compare=False)
    """Its lines with the optional ones that were taken counted as included."""

    def __post_init__(self) -> None:
        """Count once what was taken of what was offered, since each post asks for it."""
        object.__setattr__(self, "promised", _promised(self.lines, self.accepted))

    @property
    def is_frozen(self) -> bool:
        """Whether it was sent, so that nobody changes it any more."""
        return self.status is not ScopeStatus.DRAFT

    def roll_over_of(self, line: ScopeLine) -> QuantityRule:
        """What becomes of what is not used of a line: its own rule, else the one that holds for all."""
        return self.terms.quantity_rule if line.roll_over is QuantityRule.LAPSES else line.roll_over

    @property
    def in_force_from(self) -> date | None:
        """The first day that it rules, or would rule."""
        return self.terms.first_day or self.agreed_on

    @property
    def term_last_day(self) -> date | None:
        """The last day of its term, as it was written or as it was renewed; none: open-ended, with notice."""
        return self.renewals[-1] if self.renewals else self.terms.last_day

    @property
    def last_day(self) -> date | None:
        """The last day that it rules: the end of its term, or an earlier one on which it ends; none: open-ended."""
        ends = [day for day in (self.term_last_day, self.last_day_in_force) if day is not None]
        return min(ends, default=None)

    @property
    def was_agreed(self) -> bool:
        """Whether it was agreed, whatever became of it."""
        return self.status in _WAS_AGREED

    def in_force_on(self, day: date) -> bool:
        """Whether this version rules that day."""
        if self.status not in _WAS_AGREED:
            return False
        first, last = self.in_force_from, self.last_day
        return first is not None and first <= day and (last is None or day <= last)

    def totals(self) -> Totals:
        """What it costs, and what it takes, with the optional lines that were taken."""
        return totals(self.promised, tax_bp=self.terms.tax_bp, discount_bp=self.terms.discount_bp)


_WAS_AGREED = frozenset({ScopeStatus.AGREED, ScopeStatus.SUPERSEDED, ScopeStatus.ENDED})


def _promised(lines: tuple[ScopeLine, ...], accepted: frozenset[str]) -> tuple[ScopeLine, ...]:
    if not accepted:
        return lines
    return tuple(
        replace(line, treatment=Treatment.INCLUDED)
        if line.lineage in accepted and line.treatment is Treatment.OPTIONAL
        else line
        for line in lines
    )


def ruling_version(versions: Iterable[ScopeVersion], day: date) -> ScopeVersion | None:
    """The version that rules a day; one that was ended rules until its last day."""
    return next((version for version in versions if version.in_force_on(day)), None)


def agreed_version(versions: Iterable[ScopeVersion], day: date | None = None) -> ScopeVersion | None:
    """The version that stands agreed, in force already or from a day to come.

    Args:
        versions: Those of one client.
        day: The day it is; with it a version that was ended stands until its last day.
    """
    known = list(versions)
    found = [version for version in known if version.status is ScopeStatus.AGREED]
    if not found and day is not None:
        found = [one for one in known if one.status is ScopeStatus.ENDED and (one.last_day or date.max) >= day]
    return max(found, key=lambda version: version.number, default=None)


def latest_version(versions: Sequence[ScopeVersion], day: date) -> ScopeVersion | None:
    """The version of a client that work goes on with on a day: what is open, else what is agreed, else the newest."""
    found = open_version(versions) or agreed_version(versions, day)
    return found or (versions[-1] if versions else None)


def days_left(version: ScopeVersion, day: date) -> int | None:
    """How many days a version still rules after a day; negative when it is over, none when it has no end."""
    last = version.last_day
    return None if last is None else (last - day).days


def status_words(version: ScopeVersion, day: date) -> str:
    """Where a version stands on a day, in words: one that was ended is in force until its last day."""
    if version.status in {ScopeStatus.ENDED, ScopeStatus.SUPERSEDED} and version.in_force_on(day) and version.last_day:
        return _("in force until {day}").format(day=spoken().day(version.last_day))
    return _(SCOPE_STATUS_NAMES[version.status])


def renewed_until(version: ScopeVersion) -> date | None:
    """The last day that a renewal gives a version by its own terms; none where they do not say, or it has no end."""
    last, months = version.last_day, version.terms.renewal_months
    if last is None or months is None:
        return None
    follows = last + timedelta(days=1)
    month = follows.month - 1 + months
    year, number = follows.year + month // 12, month % 12 + 1
    day = min(follows.day, monthrange(year, number)[1])
    return date(year, number, day) - timedelta(days=1)


def earliest_end(version: ScopeVersion, given_on: date) -> date:
    """The first last day that keeps the notice, counted from the day on which it was given."""
    return given_on + timedelta(days=version.terms.notice_days)


def open_version(versions: Iterable[ScopeVersion]) -> ScopeVersion | None:
    """The version that is being written or waits for the client's answer."""
    found = [version for version in versions if version.status in {ScopeStatus.DRAFT, ScopeStatus.SENT}]
    return max(found, key=lambda version: version.number, default=None)


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
    last_day: date | None = None  # until when it rules, where the event says so
    options: tuple[str, ...] = ()  # lineages of the optional lines that were taken
    signed: Mapping[str, Any] = field(default_factory=dict)  # what was found in the signed PDF, see domain.signing


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


_PER_MONTH = {
    Cadence.DAY: Fraction(22),
    Cadence.WEEK: Fraction(52, 12),
    Cadence.MONTH: Fraction(1),
    Cadence.QUARTER: Fraction(1, 3),
}


def _times_a_month(line: ScopeLine) -> Fraction:
    """How often a line is owed in a month; on named days of the week, 22 of a month belong to five of them."""
    if line.cadence is Cadence.DAY and line.week_days:
        return _PER_MONTH[Cadence.DAY] * len(line.week_days) / 5
    return _PER_MONTH.get(line.cadence, Fraction(0))


def line_cents(line: ScopeLine) -> int:
    """What a line costs each time it is due: its fee, or its price for all its units."""
    price = line.price_cents or 0
    return price * (line.quantity or 0) if line.price_mode is PriceMode.UNIT else price


def is_paid_once(line: ScopeLine) -> bool:
    """Whether a line is paid a single time, beside the monthly fee."""
    return line.price_mode is PriceMode.ONCE or line.cadence is Cadence.ONCE


def monthly_cents(line: ScopeLine) -> int:
    """What a line adds to the fee of a month; what is paid for each one counts as often as it is owed.

    A unit price on demand adds nothing, because nobody knows how many there will be.
    """
    if is_paid_once(line):
        return 0
    if line.price_mode is PriceMode.FEE:
        return line.price_cents or 0
    return _rounded(line_cents(line) * _times_a_month(line))


def each_cents(line: ScopeLine) -> int | None:
    """What one of several costs where the price is one fee for all; None where that says nothing."""
    if line.price_cents is None or line.price_mode is not PriceMode.FEE or (line.quantity or 0) < 2:
        return None
    return _rounded(Fraction(line.price_cents, line.quantity or 1))


def monthly_minutes(line: ScopeLine) -> int:
    """How much of our own time a line takes in a month."""
    share = _times_a_month(line)
    minutes = (line.minutes_per_unit or 0) * (line.quantity or 1)
    if share.denominator == 1:  # of most lines, and asked at every key: fractions are slow
        return minutes * share.numerator
    return round(minutes * share)


def totals(lines: Iterable[ScopeLine], *, tax_bp: int, discount_bp: int = 0) -> Totals:
    """Add up a version: included lines by how they are paid, tax on the discounted monthly fee."""
    monthly = once = optional = minutes = 0
    for line in lines:
        if line.treatment is Treatment.OPTIONAL:
            optional += line_cents(line)
        elif line.is_included:
            once += line_cents(line) if is_paid_once(line) else 0
            monthly += monthly_cents(line)
            minutes += monthly_minutes(line)
    discount = _share(monthly, discount_bp)
    return Totals(monthly, once, optional, discount, _share(monthly - discount, tax_bp), minutes)


def _rounded(value: Fraction) -> int:
    """The nearest whole number, a half upwards."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def _share(cents: int, basis_points: int) -> int:
    """A share of an amount, half a cent rounded up."""
    return (cents * basis_points + 5_000) // 10_000


def contents(scope: ScopeVersion) -> dict[str, object]:
    """The printed content of a version as plain values, with the facts that it was sent with.

    Own minutes and staff notes, which never leave the agency, are left out, and so are the ids of rows.
    """
    return {
        "form": CANONICAL_FORM,
        "client": scope.client_id,
        "number": scope.number,
        "based_on": scope.based_on,
        "terms": _plain(scope.terms, frozenset({"approver"})),
        "lines": [
            _plain(line, NEVER_PRINTED | {"done_by_member", "done_by_contact", "approved_by_contact"})
            for line in scope.lines
        ],
        **({"facts": plain_facts(scope.facts)} if scope.facts else {}),
    }


def canonical(scope: ScopeVersion) -> str:
    """The printed content of a version as one text, equal for equal content: sorted, compact JSON."""
    return json.dumps(contents(scope), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(part: ScopeTerms | ScopeLine, left_out: frozenset[str]) -> dict[str, object]:
    values = {f.name: getattr(part, f.name) for f in fields(part) if f.name not in left_out}
    return {name: plain_value(value) for name, value in values.items()}


def differences(sent: str, scope: ScopeVersion) -> tuple[str, ...]:
    """Where the rows of a version no longer say what was sent: 'terms.tax_bp', 'lines.2.title'.

    What was sent is read as it was written then: fields that came with a later version of the program are not missed.
    """
    try:
        then = json.loads(sent)
    except ValueError:
        return ("content",)
    now = json.loads(canonical(scope))
    return tuple(_unequal(then, now, ""))


def _unequal(then: object, now: object, place: str) -> Iterable[str]:
    if isinstance(then, dict) and isinstance(now, dict):
        for name in sorted(then):
            if name != "form":
                yield from _unequal(then[name], now.get(name), f"{place}.{name}" if place else name)
    elif isinstance(then, list) and isinstance(now, list) and place == "lines":
        if len(then) != len(now):
            yield place
            return
        for number, (old, new) in enumerate(zip(then, now, strict=True), 1):
            yield from _unequal(old, new, f"{place}.{number}")
    elif then != now:
        yield place


def fingerprint(content: str) -> str:
    """The SHA-256 of a version's canonical content, as hexadecimal."""
    return hashlib.sha256(content.encode("utf-8")).hexdigest()


def short_fingerprint(full: str) -> str:
    """The part of a fingerprint that people compare: '9F4C 71A2 0B3E'; empty stays empty."""
    letters = full[:SHORT].upper()
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


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
    details: dict[str, Any]


def event_parts(event: Chained) -> list[str]:
    """What the hash of an event covers, in this order: all that it says, and the hash before it.

    Details stand last, and only where there are some: events of version 0.1 had none.
    """
    details = json.dumps(event.details, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
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
        *([details] if event.details else []),
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
