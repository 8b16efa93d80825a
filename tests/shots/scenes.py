"""What is photographed: for each scene, the way to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from cmdesk.domain.moments import Month
from cmdesk.services import calendar, reading, tasks
from cmdesk.ui.calendar.page import CalendarPage
from cmdesk.ui.start.backups import BackupsDialog
from tests.shots.agreements import AGREEING, AROUND, WRITING
from tests.shots.planning import PLANNING
from tests.shots.stage import Stage
from tests.shots.writing import WRITING_POSTS

TODAY = date(2026, 10, 14)
BAKERY, CLINIC, HOSTEL, BOOKSHOP = 1, 2, 3, 4
Way = Callable[[Stage], None]


def _page(section: str, client: int | None, what: object = None) -> Way:
    def go(stage: Stage) -> None:
        stage.program.window.choose_client(client)
        stage.program.window.go(section, what)

    return go


def _line(stage: Stage) -> None:
    """A line of the draft, opened from the sentence that the client will read."""
    _page("scope", BAKERY)(stage)
    stage.settle()
    desk = stage.program._desk
    assert desk is not None
    draft = max(desk.read(reading.scope_versions, BAKERY), key=lambda version: version.number)
    stage.program.window.go("scope", draft.lines[0].lineage)


def _post(stage: Stage) -> None:
    _page("calendar", BAKERY)(stage)
    stage.settle()
    desk = stage.program._desk
    assert desk is not None
    cards = desk.read(calendar.month, BAKERY, Month.of(TODAY)).cards
    wanted = next(card for card in cards if card.day == date(2026, 10, 16))
    stage.program.window.go("calendar", wanted.id)


def _task(stage: Stage) -> None:
    _page("tasks", None)(stage)
    stage.settle()
    desk = stage.program._desk
    assert desk is not None
    cards = desk.read(tasks.board, None).all_cards
    wanted = max(cards, key=lambda card: (len(card.checks), card.has_note))
    stage.program.window.go("tasks", wanted.id)


def _new_client(stage: Stage) -> None:
    _page("clients", BAKERY)(stage)
    stage.settle()
    stage.program._new_client()


def _who(stage: Stage) -> None:
    _page("calendar", None)(stage)
    stage.settle()
    stage.program._ask_who()


def _help(what: str) -> Way:
    def go(stage: Stage) -> None:
        _page("calendar", BAKERY)(stage)
        stage.settle()
        stage.program._help(what)

    return go


def _backups(stage: Stage) -> None:
    _page("calendar", BAKERY)(stage)
    stage.settle()
    stage.program._back_up()
    stage.settle()
    stage.program._choose_backup()
    assert stage.window.findChildren(BackupsDialog)


def _pack(stage: Stage) -> None:
    _page("calendar", BAKERY)(stage)
    stage.settle()
    page = stage.program.window.page
    assert isinstance(page, CalendarPage)
    page.reviewing.ask()


def _toast(stage: Stage) -> None:
    from cmdesk.services import posts

    _page("calendar", BAKERY)(stage)
    stage.settle()
    jobs, notify = stage.program._jobs, stage.program.notify
    assert jobs is not None
    jobs.do(stage.program, posts.add_idea, BAKERY, "Roscón").then(
        lambda _key: notify.toast("Moved to Thu 22, 09:00", undo=jobs.undo)
    )


SAMPLE: Mapping[str, Way] = {
    "today": _page("today", None),
    "today-client": _page("today", BAKERY),
    "calendar": _page("calendar", BAKERY),
    "calendar-all": _page("calendar", None),
    "calendar-november": _page("calendar", BAKERY, Month(2026, 11)),
    "calendar-draft-client": _page("calendar", HOSTEL),
    "post": _post,
    "review-pack": _pack,
    "scope-agreed": _page("scope", BOOKSHOP),
    "scope-change": _page("scope", BAKERY),
    "scope-sent": _page("scope", CLINIC),
    "scope-draft": _page("scope", HOSTEL),
    "scope-line": _line,
    "scope-all": _page("scope", None),
    "board": _page("tasks", None),
    "board-client": _page("tasks", BAKERY),
    "card": _task,
    "report-scope": _page("reports", BAKERY, "scope"),
    "report-status": _page("reports", BAKERY, "status"),
    "reports-all": _page("reports", None),
    "clients": _page("clients", BAKERY),
    "clients-bin": _page("clients", BAKERY, "bin"),
    "settings": _page("settings", None),
    "settings-agency": _page("settings", None, "agency"),
    "settings-members": _page("settings", None, "members"),
    "who": _who,
    "new-client": _new_client,
    "help-keys": _help("keys"),
    "help-guide": _help("guide"),
    "help-about": _help("about"),
    "backups": _backups,
    "toast": _toast,
    **WRITING,
    **AGREEING,
    **AROUND,
    **PLANNING,
    **WRITING_POSTS,
}
"""Scenes on the sample agency, by the name of the picture."""

EMPTY: Mapping[str, Way] = {
    "empty-calendar": _page("calendar", None),
    "empty-today": _page("today", None),
    "empty-scope": _page("scope", None),
    "empty-board": _page("tasks", None),
    "empty-reports": _page("reports", None),
    "empty-clients": _page("clients", None),
}
"""Scenes in an agency that was founded a moment ago."""
