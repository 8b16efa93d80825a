"""Tasks of the board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cmdesk.cli.call import Answer, Call, columns, iso_day
from cmdesk.cli.names import Named, named
from cmdesk.domain.tasks import Board, BoardColumn, TaskCard
from cmdesk.i18n import N_, spoken
from cmdesk.i18n import gettext as _
from cmdesk.services import tasks


def listed(call: Call) -> Answer:
    """List tasks column by column."""
    said = call.said
    client_id = call.client(said.client) if said.client else None
    board = call.read(tasks.board, client_id, date.min if said.all else None)
    column_id = _column(said.column, board.columns) if said.column else None
    cards = [card for card in board.all_cards if column_id in (None, card.column_id)]
    rows = [
        [str(card.id), _client(board, card), card.title, _column_name(board, card), _due(card), _who(board, card)]
        for card in cards
    ]
    heads = [_("No."), _("Client"), _("Title"), _("Column"), _("Due"), _("Who")]
    text = columns(heads, rows, right=[0]) if rows else _("There is no such task.")
    return Answer([record(board, card) for card in cards], text)


def added(call: Call) -> Answer:
    """Add a task from quickly written words."""
    said = call.said
    client_id = call.client(said.client) if said.client else None
    known = call.read(tasks.columns)
    column_id = _column(said.column, known) if said.column else known[0].id
    task_id = call.do(tasks.add_task, " ".join(said.words), client_id, column_id)
    return _shown(call, task_id, _("Added: {title}"))


def moved(call: Call) -> Answer:
    """Move a task to the end of a column."""
    column_id = _column(" ".join(call.said.column), call.read(tasks.columns))
    call.do(tasks.move_task, call.said.task, column_id)
    return _shown(call, call.said.task, _("Moved: {title}"))


def _column(wanted: str, known: Sequence[BoardColumn]) -> int:
    found = [Named(one.id, one.name, (str(one.kind),)) for one in known]
    return named(wanted, found, N_("There is no column called “{name}”."),
                 N_("Several columns are called “{name}”: {names}. Write more of the name."))  # fmt: skip


def _shown(call: Call, task_id: int, done: str) -> Answer:
    board, card = call.read(_with_board, task_id)
    said = [done.format(title=card.title), _column_name(board, card), _due(card), _who(board, card), str(card.id)]
    return Answer(record(board, card), " · ".join(filter(None, said)))


def _with_board(session: Session, task_id: int) -> tuple[Board, TaskCard]:
    card = tasks.task(session, task_id).card
    return tasks.board(session, card.client_id), card


def _client(board: Board, card: TaskCard) -> str:
    return next((one.name for one in board.clients if one.id == card.client_id), "")


def _who(board: Board, card: TaskCard) -> str:
    return next((one.name for one in board.members if one.id == card.assignee_id), "")


def _column_name(board: Board, card: TaskCard) -> str:
    return next((one.name for one in board.columns if one.id == card.column_id), "")


def _due(card: TaskCard) -> str:
    if card.due is None:
        return ""
    day = f"{spoken().short_day(card.due)} {card.due.year}"
    return day if card.due_minute is None else f"{day} {spoken().clock(card.due_minute)}"


def record(board: Board, card: TaskCard) -> dict[str, Any]:
    """A task as scripts read it."""
    minute = card.due_minute
    return {
        "id": card.id,
        "client": _client(board, card) or None,
        "title": card.title,
        "column": _column_name(board, card),
        "due": iso_day(card.due),
        "due_time": None if minute is None else f"{minute // 60:02d}:{minute % 60:02d}",
        "assignee": _who(board, card) or None,
        "coverage": str(card.coverage),
        "lineage": card.lineage,
        "line": card.line_title or None,
        "standing": str(card.standing),
        "priority": str(card.priority),
        "labels": list(card.labels),
        "is_done": card.is_done,
    }
