"""Ideas as people jot them down."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.domain.ideas import parse_idea
from cmdesk.domain.ranks import between, needs_renumbering, spread
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _
from cmdesk.models import Post
from cmdesk.services.action import acting, action, found
from cmdesk.services.agency import members
from cmdesk.services.campaigns import themes
from cmdesk.services.posts import add_post, kept_posts


@action(N_("Add idea"))
def jot(session: Session, client_id: int, line: str) -> int:
    """Write an idea into the tray from one line and return its id; `domain.ideas` says what the line means.

    Raises:
        RuleBroken: The line is empty or too long.
        NotFound: There is no such client.
    """
    idea = parse_idea(line, members(session, only_active=True), themes(session, client_id))
    key = add_post(session, client_id, idea.title, format=idea.format, text=idea.text)
    post = found(session, Post, key)
    if idea.owner_id is not None:
        post.owner_id = idea.owner_id
    post.campaign_id, post.pillar_id = idea.campaign_id, idea.pillar_id
    return key


@action(N_("Order ideas"))
def order_ideas(session: Session, post_ids: Sequence[int], before: int | None, client_id: int | None = None) -> None:
    """Put ideas before another one of the tray, or after all others; they keep their order.

    Args:
        session: The open session.
        post_ids: The ideas.
        before: The one before which they come; none puts them at the end.
        client_id: Whose tray is looked at; none means those of all clients in one.

    Raises:
        RuleBroken: One of them has a day.
        NotFound: One is not there any more.
    """
    moved = kept_posts(session, post_ids)
    if any(post.day is not None for post in moved):
        raise RuleBroken(_("Only what waits in the tray has an order."))
    query = select(Post).where(Post.day.is_(None), Post.deleted_at.is_(None))
    shown = list(session.scalars(_of(query, client_id).order_by(Post.rank, Post.id)))
    others = [post for post in shown if post not in moved]
    place = len(others) if before is None else _place_of(before, shown, others)
    ranks = [post.rank for post in others[max(place - 1, 0) : place + 1]]
    if "" in ranks or needs_renumbering(ranks):
        for post, rank in zip(others, spread(len(others)), strict=True):
            post.rank = rank
    above = others[place - 1].rank if place else None
    below = others[place].rank if place < len(others) else None
    for post in moved:
        post.rank = above = between(above, below, acting(session).salt)


def _of(query: Select[Post], client_id: int | None) -> Select[Post]:
    return query if client_id is None else query.where(Post.client_id == client_id)


def _place_of(before: int, shown: Sequence[Post], others: Sequence[Post]) -> int:
    """How many of the others come before an idea, which may be one of those that are moved."""
    keys = [post.id for post in shown]
    if before not in keys:
        raise NotFound(_("This is not there any more. Somebody may have deleted it."))
    earlier = set(keys[: keys.index(before)])
    return sum(post.id in earlier for post in others)
