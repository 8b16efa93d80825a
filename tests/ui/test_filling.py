"""A month planned from the agreement in the calendar: proposals to accept, move or drop; repeating; paper."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from cmdesk.domain.moments import Month, When
from cmdesk.services import calendar
from cmdesk.services.filling import filling
from cmdesk.services.repeating import series_of
from cmdesk.ui.calendar.filling import MonthDialog
from cmdesk.ui.calendar.papers import PaperDialog
from cmdesk.ui.calendar.repeating import RepeatDialog
from cmdesk.ui.widgets.frames import Dialog
from tests.ui.test_calendar import Agency, october

NOVEMBER = Month(2026, 11)


@pytest.fixture
def agency(qtbot, theme, icons, tmp_path):
    world = Agency(qtbot, theme, icons, tmp_path)
    yield world
    for dialog in dialogs():
        dialog.close()
    world.close()


def dialogs():
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, Dialog) and one.isVisible()]


def opened(agency, kind):
    agency.settle()
    (dialog,) = [one for one in dialogs() if isinstance(one, kind)]
    return dialog


def written(agency):
    """The posts of the weeks of November, to which the last days of October belong."""
    return agency.desk.read(calendar.month, agency.client, NOVEMBER).cards


@pytest.fixture
def proposed(agency):
    """The calendar in November, with what the agreement still wants."""
    agency.open()
    agency.page.go_to_month(NOVEMBER)
    agency.settle()
    agency.shortcut("F")
    return agency


class TestProposals:
    def test_they_stand_in_the_month_and_nothing_is_written(self, proposed):
        page = proposed.page
        assert len(page.filling.proposals) == 12 + 4 + 25
        assert all(page.month_posts.card(one.card.id) for one in page.filling.proposals)
        assert page.filling.bar.isVisible()
        assert page.strip._bars[0].accessibleName() == "Feed posts: 0 → 12 of 12"
        assert not page.empty.isVisible()
        assert not written(proposed)
        assert page.escape()
        proposed.settle()
        assert (page.filling.is_open, page.filling.bar.isVisible(), written(proposed)) == (False, False, ())
        assert not [card for card in page.month_posts.cards if card.id < 0]

    def test_enter_accepts_one_and_goes_on_to_the_next_and_del_drops(self, proposed):
        page = proposed.page
        first, second, third = page.filling.proposals[:3]
        proposed.type(Qt.Key.Key_Return)
        assert [(card.day, card.title, card.lineage) for card in written(proposed)] == [
            (first.day, first.title, first.lineage)
        ]
        assert page.view.selected_ids() == [second.card.id]
        proposed.shortcut("Del")
        assert page.view.selected_ids() == [third.card.id]
        assert len(page.filling.proposals) == 39
        assert len(written(proposed)) == 1
        proposed.jobs.undo()
        proposed.settle()
        assert not written(proposed)

    def test_one_that_is_dragged_is_written_where_it_was_dropped(self, proposed):
        page = proposed.page
        one = next(one for one in page.filling.proposals if one.day == date(2026, 11, 4))
        proposed.drag(one.card.id, proposed.day(date(2026, 11, 28)))
        (moved,) = [new for new in page.filling.proposals if new.number == one.number]
        assert (moved.day, moved.minute) == (date(2026, 11, 28), one.minute)
        assert not written(proposed)
        page.open_post(moved.card.id)
        proposed.settle()
        assert [card.day for card in written(proposed)] == [date(2026, 11, 28)]

    def test_all_are_accepted_in_one_step(self, proposed):
        page = proposed.page
        page.filling.move([page.filling.proposals[0].card], page.filling.proposals[0].card.id, When(None))
        page.filling.bar.accept_all.click()
        proposed.settle()
        assert len(written(proposed)) == 40
        assert not page.filling.is_open
        assert proposed.notify.shown == "40 posts planned"
        assert proposed.desk.read(filling, proposed.client, NOVEMBER).proposals != ()
        proposed.jobs.undo()
        proposed.settle()
        assert not written(proposed)


def test_another_month_is_copied_as_proposals(agency):
    agency.add("Martes de harina", 13, 540)
    agency.open()
    agency.page.go_to_month(NOVEMBER)
    agency.settle()
    agency.shortcut("Shift+F")
    dialog = opened(agency, MonthDialog)
    assert (dialog.source, dialog.with_text) == (Month(2026, 10), False)
    dialog.confirmed.emit()
    agency.settle()
    assert [(one.title, one.day) for one in agency.page.filling.proposals] == [("Martes de harina", date(2026, 11, 10))]
    agency.page.filling.accept_all()
    agency.settle()
    assert [card.title for card in written(agency)] == ["Martes de harina"]


def test_a_post_repeats_by_a_rule_and_its_followers_move_together(agency):
    key = agency.add("Pan", 15, 540)
    agency.open()
    agency.view.choose([key])
    agency.shortcut("R")
    dialog = opened(agency, RepeatDialog)
    agency.bot.waitUntil(lambda: "Thu 22 Oct, 09:00 2026" in dialog._list.text())
    assert dialog.rule == "RRULE:FREQ=WEEKLY;BYDAY=TH;COUNT=8"
    dialog.write_rule("every now and then")
    assert dialog._rule_field.problem.startswith("This is no rule")
    assert not dialog._confirm_button.isEnabled()
    dialog.write_rule("FREQ=WEEKLY;INTERVAL=2;COUNT=3")
    assert dialog._interval.value() == 2
    agency.bot.waitUntil(lambda: dialog._confirm_button.isEnabled() and agency.jobs.is_idle)
    assert dialog._count.text() == "2 drafts more"
    dialog.confirmed.emit()
    agency.settle()
    assert [card.day for card in agency.desk.read(series_of, key).posts] == [
        october(15), october(29), date(2026, 11, 12),
    ]  # fmt: skip
    agency.shortcut("R")
    dialog = opened(agency, RepeatDialog)
    dialog.drop_button.click()
    agency.settle()
    assert len(agency.desk.read(series_of, key).posts) == 1


def test_the_month_is_seen_on_paper_before_it_is_saved(agency, tmp_path):
    agency.add("Pan", 15, 540)
    agency.open()
    agency.shortcut("Ctrl+P")
    dialog = opened(agency, PaperDialog)
    agency.bot.waitUntil(dialog._save.isEnabled)
    assert dialog.preview.where.text() == "Page 1 of 1"
    dialog.texts.setChecked(True)
    agency.bot.waitUntil(lambda: dialog.preview.where.text() == "Page 1 of 2")
    agency.settle()
    path = tmp_path / "month.pdf"
    dialog.save_to(str(path))
    agency.settle()
    assert path.read_bytes().startswith(b"%PDF")
    assert agency.notify.shown == "“month.pdf” saved"
