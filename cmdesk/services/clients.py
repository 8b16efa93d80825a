"""Clients, the people in their companies and the places where they speak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from cmdesk.domain.agency import Right
from cmdesk.domain.catalogue import Service, Template, line_start, own_line_start
from cmdesk.domain.clients import (
    CHANNEL_RULES,
    CLIENT_RULES,
    CONTACT_RULES,
    Address,
    Channel,
    Client,
    ClientStatus,
    ClientTile,
    Contact,
    ContactArea,
    GivenChannel,
    check_deletable,
    checked_field,
    checked_letters,
    checked_text,
    free_colour,
    free_letters,
)
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.moments import instant
from cmdesk.domain.networks import Network
from cmdesk.domain.posts import PostStatus
from cmdesk.domain.ranks import between, spread
from cmdesk.domain.scope import (
    Cadence,
    EventKind,
    ScopeVersion,
    Treatment,
    agreed_version,
    open_version,
    totals,
)
from cmdesk.domain.scope import ScopeLine as ScopeLineData
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _
from cmdesk.models import (
    Audience,
    Campaign,
    DayNote,
    Extra,
    HashtagGroup,
    Media,
    Objective,
    Pillar,
    Placement,
    Post,
    Scope,
    ScopeEvent,
    ScopeLine,
    Snippet,
    Task,
)
from cmdesk.models import Channel as ChannelRow
from cmdesk.models import Client as ClientRow
from cmdesk.models import Contact as ContactRow
from cmdesk.services.action import acting, action, found
from cmdesk.services.agency import agency

# What hangs on a client and lies in the bin with it
HANGING: tuple[type[Any], ...] = (
    ContactRow, ChannelRow, Objective, Audience, Campaign, Pillar, HashtagGroup, Snippet, DayNote, Scope, Extra, Post,
    Task, Media,
)  # fmt: skip


# --- questions -------------------------------------------------------------------------------


def tiles(session: Session, *, include_archived: bool = False) -> list[ClientTile]:
    """What stands for each client in lists, in the agency's own order; archived ones last."""
    columns = (
        ClientRow.id, ClientRow.name, ClientRow.letters, ClientRow.colour, ClientRow.archived_at, ClientRow.status,
    )  # fmt: skip
    query = select(*columns).where(ClientRow.deleted_at.is_(None)).order_by(ClientRow.rank, ClientRow.id)
    if not include_archived:
        query = query.where(ClientRow.archived_at.is_(None))
    found_tiles = [
        ClientTile(row.id, row.name, row.letters, row.colour, row.archived_at is not None, ClientStatus(row.status))
        for row in session.execute(query)
    ]
    return sorted(found_tiles, key=lambda tile: tile.is_archived)


def client(session: Session, client_id: int) -> Client:
    """All that the client editor shows.

    Raises:
        NotFound: The client is not there any more.
    """
    row = found(session, ClientRow, client_id)
    return Client(
        id=row.id,
        name=row.name,
        legal_name=row.legal_name,
        tax_id=row.tax_id,
        postal_address=row.postal_address,
        letters=row.letters,
        colour=row.colour,
        sector=row.sector,
        language=row.language,
        address=Address(row.address),
        time_zone=row.time_zone,
        currency=row.currency,
        status=ClientStatus(row.status),
        notes=row.notes,
        voice=row.voice,
        key_messages=row.key_messages,
        hashtags=row.hashtags,
        logo=row.logo,
        archived_at=row.archived_at,
        has_sent_scope=has_sent_scope(session, client_id),
        contacts=tuple(contacts(session, client_id)),
        channels=tuple(channels(session, client_id)),
        personality=row.personality,
        tone=row.tone or row.voice,  # before version 0.2 a voice was one text
        voice_do=row.voice_do,
        voice_avoid=row.voice_avoid,
        own_words=row.own_words,
        status_reason=row.status_reason,
        status_since=row.status_since,
        version=row.version,
    )


def contacts(session: Session, client_id: int) -> list[Contact]:
    """The people in a client's company, in the order they were written down."""
    query = select(ContactRow).where(ContactRow.client_id == client_id, ContactRow.deleted_at.is_(None))
    return [
        Contact(
            row.id, row.client_id, row.name, row.job_title, ContactArea(row.area), row.email, row.phone,
            row.signs_scope, row.approves_posts, row.called_in_crisis, row.version,
        )
        for row in session.scalars(query.order_by(ContactRow.id))
    ]  # fmt: skip


