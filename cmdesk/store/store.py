"""An open database: questions in, plain data out; actions in, one transaction each."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session, sessionmaker

from cmdesk.domain.changes import ChangeSet, Kind
from cmdesk.domain.ranks import DIGITS
from cmdesk.models import Base, Journal
from cmdesk.store import codec
from cmdesk.store.engine import WRITES
from cmdesk.store.faults import LostRace, explained
from cmdesk.store.lock import FileLock
from cmdesk.store.recorder import Recorder
from cmdesk.store.restore import put_back

P = ParamSpec("P")
T = TypeVar("T")
ATTEMPTS = 4
_SERIAL = frozenset({Kind.CLIENT, Kind.SCOPE, Kind.SCOPE_LINE})  # what sending a scope depends on
_JOURNAL = insert(Base.metadata.tables["journal"])


@dataclass(frozen=True, slots=True)
class Acts:
    """Who acts now: what each session carries for the use cases."""

    member_id: int | None
    today: date
    now: datetime  # UTC


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the journal: one action with what it changed."""

    id: int
    at: datetime  # UTC
    member_id: int | None
    label: str
    is_undoable: bool
    undoes: int | None
    changes: ChangeSet


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What an action answered, what it changed, and its line in the journal.

    Attributes:
        value: The answer.
        changes: What it changed.
        entry: The line that can be taken back; none when it cannot.
        line: The line, whether it can be taken back or not; none when nothing was changed.
    """

    value: T
    changes: ChangeSet
    entry: int | None = None
    line: int | None = None


class Store:
    """An open database.

    Every call opens a session, closes it and returns plain data, so a store may be used from any
    thread and nothing that came out of it can reach back into the database.
    """

    def __init__(self, engine: Engine, lock: FileLock | None = None) -> None:
        self.engine = engine
        self._lock = lock
        # a question sees one state of the database, however many queries it takes; SQLite always does that
        is_shared = engine.dialect.name == "postgresql"
        self._reads = sessionmaker(engine.execution_options(isolation_level="REPEATABLE READ") if is_shared else engine)
        self._writes = sessionmaker(engine.execution_options(**{WRITES: True}), expire_on_commit=False)

    def close(self) -> None:
        """Close every connection and let other programs have the file."""
        self.engine.dispose()
        if self._lock:
            self._lock.give_back()

    def read(self, acts: Acts, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask a question; nothing that it changes stays."""
        with explained(), self._reads() as session:
            _inform(session, acts)
            return query(session, *args, **kwargs)

    def write(
        self,
        acts: Acts,
        label: str,
        run: Callable[[Session], T],
        *,
        is_undoable: bool = True,
        is_serial: bool = False,
        undoes: int | None = None,
    ) -> Outcome[T]:
        """Run an action in one transaction; run it again if it lost a race."""
        call = str(uuid.uuid4())
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._write_once(acts, label, run, call, is_undoable, is_serial, undoes)
            except LostRace:
                if attempt == ATTEMPTS:
                    raise
        raise AssertionError("unreachable")

    def _write_once(
        self,
        acts: Acts,
        label: str,
        run: Callable[[Session], T],
        call: str,
        is_undoable: bool,
        is_serial: bool,
        undoes: int | None,
    ) -> Outcome[T]:
        with explained(), self._writes.begin() as session:
            _inform(session, acts)
            if is_serial and self.engine.dialect.name == "postgresql":
                session.connection(execution_options={"isolation_level": "SERIALIZABLE"})
            recorder = Recorder(session)
            value = run(session)
            session.flush()
            changes = recorder.changes(label)
            if not changes.kinds:
                return Outcome(value, changes)
            can_undo = is_undoable and bool(changes.rows)
            entry = {
                "uuid": call,
                "at": acts.now,
                "member_id": acts.member_id,
                "label": label,
                "undoable": can_undo,
                "undoes": undoes,
                "rows": codec.written(changes.rows),
                "notes": sorted(kind.value for kind in changes.notes),
            }
            # Straight into the table: a second flush of the session costs as much as the first.
            key = session.connection().execute(_JOURNAL, entry).inserted_primary_key
            line = key[0] if key else None
            return Outcome(value, changes, line if can_undo else None, line)

    def revert(
        self,
        acts: Acts,
        changes: ChangeSet,
        undoes: int,
        check: Callable[[Session], object] | None = None,
        after: Callable[[Session, ChangeSet], object] | None = None,
    ) -> Outcome[None]:
        """Put every row back as it was, unless somebody changed it since.

        Args:
            acts: Who takes it back.
            changes: What was changed.
            undoes: The line of the journal that is taken back.
            check: Refuses who may not.
            after: Refuses what must not come of it.
        """

        def run(session: Session) -> None:
            if check is not None:
                check(session)
            put_back(session, changes, is_again=_takes_back(session, undoes))
            if after is not None:
                after(session, changes)

        return self.write(acts, changes.label, run, is_serial=not _SERIAL.isdisjoint(changes.kinds), undoes=undoes)

    def write_many(self, acts: Acts, label: str, batches: Iterable[tuple[Kind, list[Mapping[str, Any]]]]) -> int:
        """Write thousands of new rows round the recorder, as one line of the journal that cannot be undone.

        Args:
            acts: Who writes.
            label: The name of the action.
            batches: Kinds with rows, each row with its id.

        Returns:
            How many rows were written.
        """
        count = 0
        kinds: set[Kind] = set()
        with explained(), self._writes.begin() as session:
            for kind, rows in batches:
                if rows:
                    session.execute(insert(Base.metadata.tables[kind.value]), rows)
                    kinds.add(kind)
                    count += len(rows)
            session.add(
                Journal(
                    uuid=str(uuid.uuid4()),
                    at=acts.now,
                    member_id=acts.member_id,
                    label=label,
                    undoable=False,
                    notes=sorted(kind.value for kind in kinds),
                )
            )
            session.flush()
            if self.engine.dialect.name == "postgresql":
                for kind in kinds:
                    column = Base.metadata.tables[kind.value].c.id
                    sequence = func.pg_get_serial_sequence(kind.value, "id")
                    session.execute(select(func.setval(sequence, select(func.max(column)).scalar_subquery())))
        return count

    def entries(self, *, after: int = 0, limit: int = 500, newest: bool = False) -> list[Entry]:
        """Lines of the journal after an id, oldest first; or the newest ones, newest first."""
        order = Journal.id.desc() if newest else Journal.id
        with explained(), self._reads() as session:
            rows = session.scalars(select(Journal).where(Journal.id > after).order_by(order).limit(limit))
            return [_entry(row) for row in rows]


def _inform(session: Session, acts: Acts) -> None:
    salt = secrets.choice(DIGITS) + secrets.choice(DIGITS[1:])
    session.info.update(member_id=acts.member_id, today=acts.today, now=acts.now, salt=salt)


def _takes_back(session: Session, line: int) -> bool:
    """Whether a line of the journal took something back, rather than doing it, or doing it again."""
    takes_back = False
    while (undone := session.scalar(select(Journal.undoes).where(Journal.id == line))) is not None:
        takes_back, line = not takes_back, undone
    return takes_back


def _entry(row: Journal) -> Entry:
    changes = ChangeSet(row.label, codec.read(row.rows), frozenset(Kind(note) for note in row.notes))
    return Entry(row.id, row.at, row.member_id, row.label, row.undoable, row.undoes, changes)
