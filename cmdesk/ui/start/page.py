"""The page where no agency is open: begin one, look at the sample, open a file or an address.

It is shown at the first paint, so it loads nothing of the data layer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cmdesk.i18n import _
from cmdesk.paths import data_folder
from cmdesk.ui.files import choose_file, choose_place
from cmdesk.ui.icons import Icons
from cmdesk.ui.start.cards import Art, StartCard, Steps, paint_agency, paint_file, paint_sample
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.choices import SegmentedControl
from cmdesk.ui.widgets.facts import words
from cmdesk.ui.widgets.fields import ErrorLine, LabelledField, LineEdit
from cmdesk.ui.widgets.form import Card
from cmdesk.ui.widgets.frames import Dialog
from cmdesk.ui.widgets.layouts import scroll_area
from cmdesk.ui.widgets.rows import Row, RowList, rows_named

SUFFIX: Final = ".cmdesk"
_AGENCIES: Final = "agencies/folder"  # where a person opened or made an agency last
_CARD: Final = 264
_CENTRE: Final = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True, slots=True)
class NewAgency:
    """What a person wrote down to begin an agency."""

    workspace: str  # a path or an address
    agency: str
    owner: str


def choose_agency(parent: QWidget, on_chosen: Callable[[str], object]) -> None:
    """Let the person choose the file of an agency."""
    choose_file(parent, _("Open an agency"), on_chosen, _kinds(), place=_AGENCIES, folder=str(data_folder()))


def _kinds() -> str:
    return ";;".join((_("Agencies of CMDesk (*.cmdesk)"), _("All files (*)")))


def is_address(text: str) -> bool:
    """Whether a workspace is named by the address of a database, not by a path."""
    return text.strip().startswith(("postgresql://", "postgresql+psycopg://", "postgres://"))


def file_name(agency: str) -> str:
    """A file name for an agency: its letters and digits, without accents."""
    plain = "".join(c for c in unicodedata.normalize("NFD", agency) if not unicodedata.combining(c))
    return (re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").lower() or "agency") + SUFFIX


def hidden_password(address: str) -> str:
    """An address as it may be shown: without its password."""
    return re.sub(r"(://[^:/@]+):[^@]*@", r"\1@", address)


class StartPage(QWidget):
    """Three ways to begin, the four steps of the work, and what was open before.

    Signals:
        sample_wanted: The sample agency is to be opened.
        new_wanted: A NewAgency.
        open_wanted: The path or address of an agency that exists.
        forget_wanted: The path or address that is to leave the list of recent ones.
    """

    sample_wanted = Signal()
    new_wanted = Signal(object)
    open_wanted = Signal(str)
    forget_wanted = Signal(str)

    def __init__(
        self, theme: Theme, icons: Icons, workspaces: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._workspaces = list(workspaces)
        self.begin = push_button(theme, icons, _("Create agency"), "primary", None, "N", self)
        self.begin.clicked.connect(self.ask_new)
        self.sample = push_button(theme, icons, _("Open the sample"), parent=self)
        self.sample.clicked.connect(self.sample_wanted)
        self.file = push_button(theme, icons, _("Choose file"), parent=self)
        self.file.clicked.connect(self.choose_file)
        self.address = push_button(theme, icons, _("Address…"), "quiet", parent=self)
        self.address.clicked.connect(self.ask_address)
        self._error = ErrorLine(theme, icons, self)
        self.recent = rows_named(
            RowList(theme, icons, _("Open"), self, can_remove=True), _("Opened before")
        )  # fmt: skip
        self.recent.acted.connect(self._on_recent)
        self.recent.removed.connect(self._on_forget)
        self._lay_out()
        self._show_recent()
        self.setFocusProxy(self.begin)

    # --- building ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        theme, px = self._theme, self._theme.tokens.px
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(24), px(24), px(24), px(24))
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(words(theme, _("Begin with your agency"), "display", parent=inside), 0, _CENTRE)
        column.addSpacing(px(6))
        text = _("Write down what you promise each client. The rest follows: the calendar, the tasks and the report.")
        promise = words(theme, text, "reading", "secondary", inside, wrap=True)
        promise.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(promise)
        column.addSpacing(px(8))
        column.addLayout(self._middle(self._error))
        column.addSpacing(px(22))
        column.addLayout(self._middle(self._cards()))
        column.addSpacing(px(22))
        steps = (_("What we will do"), _("The client signs it"), _("You plan the month"), _("You show it"))
        self._steps = Steps(theme, self._icons, steps, inside)
        column.addLayout(self._middle(self._steps))
        self._opened = Card(theme, inside)
        self._opened.column.setContentsMargins(1, 1, 1, 1)
        self._opened.column.addWidget(self.recent)
        self._recent_title = words(theme, _("Opened before"), "section", parent=inside)
        column.addSpacing(px(20))
        column.addLayout(self._middle(self._recent_title))
        column.addSpacing(px(6))
        column.addLayout(self._middle(self._opened))
        column.addSpacing(px(18))
        note = _("CMDesk does not publish to your networks and does not ask for their passwords.")
        column.addWidget(words(theme, note, "small", "tertiary", inside), 0, _CENTRE)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll_area(inside, self))

    def _middle(self, widget: QWidget) -> QHBoxLayout:
        """A row with the widget in its middle, as wide as the three cards where there is room."""
        px = self._theme.tokens.px
        widget.setMaximumWidth(3 * px(_CARD) + 2 * px(14))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(widget, 1_000)
        row.addStretch(1)
        return row

    def _cards(self) -> QWidget:
        theme, icons = self._theme, self._icons
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.px(14))
        begin = _("Its name, your name and a place for its file. About 1 minute.")
        look = _("Four invented clients with a full month. Delete it whenever you like.")
        bring = _("A file of CMDesk, or the address of the database that your team shares.")
        texts: list[tuple[Art, str, str, list[QWidget]]] = [
            (paint_agency, _("Create my agency"), begin, [self.begin]),
            (paint_sample, _("Look at a sample"), look, [self.sample]),
            (paint_file, _("Open what you have"), bring, [self.file, self.address]),
        ]
        for number, (paint, title, text, buttons) in enumerate(texts):
            card = StartCard(theme, icons, paint, title, text, buttons, holder, is_first=number == 0)
            row.addWidget(card, 1)
        return holder

    # --- showing ----------------------------------------------------------------------------

    def show_problem(self, sentence: str) -> None:
        """Say why nothing was opened."""
        self._error.show_problem(sentence)

    @property
    def problem(self) -> str:
        """The sentence that is shown; empty when nothing went wrong."""
        return self._error.sentence

    def _show_recent(self) -> None:
        self.recent.show_rows([_recent_row(name) for name in self._workspaces])
        self.recent.setFixedHeight(self.recent.sizeHint().height())
        for widget in (self._recent_title, self._opened):
            widget.setVisible(bool(self._workspaces))
        self._steps.setVisible(not self._workspaces)

    # --- what a person wants ----------------------------------------------------------------

    def ask_new(self) -> NewAgencyDialog:
        """Open the dialog that begins an agency."""
        dialog = NewAgencyDialog(self._theme, self._icons, self)
        dialog.wanted.connect(self.new_wanted)
        dialog.open()
        return dialog

    def choose_file(self) -> None:
        """Let the person choose a file."""
        choose_agency(self.window(), self.open_wanted.emit)

    def ask_address(self) -> AddressDialog:
        """Open the dialog for the address of a database."""
        dialog = AddressDialog(self._theme, self._icons, self)
        dialog.wanted.connect(self.open_wanted)
        dialog.open()
        return dialog

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_N and not event.modifiers():
            self.ask_new()
        else:
            super().keyPressEvent(event)

    def _on_recent(self, workspace: object) -> None:
        name = str(workspace)
        if not is_address(name) and not Path(name).is_file():
            self.show_problem(_("There is no file {path} any more. It may have been moved.").format(path=name))
            return
        self.open_wanted.emit(name)

    def _on_forget(self, workspace: object) -> None:
        self._workspaces.remove(str(workspace))
        self.forget_wanted.emit(str(workspace))
        self._show_recent()


def _recent_row(workspace: str) -> Row:
    if is_address(workspace):
        shown = hidden_password(workspace)
        return Row(workspace, shown.rsplit("/", 1)[-1].split("?")[0], shown, icon="database", tip=shown)
    path = Path(workspace)
    return Row(workspace, path.stem, str(path.parent), icon="file-text", tip=workspace)


class NewAgencyDialog(Dialog):
    """Begin an agency: its name, one's own, and where it is kept.

    Signals:
        wanted: A NewAgency.
    """

    wanted = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(theme, icons, _("New agency"), parent)
        self._icons = icons
        self._has_own_path = False
        self.agency = LineEdit(theme, "", self)
        self.owner = LineEdit(theme, "", self)
        self.kind = SegmentedControl(theme, [("file", _("On this computer")), ("server", _("On our server"))], self)
        self.path = LineEdit(theme, "", self)
        self.url = LineEdit(theme, "", self)
        self.url.setPlaceholderText("postgresql://name@server/database")
        browse = push_button(theme, icons, _("Choose…"), "normal", "folder", parent=self)
        browse.clicked.connect(self._browse)
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.px(8))
        row.addWidget(self.path, 1)
        row.addWidget(browse)
        holder.setFocusProxy(self.path)
        hint = _("One file holds the whole agency: copying it copies everything.")
        server_hint = _("An empty PostgreSQL database that your team shares.")
        self._fields = {
            "agency": LabelledField(theme, icons, _("Name of the agency"), self.agency, parent=self),
            "owner": LabelledField(theme, icons, _("Your name"), self.owner, parent=self),
            "kind": LabelledField(theme, icons, _("Where it is kept"), self.kind, parent=self),
            "path": LabelledField(theme, icons, _("File"), holder, hint, parent=self),
            "url": LabelledField(theme, icons, _("Address of the database"), self.url, server_hint, parent=self),
        }
        self.path.setAccessibleName(_("File"))
        for field in self._fields.values():
            self.body.addWidget(field)
        self.body.addStretch(1)
        self.agency.textChanged.connect(self._propose_path)
        self.path.textEdited.connect(self._on_own_path)
        self.kind.chosen.connect(self._show_kind)
        self._create = push_button(theme, icons, _("Create agency"), "primary", None, "Ctrl ↵", self)
        self.set_buttons(self._create)
        self.confirmed.connect(self._on_confirmed)
        self._propose_path()
        self._show_kind()
        self.agency.setFocus()

    def problem_at(self, name: str) -> str:
        """The sentence below a field; empty when nothing is wrong there."""
        return self._fields[name].problem

    def _show_kind(self) -> None:
        is_file = self.kind.current == "file"
        self._fields["path"].setVisible(is_file)
        self._fields["url"].setVisible(not is_file)

    def _propose_path(self) -> None:
        if not self._has_own_path:
            self.path.setText(str(_free_path(data_folder() / file_name(self.agency.text()))))

    def _on_own_path(self) -> None:
        self._has_own_path = True

    def _browse(self) -> None:
        typed = Path(self.path.text())
        folder, name = str(typed.parent), typed.with_suffix(SUFFIX).name
        title = _("Where to keep the agency")
        choose_place(self, title, name, self._on_chosen, _kinds(), place="", folder=folder)

    def _on_chosen(self, path: str) -> None:
        self._has_own_path = True
        self.path.setText(path)

    def _on_confirmed(self) -> None:
        for field in self._fields.values():
            field.clear_problem()
        problem = self._problem()
        if problem:
            name, sentence = problem
            self._fields[name].show_problem(sentence)
            self._fields[name].field.setFocus()
            return
        place = self.path.text().strip() if self.kind.current == "file" else self.url.text().strip()
        self.wanted.emit(NewAgency(place, self.agency.text().strip(), self.owner.text().strip()))
        self.accept()

    def _problem(self) -> tuple[str, str] | None:
        """The first thing that is wrong, and where."""
        if not self.agency.text().strip():
            return "agency", _("Write the name of the agency.")
        if not self.owner.text().strip():
            return "owner", _("Write your name, so that the history shows who did what.")
        if self.kind.current == "server":
            is_right = is_address(self.url.text())
            return None if is_right else ("url", _("Write an address that begins with postgresql://"))
        sentence = path_problem(self.path.text().strip())
        return ("path", sentence) if sentence else None


def path_problem(text: str) -> str:
    """Why a new agency cannot be kept in this file; empty when it can."""
    path = Path(text)
    try:
        if not text or "\0" in text or path.is_dir():
            return _("Write the name of a file.")
        if path.exists():
            return _("There is a file with this name already. Choose another name, or open that one.")
        if not path.parent.is_dir():
            return _("There is no folder {folder}. Choose another one.").format(folder=path.parent)
    except OSError:
        return _("This folder cannot be read. Choose another one.")
    return ""


def _free_path(path: Path) -> Path:
    """The path, or the next one with a number that is still free."""
    number, free = 2, path
    while free.exists():
        free = path.with_stem(f"{path.stem}-{number}")
        number += 1
    return free


class AddressDialog(Dialog):
    """The address of the database that a team shares.

    Signals:
        wanted: The address.
    """

    wanted = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(theme, icons, _("Open a shared agency"), parent)
        self.url = LineEdit(theme, "", self)
        self.url.setPlaceholderText("postgresql://name@server/database")
        self._field = LabelledField(theme, icons, _("Address of the database"), self.url, parent=self)
        self.body.addWidget(self._field)
        self.body.addStretch(1)
        self.set_buttons(push_button(theme, icons, _("Open"), "primary", None, "Ctrl ↵", self))
        self.confirmed.connect(self._on_confirmed)
        self.url.returnPressed.connect(self._on_confirmed)
        self.url.setFocus()

    def _on_confirmed(self) -> None:
        if not is_address(self.url.text()):
            self._field.show_problem(_("Write an address that begins with postgresql://"))
            return
        self.wanted.emit(self.url.text().strip())
        self.accept()
