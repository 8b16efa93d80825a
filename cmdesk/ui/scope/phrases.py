"""How the parts of a scope are said and drawn in the window."""

from __future__ import annotations

from datetime import date
from typing import Final

from babel.numbers import get_currency_symbol

from cmdesk.domain.catalogue import Area
from cmdesk.domain.scope import (
    Cadence,
    PriceMode,
    ScopeLine,
    ScopeStatus,
    ScopeTerms,
    ScopeVersion,
    Treatment,
    each_cents,
    is_paid_once,
    line_cents,
    monthly_cents,
)
from cmdesk.domain.wording import amount, days
from cmdesk.i18n import N_, _, ngettext, spoken

AREA_ICONS: Final[dict[str, str]] = {
    Area.START_UP: "flag",
    Area.STRATEGY: "star",
    Area.CONTENT: "pencil",
    Area.PUBLISH: "send",
    Area.LISTEN: "ear",
    Area.INFORM: "arrows-join",
    Area.GROW: "users",
    Area.CAMPAIGNS: "speakerphone",
    Area.MEASURE: "chart-line",
    Area.TRAINING: "book",
    Area.CRISIS: "alert-circle",
    Area.TECHNICAL: "settings",
}
STATUS_GLYPHS: Final[dict[ScopeStatus, str]] = {
    ScopeStatus.DRAFT: "draft",
    ScopeStatus.SENT: "sent",
    ScopeStatus.WITHDRAWN: "withdrawn",
    ScopeStatus.DECLINED: "withdrawn",
    ScopeStatus.AGREED: "agreed",
    ScopeStatus.SUPERSEDED: "agreed",
    ScopeStatus.ENDED: "agreed",
}
EACH: Final = (
    (Cadence.MONTH, N_("month")),
    (Cadence.WEEK, N_("week")),
    (Cadence.DAY, N_("day")),
    (Cadence.QUARTER, N_("quarter")),
    (Cadence.ONCE, N_("once")),
    (Cadence.DEMAND, N_("on demand")),
)


def money(cents: int, currency: str, *, short: bool = False) -> str:
    """An amount in the language of the window."""
    return spoken().money(cents, currency, short=short)


def version_words(version: ScopeVersion) -> str:
    """A version with where it stands: 'v1 agreed 3 Sep', 'v2 draft'."""
    number = version.number
    say = spoken().day_month
    if version.status is ScopeStatus.SENT and version.sent_on:
        return _("v{number} sent {day}").format(number=number, day=say(version.sent_on))
    if version.status is ScopeStatus.AGREED and version.agreed_on:
        return _("v{number} agreed {day}").format(number=number, day=say(version.agreed_on))
    if version.status in {ScopeStatus.SUPERSEDED, ScopeStatus.ENDED} and version.last_day_in_force:
        return _("v{number} until {day}").format(number=number, day=say(version.last_day_in_force))
    if version.status is ScopeStatus.WITHDRAWN:
        return _("v{number} withdrawn").format(number=number)
    if version.status is ScopeStatus.DECLINED:
        return _("v{number} declined").format(number=number)
    return _("v{number} draft").format(number=number)


def frozen_words(version: ScopeVersion) -> str:
    """Why a version cannot be changed, and what to do instead."""
    if version.status is ScopeStatus.SENT:
        return _("Version {number} is with the client, so it stays as it is. Withdraw it to change it.").format(
            number=version.number
        )
    return _("Version {number} was sent, so it stays as it is. Make a new version to change it.").format(
        number=version.number
    )


def treatment_name(treatment: Treatment) -> str:
    """'Included', 'Optional' or 'Not included'."""
    names = {
        Treatment.INCLUDED: _("Included"),
        Treatment.OPTIONAL: _("Optional"),
        Treatment.EXCLUDED: _("Not included"),
    }
    return names[treatment]


def price_modes() -> list[tuple[PriceMode, str]]:
    """How a line can be paid."""
    return [
        (PriceMode.FEE, _("in the monthly fee")),
        (PriceMode.UNIT, _("for each one")),
        (PriceMode.ONCE, _("one time")),
    ]


