"""The calendar as a person uses it: by mouse, by keyboard, in words."""

from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from cmdesk.domain.moments import Month, When
from cmdesk.services import calendar, posts
from cmdesk.ui.calendar.drag import Drag, Ghost
from cmdesk.ui.calendar.page import CalendarPage
from cmdesk.ui.calendar.popovers import DayList, NewPost, WhenField
from cmdesk.ui.calendar.yes import CauseField, YesField
from cmdesk.ui.jobs import Jobs
from cmdesk.ui.memory import Memory
from cmdesk.ui.notify import Notify
from cmdesk.ui.page import Place, Tools
from tests.bakery import add_client, open_bakery

LEFT, NONE, CONTROL, SHIFT = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def october(day):
    return date(2026, 10, day)


class Agency:
    """A bakery's calendar in a window, and hands to use it with."""

    def __init__(self, qtbot, theme, icons, folder, *, agreed=True):
        self.bot = qtbot
        self.desk, self.client = open_bakery(folder / "agency.cmdesk", agreed=agreed)
        self.jobs = Jobs(self.desk)
        self.window = QWidget()
        self.notify = Notify(self.window, theme, icons)
        self.jobs.failed.connect(self.notify.problem)
        self.place = Place(self.window)
        self.place.choose_client(self.client)
        tools = Tools(theme, icons, self.jobs, self.notify, Memory())
        self.page = CalendarPage(tools, self.place, self.window)
        self.view, self.tray = self.page.view, self.page.tray
        self.window.resize(1300, 900)
        self.page.resize(1300, 900)

    def open(self):
        self.window.show()
        self.page.view.setFocus()
        self.settle()
        return self

    def close(self):
        self.window.hide()
        self.jobs.close()
        self.window.deleteLater()
        self.desk.close()

    def add(self, title, day=None, minute=None, **more):
        when = october(day) if isinstance(day, int) else day
        return self.desk.do(posts.add_post, self.client, title, day=when, minute=minute, **more).value

    def settle(self):
        """Wait until nothing is under way."""
        for _each in range(3):
            self.bot.waitUntil(lambda: self.jobs.is_idle)
            QApplication.processEvents()

    def card(self, key):
        return self.desk.read(posts.post, key).card

    def centre_of(self, key):
        place = self.view.place_of(key) or self.tray.list.place_of(key)
        return place.center()

    def press(self, where, modifiers=NONE):
        widget = self.window.childAt(self.window.mapFromGlobal(where))
        QTest.mousePress(widget, LEFT, modifiers, widget.mapFromGlobal(where))
        self.held = widget

    def move(self, where, modifiers=NONE):
        here = QPointF(self.held.mapFromGlobal(where))
        event = QMouseEvent(QEvent.Type.MouseMove, here, QPointF(where), Qt.MouseButton.NoButton, LEFT, modifiers)
        QApplication.sendEvent(self.held, event)

    def release(self, where, modifiers=NONE):
        QTest.mouseRelease(self.held, LEFT, modifiers, self.held.mapFromGlobal(where))
        self.settle()

    def click(self, where, modifiers=NONE):
        self.press(where, modifiers)
        self.release(where, modifiers)

    def lift(self, key):
        start = self.centre_of(key)
        self.press(start)
        self.move(start + QPoint(4, 4))
        self.move(start + QPoint(12, 12))

    def drag(self, key, target, modifiers=NONE):
        self.lift(key)
        self.move(target - QPoint(30, 0), modifiers)
        self.move(target, modifiers)
        self.release(target, modifiers)

    def day(self, day):
        when = october(day) if isinstance(day, int) else day
        return self.view.cell_place(when).center()

    def cell(self, day):
        """How a day of the month is laid out."""
        self.view._settle()
        return self.view._cells[october(day)]

    def type(self, *keys, on=None):
        for key in keys:
            if isinstance(key, str):
                QTest.keyClicks(on or QApplication.focusWidget() or self.view, key)
            else:
                QTest.keyClick(on or self.view, key)
        self.settle()

    def shortcut(self, text):
        """Press a key of the page."""
        action = next(act for act in self.page.actions() if act.shortcut().toString() == text)
        action.trigger()
        self.settle()

    @property
    def is_dragging(self):
        return any(drag.parent() is self.window for drag in self.window.findChildren(Drag))


