"""The agency's templates: what each holds, its name, and files of it for others."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cmdesk.domain.catalogue import Service, Template, TemplateLine
from cmdesk.domain.catalogue_sheet import template_facts
from cmdesk.domain.errors import DeskError, RuleBroken
from cmdesk.domain.scope import Cadence, Treatment
from cmdesk.domain.templates import LARGEST_FILE
from cmdesk.domain.wording import amount_in_table
from cmdesk.i18n import _, ngettext, spoken
from cmdesk.services import templates
from cmdesk.services.catalogue_sheet import TemplateShelf, template_shelf
from cmdesk.ui.catalogue.editor import Notice
from cmdesk.ui.catalogue.pane import CataloguePane
from cmdesk.ui.files import choose_file, choose_place, read_file, write_file
from cmdesk.ui.scope.phrases import treatment_name
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import LabelledField, LineEdit, commit_focused
from cmdesk.ui.widgets.form import Card, Form, scrolling
from cmdesk.ui.widgets.frames import Dialog
from cmdesk.ui.widgets.navlist import NavItem, NavList

if TYPE_CHECKING:
    from cmdesk.ui.jobs import Progress
    from cmdesk.ui.page import Tools

ENDING: Final = ".cmdesk-template.json"


def read_template(path: Path, progress: Progress) -> bytes:
    """The bytes of a template's file.

    Raises:
        RuleBroken: It is empty or far too large for one.
        Unavailable: It cannot be read.
    """
    _name, data = read_file(path, progress)
    if len(data) > LARGEST_FILE:
        raise RuleBroken(_("This file is too large for a template."))
    return data


class SaveTemplateDialog(Dialog):
    """What a template made from a scope is called.

    Signals:
        wanted: Its name, and what is in it.
    """

    wanted = Signal(str, str)

    def __init__(self, tools: Tools, name: str, parent: QWidget) -> None:
        theme, icons = tools.theme, tools.icons
        super().__init__(theme, icons, _("Save this scope as a template"), parent)
        self.name = LineEdit(theme, name, self)
        self.description = LineEdit(theme, "", self)
        self._named = LabelledField(theme, icons, _("Name"), self.name, "", self)
        self.body.addWidget(self._named)
        hint = _("In one sentence, for whoever chooses it")
        self.body.addWidget(LabelledField(theme, icons, _("What is in it"), self.description, hint, self))
        said = _("Lines, prices and conditions are kept; people, networks and days are not.")
        self.body.addWidget(Words(theme, said, "small", "secondary", self, wrap=True))
        self.set_buttons(push_button(theme, icons, _("Save template"), "primary", None, "Ctrl ↵", self))
        self.confirmed.connect(self._on_confirmed)
        self.name.returnPressed.connect(self._on_confirmed)
        self.name.selectAll()
        self.name.setFocus()

    def _on_confirmed(self) -> None:
        if not self.name.text().strip():
            self._named.show_problem(_("Write a name for the template."))
            return
        self.wanted.emit(self.name.text().strip(), self.description.text().strip())

    def show_refusal(self, error: DeskError) -> None:
        """Say why it was not saved."""
        self._named.show_problem(str(error))


def save_scope_as_template(tools: Tools, scope_id: int, name: str, parent: QWidget) -> SaveTemplateDialog:
    """Ask for a name, and keep a version as a template of the agency's own."""
    dialog = SaveTemplateDialog(tools, name, parent)

    def saved(_code: str) -> None:
        dialog.accept()
        tools.notify.toast(_("The template is saved. New scopes can begin with it."), undo=tools.jobs.undo)

    def save(wanted: str, description: str) -> None:
        job = tools.jobs.do(dialog, templates.save_template, scope_id, wanted, description)
        job.then(saved).failed(dialog.show_refusal)

    dialog.wanted.connect(save)
    dialog.open()
    return dialog


