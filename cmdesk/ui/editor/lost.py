"""Linked films that are not where they were: which they are, and the line that says so and offers to find one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cmdesk.domain.library import LibraryItem
from cmdesk.domain.posts import MediaItem
from cmdesk.i18n import gettext as _
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import LinkButton
from cmdesk.ui.widgets.facts import Glyph, Words


def lost_among(items: Iterable[MediaItem | LibraryItem]) -> frozenset[int]:
    """The linked films among these whose file is not where it was; it waits for the disk."""
    return frozenset(item.id for item in items if item.path and not Path(item.path).is_file())


class LostFilm(QWidget):
    """Says that a linked film is not where it was, and offers to find it.

    Signals:
        find_wanted: The film's key.
    """

    find_wanted = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key: int | None = None
        self._words = Words(theme, "", "label", "warn", self, elide=True)
        link = LinkButton(theme, icons, _("Find it…"), parent=self)
        link.clicked.connect(self._on_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.px(8))
        row.addWidget(Glyph(theme, icons, "alert-triangle", "warn", 14, self))
        row.addWidget(self._words)
        row.addWidget(link)
        row.addStretch(1)
        self.hide()

    def show_film(self, item: MediaItem | LibraryItem | None) -> None:
        """Say it of this film; of none, nothing is seen."""
        self._key = item.id if item is not None else None
        if item is not None:
            self._words.setText(_("“{name}” is not where it was.").format(name=item.name))
        self.setVisible(item is not None)

    def _on_clicked(self) -> None:
        self.find_wanted.emit(self._key)