@pytest.fixture
def agency(qtbot, theme, icons, tmp_path):
    world = Agency(qtbot, theme, icons, tmp_path)
    yield world
    world.close()


class TestDragging:
    def test_an_idea_is_planned_by_dropping_it_on_a_day(self, agency):
        key = agency.add("Pan gratis")
        agency.open().drag(key, agency.day(16))
        card = agency.card(key)
        assert (card.day, card.minute, card.status) == (october(16), 540, "draft")
        assert agency.notify.shown == "Moved “Pan gratis” to Fri 16, 09:00"

    def test_a_post_goes_to_another_day_and_keeps_its_hour(self, agency):
        key = agency.add("Pan", 16, 750)
        agency.open().drag(key, agency.day(22))
        assert (agency.card(key).day, agency.card(key).minute) == (october(22), 750)
        assert agency.view.selected_ids() == [key]

    def test_a_post_goes_back_to_the_ideas(self, agency):
        key = agency.add("Pan", 16)
        agency.open().drag(key, agency.tray.mapToGlobal(agency.tray.rect().center()))
        assert (agency.card(key).day, agency.card(key).status) == (None, "idea")
        assert agency.tray.list.selected_ids() == [key]

    def test_the_day_shows_the_hour_and_the_strip_what_would_change(self, agency):
        key = agency.add("Pan gratis")
        agency.open().lift(key)
        agency.move(agency.day(16))
        assert agency.view._aim.words == "Drop: Fri 16, 09:00"
        assert agency.page.strip._bars[0].accessibleName() == "Feed posts: 0 → 1 of 12"
        agency.release(agency.day(16))
        assert agency.page.strip._bars[0].accessibleName() == "Feed posts: 1 of 12"

    def test_esc_cancels_and_nothing_is_changed(self, agency):
        key = agency.add("Pan", 16)
        agency.open().lift(key)
        agency.move(agency.day(22))
        assert agency.is_dragging
        QTest.keyClick(agency.view, Qt.Key.Key_Escape)
        agency.release(agency.day(22))
        assert agency.card(key).day == october(16)
        assert agency.view._aim is None

    def test_the_right_button_cancels_too(self, agency):
        key = agency.add("Pan", 16)
        agency.open().lift(key)
        agency.move(agency.day(22))
        QTest.mousePress(agency.held, Qt.MouseButton.RightButton, NONE, QPoint(5, 5))
        agency.release(agency.day(22))
        assert agency.card(key).day == october(16)

    def test_control_copies(self, agency):
        key = agency.add("Pan", 16, 600)
        agency.open().drag(key, agency.day(22), CONTROL)
        assert agency.card(key).day == october(16)
        page = agency.desk.read(calendar.month, agency.client, Month(2026, 10))
        assert [(card.day.day, card.minute) for card in page.cards] == [(16, 600), (22, 600)]
        assert agency.notify.shown == "Copied “Pan” to Thu 22, 10:00"

    def test_pressing_control_in_the_air_turns_the_move_into_a_copy(self, agency):
        key = agency.add("Pan", 16)
        agency.open().lift(key)
        agency.move(agency.day(22))
        drag = agency.page.moves._drag
        press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Control, CONTROL)
        QApplication.sendEvent(agency.view, press)
        assert drag.copies
        QApplication.sendEvent(agency.view, QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_Control, NONE))
        assert not drag.copies
        drag.cancel()

    def test_a_published_post_says_why_it_stays(self, agency):
        key = agency.add("Pan", 12)
        agency.desk.do(posts.set_status, [key], "published")
        agency.open().lift(key)
        agency.move(agency.day(22))
        assert agency.view._aim.is_refused
        agency.release(agency.day(22))
        assert agency.card(key).day == october(12)

    def test_several_keep_the_days_between_them(self, agency):
        keys = [agency.add(f"Pan {day}", day) for day in (5, 7)]
        agency.open().view.choose(keys)
        agency.drag(keys[0], agency.day(19))
        assert [agency.card(key).day.day for key in keys] == [19, 21]
        assert agency.notify.shown == "Moved 2 posts"

    def test_resting_on_the_arrow_turns_the_page(self, agency, qtbot):
        key = agency.add("Pan", 16)
        agency.open().lift(key)
        arrow = agency.page.on_button
        agency.move(arrow.mapToGlobal(arrow.rect().center()))
        qtbot.waitUntil(lambda: agency.view.month == Month(2026, 11))
        agency.move(agency.day(date(2026, 11, 5)))
        agency.release(agency.day(date(2026, 11, 5)))
        assert agency.card(key).day == date(2026, 11, 5)

    def test_dropping_beside_everything_changes_nothing(self, agency):
        key = agency.add("Pan", 16)
        agency.open().drag(key, agency.page.header.mapToGlobal(QPoint(60, 10)))
        assert agency.card(key).day == october(16)

    def test_undo_brings_it_back(self, agency):
        key = agency.add("Pan", 16)
        agency.open().drag(key, agency.day(22))
        agency.jobs.undo()
        agency.settle()
        assert agency.card(key).day == october(16)
        assert agency.view.cards_on(october(16))[0].id == key

    def test_the_place_and_the_selection_stay_when_others_change_something(self, agency):
        keys = [agency.add(f"Pan {day}", day) for day in (5, 16)]
        agency.open().view.choose([keys[1]])
        agency.jobs.do(agency.page, posts.move_post, keys[0], When(october(20)))
        agency.settle()
        assert agency.view.selected_ids() == [keys[1]]

    def test_one_more_than_agreed_offers_a_courtesy(self, agency):
        for day in range(1, 13):
            agency.add(f"Pan {day}", day)
        key = agency.add("El trece")
        agency.open().drag(key, agency.day(22))
        assert agency.notify.shown == "Moved “El trece” to Thu 22, 09:00: 1 more than agreed"
        agency.notify._toast.press("Courtesy")
        agency.settle()
        assert agency.card(key).coverage == "courtesy"

    def test_a_move_of_an_approved_post_can_be_asked_again(self, agency):
        key = agency.add("Pan", 16)
        agency.desk.do(posts.set_status, [key], "approved")
        agency.open().drag(key, agency.day(22))
        assert "The client approved it for Fri 16 Oct" in agency.notify.shown
        agency.notify._toast.press("Ask again")
        agency.settle()
        assert agency.card(key).status == "client_review"

    def test_who_moves_a_post_that_missed_its_day_may_say_why(self, agency):
        key = agency.add("Pan", 12, 540)
        agency.open().page.moves.move([agency.card(key)], key, When(october(28)))
        agency.settle()
        agency.notify._toast.press("Say why")
        agency.settle()
        QTest.keyClick(agency.window.findChild(CauseField), Qt.Key.Key_2)
        agency.settle()
        last = agency.desk.read(posts.post, key).events[-1]
        assert (last.kind, last.cause, last.detail) == ("missed", "client_material", "2026-10-12 540")

    def test_without_an_agreement_the_toast_says_so(self, qtbot, theme, icons, tmp_path):
        agency = Agency(qtbot, theme, icons, tmp_path, agreed=False)
        key = agency.add("Pan")
        agency.open().drag(key, agency.day(22))
        assert agency.notify.shown.endswith(": not agreed")
        assert agency.page.strip._verdict.text() == "Not agreed"
        agency.close()

    def test_the_ghost_is_gone_in_the_end(self, agency, qtbot):
        key = agency.add("Pan", 16)
        agency.open().drag(key, agency.day(22))
        qtbot.waitUntil(lambda: not agency.window.findChildren(Ghost))


