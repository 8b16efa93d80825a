"""What the documents for a client print: plain values, gathered before anything is drawn.

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
class Term:
    """A short heading with a few words: one of the other terms, or a word of the glossary."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One row of what a new version changes.

    Attributes:
        kind: 'added', 'removed' or 'changed'.
        before: What the version before says, with the words that are gone; empty when the line is new.
        now: What this version says, with the words that are new; empty when the line is gone.
        difference_cents: What it adds to the fee of a month; negative when it takes away, None when nothing changes.
    """

    before: Marked
    now: Marked
    difference_cents: int | None = None
    kind: str = "changed"


@dataclass(frozen=True, slots=True)
class ChangedSum:
    """A number that a new version changes, as words: before, now, and the difference with its sign."""

    title: str
    before: str
    now: str
    difference: str


@dataclass(frozen=True, slots=True)
class ChangedTerm:
    """A condition that differs, with its words marked."""

    title: str
    before: Marked
    now: Marked


@dataclass(frozen=True, slots=True)
class Changes:
    """What one version changes against another.

    Attributes:
        lead: From when it replaces which version.
        lines: What is new, gone or different, in the order of the scope.
        sums: Price and hours, before and now.
        terms: The conditions that differ.
        unchanged: How many lines are the same in both.
    """

    lead: str = ""
    lines: tuple[ChangedLine, ...] = ()
    sums: tuple[ChangedSum, ...] = ()
    terms: tuple[ChangedTerm, ...] = ()
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """A scope on one page.

    Attributes:
        will: What is done, by area: its name and its lines in few words.
        wont: What is not done that many expect, first of all.
        wont_more: How much else is not done.
        needs: What the work needs from the client.
        hears: When the client hears from the agency.
    """

    will: tuple[tuple[str, tuple[str, ...]], ...] = ()
    wont: tuple[str, ...] = ()
    wont_more: int = 0
    needs: tuple[str, ...] = ()
    hears: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person of the agreement: who, what for, and how to reach them."""

    name: str
    job_title: str = ""
    does: tuple[str, ...] = ()
    reach: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AimRow:
    """An aim, and the number by which it is looked at; all in words."""

    aim: str
    measure: str = ""
    baseline: str = ""
    target: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A place where the client speaks."""

    network: str
    handle: str = ""
    url: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that is not included and that many expect, or that has a price: said in full.

    Attributes:
        title: What.
        price: For how much it can be added, in words: '95 € al mes'; empty says nothing of it.
    """

    title: str
    price: str = ""


@dataclass(frozen=True, slots=True)
class CrisisRow:
    """A level of crisis, all in words."""

    name: str
    example: str = ""
    within: str = ""
    decides: str = ""
    first_words: str = ""


