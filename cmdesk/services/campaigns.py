"""Campaigns and pillars of clients, and the posts that belong to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cmdesk.domain.campaigns import (
    CAMPAIGN_RULES,
    PILLAR_RULES,
    Campaign,
    CampaignSheet,
    Mix,
    Pillar,
    Themes,
    check_span,
    mix_of,
)
from cmdesk.domain.clients import COLOURS, checked_field
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.moments import Month
from cmdesk.domain.posts import PostEventKind
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _
from cmdesk.models import Campaign as CampaignRow
from cmdesk.models import Client, Post
from cmdesk.models import Pillar as PillarRow
from cmdesk.services.action import acting, action, found
from cmdesk.services.ordering import put_at
from cmdesk.services.posts import kept_posts, note
from cmdesk.services.reading import dated_cards

R = TypeVar("R", CampaignRow, PillarRow)


# --- questions -------------------------------------------------------------------------------


def campaigns(session: Session, client_id: int) -> tuple[Campaign, ...]:
    """The campaigns of a client in their order, each with how many posts it has."""
    counted = (
        select(Post.campaign_id, func.count())
        .where(Post.client_id == client_id, Post.campaign_id.is_not(None), Post.deleted_at.is_(None))
        .group_by(Post.campaign_id)
    )
    counts = {row[0]: row[1] for row in session.execute(counted)}
    return tuple(_campaign(row, counts.get(row.id, 0)) for row in _rows(session, CampaignRow, client_id))


def pillars(session: Session, client_id: int) -> tuple[Pillar, ...]:
    """The pillars of a client, in their order."""
    return tuple(_pillar(row) for row in _rows(session, PillarRow, client_id))


def themes(session: Session, client_id: int | None = None) -> Themes:
    """The campaigns and pillars that posts can be given, of one client or of all that are not archived."""
    return Themes(
        tuple(_campaign(row, 0) for row in _rows(session, CampaignRow, client_id)),
        tuple(_pillar(row) for row in _rows(session, PillarRow, client_id)),
    )


def mix(session: Session, client_id: int, month: Month) -> Mix:
    """What a client's posts of a month are about, beside what they should be about."""
    return mix_of(dated_cards(session, client_id, month.first, month.last), pillars(session, client_id), month)


def campaign_sheet(session: Session, client_id: int, month: Month) -> CampaignSheet:
    """The campaigns and pillars of a client, with the mix of a month.

    Raises:
        NotFound: There is no such client.
    """
    currency = found(session, Client, client_id).currency
    return CampaignSheet(
        client_id, currency, campaigns(session, client_id), pillars(session, client_id), mix(session, client_id, month)
    )


def _campaign(row: CampaignRow, posts: int) -> Campaign:
    return Campaign(
        row.id, row.client_id, row.name, row.goal, row.first_day, row.last_day, row.colour, row.budget_cents, posts,
        row.version,
    )  # fmt: skip


def _pillar(row: PillarRow) -> Pillar:
    return Pillar(row.id, row.client_id, row.name, row.share, row.colour, row.version)


def _rows(session: Session, model: type[R], client_id: int | None) -> list[R]:
    query = select(model).where(model.deleted_at.is_(None))
    if client_id is not None:
        query = query.where(model.client_id == client_id)
    else:
        kept = select(Client.id).where(Client.deleted_at.is_(None), Client.archived_at.is_(None))
        query = query.where(model.client_id.in_(kept))
    return list(session.scalars(query.order_by(model.client_id, model.position, model.id)))


# --- campaigns -------------------------------------------------------------------------------


@action(N_("Add campaign"))
def add_campaign(session: Session, /, client_id: int, name: str, **given: Any) -> int:
    """Begin a campaign of a client, after the others, and return its id.

    Raises:
        RuleBroken: A value cannot be, or it ends before it begins.
        NotFound: There is no such client.
    """
    values = {field: checked_field(CAMPAIGN_RULES, field, value) for field, value in {"name": name, **given}.items()}
    check_span(values.get("first_day"), values.get("last_day"))
    return _add(session, CampaignRow, client_id, values)


