"""What clients ask for beside what was agreed: written down, estimated, decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.catalogue import Area
from cmdesk.domain.clients import checked_field, checked_text
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.extras import EXTRA_RULES, Decision, Extra, Linked, covered_as
from cmdesk.domain.posts import Coverage, PostFormat
from cmdesk.domain.scope import (
    Cadence,
    PriceMode,
    ScopeStatus,
    ScopeVersion,
    Treatment,
    agreed_version,
    open_version,
    ruling_version,
)
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _
from cmdesk.models import Client, Contact, Member, Post, Scope, ScopeLine, Task
from cmdesk.models import Extra as ExtraRow
from cmdesk.services.action import acting, action, found
from cmdesk.services.posts import set_coverage
from cmdesk.services.reading import scope_versions
from cmdesk.services.scopes import add_line, change_line, draft_from_current, remove_line
from cmdesk.services.tasks import cover

_GONE = frozenset({ScopeStatus.WITHDRAWN, ScopeStatus.DECLINED})


# --- questions -------------------------------------------------------------------------------


def extras(session: Session, client_id: int | None = None, *, only_open: bool = False) -> tuple[Extra, ...]:
    """What was asked for beside the scope, the newest first.

    Args:
        session: The open session.
        client_id: By whom; none means by any client that is not archived.
        only_open: Leave out what was decided.
    """
    query = select(ExtraRow).where(ExtraRow.deleted_at.is_(None))
    kept = select(Client.id).where(Client.deleted_at.is_(None), Client.archived_at.is_(None))
    query = query.where(ExtraRow.client_id == client_id if client_id is not None else ExtraRow.client_id.in_(kept))
    if only_open:
        query = query.where(ExtraRow.decision == Decision.OPEN)
    rows = session.scalars(query.order_by(ExtraRow.asked_on.desc(), ExtraRow.id.desc())).all()
    return _extras(session, rows)


def extra(session: Session, extra_id: int) -> Extra:
    """One of them.

    Raises:
        NotFound: It is not there any more.
    """
    return _extras(session, [found(session, ExtraRow, extra_id)])[0]


def _extras(session: Session, rows: Sequence[ExtraRow]) -> tuple[Extra, ...]:
    keys = [row.id for row in rows]
    of_posts = select(Post.extra_id, Post.id, Post.title, Post.day).where(Post.deleted_at.is_(None))
    of_tasks = select(Task.extra_id, Task.id, Task.title, Task.due).where(Task.deleted_at.is_(None))
    posts = _linked(session.execute(of_posts.where(Post.extra_id.in_(keys)).order_by(Post.id)))
    tasks = _linked(session.execute(of_tasks.where(Task.extra_id.in_(keys)).order_by(Task.id)))
    orders = _orders(session, rows)
    members = {row.id: row.name for row in session.execute(select(Member.id, Member.name))}
    paid_in = {row.id: row.currency for row in session.execute(select(Client.id, Client.currency))}
    return tuple(
        replace(
            _extra(row, orders.get(row.id), members.get(row.decided_by or 0, ""), posts[row.id], tasks[row.id]),
            currency=paid_in.get(row.client_id, "EUR"),
        )
        for row in rows
    )


def _linked(rows: Iterable[Any]) -> defaultdict[int, list[Linked]]:
    found_links: defaultdict[int, list[Linked]] = defaultdict(list)
    for extra_id, key, title, day in rows:
        found_links[extra_id].append(Linked(key, title, day))
    return found_links


def _orders(session: Session, rows: Iterable[ExtraRow]) -> dict[int, tuple[int, int]]:
    """The change order that holds each extra: id and number of the newest version with its line."""
    wanted = {
        (row.client_id, row.lineage): row.id for row in rows if row.decision == Decision.CHANGE_ORDER and row.lineage
    }
    if not wanted:
        return {}
    query = (
        select(Scope.client_id, ScopeLine.lineage, Scope.id, Scope.number)
        .join(Scope, Scope.id == ScopeLine.scope_id)
        .where(Scope.deleted_at.is_(None), ScopeLine.lineage.in_([lineage for _client, lineage in wanted]))
        .order_by(Scope.number)
    )
    return {
        wanted[client_id, lineage]: (key, number)
        for client_id, lineage, key, number in session.execute(query)
        if (client_id, lineage) in wanted
    }


def _extra(
    row: ExtraRow, order: tuple[int, int] | None, decided_by: str, posts: Sequence[Linked], tasks: Sequence[Linked]
) -> Extra:
    return Extra(
        row.id, row.client_id, row.title, row.asked_on, row.asked_by, row.asked_by_name, row.note, row.quantity,
        row.unit, row.estimate_cents, row.estimate_minutes, Decision(row.decision), row.decided_on, decided_by,
        row.reason, row.lineage, order[0] if order else None, order[1] if order else None, tuple(posts), tuple(tasks),
        row.version,
    )  # fmt: skip


# --- asking ----------------------------------------------------------------------------------


@action(N_("Note extra"))
def ask_extra(  # noqa: PLR0913 - what a person may know of it
    session: Session,
    client_id: int,
    title: str,
    *,
    asked_by: int | None = None,
    asked_on: date | None = None,
    note: str = "",
    quantity: int | None = None,
    unit: str = "",
    estimate_cents: int | None = None,
    estimate_minutes: int | None = None,
    post_id: int | None = None,
    task_id: int | None = None,
) -> int:
    """Write down what a client asks for that no line covers, and return its id.

    Args:
        session: The open session.
        client_id: Who asks.
        title: What.
        asked_by: The contact who asked.
        asked_on: When; by itself, today.
        note: What else is worth knowing.
        quantity: How many.
        unit: Of what.
        estimate_cents: What it would cost.
        estimate_minutes: How long it would take us.
        post_id: The post that is it; it counts against nothing else until this is decided.
        task_id: The task that is it.

    Raises:
        RuleBroken: A value cannot be, or post, task or contact belong to another client.
        NotFound: One of them is not there any more.
    """
    found(session, Client, client_id)
    given = {
        "title": title, "note": note, "asked_on": asked_on or acting(session).today, "quantity": quantity,
        "unit": unit, "estimate_cents": estimate_cents, "estimate_minutes": estimate_minutes,
    }  # fmt: skip
    values = {field: checked_field(EXTRA_RULES, field, value) for field, value in given.items()}
    row = ExtraRow(client_id=client_id, **values)
    _set_asker(session, row, asked_by)
    session.add(row)
    session.flush()
    _link(session, row, post_id, task_id)
    return row.id


@action(N_("Link extra"))
def link_extra(session: Session, extra_id: int, *, post_id: int | None = None, task_id: int | None = None) -> None:
    """Say that a post or a task is what was asked for.

    Raises:
        RuleBroken: It belongs to another client.
        NotFound: It is not there any more.
    """
    _link(session, found(session, ExtraRow, extra_id), post_id, task_id)


def _link(session: Session, row: ExtraRow, post_id: int | None, task_id: int | None) -> None:
    if post_id is not None:
        set_coverage(session, [post_id], Coverage.EXTRA, extra_id=row.id)
    if task_id is not None:
        cover(session, task_id, Coverage.EXTRA, extra_id=row.id)


@action(N_("Change extra"))
def change_extra(session: Session, extra_id: int, field: str, value: Any, version: int | None = None) -> None:
    """Change one field of what was asked for; `asked_by` takes the id of a contact or None.

    Raises:
        RuleBroken: The value cannot be.
        Conflict: Somebody changed it since `version`.
    """
    row = found(session, ExtraRow, extra_id, version=version)
    if field == "asked_by":
        _set_asker(session, row, value)
    else:
        setattr(row, field, checked_field(EXTRA_RULES, field, value))


def _set_asker(session: Session, row: ExtraRow, contact_id: int | None) -> None:
    contact = found(session, Contact, contact_id) if contact_id is not None else None
    if contact is not None and contact.client_id != row.client_id:
        raise RuleBroken(_("{name} does not belong to this client.").format(name=contact.name), field="asked_by")
    row.asked_by, row.asked_by_name = (contact.id, contact.name) if contact else (None, "")


@action(N_("Remove extra"))
def remove_extra(session: Session, extra_id: int) -> None:
    """Put what was asked for into the bin; its posts and tasks are undecided again.

    Raises:
        RuleBroken: It is part of a version that was sent.
    """
    row = found(session, ExtraRow, extra_id)
    _leave_order(session, row)
    for post in _posts(session, row):
        set_coverage(session, [post.id], Coverage.UNDECIDED)
    for task in _tasks(session, row):
        cover(session, task.id, Coverage.UNDECIDED)
    row.decision, row.lineage, row.scope_id = Decision.OPEN, None, None
    row.deleted_at = acting(session).now


# --- deciding --------------------------------------------------------------------------------


@action(N_("Decide extra"), is_serial=True)
def decide_extra(
    session: Session, extra_id: int, decision: Decision | str, *, reason: str = "", lineage: str | None = None
) -> int | None:
    """Say what becomes of what was asked for, for all its posts and tasks.

    Args:
        session: The open session.
        extra_id: Which.
        decision: A change order makes it a line of the draft, which is begun where there is none; a swap uses up
            what a line holds; a courtesy is a gift; a declined one keeps its reason.
        reason: Why; needed where it is declined.
        lineage: The line that a swap uses up.

    Returns:
        The id of the draft, for a change order.

    Raises:
        RuleBroken: The reason or the line is missing, a version waits for an answer, or what was asked for is part of
            a version that was sent.
    """
    row = found(session, ExtraRow, extra_id)
    wanted, why = Decision(decision), checked_text(reason, "reason")
    if wanted is Decision.DECLINED and not why:
        raise RuleBroken(_("Write why, so that it can be understood later."), field="reason")
    _leave_order(session, row)
    line, draft_id = None, None
    if wanted is Decision.SWAP:
        line = _checked_line(session, row, lineage)
    elif wanted is Decision.CHANGE_ORDER:
        draft_id, line = _order(session, row)
    acts = acting(session)
    is_decided = wanted is not Decision.OPEN
    row.decision, row.reason, row.lineage, row.scope_id = wanted, why, line, draft_id
    row.decided_on, row.decided_by = (acts.today, acts.member_id) if is_decided else (None, None)
    session.flush()
    _follow(session, row)
    return draft_id


def _follow(session: Session, row: ExtraRow) -> None:
    """Let the posts and tasks count against what was decided."""
    coverage, lineage = covered_as(Decision(row.decision), row.lineage)
    posts = [post.id for post in _posts(session, row) if (post.coverage, post.lineage) != (coverage, lineage)]
    if posts:
        set_coverage(session, posts, Coverage.EXTRA, extra_id=row.id)
    for task in _tasks(session, row):
        cover(session, task.id, Coverage.EXTRA, extra_id=row.id)


def _checked_line(session: Session, row: ExtraRow, lineage: str | None) -> str:
    versions = scope_versions(session, row.client_id)
    today = acting(session).today
    ruling = ruling_version(versions, today) or agreed_version(versions, today)
    if ruling is None:
        raise RuleBroken(_("Nothing is agreed with this client, so there is nothing to use up instead."),
                         field="lineage")  # fmt: skip
    if not any(line.lineage == lineage and line.is_included for line in ruling.promised):
        raise RuleBroken(_("Choose the line whose quantity it uses up."), field="lineage")
    return lineage or ""


def _order(session: Session, row: ExtraRow) -> tuple[int, str]:
    """Write an extra into the draft, which is begun where there is none: the draft's id and the line's lineage."""
    busy = open_version(scope_versions(session, row.client_id))
    if busy is not None and busy.status is ScopeStatus.SENT:
        raise RuleBroken(
            _("Version {number} waits for the client's answer. Withdraw it first.").format(number=busy.number)
        )
    draft_id = busy.id if busy else draft_from_current(session, row.client_id)
    line_id = add_line(session, draft_id, area=Area.CONTENT, title=row.title)
    for field, value in _line_values(session, row).items():
        change_line(session, line_id, field, value)
    session.flush()
    line = found(session, ScopeLine, line_id)
    return draft_id, line.lineage


def _line_values(session: Session, row: ExtraRow) -> dict[str, Any]:
    """The fields of the line that an extra becomes: paid and owed once; of posts, their format and networks."""
    posts = _posts(session, row)
    quantity = row.quantity or max(len(posts), 1)
    formats = sorted({post.format for post in posts})
    networks = sorted({name for post in posts for name in post.networks.split(",") if name})
    unit = row.unit or (formats[0] if len(formats) == 1 else "piece" if formats else "time")
    values: dict[str, Any] = {
        "treatment": Treatment.INCLUDED,
        "quantity": quantity,
        "unit": unit if unit != PostFormat.EVENT else "event",
        "cadence": Cadence.ONCE,
        "formats": formats,
        "networks": networks,
        "price_mode": PriceMode.ONCE,
        "price_cents": row.estimate_cents,
        "staff_note": row.note,
    }
    if row.estimate_minutes is not None:
        values["minutes_per_unit"] = round(row.estimate_minutes / quantity)
    return values


def _leave_order(session: Session, row: ExtraRow) -> None:
    """Take an extra out of the draft that holds it.

    Raises:
        RuleBroken: It is part of a version that was sent and still stands.
    """
    if row.decision != Decision.CHANGE_ORDER or row.lineage is None:
        return
    for version in scope_versions(session, row.client_id):
        line = next((one for one in version.lines if one.lineage == row.lineage), None)
        if line is None or version.status in _GONE:
            continue
        _check_open(version)
        remove_line(session, line.id)


def _check_open(version: ScopeVersion) -> None:
    if version.status is not ScopeStatus.DRAFT:
        raise RuleBroken(
            _("It is part of version {number}, which was sent, so it stays as it was decided.").format(
                number=version.number
            )
        )


def _posts(session: Session, row: ExtraRow) -> list[Post]:
    return list(session.scalars(select(Post).where(Post.extra_id == row.id, Post.deleted_at.is_(None))))


def _tasks(session: Session, row: ExtraRow) -> list[Task]:
    return list(session.scalars(select(Task).where(Task.extra_id == row.id, Task.deleted_at.is_(None))))
