"""The board: its columns, its cards, and what people do with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import and_, func, or_, select, true
from sqlalchemy.orm import Session

from cmdesk.domain.allowance import covering_line, in_force
from cmdesk.domain.clients import checked_line
from cmdesk.domain.errors import Conflict, RuleBroken
from cmdesk.domain.posts import Coverage, PostCard, PostFormat, PostStatus
from cmdesk.domain.ranks import between, needs_renumbering, spread
from cmdesk.domain.scope import Cadence, ScopeLine, ScopeVersion
from cmdesk.domain.tasks import (
    Board,
    BoardColumn,
    Check,
    ColumnKind,
    CoveringLine,
    LinkedPost,
    Priority,
    Standing,
    TaskCard,
    TaskDetail,
    changed_list,
    parse_labels,
    parse_quick,
    standing_of,
    week_start,
)
from cmdesk.i18n import N_, ngettext
from cmdesk.i18n import gettext as _
from cmdesk.models import BoardColumn as ColumnRow
from cmdesk.models import Client, Member, Post, Task
from cmdesk.services.action import acting, action, found
from cmdesk.services.agency import agency, members
from cmdesk.services.clients import tiles
from cmdesk.services.covering import check_line, covered_by_extra
from cmdesk.services.reading import scope_versions

UNSEEN: Final = object()  # nobody says what a form showed
LINKED_DAYS = 60
_FIELDS = frozenset(
    {
        "title", "note", "client_id", "column_id", "assignee_id", "start", "due", "due_minute", "priority",
        "labels", "estimate_minutes", "post_id",
    }
)  # fmt: skip
_CARD = (
    Task.id, Task.client_id, Task.title, Task.column_id, Task.rank, Task.assignee_id, Task.due, Task.due_minute,
    Task.priority, Task.labels, Task.checks, Task.coverage, Task.lineage, Task.done_on, Task.post_id,
    (Task.note != "").label("has_note"), Task.extra_id,
)  # fmt: skip
_POST = (
    Post.id, Post.client_id, Post.title, Post.status, Post.format, Post.day, Post.minute, Post.networks, Post.coverage,
    Post.lineage, Post.thumb,
)  # fmt: skip

Versions = dict[int, list[ScopeVersion]]


# --- questions ---------------------------------------------------------------------------------


def columns(session: Session) -> tuple[BoardColumn, ...]:
    """The columns of the board, in their order."""
    rows = session.scalars(select(ColumnRow).order_by(ColumnRow.position, ColumnRow.id))
    return tuple(BoardColumn(row.id, row.name, ColumnKind(row.kind), row.limit, row.position) for row in rows)


def board(session: Session, client_id: int | None = None, done_from: date | None = None) -> Board:
    """The board of one client, or of all of them and the agency's own work.

    Args:
        session: The open session.
        client_id: Whose tasks; none means everybody's.
        done_from: The first day of what is shown as done; the beginning of this week by itself.
    """
    week_from = week_start(acting(session).today, agency(session).first_week_day)
    since = done_from or week_from
    shown = tuple(columns(session))
    is_shown = _of(client_id)
    is_earlier = and_(Task.done_on.is_not(None), Task.done_on < since)
    rows = session.execute(
        select(*_CARD).where(is_shown, or_(Task.done_on.is_(None), Task.done_on >= since)).order_by(Task.rank, Task.id)
    ).all()
    cards = _cards(session, rows, client_id)
    by_column: dict[int, list[TaskCard]] = {column.id: [] for column in shown}
    for card in cards:
        by_column.setdefault(card.column_id, []).append(card)
    return Board(
        shown,
        {key: tuple(found_cards) for key, found_cards in by_column.items()},
        tuple(members(session)),
        tuple(tiles(session, include_archived=client_id is not None)),
        week_from,
        session.scalar(select(func.count()).select_from(Task).where(is_shown, is_earlier)) or 0,
        len(_done_once(session, client_id)) if client_id is not None and not cards else 0,
    )


def due_cards(session: Session, day: date, known: Iterable[ScopeVersion] | None = None) -> tuple[TaskCard, ...]:
    """What is due by a day and open, or was done that day; the longest due first.

    Args:
        session: The open session.
        day: The day.
        known: The versions of all clients, where they were read before.
    """
    is_wanted = or_(Task.done_on.is_(None), Task.done_on == day)
    rows = session.execute(
        select(*_CARD)
        .where(_of(None), Task.due <= day, is_wanted)
        .order_by(Task.due, Task.due_minute.is_(None), Task.due_minute, Task.rank, Task.id)
    ).all()
    return tuple(_cards(session, rows, None, known))


def task(session: Session, task_id: int) -> TaskDetail:
    """All that the card panel shows.

    Raises:
        NotFound: The task is not there any more.
    """
    row = found(session, Task, task_id)
    card = _cards(session, session.execute(select(*_CARD).where(Task.id == task_id)).all(), row.client_id)[0]
    post = session.get(Post, row.post_id) if row.post_id else None
    is_there = post is not None and post.deleted_at is None
    return TaskDetail(
        card, row.note, row.start, row.estimate_minutes,
        row.post_id if is_there else None, post.title if post and is_there else "", row.version,
    )  # fmt: skip


def lines_for(session: Session, client_id: int) -> tuple[CoveringLine, ...]:
    """The included lines of the version in force, which a task may count against; of the newest one if none is."""
    version = _ruling(scope_versions(session, client_id), acting(session).today)
    return tuple(
        CoveringLine(line.lineage, line.area, line.title)
        for line in (version.promised if version else ())
        if line.is_included
    )


def posts_for(session: Session, client_id: int) -> tuple[LinkedPost, ...]:
    """The posts of these weeks, and the ideas, which a task may be about."""
    today = acting(session).today
    span = timedelta(days=LINKED_DAYS)
    rows = session.execute(
        select(Post.id, Post.title, Post.day)
        .where(
            Post.client_id == client_id,
            Post.deleted_at.is_(None),
            or_(Post.day.is_(None), Post.day.between(today - span, today + span)),
        )
        .order_by(Post.day.is_(None), Post.day, Post.id)
        .limit(200)
    )
    return tuple(LinkedPost(row.id, row.title, row.day) for row in rows)


def choices_for(session: Session, client_id: int) -> tuple[tuple[CoveringLine, ...], tuple[LinkedPost, ...]]:
    """The lines that a task of a client may count against, and the posts that it may be about."""
    return lines_for(session, client_id), posts_for(session, client_id)


# --- tasks -------------------------------------------------------------------------------------


@action(N_("Add task"))
def add_task(session: Session, words: str, client_id: int | None, column_id: int, *, at_top: bool = False) -> int:
    """Add a task from quickly written words ('Ask for photos fri 16 @irene #labels') and return its id.

    Raises:
        RuleBroken: No title is left, or there is no such column.
    """
    quick = parse_quick(words, acting(session).today, members(session, only_active=True))
    return new_task(
        session, client_id, column_id, quick.title, at_top=at_top, due=quick.due, due_minute=quick.due_minute,
        assignee_id=quick.member_id, labels=list(quick.labels),
    )  # fmt: skip


@action(N_("Change task"))
def change_task(session: Session, task_id: int, field: str, value: Any, seen: object = UNSEEN) -> None:
    """Change one field of a task.

    Args:
        session: The open session.
        task_id: Which one.
        field: Its name.
        value: What it is from now on.
        seen: What the form showed before; another value now means that somebody else wrote.

    Raises:
        RuleBroken: The value cannot be.
        Conflict: Somebody changed the same field since.
    """
    if field not in _FIELDS:
        raise RuleBroken(_("There is no such field."))
    row = found(session, Task, task_id)
    if seen is not UNSEEN and getattr(row, field) not in (seen, value):
        raise Conflict(_("Somebody changed this at the same time. Your text was not saved over theirs."))
    if field == "column_id":
        _move(session, [row], value, None)
        return
    if field == "client_id":
        _give_to(session, row, value)
        return
    setattr(row, field, _checked(session, row, field, value))
    _check_days(row, field)


@action(N_("Move task"))
def move_task(session: Session, task_id: int, column_id: int, before_id: int | None = None) -> None:
    """Put a task before another one, or at the end of a column; nothing else is rewritten.

    Raises:
        NotFound: The task or the column is not there any more.
    """
    _move(session, [found(session, Task, task_id)], column_id, before_id)


@action(N_("Move tasks"))
def move_tasks(session: Session, task_ids: Sequence[int], column_id: int, before_id: int | None = None) -> None:
    """Put several tasks, in this order, before another one or at the end of a column.

    Raises:
        NotFound: A task or the column is not there any more.
    """
    _move(session, [found(session, Task, key) for key in task_ids], column_id, before_id)


@action(N_("Change checklist"))
def set_checks(session: Session, task_id: int, checks: Sequence[Check], seen: Sequence[Check] | None = None) -> None:
    """Write a task's checklist as it is now.

    Args:
        session: The open session.
        task_id: Which one.
        checks: What the list says from now on.
        seen: What the form showed before; another list now means that somebody else wrote.

    Raises:
        RuleBroken: There are more items than anybody would read, or one is too long.
        Conflict: Somebody changed the list since.
    """
    row = found(session, Task, task_id)
    kept = changed_list(row.checks, checks, seen)
    if row.checks != kept:
        row.checks = kept


@action(N_("Assign task"))
def assign(session: Session, task_ids: Sequence[int], member_id: int | None) -> None:
    """Say who does some tasks; none means nobody yet.

    Raises:
        NotFound: A task or the member is not there any more.
    """
    if member_id is not None:
        found(session, Member, member_id)
    for key in task_ids:
        found(session, Task, key).assignee_id = member_id


@action(N_("Change due date"))
def set_due(session: Session, task_ids: Sequence[int], day: date | None, minute: int | None = None) -> None:
    """Say until when some tasks are due; none means without a date.

    Raises:
        RuleBroken: A task would begin after it is due.
    """
    for key in task_ids:
        row = found(session, Task, key)
        row.due, row.due_minute = day, minute if day else None
        _check_days(row, "due")


@action(N_("Decide coverage"))
def cover(
    session: Session,
    task_id: int,
    coverage: Coverage | str,
    lineage: str | None = None,
    *,
    extra_id: int | None = None,
) -> None:
    """Say what a task counts against: a line of the scope, a courtesy, an extra, or nothing yet.

    Raises:
        RuleBroken: The client's scope has no such line, or the extra is another client's.
    """
    row = found(session, Task, task_id)
    wanted = Coverage(coverage)
    # a gift goes beyond the line that it was done for
    line = None if wanted is Coverage.UNDECIDED else lineage or (row.lineage if wanted is Coverage.COURTESY else None)
    if wanted is Coverage.EXTRA:
        wanted, line = covered_by_extra(session, row.client_id, extra_id)
    elif wanted is Coverage.LINE or line is not None:
        check_line(session, row.client_id, line)
    row.coverage, row.lineage, row.extra_id = wanted, line, extra_id


@action(N_("Delete task"))
def delete_tasks(session: Session, task_ids: Sequence[int]) -> None:
    """Put some tasks into the bin."""
    for key in task_ids:
        found(session, Task, key).deleted_at = acting(session).now


@action(N_("Duplicate task"))
def duplicate_tasks(session: Session, task_ids: Sequence[int]) -> list[int]:
    """Write each of some tasks a second time, below it, with its checklist to be ticked anew."""
    copies = []
    for key in task_ids:
        row = found(session, Task, key)
        copies.append(_copied(session, row, row.column_id, _next_id(session, row)))
    return copies


@action(N_("Copy task"))
def copy_tasks(session: Session, task_ids: Sequence[int], column_id: int, before_id: int | None = None) -> list[int]:
    """Write some tasks a second time in another place."""
    return [_copied(session, found(session, Task, key), column_id, before_id) for key in task_ids]


@action(N_("Make start-up list"))
def make_start_up_list(session: Session, client_id: int) -> int:
    """Write a task for each thing that the scope does once, at the beginning; return how many.

    What has its task already is left out.

    Raises:
        RuleBroken: The scope holds nothing that is done once.
    """
    once = _done_once(session, client_id)
    if not once:
        raise RuleBroken(_("The scope of this client holds nothing that is done once, at the beginning."))
    has_task = set(session.scalars(select(Task.lineage).where(Task.client_id == client_id, Task.deleted_at.is_(None))))
    first = columns(session)[0].id
    missing = [line for line in once if line.lineage not in has_task]
    for line in missing:
        new_task(
            session, client_id, first, line.title, coverage=Coverage.LINE, lineage=line.lineage,
            assignee_id=line.done_by_member, estimate_minutes=line.minutes_per_unit,
        )  # fmt: skip
    return len(missing)


# --- columns -----------------------------------------------------------------------------------


@action(N_("Add column"))
def add_column(session: Session, name: str, position: int, kind: ColumnKind | str = ColumnKind.ACTIVE) -> int:
    """Add a column at a place of the board and return its id.

    Raises:
        RuleBroken: The name is missing.
    """
    rows = list(session.scalars(select(ColumnRow).order_by(ColumnRow.position, ColumnRow.id)))
    row = ColumnRow(name=_column_name(name), kind=ColumnKind(kind), position=position)
    session.add(row)
    rows.insert(position, row)
    _number(rows)
    session.flush()
    return row.id


@action(N_("Rename column"))
def rename_column(session: Session, column_id: int, name: str) -> None:
    """Call a column something else.

    Raises:
        RuleBroken: The name is missing.
    """
    found(session, ColumnRow, column_id).name = _column_name(name)


@action(N_("Limit column"))
def limit_column(session: Session, column_id: int, limit: int | None) -> None:
    """Say how many tasks a column should hold at most; more are shown, not refused.

    Raises:
        RuleBroken: The limit is below one.
    """
    if limit is not None and limit < 1:
        raise RuleBroken(_("A limit is one task or more."), field="limit")
    found(session, ColumnRow, column_id).limit = limit


@action(N_("Move column"))
def move_column(session: Session, column_id: int, position: int) -> None:
    """Put a column at another place of the board."""
    rows = list(session.scalars(select(ColumnRow).order_by(ColumnRow.position, ColumnRow.id)))
    row = found(session, ColumnRow, column_id)
    rows.remove(row)
    rows.insert(max(0, min(position, len(rows))), row)
    _number(rows)


@action(N_("Remove column"))
def remove_column(session: Session, column_id: int) -> None:
    """Take an empty column away.

    Raises:
        RuleBroken: It holds tasks, or it is the last one.
    """
    row = found(session, ColumnRow, column_id)
    others = list(
        session.scalars(select(ColumnRow).where(ColumnRow.id != column_id).order_by(ColumnRow.position, ColumnRow.id))
    )
    if not others:
        raise RuleBroken(_("The board needs one column."))
    is_here = Task.column_id == column_id
    count = session.scalar(select(func.count()).select_from(Task).where(is_here, Task.deleted_at.is_(None))) or 0
    if count:
        raise RuleBroken(
            ngettext(
                "The column holds {count} task. Move it first.",
                "The column holds {count} tasks. Move them first.",
                count,
            ).format(count=count)
        )
    for binned in session.scalars(select(Task).where(is_here)):
        binned.column_id = others[0].id  # so that it has a place when it is restored
    session.flush()
    session.delete(row)
    _number(others)


def _number(rows: Sequence[ColumnRow]) -> None:
    for position, row in enumerate(rows):
        row.position = position


def _column_name(name: str) -> str:
    return checked_line(name, "name", needed=_("Write the name of the column."))


# --- reading cards -----------------------------------------------------------------------------


def _of(client_id: int | None) -> Any:
    """The tasks of one client, or of all that are not archived and of the agency."""
    is_here = Task.deleted_at.is_(None)
    if client_id is not None:
        return is_here & (Task.client_id == client_id)
    kept = select(Client.id).where(Client.archived_at.is_(None), Client.deleted_at.is_(None))
    return is_here & or_(Task.client_id.is_(None), Task.client_id.in_(kept))


def _cards(
    session: Session, rows: Sequence[Any], client_id: int | None, known: Iterable[ScopeVersion] | None = None
) -> list[TaskCard]:
    today = acting(session).today
    versions: Versions = {}
    if any(row.client_id is not None for row in rows):
        for version in scope_versions(session, client_id) if known is None else known:
            versions.setdefault(version.client_id, []).append(version)
    lines = {key: _lines_by_lineage(found_versions) for key, found_versions in versions.items()}
    posts = _posts(session, {row.post_id for row in rows if row.post_id is not None})
    done = {column.id for column in columns(session) if column.is_done}
    return [
        _card(
            row, versions.get(row.client_id, []), lines.get(row.client_id, {}), posts.get(row.post_id),
            today, is_done=row.column_id in done,
        )
        for row in rows
    ]  # fmt: skip


def _card(
    row: Any,
    versions: Sequence[ScopeVersion],
    lines: dict[str, ScopeLine],
    post: tuple[PostCard, str | None] | None,
    today: date,
    *,
    is_done: bool,
) -> TaskCard:
    coverage, lineage = Coverage(row.coverage), row.lineage
    day = row.done_on if is_done and row.done_on else today
    standing = standing_of(row.client_id, coverage, lineage, versions, day)
    if coverage is Coverage.UNDECIDED and post is not None and standing is Standing.NOT_IN_SCOPE:
        # what is decided about the post holds for the work on it
        line = _line_of(post[0], versions, post[0].day or day)
        if line is not None or post[0].coverage is Coverage.COURTESY:
            standing = Standing.COVERED if line else Standing.COURTESY
            lineage = line.lineage if line else None
    line = lines.get(lineage or "")
    return TaskCard(
        row.id, row.client_id, row.title, row.column_id, row.rank, row.assignee_id, row.due, row.due_minute,
        Priority(row.priority), tuple(row.labels),
        tuple(Check(check["text"], bool(check["is_done"])) for check in row.checks),
        coverage, lineage, line.area if line else None, line.title if line else "", bool(row.has_note), is_done,
        row.done_on, post[1] if post else None, row.post_id if post else None, standing,
        row.extra_id,
    )  # fmt: skip


def _line_of(post: PostCard, versions: Sequence[ScopeVersion], day: date) -> ScopeLine | None:
    ruling = in_force(versions, day)
    return covering_line(post, ruling.promised) if ruling else None


def _lines_by_lineage(versions: Sequence[ScopeVersion]) -> dict[str, ScopeLine]:
    """The words of each line: of the newest version that was agreed, else of the newest one that has it."""
    lines: dict[str, ScopeLine] = {}
    for version in sorted(versions, key=lambda one: (one.agreed_on is not None, one.number)):
        lines.update((line.lineage, line) for line in version.lines)
    return lines


def _ruling(versions: Sequence[ScopeVersion], today: date) -> ScopeVersion | None:
    """The version in force; else the newest one."""
    return in_force(versions, today) or (versions[-1] if versions else None)


def _done_once(session: Session, client_id: int) -> list[ScopeLine]:
    """What the scope of a client does once, at the beginning."""
    version = _ruling(scope_versions(session, client_id), acting(session).today)
    return [line for line in (version.promised if version else ()) if line.is_included and line.cadence is Cadence.ONCE]


def _posts(session: Session, ids: Iterable[int]) -> dict[int | None, tuple[PostCard, str | None]]:
    keys = list(ids)
    if not keys:
        return {}
    rows = session.execute(select(*_POST).where(Post.id.in_(keys), Post.deleted_at.is_(None)))
    return {
        row.id: (
            PostCard(
                row.id, row.client_id, row.title, PostStatus(row.status), PostFormat(row.format), row.day, row.minute,
                tuple(filter(None, row.networks.split(","))), Coverage(row.coverage), row.lineage,
            ),
            row.thumb,
        )
        for row in rows
    }  # fmt: skip


# --- writing cards -----------------------------------------------------------------------------


def new_task(
    session: Session, client_id: int | None, column_id: int, title: str, *, at_top: bool = False, **given: Any
) -> int:
    """Write a task at the end of a column, or at its top, and return its id; the values given were checked before.

    Raises:
        RuleBroken: The title is missing.
        NotFound: There is no such column or client any more.
    """
    column = found(session, ColumnRow, column_id)
    if client_id is not None:
        found(session, Client, client_id)
    row = Task(client_id=client_id, column_id=column_id, title=_title(title), **given)
    row.done_on = acting(session).today if column.kind == ColumnKind.DONE else None
    first = session.scalar(_ids_in(column_id, ()).limit(1)) if at_top else None
    row.rank = _places(session, column_id, first, [0])[0]
    session.add(row)
    session.flush()
    return row.id


def _copied(session: Session, row: Task, column_id: int, before_id: int | None) -> int:
    key = new_task(
        session, row.client_id, column_id, row.title,
        note=row.note, assignee_id=row.assignee_id, start=row.start, due=row.due, due_minute=row.due_minute,
        priority=row.priority, labels=list(row.labels),
        checks=[{**check, "is_done": False} for check in row.checks],
        estimate_minutes=row.estimate_minutes, coverage=row.coverage, lineage=row.lineage, post_id=row.post_id,
    )  # fmt: skip
    if before_id is not None:
        _move(session, [found(session, Task, key)], column_id, before_id)
    return key


def _move(session: Session, rows: Sequence[Task], column_id: int, before_id: int | None) -> None:
    column = found(session, ColumnRow, column_id)
    keys = [row.id for row in rows]
    if before_id in keys:
        before_id = _first_after(session, column_id, before_id, keys)
    ranks = _places(session, column_id, before_id, keys)
    is_done = column.kind == ColumnKind.DONE
    for row, rank in zip(rows, ranks, strict=True):
        row.column_id = column_id
        row.rank = rank
        row.done_on = (row.done_on or acting(session).today) if is_done else None


def _places(session: Session, column_id: int, before_id: int | None, keys: Sequence[int]) -> list[str]:
    """Ranks for some tasks before another one; the column is numbered anew when there is no room."""
    try:
        ranks = _free_ranks(session, column_id, before_id, keys)
    except ValueError:
        ranks = []
    if ranks and not needs_renumbering(ranks):
        return ranks
    _renumber(session, column_id, keys)
    return _free_ranks(session, column_id, before_id, keys)


def _free_ranks(session: Session, column_id: int, before_id: int | None, keys: Sequence[int]) -> list[str]:
    others = select(Task.rank).where(Task.column_id == column_id, Task.deleted_at.is_(None), Task.id.not_in(keys))
    below = session.scalar(others.where(Task.id == before_id)) if before_id is not None else None
    is_above = true() if below is None else or_(Task.rank < below, and_(Task.rank == below, Task.id < before_id))
    above = session.scalar(others.where(is_above).order_by(Task.rank.desc()).limit(1))
    ranks: list[str] = []
    for _key in keys:
        above = between(above, below, acting(session).salt)
        ranks.append(above)
    return ranks


def _renumber(session: Session, column_id: int, leave_out: Sequence[int]) -> None:
    rows = session.scalars(
        select(Task)
        .where(Task.column_id == column_id, Task.deleted_at.is_(None), Task.id.not_in(leave_out))
        .order_by(Task.rank, Task.id)
    ).all()
    for row, rank in zip(rows, spread(len(rows)), strict=True):
        row.rank = rank
    session.flush()


def _ids_in(column_id: int, leave_out: Sequence[int]) -> Any:
    return (
        select(Task.id)
        .where(Task.column_id == column_id, Task.deleted_at.is_(None), Task.id.not_in(leave_out))
        .order_by(Task.rank, Task.id)
    )


def _first_after(session: Session, column_id: int, task_id: int, leave_out: Sequence[int]) -> int | None:
    """The first task below another one that is not among those that move."""
    ids = list(session.scalars(_ids_in(column_id, ())))
    below = ids[ids.index(task_id) + 1 :] if task_id in ids else []
    return next((key for key in below if key not in leave_out), None)


def _next_id(session: Session, row: Task) -> int | None:
    return _first_after(session, row.column_id, row.id, ())


def _title(title: str) -> str:
    return checked_line(title, "title", needed=_("Write what is to be done."))


def _checked(session: Session, row: Task, field: str, value: Any) -> Any:
    if field == "title":
        return _title(value)
    if field == "labels":
        return list(parse_labels(", ".join(value)))
    if field == "priority":
        return Priority(value)
    if field == "estimate_minutes" and value is not None and value < 0:
        raise RuleBroken(_("Write hours and minutes, such as 1:30, 45 min or 2 h."), field=field)
    if field == "assignee_id" and value is not None:
        found(session, Member, value)
    if field == "post_id" and value is not None and found(session, Post, value).client_id != row.client_id:
        raise RuleBroken(_("This post belongs to another client."), field=field)
    return value


def _give_to(session: Session, row: Task, client_id: int | None) -> None:
    """Make a task another client's; what tied it to the one before goes."""
    if client_id == row.client_id:
        return
    if client_id is not None:
        found(session, Client, client_id)
    row.client_id = client_id
    row.coverage, row.lineage, row.post_id, row.extra_id = Coverage.UNDECIDED, None, None, None


def _check_days(row: Task, field: str) -> None:
    if field == "due" and row.due is None:
        row.due_minute = None
    if field in {"start", "due"} and row.start and row.due and row.start > row.due:
        raise RuleBroken(_("A task begins before it is due. Change one of the two days."), field=field)
