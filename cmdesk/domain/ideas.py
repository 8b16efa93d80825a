"""An idea as people jot it down: 'reel: cómo se corta una hogaza #otoño @nuria'.

What stands before a colon is the format, where it is a word for one, in English or Spanish. A hashtag
that is the name of a campaign or a pillar puts the idea there; any other goes into the text of the post,
since that is where it is published. A name after @ is who looks after it, when it means one of the
staff; else it stays in the title, because it may be somebody on a network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from cmdesk.domain.agency import Member
from cmdesk.domain.campaigns import Themes
from cmdesk.domain.posts import PostFormat
from cmdesk.domain.views import plain

T = TypeVar("T")
FORMAT_WORDS: Final = {
    "post": PostFormat.POST, "publicacion": PostFormat.POST, "pub": PostFormat.POST, "photo": PostFormat.POST,
    "foto": PostFormat.POST, "imagen": PostFormat.POST, "picture": PostFormat.POST,
    "carousel": PostFormat.CAROUSEL, "carrusel": PostFormat.CAROUSEL,
    "reel": PostFormat.REEL, "reels": PostFormat.REEL, "short": PostFormat.REEL,
    "story": PostFormat.STORY, "stories": PostFormat.STORY, "historia": PostFormat.STORY,
    "historias": PostFormat.STORY,
    "video": PostFormat.VIDEO,
    "article": PostFormat.ARTICLE, "articulo": PostFormat.ARTICLE, "blog": PostFormat.ARTICLE,
    "thread": PostFormat.THREAD, "hilo": PostFormat.THREAD,
    "live": PostFormat.LIVE, "directo": PostFormat.LIVE,
    "newsletter": PostFormat.NEWSLETTER, "boletin": PostFormat.NEWSLETTER,
    "event": PostFormat.EVENT, "evento": PostFormat.EVENT,
}  # fmt: skip
_TELLING: Final = 4  # so many letters of a name stand for it
_PREFIX: Final = re.compile(r"\s*([^\W\d_]+)\s*:\s*(?=\S)")
_HASHTAG: Final = re.compile(r"(?<![\w#&/])#([\w·]+)")
_NAME: Final = re.compile(r"(?<![\w@.])@([\w.\-]+)")


@dataclass(frozen=True, slots=True)
class Idea:
    """What a person meant by a line."""

    title: str
    format: PostFormat = PostFormat.POST
    hashtags: tuple[str, ...] = ()  # that name no campaign and no pillar, with their sign
    owner_id: int | None = None
    owner: str = ""
    campaign_id: int | None = None
    campaign: str = ""
    pillar_id: int | None = None
    pillar: str = ""
    says_format: bool = False

    @property
    def text(self) -> str:
        """What the post begins with."""
        return " ".join(self.hashtags)


def parse_idea(line: str, members: Sequence[Member] = (), themes: Themes | None = None) -> Idea:
    """What a person meant by a line; a title that would be empty is the line itself.

    Args:
        line: The words.
        members: The staff that @ can mean.
        themes: The campaigns and pillars of the client, which # can mean.
    """
    rest, format_ = _format(line)
    known = themes or Themes()
    hashtags: list[str] = []
    campaign = pillar = None
    for tag in _HASHTAG.findall(rest):
        if campaign is None and (found := _named(tag, ((one.name, one) for one in known.campaigns))):
            campaign = found
        elif pillar is None and (theme := _named(tag, ((one.name, one) for one in known.pillars))):
            pillar = theme
        elif f"#{tag}" not in hashtags:
            hashtags.append(f"#{tag}")
    rest = _HASHTAG.sub("", rest)
    owner = None
    for name in _NAME.findall(rest):
        owner = member_named(name, members)
        if owner is not None:
            rest = re.sub(rf"(?<![\w@.])@{re.escape(name)}(?![\w.\-])", "", rest, count=1)
            break
    title = " ".join(rest.split()) or " ".join(line.split())
    if format_ is not None:
        title = title[:1].upper() + title[1:]  # it stood in the middle of a sentence
    return Idea(
        title,
        format_ or PostFormat.POST,
        tuple(hashtags),
        owner.id if owner else None,
        owner.name if owner else "",
        campaign.id if campaign else None,
        campaign.name if campaign else "",
        pillar.id if pillar else None,
        pillar.name if pillar else "",
        format_ is not None,
    )


def _format(line: str) -> tuple[str, PostFormat | None]:
    match = _PREFIX.match(line)
    format_ = FORMAT_WORDS.get(plain(match[1])) if match else None
    return (line[match.end() :], format_) if match and format_ else (line, None)


def member_named(name: str, members: Sequence[Member]) -> Member | None:
    """The one of the staff that a name after @ means; nobody when it could be several."""
    wanted = _joined(name)
    active = [member for member in members if member.is_active]
    for is_meant in (_is_whole, _is_first, _begins):
        found = [member for member in active if is_meant(member.name, wanted)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _is_whole(name: str, wanted: str) -> bool:
    return _joined(name) == wanted


def _is_first(name: str, wanted: str) -> bool:
    return any(_joined(word) == wanted for word in name.split())


def _begins(name: str, wanted: str) -> bool:
    return len(wanted) >= 2 and _joined(name).startswith(wanted)


def _named(tag: str, named: Iterable[tuple[str, T]]) -> T | None:
    wanted = _joined(tag)
    known = [(_joined(name), one) for name, one in named]
    found = [one for name, one in known if name == wanted]
    if not found and len(wanted) >= _TELLING:
        found = [one for name, one in known if name.startswith(wanted)]
    return found[0] if len(found) == 1 else None


def _joined(name: str) -> str:
    """A name as it stands in a hashtag: without spaces, signs, accents and capitals."""
    return "".join(sign for sign in plain(name) if sign.isalnum())
