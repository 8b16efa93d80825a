"""Which rows a session changed: the one list behind undo, news and history."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from cmdesk.domain.changes import ChangeSet, Kind, RowChange
from cmdesk.models import APPEND_ONLY, Base


class Recorder:
    """Collect the row changes of a session in the order they were written.

    Append-only rows leave only their kind: they are not undone, and bytes never enter a history. The lines of a post's
    history leave their number too, so that what takes them back can name them.
    """

    def __init__(self, session: Session) -> None:
        self._rows: list[RowChange] = []
        self._notes: set[Kind] = set()
        event.listen(session, "after_flush", self._collect)

    def changes(self, label: str) -> ChangeSet:
        """What was changed so far, under the name of the action."""
        return ChangeSet(label, tuple(self._rows), frozenset(self._notes))

    def _collect(self, session: Session, _flush: object) -> None:
        for record in sorted(session.new, key=lambda one: inspect(one).insert_order or 0):
            self._note(record, None, _values(record))
        for record in session.dirty:
            if session.is_modified(record, include_collections=False):
                self._note(record, *_difference(record))
        for record in session.deleted:
            self._note(record, _values(record), None)

    def _note(self, record: Any, before: dict[str, object] | None, after: dict[str, object] | None) -> None:
        kind = Kind(record.__tablename__)
        if record.__tablename__ in APPEND_ONLY:
            self._notes.add(kind)
            if kind is Kind.POST_EVENT and after is not None:  # the bin may have been emptied
                self._rows.append(RowChange(kind, record.id, None, {"post_id": record.post_id}))
        elif before != after:
            self._rows.append(RowChange(kind, record.id, before, after))


def _columns(record: Base) -> list[str]:
    mapper = inspect(record).mapper
    return [a.key for a in mapper.column_attrs if a.columns[0] is not mapper.version_id_col]


def _values(record: Base) -> dict[str, object]:
    if type(record).__tablename__ in APPEND_ONLY:
        return {}
    return {name: getattr(record, name) for name in _columns(record)}


def _difference(record: Base) -> tuple[dict[str, object], dict[str, object]]:
    state = inspect(record)
    histories = {name: state.attrs[name].history for name in _columns(record)}
    changed = {name: history for name, history in histories.items() if history.has_changes()}
    before = {name: history.deleted[0] if history.deleted else None for name, history in changed.items()}
    after = {name: history.added[0] if history.added else None for name, history in changed.items()}
    return before, after
