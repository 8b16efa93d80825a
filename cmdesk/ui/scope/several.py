"""What is done with one or several lines at once: from the bar over them, from their menu and by the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QMimeData, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from cmdesk.domain import copied
from cmdesk.domain.catalogue import Area, area_name
from cmdesk.domain.copied import CopiedLine
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.scope import Treatment
from cmdesk.domain.scope_view import ScopeView
from cmdesk.domain.wording import plain, words_of
from cmdesk.i18n import _, key_words, ngettext, spoken
from cmdesk.services import scopes
from cmdesk.ui.icons import Icons
from cmdesk.ui.scope.phrases import price_modes, treatment_name
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import Button, push_button
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.frames import Toolbar

if TYPE_CHECKING:
    from cmdesk.ui.scope.page import ScopePage

LINES_MIME: Final = "application/x-cmdesk-lines"
Choice = tuple[str, str, object]  # a field, a text, a value


def doers(view: ScopeView) -> list[Choice]:
    """Who can do a line."""
    ours: list[Choice] = [
        ("done_by", _("{name} · agency").format(name=one.name), ("member", one.id)) for one in view.members
    ]
    theirs: list[Choice] = [
        ("done_by", _("{name} · client").format(name=one.name), ("contact", one.id)) for one in view.contacts
    ]
    return [*ours, *theirs, ("done_by", _("Not decided"), None)]


def treatments() -> list[Choice]:
    """What lines can be, with their keys."""
    return [("treatment", f"{treatment_name(one)}\t{number}", one) for number, one in enumerate(Treatment, 1)]


def payments() -> list[Choice]:
    """How lines can be paid."""
    return [("price_mode", name, mode) for mode, name in price_modes()]


def areas() -> list[Choice]:
    """Where lines can stand."""
    return [("area", area_name(area, spoken().language), area.value) for area in Area]


class SeveralBar(Toolbar):
    """What can be done with the selected lines, in the place of the steps.

    Signals:
        changed: A field, and what all of them get.
        duplicated, copied, removed, cleared: A button was pressed.
    """

    changed = Signal(str, object)
    duplicated = Signal()
    copied = Signal()
    removed = Signal()
    cleared = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._count = Words(theme, "", "small_strong", "primary", self)
        self.treatment = self._opener(theme, icons, _("Included?"), "square-check")
        self.doer = self._opener(theme, icons, _("Who"), "user")
        self.payment = self._opener(theme, icons, _("Paid"), "tag")
        self.area = self._opener(theme, icons, _("Area"), "folder")
        self.copy = push_button(theme, icons, _("Duplicate"), "compact", "copy", "Ctrl D", self)
        self.remove = push_button(theme, icons, _("Remove"), "compact", "trash", "Del", self)
        self.none = push_button(theme, icons, _("Clear"), "quiet", None, _("Esc"), self, compact=True)
        self.copy.clicked.connect(self.duplicated)
        self.remove.clicked.connect(self.removed)
        self.none.clicked.connect(self.cleared)
        buttons = (self.treatment, self.doer, self.payment, self.area, self.copy, self.remove)
        self._names = {button: button.text() for button in buttons}
        for widget in (self._count, *buttons):
            self.add(widget)
        self.add_stretch()
        self.add(self.none)
        self._offer(self.treatment, treatments())
        self._offer(self.payment, payments())
        self._offer(self.area, areas())
        self.setMinimumWidth(theme.tokens.px(300))

    def _opener(self, theme: Theme, icons: Icons, text: str, icon: str) -> Button:
        button = push_button(theme, icons, text, "compact", icon, "", self)
        button.setMenu(QMenu(button))
        return button

    def _offer(self, button: Button, choices: Sequence[Choice]) -> None:
        menu = button.menu()
        menu.clear()
        fill(menu, choices, self.changed.emit)

    def show_people(self, view: ScopeView) -> None:
        """Offer the people of this client and of the agency."""
        self._offer(self.doer, doers(view))

    def show_count(self, count: int) -> None:
        """Say how many lines are selected."""
        self._count.setText(ngettext("{count} line", "{count} lines", count).format(count=count))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the words of the buttons where they find no room; their icons stay."""
        super().resizeEvent(event)
        metrics, px = self._theme.metrics("small_medium"), self._theme.tokens.px
        needed = sum(round(metrics.horizontalAdvance(name)) + px(62) for name in self._names.values()) + px(190)
        for button, name in self._names.items():
            text = "" if needed > self.width() else name
            if button.text() != text:
                button.setText(text)
                button.setAccessibleName(name)
                button.setToolTip("" if text else name)


def fill(menu: QMenu, choices: Sequence[Choice], choose: Callable[[str, object], object]) -> None:
    """Put choices into a menu; each says its field and its value."""
    for field, text, value in choices:
        entry = menu.addAction(text.replace("&", "&&"))
        entry.triggered.connect(partial(_chosen, choose, field, value))


def _chosen(choose: Callable[[str, object], object], field: str, value: object, _is_on: bool = False) -> None:
    choose(field, value)


