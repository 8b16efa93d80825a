"""Moving posts: what a drag or a lift by the keyboard aims at, what it would change, and what is said after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from cmdesk.domain import allowance
from cmdesk.domain.calendar import Moved, usual_minute
from cmdesk.domain.errors import DeskError
from cmdesk.domain.handling import Bulk, clock_note, parted, waits_for_yes
from cmdesk.domain.moments import Month, When, parse_when
from cmdesk.domain.posts import PostCard, PostStatus, can_move, status_in_tray, status_when_planned
from cmdesk.domain.stretches import View
from cmdesk.i18n import gettext as _
from cmdesk.i18n import ngettext, spoken
from cmdesk.services import bulk, nearby, posts
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.cards import Look
from cmdesk.ui.calendar.drag import Drag, Hint, copy_words
from cmdesk.ui.calendar.grid import Aim
from cmdesk.ui.calendar.landing import Landing, cut, short_words
from cmdesk.ui.calendar.model import PostModel
from cmdesk.ui.calendar.popovers import shift_words

if TYPE_CHECKING:
    from cmdesk.ui.calendar.page import CalendarPage

_REST_MS: Final = 700
_NEAR_EDGE: Final = 28


class DayTarget(Protocol):
    """Something beside the views on whose days posts can be dropped, such as the mini month."""

    def day_at(self, pointer: QPoint, /) -> date | None:
        """The day at a point of the screen."""

    def aim_day(self, day: date | None, /) -> None:
        """Show where posts in the air would land; none shows nothing."""


@dataclass(frozen=True, slots=True)
class _Effect:
    """What letting posts go would do, in words and in counts."""

    result: str
    notes: tuple[str, ...] = ()
    changes: Mapping[str, int] | None = None


class Turning(QObject):
    """Turns the page while something in the air rests on an arrow, and shows another view while it rests on its name.

    It also opens the drawer at the right edge.
    """

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page)
        self._page = page
        self._goal: int | View | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._turn)

    def feed(self, pointer: QPoint | None) -> None:
        """Where the pointer is on the screen; none when nothing is in the air any more."""
        page = self._page
        goal = None if pointer is None else self._goal_at(pointer)
        if goal != self._goal:
            self._goal = goal
            self._rest.stop() if goal is None else self._rest.start()
        if pointer is None or not page.is_narrow or page.is_side_shown:
            return
        if page.mapFromGlobal(pointer).x() > page.width() - page.tools.theme.tokens.px(_NEAR_EDGE):
            page.open_drawer()

    def _goal_at(self, pointer: QPoint) -> int | View | None:
        """Where resting here leads: a page back or on, or another view."""
        page, switch = self._page, self._page.looks.switch
        if is_over(page.on_button, pointer):
            return 1
        if is_over(page.back_button, pointer):
            return -1
        if is_over(switch, pointer):
            key = switch.key_at(switch.mapFromGlobal(pointer))
            return key if isinstance(key, View) and key is not page.leafing.view else None
        return None

    def _turn(self) -> None:
        goal = self._goal
        if isinstance(goal, View):
            self._goal = None
            self._page.leafing.choose_view(goal)
        elif goal is not None:
            self._page.leafing.turn(goal)
            self._rest.start()


def is_over(widget: QWidget, pointer: QPoint) -> bool:
    """Whether a point of the screen lies on a widget."""
    return widget.isVisible() and widget.rect().contains(widget.mapFromGlobal(pointer))


class Moves(QObject):
    """The moves and copies of the calendar's page, by mouse, keys and words."""

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page)
        self._page = page
        self.landing = Landing(page)
        self._drag: Drag | None = None
        self._drag_target: When | None = None
        self._aimed_at: tuple[When, bool] | None = None  # and whether it would be a copy
        self._lifted: tuple[QWidget, frozenset[int]] | None = None  # what was taken out of which view last
        self._targets: list[DayTarget] = []
        self._carry_memory: dict[int, PostCard] = {}  # carried from a month that is not shown any more
        self._carry_hint: Hint | None = None
        self._shortages: Mapping[tuple[int, date], int] = {}
        self._watched: set[object] = set()  # scroll bars
        self.turning = Turning(page)

    @property
    def is_dragging(self) -> bool:
        """Whether posts follow the pointer."""
        return self._drag is not None

    def cancel(self) -> None:
        """Give up the drag."""
        if self._drag is not None:
            self._drag.cancel()

    def add_target(self, target: DayTarget) -> None:
        """Let posts be dropped on the days of something beside the views too."""
        self._targets.append(target)

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
        """Move what is not published at once on the page, then in the workspace."""
        if self._page.filling.move(cards, anchor, when):
            return
        going, staying = parted(cards)
        if not going:
            self._page.refuse(self.why_not(staying))
            return
        moved = {card.id: self.moved(card, going, anchor, when) for card in going}
        self._page.assume(moved)
        self._page.wanted = [card.id for card in going]
        if when.day is None or when.day in self._page.view.days:
            self._page.view.show_now({card.day for card in (*going, *moved.values()) if card.day is not None})
        jobs = self._page.tools.jobs
        if len(cards) == 1:
            job = jobs.do(self._page, posts.move_post, cards[0].id, when)
            job.then(self._on_one_moved).failed(self._on_not_moved)
        else:
            keys = [card.id for card in cards]
            several = jobs.do(self._page, bulk.move_posts, keys, when, anchor=anchor)
            several.then(self._on_moved).failed(self._on_not_moved)
        if when.day is not None and when.day not in self._page.view.days:
            self._page.go_to_month(Month.of(when.day), when.day)

    def shift(self, cards: Sequence[PostCard], days: int) -> None:
        """Move posts by so many days, each from its own."""
        before = {card.id: card.day for card in cards}

        def tell(done: Bulk) -> None:
            words = ngettext("Moved {count} post: {days}", "Moved {count} posts: {days}", len(done.done))
            words = words.format(count=len(done.done), days=shift_words(days))
            self._page.want(list(done.done))
            self.landing.tell(words, {key: before[key] for key in done.done}, left=done.left)

        job = self._page.tools.jobs.do(self._page, bulk.shift_posts, [card.id for card in cards], days)
        job.then(tell)

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

    def _on_one_moved(self, moved: Moved) -> None:
        self._tell_moved((moved,), Bulk((moved.id,)))

    def _on_moved(self, answer: tuple[tuple[Moved, ...], Bulk]) -> None:
        self._tell_moved(*answer)

    def _tell_moved(self, moved: tuple[Moved, ...], done: Bulk) -> None:
        """Say where posts went, what that leads to, and offer to ask for a yes again where there was one."""
        self._page.select_wanted()
        words = phrases.moved(tuple(replace(one, title=cut(one.title)) for one in moved))
        asked = [one for one in moved if one.approved_for]
        actions: list[tuple[str, Callable[[], object]]] = []
        if asked and asked[0].approved_for is not None:
            words = self._approved_words(words, asked, asked[0].approved_for)
            keys = [one.id for one in asked]
            actions.append((_("Ask again"), partial(self._page.set_status, keys, PostStatus.CLIENT_REVIEW)))
        actions += self._page.handling.approving.why_actions(moved)
        came = {one.id: one.day_before for one in moved if one.day is not None}
        self.landing.tell(words, came, left=done.left, actions=actions)

    def _approved_words(self, words: str, asked: Sequence[Moved], day: date) -> str:
        if len(asked) == 1:
            told = _("{what}. The client approved it for {day}.")
            return told.format(what=words, day=spoken().short_day(day))
        told = ngettext(
            "{what}. The client approved {count} of them for another day.",
            "{what}. The client approved {count} of them for other days.",
            len(asked),
        )
        return told.format(what=words, count=len(asked))

    def _on_not_moved(self, error: DeskError) -> None:
        self._page.wanted = []
        self._page.reload()
        self._page.tools.notify.problem(error)

    # --- what letting go would do -------------------------------------------------------------

    def why_not(self, cards: Sequence[PostCard]) -> str:
        """Why none of these posts can move; empty where one can."""
        if any(can_move(card.status) for card in cards):
            return ""
        if len(cards) == 1:
            return _("This post is already published.")
        return _("They are already published.")

    def _effect(self, cards: Sequence[PostCard], anchor: int, when: When, *, copies: bool) -> _Effect:
        """What letting posts go on a day would do, of those that would go."""
        going = list(cards) if copies else parted(cards)[0]
        changes = self._changes(going, when.day, anchor, copies=copies)
        notes = []
        if stay := len(cards) - len(going):
            words = ngettext("{count} is published and stays", "{count} are published and stay", stay)
            notes.append(words.format(count=stay))
        if over := self._over_with(changes):
            notes.append(phrases.more_than_agreed(over))
        landing = [self.moved(card, going, anchor, when) for card in going]
        notes += self._remarks(landing)
        first = next((card for card in landing if card.id == anchor), landing[0])
        return _Effect(self._result(first, len(going), copies=copies), tuple(notes), changes)

    def _over_with(self, changes: Mapping[str, int]) -> int:
        """How many more than agreed there would be, beyond those that there are."""
        rows = self._page.plan.rows
        after = sum(max(0, row.planned + changes.get(row.lineage, 0) - row.due) for row in rows)
        return max(0, after - self._page.plan.over)

    def _remarks(self, landing: Sequence[PostCard]) -> list[str]:
        """What else is worth knowing of the days where posts would land."""
        remarks = []
        if any(card.day is not None and card.day < self._page.today for card in landing):
            remarks.append(_("This day has passed"))
        if any(self._is_not_agreed(card) for card in landing):
            remarks.append(_("Nothing is agreed for this day"))
        short = max(
            (
                self._shortages.get((card.client_id, card.day), 0)
                for card in landing
                if card.day is not None and waits_for_yes(card.status)
            ),
            default=0,
        )
        if short:
            remarks.append(short_words(short))
        remarks += dict.fromkeys(note for card in landing if (note := self._clock_note(card)))
        return remarks

    def _is_not_agreed(self, card: PostCard) -> bool:
        plan = self._page.plan
        is_known = plan.client_id in (None, card.client_id) and self._page.around is not None
        return is_known and card.day is not None and not allowance.in_force(plan.versions, card.day, card.client_id)

    def _clock_note(self, card: PostCard) -> str:
        place = self._page.around.clients.get(card.client_id) if self._page.around else None
        return clock_note(card.day, card.minute, place.zone) if place and card.day else ""

    def _result(self, first: PostCard, count: int, *, copies: bool) -> str:
        """What the hint says of a drop on a day, by the card as it would land."""
        if first.day is None:
            return ""
        when = phrases.when_with_month(first.day, first.minute)
        if count > 1:
            if copies:
                words = ngettext("Drop to copy {count} to {day}", "Drop to copy {count} to {day}", count)
            else:
                words = ngettext("Drop to plan {count} for {day}", "Drop to plan {count} for {day}", count)
            return words.format(count=count, day=spoken().short_day(first.day))
        words = _("Drop to copy to {when}") if copies else _("Drop to plan for {when}")
        return words.format(when=when)

    def _ask_shortages(self) -> None:
        """Ask which coming days are too near for a yes, before posts are let go."""
        job = self._page.tools.jobs.read(self, nearby.shortages, self._page.place.client_id)
        job.then(self._take_shortages)

    def _take_shortages(self, shortages: Mapping[tuple[int, date], int]) -> None:
        self._shortages = shortages
        self.re_aim()

    # --- dragging ---------------------------------------------------------------------------

    def lift(self, model: PostModel, keys: Sequence[int], anchor: int, grabbed: QPointF, origin: QRect) -> None:
        """Take posts into the air, to follow the pointer."""
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
        self._drag_target = self._aimed_at = self._lifted = None
        self._page.view.lift(keys)
        self._page.tray.list.lift(keys)
        self._page.empty.show_for(None)
        self._ask_shortages()
        drag.begin(_grabbed_at(origin, grabbed), QApplication.keyboardModifiers())

    def _on_dragged(self, pointer: QPoint, copies: bool) -> None:
        drag = self._drag
        if drag is None:
            return
        in_air = frozenset(() if copies else (card.id for card in parted(drag.cards)[0]))
        if (self._page.view, in_air) != self._lifted:
            self._lifted, self._aimed_at = (self._page.view, in_air), None
            self._page.view.lift(in_air)
            self._page.tray.list.lift(in_air)
        self.turning.feed(pointer)
        when, target = self._when_at(pointer, drag.held_below)
        over_tray = is_over(self._page.tray, pointer)
        self._page.tray.list.scroll_near(pointer if over_tray else None)
        self._scroll_near(pointer if when is not None and target is None else None)
        for other in self._targets:
            other.aim_day(when.day if when is not None and other is target else None)
        if when is not None:
            self._aim_at(drag, when, copies=copies)
        elif over_tray:
            self._aim_at_tray(drag, copies=copies)
        else:
            self._aim_nowhere()
            drag.say(_("Esc to cancel"))

    def _when_at(self, pointer: QPoint, held_below: int) -> tuple[When | None, DayTarget | None]:
        """When posts would go out that are let go here, and on what beside the view."""
        for target in self._targets:
            if (day := target.day_at(pointer)) is not None:
                return When(day), target
        if is_over(self._page.view.viewport(), pointer):
            return self._page.view.when_at(pointer, held_below), None
        return None, None

    def _scroll_near(self, pointer: QPoint | None) -> None:
        """Scroll the view while the pointer is near its upper or lower edge, and aim again as it goes."""
        view = self._page.view
        bar = view.verticalScrollBar()
        if bar not in self._watched:
            self._watched.add(bar)
            bar.valueChanged.connect(self.re_aim)
        view.scroll_near(pointer)

    def _aim_at(self, drag: Drag, when: When, *, copies: bool) -> None:
        """Show what a drop on a moment of the view would do."""
        day = when.day
        if day is None or (when, copies) == self._aimed_at:
            return
        self._aimed_at = (when, copies)
        self._page.tray.show_target("")
        self._page.tray.list.aim_between(None)
        if not copies and (why := self.why_not(drag.cards)):
            self._page.view.aim(Aim(day, _("Stays"), is_refused=True))
            self._page.strip.preview({})
            self._drag_target = None
            drag.say(why, copy_words())
            return
        going = list(drag.cards) if copies else parted(drag.cards)[0]
        first = next((card for card in going if card.id == drag.anchor), going[0])
        minute = self.minute_of(first) if when.keeps_hour else when.minute
        if (day, minute) == (first.day, first.minute) and not copies:
            self._aim_nowhere()
            drag.say(_("Its day"), _("Esc to cancel"), copy_words())
            return
        self._drag_target = when
        self._page.view.aim(Aim(day, _("Drop: {when}").format(when=phrases.when(day, minute)), minute))
        effect = self._effect(drag.cards, drag.anchor, when, copies=copies)
        self._page.strip.preview(effect.changes or {})
        counts = self._page.strip.told(effect.changes or {})
        ctrl = "" if copies else copy_words()
        drag.say(effect.result, _("Esc to cancel"), ctrl, notes=effect.notes, counts=counts)

    def _aim_at_tray(self, drag: Drag, *, copies: bool) -> None:
        self._aimed_at = None
        self._page.view.aim(None)
        is_idea = all(card.day is None for card in drag.cards)
        if is_idea and not copies:
            self._aim_nowhere()
            if self._page.tray.list.aim_between(drag.pointer):
                drag.say(_("Drop to put it here"), _("Esc to cancel"), copy_words())
            else:
                drag.say(_("Esc to cancel"), copy_words())
            return
        if not copies and (why := self.why_not(drag.cards)):
            self._aim_nowhere()
            drag.say(why, copy_words())
            return
        self._drag_target = When(None)
        if self._page.filling.holds(drag.cards):
            self._page.tray.show_target(_("Let go of it"))
            drag.say(_("Drop to let go of the proposal"), _("Esc to cancel"))
            return
        going = parted(drag.cards)[0]
        self._page.strip.preview(self._changes(going, None, drag.anchor) if not copies else {})
        self._page.tray.show_target(_("Copy to the ideas") if copies else _("Back to the ideas"))
        result = _("Drop to copy it without a date") if copies else _("Drop to take the date away")
        drag.say(result, _("Esc to cancel"), "" if copies else copy_words())

    def _aim_nowhere(self) -> None:
        self._drag_target = self._aimed_at = None
        self._page.view.aim(None)
        self._page.strip.preview({})
        self._page.tray.show_target("")
        self._page.tray.list.aim_between(None)

    def re_aim(self) -> None:
        """Aim again after what lies below the pointer has changed."""
        if self._drag is not None:
            self._aimed_at = None
            self._on_dragged(self._drag.pointer, self._drag.copies)

    def _on_dropped(self, pointer: QPoint, copies: bool) -> None:
        drag = self._drag
        self._on_dragged(pointer, copies)
        target = self._drag_target
        if drag is not None and target is None:
            self._page.tray.list.drop_between([card.id for card in drag.cards])
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
        self._page.close_popover()  # from which the posts may have come
        self.turning.feed(None)
        self._aim_nowhere()
        for target in self._targets:
            target.aim_day(None)
        self._drag = None
        self._page.tray.list.scroll_near(None)
        self._page.view.scroll_near(None)
        self._page.view.lift(())
        self._page.tray.list.lift(())

    def _copy(self, cards: Sequence[PostCard], anchor: int, when: When) -> None:
        cards = [card for card in cards if not self._page.filling.holds([card])]
        if not cards:
            self._page.refuse(_("This post is only proposed. Accept it first."))
            return
        first = next((card for card in cards if card.id == anchor), cards[0])
        minute = self.minute_of(first) if when.keeps_hour else when.minute

        def tell(keys: tuple[int, ...]) -> None:
            self._page.want(list(keys))
            words = phrases.copied(cut(first.title), len(keys), when.day, minute)
            self.landing.tell(words, dict.fromkeys(keys) if when.day is not None else {})

        keys = [card.id for card in cards]
        job = self._page.tools.jobs.do(self._page, posts.copy_posts, keys, when, anchor=anchor)
        job.then(tell)

    # --- moving by keyboard -----------------------------------------------------------------

    def _carried_cards(self) -> list[PostCard]:
        shown = self._page.shown.cards if self._page.shown else ()
        proposed = (one.card for one in self._page.filling.proposals)
        known = {card.id: card for card in (*self._page.ideas, *shown, *proposed)}
        found = [known.get(key) or self._carry_memory.get(key) for key in self._page.view.carried]
        self._carry_memory.update({card.id: card for card in found if card})
        return [card for card in found if card]

    def aim_for_carried(self, when: When) -> Aim:
        """Where posts that the keyboard lifted would land."""
        cards = self._carried_cards()
        minute = when.minute
        if when.keeps_hour:
            minute = self.minute_of(cards[0]) if cards else None
        day = when.day or self._page.view.day
        words = _("Drop: {when}").format(when=phrases.when(day, minute))
        if not cards:
            return Aim(day, words, minute)
        effect = self._effect(cards, cards[0].id, when, copies=False)
        counts = self._page.strip.told(effect.changes or {})
        spoken_words = ". ".join((effect.result, *effect.notes, *counts))
        return Aim(day, words, minute, spoken=spoken_words)

    def preview_carried(self, when: When | None) -> None:
        """Show and say what letting go of carried posts would do; nothing hides it."""
        cards = self._carried_cards()
        if when is None or not cards:
            self._page.strip.preview({})
            self._hide_carry_hint()
        else:
            if self._carry_hint is None:
                self._ask_shortages()
            effect = self._effect(cards, cards[0].id, when, copies=False)
            self._page.strip.preview(effect.changes or {})
            self._show_carry_hint(effect, when)
        self._page.show_emptiness()

    def _show_carry_hint(self, effect: _Effect, when: When) -> None:
        """The same bubble and the same words as below the ghost, beside the day that is aimed at."""
        window = self._page.window()
        if self._carry_hint is None:
            self._carry_hint = Hint(self._page.painter, window)
        hint = self._carry_hint
        hint.say(effect.result, _("Enter to drop"), _("Esc to cancel"), notes=effect.notes)
        cell = self._page.view.cell_place(when.day or self._page.view.day)
        px = self._page.tools.theme.tokens.px
        here = window.mapFromGlobal(cell.bottomLeft()) + QPoint(0, px(6))
        if here.y() + hint.height() > window.height() - px(6):
            here.setY(window.mapFromGlobal(cell.topLeft()).y() - hint.height() - px(6))
        hint.move(max(px(6), min(here.x(), window.width() - hint.width() - px(6))), max(px(6), here.y()))
        hint.raise_()

    def _hide_carry_hint(self) -> None:
        if self._carry_hint is not None:
            self._carry_hint.hide()
            self._carry_hint.deleteLater()
            self._carry_hint = None

    def drop_carried(self, keys: Sequence[int], anchor: int, when: When) -> None:
        """Let go of what the keyboard carried."""
        cards = [card for key in keys if (card := self._page.card(key) or self._carry_memory.get(key))]
        self._carry_memory.clear()
        if cards:
            self.move(cards, anchor, when)


def _grabbed_at(origin: QRect, grabbed: QPointF) -> QPoint:
    """The point of a card that was grabbed, on the screen."""
    return origin.topLeft() + QPoint(round(origin.width() * grabbed.x()), round(origin.height() * grabbed.y()))
