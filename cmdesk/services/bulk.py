"""What is done with several posts at once, each as one step that one undo takes back.

What can be done is done, what cannot stays as it is, and the answer names it with the reason; when nothing at all can
be done, it is refused with that reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.agency import Member as Person
from cmdesk.domain.allowance import in_force, is_counted_by_posts
from cmdesk.domain.calendar import Moved
from cmdesk.domain.campaigns import Campaign
from cmdesk.domain.clients import Channel as Place
from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.domain.extras import Decision, Extra
from cmdesk.domain.handling import MOST_FILES, Bulk, Left, format_for, most_files, title_from
from cmdesk.domain.moments import When
from cmdesk.domain.posts import Coverage, PostStatus, can_move
from cmdesk.domain.scope import ScopeVersion
from cmdesk.i18n import N_, ngettext
from cmdesk.i18n import gettext as _
from cmdesk.models import Member, Placement, Post
from cmdesk.services import campaigns, extras, posts
from cmdesk.services.action import acting, action, found
from cmdesk.services.agency import members
from cmdesk.services.allowance import versions
from cmdesk.services.clients import channels as channels_of_client
from cmdesk.services.incoming import NewMedia
from cmdesk.services.post_media import add_several

_STAYS = N_("A published post stays on its day.")


# --- what can be chosen -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChannelChoice:
    """A channel, or the channels of one network of several clients, and how many of the posts go there."""

    ids: tuple[int, ...]
    network: str
    handle: str
    count: int


@dataclass(frozen=True, slots=True)
class LineChoice:
    """A line of the scope and how many of the posts name it."""

    lineage: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen for some posts.

    Attributes:
        count: How many posts they are.
        client_id: Whose they are; none when they are several clients'.
        members: Who may look after them.
        owners: How many each member looks after now; none is nobody.
        channels: Where they may go.
        lines: What they may count against, of the versions in force on their days.
        coverage: How many are covered how.
        extras: What the client asked for and nobody has decided yet.
        campaigns: What they may work for together.
        in_campaign: How many belong to each campaign; none is no campaign.
    """

    count: int
    client_id: int | None
    members: tuple[Person, ...]
    owners: Counter[int | None]
    channels: tuple[ChannelChoice, ...]
    lines: tuple[LineChoice, ...]
    coverage: Counter[str]
    extras: tuple[Extra, ...]
    campaigns: tuple[Campaign, ...]
    in_campaign: Counter[int | None]


def choices(session: Session, post_ids: Sequence[int]) -> Choices:
    """What may be chosen for these posts, and what they have now.

    Raises:
        NotFound: One is not there any more.
    """
    rows = _rows(session, post_ids)
    clients = list(dict.fromkeys(row.client_id for row in rows))
    only = clients[0] if len(clients) == 1 else None
    return Choices(
        len(rows),
        only,
        tuple(members(session, only_active=True)),
        Counter(row.owner_id for row in rows),
        _channel_choices(session, rows, clients),
        _line_choices(rows, versions(session, only), acting(session).today) if only is not None else (),
        Counter(row.coverage for row in rows),
        extras.extras(session, only, only_open=True) if only is not None else (),
        campaigns.campaigns(session, only) if only is not None else (),
        Counter(row.campaign_id for row in rows),
    )


def _channel_choices(session: Session, rows: Sequence[Post], clients: Sequence[int]) -> tuple[ChannelChoice, ...]:
    """The channels of one client, each; of several clients, the channels of each network together."""
    at: dict[int, set[int]] = {}
    placed = select(Placement.channel_id, Placement.post_id).where(Placement.post_id.in_([row.id for row in rows]))
    for channel_id, post_id in session.execute(placed):
        at.setdefault(channel_id, set()).add(post_id)
    places = [place for key in clients for place in channels_of_client(session, key, only_active=True)]
    groups: dict[object, list[Place]] = {}
    for place in places:
        groups.setdefault(place.id if len(clients) == 1 else place.network, []).append(place)
    return tuple(
        ChannelChoice(
            tuple(place.id for place in group),
            group[0].network,
            group[0].handle if len(clients) == 1 else "",
            len(set().union(*(at.get(place.id, set()) for place in group))),
        )
        for group in groups.values()
    )


