"""The calendar's part in planning a month: proposals among its posts, to accept, move or drop, and their bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from cmdesk.domain import allowance
from cmdesk.domain.errors import DeskError
from cmdesk.domain.filling import Filling as Proposed
from cmdesk.domain.filling import Proposal
from cmdesk.domain.moments import Month, When
from cmdesk.domain.posts import PostCard
from cmdesk.i18n import gettext as _
from cmdesk.i18n import key_words, ngettext, spoken
from cmdesk.services import filling
from cmdesk.ui.calendar import phrases
from cmdesk.ui.notify import announce
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.choices import RadioButton
from cmdesk.ui.widgets.facts import Glyph, Words
from cmdesk.ui.widgets.fields import ComboBox, LabelledField
from cmdesk.ui.widgets.frames import Dialog, Toolbar

if TYPE_CHECKING:
    from cmdesk.ui.calendar.page import CalendarPage

_MONTHS_BACK = 12


class ProposalBar(Toolbar):
    """How many proposals are still open, and what can be done with all of them."""

    def __init__(self, page: CalendarPage) -> None:
        theme, icons = page.tools.theme, page.tools.icons
        super().__init__(theme, page)
        self._count = Words(theme, "", "small_strong", "accent", self)
        self._hint = Words(theme, "", "small", "secondary", self)
        self.accept = push_button(theme, icons, _("Accept"), "compact", "check", "↵", self)
        self.accept_all = push_button(theme, icons, _("Accept all"), "compact", None, "Ctrl ↵", self)
        self.close_button = push_button(theme, icons, _("Close"), "quiet", None, _("Esc"), self, compact=True)
        self._sign = Glyph(theme, icons, "calendar-plus", "accent", 16, self)
        self.add(self._sign)
        self.add(self._count)
        self.add(self._hint)
        self.add_stretch()
        self.add(self.accept)
        self.add(self.accept_all)
        self.add(self.close_button)
        self.hide()

    def show_state(self, left: int, whole: int, remark: str) -> None:
        """Say how many of how many are still open."""
        words = ngettext("{left} of {count} proposal is open", "{left} of {count} proposals are open", whole)
        self._count.setText(words.format(left=left, count=whole))
        hint = _("Enter or a double click accepts, Del drops, M or a drag moves.")
        self._hint.setText(f"{remark} {hint}" if remark else hint)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        """Stand on one line: where that is too short the hint is a tool tip, and the days keep their room."""
        gap, margins = self._row.spacing(), self._row.contentsMargins()
        shown = (self._sign, self._count, self._hint, self.accept, self.accept_all, self.close_button)
        needed = sum(widget.sizeHint().width() + gap for widget in shown) + margins.left() + margins.right()
        has_room = needed <= self.width()
        self._hint.setVisible(has_room)
        self._count.setToolTip("" if has_room else self._hint.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), tokens.accent.tint)
            painter.fillRect(0, self.height() - 1, self.width(), 1, tokens.line.subtle)


class Filling(QObject):
    """Proposals of one calendar: nothing of them is written before somebody accepts it."""

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page)
        self._page = page
        self._open: dict[int, Proposal] = {}  # by the number of its card, which is below 0
        self._count = 0
        self._remark = ""
        self._with_text = False
        self._is_counted = False
        self.bar = ProposalBar(page)
        beside = page.views.parentWidget()
        column = beside.layout() if beside is not None else None
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.indexOf(page.views), self.bar)
        self.bar.accept.clicked.connect(self.accept_chosen)
        self.bar.accept_all.clicked.connect(self.accept_all)
        self.bar.close_button.clicked.connect(self.close)
        page.place.client_changed.connect(self._on_client_changed)
        page.add_calm_key("F", _("Fill from the agreement"), self.ask)
        page.add_calm_key("Shift+F", _("Copy another month…"), self.ask_month)
        # only while something is proposed: fields that are written in have a use of their own for these keys
        self._keys = [
            page.add_calm_key(keys, _("Accept all proposals"), self.accept_all)
            for keys in ("Ctrl+Return", "Ctrl+Enter")
        ]
        for key in self._keys:
            key.setEnabled(False)

    def add_to(self, menu: QMenu) -> None:
        """Offer both ways of planning a month in a menu."""
        icons = self._page.tools.icons
        fill = menu.addAction(icons.icon("calendar-plus"), f"{_('Fill from the agreement')}\tF")
        fill.triggered.connect(self.ask)
        copy = menu.addAction(icons.icon("copy"), f"{_('Copy another month…')}\t{key_words('Shift+F')}")
        copy.triggered.connect(self.ask_month)

    @property
    def is_open(self) -> bool:
        """Whether something is proposed."""
        return bool(self._open)

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """What is proposed now, by day and hour."""
        return tuple(sorted(self._open.values(), key=lambda one: one.card.order))

    # --- asking -------------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask for what would give the month what was agreed."""
        client_id = self._client()
        if client_id is not None:
            job = self._page.tools.jobs.read(self._page, filling.filling, client_id, self._page.month)
            job.then(partial(self._show, with_text=False)).failed(self._fail)

    def ask_month(self) -> None:
        """Choose a month whose posts are copied to the one that is shown."""
        client_id = self._client()
        if client_id is None:
            return
        page = self._page
        dialog = MonthDialog(page, page.month)

        def show() -> None:
            dialog.accept()
            job = page.tools.jobs.read(page, filling.skeleton_of, client_id, dialog.source, page.month)
            job.then(partial(self._show, with_text=dialog.with_text)).failed(self._fail)

        dialog.confirmed.connect(show)
        dialog.open()

    def _client(self) -> int | None:
        client_id = self._page.place.client_id
        if client_id is None:
            self._page.refuse(_("Choose a client first. A month is planned for one client."))
        return client_id

    def _fail(self, error: DeskError) -> None:
        self._page.tools.notify.problem(error)

    # --- showing ------------------------------------------------------------------------------

    def _show(self, found: Proposed, *, with_text: bool) -> None:
        if found.client_id != self._page.place.client_id:
            return  # another client was chosen meanwhile
        if found.why_none:
            self.close()
            self._page.refuse(found.why_none)
            return
        self._open = {one.card.id: one for one in found.proposals}
        self._count, self._remark, self._with_text = len(self._open), found.remark, with_text
        if self._page.month != found.month:
            self._page.go_to_month(found.month)
        self._tell()
        first = self.proposals[0]
        self._page.view.choose([first.card.id])
        self._page.view.setFocus(Qt.FocusReason.OtherFocusReason)
        words = ngettext("{count} post is proposed.", "{count} posts are proposed.", self._count)
        announce(self._page, words.format(count=self._count))

    def _tell(self) -> None:
        """Show the proposals as they are now: their cards, the bar, and what they would do to the counts."""
        page = self._page
        page.loading.show_proposals([one.card for one in self.proposals])
        self.bar.setVisible(self.is_open)
        for key in self._keys:
            key.setEnabled(self.is_open)
        if self.is_open:
            self.bar.show_state(len(self._open), self._count, self._remark)
        self.recount()
        page.show_emptiness()

    def recount(self) -> None:
        """Say anew what the proposals would add to the counts: another month may be counted now."""
        if self._open or self._is_counted:
            self._is_counted = self.is_open
            self._page.strip.propose(self._changes())

    def _changes(self) -> dict[str, int]:
        """What accepting all of them would add to each line."""
        plan = self._page.plan
        total: dict[str, int] = {}
        for one in self._open.values():
            card = one.card
            for lineage, step in allowance.change(replace(card, day=None), card, plan.versions, plan.rows).items():
                total[lineage] = total.get(lineage, 0) + step
        return total

    def close(self) -> None:
        """Let go of what is proposed; nothing was written."""
        if not self._open:
            return
        self._open = {}
        self._tell()
        self._page.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_client_changed(self, _client_id: object) -> None:
        self.close()

    # --- accepting ----------------------------------------------------------------------------

    def _chosen(self) -> list[int]:
        return [key for key in self._page.view.selected_ids() if key in self._open]

    def accept(self, key: int) -> bool:
        """Write a proposal, or all that are selected with it; whether it was one."""
        if key >= 0:
            return False
        chosen = self._chosen()
        self._write(chosen if key in chosen else [key])
        return True

    def accept_chosen(self) -> None:
        """Write the proposals that are selected; by itself the first one."""
        keys = self._chosen() or [one.card.id for one in self.proposals[:1]]
        self._write(keys)
        self._page.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def accept_all(self) -> None:
        """Write all that are still open, in one step."""
        if self._open:
            self._write([one.card.id for one in self.proposals])

    def _write(self, keys: Sequence[int]) -> None:
        wanted = [one for one in self.proposals if one.card.id in keys]
        if not wanted:
            return
        after = self._next_to(keys)
        job = self._page.tools.jobs.do(self._page, filling.accept, wanted, with_text=self._with_text)
        job.then(partial(self._on_written, tuple(keys), after)).failed(self._fail)

    def _on_written(self, keys: Sequence[int], after: int | None, written: tuple[int, ...]) -> None:
        page = self._page
        for key in keys:
            self._open.pop(key, None)
        self._tell()
        if after in self._open:
            page.view.choose([after])
        elif not self._open:
            page.want(list(written))
        words = ngettext("{count} post planned", "{count} posts planned", len(written)).format(count=len(written))
        page.tools.notify.toast(words, undo=page.tools.jobs.undo)

    def _next_to(self, keys: Sequence[int]) -> int | None:
        """The proposal to which the keyboard goes when these are gone."""
        order = [one.card.id for one in self.proposals]
        left = [key for key in order if key not in keys]
        if not left:
            return None
        last = max(order.index(key) for key in keys)
        return next((key for key in order[last:] if key in left), left[-1])

    # --- dropping and moving ------------------------------------------------------------------

    def drop_chosen(self) -> bool:
        """Let go of the proposals that are selected; whether there were some."""
        keys = self._chosen()
        if keys:
            self._drop(keys)
        return bool(keys)

    def _drop(self, keys: Sequence[int]) -> None:
        after = self._next_to(keys)
        for key in keys:
            self._open.pop(key, None)
        self._tell()
        if after is not None:
            self._page.view.choose([after])
        else:
            self._page.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def holds(self, cards: Sequence[PostCard]) -> bool:
        """Whether one of these is only proposed."""
        return any(card.id < 0 for card in cards)

    def move(self, cards: Sequence[PostCard], anchor: int, when: When) -> bool:
        """Take proposals to another day or hour, or drop them into the tray, which lets go of them; whether they were.

        Written posts that were dragged along stay where they are: one step moves the one or the other.
        """
        if not self.holds(cards):
            return False
        mine = [card for card in cards if card.id in self._open]
        if when.day is None:
            self._drop([card.id for card in mine])
            return True
        for card in mine:
            moved = self._page.moves.moved(card, mine, anchor, when)
            if moved.day is None or moved.day < self._page.today:
                self._page.refuse(_("That day is over already."))
                return True
            self._open[card.id] = replace(self._open[card.id], day=moved.day, minute=moved.minute)
        self._tell()
        self._page.view.choose([card.id for card in mine])
        if mine and when.day not in self._page.view.days:
            self._page.go_to_month(Month.of(when.day), when.day)
        return True

    def chosen_cards(self) -> list[PostCard]:
        """The proposals that are selected, as cards."""
        return [self._open[key].card for key in self._chosen()]

    def open_menu(self, where: QPoint) -> bool:
        """Offer what can be done with the proposals that are selected; whether there were some."""
        keys = self._chosen()
        if not keys:
            return False
        page = self._page
        icons = page.tools.icons
        menu = QMenu(page)
        menu.aboutToHide.connect(menu.deleteLater)
        accept = menu.addAction(icons.icon("check"), f"{_('Accept')}\t↵")
        accept.triggered.connect(partial(self._write, keys))
        move = menu.addAction(icons.icon("calendar-event"), f"{_('Move to…')}\tM")
        move.triggered.connect(page.handling.ask_when)
        drop = menu.addAction(icons.icon("x"), f"{_('Drop')}\t{key_words('Del')}")
        drop.triggered.connect(self.drop_chosen)
        menu.addSeparator()
        everything = menu.addAction(icons.icon("check"), f"{_('Accept all')}\t{key_words('Ctrl ↵')}")
        everything.triggered.connect(self.accept_all)
        menu.popup(where)
        return True


