"""Posts that a client answers without an account: what a pack holds, and what an answer to it is worth."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.posts import PostFormat, PostStatus
from cmdesk.domain.reporting import AgencyCard, ClientCard
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _

REVIEWABLE: Final = frozenset({PostStatus.DRAFT, PostStatus.INTERNAL_REVIEW, PostStatus.CLIENT_REVIEW})
"""How far a post may have come for a client to be asked about it."""
MEANS: Final = N_("review pack")
"""By what means an answer came, as histories name it."""
SHORT_HASH: Final = 16
"""So many letters of a post's hash travel with an answer."""
LONGEST_WORDS: Final = 4000
"""Letters of what a client writes about one post."""
MOST_POSTS: Final = 100


class AnswerKind(StrEnum):
    """What a client says to a post."""

    APPROVE = "approve"
    CHANGES = "changes"
    COMMENT = "comment"


ANSWER_NAMES: Final = {
    AnswerKind.APPROVE: N_("Approved"),
    AnswerKind.CHANGES: N_("Changes asked"),
    AnswerKind.COMMENT: N_("Comment"),
}


class Stale(StrEnum):
    """Why an answer to a post does not count any more."""

    CHANGED = "changed"
    ANSWERED = "answered"
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    DELETED = "deleted"
    UNKNOWN = "unknown"


STALE_SENTENCES: Final = {
    Stale.CHANGED: N_("The text or the pictures changed since this pack was made. Send a new one."),
    Stale.ANSWERED: N_("It was answered already. Note what is new by hand."),
    Stale.PUBLISHED: N_("It is published already."),
    Stale.CANCELLED: N_("It was cancelled meanwhile."),
    Stale.DELETED: N_("It is not there any more. Somebody may have deleted it."),
    Stale.UNKNOWN: N_("It is not one of the posts in this pack."),
}


# --- the pack -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PackPicture:
    """A picture as the client sees it: made smaller, without what the camera wrote into it."""

    data: bytes  # of a JPEG; none: it cannot be shown
    width: int
    height: int
    alt: str
    name: str
    is_film: bool = False


@dataclass(frozen=True, slots=True)
class PackPlace:
    """A post on one channel: what is seen there at once, and what only after a tap."""

    network: str
    handle: str
    before: str
    after: str = ""
    link: str = ""
    first_comment: str = ""
    is_own: bool = False  # its text is not the one of the other channels


@dataclass(frozen=True, slots=True)
class PackPost:
    """One post of a pack."""

    id: int
    hash: str  # of what is approved
    title: str
    text: str
    format: PostFormat
    day: date | None
    minute: int | None
    note: str  # to the client
    pictures: tuple[PackPicture, ...] = ()
    places: tuple[PackPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class PackContent:
    """All that a pack shows, in the client's language."""

    client_id: int
    code: str
    language: str
    made_on: date
    answer_by: date | None
    agency: AgencyCard
    client: ClientCard
    first_week_day: int
    zone: str
    posts: tuple[PackPost, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that was given to a client, and how much of it is answered."""

    id: int
    client_id: int
    code: str
    at: datetime  # UTC
    who: str
    language: str
    answer_by: date | None
    post_ids: tuple[int, ...]
    answered: int  # posts
    hash: str  # of its page


@dataclass(frozen=True, slots=True)
class Candidate:
    """A post that a pack could hold."""

    id: int
    title: str
    status: PostStatus
    day: date | None
    minute: int | None
    networks: tuple[str, ...]
    thumb: str | None
    changes_asked: bool


def spaced_code(code: str) -> str:
    """A pack's code as people read it: 'K7Q2 M4XR'."""
    return "\u00a0".join(code[at : at + 4] for at in range(0, len(code), 4))


def check_reviewable(title: str, status: PostStatus) -> None:
    """Refuse a post about which there is nothing to ask.

    Raises:
        RuleBroken: It is an idea, approved already, out, or cancelled.
    """
    if status in REVIEWABLE:
        return
    if status is PostStatus.IDEA:
        raise RuleBroken(_("“{title}” is only an idea. Plan it on a day first.").format(title=title))
    if status is PostStatus.CANCELLED:
        raise RuleBroken(_("“{title}” is cancelled.").format(title=title))
    if status is PostStatus.PUBLISHED:
        raise RuleBroken(_("“{title}” is published already.").format(title=title))
    raise RuleBroken(_("“{title}” is approved already.").format(title=title))


# --- the answer ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReturnedPost:
    """What came back about one post."""

    post_id: int
    hash: str  # the first letters of it
    answer: AnswerKind
    words: str


@dataclass(frozen=True, slots=True)
class ReturnedAnswer:
    """What came back, as it was written: whole, but not yet held against the workspace."""

    code: str
    client: str
    name: str  # of who answered, as they wrote it
    at: str  # as their computer's clock said
    answers: tuple[ReturnedPost, ...]
    content: str  # all of it, as it is kept


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer beside the post that it is about."""

    post_id: int
    title: str
    day: date | None
    minute: int | None
    thumb: str | None
    answer: AnswerKind
    words: str
    stale: Stale | None = None
    remark: str = ""  # what somebody should know before it is filed

    @property
    def can_be_filed(self) -> bool:
        """Whether it still counts."""
        return self.stale is None

    @property
    def why_not(self) -> str:
        """Why it does not count any more, in a sentence; empty when it does."""
        return _(STALE_SENTENCES[self.stale]) if self.stale else ""


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """An answer to a pack, held against the workspace."""

    pack_id: int
    code: str
    client_id: int
    client: str
    name: str
    at: str
    rows: tuple[AnswerRow, ...]
    people: tuple[tuple[int, str], ...]  # who may have answered: id and name
    contact_id: int | None  # whom the name means
    unanswered: int  # posts of the pack about which nothing came back
    returned: ReturnedAnswer

    @property
    def fileable(self) -> tuple[int, ...]:
        """The posts whose answers still count."""
        return tuple(row.post_id for row in self.rows if row.can_be_filed)


@dataclass(frozen=True, slots=True)
class Filed:
    """What filing an answer did."""

    approved: int
    changes: int
    comments: int
    refused: int


def same_name(name: str, people: Iterable[tuple[int, str]]) -> int | None:
    """The one of these people whom a typed name means: the same words, or all words of the shorter one."""
    wanted = _words_of(name)
    found = [key for key, known in people if wanted and _words_of(known) and _is_part(wanted, _words_of(known))]
    return found[0] if len(found) == 1 else None


def _is_part(one: set[str], other: set[str]) -> bool:
    return one <= other or other <= one


def _words_of(text: str) -> set[str]:
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return set(plain.replace(",", " ").split())