def _line_choices(rows: Sequence[Post], agreed: Sequence[ScopeVersion], today: date) -> tuple[LineChoice, ...]:
    named = Counter(row.lineage for row in rows if row.coverage == Coverage.LINE)
    scopes = {scope.id: scope for row in rows if (scope := in_force(agreed, row.day or today))}
    lines = {
        line.lineage: line.title for scope in scopes.values() for line in scope.promised
        if line.is_included and is_counted_by_posts(line)
    }  # fmt: skip
    return tuple(LineChoice(lineage, title, named[lineage]) for lineage, title in lines.items())


# --- doing what can be done -------------------------------------------------------------------


def _rows(session: Session, post_ids: Sequence[int]) -> list[Post]:
    return posts.kept_posts(session, post_ids)


def _each(session: Session, post_ids: Sequence[int], act: Callable[[Post], object]) -> Bulk:
    """Do something with every post that allows it.

    Raises:
        RuleBroken: None of them does.
    """
    done: list[int] = []
    left: list[Left] = []
    for post in _rows(session, post_ids):
        try:
            act(post)
        except RuleBroken as error:
            left.append(Left(post.id, post.title, str(error)))
        else:
            done.append(post.id)
    if left and not done:
        raise RuleBroken(" ".join(dict.fromkeys(one.why for one in left)))
    return Bulk(tuple(done), tuple(left))


@action(N_("Move posts"))
def shift_posts(session: Session, post_ids: Sequence[int], days: int) -> Bulk:
    """Move every post by so many days; what has no day stays in the tray.

    Raises:
        RuleBroken: None of them can move.
    """

    def shift(post: Post) -> None:
        if not can_move(PostStatus(post.status)):
            raise RuleBroken(_(_STAYS))
        if post.day is None:
            raise RuleBroken(_("An idea has no day to count from."))
        try:
            day = post.day + timedelta(days=days)
        except OverflowError as error:
            raise RuleBroken(_("That day lies too far away.")) from error
        posts.move_post(session, post.id, When(day))

    return _each(session, post_ids, shift)


@action(N_("Move posts"))
def move_posts(
    session: Session, post_ids: Sequence[int], when: When, *, anchor: int | None = None
) -> tuple[tuple[Moved, ...], Bulk]:
    """Move what is not published so that one of them comes to a day, keeping the days between them.

    Raises:
        RuleBroken: All of them are published.
    """
    rows = _rows(session, post_ids)
    going = [post.id for post in rows if can_move(PostStatus(post.status))]
    left = tuple(Left(post.id, post.title, _(_STAYS)) for post in rows if post.id not in set(going))
    if not going:
        raise RuleBroken(_(_STAYS))
    moved = posts.move_posts(session, going, when, anchor=anchor)
    return moved, Bulk(tuple(going), left)


@action(N_("Change status"))
def set_status(session: Session, post_ids: Sequence[int], status: str) -> Bulk:
    """Say how far posts have come, for those that can have that status.

    Raises:
        RuleBroken: None of them can.
    """
    return _each(session, post_ids, lambda post: posts.set_status(session, [post.id], status))


@action(N_("Assign posts"))
def assign(session: Session, post_ids: Sequence[int], owner_id: int | None) -> Bulk:
    """Say who looks after posts; none means nobody.

    Raises:
        NotFound: There is no such member.
    """
    if owner_id is not None and not found(session, Member, owner_id).is_active:
        raise RuleBroken(_("This person does not work here any more."))
    return _each(session, post_ids, lambda post: posts.edit_post(session, post.id, "owner_id", owner_id))


@action(N_("Change channels"))
def change_channels(
    session: Session, post_ids: Sequence[int], *, add: Sequence[int] = (), remove: Sequence[int] = ()
) -> Bulk:
    """Add channels to posts, or take them away, each post with those of its own client.

    Args:
        session: The open session.
        post_ids: The posts.
        add: Channels that every post of their client gets.
        remove: Channels that every post loses.

    Raises:
        RuleBroken: Nothing of it can be done with any of them.
    """
    own: dict[int, set[int]] = {}

    def change(post: Post) -> None:
        if post.status == PostStatus.PUBLISHED:
            raise RuleBroken(_("A published post stays on the channels where it went out."))
        if post.client_id not in own:
            own[post.client_id] = {place.id for place in channels_of_client(session, post.client_id)}
        wanted = [key for key in add if key in own[post.client_id]]
        if add and not wanted:
            raise RuleBroken(_("Its client has no such channel."))
        present = posts.channels_of(session, post.id)
        posts.set_channels(session, post.id, [key for key in (*present, *wanted) if key not in remove])

    return _each(session, post_ids, change)


