"""What networks take of pictures and films, format by format, as the list of limits has it."""

import tomllib

import pytest

from cmdesk.domain.limits import LIMIT_NAMES, parse_limits
from cmdesk.domain.media_rules import _SENTENCES, Crop, MediaFacts, crop, fitting_name, media_problems
from cmdesk.paths import resource

LIMITS = parse_limits(tomllib.loads(resource("networks", "limits.toml").read_text("utf-8")))
MB = 1_000_000


def picture(kind="image/jpeg", size=MB, width=1080, height=1080, name="pan.jpg"):
    return MediaFacts(kind, size, width, height, None, name)


def film(seconds=20, size=10 * MB, width=1080, height=1920, kind="video/mp4", name="horno.mp4"):
    return MediaFacts(kind, size, width, height, round(seconds * 1000), name)


def said(media, network, kind="post"):
    return [problem.sentence for problem in media_problems(media, network, kind, LIMITS)]


def errors(media, network, kind="post"):
    return [one.sentence for one in media_problems(media, network, kind, LIMITS) if one.is_error]


@pytest.mark.parametrize(
    ("media", "network", "kind", "sentence"),
    [
        ([], "instagram", "post", "Instagram takes no post without a picture or a video."),
        ([picture()] * 11, "instagram", "post", "Pictures: 11. Instagram takes at most 10."),
        (
            [picture(width=1080, height=1920)] * 2,
            "instagram",
            "story",
            "Pictures: 2. Instagram takes at most 1.",
        ),
        ([picture(size=8_100_000)], "instagram", "post", "“pan.jpg” has 8.1 MB; Instagram takes 8 MB."),
        ([picture(width=300, height=300)], "instagram", "post", "“pan.jpg” is 300 pixels wide; Instagram needs 320."),
        (
            [picture(width=1080, height=1440)],
            "instagram",
            "post",
            "“pan.jpg” is taller than Instagram shows; it will be cut above and below.",
        ),
        (
            [picture(width=1400, height=700)],
            "instagram",
            "post",
            "“pan.jpg” is wider than Instagram shows; it will be cut left and right.",
        ),
        ([picture()] * 5, "x", "post", "Pictures: 5. X takes at most 4."),
        ([picture("image/gif")] * 2, "x", "post", "GIFs: 2. X takes at most 1."),
        ([picture(), film()], "x", "post", "X takes no pictures and videos together."),
        ([picture(), picture("image/gif")], "x", "post", "X takes no pictures and videos together."),
        ([film()] * 2, "x", "post", "Videos: 2. X takes at most 1."),
        ([picture(size=5_200_000)], "x", "post", "“pan.jpg” has 5.2 MB; X takes 5 MB."),
        ([picture("image/gif", 16 * MB)], "x", "post", "“pan.jpg” has 16 MB; X takes GIFs of 15 MB."),
        ([picture()], "linkedin", "carousel", "Pictures: 1. A carousel on LinkedIn needs at least 2."),
        ([film(seconds=1801)], "linkedin", "post", "“horno.mp4” lasts 1,801 s; LinkedIn takes 1,800 s."),
        ([film(width=2500, height=1000)], "linkedin", "post", "“horno.mp4” is wider than LinkedIn takes."),
        ([picture("image/webp")] * 36, "tiktok", "post", "Pictures: 36. TikTok takes at most 35."),
        ([film(seconds=2)], "tiktok", "video", "“horno.mp4” lasts 2 s; TikTok needs 3 s."),
        ([picture()], "youtube", "video", "YouTube needs a video."),
        ([picture(), film()], "youtube", "video", "YouTube takes no pictures."),
        ([film(seconds=181)], "youtube", "reel", "“horno.mp4” lasts 181 s; YouTube takes 180 s."),
        ([picture()] * 6, "pinterest", "carousel", "Pictures: 6. Pinterest takes at most 5."),
        ([picture()] * 21, "threads", "post", "Pictures: 21. Threads takes at most 20."),
        ([picture(size=1_200_000)], "bluesky", "post", "“pan.jpg” has 1.2 MB; Bluesky takes 1 MB."),
        ([film(seconds=181)], "bluesky", "post", "“horno.mp4” lasts 181 s; Bluesky takes 180 s."),
        ([picture()] * 5, "mastodon", "post", "Pictures: 5. Mastodon takes at most 4."),
        ([film()], "google_business", "post", "Google Business takes no videos."),
        (
            [film(kind="video/x-matroska")],
            "instagram",
            "reel",
            "“horno.mp4” is MKV; Instagram takes MP4. Save it as MP4 first.",
        ),
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence(media, network, kind, sentence):
    assert sentence in said(media, network, kind)


@pytest.mark.parametrize(
    ("media", "network", "kind"),
    [
        ([picture()] * 10, "instagram", "carousel"),
        ([picture(width=1080, height=1350)], "instagram", "post"),
        ([picture(width=1080, height=1920)], "instagram", "story"),
        ([film()], "instagram", "reel"),
        ([picture()] * 4, "x", "post"),
        ([picture("image/gif", 14 * MB)], "x", "post"),
        ([film()], "tiktok", "video"),
        ([film(seconds=180)], "youtube", "reel"),
        ([film(), picture()], "threads", "post"),
        ([], "x", "post"),
        ([picture("image/heic", 90 * MB)], "newsletter", "newsletter"),
    ],
)
def test_what_fits_is_not_spoken_of(media, network, kind):
    assert said(media, network, kind) == []


def test_between_two_sources_it_is_a_warning_that_names_both():
    (problem,) = media_problems([film(seconds=120)], "instagram", "reel", LIMITS)
    assert not problem.is_error
    assert problem.sentence == "“horno.mp4” lasts 120 s; Instagram takes 90 s. Another source allows 900."
    assert errors([film(seconds=901)], "instagram", "reel") == ["“horno.mp4” lasts 901 s; Instagram takes 900 s."]


def test_a_png_on_tiktok_and_a_heic_anywhere_are_told():
    assert said([picture("image/png", name="a.png")], "tiktok") == [
        "“a.png” is PNG, which not every tool hands on to TikTok."
    ]
    assert said([picture("image/heic", name="a.heic")], "instagram") == [
        "“a.heic” is HEIC; Instagram takes JPEG. Save it as JPEG first."
    ]


def test_a_file_of_which_nothing_is_known_is_passed_over():
    assert said([MediaFacts("image/png")], "instagram") == []


@pytest.mark.parametrize(
    ("size", "network", "kind", "seen"),
    [
        ((1000, 1000), "instagram", "post", Crop(0, 0, 1000, 1000)),
        ((1000, 2000), "instagram", "post", Crop(0, 375, 1000, 1250)),  # 4:5
        ((2000, 1000), "instagram", "post", Crop(45, 0, 1910, 1000)),  # 1.91:1
        ((1080, 1920), "instagram", "story", Crop(0, 0, 1080, 1920)),
        ((1920, 1080), "instagram", "reel", Crop(656, 0, 608, 1080)),
        ((1000, 3000), "x", "post", Crop(0, 0, 1000, 3000)),
        ((0, 0), "instagram", "post", Crop(0, 0, 0, 0)),
    ],
)
def test_people_see_as_much_of_the_middle_as_the_shape_lets(size, network, kind, seen):
    assert crop(*size, network, kind, LIMITS) == seen


@pytest.mark.parametrize(
    ("name", "kind", "fitting"),
    [
        ("foto.jpg", "image/png", "foto.png"),
        ("foto.JPEG", "image/jpeg", "foto.JPEG"),
        ("foto", "image/webp", "foto.webp"),
        ("Sr. Pan", "image/jpeg", "Sr. Pan.jpg"),
        ("", "video/mp4", "media.mp4"),
        ("a.pdf", "application/pdf", "a.pdf"),
    ],
)
def test_a_file_gets_a_name_that_opens(name, kind, fitting):
    assert fitting_name(name, kind) == fitting


def test_every_media_limit_of_the_list_is_checked_or_known_to_be_only_told():
    told_only = {"posts_a_day", "replies_a_day", "document_bytes", "document_pages", "mixes"}
    texts = {
        "text",
        "text_bytes",
        "title",
        "title_least",
        "alt",
        "comment",
        "fold",
        "link",
        "hashtags",
        "hashtag",
        "mentions",
        "links",
    }
    names = {name.partition(":")[0] for name in LIMIT_NAMES}
    assert names - told_only - texts == set(_SENTENCES)
