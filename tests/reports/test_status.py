"""The month's status report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from cmdesk.domain.posts import PostFormat
from cmdesk.domain.reporting import DeliveryRow, PostRow, StatusReport
from cmdesk.reports.writer import render_status
from tests.reports.documents import AGENCY, CLIENT, REPORT, picture, text_of


def test_it_opens_with_the_month_in_a_minute():
    text = text_of(render_status(REPORT, "en"))

    assert "Más gente y más preguntas" in text
    assert "Este mes 41.300 personas" in text
    assert "1. Firmar la versión 2. 2. Una mañana para grabar buñuelos." in text


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (DeliveryRow("Posts", 12, 12), "12 of 12 done"),
        (DeliveryRow("Posts", 20, 18), "18 of 20 2 missing"),
        (DeliveryRow("Posts", 26, 28), "28 of 26 2 over"),
        (DeliveryRow("Posts", 0, 0), "0 of 0 nothing due"),
        (DeliveryRow("Posts", 0, 3, is_agreed=False), "3 of 0 not agreed"),
        (DeliveryRow("Answers", 63, 59, word="4 late"), "59 of 63 4 late"),
    ],
)
def test_each_line_has_its_number_and_a_word(row, words):
    assert words in text_of(render_status(replace(REPORT, deliveries=(row,)), "en"))


def test_causes_gifts_and_what_came_over_are_told():
    text = text_of(render_status(REPORT, "en"))

    assert "Historias, 2 missing: El obrador cerró." in text
    assert "Publicaciones: 1 came over from before." in text
    assert "Publicaciones: 2 more, as a gift." in text
    assert "By version 1 of the scope." in text


def test_the_published_posts_are_counted_shown_and_listed():
    text = text_of(render_status(REPORT, "en"))

    assert "1 post, 1 reel and 1 story. Each circle is a story." in text
    assert "Monday Tuesday Wednesday" in text
    assert "Fri 4 09:00 Instagram TikTok El horno a las cuatro 🥐 reel" in text


def test_a_published_post_leads_to_where_it_can_be_read():
    assert b"(https://example.org/p/1)" in render_status(REPORT, "en")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "https://x.example/ y"])
def test_only_addresses_of_the_web_become_links(address):
    post = replace(REPORT.published[0], url=address)

    assert address.encode() not in render_status(replace(REPORT, published=(post,)), "en")


def test_tasks_and_plan_follow():
    text = text_of(render_status(REPORT, "en"))

    assert "Preparar el calendario Publicaciones Diego Fri 18 Sep" in text
    assert "The plan for October 1 post." in text
    assert "Sorteo de la feria Fri 4 Sep Hecho 0 €" in text


def test_an_empty_month_is_still_a_page():
    report = StatusReport(AGENCY, CLIENT, date(2026, 2, 1), date(2026, 3, 1))
    pdf = render_status(report, "en")

    assert "What we did in February 2026" in text_of(pdf)
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 1


@pytest.mark.parametrize("data", [b"", b"no picture", picture()[:50]])
def test_a_damaged_picture_leaves_the_title_in_its_place(data):
    post = PostRow(date(2026, 9, 4), "Pan de ayer", PostFormat.POST, (), None, data)

    assert text_of(render_status(replace(REPORT, published=(post,)), "en")).count("Pan de ayer") == 2


def test_a_week_may_begin_on_sunday():
    text = text_of(render_status(replace(REPORT, first_weekday=6), "en"))

    assert "Sunday Monday Tuesday" in text
