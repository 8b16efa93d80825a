"""What the first page shows, and the words of a service while it is edited."""

from datetime import date

import pytest

from cmdesk import i18n
from cmdesk.desk import new_desk, open_desk
from cmdesk.domain.catalogue_sheet import Shelf, example, found, place_value
from cmdesk.domain.today import Said, sentence
from cmdesk.services import catalogue, clients, posts, scopes, tasks
from cmdesk.services.catalogue_sheet import service_sheet, template_shelf
from cmdesk.services.today import today
from cmdesk.services.words import WordState, explain_word, ignore_word, reset_word, word_list
from tests.conftest import SAMPLE_DAY

TODAY = date(2026, 10, 14)


@pytest.fixture
def desk(founded):
    desk = open_desk(founded, today=TODAY)
    desk.member_id = 1
    yield desk
    desk.close()


@pytest.fixture
def bakery(desk):
    client_id = desk.do(clients.add_client, "Horno Masalumbre", status="active").value
    desk.do(clients.add_contact, client_id, "Elena Robles", signs_scope=True, approves_posts=True)
    desk.do(clients.add_channel, client_id, "instagram", handle="@horno")
    return client_id


def plain(said):
    return "".join(piece.text for piece in said)


def test_a_day_without_anything_says_so_and_asks_for_a_scope(desk, bakery):
    day = desk.read(today)

    assert plain(sentence(day)) == "Nothing waits for you."
    assert (day.reminders, day.waiting, day.tasks, day.going_out, day.month) == ((), (), (), (), ())
    assert [(one.client_id, one.scope_id) for one in day.not_agreed] == [(bakery, None)]


def test_the_next_post_is_named_when_nothing_waits(desk, bakery):
    post = desk.do(posts.add_post, bakery, "Buenos días", day=date(2026, 10, 15), minute=750).value
    desk.do(posts.set_status, [post], "approved")

    assert plain(sentence(desk.read(today))) == "Nothing waits for you. Next: Buenos días, tomorrow 12:30."


def test_the_sentence_is_made_of_what_waits_goes_out_and_is_late(desk, bakery):
    review = desk.do(posts.add_post, bakery, "Pan de muerto", day=date(2026, 10, 20)).value
    desk.do(posts.set_status, [review], "client_review")
    desk.do(posts.add_post, bakery, "Hoy", day=TODAY)
    column = desk.read(tasks.columns)[0].id
    late = desk.do(tasks.add_task, "Fotos", bakery, column).value
    desk.do(tasks.set_due, [late], date(2026, 10, 13))
    day = desk.read(today)

    assert sentence(day) == (
        Said("1 post", "strong"), Said(" waits for a client’s yes, "),
        Said("1 post goes out", "strong"), Said(" today and "), Said("1 task is late", "late"), Said("."),
    )  # fmt: skip
    i18n.use("es")
    assert [piece.weight for piece in sentence(day)].count("late") == 1


def test_what_is_done_today_stays_and_what_was_done_before_goes(desk, bakery):
    columns = desk.read(tasks.columns)
    done = next(one.id for one in columns if one.is_done)
    task = desk.do(tasks.add_task, "Fotos", bakery, columns[0].id).value
    desk.do(tasks.set_due, [task], TODAY)
    desk.do(tasks.move_task, task, done)

    assert [(one.title, one.is_done) for one in desk.read(today).tasks] == [("Fotos", True)]
    assert desk.read(today).open_tasks == ()


def test_a_month_counts_planned_of_agreed_and_marks_what_is_over(desk, bakery):
    draft = desk.do(scopes.draft_from_template, bakery).value
    line = desk.do(scopes.add_line, draft, "CON-FEED").value
    desk.do(scopes.change_line, line, "quantity", 2)
    desk.do(scopes.change_line, line, "price_cents", 0)
    desk.do(scopes.change_terms, draft, "first_day", date(2026, 10, 1))
    desk.do(scopes.send, draft)
    elena = desk.read(clients.contacts, bakery)[0].id
    desk.do(scopes.agree, draft, elena, TODAY, "email")
    for day in (15, 16, 17):
        desk.do(posts.add_post, bakery, f"Post {day}", day=date(2026, 10, day))
    (row,) = desk.read(today).month

    assert (row.planned, row.agreed, row.over) == (3, 2, 1)
    assert desk.read(today).not_agreed == ()
    assert [len(one.cards) for one in desk.read(today).ahead[:3]] == [1, 1, 1]


