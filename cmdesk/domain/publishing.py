"""Publishing by hand: what goes out now, what missed its moment, and why.

CMDesk posts nothing by itself. At a post's hour it says so; for `GRACE` after it the post is still in time, then it
missed its moment and its cause is asked. A post without an hour has its whole day, by its client's clock. What was
programmed in a network's own tool very likely went out, so of that it is asked whether it did.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from cmdesk.domain.clients import ClientTile
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.moments import zone
from cmdesk.domain.networks import Network
from cmdesk.domain.posts import PostCard, PostStatus
from cmdesk.i18n import N_, ngettext, spoken
from cmdesk.i18n import gettext as _

GRACE_MINUTES: Final = 30
"""So long after its hour a post is still in time."""
GRACE: Final = timedelta(minutes=GRACE_MINUTES)
LOOK_BACK: Final = timedelta(days=31)
"""What missed its moment earlier than this is asked about no more."""
LONGEST_ADDRESS: Final = 2000
_DAY: Final = timedelta(days=1)


# --- why a date was missed -------------------------------------------------------------------------


class Cause(StrEnum):
    """Why a post did not go out on its date."""

    CLIENT_APPROVAL = "client_approval"
    CLIENT_MATERIAL = "client_material"
    AGENCY = "agency"
    NETWORK = "network"
    AGREED_MOVE = "agreed_move"


CAUSE_NAMES: Final = {
    Cause.CLIENT_APPROVAL: N_("The client’s yes came late"),
    Cause.CLIENT_MATERIAL: N_("The client’s material came late"),
    Cause.AGENCY: N_("We were late"),
    Cause.NETWORK: N_("The network did not work"),
    Cause.AGREED_MOVE: N_("Another date was agreed"),
}


def cause_name(cause: str) -> str:
    """'We were late'; what is not known keeps its own word."""
    return _(CAUSE_NAMES[Cause(cause)]) if cause in set(Cause) else cause


def missed_detail(day: date, minute: int | None) -> str:
    """The moment that was missed, as the history keeps it: '2026-10-16 540'."""
    return day.isoformat() if minute is None else f"{day.isoformat()} {minute}"


def missed_moment(detail: str) -> tuple[date, int | None] | None:
    """The moment that was missed; none where nothing readable is kept."""
    day, _space, minute = detail.partition(" ")
    try:
        return date.fromisoformat(day), int(minute) if minute.isdigit() else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class MissedDate:
    """A date that was missed, with its cause: what the report to the client tells."""

    post_id: int
    title: str
    day: date
    minute: int | None
    cause: str
    comment: str
    status: PostStatus
    now: date | None  # its day now


# --- what goes out now -----------------------------------------------------------------------------


class Due(StrEnum):
    """How a moment stands."""

    LATER = "later"
    NOW = "now"
    MISSED = "missed"


def due(day: date, minute: int | None, zone_name: str, now: datetime) -> Due:
    """How a local moment stands at an instant."""
    local = datetime.combine(day, time(*divmod(minute or 0, 60)), tzinfo=zone(zone_name))
    begins = local.astimezone(UTC)
    if now < begins:
        return Due.LATER
    if minute is None:
        ends = datetime.combine(day + _DAY, time(0), tzinfo=zone(zone_name)).astimezone(UTC)
    else:
        ends = begins + GRACE
    return Due.NOW if now < ends else Due.MISSED


@dataclass(frozen=True, slots=True)
class Place:
    """A post on one channel that is not out there yet."""

    id: int | None  # of the placement; none: the post goes to no channel
    network: str
    handle: str = ""
    day: date | None = None
    minute: int | None = None
    state: Due = Due.NOW


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A post whose moment has come, on the channels where it is not out yet."""

    card: PostCard
    client: ClientTile
    zone: str
    places: tuple[Place, ...] = ()
    has_cause: bool = False  # of this date

    @property
    def state(self) -> Due:
        """How the worst of its moments stands."""
        states = {place.state for place in self.places}
        return next((one for one in (Due.MISSED, Due.NOW) if one in states), Due.LATER)

    @property
    def is_ready(self) -> bool:
        """Whether somebody has said yes to it."""
        return self.card.status in {PostStatus.APPROVED, PostStatus.SCHEDULED}

    @property
    def is_programmed(self) -> bool:
        """Whether a network's own tool was to send it."""
        return self.card.status is PostStatus.SCHEDULED

    @property
    def key(self) -> tuple[int, date | None, int | None, Due]:
        """By which it is told once: the post, its moment, and how that stands."""
        return self.card.id, self.card.day, self.card.minute, self.state

    @property
    def words(self) -> str:
        """What to do with it, in a sentence."""
        when = spoken().short_day(self.card.day) if self.card.day else ""
        if self.card.minute is not None:
            when = _("{day}, {time}").format(day=when, time=spoken().clock(self.card.minute))
        if self.is_programmed:
            return _("Scheduled for {when}. Did it go out?").format(when=when)
        if self.state is Due.MISSED:
            return _("It missed its moment: {when}.").format(when=when)
        if not self.is_ready:
            return _("Its moment is now, and nobody has said yes.")
        return _("It goes out now.")


