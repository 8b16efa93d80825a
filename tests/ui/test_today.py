"""The section Today: a sentence, one list to walk through, and what each row leads to."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMainWindow

from cmdesk.services import posts, tasks
from cmdesk.ui.jobs import Jobs
from cmdesk.ui.memory import Memory
from cmdesk.ui.notify import Notify
from cmdesk.ui.page import Place, Tools
from cmdesk.ui.today.page import TodayPage
from cmdesk.ui.today.rows import RowKind

ROLE = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def desk(sample_desk):
    return sample_desk


@pytest.fixture
def page(qtbot, theme, icons, desk):
    Memory().keep("today/whose", "everyone")
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1280, 900)
    jobs = Jobs(desk)
    tools = Tools(theme, icons, jobs, Notify(window, theme, icons), Memory())
    page = TodayPage(tools, Place(window), window)
    window.setCentralWidget(page)
    window.show()
    qtbot.waitUntil(lambda: bool(page.list.shown) and jobs.is_idle)
    page.take_keyboard()
    yield page
    jobs.close()
    window.hide()


def idle(qtbot, page):
    qtbot.waitUntil(lambda: page.tools.jobs.is_idle)


def heads(page):
    return [row.title for row in page.list.shown if row.kind is RowKind.HEAD]


def rows(page, kind):
    return [row for row in page.list.shown if row.kind is kind]


def stand_on(qtbot, page, kind):
    wanted = rows(page, kind)[0]
    for _step in range(len(page.list.shown)):
        if page.list.current_row().key == wanted.key:
            return wanted
        qtbot.keyClick(page.list, Qt.Key.Key_J)
    raise AssertionError(kind)


def test_the_groups_stand_in_their_order_below_the_sentence(page):
    assert page.list.shown[0].kind is RowKind.SENTENCE
    assert heads(page) == ["Scopes", "Waiting for a yes", "To send to the client", "Tasks due", "Next days"]
    model = page.list.model()
    assert "7 posts wait for a client’s yes" in model.index(0, 0).data(ROLE)


def test_j_and_k_walk_through_all_groups_as_one_list(qtbot, page):
    something = [row for row in page.list.shown if row.is_something]
    walked = [page.list.current_row().key]
    for _step in something[1:]:
        qtbot.keyClick(page.list, Qt.Key.Key_J)
        walked.append(page.list.current_row().key)
    assert walked == [row.key for row in something]

    qtbot.keyClick(page.list, Qt.Key.Key_J)
    assert page.list.current_row().key == walked[-1]
    qtbot.keyClick(page.list, Qt.Key.Key_Home)
    assert page.list.current_row().key == walked[0]
    qtbot.keyClick(page.list, Qt.Key.Key_End)
    qtbot.keyClick(page.list, Qt.Key.Key_K)
    assert page.list.current_row().key == walked[-2]


def test_enter_opens_the_right_page_at_the_right_thing(qtbot, page):
    went = []
    page.place.section_wanted.connect(lambda section, what: went.append((section, what)))
    for kind, section in ((RowKind.SCOPE, "scope"), (RowKind.POST, "calendar"), (RowKind.TASK, "tasks")):
        row = stand_on(qtbot, page, kind)
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
        assert went[-1] == (section, row.way.what)
        page.place.choose_client(None)


def test_a_scope_opens_with_its_client_chosen(qtbot, page):
    row = stand_on(qtbot, page, RowKind.SCOPE)
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert page.place.client_id == row.client.id


def test_the_days_to_come_are_cells_that_arrows_choose(qtbot, page):
    went = []
    page.place.section_wanted.connect(lambda section, what: went.append((section, what)))
    row = stand_on(qtbot, page, RowKind.DAYS)
    qtbot.keyClick(page.list, Qt.Key.Key_Right)
    qtbot.keyClick(page.list, Qt.Key.Key_Return)

    assert went == [("calendar", row.days[1].day)]


def test_space_ticks_a_task_and_undo_opens_it_again(qtbot, page, desk):
    before = len(rows(page, RowKind.TASK))
    row = stand_on(qtbot, page, RowKind.TASK)
    qtbot.keyClick(page.list, Qt.Key.Key_Space)
    idle(qtbot, page)
    qtbot.waitUntil(lambda: any(one.is_done for one in rows(page, RowKind.TASK)))

    assert page.tools.notify.shown == f"Done: “{row.title}”"
    assert len(rows(page, RowKind.TASK)) == before
    assert desk.read(tasks.task, row.way.what).card.is_done
    page.tools.jobs.undo()
    qtbot.waitUntil(lambda: not any(one.is_done for one in rows(page, RowKind.TASK)))


def test_a_click_on_a_row_opens_it_and_one_on_its_box_ticks_it(qtbot, page, desk):
    went = []
    page.place.section_wanted.connect(lambda section, what: went.append((section, what)))
    number = next(n for n, row in enumerate(page.list.shown) if row.kind is RowKind.TASK)
    row = page.list.shown[number]
    index = page.list.model().index(number, 0)
    page.list.scrollTo(index)
    rect = page.list.visualRect(index)
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert went == [("tasks", row.way.what)]

    box = page.list.tick_rect(rect).center().toPoint()
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box))
    idle(qtbot, page)
    qtbot.waitUntil(lambda: desk.read(tasks.task, row.way.what).card.is_done)
    assert len(went) == 1


def test_my_work_and_one_client_show_less_and_empty_groups_disappear(qtbot, page):
    everything = len(page.list.shown)
    qtbot.mouseClick(page.switch.findChildren(type(page.switch.children()[-1]))[0], Qt.MouseButton.LeftButton)
    page.switch.choose("mine")
    page.show_day()
    assert len(page.list.shown) < everything

    page.switch.choose("everyone")
    page.place.choose_client(3)  # a mountain hut: no task is due, nothing is sent
    assert heads(page) == ["Waiting for a yes", "Next days"]


def test_what_is_approved_is_scheduled_from_the_column_beside(qtbot, page, desk):
    card = next(one for one in page._today.going_out if one.status == "approved")
    page.aside.schedule_wanted.emit(card.id)
    idle(qtbot, page)
    qtbot.waitUntil(lambda: page.tools.notify.shown == "The post is scheduled.")
    assert desk.read(posts.post, card.id).card.status == "scheduled"


def test_rows_are_read_aloud_as_sentences(page):
    model = page.list.model()
    spoken = [model.index(number, 0).data(ROLE) for number in range(model.rowCount())]
    assert "Horno Masalumbre, 7.000 años y aún caliente, post for Fri 16 · asked: Elena Robles, tomorrow" in spoken


def test_the_page_paints_in_both_themes_and_large(qtbot, page, theme):
    for name, percent in (("dark", 100), ("light", 130)):
        theme.choose(name, percent, reduce_motion=True)
        image = page.grab().toImage()
        assert image.width() > 0
        assert len({image.pixel(x, y) for x in range(0, image.width(), 9) for y in range(0, image.height(), 9)}) > 20