def channels(session: Session, client_id: int, *, only_active: bool = False) -> list[Channel]:
    """The places where a client speaks, in the order they were written down."""
    query = select(ChannelRow).where(ChannelRow.client_id == client_id, ChannelRow.deleted_at.is_(None))
    if only_active:
        query = query.where(ChannelRow.is_active)
    return [
        Channel(
            row.id, row.client_id, Network(row.network), row.handle, row.url, row.purpose, row.usual_minute,
            row.is_active, row.version, tuple(row.usual_days),
        )
        for row in session.scalars(query.order_by(ChannelRow.id))
    ]  # fmt: skip


def has_sent_scope(session: Session, client_id: int) -> bool:
    """Whether a version of the client's scope was ever sent."""
    sent = exists().where(ScopeEvent.client_id == client_id, ScopeEvent.kind == EventKind.SENT)
    return bool(session.scalar(select(sent)))


@dataclass(frozen=True, slots=True)
class BeginningLine:
    """A figure of a template that can be changed at once: how many, or within how many hours."""

    service: str
    title: str
    figure: int
    cadence: Cadence
    is_hours: bool


@dataclass(frozen=True, slots=True)
class Beginning:
    """A template as the dialog for a new client offers it."""

    code: str
    name: str
    description: str
    monthly_cents: int
    lines: tuple[BeginningLine, ...]
    included: int = 0  # lines
    optional: int = 0
    excluded: int = 0


@dataclass(frozen=True, slots=True)
class CopySource:
    """Another client's version that a new scope can begin with as a copy."""

    scope_id: int
    client: str
    monthly_cents: int
    currency: str
    included: int
    optional: int
    excluded: int


@dataclass(frozen=True, slots=True)
class Beginnings:
    """What a new client can begin with, and what would be given to it."""

    templates: tuple[Beginning, ...]
    language: str
    currency: str
    letters: frozenset[str]  # that are taken
    colour: int
    sources: tuple[CopySource, ...] = ()


def beginnings(session: Session, language: str) -> Beginnings:
    """What the dialog for a new client offers, in the language of the window."""
    from cmdesk.services.catalogue import services, templates

    house = agency(session)
    by_code = {service.code: service for service in services(session, with_hidden=True)}
    used = session.scalars(select(ClientRow.colour).where(ClientRow.deleted_at.is_(None))).all()
    return Beginnings(
        tuple(_beginning(template, by_code, language) for template in templates(session)),
        house.language,
        house.currency,
        frozenset(_letters(session)),
        free_colour(used),
        _copy_sources(session),
    )


def _beginning(template: Template, by_code: Mapping[str, Service], language: str) -> Beginning:
    words = template.words(language)
    lines = _begun_lines(template, by_code, language)
    included = [line for line in lines if line.is_included]
    figures = tuple(figure for line in included if (figure := _figure(line)))
    named = {line.service for line in lines}
    left_out = sum(not service.is_hidden and code not in named for code, service in by_code.items())
    return Beginning(
        template.code,
        words.name,
        words.description,
        totals(lines, tax_bp=0).monthly_cents,
        figures,
        len(included),
        sum(line.treatment is Treatment.OPTIONAL for line in lines),
        left_out + sum(line.treatment is Treatment.EXCLUDED for line in lines),
    )


def _begun_lines(template: Template, by_code: Mapping[str, Service], language: str) -> list[ScopeLineData]:
    """The lines that a draft from a template would hold, without what the template does not name."""
    starts = [
        own_line_start(line) if not line.service else line_start(by_code[line.service], language, template=line)
        for line in template.lines
        if not line.service or line.service in by_code
    ]
    return [
        ScopeLineData(
            id=0, lineage="", position=0, **{field.name: getattr(start, field.name) for field in fields(start)}
        )
        for start in starts
    ]


def _figure(line: ScopeLineData) -> BeginningLine | None:
    """What of a line a person would want to change before anything else; nothing where that is no figure."""
    if line.service is None:
        return None
    if line.response_hours is not None:
        return BeginningLine(line.service, line.title, line.response_hours, line.cadence, is_hours=True)
    if line.quantity is None or line.quantity < 2 or line.cadence not in {Cadence.WEEK, Cadence.MONTH}:
        return None  # one calendar, one report: nobody changes that before reading the scope
    return BeginningLine(line.service, line.title, line.quantity, line.cadence, is_hours=False)


