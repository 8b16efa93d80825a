"""Posts that repeat: every occurrence a draft of its own, and what is done with all that follow one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.filling import Proposal
from cmdesk.domain.moments import When
from cmdesk.domain.posts import Coverage, PostCard, PostFormat, PostStatus
from cmdesk.domain.repeating import Occurrence, Occurrences, OnRest, new_days, occurrences
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _
from cmdesk.models import Post
from cmdesk.services.action import acting, action, found
from cmdesk.services.days import working_days
from cmdesk.services.filling import copied
from cmdesk.services.posts import card_of, delete_posts, held, move_posts


@dataclass(frozen=True, slots=True)
class Series:
    """A post among those that repeat with it.

    Attributes:
        card: The post.
        posts: All of its series that are still there, by day and hour; the post alone where it repeats nothing.
        following: Those of them that come after it and are not out yet.
    """

    card: PostCard
    posts: tuple[PostCard, ...]
    following: tuple[PostCard, ...]


def series_of(session: Session, post_id: int) -> Series:
    """A post among those that repeat with it.

    Raises:
        NotFound: It is not there any more.
    """
    post = found(session, Post, post_id)
    rows = _rows(session, post)
    cards = tuple(sorted((card_of(row) for row in rows), key=lambda card: card.order))
    card = card_of(post)
    return Series(card, cards, tuple(one for one in cards if _follows(one, card)))


def _rows(session: Session, post: Post) -> list[Post]:
    if not post.series:
        return [post]
    query = select(Post).where(Post.client_id == post.client_id, Post.series == post.series, Post.deleted_at.is_(None))
    return list(session.scalars(query))


def _follows(one: PostCard, card: PostCard) -> bool:
    return (
        one.id != card.id and one.day is not None and one.order > card.order and one.status is not PostStatus.PUBLISHED
    )


def days_of_rule(session: Session, post_id: int, rule: str, on_rest: OnRest | str = OnRest.KEEP) -> Occurrences:
    """The days on which a post would repeat by a rule, without those that its series has already.

    Raises:
        RuleBroken: The text is no rule, or the post has no day.
        NotFound: The post is not there any more.
    """
    post = found(session, Post, post_id)
    if post.day is None:
        raise RuleBroken(_("Give the post a day first."))
    found_days = occurrences(
        rule,
        post.day,
        zone_name=post.zone,
        working=working_days(session, post.client_id),
        on_rest=OnRest(on_rest),
    )
    taken = {row.day for row in _rows(session, post) if row.day is not None}
    return Occurrences(new_days(found_days.found, taken), found_days.skipped, found_days.is_cut)


@action(N_("Repeat post"))
def repeat(session: Session, post_id: int, rule: str, on_rest: OnRest | str = OnRest.KEEP) -> tuple[int, ...]:
    """Repeat a post by a rule; the ids of the drafts, by their days.

    Raises:
        RuleBroken: The text is no rule, means no other day, or the post has no day.
        NotFound: The post is not there any more.
    """
    post = held(session, post_id)  # of two who repeat it at once, the second sees what the first wrote
    meant = days_of_rule(session, post_id, rule, on_rest).found
    if not meant:
        raise RuleBroken(_("The rule means no other day. Choose more times or a later end."), field="rule")
    if not post.series:
        post.series = f"{post_id}-{acting(session).salt}"
    return tuple(_again(session, post, one) for one in meant)


def _again(session: Session, post: Post, one: Occurrence) -> int:
    """The post on another day, at the same local hour."""
    is_covered = post.coverage == Coverage.LINE
    proposal = Proposal(
        0, post.client_id, post.title, PostFormat(post.format), one.day, post.minute, source_id=post.id,
    )  # fmt: skip
    key = copied(session, post.id, proposal, with_text=True)
    copy = found(session, Post, key)
    copy.series = post.series
    if is_covered:
        copy.coverage, copy.lineage = Coverage.LINE, post.lineage
    return key


@action(N_("Move the posts that follow"))
def move_following(
    session: Session, post_id: int, days: int, minute: int | None = None, *, keeps_hour: bool = True
) -> tuple[int, ...]:
    """Move a post and all of its series that follow it by some days, to another hour, or both; their ids.

    Args:
        session: The open session.
        post_id: The first of them.
        days: How many days on; negative goes back.
        minute: Their new hour, unless they keep their own.
        keeps_hour: Whether each keeps its hour.

    Raises:
        RuleBroken: The post has no day, or is published.
        NotFound: It is not there any more.
    """
    series = series_of(session, post_id)
    if series.card.day is None:
        raise RuleBroken(_("Give the post a day first."))
    keys = [series.card.id, *(card.id for card in series.following)]
    try:
        day = series.card.day + timedelta(days=days)
    except OverflowError:
        raise RuleBroken(_("That day lies too far away.")) from None
    move_posts(session, keys, When(day, minute, keeps_hour=keeps_hour), anchor=post_id)
    return tuple(keys)


@action(N_("Delete the posts that follow"))
def delete_following(session: Session, post_id: int) -> int:
    """Put all of a series that follow a post into the bin; how many.

    Raises:
        RuleBroken: None follows.
        NotFound: The post is not there any more.
    """
    following = series_of(session, post_id).following
    if not following:
        raise RuleBroken(_("No post of the series follows this one."))
    delete_posts(session, [card.id for card in following])
    return len(following)
