"""What the two documents for a client print: plain values, gathered before anything is drawn.

Every text here is what a person wrote or what the caller has put into words already, in the document's language; it is
printed as it stands, never read as markup. Days are local days of the client, amounts are cents of the document's
currency, times of day are minutes after midnight. An empty text, an empty tuple or None leaves its part out, without a
hole in the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from cmdesk.domain.clients import Address
from cmdesk.domain.networks import Network
from cmdesk.domain.posts import PostFormat
from cmdesk.domain.scope import PricePrint, ScopeStatus

Runs = tuple[tuple[str, bool], ...]
"""A sentence in pieces: each is its text, and whether it is set in bold. Spaces belong to the pieces."""

Marked = tuple[tuple[str, str], ...]
"""A text in pieces that tell what a comparison found: each is its text, and 'same', 'added' or 'removed'."""


class Progress(Protocol):
    """Whoever wants to know how far long work is."""

    def step(self, done: int, total: int) -> None:
        """Say that `done` of `total` parts are ready; may raise Cancelled, and then the work leaves nothing."""


@dataclass(frozen=True, slots=True)
class AgencyCard:
    """The agency as documents show it: in the head of the cover, in every footer and under *From*.

    Attributes:
        name: Its name, as clients know it.
        mail: Address for mail; a live link in the footer.
        phone: As it is dialled by a person.
        address: Postal address; its lines separated by newlines.
        tax_id: Number of the tax office, printed under *From*.
        logo: Bytes of a PNG or JPEG, any size; None shows the name alone.
        colour: Brand colour, `#RRGGBB`.
    """

    name: str
    mail: str = ""
    phone: str = ""
    address: str = ""
    tax_id: str = ""
    logo: bytes | None = None
    colour: str = "#0F6370"


@dataclass(frozen=True, slots=True)
class ClientCard:
    """The client as documents show it.

    Attributes:
        name: The name of every day, on the cover and in the running head.
        legal_name: The name that signs; empty means the same as `name`.
        address: Postal address; its lines separated by newlines.
        letters: The two letters of the tile.
        colour: The client's colour of the theme, 1 to 8; headings, tile and the tint of the cover come from it.
        speaks_as: How Spanish documents speak to the reader.
        tax_id: Number of the tax office.
    """

    name: str
    letters: str
    legal_name: str = ""
    address: str = ""
    colour: int = 1
    speaks_as: Address = Address.TU
    tax_id: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the strip on the cover: `16` over `posts a month`. Five at most."""

    value: str
    caption: str


