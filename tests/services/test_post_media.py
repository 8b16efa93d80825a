"""A post's pictures and films: several at once, ordered, replaced, linked, given out; and the library of them."""

import io
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from cmdesk.domain.errors import Cancelled, NotFound, RuleBroken, Unavailable
from cmdesk.domain.posts import PostEventKind, PostStatus
from cmdesk.services import incoming, leaving, library, media, post_media, posts, review
from cmdesk.services.checking import faults
from cmdesk.services.clients import add_client
from tests.bakery import open_bakery

FRIDAY = date(2026, 10, 16)
DATA = Path(__file__).parents[1] / "data"
GPS = 0x8825


@pytest.fixture
def bakery(vacant):
    desk, client_id = open_bakery(vacant)
    yield desk, client_id
    desk.close()


@pytest.fixture
def desk(bakery):
    return bakery[0]


@pytest.fixture
def client(bakery):
    return bakery[1]


@pytest.fixture
def post(desk, client):
    return desk.do(posts.add_post, client, "Pan", day=FRIDAY).value


def jpeg(colour, name="", *, comment=b"", exif=None):
    target = io.BytesIO()
    more = {"exif": exif} if exif else {}
    Image.new("RGB", (400, 300), colour).save(target, "JPEG", comment=comment, **more)
    return incoming.new_media(target.getvalue(), name or f"{colour}.jpg")


def names(desk, post):
    return [item.name for item in desk.read(posts.post, post).media]


def add(desk, post, *colours):
    desk.do(post_media.add_several, post, [jpeg(colour) for colour in colours])
    return [item.id for item in desk.read(posts.post, post).media]


# --- on a post ---------------------------------------------------------------------------------


def test_several_come_in_as_one_step(desk, post):
    add(desk, post, "red", "green", "blue")
    assert names(desk, post) == ["red.jpg", "green.jpg", "blue.jpg"]
    desk.undo()
    assert names(desk, post) == []
    desk.redo()
    assert names(desk, post) == ["red.jpg", "green.jpg", "blue.jpg"]


def test_what_the_post_has_already_is_passed_over_unless_it_is_all(desk, post):
    add(desk, post, "red")
    add(desk, post, "red", "blue")
    assert names(desk, post) == ["red.jpg", "blue.jpg"]
    with pytest.raises(RuleBroken, match="already"):
        add(desk, post, "blue")


def test_the_order_is_changed_and_taken_back_and_the_first_one_stands_for_the_post(desk, post):
    red, green, blue = add(desk, post, "red", "green", "blue")
    thumb = desk.read(posts.post, post).card.thumb
    desk.do(post_media.order_media, post, [blue, red])  # those not named come after
    assert names(desk, post) == ["blue.jpg", "red.jpg", "green.jpg"]
    assert desk.read(posts.post, post).card.thumb != thumb
    desk.undo()
    assert names(desk, post) == ["red.jpg", "green.jpg", "blue.jpg"]
    assert desk.read(posts.post, post).card.thumb == thumb
    assert not desk.do(post_media.order_media, post, [red, green, blue]).changes.rows


def test_another_order_takes_the_approval_away(desk, post):
    first, second = add(desk, post, "red", "green")
    desk.do(posts.set_status, [post], PostStatus.APPROVED)
    assert desk.do(post_media.order_media, post, [second, first]).value
    detail = desk.read(posts.post, post)
    assert detail.card.status is PostStatus.DRAFT
    assert PostEventKind.APPROVAL_LOST in [event.kind for event in detail.events]


def test_one_is_replaced_in_its_place_with_its_words(desk, post):
    red, _green = add(desk, post, "red", "green")
    desk.do(post_media.describe_media, post, red, "Una hogaza")
    desk.do(post_media.replace_media, post, red, jpeg("blue"))
    items = desk.read(posts.post, post).media
    assert [(item.name, item.alt) for item in items] == [("blue.jpg", "Una hogaza"), ("green.jpg", "")]
    with pytest.raises(RuleBroken, match="already"):
        desk.do(post_media.replace_media, post, items[0].id, jpeg("green"))
    with pytest.raises(NotFound):
        desk.do(post_media.replace_media, post, red, jpeg("white"))
    desk.do(post_media.replace_by_kept, post, items[0].id, red)
    assert names(desk, post) == ["red.jpg", "green.jpg"]
    desk.undo()
    assert names(desk, post) == ["blue.jpg", "green.jpg"]


