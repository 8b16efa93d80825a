"""What stands around the posts of some days, read in one go; notes on days; whose holidays are kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from cmdesk.domain.agency import Right
from cmdesk.domain.clients import checked_text
from cmdesk.domain.days import (
    DEADLINE_NAMES,
    Awareness,
    CampaignBar,
    DayFacts,
    Deadline,
    DeadlineKind,
    Note,
    Overlays,
    TaskMark,
    WorkingDays,
    is_named_as_holiday,
)
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.moments import DAY
from cmdesk.domain.posts import PostStatus
from cmdesk.domain.reminders import AHEAD
from cmdesk.domain.scope import EventKind, ScopeStatus, status_after
from cmdesk.i18n import N_, spoken
from cmdesk.i18n import gettext as _
from cmdesk.models import Agency as AgencyRow
from cmdesk.models import Base, Client, DayNote
from cmdesk.services.action import acting, action, found
from cmdesk.services.awareness import awareness_between
from cmdesk.services.public_holidays import (
    HolidayDates,
    countries,
    holidays_in,
    is_known,
    regions,
    remark,
)

_TABLES = Base.metadata.tables
_AGENCY, _CLIENT = _TABLES["agency"].c, _TABLES["client"].c
_NOTE, _TASK, _CAMPAIGN = _TABLES["day_note"].c, _TABLES["task"].c, _TABLES["campaign"].c
_SCOPE, _EVENT, _POST = _TABLES["scope"].c, _TABLES["scope_event"].c, _TABLES["post"].c
_IS_KEPT = select(_CLIENT.id).where(_CLIENT.deleted_at.is_(None), _CLIENT.archived_at.is_(None))
_HOUSE = (
    select(_AGENCY.working_days, _AGENCY.country, _AGENCY.region, _CLIENT.country.label("own"),
           _CLIENT.region.label("own_region"))
    .select_from(_TABLES["agency"].outerjoin(_TABLES["client"], _CLIENT.id == bindparam("client")))
    .order_by(_AGENCY.id)
    .limit(1)
)  # fmt: skip


def _of(column: ColumnElement[Any], *, for_all: bool, or_nobody: bool = False) -> ColumnElement[bool]:
    """What is one client's, or of all that are not archived; what belongs to nobody too, where that counts."""
    mine = column.in_(_IS_KEPT) if for_all else column == bindparam("client")
    return or_(mine, column.is_(None)) if or_nobody else mine


def _note_query(*, for_all: bool) -> Select[Any]:
    return (
        select(_NOTE.id, _NOTE.text, _NOTE.client_id, _NOTE.day, _NOTE.version)
        .where(_NOTE.day.between(bindparam("first"), bindparam("last")), _NOTE.deleted_at.is_(None))
        .where(_of(_NOTE.client_id, for_all=for_all, or_nobody=True))
        .order_by(_NOTE.day, _NOTE.id)
    )


def _task_query(*, for_all: bool) -> Select[Any]:
    return (
        select(_TASK.id, _TASK.title, _TASK.client_id, _TASK.due, _TASK.done_on)
        .where(_TASK.due.between(bindparam("first"), bindparam("last")), _TASK.deleted_at.is_(None))
        .where(_of(_TASK.client_id, for_all=for_all, or_nobody=for_all))
        .order_by(_TASK.due, _TASK.due_minute, _TASK.id)
    )


def _campaign_query(*, for_all: bool) -> Select[Any]:
    start = func.coalesce(_CAMPAIGN.first_day, _CAMPAIGN.last_day)
    end = func.coalesce(_CAMPAIGN.last_day, _CAMPAIGN.first_day)
    return (
        select(_CAMPAIGN.id, _CAMPAIGN.client_id, _CAMPAIGN.name, _CAMPAIGN.colour, start, end)
        .where(_CAMPAIGN.deleted_at.is_(None), start <= bindparam("last"), end >= bindparam("first"))
        .where(_of(_CAMPAIGN.client_id, for_all=for_all))
        .order_by(start, _CAMPAIGN.position, _CAMPAIGN.id)
    )


