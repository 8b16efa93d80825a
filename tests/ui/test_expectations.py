"""The expectation test as a person answers it, with the mouse and with keys."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cmdesk.domain.expectations import Answer
from cmdesk.domain.scope import Treatment
from cmdesk.services import scopes
from cmdesk.ui.scope.terms_pane import QUESTIONS
from tests.ui.test_conditions import Writer, workspace, writer

__all__ = ["Writer", "workspace", "writer"]

TODAY = date(2026, 10, 14)


@pytest.fixture
def reader(writer):
    """Somebody who has the questions before them, the keyboard in the first of them."""
    writer.pane.focus_field("expectations")
    writer.settle()
    writer.pane.expectations.take_keyboard()
    return writer


def row(reader, number=0):
    reader.settle()
    return reader.pane.expectations.rows[number]


def asked(reader, number=0):
    reader.settle()
    return reader.desk.read(scopes.questions, reader.scope_id)[number]


def left_out(reader):
    """The place of a question whose line is not included."""
    questions = reader.desk.read(scopes.questions, reader.scope_id)
    return next(n for n, one in enumerate(questions) if one.derived is Answer.EXCLUDED and one.line_id)


def test_the_test_stands_in_a_part_of_its_own(reader):
    assert reader.pane.part == QUESTIONS
    assert len(reader.pane.expectations.rows) == len(reader.desk.read(scopes.questions, reader.scope_id)) > 3
    assert "As the scope says" in row(reader).source.text()


def test_keys_answer_and_arrows_go_on(reader):
    number = left_out(reader)
    row(reader, number).setFocus()
    QTest.keyClick(row(reader, number), Qt.Key.Key_1)
    assert asked(reader, number).question.answer is Answer.INCLUDED
    assert row(reader, number).below.isVisible()
    assert "otherwise" in row(reader, number).source.text()
    assert "1 answered otherwise" in reader.pane.expectations.count.text()

    QTest.keyClick(row(reader, number), Qt.Key.Key_Right)
    assert asked(reader, number).question.answer is Answer.EXCLUDED
    QTest.keyClick(row(reader, number), Qt.Key.Key_3)
    assert asked(reader, number).question.answer is Answer.EXTRA
    QTest.keyClick(row(reader, number), Qt.Key.Key_Backspace)
    assert not asked(reader, number).question.is_changed

    QTest.keyClick(row(reader), Qt.Key.Key_Down)
    assert row(reader, 1).hasFocus()
    QTest.keyClick(row(reader, 1), Qt.Key.Key_Up)
    assert row(reader).hasFocus()


@pytest.mark.parametrize(
    ("key", "verb", "treatment"),
    [
        (Qt.Key.Key_1, "Include the line", Treatment.INCLUDED),
        (Qt.Key.Key_3, "Offer it as an option", Treatment.OPTIONAL),
    ],
)
def test_a_contradiction_is_put_right_in_one_step(reader, key, verb, treatment):
    number = left_out(reader)
    line_id = asked(reader, number).line_id
    QTest.keyClick(row(reader, number), key)
    assert row(reader, number).settle.text() == verb
    row(reader, number).settle.click()
    reader.settle()
    version = reader.desk.read(scopes.scope, reader.scope_id)
    assert next(line for line in version.lines if line.id == line_id).treatment is treatment
    assert version.terms.expectations == ()


def test_the_mouse_answers_puts_back_and_leads_to_the_line(reader):
    number = left_out(reader)
    row(reader, number).answers.chosen.emit(Answer.INCLUDED)
    assert asked(reader, number).question.is_changed
    with reader.qtbot.waitSignal(reader.pane.line_wanted) as wanted:
        row(reader, number).line.click()
    assert wanted.args == [asked(reader, number).line_id]
    row(reader, number).back.click()
    assert not asked(reader, number).question.is_changed


def test_whether_it_is_printed_is_switched_here(reader):
    reader.pane.expectations.prints.click()
    assert reader.terms.prints_expectations is False


def test_the_test_of_a_sent_version_is_only_read(reader):
    reader.desk.do(scopes.send, reader.scope_id)
    reader.load()
    reader.settle()
    assert not reader.pane.expectations.prints.isEnabled()
    QTest.keyClick(row(reader), Qt.Key.Key_1)
    QTest.keyClick(row(reader), Qt.Key.Key_2)
    assert reader.desk.read(scopes.scope, reader.scope_id).terms.expectations == ()
