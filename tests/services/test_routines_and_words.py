"""Routines become tasks, and the agency has a list of words of its own."""

from datetime import date

import pytest

from cmdesk.desk import open_desk
from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.domain.plain_words import marked
from cmdesk.domain.posts import Coverage
from cmdesk.domain.routines import RoutineStep
from cmdesk.services import clients, routines, scopes, tasks, words

MONDAY = date(2026, 11, 2)


@pytest.fixture
def desk(spanish):
    desk = open_desk(spanish, member_id=1, today=date(2026, 10, 14))
    yield desk
    desk.close()


@pytest.fixture
def bakery(desk):
    client_id = desk.do(clients.add_client, "Horno Masalumbre").value
    desk.do(clients.add_contact, client_id, "Elena Robles", signs_scope=True, approves_posts=True)
    return client_id


def board(desk):
    return desk.read(tasks.board).all_cards


def coverages(desk, day):
    return {card.coverage for card in board(desk) if card.due == day}


def planned(desk, bakery, code, first, last):
    column = desk.read(tasks.columns)[0].id
    return desk.do(routines.plan_routine, code, bakery, column, first, last).value


def test_three_routines_ship_for_a_day_and_a_week(desk):
    found = desk.read(routines.routines)
    assert [one.code for one in found] == ["small", "active", "week"]
    assert all(one.es.name and one.en.name for one in found)


def test_a_daily_routine_fills_the_working_days_and_is_undone_in_one_step(desk, bakery):
    small = desk.read(routines.routines)[0]
    count = planned(desk, bakery, "small", MONDAY, date(2026, 11, 8))  # Monday to Sunday

    cards = board(desk)
    assert count == len(cards) == 5 * len(small.steps)
    assert {card.due.weekday() for card in cards} == set(range(5))
    desk.undo()
    assert board(desk) == ()


def test_steps_count_against_the_line_in_force_and_nothing_else(desk, bakery):
    draft = desk.do(scopes.draft_from_template, bakery, "growth").value
    desk.do(scopes.send, draft)
    elena = desk.read(clients.contacts, bakery)[0].id
    desk.do(scopes.agree, draft, elena, date(2026, 10, 14), "email")
    planned(desk, bakery, "small", date(2026, 10, 30), MONDAY)  # a Friday before it is in force, and a Monday in it

    coverages = {
        day: {card.coverage for card in board(desk) if card.due == day} for day in (date(2026, 10, 30), MONDAY)
    }

    assert coverages[date(2026, 10, 30)] == {Coverage.UNDECIDED}
    assert Coverage.LINE in coverages[MONDAY]


@pytest.mark.parametrize(
    ("code", "last", "refusal"),
    [("none", MONDAY, NotFound), ("small", date(2026, 11, 1), RuleBroken), ("small", date(2027, 1, 1), RuleBroken)],
)
def test_a_routine_that_cannot_be_planned_leaves_nothing_behind(desk, bakery, code, last, refusal):
    with pytest.raises(refusal):
        planned(desk, bakery, code, MONDAY, last)
    assert board(desk) == ()


def test_a_routine_of_its_own_stays_until_it_is_reset(desk):
    steps = (RoutineStep(600, 30, "Leer", "Read", "LIS-READ"),)
    desk.do(routines.change_routine, "small", steps)
    assert desk.read(routines.routines)[0].steps == steps
    desk.do(routines.reset_routine, "small")
    assert len(desk.read(routines.routines)[0].steps) > 1
    with pytest.raises(NotFound):
        desk.do(routines.reset_routine, "small")


# --- Words ------------------------------------------------------------------------------------------------------------


def marks(desk, text, language="es"):
    return [text[one.start : one.end] for one in marked(text, desk.read(words.plain_words, language), language)]


def test_the_agency_adds_a_word_and_takes_it_back(desk):
    assert marks(desk, "Hacemos un zoco") == []
    desk.do(words.explain_word, "es", "zoco", "Un mercado de la casa.", "mercado", ["zocos"])
    assert marks(desk, "Dos zocos y un Zoco") == ["zocos", "Zoco"]
    desk.undo()
    assert marks(desk, "Hacemos un zoco") == []


def test_a_shipped_word_is_not_marked_when_the_agency_says_so(desk):
    text = "El engagement sube"
    assert marks(desk, text) == ["engagement"]
    desk.do(words.ignore_word, "es", "engagement")
    assert marks(desk, text) == []
    assert marks(desk, "The engagement rises", "en") != []
    assert desk.read(words.ignored_words, "es") == ("engagement",)
    desk.do(words.reset_word, "es", "engagement")
    assert marks(desk, text) == ["engagement"]


def test_what_is_said_of_a_word_is_changed_not_doubled(desk):
    desk.do(words.explain_word, "es", "zoco", "Un mercado.")
    desk.do(words.explain_word, "es", "Zoco", "Un mercado pequeño.", "mercadillo")
    own = [one for one in desk.read(words.plain_words, "es") if one.is_own]
    assert [(one.meaning, one.plain) for one in own] == [("Un mercado pequeño.", "mercadillo")]


@pytest.mark.parametrize(("word", "meaning"), [("", "x"), ("zoco", " ")])
def test_a_word_without_a_meaning_is_not_kept(desk, word, meaning):
    before = desk.read(words.plain_words, "es")
    with pytest.raises(RuleBroken):
        desk.do(words.explain_word, "es", word, meaning)
    assert desk.read(words.plain_words, "es") == before
