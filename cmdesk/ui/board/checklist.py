"""A checklist to tick, write, reorder and shorten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cmdesk.domain.tasks import Check
from cmdesk.i18n import _
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import IconButton
from cmdesk.ui.widgets.choices import CheckBox
from cmdesk.ui.widgets.facts import words
from cmdesk.ui.widgets.fields import CommittingLineEdit, LineEdit


class _Item(QWidget):
    """One line of the list.

    Signals:
        ticked, renamed: What the line says now.
        removed: The line goes.
        moved: Up (-1) or down (1).
    """

    ticked = Signal(bool)
    renamed = Signal(str)
    removed = Signal()
    moved = Signal(int)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._box = CheckBox(theme, icons, "", self)
        self._box.clicked.connect(self.ticked)
        self.field = CommittingLineEdit(theme, "", self)
        self.field.setProperty("bare", True)
        self.field.setAccessibleName(_("Item of the checklist"))
        self.field.setToolTip(_("Alt+Shift+↑ and ↓ move it, empty words remove it"))
        self.field.committed.connect(self.renamed)
        self.field.installEventFilter(self)
        remover = IconButton(theme, icons, "x", _("Remove from the checklist"), "", self, "tertiary", 24)
        remover.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.px(8))
        row.addWidget(self._box)
        row.addWidget(self.field, 1)
        row.addWidget(remover)

    def show_check(self, check: Check) -> None:
        """Show what the line says."""
        self._box.setChecked(check.is_done)
        self._box.setAccessibleName(check.text)
        self.field.show_text(check.text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        both = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if step is not None and event.modifiers() == both:
                self.field.commit()
                self.moved.emit(step)
                return True
        return False


class Checklist(QWidget):
    """The items of a task, and a line to write the next one.

    Signals:
        changed: All items as they are now, and as they were shown before.
    """

    changed = Signal(object, object)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None, *, title: str = "") -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._checks: tuple[Check, ...] = ()
        self._items: list[_Item] = []
        role, colour = ("section", "primary") if title else ("label", "secondary")
        self._title = words(theme, title or _("Checklist"), role, colour, self)
        self._count = words(theme, "", "label", "tertiary", self, tabular=True)
        self._adder = LineEdit(theme, "", self)
        self._adder.setPlaceholderText(_("Add an item"))
        self._adder.setAccessibleName(_("Add an item to the checklist"))
        self._adder.returnPressed.connect(self._on_added)
        self._adder.editingFinished.connect(self._on_added)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._count)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.tokens.px(4))
        self._column.addLayout(head)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.tokens.px(2))
        self._column.addLayout(self._rows)
        self._column.addWidget(self._adder)

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show these items."""
        self._checks = tuple(checks)
        while len(self._items) > len(checks):
            gone = self._items.pop()
            gone.hide()
            gone.deleteLater()
        while len(self._items) < len(checks):
            self._items.append(self._made())
        for item, check in zip(self._items, checks, strict=True):
            item.show_check(check)
        done = sum(check.is_done for check in checks)
        self._count.setText(_("{done} of {count}").format(done=done, count=len(checks)) if checks else "")

    def _made(self) -> _Item:
        item = _Item(self._theme, self._icons, self)
        item.ticked.connect(self._on_ticked)
        item.renamed.connect(self._on_renamed)
        item.removed.connect(self._on_removed)
        item.moved.connect(self._on_moved)
        self._rows.addWidget(item)
        item.show()
        return item

    def _place(self) -> int:
        sender = self.sender()
        return next((place for place, item in enumerate(self._items) if item is sender), -1)

    def _on_ticked(self, is_done: bool) -> None:
        place = self._place()
        self._write([replace(c, is_done=is_done) if i == place else c for i, c in enumerate(self._checks)])

    def _on_renamed(self, text: str) -> None:
        place = self._place()
        renamed = [replace(c, text=text) if i == place else c for i, c in enumerate(self._checks)]
        self._write([check for check in renamed if check.text])

    def _on_removed(self) -> None:
        place = self._place()
        self._write([check for i, check in enumerate(self._checks) if i != place])

    def _on_moved(self, step: int) -> None:
        place = self._place()
        target = place + step
        if 0 <= target < len(self._checks):
            moved = list(self._checks)
            moved.insert(target, moved.pop(place))
            self._write(moved)
            self._items[target].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_added(self) -> None:
        text = self._adder.text().strip()
        if text:
            self._adder.clear()
            self._write([*self._checks, Check(text)])

    def _write(self, checks: Sequence[Check]) -> None:
        seen = self._checks
        self.show_checks(checks)
        self.changed.emit(tuple(checks), seen)