@dataclass(frozen=True, slots=True)
class Party:
    """A person of the cover, with what stands below the name: company, address, mail."""

    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One row of what a new version changes.

    Attributes:
        before: What the version in force says; empty when the line is new.
        now: What this version says; empty when the line is gone.
        difference_cents: What it adds to the fee of a month; negative when it takes away, None when nothing changes.
    """

    before: str
    now: str
    difference_cents: int | None = None


@dataclass(frozen=True, slots=True)
class ScopeSentence:
    """One included line as a sentence, and the first name of who does it (empty: nobody in particular)."""

    runs: Runs
    who: str = ""


@dataclass(frozen=True, slots=True)
class ScopeArea:
    """The included lines of one area, under its name and one short explanation."""

    title: str
    sentences: tuple[ScopeSentence, ...]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class OptionalLine:
    """Something the client may add.

    Attributes:
        title: The line in words: 'A season photo session each quarter'.
        price: Its price in words: '€180'; empty when there is none yet.
        unit: What follows the price: 'each', 'a month'.
        short: A shorter title for the box to tick above the signatures; empty means `title`.
    """

    title: str
    price: str = ""
    unit: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class QuantityRow:
    """One included line in the table of quantities and prices.

    Attributes:
        title: What.
        quantity: How much: '16 a month', 'within 2 hours'.
        when: When: 'Monday to Friday'.
        rounds: Rounds of changes in words; empty prints a dash.
        who: First name of who does it.
        price_cents: What it adds to the fee of a month; None prints a dash.
        area: Title of its area; rows of one area stand together.
    """

    title: str
    quantity: str
    when: str = ""
    rounds: str = ""
    who: str = ""
    price_cents: int | None = None
    area: str = ""


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """How soon one kind of message gets its first answer, all in words."""

    case: str
    first_answer: str
    hours: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """How a piece gets its yes.

    Attributes:
        propose_by_day: Day of the month by which the calendar is proposed; None says 'each month'.
        answer_days: Working days that the client has for each piece; 0 leaves the number out.
        rounds: Rounds of changes that are included.
        round_price_cents: What one round more costs; None says nothing about it.
        silence_is_yes: Whether a piece goes out when nobody answers in time.
    """

    propose_by_day: int | None = None
    answer_days: int = 0
    rounds: int = 0
    round_price_cents: int | None = None
    silence_is_yes: bool = False


@dataclass(frozen=True, slots=True)
class Once:
    """Something that is paid one single time."""

    title: str
    price_cents: int


@dataclass(frozen=True, slots=True)
class Cost:
    """The money of a month. The caller has done the sums; nothing is rounded here.

    Attributes:
        currency: ISO code: 'EUR'.
        fee_cents: Sum of the included lines, before discount and tax.
        total_cents: What is paid in a month: fee less discount plus tax.
        discount_cents: What is taken off, as a positive number.
        tax_cents: The tax of a month.
        tax_points: The tax rate in hundredths of a per cent: 2100 is 21 %; 0 prints no row for tax.
        tax_name: 'IVA', 'VAT'.
        once: What is paid one time, before tax.
        printing: How much of the prices the client sees.
        payment: When and how it is paid, in words.
    """

    currency: str
    fee_cents: int
    total_cents: int
    discount_cents: int = 0
    tax_cents: int = 0
    tax_points: int = 0
    tax_name: str = ""
    once: tuple[Once, ...] = ()
    printing: PricePrint = PricePrint.LINE
    payment: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A short heading with a few words: one of the other terms, or a word of the glossary."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Who agreed, when, and how in words ('by e-mail', 'with a signed PDF')."""

    name: str
    day: date
    means: str = ""


