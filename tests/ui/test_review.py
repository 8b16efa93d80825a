"""Review packs in the calendar: choosing posts, giving them away, and filing what comes back."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from cmdesk.domain.review import Filed
from cmdesk.exchange.review_answer import coded, written
from cmdesk.services import clients, posts
from cmdesk.ui.calendar.answers import AnswersDialog
from cmdesk.ui.calendar.page import CalendarPage
from cmdesk.ui.calendar.review import PackDialog, PackedDialog
from cmdesk.ui.calendar.reviewing import filed_words
from cmdesk.ui.jobs import Jobs
from cmdesk.ui.memory import Memory
from cmdesk.ui.notify import Notify
from cmdesk.ui.page import Place, Tools
from cmdesk.ui.widgets.facts import Words
from tests.review_world import waiting_month

LEFT, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier


class Agency:
    """A calendar in a window, and what a person does with it."""

    def __init__(self, qtbot, theme, icons, folder):
        self.bot = qtbot
        self.desk, self.client, self.keys = waiting_month(folder / "agency.cmdesk", 3)
        self.jobs = Jobs(self.desk)
        self.window = QWidget()
        self.notify = Notify(self.window, theme, icons)
        self.jobs.failed.connect(self.notify.problem)
        self.place = Place(self.window)
        self.place.choose_client(self.client)
        tools = Tools(theme, icons, self.jobs, self.notify, Memory())
        self.page = CalendarPage(tools, self.place, self.window)
        self.window.resize(1300, 900)
        self.page.resize(1300, 900)
        self.window.show()
        self.settle()

    def close(self):
        self.window.hide()
        self.jobs.close()
        self.window.deleteLater()
        self.desk.close()

    def settle(self):
        for _each in range(3):
            self.bot.waitUntil(lambda: self.jobs.is_idle)
            QApplication.processEvents()

    def dialog(self, kind):
        """The dialog of this kind that is open."""
        self.settle()
        found = [one for one in self.window.findChildren(kind) if one.isVisible()]
        assert found, f"no {kind.__name__} is open"
        return found[0]

    def has(self, kind):
        return any(one.isVisible() for one in self.window.findChildren(kind))

    def confirm(self, dialog):
        QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
        self.settle()

    def ask(self, *keys):
        self.page.view.choose(list(keys))
        self.page.reviewing.ask()
        return self.dialog(PackDialog)

    def states(self):
        return [self.desk.read(posts.post, key).card.status for key in self.keys]

    def pack(self):
        return self.desk.make_review_pack(self.client, self.keys).value.content

    def bring(self):
        self.page.reviewing.bring()
        return self.dialog(AnswersDialog)


def answer(pack, *kinds, name="Elena Robles"):
    rows = [
        {"post": post.id, "hash": post.hash[:16], "answer": kind, "words": "" if kind == "approve" else "Más luz"}
        for post, kind in zip(pack.posts, kinds, strict=False)
    ]
    return {
        "kind": "cmdesk-review-answer", "version": 1, "pack": pack.code, "client": pack.client.name, "name": name,
        "at": "2026-10-15T10:00:00Z", "answers": rows,
    }  # fmt: skip


def said(widget):
    return [one.text() for one in widget.findChildren(Words) if one.isVisible() and one.text()]


@pytest.fixture
def agency(qtbot, theme, icons, tmp_path):
    agency = Agency(qtbot, theme, icons, tmp_path)
    yield agency
    for kind in (PackDialog, PackedDialog, AnswersDialog):
        for one in agency.window.findChildren(kind):
            one.close()
    agency.close()


class TestMaking:
    def test_all_that_waits_this_month_is_chosen_at_first(self, agency):
        dialog = agency.ask()
        assert dialog.post_ids == tuple(agency.keys)
        assert "3 posts chosen" in said(dialog)

    def test_what_is_selected_is_chosen(self, agency):
        assert agency.ask(agency.keys[1]).post_ids == (agency.keys[1],)

    def test_boxes_are_ticked_by_mouse_and_keyboard_and_none_is_no_pack(self, agency):
        dialog = agency.ask()
        QTest.mouseClick(dialog.boxes[agency.keys[0]], LEFT)
        dialog.boxes[agency.keys[1]].setFocus()
        QTest.keyClick(dialog.boxes[agency.keys[1]], Qt.Key.Key_Space)
        assert dialog.post_ids == (agency.keys[2],)
        QTest.mouseClick(dialog._none, LEFT)
        assert not dialog._make.isEnabled()
        QTest.mouseClick(dialog._all, LEFT)
        assert dialog.post_ids == tuple(agency.keys)

    def test_making_it_lets_the_posts_wait_and_offers_the_ways(self, agency, tmp_path):
        agency.confirm(agency.ask(*agency.keys[:2]))
        assert agency.states() == ["client_review", "client_review", "draft"]
        ways = agency.dialog(PackedDialog)
        ways.save_to(str(tmp_path / "p.html"))
        agency.settle()
        assert (tmp_path / "p.html").read_bytes().startswith(b"<!DOCTYPE html>")
        ways.save_paper_to(str(tmp_path / "p.pdf"))
        agency.settle()
        assert (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF")
        QTest.mouseClick(ways.copy, LEFT)
        assert QApplication.clipboard().text().startswith("Hola: te mando 2 publicaciones de Horno Masalumbre")

    def test_what_cannot_be_written_is_told_in_a_sentence(self, agency, tmp_path):
        agency.confirm(agency.ask())
        ways = agency.dialog(PackedDialog)
        ways.save_to(str(tmp_path / "nowhere" / "p.html"))
        agency.settle()
        assert any("cannot be written there" in words for words in said(ways))

    def test_undo_takes_the_sending_back(self, agency):
        agency.confirm(agency.ask())
        agency.dialog(PackedDialog).accept()
        agency.jobs.undo()
        agency.settle()
        assert agency.states() == ["draft"] * 3

    def test_an_empty_month_says_what_would_stand_there(self, agency):
        agency.desk.do(posts.set_status, agency.keys, "approved")
        dialog = agency.ask()
        assert any("No post of October waits" in words for words in said(dialog))
        assert not dialog._make.isEnabled()

    def test_posts_of_two_clients_are_no_pack(self, agency):
        other = agency.desk.do(clients.add_client, "Refugio").value
        agency.page.place.choose_client(None)
        key = agency.desk.do(posts.add_post, other, "Ruta", day=agency.desk.today, channel_ids=[]).value
        agency.page.load()
        agency.settle()
        agency.page.view.choose([agency.keys[0], key])
        agency.page.reviewing.ask()
        agency.settle()
        assert not agency.has(PackDialog)

    def test_it_stands_in_the_menus(self, agency):
        agency.page.reviewing.open_menu()
        (menu,) = [one for one in agency.page.findChildren(QMenu) if one.isVisible()]
        names = [one.text().partition("\t")[0] for one in menu.actions()]
        menu.close()
        first = names.index("Review pack…")
        assert names[first : first + 2] == ["Review pack…", "Import answers…"]
        assert {"Fill from the agreement", "Copy another month…", "Repeat…", "Print the month…"} <= set(names)


class TestFiling:
    def test_a_file_shows_each_answer_and_filing_changes_the_posts(self, agency, tmp_path):
        pack = agency.pack()
        file = tmp_path / "respuestas.cmdesk.json"
        file.write_text(written(answer(pack, "approve", "changes", "comment")))
        dialog = agency.bring()
        dialog.read_from(str(file))
        agency.settle()
        assert dialog.chosen == tuple(agency.keys)
        assert "“Más luz”" in said(dialog)
        assert dialog.who.current_key == dialog.sheet.contact_id is not None
        agency.confirm(dialog)
        assert agency.states() == ["approved", "draft", "client_review"]
        assert not agency.has(AnswersDialog)
        agency.jobs.undo()
        agency.settle()
        assert agency.states() == ["client_review"] * 3

    def test_a_code_is_pasted_with_the_mail_around_it(self, agency):
        pack = agency.pack()
        dialog = agency.bring()
        code = coded(answer(pack, "approve")).replace("\n", "\n> ")
        dialog.code.setPlainText(f"Hola Nuria:\n\n> {code}\n\nUn saludo")
        agency.confirm(dialog.code)
        assert dialog.chosen == (agency.keys[0],)
        assert any("2 are still open" in words for words in said(dialog))

    def test_a_stale_answer_is_marked_with_why_and_cannot_be_ticked(self, agency):
        pack = agency.pack()
        agency.desk.do(posts.edit_post, agency.keys[0], "text", "Otra cosa")
        dialog = agency.bring()
        dialog.read_code(coded(answer(pack, "approve", "approve")))
        agency.settle()
        assert not dialog.boxes[agency.keys[0]].isEnabled()
        assert any("changed since this pack was made" in words for words in said(dialog))
        agency.confirm(dialog)
        assert agency.states() == ["client_review", "approved", "client_review"]

    def test_an_answer_of_which_nothing_counts_cannot_be_filed(self, agency):
        pack = agency.pack()
        agency.desk.do(posts.delete_posts, agency.keys)
        dialog = agency.bring()
        dialog.read_code(coded(answer(pack, "approve")))
        agency.settle()
        assert not dialog.file.isEnabled()

    def test_what_is_no_answer_is_told_in_a_sentence(self, agency):
        dialog = agency.bring()
        for text, why in (
            ("", "Choose a file, or paste the code."),
            ("Todo bien, gracias", "There is no answer in this text"),
            ("|CMDESK1|z|AAAA|00000000|", "damaged on its way"),
        ):
            dialog.code.setPlainText(text)
            agency.confirm(dialog)
            assert any(why in words for words in said(dialog)), text
            assert dialog.file.isEnabled()

    def test_a_file_is_dropped_on_it(self, agency, tmp_path):
        file = tmp_path / "a.json"
        file.write_text(written(answer(agency.pack(), "approve")))
        dialog = agency.bring()
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file))])
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        dialog.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))
        agency.settle()
        assert dialog.chosen == (agency.keys[0],)

    def test_a_name_that_is_no_contact_is_offered_as_it_was_written(self, agency):
        dialog = agency.bring()
        dialog.read_code(coded(answer(agency.pack(), "approve", name="Ana del obrador")))
        agency.settle()
        assert dialog.who.currentText() == "Ana del obrador, as written in the answer"
        agency.confirm(dialog)
        assert agency.desk.read(posts.post, agency.keys[0]).events[-1].who == "Ana del obrador"


def test_what_was_filed_is_told_in_one_line():
    assert filed_words(Filed(9, 2, 1, 0)) == "Filed: 9 approved, 2 with changes asked, 1 comment"
