"""The page of a review pack: what is in it, what can never be in it, and that it is always the same."""

import base64
import hashlib
import json
import re
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdesk.domain.clients import Address
from cmdesk.domain.posts import PostFormat
from cmdesk.domain.reporting import AgencyCard, ClientCard
from cmdesk.domain.review import PackContent, PackPicture, PackPlace, PackPost
from cmdesk.domain.review_words import _WORDS, ReviewWords
from cmdesk.exchange.review_page import contrast, page_file_name, readable, review_page
from tests.review_world import picture

EVIL = (
    "</script><script>window.cmdesk_pwned=1</script>",
    '"><img src=x onerror=alert(1)>',
    "<!--<script>",
    "javascript:alert(1)",
    "{{7*7}} ${7*7} {name} @light@",
    "\u2028\u2029</style>\u202e",
    "&lt;b&gt; &amp; <b>",
    "' onfocus='alert(1)' autofocus='",
)


def content(evil="", **more):
    """A pack with something in every field."""
    places = (
        PackPlace("instagram", f"@horno{evil}", f"Antes {evil}", f"después {evil}", f"https://h.example/{evil}", evil),
        PackPlace("linkedin", f"horno{evil}", f"Otro texto {evil}", is_own=True),
    )
    pictures = (
        PackPicture(picture(), 400, 300, f"Una hogaza {evil}", f"pan.jpg{evil}"),
        PackPicture(b"", 0, 0, "", f"roto.heic{evil}"),
        PackPicture(b"", 0, 0, "", f"horno.mp4{evil}", is_film=True),
    )
    post = PackPost(
        7, "ab" * 32, f"Hogaza {evil}", f"Texto {evil}", PostFormat.CAROUSEL, date(2026, 10, 30), 540, f"Nota {evil}",
        pictures, places,
    )  # fmt: skip
    made = PackContent(
        client_id=1,
        code="K7Q2M4XR",
        language="es",
        made_on=date(2026, 10, 14),
        answer_by=date(2026, 10, 20),
        agency=AgencyCard(f"Estudio Farolillo {evil}", f"nuria{evil}@farolillo.example", evil, logo=picture("navy")),
        client=ClientCard(f"Horno Masalumbre {evil}", "HM"),
        first_week_day=0,
        zone="Europe/Madrid",
        posts=(
            post,
            replace(post, id=8, day=None, minute=None, pictures=(), places=()),
            replace(post, id=9, minute=None),
        ),
    )
    return replace(made, **more)


