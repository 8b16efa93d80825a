"""How the calendar's page gets what it shows: days with their posts, the tray, the plan, clients and staff."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QObject, QTimer

from cmdesk.domain.calendar import MonthPage, Plan, Surroundings
from cmdesk.domain.days import Overlays
from cmdesk.domain.posts import PostCard
from cmdesk.domain.stretches import View
from cmdesk.services import calendar

if TYPE_CHECKING:
    from cmdesk.ui.calendar.page import CalendarPage

_MOST_KNOWN: Final = 12
_AHEAD_MS: Final = 400
_Thing = TypeVar("_Thing")
_Key = tuple[int | None, tuple[date, ...]]


class Loading(QObject):
    """Asks for what a calendar shows, and puts it in its place."""

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page)
        self._page = page
        self._knows_around = False
        self._proposals: tuple[PostCard, ...] = ()
        self._waiting: list[Callable[[], object]] = []  # to be done when every post of the days is there
        self._known: dict[_Key, MonthPage] = {}  # days as they were read last, until something changes
        self._plans: dict[_Key, Plan] = {}
        self._overlays: dict[_Key, Overlays] = {}
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.setInterval(_AHEAD_MS)
        self._ahead.timeout.connect(self._read_ahead)

    # --- asking -------------------------------------------------------------------------------

    def load(self) -> None:
        """Ask for everything that is shown."""
        page = self._page
        if not self._knows_around:
            page.tools.jobs.read(page, calendar.surroundings).then(self._show_surroundings)
        self.read_days()
        page.tools.jobs.read(page, calendar.tray, page.place.client_id).then(self._show_tray)
        self.read_plan()

    def read_days(self) -> None:
        """Ask for the posts of the days that are to be shown."""
        page = self._page
        shown = page.leafing.stretch
        job = page.tools.jobs.read(page, calendar.stretch, page.place.client_id, shown.month, shown.days)
        job.then(self._on_days)

    def glance(self) -> None:
        """Ask for what is seen at first of the days that are turned to; all of them follow once that is painted."""
        page = self._page
        month = page.views.month
        if month is None or not self._is_glance_enough():
            self.read_days()
            return
        shown = page.leafing.stretch
        most = month.most_on_day()
        job = page.tools.jobs.read(
            page, calendar.first_look, page.place.client_id, shown.month, shown.days, most
        )  # fmt: skip
        job.then(self._on_glance)

    def _is_glance_enough(self) -> bool:
        """Whether the first posts of each day are all that is seen: of everybody's month, whole and as it is."""
        page = self._page
        is_plain = page.filters.filter.is_empty and not self._proposals and not page.wanted
        is_month = page.leafing.view is View.MONTH and not page.leafing.stretch.is_rolling
        return page.place.client_id is None and is_month and is_plain and not page.leafing.chosen_before()

    def _on_glance(self, found: MonthPage) -> None:
        page = self._page
        is_late = page.shown is not None and (page.shown.client_id, page.shown.days) == self._key()
        if (found.client_id, found.days) == self._key() and not is_late:
            self._keep(found)
            page.leafing.show_glance(found)

    def when_whole(self, act: Callable[[], object]) -> None:
        """Do something as soon as every post of the days is there."""
        page = self._page
        if page.shown is None or page.shown.is_whole:
            act()
        else:
            self._waiting.append(act)
            self.read_days()

    def show_known(self) -> bool:
        """Show the days at once as they were read last; whether they were. They are to be read again after it."""
        page = self._page
        key = self._key()
        known = self._known.get(key)
        if known is None or not (known.is_whole or self._is_glance_enough()):
            return False
        if (plan := self._plans.get(key)) is not None:
            self._tell(plan)
        if (overlays := self._overlays.get(key)) is not None:
            page.views.show_overlays(overlays)
        page.leafing.show_days(known)
        return True

    def _key(self) -> _Key:
        return self._page.place.client_id, self._page.leafing.stretch.days

    def _on_days(self, found: MonthPage) -> None:
        self._keep(found)
        self._page.leafing.show_days(found)

    def _keep(self, found: MonthPage) -> None:
        _remember(self._known, (found.client_id, found.days), found)

    def keep_overlays(self, overlays: Overlays) -> None:
        """Remember what lies over these days, for the next time that they are turned to."""
        _remember(self._overlays, self._key(), overlays)

    def _read_ahead(self) -> None:
        """Read the pages before and after this one, so that turning to them shows them at once."""
        page = self._page
        if not page.isVisible() or page.moves.is_dragging:
            return
        if not page.tools.jobs.is_idle:
            self._ahead.start()
            return
        client_id, jobs, month = page.place.client_id, page.tools.jobs, page.views.month
        for beside in page.leafing.beside():
            if (client_id, beside.days) in self._known:
                continue
            if month is not None and self._is_glance_enough():
                most = month.most_on_day()
                ahead = jobs.read(self, calendar.first_look, client_id, beside.month, beside.days, most)
            else:
                ahead = jobs.read(self, calendar.stretch, client_id, beside.month, beside.days)
            ahead.then(self._on_ahead)
            return

    def _on_ahead(self, found: MonthPage) -> None:
        self._keep(found)
        self._ahead.start()

    def forget_days(self) -> None:
        """Something was changed: what was read is not sure any more."""
        self._known.clear()
        self._plans.clear()
        self._overlays.clear()

    def read_plan(self) -> None:
        """Ask how the month stands."""
        page = self._page
        shown = page.leafing.stretch
        client_id, week = page.place.client_id, page.first_week_day
        job = page.tools.jobs.read(page, calendar.plan, client_id, shown.month, week, days=shown.days)
        job.then(self._show_plan)
        page.beside.read_days()

    def forget_surroundings(self) -> None:
        """Ask for clients and staff again with the next load."""
        self._knows_around = False

    # --- showing ------------------------------------------------------------------------------

    def _show_surroundings(self, around: Surroundings) -> None:
        page = self._page
        is_new_week = page.first_week_day != around.first_week_day
        page.around, self._knows_around = around, True
        for model in (page.month_posts, page.tray_posts):
            model.surroundings = around
        page.show_place()
        page.views.arrange()
        page.tray.list.viewport().update()
        if is_new_week:
            page.leafing.begin_weeks_anew()
            page.load()

    def show_days(self, shown: MonthPage) -> None:
        """Show the posts of some days; what was selected stays selected where it is still seen."""
        page = self._page
        before = page.shown
        is_other = before is None or (before.client_id, before.days) != (shown.client_id, shown.days)
        is_other = is_other or page.view.stretch != page.leafing.stretch
        page.shown = shown
        page.month_posts.left_out = shown.left_out
        if is_other:
            self._waiting.clear()
            chosen = page.view.selected_ids()
            page.month_posts.reset(self._kept(shown.cards))
            page.views.show_stretch(page.leafing.stretch)
            seen = [key for key in page.wanted or chosen if page.month_posts.card(key)]
            page.view.choose(seen or page.leafing.chosen_before())
        else:
            page.month_posts.show(self._kept(shown.cards))
        page.select_wanted()
        page.view.page_turned()
        page.moves.re_aim()
        page.show_emptiness()
        if shown.is_whole:
            waiting, self._waiting = self._waiting, []
            for act in waiting:
                act()

    def _show_tray(self, cards: tuple[PostCard, ...]) -> None:
        page = self._page
        page.ideas = cards
        page.pictures.want(card.thumb for card in cards)
        if page.shown is not None:
            page.pictures.want(card.thumb for card in page.shown.cards)
        page.tray_posts.show(self._kept_ideas(cards))
        page.tray.show_count(len(cards))
        page.select_wanted()

    def _show_plan(self, plan: Plan) -> None:
        page = self._page
        page.plan = plan
        if (plan.client_id, plan.month) == (page.place.client_id, page.leafing.month):
            _remember(self._plans, self._key(), plan)
        self._tell(plan)
        page.view.viewport().update()
        page.strip.setVisible(plan.client_id is not None)
        if plan.client_id is not None:
            page.strip.show_plan(plan)
        page.filling.recount()
        page.moves.re_aim()
        page.show_emptiness()
        self._ahead.start()

    def _tell(self, plan: Plan) -> None:
        posts = self._page.month_posts
        posts.tell(plan.marks, plan.late, plan.needs)
        posts.near = plan.near

    def show_posts(self) -> None:
        """Show the posts that the filters keep."""
        page = self._page
        if page.shown is not None:
            page.month_posts.show(self._kept(page.shown.cards))
        page.tray_posts.show(self._kept_ideas(page.ideas))
        page.show_emptiness()

    def assume(self, moved: Mapping[int, PostCard]) -> None:
        """Show posts where they will be, before the workspace has answered."""
        page = self._page
        if page.shown is None:
            return
        self.forget_days()
        days = set(page.shown.days)
        dated = [card for card in page.shown.cards if card.id not in moved]
        for card in moved.values():
            if card.day in days:
                insort(dated, card, key=_by_moment)
        ideas = [card for card in moved.values() if card.day is None]
        ideas += [card for card in page.ideas if card.id not in moved]
        page.shown = replace(page.shown, cards=tuple(dated))
        page.ideas = tuple(ideas)
        self.show_posts()
        page.tray.show_count(len(ideas))

    def show_proposals(self, proposals: Sequence[PostCard]) -> None:
        """Show posts that are not written yet among the others."""
        self._proposals = tuple(proposals)
        self.show_posts()

    def _kept(self, cards: Iterable[PostCard]) -> list[PostCard]:
        filters = self._page.filters
        kept = list(cards) if filters.filter.is_empty else [card for card in cards if filters.keeps(card)]
        if self._proposals:
            days = set(self._page.leafing.stretch.days)
            kept += [card for card in self._proposals if card.day in days]
            kept.sort(key=_by_moment)
        return kept

    def _kept_ideas(self, cards: Iterable[PostCard]) -> list[PostCard]:
        keeps = self._page.filters.keeps
        return [card for card in cards if keeps(card, status_too=False) and self._page.tray.keeps(card)]


def _remember(known: dict[_Key, _Thing], key: _Key, thing: _Thing) -> None:
    """Keep a thing under a key; the oldest goes when there are too many."""
    known.pop(key, None)
    while len(known) >= _MOST_KNOWN:
        del known[next(iter(known))]
    known[key] = thing


def _by_moment(card: PostCard) -> tuple[date, int, int]:
    return card.order