def _copy_sources(session: Session) -> tuple[CopySource, ...]:
    """The version of each client that work goes on with, in the order of the client list."""
    from cmdesk.services.reading import scope_versions

    query = select(ClientRow.id, ClientRow.name).where(ClientRow.deleted_at.is_(None), ClientRow.archived_at.is_(None))
    by_client: dict[int, list[ScopeVersion]] = {}
    for version in scope_versions(session, None):
        by_client.setdefault(version.client_id, []).append(version)
    return tuple(
        _copy_source(row.name, by_client[row.id])
        for row in session.execute(query.order_by(ClientRow.rank, ClientRow.id))
        if by_client.get(row.id)
    )


def _copy_source(name: str, versions: Sequence[ScopeVersion]) -> CopySource:
    shown = open_version(versions) or agreed_version(versions) or versions[-1]
    treatments = [line.treatment for line in shown.lines]
    return CopySource(
        shown.id,
        name,
        totals(shown.lines, tax_bp=0).monthly_cents,
        shown.terms.currency,
        treatments.count(Treatment.INCLUDED),
        treatments.count(Treatment.OPTIONAL),
        treatments.count(Treatment.EXCLUDED),
    )


# --- clients ---------------------------------------------------------------------------------


@action(N_("Add client"), right=Right.AGREE)
def add_client(session: Session, /, name: str, **given: Any) -> int:
    """Add a client and return its id.

    What is not given comes from the agency: language, currency, time zone. Letters and colour are
    the first free ones.

    Raises:
        RuleBroken: A value cannot be.
    """
    house = agency(session)
    values = {"language": house.language, "currency": house.currency, "time_zone": house.time_zone, **given}
    wanted_letters = values.pop("letters", None)
    checked = {field: checked_field(CLIENT_RULES, field, value) for field, value in {**values, "name": name}.items()}
    letters = checked_letters(wanted_letters, _letters(session)) if wanted_letters else None
    used = session.scalars(select(ClientRow.colour).where(ClientRow.deleted_at.is_(None))).all()
    row = ClientRow(
        **{"colour": free_colour(used), **checked},
        letters=letters or free_letters(checked["name"], _letters(session)),
        rank=between(session.scalar(select(func.max(ClientRow.rank))), None),
    )
    session.add(row)
    session.flush()
    return row.id


@action(N_("Add client"), right=Right.AGREE, is_serial=True)
def add_client_with_contact(
    session: Session,
    /,
    name: str,
    *,
    contact: str = "",
    email: str = "",
    channels: Sequence[GivenChannel] = (),
    template: str | None = None,
    figures: Mapping[str, int] | None = None,
    copied_from: int | None = None,
    **given: Any,
) -> int:
    """Add a client with the person who says yes, its networks, and a first draft of its scope.

    Args:
        session: The open session.
        name: The client's.
        contact: Name of the person who approves posts and signs; empty adds none.
        email: Of that person.
        channels: Its networks, each with its handle.
        template: Code of the template that the first scope begins with; none makes no scope.
        figures: How many, or within how many hours, by the code of the service, where that differs from the template.
        copied_from: Id of another client's version that the first scope begins with, instead of a template.
        given: What else is known of it, by field; what is not given comes from the agency.

    Returns:
        The client's id.

    Raises:
        RuleBroken: A value cannot be.
    """
    client_id = add_client(session, name, **given)
    if contact.strip() or email.strip():
        add_contact(session, client_id, contact, email=email, signs_scope=True, approves_posts=True)
    for channel in channels:
        add_channel(session, client_id, channel.network, handle=channel.handle)
    if template:
        from cmdesk.services.scopes import draft_from_template

        scope_id = draft_from_template(session, client_id, template)
        _set_figures(session, scope_id, figures or {})
    elif copied_from is not None:
        from cmdesk.services.scopes import draft_from_client

        draft_from_client(session, client_id, copied_from)
    return client_id


@action(N_("Change client"), right=Right.AGREE)
def change_client(session: Session, client_id: int, field: str, value: Any, version: int | None = None) -> None:
    """Change one field of a client.

    Planned posts keep their day and hour when the time zone changes.

    Raises:
        RuleBroken: The field cannot hold this.
    """
    row = found(session, ClientRow, client_id, version=version)
    if field == "letters":
        row.letters = checked_letters(value, _letters(session, but=client_id))
        return
    checked = checked_field(CLIENT_RULES, field, value)
    if field == "time_zone" and checked != row.time_zone:
        _follow_zone(session, client_id, row.time_zone, checked)
    if field == "tone":
        row.voice = ""  # the tone was read from it until now
    if field == "status" and checked != row.status:
        row.status_since, row.status_reason = acting(session).today, ""
    setattr(row, field, checked)


