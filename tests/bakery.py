"""A bakery and its agency: the small world in which calendar tests take place."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from cmdesk.desk import Desk, new_desk, open_desk
from cmdesk.models import Channel, Client, Scope, ScopeEvent, ScopeLine
from cmdesk.services.action import action
from tests.made import AGENCY, FOUNDER, OWNER, made

TODAY = date(2026, 10, 14)
NOW = datetime(2026, 10, 14, 8, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    """One included line of a scope."""

    title: str
    unit: str
    quantity: int
    formats: tuple[str, ...] = ()
    cadence: str = "month"
    roll_over: str = "lapses"
    lineage: str = ""
    networks: tuple[str, ...] = ()


BREAD = (
    Line("Feed posts", "post", 12, ("post", "carousel")),
    Line("Reels", "reel", 4, ("reel", "video")),
    Line("Stories", "story", 5, ("story",), "week"),
)


@action("Add client")
def add_client(
    session: Session, name: str, letters: str, colour: int = 1, networks: Sequence[tuple[str, int | None]] = ()
) -> int:
    """A client with its channels, each with its usual hour."""
    client = Client(name=name, letters=letters, colour=colour)
    session.add(client)
    session.flush()
    session.add_all(Channel(client_id=client.id, network=network, usual_minute=minute) for network, minute in networks)
    return client.id


@action("Agree scope", is_undoable=False)
def agree(
    session: Session,
    client_id: int,
    first_day: date,
    lines: Sequence[Line] = BREAD,
    number: int = 1,
    last_day: date | None = None,
    lead_days: int = 2,
    silence_days: int | None = None,
) -> int:
    """A version that was sent and agreed, with these lines; where days of silence are named, they are a yes."""
    scope = Scope(
        client_id=client_id, number=number, first_day=first_day, last_day=last_day, lead_days=lead_days,
        silence_is_yes=silence_days is not None, silence_days=silence_days or 3,
    )  # fmt: skip
    session.add(scope)
    session.flush()
    session.add_all(
        ScopeLine(
            scope_id=scope.id, lineage=line.lineage or line.title, position=place, area="content", title=line.title,
            quantity=line.quantity, unit=line.unit, cadence=line.cadence, formats=list(line.formats),
            networks=list(line.networks), roll_over=line.roll_over, price_cents=0,
        )
        for place, line in enumerate(lines)
    )  # fmt: skip
    session.flush()
    for kind in ("created", "sent", "agreed"):
        session.add(
            ScopeEvent(
                client_id=client_id, scope_id=scope.id, kind=kind, day=first_day, at=NOW, member_id=None,
                contact="Elena Masal", own_hash=f"{scope.id}{kind}",
            )
        )  # fmt: skip
        session.flush()
    return scope.id


@action("Supersede scope", is_undoable=False)
def supersede(session: Session, client_id: int, scope_id: int, last_day: date) -> None:
    """The last day on which a version was in force."""
    session.add(
        ScopeEvent(
            client_id=client_id, scope_id=scope_id, kind="superseded", day=last_day, at=NOW, member_id=None,
            last_day=last_day, own_hash=f"{scope_id}superseded",
        )
    )  # fmt: skip


def open_bakery(name: str | Path, *, today: date = TODAY, agreed: bool = True) -> tuple[Desk, int]:
    """The agency's desk with a bakery as its client; a scope is in force since September."""

    def make(place: str) -> int:
        desk = new_desk(place, AGENCY, OWNER, today=today, clock=lambda: NOW)
        networks = [("instagram", 540), ("facebook", None), ("tiktok", 1140)]
        client_id = desk.do(add_client, "Horno Masalumbre", "HM", 1, networks).value
        if agreed:
            desk.do(agree, client_id, date(2026, 9, 1))
        desk.close()
        return client_id

    client_id = made(name, ("bakery", today, agreed), make)
    return open_desk(str(name), member_id=FOUNDER, today=today, clock=lambda: NOW), client_id


def old_workspace(folder: Path) -> Path:
    """A workspace that version 0.1.0 made: a scope that was sent and agreed, and a draft of the next version."""
    kept = Path(__file__).parent / "data" / "workspaces" / "0.1.0.cmdesk.gz"
    file = folder / "old.cmdesk"
    file.write_bytes(gzip.decompress(kept.read_bytes()))
    return file
