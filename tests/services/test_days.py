"""What stands around the posts of a month: holidays, days to remember, notes, tasks, deadlines, campaigns."""

from datetime import date

import pytest

from cmdesk.desk import open_desk
from cmdesk.domain.days import DayRule
from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.services import awareness, campaigns, clients, days, tasks
from tests.bakery import add_client, agree

FIRST, LAST = date(2026, 9, 28), date(2026, 11, 8)
BREAD_DAY = date(2026, 10, 16)


@pytest.fixture
def desk(founded):
    desk = open_desk(founded, member_id=1, today=date(2026, 10, 14))
    yield desk
    desk.close()


@pytest.fixture
def client(desk):
    return desk.do(add_client, "Horno Masalumbre", "HM").value


def facts(desk, client_id, day):
    return desk.read(days.day_facts, client_id, FIRST, LAST).of(day)


class TestHolidays:
    def test_a_client_has_those_of_the_agency(self, desk, client):
        day = facts(desk, client, date(2026, 10, 12))
        assert day.holidays == ("National Day",)
        assert day.is_rest

    def test_or_those_of_its_own_country_and_region(self, desk, client):
        desk.do(days.set_client_holidays, client, "ES", "MD")
        assert facts(desk, client, date(2026, 11, 2)).is_rest
        desk.do(days.set_client_holidays, client, "GB", "SCT")
        assert not facts(desk, client, date(2026, 10, 12)).holidays
        assert desk.read(days.working_days, client).before(date(2026, 12, 1), 1) == date(2026, 11, 27)
        desk.undo()
        desk.undo()
        assert facts(desk, client, date(2026, 10, 12)).holidays

    def test_unknown_ones_are_refused_in_a_sentence(self, desk, client):
        with pytest.raises(RuleBroken, match="does not know the region QQ of Spain"):
            desk.do(days.set_client_holidays, client, "ES", "QQ")
        with pytest.raises(RuleBroken, match="does not know those of QQ"):
            desk.do(days.set_agency_holidays, "QQ")

    def test_an_agency_without_a_country_has_none_and_is_told(self, desk, client):
        desk.do(days.set_agency_holidays, "")
        around = desk.read(days.day_facts, client, FIRST, LAST)
        assert not around.of(date(2026, 10, 12)).holidays
        assert around.remark == "No holidays are marked: no country was chosen for them."
        assert desk.read(days.working_days, client).is_working(date(2026, 10, 12))

    def test_the_chooser_names_countries_and_shows_the_next_days(self, desk, client):
        calendar = desk.read(days.holiday_calendar, client)
        assert ("ES", "Spain") in calendar.countries
        assert calendar.house == "Spain"
        assert calendar.country == ""
        assert calendar.next_days[0] == (date(2026, 12, 8), "Immaculate Conception")

    def test_a_working_day_is_one_of_the_agencys_week_that_is_no_holiday(self, desk, client):
        work = desk.read(days.working_days, client)
        assert work.before(date(2026, 10, 14), 2) == date(2026, 10, 9)


class TestDaysToRemember:
    def names(self, desk, client_id, day=BREAD_DAY):
        return [one.name for one in facts(desk, client_id, day).awareness]

    def test_they_stand_on_their_days_with_their_source(self, desk, client):
        assert "World Bread Day" in self.names(desk, client)
        assert all(one.source for one in facts(desk, client, BREAD_DAY).awareness)

    def test_one_can_be_hidden_and_shown_again(self, desk, client):
        desk.do(awareness.hide_awareness_days, ["bread"])
        assert "World Bread Day" not in self.names(desk, client)
        desk.undo()
        assert "World Bread Day" in self.names(desk, client)
        desk.redo()
        desk.do(awareness.hide_awareness_days, ["bread"], is_hidden=False)
        assert "World Bread Day" in self.names(desk, client)

    def test_one_can_be_changed_and_put_back(self, desk, client):
        rule = DayRule(month=10, day=17)
        desk.do(awareness.change_awareness_day, "bread", {"en": "Our bread day"}, rule, "the guild")
        assert "Our bread day" in self.names(desk, client, date(2026, 10, 17))
        changed = next(day for day in desk.read(awareness.awareness_days) if day.code == "bread")
        assert changed.is_changed
        assert not changed.is_own
        desk.do(awareness.reset_awareness_day, "bread")
        assert "World Bread Day" in self.names(desk, client)

    def test_the_agency_has_its_own(self, desk, client):
        code = desk.do(awareness.add_awareness_day, {"es": "Día de la hogaza"}, DayRule(month=10, day=16), "us").value
        assert "Día de la hogaza" in self.names(desk, client)
        with pytest.raises(RuleBroken, match="agency's own"):
            desk.do(awareness.reset_awareness_day, code)
        desk.do(awareness.remove_awareness_day, code)
        assert "Día de la hogaza" not in self.names(desk, client)
        desk.undo()
        assert "Día de la hogaza" in self.names(desk, client)

    def test_what_cannot_be_is_refused(self, desk):
        with pytest.raises(RuleBroken, match="called"):
            desk.do(awareness.add_awareness_day, {"en": " "}, DayRule(month=1, day=1), "us")
        with pytest.raises(RuleBroken, match="Hide it"):
            desk.do(awareness.remove_awareness_day, "bread")
        with pytest.raises(NotFound):
            desk.do(awareness.hide_awareness_days, ["moon"])