@action(N_("Pause client"), right=Right.AGREE)
def pause_client(session: Session, client_id: int, why: str) -> None:
    """Let the work with a client rest: what is planned stays, marked, and nothing is asked for.

    Raises:
        RuleBroken: The reason is missing, or the client is paused already.
    """
    row = found(session, ClientRow, client_id)
    reason = checked_text(why, "why")
    if not reason:
        raise RuleBroken(_("Write why, so that it can be understood later."), field="why")
    if row.status == ClientStatus.PAUSED:
        raise RuleBroken(_("{client} is paused already.").format(client=row.name))
    row.status, row.status_reason, row.status_since = ClientStatus.PAUSED, reason, acting(session).today


@action(N_("Resume client"), right=Right.AGREE)
def resume_client(session: Session, client_id: int, why: str = "") -> None:
    """Let the work with a paused client go on.

    Raises:
        RuleBroken: The client is not paused.
    """
    row = found(session, ClientRow, client_id)
    if row.status != ClientStatus.PAUSED:
        raise RuleBroken(_("{client} is not paused.").format(client=row.name))
    reason = checked_text(why, "why")
    row.status, row.status_reason, row.status_since = ClientStatus.ACTIVE, reason, acting(session).today


@action(N_("Change logo"), right=Right.AGREE)
def change_client_logo(session: Session, client_id: int, data: bytes | None) -> None:
    """Keep a picture as the client's logo, or take the logo away.

    Raises:
        RuleBroken: It is no picture that documents can show, or too large.
    """
    from cmdesk.services.agency import kept_logo

    found(session, ClientRow, client_id).logo = kept_logo(session, data)


@action(N_("Reorder clients"), right=Right.EDIT)
def reorder_clients(session: Session, client_ids: Sequence[int]) -> None:
    """Put the clients into this order; those that are not named come after them."""
    query = select(ClientRow).where(ClientRow.deleted_at.is_(None)).order_by(ClientRow.rank, ClientRow.id)
    place = {client_id: i for i, client_id in enumerate(client_ids)}
    rows = sorted(session.scalars(query), key=lambda row: place.get(row.id, len(place)))
    for row, rank in zip(rows, spread(len(rows)), strict=True):
        if row.rank != rank:
            row.rank = rank


@action(N_("Archive client"), right=Right.AGREE)
def archive_client(session: Session, client_id: int) -> None:
    """Take a client out of the lists; all of it stays."""
    found(session, ClientRow, client_id).archived_at = acting(session).now


@action(N_("Bring client back"), right=Right.AGREE)
def unarchive_client(session: Session, client_id: int) -> None:
    """Put an archived client into the lists again."""
    found(session, ClientRow, client_id).archived_at = None


@action(N_("Delete client"), right=Right.AGREE, is_serial=True)
def delete_client(session: Session, client_id: int) -> None:
    """Put a client into the bin with all that hangs on it.

    Raises:
        RuleBroken: A version of its scope was sent; it can be archived.
    """
    row = found(session, ClientRow, client_id)
    check_deletable(row.name, has_sent_scope=has_sent_scope(session, client_id))
    row.deleted_at = acting(session).now
    for model in HANGING:
        for hanging in session.scalars(select(model).where(model.client_id == client_id, model.deleted_at.is_(None))):
            hanging.deleted_at = row.deleted_at


# --- contacts --------------------------------------------------------------------------------


@action(N_("Add contact"), right=Right.AGREE)
def add_contact(session: Session, /, client_id: int, name: str, **given: Any) -> int:
    """Add a person of the client's company and return their id.

    Raises:
        RuleBroken: A value cannot be.
    """
    found(session, ClientRow, client_id)
    values = {field: checked_field(CONTACT_RULES, field, value) for field, value in {"name": name, **given}.items()}
    row = ContactRow(client_id=client_id, **values)
    session.add(row)
    session.flush()
    return row.id


@action(N_("Change contact"), right=Right.AGREE)
def change_contact(session: Session, contact_id: int, field: str, value: Any, version: int | None = None) -> None:
    """Change one field of a contact.

    Raises:
        RuleBroken: The field cannot hold this.
    """
    row = found(session, ContactRow, contact_id, version=version)
    setattr(row, field, checked_field(CONTACT_RULES, field, value))


@action(N_("Delete contact"), right=Right.AGREE)
def delete_contact(session: Session, contact_id: int) -> None:
    """Put a contact into the bin."""
    found(session, ContactRow, contact_id).deleted_at = acting(session).now


