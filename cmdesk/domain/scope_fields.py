"""What each field of a draft can hold; the sentence says what to write instead."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, TypeGuard

from cmdesk.domain.catalogue import Area
from cmdesk.domain.clients import (
    Rule,
    checked_currency,
    checked_language,
    checked_line,
    checked_text,
    one_of,
    yes_or_no,
)
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.networks import Network
from cmdesk.domain.posts import PostFormat
from cmdesk.domain.scope import Answer, Cadence, MessageKind, PriceMode, PricePrint, QuantityRule, Treatment
from cmdesk.domain.scope_facts import plain_value
from cmdesk.i18n import gettext as _

MOST = 100_000  # of anything in a period
MOST_CENTS = 1_000_000_000
MOST_ROUNDS = 20
MOST_HOURS = 24 * 30
MOST_LEVELS = 6
_DAY_MINUTES = 24 * 60


def _choices(kind: type[StrEnum]) -> Rule:
    def checked(value: Any, field: str) -> list[str]:
        if not set(value) <= set(kind):
            raise RuleBroken(_("Choose from the list."), field=field)
        return [str(one) for one in kind if one in set(value)]

    return checked


def _is_whole(value: object) -> TypeGuard[int]:
    """Whether this is a whole number; in a file a truth or 1.0 may stand where one belongs."""
    return isinstance(value, int) and not isinstance(value, bool)


def whole_number(least: int, most: int, *, may_be_none: bool = False) -> Rule:
    """The rule of a whole number between two others."""

    def checked(value: Any, field: str) -> int | None:
        if value is None and may_be_none:
            return None
        if not _is_whole(value) or not least <= value <= most:
            raise RuleBroken(_("Write a number from {least} to {most}.").format(least=least, most=most), field=field)
        return value

    return checked


def _cents(value: Any, field: str) -> int | None:
    if value is not None and (not _is_whole(value) or value < 0):
        raise RuleBroken(_("Write an amount that is not negative; 0 means that it is free."), field=field)
    if value is not None and value > MOST_CENTS:
        raise RuleBroken(
            _("Write a number from {least} to {most}.").format(least=0, most=MOST_CENTS // 100), field=field
        )
    return value


def _share(value: Any, field: str) -> int:
    if not _is_whole(value) or not 0 <= value <= 10_000:
        raise RuleBroken(_("Write a share between 0 and 100 %."), field=field)
    return value


def _day(value: Any, field: str) -> date | None:
    if value is not None and not isinstance(value, date):
        raise RuleBroken(_("Write a day, such as “1 nov”."), field=field)
    return value


def _week_days(value: Any, field: str) -> list[int]:
    if not all(_is_whole(day) and 0 <= day < 7 for day in value):
        raise RuleBroken(_("Choose days of the week."), field=field)
    return sorted(set(value))


def _response_rows(value: Any, field: str) -> list[dict[str, Any]]:
    rows = [one if isinstance(one, dict) else plain_value(one) for one in value]
    hours, kind = whole_number(1, MOST_HOURS, may_be_none=True), one_of(MessageKind)
    found = [
        {"kind": kind(row["kind"], field), "hours": hours(row.get("hours"), field), "tell": _line(row, "tell", field)}
        for row in rows
    ]
    if len({row["kind"] for row in found}) < len(found):
        raise RuleBroken(_("Each kind of message needs one row only."), field=field)
    return found


def _crisis_levels(value: Any, field: str) -> list[dict[str, Any]]:
    rows = [one if isinstance(one, dict) else plain_value(one) for one in value]
    if len(rows) > MOST_LEVELS:
        raise RuleBroken(_("Write at most {count} levels.").format(count=MOST_LEVELS), field=field)
    hours = whole_number(1, MOST_HOURS, may_be_none=True)
    return [
        {"name": checked_line(row.get("name", ""), field), "hours": hours(row.get("hours"), field)}
        | {"decides": _line(row, "decides", field)}
        | {name: checked_text(row.get(name, ""), field) for name in ("example", "first_words")}
        for row in rows
    ]


def _line(row: dict[str, Any], name: str, field: str) -> str:
    return checked_line(row[name], field) if row.get(name) else ""


def _answers(value: Any, field: str) -> dict[str, str]:
    answer = one_of(Answer)
    return {checked_line(code, field): answer(one, field) for code, one in dict(value).items()}


def _title(value: Any, field: str) -> str:
    return checked_line(value, field)


LINE_RULES: dict[str, Rule] = {
    "area": one_of(Area),
    "title": _title,
    "description": checked_text,
    "treatment": one_of(Treatment),
    "quantity": whole_number(0, MOST, may_be_none=True),
    "unit": checked_line,
    "cadence": one_of(Cadence),
    "networks": _choices(Network),
    "formats": _choices(PostFormat),
    "revision_rounds": whole_number(0, MOST_ROUNDS, may_be_none=True),
    "response_hours": whole_number(1, MOST_HOURS, may_be_none=True),
    "price_cents": _cents,
    "price_mode": one_of(PriceMode),
    "overage_cents": _cents,
    "roll_over": one_of(QuantityRule),
    "criterion": checked_text,
    "needs": checked_text,
    "question": checked_text,
    "minutes_per_unit": whole_number(0, MOST, may_be_none=True),
    "staff_note": checked_text,
    "not_included": checked_text,
    "carry_cap": whole_number(0, MOST, may_be_none=True),
    "week_days": _week_days,
    "is_often_expected": yes_or_no,
}
TERM_RULES: dict[str, Rule] = {
    "language": checked_language,
    "currency": checked_currency,
    "first_day": _day,
    "last_day": _day,
    "notice_days": whole_number(0, 366),
    "valid_until": _day,
    "introduction": checked_text,
    "assumptions": checked_text,
    "client_provides": checked_text,
    "lead_days": whole_number(0, 60),
    "revision_rounds": whole_number(0, MOST_ROUNDS),
    "silence_is_yes": yes_or_no,
    "response_hours": whole_number(1, MOST_HOURS, may_be_none=True),
    "coverage_days": _week_days,
    "coverage_from": whole_number(0, _DAY_MINUTES),
    "coverage_to": whole_number(0, _DAY_MINUTES),
    "tax_bp": _share,
    "discount_bp": _share,
    "price_print": one_of(PricePrint),
    "payment": checked_text,
    "change_procedure": checked_text,
    "quantity_rule": one_of(QuantityRule),
    "other_terms": checked_text,
    "response_rows": _response_rows,
    "crisis_levels": _crisis_levels,
    "silence_days": whole_number(1, 60),
    "round_meaning": checked_text,
    "extra_hour_cents": _cents,
    "renewal_months": whole_number(1, 120, may_be_none=True),
    "rights": checked_text,
    "privacy": checked_text,
    "prints_expectations": yes_or_no,
    "expectations": _answers,
}
