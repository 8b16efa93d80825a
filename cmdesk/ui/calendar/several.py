"""What is chosen for one or several selected posts: who, where, which campaign, which line of the scope, which day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from cmdesk.domain.handling import Bulk
from cmdesk.domain.moments import When
from cmdesk.domain.posts import Coverage
from cmdesk.i18n import gettext as _
from cmdesk.i18n import key_words, ngettext
from cmdesk.services import bulk
from cmdesk.services.bulk import ChannelChoice, Choices
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.landing import open_menu, with_left
from cmdesk.ui.glyphs import NETWORK_ICONS
from cmdesk.ui.widgets.days import DayPicker

if TYPE_CHECKING:
    from cmdesk.services.action import Action
    from cmdesk.ui.calendar.page import CalendarPage


class Several(QObject):
    """Asks what is to become of the selected posts, and does it as one step."""

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page)
        self._page = page
        self.actions = [
            page.add_calm_key("A", _("Assign…"), self.ask_owner),
            page.add_calm_key("L", _("Count against…"), self.ask_coverage),
            page.add_calm_key("D", _("Choose a day…"), self.ask_day),
        ]

    def add_to(self, menu: QMenu) -> None:
        """Offer these choices in the menu of the selected posts."""
        icons = self._page.tools.icons

        def entry(text: str, icon: str, keys: str, slot: Callable[[], object]) -> None:
            menu.addAction(icons.icon(icon), f"{text}\t{key_words(keys)}" if keys else text).triggered.connect(slot)

        entry(_("Assign…"), "user", "A", self.ask_owner)
        entry(_("Channels…"), "at", "", self.ask_channels)
        entry(_("Campaign…"), "flag", "", self.ask_campaign)
        entry(_("Count against…"), "link", "L", self.ask_coverage)

    # --- asking -------------------------------------------------------------------------------

    def ask_owner(self) -> None:
        """Ask who looks after the selected posts."""
        self._ask(self._offer_owners)

    def ask_channels(self) -> None:
        """Ask where the selected posts go."""
        self._ask(self._offer_channels)

    def ask_campaign(self) -> None:
        """Ask which campaign the selected posts belong to."""
        self._ask(self._offer_campaigns)

    def ask_coverage(self) -> None:
        """Ask what the selected posts count against."""
        self._ask(self._offer_coverage)

    def ask_day(self) -> None:
        """Open a month beside the selected posts, to choose their day from."""
        page = self._page
        cards = page.chosen_cards()
        if not cards:
            return
        if why := page.moves.why_not(cards):
            page.refuse(why)
            return
        picker = DayPicker(page.tools.theme, page.tools.icons, cards[0].day or page.view.day, page.today)

        def move(day: date) -> None:
            page.close_popover()
            page.moves.move(cards, cards[0].id, When(day))

        picker.picked.connect(move)
        page.open_popover(picker, page.place_of_chosen())

    def _ask(self, offer: Callable[[QMenu, list[int], Choices], None]) -> None:
        keys = self._page.chosen()
        if keys:
            self._page.tools.jobs.read(self, bulk.choices, keys).then(partial(self._open, offer, keys))

    def _open(self, offer: Callable[[QMenu, list[int], Choices], None], keys: list[int], found: Choices) -> None:
        menu = QMenu(self._page)
        menu.aboutToHide.connect(menu.deleteLater)
        offer(menu, keys, found)
        open_menu(menu, self._page.place_of_chosen().bottomLeft() + QPoint(0, 4))

    def _entry(self, menu: QMenu, words: str, count: int, of: int, slot: Callable[..., object]) -> QAction:
        """A choice that is ticked where all have it, and says how many where only some do."""
        words = words.replace("&", "&&")
        if 0 < count < of:
            words = _("{choice} · {count} of {all}").format(choice=words, count=count, all=of)
        act = menu.addAction(words)
        act.setCheckable(True)
        act.setChecked(count == of)
        act.triggered.connect(slot)
        return act

    # --- who ----------------------------------------------------------------------------------

    def _offer_owners(self, menu: QMenu, keys: list[int], found: Choices) -> None:
        for member in found.members:
            slot = partial(self._assign, keys, member.id, member.name)
            self._entry(menu, member.name, found.owners[member.id], found.count, slot)
        menu.addSeparator()
        self._entry(menu, _("Nobody"), found.owners[None], found.count, partial(self._assign, keys, None, ""))

    def _assign(self, keys: list[int], owner_id: int | None, name: str, _checked: bool = False) -> None:
        def words(count: int) -> str:
            if owner_id is None:
                told = ngettext("Nobody looks after {count} post now", "Nobody looks after {count} posts now", count)
            else:
                told = ngettext("{name} looks after {count} post", "{name} looks after {count} posts", count)
            return told.format(name=name, count=count)

        self.do(bulk.assign, words, keys, owner_id)

    # --- where --------------------------------------------------------------------------------

    def _offer_channels(self, menu: QMenu, keys: list[int], found: Choices) -> None:
        icons = self._page.tools.icons
        if not found.channels:
            menu.addAction(_("There are no channels yet")).setEnabled(False)
        for choice in found.channels:
            name = phrases.network_name(choice.network)
            words = _("{network} · {handle}").format(network=name, handle=choice.handle) if choice.handle else name
            is_everywhere = choice.count == found.count
            slot = partial(self._change_channels, keys, choice, name, is_everywhere)
            act = self._entry(menu, words, choice.count, found.count, slot)
            act.setIcon(icons.icon(NETWORK_ICONS.get(choice.network, "world")))
            if not act.isChecked():
                act.setCheckable(False)

    def _change_channels(
        self, keys: list[int], choice: ChannelChoice, name: str, removes: bool, _checked: bool = False
    ) -> None:
        def words(count: int) -> str:
            if removes:
                told = ngettext(
                    "{count} post does not go to {network} any more",
                    "{count} posts do not go to {network} any more",
                    count,
                )
            else:
                told = ngettext("{count} post goes to {network}", "{count} posts go to {network}", count)
            return told.format(count=count, network=name)

        if removes:
            self.do(bulk.change_channels, words, keys, remove=choice.ids)
        else:
            self.do(bulk.change_channels, words, keys, add=choice.ids)

    # --- for which campaign -------------------------------------------------------------------

    def _offer_campaigns(self, menu: QMenu, keys: list[int], found: Choices) -> None:
        if found.client_id is None:
            menu.addAction(_("Select posts of one client to choose its campaign")).setEnabled(False)
        elif not found.campaigns:
            menu.addAction(_("This client has no campaigns yet")).setEnabled(False)
        for one in found.campaigns:
            slot = partial(self._set_campaign, keys, one.id, one.name)
            self._entry(menu, one.name, found.in_campaign[one.id], found.count, slot)
        menu.addSeparator()
        slot = partial(self._set_campaign, keys, None, "")
        self._entry(menu, _("No campaign"), found.in_campaign[None], found.count, slot)

    def _set_campaign(self, keys: list[int], campaign_id: int | None, name: str, _checked: bool = False) -> None:
        def words(count: int) -> str:
            if campaign_id is None:
                told = ngettext("{count} post is in no campaign now", "{count} posts are in no campaign now", count)
            else:
                told = ngettext("{count} post is part of “{name}”", "{count} posts are part of “{name}”", count)
            return told.format(count=count, name=name)

        self.do(bulk.set_campaign, words, keys, campaign_id)

    # --- against which line -------------------------------------------------------------------

    def _offer_coverage(self, menu: QMenu, keys: list[int], found: Choices) -> None:
        if found.client_id is None:
            menu.addAction(_("Select posts of one client to choose a line")).setEnabled(False)
        elif not found.lines:
            menu.addAction(_("Nothing is agreed for these days")).setEnabled(False)
        for line in found.lines:
            slot = partial(self._cover, keys, Coverage.LINE, line.lineage, None)
            self._entry(menu, line.title, line.count, found.count, slot)
        menu.addSeparator()
        gifts = found.coverage[Coverage.COURTESY]
        self._entry(menu, _("Courtesy"), gifts, found.count, partial(self._cover, keys, Coverage.COURTESY, None, None))
        for one in found.extras:
            words = _("Asked for: {title}").format(title=one.title)
            slot = partial(self._cover, keys, Coverage.EXTRA, None, one.id)
            self._entry(menu, words, len({post.id for post in one.posts} & set(keys)), found.count, slot)
        if found.client_id is not None:
            menu.addAction(_("Note as asked for beside the scope")).triggered.connect(partial(self._note_extra, keys))
        menu.addSeparator()
        open_ones = found.coverage[Coverage.UNDECIDED]
        slot = partial(self._cover, keys, Coverage.UNDECIDED, None, None)
        self._entry(menu, _("The first line that fits"), open_ones, found.count, slot)

    def _cover(
        self, keys: list[int], coverage: str, lineage: str | None, extra_id: int | None, _checked: bool = False
    ) -> None:
        def words(count: int) -> str:
            if coverage == Coverage.COURTESY:
                return ngettext("{count} post is a courtesy", "{count} posts are courtesies", count).format(count=count)
            told = ngettext(
                "What {count} post counts against was changed", "What {count} posts count against was changed", count
            )
            return told.format(count=count)

        self.do(bulk.cover, words, keys, coverage, lineage, extra_id=extra_id)

    def _note_extra(self, keys: list[int], _checked: bool = False) -> None:
        def tell(_extra_id: int) -> None:
            tools = self._page.tools
            see = (_("See the requests"), partial(self._page.place.go, "scope", "extras"))
            words = _("Noted as asked for beside the scope; it waits for a decision")
            tools.notify.toast(words, undo=tools.jobs.undo, actions=[see])

        self._page.tools.jobs.do(self._page, bulk.note_extra, keys).then(tell)

    # --- doing --------------------------------------------------------------------------------

    def do(
        self, action: Action[..., Bulk], words: Callable[[int], str], keys: Sequence[int], *args: object, **more: object
    ) -> None:
        """Do something with posts as one step, and say what was done and what was left."""
        tools = self._page.tools

        def tell(done: Bulk) -> None:
            icon = "info-circle" if done.left else "circle-check"
            tools.notify.toast(with_left(words(len(done.done)), done.left), undo=tools.jobs.undo, icon=icon)

        tools.jobs.do(self._page, action, list(keys), *args, **more).then(tell)
