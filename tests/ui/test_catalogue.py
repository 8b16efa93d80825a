"""The section Catalogue: services, templates, routines and words, edited by mouse and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from cmdesk.domain.agency import Role
from cmdesk.domain.catalogue_sheet import Shelf
from cmdesk.models import Agency, Service
from cmdesk.services import agency, catalogue, routines, scopes, tasks, templates
from cmdesk.services.action import action
from cmdesk.services.words import WordState, word_list
from cmdesk.ui.catalogue.page import CataloguePage
from cmdesk.ui.catalogue.routines import PlanDialog
from cmdesk.ui.catalogue.services import NewServiceDialog
from cmdesk.ui.catalogue.templates import save_scope_as_template
from cmdesk.ui.catalogue.words import NewWordDialog
from cmdesk.ui.jobs import Jobs
from cmdesk.ui.memory import Memory
from cmdesk.ui.notify import Notify
from cmdesk.ui.page import Place, Tools

LIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(sample_desk):
    sample_desk.member_id = next(one.id for one in sample_desk.read(agency.members) if one.role is Role.OWNER)
    return sample_desk


@pytest.fixture
def page(qtbot, theme, icons, desk):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1280, 900)
    jobs = Jobs(desk)
    tools = Tools(theme, icons, jobs, Notify(window, theme, icons), Memory())
    page = CataloguePage(tools, Place(window), window)
    window.setCentralWidget(page)
    window.show()
    qtbot.waitUntil(lambda: bool(page.services.list.codes()) and jobs.is_idle)
    yield page
    jobs.close()
    window.hide()


def idle(qtbot, page):
    qtbot.waitUntil(lambda: page.tools.jobs.is_idle)


def show(qtbot, page, code):
    page.open(code)
    qtbot.waitUntil(lambda: page.services._sheet is not None and page.services._sheet.service.code == code)
    idle(qtbot, page)


def write(qtbot, edit, text):
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, text)
    edit.clearFocus()
    edit.commit()  # where no window is the active one, nothing is left


# --- services --------------------------------------------------------------------------------------------------------


def test_a_field_saves_when_it_is_left_and_can_be_put_back(qtbot, page, desk):
    show(qtbot, page, "CON-FEED")
    editor = page.services.editor
    shipped = desk.read(catalogue.service, "CON-FEED").es.title
    assert editor._links["es.title"].isHidden()
    write(qtbot, editor.words.field("es.title"), "Publicaciones del horno")
    qtbot.waitUntil(lambda: desk.read(catalogue.service, "CON-FEED").changed == ("es.title",))
    qtbot.waitUntil(lambda: not editor._links["es.title"].isHidden())
    assert shipped in editor._links["es.title"].toolTip()

    editor._links["es.title"].click()
    qtbot.waitUntil(lambda: desk.read(catalogue.service, "CON-FEED").changed == ())
    qtbot.waitUntil(lambda: editor.words.field("es.title").text() == shipped)


def test_the_sample_sentence_follows_while_typing_and_places_can_be_put_in(qtbot, page):
    show(qtbot, page, "CON-FEED")
    editor = page.services.editor
    edit = editor.words.field("en.sentence")
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, "We post ")
    editor._places["amount"].click()

    assert edit.text() == "We post {amount}"
    assert editor.samples["en"].text().startswith("We post 12 posts a month.")


def test_what_cannot_be_is_said_below_its_field(qtbot, page, desk):
    show(qtbot, page, "CON-FEED")
    editor = page.services.editor
    write(qtbot, editor.figures.field("quantity"), "a dozen")
    assert editor.figures.holder("quantity").problem == "Write a whole number."
    write(qtbot, editor.words.field("es.name"), " ")
    qtbot.waitUntil(lambda: editor.words.holder("es.name").problem == "Write a name for the service.")
    assert desk.read(catalogue.service, "CON-FEED").changed == ()


def test_a_service_of_ones_own_is_added_moved_by_keys_and_deleted(qtbot, page, desk):
    page.services.show_service("CON-FEED")
    page.services.ask_new()
    dialog = page.window().findChild(NewServiceDialog)
    dialog.name.setText("Vídeos con dron")  # no key of the test bot writes an accent
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.services.list.current_code == "AGY-001")
    idle(qtbot, page)

    def place():
        content = [one.code for one in desk.read(catalogue.services) if one.area == "content"]
        return content.index("AGY-001")

    last = place()
    qtbot.keyClick(page.services.list, Qt.Key.Key_Up, LIFT)
    qtbot.waitUntil(lambda: place() == last - 1)
    idle(qtbot, page)
    assert page.services.list.current_code == "AGY-001"
    qtbot.keyClick(page.services.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "AGY-001" not in page.services.list.codes())
    assert page.tools.notify.shown == "“Vídeos con dron” is deleted."


def test_one_that_ships_is_not_deleted_but_can_be_hidden(qtbot, page, desk):
    show(qtbot, page, "CON-FEED")
    page.services.delete()
    assert page.tools.notify.shown == "This service comes with CMDesk. Hide it instead."
    page.services.hide_or_show()
    qtbot.waitUntil(lambda: desk.read(catalogue.service, "CON-FEED").is_hidden)


def test_several_are_hidden_at_once_and_undone_in_one_step(qtbot, page, desk):
    page.take_keyboard()
    page.services.list.choose_first()
    for _step in range(2):
        qtbot.keyClick(page.services.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    chosen = page.services.list.chosen_codes()
    assert len(chosen) == 3
    page.services.hide_or_show()
    qtbot.waitUntil(lambda: page.tools.notify.shown == "3 services are hidden.")
    idle(qtbot, page)
    page.services.show_shelf(Shelf.HIDDEN)
    assert page.services.list.codes() == chosen

    page.tools.jobs.undo()
    qtbot.waitUntil(lambda: not any(one.is_hidden for one in desk.read(catalogue.services, with_hidden=True)))
    idle(qtbot, page)
    assert page.escape()
    assert page.services.shelf is Shelf.ALL


def test_search_ignores_accents_and_stops_the_ordering(qtbot, page):
    page.services.look_for()
    qtbot.keyClicks(page.services.search, "BOLETIN")
    codes = page.services.list.codes()

    assert 0 < len(codes) < 20
    assert not page.services.list.can_order
    assert page.escape()
    assert page.services.list.can_order


def test_a_copy_is_ones_own_and_says_the_same(qtbot, page, desk):
    show(qtbot, page, "CON-FEED")
    page.services.duplicate()
    qtbot.waitUntil(lambda: page.services.list.current_code == "AGY-001")
    copy, model = (desk.read(catalogue.service, code) for code in ("AGY-001", "CON-FEED"))
    assert copy.is_own
    assert copy.es.sentence == model.es.sentence


def test_reset_takes_back_words_and_leaves_the_price(qtbot, page, desk):
    desk.do(catalogue.change_service, "CON-FEED", "es.title", "Otra cosa")
    desk.do(catalogue.change_service, "CON-FEED", "price_cents", 999)
    page.load()
    idle(qtbot, page)
    show(qtbot, page, "CON-FEED")
    page.services.reset_service()
    qtbot.waitUntil(lambda: desk.read(catalogue.service, "CON-FEED").changed == ("price_cents",))


def test_the_same_field_written_by_two_is_decided_by_a_person(qtbot, page, desk):
    show(qtbot, page, "CON-FEED")
    editor = page.services.editor
    edit = editor.words.field("es.title")
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, "Lo nuestro")
    desk.do(catalogue.change_service, "CON-FEED", "es.title", "Lo suyo")
    edit.clearFocus()
    qtbot.waitUntil(editor.clash.isVisible)
    assert desk.read(catalogue.service, "CON-FEED").es.title == "Lo suyo"

    editor.clash.keep.click()
    qtbot.waitUntil(lambda: desk.read(catalogue.service, "CON-FEED").es.title == "Lo nuestro")


def test_another_field_of_a_colleague_stands_in_nobodys_way(qtbot, page, desk):
    show(qtbot, page, "CON-FEED")
    desk.do(catalogue.change_service, "CON-FEED", "quantity", 9)
    write(qtbot, page.services.editor.words.field("es.title"), "Lo nuestro")
    qtbot.waitUntil(lambda: desk.read(catalogue.service, "CON-FEED").es.title == "Lo nuestro")
    assert desk.read(catalogue.service, "CON-FEED").quantity == 9
    assert page.services.editor.clash.isHidden()


def test_who_only_edits_posts_sees_why_nothing_can_be_changed(qtbot, page, desk):
    desk.member_id = next(one.id for one in desk.read(agency.members) if one.role is Role.EDITOR)
    page.services._load_sheet()
    qtbot.waitUntil(page.services.editor.locked.isVisible)

    assert not page.services.editor.words.isEnabled()
    assert page.services.new.toolTip() == "Only owners and managers change the catalogue."


def test_what_an_update_brought_is_new_until_one_has_been_here(qtbot, page, desk):
    @action("Be older")
    def be_older(session):
        session.query(Agency).first().catalogue_edition = 1
        session.delete(session.query(Service).filter_by(code="TEC-TOOLS").one())

    desk.do(be_older)
    assert desk.do(catalogue.update_catalogue).value.added == ("TEC-TOOLS",)
    page.load()
    idle(qtbot, page)
    page.open("new")
    assert page.services.list.codes() == ["TEC-TOOLS"]

    page.hide()
    qtbot.waitUntil(lambda: not desk.read(catalogue.service, "TEC-TOOLS").is_new)
    page.show()


# --- templates -------------------------------------------------------------------------------------------------------


def test_a_scope_becomes_a_template_that_travels_as_a_file(qtbot, page, desk, tmp_path):
    page.show_part("templates")
    idle(qtbot, page)
    draft = desk.read(scopes.view, 1).latest
    dialog = save_scope_as_template(page.tools, draft.id, "Panaderías", page)
    dialog.confirmed.emit()
    qtbot.waitUntil(lambda: "own-1" in {one.code for one in desk.read(catalogue.templates)})
    idle(qtbot, page)

    pane = page.templates
    file = tmp_path / "panaderias.json"
    pane.save_to("own-1", str(file))
    qtbot.waitUntil(file.exists)
    idle(qtbot, page)
    pane.read_from(str(file))
    qtbot.waitUntil(lambda: pane._shown == "own-2")
    idle(qtbot, page)
    write(qtbot, pane.form.field("name"), "Hornos")
    qtbot.waitUntil(lambda: desk.read(templates.template, "own-2").es.name == "Hornos")
    idle(qtbot, page)
    pane.delete()
    qtbot.waitUntil(lambda: "own-2" not in {one.code for one in desk.read(catalogue.templates)})


def test_a_file_that_is_no_template_is_refused_in_a_sentence(qtbot, page, desk, tmp_path):
    page.show_part("templates")
    idle(qtbot, page)
    before = desk.read(catalogue.templates)
    for number, content in enumerate((b"{", b"\x00\x01", b'{"format": "cmdesk-template", "edition": 99}', b"")):
        file = tmp_path / f"wrong {number}.json"
        file.write_bytes(content)
        page.tools.notify.toast("Before")
        page.templates.read_from(str(file))
        qtbot.waitUntil(lambda: page.tools.notify.shown != "Before")
        idle(qtbot, page)
        assert page.tools.notify.shown.endswith("."), content
        assert desk.read(catalogue.templates) == before


# --- routines --------------------------------------------------------------------------------------------------------


def test_the_steps_of_a_routine_are_changed_added_and_reset(qtbot, page, desk):
    page.show_part("routines")
    idle(qtbot, page)
    pane = page.routines
    qtbot.waitUntil(lambda: bool(pane._cards))
    count = len(pane._cards)
    write(qtbot, pane._cards[0].form.field("at"), "8:30")
    qtbot.waitUntil(lambda: desk.read(routines.routines)[0].steps[0].at == 510)
    idle(qtbot, page)
    pane.add_step()
    qtbot.waitUntil(lambda: len(pane._cards) == count + 1)
    idle(qtbot, page)
    pane.reset_routine()
    qtbot.waitUntil(lambda: len(pane._cards) == count)
    assert desk.read(routines.changed_routines) == frozenset()


def test_a_routine_is_planned_for_a_client_and_undone_at_once(qtbot, page, desk):
    page.show_part("routines")
    idle(qtbot, page)
    before = len(desk.read(tasks.board).all_cards)
    page.routines.ask_plan()
    dialog = page.window().findChild(PlanDialog)
    assert dialog.first.day.weekday() == 0
    dialog.confirmed.emit()
    qtbot.waitUntil(lambda: page.tools.notify.shown.endswith("tasks are on the board."))
    assert len(desk.read(tasks.board).all_cards) > before
    page.tools.jobs.undo()
    idle(qtbot, page)
    assert len(desk.read(tasks.board).all_cards) == before


# --- words -----------------------------------------------------------------------------------------------------------


def states(desk):
    return {one.word.word: one.state for one in desk.read(word_list, "en")}


def test_words_are_added_changed_never_marked_and_reset(qtbot, page, desk):
    page.show_part("words")
    idle(qtbot, page)
    pane = page.words
    pane.ask_new()
    dialog = page.window().findChild(NewWordDialog)
    qtbot.keyClicks(dialog.word, "sourdough")
    dialog.confirmed.emit()
    qtbot.waitUntil(lambda: bool(dialog._holders["meaning"].problem))
    dialog.meaning.setPlainText("Yeast that is raised at home")
    dialog.confirmed.emit()
    qtbot.waitUntil(lambda: states(desk).get("sourdough") is WordState.OWN)
    idle(qtbot, page)

    pane.list.chosen.emit("algorithm")
    write(qtbot, pane.form.field("plain"), "sorting rule")
    qtbot.waitUntil(lambda: states(desk)["algorithm"] is WordState.CHANGED)
    idle(qtbot, page)
    pane.mark_or_not()
    qtbot.waitUntil(lambda: states(desk)["algorithm"] is WordState.IGNORED)
    idle(qtbot, page)
    pane.reset_word()
    qtbot.waitUntil(lambda: states(desk)["algorithm"] is WordState.SHIPPED)
