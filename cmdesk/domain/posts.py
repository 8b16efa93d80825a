"""Posts: the path they take, and which moves are allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Protocol, TypeVar

from cmdesk.domain.errors import RuleBroken
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _


class PostStatus(StrEnum):
    """How far a post has come."""

    IDEA = "idea"
    DRAFT = "draft"
    INTERNAL_REVIEW = "internal_review"
    CLIENT_REVIEW = "client_review"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


POST_STATUS_NAMES = {
    PostStatus.IDEA: N_("Idea"),
    PostStatus.DRAFT: N_("Draft"),
    PostStatus.INTERNAL_REVIEW: N_("Internal review"),
    PostStatus.CLIENT_REVIEW: N_("Client review"),
    PostStatus.APPROVED: N_("Approved"),
    PostStatus.SCHEDULED: N_("Scheduled"),
    PostStatus.PUBLISHED: N_("Published"),
    PostStatus.CANCELLED: N_("Cancelled"),
}


class PostFormat(StrEnum):
    """What kind of thing a post is."""

    POST = "post"
    CAROUSEL = "carousel"
    REEL = "reel"
    STORY = "story"
    VIDEO = "video"
    ARTICLE = "article"
    THREAD = "thread"
    LIVE = "live"
    NEWSLETTER = "newsletter"
    EVENT = "event"


POST_FORMAT_NAMES = {
    PostFormat.POST: N_("post"),
    PostFormat.CAROUSEL: N_("carousel"),
    PostFormat.REEL: N_("reel"),
    PostFormat.STORY: N_("story"),
    PostFormat.VIDEO: N_("video"),
    PostFormat.ARTICLE: N_("article"),
    PostFormat.THREAD: N_("thread"),
    PostFormat.LIVE: N_("live"),
    PostFormat.NEWSLETTER: N_("newsletter"),
    PostFormat.EVENT: N_("event"),
}


class Coverage(StrEnum):
    """What a post or a task counts against."""

    UNDECIDED = "undecided"
    LINE = "line"
    COURTESY = "courtesy"  # a gift: never counts
    EXTRA = "extra"  # asked for beside the scope: counts where the line that it became is in force


class PostEventKind(StrEnum):
    """What happened to a post."""

    CREATED = "created"
    MOVED = "moved"
    EDITED = "edited"
    SENT_FOR_REVIEW = "sent_for_review"
    CHANGES_ASKED = "changes_asked"
    COMMENTED = "commented"
    APPROVED = "approved"
    SILENCE = "silence"  # the client said nothing in time, and the scope takes that as a yes
    APPROVAL_LOST = "approval_lost"
    SCHEDULED = "scheduled"
    EXPORTED = "exported"
    PUBLISHED = "published"
    MISSED = "missed"
    CANCELLED = "cancelled"
    STATUS = "status"  # a step back, or another step that has no name of its own
    COVERAGE = "coverage"  # it counts against something else
    KEPT = "kept"  # it stays planned after the last day of the scope; the comment says why
    DELETED = "deleted"
    TAKEN_BACK = "taken_back"


LONGEST_POST: Final = 100_000
"""Characters: more than any network takes, and room for a long article."""
LONGEST_COMMENT: Final = 4_000


def checked_comment(text: str) -> str:
    """What somebody says about a post.

    Raises:
        RuleBroken: It is longer than anybody would read.
    """
    words = text.strip()
    if len(words) > LONGEST_COMMENT:
        raise RuleBroken(_("Keep it under 4,000 characters."), field="comment")
    return words


STATUS_EVENTS = {
    PostStatus.CLIENT_REVIEW: PostEventKind.SENT_FOR_REVIEW,
    PostStatus.APPROVED: PostEventKind.APPROVED,
    PostStatus.SCHEDULED: PostEventKind.SCHEDULED,
    PostStatus.PUBLISHED: PostEventKind.PUBLISHED,
    PostStatus.CANCELLED: PostEventKind.CANCELLED,
}

PATH = (
    PostStatus.IDEA,
    PostStatus.DRAFT,
    PostStatus.INTERNAL_REVIEW,
    PostStatus.CLIENT_REVIEW,
    PostStatus.APPROVED,
    PostStatus.SCHEDULED,
    PostStatus.PUBLISHED,
)
"""The way of a post from idea to published; its places are the digits 1 to 7."""

APPROVED_OR_LATER = frozenset({PostStatus.APPROVED, PostStatus.SCHEDULED, PostStatus.PUBLISHED})
NEVER_COUNT = frozenset({PostStatus.IDEA, PostStatus.CANCELLED})


@dataclass(frozen=True, slots=True)
class PostCard:
    """What the calendar and the tray show of a post."""

    id: int
    client_id: int
    title: str
    status: PostStatus
    format: PostFormat
    day: date | None  # the client's local day; none: it waits in the tray
    minute: int | None  # minutes after midnight; none: no hour yet
    networks: tuple[str, ...]
    coverage: Coverage = Coverage.UNDECIDED
    lineage: str | None = None  # of the line that covers it
    owner_id: int | None = None
    changes_asked: bool = False
    thumb: str | None = None  # hash of its first picture
    position: str = ""  # rank in the tray
    extra_id: int | None = None  # the extra that it was asked as
    campaign_id: int | None = None
    pillar_id: int | None = None

    @property
    def order(self) -> tuple[date, int, int]:
        """Its place among others: by day, then by hour, those without an hour last."""
        return (self.day or date.max, 1440 if self.minute is None else self.minute, self.id)

    @property
    def is_idea(self) -> bool:
        """Whether it is only an idea yet."""
        return self.status is PostStatus.IDEA

    @property
    def counts(self) -> bool:
        """Whether it uses up something that was agreed."""
        return self.day is not None and self.status not in NEVER_COUNT and self.coverage is not Coverage.COURTESY


@dataclass(frozen=True, slots=True)
class MediaItem:
    """A picture or film of a post."""

    id: int
    hash: str
    name: str
    kind: str  # media type, such as 'image/png'
    alt: str
    thumb: str | None = None
    width: int | None = None
    height: int | None = None
    size: int | None = None  # bytes
    duration_ms: int | None = None  # of a film
    path: str = ""  # of a large film that stays where it is

    @property
    def is_film(self) -> bool:
        """Whether it moves and sounds."""
        return self.kind.startswith("video/")


@dataclass(frozen=True, slots=True)
class PostEvent:
    """One line of a post's history."""

    kind: PostEventKind
    at: datetime  # UTC
    who: str  # the member, or whoever on the client's side said it
    comment: str
    detail: str
    id: int = 0
    changes: Mapping[str, Sequence[str]] = field(default_factory=dict)  # field: before and after
    is_for_client: bool = False  # whether a comment is meant for the client too
    contact: str = ""  # who on the client's side
    means: str = ""
    cause: str = ""
    member_id: int | None = None
    colour: int = 0  # of the member, as chosen in the settings
    is_withdrawn: bool = False  # it was taken back; its words stay readable


