"""Posts: writing, moving, copying and deleting them, and how far they have come."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from cmdesk.domain.approval import check_step
from cmdesk.domain.calendar import Moved, UsualHours, usual_minute
from cmdesk.domain.clients import LONGEST_TEXT, checked_text
from cmdesk.domain.errors import Conflict, NotFound, RuleBroken
from cmdesk.domain.moments import When, check_reachable, instant
from cmdesk.domain.posts import (
    APPROVED_OR_LATER,
    LONGEST_POST,
    STATUS_EVENTS,
    Coverage,
    MediaItem,
    PostCard,
    PostDetail,
    PostEventKind,
    PostFormat,
    PostStatus,
    check_move,
    check_status,
    checked_comment,
    status_in_tray,
    status_when_planned,
    withdrawn,
)
from cmdesk.domain.posts import PostEvent as Event
from cmdesk.domain.ranks import between
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _
from cmdesk.models import Channel, Client, Media, Member, Placement, Post, PostEvent, PostMedia
from cmdesk.services.action import acting, acting_role, action, found
from cmdesk.services.covering import check_line, covered_by_extra

STANDS: Final = or_(Channel.deleted_at.is_(None), Placement.published_at.is_not(None))
"""Nothing goes out any more on a channel that lies in the bin; what went out there did."""
ANY: Final = object()
"""Said of a field whose former value does not matter."""
POST_FIELDS = frozenset({"title", "text", "format", "staff_note", "client_note", "owner_id"})
_WORDS = frozenset({"title", "text", "staff_note", "client_note"})
_KEPT = select(Post).where(Post.id.in_(bindparam("ids", expanding=True)), Post.deleted_at.is_(None))
_HELD = _KEPT.order_by(Post.id).with_for_update().execution_options(populate_existing=True)
# Put together once: building these takes longer than asking them, and every post that is opened asks anew.
_GOES_TO = (
    select(Placement.channel_id)
    .join(Channel, Channel.id == Placement.channel_id)
    .where(Placement.post_id == bindparam("post"), STANDS)
    .order_by(Placement.id)
)
_MEDIA = (
    select(
        Media.id, Media.hash, Media.name, Media.kind, PostMedia.alt, Media.thumb, Media.width, Media.height,
        Media.size, Media.duration_ms, Media.path,
    )
    .join(PostMedia, PostMedia.media_id == Media.id)
    .where(PostMedia.post_id == bindparam("post"))
    .order_by(PostMedia.position, PostMedia.id)
)  # fmt: skip
_EVENTS = (
    select(
        PostEvent.kind, PostEvent.at, Member.name, PostEvent.contact, PostEvent.comment, PostEvent.detail,
        PostEvent.id, PostEvent.changes, PostEvent.is_for_client, PostEvent.means, PostEvent.cause,
        PostEvent.member_id, Member.colour,
    )
    .join(Member, Member.id == PostEvent.member_id, isouter=True)
    .where(PostEvent.post_id == bindparam("post"))
    .order_by(PostEvent.id)
)  # fmt: skip
_GOES_OUT = frozenset({"text", "format"})
_LONGEST_TITLE = 300
_LOSES_APPROVAL = frozenset({PostStatus.APPROVED, PostStatus.SCHEDULED})
_WITHOUT_MARK = frozenset({PostStatus.IDEA, PostStatus.DRAFT, PostStatus.CANCELLED})
_HASHED = frozenset({PostStatus.CLIENT_REVIEW, PostStatus.APPROVED})


# --- new ones --------------------------------------------------------------------------------


@action(N_("Add post"))
def add_post(
    session: Session,
    client_id: int,
    title: str,
    *,
    day: date | None = None,
    minute: int | None = None,
    format: str = PostFormat.POST,
    channel_ids: Sequence[int] | None = None,
    text: str = "",
) -> int:
    """Add a post and return its id: a draft on its day, an idea without one.

    Args:
        session: The open session.
        client_id: Whose it is.
        title: Its working title.
        day: The client's local day.
        minute: Minutes after midnight.
        format: A PostFormat.
        channel_ids: Where it goes; by itself, the client's first active channel.
        text: What it says.

    Raises:
        RuleBroken: The title is missing.
        NotFound: There is no such client.
    """
    client = found(session, Client, client_id)
    post = Post(
        client_id=client_id,
        title=checked_title(title),
        text=checked_post_text("text", text),
        format=PostFormat(format),
        status=PostStatus.IDEA if day is None else PostStatus.DRAFT,
        zone=client.time_zone,
        owner_id=acting(session).member_id,
        rank=_last_rank(session, client_id) if day is None else "",
    )
    _put(post, day, minute)
    session.add(post)
    session.flush()
    _place(session, post, _first_channel(session, client_id) if channel_ids is None else channel_ids)
    note(session, post, PostEventKind.CREATED)
    return post.id


@action(N_("Add idea"))
def add_idea(
    session: Session,
    client_id: int,
    title: str,
    *,
    format: str = PostFormat.POST,
) -> int:
    """Write an idea into the tray and return its id.

    Raises:
        RuleBroken: The title is missing.
    """
    return add_post(session, client_id, title, format=format)


def checked_post_text(field: str, text: str) -> str:
    """A text or a note of a post, as it was written.

    Raises:
        RuleBroken: It is longer than anybody would read.
    """
    checked_text(text, field, LONGEST_POST if field == "text" else LONGEST_TEXT)
    return text


def checked_title(text: str) -> str:
    """A working title, in one line.

    Raises:
        RuleBroken: It is missing or too long.
    """
    title = " ".join(text.split())
    if not title:
        raise RuleBroken(_("Write a title."), field="title")
    if len(title) > _LONGEST_TITLE:
        raise RuleBroken(
            _("The title is too long. Keep it under 300 characters and put the rest in the text."), field="title"
        )
    return title


def _first_channel(session: Session, client_id: int) -> list[int]:
    query = _active_channels(client_id).with_only_columns(Channel.id).limit(1)
    return list(session.scalars(query))


def _active_channels(client_id: int) -> Any:
    return (
        select(Channel)
        .where(Channel.client_id == client_id, Channel.deleted_at.is_(None), Channel.is_active)
        .order_by(Channel.id)
    )


def _last_rank(session: Session, client_id: int) -> str:
    last = session.scalar(select(func.max(Post.rank)).where(Post.client_id == client_id, Post.day.is_(None)))
    return between(last or None, None, acting(session).salt)


def _first_rank(session: Session, client_id: int) -> str:
    first = session.scalar(
        select(func.min(Post.rank)).where(Post.client_id == client_id, Post.day.is_(None), Post.rank != "")
    )
    return between(None, first or None, acting(session).salt)


def _put(post: Post, day: date | None, minute: int | None) -> None:
    """Give a post its moment."""
    if minute is not None and not 0 <= minute < 1440:
        raise RuleBroken(_("Write an hour between 0:00 and 23:59."), field="minute")
    check_reachable(day)
    post.day = day
    post.minute = minute if day is not None else None
    post.instant = instant(post.day, post.minute, post.zone)


def _zone_of(session: Session, client_id: int) -> str:
    """The client's time zone today; what was published keeps the one it went out in."""
    return found(session, Client, client_id).time_zone