def _scope_query(*, for_all: bool) -> Select[Any]:
    """The versions of which a day is known, each with all that happened to it."""
    renewed = select(_EVENT.scope_id).where(_EVENT.last_day.is_not(None))
    has_day = or_(_SCOPE.last_day.is_not(None), _SCOPE.valid_until.is_not(None), _SCOPE.id.in_(renewed))
    return (
        select(_SCOPE.id, _SCOPE.client_id, _SCOPE.number, _SCOPE.last_day, _SCOPE.notice_days, _SCOPE.valid_until,
               _CLIENT.name, _EVENT.kind, _EVENT.last_day.label("until"))
        .select_from(
            _TABLES["scope"]
            .join(_TABLES["client"], _CLIENT.id == _SCOPE.client_id)
            .join(_TABLES["scope_event"], _EVENT.scope_id == _SCOPE.id)
        )
        .where(_SCOPE.deleted_at.is_(None), has_day, _of(_SCOPE.client_id, for_all=for_all))
        .order_by(_SCOPE.id, _EVENT.id)
    )  # fmt: skip


def _count_query(*, for_all: bool) -> Select[Any]:
    return (
        select(_POST.day, func.count())
        .where(_POST.day.between(bindparam("first"), bindparam("last")), _POST.deleted_at.is_(None))
        .where(_POST.status != PostStatus.CANCELLED, _of(_POST.client_id, for_all=for_all))
        .group_by(_POST.day)
    )


# Made once: the calendar asks for them with each month that is turned
_NOTES, _TASKS, _CAMPAIGNS, _SCOPES, _COUNTS = (
    (query(for_all=False), query(for_all=True))
    for query in (_note_query, _task_query, _campaign_query, _scope_query, _count_query)
)


@dataclass(frozen=True, slots=True)
class _House:
    """Whose week and whose holidays hold."""

    week_days: frozenset[int] = frozenset(range(5))
    country: str = ""
    region: str = ""


def _house(session: Session, client_id: int | None) -> _House:
    row = session.execute(_HOUSE, {"client": client_id}).first()
    if row is None:
        return _House()
    place = (row.own, row.own_region) if row.own else (row.country, row.region)
    return _House(frozenset(row.working_days) or frozenset(range(5)), *place)


# --- working days ---------------------------------------------------------------------------


def working_days(session: Session, client_id: int | None) -> WorkingDays:
    """The days on which there is work for a client: the agency's week without the client's holidays."""
    house = _house(session, client_id)
    return WorkingDays(house.week_days, HolidayDates(house.country, house.region))


# --- what stands around the posts -----------------------------------------------------------


def day_facts(session: Session, client_id: int | None, first: date, last: date) -> Overlays:
    """What stands around the posts from a first to a last day, of one client or of all that are not archived."""
    house = _house(session, client_id)
    language = spoken().language
    holidays = {
        day: names
        for year in range(first.year, last.year + 1)
        for day, names in holidays_in(house.country, house.region, language, year).items()
        if first <= day <= last
    }
    awareness = awareness_between(session, first, last, house.country)
    notes = _notes(session, client_id, first, last)
    tasks = _tasks(session, client_id, first, last)
    deadlines = _deadlines(session, client_id, first, last)
    days = {}
    for step in range((last - first).days + 1):
        day = first + timedelta(days=step)
        names = holidays.get(day, ())
        days[day] = DayFacts(
            day,
            names,
            bool(names) or day.weekday() not in house.week_days,
            tuple(
                Awareness(one.name, one.source, code=one.code)
                for one in awareness.get(day, ())
                if not (names and is_named_as_holiday(one.name, names))
            ),
            tuple(notes.get(day, ())),
            tuple(tasks.get(day, ())),
            tuple(deadlines.get(day, ())),
        )
    return Overlays(days, campaign_bars(session, client_id, first, last), remark(house.country, house.region))


def _notes(session: Session, client_id: int | None, first: date, last: date) -> Mapping[date, list[Note]]:
    notes: dict[date, list[Note]] = defaultdict(list)
    for row in session.execute(_NOTES[client_id is None], {"client": client_id, "first": first, "last": last}):
        notes[row.day].append(Note(*row))
    return notes


