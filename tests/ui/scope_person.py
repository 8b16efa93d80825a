"""Somebody who writes a scope in the window, and the agency they write it in."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget

from cmdesk.services import clients, scopes
from cmdesk.ui.jobs import Jobs
from cmdesk.ui.memory import Memory
from cmdesk.ui.notify import Notify
from cmdesk.ui.page import Place, Tools
from cmdesk.ui.scope.lines import AreaEntry, LineEntry
from cmdesk.ui.scope.page import ScopePage
from tests.made import Stage, world

TODAY = date(2026, 10, 14)
PLAIN = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


class Person:
    """Somebody who writes a scope with mouse and keys, and looks at it."""

    def __init__(self, qtbot, page, notify, jobs):
        self.qtbot, self.page, self.notify, self.jobs = qtbot, page, notify, jobs

    # --- looking

    def is_settled(self):
        self.qtbot.waitUntil(lambda: self.jobs.is_idle)
        QTest.qWait(1)
        self.qtbot.waitUntil(lambda: self.jobs.is_idle)

    @property
    def version(self):
        self.is_settled()
        return self.page._version

    def line(self, service):
        return next(one for one in self.version.lines if one.service == service)

    def titles(self, area=""):
        entries = [entry for entry in self.page.lines.lines.entries if isinstance(entry, LineEntry)]
        return [entry.line.title for entry in entries if area in {"", entry.line.area}]

    def services(self):
        return [one.service for one in self.version.lines if one.is_included]

    def heads(self):
        return [entry.area for entry in self.page.lines.lines.entries if isinstance(entry, AreaEntry)]

    def reads(self):
        self.is_settled()
        return self.page.preview.page.toPlainText()

    def totals(self):
        self.is_settled()
        return self.page.totals.accessibleName()

    def sees_toast(self, words):
        self.qtbot.waitUntil(lambda: self.notify.shown == words)

    def dialog(self, kind):
        self.qtbot.waitUntil(lambda: self.page.window().findChild(kind) is not None)
        return self.page.window().findChild(kind)

    def actions(self):
        row = self.page.header._actions
        return [row.itemAt(number).widget() for number in range(row.count())]

    # --- doing

    def opens(self, service):
        self.page._open_line(self.line(service).id)
        self.is_settled()

    def clicks_line(self, service):
        view = self.page.lines
        rect = view.visualRect(view.lines.index(view.lines.row_of(self.line(service).id)))
        QTest.mouseClick(view.viewport(), LEFT, PLAIN, rect.center())
        self.is_settled()

    def ticks(self, service):
        view = self.page.lines
        rect = view.visualRect(view.lines.index(view.lines.row_of(self.line(service).id)))
        QTest.mouseClick(view.viewport(), LEFT, PLAIN, rect.topLeft() + QPoint(28, 18))
        self.is_settled()

    def keys(self, *keys, mods=PLAIN, into=None):
        for key in keys:
            QTest.keyClick(into or self.page.lines, key, mods)
        self.is_settled()

    def searches(self, text):
        self.page.catalogue.search.setText(text)

    def finds(self):
        rows = self.page.catalogue.tree._rows
        return [
            rows.index(below, 0, rows.index(head, 0)).data()
            for head in range(rows.rowCount())
            for below in range(rows.rowCount(rows.index(head, 0)))
        ]

    def drops(self, kind, data, onto):
        """Drop something above a line."""
        view = self.page.lines
        rect = view.visualRect(view.lines.index(view.lines.row_of(self.line(onto).id)))
        mime = QMimeData()
        mime.setData(kind, data.encode())
        here = rect.topLeft() + QPoint(80, 4)
        both = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
        QApplication.sendEvent(view.viewport(), QDragEnterEvent(QPointF(here), both, mime, LEFT, PLAIN))
        QApplication.sendEvent(view.viewport(), QDropEvent(QPointF(here), both, mime, LEFT, PLAIN))
        self.is_settled()

    def chooses(self, words):
        self.qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = QApplication.activePopupWidget()
        action = next(one for one in menu.actions() if words in one.text())
        action.trigger()
        menu.close()
        self.is_settled()


def add_bakery(desk, _told):
    client_id = desk.do(clients.add_client, "Horno Masalumbre").value
    desk.do(clients.add_contact, client_id, "Elena Robles", signs_scope=True, approves_posts=True)
    for network in ("instagram", "facebook"):
        desk.do(clients.add_channel, client_id, network)
    return client_id


def add_draft(desk, told):
    return desk.do(scopes.draft_from_template, told["bakery"], "growth").value


def send_draft(desk, told):
    desk.do(scopes.send, told["draft"])
    return told["draft"]


STAGES = {
    "bakery": Stage(add_bakery),
    "draft": Stage(add_draft, "bakery"),
    "sent": Stage(send_draft, "draft"),
}


@pytest.fixture
def workspace(request, tmp_path):
    moment = datetime(2026, 10, 14, 9, tzinfo=UTC)
    with world(request, tmp_path / "a.cmdesk", STAGES, clock=lambda: moment) as opened:
        yield opened


@pytest.fixture
def place(qapp):
    return Place()


@pytest.fixture
def window(qtbot, desk, bakery, theme, icons, place):
    jobs = Jobs(desk)
    window = QWidget()
    window.resize(1440, 900)
    notify = Notify(window, theme, icons)
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    page = ScopePage(Tools(theme, icons, jobs, notify, Memory()), place, window)
    layout.addWidget(page)
    qtbot.addWidget(window)
    place.choose_client(bakery)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    person = Person(qtbot, page, notify, jobs)
    person.is_settled()
    yield person
    person.is_settled()
    jobs.close()


@pytest.fixture
def person(draft, window):
    """Somebody who has a draft from the template 'Growth' before them."""
    window.page.reload()
    window.is_settled()
    return window


@pytest.fixture
def reader(sent, window):
    """Somebody who looks at a version that was sent."""
    window.page.reload()
    window.is_settled()
    return window
