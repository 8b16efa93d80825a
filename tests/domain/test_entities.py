"""Links, mentions and hashtags are found as each network finds them, and links can be measured."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdesk.domain.entities import EntityKind, entities, with_utm
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.networks import Network


def found(text, network, kind):
    return [one.text for one in entities(text, network) if one.kind is kind]


def links(text, network="x"):
    return found(text, network, EntityKind.LINK)


def mentions(text, network="x"):
    return found(text, network, EntityKind.MENTION)


def tags(text, network="x"):
    return found(text, network, EntityKind.HASHTAG)


# bluesky-social/atproto, packages/api/tests/rich-text-detection.test.ts
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("start https://middle.com/foo/bar?baz=bux#hash end", ["https://middle.com/foo/bar?baz=bux#hash"]),
        ("https://newline1.com\nhttps://newline2.com", ["https://newline1.com", "https://newline2.com"]),
        ("start middle.com/foo/bar end", ["middle.com/foo/bar"]),
        ("newline1.com\nnewline2.com", ["newline1.com", "newline2.com"]),
        ("not.. a..url ..here", []),
        ("e.g.", []),
        ("something-cool.jpg", []),
        ("website.com.jpg", []),
        ("e.g./foo", []),
        ("website.com.jpg/foo", []),
        (
            "punctuation https://foo.com, https://bar.com/whatever; https://baz.com.",
            ["https://foo.com", "https://bar.com/whatever", "https://baz.com"],
        ),
        ("parenthentical (https://foo.com)", ["https://foo.com"]),
        ("except for https://foo.com/thing_(cool)", ["https://foo.com/thing_(cool)"]),
    ],
)
def test_links_are_found_as_bluesky_finds_them(text, expected):
    assert links(text, "bluesky") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no mention", []),
        ("@handle.com middle end", ["@handle.com"]),
        ("@full123-chars.test", ["@full123-chars.test"]),
        ("not@right", []),
        ("parenthetical (@handle.com)", ["@handle.com"]),
        ("👨\u200d👩\u200d👧\u200d👧 @handle.com 👨\u200d👩\u200d👧\u200d👧", ["@handle.com"]),
    ],
)
def test_mentions_are_found_as_bluesky_finds_them(text, expected):
    assert mentions(text, "bluesky") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#a #b", ["#a", "#b"]),
        ("#1", []),
        ("body #a1", ["#a1"]),
        ("body #a-b", ["#a-b"]),
        ("#", []),
        ("text # text", []),
        ("##hashash", []),
        ("bsky.app/profile#header", []),
        ("strips trailing #punctuation, #like. #this!", ["#punctuation", "#like", "#this"]),
        ("works with #🦋 emoji, and #butter🦋fly", ["#🦋", "#butter🦋fly"]),
    ],
)
def test_hashtags_are_found_as_bluesky_finds_them(text, expected):
    assert tags(text, "bluesky") == expected


# twitter/twitter-text, conformance/validate.yml: "usernames", "hashtags", "urls", "urls_without_protocol"
@pytest.mark.parametrize(
    ("text", "expected"),
    [("@username", ["@username"]), ("@12345", ["@12345"]), ("@example_name", ["@example_name"]), ("a@b.es", [])],
)
def test_mentions_are_found_as_x_finds_them(text, expected):
    assert mentions(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#hashtag", ["#hashtag"]),
        ("#1st", ["#1st"]),
        ("#12345", []),
        ("#ашок", ["#ашок"]),
        ("#트위터", ["#트위터"]),
        ("#panadería #otoño.", ["#panadería", "#otoño"]),
        ("foo#bar &#233;", []),
    ],
)
def test_hashtags_are_found_as_x_finds_them(text, expected):
    assert tags(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "http://example.com",
        "https://example.com/path/to/resource?search=foo&lang=en",
        "http://twitter.com/#!/twitter",
        "HTTPS://www.ExaMPLE.COM/index.html",
        "http://☃.net/",
        "http://example.com/Русские_слова",
        "https://www.youtube.com/playlist?list=PL0ZPu8XSRTB7wZzn0mLHMvyzVFeRxbWn-",
        "example.com",
        "t.co",
        "foo.co.jp",
        "example.com/path/to/resource?search=foo&lang=en",
    ],
)
def test_links_are_found_as_x_finds_them(text):
    assert links(text) == [text]


@pytest.mark.parametrize(
    "text", ["ftp://example", "http://www.-domain4352.com/", "https://otters", "hola.Mañana seguimos"]
)
def test_what_is_no_link_is_none(text):
    assert links(text) == []


def test_a_link_ends_where_the_sentence_goes_on():
    assert links("Más en «https://horno.es/carta» (o www.horno.es).") == ["https://horno.es/carta", "www.horno.es"]
    assert links("¿Viste horno.es? ¡Sí, panadería.cat!") == ["horno.es", "panadería.cat"]


def test_mastodon_knows_where_a_user_lives_and_instagram_lets_a_name_have_a_dot():
    assert mentions("hola @elena@paseo.social.", "mastodon") == ["@elena@paseo.social"]
    assert mentions("hola @horno.masalumbre.", "instagram") == ["@horno.masalumbre"]


def test_places_are_those_of_the_text():
    text = "Pan 🙂 #pan de @horno en horno.es"
    assert [text[one.start : one.end] for one in entities(text, "instagram")] == ["#pan", "@horno", "horno.es"]


@given(
    st.text(st.sampled_from("ab.#@:/ñ1_-(\n )🙂") | st.characters(exclude_categories=["Cs"]), max_size=80),
    st.sampled_from(Network),
)
def test_no_text_is_too_odd_and_no_two_overlap(text, network):
    place = 0
    for one in entities(text, network):
        assert place <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        place = one.end


def test_looking_at_a_very_long_text_is_quick():
    import time

    begun = time.process_time()
    for text in (
        "a." * 30_000,
        "@" * 60_000,
        "#" * 60_000,
        "(" * 60_000,
        "https://" + "a-" * 30_000,
        "a." * 30_000 + "/",
    ):
        entities(text, "instagram")
    assert time.process_time() - begun < 2


# ----- Links that can be measured -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("horno.es", "https://horno.es?utm_source=ig&utm_medium=social&utm_campaign=oto%C3%B1o%202026"),
        (
            "https://horno.es/carta?mesa=4&a=%20b#postres",
            "https://horno.es/carta?mesa=4&a=%20b&utm_source=ig&utm_medium=social&utm_campaign=oto%C3%B1o%202026#postres",
        ),
        (
            "https://horno.es/?utm_source=viejo&x=1&UTM_Medium=y",
            "https://horno.es/?x=1&utm_source=ig&utm_medium=social&utm_campaign=oto%C3%B1o%202026",
        ),
        (
            " HTTP://Panadería.es:8080/ñ ",
            "http://Panadería.es:8080/ñ?utm_source=ig&utm_medium=social&utm_campaign=oto%C3%B1o%202026",
        ),
        (
            "//xn--panadera-i2a.es",
            "https://xn--panadera-i2a.es?utm_source=ig&utm_medium=social&utm_campaign=oto%C3%B1o%202026",
        ),
        ("horno.es:8080/a", "https://horno.es:8080/a?utm_source=ig&utm_medium=social&utm_campaign=oto%C3%B1o%202026"),
    ],
)
def test_a_link_keeps_what_it_asks_for_and_its_place_in_the_page(url, expected):
    assert with_utm(url, "ig", "social", "otoño 2026") == expected


def test_measuring_a_link_twice_changes_nothing_more():
    once = with_utm("horno.es/a?b=1", "ig", "social", "otoño", content="reel", term="pan")
    assert with_utm(once, "ig", "social", "otoño", content="reel", term="pan") == once


@pytest.mark.parametrize(
    "url",
    [
        "",
        "  ",
        "horno",
        "javascript:alert(1)",
        "mailto:a@b.es",
        "ftp://a.es",
        "http://[::1",
        "http://a b.es",
        "https://",
        "a.es\nb",
        "http://a.es:99999",
        "data:text/html,x",
        "https://" + "a" * 3000 + ".es",
    ],
)
def test_what_is_no_page_is_refused_in_a_sentence(url):
    with pytest.raises(RuleBroken):
        with_utm(url, "ig", "social", "otoño")


def test_a_link_without_a_campaign_measures_nothing():
    with pytest.raises(RuleBroken):
        with_utm("horno.es", "ig", "social", "  ")


@given(st.text(max_size=60), st.text("abc ñ&=#?/%", min_size=1, max_size=20).filter(str.strip))
def test_no_address_is_too_odd(url, campaign):
    try:
        made = with_utm(url, "ig", "social", campaign)
    except RuleBroken:
        return
    assert made.startswith(("http://", "https://"))
