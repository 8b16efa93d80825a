"""Fields that save when they are left: text, money, days, numbers, choices; no Save button anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, Literal

from PySide6.QtCore import (
    QEvent,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QIcon,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QStylePainter,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from cmdesk.domain.errors import DeskError
from cmdesk.i18n import Speech, _, key_words, speech, spoken
from cmdesk.ui import glyphs
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import IconButton
from cmdesk.ui.widgets.days import DayPicker, today
from cmdesk.ui.widgets.facts import Glyph, Words
from cmdesk.ui.widgets.popover import Popover
from cmdesk.ui.widgets.themed import Themed

ProblemTone = Literal["danger", "warn"]

_LONGEST: Final = 200_000  # a pasted page is kept; what is too long for a column is said by the action
_STEPS: Final[Mapping[int, int]] = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
_SETTLED_MS: Final = 600
_RIGHT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_LEAVING: Final = frozenset({Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason})
_AMOUNT: Final = re.compile(r"-?[\d.,]*\d[.,]?")


def parse_money(text: str) -> int | None:
    """An amount as people write it in either language, in cents; nothing written is None.

    The last of two different signs separates the cents: "1.234,50", "1,234.50". A single one followed
    by three digits groups thousands, whichever it is: nobody writes tenths of a cent.

    Raises:
        ValueError: It cannot be read as an amount.
    """
    bare = re.sub(r"[\s\u00a0\u202f'’€$£]|EUR|USD|GBP", "", text, flags=re.IGNORECASE)
    if not bare:
        return None
    if not _AMOUNT.fullmatch(bare):
        raise ValueError(text)
    sign = -1 if bare.startswith("-") else 1
    whole, cents = _split_amount(bare.lstrip("-"))
    return sign * (int(whole or "0") * 100 + int(cents.ljust(2, "0")))


def _split_amount(bare: str) -> tuple[str, str]:
    last = max(bare.rfind("."), bare.rfind(","))
    if last < 0:
        return bare, ""
    separator, whole, tail = bare[last], bare[:last], bare[last + 1 :]
    other = "," if separator == "." else "."
    is_only_kind = other not in whole
    groups_thousands = len(tail) == 3 and is_only_kind and bool(whole.strip("0.,"))
    if groups_thousands:
        whole, tail = whole + separator + tail, ""
        separator, other = other, separator
    if len(tail) > 2 or separator in whole or not _is_grouped(whole, other):
        raise ValueError(bare)
    return whole.replace(other, ""), tail


def _is_grouped(whole: str, separator: str) -> bool:
    first, *rest = whole.split(separator)
    return all(len(part) == 3 for part in rest) and (not rest or 1 <= len(first) <= 3)


class _Fielded(Themed):
    """What fields share: their height, their font, and a ring when something is wrong."""

    def set_problem(self, tone: ProblemTone | None) -> None:
        """Draw the outline in the colour of a problem, or as usual."""
        if self.property("problem") == tone:
            return  # styling anew takes its time, and each post that is opened says of each field that it is fine
        self.setProperty("problem", tone)
        self.style().unpolish(self)
        self.style().polish(self)

    def _on_theme_changed(self) -> None:
        font = self._theme.font("body")
        if self.font() != font:  # mostly the application has given it already
            self.setFont(font)
        super()._on_theme_changed()


class LineEdit(_Fielded, QLineEdit):
    """A field of one line that tells nobody until it is asked; dialogs use it."""

    def __init__(self, theme: Theme, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note = ""
        self.setMaxLength(_LONGEST)
        self.setText(text)
        self.setCursorPosition(0)
        self.textChanged.connect(self._make_room)
        self.follow(theme)

    def set_note(self, text: str) -> None:
        """Show a quiet remark at the right end, such as '20 each', where the text leaves room for it."""
        self._note = text
        self._make_room()

    @property
    def shows_note(self) -> bool:
        """Whether the remark has room beside the text: a price is never cut for it."""
        if not self._note:
            return False
        px, metrics = self._theme.tokens.px, self._theme.metrics
        text = metrics("body").horizontalAdvance(self.text()) + metrics("small").horizontalAdvance(self._note)
        return text + px(32) <= self.width()

    def _make_room(self) -> None:
        """Keep the letters off the remark."""
        width = round(self._theme.metrics("small").horizontalAdvance(self._note)) + self._theme.tokens.px(6)
        self.setTextMargins(0, 0, width if self.shows_note else 0, 0)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _on_theme_changed(self) -> None:
        super()._on_theme_changed()
        self._make_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.shows_note:
            with QPainter(self) as painter:
                painter.setFont(self._theme.font("small"))
                painter.setPen(self._theme.tokens.text.tertiary)
                painter.drawText(self.rect().adjusted(0, 0, -self._theme.tokens.px(9), 0), _RIGHT, self._note)


class CommittingLineEdit(LineEdit):
    """A field of one line that saves when it is left or at Enter; Esc puts its text back.

    Signals:
        committed: The new text, when it differs from the old.
    """

    committed = Signal(str)

    def __init__(self, theme: Theme, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(theme, text, parent)
        self._kept = text
        self.editingFinished.connect(self.commit)

    def show_text(self, text: str) -> None:
        """Show a saved text; one that is being written now stays."""
        is_editing = self.hasFocus() and self.text() != self._kept
        self._kept = text
        if not is_editing and self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)

    def commit(self) -> None:
        """Save what was written, if anything was."""
        text = self.text().strip()
        if text != self._kept:
            self._kept = text
            self.committed.emit(text)

    def put_back(self) -> None:
        """Show the saved text again, after a change was refused or given up."""
        self.setText(self._kept)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() != self._kept:
            self.put_back()
            return
        super().keyPressEvent(event)


class CommittingTextEdit(_Fielded, QPlainTextEdit):
    """A field of several lines that saves when it is left or at Ctrl+Enter; Esc puts its text back.

    It is as high as its text, between `lines` and `most`.

    Signals:
        committed: The new text, when it differs from the old.
    """

    committed = Signal(str)

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        parent: QWidget | None = None,
        lines: int = 3,
        most: int = 12,
        role: str = "body",
    ) -> None:
        super().__init__(parent)
        self._kept = text
        self._lines, self._most, self._role = lines, most, role
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setPlainText(text)
        self.document().setDocumentMargin(3)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.follow(theme)

    def text(self) -> str:
        """What is written now."""
        return self.toPlainText()

    def show_text(self, text: str) -> None:
        """Show a saved text; one that is being written now stays."""
        is_editing = self.hasFocus() and self.text() != self._kept
        self._kept = text
        if not is_editing and self.text() != text:
            self.setPlainText(text)

    def commit(self) -> None:
        """Save what was written, if anything was."""
        text = self.text().strip()
        if text != self._kept:
            self._kept = text
            self.committed.emit(text)

    def put_back(self) -> None:
        """Show the saved text again, after a change was refused or given up."""
        self.setPlainText(self._kept)

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = source.text() if source.hasText() else ""
        room = max(0, _LONGEST - self.document().characterCount())
        if len(text) <= room:
            super().insertFromMimeData(source)
            return
        shorter = QMimeData()  # more than any field saves: a book would freeze the window
        shorter.setText(text[:room])
        super().insertFromMimeData(shorter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.text().strip() == self._kept or isinstance(self.window(), QDialog):
                event.ignore()  # a dialog is confirmed with it, whatever was just written
            self.commit()
        elif event.key() == Qt.Key.Key_Escape:
            if self.text() == self._kept:
                event.ignore()
            else:
                self.put_back()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._has_nothing_for(event)
        ):
            event.ignore()  # the window takes back what was saved
            return False
        return super().event(event)

    def _has_nothing_for(self, event: QKeyEvent) -> bool:
        """Whether undo or redo is asked for, and nothing was written here that it could mean."""
        document = self.document()
        if event.matches(QKeySequence.StandardKey.Undo):
            return not document.isUndoAvailable()
        return event.matches(QKeySequence.StandardKey.Redo) and not document.isRedoAvailable()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _LEAVING:
            self.commit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.verticalScrollBar().maximum() > 0 and self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(200), self._fitting_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(80), self._height_of(self._lines))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _height_of(self, lines: int) -> int:
        frame = 2 * self._theme.tokens.px(5) + round(2 * self.document().documentMargin())
        return lines * self.fontMetrics().lineSpacing() + frame

    def _fitting_height(self) -> int:
        lines = max(self._lines, min(round(self.document().size().height()), self._most))
        return self._height_of(lines)

    def _fit(self) -> None:
        height = self._fitting_height()
        is_cut = self.document().size().height() > self._most
        bar = Qt.ScrollBarPolicy.ScrollBarAsNeeded if is_cut else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(bar)
        if height != self.maximumHeight():
            self.setFixedHeight(height)

    def _on_theme_changed(self) -> None:
        super()._on_theme_changed()
        self.setFont(self._theme.font(self._role))
        self._fit()


def commit_focused() -> None:
    """Save the field that is being written in, before the window closes or Ctrl+S reassures."""
    widget = QApplication.focusWidget()
    if isinstance(widget, CommittingLineEdit | CommittingTextEdit | MoneyEdit | DayEdit):
        widget.commit()


class MoneyEdit(LineEdit):
    """An amount of money, read as people write it in either language.

    Signals:
        committed: Cents, or None when the field was emptied.
        misread: The sentence to show when it is not an amount; empty when that is mended.
    """

    committed = Signal(object)
    misread = Signal(str)

    def __init__(
        self, theme: Theme, cents: int | None = None, parent: QWidget | None = None, language: str | None = None
    ) -> None:
        super().__init__(theme, "", parent)
        self._language = language
        self._cents: int | None = None
        self.show_cents(cents)
        self.editingFinished.connect(self.commit)

    @property
    def cents(self) -> int | None:
        """The saved amount."""
        return self._cents

    def show_cents(self, cents: int | None) -> None:
        """Show a saved amount; one that is being written now stays."""
        is_editing = self.hasFocus() and self.text() != self._written()
        self._cents = cents
        if not is_editing:
            self.put_back()

    def put_back(self) -> None:
        """Show the saved amount again."""
        self.setText(self._written())
        self._tell("")

    def commit(self) -> None:
        """Save what was written, or say that it cannot be read."""
        try:
            cents = parse_money(self.text())
        except ValueError:
            self._tell(_("Write an amount, such as {example}.").format(example=self._speech().amount(123450)))
            return
        self._tell("")
        is_new = cents != self._cents
        self._cents = cents
        self.setText(self._written())
        if is_new:
            self.committed.emit(cents)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() != self._written():
            self.put_back()
            return
        super().keyPressEvent(event)

    def _tell(self, problem: str) -> None:
        self.set_problem("danger" if problem else None)
        self.setToolTip(problem)
        self.misread.emit(problem)

    def _written(self) -> str:
        return "" if self._cents is None else self._speech().amount(self._cents)

    def _speech(self) -> Speech:
        return speech(self._language) if self._language else spoken()

    def _on_theme_changed(self) -> None:
        super()._on_theme_changed()
        self.setFont(self._theme.font("body", tabular=True))


class DayEdit(LineEdit):
    """A day, written in words ('fri 16', '+3d') or picked from a month.

    Signals:
        committed: The day, or None when the field was emptied.
        misread: The sentence to show when it is not a day; empty when that is mended.
    """

    committed = Signal(object)
    misread = Signal(str)

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        parse: Callable[[str], date | None],
        show: Callable[[date], str],
        parent: QWidget | None = None,
        now: Callable[[], date] = today,
    ) -> None:
        super().__init__(theme, "", parent)
        self._icons = icons
        self._parse, self._show, self._now = parse, show, now
        self._day: date | None = None
        self._opener = IconButton(theme, icons, "calendar", _("Pick a day"), "Alt+↓", self, edge=24)
        self._opener.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._opener.clicked.connect(self.pick)
        self.editingFinished.connect(self.commit)

    @property
    def day(self) -> date | None:
        """The saved day."""
        return self._day

    def show_day(self, day: date | None) -> None:
        """Show a saved day; words that are being written now stay."""
        is_editing = self.hasFocus() and self.text() != self._written()
        self._day = day
        if not is_editing:
            self.put_back()

    def put_back(self) -> None:
        """Show the saved day again."""
        self.setText(self._written())
        self._tell("")

    def commit(self) -> None:
        """Save what was written, or say that it cannot be read."""
        if self.text() == self._written():
            self._tell("")
            return
        try:
            day = self._parse(self.text().strip()) if self.text().strip() else None
        except (DeskError, ValueError) as error:
            problem = str(error) if isinstance(error, DeskError) else _("Write a day, such as “fri 16” or “+3d”.")
            self._tell(problem)
            return
        self._take(day)

    def _make_room(self) -> None:
        self.setTextMargins(0, 0, self._theme.tokens.px(24), 0)

    def pick(self) -> None:
        """Open a month to pick the day from."""
        picker = DayPicker(self._theme, self._icons, self._day, self._now())
        popover = Popover(self._theme, picker, self)
        picker.picked.connect(self._take)
        picker.picked.connect(popover.close)
        popover.open_beside(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() != self._written():
            self.put_back()
        elif event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.pick()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        hint = self._opener.sizeHint()
        edge = (self.height() - hint.height()) // 2
        self._opener.setGeometry(self.width() - hint.width() - edge, edge, hint.width(), hint.height())

    def _take(self, day: date | None) -> None:
        self._tell("")
        is_new = day != self._day
        self._day = day
        self.setText(self._written())
        if is_new:
            self.committed.emit(day)

    def _tell(self, problem: str) -> None:
        self.set_problem("danger" if problem else None)
        self.setToolTip(problem)
        self.misread.emit(problem)

    def _written(self) -> str:
        return self._show(self._day) if self._day else ""


class Stepper(_Fielded, QSpinBox):
    """A whole number with − and +; Shift steps by five, typing replaces, the wheel waits for the focus.

    Signals:
        changed: Every new value, while it is being changed by a person.
        committed: The value, once it rests or the field is left.
    """

    changed = Signal(int)
    committed = Signal(int)

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        value: int = 0,
        least: int = 0,
        most: int = 999,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kept = value
        self._icons = icons
        self.setRange(least, most)
        self.setValue(value)
        self.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setProperty("bare", True)
        self._less = self._zone("minus", _("One less"), "↓", -1)
        self._more = self._zone("plus", _("One more"), "↑", 1)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_SETTLED_MS)
        self._rest.timeout.connect(self.commit)
        self.valueChanged.connect(self._on_value_changed)
        self.editingFinished.connect(self.commit)
        self.follow(theme)

    def show_value(self, value: int) -> None:
        """Show a saved number; one that is being changed now stays."""
        is_editing = self.value() != self._kept
        self._kept = value
        if not is_editing:
            self.blockSignals(True)
            self.setValue(value)
            self.blockSignals(False)
            self._show_ends()

    def commit(self) -> None:
        """Tell the number, if it is a new one."""
        self._rest.stop()
        if self.value() != self._kept:
            self._kept = self.value()
            self.committed.emit(self._kept)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(104), self._theme.tokens.size.control)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(84), self._theme.tokens.size.control)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(event.key())
        if step and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self.stepBy(step * 5)
        elif event.key() == Qt.Key.Key_Escape and self.value() != self._kept:
            self.setValue(self._kept)
            self._rest.stop()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self._theme.tokens.px(26)
        self._less.setGeometry(2, 2, width, self.height() - 4)
        self._more.setGeometry(self.width() - width - 2, 2, width, self.height() - 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        has_focus = self.hasFocus()
        outline = tokens.accent.focus if has_focus else tokens.line.control
        tone = self.property("problem")
        if tone:
            outline = tokens.role(str(tone))
        width = 2 if has_focus or tone else 1
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(tokens.surface.surface if self.isEnabled() else tokens.surface.sunken)
            painter.setPen(QPen(outline if self.isEnabled() else tokens.line.default, width))
            frame = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
            painter.drawRoundedRect(frame, tokens.radius.control, tokens.radius.control)

    def _zone(self, icon: str, name: str, key: str, step: int) -> _StepZone:
        zone = _StepZone(self, icon, name, step)
        zone.setToolTip(f"{name}  {key}")
        return zone

    def _on_value_changed(self, value: int) -> None:
        self._show_ends()
        self._rest.start()
        self.update()
        self.changed.emit(value)

    def _show_ends(self) -> None:
        self._less.setEnabled(self.value() > self.minimum())
        self._more.setEnabled(self.value() < self.maximum())

    def _on_theme_changed(self) -> None:
        super()._on_theme_changed()
        self.setFont(self._theme.font("body_strong", tabular=True))
        self.lineEdit().setFont(self.font())
        width = self._theme.tokens.px(22)
        self.lineEdit().setTextMargins(width, 0, width, 0)
        self._show_ends()


class _StepZone(QWidget):
    """The − or + at an end of a stepper; the keyboard has the arrows instead."""

    def __init__(self, stepper: Stepper, icon: str, name: str, step: int) -> None:
        super().__init__(stepper)
        self._stepper, self._icon, self._step = stepper, icon, step
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._again = QTimer(self)
        self._again.setInterval(110)
        self._again.timeout.connect(self._on_held)

    def mousePressEvent(self, event: QEvent) -> None:
        event.accept()
        self._stepper.setFocus(Qt.FocusReason.MouseFocusReason)
        self._stepper.stepBy(self._step)
        self._again.start(400)

    def mouseReleaseEvent(self, event: QEvent) -> None:
        event.accept()
        self._again.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._stepper._theme.tokens
        colour = tokens.text.primary if self.underMouse() else tokens.text.secondary
        edge = tokens.px(12)
        place = QRectF((self.width() - edge) / 2, (self.height() - edge) / 2, edge, edge)
        with QPainter(self) as painter:
            ink = colour if self.isEnabled() else tokens.text.disabled
            self._stepper._icons.paint(painter, self._icon, place, ink)

    def _on_held(self) -> None:
        self._again.setInterval(110)
        self._stepper.stepBy(self._step)


class ComboBox(_Fielded, QComboBox):
    """A choice from a list.

    Signals:
        chosen: The key of what a person chose.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._has_list = False  # until it is opened first: most choices on a page never are
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.activated.connect(self._on_activated)
        self.follow(theme)

    @property
    def current_key(self) -> object:
        """The key of the choice."""
        return self.currentData()

    def offer(self, choices: Sequence[tuple[object, str] | tuple[object, str, QIcon]]) -> None:
        """Offer these choices and keep the present one if it is among them."""
        kept = self.currentData()
        self.blockSignals(True)
        self.clear()
        for key, text, *icon in choices:
            self.addItem(icon[0] if icon else QIcon(), text, key)
        self.blockSignals(False)
        self.choose(kept)

    def choose(self, key: object) -> None:
        """Show a choice without telling anybody; one that is not offered shows nothing."""
        keys = [self.itemData(row) for row in range(self.count())]
        self.setCurrentIndex(keys.index(key) if key in keys else -1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        metrics, px = self.fontMetrics(), self._theme.tokens.px
        widths = [
            metrics.horizontalAdvance(self.itemText(row)) + (0 if self.itemIcon(row).isNull() else px(16 + 6))
            for row in range(self.count())
        ]
        room = px(8 + 8 + 26) + 14  # padding and arrow in the style sheet, and what the style keeps for itself
        return QSize(max(hint.width(), max(widths, default=0) + room), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        edge = tokens.px(13)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        with painter:
            kind = QStyle.ComplexControl.CC_ComboBox
            painter.drawComplexControl(kind, option)
            field = self.style().subControlRect(kind, option, QStyle.SubControl.SC_ComboBoxEditField, self)
            icon = 0 if option.currentIcon.isNull() else option.iconSize.width() + tokens.px(4)
            room = field.width() - icon - tokens.px(6)
            # The style itself cuts through a letter.
            option.currentText = option.fontMetrics.elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
            painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
            place = QRectF(self.width() - edge - tokens.px(9), (self.height() - edge) / 2, edge, edge)
            ink = tokens.text.secondary if self.isEnabled() else tokens.text.disabled
            self._icons.paint(painter, "chevron-down", place, ink)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and not self.toolTip():
            is_cut = self.fontMetrics().horizontalAdvance(self.currentText()) > self.width() - self._theme.tokens.px(40)
            QToolTip.showText(event.globalPos(), self.currentText() if is_cut else "", self)
            return True
        return super().event(event)

    def showPopup(self) -> None:
        if not self._has_list:
            self._make_list()
        view = self.view()
        wanted = view.sizeHintForColumn(0) + self._theme.tokens.px(24)
        view.setMinimumWidth(max(self.width(), wanted))
        super().showPopup()

    def _make_list(self) -> None:
        self._has_list = True
        view = QListView(self)
        view.setFrameShape(QListView.Shape.NoFrame)
        self.setView(view)
        self.setItemDelegate(_ChoiceDelegate(self._theme, self._icons, self))

    def _on_activated(self, row: int) -> None:
        self.chosen.emit(self.itemData(row))


class _ChoiceDelegate(QStyledItemDelegate):
    """Rows of an opened choice: 30 high, tinted under the pointer or the keyboard, the chosen one ticked."""

    def __init__(self, theme: Theme, icons: Icons, combo: QComboBox) -> None:
        super().__init__(combo)
        self._theme, self._icons, self._combo = theme, icons, combo

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        del option
        tokens = self._theme.tokens
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        width = round(self._theme.metrics("body").horizontalAdvance(text)) + tokens.px(50)
        return QSize(width, tokens.size.control)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens = self._theme.tokens
        is_hot = bool(option.state & QStyle.StateFlag.State_Selected)
        rect: QRect = option.rect
        painter.fillRect(rect, tokens.accent.tint if is_hot else tokens.surface.raised)
        ink: QColor = tokens.accent.text if is_hot else tokens.text.primary
        if not index.flags() & Qt.ItemFlag.ItemIsEnabled:
            ink = tokens.text.disabled
        left = rect.x() + tokens.px(10)
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(icon, QIcon) and not icon.isNull():
            edge = tokens.px(16)
            icon.paint(painter, QRect(left, rect.y() + (rect.height() - edge) // 2, edge, edge))
            left += edge + tokens.px(7)
        is_chosen = index.row() == self._combo.currentIndex()
        painter.setFont(self._theme.font("body_strong" if is_chosen else "body"))
        painter.setPen(ink)
        room = QRect(left, rect.y(), rect.right() - left - tokens.px(24), rect.height())
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        if is_chosen:
            edge = tokens.px(13)
            place = QRectF(rect.right() - edge - tokens.px(8), rect.y() + (rect.height() - edge) / 2, edge, edge)
            self._icons.paint(painter, "check", place, ink, 2.4)


class SearchEdit(LineEdit):
    """A field that filters while one types; a magnifier at its start, Esc empties it."""

    def __init__(
        self, theme: Theme, icons: Icons, placeholder: str, shortcut_hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, "", parent)
        self._icons, self._hint = icons, key_words(shortcut_hint)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)

    def look_for(self) -> None:
        """Take the keyboard; what is typed takes the place of what was looked for."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def escape(self) -> bool:
        """Look for nothing any more; whether that was not so already."""
        had_words = bool(self.text())
        self.clear()
        return had_words

    def _make_room(self) -> None:
        self.setTextMargins(self._theme.tokens.px(22), 0, 0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.escape():
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        tokens = self._theme.tokens
        edge = tokens.px(15)
        with QPainter(self) as painter:
            place = QRectF(tokens.px(9), (self.height() - edge) / 2, edge, edge)
            self._icons.paint(painter, "search", place, tokens.text.secondary)
            if self._hint and not self.text() and self._has_room_for_keys():
                size = glyphs.key_size(self._hint, self._theme)
                corner = QPointF(self.width() - size.width() - tokens.px(6), (self.height() - size.height()) / 2)
                glyphs.paint_key(painter, corner, self._hint, self._theme)

    def _has_room_for_keys(self) -> bool:
        """Whether the keys leave the words alone that say what the field is for."""
        px = self._theme.tokens.px
        words = self.fontMetrics().horizontalAdvance(self.placeholderText())
        return px(9 + 22 + 6 + 6) + words + glyphs.key_size(self._hint, self._theme).width() <= self.width()


class ErrorLine(QWidget):
    """An icon and one sentence below a field: what is wrong and what to do."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyph = Glyph(theme, icons, "alert-triangle", "danger", 13, self)
        self._words = Words(theme, "", "label", "danger", self, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.tokens.px(4), 0, 0)
        row.setSpacing(theme.tokens.px(5))
        row.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is shown; empty when nothing is wrong."""
        return self._words.text() if not self.isHidden() else ""

    def show_problem(self, sentence: str, tone: ProblemTone = "danger") -> None:
        """Say what is wrong: danger blocks, warn only advises."""
        if not sentence and self.isHidden():
            return
        self._words.setText(sentence)
        self._words.set_colour(tone)
        self._glyph.show_icon("alert-triangle", tone)
        self.setVisible(bool(sentence))

    def clear(self) -> None:
        """Say nothing."""
        self.show_problem("")


class LabelledField(QWidget):
    """A label above a field, and a place below it for what is wrong."""

    def __init__(
        self, theme: Theme, icons: Icons, label: str, field: QWidget, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = field
        self._label = Words(theme, label, "label", "secondary", self)
        self._label.setBuddy(field)
        self._error = ErrorLine(theme, icons, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._label)
        column.addSpacing(theme.tokens.px(4))
        column.addWidget(field)
        if hint:
            column.addSpacing(theme.tokens.px(4))
            column.addWidget(Words(theme, hint, "label", "tertiary", self, wrap=True))
        column.addWidget(self._error)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        if not field.accessibleName():
            field.setAccessibleName(label)
        if isinstance(field, MoneyEdit | DayEdit):
            field.misread.connect(self.show_problem)

    def set_label(self, text: str) -> None:
        """Name the field anew."""
        self._label.setText(text)
        self.field.setAccessibleName(text)

    def set_corner(self, widget: QWidget) -> None:
        """Put something small at the right end of the label's row; its room stays when it is hidden."""
        column = self.layout()
        if not isinstance(column, QVBoxLayout):
            return
        policy = widget.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        widget.setSizePolicy(policy)
        widget.setParent(self)
        column.removeWidget(self._label)
        row = QHBoxLayout()
        row.addWidget(self._label, 1)
        row.addWidget(widget)
        column.insertLayout(0, row)
        column.setSpacing(0)

    @property
    def problem(self) -> str:
        """The sentence below the field; empty when nothing is wrong."""
        return self._error.sentence

    def show_problem(self, sentence: str, tone: ProblemTone = "danger") -> None:
        """Say below the field what is wrong, and outline it."""
        self._error.show_problem(sentence, tone)
        self.field.setAccessibleDescription(sentence)
        if isinstance(self.field, _Fielded):
            self.field.set_problem(tone if sentence else None)

    def clear_problem(self) -> None:
        """Say that nothing is wrong."""
        self.show_problem("")


def labelled(theme: Theme, icons: Icons, label: str, widget: QWidget, hint: str = "") -> LabelledField:
    """A field under its label."""
    return LabelledField(theme, icons, label, widget, hint)