class TestNotes:
    def test_one_stands_for_its_client_or_for_all(self, desk, client):
        other = desk.do(add_client, "Clínica Velanova", "CV", 2).value
        desk.do(days.add_note, client, BREAD_DAY, "Photographer at ten")
        desk.do(days.add_note, None, BREAD_DAY, "Office is shut")
        assert [note.text for note in facts(desk, client, BREAD_DAY).notes] == ["Photographer at ten", "Office is shut"]
        assert [note.text for note in facts(desk, other, BREAD_DAY).notes] == ["Office is shut"]

    def test_it_is_changed_moved_and_deleted_and_all_that_is_undone(self, desk, client):
        key = desk.do(days.add_note, client, BREAD_DAY, "Photographer").value
        desk.do(days.change_note, key, "Photographer at ten")
        desk.do(days.move_note, key, date(2026, 10, 19))
        assert facts(desk, client, date(2026, 10, 19)).notes[0].text == "Photographer at ten"
        desk.do(days.remove_note, key)
        assert not facts(desk, client, date(2026, 10, 19)).notes
        desk.undo()
        assert facts(desk, client, date(2026, 10, 19)).notes

    def test_an_empty_one_is_refused(self, desk, client):
        with pytest.raises(RuleBroken, match="remembered"):
            desk.do(days.add_note, client, BREAD_DAY, "  ")


def test_tasks_that_are_due_and_campaigns_lie_over_the_days(desk, client):
    column = desk.read(tasks.columns)[0].id
    ours = [(client, "Ask for photos"), (None, "Pay the rent")]
    made = [desk.do(tasks.add_task, title, owner, column).value for owner, title in ours]
    desk.do(tasks.set_due, made, date(2026, 10, 9))
    desk.do(
        campaigns.add_campaign, client, "Autumn", first_day=date(2026, 10, 1), last_day=date(2026, 10, 31), colour=3
    )
    around = desk.read(days.day_facts, client, FIRST, LAST)
    assert [(task.title, task.is_late) for task in around.of(date(2026, 10, 9)).tasks] == [("Ask for photos", True)]
    assert [(bar.name, bar.colour) for bar in around.campaigns] == [("Autumn", "3")]
    assert len(desk.read(days.day_facts, None, FIRST, LAST).of(date(2026, 10, 9)).tasks) == 2
    assert not desk.read(days.day_facts, client, date(2026, 11, 1), LAST).campaigns


def test_the_days_of_a_term_are_said(desk, client):
    desk.do(agree, client, date(2026, 1, 1), last_day=date(2026, 11, 5))
    around = desk.read(days.day_facts, client, FIRST, LAST)
    assert [one.words for one in around.of(date(2026, 11, 5)).deadlines] == ["Scope 1 ends"]
    assert [one.words for one in around.of(date(2026, 10, 6)).deadlines] == ["Scope 1: last day to give notice"]
    everybody = desk.read(days.day_facts, None, FIRST, LAST)
    assert everybody.of(date(2026, 11, 5)).deadlines[0].words == "Horno Masalumbre: Scope 1 ends"
    desk.do(clients.archive_client, client)
    assert not desk.read(days.day_facts, None, FIRST, LAST).of(date(2026, 11, 5)).deadlines