# --- channels --------------------------------------------------------------------------------


@action(N_("Add channel"), right=Right.AGREE)
def add_channel(session: Session, /, client_id: int, network: str, **given: Any) -> int:
    """Add a place where the client speaks and return its id.

    Raises:
        RuleBroken: A value cannot be, or the client has this channel already.
    """
    found(session, ClientRow, client_id)
    wanted = {"network": network, **given}
    values = {field: checked_field(CHANNEL_RULES, field, value) for field, value in wanted.items()}
    _check_new_channel(session, client_id, values["network"], values.get("handle", ""))
    row = ChannelRow(client_id=client_id, **values)
    session.add(row)
    session.flush()
    return row.id


@action(N_("Change channel"), right=Right.AGREE)
def change_channel(session: Session, channel_id: int, field: str, value: Any, version: int | None = None) -> None:
    """Change one field of a channel.

    Raises:
        RuleBroken: The field cannot hold this, or the client has this channel already.
    """
    row = found(session, ChannelRow, channel_id, version=version)
    checked = checked_field(CHANNEL_RULES, field, value)
    if field in {"network", "handle"} and checked != getattr(row, field):
        after = {"network": row.network, "handle": row.handle, field: checked}
        _check_new_channel(session, row.client_id, after["network"], after["handle"], but=channel_id)
    setattr(row, field, checked)
    if field == "network":
        session.flush()
        follow_channel(session, channel_id)


@action(N_("Delete channel"), right=Right.AGREE)
def delete_channel(session: Session, channel_id: int) -> None:
    """Put a channel into the bin: what went out there keeps saying so, what is planned waits for a restore."""
    found(session, ChannelRow, channel_id).deleted_at = acting(session).now
    session.flush()
    follow_channel(session, channel_id)


# --- parts -----------------------------------------------------------------------------------


def _letters(session: Session, *, but: int | None = None) -> set[str]:
    """The letters of the clients that are not in the bin."""
    query = select(ClientRow.letters).where(ClientRow.deleted_at.is_(None), ClientRow.id != (but or 0))
    return set(session.scalars(query))


def letters_for(session: Session, row: ClientRow) -> str:
    """The client's own letters, or the first free ones where somebody took them meanwhile."""
    taken = _letters(session, but=row.id)
    return free_letters(row.name, taken) if row.letters in taken else row.letters


def _set_figures(session: Session, scope_id: int, figures: Mapping[str, int]) -> None:
    for line in session.scalars(select(ScopeLine).where(ScopeLine.scope_id == scope_id)):
        figure = figures.get(line.service or "")
        if figure is not None and line.response_hours is not None:
            line.response_hours = figure
        elif figure is not None:
            line.quantity = figure


def _check_new_channel(session: Session, client_id: int, network: str, handle: str, *, but: int = 0) -> None:
    if not handle:
        return
    same = select(ChannelRow.id).where(
        ChannelRow.client_id == client_id,
        ChannelRow.network == network,
        func.lower(ChannelRow.handle) == handle.lower(),
        ChannelRow.deleted_at.is_(None),
        ChannelRow.id != but,
    )
    if session.scalars(same).first() is not None:
        raise RuleBroken(_("This client has that channel already."), field="handle")


def follow_channel(session: Session, channel_id: int) -> None:
    """Let the posts of a channel name its network, unless it lies in the bin and they never went out there."""
    here = select(Placement.post_id).where(Placement.channel_id == channel_id)
    networks: dict[int, list[str]] = {}
    for post_id, network in session.execute(
        select(Placement.post_id, ChannelRow.network)
        .join(ChannelRow, ChannelRow.id == Placement.channel_id)
        .where(
            Placement.post_id.in_(here),
            or_(ChannelRow.deleted_at.is_(None), Placement.published_at.is_not(None)),
        )
        .order_by(Placement.post_id, Placement.id)
    ):
        networks.setdefault(post_id, []).append(network)
    for post in session.scalars(select(Post).where(Post.id.in_(here))):
        post.networks = ",".join(dict.fromkeys(networks.get(post.id, ())))


def _follow_zone(session: Session, client_id: int, old: str, new: str) -> None:
    """Let what is not published yet happen at its local hour in the new zone."""
    planned = select(Post).where(Post.client_id == client_id, Post.zone == old, Post.status != PostStatus.PUBLISHED)
    for post in session.scalars(planned):
        post.zone = new
        post.instant = instant(post.day, post.minute, new)
