"""One open agency: ask, do, take back, back up, and hear what colleagues did."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, Generic, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from cmdesk.domain.agency import Right
from cmdesk.domain.changes import ChangeSet
from cmdesk.domain.errors import Conflict, NotFound, RuleBroken
from cmdesk.domain.moments import Month
from cmdesk.domain.scope import Verdict
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _
from cmdesk.paths import backup_folder
from cmdesk.services.action import Action, check_right
from cmdesk.services.agency import found_agency, members
from cmdesk.store import backup, check, passwords, workspace
from cmdesk.store.engine import file_of, is_address
from cmdesk.store.store import Acts, Entry, Store

if TYPE_CHECKING:
    from cmdesk.domain.reporting import Progress
    from cmdesk.domain.review import AnswerSheet, PackContent
    from cmdesk.domain.signing import Verdict as SignedVerdict
    from cmdesk.services.reporting import ReportRequest

P = ParamSpec("P")
T = TypeVar("T")
REMEMBERED = 200
SAMPLE_DAYS = 7
OVERLAP = 50  # lines of the journal that are read again for latecomers
_ILLEGAL = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')  # signs that the name of a file cannot hold
Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What an action answered, what it changed, and whether it can be taken back."""

    value: T
    changes: ChangeSet
    can_undo: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A finished document."""

    content: bytes  # of a PDF
    file_name: str
    language: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A version that was sent: the fingerprint of its content, and its PDF as it was kept."""

    fingerprint: str
    document: Document


@dataclass(frozen=True, slots=True)
class Packed:
    """A review pack that was made: what it shows, and its page as it was kept."""

    pack_id: int
    content: PackContent
    page: Document


@dataclass(frozen=True, slots=True)
class _Step:
    """An action on the undo stack."""

    entry: int
    changes: ChangeSet
    right: Right