def note(session: Session, post: Post, kind: PostEventKind, **said: Any) -> None:
    """Write a line of a post's history: detail, comment, changes and what else an event holds."""
    acts = acting(session)
    session.add(PostEvent(post_id=post.id, kind=kind, at=acts.now, member_id=acts.member_id, **said))


def lose_approval(session: Session, post: Post) -> bool:
    """Take the approval away from what is no longer what was approved; whether there was one."""
    if post.status not in _LOSES_APPROVAL:
        return False
    note(session, post, PostEventKind.APPROVAL_LOST, detail=post.status)
    post.status = PostStatus.DRAFT
    return True


def check_not_out(post: Post) -> None:
    """Refuse to change what people can read already.

    Raises:
        RuleBroken: The post is published.
    """
    if post.status == PostStatus.PUBLISHED:
        raise RuleBroken(_("The post is already published. Take that back first."))


def kept_posts(session: Session, post_ids: Sequence[int]) -> list[Post]:
    """The posts with these ids, in this order.

    Raises:
        NotFound: One is not there any more.
    """
    return _all_of(session, _KEPT, post_ids)


def held_posts(session: Session, post_ids: Sequence[int]) -> list[Post]:
    """The same, as they are now, and until this is done nobody else changes what they say or hears a yes to it.

    What a post says lies in several rows, so a shared database locks the post's own; a file has one writer anyway.

    Raises:
        NotFound: One is not there any more.
    """
    return _all_of(session, _HELD, post_ids)


