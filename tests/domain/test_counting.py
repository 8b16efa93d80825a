"""Each network counts a text in its own way; the examples are those that the networks publish themselves.

Where they were read is said at each. Of the networks' own tests only facts were taken over: a text and what it counts.
"""

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdesk.domain.counting import Level, before_fold, count, graphemes, text_case
from cmdesk.domain.limits import Limit, Unit, parse_limits, read_value, shown_value
from cmdesk.domain.networks import Network
from cmdesk.i18n import use
from cmdesk.paths import resource

LIMITS = parse_limits(tomllib.loads(resource("networks", "limits.toml").read_text("utf-8")))
FAMILY = "👨\u200d👩\u200d👧\u200d👦"
SINGER = "👨\u200d🎤"
SCOTS = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


def length(text, network, **more):
    return count(text, network, LIMITS, **more).length


# ----- X: https://docs.x.com/fundamentals/counting-characters, read November 2026 -------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "👾",  # "Single emoji", U+1F47E
        "🙋🏽",  # "With skin tone"
        SINGER,  # "ZWJ combined"
        FAMILY,  # "Family sequence", four emoji and three joiners
    ],
)
def test_on_x_an_emoji_counts_two_however_it_is_made(text):
    assert length(text, "x") == 2


@pytest.mark.parametrize("text", ["https://example.com", "https://example.com/very/long/path"])
def test_on_x_a_link_counts_23_however_long_it_is(text):
    assert length(text, "x") == 23


@pytest.mark.parametrize("text", ["caf\u00e9", "cafe\u0301"])
def test_on_x_an_accent_of_its_own_is_joined_to_its_letter(text):
    assert length(text, "x") == 4  # "both encode to 4 characters"


def test_on_x_140_signs_of_chinese_japanese_or_korean_fill_a_post():
    full = count("の" * 140, "x", LIMITS)
    assert (full.length, full.too_many) == (280, 0)
    assert count("の" * 141, "x", LIMITS).too_many == 2


def test_on_x_mentions_at_the_head_of_an_answer_are_free_and_others_are_not():
    assert length("@horno @elena Gracias", "x", case="reply") == len("Gracias")
    assert length("@horno @elena Gracias", "x") == len("@horno @elena Gracias")
    assert length("Gracias @horno", "x", case="reply") == len("Gracias @horno")


# twitter-text, conformance/validate.yml, "WeightedTweetsWithDiscountedEmojiCounterTest", "lengths" and "tweets":
# https://github.com/twitter/twitter-text; its weights are those of config/v3.json.
@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("This is a test.", 15),
        ("http://test.com", 23),
        ("test.com", 23),
        ("Test https://test.com test https://test.com test.com test", 86),
        ("Hi http://test.co", 26),
        ("https://www.twitter.com/aloha " * 10, 240),
        ("285 chars-" + "xxxxxxxxxx-" * 25, 285),
        ("285 chars- http://www.twitter.com/jack " + "xxxxxxxxxx-" * 24, 299),
        (f"H🐱☺{FAMILY}", 7),
        ("😷👾😡🔥💩", 10),
        (f"🙋🏽{SINGER}", 4),
        ("1\u20e3", 2),
        ("😷" * 160, 320),
        ("the" + "故" * 160, 323),
        ("A\u0301B", 2),
        ("Unicode 9.0 emoji: 🤠; 💃; 💃🏾", 29),
        ("randomurlrandomurlrandomurlrandomurlrandomurlrandomurlrandomurls.com", 68),  # a label of 64 is no name
    ],
)
def test_x_weighs_the_texts_of_its_own_conformance_suite_as_it_says(text, weight):
    assert length(text, "x") == weight


def test_x_weighs_typographic_signs_and_spanish_letters_once():
    assert length("«¿Qué?» – “sí”… ñ ü Ç", "x") == len("«¿Qué?» – “sí”… ñ ü Ç") + 1  # only the ellipsis is outside


def test_on_x_the_number_allowed_is_280_and_a_paid_account_has_a_limit_of_its_own():
    assert (LIMITS.of("x", "text").warning, LIMITS.of("x", "text").error) == (280, 280)
    assert LIMITS.of("x", "text", "paid").error == 25_000
    assert count("a" * 281, "x", LIMITS).notes == ("With a paid account up to 25,000.",)


# ----- Threads: https://developers.facebook.com/documentation/threads/posts ------------------------------------------
# "Text posts are limited to 500 characters. Emojis are counted as the number of UTF-8 bytes."


def test_threads_counts_letters_once_and_emoji_as_their_bytes():
    assert length("ñandú", "threads") == 5
    assert length("🙂", "threads") == 4
    assert length(FAMILY, "threads") == len(FAMILY.encode()) == 25


def test_threads_shows_the_bytes_beside_and_warns_above_500_of_them():
    told = count("á" * 300, "threads", LIMITS)
    assert [(one.unit, one.length) for one in told.measures] == [(Unit.EMOJI_BYTES, 300), (Unit.BYTES, 600)]
    assert told.too_many == 0
    assert told.level is Level.OVER_WARNING
    assert told.notes == ("600 bytes; from 500 on some texts with accents are refused.",)