@dataclass(frozen=True, slots=True)
class PostDetail:
    """All that the post panel shows."""

    card: PostCard
    text: str
    staff_note: str
    client_note: str
    zone: str
    channel_ids: tuple[int, ...]
    owner_name: str
    media: tuple[MediaItem, ...]
    events: tuple[PostEvent, ...]
    version: int


def check_move(status: PostStatus) -> None:
    """Refuse to move what is out.

    Raises:
        RuleBroken: The post is already published.
    """
    if not can_move(status):
        raise RuleBroken(_("A published post stays on its day. Hold Ctrl to copy it."))


def can_move(status: PostStatus) -> bool:
    """Whether a post may go to another day."""
    return status is not PostStatus.PUBLISHED


def check_status(status: PostStatus, day: date | None) -> None:
    """Refuse a status that does not go with a post's day.

    Raises:
        RuleBroken: An idea has no day, and what is scheduled or published needs one.
    """
    if status is PostStatus.IDEA and day is not None:
        raise RuleBroken(_("An idea has no date. Move the post to the tray, and it is an idea again."))
    if day is None and status in {PostStatus.SCHEDULED, PostStatus.PUBLISHED}:
        raise RuleBroken(_("Give the post a day first."))


def status_when_planned(status: PostStatus) -> PostStatus:
    """The status of a post that is dropped on a day: an idea becomes a draft in the same step."""
    return PostStatus.DRAFT if status is PostStatus.IDEA else status