@dataclass(frozen=True, slots=True)
class QuantityRuleRow:
    """What becomes of what is not used of one line, and what one more costs."""

    title: str
    unused: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class QuantityRules:
    """What holds for all quantities, and the lines that differ or have a price for more."""

    lead: str
    over: str = ""
    rows: tuple[QuantityRuleRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ExpectationRow:
    """A question of the expectation test and its answer: 'included', 'excluded' or 'extra'."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A version of the agreement, all in words."""

    version: str
    state: str
    sent: str = ""
    agreed: str = ""
    in_force: str = ""
    fingerprint: str = ""


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
        lineage: By which its box is read back from a signed file.
    """

    title: str
    price: str = ""
    unit: str = ""
    short: str = ""
    lineage: str = ""


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
        silence_days: Working days after which it does.
        round_meaning: What counts as one round.
        extra_hour: What an hour beyond what is agreed costs, in a sentence.
    """

    propose_by_day: int | None = None
    answer_days: int = 0
    rounds: int = 0
    round_price_cents: int | None = None
    silence_is_yes: bool = False
    silence_days: int = 0
    round_meaning: str = ""
    extra_hour: str = ""


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
        optional: What may be added, with its price in words.
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
    optional: tuple[tuple[str, str], ...] = ()
    printing: PricePrint = PricePrint.LINE
    payment: str = ""


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
        since: Day on which it came to stand there; None is the day of the document.
        first_day: First day in force; None while a draft does not say it.
        last_day: Last day in force; None is open-ended.
        lasts: How long it holds, how it is renewed and left, in sentences.
        valid_until: Until when the price holds.
        replaces: Number and agreed day of the version that this one replaces.
        introduction: Sentence under the title; empty prints the usual one.
        figures: Up to five numbers of the cover.
        to: The client's person who reads and signs.
        sender: The agency's person who writes and signs.
        changes: What this version changes, in one or two sentences.
        changed: The same, line by line and in numbers.
        summary: The whole on one page.
        client_people: Who does what for the agreement at the client's.
        agency_people: The same at the agency.
        aims: What it is for.
        audiences: Whom we talk to: who, and what we say to them.
        voice: How the client sounds in public.
        accounts: The accounts that it covers; any other is an extra.
        areas: What is included, in the order of printing.
        optional: What may be added.
        excluded: What is not included and often expected, or has a price.
        excluded_others: The rest of what is not included: an area and its titles.
        excluded_beside: What is not part of what is included: a line and what it leaves out.
        quantities: The included lines as a table.
        agency_does: Who does what at the agency: one sentence each, the name in bold.
        client_does: Who does what at the client's.
        client_provides: What the work needs from the client: in bold for what, then what.
        responses: How soon messages are answered.
        crisis: The levels of crisis, the mildest first.
        approval: How pieces are approved; None leaves the section out.
        rules: What becomes of quantities that are not used.
        criteria: When a line counts as done.
        cost: The money.
        assumptions: What the price takes for granted.
        rights: Whose the work is.
        privacy: What becomes of people's data.
        terms: Other terms; how long it lasts and how it is changed are added from the values above.
        change_procedure: How the document is changed, in words; empty prints the usual sentence.
        expectations: The expectation test; empty where it is not printed.
        glossary: Words that are used and explained.
        history: The versions of the agreement.
        agreement: Who agreed, once somebody did.
        accepted: Titles of the optional lines that were taken.
        fingerprint: Short fingerprint of the content ('9F4C 71A2'); empty for a draft.
        data: The content that the fingerprint is made of, byte for byte; empty for a draft.
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
    since: date | None = None
    lasts: str = ""
    valid_until: date | None = None
    replaces: tuple[int, date] | None = None
    introduction: str = ""
    figures: tuple[Figure, ...] = ()
    changes: str = ""
    changed: Changes | None = None
    summary: Summary = Summary()
    client_people: tuple[PersonRow, ...] = ()
    agency_people: tuple[PersonRow, ...] = ()
    aims: tuple[AimRow, ...] = ()
    audiences: tuple[Term, ...] = ()
    voice: str = ""
    accounts: tuple[AccountRow, ...] = ()
    areas: tuple[ScopeArea, ...] = ()
    optional: tuple[OptionalLine, ...] = ()
    excluded: tuple[LeftOut, ...] = ()
    excluded_others: tuple[tuple[str, tuple[str, ...]], ...] = ()
    excluded_beside: tuple[Term, ...] = ()
    quantities: tuple[QuantityRow, ...] = ()
    agency_does: tuple[Runs, ...] = ()
    client_does: tuple[Runs, ...] = ()
    client_provides: tuple[Runs, ...] = ()
    responses: tuple[ResponseRow, ...] = ()
    crisis: tuple[CrisisRow, ...] = ()
    approval: Approval | None = None
    rules: QuantityRules | None = None
    criteria: tuple[Term, ...] = ()
    assumptions: tuple[str, ...] = ()
    rights: str = ""
    privacy: str = ""
    terms: tuple[Term, ...] = ()
    change_procedure: str = ""
    expectations: tuple[ExpectationRow, ...] = ()
    glossary: tuple[Term, ...] = ()
    history: tuple[HistoryRow, ...] = ()
    agreement: Agreement | None = None
    accepted: tuple[str, ...] = ()
    fingerprint: str = ""
    data: str = ""


@dataclass(frozen=True, slots=True)
class ComparisonDocument:
    """What differs between two versions of a client's scope.

    Attributes:
        agency: Who made both.
        client: For whom.
        old: Number of the earlier version.
        new: Number of the later one.
        issued: Day of the document.
        currency: ISO code of the later one.
        changes: What differs.
        versions: Both versions, as the history shows them.
    """

    agency: AgencyCard
    client: ClientCard
    old: int
    new: int
    issued: date
    currency: str
    changes: Changes
    versions: tuple[HistoryRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ProofEvent:
    """One link of the chain: what happened, in words, and its hashes.

    Attributes:
        title: 'Version 2: sent to the client'.
        when: Day and hour, in words.
        said: Who, by what means, the note: a line each.
        hashes: Name and value of each hash.
        is_good: Whether it reads as it was written.
    """

    title: str
    when: str
    said: tuple[str, ...] = ()
    hashes: tuple[tuple[str, str], ...] = ()
    is_good: bool = True


@dataclass(frozen=True, slots=True)
class ProofDocument:
    """The proof of what was agreed with a client.

    Attributes:
        agency: Who keeps it.
        client: With whom.
        issued: Day of the document.
        verdict: Whether all reads as it was written, in a sentence.
        is_good: The same as a value.
        faults: What does not read as it was written.
        versions: The versions, as the history shows them.
        contents: Version and full hash of its content.
        events: The chain, oldest first.
        evidence: Name and full hash of each file that is kept.
        rule: How to check it without the program, paragraph by paragraph.
        data: The same as JSON, attached to the file.
    """

    agency: AgencyCard
    client: ClientCard
    issued: date
    verdict: str
    is_good: bool = True
    faults: tuple[str, ...] = ()
    versions: tuple[HistoryRow, ...] = ()
    contents: tuple[tuple[str, str], ...] = ()
    events: tuple[ProofEvent, ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()
    rule: tuple[str, ...] = ()
    data: str = ""


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
class MissedRow:
    """A date on which a post did not go out.

    Attributes:
        title: The post.
        day: The day that was missed.
        cause: Why, as `domain.publishing` calls it.
        fate: 'out' on its day now, 'later' on the same one, 'planned', 'waiting' or 'cancelled'.
        now: Its day now.
    """

    title: str
    day: date
    cause: str
    fate: str = "planned"
    now: date | None = None


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
        missed: The dates that posts missed, each with its cause.
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
    missed: tuple[MissedRow, ...] = ()
