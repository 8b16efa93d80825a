"""While a post is written it is counted for each of its networks, and its media are held against them."""

from __future__ import annotations

import io
import threading
from datetime import date

import pytest
from PIL import Image
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMainWindow

from cmdesk.i18n import use
from cmdesk.services import clients, limits, pictures, posts
from cmdesk.settings import Settings
from cmdesk.ui.calendar.counting import CountRing, EntityHighlighter
from cmdesk.ui.calendar.pictures import Pictures
from cmdesk.ui.editor.editor import PostEditor
from cmdesk.ui.jobs import Jobs
from cmdesk.ui.memory import Memory
from cmdesk.ui.notify import Notify
from cmdesk.ui.page import Place, Tools
from cmdesk.ui.settings.page import SettingsPage
from tests.made import add_picture, founded_desk

FRIDAY = date(2026, 10, 16)


@pytest.fixture
def desk(tmp_path):
    desk = founded_desk(tmp_path / "a.cmdesk", today=date(2026, 10, 14))
    yield desk
    desk.close()


@pytest.fixture
def bakery(desk):
    client_id = desk.do(clients.add_client, "Horno Masalumbre").value
    channels = {
        network: desk.do(clients.add_channel, client_id, network).value
        for network in ("instagram", "x", "threads", "newsletter")
    }
    return client_id, channels


@pytest.fixture
def window(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1440, 900)
    yield window
    window.hide()


@pytest.fixture
def tools(window, theme, icons, desk):
    jobs = Jobs(desk)
    yield Tools(theme, icons, jobs, Notify(window, theme, icons), Memory())
    jobs.close()


class Opened:
    """A post in its editor."""

    def __init__(self, qtbot, tools, window, desk, bakery):
        self.qtbot, self.tools, self.desk = qtbot, tools, desk
        self.client, self.channels = bakery
        self.editor = PostEditor(tools, Pictures(tools.jobs, window), window)
        window.setCentralWidget(self.editor)
        window.show()
        self.settle()

    def settle(self):
        self.qtbot.waitUntil(lambda: self.tools.jobs.is_idle)

    def open(self, *networks, text="", kind="post"):
        ids = [self.channels[network] for network in networks]
        self.key = self.desk.do(
            posts.add_post, self.client, "Pan", day=FRIDAY, minute=600, channel_ids=ids, text=text, format=kind
        ).value
        self.editor.open(self.key)
        self.settle()
        return self

    def choose(self, *networks):
        self.desk.do(posts.set_channels, self.key, [self.channels[network] for network in networks])
        self.editor.read_again()
        self.settle()

    @property
    def text(self):
        return self.editor.text.text

    def rows(self):
        return {row.network: row for row in self.editor.text.counters.shown}

    def told(self):
        return {network: row.words.text() for network, row in self.rows().items()}


@pytest.fixture
def opened(qtbot, tools, window, desk, bakery):
    return Opened(qtbot, tools, window, desk, bakery)


def test_each_chosen_network_counts_in_its_own_way(opened):
    opened.open("instagram", "x", "threads", "newsletter", text="🥖 https://horno.es/una/carta/muy/larga")
    assert opened.told() == {
        "instagram": "38 of 2,200",
        "x": "26 of 280",  # two for the emoji, one for the space, 23 for the link
        "threads": "41 of 500",
        "newsletter": "38 characters",
    }
    assert opened.rows()["x"].accessibleName() == "X, 26 of 280 (characters as X weighs them)"


def test_the_count_follows_every_key_and_is_not_cut(opened):
    opened.open("x")
    opened.text.setPlainText("a" * 251)
    assert opened.told()["x"] == "251 of 280"
    assert opened.rows()["x"]._ring.level == "fine"
    opened.text.setPlainText("a" * 252)
    assert opened.rows()["x"]._ring.level == "near"
    opened.text.setPlainText("a" * 292)
    assert opened.told()["x"] == "12 too many"
    assert opened.rows()["x"]._ring.level == "too_much"
    opened.text.commit()
    opened.settle()
    assert opened.desk.read(posts.post, opened.key).text == "a" * 292


def test_another_channel_is_counted_as_soon_as_it_is_chosen(opened):
    opened.open("instagram", text="Pan")
    opened.choose("instagram", "x")
    assert set(opened.told()) == {"instagram", "x"}
    opened.choose("x")
    assert set(opened.told()) == {"x"}


def test_without_a_channel_characters_are_counted(opened):
    opened.open(text="Pan")
    assert opened.editor.text.signs.isVisible()
    assert opened.editor.text.signs.text() == "3 characters"
    assert not opened.editor.text.counters.isVisible()


def test_a_very_long_text_is_counted_when_its_writer_rests(opened):
    opened.open("instagram")
    opened.text.setPlainText("á" * 100_000)
    opened.qtbot.waitUntil(lambda: opened.told()["instagram"] == "97,800 too many")


def test_what_somebody_should_know_stands_below(opened):
    opened.open("instagram", "threads", text=" ".join(f"#pan{n}" for n in range(6)) + " " + "á" * 300)
    assert opened.rows()["instagram"].notes.text() == "Hashtags: 6; one source allows 5, another 30."
    assert opened.rows()["instagram"].more.text() == "6 of 30 hashtags"
    assert "bytes" in opened.rows()["threads"].more.text()


