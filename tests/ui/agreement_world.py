"""A bakery whose scope was agreed once, and somebody who looks after that agreement in the window."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QVBoxLayout, QWidget

from cmdesk.desk import Desk
from cmdesk.domain.scope import Means
from cmdesk.services import clients, scopes
from cmdesk.ui.jobs import Jobs
from cmdesk.ui.memory import Memory
from cmdesk.ui.notify import Notify
from cmdesk.ui.page import Place, Tools
from cmdesk.ui.scope.page import ScopePage

TODAY = date(2026, 10, 14)
PLAIN = Qt.KeyboardModifier.NoModifier


def at_nine() -> datetime:
    """The moment of these tests."""
    return datetime(2026, 10, 14, 9, tzinfo=UTC)


def make_bakery(desk: Desk, _told: object = None) -> int:
    """A client with somebody who signs, and two networks."""
    client_id = desk.do(clients.add_client, "Horno Masalumbre").value
    desk.do(clients.add_contact, client_id, "Elena Robles", job_title="Dueña", email="elena@masalumbre.example",
            signs_scope=True, approves_posts=True)  # fmt: skip
    for network in ("instagram", "facebook"):
        desk.do(clients.add_channel, client_id, network)
    return client_id


def signer(desk: Desk, client_id: int) -> int:
    """Who signs for the bakery."""
    return desk.read(clients.contacts, client_id)[0].id


def make_draft(desk: Desk, client_id: int, last_day: date | None = None) -> int:
    """The first scope, ready to send."""
    draft = desk.do(scopes.draft_from_template, client_id, "growth").value
    desk.do(scopes.change_terms, draft, "first_day", date(2026, 10, 1))
    if last_day is not None:
        desk.do(scopes.change_terms, draft, "last_day", last_day)
    return draft


def agree_first(desk: Desk, client_id: int, last_day: date | None = None) -> int:
    """The first scope, sent and agreed by mail."""
    draft = make_draft(desk, client_id, last_day)
    desk.send_scope(draft)
    desk.do(scopes.agree, draft, signer(desk, client_id), TODAY, Means.EMAIL)
    return draft


class Person:
    """Somebody who looks after an agreement, with mouse and keys."""

    def __init__(self, qtbot, page: ScopePage, notify: Notify, jobs: Jobs) -> None:
        self.qtbot, self.page, self.notify, self.jobs = qtbot, page, notify, jobs
        self.agreement = page.agreement

    def is_settled(self) -> None:
        """Wait until everything is answered."""
        self.qtbot.waitUntil(lambda: self.jobs.is_idle)
        QTest.qWait(1)
        self.qtbot.waitUntil(lambda: self.jobs.is_idle)

    @property
    def version(self):
        """The version that is shown."""
        self.is_settled()
        return self.page._version

    def line(self, service):
        """A line of the version that is shown."""
        return next(one for one in self.version.lines if one.service == service)

    def dialog(self, kind):
        """The dialog that is open now."""
        self.qtbot.waitUntil(lambda: bool(self._open(kind)))
        return self._open(kind)[-1]

    def _open(self, kind):
        return [one for one in self.page.window().findChildren(kind) if one.isVisible()]

    def sees_toast(self, words: str) -> None:
        """Wait for this sentence."""
        self.qtbot.waitUntil(lambda: self.notify.shown == words)

    def keys(self, into: QWidget, *keys, mods=PLAIN) -> None:
        """Press keys."""
        for key in keys:
            QTest.keyClick(into, key, mods)
        self.is_settled()

    def actions(self) -> list[QWidget]:
        """The buttons of the header."""
        row = self.page.header._actions
        items = (row.itemAt(number) for number in range(row.count()))
        return [widget for item in items if item is not None and (widget := item.widget()) is not None]

    def bands(self) -> list[str]:
        """What the lines above the scope say."""
        self.is_settled()
        return self.agreement.bands.sentences

    def menu(self) -> list[str]:
        """The entries behind the three dots."""
        self.page._on_more()
        self.qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = QApplication.activePopupWidget()
        assert menu is not None
        entries = [action.text() for action in menu.actions() if action.text()]
        menu.close()
        return entries

    def reads(self, widget: QWidget) -> list[str]:
        """All words in a widget."""
        self.is_settled()
        return [label.text() for label in widget.findChildren(QLabel) if label.text()]


@contextmanager
def at_the_page(qtbot, desk: Desk, theme, icons, client_id: int | None) -> Iterator[Person]:
    """The scope section on a client, or on all of them."""
    jobs = Jobs(desk)
    window = QWidget()
    window.resize(1440, 900)
    notify = Notify(window, theme, icons)
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    place = Place(window)
    page = ScopePage(Tools(theme, icons, jobs, notify, Memory()), place, window)
    layout.addWidget(page)
    qtbot.addWidget(window)
    place.choose_client(client_id)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    person = Person(qtbot, page, notify, jobs)
    person.is_settled()
    try:
        yield person
        person.is_settled()
    finally:
        jobs.close()
