"""The conditions of a scope as a person writes them, alone and beside a colleague."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cmdesk.domain.scope import CrisisLevel, MessageKind, PricePrint
from cmdesk.domain.scope_problems import problems
from cmdesk.services import audiences, clients, objectives, scopes
from cmdesk.ui.jobs import Jobs
from cmdesk.ui.memory import Memory
from cmdesk.ui.notify import Notify
from cmdesk.ui.page import Tools
from cmdesk.ui.scope.terms_pane import AIMS, TermsPane
from tests.made import Stage, world

TODAY = date(2026, 10, 14)
LIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


class Writer:
    """Somebody who writes the conditions of a draft."""

    def __init__(self, qtbot, desk, jobs, pane, scope_id):
        self.qtbot, self.desk, self.jobs, self.pane, self.scope_id = qtbot, desk, jobs, pane, scope_id
        self.form = pane.conditions.form
        self.looks_away = False
        jobs.changed.connect(self.load)
        self.load()
        self.settle()

    @property
    def terms(self):
        self.settle()
        return self.desk.read(scopes.scope, self.scope_id).terms

    def settle(self):
        self.qtbot.waitUntil(lambda: self.jobs.is_idle)
        QTest.qWait(1)
        self.qtbot.waitUntil(lambda: self.jobs.is_idle)

    def load(self, _changes=None):
        if not self.looks_away:
            client_id = self.desk.read(scopes.scope, self.scope_id).client_id
            self.show(self.desk.read(scopes.view, client_id))

    def show(self, view):
        version = view.version(self.scope_id)
        self.pane.show_version(version, view, problems(version))

    def writes(self, name, text):
        field = self.form.field(name)
        field.setFocus()
        (field.setPlainText if hasattr(field, "setPlainText") else field.setText)(text)
        field.commit()
        self.settle()

    def sets(self, name, number):
        field = self.form.field(name)
        field.setValue(number)
        field.commit()
        self.settle()


def add_bakery(desk, _told):
    client_id = desk.do(clients.add_client, "Horno Masalumbre").value
    desk.do(clients.add_contact, client_id, "Elena Robles", signs_scope=True, approves_posts=True)
    desk.do(clients.add_channel, client_id, "instagram")
    return client_id


def add_draft(desk, told):
    return desk.do(scopes.draft_from_template, told["bakery"], "essential").value


STAGES = {"bakery": Stage(add_bakery), "draft": Stage(add_draft, "bakery")}


@pytest.fixture
def workspace(request, tmp_path):
    with world(request, tmp_path / "a.cmdesk", STAGES, today=TODAY) as opened:
        yield opened


@pytest.fixture
def writer(qtbot, theme, icons, desk, draft):
    scope_id = draft
    jobs = Jobs(desk)
    window = QWidget()
    window.resize(900, 700)
    pane = TermsPane(Tools(theme, icons, jobs, Notify(window, theme, icons), Memory()), window)
    layout = QVBoxLayout(window)
    layout.addWidget(pane)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    writer = Writer(qtbot, desk, jobs, pane, scope_id)
    yield writer
    writer.settle()
    jobs.close()


# --- Each condition


def test_each_condition_is_written_and_kept(writer):
    for name, text, kept in (
        ("last_day", "31 oct 2027", date(2027, 10, 31)), ("round_meaning", "Una lista.", "Una lista."),
        ("rights", "Tuyo.", "Tuyo."), ("privacy", "Nada.", "Nada."), ("payment", "A 30 días.", "A 30 días."),
        ("extra_hour_cents", "45,50", 4550), ("discount_bp", "5", 500), ("coverage_from", "8:30", 510),
        ("introduction", "Hola.", "Hola."), ("other_terms", "Las claves: tuyas.", "Las claves: tuyas."),
    ):  # fmt: skip
        assert getattr(writer.terms, name) != kept
        writer.writes(name, text)
        assert getattr(writer.terms, name) == kept, name


def test_each_number_is_set_and_kept(writer):
    for name, number, kept in (
        ("renewal_months", 12, 12), ("renewal_months", 0, None), ("notice_days", 15, 15), ("lead_days", 4, 4),
        ("revision_rounds", 3, 3), ("silence_days", 5, 5), ("response_hours", 6, 6),
    ):  # fmt: skip
        assert getattr(writer.terms, name) != kept
        writer.sets(name, number)
        assert getattr(writer.terms, name) == kept, name


def test_prices_are_printed_as_chosen(writer):
    writer.form.changed.emit("price_print", PricePrint.AREA)
    assert writer.terms.price_print is PricePrint.AREA
    assert writer.form.field("price_print").current is PricePrint.AREA


def test_days_of_silence_are_asked_for_only_where_silence_means_yes(writer):
    assert not writer.form.field("silence_days").isEnabled()
    writer.form.field("silence_is_yes").click()
    assert writer.terms.silence_is_yes
    assert writer.form.field("silence_days").isEnabled()


def test_each_kind_of_message_has_its_hours_and_whom_to_tell(writer):
    rows = writer.form.field("response_rows")
    rows.hours[MessageKind.COMPLAINT].setValue(2)
    rows.hours[MessageKind.COMPLAINT].commit()
    rows.tell[MessageKind.COMPLAINT].setText("Elena Robles")
    rows.tell[MessageKind.COMPLAINT].commit()
    row = next(one for one in writer.terms.response_rows if one.kind is MessageKind.COMPLAINT)
    assert (row.hours, row.tell) == (2, "Elena Robles")
    assert [row.kind for row in writer.terms.response_rows] == list(MessageKind)
    assert rows.tell[MessageKind.COMPLAINT].completer() is not None


# --- Crisis levels


def names(writer):
    return [level.name for level in writer.terms.crisis_levels]


def test_levels_of_a_crisis_are_added_changed_moved_and_removed(writer):
    levels = writer.form.field("crisis_levels")
    first = names(writer)
    levels.add.click()
    writer.settle()
    edit = levels.cards[-1].form.field("name")
    assert edit.hasFocus()
    edit.setText("Lo peor")
    edit.commit()
    writer.settle()
    assert names(writer) == [*first, "Lo peor"]

    QTest.keyClick(edit, Qt.Key.Key_Up, LIFT)
    assert names(writer) == [*first[:-1], "Lo peor", first[-1]]
    levels.cards[0].remove.click()
    assert names(writer) == [*first[1:-1], "Lo peor", first[-1]]
    writer.jobs.undo()
    assert names(writer)[0] == first[0]


def test_more_levels_than_anybody_remembers_are_refused(writer):
    writer.form.changed.emit("crisis_levels", tuple(CrisisLevel(str(number)) for number in range(6)))
    writer.settle()
    assert not writer.form.field("crisis_levels").add.isEnabled()


# --- Putting back


def test_a_field_offers_what_stood_there_before(writer):
    before = writer.terms.payment
    back = writer.form._backs["payment"]
    assert back.isHidden()
    writer.writes("payment", "A 30 días.")
    assert not back.isHidden()
    assert before in back.toolTip()
    back.click()
    assert writer.terms.payment == before
    writer.settle()
    assert back.isHidden()


# --- Two people


def test_two_fields_left_at_once_are_both_kept(writer):
    writer.looks_away = True
    writer.form.changed.emit("payment", "A 30 días.")
    writer.form.changed.emit("rights", "Tuyo.")
    assert (writer.terms.payment, writer.terms.rights) == ("A 30 días.", "Tuyo.")
    assert writer.pane.conditions.both.isHidden()


def test_another_field_changed_by_a_colleague_is_no_conflict(writer):
    writer.looks_away = True
    writer.desk.do(scopes.change_terms, writer.scope_id, "rights", "De la casa.")
    writer.form.changed.emit("payment", "A 30 días.")
    assert (writer.terms.payment, writer.terms.rights) == ("A 30 días.", "De la casa.")


def test_of_two_texts_in_one_field_both_are_shown_and_one_is_chosen(writer):
    both = writer.pane.conditions.both
    for button, kept in (("mine", "Lo mío."), ("theirs", "Lo suyo."), ("both", "Lo suyo.\nLo mío.")):
        writer.looks_away = True
        writer.desk.do(scopes.change_terms, writer.scope_id, "payment", "Lo suyo.")
        writer.form.changed.emit("payment", "Lo mío.")
        assert writer.terms.payment == "Lo suyo."
        writer.qtbot.waitUntil(both.isVisible)
        assert (both._mine.text(), both._theirs.text()) == ("Lo mío.", "Lo suyo.")
        assert "How it is paid" in both._title.text()

        getattr(both, button).click()
        assert writer.terms.payment == kept
        assert both.isHidden()
        writer.desk.do(scopes.change_terms, writer.scope_id, "payment", "Al mes.")
        writer.looks_away = False
        writer.load()
        writer.settle()


def test_a_value_that_cannot_be_is_said_below_its_field(writer):
    writer.pane.save("notice_days", 1_000)
    writer.settle()
    assert "from 0 to 366" in writer.form.holder("notice_days").problem


def test_a_sent_version_is_only_read(writer):
    writer.desk.do(scopes.send, writer.scope_id)
    writer.load()
    assert not writer.form.field("payment").isEnabled()
    assert writer.form.field("crisis_levels").add.isHidden()
    assert all(back.isHidden() for back in writer.form._backs.values())


def test_the_menu_of_groups_leads_to_their_first_field(writer):
    menu = writer.pane.conditions.jump_menu()
    next(one for one in menu.actions() if one.text() == "Money").trigger()
    assert writer.form.field("currency").hasFocus()
    menu.close()


# --- Aims and people


def test_aims_and_people_are_written_beside_the_scope(writer, bakery):
    writer.pane.show_part(AIMS)
    writer.settle()
    pane = writer.pane.aims
    pane.aims.adder.edit.setText("Vender más pan")
    pane.aims.adder.edit.returnPressed.emit()
    writer.settle()
    (aim,) = writer.desk.read(objectives.objectives, bakery)
    target = pane.aims.cards[aim.id].form.field("target")
    target.setText("360")
    target.commit()
    pane.people.adder.edit.setText("Vecinos")
    pane.people.adder.edit.returnPressed.emit()
    writer.settle()
    assert writer.desk.read(objectives.objectives, bakery)[0].target == "360"
    (who,) = writer.desk.read(audiences.audiences, bakery)
    assert pane.people.cards[who.id].form.field("who").hasFocus()

    pane.aims.adder.edit.returnPressed.emit()
    writer.settle()
    assert "Write what the client wants" in pane.aims.adder._error.sentence


def test_people_are_dragged_to_another_square_of_the_map(writer, bakery):
    key = writer.desk.do(audiences.add_audience, bakery, "Vecinos").value
    writer.pane.show_part(AIMS)
    writer.settle()
    ground = writer.pane.aims.map
    start = ground.place_of(key).center().toPoint()
    aim = ground.square(3, 3).center().toPoint()
    QTest.mousePress(ground, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(ground, aim)
    QTest.mouseRelease(ground, Qt.MouseButton.LeftButton, pos=aim)
    writer.settle()
    (who,) = writer.desk.read(audiences.audiences, bakery)
    assert (who.interest, who.influence) == (3, 3)

    QTest.mouseClick(ground, Qt.MouseButton.LeftButton, pos=ground.place_of(key).center().toPoint())
    assert writer.pane.aims.people.cards[key].form.field("who").hasFocus()


def test_aims_are_reordered_by_keyboard_and_removed_with_an_undo(writer, bakery):
    keys = [writer.desk.do(objectives.add_objective, bakery, name).value for name in ("uno", "dos")]
    writer.pane.show_part(AIMS)
    writer.settle()
    cards = writer.pane.aims.aims.cards
    QTest.keyClick(cards[keys[1]], Qt.Key.Key_Up, LIFT)
    writer.settle()
    assert [one.aim for one in writer.desk.read(objectives.objectives, bakery)] == ["dos", "uno"]
    cards[keys[0]].remove.click()
    writer.settle()
    assert [one.aim for one in writer.desk.read(objectives.objectives, bakery)] == ["dos"]
    writer.jobs.undo()
    writer.settle()
    assert len(writer.desk.read(objectives.objectives, bakery)) == 2


def test_how_the_brand_speaks_is_written_beside_the_scope(writer, bakery):
    writer.pane.show_part(AIMS)
    writer.settle()
    field = writer.pane.aims.voice.field("voice_do")
    field.setPlainText("Dar las gracias")
    field.commit()
    writer.settle()
    assert writer.desk.read(clients.client, bakery).voice_do == "Dar las gracias"
