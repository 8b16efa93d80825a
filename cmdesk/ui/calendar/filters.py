"""The toolbar of the calendar: which networks, which statuses, whose posts, and words in their titles."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from cmdesk.domain.agency import Member
from cmdesk.domain.posts import POST_STATUS_NAMES, PostCard, PostStatus
from cmdesk.i18n import gettext as _
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.popovers import status_icon
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.choices import FilterChip
from cmdesk.ui.widgets.fields import SearchEdit
from cmdesk.ui.widgets.frames import Toolbar
from cmdesk.ui.widgets.layouts import Separator


class Filters(Toolbar):
    """Chips that say which posts are seen; all of them at first.

    Signals:
        changed: Other posts are to be seen.
    """

    changed = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._icons = icons
        self._off: set[str] = set()
        self._status: PostStatus | None = None
        self._owner: int | None = None
        self._words: list[str] = []
        self._members: Sequence[Member] = ()
        self._chips: dict[str, FilterChip] = {}
        px = theme.tokens.px
        self._networks = QWidget(self)
        self._networks.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._places = QHBoxLayout(self._networks)
        self._places.setContentsMargins(0, 0, 0, 0)
        self._places.setSpacing(px(7))
        self._line = Separator(theme, self, vertical=True)
        self._line.setFixedHeight(px(18))
        self._status_chip = FilterChip(theme, icons, _("Status"), parent=self, opens=True)
        self._status_chip.clicked.connect(self._open_statuses)
        self._owner_chip = FilterChip(theme, icons, _("Anyone"), "user", parent=self, opens=True)
        self._owner_chip.clicked.connect(self._open_owners)
        self._search = SearchEdit(theme, icons, _("Filter"), "Ctrl F", self)
        self._search.textChanged.connect(self._on_words)
        self._search.returnPressed.connect(self._search.clearFocus)
        self.setMinimumWidth(px(320))
        for widget in (self._networks, self._line, self._status_chip, self._owner_chip):
            self.add(widget)
        self.add_stretch()
        self.add(self._search)

    # --- what is offered --------------------------------------------------------------------

    def show_choices(self, networks: Sequence[str], members: Sequence[Member]) -> None:
        """Offer the networks that the clients have, and the staff."""
        self._members = [member for member in members if member.is_active]
        if list(self._chips) != list(networks):
            for chip in self._chips.values():
                self._places.removeWidget(chip)
                chip.hide()
                chip.deleteLater()
            self._chips = {network: self._chip(network) for network in networks}
        self._line.setVisible(bool(networks))
        self._fit()
        self._owner_chip.setVisible(len(self._members) > 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(320), super().minimumSizeHint().height())

    def _fit(self) -> None:
        """Leave the names of the networks out where they find no room; their glyphs stay."""
        names = {chip: phrases.network_name(network) for network, chip in self._chips.items()}
        metrics = self._theme.metrics("small_medium")
        px = self._theme.tokens.px
        needed = sum(round(metrics.horizontalAdvance(name)) + px(66) for name in names.values())
        others = sum(chip.sizeHint().width() + px(9) for chip in (self._status_chip, self._owner_chip))
        rest = px(20 + 16 + 1 + 5 * 7 + 130)  # margins, line, gaps and the field
        is_tight = needed + others + rest > self.width()
        self._search.setMinimumWidth(px(96))
        self._search.setMaximumWidth(px(190))
        self._line.setFixedHeight(px(18))
        for chip, name in names.items():
            if chip.text() != ("" if is_tight else name):
                chip.setText("" if is_tight else name)
                chip.setAccessibleName(name)
            chip.setToolTip(name if is_tight else "")

    def _chip(self, network: str) -> FilterChip:
        chip = FilterChip(
            self._theme, self._icons, phrases.network_name(network), parent=self._networks, network=network
        )
        chip.setChecked(network not in self._off)
        chip.toggled.connect(self._on_toggled)
        self._places.addWidget(chip)
        chip.show()
        return chip

    def forget(self) -> None:
        """Show all posts again."""
        self._off.clear()
        self._status = self._owner = None
        self._search.blockSignals(True)
        self._search.clear()
        self._search.blockSignals(False)
        self._words = []
        for chip in self._chips.values():
            chip.blockSignals(True)
            chip.setChecked(True)
            chip.blockSignals(False)
            chip.updateGeometry()
            chip.update()
        self._name_chips()

    # --- what is seen -----------------------------------------------------------------------

    def keeps(self, card: PostCard, *, status_too: bool = True) -> bool:
        """Whether a post is to be seen."""
        if self._off and card.networks and self._off.issuperset(card.networks):
            return False
        if status_too and self._status is not None and card.status is not self._status:
            return False
        if self._owner is not None and card.owner_id != self._owner:
            return False
        return all(word in plain(card.title) for word in self._words)

    @property
    def is_searching(self) -> bool:
        """Whether words are being looked for, or about to be."""
        return bool(self._words) or self._search.hasFocus()

    def search(self) -> None:
        """Put the keyboard into the field of words."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def stop_searching(self) -> None:
        """Look for no words any more."""
        self._search.clear()
        self._search.clearFocus()

    def _on_toggled(self) -> None:
        self._off = {network for network, chip in self._chips.items() if not chip.isChecked()}
        self.changed.emit()

    def _on_words(self, text: str) -> None:
        self._words = plain(text).split()
        self.changed.emit()

    def _open_statuses(self) -> None:
        menu = self._menu(self._status_chip, self._on_status)
        self._offer(menu, _("All statuses"), None, is_chosen=self._status is None)
        menu.addSeparator()
        for status in POST_STATUS_NAMES:
            entry = self._offer(menu, phrases.status_name(status), status, is_chosen=self._status is status)
            entry.setIcon(status_icon(status, self._theme.tokens))
        menu.popup(self._below(self._status_chip))

    def _open_owners(self) -> None:
        menu = self._menu(self._owner_chip, self._on_owner)
        self._offer(menu, _("Anyone"), None, is_chosen=self._owner is None)
        menu.addSeparator()
        for member in self._members:
            self._offer(menu, member.name, member.id, is_chosen=self._owner == member.id)
        menu.popup(self._below(self._owner_chip))

    def _menu(self, chip: FilterChip, slot: Callable[[QAction], object]) -> QMenu:
        menu = QMenu(chip)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.triggered.connect(slot)
        return menu

    def _offer(self, menu: QMenu, text: str, key: object, *, is_chosen: bool) -> QAction:
        entry = menu.addAction(text.replace("&", "&&"))
        entry.setData(key)
        entry.setCheckable(True)
        entry.setChecked(is_chosen)
        return entry

    def _below(self, chip: FilterChip) -> QPoint:
        return chip.mapToGlobal(QPoint(0, chip.height() + 3))

    def _on_status(self, entry: QAction) -> None:
        self._status = PostStatus(entry.data()) if entry.data() else None
        self._name_chips()
        self.changed.emit()

    def _on_owner(self, entry: QAction) -> None:
        self._owner = entry.data()
        self._name_chips()
        self.changed.emit()

    def _name_chips(self) -> None:
        self._status_chip.setText(phrases.status_name(self._status) if self._status else _("Status"))
        owner = next((member.name for member in self._members if member.id == self._owner), _("Anyone"))
        self._owner_chip.setText(owner)


def plain(text: str) -> str:
    """A text without accents and capitals, as people look for it."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
