"""The library of a client's media: what there is, where it is used, and how it is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cmdesk.domain.clients import checked_text
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.library import LibraryItem, Use
from cmdesk.domain.posts import PostStatus
from cmdesk.i18n import N_, ngettext
from cmdesk.i18n import gettext as _
from cmdesk.models import Blob, Client, Media, Post, PostMedia
from cmdesk.services.action import acting, action, found
from cmdesk.services.incoming import NewMedia
from cmdesk.services.media import LONGEST_ALT, keep_new, usual_words

_LONGEST_NAME = 200


def media_library(session: Session, client_id: int) -> tuple[LibraryItem, ...]:
    """A client's pictures and films, the newest first, each with the posts that show it."""
    query = (
        select(
            Media.id, Media.hash, Media.name, Media.kind, Media.alt, Media.thumb, Media.width, Media.height,
            func.coalesce(Media.size, Blob.size), Media.duration_ms, Media.path, Media.version,
        )
        .join(Blob, Blob.hash == Media.hash, isouter=True)
        .where(Media.client_id == client_id, Media.deleted_at.is_(None))
        .order_by(Media.id.desc())
    )  # fmt: skip
    uses = _uses(session, client_id)
    items = [LibraryItem(*row, uses=tuple(uses.get(row.id, ()))) for row in session.execute(query)]
    words = usual_words(session, [item.id for item in items])
    return tuple(replace(item, alt=words.get(item.id, "")) for item in items)


def _uses(session: Session, client_id: int) -> dict[int, list[Use]]:
    query = (
        select(PostMedia.media_id, Post.id, Post.title, Post.day, Post.status)
        .join(Post, Post.id == PostMedia.post_id)
        .where(Post.client_id == client_id, Post.deleted_at.is_(None))
        .order_by(Post.day.desc(), Post.id.desc())
    )
    found_uses: dict[int, list[Use]] = {}
    for media_id, post_id, title, day, status in session.execute(query):
        found_uses.setdefault(media_id, []).append(Use(post_id, title, day, PostStatus(status)))
    return found_uses


@action(N_("Add to the library"))
def add_to_library(session: Session, client_id: int, media: Sequence[NewMedia]) -> tuple[int, ...]:
    """Keep pictures and films for a client, and return their ids; what is there already stays once."""
    found(session, Client, client_id)
    return tuple(dict.fromkeys(keep_new(session, client_id, new) for new in media))


@action(N_("Rename picture"))
def rename_media(session: Session, media_id: int, name: str) -> None:
    """Call a picture or film something else.

    Raises:
        RuleBroken: The name is missing or too long.
    """
    name = " ".join(name.split())
    if not name:
        raise RuleBroken(_("Write a name."), field="name")
    if len(name) > _LONGEST_NAME:
        raise RuleBroken(_("The name is too long. Keep it under 200 characters."), field="name")
    found(session, Media, media_id).name = name


@action(N_("Describe picture"))
def describe_kept(session: Session, media_id: int, alt: str) -> None:
    """Write what a picture shows, for all posts that will use it; those that have words for it keep theirs."""
    found(session, Media, media_id).alt = checked_text(" ".join(alt.split()), "alt", LONGEST_ALT)


@action(N_("Put picture into the bin"))
def bin_media(session: Session, media_ids: Sequence[int]) -> int:
    """Put what no post uses into the bin; how many things that were.

    Raises:
        RuleBroken: A post uses one of them.
    """
    rows = [found(session, Media, key) for key in dict.fromkeys(media_ids)]
    for row in rows:
        used = session.scalar(
            select(func.count(Post.id))
            .join(PostMedia, PostMedia.post_id == Post.id)
            .where(PostMedia.media_id == row.id, Post.deleted_at.is_(None))
        )
        if used:
            sentence = ngettext(
                "“{name}” is used by {count} post. Take it out there first.",
                "“{name}” is used by {count} posts. Take it out there first.",
                used,
            )
            raise RuleBroken(sentence.format(name=row.name, count=used))
    for row in rows:
        row.deleted_at = acting(session).now
    return len(rows)