class TestTheKeyboard:
    def test_arrows_go_by_day_and_week(self, agency):
        agency.open().view.go_to_day(october(14))
        agency.type(Qt.Key.Key_Right, Qt.Key.Key_Down)
        assert agency.view.day == october(22)
        agency.type(Qt.Key.Key_Home)
        assert agency.view.day == october(19)
        agency.type(Qt.Key.Key_End)
        assert agency.view.day == october(25)

    def test_down_goes_through_the_posts_of_a_day_first(self, agency):
        keys = [agency.add("Uno", 14, 540), agency.add("Dos", 14, 600)]
        agency.open().view.go_to_day(october(14))
        assert agency.view.current_id() == keys[0]
        agency.type(Qt.Key.Key_Down)
        assert agency.view.current_id() == keys[1]
        agency.type(Qt.Key.Key_Down)
        assert (agency.view.current_id(), agency.view.day) == (None, october(21))

    def test_page_keys_turn_the_month(self, agency):
        agency.open().type(Qt.Key.Key_PageDown)
        assert (agency.view.month, agency.view.day) == (Month(2026, 11), date(2026, 11, 14))
        agency.type(Qt.Key.Key_PageUp)
        assert agency.view.month == Month(2026, 10)

    def test_leaving_the_last_week_turns_the_page(self, agency):
        agency.open().view.go_to_day(date(2026, 11, 1))
        agency.type(Qt.Key.Key_Right)
        assert (agency.view.month, agency.view.day) == (Month(2026, 11), date(2026, 11, 2))

    def test_t_comes_back_to_today(self, agency):
        agency.open().page.go_to_month(Month(2027, 3))
        agency.settle()
        agency.shortcut("T")
        assert (agency.view.month, agency.view.day) == (Month(2026, 10), october(14))

    def test_j_and_k_go_from_post_to_post(self, agency):
        keys = [agency.add(f"Pan {day}", day) for day in (5, 20)]
        agency.open().view.go_to_day(october(14))
        agency.type(Qt.Key.Key_J)
        assert agency.view.current_id() == keys[1]
        agency.type(Qt.Key.Key_K)
        assert agency.view.current_id() == keys[0]

    def test_space_lifts_arrows_move_enter_drops(self, agency):
        key = agency.add("Pan", 14, 540)
        agency.open().view.choose([key])
        agency.type(Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Right)
        assert agency.card(key).day == october(14)
        assert agency.view._aim.words == "Drop: Fri 16, 09:00"
        agency.type(Qt.Key.Key_Return)
        assert agency.card(key).day == october(16)

    def test_a_lifted_post_can_be_carried_into_another_month(self, agency):
        key = agency.add("Pan", 14)
        agency.open().view.choose([key])
        agency.type(Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_Return)
        assert agency.card(key).day == date(2026, 11, 14)

    def test_esc_puts_a_lifted_post_down_where_it_was(self, agency):
        key = agency.add("Pan", 14)
        agency.open().view.choose([key])
        agency.type(Qt.Key.Key_Space, Qt.Key.Key_Right)
        assert agency.page.escape()
        assert (agency.card(key).day, agency.view.is_carrying) == (october(14), False)

    def test_an_idea_is_carried_from_the_tray(self, agency):
        key = agency.add("Pan")
        agency.open().view.go_to_day(october(14))
        agency.tray.list.choose([key])
        agency.type(Qt.Key.Key_Space, on=agency.tray.list)
        agency.type(Qt.Key.Key_Right, Qt.Key.Key_Return)
        assert agency.card(key).day == october(15)

    def test_a_published_post_is_not_lifted(self, agency):
        key = agency.add("Pan", 12)
        agency.desk.do(posts.set_status, [key], "published")
        agency.open().view.choose([key])
        agency.type(Qt.Key.Key_Space)
        assert not agency.view.is_carrying
        assert "already published" in agency.notify.shown

    def test_m_moves_by_words(self, agency):
        wanted = {
            "fri 23": (october(23), 540),
            "vie 23 10:30": (october(23), 630),
            "+7": (october(23), 540),
            "3 nov": (date(2026, 11, 3), 540),
            "bandeja": (None, None),
        }
        keys = {words: agency.add("Pan", 16, 540) for words in wanted}
        agency.open()
        for words, key in keys.items():
            agency.page.go_to_month(Month(2026, 10))
            agency.settle()
            agency.view.choose([key])
            agency.shortcut("M")
            field = agency.page.window().findChildren(WhenField)[-1]
            field.write(words)
            agency.type(Qt.Key.Key_Return, on=field.focusProxy())
            assert (agency.card(key).day, agency.card(key).minute) == wanted[words], words

    def test_words_that_say_no_day_are_answered_in_the_field(self, agency):
        key = agency.add("Pan", 16)
        agency.open().view.choose([key])
        agency.shortcut("M")
        field = agency.window.findChild(WhenField)
        field.write("whenever")
        agency.type(Qt.Key.Key_Return, on=field.focusProxy())
        assert "whenever" in field._error.sentence
        assert agency.page.escape()

    def test_s_and_a_digit_change_the_status_of_all(self, agency):
        keys = [agency.add(f"Pan {day}", day) for day in (16, 17)]
        agency.open().view.choose(keys)
        agency.shortcut("S")
        menu = next(menu for menu in agency.page.findChildren(QMenu) if menu.isVisible())
        QTest.keyClick(menu, Qt.Key.Key_3)
        agency.settle()
        assert [agency.card(key).status for key in keys] == ["internal_review", "internal_review"]

    def test_s_and_5_ask_who_said_yes_and_enter_notes_it(self, agency):
        key = agency.add("Pan", 16)
        agency.open().view.choose([key])
        agency.shortcut("S")
        menu = next(menu for menu in agency.page.findChildren(QMenu) if menu.isVisible())
        QTest.keyClick(menu, Qt.Key.Key_5)
        agency.settle()
        field = agency.window.findChild(YesField)
        field.word.name.setText("Elena Robles")
        QTest.keyClick(field, Qt.Key.Key_Return)
        agency.settle()
        assert agency.card(key).status == "approved"

    def test_ctrl_d_duplicates_and_del_deletes(self, agency):
        key = agency.add("Pan", 16)
        agency.open().view.choose([key])
        agency.shortcut("Ctrl+D")
        assert len(agency.view.cards_on(october(16))) == 2
        agency.shortcut("Del")
        assert [card.id for card in agency.view.cards_on(october(16))] == [key]

    def test_n_makes_a_post_on_the_day(self, agency):
        agency.open().view.go_to_day(october(20))
        agency.shortcut("N")
        content = agency.window.findChild(NewPost)
        content.write("Pan de calabaza")
        content.confirm()
        agency.settle()
        (card,) = agency.view.cards_on(october(20))
        assert (card.title, card.minute, card.status) == ("Pan de calabaza", 540, "draft")
        assert agency.page.editing.post_id == card.id

    def test_a_post_without_a_title_is_asked_for_one(self, agency):
        agency.open().shortcut("N")
        content = agency.window.findChild(NewPost)
        content.confirm()
        assert content._error.sentence == "Write a title."
        agency.page.escape()

    def test_shift_i_writes_ideas_one_after_the_other(self, agency):
        agency.open().shortcut("Shift+I")
        field = agency.tray._writer._field
        for title in ("Uno", "Dos"):
            agency.type(title, on=field)
            agency.type(Qt.Key.Key_Return, on=field)
        assert [card.title for card in agency.desk.read(calendar.tray, agency.client)] == ["Uno", "Dos"]
        assert agency.page.escape()
        assert not agency.tray.is_writing

    def test_letters_do_nothing_while_words_are_written(self, agency):
        key = agency.add("Pan", 16)
        agency.open().page.open_post(key)
        agency.settle()
        agency.page.editing.editor.basics.title.setFocus()
        agency.shortcut("Del")
        assert agency.card(key).title == "Pan"


