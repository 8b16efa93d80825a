"""The section Catalogue: what the agency offers, the templates made of it, its routines and its words."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from cmdesk.domain.catalogue_sheet import Shelf
from cmdesk.domain.changes import Kind
from cmdesk.domain.errors import DeskError
from cmdesk.i18n import _
from cmdesk.services import catalogue
from cmdesk.ui.catalogue.pane import CataloguePane
from cmdesk.ui.catalogue.routines import RoutinesPane
from cmdesk.ui.catalogue.services import ServicesPane
from cmdesk.ui.catalogue.templates import TemplatesPane
from cmdesk.ui.catalogue.words import WordsPane
from cmdesk.ui.page import Page, Place, Tools
from cmdesk.ui.widgets.choices import SegmentedControl
from cmdesk.ui.widgets.fields import commit_focused

PARTS: Final = ("services", "templates", "routines", "words")


class CataloguePage(Page):
    """Services, templates, routines and words, each as a list with what is chosen beside it."""

    name: ClassVar[str] = "catalogue"
    shows: ClassVar[frozenset[Kind]] = frozenset(
        {
            Kind.SERVICE, Kind.SCOPE_TEMPLATE, Kind.TEMPLATE_LINE, Kind.ROUTINE_TEMPLATE, Kind.PLAIN_WORD,
            Kind.MEMBER, Kind.CLIENT, Kind.BOARD_COLUMN, Kind.AGENCY,
        }
    )  # fmt: skip

    def __init__(self, tools: Tools, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(tools, place, parent)
        names = (_("Services"), _("Templates"), _("Routines"), _("Words"))
        self.switch = SegmentedControl(tools.theme, list(zip(PARTS, names, strict=True)), self)
        self.switch.setAccessibleName(_("Parts of the catalogue"))
        self.switch.chosen.connect(self.show_part)
        self._stack = QStackedWidget(self)
        self.services = ServicesPane(tools, self._stack)
        self.templates = TemplatesPane(tools, self._stack)
        self.routines = RoutinesPane(tools, place, self._stack)
        self.words = WordsPane(tools, self._stack)
        for pane in (self.services, self.templates, self.routines, self.words):
            self._stack.addWidget(pane)
            for button in pane.actions_for_header()[0]:
                button.hide()
        self.content.addWidget(self._stack)
        self.header.show_place(_("Catalogue"))
        self.header.set_switch(self.switch)
        self._add_keys()
        self.show_part(PARTS[0])

    def _add_keys(self) -> None:
        self.add_key("/", _("Find"), self._find)
        self.add_key("Ctrl+F", _("Find"), self._find)
        self.add_key("N", _("New"), self._on_new)
        self.add_key("Ctrl+D", _("Copy the service"), self._only_services(self.services.duplicate))
        self.add_key("H", _("Hide or show the services"), self._only_services(self.services.hide_or_show))

    def _only_services(self, slot: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            if self._stack.currentWidget() is self.services:
                slot()

        return run

    # --- loading and showing ------------------------------------------------------------------

    def load(self) -> None:
        """Ask for what the shown part shows; the others ask when they are shown."""
        pane = self._stack.currentWidget()
        if isinstance(pane, ServicesPane | TemplatesPane | RoutinesPane | WordsPane):
            pane.load()

    def show_part(self, part: object) -> None:
        """Show one of the parts."""
        commit_focused()
        name = str(part)
        self.switch.choose(name)
        panes = (self.services, self.templates, self.routines, self.words)
        pane = panes[PARTS.index(name)]
        self._stack.setCurrentWidget(pane)
        actions, lesser = pane.actions_for_header()
        self.header.set_actions(actions, lesser)
        if self.isVisible():
            self.load()

    def open(self, what: object) -> None:
        """Show a part by its name, 'new' services, a service by its code, or a template as 'template:code'."""
        said = str(what)
        if said in PARTS:
            self.show_part(said)
        elif said == Shelf.NEW:
            self.show_part("services")
            self.services.show_shelf(Shelf.NEW)
        elif said.startswith("template:"):
            self.show_part("templates")
            self.templates.show_template(said.removeprefix("template:"))
        else:
            self.show_part("services")
            self.services.show_service(said)

    def _on_client_changed(self, _client_id: object) -> None:
        """The catalogue is the same for all clients."""

    def take_keyboard(self) -> None:
        """Have the keyboard in the list."""
        pane = self._stack.currentWidget()
        if isinstance(pane, CataloguePane):
            pane.take_keyboard()
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def escape(self) -> bool:
        """Empty the search, or show all again."""
        pane = self._stack.currentWidget()
        return isinstance(pane, CataloguePane) and pane.escape()

    def _find(self) -> None:
        pane = self._stack.currentWidget()
        if isinstance(pane, CataloguePane):
            pane.look_for()

    def _on_new(self) -> None:
        """N: what is new in the part that is shown."""
        pane = self._stack.currentWidget()
        if isinstance(pane, ServicesPane | WordsPane):
            pane.ask_new()
        elif isinstance(pane, TemplatesPane):
            pane.choose_file()
        elif isinstance(pane, RoutinesPane):
            pane.add_step()

    # --- leaving ------------------------------------------------------------------------------

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever was here has seen what an update brought."""
        super().hideEvent(event)
        if self.services.has_new and not event.spontaneous() and self.window().isVisible():
            self.services.has_new = False
            self.tools.jobs.do(self, catalogue.mark_seen).failed(self._on_not_seen)

    def _on_not_seen(self, _error: DeskError) -> None:
        """Who only looks leaves the marks to the others."""

    def sizeHint(self) -> QSize:
        return QSize(1200, 800)
