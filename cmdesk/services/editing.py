"""One post as its editor shows it: read in one go, with all that is at hand while it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from cmdesk.domain.allowance import covering_line, in_force
from cmdesk.domain.calendar import PostSheet
from cmdesk.domain.editor import (
    ClientWords,
    EditorSheet,
    HashtagGroup,
    LinkedTask,
    PlacementText,
    Snippet,
    Theme,
    lines_of,
)
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.posts import PostCard, PostEventKind
from cmdesk.domain.scope import ScopeVersion
from cmdesk.domain.tasks import Check, changed_list
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _
from cmdesk.models import Base, Campaign, Pillar, Post
from cmdesk.models import HashtagGroup as GroupRow
from cmdesk.models import Snippet as SnippetRow
from cmdesk.services import calendar
from cmdesk.services.action import action, found
from cmdesk.services.allowance import versions
from cmdesk.services.clients import contacts
from cmdesk.services.limits import limits
from cmdesk.services.media import media_facts
from cmdesk.services.posts import note
from cmdesk.services.reading import dated_cards
from cmdesk.services.tasks import add_task, change_task, columns

_THEMES: Final[dict[str, type[Campaign] | type[Pillar]]] = {"campaign_id": Campaign, "pillar_id": Pillar}
_TABLES = Base.metadata.tables  # of the tables, not the classes: rows come without the mapper's detour
_CAMPAIGN, _PILLAR, _PLACEMENT = _TABLES["campaign"].c, _TABLES["pillar"].c, _TABLES["placement"].c
_AGENCY, _CLIENT, _TASK = _TABLES["agency"].c, _TABLES["client"].c, _TABLES["task"].c
_COLUMN, _MEMBER = _TABLES["board_column"].c, _TABLES["member"].c
# Put together once: building a query takes longer than asking it.
_PLACED = (
    select(
        _PLACEMENT.channel_id, _PLACEMENT.text, _PLACEMENT.link, _PLACEMENT.first_comment, _PLACEMENT.day,
        _PLACEMENT.minute, _PLACEMENT.url, _PLACEMENT.published_at, _PLACEMENT.version,
    )
    .where(_PLACEMENT.post_id == bindparam("post"))
    .order_by(_PLACEMENT.id)
)  # fmt: skip
_CAMPAIGNS = (
    select(_CAMPAIGN.id, _CAMPAIGN.name, _CAMPAIGN.colour, _CAMPAIGN.first_day, _CAMPAIGN.last_day)
    .where(_CAMPAIGN.client_id == bindparam("client"), _CAMPAIGN.deleted_at.is_(None))
    .order_by(_CAMPAIGN.position, _CAMPAIGN.id)
)
_PILLARS = (
    select(_PILLAR.id, _PILLAR.name, _PILLAR.colour)
    .where(_PILLAR.client_id == bindparam("client"), _PILLAR.deleted_at.is_(None))
    .order_by(_PILLAR.position, _PILLAR.id)
)
_WORDS = select(
    _CLIENT.id, _CLIENT.name, _CLIENT.letters, _CLIENT.colour, _CLIENT.language, _CLIENT.key_messages,
    _CLIENT.voice_avoid, _CLIENT.own_words, _CLIENT.tone, _CLIENT.voice, _CLIENT.hashtags, _CLIENT.logo,
    select(_AGENCY.name).order_by(_AGENCY.id).limit(1).scalar_subquery().label("agency"),
).where(_CLIENT.id == bindparam("client"))  # fmt: skip
_ABOUT_POST = (
    select(_TASK.id, _TASK.title, _COLUMN.kind, _TASK.due, _MEMBER.name)
    .join_from(_TABLES["task"], _TABLES["board_column"], _COLUMN.id == _TASK.column_id)
    .join(_TABLES["member"], _MEMBER.id == _TASK.assignee_id, isouter=True)
    .where(_TASK.post_id == bindparam("post"), _TASK.deleted_at.is_(None))
    .order_by(_COLUMN.position, _TASK.rank, _TASK.id)
)


def editor_sheet(session: Session, post_id: int) -> EditorSheet:
    """Everything that the editor of a post shows.

    Raises:
        NotFound: It is not there any more.
    """
    row = found(session, Post, post_id)
    return _sheet(session, row, versions(session, row.client_id))


def words_sheet(session: Session, post_id: int) -> EditorSheet:
    """The same without what takes the longest to be read, or is not seen at once: the scope, and what is at hand.

    Raises:
        NotFound: It is not there any more.
    """
    return _sheet(session, found(session, Post, post_id), None)


def _sheet(session: Session, row: Post, agreed: Sequence[ScopeVersion] | None) -> EditorSheet:
    sheet = calendar.post_sheet(session, row.id, agreed or ())
    ruling = in_force(agreed or (), row.day)
    is_whole = agreed is not None
    return EditorSheet(
        sheet,
        _placements(session, sheet),
        limits(session),
        media_facts(session, row.id),
        tuple(Check(one["text"], bool(one["is_done"])) for one in row.checks),
        _campaigns(session, row.client_id),
        _pillars(session, row.client_id),
        row.campaign_id,
        row.pillar_id,
        hashtag_groups(session, row.client_id) if is_whole else (),
        snippets(session, row.client_id) if is_whole else (),
        _client_words(session, row.client_id),
        _tasks(session, row.id),
        tuple(contacts(session, row.client_id)) if is_whole else (),
        ruling.number if ruling else None,
        _place(session, sheet, agreed or ()),
        row.series,
        row.cause,
        is_whole,
    )


@action(N_("Change checklist"))
def set_post_checks(session: Session, post_id: int, checks: Sequence[Check], seen: Sequence[Check]) -> None:
    """Write a post's checklist as it is now.

    Args:
        session: The open session.
        post_id: The post.
        checks: What the list says from now on.
        seen: What the form showed before; another list now means that somebody else wrote.

    Raises:
        RuleBroken: There are more items than anybody would read, or one is too long.
        Conflict: Somebody changed the list since.
    """
    row = found(session, Post, post_id)
    kept = changed_list(row.checks, checks, seen)
    if row.checks != kept:
        row.checks = kept


@action(N_("Change campaign or pillar"))
def set_theme(session: Session, post_id: int, field: str, key: int | None) -> None:
    """Say to which campaign or pillar a post belongs, or to none.

    Args:
        session: The open session.
        post_id: The post.
        field: "campaign_id" or "pillar_id".
        key: The campaign or pillar.

    Raises:
        RuleBroken: It belongs to another client.
    """
    model = _THEMES.get(field)
    if model is None:
        raise RuleBroken(_("There is no such field."))
    row = found(session, Post, post_id)
    if key is not None and found(session, model, key).client_id != row.client_id:
        raise RuleBroken(_("This belongs to another client."), field=field)
    if getattr(row, field) != key:
        setattr(row, field, key)
        note(session, row, PostEventKind.EDITED, detail=field)


@action(N_("Add task"))
def add_task_about(session: Session, post_id: int, words: str) -> int:
    """Make a task about a post from quickly written words, and return its id.

    Raises:
        RuleBroken: No title is left, or the board has no columns.
    """
    row = found(session, Post, post_id)
    board = columns(session)
    if not board:
        raise RuleBroken(_("The board has no columns yet."))
    key = add_task(session, words, row.client_id, board[0].id)
    change_task(session, key, "post_id", post_id)
    return key


def hashtag_groups(session: Session, client_id: int) -> tuple[HashtagGroup, ...]:
    """The groups of hashtags of a client, in their order."""
    query = select(GroupRow).where(GroupRow.client_id == client_id, GroupRow.deleted_at.is_(None))
    rows = session.scalars(query.order_by(GroupRow.position, GroupRow.id))
    return tuple(HashtagGroup(row.id, row.name, row.tags, row.version) for row in rows)


def snippets(session: Session, client_id: int | None = None, kind: str | None = None) -> tuple[Snippet, ...]:
    """What is used again: the agency's and a client's, the client's own first."""
    is_agencys = SnippetRow.client_id.is_(None)
    is_near = is_agencys if client_id is None else or_(is_agencys, SnippetRow.client_id == client_id)
    query = select(SnippetRow).where(SnippetRow.deleted_at.is_(None), is_near)
    if kind is not None:
        query = query.where(SnippetRow.kind == kind)
    rows = session.scalars(
        query.order_by(SnippetRow.client_id.is_(None), SnippetRow.position, SnippetRow.name, SnippetRow.id)
    )
    return tuple(Snippet(row.id, row.client_id, row.kind, row.name, row.text, row.format, row.version) for row in rows)


