"""The proof of an agreement: its versions, the chain of what happened, the files, and how to check them by hand."""

from __future__ import annotations

from collections.abc import Sequence

from cmdesk.domain.document_words import DocumentWords
from cmdesk.domain.reporting import ProofDocument, ProofEvent
from cmdesk.i18n import Speech
from cmdesk.reports.closing import history
from cmdesk.reports.comparison import masthead
from cmdesk.reports.frame import Furniture
from cmdesk.reports.layout import Box, Columns, Gap, Group, Rule, Stack, Together, section, spaced
from cmdesk.reports.parts import items
from cmdesk.reports.placed import Placed
from cmdesk.reports.signable import Attachment
from cmdesk.reports.style import (
    AMBER_TINT,
    AMBER_WORD,
    BODY,
    BODY_GREY,
    CELL_STRONG,
    GREEN,
    NOTE,
    PAPER,
    SMALL,
    STRONG,
    TABULAR,
    WIDTH,
    px,
)
from cmdesk.reports.tables import Column, table
from cmdesk.reports.text import Text

_HASH = SMALL.but(size=px(10.2), leading=px(14), font=SMALL.font + TABULAR, tracking=0)
_ATTACHED = "proof.json"


def proof_furniture(document: ProofDocument, speech: Speech) -> Furniture:
    """What stands around the text of a proof."""
    say = DocumentWords(speech.language)
    return Furniture(
        agency=document.agency,
        title=say("proof"),
        client=document.client.name,
        full_title=say("proof_title", client=document.client.name),
        day=document.issued,
    )


def proof_pages(document: ProofDocument, speech: Speech) -> list[Placed]:
    """The proof as pieces: the verdict, the versions, the chain, the files, and the rule for checking."""
    say = DocumentWords(speech.language, document.client.speaks_as)
    title = say("proof_title", client=document.client.name)
    head = masthead(document.agency, document.client, title, say("proof"), speech.day(document.issued))
    body = [
        _verdict(document),
        history(document.versions, say, has_lead=False),
        _hashes(say("proof_versions"), say("history_version"), document.contents, say),
        _events(document.events, say),
        _hashes(say("proof_evidence"), say("proof_file"), document.evidence, say),
        _rule(document, say),
    ]
    return [Stack(head, Gap(px(26)), *spaced(body))]


def _verdict(document: ProofDocument) -> list[Placed]:
    color, ground = (GREEN, PAPER) if document.is_good else (AMBER_WORD, AMBER_TINT)
    faults = [Gap(px(6)), items("minus", [Text(fault) for fault in document.faults], WIDTH - px(36))]
    words = Stack(Text(document.verdict, STRONG.but(color=color)), *(faults if document.faults else []))
    return [Box(words, ground, (px(12), px(18), px(12), px(18)))]


def _hashes(title: str, name: str, rows: Sequence[tuple[str, str]], say: DocumentWords) -> list[Placed]:
    if not rows:
        return []
    columns = [Column(name, CELL_STRONG, px(120)), Column(say("proof_hash"), _HASH)]
    return section(title, table(columns, [list(row) for row in rows]), gap=px(9))


def _events(events: Sequence[ProofEvent], say: DocumentWords) -> list[Placed]:
    if not events:
        return []
    return section(say("proof_events"), *(_event(event, say) for event in events), gap=px(9))


def _event(event: ProofEvent, say: DocumentWords) -> Placed:
    """What happened at the left, who and by which hashes at the right."""
    left = Stack(Text(event.title, STRONG), Text(event.when, SMALL))
    told: list[Placed] = [Text(line, BODY) for line in event.said]
    if not event.is_good:
        told.append(Text(say("proof_link_bad"), BODY.but(color=AMBER_WORD)))
    hashes = [Text(((f"{name}: ", True), (value, False)), _HASH) for name, value in event.hashes]
    right = Stack(*told, Gap(px(4)) if told else None, *hashes)
    row = Columns([(px(196), left), (WIDTH - px(212), right)], px(16))
    return Together(Group(Stack(Gap(px(9)), row, Gap(px(9)), Rule()), "Sect"))


def _rule(document: ProofDocument, say: DocumentWords) -> list[Placed]:
    if not document.rule:
        return []
    points = items("dot", [Text(text, NOTE.but(color=BODY.color)) for text in document.rule], WIDTH)
    attached: list[Placed] = []
    if document.data:
        about = say("proof_attached")
        attached = [Text(about, BODY_GREY), Attachment(document.data.encode("utf-8"), about, _ATTACHED)]
    return section(say("proof_rule"), points, *attached, gap=px(9))
