"""The editor of one client: profile, contacts, channels, aims and voice. Each field saves when it is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cmdesk.domain.clients import CLIENT_STATUS_NAMES, Client, ClientStatus
from cmdesk.domain.errors import DeskError, RuleBroken
from cmdesk.i18n import _
from cmdesk.services import clients
from cmdesk.services.media import bytes_of
from cmdesk.ui.calendar.campaigns import CampaignsPane
from cmdesk.ui.clients.aims import AimsAndPeople
from cmdesk.ui.clients.people import channel_list, contact_list
from cmdesk.ui.clients.profile import ProfileForm
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.choices import SegmentedControl
from cmdesk.ui.widgets.facts import ClientTile, Tag, words
from cmdesk.ui.widgets.form import picture_bytes, scrolling
from cmdesk.ui.widgets.layouts import Separator

if TYPE_CHECKING:
    from cmdesk.ui.page import Tools

TABS = ("profile", "contacts", "channels", "aims", "campaigns")


class ClientEditor(QWidget):
    """All of one client.

    Signals:
        archive_wanted: The client is to leave the lists, or to come back to them.
        delete_wanted: The client is to go into the bin.
    """

    archive_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._client: Client | None = None
        theme, icons, px = tools.theme, tools.icons, tools.theme.tokens.px
        self._tile = ClientTile(theme, "", 1, 30, self)
        self._name = words(theme, "", "title", parent=self, elide=True)
        self._state = Tag(theme, icons, "", parent=self)
        self.archive = push_button(theme, icons, _("Archive"), "normal", "archive", parent=self)
        self.delete = push_button(theme, icons, _("Delete"), "danger", "trash", parent=self)
        self.archive.clicked.connect(self.archive_wanted)
        self.delete.clicked.connect(self.delete_wanted)
        names = (_("Profile"), _("Contacts"), _("Channels"), _("Aims and voice"), _("Campaigns"))
        self.tabs = SegmentedControl(theme, list(zip(TABS, names, strict=True)), self)
        self.tabs.setAccessibleName(_("Parts of the client"))
        self.tabs.chosen.connect(self.show_tab)
        self.setFocusProxy(self.tabs)
        self.setProperty("pane", True)
        self.profile = ProfileForm(tools)
        self.contacts = contact_list(tools)
        self.channels = channel_list(tools)
        self.aims = AimsAndPeople(tools)
        self.campaigns = CampaignsPane(tools)
        self._stack = QStackedWidget(self)
        for part in (self.profile, self.contacts, self.channels, self.aims, self.campaigns):
            self._stack.addWidget(scrolling(part, theme, self, width=820))
        head = QHBoxLayout()
        head.setContentsMargins(px(20), px(14), px(16), px(10))
        head.setSpacing(px(9))
        for widget in (self._tile, self._name, self._state):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.archive)
        head.addWidget(self.delete)
        tab_row = QHBoxLayout()
        tab_row.setContentsMargins(px(20), 0, px(16), px(10))
        tab_row.addWidget(self.tabs)
        tab_row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(tab_row)
        column.addWidget(Separator(theme, self))
        column.addWidget(self._stack, 1)
        self._connect()

    def _connect(self) -> None:
        self.profile.changed.connect(self._on_profile)
        self.profile.logo.wanted.connect(self._on_logo)
        self.profile.logo.removed.connect(self._on_no_logo)
        self.contacts.save_by(clients.change_contact, clients.delete_contact)
        self.channels.save_by(clients.change_channel, clients.delete_channel)
        self.contacts.adder.wanted.connect(self._on_add_contact)
        self.channels.adder.wanted.connect(self._on_add_channel)

    @property
    def client_id(self) -> int | None:
        """Whose editor it is now."""
        return self._client.id if self._client else None

    def show_tab(self, name: object) -> None:
        """Show the profile, the contacts, the channels, the aims and the voice, or the campaigns."""
        self.tabs.choose(name)
        self._stack.setCurrentIndex(TABS.index(str(name)))
        self._load_aims()

    def show_client(self, client: Client) -> None:
        """Show what is saved of a client; a field that is being written in keeps its text."""
        is_another = self.client_id != client.id
        had_logo = None if is_another or self._client is None else self._client.logo
        self._client = client
        self._tile.show_client(client.letters, client.colour)
        self._name.setText(client.name)
        is_archived = client.archived_at is not None
        self._state.show_fact(_("Archived") if is_archived else _(CLIENT_STATUS_NAMES[client.status]))
        self._state.setVisible(is_archived or client.status is not ClientStatus.ACTIVE)
        self.archive.setText(_("Bring back") if is_archived else _("Archive"))
        if client.has_sent_scope:
            self.delete.refuse(_("A scope was sent to this client, so it can be archived, not deleted."))
        else:
            self.delete.allow()
        self.profile.clear_problems()
        self.profile.show_client(client)
        if is_another or client.logo != had_logo:
            self._load_logo(client)
        self.contacts.show_entries(client.contacts)
        self.channels.show_entries(client.channels)
        self._load_aims()

    def _load_aims(self) -> None:
        """Ask for aims, people and campaigns once somebody looks at them."""
        if self._client and self.tabs.current == "aims":
            self.aims.show_client(self._client.id)
        elif self._client and self.tabs.current == "campaigns":
            self.campaigns.show_client(self._client.id)

    def _load_logo(self, client: Client) -> None:
        self.profile.logo.show_picture(None)
        if client.logo:
            self._tools.jobs.read(self, bytes_of, client.logo).then(self.profile.logo.show_picture)

    # --- saving -----------------------------------------------------------------------------

    def _on_profile(self, field: str, value: object) -> None:
        def refused(error: DeskError) -> None:
            if isinstance(error, RuleBroken) and self.profile.has_field(error.field or field):
                self.profile.show_problem(error.field or field, str(error))
            else:
                self._tools.notify.problem(error)

        if self._client:
            self._tools.jobs.do(self, clients.change_client, self._client.id, field, value).failed(refused)

    def _on_logo(self, path: str) -> None:
        self._tools.jobs.run(self, lambda _progress: picture_bytes(path)).then(self._save_logo)

    def _on_no_logo(self) -> None:
        self._save_logo(None)

    def _save_logo(self, data: bytes | None) -> None:
        def refused(error: DeskError) -> None:
            self.profile.show_problem("logo", str(error))

        if self._client:
            self._tools.jobs.do(self, clients.change_client_logo, self._client.id, data).failed(refused)

    def _on_add_contact(self, _choice: object, name: str) -> None:
        if self._client:
            add = self._tools.jobs.do(self, clients.add_contact, self._client.id, name)
            self.contacts.await_new(add, goes_there=False)  # people are added one after the other

    def _on_add_channel(self, network: object, handle: str) -> None:
        if self._client:
            add = self._tools.jobs.do(self, clients.add_channel, self._client.id, str(network), handle=handle)
            self.channels.await_new(add, goes_there=False)
