"""Large invented agencies, for measurements: rows to be written in bulk.

Nothing here is random: the same figures make the same agency.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.changes import Kind
from cmdesk.domain.moments import instant
from cmdesk.domain.posts import PostEventKind, PostFormat, PostStatus
from cmdesk.domain.ranks import between
from cmdesk.models import Channel, Client

BATCH = 5_000
_YEAR = 365
_TOPICS = ("Pan", "Otoño", "Equipo", "Consejo", "Receta", "Horario", "Pregunta", "Detrás", "Sorteo", "Feria")
_WORDS = ("de temporada", "del día", "que funciona", "en tres pasos", "de siempre", "con historia", "para todos")
_HOURS = (540, 600, 750, 840, 1080, 1140)
_FORMATS = (PostFormat.POST, PostFormat.POST, PostFormat.STORY, PostFormat.REEL)
_COMING = (PostStatus.DRAFT, PostStatus.INTERNAL_REVIEW, PostStatus.CLIENT_REVIEW, PostStatus.APPROVED,
           PostStatus.SCHEDULED)  # fmt: skip

Batch = tuple[Kind, list[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Shop:
    """A client that posts are invented for."""

    client_id: int
    zone: str
    channels: tuple[tuple[int, str], ...]  # id and network


def shops(session: Session) -> tuple[Shop, ...]:
    """Every client with its channels, by id."""
    channels = session.execute(select(Channel.client_id, Channel.id, Channel.network).order_by(Channel.id)).all()
    return tuple(
        Shop(row.id, row.time_zone, tuple((c.id, c.network) for c in channels if c.client_id == row.id))
        for row in session.execute(select(Client.id, Client.time_zone).order_by(Client.id))
    )


def large_posts(found: Sequence[Shop], count: int, years: int, today: date, first_id: int = 1) -> Iterator[Batch]:
    """So many posts, spread evenly over the clients and over the years around today, with all their rows."""
    span = years * _YEAR
    start = today - timedelta(days=span * 3 // 4)
    rank = between(None, None)
    posts: list[Mapping[str, Any]] = []
    placements: list[Mapping[str, Any]] = []
    events: list[Mapping[str, Any]] = []
    for number in range(count):
        shop = found[number % len(found)]
        day = start + timedelta(days=number * span // count)
        minute = _HOURS[(number // len(found)) % len(_HOURS)]
        is_past = day < today
        status = PostStatus.PUBLISHED if is_past else _COMING[number % len(_COMING)]
        chosen = shop.channels[: 1 + number % 2]
        post_id = first_id + number
        posts.append(_post(post_id, number, shop, day, minute, status, chosen, rank))
        made = datetime.combine(min(day, today), time(9), UTC) - timedelta(days=14)
        events.append(_event(post_id, PostEventKind.CREATED, made))
        placements += [
            _placement(post_id * 2 + place, post_id, channel) for place, (channel, _network) in enumerate(chosen)
        ]
        if len(posts) == BATCH or number == count - 1:
            yield Kind.POST, posts
            yield Kind.PLACEMENT, placements
            yield Kind.POST_EVENT, events
            posts, placements, events = [], [], []


def _post(  # the columns of a post, which is what it is
    post_id: int,
    number: int,
    shop: Shop,
    day: date,
    minute: int,
    status: PostStatus,
    chosen: Sequence[tuple[int, str]],
    rank: str,
) -> dict[str, Any]:
    title = f"{_TOPICS[number % len(_TOPICS)]} {_WORDS[number % len(_WORDS)]} {number // len(_TOPICS) + 1}"
    return {
        "id": post_id,
        "client_id": shop.client_id,
        "title": title,
        "text": f"{title}. Os esperamos. #barrio",
        "format": _FORMATS[number % len(_FORMATS)].value,
        "status": status.value,
        "day": day,
        "minute": minute,
        "zone": shop.zone,
        "instant": instant(day, minute, shop.zone),
        "networks": ",".join(network for _id, network in chosen),
        "coverage": "undecided",
        "changes_asked": False,
        "staff_note": "",
        "client_note": "",
        "rank": rank,
        "version": 1,
    }


def _event(post_id: int, kind: PostEventKind, at: datetime) -> dict[str, Any]:
    return {"post_id": post_id, "kind": kind.value, "at": at, "comment": "", "detail": "", "content_hash": ""}


def _placement(placement_id: int, post_id: int, channel_id: int) -> dict[str, Any]:
    return {"id": placement_id, "post_id": post_id, "channel_id": channel_id, "link": "", "url": "", "version": 1}
