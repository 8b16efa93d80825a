"""What stands around the posts: filters, days and their notes, campaigns, the small month, ideas in a line."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

from cmdesk.domain.agency import Member, Role
from cmdesk.domain.campaigns import Campaign, Themes
from cmdesk.domain.days import Awareness, CampaignBar, DayFacts, Note
from cmdesk.domain.moments import parse_place
from cmdesk.domain.posts import PostStatus
from cmdesk.domain.stretches import View
from cmdesk.domain.views import Overlay, PostFilter
from cmdesk.services import awareness, campaigns, clients, days, posts, views
from cmdesk.ui.calendar.about_day import AboutDay, GoToDay
from cmdesk.ui.calendar.campaigns import CampaignsPane
from cmdesk.ui.calendar.filters import Filters, StayingMenu
from cmdesk.ui.calendar.mini_month import MiniMonth
from cmdesk.ui.calendar.page import CalendarPage
from cmdesk.ui.jobs import Jobs
from cmdesk.ui.memory import Memory
from cmdesk.ui.notify import Notify
from cmdesk.ui.page import Place, Tools
from cmdesk.ui.settings.days import DayDialog, DaysForm
from cmdesk.ui.settings.holidays import HolidayChoice
from cmdesk.ui.widgets.buttons import LinkButton
from cmdesk.ui.widgets.fields import CommittingLineEdit
from tests.bakery import open_bakery

LIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
TODAY = date(2026, 10, 14)
STAFF = (Member(1, "Nuria Cabal", "", 1, Role.OWNER, is_active=True), Member(2, "Iván Soto", "", 2, Role.EDITOR, True))


@pytest.fixture
def world(qtbot, theme, icons, tmp_path):
    """A bakery's workspace with what every part of a window needs."""
    desk, client = open_bakery(tmp_path / "agency.cmdesk")
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1400, 900)
    jobs = Jobs(desk)
    tools = Tools(theme, icons, jobs, Notify(window, theme, icons), Memory())
    yield tools, window, client
    window.hide()
    jobs.close()
    desk.close()


def show(qtbot, tools, window, widget):
    window.setCentralWidget(widget)
    window.show()
    settle(qtbot, tools)
    return widget


def settle(qtbot, tools):
    for _each in range(3):
        qtbot.waitUntil(lambda: tools.jobs.is_idle)
        QApplication.processEvents()


# --- widgets alone --------------------------------------------------------------------------------------------------


def test_chips_narrow_what_is_seen_say_so_and_are_cleared_by_one_click(qtbot, theme, icons):
    filters = Filters(theme, icons)
    qtbot.addWidget(filters)
    filters.resize(1300, 44)
    filters.show_choices(["instagram", "facebook"], STAFF)
    filters.show_themes(Themes((Campaign(7, 1, "Autumn in the bakery of the square"),)))
    filters.show()
    changes = []
    filters.changed.connect(lambda: changes.append(filters.filter))
    filters.campaign.open_menu()
    menu = next(one for one in filters.campaign.findChildren(StayingMenu) if one.isVisible())
    next(act for act in menu.actions() if act.data() == 7).trigger()
    assert menu.isVisible()  # more may be ticked
    menu.close()
    filters.show_count(3, 29)
    assert changes == [PostFilter(campaigns=frozenset({7}))]
    assert filters.campaign.text() == "Autumn in the bak…"
    assert filters.campaign.accessibleName() == "Campaign: Autumn in the bakery of the square"
    assert filters._count.text() == "3 of 29 posts"
    filters._clear.click()
    assert filters.filter.is_empty
    assert filters._clear.isHidden()
    assert filters.campaign.text() == "Campaign"


def test_a_chip_without_room_is_found_under_more(qtbot, theme, icons):
    filters = Filters(theme, icons)
    qtbot.addWidget(filters)
    filters.show_choices(["instagram", "facebook", "tiktok", "x"], STAFF)
    filters.resize(640, 44)
    filters.show()
    assert filters.coverage.isHidden()
    filters._open_more()
    menu = next(one for one in filters._more.findChildren(StayingMenu) if one.isVisible())
    assert "Counts against" in [act.text() for act in menu.actions()]
    menu.close()
    filters.choose(PostFilter(coverages=frozenset({"courtesy"})))
    assert not filters.coverage.isHidden()
    assert filters.coverage.text() == "Courtesies"


