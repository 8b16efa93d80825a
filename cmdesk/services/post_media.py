"""The pictures and films of a post: several at once, their order, one in the place of another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.clients import checked_text
from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.domain.posts import PostEventKind
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _
from cmdesk.models import Media, Post, PostMedia
from cmdesk.services.action import action, found
from cmdesk.services.incoming import NewMedia
from cmdesk.services.media import LONGEST_ALT, keep_new, usual_words
from cmdesk.services.posts import check_not_out, held, lose_approval, note


@action(N_("Add pictures"))
def add_several(session: Session, post_id: int, media: Sequence[NewMedia]) -> bool:
    """Add pictures and films that were read already, after those that a post has; whether an approval was lost.

    What the post has already is passed over.

    Raises:
        RuleBroken: The post has all of them already, or is out.
    """
    post = held(session, post_id)
    check_not_out(post)
    return _append(session, post, [keep_new(session, post.client_id, new) for new in media])


@action(N_("Add pictures"))
def use_media(session: Session, post_id: int, media_ids: Sequence[int]) -> bool:
    """Add what the client's library holds to a post; whether an approval was lost.

    Raises:
        NotFound: Some of it is not there any more.
        RuleBroken: The post has all of it already, is out, or it belongs to another client.
    """
    post = held(session, post_id)
    check_not_out(post)
    for key in media_ids:
        if found(session, Media, key).client_id not in {post.client_id, None}:
            raise RuleBroken(_("This picture belongs to another client."))
    return _append(session, post, media_ids)


@action(N_("Reorder pictures"))
def order_media(session: Session, post_id: int, media_ids: Sequence[int]) -> bool:
    """Put a post's pictures into this order, those not named after them; whether an approval was lost.

    Raises:
        RuleBroken: The post is out.
    """
    post = held(session, post_id)
    rows = _rows(session, post_id)
    place = {key: i for i, key in enumerate(dict.fromkeys(media_ids))}
    wanted = sorted(rows, key=lambda row: place.get(row.media_id, len(place)))
    if wanted == rows:
        return False
    check_not_out(post)
    for position, row in enumerate(wanted):
        if row.position != position:
            row.position = position
    session.flush()
    return _changed(session, post)


@action(N_("Replace picture"))
def replace_media(session: Session, post_id: int, media_id: int, new: NewMedia) -> bool:
    """Put another picture or film into the place of one, with the same words for it; whether an approval was lost.

    Raises:
        NotFound: The post does not have the former one any more.
        RuleBroken: The post has the new one already, or is out.
    """
    post = held(session, post_id)
    check_not_out(post)
    _post_media(session, post_id, media_id)
    return _put_in_place(session, post, media_id, keep_new(session, post.client_id, new))


@action(N_("Replace picture"))
def replace_by_kept(session: Session, post_id: int, media_id: int, other_id: int) -> bool:
    """Put what the client's library holds into the place of a picture or film; whether an approval was lost.

    Raises:
        NotFound: One of them is not there any more.
        RuleBroken: The post has it already, is out, or it belongs to another client.
    """
    post = held(session, post_id)
    check_not_out(post)
    if found(session, Media, other_id).client_id not in {post.client_id, None}:
        raise RuleBroken(_("This picture belongs to another client."))
    return _put_in_place(session, post, media_id, other_id)


def _put_in_place(session: Session, post: Post, media_id: int, other_id: int) -> bool:
    row = _post_media(session, post.id, media_id)
    if any(one.media_id == other_id for one in _rows(session, post.id)):
        raise RuleBroken(_("The post has this picture already."))
    row.media_id = other_id
    session.flush()
    return _changed(session, post)


@action(N_("Remove picture"))
def remove_media(session: Session, post_id: int, media_id: int) -> bool:
    """Take a picture out of a post; whether that took the client's approval away.

    Raises:
        RuleBroken: The post is out.
    """
    post = held(session, post_id)
    check_not_out(post)
    session.delete(_post_media(session, post_id, media_id))
    session.flush()
    return _changed(session, post)


@action(N_("Describe picture"))
def describe_media(session: Session, post_id: int, media_id: int, alt: str) -> bool:
    """Write what a picture shows, for those who cannot see it; whether that took the client's approval away.

    Raises:
        RuleBroken: The post is out.
    """
    checked_text(alt, "alt", LONGEST_ALT)
    post = held(session, post_id)
    row = _post_media(session, post_id, media_id)
    if row.alt == alt:
        return False
    check_not_out(post)
    row.alt = alt
    media = session.get(Media, media_id)
    if media is not None and not media.alt:
        media.alt = alt  # the library knows it from now on
    note(session, post, PostEventKind.EDITED, detail="alt")
    return lose_approval(session, post)


@action(N_("Find video"))
def find_film(session: Session, media_id: int, new: NewMedia) -> None:
    """Say where a linked film lies now.

    Raises:
        RuleBroken: It is another film.
    """
    media = found(session, Media, media_id)
    if new.hash != media.hash:
        raise RuleBroken(_("This is another file than the one that was linked. Add it as a new video instead."))
    media.path = new.path


def _post_media(session: Session, post_id: int, media_id: int) -> PostMedia:
    row = session.scalars(select(PostMedia).where(PostMedia.post_id == post_id, PostMedia.media_id == media_id)).first()
    if row is None:
        raise NotFound(_("This is not there any more. Somebody may have deleted it."))
    return row


def _rows(session: Session, post_id: int) -> list[PostMedia]:
    query = select(PostMedia).where(PostMedia.post_id == post_id).order_by(PostMedia.position, PostMedia.id)
    return list(session.scalars(query))


def _append(session: Session, post: Post, media_ids: Iterable[int]) -> bool:
    """Put media after those that a post has, each with the words that the library has for it."""
    rows = _rows(session, post.id)
    present = {row.media_id for row in rows}
    fresh = [key for key in dict.fromkeys(media_ids) if key not in present]
    if not fresh:
        raise RuleBroken(_("The post has this picture already."))
    words = usual_words(session, fresh)
    first = max((row.position for row in rows), default=-1) + 1
    session.add_all(
        PostMedia(post_id=post.id, media_id=key, position=first + i, alt=words.get(key, ""))
        for i, key in enumerate(fresh)
    )
    session.flush()
    return _changed(session, post)


def _changed(session: Session, post: Post) -> bool:
    """Keep a post's small picture in step with its first media, and its history with what was done."""
    query = (
        select(Media.thumb)
        .join(PostMedia, PostMedia.media_id == Media.id)
        .where(PostMedia.post_id == post.id)
        .order_by(PostMedia.position, PostMedia.id)
        .limit(1)
    )
    post.thumb = session.scalar(query)
    note(session, post, PostEventKind.EDITED, detail="media")
    return lose_approval(session, post)