class TestChoosing:
    def test_a_click_chooses_one_control_adds_shift_takes_a_range(self, agency):
        keys = [agency.add(f"Pan {day}", day) for day in (5, 7, 9)]
        agency.open().click(agency.centre_of(keys[0]))
        assert agency.view.selected_ids() == keys[:1]
        agency.click(agency.centre_of(keys[2]), CONTROL)
        assert agency.view.selected_ids() == [keys[0], keys[2]]
        agency.click(agency.centre_of(keys[0]))
        agency.click(agency.centre_of(keys[2]), SHIFT)
        assert agency.view.selected_ids() == keys

    def test_a_band_over_empty_ground_chooses_what_it_touches(self, agency):
        keys = [agency.add(f"Pan {day}", day) for day in (6, 7)]
        agency.open().press(agency.view.cell_place(october(5)).center())
        agency.move(agency.view.cell_place(october(6)).center())
        agency.move(agency.view.cell_place(october(7)).topRight() + QPoint(-5, 30))
        agency.release(agency.view.cell_place(october(7)).topRight() + QPoint(-5, 30))
        assert agency.view.selected_ids() == keys

    def test_ctrl_a_chooses_all_and_the_bar_says_how_many(self, agency):
        keys = [agency.add(f"Pan {day}", day) for day in (5, 7, 9)]
        agency.open().shortcut("Ctrl+A")
        assert agency.view.selected_ids() == keys
        assert agency.page._bars.currentWidget() is agency.page._bulk
        assert agency.page.escape()
        assert agency.view.selected_ids() == []

    def test_a_double_click_on_a_day_asks_for_a_new_post(self, agency):
        agency.open()
        where = agency.view.viewport().mapFromGlobal(agency.day(20))
        QTest.mouseDClick(agency.view.viewport(), LEFT, NONE, where)
        assert agency.window.findChild(NewPost) is not None
        agency.page.escape()