def held(session: Session, post_id: int) -> Post:
    """One post, held likewise.

    Raises:
        NotFound: It is not there any more.
    """
    return _all_of(session, _HELD, [post_id])[0]


def _all_of(session: Session, query: Select[Post], post_ids: Sequence[int]) -> list[Post]:
    by_id = {post.id: post for post in session.scalars(query, {"ids": list(post_ids)})}
    if len(by_id) < len(set(post_ids)):
        raise NotFound(_("This is not there any more. Somebody may have deleted it."))
    return [by_id[key] for key in dict.fromkeys(post_ids)]


# --- what they say ---------------------------------------------------------------------------


@action(N_("Edit post"))
def edit_post(session: Session, post_id: int, field: str, value: Any, was: Any = ANY) -> bool:
    """Change one field of a post; whether that took the client's approval away.

    Args:
        session: The open session.
        post_id: The post.
        field: One of POST_FIELDS.
        value: What it becomes.
        was: What the field held when the person began to write.

    Raises:
        RuleBroken: The value cannot be, or the post is out and people read this.
        Conflict: Somebody changed this field meanwhile.
    """
    if field not in POST_FIELDS:
        raise RuleBroken(_("There is no such field."))
    post = found(session, Post, post_id)
    present = getattr(post, field)
    if was is not ANY and present not in (was, value):
        raise Conflict(_("Somebody changed this since you opened it. Look at it again."))
    if field == "title":
        value = checked_title(value)
    elif field in _WORDS:
        value = checked_post_text(field, value)
    elif field == "format":
        value = PostFormat(value)
    elif field == "owner_id" and value is not None:
        found(session, Member, value)
    if present == value:
        return False
    if field in _GOES_OUT:
        check_not_out(post)
    setattr(post, field, value)
    changes = {field: [present, value]} if field in _WORDS else {}
    note(session, post, PostEventKind.EDITED, detail=field, changes=changes)
    return field == "text" and lose_approval(session, post)


@action(N_("Change channels"))
def set_channels(session: Session, post_id: int, channel_ids: Sequence[int]) -> bool:
    """Say where a post goes; whether that took the client's approval away, with what it said on one of them.

    Raises:
        RuleBroken: A channel belongs to another client, or the post is out there.
    """
    post = held(session, post_id)
    present = list(channels_of(session, post_id))
    if present == list(dict.fromkeys(channel_ids)):
        return False
    if post.status == PostStatus.PUBLISHED:
        raise RuleBroken(_("A published post stays on the channels where it went out."))
    is_approved = post.status in _LOSES_APPROVAL
    before = content_hash(session, post) if is_approved else ""
    _place(session, post, channel_ids)
    note(session, post, PostEventKind.EDITED, detail="channels")
    if not is_approved:
        return False
    session.flush()
    return content_hash(session, post) != before and lose_approval(session, post)


def channels_of(session: Session, post_id: int) -> Iterable[int]:
    """Where a post goes or went, in the order in which that was chosen."""
    return session.scalars(_GOES_TO, {"post": post_id})


