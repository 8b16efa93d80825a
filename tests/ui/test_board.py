"""The board as a person uses it: dragging, lifting, typing, and the panel."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget

from cmdesk.domain.tasks import Check
from cmdesk.services import agency, clients, tasks
from cmdesk.ui.board.asking import Question
from cmdesk.ui.board.page import BoardPage
from cmdesk.ui.jobs import Jobs
from cmdesk.ui.memory import Memory
from cmdesk.ui.notify import Notify
from cmdesk.ui.page import Place, Tools
from tests.made import founded_desk

TODAY = date(2026, 10, 14)
TO_DO, DOING, WAITING, REVIEW, DONE = range(5)
CTRL = Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier
LEFT, RIGHT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.NoButton


class Heard(Notify):
    """Knows what was said: a toast may be over before a busy machine looks again."""

    def __init__(self, *args):
        super().__init__(*args)
        self.said = []

    def toast(self, text, *args, **kwargs):
        self.said.append(text)
        return super().toast(text, *args, **kwargs)


class Person:
    """Somebody who uses the board with mouse and keys, and looks at it."""

    def __init__(self, qtbot, page, notify, jobs):
        self.qtbot, self.page, self.notify, self.jobs = qtbot, page, notify, jobs

    # --- looking

    def sees(self, column):
        return [card.title for card in self.page.board.columns[column].list.cards.cards]

    def waits_for(self, column, titles):
        self.qtbot.waitUntil(lambda: self.sees(column) == titles)

    def sees_toast(self, words):
        self.qtbot.waitUntil(lambda: self.notify.said[-1:] == [words])

    def is_settled(self):
        self.qtbot.waitUntil(lambda: self.jobs.is_idle and not self.page._writing)

    def effect(self, column):
        return self.page.board.columns[column].head.effect

    def selected(self):
        cards = {card.id: card.title for card in self.page._board.all_cards}
        return [cards[key] for key in self.page.board.selected_ids()]

    # --- the mouse

    def _view(self, title):
        for view in self.page.board.columns:
            for row, card in enumerate(view.list.cards.cards):
                if card.title == title:
                    return view.list, view.list.card_rect(row)
        raise AssertionError(f"no card {title!r}")

    def _send(self, widget, kind, place, button, buttons, keys=PLAIN):
        event = QMouseEvent(kind, QPointF(place), QPointF(widget.mapToGlobal(place)), button, buttons, keys)
        QApplication.sendEvent(widget, event)

    def presses(self, title, keys=PLAIN):
        view, rect = self._view(title)
        self._send(view.viewport(), QEvent.Type.MouseButtonPress, rect.center(), LEFT, LEFT, keys)

    def clicks(self, title, keys=PLAIN):
        self.presses(title, keys)
        view, rect = self._view(title)
        self._send(view.viewport(), QEvent.Type.MouseButtonRelease, rect.center(), LEFT, NONE, keys)

    def drags(self, title, column, above=None):
        """Drag a card over a column, above a card or to the end, and hold it there."""
        self.presses(title)
        view, rect = self._view(title)
        start = view.viewport().mapToGlobal(rect.center())
        if above:
            other, place = self._view(above)
            end = other.viewport().mapToGlobal(place.topLeft() + QPoint(place.width() // 2, 6))
        else:
            there = self.page.board.columns[column]
            end = there.mapToGlobal(QPoint(there.width() // 2, there.height() - 12))
        for step in range(1, 9):
            here = view.viewport().mapFromGlobal(start + (end - start) * step / 8)
            self._send(view.viewport(), QEvent.Type.MouseMove, here, NONE, LEFT)
        self._held = view, view.viewport().mapFromGlobal(end)

    def drops(self):
        view, here = self._held
        self._send(view.viewport(), QEvent.Type.MouseButtonRelease, here, LEFT, NONE)

    # --- the keyboard

    def types(self, *keys, mods=PLAIN):
        for key in keys:
            QTest.keyClick(QApplication.focusWidget(), key, mods)

    def writes(self, text):
        QTest.keyClicks(QApplication.focusWidget(), text)

    def chooses(self, key):
        """Press a key in the menu that is open."""
        self.qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        QTest.keyClick(QApplication.activePopupWidget(), key)

    def answers(self, text):
        """Write into the line that asks, and press Enter."""
        self.qtbot.waitUntil(lambda: self.page.window().findChild(Question) is not None)
        field = self.page.window().findChild(Question).field
        field.setText(text)
        QTest.keyClick(field, Qt.Key.Key_Return)


@pytest.fixture
def desk(tmp_path):
    desk = founded_desk(tmp_path / "a.cmdesk", language="en", today=TODAY)
    yield desk
    desk.close()


@pytest.fixture
def columns(desk):
    return [column.id for column in desk.read(tasks.columns)]


@pytest.fixture
def stage(qtbot, theme, icons, desk):
    """Show a board page and give the person in front of it."""
    made = []

    def build(client_id=None):
        window = QWidget()
        window.resize(1224, 860)
        jobs = Jobs(desk, window)
        notify = Heard(window, theme, icons)
        place = Place(window)
        place.choose_client(client_id)
        page = BoardPage(Tools(theme, icons, jobs, notify, Memory()), place, window)
        layout = QVBoxLayout(window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(page)
        window.show()
        window.activateWindow()
        made.append((window, jobs))
        person = Person(qtbot, page, notify, jobs)
        qtbot.waitUntil(lambda: bool(page.board.columns))
        person.is_settled()
        return person

    yield build
    for window, jobs in made:
        window.close()
        jobs.close()
        window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def three(desk, columns):
    for title in ("one", "two", "three"):
        desk.do(tasks.add_task, title, None, columns[TO_DO])


# --- dragging ----------------------------------------------------------------------------------


def test_a_card_is_dragged_to_another_column_and_taken_back(stage, three):
    person = stage()
    person.drags("two", DOING)
    assert person.effect(DOING) == "0 → 1"
    assert person.sees(TO_DO) == ["one", "two", "three"]

    person.drops()

    person.waits_for(DOING, ["two"])
    person.sees_toast("“two” moved to Doing")
    assert person.selected() == ["two"]
    person.is_settled()
    person.jobs.undo()
    person.waits_for(TO_DO, ["one", "two", "three"])


def test_a_card_is_dragged_within_its_column(stage, three):
    person = stage()
    person.drags("three", TO_DO, above="one")
    person.drops()

    person.waits_for(TO_DO, ["three", "one", "two"])
    person.is_settled()
    assert person.sees(TO_DO) == ["three", "one", "two"]


def test_several_cards_are_dragged_at_once(stage, three):
    person = stage()
    person.clicks("one")
    person.clicks("three", CTRL)
    person.drags("three", WAITING)
    assert person.effect(WAITING) == "0 → 2"
    person.drops()

    person.waits_for(WAITING, ["one", "three"])
    person.sees_toast("2 tasks moved to Waiting for the client")
    person.is_settled()


@pytest.mark.parametrize("how", ["escape", "right button"])
def test_a_drag_is_given_up(stage, three, how):
    person = stage()
    person.drags("one", DOING)

    if how == "escape":
        QTest.keyClick(person.page, Qt.Key.Key_Escape)
    else:
        view, here = person._held
        person._send(view.viewport(), QEvent.Type.MouseButtonPress, here, RIGHT, LEFT | RIGHT)
    person.drops()

    assert person.sees(TO_DO) == ["one", "two", "three"]
    assert not person.page.board.is_busy
    assert person.effect(DOING) == ""
    person.is_settled()


def test_a_drop_where_it_was_changes_nothing(stage, desk, three):
    person = stage()
    before = len(desk.history())
    person.drags("one", TO_DO, above="two")
    person.drops()

    person.is_settled()
    assert person.sees(TO_DO) == ["one", "two", "three"]
    assert len(desk.history()) == before


def test_a_limit_is_shown_while_dragging_and_not_enforced(stage, desk, columns, three):
    desk.do(tasks.limit_column, columns[DOING], 1)
    desk.do(tasks.add_task, "busy", None, columns[DOING])
    person = stage()

    person.drags("one", DOING)
    assert person.effect(DOING) == "2 of 1"
    person.drops()

    person.waits_for(DOING, ["busy", "one"])
    person.is_settled()


def test_a_refused_move_puts_the_card_back(stage, desk, columns, three):
    person = stage()
    person.drags("one", DOING)
    desk.do(tasks.remove_column, columns[DOING])
    person.drops()

    person.sees_toast("This is not there any more. Somebody may have deleted it.")
    person.waits_for(TO_DO, ["one", "two", "three"])
    person.is_settled()


def test_the_board_does_not_change_below_a_card_that_is_dragged(stage, desk, columns, three):
    person = stage()
    person.drags("one", DOING)
    desk.do(tasks.add_task, "a colleague's", None, columns[TO_DO])
    person.page.load()
    person.qtbot.waitUntil(lambda: person.jobs.is_idle)
    assert person.sees(TO_DO) == ["one", "two", "three"]

    QTest.keyClick(person.page, Qt.Key.Key_Escape)
    person.waits_for(TO_DO, ["one", "two", "three", "a colleague's"])
    person.is_settled()


# --- the keyboard ------------------------------------------------------------------------------


def test_a_card_is_lifted_moved_and_dropped_by_keys(stage, three):
    person = stage()
    person.clicks("two")
    person.types(Qt.Key.Key_Space, Qt.Key.Key_Right)
    assert person.effect(DOING) == "0 → 1"
    person.types(Qt.Key.Key_Return)

    person.waits_for(DOING, ["two"])
    person.is_settled()
    person.types(Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Escape)
    assert person.sees(DOING) == ["two"]


def test_arrows_walk_within_and_across_columns(stage, desk, columns, three):
    desk.do(tasks.add_task, "doing", None, columns[DOING])
    person = stage()
    person.clicks("one")

    person.types(Qt.Key.Key_Down)
    assert person.selected() == ["two"]
    person.types(Qt.Key.Key_Right)
    assert person.selected() == ["doing"]
    person.types(Qt.Key.Key_Right)
    assert person.selected() == []
    person.types(Qt.Key.Key_Left)
    assert person.selected() == ["doing"]


def test_s_and_a_digit_move_to_a_column(stage, three):
    person = stage()
    person.clicks("one")
    person.types(Qt.Key.Key_S)
    person.chooses(Qt.Key.Key_3)

    person.waits_for(WAITING, ["one"])
    person.is_settled()


def test_a_and_a_digit_assign(stage, desk, three):
    irene = desk.do(agency.add_member, "Irene Vidal").value
    person = stage()
    person.clicks("one")
    person.types(Qt.Key.Key_A)
    person.chooses(Qt.Key.Key_1)

    person.sees_toast("Irene Vidal does it")
    person.is_settled()
    assert desk.read(tasks.board).all_cards[0].assignee_id == irene


def test_d_asks_for_a_day_in_words_and_answers_what_it_cannot_read(stage, desk, three):
    person = stage()
    person.clicks("one")
    person.types(Qt.Key.Key_D)
    person.answers("whenever")
    person.answers("fri 16 9:00")

    person.sees_toast("Due Fri 16 Oct")
    person.is_settled()
    card = desk.read(tasks.board).all_cards[0]
    assert (card.due, card.due_minute) == (date(2026, 10, 16), 540)


def test_m_asks_for_a_column_by_name(stage, three):
    person = stage()
    person.clicks("one")
    person.types(Qt.Key.Key_M)
    person.answers("wait")

    person.waits_for(WAITING, ["one"])
    person.is_settled()


def test_alt_shift_arrows_reorder(stage, three):
    person = stage()
    person.clicks("one")
    person.types(Qt.Key.Key_Down, mods=Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)

    person.waits_for(TO_DO, ["two", "one", "three"])
    person.is_settled()
    assert person.selected() == ["one"]


def test_delete_duplicate_and_select_all(stage, three):
    person = stage()
    person.clicks("one")
    person.types(Qt.Key.Key_D, mods=CTRL)
    person.waits_for(TO_DO, ["one", "one", "two", "three"])
    person.is_settled()

    person.types(Qt.Key.Key_A, mods=CTRL)
    assert len(person.selected()) == 4
    person.types(Qt.Key.Key_Delete)
    person.waits_for(TO_DO, [])
    person.sees_toast("4 tasks put into the bin")
    person.is_settled()
    person.jobs.undo()
    person.waits_for(TO_DO, ["one", "one", "two", "three"])
    person.is_settled()


def test_escape_lets_go_of_several_then_closes_the_panel(stage, three):
    person = stage()
    person.clicks("one")
    person.types(Qt.Key.Key_Return)
    person.qtbot.waitUntil(lambda: not person.page.panel.isHidden())
    person.is_settled()
    person.clicks("two")
    person.clicks("three", CTRL)

    person.types(Qt.Key.Key_Escape)
    assert len(person.selected()) == 1
    person.types(Qt.Key.Key_Escape)
    assert person.page.panel.isHidden()
    person.is_settled()


# --- writing -----------------------------------------------------------------------------------


def test_quick_words_are_written_one_after_another(stage, desk):
    irene = desk.do(agency.add_member, "Irene Vidal").value
    client = desk.do(clients.add_client, "Horno Masalumbre").value
    person = stage(client)
    person.page.new_task()
    person.writes("Ask for photos fri 16 @irene #photos")
    person.types(Qt.Key.Key_Return)
    person.waits_for(TO_DO, ["Ask for photos"])
    person.is_settled()
    person.writes("And captions")
    person.types(Qt.Key.Key_Return)

    person.waits_for(TO_DO, ["Ask for photos", "And captions"])
    person.is_settled()
    first = desk.read(tasks.board, client).all_cards[0]
    assert (first.assignee_id, first.labels, first.client_id) == (irene, ("photos",), client)


def test_a_client_without_tasks_gets_words_and_a_button(stage, desk):
    person = stage(desk.do(clients.add_client, "Horno Masalumbre").value)

    assert person.page.stack.currentWidget() is person.page._empty
    person.page.new_task()
    assert person.page.stack.currentWidget() is person.page.board


def test_filters_leave_out_and_say_so(stage, desk, columns, three):
    desk.do(tasks.add_task, "late tue 13", None, columns[DOING])
    person = stage()
    person.page.due_chip.click()
    assert person.sees(TO_DO) == []
    assert person.sees(DOING) == ["late"]
    assert person.page._late.text() == "1 late"

    person.page._clear_filter()
    assert person.sees(TO_DO) == ["one", "two", "three"]


def test_a_long_done_column_is_folded(stage, desk, columns):
    for number in range(7):
        desk.do(tasks.add_task, f"done {number}", None, columns[DONE])
    person = stage()
    view = person.page.board.columns[DONE]
    assert len(person.sees(DONE)) == 4
    assert view.more.text() == "Show 3 more"

    view.more.click()
    assert len(person.sees(DONE)) == 7


# --- the panel ---------------------------------------------------------------------------------


@pytest.fixture
def opened(stage, desk, columns, three):
    person = stage()
    person.clicks("one")
    person.types(Qt.Key.Key_Return)
    person.qtbot.waitUntil(lambda: not person.page.panel.isHidden())
    person.is_settled()
    person.task = desk.read(tasks.board).cards[columns[TO_DO]][0].id
    return person


def detail(desk, person):
    person.is_settled()
    return desk.read(tasks.task, person.task)


def test_fields_of_the_panel_save_when_they_are_left(opened, desk):
    panel = opened.page.panel
    for field, text in (
        (panel.title, "One more word"), (panel.note, "Ask Elena"), (panel.start, "thu 15"), (panel.due, "fri 16 13:00"),
        (panel.estimate, "1:30"), (panel.labels, "photos, autumn"),
    ):  # fmt: skip
        (field.setPlainText if hasattr(field, "setPlainText") else field.setText)(text)
        field.commit()

    found = detail(desk, opened)
    assert (found.card.title, found.note, found.start) == ("One more word", "Ask Elena", date(2026, 10, 15))
    assert (found.card.due, found.card.due_minute) == (date(2026, 10, 16), 780)
    assert (found.estimate_minutes, found.card.labels) == (90, ("photos", "autumn"))
    opened.qtbot.waitUntil(lambda: panel.estimate.text() == "1 h 30")


def test_words_that_cannot_be_read_are_answered_below_the_field(opened, desk):
    panel = opened.page.panel
    panel.due.setText("some day")
    panel.due.commit()

    assert "some" in panel._fields["due"].problem
    assert detail(desk, opened).card.due is None


def test_what_the_rules_refuse_is_answered_below_the_field(opened, desk):
    panel = opened.page.panel
    panel.due.setText("fri 16")
    panel.due.commit()
    opened.is_settled()
    panel.start.setText("sat 17")
    panel.start.commit()

    opened.qtbot.waitUntil(lambda: panel._fields["start"].problem.startswith("A task begins"))
    assert detail(desk, opened).start is None


def test_the_checklist_is_added_to_ticked_and_shortened(opened, desk):
    checks = opened.page.panel.checks
    checks._adder.setText("Write")
    checks._on_added()
    checks._adder.setText("Send")
    checks._on_added()
    checks._items[0].ticked.emit(True)
    assert detail(desk, opened).card.checks == (Check("Write", True), Check("Send"))

    checks._items[1].moved.emit(-1)
    checks._items[1].removed.emit()
    assert detail(desk, opened).card.checks == (Check("Send"),)


def test_a_column_is_chosen_in_the_panel(opened, desk, columns):
    opened.page.panel.column.chosen.emit(columns[DONE])

    assert detail(desk, opened).card.done_on == TODAY


# --- columns -----------------------------------------------------------------------------------


def test_columns_are_renamed_in_place_and_removed_when_empty(stage, desk, three):
    person = stage()
    head = person.page.board.columns[DOING].head
    head.rename()
    head._field.setText("In hand")
    head._on_named()
    person.sees_toast("Column renamed")
    person.is_settled()

    person.page._remove_column(person.page.board.columns[TO_DO].column.id)
    person.sees_toast("The column holds 3 tasks. Move them first.")
    person.page._remove_column(person.page.board.columns[DOING].column.id)
    person.qtbot.waitUntil(lambda: len(person.page.board.columns) == 4)
    person.is_settled()


# --- what is read aloud ------------------------------------------------------------------------


def test_cards_and_columns_say_what_they_are(stage, desk, columns):
    client = desk.do(clients.add_client, "Horno Masalumbre").value
    desk.do(tasks.add_task, "Photos tue 13 #autumn", client, columns[TO_DO])
    person = stage()
    cards = person.page.board.columns[TO_DO].list

    said = cards.cards.data(cards.cards.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Task, Photos, Horno Masalumbre, due yesterday, late, nobody yet, Not agreed"
    assert cards.accessibleName() == "To do, 1 task"
    assert QAccessible.queryAccessibleInterface(cards).text(QAccessible.Text.Name) == "To do, 1 task"


def test_every_button_has_a_name(stage, three):
    person = stage()
    person.page.open(1)
    person.qtbot.waitUntil(lambda: not person.page.panel.isHidden())
    person.is_settled()

    from PySide6.QtWidgets import QAbstractButton

    nameless = [b for b in person.page.findChildren(QAbstractButton) if b.isVisible() and not b.accessibleName()]
    assert not nameless
