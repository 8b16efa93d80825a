"""The section Today: what waits, what is due and what goes out, with one key from row to row."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QWidget

from cmdesk.domain.changes import Kind
from cmdesk.domain.posts import PostStatus
from cmdesk.domain.tasks import BoardColumn
from cmdesk.domain.today import Today
from cmdesk.i18n import _, spoken
from cmdesk.services import posts, tasks
from cmdesk.services.today import today
from cmdesk.ui.page import Page, Place, Tools
from cmdesk.ui.today.aside import Aside
from cmdesk.ui.today.listing import TodayList
from cmdesk.ui.today.rows import Row, Way, rows_of
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.choices import SegmentedControl
from cmdesk.ui.widgets.frames import EmptyState
from cmdesk.ui.widgets.themed import Themed

_MINE: Final = "mine"
_EVERYONE: Final = "everyone"
_WIDE, _NARROW = 372, 300  # of the right column
_BESIDE: Final = 0.3


class _Pair(Themed, QWidget):
    """The list and the column beside it, with a line between them."""

    def __init__(self, tools: Tools, listing: QWidget, aside: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._aside = aside
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        row.addWidget(listing, 1)
        row.addWidget(aside)
        self.follow(tools.theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px = self._theme.tokens.px
        self._aside.setFixedWidth(min(px(_WIDE), max(px(_NARROW), round(self.width() * _BESIDE))))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        with QPainter(self) as painter:
            left = self._aside.geometry().left() - 1
            painter.fillRect(left, 0, 1, self.height(), self._theme.tokens.line.subtle)


class TodayPage(Page):
    """The first page: a sentence, then what it is made of."""

    name: ClassVar[str] = "today"
    shows: ClassVar[frozenset[Kind]] = frozenset(
        {
            Kind.POST, Kind.TASK, Kind.BOARD_COLUMN, Kind.CLIENT, Kind.MEMBER, Kind.SCOPE, Kind.SCOPE_LINE,
            Kind.SCOPE_EVENT, Kind.EXTRA, Kind.AGENCY, Kind.POST_EVENT, Kind.PLACEMENT, Kind.REPORT_RUN,
        }
    )  # fmt: skip

    def __init__(self, tools: Tools, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(tools, place, parent)
        theme, icons = tools.theme, tools.icons
        self._today: Today | None = None
        self.switch = SegmentedControl(theme, [(_MINE, _("My work")), (_EVERYONE, _("Everyone"))], self)
        self.switch.setAccessibleName(_("Whose work"))
        self.switch.choose(tools.memory.recall("today/whose", _EVERYONE))
        self.switch.chosen.connect(self._on_whose)
        self.new = push_button(theme, icons, _("New"), "primary", "plus", "N", self)
        self.new.clicked.connect(self.offer_new)
        self.list = TodayList(theme, icons, self)
        self.list.acted.connect(self._on_acted)
        self.list.ticked.connect(self._on_ticked)
        self.list.day_wanted.connect(self._on_day)
        self.aside = Aside(tools, self)
        self.aside.went.connect(self.go)
        self.aside.schedule_wanted.connect(self._on_schedule)
        self.header.show_place(_("Today"))
        self.header.set_switch(self.switch)
        self.header.set_actions([self.new])
        self.new_client = push_button(theme, icons, _("New client"), "primary", "plus", "", self)
        self.new_client.clicked.connect(lambda: place.go("clients", "new"))
        text = _("Begin with one: what you promise it decides the calendar, the tasks and the report.")
        self.nobody = EmptyState(theme, icons, "briefcase", _("No clients yet"), text, self.new_client)
        self.pair = _Pair(tools, self.list, self.aside, self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.pair)
        self._stack.addWidget(self.nobody)
        self.content.addWidget(self._stack)
        self.add_key("N", _("New"), self.offer_new)

    # --- loading and showing ------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the day."""
        self.tools.jobs.read(self, today).then(self._show_today)

    def _show_today(self, found: Today) -> None:
        self._today = found
        self.show_day()

    def show_day(self) -> None:
        """Show the day of who and whom was chosen."""
        if self._today is None:
            return
        me = self.tools.jobs.desk.member_id if self.switch.current == _MINE else None
        shown = self._today.of(self.place.client_id, me)
        client = self._today.client(self.place.client_id)
        tile = (client.letters, client.colour, client.name) if client else None
        self.header.show_place(_("Today"), tile, spoken().long_day(shown.day))
        self.list.show_rows(rows_of(shown), shown.clients)
        self.aside.show_today(shown)
        self._stack.setCurrentWidget(self.pair if self._today.clients else self.nobody)

    def _on_whose(self, whose: object) -> None:
        self.tools.memory.keep("today/whose", str(whose))
        self.show_day()

    def _on_client_changed(self, _client_id: object) -> None:
        self.show_day()

    def take_keyboard(self) -> None:
        """Have the keyboard in the list."""
        place = self.list if self._stack.currentWidget() is self.pair else self.new_client
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what people do -----------------------------------------------------------------------

    def go(self, way: Way) -> None:
        """Go to where a row leads; a scope belongs to one client, a month to the client that it is of."""
        if way.section == "publish" and isinstance(way.what, int):
            from cmdesk.ui.publishing import PublishDialog

            PublishDialog(self.tools, way.what, self).open()
            return
        needs_client = way.section == "scope" or (way.section == "calendar" and way.what is None)
        if way.client_id is not None and needs_client:
            self.place.choose_client(way.client_id)
        self.place.go(way.section, way.what)

    def _on_acted(self, row: Row) -> None:
        if row.way is not None:
            self.go(row.way)

    def _on_day(self, day: object) -> None:
        self.place.go("calendar", day)

    def _on_ticked(self, row: Row) -> None:
        """Done, or not done after all: the task goes to the column of what is done, or to the first one."""
        if row.way is None or not isinstance(row.way.what, int):
            return
        task_id = row.way.what
        self.tools.jobs.read(self, tasks.columns).then(partial(self._tick, task_id, row.title, row.is_done))

    def _tick(self, task_id: int, title: str, is_done: bool, columns: tuple[BoardColumn, ...]) -> None:
        target = next((one for one in columns if one.is_done is not is_done), None)
        if target is None:
            self.tools.notify.toast(_("The board has no column for what is done. Add one there."))
            return
        said = _("Open again: “{title}”") if is_done else _("Done: “{title}”")
        self.tools.jobs.do(self, tasks.move_task, task_id, target.id).then(
            partial(self._say, said.format(title=title))
        )  # fmt: skip

    def _on_schedule(self, post_id: int) -> None:
        said = _("The post is scheduled.")
        job = self.tools.jobs.do(self, posts.set_status, [post_id], PostStatus.SCHEDULED)
        job.then(partial(self._say, said))

    def _say(self, said: str, _none: object = None) -> None:
        self.tools.notify.toast(said, undo=self.tools.jobs.undo)

    def offer_new(self) -> None:
        """Offer what can be made from here."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        icons = self.tools.icons
        menu.addAction(icons.icon("calendar-plus"), _("Post"), lambda: self.place.go("calendar", "new"))
        menu.addAction(icons.icon("square-check"), _("Task"), lambda: self.place.go("tasks", "new"))
        menu.addAction(icons.icon("gift"), _("Request beside the scope"), lambda: self.place.go("scope", "extras"))
        menu.addAction(icons.icon("briefcase"), _("Client"), lambda: self.place.go("clients", "new"))
        menu.setActiveAction(menu.actions()[0])
        menu.popup(self.new.mapToGlobal(self.new.rect().bottomLeft()))

    def sizeHint(self) -> QSize:
        return QSize(1200, 800)
