"""What cards and columns say in words: on the card, in its tool tip, and to a screen reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from cmdesk.domain.agency import Member
from cmdesk.domain.catalogue import area_name
from cmdesk.domain.clients import ClientTile
from cmdesk.domain.tasks import PRIORITY_NAMES, Board, BoardColumn, Priority, QuickTask, Standing, TaskCard
from cmdesk.i18n import _, ngettext, spoken
from cmdesk.ui.glyphs import Tone

_NEAR_DAYS = 14


@dataclass(frozen=True, slots=True)
class Facts:
    """What a card needs beside itself to be told: the day, and whom its ids name."""

    today: date = date.min
    clients: Mapping[int, ClientTile] = field(default_factory=dict)
    members: Mapping[int, Member] = field(default_factory=dict)
    shows_client: bool = True  # the board of one client does not repeat its name

    @classmethod
    def of(cls, board: Board, today: date, *, shows_client: bool = True) -> Facts:
        """The facts that belong to a board."""
        return cls(
            today,
            {client.id: client for client in board.clients},
            {member.id: member for member in board.members},
            shows_client,
        )


def near_day(day: date, today: date) -> str:
    """A day as people say it: 'today', 'tomorrow', 'Fri 16', and further away 'Fri 16 Oct'."""
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    distance = (day - today).days
    if distance in near:
        return near[distance]
    return spoken().week_day(day) if abs(distance) <= _NEAR_DAYS else spoken().short_day(day)


def due_words(card: TaskCard, today: date) -> tuple[str, Tone] | None:
    """What the time pill of a card says, and how it is toned; none without a day, or once it is done."""
    if card.due is None or card.is_done:
        return None
    text = near_day(card.due, today)
    if card.due_minute is not None:
        text = f"{text} {spoken().clock(card.due_minute)}"
    if card.is_late(today):
        return text, "late"
    return text, "soon" if card.due == today else "neutral"


def place_words(card: TaskCard, facts: Facts) -> str:
    """Where a task belongs: the area and line that cover it, else its client, or the agency."""
    if card.area:
        area = area_name(card.area, spoken().language)
        words = f"{area} · {card.line_title}" if card.line_title else area
    elif card.client_id is None:
        words = _("The agency")
    else:
        client = facts.clients.get(card.client_id)
        words = client.name if client else ""
    return " ".join([words, *(f"#{label}" for label in card.labels)])


def standing_words(card: TaskCard) -> str:
    """The tag of open work that nothing agreed covers; empty where there is none."""
    if not card.is_outside:
        return ""
    return _("Not in scope") if card.standing is Standing.NOT_IN_SCOPE else _("Not agreed")


def checks_words(card: TaskCard) -> str:
    """How much of a checklist is ticked: '2 of 4'."""
    return _("{done} of {count}").format(done=card.checks_done, count=len(card.checks)) if card.checks else ""


def sentence(card: TaskCard, facts: Facts) -> str:
    """A card as one sentence for a screen reader."""
    client = facts.clients.get(card.client_id or 0)
    member = facts.members.get(card.assignee_id or 0)
    due = due_words(card, facts.today)
    checks = checks_words(card)
    parts = [
        _("Task"),
        card.title,
        client.name if client else _("The agency"),
        place_words(card, facts) if card.area else "",
        _("due {day}").format(day=due[0]) if due else "",
        _("late") if card.is_late(facts.today) else "",
        _("checklist {count}").format(count=checks) if checks else "",
        _("with a note") if card.has_note else "",
        _(PRIORITY_NAMES[card.priority]) if card.priority is not Priority.NORMAL else "",
        member.name if member else _("nobody yet"),
        standing_words(card),
        _("done") if card.is_done else "",
    ]
    return ", ".join(part for part in parts if part)


def tip(card: TaskCard, facts: Facts) -> str:
    """The whole of a card's words, for its tool tip."""
    member = facts.members.get(card.assignee_id or 0)
    lines = [card.title, place_words(card, facts)]
    if card.due:
        lines.append(_("Due {day}").format(day=spoken().long_day(card.due)))
    if member:
        lines.append(member.name)
    if card.priority is not Priority.NORMAL:
        lines.append(_("Priority: {name}").format(name=_(PRIORITY_NAMES[card.priority])))
    return "\n".join(line for line in lines if line)


def quick_words(quick: QuickTask, facts: Facts) -> str:
    """What was understood of a quickly written task, beside its title."""
    parts = []
    if quick.due:
        day = near_day(quick.due, facts.today)
        parts.append(f"{day} {spoken().clock(quick.due_minute)}" if quick.due_minute is not None else day)
    member = facts.members.get(quick.member_id or 0)
    if member:
        parts.append(member.name)
    parts += [f"#{label}" for label in quick.labels]
    return " · ".join(parts)


def count_words(column: BoardColumn, count: int) -> str:
    """How many tasks a column holds, and of how many."""
    if column.limit is None:
        return str(count)
    return _("{count} of {limit}").format(count=count, limit=column.limit)


def effect_words(column: BoardColumn, before: int, after: int) -> str:
    """What a drop will change in a column."""
    if column.limit is not None:
        return _("{count} of {limit}").format(count=after, limit=column.limit)
    if column.is_done and after > before:
        return _("done today")
    return f"{before} → {after}" if after != before else ""


def moved_words(titles: list[str], column: BoardColumn) -> str:
    """What the toast says after a move."""
    if len(titles) == 1:
        return _("“{title}” moved to {column}").format(title=shortened(titles[0]), column=column.name)
    return ngettext("{count} task moved to {column}", "{count} tasks moved to {column}", len(titles)).format(
        count=len(titles), column=column.name
    )


def shortened(title: str, most: int = 48) -> str:
    """A title that fits into a toast."""
    return title if len(title) <= most else title[: most - 1].rstrip() + "…"


def end_of_week(board: Board) -> date:
    """The last day of this week."""
    return board.week_from + timedelta(days=6)
