"""What a client asks for beside the scope: noted, estimated, decided, from wherever it comes up."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cmdesk.domain.extras import Decision
from cmdesk.domain.posts import Coverage
from cmdesk.services import editing, extras, posts, tasks
from cmdesk.ui.board.page import BoardPage
from cmdesk.ui.editor.basics import CoverageBar
from cmdesk.ui.jobs import Jobs
from cmdesk.ui.memory import Memory
from cmdesk.ui.notify import Notify
from cmdesk.ui.page import Place, Tools
from cmdesk.ui.scope.asking import AskDialog, DecideDialog, about
from tests.made import Stage, world
from tests.ui.agreement_world import TODAY, agree_first, at_nine, at_the_page, make_bakery, signer


def agree_with_bakery(desk, _told):
    client_id = make_bakery(desk)
    agree_first(desk, client_id)
    return client_id


@pytest.fixture
def workspace(request, tmp_path):
    with world(request, tmp_path / "a.cmdesk", {"bakery": Stage(agree_with_bakery)}, clock=at_nine) as opened:
        yield opened


@pytest.fixture
def person(qtbot, desk, bakery, theme, icons):
    with at_the_page(qtbot, desk, theme, icons, bakery) as person:
        person.agreement.open_extras()
        person.is_settled()
        yield person


def asked(person, desk, bakery, title="Un vídeo de la romería", **given):
    """Something was asked for, and stands in the list."""
    key = desk.do(extras.ask_extra, bakery, title, **given).value
    person.page.reload()
    person.is_settled()
    return key


def decided(person, desk, key):
    person.is_settled()
    return desk.read(extras.extra, key)


# --- Noting -----------------------------------------------------------------------------------------------------------


def test_an_empty_list_says_what_it_is_for(person):
    pane = person.agreement.extras

    assert pane._stack.currentWidget() is pane.empty
    assert "Nothing was asked for beside the scope" in person.reads(pane.empty)


def test_a_request_is_noted_with_who_when_and_what_it_would_take(person, desk, bakery):
    person.agreement.extras.begin()
    dialog = person.dialog(AskDialog)
    person.is_settled()
    fields = dialog.fields
    fields.title.setText("Cartel para la puerta")
    fields.asker.choose(signer(desk, bakery))
    fields.quantity.setText("2")
    fields.unit.choose("poster")
    fields.cents.setText("90")
    fields.minutes.setText("1:30")
    dialog.confirmed.emit()

    person.sees_toast("It is noted, and waits for a decision.")
    (found,) = desk.read(extras.extras, bakery)
    assert (found.title, found.asked_by_name, found.asked_on) == ("Cartel para la puerta", "Elena Robles", TODAY)
    assert (found.quantity, found.estimate_cents, found.estimate_minutes) == (2, 9_000, 90)
    assert "€90" in about(found)
    assert "1 h 30" in about(found)


def test_a_request_without_words_is_refused_below_its_field(person):
    person.agreement.extras.begin()
    dialog = person.dialog(AskDialog)
    dialog.confirmed.emit()
    person.is_settled()
    assert "Write what was asked for" in dialog.fields._holders["title"].problem

    dialog.fields.title.setText("Cartel")
    dialog.fields.quantity.setText("muchos")
    dialog.confirmed.emit()
    person.is_settled()
    assert "Write how many" in dialog.fields._holders["quantity"].problem
    dialog.reject()


def test_the_tab_counts_what_waits_for_a_decision(person, desk, bakery):
    asked(person, desk, bakery)

    assert person.page.switch._group.buttons()[-1].text() == "Extras 1"


def test_a_field_of_a_request_saves_when_it_is_left(person, desk, bakery):
    key = asked(person, desk, bakery)
    panel = person.agreement.extras.panel
    panel.fields.changed.emit("estimate_cents", 12_000)
    assert decided(person, desk, key).estimate_cents == 12_000

    panel.fields.changed.emit("title", "")
    person.is_settled()
    assert "Write what was asked for" in panel.fields._holders["title"].problem


# --- Deciding ---------------------------------------------------------------------------------------------------------


def test_a_change_order_becomes_a_line_of_the_draft(person, desk, bakery):
    key = asked(person, desk, bakery, estimate_cents=12_000)
    person.agreement.extras.decide_current()
    dialog = person.dialog(DecideDialog)
    assert dialog.decision is Decision.CHANGE_ORDER
    dialog.confirmed.emit()

    found = decided(person, desk, key)
    assert found.decision is Decision.CHANGE_ORDER
    person.agreement.extras._on_draft(found.scope_id)
    person.is_settled()
    assert person.version.number == 2
    assert any(line.title == "Un vídeo de la romería" for line in person.version.lines)


def test_digits_choose_and_a_no_keeps_its_reason(person, desk, bakery):
    key = asked(person, desk, bakery)
    person.agreement.extras.decide_current()
    dialog = person.dialog(DecideDialog)
    person.keys(dialog, Qt.Key.Key_4)
    assert dialog.decision is Decision.DECLINED
    dialog.confirmed.emit()
    person.is_settled()
    assert "Write why" in dialog._reason.problem

    dialog.reason.setPlainText("No hacemos imprenta.")
    dialog.confirmed.emit()
    assert decided(person, desk, key).reason == "No hacemos imprenta."
    person.sees_toast("“Un vídeo de la romería”: not done.")


def test_a_swap_names_the_line_that_it_uses_up(person, desk, bakery):
    key = asked(person, desk, bakery)
    person.agreement.extras.decide_current()
    dialog = person.dialog(DecideDialog)
    person.is_settled()
    dialog.choose(Decision.SWAP)
    lineage = dialog.line.itemData(0) if dialog.line.current_key is None else dialog.line.current_key
    dialog.line.choose(lineage)
    dialog.confirmed.emit()

    assert decided(person, desk, key).lineage == lineage


def test_a_decision_can_be_taken_back(person, desk, bakery):
    key = asked(person, desk, bakery)
    person.agreement.extras.decide_current()
    dialog = person.dialog(DecideDialog)
    dialog.choose(Decision.COURTESY)
    dialog.confirmed.emit()
    assert decided(person, desk, key).decision is Decision.COURTESY

    person.jobs.undo()
    assert decided(person, desk, key).decision is Decision.OPEN


def test_what_is_decided_stands_under_all(person, desk, bakery):
    key = asked(person, desk, bakery)
    desk.do(extras.decide_extra, key, Decision.COURTESY)
    person.page.reload()
    person.is_settled()
    pane = person.agreement.extras
    assert "Everything is decided" in person.reads(pane.empty)

    pane.switch.choose("all")
    pane._show_rows()
    assert pane.rows.keys() == [key]


def test_a_request_can_be_put_into_the_bin(person, desk, bakery):
    key = asked(person, desk, bakery)
    person.agreement.extras.rows.removed.emit(key)

    person.sees_toast("The request is in the bin.")
    assert desk.read(extras.extras, bakery) == ()


def test_all_clients_have_one_list(qtbot, desk, bakery, theme, icons):
    key = desk.do(extras.ask_extra, bakery, "Un vídeo de la romería").value
    with at_the_page(qtbot, desk, theme, icons, None) as person:
        person.page._on_tab("extras")
        person.is_settled()

        assert person.agreement.extras.rows.keys() == [key]
        assert "Horno Masalumbre" in person.agreement.extras.rows._model.rows[0].remark
        person.page._on_tab("scopes")
        assert person.page.panes.currentWidget() is person.page.overview


# --- From where it comes up -------------------------------------------------------------------------------------------


@pytest.fixture
def tools(qtbot, desk, theme, icons):
    window = QWidget()
    qtbot.addWidget(window)
    jobs = Jobs(desk)
    yield Tools(theme, icons, jobs, Notify(window, theme, icons), Memory())
    qtbot.waitUntil(lambda: jobs.is_idle)
    jobs.close()


def test_a_post_that_nobody_agreed_becomes_a_request(qtbot, desk, bakery, tools):
    post = desk.do(posts.add_post, bakery, "Cartel de fiestas", day=date(2026, 10, 20)).value
    window = QWidget()
    qtbot.addWidget(window)
    bar = CoverageBar(tools, window)
    window.show()
    bar.show_sheet(desk.read(editing.editor_sheet, post))
    bar.choice.chosen.emit("+")
    dialog = window.findChild(AskDialog)
    assert dialog.fields.title.text() == "Cartel de fiestas"
    dialog.confirmed.emit()
    qtbot.waitUntil(lambda: tools.jobs.is_idle and bool(desk.read(extras.extras, bakery)))

    (found,) = desk.read(extras.extras, bakery)
    assert [linked.id for linked in found.posts] == [post]
    assert desk.read(posts.post, post).card.coverage is Coverage.EXTRA


def test_a_task_that_nobody_agreed_becomes_a_request(qtbot, desk, bakery, tools):
    column = desk.read(tasks.columns)[0].id
    task = desk.do(tasks.add_task, "Hacer un cartel", bakery, column).value
    place = Place()
    place.choose_client(bakery)
    page = BoardPage(tools, place)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: tools.jobs.is_idle and page._board.card(task) is not None)
    page._ask_extra(task)
    page.window().findChild(AskDialog).confirmed.emit()
    qtbot.waitUntil(lambda: tools.jobs.is_idle and bool(desk.read(extras.extras, bakery)))

    (found,) = desk.read(extras.extras, bakery)
    assert [linked.id for linked in found.tasks] == [task]
    assert tools.notify.shown == "It is noted as an extra, and waits for a decision in the scope."
