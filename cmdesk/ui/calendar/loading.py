"""How the calendar's page gets what it shows: days with their posts, the tray, the plan, clients and staff."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cmdesk.domain.calendar import MonthPage, Plan, Surroundings
from cmdesk.domain.posts import PostCard
from cmdesk.services import calendar

if TYPE_CHECKING:
    from cmdesk.ui.calendar.page import CalendarPage


class Loading(QObject):
    """Asks for what a calendar shows, and puts it in its place."""

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page)
        self._page = page
        self._knows_around = False
        self._proposals: tuple[PostCard, ...] = ()

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
        job.then(page.leafing.show_days)

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
        if is_other:
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
        page.month_posts.tell(plan.marks, plan.late, plan.needs)
        page.view.viewport().update()
        page.strip.setVisible(plan.client_id is not None)
        if plan.client_id is not None:
            page.strip.show_plan(plan)
        page.moves.re_aim()
        page.show_emptiness()

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
        days = set(page.shown.days)
        dated = [card for card in page.shown.cards if card.id not in moved]
        dated += [card for card in moved.values() if card.day in days]
        ideas = [card for card in moved.values() if card.day is None]
        ideas += [card for card in page.ideas if card.id not in moved]
        page.shown = replace(page.shown, cards=tuple(sorted(dated, key=_by_moment)))
        page.ideas = tuple(ideas)
        self.show_posts()
        page.tray.show_count(len(ideas))

    def show_proposals(self, proposals: Sequence[PostCard]) -> None:
        """Show posts that are not written yet among the others."""
        self._proposals = tuple(proposals)
        self.show_posts()

    def _kept(self, cards: Iterable[PostCard]) -> list[PostCard]:
        keeps = self._page.filters.keeps
        kept = [card for card in cards if keeps(card)]
        if self._proposals:
            days = set(self._page.leafing.stretch.days)
            kept += [card for card in self._proposals if card.day in days]
            kept.sort(key=_by_moment)
        return kept

    def _kept_ideas(self, cards: Iterable[PostCard]) -> list[PostCard]:
        keeps = self._page.filters.keeps
        return [card for card in cards if keeps(card, status_too=False) and self._page.tray.keeps(card)]


def _by_moment(card: PostCard) -> tuple[date, int, int]:
    return card.order