def _channels_in_use(session: Session, post_id: int) -> Iterable[int]:
    """Where a post goes, without the channels that the client gave up."""
    query = select(Placement.channel_id).join(Channel, Channel.id == Placement.channel_id)
    is_in_use = (Placement.post_id == post_id, Channel.deleted_at.is_(None))
    return session.scalars(query.where(*is_in_use).order_by(Placement.id))


def _place(session: Session, post: Post, channel_ids: Iterable[int]) -> None:
    """Keep a post's placements and its networks in step with its channels."""
    wanted = list(dict.fromkeys(channel_ids))
    here = (
        select(Placement).join(Channel, Channel.id == Placement.channel_id).where(Placement.post_id == post.id, STANDS)
    )
    present = {row.channel_id: row for row in session.scalars(here)}
    theirs = select(Channel.id, Channel.network).where(
        Channel.client_id == post.client_id, or_(Channel.deleted_at.is_(None), Channel.id.in_(present))
    )
    networks = {row.id: row.network for row in session.execute(theirs.where(Channel.id.in_(wanted)))}
    if set(networks) != set(wanted):
        raise RuleBroken(_("Choose channels of this client."), field="channels")
    leaving = [placement for key, placement in present.items() if key not in networks]
    if any(placement.published_at is not None for placement in leaving):
        raise RuleBroken(_("A published post stays on the channels where it went out."), field="channels")
    for placement in leaving:
        session.delete(placement)
    session.add_all(Placement(post_id=post.id, channel_id=key) for key in wanted if key not in present)
    post.networks = ",".join(dict.fromkeys(networks[key] for key in wanted))


# --- where they are --------------------------------------------------------------------------


@action(N_("Move post"))
def move_post(session: Session, post_id: int, when: When) -> Moved:
    """Move a post to another day, or to the tray when there is none.

    Raises:
        RuleBroken: It is published.
    """
    (moved,) = move_posts(session, [post_id], when)
    return moved


@action(N_("Move posts"))
def move_posts(
    session: Session, post_ids: Sequence[int], when: When, *, anchor: int | None = None
) -> tuple[Moved, ...]:
    """Move posts so that one of them comes to a day, keeping the days between them.

    What comes from the tray goes to that day itself, at the client's usual hour; an idea becomes a
    draft. An approval stays.

    Args:
        session: The open session.
        post_ids: The posts.
        when: The day for the anchor, and the hour for all unless each keeps its own; or the tray.
        anchor: The post that was grabbed; by itself, the first dated one.

    Raises:
        RuleBroken: One is published.
    """
    posts = kept_posts(session, post_ids)
    for post in posts:
        check_move(PostStatus(post.status))
    if when.day is None:  # each comes to the top of the tray: the last one first keeps their order
        return tuple(_move_to_tray(session, post) for post in reversed(posts))[::-1]
    step = _step(posts, when.day, anchor)
    return tuple(_move(session, post, _new_day(post, when.day, step), when) for post in posts)


def _step(posts: Sequence[Post], day: date | None, anchor: int | None) -> timedelta:
    """How far the anchor goes."""
    dated = [post for post in posts if post.day is not None]
    first = next((post for post in dated if post.id == anchor), None) or (dated[0] if dated else None)
    return day - first.day if day is not None and first is not None and first.day is not None else timedelta(0)


def _new_day(post: Post, day: date, step: timedelta) -> date:
    if post.day is None:
        return day
    try:
        return post.day + step
    except OverflowError as error:
        raise RuleBroken(_("That day lies too far away.")) from error


def _move(session: Session, post: Post, day: date, when: When) -> Moved:
    before, status, minute = post.day, PostStatus(post.status), when.minute
    if when.keeps_hour:
        minute = post.minute if before is not None else _usual_minute(session, post)
    if (before, post.minute) != (day, minute):
        _put(post, day, minute)
        post.status = status_when_planned(status)
        note(session, post, PostEventKind.MOVED, detail=_way(before, day, post.minute))
        if before is not None and before != day:
            _carry_own_days(session, post, day - before)
    return Moved(post.id, post.title, post.client_id, PostStatus(post.status), before, day, post.minute)


