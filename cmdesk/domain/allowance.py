"""How much of an agreed scope a period holds, and how much of it is planned and delivered.

Each month is judged by the version in force in it; a version that begins or ends within it counts by
days, rounded half up once for the whole month. A week belongs to the month in which it ends, so a
weekly line runs from the first day of the first such week to the last day of the last one. A quarterly
line shows its whole quarter; what is owed once belongs to the month in which it is first in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from cmdesk.domain.moments import Month
from cmdesk.domain.posts import APPROVED_OR_LATER, NEVER_COUNT, Coverage, PostCard, PostStatus
from cmdesk.domain.scope import Cadence, QuantityRule, ScopeLine, ScopeVersion

POST_UNITS = frozenset({"post", "story", "reel", "carousel", "video", "article", "thread", "live", "newsletter"})
"""Units whose name is a format of posts; a line of other units counts posts only where it names formats."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Allowance:
    """One included line in one period, in its own unit."""

    lineage: str
    title: str
    unit: str
    first: date
    last: date
    agreed: int
    carried: int = 0
    planned: int = 0
    approved: int = 0
    delivered: int = 0
    gifts: int = 0
    by_days: bool = False  # a version that began or ended within the period changed what is owed
    counts_posts: bool = True

    @property
    def due(self) -> int:
        """What the period holds: what was agreed and what was carried over."""
        return self.agreed + self.carried

    @property
    def left(self) -> int:
        """What may still be planned, at least 0."""
        return max(0, self.due - self.planned)

    @property
    def over(self) -> int:
        """How many more than agreed are planned, at least 0."""
        return max(0, self.planned - self.due)


class Mark(StrEnum):
    """What sets a post apart from what was agreed."""

    NOT_AGREED = "not_agreed"  # no version is in force on its day
    NOT_IN_SCOPE = "not_in_scope"  # no line covers it
    OVER = "over"  # one more than agreed
    COURTESY = "courtesy"  # a gift


def is_counted_by_posts(line: ScopeLine) -> bool:
    """Whether posts use up this line."""
    return bool(line.formats) or line.unit in POST_UNITS


def in_force(versions: Iterable[ScopeVersion], day: date | None, client_id: int | None = None) -> ScopeVersion | None:
    """The version that rules a day, of one client where they are mixed."""
    if day is None:
        return None
    return next(
        (v for v in versions if (client_id is None or v.client_id == client_id) and v.in_force_on(day)),
        None,
    )


def covering_line(post: PostCard, lines: Sequence[ScopeLine]) -> ScopeLine | None:
    """The one line a post counts against: its coverage, else the first included one that fits."""
    if post.coverage is Coverage.COURTESY:
        return None
    if post.coverage is Coverage.LINE:
        return next((line for line in lines if line.lineage == post.lineage and line.is_included), None)
    return next((line for line in lines if fits(post, line)), None)


def fits(post: PostCard, line: ScopeLine) -> bool:
    """Whether an included line's formats and networks take in a post."""
    if not line.is_included or not is_counted_by_posts(line):
        return False
    formats = line.formats or (line.unit,)
    return post.format in formats and (
        not line.networks or not post.networks or not set(line.networks).isdisjoint(post.networks)
    )


# --- how much is agreed ----------------------------------------------------------------------