# --- coming in ---------------------------------------------------------------------------------


class Told:
    """Keeps what it is told; stops when there was enough."""

    def __init__(self, most=10_000):
        self.steps, self.most = [], most

    def step(self, done, total):
        self.steps.append((done, total))
        if len(self.steps) > self.most:
            raise Cancelled("")


def test_every_awkward_file_is_read_or_refused_in_a_sentence():
    paths = sorted(str(path) for path in (DATA / "images").iterdir() if path.name != "README.md")
    told = Told()
    found = incoming.read_media([*paths, "/nowhere/pan.jpg"], told)
    assert len(found.media) == 15
    assert [one.name for one in found.refused] == [
        "decompression_bomb.gif", "decompression_bomb.ico", "test-ole-file.doc", "truncated_image.png",
        "truncated_jpeg.jpg", "pan.jpg",
    ]  # fmt: skip
    assert all(one.sentence.endswith(".") for one in found.refused)
    assert told.steps[-1] == (1000, 1000)
    assert [done for done, _total in told.steps] == sorted(done for done, _total in told.steps)


def test_reading_many_can_be_stopped():
    paths = sorted(str(path) for path in (DATA / "images").iterdir())
    with pytest.raises(Cancelled):
        incoming.read_media(paths, Told(most=3))


def test_what_is_empty_or_too_large_is_refused_in_a_sentence(tmp_path, monkeypatch):
    (tmp_path / "a.jpg").write_bytes(b"")
    (tmp_path / "b.jpg").write_bytes(jpeg("red").data)
    monkeypatch.setattr(incoming, "MOST_KEPT", 100)
    found = incoming.read_media([str(tmp_path / "a.jpg"), str(tmp_path / "b.jpg")])
    assert [one.sentence.partition(".")[0] for one in found.refused] == [
        "The file is empty", "The file is larger than 200 MB",
    ]  # fmt: skip


@pytest.fixture
def small_limit(monkeypatch):
    monkeypatch.setattr(incoming, "LINKED_FROM", 1_000)
    return DATA / "films" / "own_hogaza.mp4"


def test_a_large_film_is_linked_not_kept(desk, post, small_limit):
    (new,) = incoming.read_media([str(small_limit)]).media
    assert (new.data, new.path) == (None, str(small_limit))
    desk.do(post_media.add_several, post, [new])
    (item,) = desk.read(posts.post, post).media
    assert (item.path, item.is_film, item.duration_ms, item.size) == (
        str(small_limit), True, 2_500, small_limit.stat().st_size,
    )  # fmt: skip
    with pytest.raises(NotFound):
        desk.read(media.bytes_of, item.hash)
    assert desk.read(media.shown, item.hash, 100) is None
    (facts,) = desk.read(media.media_facts, post)
    assert (facts.kind, facts.size) == ("video/mp4", item.size)


def test_a_linked_film_that_was_moved_is_found_again_and_no_other_one(desk, post, small_limit, tmp_path):
    old, moved, other = tmp_path / "a.mp4", tmp_path / "b.mp4", tmp_path / "c.mp4"
    old.write_bytes(small_limit.read_bytes())
    desk.do(post_media.add_several, post, list(incoming.read_media([str(old)]).media))
    (item,) = desk.read(posts.post, post).media
    old.rename(moved)
    with pytest.raises(Unavailable, match="not where it was"):
        leaving.write_leaving(desk.read(leaving.leaving, post), tmp_path / "out")
    other.write_bytes(small_limit.read_bytes() + b"\0")
    with pytest.raises(RuleBroken, match="another file"):
        desk.do(post_media.find_film, item.id, incoming.read_one(str(other)))
    desk.do(post_media.find_film, item.id, incoming.read_one(str(moved)))
    assert desk.read(posts.post, post).media[0].path == str(moved)
    (written,) = leaving.write_leaving(desk.read(leaving.leaving, post), tmp_path / "out")
    assert written.stat().st_size == moved.stat().st_size
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.mp4"]


