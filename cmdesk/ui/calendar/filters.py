"""The toolbar of the calendar: chips that say which posts are seen, how many they are, and how to see all again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from cmdesk.domain.agency import Member
from cmdesk.domain.campaigns import Themes
from cmdesk.domain.posts import POST_STATUS_NAMES, PostCard
from cmdesk.domain.views import COVERAGE_NAMES, NOBODY, PostFilter
from cmdesk.i18n import gettext as _
from cmdesk.i18n import ngettext
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.popovers import status_icon
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import LinkButton
from cmdesk.ui.widgets.choices import FilterChip
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import SearchEdit
from cmdesk.ui.widgets.frames import Toolbar
from cmdesk.ui.widgets.layouts import Separator

_LONGEST_NAME: Final = 18
_Choice = tuple[object, str, QIcon | None]


class StayingMenu(QMenu):
    """A menu that stays open while its boxes are ticked; Esc or a click beside it closes it."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        entry: QAction | None = self.actionAt(event.position().toPoint())
        if entry is not None and entry.isCheckable() and entry.isEnabled():
            entry.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entry: QAction | None = self.activeAction()
        if event.key() == Qt.Key.Key_Space and entry is not None and entry.isCheckable():
            entry.trigger()
        else:
            super().keyPressEvent(event)


class _Facet(FilterChip):
    """One thing that posts can be narrowed by: a chip that opens its choices.

    Signals:
        narrowed: The keys that were ticked; none means all.
    """

    narrowed = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, name: str, everything: str, icon: str | None = None) -> None:
        super().__init__(theme, icons, name, icon, opens=True)
        self.name, self._everything = name, everything
        self.choices: list[_Choice] = []
        self.ticked: frozenset[object] = frozenset()
        self.clicked.connect(self.open_menu)

    def offer(self, choices: Iterable[_Choice]) -> None:
        """Offer these; what is ticked stays ticked."""
        self.choices = list(choices)
        self.show_ticked(self.ticked)

    def show_ticked(self, ticked: Iterable[object]) -> None:
        """Show that posts are narrowed to these."""
        self.ticked = frozenset(ticked)
        named = [text for key, text, _icon in self.choices if key in self.ticked]
        words = self.name
        if len(named) == 1:
            words = named[0] if len(named[0]) <= _LONGEST_NAME else f"{named[0][: _LONGEST_NAME - 1].rstrip()}…"
        elif named:
            words = _("{name}: {count}").format(name=self.name, count=len(named))
        self.setText(words)
        said = ", ".join(named) or self._everything
        self.setAccessibleName(_("{name}: {value}").format(name=self.name, value=said))
        self.setToolTip(said if named else "")
        self.setCheckable(bool(named))
        self.setChecked(bool(named))

    def open_menu(self) -> None:
        """Open the choices below the chip."""
        self.show_ticked(self.ticked)  # a click ticked the chip itself
        menu = StayingMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        self.fill(menu)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 3)))

    def fill(self, menu: QMenu) -> None:
        """Put the choices into a menu."""
        whole = menu.addAction(self._everything)
        whole.setCheckable(True)
        whole.setChecked(not self.ticked)
        menu.addSeparator()
        entries: list[QAction] = []

        def choose_all() -> None:
            self.narrowed.emit(frozenset())
            whole.setChecked(True)
            for entry in entries:
                entry.setChecked(False)

        def choose() -> None:
            ticked = frozenset(entry.data() for entry in entries if entry.isChecked())
            whole.setChecked(not ticked)
            self.narrowed.emit(ticked)

        whole.triggered.connect(choose_all)
        for key, text, icon in self.choices:
            entry = menu.addAction(text.replace("&", "&&"))
            if icon is not None:
                entry.setIcon(icon)
            entry.setData(key)
            entry.setCheckable(True)
            entry.setChecked(key in self.ticked)
            entry.triggered.connect(choose)
            entries.append(entry)


