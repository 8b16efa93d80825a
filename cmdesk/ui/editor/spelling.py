"""Spelling while a post is written: a wave below what no dictionary knows, and what may have been meant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QKeyEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QMenu, QPlainTextEdit

from cmdesk.domain.changes import ChangeSet, Kind
from cmdesk.domain.spelling import KnownWords, is_known, language_of, words_of
from cmdesk.i18n import gettext as _
from cmdesk.services import spelling
from cmdesk.ui.calendar.counting import LONG, EntityHighlighter
from cmdesk.ui.page import Tools
from cmdesk.ui.theme import Theme

_REST_MS: Final = 120
_NAMES: Final = frozenset({Kind.CLIENT, Kind.AGENCY, Kind.CONTACT, Kind.CHANNEL, Kind.MEMBER})
_CTRL: Final = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True, slots=True)
class _Checked:
    """Words that were looked up: those that are wrong, and whether there was a dictionary at all."""

    language: str
    words: frozenset[str]
    wrong: frozenset[str]
    has_dictionary: bool


def check(words: frozenset[str], language: str) -> _Checked:
    """Look words up, beside the window."""
    found = spelling.dictionary(language)
    return _Checked(language, words, found.wrong(words) if found else frozenset(), found is not None)


class SpellingHighlighter(EntityHighlighter):
    """What a network makes of a text, and below it what is spelt wrong."""

    def __init__(self, theme: Theme, document: QTextDocument, is_wrong: Callable[[str, int, int], bool]) -> None:
        super().__init__(theme, document)
        self._is_wrong = is_wrong

    @property
    def network(self) -> str:
        """The network whose entities are found."""
        return self._network

    def highlightBlock(self, text: str) -> None:
        super().highlightBlock(text)
        if len(text) > LONG:
            return
        place = self.currentBlock().position()
        for word in words_of(text, self._network):
            start, end = units(text, word.start), units(text, word.end)
            if self._is_wrong(word.word, place + start, place + end):
                look = QTextCharFormat(self.format(start))
                look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
                look.setUnderlineColor(self._theme.tokens.feedback.warn)
                self.setFormat(start, end - start, look)


class SpelledText(QObject):
    """Checks what is written in a field, as its client writes; quietly off where there is no dictionary.

    Words are looked up beside the window and remembered, so that painting never waits for a dictionary. The word that
    is being written is left alone until the caret leaves it. Ctrl+. and the context menu offer what may have been
    meant, and to add the word to a dictionary.
    """

    def __init__(self, tools: Tools, edit: QPlainTextEdit, parent: QObject | None = None) -> None:
        super().__init__(parent or edit)
        self._tools, self._edit = tools, edit
        self._client_id: int | None = None
        self._language = ""  # none yet: nothing is checked
        self._used = ""  # the one the text is written in
        self._known = KnownWords(None, "")
        self._verdicts: dict[str, bool] = {}
        self._asked: set[str] = set()
        self._waiting: set[str] = set()
        self._ignored: set[str] = set()
        self._meant: dict[str, tuple[str, ...]] = {}
        self._left_alone: tuple[int, int] | None = None  # where the word at the caret begins and ends
        self._is_typing = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._look_up)
        self.highlighter = SpellingHighlighter(tools.theme, edit.document(), self._is_wrong_here)
        edit.cursorPositionChanged.connect(self._on_caret)
        edit.textChanged.connect(self._on_text)
        for watched in (edit, edit.viewport()):
            watched.installEventFilter(self)
        tools.jobs.changed.connect(self._on_changed)

    @property
    def language(self) -> str:
        """The language whose dictionary is asked now; empty while none is."""
        return self._used

    def follow_network(self, network: str) -> None:
        """Find the entities that this network finds."""
        self.highlighter.follow_network(network)

    def follow_client(self, client_id: int | None, language: str) -> None:
        """Check as this client writes."""
        if (client_id, language) == (self._client_id, self._language):
            return
        self._client_id, self._language = client_id, language
        self._known = KnownWords(client_id, language)
        self._begin(language_of(self._edit.toPlainText(), language))
        self._read_names()

    def wrong_words(self) -> tuple[str, ...]:
        """The words that are underlined, in the order of the text."""
        text = self._edit.toPlainText()
        words = words_of(text, self.highlighter.network)
        return tuple(dict.fromkeys(one.word for one in words if self._is_wrong(one.word)))

    # --- looking words up ---------------------------------------------------------------------

    def _begin(self, language: str) -> None:
        """Forget what was looked up in another language."""
        self._used = language
        self._verdicts.clear()
        self._asked.clear()
        self._waiting.clear()
        self._meant.clear()
        self._mark_again()

    def _read_names(self) -> None:
        self._tools.jobs.read(self, spelling.known_words, self._client_id).then(self._on_names)

    def _on_names(self, known: KnownWords) -> None:
        if known.client_id == self._client_id and known != self._known:
            self._known = known
            self._mark_again()

    def _on_changed(self, changes: ChangeSet) -> None:
        if self._language and not changes.kinds.isdisjoint(_NAMES):
            self._read_names()

    def _is_wrong(self, word: str) -> bool:
        """Whether a word is known to be wrong; one that nobody looked up yet is asked for."""
        if not self._used or word in self._ignored or is_known(word, self._known):
            return False
        verdict = self._verdicts.get(word)
        if verdict is None and word not in self._asked:
            self._waiting.add(word)
            self._rest.start()
        return bool(verdict)

    def _is_wrong_here(self, word: str, start: int, end: int) -> bool:
        """The same, but the word at the caret may not be finished."""
        if not self._is_wrong(word):
            return False
        caret = self._edit.textCursor().position()
        if self._is_typing and self._edit.hasFocus() and start < caret <= end:
            self._left_alone = (start, end)
            return False
        return True

    def _on_text(self) -> None:
        self._is_typing = self._edit.hasFocus()
        if self._language:
            self._rest.start()

    def _on_caret(self) -> None:
        if self._left_alone is None:
            return
        start, end = self._left_alone
        caret = self._edit.textCursor().position()
        if not start < caret <= end:
            self._left_alone = None
            self._is_typing = False
            self._mark_block(self._edit.document().findBlock(start))

    def _look_up(self) -> None:
        language = language_of(self._edit.toPlainText()[:LONG], self._language) if self._language else ""
        if language != self._used:
            self._begin(language)
        if not self._waiting or not language:
            return
        words = frozenset(self._waiting)
        self._asked |= words
        self._waiting.clear()
        self._tools.jobs.run(self, lambda _progress: check(words, language)).then(self._on_checked)

    def _on_checked(self, checked: _Checked) -> None:
        if checked.language != self._used:
            return
        if not checked.has_dictionary:
            self._used = ""
            return
        self._asked -= checked.words
        self._verdicts.update((word, word in checked.wrong) for word in checked.words)
        if checked.wrong:
            self._mark_again(checked.wrong)

    def _mark_again(self, words: frozenset[str] | None = None) -> None:
        """Underline anew, where these words stand; everywhere where none are given."""
        block = self._edit.document().begin()
        while block.isValid():
            text = block.text()
            if words is None or any(one.word in words for one in words_of(text)):
                self._mark_block(block)
            block = block.next()

    def _mark_block(self, block: QTextBlock) -> None:
        """Underline one paragraph anew; nobody is told that the text changed, for it did not."""
        blocked = self._edit.blockSignals(True)
        self.highlighter.rehighlightBlock(block)
        self._edit.blockSignals(blocked)

    # --- what can be done with a word -----------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QContextMenuEvent):
            is_key = event.reason() is QContextMenuEvent.Reason.Keyboard
            cursor = self._edit.textCursor() if is_key else self._edit.cursorForPosition(event.pos())
            place = self._at_caret() if is_key else event.globalPos()
            return self._offer(cursor, place)
        is_pressed = watched is self._edit and event.type() == QEvent.Type.KeyPress
        if is_pressed and isinstance(event, QKeyEvent) and event.modifiers() == _CTRL:
            return event.key() == Qt.Key.Key_Period and self._offer_next()
        return False

    def _at_caret(self) -> QPoint:
        return self._edit.viewport().mapToGlobal(self._edit.cursorRect().bottomLeft())

    def word_at(self, position: int) -> QTextCursor | None:
        """The wrong word at a place of the text, selected; none where there is none."""
        block = self._edit.document().findBlock(position)
        text = block.text()
        inside = position - block.position()
        for word in words_of(text, self.highlighter.network):
            start, end = units(text, word.start), units(text, word.end)
            if start <= inside <= end and self._is_wrong(word.word):
                cursor = QTextCursor(block)
                cursor.setPosition(block.position() + start)
                cursor.setPosition(block.position() + end, QTextCursor.MoveMode.KeepAnchor)
                return cursor
        return None

    def next_wrong(self, position: int) -> QTextCursor | None:
        """The first wrong word that ends at or after a place, or else the first of the text."""
        text = self._edit.toPlainText()
        places = [units(text, one.end) for one in words_of(text, self.highlighter.network) if self._is_wrong(one.word)]
        if not places:
            return None
        return self.word_at(next((place for place in places if place >= position), places[0]))

    def _offer_next(self) -> bool:
        """Offer words for the one at the caret, or go to the next that is wrong."""
        cursor = self.next_wrong(self._edit.textCursor().position())
        if cursor is None:
            return False
        self._edit.setTextCursor(cursor)
        return self._offer(cursor, self._at_caret())

    def _offer(self, cursor: QTextCursor, place: QPoint) -> bool:
        """Open a menu for the wrong word at a cursor, as soon as it is known what may have been meant."""
        word = self.word_at(cursor.position())
        if word is None or self._edit.isReadOnly():
            return False
        written = self._word_of(word)
        if written in self._meant:
            self._open(word, written, place)
            return True
        language = self._used

        def ask(_progress: object) -> tuple[str, ...]:
            found = spelling.dictionary(language)
            return found.suggestions(written) if found else ()

        def answer(meant: tuple[str, ...]) -> None:
            self._meant[written] = meant
            self._open(word, written, place)

        self._tools.jobs.run(self, ask).then(answer)
        return True

    def _word_of(self, cursor: QTextCursor) -> str:
        found = words_of(cursor.selectedText())
        return found[0].word if found else cursor.selectedText()

    def _open(self, word: QTextCursor, written: str, place: QPoint) -> None:
        self.menu(word, written).popup(place)

    def menu(self, word: QTextCursor, written: str) -> QMenu:
        """What can be done with a wrong word, above what can be done with any text."""
        menu = self._edit.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first = menu.actions()[0]
        entries: list[tuple[str, Callable[[], object]]] = [
            (one, partial(self._replace, word, one)) for one in self._meant.get(written, ())
        ]

        def put(text: str, slot: Callable[[], object] | None, *, is_bold: bool = False) -> None:
            action = QAction(text.replace("&", "&&"), menu)
            if slot is None:
                action.setEnabled(False)
            else:
                action.triggered.connect(slot)
            if is_bold:
                font = action.font()
                font.setBold(True)
                action.setFont(font)
            menu.insertAction(first, action)

        for text, slot in entries:
            put(text, slot, is_bold=True)
        if not entries:
            put(_("No suggestion"), None)
        menu.insertSeparator(first)
        if self._client_id is not None:
            put(_("Add to the client's dictionary"), partial(self._add, written, self._client_id))
        put(_("Add to the agency's dictionary"), partial(self._add, written, None))
        put(_("Ignore in this text"), partial(self._ignore, written))
        put(_("Open the dictionary…"), self._open_dictionary)
        menu.insertSeparator(first)
        return menu

    def _replace(self, word: QTextCursor, text: str, _checked: bool = False) -> None:
        word.insertText(text)
        self._edit.setTextCursor(word)
        self._edit.setFocus()

    def _add(self, word: str, client_id: int | None, _checked: bool = False) -> None:
        self._tools.jobs.do(self, spelling.add_word, word, client_id)

    def _open_dictionary(self, _checked: bool = False) -> None:
        from cmdesk.ui.editor.dictionary import DictionaryDialog

        DictionaryDialog(self._tools, self._client_id, self._edit).open()

    def _ignore(self, word: str, _checked: bool = False) -> None:
        self._ignored.add(word)
        self._mark_again(frozenset({word}))


def units(text: str, place: int) -> int:
    """A place in a text as Qt counts it."""
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2
