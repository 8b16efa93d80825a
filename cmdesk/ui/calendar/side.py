"""The right side of the calendar: the tray of ideas; in a narrow window a drawer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt

from cmdesk.ui.calendar.tray import Tray
from cmdesk.ui.widgets.layouts import Splitter

if TYPE_CHECKING:
    from cmdesk.ui.calendar.page import CalendarPage

NARROW: Final = 1280
"""Below this width of the window, at a text size of 100 %, the tray is a drawer."""


class Side(QObject):
    """Shares the room between the view and what stands beside it."""

    def __init__(self, page: CalendarPage, tray: Tray, splitter: Splitter) -> None:
        super().__init__(page)
        self._page, self._tray, self._splitter = page, tray, splitter
        self._is_drawer_open = False

    @property
    def is_narrow(self) -> bool:
        """Whether the tray is a drawer."""
        return self._page.window().width() < self._page.tools.theme.tokens.px(NARROW)

    @property
    def is_shown(self) -> bool:
        """Whether the tray is seen."""
        return self._tray.isVisible()

    @property
    def has_open_drawer(self) -> bool:
        """Whether the tray lies open where it is a drawer."""
        return self.is_narrow and self._is_drawer_open

    def fit(self) -> None:
        """Share the room between the view and the tray."""
        width = self._page.tools.theme.tokens.size.tray
        self._page.drawer_button.setVisible(self.is_narrow)
        self._tray.setVisible(not self.is_narrow or self._is_drawer_open)
        self._tray.setFixedWidth(width)
        whole = max(self._splitter.width(), width + 1)
        self._splitter.setSizes([whole - width - 1, width])

    def open_drawer(self) -> None:
        """Show the tray where it is a drawer."""
        self._is_drawer_open = True
        self.fit()

    def close_drawer(self) -> None:
        """Hide the tray where it is a drawer."""
        self._is_drawer_open = False
        self.fit()

    def toggle_tray(self) -> None:
        """Open or close the tray where it is a drawer, else go to it."""
        if self.is_narrow:
            self._is_drawer_open = not self._is_drawer_open
            self.fit()
        if self.is_shown:
            self._tray.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._page.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