@dataclass(frozen=True, slots=True)
class ScopeDocument:
    """All that the printed scope of a client says.

    Attributes:
        agency: Who does the work.
        client: For whom.
        number: Number of the version.
        status: Where the version stands; the first word on the cover.
        issued: Day of the document: of sending, or of printing while it is a draft.
        first_day: First day in force; None while a draft does not say it.
        last_day: Last day in force; None is open-ended.
        notice_days: Days of notice by which an open-ended scope may be left; 0 says nothing.
        valid_until: Until when the price holds.
        replaces: Number and agreed day of the version that this one replaces.
        introduction: Sentence under the title; empty prints the usual one.
        figures: Up to five numbers of the cover.
        to: The client's person who reads and signs.
        sender: The agency's person who writes and signs.
        changes: What this version changes, in one or two sentences.
        changed: The same, line by line.
        areas: What is included, in the order of printing.
        optional: What may be added.
        excluded: Titles of what is not included.
        quantities: The included lines as a table.
        agency_does: Who does what at the agency: one sentence each, the name in bold.
        client_does: Who does what at the client's.
        client_provides: What the work needs from the client; printed below `client_does`.
        responses: How soon messages are answered.
        approval: How pieces are approved; None leaves the section out.
        cost: The money.
        assumptions: What the price takes for granted.
        terms: Other terms; how long it lasts and how it is changed are added from the values above.
        change_procedure: How the document is changed, in words; empty prints the usual sentence.
        glossary: Words that are used and explained.
        agreement: Who agreed, once somebody did.
        fingerprint: Short fingerprint of the content ('9F4C 71A2'); empty for a draft.
    """

    agency: AgencyCard
    client: ClientCard
    number: int
    status: ScopeStatus
    issued: date
    first_day: date | None
    to: Party
    sender: Party
    cost: Cost
    last_day: date | None = None
    notice_days: int = 0
    valid_until: date | None = None
    replaces: tuple[int, date] | None = None
    introduction: str = ""
    figures: tuple[Figure, ...] = ()
    changes: str = ""
    changed: tuple[ChangedLine, ...] = ()
    areas: tuple[ScopeArea, ...] = ()
    optional: tuple[OptionalLine, ...] = ()
    excluded: tuple[str, ...] = ()
    quantities: tuple[QuantityRow, ...] = ()
    agency_does: tuple[Runs, ...] = ()
    client_does: tuple[Runs, ...] = ()
    client_provides: tuple[str, ...] = ()
    responses: tuple[ResponseRow, ...] = ()
    approval: Approval | None = None
    assumptions: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    change_procedure: str = ""
    glossary: tuple[Term, ...] = ()
    agreement: Agreement | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One agreed line against what was delivered in the month.

    Attributes:
        title: The line in a word or two: 'Posts'.
        agreed: What this month owes: the quantity of the scope and what was carried over from before.
        delivered: What was delivered of it.
        carried: How much of `agreed` came over from an earlier month.
        gifts: Courtesies, which never count as delivered.
        word: The word behind the number; empty lets the document say 'done', '2 missing' or '2 over'.
        is_short: Whether the row is drawn in amber; None lets the numbers decide.
        cause: Why something is missing or over, in a sentence.
        is_agreed: False for work that no agreed line covers.
    """

    title: str
    agreed: int | Decimal
    delivered: int | Decimal
    carried: int | Decimal = 0
    gifts: int | Decimal = 0
    word: str = ""
    is_short: bool | None = None
    cause: str = ""
    is_agreed: bool = True


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post of the month, published or planned.

    Attributes:
        day: The client's local day.
        title: Its working title.
        format: What kind of post it is; stories are small circles in the month.
        networks: Where it went or will go, each network once.
        minute: Local time of day; None when it has no hour.
        thumbnail: Bytes of a PNG or JPEG; None draws a tinted field with the title.
        url: Where it can be read; a live link when it begins with http.
    """

    day: date
    title: str
    format: PostFormat
    networks: tuple[Network, ...] = ()
    minute: int | None = None
    thumbnail: bytes | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task done in the month: what, for which line of the scope, when."""

    title: str
    day: date
    line: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class OutsideRow:
    """Something that the client asked for and the scope does not hold.

    Attributes:
        title: What was asked for.
        day: When.
        outcome: What was done about it, in words.
        price: Its price in words.
    """

    title: str
    day: date
    outcome: str = ""
    price: str = ""


@dataclass(frozen=True, slots=True)
class StatusReport:
    """All that a month's status report says.

    Attributes:
        agency: Who reports.
        client: To whom.
        month: First day of the month that is reported.
        issued: Day of the report.
        headline: The month in one line, written by the agency; empty prints the month itself.
        summary: The month in a paragraph.
        needs: What the agency needs from the client, one line each.
        deliveries: Agreed and delivered, in the order of the scope.
        version: Number of the scope version that the month is judged by; None when none was in force.
        published: The posts that went out.
        tasks: The tasks that were done.
        planned: The posts that have a day in the following month.
        outside: Requests that the scope does not hold.
        outside_note: A remark on work done without an agreed scope.
        first_weekday: The day a week begins with: 0 is Monday.
    """

    agency: AgencyCard
    client: ClientCard
    month: date
    issued: date
    headline: str = ""
    summary: str = ""
    needs: tuple[str, ...] = ()
    deliveries: tuple[DeliveryRow, ...] = ()
    version: int | None = None
    published: tuple[PostRow, ...] = ()
    tasks: tuple[TaskRow, ...] = ()
    planned: tuple[PostRow, ...] = ()
    outside: tuple[OutsideRow, ...] = ()
    outside_note: str = ""
    first_weekday: int = 0
