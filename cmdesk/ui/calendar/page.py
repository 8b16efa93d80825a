"""The calendar's page: days with their posts, how they stand against the scope, and the ideas that wait for a day.

What a person does here is in controllers of their own, each in its file: loading, leafing, creating, handling, moves,
the side, reviewing. The page builds what is seen, joins it, and knows what is selected.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import ClassVar, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from cmdesk.domain.calendar import ClientPlace, MonthPage, Plan, Surroundings
from cmdesk.domain.changes import ChangeSet, Kind
from cmdesk.domain.days import Overlays
from cmdesk.domain.moments import Month
from cmdesk.domain.posts import PostCard, PostStatus
from cmdesk.domain.stretches import Stretch, View
from cmdesk.i18n import gettext as _
from cmdesk.ui.calendar import beside as beside_posts
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.bars import BulkBar, EmptyMonth
from cmdesk.ui.calendar.cards import CardPainter
from cmdesk.ui.calendar.clipboard import Clipboard
from cmdesk.ui.calendar.creating import Creating
from cmdesk.ui.calendar.editing import Editing
from cmdesk.ui.calendar.filling import Filling
from cmdesk.ui.calendar.filters import Filters
from cmdesk.ui.calendar.grid import PostView
from cmdesk.ui.calendar.handling import Handling
from cmdesk.ui.calendar.keeping import Keeping
from cmdesk.ui.calendar.leafing import Leafing
from cmdesk.ui.calendar.loading import Loading
from cmdesk.ui.calendar.looks import Looks
from cmdesk.ui.calendar.model import PostModel
from cmdesk.ui.calendar.moves import Moves
from cmdesk.ui.calendar.outside import Outside
from cmdesk.ui.calendar.papers import Papers
from cmdesk.ui.calendar.pictures import Pictures
from cmdesk.ui.calendar.popovers import opened
from cmdesk.ui.calendar.repeating import Repeats
from cmdesk.ui.calendar.reviewing import Reviewing
from cmdesk.ui.calendar.several import Several
from cmdesk.ui.calendar.side import Side
from cmdesk.ui.calendar.strip import QuotaStrip
from cmdesk.ui.calendar.tray import Tray
from cmdesk.ui.calendar.views import Views
from cmdesk.ui.page import Page, Place, Tools
from cmdesk.ui.widgets.buttons import IconButton, push_button
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.layouts import Splitter
from cmdesk.ui.widgets.popover import Popover

_STABLE: Final = frozenset({Kind.CLIENT, Kind.CHANNEL, Kind.MEMBER, Kind.AGENCY})


class CalendarPage(Page):
    """The days of one client or of all, with the tray beside them."""

    name: ClassVar[str] = "calendar"
    shows: ClassVar[frozenset[Kind]] = frozenset(
        {
            Kind.POST,
            Kind.PLACEMENT,
            Kind.POST_MEDIA,
            Kind.POST_EVENT,
            Kind.NETWORK_LIMIT,
            Kind.SCOPE,
            Kind.SCOPE_LINE,
            Kind.SCOPE_EVENT,
            *_STABLE,
            *beside_posts.SHOWS,
        }
    )

    def __init__(self, tools: Tools, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(tools, place, parent)
        self.today = tools.jobs.desk.today
        self.shown: MonthPage | None = None
        self.ideas: tuple[PostCard, ...] = ()
        self.around: Surroundings | None = None
        self.wanted: list[int] = []  # to be selected when they arrive
        self._open_popover: Popover | None = None
        self.pictures = Pictures(tools.jobs, self)
        self.painter = CardPainter(tools.theme, tools.icons, self.pictures, self)
        self.month_posts = PostModel(self)
        self.tray_posts = PostModel(self)
        self.loading = Loading(self)
        self.leafing = Leafing(self)
        self.plan = Plan(None, self.month)
        self._build()
        self.creating = Creating(self)
        self.handling = Handling(self)
        self.moves = Moves(self)
        self.looks = Looks(self)
        self.several = Several(self)
        self.outside = Outside(self)
        self.clipboard = Clipboard(self)
        self.reviewing = Reviewing(self, self.pictures)
        self.filling = Filling(self)
        self.repeats = Repeats(self)
        self.papers = Papers(self)
        self.keeping = Keeping(self, self.pictures)
        self.beside = beside_posts.Beside(self)
        self.empty = EmptyMonth(self)
        self._build_header()
        self._build_keys()
        self._connect()
        tools.theme.changed.connect(self.fit)

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        theme, icons = self.tools.theme, self.tools.icons
        self.filters = Filters(theme, icons, self)
        self.strip = QuotaStrip(theme, icons, self.today, self)
        self.views = Views(self.painter, self.month_posts, self.today, self)
        self.views.show_stretch(self.leafing.stretch)
        self.tray = Tray(self.painter, icons, self.tray_posts, self)
        self._bulk = BulkBar(self)
        self._bars = QStackedWidget(self)
        self._bars.addWidget(self.filters)
        self._bars.addWidget(self._bulk)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bars)
        column.addWidget(self.strip)
        column.addWidget(self.views, 1)
        splitter = Splitter(theme, Qt.Orientation.Horizontal, self)
        self.side = Side(self, self.tray, splitter)
        self.editing = Editing(self, splitter)
        splitter.addWidget(left)
        splitter.addWidget(self.tray)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 0)
        self.content.addWidget(splitter, 1)
        self.strip.hide()

    def _build_header(self) -> None:
        theme, icons = self.tools.theme, self.tools.icons
        self.back_button = IconButton(theme, icons, "chevron-left", _("Month before"), "PgUp", self)
        self.on_button = IconButton(theme, icons, "chevron-right", _("Month after"), "PgDn", self)
        self._title = Words(theme, "", "body_strong", "primary", self)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        to_today = push_button(theme, icons, _("Today"), shortcut_hint="T", parent=self)
        words = _("Ideas without a date")
        self.drawer_button = IconButton(theme, icons, "layout-sidebar-right", words, "Ctrl+J", self)
        new = push_button(theme, icons, _("New post"), "primary", "plus", "N", self)
        self.back_button.clicked.connect(self.leafing.turn_back)
        self.on_button.clicked.connect(self.leafing.turn_on)
        to_today.clicked.connect(self.leafing.go_to_today)
        self.drawer_button.clicked.connect(self.side.toggle_tray)
        new.clicked.connect(self.creating.new_post)
        self.header.set_switch(self.looks.switch)
        self.header.set_actions(
            [
                self.back_button,
                self._title,
                self.on_button,
                to_today,
                self.beside.menu.button,
                self.drawer_button,
                self.reviewing.more,
                new,
            ],
            lesser=[to_today],
        )

    def _build_keys(self) -> None:
        self.add_key("T", _("Today"), self.leafing.go_to_today)
        self.add_key("Ctrl+F", _("Filter"), self.filters.search)
        self.add_key("/", _("Filter"), self.filters.search)
        self.add_key("Ctrl+J", _("Ideas without a date"), self.side.toggle_tray)
        self._menu_actions = [
            self.add_calm_key("N", _("New post"), self.creating.new_post),
            self.add_calm_key("Shift+I", _("New idea"), self.creating.new_idea),
            self.add_calm_key("M", _("Move to…"), self.handling.ask_when),
            self.add_calm_key("S", _("Status…"), self.handling.ask_status),
            self.add_calm_key("Ctrl+D", _("Duplicate"), self.handling.duplicate),
            self.add_calm_key("Del", _("Put into the bin"), self.handling.delete),
            self.add_calm_key("Ctrl+A", _("Select all"), self.select_all),
        ]

    def add_calm_key(self, keys: str, text: str, slot: Callable[[], object]) -> QAction:
        """A key that waits while words are being written, or something is asked."""

        def act() -> None:
            if not isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit) and not self.is_asking:
                slot()

        return self.add_key(keys, text, act)

    def _connect(self) -> None:
        self._connect_view(self.view)
        self.views.made.connect(self._connect_view)
        self.views.selected.connect(self._on_view_selected)
        ideas = self.tray.list
        ideas.open_wanted.connect(self.open_post)
        ideas.drag_wanted.connect(self.handling.lift_from_tray)
        ideas.carry_wanted.connect(self._carry_ideas)
        ideas.menu_wanted.connect(self.handling.open_menu)
        ideas.selected.connect(self._on_ideas_selected)
        self.tray.idea_wanted.connect(self.creating.add_idea)
        self.filters.changed.connect(self.loading.show_posts)
        self.strip.scope_wanted.connect(self._go_to_scope)
        self._bulk.connect_to(self)

    def _connect_view(self, view: PostView) -> None:
        view.set_aim_words(self.moves.aim_for_carried)
        view.open_wanted.connect(self.open_post)
        view.new_wanted.connect(self.creating.new_post_on)
        view.more_wanted.connect(self.handling.show_day)
        view.drag_wanted.connect(self.handling.lift_from_view)
        view.aimed.connect(self.moves.preview_carried)
        view.drop_wanted.connect(self.moves.drop_carried)
        view.page_wanted.connect(self.leafing.on_page_wanted)
        view.menu_wanted.connect(self.handling.open_menu)
        view.refused.connect(self.refuse)
        view.resized.connect(self.empty.place)
        view.painted.connect(self.leafing.on_painted)
        self.looks.follow(view)

    # --- loading ----------------------------------------------------------------------------

    def load(self) -> None:
        self.today = self.strip.today = self.tools.jobs.desk.today  # it may be past midnight
        self.views.begin_day(self.today)
        self.show_place()
        self.loading.load()
        self.beside.load()

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.kinds & self.shows:
            self.loading.forget_days()
        if changes.kinds & _STABLE:
            self.loading.forget_surroundings()
        super()._on_changed(changes)

    def _on_client_changed(self, client_id: object) -> None:
        self.close_post()
        self.leafing.remember()
        self.view.choose(())
        self.filters.forget()
        super()._on_client_changed(client_id)

    def show_place(self) -> None:
        """Say whose calendar this is, and offer what its filters and its tray need."""
        client_id = self.place.client_id
        client = self.around.clients.get(client_id) if self.around and client_id is not None else None
        for model in (self.month_posts, self.tray_posts):
            model.is_mixed = client_id is None
        tile = client.tile if client else None
        zone = _("Times in {zone}").format(zone=client.zone) if client and self._is_elsewhere(client) else ""
        self.header.show_place(_("Calendar"), (tile.letters, tile.colour, tile.name) if tile else None, zone)
        self.show_title()
        if self.around is None:
            return
        known = [client] if client else list(self.around.clients.values())
        networks = dict.fromkeys(network for place in known for network in place.networks)
        self.filters.show_choices(list(networks), self.around.members)
        self.tray.show_clients(self.client_choices(), client_id)
        self.fit()

    def show_title(self) -> None:
        """Say which days are shown."""
        stretch = self.leafing.stretch
        is_short = self.beside.is_cramped
        words = phrases.stretch_title(stretch, is_short=is_short)
        self._title.setText(words)
        self._title.setToolTip(phrases.stretch_tip(stretch))
        self._name_arrows(stretch)
        self.looks.show_view()
        width = self.tools.theme.metrics("body_strong").horizontalAdvance(words)
        px = self.tools.theme.tokens.px
        self._title.setMinimumWidth(max(px(72 if is_short else 116), round(width) + px(1 if is_short else 8)))

    def _name_arrows(self, stretch: Stretch) -> None:
        """Say what the arrows beside the title turn."""
        back, on = phrases.turning(stretch)
        for button, words, keys in ((self.back_button, back, "PgUp"), (self.on_button, on, "PgDn")):
            button.set_name(words, keys)

    def _is_elsewhere(self, client: ClientPlace) -> bool:
        """Whether a client's clock is another one than the agency's."""
        return self.around is not None and client.zone != self.around.zone

    def client_choices(self) -> list[tuple[object, str]]:
        """The clients that may have something new, by name."""
        if self.around is None:
            return []
        return [(key, place.tile.name) for key, place in self.around.clients.items() if not place.tile.is_archived]

    def show_overlays(self, overlays: Overlays) -> None:
        """Show what lies over the days besides posts."""
        self.views.show_overlays(overlays)
        self.loading.keep_overlays(overlays)
        bars = overlays.campaigns
        self.looks.know_campaigns({bar.id: bar.colour for bar in bars}, {bar.id: bar.name for bar in bars})

    def show_proposals(self, proposals: Sequence[PostCard]) -> None:
        """Show posts that are not written yet among the others; their ids are negative."""
        self.loading.show_proposals(proposals)

    def assume(self, moved: Mapping[int, PostCard]) -> None:
        """Show posts where they will be, before the workspace has answered."""
        self.loading.assume(moved)

    def want(self, keys: list[int]) -> None:
        """Select posts as soon as they are shown."""
        self.wanted = keys
        self.select_wanted()

    def select_wanted(self) -> None:
        """Select what was asked for, once it is shown."""
        if not self.wanted:
            return
        for view, model in ((self.view, self.month_posts), (self.tray.list, self.tray_posts)):
            if all(model.card(key) for key in self.wanted):
                view.choose(self.wanted)
                self.wanted = []
                left = self.tray.list if view is self.view else self.view
                if left.hasFocus():
                    view.setFocus(Qt.FocusReason.OtherFocusReason)  # the keyboard goes along with what it moved
                return

    def show_emptiness(self) -> None:
        """Say what an empty month promises."""
        plan, page = self.plan, self.shown
        has_all = self.leafing.stretch.is_rolling  # of several months no single one is looked at
        has_posts = page is None or any(
            card.day and (has_all or Month.of(card.day) == page.month) for card in page.cards
        )  # fmt: skip
        is_known = page is not None and plan.month == page.month and plan.client_id == page.client_id
        is_empty = is_known and not has_posts and self.leafing.view is View.MONTH
        is_empty = is_empty and not self.moves.is_dragging and not self.view.is_carrying and not self.filling.is_open
        self.empty.show_for(plan if is_empty else None)

    # --- the room and what is in it -----------------------------------------------------------

    @property
    def view(self) -> PostView:
        """The view that is seen."""
        return self.views.current

    @property
    def month(self) -> Month:
        """The month that is shown, or to which most of the days belong."""
        return self.leafing.month

    @property
    def first_week_day(self) -> int:
        """With which day the agency's weeks begin; 0 is Monday."""
        return self.around.first_week_day if self.around else 0

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        focus = QApplication.focusWidget()
        if focus is None or self.isAncestorOf(focus):
            self.take_keyboard()
        self.editing.prepare()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Share the room between the view and the tray."""
        self.side.fit()
        self.show_title()

    @property
    def is_narrow(self) -> bool:
        """Whether the tray is a drawer."""
        return self.side.is_narrow

    @property
    def is_side_shown(self) -> bool:
        """Whether the tray is seen."""
        return self.side.is_shown

    def open_drawer(self) -> None:
        """Show the tray where it is a drawer."""
        self.side.open_drawer()

    def open_post(self, key: int) -> None:
        """Open a post over the calendar; a proposal is accepted instead."""
        if not self.filling.accept(key):
            self.editing.open_post(key)

    def close_post(self) -> None:
        """Save what is written in the post that is open, and show the calendar again."""
        self.editing.close()

    def go_to_month(self, month: Month, day: date | None = None) -> None:
        """Show a month, or a day of it; the keyboard goes to that day."""
        self.leafing.go_to_month(month, day)

    def open(self, what: object) -> None:
        """Show a post by its id, a day, or a month; or ask for a new post."""
        if isinstance(what, Month):
            self.leafing.go_to_month(what)
        elif isinstance(what, date):
            self.leafing.go_to_day(what)
        elif isinstance(what, int):
            self.open_post(what)
        elif what == "new":
            self.when_calm(self.creating.new_post)

    # --- selection --------------------------------------------------------------------------

    def _on_view_selected(self, keys: Sequence[int]) -> None:
        if keys and self.tray.list.selected_ids():
            self.tray.list.choose(())
        self._on_selected()

    def _on_ideas_selected(self, keys: Sequence[int]) -> None:
        if keys and self.view.selected_ids():
            self.view.choose(())
        self._on_selected()

    def _on_selected(self) -> None:
        keys = self.chosen()
        self._bars.setCurrentWidget(self._bulk if len(keys) > 1 else self.filters)
        self._bulk.show_count(len(keys))

    def chosen(self) -> list[int]:
        """The ids of the selected posts, of the view or of the tray."""
        return [key for key in self.view.selected_ids() if key > 0] or self.tray.list.selected_ids()

    def chosen_cards(self) -> list[PostCard]:
        """The selected posts."""
        return [card for key in self.chosen() if (card := self.card(key))]

    def card(self, key: int) -> PostCard | None:
        """A post of the view or of the tray."""
        return self.month_posts.card(key) or self.tray_posts.card(key)

    def place_of_chosen(self) -> QRect:
        """Where the first selected post is on the screen."""
        keys = self.chosen()
        first = keys[0] if keys else None
        if first is not None:
            place = self.view.place_of(first) or self.tray.list.place_of(first)
            if place is not None:
                return place
        return self.view.cell_place(self.view.day)

    def select_all(self) -> None:
        """Select every post of the days."""
        self.loading.when_whole(self._select_all)

    def _select_all(self) -> None:
        self.view.select_all()

    def clear_selection(self) -> None:
        """Select nothing."""
        self.view.choose(())
        self.tray.list.choose(())

    def _carry_ideas(self, keys: Sequence[int]) -> None:
        self.view.carry_ideas(keys)

    def set_status(self, keys: list[int], status: PostStatus) -> None:
        """Give posts another status and say so."""
        self.handling.set_status(keys, status)

    def refuse(self, why: str) -> None:
        """Say why something cannot be."""
        self.tools.notify.toast(why, icon="info-circle")

    # --- popovers and steps back ------------------------------------------------------------

    @property
    def is_asking(self) -> bool:
        """Whether a popover is open."""
        return self._open_popover is not None

    @property
    def popover_place(self) -> QRect:
        """Where the open popover stands."""
        return self._open_popover.geometry() if self._open_popover else QRect()

    def open_popover(self, content: QWidget, place: QRect) -> None:
        """Open something beside a place on the screen; what was open closes."""
        self.close_popover()
        self._open_popover = opened(self.tools.theme, content, self, place)
        self._open_popover.closed.connect(self._on_popover_closed)

    def tuck_popover(self) -> None:
        """Take what is open out of sight until a drag ends: Qt sends the mouse to where it was pressed."""
        if self._open_popover is not None:
            self._open_popover.hide()

    def close_popover(self) -> None:
        """Close what is open beside a day or a post."""
        popover, self._open_popover = self._open_popover, None
        if popover is not None:
            popover.closed.disconnect(self._on_popover_closed)
            popover.close()

    def _on_popover_closed(self) -> None:
        self._open_popover = None

    def take_keyboard(self) -> None:
        """Have the keyboard in the post that is open, or in the view."""
        if self.editing.is_open:
            self.editing.take_keyboard()
        else:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def escape(self) -> bool:
        """Cancel a drag, close what is open, let go of what is selected: one step at a time."""
        if self.editing.is_open and not self.is_asking:
            self.close_post()
        elif self.moves.is_dragging:
            self.moves.cancel()
        elif self.view.is_carrying:
            self.view.let_go(drops=False)
        elif self.is_asking:
            self.close_popover()
        elif self.tray.is_writing:
            self.tray.stop_writing()
        elif self.tray.is_searching:
            self.tray.stop_searching()
        elif self.filters.is_searching:
            self.filters.stop_searching()
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.filling.is_open:
            self.filling.close()
        elif len(self.chosen()) > 1:
            self.clear_selection()
        elif self.side.has_open_drawer:
            self.side.close_drawer()
        else:
            return False
        return True

    def actions_for_menu(self) -> Sequence[QAction]:
        """New, move, status, duplicate, delete and select all."""
        return self._menu_actions

    def _go_to_scope(self) -> None:
        self.place.go("scope")