def _move_to_tray(session: Session, post: Post) -> Moved:
    before = post.day
    if before is not None:
        _put(post, None, None)
        post.status = status_in_tray(PostStatus(post.status))
        post.rank = _first_rank(session, post.client_id)
        note(session, post, PostEventKind.MOVED, detail=_way(before, None, None))
        _carry_own_days(session, post, None)
        session.flush()
    return Moved(post.id, post.title, post.client_id, PostStatus(post.status), before, None, None)


def _carry_own_days(session: Session, post: Post, step: timedelta | None) -> None:
    """Let the channels with a day of their own go along with their post; in the tray they have none."""
    query = select(Placement).where(Placement.post_id == post.id, Placement.day.is_not(None))
    for placement in session.scalars(query):
        if placement.day is not None and step is not None:
            placement.day += step
        else:
            placement.day = placement.minute = None


def _way(before: date | None, day: date | None, minute: int | None) -> str:
    """Where a post went, kept for its history: '2026-10-16>2026-10-22 540'."""
    hour = "" if minute is None else f" {minute}"
    return f"{before or ''}>{day or ''}{hour}"


def _usual_minute(session: Session, post: Post) -> int | None:
    hours: UsualHours = tuple(
        (row.network, row.usual_minute)
        for row in session.execute(
            _active_channels(post.client_id).with_only_columns(Channel.network, Channel.usual_minute)
        )
    )
    return usual_minute(_networks(post.networks), hours)


def _networks(joined: str) -> tuple[str, ...]:
    return tuple(joined.split(",")) if joined else ()


@action(N_("Move to the tray"))
def to_tray(session: Session, post_ids: Sequence[int]) -> tuple[Moved, ...]:
    """Take the date away from posts and keep everything else.

    Raises:
        RuleBroken: One is published.
    """
    return move_posts(session, post_ids, When(None))


@action(N_("Copy post"))
def copy_posts(session: Session, post_ids: Sequence[int], when: When, *, anchor: int | None = None) -> tuple[int, ...]:
    """Copy posts onto a day, keeping the days between them, or into the tray; the ids of the copies."""
    posts = kept_posts(session, post_ids)
    if when.day is None:  # each comes to the top of the tray: the last one first keeps their order
        return tuple(_copy(session, post, None, None) for post in reversed(posts))[::-1]
    step = _step(posts, when.day, anchor)
    copies = []
    for post in posts:
        hour = post.minute if when.keeps_hour else when.minute
        if when.keeps_hour and post.day is None:
            hour = _usual_minute(session, post)
        copies.append(_copy(session, post, _new_day(post, when.day, step), hour))
    return tuple(copies)


@action(N_("Duplicate post"))
def duplicate_posts(session: Session, post_ids: Sequence[int]) -> tuple[int, ...]:
    """Copy posts onto their own days, or into the tray when they have none; the ids of the copies."""
    posts = kept_posts(session, post_ids)
    dated = [post for post in posts if post.day is not None]
    waiting = [post for post in reversed(posts) if post.day is None]
    copies = {post.id: _copy(session, post, post.day, post.minute) for post in (*dated, *waiting)}
    return tuple(copies[post.id] for post in posts)


def _copy(session: Session, post: Post, day: date | None, minute: int | None) -> int:
    copy = Post(
        client_id=post.client_id,
        title=post.title,
        text=post.text,
        format=post.format,
        status=PostStatus.IDEA if day is None else PostStatus.DRAFT,
        zone=_zone_of(session, post.client_id),
        owner_id=post.owner_id,
        campaign_id=post.campaign_id,
        pillar_id=post.pillar_id,
        checks=[{**one, "is_done": False} for one in post.checks],
        staff_note=post.staff_note,
        client_note=post.client_note,
        thumb=post.thumb,
        rank=_first_rank(session, post.client_id) if day is None else "",
    )
    _put(copy, day, minute)
    session.add(copy)
    session.flush()
    _place(session, copy, _channels_in_use(session, post.id))
    _copy_placements(session, post, copy)
    session.add_all(
        PostMedia(post_id=copy.id, media_id=row.media_id, position=row.position, alt=row.alt)
        for row in session.scalars(select(PostMedia).where(PostMedia.post_id == post.id))
    )
    note(session, copy, PostEventKind.CREATED, detail=f"copy {post.id}")
    session.flush()
    return copy.id


