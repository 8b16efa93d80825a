"""The Clients section: list, editor, dialog for a new client, bin."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QMainWindow

from cmdesk.domain.changes import Kind
from cmdesk.domain.clients import ClientStatus
from cmdesk.domain.networks import Network
from cmdesk.services import clients
from cmdesk.services.bin import contents
from cmdesk.ui.clients.dialog import COPY
from cmdesk.ui.clients.page import ClientsPage
from cmdesk.ui.jobs import Jobs
from cmdesk.ui.memory import Memory
from cmdesk.ui.notify import Notify
from cmdesk.ui.page import Place, Tools
from tests.made import founded_desk


@pytest.fixture
def desk(tmp_path):
    desk = founded_desk(tmp_path / "a.cmdesk", today=date(2026, 10, 14))
    yield desk
    desk.close()


@pytest.fixture
def jobs(desk, qapp):
    jobs = Jobs(desk)
    yield jobs
    jobs.close()


@pytest.fixture
def window(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1200, 860)
    yield window
    window.hide()


@pytest.fixture
def show(qtbot, theme, icons, jobs, window):
    """Show the page once what it shows has been written."""

    def run():
        page = ClientsPage(Tools(theme, icons, jobs, Notify(window, theme, icons), Memory()), Place(window), window)
        window.setCentralWidget(page)
        window.show()
        qtbot.waitUntil(lambda: jobs.is_idle)
        return page

    return run


@pytest.fixture
def bakery(desk):
    return desk.do(clients.add_client, "Horno Masalumbre").value


def idle(qtbot, page):
    qtbot.waitUntil(lambda: page.tools.jobs.is_idle)


def write(qtbot, edit, text):
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, text)
    if edit.completer():
        edit.completer().popup().hide()
    edit.clearFocus()


def test_without_clients_the_page_says_what_to_begin_with(show):
    page = show()
    assert page._stack.currentIndex() == 1
    assert page.new_button.isVisible()


def test_a_field_saves_when_it_is_left_and_the_undo_shows_the_old_text(qtbot, show, desk, bakery):
    page = show()
    name = page.editor.profile.field("name")
    write(qtbot, name, "Horno Nuevo")
    idle(qtbot, page)
    assert desk.read(clients.client, bakery).name == "Horno Nuevo"
    assert page.list.model().data(page.list.model().index(0, 0)) == "Horno Nuevo"
    page.tools.jobs.undo()
    idle(qtbot, page)
    assert name.text() == "Horno Masalumbre"


def test_a_refused_field_says_beside_it_what_is_wrong(qtbot, show, desk, bakery):
    page = show()
    for field, text in (("name", " "), ("letters", "x"), ("time_zone", "Mars/Base")):
        write(qtbot, page.editor.profile.field(field), text)
        idle(qtbot, page)
        assert page.editor.profile.holder(field).problem
    assert desk.read(clients.client, bakery).name == "Horno Masalumbre"


def test_choices_and_colours_save_at_once(qtbot, show, desk, bakery):
    page = show()
    profile = page.editor.profile
    profile.field("colour").keyPressEvent(_key(Qt.Key.Key_Right))
    status = profile.field("status")
    status.setCurrentIndex(2)
    status.activated.emit(2)
    idle(qtbot, page)
    shown = desk.read(clients.client, bakery)
    assert (shown.colour, shown.status) == (2, ClientStatus.PAUSED)
    assert page.editor._state.accessibleName() == "Paused"


def test_contacts_are_added_changed_and_deleted_in_place(qtbot, show, desk, bakery):
    page = show()
    page.editor.show_tab("contacts")
    adder = page.editor.contacts.adder
    qtbot.keyClicks(adder.edit, "Elena Robles")
    qtbot.keyClick(adder.edit, Qt.Key.Key_Return)
    idle(qtbot, page)
    assert adder.edit.text() == ""
    (card,) = page.editor.contacts.cards.values()
    write(qtbot, card.form.field("email"), "elena@masalumbre.example")
    card._ticks["signs_scope"].click()
    idle(qtbot, page)
    (contact,) = desk.read(clients.contacts, bakery)
    assert (contact.email, contact.signs_scope) == ("elena@masalumbre.example", True)
    write(qtbot, card.form.field("email"), "nobody")
    idle(qtbot, page)
    assert card.form.holder("email").problem
    card.remove.click()
    idle(qtbot, page)
    assert desk.read(clients.contacts, bakery) == []
    assert "Elena Robles" in page.tools.notify.shown
    page.tools.jobs.undo()
    idle(qtbot, page)
    assert list(page.editor.contacts.cards) == [contact.id]


def test_a_contact_without_a_name_is_refused_where_it_is_added(qtbot, show, bakery):
    page = show()
    page.editor.show_tab("contacts")
    qtbot.keyClick(page.editor.contacts.adder.edit, Qt.Key.Key_Return)
    idle(qtbot, page)
    assert page.editor.contacts.adder._error.sentence == "Write the person's name."


def test_channels_are_added_and_take_hours_and_addresses_as_people_write_them(qtbot, show, desk, bakery):
    page = show()
    page.editor.show_tab("channels")
    adder = page.editor.channels.adder
    adder.choice.choose(Network.TIKTOK)
    qtbot.keyClicks(adder.edit, "@horno")
    qtbot.keyClick(adder.edit, Qt.Key.Key_Return)
    idle(qtbot, page)
    (card,) = page.editor.channels.cards.values()
    write(qtbot, card.form.field("usual_minute"), "930")
    write(qtbot, card.form.field("url"), "tiktok.com/@horno")
    idle(qtbot, page)
    (channel,) = desk.read(clients.channels, bakery)
    assert (channel.network, channel.usual_minute, channel.url) == ("tiktok", 570, "https://tiktok.com/@horno")
    write(qtbot, card.form.field("usual_minute"), "25:00")
    write(qtbot, card.form.field("url"), "javascript:alert(1)")
    idle(qtbot, page)
    assert card.form.holder("usual_minute").problem
    assert card.form.holder("url").problem


def test_an_archived_client_leaves_the_list_and_the_switch_shows_it(qtbot, show, desk, bakery):
    other = desk.do(clients.add_client, "Clínica Velanova").value
    page = show()
    page.open(other)
    idle(qtbot, page)
    page.editor.archive.click()
    idle(qtbot, page)
    page.archived.setChecked(False)
    assert page.list.keys() == [bakery]
    page.archived.setChecked(True)
    assert page.list.keys() == [bakery, other]
    assert page.editor.archive.text() == "Bring back"
    page.editor.archive.click()
    idle(qtbot, page)
    assert [tile.is_archived for tile in desk.read(clients.tiles)] == [False, False]


def test_the_search_field_filters_the_list(qtbot, show, desk, bakery):
    desk.do(clients.add_client, "Clínica Velanova")
    page = show()
    page.search.setText("horno")
    assert page.list.keys() == [bakery]


def test_clients_are_put_in_another_order_by_keyboard(qtbot, show, desk, bakery):
    other = desk.do(clients.add_client, "Clínica Velanova").value
    page = show()
    page.list.reordered.emit([other, bakery])
    idle(qtbot, page)
    assert [tile.id for tile in desk.read(clients.tiles)] == [other, bakery]


def test_a_deleted_client_waits_in_the_bin_and_comes_back(qtbot, show, desk, bakery):
    page = show()
    page.editor.delete.click()
    idle(qtbot, page)
    assert page._stack.currentIndex() == 1
    page.open("bin")
    assert page.bin.rows.keys() == [(Kind.CLIENT, bakery)]
    qtbot.keyClick(page.bin.rows, Qt.Key.Key_Return)
    idle(qtbot, page)
    assert [tile.id for tile in desk.read(clients.tiles)] == [bakery]
    assert page.escape()
    assert page.list.keys() == [bakery]


def test_emptying_the_bin_asks_once_with_the_count(qtbot, show, desk, bakery):
    desk.do(clients.delete_client, bakery)
    page = show()
    page.open("bin")
    page.empty_button.click()
    dialog = page.window().findChild(type(page.tools.notify.ask("x", "x", "x", print)))
    dialogs = [d for d in page.window().findChildren(type(dialog)) if "1 thing" in d.windowTitle()]
    assert dialogs[0].windowTitle() == "Delete 1 thing for good?"
    for other in page.window().findChildren(type(dialog)):
        if other is not dialogs[0]:
            other.reject()
    dialogs[0].confirmed.emit()
    idle(qtbot, page)
    assert desk.read(contents) == []
    assert not page.empty_button.isEnabled()


def test_a_client_to_whom_a_scope_was_sent_says_why_it_cannot_be_deleted(qtbot, show, desk, bakery):
    from tests.services.test_clients import something_sent

    desk.do(something_sent, bakery)
    page = show()
    assert not page.editor.delete.isEnabled()
    assert "archived" in page.editor.delete.toolTip()


def test_another_client_of_the_sidebar_is_shown_here_too(qtbot, show, desk, bakery):
    other = desk.do(clients.add_client, "Clínica Velanova").value
    page = show()
    page.place.choose_client(other)
    idle(qtbot, page)
    assert page.editor.client_id == other


def test_a_client_chosen_while_the_page_was_hidden_is_shown_when_it_comes_back(qtbot, show, desk, bakery):
    other = desk.do(clients.add_client, "Clínica Velanova").value
    page = show()
    page.hide()
    page.place.choose_client(other)
    page.show()
    idle(qtbot, page)
    assert page.editor.client_id == other
    assert page.list.current_key == other


# --- the dialog for a new client ------------------------------------------------------------------------------------


@pytest.fixture
def dialog(qtbot, show):
    page = show()
    dialog = page.new_client()
    qtbot.waitUntil(lambda: dialog.templates.current is not None)
    yield dialog
    page.window().hide()


def test_a_new_client_begins_with_a_template_a_contact_and_channels(qtbot, dialog, desk):
    from cmdesk.services.reading import scope_versions

    made, wanted = [], []
    dialog.made.connect(lambda *facts: made.append(facts))
    dialog._place.section_wanted.connect(lambda *where: wanted.append(where))
    dialog.name.setText("Floristería Alborada")
    qtbot.keyClick(dialog.templates, Qt.Key.Key_1)
    assert dialog.templates.current == "essential"
    qtbot.keyClicks(dialog.contact, "Elena Robles")
    qtbot.keyClicks(dialog.email, "elena@alborada.example")
    dialog.networks.chips[Network.INSTAGRAM].setChecked(True)
    qtbot.keyClicks(dialog.networks.handles[Network.INSTAGRAM], "@alborada")
    dialog.figures.steppers["CON-FEED"].setValue(9)
    dialog.figures.steppers["LIS-ANSWER"].setValue(12)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(made))
    ((client_id, has_scope),) = made
    shown = desk.read(clients.client, client_id)
    assert (shown.letters, shown.contacts[0].name, shown.channels[0].name) == (
        "FA",
        "Elena Robles",
        "Instagram @alborada",
    )
    assert has_scope
    assert wanted == [("scope", None)]
    (version,) = desk.read(scope_versions, client_id)
    lines = {line.service: line for line in version.lines}
    assert (lines["CON-FEED"].quantity, lines["LIS-ANSWER"].response_hours) == (9, 12)


def test_tab_goes_from_the_name_to_the_templates_whose_lines_are_counted_to_the_person_who_says_yes(qtbot, dialog):
    dialog.name.setFocus()
    qtbot.keyClick(dialog.name, Qt.Key.Key_Tab)
    chosen = dialog.focusWidget()
    assert chosen in dialog.templates.cards
    qtbot.keyClick(chosen, Qt.Key.Key_2)
    assert dialog.templates.current == "growth"
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.contact
    qtbot.keyClick(dialog.contact, Qt.Key.Key_Tab)
    qtbot.keyClick(dialog.email, Qt.Key.Key_Tab)
    assert dialog.focusWidget() in dialog.figures.steppers.values()

    counts = [label.text() for label in dialog.figures.findChildren(QLabel)]
    assert any("services included" in text and "not included" in text for text in counts)

    assert dialog._address_field.isVisible()
    dialog.language.findChildren(QAbstractButton)[0].click()
    assert dialog.language.current == "en"
    assert not dialog._address_field.isVisible()
    dialog.reject()


def test_a_client_without_a_scope_needs_only_a_name(qtbot, dialog, desk):
    made, wanted = [], []
    dialog.made.connect(lambda *facts: made.append(facts))
    dialog._place.section_wanted.connect(lambda *where: wanted.append(where))
    dialog.templates.choose(None)
    assert dialog._create.text() == "Create client"
    dialog.name.setText("Floristería Alborada")
    dialog.language.choose("en")
    dialog.confirmed.emit()
    qtbot.waitUntil(lambda: bool(made))
    assert desk.read(clients.client, made[0][0]).language == "en"
    assert wanted == [("clients", made[0][0])]


def test_what_is_missing_is_said_beside_its_field(qtbot, dialog, desk):
    dialog.confirmed.emit()
    assert dialog._name_field.problem == "Write the client's name."
    dialog.name.setText("Alborada")
    dialog.confirmed.emit()
    assert dialog._contact_field.problem == "Write one name, so posts can be approved."
    dialog.contact.setText("Elena")
    dialog.email.setText("not an address")
    dialog.confirmed.emit()
    idle_jobs = dialog._tools.jobs
    qtbot.waitUntil(lambda: idle_jobs.is_idle)
    assert dialog._email_field.problem == "Write an e-mail address with one @."
    assert desk.read(clients.tiles) == []
    dialog.reject()


def _key(key):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)


def test_a_client_begins_with_a_copy_of_another_clients_scope(qtbot, show, desk, bakery):
    from cmdesk.services import scopes

    source = desk.do(scopes.draft_from_template, bakery, "growth").value
    page = show()
    dialog = page.new_client()
    qtbot.waitUntil(lambda: dialog.templates.current is not None)
    made = []
    dialog.made.connect(lambda *facts: made.append(facts))
    dialog.name.setText("Floristería Alborada")
    dialog.templates.choose(COPY)
    assert dialog.source.isVisible()
    assert dialog.source.current_key == source
    qtbot.keyClicks(dialog.contact, "Elena Robles")
    dialog.address.choose("usted")
    dialog._create.click()
    qtbot.waitUntil(lambda: bool(made))
    idle(qtbot, page)
    client_id, has_scope = made[0]
    copy, original = desk.read(scopes.versions, client_id)[-1], desk.read(scopes.scope, source)
    assert has_scope
    assert desk.read(clients.client, client_id).address == "usted"
    assert {line.service for line in copy.lines} == {line.service for line in original.lines}
    page.window().hide()


def test_the_voice_and_the_aims_of_a_client_stand_in_its_editor(qtbot, show, desk, bakery):
    from cmdesk.services import objectives

    desk.do(objectives.add_objective, bakery, "Vender más pan")
    page = show()
    page.editor.show_tab("aims")
    idle(qtbot, page)
    (card,) = page.editor.aims.aims.cards.values()
    assert card.form.field("aim").text() == "Vender más pan"
    hashtags = page.editor.aims.voice.field("hashtags")
    hashtags.setPlainText("#pan")
    hashtags.commit()
    idle(qtbot, page)
    assert desk.read(clients.client, bakery).hashtags == "#pan"