class TestManyOnADay:
    def test_what_finds_no_room_folds_and_opens_in_a_list(self, agency):
        keys = [agency.add(f"Pan {number}", 16, 540 + number) for number in range(12)]
        agency.open()
        cell = agency.cell(16)
        assert cell.hidden == 12 - len(cell.places)
        where = agency.view.viewport().mapToGlobal(cell.more.center().toPoint())
        agency.click(where)
        content = agency.window.findChild(DayList)
        assert [card.id for card in content.list.posts.cards] == keys
        agency.page.escape()

    def test_posts_are_dragged_out_of_the_list(self, agency):
        keys = [agency.add(f"Pan {number}", 16, 540 + number) for number in range(12)]
        agency.open().page.handling.show_day(october(16))
        agency.settle()
        content = agency.window.findChild(DayList)
        start = content.list.place_of(keys[2]).center()
        agency.press(start)
        agency.move(start + QPoint(5, 5))
        agency.move(start + QPoint(15, 15))
        agency.move(agency.day(7))  # the mouse goes on to where it was pressed: the list must be there
        agency.release(agency.day(7))
        assert agency.card(keys[2]).day == october(7)
        assert not agency.page.is_asking

    def test_cards_are_as_high_as_the_day_allows(self, agency):
        heights = {12: 53, 13: 53, 14: 38, 15: 22}  # of a Monday with one card to a Thursday with four
        for count, day in enumerate(heights, start=1):
            for number in range(count):
                agency.add(f"Pan {number}", day, 540 + number)
        agency.open()
        for day, height in heights.items():
            assert {place.height() for place in agency.cell(day).places.values()} == {height}, day


