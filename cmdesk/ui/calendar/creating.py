"""New posts and ideas of the calendar: it asks for their title, adds them and shows what was added."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from cmdesk.domain.calendar import usual_minute
from cmdesk.domain.moments import When
from cmdesk.i18n import gettext as _
from cmdesk.services import ideas, posts
from cmdesk.ui.calendar.popovers import NewPost

if TYPE_CHECKING:
    from cmdesk.ui.calendar.page import CalendarPage


class Creating(QObject):
    """What a person adds to the calendar."""

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page)
        self._page = page

    def new_post(self) -> None:
        """Ask for the title of a new post on the day where the keyboard is."""
        self.new_post_on(self._page.view.day)

    def new_post_on(self, where: date | When) -> None:
        """Ask for the title of a new post on a day, or at an hour of it."""
        when = where if isinstance(where, When) else When(where)
        page, day = self._page, when.day or self._page.view.day
        clients = page.client_choices()
        if not clients:
            page.tools.notify.toast(
                _("There is no client yet. Add one first."), actions=[(_("New client"), self._go_to_clients)]
            )
            return
        content = NewPost(page.tools.theme, page.tools.icons, day, clients, page.place.client_id)

        def add(title: str, format_: object, client: object) -> None:
            if isinstance(client, int):
                page.close_popover()
                self._add_post(client, title, when if when.day else When(day), str(format_))

        content.wanted.connect(add)
        page.open_popover(content, page.view.cell_place(day))

    def _add_post(self, client_id: int, title: str, when: When, format_: str) -> None:
        page = self._page
        place = page.around.clients.get(client_id) if page.around else None
        minute = when.minute
        if when.keeps_hour:
            minute = usual_minute(place.networks[:1], place.hours) if place else None
        job = page.tools.jobs.do(page, posts.add_post, client_id, title, day=when.day, minute=minute, format=format_)
        job.then(self._on_added)

    def _on_added(self, key: int) -> None:
        self._page.want([key])
        self._page.open_post(key)
        self._page.tools.notify.toast(_("Post added"), undo=self._page.tools.jobs.undo)

    def new_idea(self) -> None:
        """Open the field for a new idea."""
        page = self._page
        if not page.client_choices():
            self.new_post()
            return
        page.close_post()
        if page.is_narrow:
            page.open_drawer()
        page.tray.write()

    def add_idea(self, title: str, client_id: object) -> None:
        """Put an idea into the tray."""
        if isinstance(client_id, int):
            self._page.tools.jobs.do(self._page, ideas.jot, client_id, title).then(self._on_idea_added)

    def _on_idea_added(self, key: int) -> None:
        self._page.want([key])

    def plan_from_ideas(self) -> None:
        """Go to the ideas, to plan an empty month from them."""
        page = self._page
        if page.is_narrow:
            page.open_drawer()
        if page.ideas:
            page.tray.list.choose([page.ideas[0].id])
            page.tray.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.new_idea()

    def _go_to_clients(self) -> None:
        self._page.place.go("clients", "new")
