"""What is said when posts have come to their days, and what can be chosen where they are one too many."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from cmdesk.domain.errors import DeskError
from cmdesk.domain.handling import Landed, Left, Room
from cmdesk.i18n import gettext as _
from cmdesk.i18n import ngettext
from cmdesk.services import bulk, nearby
from cmdesk.ui.calendar import phrases

if TYPE_CHECKING:
    from cmdesk.ui.calendar.page import CalendarPage

Actions = Sequence[tuple[str, Callable[[], object]]]
_LONGEST = 46  # signs of a title in a sentence that goes on after it


def cut(title: str) -> str:
    """A title that leaves room for the rest of the sentence."""
    return title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1].rstrip()}…"


def with_left(words: str, left: Sequence[Left]) -> str:
    """What was done, and what was left as it is with the reasons."""
    if not left:
        return words
    reasons = list(dict.fromkeys(one.why for one in left))
    told = ngettext("{what}. {count} stays as it is: {why}", "{what}. {count} stay as they are: {why}", len(left))
    return told.format(what=words, count=len(left), why=" ".join(reasons))


def short_words(days: int) -> str:
    """'1 working day too near for the client's yes'."""
    words = ngettext(
        "{count} working day too near for the client’s yes", "{count} working days too near for the client’s yes", days
    )
    return words.format(count=days)


def open_menu(menu: QMenu, where: QPoint) -> None:
    """Open a menu with its first choice ready for Enter."""
    menu.popup(where)
    first = next((act for act in menu.actions() if act.isEnabled() and not act.isSeparator()), None)
    if first is not None:
        menu.setActiveAction(first)


class Landing(QObject):
    """Tells what moves, copies and new posts came to."""

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page)
        self._page = page

    def tell(
        self,
        words: str,
        came_from: Mapping[int, date | None],
        *,
        left: Sequence[Left] = (),
        actions: Actions = (),
        icon: str = "circle-check",
    ) -> None:
        """Say what was done, with what it leads to.

        Args:
            words: What was done.
            came_from: The posts that have come to a day, each with the day that it left.
            left: What was left as it is.
            actions: What is offered where nothing else has to be decided.
            icon: What stands before the sentence.
        """
        told = with_left(words, left)
        if not came_from:
            self._page.tools.notify.toast(told, undo=self._page.tools.jobs.undo, actions=actions, icon=icon)
            return
        job = self._page.tools.jobs.read(self, nearby.landed, dict(came_from))
        job.then(partial(self._say, told, actions, icon)).failed(partial(self._say_plainly, told, actions, icon))

    def _say_plainly(self, words: str, actions: Actions, icon: str, _error: DeskError) -> None:
        self._page.tools.notify.toast(words, undo=self._page.tools.jobs.undo, actions=actions, icon=icon)

    def _say(self, words: str, actions: Actions, icon: str, landed: Landed) -> None:
        facts = []
        if landed.over:
            facts.append(phrases.more_than_agreed(len(landed.over)))
        elif landed.not_agreed:
            facts.append(_("not agreed"))
        if landed.short:
            facts.append(short_words(landed.short))
        if facts:
            words = _("{what}: {count}").format(what=words, count=", ".join(facts))
        if landed.over:
            actions = self._choices(landed)
        icon = "alert-triangle" if facts else icon
        self._page.tools.notify.toast(words, undo=self._page.tools.jobs.undo, actions=actions, icon=icon)

    # --- one more than agreed -----------------------------------------------------------------

    def _choices(self, landed: Landed) -> Actions:
        """What can become of the ones that are too many; undo stands beside."""
        keys = list(landed.over)
        actions: list[tuple[str, Callable[[], object]]] = []
        if landed.client_id is not None:
            actions.append((_("Change order"), partial(self.order_change, keys)))
            if landed.rooms:
                actions.append((_("Swap…"), partial(self._ask_swap, keys, landed.rooms)))
        actions.append((_("Courtesy"), partial(self._give, keys)))
        return actions

    def order_change(self, keys: Sequence[int]) -> None:
        """Make posts a line of the next version of the scope."""
        self._page.tools.jobs.do(self._page, bulk.order_change, list(keys)).then(self._on_ordered)

    def _on_ordered(self, draft_id: int) -> None:
        see = (_("See the draft"), partial(self._page.place.go, "scope", draft_id))
        words = _("It is a line of the next version of the scope now")
        self._page.tools.notify.toast(words, undo=self._page.tools.jobs.undo, actions=[see], icon="file-plus")

    def _ask_swap(self, keys: Sequence[int], rooms: Sequence[Room]) -> None:
        menu = QMenu(self._page)
        menu.aboutToHide.connect(menu.deleteLater)
        head = menu.addAction(_("Instead of something that is agreed"))
        head.setEnabled(False)
        for room in rooms:
            words = ngettext("{line} · {count} left", "{line} · {count} left", room.left)
            act = menu.addAction(words.format(line=room.title.replace("&", "&&"), count=room.left))
            act.triggered.connect(partial(self._swap, list(keys), room))
        open_menu(menu, self._page.place_of_chosen().bottomLeft() + QPoint(0, 4))

    def _swap(self, keys: list[int], room: Room, _checked: bool = False) -> None:
        def tell(_nothing: None) -> None:
            words = _("It uses up “{line}” instead").format(line=room.title)
            self._page.tools.notify.toast(words, undo=self._page.tools.jobs.undo, icon="refresh")

        self._page.tools.jobs.do(self._page, bulk.swap, keys, room.lineage).then(tell)

    def _give(self, keys: Sequence[int]) -> None:
        def tell(_bulk: object) -> None:
            self._page.tools.notify.toast(_("Given as a courtesy"), undo=self._page.tools.jobs.undo, icon="gift")

        self._page.tools.jobs.do(self._page, bulk.cover, list(keys), "courtesy").then(tell)
