"""What differs between two versions of a scope, as a document of its own."""

from __future__ import annotations

from cmdesk.domain.document_words import DocumentWords
from cmdesk.domain.reporting import AgencyCard, ClientCard, ComparisonDocument
from cmdesk.i18n import Speech
from cmdesk.reports.closing import history
from cmdesk.reports.cover import letterhead
from cmdesk.reports.frame import Furniture
from cmdesk.reports.layout import Band, Columns, Gap, Stack, spaced
from cmdesk.reports.opening import changes_section
from cmdesk.reports.parts import Tile
from cmdesk.reports.placed import Placed
from cmdesk.reports.style import COVER_TEXT, REPORT_TITLE, WIDTH, palette, px
from cmdesk.reports.text import Heading, Text


def comparison_furniture(document: ComparisonDocument, speech: Speech) -> Furniture:
    """What stands around the text of a comparison."""
    say = DocumentWords(speech.language)
    return Furniture(
        agency=document.agency,
        title=say("comparison", old=document.old, new=document.new),
        client=document.client.name,
        full_title=say("comparison_title", client=document.client.name, old=document.old, new=document.new),
        day=document.issued,
    )


def comparison_pages(document: ComparisonDocument, speech: Speech) -> list[Placed]:
    """The comparison as pieces: what changes, then both versions with their days."""
    say = DocumentWords(speech.language, document.client.speaks_as)
    title = say("title_changes", client=document.client.name)
    below = say("comparison", old=document.old, new=document.new)
    head = masthead(document.agency, document.client, title, below, speech.day(document.issued))
    body = [
        changes_section(document.changes, document.currency, speech, say),
        history(document.versions, say, has_lead=False),
    ]
    return [Stack(head, Gap(px(26)), *spaced(body))]


def masthead(agency: AgencyCard, client: ClientCard, title: str, below: str, right: str) -> Band:
    """The tinted head of a short document: agency and day, then whose it is and what."""
    colours = palette(client.colour)
    tile = Columns(
        [
            (px(26), Tile(client.letters, colours, px(26), px(11))),
            (WIDTH - px(37), Text(f"{client.name} · {below}", COVER_TEXT.but(size=px(13.5), leading=px(20)))),
        ],
        px(11),
        is_centred=True,
    )
    words = Stack(
        letterhead((agency.logo, agency.name), right),
        Gap(px(44)),
        tile,
        Gap(px(12)),
        Columns([(px(640), Heading(title, REPORT_TITLE, tag="H1"))]),
    )
    return Band(words, colours.tint, (px(48), px(34)))