class TestAnOpenPost:
    def test_its_editor_is_made_ready_without_moving_the_calendar(self, agency):
        agency.open()
        before = agency.view.geometry()
        agency.page.editing._warm(())
        assert agency.view.geometry() == before
        agency.settle()
        assert agency.view.geometry() == before
        assert not agency.page.editing.editor.isVisible()

    def test_enter_opens_it_over_the_calendar_and_esc_goes_back_to_it(self, agency):
        keys = [agency.add(f"Pan {day}", day) for day in (5, 7)]
        agency.open().view.choose([keys[0]])
        agency.type(Qt.Key.Key_Return)
        editor = agency.page.editing.editor
        assert editor.isVisible()
        assert not agency.view.isVisible()
        editor.step_wanted.emit(1)
        agency.settle()
        assert agency.page.editing.post_id == keys[1]
        editor.text.text.setPlainText("Recién hecho")
        assert agency.page.escape()
        agency.settle()
        assert agency.view.isVisible()
        assert agency.view.selected_ids() == [keys[1]]
        assert agency.desk.read(posts.post, keys[1]).text == "Recién hecho"

    def test_a_deleted_post_closes_it(self, agency):
        key = agency.add("Pan", 16, 540)
        agency.open().page.open_post(key)
        agency.settle()
        agency.jobs.do(agency.page, posts.delete_posts, [key])
        agency.settle()
        assert not agency.page.editing.is_open
        assert agency.view.isVisible()


