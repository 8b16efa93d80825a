"""What the document of a scope says, gathered from the workspace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.catalogue import area_hint, area_name
from cmdesk.domain.clients import Address
from cmdesk.domain.clients import Client as ClientSheet
from cmdesk.domain.document_words import DocumentWords
from cmdesk.domain.errors import NotFound
from cmdesk.domain.reporting import (
    AccountRow,
    AgencyCard,
    Agreement,
    AimRow,
    Approval,
    Changes,
    ClientCard,
    Cost,
    CrisisRow,
    ExpectationRow,
    Figure,
    HistoryRow,
    LeftOut,
    Marked,
    Once,
    OptionalLine,
    Party,
    PersonRow,
    QuantityRow,
    QuantityRuleRow,
    QuantityRules,
    ResponseRow,
    Runs,
    ScopeArea,
    ScopeDocument,
    ScopeSentence,
    Summary,
    Term,
)
from cmdesk.domain.scope import (
    MEANS_NAMES,
    Cadence,
    EventKind,
    Means,
    QuantityRule,
    ScopeLine,
    ScopeStatus,
    ScopeVersion,
    Treatment,
    is_paid_once,
    line_cents,
    monthly_cents,
    short_fingerprint,
)
from cmdesk.domain.scope_facts import PersonFacts, ScopeFacts
from cmdesk.domain.wording import (
    amount_in_table,
    amount_in_words,
    coverage,
    days,
    enumeration,
    figure,
    network_name,
    price_words,
    rounds,
    sentence,
    text_of,
    within,
    words_of,
)
from cmdesk.i18n import Speech, speech
from cmdesk.i18n import gettext as _
from cmdesk.models import Member, Scope, ScopeEvent
from cmdesk.services.action import acting
from cmdesk.services.agency import agency
from cmdesk.services.clients import client
from cmdesk.services.expectations import questions
from cmdesk.services.facts import facts_of, glossary_of
from cmdesk.services.media import bytes_of
from cmdesk.services.reading import scope_versions
from cmdesk.services.scope_changes import ChangeWriter

FIGURES = 5
FEW = 10  # lines that are not included, all said in full
FIRST = 6  # points of each list on the one page
_COUNTED = frozenset({Cadence.DAY, Cadence.WEEK, Cadence.MONTH, Cadence.QUARTER})
_UNUSED = {
    QuantityRule.LAPSES: "unused_lapses",
    QuantityRule.CARRIES: "unused_carries",
    QuantityRule.CAPPED: "unused_capped",
}
_RULES = {
    QuantityRule.LAPSES: "rules_lapse",
    QuantityRule.CARRIES: "rules_carry",
    QuantityRule.CAPPED: "rules_cap",
}


def scope_document(session: Session, scope_id: int, language: str | None = None) -> tuple[ScopeDocument, str]:
    """A version of a scope as its document says it, and the document's language.

    Raises:
        NotFound: There is no such version.
    """
    client_id = session.scalar(select(Scope.client_id).where(Scope.id == scope_id))
    versions = () if client_id is None else scope_versions(session, client_id)
    version = next((v for v in versions if v.id == scope_id), None)
    if version is None:
        raise NotFound(_("This version of the scope is not there any more."))
    sheet = client(session, version.client_id)
    words = speech(language or version.terms.language)
    return ScopeWriter(session, version, versions, sheet, words).document(), words.language


class ScopeWriter:
    """Put one version into the words of its document."""

    def __init__(
        self,
        session: Session,
        version: ScopeVersion,
        versions: Sequence[ScopeVersion],
        sheet: ClientSheet,
        words: Speech,
    ) -> None:
        self.session, self.version, self.versions, self.sheet, self.words = session, version, versions, sheet, words
        self.language = words.language
        self.terms = version.terms
        self.facts: ScopeFacts = version.facts or facts_of(session, version.client_id)
        self.say = DocumentWords(words.language, self.facts.address)
        self.hours = coverage(
            self.terms.coverage_days, self.terms.coverage_from, self.terms.coverage_to, words.language
        )
        self.members = {m.id: m.name for m in session.execute(select(Member.id, Member.name))}
        self.contacts = {c.id: c.name for c in sheet.contacts}
        self.lines = version.promised
        self.included = [line for line in self.lines if line.is_included]
        self.excluded = [line for line in self.lines if line.treatment is Treatment.EXCLUDED]

    def document(self) -> ScopeDocument:
        """All that the document says."""
        version, terms = self.version, self.terms
        base = self._base()
        changed = self._changed(base) if base else None
        full, others = self._left_out()
        return ScopeDocument(
            agency=agency_card(self.session, self.facts if version.is_frozen else None),
            client=client_card(self.sheet, self.facts),
            number=version.number,
            status=version.status,
            issued=version.sent_on or acting(self.session).today,
            since=self._since(),
            first_day=terms.first_day,
            last_day=version.last_day if version.was_agreed else terms.last_day,
            lasts=self._lasts(),
            valid_until=None if version.agreed_on else terms.valid_until,
            replaces=(base.number, base.agreed_on) if base and base.agreed_on else None,
            introduction=terms.introduction.strip(),
            figures=self._figures(),
            to=self._reader(),
            sender=self._sender(),
            changes=self._changes_in_words(changed),
            changed=changed,
            summary=self._summary(full, others),
            client_people=tuple(self._client_people()),
            agency_people=tuple(self._agency_people()),
            aims=tuple(self._aims()),
            audiences=tuple(self._audiences()),
            voice=". ".join(filter(None, (part.strip().rstrip(".") for part in (
                self.facts.voice.personality, self.facts.voice.tone)))),
            accounts=tuple(
                AccountRow(_upper_first(network_name(one.network, self.language)), one.handle, one.url, one.purpose)
                for one in self.facts.accounts
            ),
            areas=self._areas(),
            optional=tuple(self._offer(x) for x in self.lines if x.treatment is Treatment.OPTIONAL),
            excluded=tuple(LeftOut(line.title.strip().rstrip("."), self._price_of(line)) for line in full),
            excluded_others=tuple(
                (area_name(area, self.language), tuple(line.title for line in lines))
                for area, lines in _by_area(others)
            ),
            excluded_beside=tuple(
                Term(line.title, line.not_included.strip()) for line in self.included if line.not_included.strip()
            ),
            quantities=tuple(self._quantity(line) for line in self.included),
            agency_does=self._agency_does(),
            client_does=self._client_does(),
            client_provides=self._client_provides(),
            responses=self._responses(),
            crisis=tuple(
                CrisisRow(
                    level.name,
                    level.example,
                    self.say.counted("hours", level.hours) if level.hours is not None else "",
                    level.decides,
                    level.first_words,
                )
                for level in terms.crisis_levels
            ),
            approval=self._approval(),
            rules=self._rules(),
            criteria=tuple(
                Term(line.title, line.criterion.strip()) for line in self.included if line.criterion.strip()
            ),
            cost=self._cost(),
            assumptions=lines_of(terms.assumptions),
            rights=terms.rights.strip(),
            privacy=terms.privacy.strip(),
            terms=tuple(_term(text) for text in lines_of(terms.other_terms)),
            change_procedure=terms.change_procedure.strip(),
            expectations=self._expectations(),
            glossary=tuple(
                Term(one.word, one.meaning)
                for one in (self.facts.glossary or glossary_of(self.session, version))
            ),
            history=tuple(
                history_row(one, self.words, self.say)
                for one in self.versions
                if one.number <= version.number and (one.is_frozen or one is version)
            ),
            agreement=self._agreement(),
            accepted=tuple(line.title for line in version.lines if line.lineage in version.accepted),
            fingerprint=short_fingerprint(version.fingerprint),
            data=self._content(),
        )  # fmt: skip

    def _since(self) -> date | None:
        """The day on which the version came to stand where it stands."""
        version = self.version
        if version.status is ScopeStatus.AGREED:
            return version.agreed_on
        if version.status in {ScopeStatus.SUPERSEDED, ScopeStatus.ENDED}:
            return version.last_day
        answers = {ScopeStatus.WITHDRAWN: EventKind.WITHDRAWN, ScopeStatus.DECLINED: EventKind.DECLINED}
        if version.status not in answers:
            return None
        query = select(ScopeEvent.day).where(
            ScopeEvent.scope_id == version.id, ScopeEvent.kind == answers[version.status]
        )
        return self.session.scalar(query)

    # people

    def _reader(self) -> Party:
        signs = [person.name for person in self.facts.people if person.signs]
        name = self.version.agreed_by or next(iter(signs), "") or self._approver()
        company = self.facts.client.legal_name or self.facts.client.name
        address = lines_of(self.facts.client.address)
        return Party(name or company, tuple(filter(None, (company if name else "", *address))))

    def _sender(self) -> Party:
        name = self._sent_by() or self.members.get(acting(self.session).member_id or 0, "")
        found = self.facts.agency
        return Party(name or found.name, tuple(filter(None, (found.name if name else "", found.email))))

    def _sent_by(self) -> str:
        who = self.session.scalar(
            select(ScopeEvent.who).where(ScopeEvent.scope_id == self.version.id, ScopeEvent.kind == EventKind.SENT)
        )
        return who or ""

    def _content(self) -> str:
        content = self.session.scalar(
            select(ScopeEvent.content).where(ScopeEvent.scope_id == self.version.id, ScopeEvent.kind == EventKind.SENT)
        )
        return content or ""

    def _approver(self) -> str:
        return self.terms.approver_name or self.contacts.get(self.terms.approver or 0, "")

    def _doer(self, line: ScopeLine) -> str:
        return (
            line.done_by_name
            or self.members.get(line.done_by_member or 0, "")
            or self.contacts.get(line.done_by_contact or 0, "")
        )

    def _client_people(self) -> Iterator[PersonRow]:
        approver = self._approver()
        known = {person.name for person in self.facts.people}
        if approver and approver not in known:
            yield PersonRow(approver, "", (self.say("approves"),))
        for person in self.facts.people:
            does = tuple(self._does(person, approver))
            if does:
                yield PersonRow(person.name, person.job_title, does, tuple(filter(None, (person.phone, person.email))))

    def _does(self, person: PersonFacts, approver: str) -> Iterator[str]:
        if person.name == approver or (person.approves and not approver):
            yield self.say("approves")
        elif person.approves:
            yield self.say("stands_in")
        if person.signs:
            yield self.say("signs")
        if person.called_in_crisis:
            yield self.say("in_crisis")

    def _agency_people(self) -> Iterator[PersonRow]:
        name = self._everyday()
        found = self.facts.agency
        if name:
            yield PersonRow(name, "", (self.say("everyday"),), tuple(filter(None, (found.phone, found.email))))

    def _everyday(self) -> str:
        return self.facts.contact or self._sent_by()

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

    # aims

    def _aims(self) -> Iterator[AimRow]:
        for aim in self.facts.aims:
            measure, source = aim.measure.strip(), aim.source.strip()
            if source:
                key = "aim_source" if measure else "aim_source_alone"
                measure = self.say(key, measure=measure, source=source)
            where = network_name(aim.network, self.language) if aim.network else ""
            yield AimRow(
                aim.aim,
                " · ".join(filter(None, (measure, where))),
                aim.baseline,
                aim.target,
                self.words.day(aim.deadline) if aim.deadline else "",
            )

    def _audiences(self) -> Iterator[Term]:
        for one in self.facts.audiences:
            where = enumeration((network_name(code, self.language) for code in one.networks), self.language)
            yield Term(one.who, " · ".join(filter(None, (one.message or one.objective, where))))

    # the one page

    def _summary(self, full: Sequence[ScopeLine], others: Sequence[ScopeLine]) -> Summary:
        wont = [line.title.strip().rstrip(".") for line in (*full, *others)]
        return Summary(
            will=tuple(
                (area_name(area, self.language), tuple(self._in_few_words(line) for line in lines))
                for area, lines in _by_area(self.included)
            ),
            wont=tuple(wont[:FIRST]),
            wont_more=max(0, len(wont) - FIRST),
            needs=tuple(self._needs_in_short()),
            hears=tuple(self._hears()),
        )

    def _in_few_words(self, line: ScopeLine) -> str:
        title = _lower_first(line.title.strip().rstrip("."))
        if line.response_hours:
            return f"{title} ({within(line.response_hours, self.language)})"
        if line.quantity is None or line.cadence not in _COUNTED or (line.quantity == 1 and line.unit == "time"):
            return title
        amount = amount_in_table(line.quantity, line.unit, line.cadence, self.language)
        return f"{title} ({amount})"

    def _needs_in_short(self) -> Iterator[str]:
        days_left = self.terms.lead_days
        approver = self._approver()
        if days_left and approver:
            yield self.say.counted("says_yes_in", days_left, name=approver)
        elif days_left:
            yield self.say.counted("yes_in", days_left)
        elif approver:
            yield self.say("says_yes", name=approver)
        yield from [_ended(text) for text in lines_of(self.terms.client_provides)][: FIRST - 1]

    def _hears(self) -> Iterator[str]:
        say = self.say
        yield say("hear_proposal")
        for unit in ("calendar", "report", "meeting"):
            counted = [line for line in self.included if line.unit == unit and line.quantity]
            for line in counted[:1]:
                yield _ended(_upper_first(amount_in_words(line.quantity, unit, line.cadence, self.language)))
        promised = [line.response_hours for line in self.included if line.response_hours]
        if promised:
            key = "hear_answers" if self.hours else "hear_answers_always"
            yield say(key, within=within(min(promised), self.language), hours=self.hours)
        if self.terms.crisis_levels:
            yield say("hear_crisis")
        if self._everyday():
            mail = self.facts.agency.email
            yield say("hear_contact" if mail else "hear_contact_bare", name=self._everyday(), mail=mail)

    # lines

    def _sentence(self, line: ScopeLine) -> Runs:
        runs = sentence(words_of(line, hours=self.hours), self.language, self.say.address)
        return tuple((run.text, run.is_bold) for run in runs)

    def _areas(self) -> tuple[ScopeArea, ...]:
        return tuple(
            ScopeArea(
                area_name(area, self.language),
                tuple(ScopeSentence(self._sentence(line), first_name(self._doer(line))) for line in lines),
                area_hint(area, self.language),
            )
            for area, lines in _by_area(self.included)
        )

    def _offer(self, line: ScopeLine) -> OptionalLine:
        title = text_of(sentence(words_of(line, hours=self.hours), self.language, self.say.address)).strip()
        if line.price_cents is None:
            return OptionalLine(title.removesuffix("."), short=line.title, lineage=line.lineage)
        price = self.words.money(line.price_cents, self.terms.currency, short=True)
        whole = price_words(price, words_of(line), line.price_mode, self.language)
        unit = whole.removeprefix(price).lstrip(", ")
        return OptionalLine(title.removesuffix("."), price, unit, line.title, line.lineage)

    def _price_of(self, line: ScopeLine) -> str:
        if not line.price_cents:
            return ""
        price = self.words.money(line.price_cents, self.terms.currency, short=True)
        return price_words(price, words_of(line), line.price_mode, self.language)

    def _left_out(self) -> tuple[list[ScopeLine], list[ScopeLine]]:
        """What is not included: what is said in full, because clients expect it or somebody wrote of it; the rest."""
        if len(self.excluded) <= FEW:
            return self.excluded, []
        full = [x for x in self.excluded if x.is_often_expected or x.price_cents or x.service is None]
        kept = {line.lineage for line in full}
        return full, [line for line in self.excluded if line.lineage not in kept]

    def _quantity(self, line: ScopeLine) -> QuantityRow:
        when = days(line.week_days, self.language) if line.week_days else ""
        return QuantityRow(
            title=line.title,
            quantity=amount_in_table(
                line.quantity, line.unit, line.cadence, self.language, response_hours=line.response_hours
            ),
            when=when or (self._short_hours() if line.response_hours else ""),
            rounds=rounds(line.revision_rounds, self.language),
            who=first_name(self._doer(line)),
            price_cents=None if is_paid_once(line) or line.price_cents is None else monthly_cents(line),
            area=area_name(line.area, self.language),
        )

    def _short_hours(self) -> str:
        terms = self.terms
        return coverage(terms.coverage_days, terms.coverage_from, terms.coverage_to, self.language, is_short=True)

    def _agency_does(self) -> tuple[Runs, ...]:
        by_person: dict[str, list[str]] = defaultdict(list)
        for line in self.included:
            name = self._doer(line)
            if name and line.done_by_contact is None:
                by_person[name].append(line.title)
        return tuple(_duty(name, titles) for name, titles in by_person.items())

    def _client_does(self) -> tuple[Runs, ...]:
        duties: dict[str, list[str]] = defaultdict(list)
        if self._approver():
            duties[self._approver()].append(self.words.gettext("says yes to what goes out"))
        for line in self.included:
            if line.done_by_contact is not None and self._doer(line):
                duties[self._doer(line)].append(line.title)
        return tuple(_duty(name, titles) for name, titles in duties.items())

    def _client_provides(self) -> tuple[Runs, ...]:
        """What holds for all, then what each line needs; what several need is said once, for all of them."""
        needs: dict[str, list[str]] = defaultdict(list)
        for text in lines_of(self.terms.client_provides):
            needs[text] = []
        for line in self.included:
            for text in lines_of(line.needs):
                if needs.get(text) or text not in needs:
                    needs[text].append(_lower_first(line.title))
        return tuple(self._need(text, titles) for text, titles in needs.items())

    def _need(self, text: str, titles: Sequence[str]) -> Runs:
        if not titles:
            return ((_ended(text), False),)
        return (
            (self.say("need_for", title=enumeration(titles, self.language)), True),
            (_ended(_lower_first(text)), False),
        )

    def _responses(self) -> tuple[ResponseRow, ...]:
        promised = [line for line in self.included if line.response_hours]
        hours = self.terms.response_hours or min((line.response_hours or 0 for line in promised), default=0)
        if not hours:
            return ()
        if not self.terms.response_rows:
            return tuple(
                ResponseRow(line.title, within(line.response_hours or 0, self.language), self.hours)
                for line in promised
            )
        return tuple(
            ResponseRow(
                self.say(f"kind_{row.kind}"),
                self.say.counted("hours", hours if row.hours is None else row.hours),
                self._short_hours(),
                row.tell,
            )
            for row in self.terms.response_rows
        )

    def _approval(self) -> Approval:
        terms = self.terms
        extra = ""
        if terms.extra_hour_cents is not None:
            price = self.words.money(terms.extra_hour_cents, terms.currency, short=True)
            key = "extra_hour_tax" if terms.tax_bp else "extra_hour"
            extra = self.say(key, price=price, tax=self.words.gettext("VAT"))
        return Approval(
            answer_days=terms.lead_days,
            rounds=terms.revision_rounds,
            silence_is_yes=terms.silence_is_yes,
            silence_days=terms.silence_days,
            round_meaning=terms.round_meaning.strip() if terms.revision_rounds else "",
            extra_hour=extra,
        )

    # quantities

    def _rules(self) -> QuantityRules | None:
        counted = [line for line in self.included if line.quantity and line.cadence in _COUNTED and line.unit != "time"]
        if not counted:
            return None
        rows = [self._rule_row(line) for line in counted]
        lead = self.say(_RULES[self.terms.quantity_rule])
        return QuantityRules(lead, self.say("rules_over"), tuple(row for row in rows if row is not None))

    def _rule_row(self, line: ScopeLine) -> QuantityRuleRow | None:
        rule = self.version.roll_over_of(line)
        is_own = rule is not self.terms.quantity_rule or line.carry_cap is not None
        if not is_own and line.overage_cents is None:
            return None
        if line.carry_cap is not None and rule is QuantityRule.CAPPED:
            unused = self.say("unused_cap", count=line.carry_cap)
        else:
            unused = self.say(_UNUSED[rule])
        more = ""
        if line.overage_cents is not None:
            more = self.words.money(line.overage_cents, self.terms.currency, short=True)
        return QuantityRuleRow(line.title, unused, more)

    # figures and money

    def _figures(self) -> tuple[Figure, ...]:
        counted = [
            Figure(*figure(line.quantity, line.unit, line.cadence, self.language))
            for line in self.included
            if line.quantity and line.formats
        ]
        promised = [line.response_hours for line in self.included if line.response_hours]
        rest = []
        if promised:
            caption = self.words.gettext("for the first answer, {hours}").format(hours=self.hours.split(",", 1)[0])
            rest.append(Figure(f"{min(promised)} h", caption))
        rest.append(self._fee_figure())
        return (*counted[: FIGURES - len(rest)], *rest)

    def _fee_figure(self) -> Figure:
        added = self.version.totals()
        net = self.words.money(added.monthly_cents - added.discount_cents, self.terms.currency, short=True)
        tax = self.words.gettext("VAT")
        return Figure(net, self.say("fee_plus", tax=tax) if self.terms.tax_bp else self.say("fee_bare"))

    def _cost(self) -> Cost:
        terms = self.terms
        added = self.version.totals()
        once = [line for line in self.included if is_paid_once(line) and line_cents(line)]
        offered = [line for line in self.lines if line.treatment is Treatment.OPTIONAL and line.price_cents]
        return Cost(
            currency=terms.currency,
            fee_cents=added.monthly_cents,
            total_cents=added.monthly_with_tax,
            discount_cents=added.discount_cents,
            tax_cents=added.tax_cents,
            tax_points=terms.tax_bp,
            tax_name=self.words.gettext("VAT"),
            once=tuple(Once(line.title, line_cents(line)) for line in once),
            optional=tuple((line.title, self._price_of(line)) for line in offered),
            printing=terms.price_print,
            payment=terms.payment.strip(),
        )

    # how long, and what was

    def _lasts(self) -> str:
        return " ".join(self._lasting())

    def _lasting(self) -> Iterator[str]:
        say, version, terms, day = self.say, self.version, self.terms, self.words.day
        first, last = version.in_force_from, version.term_last_day
        if first and last:
            yield say("lasts_from_to", first=day(first), last=day(last))
        elif last:
            yield say("lasts_until", last=day(last))
        elif first:
            yield say("lasts_open", first=day(first))
        else:
            yield say("lasts_open_bare")
        if last is None and terms.notice_days:
            yield say.counted("notice", terms.notice_days)
        if last is not None and terms.renewal_months:
            yield say.counted("renews", terms.renewal_months)
        if version.last_day_in_force is not None:
            key = "replaced" if version.status is ScopeStatus.SUPERSEDED else "ended"
            yield say(key, last=day(version.last_day_in_force))

    def _expectations(self) -> tuple[ExpectationRow, ...]:
        if not self.terms.prints_expectations:
            return ()
        asked = questions(self.session, self.version.id)
        return tuple(ExpectationRow(one.question.text, str(one.question.answer)) for one in asked)

    # what changes

    def _base(self) -> ScopeVersion | None:
        return next((v for v in self.versions if v.number == self.version.based_on), None)

    def _changed(self, base: ScopeVersion) -> Changes:
        first = self.terms.first_day
        lead = (
            self.say("changes_from", day=self.words.day(first), number=base.number)
            if first
            else self.say("changes_when", number=base.number)
        )
        return ChangeWriter(base, self.version, self.words, self.say).changes(lead)

    def _changes_in_words(self, changed: Changes | None) -> str:
        """The first changes in a sentence each, for the cover."""
        if changed is None:
            return ""
        parts = []
        for row in changed.lines[:3]:
            if row.kind == "added":
                parts.append(self.say("cover_new", text=plain_text(row.now)))
            elif row.kind == "removed":
                parts.append(self.say("cover_gone", text=plain_text(row.before)))
            else:
                parts.append(self.say("cover_now", text=plain_text(row.now)))
        rest = len(changed.lines) + len(changed.terms) - len(parts)  # a condition is a change as well
        if rest > 0:
            parts.append(self.say.counted("cover_more", rest))
        return "\n".join(parts)


def history_row(version: ScopeVersion, words: Speech, say: DocumentWords) -> HistoryRow:
    """A version in the words of a document's history."""
    name = str(version.number)
    if version.based_on is not None:
        name = say("history_change", number=version.number, base=version.based_on)
    first, last = version.in_force_from, version.last_day
    in_force = ""
    if version.was_agreed and first:
        in_force = (
            say("force_until", first=short_day(first, words), last=short_day(last, words))
            if last
            else say("force_from", first=short_day(first, words))
        )
    agreed = short_day(version.agreed_on, words) if version.agreed_on else ""
    if agreed and version.agreed_by:
        agreed = say("by", day=agreed, name=version.agreed_by)
    return HistoryRow(
        name,
        say(f"state_{version.status}"),
        short_day(version.sent_on, words) if version.sent_on else "",
        agreed,
        in_force,
        short_fingerprint(version.fingerprint),
    )


