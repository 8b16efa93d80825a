"""Handling posts of the calendar: several at once, one too many, too near for a yes, files from outside."""

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu

from cmdesk.services import posts
from cmdesk.ui.calendar.popovers import WhenField
from cmdesk.ui.widgets.days import DayPicker
from cmdesk.ui.widgets.popover import Popover
from tests.ui.test_calendar import CONTROL, NONE, Agency, october


@pytest.fixture
def agency(qtbot, theme, icons, tmp_path):
    world = Agency(qtbot, theme, icons, tmp_path)
    yield world
    world.close()


def open_menu(agency):
    agency.settle()
    return next(menu for menu in agency.page.findChildren(QMenu) if menu.isVisible())


def choose(agency, words):
    menu = open_menu(agency)
    next(act for act in menu.actions() if act.text().startswith(words)).trigger()
    menu.close()
    agency.settle()


class TestSeveral:
    def test_a_published_one_stays_and_the_others_go_and_both_are_said(self, agency):
        keys = [agency.add("Pan", 19), agency.add("Fuera", 20), agency.add("Bollo", 21)]
        agency.desk.do(posts.set_status, [keys[1]], "published")
        agency.open().view.choose(keys)
        agency.lift(keys[0])
        agency.move(agency.day(26))
        hint = agency.page.moves._drag._hint.words
        assert "Drop to plan 2 for Mon 26 Oct. 1 is published and stays" in hint
        agency.release(agency.day(26))
        assert [agency.card(key).day.day for key in keys] == [26, 20, 28]
        assert agency.notify.shown == "Moved 2 posts. 1 stays as it is: A published post stays on its day."

    def test_control_copies_only_what_is_dragged(self, agency):
        keys = [agency.add("Pan", 19), agency.add("Bollo", 20)]
        agency.open().view.choose([keys[0]])
        start = agency.centre_of(keys[1])
        agency.press(start, CONTROL)
        for step in (4, 12):
            agency.move(start + QPoint(step, step), CONTROL)
        agency.move(agency.day(27), CONTROL)
        agency.release(agency.day(27), CONTROL)
        assert [card.title for card in agency.view.cards_on(october(27))] == ["Bollo"]
        assert not agency.view.cards_on(october(26))

    def test_words_by_days_move_each_from_its_own_day_as_one_step(self, agency):
        keys = [agency.add("Pan", 16), agency.add("Bollo", 19)]
        agency.open().view.choose(keys)
        agency.shortcut("M")
        field = agency.window.findChild(WhenField)
        field.write("+7")
        assert field._answer.text() == "7 days later"
        agency.type(Qt.Key.Key_Return, on=field.focusProxy())
        assert [agency.card(key).day.day for key in keys] == [23, 26]
        agency.jobs.undo()
        agency.settle()
        assert [agency.card(key).day.day for key in keys] == [16, 19]

    def test_letters_assign_cover_and_choose_a_day(self, agency):
        keys = [agency.add("Pan", 19), agency.add("Bollo", 20)]
        agency.open().view.choose(keys)
        agency.shortcut("A")
        choose(agency, "Nobody")
        assert [agency.card(key).owner_id for key in keys] == [None, None]
        agency.shortcut("L")
        choose(agency, "Courtesy")
        assert [agency.card(key).coverage for key in keys] == ["courtesy", "courtesy"]
        assert agency.notify.shown == "2 posts are courtesies"
        agency.page.view.choose(keys[:1])
        agency.shortcut("D")
        agency.window.findChild(Popover).findChild(DayPicker).picked.emit(october(22))
        agency.settle()
        assert agency.card(keys[0]).day == october(22)


class TestTheClipboard:
    def test_posts_are_copied_and_cut_to_the_day_of_the_keyboard(self, agency):
        keys = [agency.add("Pan", 19, 540), agency.add("Bollo", 20)]
        agency.open().view.choose(keys)
        agency.shortcut("Ctrl+C")
        assert QApplication.clipboard().text() == "Pan\nBollo"
        agency.view.go_to_day(october(26))
        agency.shortcut("Ctrl+V")
        assert [card.title for day in (26, 27) for card in agency.view.cards_on(october(day))] == ["Pan", "Bollo"]
        agency.view.choose(keys[:1])
        agency.shortcut("Ctrl+X")
        agency.view.go_to_day(october(22))
        agency.shortcut("Ctrl+V")
        assert (agency.card(keys[0]).day, agency.card(keys[0]).minute) == (october(22), 540)


class TestOneTooMany:
    def test_it_lands_marked_and_a_swap_settles_it(self, agency):
        for day in range(1, 13):
            agency.add(f"Pan {day}", day)
        key = agency.add("El trece")
        agency.open().lift(key)
        agency.move(agency.day(22))
        assert "1 more than agreed" in agency.page.moves._drag._hint.words
        agency.release(agency.day(22))
        assert agency.page.month_posts.marks[key] == "over"
        agency.notify._toast.press("Swap…")
        choose(agency, "Reels · 4 left")
        assert (agency.card(key).lineage, key in agency.page.month_posts.marks) == ("Reels", False)


class TestWorkingDays:
    def test_too_near_is_said_by_mouse_by_key_and_afterwards(self, agency):
        key = agency.add("Pan", 20)
        agency.open().view.choose([key])
        agency.type(Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left)
        agency.settle()
        agency.type(Qt.Key.Key_Left)
        words = "1 working day too near for the client’s yes"
        assert agency.view._aim.spoken.startswith(f"Drop to plan for Thu 15 Oct. {words}")
        assert words in agency.page.moves._carry_hint.words
        agency.type(Qt.Key.Key_Return)
        assert agency.notify.shown == f"Moved “Pan” to Thu 15: {words}"


class TestFilesFromOutside:
    def drop(self, agency, where, paths):
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        here = QPointF(agency.page.mapFromGlobal(where))
        told = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, NONE)
        QApplication.sendEvent(agency.page, QDragEnterEvent(here, *told))
        QApplication.sendEvent(agency.page, QDragMoveEvent(here, *told))
        self.hint = agency.page.outside._hint.words
        QApplication.sendEvent(agency.page, QDropEvent(here, *told))
        agency.settle()

    def test_on_a_day_they_are_a_draft_and_on_a_post_they_join_it(self, agency, tmp_path):
        paths = [tmp_path / "pan_de_hoy.png", tmp_path / "miga.png", tmp_path / "nota.txt"]
        for path, colour in zip(paths[:2], ("red", "blue"), strict=True):
            Image.new("RGB", (40, 30), colour).save(path)
        paths[2].write_text("Hola")
        agency.open()
        self.drop(agency, agency.day(21), paths)
        assert self.hint == "Drop to plan 3 files for Wed 21 Oct, 09:00"
        (card,) = agency.view.cards_on(october(21))
        assert (card.title, card.format, card.minute, card.status) == ("pan de hoy", "carousel", 540, "draft")
        assert agency.notify.shown.startswith("New post with 2 files for Wed 21, 09:00. Not taken: nota.txt: ")
        other = agency.add("Bollo", 22)
        agency.page.reload()
        agency.settle()
        self.drop(agency, agency.centre_of(other), paths[:1])
        assert len(agency.desk.read(posts.post, other).media) == 1
        assert agency.notify.shown == "1 file is in “Bollo” now"
