"""What a script says in one breath: several changes as one action, and posts as one list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.moments import Month, iso
from cmdesk.domain.posts import Coverage, PostCard, PostFormat, PostStatus
from cmdesk.domain.wording import parted, words_of
from cmdesk.i18n import N_
from cmdesk.models import Client, Post
from cmdesk.services.action import action, found
from cmdesk.services.posts import card_of
from cmdesk.services.scopes import add_line, change_line, change_terms, scope, set_treatment

_FIGURES_FIRST = ("quantity", "unit", "cadence", "networks")


@action(N_("Change draft"), is_serial=True)
def change_draft(
    session: Session,
    scope_id: int,
    terms: Mapping[str, Any],
    line_id: int | None = None,
    service: str | None = None,
    fields: Mapping[str, Any] | None = None,
) -> int | None:
    """Change conditions of a draft and fields of one of its lines; the line's id.

    Args:
        session: The open session.
        scope_id: The draft.
        terms: Conditions with their values.
        line_id: The line.
        service: Code of a service that becomes a line when no line is named.
        fields: Fields of the line with their values; a description as it is read, with its figures in it.

    Raises:
        RuleBroken: A value cannot be, or the version was sent.
    """
    for field, value in terms.items():
        change_terms(session, scope_id, field, value)
    if line_id is None and service is not None:
        line_id = add_line(session, scope_id, service)
    if line_id is None:
        return None
    changes = dict(fields or {})
    # the sentence follows the figures, so they come first
    for field in sorted(changes, key=lambda name: name not in _FIGURES_FIRST):
        value = changes[field]
        if field == "treatment":
            set_treatment(session, [line_id], value)
        elif field == "description":
            session.flush()
            version = scope(session, scope_id)
            line = next(one for one in version.lines if one.id == line_id)
            change_line(session, line_id, field, parted(value, words_of(line), version.terms.language))
        else:
            change_line(session, line_id, field, value)
    session.flush()
    return line_id


@dataclass(frozen=True, slots=True)
class ListedPost:
    """A post in a list, with whose it is and in which time zone its hour counts."""

    card: PostCard
    client: str
    zone: str

    @property
    def scheduled(self) -> str | None:
        """Its moment as ISO 8601: with its offset, a plain date when it has no hour, or none."""
        return iso(self.card.day, self.card.minute, self.zone)


def posts_listed(
    session: Session, client_id: int | None = None, month: Month | None = None, status: PostStatus | str | None = None
) -> tuple[ListedPost, ...]:
    """Posts by day and hour, those in the tray last.

    Args:
        session: The open session.
        client_id: Whose; none means those of all clients that are not archived.
        month: The month of their days; none means all days and the tray.
        status: How far they have come; none means anywhere.
    """
    query = (
        select(
            Post.id, Post.client_id, Post.title, Post.status, Post.format, Post.day, Post.minute, Post.networks,
            Post.coverage, Post.lineage, Post.owner_id, Post.changes_asked, Client.name, Post.zone,
        )
        .join(Client, Client.id == Post.client_id)
        .where(Post.deleted_at.is_(None), Client.deleted_at.is_(None))
        .order_by(Post.day.is_(None), Post.day, Post.minute.is_not(None), Post.minute, Post.rank, Post.id)
    )  # fmt: skip
    query = query.where(Post.client_id == client_id if client_id is not None else Client.archived_at.is_(None))
    if month is not None:
        query = query.where(Post.day.between(month.first, month.last))
    if status is not None:
        query = query.where(Post.status == PostStatus(status))
    return tuple(_listed(row) for row in session.execute(query))


def _listed(row: Any) -> ListedPost:
    key, client_id, title, status, format_, day, minute, networks, *rest, changes_asked, client, zone = row
    coverage, lineage, owner_id = rest
    card = PostCard(
        key, client_id, title, PostStatus(status), PostFormat(format_), day, minute,
        tuple(networks.split(",")) if networks else (), Coverage(coverage), lineage, owner_id, changes_asked,
    )  # fmt: skip
    return ListedPost(card, client, zone)


def listed_post(session: Session, post_id: int) -> ListedPost:
    """One post as a list shows it.

    Raises:
        NotFound: It is not there any more.
    """
    post = found(session, Post, post_id)
    return ListedPost(card_of(post), found(session, Client, post.client_id).name, post.zone)
