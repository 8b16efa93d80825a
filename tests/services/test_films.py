"""A film's length and size are read from its header, and what it tells beside is taken out."""

import io
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdesk.services.films import clean_film, film_facts
from cmdesk.services.pictures import clean_copy, look_at

FILMS = Path(__file__).parents[1] / "data" / "films"
MATRIX = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
TURNED = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)


def box(name, *inside):
    body = b"".join(inside)
    return struct.pack(">I4s", 8 + len(body), name) + body


def movie_header(duration, scale=1000, version=0):
    if version:
        return box(b"mvhd", b"\x01\0\0\0", bytes(16), struct.pack(">IQ", scale, duration), bytes(80))
    return box(b"mvhd", bytes(12), struct.pack(">II", scale, duration), bytes(80))


def track(width, height, matrix=MATRIX, kind=b"vide"):
    head = box(b"tkhd", bytes(4), bytes(20), bytes(16), matrix, struct.pack(">II", width << 16, height << 16))
    return box(b"trak", head, box(b"mdia", box(b"hdlr", bytes(8), kind, bytes(13))))


def mp4(*inside, brand=b"isom", extra=b""):
    return box(b"ftyp", brand, bytes(4), b"mp42") + box(b"mdat", b"x" * 50) + box(b"moov", *inside) + extra


def facts(data):
    return film_facts(io.BytesIO(data), "a.mp4")


def test_an_mp4_says_how_long_and_how_large_it_is():
    found = facts(mp4(movie_header(12_500), track(0, 0, kind=b"soun"), track(1080, 1920)))
    assert (found.kind, found.width, found.height, found.duration_ms) == ("video/mp4", 1080, 1920, 12_500)


def test_a_film_of_a_telephone_is_turned_by_its_matrix():
    found = facts(mp4(movie_header(900, 30), track(1920, 1080, TURNED), brand=b"qt  "))
    assert (found.kind, found.width, found.height, found.duration_ms) == ("video/quicktime", 1080, 1920, 30_000)


def test_a_long_header_and_a_film_in_fragments_are_read_too():
    assert facts(mp4(movie_header(90_000 * 3600, 90_000, version=1), track(4, 2))).duration_ms == 3_600_000
    fragments = box(b"mvex", box(b"mehd", bytes(4), struct.pack(">I", 61_000)))
    assert facts(mp4(movie_header(0), track(4, 2), fragments)).duration_ms == 61_000


def element(key, body):
    size = len(body)
    return key.to_bytes((key.bit_length() + 7) // 8) + (0x0100000000000000 | size).to_bytes(8) + body


def webm(doctype=b"webm", tags=b""):
    video = element(0xE0, element(0xB0, (720).to_bytes(2)) + element(0xBA, (1280).to_bytes(2)))
    info = element(0x1549A966, element(0x2AD7B1, (1_000_000).to_bytes(3)) + element(0x4489, struct.pack(">d", 9876.0)))
    tracks = element(0x1654AE6B, element(0xAE, video))
    return element(0x1A45DFA3, element(0x4282, doctype)) + element(0x18538067, info + tracks + tags)


@pytest.mark.parametrize(("doctype", "kind"), [(b"webm", "video/webm"), (b"matroska", "video/x-matroska")])
def test_a_webm_says_how_long_and_how_large_it_is(doctype, kind):
    found = facts(webm(doctype))
    assert (found.kind, found.width, found.height, found.duration_ms) == (kind, 720, 1280, 9876)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("own_hogaza.mp4", "video/mp4"), ("own_hogaza.mov", "video/quicktime"), ("own_hogaza.webm", "video/webm")],
)
def test_real_films_are_read_and_leave_without_their_title_and_place(name, kind):
    data = (FILMS / name).read_bytes()
    found = facts(data)
    assert (found.kind, found.width, found.height, found.duration_ms) == (kind, 64, 112, 2500)
    assert b"Elena" in data
    copy = clean_copy(data)
    assert b"Elena" not in copy.data
    assert b"40.4168" not in copy.data
    assert facts(copy.data) == found


def test_a_large_film_is_known_without_reading_it(tmp_path):
    path = tmp_path / "large.mp4"
    with path.open("wb") as target:
        target.write(box(b"ftyp", b"isom", bytes(8)) + struct.pack(">I4sQ", 1, b"mdat", 16 + 5_000_000_000))
        target.seek(5_000_000_000, io.SEEK_CUR)
        target.write(box(b"moov", movie_header(1000), track(4, 2)))
    with path.open("rb") as source:
        found = film_facts(source)
    assert (found.duration_ms, found.size) == (1000, path.stat().st_size)


def test_place_and_people_of_a_film_do_not_leave_and_its_pictures_stay_where_they_are():
    place = box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7+40.4168-003.7038/Elena"))
    film = mp4(movie_header(1000), track(4, 2) + place, place, box(b"meta", b"Elena"))
    copy = clean_copy(film)
    assert copy.kind == "video/mp4"
    assert len(copy.data) == len(film)
    assert b"Elena" not in copy.data
    assert b"40.4168" not in copy.data
    assert copy.data.index(b"x" * 50) == film.index(b"x" * 50)
    assert facts(copy.data) == facts(film)

    tags = element(0x1254C367, element(0x7373, b"Elena in Madrid"))
    film = webm(tags=tags)
    assert b"Elena" in film
    assert b"Elena" not in clean_film(film)
    assert len(clean_film(film)) == len(film)
    assert facts(clean_film(film)) == facts(film)


def test_a_film_is_kept_without_a_picture_where_nothing_can_show_it():
    looked = look_at(mp4(movie_header(1000), track(4, 2)), "a.mp4")
    assert looked.facts.is_film
    assert looked.thumb is None


@pytest.mark.parametrize(
    "data", [b"", b"ftyp", b"GIF89a", box(b"ftyp", b"heic", bytes(8)), box(b"ftyp", b"avif", bytes(8))]
)
def test_what_is_no_film_is_none(data):
    assert facts(data) is None


@given(st.data())
def test_no_broken_byte_makes_it_fall(data):
    whole = bytearray(
        data.draw(st.sampled_from([mp4(movie_header(1000), track(4, 2)), webm(tags=element(0x1254C367, b"x" * 20))]))
    )
    for _each in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    part = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    facts(part)
    assert len(clean_film(part)) == len(part)
