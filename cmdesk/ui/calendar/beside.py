"""What stands beside the posts of a calendar: facts of days, notes, campaigns, filters that are kept, the small month.

The page makes one of these; it asks for what it needs whenever the page loads or other days are seen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final
from zlib import crc32

from PySide6.QtCore import QEvent, QObject, QRect, QTimer
from PySide6.QtWidgets import QMenu

from cmdesk.domain.campaigns import Themes
from cmdesk.domain.changes import Kind
from cmdesk.domain.days import DayFacts, Note, Overlays
from cmdesk.domain.moments import Month, parse_place
from cmdesk.domain.stretches import View
from cmdesk.domain.views import Overlay, PostFilter, ViewSettings, read_filter
from cmdesk.i18n import _, key_words
from cmdesk.services import awareness, days, ideas
from cmdesk.services.campaigns import set_pillar, themes
from cmdesk.ui.calendar.about_day import AboutDay, GoToDay
from cmdesk.ui.calendar.campaigns import CampaignsDialog
from cmdesk.ui.calendar.looks import ColourBy
from cmdesk.ui.calendar.mini_month import MiniMonth
from cmdesk.ui.calendar.view_menu import ViewMenu

if TYPE_CHECKING:
    from cmdesk.ui.calendar.page import CalendarPage

SHOWS: Final = frozenset(
    {Kind.CAMPAIGN, Kind.PILLAR, Kind.DAY_NOTE, Kind.AWARENESS_DAY, Kind.SAVED_VIEW, Kind.TASK}
)  # fmt: skip
_CRAMPED: Final = 1000  # below this width of the window, at a text size of 100 %
_SpanKey = tuple[int | None, date, date]


class Beside(QObject):
    """Asks for what stands beside the posts, and does what a person wants with it."""

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page)
        self._page = page
        tools = page.tools
        self.known = Overlays()
        self._span: _SpanKey | None = None
        self.themes = Themes()
        self.menu = ViewMenu(page)
        self.menu.settings_of = self._settings
        self.menu.add_part(page.looks.fill)
        self.menu.add_last(self._fill_menu)
        self.menu.overlays_changed.connect(self._show)
        self.menu.chosen.connect(self._show_view)
        self._small = MiniMonth(tools.theme, tools.icons, page.today)
        self._small.picked.connect(page.leafing.go_to_day)
        self._small.turned.connect(self._count_small)
        page.tray.add_small_month(self._small)
        page.tray.show_small_month(is_wanted=self._wants_small_month)
        page.moves.add_target(self._small)
        page.tray.list.order_wanted.connect(self._order)
        page.tray.filtered.connect(page.loading.show_posts)
        page.filters.changed.connect(self._on_filtered)
        page.place.client_changed.connect(self._on_client_changed)
        for signal in (
            page.month_posts.modelReset,
            page.month_posts.rowsInserted,
            page.month_posts.rowsRemoved,
        ):
            signal.connect(self._on_posts)
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.timeout.connect(self._show_count)
        page.add_key("Ctrl+G", _("Go to a day…"), self.ask_place)
        page.add_calm_key("Shift+D", _("About this day…"), self.show_day)
        page.filters.choose(self._kept_filter())
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.menu.button.setVisible(not self.is_cramped)
        return super().eventFilter(watched, event)

    @property
    def is_cramped(self) -> bool:
        """Whether the header has no room for the view menu, which stands in the menu 'More' then."""
        page = self._page
        return page.window().width() < page.tools.theme.tokens.px(_CRAMPED)

    # --- asking -------------------------------------------------------------------------------

    def load(self) -> None:
        """Ask for campaigns, pillars and saved views; the days are asked for with the plan."""
        page = self._page
        client_id = page.place.client_id
        page.tools.jobs.read(page, themes, client_id).then(self._show_themes)
        self.menu.load()

    def read_days(self) -> None:
        """Ask for what is known of the days that are seen."""
        page = self._page
        shown = page.leafing.stretch.days
        client_id = page.place.client_id
        self._span = (client_id, shown[0], shown[-1])
        job = page.tools.jobs.read(page, days.day_facts, client_id, shown[0], shown[-1])
        job.then(partial(self._on_facts, self._span))
        month = page.leafing.month
        near = page.leafing.stretch.is_rolling or Month.of(page.view.day) == month
        day = page.view.day if near and page.view.day in shown else month.first
        self._small.show_place(day, shown, page.first_week_day, page.today)
        self._count_small(*self._small.span)

    def _on_posts(self) -> None:
        self._counting.start(0)  # several signals of one change count once

    def _count_small(self, first: date, last: date) -> None:
        page = self._page
        page.tools.jobs.read(page, days.post_counts, page.place.client_id, first, last).then(self._small.mark)

    # --- showing ------------------------------------------------------------------------------

    def _on_facts(self, span: _SpanKey, found: Overlays) -> None:
        if span == self._span:
            self.known = found
            self._show()

    def _show(self) -> None:
        """Show what is wanted of what is known."""
        page = self._page
        page.show_overlays(chosen_overlays(self.known, self.menu.overlays))
        page.looks.know_campaigns(
            {one.id: str(one.colour) for one in self.themes.campaigns},
            {one.id: one.name for one in self.themes.campaigns},
        )

    def _show_themes(self, found: Themes) -> None:
        page = self._page
        self.themes = found
        page.filters.show_themes(found)
        members = page.around.members if page.around else ()
        page.tray.show_known([one for one in members if one.is_active], found)
        self._forget_gone(found)
        self._show()

    def _forget_gone(self, found: Themes) -> None:
        """Narrow by no campaign or pillar that is not there any more."""
        narrow = self._page.filters.filter
        campaigns = narrow.campaigns & {0, *(one.id for one in found.campaigns)}
        pillars = narrow.pillars & {0, *(one.id for one in found.pillars)}
        if (campaigns, pillars) != (narrow.campaigns, narrow.pillars):
            self._page.filters.choose(replace(narrow, campaigns=campaigns, pillars=pillars))

    def _show_count(self) -> None:
        page = self._page
        shown = page.shown.cards if page.shown is not None else ()
        seen, left_out = len(page.month_posts.cards), sum(page.month_posts.left_out.values())
        page.filters.show_count(seen + left_out, max(len(shown), seen) + left_out)

    # --- filters that are kept ----------------------------------------------------------------

    @property
    def _filter_name(self) -> str:
        workspace = crc32(self._page.tools.jobs.desk.name.encode())  # clients are numbered anew in each
        return f"calendar-filter-{workspace:08x}-{self._page.place.client_id or 'all'}"

    def _kept_filter(self) -> PostFilter:
        text = self._page.tools.memory.recall(self._filter_name)
        try:
            kept = json.loads(text) if text else {}
        except ValueError:
            return PostFilter()
        return replace(read_filter(kept), text="") if isinstance(kept, dict) else PostFilter()

    def _on_filtered(self) -> None:
        kept = self._page.filters.filter.as_json()
        self._page.tools.memory.keep(self._filter_name, json.dumps(kept) if kept else "")
        self._show_count()

    def _on_client_changed(self, _client_id: object) -> None:
        self._page.filters.choose(self._kept_filter())

    # --- views with a name --------------------------------------------------------------------

    def _settings(self) -> ViewSettings:
        page = self._page
        return ViewSettings(
            str(page.leafing.view), str(page.looks.colour_by), self.menu.overlays, page.filters.filter,
            {"weeks": page.leafing.weeks},
        )  # fmt: skip

    def _show_view(self, settings: ViewSettings) -> None:
        page = self._page
        if settings.colour_by in set(ColourBy):
            page.looks.choose_colour(ColourBy(settings.colour_by))
        weeks = settings.more.get("weeks")
        if isinstance(weeks, int) and settings.kind == View.MONTH:
            page.leafing.roll(weeks)
        if settings.kind in set(View):
            page.leafing.choose_view(View(settings.kind))
        page.looks.show_view()

    def _fill_menu(self, menu: QMenu) -> None:
        if self.known.remark:
            menu.addAction(self.known.remark).setEnabled(False)
        menu.addSeparator()
        small = menu.addAction(_("Small month"))
        small.setCheckable(True)
        small.setChecked(self._wants_small_month)
        small.toggled.connect(self._toggle_small_month)
        menu.addSeparator()
        menu.addAction(f"{_('Go to a day…')}\t{key_words('Ctrl+G')}").triggered.connect(self.ask_place)

    @property
    def _wants_small_month(self) -> bool:
        return self._page.tools.memory.recall("calendar-small-month", "yes") == "yes"

    def _toggle_small_month(self, is_on: bool) -> None:
        self._page.tools.memory.keep("calendar-small-month", "yes" if is_on else "no")
        self._page.tray.show_small_month(is_wanted=is_on)

    # --- going to a day -----------------------------------------------------------------------

    def ask_place(self) -> None:
        """Ask in words for the day to look at."""
        page = self._page
        if page.moves.is_dragging:
            return
        parse = partial(parse_place, today=page.today, base=page.view.day)
        content = GoToDay(page.tools.theme, page.tools.icons, parse, page.view.day, page.today)

        def go(day: date) -> None:
            page.close_popover()
            page.leafing.go_to_day(day)
            page.take_keyboard()

        content.chosen.connect(go)
        page.open_popover(content, QRect(page.mapToGlobal(page.header.rect().center()), page.header.rect().size() / 8))

    # --- a day --------------------------------------------------------------------------------

    def add_to_day(self, menu: QMenu) -> None:
        """Offer what can be done with a day."""
        icons = self._page.tools.icons
        about = menu.addAction(icons.icon("note"), f"{_('About this day…')}\t{key_words('Shift+D')}")
        about.triggered.connect(self.show_day)

    def show_day(self) -> None:
        """Show what is known of the day where the keyboard is, with a field for a note."""
        self.show_day_of(self._page.view.day)

    def show_day_of(self, day: date) -> None:
        """Show what is known of a day, with a field for a note."""
        page = self._page
        client_id = page.place.client_id
        place = page.around.clients.get(client_id) if page.around and client_id is not None else None
        campaigns = tuple(bar for bar in self.known.campaigns if bar.first <= day <= bar.last)
        content = AboutDay(
            page.tools.theme, page.tools.icons, self.known.of(day), campaigns, place.tile.name if place else ""
        )
        content.added.connect(partial(self._add_note, day))
        content.changed.connect(self._change_note)
        content.removed.connect(self._remove_note)
        content.hidden_theme.connect(self._hide_theme)
        content.task_wanted.connect(partial(page.place.go, "tasks"))
        content.scope_wanted.connect(partial(page.place.go, "scope"))
        page.open_popover(content, page.view.cell_place(day))

    def _add_note(self, day: date, text: str, for_all: bool) -> None:
        page = self._page
        client_id = None if for_all else page.place.client_id
        page.close_popover()
        page.tools.jobs.do(page, days.add_note, client_id, day, text).then(partial(self._tell, _("Note added")))

    def _change_note(self, note: Note, text: str) -> None:
        page = self._page
        if text.strip():
            job = page.tools.jobs.do(page, days.change_note, note.id, text, note.version)
            job.then(partial(self._tell, _("Note changed")))
        else:
            self._remove_note(note)

    def _remove_note(self, note: Note) -> None:
        page = self._page
        page.close_popover()
        job = page.tools.jobs.do(page, days.remove_note, note.id)
        job.then(partial(self._tell, _("The note is in the bin")))

    def _hide_theme(self, code: str) -> None:
        page = self._page
        page.close_popover()
        job = page.tools.jobs.do(page, awareness.hide_awareness_days, [code])
        job.then(partial(self._tell, _("Hidden. Settings, “Days to remember” shows it again.")))

    def _tell(self, words: str, _result: object) -> None:
        self._page.tools.notify.toast(words, undo=self._page.tools.jobs.undo)

    def add_to_posts(self, menu: QMenu) -> None:
        """Offer the pillars of the selected posts' client, and what is known of the day."""
        page = self._page
        cards = page.chosen_cards()
        owners = {card.client_id for card in cards}
        pillars = self.themes.of(owners.pop()).pillars if len(owners) == 1 else ()
        if pillars:
            part = menu.addMenu(page.tools.icons.icon("layout-grid"), _("Pillar"))
            present = {card.pillar_id for card in cards}
            for key, name in [(None, _("Without a pillar")), *((one.id, one.name) for one in pillars)]:
                entry = part.addAction(name.replace("&", "&&"))
                entry.setCheckable(True)
                entry.setChecked(present == {key})
                entry.triggered.connect(partial(self._set_pillar, [card.id for card in cards], key, name))
        self.add_to_day(menu)

    def _set_pillar(self, keys: list[int], pillar_id: int | None, name: str) -> None:
        page = self._page
        said = _("Pillar: {name}").format(name=name)
        page.tools.jobs.do(page, set_pillar, keys, pillar_id).then(partial(self._tell, said))

    # --- campaigns and ideas ------------------------------------------------------------------

    def add_to(self, menu: QMenu) -> None:
        """Offer campaigns and pillars in the menu 'More', and the view menu where it has no button."""
        if self.is_cramped:
            view = menu.addAction(self._page.tools.icons.icon("eye"), f"{_('View…')}\tV")
            view.triggered.connect(self.menu.open)
        entry = menu.addAction(self._page.tools.icons.icon("speakerphone"), _("Campaigns and pillars…"))
        entry.triggered.connect(self.edit_campaigns)

    def edit_campaigns(self) -> None:
        """Open the campaigns and pillars of the client."""
        page = self._page
        client_id = page.place.client_id
        if client_id is None:
            page.refuse(_("Choose a client first: campaigns are one client's own."))
            return
        place = page.around.clients.get(client_id) if page.around else None
        name = place.tile.name if place else ""
        CampaignsDialog(page.tools, client_id, name, page.month, page).open()

    def _order(self, keys: list[int], before: int | None) -> None:
        page = self._page
        page.want(list(keys))
        page.tools.jobs.do(page, ideas.order_ideas, keys, before, page.place.client_id)


def chosen_overlays(known: Overlays, wanted: frozenset[Overlay]) -> Overlays:
    """What is wanted of what is known; a day of rest stays one whatever is left out."""

    def trimmed(facts: DayFacts) -> DayFacts:
        return replace(
            facts,
            holidays=facts.holidays if Overlay.HOLIDAYS in wanted else (),
            awareness=facts.awareness if Overlay.AWARENESS in wanted else (),
            notes=facts.notes if Overlay.NOTES in wanted else (),
            tasks=facts.tasks if Overlay.TASKS in wanted else (),
            deadlines=facts.deadlines if Overlay.DEADLINES in wanted else (),
        )

    if wanted == frozenset(Overlay):
        return known
    trimmed_days: Mapping[date, DayFacts] = {day: trimmed(facts) for day, facts in known.days.items()}
    bars = known.campaigns if Overlay.CAMPAIGNS in wanted else ()
    return replace(known, days=trimmed_days, campaigns=bars)
