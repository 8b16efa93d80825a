"""The words of a scope, in both languages, read as a client would read them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdesk.domain.clients import Address
from cmdesk.domain.scope import Cadence, PriceMode, ScopeLine, Treatment
from cmdesk.domain.wording import (
    UNITS,
    LineWords,
    Run,
    addressed,
    alternatives,
    amount,
    amount_in_table,
    amount_in_words,
    coverage,
    days,
    enumeration,
    figure,
    network_name,
    offer,
    on_networks,
    parted,
    plain,
    price_words,
    rounds,
    sentence,
    text_of,
    unit_name,
    words_of,
)

ONCE, DAY, WEEK, MONTH, QUARTER, DEMAND = Cadence

FEED = LineWords(
    title="Publicaciones en el muro",
    description="Preparamos y publicamos {amount} {networks}: texto, diseño y revisión ortográfica.",
    quantity=16,
    unit="post",
    cadence=MONTH,
    networks=("instagram", "facebook"),
    revision_rounds=2,
)
ANSWER = LineWords(
    title="Responder comentarios y mensajes",
    description="Respondemos comentarios y mensajes {response}, {hours}. Aunque no haya solución todavía, contestamos.",
    unit="answer",
    response_hours=2,
    hours="de lunes a sábado, de 9 a 19 h",
)
FEED_EN = replace(FEED, title="Posts", description="We prepare and publish {amount} {networks}: text and design.")


def bold(line: LineWords, language: str = "es", address: Address = Address.TU) -> str:
    """A sentence with what is bold between stars."""
    return "".join(f"**{run.text}**" if run.is_bold else run.text for run in sentence(line, language, address))


@pytest.mark.parametrize(
    ("quantity", "unit", "cadence", "es", "en"),
    [
        (0, "post", MONTH, "0 publicaciones al mes", "0 posts a month"),
        (1, "post", MONTH, "una publicación al mes", "one post a month"),
        (2, "post", MONTH, "2 publicaciones al mes", "2 posts a month"),
        (21, "post", MONTH, "21 publicaciones al mes", "21 posts a month"),
        (1, "report", MONTH, "un informe al mes", "one report a month"),
        (21, "report", QUARTER, "21 informes al trimestre", "21 reports a quarter"),
        (1, "story", DAY, "una historia al día", "one story a day"),
        (3, "story", WEEK, "3 historias a la semana", "3 stories a week"),
        (1, "session", QUARTER, "una sesión al trimestre", "one session a quarter"),
        (2, "hour", MONTH, "2 horas al mes", "2 hours a month"),
        (1, "meeting", MONTH, "una reunión al mes", "one meeting a month"),
        (2, "meeting", ONCE, "2 reuniones", "2 meetings"),
        (1, "newsletter", MONTH, "un boletín al mes", "one newsletter a month"),
        (2, "newsletter", MONTH, "2 boletines al mes", "2 newsletters a month"),
        (4, "hour", DEMAND, "hasta 4 horas", "up to 4 hours"),
        (1, "time", MONTH, "una vez al mes", "once a month"),
        (2, "time", MONTH, "dos veces al mes", "twice a month"),
        (3, "time", WEEK, "3 veces a la semana", "3 times a week"),
        (1, "time", DAY, "cada día", "every day"),
        (2, "time", DAY, "dos veces al día", "twice a day"),
        (1, "time", ONCE, "una sola vez", "once"),
        (2, "", MONTH, "dos veces al mes", "twice a month"),
        (None, "answer", DEMAND, "cuando haga falta", "when needed"),
        (None, "report", MONTH, "cada mes", "every month"),
        (1, "taller", MONTH, "un taller al mes", "one taller a month"),
    ],
)
def test_an_amount_reads_as_people_say_it(quantity, unit, cadence, es, en):
    assert amount_in_words(quantity, unit, cadence, "es") == es
    assert amount_in_words(quantity, unit, cadence, "en") == en


@pytest.mark.parametrize(
    ("quantity", "unit", "cadence", "hours", "es", "en"),
    [
        (4, "reel", MONTH, None, "4 / mes", "4 / month"),
        (1, "session", QUARTER, None, "1 / trimestre", "1 / quarter"),
        (1, "time", DAY, None, "cada día", "every day"),
        (1, "time", MONTH, None, "1 / mes", "1 / month"),
        (None, "answer", DEMAND, 2, "en 2 h", "within 2 h"),
        (None, "", DEMAND, None, "cuando haga falta", "when needed"),
        (None, "", ONCE, None, "una sola vez", "once"),
        (3, "profile", ONCE, None, "3", "3"),
    ],
)
def test_a_list_shows_the_short_form(quantity, unit, cadence, hours, es, en):
    assert amount(quantity, unit, cadence, "es", response_hours=hours) == es
    assert amount(quantity, unit, cadence, "en", response_hours=hours) == en


@pytest.mark.parametrize(
    ("quantity", "unit", "cadence", "hours", "es", "en"),
    [
        (16, "post", MONTH, None, "16 al mes", "16 a month"),
        (1, "time", MONTH, None, "1 vez al mes", "1 time a month"),
        (1, "time", DAY, None, "cada día", "every day"),
        (2, "hour", MONTH, None, "2 horas al mes", "2 hours a month"),
        (None, "answer", DEMAND, 2, "en 2 horas", "within 2 hours"),
        (None, "answer", DEMAND, 1, "en 1 hora", "within 1 hour"),
        (3, "profile", ONCE, None, "3", "3"),
    ],
)
def test_a_table_says_it_beside_the_title(quantity, unit, cadence, hours, es, en):
    assert amount_in_table(quantity, unit, cadence, "es", response_hours=hours) == es
    assert amount_in_table(quantity, unit, cadence, "en", response_hours=hours) == en


def test_the_cover_sets_the_number_above_its_noun():
    assert figure(16, "post", MONTH, "es") == ("16", "publicaciones al mes")
    assert figure(1, "report", MONTH, "en") == ("1", "report a month")
    assert figure(2, "", MONTH, "es") == ("2", "veces al mes")


def test_the_promise_stands_in_bold():
    assert bold(FEED) == (
        "Preparamos y publicamos **16 publicaciones al mes** en Instagram y Facebook: texto, diseño y revisión "
        "ortográfica. Puedes pedir cambios **dos veces** en cada una."
    )
    assert bold(FEED_EN, "en") == (
        "We prepare and publish **16 posts a month** on Instagram and Facebook: text and design. "
        "You can ask for changes **twice** on each one."
    )


@pytest.mark.parametrize(
    ("count", "es", "en"),
    [
        (None, "", ""),
        (0, "", ""),
        (1, " Puedes pedir cambios **una vez** en cada una.", " You can ask for changes **once** on each one."),
        (2, " Puedes pedir cambios **dos veces** en cada una.", " You can ask for changes **twice** on each one."),
        (3, " Puedes pedir cambios **3 veces** en cada una.", " You can ask for changes **3 times** on each one."),
    ],
)
def test_rounds_of_changes_are_said_in_a_sentence_of_their_own(count, es, en):
    assert bold(replace(FEED, revision_rounds=count)).endswith("ortográfica." + es)
    assert bold(replace(FEED_EN, revision_rounds=count), "en").endswith("design." + en)


def test_rounds_agree_with_the_gender_of_the_unit_and_with_a_single_piece():
    guide = LineWords("Guía", "Escribimos {amount}.", quantity=1, unit="guide", cadence=ONCE, revision_rounds=1)

    assert bold(replace(FEED, unit="reel")).endswith("en cada uno.")
    assert bold(guide) == "Escribimos **una guía**. Puedes pedir cambios **una vez**."
    assert bold(replace(guide, description="We write {amount}."), "en") == (
        "We write **one guide**. You can ask for changes **once**."
    )


@pytest.mark.parametrize(
    ("address", "start"),
    [(Address.TU, "Puedes"), (Address.VOSOTROS, "Podéis"), (Address.USTED, "Puede")],
)
def test_the_document_speaks_to_the_client_as_the_client_wishes(address, start):
    assert f"{start} pedir cambios" in bold(FEED, address=address)


def test_a_text_chooses_by_the_form_of_address():
    text = "Lo llevamos a privado y {te|os|le} avisamos."

    assert addressed(text, "tu") == "Lo llevamos a privado y te avisamos."
    assert addressed(text, "vosotros") == "Lo llevamos a privado y os avisamos."
    assert addressed(text, "usted") == "Lo llevamos a privado y le avisamos."


def test_an_answer_promises_its_time_and_its_hours():
    assert bold(ANSWER) == (
        "Respondemos comentarios y mensajes **en menos de 2 horas**, de lunes a sábado, de 9 a 19 h. "
        "Aunque no haya solución todavía, contestamos."
    )
    assert bold(replace(ANSWER, response_hours=1, hours="")).startswith(
        "Respondemos comentarios y mensajes **en menos de una hora**. Aunque"
    )


def test_a_place_with_nothing_to_say_leaves_no_hole():
    assert bold(replace(FEED, networks=(), revision_rounds=0)) == (
        "Preparamos y publicamos **16 publicaciones al mes**: texto, diseño y revisión ortográfica."
    )
    assert bold(replace(ANSWER, response_hours=None, hours="")).startswith("Respondemos comentarios y mensajes. Aunque")


def test_an_amount_at_the_start_begins_with_a_capital():
    line = LineWords("Fotos", "{count} de fotos {often}.", quantity=1, unit="session", cadence=QUARTER)

    assert bold(line) == "**Una sesión** de fotos cada trimestre."
    assert bold(replace(line, description="Aquí va: {count}. {amount}.")) == (
        "Aquí va: **una sesión**. **Una sesión al trimestre**."
    )


def test_what_is_not_included_is_only_named():
    assert bold(replace(FEED, treatment=Treatment.EXCLUDED)) == "Publicaciones en el muro."
    assert bold(LineWords("¿Anuncios?", treatment=Treatment.EXCLUDED)) == "¿Anuncios?"


def test_what_may_be_added_says_its_price():
    line = replace(FEED, description="Enviamos {amount} por correo.", quantity=1, unit="newsletter")
    runs = offer(replace(line, treatment=Treatment.OPTIONAL), "95 €", "es")

    assert text_of(runs) == "Enviamos un boletín al mes por correo: 95 €"
    assert runs[-1] == Run("95 €", is_bold=True)


def test_a_price_says_what_it_is_for():
    text = LineWords("Textos", quantity=4, unit="text", cadence=MONTH)

    assert price_words("12 €", text, PriceMode.UNIT, "es") == "12 € cada uno"
    assert price_words("20 €", FEED, PriceMode.UNIT, "es") == "20 € cada una"
    assert price_words("€12", text, PriceMode.UNIT, "en") == "€12 each"
    assert price_words("95 €", text, PriceMode.FEE, "es") == "95 € al mes"
    assert price_words("€240", text, PriceMode.ONCE, "en") == "€240, once"
    assert price_words("240 €", replace(text, cadence=ONCE), PriceMode.FEE, "es") == "240 €, una sola vez"


def test_who_does_it_stands_in_brackets_at_the_end():
    assert bold(replace(FEED, revision_rounds=0, who="Diego")).endswith("revisión ortográfica. (Diego)")


def test_a_line_without_a_text_speaks_through_its_title():
    line = LineWords("Fotos de equipo", quantity=12, unit="photo", cadence=ONCE, networks=("instagram", "blog"))

    assert bold(line) == "Fotos de equipo: **12 fotos** en Instagram y el blog."
    assert bold(LineWords("Responder reseñas", response_hours=24)) == ("Responder reseñas: **en menos de 24 horas**.")
    assert bold(LineWords("Nombrar un contacto")) == "Nombrar un contacto."
    assert bold(LineWords("Leer", quantity=1, unit="time", cadence=DAY)) == "Leer: cada día."


def test_a_text_of_ones_own_never_hides_the_amount():
    line = replace(FEED, description="Cuidamos tu muro", revision_rounds=0)

    assert bold(line) == "Cuidamos tu muro. Son **16 publicaciones al mes**."
    assert bold(replace(line, description="Look after your feed."), "en") == (
        "Look after your feed. That is **16 posts a month**."
    )
    assert bold(replace(line, description="Cuidamos tu muro con 16 piezas.")) == "Cuidamos tu muro con 16 piezas."
    assert bold(replace(line, description="Cuidamos 116 muros.")).endswith("Son **16 publicaciones al mes**.")


def test_a_text_of_ones_own_has_its_promise_in_bold_too():
    line = replace(FEED, description="Hacemos 16 publicaciones al mes para ti.", revision_rounds=0)

    assert bold(line) == "Hacemos **16 publicaciones al mes** para ti."
    assert bold(replace(ANSWER, description="Respondemos en menos de 2 horas.")) == (
        "Respondemos **en menos de 2 horas**."
    )


def test_braces_that_are_a_persons_own_stay():
    line = replace(FEED, description="Usamos {llaves}, {amount} y {a|b}.", revision_rounds=0)

    assert bold(line) == "Usamos {llaves}, **16 publicaciones al mes** y {a|b}."


def test_what_was_typed_follows_the_number_beside_it():
    shown = plain(FEED, "es")
    kept = parted(shown.replace("diseño", "foto"), FEED, "es")

    assert (
        shown == "Preparamos y publicamos 16 publicaciones al mes en Instagram y Facebook: texto, diseño y revisión "
        "ortográfica."
    )
    assert kept == "Preparamos y publicamos {amount} {networks}: texto, foto y revisión ortográfica."
    assert "20 publicaciones al mes" in plain(replace(FEED, description=kept, quantity=20), "es")


def test_typing_takes_nothing_for_the_amount_that_is_none():
    line = replace(FEED, description="", quantity=6)

    assert parted("Son 116 publicaciones al mes", line, "es") == "Son 116 publicaciones al mes"
    assert parted("6 publicaciones cada mes", line, "es") == "{count} {often}"
    assert parted("cuando haga falta", LineWords("x"), "es") == "cuando haga falta"


@pytest.mark.parametrize(
    ("items", "es", "en"),
    [
        ([], "", ""),
        (["Instagram"], "Instagram", "Instagram"),
        (["Instagram", "Facebook"], "Instagram y Facebook", "Instagram and Facebook"),
        (["Facebook", "Instagram"], "Facebook e Instagram", "Facebook and Instagram"),
        (["texto", "hilos", "ideas"], "texto, hilos e ideas", "texto, hilos and ideas"),
        (["agua", "hielo"], "agua y hielo", "agua and hielo"),
        (["diseño", "imágenes"], "diseño e imágenes", "diseño and imágenes"),
        (["Facebook", "YouTube"], "Facebook y YouTube", "Facebook and YouTube"),
    ],
)
def test_a_list_joins_its_last_two(items, es, en):
    assert enumeration(items, "es") == es
    assert enumeration(items, "en") == en


@pytest.mark.parametrize(
    ("items", "es"),
    [
        (["una", "otra"], "una u otra"),
        (["siete", "ocho"], "siete u ocho"),
        (["7", "8"], "7 u 8"),
        (["10", "11"], "10 u 11"),
        (["10", "110"], "10 o 110"),
        (["foto", "vídeo"], "foto o vídeo"),
        (["hotel", "hostal"], "hotel u hostal"),
    ],
)
def test_or_changes_before_the_sound_of_o(items, es):
    assert alternatives(items, "es") == es


def test_and_so_does_english_without_changing():
    assert alternatives(["one", "other"], "en") == "one or other"


def test_networks_say_where():
    assert on_networks(("facebook", "instagram"), "es") == "en Facebook e Instagram"
    assert on_networks(("instagram", "blog"), "en") == "on Instagram and the blog"
    assert on_networks((), "es") == ""
    assert network_name("una red nueva", "es") == "una red nueva"


@pytest.mark.parametrize(
    ("week_days", "es", "en", "short_es", "short_en"),
    [
        ((0, 1, 2, 3, 4), "lunes a viernes", "Monday to Friday", "lun a vie", "Mon–Fri"),
        ((5, 0, 1, 2, 3, 4), "lunes a sábado", "Monday to Saturday", "lun a sáb", "Mon–Sat"),
        ((0, 3), "lunes y jueves", "Monday and Thursday", "lun y jue", "Mon and Thu"),
        ((4,), "viernes", "Friday", "vie", "Fri"),
        (range(7), "todos los días", "every day", "todos los días", "every day"),
        ((), "", "", "", ""),
    ],
)
def test_days_of_the_week_are_said_as_a_stretch(week_days, es, en, short_es, short_en):
    assert days(week_days, "es") == es
    assert days(week_days, "en") == en
    assert days(week_days, "es", is_short=True) == short_es
    assert days(week_days, "en", is_short=True) == short_en


def test_coverage_says_days_and_hours():
    assert coverage(range(6), 540, 1140, "es") == "de lunes a sábado, de 9 a 19 h"
    assert coverage(range(6), 540, 1140, "es", is_short=True) == "lun a sáb, 9 a 19 h"
    assert coverage((0, 3), 570, 1140, "es") == "los lunes y jueves, de 9:30 a 19 h"
    assert coverage((5, 6), 570, 1140, "es") == "los sábados y domingos, de 9:30 a 19 h"
    assert coverage((4,), 540, 1140, "en") == "Fridays, 9 to 19 h"
    assert coverage((4, 5), 540, 1140, "en", is_short=True) == "Fri and Sat, 9 to 19 h"
    assert coverage(range(7), 540, 1140, "es") == "todos los días, de 9 a 19 h"
    assert coverage(range(7), 0, 1440, "es") == "todos los días, a cualquier hora"
    assert coverage(range(5), 0, 1440, "en") == "Monday to Friday, at any hour"
    assert coverage(range(5), 0, 1440, "en", is_short=True) == "Mon–Fri, 24 h"
    assert coverage(range(5), 540, 1140, "en") == "Monday to Friday, 9 to 19 h"
    assert coverage((), 540, 1140, "es") == ""


def test_a_scope_line_gives_its_own_words():
    line = ScopeLine(
        1, "a", 0, "content", "CON-FEED", "Posts", "We make {amount}, {hours}.", Treatment.INCLUDED, 3, "post", WEEK
    )

    assert bold(words_of(line, hours="weekdays", who="Ana"), "en") == "We make **3 posts a week**, weekdays. (Ana)"


def test_a_line_of_empty_places_falls_silent():
    assert bold(LineWords("Algo", " {networks} y ya.")) == "y ya."
    assert bold(LineWords("Algo", "{networks}")) == "Algo."


def test_a_text_may_begin_with_its_promise():
    line = replace(FEED, description="16 publicaciones al mes para ti", revision_rounds=0)

    assert bold(line) == "**16 publicaciones al mes** para ti."


def test_rounds_stand_in_a_table():
    assert [rounds(n, "es") for n in (None, 0, 1, 2)] == ["", "", "1 ronda", "2 rondas"]
    assert [rounds(n, "en") for n in (None, 0, 1, 2)] == ["", "", "1 round", "2 rounds"]


def test_every_unit_has_both_numbers_in_both_languages():
    for code in UNITS:
        assert unit_name(code, 1, "es") != unit_name(code, 2, "es"), code
        assert unit_name(code, 1, "en") != unit_name(code, 2, "en"), code
        assert unit_name(code, 0, "es") == unit_name(code, 2, "es")


@given(
    description=st.text(max_size=60),
    quantity=st.none() | st.integers(0, 999),
    unit=st.sampled_from(["", "time", "post", "otra cosa"]),
    cadence=st.sampled_from(list(Cadence)),
    treatment=st.sampled_from(list(Treatment)),
    language=st.sampled_from(["es", "en"]),
)
def test_any_line_makes_a_sentence(description, quantity, unit, cadence, treatment, language):
    line = LineWords("Algo", description, treatment, quantity, unit, cadence, ("instagram",), 2, 4, "hoy", "Ana")

    runs = sentence(line, language)

    assert text_of(runs).strip()
    assert all(run.text for run in runs)
