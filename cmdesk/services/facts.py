"""Who and what a client's scope speaks of today: the parties, people, accounts, aims and audiences."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.plain_words import glossary
from cmdesk.domain.scope import ScopeVersion, Treatment
from cmdesk.domain.scope_facts import (
    AccountFacts,
    AimFacts,
    AudienceFacts,
    Explained,
    Party,
    PersonFacts,
    ScopeFacts,
    VoiceFacts,
)
from cmdesk.models import Agency, Audience, Channel, Client, Contact, Member, Objective
from cmdesk.services.action import acting, found
from cmdesk.services.words import plain_words


def facts_of(session: Session, client_id: int) -> ScopeFacts:
    """The facts as they are now.

    Raises:
        NotFound: There is no such client any more.
    """
    client = found(session, Client, client_id)
    return ScopeFacts(
        client=Party(client.name, client.legal_name, client.tax_id, client.postal_address),
        agency=_agency(session),
        address=client.address,
        contact=_contact(session),
        people=_people(session, client_id),
        accounts=_accounts(session, client_id),
        aims=_aims(session, client_id),
        audiences=_audiences(session, client_id),
        voice=VoiceFacts(
            client.personality,
            client.tone or client.voice,
            client.voice_do,
            client.voice_avoid,
            client.own_words,
            client.key_messages,
        ),
    )


def glossary_of(session: Session, version: ScopeVersion) -> tuple[Explained, ...]:
    """The words that a version uses and that its client may not know, explained."""
    terms = version.terms
    texts = [
        terms.introduction, terms.assumptions, terms.client_provides, terms.payment, terms.change_procedure,
        terms.other_terms, terms.round_meaning, terms.rights, terms.privacy,
    ]  # fmt: skip
    for line in version.lines:
        texts.append(line.title)
        if line.treatment is not Treatment.EXCLUDED:
            texts += [line.description, line.criterion, line.needs, line.not_included]
    used = glossary(texts, plain_words(session, terms.language), terms.language)
    return tuple(Explained(word.word, word.meaning) for word in used)


def _agency(session: Session) -> Party:
    agency = session.scalars(select(Agency).order_by(Agency.id)).first()
    if agency is None:
        return Party("")
    return Party(agency.name, "", agency.tax_id, agency.address, agency.email, agency.phone)


def _contact(session: Session) -> str:
    member_id = acting(session).member_id
    member = session.get(Member, member_id) if member_id is not None else None
    return member.name if member else ""


def _people(session: Session, client_id: int) -> tuple[PersonFacts, ...]:
    query = select(Contact).where(Contact.client_id == client_id, Contact.deleted_at.is_(None)).order_by(Contact.id)
    return tuple(
        PersonFacts(
            row.name,
            row.job_title,
            row.area,
            row.email,
            row.phone,
            row.signs_scope,
            row.approves_posts,
            row.called_in_crisis,
        )
        for row in session.scalars(query)
    )


def _accounts(session: Session, client_id: int) -> tuple[AccountFacts, ...]:
    query = select(Channel).where(Channel.client_id == client_id, Channel.deleted_at.is_(None), Channel.is_active)
    return tuple(
        AccountFacts(row.network, row.handle, row.url, row.purpose)
        for row in session.scalars(query.order_by(Channel.id))
    )


def _aims(session: Session, client_id: int) -> tuple[AimFacts, ...]:
    query = select(Objective).where(Objective.client_id == client_id, Objective.deleted_at.is_(None))
    return tuple(
        AimFacts(row.aim, row.measure, row.network, row.baseline, row.target, row.deadline, row.source)
        for row in session.scalars(query.order_by(Objective.position, Objective.id))
    )


def _audiences(session: Session, client_id: int) -> tuple[AudienceFacts, ...]:
    query = select(Audience).where(Audience.client_id == client_id, Audience.deleted_at.is_(None))
    return tuple(
        AudienceFacts(row.who, row.interest, row.influence, row.objective, row.message, tuple(row.networks))
        for row in session.scalars(query.order_by(Audience.position, Audience.id))
    )