class TemplatesPane(CataloguePane):
    """Templates to look into, rename, delete, save to a file and read from one."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._shelf: TemplateShelf | None = None
        self._shown = ""
        theme, icons = tools.theme, tools.icons
        self.setAcceptDrops(True)
        self.list = NavList(theme, icons, self)
        self.list.setAccessibleName(_("Templates"))
        self.list.setProperty("pane", True)
        self.list.chosen.connect(self._on_chosen)
        self.read = push_button(theme, icons, _("Read from a file…"), "primary", "folder-open", "N", self)
        self.save = push_button(theme, icons, _("Save to a file…"), "normal", "file-export", "", self)
        self.delete_button = push_button(theme, icons, _("Delete"), "danger", "trash", "", self)
        self.read.clicked.connect(self.choose_file)
        self.save.clicked.connect(self._on_save)
        self.delete_button.clicked.connect(self.delete)
        self.title = Words(theme, "", "title", "primary", self, wrap=True)
        self.facts = Words(theme, "", "body", "secondary", self, wrap=True)
        self.description = Words(theme, "", "body", "secondary", self, wrap=True)
        self.form = Form(theme, icons, self, columns=1)
        self.form.line("name", _("Name"))
        self.form.text("description", _("What is in it"), lines=2)
        self.form.changed.connect(self._on_changed)
        self.lines = Card(theme, self)
        self.lines.column.setSpacing(0)
        inside = self._inside()
        self.sheet = scrolling(inside, theme, self, width=820)
        px = theme.tokens.px
        left = QVBoxLayout()
        left.setContentsMargins(px(12), px(12), px(12), px(12))
        left.addWidget(self.list)
        self.arrange(theme, left, self.sheet, listed=self.list)

    def _inside(self) -> QWidget:
        """What stands beside the list."""
        theme = self._tools.theme
        hint = Notice(theme, self)
        said = _(
            "To make one, open a scope and choose “Save as template” in its menu. "
            "A template’s file can be dropped here."
        )
        hint.column.addWidget(Words(theme, said, "small", "secondary", hint, wrap=True))
        buttons = QWidget(self)
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.px(8))
        row.addWidget(self.save)
        row.addWidget(self.delete_button)
        row.addStretch(1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.px(10))
        parts: tuple[QWidget, ...] = (
            self.title, self.facts, self.description, self.form, buttons, hint, self.lines,
        )  # fmt: skip
        for widget in parts:
            column.addWidget(widget)
        return inside

    def actions_for_header(self) -> tuple[list[QWidget], list[QWidget]]:
        """Its buttons for the header."""
        return [self.read], []

    # --- loading and showing ------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the templates."""
        self._tools.jobs.read(self, template_shelf).then(self._show_shelf)

    def _show_shelf(self, shelf: TemplateShelf) -> None:
        self._shelf = shelf
        language = spoken().language
        codes = [one.code for one in shelf.templates]
        if self._shown not in codes:
            self._shown = codes[0] if codes else ""
        items = []
        for one in shelf.templates:
            lines = template_facts(one).lines
            tip = ngettext("{count} line", "{count} lines", lines).format(count=lines)
            icon = "star" if one.is_own else "file-text"
            items.append(NavItem(one.code, one.words(language).name, icon=icon, tip=tip))
        self.list.show_items(items)
        self.list.choose(self._shown)
        if shelf.may_read:
            self.read.allow()
        else:
            self.read.refuse(_("Only owners and managers read templates from files."))
        self._show_template()

    def _template(self) -> Template | None:
        known = self._shelf.templates if self._shelf else ()
        return next((one for one in known if one.code == self._shown), None)

    def _show_template(self) -> None:
        chosen = self._template()
        self.sheet.setVisible(chosen is not None)
        if chosen is None or self._shelf is None:
            return
        words = chosen.words(spoken().language)
        self.title.setText(words.name)
        self.title.setVisible(not chosen.is_own)
        self.description.setText(words.description)
        self.description.setVisible(not chosen.is_own and bool(words.description))
        self.form.setVisible(chosen.is_own)
        self.form.clear_problems()
        self.form.show_values(SimpleNamespace(name=words.name, description=words.description))
        facts = template_facts(chosen)
        month = spoken().money(facts.monthly_cents, self._shelf.currency, short=True)
        parts = [
            ngettext("{count} line included", "{count} lines included", facts.included).format(count=facts.included)
        ]
        if facts.optional:
            parts.append(_("{count} optional").format(count=facts.optional))
        if facts.excluded:
            parts.append(_("{count} not included").format(count=facts.excluded))
        parts.append(_("{amount} a month").format(amount=month))
        self.facts.setText(" · ".join(parts))
        if chosen.is_own:
            self.delete_button.allow()
        else:
            self.delete_button.refuse(_("This template comes with CMDesk."))
        self._show_lines(chosen)

    def _show_lines(self, chosen: Template) -> None:
        column = self.lines.column
        while (item := column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        known = {one.code: one for one in self._shelf.services} if self._shelf else {}
        for line in chosen.lines:
            column.addWidget(self._line(line, known.get(line.service)))

    def _line(self, line: TemplateLine, service: Service | None) -> QWidget:
        """One line: what, how much, and where it is not simply included."""
        theme, language = self._tools.theme, spoken().language
        px = theme.tokens.px
        whole = QWidget(self.lines)
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, px(5), 0, px(5))
        row.setSpacing(px(10))
        name = str(line.own.get("title") or (service.words(language).title if service else line.service))
        row.addWidget(Words(theme, name, "body", "primary", whole, elide=True), 1)
        if line.treatment is not Treatment.INCLUDED:
            row.addWidget(Words(theme, treatment_name(line.treatment), "small", "tertiary", whole))
        else:
            quantity = line.quantity if line.quantity is not None else service.quantity if service else None
            unit = str(line.own.get("unit") or (service.unit if service else "time"))
            cadence = line.cadence or (service.cadence if service else Cadence.MONTH)
            row.addWidget(Words(theme, amount_in_table(quantity, unit, cadence, language), "small", "secondary", whole))
        if line.price_cents and self._shelf is not None:
            price = spoken().money(line.price_cents, self._shelf.currency, short=True)
            row.addWidget(Words(theme, price, "small", "secondary", whole))
        return whole

    # --- what people do -----------------------------------------------------------------------

    def _on_chosen(self, key: object) -> None:
        commit_focused()
        self._shown = str(key)
        self._show_template()

    def show_template(self, code: str) -> None:
        """Stand on a template, now or when it is there."""
        self._shown = code
        self.load()

    def _on_changed(self, field: str, value: object) -> None:
        job = self._tools.jobs.do(self, templates.change_template, self._shown, field, value)
        job.then(lambda _none: self.form.clear_problems()).failed(partial(self._on_refused, field))

    def _on_refused(self, field: str, error: DeskError) -> None:
        if isinstance(error, RuleBroken) and self.form.has_field(error.field or field):
            self.form.show_problem(error.field or field, str(error))
        else:
            self._tools.notify.problem(error)

    def delete(self) -> None:
        """Delete a template of one's own."""
        chosen = self._template()
        if chosen is None or not chosen.is_own:
            return
        said = _("The template “{name}” is deleted.").format(name=chosen.words(spoken().language).name)
        job = self._tools.jobs.do(self, templates.remove_template, chosen.code)
        job.then(lambda _none: self._tools.notify.toast(said, undo=self._tools.jobs.undo))

    def _on_save(self) -> None:
        chosen = self._template()
        if chosen is not None:
            name = f"{chosen.words(spoken().language).name}{ENDING}"
            choose_place(self, _("Save the template"), name, partial(self.save_to, chosen.code))

    def save_to(self, code: str, path: str) -> None:
        """Write a template into a file."""
        desk = self._tools.jobs.desk

        def work(progress: Progress) -> str:
            return write_file(Path(path), desk.read(templates.template_file, code), progress)

        said = _("Saved: {name}")
        job = self._tools.jobs.run(self, work)
        job.then(lambda name: self._tools.notify.toast(said.format(name=name)))

    def choose_file(self) -> None:
        """Let a person choose a template's file."""
        if self.read.isEnabled():
            choose_file(self, _("Read a template"), self.read_from)

    def read_from(self, path: str) -> None:
        """Read a template from a file; what is wrong with it is said in a sentence."""
        job = self._tools.jobs.run(self, partial(read_template, Path(path)))
        job.then(self._on_file_read).failed(self._on_unreadable)

    def _on_file_read(self, data: bytes) -> None:
        job = self._tools.jobs.do(self, templates.read_template_file, data)
        job.then(self._on_added).failed(self._on_unreadable)

    def _on_unreadable(self, error: DeskError) -> None:
        self._tools.notify.problem(error)

    def _on_added(self, code: str) -> None:
        self.show_template(code)
        self._tools.notify.toast(_("The template is in your list."), undo=self._tools.jobs.undo)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()) and self.read.isEnabled():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if paths:
            self.read_from(paths[0])
