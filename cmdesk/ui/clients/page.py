"""The section where clients are kept: the list, the editor of one, and the bin."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cmdesk.domain.bin import Deleted
from cmdesk.domain.changes import Kind
from cmdesk.domain.clients import Client, ClientTile
from cmdesk.domain.errors import DeskError, NotFound
from cmdesk.i18n import _, ngettext
from cmdesk.services import bin as bin_services
from cmdesk.services import clients
from cmdesk.ui.clients.bin import BinView
from cmdesk.ui.clients.dialog import NewClientDialog
from cmdesk.ui.clients.editor import ClientEditor
from cmdesk.ui.page import Page
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.choices import FilterChip, SegmentedControl
from cmdesk.ui.widgets.fields import SearchEdit, commit_focused
from cmdesk.ui.widgets.frames import EmptyState
from cmdesk.ui.widgets.layouts import Separator
from cmdesk.ui.widgets.navlist import NavItem, NavList

if TYPE_CHECKING:
    from cmdesk.services.action import Action
    from cmdesk.ui.page import Place, Tools

_LIST_WIDTH = 240
_EDITOR, _EMPTY, _BIN = range(3)


class ClientsPage(Page):
    """The agency's clients, each with its profile, people and channels; and what was deleted."""

    name: ClassVar[str] = "clients"
    shows: ClassVar[frozenset[Kind]] = frozenset(
        {
            Kind.CLIENT, Kind.CONTACT, Kind.CHANNEL, Kind.OBJECTIVE, Kind.AUDIENCE, Kind.SCOPE_EVENT, Kind.SCOPE,
            Kind.POST, Kind.TASK, Kind.MEDIA,
        }
    )  # fmt: skip

    def __init__(self, tools: Tools, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(tools, place, parent)
        theme, icons = tools.theme, tools.icons
        self._tiles: list[ClientTile] = []
        self._shown: int | None = None
        self._things: list[Deleted] = []
        self.switch = SegmentedControl(theme, [("clients", _("Clients")), ("bin", _("Bin"))], self)
        self.switch.setAccessibleName(_("Clients or bin"))
        self.switch.chosen.connect(self._on_switch)
        self.new_button = push_button(theme, icons, _("New client"), "primary", "plus", "N", self)
        self.new_button.clicked.connect(self.new_client)
        self.empty_button = push_button(theme, icons, _("Empty the bin"), "danger", "trash", parent=self)
        self.empty_button.clicked.connect(self._ask_to_empty)
        self.header.set_switch(self.switch)
        self.header.show_place(_("Clients"))
        self._build_list()
        self.bin = BinView(tools, self)
        self.bin.restore_wanted.connect(self._on_restore)
        beginner = push_button(theme, icons, _("New client"), "normal", "plus", "N", self)
        beginner.clicked.connect(self.new_client)
        nobody = EmptyState(
            theme, icons, "briefcase", _("No clients yet"),
            _("Begin with one: what you promise it decides the calendar, the tasks and the report."),
            beginner, parent=self,
        )  # fmt: skip
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._pair())
        self.editor.archive_wanted.connect(self._on_archive)
        self.editor.delete_wanted.connect(self._on_delete)
        self._stack.addWidget(nobody)
        self._stack.addWidget(self.bin)
        self.content.addWidget(self._stack)
        self.add_key("N", _("New client"), self.new_client)
        self.add_key("/", _("Find a client"), self._find)
        self.add_key("Ctrl+F", _("Find a client"), self._find)
        self._show_actions()

    # --- building ---------------------------------------------------------------------------

    def _build_list(self) -> None:
        theme, icons = self.tools.theme, self.tools.icons
        self.search = SearchEdit(theme, icons, _("Find a client"), "/", self)
        self.search.textChanged.connect(self._fill)
        self.archived = FilterChip(theme, icons, _("Archived"), "archive", self)
        self.archived.setToolTip(_("Show archived clients too"))
        self.archived.toggled.connect(self._on_archived)
        self.list = NavList(theme, icons, self, reorderable=True)
        self.list.setAccessibleName(_("Clients"))
        self.list.setProperty("pane", True)
        self.list.chosen.connect(self._on_chosen)
        self.list.reordered.connect(self._on_reordered)

    def _pair(self) -> QWidget:
        px = self.tools.theme.tokens.px
        both = QWidget(self._stack)
        left = QWidget(both)
        left.setFixedWidth(px(_LIST_WIDTH))
        column = QVBoxLayout(left)
        column.setContentsMargins(px(12), px(14), px(12), px(12))
        column.setSpacing(px(8))
        column.addWidget(self.search)
        column.addWidget(self.archived)
        column.addWidget(self.list, 1)
        self.editor = ClientEditor(self.tools, both)
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(Separator(self.tools.theme, both, vertical=True))
        row.addWidget(self.editor, 1)
        return both

    # --- loading and showing ----------------------------------------------------------------

    def load(self) -> None:
        """Ask for the clients and the bin."""
        self.tools.jobs.read(self, clients.tiles, include_archived=True).then(self._show_tiles)
        self.tools.jobs.read(self, bin_services.contents).then(self._show_bin)

    def open(self, what: object) -> None:
        """Show a client by its id, the bin, or the dialog for a new client."""
        if what == "bin":
            self._on_switch("bin")
        elif what == "new":
            self.new_client()
        elif isinstance(what, int):
            self._on_switch("clients")
            self._show(what)

    def take_keyboard(self) -> None:
        """Have the keyboard in the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def escape(self) -> bool:
        """Leave the bin."""
        if self.switch.current == "bin":
            self._on_switch("clients")
            return True
        return False

    def _show_tiles(self, tiles: list[ClientTile]) -> None:
        self._tiles = tiles
        keys = {tile.id for tile in tiles}
        living = [tile.id for tile in tiles if not tile.is_archived]
        wanted = self.place.client_id
        if wanted in keys and self._shown not in keys:
            self._shown = wanted
        if self._shown not in keys:
            self._shown = living[0] if living else next(iter(keys), None)
        self.archived.setVisible(any(tile.is_archived for tile in tiles))
        if any(tile.id == self._shown and tile.is_archived for tile in tiles):
            self.archived.setChecked(True)
        self._fill()
        self._load_client()
        self._show_actions()

    def _fill(self) -> None:
        words = self.search.text().casefold().split()
        tiles = [t for t in self._tiles if self.archived.isChecked() or not t.is_archived]
        found = [t for t in tiles if all(word in t.name.casefold() for word in words)]
        self.list.show_items(
            [
                NavItem(
                    t.id, t.name, letters=t.letters, colour=t.colour,
                    tip=_("{client} (archived)").format(client=t.name) if t.is_archived else t.name,
                    is_fixed=t.is_archived or bool(words),
                )
                for t in found
            ]
        )  # fmt: skip
        self.list.choose(self._shown)

    def _load_client(self) -> None:
        if self._shown is None:
            return
        self.tools.jobs.read(self, clients.client, self._shown).then(self._show_client).failed(self._on_gone)

    def _show_client(self, client: Client) -> None:
        if client.id == self._shown:
            self.editor.show_client(client)

    def _on_gone(self, error: DeskError) -> None:
        if not isinstance(error, NotFound):
            self.tools.notify.problem(error, self.reload)

    def _show_bin(self, things: list[Deleted]) -> None:
        self._things = things
        self.bin.show_things(things)
        self._show_actions()

    def _show_actions(self) -> None:
        is_bin = self.switch.current == "bin"
        self._stack.setCurrentIndex(_BIN if is_bin else _EDITOR if self._tiles else _EMPTY)
        self.empty_button.setVisible(is_bin)
        if self._things:
            self.empty_button.allow()
        else:
            self.empty_button.refuse(_("The bin is empty."))
        self.header.set_actions([self.empty_button] if is_bin else [self.new_button])
        self.new_button.setVisible(not is_bin)

    # --- choosing ---------------------------------------------------------------------------

    def _on_switch(self, which: object) -> None:
        commit_focused()
        self.switch.choose(which)
        self._show_actions()
        if which == "bin":
            self.bin.take_focus()

    def _on_archived(self, _is_on: bool) -> None:
        self._fill()

    def _on_client_changed(self, client_id: object) -> None:
        if isinstance(client_id, int) and client_id != self._shown:
            self._show(client_id)

    def _on_chosen(self, key: object) -> None:
        if isinstance(key, int) and key != self._shown:
            self._show(key)

    def _show(self, client_id: int) -> None:
        commit_focused()
        self._shown = client_id
        tile = next((tile for tile in self._tiles if tile.id == client_id), None)
        if tile is not None and tile.is_archived:
            self.archived.setChecked(True)
        self.list.choose(client_id)
        if self.isVisible():
            self._load_client()
        else:
            self.reload()
        if tile is not None and not tile.is_archived and self.place.client_id is not None:
            self.place.choose_client(client_id)

    def _find(self) -> None:
        self._on_switch("clients")
        self.search.look_for()

    def _on_reordered(self, keys: list[object]) -> None:
        ids = [key for key in keys if isinstance(key, int)]
        self.tools.jobs.do(self, clients.reorder_clients, ids)

    # --- acting -----------------------------------------------------------------------------

    def new_client(self) -> NewClientDialog:
        """Open the dialog that makes a client."""
        dialog = NewClientDialog(self.tools, self.place, self)
        dialog.made.connect(self._on_made)
        dialog.open()
        return dialog

    def _on_made(self, client_id: int, _has_scope: bool) -> None:
        self._shown = client_id

    def _on_archive(self) -> None:
        tile = self._tile()
        if tile is None:
            return
        act = clients.unarchive_client if tile.is_archived else clients.archive_client
        said = _("{client} is back in the list") if tile.is_archived else _("{client} is archived")
        self._do_and_say(act, tile.id, said.format(client=tile.name))

    def _on_delete(self) -> None:
        tile = self._tile()
        if tile is not None:
            self._do_and_say(clients.delete_client, tile.id, _("{client} is in the bin").format(client=tile.name))

    def _do_and_say(self, act: Action[[int], None], client_id: int, said: str) -> None:
        commit_focused()
        self.tools.jobs.do(self, act, client_id).then(
            lambda _none: self.tools.notify.toast(said, undo=self.tools.jobs.undo)
        )

    def _tile(self) -> ClientTile | None:
        return next((tile for tile in self._tiles if tile.id == self._shown), None)

    def _on_restore(self, kind: Kind, key: int) -> None:
        title = next((thing.title for thing in self._things if (thing.kind, thing.id) == (kind, key)), "")
        said = _("“{name}” is back").format(name=title)
        self.tools.jobs.do(self, bin_services.restore, kind, key).then(
            lambda _none: self.tools.notify.toast(said, undo=self.tools.jobs.undo)
        )

    def _ask_to_empty(self) -> None:
        count = len(self._things)
        verb = ngettext("Delete {count} thing for good", "Delete {count} things for good", count).format(count=count)
        question = ngettext(
            "Delete {count} thing for good?", "Delete {count} things for good?", count
        ).format(count=count)  # fmt: skip
        self.tools.notify.ask(
            question, _("It cannot be taken back. What was agreed with clients stays."), verb, self._empty
        )

    def _empty(self) -> None:
        self.tools.jobs.do(self, bin_services.empty).then(self._on_emptied)

    def _on_emptied(self, count: int) -> None:
        said = ngettext("{count} thing was deleted for good", "{count} things were deleted for good", count)
        self.tools.notify.toast(said.format(count=count))
