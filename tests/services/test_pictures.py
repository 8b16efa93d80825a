"""Pictures of any origin are shown or refused in a sentence, and what leaves tells nothing of its owner."""

import contextlib
import io
import struct
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cmdesk.domain.errors import RuleBroken
from cmdesk.services.pictures import THUMB_EDGE, clean_copy, look_at

IMAGES = Path(__file__).parents[1] / "data" / "images"
SHOWN = {
    "orientation_rectangle.jpg": ("image/jpeg", 1, 2),  # stored lying, meant to stand
    "exif_gps.jpg": ("image/jpeg", 8, 8),
    "pil_sample_cmyk.jpg": ("image/jpeg", 100, 100),
    "basn2c16.png": ("image/png", 32, 32),
    "own_png_named.jpg": ("image/png", 32, 32),  # told by its content, not by its name
    "transparent.gif": ("image/gif", 200, 150),
    "dispose_prev.gif": ("image/gif", 100, 100),
    "hopper.webp": ("image/webp", 128, 128),
    "anim.webp": ("image/webp", 200, 200),
    "zPug_3.heic": ("image/heic", 64, 64),
    "hopper.avif": ("image/avif", 128, 128),
    "xmp_tags_orientation.png": ("image/png", 326, 268),
    "exif_imagemagick_orientation.png": ("image/png", 512, 512),
    "hopper_bad_exif.jpg": ("image/jpeg", 500, 500),
    "tiff_16bit_RGBa.tiff": ("image/tiff", 100, 40),
}
REFUSED = {
    "truncated_jpeg.jpg": "may be damaged",
    "truncated_image.png": "may be damaged",
    "decompression_bomb.gif": "too many pixels",
    "decompression_bomb.ico": "no picture or video that we know",
    "test-ole-file.doc": "no picture or video that we know",
}


def bytes_of(name):
    return (IMAGES / name).read_bytes()


def opened(data):
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def test_every_awkward_file_is_told_of_here():
    assert {path.name for path in IMAGES.iterdir()} == {*SHOWN, *REFUSED, "README.md"}


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_an_awkward_picture_is_shown_within_two_seconds(name):
    begun = time.process_time()
    looked = look_at(bytes_of(name), name)
    assert time.process_time() - begun < 2
    assert (looked.facts.kind, looked.facts.width, looked.facts.height) == SHOWN[name]
    assert looked.facts.size == (IMAGES / name).stat().st_size
    assert min(opened(looked.thumb).size) == min(THUMB_EDGE, *SHOWN[name][1:])


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_an_awkward_file_is_refused_in_one_sentence_within_two_seconds(name):
    begun = time.process_time()
    for reader in (look_at, clean_copy):
        with pytest.raises(RuleBroken, match=REFUSED[name]):
            reader(bytes_of(name))
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_what_leaves_looks_the_same_and_tells_nothing(name):
    copy = clean_copy(bytes_of(name))
    picture = opened(copy.data)
    assert picture.size == SHOWN[name][1:]  # turned already
    assert dict(picture.getexif()) == {}
    assert not {"exif", "comment", "xmp", "XML:com.adobe.xmp", "photoshop"} & set(picture.info)
    assert look_at(copy.data).facts.kind == copy.kind in {"image/jpeg", "image/png", "image/gif", "image/webp"}


def test_the_place_where_a_picture_was_taken_does_not_leave():
    gps = 0x8825
    assert opened(bytes_of("exif_gps.jpg")).getexif().get_ifd(gps)
    assert not opened(clean_copy(bytes_of("exif_gps.jpg")).data).getexif().get_ifd(gps)


def test_an_upright_picture_keeps_its_pixels_bit_by_bit():
    for name in ("exif_gps.jpg", "pil_sample_cmyk.jpg", "transparent.gif", "hopper.webp", "basn2c16.png"):
        assert opened(clean_copy(bytes_of(name)).data).tobytes() == opened(bytes_of(name)).tobytes(), name


def test_what_moves_goes_on_moving():
    for name, frames in (("dispose_prev.gif", 5), ("anim.webp", 6)):
        assert opened(clean_copy(bytes_of(name)).data).n_frames == frames


def test_comments_texts_and_times_are_taken_out():
    target = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(target, "JPEG", comment=b"Elena, Calle Mayor 3")
    assert b"Elena" not in clean_copy(target.getvalue()).data
    assert b"Elena" not in look_at(target.getvalue()).thumb

    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("Author", "Elena")
    words.add_itxt("XML:com.adobe.xmp", "<x>Elena</x>")
    target = io.BytesIO()
    Image.new("RGBA", (4, 4), "red").save(target, "PNG", pnginfo=words)
    assert b"Elena" not in clean_copy(target.getvalue()).data

    target = io.BytesIO()
    Image.new("P", (4, 4)).save(target, "GIF", comment=b"Elena")
    assert b"Elena" in target.getvalue()
    assert b"Elena" not in clean_copy(target.getvalue()).data

    exif = Image.Exif()
    exif[0x013B] = "Elena"
    target = io.BytesIO()
    Image.new("RGB", (4, 4)).save(target, "WEBP", exif=exif, xmp=b"<x>Elena</x>")
    assert b"Elena" not in clean_copy(target.getvalue()).data


def test_a_turned_picture_leaves_turned():
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter to the right
    picture = Image.new("RGB", (40, 20), "white")
    picture.paste("black", (0, 0, 20, 20))
    target = io.BytesIO()
    picture.save(target, "JPEG", exif=exif, quality=95)
    left = opened(clean_copy(target.getvalue()).data)
    assert left.size == (20, 40)
    assert left.getpixel((10, 5))[0] < 60
    assert left.getpixel((10, 35))[0] > 200


def test_a_deep_grey_picture_keeps_its_greys():
    target = io.BytesIO()
    Image.frombytes("I;16", (2, 1), struct.pack("<HH", 0, 40_000)).resize((64, 32), Image.Resampling.NEAREST).save(
        target, "PNG"
    )
    thumb = opened(look_at(target.getvalue()).thumb).convert("L")
    assert thumb.getpixel((4, 4)) < 10
    assert 140 < thumb.getpixel((60, 4)) < 170


def test_twelve_megapixels_become_a_thumbnail_well_within_a_second():
    target = io.BytesIO()
    Image.effect_noise((4000, 3000), 40).convert("RGB").save(target, "JPEG", quality=90)
    begun = time.process_time()
    looked = look_at(target.getvalue())
    assert time.process_time() - begun < 1
    assert (looked.facts.width, looked.facts.height) == (4000, 3000)


@settings(max_examples=60)
@given(st.sampled_from(sorted(SHOWN)), st.integers(0, 10**6), st.integers(0, 255), st.floats(0.02, 1))
def test_no_broken_byte_makes_it_fall(name, place, byte, part):
    data = bytearray(bytes_of(name)[:60_000])
    data[place % len(data)] = byte
    for reader in (look_at, clean_copy):
        with contextlib.suppress(RuleBroken):
            reader(bytes(data[: max(1, int(len(data) * part))]))


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"RIFF0000WEBPVP8X"]),
)
def test_no_rubbish_makes_it_fall(rubbish, head):
    with pytest.raises(RuleBroken):
        look_at(head + rubbish)
