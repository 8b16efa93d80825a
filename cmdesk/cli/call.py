"""One call of the command line: the agency it concerns, who acts, and what it answers."""

from __future__ import annotations

import json
import re
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from cmdesk import settings
from cmdesk.cli.names import Named, named
from cmdesk.desk import Clock, Desk, member_to_act, open_desk, system_clock
from cmdesk.domain.agency import Role
from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.i18n import N_, spoken
from cmdesk.i18n import gettext as _
from cmdesk.services.action import Action
from cmdesk.services.agency import members
from cmdesk.services.clients import tiles
from cmdesk.store.engine import file_of, is_address
from cmdesk.store.passwords import stripped

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call says.

    Attributes:
        data: As one JSON document.
        text: The same for people.
        code: The exit code.
        remark: A sentence beside the answer, on standard error.
    """

    data: object
    text: str
    code: int = 0
    remark: str = ""

    def show(self, *, is_json: bool) -> int:
        """Print the answer and return the exit code."""
        is_plain = (sys.stdout.encoding or "utf-8").lower().replace("-", "") != "utf8"
        said = json.dumps(self.data, ensure_ascii=is_plain, indent=2) if is_json else self.text
        if is_plain:
            said = said.encode(sys.stdout.encoding, "replace").decode(sys.stdout.encoding)
        if said:
            sys.stdout.write(f"{said}\n")
            sys.stdout.flush()
        if self.remark:
            sys.stderr.write(f"{self.remark}\n")
        return self.code


class Call:
    """What was said, with the agency that it is about; the agency is opened when it is first asked for."""

    def __init__(self, said: Namespace) -> None:
        self.said = said
        self._desk: Desk | None = None

    def __enter__(self) -> Call:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let other programs have the agency."""
        if self._desk:
            self._desk.close()
            self._desk = None

    # --- where, when and who ----------------------------------------------------------------

    @property
    def workspace(self) -> str:
        """The file or address that the call is about.

        Raises:
            NotFound: None was named, and none was opened before.
        """
        wanted = self.said.workspace or next(iter(settings.load().workspaces), "")
        if not wanted:
            raise NotFound(_("No agency was opened yet. Name its file with -w, or make one with “new”."))
        return full_name(wanted)

    @property
    def clock(self) -> Clock:
        """The clock of this call: the day that was named, at this hour."""
        return on_day(self.said.today) if self.said.today else system_clock

    @property
    def today(self) -> date:
        """The day it is for the person who calls."""
        return self.said.today or system_clock().astimezone().date()

    @property
    def desk(self) -> Desk:
        """The open agency, in the hands of the member who acts."""
        if self._desk is None:
            name = self.workspace
            self._desk = open_desk(name, today=self.said.today, clock=self.clock)
            self._desk.member_id = self._acting_member(self._desk, settings.load().members.get(stripped(name)))
        return self._desk

    def _acting_member(self, desk: Desk, known: int | None) -> int | None:
        """Who was named; else who is known here, the only member, or the owner who came first."""
        active = desk.read(members, only_active=True)
        if self.said.member:
            return named(self.said.member, [Named(m.id, m.name, (m.email,)) for m in active], _NO_MEMBER, _MEMBERS)
        owners = [m.id for m in active if m.role is Role.OWNER]
        return desk.read(member_to_act, known) or min(owners, default=None)

    # --- asking and doing -------------------------------------------------------------------

    def read(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask the agency something."""
        return self.desk.read(query, *args, **kwargs)

    def do(self, action: Action[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do something in the agency.

        Raises:
            RuleBroken: Nobody knows who acts, or it is not allowed.
        """
        self.check_member()
        return self.desk.do(action, *args, **kwargs).value

    def check_member(self) -> None:
        """Refuse to act in the name of nobody.

        Raises:
            RuleBroken: Nobody was named, and the agency has no owner.
        """
        if self.desk.member_id is None:
            known = spoken().list_of(m.name for m in self.desk.read(members, only_active=True))
            raise RuleBroken(_("Say with --as who you are: {names}.").format(names=known))

    def client(self, wanted: str) -> int:
        """The id of the client with this name.

        Raises:
            NotFound: None is called so.
            RuleBroken: Several are.
        """
        known = [Named(t.id, t.name, (t.letters,)) for t in self.read(tiles, include_archived=True)]
        return named(wanted, known, _NO_CLIENT, _CLIENTS)


_NO_MEMBER = N_("There is no member called “{name}”.")
_MEMBERS = N_("Several members are called “{name}”: {names}. Write more of the name.")
_NO_CLIENT = N_("There is no client called “{name}”.")
_CLIENTS = N_("Several clients are called “{name}”: {names}. Write more of the name.")


def full_name(workspace: str) -> str:
    """A workspace's name as it is remembered: the whole path of a file, an address as it stands.

    Raises:
        RuleBroken: It is an address that was not written as one; its password would become the name of a file.
    """
    if is_address(workspace):
        return workspace
    if re.match(r"postgres(?:ql)?:|[^/\\]*:[^/\\]*@", workspace):
        raise RuleBroken(_("This is no address of a database. It looks like postgresql://name@server/database."))
    return str(file_of(workspace))


def on_day(day: date) -> Clock:
    """A clock that shows this day, at the hour that it is."""

    def clock() -> datetime:
        return system_clock().astimezone().replace(year=day.year, month=day.month, day=day.day).astimezone(UTC)

    return clock


def remember(workspace: str, member_id: int | None = None) -> None:
    """Let the window and the next call open this agency by itself."""
    name = stripped(workspace)
    known = settings.load().opened(name)
    settings.save(known.known_as(name, member_id) if member_id is not None else known)


def path_of(text: str) -> Path:
    """The file that a person named."""
    return Path(text).expanduser().absolute()


def columns(heads: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> str:
    """Rows under their heads, as columns that stand below each other; some are set to the right."""
    shown = [list(heads), *([_one_line(cell) for cell in row] for row in rows)]
    widths = [max(_width(row[at]) for row in shown) for at in range(len(heads))]
    return "\n".join(
        "  ".join(_padded(cell, widths[at], is_right=at in right) for at, cell in enumerate(row)).rstrip()
        for row in shown
    )


def _padded(text: str, width: int, *, is_right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if is_right else text + space


def _one_line(text: str) -> str:
    """Text that neither breaks a column nor says anything to a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _width(text: str) -> int:
    """How many cells of a terminal a text fills."""
    from unicodedata import combining, east_asian_width

    return sum((0 if combining(c) or c in "\u200d\ufe0f" else 2 if east_asian_width(c) in "WF" else 1) for c in text)


def decimal(cents: int | None) -> str | None:
    """An amount of cents as machines read it: '905.00'."""
    return None if cents is None else f"{cents // 100}.{cents % 100:02d}"


def iso_day(day: date | None) -> str | None:
    """A day as machines read it."""
    return day.isoformat() if day else None


def words(names: dict[Any, str], value: Any) -> str:
    """The word of a list for one of its values."""
    return _(names[value])
