"""What the comparison of two versions and the proof of an agreement say, gathered from the workspace."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from cmdesk.domain.document_words import DocumentWords
from cmdesk.domain.errors import NotFound
from cmdesk.domain.proof import Link, Proof
from cmdesk.domain.reporting import ComparisonDocument, ProofDocument, ProofEvent
from cmdesk.domain.scope import EVENT_NAMES, MEANS_NAMES, Means, short_fingerprint
from cmdesk.i18n import Speech, speech
from cmdesk.i18n import gettext as _
from cmdesk.services.action import acting
from cmdesk.services.clients import client
from cmdesk.services.proof import proof
from cmdesk.services.reading import scope_versions
from cmdesk.services.scope_changes import ChangeWriter
from cmdesk.services.scope_document import agency_card, client_card, history_row


def comparison_document(
    session: Session, client_id: int, old_id: int, new_id: int, language: str | None = None
) -> tuple[ComparisonDocument, str]:
    """What one version of a client's scope changes against another, as a document, and its language.

    Raises:
        NotFound: There is no such client, or one of the versions is not its own.
    """
    sheet = client(session, client_id)
    known = {version.id: version for version in scope_versions(session, client_id)}
    if old_id not in known or new_id not in known:
        raise NotFound(_("This version of the scope is not there any more."))
    old, new = known[old_id], known[new_id]
    words = speech(language or new.terms.language)
    facts = new.facts or old.facts
    say = DocumentWords(words.language, facts.address if facts else sheet.address)
    document = ComparisonDocument(
        agency=agency_card(session),
        client=client_card(sheet, facts),
        old=old.number,
        new=new.number,
        issued=acting(session).today,
        currency=new.terms.currency,
        changes=ChangeWriter(old, new, words, say).changes(
            say("comparison_lead", old=old.number, new=new.number)
        ),
        versions=(history_row(old, words, say), history_row(new, words, say)),
    )  # fmt: skip
    return document, words.language


def proof_document(session: Session, client_id: int, language: str | None = None) -> tuple[ProofDocument, str]:
    """The proof of what was agreed with a client as a document, and its language.

    Raises:
        NotFound: There is no such client, or nothing was ever sent to it.
    """
    found = proof(session, client_id)
    sheet = client(session, client_id)
    words = speech(language or sheet.language)
    say = DocumentWords(words.language, sheet.address)
    sent = {one.id for one in found.versions}
    versions = [version for version in scope_versions(session, client_id) if version.id in sent]
    key = "proof_verdict_good" if found.is_good else "proof_verdict_bad"
    document = ProofDocument(
        agency=agency_card(session),
        client=client_card(sheet),
        issued=found.made_on,
        verdict=say(key, day=words.day(found.made_on)),
        is_good=found.is_good,
        faults=tuple(f"{fault.what}: {fault.where}" for fault in found.faults),
        versions=tuple(history_row(version, words, say) for version in versions),
        contents=tuple((say("proof_version", number=one.number), one.fingerprint) for one in found.versions),
        events=tuple(_event(link, words, say) for link in found.chain),
        evidence=tuple((one.name, one.hash) for one in found.evidence),
        rule=found.rule(words.language),
        data=_data(found),
    )
    return document, words.language


def _data(found: Proof) -> str:
    return found.as_json()


def _event(link: Link, words: Speech, say: DocumentWords) -> ProofEvent:
    title = f"{say('proof_version', number=link.number)}: {_lower(words.gettext(EVENT_NAMES[link.kind]))}"
    when = words.day(link.day)
    hashes = [(say("proof_own"), link.hash), (say("proof_before"), link.part("previous_hash"))]
    if link.part("fingerprint"):
        hashes.append((say("proof_content"), link.part("fingerprint")))
    return ProofEvent(
        title,
        f"{when}\n{link.at:%Y-%m-%d %H:%M:%S} UTC",
        tuple(_said(link, words, say)),
        tuple((name, value) for name, value in hashes if value),
        link.is_good,
    )


def _said(link: Link, words: Speech, say: DocumentWords) -> Iterator[str]:
    """Who, how and with what, as far as the event says it."""
    if link.part("who"):
        yield say("proof_who", name=link.part("who"))
    means = link.part("means")
    told = words.gettext(MEANS_NAMES[Means(means)]) if means in set(Means) else means
    if link.part("contact"):
        yield ", ".join(filter(None, (say("proof_contact", name=link.part("contact")), _lower(told))))
    if link.part("last_day"):
        yield say("proof_until", day=link.part("last_day"))
    if link.part("note"):
        yield say("proof_note", text=link.part("note"))
    if link.part("evidence"):
        yield say("proof_kept", name=link.part("evidence_name"), print=short_fingerprint(link.part("evidence")))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
