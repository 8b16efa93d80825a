"""How much of an agreed scope a period holds, and how much of it is planned and delivered.

Each month is judged by the version in force in it; a version that begins or ends within it counts by
days, rounded half up once for the whole month. A week belongs to the month in which it ends, so a
weekly line runs from the first day of the first such week to the last day of the last one. A quarterly
line shows its whole quarter; what is owed once belongs to the month in which it is first in force.

A line that is owed each day is owed on the days of the week that it names, else on the days on which the
scope promises answers (`coverage_days`), else on every day; holidays are not taken out. Its price counts
22 such days to a month of five days a week. Optional lines that were taken are owed like included ones.

`held` is the one function that calendar, board, reports and command line count with.
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


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work that is no post: a task, or a report that was sent.

    Attributes:
        lineage: The line that it counts against; none for a report, which counts against each line of reports.
        day: When it was done, or is due.
        is_done: Whether it was done.
        is_gift: Whether it goes beyond the line as a courtesy.
        about: The month that a report is about; one month counts once.
    """

    lineage: str | None
    day: date
    is_done: bool = True
    is_gift: bool = False
    about: date | None = None


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
    if post.coverage in {Coverage.LINE, Coverage.EXTRA}:
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
    span = _ruled(scope, first, last)
    return (span[1] - span[0]).days + 1 if span else 0


def _ruled(scope: ScopeVersion, first: date, last: date) -> tuple[date, date] | None:
    """The part of a span of days that a version rules."""
    begins, ends = scope.in_force_from, scope.last_day
    if not scope.was_agreed or begins is None:
        return None
    start, end = max(first, begins), last if ends is None else min(last, ends)
    return (start, end) if start <= end else None


def _share(line: ScopeLine, scope: ScopeVersion, span: tuple[date, date], whole: int) -> Fraction:
    """What a line of a version promises for some days of a period of so many days."""
    quantity = line.quantity or 0
    days = (span[1] - span[0]).days + 1
    if line.cadence is Cadence.DAY:
        week_days = set(line.week_days or scope.terms.coverage_days or range(7))
        return Fraction(quantity * sum((span[0] + timedelta(days=at)).weekday() in week_days for at in range(days)))
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
    newest: dict[str, tuple[ScopeLine, ScopeVersion]] = {}
    for scope in sorted(versions, key=lambda version: version.number):
        for line in scope.promised:
            if not line.is_included or line.quantity is None or line.cadence is Cadence.DEMAND:
                continue
            first, last = period(line.cadence, month, first_week_day)
            span = _ruled(scope, first, last)
            if span is None:
                continue
            whole = (last - first).days + 1
            if line.cadence is Cadence.ONCE:
                if line.lineage not in newest and _begins_in(line.lineage, versions, month):
                    amounts[line.lineage], ruled[line.lineage] = Fraction(line.quantity), whole
                    newest[line.lineage] = (line, scope)
                continue
            amounts[line.lineage] = amounts.get(line.lineage, Fraction()) + _share(line, scope, span, whole)
            ruled[line.lineage] = ruled.get(line.lineage, 0) + (span[1] - span[0]).days + 1
            newest[line.lineage] = (line, scope)
    return {
        lineage: _allowance(line, scope, period(line.cadence, month, first_week_day), amounts[lineage], ruled[lineage])
        for lineage, (line, scope) in newest.items()
    }


def _begins_in(lineage: str, versions: Sequence[ScopeVersion], month: Month) -> bool:
    """Whether a line that is owed once first came into force in this month; what ended before it began never did."""
    firsts = [
        first
        for version in versions
        if version.was_agreed
        and any(line.lineage == lineage and line.is_included for line in version.promised)
        and (first := version.in_force_from)
        and version.in_force_on(first)
    ]
    return bool(firsts) and Month.of(min(firsts)) == month


def _allowance(
    line: ScopeLine, scope: ScopeVersion, span: tuple[date, date], amount: Fraction, ruled: int
) -> Allowance:
    first, last = span
    whole = (last - first).days + 1
    is_once = line.cadence is Cadence.ONCE
    return Allowance(
        line.lineage,
        line.title,
        line.unit,
        first,
        last,
        _rounded(amount),
        by_days=not is_once and (ruled < whole or amount != _share(line, scope, span, whole)),
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
    work: Iterable[Work] = (),
) -> tuple[Allowance, ...]:
    """Every included line that owes something in a month, with what is planned against it.

    Args:
        versions: All versions of one client that were ever agreed.
        month: The month of the client's local calendar.
        posts: The client's posts, at least those whose day lies in a period of the month.
        carried: What earlier months left over, by lineage.
        first_week_day: The day on which a week begins; 0 is Monday.
        work: The client's work that is no post, of the same days.
    """
    rows = promised(versions, month, first_week_day)
    for lineage, left in (carried or {}).items():
        if lineage in rows:
            rows[lineage] = replace(rows[lineage], carried=left)
    for post in posts:
        _count(rows, post, versions)
    _count_work(rows, work)
    return tuple(rows.values())


