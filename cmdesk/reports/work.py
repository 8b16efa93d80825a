"""What is done, what may be added, what is not included, and how much of each at what price."""

from __future__ import annotations

from collections.abc import Sequence

from babel.numbers import get_currency_symbol

from cmdesk.domain.document_words import DocumentWords
from cmdesk.domain.reporting import Cost, LeftOut, QuantityRow, Runs, ScopeArea, ScopeDocument, Term
from cmdesk.domain.scope import PricePrint
from cmdesk.i18n import Speech
from cmdesk.reports.layout import (
    Box,
    Break,
    Columns,
    Gap,
    Rule,
    SideBySide,
    Stack,
    Together,
    section,
    shares,
    spaced,
)
from cmdesk.reports.opening import DASH
from cmdesk.reports.parts import as_spoken, items
from cmdesk.reports.placed import Placed
from cmdesk.reports.style import (
    AREA_HEADING,
    BOX_HEADING,
    CELL_BOLD,
    CELL_GREY,
    CELL_NUMBER,
    CELL_STRONG,
    CELL_TABULAR,
    HEADING,
    HINT,
    LEAD,
    NEW_PAGE,
    PAPER_DARK,
    PETROL_TINT,
    SMALL,
    TERM,
    TERM_HEAD,
    WIDTH,
    Type,
    palette,
    px,
)
from cmdesk.reports.tables import Column, table
from cmdesk.reports.text import Heading, Text

_BOX = (px(15), px(18), px(10), px(18))
_SHORT = 6  # sentences of an area that stay on one page


def areas(document: ScopeDocument, speech: Speech) -> list[Placed]:
    """What is included, area by area, a sentence for each line."""
    _ = speech.gettext
    if not document.areas:
        return []
    lead = (
        _("Each line is a commitment. In brackets, the person who does it.")
        if any(sentence.who for area in document.areas for sentence in area.sentences)
        else _("Each line is a commitment.")
    )
    blocks = [_area(area, document) for area in document.areas]
    title = Heading(_("What we will do"), HEADING, anchor="areas")
    return [Break(px(300)), title, Gap(px(5)), Text(lead, LEAD, clings=True), Gap(px(16)), *blocks]


def _area(area: ScopeArea, document: ScopeDocument) -> Placed:
    colours = palette(document.client.colour)
    right = WIDTH - px(164)
    title = Stack(
        Heading(area.title, AREA_HEADING.but(color=colours.text), level=1),
        Gap(px(2)),
        Columns([(px(136), Text(area.hint, HINT))]) if area.hint else None,
    )
    sentences = [
        Together(Text((*sentence.runs, (f" ({sentence.who})", False)) if sentence.who else sentence.runs))
        for sentence in area.sentences
    ]
    row = Columns([(px(142), Together(title)), (right, items("tick", sentences, right))], px(22))
    block = Stack(Rule(), Gap(px(13)), row, Gap(px(8)))
    return Together(block) if len(area.sentences) <= _SHORT else block


# --- what may be added, and what is not there -----------------------------------------------------


def offers_and_limits(document: ScopeDocument, speech: Speech, say: DocumentWords) -> list[Placed]:
    """What may be added and what is not included: side by side where both are short, else one after the other."""
    pgettext, client = speech.pgettext, document.client
    surprise = as_spoken(
        client,
        pgettext("tu", "If you need something that is not here, you get a price before we start. No surprises."),
        pgettext("vosotros", "If you need something that is not here, you get a price before we start. No surprises."),
        pgettext("usted", "If you need something that is not here, you get a price before we start. No surprises."),
    )
    note = [Gap(px(12)), Text(surprise, SMALL.but(leading=px(20)))]
    is_short = not document.excluded_others and not document.excluded_beside
    if is_short and len(document.excluded) <= _FEW and len(document.optional) <= _FEW:
        return [*_side_by_side(document, speech, say), *note]
    offered = _offers(document, speech, WIDTH)
    left_out = _left_out(document, say)
    parts: list[list[Placed]] = [[Box(offered, PETROL_TINT, _BOX)] if offered else [], left_out]
    return [Gap(px(20)), *spaced(parts, px(29)), *note]


