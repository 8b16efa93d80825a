"""The agency's people: what each role may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cmdesk.i18n import N_


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


__all__ = ["ROLE_NAMES", "Agency", "Member", "Right", "Role", "initials", "may"]