def _copy_placements(session: Session, post: Post, copy: Post) -> None:
    """Let a copy say on each channel what its original says there, so many days before or after it."""
    session.flush()
    originals = {row.channel_id: row for row in session.scalars(_placements_of(post))}
    step = copy.day - post.day if copy.day is not None and post.day is not None else None
    for placement in session.scalars(_placements_of(copy)):
        row = originals[placement.channel_id]
        placement.text, placement.link, placement.first_comment = row.text, row.link, row.first_comment
        if row.day is not None and step is not None:
            placement.day, placement.minute = row.day + step, row.minute


def _placements_of(post: Post) -> Any:
    return select(Placement).where(Placement.post_id == post.id)


# --- how far they have come ------------------------------------------------------------------


@action(N_("Change status"))
def set_status(session: Session, post_ids: Sequence[int], status: str, comment: str = "") -> None:
    """Say how far posts have come; the hash of what goes to the client, and of what is approved, is kept.

    A client's yes is noted with `approval.note_yes`; approved here, a post stands on the agency's own word.

    Raises:
        RuleBroken: An idea has no day; what is scheduled or published needs one; or the role does not allow the step.
    """
    wanted, role, said = PostStatus(status), acting_role(session), checked_comment(comment)
    for post in held_posts(session, post_ids):
        check_status(wanted, post.day)
        if post.status == wanted:
            continue
        before = PostStatus(post.status)
        check_step(role, before, wanted)
        take_step(session, post, wanted)
        is_back = wanted is PostStatus.APPROVED and before in APPROVED_OR_LATER  # the yes that it has stays its own
        has_hash = wanted in _HASHED and not is_back
        note(
            session,
            post,
            PostEventKind.STATUS if is_back else STATUS_EVENTS.get(wanted, PostEventKind.STATUS),
            detail=wanted,
            comment=said,
            content_hash=content_hash(session, post) if has_hash else "",
        )


def take_step(session: Session, post: Post, wanted: PostStatus) -> None:
    """Let a post have come so far, with its marks and placements in step."""
    was_published = post.status == PostStatus.PUBLISHED
    post.status = wanted
    if wanted not in _WITHOUT_MARK:
        post.changes_asked = False
    if was_published or wanted is PostStatus.PUBLISHED:
        _stamp(session, post)
    if was_published:
        post.zone = _zone_of(session, post.client_id)
        _put(post, post.day, post.minute)


def _stamp(session: Session, post: Post) -> None:
    """Note on each placement when it went out, or that it did not."""
    is_out = post.status == PostStatus.PUBLISHED
    query = select(Placement).join(Channel, Channel.id == Placement.channel_id).where(Placement.post_id == post.id)
    for placement in session.scalars(query.where(STANDS)):
        placement.published_at = (placement.published_at or acting(session).now) if is_out else None


def content_hash(session: Session, post: Post) -> str:
    """The hash of what the client approves: text, pictures with their words, and what differs on each channel."""
    return content_hashes(session, [post])[post.id]


def content_hashes(session: Session, rows: Sequence[Post]) -> dict[int, str]:
    """The hash of what the client approves of each of some posts, by the post's id."""
    keys = [row.id for row in rows]
    pictures: defaultdict[int, list[str | list[str]]] = defaultdict(list)
    own: defaultdict[int, list[list[Any]]] = defaultdict(list)
    shown = (
        select(PostMedia.post_id, Media.hash, PostMedia.alt)
        .join(Media, Media.id == PostMedia.media_id)
        .where(PostMedia.post_id.in_(keys))
        .order_by(PostMedia.position, PostMedia.id)
    )
    for post_id, digest, alt in session.execute(shown):
        pictures[post_id].append([digest, alt] if alt else digest)
    placed = (
        select(Placement.post_id, Placement.channel_id, Placement.text, Placement.link, Placement.first_comment)
        .where(Placement.post_id.in_(keys))
        .order_by(Placement.channel_id)
    )
    for post_id, *said in session.execute(placed):
        if said[1] is not None or said[2] or said[3]:
            own[post_id].append(said)
    contents = {row.id: [row.text, pictures[row.id], *([own[row.id]] if own[row.id] else [])] for row in rows}
    return {
        key: hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
        for key, content in contents.items()
    }