def short_day(day: date, words: Speech) -> str:
    """'20 ago 2026', '20 Aug 2026'."""
    return f"{words.day_month(day)} {day.year}"


def plain_text(marked: Marked) -> str:
    """A marked text without its marks."""
    return "".join(text for text, _kind in marked)


def _by_area(lines: Iterable[ScopeLine]) -> list[tuple[str, list[ScopeLine]]]:
    found: dict[str, list[ScopeLine]] = {}
    for line in lines:
        found.setdefault(line.area, []).append(line)
    return list(found.items())


def _duty(name: str, titles: Sequence[str]) -> Runs:
    return ((name, True), (": " + ", ".join(_lower_first(title) for title in titles) + ".", False))


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ended(text: str) -> str:
    return text if text.rstrip().endswith((".", "!", "?", "…")) else f"{text.rstrip()}."


def _term(text: str) -> Term:
    title, colon, rest = text.partition(":")
    return Term(title.strip(), rest.strip()) if colon and rest.strip() else Term("", text)


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def first_name(name: str) -> str:
    """The first word of a person's name."""
    return name.split(maxsplit=1)[0] if name.split() else ""


# --- who speaks and who reads -------------------------------------------------------------------


def agency_card(session: Session, facts: ScopeFacts | None = None) -> AgencyCard:
    """The agency as documents show it; as a version knew it, where its facts are given."""
    found = agency(session)
    logo = bytes_of(session, found.logo) if found.logo else None
    card = AgencyCard(found.name, found.email, found.phone, found.address, found.tax_id, logo, found.colour)
    if facts is None:
        return card
    then = facts.agency
    return AgencyCard(then.name, then.email, then.phone, then.address, then.tax_id, logo, found.colour)


def client_card(sheet: ClientSheet, facts: ScopeFacts | None = None) -> ClientCard:
    """A client as documents show it; as a version knew it, where its facts are given."""
    if facts is None:
        return ClientCard(
            sheet.name, sheet.letters, sheet.legal_name, sheet.postal_address, sheet.colour, Address(sheet.address),
            sheet.tax_id,
        )  # fmt: skip
    then = facts.client
    return ClientCard(
        then.name, sheet.letters, then.legal_name, then.address, sheet.colour, Address(facts.address), then.tax_id
    )
