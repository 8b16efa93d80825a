"""What the parts of the catalogue have in common: a list at the left, and beside it what is chosen there."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.fields import SearchEdit
from cmdesk.ui.widgets.layouts import Separator

_LIST_WIDTH: Final = 300


class CataloguePane(QWidget):
    """One part of the catalogue; whoever extends it ends its `__init__` with `arrange`."""

    _listed: QAbstractItemView
    _searched: SearchEdit | None = None

    def arrange(
        self,
        theme: Theme,
        left: QVBoxLayout,
        sheet: QWidget,
        *,
        listed: QAbstractItemView,
        searched: SearchEdit | None = None,
    ) -> None:
        """Put the entries at the left, and the sheet of the chosen one beside them.

        Args:
            theme: The theme that is followed.
            left: The list, and what stands above it.
            sheet: What is shown of the chosen entry.
            listed: The list.
            searched: The field that narrows it, where there is one.
        """
        self._listed, self._searched = listed, searched
        side = QWidget(self)
        side.setFixedWidth(theme.tokens.px(_LIST_WIDTH))
        side.setLayout(left)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(Separator(theme, self, vertical=True))
        row.addWidget(sheet, 1)

    def take_keyboard(self) -> None:
        """Have the keyboard in the list."""
        self._listed.setFocus(Qt.FocusReason.OtherFocusReason)

    def look_for(self) -> None:
        """Have the keyboard in the search field, where there is one."""
        if self._searched is not None:
            self._searched.look_for()

    def escape(self) -> bool:
        """Show all entries again; whether that was not so already."""
        return self._searched is not None and self._searched.escape()
