"""The Settings section, and the question who one is."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMainWindow

from cmdesk import settings
from cmdesk.domain.agency import Role
from cmdesk.services import agency
from cmdesk.settings import Settings
from cmdesk.ui.jobs import Jobs
from cmdesk.ui.memory import Memory
from cmdesk.ui.notify import Notify
from cmdesk.ui.page import Place, Tools
from cmdesk.ui.settings.page import SettingsPage
from cmdesk.ui.settings.who import WhoAmI
from cmdesk.ui.widgets.form import parse_hour
from tests.made import founded_desk


@pytest.fixture
def desk(tmp_path):
    desk = founded_desk(tmp_path / "a.cmdesk", today=date(2026, 10, 14))
    desk.do(agency.add_member, "Diego Ferro")
    yield desk
    desk.close()


@pytest.fixture
def page(qtbot, theme, icons, desk):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1200, 860)
    jobs = Jobs(desk)
    tools = Tools(theme, icons, jobs, Notify(window, theme, icons), Memory())
    page = SettingsPage(tools, Place(window), Settings(), window)
    window.setCentralWidget(page)
    window.show()
    qtbot.waitUntil(lambda: jobs.is_idle)
    yield page
    jobs.close()
    window.hide()


def idle(qtbot, page):
    qtbot.waitUntil(lambda: page.tools.jobs.is_idle)


def write(qtbot, edit, text):
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, text)
    if edit.completer():
        edit.completer().popup().hide()
    edit.clearFocus()


def test_a_choice_of_this_computer_is_told_with_all_others_as_they_are_saved(qtbot, page):
    settings.save(Settings(theme="dark", workspaces=("a",)))
    told = []
    page.settings_changed.connect(told.append)
    qtbot.keyClick(page.machine.field("text_percent"), Qt.Key.Key_Left)
    page.machine.motion.click()
    assert told[0] == Settings(theme="dark", workspaces=("a",), text_percent=90)
    assert told[1].reduce_motion is True


def test_the_page_shows_what_the_menus_changed(page, theme):
    settings.save(Settings(theme="dark", language="es"))
    theme.choose("dark", 100)
    assert page.machine.field("theme").current == "dark"
    assert page.machine.field("language").current == "es"


def test_each_field_of_the_agency_saves_when_it_is_left(qtbot, page, desk):
    page.open("agency")
    for field, text in {
        "name": "Estudio Nuevo", "tax_id": "B0", "email": "hola@farolillo.example", "phone": "1", "tax_bp": "10,5",
        "opens": "8:30", "time_zone": "Atlantic/Canary",
    }.items():  # fmt: skip
        write(qtbot, page.agency.field(field), text)
        idle(qtbot, page)
    house = desk.read(agency.agency)
    assert (house.name, house.tax_bp, house.opens, house.time_zone) == ("Estudio Nuevo", 1050, 510, "Atlantic/Canary")


def test_working_days_and_a_colour_save_at_once_and_what_cannot_be_is_said_beside_the_field(qtbot, page, desk):
    page.open("agency")
    page.agency.field("working_days")._boxes[5].click()
    idle(qtbot, page)
    assert desk.read(agency.agency).working_days == (0, 1, 2, 3, 4, 5)

    page.agency.changed.emit("colour", "#123456")
    idle(qtbot, page)
    assert desk.read(agency.agency).colour == "#123456"
    page.agency.changed.emit("colour", "red")
    idle(qtbot, page)
    assert page.agency.holder("colour").problem

    for field, text in (("name", " "), ("opens", "23"), ("closes", "noon"), ("email", "nobody")):
        write(qtbot, page.agency.field(field), text)
        idle(qtbot, page)
        assert page.agency.holder(field).problem, field
    assert desk.read(agency.agency).opens == 540


def test_a_logo_is_chosen_and_taken_away_and_a_missing_one_is_one_plain_sentence(qtbot, page, desk, tmp_path):
    page.open("agency")
    picture = QImage(20, 20, QImage.Format.Format_RGB32)
    picture.fill(0)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    file = tmp_path / "logo.png"
    file.write_bytes(buffer.data().data())
    page.agency.logo.wanted.emit(str(file))
    qtbot.waitUntil(lambda: desk.read(agency.agency).logo is not None)
    idle(qtbot, page)
    page.agency.logo.removed.emit()
    qtbot.waitUntil(lambda: desk.read(agency.agency).logo is None)
    idle(qtbot, page)

    page.tools.jobs.failed.connect(page.tools.notify.problem)
    page.agency.logo.wanted.emit(str(tmp_path / "none.png"))
    idle(qtbot, page)
    assert page.tools.notify.shown == "This picture cannot be read. Choose another one."


def test_members_are_added_and_changed(qtbot, page, desk):
    page.open("members")
    qtbot.keyClicks(page.members.adder.edit, "Iker Vela")
    qtbot.keyClick(page.members.adder.edit, Qt.Key.Key_Return)
    idle(qtbot, page)
    member = next(m for m in desk.read(agency.members) if m.name == "Iker Vela")
    page.members.changed.emit(member.id, "role", Role.MANAGER)
    page.members.cards[member.id]._ticks["is_active"].click()
    idle(qtbot, page)
    member = next(m for m in desk.read(agency.members) if m.name == "Iker Vela")
    assert (member.role, member.is_active) == (Role.MANAGER, False)


def test_the_last_owner_stays_and_the_tick_comes_back(qtbot, page, desk):
    page.open("members")
    card = page.members.cards[desk.member_id]
    card._ticks["is_active"].click()
    idle(qtbot, page)
    assert card._ticks["is_active"].isChecked()
    assert "owner" in card.form.holder("name").problem


def test_one_says_who_one_is(qtbot, page, desk):
    page.open("me")
    told = []
    page.member_chosen.connect(told.append)
    page.people._people[0].click()
    assert told == [next(m.id for m in desk.read(agency.members) if m.name == "Diego Ferro")]
    idle(qtbot, page)


def test_the_question_who_one_is_lists_active_members_and_takes_enter(qtbot, page, desk):
    desk.member_id = None
    asking = WhoAmI(page.tools, page.window())
    told = []
    asking.chosen.connect(told.append)
    asking.open_beside(page.tabs)
    qtbot.waitUntil(lambda: asking.popover is not None)
    people = asking.popover.findChild(type(page.people))
    assert [p.text() for p in people._people] == ["Diego Ferro", "Nuria Cabal"]
    qtbot.keyClick(people._people[1], Qt.Key.Key_Return)
    assert told == [people._people[1].member.id]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("9", 540), ("9:30", 570), ("930", 570), ("18.15", 1095), ("9h", 540), ("24:00", 1440), ("", None)],
)
def test_hours_are_read_as_people_write_them(text, minutes):
    assert parse_hour(text) == minutes


@pytest.mark.parametrize("text", ["25", "9:75", "nine", "24:01", "-1"])
def test_what_is_no_hour_is_not_read(text):
    with pytest.raises(ValueError, match=text):
        parse_hour(text)


# --- what new scopes begin with -------------------------------------------------------------------------------------


def test_new_scopes_begin_with_what_the_agency_writes_and_with_what_ships_again(qtbot, page, desk):
    page.show_tab("start")
    form = page.start
    shipped = form.texts.field("payment").text()
    field = form.texts.field("payment")
    assert form.texts.resets["payment"].isHidden()
    field.setPlainText("A 30 días.")
    field.commit()
    form.numbers.field("lead_days").setValue(4)
    form.numbers.field("lead_days").commit()
    idle(qtbot, page)
    start = desk.read(agency.scope_start)
    assert (start.texts["es"].payment, start.numbers.lead_days) == ("A 30 días.", 4)

    form.texts.resets["payment"].click()
    idle(qtbot, page)
    assert form.texts.field("payment").text() == shipped
    assert form.texts.resets["payment"].isHidden()
    assert desk.read(agency.scope_start).numbers.lead_days == 4


def test_start_texts_are_written_in_each_language(qtbot, page, desk):
    page.show_tab("start")
    page.start.languages.choose("en")
    page.start.languages.chosen.emit("en")
    rights = page.start.texts.field("rights")
    assert "published" in rights.text()
    rights.setPlainText("All yours.")
    rights.commit()
    idle(qtbot, page)
    start = desk.read(agency.scope_start)
    assert start.texts["en"].rights == "All yours."
    assert start.texts["es"].rights != "All yours."


def test_what_new_scopes_cannot_begin_with_is_said_below_its_field(qtbot, page):
    page.start.changed.emit(None, "lead_days", 1_000)
    idle(qtbot, page)
    assert "from 0 to 60" in page.start.numbers.holder("lead_days").problem
