"""Publishing by hand: what goes out now, what is needed for it, what is out, and why a date was missed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cmdesk.domain.approval import check_step, why_not
from cmdesk.domain.clients import ClientStatus, ClientTile
from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.domain.posts import NEVER_COUNT, PostEventKind, PostStatus, checked_comment, standing
from cmdesk.domain.publishing import (
    LOOK_BACK,
    Cause,
    Due,
    Gone,
    MissedDate,
    OutFile,
    Outgoing,
    OutPlace,
    Place,
    PublishSheet,
    checked_address,
    due,
    missed_detail,
    missed_moment,
    page_of,
)
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _
from cmdesk.models import Channel, Client, Media, Placement, Post, PostEvent, PostMedia
from cmdesk.services.action import acting, acting_role, action, found
from cmdesk.services.approval import present
from cmdesk.services.posts import STANDS, card_of, kept_posts, note, take_step

_OVER = (*NEVER_COUNT, PostStatus.PUBLISHED)
_DAY = timedelta(days=1)


# --- what goes out now -----------------------------------------------------------------------------


def outgoing(session: Session, client_id: int | None = None) -> tuple[Outgoing, ...]:
    """The posts whose moment has come, now or within the last month, and that are not out; the oldest first.

    Of clients that are paused, ended or archived nothing is asked.
    """
    now = present(session)
    first = int((now - LOOK_BACK).timestamp())
    # an own moment of a placement may lie up to a month before or after that of its post
    early = (
        select(Placement.post_id)
        .join(Post, Post.id == Placement.post_id)
        .where(
            Post.instant.between(first, int((now + LOOK_BACK).timestamp())),
            Placement.published_at.is_(None),
            Placement.day.between((now - LOOK_BACK).date(), (now + _DAY).date()),
        )
    )
    query = (
        select(Post, Client)
        .join(Client, Client.id == Post.client_id)
        .where(
            Post.deleted_at.is_(None),
            Post.status.not_in(_OVER),
            Post.day.is_not(None),
            or_(Post.instant.between(first, int(now.timestamp())), Post.id.in_(early)),
            Client.deleted_at.is_(None),
            Client.archived_at.is_(None),
            Client.status.in_([ClientStatus.ACTIVE, ClientStatus.PROSPECT]),
        )
        .order_by(Post.instant, Post.id)
    )
    rows = session.execute(query if client_id is None else query.where(Post.client_id == client_id)).all()
    keys = [post.id for post, _client in rows]
    placed, explained = _placements(session, keys), _explained(session, keys)
    out = []
    for post, owner in rows:
        places = tuple(place for place in _places(post, placed.get(post.id, ()), now) if place.state is not Due.LATER)
        if places:
            out.append(Outgoing(card_of(post), _tile(owner), post.zone, places, post.day in explained.get(post.id, ())))
    return tuple(out)


def _tile(row: Client) -> ClientTile:
    return ClientTile(row.id, row.name, row.letters, row.colour, row.archived_at is not None, ClientStatus(row.status))


def _placements(session: Session, post_ids: Sequence[int]) -> dict[int, list[tuple[Placement, Channel]]]:
    found_rows: defaultdict[int, list[tuple[Placement, Channel]]] = defaultdict(list)
    if post_ids:
        query = (
            select(Placement, Channel)
            .join(Channel, Channel.id == Placement.channel_id)
            .where(Placement.post_id.in_(list(post_ids)), STANDS)
            .order_by(Placement.id)
        )
        for placement, channel in session.execute(query):
            found_rows[placement.post_id].append((placement, channel))
    return found_rows


def _places(post: Post, placed: Iterable[tuple[Placement, Channel]], now: datetime) -> Iterable[Place]:
    """The channels where a post is not out yet, each with its moment; a post without a channel has its own."""
    placed = list(placed)
    if not placed and post.day is not None:
        yield Place(None, "", "", post.day, post.minute, due(post.day, post.minute, post.zone, now))
    for placement, channel in placed:
        day, minute = _moment(post, placement)
        if placement.published_at is None and day is not None:
            state = due(day, minute, post.zone, now)
            yield Place(placement.id, channel.network, channel.handle, day, minute, state)


def _moment(post: Post, placement: Placement) -> tuple[date | None, int | None]:
    """When a post goes out on a channel: at the channel's own moment, where it has one."""
    if placement.day is None:
        return post.day, post.minute if placement.minute is None else placement.minute
    return placement.day, placement.minute


