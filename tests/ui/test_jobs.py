"""Work beside the window."""

from __future__ import annotations

import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from PySide6.QtCore import QObject
from shiboken6 import delete

from cmdesk.domain.errors import Cancelled, Conflict, RuleBroken
from cmdesk.services import agency
from cmdesk.services.action import action
from cmdesk.ui.jobs import Jobs
from cmdesk.ui.sweeping import Sweeping
from tests.made import founded_desk

TODAY = date(2026, 10, 14)


@pytest.fixture
def desk(tmp_path):
    opened = founded_desk(tmp_path / "a.cmdesk", today=TODAY)
    yield opened
    opened.close()


@pytest.fixture
def jobs(qtbot, desk):
    hub = Jobs(desk)
    yield hub
    hub.close()
    hub.deleteLater()


@pytest.fixture
def owner(qtbot):
    return QObject()


def wait_idle(qtbot, jobs):
    qtbot.waitUntil(lambda: jobs.is_idle)


def test_an_answer_arrives_in_the_windows_thread(qtbot, jobs, owner):
    answers = []
    jobs.read(owner, agency.members).then(lambda found: answers.append((found, threading.current_thread())))

    qtbot.waitUntil(lambda: bool(answers))

    assert [member.name for member in answers[0][0]] == ["Nuria Cabal"]
    assert answers[0][1] is threading.main_thread()


def test_only_the_newest_of_equal_questions_is_answered(qtbot, jobs, owner):
    answers = []

    def slow(_session, number):
        return number

    for number in range(5):
        jobs.read(owner, slow, number).then(answers.append)
    wait_idle(qtbot, jobs)

    assert answers == [4]


def test_an_owner_that_is_gone_hears_nothing(qtbot, jobs):
    answers = []
    owner = QObject()
    jobs.read(owner, agency.members).then(answers.append)
    delete(owner)
    wait_idle(qtbot, jobs)

    assert answers == []


def test_actions_run_in_the_order_they_were_given_and_tell_what_changed(qtbot, jobs, owner):
    changes = []
    jobs.changed.connect(changes.append)
    for name in ("Irene", "Tomás", "Diego"):
        jobs.do(owner, agency.add_member, name)
    wait_idle(qtbot, jobs)

    assert [change.rows[0].after["name"] for change in changes] == ["Irene", "Tomás", "Diego"]
    assert jobs.desk.undo_label == "Add member"


def test_a_refusal_goes_to_whoever_asked_else_to_everybody(qtbot, jobs, owner):
    mine, everybody = [], []
    jobs.failed.connect(everybody.append)
    jobs.do(owner, agency.add_member, " ").failed(mine.append)
    jobs.do(owner, agency.add_member, " ")
    wait_idle(qtbot, jobs)

    assert [type(error) for error in mine + everybody] == [RuleBroken, RuleBroken]


def test_undo_and_redo_are_told_like_any_change(qtbot, jobs, owner):
    told = []
    jobs.do(owner, agency.add_member, "Irene")
    jobs.undo(owner)
    jobs.redo(owner).then(lambda _none: told.append(True))
    wait_idle(qtbot, jobs)

    assert told == [True]
    assert len(jobs.desk.read(agency.members)) == 2


def test_a_refused_action_leaves_no_trace(qtbot, jobs, owner):
    @action("Add and fail")
    def add_and_fail(session):
        agency.add_member(session, "Irene")
        raise Conflict("no")

    jobs.do(owner, add_and_fail).failed(lambda _error: None)
    wait_idle(qtbot, jobs)

    assert len(jobs.desk.read(agency.members)) == 1
    assert jobs.desk.undo_label is None


def test_long_work_tells_how_far_it_is_and_stops_when_asked(qtbot, jobs, owner):
    steps, refused = [], []
    may_go_on = threading.Event()
    jobs.progressed.connect(lambda _job, done, total: steps.append((done, total)))

    def work(progress):
        progress.step(1, 3)
        may_go_on.wait(5)
        progress.step(2, 3)

    job = jobs.run(owner, work).failed(refused.append)
    qtbot.waitUntil(lambda: steps == [(1, 3)])
    job.cancel()
    may_go_on.set()
    wait_idle(qtbot, jobs)

    assert [type(error) for error in refused] == [Cancelled]
    assert steps == [(1, 3)]


def test_what_was_given_before_closing_is_still_done(qtbot, desk, owner):
    jobs = Jobs(desk)
    for number in range(20):
        jobs.do(owner, agency.add_member, f"Persona {number}")
    jobs.close()

    assert len(desk.read(agency.members)) == 21


def test_a_lane_has_let_go_of_its_work_when_the_answer_arrives(qtbot, jobs, owner):
    class Work:
        """Holds something of the window, perhaps."""

        def __call__(self, _progress):
            return 1

    work, held = Work(), []
    still = weakref.ref(work)
    jobs.run(owner, work).then(lambda _answer: held.append(still()))
    del work

    qtbot.waitUntil(lambda: bool(held))

    assert held == [None]


def test_garbage_is_collected_in_the_windows_thread(qtbot, owner):
    class Thing:
        """Something in a circle."""

    thing, gone = Thing(), []
    thing.itself = thing
    weakref.finalize(thing, lambda: gone.append(threading.current_thread()))
    Sweeping(owner).begin()
    del thing
    with ThreadPoolExecutor(1) as lane:
        many = lane.submit(lambda: [[] for _each in range(60_000)]).result()

    qtbot.waitUntil(lambda: bool(gone))

    assert gone == [threading.main_thread()]
    assert len(many) == 60_000
