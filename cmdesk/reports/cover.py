"""The cover of a scope: whose it is, for whom, what stands where, and the numbers that matter."""

from __future__ import annotations

from collections.abc import Iterable

from cmdesk.domain.document_words import DocumentWords
from cmdesk.domain.reporting import Party, ScopeDocument
from cmdesk.domain.scope import ScopeStatus
from cmdesk.i18n import Speech
from cmdesk.reports.frame import COVER_HEIGHT
from cmdesk.reports.layout import Band, Box, Columns, Gap, Rule, Stack, shares, spaced
from cmdesk.reports.parts import Tile, figure_strip
from cmdesk.reports.pictures import Picture
from cmdesk.reports.placed import Placed
from cmdesk.reports.style import (
    AMBER_TINT,
    AMBER_WORD,
    BODY,
    BODY_GREY,
    COVER_TEXT,
    COVER_TITLE,
    LABEL,
    SMALL,
    WIDTH,
    Type,
    palette,
    px,
)
from cmdesk.reports.text import Heading, Text


def letterhead(agency_row: tuple[bytes | None, str], right: str) -> Columns:
    """Logo and name of the agency at the left, a few words at the right."""
    logo, name = agency_row
    note = Text(right, SMALL.but(leading=px(26), align="right"))
    wide = min(note.natural_width + 1, WIDTH * 0.5)
    cells: list[tuple[float, Placed]] = []
    left = WIDTH - wide - px(9)
    if logo:
        picture = Picture(logo, px(26), px(90))
        if picture.image:
            cells.append((picture.width, picture))
            left -= picture.width + px(9)
    cells += [(left, Text(name, LABEL)), (wide, note)]
    return Columns(cells, px(9), least=px(26), is_centred=True)


def cover(document: ScopeDocument, speech: Speech) -> list[Placed]:
    """The cover with as much air as it can have and stay one page."""
    made = _airy_cover(document, speech, 1.0)
    for air in (0.75, 0.5, 0.25):
        if made.wrap(WIDTH, COVER_HEIGHT)[1] <= COVER_HEIGHT:
            break
        made = _airy_cover(document, speech, air)
    return [made]


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
    pieces: list[tuple[float, list[Placed]]] = [
        (40, [figure_strip(figures)] if figures else []),
        (44, _parties(document, speech)),
        (24, _dates(document, speech)),
        (28, _draft_note(document, speech)),
        (36, _changes(document, speech)),
    ]
    below: list[Placed] = []
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
    return words[document.status].format(day=speech.day(document.since or document.issued))


def _version_line(document: ScopeDocument, speech: Speech) -> str:
    _ = speech.gettext
    if document.replaces is None:
        return _("Version {number}").format(number=document.number)
    old, day = document.replaces
    return _("Version {number} · replaces version {old} of {day}").format(
        number=document.number, old=old, day=speech.day(day)
    )


def _parties(document: ScopeDocument, speech: Speech) -> list[Placed]:
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


def _dates(document: ScopeDocument, speech: Speech) -> list[Placed]:
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


def _draft_note(document: ScopeDocument, speech: Speech) -> list[Placed]:
    if document.status is not ScopeStatus.DRAFT:
        return []
    note = DocumentWords(speech.language, document.client.speaks_as)("draft_note")
    return [Box(Text(note, BODY.but(color=AMBER_WORD)), AMBER_TINT, (px(10), px(16), px(10), px(16)))]


def _changes(document: ScopeDocument, speech: Speech) -> list[Placed]:
    _ = speech.gettext
    if not document.changes:
        return []
    cells = [
        (px(118), Text(_("What changes"), LABEL, to="changes" if document.changed else "")),
        (WIDTH - px(132), Text(document.changes, BODY)),
    ]
    return [Rule(), Gap(px(15)), Columns(cells, px(14))]
