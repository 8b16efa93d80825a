"""The look: every token is there, can be read, and follows the theme and the size of text."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PySide6.QtCore import QRectF, Qt, QTranslator
from PySide6.QtGui import QColor, QFontInfo, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication

from cmdesk.paths import resource
from cmdesk.ui import glyphs
from cmdesk.ui.icons import Icons
from cmdesk.ui.images import decoded
from cmdesk.ui.theme import Theme, Tokens, load_tokens

BOTH = pytest.mark.parametrize("name", ["light", "dark"])
GROUNDS = ("canvas", "surface", "window", "sunken", "hover", "raised")


def contrast(ink: QColor, ground: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    def luminance(colour: QColor) -> float:
        red, green, blue = (linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def painted(width: int, height: int, tokens: Tokens) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(tokens.surface.surface)
    return image


@BOTH
def test_text_can_be_read_on_every_ground(name: str) -> None:
    tokens = load_tokens(name)

    for ground in GROUNDS:
        for ink in ("primary", "secondary", "tertiary"):
            assert contrast(getattr(tokens.text, ink), getattr(tokens.surface, ground)) >= 4.5, (ink, ground)


@BOTH
def test_status_glyphs_can_be_told_from_their_cards(name: str) -> None:
    for status, colours in load_tokens(name).status.items():
        assert contrast(colours.fg, colours.bg) >= 4.5, status


@BOTH
def test_outlines_of_fields_and_the_focus_ring_can_be_seen(name: str) -> None:
    tokens = load_tokens(name)

    for ground in ("canvas", "surface"):
        assert contrast(tokens.line.control, getattr(tokens.surface, ground)) >= 3
        assert contrast(tokens.accent.focus, getattr(tokens.surface, ground)) >= 3


@BOTH
def test_letters_of_every_client_tile_can_be_read(name: str) -> None:
    tokens = load_tokens(name)

    assert all(contrast(tokens.letters_on(colour), colour) >= 4.5 for colour in tokens.client)


def test_a_clients_colour_has_its_counterpart_in_the_dark() -> None:
    light, dark = load_tokens("light"), load_tokens("dark")

    assert dark.client_colour(light.client[2].name()) == dark.client[2]
    assert dark.client_colour(3) == dark.client[2]


def test_a_colour_of_the_agencys_own_stays_as_it_is() -> None:
    assert load_tokens("dark").client_colour("#123456") == QColor("#123456")


@pytest.mark.parametrize("percent", [90, 100, 115, 130])
def test_lengths_letters_and_rows_grow_with_the_size_of_text(theme: Theme, percent: int) -> None:
    theme.choose("light", percent)

    assert theme.tokens.size.control == round(30 * percent / 100)
    assert theme.tokens.px(8) == round(8 * percent / 100)
    assert theme.font("title").pixelSize() == pytest.approx(17 * percent / 100, abs=0.51)


def test_no_letters_are_smaller_than_eleven_pixels(theme: Theme) -> None:
    roles = [theme.font(role) for role in ("small", "label", "card", "caption", "caption_strong")]

    assert min(font.pixelSize() for font in roles) >= 11


def test_the_shipped_typeface_is_used(theme: Theme) -> None:
    assert QFontInfo(theme.font("body")).family() == "Inter"
    assert QFontInfo(theme.document_font(20)).family() == "Source Serif 4"


def test_the_palette_is_made_of_tokens(theme: Theme) -> None:
    theme.choose("dark", 100)

    assert QApplication.palette().color(QPalette.ColorRole.Window) == theme.tokens.surface.canvas
    assert QApplication.palette().color(QPalette.ColorRole.Highlight) == theme.tokens.accent.tint


def test_a_change_of_theme_is_told_once(theme: Theme, qtbot) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.choose("dark", 100)

    assert theme.tokens.is_dark


def test_less_motion_means_none_but_toasts_stay_as_long() -> None:
    motion = load_tokens("light", reduced=True).motion

    assert (motion.hover, motion.panel, motion.drop, motion.toast_in) == (0, 0, 0, 0)
    assert motion.toast_stay == 6000


def test_a_role_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        load_tokens("light").role("mauve")


def test_the_style_sheet_leaves_item_views_alone() -> None:
    text = resource("themes", "style.qss").read_text(encoding="utf-8")

    assert not any(view in text for view in ("QListView", "QTreeView", "QTableView", "QAbstractItemView"))


def test_an_icon_is_drawn_in_the_colour_asked_for(icons: Icons) -> None:
    image = icons.pixmap("minus", QColor("#ff0000"), 16).toImage()

    assert image.pixelColor(8, 8).red() > 200
    assert image.pixelColor(0, 0).alpha() == 0


def test_an_icon_that_does_not_exist_is_an_error(icons: Icons) -> None:
    with pytest.raises(KeyError):
        icons.icon("unicorn")


def test_icons_are_kept_until_the_theme_changes(theme: Theme, icons: Icons) -> None:
    red = QColor("#ff0000")
    first = icons.pixmap("plus", red, 16)
    assert icons.pixmap("plus", red, 16) is first

    theme.choose("dark", 100)

    assert icons.pixmap("plus", red, 16) is not first


def test_every_network_has_an_icon(icons: Icons) -> None:
    for name in glyphs.NETWORK_ICONS.values():
        assert not icons.pixmap(name, QColor("#000000"), 14).isNull()


@BOTH
def test_every_status_looks_different_without_colour(theme: Theme, name: str) -> None:
    theme.choose("dark" if name == "dark" else "light", 100)
    pictures = []
    for status in theme.tokens.status:
        image = painted(28, 28, theme.tokens)
        with QPainter(image) as painter:
            glyphs.paint_status(painter, QRectF(0, 0, 28, 28), status, theme.tokens)
        grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
        pictures.append([grey.pixelColor(x, y).red() for x in range(28) for y in range(28)])

    for number, picture in enumerate(pictures):
        for other in pictures[number + 1 :]:
            assert sum(abs(a - b) > 40 for a, b in zip(picture, other, strict=True)) > 20


def test_a_painter_comes_back_as_it_was(theme: Theme, icons: Icons) -> None:
    image = painted(200, 40, theme.tokens)
    with QPainter(image) as painter:
        painter.setPen(QColor("#00ff00"))
        glyphs.paint_status(painter, QRectF(0, 0, 14, 14), "approved", theme.tokens)
        glyphs.paint_tile(painter, QRectF(20, 0, 20, 20), "HM", 1, theme.tokens)
        glyphs.paint_pill(painter, QRectF(50, 0, 1, 1).topLeft(), "late", "late", theme, icons)
        glyphs.paint_quota_bar(painter, QRectF(0, 30, 100, 6), 9, 12, theme.tokens, 10)

        assert painter.pen().color() == QColor("#00ff00")
        assert not painter.hasClipping()
        assert painter.brush().style() == Qt.BrushStyle.NoBrush


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_is_decoded_without_asking_every_reader_of_qt(qapp, kind) -> None:
    asked: list[str | None] = []

    class Heard(QTranslator):
        def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> None:
            del source, disambiguation, n
            asked.append(context)

    target = io.BytesIO()
    Image.new("RGB", (8, 6), "red").save(target, kind)
    translator = Heard()
    qapp.installTranslator(translator)
    found = decoded(target.getvalue())
    qapp.removeTranslator(translator)
    assert (found.width(), found.height(), asked) == (8, 6, [])
    assert decoded(b"no picture").isNull()