def _explained(session: Session, post_ids: Sequence[int]) -> dict[int, set[date]]:
    """The missed dates whose cause is known, by post."""
    days: defaultdict[int, set[date]] = defaultdict(set)
    for event, day, _minute in _missed(session, post_ids):
        days[event.post_id].add(day)
    return days


def _missed(session: Session, post_ids: Iterable[int]) -> Iterable[tuple[PostEvent, date, int | None]]:
    """The missed dates of posts as their histories tell them, oldest first, without those that were taken back."""
    query = select(PostEvent).where(PostEvent.post_id.in_(list(post_ids))).order_by(PostEvent.post_id, PostEvent.id)
    for _key, rows in groupby(session.scalars(query), attrgetter("post_id")):
        for event in standing(list(rows), attrgetter("member_id")):
            moment = missed_moment(event.detail) if event.kind == PostEventKind.MISSED else None
            if moment:
                yield event, *moment


# --- doing it --------------------------------------------------------------------------------------


def publish_sheet(session: Session, post_id: int) -> PublishSheet:
    """All that somebody needs who publishes a post by hand.

    Raises:
        NotFound: It is not there any more.
    """
    post = found(session, Post, post_id)
    owner = found(session, Client, post.client_id)
    now = present(session)
    placed = _placements(session, [post_id]).get(post_id, [])
    states = [place.state for place in _places(post, placed, now)]
    state = next((one for one in (Due.MISSED, Due.NOW) if one in states), Due.LATER)
    places = [_out_place(post, placement, channel) for placement, channel in placed]
    if not places:
        places = [OutPlace(None, "", "", "", post.text, published_at=None)]
    return PublishSheet(
        card_of(post),
        _tile(owner),
        post.zone,
        tuple(sorted(places, key=lambda place: place.is_out)),
        _files(session, post_id),
        state,
        why_not(acting_role(session), PostStatus(post.status), PostStatus.PUBLISHED),
        post.staff_note,
    )


def _out_place(post: Post, placement: Placement, channel: Channel) -> OutPlace:
    day, minute = _moment(post, placement)
    return OutPlace(
        placement.id,
        channel.network,
        channel.handle,
        page_of(channel.network, channel.url),
        post.text if placement.text is None else placement.text,
        placement.link,
        placement.first_comment,
        day,
        minute,
        placement.published_at,
        placement.url,
    )


def _files(session: Session, post_id: int) -> tuple[OutFile, ...]:
    query = (
        select(Media.name, Media.kind, PostMedia.alt, Media.alt.label("own"), Media.hash, Media.path, Media.id)
        .join(PostMedia, PostMedia.media_id == Media.id)
        .where(PostMedia.post_id == post_id)
        .order_by(PostMedia.position, PostMedia.id)
    )
    return tuple(
        OutFile(row.name, row.kind, row.alt or row.own, row.hash, row.path, row.id) for row in session.execute(query)
    )


@action(N_("Publish"))
def publish_place(
    session: Session, post_id: int, placement_id: int | None, url: str = "", *, at: datetime | None = None
) -> Gone:
    """Note that a post is out on a channel, with the address of what went out; on its last one it is published.

    Args:
        session: The open session.
        post_id: The post.
        placement_id: On which channel; none for all of them.
        url: The address of what went out, or nothing.
        at: When it went out; by itself, now.

    Raises:
        RuleBroken: The address is none, nobody approved it and the role does not allow that, or it has no day.
        NotFound: It does not go to this channel any more.
    """
    post = found(session, Post, post_id)
    address = checked_address(url)
    if post.day is None:
        raise RuleBroken(_("Give the post a day first."))
    status = PostStatus(post.status)
    check_step(acting_role(session), status, PostStatus.PUBLISHED)
    moment = at or acting(session).now
    placements = [placement for placement, _channel in _placements(session, [post_id]).get(post_id, [])]
    chosen = next((one for one in placements if one.id == placement_id), None)
    if placement_id is not None and chosen is None:
        raise NotFound(_("The post does not go to this channel any more."))
    for placement in placements if chosen is None else [chosen]:
        placement.published_at = placement.published_at or moment
        placement.url = address or placement.url
    left = sum(one.published_at is None for one in placements)
    if left:
        note(session, post, PostEventKind.EXPORTED, detail=_network(session, chosen), comment=address)
    elif status is not PostStatus.PUBLISHED:
        take_step(session, post, PostStatus.PUBLISHED)
        note(session, post, PostEventKind.PUBLISHED, detail=str(PostStatus.PUBLISHED), comment=address)
    elif address:
        note(session, post, PostEventKind.EDITED, detail="url", comment=address)
    return Gone(post.id, post.title, left)


