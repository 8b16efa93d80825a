"""Approvals in the window: the box in the editor, the client's yes, publishing by hand, and the word at its hour."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from cmdesk.desk import open_desk
from cmdesk.domain.agency import Role
from cmdesk.domain.posts import PostStatus
from cmdesk.services import agency, approval, clients, posts, publishing
from cmdesk.services.approval import Heard
from cmdesk.ui.calendar.asking import About, Asking
from cmdesk.ui.calendar.popovers import StatusMenu
from cmdesk.ui.calendar.yes import CauseField, ChangesField, YesField
from cmdesk.ui.editor.approval import ApprovalBox
from cmdesk.ui.jobs import Jobs
from cmdesk.ui.memory import Memory
from cmdesk.ui.notify import Notify
from cmdesk.ui.page import Place, Tools
from cmdesk.ui.publishing import FOLDER, PublishDialog, Publishing
from cmdesk.ui.widgets.buttons import LinkButton
from tests.bakery import add_client, agree
from tests.made import add_picture
from tests.review_world import picture

TODAY, DAY = date(2026, 10, 14), date(2026, 10, 30)
CONTROL = Qt.KeyboardModifier.ControlModifier


class Window(QWidget):
    """As much of the window as a watch needs."""

    def __init__(self):
        super().__init__()
        self.content = QWidget(self)
        QVBoxLayout(self.content)
        self.place = Place(self)


class Clock:
    """A clock that a test sets; it knows nobody, so that no window waits for the garbage."""

    now = datetime(2026, 10, 14, 8, 0, tzinfo=UTC)

    def __call__(self):
        return self.now


class World:
    """An agency with a bakery, and a window over it."""

    def __init__(self, bot, theme, icons, address, folder):
        self.bot, self.clock = bot, Clock()
        self.desk = open_desk(address, clock=self.clock)
        self.desk.member_id = 1
        self.client = self.desk.do(add_client, "Horno Masalumbre", "HM", 1, [("instagram", 540)]).value
        self.desk.do(agree, self.client, date(2026, 9, 1), silence_days=2)
        self.elena = self.desk.do(clients.add_contact, self.client, "Elena Robles", approves_posts=True).value
        self.jobs = Jobs(self.desk)
        self.window = Window()
        self.window.resize(900, 800)
        memory = Memory()
        memory.keep(FOLDER, str(folder / "media"))
        self.tools = Tools(theme, icons, self.jobs, Notify(self.window, theme, icons), memory)
        self.jobs.failed.connect(self.tools.notify.problem)
        self.window.show()

    def close(self):
        self.window.hide()
        self.jobs.close()
        self.window.deleteLater()
        self.desk.close()

    def settle(self):
        for _each in range(3):
            self.bot.waitUntil(lambda: self.jobs.is_idle)
            QApplication.processEvents()

    def post(self, status="client_review", day=DAY, title="Pan de centeno"):
        key = self.desk.do(posts.add_post, self.client, title, day=day, minute=540, text="Hola").value
        if status != "draft":
            self.desk.do(posts.set_status, [key], status)
        return key

    def sheet(self, key):
        return self.desk.read(approval.approval_sheet, key)

    def about(self, key, role=Role.OWNER):
        return About((self.sheet(key).card,), QRect(100, 100, 60, 30), role)

    def open(self, kind):
        """What is asked now."""
        self.settle()
        (found,) = [one for one in self.window.findChildren(kind) if one.isVisible()]
        return found

    def box(self, key):
        box = ApprovalBox(self.tools, self.window)
        box.show_post(key)
        box.show()
        self.settle()
        return box

    @property
    def said(self):
        return self.tools.notify.shown


@pytest.fixture
def world(qtbot, theme, icons, founded_sqlite, tmp_path):
    world = World(qtbot, theme, icons, founded_sqlite, tmp_path)
    yield world
    world.close()


class TestYes:
    def test_enter_takes_the_contact_who_approves_posts(self, world):
        key = world.post()
        Asking(world.tools, world.window).step(world.about(key), forward=True)
        field = world.open(YesField)
        QTest.keyClick(field.word.who, Qt.Key.Key_Return)
        world.settle()
        given = world.sheet(key).approval
        assert (given.who, given.means, world.said) == ("Elena Robles", "email", "The yes is noted")

    def test_somebody_else_is_named(self, world):
        key = world.post()
        Asking(world.tools, world.window).note_yes(world.about(key))
        field = world.open(YesField)
        field.word.who.choose(0)
        QTest.keyClick(field, Qt.Key.Key_Return)
        world.settle()
        assert world.sheet(key).approval is None  # nobody is named yet
        field.word.name.setText("Ana del obrador")
        QTest.keyClick(field.word.name, Qt.Key.Key_Return)
        world.settle()
        assert world.sheet(key).approval.who == "Ana del obrador"

    def test_the_agency_may_approve_on_its_own_word_where_the_role_allows_it(self, world):
        key = world.post()
        asking = Asking(world.tools, world.window)
        asking.note_yes(world.about(key, Role.EDITOR))
        assert not world.open(YesField).findChildren(LinkButton)
        asking.note_yes(world.about(key))
        world.open(YesField).own_wanted.emit()
        world.settle()
        assert world.sheet(key).approval.who == "Nuria Cabal"

    def test_a_step_back_goes_at_once_and_a_step_too_far_is_refused(self, world):
        key = world.post("approved")
        asking = Asking(world.tools, world.window)
        asking.step(world.about(key), forward=False)
        world.settle()
        assert world.sheet(key).card.status is PostStatus.CLIENT_REVIEW
        asking.take(world.about(world.post("draft"), Role.EDITOR), PostStatus.CLIENT_REVIEW)
        assert world.said.startswith("A manager or an owner sends it")

    def test_the_round_too_many_offers_an_extra(self, world):
        key = world.post()
        for _each in range(2):
            world.desk.do(approval.note_changes, [key], "Más luz", Heard(world.elena))
        Asking(world.tools, world.window).note_changes(world.about(key))
        field = world.open(ChangesField)
        field.word.who.choose(world.elena)
        field.words.setPlainText("Otra foto")
        QTest.keyClick(field.words, Qt.Key.Key_Return, CONTROL)
        world.settle()
        assert world.said == "Round 3 of 2: one more than agreed"

    def test_esc_closes_a_question_at_once_and_its_words_wait(self, world):
        about = world.about(world.post())
        asking = Asking(world.tools, world.window)
        asking.note_changes(about)
        field = world.open(ChangesField)
        field.words.setPlainText("Otra foto")
        QTest.keyClick(field.words, Qt.Key.Key_Escape)
        assert asking.popover is None
        world.settle()
        asking.note_changes(about)
        assert world.open(ChangesField).words.text() == "Otra foto"

    def test_the_statuses_say_why_a_role_may_not_choose_them(self, world, theme, icons):
        menu = StatusMenu(theme, icons, world.window, why_not=lambda status: "No" if status == "approved" else "")
        refused = [act.text() for act in menu.actions() if not act.isEnabled() and act.text()]
        assert refused == ["&5  Approved"]
        menu.deleteLater()


class TestBox:
    def test_it_says_until_when_and_what_silence_means(self, world):
        box = world.box(world.post())
        assert box._sentence.text() == "Elena Robles is to answer by Wed 28 Oct."
        assert box._silence_words.text() == "Yes by silence on Fri 16 Oct, 19:00 unless they answer"
        assert "Draft by Wed 21 Oct, done" in box.plan.accessibleName()
        assert [one.text() for one in box._buttons] == ["Note the yes", "Note changes"]

    def test_what_the_role_may_not_do_says_why(self, world):
        key = world.post("draft")
        world.desk.member_id = world.desk.do(agency.add_member, "Irene Valdés", role="editor").value
        box = world.box(key)
        internal, client = box._buttons
        assert (internal.isEnabled(), client.isEnabled()) == (True, False)
        assert "manager" in client.toolTip()

    def test_a_comment_goes_to_the_team_or_to_the_client(self, world):
        key = world.post()
        box = world.box(key)
        box.comment.setPlainText("¿Seguro?")
        QTest.keyClick(box.comment, Qt.Key.Key_Return, CONTROL)
        world.settle()
        last = world.sheet(key).events[-1]
        assert (last.comment, last.is_for_client, box.comment.toPlainText()) == ("¿Seguro?", False, "")

    def test_a_missed_date_asks_for_its_cause(self, world):
        key = world.post("approved", date(2026, 10, 13))
        box = world.box(key)
        assert (box._cause.text(), box.why.isVisible()) == ("It missed its date.", True)
        box.why.click()
        QTest.keyClick(world.open(CauseField), Qt.Key.Key_3)
        world.settle()
        assert world.sheet(key).cause == "agency"


class TestPublishing:
    def dialog(self, world, key):
        self.opened, self.shown = [], []
        dialog = PublishDialog(
            world.tools, key, world.window, opens=lambda url: bool(self.opened.append(url)) or True,
            shows_folder=lambda folder: bool(self.shown.append(folder)) or True,
        )  # fmt: skip
        dialog.open()
        world.settle()
        return dialog

    def test_publish_now_copies_the_text_saves_clean_media_and_opens_the_page(self, world):
        key = world.post("approved")
        add_picture(world.desk, key, "pan.jpg", picture(), "Una hogaza")
        world.desk.do(posts.set_status, [key], "approved")
        dialog = self.dialog(world, key)
        dialog.rows[0].publish.click()
        world.settle()
        assert QGuiApplication.clipboard().text() == "Hola"
        assert self.opened == ["https://www.instagram.com/"]
        (folder,) = self.shown
        assert folder.name == "2026-10-30 Pan de centeno"
        (file,) = Path(folder).iterdir()
        assert b"SecretCamera" not in file.read_bytes()
        dialog.reject()

    def test_the_address_is_kept_and_the_post_is_published(self, world):
        key = world.post("approved")
        dialog = self.dialog(world, key)
        (row,) = dialog.rows
        row.address.setText("instagram.com/p/1")
        QTest.keyClick(row.address, Qt.Key.Key_Return)
        world.settle()
        assert row.problem.isVisible()
        row.address.setText("https://www.instagram.com/p/1")
        QTest.keyClick(row.address, Qt.Key.Key_Return)
        world.settle()
        sheet = world.desk.read(publishing.publish_sheet, key)
        assert (sheet.card.status, sheet.places[0].url) == (PostStatus.PUBLISHED, "https://www.instagram.com/p/1")
        assert world.said == "“Pan de centeno” is published"

    def test_the_hour_is_told_once_in_the_window_and_goes_when_it_is_out(self, world):
        key = world.post("approved", TODAY)
        watch = Publishing(world.tools, world.window)
        world.clock.now = datetime(2026, 10, 14, 6, 59, tzinfo=UTC)
        watch.look()
        world.settle()
        assert watch.bar.sentence == ""
        world.clock.now = datetime(2026, 10, 14, 7, 0, tzinfo=UTC)
        watch.look()
        world.settle()
        assert watch.bar.sentence == "Pan de centeno: It goes out now."
        watch.bar.later.click()
        watch.look()
        world.settle()
        assert watch.bar.sentence == ""
        world.clock.now = datetime(2026, 10, 14, 9, 0, tzinfo=UTC)  # the computer slept
        watch.look()
        world.settle()
        assert watch.bar.sentence == "Pan de centeno: It missed its moment: Wed 14 Oct, 09:00."
        world.desk.do(publishing.publish_place, key, None)
        watch.look()
        world.settle()
        assert watch.bar.sentence == ""
        watch.stop()

    def test_silence_becomes_a_yes_while_the_program_is_open(self, world):
        key = world.post()
        watch = Publishing(world.tools, world.window)
        watch.look()
        world.settle()
        assert world.sheet(key).approval is None
        world.clock.now = datetime(2026, 10, 16, 18, 0, tzinfo=UTC)
        for _each in range(6):  # every sixth look asks
            watch.look()
        world.settle()
        assert world.sheet(key).card.status is PostStatus.APPROVED
        assert world.said == "“Pan de centeno” is approved by silence"
        watch.stop()
