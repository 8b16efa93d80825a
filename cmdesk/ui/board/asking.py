"""A field of one line in a popover: a day, a column, a limit, said in words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cmdesk.domain.errors import RuleBroken
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.facts import words
from cmdesk.ui.widgets.fields import ErrorLine, LineEdit
from cmdesk.ui.widgets.popover import Popover


class Question(QWidget):
    """One line to answer; words that cannot be understood are answered below it."""

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        name: str,
        hint: str,
        text: str,
        answer: Callable[[str], object],
    ) -> None:
        super().__init__()
        self._answer = answer
        self._popover: Popover | None = None
        self.field = LineEdit(theme, text, self)
        self.field.setAccessibleName(name)
        self.field.selectAll()
        self.field.returnPressed.connect(self._on_return)
        self.field.textEdited.connect(self._on_edited)
        self._error = ErrorLine(theme, icons, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.px(4))
        column.addWidget(words(theme, name, "label", "secondary", self))
        column.addWidget(self.field)
        column.addWidget(words(theme, hint, "caption", "tertiary", self, wrap=True))
        column.addWidget(self._error)
        self.setFixedWidth(theme.tokens.px(244))
        self.setFocusProxy(self.field)

    def open(self, theme: Theme, page: QWidget, beside: QRect) -> None:
        """Open beside a rectangle of the screen."""
        self._popover = Popover(theme, self, page)
        self._popover.open_beside(beside)
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _on_return(self) -> None:
        try:
            self._answer(self.field.text())
        except RuleBroken as error:
            self._error.show_problem(str(error))
            return
        if self._popover is not None:
            self._popover.close()

    def _on_edited(self) -> None:
        self._error.clear()