class SeveralLines(QObject):
    """Changes, copies, pastes and removes the selected lines of a scope page, each in one step of undo."""

    def __init__(self, page: ScopePage) -> None:
        super().__init__(page)
        self._page = page
        self._jobs = page.tools.jobs
        lines, bar = page.lines, page.several_bar
        lines.selected.connect(self._on_selected)
        lines.duplicated.connect(self.duplicate)
        lines.copied.connect(self._on_copied)
        lines.pasted.connect(self.paste)
        lines.menu_wanted.connect(self._on_menu)
        bar.changed.connect(self.change_selected)
        bar.duplicated.connect(lambda: self.duplicate(lines.selected_ids()))
        bar.removed.connect(lambda: page.remove_lines(lines.selected_ids()))
        bar.cleared.connect(self._on_cleared)

    def _on_selected(self, line_ids: Sequence[int]) -> None:
        self._page.show_selection(0 if self._page.lines.is_frozen else len(line_ids))

    def _on_cleared(self) -> None:
        self._page.lines.select_none()
        self._page.lines.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- changing -----------------------------------------------------------------------------

    def change_selected(self, field: str, value: object) -> None:
        """Give a field of all selected lines the same value."""
        page = self._page
        line_ids = page.lines.selected_ids()
        if field == "treatment":
            page.treat(line_ids, Treatment(str(value)))
        elif line_ids and not page.refuse_frozen():
            text = ngettext("{count} line changed.", "{count} lines changed.", len(line_ids))
            job = self._jobs.do(self, scopes.change_lines, line_ids, field, value)
            job.then(page.saying(text.format(count=len(line_ids))))
        page.lines.setFocus(Qt.FocusReason.OtherFocusReason)

    def duplicate(self, line_ids: Sequence[int]) -> None:
        """Put a copy below each of these lines."""
        if line_ids and not self._page.refuse_frozen():
            self._jobs.do(self, scopes.duplicate_lines, list(line_ids)).then(self._on_made)

    def _on_made(self, line_ids: tuple[int, ...]) -> None:
        text = ngettext("{count} line added.", "{count} lines added.", len(line_ids)).format(count=len(line_ids))
        self._page.say(text)
        if line_ids:
            self._page.go_to_line(line_ids[0])

    # --- the clipboard ------------------------------------------------------------------------

    def _on_copied(self, line_ids: Sequence[int], is_cut: bool) -> None:
        if is_cut and self._page.refuse_frozen():
            return
        ids = list(line_ids)
        self._jobs.read(self, scopes.copied_lines, ids).then(partial(self._keep, ids if is_cut else []))

    def _keep(self, going: list[int], lines: tuple[CopiedLine, ...]) -> None:
        mime = QMimeData()
        mime.setData(LINES_MIME, copied.written(lines).encode())
        mime.setText("\n".join(_as_text(one) for one in lines))
        QGuiApplication.clipboard().setMimeData(mime)
        if going:
            self._page.remove_lines(going)
            return
        text = ngettext("{count} line copied.", "{count} lines copied.", len(lines)).format(count=len(lines))
        self._page.tools.notify.toast(text, icon="copy")

    def paste(self) -> None:
        """Put the lines of the clipboard into the draft."""
        version = self._page.version
        mime = QGuiApplication.clipboard().mimeData()
        if version is None or self._page.refuse_frozen():
            return
        if not mime.hasFormat(LINES_MIME):
            self._page.tools.notify.toast(_("There are no lines to paste. Copy some in a scope first."), icon="copy")
            return
        try:
            lines = copied.read(bytes(mime.data(LINES_MIME).data()).decode(errors="replace"))
        except RuleBroken as error:
            self._page.tools.notify.problem(error)
            return
        self._jobs.do(self, scopes.paste_lines, version.id, lines).then(self._on_made)

    # --- the menu -----------------------------------------------------------------------------

    def _on_menu(self, line_ids: Sequence[int], place: QPoint) -> None:
        page = self._page
        menu = QMenu(page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if len(line_ids) == 1:
            menu.addAction(_("Open"), lambda: page.lines.opened.emit(line_ids[0]))
            menu.addSeparator()
        if not page.lines.is_frozen and page.view is not None:
            fill(menu, treatments(), self.change_selected)
            menu.addSeparator()
            for title, choices in ((_("Done by"), doers(page.view)), (_("Paid"), payments()), (_("Area"), areas())):
                fill(menu.addMenu(title), choices, self.change_selected)
            menu.addSeparator()
        _entry(menu, _("Copy"), "Ctrl C", lambda: self._on_copied(line_ids, False))
        if not page.lines.is_frozen:
            _entry(menu, _("Cut"), "Ctrl X", lambda: self._on_copied(line_ids, True))
            _entry(menu, _("Paste"), "Ctrl V", self.paste)
            _entry(menu, _("Duplicate"), "Ctrl D", lambda: self.duplicate(line_ids))
            menu.addSeparator()
            if len(line_ids) == 1:
                _entry(menu, _("Move up"), "Alt Shift ↑", lambda: page.lines.step(-1))
                _entry(menu, _("Move down"), "Alt Shift ↓", lambda: page.lines.step(1))
                menu.addSeparator()
            _entry(menu, _("Remove"), "Del", lambda: page.remove_lines(line_ids))
        menu.popup(place)


def _entry(menu: QMenu, text: str, keys: str, slot: Callable[[], Any]) -> QAction:
    entry = menu.addAction(f"{text}\t{key_words(keys)}")
    entry.triggered.connect(slot)
    return entry


def _as_text(one: CopiedLine) -> str:
    """A line as people paste it into a mail."""
    sentence = plain(words_of(one.line), one.language)
    return f"{one.line.title}: {sentence}" if sentence and sentence != one.line.title else one.line.title