def test_a_day_shows_what_is_known_of_it_and_takes_a_note(qtbot, theme, icons):
    note = Note(3, "Photographer at ten", 1, TODAY)
    theme_of_day = Awareness("World Bread Day", "the bakers", code="bread")
    facts = DayFacts(TODAY, ("National Day",), True, (theme_of_day,), (note,))
    bar = CampaignBar(1, 1, "Autumn", "1", date(2026, 10, 1), date(2026, 10, 31))
    about = AboutDay(theme, icons, facts, (bar,), "Horno")
    qtbot.addWidget(about)
    about.show()
    added, changed, hidden = [], [], []
    about.added.connect(lambda text, for_all: added.append((text, for_all)))
    about.changed.connect(lambda one, text: changed.append((one.id, text)))
    about.hidden_theme.connect(hidden.append)
    about.add()
    assert not added
    about.write("Office is shut")
    about.add()
    field = next(one for one in about.findChildren(CommittingLineEdit) if one.text() == note.text)
    field.setText("Photographer at eleven")
    field.commit()
    next(one for one in about.findChildren(LinkButton) if one.accessibleName() == "Hide: World Bread Day").click()
    assert added == [("Office is shut", False)]
    assert changed == [(3, "Photographer at eleven")]
    assert hidden == ["bread"]


def test_a_day_is_gone_to_in_words(qtbot, theme, icons):
    field = GoToDay(theme, icons, lambda text: parse_place(text, TODAY), TODAY, TODAY)
    qtbot.addWidget(field)
    chosen = []
    field.chosen.connect(chosen.append)
    field.write("week 45")
    assert field._answer.text() == "Monday 2 November 2026"
    field.write("moon")
    field._choose()
    assert not chosen
    field.write("next month")
    field._choose()
    assert chosen == [date(2026, 11, 14)]


def test_the_small_month_is_used_by_mouse_and_keys_and_says_how_many_posts(qtbot, theme, icons):
    small = MiniMonth(theme, icons, TODAY)
    qtbot.addWidget(small)
    small.show_place(TODAY, (), 6, TODAY)
    small.mark({date(2026, 10, 15): 3})
    small.show()
    grid = small.month.focusProxy()
    picked = []
    small.picked.connect(picked.append)
    assert small.span[0] == date(2026, 9, 27)  # weeks begin on Sunday
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert grid.accessibleName() == "Thursday 15 October, 3 posts"
    QTest.keyClick(grid, Qt.Key.Key_Return)
    where = QPoint(grid._cell * 2 + 5, 30)
    assert small.day_at(grid.mapToGlobal(where)) == date(2026, 9, 29)
    assert small.day_at(grid.mapToGlobal(QPoint(-50, -50))) is None
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=where)
    assert picked == [date(2026, 10, 15), date(2026, 9, 29)]


# --- parts that save themselves -------------------------------------------------------------------------------------


def test_a_campaign_is_added_written_and_put_into_the_bin(qtbot, world):
    tools, window, client = world
    pane = show(qtbot, tools, window, CampaignsPane(tools))
    pane.show_client(client)
    pane.campaigns.adder.edit.setText("Autumn")
    pane.campaigns.adder._on_wanted()
    settle(qtbot, tools)
    (key,) = pane.campaigns.cards
    card = pane.campaigns.cards[key]
    card.changed.emit(key, "last_day", date(2026, 9, 1))
    settle(qtbot, tools)
    assert "ends on its first day or later" in card.form.holder("last_day")._error.sentence
    card.changed.emit(key, "budget_cents", 5000)
    settle(qtbot, tools)
    assert card.form.field("budget_cents").text() == "50.00"
    card.delete_wanted.emit(key)
    settle(qtbot, tools)
    assert not pane.campaigns.cards
    tools.jobs.undo()
    settle(qtbot, tools)
    assert list(pane.campaigns.cards) == [key]


def test_days_to_remember_are_found_hidden_written_and_reset(qtbot, world):
    tools, window, _client = world
    form = show(qtbot, tools, window, DaysForm(tools))
    form.load()
    settle(qtbot, tools)
    form.search.setText("pan bakers")
    assert form.rows.keys() == ["bread"]
    form.toggle()
    settle(qtbot, tools)
    assert form.rows.isHidden()
    form.kind.choose("hidden")
    form._fill()
    assert form.rows.keys() == ["bread"]
    tools.jobs.undo()
    settle(qtbot, tools)
    form.edit("bread")
    dialog = window.findChild(DayDialog)
    dialog.english.setText("")
    dialog.spanish.setText("")
    dialog.confirmed.emit()
    settle(qtbot, tools)
    assert "called" in dialog._error.sentence
    dialog.english.setText("Our bread day")
    dialog.rule.kind.choose("weekday")
    dialog.confirmed.emit()
    settle(qtbot, tools)
    changed = next(day for day in tools.jobs.desk.read(awareness.awareness_days) if day.code == "bread")
    assert (changed.name_in("en"), changed.rule.nth, changed.is_changed) == ("Our bread day", 1, True)