def test_threads_takes_five_different_links():
    # https://developers.facebook.com/documentation/threads/create-posts/text-attachments: "restricted to 5 or fewer",
    # and the same one twice counts once.
    five = " ".join(f"https://horno.es/{n}" for n in range(5))
    assert count(five + " https://horno.es/1", "threads", LIMITS).links.level is not Level.TOO_MUCH
    assert count(five + " https://horno.es/6", "threads", LIMITS).links.level is Level.TOO_MUCH


# ----- Bluesky: lexicon app.bsky.feed.post, "maxGraphemes": 300, "maxLength": 3000 (bytes) ----------------------------


def test_bluesky_counts_what_a_reader_takes_for_one_sign():
    # packages/api/tests/rich-text.test.ts of bluesky-social/atproto: this family is one sign of 25 bytes.
    told = count(FAMILY, "bluesky", LIMITS)
    assert [(one.unit, one.length) for one in told.measures] == [(Unit.GRAPHEMES, 1), (Unit.BYTES, 25)]


def test_bluesky_has_two_limits_and_the_bytes_can_be_the_narrower_one():
    told = count(FAMILY * 121, "bluesky", LIMITS)
    assert told.measures[0].level is Level.FINE
    assert told.measures[1].too_many == 25
    assert told.level is Level.TOO_MUCH
    assert told.notes == ("3,025 bytes; the network takes 3,000.",)


def test_a_hashtag_on_bluesky_is_no_longer_than_64_signs():
    # rich-text-detection.test.ts: a tag of 64 characters is one, of 65 none.
    tag = "thisisa64characterstring_" + "a" * 39
    assert count(f"body #{tag}", "bluesky", LIMITS).notes == ()
    assert count(f"body #{tag}b", "bluesky", LIMITS).notes == (f"The hashtag #{tag}b is longer than 64 signs.",)


# ----- Mastodon: https://docs.joinmastodon.org/user/posting/ and spec/validators/status_length_validator_spec.rb -----


def test_mastodon_counts_a_link_as_23():
    assert length("a" * 476 + f" http://{'b' * 30}.com/example", "mastodon") == 500


def test_mastodon_counts_only_the_front_part_of_a_remote_user():
    assert length("a" * 475 + f" @alice@{'b' * 30}.com", "mastodon") == 475 + len(" @alice")


def test_mastodon_links_nothing_without_its_scheme():
    assert length("horno.es", "mastodon") == 8


def test_mastodon_counts_an_emoji_once():
    assert length("😜" * 500, "mastodon") == 500  # https://github.com/tuskyapp/Tusky/pull/4152


# ----- LinkedIn: learn.microsoft.com, "little text format": the reserved characters are escaped -----------------------


def test_linkedin_counts_reserved_signs_twice():
    reserved = "|{}@[]()<>#*_~\\"
    assert length(reserved, "linkedin") == 2 * len(reserved)
    assert length("Pan (de masa madre) #pan", "linkedin") == len("Pan (de masa madre) #pan") + 3


# ----- TikTok: https://developers.tiktok.com/doc/content-posting-api-reference-photo-post -----------------------------
# The title has at most 90, the description at most 4,000 "runes in UTF-16".


def test_tiktok_counts_units_of_utf_16():
    assert length("🙂a", "tiktok") == 3
    assert length(FAMILY, "tiktok") == len(FAMILY.encode("utf-16-le")) // 2 == 11


def test_tiktok_allows_more_beside_photos_and_90_in_their_title():
    case = text_case("tiktok", has_pictures=True, has_videos=False)
    assert count("a" * 3999, "tiktok", LIMITS, case=case).too_many == 0
    assert count("a" * 3999, "tiktok", LIMITS).too_many == 1799
    assert count("a" * 91, "tiktok", LIMITS, name="title").too_many == 1


# ----- The others ----------------------------------------------------------------------------------------------------


def test_youtube_counts_the_bytes_of_a_description():
    assert length("ñ" * 2500, "youtube") == 5000
    assert count("ñ" * 2501, "youtube", LIMITS).too_many == 2


@pytest.mark.parametrize(
    ("network", "most"),
    [("instagram", 2200), ("facebook", 63_206), ("pinterest", 500), ("google_business", 1500), ("telegram", 4096)],
)
def test_the_others_count_characters(network, most):
    assert count("é" * most, network, LIMITS).too_many == 0
    assert count("é" * most + "aa", network, LIMITS).too_many == 2


def test_beside_a_picture_telegram_takes_less():
    case = text_case("telegram", has_pictures=True, has_videos=False)
    assert count("a" * 1025, "telegram", LIMITS, case=case).too_many == 1


