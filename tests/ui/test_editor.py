"""A post in its editor: texts that follow each other, what is typed is never lost, two who write the same."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QWidget

from cmdesk.services import clients, editing, posts, snippets, variants
from cmdesk.ui.calendar.pictures import Pictures
from cmdesk.ui.editor.at_hand import Hashtags, Snippets
from cmdesk.ui.editor.editor import PostEditor
from cmdesk.ui.editor.kept import Keeper, KeptWords, keeper
from cmdesk.ui.editor.links import LinkBuilder
from cmdesk.ui.editor.text import Clash
from cmdesk.ui.editor.writing import Writing
from cmdesk.ui.jobs import Jobs
from cmdesk.ui.memory import Memory
from cmdesk.ui.notify import Notify, Toast
from cmdesk.ui.page import Tools
from cmdesk.ui.widgets.fields import CommittingTextEdit
from tests.bakery import open_bakery

FRIDAY = date(2026, 10, 16)
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class Writer:
    """Somebody with a post open, and a colleague who writes into the same workspace."""

    def __init__(self, qtbot, theme, icons, folder):
        self.bot = qtbot
        self.desk, self.client = open_bakery(folder / "agency.cmdesk")
        self.channels = [channel.id for channel in self.desk.read(clients.channels, self.client)]
        self.window = QMainWindow()
        self.window.resize(1440, 900)
        self.jobs = Jobs(self.desk)
        self.notify = Notify(self.window, theme, icons)
        self.tools = Tools(theme, icons, self.jobs, self.notify, Memory())
        self.editor = PostEditor(self.tools, Pictures(self.jobs, self.window), self.window)
        self.window.setCentralWidget(self.editor)
        self.window.show()
        self.key = self.desk.do(
            posts.add_post, self.client, "Pan", day=FRIDAY, minute=540, text="Recién hecho",
            channel_ids=self.channels[:2],
        ).value  # fmt: skip

    def open(self):
        self.editor.open(self.key)
        self.bot.waitUntil(lambda: self.editor.sheet is not None and self.editor.sheet.is_whole)
        self.settle()
        return self

    def settle(self):
        for _each in range(3):
            self.bot.waitUntil(lambda: self.jobs.is_idle)

    def close(self):
        self.window.hide()
        self.editor.close_post()
        self.settle()
        self.jobs.close()
        self.window.deleteLater()
        self.desk.close()

    @property
    def text(self):
        return self.editor.text.text

    def write(self, words):
        self.text.setFocus()
        self.text.selectAll()
        self.text.insertPlainText(words)

    def leave(self):
        self.text.commit()
        self.settle()

    def saved(self):
        return self.desk.read(editing.editor_sheet, self.key)


@pytest.fixture
def writer(qtbot, theme, icons, tmp_path):
    writer = Writer(qtbot, theme, icons, tmp_path)
    yield writer
    writer.close()


class TestTexts:
    def test_a_channel_follows_the_base_until_it_is_written_in(self, writer):
        writer.open()
        assert [tab.remark for tab in writer.editor.text.tabs.tabs] == ["", "= base", "= base"]
        writer.write("Del horno")
        QTest.keyClick(writer.text, Qt.Key.Key_Down, ALT)
        writer.settle()
        assert writer.text.text() == "Del horno"
        writer.write("Del horno #pan")
        assert [row.network for row in writer.editor.text.counters.shown] == ["instagram"]
        QTest.keyClick(writer.text, Qt.Key.Key_Down, ALT)
        writer.settle()
        assert writer.text.text() == "Del horno"
        assert writer.saved().texts() == {"instagram": "Del horno #pan", "facebook": "Del horno"}
        assert [tab.remark for tab in writer.editor.text.tabs.tabs] == ["", "changed", "= base"]

    def test_what_differs_is_marked_and_the_way_back_is_one_press(self, writer):
        writer.desk.do(variants.write_on, writer.key, writer.channels[0], "Recién horneado")
        writer.open().editor.text.tabs.choose(writer.channels[0])
        writer.editor.text.what_differs.click()
        told = writer.editor.text.differing
        assert "Taken out: hecho." in told.accessibleDescription()
        assert "Put in: horneado." in told.accessibleDescription()
        writer.editor.text.to_base.click()
        writer.settle()
        assert writer.text.text() == "Recién hecho"
        assert not writer.editor.text.to_base.isVisible()
        assert "base says again" in writer.notify.shown

    def test_an_approval_that_is_lost_is_said_and_comes_back_with_undo(self, writer):
        writer.desk.do(posts.set_status, [writer.key], "approved")
        writer.open().write("Otro")
        writer.leave()
        assert "draft again" in writer.notify.shown
        writer.jobs.undo()
        writer.settle()
        assert writer.saved().detail.card.status == "approved"
        assert writer.text.text() == "Recién hecho"

    def test_a_title_that_is_emptied_says_what_to_do(self, writer):
        field = writer.open().editor.basics.title
        field.setText(" ")
        field.commit()
        writer.settle()
        assert writer.editor.basics.title_field.problem == "Write a title."
        assert writer.saved().detail.card.title == "Pan"

    def test_day_and_hour_take_words(self, writer):
        basics = writer.open().editor.basics
        basics.day.setText("fri 23 10:00")
        basics.day.commit()
        writer.settle()
        card = writer.saved().detail.card
        assert (card.day, card.minute) == (date(2026, 10, 23), 600)
        basics.hour.setText("never")
        basics.hour.commit()
        assert "9:00" in basics.hour_field.problem


class TestNothingIsLost:
    def test_what_was_typed_is_on_the_disk_before_the_field_is_left(self, pad):
        pad.write("A medias")
        pad.writing.keep()
        assert pad.kept.words_of(pad.key) == (KeptWords(pad.key, "text", "A medias", "Recién hecho"),)
        pad.field.commit()
        pad.settle()
        assert pad.kept.words_of(pad.key) == ()

    def test_half_of_a_sign_stops_nothing_from_being_kept(self, tmp_path):
        kept = Keeper(tmp_path)
        half = KeptWords(1, "text", "Pan \ud83e", "Pan")
        kept.keep(half)
        kept.finish()
        assert kept.words_of(1) == (half,)

    def test_after_a_crash_a_colleagues_newer_text_is_asked_about(self, pad):
        pad.kept.keep(KeptWords(pad.key + 1, "text", "El mío", "De antes"))
        pad.kept.finish()
        pad.writing.show(pad.key + 1, {"text": "El suyo"})
        assert (pad.field.text(), pad.clash.isVisible()) == ("El mío", True)

    def test_it_comes_back_when_the_post_is_opened_next(self, writer):
        kept = keeper(writer.desk.name, writer.desk.member_id)
        kept.keep(KeptWords(writer.key, f"text {writer.channels[1]}", "Iba a decir", None))
        kept.finish()
        writer.open()
        writer.settle()
        assert writer.notify.shown == "We put back what you were writing."
        assert writer.editor.text.channel_id == writer.channels[1]
        assert writer.saved().text_on(writer.channels[1]) == "Iba a decir"
        assert kept.words_of(writer.key) == ()

    def test_a_process_that_is_killed_takes_two_seconds_at_most(self, tmp_path):
        """A real program types without a rest and is killed: what it had typed two seconds before is there."""
        typed = _type_and_die(tmp_path)
        (words,) = Keeper(tmp_path).words_of(7)
        length = len(words.text)
        before = [count for count, ago in typed if ago >= 2.0]
        assert before, "it was killed too early"
        assert length >= max(before)

    def test_a_comment_that_was_begun_waits_for_its_writer(self, writer):
        writer.open().editor.composer.field.setPlainText("¿Y si")
        writer.editor.close_post()
        writer.settle()
        writer.open()
        assert writer.editor.composer.field.toPlainText() == "¿Y si"
        writer.editor.composer.send()
        writer.settle()
        assert writer.saved().detail.events[-1].comment == "¿Y si"
        assert writer.editor.composer.field.toPlainText() == ""


class Pad:
    """A field for the text of a post alone, without the rest of the editor."""

    def __init__(self, qtbot, theme, icons, folder):
        self.bot = qtbot
        self.desk, client = open_bakery(folder / "agency.cmdesk")
        self.key = self.desk.do(posts.add_post, client, "Pan", text="Recién hecho", channel_ids=[]).value
        self.jobs = Jobs(self.desk)
        self.window = QWidget()
        self.notify = Notify(self.window, theme, icons)
        tools = Tools(theme, icons, self.jobs, self.notify, Memory())
        self.kept = keeper(self.desk.name, self.desk.member_id)
        self.writing = Writing(self._save, self.kept, self.window)
        self.field = CommittingTextEdit(theme, "", self.window)
        self.writing.add(self.field, "text")
        self.clash = Clash(tools, self.writing, self.window)
        self.window.show()
        self.read()

    def _save(self, key, _place, words, was):
        return self.jobs.do(self.window, posts.edit_post, key, "text", words, was)

    def read(self):
        self.writing.show(self.key, {"text": self.saved()})

    def saved(self):
        return self.desk.read(posts.post, self.key).text

    def write(self, words):
        self.field.selectAll()
        self.field.insertPlainText(words)

    def colleague_writes(self, words):
        self.desk.do(posts.edit_post, self.key, "text", words)
        self.read()

    def settle(self):
        self.bot.waitUntil(lambda: self.jobs.is_idle)

    def close(self):
        self.window.hide()
        self.settle()
        self.kept.finish()
        self.jobs.close()
        self.window.deleteLater()
        self.desk.close()


@pytest.fixture
def pad(qtbot, theme, icons, tmp_path):
    pad = Pad(qtbot, theme, icons, tmp_path)
    yield pad
    pad.close()


class TestTwoWhoWrite:
    @pytest.mark.parametrize(
        ("choice", "text"), [("keep_mine", "El mío"), ("take_theirs", "El suyo"), ("take_both", "El suyo\n\nEl mío")]
    )
    def test_both_texts_are_shown_and_a_person_chooses(self, pad, choice, text):
        pad.write("El mío")
        pad.colleague_writes("El suyo")
        assert (pad.clash.isVisible(), pad.field.text()) == (True, "El mío")
        pad.field.commit()
        pad.settle()
        assert pad.saved() == "El suyo"  # nothing is written over while it is asked
        getattr(pad.clash, choice)()
        pad.settle()
        assert (pad.saved(), pad.field.text(), pad.clash.isVisible()) == (text, text, False)

    def test_words_that_were_given_up_come_back_with_undo(self, pad):
        pad.write("El mío")
        pad.colleague_writes("El suyo")
        pad.clash.take_theirs()
        pad.window.findChild(Toast).press("Undo")
        assert pad.field.text() == "El mío"

    def test_the_same_words_are_no_conflict(self, pad):
        pad.write("Lo mismo")
        pad.colleague_writes("Lo mismo")
        assert not pad.clash.isVisible()
        assert not pad.writing.has_unsaved


class TestAtHand:
    def test_a_snippet_is_inserted_with_its_blanks_filled(self, writer):
        writer.desk.do(snippets.add_snippet, "Firma", "Un saludo de {client}")
        writer.open().text.moveCursor(QTextCursor.MoveOperation.End)
        writer.editor.text.open_snippets()
        shelf = writer.window.findChild(Snippets)
        QTest.keyClick(shelf.list, Qt.Key.Key_Return)
        assert writer.text.text() == "Recién hecho Un saludo de Horno Masalumbre"

    def test_hashtags_are_kept_and_inserted(self, writer):
        writer.open().editor.text.open_hashtags()
        shelf = writer.window.findChild(Hashtags)
        shelf._name.setText("Pan")
        shelf._tags.setText("masa madre")
        shelf._save()
        writer.settle()
        assert [group.tags for group in writer.saved().hashtag_groups] == ["#masa #madre"]

    def test_a_link_that_can_be_measured_is_built(self, writer):
        writer.open().editor.placing.link.setText("horno.es/carta")
        writer.editor.placing.open_builder()
        writer.window.findChild(LinkBuilder)._confirm()
        writer.settle()
        link = writer.saved().placements[0].link
        assert link == "https://horno.es/carta?utm_source=social&utm_medium=social&utm_campaign=pan"

    def test_the_checklist_the_tasks_and_the_history_stand_beside(self, writer):
        writer.open().editor.before.usual.click()
        writer.editor.tasks.adder.setText("Pedir fotos")
        writer.editor.tasks.adder.returnPressed.emit()
        writer.write("Otro pan")
        writer.leave()
        assert len(writer.saved().checks) == 5
        assert [task.title for task in writer.saved().tasks] == ["Pedir fotos"]
        line = writer.editor.history.story.lines[0]
        line._opener.click()
        assert "Taken out: Recién hecho." in line._differing.accessibleDescription()

    def test_in_a_narrow_window_the_preview_is_a_tab(self, writer):
        writer.window.resize(1080, 680)
        writer.open()
        assert not writer.editor.preview.isVisible()
        writer.editor._look.choose("look")
        writer.editor._look.chosen.emit("look")
        assert writer.editor.preview.isVisible()
        assert not writer.text.isVisible()


_TYPING = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from cmdesk.ui.editor.kept import Keeper
from cmdesk.ui.editor.writing import Writing
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.fields import CommittingTextEdit

app = QApplication([])
field = CommittingTextEdit(Theme(app))
writing = Writing(lambda *_all: None, Keeper(Path(sys.argv[1])))
writing.add(field, "text")
writing.show(7, {"text": ""})

def press():
    field.insertPlainText("x")
    print(len(field.text()), time.monotonic(), flush=True)

timer = QTimer()
timer.timeout.connect(press)
timer.start(20)
app.exec()
"""


def _type_and_die(folder):
    """Let a program type for a while and kill it: how long the text was, and how long before its death."""
    program = subprocess.Popen(
        [sys.executable, "-c", _TYPING, str(folder)], stdout=subprocess.PIPE, text=True, env=os.environ | {"CI": "1"}
    )
    lines = []
    for line in program.stdout:
        lines.append(tuple(map(float, line.split())))
        if lines[-1][1] - lines[0][1] > 3.5:
            break
    program.send_signal(signal.SIGKILL)
    program.wait(10)
    lines += [tuple(map(float, line.split())) for line in program.stdout.read().splitlines() if len(line.split()) == 2]
    program.stdout.close()
    end = lines[-1][1]
    return [(int(count), end - at) for count, at in lines]


def test_a_file_that_was_cut_off_is_no_obstacle(tmp_path):
    (tmp_path / "7-text.json").write_text('{"post_id": 7, "field": "te')
    (tmp_path / "7-title.json").write_text(json.dumps({"post_id": 7, "field": "title", "text": "Pan", "was": ""}))
    kept = Keeper(tmp_path)
    assert kept.words_of(7) == (KeptWords(7, "title", "Pan", ""),)
    assert kept.posts() == (7,)
