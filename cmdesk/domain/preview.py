"""What people see of a post on each network before they tap “more”, without any network's own looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cmdesk.domain.counting import before_fold, graphemes
from cmdesk.domain.limits import Limits
from cmdesk.domain.networks import Network
from cmdesk.domain.posts import PostFormat

MOST_SHOWN: Final = 3_000
"""Signs of a text that are shown at once, where no network folds it before."""
_MEDIA_FIRST: Final = frozenset(
    {
        Network.INSTAGRAM,
        Network.TIKTOK,
        Network.YOUTUBE,
        Network.PINTEREST,
        Network.GOOGLE_BUSINESS,
        Network.TELEGRAM,
        Network.WHATSAPP,
    }
)
_NAMES_AUTHOR: Final = frozenset({Network.INSTAGRAM, Network.TIKTOK})
_PLAIN: Final = frozenset(
    {Network.WHATSAPP, Network.TELEGRAM, Network.BLOG, Network.NEWSLETTER, Network.FORUM, Network.OTHER}
)
_LINKS: Final = frozenset({Network.FACEBOOK, Network.LINKEDIN, Network.X, Network.THREADS, Network.BLUESKY})
_UPRIGHT: Final = frozenset({PostFormat.STORY, PostFormat.REEL})


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How the parts of a post stand to each other on a network.

    Attributes:
        is_media_first: Whether the picture stands above the text.
        names_author: Whether the text begins with the account's name.
        is_plain: Whether it is only text with its media: no fold, nothing to tap on.
        has_text: Whether the text is shown at all; a story shows none.
        shows_link: Whether a link becomes a card of its own where there is no picture.
    """

    is_media_first: bool
    names_author: bool
    is_plain: bool
    has_text: bool
    shows_link: bool


@dataclass(frozen=True, slots=True)
class Caption:
    """A text as it is shown: what is seen at once, and whether there is more."""

    seen: str
    has_more: bool


def arrangement(network: str, format: str) -> Arrangement:
    """How a post of this format is arranged there."""
    is_plain = network in _PLAIN or not network
    is_story = format == PostFormat.STORY and not is_plain
    return Arrangement(
        is_media_first=network in _MEDIA_FIRST or format in _UPRIGHT,
        names_author=network in _NAMES_AUTHOR,
        is_plain=is_plain,
        has_text=not is_story,
        shows_link=network in _LINKS,
    )


def caption(text: str, network: str, limits: Limits, *, is_open: bool = False) -> Caption:
    """What is seen of a text; all of it once somebody tapped “more”."""
    text = text.strip()
    if is_open:
        return Caption(_shortened(text), has_more=False)
    seen, rest = before_fold(text, network, limits)
    if not rest:
        shown = _shortened(seen)
        return Caption(shown, has_more=shown != seen)
    return Caption(seen.rstrip(), has_more=True)


def shape(format: str) -> tuple[int, int]:
    """The width and height of a tile for something whose own size is not known."""
    return (9, 16) if format in _UPRIGHT else (16, 9) if format == PostFormat.VIDEO else (4, 5)


def _shortened(text: str) -> str:
    if len(text) <= MOST_SHOWN:
        return text
    return "".join(graphemes(text[: MOST_SHOWN + 40])[:MOST_SHOWN])
