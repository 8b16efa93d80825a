"""The section of settings: this computer, the agency, its members, and who one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cmdesk.domain.agency import ROLE_NAMES, Agency, Member
from cmdesk.domain.changes import Kind
from cmdesk.domain.errors import DeskError, RuleBroken
from cmdesk.i18n import _
from cmdesk.services import agency, limits
from cmdesk.services.media import bytes_of
from cmdesk.ui.clients.people import Adder, EntryCard, EntryList
from cmdesk.ui.page import Page
from cmdesk.ui.settings.agency import AgencyForm
from cmdesk.ui.settings.days import DaysForm
from cmdesk.ui.settings.limits import LimitsForm
from cmdesk.ui.settings.machine import MachineForm
from cmdesk.ui.settings.start import StartForm
from cmdesk.ui.settings.who import MemberList
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.choices import SegmentedControl
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import commit_focused
from cmdesk.ui.widgets.form import picture_bytes, scrolling

if TYPE_CHECKING:
    from datetime import date

    from cmdesk.domain.limits import Limit
    from cmdesk.settings import Settings
    from cmdesk.ui.page import Place, Tools

TABS = ("machine", "agency", "start", "limits", "days", "members", "me")


class MemberCard(EntryCard):
    """One person of the staff."""

    def __init__(self, tools: Tools, key: int, parent: QWidget) -> None:
        super().__init__(tools, key, parent)
        self.form.line("name", _("Name"))
        self.form.line("email", _("E-mail"))
        self.form.choice("role", _("Role"), [(role, _(name)) for role, name in ROLE_NAMES.items()])
        self.form.colour("colour", _("Colour"))
        self.tick("is_active", _("Works here"))
        self.remove.hide()


class SettingsPage(Page):
    """What can be set, in seven parts.

    Signals:
        settings_changed: The Settings of this computer as they are to be from now on.
        member_chosen: The id of the member that the person says they are.
    """

    name: ClassVar[str] = "settings"
    shows: ClassVar[frozenset[Kind]] = frozenset({Kind.AGENCY, Kind.MEMBER, Kind.NETWORK_LIMIT})
    settings_changed = Signal(object)
    member_chosen = Signal(object)

    def __init__(self, tools: Tools, place: Place, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(tools, place, parent)
        theme, icons = tools.theme, tools.icons
        self._house: Agency | None = None
        names = (
            _("This computer"), _("Agency"), _("New scopes"), _("Network limits"), _("Days to remember"), _("Members"),
            _("Who am I"),
        )  # fmt: skip
        self.tabs = SegmentedControl(theme, list(zip(TABS, names, strict=True)), self)
        self.tabs.setAccessibleName(_("Parts of the settings"))
        self.tabs.chosen.connect(self.show_tab)
        self.header.show_place(_("Settings"))
        self.header.set_switch(self.tabs)
        self.catalogue = push_button(theme, icons, _("Catalogue"), "normal", "list", "Ctrl+Shift+K", self)
        self.catalogue.setToolTip(_("Edit services, templates, routines and words"))
        self.catalogue.clicked.connect(lambda: place.go("catalogue"))
        self.header.set_actions([self.catalogue], lesser=[self.catalogue])
        self.machine = MachineForm(theme, icons, settings)
        self.machine.chosen.connect(self.settings_changed)
        theme.changed.connect(self.machine.refresh)
        self.agency = AgencyForm(tools)
        self.agency.changed.connect(self._on_agency)
        self.agency.logo.wanted.connect(self._on_logo)
        self.agency.logo.removed.connect(self._on_no_logo)
        self.start = StartForm(tools)
        self.start.changed.connect(self._on_start)
        self.start.reset.connect(self._on_start_reset)
        self.limits = LimitsForm(tools)
        self.limits.changed.connect(self._on_limit)
        self.limits.reset.connect(self._on_limit_reset)
        self.days = DaysForm(tools, self)
        self.members = self._member_list()
        self.people = MemberList(theme, icons)
        self.people.chosen.connect(self._on_me)
        self._stack = QStackedWidget(self)
        parts = (
            (self.machine, 560), (self.agency, 820), (self.start, 820), (self.limits, 900), (self.members, 820),
            (self._me(), 420),
        )  # fmt: skip
        for part, width in parts:
            self._stack.addWidget(scrolling(part, theme, self._stack, width=width))
        self._stack.insertWidget(TABS.index("days"), self.days)  # its list scrolls by itself
        self.content.addWidget(self._stack)

    def _member_list(self) -> EntryList:
        adder = Adder(self.tools, _("Name of the person"), _("Add member"))
        entries = EntryList(self.tools, MemberCard, adder, "")
        entries.changed.connect(self._on_member)
        adder.wanted.connect(self._on_add_member)
        return entries

    def _me(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.tools.theme.tokens.px(8))
        text = _("What you do is written down under this name, and what you may do follows its role.")
        column.addWidget(Words(self.tools.theme, text, "body", "secondary", holder, wrap=True))
        column.addWidget(self.people)
        return holder

    # --- loading and showing ----------------------------------------------------------------

    def load(self) -> None:
        """Ask for the agency and its members, and read the settings again."""
        self.machine.refresh()
        self.tools.jobs.read(self, agency.agency).then(self._show_agency)
        self.tools.jobs.read(self, agency.scope_start).then(self.start.show_start)
        self.tools.jobs.read(self, limits.limits).then(self.limits.show_limits)
        self.days.load()
        self.tools.jobs.read(self, agency.members).then(self._show_members)

    def open(self, what: object) -> None:
        """Show one of the parts by its name."""
        if what in TABS:
            self.show_tab(what)

    def show_tab(self, name: object) -> None:
        """Show one of the parts."""
        commit_focused()
        self.tabs.choose(name)
        self._stack.setCurrentIndex(TABS.index(str(name)))

    def _on_client_changed(self, _client_id: object) -> None:
        """Settings are the same for all clients."""

    def _show_agency(self, house: Agency) -> None:
        before, self._house = self._house, house
        self.agency.show_agency(house)
        if before is None or before.logo != house.logo:
            self.agency.logo.show_picture(None)
            if house.logo:
                self.tools.jobs.read(self, bytes_of, house.logo).then(self.agency.logo.show_picture)

    def _show_members(self, members: list[Member]) -> None:
        self.members.show_entries(members)
        self.people.show_members(members, self.tools.jobs.desk.member_id)

    # --- saving -----------------------------------------------------------------------------

    def _on_agency(self, field: str, value: object) -> None:
        def refused(error: DeskError) -> None:
            if isinstance(error, RuleBroken) and self.agency.has_field(error.field or field):
                self.agency.show_problem(error.field or field, str(error))
            else:
                self.tools.notify.problem(error)

        self.tools.jobs.do(self, agency.change_agency, field, value).failed(refused)

    def _on_start(self, language: str | None, field: str, value: object) -> None:
        def refused(error: DeskError) -> None:
            if isinstance(error, RuleBroken):
                self.start.show_problem(language, field, str(error))
            else:
                self.tools.notify.problem(error)

        self.tools.jobs.do(self, agency.change_scope_start, language, field, value).failed(refused)

    def _on_start_reset(self, language: str | None, field: str) -> None:
        said = _("New scopes begin with the shipped text again.")
        self.tools.jobs.do(self, agency.reset_scope_start, language, field).then(
            lambda _none: self.tools.notify.toast(said, undo=self.tools.jobs.undo)
        )

    def _on_limit(self, limit: Limit, warning: int | None, error: int | None, since: date | None, source: str) -> None:
        def refused(problem: DeskError) -> None:
            self.limits.show_problem(limit, str(problem))

        job = self.tools.jobs.do(self, limits.change_limit, limit.network, limit.name, warning, error, since, source)
        job.failed(refused)

    def _on_limit_reset(self, limit: Limit) -> None:
        said = _("The shipped limit counts again.")
        self.tools.jobs.do(self, limits.reset_limit, limit.network, limit.name).then(
            lambda _none: self.tools.notify.toast(said, undo=self.tools.jobs.undo)
        )

    def _on_logo(self, path: str) -> None:
        self.tools.jobs.run(self, lambda _progress: picture_bytes(path)).then(self._save_logo)

    def _on_no_logo(self) -> None:
        self._save_logo(None)

    def _save_logo(self, data: bytes | None) -> None:
        self.tools.jobs.do(self, agency.change_logo, data).failed(self._on_logo_refused)

    def _on_logo_refused(self, error: DeskError) -> None:
        self.agency.show_problem("logo", str(error))

    def _on_member(self, key: int, field: str, value: object) -> None:
        def refused(error: DeskError) -> None:
            if isinstance(error, RuleBroken):
                self.members.refuse(key, error.field or field, str(error))
                self._put_back()
            else:
                self.tools.notify.problem(error)

        self.tools.jobs.do(self, agency.change_member, key, field, value).failed(refused)

    def _put_back(self) -> None:
        """Choices and ticks show again what is saved; the sentence beside them says why."""
        self.tools.jobs.read(self, agency.members).then(self._show_members_again)

    def _show_members_again(self, members: list[Member]) -> None:
        self.members.show_entries(members, keeps_problems=True)

    def _on_add_member(self, _choice: object, name: str) -> None:
        self.members.await_new(self.tools.jobs.do(self, agency.add_member, name), goes_there=False)

    def _on_me(self, member_id: int) -> None:
        self.member_chosen.emit(member_id)
        self.reload()
