"""A comparison of two versions as the rows that are shown: what was, what is, and what that does to the numbers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple

from cmdesk.domain.catalogue import area_name
from cmdesk.domain.clients import Address
from cmdesk.domain.comparison import (
    CHANGE_NAMES,
    LINE_FIELD_NAMES,
    TERM_FIELD_NAMES,
    ChangeKind,
    Comparison,
    FieldChange,
    LineChange,
    Piece,
    PieceKind,
)
from cmdesk.domain.networks import NETWORK_NAMES
from cmdesk.domain.posts import POST_FORMAT_NAMES, PostFormat
from cmdesk.domain.scope import (
    PRICE_PRINT_NAMES,
    QUANTITY_RULE_NAMES,
    MessageKind,
    PriceMode,
    ScopeLine,
    ScopeTerms,
    ScopeVersion,
    Treatment,
    is_paid_once,
    line_cents,
    monthly_cents,
)
from cmdesk.domain.wording import coverage, days, plain, words_of
from cmdesk.i18n import N_, NAMES, _, ngettext, spoken
from cmdesk.ui.scope.phrases import treatment_name

TERMS: Final = "terms"  # in place of an area
NOTHING: Final = "—"
REST: Final = "rest"  # the areas in which nothing changes
_IN_THE_SENTENCE: Final = frozenset({"description", "quantity", "unit", "cadence", "networks", "response_hours"})
_SHOWN_ELSEWHERE: Final = _IN_THE_SENTENCE | {"treatment", "price_cents", "minutes_per_unit", "area"}
_HOUR: Final = 60
_MESSAGES: Final = {
    MessageKind.QUESTION: N_("Questions"),
    MessageKind.COMPLAINT: N_("Complaints"),
    MessageKind.REVIEW: N_("Reviews"),
    MessageKind.PRAISE: N_("Praise"),
    MessageKind.DANGER: N_("Danger"),
}


class Style(StrEnum):
    """How a stretch of a cell is set."""

    PLAIN = "plain"
    QUIET = "quiet"
    ADDED = "added"
    REMOVED = "removed"
    TAG = "tag"


class Span(NamedTuple):
    """A stretch of words in one style."""

    text: str
    style: Style = Style.PLAIN


BREAK: Final = Span("\u2028")  # begins a new line
Cell = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class HeadEntry:
    """The head of an area, or of the conditions."""

    key: str
    name: str
    count: int  # of changes


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """What was at the left, what is at the right, and what it does to price, quantity and hours."""

    kind: ChangeKind
    before: Cell
    after: Cell
    effects: tuple[Cell, ...]
    lineage: str = ""
    is_changed: bool = True

    @property
    def sentence(self) -> str:
        """The row as it is read aloud."""
        parts = [_(CHANGE_NAMES[self.kind])]
        if self.kind is ChangeKind.SAME:
            return ": ".join((*parts, _text(self.after)))
        if self.kind is not ChangeKind.ADDED:
            parts.append(_("before: {words}").format(words=_text(self.before)))
        if self.kind is not ChangeKind.REMOVED:
            parts.append(_("now: {words}").format(words=_text(self.after)))
        parts += [_text(effect) for effect in self.effects]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class FoldEntry:
    """Rows that say the same in both versions, folded into one."""

    key: str
    text: str
    is_open: bool = False


Entry = HeadEntry | ChangeEntry | FoldEntry


def _text(cell: Cell) -> str:
    return "".join(span.text for span in cell).replace(BREAK.text, "; ").strip()


class Reader:
    """How both versions are said: their sentences for the client, their values for the agency."""

    def __init__(self, old: ScopeVersion, new: ScopeVersion, address: Address) -> None:
        self._old, self._new, self._address = old.terms, new.terms, address
        self._money: dict[int, str] = {}  # writing numbers is slow, and the same ones come again
        self._numbers: dict[float, str] = {}

    def sentence(self, line: ScopeLine, *, is_new: bool) -> str:
        """A line as the client reads it."""
        terms = self._new if is_new else self._old
        hours = coverage(terms.coverage_days, terms.coverage_from, terms.coverage_to, terms.language)
        return plain(words_of(line, hours=hours), terms.language, self._address)

    def money(self, cents: int) -> str:
        """An amount in the currency of the newer version."""
        if cents not in self._money:
            self._money[cents] = spoken().money(cents, self._new.currency, short=True)
        return self._money[cents]

    def number(self, value: float) -> str:
        """A number as people write it."""
        if value not in self._numbers:
            self._numbers[value] = spoken().number(value)
        return self._numbers[value]

    def value(self, field: str, value: Any, terms: ScopeTerms) -> str:
        """What a field holds, in words of the window."""
        if value is None or value in ("", ()):
            return NOTHING
        if field in _SAID:
            return _SAID[field](value)
        if field.endswith("_cents"):
            return spoken().money(value, terms.currency, short=True)
        if field.endswith("_bp"):
            return spoken().percent(value)
        if isinstance(value, date):
            return spoken().day(value)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, int):
            return self.number(value)
        return str(value)

    def old_value(self, change: FieldChange) -> str:
        """What a field held."""
        return self.value(change.field, change.before, self._old)

    def new_value(self, change: FieldChange) -> str:
        """What a field holds now."""
        return self.value(change.field, change.after, self._new)


def _listed(names: Iterable[str]) -> str:
    return spoken().list_of(names)


def _levels(levels: Sequence[Any]) -> str:
    return " · ".join(
        ", ".join(part for part in (level.name, _hours(level.hours), level.decides, level.first_words) if part)
        for level in levels
    )


def _hours(hours: int | None) -> str:
    return "" if hours is None else _("{hours} h").format(hours=spoken().number(hours))


def _answers(rows: Sequence[Any]) -> str:
    return " · ".join(
        ", ".join(part for part in (_(_MESSAGES[row.kind]), _hours(row.hours), row.tell) if part) for row in rows
    )


def _expectations(answers: Sequence[tuple[str, str]]) -> str:
    return ngettext("{count} answer", "{count} answers", len(answers)).format(count=len(answers))


def _paid(mode: PriceMode) -> str:
    if mode is PriceMode.UNIT:
        return _("for each one")
    return _("one time") if mode is PriceMode.ONCE else _("in the fee")


def _format_name(code: str) -> str:
    name = POST_FORMAT_NAMES[PostFormat(code)] if code in set(PostFormat) else code
    return _(name)


_SAID: Final[dict[str, Callable[[Any], str]]] = {
    "language": lambda value: NAMES.get(value, value),
    "coverage_days": lambda value: days(value, spoken().language, is_short=True),
    "week_days": lambda value: days(value, spoken().language, is_short=True),
    "coverage_from": lambda value: spoken().clock(value),
    "coverage_to": lambda value: spoken().clock(value),
    "price_print": lambda value: _(PRICE_PRINT_NAMES[value]),
    "quantity_rule": lambda value: _(QUANTITY_RULE_NAMES[value]),
    "roll_over": lambda value: _(QUANTITY_RULE_NAMES[value]),
    "price_mode": _paid,
    "networks": lambda value: _listed(NETWORK_NAMES.get(one, one) for one in value),
    "formats": lambda value: _listed(map(_format_name, value)),
    "response_rows": _answers,
    "crisis_levels": _levels,
    "expectations": _expectations,
    "silence_is_yes": lambda value: _("Silence means yes") if value else _("Silence means nothing"),
}


# --- cells --------------------------------------------------------------------------------------------------------


def _old_cell(pieces: Iterable[Piece]) -> Cell:
    return _cell(pieces, PieceKind.REMOVED, Style.REMOVED)


def _new_cell(pieces: Iterable[Piece]) -> Cell:
    return _cell(pieces, PieceKind.ADDED, Style.ADDED)


def _cell(pieces: Iterable[Piece], kind: PieceKind, style: Style) -> Cell:
    """One side of a text; the spaces at the ends of what is marked are not marked with it."""
    spans: list[Span] = []
    for piece in pieces:
        if piece.kind is PieceKind.SAME:
            spans.append(Span(piece.text))
        elif piece.kind is kind:
            bare = piece.text.strip()
            at = piece.text.index(bare)
            parts = (Span(piece.text[:at]), Span(bare, style), Span(piece.text[at + len(bare) :]))
            spans += [part for part in parts if part.text]
    return tuple(spans)


def _treated(line: ScopeLine | None) -> Cell:
    if line is None or line.treatment is Treatment.INCLUDED:
        return ()
    return (BREAK, Span(f" {treatment_name(line.treatment)} ", Style.TAG))


def line_entry(change: LineChange, reads: Reader) -> ChangeEntry:
    """A line of both versions as a row."""
    if change.kind is ChangeKind.SAME and not change.is_moved:
        said: Cell = (Span(reads.sentence(change.line, is_new=True)), *_treated(change.line))
        return ChangeEntry(change.kind, said, said, (), change.lineage, is_changed=False)
    if change.kind is ChangeKind.ADDED:
        before: Cell = (Span(_("Was not there"), Style.QUIET),)
        after = (*_new_cell(change.words), *_treated(change.after))
    elif change.kind is ChangeKind.REMOVED:
        before = (*_old_cell(change.words), *_treated(change.before))
        after = (Span(_("Not there any more"), Style.QUIET),)
    else:
        before, after = _both_cells(change, reads)
    kind = ChangeKind.CHANGED if change.kind is ChangeKind.SAME else change.kind
    return ChangeEntry(kind, before, after, tuple(_effects(change, reads)), change.lineage)


def _both_cells(change: LineChange, reads: Reader) -> tuple[Cell, Cell]:
    pieces = change.words or (Piece(reads.sentence(change.line, is_new=True), PieceKind.SAME),)
    before: list[Span] = [*_old_cell(pieces)]
    after: list[Span] = [*_new_cell(pieces)]
    is_treated = any(one.field == "treatment" for one in change.fields)
    before += _marked(_treated(change.before), Style.REMOVED) if is_treated else _treated(change.before)
    after += _marked(_treated(change.after), Style.ADDED) if is_treated else _treated(change.after)
    says_all = any(piece.kind is not PieceKind.SAME for piece in pieces)
    for one in change.fields:
        if one.field in _SHOWN_ELSEWHERE or (one.field in {"title", "revision_rounds"} and says_all):
            continue
        label = Span(f"{_capital(_(LINE_FIELD_NAMES[one.field]))}: ", Style.QUIET)
        before += [BREAK, label, *_field_cell(one, reads, is_new=False)]
        after += [BREAK, label, *_field_cell(one, reads, is_new=True)]
    if change.is_moved and not change.fields:
        after += [BREAK, Span(_("Stands in another place"), Style.QUIET)]
    return tuple(before), tuple(after)


def _marked(cell: Cell, style: Style) -> Cell:
    return tuple(Span(span.text, style) if span.style is Style.TAG else span for span in cell)


def _field_cell(change: FieldChange, reads: Reader, *, is_new: bool) -> Cell:
    if change.words and change.before and change.after:
        return _new_cell(change.words) if is_new else _old_cell(change.words)
    value = reads.new_value(change) if is_new else reads.old_value(change)
    if value == NOTHING:
        return (Span(value, Style.QUIET),)
    return (Span(value, Style.ADDED if is_new else Style.REMOVED),)


def term_entry(change: FieldChange, reads: Reader) -> ChangeEntry:
    """A condition of both versions as a row."""
    name = _capital(_(TERM_FIELD_NAMES[change.field]))
    label = Span(f"{name}: ", Style.QUIET)
    before = (label, *_field_cell(change, reads, is_new=False))
    after = (label, *_field_cell(change, reads, is_new=True))
    return ChangeEntry(ChangeKind.CHANGED, before, after, (), f"{TERMS}.{change.field}")


def _effects(change: LineChange, reads: Reader) -> Iterable[Cell]:
    yield from _price_effect(change, reads)
    quantity = next((one for one in change.fields if one.field == "quantity"), None)
    if quantity is not None:
        yield (Span(f"{reads.old_value(quantity)} → ", Style.QUIET), Span(reads.new_value(quantity)))
    if change.own_minutes:
        hours = reads.number(round(abs(change.own_minutes) / _HOUR, 1))
        sign = "+" if change.own_minutes > 0 else "−"
        yield (Span(_("{sign} {hours} h of ours").format(sign=sign, hours=hours), Style.QUIET),)


def _price_effect(change: LineChange, reads: Reader) -> Iterable[Cell]:
    """What a line adds to the price or takes away; of an optional one, what it would cost."""
    was, now = _cost(change.before), _cost(change.after)
    if was != now:
        if _is_paid(change.before) and _is_paid(change.after):
            yield (Span(f"{reads.money(was)} → ", Style.QUIET), Span(reads.money(now)))
        else:
            yield (Span(f"{'+' if now > was else '−'} {reads.money(abs(now - was))}"),)
    before, after = _offered(change.before), _offered(change.after)
    if before != after:
        sign, cents = ("−", before) if after is None else ("+", after)
        yield (Span(_("{sign} {amount} opt.").format(sign=sign, amount=reads.money(cents or 0)), Style.QUIET),)


def _is_paid(line: ScopeLine | None) -> bool:
    return line is not None and line.is_included


def _offered(line: ScopeLine | None) -> int | None:
    """What an optional line would cost; none for another one."""
    return line_cents(line) if line is not None and line.treatment is Treatment.OPTIONAL else None


def _cost(line: ScopeLine | None) -> int:
    """What a line costs each month, or one time where it is paid so; nothing where it is not included."""
    if line is None or not line.is_included:
        return 0
    return line_cents(line) if is_paid_once(line) else monthly_cents(line)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- rows ---------------------------------------------------------------------------------------------------------


def entries_of(
    comparison: Comparison, reads: Reader, *, only_changes: bool, opened: Collection[str] = ()
) -> list[Entry]:
    """Heads, changes and folds, in the order in which they are shown.

    Args:
        comparison: The two versions.
        reads: How they are said.
        only_changes: Fold what is the same; else every line stands there.
        opened: Keys of folds that a person opened.
    """
    entries: list[Entry] = []
    resting: list[tuple[str, list[LineChange]]] = []
    for area, lines in _by_area(comparison.lines):
        changed = [line for line in lines if _is_change(line)]
        if changed or not only_changes:
            entries.append(HeadEntry(area, _area(area), len(changed)))
            entries += _lines_of(area, lines, changed, reads, only_changes=only_changes, opened=opened)
        else:
            resting.append((area, lines))
    if comparison.terms:
        entries.append(HeadEntry(TERMS, _("Conditions"), len(comparison.terms)))
        entries += [term_entry(change, reads) for change in comparison.terms]
    if resting:
        is_open = REST in opened
        names = " · ".join(_area(area) for area, _lines in resting)
        entries.append(FoldEntry(REST, _("Unchanged: {areas}").format(areas=names), is_open))
        for area, lines in resting if is_open else ():
            entries.append(HeadEntry(area, _area(area), 0))
            entries += [line_entry(line, reads) for line in lines]
    return entries


def _lines_of(
    area: str,
    lines: Sequence[LineChange],
    changed: Sequence[LineChange],
    reads: Reader,
    *,
    only_changes: bool,
    opened: Collection[str],
) -> Iterable[Entry]:
    is_open = area in opened
    shown = lines if not only_changes or is_open else changed
    yield from (line_entry(line, reads) for line in shown)
    same = len(lines) - len(changed)
    if only_changes and same:
        text = ngettext("{count} line unchanged", "{count} lines unchanged", same).format(count=same)
        yield FoldEntry(area, text, is_open)


def _is_change(line: LineChange) -> bool:
    return line.kind is not ChangeKind.SAME or line.is_moved


def _by_area(lines: Iterable[LineChange]) -> list[tuple[str, list[LineChange]]]:
    found: dict[str, list[LineChange]] = {}
    for line in lines:
        found.setdefault(line.area, []).append(line)
    return [*found.items()]


def _area(area: str) -> str:
    return area_name(area, spoken().language)
