"""Which days of the calendar are seen, and how: leafing through months and weeks, and from view to view."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer

from cmdesk.domain.calendar import MonthPage
from cmdesk.domain.moments import Month
from cmdesk.domain.stretches import Stretch, View, stretch_with, turned

if TYPE_CHECKING:
    from cmdesk.ui.calendar.page import CalendarPage

_AFTER_PAINT: Final = 12  # ms: first the picture is on the screen
_LATEST_PLAN: Final = 250  # ms, when nothing is drawn
_MOST_PLACES: Final = 200  # stretches whose selection is remembered
_Spot = tuple[int | None, View, date]


class Leafing(QObject):
    """Where in time a calendar is."""

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page)
        self._page = page
        recalled = page.tools.memory.recall("calendar-view")
        self.view = View(recalled) if recalled in set(View) else View.MONTH
        weeks = page.tools.memory.recall("calendar-weeks")
        self._weeks = int(weeks) if weeks.isdigit() else 0
        self.stretch: Stretch = stretch_with(self.view, page.today, weeks=self._weeks)
        self._target_day: date | None = None
        self._is_turning = False
        self._is_from_memory = False
        self._wants_plan = QTimer(self)
        self._wants_plan.setSingleShot(True)
        self._wants_plan.timeout.connect(self._read_plan)
        self._chosen: dict[_Spot, list[int]] = {}

    # --- where --------------------------------------------------------------------------------

    @property
    def month(self) -> Month:
        """The month that is shown, or to which most of the days belong."""
        return self.stretch.month

    @property
    def weeks(self) -> int:
        """How many weeks roll on in the month; 0 for whole months."""
        return self._weeks

    def go_to_month(self, month: Month, day: date | None = None) -> None:
        """Show a month, or a day of it; the keyboard goes to that day."""
        if not 1 < month.year < 9998:
            return
        today = self._page.today
        seen = day or (today if Month.of(today) == month else month.first)
        self._target_day = day
        self._go(self._with(seen))

    def go_to_day(self, day: date) -> None:
        """Show the days around a day and put the keyboard on it."""
        if 1 < day.year < 9998:
            self._target_day = day
            self._go(self._with(day))

    def go_to_today(self) -> None:
        """Put the keyboard on today."""
        page = self._page
        if page.is_asking or page.moves.is_dragging:
            return
        page.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        today = page.today
        is_here = today in self.stretch.days if self.stretch.is_rolling else self._with(today) == self.stretch
        if is_here and page.view.stretch == self.stretch:
            page.view.go_to_day(today)
        else:
            self.go_to_day(today)

    def turn(self, step: int) -> None:
        """Turn so many pages."""
        day = turned(self.stretch, self._page.view.day, step)
        if self.stretch.is_rolling:
            near = self.stretch.days[0]
            begin = turned(self.stretch, near, step)
            self._target_day = None
            self._go(stretch_with(View.MONTH, begin, self._page.first_week_day, weeks=self._weeks))
        elif self.view is View.WEEK:
            self._target_day = None
            self._go(self._with(day))
        else:
            self.go_to_month(Month.of(day))

    def turn_back(self) -> None:
        """Turn one page back."""
        self.turn(-1)

    def turn_on(self) -> None:
        """Turn one page on."""
        self.turn(1)

    def on_page_wanted(self, step: int, day: date) -> None:
        """The keyboard left the days that are shown."""
        del step
        self.go_to_day(day)

    def begin_weeks_anew(self) -> None:
        """Weeks begin with another day now."""
        self.stretch = stretch_with(self.view, self._page.view.day, self._page.first_week_day, weeks=self._weeks)

    # --- how ----------------------------------------------------------------------------------

    def press_view(self, view: View) -> None:
        """Look at the days in another way; the month again shows a whole month where weeks roll on."""
        if view is self.view is View.MONTH and self._weeks:
            self.roll(0)
        else:
            self.choose_view(view)

    def choose_view(self, view: View) -> None:
        """Look at the same days in another way; place and selection stay."""
        page = self._page
        if view is self.view:
            page.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        page.wanted = page.wanted or page.view.selected_ids()
        self.remember()
        day = page.view.day
        self.view = view
        page.tools.memory.keep("calendar-view", str(view))
        self._target_day = None
        self._go(self._with(day))

    def roll(self, weeks: int) -> None:
        """Show so many weeks that roll on, or whole months with 0."""
        page = self._page
        if weeks == self._weeks and self.view is View.MONTH:
            return
        self._weeks = weeks
        page.tools.memory.keep("calendar-weeks", str(weeks))
        if self.view is not View.MONTH:
            self.choose_view(View.MONTH)
            return
        page.wanted = page.wanted or page.view.selected_ids()
        day = page.view.day
        first = self.stretch.days[0] if day in self.stretch.days and weeks else day
        near = stretch_with(View.MONTH, first, page.first_week_day, weeks=weeks) if weeks else None
        self._go(stretch_with(View.MONTH, day, page.first_week_day, weeks=weeks, near=near))

    # --- showing ------------------------------------------------------------------------------

    def _with(self, day: date) -> Stretch:
        week = self._page.first_week_day
        return stretch_with(self.view, day, week, weeks=self._weeks, near=self.stretch)

    def _go(self, stretch: Stretch) -> None:
        self.remember()
        self.stretch = stretch
        self._is_turning = True
        self._page.show_title()
        self._is_from_memory = self._page.loading.show_known()
        if not self._is_from_memory:
            self._page.loading.glance()

    def beside(self) -> tuple[Stretch, ...]:
        """The pages after and before this one."""
        day = self._page.view.day if self._page.view.day in self.stretch.days else self.stretch.days[0]
        return tuple(self._with(turned(self.stretch, day, step)) for step in (1, -1))

    def show_days(self, shown: MonthPage) -> None:
        """Show days that were asked for; who leafs through months sees the posts before how the month stands."""
        page = self._page
        if shown.days != self.stretch.days:
            return
        is_turning, self._is_turning = self._is_turning, False
        day, self._target_day = self._target_day, None
        page.loading.show_days(shown)
        if day is not None and not page.view.is_carrying:
            page.view.go_to_day(day)
        if is_turning:
            self._wants_plan.start(_LATEST_PLAN if page.view.isVisible() else 0)

    def show_glance(self, shown: MonthPage) -> None:
        """Show the first posts of days that were asked for; the others are read after they are painted."""
        self._is_from_memory = not shown.is_whole
        self.show_days(shown)

    def on_painted(self) -> None:
        """The days are seen: now it may be asked how the month stands."""
        if self._wants_plan.isActive():
            self._wants_plan.start(_AFTER_PAINT)

    def _read_plan(self) -> None:
        if self._is_from_memory:
            self._is_from_memory = False
            self._page.loading.read_days()
        self._page.loading.read_plan()

    def _spot(self) -> _Spot:
        return (self._page.shown.client_id if self._page.shown else None, self.view, self.stretch.days[0])

    def remember(self) -> None:
        """Keep what is selected on the days that are left."""
        if len(self._chosen) > _MOST_PLACES:
            self._chosen.clear()
        self._chosen[self._spot()] = self._page.view.selected_ids()

    def chosen_before(self) -> list[int]:
        """What was selected on these days when they were left."""
        return self._chosen.get(self._spot(), [])
