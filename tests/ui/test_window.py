"""The shell: sections, clients, menus, undo by name, language and theme, and what happens at the end."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from cmdesk import i18n, settings
from cmdesk.services import clients
from cmdesk.ui import application as program
from cmdesk.ui.start.page import NewAgencyDialog, StartPage
from tests.conftest import SAMPLE_DAY


@pytest.fixture
def start(qtbot, qapp, sample):
    """Start the program on something, and close it in the end."""
    started = []

    def run(workspace="", **wishes):
        wish = program.Wish(str(workspace), today=SAMPLE_DAY, language="en", **wishes)
        made = program.Application(qapp, wish)
        started.append(made)
        made.start()
        return made

    yield run
    for made in started:
        qapp_quit = made._app.quit
        made._close_desk()
        made._opener.close()
        made.window.hide()
        made.window.forget_pages()
        made.window.deleteLater()
        made.deleteLater()
        del qapp_quit


@pytest.fixture
def app(qtbot, start, sample):
    made = start(sample, member="Diego Ferro")
    qtbot.waitUntil(lambda: made.window.page is not None and len(made.window._tiles) == 4)
    qtbot.waitUntil(lambda: made._jobs.is_idle)
    return made


def press(qtbot, app, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(app.window, key, modifier)


def menu_text(menu) -> list[str]:
    return [entry.text() for entry in menu.actions() if not entry.isSeparator()]


def test_the_program_opens_on_today_with_its_clients(app):
    assert app.window.section == "today"
    assert [tile.letters for tile in app.window._tiles] == ["HM", "CV", "RO", "LS"]
    assert app.window.windowTitle() == "Estudio Farolillo – CMDesk"


def test_sections_keep_the_client_and_clients_keep_the_section(qtbot, app):
    press(qtbot, app, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    press(qtbot, app, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)

    assert app.window.section == "tasks"
    assert app.window.place.client_id == app.window._tiles[1].id

    press(qtbot, app, Qt.Key.Key_0, Qt.KeyboardModifier.AltModifier)
    assert app.window.section == "tasks"
    assert app.window.place.client_id is None


def test_back_and_forward_walk_where_the_person_was(qtbot, app):
    app.window.go("reports")
    app.window.choose_client(app.window._tiles[0].id)
    press(qtbot, app, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert app.window.place.client_id is None
    press(qtbot, app, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert app.window.section == "today"
    press(qtbot, app, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert app.window.section == "reports"


def test_undo_is_named_in_the_menu_and_takes_back(qtbot, app):
    tile = app.window._tiles[0]
    app._jobs.do(app, clients.change_client, tile.id, "name", "Horno Nuevo")
    qtbot.waitUntil(lambda: app.window.undo_entry.text() == "Undo change client")
    app.window.undo_entry.trigger()
    qtbot.waitUntil(app.window.redo_entry.isEnabled)
    qtbot.waitUntil(lambda: app._jobs.is_idle)

    assert app._desk.read(clients.client, tile.id).name == "Horno Masalumbre"
    assert app.window.redo_entry.text() == "Redo change client"
    assert not app.window.undo_entry.isEnabled()


def test_the_sidebar_folds_and_unfolds(qtbot, app):
    press(qtbot, app, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    folded = app.window.sidebar.is_collapsed
    press(qtbot, app, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)

    assert app.window.sidebar.is_collapsed is not folded


def test_another_language_is_spoken_at_once_and_remembered(qtbot, app):
    app.window.go("reports")
    app._change(language="es")
    qtbot.waitUntil(lambda: "&Archivo" in menu_text(app.window.menuBar()))

    assert app.window.section == "reports"
    assert settings.load().language == "es"
    app._change(language="en")
    qtbot.waitUntil(lambda: "&File" in menu_text(app.window.menuBar()))


def test_dark_and_larger_text_are_applied_and_remembered(qtbot, app):
    app.window.theme_wanted.emit("dark")
    app.window.text_size_wanted.emit(1)

    assert app.theme.tokens.is_dark
    assert app.theme.text_percent == 115
    assert (settings.load().theme, settings.load().text_percent) == ("dark", 115)


def test_a_new_agency_is_asked_for_over_the_open_one_which_stays_when_it_is_given_up(qtbot, app):
    app.window.new_wanted.emit()
    dialog = app.window.findChild(NewAgencyDialog)
    dialog.reject()

    assert app.window.section == "today"
    assert app._desk is not None


def test_the_list_of_recent_agencies_is_there_after_every_menu_was_opened(app):
    for menu in (app.window.file_menu, app.window.edit_menu, app.window.view_menu, app.window.help_menu):
        menu.aboutToShow.emit()
    app.window.show_recent([("a.cmdesk", "a"), ("b.cmdesk", "b")])
    app.window.recent_menu.aboutToShow.emit()

    assert menu_text(app.window.recent_menu) == ["a", "b"]


def test_who_goes_to_a_section_finds_the_keyboard_in_it(qtbot, app):
    app.window.activateWindow()
    app.window.choose_client(app.window._tiles[0].id)
    for section in ("scope", "tasks", "clients", "calendar", "catalogue", "today"):
        app.window.go(section)
        qtbot.waitUntil(lambda: app._jobs.is_idle)
        page = app.window.page
        qtbot.waitUntil(lambda page=page: page.isAncestorOf(app.window.focusWidget()))


def test_ctrl_s_says_that_all_is_saved(qtbot, app):
    press(qtbot, app, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    assert app.notify.shown.startswith("Everything is saved")


def test_a_backup_is_made_on_demand(qtbot, app, data_folder):
    app.window.backup_entry.trigger()
    qtbot.waitUntil(lambda: app.notify.shown.startswith("Backed up"))

    assert len(list((data_folder / "backups").glob("*.cmdesk-backup"))) == 1


def test_a_restored_backup_takes_the_place_and_sets_the_present_aside(qtbot, app, sample):
    from cmdesk import desk

    app._desk.back_up()
    app._jobs.do(app, clients.change_client, app.window._tiles[0].id, "name", "Horno Perdido")
    qtbot.waitUntil(lambda: app.window._tiles[0].name == "Horno Perdido")
    app._restore(str(desk.backups()[0].path))
    qtbot.waitUntil(lambda: bool(app.window._tiles) and app.window._tiles[0].name == "Horno Masalumbre")

    assert len(list(sample.parent.glob("*set aside*"))) == 1


def test_where_nothing_is_open_the_start_page_is_shown(qtbot, start):
    app = start()
    qtbot.waitUntil(lambda: isinstance(app.window.start, StartPage))

    assert not app.window.sidebar.isVisible()
    assert not app.window.backup_entry.isEnabled()


@pytest.mark.parametrize("content", [b"", b"not a database at all", b"SQLite format 3\x00" + b"\x00" * 100])
def test_a_file_that_is_no_workspace_is_one_sentence_on_the_start_page(qtbot, start, tmp_path, content):
    path = tmp_path / "broken.cmdesk"
    path.write_bytes(content)
    app = start(path)
    qtbot.waitUntil(lambda: isinstance(app.window.start, StartPage))

    assert "broken" in app.window.start.problem
    assert path.read_bytes() == content


def test_every_shortcut_of_the_window_is_used_once(app):
    seen: dict[str, list[str]] = {}
    for entry in app.window.findChildren(QAction):
        if entry.parent() is app.window and not entry.shortcut().isEmpty():
            seen.setdefault(entry.shortcut().toString(), []).append(entry.text())

    assert {keys: texts for keys, texts in seen.items() if len(texts) > 1} == {}


def test_closing_keeps_the_place_and_lets_the_file_go(qtbot, app, sample, monkeypatch):
    monkeypatch.setattr(app._app, "quit", lambda: None)
    app.window.close()

    assert app._desk is None
    assert not Path(sample.parent, f".{sample.name}.lock").exists()
    assert i18n.spoken().language == "en"
