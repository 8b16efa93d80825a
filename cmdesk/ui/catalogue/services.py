"""The services of the catalogue: the list at left, the chosen one at right."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from cmdesk.domain.catalogue import Area, Service
from cmdesk.domain.catalogue_sheet import ServiceSheet, Shelf, found, on_shelf, value_of
from cmdesk.domain.errors import Conflict, DeskError, RuleBroken
from cmdesk.i18n import _, ngettext, spoken
from cmdesk.services import catalogue
from cmdesk.services.catalogue_sheet import service_sheet
from cmdesk.ui.catalogue import phrases
from cmdesk.ui.catalogue.editor import ServiceEditor
from cmdesk.ui.catalogue.listing import ServiceList
from cmdesk.ui.catalogue.pane import CataloguePane
from cmdesk.ui.widgets.buttons import IconButton, push_button
from cmdesk.ui.widgets.choices import FilterChip
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import ComboBox, LabelledField, LineEdit, SearchEdit, commit_focused
from cmdesk.ui.widgets.form import scrolling
from cmdesk.ui.widgets.frames import Dialog
from cmdesk.ui.widgets.layouts import FlowLayout

if TYPE_CHECKING:
    from cmdesk.ui.page import Tools

_SHELVES: Final = (Shelf.ALL, Shelf.NEW, Shelf.CHANGED, Shelf.OWN, Shelf.HIDDEN)


class NewServiceDialog(Dialog):
    """What a service of the agency's own is called, and where it belongs.

    Signals:
        wanted: The area, and the name.
    """

    wanted = Signal(object, str)

    def __init__(self, tools: Tools, area: Area, parent: QWidget) -> None:
        theme, icons = tools.theme, tools.icons
        super().__init__(theme, icons, _("New service"), parent)
        self.name = LineEdit(theme, "", self)
        self._named = LabelledField(theme, icons, _("Name"), self.name, "", self)
        self.area = ComboBox(theme, icons, self)
        self.area.offer(phrases.areas())
        self.area.choose(area)
        self.body.addWidget(self._named)
        self.body.addWidget(LabelledField(theme, icons, _("Area"), self.area, "", self))
        self.set_remark(_("It stands in both languages until you translate it."))
        self.set_buttons(push_button(theme, icons, _("Add service"), "primary", None, "Ctrl ↵", self))
        self.confirmed.connect(self._on_confirmed)
        self.name.returnPressed.connect(self._on_confirmed)
        self.name.setFocus()

    def _on_confirmed(self) -> None:
        name = self.name.text().strip()
        if not name:
            self._named.show_problem(_("Write a name for the service."))
            return
        self.wanted.emit(self.area.current_key, name)

    def show_refusal(self, error: DeskError) -> None:
        """Say why it was not added."""
        self._named.show_problem(str(error))


class ServicesPane(CataloguePane):
    """Services to search, edit, add, copy, hide, put in order and reset."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._services: list[Service] = []
        self._sheet: ServiceSheet | None = None
        self._wanted = ""  # a service that is to be shown once it is there
        self._names_next = False  # and whose name is to be written
        self._versions: dict[str, int] = {}
        self._mine: dict[tuple[str, str], list[Any]] = {}
        self.has_new = False  # services that nobody looked at stood in the list
        theme, icons = tools.theme, tools.icons
        self.search = SearchEdit(theme, icons, _("Find a service"), "/", self)
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.shelf = Shelf.ALL
        self.chips = self._build_chips()
        self.nothing = Words(theme, "", "body", "tertiary", self, wrap=True)
        self.list = ServiceList(theme, icons, self)
        self.list.chosen.connect(self._on_chosen)
        self.list.selection_changed.connect(self.show_actions)
        self.list.moved.connect(self._on_moved)
        self.list.delete_wanted.connect(self.delete)
        self.editor = ServiceEditor(tools)
        self.editor.changed.connect(self._on_changed)
        self.editor.put_back_wanted.connect(self._on_put_back)
        self.editor.clash.kept.connect(self._on_kept)
        self.editor.clash.taken.connect(self._on_taken)
        self.sheet = scrolling(self.editor, theme, self, width=980)
        self.sheet.setProperty("pane", True)
        self.new = push_button(theme, icons, _("New service"), "primary", "plus", "N", self)
        self.copy = push_button(theme, icons, _("Copy"), "normal", "copy", "", self)
        self.copy.setToolTip(_("Copy") + "  Ctrl+D")
        self.hide_button = push_button(theme, icons, _("Hide"), "normal", "eye-off", "", self)
        self.hide_button.setToolTip(_("A scope does not ask for hidden services") + "  H")
        self.reset = push_button(theme, icons, _("Reset"), "normal", "restore", "", self)
        self.more = IconButton(theme, icons, "dots", _("More"), "", self)
        for button, slot in (
            (self.new, self.ask_new), (self.copy, self.duplicate), (self.hide_button, self.hide_or_show),
            (self.reset, self.reset_service), (self.more, self._on_more),
        ):  # fmt: skip
            button.clicked.connect(slot)
        self._lay_out()

    def _build_chips(self) -> dict[Shelf, FilterChip]:
        chips = {}
        self._chip_holder = QWidget(self)
        flow = FlowLayout(self._chip_holder, self._tools.theme.tokens.px(6))
        for shelf in _SHELVES:
            chip = FilterChip(self._tools.theme, self._tools.icons, "", parent=self._chip_holder)
            chip.clicked.connect(partial(self._on_shelf, shelf))
            chips[shelf] = chip
            flow.addWidget(chip)
        return chips

    def _lay_out(self) -> None:
        px = self._tools.theme.tokens.px
        column = QVBoxLayout()
        column.setContentsMargins(0, px(12), 0, 0)
        column.setSpacing(px(8))
        for widget in (self.search, self._chip_holder, self.nothing):
            holder = QHBoxLayout()
            holder.setContentsMargins(px(12), 0, px(12), 0)
            holder.addWidget(widget)
            column.addLayout(holder)
        column.addWidget(self.list, 1)
        self.arrange(self._tools.theme, column, self.sheet, listed=self.list, searched=self.search)

    def actions_for_header(self) -> tuple[list[QWidget], list[QWidget]]:
        """Its buttons for the header, and those of them that may leave where there is no room."""
        return [self.more, self.reset, self.copy, self.hide_button, self.new], [self.reset, self.copy]

    # --- loading and showing ------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the services, hidden ones too."""
        self._tools.jobs.read(self, catalogue.services, with_hidden=True).then(self._show_services)

    def _show_services(self, services: list[Service]) -> None:
        self._services = services
        self.has_new = self.has_new or any(one.is_new for one in services)
        names = {
            Shelf.ALL: _("All"),
            Shelf.NEW: _("New"),
            Shelf.CHANGED: _("Changed by us"),
            Shelf.OWN: _("Own"),
            Shelf.HIDDEN: _("Hidden"),
        }
        for shelf, chip in self.chips.items():
            count = sum(on_shelf(one, shelf) for one in services)
            chip.setText(f"{names[shelf]} {spoken().number(count)}")
            chip.setVisible(bool(count) or shelf in {Shelf.ALL, self.shelf})
            chip.setChecked(shelf is self.shelf)
        self._fill()
        if self._wanted:
            self.show_service(self._wanted)
        self._load_sheet()

    def _fill(self) -> None:
        shown = found(self._services, self.search.text(), self.shelf)
        self.list.can_order = self.shelf is Shelf.ALL and not self.search.text().strip()
        self.list.show_services(shown)
        self.nothing.setVisible(not shown)
        self.nothing.setText(_("No service has these words.") if self.search.text().strip() else self._empty_words())
        self.show_actions()

    def _empty_words(self) -> str:
        said = {
            Shelf.NEW: _("Nothing is new."),
            Shelf.CHANGED: _("You have changed no service yet."),
            Shelf.OWN: _("You have no service of your own yet. N writes one."),
            Shelf.HIDDEN: _("No service is hidden."),
        }
        return said.get(self.shelf, _("The catalogue is empty."))

    def show_shelf(self, shelf: Shelf) -> None:
        """Show the services of one kind."""
        self.shelf = shelf
        self.search.clear()
        self._show_services(self._services)

    def show_service(self, code: str) -> None:
        """Stand on a service, now or as soon as it is there."""
        self._wanted = code
        if not any(one.code == code for one in self._services):
            return
        if not self.list.choose(code):
            self.shelf = Shelf.ALL
            self.search.clear()
            for shelf, chip in self.chips.items():
                chip.setChecked(shelf is self.shelf)
            self._fill()
            self.list.choose(code)
        self._wanted = ""

    def _on_shelf(self, shelf: Shelf, _is_on: bool = False) -> None:
        self.shelf = shelf
        self._show_services(self._services)

    def _on_chosen(self, _code: str) -> None:
        commit_focused()
        self._load_sheet()
        self.show_actions()

    def _load_sheet(self) -> None:
        code = self.list.current_code
        self.sheet.setVisible(code is not None)
        if code is not None:
            self._tools.jobs.read(self, service_sheet, code).then(self._show_sheet).failed(self._on_gone)

    def _on_gone(self, _error: DeskError) -> None:
        self.load()

    def _show_sheet(self, sheet: ServiceSheet) -> None:
        if sheet.service.code != self.list.current_code:
            return
        is_other = self._sheet is None or self._sheet.service.code != sheet.service.code
        self._sheet = sheet
        self.editor.show_sheet(sheet)
        if is_other:
            self.sheet.verticalScrollBar().setValue(0)
        if self._names_next and sheet.service.is_own:
            self._names_next = False
            self.editor.focus_name()
        self.show_actions()

    def show_actions(self) -> None:
        """Let each button say what it does to what is chosen."""
        codes = self.list.chosen_codes()
        chosen = [one for one in self._services if one.code in codes]
        is_hidden = bool(chosen) and all(one.is_hidden for one in chosen)
        self.hide_button.setText(_("Show") if is_hidden else _("Hide"))
        self.hide_button.set_icon_name("eye" if is_hidden else "eye-off")
        may_change = self._sheet is None or self._sheet.may_change
        why_not = _("Only owners and managers change the catalogue.")
        for button, refusal in (
            (self.new, ""),
            (self.copy, "" if len(codes) == 1 else _("Choose one service.")),
            (self.hide_button, "" if codes else _("Choose a service.")),
            (self.reset, self._no_reset(chosen)),
        ):
            refused = why_not if not may_change else refusal
            if refused:
                button.refuse(refused)
            else:
                button.allow()

    def _no_reset(self, chosen: Sequence[Service]) -> str:
        if len(chosen) != 1:
            return _("Choose one service.")
        if chosen[0].is_own:
            return _("This service is your own; there is no shipped text to go back to.")
        changed = {*chosen[0].changed} - {"price_cents", "price_mode"}
        return "" if changed else _("This service says what ships.")

    # --- saving -------------------------------------------------------------------------------

    def _on_changed(self, field: str, value: object) -> None:
        if self._sheet is not None:
            self._write(self._sheet.service, field, value)

    def _write(self, seen: Service, field: str, value: Any) -> None:
        version = max(seen.version, self._versions.get(seen.code, 0))
        job = self._tools.jobs.do(self, catalogue.change_service, seen.code, field, value, version)
        job.then(partial(self._on_saved, seen.code, field, value, version))
        job.failed(partial(self._on_refused, seen, field, value))

    def _on_saved(self, code: str, field: str, value: Any, version: int, _none: None) -> None:
        self._versions[code] = max(version + 1, self._versions.get(code, 0))
        self._mine.setdefault((code, field), []).append(value)
        self.editor.clear_problem(field)

    def _on_refused(self, seen: Service, field: str, value: Any, error: DeskError) -> None:
        if isinstance(error, Conflict):
            look = self._tools.jobs.run(
                self, lambda _progress: self._tools.jobs.desk.read(catalogue.service, seen.code)
            )
            look.then(partial(self._judge, seen, field, value))
        elif not isinstance(error, RuleBroken) or not self.editor.show_problem(error.field or field, str(error)):
            self._tools.notify.problem(error)
            self._load_sheet()

    def _judge(self, seen: Service, field: str, value: Any, now: Service) -> None:
        """Go on where a colleague wrote something else; ask where it is the same field."""
        self._versions[seen.code] = now.version
        there = value_of(now, field)
        if there in [value_of(seen, field), value, *self._mine.get((seen.code, field), [])]:
            self._write(now, field, value)
        elif self._sheet is not None and self._sheet.service.code == seen.code:
            self.editor.clash.ask(field, value, now)

    def _on_kept(self, field: str, value: object) -> None:
        self._on_changed(field, value)

    def _on_taken(self, field: str) -> None:
        self._load_sheet()
        self.editor.put_back(field)

    def _on_put_back(self, field: str) -> None:
        if self._sheet is None or self._sheet.shipped is None:
            return
        service = self._sheet.service
        value = value_of(self._sheet.shipped, field)
        said = _("“{field}” says what ships.").format(field=phrases.field_name(field))
        job = self._tools.jobs.do(self, catalogue.change_service, service.code, field, value)
        job.then(partial(self._say, said))

    # --- acting -------------------------------------------------------------------------------

    def _say(self, said: str, _answer: object = None) -> None:
        self._tools.notify.toast(said, undo=self._tools.jobs.undo)

    def ask_new(self) -> None:
        """Ask for the name of a service of one's own."""
        if not self.new.isEnabled():
            return
        current = next((one for one in self._services if one.code == self.list.current_code), None)
        dialog = NewServiceDialog(self._tools, current.area if current else Area.CONTENT, self)
        dialog.wanted.connect(partial(self._add, dialog))
        dialog.open()

    def _add(self, dialog: NewServiceDialog, area: object, name: str) -> None:
        job = self._tools.jobs.do(self, catalogue.add_service, str(area), name)
        job.then(partial(self._on_added, dialog, name)).failed(dialog.show_refusal)

    def _on_added(self, dialog: NewServiceDialog | None, name: str, code: str) -> None:
        if dialog is not None:
            dialog.accept()
        self._names_next = True
        self.show_service(code)
        self._say(_("“{name}” is in your catalogue.").format(name=name))

    def duplicate(self) -> None:
        """Make a service of one's own that begins as a copy of the chosen one."""
        service = next((one for one in self._services if one.code == self.list.current_code), None)
        if service is None or not self.copy.isEnabled():
            return
        name = _("{name} (copy)").format(name=service.words(spoken().language).name)
        job = self._tools.jobs.do(self, catalogue.add_service, service.area, name, service.code)
        job.then(partial(self._on_added, None, name))

    def hide_or_show(self) -> None:
        """Hide the chosen services, or show them again where all of them are hidden."""
        codes = self.list.chosen_codes()
        chosen = [one for one in self._services if one.code in codes]
        if not chosen or not self.hide_button.isEnabled():
            return
        is_hiding = not all(one.is_hidden for one in chosen)
        count = len(codes)
        hidden = ngettext("{count} service is hidden.", "{count} services are hidden.", count)
        shown = ngettext("{count} service is shown again.", "{count} services are shown again.", count)
        said = (hidden if is_hiding else shown).format(count=count)
        job = self._tools.jobs.do(self, catalogue.hide_services, codes, is_hiding)
        job.then(partial(self._say, said))

    def reset_service(self) -> None:
        """Let the chosen service say what ships."""
        if self._sheet is not None and self.reset.isEnabled():
            name = self._sheet.service.words(spoken().language).name
            said = _("“{name}” says what ships. Its price stays.").format(name=name)
            job = self._tools.jobs.do(self, catalogue.reset_service, self._sheet.service.code)
            job.then(partial(self._say, said))

    def delete(self) -> None:
        """Delete a service of one's own; one that ships can be hidden."""
        service = next((one for one in self._services if one.code == self.list.current_code), None)
        if service is None:
            return
        if not service.is_own:
            self._tools.notify.toast(
                _("This service comes with CMDesk. Hide it instead."), actions=[(_("Hide"), self.hide_or_show)]
            )
            return
        said = _("“{name}” is deleted.").format(name=service.words(spoken().language).name)
        self._tools.jobs.do(self, catalogue.remove_service, service.code).then(partial(self._say, said))

    def _on_moved(self, code: str, place: int) -> None:
        self._tools.jobs.do(self, catalogue.move_service, code, place)

    def _on_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button in (self.copy, self.hide_button, self.reset):
            menu.addAction(button.text(), button.click).setEnabled(button.isEnabled())
        menu.addSeparator()
        service = self._sheet.service if self._sheet is not None else None
        may_change = self._sheet is not None and self._sheet.may_change
        entry = menu.addAction(_("Delete"), self.delete)
        entry.setEnabled(may_change and service is not None and service.is_own)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def escape(self) -> bool:
        """Show all services again; whether that was not so already."""
        if super().escape():
            return True
        if self.shelf is not Shelf.ALL:
            self.show_shelf(Shelf.ALL)
            return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            leaves = event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if leaves:
                self.take_keyboard()
            return leaves
        return False
