"""The dates that were missed, in the report that the client reads."""

from datetime import UTC, date, datetime

from cmdesk.desk import open_desk
from cmdesk.domain.moments import Month, When
from cmdesk.services import posts, publishing
from cmdesk.services.reporting import ReportRequest
from tests.bakery import add_client
from tests.reports.documents import text_of


def test_the_report_tells_each_missed_date_with_its_cause(founded_sqlite):
    desk = open_desk(founded_sqlite, clock=lambda: datetime(2026, 10, 28, 9, 0, tzinfo=UTC))
    desk.member_id = 1
    client = desk.do(add_client, "Horno Masalumbre", "HM").value
    for title, day, cause in (("Pan", 5, "client_approval"), ("Bollos", 6, "agency"), ("Tortas", 7, "client_material")):
        key = desk.do(posts.add_post, client, title, day=date(2026, 10, day), minute=540).value
        desk.do(publishing.note_missed, [key], cause)
        if title == "Pan":
            desk.do(posts.set_status, [key], "published")
        elif title == "Bollos":
            desk.do(posts.move_post, key, When(date(2026, 11, 3)))
    month = Month(2026, 10)
    english = text_of(desk.document(ReportRequest("status", client, month=month, language="en")).content)
    spanish = text_of(desk.document(ReportRequest("status", client, month=month, language="es")).content)
    desk.close()

    assert "What did not go out on its date" in english
    assert "3 posts. 2 waited for something of yours." in english
    for words in (
        "The yes came late",
        "We were late",
        "The material came late",
        "Planned for Tue 3 Nov",
        "No new date",
    ):
        assert words in english
    assert "Lo que no salió en su fecha" in spanish
    assert "2 esperaban algo tuyo." in spanish
