"""What the calendar's papers print, gathered from the workspace."""

from datetime import date

import pytest

from cmdesk.desk import open_desk
from cmdesk.domain.errors import NotFound
from cmdesk.domain.moments import Month
from cmdesk.services import posts
from cmdesk.services.calendar_papers import calendar_paper
from cmdesk.services.reporting import EVERYBODY, ReportRequest
from tests.bakery import NOW, TODAY, add_client, agree

OCTOBER = Month(2026, 10)


@pytest.fixture
def bakery(founded):
    desk = open_desk(founded, member_id=1, today=TODAY, clock=lambda: NOW)
    client = desk.do(add_client, "Horno Masalumbre", "HM", 1, [("instagram", 540)]).value
    yield desk, client
    desk.close()


def add(desk, client, day, title="Pan", **more):
    return desk.do(posts.add_post, client, title, day=date(2026, 10, day), minute=540, **more).value


class TestAPaper:
    def test_it_holds_the_month_with_all_that_stands_around_it(self, bakery):
        desk, client = bakery
        desk.do(agree, client, date(2026, 9, 1))
        add(desk, client, 5, text="Hoy hay pan")
        desk.do(posts.set_status, [add(desk, client, 6, "Fuera")], "cancelled")
        paper, language = desk.read(calendar_paper, client, OCTOBER, with_texts=True)
        assert language == "es"
        assert [(one.title, one.text, one.networks) for one in paper.posts] == [("Pan", "Hoy hay pan", ("instagram",))]
        assert paper.agreed == (("Feed posts", 1, 12), ("Reels", 0, 4), ("Stories", 0, 20))
        assert paper.holidays == {date(2026, 10, 12): ("Fiesta Nacional de España",)}
        assert paper.posts[0].client is None

    def test_it_speaks_another_language_where_that_is_wanted(self, bakery):
        desk, client = bakery
        paper, language = desk.read(calendar_paper, client, OCTOBER, language="en")
        assert language == "en"
        assert paper.holidays[date(2026, 10, 12)] != ("Fiesta Nacional de España",)

    def test_the_texts_are_read_only_where_they_are_printed(self, bakery):
        desk, client = bakery
        add(desk, client, 5, text="Hoy hay pan")
        paper, _language = desk.read(calendar_paper, client, OCTOBER)
        assert (paper.posts[0].text, paper.posts[0].places) == ("", ())

    def test_the_month_of_all_clients_says_whose_each_post_is(self, bakery):
        desk, client = bakery
        other = desk.do(add_client, "Clínica Velanova", "CV", 2).value
        add(desk, client, 5)
        add(desk, other, 6)
        paper, language = desk.read(calendar_paper, None, OCTOBER)
        assert [one.client.letters for one in paper.posts] == ["HM", "CV"]
        assert (paper.client, language, paper.agreed) == (None, "en", ())

    def test_a_client_that_is_not_there_has_none(self, bakery):
        desk, _client = bakery
        with pytest.raises(NotFound):
            desk.read(calendar_paper, 999, OCTOBER)


class TestTheDesk:
    def test_it_makes_both_papers_and_keeps_what_it_saved(self, bakery, tmp_path):
        desk, client = bakery
        add(desk, client, 5)
        sheet = desk.export(ReportRequest("calendar", client, month=OCTOBER, paper="a3", with_texts=True), tmp_path)
        listed = desk.export(ReportRequest("posts", EVERYBODY, month=OCTOBER), tmp_path)
        assert (sheet.name, listed.name) == (
            "2026-10 Horno Masalumbre - Calendario.pdf",
            "2026-10 All clients - Posts.pdf",
        )
        assert sheet.read_bytes().startswith(b"%PDF")
