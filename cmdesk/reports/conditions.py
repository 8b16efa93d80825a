"""How the work goes: who does what, how soon, how a yes is given, what it costs, what else holds."""

from __future__ import annotations

from typing import Any

from cmdesk.domain.document_words import DocumentWords
from cmdesk.domain.reporting import Cost, ScopeDocument, Term
from cmdesk.i18n import Speech
from cmdesk.reports.layout import Break, Columns, Gap, Rule, Stack, Together, section, shares
from cmdesk.reports.opening import DASH, PROSE_GAP, told_twice
from cmdesk.reports.parts import Steps, as_spoken, items
from cmdesk.reports.placed import Placed
from cmdesk.reports.style import (
    CELL,
    CELL_BOLD,
    CELL_GREY,
    HEADING,
    INK,
    LABEL,
    LEAD,
    LINE,
    NEW_PAGE,
    NOTE,
    SMALL,
    WIDTH,
    Type,
    brand,
    palette,
    px,
)
from cmdesk.reports.tables import Column, table
from cmdesk.reports.text import Heading, Text
from cmdesk.reports.work import pairs


def who_does_what(document: ScopeDocument, speech: Speech) -> list[Placed]:
    """What each side does, person by person."""
    _ = speech.gettext
    half = shares(2, px(30))
    sides = [
        (document.agency.name, document.agency_does, brand(document.agency.colour)),
        (document.client.name, document.client_does, palette(document.client.colour).text),
    ]
    if not (document.agency_does or document.client_does):
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
        if does
    ]
    return section(_("Who does what"), Together(Columns(cells, px(30))), gap=px(8), anchor="who")


def responses(document: ScopeDocument, speech: Speech, say: DocumentWords) -> list[Placed]:
    """How soon people are answered, by what they write, and who hears of it."""
    _, pgettext = speech.gettext, speech.pgettext
    if not document.responses:
        return []
    columns = [
        Column(say("if_somebody"), CELL, px(182)),
        Column(_("First answer"), CELL_BOLD),
        Column(pgettext("document", "Hours"), CELL_GREY),
    ]
    rows = [[row.case, row.first_answer, row.hours or DASH] for row in document.responses]
    if any(row.told for row in document.responses):
        columns.append(Column(_("Who hears of it"), CELL_GREY))
        for cells, row in zip(rows, document.responses, strict=True):
            cells.append(row.told or DASH)
    note = _("To answer is not always to solve: at times the first answer says who sees to it and when there is news.")
    return section(
        _("How soon we answer"),
        table(columns, rows),
        Gap(px(8)),
        Text(note, SMALL.but(leading=px(20))),
        gap=px(9),
        anchor="responses",
    )


def crisis(document: ScopeDocument, say: DocumentWords) -> list[Placed]:
    """The levels of crisis: how soon, who decides, and the first sentence to say."""
    if not document.crisis:
        return []
    columns = [Column(say("crisis_level"), CELL, px(190))]
    rows: list[list[Any]] = [[told_twice(level.name, level.example)] for level in document.crisis]
    told = [
        (say("crisis_within"), CELL_BOLD, [level.within for level in document.crisis]),
        (say("crisis_decides"), CELL, [level.decides for level in document.crisis]),
        (say("crisis_words"), CELL_GREY, [level.first_words for level in document.crisis]),
    ]
    for title, type_, texts in told:
        if any(texts):
            columns.append(Column(title, type_))
            for cells, text in zip(rows, texts, strict=True):
                cells.append(text or DASH)
    lead = Text(say("crisis_lead"), LEAD)
    return section(say("crisis"), lead, Gap(px(9)), table(columns, rows, gap=PROSE_GAP), anchor="crisis")


def approval(document: ScopeDocument, speech: Speech, say: DocumentWords) -> list[Placed]:
    """How a piece gets its yes, what a round is, and how this document itself is changed."""
    if document.approval is None:
        return []
    _ = speech.gettext
    steps = Steps(_approval_steps(document, speech), palette(document.client.colour))
    note = Text(_approval_note(document, speech, say), NOTE.but(leading=px(20)))
    change = document.change_procedure or _("A new version is made and signed. The one before it is kept.")
    if document.approval.extra_hour:
        change = f"{change} {document.approval.extra_hour}"
    more = [Term(say("round_meaning"), document.approval.round_meaning), Term(say("change_title"), change)]
    body = [Together(steps), Gap(px(12)), note, Gap(px(14)), *pairs([term for term in more if term.text])]
    return [Break(NEW_PAGE), *section(_("Changes and approvals"), *body, gap=px(12), anchor="approval")]


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


