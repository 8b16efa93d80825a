"""The scope of a client: looking at it here, writing it in `drafting`, sending and agreeing it in `agreeing`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain import comparison
from cmdesk.domain.agency import may
from cmdesk.domain.clients import Address
from cmdesk.domain.comparison import Comparison
from cmdesk.domain.errors import NotFound
from cmdesk.domain.scope import ScopeVersion, agreed_version, open_version
from cmdesk.domain.scope_problems import problems
from cmdesk.domain.scope_view import Person, ScopeSource, ScopeState, ScopeView
from cmdesk.i18n import gettext as _
from cmdesk.models import Client, Member, Scope
from cmdesk.services.action import acting, found
from cmdesk.services.agreeing import (
    add_evidence,
    agree,
    decline,
    end,
    events,
    evidence,
    history,
    renew,
    send,
    verify,
    withdraw,
)
from cmdesk.services.catalogue import services, templates
from cmdesk.services.drafting import (
    change_terms,
    contacts_of,
    discard_draft,
    draft_from_client,
    draft_from_current,
    draft_from_template,
)
from cmdesk.services.expectations import answer_question, questions, settle_question
from cmdesk.services.lines import (
    SOCIAL,
    add_line,
    change_line,
    change_lines,
    copied_lines,
    decide_service,
    duplicate_lines,
    leave_out_undecided,
    line,
    move_line,
    networks_of,
    paste_lines,
    remove_line,
    remove_lines,
    reset_sentence,
    set_treatment,
)
from cmdesk.services.reading import scope_versions


def versions(session: Session, client_id: int) -> tuple[ScopeVersion, ...]:
    """All versions of a client's scope with their lines, the oldest first."""
    return scope_versions(session, client_id)


def scope(session: Session, scope_id: int) -> ScopeVersion:
    """One version.

    Raises:
        NotFound: There is none with this id, or it lies in the bin.
    """
    row = found(session, Scope, scope_id)
    return next(version for version in scope_versions(session, row.client_id) if version.id == scope_id)


def view(session: Session, client_id: int) -> ScopeView:
    """All versions of a client's scope, with all that their fields offer to choose from.

    Raises:
        NotFound: There is no such client.
    """
    client = found(session, Client, client_id)
    return ScopeView(
        client.id,
        client.name,
        client.letters,
        client.colour,
        client.language,
        client.currency,
        Address(client.address),
        scope_versions(session, client_id),
        _members(session),
        contacts_of(session, client_id),
        networks_of(session, client_id),
        tuple(services(session)),
        tuple(templates(session)),
        _may_agree(session),
        acting(session).today,
    )


def sources(session: Session, client_id: int) -> tuple[ScopeSource, ...]:
    """What a new scope of a client can begin as a copy of: the version that each other client works with."""
    query = select(Client.id, Client.name).where(
        Client.deleted_at.is_(None), Client.archived_at.is_(None), Client.id != client_id
    )
    names = {row.id: row.name for row in session.execute(query.order_by(Client.rank, Client.id))}
    by_client: dict[int, list[ScopeVersion]] = {}
    for version in scope_versions(session, None):
        by_client.setdefault(version.client_id, []).append(version)
    found = []
    for key, name in names.items():
        known = by_client.get(key, [])
        shown = open_version(known) or agreed_version(known) or (known[-1] if known else None)
        if shown is not None and shown.lines:
            sums = shown.totals()
            included = sum(one.is_included for one in shown.lines)
            cents = sums.monthly_cents - sums.discount_cents
            source = ScopeSource(shown.id, name, shown.number, shown.status, included, cents, shown.terms.currency)
            found.append(source)
    return tuple(found)


def compare(session: Session, client_id: int, old_number: int, new_number: int) -> Comparison:
    """What one version of a client's scope changes against another one, line by line and word by word.

    Raises:
        NotFound: There is no such client, or it has no such version.
    """
    client = found(session, Client, client_id)
    known = {version.number: version for version in scope_versions(session, client_id)}
    for number in (old_number, new_number):
        if number not in known:
            raise NotFound(_("{client} has no version {number}.").format(client=client.name, number=number))
    return comparison.compare(known[old_number], known[new_number], client.address)


def overview(session: Session) -> tuple[ScopeState, ...]:
    """Where the scope of each client stands, in the order of the client list."""
    query = (
        select(Client.id, Client.name, Client.letters, Client.colour, Client.currency)
        .where(Client.deleted_at.is_(None), Client.archived_at.is_(None))
        .order_by(Client.rank, Client.id)
    )
    codes = tuple(service.code for service in services(session))
    by_client: dict[int, list[ScopeVersion]] = {}
    for version in scope_versions(session, None):
        by_client.setdefault(version.client_id, []).append(version)
    today = acting(session).today
    rows = session.execute(query).all()
    return tuple(_state(row, by_client.get(row.id, []), codes, today, contacts_of(session, row.id)) for row in rows)


def _may_agree(session: Session) -> bool:
    role = session.scalar(select(Member.role).where(Member.id == acting(session).member_id))
    return role is not None and may(role, send.right)


def _state(
    client: Any, found_versions: Sequence[ScopeVersion], codes: Sequence[str], today: date, contacts: Sequence[Person]
) -> ScopeState:
    agreed = agreed_version(found_versions, today)
    shown = open_version(found_versions) or agreed or (found_versions[-1] if found_versions else None)
    if shown is None:
        return ScopeState(client.id, client.name, client.letters, client.colour, currency=client.currency)
    sums = shown.totals()
    return ScopeState(
        client.id,
        client.name,
        client.letters,
        client.colour,
        shown.number,
        shown.status,
        shown.terms.first_day,
        sums.monthly_cents - sums.discount_cents,
        shown.terms.currency,
        agreed.number if agreed and agreed is not shown else None,
        0 if shown.is_frozen else len(problems(shown, catalogue=codes, contacts=contacts)),
        shown.last_day if shown.was_agreed else None,
    )


def _members(session: Session) -> tuple[Person, ...]:
    query = select(Member.id, Member.name, Member.colour).where(Member.is_active).order_by(Member.name, Member.id)
    return tuple(Person(row.id, row.name, is_client=False, colour=row.colour) for row in session.execute(query))


__all__ = [
    "SOCIAL",
    "add_evidence",
    "add_line",
    "agree",
    "answer_question",
    "change_line",
    "change_lines",
    "change_terms",
    "compare",
    "copied_lines",
    "decide_service",
    "decline",
    "discard_draft",
    "draft_from_client",
    "draft_from_current",
    "draft_from_template",
    "duplicate_lines",
    "end",
    "events",
    "evidence",
    "history",
    "leave_out_undecided",
    "line",
    "move_line",
    "overview",
    "paste_lines",
    "questions",
    "remove_line",
    "remove_lines",
    "renew",
    "reset_sentence",
    "scope",
    "send",
    "set_treatment",
    "settle_question",
    "verify",
    "versions",
    "view",
    "withdraw",
]
