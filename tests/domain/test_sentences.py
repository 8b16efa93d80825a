"""The sentences of a scope, part by part, as a client reads them in Spanish and in English.

What is bold stands between stars. A quantity of none stays a figure, "0 publicaciones al mes": "ninguna" would ask for
a "no" before the verb, and a figure is what a hurried reader looks for.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from cmdesk.domain.clients import Address
from cmdesk.domain.scope import Cadence, PriceMode, Treatment
from cmdesk.domain.wording import LineWords, Run, alternatives, coverage, enumeration, offer, price_words, sentence

ONCE, DAY, WEEK, MONTH, QUARTER, DEMAND = Cadence
INCLUDED, OPTIONAL, EXCLUDED = Treatment

# Days and hours of answering.
ALL = (range(7), 0, 24 * 60)
WEEK_DAYS = (range(5), 9 * 60, 19 * 60)
SATURDAYS_TOO = (range(6), 9 * 60 + 30, 20 * 60)
TWO_DAYS = ((0, 3), 10 * 60, 14 * 60)
FRIDAYS = ((4,), 9 * 60, 17 * 60)

SPANISH = {
    "posts": "Publicamos {amount} {networks}.",
    "answers": "Respondemos comentarios y mensajes {response}, {hours}.",
    "session": "Hacemos {count} de fotos en el local {often}.",
    "tell": "{Te|Os|Le} contamos {amount} qué hemos aprendido de la gente.",
    "name": "{Nombras|Nombráis|Nombra} a una persona que da el sí, y a otra que la sustituye.",
    "read": "Leemos {amount} lo que se dice de la casa.",
    "write": "Escribimos {amount}.",
    "help": "Dedicamos {amount} a cambios en la página web.",
    "own": "Cuidamos tus redes",
}
ENGLISH = {
    "posts": "We publish {amount} {networks}.",
    "answers": "We answer comments and messages {response}, {hours}.",
    "session": "We hold {count} of photos at your place {often}.",
    "tell": "We tell you {amount} what we have learnt from people.",
    "name": "You name one person who says yes, and another who stands in.",
    "read": "We read {amount} what is said about you.",
    "write": "We write {amount}.",
    "help": "We spend {amount} on changes to your website.",
    "own": "We look after your networks",
}


def line(text: str, *, language: str, hours: tuple = (), title: str = "Algo", **parts) -> LineWords:
    words = {"es": SPANISH, "en": ENGLISH}[language].get(text, "")
    said = ""
    if hours:
        days, opens, closes = hours
        said = coverage(days, opens, closes, language)
    return LineWords(title, words, hours=said, **parts)


def es(text: str = "", **parts) -> LineWords:
    return line(text, language="es", **parts)


def en(text: str = "", **parts) -> LineWords:
    return line(text, language="en", **parts)


def starred(runs: tuple[Run, ...]) -> str:
    return "".join(f"**{run.text}**" if run.is_bold else run.text for run in runs)


@pytest.mark.parametrize(
    ("text", "words", "address"),
    [
        # how many, from none to many
        (
            "Publicamos **0 publicaciones al mes** en Instagram y Facebook.",
            es("posts", quantity=0, unit="post", cadence=MONTH, networks=("instagram", "facebook")),
            "tu",
        ),
        (
            "Publicamos **una publicación al mes** en Instagram y Facebook.",
            es("posts", quantity=1, unit="post", cadence=MONTH, networks=("instagram", "facebook")),
            "tu",
        ),
        (
            "Publicamos **2 publicaciones al mes** en Instagram y Facebook.",
            es("posts", quantity=2, unit="post", cadence=MONTH, networks=("instagram", "facebook")),
            "tu",
        ),
        (
            "Publicamos **21 publicaciones al mes** en Instagram y Facebook.",
            es("posts", quantity=21, unit="post", cadence=MONTH, networks=("instagram", "facebook")),
            "tu",
        ),
        (
            "Publicamos **un reel a la semana** en TikTok.",
            es("posts", quantity=1, unit="reel", cadence=WEEK, networks=("tiktok",)),
            "tu",
        ),
        (
            "Publicamos **2 reels a la semana** en TikTok.",
            es("posts", quantity=2, unit="reel", cadence=WEEK, networks=("tiktok",)),
            "tu",
        ),
        (
            "Publicamos **21 reels a la semana** en TikTok.",
            es("posts", quantity=21, unit="reel", cadence=WEEK, networks=("tiktok",)),
            "tu",
        ),
        ("Escribimos **0 informes al trimestre**.", es("write", quantity=0, unit="report", cadence=QUARTER), "tu"),
        ("Escribimos **un informe al trimestre**.", es("write", quantity=1, unit="report", cadence=QUARTER), "tu"),
        ("Escribimos **2 informes al trimestre**.", es("write", quantity=2, unit="report", cadence=QUARTER), "tu"),
        ("Escribimos **21 informes al trimestre**.", es("write", quantity=21, unit="report", cadence=QUARTER), "tu"),
        # genders and plurals of the units
        ("Escribimos **una historia al mes**.", es("write", quantity=1, unit="story", cadence=MONTH), "tu"),
        ("Escribimos **3 historias al mes**.", es("write", quantity=3, unit="story", cadence=MONTH), "tu"),
        ("Escribimos **un vídeo al mes**.", es("write", quantity=1, unit="video", cadence=MONTH), "tu"),
        ("Escribimos **5 vídeos al mes**.", es("write", quantity=5, unit="video", cadence=MONTH), "tu"),
        ("Escribimos **un boletín al mes**.", es("write", quantity=1, unit="newsletter", cadence=MONTH), "tu"),
        ("Escribimos **2 boletines al mes**.", es("write", quantity=2, unit="newsletter", cadence=MONTH), "tu"),
        ("Escribimos **una guía al mes**.", es("write", quantity=1, unit="guide", cadence=MONTH), "tu"),
        ("Escribimos **un plan al mes**.", es("write", quantity=1, unit="plan", cadence=MONTH), "tu"),
        ("Escribimos **4 ideas al mes**.", es("write", quantity=4, unit="idea", cadence=MONTH), "tu"),
        ("Escribimos **un carrusel al mes**.", es("write", quantity=1, unit="carousel", cadence=MONTH), "tu"),
        ("Escribimos **2 carruseles al mes**.", es("write", quantity=2, unit="carousel", cadence=MONTH), "tu"),
        ("Escribimos **una encuesta al mes**.", es("write", quantity=1, unit="survey", cadence=MONTH), "tu"),
        ("Escribimos **2 notas de prensa al mes**.", es("write", quantity=2, unit="release", cadence=MONTH), "tu"),
        ("Escribimos **un taller al mes**.", es("write", quantity=1, unit="taller", cadence=MONTH), "tu"),
        # each rhythm
        ("Leemos una sola vez lo que se dice de la casa.", es("read", quantity=1, unit="time", cadence=ONCE), "tu"),
        ("Leemos cada día lo que se dice de la casa.", es("read", quantity=1, unit="time", cadence=DAY), "tu"),
        (
            "Leemos una vez a la semana lo que se dice de la casa.",
            es("read", quantity=1, unit="time", cadence=WEEK),
            "tu",
        ),
        ("Leemos una vez al mes lo que se dice de la casa.", es("read", quantity=1, unit="time", cadence=MONTH), "tu"),
        (
            "Leemos una vez al trimestre lo que se dice de la casa.",
            es("read", quantity=1, unit="time", cadence=QUARTER),
            "tu",
        ),
        (
            "Leemos cuando haga falta lo que se dice de la casa.",
            es("read", quantity=1, unit="time", cadence=DEMAND),
            "tu",
        ),
        ("Leemos dos veces lo que se dice de la casa.", es("read", quantity=2, unit="time", cadence=ONCE), "tu"),
        ("Leemos dos veces al día lo que se dice de la casa.", es("read", quantity=2, unit="time", cadence=DAY), "tu"),
        (
            "Leemos dos veces a la semana lo que se dice de la casa.",
            es("read", quantity=2, unit="time", cadence=WEEK),
            "tu",
        ),
        (
            "Leemos dos veces al mes lo que se dice de la casa.",
            es("read", quantity=2, unit="time", cadence=MONTH),
            "tu",
        ),
        (
            "Leemos dos veces al trimestre lo que se dice de la casa.",
            es("read", quantity=2, unit="time", cadence=QUARTER),
            "tu",
        ),
        (
            "Leemos hasta dos veces lo que se dice de la casa.",
            es("read", quantity=2, unit="time", cadence=DEMAND),
            "tu",
        ),
        ("Leemos cada día lo que se dice de la casa.", es("read", unit="time", cadence=DAY), "tu"),
        ("Leemos cada mes lo que se dice de la casa.", es("read", unit="time", cadence=MONTH), "tu"),
        ("Leemos lo que se dice de la casa.", es("read", unit="time", cadence=DEMAND), "tu"),
        ("Escribimos **3 textos**.", es("write", quantity=3, unit="text", cadence=ONCE), "tu"),
        ("Escribimos **3 textos al día**.", es("write", quantity=3, unit="text", cadence=DAY), "tu"),
        ("Escribimos **3 textos a la semana**.", es("write", quantity=3, unit="text", cadence=WEEK), "tu"),
        ("Escribimos **3 textos al mes**.", es("write", quantity=3, unit="text", cadence=MONTH), "tu"),
        ("Escribimos **3 textos al trimestre**.", es("write", quantity=3, unit="text", cadence=QUARTER), "tu"),
        ("Escribimos **hasta 3 textos**.", es("write", quantity=3, unit="text", cadence=DEMAND), "tu"),
        (
            "Hacemos **una sesión** de fotos en el local cada trimestre.",
            es("session", quantity=1, unit="session", cadence=QUARTER),
            "tu",
        ),
        (
            "Hacemos **2 sesiones** de fotos en el local cada mes.",
            es("session", quantity=2, unit="session", cadence=MONTH),
            "tu",
        ),
        (
            "Dedicamos **una hora al mes** a cambios en la página web.",
            es("help", quantity=1, unit="hour", cadence=MONTH),
            "tu",
        ),
        (
            "Dedicamos **hasta 4 horas** a cambios en la página web.",
            es("help", quantity=4, unit="hour", cadence=DEMAND),
            "tu",
        ),
        # where it appears
        (
            "Publicamos **12 publicaciones al mes**.",
            es("posts", quantity=12, unit="post", cadence=MONTH, networks=()),
            "tu",
        ),
        (
            "Publicamos **12 publicaciones al mes** en Instagram.",
            es("posts", quantity=12, unit="post", cadence=MONTH, networks=("instagram",)),
            "tu",
        ),
        (
            "Publicamos **12 publicaciones al mes** en Facebook e Instagram.",
            es("posts", quantity=12, unit="post", cadence=MONTH, networks=("facebook", "instagram")),
            "tu",
        ),
        (
            "Publicamos **12 publicaciones al mes** en Facebook y YouTube.",
            es("posts", quantity=12, unit="post", cadence=MONTH, networks=("facebook", "youtube")),
            "tu",
        ),
        (
            "Publicamos **12 publicaciones al mes** en Instagram, Facebook y LinkedIn.",
            es("posts", quantity=12, unit="post", cadence=MONTH, networks=("instagram", "facebook", "linkedin")),
            "tu",
        ),
        (
            "Publicamos **12 publicaciones al mes** en X y el boletín.",
            es("posts", quantity=12, unit="post", cadence=MONTH, networks=("x", "newsletter")),
            "tu",
        ),
        (
            "Publicamos **12 publicaciones al mes** en el blog y el foro.",
            es("posts", quantity=12, unit="post", cadence=MONTH, networks=("blog", "forum")),
            "tu",
        ),
        (
            "Publicamos **12 publicaciones al mes** en WhatsApp y Google.",
            es("posts", quantity=12, unit="post", cadence=MONTH, networks=("whatsapp", "google_business")),
            "tu",
        ),
        (
            "Publicamos **12 publicaciones al mes** en Instagram y otros sitios.",
            es("posts", quantity=12, unit="post", cadence=MONTH, networks=("instagram", "other")),
            "tu",
        ),
        # rounds of changes
        (
            "Publicamos **12 publicaciones al mes** en Instagram.",
            es("posts", quantity=12, unit="post", cadence=MONTH, networks=("instagram",), revision_rounds=0),
            "tu",
        ),
        (
            "Publicamos **12 publicaciones al mes** en Instagram. Puedes pedir cambios **una vez** en cada una.",
            es("posts", quantity=12, unit="post", cadence=MONTH, networks=("instagram",), revision_rounds=1),
            "tu",
        ),
        (
            "Publicamos **12 publicaciones al mes** en Instagram. Puedes pedir cambios **dos veces** en cada una.",
            es("posts", quantity=12, unit="post", cadence=MONTH, networks=("instagram",), revision_rounds=2),
            "tu",
        ),
        (
            "Publicamos **12 publicaciones al mes** en Instagram. Puedes pedir cambios **3 veces** en cada una.",
            es("posts", quantity=12, unit="post", cadence=MONTH, networks=("instagram",), revision_rounds=3),
            "tu",
        ),
        (
            "Escribimos **4 reels al mes**. Puedes pedir cambios **dos veces** en cada uno.",
            es("write", quantity=4, unit="reel", cadence=MONTH, revision_rounds=2),
            "tu",
        ),
        (
            "Escribimos **una guía**. Puedes pedir cambios **dos veces**.",
            es("write", quantity=1, unit="guide", cadence=ONCE, revision_rounds=2),
            "tu",
        ),
        (
            "Te contamos una vez al mes qué hemos aprendido de la gente. Puedes pedir cambios **una vez**.",
            es("tell", quantity=1, unit="time", cadence=MONTH, revision_rounds=1),
            "tu",
        ),
        (
            "Dedicamos **2 horas al mes** a cambios en la página web. Puedes pedir cambios **una vez**.",
            es("help", quantity=2, unit="hour", cadence=MONTH, revision_rounds=1),
            "tu",
        ),
        # tú, vosotros, usted
        (
            "Te contamos una vez al mes qué hemos aprendido de la gente.",
            es("tell", quantity=1, unit="time", cadence=MONTH),
            "tu",
        ),
        ("Nombras a una persona que da el sí, y a otra que la sustituye.", es("name", cadence=ONCE), "tu"),
        (
            "Publicamos **8 publicaciones al mes** en LinkedIn. Puedes pedir cambios **una vez** en cada una.",
            es("posts", quantity=8, unit="post", cadence=MONTH, networks=("linkedin",), revision_rounds=1),
            "tu",
        ),
        (
            "Os contamos una vez al mes qué hemos aprendido de la gente.",
            es("tell", quantity=1, unit="time", cadence=MONTH),
            "vosotros",
        ),
        ("Nombráis a una persona que da el sí, y a otra que la sustituye.", es("name", cadence=ONCE), "vosotros"),
        (
            "Publicamos **8 publicaciones al mes** en LinkedIn. Podéis pedir cambios **una vez** en cada una.",
            es("posts", quantity=8, unit="post", cadence=MONTH, networks=("linkedin",), revision_rounds=1),
            "vosotros",
        ),
        (
            "Le contamos una vez al mes qué hemos aprendido de la gente.",
            es("tell", quantity=1, unit="time", cadence=MONTH),
            "usted",
        ),
        ("Nombra a una persona que da el sí, y a otra que la sustituye.", es("name", cadence=ONCE), "usted"),
        (
            "Publicamos **8 publicaciones al mes** en LinkedIn. Puede pedir cambios **una vez** en cada una.",
            es("posts", quantity=8, unit="post", cadence=MONTH, networks=("linkedin",), revision_rounds=1),
            "usted",
        ),
        # answers and hours
        (
            "Respondemos comentarios y mensajes **en menos de una hora**, de lunes a viernes, de 9 a 19 h.",
            es("answers", unit="answer", cadence=DEMAND, response_hours=1, hours=WEEK_DAYS),
            "tu",
        ),
        (
            "Respondemos comentarios y mensajes **en menos de 2 horas**, de lunes a sábado, de 9:30 a 20 h.",
            es("answers", unit="answer", cadence=DEMAND, response_hours=2, hours=SATURDAYS_TOO),
            "tu",
        ),
        (
            "Respondemos comentarios y mensajes **en menos de 24 horas**, los lunes y jueves, de 10 a 14 h.",
            es("answers", unit="answer", cadence=DEMAND, response_hours=24, hours=TWO_DAYS),
            "tu",
        ),
        (
            "Respondemos comentarios y mensajes **en menos de 4 horas**, los viernes, de 9 a 17 h.",
            es("answers", unit="answer", cadence=DEMAND, response_hours=4, hours=FRIDAYS),
            "tu",
        ),
        (
            "Respondemos comentarios y mensajes **en menos de 6 horas**, todos los días, a cualquier hora.",
            es("answers", unit="answer", cadence=DEMAND, response_hours=6, hours=ALL),
            "tu",
        ),
        (
            "Respondemos comentarios y mensajes **en menos de 48 horas**.",
            es("answers", unit="answer", cadence=DEMAND, response_hours=48),
            "tu",
        ),
        (
            "Respondemos comentarios y mensajes, de lunes a viernes, de 9 a 19 h.",
            es("answers", unit="answer", cadence=DEMAND, hours=WEEK_DAYS),
            "tu",
        ),
        # without a text, or with one's own
        (
            "Fotos de equipo: **12 fotos** en Instagram y el blog.",
            es(title="Fotos de equipo", quantity=12, unit="photo", cadence=ONCE, networks=("instagram", "blog")),
            "tu",
        ),
        (
            "Reseñas: **en menos de 24 horas**.",
            es(title="Reseñas", unit="review", cadence=DEMAND, response_hours=24),
            "tu",
        ),
        ("Nombrar un contacto.", es(title="Nombrar un contacto", cadence=DEMAND), "tu"),
        (
            "Cuidamos tus redes. Son **16 publicaciones al mes**.",
            es("own", quantity=16, unit="post", cadence=MONTH),
            "tu",
        ),
        ("Cuidamos tus redes. Es **una publicación al mes**.", es("own", quantity=1, unit="post", cadence=MONTH), "tu"),
        ("Cuidamos tus redes. Son **hasta 4 horas**.", es("own", quantity=4, unit="hour", cadence=DEMAND), "tu"),
        (
            "Cuidamos tus redes. Es **una página al trimestre**.",
            es("own", quantity=1, unit="page", cadence=QUARTER),
            "tu",
        ),
        (
            "Escribimos **2 textos a la semana**. (Ana)",
            es("write", quantity=2, unit="text", cadence=WEEK, who="Ana"),
            "tu",
        ),
        # left out
        (
            "Publicaciones en el muro.",
            es(
                "posts",
                title="Publicaciones en el muro",
                treatment=EXCLUDED,
                quantity=12,
                unit="post",
                cadence=MONTH,
                revision_rounds=2,
            ),
            "tu",
        ),
        (
            "¿Cambios en la web?",
            es("help", title="¿Cambios en la web?", treatment=EXCLUDED, quantity=2, unit="hour", cadence=MONTH),
            "tu",
        ),
    ],
)
def test_a_spanish_sentence(text, words, address):
    assert starred(sentence(words, "es", Address(address))) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # how many, from none to many
        (
            "We publish **0 posts a month** on Instagram and Facebook.",
            en("posts", quantity=0, unit="post", cadence=MONTH, networks=("instagram", "facebook")),
        ),
        (
            "We publish **one post a month** on Instagram and Facebook.",
            en("posts", quantity=1, unit="post", cadence=MONTH, networks=("instagram", "facebook")),
        ),
        (
            "We publish **2 posts a month** on Instagram and Facebook.",
            en("posts", quantity=2, unit="post", cadence=MONTH, networks=("instagram", "facebook")),
        ),
        (
            "We publish **21 posts a month** on Instagram and Facebook.",
            en("posts", quantity=21, unit="post", cadence=MONTH, networks=("instagram", "facebook")),
        ),
        (
            "We publish **one reel a week** on TikTok.",
            en("posts", quantity=1, unit="reel", cadence=WEEK, networks=("tiktok",)),
        ),
        (
            "We publish **2 reels a week** on TikTok.",
            en("posts", quantity=2, unit="reel", cadence=WEEK, networks=("tiktok",)),
        ),
        (
            "We publish **21 reels a week** on TikTok.",
            en("posts", quantity=21, unit="reel", cadence=WEEK, networks=("tiktok",)),
        ),
        ("We write **0 reports a quarter**.", en("write", quantity=0, unit="report", cadence=QUARTER)),
        ("We write **one report a quarter**.", en("write", quantity=1, unit="report", cadence=QUARTER)),
        ("We write **2 reports a quarter**.", en("write", quantity=2, unit="report", cadence=QUARTER)),
        ("We write **21 reports a quarter**.", en("write", quantity=21, unit="report", cadence=QUARTER)),
        # genders and plurals of the units
        ("We write **one story a month**.", en("write", quantity=1, unit="story", cadence=MONTH)),
        ("We write **3 stories a month**.", en("write", quantity=3, unit="story", cadence=MONTH)),
        ("We write **one video a month**.", en("write", quantity=1, unit="video", cadence=MONTH)),
        ("We write **5 videos a month**.", en("write", quantity=5, unit="video", cadence=MONTH)),
        ("We write **one newsletter a month**.", en("write", quantity=1, unit="newsletter", cadence=MONTH)),
        ("We write **2 newsletters a month**.", en("write", quantity=2, unit="newsletter", cadence=MONTH)),
        ("We write **one guide a month**.", en("write", quantity=1, unit="guide", cadence=MONTH)),
        ("We write **one plan a month**.", en("write", quantity=1, unit="plan", cadence=MONTH)),
        ("We write **4 ideas a month**.", en("write", quantity=4, unit="idea", cadence=MONTH)),
        ("We write **one carousel a month**.", en("write", quantity=1, unit="carousel", cadence=MONTH)),
        ("We write **2 carousels a month**.", en("write", quantity=2, unit="carousel", cadence=MONTH)),
        ("We write **one survey a month**.", en("write", quantity=1, unit="survey", cadence=MONTH)),
        ("We write **2 press releases a month**.", en("write", quantity=2, unit="release", cadence=MONTH)),
        ("We write **one taller a month**.", en("write", quantity=1, unit="taller", cadence=MONTH)),
        # each rhythm
        ("We read once what is said about you.", en("read", quantity=1, unit="time", cadence=ONCE)),
        ("We read every day what is said about you.", en("read", quantity=1, unit="time", cadence=DAY)),
        ("We read once a week what is said about you.", en("read", quantity=1, unit="time", cadence=WEEK)),
        ("We read once a month what is said about you.", en("read", quantity=1, unit="time", cadence=MONTH)),
        ("We read once a quarter what is said about you.", en("read", quantity=1, unit="time", cadence=QUARTER)),
        ("We read when needed what is said about you.", en("read", quantity=1, unit="time", cadence=DEMAND)),
        ("We read twice what is said about you.", en("read", quantity=2, unit="time", cadence=ONCE)),
        ("We read twice a day what is said about you.", en("read", quantity=2, unit="time", cadence=DAY)),
        ("We read twice a week what is said about you.", en("read", quantity=2, unit="time", cadence=WEEK)),
        ("We read twice a month what is said about you.", en("read", quantity=2, unit="time", cadence=MONTH)),
        ("We read twice a quarter what is said about you.", en("read", quantity=2, unit="time", cadence=QUARTER)),
        ("We read up to twice what is said about you.", en("read", quantity=2, unit="time", cadence=DEMAND)),
        ("We read every day what is said about you.", en("read", unit="time", cadence=DAY)),
        ("We read every month what is said about you.", en("read", unit="time", cadence=MONTH)),
        ("We read what is said about you.", en("read", unit="time", cadence=DEMAND)),
        ("We write **3 texts**.", en("write", quantity=3, unit="text", cadence=ONCE)),
        ("We write **3 texts a day**.", en("write", quantity=3, unit="text", cadence=DAY)),
        ("We write **3 texts a week**.", en("write", quantity=3, unit="text", cadence=WEEK)),
        ("We write **3 texts a month**.", en("write", quantity=3, unit="text", cadence=MONTH)),
        ("We write **3 texts a quarter**.", en("write", quantity=3, unit="text", cadence=QUARTER)),
        ("We write **up to 3 texts**.", en("write", quantity=3, unit="text", cadence=DEMAND)),
        (
            "We hold **one session** of photos at your place every quarter.",
            en("session", quantity=1, unit="session", cadence=QUARTER),
        ),
        (
            "We hold **2 sessions** of photos at your place every month.",
            en("session", quantity=2, unit="session", cadence=MONTH),
        ),
        (
            "We spend **one hour a month** on changes to your website.",
            en("help", quantity=1, unit="hour", cadence=MONTH),
        ),
        ("We spend **up to 4 hours** on changes to your website.", en("help", quantity=4, unit="hour", cadence=DEMAND)),
        # where it appears
        ("We publish **12 posts a month**.", en("posts", quantity=12, unit="post", cadence=MONTH, networks=())),
        (
            "We publish **12 posts a month** on Instagram.",
            en("posts", quantity=12, unit="post", cadence=MONTH, networks=("instagram",)),
        ),
        (
            "We publish **12 posts a month** on Facebook and Instagram.",
            en("posts", quantity=12, unit="post", cadence=MONTH, networks=("facebook", "instagram")),
        ),
        (
            "We publish **12 posts a month** on Facebook and YouTube.",
            en("posts", quantity=12, unit="post", cadence=MONTH, networks=("facebook", "youtube")),
        ),
        (
            "We publish **12 posts a month** on Instagram, Facebook and LinkedIn.",
            en("posts", quantity=12, unit="post", cadence=MONTH, networks=("instagram", "facebook", "linkedin")),
        ),
        (
            "We publish **12 posts a month** on X and in the newsletter.",
            en("posts", quantity=12, unit="post", cadence=MONTH, networks=("x", "newsletter")),
        ),
        (
            "We publish **12 posts a month** on the blog and in the forum.",
            en("posts", quantity=12, unit="post", cadence=MONTH, networks=("blog", "forum")),
        ),
        (
            "We publish **12 posts a month** on WhatsApp and Google.",
            en("posts", quantity=12, unit="post", cadence=MONTH, networks=("whatsapp", "google_business")),
        ),
        (
            "We publish **12 posts a month** on Instagram and in other places.",
            en("posts", quantity=12, unit="post", cadence=MONTH, networks=("instagram", "other")),
        ),
        # rounds of changes
        (
            "We publish **12 posts a month** on Instagram.",
            en("posts", quantity=12, unit="post", cadence=MONTH, networks=("instagram",), revision_rounds=0),
        ),
        (
            "We publish **12 posts a month** on Instagram. You can ask for changes **once** on each one.",
            en("posts", quantity=12, unit="post", cadence=MONTH, networks=("instagram",), revision_rounds=1),
        ),
        (
            "We publish **12 posts a month** on Instagram. You can ask for changes **twice** on each one.",
            en("posts", quantity=12, unit="post", cadence=MONTH, networks=("instagram",), revision_rounds=2),
        ),
        (
            "We publish **12 posts a month** on Instagram. You can ask for changes **3 times** on each one.",
            en("posts", quantity=12, unit="post", cadence=MONTH, networks=("instagram",), revision_rounds=3),
        ),
        (
            "We write **4 reels a month**. You can ask for changes **twice** on each one.",
            en("write", quantity=4, unit="reel", cadence=MONTH, revision_rounds=2),
        ),
        (
            "We write **one guide**. You can ask for changes **twice**.",
            en("write", quantity=1, unit="guide", cadence=ONCE, revision_rounds=2),
        ),
        (
            "We tell you once a month what we have learnt from people. You can ask for changes **once**.",
            en("tell", quantity=1, unit="time", cadence=MONTH, revision_rounds=1),
        ),
        (
            "We spend **2 hours a month** on changes to your website. You can ask for changes **once**.",
            en("help", quantity=2, unit="hour", cadence=MONTH, revision_rounds=1),
        ),
        # you
        (
            "We tell you once a month what we have learnt from people.",
            en("tell", quantity=1, unit="time", cadence=MONTH),
        ),
        ("You name one person who says yes, and another who stands in.", en("name", cadence=ONCE)),
        (
            "We publish **8 posts a month** on LinkedIn. You can ask for changes **once** on each one.",
            en("posts", quantity=8, unit="post", cadence=MONTH, networks=("linkedin",), revision_rounds=1),
        ),
        # answers and hours
        (
            "We answer comments and messages **within one hour**, Monday to Friday, 9 to 19 h.",
            en("answers", unit="answer", cadence=DEMAND, response_hours=1, hours=WEEK_DAYS),
        ),
        (
            "We answer comments and messages **within 2 hours**, Monday to Saturday, 9:30 to 20 h.",
            en("answers", unit="answer", cadence=DEMAND, response_hours=2, hours=SATURDAYS_TOO),
        ),
        (
            "We answer comments and messages **within 24 hours**, Mondays and Thursdays, 10 to 14 h.",
            en("answers", unit="answer", cadence=DEMAND, response_hours=24, hours=TWO_DAYS),
        ),
        (
            "We answer comments and messages **within 4 hours**, Fridays, 9 to 17 h.",
            en("answers", unit="answer", cadence=DEMAND, response_hours=4, hours=FRIDAYS),
        ),
        (
            "We answer comments and messages **within 6 hours**, every day, at any hour.",
            en("answers", unit="answer", cadence=DEMAND, response_hours=6, hours=ALL),
        ),
        (
            "We answer comments and messages **within 48 hours**.",
            en("answers", unit="answer", cadence=DEMAND, response_hours=48),
        ),
        (
            "We answer comments and messages, Monday to Friday, 9 to 19 h.",
            en("answers", unit="answer", cadence=DEMAND, hours=WEEK_DAYS),
        ),
        # without a text, or with one's own
        (
            "Photos of the team: **12 photos** on Instagram and the blog.",
            en(title="Photos of the team", quantity=12, unit="photo", cadence=ONCE, networks=("instagram", "blog")),
        ),
        ("Reviews: **within 24 hours**.", en(title="Reviews", unit="review", cadence=DEMAND, response_hours=24)),
        ("Naming a contact.", en(title="Naming a contact", cadence=DEMAND)),
        (
            "We look after your networks. That is **16 posts a month**.",
            en("own", quantity=16, unit="post", cadence=MONTH),
        ),
        (
            "We look after your networks. That is **one post a month**.",
            en("own", quantity=1, unit="post", cadence=MONTH),
        ),
        ("We look after your networks. That is **up to 4 hours**.", en("own", quantity=4, unit="hour", cadence=DEMAND)),
        (
            "We look after your networks. That is **one page a quarter**.",
            en("own", quantity=1, unit="page", cadence=QUARTER),
        ),
        ("We write **2 texts a week**. (Ana)", en("write", quantity=2, unit="text", cadence=WEEK, who="Ana")),
        # left out
        (
            "Posts for the feed.",
            en(
                "posts",
                title="Posts for the feed",
                treatment=EXCLUDED,
                quantity=12,
                unit="post",
                cadence=MONTH,
                revision_rounds=2,
            ),
        ),
        (
            "Changes to the website?",
            en("help", title="Changes to the website?", treatment=EXCLUDED, quantity=2, unit="hour", cadence=MONTH),
        ),
    ],
)
def test_an_english_sentence(text, words):
    assert starred(sentence(words, "en")) == text


@pytest.mark.parametrize(
    ("text", "words", "price", "mode"),
    [
        (
            "Hacemos **una sesión** de fotos en el local cada trimestre: **180 € cada una**",
            es("session", quantity=1, unit="session", cadence=QUARTER),
            "180 €",
            PriceMode.UNIT,
        ),
        (
            "Escribimos **4 textos al mes**: **12 € cada uno**",
            es("write", quantity=4, unit="text", cadence=MONTH),
            "12 €",
            PriceMode.UNIT,
        ),
        (
            "Escribimos **un boletín al mes**: **95 € al mes**",
            es("write", quantity=1, unit="newsletter", cadence=MONTH, revision_rounds=2),
            "95 €",
            PriceMode.FEE,
        ),
        (
            "Escribimos **una guía**: **240 €, una sola vez**",
            es("write", quantity=1, unit="guide", cadence=ONCE),
            "240 €",
            PriceMode.ONCE,
        ),
        (
            "Escribimos **un plan**: **300 €, una sola vez**",
            es("write", quantity=1, unit="plan", cadence=ONCE),
            "300 €",
            PriceMode.FEE,
        ),
        (
            "Dedicamos **hasta 4 horas** a cambios en la página web: **45 € por hora**",
            es("help", quantity=4, unit="hour", cadence=DEMAND),
            "45 €",
            PriceMode.UNIT,
        ),
        (
            "Leemos dos veces a la semana lo que se dice de la casa: **30 € cada vez**",
            es("read", quantity=2, unit="time", cadence=WEEK),
            "30 €",
            PriceMode.UNIT,
        ),
        (
            "Publicamos **21 historias a la semana** en Facebook e Instagram: **60 € al mes**",
            es("posts", quantity=21, unit="story", cadence=WEEK, networks=("facebook", "instagram")),
            "60 €",
            PriceMode.FEE,
        ),
    ],
)
def test_a_spanish_offer(text, words, price, mode):
    assert starred(offer(replace(words, treatment=OPTIONAL), price_words(price, words, mode, "es"), "es")) == text


@pytest.mark.parametrize(
    ("text", "words", "price", "mode"),
    [
        (
            "We hold **one session** of photos at your place every quarter: **€180 each**",
            en("session", quantity=1, unit="session", cadence=QUARTER),
            "€180",
            PriceMode.UNIT,
        ),
        (
            "We write **4 texts a month**: **€12 each**",
            en("write", quantity=4, unit="text", cadence=MONTH),
            "€12",
            PriceMode.UNIT,
        ),
        (
            "We write **one newsletter a month**: **€95 a month**",
            en("write", quantity=1, unit="newsletter", cadence=MONTH, revision_rounds=2),
            "€95",
            PriceMode.FEE,
        ),
        (
            "We write **one guide**: **€240, once**",
            en("write", quantity=1, unit="guide", cadence=ONCE),
            "€240",
            PriceMode.ONCE,
        ),
        (
            "We write **one plan**: **€300, once**",
            en("write", quantity=1, unit="plan", cadence=ONCE),
            "€300",
            PriceMode.FEE,
        ),
        (
            "We spend **up to 4 hours** on changes to your website: **€45 an hour**",
            en("help", quantity=4, unit="hour", cadence=DEMAND),
            "€45",
            PriceMode.UNIT,
        ),
        (
            "We read twice a week what is said about you: **€30 each time**",
            en("read", quantity=2, unit="time", cadence=WEEK),
            "€30",
            PriceMode.UNIT,
        ),
        (
            "We publish **21 stories a week** on Facebook and Instagram: **€60 a month**",
            en("posts", quantity=21, unit="story", cadence=WEEK, networks=("facebook", "instagram")),
            "€60",
            PriceMode.FEE,
        ),
    ],
)
def test_an_english_offer(text, words, price, mode):
    assert starred(offer(replace(words, treatment=OPTIONAL), price_words(price, words, mode, "en"), "en")) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hacemos fotos, vídeos e historias.", ("fotos", "vídeos", "historias")),
        ("Hacemos historias y fotos.", ("historias", "fotos")),
        ("Hacemos textos e imágenes.", ("textos", "imágenes")),
        ("Hacemos agua y hielo.", ("agua", "hielo")),
    ],
)
def test_y_turns_into_e(text, words):
    assert f"Hacemos {enumeration(words, 'es')}." == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Cada semana sale una foto u otra cosa.", ("una foto", "otra cosa")),
        ("Cada semana sale un vídeo, un texto u horas de directo.", ("un vídeo", "un texto", "horas de directo")),
        ("Cada semana sale una u ocho.", ("una", "ocho")),
        ("Cada semana sale una historia o una foto.", ("una historia", "una foto")),
    ],
)
def test_o_turns_into_u(text, words):
    assert f"Cada semana sale {alternatives(words, 'es')}." == text
