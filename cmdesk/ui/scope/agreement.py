"""What the scope section does beside writing: comparing, sending, agreeing, ending, requests, and the history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QMenu, QWidget

from cmdesk.domain import comparison as differences
from cmdesk.domain.comparison import Comparison
from cmdesk.domain.errors import DeskError, RuleBroken
from cmdesk.domain.reminders import Reminder, ReminderKind
from cmdesk.domain.scope import ScopeStatus, ScopeVersion, Verdict, renewed_until
from cmdesk.domain.scope_letter import letter
from cmdesk.domain.scope_problems import Problem
from cmdesk.domain.scope_view import ScopeView
from cmdesk.i18n import _, ngettext, spoken
from cmdesk.services import clients, scopes, signing
from cmdesk.services.agreeing import add_evidence, renew
from cmdesk.services.reporting import ReportRequest
from cmdesk.services.standing import Standing, standing
from cmdesk.ui.files import choose_file, choose_place, read_file
from cmdesk.ui.glyphs import Tone
from cmdesk.ui.scope.agreeing import AgreeDialog, Told
from cmdesk.ui.scope.bands import Bands, Do, Notice
from cmdesk.ui.scope.compare import ComparePane, difference_words
from cmdesk.ui.scope.compare_list import changes_count
from cmdesk.ui.scope.dialogs import ReasonDialog
from cmdesk.ui.scope.ending import EndDialog, LeftOverDialog, RenewDialog
from cmdesk.ui.scope.extras import ExtrasPane
from cmdesk.ui.scope.history import HistoryDialog
from cmdesk.ui.scope.sending import SendDialog, SentDialog
from cmdesk.ui.widgets.buttons import push_button

if TYPE_CHECKING:
    from cmdesk.desk import Document, Sent
    from cmdesk.ui.jobs import Progress
    from cmdesk.ui.scope.page import ScopePage

_PATIENCE_MS: Final = 150  # after the last change of a draft, before it is compared anew
_TERM: Final = frozenset({ReminderKind.TERM_ENDS, ReminderKind.TERM_OVER})


class Agreement(QObject):
    """The panes and dialogs of an agreement, beside the page on which it is written."""

    def __init__(self, page: ScopePage) -> None:
        super().__init__(page)
        self.page, self.tools = page, page.tools
        theme, icons = self.tools.theme, self.tools.icons
        self._view: ScopeView | None = None
        self._version: ScopeVersion | None = None
        self._problems: Sequence[Problem] = ()
        self._standing: Standing | None = None
        self._asks_what_is_left = False  # notice was given just now
        self._order: Notice | None = None  # what the draft changes
        self._pair: tuple[int, int] | None = None  # numbers of the versions that are compared
        self.pane: QWidget | None = None  # in place of the editor
        self.bands = Bands(theme, icons)
        self.compare_button = push_button(theme, icons, "", "normal", "git-compare", "C", page)
        self.back_button = push_button(theme, icons, _("Back to the scope"), "normal", "pencil", _("Esc"), page)
        self.save_button = push_button(theme, icons, _("Save PDF"), "normal", "file-text", "Ctrl E", page)
        for button in (self.compare_button, self.back_button, self.save_button):
            button.hide()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_PATIENCE_MS)
        self._settle.timeout.connect(self._count_changes)
        self._connect()

    def _connect(self) -> None:
        self.compare_button.clicked.connect(self.open_comparison)
        self.back_button.clicked.connect(self.go_back)
        self.save_button.clicked.connect(self.save_comparison)
        self.page.add_key("C", _("Compare two versions"), self.open_comparison)
        self.page.add_key("X", _("What they ask for beside the scope"), self.open_extras)
        self.page.add_key("D", _("Decide what becomes of a request"), self._on_decide)
        for keys, steps in (("F7", 1), ("Shift+F7", -1)):
            text = _("Next change") if steps > 0 else _("Previous change")
            self.page.add_key(keys, text, partial(self._step, steps))

    # --- what may stand in place of the editor; built when it is first wanted ------------------

    @cached_property
    def compare(self) -> ComparePane:
        """Two versions side by side."""
        tools, stack = self.tools, self.page.panes
        made = ComparePane(tools.theme, tools.icons, lambda: tools.jobs.desk.today, stack)
        made.wanted.connect(self._ask)
        made.line_wanted.connect(self._on_line)
        made.changed.connect(self._on_term)
        made.problem_chosen.connect(self._on_problem)
        stack.addWidget(made)
        return made

    @cached_property
    def extras(self) -> ExtrasPane:
        """What was asked for beside the scope."""
        made = ExtrasPane(self.tools, self.page.panes)
        made.draft_wanted.connect(self._on_draft)
        made.linked_wanted.connect(self.page.place.go)
        self.page.panes.addWidget(made)
        return made

    @property
    def is_comparing(self) -> bool:
        """Whether two versions stand in place of the editor."""
        return isinstance(self.pane, ComparePane)

    @property
    def is_asking(self) -> bool:
        """Whether requests stand in place of the editor."""
        return isinstance(self.pane, ExtrasPane)

    # --- what the page shows ------------------------------------------------------------------

    def show_version(self, view: ScopeView, version: ScopeVersion, problems: Sequence[Problem]) -> None:
        """A version is shown: say what stands out, and keep an open comparison up to date."""
        is_other = self._view is None or self._view.client_id != view.client_id
        if is_other:
            self._standing, self._pair = None, None
            self._asks_what_is_left = False
            self.pane = None if self.is_comparing else self.pane
        if is_other or self._version is None or self._version.id != version.id:
            self._order = None
        self._view, self._version, self._problems = view, version, problems
        base = self._base()
        self.compare_button.setText(_("Compare with v{number}").format(number=base.number) if base else "")
        if self._order is None:
            self._count_changes()
        else:
            self._settle.start()
        self._show_bands()
        self.tools.jobs.read(self, standing, view.client_id).then(self._take_standing)
        if self.is_comparing and self._pair is not None:
            self._ask(*self._pair)
        elif self.is_asking:
            self.extras.load(view.client_id)

    def leave_client(self) -> None:
        """No client is shown any more."""
        self._view = self._version = self._standing = self._order = self._pair = None
        self.bands.show_notices([])
        if self.is_comparing:
            self.pane = None
        elif self.is_asking:
            self.extras.load(None)

    def _take_standing(self, found: Standing) -> None:
        if self._view is not None and found.client_id == self._view.client_id:
            self._standing = found
            self._show_bands()
            self.page.show_extras_count(found.open_extras)
            if self._asks_what_is_left and found.left.last_day is not None:
                self._asks_what_is_left = False
                self.settle()

    def _base(self) -> ScopeVersion | None:
        """What the version that is shown is compared with: what is agreed, else the one before it."""
        view, version = self._view, self._version
        if view is None or version is None:
            return None
        agreed = view.agreed
        if agreed is not None and agreed.number < version.number:
            return agreed
        before = [one for one in view.versions if one.number < version.number]
        based = next((one for one in before if one.number == version.based_on), None)
        return based or (before[-1] if before else None)

    def comparing(self) -> list[QWidget]:
        """The button that compares, where there is something to compare with."""
        return [self.compare_button] if self._base() is not None else []

    def actions(self) -> list[QWidget]:
        """The buttons of the header while a pane stands in place of the editor."""
        if self.is_asking:
            return [self.extras.ask] if self._view is not None else []
        version = self._version
        can_send = version is not None and version.status is ScopeStatus.DRAFT and self._pair_is_of(version)
        return [self.back_button, self.save_button, *([self.page.send] if can_send else [])]

    def _pair_is_of(self, version: ScopeVersion) -> bool:
        return self._pair is not None and self._pair[1] == version.number

    # --- bands --------------------------------------------------------------------------------

    def _count_changes(self) -> None:
        """Say what a change order changes, once the person has stopped for a moment."""
        view, version = self._view, self._version
        agreed = view.agreed if view else None
        before = self._order
        self._order = None
        if view is not None and version is not None and agreed is not None and version.status is ScopeStatus.DRAFT:
            found = differences.compare(agreed, version, view.address)
            count = len(found.changed) + len(found.terms)
            parts = [
                _("Change order to version {number}").format(number=agreed.number),
                changes_count(count) if count else _("nothing changes yet"),
            ]
            if found.totals.monthly_cents:
                parts.append(difference_words(found, version))
            ways: tuple[Do, ...] = ((_("What changes"), self.open_comparison),)
            self._order = Notice(" · ".join(parts), "git-compare", "neutral", ways if count else ())
        if self._order != before:
            self._show_bands()

    def _show_bands(self) -> None:
        notices = [self._order] if self._order is not None else []
        if self._standing is not None:
            notices += self._due(self._standing)
        if [notice.text for notice in notices] != self.bands.sentences:
            self.bands.show_notices(notices)

    def _due(self, found: Standing) -> list[Notice]:
        refusal = "" if self._may_agree() else _("Your role does not allow this. Ask an owner of the agency.")
        if found.is_paused:
            text = _("This client is paused: what is planned stays, and nothing is asked for.")
            if found.status_reason:
                text = f"{text} {found.status_reason}"
            return [Notice(text, "clock", "info", ((_("Go on"), self.resume),), refusal)]
        return [notice for one in found.reminders if (notice := self._notice(one, refusal)) is not None]

    def _notice(self, reminder: Reminder, refusal: str) -> Notice | None:
        if reminder.kind in _TERM:
            return Notice(reminder.sentence, "calendar-event", "warn", self._renewing(), refusal)
        if reminder.kind is ReminderKind.ENDS:
            return Notice(reminder.sentence, "calendar-off", "info")
        if reminder.kind is ReminderKind.LEFT_OVER:
            return Notice(reminder.sentence, "calendar-off", "warn", ((_("Decide"), self.settle),))
        is_shown = self._version is not None and reminder.scope_id == self._version.id
        if reminder.kind is not ReminderKind.EXTRA and is_shown:
            tone: Tone = "info" if reminder.kind is ReminderKind.WAITING else "warn"
            return Notice(reminder.sentence, "clock", tone, ((_("Send it again…"), self.open_sent),))
        return None

    def _renewing(self) -> tuple[Do, ...]:
        agreed = self._view.agreed if self._view else None
        until = renewed_until(agreed) if agreed else None
        ways: list[Do] = []
        if until is not None:
            ways.append((_("Renew to {day}").format(day=spoken().day_month(until) + f" {until.year}"), self._renew_now))
        return (*ways, (_("Another day…") if ways else _("Renew…"), self.open_renewal), (_("End…"), self.open_end))

    def _may_agree(self) -> bool:
        return self._view is not None and self._view.may_agree

    # --- comparing ----------------------------------------------------------------------------

    def open_comparison(self) -> None:
        """Show what the version that is shown changes."""
        base, version = self._base(), self._version
        if base is None or version is None:
            self._say(_("There is only one version, so there is nothing to compare."), "info-circle")
            return
        self.compare_pair(base.number, version.number)

    def compare_pair(self, before: int, after: int) -> None:
        """Show what differs between two versions, by their numbers."""
        self._ask(before, after)
        self._enter(self.compare)

    def _ask(self, before: int, after: int) -> None:
        if self._view is None:
            return
        if before > after:
            before, after = after, before
        self._pair = (before, after)
        self.compare.show_versions(self._view, before, after)
        self.tools.jobs.read(self, scopes.compare, self._view.client_id, before, after).then(self._show_comparison)
        if self.is_comparing:
            self.page.show_actions()

    def _show_comparison(self, found: Comparison) -> None:
        if self._view is None:
            return
        version = self._version
        problems = self._problems if version is not None and version.number == found.after else ()
        self.compare.show_comparison(found, self._view, problems)

    def _step(self, steps: int) -> None:
        if self.is_comparing:
            self.compare.step(steps)

    def _on_line(self, lineage: str) -> None:
        """Show a line, or a condition, where it is written."""
        view, pair = self._view, self._pair
        after = next((one for one in view.versions if one.number == pair[1]), None) if view and pair else None
        if after is None:
            return
        self.pane = None
        self.page.show_line(after.id, lineage)

    def _on_term(self, field: str, value: Any) -> None:
        if self._version is not None and not self._version.is_frozen:
            self.tools.jobs.do(self, scopes.change_terms, self._version.id, field, value)

    def _on_problem(self, problem: Problem) -> None:
        self.go_back()
        self.page.lead_to(problem)

    def save_comparison(self) -> None:
        """Save what differs as a PDF."""
        view, pair = self._view, self._pair
        if view is None or pair is None or not self.is_comparing:
            return
        request = comparison_request(view, pair)
        name = _("{client} - v{before} and v{after}.pdf").format(client=view.name, before=pair[0], after=pair[1])
        choose_place(self.page, _("Save PDF"), name, lambda path: self.export(request, path))

    def export(self, request: ReportRequest, path: str) -> None:
        """Save a document, and say so."""
        desk = self.tools.jobs.desk

        def work(progress: Progress) -> Path:
            return desk.export(request, Path(path), progress)

        self.tools.jobs.run(self, work).then(self._on_saved)

    def _on_saved(self, path: Path) -> None:
        self._say(_("“{name}” is saved.").format(name=path.name))

    # --- panes --------------------------------------------------------------------------------

    def open_extras(self) -> None:
        """Show what was asked for beside the scope."""
        self.extras.load(self._view.client_id if self._view else None)
        self._enter(self.extras)

    def _enter(self, pane: QWidget) -> None:
        self.pane = pane
        self.page.show_pane()
        target = self.compare.list if self.is_comparing else self.extras.rows
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_back(self) -> bool:
        """Show the editor again; whether something else was shown."""
        if self.pane is None:
            return False
        self.pane = None
        self.page.show_pane()
        self.page.take_keyboard()
        return True

    def _on_decide(self) -> None:
        if self.is_asking:
            self.extras.decide_current()

    def _on_draft(self, client_id: object, scope_id: object) -> None:
        self.pane = None
        if isinstance(client_id, int):
            self.page.place.choose_client(client_id)
        self.page.open(scope_id)
        self.page.show_pane()

    # --- sending ------------------------------------------------------------------------------

    def open_sending(self) -> None:
        """Ask before a draft is sent."""
        view, version = self._view, self._version
        if view is None or version is None or version.is_frozen:
            return
        dialog = SendDialog(self.tools, view, version, self._problems, self.page)
        dialog.problem_chosen.connect(self._on_problem)
        dialog.leave_out_wanted.connect(self.page.leave_out)
        dialog.confirmed.connect(lambda: self._send(version, dialog))
        dialog.open()

    def _send(self, version: ScopeVersion, dialog: SendDialog) -> None:
        desk = self.tools.jobs.desk
        dialog.show_sending()
        contact_id = dialog.contact_id
        job = self.tools.jobs.perform(dialog, lambda: desk.send_scope(version.id))
        job.then(lambda sent: self._on_sent(version.id, contact_id, dialog, sent))
        job.failed(lambda error: dialog.show_refusal(str(error)))

    def _on_sent(self, scope_id: int, contact_id: int | None, dialog: SendDialog, sent: Sent) -> None:
        dialog.accept()
        job = self.tools.jobs.read(self, scopes.scope, scope_id)
        job.then(lambda version: self._hand_over(version, contact_id, sent.document))

    def open_sent(self) -> None:
        """Bring a version that was sent to the client once more, with the PDF that was kept."""
        version = self._version
        if version is None or version.status is not ScopeStatus.SENT:
            return
        job = self.tools.jobs.read(self, signing.issued_papers, version.id)
        job.then(lambda found: self._hand_over(version, None, self._kept(version, found.papers[-1])))

    def _kept(self, version: ScopeVersion, data: bytes) -> Document:
        from cmdesk.desk import Document

        name = _("{client} - scope v{number}.pdf").format(
            client=self._view.name if self._view else "", number=version.number
        )
        return Document(data, name, version.terms.language)

    def _hand_over(self, version: ScopeVersion, contact_id: int | None, document: Document) -> None:
        view = self._view
        if view is None:
            return
        signers = sorted(view.contacts, key=lambda person: not person.signs)
        person = next((one for one in signers if one.id == contact_id), next(iter(signers), None))
        people = version.facts.people if version.facts else ()
        address = next((one.email for one in people if person is not None and one.name == person.name), "")
        agency = version.facts.agency.name if version.facts else ""
        said = letter(version, view.name, agency, person.name if person else "", view.address)
        SentDialog(self.tools, version, document, said, address, self.page).open()

    # --- agreeing -----------------------------------------------------------------------------

    def open_agreeing(self) -> None:
        """Note that the client said yes."""
        view, version = self._view, self._version
        if view is None or version is None:
            return
        dialog = AgreeDialog(self.tools, view, version, self.page)
        dialog.agreed.connect(lambda told: self._agree(version, dialog, told))
        dialog.contact_wanted.connect(self._on_contact_wanted)
        dialog.open()

    def _agree(self, version: ScopeVersion, dialog: AgreeDialog, told: Told) -> None:
        def done(_none: None) -> None:
            dialog.accept()
            self._say(_("Version {number} is agreed. The calendar counts by it.").format(number=version.number))

        job = self.tools.jobs.do(
            dialog, scopes.agree, version.id, told.contact_id, told.day, told.means, told.note, told.evidence_name,
            told.evidence, options=told.options, verdict=told.verdict,
        )  # fmt: skip
        job.then(done).failed(lambda error: dialog.show_refusal(_as_rule(error)))

    def _on_contact_wanted(self) -> None:
        self.page.place.go("clients", self.page.place.client_id)

    def open_withdrawal(self) -> None:
        """Ask why a version is taken back."""
        title = _("Withdraw version {number}?").format(number=self._version.number if self._version else "")
        text = _("Tell the client too: what they got does not hold any more. The next version begins as a copy.")
        said = _("Version {number} is withdrawn.")
        self._ask_reason(title, text, _("Withdraw"), said, lambda scope_id, why: (scopes.withdraw, scope_id, why))

    def open_refusal(self) -> None:
        """Ask what the client said when they declined."""
        title = _("Version {number} was declined").format(number=self._version.number if self._version else "")
        text = _("The next version begins as a copy.")
        if self._view is not None and self._view.agreed is not None:
            text = _("What was agreed before stays in force. The next version begins as a copy.")
        said = _("Version {number} is noted as declined.")
        verb = _("Note the no")
        self._ask_reason(
            title, text, verb, said, lambda scope_id, why: (scopes.decline, scope_id, None, why), is_needed=False
        )

    def _ask_reason(
        self,
        title: str,
        text: str,
        verb: str,
        said: str,
        call: Callable[[int, str], tuple[Any, ...]],
        *,
        is_needed: bool = True,
    ) -> None:
        version = self._version
        if version is None:
            return
        dialog = ReasonDialog(self.tools.theme, self.tools.icons, title, text, verb, self.page, is_needed=is_needed)

        def done(_none: None) -> None:
            dialog.accept()
            actions = [(_("New version"), self.page.begin_version)]
            self.tools.notify.toast(said.format(number=version.number), actions=actions)

        def tell(why: str) -> None:
            job = self.tools.jobs.do(dialog, *call(version.id, why))
            job.then(done).failed(lambda error: dialog.show_refusal(_as_rule(error)))

        dialog.told.connect(tell)
        dialog.open()

    # --- going on, ending, resting ------------------------------------------------------------

    def _renew_now(self) -> None:
        agreed = self._view.agreed if self._view else None
        until = renewed_until(agreed) if agreed else None
        if agreed is not None and until is not None:
            job = self.tools.jobs.do(self, renew, agreed.id, until)
            job.then(lambda _none: self._on_renewed(until))

    def _on_renewed(self, until: Any) -> None:
        text = _("Renewed until {day}.").format(day=spoken().day(until)) if until else _("It goes on until notice.")
        self._say(text)

    def open_renewal(self) -> None:
        """Ask until when the agreed version goes on."""
        agreed = self._view.agreed if self._view else None
        if agreed is not None:
            dialog = RenewDialog(self.tools, agreed, self.page)
            dialog.renewed.connect(self._on_renewed)
            dialog.open()

    def open_end(self) -> None:
        """Ask for the last day of the agreed version."""
        agreed = self._view.agreed if self._view else None
        if agreed is not None:
            dialog = EndDialog(self.tools, agreed, self.page)
            dialog.ended.connect(self._on_ended)
            dialog.open()

    def _on_ended(self, day: Any) -> None:
        self._say(_("It ends on {day}.").format(day=spoken().day(day)))
        self._asks_what_is_left = True  # as soon as it is known
        self._reread()

    def settle(self) -> None:
        """Decide what becomes of what is planned after the end."""
        if self._standing is not None and self._standing.left.count:
            dialog = LeftOverDialog(self.tools, self._standing.left, self.page)
            dialog.settled.connect(self._on_settled)
            dialog.open()

    def _on_settled(self, count: int) -> None:
        text = ngettext("{count} thing is decided.", "{count} things are decided.", count).format(count=count)
        self.tools.notify.toast(text, undo=self.tools.jobs.undo)
        self._reread()

    def _reread(self) -> None:
        if self._view is not None:
            self.tools.jobs.read(self, standing, self._view.client_id).then(self._take_standing)

    def open_pause(self) -> None:
        """Ask why the work with the client rests."""
        view = self._view
        if view is None:
            return
        title = _("Pause {client}?").format(client=view.name)
        text = _("What is planned stays and is marked; nothing is asked for until you go on.")
        theme, icons = self.tools.theme, self.tools.icons
        dialog = ReasonDialog(theme, icons, title, text, _("Pause"), self.page, is_needed=True)

        def done(_none: None) -> None:
            dialog.accept()
            text = _("{client} is paused.").format(client=view.name)
            self.tools.notify.toast(text, undo=self.tools.jobs.undo)

        def tell(why: str) -> None:
            job = self.tools.jobs.do(dialog, clients.pause_client, view.client_id, why)
            job.then(done).failed(lambda error: dialog.show_refusal(_as_rule(error)))

        dialog.told.connect(tell)
        dialog.open()

    def resume(self) -> None:
        """Go on with a client that was paused."""
        view = self._view
        if view is not None:
            text = _("{client} goes on.").format(client=view.name)
            job = self.tools.jobs.do(self, clients.resume_client, view.client_id)
            job.then(lambda _none: self.tools.notify.toast(text, undo=self.tools.jobs.undo))

    # --- history, proof and the menu ----------------------------------------------------------

    def open_history(self) -> None:
        """Show all that happened to the agreement."""
        if self._view is not None:
            dialog = HistoryDialog(self.tools, self._view, self.page)
            dialog.comparison_wanted.connect(self.compare_pair)
            dialog.extras_wanted.connect(self.open_extras)
            dialog.open()

    def choose_evidence(self) -> None:
        """Let a person choose another file that proves that the version was agreed."""
        choose_file(self.page, _("Choose the file that proves it"), self.add_evidence)

    def add_evidence(self, path: str) -> None:
        """Keep another file that proves that the version was agreed."""
        version = self._version
        if version is None:
            return

        def keep(read: tuple[str, bytes]) -> None:
            job = self.tools.jobs.do(self, add_evidence, version.id, *read)
            job.then(lambda _none: self._say(_("“{name}” is kept with the agreement.").format(name=read[0])))

        self.tools.jobs.run(self, lambda progress: read_file(Path(path), progress)).then(keep)

    def verify(self) -> None:
        """Check that nothing was changed, and say so."""
        if self._view is not None:
            self.tools.jobs.read(self, scopes.verify, self._view.client_id).then(self._show_verdict)

    def _show_verdict(self, verdict: Verdict) -> None:
        if verdict.is_good:
            self._say(_("All that was sent and agreed reads as it was written."), "lock")
            return
        fault = verdict.faults[0]
        self._say(f"{fault.what} ({fault.where})", "alert-triangle")

    def fill_menu(self, menu: QMenu) -> None:
        """What can be done with the agreement, beside the buttons of the page."""
        view, version = self._view, self._version
        if view is None or version is None:
            return
        may = self._may_agree()
        menu.addAction(_("What they ask for beside the scope…"), self.open_extras)
        if self._base() is not None:
            menu.addAction(_("Compare two versions"), self.open_comparison)
        if version.status is ScopeStatus.SENT:
            menu.addAction(_("Send it again…"), self.open_sent)
        agreed = view.agreed
        if agreed is not None and agreed.status is ScopeStatus.AGREED:
            menu.addSeparator()
            if agreed.last_day is not None:
                menu.addAction(_("Renew…"), self.open_renewal).setEnabled(may)
            menu.addAction(_("End with notice…"), self.open_end).setEnabled(may)
        if self._standing is not None and self._standing.left.count:
            menu.addAction(_("Planned after the last day…"), self.settle)
        is_paused = self._standing is not None and self._standing.is_paused
        text, act = (
            (_("Go on with this client"), self.resume) if is_paused else (_("Pause this client…"), self.open_pause)
        )
        menu.addAction(text, act).setEnabled(may)
        menu.addSeparator()
        if version.was_agreed:
            menu.addAction(_("Add a file that proves it…"), self.choose_evidence).setEnabled(may)
        menu.addAction(_("History and proof…"), self.open_history)
        menu.addAction(_("Check that nothing was changed"), self.verify)

    def _say(self, text: str, icon: str = "circle-check") -> None:
        self.tools.notify.toast(text, icon=icon)


def _as_rule(error: DeskError) -> RuleBroken:
    return error if isinstance(error, RuleBroken) else RuleBroken(str(error))


def comparison_request(view: ScopeView, pair: tuple[int, int]) -> ReportRequest:
    """The document that says what differs: the later version, against the earlier one."""
    found = {version.number: version.id for version in view.versions}
    return ReportRequest("comparison", view.client_id, scope_id=found.get(pair[1]), other_id=found.get(pair[0]))
