"""How much of an agreed scope a period holds, and how much of it is planned and delivered.

A period is the month of a calendar page. Each month is judged by the version in force in it; a
version that begins or ends in mid-month counts by days, rounded half up. A week belongs to the
month in which it ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cmdesk.domain.moments import Month
from cmdesk.domain.posts import APPROVED_OR_LATER, Coverage, PostCard, PostStatus
from cmdesk.domain.scope import Cadence, QuantityRule, ScopeLine, ScopeVersion

POST_UNITS = frozenset(
    {"post", "story", "reel", "carousel", "video", "article", "thread", "live", "newsletter", "event", "publication"}
)


@dataclass(frozen=True, slots=True)
class Allowance:
    """One included line in one month, in its own unit."""

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
    by_days: bool = False  # the version began or ended in mid-month
    counts_posts: bool = True

    @property
    def left(self) -> int:
        """What may still be planned, at least 0."""
        return max(0, self.agreed + self.carried - self.planned)

    @property
    def over(self) -> int:
        """How many more than agreed are planned, at least 0."""
        return max(0, self.planned - self.agreed - self.carried)


def is_counted_by_posts(line: ScopeLine) -> bool:
    """Whether posts use up this line."""
    return bool(line.formats) or line.unit in POST_UNITS


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
        not line.networks or not post.networks or bool(set(line.networks) & set(post.networks))
    )


def days_in_force(scope: ScopeVersion, month: Month) -> int:
    """How many days of the month this version rules."""
    return sum(scope.in_force_on(month.first + timedelta(days=i)) for i in range(month.days))


def agreed_in(line: ScopeLine, scope: ScopeVersion, month: Month) -> tuple[int, bool]:
    """What a line promises for a month, and whether that was counted by days."""
    quantity = line.quantity or 0
    in_force = days_in_force(scope, month)
    if not in_force:
        return 0, False
    if line.cadence is Cadence.WEEK:
        weeks = sum(scope.in_force_on(day) for day in _week_ends(month))
        return quantity * weeks, in_force < month.days
    if line.cadence is Cadence.DAY:
        return quantity * in_force, in_force < month.days
    if line.cadence is Cadence.MONTH:
        return (quantity * in_force * 2 + month.days) // (2 * month.days), in_force < month.days
    return quantity, False


def _week_ends(month: Month) -> Iterable[date]:
    return (day for i in range(month.days) if (day := month.first + timedelta(days=i)).weekday() == 6)  # noqa: PLR2004


def allowances(
    versions: Sequence[ScopeVersion],
    month: Month,
    posts: Iterable[PostCard],
    *,
    carried: dict[str, int] | None = None,
) -> tuple[Allowance, ...]:
    """Every included line that owes something in a month, with what is planned against it.

    Args:
        versions: All versions of one client that were ever agreed.
        month: The month of the client's local calendar.
        posts: The client's posts whose day lies in the month.
        carried: What earlier months left over, by lineage.
    """
    rows: dict[str, Allowance] = {}
    for scope in sorted(versions, key=lambda version: version.number):
        for line in scope.lines:
            if not line.is_included or line.quantity is None or line.cadence is Cadence.DEMAND:
                continue
            agreed, by_days = agreed_in(line, scope, month)
            if days_in_force(scope, month):
                _add(rows, line, month, agreed, by_days=by_days)
    for lineage, row in rows.items():
        rows[lineage] = replace(row, carried=(carried or {}).get(lineage, 0))
    for post in posts:
        _count(rows, post, versions, month)
    return tuple(rows.values())


def _add(rows: dict[str, Allowance], line: ScopeLine, month: Month, agreed: int, *, by_days: bool) -> None:
    known = rows.get(line.lineage)
    rows[line.lineage] = Allowance(
        line.lineage,
        line.title,
        line.unit,
        month.first,
        month.last,
        agreed + (known.agreed if known else 0),
        by_days=by_days or known is not None,
        counts_posts=is_counted_by_posts(line),
    )


def _count(rows: dict[str, Allowance], post: PostCard, versions: Sequence[ScopeVersion], month: Month) -> None:
    day = post.day
    if day is None or Month.of(day) != month:
        return
    scope = next((version for version in versions if version.in_force_on(day)), None)
    if scope is None:
        return
    if post.coverage is Coverage.COURTESY:
        if post.status is PostStatus.CANCELLED or post.status is PostStatus.IDEA:
            return
        line = next((line for line in scope.lines if fits(post, line)), None)
        if line and (row := rows.get(line.lineage)):
            rows[line.lineage] = replace(row, gifts=row.gifts + 1)
        return
    line = covering_line(post, scope.lines) if post.counts else None
    if line is None or (row := rows.get(line.lineage)) is None:
        return
    rows[line.lineage] = replace(
        row,
        planned=row.planned + 1,
        approved=row.approved + (post.status in APPROVED_OR_LATER),
        delivered=row.delivered + (post.status is PostStatus.PUBLISHED),
    )


def carry_over(previous: Iterable[Allowance], lines: Iterable[ScopeLine]) -> dict[str, int]:
    """What a month leaves to the next one, by lineage: the undelivered part of lines that carry."""
    rules = {line.lineage: line for line in lines}
    left: dict[str, int] = {}
    for row in previous:
        line = rules.get(row.lineage)
        if line is None or line.roll_over is QuantityRule.LAPSES:
            continue
        unused = max(0, row.agreed - row.delivered)
        if unused:
            left[row.lineage] = min(unused, line.quantity or unused)
    return left


def in_scope(post: PostCard, versions: Sequence[ScopeVersion]) -> bool | None:
    """Whether something agreed covers a post: none while no version is in force on its day."""
    if post.day is None:
        return None
    scope = next((version for version in versions if version.in_force_on(post.day)), None)
    if scope is None:
        return None
    return post.coverage is Coverage.COURTESY or covering_line(post, scope.lines) is not None
