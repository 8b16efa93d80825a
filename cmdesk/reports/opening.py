"""How a scope opens: what changes, the whole on one page, the people, the aims, the accounts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from babel.numbers import get_currency_symbol

from cmdesk.domain.document_words import DocumentWords
from cmdesk.domain.reporting import AccountRow, ChangedLine, Changes, ScopeDocument
from cmdesk.i18n import Speech
from cmdesk.reports.frame import PageNumbers
from cmdesk.reports.layout import Box, Columns, Gap, Rule, Size, Stack, section, shares, spaced
from cmdesk.reports.parts import items
from cmdesk.reports.placed import Placed
from cmdesk.reports.style import (
    AREA_HEADING,
    CELL,
    CELL_BOLD,
    CELL_GREY,
    CELL_NUMBER,
    CELL_STRONG,
    CELL_TABULAR,
    HEADING,
    LABEL,
    LEAD,
    LINK,
    NOTE,
    PAGE_ROOM,
    PAPER,
    PAPER_DARK,
    PETROL_TINT,
    RUNNING,
    SMALL,
    TERM,
    WIDTH,
    palette,
    px,
)
from cmdesk.reports.tables import Column, table
from cmdesk.reports.text import Heading, Text, draw_line

DASH = "—"
PROSE_GAP = px(16)  # between columns of sentences
_ROW = px(19)
_BOX = (px(14), px(16), px(8), px(16))


# --- what changes -------------------------------------------------------------------------------


def changes_section(changes: Changes | None, currency: str, speech: Speech, say: DocumentWords) -> list[Placed]:
    """What a version changes: in numbers, line by line, and in its conditions."""
    if changes is None:
        return []
    lead = " ".join(filter(None, (changes.lead, say("changes_marks") if changes.lines else say("changes_none"))))
    body: list[list[Placed]] = [
        [Text(lead, LEAD)],
        _changed_lines(changes.lines, currency, speech, say),
        _unchanged(changes, say),
        _changed_sums(changes, say),
        _changed_terms(changes, say),
    ]
    return section(say("changes"), *spaced(body, px(18)), anchor="changes")


def _changed_lines(lines: Sequence[ChangedLine], currency: str, speech: Speech, say: DocumentWords) -> list[Placed]:
    if not lines:
        return []
    columns = [
        Column(say("change_what_line"), CELL_GREY, px(64)),
        Column(say("change_before"), CELL_GREY),
        Column(say("change_now"), CELL),
    ]
    rows: list[list[Any]] = [[say(_KINDS[line.kind]), line.before or DASH, line.now or DASH] for line in lines]
    if any(line.difference_cents for line in lines):
        symbol = get_currency_symbol(currency[:3], locale=speech.locale)
        columns.append(Column(say("change_month", currency=symbol), CELL_NUMBER))
        for cells, line in zip(rows, lines, strict=True):
            cells.append(difference_words(line.difference_cents, speech))
    return [table(columns, rows, gap=PROSE_GAP)]


_KINDS = {"added": "change_new", "removed": "change_gone", "changed": "change_line"}


def difference_words(cents: int | None, speech: Speech) -> str:
    """A difference with its sign; a dash where there is none."""
    if not cents:
        return DASH
    return f"+{speech.amount(cents)}" if cents > 0 else speech.amount(cents).replace("-", "−")


def _unchanged(changes: Changes, say: DocumentWords) -> list[Placed]:
    if not changes.unchanged or not changes.lines:
        return []
    return [Text(say.counted("change_none_counted", changes.unchanged), SMALL)]


def _changed_sums(changes: Changes, say: DocumentWords) -> list[Placed]:
    if not changes.sums:
        return []
    columns = [
        Column(say("change_sums"), CELL_STRONG),
        Column(say("change_before"), CELL_NUMBER.but(color=CELL_GREY.color)),
        Column(say("change_now"), CELL_NUMBER),
        Column(say("difference"), CELL_BOLD.but(font=f"{CELL_BOLD.font}-Tabular", align="right")),
    ]
    return [table(columns, [[row.title, row.before, row.now, row.difference] for row in changes.sums])]


def _changed_terms(changes: Changes, say: DocumentWords) -> list[Placed]:
    if not changes.terms:
        return []
    columns = [
        Column(say("change_what"), CELL_STRONG, px(140)),
        Column(say("change_before"), CELL_GREY),
        Column(say("change_now"), CELL),
    ]
    rows = [[row.title, row.before or DASH, row.now or DASH] for row in changes.terms]
    return [*section(say("change_terms"), table(columns, rows, gap=PROSE_GAP), type_=AREA_HEADING, level=1)]


# --- one page -----------------------------------------------------------------------------------


class Contents(PageNumbers):
    """Where each part of the document begins: a click leads there."""

    def __init__(self, entries: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.entries = entries
        self.numbers: dict[str, int] = {}
        self._origins = [object() for _entry in entries]
        self.width = 0.0

    def wrap(self, width: float, _height: float) -> Size:
        """Two columns."""
        self.width, self.height = width, _ROW * self._rows
        return width, self.height

    @property
    def _rows(self) -> int:
        return -(-len(self.entries) // 2)

    def place(self, canvas: Any, x: float, y: float) -> None:
        """Each title with its page."""
        gap = px(34)
        each = shares(2, gap, self.width)
        with canvas.part("TOC", self):
            for i, (title, anchor) in enumerate(self.entries):
                left = x + i // self._rows * (each + gap)
                top = y + self.height - i % self._rows * _ROW
                canvas.begin_words("TOCI", self._origins[i])
                number = str(self.numbers.get(anchor, ""))
                draw_line(canvas, title, TERM.but(color=LINK), left, top, each - px(34))
                canvas.end_words("TOCI")
                canvas.begin_words("TOCI", self._origins[i])
                draw_line(canvas, number, TERM.but(align="right", color=RUNNING.color), left, top, each)
                canvas.end_words("TOCI")
                low, high = canvas.absolutePosition(left, top - _ROW), canvas.absolutePosition(left + each, top)
                canvas.link_to(anchor, title, (*low, *high))


def one_page(document: ScopeDocument, entries: Sequence[tuple[str, str]], say: DocumentWords) -> list[Placed]:
    """The scope in plain words, on one page whatever its length."""
    summary = document.summary
    if not (summary.will or summary.wont or summary.needs):
        return []
    made = _page(document, entries, say, 6, 6)
    for per_area, points in ((4, 6), (3, 5), (2, 5), (1, 4), (1, 3)):
        if made.wrap(WIDTH, PAGE_ROOM)[1] <= PAGE_ROOM:
            break
        made = _page(document, entries, say, per_area, points)
    return [made]


def _page(
    document: ScopeDocument, entries: Sequence[tuple[str, str]], say: DocumentWords, per_area: int, points: int
) -> Stack:
    summary = document.summary
    will = [Text(_area_in_short(title, lines, per_area, say), TERM) for title, lines in summary.will]
    cells = [
        Stack(Heading(title, AREA_HEADING, level=1), Gap(px(6)), items(sign, texts, room))
        for title, sign, texts, room in _columns(document, say, points)
    ]
    grounds = (PAPER_DARK, PAPER, PETROL_TINT)
    boxes = [Box(cell, ground, _BOX, least=0) for cell, ground in zip(cells, grounds, strict=False)]
    gap = px(14)
    wide = shares(max(1, len(boxes)), gap)
    least = max((box.wrap(wide, 0)[1] for box in boxes), default=0)
    for box in boxes:
        box.least = least
    parts: list[list[Placed]] = [
        [
            Heading(say("page"), HEADING, anchor="page"),
            Gap(px(5)),
            Text(say("page_lead"), LEAD),
        ],
        [Stack(Rule(palette(document.client.colour).text, px(2.5)), Gap(px(10)),
               Heading(say("will"), AREA_HEADING, level=1), Gap(px(7)), items("tick", will, WIDTH))] if will else [],
        [Columns([(wide, box) for box in boxes], gap)] if boxes else [],
        [Stack(Text(say("where"), LABEL), Gap(px(5)), Contents(entries))] if entries else [],
    ]  # fmt: skip
    return Stack(*spaced(parts, px(18)))


def _columns(document: ScopeDocument, say: DocumentWords, points: int) -> list[tuple[str, str, list[Placed], float]]:
    summary = document.summary
    wont: list[Placed] = [Text(text, TERM) for text in summary.wont[:points]]
    rest = summary.wont_more + max(0, len(summary.wont) - points)
    if wont and rest:
        wont.append(Text(say.counted("wont_more", rest, section=say("excluded")), TERM, to="excluded"))
    found: list[tuple[str, str, list[Placed]]] = [
        (say("wont"), "minus", wont),
        (say("need"), "dot", [Text(text, TERM) for text in summary.needs[:points]]),
        (say("hear"), "dot", [Text(text, TERM) for text in summary.hears[:points]]),
    ]
    found = [column for column in found if column[2]]
    room = shares(max(1, len(found)), px(14)) - px(32)
    return [(title, sign, texts, room) for title, sign, texts in found]


def _area_in_short(title: str, lines: Sequence[str], most: int, say: DocumentWords) -> tuple[tuple[str, bool], ...]:
    shown = [*lines[:most]]
    if len(lines) > most:
        shown.append(say.counted("more", len(lines) - most))
    return ((f"{title}: ", True), (f"{'; '.join(shown)}.", False))


# --- people, aims, accounts -----------------------------------------------------------------------


def people(document: ScopeDocument, say: DocumentWords) -> list[Placed]:
    """Who approves, who stands in, who signs, who is called, and whom to ask."""
    sides = [
        (say("at_client", client=document.client.name), document.client_people),
        (say("at_agency", agency=document.agency.name), document.agency_people),
    ]
    rows = [(name, row) for name, people_ in sides for row in people_]
    if not rows:
        return []
    columns = [
        Column(say("people_who"), CELL, px(190)),
        Column(say("people_does"), CELL),
        Column(say("people_reach"), CELL_GREY),
    ]
    groups = []
    for i, (name, _row) in enumerate(rows):
        if not i or rows[i - 1][0] != name:
            groups.append((i, Stack(Gap(px(10)), Text(name, CELL_BOLD, tag="TD"), Gap(px(6)), Rule())))
    cells: list[list[Any]] = [
        [told_twice(row.name, row.job_title), "\n".join(row.does), "\n".join(row.reach) or DASH] for _name, row in rows
    ]
    return section(say("people"), table(columns, cells, groups=groups), gap=px(9), anchor="people")


def told_twice(name: str, more: str) -> tuple[tuple[str, bool], ...]:
    """A name in bold, and a few words below it."""
    return ((name, True), (f"\n{more}" if more else "", False))


def aims(document: ScopeDocument, say: DocumentWords) -> list[Placed]:
    """What the work is for, by which numbers it is looked at, and whom it speaks to."""
    body: list[list[Placed]] = []
    if document.aims:
        titles = [
            (say("aim"), CELL_STRONG, [row.aim for row in document.aims]),
            (say("aim_measure"), CELL_GREY, [row.measure for row in document.aims]),
            (say("aim_baseline"), CELL_TABULAR, [row.baseline for row in document.aims]),
            (say("aim_target"), CELL_TABULAR, [row.target for row in document.aims]),
            (say("aim_by"), CELL_GREY, [row.by for row in document.aims]),
        ]
        shown = [column for column in titles if any(column[2])]
        rows = [[cells[i] or DASH for _title, _type, cells in shown] for i in range(len(document.aims))]
        printed = table([Column(title, type_) for title, type_, _cells in shown], rows)
        body.append([Stack(printed, Gap(px(8)), Text(say("aims_note"), SMALL.but(leading=px(20))))])
    if document.audiences:
        texts = [Text(((one.title, True), (f": {one.text}" if one.text else "", False))) for one in document.audiences]
        body.append(section(say("audiences"), items("dot", texts, WIDTH), type_=AREA_HEADING, level=1))
    if document.voice and not body:
        return section(say("voice"), Text(document.voice), anchor="aims")
    if document.voice:
        body.append(section(say("voice"), Text(document.voice), type_=AREA_HEADING, level=1))
    return section(say("aims"), *spaced(body, px(16)), gap=px(9), anchor="aims")


def accounts(document: ScopeDocument, say: DocumentWords) -> list[Placed]:
    """The accounts by their exact handles; any other is an extra."""
    if not document.accounts:
        return []
    columns = [Column(say("account_network"), CELL_STRONG, px(96)), Column(say("account_handle"), CELL)]
    rows: list[list[Any]] = [[row.network, _account(row)] for row in document.accounts]
    if any(row.purpose for row in document.accounts):
        columns.append(Column(say("account_purpose"), CELL_GREY))
        for cells, row in zip(rows, document.accounts, strict=True):
            cells.append(row.purpose or DASH)
    note = Text(say("accounts_note"), NOTE.but(leading=px(20)))
    return section(say("accounts"), table(columns, rows), Gap(px(8)), note, gap=px(9), anchor="accounts")


def _account(row: AccountRow) -> Text:
    """The handle and where it is; both lead there."""
    where = re.sub(r"^https?://(www\.)?", "", row.url.strip()).rstrip("/")
    words = "\n".join(filter(None, (row.handle, where))) or DASH
    return Text(words, CELL.but(color=LINK) if row.url else CELL, link=row.url.strip(), tag="TD")