@action(N_("Change what it counts against"))
def cover(
    session: Session,
    post_ids: Sequence[int],
    coverage: str,
    lineage: str | None = None,
    *,
    extra_id: int | None = None,
) -> Bulk:
    """Say what posts count against, for those of whose client that can be said.

    Raises:
        RuleBroken: It can be said of none.
    """
    return _each(
        session,
        post_ids,
        lambda post: posts.set_coverage(session, [post.id], coverage, lineage, extra_id=extra_id),
    )


@action(N_("Choose campaign"))
def set_campaign(session: Session, post_ids: Sequence[int], campaign_id: int | None) -> Bulk:
    """Say which campaign posts belong to, for those of its client; none takes them out of theirs.

    Raises:
        RuleBroken: All of them are other clients'.
    """
    return _each(session, post_ids, lambda post: campaigns.set_campaign(session, [post.id], campaign_id))


@action(N_("Put into the bin"))
def delete(session: Session, post_ids: Sequence[int]) -> Bulk:
    """Put posts into the bin."""
    return _each(session, post_ids, lambda post: posts.delete_posts(session, [post.id]))


# --- one more than agreed ---------------------------------------------------------------------


@action(N_("Note extra"))
def note_extra(session: Session, post_ids: Sequence[int]) -> int:
    """Write posts down as what a client asked for beside the scope, for somebody to decide; the extra's id.

    Raises:
        RuleBroken: They are several clients'.
    """
    return _extra(session, post_ids)


@action(N_("Begin change order"), is_serial=True)
def order_change(session: Session, post_ids: Sequence[int]) -> int:
    """Make posts a line of the next version of the scope; the id of its draft.

    Raises:
        RuleBroken: They are several clients', or a version waits for the client's answer.
    """
    draft_id = extras.decide_extra(session, _extra(session, post_ids), Decision.CHANGE_ORDER)
    if draft_id is None:
        raise NotFound(_("This is not there any more. Somebody may have deleted it."))
    return draft_id


@action(N_("Swap for a line"), is_serial=True)
def swap(session: Session, post_ids: Sequence[int], lineage: str) -> None:
    """Let posts use up what another line of the scope holds, and keep that this was decided.

    Raises:
        RuleBroken: They are several clients', or the line is not in force.
    """
    extras.decide_extra(session, _extra(session, post_ids), Decision.SWAP, lineage=lineage)


def _extra(session: Session, post_ids: Sequence[int]) -> int:
    rows = _rows(session, post_ids)
    if len({post.client_id for post in rows}) != 1:
        raise RuleBroken(_("Choose posts of one client."))
    title = rows[0].title
    if len(rows) > 1:
        more = ngettext("“{title}” and {count} more", "“{title}” and {count} more", len(rows) - 1)
        title = more.format(title=title[:200], count=len(rows) - 1)
    extra_id = extras.ask_extra(session, rows[0].client_id, title, quantity=len(rows))
    for post in rows:
        extras.link_extra(session, extra_id, post_id=post.id)
    return extra_id


# --- files from outside -----------------------------------------------------------------------


@action(N_("Add post"))
def add_from_files(
    session: Session, client_id: int, media: Sequence[NewMedia], day: date | None, minute: int | None = None
) -> int:
    """Make a draft of pictures and films on a day, or an idea in the tray; several are a carousel. Its id.

    Raises:
        RuleBroken: There are none, or more than a post takes at once.
    """
    if not 0 < len(media) <= MOST_FILES:
        raise RuleBroken(most_files())
    format_ = format_for([one.looked.facts.kind for one in media])
    key = posts.add_post(session, client_id, title_from(media[0].name), day=day, minute=minute, format=format_)
    add_several(session, key, media)
    return key
