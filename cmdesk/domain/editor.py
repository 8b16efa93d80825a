"""What the editor of a post shows: its text on each channel, and what is at hand while it is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from cmdesk.domain.agency import Member
from cmdesk.domain.calendar import PostSheet
from cmdesk.domain.clients import Channel, Contact
from cmdesk.domain.limits import Limits
from cmdesk.domain.media_rules import MediaFacts
from cmdesk.domain.posts import PostDetail
from cmdesk.domain.tasks import Check
from cmdesk.i18n import N_, speech

TEXT: Final = "text"
POST: Final = "post"
STANDARD_CHECKS: Final = (
    N_("Text read by somebody else"),
    N_("Permission for the pictures"),
    N_("Alternative text on all pictures"),
    N_("Link opened once"),
    N_("Hour agreed"),
)
"""What is usually to do before a post goes out."""
_QUOTED: Final = re.compile(r"[“«\"]([^”»\"]+)[”»\"]")
_MOST_WORDS: Final = 3  # of a line that is itself what is to be avoided
_BLANK: Final = re.compile(r"\{(\w{1,30})\}")


@dataclass(frozen=True, slots=True)
class PlacementText:
    """A post on one channel: what differs there from the post itself."""

    channel_id: int
    network: str
    text: str | None = None  # none: it says what the post says
    link: str = ""
    first_comment: str = ""
    day: date | None = None  # its own moment, where it differs
    minute: int | None = None
    url: str = ""  # of what went out
    published_at: datetime | None = None
    handle: str = ""
    channel: str = ""  # 'Instagram @hornomasalumbre'
    version: int = 1

    @property
    def is_changed(self) -> bool:
        """Whether it has a text of its own."""
        return self.text is not None

    def said(self, base: str) -> str:
        """What it says there, given what the post says."""
        return base if self.text is None else self.text


@dataclass(frozen=True, slots=True)
class Theme:
    """A campaign or a pillar that a post may belong to."""

    id: int
    name: str
    colour: int = 1
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class HashtagGroup:
    """Hashtags of a client that go together."""

    id: int
    name: str
    tags: str
    version: int = 1

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.tags.split())


@dataclass(frozen=True, slots=True)
class Snippet:
    """A text that is used again, or a whole post to begin with."""

    id: int
    client_id: int | None  # none: of the whole agency
    kind: str  # TEXT or POST
    name: str
    text: str
    format: str = "post"
    version: int = 1


@dataclass(frozen=True, slots=True)
class LinkedTask:
    """A task about a post."""

    id: int
    title: str
    is_done: bool
    due: date | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class ClientWords:
    """What is known of how a client speaks."""

    id: int
    name: str
    letters: str = ""
    colour: int = 1
    language: str = "es"
    key_messages: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    own_words: tuple[str, ...] = ()
    tone: str = ""
    hashtags: str = ""  # the usual ones, beside the groups
    logo: str | None = None
    agency: str = ""


@dataclass(frozen=True, slots=True)
class EditorSheet:
    """Everything that the editor of a post shows, read in one go.

    Attributes:
        sheet: The post with all that may be chosen for it.
        placements: The post on its channels, in their order.
        limits: What each network allows.
        media: What is known of its pictures and films, in their order.
        checks: Its checklist.
        campaigns: Those of its client.
        pillars: Those of its client.
        campaign_id: The one it belongs to.
        pillar_id: The one it belongs to.
        hashtag_groups: Those of its client.
        snippets: The agency's and its client's, texts and whole posts.
        client: How its client speaks.
        tasks: Those that are about it.
        contacts: The people in the client's company.
        scope_number: The version in force on its day.
        place: Which of what its line promises it is, in its period, by day and hour; none: not counted.
        series: What its repetitions share.
        cause: Why its date was missed.
        is_whole: Whether what the scope says of it is known; it is read after the words.
    """

    sheet: PostSheet
    placements: tuple[PlacementText, ...]
    limits: Limits
    media: tuple[MediaFacts, ...] = ()
    checks: tuple[Check, ...] = ()
    campaigns: tuple[Theme, ...] = ()
    pillars: tuple[Theme, ...] = ()
    campaign_id: int | None = None
    pillar_id: int | None = None
    hashtag_groups: tuple[HashtagGroup, ...] = ()
    snippets: tuple[Snippet, ...] = ()
    client: ClientWords = field(default_factory=lambda: ClientWords(0, ""))
    tasks: tuple[LinkedTask, ...] = ()
    contacts: tuple[Contact, ...] = ()
    scope_number: int | None = None
    place: int | None = None
    series: str = ""
    cause: str = ""
    is_whole: bool = True

    @property
    def detail(self) -> PostDetail:
        """The post."""
        return self.sheet.detail

    @property
    def post_id(self) -> int:
        """The post's id."""
        return self.sheet.detail.card.id

    @property
    def members(self) -> tuple[Member, ...]:
        """The staff."""
        return self.sheet.members

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The channels that the post goes to or may go to."""
        return self.sheet.channels

    @property
    def networks(self) -> tuple[str, ...]:
        """The networks that it goes to, each once."""
        return tuple(dict.fromkeys(one.network for one in self.placements))

    @property
    def checks_done(self) -> int:
        """How many items of the checklist are ticked."""
        return sum(check.is_done for check in self.checks)

    def placement(self, channel_id: int | None) -> PlacementText | None:
        """The post on one channel."""
        return next((one for one in self.placements if one.channel_id == channel_id), None)

    def text_on(self, channel_id: int | None) -> str:
        """What the post says on a channel; on none of them, what it says everywhere else."""
        placement = self.placement(channel_id)
        return placement.said(self.detail.text) if placement else self.detail.text

    def texts(self) -> Mapping[str, str]:
        """What the post says on each network; of two channels on one network, the first."""
        said: dict[str, str] = {}
        for one in self.placements:
            said.setdefault(one.network, one.said(self.detail.text))
        return said


# --- words that are at hand --------------------------------------------------------------------


def lines_of(text: str) -> tuple[str, ...]:
    """What was written one a line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def words_to_avoid(lines: Iterable[str]) -> tuple[str, ...]:
    """The words that a client's list of what to avoid names: those in quotes, and whole lines of up to three words."""
    found: dict[str, None] = {}
    for line in lines:
        quoted = _QUOTED.findall(line)
        bare = line.strip().rstrip(".")
        if not quoted and bare and len(bare.split()) <= _MOST_WORDS:
            quoted = [bare]
        found.update((words.strip(), None) for words in quoted if words.strip())
    return tuple(found)


