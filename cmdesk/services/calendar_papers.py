"""What the calendar's papers print: a month's posts with all that stands around them, in the document's language."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.calendar_papers import CalendarPaper, PaperPicture, PaperPost, PaperSize, PaperText
from cmdesk.domain.moments import Month
from cmdesk.domain.posts import PostCard, PostStatus
from cmdesk.domain.reporting import ClientCard
from cmdesk.models import Channel, Client, Media, Placement, Post, PostMedia
from cmdesk.services.action import acting
from cmdesk.services.agency import agency
from cmdesk.services.allowance import allowance
from cmdesk.services.awareness import awareness_between
from cmdesk.services.clients import client
from cmdesk.services.days import campaign_bars, working_days
from cmdesk.services.media import thumbnails
from cmdesk.services.posts import STANDS
from cmdesk.services.public_holidays import HolidayDates, holidays_in
from cmdesk.services.reading import dated_cards
from cmdesk.services.scope_document import agency_card, client_card


def calendar_paper(
    session: Session,
    client_id: int | None,
    month: Month,
    *,
    size: str = PaperSize.A4,
    with_texts: bool = False,
    language: str | None = None,
) -> tuple[CalendarPaper, str]:
    """A client's month, or that of all clients, as the calendar's papers print it, and the document's language.

    Args:
        session: The open session.
        client_id: Whose; none: of all clients that are not archived.
        month: The month.
        size: The paper of the sheet.
        with_texts: Whether to tell what the posts say and show.
        language: By itself the client's, or the agency's.

    Raises:
        NotFound: There is no such client.
    """
    house = agency(session)
    sheet = client(session, client_id) if client_id is not None else None
    words = language or (sheet.language if sheet else house.language)
    cards = [
        card
        for card in dated_cards(session, client_id, month.first, month.last)
        if card.status is not PostStatus.CANCELLED
    ]
    place = working_days(session, client_id).holidays
    country, region = (place.country, place.region) if isinstance(place, HolidayDates) else ("", "")
    paper = CalendarPaper(
        agency=agency_card(session),
        client=client_card(sheet) if sheet else None,
        month=month.first,
        issued=acting(session).today,
        posts=_posts(session, cards, is_mixed=sheet is None, with_texts=with_texts),
        size=PaperSize(size),
        with_texts=with_texts,
        first_week_day=house.first_week_day,
        holidays=_holidays(month, country, region, words),
        themes=_themes(session, month, country, words),
        campaigns=campaign_bars(session, client_id, month.first, month.last),
        agreed=_agreed(session, client_id, month),
        zone=sheet.time_zone if sheet and sheet.time_zone != house.time_zone else "",
    )
    return paper, words


def _holidays(month: Month, country: str, region: str, language: str) -> Mapping[date, tuple[str, ...]]:
    names = holidays_in(country, region, language, month.year)
    return {day: found for day, found in names.items() if Month.of(day) == month}


def _themes(session: Session, month: Month, country: str, language: str) -> Mapping[date, tuple[str, ...]]:
    found = awareness_between(session, month.first, month.last, country)
    return {day: tuple(one.name_in(language) for one in ones) for day, ones in found.items()}


def _agreed(session: Session, client_id: int | None, month: Month) -> tuple[tuple[str, int, int], ...]:
    """What is planned of each line that posts use up."""
    if client_id is None:
        return ()
    rows = allowance(session, client_id, month)
    return tuple((row.title, row.planned, row.due) for row in rows if row.counts_posts and (row.due or row.planned))


# --- the posts -----------------------------------------------------------------------------------------


def _posts(session: Session, cards: Sequence[PostCard], *, is_mixed: bool, with_texts: bool) -> tuple[PaperPost, ...]:
    owners = _clients(session, {card.client_id for card in cards}) if is_mixed else {}
    keys = [card.id for card in cards] if with_texts else []
    texts, places, pictures = _texts(session, keys), _places(session, keys), _pictures(session, keys)
    made = []
    for card in cards:
        text, note = texts.get(card.id, ("", ""))
        made.append(
            PaperPost(
                day=card.day or date.min,
                minute=card.minute,
                title=card.title,
                status=card.status,
                format=card.format,
                networks=card.networks,
                client=owners.get(card.client_id),
                text=text,
                places=tuple(places.get(card.id, ())),
                pictures=tuple(pictures.get(card.id, ())),
                note=note,
            )
        )
    return tuple(made)


def _clients(session: Session, keys: Collection[int]) -> dict[int, ClientCard]:
    rows = session.execute(select(Client.id, Client.name, Client.letters, Client.colour).where(Client.id.in_(keys)))
    return {row.id: ClientCard(row.name, row.letters, colour=row.colour) for row in rows}


def _texts(session: Session, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    if not keys:
        return {}
    rows = session.execute(select(Post.id, Post.text, Post.client_note).where(Post.id.in_(keys)))
    return {row.id: (row.text, row.client_note) for row in rows}


def _places(session: Session, keys: Sequence[int]) -> dict[int, list[PaperText]]:
    found: dict[int, list[PaperText]] = {}
    if not keys:
        return found
    query = (
        select(
            Placement.post_id, Channel.network, Channel.handle, Placement.text, Post.text.label("master"),
            Placement.link, Placement.first_comment, Placement.url,
        )
        .join(Channel, Channel.id == Placement.channel_id)
        .join(Post, Post.id == Placement.post_id)
        .where(Placement.post_id.in_(keys), STANDS)
        .order_by(Placement.id)
    )  # fmt: skip
    for row in session.execute(query):
        is_own = row.text is not None and row.text != row.master
        text = row.master if row.text is None else row.text
        found.setdefault(row.post_id, []).append(
            PaperText(row.network, row.handle, text, is_own, row.link, row.first_comment, row.url)
        )
    return found


def _pictures(session: Session, keys: Sequence[int]) -> dict[int, list[PaperPicture]]:
    found: dict[int, list[PaperPicture]] = {}
    if not keys:
        return found
    query = (
        select(PostMedia.post_id, Media.thumb, Media.name, Media.kind, PostMedia.alt, Media.alt.label("own_alt"))
        .join(Media, Media.id == PostMedia.media_id)
        .where(PostMedia.post_id.in_(keys))
        .order_by(PostMedia.post_id, PostMedia.position, PostMedia.id)
    )
    rows = session.execute(query).all()
    small = thumbnails(session, {row.thumb for row in rows if row.thumb})
    for row in rows:
        is_film = row.kind.startswith("video/")
        picture = PaperPicture(small.get(row.thumb or "", b""), row.alt or row.own_alt, row.name, is_film)
        found.setdefault(row.post_id, []).append(picture)
    return found
