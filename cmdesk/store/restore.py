"""Take back what an action changed, row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cmdesk.domain.changes import ChangeSet, Kind, RowChange
from cmdesk.domain.clients import check_deletable
from cmdesk.domain.errors import Conflict
from cmdesk.domain.posts import AGAIN, PostEventKind, taken_back_detail, taken_back_lines
from cmdesk.domain.scope import EventKind, event_hash, event_parts
from cmdesk.i18n import gettext as _
from cmdesk.models import Base, Client, Member, Placement, Post, PostEvent, PostMedia, Scope, ScopeEvent
from cmdesk.store.faults import FROZEN

_MODELS: dict[str, type[Base]] = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}


_PARTS = {
    Kind.SCOPE_LINE: (Kind.SCOPE, "scope_id"),
    Kind.PLACEMENT: (Kind.POST, "post_id"),
    Kind.POST_MEDIA: (Kind.POST, "post_id"),
}
"""Rows without a bin of their own, and what they are parts of."""

_WRITTEN_BY_SENDING = frozenset({"facts"})
"""What sending writes into a version; it is frozen then, and the database says so better than a conflict."""


def put_back(session: Session, changes: ChangeSet, *, is_again: bool = False) -> None:
    """Undo a set of changes, last row first.

    A row that was created and can lie in the bin goes there with its parts: it comes back whole, and what happened
    to it stays readable. Histories are never rewritten; they gain an event that says it was taken back.

    Args:
        session: The open session.
        changes: What was changed.
        is_again: Whether these changes took something back themselves, which is done again now.

    Raises:
        Conflict: A row no longer looks the way these changes left it, or something that came later needs it.
        RuleBroken: A client to whom a scope was sent would go into the bin.
    """
    _hold(session, changes)
    created = {(row.kind, row.key) for row in changes.rows if row.before is None}
    lines: defaultdict[int, list[PostEvent]] = defaultdict(list)
    touched: set[int] = set()
    for row in reversed(_told_once(changes.rows, created)):
        record = _put_back(session, row, created)
        if isinstance(record, PostEvent):
            lines[record.post_id].append(record)
            continue
        try:
            session.flush()
        except IntegrityError as error:
            if FROZEN in str(error.orig):
                raise
            raise Conflict(_("Somebody changed this since, so it was not taken back.")) from error
        _remember(session, row, record)
        touched |= _posts_of(row, record)
    # what no history told is not taken back in one
    details = {key: _taking_back(told) for key, told in lines.items()}
    if Kind.POST_EVENT in changes.notes and not lines:  # the first versions kept no numbers of lines
        details = dict.fromkeys(touched, AGAIN if is_again else "")
    session.add_all(_post_taken_back(session, key, details[key]) for key in sorted(details))
    session.flush()


def _hold(session: Session, changes: ChangeSet) -> None:
    """Let nobody else change, or hear a yes to, the posts whose rows or parts are put back, until that is done."""
    keys = {row.key for row in changes.rows if row.kind is Kind.POST}
    keys |= {int(str(row.after["post_id"])) for row in changes.rows if row.kind is Kind.POST_EVENT and row.after}
    if keys and session.get_bind().dialect.name == "postgresql":  # a file has one writer anyway
        session.execute(select(Post.id).where(Post.id.in_(keys)).order_by(Post.id).with_for_update())


def _told_once(rows: Iterable[RowChange], created: Set[tuple[Kind, int]]) -> list[RowChange]:
    """The changes, with what was written into a new row afterwards told as if it had been created so.

    Only of rows that stay in the bin: they come out of it as the whole action left them.
    """
    told: list[RowChange | None] = []
    places: dict[tuple[Kind, int], int] = {}
    for row in rows:
        key = (row.kind, row.key)
        place = places.get(key)
        first = told[place] if place is not None else None
        if place is not None and first is not None and row.before is not None and row.after is not None:
            told[place] = replace(first, after={**(first.after or {}), **row.after})
            continue
        places.pop(key, None)
        if place is not None and row.after is None:  # made and unmade in one action, as if it had never been
            told[place] = None
            continue
        if row.before is None and (hasattr(_MODELS[row.kind.value], "deleted_at") or _is_part_of(row, created)):
            places[key] = len(told)
        told.append(row)
    return [row for row in told if row is not None]


def _put_back(session: Session, row: RowChange, created: Set[tuple[Kind, int]]) -> Base | None:
    model = _MODELS[row.kind.value]
    record = session.get(model, row.key)
    if not _is_as_left(record, row.after):
        raise Conflict(_("Somebody changed this since, so it was not taken back."))
    if isinstance(record, PostEvent):
        return record
    if record is None:
        record = model(**dict(row.before or {}))
        session.add(record)
    elif row.before is None and hasattr(record, "deleted_at"):
        record.deleted_at = session.info["now"]
    elif row.before is None:
        if not _is_part_of(row, created):
            session.delete(record)
    else:
        for name, value in row.before.items():
            setattr(record, name, value)
    if isinstance(record, Client) and record.deleted_at is not None:
        _check_deletable(session, record)
    return record


def _is_part_of(row: RowChange, created: Set[tuple[Kind, int]]) -> bool:
    """Whether a row goes into the bin as a part of something that was created with it."""
    whole, column = _PARTS.get(row.kind, (None, ""))
    return whole is not None and (whole, (row.after or {}).get(column)) in created


def _check_deletable(session: Session, client: Client) -> None:
    sent = exists().where(ScopeEvent.client_id == client.id, ScopeEvent.kind == EventKind.SENT)
    check_deletable(client.name, has_sent_scope=bool(session.scalar(select(sent))))


def _is_as_left(record: Base | None, after: Mapping[str, object] | None) -> bool:
    if record is None or after is None:
        return record is None and after is None
    written = _WRITTEN_BY_SENDING if isinstance(record, Scope) else frozenset()
    return all(getattr(record, name) == value for name, value in after.items() if name not in written)


def _remember(session: Session, row: RowChange, record: Base | None) -> None:
    if row.kind is Kind.SCOPE and isinstance(record, Scope) and row.before is None:
        session.add(_scope_taken_back(session, record))


def _posts_of(row: RowChange, record: Base | None) -> set[int]:
    """The post whose row this is, or a part of it."""
    if row.kind is Kind.POST and isinstance(record, Post):
        return {row.key}
    return {record.post_id} if isinstance(record, Placement | PostMedia) else set()


def _taking_back(lines: Sequence[PostEvent]) -> str:
    """What the line says that takes some lines of one history back; what took others back lets them stand again."""
    backs = [taken_back_lines(line.detail) for line in lines if line.kind == PostEventKind.TAKEN_BACK]
    if not backs:
        return taken_back_detail({line.id for line in lines}, is_again=False)
    named = frozenset[int]().union(*(keys for keys, _is_again in backs))
    return taken_back_detail(named, is_again=not any(is_again for _keys, is_again in backs))


def _post_taken_back(session: Session, post_id: int, detail: str) -> PostEvent:
    info = session.info
    return PostEvent(
        post_id=post_id, kind=PostEventKind.TAKEN_BACK, at=info["now"], member_id=info.get("member_id"), detail=detail
    )


def _scope_taken_back(session: Session, scope: Scope) -> ScopeEvent:
    last = session.scalars(
        select(ScopeEvent.own_hash).where(ScopeEvent.client_id == scope.client_id).order_by(ScopeEvent.id.desc())
    ).first()
    member = session.get(Member, session.info.get("member_id") or 0)
    event = ScopeEvent(
        client_id=scope.client_id,
        scope_id=scope.id,
        kind=EventKind.TAKEN_BACK,
        day=session.info["today"],
        at=session.info["now"].replace(microsecond=0),
        member_id=member.id if member else None,
        who=member.name if member else "",
        contact="", means="", note="", evidence_name="", content="", content_hash="",
        previous_hash=last or "",
    )  # fmt: skip
    event.own_hash = event_hash(event_parts(event))
    return event
