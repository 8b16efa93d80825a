"""The calendar on paper: a month on its sheet, and the list of its posts."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pypdfium2
import pytest

from cmdesk.domain.calendar_papers import CalendarPaper, PaperPicture, PaperPost, PaperSize, PaperText
from cmdesk.domain.days import CampaignBar
from cmdesk.domain.posts import PostFormat, PostStatus
from cmdesk.domain.reporting import ClientCard
from cmdesk.reports import writer
from tests.reports.documents import AGENCY, CLIENT, picture, text_of

FIRST = date(2026, 10, 1)
OTHER = ClientCard("Clínica Velanova", "CV", colour=2)


def post(day: int, title: str = "Pan de centeno", **more: Any) -> PaperPost:
    given: dict[str, Any] = {
        "minute": 540,
        "status": PostStatus.DRAFT,
        "format": PostFormat.POST,
        "networks": ("instagram",),
        **more,
    }
    return PaperPost(date(2026, 10, day), title=title, **given)


PAPER = CalendarPaper(
    AGENCY,
    CLIENT,
    FIRST,
    date(2026, 9, 25),
    (
        post(1, "Huele a octubre 🥐", status=PostStatus.PUBLISHED, networks=("instagram", "facebook")),
        post(16, "7.000 años", minute=None, format=PostFormat.STORY, status=PostStatus.CLIENT_REVIEW),
        post(30, "عيد ميلاد סעיד"),
    ),
    holidays={date(2026, 10, 12): ("Fiesta Nacional",)},
    themes={date(2026, 10, 16): ("Día del Pan", "Otro día")},
    campaigns=(CampaignBar(1, 1, "Otoño", "1", date(2026, 9, 20), date(2026, 10, 9)),),
    agreed=(("Publicaciones", 9, 12),),
)
SAID = post(
    5,
    text="Hoy hay pan 🔥\n\nVen pronto.",
    places=(
        PaperText("instagram", "@horno", "Hoy hay pan 🔥\n\nVen pronto."),
        PaperText("facebook", "Horno", "Otra cosa aquí.", True, "https://example.org/p", "¡Primero!"),
    ),
    pictures=(PaperPicture(picture(), "Una hogaza", "pan.png"), PaperPicture(b"", "", "film.mp4", True)),
    note="Confirma el precio",
)


def words_of(pdf: bytes) -> str:
    return re.sub(r"\s+", " ", text_of(pdf))


class TestAMonthOnItsSheet:
    def test_it_names_whose_month_it_is_how_it_stands_and_its_days(self):
        text = words_of(writer.render_month(PAPER, "es"))
        for words in ("Horno Masalumbre · Octubre de 2026", "3 publicaciones", "Publicaciones: 9 de 12", "Lunes",
                      "Fiesta Nacional", "Día del Pan", "Otoño", "Revisión del cliente"):  # fmt: skip
            assert words in text
        assert "Otro día" not in text

    def test_it_speaks_the_language_of_the_document(self):
        text = words_of(writer.render_month(PAPER, "en"))
        for words in ("October 2026", "Monday", "Client review", "09:00", "Published"):
            assert words in text

    def test_a_post_says_its_hour_its_status_and_where_it_goes(self):
        text = words_of(writer.render_month(PAPER, "en"))
        assert "Huele a octubre 🥐" in text
        assert "Instagram, Facebook" in text
        assert "story" in text

    def test_what_no_font_has_is_not_lost(self):
        text = words_of(writer.render_month(PAPER, "en"))
        assert all(letter in text for letter in "ميلادסעיד")

    @pytest.mark.parametrize(("size", "wide"), [(PaperSize.A4, 842), (PaperSize.A3, 1191)])
    def test_the_paper_lies_across(self, size, wide):
        document = pypdfium2.PdfDocument(writer.render_month(replace(PAPER, size=size), "en"))
        assert [round(side) for side in document[0].get_size()] == [wide, round(wide / 2**0.5)]
        assert len(document) == 1

    def test_a_month_without_posts_says_so_on_one_page(self):
        pdf = writer.render_month(replace(PAPER, posts=()), "es")
        assert "Todavía no hay publicaciones en octubre" in words_of(pdf)
        assert len(pypdfium2.PdfDocument(pdf)) == 1

    def test_what_does_not_fit_comes_on_a_list_and_nothing_is_lost(self):
        posts = tuple(post(3, f"Número {number:02}.") for number in range(40))
        pdf = writer.render_month(replace(PAPER, posts=posts), "es")
        text = words_of(pdf)
        assert "Lo que no cabe en la hoja" in text
        assert re.search(r"\d\d más, en la lista", text)
        assert all(text.count(one.title) == 1 for one in posts)

    def test_posts_of_several_clients_bear_their_tiles(self):
        posts = (post(1, client=CLIENT), post(2, client=OTHER))
        text = words_of(writer.render_month(replace(PAPER, client=None, posts=posts, agreed=()), "es"))
        assert "Todos los clientes · Octubre de 2026" in text
        assert "Clínica Velanova" in text

    @pytest.mark.parametrize("first", [0, 6])
    @pytest.mark.parametrize("month", [date(2026, 2, 1), date(2026, 8, 1), date(2027, 1, 1)])
    def test_every_month_has_room_whatever_its_weeks(self, month, first):
        posts = tuple(replace(post(1), day=month + timedelta(days=day)) for day in range(28))
        pdf = writer.render_month(replace(PAPER, month=month, first_week_day=first, posts=posts), "en")
        assert len(pypdfium2.PdfDocument(pdf)) == 1

    def test_the_texts_follow_where_they_are_wanted(self):
        pdf = writer.render_month(replace(PAPER, posts=(SAID,), with_texts=True), "es")
        text = words_of(pdf)
        for words in (
            "Lo que dice cada una",
            "Hoy hay pan 🔥 Ven pronto.",
            "Qué se ve: Una hogaza",
            "Confirma el precio",
        ):
            assert words in text
        assert "Ven pronto" not in words_of(writer.render_month(replace(PAPER, posts=(SAID,)), "es"))

    @pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="Poppler's programs are not here")
    def test_whoever_listens_hears_a_table_of_days(self, tmp_path):
        path = tmp_path / "month.pdf"
        path.write_bytes(writer.render_month(PAPER, "en"))
        tree = subprocess.run(["pdfinfo", "-struct-text", str(path)], capture_output=True, check=True, text=True).stdout
        assert 'H1 (block)\n    "Horno Masalumbre · October 2026"' in tree
        assert tree.count("TH:") == 7
        assert tree.count("TD\n") == 35
        assert "Published 09:00. Huele a octubre 🥐 Instagram, Facebook" in tree

    def test_its_weeks_are_bookmarks_and_the_same_month_gives_the_same_bytes(self):
        pdf = writer.render_month(PAPER, "es")
        titles = [one.get_title() for one in pypdfium2.PdfDocument(pdf).get_toc()]
        assert titles[0] == "Horno Masalumbre · Octubre de 2026"
        assert "Semana 42: del 12 oct al 18 oct" in titles
        assert pdf == writer.render_month(PAPER, "es")


class TestTheListOfPosts:
    def test_each_post_says_when_where_how_far_and_what(self):
        text = words_of(writer.render_posts(replace(PAPER, posts=(SAID,)), "es"))
        for words in ("Publicaciones de octubre de 2026", "Lunes 5 de octubre", "Pan de centeno",
                      "Borrador · 9:00 · publicación · Instagram", "Hoy hay pan 🔥 Ven pronto.",
                      "Texto propio en Facebook Horno", "Otra cosa aquí.", "Enlace (Facebook Horno): https://example.org/p",
                      "Primer comentario (Facebook Horno): ¡Primero!", "Qué se ve: Una hogaza",
                      "Vídeo · No se puede mostrar: film.mp4 · Sin descripción.",
                      "Nota: Confirma el precio"):  # fmt: skip
            assert words in text

    def test_a_very_long_text_goes_on_over_pages(self):
        long = post(5, text=" ".join(f"palabra{number}" for number in range(3000)))
        text = words_of(writer.render_posts(replace(PAPER, posts=(long,)), "en"))
        assert "palabra0 " in text
        assert "palabra2999" in text

    def test_a_month_without_posts_says_so(self):
        assert "No posts in October yet." in words_of(writer.render_posts(replace(PAPER, posts=()), "en"))

    def test_files_are_named_after_month_and_client(self):
        assert writer.month_file_name(PAPER, "es") == "2026-10 Horno Masalumbre - Calendario.pdf"
        assert writer.posts_file_name(replace(PAPER, client=None), "en") == "2026-10 All clients - Posts.pdf"
