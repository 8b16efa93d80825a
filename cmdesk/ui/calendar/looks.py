"""How the calendar looks: which view, how many weeks, their numbers, and what gives posts their colour."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from cmdesk.domain.networks import Network
from cmdesk.domain.posts import PostCard
from cmdesk.domain.stretches import FEWEST_WEEKS, MOST_WEEKS, View
from cmdesk.i18n import N_, ngettext
from cmdesk.i18n import gettext as _
from cmdesk.ui.calendar.grid import PostView
from cmdesk.ui.calendar.month import MonthView
from cmdesk.ui.calendar.week import WeekView
from cmdesk.ui.widgets.choices import SegmentedControl

if TYPE_CHECKING:
    from cmdesk.ui.calendar.page import CalendarPage

_ZOOM: Final = 15  # per cent of an hour's height for a step of the wheel
_PALETTE: Final = 8


class ColourBy(StrEnum):
    """What gives posts their colour; status, client and network keep their glyphs in any case."""

    STATUS = "status"
    CLIENT = "client"
    NETWORK = "network"
    CAMPAIGN = "campaign"


COLOUR_NAMES: Final = {
    ColourBy.STATUS: N_("Status"),
    ColourBy.CLIENT: N_("Client"),
    ColourBy.NETWORK: N_("Network"),
    ColourBy.CAMPAIGN: N_("Campaign"),
}


class Looks(QObject):
    """The switch of views and what can be set about them; all of it is remembered."""

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page)
        self._page = page
        memory = page.tools.memory
        recalled = memory.recall("calendar-colour")
        self.colour_by = ColourBy(recalled) if recalled in set(ColourBy) else ColourBy.STATUS
        self._has_week_numbers = memory.recall("calendar-week-numbers") == "yes"
        hours = memory.recall("calendar-hours")
        self._percent = int(hours) if hours.isdigit() else 100
        self._campaigns: Mapping[int, str] = {}
        choices = [(View.MONTH, _("Month")), (View.WEEK, _("Week")), (View.AGENDA, _("Agenda"))]
        self.switch = SegmentedControl(page.tools.theme, choices, page)
        self.switch.setAccessibleName(_("View"))
        self.switch.setToolTip(_("Month 1 · Week 2 · Agenda 3"))
        self.switch.choose(page.leafing.view)
        self.switch.chosen.connect(page.leafing.press_view)
        for key, (view, name) in zip("123", choices, strict=True):
            page.add_calm_key(key, name, partial(page.leafing.press_view, view))
        page.month_posts.tints = self._tint if self.colour_by is not ColourBy.STATUS else None

    def follow(self, view: PostView) -> None:
        """Give a view that was made just now what is set."""
        view.zoomed.connect(self.zoom)
        if isinstance(view, MonthView):
            view.number_weeks(self._has_week_numbers)
        elif isinstance(view, WeekView):
            view.zoom(self._percent)

    def show_view(self) -> None:
        """Say in the switch which view is seen."""
        self.switch.choose(self._page.leafing.view)

    # --- settings -----------------------------------------------------------------------------

    def fill(self, menu: QMenu) -> None:
        """Offer the settings in a menu."""
        colours = menu.addMenu(self._page.tools.icons.icon("palette"), _("Colour by"))
        group = QActionGroup(colours)
        for key, name in COLOUR_NAMES.items():
            act = self._offer(colours, _(name), is_on=key is self.colour_by, group=group)
            act.triggered.connect(partial(self.choose_colour, key))
        weeks = menu.addMenu(self._page.tools.icons.icon("calendar"), _("Weeks"))
        group = QActionGroup(weeks)
        now = self._page.leafing.weeks
        self._offer(weeks, _("Whole months"), is_on=not now, group=group).triggered.connect(partial(self.roll, 0))
        for count in range(FEWEST_WEEKS, MOST_WEEKS + 1):
            words = ngettext("{count} week", "{count} weeks", count).format(count=count)
            self._offer(weeks, words, is_on=now == count, group=group).triggered.connect(partial(self.roll, count))
        numbers = self._offer(menu, _("Week numbers"), is_on=self._has_week_numbers)
        numbers.toggled.connect(self.number_weeks)

    def _offer(self, menu: QMenu, words: str, *, is_on: bool, group: QActionGroup | None = None) -> QAction:
        act = menu.addAction(words)
        act.setCheckable(True)
        act.setChecked(is_on)
        if group is not None:
            group.addAction(act)
        return act

    def roll(self, weeks: int) -> None:
        """Show so many weeks, or whole months with 0."""
        self._page.leafing.roll(weeks)

    def number_weeks(self, wanted: bool) -> None:
        """Show the numbers of the weeks, or do not."""
        self._has_week_numbers = wanted
        self._page.tools.memory.keep("calendar-week-numbers", "yes" if wanted else "no")
        if (month := self._page.views.month) is not None:
            month.number_weeks(wanted)
        self._page.show_title()

    @property
    def has_week_numbers(self) -> bool:
        """Whether the weeks are numbered."""
        return self._has_week_numbers

    def zoom(self, steps: int) -> None:
        """Fewer, higher weeks, or higher hours; negative steps the other way."""
        page = self._page
        if page.leafing.view is View.MONTH:
            now = len(page.view.days) // 7
            wanted = max(FEWEST_WEEKS, min(now - (1 if steps > 0 else -1), MOST_WEEKS))
            if wanted != now:
                page.leafing.roll(wanted)
        elif (week := page.views.week) is not None and page.leafing.view is View.WEEK:
            week.zoom(week.percent + _ZOOM * (1 if steps > 0 else -1))
            self._percent = week.percent
            page.tools.memory.keep("calendar-hours", str(week.percent))

    # --- colours ------------------------------------------------------------------------------

    def choose_colour(self, key: ColourBy) -> None:
        """Give posts their colour by this."""
        self.colour_by = key
        self._page.tools.memory.keep("calendar-colour", str(key))
        self._page.month_posts.tints = self._tint if key is not ColourBy.STATUS else None
        self._page.view.viewport().update()

    def know_campaigns(self, colours: Mapping[int, str], names: Mapping[int, str]) -> None:
        """Learn the colours of campaigns and what they are called."""
        self._campaigns = colours
        self._page.month_posts.campaigns = names
        if self.colour_by is ColourBy.CAMPAIGN:
            self._page.view.viewport().update()

    def _tint(self, card: PostCard) -> str:
        """The colour of a post: a number of the palette, or a colour of its own; nothing for that of its status."""
        if self.colour_by is ColourBy.CLIENT:
            around = self._page.around
            place = around.clients.get(card.client_id) if around else None
            return str(place.tile.colour) if place else ""
        if self.colour_by is ColourBy.NETWORK:
            return _NETWORK_COLOURS.get(card.networks[0], str(_PALETTE)) if card.networks else str(_PALETTE)
        if card.campaign_id is None:
            return str(_PALETTE)
        return self._campaigns.get(card.campaign_id, str(_PALETTE))


_NETWORK_COLOURS: Final = {str(network): str(place % (_PALETTE - 1) + 1) for place, network in enumerate(Network)}
"""A colour of our own for each network, never its brand's; the last of the palette stays for none."""
