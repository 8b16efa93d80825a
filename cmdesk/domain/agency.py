"""The agency's people: what each role may do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cmdesk.domain.clients import (
    Rule,
    checked_colour,
    checked_currency,
    checked_language,
    checked_line,
    checked_mail,
    checked_text,
    checked_zone,
)
from cmdesk.domain.errors import RuleBroken
from cmdesk.i18n import N_, gettext

_ = gettext


class Role(StrEnum):
    """What a member is in the agency."""

    OWNER = "owner"
    MANAGER = "manager"
    EDITOR = "editor"
    VIEWER = "viewer"


ROLE_NAMES = {
    Role.OWNER: N_("Owner"),
    Role.MANAGER: N_("Manager"),
    Role.EDITOR: N_("Editor"),
    Role.VIEWER: N_("Only looks"),
}


class Right(StrEnum):
    """What an action asks of the member who does it."""

    LOOK = "look"  # nothing but reading
    EDIT = "edit"  # posts, tasks, drafts of a scope
    AGREE = "agree"  # sending and agreeing a scope, clients and their people
    MANAGE = "manage"  # the agency, its members, the bin, restoring


_RIGHTS = {
    Role.VIEWER: frozenset({Right.LOOK}),
    Role.EDITOR: frozenset({Right.LOOK, Right.EDIT}),
    Role.MANAGER: frozenset({Right.LOOK, Right.EDIT, Right.AGREE}),
    Role.OWNER: frozenset(Right),
}


LOGO_BYTES = 5_000_000
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def may(role: Role | str, right: Right) -> bool:
    """Whether a member with this role may do what asks for this right."""
    return right in _RIGHTS[Role(role)]


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the agency's staff."""

    id: int
    name: str
    email: str
    colour: int  # 1 to 8, a colour of the theme
    role: Role
    is_active: bool
    version: int = 1

    @property
    def letters(self) -> str:
        """Two letters for the avatar."""
        return initials(self.name)


@dataclass(frozen=True, slots=True)
class Agency:
    """The agency that this workspace belongs to."""

    id: int
    name: str
    tax_id: str
    address: str
    email: str
    phone: str
    colour: str  # '#0F6370'
    language: str
    currency: str  # ISO 4217
    tax_bp: int  # hundredths of a per cent
    time_zone: str  # IANA name
    first_week_day: int  # 0 is Monday
    working_days: tuple[int, ...]  # 0 is Monday
    opens: int  # minutes after midnight
    closes: int
    logo: str | None  # hash of the picture's bytes
    version: int = 1


def initials(name: str) -> str:
    """The first letters of the first two words of a name, in capitals."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    letters = "".join(word[0] for word in words[:2]) if len(words) > 1 else name.strip()[:2]
    return letters.upper() or "?"


def check_logo(data: bytes) -> None:
    """Refuse what documents could not show as a logo.

    Raises:
        RuleBroken: It is neither a PNG nor a JPEG picture, or it is too large.
    """
    if not data.startswith(_PICTURES):
        raise RuleBroken(_("Choose a PNG or JPEG picture for the logo."), field="logo")
    if len(data) > LOGO_BYTES:
        raise RuleBroken(_("This picture is larger than 5 MB. Choose a smaller one."), field="logo")


def checked_agency(field: str, value: Any, *, present: Agency) -> Any:
    """What a field of the agency will hold.

    Raises:
        RuleBroken: It cannot hold this, or there is no such field.
    """
    if field == "working_days":
        return _week_days(value, field)
    if field in {"opens", "closes"}:
        return _hours(value, field, present)
    if field not in AGENCY_RULES:
        raise RuleBroken(_("There is no such field."), field=field)
    return AGENCY_RULES[field](value, field)


def checked_member(field: str, value: Any) -> Any:
    """What a field of a member will hold.

    Raises:
        RuleBroken: It cannot hold this, or there is no such field.
    """
    if field not in MEMBER_RULES:
        raise RuleBroken(_("There is no such field."), field=field)
    return MEMBER_RULES[field](value, field)


def _week_days(value: Any, field: str) -> list[int]:
    days = sorted(set(value))
    if not days:
        raise RuleBroken(_("Choose at least one working day."), field=field)
    if not set(days) <= set(range(7)):
        raise RuleBroken(_("There is no such day of the week."), field=field)
    return days


def _hours(value: Any, field: str, present: Agency) -> int:
    opens, closes = (value, present.closes) if field == "opens" else (present.opens, value)
    if value is None or not 0 <= value <= 24 * 60:
        raise RuleBroken(_("Write an hour between 0:00 and 24:00."), field=field)
    if opens >= closes:
        raise RuleBroken(_("The working day ends after it begins."), field=field)
    return int(value)


def _brand_colour(value: Any, field: str) -> str:
    if not _COLOUR.fullmatch(str(value)):
        raise RuleBroken(_("Write the colour as six digits after a #, such as #0F6370."), field=field)
    return str(value).upper()


def _tax(value: Any, field: str) -> int:
    if not 0 <= value <= 10_000:
        raise RuleBroken(_("Tax lies between 0 and 100 %."), field=field)
    return int(value)


def _first_day(value: Any, field: str) -> int:
    if value not in range(7):
        raise RuleBroken(_("There is no such day of the week."), field=field)
    return int(value)


def _role(value: Any, field: str) -> Role:
    if value not in set(Role):
        raise RuleBroken(_("Choose one of the list."), field=field)
    return Role(value)


AGENCY_RULES: dict[str, Rule] = {
    "name": lambda value, field: checked_line(value, field, needed=_("Write the name of the agency.")),
    "tax_id": checked_line,
    "address": checked_text,
    "email": checked_mail,
    "phone": checked_line,
    "colour": _brand_colour,
    "language": checked_language,
    "currency": checked_currency,
    "tax_bp": _tax,
    "time_zone": checked_zone,
    "first_week_day": _first_day,
}
MEMBER_RULES: dict[str, Rule] = {
    "name": lambda value, field: checked_line(value, field, needed=_("Write the person's name.")),
    "email": checked_mail,
    "colour": checked_colour,
    "role": _role,
    "is_active": lambda value, _field: bool(value),
}


__all__ = [
    "LOGO_BYTES",
    "ROLE_NAMES",
    "Agency",
    "Member",
    "Right",
    "Role",
    "check_logo",
    "checked_agency",
    "checked_member",
    "initials",
    "may",
]