_FEW = 10


def _side_by_side(document: ScopeDocument, speech: Speech, say: DocumentWords) -> list[Placed]:
    room = shares(2 if document.optional and document.excluded else 1, px(26))
    boxes = []
    offered = _offers(document, speech, room)
    if offered:
        boxes.append(Box(offered, PETROL_TINT, _BOX))
    if document.excluded:
        texts = [Text(_left_out_runs(line, say)) for line in document.excluded]
        title = Heading(say("excluded"), BOX_HEADING, anchor="excluded")
        boxes.append(Box(Stack(title, Gap(px(5)), items("minus", texts, room - px(36))), PAPER_DARK, _BOX))
    return [Gap(px(20)), SideBySide(boxes, px(26))] if boxes else []


def _offers(document: ScopeDocument, speech: Speech, room: float) -> Stack | None:
    if not document.optional:
        return None
    pgettext = speech.pgettext
    wish = as_spoken(
        document.client,
        pgettext("tu", "If you want, also"),
        pgettext("vosotros", "If you want, also"),
        pgettext("usted", "If you want, also"),
    )
    texts = [Text(_offer(line.title, line.price, line.unit)) for line in document.optional]
    return Stack(Heading(wish, BOX_HEADING, anchor="optional"), Gap(px(5)), items("plus", texts, room - px(36)))


def _offer(title: str, price: str, unit: str) -> Runs:
    """'A newsletter a month: **€95** each'."""
    if not price:
        return ((title, False),)
    return ((f"{title}: ", False), (price, True), (f" {unit}" if unit else "", False))


def _left_out_runs(line: LeftOut, say: DocumentWords) -> Runs:
    """'A photo session. It can be added for **€180**.'."""
    if not line.price:
        return ((line.title, False),)
    return ((f"{line.title}. {say('can_be_added')}", False), (line.price, True), (".", False))