def how_much(line: ScopeLine, terms: ScopeTerms) -> tuple[str, str]:
    """How much and how often, and a quiet remark after it: '4 / month', 'within 2 h' and ', Mon–Sat'."""
    if line.treatment is Treatment.EXCLUDED:
        return "—", ""
    language = spoken().language
    words = amount(line.quantity, line.unit, line.cadence, language, response_hours=line.response_hours)
    is_by_days = line.response_hours is not None or (line.cadence is Cadence.DAY and line.quantity in {None, 1})
    when = days(terms.coverage_days, language, is_short=True) if is_by_days else ""
    return words, f", {when}" if when else ""


def price(line: ScopeLine) -> tuple[str, bool]:
    """What a line costs as its row says it, and whether that is only a remark."""
    if line.treatment is Treatment.EXCLUDED:
        return _("not included"), True
    if line.price_cents is None:
        return "—", True
    cents = line_cents(line) if is_paid_once(line) or line.treatment is Treatment.OPTIONAL else monthly_cents(line)
    if line.treatment is Treatment.OPTIONAL:
        return f"+ {spoken().amount(cents)}", True
    if not line.price_cents:
        return (_("client"), False) if line.done_by_contact is not None else (_("in the fee"), True)
    return spoken().amount(cents), False


def price_label(line: ScopeLine, currency: str) -> str:
    """What the price field of a line is called."""
    sign = get_currency_symbol(currency, locale=spoken().locale)
    if line.price_mode is PriceMode.UNIT:
        return _("{sign} for each").format(sign=sign)
    if is_paid_once(line):
        return _("{sign} once").format(sign=sign)
    return _("{sign} per month").format(sign=sign)


def price_head(currency: str) -> str:
    """The head of the column of prices."""
    return _("{sign} / month").format(sign=get_currency_symbol(currency, locale=spoken().locale))


def price_note(line: ScopeLine) -> str:
    """A remark inside the price field: '20 each', '240 a month'."""
    if line.price_mode is PriceMode.UNIT and line.price_cents and not is_paid_once(line):
        return _("{amount} a month").format(amount=_plain(monthly_cents(line)))
    each = each_cents(line)
    return _("{amount} each").format(amount=_plain(each)) if each else ""


def _plain(cents: int) -> str:
    return spoken().number(cents // 100) if cents % 100 == 0 else spoken().amount(cents)


def change_of(line: ScopeLine, agreed: ScopeLine | None, currency: str, *, has_agreed: bool) -> str:
    """What a line changes against the agreed version: '12 → 16', '€240 → €320', 'new'."""
    if not has_agreed:
        return ""
    if agreed is None:
        return _("new")
    if agreed.treatment is not line.treatment:
        return f"{treatment_name(agreed.treatment)} → {treatment_name(line.treatment)}"
    pairs = ((agreed.quantity, line.quantity), (agreed.response_hours, line.response_hours))
    for before, now in pairs:
        if before != now:
            return f"{_count(before)} → {_count(now)}"
    if agreed.price_cents != line.price_cents and agreed.price_cents is not None and line.price_cents is not None:
        return f"{money(agreed.price_cents, currency, short=True)} → {money(line.price_cents, currency, short=True)}"
    return ""


def _count(number: int | None) -> str:
    return "—" if number is None else spoken().number(number)


def lines_count(count: int) -> str:
    """'3 lines'."""
    return ngettext("{count} line", "{count} lines", count).format(count=count)


def to_fix(count: int) -> str:
    """'1 thing to fix'."""
    return ngettext("{count} thing to fix", "{count} things to fix", count).format(count=count)


def long_day(day: date | None) -> str:
    """A day in full, or nothing."""
    return spoken().day(day) if day else ""


def undecided(count: int) -> str:
    """'84 undecided'."""
    return ngettext("{count} undecided", "{count} undecided", count).format(count=count)