def _count_work(rows: dict[str, Allowance], work: Iterable[Work]) -> None:
    """Count tasks against their lines, and reports that were sent against every line of reports, each month once."""
    counted = [lineage for lineage, row in rows.items() if not row.counts_posts]
    reported: set[tuple[str, date | None]] = set()
    for one in work if counted else ():
        wanted = [one.lineage] if one.lineage is not None else [key for key in counted if rows[key].unit == REPORT]
        for lineage in wanted:
            row = rows.get(lineage)
            if row is None or row.counts_posts or not row.first <= one.day <= row.last:
                continue
            if one.lineage is None:
                if (lineage, one.about) in reported:
                    continue
                reported.add((lineage, one.about))
            rows[lineage] = _worked(row, one)


def _worked(row: Allowance, work: Work) -> Allowance:
    if work.is_gift:
        return replace(row, gifts=row.gifts + work.is_done)
    return replace(row, planned=row.planned + 1, approved=row.approved + work.is_done,
                   delivered=row.delivered + work.is_done)  # fmt: skip


def _count(rows: dict[str, Allowance], post: PostCard, versions: Sequence[ScopeVersion]) -> None:
    scope = in_force(versions, post.day)
    if scope is None or post.day is None or post.status in NEVER_COUNT:
        return
    is_gift = post.coverage is Coverage.COURTESY
    line = _covered_gift(post, scope.promised) if is_gift else covering_line(post, scope.promised)
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

    A line that carries one period leaves only what is its own; one with a cap leaves at most its cap, older remains
    included, and without a figure of its own at most what a whole month of it holds.

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
        if kept := min(unused, _cap(line, row)):
            left[row.lineage] = kept
    return left


def _cap(line: ScopeLine, row: Allowance) -> int:
    """How many units a line may leave to the next period at most."""
    if line.roll_over is QuantityRule.CARRIES:
        return row.agreed if line.carry_cap is None else min(row.agreed, line.carry_cap)
    return line.carry_cap if line.carry_cap is not None else max(row.agreed, line.quantity or 0)


# --- a month as it stands, with what earlier ones left -----------------------------------------

FURTHEST_BACK = 12
"""Months that a remainder may come from."""
REPORT = "report"
"""The unit of lines that reports deliver."""


def held(
    versions: Sequence[ScopeVersion],
    month: Month,
    posts: Sequence[PostCard],
    work: Sequence[Work] = (),
    *,
    today: date,
    first_week_day: int = 0,
) -> tuple[Allowance, ...]:
    """What each included line holds in a month and how much of it is used, with what earlier months left over.

    Args:
        versions: All versions of one client that were ever agreed.
        month: The month of the client's local calendar.
        posts: The client's posts, at least those of `days_needed`.
        work: The client's work that is no post, of the same days.
        today: The day it is: a month that has ended leaves what was not delivered, one that runs what is not planned.
        first_week_day: The day on which a week begins; 0 is Monday.
    """
    carried: dict[str, int] = {}
    for past in _past_months(versions, month):
        rows = allowances(versions, past, posts, carried=carried, first_week_day=first_week_day, work=work)
        lines = ruling_lines(versions, past.plus(1))
        carried = carry_over(rows, lines, until=past.last, is_over=past.last < today)
    return allowances(versions, month, posts, carried=carried, first_week_day=first_week_day, work=work)


def days_needed(versions: Sequence[ScopeVersion], month: Month, first_week_day: int = 0) -> tuple[date, date]:
    """The first and the last day whose posts and work `held` counts for a month."""
    months = (*_past_months(versions, month), month)
    rows = [row for one in (months[0], month) for row in promised(versions, one, first_week_day).values()]
    first = min([months[0].first, *(row.first for row in rows)])
    # a week may begin in the month before, whichever month is counted
    return first - timedelta(days=6), max([month.last, *(row.last for row in rows)])


def ruling_lines(versions: Sequence[ScopeVersion], month: Month) -> list[ScopeLine]:
    """The lines that rule a month, each with the rule that holds for what is not used of it."""
    ruling = in_force(versions, month.last) or in_force(versions, month.first)
    return [replace(line, roll_over=ruling.roll_over_of(line)) for line in ruling.promised] if ruling else []


def _past_months(versions: Sequence[ScopeVersion], month: Month) -> list[Month]:
    """The months whose remainder may reach this one, oldest first; none when nothing is carried over."""
    carries = any(
        line.is_included and version.roll_over_of(line) is not QuantityRule.LAPSES
        for version in versions
        for line in version.promised
    )
    firsts = [first for version in versions if (first := version.in_force_from)]
    if not carries or not firsts:
        return []
    start = max(Month.of(min(firsts)), month.plus(-FURTHEST_BACK))
    months = []
    while start < month:
        months.append(start)
        start = start.plus(1)
    return months


# --- what a move changes -----------------------------------------------------------------------


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
        line = covering_line(card, scope.promised) if scope and card.counts else None
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
        elif (line := covering_line(post, scope.promised)) is None:
            found[post.id] = Mark.NOT_IN_SCOPE
        elif (row := known.get(line.lineage)) and row.first <= post.day <= row.last:
            used[row.lineage] = used.get(row.lineage, 0) + 1
            if used[row.lineage] > row.due:
                found[post.id] = Mark.OVER
    return found