# --- going out ---------------------------------------------------------------------------------


def telling():
    """A picture that says who took it, and where."""
    exif = Image.Exif()
    exif[0x013B] = "Elena"
    exif.get_ifd(GPS)[2] = (40.0, 26.0, 46.0)
    return jpeg("red", "la foto: de Elena?.jpeg", comment=b"Elena", exif=exif)


def test_what_leaves_tells_nothing_and_opens(desk, post, tmp_path):
    heic = incoming.new_media((DATA / "images" / "zPug_3.heic").read_bytes(), "perro.heic")
    named = incoming.new_media((DATA / "images" / "own_png_named.jpg").read_bytes(), "a.jpg")
    desk.do(post_media.add_several, post, [telling(), heic, named])
    told = Told()
    files = desk.read(leaving.leaving, post)
    written = leaving.write_leaving(files, tmp_path / "a" / "b", told)
    assert [path.name for path in written] == ["1 la foto de Elena.jpeg", "2 perro.jpg", "3 a.png"]
    assert told.steps == [(1, 3), (2, 3), (3, 3)]
    for path in written:
        data = path.read_bytes()
        with Image.open(io.BytesIO(data)) as opened:
            assert not dict(opened.getexif())
            assert not opened.getexif().get_ifd(GPS)
        assert b"Elena" not in data


def test_what_goes_into_a_review_pack_tells_nothing_either():
    data, width, height = review.shrunk(telling().data, 100)
    assert (width, height) == (100, 75)
    assert b"Elena" not in data
    with Image.open(io.BytesIO(data)) as opened:
        assert not opened.getexif().get_ifd(GPS)
    assert review.shrunk((DATA / "images" / "zPug_3.heic").read_bytes(), 100) is not None


def test_what_is_damaged_or_gone_does_not_leave_and_is_named(desk, post, monkeypatch):
    add(desk, post, "red")
    looked = jpeg("blue").looked
    damaged = (DATA / "images" / "truncated_jpeg.jpg").read_bytes()
    monkeypatch.setattr(incoming, "look_at", lambda _data, _name: looked)
    desk.do(post_media.add_several, post, [incoming.new_media(damaged, "rota.jpg")])
    with pytest.raises(RuleBroken, match=r"“rota\.jpg” cannot be given out: We cannot read this picture"):
        desk.read(leaving.leaving, post)


def test_a_folder_that_cannot_be_written_is_said(desk, post, tmp_path):
    desk.do(post_media.add_several, post, [jpeg("red")])
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(Unavailable):
        leaving.write_leaving(desk.read(leaving.leaving, post), tmp_path / "file")


@pytest.mark.parametrize(
    ("name", "kind", "wanted"),
    [
        ("../../etc/pan.jpg", "image/jpeg", "etc pan.jpg"),
        ("", "image/png", "media.png"),
        ("CON.png", "image/png", "_CON.png"),
        ("a" * 300 + ".mp4", "video/mp4", "a" * 116 + ".mp4"),
        ("pan.heic", "image/jpeg", "pan.jpg"),
    ],
)
def test_names_are_taken_by_every_system(name, kind, wanted):
    assert leaving.file_name(name, kind).endswith(wanted)
    assert "/" not in leaving.file_name(name, kind)


def test_a_picture_is_shown_upright_and_no_larger_than_asked(desk, post):
    turned = incoming.new_media((DATA / "images" / "orientation_rectangle.jpg").read_bytes(), "a.jpg")
    desk.do(post_media.add_several, post, [turned, jpeg("red")])
    first, second = desk.read(posts.post, post).media
    with Image.open(io.BytesIO(desk.read(media.shown, first.hash, 100))) as opened:
        assert opened.size == (1, 2)
    with Image.open(io.BytesIO(desk.read(media.shown, second.hash, 100))) as opened:
        assert opened.size == (100, 75)


