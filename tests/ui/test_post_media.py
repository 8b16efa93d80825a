"""Pictures, their preview and the spelling of a post, each as a widget by itself."""

from __future__ import annotations

import io
from datetime import date

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage, QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow

from cmdesk.domain.media_rules import Crop
from cmdesk.domain.spelling import KnownWords
from cmdesk.services import clients, editing, incoming, library, post_media, posts, spelling
from cmdesk.ui.calendar.pictures import Pictures
from cmdesk.ui.editor import media as media_module
from cmdesk.ui.editor.dictionary import DictionaryDialog
from cmdesk.ui.editor.library import LibraryDialog
from cmdesk.ui.editor.media import MediaStrip
from cmdesk.ui.editor.preview import NetworkPreview
from cmdesk.ui.editor.spelling import SpelledText
from cmdesk.ui.jobs import Jobs
from cmdesk.ui.memory import Memory
from cmdesk.ui.notify import Notify
from cmdesk.ui.page import Tools
from cmdesk.ui.widgets.fields import CommittingTextEdit
from tests.bakery import open_bakery

TEXT = "Hoy la segimos amasando. " + "Pan de masa madre, con su corteza, su miga y su olor. " * 3 + "#MasaMadre"
ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
WAVE = QTextCharFormat.UnderlineStyle.WaveUnderline


@pytest.fixture
def world(sqlite):
    desk, client = open_bakery(sqlite)
    yield desk, client
    desk.close()


@pytest.fixture
def desk(world):
    return world[0]


@pytest.fixture
def window(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1000, 900)
    yield window
    window.hide()


@pytest.fixture
def tools(window, theme, icons, desk):
    jobs = Jobs(desk)
    yield Tools(theme, icons, jobs, Notify(window, theme, icons), Memory())
    jobs.close()


def jpeg(colour, size=(400, 300)):
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, "JPEG")
    return target.getvalue()