def _placements(session: Session, sheet: PostSheet) -> tuple[PlacementText, ...]:
    channels = {channel.id: channel for channel in sheet.channels}
    rows = session.execute(_PLACED, {"post": sheet.detail.card.id})
    return tuple(
        PlacementText(
            row.channel_id, channels[row.channel_id].network, row.text, row.link, row.first_comment, row.day,
            row.minute, row.url, row.published_at, channels[row.channel_id].handle, channels[row.channel_id].name,
            row.version,
        )
        for row in rows
        if row.channel_id in channels
    )  # fmt: skip


def _campaigns(session: Session, client_id: int) -> tuple[Theme, ...]:
    return tuple(Theme(*row) for row in session.execute(_CAMPAIGNS, {"client": client_id}))


def _pillars(session: Session, client_id: int) -> tuple[Theme, ...]:
    return tuple(Theme(*row) for row in session.execute(_PILLARS, {"client": client_id}))


def _client_words(session: Session, client_id: int) -> ClientWords:
    row = session.execute(_WORDS, {"client": client_id}).one()
    return ClientWords(
        row.id,
        row.name,
        row.letters,
        row.colour,
        row.language,
        lines_of(row.key_messages),
        lines_of(row.voice_avoid),
        lines_of(row.own_words),
        row.tone or row.voice,
        row.hashtags,
        row.logo,
        row.agency or "",
    )


def _tasks(session: Session, post_id: int) -> tuple[LinkedTask, ...]:
    rows = session.execute(_ABOUT_POST, {"post": post_id})
    return tuple(LinkedTask(row.id, row.title, row.kind == "done", row.due, row.name or "") for row in rows)


def _place(session: Session, sheet: PostSheet, agreed: Sequence[ScopeVersion]) -> int | None:
    """Which one of what its line promises a post is, in the line's period."""
    card = sheet.detail.card
    row = next((one for one in sheet.rows if one.lineage == sheet.covered_by), None)
    if row is None or not card.counts:
        return None
    near = dated_cards(session, card.client_id, row.first, row.last)
    counted = [one.id for one in near if one.counts and _line(one, agreed) == row.lineage]
    return counted.index(card.id) + 1 if card.id in counted else None


def _line(card: PostCard, agreed: Sequence[ScopeVersion]) -> str | None:
    ruling = in_force(agreed, card.day)
    line = covering_line(card, ruling.promised) if ruling else None
    return line.lineage if line else None
