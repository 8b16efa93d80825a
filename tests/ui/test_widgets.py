"""The controls: what is written is saved when it is left, everything works by keyboard, and is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cmdesk import i18n
from cmdesk.domain.errors import RuleBroken, Unavailable
from cmdesk.domain.posts import LONGEST_POST
from cmdesk.i18n import speech
from cmdesk.ui.icons import Icons
from cmdesk.ui.memory import Memory
from cmdesk.ui.notify import Notify
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import IconButton, push_button
from cmdesk.ui.widgets.choices import CheckBox, FilterChip, SegmentedControl
from cmdesk.ui.widgets.days import DayPicker
from cmdesk.ui.widgets.facts import QuotaBar, words
from cmdesk.ui.widgets.fields import (
    ComboBox,
    CommittingLineEdit,
    CommittingTextEdit,
    DayEdit,
    MoneyEdit,
    Stepper,
    commit_focused,
    labelled,
    parse_money,
)
from cmdesk.ui.widgets.frames import Banner, Dialog, Header, ProgressLine, Toolbar
from cmdesk.ui.widgets.layouts import FlowLayout, Splitter
from cmdesk.ui.widgets.navlist import NavItem, NavList
from cmdesk.ui.widgets.popover import Popover
from cmdesk.ui.widgets.themed import FocusRing

Shown = Callable[..., QWidget]


class Heard(list[object]):
    """What a signal said, in order."""

    def __call__(self, *values: object) -> None:
        self.append(values[0] if len(values) == 1 else values)


@pytest.fixture
def shown(qtbot) -> Shown:
    """Put widgets into a window and show it."""
    windows: list[QWidget] = []  # qtbot itself holds them weakly

    def show(*widgets: QWidget) -> QWidget:
        window = QWidget()
        column = QVBoxLayout(window)
        for widget in widgets:
            column.addWidget(widget)
        window.resize(700, 600)
        qtbot.addWidget(window)
        windows.append(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return show


# --- Text ------------------------------------------------------------------------------------------------------------


def test_a_line_is_saved_when_it_is_left(theme: Theme, shown: Shown, qtbot) -> None:
    field, other, heard = CommittingLineEdit(theme, "Old"), CommittingLineEdit(theme), Heard()
    field.committed.connect(heard)
    shown(field, other)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "New name")

    assert heard == []
    qtbot.keyClick(field, Qt.Key.Key_Tab)

    assert heard == ["New name"]


def test_a_price_is_never_cut_for_the_remark_beside_it(theme: Theme, shown: Shown) -> None:
    field = MoneyEdit(theme, 24000, language="es")
    shown(field)
    field.set_note("20 por unidad")
    field.setFixedWidth(300)
    assert field.shows_note
    assert field.textMargins().right() > 0

    field.setFixedWidth(138)
    assert not field.shows_note
    assert field.textMargins().right() == 0
    field.setText("2")
    assert field.shows_note


def test_a_line_is_saved_at_enter_and_only_once(theme: Theme, shown: Shown, qtbot) -> None:
    field, other, heard = CommittingLineEdit(theme), CommittingLineEdit(theme), Heard()
    field.committed.connect(heard)
    shown(field, other)
    field.setFocus()
    qtbot.keyClicks(field, "Horno")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    other.setFocus()

    assert heard == ["Horno"]


def test_esc_puts_a_line_back_and_saves_nothing(theme: Theme, shown: Shown, qtbot) -> None:
    field, other, heard = CommittingLineEdit(theme, "Old"), CommittingLineEdit(theme), Heard()
    field.committed.connect(heard)
    shown(field, other)
    field.setFocus()
    qtbot.keyClicks(field, "er and older")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    other.setFocus()

    assert field.text() == "Old"
    assert heard == []


def test_what_is_being_written_survives_a_reload(theme: Theme, shown: Shown, qtbot) -> None:
    field = CommittingLineEdit(theme, "Old")
    shown(field)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "Mine")
    field.show_text("Theirs")
    assert field.text() == "Mine"

    qtbot.keyClick(field, Qt.Key.Key_Escape)

    assert field.text() == "Theirs"


def test_a_text_is_saved_at_ctrl_enter_and_enter_is_a_line(theme: Theme, shown: Shown, qtbot) -> None:
    field, heard = CommittingTextEdit(theme), Heard()
    field.committed.connect(heard)
    shown(field)
    field.setFocus()
    qtbot.keyClicks(field, "Una")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClicks(field, "dos")
    assert heard == []

    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert heard == ["Una\ndos"]


def test_a_pasted_book_does_not_freeze_a_field_and_is_still_too_long_to_be_saved(theme, qtbot):
    field, book = CommittingTextEdit(theme, "Pan"), QMimeData()
    qtbot.addWidget(field)
    book.setText("Había una vez un horno.\n" * 400_000)
    field.insertFromMimeData(book)
    assert LONGEST_POST < len(field.text()) <= 200_000
    book.setText("uno")
    field.show_text("")
    field.insertFromMimeData(book)
    assert field.text() == "uno"


def test_a_text_is_as_high_as_what_is_written(theme: Theme, shown: Shown, qtbot) -> None:
    field = CommittingTextEdit(theme, lines=2)
    shown(field, QWidget())
    low = field.height()

    field.setPlainText("a\n" * 6)

    qtbot.waitUntil(lambda: field.height() > low)


def test_a_field_is_saved_before_the_window_closes(theme: Theme, shown: Shown, qtbot) -> None:
    field, heard = CommittingLineEdit(theme), Heard()
    field.committed.connect(heard)
    shown(field)
    field.setFocus()
    qtbot.keyClicks(field, "Almost lost")

    commit_focused()

    assert heard == ["Almost lost"]


def test_a_very_long_word_is_kept_whole(theme: Theme, shown: Shown) -> None:
    field, heard = CommittingLineEdit(theme), Heard()
    field.committed.connect(heard)
    shown(field)
    field.setFocus()
    field.insert("x" * 100_000)
    field.commit()

    assert heard == ["x" * 100_000]


def test_markup_is_shown_as_it_was_written(theme: Theme) -> None:
    label = words(theme, "<b>Horno</b>")

    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == "<b>Horno</b>"


# --- Money, numbers, days --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("1.234,50", 123450),
        ("1,234.50", 123450),
        ("1234.5", 123450),
        ("1.234", 123400),
        ("1,234", 123400),
        ("320", 32000),
        ("320,00 €", 32000),
        ("€905.00", 90500),
        ("1.234.567", 123456700),
        ("0,5", 50),
        (",5", 50),
        ("-12,30", -1230),
        ("12.", 1200),
        ("", None),
    ],
)
def test_money_is_read_as_people_write_it(written: str, cents: int | None) -> None:
    assert parse_money(written) == cents


@pytest.mark.parametrize("written", ["twelve", "1,2,3", "1.23.4", "12.3456", "1.2,3.4", "--3", ".", "12 000,5x"])
def test_what_is_not_money_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_money(written)


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from(["en", "es"]))
def test_every_amount_that_is_shown_can_be_read_again(cents: int, language: str) -> None:
    assert parse_money(speech(language).amount(cents)) == cents


def test_an_amount_is_shown_in_its_language_and_told_in_cents(theme: Theme, shown: Shown, qtbot) -> None:
    field, heard = MoneyEdit(theme, 32000, language="es"), Heard()
    field.committed.connect(heard)
    shown(field)
    assert field.text() == "320,00"
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "1.250,5")
    qtbot.keyClick(field, Qt.Key.Key_Return)

    assert heard == [125050]
    assert field.text() == "1.250,50"


def test_a_wrong_amount_says_what_to_write_and_stays(theme: Theme, icons: Icons, shown: Shown, qtbot) -> None:
    field, heard = MoneyEdit(theme, 32000), Heard()
    field.committed.connect(heard)
    column = labelled(theme, icons, "€ per month", field)
    shown(column)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "a lot")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert column.problem == "Write an amount, such as 1,234.50."
    assert field.text() == "a lot"
    assert heard == []

    qtbot.keyClick(field, Qt.Key.Key_Escape)

    assert column.problem == ""
    assert field.text() == "320.00"


def test_a_stepper_steps_by_one_and_by_five(theme: Theme, icons: Icons, shown: Shown, qtbot) -> None:
    stepper, changed, committed = Stepper(theme, icons, 16, 0, 30), Heard(), Heard()
    stepper.changed.connect(changed)
    stepper.committed.connect(committed)
    shown(stepper)
    stepper.setFocus()
    qtbot.keyClick(stepper, Qt.Key.Key_Up)
    qtbot.keyClick(stepper, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert changed == [17, 22]
    assert committed == []

    qtbot.keyClick(stepper, Qt.Key.Key_Return)

    assert committed == [22]


def test_a_stepper_says_its_number_when_it_rests(theme: Theme, icons: Icons, shown: Shown, qtbot) -> None:
    stepper = Stepper(theme, icons, 1)
    shown(stepper)

    with qtbot.waitSignal(stepper.committed) as told:
        stepper.stepBy(1)

    assert told.args == [2]


def test_a_stepper_ignores_the_wheel_of_a_passer_by(theme: Theme, icons: Icons, shown: Shown) -> None:
    stepper = Stepper(theme, icons, 4)
    shown(CommittingLineEdit(theme), stepper)
    wheel_over(stepper)

    assert stepper.value() == 4


def wheel_over(widget: QWidget) -> None:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QWheelEvent

    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle, widget.mapToGlobal(middle), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def day_words(text: str) -> date:
    if text == "fri 16":
        return date(2026, 10, 16)
    raise RuleBroken("Write a day, such as fri 16.")


def test_a_day_is_written_in_words(theme: Theme, icons: Icons, shown: Shown, qtbot) -> None:
    field, heard = DayEdit(theme, icons, day_words, speech("en").short_day), Heard()
    field.committed.connect(heard)
    column = labelled(theme, icons, "Day", field)
    shown(column)
    field.setFocus()
    qtbot.keyClicks(field, "fri 16")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard == [date(2026, 10, 16)]
    assert field.text() == "Fri 16 Oct"

    field.selectAll()
    qtbot.keyClicks(field, "someday")
    qtbot.keyClick(field, Qt.Key.Key_Return)

    assert column.problem == "Write a day, such as fri 16."
    assert field.day == date(2026, 10, 16)


def test_a_day_is_picked_from_a_month_by_keyboard(theme: Theme, icons: Icons, shown: Shown, qtbot) -> None:
    field, heard = DayEdit(theme, icons, day_words, speech("en").short_day), Heard()
    field.committed.connect(heard)
    field.show_day(date(2026, 10, 16))
    window = shown(field)
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    grid = QApplication.focusWidget()
    assert grid is not None
    assert window.findChildren(DayPicker)[0].isAncestorOf(grid)
    qtbot.keyClick(grid, Qt.Key.Key_PageDown)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.keyClick(grid, Qt.Key.Key_Return)

    assert heard == [date(2026, 11, 17)]
    assert QApplication.focusWidget() is field


# --- Choosing --------------------------------------------------------------------------------------------------------


def test_arrows_choose_in_a_segmented_control(theme: Theme, shown: Shown, qtbot) -> None:
    control, heard = SegmentedControl(theme, [("m", "Month"), ("w", "Week")]), Heard()
    control.chosen.connect(heard)
    shown(control)
    control.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)

    assert heard == ["w"]
    assert control.current == "w"


def test_choosing_by_program_tells_nobody(theme: Theme, icons: Icons) -> None:
    control, combo, heard = SegmentedControl(theme, [(1, "One"), (2, "Two")]), ComboBox(theme, icons), Heard()
    control.chosen.connect(heard)
    combo.chosen.connect(heard)
    combo.offer([(1, "One"), (2, "Two")])
    control.choose(2)
    combo.choose(2)

    assert heard == []
    assert (control.current, combo.current_key) == (2, 2)


def test_a_combo_box_keeps_its_choice_when_it_is_offered_anew(theme: Theme, icons: Icons) -> None:
    combo = ComboBox(theme, icons)
    combo.offer([(1, "One"), (2, "Two")])
    combo.choose(2)
    combo.offer([(2, "Two"), (3, "Three")])
    assert combo.current_key == 2

    combo.offer([(3, "Three")])

    assert combo.current_key is None


def test_a_filter_is_on_with_a_tick_and_wider(theme: Theme, icons: Icons, shown: Shown, qtbot) -> None:
    chip = FilterChip(theme, icons, "Instagram", network="instagram")
    shown(chip)
    narrow = chip.sizeHint().width()
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Return)

    assert chip.isChecked()
    assert chip.sizeHint().width() > narrow


def nav(theme: Theme, icons: Icons) -> NavList:
    found = NavList(theme, icons, reorderable=True)
    found.show_items(
        [
            NavItem(0, "All clients", "users", is_fixed=True),
            NavItem(1, "Horno Masalumbre", letters="HM", colour=1, count=4),
            NavItem(2, "Clínica Velanova", letters="CV", colour=2),
        ]
    )
    return found


def test_a_row_is_chosen_with_enter_and_not_by_moving(theme: Theme, icons: Icons, shown: Shown, qtbot) -> None:
    clients, heard = nav(theme, icons), Heard()
    clients.chosen.connect(heard)
    clients.choose(0)
    shown(clients)
    clients.setFocus()
    qtbot.keyClick(clients, Qt.Key.Key_Down)
    assert heard == []

    qtbot.keyClick(clients, Qt.Key.Key_Return)

    assert heard == [1]
    assert clients.current_key == 1


def test_rows_are_put_in_order_by_keyboard_and_fixed_ones_stay(theme: Theme, icons: Icons, shown: Shown, qtbot) -> None:
    clients, heard = nav(theme, icons), Heard()
    clients.reordered.connect(heard)
    shown(clients)
    clients.choose(2)
    both = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(clients, Qt.Key.Key_Up, both)
    qtbot.keyClick(clients, Qt.Key.Key_Up, both)

    assert heard == [[2, 1]]
    assert clients.keys() == [0, 2, 1]


def test_a_row_is_read_aloud_with_what_waits(theme: Theme, icons: Icons) -> None:
    model = nav(theme, icons).model()

    assert model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Horno Masalumbre, 4 wait"


# --- Buttons ---------------------------------------------------------------------------------------------------------


def test_enter_presses_a_button(theme: Theme, icons: Icons, shown: Shown, qtbot) -> None:
    button, heard = push_button(theme, icons, "Send"), Heard()
    button.clicked.connect(heard)
    shown(button)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)

    assert len(heard) == 1


def test_a_refused_button_says_why(theme: Theme, icons: Icons) -> None:
    button = IconButton(theme, icons, "send", "Send", "S 4")
    button.refuse("There is nothing to send.")
    assert not button.isEnabled()
    assert button.toolTip() == "There is nothing to send."

    button.allow()

    assert button.isEnabled()
    assert button.toolTip() == "Send  S 4"


def test_every_painted_control_has_a_name(theme: Theme, icons: Icons, shown: Shown) -> None:
    controls = [
        push_button(theme, icons, "Send"),
        IconButton(theme, icons, "plus", "Add"),
        FilterChip(theme, icons, "Instagram"),
        CheckBox(theme, icons, "Done"),
        QuotaBar(theme, "Reels", 4, 4),
    ]
    shown(*controls)

    names = [QAccessible.queryAccessibleInterface(c).text(QAccessible.Text.Name) for c in controls]

    assert names == ["Send", "Add", "Instagram", "Done", "Reels: 4 of 4"]


def test_the_ring_is_shown_to_the_keyboard_only(theme: Theme, icons: Icons, shown: Shown) -> None:
    button, other = push_button(theme, icons, "Send"), push_button(theme, icons, "Compare")
    window = shown(button, other)
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not window.findChildren(FocusRing)

    other.setFocus(Qt.FocusReason.TabFocusReason)
    (ring,) = window.findChildren(FocusRing)

    assert ring.isVisible()
    assert ring.geometry() == other.geometry().adjusted(-4, -4, 4, 4)


def test_controls_grow_with_the_size_of_text(theme: Theme, icons: Icons) -> None:
    button, chip = push_button(theme, icons, "Send"), FilterChip(theme, icons, "Reels")

    theme.choose("light", 130)

    assert button.sizeHint().height() == 39
    assert chip.sizeHint().height() == 34


# --- Quota, header, arrangement --------------------------------------------------------------------------------------


def test_a_quota_counts_in_words(theme: Theme) -> None:
    bar = QuotaBar(theme, "Feed posts", 9, 12)
    assert bar.accessibleName() == "Feed posts: 9 of 12"

    bar.show_quota("Feed posts", 9, 12, 10)
    assert bar.accessibleName() == "Feed posts: 9 → 10 of 12"

    bar.show_quota("Feed posts", 12, 12, 13)
    assert bar.accessibleName() == "Feed posts: 1 more than agreed"


def test_the_header_says_whose_and_what(theme: Theme, icons: Icons, shown: Shown) -> None:
    header = Header(theme, icons)
    shown(header)
    header.show_place("Calendar", ("HM", 1, "Horno Masalumbre"))
    first, second = push_button(theme, icons, "Today"), push_button(theme, icons, "New post", "primary")
    header.set_actions([first])
    header.set_actions([first, second])

    assert first.isVisible()
    assert second.x() > first.x()


def test_things_flow_onto_the_next_line(theme: Theme, icons: Icons, shown: Shown) -> None:
    box = QWidget()
    flow = FlowLayout(box)
    for number in range(12):
        flow.addWidget(push_button(theme, icons, f"Button {number}"))
    shown(box)

    assert flow.heightForWidth(200) > flow.heightForWidth(2000)
    assert flow.count() == 12


# --- What floats -----------------------------------------------------------------------------------------------------


def test_a_popover_takes_the_focus_and_gives_it_back(theme: Theme, icons: Icons, shown: Shown, qtbot) -> None:
    origin = push_button(theme, icons, "Who")
    window = shown(origin)
    origin.setFocus()
    content = QWidget()
    row = QHBoxLayout(content)
    first, last = push_button(theme, icons, "One"), push_button(theme, icons, "Two")
    row.addWidget(first)
    row.addWidget(last)
    popover = Popover(theme, content, origin)
    popover.open_beside(origin)
    assert QApplication.focusWidget() is first

    qtbot.keyClick(first, Qt.Key.Key_Tab)
    qtbot.keyClick(last, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is first

    with qtbot.waitSignal(popover.closed):
        qtbot.keyClick(first, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is origin
    assert window.isVisible()


def test_a_press_outside_closes_a_popover(theme: Theme, icons: Icons, shown: Shown, qtbot) -> None:
    origin = push_button(theme, icons, "Who")
    shown(origin)
    popover = Popover(theme, words(theme, "Nobody"), origin)
    popover.open_beside(origin)

    with qtbot.waitSignal(popover.closed):
        qtbot.mouseClick(popover, Qt.MouseButton.LeftButton, pos=QPoint(690, 10))


def dialog_over(window: QWidget, theme: Theme, icons: Icons) -> Dialog:
    dialog = Dialog(theme, icons, "New client", window)
    dialog.body.addWidget(CommittingLineEdit(theme))
    dialog.set_buttons(push_button(theme, icons, "Create", "primary"))
    dialog.open()
    return dialog


def test_a_dialog_closes_what_was_asked_below_it(theme: Theme, icons: Icons, shown: Shown, qtbot) -> None:
    origin = push_button(theme, icons, "Who")
    window = shown(origin)
    popover = Popover(theme, words(theme, "Nobody"), origin)
    popover.open_beside(origin)

    with qtbot.waitSignal(popover.closed):
        dialog = dialog_over(window, theme, icons)
    dialog.reject()


def test_ctrl_enter_confirms_a_dialog_and_it_waits_for_the_answer(
    theme: Theme, icons: Icons, shown: Shown, qtbot
) -> None:
    dialog, heard = dialog_over(shown(QWidget()), theme, icons), Heard()
    dialog.confirmed.connect(lambda: heard("yes"))
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert heard == ["yes"]
    assert dialog.isVisible()
    dialog.accept()


def test_ctrl_enter_confirms_a_dialog_out_of_a_text_that_was_just_written(
    theme: Theme, icons: Icons, shown: Shown, qtbot
) -> None:
    dialog, heard = dialog_over(shown(QWidget()), theme, icons), Heard()
    why = CommittingTextEdit(theme)
    dialog.body.addWidget(why)
    dialog.confirmed.connect(lambda: heard(why.text()))
    why.setFocus()
    qtbot.keyClicks(why, "Obras")
    qtbot.keyClick(why, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert heard == ["Obras"]
    dialog.accept()


def test_esc_cancels_a_dialog(theme: Theme, icons: Icons, shown: Shown, qtbot) -> None:
    dialog = dialog_over(shown(QWidget()), theme, icons)

    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


@pytest.fixture
def banner(theme: Theme, icons: Icons) -> Banner:
    return Banner(theme, icons)


@pytest.fixture
def notify(theme: Theme, icons: Icons, shown: Shown, banner: Banner) -> Notify:
    content = QWidget()
    shown(banner, content)
    return Notify(content, theme, icons, banner)


def test_a_new_toast_takes_the_place_of_the_old(notify: Notify) -> None:
    notify.toast("Moved to Fri 16.")
    notify.toast("Moved to Sat 17.")

    assert notify.shown == "Moved to Sat 17."


def test_a_toast_undoes_and_goes(notify: Notify) -> None:
    undone = Heard()
    toast = notify.toast("Moved to Fri 16.", undo=lambda: undone("undone"))
    toast.press("Undo")

    assert undone == ["undone"]
    assert notify.shown == ""


def test_what_the_rules_refuse_is_a_toast_without_undo(notify: Notify) -> None:
    notify.problem(RuleBroken("A published post stays on its day."))

    assert notify.shown == "A published post stays on its day."


def test_a_database_out_of_reach_is_a_banner_with_try_again(notify: Notify, banner: Banner) -> None:
    tried = Heard()
    notify.problem(Unavailable("The database cannot be reached."), again=lambda: tried("again"))
    assert banner.sentence == "The database cannot be reached."
    assert notify.shown == ""

    banner.findChildren(QPushButton)[0].click()

    assert tried == ["again"]
    assert banner.sentence == ""


def test_deleting_for_good_asks_with_the_verb(notify: Notify, qtbot) -> None:
    heard = Heard()
    dialog = notify.ask("Empty the bin", "3 posts disappear for good.", "Delete 3 posts", lambda: heard("gone"))
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert heard == ["gone"]


def test_a_mistake_of_the_program_is_told_once_with_its_details(notify: Notify) -> None:
    dialog = notify.report_bug(ZeroDivisionError("division by zero"))

    assert dialog is not None
    assert notify.report_bug(ValueError("another")) is None
    next(b for b in dialog.findChildren(QPushButton) if b.accessibleName() == "Copy details").click()
    assert "ZeroDivisionError" in QApplication.clipboard().text()
    dialog.accept()


def test_progress_is_shown_only_when_it_takes_long(theme: Theme, icons: Icons, shown: Shown, qtbot) -> None:
    line = ProgressLine(theme, icons)
    shown(line, QWidget())
    line.hide()
    line.begin("Saving the report…")
    assert line.isHidden()

    qtbot.waitUntil(line.isVisible)

    line.end()
    assert line.isHidden()


def test_sizes_are_remembered(theme: Theme, shown: Shown) -> None:
    panes = Splitter(theme, Qt.Orientation.Horizontal)
    panes.addWidget(QWidget())
    panes.addWidget(QWidget())
    shown(panes)
    panes.setSizes([200, 400])
    sizes = panes.sizes()
    Memory().keep_splitter("calendar", panes)
    Memory().keep("section", "calendar")
    panes.setSizes([400, 200])

    assert Memory().restore_splitter("calendar", panes)
    assert panes.sizes() == sizes
    assert Memory().recall("section") == "calendar"


def test_controls_speak_the_language_of_the_program(theme: Theme, icons: Icons, shown: Shown) -> None:
    i18n.use("es")
    picker = DayPicker(theme, icons, date(2026, 10, 16), date(2026, 10, 14))
    shown(picker)

    assert any(label.text() == "Octubre de 2026" for label in picker.findChildren(type(words(theme))))


def test_a_toolbar_takes_a_second_row_before_it_cuts_anything(theme: Theme, icons: Icons, qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 200)
    toolbar = Toolbar(theme, window)
    chips = [FilterChip(theme, icons, f"A rather long filter {number}") for number in range(4)]
    toolbar.show_widgets([*chips, None])
    toolbar.resize(900, 44)
    window.show()
    one_row = toolbar.minimumHeight()

    toolbar.resize(400, 44)

    qtbot.waitUntil(lambda: all(chip.width() >= chip.sizeHint().width() for chip in chips))
    assert toolbar.minimumHeight() > one_row
    toolbar.resize(900, 44)
    assert toolbar.minimumHeight() == one_row


def test_a_header_hands_its_lesser_actions_over_where_there_is_no_room(theme: Theme, icons: Icons, qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 200)
    header = Header(theme, icons, window)
    lesser, main = (push_button(theme, icons, text, parent=header) for text in ("Withdraw", "Mark as agreed"))
    header.show_place("Scope")
    header.set_actions([lesser, main], lesser=[lesser])
    header.resize(900, 56)
    window.show()
    assert header.folded == []

    header.resize(250, 56)

    assert header.folded == [lesser]
    header.resize(900, 56)
    assert header.folded == []