class MonthDialog(Dialog):
    """Which month is copied to the one that is shown, and how much of its posts."""

    def __init__(self, page: CalendarPage, month: Month) -> None:
        theme, icons = page.tools.theme, page.tools.icons
        name = phrases.month_title(month)
        super().__init__(theme, icons, _("Copy a month to {month}").format(month=name), page, width=480)
        text = _(
            "Each post is proposed on the same day of the same week of the month: what went out on the second Tuesday "
            "comes to the second Tuesday. Nothing is written until you accept it."
        )
        self.body.addWidget(Words(theme, text, "body", "secondary", self, wrap=True))
        self._source = ComboBox(theme, icons, self)
        months = [month.plus(-back) for back in range(1, _MONTHS_BACK + 1)]
        self._source.offer([(one, _capital(spoken().month(one.first))) for one in months])
        self._source.choose(months[0])
        self.body.addWidget(LabelledField(theme, icons, _("Posts of"), self._source, "", self))
        self.bones = RadioButton(theme, _("Only title, format, channels, hour and campaign"), self)
        self.whole = RadioButton(theme, _("With text, pictures and notes too"), self)
        self.bones.setChecked(True)
        choices = QWidget(self)
        column = QVBoxLayout(choices)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.px(6))
        column.addWidget(self.bones)
        column.addWidget(self.whole)
        self.body.addWidget(choices)
        self.set_buttons(push_button(theme, icons, _("Show them"), "primary", None, "Ctrl ↵", self))
        self._source.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def source(self) -> Month:
        """The month that is copied."""
        found = self._source.current_key
        assert isinstance(found, Month)
        return found

    @property
    def with_text(self) -> bool:
        """Whether the copies keep text and media."""
        return self.whole.isChecked()


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
