"""What every section of the window has in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cmdesk.domain.changes import ChangeSet, Kind
from cmdesk.ui.widgets.frames import Header

if TYPE_CHECKING:
    from cmdesk.ui.icons import Icons
    from cmdesk.ui.jobs import Jobs
    from cmdesk.ui.memory import Memory
    from cmdesk.ui.notify import Notify
    from cmdesk.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Tools:
    """What the application gives to every page: made once, passed on, never looked up."""

    theme: Theme
    icons: Icons
    jobs: Jobs
    notify: Notify
    memory: Memory


class Place(QObject):
    """Where the person is: one section and one client, or all of them.

    Signals:
        client_changed: Another client was chosen; none means all of them.
        section_wanted: A page asks for another section by name, and what to open in it.
    """

    client_changed = Signal(object)
    section_wanted = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client: int | None = None

    @property
    def client_id(self) -> int | None:
        """The chosen client; none means all of them."""
        return self._client

    def choose_client(self, client_id: int | None) -> None:
        """Look at this client, or at all of them."""
        if client_id != self._client:
            self._client = client_id
            self.client_changed.emit(client_id)

    def go(self, section: str, what: object = None) -> None:
        """Ask for another section, and what to open in it."""
        self.section_wanted.emit(section, what)


class Page(QWidget):
    """One section of the window: a header, then what the subclass adds to `self.content`.

    A page asks in `load` and displays in its own `_show_*` methods. It loads when it is first
    shown, when the client changes, and when something that it shows was changed; while it is
    hidden it only remembers that it is stale.
    """

    name: ClassVar[str] = ""  # of the section, such as 'calendar'
    shows: ClassVar[frozenset[Kind]] = frozenset()

    def __init__(self, tools: Tools, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tools = tools
        self.place = place
        self._is_stale = True
        self.header = Header(tools.theme, tools.icons, self)
        self.content = QVBoxLayout()
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addLayout(self.content, 1)
        tools.jobs.changed.connect(self._on_changed)
        place.client_changed.connect(self._on_client_changed)

    def load(self) -> None:
        """Ask for what the page shows."""
        raise NotImplementedError

    def reload(self) -> None:
        """Load now when the page is seen, else when it is shown next."""
        self._is_stale = not self.isVisible()
        if self.isVisible():
            self.load()

    def open(self, what: object) -> None:
        """Show something of this page that another page asked for."""

    def when_calm(self, slot: Callable[[], object]) -> None:
        """Do something as soon as all that was asked for is here."""
        if self.tools.jobs.is_idle:
            slot()
        else:
            self.tools.jobs.idle.connect(slot, Qt.ConnectionType.SingleShotConnection)

    def actions_for_menu(self) -> Sequence[QAction]:
        """What the page adds to the Edit menu while it is shown."""
        return ()

    def take_keyboard(self) -> None:
        """Have the keyboard at what the page is for; a person has just come here."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def escape(self) -> bool:
        """Take one step back; whether there was one."""
        return False

    def add_key(self, keys: str, text: str, slot: Callable[[], object]) -> QAction:
        """An action of this page with its shortcut, which works while the page is shown."""
        act = QAction(text, self)
        act.setShortcut(keys)
        act.triggered.connect(slot)
        self.addAction(act)
        return act

    def showEvent(self, event: QShowEvent) -> None:
        """Load what became stale while the page was hidden."""
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self.load()

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.kinds & self.shows:
            self.reload()

    def _on_client_changed(self, _client_id: object) -> None:
        self.reload()
