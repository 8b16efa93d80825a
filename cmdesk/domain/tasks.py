"""Tasks on the board: what cards say, where they go, and the quick words that people write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from cmdesk.domain.agency import Member
from cmdesk.domain.allowance import in_force
from cmdesk.domain.clients import ClientTile, checked_line
from cmdesk.domain.errors import Conflict, RuleBroken
from cmdesk.domain.moments import parse_when
from cmdesk.domain.posts import Coverage
from cmdesk.domain.scope import ScopeVersion
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _

HOUR = 60
LONGEST_LABEL = 40
_MOST_CHECKS = 100


class ColumnKind(StrEnum):
    """What a column of the board means."""

    BACKLOG = "backlog"
    ACTIVE = "active"
    WAITING = "waiting"  # for the client
    DONE = "done"


STANDARD_COLUMNS = (
    (N_("To do"), ColumnKind.BACKLOG),
    (N_("Doing"), ColumnKind.ACTIVE),
    (N_("Waiting for the client"), ColumnKind.WAITING),
    (N_("To review"), ColumnKind.ACTIVE),
    (N_("Done this week"), ColumnKind.DONE),
)

COLUMN_KIND_NAMES = {
    ColumnKind.BACKLOG: N_("What is to do"),
    ColumnKind.ACTIVE: N_("What is being done"),
    ColumnKind.WAITING: N_("What waits for the client"),
    ColumnKind.DONE: N_("What is done"),
}


class Priority(StrEnum):
    """How much a task matters."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


PRIORITY_NAMES = {Priority.LOW: N_("Low"), Priority.NORMAL: N_("Normal"), Priority.HIGH: N_("High")}


class Standing(StrEnum):
    """How a task stands to what was agreed."""

    COVERED = "covered"
    COURTESY = "courtesy"
    NOT_IN_SCOPE = "not_in_scope"
    NOT_AGREED = "not_agreed"  # no version is in force
    OWN = "own"  # the agency's own work


@dataclass(frozen=True, slots=True)
class Check:
    """One item of a checklist."""

    text: str
    is_done: bool = False


def kept_list(checks: Sequence[Check]) -> list[dict[str, object]]:
    """A checklist as it is kept, without its empty items."""
    return [{"text": one.text.strip(), "is_done": one.is_done} for one in checks if one.text.strip()]


def checked_list(checks: Sequence[Check]) -> list[dict[str, object]]:
    """The same of one that a person wrote.

    Raises:
        RuleBroken: There are more items than anybody would read, or one is too long.
    """
    kept = kept_list(checks)
    if len(kept) > _MOST_CHECKS:
        raise RuleBroken(_("A checklist holds 100 items at most."), field="checks")
    for one in checks:
        checked_line(one.text, "checks")
    return kept


