"""What a person sees: where things stand on the screen and what they say. Looks, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from cmdesk.services.reading import scope_versions
from cmdesk.ui.application import Application
from cmdesk.ui.board.page import BoardPage
from cmdesk.ui.calendar.model import PostModel
from cmdesk.ui.calendar.page import CalendarPage
from cmdesk.ui.reports.page import ReportsPage
from cmdesk.ui.scope.page import ScopePage

Place = list[int]  # x, y, width and height on the screen


class Eyes:
    """Answers questions about the program that is shown; `None` and `False` mean 'not yet'."""

    def __init__(self, program: Application) -> None:
        self._program = program
        self._presses: dict[str, int] = {}  # how often each button did what it is for

    def ask(self, question: str, *words: Any) -> Any:
        """The answer to a question, which is the name of one of the methods below."""
        return getattr(self, question)(*words)

    # --- anything ---------------------------------------------------------------------------

    def is_calm(self) -> bool:
        """Whether nothing is under way."""
        jobs = self._program._jobs
        return jobs is not None and jobs.is_idle

    def is_started(self) -> bool:
        """Whether the start page, or an agency, is there to be used."""
        window = self._program.window
        return window.isVisible() and (window.page is not None or self.button_like("N") is not None)

    def has_keyboard(self) -> bool:
        """Whether keys go to the window itself, not to a dialog."""
        return QApplication.activeModalWidget() is None and self._program.window.isActiveWindow()

    def section(self) -> str:
        """The section that is shown."""
        return self._program.window.section

    def toast(self) -> str:
        """What the program says at the bottom."""
        return self._program.notify.shown

    def dialog(self) -> str | None:
        """The title of the dialog that is open."""
        top = QApplication.activeModalWidget()
        return top.windowTitle() or type(top).__name__ if top is not None and top.isActiveWindow() else None

    def focus(self) -> str:
        """The name of what has the keyboard."""
        widget = QApplication.focusWidget()
        return "" if widget is None else widget.accessibleName() or type(widget).__name__

    def button(self, text: str) -> Place | None:
        """A button that can be pressed, by its words or its name."""
        named = (b for b in self._shown(QAbstractButton) if text in (b.text().replace("&", ""), b.accessibleName()))
        found = [button for button in named if button.isEnabled()]
        for button in found:  # two of one name do the same, and either may have the keyboard
            self._follow(button, text)
        return _place(found[0]) if found else None

    def presses(self, text: str) -> int:
        """How often a button with these words was pressed since it was first seen."""
        return self._presses.get(text, 0)

    def _follow(self, button: QAbstractButton, text: str) -> None:
        if button.property("followed") != text:
            button.setProperty("followed", text)
            button.clicked.connect(lambda: self._presses.update({text: self.presses(text) + 1}))

    def button_like(self, hint: str) -> Place | None:
        """A button that shows this key."""
        return next((_place(b) for b in self._shown(QAbstractButton) if getattr(b, "_hint", "") == hint), None)

    def refusal(self, text: str) -> str | None:
        """Why a button cannot be pressed."""
        for button in self._shown(QAbstractButton):
            if text in (button.text().replace("&", ""), button.accessibleName()) and not button.isEnabled():
                return str(button.toolTip())
        return None

    def field(self, name: str) -> Place | None:
        """A field by its name."""
        kinds = (QLineEdit, QPlainTextEdit, QComboBox)
        return next((_place(w) for w in self._shown(*kinds) if w.accessibleName() == name), None)

    def field_text(self, name: str) -> str | None:
        """What stands in a field."""
        fields = (w for w in self._shown(QLineEdit, QPlainTextEdit) if w.accessibleName() == name)
        found = next(fields, None)
        return found.toPlainText() if isinstance(found, QPlainTextEdit) else found.text() if found else None

    def menu_entry(self, text: str) -> Place | None:
        """An entry of the menu that is open."""
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            for entry in menu.actions():
                if entry.text().replace("&", "").split("\t")[0] == text:
                    place = menu.actionGeometry(entry)
                    return _global(menu, place)
        return None

    def file_field(self) -> Place | None:
        """Where a file dialog wants the name of a file."""
        top = QApplication.activeModalWidget()
        if isinstance(top, QFileDialog) and top.isActiveWindow():
            field = top.findChild(QLineEdit, "fileNameEdit")
            if field is not None and field.isVisible():
                return _place(field)
        return None

    def file_text(self) -> str | None:
        """What is written there."""
        top = QApplication.activeModalWidget()
        field = top.findChild(QLineEdit, "fileNameEdit") if isinstance(top, QFileDialog) else None
        return field.text() if field is not None else None

    def problems(self) -> list[str]:
        """What the scope says is still to be fixed."""
        page = self._program.window.page
        return [p.sentence for p in page._problems if p.blocks] if isinstance(page, ScopePage) else []

    def words(self) -> str:
        """Everything that the labels and buttons of the window say, for messages of failure."""
        from PySide6.QtWidgets import QLabel

        said = [w.text() for w in self._shown(QLabel, QAbstractButton) if w.text()]
        return " · ".join(said)[:1500]

    # --- the sections -----------------------------------------------------------------------

    def scope_status(self) -> str | None:
        """How far the newest version of the chosen client's scope has come."""
        desk, client = self._program._desk, self._program.window.place.client_id
        if desk is None or client is None:
            return None
        found = desk.read(scope_versions, client)
        return found[-1].status.value if found else None

    def client(self) -> str | None:
        """The name of the client that is looked at."""
        window = self._program.window
        return next((tile.name for tile in window._tiles if tile.id == window.place.client_id), None)

    def day(self, iso: str) -> Place | None:
        """A day of the calendar."""
        rect = self._calendar().view.cell_place(date.fromisoformat(iso))
        return _list(rect) if not rect.isEmpty() else None

    def posts_on(self, iso: str) -> list[str]:
        """The titles of the posts on a day."""
        return [card.title for card in self._calendar().view.cards_on(date.fromisoformat(iso))]

    def post(self, title: str) -> Place | None:
        """A post of the month, by its title."""
        view = self._calendar().view
        key = next((card.id for card in _posts(view).cards if card.title == title), None)
        rect = view.place_of(key) if key is not None else None
        return _list(rect) if rect else None

    def ideas(self) -> list[str]:
        """The titles in the tray."""
        return [card.title for card in _posts(self._calendar().tray.list).cards]

    def idea(self, title: str) -> Place | None:
        """An idea of the tray, by its title."""
        tray = self._calendar().tray.list
        row = next((row for row, card in enumerate(_posts(tray).cards) if card.title == title), None)
        if row is None:
            return None
        return _global(tray.viewport(), tray.visualRect(tray.model().index(row, 0)))

    def cards(self, column: int) -> list[str]:
        """The titles of the cards in a column of the board."""
        return [card.title for card in self._board().board.columns[column].list.cards.cards]

    def card(self, title: str) -> Place | None:
        """A card of the board, by its title."""
        page = self._board()
        for column in page.board.columns:
            key = next((card.id for card in column.list.cards.cards if card.title == title), None)
            if key is not None:
                return _list(page.board.card_place(key))
        return None

    def column(self, number: int) -> Place:
        """A column of the board."""
        return _place(self._board().board.columns[number])

    def is_drawn(self, kind: str) -> bool:
        """Whether the preview shows the whole document of this kind."""
        page = self._program.window.page
        if not isinstance(page, ReportsPage) or not self.is_calm():
            return False
        return page._kind == kind and page._document is not None and not page._redraw.isActive()

    # --- inside -----------------------------------------------------------------------------

    def _calendar(self) -> CalendarPage:
        page = self._program.window.page
        assert isinstance(page, CalendarPage), "the calendar is not shown"
        return page

    def _board(self) -> BoardPage:
        page = self._program.window.page
        assert isinstance(page, BoardPage), "the board is not shown"
        return page

    def _shown(self, *kinds: type[QWidget]) -> Iterator[Any]:
        """The visible widgets of a kind in what lies on top: a popup, a dialog, else the window."""
        popup = QApplication.activePopupWidget()
        top = popup if isinstance(popup, QMenu) else QApplication.activeModalWidget() or self._program.window
        if not isinstance(top, QMenu) and not top.isActiveWindow():
            return  # the window manager has not placed it yet
        found: Iterable[QWidget] = top.findChildren(QWidget)
        yield from (w for w in found if isinstance(w, kinds) and w.isVisible() and not w.visibleRegion().isEmpty())


def _posts(view: QAbstractItemView) -> PostModel:
    model = view.model()
    assert isinstance(model, PostModel)
    return model


def _place(widget: QWidget) -> Place:
    return _global(widget, widget.rect())


def _global(widget: QWidget, rect: QRect) -> Place:
    return _list(QRect(widget.mapToGlobal(rect.topLeft()), rect.size()))


def _list(rect: QRect) -> Place:
    corner: QPoint = rect.topLeft()
    return [corner.x(), corner.y(), rect.width(), rect.height()]