def _tasks(session: Session, client_id: int | None, first: date, last: date) -> Mapping[date, list[TaskMark]]:
    today = acting(session).today
    rows = session.execute(_TASKS[client_id is None], {"client": client_id, "first": first, "last": last})
    tasks: dict[date, list[TaskMark]] = defaultdict(list)
    for key, title, owner, due, done_on in rows:
        tasks[due].append(TaskMark(key, title, owner, done_on is not None, done_on is None and due < today))
    return tasks


def campaign_bars(session: Session, client_id: int | None, first: date, last: date) -> tuple[CampaignBar, ...]:
    """The campaigns that lie over some days, by their first day; one without an end lies on one day."""
    rows = session.execute(_CAMPAIGNS[client_id is None], {"client": client_id, "first": first, "last": last})
    return tuple(
        CampaignBar(key, owner, name, str(colour), begins, ends) for key, owner, name, colour, begins, ends in rows
    )


def post_counts(session: Session, client_id: int | None, first: date, last: date) -> Mapping[date, int]:
    """How many posts each day has, of one client or of all that are not archived; cancelled ones left out."""
    rows = session.execute(_COUNTS[client_id is None], {"client": client_id, "first": first, "last": last})
    return {row[0]: row[1] for row in rows}


# --- deadlines of scopes --------------------------------------------------------------------


def _deadlines(session: Session, client_id: int | None, first: date, last: date) -> Mapping[date, list[Deadline]]:
    """The days that count for what is sent or agreed: its end, its notice, its renewal, how long it holds."""
    stories: dict[int, list[Any]] = defaultdict(list)
    for row in session.execute(_SCOPES[client_id is None], {"client": client_id}):
        stories[row.id].append(row)
    today = acting(session).today
    deadlines: dict[date, list[Deadline]] = defaultdict(list)
    for key, story in stories.items():
        row = story[0]
        for kind, day in _counting_days(story):
            if first <= day <= last:
                words = _(DEADLINE_NAMES[kind]).format(number=row.number)
                if client_id is None:
                    words = _("{client}: {what}").format(client=row.name, what=words)
                is_late = day < today and kind is not DeadlineKind.TERM_END
                deadlines[day].append(Deadline(words, row.client_id, scope_id=key, is_late=is_late))
    return deadlines


def _counting_days(story: Sequence[Any]) -> Iterator[tuple[DeadlineKind, date]]:
    """The days that count for a version that is sent or agreed; a draft and what is over have none."""
    row = story[0]
    status = status_after([event.kind for event in story])
    if status is ScopeStatus.SENT and row.valid_until:
        yield DeadlineKind.VALID_UNTIL, row.valid_until
    ends, notice = row.last_day, row.notice_days
    for event in story:
        if event.kind == EventKind.RENEWED:
            ends = event.until
    ended = [event.until for event in story if event.kind == EventKind.ENDED and event.until]
    if status is ScopeStatus.ENDED and ended:
        yield DeadlineKind.TERM_END, ended[-1]
    elif status is ScopeStatus.AGREED and ends is not None:
        yield DeadlineKind.TERM_END, ends
        if notice:
            yield DeadlineKind.NOTICE, ends - timedelta(days=notice)
        if notice < AHEAD:
            yield DeadlineKind.RENEWAL, ends - timedelta(days=AHEAD)


# --- notes on days --------------------------------------------------------------------------


@action(N_("Add note to a day"))
def add_note(session: Session, client_id: int | None, day: date, text: str) -> int:
    """Write something on a day, for one client or for all, and return its id.

    Raises:
        RuleBroken: Nothing was written.
        NotFound: There is no such client.
    """
    if client_id is not None:
        found(session, Client, client_id)
    row = DayNote(client_id=client_id, day=day, text=_note_text(text))
    session.add(row)
    session.flush()
    return row.id