def test_hashtags_and_mentions_are_coloured_also_behind_an_emoji(opened, theme):
    opened.open("instagram", text="🥖🥖 #pan de @horno.\nhorno.es")
    document = opened.text.document()
    assert isinstance(opened.editor.text.spelled.highlighter, EntityHighlighter)
    found = []
    for block in (document.firstBlock(), document.firstBlock().next()):
        units = block.text().encode("utf-16-le")
        for look in block.layout().formats():
            assert look.format.foreground().color() == theme.tokens.accent.text
            found.append(units[2 * look.start : 2 * (look.start + look.length)].decode("utf-16-le"))
    assert found == ["#pan", "@horno", "horno.es"]
    theme.choose("dark", 100, reduce_motion=True)
    assert document.firstBlock().layout().formats()[0].format.foreground().color() == theme.tokens.accent.text


def jpeg(width, height, noise=False):
    picture = (
        Image.effect_noise((width, height), 60).convert("RGB") if noise else Image.new("RGB", (width, height), "tan")
    )
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=90)
    return target.getvalue()


def test_what_networks_have_against_the_media_stands_below_them(opened):
    opened.open("instagram", "x")
    assert opened.editor.media.problems.sentences == ("Instagram takes no post without a picture or a video.",)
    add_picture(opened.desk, opened.key, "alta.jpg", jpeg(300, 900))
    opened.editor.read_again()
    opened.settle()
    assert opened.editor.media.problems.sentences == (
        "“alta.jpg” is 300 pixels wide; Instagram needs 320.",
        "“alta.jpg” is taller than Instagram shows; it will be cut above and below.",
    )


def test_a_picture_of_twelve_megapixels_is_made_small_beside_the_window(opened, tmp_path, monkeypatch):
    path = tmp_path / "grande.jpg"
    path.write_bytes(jpeg(4000, 3000, noise=True))
    opened.open("instagram")
    threads = []
    small = pictures._small

    def watched(picture):
        threads.append(threading.current_thread())
        return small(picture)

    monkeypatch.setattr(pictures, "_small", watched)
    beats = []
    heart = QTimer()
    heart.setInterval(5)
    heart.timeout.connect(lambda: beats.append(1))
    heart.start()
    opened.editor.media.add_files([str(path)])
    opened.settle()
    heart.stop()
    (item,) = opened.desk.read(posts.post, opened.key).media
    assert item.thumb
    assert [thread is threading.main_thread() for thread in threads] == [False]
    assert len(beats) >= 3  # the window went on meanwhile


def test_an_awkward_file_is_refused_in_a_sentence_and_the_post_stays(opened, request):
    opened.open("instagram")
    for name in ("truncated_jpeg.jpg", "decompression_bomb.gif", "test-ole-file.doc"):
        opened.editor.media.add_files([str(request.config.rootpath / "tests" / "data" / "images" / name)])
        opened.settle()
        assert opened.desk.read(posts.post, opened.key).media == (), name


def test_it_speaks_spanish(opened):
    use("es")
    try:
        opened.open("x", text="a" * 300)
        assert "280" not in opened.told()["x"]
    finally:
        use("en")


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_ring_is_painted_in_both_themes(qtbot, theme, look):
    theme.choose(look, 130, reduce_motion=True)
    ring = CountRing(theme)
    qtbot.addWidget(ring)
    assert not ring.grab().isNull()


# ----- Settings -------------------------------------------------------------------------------------------------------


@pytest.fixture
def table(qtbot, tools, window):
    page = SettingsPage(tools, Place(window), Settings(), window)
    window.setCentralWidget(page)
    window.show()
    page.open("limits")
    qtbot.waitUntil(lambda: tools.jobs.is_idle)
    return page


def write(field, text):
    field.setText(text)
    field.commit()


def settle(qtbot, tools):
    qtbot.waitUntil(lambda: tools.jobs.is_idle)


def test_a_limit_is_changed_in_the_table_and_put_back(qtbot, tools, desk, table):
    table.limits.network.choose("x")
    table.limits._show_rows()
    row = table.limits.row_of("text")
    assert [field.text() for field in row.fields[:2]] == ["280", "280"]
    assert row.source.text().startswith("docs.x.com")
    assert not row.back.isVisible()
    write(row.error, "25,000")
    settle(qtbot, tools)
    found = desk.read(limits.limits).of("x", "text")
    assert (found.warning, found.error, found.since) == (280, 25_000, date(2026, 10, 14))
    assert row.told.text() == "Shipped: 280."
    assert row.back.isVisible()
    row.back.click()
    settle(qtbot, tools)
    assert desk.read(limits.limits) == limits.shipped_limits()
    assert not row.back.isVisible()


def test_what_cannot_be_is_said_at_the_limit(qtbot, tools, desk, table):
    row = table.limits.row_of("text")
    write(row.error, "many")
    assert row.told.text() == "Write a number, such as 2,200, or leave it empty."
    write(row.error, "10")
    settle(qtbot, tools)
    assert row.told.text() == "The warning has to come before the network refuses."
    assert desk.read(limits.limits) == limits.shipped_limits()


def test_the_day_and_the_source_are_the_agency_s_to_write(qtbot, tools, desk, table):
    row = table.limits.row_of("hashtags")
    row.source.setText("Instagram's own help")
    write(row.day, "2026-09-01")
    settle(qtbot, tools)
    found = desk.read(limits.limits).of("instagram", "hashtags")
    assert (found.since, found.source) == (date(2026, 9, 1), "Instagram's own help")


def test_every_network_can_be_looked_at_and_every_field_has_a_name(table):
    for network in limits.shipped_limits().networks:
        table.limits.network.choose(network)
        table.limits._show_rows()
        rows = [row for row in table.limits.rows if not row.isHidden()]
        assert len(rows) == len(limits.shipped_limits().for_network(network))
        assert all(field.accessibleName() for row in rows for field in row.fields)