def test_a_paused_client_is_asked_for_nothing(desk, bakery):
    review = desk.do(posts.add_post, bakery, "Pan", day=date(2026, 10, 20)).value
    desk.do(posts.set_status, [review], "client_review")
    desk.do(clients.pause_client, bakery, "Obras en la tienda")
    day = desk.read(today)

    assert (day.waiting, day.not_agreed) == ((), ())


def test_one_client_and_one_member_see_their_own_work(sample_desk):
    day = sample_desk.read(today)
    mine, bakery = day.of(None, sample_desk.member_id), day.of(1)

    assert day.day == SAMPLE_DAY
    assert {one.client_id for one in bakery.tasks} == {1}
    assert {one.assignee_id for one in mine.tasks} <= {None, sample_desk.member_id}
    assert len(mine.tasks) < len(day.tasks)
    assert [one.answer_by for one in day.waiting] == sorted(one.answer_by for one in day.waiting)


# --- the catalogue beside it -----------------------------------------------------------------------------------------


def test_services_are_found_whatever_their_accents_and_by_shelf(desk):
    services = desk.read(catalogue.services, with_hidden=True)
    code = desk.do(catalogue.add_service, "content", "Vídeos con dron").value
    desk.do(catalogue.hide_services, ["CON-FEED"])
    services = desk.read(catalogue.services, with_hidden=True)

    assert [one.code for one in found(services, "VIDEOS dron")] == [code]
    assert [one.code for one in found(services, "", Shelf.OWN)] == [code]
    assert [one.code for one in found(services, "", Shelf.HIDDEN)] == ["CON-FEED"]
    assert found(services, "", Shelf.NEW) == []


def test_a_sheet_knows_what_ships_what_it_does_and_who_uses_it(desk):
    desk.do(catalogue.change_service, "CON-FEED", "es.title", "Publicaciones del horno")
    sheet = desk.read(service_sheet, "CON-FEED")

    assert sheet.may_change
    assert (sheet.service.changed, sheet.reset_fields) == (("es.title",), ("es.title",))
    assert sheet.shipped is not None
    assert sheet.shipped.es.title != "Publicaciones del horno"
    assert {one.code for one in sheet.asked} == set(sheet.service.covers)
    assert "essential" in sheet.templates


def test_an_example_says_the_sentence_with_its_figures(desk):
    service = desk.read(catalogue.service, "CON-FEED")
    spanish = example(service, "es", "Preparamos {amount} {networks}. {Te|Os|Le} avisamos.")

    assert spanish.startswith("Preparamos 12 publicaciones al mes en Instagram y Facebook. Te avisamos.")
    assert place_value(service, "en", "count") == "12 posts"


def test_templates_stand_beside_the_services_that_they_name(desk):
    shelf = desk.read(template_shelf)
    codes = {one.code for one in shelf.services}

    assert shelf.may_read
    assert all(line.service in codes for one in shelf.templates for line in one.lines if line.service)


def test_the_list_of_words_says_whose_each_is(desk):
    before = {one.word.word: one.state for one in desk.read(word_list, "es")}
    assert set(before.values()) == {WordState.SHIPPED}
    first = next(iter(before))
    desk.do(explain_word, "es", "masa madre", "Levadura que se cría en casa", forms=("masas madre",))
    desk.do(explain_word, "es", first, "Otra cosa")
    desk.do(ignore_word, "es", "reel")
    now = {one.word.word: one for one in desk.read(word_list, "es")}

    assert now["masa madre"].state is WordState.OWN
    assert (now[first].state, now[first].word.meaning) == (WordState.CHANGED, "Otra cosa")
    assert now["reel"].state is WordState.IGNORED
    desk.do(reset_word, "es", "reel")
    assert {one.word.word: one.state for one in desk.read(word_list, "es")}["reel"] is before["reel"]


def test_a_new_agency_has_nothing_to_update(tmp_path):
    desk = new_desk(str(tmp_path / "a.cmdesk"), "Estudio", "Nuria Cabal", today=TODAY)
    assert desk.read(catalogue.has_newer_catalogue) is False
    desk.close()