class Written:
    """A post for Instagram, X and a newsletter, with what shows its media."""

    def __init__(self, qtbot, tools, window, desk, client):
        self.qtbot, self.tools, self.window, self.desk, self.client = qtbot, tools, window, desk, client
        self.channels = {
            network: desk.do(clients.add_channel, client, network, handle=handle).value
            for network, handle in (("x", "@horno"), ("newsletter", "Carta"), ("pinterest", "masalumbre"))
        }
        self.key = desk.do(
            posts.add_post, client, "Pan", day=date(2026, 10, 16), channel_ids=[*self.channels.values()], text=TEXT
        ).value
        self.pictures = Pictures(tools.jobs, window)

    def settle(self):
        self.qtbot.waitUntil(lambda: self.tools.jobs.is_idle)

    def sheet(self):
        return self.desk.read(editing.editor_sheet, self.key)

    def names(self):
        return [item.name for item in self.desk.read(posts.post, self.key).media]

    def add(self, *colours, size=(400, 300)):
        new = [incoming.new_media(jpeg(colour, size), f"{colour}.jpg") for colour in colours]
        self.desk.do(post_media.add_several, self.key, new)
        return [item.id for item in self.desk.read(posts.post, self.key).media]

    def strip(self):
        strip = MediaStrip(self.tools, self.pictures, self.window)
        self.window.setCentralWidget(strip)
        self.window.show()
        strip.show_sheet(self.sheet())
        self.settle()
        return strip

    def find(self, owner, path):
        """Say where the film lies, as if it was chosen among the files of this machine."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(owner._intake, "choose", lambda *_said, **_more: None)
            owner._find(owner.tiles.current_key)
        owner._intake.read_files([str(path)])
        self.settle()
        self.settle()

    def preview(self):
        preview = NetworkPreview(self.tools, self.pictures, self.window)
        self.window.setCentralWidget(preview)
        self.window.show()
        preview.show_sheet(self.sheet())
        self.settle()
        return preview


@pytest.fixture
def written(qtbot, tools, window, world):
    return Written(qtbot, tools, window, *world)


def dropped(*paths, image=None):
    mime = QMimeData()
    if paths:
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    if image is not None:
        mime.setImageData(image)
    return mime


# --- the strip ---------------------------------------------------------------------------------


def test_files_are_dropped_and_what_is_none_is_said_in_a_sentence(written, tmp_path):
    strip = written.strip()
    (tmp_path / "pan.jpg").write_bytes(jpeg("red"))
    (tmp_path / "brief.doc").write_bytes(b"no picture at all")
    mime = dropped(tmp_path / "pan.jpg", tmp_path / "brief.doc")
    event = QDropEvent(
        QPointF(20, 20), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    strip.dropEvent(event)
    written.settle()
    assert written.names() == ["pan.jpg"]
    assert "“brief.doc”: This is no picture or video that we know." in strip._refused.text()
    assert strip._refused.isVisible()


def test_reading_many_is_stopped_and_nothing_of_it_is_kept(written, tmp_path):
    strip = written.strip()
    paths = []
    for number in range(20):
        paths.append(str(tmp_path / f"{number}.jpg"))
        (tmp_path / f"{number}.jpg").write_bytes(jpeg("red", (1000 + number, 1000)))
    strip.add_files(paths)
    assert strip._intake.is_busy
    strip._line._button.click()
    assert not strip._intake.is_busy
    written.settle()
    assert written.names() == []
    strip.add_files(paths[:2])
    written.settle()
    assert written.names() == ["0.jpg", "1.jpg"]


def test_a_picture_is_pasted_and_text_with_a_picture_stays_text(written):
    strip = written.strip()
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    assert strip.paste(dropped(image=image))
    written.settle()
    assert written.names() == ["Pasted picture.png"]
    mime = dropped(image=image)
    mime.setText("Pan")
    assert not strip.takes(mime)
    assert not strip.paste(dropped())


def test_they_are_ordered_by_keys_and_by_the_mouse(written):
    red, green, blue = written.add("red", "green", "blue")
    strip = written.strip()
    strip.tiles.choose(blue)
    QTest.keyClick(strip.tiles, Qt.Key.Key_Left, ALT_SHIFT)
    assert strip.tiles.keys == [red, blue, green]  # at once
    written.settle()
    strip.show_sheet(written.sheet())
    first = strip.tiles.visualRect(strip.tiles.model().index(0, 0)).center()
    last = strip.tiles.visualRect(strip.tiles.model().index(2, 0))
    viewport = strip.tiles.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseMove(viewport, first + QPoint(30, 0))
    QTest.mouseMove(viewport, last.center() + QPoint(last.width() // 3, 0))
    assert strip.tiles.gap == 3
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=last.center() + QPoint(last.width() // 3, 0))
    written.settle()
    assert written.names() == ["blue.jpg", "green.jpg", "red.jpg"]
    written.desk.undo()
    assert written.names() == ["red.jpg", "blue.jpg", "green.jpg"]


def test_words_are_asked_for_quietly_until_they_are_there(written):
    red, green = written.add("red", "green")
    strip = written.strip()
    assert strip._alt_field.problem == "Missing in 2 of 2."
    strip._alt.setPlainText("Una hogaza")
    strip.tiles.choose(green)  # what was written belongs to the one before
    written.settle()
    items = {item.id: item.alt for item in written.desk.read(posts.post, written.key).media}
    assert items == {red: "Una hogaza", green: ""}
    strip.show_sheet(written.sheet())
    assert strip._alt_field.problem == "Missing in 1 of 2."
    assert [tile.remark for tile in strip.tiles.tiles] == ["", "no alt. text", ""]
    strip.tiles.choose(red)
    assert strip._alt.text() == "Una hogaza"
    assert strip._alt_count.text() == "10 of 500 · Pinterest"


def test_one_leaves_by_the_keyboard_and_the_next_is_current(written):
    red, green = written.add("red", "green")
    strip = written.strip()
    strip.tiles.choose(red)
    QTest.keyClick(strip.tiles, Qt.Key.Key_Delete)
    written.settle()
    strip.show_sheet(written.sheet())
    assert written.names() == ["green.jpg"]
    assert strip.current.id == green


def test_a_film_that_is_not_where_it_was_is_shown_so(written, tmp_path, monkeypatch, request):
    film = request.config.rootpath / "tests" / "data" / "films" / "own_hogaza.mp4"
    linked = tmp_path / "hogaza.mp4"
    linked.write_bytes(film.read_bytes())
    monkeypatch.setattr(incoming, "LINKED_FROM", 1_000)
    strip = written.strip()
    strip.add_files([str(linked)])
    written.settle()
    strip.show_sheet(written.sheet())
    written.settle()
    assert [(tile.fact, tile.remark, tile.is_film) for tile in strip.tiles.tiles[:1]] == [("0:02", "", True)]
    linked.rename(tmp_path / "moved.mp4")
    strip.show_sheet(written.sheet())
    written.settle()
    assert [(tile.remark, tile.is_lost) for tile in strip.tiles.tiles[:1]] == [("not found", True)]
    texts = [action.text().partition("\t")[0] for action in strip.menu_for(strip.current.id).actions()]
    assert "Find it…" in texts
    assert strip.lost.isVisible()
    written.find(strip, tmp_path / "moved.mp4")
    assert written.tools.notify.shown == "The video is found again"
    strip.show_sheet(written.sheet())
    written.settle()
    assert not strip.lost.isVisible()


def test_the_library_finds_a_film_that_is_gone_and_refuses_another_one(written, tmp_path, monkeypatch, request):
    film = (request.config.rootpath / "tests" / "data" / "films" / "own_hogaza.mp4").read_bytes()
    linked, moved, other = tmp_path / "hogaza.mp4", tmp_path / "moved.mp4", tmp_path / "other.mp4"
    linked.write_bytes(film)
    other.write_bytes(film + b"\0")
    monkeypatch.setattr(incoming, "LINKED_FROM", 1_000)
    written.desk.do(library.add_to_library, written.client, incoming.read_media([str(linked)]).media)
    linked.rename(moved)
    written.window.show()
    dialog = LibraryDialog(written.tools, written.pictures, written.client, written.window)
    dialog.open()
    written.settle()
    assert [tile.remark for tile in dialog.tiles.tiles] == ["not found"]
    assert dialog._gone.isVisible()
    written.find(dialog, other)
    assert "another file" in dialog._refused.text()
    written.find(dialog, moved)
    assert [tile.remark for tile in dialog.tiles.tiles] == [""]
    written.tools.jobs.undo()
    written.settle()
    assert [tile.remark for tile in dialog.tiles.tiles] == ["not found"]
    dialog.reject()


def test_one_takes_the_place_of_another_by_a_key_and_from_the_library(written, monkeypatch, tmp_path):
    red, _green = written.add("red", "green")
    (tmp_path / "blue.jpg").write_bytes(jpeg("blue"))
    strip = written.strip()
    monkeypatch.setattr(strip._intake, "choose", lambda *_said, **_more: None)
    QTest.keyClick(strip.tiles, Qt.Key.Key_R)
    strip._intake.read_files([str(tmp_path / "blue.jpg")])
    written.settle()
    assert written.names() == ["blue.jpg", "green.jpg"]
    strip.show_sheet(written.sheet())
    strip._replace_by_kept(strip.current.id)
    written.settle()
    (dialog,) = written.window.findChildren(LibraryDialog)
    assert dialog.tiles.choose(red)
    dialog.confirmed.emit()
    written.settle()
    assert written.names() == ["red.jpg", "green.jpg"]


def test_copies_that_tell_nothing_are_saved_into_a_folder(written, tmp_path, monkeypatch):
    written.add("red", "green")
    strip = written.strip()
    shown = []
    monkeypatch.setattr(media_module, "_show_folder", shown.append)
    strip.save_into(str(tmp_path / "out"))
    written.settle()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["1 red.jpg", "2 green.jpg"]


# --- the preview -------------------------------------------------------------------------------


def test_each_channel_shows_the_post_in_its_own_way(written):
    written.add("red", "green", size=(900, 2000))
    preview = written.preview()
    assert preview.channel_id == written.channels["x"]
    assert preview.caption.words.startswith("Hoy la segimos amasando.")
    preview.choose_channel(written.channels["newsletter"])
    assert preview.note.text() == "Plain text, as it is written."
    assert not preview._signs.isVisible()
    assert preview.shot.crop == Crop(0, 0, 900, 2000)
    preview.choose_channel(written.channels["pinterest"])
    assert preview.head._account == "masalumbre"


def test_on_instagram_a_text_is_folded_and_a_tall_picture_cut(written):
    written.desk.do(
        post_media.describe_media, written.key, written.add("red", "green", size=(900, 2000))[0], "Una hogaza"
    )
    instagram = written.desk.do(clients.add_channel, written.client, "instagram", handle="@masalumbre").value
    written.desk.do(posts.set_channels, written.key, [instagram])
    preview = written.preview()
    assert preview.caption.words.startswith("@masalumbre Hoy la segimos")
    assert preview.caption.words.endswith("… more")
    assert preview.shot.is_cut
    assert preview.crop_words.text() == "Instagram cuts it above and below."
    assert preview.alt.text() == "Read aloud: Una hogaza"
    preview.show_text("Pan", instagram)  # while it is written
    assert preview.caption.words == "@masalumbre Pan"
    preview.show_place(1)
    assert preview.alt.text() == "Nothing is read aloud yet."
    assert "Picture 2 of 2" in preview.shot.accessibleName()


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_preview_is_painted_in_both_themes(written, theme, look):
    written.add("red", "green")
    theme.choose(look, 130, reduce_motion=True)
    preview = written.preview()
    picture = preview.grab().toImage()
    assert not picture.isNull()
    assert preview.card.isVisible()


# --- spelling ----------------------------------------------------------------------------------


@pytest.fixture
def field(written, theme, window):
    edit = CommittingTextEdit(theme, "", window, lines=5, role="reading")
    window.setCentralWidget(edit)
    window.show()
    spelled = SpelledText(written.tools, edit)
    spelled.follow_network("instagram")
    spelled.follow_client(written.client, "es")
    written.settle()
    return edit, spelled


def underlined(edit):
    found = []
    block = edit.document().begin()
    while block.isValid():
        units = block.text().encode("utf-16-le")
        found += [
            units[2 * look.start : 2 * (look.start + look.length)].decode("utf-16-le")
            for look in block.layout().formats()
            if look.format.underlineStyle() == WAVE
        ]
        block = block.next()
    return found


def test_what_is_wrong_is_underlined_and_what_is_known_is_not(qtbot, field):
    edit, spelled = field
    edit.setPlainText("🥖 Hoy segimos en Masalumbre.\n#segimos @segimos y el kéfirr")
    qtbot.waitUntil(lambda: underlined(edit) == ["segimos", "kéfirr"])
    assert spelled.wrong_words() == ("segimos", "kéfirr")
    cursor = spelled.word_at(8)
    spelled._meant["segimos"] = spelling.dictionary("es").suggestions("segimos")
    menu = spelled.menu(cursor, "segimos")
    texts = [action.text() for action in menu.actions() if action.text()]
    assert "seguimos" in texts[:5]
    assert texts[len(spelled._meant["segimos"]) :][:3] == [
        "Add to the client's dictionary", "Add to the agency's dictionary", "Ignore in this text",
    ]  # fmt: skip
    spelled._replace(cursor, "seguimos")
    assert edit.toPlainText().startswith("🥖 Hoy seguimos en")
    menu.deleteLater()


def test_a_word_is_learnt_for_the_client_and_ignored_in_a_text(qtbot, field, written):
    edit, spelled = field
    edit.setPlainText("kéfirr y segimos")
    qtbot.waitUntil(lambda: underlined(edit) == ["kéfirr", "segimos"])
    spelled._ignore("segimos")
    assert underlined(edit) == ["kéfirr"]
    spelled._add("kéfirr", written.client)
    qtbot.waitUntil(lambda: underlined(edit) == [])
    assert written.desk.read(spelling.own_dictionary, written.client) == ("kéfirr",)


def test_a_text_in_english_is_checked_in_english(qtbot, field):
    edit, spelled = field
    edit.setPlainText("Today we bake the bread that you love, and the colour is for you to chooose.")
    qtbot.waitUntil(lambda: underlined(edit) == ["chooose"])
    assert spelled.language == "en"


def test_without_a_dictionary_nothing_is_underlined(qtbot, field, monkeypatch, written):
    edit, spelled = field
    monkeypatch.setattr(spelling, "dictionary", lambda _language: None)
    edit.setPlainText("segimos kéfirr")
    qtbot.waitUntil(lambda: spelled.language == "")
    assert underlined(edit) == []
    assert spelled.wrong_words() == ()
    assert spelled._known.client_id == written.client
    assert isinstance(spelled._known, KnownWords)


# --- the library -------------------------------------------------------------------------------


def test_the_library_finds_and_hands_over(qtbot, written):
    red, _green = written.add("red", "green")
    written.desk.do(library.describe_kept, red, "Una hogaza recién hecha")
    written.window.show()
    dialog = LibraryDialog(written.tools, written.pictures, written.client, written.window, post_id=written.key)
    dialog.open()
    written.settle()
    dialog.search.setText("recien")
    assert dialog.tiles.keys == [red]
    assert dialog._uses_title.text() == "Used by 1 post"
    assert not dialog._bin.isEnabled()
    with qtbot.waitSignal(dialog.chosen) as told:
        dialog.confirmed.emit()
    assert told.args == [(red,)]


# --- the dictionary ----------------------------------------------------------------------------


def test_the_added_words_are_changed_in_a_dialog(written):
    written.desk.do(spelling.add_word, "kéfir", written.client)
    written.window.show()
    dialog = DictionaryDialog(written.tools, written.client, written.window)
    dialog.open()
    written.settle()
    (of_client, field), (of_agency, _field) = dialog._fields[written.client], dialog._fields[None]
    assert (of_client.text(), of_agency.text()) == ("kéfir", "")
    of_client.setPlainText("dos palabras")
    of_client.commit()
    written.settle()
    assert field.problem == "Write one word in each line."
    of_client.setPlainText("kéfir\nobradoria")
    of_agency.setPlainText("Farolillo")
    dialog.confirmed.emit()
    written.settle()
    assert written.desk.read(spelling.own_dictionary, written.client) == ("kéfir", "obradoria")
    assert written.desk.read(spelling.own_dictionary) == ("Farolillo",)
