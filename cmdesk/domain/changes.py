"""What one action changed: the one list behind undo, news and history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of record an agency keeps; each is also the name of a table."""

    AGENCY = "agency"
    MEMBER = "member"
    CLIENT = "client"
    CONTACT = "contact"
    CHANNEL = "channel"
    SERVICE = "service"
    SCOPE_TEMPLATE = "scope_template"
    TEMPLATE_LINE = "template_line"
    SCOPE = "scope"
    SCOPE_LINE = "scope_line"
    SCOPE_EVENT = "scope_event"
    POST = "post"
    PLACEMENT = "placement"
    POST_EVENT = "post_event"
    BLOB = "blob"
    MEDIA = "media"
    POST_MEDIA = "post_media"
    BOARD_COLUMN = "board_column"
    TASK = "task"
    REPORT_TEXT = "report_text"
    REPORT_RUN = "report_run"
    ROUTINE_TEMPLATE = "routine_template"
    PLAIN_WORD = "plain_word"
    OBJECTIVE = "objective"
    AUDIENCE = "audience"
    EXTRA = "extra"
    CAMPAIGN = "campaign"
    PILLAR = "pillar"
    HASHTAG_GROUP = "hashtag_group"
    SNIPPET = "snippet"
    DAY_NOTE = "day_note"
    AWARENESS_DAY = "awareness_day"
    SAVED_VIEW = "saved_view"
    NETWORK_LIMIT = "network_limit"
    REVIEW_PACK = "review_pack"
    REVIEW_ANSWER = "review_answer"
    JOURNAL = "journal"


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row before and after; a missing side means created or deleted.

    A changed row holds only the columns that changed; a created or deleted one holds them all.
    """

    kind: Kind
    key: int
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """All rows that one action touched, under the name the user knows it by."""

    label: str
    rows: tuple[RowChange, ...] = ()
    notes: frozenset[Kind] = frozenset()  # kinds of append-only rows that were written besides

    @property
    def kinds(self) -> frozenset[Kind]:
        """Which kinds of record a page must show to need this news."""
        return frozenset(row.kind for row in self.rows) | self.notes