def test_a_place_without_limits_counts_characters_and_is_never_full():
    told = count("a" * 100_000, "newsletter", LIMITS)
    assert (told.length, told.level, told.measures[0].most) == (100_000, Level.FINE, None)


def test_instagram_has_two_numbers_of_hashtags_and_says_so():
    told = count(" ".join(f"#pan{n}" for n in range(6)), "instagram", LIMITS)
    assert told.hashtags.level is Level.OVER_WARNING
    assert told.notes == ("Hashtags: 6; one source allows 5, another 30.",)
    assert count(" ".join(f"#pan{n}" for n in range(31)), "instagram", LIMITS).hashtags.level is Level.TOO_MUCH


@pytest.mark.parametrize(
    ("signs", "level"),
    [(251, Level.FINE), (252, Level.NEAR), (280, Level.NEAR), (281, Level.TOO_MUCH)],
)
def test_a_counter_is_near_from_ninety_per_cent_on(signs, level):
    assert count("a" * signs, "x", LIMITS).level is level


def test_between_the_strictest_and_the_largest_value_it_is_a_warning():
    told = count("a" * 5001, "facebook", LIMITS)
    assert (told.level, told.measures[0].most) == (Level.OVER_WARNING, 63_206)
    assert told.notes == ("The network takes 63,206; tools that publish for you stop at 5,000, 10,000 or 55,000.",)


def test_before_the_fold_people_see_whole_signs():
    seen, rest = before_fold(FAMILY * 130, "instagram", LIMITS)
    assert (len(graphemes(seen)), rest) == (125, FAMILY * 5)
    assert before_fold("a" * 211, "linkedin", LIMITS) == ("a" * 210, "a")
    assert before_fold("a" * 900, "x", LIMITS) == ("a" * 900, "")


# ----- What holds for every text --------------------------------------------------------------------------------------

NETWORKS = list(Network)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=120) | st.lists(
    st.sampled_from(
        ["👾", FAMILY, SCOTS, "🇪🇸", "#pan", "@horno", "https://horno.es/a?b=1", "t.co", "e\u0301", "の", " ", "\n"]
    ),
    max_size=20,
).map("".join)


@given(TEXTS, st.sampled_from(NETWORKS))
def test_no_length_is_ever_less_than_nothing_and_no_text_is_too_odd(text, network):
    told = count(text, network, LIMITS)
    assert all(one.length >= 0 for one in told.measures)
    assert told.too_many >= 0


@given(TEXTS, st.sampled_from(NETWORKS), st.text("abcdefgh ", max_size=20))
def test_plain_words_after_a_space_add_exactly_their_number(text, network, more):
    assert length(f"{text} x {more}", network) == length(f"{text} x ", network) + len(more)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=120))
def test_what_is_seen_and_the_rest_are_the_whole_text(text):
    assert "".join(before_fold(text, "instagram", LIMITS)) == text


@given(TEXTS, st.sampled_from(NETWORKS))
def test_the_same_text_in_another_form_of_unicode_counts_the_same(text, network):
    import unicodedata

    assert length(unicodedata.normalize("NFD", text), network) == length(unicodedata.normalize("NFC", text), network)


def test_an_unpaired_surrogate_is_counted_and_no_crash():
    for network in NETWORKS:
        assert length("a\ud83d", network) >= 1


# ----- The list of limits ---------------------------------------------------------------------------------------------


def test_every_limit_is_dated_and_says_where_it_was_read():
    assert len(LIMITS.rows) >= 100
    assert all(row.since == date(2026, 11, 22) and LIMITS.sources_of(row) for row in LIMITS.rows)
    assert all(bool(row.note[0]) == bool(row.note[1]) for row in LIMITS.rows)


def test_a_list_that_contradicts_itself_is_refused():
    row = {"network": "x", "name": "text", "unit": "weighted", "warning": 300, "error": 280, "source": "A"}
    tables = {"read": date(2026, 11, 22), "sources": {"A": "a"}, "limit": [row]}
    with pytest.raises(ValueError, match="stricter"):
        parse_limits(tables)
    with pytest.raises(ValueError, match="twice"):
        parse_limits(tables | {"limit": [row | {"error": 300}] * 2})
    with pytest.raises(ValueError, match="no source"):
        parse_limits(tables | {"limit": [row | {"error": 300, "source": "B"}]})


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_value_that_is_shown_can_be_written_again(language):
    use(language)
    try:
        for row in LIMITS.rows:
            for value in (row.warning, row.error):
                assert read_value(shown_value(value, row.unit), row.unit) == value, row
    finally:
        use("en")


def test_the_agency_s_limit_goes_before_the_shipped_one():
    own = Limit(Network.X, "text", Unit.WEIGHTED, 4000, 25_000, date(2027, 1, 1), "our account")
    limits = LIMITS.with_own([own])
    assert count("a" * 281, "x", limits).level is Level.FINE
    assert limits.of("x", "text").is_own
    assert limits.shipped["x", "text"].error == 280
    assert limits.sources_of(limits.of("x", "text")) == "our account"