def period(cadence: Cadence, month: Month, first_week_day: int = 0) -> tuple[date, date]:
    """The first and last day of the period in which a line of this cadence is counted for a month."""
    if cadence is Cadence.WEEK:
        return _end_of_week(month.plus(-1).last, first_week_day) + _DAY, _end_of_week(month.last, first_week_day)
    if cadence is Cadence.QUARTER:
        start = Month(month.year, (month.number - 1) // 3 * 3 + 1)
        return start.first, start.plus(2).last
    return month.first, month.last


def _end_of_week(day: date, first_week_day: int) -> date:
    """The newest last day of a week that is not after a day."""
    return day - timedelta(days=(day.weekday() - first_week_day + 1) % 7)


def days_in_force(scope: ScopeVersion, first: date, last: date) -> int:
    """How many days from the first to the last this version rules."""
    return sum(scope.in_force_on(first + timedelta(days=i)) for i in range((last - first).days + 1))


def _share(line: ScopeLine, days: int, whole: int) -> Fraction:
    """What a line promises for so many days of a period of so many."""
    quantity = line.quantity or 0
    if line.cadence is Cadence.DAY:
        return Fraction(quantity * days)
    if line.cadence is Cadence.WEEK:
        return Fraction(quantity * days, 7)
    return Fraction(quantity * days, whole)


def _rounded(amount: Fraction) -> int:
    """Half up."""
    return int(amount + Fraction(1, 2))


def promised(versions: Sequence[ScopeVersion], month: Month, first_week_day: int = 0) -> dict[str, Allowance]:
    """Every included line that owes something in a month, by lineage, nothing counted yet.

    Args:
        versions: All versions of one client that ever came into force.
        month: A month of the client's local calendar.
        first_week_day: The day on which a week begins; 0 is Monday.
    """
    amounts: dict[str, Fraction] = {}
    ruled: dict[str, int] = {}
    newest: dict[str, ScopeLine] = {}
    for scope in sorted(versions, key=lambda version: version.number):
        for line in scope.lines:
            if not line.is_included or line.quantity is None or line.cadence is Cadence.DEMAND:
                continue
            first, last = period(line.cadence, month, first_week_day)
            days = days_in_force(scope, first, last)
            if line.cadence is Cadence.ONCE:
                if days and line.lineage not in newest and _begins_in(line.lineage, versions, month):
                    amounts[line.lineage], ruled[line.lineage] = Fraction(line.quantity), (last - first).days + 1
                    newest[line.lineage] = line
                continue
            if days:
                share = _share(line, days, (last - first).days + 1)
                amounts[line.lineage] = amounts.get(line.lineage, Fraction()) + share
                ruled[line.lineage] = ruled.get(line.lineage, 0) + days
                newest[line.lineage] = line
    return {
        lineage: _allowance(line, *period(line.cadence, month, first_week_day), amounts[lineage], ruled[lineage])
        for lineage, line in newest.items()
    }


def _begins_in(lineage: str, versions: Sequence[ScopeVersion], month: Month) -> bool:
    """Whether a line that is owed once first came into force in this month."""
    firsts = [
        first
        for version in versions
        if any(line.lineage == lineage and line.is_included for line in version.lines)
        and (first := version.terms.first_day or version.agreed_on)
    ]
    return bool(firsts) and Month.of(min(firsts)) == month


def _allowance(line: ScopeLine, first: date, last: date, amount: Fraction, ruled: int) -> Allowance:
    whole = (last - first).days + 1
    return Allowance(
        line.lineage,
        line.title,
        line.unit,
        first,
        last,
        _rounded(amount),
        by_days=ruled < whole or amount != _share(line, whole, whole),
        counts_posts=is_counted_by_posts(line),
    )


# --- how much of it is used ------------------------------------------------------------------


def allowances(
    versions: Sequence[ScopeVersion],
    month: Month,
    posts: Iterable[PostCard],
    *,
    carried: Mapping[str, int] | None = None,
    first_week_day: int = 0,
) -> tuple[Allowance, ...]:
    """Every included line that owes something in a month, with what is planned against it.

    Args:
        versions: All versions of one client that were ever agreed.
        month: The month of the client's local calendar.
        posts: The client's posts, at least those whose day lies in a period of the month.
        carried: What earlier months left over, by lineage.
        first_week_day: The day on which a week begins; 0 is Monday.
    """
    rows = promised(versions, month, first_week_day)
    for lineage, left in (carried or {}).items():
        if lineage in rows:
            rows[lineage] = replace(rows[lineage], carried=left)
    for post in posts:
        _count(rows, post, versions)
    return tuple(rows.values())


def _count(rows: dict[str, Allowance], post: PostCard, versions: Sequence[ScopeVersion]) -> None:
    scope = in_force(versions, post.day)
    if scope is None or post.day is None or post.status in NEVER_COUNT:
        return
    is_gift = post.coverage is Coverage.COURTESY
    line = _covered_gift(post, scope.lines) if is_gift else covering_line(post, scope.lines)
    row = rows.get(line.lineage) if line else None
    if row is None or not row.first <= post.day <= row.last:
        return
    if is_gift:
        rows[row.lineage] = replace(row, gifts=row.gifts + 1)
        return
    rows[row.lineage] = replace(
        row,
        planned=row.planned + 1,
        approved=row.approved + (post.status in APPROVED_OR_LATER),
        delivered=row.delivered + (post.status is PostStatus.PUBLISHED),
    )


def _covered_gift(post: PostCard, lines: Sequence[ScopeLine]) -> ScopeLine | None:
    """The line that a courtesy goes beyond: the one it was given for, else the first that fits."""
    named = next((line for line in lines if line.lineage == post.lineage and line.is_included), None)
    return named or next((line for line in lines if fits(post, line)), None)


def carry_over(
    previous: Iterable[Allowance], lines: Iterable[ScopeLine], *, until: date | None = None, is_over: bool = True
) -> dict[str, int]:
    """What a month leaves to the next one, by lineage, of the lines that carry.

    A line that carries one period leaves only what is its own; one with a cap leaves at most one
    period's quantity, older remains included.

    Args:
        previous: The month's allowances.
        lines: The lines in force in the next month.
        until: The last day of the month; what runs on after it, such as a quarter, keeps what it was given.
        is_over: Whether the month has ended: then only what was delivered is used up.
    """
    rules = {line.lineage: line for line in lines if line.is_included}
    left: dict[str, int] = {}
    for row in previous:
        line = rules.get(row.lineage)
        if line is None or line.roll_over is QuantityRule.LAPSES:
            continue
        if until is not None and row.last > until:
            if row.carried:
                left[row.lineage] = row.carried
            continue
        unused = max(0, row.due - (row.delivered if is_over else row.planned))
        cap = row.agreed if line.roll_over is QuantityRule.CARRIES else (line.quantity or unused)
        if kept := min(unused, cap):
            left[row.lineage] = kept
    return left


def change(
    post: PostCard, moved: PostCard, versions: Sequence[ScopeVersion], rows: Iterable[Allowance]
) -> dict[str, int]:
    """What moving a post does to the counts, by lineage: 1 more, 1 less, or not named when it stays.

    Args:
        post: The post as it is, in the tray or on its day.
        moved: The post as it would be.
        versions: The versions of its client that ever came into force.
        rows: The allowances of the month that is shown.
    """
    known = {row.lineage: row for row in rows}
    difference: dict[str, int] = {}
    for card, step in ((post, -1), (moved, 1)):
        scope = in_force(versions, card.day, card.client_id)
        line = covering_line(card, scope.lines) if scope and card.counts else None
        row = known.get(line.lineage) if line else None
        if row and card.day and row.first <= card.day <= row.last:
            difference[row.lineage] = difference.get(row.lineage, 0) + step
    return {lineage: step for lineage, step in difference.items() if step}


# --- what does not fit -----------------------------------------------------------------------


def marks(
    posts: Iterable[PostCard], versions: Sequence[ScopeVersion], rows: Iterable[Allowance] = ()
) -> dict[int, Mark]:
    """Which posts go beyond what was agreed, by their id; of a line the last ones by day and hour.

    Args:
        posts: Dated posts, of one client or of several.
        versions: All versions that ever came into force of those clients.
        rows: The allowances by which 'over' is judged; without any, nothing is over.
    """
    by_client: dict[int, list[ScopeVersion]] = {}
    for version in versions:
        by_client.setdefault(version.client_id, []).append(version)
    known = {row.lineage: row for row in rows}
    used: dict[str, int] = {}
    found: dict[int, Mark] = {}
    for post in sorted(posts, key=lambda card: card.order):
        if post.day is None or post.status in NEVER_COUNT:
            continue
        scope = in_force(by_client.get(post.client_id, ()), post.day)
        if scope is None:
            found[post.id] = Mark.NOT_AGREED
        elif post.coverage is Coverage.COURTESY:
            found[post.id] = Mark.COURTESY
        elif (line := covering_line(post, scope.lines)) is None:
            found[post.id] = Mark.NOT_IN_SCOPE
        elif (row := known.get(line.lineage)) and row.first <= post.day <= row.last:
            used[row.lineage] = used.get(row.lineage, 0) + 1
            if used[row.lineage] > row.due:
                found[post.id] = Mark.OVER
    return found
