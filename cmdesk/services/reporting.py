"""What the two documents for a client say, gathered from the workspace; and what was issued."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.agency import Right
from cmdesk.domain.allowance import in_force
from cmdesk.domain.catalogue import area_hint, area_name
from cmdesk.domain.clients import Address, ClientTile
from cmdesk.domain.clients import Client as ClientSheet
from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.domain.moments import Month
from cmdesk.domain.networks import Network
from cmdesk.domain.posts import NEVER_COUNT, PostCard, PostStatus
from cmdesk.domain.reporting import (
    AgencyCard,
    Agreement,
    Approval,
    ChangedLine,
    ClientCard,
    Cost,
    DeliveryRow,
    Figure,
    Once,
    OptionalLine,
    Party,
    PostRow,
    QuantityRow,
    ResponseRow,
    Runs,
    ScopeArea,
    ScopeDocument,
    ScopeSentence,
    StatusReport,
    TaskRow,
    Term,
)
from cmdesk.domain.scope import (
    MEANS_NAMES,
    QUANTITY_RULE_NAMES,
    SHORT,
    Cadence,
    EventKind,
    Means,
    PriceMode,
    QuantityRule,
    ScopeLine,
    ScopeStatus,
    ScopeVersion,
    Treatment,
    line_cents,
    totals,
)
from cmdesk.domain.wording import (
    amount_in_table,
    coverage,
    figure,
    price_words,
    rounds,
    sentence,
    text_of,
    within,
    words_of,
)
from cmdesk.i18n import N_, Speech, speech
from cmdesk.i18n import gettext as _
from cmdesk.models import Member, Placement, ReportRun, ReportText, Scope, ScopeEvent, Task
from cmdesk.services.action import acting, action
from cmdesk.services.agency import agency
from cmdesk.services.allowance import allowance_of
from cmdesk.services.clients import client
from cmdesk.services.media import bytes_of, keep_bytes, thumbnails
from cmdesk.services.reading import dated_cards, scope_versions

FIGURES = 5
HEADLINE = 80
_FIELDS = frozenset({"headline", "summary", "requests"})


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """A document that is asked for: a version of a scope, or a client's month."""

    kind: str  # 'scope' or 'status'
    client_id: int
    scope_id: int | None = None
    month: Month | None = None
    language: str | None = None  # none: the client's


# --- what the agency writes ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MonthText:
    """What the agency writes into a month's report."""

    headline: str = ""
    summary: str = ""
    requests: str = ""  # what is needed from the client, one a line


@dataclass(frozen=True, slots=True)
class ReportPage:
    """What the reports section offers for a client."""

    tile: ClientTile
    versions: tuple[ScopeVersion, ...]
    text: MonthText
    language: str  # of the client's documents


def month_text(session: Session, client_id: int, month: Month) -> MonthText:
    """What was written for a client's month so far."""
    row = _text_row(session, client_id, month)
    return MonthText(row.headline, row.summary, row.requests) if row else MonthText()


def report_page(session: Session, client_id: int, month: Month) -> ReportPage:
    """The versions of a client's scope, and what was written for a month.

    Raises:
        NotFound: There is no such client.
    """
    sheet = client(session, client_id)
    tile = ClientTile(sheet.id, sheet.name, sheet.letters, sheet.colour)
    return ReportPage(tile, scope_versions(session, client_id), month_text(session, client_id, month), sheet.language)


@action(N_("Write report"))
def write_month(session: Session, client_id: int, month: Month, field: str, value: str) -> None:
    """Write the headline, the summary or the requests of a month.

    Raises:
        RuleBroken: There is no such field.
    """
    if field not in _FIELDS:
        raise RuleBroken(_("There is no such field."))
    row = _text_row(session, client_id, month)
    if row is None:
        row = ReportText(client_id=client_id, month=month.first)
        session.add(row)
    setattr(row, field, value.strip())


def _text_row(session: Session, client_id: int, month: Month) -> ReportText | None:
    return session.scalars(
        select(ReportText).where(ReportText.client_id == client_id, ReportText.month == month.first)
    ).one_or_none()


@action(N_("Issue document"), right=Right.LOOK, is_undoable=False)
def keep_run(session: Session, request: ReportRequest, language: str, content: bytes) -> None:
    """Keep a document as it was issued."""
    who = acting(session)
    session.add(
        ReportRun(
            client_id=request.client_id,
            kind=request.kind,
            scope_id=request.scope_id,
            month=request.month.first if request.month else None,
            language=language,
            at=who.now,
            member_id=who.member_id,
            hash=keep_bytes(session, content),
        )
    )