def test_a_country_is_chosen_by_its_name_and_shows_what_follows(qtbot, world):
    tools, window, client = world
    choice = show(qtbot, tools, window, HolidayChoice(tools))
    choice.show_for(client)
    settle(qtbot, tools)
    assert choice.country.currentText() == "As the agency: Spain"
    choice.country.chosen.emit("GB")
    settle(qtbot, tools)
    choice.region.chosen.emit("SCT")
    settle(qtbot, tools)
    assert (choice.country.currentText(), choice.region.currentText()) == ("United Kingdom", "Scotland")
    assert "Saint Andrew" in choice._next.text().replace("St", "Saint")
    assert not tools.jobs.desk.read(days.working_days, client).is_working(date(2026, 11, 30))


# --- the whole page -------------------------------------------------------------------------------------------------


@pytest.fixture
def page(qtbot, world):
    tools, window, client = world
    desk = tools.jobs.desk
    desk.do(campaigns.add_campaign, client, "Autumn", first_day=date(2026, 10, 5), last_day=date(2026, 10, 20))
    desk.do(days.add_note, client, date(2026, 10, 16), "Photographer at ten")
    place = Place(window)
    place.choose_client(client)
    page = CalendarPage(tools, place, window)
    return show(qtbot, tools, window, page)


def facts(page, day):
    return page.view.overlays.of(date(2026, 10, day))


def test_days_carry_what_is_known_of_them_and_each_part_can_be_left_out(qtbot, page):
    assert facts(page, 12).holidays
    assert facts(page, 16).notes
    assert page.view.overlays.campaigns
    page.beside.menu.show_overlays(frozenset({Overlay.HOLIDAYS}))
    assert facts(page, 12).holidays
    assert not facts(page, 16).notes
    assert not facts(page, 16).awareness
    assert not page.view.overlays.campaigns
    assert facts(page, 17).is_rest


def test_a_note_is_written_on_the_day_where_the_keyboard_is_and_undone(qtbot, page):
    page.view.go_to_day(date(2026, 10, 21))
    page.beside.show_day()
    about = page.findChild(AboutDay) or next(one for one in QApplication.allWidgets() if isinstance(one, AboutDay))
    about.write("Ask for the recipe")
    about.add()
    settle(qtbot, page.tools)
    assert [note.text for note in facts(page, 21).notes] == ["Ask for the recipe"]
    page.tools.jobs.undo()
    settle(qtbot, page.tools)
    assert not facts(page, 21).notes


def test_filters_are_kept_per_client_and_a_view_with_a_name_brings_all_back(qtbot, page):
    desk, client = page.tools.jobs.desk, page.place.client_id
    other = desk.do(clients.add_client, "Clínica Velanova").value
    desk.do(posts.add_post, client, "Pan", day=date(2026, 10, 21))
    page.beside.menu.show_overlays(frozenset({Overlay.NOTES}))
    page.filters.choose(PostFilter(statuses=frozenset({PostStatus.APPROVED})))
    settle(qtbot, page.tools)
    assert not page.month_posts.cards
    page.beside.menu.ask_name()
    naming = next(one for one in QApplication.allWidgets() if type(one).__name__ == "ViewName")
    naming.write("Approved")
    naming.confirm()
    settle(qtbot, page.tools)
    page.place.choose_client(other)
    settle(qtbot, page.tools)
    assert page.filters.filter.is_empty
    page.place.choose_client(client)
    settle(qtbot, page.tools)
    assert page.filters.filter.statuses == {PostStatus.APPROVED}
    page.filters.clear()
    page.leafing.choose_view(View.AGENDA)
    page.beside.menu.show_overlays(frozenset(Overlay))
    settle(qtbot, page.tools)
    (view,) = desk.read(views.saved_views, client)
    page.beside.menu._choose(view)
    settle(qtbot, page.tools)
    assert (page.leafing.view, page.filters.filter.count) == (View.MONTH, 1)
    assert page.beside.menu.overlays == {Overlay.NOTES}


def test_ideas_are_jotted_down_in_a_line_looked_through_and_put_in_order(qtbot, page):
    page.creating.new_idea()
    field = page.tray._writer._field
    for line in ("reel: cómo se corta una hogaza #autumn @nuria", "Pan de ayer"):
        field.setText(line)
        if "#" in line:
            assert page.tray._writer._understood.text() == "Reel · Nuria Cabal · Campaign: Autumn"
        field.returnPressed.emit()
        settle(qtbot, page.tools)
    page.tray.stop_writing()
    titles = [card.title for card in page.tray_posts.cards]
    assert titles == ["Cómo se corta una hogaza", "Pan de ayer"]
    page.tray.list.choose([page.tray_posts.cards[0].id])
    QTest.keyClick(page.tray.list, Qt.Key.Key_Down, LIFT)
    settle(qtbot, page.tools)
    assert [card.title for card in page.tray_posts.cards] == titles[::-1]
    page.tray._toggle_search()
    page.tray._search.setText("hogaza")
    assert [card.title for card in page.tray_posts.cards] == ["Cómo se corta una hogaza"]
    assert page.tray._count.text() == "1 of 2"
    page.tray.stop_searching()
    assert len(page.tray_posts.cards) == 2
