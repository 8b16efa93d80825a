"""Moving posts: what a drag or a lift by the keyboard aims at, what it would change, and what is said after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from cmdesk.domain import allowance
from cmdesk.domain.calendar import Moved, usual_minute
from cmdesk.domain.errors import DeskError
from cmdesk.domain.moments import Month, When, parse_when
from cmdesk.domain.posts import PostCard, PostStatus, can_move, status_in_tray, status_when_planned
from cmdesk.i18n import gettext as _
from cmdesk.i18n import ngettext, spoken
from cmdesk.services import posts
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.cards import Look
from cmdesk.ui.calendar.drag import Drag
from cmdesk.ui.calendar.model import PostModel
from cmdesk.ui.calendar.month import Aim

if TYPE_CHECKING:
    from cmdesk.ui.calendar.page import CalendarPage

_REST_MS: Final = 700
_NEAR_EDGE: Final = 28


class Moves(QObject):
    """The moves and copies of the calendar's page, by mouse, keys and words."""

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page)
        self._page = page
        self._drag: Drag | None = None
        self._drag_target: When | None = None
        self._carry_memory: dict[int, PostCard] = {}  # carried from a month that is not shown any more
        self._turning = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._turn_while_dragging)

    @property
    def is_dragging(self) -> bool:
        """Whether posts follow the pointer."""
        return self._drag is not None

    def cancel(self) -> None:
        """Give up the drag."""
        if self._drag is not None:
            self._drag.cancel()

    # --- moving -----------------------------------------------------------------------------

    def parser(self, card: PostCard) -> Callable[[str], When]:
        """Reads words for a card: hours that are not said are its own, or the usual ones."""

        def parse(words: str) -> When:
            when = parse_when(words, self._page.today, card.day or self._page.view.day)
            if when.day is None or not when.keeps_hour:
                return when
            return replace(when, minute=self.minute_of(card))

        return parse

    def minute_of(self, card: PostCard) -> int | None:
        """The hour that a card keeps, or gets when it comes from the tray."""
        if card.day is not None:
            return card.minute
        place = self._page.around.clients.get(card.client_id) if self._page.around else None
        return usual_minute(card.networks, place.hours) if place else None

    def move(self, cards: Sequence[PostCard], anchor: int, when: When) -> None:
        """Move posts at once on the page, then in the workspace."""
        over = self._over_after(cards, when.day, anchor)
        self._page.assume({card.id: self.moved(card, cards, anchor, when) for card in cards})
        keys = [card.id for card in cards]
        self._page.wanted = keys
        minute = None if when.keeps_hour else when.minute
        jobs = self._page.tools.jobs

        def tell_one(moved: Moved) -> None:
            self._on_moved((moved,), over)

        def tell(moved: tuple[Moved, ...]) -> None:
            self._on_moved(moved, over)

        if len(keys) == 1:
            job = jobs.do(self._page, posts.move_post, keys[0], when.day, minute, keeps_hour=when.keeps_hour)
            job.then(tell_one).failed(self._on_not_moved)
        else:
            several = jobs.do(
                self._page, posts.move_posts, keys, when.day, minute, keeps_hour=when.keeps_hour, anchor=anchor
            )
            several.then(tell).failed(self._on_not_moved)
        if when.day is not None and when.day not in self._page.view.days:
            self._page.go_to_month(Month.of(when.day), when.day)

    def moved(self, card: PostCard, cards: Sequence[PostCard], anchor: int, when: When) -> PostCard:
        """A card as it will be after a move."""
        if when.day is None:
            return replace(card, day=None, minute=None, status=status_in_tray(card.status))
        first = next((one for one in cards if one.id == anchor and one.day), None) or next(
            (one for one in cards if one.day), None
        )
        day = when.day
        if card.day is not None and first is not None and first.day is not None:
            day = card.day + (when.day - first.day)
        minute = self.minute_of(card) if when.keeps_hour else when.minute
        return replace(card, day=day, minute=minute, status=status_when_planned(card.status))

    def _over_after(self, cards: Sequence[PostCard], day: date | None, anchor: int) -> int:
        """How many more than agreed there would be, beyond those that there are."""
        changes = self._changes(cards, day, anchor)
        rows = self._page.plan.rows
        after = sum(max(0, row.planned + changes.get(row.lineage, 0) - row.due) for row in rows)
        return max(0, after - self._page.plan.over)

    def _changes(
        self, cards: Sequence[PostCard], day: date | None, anchor: int, *, copies: bool = False
    ) -> dict[str, int]:
        """What dropping posts on a day would change in the counts, by lineage."""
        plan = self._page.plan
        total: dict[str, int] = {}
        for card in cards:
            moved = self.moved(card, cards, anchor, When(day))
            before = replace(card, day=None) if copies else card
            for lineage, step in allowance.change(before, moved, plan.versions, plan.rows).items():
                total[lineage] = total.get(lineage, 0) + step
        return {lineage: step for lineage, step in total.items() if step}

    def _on_moved(self, moved: tuple[Moved, ...], over: int) -> None:
        self._page.select_wanted()
        keys = [one.id for one in moved]
        actions: list[tuple[str, Callable[[], object]]] = []
        words = phrases.moved(moved)
        approved = next((one.approved_for for one in moved if one.approved_for), None)
        if over:
            words = _("{what}: {count}").format(what=words, count=phrases.more_than_agreed(over))
            actions.append((_("Courtesy"), lambda: self._make_courtesy(keys)))
        elif any(self._is_not_agreed(one) for one in moved):
            words = _("{what}: {count}").format(what=words, count=_("not agreed"))
        elif approved is not None:
            day = spoken().short_day(approved)
            words = _("{what}. The client approved it for {day}.").format(what=words, day=day)
            actions.append((_("Ask again"), lambda: self._ask_again(keys)))
        icon = "alert-triangle" if over else "circle-check"
        self._page.tools.notify.toast(words, undo=self._page.tools.jobs.undo, actions=actions, icon=icon)

    def _is_not_agreed(self, one: Moved) -> bool:
        is_known = self._page.plan.client_id in (None, one.client_id)
        return (
            is_known
            and one.day is not None
            and not allowance.in_force(self._page.plan.versions, one.day, one.client_id)
        )

    def _make_courtesy(self, keys: Sequence[int]) -> None:
        self._page.tools.jobs.do(self._page, posts.set_coverage, list(keys), "courtesy").then(self._on_courtesy)

    def _on_courtesy(self, _nothing: None) -> None:
        self._page.tools.notify.toast(_("Given as a courtesy"), undo=self._page.tools.jobs.undo, icon="gift")

    def _ask_again(self, keys: Sequence[int]) -> None:
        self._page.set_status(list(keys), PostStatus.CLIENT_REVIEW)

    def _on_not_moved(self, error: DeskError) -> None:
        self._page.wanted = []
        self._page.reload()
        self._page.tools.notify.problem(error)

    # --- dragging ---------------------------------------------------------------------------

    def lift(self, model: PostModel, keys: Sequence[int], anchor: int, grabbed: QPointF, origin: QRect) -> None:
        cards = [card for key in keys if (card := model.card(key))]
        if not cards or self._drag is not None:
            return
        first = next((card for card in cards if card.id == anchor), cards[0])
        client = self._page.month_posts.client_of(first)
        look = Look(days_late=self._page.month_posts.late.get(first.id, 0), client=client.tile if client else None)
        drag = Drag(self._page.painter, cards, anchor, look, grabbed, origin, self._page.window())
        drag.moved.connect(self._on_dragged)
        drag.dropped.connect(self._on_dropped)
        drag.cancelled.connect(self._on_drag_cancelled)
        self._drag = drag
        self._drag_target = None
        self._page.view.lift(keys)
        self._page.tray.list.lift(keys)
        self._page.empty.show_for(None)
        drag.begin(_grabbed_at(origin, grabbed), QApplication.keyboardModifiers())

    def _on_dragged(self, pointer: QPoint, copies: bool) -> None:
        drag = self._drag
        if drag is None:
            return
        self._page.view.lift(() if copies else drag.keys)
        self._page.tray.list.lift(() if copies else drag.keys)
        self._watch_edges(pointer)
        when = self._page.view.when_at(pointer, drag.held_below)
        over_tray = self._is_over(self._page.tray, pointer)
        self._page.tray.list.scroll_near(pointer if over_tray else None)
        if when is not None:
            self._aim_at(drag, when, copies=copies)
        elif over_tray:
            self._aim_at_tray(drag, copies=copies)
        else:
            self._aim_nowhere()
            drag.say(_("Esc to cancel"))

    def _watch_edges(self, pointer: QPoint) -> None:
        """Turn the page when the drag rests on an arrow; open the drawer at the right edge."""
        turning = (
            -1
            if self._is_over(self._page.back_button, pointer)
            else 1
            if self._is_over(self._page.on_button, pointer)
            else 0
        )
        if turning != self._turning:
            self._turning = turning
            self._rest.start() if turning else self._rest.stop()
        near = self._page.mapFromGlobal(pointer).x() > self._page.width() - self._page.tools.theme.tokens.px(_NEAR_EDGE)
        if near and self._page.is_narrow and not self._page.is_side_shown:
            self._page.open_drawer()

    def _turn_while_dragging(self) -> None:
        if self._drag is not None and self._turning:
            self._page.leafing.turn(self._turning)
            self._rest.start()

    def _is_over(self, widget: QWidget, pointer: QPoint) -> bool:
        return widget.isVisible() and widget.rect().contains(widget.mapFromGlobal(pointer))

    def _aim_at(self, drag: Drag, when: When, *, copies: bool) -> None:
        """Show what a drop on a moment of the view would do."""
        day = when.day
        if day is None:
            return
        self._page.tray.show_target("")
        first = next((card for card in drag.cards if card.id == drag.anchor), drag.cards[0])
        if not copies and (why := self.why_not(drag.cards)):
            self._page.view.aim(Aim(day, _("Stays"), is_refused=True))
            self._page.strip.preview({})
            self._drag_target = None
            drag.say(why, _("Ctrl to copy"))
            return
        minute = self.minute_of(first) if when.keeps_hour else when.minute
        if (day, minute) == (first.day, first.minute) and not copies:
            self._aim_nowhere()
            drag.say(_("Its day"), _("Esc to cancel"), _("Ctrl to copy"))
            return
        self._drag_target = when
        self._page.view.aim(Aim(day, _("Drop: {when}").format(when=phrases.when(day, minute)), minute))
        changes = self._changes(drag.cards, day, drag.anchor, copies=copies)
        self._page.strip.preview(changes)
        drag.say(
            self._result(drag, day, minute, copies=copies), _("Esc to cancel"), "" if copies else _("Ctrl to copy")
        )

    def _result(self, drag: Drag, day: date, minute: int | None, *, copies: bool) -> str:
        """What the hint says of a drop on a day."""
        when, count = phrases.when_with_month(day, minute), len(drag.cards)
        if count > 1:
            if copies:
                words = ngettext("Drop to copy {count} to {day}", "Drop to copy {count} to {day}", count)
            else:
                words = ngettext("Drop to plan {count} for {day}", "Drop to plan {count} for {day}", count)
            return words.format(count=count, day=spoken().short_day(day))
        words = _("Drop to copy to {when}") if copies else _("Drop to plan for {when}")
        return words.format(when=when)

    def why_not(self, cards: Sequence[PostCard]) -> str:
        if all(can_move(card.status) for card in cards):
            return ""
        if len(cards) == 1:
            return _("This post is already published.")
        return _("One of them is already published.")

    def _aim_at_tray(self, drag: Drag, *, copies: bool) -> None:
        self._page.view.aim(None)
        is_idea = all(card.day is None for card in drag.cards)
        if is_idea and not copies:
            self._aim_nowhere()
            drag.say(_("Esc to cancel"), _("Ctrl to copy"))
            return
        if not copies and (why := self.why_not(drag.cards)):
            self._aim_nowhere()
            drag.say(why, _("Ctrl to copy"))
            return
        self._drag_target = When(None)
        self._page.strip.preview(self._changes(drag.cards, None, drag.anchor) if not copies else {})
        self._page.tray.show_target(_("Copy to the ideas") if copies else _("Back to the ideas"))
        result = _("Drop to copy it without a date") if copies else _("Drop to take the date away")
        drag.say(result, _("Esc to cancel"), "" if copies else _("Ctrl to copy"))

    def _aim_nowhere(self) -> None:
        self._drag_target = None
        self._page.view.aim(None)
        self._page.strip.preview({})
        self._page.tray.show_target("")

    def re_aim(self) -> None:
        """Aim again after what lies below the pointer has changed."""
        if self._drag is not None:
            self._on_dragged(self._drag.pointer, self._drag.copies)

    def _on_dropped(self, pointer: QPoint, copies: bool) -> None:
        drag = self._drag
        self._on_dragged(pointer, copies)
        target = self._drag_target
        self._end_drag()
        if drag is None:
            return
        if target is None:
            drag.settle(None)
            self._page.show_emptiness()
            return
        if copies:
            drag.settle(None)
            self._copy(drag.cards, drag.anchor, target)
            return
        self.move(drag.cards, drag.anchor, target)
        has_day = target.day is not None
        place = self._page.view.place_of(drag.anchor) if has_day else self._page.tray.list.place_of(drag.anchor)
        drag.settle(place)
        (self._page.view if has_day else self._page.tray.list).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_drag_cancelled(self) -> None:
        self._end_drag()
        self._page.show_emptiness()

    def _end_drag(self) -> None:
        self._rest.stop()
        self._turning = 0
        self._aim_nowhere()
        self._drag = None
        self._page.tray.list.scroll_near(None)
        self._page.view.lift(())
        self._page.tray.list.lift(())

    def _copy(self, cards: Sequence[PostCard], anchor: int, when: When) -> None:
        first = next((card for card in cards if card.id == anchor), cards[0])
        minute = self.minute_of(first) if when.keeps_hour else when.minute

        def tell(keys: tuple[int, ...]) -> None:
            self._page.wanted = list(keys)
            self._page.select_wanted()
            words = phrases.copied(first.title, len(keys), when.day, minute)
            self._page.tools.notify.toast(words, undo=self._page.tools.jobs.undo)

        keys = [card.id for card in cards]
        job = self._page.tools.jobs.do(
            self._page, posts.copy_posts, keys, when.day, when.minute, keeps_hour=when.keeps_hour, anchor=anchor
        )
        job.then(tell)

    # --- moving by keyboard -----------------------------------------------------------------

    def _carried_cards(self) -> list[PostCard]:
        known = {card.id: card for card in (*self._page.ideas, *(self._page.shown.cards if self._page.shown else ()))}
        found = [known.get(key) or self._carry_memory.get(key) for key in self._page.view.carried]
        self._carry_memory.update({card.id: card for card in found if card})
        return [card for card in found if card]

    def aim_for_carried(self, when: When) -> Aim:
        cards = self._carried_cards()
        minute = when.minute
        if when.keeps_hour:
            minute = self.minute_of(cards[0]) if cards else None
        day = when.day or self._page.view.day
        return Aim(day, _("Drop: {when}").format(when=phrases.when(day, minute)), minute)

    def preview_carried(self, when: When | None) -> None:
        cards = self._carried_cards()
        changes = self._changes(cards, when.day, cards[0].id) if when is not None and cards else {}
        self._page.strip.preview(changes)
        self._page.show_emptiness()

    def drop_carried(self, keys: Sequence[int], anchor: int, when: When) -> None:
        cards = [card for key in keys if (card := self._page.card(key) or self._carry_memory.get(key))]
        self._carry_memory.clear()
        if cards:
            self.move(cards, anchor, when)


def _grabbed_at(origin: QRect, grabbed: QPointF) -> QPoint:
    """The point of a card that was grabbed, on the screen."""
    return origin.topLeft() + QPoint(round(origin.width() * grabbed.x()), round(origin.height() * grabbed.y()))