class Reader(HTMLParser):
    """What a page is made of, as a browser reads it."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.inside, self.words = [], {}, ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        tag = self.tags[-1][0] if self.tags else ""
        if tag in {"script", "style"}:
            self.inside[tag] = data
        self.words += data


def read(made):
    return Reader(review_page(made).decode())


@pytest.mark.parametrize("evil", EVIL)
class TestHostileTexts:
    def test_they_add_nothing_to_what_the_page_is_made_of(self, evil):
        plain, hostile = read(content("x")), read(content(evil))
        assert [tag for tag, _each in hostile.tags] == [tag for tag, _each in plain.tags]
        assert [sorted(each) for _tag, each in hostile.tags] == [sorted(each) for _tag, each in plain.tags]

    def test_they_are_read_as_they_were_written(self, evil):
        assert f"Texto {evil}" in read(content(evil)).words

    def test_the_data_for_the_script_holds_no_sign_that_ends_it(self, evil):
        page = review_page(content(evil)).decode()
        block = re.search(r'<script type="application/json" id="pack">(.*?)</script>', page, re.DOTALL)[1]
        assert not set("<>&\u2028\u2029") & set(block)
        assert json.loads(block)["client"] == f"Horno Masalumbre {evil}"


class TestPolicy:
    def test_it_allows_its_own_style_and_script_by_their_hashes_and_nothing_else(self):
        page = review_page(content()).decode()
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1]
        style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
        script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)[1]

        def hashed(text):
            return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

        assert policy == (
            f"default-src 'none'; img-src data:; style-src 'sha256-{hashed(style)}'; "
            f"script-src 'sha256-{hashed(script)}'; base-uri 'none'; form-action 'none'"
        )

    def test_nothing_leads_out_of_the_file(self):
        for tag, attributes in read(content()).tags:
            for name in ("src", "href", "action", "formaction", "poster", "srcset", "data", "background"):
                value = attributes.get(name, "data:")
                assert value.startswith(("data:image/", "#", "data:")), (tag, name, value)
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
        page = review_page(content()).decode()
        assert "@import" not in page
        assert "url(" not in page

    def test_a_phone_may_still_zoom(self):
        (viewport,) = [each["content"] for _tag, each in read(content()).tags if each.get("name") == "viewport"]
        assert viewport == "width=device-width, initial-scale=1"

    def test_nothing_of_the_camera_is_in_it_and_the_logo_is_drawn_anew(self):
        page = review_page(content())
        for found in re.findall(rb'src="data:image/\w+;base64,([^"]+)"', page)[:1]:
            assert b"SecretCamera" not in base64.b64decode(found)


class TestSameness:
    def test_the_same_content_is_the_same_bytes(self):
        assert review_page(content()) == review_page(content())

    def test_every_element_has_an_id_of_its_own(self):
        ids = [each["id"] for _tag, each in read(content()).tags if "id" in each]
        assert len(ids) == len(set(ids))

    def test_every_label_belongs_to_a_field(self):
        tags = read(content()).tags
        ids = {each.get("id") for _tag, each in tags}
        for tag, each in tags:
            if tag == "label":
                assert each["for"] in ids
            for name in ("aria-labelledby", "aria-describedby"):
                assert set(each.get(name, "").split()) <= ids

    def test_a_field_that_is_empty_leaves_no_hole(self):
        bare = replace(content(), answer_by=None, agency=AgencyCard("Estudio"), client=ClientCard("Horno", "H"))
        words = read(bare).words
        assert "Responde antes" not in words
        assert "None" not in words

    def test_its_file_name_is_legal(self):
        evil = content('<>:"/\\|?*\n' + "a" * 300)
        assert page_file_name(content()) == "2026-10 Horno Masalumbre - Publicaciones para revisar K7Q2M4XR.html"
        assert not set('<>:"/\\|?*\n') & set(page_file_name(evil))
        assert len(page_file_name(evil)) < 160

    @given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
    def test_any_text_can_be_shown(self, text):
        page = review_page(replace(content(), posts=(replace(content().posts[1], text=text),)))
        page.decode().encode("utf-8")


class TestWords:
    @pytest.mark.parametrize(
        ("address", "lead"),
        [
            (Address.TU, "Mira cada publicación y di que sí, pide cambios o deja un comentario."),
            (Address.VOSOTROS, "Mirad cada publicación y decid que sí, pedid cambios o dejad un comentario."),
            (Address.USTED, "Mire cada publicación y diga que sí, pida cambios o deje un comentario."),
        ],
    )
    def test_it_speaks_as_the_client_is_spoken_to(self, address, lead):
        client = replace(content().client, speaks_as=address)
        assert lead in read(content(client=client)).words

    def test_english_is_english(self):
        words = read(content(language="en")).words
        assert "Posts of Horno Masalumbre" in words
        assert "Friday 30 October, 09:00" in words
        assert not re.search(r"publicaci|respuesta", words)

    def test_every_sentence_can_be_said_in_both_languages_and_all_forms(self):
        places = dict.fromkeys(("client", "agency", "count", "day", "code", "zone", "number", "name", "done"), "X")
        for language in ("es", "en"):
            for address in Address:
                say = ReviewWords(language, address)
                for key in _WORDS:
                    assert not re.search(r"[{}|]", say(key, **places)), key

    def test_a_message_goes_with_it(self):
        say = ReviewWords("es", Address.VOSOTROS)
        assert say.message("Horno", 12, date(2026, 10, 20), "Elena Robles") == (
            "Hola, Elena: os mando 12 publicaciones de Horno para revisar. Abrid el archivo en el móvil o el ordenador "
            "(no hace falta internet), responded y devolvedme el archivo o el código que sale al final. Si puede ser, "
            "antes de que acabe el martes 20 de octubre."
        )


class TestColours:
    @given(st.from_regex(r"#[0-9A-F]{6}", fullmatch=True))
    def test_any_colour_of_an_agency_can_be_read(self, colour):
        for ground, towards in (("#F0F0EB", "#000000"), ("#232528", "#FFFFFF")):
            assert contrast(readable(colour, ground, towards=towards), ground) >= 4.5
        assert contrast(readable(colour, "#F0F0EB", towards="#000000"), "#FFFFFF") >= 4.5
        assert contrast(readable(colour, "#232528", towards="#FFFFFF"), "#161719") >= 4.5

    def test_a_colour_that_can_be_read_stays_as_it_is(self):
        assert readable("#0F6370", "#F0F0EB", towards="#000000") == "#0F6370"

    def test_what_is_no_colour_breaks_nothing(self):
        evil = replace(content(), agency=replace(content().agency, colour="red;}</style><script>"))
        assert "<script>" not in re.search(r"<style>(.*?)</style>", review_page(evil).decode(), re.DOTALL)[1]


def test_the_test_content_fills_every_field():
    def empty(value, path):
        if is_dataclass(value):
            for each in fields(value):
                yield from empty(getattr(value, each.name), f"{path}.{each.name}")
        elif not isinstance(value, Enum) and value in ("", None, ()):
            yield path

    made = content("x")
    first = replace(made, posts=made.posts[:1], client=replace(made.client, legal_name="x", address="x", tax_id="x"))
    assert list(empty(replace(first, agency=replace(first.agency, address="x", tax_id="x")), "pack")) == []
