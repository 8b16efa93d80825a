"""A post on each of its channels: a text of its own, link, first comment, moment, and the address of what went out."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.clients import checked_address, checked_text
from cmdesk.domain.errors import Conflict, NotFound, RuleBroken
from cmdesk.domain.moments import check_reachable
from cmdesk.domain.posts import LONGEST_POST, PostEventKind, check_move
from cmdesk.domain.posts import PostStatus as Status
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _
from cmdesk.models import Channel, Placement, Post
from cmdesk.services.action import action
from cmdesk.services.posts import ANY, STANDS, check_not_out, held, lose_approval, note

_LONGEST_LINK: Final = 4_000
_APPROVED_WITH: Final = frozenset({"link", "first_comment"})
PLACEMENT_FIELDS: Final = frozenset({"link", "first_comment", "url"})


@action(N_("Edit text of a channel"))
def write_on(session: Session, post_id: int, channel_id: int, text: str | None, was: Any = ANY) -> bool:
    """Give a post a text of its own on one channel; whether that took the client's approval away.

    Args:
        session: The open session.
        post_id: The post.
        channel_id: One of its channels.
        text: What it says there; none, or what the post says anyway, lets it follow the post again.
        was: The channel's own text when the person began to write; none where it followed the post.

    Raises:
        RuleBroken: The post is out, or the text too long.
        Conflict: Somebody changed it meanwhile.
        NotFound: The post or the channel is not there any more.
    """
    post, row = _placed(session, post_id, channel_id)
    wanted = None if text is None or text == post.text else checked_text(text, "text", LONGEST_POST)
    if was is not ANY and row.text not in (was, wanted):
        raise Conflict(_("Somebody changed this since you opened it. Look at it again."))
    if row.text == wanted:
        return False
    check_not_out(post)
    before, after = post.text if row.text is None else row.text, post.text if wanted is None else wanted
    row.text = wanted
    note(
        session, post, PostEventKind.EDITED, detail=f"text {_network(session, row)}", changes={"text": [before, after]}
    )
    return lose_approval(session, post)


@action(N_("Edit post on a channel"))
def edit_placement(
    session: Session, post_id: int, channel_id: int | None, field: str, value: str, was: Any = ANY
) -> bool:
    """Write link, first comment or published address of a post; whether that took the client's approval away.

    Args:
        session: The open session.
        post_id: The post.
        channel_id: One of its channels; none writes it on all of them.
        field: One of PLACEMENT_FIELDS.
        value: What it becomes.
        was: What the field held when the person began to write.

    Raises:
        RuleBroken: It is no address, too long, or the post is out and people read this.
        Conflict: Somebody changed it meanwhile.
        NotFound: The post or the channel is not there any more.
    """
    if field not in PLACEMENT_FIELDS:
        raise RuleBroken(_("There is no such field."))
    post = held(session, post_id)
    rows = _rows(session, post_id) if channel_id is None else [_placed(session, post_id, channel_id)[1]]
    value = _checked(field, value)
    if was is not ANY and any(getattr(row, field) not in (was, value) for row in rows):
        raise Conflict(_("Somebody changed this since you opened it. Look at it again."))
    changed = [row for row in rows if getattr(row, field) != value]
    if not changed:
        return False
    if field in _APPROVED_WITH:
        check_not_out(post)
    before = getattr(changed[0], field)
    for row in changed:
        setattr(row, field, value)
    where = "" if channel_id is None else f" {_network(session, changed[0])}"
    note(session, post, PostEventKind.EDITED, detail=f"{field}{where}", changes={field: [before, value]})
    return field in _APPROVED_WITH and lose_approval(session, post)


@action(N_("Move post on a channel"))
def move_placement(
    session: Session, post_id: int, channel_id: int, day: date | None, minute: int | None = None
) -> None:
    """Let a post go out on one channel at another moment than on the others; without a day, with them again.

    Raises:
        RuleBroken: The post has no day itself, is out, or there is no such hour.
        NotFound: The post or the channel is not there any more.
    """
    post, row = _placed(session, post_id, channel_id)
    check_move(Status(post.status))
    if day is not None and post.day is None:
        raise RuleBroken(_("Give the post a day first."), field="day")
    check_reachable(day)
    if minute is not None and not 0 <= minute < 1440:
        raise RuleBroken(_("Write an hour between 0:00 and 23:59."), field="minute")
    if (day, minute) == (post.day, post.minute):
        day = None
    minute = minute if day is not None else None
    if (row.day, row.minute) == (day, minute):
        return
    row.day, row.minute = day, minute
    note(session, post, PostEventKind.EDITED, detail=f"moment {_network(session, row)}")


def _checked(field: str, value: str) -> str:
    if field == "first_comment":
        return checked_text(value, field)
    if field == "url":
        return checked_address(value, field)
    link = value.strip()
    if len(link) > _LONGEST_LINK or any(sign.isspace() for sign in link):
        raise RuleBroken(_("Write the address of a page, such as https://example.com/menu."), field="link")
    return link


def _placed(session: Session, post_id: int, channel_id: int) -> tuple[Post, Placement]:
    post = held(session, post_id)
    query = select(Placement).where(Placement.post_id == post_id, Placement.channel_id == channel_id)
    row = session.scalars(query).one_or_none()
    if row is None:
        raise NotFound(_("The post does not go to this channel any more."))
    return post, row


def _rows(session: Session, post_id: int) -> list[Placement]:
    query = select(Placement).join(Channel, Channel.id == Placement.channel_id)
    return list(session.scalars(query.where(Placement.post_id == post_id, STANDS).order_by(Placement.id)))


def _network(session: Session, row: Placement) -> str:
    return session.scalars(select(Channel.network).where(Channel.id == row.channel_id)).one()