def _approval_note(document: ScopeDocument, speech: Speech, say: DocumentWords) -> str:
    _, pgettext = speech.gettext, speech.pgettext
    approval, client = document.approval, document.client
    assert approval is not None
    note = (
        say.counted("silence_yes", approval.silence_days)
        if approval.silence_is_yes and approval.silence_days
        else _("Without an answer in time, the piece counts as approved and goes out.")
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


def needs(document: ScopeDocument, say: DocumentWords) -> list[Placed]:
    """What the work needs from the client."""
    if not document.client_provides:
        return []
    points = items("dot", [Text(runs) for runs in document.client_provides], WIDTH)
    return section(say("need_title"), Text(say("need_lead"), LEAD), Gap(px(10)), points, anchor="needs")


def cost_section(document: ScopeDocument, speech: Speech, say: DocumentWords) -> list[Placed]:
    """What is paid in a month, once, and for what may be added; and how."""
    _ = speech.gettext
    half = shares(2, px(34))
    cost = document.cost
    title = Heading(_("What it costs"), HEADING, anchor="cost")
    money = Stack(title, Gap(px(7)), *_cost_rows(cost, speech, say, half))
    if not cost.payment:
        return [Together(Columns([(half, money)]))]
    payment = Stack(Heading(_("How it is paid"), HEADING), Gap(px(7)), Text(cost.payment))
    return [Together(Columns([(half, money), (half, payment)], px(34)))]


def _cost_rows(cost: Cost, speech: Speech, say: DocumentWords, width: float) -> list[Placed]:
    _ = speech.gettext

    def row(words: str, cents: int | str, type_: Type = CELL, rule: Rule | None = None) -> Stack:
        amount = Text(
            cents if isinstance(cents, str) else speech.money(cents, cost.currency).replace("-", "−"),
            (CELL_BOLD if type_ is CELL_BOLD else CELL).but(font=f"{type_.font}-Tabular", align="right"),
        )
        wide = min(amount.natural_width + 1, width * 0.6)
        cells = [(width - wide - px(8), Text(words, type_)), (wide, amount)]
        return Stack(Gap(px(8)), Columns(cells, px(8)), Gap(px(8)), rule or Rule())

    rows: list[Placed] = [row(_("Fee a month"), cost.fee_cents)]
    if cost.discount_cents:
        rows.append(row(_("Discount"), -cost.discount_cents))
    if cost.tax_points:
        words = _("{tax}, {rate}").format(tax=cost.tax_name, rate=speech.percent(cost.tax_points))
        rows.append(row(words, cost.tax_cents))
    rows.append(row(_("Total a month"), cost.total_cents, CELL_BOLD, Rule(INK, LINE)))
    rows += [row(_("Once: {title}").format(title=once.title), once.price_cents) for once in cost.once]
    if cost.once and cost.tax_points:
        rows += [Gap(px(6)), Text(say("once_tax", tax=cost.tax_name), SMALL)]
    rows += [row(say("optional_cost", title=title), price, CELL_GREY) for title, price in cost.optional]
    return rows


def assumptions(document: ScopeDocument, speech: Speech) -> list[Placed]:
    """What the price takes for granted."""
    _ = speech.gettext
    if not document.assumptions:
        return []
    return section(
        _("What we take for granted"),
        items("dot", [Text(text) for text in document.assumptions], WIDTH),
        gap=px(8),
        anchor="assumptions",
    )


def terms(document: ScopeDocument, speech: Speech, say: DocumentWords) -> list[Placed]:
    """How long it lasts and how it is left, whose the work is, what becomes of data, and the rest."""
    found = [
        Term(say("lasts"), document.lasts),
        Term(say("rights"), document.rights),
        Term(say("privacy"), document.privacy),
        *document.terms,
    ]
    shown = [term for term in found if term.text]
    title = speech.gettext("The rest, in few words")
    return section(title, *pairs(shown), gap=px(8), anchor="terms") if shown else []
