"""What people see of a post before they tap “more”, and how its media are said in words."""

from datetime import date

import pytest

from cmdesk.domain.library import LibraryItem, Shelf, Use, found_in
from cmdesk.domain.media_rules import crop, length_name, ratio_name, size_name
from cmdesk.domain.networks import Network
from cmdesk.domain.posts import PostFormat, PostStatus
from cmdesk.domain.preview import MOST_SHOWN, arrangement, caption, shape
from cmdesk.i18n import use
from cmdesk.services.limits import shipped_limits

LONG = "a" * 5_000


@pytest.mark.parametrize(("network", "seen"), [("instagram", 125), ("linkedin", 210)])
def test_a_text_is_folded_where_the_table_says(network, seen):
    told = caption(LONG, network, shipped_limits())
    assert (len(told.seen), told.has_more) == (seen, True)
    assert caption("a" * seen, network, shipped_limits()).has_more is False


def test_where_no_fold_is_known_all_is_seen_but_no_endless_text_is_drawn():
    assert not caption("a" * MOST_SHOWN, "facebook", shipped_limits()).has_more
    told = caption(LONG, "facebook", shipped_limits())
    assert (len(told.seen), told.has_more) == (MOST_SHOWN, True)


def test_the_rest_is_seen_after_more():
    told = caption("a" * 300, "instagram", shipped_limits(), is_open=True)
    assert (told.seen, told.has_more) == ("a" * 300, False)


def test_an_emoji_of_several_parts_is_not_torn_at_the_fold():
    family = "👩‍👩‍👧"
    assert caption("a" * 124 + family + "b", "instagram", shipped_limits()).seen == "a" * 124 + family


@pytest.mark.parametrize("network", Network)
@pytest.mark.parametrize("format_", PostFormat)
def test_every_network_and_format_has_an_arrangement(network, format_):
    looks = arrangement(network, format_)
    assert looks.has_text or format_ is PostFormat.STORY
    assert all(shape(format_))
    seen = crop(1080, 1350, network, format_, shipped_limits())
    assert 0 < seen.width <= 1080
    assert 0 < seen.height <= 1350


def test_other_channels_are_plain_text():
    plain = {network for network in Network if arrangement(network, "post").is_plain}
    assert plain == {
        Network.WHATSAPP, Network.TELEGRAM, Network.BLOG, Network.NEWSLETTER, Network.FORUM, Network.OTHER,
    }  # fmt: skip
    assert arrangement("newsletter", "story").has_text


@pytest.mark.parametrize(
    ("size", "name"),
    [
        ((1080, 1080), "1:1"),
        ((1080, 1350), "4:5"),
        ((1080, 1920), "9:16"),
        ((4032, 3024), "4:3"),
        ((1000, 372), "2.69:1"),
        ((100, 371), "1:3.71"),
        ((None, 10), ""),
    ],
)
def test_a_shape_is_said_as_people_say_it(size, name):
    assert ratio_name(*size) == name


def test_lengths_and_sizes_are_said_in_words():
    assert [length_name(ms) for ms in (None, 400, 42_000, 3_725_000)] == ["", "0:01", "0:42", "1:02:05"]
    assert [size_name(size) for size in (None, 10, 480_000, 3_210_000)] == ["", "1 kB", "480 kB", "3.2 MB"]
    use("es")
    assert size_name(3_210_000) == "3,2 MB"


def item(key, name, *, alt="", kind="image/jpeg", uses=()):
    return LibraryItem(key, "h", name, kind, alt, None, 1, 1, 1, None, "", uses=uses)


def test_the_library_is_searched_by_name_words_and_posts_whatever_the_accents():
    used = (Use(7, "Día del Pan", date(2026, 10, 16), PostStatus.DRAFT),)
    items = (
        item(1, "hogaza.jpg", alt="Una hogaza recién hecha"),
        item(2, "horno.mp4", kind="video/mp4", uses=used),
        item(3, "logo.gif", kind="image/gif"),
    )

    def keys(words, shelf=Shelf.ALL):
        return [one.id for one in found_in(items, words, shelf)]

    assert keys("") == [1, 2, 3]
    assert keys("recien HOGAZA") == [1]
    assert keys("dia pan") == [2]
    assert keys("nada") == []
    assert keys("", Shelf.PICTURES) == [1, 3]
    assert keys("", Shelf.FILMS) == [2, 3]
    assert keys("", Shelf.UNUSED) == [1, 3]
    assert keys("", Shelf.WITHOUT_ALT) == [2, 3]
