"""How a scope ends: the expectation test, the signatures, the words it explains, and its history."""

from __future__ import annotations

from collections.abc import Sequence

from cmdesk.domain.document_words import DocumentWords
from cmdesk.domain.reporting import HistoryRow, ScopeDocument
from cmdesk.domain.scope import ScopeStatus
from cmdesk.domain.signing import AGREE, DAY, NAME, ROLE, extra_field
from cmdesk.i18n import Speech
from cmdesk.reports.layout import Box, Break, Columns, Gap, Rule, Stack, Together, section, shares, spaced
from cmdesk.reports.parts import Tick
from cmdesk.reports.placed import Placed
from cmdesk.reports.signable import Attachment, SignatureField, TextField, TickField
from cmdesk.reports.style import (
    BODY_GREY,
    CELL,
    CELL_BOLD,
    CELL_GREY,
    CELL_STRONG,
    CELL_TABULAR,
    HEADING,
    HINT,
    INK,
    LEAD,
    LIGHT_GREY,
    PAPER,
    STRONG,
    TERM,
    TINY,
    WIDTH,
    px,
)
from cmdesk.reports.tables import Column, table
from cmdesk.reports.text import Heading, Text
from cmdesk.reports.work import pairs

_PADDING = (px(20), px(24), px(22), px(24))
_ANSWERS = {"included": "answer_included", "excluded": "answer_excluded", "extra": "answer_extra"}


def expectations(document: ScopeDocument, say: DocumentWords) -> list[Placed]:
    """Questions that show what the client takes for granted, with the answer of this document."""
    if not document.expectations:
        return []
    columns = [Column(say("test_question"), CELL), Column(say("test_answer"), CELL_BOLD, px(110))]
    rows = [[row.question, say(_ANSWERS[row.answer])] for row in document.expectations]
    return [
        Break(px(300)),
        *section(say("test"), Text(say("test_lead"), LEAD), Gap(px(9)), table(columns, rows), anchor="test"),
    ]


def glossary(document: ScopeDocument, speech: Speech) -> list[Placed]:
    """The words that are used and that a client may not know."""
    if not document.glossary:
        return []
    title = speech.gettext("Words that are used here")
    return section(title, *pairs(document.glossary), gap=px(8), anchor="glossary")


def history(rows: Sequence[HistoryRow], say: DocumentWords, *, has_lead: bool = True) -> list[Placed]:
    """The versions with their days and fingerprints."""
    if not rows:
        return []
    columns = [Column(say("history_version"), CELL_STRONG)]
    cells = [[row.version] for row in rows]
    told = [
        (say("history_state"), CELL, [row.state for row in rows]),
        (say("history_sent"), CELL_GREY, [row.sent for row in rows]),
        (say("history_agreed"), CELL_GREY, [row.agreed for row in rows]),
        (say("history_force"), CELL_GREY, [row.in_force for row in rows]),
        (say("history_print"), CELL_TABULAR, [row.fingerprint for row in rows]),
    ]
    for title, type_, texts in told:
        if any(texts):
            columns.append(Column(title, type_))
            for line, text in zip(cells, texts, strict=True):
                line.append(text or "—")
    lead = [Text(say("history_lead"), LEAD), Gap(px(9))] if has_lead and len(rows) > 1 else [Gap(px(4))]
    return section(say("history"), *lead, table(columns, cells), anchor="history")


# --- signatures -------------------------------------------------------------------------------------


def signatures(document: ScopeDocument, speech: Speech, say: DocumentWords) -> list[Placed]:
    """Where both sides agree: fields to fill on the screen or by hand while the version waits for its answer."""
    pgettext = speech.pgettext
    room = WIDTH - px(48)
    is_open = document.agreement is None
    block = Stack(
        Heading(pgettext("document", "Agreed"), HEADING, anchor="signatures"),
        Gap(px(2)),
        Text(_agreed_words(document, speech), TERM.but(leading=px(20), color=BODY_GREY.color)),
        *_taken(document, say),
        *(_form(document, say, room) if is_open else []),
        Gap(px(22) if is_open else px(30)),
        _names(document, speech, say, room, is_open=is_open),
    )
    return [Together(Stack(Box(block, PAPER, _PADDING, radius=px(8)), *_marks(document, speech, say)))]


def _taken(document: ScopeDocument, say: DocumentWords) -> list[Placed]:
    if document.agreement is None or not document.accepted:
        return []
    return [Gap(px(4)), Text(say("accepted", titles=", ".join(document.accepted)), TERM.but(leading=px(20)))]


