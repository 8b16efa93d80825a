"""The scope as a client reads and signs it."""

from __future__ import annotations

from cmdesk.domain.document_words import DocumentWords
from cmdesk.domain.reporting import ScopeDocument
from cmdesk.domain.scope import ScopeStatus
from cmdesk.i18n import Speech
from cmdesk.reports.closing import expectations, glossary, history, signatures
from cmdesk.reports.conditions import (
    approval,
    assumptions,
    cost_section,
    crisis,
    needs,
    responses,
    terms,
    who_does_what,
)
from cmdesk.reports.cover import cover
from cmdesk.reports.frame import Furniture
from cmdesk.reports.layout import NewPage, Stack, inside, spaced
from cmdesk.reports.opening import accounts, aims, changes_section, one_page, people
from cmdesk.reports.placed import Placed
from cmdesk.reports.text import Heading
from cmdesk.reports.work import areas, criteria, offers_and_limits, quantities, rules


def scope_furniture(document: ScopeDocument, speech: Speech) -> Furniture:
    """What stands around the text of a scope."""
    _ = speech.gettext
    title = _("Scope of the service, version {number}").format(number=document.number)
    if document.status is ScopeStatus.DRAFT:
        title = DocumentWords(speech.language)("draft_title", title=title)
    return Furniture(
        agency=document.agency,
        title=title,
        client=document.client.name,
        full_title=_("What we will do for {client}, version {number}").format(
            client=document.client.name, number=document.number
        ),
        day=document.issued,
    )


def scope_pages(document: ScopeDocument, speech: Speech) -> list[Placed]:
    """The scope as pieces: cover, what changes, one page, then part by part; what is empty leaves no hole."""
    say = DocumentWords(speech.language, document.client.speaks_as)
    changed = changes_section(document.changed, document.cost.currency, speech, say)
    main = [
        people(document, say),
        aims(document, say),
        accounts(document, say),
        [*areas(document, speech), *offers_and_limits(document, speech, say)],
        quantities(document, speech, say),
        criteria(document, say),
        who_does_what(document, speech),
        responses(document, speech, say),
        crisis(document, say),
        approval(document, speech, say),
        needs(document, say),
        rules(document, say),
        cost_section(document, speech, say),
        assumptions(document, speech),
        terms(document, speech, say),
        expectations(document, say),
        signatures(document, speech, say),
        glossary(document, speech),
        history(document.history, say),
    ]
    body = Stack(*spaced(main))
    entries = [(part.title, part.anchor) for part in inside(body) if isinstance(part, Heading) and part.anchor]
    pages: list[Placed] = [*cover(document, speech)]
    for part in (changed, one_page(document, entries, say), [body]):
        if part:
            pages += [NewPage(), Stack(*part)]
    return pages
