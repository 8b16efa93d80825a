"""The scope as a person uses it: choosing services, editing lines, sending, agreeing."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from cmdesk.domain.agency import Role
from cmdesk.domain.scope import Means, Treatment
from cmdesk.services import agency, clients, scopes
from cmdesk.ui.scope.agreeing import AgreeDialog
from cmdesk.ui.scope.catalogue import SERVICE_MIME
from cmdesk.ui.scope.dialogs import TemplateDialog
from cmdesk.ui.scope.lines import LINE_MIME
from tests.ui.scope_person import LEFT, TODAY, person, place, reader, window, workspace

__all__ = ["person", "place", "reader", "window", "workspace"]

# --- Beginning --------------------------------------------------------------------------------------------------------


def test_a_client_without_a_scope_is_offered_templates(window):
    assert window.page.panes.currentWidget() is window.page.empty

    QTest.mouseClick(window.page.choose_template, LEFT)
    dialog = window.dialog(TemplateDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Down)
    QTest.keyClick(dialog, Qt.Key.Key_Return)

    window.sees_toast("The draft is made.")
    window.is_settled()
    assert window.page.panes.currentWidget() is window.page.splitter
    assert window.line("CON-FEED").quantity == 20


def test_a_blank_scope_says_how_to_go_on_and_takes_services_one_by_one(window):
    QTest.mouseClick(window.page.start_blank, LEFT)

    assert window.version.lines == ()
    assert window.page.lines_or_none.currentWidget() is window.page.no_lines

    window.page.catalogue.service_wanted.emit("CON-FEED")

    window.sees_toast("Added “Publicaciones en el muro”.")
    assert window.services() == ["CON-FEED"]
    assert window.page.lines.open_id == window.line("CON-FEED").id
    window.jobs.undo()
    assert window.services() == []
    assert window.page.lines.open_id is None

    window.searches("reels")
    QTest.keyClick(window.page.catalogue.search, Qt.Key.Key_Return)

    assert window.services() == ["CON-REEL"]


# --- The catalogue ----------------------------------------------------------------------------------------------------


def test_a_service_that_is_there_is_opened_one_that_was_left_out_included_and_one_is_dropped_at_a_place(person):
    before = len(person.version.lines)

    person.page.catalogue.service_wanted.emit("CON-FEED")

    assert len(person.version.lines) == before
    assert person.page.lines.open_id == person.line("CON-FEED").id

    person.page.catalogue.service_wanted.emit("CON-BLOG")

    assert person.line("CON-BLOG").treatment is Treatment.INCLUDED

    person.page._close_line()
    person.page.remove_lines([person.line("CON-STORY").id])
    person.is_settled()

    person.drops(SERVICE_MIME, "CON-STORY", onto="CON-FEED")

    assert next(one.service for one in person.version.lines if one.area == "content") == "CON-STORY"


def test_services_are_found_whatever_their_accents_and_capitals_and_counted(person):
    person.searches("BOLETIN")
    assert "Write the monthly newsletter" in person.finds()
    assert len(person.finds()) < 5

    person.searches("")
    assert len(person.finds()) == len(person.page._view.services)

    tree = person.page.catalogue.tree
    content = next(
        tree._rows.item(row) for row in range(tree._rows.rowCount()) if "Content" in tree._rows.item(row).text()
    )
    services = [service for service in person.page.view.services if service.area == "content"]

    assert content.data(Qt.ItemDataRole.UserRole + 3) == f"5 of {len(services)}"


# --- Lines ------------------------------------------------------------------------------------------------------------


def test_a_line_opens_in_place_and_a_quantity_and_its_networks_move_the_clients_sentence(person):
    person.clicks_line("CON-FEED")
    assert person.page.editor.isVisible()
    assert "12 publicaciones al mes" in person.page.editor.sentence.text()

    person.page.editor.quantity.setFocus()
    QTest.keyClick(person.page.editor.quantity, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(person.page.editor.quantity, "16")
    QTest.keyClick(person.page.editor.quantity, Qt.Key.Key_Tab)

    assert person.line("CON-FEED").quantity == 16
    assert "16 publicaciones al mes en Instagram y Facebook" in person.reads()
    assert "16 publicaciones al mes" in person.page.editor.sentence.text()

    person.page.editor._chips["facebook"].click()

    assert person.line("CON-FEED").networks == ("instagram",)
    assert "en Instagram:" in person.reads()


def test_a_price_moves_the_totals_and_what_is_none_is_said_below_its_field(person):
    assert "Each month €780.00" in person.totals()
    person.opens("CON-FEED")

    person.page.editor.price.setText("250,50")
    person.page.editor.price.commit()

    assert "Each month €790.50" in person.totals()
    assert person.line("CON-FEED").price_cents == 25_050

    person.page.editor.title.setText("x" * 600)
    person.page.editor.price.setText("mucho")
    person.page.editor.price.commit()

    assert "Write an amount" in person.page.editor._holders["price_cents"].problem
    person.page._change_line("price_cents", -5)
    person.is_settled()
    assert "not negative" in person.page.editor._holders["price_cents"].problem


def test_a_sentence_of_ones_own_follows_the_number_can_be_reset_and_its_markup_stays_text(person):
    person.opens("CON-FEED")
    person.page.editor.sentence.setPlainText("Hacemos 12 publicaciones al mes, con cariño.")
    person.page.editor.sentence.commit()
    assert person.line("CON-FEED").description == "Hacemos {amount}, con cariño."

    person.page._change_line("quantity", 9)
    assert "Hacemos 9 publicaciones al mes, con cariño." in person.reads()

    assert person.page.editor._reset.isVisible()
    person.page.editor._reset.click()
    assert "texto, diseño" in person.line("CON-FEED").description

    evil = "<b>x</b> <img src='file:///etc/passwd'> & <script>"
    person.page._change_line("description", evil)

    assert evil in person.reads()


def test_enter_opens_and_escape_closes_with_the_keyboard_back_on_the_line(person):
    person.page.lines.make_current(person.line("CON-REEL").id)
    person.keys(Qt.Key.Key_Return)
    assert person.page.lines.open_id == person.line("CON-REEL").id

    QTest.keyClick(person.page.editor, Qt.Key.Key_Escape)
    assert person.page.lines.open_id is None
    assert person.page.lines.current_id() == person.line("CON-REEL").id


def test_digits_a_press_on_the_box_and_a_range_include_offer_and_leave_out(person):
    person.page.lines.make_current(person.line("CON-FEED").id)

    for key, treatment in ((Qt.Key.Key_2, "optional"), (Qt.Key.Key_3, "excluded"), (Qt.Key.Key_1, "included")):
        person.keys(key)
        assert person.line("CON-FEED").treatment == treatment

    person.ticks("CON-FEED")
    assert person.line("CON-FEED").treatment is Treatment.OPTIONAL
    assert person.line("CON-REEL").treatment is Treatment.INCLUDED

    view = person.page.lines
    view.make_current(person.line("CON-FEED").id)
    person.keys(Qt.Key.Key_Down, mods=Qt.KeyboardModifier.ShiftModifier)
    person.keys(Qt.Key.Key_2)

    person.sees_toast("2 lines: Optional.")
    assert person.line("CON-REEL").treatment is Treatment.OPTIONAL


def test_alt_shift_arrows_and_a_drag_reorder_within_the_area(person):
    person.page.lines.make_current(person.line("CON-FEED").id)

    person.keys(Qt.Key.Key_Down, mods=Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)

    assert person.titles("content")[:2] == [person.line("CON-REEL").title, person.line("CON-FEED").title]
    assert person.page.lines.current_id() == person.line("CON-FEED").id

    entry = person.page.lines.entry(person.line("CON-STORY").id)
    person.page.lines._drag_area, person.page.lines._drag_group = entry.line.area, entry.group

    person.drops(LINE_MIME, str(entry.line.id), onto="CON-REEL")

    assert person.titles("content")[0] == entry.line.title


def test_delete_removes_a_line_with_a_way_back_and_one_of_ones_own_opens_with_its_name_to_write(person):
    title = person.line("CON-REEL").title
    person.page.lines.make_current(person.line("CON-REEL").id)

    person.keys(Qt.Key.Key_Delete)

    person.sees_toast(f"Removed “{title}”.")
    assert title not in person.titles()
    person.jobs.undo()
    person.is_settled()
    assert title in person.titles()

    person.page._on_own()
    person.is_settled()

    assert QApplication.focusWidget() is person.page.editor.title
    QTest.keyClicks(person.page.editor.title, "Cesta de Navidad")
    QTest.keyClick(person.page.editor.title, Qt.Key.Key_Return)
    person.is_settled()
    assert "Cesta de Navidad" in person.titles()


def test_what_is_left_out_stands_last_but_does_not_jump_away_at_once(person):
    assert person.heads()[-1] == ""
    person.opens("CON-FEED")
    person.page.editor.treated.emit(Treatment.EXCLUDED)
    assert person.line("CON-FEED").treatment is Treatment.EXCLUDED
    assert person.titles("content")[0] == person.line("CON-FEED").title


def test_a_sentence_leads_to_its_line_and_pdf_to_the_reports(person, place, qtbot):
    person.page.preview.page.anchorClicked.emit(QUrl("line:LIS-ANSWER"))

    assert person.page.lines.open_id == person.line("LIS-ANSWER").id
    assert person.page.preview.page._place_of_open() is not None

    with qtbot.waitSignal(place.section_wanted) as asked:
        person.page.pdf.click()
    assert asked.args == ["reports", person.version.id]


# --- Conditions and problems ------------------------------------------------------------------------------------------


def test_a_condition_is_written_in_words_tax_is_a_share_and_the_language_changes_what_nobody_rewrote(person):
    person.page._show_tab("conditions")
    field = person.page.terms_pane.conditions.form.field("first_day")
    field.setText("1 dec")
    field.commit()

    assert person.version.terms.first_day == date(2026, 12, 1)
    assert "desde el 1 de diciembre de 2026" in person.reads()

    field = person.page.terms_pane.conditions.form.field("tax_bp")
    field.setText("10,5")
    field.commit()

    assert person.version.terms.tax_bp == 1050
    assert "VAT 10.5\u00a0%" in person.totals()

    person.page.preview.language_wanted.emit("en")

    assert "What we will do for Horno Masalumbre" in person.reads()
    assert "Posts for the feed" in person.titles()


def test_things_to_fix_are_counted_and_lead_to_their_field(person):
    person.page._change_terms("first_day", None)
    person.opens("CON-REEL")
    person.page._change_line("done_by", None)
    person.page._close_line()
    person.is_settled()
    assert person.page.steps.tag.text() == "2 things to fix"

    person.page.steps.tag.click()
    person.chooses("Write the day on which it starts")
    assert person.page._current_tab() == "conditions"
    assert "day on which it starts" in person.page.terms_pane.conditions.form.holder("first_day").problem

    person.page.steps.tag.click()
    person.chooses("Who does")
    assert person.page.lines.open_id == person.line("CON-REEL").id
    assert person.page.window().focusWidget() is person.page.editor.doer


# --- Sending and agreeing ---------------------------------------------------------------------------------------------


def test_who_may_only_edit_cannot_press_send(person, desk):
    desk.member_id = desk.do(agency.add_member, "Irene Vega", role=Role.EDITOR).value
    person.page.reload()
    person.is_settled()

    assert not person.page.send.isEnabled()
    assert "role" in person.page.send.toolTip()


def test_what_was_sent_can_only_be_read_and_checked_and_its_next_step_has_a_key(reader):
    reader.keys(Qt.Key.Key_S)
    reader.dialog(AgreeDialog).reject()
    reader.opens("CON-FEED")

    assert not reader.page.editor.quantity.isEnabled()
    assert "with the client" in reader.page.editor.price.toolTip()
    reader.page._on_own()
    assert "stays as it is" in reader.notify.shown
    reader.keys(Qt.Key.Key_3)
    assert reader.line("CON-FEED").treatment is Treatment.INCLUDED
    reader.page._show_tab("conditions")
    assert not reader.page.terms_pane.conditions.form.field("tax_bp").isEnabled()

    reader.page.more.click()
    reader.chooses("Check that nothing was changed")

    reader.sees_toast("All that was sent and agreed reads as it was written.")


def test_a_new_version_begins_as_a_copy_and_shows_what_it_changes(reader, desk, bakery, sent):
    elena = desk.read(clients.contacts, bakery)[0].id
    desk.do(scopes.agree, sent, elena, TODAY, Means.EMAIL)
    reader.page.reload()
    reader.is_settled()

    reader.page.new_version.click()
    assert reader.version.number == 2
    reader.opens("CON-FEED")
    reader.page._change_line("quantity", 16)
    reader.page._change_line("price_cents", 32_000)

    assert "Against agreed v1 + €80.00" in reader.totals()
    assert reader.page.editor._tag.accessibleName() == "12 → 16"
    reader.page.steps.version_wanted.emit(sent)
    assert reader.page._version.number == 1
    assert reader.page.lines.open_id is None


def test_the_menu_discards_a_draft_and_brings_it_back(person):
    person.page.more.click()
    person.chooses("Discard this draft")
    assert person.page.panes.currentWidget() is person.page.empty

    person.jobs.undo()
    assert person.version.number == 1


# --- The page ---------------------------------------------------------------------------------------------------------


def test_all_clients_are_a_list_that_opens_one_and_each_shows_its_own(person, place, bakery, desk):
    place.choose_client(None)
    person.is_settled()
    view = person.page.overview.list
    assert view.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("Horno Masalumbre, v1 draft")

    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Return)

    assert place.client_id == bakery
    assert person.version.number == 1

    other = desk.do(clients.add_client, "Clínica Velanova").value
    place.choose_client(other)
    person.is_settled()

    assert person.page.panes.currentWidget() is person.page.empty


def test_in_a_narrow_window_the_clients_page_is_a_tab(person):
    person.page.window().resize(1100, 700)
    person.is_settled()

    assert person.page.splitter.indexOf(person.page.preview) == -1
    person.page._show_tab("preview")
    assert person.page.preview.isVisible()

    person.page.window().resize(1440, 900)
    person.is_settled()
    assert person.page.splitter.indexOf(person.page.preview) == 2
    assert person.page._current_tab() == "lines"


def test_themes_and_text_sizes_leave_the_open_line_open(person, theme):
    person.opens("CON-FEED")
    for mode, percent in (("dark", 130), ("light", 90), ("light", 100)):
        theme.choose(mode, percent)
        person.is_settled()
        assert person.page.editor.isVisible()
        person.page.grab()


def test_the_lines_can_be_heard_and_every_button_has_a_name(person):
    spoken = QAccessible.queryAccessibleInterface(person.page.lines)

    assert spoken.text(QAccessible.Text.Name) == "Lines of the scope"
    row = person.page.lines.lines.row_of(person.line("CON-FEED").id)
    heard = person.page.lines.lines.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "Publicaciones en el muro, Included, 12 / month, Nuria Cabal, 240.00"

    person.opens("CON-FEED")
    nameless = [
        one for one in person.page.findChildren(QAbstractButton) if one.isVisible() and not one.accessibleName()
    ]
    assert [type(one).__name__ for one in nameless if not one.text()] == []
