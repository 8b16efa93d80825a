"""What one version of a scope changes against another, in the words of the document that a client reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from cmdesk.domain.comparison import FieldChange, LineChange, Piece, PieceKind, compare, difference
from cmdesk.domain.document_words import DocumentWords
from cmdesk.domain.reporting import ChangedLine, ChangedSum, ChangedTerm, Changes, Marked
from cmdesk.domain.scope import (
    CrisisLevel,
    PriceMode,
    QuantityRule,
    ResponseRow,
    ScopeLine,
    ScopeTerms,
    ScopeVersion,
    Treatment,
    monthly_minutes,
)
from cmdesk.domain.wording import coverage, price_words, sentence, text_of, words_of
from cmdesk.i18n import Speech

_COVERAGE = frozenset({"coverage_days", "coverage_from", "coverage_to"})
_UNUSED = {
    QuantityRule.LAPSES: "unused_lapses",
    QuantityRule.CARRIES: "unused_carries",
    QuantityRule.CAPPED: "unused_capped",
}
TERM_TITLES = (
    "first_day", "last_day", "renewal_months", "notice_days", "approver_name", "lead_days", "revision_rounds",
    "round_meaning", "silence_is_yes", "silence_days", "response_hours", "coverage", "response_rows", "crisis_levels",
    "quantity_rule", "extra_hour_cents", "discount_bp", "tax_bp", "payment", "client_provides", "assumptions",
    "change_procedure", "rights", "privacy", "other_terms",
)  # fmt: skip
"""The conditions that the client reads, in the order of the document."""


class ChangeWriter:
    """Put the difference of two versions into words."""

    def __init__(self, old: ScopeVersion, new: ScopeVersion, words: Speech, say: DocumentWords) -> None:
        self.old, self.new, self.words, self.say = old, new, words, say
        self.found = compare(old, new, say.address)

    def changes(self, lead: str = "") -> Changes:
        """All that differs and is printed; own minutes never are."""
        told = [self._line(change) for change in self.found.lines]
        lines = tuple(line for line in told if line is not None)
        kept = sum(one.before is not None and one.after is not None for one in self.found.lines)
        changed = sum(line.kind == "changed" for line in lines)
        return Changes(lead, lines, tuple(self._sums()), tuple(self._terms()), kept - changed)

    def _line(self, change: LineChange) -> ChangedLine | None:
        was, now = self._said(change.before, self.old), self._said(change.after, self.new)
        is_price_told = change.monthly_cents or change.once_cents
        if was == now and not is_price_told:
            return None
        kind = "changed" if was and now else "added" if now else "removed"
        pieces = difference(was, now) if kind == "changed" else (Piece(was or now, PieceKind.SAME),)
        return ChangedLine(
            before=marked(pieces, PieceKind.REMOVED) if was else (),
            now=marked(pieces, PieceKind.ADDED) if now else (),
            difference_cents=change.monthly_cents or None,
            kind=kind,
        )

    def _said(self, line: ScopeLine | None, version: ScopeVersion) -> str:
        """A line as the client reads it, with its price where the price is its own; nothing where it is left out."""
        if line is None or line.treatment is Treatment.EXCLUDED:
            return ""
        terms = version.terms
        hours = coverage(terms.coverage_days, terms.coverage_from, terms.coverage_to, self.words.language)
        text = text_of(sentence(words_of(line, hours=hours), self.words.language, self.say.address))
        if line.price_cents is not None and (not line.is_included or line.price_mode is not PriceMode.FEE):
            price = self.words.money(line.price_cents, terms.currency, short=True)
            text = f"{text} {price_words(price, words_of(line), line.price_mode, self.words.language)}."
        return text if line.is_included else self.say("said_if_wanted", text=text)

    # numbers

    def _sums(self) -> Iterable[ChangedSum]:
        say, totals = self.say, self.found.totals
        before, after = totals.before, totals.after
        tax = self.words.gettext("VAT")
        has_tax = bool(self.old.terms.tax_bp or self.new.terms.tax_bp)
        name = say("sum_month", tax=tax) if has_tax else say("sum_month_bare")
        yield self._sum(name, before.monthly_cents - before.discount_cents, after.monthly_cents - after.discount_cents)
        if has_tax:
            yield self._sum(say("sum_total", tax=tax), before.monthly_with_tax, after.monthly_with_tax)
        if before.once_cents or after.once_cents:
            yield self._sum(say("sum_once"), before.once_cents, after.once_cents)
        hours = _hours(self.old.promised), _hours(self.new.promised)
        if hours[0] != hours[1]:
            apart = self._signed(self.words.number(abs(hours[1] - hours[0])), hours[1] - hours[0])
            yield ChangedSum(say("sum_hours"), self.words.number(hours[0]), self.words.number(hours[1]), apart)

    def _sum(self, title: str, before: int, after: int) -> ChangedSum:
        was = self.words.money(before, self.old.terms.currency)
        now = self.words.money(after, self.new.terms.currency)
        apart = self.words.money(abs(after - before), self.new.terms.currency)
        return ChangedSum(title, was, now, self._signed(apart, after - before))

    def _signed(self, amount: str, value: float) -> str:
        return "=" if not value else f"+{amount}" if value > 0 else f"−{amount}"

    # conditions

    def _terms(self) -> Iterable[ChangedTerm]:
        found = {change.field: change for change in self.found.terms}
        if found.keys() & _COVERAGE:
            found["coverage"] = FieldChange("coverage", "", "")
        for name in TERM_TITLES:
            if name not in found:
                continue
            was, now = self.term(self.old.terms, name), self.term(self.new.terms, name)
            if was == now:
                continue
            pieces = difference(was, now)
            yield ChangedTerm(
                self.say(f"term_{name}"), marked(pieces, PieceKind.REMOVED), marked(pieces, PieceKind.ADDED)
            )

    def term(self, terms: ScopeTerms, name: str) -> str:
        """A condition in words; empty where there is nothing to say."""
        if name == "coverage":
            return coverage(terms.coverage_days, terms.coverage_from, terms.coverage_to, self.words.language)
        value = getattr(terms, name)
        if value is None:
            return ""
        told = _TOLD.get(name)
        if told is not None:
            return told(self, terms, value)
        return self.words.day(value) if isinstance(value, date) else str(value).strip()

    def _response(self, row: ResponseRow) -> str:
        if row.hours is None and not row.tell:
            return ""
        within = self.say.counted("hours", row.hours) if row.hours is not None else ""
        return f"{self.say(f'kind_{row.kind}')}: {', '.join(filter(None, (within, row.tell)))}"

    def _level(self, level: CrisisLevel) -> str:
        within = self.say.counted("hours", level.hours) if level.hours is not None else ""
        told = ", ".join(filter(None, (within, level.decides, level.first_words)))
        return f"{level.name}: {told}" if told else level.name


_TOLD: Mapping[str, Callable[[ChangeWriter, ScopeTerms, Any], str]] = {
    "extra_hour_cents": lambda writer, terms, cents: writer.words.money(cents, terms.currency, short=True),
    "tax_bp": lambda writer, _terms, points: writer.words.percent(points),
    "discount_bp": lambda writer, _terms, points: writer.words.percent(points),
    "silence_is_yes": lambda writer, _terms, is_yes: writer.say("term_yes" if is_yes else "term_no"),
    "quantity_rule": lambda writer, _terms, rule: writer.say(_UNUSED[rule]),
    "response_rows": lambda writer, _terms, rows: "\n".join(filter(None, map(writer._response, rows))),
    "crisis_levels": lambda writer, _terms, levels: "\n".join(map(writer._level, levels)),
}


def marked(pieces: Sequence[Piece], kept: PieceKind) -> Marked:
    """One of two texts, with what the other one does not have."""
    return tuple((piece.text, str(piece.kind)) for piece in pieces if piece.kind in {PieceKind.SAME, kept})


def _hours(lines: Iterable[ScopeLine]) -> int:
    """How many hours of work a month the included lines owe."""
    counted = [replace(line, minutes_per_unit=60) for line in lines if line.is_included and line.unit == "hour"]
    return sum(monthly_minutes(line) for line in counted) // 60