class TestWhatIsSeen:
    def test_networks_status_and_words_filter(self, agency):
        reel = agency.add("Reel del horno", 16, format="reel", channel_ids=[3])
        post = agency.add("Panadería", 17)
        agency.open().page.filters._chips["instagram"].click()
        assert [card.id for card in agency.page.month_posts.cards] == [reel]
        agency.page.filters._chips["instagram"].click()
        agency.page.filters._search.setText("pana")
        assert [card.id for card in agency.page.month_posts.cards] == [post]

    def test_all_clients_stand_together_with_their_tiles_and_without_a_strip(self, agency):
        other = agency.desk.do(add_client, "Clínica Velanova", "CV", 2).value
        agency.add("Pan", 16)
        key = agency.desk.do(posts.add_post, other, "Dientes", day=october(16)).value
        agency.open().place.choose_client(None)
        agency.settle()
        assert len(agency.view.cards_on(october(16))) == 2
        card = agency.page.month_posts.card(key)
        assert agency.page.month_posts.client_of(card).tile.letters == "CV"
        assert not agency.page.strip.isVisible()
        assert agency.page.month_posts.marks == {key: "not_agreed"}

    def test_an_empty_month_says_what_the_scope_promises(self, agency):
        agency.open()
        assert agency.page.empty.isVisible()
        words = agency.page.empty._words
        assert (words._title.text(), words._text.text()) == (
            "No posts in October yet",
            "The scope promises 36. Plan them from the ideas.",
        )

    def test_a_post_is_a_sentence_for_who_listens(self, agency):
        key = agency.add("7.000 años y aún caliente", 15, 720)
        agency.desk.do(posts.set_status, [key], "client_review")
        agency.open()
        index = agency.page.month_posts.index_of(key)
        assert index.data(Qt.ItemDataRole.AccessibleTextRole) == (
            "Post, 7.000 años y aún caliente, Thursday 15 October 12:00, Instagram, client review, 1 day late"
        )

    def test_what_a_person_wrote_is_never_markup(self, agency):
        key = agency.add("<b>Pan</b> & <img src=x>", 16)
        agency.open()
        tip = agency.page.month_posts.index_of(key).data(Qt.ItemDataRole.ToolTipRole)
        assert "&lt;b&gt;Pan&lt;/b&gt; &amp; &lt;img src=x&gt;" in tip

    def test_in_a_narrow_window_the_tray_is_a_drawer(self, agency):
        agency.window.resize(1080, 680)
        agency.page.resize(1080, 680)
        agency.open()
        assert not agency.tray.isVisible()
        agency.shortcut("Ctrl+J")
        assert agency.tray.isVisible()
        assert agency.page.width() == 1080

    def test_it_paints_in_every_theme_and_size(self, agency, theme):
        for day in range(1, 29):
            agency.add(f"Un título bastante largo para el día {day} 🥖", day, 540)
        theme.choose("dark", 100, reduce_motion=True)
        assert not agency.open().window.grab().isNull()
        for mode, percent in (("light", 130), ("dark", 90)):
            theme.choose(mode, percent, reduce_motion=True)
            agency.settle()
            assert not agency.window.grab().isNull()

    def test_another_page_can_open_a_post_of_another_month(self, agency):
        key = agency.add("Pan", date(2027, 2, 3))
        agency.open().page.open(key)
        agency.settle()
        assert (agency.view.month, agency.page.editing.post_id) == (Month(2027, 2), key)
