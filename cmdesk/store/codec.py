"""Row changes as JSON for the journal, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from cmdesk.domain.changes import Kind, RowChange

_DAY, _TIME = "$day", "$time"


def written(rows: Iterable[RowChange]) -> list[dict[str, Any]]:
    """Row changes as lists, texts and numbers."""
    return [
        {"kind": row.kind.value, "key": row.key, "before": _encoded(row.before), "after": _encoded(row.after)}
        for row in rows
    ]


def read(rows: Iterable[Mapping[str, Any]]) -> tuple[RowChange, ...]:
    """The row changes that `written` wrote."""
    return tuple(
        RowChange(Kind(row["kind"]), row["key"], _decoded(row["before"]), _decoded(row["after"])) for row in rows
    )


def _encoded(values: Mapping[str, object] | None) -> dict[str, Any] | None:
    return None if values is None else {name: _plain(value) for name, value in values.items()}


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return {_TIME: value.astimezone(UTC).isoformat()}
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    return value


def _decoded(values: Mapping[str, Any] | None) -> dict[str, object] | None:
    return None if values is None else {name: _value(value) for name, value in values.items()}


def _value(value: Any) -> object:
    if isinstance(value, dict) and value.keys() == {_TIME}:
        return datetime.fromisoformat(value[_TIME])
    if isinstance(value, dict) and value.keys() == {_DAY}:
        return date.fromisoformat(value[_DAY])
    return value