def _left_out(document: ScopeDocument, say: DocumentWords) -> list[Placed]:
    """What is not included: what many expect in full, the rest in a paragraph for each area."""
    body: list[list[Placed]] = []
    if document.excluded:
        texts = [Text(_left_out_runs(line, say)) for line in document.excluded]
        half = shares(2, px(26), WIDTH - px(36))
        middle = -(-len(texts) // 2)
        lists = [items("minus", part, half) for part in (texts[:middle], texts[middle:]) if part]
        body.append([Together(Box(Columns([(half, part) for part in lists], px(26)), PAPER_DARK, _BOX))])
    if document.excluded_beside:
        lines: list[Runs] = [((f"{one.title}: ", True), (one.text, False)) for one in document.excluded_beside]
        body.append(_small(say("excluded_beside"), lines))
    if document.excluded_others:
        lines = [
            ((f"{title}: ", True), (f"{'; '.join(map(_lower, titles))}.", False))
            for title, titles in document.excluded_others
        ]
        body.append(_small(say("excluded_others"), lines))
    if not body:
        return []
    lead = Text(say("excluded_lead"), LEAD)
    return section(say("excluded"), lead, Gap(px(14)), *spaced(body, px(16)), anchor="excluded")


def _small(title: str, paragraphs: Sequence[Runs]) -> list[Placed]:
    lines = [Together(Stack(Text(runs, TERM), Gap(px(5)))) for runs in paragraphs]
    return [Heading(title, AREA_HEADING, level=1), Gap(px(6)), *lines]


def _lower(text: str) -> str:
    text = text.strip().rstrip(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


# --- how much ---------------------------------------------------------------------------------------


def quantities(document: ScopeDocument, speech: Speech, say: DocumentWords) -> list[Placed]:
    """The included lines as a table, with as much of the prices as the scope says."""
    _, pgettext = speech.gettext, speech.pgettext
    if not document.quantities:
        return []
    cost = document.cost
    columns = [Column(pgettext("document", "What"), CELL_STRONG, px(228)), Column(_("How much"), CELL_TABULAR)]
    rows = [[row.title, row.quantity] for row in document.quantities]
    told = [
        (pgettext("document", "When"), [row.when for row in document.quantities]),
        (pgettext("document", "Changes"), [row.rounds for row in document.quantities]),
        (pgettext("document", "Who"), [row.who for row in document.quantities]),
    ]
    for title, texts in told:
        if any(texts):
            columns.append(Column(title, CELL_GREY))
            for cells, text in zip(rows, texts, strict=True):
                cells.append(text or DASH)
    if cost.printing is PricePrint.LINE:
        columns.append(Column(_a_month(cost, speech), CELL_NUMBER))
        for cells, row in zip(rows, document.quantities, strict=True):
            cells.append(_price(row.price_cents, speech, say))
    groups = _area_prices(document.quantities, speech) if cost.printing is PricePrint.AREA else []
    printed_table = table(columns, rows, groups=groups, last=_fee_row(cost, speech))
    return [
        Break(NEW_PAGE),
        *section(_("How much, when and at what price"), printed_table, gap=px(9), anchor="quantities"),
    ]


def _price(cents: int | None, speech: Speech, say: DocumentWords) -> str:
    if cents is None:
        return DASH
    return speech.amount(cents) if cents else say("in_fee")


def _area_prices(rows: Sequence[QuantityRow], speech: Speech) -> list[tuple[int, Placed]]:
    """A row above each area, with what the area costs in a month."""
    groups: list[tuple[int, Placed]] = []
    for i, row in enumerate(rows):
        if i and rows[i - 1].area == row.area:
            continue
        cents = sum(other.price_cents or 0 for other in rows if other.area == row.area)
        groups.append((i, _sum_row(row.area, speech.amount(cents), CELL_BOLD)))
    return groups


def _fee_row(cost: Cost, speech: Speech) -> Placed:
    _ = speech.gettext
    words = _("Fee a month, before {tax}").format(tax=cost.tax_name) if cost.tax_points else _("Fee a month")
    return Together(_sum_row(words, speech.amount(cost.fee_cents), CELL_BOLD.but(size=px(15)), has_rule=False))


def _sum_row(words: str, amount: str, type_: Type, *, has_rule: bool = True) -> Stack:
    number = Text(amount, type_.but(font=f"{type_.font}-Tabular", align="right"))
    wide = min(number.natural_width + 1, WIDTH / 2)
    cells = [(WIDTH - wide, Text(words, CELL_BOLD)), (wide, number)]
    return Stack(Gap(px(10)), Columns(cells, is_centred=True), Gap(px(8)), Rule() if has_rule else None)


def _a_month(cost: Cost, speech: Speech) -> str:
    _ = speech.gettext
    return _("{currency} a month").format(currency=get_currency_symbol(cost.currency[:3], locale=speech.locale))


def criteria(document: ScopeDocument, say: DocumentWords) -> list[Placed]:
    """When each line counts as done."""
    if not document.criteria:
        return []
    return section(say("done"), *pairs(document.criteria), gap=px(8), anchor="done")


def rules(document: ScopeDocument, say: DocumentWords) -> list[Placed]:
    """What becomes of what is not used, and what more than agreed costs."""
    if document.rules is None:
        return []
    body: list[Placed] = [Text(document.rules.lead)]
    if document.rules.over:
        body += [Gap(px(5)), Text(document.rules.over)]
    if document.rules.rows:
        columns = [Column(say("rule_line"), CELL_STRONG, px(228)), Column(say("rule_unused"), CELL_GREY)]
        rows = [[row.title, row.unused] for row in document.rules.rows]
        if any(row.more for row in document.rules.rows):
            columns.append(Column(say("rule_more"), CELL_NUMBER))
            for cells, row in zip(rows, document.rules.rows, strict=True):
                cells.append(row.more or DASH)
        body += [Gap(px(14)), table(columns, rows)]
    return section(say("rules"), *body, gap=px(8), anchor="rules")


def pairs(terms: Sequence[Term]) -> list[Placed]:
    """Short texts under their headings, two beside each other."""
    half = shares(2, px(34))
    cells = [
        (half, Together(Stack(Text(term.title, TERM_HEAD) if term.title else None, Text(term.text, TERM))))
        for term in terms
    ]
    return spaced([[Columns(cells[i : i + 2], px(34))] for i in range(0, len(cells), 2)], px(8))