@action(N_("Change campaign"))
def change_campaign(session: Session, campaign_id: int, field: str, value: Any, version: int | None = None) -> None:
    """Change one field of a campaign.

    Raises:
        RuleBroken: The field cannot hold this, or it would end before it begins.
        Conflict: Somebody changed it since `version`.
    """
    row = found(session, CampaignRow, campaign_id, version=version)
    checked = checked_field(CAMPAIGN_RULES, field, value)
    days = {"first_day": row.first_day, "last_day": row.last_day, field: checked}
    check_span(days["first_day"], days["last_day"])
    setattr(row, field, checked)


@action(N_("Move campaign"))
def move_campaign(session: Session, campaign_id: int, place: int) -> None:
    """Give a campaign another place among the client's, counted from 0."""
    put_at(session, CampaignRow, campaign_id, place)


@action(N_("Delete campaign"))
def remove_campaign(session: Session, campaign_id: int) -> None:
    """Put a campaign into the bin; its posts stay, and belong to it again when it comes back."""
    found(session, CampaignRow, campaign_id).deleted_at = acting(session).now


@action(N_("Choose campaign"))
def set_campaign(session: Session, post_ids: Sequence[int], campaign_id: int | None) -> None:
    """Let posts work for a campaign, or for none.

    Raises:
        RuleBroken: The campaign is another client's.
        NotFound: A post or the campaign is not there any more.
    """
    _assign(session, post_ids, CampaignRow, campaign_id, "campaign_id")


# --- pillars ---------------------------------------------------------------------------------


@action(N_("Add pillar"))
def add_pillar(session: Session, /, client_id: int, name: str, **given: Any) -> int:
    """Add a theme of a client's content, after the others, and return its id.

    Raises:
        RuleBroken: A value cannot be.
        NotFound: There is no such client.
    """
    values = {field: checked_field(PILLAR_RULES, field, value) for field, value in {"name": name, **given}.items()}
    return _add(session, PillarRow, client_id, values)


@action(N_("Change pillar"))
def change_pillar(session: Session, pillar_id: int, field: str, value: Any, version: int | None = None) -> None:
    """Change one field of a pillar.

    Raises:
        RuleBroken: The field cannot hold this.
        Conflict: Somebody changed it since `version`.
    """
    row = found(session, PillarRow, pillar_id, version=version)
    setattr(row, field, checked_field(PILLAR_RULES, field, value))


@action(N_("Move pillar"))
def move_pillar(session: Session, pillar_id: int, place: int) -> None:
    """Give a pillar another place among the client's, counted from 0."""
    put_at(session, PillarRow, pillar_id, place)


@action(N_("Delete pillar"))
def remove_pillar(session: Session, pillar_id: int) -> None:
    """Put a pillar into the bin; its posts stay, and belong to it again when it comes back."""
    found(session, PillarRow, pillar_id).deleted_at = acting(session).now


@action(N_("Choose pillar"))
def set_pillar(session: Session, post_ids: Sequence[int], pillar_id: int | None) -> None:
    """Let posts be about a theme, or about none.

    Raises:
        RuleBroken: The theme is another client's.
        NotFound: A post or the theme is not there any more.
    """
    _assign(session, post_ids, PillarRow, pillar_id, "pillar_id")


# --- parts -----------------------------------------------------------------------------------


def _add(session: Session, model: type[R], client_id: int, values: dict[str, Any]) -> int:
    found(session, Client, client_id)
    present = _rows(session, model, client_id)
    used = [row.colour for row in present]
    free = min(range(1, COLOURS + 1), key=lambda colour: (used.count(colour), colour))
    row = model(client_id=client_id, position=len(present), **{"colour": free, **values})
    session.add(row)
    session.flush()
    return row.id


def _assign(session: Session, post_ids: Sequence[int], model: type[R], key: int | None, field: str) -> None:
    theme = found(session, model, key) if key is not None else None
    for post in kept_posts(session, post_ids):
        if theme is not None and theme.client_id != post.client_id:
            raise RuleBroken(_("“{name}” belongs to another client.").format(name=theme.name), field=field)
        if getattr(post, field) != key:
            setattr(post, field, key)
            note(session, post, PostEventKind.EDITED, detail=field)