class Desk:
    """An open workspace in the hands of one member.

    Calls may come from any thread; actions, undo and redo must come one after another, which the
    window's write lane does.
    """

    def __init__(
        self,
        store: Store,
        name: str,
        *,
        member_id: int | None = None,
        today: date | None = None,
        clock: Clock = system_clock,
    ) -> None:
        self._store = store
        self._fixed_today = today
        self._clock = clock
        self._done: deque[_Step] = deque(maxlen=REMEMBERED)
        self._undone: deque[_Step] = deque(maxlen=REMEMBERED)
        self._start = 0  # the newest line of the journal when it began to listen
        self._heard = 0
        self._told: set[int] = set()
        self._own: set[int] = set()  # lines that this desk wrote
        self.name = name
        self._member_id = member_id

    # --- who and when -----------------------------------------------------------------------

    @property
    def member_id(self) -> int | None:
        """Who acts; another person takes back only what they did themselves."""
        return self._member_id

    @member_id.setter
    def member_id(self, member_id: int | None) -> None:
        if member_id != self._member_id:
            self._member_id = member_id
            self._done.clear()
            self._undone.clear()

    @property
    def today(self) -> date:
        """The day it is for the person at this computer."""
        return self._fixed_today or self._clock().astimezone().date()

    def _acts(self) -> Acts:
        return Acts(self.member_id, self.today, self._clock())

    @property
    def is_file(self) -> bool:
        """Whether the workspace is a file, not a server."""
        return not is_address(self.name)

    # --- asking and doing -------------------------------------------------------------------

    def read(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Answer a question."""
        return self._store.read(self._acts(), query, *args, **kwargs)

    def do(self, action: Action[P, T], *args: P.args, **kwargs: P.kwargs) -> Done[T]:
        """Perform an action, if the acting member may.

        Raises:
            DeskError: It was refused or failed; nothing was changed.
        """

        def run(session: Session) -> T:
            check_right(session, action.right)
            return action.run(session, *args, **kwargs)

        outcome = self._store.write(
            self._acts(), action.label, run, is_undoable=action.is_undoable, is_serial=action.is_serial
        )
        self._wrote(outcome.line)
        if outcome.entry is not None:
            self._done.append(_Step(outcome.entry, outcome.changes, action.right))
            self._undone.clear()
        return Done(outcome.value, outcome.changes, outcome.entry is not None)

    # --- undo and redo ----------------------------------------------------------------------

    @property
    def undo_label(self) -> str | None:
        """The name of the action that undo would take back, in English."""
        return self._done[-1].changes.label if self._done else None

    @property
    def redo_label(self) -> str | None:
        """The name of the action that redo would do again, in English."""
        return self._undone[-1].changes.label if self._undone else None

    def undo(self) -> Done[None]:
        """Take back this person's last action.

        Raises:
            RuleBroken: There is none.
            Conflict: A colleague changed the same thing since; the step is dropped.
        """
        return self._turn(self._done, self._undone, _("There is nothing to take back."))

    def redo(self) -> Done[None]:
        """Do again what was taken back last.

        Raises:
            RuleBroken: There is nothing.
            Conflict: A colleague changed the same thing since; the step is dropped.
        """
        return self._turn(self._undone, self._done, _("There is nothing to do again."))

    def _turn(self, source: deque[_Step], target: deque[_Step], nothing: str) -> Done[None]:
        if not source:
            raise RuleBroken(nothing)
        step = source[-1]
        try:
            outcome = self._store.revert(
                self._acts(), step.changes, step.entry, partial(check_right, wanted=step.right), _check_yes_again
            )
        except (Conflict, RuleBroken):
            source.pop()
            raise
        source.pop()
        self._wrote(outcome.line)
        if outcome.entry is not None:
            target.append(_Step(outcome.entry, outcome.changes, step.right))
        return Done(None, outcome.changes, outcome.entry is not None)

    def undo_newest(self) -> str:
        """Take back the newest action of this member that still stands, by the journal.

        Returns:
            The name of the action, in English.

        Raises:
            RuleBroken: There is none.
            Conflict: Something later touched the same rows.
        """
        entry = _newest_standing(self._store.entries(newest=True), self.member_id)
        if entry is None:
            raise RuleBroken(_("There is nothing to take back."))
        may_edit = partial(check_right, wanted=Right.EDIT)
        outcome = self._store.revert(self._acts(), entry.changes, entry.id, may_edit, _check_yes_again)
        self._wrote(outcome.line)
        return entry.label

    def history(self, limit: int = 50) -> list[Entry]:
        """The newest lines of the journal, newest first."""
        return self._store.entries(newest=True, limit=limit)

    # --- what colleagues did ----------------------------------------------------------------

    def listen(self) -> None:
        """Count as heard what stands in the journal now."""
        newest = self._store.entries(newest=True, limit=1)
        self._start = self._heard = newest[0].id if newest else 0

    def _wrote(self, line: int | None) -> None:
        if line is not None:
            self._own.add(line)

    def news(self) -> list[ChangeSet]:
        """What was changed since the last call by others, or by the same member at another computer.

        A shared journal is read with an overlap, because a line with a lower number may be committed
        after one with a higher.
        """
        entries = self._store.entries(after=max(0, self._heard - OVERLAP))
        fresh = [e for e in entries if e.id > self._start and e.id not in self._told]
        self._heard = max([self._heard, *(e.id for e in entries)])
        self._told = {e.id for e in entries if e.id > self._heard - OVERLAP}
        news = [e.changes for e in fresh if e.id not in self._own]
        # in place, since the write lane may add to it meanwhile
        self._own.difference_update([line for line in self._own.copy() if line <= self._heard - OVERLAP])
        return news

    # --- documents --------------------------------------------------------------------------

    def document(self, request: ReportRequest, progress: Progress | None = None) -> Document:
        """A document as the bytes of a PDF; the same content always gives the same bytes.

        Raises:
            NotFound: What it is about is not there any more.
            Cancelled: The progress said so.
        """
        from cmdesk.reports import writer

        if request.kind == "scope":
            from cmdesk.services.scope_document import scope_document

            scope, language = self.read(scope_document, request.scope_id or 0, request.language)
            content = writer.render_scope(scope, language, progress)
            return Document(content, writer.scope_file_name(scope, language), language)
        if request.kind == "comparison":
            from cmdesk.services.agreement_documents import comparison_document

            ids = request.other_id or 0, request.scope_id or 0
            compared, language = self.read(comparison_document, request.client_id, *ids, request.language)
            content = writer.render_comparison(compared, language, progress)
            return Document(content, writer.comparison_file_name(compared, language), language)
        if request.kind == "proof":
            from cmdesk.services.agreement_documents import proof_document

            proved, language = self.read(proof_document, request.client_id, request.language)
            content = writer.render_proof(proved, language, progress)
            return Document(content, writer.proof_file_name(proved, language), language)
        if request.kind == "review":
            return self.review_paper(self._pack_content(request), progress)
        if request.kind in {"calendar", "posts"}:
            return self._calendar_paper(request, progress)
        from cmdesk.services.reporting import status_report

        month = request.month or Month.of(self.today)
        report, language = self.read(status_report, request.client_id, month, request.language)
        content = writer.render_status(report, language, progress)
        return Document(content, writer.status_file_name(report, language), language)

    def _calendar_paper(self, request: ReportRequest, progress: Progress | None) -> Document:
        """A month on its sheet, or the list of its posts."""
        from cmdesk.reports import writer
        from cmdesk.services.calendar_papers import calendar_paper
        from cmdesk.services.reporting import EVERYBODY

        is_sheet = request.kind == "calendar"
        paper, language = self.read(
            calendar_paper,
            None if request.client_id == EVERYBODY else request.client_id,
            request.month or Month.of(self.today),
            size=request.paper,
            with_texts=request.with_texts or not is_sheet,
            language=request.language,
        )
        if is_sheet:
            content = writer.render_month(paper, language, progress)
            return Document(content, writer.month_file_name(paper, language), language)
        content = writer.render_posts(paper, language, progress)
        return Document(content, writer.posts_file_name(paper, language), language)

    def export(self, request: ReportRequest, path: Path, progress: Progress | None = None) -> Path:
        """Save a document as a PDF, whole or not at all, and keep it as issued.

        Args:
            request: Which document.
            path: The file, or a folder in which it takes its own name.
            progress: Told about each step.

        Raises:
            Unavailable: The file cannot be written there.
            Cancelled: The progress said so; nothing was written.
        """
        from cmdesk.reports import writer
        from cmdesk.services.reporting import EVERYBODY, keep_run

        made = self.document(request, progress)
        target = path / made.file_name if path.is_dir() else path
        writer.put(made.content, target)
        if request.client_id != EVERYBODY:
            self.do(keep_run, request, made.language, made.content)
        return target

    def send_scope(
        self, scope_id: int, version: int | None = None, *, day: date | None = None, progress: Progress | None = None
    ) -> Done[Sent]:
        """Freeze a draft, draw its PDF from what is frozen and keep it: all in one transaction, or nothing at all.

        Args:
            scope_id: The draft.
            version: The version of the row that the person looked at.
            day: The day on which it goes to the client; by itself, today.
            progress: Told about each step of the drawing; may stop it, and then nothing was sent.

        Raises:
            RuleBroken: Something must be fixed first, or it was sent already.
            Conflict: Somebody changed it since `version`.
            Cancelled: The progress said so.
        """
        from cmdesk.services.agreeing import send

        def run(session: Session) -> Sent:
            check_right(session, send.right)
            digest = send(session, scope_id, day, version)
            return Sent(digest, _issued(session, scope_id, progress))

        outcome = self._store.write(self._acts(), send.label, run, is_undoable=False, is_serial=True)
        self._wrote(outcome.line)
        return Done(outcome.value, outcome.changes)

    def proof(self, client_id: int, kind: str = "pdf", language: str | None = None) -> Document:
        """The proof of what was agreed with a client: a PDF to read, or the JSON that anybody can check.

        Raises:
            NotFound: Nothing was ever sent to this client.
        """
        from cmdesk.services.proof import proof
        from cmdesk.services.reporting import ReportRequest

        if kind == "pdf":
            return self.document(ReportRequest("proof", client_id, language=language))
        found = self.read(proof, client_id)
        name = _("{client} - Proof of what was agreed").format(client=found.client)
        return Document(found.as_json().encode(), f"{_ILLEGAL.sub(' ', name).strip()}.json", language or "")

    def look_at_signed(self, scope_id: int, data: bytes) -> SignedVerdict:
        """What a signed PDF that came back proves about a version; nothing is written.

        Raises:
            RuleBroken: The file cannot be read; the sentence says why.
            NotFound: There is no such version, or no PDF of it was issued.
        """
        from cmdesk.domain.signing import judge
        from cmdesk.exchange.returned import read_returned
        from cmdesk.services.signing import issued_papers

        issued = self.read(issued_papers, scope_id)
        return judge(read_returned(data, issued.papers, issued.data, issued.known, issued.at))

    # --- review packs -----------------------------------------------------------------------

    def make_review_pack(
        self,
        client_id: int,
        post_ids: Sequence[int],
        *,
        answer_by: date | None = None,
        language: str | None = None,
        progress: Progress | None = None,
    ) -> Done[Packed]:
        """Draw the page of a pack, keep it, and let its posts wait for the client.

        Raises:
            RuleBroken: A post is not to be asked about.
            Conflict: A post was changed while the page was drawn.
        """
        from cmdesk.exchange.review_page import page_file_name, review_page
        from cmdesk.services.review import make_pack, pack_content

        content = self.read(pack_content, client_id, post_ids, answer_by=answer_by, language=language)
        if progress is not None:
            progress.step(1, 2)
        page = review_page(content)
        made = self.do(make_pack, content, page)
        document = Document(page, page_file_name(content), content.language)
        return Done(Packed(made.value, content, document), made.changes, made.can_undo)

    def review_paper(self, content: PackContent, progress: Progress | None = None) -> Document:
        """A pack for those who print: the same posts, with boxes to tick and lines to write on."""
        from cmdesk.reports import writer

        pdf = writer.render_review(content, content.language, progress)
        return Document(pdf, writer.review_file_name(content, content.language), content.language)

    def _pack_content(self, request: ReportRequest) -> PackContent:
        from cmdesk.services.review import pack_content

        return self.read(
            pack_content,
            request.client_id,
            request.post_ids,
            answer_by=request.answer_by,
            language=request.language,
        )

    def look_at_answer(self, data: bytes | str) -> AnswerSheet:
        """What a client answered to a pack, from a file or a text code; nothing is written.

        Raises:
            RuleBroken: It cannot be read; the sentence says why.
            NotFound: No pack of this workspace is meant.
        """
        from cmdesk.exchange.review_answer import read_review_answer
        from cmdesk.services.review import read_answer

        return self.read(read_answer, read_review_answer(data))

    # --- backups and the end ----------------------------------------------------------------

    def back_up(self, target: Path | None = None) -> backup.Backup:
        """Make a verified backup, in the data folder unless a target is given.

        Raises:
            RuleBroken: The workspace lies on a server.
            Unavailable: The folder cannot be written, or the disk is full.
        """
        return back_up(self.name, target, clock=self._clock)

    def look_through(self) -> None:
        """Read every page of a large workspace file once; a small one was read when it was opened.

        Raises:
            Unavailable: The file is damaged.
        """
        if self.is_file and workspace.is_large(file_of(self.name)):
            workspace.look_through(self._store.engine)

    def check(self) -> Verdict:
        """Whether the tables are whole and all that was kept reads as it was written."""
        from cmdesk.services.checking import faults

        return Verdict((*check.schema_faults(self._store.engine), *self.read(faults)))

    def close(self) -> None:
        """Close the workspace and let other programs have it."""
        self._store.close()


def _check_yes_again(session: Session, changes: ChangeSet) -> None:
    """Refuse to bring back a client's yes to something else; what knows of it is loaded when it is needed."""
    from cmdesk.services.approval import check_yes_again

    check_yes_again(session, changes)


def _issued(session: Session, scope_id: int, progress: Progress | None) -> Document:
    """The PDF of a version as it is in this transaction, kept as issued."""
    from cmdesk.reports import writer
    from cmdesk.services.reporting import ReportRequest, keep_run, scope_document
    from cmdesk.services.scopes import scope

    session.flush()
    contents, language = scope_document(session, scope_id)
    content = writer.render_scope(contents, language, progress)
    client_id = scope(session, scope_id).client_id
    keep_run(session, ReportRequest("scope", client_id, scope_id), language, content)
    return Document(content, writer.scope_file_name(contents, language), language)


def _newest_standing(entries: list[Entry], member_id: int | None) -> Entry | None:
    """The newest undoable action that nothing which still stands took back; entries newest first."""
    taken_back: set[int] = set()
    for entry in entries:
        stands = entry.id not in taken_back
        if entry.undoes is not None:
            if stands:
                taken_back.add(entry.undoes)
        elif stands and entry.is_undoable and entry.member_id == member_id:
            return entry
    return None


def open_desk(
    name: str,
    *,
    member_id: int | None = None,
    today: date | None = None,
    clock: Clock = system_clock,
) -> Desk:
    """Open a workspace; an older one is backed up and brought to this version first.

    Raises:
        DeskError: It cannot be opened; the sentence says why.
    """

    def before_upgrade(path: Path) -> None:
        backup.make(path, backup_folder() / backup.name_for(path, clock()), clock())

    address = passwords.completed(name)
    store = workspace.open_store(address, before_upgrade=before_upgrade)
    passwords.keep(address)
    desk = Desk(store, passwords.stripped(name), member_id=member_id, today=today, clock=clock)
    desk.listen()
    return desk


def new_desk(
    name: str,
    agency: str,
    owner: str,
    *,
    language: str = "es",
    today: date | None = None,
    clock: Clock = system_clock,
) -> Desk:
    """Make a workspace with an agency, its first member and the catalogue, and open it.

    Raises:
        DeskError: There is something already, or the place cannot be written.
    """
    workspace.create(name)
    desk = open_desk(name, today=today, clock=clock)
    try:
        desk.member_id = desk.do(found_agency, agency, owner, language).value
    except BaseException:
        desk.close()
        if desk.is_file:
            file_of(name).unlink(missing_ok=True)
        raise
    desk._done.clear()
    return desk


def member_to_act(session: Session, known: int | None, name: str = "") -> int | None:
    """Who acts in a workspace: the named one, else the one known here, else the only one.

    Raises:
        NotFound: Nobody active has this name.
    """
    active = members(session, only_active=True)
    if name:
        wanted = [m for m in active if m.name.casefold() == name.casefold()] or [
            m for m in active if name.casefold() in m.name.casefold()
        ]
        if len(wanted) != 1:
            raise NotFound(_("There is no member called “{name}”.").format(name=name))
        return wanted[0].id
    if any(m.id == known for m in active):
        return known
    return active[0].id if len(active) == 1 else None


def make_sample(name: str, *, today: date | None = None, clock: Clock = system_clock) -> None:
    """Make the sample agency, unless it is there and its day is no more than a week old.

    Raises:
        RuleBroken: Another file is there; it is never overwritten.
        Unavailable: The folder cannot be written, or the sample is open.
    """
    from cmdesk.services.sample import sample_day

    day = today or clock().astimezone().date()
    if is_address(name):
        workspace.create(passwords.completed(name))
        _fill_sample(name, day, clock)
        return
    path = file_of(name)
    if path.exists():
        desk = open_desk(name, today=day, clock=clock)
        try:
            made = desk.read(sample_day)
        finally:
            desk.close()
        if made is None:
            raise RuleBroken(_("“{name}” is not the sample agency, so it was left as it is.").format(name=path.name))
        if abs((day - made).days) <= SAMPLE_DAYS:
            return
        path.unlink()
    workspace.create(name)
    try:
        _fill_sample(name, day, clock)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _fill_sample(name: str, day: date, clock: Clock) -> None:
    from cmdesk.services.sample import build_sample

    desk = open_desk(name, today=day, clock=clock)
    try:
        desk.do(build_sample, day)
    finally:
        desk.close()


def make_large(
    name: str, *, posts: int, clients: int, years: int, today: date | None = None, clock: Clock = system_clock
) -> None:
    """Make an agency for measurements: so many clients with posts spread over so many years.

    Raises:
        RuleBroken: Something is there already, or a figure is none.
        Unavailable: The place cannot be written.
    """
    from cmdesk.services import clients as people
    from cmdesk.services.large import large_posts, shops

    if clients < 1 or posts < 0 or years < 1:
        raise RuleBroken(_("A large agency needs at least one client and one year."))
    day = today or clock().astimezone().date()
    desk = new_desk(name, "Estudio Medida", "Diego Ferro", today=day, clock=clock)
    try:
        for number in range(clients):
            client_id = desk.do(people.add_client, f"Casa {number + 1:03d}").value
            for network in ("instagram", "facebook"):
                desk.do(people.add_channel, client_id, network, handle=f"@casa{number + 1:03d}")
        found = desk.read(shops)
        desk._store.write_many(desk._acts(), N_("Make a large agency"), large_posts(found, posts, years, day))
    except BaseException:
        desk.close()
        if desk.is_file:
            file_of(name).unlink(missing_ok=True)
        raise
    desk.close()


def back_up(name: str, target: Path | None = None, *, clock: Clock = system_clock) -> backup.Backup:
    """Make a verified backup of a workspace, open or not, in the data folder unless a target is given.

    Raises:
        RuleBroken: The workspace lies on a server, or the target is another kind of file.
        Unavailable: The folder cannot be written, or the disk is full.
    """
    now = clock()
    folder = backup_folder() if target is None else target
    if not is_address(name) and folder.is_dir():
        target = folder / backup.name_for(file_of(name), now)
    return workspace.backup_now(name, target or folder, now)


def check_workspace(name: str, *, today: date | None = None, clock: Clock = system_clock) -> Verdict:
    """Whether a workspace is whole: its database, its tables, and all that it keeps.

    Raises:
        DeskError: It cannot be opened at all; the sentence says why.
    """
    if not is_address(name) and (damage := check.file_faults(file_of(name))):
        return Verdict(damage)
    desk = open_desk(name, today=today, clock=clock)
    try:
        return desk.check()
    finally:
        desk.close()


def backups() -> list[backup.Backup]:
    """The backups of the data folder, newest first."""
    return backup.found_in(backup_folder())


def restore_backup(copy: Path, name: str, clock: Clock = system_clock) -> Path | None:
    """Put a backup in the place of a workspace that is closed; the present file is set aside.

    Returns:
        Where the present file lies now, or none when there was none.

    Raises:
        RuleBroken: The backup is damaged, or the workspace lies on a server.
        Unavailable: The folder cannot be written, or the workspace is open.
    """
    if is_address(name):
        raise RuleBroken(_("A shared database is restored on its server."))
    return backup.restore(copy, file_of(name), clock())