def changed_list(
    present: Sequence[Mapping[str, object]], checks: Sequence[Check], seen: Sequence[Check] | None
) -> list[dict[str, object]]:
    """A checklist as it is kept once a person has written it.

    Args:
        present: What is kept now.
        checks: What the list says from now on.
        seen: What the person saw before; none: it does not matter.

    Raises:
        RuleBroken: There are more items than anybody would read, or one is too long.
        Conflict: Somebody else changed the list since, and to something else.
    """
    kept = checked_list(checks)
    now = kept_list([Check(str(one["text"]), bool(one["is_done"])) for one in present])
    if seen is not None and now not in (kept_list(seen), kept):
        raise Conflict(_("Somebody changed this since you opened it. Look at it again."))
    return kept


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A column of the board."""

    id: int
    name: str
    kind: ColumnKind
    limit: int | None
    position: int

    @property
    def is_done(self) -> bool:
        """Whether what lies in it is done."""
        return self.kind is ColumnKind.DONE


@dataclass(frozen=True, slots=True)
class TaskCard:
    """What the board shows of a task."""

    id: int
    client_id: int | None  # none: the agency's own
    title: str
    column_id: int
    rank: str
    assignee_id: int | None
    due: date | None
    due_minute: int | None  # minutes after midnight
    priority: Priority
    labels: tuple[str, ...]
    checks: tuple[Check, ...]
    coverage: Coverage
    lineage: str | None
    area: str | None  # of the line that covers it
    line_title: str
    has_note: bool
    is_done: bool
    done_on: date | None
    thumb: str | None = None  # picture of the linked post
    post_id: int | None = None
    standing: Standing = Standing.COVERED
    extra_id: int | None = None  # the extra that it was asked as

    @property
    def checks_done(self) -> int:
        """How many items of the checklist are ticked."""
        return sum(check.is_done for check in self.checks)

    def is_late(self, today: date) -> bool:
        """Whether its day has passed and it is not done."""
        return self.due is not None and self.due < today and not self.is_done

    @property
    def is_outside(self) -> bool:
        """Whether it is open work that nothing agreed covers."""
        return not self.is_done and self.standing in {Standing.NOT_IN_SCOPE, Standing.NOT_AGREED}


@dataclass(frozen=True, slots=True)
class TaskDetail:
    """All that the card panel shows."""

    card: TaskCard
    note: str
    start: date | None
    estimate_minutes: int | None
    post_id: int | None
    post_title: str
    version: int


@dataclass(frozen=True, slots=True)
class CoveringLine:
    """A line of the scope in force that a task may count against."""

    lineage: str
    area: str
    title: str


@dataclass(frozen=True, slots=True)
class LinkedPost:
    """A post that a task may be about."""

    id: int
    title: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Board:
    """The columns with their cards, and the people and clients that the cards name."""

    columns: tuple[BoardColumn, ...]
    cards: Mapping[int, tuple[TaskCard, ...]]  # by column, in their order
    members: tuple[Member, ...] = ()
    clients: tuple[ClientTile, ...] = ()
    week_from: date = date.min  # the first day of this week
    earlier_done: int = 0  # done before the first day that was asked for
    start_up: int = 0  # what the scope of a client without tasks does once, at the beginning

    @property
    def all_cards(self) -> tuple[TaskCard, ...]:
        """Every card, column by column."""
        return tuple(card for column in self.columns for card in self.cards.get(column.id, ()))

    def column(self, column_id: int) -> BoardColumn:
        """The column with this id."""
        return next(column for column in self.columns if column.id == column_id)

    def card(self, task_id: int) -> TaskCard | None:
        """The card of a task, if it is on the board."""
        return next((card for card in self.all_cards if card.id == task_id), None)

    def moved(self, task_ids: Iterable[int], column_id: int, before_id: int | None, today: date) -> Board:
        """The board as it will look once some cards lie before another one, or at the end of a column."""
        wanted = list(task_ids)
        target = self.column(column_id)
        known = {card.id: card for card in self.all_cards}
        going = [
            replace(
                known[key],
                column_id=column_id,
                is_done=target.is_done,
                done_on=(known[key].done_on or today) if target.is_done else None,
            )
            for key in wanted
            if key in known
        ]
        cards = {key: tuple(card for card in old if card.id not in wanted) for key, old in self.cards.items()}
        there = cards.get(column_id, ())
        at = next((i for i, card in enumerate(there) if card.id == before_id), len(there))
        cards[column_id] = (*there[:at], *going, *there[at:])
        return replace(self, cards=cards)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which cards a person wants to see; what is not said lets everything through."""

    due_by: date | None = None
    member_id: int | None = None
    area: str | None = None
    label: str | None = None
    only_linked: bool = False

    def lets(self, card: TaskCard) -> bool:
        """Whether a card is shown."""
        return (
            (self.due_by is None or (card.due is not None and card.due <= self.due_by))
            and (self.member_id is None or card.assignee_id == self.member_id)
            and (self.area is None or card.area == self.area)
            and (self.label is None or self.label in card.labels)
            and (not self.only_linked or card.post_id is not None)
        )

    def of(self, board: Board) -> Board:
        """The board with only the cards that are shown."""
        return replace(board, cards={key: tuple(filter(self.lets, cards)) for key, cards in board.cards.items()})

    @property
    def is_on(self) -> bool:
        """Whether anything is left out."""
        return self != Filter()


def week_start(today: date, first_week_day: int) -> date:
    """The first day of the week that a day lies in."""
    return today - timedelta(days=(today.weekday() - first_week_day) % 7)


def standing_of(
    client_id: int | None, coverage: Coverage, lineage: str | None, versions: Sequence[ScopeVersion], day: date
) -> Standing:
    """How a task stands to what was agreed with its client on a day.

    Args:
        client_id: Whose work it is; none is the agency's own.
        coverage: What it counts against.
        lineage: The line, where it counts against one.
        versions: The client's versions.
        day: The day whose agreement counts.
    """
    if client_id is None:
        return Standing.OWN
    if coverage is Coverage.COURTESY:
        return Standing.COURTESY
    ruling = in_force(versions, day)
    if ruling is None:
        return Standing.NOT_AGREED
    is_covered = coverage in {Coverage.LINE, Coverage.EXTRA} and any(
        line.lineage == lineage and line.is_included for line in ruling.promised
    )
    return Standing.COVERED if is_covered else Standing.NOT_IN_SCOPE


# --- quick words -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QuickTask:
    """What the words of a quickly written task say."""

    title: str
    due: date | None = None
    due_minute: int | None = None
    member_id: int | None = None
    labels: tuple[str, ...] = field(default=())


_AMBIGUOUS = frozenset({"mar", "sun", "sat", "ideas", "tray", "bandeja", "la", "el", "the"})
_DAY_WORDS = 4


