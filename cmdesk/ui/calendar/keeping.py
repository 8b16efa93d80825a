"""What the calendar keeps for writing posts: the client's pictures and videos, and the words that are spelt right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from cmdesk.i18n import _, key_words
from cmdesk.ui.calendar.pictures import Pictures

if TYPE_CHECKING:
    from cmdesk.ui.calendar.page import CalendarPage


class Keeping:
    """The library of media and the dictionary of one calendar."""

    def __init__(self, page: CalendarPage, pictures: Pictures) -> None:
        self._page, self._pictures = page, pictures
        page.add_key("Ctrl+Shift+P", _("Pictures and videos…"), self.open_library)

    def add_to(self, menu: QMenu) -> None:
        """Offer both in a menu."""
        icons = self._page.tools.icons
        shelf = menu.addAction(icons.icon("photo"), f"{_('Pictures and videos…')}\t{key_words('Ctrl+Shift+P')}")
        shelf.triggered.connect(self.open_library)
        shelf.setEnabled(self._page.place.client_id is not None)
        words = menu.addAction(icons.icon("book"), _("Dictionary…"))
        words.triggered.connect(self.open_dictionary)

    def open_library(self) -> None:
        """Show all pictures and videos of the chosen client."""
        from cmdesk.ui.editor.library import LibraryDialog

        client_id = self._page.place.client_id
        if client_id is None:
            self._page.tools.notify.toast(_("Choose a client first: each has its own pictures."), icon="photo")
            return
        dialog = LibraryDialog(self._page.tools, self._pictures, client_id, self._page)
        dialog.post_wanted.connect(self._page.open_post)
        dialog.open()

    def open_dictionary(self) -> None:
        """Show the words that were added to the dictionaries."""
        from cmdesk.ui.editor.dictionary import DictionaryDialog

        DictionaryDialog(self._page.tools, self._page.place.client_id, self._page).open()