# --- the scope ----------------------------------------------------------------------------------


def scope_document(session: Session, scope_id: int, language: str | None = None) -> tuple[ScopeDocument, str]:
    """A version of a scope as its document says it, and the document's language.

    Raises:
        NotFound: There is no such version.
    """
    versions = _versions_with(session, scope_id)
    version = next((v for v in versions if v.id == scope_id), None)
    if version is None:
        raise NotFound(_("This version of the scope is not there any more."))
    sheet = client(session, version.client_id)
    words = speech(language or version.terms.language)
    return _ScopeWriter(session, version, versions, sheet, words).document(), words.language


def _versions_with(session: Session, scope_id: int) -> tuple[ScopeVersion, ...]:
    client_id = session.scalar(select(Scope.client_id).where(Scope.id == scope_id))
    return () if client_id is None else scope_versions(session, client_id)


class _ScopeWriter:
    """Put one version into the words of its document."""

    def __init__(
        self,
        session: Session,
        version: ScopeVersion,
        versions: Sequence[ScopeVersion],
        sheet: ClientSheet,
        words: Speech,
    ) -> None:
        self.session = session
        self.version = version
        self.versions = versions
        self.sheet = sheet
        self.words = words
        self.language = words.language
        self.terms = version.terms
        self.hours = coverage(
            self.terms.coverage_days, self.terms.coverage_from, self.terms.coverage_to, words.language
        )
        self.members = {m.id: m.name for m in session.execute(select(Member.id, Member.name))}
        self.contacts = {c.id: c.name for c in sheet.contacts}

    def document(self) -> ScopeDocument:
        version, terms = self.version, self.terms
        included = [line for line in version.lines if line.is_included]
        base = self._base()
        changed = self._changed(base) if base else ()
        return ScopeDocument(
            agency=agency_card(self.session),
            client=client_card(self.sheet),
            number=version.number,
            status=version.status,
            issued=version.sent_on or acting(self.session).today,
            first_day=terms.first_day,
            last_day=terms.last_day or (version.last_day_in_force if version.status is ScopeStatus.ENDED else None),
            notice_days=0 if terms.last_day else terms.notice_days,
            valid_until=None if version.agreed_on else terms.valid_until,
            replaces=(base.number, base.agreed_on) if base and base.agreed_on else None,
            introduction=terms.introduction.strip(),
            figures=self._figures(included),
            to=self._reader(),
            sender=self._sender(),
            changes=self._changes_in_words(changed),
            changed=changed,
            areas=self._areas(included),
            optional=tuple(self._offer(x) for x in version.lines if x.treatment is Treatment.OPTIONAL),
            excluded=tuple(x.title for x in version.lines if x.treatment is Treatment.EXCLUDED),
            quantities=tuple(self._quantity(line) for line in included),
            agency_does=self._agency_does(included),
            client_does=self._client_does(included),
            client_provides=self._client_provides(included),
            responses=self._responses(included),
            approval=Approval(
                answer_days=terms.lead_days, rounds=terms.revision_rounds, silence_is_yes=terms.silence_is_yes
            ),
            cost=self._cost(included),
            assumptions=_lines_of(terms.assumptions),
            terms=(*self._rule_of_quantities(), *(_term(text) for text in _lines_of(terms.other_terms))),
            change_procedure=terms.change_procedure.strip(),
            agreement=self._agreement(),
            fingerprint=grouped(version.fingerprint[:SHORT]),
        )

    # people

    def _reader(self) -> Party:
        signs = [c.name for c in self.sheet.contacts if c.signs_scope]
        name = self.version.agreed_by or next(iter(signs), "") or self._approver()
        company = self.sheet.legal_name or self.sheet.name
        return Party(
            name or company, tuple(filter(None, (company if name else "", *_lines_of(self.sheet.postal_address))))
        )

    def _sender(self) -> Party:
        sender = self.session.execute(
            select(ScopeEvent.who).where(ScopeEvent.scope_id == self.version.id, ScopeEvent.kind == EventKind.SENT)
        ).scalar()
        found = agency(self.session)
        name = sender or self.members.get(acting(self.session).member_id or 0, "")
        return Party(name or found.name, tuple(filter(None, (found.name if name else "", found.email))))

    def _approver(self) -> str:
        return self.terms.approver_name or self.contacts.get(self.terms.approver or 0, "")

    def _doer(self, line: ScopeLine) -> str:
        return (
            line.done_by_name
            or self.members.get(line.done_by_member or 0, "")
            or self.contacts.get(line.done_by_contact or 0, "")
        )

    def _agreement(self) -> Agreement | None:
        row = self.session.execute(
            select(ScopeEvent.contact, ScopeEvent.day, ScopeEvent.means).where(
                ScopeEvent.scope_id == self.version.id, ScopeEvent.kind == EventKind.AGREED
            )
        ).first()
        if row is None:
            return None
        means = self.words.gettext(MEANS_NAMES[Means(row.means)]) if row.means in set(Means) else ""
        if means[1:2].islower():  # 'Signed PDF' goes on a sentence as 'signed PDF', 'PDF firmado' as it is
            means = means[0].lower() + means[1:]
        return Agreement(row.contact, row.day, means)

    # lines

    def _sentence(self, line: ScopeLine) -> Runs:
        runs = sentence(words_of(line, hours=self.hours), self.language, self.sheet.address)
        return tuple((run.text, run.is_bold) for run in runs)

    def _areas(self, included: Sequence[ScopeLine]) -> tuple[ScopeArea, ...]:
        by_area: dict[str, list[ScopeLine]] = defaultdict(list)
        for line in included:
            by_area[line.area].append(line)
        return tuple(
            ScopeArea(
                area_name(area, self.language),
                tuple(ScopeSentence(self._sentence(line), first_name(self._doer(line))) for line in lines),
                area_hint(area, self.language),
            )
            for area, lines in by_area.items()
        )

    def _offer(self, line: ScopeLine) -> OptionalLine:
        title = text_of(sentence(words_of(line, hours=self.hours), self.language, self.sheet.address)).strip()
        if line.price_cents is None:
            return OptionalLine(title.removesuffix("."), short=line.title)
        price = self.words.money(line.price_cents, self.terms.currency, short=True)
        whole = price_words(price, words_of(line), line.price_mode, self.language)
        return OptionalLine(title.removesuffix("."), price, whole.removeprefix(price).lstrip(", "), line.title)

    def _quantity(self, line: ScopeLine) -> QuantityRow:
        is_monthly = line.price_mode is not PriceMode.ONCE and line.cadence is not Cadence.ONCE
        return QuantityRow(
            title=line.title,
            quantity=amount_in_table(
                line.quantity, line.unit, line.cadence, self.language, response_hours=line.response_hours
            ),
            when=self._short_hours() if line.response_hours else "",
            rounds=rounds(line.revision_rounds, self.language),
            who=first_name(self._doer(line)),
            price_cents=line_cents(line) if is_monthly and line.price_cents is not None else None,
            area=area_name(line.area, self.language),
        )

    def _short_hours(self) -> str:
        terms = self.terms
        return coverage(terms.coverage_days, terms.coverage_from, terms.coverage_to, self.language, is_short=True)

    def _agency_does(self, included: Sequence[ScopeLine]) -> tuple[Runs, ...]:
        by_person: dict[str, list[str]] = defaultdict(list)
        for line in included:
            name = self._doer(line)
            if name and line.done_by_contact is None:
                by_person[name].append(line.title)
        return tuple(_duty(name, titles) for name, titles in by_person.items())

    def _client_does(self, included: Sequence[ScopeLine]) -> tuple[Runs, ...]:
        _ = self.words.gettext
        duties: dict[str, list[str]] = defaultdict(list)
        if self._approver():
            duties[self._approver()].append(_("says yes to what goes out"))
        for line in included:
            if line.done_by_contact is not None and self._doer(line):
                duties[self._doer(line)].append(line.title)
        return tuple(_duty(name, titles) for name, titles in duties.items())

    def _client_provides(self, included: Sequence[ScopeLine]) -> tuple[str, ...]:
        needs = [need for line in included for need in _lines_of(line.needs)]
        return tuple(dict.fromkeys([*_lines_of(self.terms.client_provides), *needs]))

    def _responses(self, included: Sequence[ScopeLine]) -> tuple[ResponseRow, ...]:
        return tuple(
            ResponseRow(line.title, within(line.response_hours, self.language), self.hours)
            for line in included
            if line.response_hours
        )

    # figures and money

    def _figures(self, included: Sequence[ScopeLine]) -> tuple[Figure, ...]:
        _ = self.words.gettext
        counted = [
            Figure(*figure(line.quantity, line.unit, line.cadence, self.language))
            for line in included
            if line.quantity and line.formats
        ]
        promised = [line.response_hours for line in included if line.response_hours]
        rest = []
        if promised:
            rest.append(
                Figure(f"{min(promised)} h", _("for the first answer, {hours}").format(hours=self._days_in_words()))
            )
        rest.append(self._fee_figure(included))
        return (*counted[: FIGURES - len(rest)], *rest)

    def _days_in_words(self) -> str:
        return self.hours.split(",", maxsplit=1)[0]

    def _fee_figure(self, included: Sequence[ScopeLine]) -> Figure:
        _ = self.words.gettext
        added = totals(included, tax_bp=self.terms.tax_bp, discount_bp=self.terms.discount_bp)
        net = self.words.money(added.monthly_cents - added.discount_cents, self.terms.currency, short=True)
        return Figure(net, _("a month, plus VAT") if self.terms.tax_bp else _("a month"))

    def _cost(self, included: Sequence[ScopeLine]) -> Cost:
        terms = self.terms
        added = totals(included, tax_bp=terms.tax_bp, discount_bp=terms.discount_bp)
        once = [x for x in included if (x.price_mode is PriceMode.ONCE or x.cadence is Cadence.ONCE) and line_cents(x)]
        return Cost(
            currency=terms.currency,
            fee_cents=added.monthly_cents,
            total_cents=added.monthly_with_tax,
            discount_cents=added.discount_cents,
            tax_cents=added.tax_cents,
            tax_points=terms.tax_bp,
            tax_name=self.words.gettext("VAT"),
            once=tuple(Once(line.title, line_cents(line)) for line in once),
            printing=terms.price_print,
            payment=terms.payment.strip(),
        )

    def _rule_of_quantities(self) -> tuple[Term, ...]:
        rule = self.terms.quantity_rule
        if rule is QuantityRule.LAPSES:
            return ()
        _ = self.words.gettext
        return (Term(_("What is not used"), f"{_(QUANTITY_RULE_NAMES[rule])}."),)

    # what changes

    def _base(self) -> ScopeVersion | None:
        return next((v for v in self.versions if v.number == self.version.based_on), None)

    def _changed(self, base: ScopeVersion) -> tuple[ChangedLine, ...]:
        before = {line.lineage: line for line in base.lines}
        now = {line.lineage: line for line in self.version.lines}
        rows = [self._change(before.get(key), line) for key, line in now.items()]
        rows += [self._change(line, None) for key, line in before.items() if key not in now]
        return tuple(row for row in rows if row is not None)

    def _change(self, before: ScopeLine | None, now: ScopeLine | None) -> ChangedLine | None:
        said, says = self._said(before), self._said(now)
        difference = _monthly(now) - _monthly(before)
        if said == says and not difference:
            return None
        return ChangedLine(said, says, difference or None)

    def _said(self, line: ScopeLine | None) -> str:
        if line is None or line.treatment is Treatment.EXCLUDED:
            return ""
        amount = amount_in_table(
            line.quantity, line.unit, line.cadence, self.language, response_hours=line.response_hours
        )
        name = line.title if line.is_included else self.words.gettext("{title} (if you want)").format(title=line.title)
        return f"{name}: {amount}" if amount else name

    def _changes_in_words(self, changed: Sequence[ChangedLine]) -> str:
        _ = self.words.gettext
        parts = []
        for row in changed[:4]:
            if row.before and row.now and row.before != row.now:
                name, _colon, amount = row.before.rpartition(": ")
                if name and row.now.startswith(f"{name}: "):  # the name is said once
                    parts.append(_("{now}; before: {before}.").format(now=row.now, before=amount))
                else:
                    parts.append(_("Before: {before}; now: {now}.").format(before=row.before, now=row.now))
            elif row.now and not row.before:
                parts.append(_("New: {now}.").format(now=row.now))
            elif row.before and not row.now:
                parts.append(_("No longer: {before}.").format(before=row.before))
        return " ".join(parts)