def parse_quick(text: str, today: date, members: Sequence[Member] = ()) -> QuickTask:
    """What a person means by 'Ask for photos fri 16 @irene #labels'.

    The day stands at the end. A word after @ that is nobody's name stays in the title, since it may be a handle.

    Raises:
        RuleBroken: No title is left.
    """
    words: list[str] = []
    labels: list[str] = []
    member_id: int | None = None
    for word in text.split():
        if re.fullmatch(r"#[^\W_][\w-]*", word):
            labels.append(word[1 : LONGEST_LABEL + 1])
        elif word.startswith("@") and member_id is None and (found := member_called(word[1:], members)) is not None:
            member_id = found
        else:
            words.append(word)
    title, due, minute = _without_day(words, today)
    if not title:
        raise RuleBroken(_("Write what is to be done."), field="title")
    return QuickTask(title, due, minute, member_id, tuple(dict.fromkeys(labels)))


def member_called(name: str, members: Sequence[Member]) -> int | None:
    """The member whose name, or a part of it, begins with this; accents and case do not matter."""
    wanted = _plain(name)
    if not wanted:
        return None
    starts = [
        member.id
        for member in members
        if _plain(member.name).replace(" ", "").startswith(wanted)
        or any(part.startswith(wanted) for part in _plain(member.name).split())
        or _plain(member.letters) == wanted
    ]
    return starts[0] if starts else None


def parse_due(text: str, today: date, base: date | None = None) -> tuple[date | None, int | None]:
    """The day, and the hour if one was said, that a person means; empty words take the day away.

    Raises:
        RuleBroken: The words say no day.
    """
    if not text.strip() or _plain(text.strip()) in {"none", "no", "nada", "-"}:
        return None, None
    when = parse_when(text, today, base)
    return when.day, when.minute


def parse_place(text: str, columns: Sequence[BoardColumn]) -> tuple[int, bool]:
    """The column that a person names by its number or the beginning of its name, and whether its top is meant.

    Raises:
        RuleBroken: No column is called so.
    """
    words = _plain(text).split()
    is_top = bool(words) and words[-1] in {"top", "first", "arriba", "primera"}
    name = " ".join(words[:-1] if is_top else words)
    if name.isdigit() and 1 <= int(name) <= len(columns):
        return columns[int(name) - 1].id, is_top
    found = [column for column in columns if name and _plain(column.name).startswith(name)]
    found += [column for column in columns if name and name in _plain(column.name)]
    if not found:
        raise RuleBroken(_("Write a column: its number, or the beginning of its name."))
    return found[0].id, is_top


def parse_minutes(text: str) -> int | None:
    """The minutes that a person means by '1:30', '90 min', '1 h 30', '1,5' or '2 h'; none for empty words.

    Raises:
        RuleBroken: The words say no time.
    """
    plain = _plain(text).replace(",", ".")
    if not plain.strip():
        return None
    for pattern, hours, minutes in (
        (r"(\d{1,3}):([0-5]\d)", 1, 2),
        (r"(\d{1,3})\s*h(?:oras?|ours?)?\s*(?:(\d{1,2})\s*(?:m|min|minutos|minutes)?)?", 1, 2),
        (r"()(\d{1,4})\s*(?:m|min|minutos|minutes)", 1, 2),
    ):
        if match := re.fullmatch(pattern, plain.strip()):
            return int(match[hours] or 0) * HOUR + int(match[minutes] or 0)
    if match := re.fullmatch(r"(\d{1,3}(?:\.\d{1,2})?)\s*(?:h(?:oras?|ours?)?)?", plain.strip()):
        return round(float(match[1]) * HOUR)
    raise RuleBroken(_("Write hours and minutes, such as 1:30, 45 min or 2 h."))


def minutes_text(minutes: int | None) -> str:
    """Minutes as hours: '1 h 30', '45 min', '2 h'."""
    if minutes is None:
        return ""
    hours, rest = divmod(minutes, HOUR)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


def parse_labels(text: str) -> tuple[str, ...]:
    """The labels in 'photos, autumn', each once."""
    names = (name.strip().lstrip("#").strip()[:LONGEST_LABEL] for name in text.split(","))
    return tuple(dict.fromkeys(name for name in names if name))


def _without_day(words: list[str], today: date) -> tuple[str, date | None, int | None]:
    """The title before the longest row of last words that say a day; at least one word stays title."""
    for count in range(min(_DAY_WORDS, len(words) - 1), 0, -1):
        last = words[-count:]
        if not _may_be_day(last):
            continue
        try:
            when = parse_when(" ".join(last), today)
        except RuleBroken:
            continue
        if when.day is not None:
            return " ".join(words[:-count]), when.day, when.minute
    return " ".join(words), None, None


def _may_be_day(words: list[str]) -> bool:
    """Whether last words can be meant as a day: a bare number or an ordinary word is not."""
    plain = [_plain(word) for word in words]
    if plain[0] in {"la", "las", "el", "the", "de", "of", "a", "at", "next", "proximo", "h"} and len(plain) == 1:
        return False
    telling = [word for word in plain if word not in {"el", "the", "on", "at", "a", "la", "las", "next", "proximo"}]
    if len(telling) != 1:
        return bool(telling) and not all(word.isdigit() for word in telling)
    return telling[0] not in _AMBIGUOUS and not re.fullmatch(r"[\d:.h]+", telling[0])


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
