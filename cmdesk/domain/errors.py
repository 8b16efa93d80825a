"""What can go wrong for a person, each with one sentence that says what to do."""

from __future__ import annotations


class DeskError(Exception):
    """Something that a person can understand; its text is the sentence they read."""


class RuleBroken(DeskError):
    """The agency's rules do not allow this.

    Attributes:
        field: The field that the sentence belongs to, or none.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class Conflict(DeskError):
    """Somebody else changed the same thing."""


class NotFound(DeskError):
    """What was asked for is not there any more."""


class Unavailable(DeskError):
    """The database cannot be reached or written now; nothing was changed."""


class Cancelled(DeskError):
    """A person stopped the work; nothing was left behind."""