@action(N_("Change what it counts against"))
def set_coverage(
    session: Session,
    post_ids: Sequence[int],
    coverage: str,
    lineage: str | None = None,
    *,
    extra_id: int | None = None,
) -> None:
    """Say what posts count against: a line, a courtesy, an extra, or nothing decided yet.

    Args:
        session: The open session.
        post_ids: The posts.
        coverage: A Coverage.
        lineage: The line, or the one that a courtesy goes beyond.
        extra_id: The extra; what was decided on it says what the posts count against.

    Raises:
        RuleBroken: The line or the extra is not named, or belongs to another client.
    """
    wanted = Coverage(coverage)
    if wanted is Coverage.LINE and not lineage:
        raise RuleBroken(_("Choose the line of the scope."), field="coverage")
    for post in kept_posts(session, post_ids):
        decided, line = wanted, lineage or None
        if wanted is Coverage.EXTRA:
            decided, line = covered_by_extra(session, post.client_id, extra_id)
        elif line is not None:
            check_line(session, post.client_id, line)
        line = None if decided is Coverage.UNDECIDED else line
        if (post.coverage, post.lineage, post.extra_id) == (decided, line, extra_id):
            continue
        post.coverage, post.lineage, post.extra_id = decided, line, extra_id
        note(session, post, PostEventKind.COVERAGE, detail=decided)


# --- the bin ---------------------------------------------------------------------------------


@action(N_("Delete post"))
def delete_posts(session: Session, post_ids: Sequence[int]) -> None:
    """Put posts into the bin."""
    for post in kept_posts(session, post_ids):
        post.deleted_at = acting(session).now
        note(session, post, PostEventKind.DELETED)


# --- one post --------------------------------------------------------------------------------


def post(session: Session, post_id: int) -> PostDetail:
    """All about one post.

    Raises:
        NotFound: It is not there any more.
    """
    row = found(session, Post, post_id)
    owner = session.get(Member, row.owner_id) if row.owner_id else None
    return PostDetail(
        card_of(row),
        row.text,
        row.staff_note,
        row.client_note,
        row.zone,
        tuple(channels_of(session, post_id)),
        owner.name if owner else "",
        _media_of(session, post_id),
        _events_of(session, post_id),
        row.version,
    )


def card_of(row: Post) -> PostCard:
    """What the calendar shows of a row."""
    return PostCard(
        row.id,
        row.client_id,
        row.title,
        PostStatus(row.status),
        PostFormat(row.format),
        row.day,
        row.minute,
        _networks(row.networks),
        Coverage(row.coverage),
        row.lineage,
        row.owner_id,
        row.changes_asked,
        row.thumb,
        row.rank,
        row.extra_id,
        row.campaign_id,
        row.pillar_id,
    )


def _media_of(session: Session, post_id: int) -> tuple[MediaItem, ...]:
    return tuple(MediaItem(*row) for row in session.execute(_MEDIA, {"post": post_id}))


def _events_of(session: Session, post_id: int) -> tuple[Event, ...]:
    rows = session.execute(_EVENTS, {"post": post_id}).all()
    gone = withdrawn(rows)
    return tuple(
        Event(
            PostEventKind(row.kind), row.at, row.contact or row.name or "", row.comment, row.detail, row.id,
            row.changes or {}, row.is_for_client, row.contact, row.means, row.cause, row.member_id,
            row.colour or 0, row.id in gone,
        )
        for row in rows
    )  # fmt: skip