def avoided(text: str, words: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where a text says what is to be avoided, whatever its capitals and accents: first sign, and the one after."""
    if not words or not text:
        return ()
    plain = "".join(_plain(sign) for sign in text)
    found = []
    for word in words:
        wanted = r"\s+".join(re.escape("".join(_plain(sign) for sign in part)) for part in word.split())
        found += [match.span() for match in re.finditer(rf"(?<!\w){wanted}(?!\w)", plain)]
    return tuple(sorted(set(found)))


def _plain(sign: str) -> str:
    """A letter without its accent and in small, always one sign."""
    bare = unicodedata.normalize("NFD", sign)[0].lower()
    return bare if len(bare) == 1 else sign


# --- blanks that are filled ---------------------------------------------------------------------


BLANKS: Final[Mapping[str, tuple[str, str]]] = {
    "client": ("client", "cliente"),
    "handle": ("handle", "usuario"),
    "month": ("month", "mes"),
    "year": ("year", "año"),
    "day": ("day", "día"),
    "week_day": ("week_day", "día_de_la_semana"),
    "time": ("time", "hora"),
    "link": ("link", "enlace"),
    "hashtags": ("hashtags", "etiquetas"),
    "agency": ("agency", "agencia"),
}
"""What a snippet may leave open, with its names in English and Spanish."""

_BY_NAME: Final = {name: blank for blank, names in BLANKS.items() for name in names}


def blank_names(language: str) -> tuple[str, ...]:
    """The names of the blanks in a language, with their braces: '{client}', '{cliente}'."""
    place = 1 if language == "es" else 0
    return tuple(f"{{{names[place]}}}" for names in BLANKS.values())


def blanks_for(sheet: EditorSheet, channel_id: int | None = None) -> dict[str, str]:
    """What the blanks of a snippet stand for in a post; what is not known yet is left out."""
    placement = sheet.placement(channel_id) or (sheet.placements[0] if sheet.placements else None)
    card, says = sheet.detail.card, speech(sheet.client.language)
    day = (placement.day if placement else None) or card.day
    minute = placement.minute if placement and placement.day else card.minute
    values = {
        "client": sheet.client.name,
        "handle": placement.handle if placement else "",
        "link": placement.link if placement else "",
        "hashtags": sheet.client.hashtags,
        "agency": sheet.client.agency,
    }
    if day is not None:
        values |= {
            "month": says.month_name(day),
            "year": str(day.year),
            "day": str(day.day),
            "week_day": says.long_day(day).split()[0],
        }
    if minute is not None:
        values["time"] = says.clock(minute)
    return {name: value for name, value in values.items() if value}


def filled(text: str, values: Mapping[str, str]) -> str:
    """A snippet's text with its blanks filled; one that nobody knows stays to be seen."""

    def fill(match: re.Match[str]) -> str:
        return values.get(_BY_NAME.get(match[1].lower(), ""), match[0])

    return _BLANK.sub(fill, text)


def left_blank(text: str) -> tuple[str, ...]:
    """The known blanks that a text still has."""
    return tuple(dict.fromkeys(match[0] for match in _BLANK.finditer(text) if match[1].lower() in _BY_NAME))
