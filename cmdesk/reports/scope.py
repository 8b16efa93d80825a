"""The scope as a client reads and signs it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from babel.numbers import get_currency_symbol
from reportlab.platypus.flowables import Flowable

from cmdesk.domain.clients import Address
from cmdesk.domain.reporting import ClientCard, Cost, Party, QuantityRow, Runs, ScopeArea, ScopeDocument, Term
from cmdesk.domain.scope import PricePrint, ScopeStatus
from cmdesk.i18n import Speech
from cmdesk.reports.frame import COVER_HEIGHT, Furniture
from cmdesk.reports.layout import (
    Band,
    Box,
    Break,
    Columns,
    Gap,
    NewPage,
    Rule,
    SideBySide,
    Stack,
    Together,
    section,
    shares,
    spaced,
)
from cmdesk.reports.parts import Steps, Tile, figure_strip, items
from cmdesk.reports.pictures import Picture
from cmdesk.reports.style import (
    AREA_HEADING,
    BODY,
    BODY_GREY,
    BOX_HEADING,
    CELL,
    CELL_BOLD,
    CELL_GREY,
    CELL_NUMBER,
    CELL_STRONG,
    CELL_TABULAR,
    COVER_TEXT,
    COVER_TITLE,
    HEADING,
    HINT,
    INK,
    LABEL,
    LEAD,
    LIGHT_GREY,
    LINE,
    NOTE,
    PAPER,
    PAPER_DARK,
    PETROL_TINT,
    SMALL,
    STRONG,
    TERM,
    TERM_HEAD,
    TINY,
    WIDTH,
    Type,
    brand,
    palette,
    px,
)
from cmdesk.reports.signable import TickField
from cmdesk.reports.tables import Column, table
from cmdesk.reports.text import Heading, Text

_NEW_PAGE = px(440)  # a main part begins on a new page when less than this is left
_DASH = "—"


def scope_furniture(document: ScopeDocument, speech: Speech) -> Furniture:
    """What stands around the text of a scope."""
    _ = speech.gettext
    return Furniture(
        agency=document.agency,
        title=_("Scope of the service, version {number}").format(number=document.number),
        client=document.client.name,
        full_title=_("What we will do for {client}, version {number}").format(
            client=document.client.name, number=document.number
        ),
        day=document.issued,
    )


def scope_pages(document: ScopeDocument, speech: Speech) -> list[Flowable]:
    """The scope as pieces: the cover, then what we do, what it costs, how we work, and the signatures."""
    main = [
        _changed(document, speech),
        [*_areas(document, speech), *_boxes(document, speech)],
        _quantities(document, speech),
        _who_does_what(document, speech),
        _responses(document, speech),
        _approval(document, speech),
        _cost(document, speech),
        _assumptions(document, speech),
        _terms(document, speech),
        _glossary(document, speech),
    ]
    signatures = [Gap(px(28)), *_signatures(document, speech)]
    return [*_cover(document, speech), NewPage(), Stack(*spaced(main), *signatures)]


def letterhead(agency_row: tuple[bytes | None, str], right: str) -> Columns:
    """Logo and name of the agency at the left, a few words at the right."""
    logo, name = agency_row
    note = Text(right, SMALL.but(leading=px(26), align="right"))
    wide = min(note.natural_width + 1, WIDTH * 0.5)
    cells: list[tuple[float, Flowable]] = []
    left = WIDTH - wide - px(9)
    if logo:
        picture = Picture(logo, px(26), px(90))
        if picture.image:
            cells.append((picture.width, picture))
            left -= picture.width + px(9)
    cells += [(left, Text(name, LABEL)), (wide, note)]
    return Columns(cells, px(9), least=px(26), is_centred=True)


def _cover(document: ScopeDocument, speech: Speech) -> list[Flowable]:
    """The cover with as much air as it can have and stay one page."""
    cover = _airy_cover(document, speech, 1.0)
    for air in (0.75, 0.5, 0.25):
        if cover.wrap(WIDTH, COVER_HEIGHT)[1] <= COVER_HEIGHT:
            break
        cover = _airy_cover(document, speech, air)
    return [cover]


def _airy_cover(document: ScopeDocument, speech: Speech, air: float) -> Stack:
    _ = speech.gettext
    colours = palette(document.client.colour)
    introduction = document.introduction or _(
        "This document says, in plain words, what we do each month, what we do not, "
        "how soon we answer and what it costs."
    )
    title = _("What we will do for {client}").format(client=document.client.name)
    head = Stack(
        letterhead((document.agency.logo, document.agency.name), _status_line(document, speech)),
        Gap(px(122) * air),
        Tile(document.client.letters, colours, px(46), px(19)),
        Gap(px(22)),
        Columns([(px(600), Heading(title, _cover_type(title), tag="H1"))]),
        Gap(px(14)),
        Columns([(px(500), Text(introduction, COVER_TEXT))]),
    )
    foot = Text(_version_line(document, speech), SMALL.but(leading=px(20)))
    band = Band(head, colours.tint, (px(56) * max(air, 0.5), px(38)), least=px(560) * air, foot=foot)
    figures = [(figure.value, figure.caption) for figure in document.figures]
    pieces: list[tuple[float, list[Flowable]]] = [
        (40, [figure_strip(figures)] if figures else []),
        (44, _parties(document, speech)),
        (24, _dates(document, speech)),
        (36, _changes(document, speech)),
    ]
    below: list[Flowable] = []
    for gap, piece in pieces:
        below += [Gap(px(gap) * air), *piece] if piece else []
    return Stack(band, *below)


def _cover_type(title: str) -> Type:
    """A long name gets a smaller title, so that the cover stays one page."""
    for size in (1.0, 0.8, 0.64, 0.5):
        type_ = COVER_TITLE.but(size=COVER_TITLE.size * size, leading=COVER_TITLE.leading * size)
        title_text = Text(title, type_)
        if title_text.least_width <= px(600) and title_text.wrap(px(600), 0)[1] <= px(230):
            return type_
    return COVER_TITLE.but(size=COVER_TITLE.size * 0.5, leading=COVER_TITLE.leading * 0.5)


def _status_line(document: ScopeDocument, speech: Speech) -> str:
    _ = speech.gettext
    words = {
        ScopeStatus.DRAFT: _("Draft · {day}"),
        ScopeStatus.SENT: _("Proposal · {day}"),
        ScopeStatus.AGREED: _("Agreed · {day}"),
        ScopeStatus.SUPERSEDED: _("Replaced by a newer version · {day}"),
        ScopeStatus.ENDED: _("Ended · {day}"),
        ScopeStatus.WITHDRAWN: _("Withdrawn · {day}"),
        ScopeStatus.DECLINED: _("Declined · {day}"),
    }
    return words[document.status].format(day=speech.day(document.issued))


def _version_line(document: ScopeDocument, speech: Speech) -> str:
    _ = speech.gettext
    if document.replaces is None:
        return _("Version {number}").format(number=document.number)
    old, day = document.replaces
    return _("Version {number} · replaces version {old} of {day}").format(
        number=document.number, old=old, day=speech.day(day)
    )


def _parties(document: ScopeDocument, speech: Speech) -> list[Flowable]:
    pgettext = speech.pgettext
    half = shares(2, px(40))
    agency, client = document.agency, document.client
    reader = _party(document.to, client.legal_name or client.name, (client.address, client.tax_id))
    writer = _party(document.sender, agency.name, (agency.address, agency.tax_id))
    pair = [(pgettext("document", "For"), reader), (pgettext("document", "From"), writer)]
    return [Columns([(half, Stack(Text(title, LABEL), Gap(px(5)), party)) for title, party in pair], px(40))]


def _party(party: Party, firm: str, legal: Iterable[str]) -> Stack:
    """A person with what stands below the name, and the legal data that is not among it yet."""
    lines = [line for text in (*party.lines, *legal) for line in text.splitlines() if line.strip()]
    return Stack(Text(party.name or firm, BODY), *(Text(line, BODY_GREY) for line in dict.fromkeys(lines)))


def _dates(document: ScopeDocument, speech: Speech) -> list[Flowable]:
    _, pgettext = speech.gettext, speech.pgettext
    days = [
        (pgettext("document", "Starts"), document.first_day),
        (pgettext("document", "Ends"), document.last_day),
        (_("Price valid until"), document.valid_until),
    ]
    cells = [
        (shares(2, px(40)), Stack(Text(title, LABEL), Gap(px(5)), Text(speech.day(day), BODY)))
        for title, day in days
        if day is not None
    ]
    rows = [Columns(cells[i : i + 2], px(40)) for i in range(0, len(cells), 2)]
    return spaced([[row] for row in rows], px(16))


def _changes(document: ScopeDocument, speech: Speech) -> list[Flowable]:
    _ = speech.gettext
    if not document.changes:
        return []
    cells = [(px(118), Text(_("What changes"), LABEL)), (WIDTH - px(132), Text(document.changes, BODY))]
    return [Rule(), Gap(px(15)), Columns(cells, px(14))]


def _changed(document: ScopeDocument, speech: Speech) -> list[Flowable]:
    _, pgettext = speech.gettext, speech.pgettext
    if not document.changed:
        return []
    columns = [
        Column(pgettext("document", "Before"), CELL_GREY),
        Column(pgettext("document", "Now"), CELL_STRONG),
        Column(_a_month(document.cost, speech), CELL_NUMBER),
    ]
    rows = [
        (line.before or _DASH, line.now or _DASH, _difference(line.difference_cents, speech))
        for line in document.changed
    ]
    return section(_("What changes"), table(columns, rows), gap=px(9))


def _difference(cents: int | None, speech: Speech) -> str:
    if cents is None:
        return _DASH
    return f"+{speech.amount(cents)}" if cents > 0 else speech.amount(cents).replace("-", "−")


def _areas(document: ScopeDocument, speech: Speech) -> list[Flowable]:
    _ = speech.gettext
    if not document.areas:
        return []
    lead = (
        _("Each line is a commitment. In brackets, the person who does it.")
        if any(sentence.who for area in document.areas for sentence in area.sentences)
        else _("Each line is a commitment.")
    )
    blocks = [_area(area, document) for area in document.areas]
    return [Heading(_("What we will do"), HEADING), Gap(px(5)), Text(lead, LEAD), Gap(px(16)), *blocks]


def _area(area: ScopeArea, document: ScopeDocument) -> Stack:
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
    return Stack(Rule(), Gap(px(13)), row, Gap(px(8)))


def _boxes(document: ScopeDocument, speech: Speech) -> list[Flowable]:
    pgettext = speech.pgettext
    client = document.client
    wish = as_spoken(
        client,
        pgettext("tu", "If you want, also"),
        pgettext("vosotros", "If you want, also"),
        pgettext("usted", "If you want, also"),
    )
    surprise = as_spoken(
        client,
        pgettext("tu", "If you need something that is not here, you get a price before we start. No surprises."),
        pgettext("vosotros", "If you need something that is not here, you get a price before we start. No surprises."),
        pgettext("usted", "If you need something that is not here, you get a price before we start. No surprises."),
    )
    optional = [Text(_offer(line.title, line.price, line.unit)) for line in document.optional]
    excluded = [Text(title) for title in document.excluded]
    count = bool(optional) + bool(excluded)
    room = shares(max(1, count), px(26)) - px(36)
    boxes = [
        Box(Stack(Heading(title, BOX_HEADING), Gap(px(5)), items(sign, texts, room)), ground, _BOX)
        for title, sign, texts, ground in (
            (wish, "plus", optional, PETROL_TINT),
            (pgettext("document", "Not included"), "minus", excluded, PAPER_DARK),
        )
        if texts
    ]
    shown: list[Flowable] = [Gap(px(20)), SideBySide(boxes, px(26))] if boxes else []
    return [*shown, Gap(px(12)), Text(surprise, SMALL.but(leading=px(20)))]


_BOX = (px(15), px(18), px(10), px(18))


def _offer(title: str, price: str, unit: str) -> Runs:
    """'A newsletter a month: **€95** each'."""
    if not price:
        return ((title, False),)
    return ((f"{title}: ", False), (price, True), (f" {unit}" if unit else "", False))


def as_spoken(client: ClientCard, tu: str, vosotros: str, usted: str) -> str:
    """The sentence as this client is spoken to."""
    return {Address.TU: tu, Address.VOSOTROS: vosotros, Address.USTED: usted}[client.speaks_as]


def _quantities(document: ScopeDocument, speech: Speech) -> list[Flowable]:
    _, pgettext = speech.gettext, speech.pgettext
    if not document.quantities:
        return []
    cost = document.cost
    columns = [
        Column(pgettext("document", "What"), CELL_STRONG, px(228)),
        Column(_("How much"), CELL_TABULAR),
        Column(pgettext("document", "When"), CELL_GREY),
        Column(pgettext("document", "Changes"), CELL_GREY),
        Column(pgettext("document", "Who"), CELL_GREY),
    ]
    rows = [[row.title, row.quantity, row.when or _DASH, row.rounds or _DASH, row.who] for row in document.quantities]
    if cost.printing is PricePrint.LINE:
        columns.append(Column(_a_month(cost, speech), CELL_NUMBER))
        for cells, row in zip(rows, document.quantities, strict=True):
            cells.append(_DASH if row.price_cents is None else speech.amount(row.price_cents))
    groups = _area_prices(document.quantities, speech) if cost.printing is PricePrint.AREA else []
    printed_table = table(columns, rows, groups=groups, last=_fee_row(cost, speech))
    return [Break(_NEW_PAGE), *section(_("How much, when and at what price"), printed_table, gap=px(9))]


def _area_prices(rows: Sequence[QuantityRow], speech: Speech) -> list[tuple[int, Flowable]]:
    """A row above each area, with what the area costs in a month."""
    groups = []
    for i, row in enumerate(rows):
        if i and rows[i - 1].area == row.area:
            continue
        cents = sum(other.price_cents or 0 for other in rows if other.area == row.area)
        groups.append((i, _sum_row(row.area, speech.amount(cents), CELL_BOLD)))
    return groups


def _fee_row(cost: Cost, speech: Speech) -> Flowable:
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


def _who_does_what(document: ScopeDocument, speech: Speech) -> list[Flowable]:
    _ = speech.gettext
    half = shares(2, px(30))
    client_does = (*document.client_does, *(((text, False),) for text in document.client_provides))
    sides = [
        (document.agency.name, document.agency_does, brand(document.agency.colour)),
        (document.client.name, client_does, palette(document.client.colour).text),
    ]
    if not (document.agency_does or client_does):
        return []
    cells = [
        (
            half,
            Stack(
                Rule(color, px(2.5)),
                Gap(px(10)),
                Text(name, LABEL),
                Gap(px(5)),
                items("tick", [Text(runs) for runs in does], half),
            ),
        )
        for name, does, color in sides
    ]
    return section(_("Who does what"), Together(Columns(cells, px(30))), gap=px(8))


def _responses(document: ScopeDocument, speech: Speech) -> list[Flowable]:
    _, pgettext = speech.gettext, speech.pgettext
    if not document.responses:
        return []
    columns = [
        Column(pgettext("document", "What"), CELL, px(182)),
        Column(_("First answer"), CELL_BOLD),
        Column(pgettext("document", "Hours"), CELL_GREY),
    ]
    rows = [[row.case, row.first_answer, row.hours or _DASH] for row in document.responses]
    if any(row.told for row in document.responses):
        columns.append(Column(_("Who hears of it"), CELL_GREY))
        for cells, row in zip(rows, document.responses, strict=True):
            cells.append(row.told or _DASH)
    note = _("To answer is not always to solve: at times the first answer says who sees to it and when there is news.")
    return section(
        _("How soon we answer"), table(columns, rows), Gap(px(8)), Text(note, SMALL.but(leading=px(20))), gap=px(9)
    )


def _approval(document: ScopeDocument, speech: Speech) -> list[Flowable]:
    if document.approval is None:
        return []
    _ = speech.gettext
    steps = Steps(_approval_steps(document, speech), palette(document.client.colour))
    note = Text(_approval_note(document, speech), NOTE.but(leading=px(20)))
    return [Break(_NEW_PAGE), *section(_("Changes and approvals"), Together(steps), Gap(px(12)), note, gap=px(12))]


def _approval_steps(document: ScopeDocument, speech: Speech) -> list[tuple[str, str]]:
    _, ngettext, pgettext = speech.gettext, speech.ngettext, speech.pgettext
    approval, client = document.approval, document.client
    assert approval is not None
    look = as_spoken(
        client, pgettext("tu", "You look"), pgettext("vosotros", "You look"), pgettext("usted", "You look")
    )
    ask = as_spoken(
        client,
        pgettext("tu", "You ask for changes"),
        pgettext("vosotros", "You ask for changes"),
        pgettext("usted", "You ask for changes"),
    )
    agree = as_spoken(
        client, pgettext("tu", "You say yes"), pgettext("vosotros", "You say yes"), pgettext("usted", "You say yes")
    )
    proposed = (
        _("The month's calendar, before day {day}").format(day=approval.propose_by_day)
        if approval.propose_by_day
        else _("The month's calendar, before it begins")
    )
    days = ngettext("{count} working day for each piece", "{count} working days for each piece", approval.answer_days)
    rounds = ngettext("Up to {count} round for each post", "Up to {count} rounds for each post", approval.rounds)
    return [
        (_("We propose"), proposed),
        (
            look,
            days.format(count=approval.answer_days) if approval.answer_days else _("Each piece, before it goes out"),
        ),
        (ask, rounds.format(count=approval.rounds) if approval.rounds else _("Before the day it goes out")),
        (agree, _("By mail or by word; we write it down")),
        (_("We publish"), _("At the agreed hour")),
    ]


def _approval_note(document: ScopeDocument, speech: Speech) -> str:
    _, pgettext = speech.gettext, speech.pgettext
    approval, client = document.approval, document.client
    assert approval is not None
    note = (
        _("Without an answer in time, the piece counts as approved and goes out.")
        if approval.silence_is_yes
        else as_spoken(
            client,
            pgettext("tu", "Without an answer in time, the piece waits. We publish nothing without your yes."),
            pgettext("vosotros", "Without an answer in time, the piece waits. We publish nothing without your yes."),
            pgettext("usted", "Without an answer in time, the piece waits. We publish nothing without your yes."),
        )
    )
    if approval.round_price_cents is None:
        return note
    price = speech.money(approval.round_price_cents, document.cost.currency, short=True)
    return f"{note} {_('Each round more costs {price}.').format(price=price)}"


def _cost(document: ScopeDocument, speech: Speech) -> list[Flowable]:
    _ = speech.gettext
    half = shares(2, px(34))
    cost = document.cost
    money = Stack(Heading(_("What it costs"), HEADING), Gap(px(7)), *_cost_rows(cost, speech, half))
    if not cost.payment:
        return [Together(Columns([(half, money)]))]
    payment = Stack(Heading(_("How it is paid"), HEADING), Gap(px(7)), Text(cost.payment))
    return [Together(Columns([(half, money), (half, payment)], px(34)))]


def _cost_rows(cost: Cost, speech: Speech, width: float) -> list[Flowable]:
    _ = speech.gettext

    def row(words: str, cents: int, type_: Type = CELL, rule: Rule | None = None) -> Stack:
        amount = Text(
            speech.money(cents, cost.currency).replace("-", "−"),
            (CELL_BOLD if type_ is CELL_BOLD else CELL).but(font=f"{type_.font}-Tabular", align="right"),
        )
        wide = min(amount.natural_width + 1, width * 0.6)
        cells = [(width - wide - px(8), Text(words, type_)), (wide, amount)]
        return Stack(Gap(px(8)), Columns(cells, px(8)), Gap(px(8)), rule or Rule())

    rows: list[Flowable] = [row(_("Fee a month"), cost.fee_cents)]
    if cost.discount_cents:
        rows.append(row(_("Discount"), -cost.discount_cents))
    if cost.tax_points:
        words = _("{tax}, {rate}").format(tax=cost.tax_name, rate=speech.percent(cost.tax_points))
        rows.append(row(words, cost.tax_cents))
    rows.append(row(_("Total a month"), cost.total_cents, CELL_BOLD, Rule(INK, LINE)))
    rows += [row(_("Once: {title}").format(title=once.title), once.price_cents) for once in cost.once]
    return rows


def _assumptions(document: ScopeDocument, speech: Speech) -> list[Flowable]:
    _ = speech.gettext
    if not document.assumptions:
        return []
    return section(
        _("What we take for granted"), items("dot", [Text(text) for text in document.assumptions], WIDTH), gap=px(8)
    )


def _terms(document: ScopeDocument, speech: Speech) -> list[Flowable]:
    _ = speech.gettext
    change = document.change_procedure or _("A new version is made and signed. The one before it is kept.")
    terms = [
        Term(_("How long it lasts"), _duration(document, speech)),
        *document.terms,
        Term(_("Changes to this document"), change),
    ]
    return section(_("The rest, in few words"), *_pairs([term for term in terms if term.text]), gap=px(8))


def _duration(document: ScopeDocument, speech: Speech) -> str:
    _, ngettext = speech.gettext, speech.ngettext
    if document.last_day is not None and document.first_day is not None:
        return _("From {first} to {last}.").format(
            first=speech.day(document.first_day), last=speech.day(document.last_day)
        )
    if not document.notice_days:
        return _("From month to month.")
    return ngettext(
        "From month to month. Either side may leave with {count} day's notice.",
        "From month to month. Either side may leave with {count} days' notice.",
        document.notice_days,
    ).format(count=document.notice_days)


def _glossary(document: ScopeDocument, speech: Speech) -> list[Flowable]:
    _ = speech.gettext
    return section(_("Words that are used here"), *_pairs(document.glossary), gap=px(8)) if document.glossary else []


def _pairs(terms: Iterable[Term]) -> list[Flowable]:
    """Short texts under their headings, two beside each other."""
    half = shares(2, px(34))
    cells = [(half, Stack(Text(term.title, TERM_HEAD), Text(term.text, TERM))) for term in terms]
    return spaced([[Columns(cells[i : i + 2], px(34))] for i in range(0, len(cells), 2)], px(8))


def _signatures(document: ScopeDocument, speech: Speech) -> list[Flowable]:
    _, pgettext = speech.gettext, speech.pgettext
    room = WIDTH - px(48)
    half = shares(2, px(34), room)
    is_open = document.agreement is None
    ticks = _ticks(document, room) if is_open else []
    sides = [
        (document.to.name, document.client.legal_name or document.client.name),
        (document.sender.name, document.agency.name),
    ]
    lines = Columns([(half, _signature(name, firm, speech, is_open=is_open)) for name, firm in sides], px(34))
    block = Stack(
        Heading(pgettext("document", "Agreed"), HEADING),
        Gap(px(2)),
        Text(_agreed_words(document, speech), TERM.but(leading=px(20), color=BODY_GREY.color)),
        *ticks,
        Gap(px(58) if is_open else px(30)),
        lines,
    )
    box = Box(block, PAPER, (px(20), px(24), px(22), px(24)), radius=px(8))
    mark = Text(
        _(
            "Fingerprint of this version: v{number} · {fingerprint} · If one word changes, the fingerprint changes."
        ).format(number=document.number, fingerprint=document.fingerprint),
        TINY,
    )
    return [Together(Stack(box, *([Gap(px(11)), mark] if document.fingerprint else [])))]


def _agreed_words(document: ScopeDocument, speech: Speech) -> str:
    _, pgettext = speech.gettext, speech.pgettext
    agreement = document.agreement
    if agreement is not None:
        sentence = (
            _("{name} agreed to version {number} on {day}, {means}.")
            if agreement.means
            else _("{name} agreed to version {number} on {day}.")
        )
        return sentence.format(
            name=agreement.name, number=document.number, day=speech.day(agreement.day), means=agreement.means
        )
    words = (
        _("With these signatures, version {number} holds from {day}.").format(
            number=document.number, day=speech.day(document.first_day)
        )
        if document.first_day
        else _("With these signatures, version {number} holds.").format(number=document.number)
    )
    if not document.optional:
        return words
    tick = as_spoken(
        document.client,
        pgettext("tu", "Tick the extras you want."),
        pgettext("vosotros", "Tick the extras you want."),
        pgettext("usted", "Tick the extras you want."),
    )
    return f"{words} {tick}"


def _ticks(document: ScopeDocument, room: float) -> list[Flowable]:
    """A box to tick for each extra, as many on a line as fit."""
    rows: list[list[tuple[float, Flowable]]] = [[]]
    used = 0.0
    for line in document.optional:
        price = f", {line.price} {line.unit}".rstrip() if line.price else ""
        label = Text(f"{line.short or line.title}{price}", TERM.but(leading=px(20)))
        wide = min(label.natural_width + 1, room - px(20))
        if rows[-1] and used + wide + px(42) > room:
            rows.append([])
            used = 0
        rows[-1] += [(px(13), TickField("x", "y")), (wide + px(15), label)]
        used += wide + px(42)
    return [Gap(px(12)), *spaced([[Columns(row, px(7))] for row in rows if row], px(6))]


def _signature(name: str, firm: str, speech: Speech, *, is_open: bool) -> Stack:
    _ = speech.gettext
    date_and_place = Text(_("Date and place:"), HINT.but(leading=px(20)))
    beside = date_and_place.natural_width + px(4)
    line = Stack(Gap(px(15)), Rule(LIGHT_GREY, px(0.8)))
    return Stack(
        Rule(INK, px(1.3)),
        Gap(px(6)),
        Text(name or firm, STRONG),
        Text(firm, BODY_GREY) if name else None,
        *([Gap(px(4)), Columns([(beside, date_and_place), (px(123), line)])] if is_open else []),
    )
