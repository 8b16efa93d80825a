"""Use cases that change data: their name in the Edit menu and what they ask of a member."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Concatenate, Generic, ParamSpec, TypeVar

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from cmdesk.domain.agency import Right, Role, may
from cmdesk.domain.errors import Conflict, NotFound, RuleBroken
from cmdesk.i18n import gettext as _
from cmdesk.models import Base, Member

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R", bound=Base)
_MEMBER = Base.metadata.tables["member"].c
_ROLE = select(_MEMBER.role, _MEMBER.is_active).where(_MEMBER.id == bindparam("member"))


@dataclass(frozen=True)
class Action(Generic[P, T]):
    """A use case that changes data.

    Attributes:
        label: Its name in the Edit menu, in English; translated where it is shown.
        run: The function.
        right: What the acting member must be allowed.
        is_undoable: Whether it can be taken back; sending, agreeing and exporting cannot.
        is_serial: Whether two of them must never run at once on a shared database.
    """

    label: str
    run: Callable[Concatenate[Session, P], T]
    right: Right = Right.EDIT
    is_undoable: bool = True
    is_serial: bool = False

    def __call__(self, session: Session, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run it inside a session that is open already, as one part of another action."""
        return self.run(session, *args, **kwargs)


def action(
    label: str, *, right: Right = Right.EDIT, is_undoable: bool = True, is_serial: bool = False
) -> Callable[[Callable[Concatenate[Session, P], T]], Action[P, T]]:
    """Name a use case as the Edit menu will: 'Undo Move post'."""
    return lambda run: Action(label, run, right, is_undoable, is_serial)


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, and when."""

    member_id: int | None
    today: date
    now: datetime  # UTC
    salt: str = ""  # two random digits, which keep the ranks of two people apart


def acting(session: Session) -> Acting:
    """Who acts in this session, and when; the desk has put it there."""
    info = session.info
    return Acting(info.get("member_id"), info["today"], info["now"], info.get("salt", ""))


def check_right(session: Session, wanted: Right) -> None:
    """Refuse what the acting member's role does not allow.

    An agency without members is being founded: whoever does that may do all.

    Raises:
        RuleBroken: The role does not allow it, or nobody said who acts.
    """
    member_id = acting(session).member_id
    if member_id is None:
        if session.scalar(select(func.count()).select_from(Member)):
            raise RuleBroken(_("Say first who you are, at the bottom left of the window."))
        return
    row = session.execute(_ROLE, {"member": member_id}).one_or_none()
    if row is None or not row.is_active:
        raise RuleBroken(_("You are not one of the members any more. Say who you are, at the bottom left."))
    if not may(row.role, wanted):
        raise RuleBroken(_("Your role does not allow this. Ask an owner of the agency."))


def acting_role(session: Session) -> Role:
    """What the acting member is; whoever founds an agency is an owner, and nobody in particular only looks."""
    member_id = acting(session).member_id
    if member_id is None:
        return Role.VIEWER if session.scalar(select(func.count()).select_from(Member)) else Role.OWNER
    row = session.execute(_ROLE, {"member": member_id}).one_or_none()
    return Role(row.role) if row is not None and row.is_active else Role.VIEWER


def found(session: Session, model: type[R], key: int, *, version: int | None = None) -> R:
    """The row with this id that is not in the bin.

    Args:
        session: The open session.
        model: Its table.
        key: Its id.
        version: The version that the form was opened with; another one means that somebody changed it.

    Raises:
        NotFound: It is not there any more.
        Conflict: It was changed since.
    """
    record = session.get(model, key)
    if record is None or getattr(record, "deleted_at", None) is not None:
        raise NotFound(_("This is not there any more. Somebody may have deleted it."))
    if version is not None and getattr(record, "version", version) != version:
        raise Conflict(_("Somebody changed this since you opened it. Look at it again."))
    return record
