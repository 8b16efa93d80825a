"""What an agreement asks for before it is too late: the client's answer, a renewal, a decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from cmdesk.domain.ending import LeftOver
from cmdesk.domain.extras import Extra
from cmdesk.domain.scope import ScopeStatus, ScopeVersion, agreed_version, open_version
from cmdesk.i18n import gettext as _
from cmdesk.i18n import ngettext, spoken

SOON: Final = 5  # days before a price ceases to hold
AHEAD: Final = 30  # days before a term ends, or more where the notice is longer


class ReminderKind(StrEnum):
    """What is asked for."""

    WAITING = "waiting"  # the client has not answered
    VALID_SOON = "valid_soon"  # what was sent holds only a few days more
    VALID_OVER = "valid_over"  # it does not hold any more
    TERM_ENDS = "term_ends"  # renew it, or say that it ends
    TERM_OVER = "term_over"  # nothing is agreed any more
    ENDS = "ends"  # notice was given
    EXTRA = "extra"  # something was asked for and not decided
    LEFT_OVER = "left_over"  # planned after the end


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to look at.

    Attributes:
        kind: What is asked for.
        client_id: With whom.
        client: The client's name.
        scope_id: The version, where it is about one.
        day: The day that it is about.
        days: How many days until then; negative when it has passed.
        sentence: The same in words.
    """

    kind: ReminderKind
    client_id: int
    client: str
    scope_id: int | None
    day: date
    days: int
    sentence: str


def reminders_of(
    client_id: int,
    client: str,
    versions: Sequence[ScopeVersion],
    extras: Sequence[Extra],
    left: LeftOver | None,
    today: date,
    *,
    is_over: bool = False,
) -> Iterator[Reminder]:
    """What the agreement with one client asks for.

    Args:
        client_id: Which.
        client: Its name.
        versions: All of its versions.
        extras: What it asked for and nobody has decided.
        left: What is planned after the end.
        today: The day it is.
        is_over: Whether the work with it has ended, so that nothing is renewed.
    """

    def reminder(kind: ReminderKind, scope_id: int | None, day: date, sentence: str) -> Reminder:
        return Reminder(kind, client_id, client, scope_id, day, (day - today).days, sentence)

    waiting = open_version(versions)
    if waiting is not None and waiting.status is ScopeStatus.SENT:
        for kind, day, sentence in _waiting(waiting, today):
            yield reminder(kind, waiting.id, day, sentence)
    standing = agreed_version(versions, today)
    if standing is not None and not is_over:
        for kind, day, sentence in _ending(standing, today):
            yield reminder(kind, standing.id, day, sentence)
    for extra in extras:
        yield reminder(ReminderKind.EXTRA, extra.scope_id, extra.asked_on,
                       _("“{title}” was asked for on {day} and is not decided.").format(
                           title=extra.title, day=spoken().day(extra.asked_on)))  # fmt: skip
    if left is not None and left.last_day is not None and left.count:
        yield reminder(ReminderKind.LEFT_OVER, None, left.last_day, _left_words(left))


def _waiting(version: ScopeVersion, today: date) -> Iterator[tuple[ReminderKind, date, str]]:
    day, until = version.sent_on or today, version.terms.valid_until
    if until is not None and until < today:
        said = _("Version {number} was valid until {day} and has no answer.")
        yield ReminderKind.VALID_OVER, until, _filled(said, version, until)
    elif until is not None and (until - today).days <= SOON:
        said = _("Version {number} is valid until {day} and has no answer.")
        yield ReminderKind.VALID_SOON, until, _filled(said, version, until)
    else:
        said = _("Version {number} waits for an answer since {day}.")
        yield ReminderKind.WAITING, day, _filled(said, version, day)


def _ending(version: ScopeVersion, today: date) -> Iterator[tuple[ReminderKind, date, str]]:
    last = version.last_day
    if last is None:
        return
    if version.status is ScopeStatus.ENDED:
        said = _("Version {number} is in force until {day}; notice was given.")
        yield ReminderKind.ENDS, last, _filled(said, version, last)
    elif last < today:
        said = _("The term of version {number} ended on {day}. Renew it, or end it.")
        yield ReminderKind.TERM_OVER, last, _filled(said, version, last)
    elif (last - today).days <= max(AHEAD, version.terms.notice_days):
        said = _("The term of version {number} ends on {day}. Renew it, or end it.")
        yield ReminderKind.TERM_ENDS, last, _filled(said, version, last)


def _filled(said: str, version: ScopeVersion, day: date) -> str:
    return said.format(number=version.number, day=spoken().day(day))


def _left_words(left: LeftOver) -> str:
    return ngettext(
        "{count} thing is planned after the last day, {day}. Decide what becomes of it.",
        "{count} things are planned after the last day, {day}. Decide what becomes of them.",
        left.count,
    ).format(count=left.count, day=spoken().day(left.last_day) if left.last_day else "")
