"""The section of tasks: the board, its filters, and the panel of one task."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QStackedWidget, QVBoxLayout, QWidget

from cmdesk.domain.catalogue import Area, area_name
from cmdesk.domain.changes import Kind
from cmdesk.domain.errors import DeskError, NotFound, RuleBroken
from cmdesk.domain.posts import Coverage
from cmdesk.domain.tasks import (
    COLUMN_KIND_NAMES,
    Board,
    BoardColumn,
    ColumnKind,
    CoveringLine,
    Filter,
    LinkedPost,
    Standing,
    TaskCard,
    TaskDetail,
    parse_due,
    parse_place,
)
from cmdesk.i18n import _, ngettext, spoken
from cmdesk.services import media, tasks
from cmdesk.ui.board import phrases
from cmdesk.ui.board.asking import Question
from cmdesk.ui.board.board import BoardView
from cmdesk.ui.board.column import add_entry
from cmdesk.ui.board.panel import TaskPanel
from cmdesk.ui.notify import announce
from cmdesk.ui.page import Page, Place, Tools
from cmdesk.ui.scope.asking import AskDialog
from cmdesk.ui.widgets.buttons import Button, push_button
from cmdesk.ui.widgets.choices import FilterChip
from cmdesk.ui.widgets.facts import words
from cmdesk.ui.widgets.frames import EmptyState, Toolbar
from cmdesk.ui.widgets.layouts import Splitter

EARLIER_DAYS = 28
_SPLITTER = "board"


class BoardPage(Page):
    """Tasks as cards in columns."""

    name: ClassVar[str] = "tasks"
    shows: ClassVar[frozenset[Kind]] = frozenset(
        {
            Kind.TASK, Kind.BOARD_COLUMN, Kind.CLIENT, Kind.MEMBER, Kind.AGENCY, Kind.POST, Kind.SCOPE,
            Kind.SCOPE_LINE, Kind.SCOPE_EVENT,
        }
    )  # fmt: skip

    def __init__(self, tools: Tools, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(tools, place, parent)
        self._board = Board((), {})
        self._filter = Filter()
        self._done_from: date | None = None
        self._writing = 0
        self._waiting: Board | None = None
        self._to_select: list[int] = []
        self._to_open: int | None = None
        self._lines: tuple[CoveringLine, ...] = ()
        self._posts: tuple[LinkedPost, ...] = ()
        self._to_rename: int | None = None
        self._make_header()
        self._make_toolbar()
        self._make_content()
        self.add_key("N", _("New task"), self.new_task)

    # --- building ----------------------------------------------------------------------------

    def _make_header(self) -> None:
        theme, icons = self.tools.theme, self.tools.icons
        self.adder = push_button(theme, icons, _("New task"), "primary", "plus", "N", self)
        self.adder.clicked.connect(self.new_task)
        self.header.set_actions([self.adder])

    def _make_toolbar(self) -> None:
        theme, icons = self.tools.theme, self.tools.icons
        self.toolbar = Toolbar(theme, self)
        self.due_chip = FilterChip(theme, icons, _("Due this week"), None, self)
        self.due_chip.toggled.connect(self._on_filtered)
        self.who_chip = FilterChip(theme, icons, _("Person"), None, self, opens=True)
        self.who_chip.clicked.connect(self._on_who_chip)
        self.area_chip = FilterChip(theme, icons, _("Area"), None, self, opens=True)
        self.area_chip.clicked.connect(self._on_area_chip)
        self.label_chip = FilterChip(theme, icons, _("Label"), None, self, opens=True)
        self.label_chip.clicked.connect(self._on_label_chip)
        self.post_chip = FilterChip(theme, icons, _("Linked to a post"), None, self)
        self.post_chip.toggled.connect(self._on_filtered)
        self._count = words(theme, "", "small", "secondary", self, tabular=True)
        self._late = words(theme, "", "small_strong", "danger", self, tabular=True)
        self._outside = words(theme, "", "small_strong", "warn", self, tabular=True)
        self._unagreed = words(theme, "", "small_strong", "warn", self, tabular=True)
        self._has: frozenset[QWidget] = frozenset()
        self._dots = [words(theme, "·", "small", "secondary", self) for _dot in range(3)]
        self._lift_hint = words(theme, _("Arrows move, Enter drops, Esc cancels"), "small_medium", "accent_text", self)
        for widget in (self.label_chip, self._late, self._outside, self._unagreed, *self._dots, self._lift_hint):
            widget.hide()
        self._make_bulk()

    def _make_bulk(self) -> None:
        theme, icons = self.tools.theme, self.tools.icons

        def button(text: str, icon: str, keys: str, slot: Callable[[], object]) -> Button:
            made = push_button(theme, icons, text, "compact", icon, keys, self)
            made.clicked.connect(slot)
            made.hide()
            return made

        self._bulk_count = words(theme, "", "small_strong", "accent_text", self, tabular=True)
        self._bulk = [
            button(_("Move to"), "corner-up-right", "S", partial(self._on_wanted, "column")),
            button(_("Who"), "user", "A", partial(self._on_wanted, "assign")),
            button(_("Due"), "calendar", "D", partial(self._on_wanted, "due")),
            button(_("Duplicate"), "copy", "Ctrl+D", partial(self._on_wanted, "duplicate")),
            button(_("Delete"), "trash", "Del", partial(self._on_wanted, "delete")),
        ]
        self._bulk_end = push_button(theme, icons, _("Clear"), "quiet", None, "Esc", self, compact=True)
        self._bulk_end.clicked.connect(self._on_clear)
        self._bulk_end.hide()
        self._bulk_count.hide()

    def _make_content(self) -> None:
        theme, icons = self.tools.theme, self.tools.icons
        self.board = BoardView(theme, icons, self)
        self.board.moved.connect(self._move)
        self.board.copied.connect(self._copy)
        self.board.wanted.connect(self._on_wanted)
        self.board.selection_changed.connect(self._on_selection)
        self.board.menu_wanted.connect(self._on_menu)
        self.board.tag_pressed.connect(self._on_tag)
        self.board.added.connect(self._add)
        self.board.column_renamed.connect(self._on_column_renamed)
        self.board.column_menu_wanted.connect(self._on_column_menu)
        self.board.earlier_wanted.connect(self._on_earlier)
        self.board.lift_changed.connect(self._on_lift)
        self._starter = push_button(theme, icons, _("Make start-up list"), "primary", None, "", self)
        self._starter.clicked.connect(self._make_start_up_list)
        empty_new = push_button(theme, icons, _("New task"), "normal", None, "N", self)
        empty_new.clicked.connect(self.new_task)
        self._empty = EmptyState(
            theme, icons, "layout-kanban", _("No tasks for this client"),
            "",
            self._starter, empty_new, self,
        )  # fmt: skip
        self._clearer = push_button(theme, icons, _("Show all"), "normal", None, "", self)
        self._clearer.clicked.connect(self._clear_filter)
        self._nothing = EmptyState(
            theme, icons, "filter", _("Nothing to see with these filters"),
            _("Tasks are here, but none that you ask for."), self._clearer, None, self,
        )  # fmt: skip
        self.panel = TaskPanel(self.tools, self)
        self.panel.closed.connect(self._close_panel)
        self.panel.edited.connect(self._on_edited)
        self.panel.checked.connect(self._on_checked)
        self.panel.covered.connect(self._on_covered)
        self.panel.wanted.connect(self._on_panel_wanted)
        self.panel.post_wanted.connect(self._on_post_wanted)
        self.panel.hide()
        self.stack = QStackedWidget(self)
        for widget in (self.board, self._empty, self._nothing):
            self.stack.addWidget(widget)
        self.splitter = Splitter(theme, Qt.Orientation.Horizontal, self)
        left = QWidget(self.splitter)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(self.stack, 1)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.panel)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.content.addWidget(self.splitter, 1)
        self._show_toolbar()
        self.tools.memory.restore_splitter(_SPLITTER, self.splitter)
        self.splitter.splitterMoved.connect(self._on_split)

    # --- loading and showing -----------------------------------------------------------------

    def load(self) -> None:
        """Ask for the board, and for the task in the panel."""
        jobs = self.tools.jobs
        jobs.read(self, tasks.board, self.place.client_id, self._done_from).then(self._show_board)
        if not self.panel.isHidden() and self.panel.task_id is not None:
            self._ask_task(self.panel.task_id)

    def _on_client_changed(self, client_id: object) -> None:
        self.board.cancel()
        self.board.let_go()
        self._close_panel()
        self._done_from = None
        super()._on_client_changed(client_id)

    def _show_board(self, board: Board) -> None:
        """Show a board, later when cards are on their way or a change is being saved."""
        if self.board.is_busy or self._writing:
            self._waiting = board
            return
        self._waiting = None
        self._board = board
        self._show()
        self._ask_pictures()
        if self._to_select:
            wanted, self._to_select = self._to_select, []
            self.board.select(wanted, focus=not self._is_writing_text())
        if self._to_open is not None:
            self._open_task(self._to_open)
            self._to_open = None
        if self._to_rename is not None:
            self._rename_column(self._to_rename)
            self._to_rename = None

    def _show(self) -> None:
        """Show the board through its filters."""
        client_id = self.place.client_id
        shown = self._filter.of(self._board)
        today = self.tools.jobs.desk.today
        client = next((tile for tile in self._board.clients if tile.id == client_id), None)
        self.header.show_place(
            _("Tasks"),
            (client.letters, client.colour, client.name) if client else None,
            "" if client else _("All clients"),
        )
        self.board.show_board(shown, today, client_id)
        self.panel.show_board(self._board)
        is_empty = not self._board.all_cards and not self._board.earlier_done
        is_writing = any(view.quick.is_open for view in self.board.columns)
        self.adder.set_kind("primary")
        if is_empty and client_id is not None and not is_writing:
            self._show_empty()
        elif not shown.all_cards and self._filter.is_on and self._board.all_cards:
            self.stack.setCurrentWidget(self._nothing)
        else:
            self.stack.setCurrentWidget(self.board)
        self._show_counts(shown.all_cards, today)
        self._show_chips()
        if self.hasFocus():
            self.take_keyboard()  # the cards were not here yet when the person came

    def _show_empty(self) -> None:
        """Offer the start-up list where the scope has one, else the first task."""
        has_list = self._board.start_up > 0
        text = _("Make the start-up list from the scope: profiles, passwords, photos, opening hours.")
        if not has_list:
            text = _(
                "Write the first one. Once the scope says what is done at the beginning, a list can be made of it."
            )
        self._empty.show_words("layout-kanban", _("No tasks for this client"), text)
        self._starter.setVisible(has_list)
        self.adder.set_kind("normal" if has_list else "primary")
        self.stack.setCurrentWidget(self._empty)

    def _show_counts(self, cards: Sequence[TaskCard], today: date) -> None:
        late = sum(card.is_late(today) for card in cards)
        outside = sum(card.is_outside and card.standing is Standing.NOT_IN_SCOPE for card in cards)
        unagreed = sum(card.is_outside and card.standing is Standing.NOT_AGREED for card in cards)
        self._count.setText(ngettext("{count} task", "{count} tasks", len(cards)).format(count=len(cards)))
        self._late.setText(ngettext("{count} late", "{count} late", late).format(count=late))
        self._outside.setText(ngettext("{count} not in scope", "{count} not in scope", outside).format(count=outside))
        self._unagreed.setText(ngettext("{count} not agreed", "{count} not agreed", unagreed).format(count=unagreed))
        counted = ((self._late, late), (self._outside, outside), (self._unagreed, unagreed))
        self._has = frozenset(widget for widget, count in counted if count)
        self._show_toolbar()

    def _show_toolbar(self) -> None:
        """Show the filters and counts; what can be done with several; or how to move what is lifted."""
        count = len(self.board.selected_ids())
        if count > 1:
            self._bulk_count.setText(ngettext("{count} selected", "{count} selected", count).format(count=count))
            self.toolbar.show_widgets([self._bulk_count, *self._bulk, None, self._bulk_end])
            return
        chips: list[QWidget | None] = [self.due_chip, self.who_chip, self.area_chip]
        if any(card.labels for card in self._board.all_cards):
            chips.append(self.label_chip)
        counts: list[QWidget] = [self._count]
        for dot, widget in zip(self._dots, (self._late, self._outside, self._unagreed), strict=True):
            counts += [dot, widget] if widget in self._has else []
        if self.board.is_lifted_by_keys:
            counts = [self._lift_hint]
        self.toolbar.show_widgets([*chips, self.post_chip, None, *counts])

    def _ask_pictures(self) -> None:
        wanted = self.board.delegate.wants({card.thumb for card in self._board.all_cards if card.thumb})
        if wanted:
            self.tools.jobs.read(self, media.thumbnails, sorted(wanted)).then(self._show_pictures)

    def _show_pictures(self, pictures: dict[str, bytes]) -> None:
        for key, data in pictures.items():
            self.board.delegate.keep_picture(key, data)
        self.board.show_pictures()

    def _is_writing_text(self) -> bool:
        return any(view.quick.is_open for view in self.board.columns) or _is_inside(
            self.panel, QApplication.focusWidget()
        )

    # --- filters -----------------------------------------------------------------------------

    def _on_filtered(self) -> None:
        self._set_filter(
            due_by=phrases.end_of_week(self._board) if self.due_chip.isChecked() else None,
            only_linked=self.post_chip.isChecked(),
        )

    def _set_filter(self, **changes: Any) -> None:
        self._filter = replace(self._filter, **changes)
        self.board.let_go()
        self._show()

    def _clear_filter(self) -> None:
        self._filter = Filter()
        for chip in (self.due_chip, self.post_chip):
            chip.blockSignals(True)
            chip.setChecked(False)
            chip.blockSignals(False)
            chip.update()
        self._show()

    def _show_chips(self) -> None:
        member = next((m for m in self._board.members if m.id == self._filter.member_id), None)
        area = self._filter.area
        _show_chip(self.who_chip, _("Person"), member.name if member else "")
        _show_chip(self.area_chip, _("Area"), area_name(area, spoken().language) if area else "")
        _show_chip(self.label_chip, _("Label"), f"#{self._filter.label}" if self._filter.label else "")

    def _on_who_chip(self) -> None:
        choices = [(member.id, member.name) for member in self._board.members if member.is_active]
        self._offer(self.who_chip, choices, self._filter.member_id, "member_id", _("Everybody"))

    def _on_area_chip(self) -> None:
        present = {card.area for card in self._board.all_cards}
        choices = [(str(area), area_name(area, spoken().language)) for area in Area if area in present]
        self._offer(self.area_chip, choices, self._filter.area, "area", _("Every area"))

    def _on_label_chip(self) -> None:
        labels = sorted({label for card in self._board.all_cards for label in card.labels}, key=str.casefold)
        choices = [(label, f"#{label}") for label in labels]
        self._offer(self.label_chip, choices, self._filter.label, "label", _("Every label"))

    def _offer(
        self, chip: FilterChip, choices: Sequence[tuple[Any, str]], current: object, field: str, everything: str
    ) -> None:
        self._show_chips()
        menu = self._new_menu()
        for key, text in [(None, everything), *choices]:
            entry = add_entry(menu, text)
            entry.setCheckable(True)
            entry.setChecked(key == current)
            entry.triggered.connect(partial(self._on_offer, field, key))
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height() + 2)))

    def _on_offer(self, field: str, key: object, _checked: bool = False) -> None:
        self._set_filter(**{field: key})

    # --- new tasks ---------------------------------------------------------------------------

    def new_task(self) -> None:
        """Write a task in the column where the keyboard is; a done column passes it to the first."""
        self.stack.setCurrentWidget(self.board)
        view = self.board.current_view()
        if view is not None and view.column.is_done:
            view = self.board.columns[0]
        if view is not None:
            view.quick.open()
            self.board.ensureWidgetVisible(view, 0, 0)

    def _add(self, text: str, client_id: object, column_id: object) -> None:
        client = self.place.client_id if self.place.client_id is not None else client_id
        self._do(tasks.add_task, text, client, column_id).then(self._on_added)

    def _on_added(self, task_id: int) -> None:
        self._to_select = [task_id]
        self.tools.notify.toast(_("Task added"), undo=self.tools.jobs.undo)

    def _make_start_up_list(self) -> None:
        if self.place.client_id is not None:
            self._do(tasks.make_start_up_list, self.place.client_id).then(self._on_list_made)

    def _on_list_made(self, count: int) -> None:
        self.tools.notify.toast(
            ngettext("{count} task made from the scope", "{count} tasks made from the scope", count).format(
                count=count
            ),
            undo=self.tools.jobs.undo,
        )

    # --- moving ------------------------------------------------------------------------------

    def _move(self, task_ids: list[int], column_id: int, before_id: int | None) -> None:
        """Show the cards at their new place, then save it; a refusal puts them back."""
        today = self.tools.jobs.desk.today
        titles = [card.title for card in self._board.all_cards if card.id in set(task_ids)]
        is_elsewhere = any(card.column_id != column_id for card in self._board.all_cards if card.id in set(task_ids))
        target = self._board.column(column_id)
        self._board = self._board.moved(task_ids, column_id, before_id, today)
        self._show()
        self.board.select(task_ids)
        text = phrases.moved_words(titles, target) if is_elsewhere else _("Order changed")
        if len(task_ids) == 1:
            job = self._do(tasks.move_task, task_ids[0], column_id, before_id)
        else:
            job = self._do(tasks.move_tasks, task_ids, column_id, before_id)
        job.then(partial(self._on_told, text))
        announce(self.board, text)

    def _copy(self, task_ids: list[int], column_id: int, before_id: int | None) -> None:
        self._do(tasks.copy_tasks, task_ids, column_id, before_id).then(self._on_copied)

    def _on_copied(self, task_ids: list[int]) -> None:
        self._to_select = list(task_ids)
        self._on_told(
            ngettext("{count} task copied", "{count} tasks copied", len(task_ids)).format(count=len(task_ids))
        )

    def _move_to_column(self, column_id: int, *, is_top: bool | None = None) -> None:
        """Move the selected cards: to the top of a done column, else to the end."""
        ids = self._chosen()
        column = self._board.column(column_id)
        there = [card.id for card in self._board.cards.get(column_id, ()) if card.id not in ids]
        at_top = column.is_done if is_top is None else is_top
        if ids:
            self._move(ids, column_id, there[0] if at_top and there else None)

    # --- what is wanted of the selected cards ------------------------------------------------

    def _chosen(self) -> list[int]:
        return self.board.selected_ids()

    def _on_wanted(self, wish: str, _checked: bool = False) -> None:
        ids = self._chosen()
        if ids:
            self._wishes()[wish](ids)

    def _wishes(self) -> dict[str, Callable[[list[int]], object]]:
        return {
            "open": lambda ids: self._open_task(ids[-1]),
            "delete": self._delete,
            "duplicate": self._duplicate,
            "column": self._ask_column,
            "assign": self._ask_who,
            "due": self._ask_due,
            "move": self._ask_place,
            "cover": lambda ids: self._ask_cover(ids[0], self.board.card_place(ids[0])),
        }

    def _delete(self, ids: list[int]) -> None:
        if self.panel.task_id in ids:
            self._close_panel()
        self._to_select = self._neighbour(ids)
        text = ngettext("{count} task put into the bin", "{count} tasks put into the bin", len(ids))
        self._do(tasks.delete_tasks, ids).then(partial(self._on_told, text.format(count=len(ids))))

    def _neighbour(self, ids: list[int]) -> list[int]:
        """The card that the keyboard goes to when others disappear."""
        for cards in self._board.cards.values():
            order = [card.id for card in cards]
            if ids[-1] in order:
                at = order.index(ids[-1])
                rest = [key for key in order[at + 1 :] + order[:at][::-1] if key not in ids]
                return rest[:1]
        return []

    def _duplicate(self, ids: list[int]) -> None:
        self._do(tasks.duplicate_tasks, ids).then(self._on_copied)

    def _ask_column(self, ids: list[int]) -> None:
        menu = self._new_menu(_("Move to"))
        for number, column in enumerate(self._board.columns, 1):
            entry = add_entry(
                menu, f"&{number}  {_plain_entry(column.name)}" if number <= 9 else _plain_entry(column.name)
            )
            entry.triggered.connect(partial(self._on_column_chosen, column.id))
        self._pop_up(menu, ids)

    def _on_column_chosen(self, column_id: int, _checked: bool = False) -> None:
        self._move_to_column(column_id)

    def _ask_who(self, ids: list[int]) -> None:
        menu = self._new_menu(_("Who"))
        people = [(member.id, member.name) for member in self._board.members if member.is_active]
        for number, (key, name) in enumerate([*people, (None, _("Nobody yet"))], 1):
            text = _plain_entry(name)
            entry = add_entry(menu, f"&{number}  {text}" if number <= 9 else text)
            entry.triggered.connect(partial(self._on_who_chosen, ids, key))
        self._pop_up(menu, ids)

    def _on_who_chosen(self, ids: list[int], member_id: int | None, _checked: bool = False) -> None:
        member = next((m for m in self._board.members if m.id == member_id), None)
        text = _("{name} does it").format(name=member.name) if member else _("Nobody does it yet")
        self._do(tasks.assign, ids, member_id).then(partial(self._on_told, text))

    def _ask_due(self, ids: list[int]) -> None:
        card = self._board.card(ids[-1])
        today = self.tools.jobs.desk.today

        def answer(text: str) -> None:
            day, minute = parse_due(text, today, card.due if card else None)
            told = _("Due {day}").format(day=spoken().short_day(day)) if day else _("Without a date")
            self._do(tasks.set_due, ids, day, minute).then(partial(self._on_told, told))

        self._ask(_("Due"), _("fri 16, +7, 3 nov 13:00; empty takes it away"), ids, answer)

    def _ask_place(self, ids: list[int]) -> None:
        def answer(text: str) -> None:
            column_id, is_top = parse_place(text, self._board.columns)
            self._move_to_column(column_id, is_top=is_top or None)

        self._ask(_("Move to"), _("A column’s number or name; “top” puts it first"), ids, answer)

    def _ask_cover(self, task_id: int, place: QRect) -> None:
        card = self._board.card(task_id)
        if card is not None and card.client_id is not None:
            self.tools.jobs.read(self, tasks.lines_for, card.client_id).then(partial(self._offer_cover, task_id, place))

    def _offer_cover(self, task_id: int, place: QRect, lines: Sequence[CoveringLine]) -> None:
        menu = self._new_menu()
        for line in lines:
            text = _plain_entry(f"{area_name(line.area, spoken().language)} · {line.title}")
            add_entry(menu, text).triggered.connect(partial(self._cover, task_id, Coverage.LINE, line.lineage))
        if lines:
            menu.addSeparator()
        courtesy = add_entry(menu, _("Do it free, once: a courtesy"))
        courtesy.triggered.connect(partial(self._cover, task_id, Coverage.COURTESY, None))
        add_entry(menu, _("An extra that they ask for…")).triggered.connect(partial(self._ask_extra, task_id))
        add_entry(menu, _("Open the scope")).triggered.connect(partial(self._open_scope, task_id))
        menu.addSeparator()
        add_entry(menu, _("Drop it: into the bin")).triggered.connect(partial(self._drop_task, task_id))
        menu.popup(place.bottomLeft() + QPoint(0, 2))

    def _cover(self, task_id: int, coverage: Coverage, lineage: str | None, _checked: bool = False) -> None:
        told = _("Done as a courtesy") if coverage is Coverage.COURTESY else _("Counts against the scope")
        if coverage is Coverage.UNDECIDED:
            told = _("Not decided what it counts against")
        self._do(tasks.cover, task_id, coverage, lineage).then(partial(self._on_told, told))

    def _ask_extra(self, task_id: int, _checked: bool = False) -> None:
        """Note that the client asks for this task beside what was agreed."""
        card = self._board.card(task_id)
        if card is not None and card.client_id is not None:
            dialog = AskDialog(self.tools, card.client_id, self, title=card.title, task_id=task_id)
            dialog.asked.connect(self._on_asked)
            dialog.rejected.connect(self.reload)
            dialog.open()

    def _on_asked(self, _extra_id: int) -> None:
        self._on_told(_("It is noted as an extra, and waits for a decision in the scope."))

    def _open_scope(self, task_id: int, _checked: bool = False) -> None:
        card = self._board.card(task_id)
        if card is not None and card.client_id is not None:
            self.place.choose_client(card.client_id)
            self.place.go("scope")

    def _drop_task(self, task_id: int, _checked: bool = False) -> None:
        self._delete([task_id])

    def _on_tag(self, task_id: int, place: QRect) -> None:
        self._ask_cover(task_id, place)

    def _on_menu(self, place: QPoint) -> None:
        menu = self._new_menu()
        is_one = len(self._chosen()) == 1
        for text, keys, wish in (
            (_("Open"), "Enter", "open"), (_("Move to…"), "S", "column"), (_("Who…"), "A", "assign"),
            (_("Due…"), "D", "due"), (_("Counts against…"), "L", "cover"), (_("Duplicate"), "Ctrl+D", "duplicate"),
            (_("Delete"), "Del", "delete"),
        ):  # fmt: skip
            if is_one or wish not in {"open", "cover"}:
                add_entry(menu, text, keys).triggered.connect(partial(self._on_wanted, wish))
        menu.popup(place)

    def _ask(self, name: str, hint: str, ids: list[int], answer: Callable[[str], object]) -> None:
        theme = self.tools.theme
        Question(theme, self.tools.icons, name, hint, "", answer).open(theme, self, self.board.card_place(ids[-1]))

    def _pop_up(self, menu: QMenu, ids: list[int]) -> None:
        place = self.board.card_place(ids[-1])
        menu.popup(place.topLeft() + QPoint(min(place.width(), 24), min(place.height(), 40)))
        menu.setActiveAction(next((entry for entry in menu.actions() if entry.isEnabled()), QAction(menu)))

    def _new_menu(self, title: str = "") -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if title:
            head = menu.addAction(title)
            head.setEnabled(False)
        return menu

    def _on_selection(self) -> None:
        ids = self._chosen()
        self._show_toolbar()
        if not self.panel.isHidden() and len(ids) == 1 and ids[0] != self.panel.task_id:
            self._ask_task(ids[0])

    def _on_clear(self) -> None:
        self.board.let_go()
        self.board.focus_cards()

    def _on_lift(self, is_lifted: bool) -> None:
        self._show_toolbar()
        if not is_lifted and self._waiting is not None and not self._writing:
            self._show_board(self._waiting)

    # --- columns -----------------------------------------------------------------------------

    def _on_earlier(self) -> None:
        first = self._done_from or self._board.week_from
        self._done_from = date.fromordinal(max(1, first.toordinal() - EARLIER_DAYS))
        self.load()

    def _on_column_renamed(self, column_id: int, name: str) -> None:
        self._do(tasks.rename_column, column_id, name).then(partial(self._on_told, _("Column renamed")))

    def _on_column_menu(self, column_id: int, place: QPoint) -> None:
        column = self._board.column(column_id)
        at = self._board.columns.index(column)
        menu = self._new_menu()
        add_entry(menu, _("Rename…")).triggered.connect(partial(self._rename_column, column_id))
        add_entry(menu, _("Limit…")).triggered.connect(partial(self._ask_limit, column, place))
        menu.addSeparator()
        for text, where, kinds in (
            (_("Add a column to the left"), at, (ColumnKind.ACTIVE, ColumnKind.WAITING)),
            (_("Add a column to the right"), at + 1, (ColumnKind.ACTIVE, ColumnKind.WAITING, ColumnKind.DONE)),
        ):
            adding = menu.addMenu(text)
            for kind in kinds:
                entry = add_entry(adding, _(COLUMN_KIND_NAMES[kind]))
                entry.triggered.connect(partial(self._add_column, where, kind))
        menu.addSeparator()
        for text, where, can_move in (
            (_("Move to the left"), at - 1, at > 0),
            (_("Move to the right"), at + 1, at < len(self._board.columns) - 1),
        ):
            add_entry(menu, text, is_on=can_move).triggered.connect(partial(self._move_column, column_id, where))
        menu.addSeparator()
        add_entry(menu, _("Remove")).triggered.connect(partial(self._remove_column, column_id))
        menu.popup(place)

    def _rename_column(self, column_id: int, _checked: bool = False) -> None:
        for view in self.board.columns:
            if view.column.id == column_id:
                self.board.ensureWidgetVisible(view, 0, 0)
                view.head.rename()

    def _ask_limit(self, column: BoardColumn, place: QPoint, _checked: bool = False) -> None:
        def answer(text: str) -> None:
            words_said = text.strip()
            if words_said and not words_said.isdigit():
                raise RuleBroken(_("Write a number, such as 5; nothing takes the limit away."))
            self._do(tasks.limit_column, column.id, int(words_said) if words_said else None).then(
                partial(self._on_told, _("Limit changed"))
            )

        theme = self.tools.theme
        hint = _("How many tasks at most; nothing takes it away")
        question = Question(
            theme, self.tools.icons, _("Limit of {column}").format(column=column.name), hint,
            str(column.limit or ""), answer,
        )  # fmt: skip
        question.open(theme, self, QRect(place, place))

    def _add_column(self, position: int, kind: ColumnKind, _checked: bool = False) -> None:
        self._do(tasks.add_column, _("New column"), position, kind).then(self._on_column_added)

    def _on_column_added(self, column_id: int) -> None:
        self._to_rename = column_id
        self._on_told(_("Column added"))

    def _move_column(self, column_id: int, position: int, _checked: bool = False) -> None:
        self._do(tasks.move_column, column_id, position).then(partial(self._on_told, _("Column moved")))

    def _remove_column(self, column_id: int, _checked: bool = False) -> None:
        self._do(tasks.remove_column, column_id).then(partial(self._on_told, _("Column removed")))

    # --- the panel ---------------------------------------------------------------------------

    def open(self, what: object) -> None:
        """Show the panel of a task whose id another page names, or write a new one."""
        if isinstance(what, int):
            self._to_select = [what]
            self._to_open = what
            self.reload()
        elif what == "new":
            self.when_calm(self.new_task)

    def _open_task(self, task_id: int) -> None:
        self._ask_task(task_id, focus=True)

    def _ask_task(self, task_id: int, *, focus: bool = False) -> None:
        job = self.tools.jobs.read(self, tasks.task, task_id)
        job.then(partial(self._on_task, focus)).failed(self._on_task_gone)

    def _on_task(self, focus: bool, detail: TaskDetail) -> None:
        client_id = detail.card.client_id
        if client_id is None:
            self._lines, self._posts = (), ()
            self._show_task(detail, focus)
            return
        self.tools.jobs.read(self, tasks.choices_for, client_id).then(partial(self._on_choices, detail, focus))

    def _on_choices(
        self, detail: TaskDetail, focus: bool, choices: tuple[tuple[CoveringLine, ...], tuple[LinkedPost, ...]]
    ) -> None:
        self._lines, self._posts = choices
        self._show_task(detail, focus)

    def _show_task(self, detail: TaskDetail, focus: bool) -> None:
        self.panel.show_task(detail, self._lines, self._posts)
        if self.panel.isHidden():
            self.panel.show()
            if not self.tools.memory.restore_splitter(_SPLITTER, self.splitter):
                width = self.panel.sizeHint().width() + self.tools.theme.tokens.px(24)
                self.splitter.setSizes([max(1, self.splitter.width() - width), width])
        if focus:
            self.panel.focus_title()

    def _on_task_gone(self, error: DeskError) -> None:
        self._close_panel()
        if not isinstance(error, NotFound):
            self.tools.notify.problem(error)

    def _close_panel(self) -> None:
        if not self.panel.isHidden():
            self.board.focus_cards()  # leaving a field saves it
            self.panel.hide()

    def _on_edited(self, field: str, value: Any, seen: object) -> None:
        task_id = self.panel.task_id
        if task_id is None:
            return
        if field == "due":
            job = self._do(tasks.set_due, [task_id], *value)
        elif field in {"title", "note"}:
            job = self._do(tasks.change_task, task_id, field, value, seen)
        else:
            job = self._do(tasks.change_task, task_id, field, value)
        job.failed(partial(self._on_field_refused, field))

    def _on_field_refused(self, field: str, error: DeskError) -> None:
        self._on_refused(error, is_told=isinstance(error, RuleBroken))
        self.panel.refuse(field, str(error))

    def _on_checked(self, checks: object, seen: object) -> None:
        if self.panel.task_id is not None:
            self._do(tasks.set_checks, self.panel.task_id, checks, seen)

    def _on_covered(self, coverage: Coverage, lineage: str | None) -> None:
        if self.panel.task_id is not None and coverage is Coverage.EXTRA:
            self._ask_extra(self.panel.task_id)
        elif self.panel.task_id is not None:
            self._cover(self.panel.task_id, coverage, lineage)

    def _on_panel_wanted(self, wish: str) -> None:
        if self.panel.task_id is not None:
            self._wishes()[wish]([self.panel.task_id])

    def _on_post_wanted(self, post_id: object) -> None:
        self.place.go("calendar", post_id)

    def _on_split(self) -> None:
        if not self.panel.isHidden():
            self.tools.memory.keep_splitter(_SPLITTER, self.splitter)

    # --- doing -------------------------------------------------------------------------------

    def _do(self, action: Any, *args: Any) -> _Change:
        """Have something done; boards that are read meanwhile wait until it is."""
        self._writing += 1
        return _Change(self, action, args)

    def _on_told(self, text: str, _answer: object = None) -> None:
        self.tools.notify.toast(text, undo=self.tools.jobs.undo)

    def finish_writing(self) -> None:
        """A change was saved or refused; what was read since may be shown."""
        self._writing -= 1
        if not self._writing:
            self.load()

    def _on_refused(self, error: DeskError, *, is_told: bool = False) -> None:
        if not is_told:
            self.tools.notify.problem(error)

    # --- keys --------------------------------------------------------------------------------

    def take_keyboard(self) -> None:
        """Have the keyboard at the cards, where there are some."""
        if self.board.isVisible() and self.board.columns:
            self.board.focus_cards()
        else:
            super().take_keyboard()

    def escape(self) -> bool:
        """Take one step back: the cards on their way, several selected, then the panel."""
        if self.board.cancel():
            return True
        if len(self._chosen()) > 1:
            self._on_clear()
            return True
        if not self.panel.isHidden():
            self._close_panel()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape or not self.escape():
            super().keyPressEvent(event)


class _Change:
    """A change under way: its answer or refusal goes on, then the page reads anew."""

    def __init__(self, page: BoardPage, action: Any, args: Sequence[Any]) -> None:
        self._page = page
        self._then: Callable[[Any], object] | None = None
        self._failed: Callable[[DeskError], object] | None = None
        page.tools.jobs.do(page, action, *args).then(self._on_done).failed(self._on_failed)

    def then(self, on_done: Callable[[Any], object]) -> _Change:
        """Give the answer to this function."""
        self._then = on_done
        return self

    def failed(self, on_failed: Callable[[DeskError], object]) -> _Change:
        """Give a refusal to this function instead of to a toast."""
        self._failed = on_failed
        return self

    def _on_done(self, answer: Any) -> None:
        if self._then is not None:
            self._then(answer)
        self._page.finish_writing()

    def _on_failed(self, error: DeskError) -> None:
        if self._failed is not None:
            self._failed(error)
        else:
            self._page.tools.notify.problem(error)
        self._page.finish_writing()


def _show_chip(chip: FilterChip, name: str, chosen: str) -> None:
    """A chip that opens a menu: its name, or in accent what was chosen."""
    chip.setText(chosen or name)
    chip.setAccessibleName(f"{name}: {chosen}" if chosen else name)
    chip.setCheckable(bool(chosen))
    chip.setChecked(bool(chosen))
    chip.updateGeometry()
    chip.update()


def _plain_entry(text: str) -> str:
    """Words of a person in a menu, where '&' would be a key."""
    return text.replace("&", "&&")


def _is_inside(panel: QWidget, widget: QWidget | None) -> bool:
    """Whether a widget lies in a panel."""
    return widget is not None and panel.isAncestorOf(widget)
