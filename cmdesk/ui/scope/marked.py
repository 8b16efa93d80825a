"""Fields that mark the words a client may not know, with a plain alternative one key away."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QMenu, QWidget

from cmdesk.domain.plain_words import Mark, PlainWord, marked, replaced
from cmdesk.i18n import _
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.fields import CommittingLineEdit, CommittingTextEdit


class WordList:
    """The words that are marked now, and what is done with one; all fields of an editor share it."""

    def __init__(self) -> None:
        self.words: tuple[PlainWord, ...] = ()
        self.language = "es"
        self.ignore: Callable[[str], object] = lambda _word: None
        self.explain: Callable[[str], object] = lambda _word: None

    def marks(self, text: str) -> tuple[Mark, ...]:
        """Where a text says words that a client may not know."""
        return marked(text, self.words, self.language)


def _format(theme: Theme) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    look.setUnderlineColor(theme.tokens.feedback.warn)
    return look


class _Marker(QSyntaxHighlighter):
    """Underlines the words in a document."""

    def __init__(self, document: QTextDocument, words: WordList, theme: Theme) -> None:
        super().__init__(document)
        self._words, self._theme = words, theme

    def highlightBlock(self, text: str) -> None:
        """Underline what one paragraph says."""
        for mark in self._words.marks(text):
            self.setFormat(mark.start, mark.end - mark.start, _format(self._theme))


class MarkedTextEdit(CommittingTextEdit):
    """A field of several lines that marks words; Ctrl+. at one of them offers what to say instead.

    Signals:
        typed: What a person has written so far.
    """

    typed = Signal(str)

    def __init__(
        self, theme: Theme, words: WordList, parent: QWidget | None = None, lines: int = 2, most: int = 8
    ) -> None:
        super().__init__(theme, "", parent, lines, most)
        self._words = words
        self._is_filling = False
        self._marker = _Marker(self.document(), words, theme)
        self.textChanged.connect(self._on_text_changed)

    def mark_again(self) -> None:
        """Mark by the present list of words."""
        blocked = self.blockSignals(True)
        self._marker.rehighlight()
        self.blockSignals(blocked)

    def marks(self) -> tuple[Mark, ...]:
        """What is marked now."""
        return self._words.marks(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_key(event):
            place = self.cursorRect().bottomLeft()
            offer(self, self._words, self.text(), self.textCursor().position(), self.viewport().mapToGlobal(place))
            return
        before = self.text()
        super().keyPressEvent(event)
        if event.key() == Qt.Key.Key_Escape and self.text() != before:
            self.typed.emit(self.text())  # what was written is given up

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = self.cursorForPosition(event.pos()).position()
        menu = self.createStandardContextMenu()
        _open(menu, self, self._words, self.text(), at, event.globalPos())

    def replace_all(self, text: str) -> None:
        """Write another text, as one step that can be taken back in the field."""
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def show_text(self, text: str) -> None:
        """Show a saved text; one that is being written now stays."""
        self._is_filling = True
        super().show_text(text)
        self._is_filling = False

    def put_back(self) -> None:
        """Show the saved text again, after a change was refused or given up."""
        self._is_filling = True
        super().put_back()
        self._is_filling = False

    def _on_text_changed(self) -> None:
        if not self._is_filling:
            self.typed.emit(self.text())


class MarkedLineEdit(CommittingLineEdit):
    """A field of one line that marks words, as `MarkedTextEdit` does.

    Signals:
        typed: What a person has written so far.
    """

    typed = Signal(str)

    def __init__(self, theme: Theme, words: WordList, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self._words = words
        self.textEdited.connect(self.typed)

    def mark_again(self) -> None:
        """Mark by the present list of words."""
        self.update()

    def marks(self) -> tuple[Mark, ...]:
        """What is marked now."""
        return self._words.marks(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_key(event):
            place = self.cursorRect().bottomLeft()
            offer(self, self._words, self.text(), self.cursorPosition(), self.mapToGlobal(place))
            return
        before = self.text()
        super().keyPressEvent(event)
        if event.key() == Qt.Key.Key_Escape and self.text() != before:
            self.typed.emit(self.text())  # what was written is given up

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        _open(menu, self, self._words, self.text(), self.cursorPositionAt(event.pos()), event.globalPos())

    def replace_all(self, text: str) -> None:
        """Write another text, as one step that can be taken back in the field."""
        self.selectAll()
        self.insert(text)
        self.typed.emit(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        marks = self.marks()
        metrics = self.fontMetrics()
        if not marks or metrics.horizontalAdvance(self.text()) > self.width():
            return  # what is scrolled cannot be placed; the sentence below marks it too
        left = self.cursorRect().center().x() - metrics.horizontalAdvance(self.text()[: self.cursorPosition()])
        base = (self.height() + metrics.ascent() - metrics.descent()) // 2 + 2
        with QPainter(self) as painter:
            painter.setPen(self._theme.tokens.feedback.warn)
            for mark in marks:
                start = left + metrics.horizontalAdvance(self.text()[: mark.start])
                end = left + metrics.horizontalAdvance(self.text()[: mark.end])
                points = [QPoint(x, base + (n % 2) * 2) for n, x in enumerate(range(start, end, 3))]
                painter.drawPolyline(points)


def _is_key(event: QKeyEvent) -> bool:
    keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() == Qt.Key.Key_Period and keys == Qt.KeyboardModifier.ControlModifier


Marked = MarkedTextEdit | MarkedLineEdit


def offer(field: Marked, words: WordList, text: str, at: int, place: QPoint) -> None:
    """Show what can be done with the word at the cursor, or with the next one that is marked."""
    marks = words.marks(text)
    is_here = any(mark.start <= at <= mark.end for mark in marks)
    if marks and not is_here:
        at = next((mark.start for mark in marks if mark.start > at), marks[0].start)
    _open(QMenu(field), field, words, text, at, place)


def _open(menu: QMenu, field: Marked, words: WordList, text: str, at: int, place: QPoint) -> None:
    menu.setParent(field, menu.windowFlags())
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if not field.isEnabled() or field.isReadOnly():
        menu.popup(place)
        return
    mark = next((one for one in words.marks(text) if one.start <= at <= one.end), None)
    first = menu.actions()[0] if menu.actions() else None
    entries = []
    if mark is not None:
        found = text[mark.start : mark.end]
        about = menu.addAction(f"{found}: {mark.word.meaning}".replace("&", "&&"))
        about.setEnabled(False)
        entries.append(about)
        plain = mark.word.plain_for(found)
        if plain:
            change = menu.addAction(_("Say “{plain}”").format(plain=plain).replace("&", "&&"))
            change.triggered.connect(partial(_replace, field, mark))
            entries.append(change)
        entries.append(menu.addAction(_("Keep it; the document explains it")))
        never = menu.addAction(_("Never mark “{word}”").format(word=mark.word.word).replace("&", "&&"))
        never.triggered.connect(partial(_call, words.ignore, mark.word.word))
        entries.append(never)
    else:
        word = _plain_word(text, at)
        if word:
            add = menu.addAction(_("Explain “{word}” to clients…").format(word=word).replace("&", "&&"))
            add.triggered.connect(partial(_call, words.explain, word))
            entries.append(add)
    if not menu.actions():
        menu.deleteLater()
        return
    if first is not None and entries:
        for entry in entries:
            menu.removeAction(entry)
            menu.insertAction(first, entry)
        menu.insertSeparator(first)
    menu.popup(place)
    choices = [entry for entry in entries if entry.isEnabled()]
    if choices:
        menu.setActiveAction(choices[0])


def _plain_word(text: str, at: int) -> str:
    """The word at a place of a text."""
    start, end = at, at
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] in "-_"):
        start -= 1
    while end < len(text) and (text[end].isalnum() or text[end] in "-_"):
        end += 1
    return text[start:end]


def _replace(field: Marked, mark: Mark, _is_on: bool = False) -> None:
    field.replace_all(replaced(field.text(), mark))
    field.commit()


def _call(what: Callable[[str], object], word: str, _is_on: bool = False) -> None:
    what(word)
