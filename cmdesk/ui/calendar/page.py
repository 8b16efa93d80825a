"""The calendar's page: a month of posts, how it stands, and the ideas that wait for a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar, Final

from PySide6.QtCore import QPoint, QPointF, QRect, Qt, QTimer
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cmdesk.domain.calendar import ClientPlace, MonthPage, Plan, PostSheet, Surroundings, usual_minute
from cmdesk.domain.changes import ChangeSet, Kind
from cmdesk.domain.errors import DeskError, NotFound
from cmdesk.domain.moments import Month, When
from cmdesk.domain.posts import PostCard, PostStatus, can_move
from cmdesk.i18n import gettext as _
from cmdesk.i18n import ngettext
from cmdesk.services import calendar, posts
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.bars import BulkBar, EmptyMonth
from cmdesk.ui.calendar.cards import CardPainter
from cmdesk.ui.calendar.filters import Filters
from cmdesk.ui.calendar.model import PostModel
from cmdesk.ui.calendar.month import MonthView
from cmdesk.ui.calendar.moves import Moves
from cmdesk.ui.calendar.panel import PostPanel
from cmdesk.ui.calendar.pictures import Pictures
from cmdesk.ui.calendar.popovers import CHANGES_ASKED, DayList, NewPost, StatusMenu, WhenField, opened
from cmdesk.ui.calendar.reviewing import Reviewing
from cmdesk.ui.calendar.strip import QuotaStrip
from cmdesk.ui.calendar.tray import IdeaList, Tray
from cmdesk.ui.page import Page, Place, Tools
from cmdesk.ui.widgets.buttons import IconButton, push_button
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.layouts import Splitter
from cmdesk.ui.widgets.popover import Popover

NARROW: Final = 1280
"""Below this width of the window, at a text size of 100 %, the tray is a drawer."""
_PANEL_WIDTH: Final = 372
_STABLE: Final = frozenset({Kind.CLIENT, Kind.CHANNEL, Kind.MEMBER, Kind.AGENCY})


class CalendarPage(Page):
    """The month of one client or of all, with the tray beside it."""

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
        }
    )

    def __init__(self, tools: Tools, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(tools, place, parent)
        self.today = tools.jobs.desk.today
        self.month = Month.of(self.today)
        self.shown: MonthPage | None = None
        self.ideas: tuple[PostCard, ...] = ()
        self.plan = Plan(None, self.month)
        self.around: Surroundings | None = None
        self._knows_around = False
        self._target_day: date | None = None
        self.wanted: list[int] = []  # to be selected when they arrive
        self._opening: int | None = None
        self._is_drawer_open = False
        self._open_popover: Popover | None = None
        self._pictures = Pictures(tools.jobs, self)
        self.painter = CardPainter(tools.theme, tools.icons, self._pictures, self)
        self.month_posts = PostModel(self)
        self.tray_posts = PostModel(self)
        self._build()
        self.moves = Moves(self)
        self.reviewing = Reviewing(self, self._pictures)
        self._build_header()
        self._build_keys()
        self._connect()
        tools.theme.changed.connect(self._fit)

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        theme, icons = self.tools.theme, self.tools.icons
        self.filters = Filters(theme, icons, self)
        self.strip = QuotaStrip(theme, icons, self.today, self)
        self.view = MonthView(self.painter, self.month_posts, self.today, self)
        self.tray = Tray(self.painter, icons, self.tray_posts, self)
        self.panel = PostPanel(self.tools, self._pictures, self)
        self._bulk = BulkBar(self)
        self._bars = QStackedWidget(self)
        self._bars.addWidget(self.filters)
        self._bars.addWidget(self._bulk)
        self._side = QStackedWidget(self)
        self._side.addWidget(self.tray)
        self._side.addWidget(self.panel)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bars)
        column.addWidget(self.strip)
        column.addWidget(self.view, 1)
        self._splitter = Splitter(theme, Qt.Orientation.Horizontal, self)
        self._splitter.addWidget(left)
        self._splitter.addWidget(self._side)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        self._splitter.splitterMoved.connect(self._keep_width)
        self.content.addWidget(self._splitter, 1)
        self.strip.hide()
        self.empty = EmptyMonth(self)
        self.view.resized.connect(self.empty.place)

    def _build_header(self) -> None:
        theme, icons = self.tools.theme, self.tools.icons
        self.back_button = IconButton(theme, icons, "chevron-left", _("Month before"), _("PgUp"), self)
        self.on_button = IconButton(theme, icons, "chevron-right", _("Month after"), _("PgDn"), self)
        self._title = Words(theme, "", "body_strong", "primary", self)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._to_today = push_button(theme, icons, _("Today"), shortcut_hint="T", parent=self)
        self._drawer = IconButton(theme, icons, "layout-sidebar-right", _("Ideas without a date"), "Ctrl+J", self)
        self._new = push_button(theme, icons, _("New post"), "primary", "plus", "N", self)
        self.back_button.clicked.connect(self._turn_back)
        self.on_button.clicked.connect(self._turn_on)
        self._to_today.clicked.connect(self.go_to_today)
        self._drawer.clicked.connect(self.toggle_tray)
        self._new.clicked.connect(self.new_post)
        self.header.set_actions(
            [
                self.back_button,
                self._title,
                self.on_button,
                self._to_today,
                self._drawer,
                self.reviewing.more,
                self._new,
            ]
        )

    def _build_keys(self) -> None:
        self.add_key("T", _("Today"), self.go_to_today)
        self.add_key("Ctrl+F", _("Filter"), self.filters.search)
        self.add_key("/", _("Filter"), self.filters.search)
        self.add_key("Ctrl+J", _("Ideas without a date"), self.toggle_tray)
        self.add_key("Ctrl+PgUp", _("Previous post"), self._step_back)
        self.add_key("Ctrl+PgDown", _("Next post"), self._step_on)
        self._menu_actions = [
            self._guarded("N", _("New post"), self.new_post),
            self._guarded("Shift+I", _("New idea"), self.new_idea),
            self._guarded("M", _("Move to…"), self.ask_when),
            self._guarded("S", _("Status…"), self.ask_status),
            self._guarded("Ctrl+D", _("Duplicate"), self.duplicate),
            self._guarded("Del", _("Put into the bin"), self.delete),
            self._guarded("Ctrl+A", _("Select all"), self.view.select_all),
        ]

    def _guarded(self, keys: str, text: str, slot: Callable[[], object]) -> QAction:
        """A key that waits while words are being written."""

        def act() -> None:
            if not isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit) and not self._is_asking():
                slot()

        return self.add_key(keys, text, act)

    def _connect(self) -> None:
        self.view.set_aim_words(self.moves.aim_for_carried)
        self.view.open_wanted.connect(self.open_post)
        self.view.new_wanted.connect(self.new_post_on)
        self.view.more_wanted.connect(self.show_day)
        self.view.drag_wanted.connect(self._lift_from_month)
        self.view.aimed.connect(self.moves.preview_carried)
        self.view.drop_wanted.connect(self.moves.drop_carried)
        self.view.page_wanted.connect(self._on_page_wanted)
        self.view.menu_wanted.connect(self._open_menu)
        self.view.selected.connect(self._on_month_selected)
        self.view.refused.connect(self.refuse)
        ideas = self.tray.list
        ideas.open_wanted.connect(self.open_post)
        ideas.drag_wanted.connect(self._lift_from_tray)
        ideas.carry_wanted.connect(self.view.carry_ideas)
        ideas.menu_wanted.connect(self._open_menu)
        ideas.selected.connect(self._on_ideas_selected)
        self.tray.idea_wanted.connect(self._add_idea)
        self.panel.closed.connect(self.close_panel)
        self.panel.step_wanted.connect(self._step_post)
        self.panel.delete_wanted.connect(self._delete_one)
        self.filters.changed.connect(self._show_posts)
        self.strip.scope_wanted.connect(self._go_to_scope)
        self._bulk.connect_to(self)

    # --- loading ----------------------------------------------------------------------------

    def load(self) -> None:
        jobs, client_id = self.tools.jobs, self.place.client_id
        self.today = self.view.today = self.strip.today = jobs.desk.today  # it may be past midnight
        self._show_place()
        if not self._knows_around:
            jobs.read(self, calendar.surroundings).then(self._show_surroundings)
        week = self.around.first_week_day if self.around else 0
        jobs.read(self, calendar.month, client_id, self.month, week).then(self._show_month)
        jobs.read(self, calendar.tray, client_id).then(self._show_tray)
        jobs.read(self, calendar.plan, client_id, self.month, week).then(self._show_plan)
        if self.panel.post_id is not None and self._side.currentWidget() is self.panel:
            self._read_sheet(self.panel.post_id)

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.kinds & _STABLE:
            self._knows_around = False
        super()._on_changed(changes)

    def _on_client_changed(self, client_id: object) -> None:
        self.close_panel()
        self.view.choose(())
        self.filters.forget()
        super()._on_client_changed(client_id)

    def _show_surroundings(self, around: Surroundings) -> None:
        is_new_week = self.around is not None and self.around.first_week_day != around.first_week_day
        needs_week = self.around is None and around.first_week_day != 0
        self.around, self._knows_around = around, True
        for model in (self.month_posts, self.tray_posts):
            model.surroundings = around
        self._show_place()
        self.view.arrange()
        self.tray.list.viewport().update()
        if is_new_week or needs_week:
            self.load()

    def _show_place(self) -> None:
        client_id = self.place.client_id
        client = self.around.clients.get(client_id) if self.around and client_id is not None else None
        for model in (self.month_posts, self.tray_posts):
            model.is_mixed = client_id is None
        tile = client.tile if client else None
        zone = _("Times in {zone}").format(zone=client.zone) if client and self._is_elsewhere(client) else ""
        self.header.show_place(_("Calendar"), (tile.letters, tile.colour, tile.name) if tile else None, zone)
        self._title.setText(phrases.month_title(self.month))
        if self.around is None:
            return
        known = [client] if client else list(self.around.clients.values())
        networks = dict.fromkeys(network for place in known for network in place.networks)
        self.filters.show_choices(list(networks), self.around.members)
        self.tray.show_clients(self._client_choices(), client_id)
        self._fit()

    def _is_elsewhere(self, client: ClientPlace) -> bool:
        """Whether a client's clock is another one than the agency's."""
        return self.around is not None and client.zone != self.around.zone

    def _client_choices(self) -> list[tuple[object, str]]:
        if self.around is None:
            return []
        return [(key, place.tile.name) for key, place in self.around.clients.items() if not place.tile.is_archived]

    def _show_month(self, page: MonthPage) -> None:
        shown = (self.view.month, self.shown.client_id if self.shown else None)
        is_other = self.shown is None or shown != (page.month, page.client_id) or tuple(self.view.days) != page.days
        self.shown = page
        if is_other:
            chosen = self.view.selected_ids()
            self.month_posts.reset(self._kept(page.cards))
            self.view.show_month(page.month, page.days)
            self.view.choose(self.wanted or chosen)
        else:
            self.month_posts.show(self._kept(page.cards))
        self.select_wanted()
        self.view.page_turned()
        self.moves.re_aim()
        self.show_emptiness()

    def _show_tray(self, cards: tuple[PostCard, ...]) -> None:
        self.ideas = cards
        self._pictures.want(card.thumb for card in cards)
        if self.shown is not None:
            self._pictures.want(card.thumb for card in self.shown.cards)
        self.tray_posts.show(self._kept_ideas(cards))
        self.tray.show_count(len(cards))
        self.select_wanted()

    def _show_plan(self, plan: Plan) -> None:
        self.plan = plan
        self.month_posts.tell(plan.marks, plan.late)
        self.view.viewport().update()
        self.strip.setVisible(plan.client_id is not None)
        if plan.client_id is not None:
            self.strip.show_plan(plan)
        self.moves.re_aim()
        self.show_emptiness()

    def _show_posts(self) -> None:
        """Show the posts that the filters keep."""
        if self.shown is not None:
            self.month_posts.show(self._kept(self.shown.cards))
        self.tray_posts.show(self._kept_ideas(self.ideas))
        self.show_emptiness()

    def _kept(self, cards: Iterable[PostCard]) -> list[PostCard]:
        return [card for card in cards if self.filters.keeps(card)]

    def _kept_ideas(self, cards: Iterable[PostCard]) -> list[PostCard]:
        return [card for card in cards if self.filters.keeps(card, status_too=False)]

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

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        focus = QApplication.focusWidget()
        if focus is None or self.isAncestorOf(focus):
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the room ---------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @property
    def is_narrow(self) -> bool:
        """Whether the tray is a drawer."""
        return self.window().width() < self.tools.theme.tokens.px(NARROW)

    def _fit(self) -> None:
        """Share the room between month and tray or panel."""
        tokens = self.tools.theme.tokens
        is_panel = self._side.currentWidget() is self.panel
        self._drawer.setVisible(self.is_narrow and not is_panel)
        self._side.setVisible(is_panel or not self.is_narrow or self._is_drawer_open)
        if is_panel:
            self._side.setMinimumWidth(tokens.px(300))
            self._side.setMaximumWidth(tokens.px(560))
            width = int(self.tools.memory.recall("calendar-panel") or tokens.px(_PANEL_WIDTH))
        else:
            width = tokens.size.tray
            self._side.setFixedWidth(width)
        whole = max(self._splitter.width(), width + 1)
        self._splitter.setSizes([whole - width - 1, width])
        month_width = self.tools.theme.metrics("body_strong").horizontalAdvance(phrases.month_title(self.month))
        self._title.setMinimumWidth(max(tokens.px(116), round(month_width) + tokens.px(8)))

    def _keep_width(self) -> None:
        if self._side.currentWidget() is self.panel:
            self.tools.memory.keep("calendar-panel", str(self._side.width()))

    @property
    def is_side_shown(self) -> bool:
        """Whether the tray or the panel is seen."""
        return self._side.isVisible()

    def open_drawer(self) -> None:
        """Show the tray where it is a drawer."""
        self._is_drawer_open = True
        self._fit()

    def toggle_tray(self) -> None:
        """Open or close the tray where it is a drawer, else go to it."""
        if self._side.currentWidget() is self.panel:
            self.close_panel()
        elif self.is_narrow:
            self._is_drawer_open = not self._is_drawer_open
            self._fit()
        if self._side.isVisible():
            self.tray.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_emptiness(self) -> None:
        plan, page = self.plan, self.shown
        has_posts = page is None or any(card.day and Month.of(card.day) == page.month for card in page.cards)
        is_known = page is not None and plan.month == page.month and plan.client_id == page.client_id
        is_empty = is_known and not has_posts and not self.moves.is_dragging and not self.view.is_carrying
        self.empty.show_for(plan if is_empty else None)

    # --- going through months ---------------------------------------------------------------

    def go_to_month(self, month: Month, day: date | None = None) -> None:
        """Show a month; the keyboard goes to a day of it."""
        if not 1 < month.year < 9998:
            return
        self.month = month
        self._target_day = day
        self._title.setText(phrases.month_title(month))
        self._fit()
        week = self.around.first_week_day if self.around else 0
        self.tools.jobs.read(self, calendar.month, self.place.client_id, month, week).then(self._show_turned)

    def _show_turned(self, page: MonthPage) -> None:
        day, self._target_day = self._target_day, None
        self._show_month(page)
        if day is not None and not self.view.is_carrying:
            self.view.go_to_day(day)
        QTimer.singleShot(0, self, self._ask_plan)  # after the paint: who leafs through months sees posts at once

    def _ask_plan(self) -> None:
        week = self.around.first_week_day if self.around else 0
        self.tools.jobs.read(self, calendar.plan, self.place.client_id, self.month, week).then(self._show_plan)

    def go_to_today(self) -> None:
        """Show this month and put the keyboard on today."""
        if self._is_asking() or self.moves.is_dragging:
            return
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.month == Month.of(self.today):
            self.view.go_to_day(self.today)
        else:
            self.go_to_month(Month.of(self.today), self.today)

    def _turn_back(self) -> None:
        self.go_to_month(self.month.plus(-1))

    def _turn_on(self) -> None:
        self.go_to_month(self.month.plus(1))

    def _on_page_wanted(self, step: int, day: date) -> None:
        self.go_to_month(self.month.plus(step), day)

    def open(self, what: object) -> None:
        """Show a post by its id, a day, or a month; or ask for a new post."""
        if isinstance(what, Month):
            self.go_to_month(what)
        elif isinstance(what, date):
            self.go_to_month(Month.of(what), what)
        elif isinstance(what, int):
            self._opening = what
            self._read_sheet(what)
        elif what == "new":
            self.when_calm(self.new_post)

    # --- selection --------------------------------------------------------------------------

    def _on_month_selected(self, keys: Sequence[int]) -> None:
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
        if len(keys) == 1 and self._side.currentWidget() is self.panel and keys[0] != self.panel.post_id:
            self._read_sheet(keys[0])

    def chosen(self) -> list[int]:
        """The ids of the selected posts, of the month or of the tray."""
        return self.view.selected_ids() or self.tray.list.selected_ids()

    def chosen_cards(self) -> list[PostCard]:
        """The selected posts."""
        return [card for key in self.chosen() if (card := self.card(key))]

    def card(self, key: int) -> PostCard | None:
        return self.month_posts.card(key) or self.tray_posts.card(key)

    def _place_of_chosen(self) -> QRect:
        """Where the first selected post is on the screen."""
        keys = self.chosen()
        first = keys[0] if keys else None
        if first is not None:
            place = self.view.place_of(first) or self.tray.list.place_of(first)
            if place is not None:
                return place
        return self.view.cell_place(self.view.day)

    def _is_asking(self) -> bool:
        return self._open_popover is not None

    # --- new ones ---------------------------------------------------------------------------

    def new_post(self) -> None:
        """Ask for the title of a new post on the day where the keyboard is."""
        self.new_post_on(self.view.day)

    def new_post_on(self, day: date) -> None:
        """Ask for the title of a new post on a day."""
        clients = self._client_choices()
        if not clients:
            self.tools.notify.toast(
                _("There is no client yet. Add one first."), actions=[(_("New client"), self._go_to_clients)]
            )
            return
        content = NewPost(self.tools.theme, self.tools.icons, day, clients, self.place.client_id)

        def add(title: str, format_: object, client: object) -> None:
            if isinstance(client, int):
                self._close_popover()
                self._add_post(client, title, day, str(format_))

        content.wanted.connect(add)
        self._open(content, self.view.cell_place(day))

    def _add_post(self, client_id: int, title: str, day: date, format_: str) -> None:
        place = self.around.clients.get(client_id) if self.around else None
        minute = usual_minute(place.networks[:1], place.hours) if place else None
        job = self.tools.jobs.do(self, posts.add_post, client_id, title, day=day, minute=minute, format=format_)
        job.then(self._on_added)

    def _on_added(self, key: int) -> None:
        self.wanted = [key]
        self.select_wanted()
        self.open_post(key)
        self.tools.notify.toast(_("Post added"), undo=self.tools.jobs.undo)

    def new_idea(self) -> None:
        """Open the field for a new idea."""
        if not self._client_choices():
            self.new_post()
            return
        if self._side.currentWidget() is self.panel:
            self.close_panel()
        if self.is_narrow and not self._is_drawer_open:
            self._is_drawer_open = True
            self._fit()
        self.tray.write()

    def _add_idea(self, title: str, client_id: object) -> None:
        if isinstance(client_id, int):
            self.tools.jobs.do(self, posts.add_idea, client_id, title).then(self._on_idea_added)

    def _on_idea_added(self, key: int) -> None:
        self.wanted = [key]
        self.select_wanted()

    # --- the panel --------------------------------------------------------------------------

    def open_post(self, key: int) -> None:
        """Show a post in the panel and put the keyboard there."""
        self._close_popover()
        self._opening = key
        self._read_sheet(key)

    def _read_sheet(self, key: int) -> None:
        self.tools.jobs.read(self, calendar.post_sheet, key).then(self._show_sheet).failed(self._on_no_sheet)

    def _show_sheet(self, sheet: PostSheet) -> None:
        card = sheet.detail.card
        is_opening, self._opening = self._opening == card.id, None
        if not is_opening and self._side.currentWidget() is not self.panel:
            return
        self.panel.show_sheet(sheet)
        if self._side.currentWidget() is not self.panel:
            self._side.setCurrentWidget(self.panel)
            self._fit()
        if is_opening:
            self.panel.begin()
            if self.place.client_id not in (None, card.client_id):
                self.place.choose_client(card.client_id)
            if card.day is not None and card.day not in self.view.days:
                self.wanted = [card.id]
                self.go_to_month(Month.of(card.day), card.day)
            elif card.id not in self.chosen():
                self.wanted = [card.id]
                self.select_wanted()

    def _on_no_sheet(self, error: DeskError) -> None:
        self._opening = None
        if isinstance(error, NotFound):
            self.close_panel()
        else:
            self.tools.notify.problem(error)

    def close_panel(self) -> None:
        """Save what is written, and show the tray again."""
        if self._side.currentWidget() is not self.panel:
            return
        self.panel.leave_fields()
        had_focus = self.panel.isAncestorOf(QApplication.focusWidget() or self)
        self._side.setCurrentWidget(self.tray)
        self._fit()
        if had_focus:
            is_idea = bool(self.tray.list.selected_ids()) and self._side.isVisible()
            (self.tray.list if is_idea else self.view).setFocus(Qt.FocusReason.OtherFocusReason)

    def _step_back(self) -> None:
        self._step_post(-1)

    def _step_on(self) -> None:
        self._step_post(1)

    def _step_post(self, step: int) -> None:
        """Go to the post before or after, in the month or in the tray."""
        key = self.panel.post_id if self._side.currentWidget() is self.panel else None
        view: MonthView | IdeaList = self.view
        model = self.month_posts
        if key is not None and self.tray_posts.card(key):
            view, model = self.tray.list, self.tray_posts
        row = model.row_of(key) if key is not None else -1
        if 0 <= row + step < len(model.cards):
            view.choose([model.cards[row + step].id])

    # --- moving ---------------------------------------------------------------------------

    def ask_when(self) -> None:
        """Ask in words for the day and hour of the selected posts."""
        cards = self.chosen_cards()
        if not cards:
            return
        if any(not can_move(card.status) for card in cards):
            self.refuse(_("A published post stays on its day. Hold Ctrl to copy it."))
            return
        title = cards[0].title
        if len(cards) > 1:
            title = ngettext("Move {count} post", "Move {count} posts", len(cards)).format(count=len(cards))
        content = WhenField(self.tools.theme, self.tools.icons, title, self.moves.parser(cards[0]))

        def move(when: When) -> None:
            self._close_popover()
            self.moves.move(cards, cards[0].id, when)

        content.chosen.connect(move)
        self._open(content, self._place_of_chosen())

    def refuse(self, why: str) -> None:
        self.tools.notify.toast(why, icon="info-circle")

    def assume(self, moved: Mapping[int, PostCard]) -> None:
        """Show posts where they will be, before the workspace has answered."""
        if self.shown is None:
            return
        dated = [card for card in self.shown.cards if card.id not in moved]
        dated += [card for card in moved.values() if card.day in set(self.shown.days)]
        ideas = [card for card in moved.values() if card.day is None]
        ideas += [card for card in self.ideas if card.id not in moved]
        self.shown = replace(self.shown, cards=tuple(sorted(dated, key=_by_moment)))
        self.ideas = tuple(ideas)
        self._show_posts()
        self.tray.show_count(len(ideas))

    def _lift_from_month(self, keys: Sequence[int], anchor: int, grabbed: QPointF) -> None:
        origin = self.view.place_of(anchor) or QRect()
        self.moves.lift(self.month_posts, keys, anchor, grabbed, origin)

    def _lift_from_tray(self, keys: Sequence[int], anchor: int, grabbed: QPointF) -> None:
        origin = self.tray.list.place_of(anchor) or QRect()
        self.moves.lift(self.tray_posts, keys, anchor, grabbed, origin)

    # --- what else can be done with posts ---------------------------------------------------

    def ask_status(self) -> None:
        """Open the statuses beside the selected posts."""
        keys = self.chosen()
        if not keys:
            return
        menu = StatusMenu(self.tools.theme, self.tools.icons, self)
        menu.chosen.connect(self._on_status_chosen)
        place = self._place_of_chosen()
        menu.popup(place.bottomLeft() + QPoint(0, 4))

    def _on_status_chosen(self, status: str) -> None:
        keys = self.chosen()
        if status == CHANGES_ASKED:
            self.tools.jobs.do(self, posts.ask_changes, keys).then(self._on_changes_asked)
        else:
            self.set_status(keys, PostStatus(status))

    def set_status(self, keys: list[int], status: PostStatus) -> None:
        def tell(_nothing: None) -> None:
            name = phrases.status_name(status)
            if len(keys) == 1:
                words = _("Now: {status}").format(status=name)
            else:
                words = ngettext("{count} post now: {status}", "{count} posts now: {status}", len(keys))
                words = words.format(count=len(keys), status=name)
            self.tools.notify.toast(words, undo=self.tools.jobs.undo)

        self.tools.jobs.do(self, posts.set_status, keys, status).then(tell)

    def _on_changes_asked(self, _nothing: None) -> None:
        self.tools.notify.toast(_("Back to draft: changes asked"), undo=self.tools.jobs.undo)

    def duplicate(self) -> None:
        """Copy the selected posts onto their own days."""
        cards = self.chosen_cards()
        if not cards:
            return

        def tell(keys: tuple[int, ...]) -> None:
            self.wanted = list(keys)
            self.select_wanted()
            words = ngettext("{count} post duplicated", "{count} posts duplicated", len(keys)).format(count=len(keys))
            self.tools.notify.toast(words, undo=self.tools.jobs.undo)

        self.tools.jobs.do(self, posts.duplicate_posts, [card.id for card in cards]).then(tell)

    def delete(self) -> None:
        """Put the selected posts into the bin."""
        self._delete(self.chosen())

    def _delete_one(self, key: int | None) -> None:
        if key is not None:
            self._delete([key])

    def _delete(self, keys: list[int]) -> None:
        if not keys:
            return
        if self.panel.post_id in keys:
            self.close_panel()

        def tell(_nothing: None) -> None:
            words = ngettext("{count} post is in the bin", "{count} posts are in the bin", len(keys))
            self.tools.notify.toast(words.format(count=len(keys)), undo=self.tools.jobs.undo, icon="trash")

        self.tools.jobs.do(self, posts.delete_posts, keys).then(tell)

    def to_tray(self) -> None:
        """Take the date of the selected posts away."""
        cards = [card for card in self.chosen_cards() if card.day is not None]
        if cards and not (why := self.moves.why_not(cards)):
            self.moves.move(cards, cards[0].id, When(None))
        elif cards:
            self.refuse(why)

    def _open_menu(self, where: QPoint) -> None:
        cards = self.chosen_cards()
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        icons = self.tools.icons

        def entry(text: str, icon: str, keys: str, slot: Callable[[], object]) -> QAction:
            act = menu.addAction(icons.icon(icon), f"{text}\t{keys}" if keys else text)
            act.triggered.connect(slot)
            return act

        if not cards:
            entry(_("New post"), "plus", "N", self.new_post)
            entry(_("New idea"), "plus", "Shift+I", self.new_idea)
            menu.popup(where)
            return
        if len(cards) == 1:
            entry(_("Open"), "pencil", "↵", self._open_chosen)
        entry(_("Status…"), "circle-check", "S", self.ask_status)
        entry(_("Move to…"), "calendar-event", "M", self.ask_when)
        if any(card.day for card in cards):
            entry(_("Back to the ideas"), "inbox", "", self.to_tray)
        entry(_("Duplicate"), "copy", "Ctrl+D", self.duplicate)
        entry(_("Review pack…"), "send", _("Ctrl+Shift+R"), self.reviewing.ask)
        menu.addSeparator()
        entry(_("Put into the bin"), "trash", "Del", self.delete)
        menu.popup(where)

    def _open_chosen(self) -> None:
        keys = self.chosen()
        if keys:
            self.open_post(keys[0])

    def show_day(self, day: date) -> None:
        """Show all posts of a day beside it."""
        content = DayList(self.painter, self.month_posts, day, self.view.cards_on(day))
        content.open_wanted.connect(self.open_post)
        content.drag_wanted.connect(self._lift_from_day)
        content.carry_wanted.connect(self._carry_from_day)
        self._open(content, self.view.cell_place(day))

    def _lift_from_day(self, keys: Sequence[int], anchor: int, grabbed: QPointF) -> None:
        origin = self._open_popover.geometry() if self._open_popover else QRect()
        day_list = self.sender()
        if isinstance(day_list, DayList):
            origin = day_list.list.place_of(anchor) or origin
        self.moves.lift(self.month_posts, keys, anchor, grabbed, origin)
        self._close_popover()

    def _carry_from_day(self, keys: Sequence[int]) -> None:
        self._close_popover()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.view.choose(keys)
        self.view.carry()

    # --- popovers and steps back ------------------------------------------------------------

    def _open(self, content: QWidget, place: QRect) -> None:
        self._close_popover()
        self._open_popover = opened(self.tools.theme, content, self, place)
        self._open_popover.closed.connect(self._on_popover_closed)

    def _close_popover(self) -> None:
        popover, self._open_popover = self._open_popover, None
        if popover is not None:
            popover.closed.disconnect(self._on_popover_closed)
            popover.close()

    def _on_popover_closed(self) -> None:
        self._open_popover = None

    def take_keyboard(self) -> None:
        """Have the keyboard in the month."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def escape(self) -> bool:
        """Cancel a drag, close what is open, let go of what is selected: one step at a time."""
        if self.moves.is_dragging:
            self.moves.cancel()
        elif self.view.is_carrying:
            self.view.let_go(drops=False)
        elif self._open_popover is not None:
            self._close_popover()
        elif self.tray.is_writing:
            self.tray.stop_writing()
        elif self.filters.is_searching:
            self.filters.stop_searching()
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._side.currentWidget() is self.panel:
            if not self.panel.put_back():
                self.close_panel()
        elif len(self.chosen()) > 1:
            self.clear_selection()
        elif self.is_narrow and self._is_drawer_open:
            self._is_drawer_open = False
            self._fit()
        else:
            return False
        return True

    def clear_selection(self) -> None:
        """Select nothing."""
        self.view.choose(())
        self.tray.list.choose(())

    def actions_for_menu(self) -> Sequence[QAction]:
        """New, move, status, duplicate, delete and select all."""
        return self._menu_actions

    def plan_from_ideas(self) -> None:
        """Go to the ideas, to plan an empty month from them."""
        if self.is_narrow:
            self._is_drawer_open = True
            self._fit()
        if self.ideas:
            self.tray.list.choose([self.ideas[0].id])
            self.tray.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.new_idea()

    def _go_to_scope(self) -> None:
        self.place.go("scope")

    def _go_to_clients(self) -> None:
        self.place.go("clients", "new")


def _by_moment(card: PostCard) -> tuple[date, int, int]:
    return card.order