def _marks(document: ScopeDocument, speech: Speech, say: DocumentWords) -> list[Placed]:
    """The fingerprint, and the data that it is made of."""
    found: list[Placed] = []
    if document.fingerprint:
        words = speech.gettext(
            "Fingerprint of this version: v{number} · {fingerprint} · If one word changes, the fingerprint changes."
        ).format(number=document.number, fingerprint=document.fingerprint)
        found += [Gap(px(11)), Text(words, TINY)]
    if document.data:
        about = say("attached")
        found += [Text(about, TINY), Attachment(document.data.encode("utf-8"), about)]
    return found


def _is_waiting(document: ScopeDocument) -> bool:
    return document.status is ScopeStatus.SENT and document.agreement is None


def _box(document: ScopeDocument, name: str, label: str) -> Placed:
    """A box to tick: on the screen while the version waits, else with a pen."""
    return TickField(name, label) if _is_waiting(document) else Tick()


def _form(document: ScopeDocument, say: DocumentWords, room: float) -> list[Placed]:
    """'I agree', what may be added, and name, post and day."""
    agree = Columns(
        [(px(13), _box(document, AGREE, say("i_agree"))), (room - px(22), Text(say("i_agree"), STRONG))], px(9)
    )
    third = shares(3, px(20), room)
    fields = [(NAME, "field_name", "about_name"), (ROLE, "field_role", "about_role"), (DAY, "field_day", "about_day")]
    lines = [
        (third, Stack(Text(say(title), HINT.but(leading=px(18))), _line(document, name, say(about))))
        for name, title, about in fields
    ]
    return [
        Gap(px(3)),
        Text(say("fill_lead"), HINT.but(leading=px(17))),
        Gap(px(12)),
        agree,
        *_extras(document, say, room),
        Gap(px(14)),
        Columns(lines, px(20)),
    ]


def _line(document: ScopeDocument, name: str, about: str) -> Placed:
    return TextField(name, about) if _is_waiting(document) else Stack(Gap(px(25)), Rule(LIGHT_GREY, px(0.8)))


def _extras(document: ScopeDocument, say: DocumentWords, room: float) -> list[Placed]:
    """A box to tick for each extra, as many on a line as fit."""
    if not document.optional:
        return []
    rows: list[list[tuple[float, Placed]]] = [[]]
    used = 0.0
    for line in document.optional:
        price = f", {line.price} {line.unit}".rstrip() if line.price else ""
        words = f"{line.short or line.title}{price}"
        label = Text(words, TERM.but(leading=px(20)))
        wide = min(label.natural_width + 1, room - px(20))
        if rows[-1] and used + wide + px(42) > room:
            rows.append([])
            used = 0
        rows[-1] += [(px(13), _box(document, extra_field(line.lineage), words)), (wide + px(15), label)]
        used += wide + px(42)
    lead = Text(say("extras_lead"), TERM.but(leading=px(20)))
    return [Gap(px(10)), lead, Gap(px(4)), *spaced([[Columns(row, px(7))] for row in rows if row], px(6))]


def _names(document: ScopeDocument, speech: Speech, say: DocumentWords, room: float, *, is_open: bool) -> Columns:
    half = shares(2, px(34), room)
    client = document.client.legal_name or document.client.name
    left: list[Placed] = []
    right: list[Placed] = []
    if is_open:
        title = HINT.but(leading=px(18))
        waiting = SignatureField(say("about_signature"), height=px(58)) if _is_waiting(document) else Gap(px(58))
        left = [Text(say("field_signature"), title), waiting, Gap(px(8))]
        right = [Text(say("field_signature"), title), Gap(px(58)), Gap(px(8))]
    left += [*_signature(document.to.name, client, speech, has_day=False)]
    right += [*_signature(document.sender.name, document.agency.name, speech, has_day=is_open)]
    return Columns([(half, Stack(*left)), (half, Stack(*right))], px(34))


def _signature(name: str, firm: str, speech: Speech, *, has_day: bool) -> list[Placed]:
    lines: list[Placed] = [Rule(INK, px(1.3)), Gap(px(6)), Text(name or firm, STRONG)]
    if name and name != firm:
        lines.append(Text(firm, BODY_GREY))
    if has_day:
        words = Text(speech.gettext("Date and place:"), HINT.but(leading=px(20)))
        beside = words.natural_width + px(4)
        rule = Stack(Gap(px(15)), Rule(LIGHT_GREY, px(0.8)))
        lines += [Gap(px(4)), Columns([(beside, words), (px(123), rule)])]
    return lines


def _agreed_words(document: ScopeDocument, speech: Speech) -> str:
    _ = speech.gettext
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
    return (
        _("With these signatures, version {number} holds from {day}.").format(
            number=document.number, day=speech.day(document.first_day)
        )
        if document.first_day
        else _("With these signatures, version {number} holds.").format(number=document.number)
    )