class Filters(Toolbar):
    """Chips that say which posts are seen; all of them at first.

    Signals:
        changed: Other posts are to be seen.
    """

    changed = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._icons = icons
        self._filter = PostFilter()
        self._keeps_all = True
        self._members: Sequence[Member] = ()
        self._themes = Themes()
        self._counts = (0, 0)
        self._chips: dict[str, FilterChip] = {}
        px = theme.tokens.px
        self._networks = QWidget(self)
        self._networks.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._places = QHBoxLayout(self._networks)
        self._places.setContentsMargins(0, 0, 0, 0)
        self._places.setSpacing(px(7))
        self._line = Separator(theme, self, vertical=True)
        self._line.setFixedHeight(px(18))
        self.status = self._facet(_("Status"), _("All statuses"), None, "statuses")
        self.owner = self._facet(_("Person"), _("Anyone"), "user", "owners")
        self.campaign = self._facet(_("Campaign"), _("All campaigns"), "speakerphone", "campaigns")
        self.pillar = self._facet(_("Pillar"), _("All pillars"), "layout-grid", "pillars")
        self.coverage = self._facet(_("Counts against"), _("Everything"), "tag", "coverages")
        self._more = FilterChip(theme, icons, _("More"), "filter", self, opens=True)
        self._more.setAccessibleName(_("More filters"))
        self._more.clicked.connect(self._open_more)
        self._search = SearchEdit(theme, icons, _("Filter"), "Ctrl F", self)
        self._search.textChanged.connect(self._on_words)
        self._search.returnPressed.connect(self._search.clearFocus)
        self._count = Words(theme, "", "small", "secondary", self, tabular=True)
        self._clear = LinkButton(theme, icons, _("Show all"), "x", self)
        self._clear.clicked.connect(self.clear)
        self.setMinimumWidth(px(320))
        for widget in (self._networks, self._line, *self.facets, self._more):
            self.add(widget)
        self.add_stretch()
        for widget in (self._count, self._clear, self._search):
            self.add(widget)
        self._offer()
        self._show()

    def _facet(self, name: str, everything: str, icon: str | None, part: str) -> _Facet:
        facet = _Facet(self._theme, self._icons, name, everything, icon)
        facet.setParent(self)

        def narrow(keys: frozenset[object]) -> None:
            self._narrow(**{part: keys})

        facet.narrowed.connect(narrow)
        return facet

    @property
    def facets(self) -> tuple[_Facet, ...]:
        """What posts can be narrowed by, from left to right."""
        return (self.status, self.owner, self.campaign, self.pillar, self.coverage)

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
        self._offer()
        self._show()

    def show_themes(self, themes: Themes) -> None:
        """Offer the campaigns and pillars of the clients that are shown."""
        self._themes = themes
        self._offer()
        self._show()

    def _offer(self) -> None:
        """Fill the choices of the chips."""
        tokens = self._theme.tokens
        self.status.offer(
            (str(one), phrases.status_name(one), status_icon(one, tokens)) for one in POST_STATUS_NAMES
        )  # fmt: skip
        people: list[_Choice] = [(member.id, member.name, None) for member in self._members]
        self.owner.offer([*people, (NOBODY, _("Nobody"), None)])
        campaigns: list[_Choice] = [(one.id, one.name, None) for one in self._themes.campaigns]
        self.campaign.offer([*campaigns, (NOBODY, _("No campaign"), None)])
        pillars: list[_Choice] = [(one.id, one.name, None) for one in self._themes.pillars]
        self.pillar.offer([*pillars, (NOBODY, _("Without a pillar"), None)])
        self.coverage.offer((str(one), _(name), None) for one, name in COVERAGE_NAMES.items())

    def _chip(self, network: str) -> FilterChip:
        chip = FilterChip(
            self._theme, self._icons, phrases.network_name(network), parent=self._networks, network=network
        )
        chip.setChecked(network not in self._filter.hidden_networks)
        chip.toggled.connect(self._on_toggled)
        self._places.addWidget(chip)
        chip.show()
        return chip

    # --- the room ---------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(320), super().minimumSizeHint().height())

    def _fit(self) -> None:
        """Leave out what finds no room: first the names of the networks, whose glyphs stay, then quiet chips."""
        px = self._theme.tokens.px
        metrics = self._theme.metrics("small_medium")
        self._search.setMinimumWidth(px(96))
        self._search.setMaximumWidth(px(190))
        self._line.setFixedHeight(px(18))
        names = {chip: phrases.network_name(network) for network, chip in self._chips.items()}
        gap = px(9)
        named = sum(round(metrics.horizontalAdvance(name)) + px(66) for name in names.values())
        bare = len(names) * (px(52) + px(7))
        rest = px(20 + 16 + 1 + 130) + gap
        if not self._filter.is_empty:
            rest += self._count.sizeHint().width() + self._clear.sizeHint().width() + 2 * gap
        offered = [facet for facet in self.facets if self._is_offered(facet)]
        width = {facet: facet.sizeHint().width() + gap for facet in offered}
        more = self._more.sizeHint().width() + gap
        first = [facet for facet in offered if facet.ticked or facet in (self.status, self.owner)]
        room = self.width() - rest
        is_tight = named + sum(width[facet] for facet in first) + more > room
        room -= bare if is_tight else named
        has_all = sum(width.values()) <= room
        room -= 0 if has_all else more + sum(width[facet] for facet in offered if facet.ticked)
        for facet in self.facets:
            is_shown = facet in width
            if is_shown and not facet.ticked and not has_all:
                is_shown = width[facet] <= room
                room -= width[facet] if is_shown else room  # what comes after it is folded too
            facet.setVisible(is_shown)
        self._more.setVisible(any(facet.isHidden() for facet in offered))
        for chip, name in names.items():
            if chip.text() != ("" if is_tight else name):
                chip.setText("" if is_tight else name)
                chip.setAccessibleName(name)
            chip.setToolTip(name if is_tight else "")

    def _is_offered(self, facet: _Facet) -> bool:
        """Whether there is anything to choose."""
        if facet is self.owner:
            return len(self._members) > 1 or bool(facet.ticked)
        if facet in (self.campaign, self.pillar):
            return len(facet.choices) > 1 or bool(facet.ticked)
        return True

    # --- what is seen -----------------------------------------------------------------------

    @property
    def filter(self) -> PostFilter:
        """Which posts are seen."""
        return self._filter

    def choose(self, filter_: PostFilter) -> None:
        """See these posts, as they were kept or are part of a view."""
        if filter_ != self._filter:
            self._filter = filter_
            self._show()
            self.changed.emit()

    def clear(self) -> None:
        """See all posts again."""
        self.choose(PostFilter())

    def forget(self) -> None:
        """Show all posts again without a word; another client comes."""
        self._filter = PostFilter()
        self._show()

    def show_count(self, shown: int, of: int) -> None:
        """Say how many posts are seen of how many there are."""
        if (shown, of) != self._counts:
            self._counts = (shown, of)
            self._show_count()
            self._fit()

    def _show_count(self) -> None:
        shown, of = self._counts
        words = ngettext("{shown} of {count} post", "{shown} of {count} posts", of)
        self._count.setText(words.format(shown=shown, count=of))

    def keeps(self, card: PostCard, *, status_too: bool = True) -> bool:
        """Whether a post is to be seen."""
        return self._keeps_all or self._filter.keeps(card, status_too=status_too)

    @property
    def is_searching(self) -> bool:
        """Whether words are being looked for, or about to be."""
        return bool(self._filter.text) or self._search.hasFocus()

    def search(self) -> None:
        """Put the keyboard into the field of words."""
        self._search.look_for()

    def stop_searching(self) -> None:
        """Look for no words any more."""
        self._search.clear()
        self._search.clearFocus()

    def _narrow(self, **parts: Any) -> None:
        self.choose(replace(self._filter, **parts))

    def _on_toggled(self) -> None:
        self._narrow(
            hidden_networks=frozenset(network for network, chip in self._chips.items() if not chip.isChecked())
        )

    def _on_words(self, text: str) -> None:
        self._narrow(text=text.strip())

    def _open_more(self) -> None:
        menu = StayingMenu(self._more)
        menu.aboutToHide.connect(menu.deleteLater)
        for facet in self.facets:
            if facet.isHidden() and self._is_offered(facet):
                part = StayingMenu(facet.name, menu)
                facet.fill(part)
                menu.addMenu(part)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height() + 3)))

    def _show(self) -> None:
        """Show which posts are seen."""
        narrow = self._filter
        self._keeps_all = narrow.is_empty  # a month of thousands of posts asks for each
        if self._search.text().strip() != narrow.text:
            self._quietly(self._search, partial(self._search.setText, narrow.text))
        for network, chip in self._chips.items():
            is_on = network not in narrow.hidden_networks
            if chip.isChecked() != is_on:
                self._quietly(chip, partial(chip.setChecked, is_on))
                chip.updateGeometry()
                chip.update()
        ticked = (narrow.statuses, narrow.owners, narrow.campaigns, narrow.pillars, narrow.coverages)
        for facet, keys in zip(self.facets, ticked, strict=True):
            facet.show_ticked(keys)
        self._count.setVisible(not narrow.is_empty)
        self._clear.setVisible(not narrow.is_empty)
        words = ngettext("{count} filter is set", "{count} filters are set", narrow.count)
        self._clear.setToolTip(words.format(count=narrow.count))
        self._clear.setAccessibleName(_("Show all posts again"))
        self._show_count()
        self._fit()

    @staticmethod
    def _quietly(widget: QWidget, act: Callable[[], object]) -> None:
        widget.blockSignals(True)
        act()
        widget.blockSignals(False)
