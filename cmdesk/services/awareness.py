"""Days to remember: the shipped list, with what the agency changes, hides and adds."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cmdesk.domain.clients import checked_line
from cmdesk.domain.days import AwarenessDay, DayRule, checked_rule, parse_awareness, read_rule
from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.i18n import LANGUAGES, N_
from cmdesk.i18n import gettext as _
from cmdesk.models import AwarenessDay as Row
from cmdesk.models import Base
from cmdesk.paths import resource
from cmdesk.services.action import acting, action

_ROW = Base.metadata.tables["awareness_day"].c
_KEPT = select(_ROW.code, _ROW.texts, _ROW.rule, _ROW.source, _ROW.is_own, _ROW.is_hidden).order_by(_ROW.id)
_OWN = "own_"


@cache
def shipped_awareness() -> tuple[AwarenessDay, ...]:
    """The days of the program's own list."""
    return parse_awareness(tomllib.loads(resource("days", "awareness.toml").read_text("utf-8")))


@cache
def _shipped_codes() -> Mapping[str, AwarenessDay]:
    return {day.code: day for day in shipped_awareness()}


@lru_cache(maxsize=32)
def _shipped_on(year: int) -> Mapping[date, tuple[AwarenessDay, ...]]:
    """The shipped days by the day on which they fall in a year."""
    found: dict[date, tuple[AwarenessDay, ...]] = {}
    for one in shipped_awareness():
        for day in one.rule.between(date(year, 1, 1), date(year, 12, 31)):
            found[day] = (*found.get(day, ()), one)
    return found


def _kept(session: Session) -> dict[str, AwarenessDay]:
    """What the workspace says of days, by code."""
    found = {}
    for code, texts, rule, source, is_own, is_hidden in session.execute(_KEPT):
        shipped = _shipped_codes().get(code)
        if shipped is None and not is_own:
            continue  # it shipped once and does not any more
        if shipped is not None and not texts:
            found[code] = replace(shipped, is_hidden=is_hidden)
            continue
        try:
            read = read_rule(rule)
        except RuleBroken:
            continue  # another version of the program may know more rules
        found[code] = AwarenessDay(
            code, dict(texts), read, source, tuple(rule.get("countries", ())), is_own, not is_own, is_hidden
        )
    return found


def awareness_days(session: Session) -> tuple[AwarenessDay, ...]:
    """All days to remember as the agency has them, hidden ones too, in the order of the year."""
    kept = _kept(session)
    known = [kept.get(day.code, day) for day in shipped_awareness()]
    known += [day for code, day in kept.items() if code not in _shipped_codes()]
    year = acting(session).today.year
    return tuple(sorted(known, key=lambda day: (day.rule.in_year(year) or date.max).timetuple().tm_yday))


def awareness_between(
    session: Session, first: date, last: date, country: str
) -> Mapping[date, tuple[AwarenessDay, ...]]:
    """The days to remember from a first to a last day, as they are kept in a country; hidden ones left out."""
    kept = _kept(session)
    found: dict[date, tuple[AwarenessDay, ...]] = {}
    for year in range(first.year, last.year + 1):
        for day, ones in _shipped_on(year).items():
            if first <= day <= last:
                shown = tuple(one for one in ones if one.code not in kept and one.is_kept_in(country))
                if shown:
                    found[day] = shown
    for one in kept.values():
        if not one.is_hidden and one.is_kept_in(country):
            for day in one.rule.between(first, last):
                found[day] = (*found.get(day, ()), one)
    return found


@action(N_("Add day to remember"))
def add_awareness_day(
    session: Session, names: Mapping[str, str], rule: DayRule, source: str, countries: Sequence[str] = ()
) -> str:
    """Add a day of the agency's own and return its code.

    Raises:
        RuleBroken: It has no name or no source, or its rule says no day.
    """
    number = (session.scalar(select(func.max(Row.id))) or 0) + 1
    row = Row(code=f"{_OWN}{number}{acting(session).salt}", is_own=True)
    _write(row, names, rule, source, countries)
    session.add(row)
    session.flush()
    return row.code


@action(N_("Change day to remember"))
def change_awareness_day(
    session: Session, code: str, names: Mapping[str, str], rule: DayRule, source: str, countries: Sequence[str] = ()
) -> None:
    """Let a day have another name, rule or source; a shipped one can be reset.

    Raises:
        NotFound: There is no such day.
        RuleBroken: It has no name or no source, or its rule says no day.
    """
    _write(_row(session, code), names, rule, source, countries)


@action(N_("Hide day to remember"))
def hide_awareness_days(session: Session, codes: Sequence[str], *, is_hidden: bool = True) -> None:
    """Leave days out of the calendar, or show them again.

    Raises:
        NotFound: There is no such day.
    """
    for code in codes:
        row = _row(session, code)
        row.is_hidden = is_hidden
        if not is_hidden and not row.is_own and not row.texts:
            session.delete(row)


@action(N_("Reset day to remember"))
def reset_awareness_day(session: Session, code: str) -> None:
    """Forget what the agency changed of a shipped day, or that it hid it.

    Raises:
        NotFound: There is no such day.
        RuleBroken: It is one of the agency's own.
    """
    row = _found(session, code)
    if row is not None and row.is_own:
        raise RuleBroken(_("This day is the agency's own: delete it, or change it back."))
    if row is not None:
        session.delete(row)


@action(N_("Delete day to remember"))
def remove_awareness_day(session: Session, code: str) -> None:
    """Delete a day of the agency's own.

    Raises:
        NotFound: There is no such day.
        RuleBroken: It ships with the program; it can be hidden.
    """
    row = _found(session, code)
    if row is None or not row.is_own:
        raise RuleBroken(_("This day comes with CMDesk. Hide it instead."))
    session.delete(row)


def _found(session: Session, code: str) -> Row | None:
    """What the workspace says of a day; nothing of a shipped one that it leaves as it is."""
    row = session.scalars(select(Row).where(Row.code == code)).one_or_none()
    if row is None and code not in _shipped_codes():
        raise NotFound(_("This day is not there any more."))
    return row


def _row(session: Session, code: str) -> Row:
    """What the workspace says of a day; something to write it into, where it says nothing yet."""
    row = _found(session, code)
    if row is None:
        row = Row(code=code, texts={}, rule={}, source="")
        session.add(row)
    return row


def _write(row: Row, names: Mapping[str, str], rule: DayRule, source: str, countries: Sequence[str]) -> None:
    texts = {language: checked_line(names.get(language, ""), language) for language in LANGUAGES}
    if not any(texts.values()):
        raise RuleBroken(_("Write what the day is called."), field="en")
    row.texts = {language: text for language, text in texts.items() if text}
    kept: dict[str, object] = {**checked_rule(rule).as_json()}
    if countries:
        kept["countries"] = [code.strip().upper() for code in countries if code.strip()]
    row.rule = kept
    row.source = checked_line(source, "source", needed=_("Write who says so, or that it is the agency's own day."))
