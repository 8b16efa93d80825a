"""Texts that are used again: snippets, whole posts to begin with, and groups of hashtags."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cmdesk.domain.clients import checked_line, checked_text
from cmdesk.domain.editor import POST, TEXT, blanks_for, filled
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.posts import PostFormat
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _
from cmdesk.models import Client, HashtagGroup, Post, Snippet
from cmdesk.services.action import acting, action, found
from cmdesk.services.editing import editor_sheet
from cmdesk.services.posts import add_post, checked_post_text, checked_title

_MOST_TAGS: Final = 60
SNIPPET_FIELDS: Final = frozenset({"name", "text", "format"})
GROUP_FIELDS: Final = frozenset({"name", "tags"})


@action(N_("Save snippet"))
def add_snippet(
    session: Session,
    name: str,
    text: str,
    client_id: int | None = None,
    *,
    kind: str = TEXT,
    format: str = PostFormat.POST,
) -> int:
    """Keep a text to be used again and return its id.

    Args:
        session: The open session.
        name: What it is looked for by.
        text: What it says; blanks such as {client} are filled where it is used.
        client_id: Whose it is; none means the whole agency's.
        kind: TEXT, or POST for a whole post to begin with.
        format: The format of such a post.

    Raises:
        RuleBroken: Name or text is missing.
    """
    if client_id is not None:
        found(session, Client, client_id)
    if kind not in (TEXT, POST):
        raise RuleBroken(_("There is no such kind of snippet."), field="kind")
    words = _words(text)
    row = Snippet(
        client_id=client_id,
        kind=kind,
        name=_name(name),
        text=words,
        format=PostFormat(format),
        position=_count(session, Snippet, Snippet.client_id == client_id),
    )
    session.add(row)
    session.flush()
    return row.id


@action(N_("Change snippet"))
def change_snippet(session: Session, snippet_id: int, field: str, value: str, version: int | None = None) -> None:
    """Change name, text or format of a snippet.

    Raises:
        RuleBroken: The field cannot hold this.
        Conflict: Somebody changed it since `version`.
    """
    if field not in SNIPPET_FIELDS:
        raise RuleBroken(_("There is no such field."))
    row = found(session, Snippet, snippet_id, version=version)
    checked: Any = _name(value) if field == "name" else PostFormat(value) if field == "format" else _words(value)
    setattr(row, field, checked)


@action(N_("Delete snippet"))
def remove_snippet(session: Session, snippet_id: int) -> None:
    """Put a snippet into the bin."""
    found(session, Snippet, snippet_id).deleted_at = acting(session).now


@action(N_("Add post"))
def add_post_from(
    session: Session,
    snippet_id: int,
    client_id: int,
    *,
    day: date | None = None,
    minute: int | None = None,
    channel_ids: Sequence[int] | None = None,
) -> int:
    """Begin a post with a kept one, its blanks filled, and return its id.

    Raises:
        NotFound: The kept post is not there any more.
    """
    kept = found(session, Snippet, snippet_id)
    key = add_post(session, client_id, kept.name, day=day, minute=minute, format=kept.format, channel_ids=channel_ids)
    values = blanks_for(editor_sheet(session, key))
    row = found(session, Post, key)
    row.title, row.text = checked_title(filled(kept.name, values)), checked_post_text("text", filled(kept.text, values))
    return key


# --- hashtags ----------------------------------------------------------------------------------


@action(N_("Add hashtag group"))
def add_hashtag_group(session: Session, client_id: int, name: str, tags: str) -> int:
    """Keep hashtags of a client that go together, and return the id of the group.

    Raises:
        RuleBroken: The name is missing, or there is no hashtag.
    """
    found(session, Client, client_id)
    is_theirs = HashtagGroup.client_id == client_id
    row = HashtagGroup(
        client_id=client_id, name=_name(name), tags=_tags(tags), position=_count(session, HashtagGroup, is_theirs)
    )
    session.add(row)
    session.flush()
    return row.id


@action(N_("Change hashtag group"))
def change_hashtag_group(session: Session, group_id: int, field: str, value: str, version: int | None = None) -> None:
    """Change name or hashtags of a group.

    Raises:
        RuleBroken: The field cannot hold this.
        Conflict: Somebody changed it since `version`.
    """
    if field not in GROUP_FIELDS:
        raise RuleBroken(_("There is no such field."))
    row = found(session, HashtagGroup, group_id, version=version)
    setattr(row, field, _name(value) if field == "name" else _tags(value))


@action(N_("Delete hashtag group"))
def remove_hashtag_group(session: Session, group_id: int) -> None:
    """Put a group of hashtags into the bin."""
    found(session, HashtagGroup, group_id).deleted_at = acting(session).now


def _name(text: str) -> str:
    return checked_line(text, "name", needed=_("Write a name, so it can be found again."))


def _words(text: str) -> str:
    words = checked_text(text, "text")
    if not words:
        raise RuleBroken(_("Write what the snippet says."), field="text")
    return words


def _tags(text: str) -> str:
    """Hashtags with one space between them, each with its sign."""
    tags = dict.fromkeys(f"#{word.lstrip('#＃')}" for word in text.replace(",", " ").split() if word.strip("#＃"))
    if not tags:
        raise RuleBroken(_("Write at least one hashtag."), field="tags")
    if len(tags) > _MOST_TAGS:
        raise RuleBroken(_("These are more hashtags than any network takes. Make two groups of them."), field="tags")
    return " ".join(tags)


def _count(session: Session, model: type[Snippet] | type[HashtagGroup], is_theirs: Any) -> int:
    query = select(func.count()).select_from(model).where(is_theirs, model.deleted_at.is_(None))
    return session.scalar(query) or 0
