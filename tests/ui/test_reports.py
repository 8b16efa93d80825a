"""The Reports section."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from cmdesk.domain.moments import Month
from cmdesk.services import clients, reporting
from cmdesk.ui.jobs import Jobs
from cmdesk.ui.memory import Memory
from cmdesk.ui.notify import Notify
from cmdesk.ui.page import Place, Tools
from cmdesk.ui.reports.page import ReportsPage


@pytest.fixture
def page(qtbot, theme, icons, sample_desk):
    jobs = Jobs(sample_desk)
    frame = QWidget()
    place = Place(frame)
    notify = Notify(frame, theme, icons)
    made = ReportsPage(Tools(theme, icons, jobs, notify, Memory()), place, frame)
    qtbot.addWidget(frame)
    frame.resize(1220, 860)
    made.resize(1220, 860)
    frame.show()
    yield made
    jobs.close()
    frame.hide()


def wait_drawn(qtbot, page):
    qtbot.waitUntil(lambda: page.preview.sheets.count > 0 and page.tools.jobs.is_idle)


def choose_bakery(qtbot, page):
    tile = page.tools.jobs.desk.read(clients.tiles)[0]
    page.place.choose_client(tile.id)
    wait_drawn(qtbot, page)
    return tile


def test_all_clients_at_once_have_no_report(qtbot, page):
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.empty)
    assert not page.save_button.isEnabled()


def test_the_status_report_of_last_month_is_drawn(qtbot, page):
    choose_bakery(qtbot, page)

    assert page.month.current_key == Month(2026, 9)
    assert page.preview.where.text().startswith("Page 1 of ")


def test_the_scope_is_drawn_in_the_clients_language(qtbot, page):
    choose_bakery(qtbot, page)
    page.open("scope")
    qtbot.waitUntil(lambda: page._document is not None and "Alcance" in page._document.file_name)

    assert page.language.current == "es"


def test_leaving_the_headline_saves_it_and_draws_anew(qtbot, page):
    tile = choose_bakery(qtbot, page)
    before = page._document
    page.headline.setFocus()
    page.headline.selectAll()
    qtbot.keyClicks(page.headline, "Un mes redondo")
    qtbot.keyClick(page.headline, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page._document is not before and page.tools.jobs.is_idle)

    text = page.tools.jobs.desk.read(reporting.month_text, tile.id, Month(2026, 9))
    assert text.headline == "Un mes redondo"


def test_pages_turn_by_key_and_by_button(qtbot, page):
    choose_bakery(qtbot, page)
    page.preview.turn(1)
    assert page.preview.where.text().startswith("Page 2 of ")

    page.preview.back.click()
    assert page.preview.where.text().startswith("Page 1 of ")


def test_zoom_goes_in_steps_and_back_to_the_whole_page(qtbot, page):
    choose_bakery(qtbot, page)
    fitting = page.preview.percent_now
    page.preview.more.click()
    assert page.preview.percent_now > fitting

    page.preview.fit_page()
    assert page.preview.percent_now == pytest.approx(fitting)


def test_saving_writes_the_file_and_offers_to_open_it(qtbot, page, tmp_path):
    choose_bakery(qtbot, page)
    target = tmp_path / "informe.pdf"
    page._save()
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    dialog.reject()
    page._save_to(str(target))
    qtbot.waitUntil(lambda: target.exists() and "saved" in page.tools.notify.shown)

    assert target.read_bytes().startswith(b"%PDF")
