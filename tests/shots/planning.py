"""The ways through the calendar: its views, what is done in it by hand, its plans, and what stands around the posts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtWidgets import QWidget

from cmdesk.desk import Desk
from cmdesk.domain.moments import Month, When
from cmdesk.domain.posts import PostStatus
from cmdesk.domain.stretches import View
from cmdesk.domain.views import PostFilter, ViewSettings
from cmdesk.services import posts, views
from cmdesk.ui.calendar.campaigns import CampaignsDialog
from cmdesk.ui.calendar.drag import Drag
from cmdesk.ui.calendar.filling import MonthDialog
from cmdesk.ui.calendar.looks import ColourBy
from cmdesk.ui.calendar.page import CalendarPage
from cmdesk.ui.calendar.papers import PaperDialog
from cmdesk.ui.calendar.repeating import RepeatDialog
from cmdesk.ui.editor.dictionary import DictionaryDialog
from cmdesk.ui.editor.library import LibraryDialog
from cmdesk.ui.publishing import PublishDialog
from tests.shots.stage import Stage

BAKERY, HOSTEL = 1, 3
NOVEMBER = Month(2026, 11)
Way = Callable[[Stage], None]
Deed = Callable[[Stage, CalendarPage], None]


def october(day: int) -> date:
    """A day of the month that the pictures show."""
    return date(2026, 10, day)


def desk_of(stage: Stage) -> Desk:
    """The open workspace."""
    desk = stage.program._desk
    assert desk is not None
    return desk


def calendar_of(stage: Stage, client_id: int | None = BAKERY) -> CalendarPage:
    """The calendar as it is met: this month of a client, nothing selected, nothing open."""
    window = stage.program.window
    window.choose_client(client_id)
    window.go("calendar", None)
    stage.settle()
    page = window.page
    assert isinstance(page, CalendarPage)
    _let_go(page)
    page.close_post()
    page.filling.close()
    page.filters.clear()
    page.clear_selection()
    page.looks.roll(0)
    page.looks.number_weeks(False)
    page.looks.choose_colour(ColourBy.STATUS)
    page.leafing.choose_view(View.MONTH)
    page.leafing.go_to_today()
    stage.settle()
    return page


def at(deed: Deed | None = None, client_id: int | None = BAKERY, dialog: type[QWidget] | None = None) -> Way:
    """Something done in the calendar."""

    def go(stage: Stage) -> None:
        page = calendar_of(stage, client_id)
        if deed is not None:
            deed(stage, page)
            stage.settle()
        assert dialog is None or stage.window.findChildren(dialog)

    return go


def on(page: CalendarPage, day: int) -> int:
    """The last post of a day."""
    return page.view.cards_on(october(day))[-1].id


def _view(view: View) -> Deed:
    return lambda _stage, page: page.leafing.choose_view(view)


def _rolling(_stage: Stage, page: CalendarPage) -> None:
    page.looks.roll(3)
    page.looks.number_weeks(True)
    page.looks.choose_colour(ColourBy.CAMPAIGN)


def _lift(page: CalendarPage, keys: list[int], over: QPoint) -> Drag:
    """Posts held over a place of the screen, without a hand."""
    anchor = keys[0]
    source = page.view if page.view.place_of(anchor) else page.tray.list
    lift = page.handling.lift_from_view if source is page.view else page.handling.lift_from_tray
    lift(keys, anchor, QPointF(0.2, 0.3))
    drag = page.moves._drag
    assert drag is not None
    drag._move(over)
    return drag


def _cell(page: CalendarPage, day: int) -> QRect:
    return page.view.cell_place(october(day))


def _drag_idea(stage: Stage, page: CalendarPage) -> None:
    page.side.open_drawer()
    stage.settle()
    _lift(page, [page.tray_posts.cards[0].id], _cell(page, 16).center())


def _drag_several(_stage: Stage, page: CalendarPage) -> None:
    keys = [on(page, 19), on(page, 20), on(page, 21)]
    page.view.choose(keys)
    _lift(page, keys, _cell(page, 27).center())


def _drag_week(stage: Stage, page: CalendarPage) -> None:
    page.leafing.choose_view(View.WEEK)
    stage.settle()
    key = on(page, 16)
    place = page.view.place_of(key)
    assert place is not None
    _lift(page, [key], QPoint(_cell(page, 17).center().x(), place.center().y()))


def _too_many(_stage: Stage, page: CalendarPage) -> None:
    idea = next(card for card in page.tray_posts.cards if card.format == "reel")
    page.moves.move([idea], idea.id, When(october(22)))


def _bulk(_stage: Stage, page: CalendarPage) -> None:
    page.view.choose([on(page, day) for day in (19, 20, 21, 22, 23)])


def _menu_of_posts(_stage: Stage, page: CalendarPage) -> None:
    key = on(page, 20)
    page.view.choose([key])
    place = page.view.place_of(key)
    assert place is not None
    page.handling.open_menu(place.center())


def _filters(stage: Stage, page: CalendarPage) -> None:
    page.filters.choose(
        PostFilter(
            hidden_networks=frozenset({"facebook"}), statuses=frozenset({PostStatus.DRAFT, PostStatus.SCHEDULED})
        )
    )
    stage.settle()
    page.filters._open_more()


def _saved_views(stage: Stage, page: CalendarPage) -> None:
    desk = desk_of(stage)
    if not desk.read(views.saved_views, BAKERY):
        desk.do(views.add_view, "Lo que espera un sí", ViewSettings())
        desk.do(views.add_view, "Reels del otoño", ViewSettings(), BAKERY)
    page.beside.menu.load()
    stage.settle()
    page.beside.menu.open()


def _fill(stage: Stage, page: CalendarPage) -> None:
    page.leafing.go_to_month(NOVEMBER)
    stage.settle()
    page.filling.ask()


def _repeat(_stage: Stage, page: CalendarPage) -> None:
    page.view.choose([on(page, 20)])
    page.repeats.ask()


def _let_go(page: CalendarPage) -> None:
    """Put down what a scene left in the air."""
    if page.moves.is_dragging:
        page.moves.cancel()
    if page.view.is_carrying:
        page.view.let_go(drops=False)


def _carry(_stage: Stage, page: CalendarPage) -> None:
    page.view.choose([on(page, 23)])
    page.view.carry()


def _ask_when(_stage: Stage, page: CalendarPage) -> None:
    page.view.choose([on(page, 23)])
    page.handling.ask_when()


def _note_yes(_stage: Stage, page: CalendarPage) -> None:
    page.view.choose([on(page, 16)])
    page.handling.approving.note_yes()


def _note_changes(_stage: Stage, page: CalendarPage) -> None:
    page.view.choose([on(page, 16)])
    page.handling.approving.note_changes()


def _publish(_stage: Stage, page: CalendarPage) -> None:
    page.view.choose([page.view.cards_on(october(14))[-1].id])
    page.handling.approving.publish()


def _why(stage: Stage, page: CalendarPage) -> None:
    desk = desk_of(stage)
    key = desk.do(
        posts.add_post, BAKERY, "La receta que nadie vio", day=october(7), minute=540, text="Hola"
    ).value  # fmt: skip
    page.reload()
    stage.settle()
    page.view.choose([key])
    page.handling.approving.say_why()


def _status(_stage: Stage, page: CalendarPage) -> None:
    page.view.choose([on(page, 21)])
    page.handling.ask_status()


def _crowded(stage: Stage, page: CalendarPage) -> None:
    desk = desk_of(stage)
    if not any(card.title.startswith("Aviso") for card in page.view.cards_on(october(28))):
        for number in range(7):
            desk.do(posts.add_post, BAKERY, f"Aviso número {number + 1}", day=october(28), minute=540 + 60 * number)
        page.reload()
        stage.settle()
    page.handling.show_day(october(28))


def _settings(part: str) -> Way:
    def go(stage: Stage) -> None:
        stage.program.window.choose_client(None)
        stage.program.window.go("settings", part)

    return go


PLANNING: Mapping[str, Way] = {
    "cal-rolling": at(_rolling),
    "cal-week": at(_view(View.WEEK)),
    "cal-week-all": at(_view(View.WEEK), None),
    "cal-agenda": at(_view(View.AGENDA)),
    "cal-agenda-all": at(_view(View.AGENDA), None),
    "cal-drag": at(_drag_idea),
    "cal-drag-several": at(_drag_several),
    "cal-drag-week": at(_drag_week),
    "cal-carry": at(_carry),
    "cal-bulk": at(_bulk),
    "cal-menu": at(_menu_of_posts),
    "cal-status": at(_status),
    "cal-when": at(_ask_when),
    "cal-go-to": at(lambda _stage, page: page.beside.ask_place()),
    "cal-about-day": at(lambda _stage, page: page.beside.show_day_of(october(16))),
    "cal-view-menu": at(lambda _stage, page: page.beside.menu.open()),
    "cal-views": at(_saved_views),
    "cal-view-name": at(lambda _stage, page: page.beside.menu.ask_name()),
    "cal-filters": at(_filters),
    "cal-fill": at(_fill),
    "cal-skeleton": at(lambda _stage, page: page.filling.ask_month(), dialog=MonthDialog),
    "cal-repeat": at(_repeat, dialog=RepeatDialog),
    "cal-paper": at(lambda _stage, page: page.papers.ask(), dialog=PaperDialog),
    "cal-campaigns": at(lambda _stage, page: page.beside.edit_campaigns(), dialog=CampaignsDialog),
    "cal-library": at(lambda _stage, page: page.keeping.open_library(), dialog=LibraryDialog),
    "cal-library-none": at(lambda _stage, page: page.keeping.open_library(), HOSTEL, LibraryDialog),
    "cal-dictionary": at(lambda _stage, page: page.keeping.open_dictionary(), dialog=DictionaryDialog),
    "cal-yes": at(_note_yes),
    "cal-changes": at(_note_changes),
    "cal-publish": at(_publish, dialog=PublishDialog),
    "cal-why": at(_why),
    "cal-crowded": at(_crowded),
    "cal-days": _settings("days"),
    "cal-holidays": _settings("agency"),
    "cal-too-many": at(_too_many),
}
"""The calendar of the sample; what adds posts stands last."""