@dataclass
class Announced:
    """What a person was told already, so that each moment is told once."""

    keys: set[tuple[int, date | None, int | None, Due]] = field(default_factory=set)

    def fresh(self, found: Iterable[Outgoing]) -> tuple[Outgoing, ...]:
        """Those of which nothing was told yet; from now on they count as told."""
        new = tuple(one for one in found if one.key not in self.keys)
        self.keys.update(one.key for one in new)
        return new


def summary(found: Sequence[Outgoing]) -> str:
    """Several posts in one sentence: '2 posts go out now, 1 missed its moment'."""
    if len(found) == 1:
        one = found[0]
        return _("{title}: {what}").format(title=one.card.title, what=one.words)
    now = sum(one.state is Due.NOW for one in found)
    late = sum(one.state is Due.MISSED for one in found)
    parts = []
    if now:
        parts.append(ngettext("{count} post goes out now", "{count} posts go out now", now).format(count=now))
    if late:
        words = ngettext("{count} post missed its moment", "{count} posts missed their moment", late)
        parts.append(words.format(count=late))
    return spoken().list_of(parts)


# --- doing it --------------------------------------------------------------------------------------


PAGES: Final = {
    Network.INSTAGRAM: "https://www.instagram.com/",
    Network.FACEBOOK: "https://business.facebook.com/latest/composer",
    Network.X: "https://x.com/compose/post",
    Network.LINKEDIN: "https://www.linkedin.com/feed/",
    Network.TIKTOK: "https://www.tiktok.com/tiktokstudio/upload",
    Network.YOUTUBE: "https://studio.youtube.com/",
    Network.PINTEREST: "https://www.pinterest.com/pin-creation-tool/",
    Network.THREADS: "https://www.threads.com/",
    Network.BLUESKY: "https://bsky.app/",
    Network.WHATSAPP: "https://web.whatsapp.com/",
    Network.TELEGRAM: "https://web.telegram.org/",
    Network.GOOGLE_BUSINESS: "https://business.google.com/",
}
"""Where a post is written on a network; elsewhere the channel's own page is opened."""


def page_of(network: str, channel_url: str) -> str:
    """The page where a post is written; empty where none is known."""
    known = PAGES.get(Network(network), "") if network in set(Network) else ""
    return known or (channel_url.strip() if is_address(channel_url.strip()) else "")


def is_address(text: str) -> bool:
    """Whether a text is the address of a page."""
    if any(sign.isspace() for sign in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def checked_address(text: str) -> str:
    """The address of what went out, as it is kept; empty stays empty.

    Raises:
        RuleBroken: It is no address of a page.
    """
    bare = text.strip()
    if bare and (not is_address(bare) or len(bare) > LONGEST_ADDRESS):
        raise RuleBroken(_("Paste the whole address, beginning with https://."), field="url")
    return bare


@dataclass(frozen=True, slots=True)
class OutFile:
    """A picture or film of a post, as it lies in the folder for whoever publishes."""

    name: str
    kind: str
    alt: str
    hash: str
    path: str = ""  # of a large film that stays where it is
    id: int = 0


@dataclass(frozen=True, slots=True)
class OutPlace:
    """A post on one channel with all that is needed to publish it there."""

    id: int | None
    network: str
    handle: str
    page: str
    text: str
    link: str = ""
    first_comment: str = ""
    day: date | None = None
    minute: int | None = None
    published_at: datetime | None = None
    url: str = ""

    @property
    def is_out(self) -> bool:
        """Whether it is out there."""
        return self.published_at is not None

    @property
    def whole_text(self) -> str:
        """What is copied: the text, and below it the link where the text does not have it."""
        if not self.link or self.link in self.text:
            return self.text
        return f"{self.text}\n\n{self.link}" if self.text else self.link


@dataclass(frozen=True, slots=True)
class PublishSheet:
    """All that somebody needs who publishes a post by hand.

    Attributes:
        card: The post.
        client: Whose it is.
        zone: The client's time zone.
        places: Its channels, those where it is not out yet first.
        files: Its pictures and films, in their order.
        state: How its moment stands.
        refused: Why the acting member may not say that it is out; empty where they may.
        note: The staff's note.
    """

    card: PostCard
    client: ClientTile
    zone: str
    places: tuple[OutPlace, ...]
    files: tuple[OutFile, ...] = ()
    state: Due = Due.LATER
    refused: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """What became of a post after it was said to be out on a channel."""

    post_id: int
    title: str
    left: int  # channels where it is not out yet

    @property
    def is_out(self) -> bool:
        """Whether it is out everywhere."""
        return not self.left
