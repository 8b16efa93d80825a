"""What becomes of posts and tasks that were planned for after the end of what was agreed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from cmdesk.domain.clients import ClientStatus, checked_text
from cmdesk.domain.ending import Fate, LeftOver, LeftTask, work_ends_on
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.posts import PostCard, PostEventKind, PostStatus
from cmdesk.domain.scope import ScopeVersion
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _
from cmdesk.models import Client, Post, PostEvent, Task
from cmdesk.services.action import acting, action, found
from cmdesk.services.posts import card_of, delete_posts, to_tray
from cmdesk.services.reading import scope_versions
from cmdesk.services.tasks import delete_tasks, set_due

_SETTLED = (PostStatus.PUBLISHED, PostStatus.CANCELLED)


def left_over(session: Session, client_id: int) -> LeftOver:
    """The posts and open tasks of a client whose day lies after the last day of what was agreed.

    Raises:
        NotFound: There is no such client.
    """
    client = found(session, Client, client_id)
    last = _last_day(session, client, scope_versions(session, client_id, only_agreed=True))
    return _left_over(session, {client_id: last})[0] if last else LeftOver(client_id)


def all_left_over(session: Session, known: Iterable[ScopeVersion] | None = None) -> tuple[LeftOver, ...]:
    """The same of every client that has something to decide, in the order of the client list.

    Args:
        session: The open session.
        known: The versions of all clients, where they were read before.
    """
    versions: dict[int, list[ScopeVersion]] = defaultdict(list)
    for version in scope_versions(session, None, only_agreed=True) if known is None else known:
        if version.was_agreed:
            versions[version.client_id].append(version)
    query = select(Client).where(Client.deleted_at.is_(None), Client.archived_at.is_(None))
    lasts = {
        client.id: last
        for client in session.scalars(query.order_by(Client.rank, Client.id))
        if (last := _last_day(session, client, versions[client.id]))
    }
    return tuple(left for left in _left_over(session, lasts) if left.count)


def _last_day(session: Session, client: Client, versions: Iterable[ScopeVersion]) -> date | None:
    last = work_ends_on(versions, acting(session).today)
    if last is None and client.status == ClientStatus.ENDED:
        return client.status_since
    return last


def _left_over(session: Session, lasts: dict[int, date]) -> list[LeftOver]:
    posts: dict[int, list[PostCard]] = defaultdict(list)
    tasks: dict[int, list[LeftTask]] = defaultdict(list)
    if lasts:
        first = min(lasts.values())
        for post in session.scalars(_posts(lasts, first)):
            last = lasts[post.client_id]
            if post.day is not None and post.day > last and post.kept_after != last:
                posts[post.client_id].append(card_of(post))
        for task in session.scalars(_tasks(lasts, first)):
            last = lasts[task.client_id or 0]
            if task.due is not None and task.due > last and task.kept_after != last:
                tasks[task.client_id or 0].append(LeftTask(task.id, task.title, task.due))
    return [
        LeftOver(key, last, tuple(sorted(posts[key], key=_by_moment)), tuple(tasks[key])) for key, last in lasts.items()
    ]


def _posts(lasts: Iterable[int], first: date) -> Select[Post]:
    return select(Post).where(
        Post.client_id.in_(list(lasts)), Post.deleted_at.is_(None), Post.day > first, Post.status.not_in(_SETTLED)
    )


def _tasks(lasts: Iterable[int], first: date) -> Select[Task]:
    return (
        select(Task)
        .where(Task.client_id.in_(list(lasts)), Task.deleted_at.is_(None), Task.due > first, Task.done_on.is_(None))
        .order_by(Task.due, Task.id)
    )


def _by_moment(card: PostCard) -> tuple[date, int, int]:
    return card.order


@action(N_("Decide what was planned after the end"))
def settle_left_over(
    session: Session,
    client_id: int,
    fate: Fate | str,
    *,
    post_ids: Sequence[int] | None = None,
    task_ids: Sequence[int] | None = None,
    cause: str = "",
) -> int:
    """Say what becomes of what was planned after the end, and return for how many things that was said.

    Args:
        session: The open session.
        client_id: Whose.
        fate: Without a day in the tray, in the bin, or planned as before.
        post_ids: The posts; none means all that wait.
        task_ids: The tasks; none means all that wait.
        cause: Why it stays planned; needed for that.

    Raises:
        RuleBroken: The cause is missing.
    """
    wanted, why = Fate(fate), checked_text(cause, "cause")
    if wanted is Fate.KEEP and not why:
        raise RuleBroken(_("Write why, so that it can be understood later."), field="cause")
    left = left_over(session, client_id)
    posts = [card.id for card in left.posts if post_ids is None or card.id in set(post_ids)]
    tasks = [task.id for task in left.tasks if task_ids is None or task.id in set(task_ids)]
    if wanted is Fate.TRAY:
        to_tray(session, posts)
        set_due(session, tasks, None)
    elif wanted is Fate.BIN:
        delete_posts(session, posts)
        delete_tasks(session, tasks)
    else:
        _keep(session, left, posts, tasks, why)
    return len(posts) + len(tasks)


def _keep(session: Session, left: LeftOver, posts: Sequence[int], tasks: Sequence[int], why: str) -> None:
    acts = acting(session)
    for key in posts:
        found(session, Post, key).kept_after = left.last_day
        session.add(PostEvent(post_id=key, kind=PostEventKind.KEPT, at=acts.now, member_id=acts.member_id, comment=why))
    for key in tasks:
        task = found(session, Task, key)
        task.kept_after = left.last_day
        task.note = "\n\n".join(filter(None, [task.note, why]))
