"""The editor of a scope under many hands: several lines, the clipboard, the pass, what two people wrote, and words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from cmdesk.domain.scope import PriceMode, QuantityRule, Treatment
from cmdesk.services import clients, scopes
from cmdesk.ui.scope.dialogs import TemplateDialog
from cmdesk.ui.scope.lines import AreaEntry, LineEntry
from cmdesk.ui.scope.several import LINES_MIME
from tests.ui.scope_person import LEFT, PLAIN, person, place, reader, window, workspace

__all__ = ["person", "place", "reader", "window", "workspace"]
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def blank(window):
    """Somebody before a draft in which nothing is decided."""
    QTest.mouseClick(window.page.start_blank, LEFT)
    window.is_settled()
    return window


def rect(person, service):
    view = person.page.lines
    return view.visualRect(view.lines.index(view.lines.row_of(person.line(service).id)))


def click(person, service, mods=PLAIN):
    QTest.mouseClick(person.page.lines.viewport(), LEFT, mods, rect(person, service).center())
    person.is_settled()


def fold(person):
    view = person.page.lines
    return next(row for row, entry in enumerate(view.lines.entries) if isinstance(entry, AreaEntry) and not entry.area)


def shown(person):
    return {entry.line.service for entry in person.page.lines.lines.entries if isinstance(entry, LineEntry)}


def menu(person):
    person.qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    return QApplication.activePopupWidget()


def pick(person, words, among=None):
    """Choose an entry of the open menu, or of the one given."""
    opened = among or menu(person)
    entry = next(one for one in opened.actions() if words in one.text())
    entry.trigger()
    opened.close()
    person.is_settled()


# --- What is left out -------------------------------------------------------------------------------------------------


def test_what_is_left_out_is_counted_folded_and_unfolded_with_what_clients_expect_first(person):
    left_out = [one for one in person.version.lines if one.treatment is Treatment.EXCLUDED]

    entry = person.page.lines.lines.entries[fold(person)]

    assert len(left_out) > 20
    assert (entry.count, entry.is_open) == (len(left_out), False)
    assert not {one.service for one in left_out} & shown(person)

    view = person.page.lines
    view.setFocus()
    person.keys(Qt.Key.Key_End)

    assert view.is_on_fold()
    person.keys(Qt.Key.Key_Return)
    assert view.is_unfolded
    person.keys(Qt.Key.Key_Down, Qt.Key.Key_Left)
    assert view.is_on_fold()
    person.keys(Qt.Key.Key_Left)
    assert not view.is_unfolded

    index = view.lines.index(fold(person))
    view.scrollTo(index)

    QTest.mouseClick(view.viewport(), LEFT, PLAIN, view.visualRect(index).center())

    below = [one.line.is_often_expected for one in view.lines.entries[fold(person) + 1 :]]
    assert any(below)
    assert below == sorted(below, reverse=True)


def test_a_line_that_is_left_out_is_unfolded_when_it_is_opened(person):
    left_out = next(one for one in person.version.lines if one.treatment is Treatment.EXCLUDED)

    person.page._open_line(left_out.id)

    assert person.page.lines.is_unfolded
    assert person.page.lines.lines.row_of(left_out.id) >= 0
    assert not person.page.editor.isHidden()


def test_the_client_reads_what_is_often_expected_in_full_and_the_rest_in_one_breath(person):
    left_out = [one for one in person.version.lines if one.treatment is Treatment.EXCLUDED]
    expected = next(one for one in left_out if one.is_often_expected)
    other = next(one for one in left_out if not one.is_often_expected)
    paragraphs = person.reads().splitlines()

    breath = next(one for one in paragraphs if one.startswith("Tampoco se incluye:"))
    assert other.title in breath
    assert expected.title not in breath


# --- Several at once --------------------------------------------------------------------------------------------------


def test_several_lines_are_paid_in_another_way_in_one_step(person):
    click(person, "CON-FEED")
    person.page._close_line()
    click(person, "CON-REEL", CTRL)

    assert person.page.top.currentWidget() is person.page.several_bar
    pick(person, "for each one", person.page.several_bar.payment.menu())

    assert {person.line(one).price_mode for one in ("CON-FEED", "CON-REEL")} == {PriceMode.UNIT}
    person.jobs.undo()
    assert {person.line(one).price_mode for one in ("CON-FEED", "CON-REEL")} == {PriceMode.FEE}


def test_a_range_is_selected_and_let_go_and_several_lines_are_removed_or_copied_in_one_step(person):
    person.page.lines.make_current(person.line("CON-FEED").id)
    click(person, "CON-STORY", SHIFT)

    assert len(person.page.lines.selected_ids()) == 3
    person.keys(Qt.Key.Key_Escape)
    assert len(person.page.lines.selected_ids()) == 1
    assert person.page.top.currentWidget() is person.page.steps

    before = len(person.version.lines)
    person.page.lines.make_current(person.line("CON-FEED").id)
    click(person, "CON-REEL", CTRL)

    person.keys(Qt.Key.Key_Delete)

    assert len(person.version.lines) == before - 2
    person.jobs.undo()
    assert len(person.version.lines) == before

    person.page.lines.make_current(person.line("CON-FEED").id)

    person.keys(Qt.Key.Key_D, mods=CTRL)

    assert person.titles("content")[:2] == ["Publicaciones en el muro"] * 2


def test_control_a_takes_all_lines_and_digits_treat_them(person):
    person.page.lines.setFocus()
    person.keys(Qt.Key.Key_A, mods=CTRL)
    ids = person.page.lines.selected_ids()

    person.keys(Qt.Key.Key_2)

    assert all(one.treatment is Treatment.OPTIONAL for one in person.version.lines if one.id in ids)


def test_the_menu_of_a_line_gives_it_to_somebody(person):
    person.page.lines.make_current(person.line("CON-FEED").id)
    person.page.lines.menu_wanted.emit(person.page.lines.selected_ids(), QPoint(300, 300))
    opened = menu(person)
    sub = next(one.menu() for one in opened.actions() if one.text() == "Done by")

    pick(person, "Elena Robles", sub)
    opened.close()

    assert person.line("CON-FEED").done_by_name == "Elena Robles"


# --- The clipboard ----------------------------------------------------------------------------------------------------


def test_lines_are_copied_from_one_client_to_another(person, desk, place):
    other = desk.do(clients.add_client, "Velanova", language="en").value
    desk.do(clients.add_channel, other, "linkedin")
    desk.do(scopes.draft_from_template, other, None)
    person.page.lines.make_current(person.line("CON-FEED").id)
    click(person, "CON-REEL", CTRL)
    person.keys(Qt.Key.Key_C, mods=CTRL)
    assert QGuiApplication.clipboard().mimeData().hasFormat(LINES_MIME)
    assert "Publicaciones en el muro: Preparamos" in QGuiApplication.clipboard().text()

    place.choose_client(other)
    person.is_settled()
    person.page.lines.setFocus()
    person.keys(Qt.Key.Key_V, mods=CTRL)

    assert person.titles() == ["Posts for the feed", "Reels: vertical videos of up to 60 s"]
    assert person.line("CON-FEED").networks == ("linkedin",)


def test_lines_that_are_cut_are_gone_until_they_are_pasted_and_what_is_damaged_changes_nothing(person):
    person.page.lines.make_current(person.line("CON-FEED").id)
    person.keys(Qt.Key.Key_X, mods=CTRL)
    assert "CON-FEED" not in person.services()

    person.keys(Qt.Key.Key_V, mods=CTRL)
    assert "CON-FEED" in person.services()

    before = person.version.lines
    person.page.lines.setFocus()
    for text in (b"", b"{}", b"\xff\xfe", b'{"form": 9, "lines": []}'):
        mime = QMimeData()
        mime.setData(LINES_MIME, text)
        QGuiApplication.clipboard().setMimeData(mime)

        person.keys(Qt.Key.Key_V, mods=CTRL)

        assert person.version.lines == before, text


def test_a_sent_version_is_copied_from_but_not_cut(reader):
    reader.page.lines.make_current(reader.line("CON-FEED").id)
    reader.keys(Qt.Key.Key_X, mods=CTRL)
    assert "CON-FEED" in reader.services()

    reader.keys(Qt.Key.Key_C, mods=CTRL)
    assert QGuiApplication.clipboard().mimeData().hasFormat(LINES_MIME)


# --- All that a line holds --------------------------------------------------------------------------------------------


def test_what_is_rare_is_behind_more_and_saved_field_by_field(person):
    person.opens("CON-FEED")
    editor = person.page.editor
    QTest.mouseClick(editor.more, LEFT)
    assert editor.unit.isVisibleTo(person.page)

    editor.overage.setText("22,50")
    editor.overage.commit()
    editor.roll.chosen.emit(QuantityRule.CAPPED)
    person.is_settled()
    assert editor.cap.isVisibleTo(person.page)
    editor.cap.setValue(6)
    editor.cap.commit()
    editor.days.chosen.emit((1, 3))
    editor.formats.chosen.emit(("post", "carousel"))
    editor.expected.click()
    for field, text in editor._texts.items():
        text.setPlainText(f"It says {field}.")
        text.commit()
    line = person.line("CON-FEED")

    assert (line.overage_cents, line.roll_over, line.carry_cap) == (2250, QuantityRule.CAPPED, 6)
    assert (line.week_days, line.formats) == ((1, 3), ("post", "carousel"))
    assert line.is_often_expected
    assert line.question == "It says question."
    assert line.not_included == "It says not_included."


def test_the_clients_page_follows_every_key(person):
    person.opens("CON-FEED")
    editor = person.page.editor
    editor.sentence.setFocus()
    cursor = editor.sentence.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.End)
    editor.sentence.setTextCursor(cursor)

    QTest.keyClicks(editor.sentence, " Y torrijas")

    assert "Y torrijas" in person.page.preview.page.toPlainText()
    assert "torrijas" not in desk_line(person, "CON-FEED").description
    QTest.keyClick(editor.sentence, Qt.Key.Key_Return, CTRL)
    assert "torrijas" in person.line("CON-FEED").description


def desk_line(person, service):
    view = person.jobs.desk.read(scopes.view, person.page.view.client_id)
    return next(one for one in view.latest.lines if one.service == service)


def test_sums_follow_a_price_while_it_is_written(person):
    person.opens("CON-FEED")
    price = person.page.editor.price
    price.setFocus()
    price.selectAll()

    QTest.keyClicks(price, "1.240,50")

    assert "€1,780.50" in person.page.totals.accessibleName()


def test_what_was_written_and_given_up_leaves_the_clients_page(person):
    person.opens("CON-FEED")
    title = person.page.editor.title
    title.setFocus()
    QTest.keyClicks(title, "x")
    QTest.keyClick(title, Qt.Key.Key_Escape)
    person.page._on_editor_closed()
    person.is_settled()

    assert person.line("CON-FEED").title == "Publicaciones en el muro"


def test_an_hour_earns_what_the_fee_gives_for_it(person):
    assert "Our time 58 h at €" in person.totals()


# --- What two people wrote --------------------------------------------------------------------------------------------


@pytest.fixture
def colleague(desk):
    """Somebody whose changes the window has not heard of yet, as on a shared database."""
    return desk


def test_two_texts_in_one_field_are_shown_and_a_person_chooses(person, colleague):
    person.opens("CON-FEED")
    title = person.page.editor.title
    title.setFocus()
    title.selectAll()
    QTest.keyClicks(title, "Muro y carruseles")
    colleague.do(scopes.change_line, person.page.lines.open_id, "title", "Posts del muro")

    QTest.keyClick(title, Qt.Key.Key_Return)
    person.is_settled()

    band = person.page.editor.clashes
    assert [clash.field for clash in band.clashes] == ["title"]
    assert person.line("CON-FEED").title == "Posts del muro"
    band._keep(band.clashes[0])
    assert person.line("CON-FEED").title == "Muro y carruseles"
    assert band.clashes == []


def test_the_colleagues_text_can_be_taken(person, colleague):
    person.opens("CON-FEED")
    title = person.page.editor.title
    title.setFocus()
    QTest.keyClicks(title, "!")
    colleague.do(scopes.change_line, person.page.lines.open_id, "title", "Posts del muro")
    QTest.keyClick(title, Qt.Key.Key_Return)
    person.is_settled()
    band = person.page.editor.clashes

    band._take(band.clashes[0])
    person.is_settled()

    assert person.line("CON-FEED").title == "Posts del muro"
    assert title.text() == "Posts del muro"


def test_two_people_in_two_fields_of_a_line_do_not_disturb_each_other(person, colleague):
    person.opens("CON-FEED")
    colleague.do(scopes.change_line, person.page.lines.open_id, "needs", "Fotos del horno.")
    title = person.page.editor.title
    title.setFocus()
    title.selectAll()
    QTest.keyClicks(title, "Muro")
    QTest.keyClick(title, Qt.Key.Key_Return)

    assert (person.line("CON-FEED").title, person.line("CON-FEED").needs) == ("Muro", "Fotos del horno.")
    assert person.page.editor.clashes.clashes == []


# --- No silent gaps ---------------------------------------------------------------------------------------------------


def test_what_is_undecided_is_always_in_sight(blank):
    total = len(blank.page.view.services)

    assert blank.page.steps.open_tag.text() == f"{total} undecided"
    assert blank.page.catalogue.undecided.text() == f"{total} undecided"


def test_the_pass_decides_with_one_key_each_goes_back_and_undoes(blank):
    codes = [service.code for service in blank.page.view.services]
    blank.page.begin_deciding()
    asked = blank.page.deciding

    blank.keys(Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_2, into=asked)
    treated = {one.service: one.treatment for one in blank.version.lines}
    assert [treated[code] for code in codes[:3]] == [Treatment.INCLUDED, Treatment.EXCLUDED, Treatment.OPTIONAL]
    assert asked.service.code == codes[3]

    blank.keys(Qt.Key.Key_U, into=asked)
    assert codes[2] not in {one.service for one in blank.version.lines}
    assert asked.service.code == codes[2]
    blank.keys(Qt.Key.Key_Left, into=asked)
    assert asked.service.code == codes[1]
    blank.keys(Qt.Key.Key_Space, Qt.Key.Key_Space, into=asked)
    assert asked.service.code == codes[3]
    blank.keys(Qt.Key.Key_Escape, into=asked)
    assert blank.page.tabs.currentWidget() is blank.page.lines_pane


def test_the_rest_is_left_out_in_one_step_and_the_pass_is_over(blank):
    blank.page.begin_deciding()
    blank.keys(Qt.Key.Key_1, into=blank.page.deciding)

    QTest.mouseClick(blank.page.deciding.rest, LEFT)

    left_out = [one for one in blank.version.lines if one.treatment is Treatment.EXCLUDED]
    assert len(left_out) == len(blank.page.view.services) - 1
    assert blank.page.steps.open_tag.isHidden()


def test_the_catalogue_shows_only_what_is_undecided(blank):
    blank.page.catalogue.service_wanted.emit("CON-FEED")
    blank.is_settled()
    assert "Write and design posts for the feed" in blank.finds()

    blank.page.catalogue.undecided.click()

    assert "Write and design posts for the feed" not in blank.finds()
    assert len(blank.finds()) == len(blank.page.view.services) - 1


def test_services_are_found_by_their_descriptions_in_both_languages(person):
    service = next(one for one in person.page.view.services if one.code == "CON-REEL")
    for words in (service.es.title, service.en.description.split(".")[0]):
        person.searches(words.upper())
        assert service.en.name in person.finds()


# --- The map ----------------------------------------------------------------------------------------------------------


def test_the_map_says_where_the_scope_stops_half_way(person):
    person.page.remove_lines([one.id for one in person.version.lines if one.area == "measure"])
    person.is_settled()
    person.page.preview.show_side("map")

    assert "Content is made, but no report says what came of it." in person.page.preview.coverage.gaps


# --- Words that a client may not know ---------------------------------------------------------------------------------


def test_a_word_that_clients_may_not_know_is_replaced_by_key(person):
    person.opens("CON-FEED")
    sentence = person.page.editor.sentence
    sentence.setFocus()
    sentence.setPlainText("Medimos el engagement de cada publicación.")
    person.qtbot.waitUntil(lambda: bool(person.page.editor.words.words))
    (mark,) = sentence.marks()
    cursor = sentence.textCursor()
    cursor.setPosition(mark.start + 2)
    sentence.setTextCursor(cursor)

    QTest.keyClick(sentence, Qt.Key.Key_Period, CTRL)
    pick(person, "Say “")

    assert "engagement" not in person.line("CON-FEED").description
    assert sentence.marks() == ()


def test_a_word_is_never_marked_again_when_the_agency_says_so(person):
    person.opens("CON-FEED")
    sentence = person.page.editor.sentence
    sentence.setFocus()
    sentence.setPlainText("El engagement.")
    person.qtbot.waitUntil(lambda: bool(sentence.marks()))
    QTest.keyClick(sentence, Qt.Key.Key_Period, CTRL)

    pick(person, "Never mark")

    person.qtbot.waitUntil(lambda: sentence.marks() == ())


# --- From another client ----------------------------------------------------------------------------------------------


def test_a_first_scope_begins_as_another_clients(person, desk, place):
    other = desk.do(clients.add_client, "Velanova").value
    place.choose_client(other)
    person.is_settled()
    QTest.mouseClick(person.page.choose_template, LEFT)
    dialog = person.dialog(TemplateDialog)
    person.qtbot.waitUntil(lambda: dialog.sources.count() > 0)
    dialog.choose_source()

    QTest.keyClick(dialog, Qt.Key.Key_Return)
    person.is_settled()

    assert person.page.view.client_id == other
    assert "CON-FEED" in person.services()