def _monthly(line: ScopeLine | None) -> int:
    if line is None or not line.is_included or line.price_mode is PriceMode.ONCE or line.cadence is Cadence.ONCE:
        return 0
    return line_cents(line)


def _duty(name: str, titles: Sequence[str]) -> Runs:
    return ((name, True), (": " + ", ".join(_lower_first(title) for title in titles) + ".", False))


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _term(text: str) -> Term:
    title, colon, rest = text.partition(":")
    return Term(title.strip(), rest.strip()) if colon and rest.strip() else Term("", text)


def _lines_of(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def first_name(name: str) -> str:
    """The first word of a person's name."""
    return name.split(maxsplit=1)[0] if name.split() else ""


def grouped(fingerprint: str) -> str:
    """A short fingerprint in capitals, in groups of four: '9F4C 71A2 0B3D'."""
    text = fingerprint.upper()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


# --- the status report --------------------------------------------------------------------------


def status_report(
    session: Session, client_id: int, month: Month, language: str | None = None
) -> tuple[StatusReport, str]:
    """A client's month as its report says it, and the document's language.

    Raises:
        NotFound: There is no such client.
    """
    sheet = client(session, client_id)
    words = speech(language or sheet.language)
    agreed = scope_versions(session, client_id, only_agreed=True)
    text = month_text(session, client_id, month)
    cards = dated_cards(session, client_id, month.first, month.plus(1).last)
    ruling = in_force(agreed, month.last) or in_force(agreed, month.first)
    published = [c for c in cards if c.status is PostStatus.PUBLISHED and c.day and c.day <= month.last]
    planned = [c for c in cards if c.status not in NEVER_COUNT and c.day and c.day > month.last]
    report = StatusReport(
        agency=agency_card(session),
        client=client_card(sheet),
        month=month.first,
        issued=max(acting(session).today, month.first),
        headline=text.headline,
        summary=text.summary,
        needs=_lines_of(text.requests),
        deliveries=_deliveries(session, client_id, month, agreed),
        version=ruling.number if ruling else None,
        published=_post_rows(session, published),
        tasks=_tasks_done(session, client_id, month, agreed),
        planned=_post_rows(session, planned),
        outside_note=_outside_note(words, ruling, published),
        first_weekday=agency(session).first_week_day,
    )
    return report, words.language


def _outside_note(words: Speech, ruling: ScopeVersion | None, published: Sequence[PostCard]) -> str:
    _ = words.gettext
    if ruling is None and published:
        return _("No scope was agreed for this month. This is what we did all the same.")
    return ""


def _deliveries(
    session: Session, client_id: int, month: Month, agreed: Sequence[ScopeVersion]
) -> tuple[DeliveryRow, ...]:
    """What each line owed and what was delivered of it; hours and answers come with their own clocks later."""
    return tuple(
        DeliveryRow(row.title, row.due, row.delivered, row.carried, row.gifts)
        for row in allowance_of(session, client_id, month, agreed)
        if row.unit != "hour" and (row.due or row.delivered or row.gifts)
    )


def _tasks_done(session: Session, client_id: int, month: Month, agreed: Sequence[ScopeVersion]) -> tuple[TaskRow, ...]:
    titles = {line.lineage: line.title for version in agreed for line in version.lines}
    rows = session.execute(
        select(Task.title, Task.done_on, Task.lineage, Member.name)
        .outerjoin(Member, Member.id == Task.assignee_id)
        .where(Task.client_id == client_id, Task.deleted_at.is_(None), Task.done_on.between(month.first, month.last))
        .order_by(Task.done_on, Task.id)
    )
    return tuple(
        TaskRow(row.title, row.done_on, titles.get(row.lineage or "", ""), first_name(row.name or "")) for row in rows
    )


def _post_rows(session: Session, cards: Sequence[PostCard]) -> tuple[PostRow, ...]:
    pictures = thumbnails(session, {card.thumb for card in cards if card.thumb})
    urls: dict[int, str] = {}
    for row in session.execute(
        select(Placement.post_id, Placement.url).where(
            Placement.post_id.in_([card.id for card in cards]), Placement.url != ""
        )
    ):
        urls.setdefault(row.post_id, row.url)
    return tuple(
        PostRow(
            card.day or date.min,
            card.title,
            card.format,
            _networks(card.networks),
            card.minute,
            pictures.get(card.thumb or ""),
            urls.get(card.id, ""),
        )
        for card in cards
    )


def _networks(codes: Iterable[str]) -> tuple[Network, ...]:
    return tuple(dict.fromkeys(Network(code) for code in codes if code in set(Network)))


# --- who speaks and who reads -------------------------------------------------------------------


def agency_card(session: Session) -> AgencyCard:
    """The agency as documents show it."""
    found = agency(session)
    logo = bytes_of(session, found.logo) if found.logo else None
    return AgencyCard(found.name, found.email, found.phone, found.address, found.tax_id, logo, found.colour)


def client_card(sheet: ClientSheet) -> ClientCard:
    """A client as documents show it."""
    return ClientCard(
        sheet.name, sheet.letters, sheet.legal_name, sheet.postal_address, sheet.colour, Address(sheet.address),
        sheet.tax_id,
    )  # fmt: skip
