"""Month, week and agenda as a person uses them: the same posts, the same hands."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from cmdesk.domain.allowance import Allowance
from cmdesk.domain.calendar import Plan
from cmdesk.domain.days import CampaignBar, DayFacts, Overlays
from cmdesk.domain.moments import Month
from cmdesk.domain.posts import PostCard, PostFormat, PostStatus
from cmdesk.domain.stretches import View
from cmdesk.ui.calendar.looks import ColourBy
from cmdesk.ui.calendar.strip import QuotaStrip
from tests.ui.test_calendar import CONTROL, Agency, october


class Seen(Agency):
    """A calendar, and what it takes to look at it in another way."""

    def look(self, view):
        self.shortcut({View.MONTH: "1", View.WEEK: "2", View.AGENDA: "3"}[view])
        self.view = self.page.view
        self.settle()
        return self.view

    def hour(self, day, minute):
        """Where an hour of the week is on the screen."""
        self.view._settle()
        rect = self.view.cell_rect(october(day))
        here = QPoint(rect.center().x(), round(self.view._y(minute)))
        return self.view.viewport().mapToGlobal(here)


@pytest.fixture
def agency(qtbot, theme, icons, tmp_path):
    world = Seen(qtbot, theme, icons, tmp_path)
    yield world
    world.close()


def test_the_views_share_what_is_selected_and_where_the_keyboard_is(agency):
    keys = [agency.add("Pan", 16, 600), agency.add("Bollo", 17)]
    agency.open().view.choose(keys)
    week = agency.look(View.WEEK)
    assert week.selected_ids() == keys
    assert (week.days[0], week.day) == (october(12), october(16))
    agenda = agency.look(View.AGENDA)
    assert agenda.selected_ids() == keys
    assert agency.page.looks.switch.current == View.AGENDA
    assert agency.look(View.MONTH).selected_ids() == keys


def test_in_the_week_a_drop_says_the_quarter_of_an_hour(agency):
    key = agency.add("Pan", 13, 600)
    agency.open()
    agency.look(View.WEEK)
    below = agency.hour(13, 600) + QPoint(0, 4)
    agency.press(below)
    agency.move(below + QPoint(6, 6))
    agency.move(below + QPoint(20, 10))
    drag = agency.page.moves._drag
    target = agency.hour(15, 14 * 60 + 32) + QPoint(0, drag.held_below)
    agency.move(target)
    assert agency.view._aim.minute == 14 * 60 + 30
    agency.release(target)
    assert (agency.card(key).day, agency.card(key).minute) == (october(15), 14 * 60 + 30)


def test_in_the_week_posts_are_carried_by_quarters_and_days(agency):
    key = agency.add("Pan", 13, 600)
    agency.open()
    agency.look(View.WEEK).choose([key])
    agency.type(Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, on=agency.view)
    assert agency.view._aim.words == "Drop: Wed 14, 10:30"
    agency.type(Qt.Key.Key_Return, on=agency.view)
    assert (agency.card(key).day, agency.card(key).minute) == (october(14), 630)


def test_what_overlaps_stands_side_by_side_and_the_third_is_folded(agency):
    keys = [agency.add(f"Pan {number}", 15, 600) for number in range(3)]
    agency.open()
    week = agency.look(View.WEEK)
    places = [week.place_of(key) for key in keys]
    assert places[0].right() < places[1].left()
    assert places[2] is None
    assert week.columns_of(october(15)) == (2, 1)


def test_the_agenda_shows_every_day_while_something_is_in_the_air(agency):
    key = agency.add("Pan", 16, 600)
    agency.open()
    agenda = agency.look(View.AGENDA)
    assert not agenda.cell_rect(october(20)).isValid()
    agenda.choose([key])
    agency.type(Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Down, on=agenda)
    assert agenda.cell_rect(october(20)).isValid()
    agency.type(Qt.Key.Key_Return, on=agenda)
    assert (agency.card(key).day, agency.card(key).minute) == (october(18), 600)


def test_ctrl_and_the_wheel_show_fewer_weeks_that_roll_on(agency):
    key = agency.add("Pan", 30)
    agency.open().view.choose([key])
    here = QPointF(agency.view.viewport().rect().center())
    turned = QWheelEvent(
        here, here, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, CONTROL, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(agency.view.viewport(), turned)
    agency.settle()
    assert len(agency.view.days) == 28
    assert october(30) in agency.view.days
    assert agency.view.selected_ids() == [key]
    agency.page.leafing.turn(1)
    agency.settle()
    assert agency.page.month == Month(2026, 11)


def test_days_say_what_lies_over_them_and_posts_have_other_colours(agency):
    key = agency.add("Pan", 16)
    agency.open()
    facts = DayFacts(october(16), holidays=("Fiesta",), is_rest=True)
    bar = CampaignBar(7, agency.client, "Otoño", "3", october(9), october(20))
    for kind in (View.MONTH, View.WEEK, View.AGENDA):
        view = agency.look(kind)
        agency.page.show_overlays(Overlays({october(16): facts}, (bar,)))
        assert view.day_sentence(october(16)) == "Friday 16 October, 1 post. Fiesta. Campaign: Otoño"
    agency.page.looks.choose_colour(ColourBy.CLIENT)
    assert agency.page.month_posts.tint_of(agency.page.month_posts.card(key)) == "1"
    assert not agency.window.grab().isNull()


def test_a_proposal_is_among_the_posts_and_no_post_yet(agency):
    agency.add("Pan", 16)
    agency.open()
    ghost = PostCard(-1, agency.client, "Reel", PostStatus.DRAFT, PostFormat.REEL, october(20), 540, ("instagram",))
    agency.page.show_proposals([ghost])
    assert [card.id for card in agency.view.cards_on(october(20))] == [-1]
    agency.page.show_proposals([])
    assert agency.view.cards_on(october(20)) == []
    assert agency.page.month_posts.card(-1) is None
    assert date(2026, 10, 20) in agency.view.days


def test_the_verdict_of_the_strip_follows_what_a_drop_would_change(qtbot, theme, icons):
    strip = QuotaStrip(theme, icons, october(14))
    qtbot.addWidget(strip)
    row = Allowance("posts", "Posts", "post", october(1), october(31), agreed=2, planned=1)
    strip.show_plan(Plan(1, Month(2026, 10), rows=(row,), scope_number=1))
    assert strip._verdict.text() == "On track for October"
    strip.preview({"posts": 2})
    assert strip._verdict.text() == "1 more than agreed"
    strip.preview({})
    assert strip._verdict.text() == "On track for October"
