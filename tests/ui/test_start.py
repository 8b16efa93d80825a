"""The start page, backups to restore, and help."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from cmdesk import i18n
from cmdesk.paths import data_folder
from cmdesk.ui.help import keys
from cmdesk.ui.help.dialogs import KeysDialog, about_text, guide_text, show_help
from cmdesk.ui.start.backups import BackupsDialog, size_words
from cmdesk.ui.start.page import (
    NewAgency,
    NewAgencyDialog,
    StartPage,
    file_name,
    hidden_password,
    is_address,
    path_problem,
)


@pytest.fixture
def window(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1200, 860)
    window.show()
    yield window
    window.hide()


@pytest.fixture
def page(theme, icons, window, tmp_path):
    file = tmp_path / "estudio.cmdesk"
    file.touch()
    page = StartPage(
        theme, icons, (str(file), "postgresql://nuria:secret@server/agency", str(tmp_path / "gone.cmdesk"))
    )
    window.setCentralWidget(page)
    return page


def heard(signal):
    told = []
    signal.connect(lambda *values: told.append(values))
    return told


def test_it_loads_nothing_of_the_data_layer():
    code = (
        "import sys, cmdesk.ui.start.page, cmdesk.ui.help.dialogs;"
        "print([m for m in ('sqlalchemy', 'cmdesk.desk', 'cmdesk.models', 'reportlab') if m in sys.modules])"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == "[]"


def test_the_sample_is_one_press_away(page):
    told = heard(page.sample_wanted)
    page.sample.click()
    assert told == [()]


def test_recent_ones_open_with_enter_and_leave_with_delete(qtbot, page, tmp_path):
    opened, forgotten = heard(page.open_wanted), heard(page.forget_wanted)
    qtbot.keyClick(page.recent, Qt.Key.Key_Return)
    assert opened == [(str(tmp_path / "estudio.cmdesk"),)]
    qtbot.keyClick(page.recent, Qt.Key.Key_Delete)
    assert forgotten == [(str(tmp_path / "estudio.cmdesk"),)]
    assert len(page.recent.keys()) == 2


def test_a_recent_file_that_is_gone_is_said_in_one_sentence(page, tmp_path):
    opened = heard(page.open_wanted)
    page.recent.acted.emit(str(tmp_path / "gone.cmdesk"))
    assert opened == []
    assert page.problem.startswith("There is no file")


def test_no_password_is_shown(page):
    texts = [
        page.recent.model().data(page.recent.model().index(row, 0), Qt.ItemDataRole.AccessibleTextRole)
        for row in (0, 1)
    ]
    assert "secret" not in " ".join(texts)
    assert hidden_password("postgresql://nuria:se:cret@server/agency") == "postgresql://nuria@server/agency"


def test_a_problem_of_opening_is_shown(page):
    page.show_problem("estudio: This file is damaged.")
    assert page.problem == "estudio: This file is damaged."


def test_a_new_agency_needs_names_and_proposes_a_file(qtbot, page):
    told = heard(page.new_wanted)
    qtbot.keyClick(page, Qt.Key.Key_N)
    dialog = page.window().findChild(NewAgencyDialog)
    dialog.confirmed.emit()
    assert dialog.problem_at("agency")
    qtbot.keyClicks(dialog.agency, "Estudio Farolillo")
    dialog.confirmed.emit()
    assert dialog.problem_at("owner")
    qtbot.keyClicks(dialog.owner, "Nuria Cabal")
    dialog.confirmed.emit()
    wanted = NewAgency(str(data_folder() / "estudio-farolillo.cmdesk"), "Estudio Farolillo", "Nuria Cabal")
    assert told == [(wanted,)]


def test_a_path_of_ones_own_stays_and_a_bad_one_is_said(qtbot, page, tmp_path):
    dialog = page.ask_new()
    dialog.agency.setText("Farolillo")
    dialog.owner.setText("Nuria")
    dialog._on_chosen(str(tmp_path / "estudio.cmdesk"))
    dialog.agency.setText("Another name")
    assert dialog.path.text() == str(tmp_path / "estudio.cmdesk")
    dialog.confirmed.emit()
    assert "already" in dialog.problem_at("path")
    dialog.reject()


def test_an_agency_on_a_server_needs_its_address(page):
    told = heard(page.new_wanted)
    dialog = page.ask_new()
    dialog.agency.setText("Farolillo")
    dialog.owner.setText("Nuria")
    dialog.kind.choose("server")
    dialog._show_kind()
    dialog.url.setText("server")
    dialog.confirmed.emit()
    assert dialog.problem_at("url")
    dialog.url.setText(" postgresql://nuria@server/agency ")
    dialog.confirmed.emit()
    assert told[0][0].workspace == "postgresql://nuria@server/agency"


def test_a_shared_agency_is_opened_by_its_address(page):
    told = heard(page.open_wanted)
    dialog = page.ask_address()
    dialog.url.setText("http://x")
    dialog.confirmed.emit()
    assert told == []
    dialog.url.setText("postgresql://server/agency")
    dialog.confirmed.emit()
    assert told == [("postgresql://server/agency",)]


def test_file_names_are_plain(tmp_path):
    assert file_name("Clínica Ñandú & Cía.") == "clinica-nandu-cia.cmdesk"
    assert file_name("¡!") == "agency.cmdesk"
    assert is_address("postgres://x")
    assert not is_address("/x/agency.cmdesk")


def test_each_path_problem_has_its_sentence(tmp_path):
    (tmp_path / "there.cmdesk").touch()
    for wrong in ("", str(tmp_path), str(tmp_path / "there.cmdesk")):
        assert path_problem(wrong)
    assert "folder" in path_problem(str(tmp_path / "none" / "a.cmdesk"))
    assert path_problem("a\0b")
    assert path_problem(str(tmp_path / "new.cmdesk")) == ""


def test_the_chosen_backup_is_told(qtbot, theme, icons, window):
    at = datetime(2026, 10, 14, 9, tzinfo=UTC)
    backups = [
        SimpleNamespace(path=Path(f"/b/{n}.cmdesk-backup"), workspace="estudio.cmdesk", at=at, size=2_400_000)
        for n in (1, 2)
    ]
    dialog = BackupsDialog(theme, icons, backups, window)
    told = heard(dialog.restore_wanted)
    dialog.open()
    qtbot.keyClick(dialog.rows, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.rows, Qt.Key.Key_Return)
    assert told == [(str(Path("/b/2.cmdesk-backup")),)]


def test_without_backups_there_is_nothing_to_restore(theme, icons, window):
    dialog = BackupsDialog(theme, icons, [], window)
    dialog.open()
    assert not dialog._confirm.isEnabled()
    dialog.reject()


def test_sizes_are_said_as_people_say_them():
    assert size_words(2_400_000) == "2.3\u00a0MB"
    assert size_words(700_000) == "684\u00a0KB"
    assert size_words(30_000_000_000) == "28\u00a0GB"


def test_the_keys_are_found_in_both_languages(qtbot, theme, icons, window):
    dialog = KeysDialog(theme, icons, window)
    dialog.open()
    everything = dialog.lines
    assert len(everything) == len(keys.ALL)
    qtbot.keyClicks(dialog.search, "undo")
    assert [line for line in dialog.lines if line not in everything] == []
    assert any("Undo" in one.does for one in keys.found("undo"))
    assert keys.found("no such thing at all") == []
    dialog.reject()


@pytest.mark.parametrize("language", ["en", "es"])
def test_guide_and_about_open_in_both_languages(theme, icons, window, language):
    i18n.use(language)
    assert guide_text(language).startswith("# CMDesk")
    assert "Inter" in about_text()
    for what in ("guide", "about", "keys"):
        show_help(what, theme, icons, window).reject()