# --- the library -------------------------------------------------------------------------------


def shelf(desk, client):
    return {item.name: item for item in desk.read(library.media_library, client)}


def test_the_library_knows_what_is_used_where_and_keeps_each_once(desk, client, post):
    add(desk, post, "red", "green")
    other = desk.do(posts.add_idea, client, "Otra").value
    red = shelf(desk, client)["red.jpg"]
    desk.do(post_media.describe_media, post, red.id, "Una hogaza")  # the library learns it
    desk.do(post_media.use_media, other, [red.id])
    desk.do(library.add_to_library, client, [jpeg("red", "otra vez.jpg"), jpeg("blue")])
    found = shelf(desk, client)
    assert list(found) == ["blue.jpg", "green.jpg", "red.jpg"]
    assert {use.post_id for use in found["red.jpg"].uses} == {post, other}
    assert found["red.jpg"].alt == "Una hogaza"
    assert found["blue.jpg"].uses == ()
    assert desk.read(posts.post, other).media[0].alt == "Una hogaza"
    desk.do(posts.delete_posts, [other])
    assert [use.post_id for use in shelf(desk, client)["red.jpg"].uses] == [post]


def test_what_a_post_says_of_a_picture_is_offered_to_the_next(desk, client, post):
    (red,) = add(desk, post, "red")
    other, third = (desk.do(posts.add_idea, client, title).value for title in ("Otra", "Tercera"))
    desk.do(post_media.describe_media, post, red, "Una hogaza")
    desk.do(library.describe_kept, red, "")  # as in a workspace whose library knows nothing
    assert shelf(desk, client)["red.jpg"].alt == "Una hogaza"
    desk.do(post_media.use_media, other, [red])
    desk.do(library.describe_kept, red, "Pan")
    desk.do(post_media.use_media, third, [red])
    assert [desk.read(posts.post, key).media[0].alt for key in (post, other, third)] == [
        "Una hogaza", "Una hogaza", "Pan",
    ]  # fmt: skip


def test_only_what_nobody_uses_goes_into_the_bin(desk, client, post):
    (red,) = add(desk, post, "red")
    (blue,) = desk.do(library.add_to_library, client, [jpeg("blue")]).value
    with pytest.raises(RuleBroken, match=r"“red.jpg” is used by 1 post\."):
        desk.do(library.bin_media, [blue, red])
    assert set(shelf(desk, client)) == {"red.jpg", "blue.jpg"}
    assert desk.do(library.bin_media, [blue]).value == 1
    assert set(shelf(desk, client)) == {"red.jpg"}
    desk.undo()
    assert set(shelf(desk, client)) == {"red.jpg", "blue.jpg"}


def test_names_and_words_are_changed_for_all(desk, client, post):
    (red,) = add(desk, post, "red")
    desk.do(library.rename_media, red, "  la   hogaza.jpg ")
    desk.do(library.describe_kept, red, "Una hogaza\nrecién hecha")
    assert shelf(desk, client)["la hogaza.jpg"].alt == "Una hogaza recién hecha"
    for name in ("  ", "a" * 201):
        with pytest.raises(RuleBroken):
            desk.do(library.rename_media, red, name)


def test_another_client_s_picture_is_not_to_be_had(desk, client, post):
    other = desk.do(add_client, "Clínica Velanova").value
    (red,) = desk.do(library.add_to_library, other, [jpeg("red")]).value
    with pytest.raises(RuleBroken, match="another client"):
        desk.do(post_media.use_media, post, [red])


def test_a_linked_film_is_no_fault_of_the_workspace(desk, post, small_limit):
    desk.do(post_media.add_several, post, list(incoming.read_media([str(small_limit)]).media))
    assert [fault for fault in desk.read(faults) if "hogaza" in str(fault)] == []