def status_in_tray(status: PostStatus) -> PostStatus:
    """The status of a post that loses its date: a draft is an idea again, and nothing stays scheduled."""
    if status is PostStatus.SCHEDULED:
        return PostStatus.APPROVED
    return PostStatus.IDEA if status is PostStatus.DRAFT else status


def days_late(card: PostCard, today: date, answer_by: date | None = None) -> int:
    """By how many days a post misses what is asked of it, at least 0.

    One that is not out on its day is late from the next day on; one that waits for the client is late
    from the day after the last one on which a yes was in time.

    Args:
        card: The post.
        today: The day it is.
        answer_by: The last day on which the client's yes is in time, where something is agreed about it.
    """
    if card.day is None or card.status in {PostStatus.PUBLISHED, PostStatus.CANCELLED, PostStatus.IDEA}:
        return 0
    due = answer_by if card.status is PostStatus.CLIENT_REVIEW and answer_by else card.day
    return max(0, (today - due).days)


# --- what a history comes to -----------------------------------------------------------------

AGAIN: Final = "again"
"""What is kept with *taken back* where that was itself taken back, so that the step before stands again."""


class _Line(Protocol):
    """A line of a post's history."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def kind(self) -> str:
        """What happened."""

    @property
    def detail(self) -> str:
        """What else is kept with it."""


Line = TypeVar("Line", bound=_Line)


def taken_back_detail(lines: Iterable[int], *, is_again: bool) -> str:
    """What *taken back* keeps: the lines of the history that it takes back, or lets stand again."""
    return " ".join([AGAIN] * is_again + [str(key) for key in sorted(lines)])


def taken_back_lines(detail: str) -> tuple[frozenset[int], bool]:
    """The lines that a *taken back* names, and whether they stand again; the first versions named none."""
    words = detail.split()
    return frozenset(int(word) for word in words if word.isdecimal()), words[:1] == [AGAIN]


def withdrawn(events: Sequence[Line]) -> frozenset[int]:
    """The lines of a history, oldest first, that a *taken back* names and that do not stand again."""
    gone: set[int] = set()
    for event in events:
        if event.kind == PostEventKind.TAKEN_BACK:
            named, is_again = taken_back_lines(event.detail)
            gone = gone - named if is_again else gone | named
    return frozenset(gone)


def standing(events: Sequence[Line], whose: Callable[[Line], object]) -> list[Line]:
    """What still stands of a history: a person takes back their own steps, and perhaps does them again.

    Where *taken back* names no lines, it is the last step of that person: comments are no steps then, and an
    approval that was lost belongs to the edit that lost it.

    Args:
        events: The history, oldest first.
        whose: Who did what a line tells.
    """
    named = withdrawn(events)
    steps: list[list[int]] = []
    back: list[list[int]] = []
    for at, event in enumerate(events):
        if event.kind == PostEventKind.TAKEN_BACK:
            lines, is_again = taken_back_lines(event.detail)
            source, target = (back, steps) if is_again else (steps, back)
            own = next((one for one in reversed(source) if whose(events[one[0]]) == whose(event)), None)
            if own is not None and not lines:
                source.remove(own)
                target.append(own)
        elif event.kind == PostEventKind.APPROVAL_LOST and steps:
            steps[-1].append(at)
        elif event.kind != PostEventKind.COMMENTED:
            steps.append([at])
    gone = {at for step in back for at in step}
    return [
        event for at, event in enumerate(events)
        if at not in gone and event.id not in named and event.kind != PostEventKind.TAKEN_BACK
    ]  # fmt: skip
