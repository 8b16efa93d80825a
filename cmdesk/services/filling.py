"""A month filled from the agreement or from the month before: proposals are read, and written only when accepted."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.allowance import in_force
from cmdesk.domain.clients import ClientStatus
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.filling import MOST, Filling, Ground, Proposal, UsualChannel, proposals, skeleton
from cmdesk.domain.moments import Month, When
from cmdesk.domain.posts import Coverage
from cmdesk.i18n import N_, ngettext, spoken
from cmdesk.i18n import gettext as _
from cmdesk.models import Channel, Client, Placement, Post, PostMedia
from cmdesk.services.action import acting, action, found
from cmdesk.services.allowance import allowance_of, versions
from cmdesk.services.covering import check_line
from cmdesk.services.days import working_days
from cmdesk.services.posts import add_post, copy_posts
from cmdesk.services.reading import dated_cards


def filling(session: Session, client_id: int, month: Month) -> Filling:
    """The drafts that would give a client's month what was agreed and is not planned yet.

    Raises:
        NotFound: There is no such client.
    """
    client = found(session, Client, client_id)
    if why := _why_not(client, month, session):
        return Filling(client_id, month, why_none=why)
    agreed = versions(session, client_id)
    rows = tuple(row for row in allowance_of(session, client_id, month, agreed) if row.counts_posts)
    if not rows:
        why = _("No agreed scope promises posts in {month}.").format(month=_name(month))
        return Filling(client_id, month, why_none=why)
    first = min([month.first, *(row.first for row in rows)])
    last = max([month.last, *(row.last for row in rows)])
    ground = Ground(
        client_id,
        acting(session).today,
        agreed,
        rows,
        dated_cards(session, client_id, first, last),
        usual_channels(session, client_id),
        working_days(session, client_id),
    )
    made = proposals(ground, month)
    left = sum(row.left for row in rows)
    if not made:
        return Filling(client_id, month, why_none=_why_nothing(month, left))
    return Filling(client_id, month, made, left_out=max(0, left - len(made)), remark=_remark(ground, made))


def _why_not(client: Client, month: Month, session: Session) -> str:
    """Why a month is not filled at all, in a sentence."""
    if month.last < acting(session).today:
        return _("{month} is over.").format(month=_name(month, is_first=True))
    if client.status == ClientStatus.PAUSED:
        return _("{client} is paused, so nothing is asked for.").format(client=client.name)
    if client.status == ClientStatus.ENDED:
        return _("{client} has ended, so nothing is asked for.").format(client=client.name)
    return ""


def _why_nothing(month: Month, left: int) -> str:
    if left:
        return _("What is left of the agreement has no day left in {month}.").format(month=_name(month))
    return _("All posts that were agreed for {month} are planned.").format(month=_name(month))


def _remark(ground: Ground, made: Sequence[Proposal]) -> str:
    """What somebody should know of some proposals."""
    near = sum(1 for one in made if not _is_in_time(one, ground))
    if near:
        words = ngettext(
            "{count} lies nearer than the client's yes takes.", "{count} lie nearer than the client's yes takes.", near
        )
        return words.format(count=near)
    if len(made) == MOST:
        return _("These are the first {count}. Fill again for the rest.").format(count=MOST)
    return ""


def _is_in_time(one: Proposal, ground: Ground) -> bool:
    scope = in_force(ground.versions, one.day)
    return scope is None or ground.working.before(one.day, scope.terms.lead_days) >= ground.today


def _name(month: Month, *, is_first: bool = False) -> str:
    name = spoken().month_name(month.first)
    return name[:1].upper() + name[1:] if is_first else name


def usual_channels(session: Session, client_id: int) -> tuple[UsualChannel, ...]:
    """The channels of a client that are in use, in their order."""
    rows = session.execute(
        select(Channel.id, Channel.network, Channel.usual_minute, Channel.usual_days)
        .where(Channel.client_id == client_id, Channel.deleted_at.is_(None), Channel.is_active)
        .order_by(Channel.id)
    )
    return tuple(UsualChannel(row.id, row.network, row.usual_minute, tuple(row.usual_days or ())) for row in rows)


def skeleton_of(session: Session, client_id: int, source: Month, month: Month) -> Filling:
    """The posts of one month as proposals for another, on the same places among its weeks.

    Raises:
        NotFound: There is no such client.
    """
    found(session, Client, client_id)
    cards = dated_cards(session, client_id, source.first, source.last)
    places: dict[int, list[int]] = {}
    query = (
        select(Placement.post_id, Placement.channel_id)
        .join(Channel, Channel.id == Placement.channel_id)
        .where(Placement.post_id.in_([card.id for card in cards]), Channel.deleted_at.is_(None))
        .order_by(Placement.id)
    )
    for post_id, channel_id in session.execute(query):
        places.setdefault(post_id, []).append(channel_id)
    made, past = skeleton([(card, tuple(places.get(card.id, ()))) for card in cards], month, acting(session).today)
    if not made:
        words = _("{month} has no posts to copy.") if not past else _("All of them would lie on days that are over.")
        return Filling(client_id, month, why_none=words.format(month=_name(source, is_first=True)), left_out=past)
    remark = ""
    if past:
        words = ngettext("{count} would lie on a day that is over.", "{count} would lie on days that are over.", past)
        remark = words.format(count=past)
    return Filling(client_id, month, made, left_out=past, remark=remark)


@action(N_("Plan posts"))
def accept(session: Session, proposals: Sequence[Proposal], *, with_text: bool = False) -> tuple[int, ...]:
    """Write proposals as drafts, on the days and hours where they are now; their ids in the same order.

    Args:
        session: The open session.
        proposals: What was accepted.
        with_text: Whether copies of other posts keep their text and media.

    Raises:
        RuleBroken: There is none, or its line belongs to another client.
        NotFound: The client or the post that is copied is not there any more.
    """
    if not proposals:
        raise RuleBroken(_("Choose at least one proposal."))
    return tuple(_written(session, one, with_text=with_text) for one in proposals)


def _written(session: Session, one: Proposal, *, with_text: bool) -> int:
    if one.source_id is None:
        key = add_post(
            session, one.client_id, one.title, day=one.day, minute=one.minute, format=one.format,
            channel_ids=one.channel_ids,
        )  # fmt: skip
    else:
        key = copied(session, one.source_id, one, with_text=with_text)
    post = found(session, Post, key)
    if one.lineage is not None:
        check_line(session, one.client_id, one.lineage)
        post.coverage, post.lineage = Coverage.LINE, one.lineage
    session.flush()
    return key


def copied(session: Session, source_id: int, one: Proposal, *, with_text: bool) -> int:
    """A post again on another day: whole, or its bare bones, which are title, format, channels and hour."""
    source = found(session, Post, source_id)
    (key,) = copy_posts(session, [source_id], When(one.day, one.minute, keeps_hour=False))
    copy = found(session, Post, key)
    copy.campaign_id, copy.pillar_id = source.campaign_id, source.pillar_id
    copy.checks = [{**check, "is_done": False} for check in source.checks]
    if with_text:
        _copy_variants(session, source_id, key)
        return key
    copy.text = copy.staff_note = copy.client_note = ""
    copy.thumb = None
    for row in session.scalars(select(PostMedia).where(PostMedia.post_id == key)):
        session.delete(row)
    for placement in session.scalars(select(Placement).where(Placement.post_id == key)):
        placement.text, placement.link, placement.first_comment = None, "", ""
    return key


def _copy_variants(session: Session, source_id: int, key: int) -> None:
    """Give a copy what its source says on each channel."""
    own = {row.channel_id: row for row in session.scalars(select(Placement).where(Placement.post_id == source_id))}
    for placement in session.scalars(select(Placement).where(Placement.post_id == key)):
        source = own.get(placement.channel_id)
        if source is not None:
            placement.text, placement.link = source.text, source.link
            placement.first_comment = source.first_comment