@action(N_("Change note"))
def change_note(session: Session, note_id: int, text: str, version: int | None = None) -> None:
    """Write something else on a day.

    Raises:
        RuleBroken: Nothing was written.
        Conflict: Somebody changed it since `version`.
    """
    found(session, DayNote, note_id, version=version).text = _note_text(text)


@action(N_("Move note"))
def move_note(session: Session, note_id: int, day: date) -> None:
    """Let a note stand on another day."""
    found(session, DayNote, note_id).day = day


@action(N_("Delete note"))
def remove_note(session: Session, note_id: int) -> None:
    """Put a note into the bin."""
    found(session, DayNote, note_id).deleted_at = acting(session).now


def _note_text(text: str) -> str:
    note = checked_text(text, "text")
    if not note:
        raise RuleBroken(_("Write what is to be remembered on this day."), field="text")
    return note


# --- whose holidays are kept ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """Whose holidays are kept, and what can be chosen.

    Attributes:
        country: The client's own choice, or the agency's; empty: none, or for a client the agency's.
        region: Of that country; empty: the whole country.
        house: What the agency keeps, in words, for a client that follows it.
        countries: Each code with its name.
        regions: Of the chosen country, each code with its name.
        next_days: The next holidays, to see whether it is the right calendar.
        remark: Why none are marked, if none can be.
    """

    country: str
    region: str
    house: str
    countries: tuple[tuple[str, str], ...]
    regions: tuple[tuple[str, str], ...]
    next_days: tuple[tuple[date, str], ...]
    remark: str = ""


def holiday_calendar(session: Session, client_id: int | None = None) -> HolidayCalendar:
    """Whose holidays are kept for a client, or by the agency, and what can be chosen instead."""
    agency = session.execute(select(_AGENCY.country, _AGENCY.region).order_by(_AGENCY.id)).first()
    country, region = (agency.country, agency.region) if agency else ("", "")
    own = (country, region)
    if client_id is not None:
        row = found(session, Client, client_id)
        own = (row.country, row.region)
    shown = own if own[0] else (country, region)
    language = spoken().language
    known = dict(countries(language))
    words = known.get(country, country)
    if region:
        place = dict(regions(country)).get(region, region)
        words = _("{country}, {region}").format(country=words, region=place)
    return HolidayCalendar(
        *own, words, countries(language), regions(own[0]), _next_days(*shown, acting(session).today), remark(*shown)
    )  # fmt: skip


def _next_days(country: str, region: str, today: date) -> tuple[tuple[date, str], ...]:
    language = spoken().language
    coming = [
        (day, ", ".join(names))
        for year in (today.year, today.year + 1)
        for day, names in holidays_in(country, region, language, year).items()
        if day > today - DAY
    ]
    return tuple(coming[:4])


@action(N_("Change holidays"), right=Right.MANAGE)
def set_agency_holidays(session: Session, country: str, region: str = "") -> None:
    """Keep the holidays of a country, or of one of its regions, for all clients that have no other.

    Raises:
        RuleBroken: Their holidays are not known.
    """
    row = session.scalars(select(AgencyRow).order_by(AgencyRow.id)).one()
    row.country, row.region = _checked_place(country, region)


@action(N_("Change the client's holidays"), right=Right.AGREE)
def set_client_holidays(session: Session, client_id: int, country: str, region: str = "") -> None:
    """Keep the holidays of a country, or of one of its regions, for a client; no country: the agency's.

    Raises:
        RuleBroken: Their holidays are not known.
    """
    row = found(session, Client, client_id)
    row.country, row.region = _checked_place(country, region)


def _checked_place(country: str, region: str) -> tuple[str, str]:
    country = country.strip().upper()
    if not country:
        return "", ""
    if not is_known(country, region):
        raise RuleBroken(remark(country, region), field="region" if is_known(country, "") else "country")
    return country, region


__all__ = [
    "HolidayCalendar",
    "add_note",
    "campaign_bars",
    "change_note",
    "day_facts",
    "holiday_calendar",
    "move_note",
    "post_counts",
    "remove_note",
    "set_agency_holidays",
    "set_client_holidays",
    "working_days",
]
