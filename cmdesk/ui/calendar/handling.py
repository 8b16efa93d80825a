"""What is done with the posts that are selected: move, status, copy, bin, and the menu that offers it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from cmdesk.domain.moments import When
from cmdesk.domain.posts import PostStatus
from cmdesk.i18n import gettext as _
from cmdesk.i18n import key_words, ngettext
from cmdesk.services import bulk, posts
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.approving import Approving
from cmdesk.ui.calendar.model import PostModel
from cmdesk.ui.calendar.popovers import CHANGES_ASKED, DayList, StatusMenu, WhenField

if TYPE_CHECKING:
    from cmdesk.ui.calendar.page import CalendarPage


class Handling(QObject):
    """What keys, bar and menu do with the selected posts of a calendar."""

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page)
        self._page = page
        self.approving = Approving(page)

    # --- moving -------------------------------------------------------------------------------

    def ask_when(self) -> None:
        """Ask in words for the day and hour of the selected posts, or by how many days they move."""
        page = self._page
        cards = page.chosen_cards()
        if not cards:
            return
        if page.moves.why_not(cards):
            page.refuse(_("A published post stays on its day. Hold Ctrl to copy it."))
            return
        title = cards[0].title
        if len(cards) > 1:
            title = ngettext("Move {count} post", "Move {count} posts", len(cards)).format(count=len(cards))
        theme, icons = page.tools.theme, page.tools.icons
        parse = page.moves.parser(cards[0])
        content = WhenField(theme, icons, title, parse, has_steps=any(card.day for card in cards))

        def move(when: When) -> None:
            page.close_popover()
            page.moves.move(cards, cards[0].id, when)

        def shift(days: int) -> None:
            page.close_popover()
            page.moves.shift(cards, days)

        content.chosen.connect(move)
        content.shifted.connect(shift)
        page.open_popover(content, page.place_of_chosen())

    def to_tray(self) -> None:
        """Take the date of the selected posts away."""
        page = self._page
        cards = [card for card in page.chosen_cards() if card.day is not None]
        if cards:
            page.moves.move(cards, cards[0].id, When(None))

    def lift_from_view(self, keys: Sequence[int], anchor: int, grabbed: QPointF) -> None:
        """Drag posts of the view."""
        self._lift(self._page.month_posts, keys, anchor, grabbed, self._page.view.place_of(anchor))

    def lift_from_tray(self, keys: Sequence[int], anchor: int, grabbed: QPointF) -> None:
        """Drag posts of the tray."""
        self._lift(self._page.tray_posts, keys, anchor, grabbed, self._page.tray.list.place_of(anchor))

    def _lift(self, model: PostModel, keys: Sequence[int], anchor: int, grabbed: QPointF, origin: QRect | None) -> None:
        self._page.moves.lift(model, keys, anchor, grabbed, origin or QRect())

    # --- status -------------------------------------------------------------------------------

    def ask_status(self) -> None:
        """Open the statuses beside the selected posts."""
        page = self._page
        if not page.chosen():
            return
        menu = StatusMenu(page.tools.theme, page.tools.icons, page, why_not=self.approving.why_not)
        menu.chosen.connect(self._on_status_chosen)
        menu.popup(page.place_of_chosen().bottomLeft() + QPoint(0, 4))

    def _on_status_chosen(self, status: str) -> None:
        if status == CHANGES_ASKED:
            self.approving.note_changes()
        else:
            self.approving.take(PostStatus(status))

    def set_status(self, keys: list[int], status: PostStatus) -> None:
        """Give posts another status, those that can have it, and say so."""
        name = phrases.status_name(status)

        def words(count: int) -> str:
            if len(keys) == 1:
                return _("Now: {status}").format(status=name)
            told = ngettext("{count} post now: {status}", "{count} posts now: {status}", count)
            return told.format(count=count, status=name)

        self._page.several.do(bulk.set_status, words, keys, status)

    # --- copies and the bin -------------------------------------------------------------------

    def duplicate(self) -> None:
        """Copy the selected posts onto their own days."""
        page = self._page
        cards = page.chosen_cards()
        if not cards:
            return

        def tell(keys: tuple[int, ...]) -> None:
            page.want(list(keys))
            words = ngettext("{count} post duplicated", "{count} posts duplicated", len(keys)).format(count=len(keys))
            came = {key: None for key, card in zip(keys, cards, strict=True) if card.day is not None}
            page.moves.landing.tell(words, came)

        page.tools.jobs.do(page, posts.duplicate_posts, [card.id for card in cards]).then(tell)

    def delete(self) -> None:
        """Put the selected posts into the bin."""
        if not self._page.filling.drop_chosen():
            self._delete(self._page.chosen())

    def delete_one(self, key: int | None) -> None:
        """Put one post into the bin."""
        if key is not None:
            self._delete([key])

    def _delete(self, keys: list[int]) -> None:
        page = self._page
        if not keys:
            return
        if page.editing.post_id in keys:
            page.close_post()

        def tell(_nothing: None) -> None:
            words = ngettext("{count} post is in the bin", "{count} posts are in the bin", len(keys))
            page.tools.notify.toast(words.format(count=len(keys)), undo=page.tools.jobs.undo, icon="trash")

        page.tools.jobs.do(page, posts.delete_posts, keys).then(tell)

    # --- the menu -----------------------------------------------------------------------------

    def open_menu(self, where: QPoint) -> None:
        """Offer what can be done with the selected posts."""
        page = self._page
        if page.filling.open_menu(where):
            return
        cards = page.chosen_cards()
        menu = QMenu(page)
        menu.aboutToHide.connect(menu.deleteLater)
        icons = page.tools.icons

        def entry(text: str, icon: str, keys: str, slot: Callable[[], object]) -> QAction:
            act = menu.addAction(icons.icon(icon), f"{text}\t{key_words(keys)}" if keys else text)
            act.triggered.connect(slot)
            return act

        if not cards:
            entry(_("New post"), "plus", "N", page.creating.new_post)
            entry(_("New idea"), "plus", "Shift+I", page.creating.new_idea)
            page.beside.add_to_day(menu)
            menu.popup(where)
            return
        if len(cards) == 1:
            entry(_("Open"), "pencil", "↵", self.open_chosen)
        entry(_("Status…"), "circle-check", "S", self.ask_status)
        entry(_("Move to…"), "calendar-event", "M", self.ask_when)
        if any(card.day for card in cards):
            entry(_("Back to the ideas"), "inbox", "", self.to_tray)
        entry(_("Choose a day…"), "calendar", "D", page.several.ask_day)
        page.several.add_to(menu)
        entry(_("Duplicate"), "copy", "Ctrl+D", self.duplicate)
        if len(cards) == 1 and cards[0].day:
            entry(_("Repeat…"), "recycle", "R", page.repeats.ask)
        entry(_("Review pack…"), "send", "Ctrl+Shift+R", page.reviewing.ask)
        self.approving.add_to(menu)
        menu.addSeparator()
        page.beside.add_to_posts(menu)
        entry(_("Put into the bin"), "trash", "Del", self.delete)
        menu.popup(where)

    def open_chosen(self) -> None:
        """Open the first of the selected posts."""
        keys = self._page.chosen()
        if keys:
            self._page.open_post(keys[0])

    # --- the list of a day --------------------------------------------------------------------

    def show_day(self, day: date) -> None:
        """Show all posts of a day beside it."""
        self._page.loading.when_whole(partial(self._show_day, day))

    def _show_day(self, day: date) -> None:
        page = self._page
        content = DayList(page.painter, page.month_posts, day, page.view.cards_on(day))
        content.open_wanted.connect(page.open_post)
        content.drag_wanted.connect(self._lift_from_day)
        content.carry_wanted.connect(self._carry_from_day)
        page.open_popover(content, page.view.cell_place(day))

    def _lift_from_day(self, keys: Sequence[int], anchor: int, grabbed: QPointF) -> None:
        page = self._page
        origin = page.popover_place
        day_list = self.sender()
        if isinstance(day_list, DayList):
            origin = day_list.list.place_of(anchor) or origin
        self._lift(page.month_posts, keys, anchor, grabbed, origin)
        page.tuck_popover()

    def _carry_from_day(self, keys: Sequence[int]) -> None:
        page = self._page
        page.close_popover()
        page.view.setFocus(Qt.FocusReason.OtherFocusReason)
        page.view.choose(keys)
        page.view.carry()