@action(N_("Publish"))
def publish_all(session: Session, post_id: int, urls: Mapping[int, str]) -> Gone:
    """Note that a post is out on all its channels, each with its address where there is one.

    Args:
        session: The open session.
        post_id: The post.
        urls: Addresses of what went out, by placement.

    Raises:
        RuleBroken: An address is none, or nobody approved it and the role does not allow that.
    """
    for placement in session.scalars(select(Placement).where(Placement.post_id == post_id)):
        placement.url = checked_address(urls.get(placement.id, "")) or placement.url
    return publish_place(session, post_id, None)


def _network(session: Session, placement: Placement | None) -> str:
    """Where it is out, as the history keeps it."""
    network = session.scalar(select(Channel.network).where(Channel.id == placement.channel_id)) if placement else None
    return f"out {network}" if network else ""


@action(N_("Keep address"))
def keep_address(session: Session, placement_id: int, url: str) -> None:
    """Keep the address of what went out on a channel, also later than it went.

    Raises:
        RuleBroken: It is no address.
    """
    placement = found(session, Placement, placement_id)
    address = checked_address(url)
    if address != placement.url:
        placement.url = address
        note(session, found(session, Post, placement.post_id), PostEventKind.EDITED, detail="url", comment=address)


# --- why it missed its date ------------------------------------------------------------------------


@action(N_("Say why a date was missed"))
def note_missed(
    session: Session,
    post_ids: Sequence[int],
    cause: str,
    comment: str = "",
    *,
    missed_on: Mapping[int, tuple[date, int | None]] | None = None,
) -> None:
    """Say why posts missed their date; the report to the client will tell it.

    Args:
        session: The open session.
        post_ids: The posts.
        cause: A Cause.
        comment: What else is worth knowing, for the staff.
        missed_on: The moment that a post missed before it was moved, by its id; by itself, the one that it has.

    Raises:
        RuleBroken: There is no such cause, a post has no day, or nothing was missed.
    """
    if cause not in set(Cause):
        raise RuleBroken(_("Choose a cause."), field="cause")
    now, said = present(session), checked_comment(comment)
    for post in kept_posts(session, post_ids):
        day, minute = (missed_on or {}).get(post.id, (post.day, post.minute))
        if day is None:
            raise RuleBroken(_("“{title}” has no day that it could miss.").format(title=post.title))
        if due(day, minute, post.zone, now) is not Due.MISSED:
            raise RuleBroken(_("“{title}” has not missed its date.").format(title=post.title))
        post.cause = cause
        note(
            session, post, PostEventKind.MISSED, detail=missed_detail(day, minute), cause=cause,
            comment=said,
        )  # fmt: skip


def missed_dates(session: Session, client_id: int, first: date, last: date) -> tuple[MissedDate, ...]:
    """The dates of some days that a client's posts missed, each with the cause that was given last."""
    late = select(PostEvent.post_id).where(PostEvent.kind == PostEventKind.MISSED)
    query = select(Post).where(Post.client_id == client_id, Post.deleted_at.is_(None), Post.id.in_(late))
    rows = {post.id: post for post in session.scalars(query)}
    known: dict[tuple[int, date], MissedDate] = {}
    for event, day, minute in _missed(session, rows):
        if event.cause and first <= day <= last:
            post = rows[event.post_id]
            known[post.id, day] = MissedDate(
                post.id, post.title, day, minute, event.cause, event.comment, PostStatus(post.status), post.day
            )
    return tuple(sorted(known.values(), key=lambda one: (one.day, one.post_id)))
