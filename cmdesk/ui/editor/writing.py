"""What is being written into a post: saved as one goes, kept on the disk meanwhile, and never written over a colleague.

Every place that can be written in has a key: 'title', 'text', 'text 5' for the text on the channel with the id 5. The
widget that shows a place may show another one later, as the field of the text does when another network is chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from cmdesk.domain.errors import DeskError, Unavailable
from cmdesk.ui.editor.kept import Keeper, KeptWords
from cmdesk.ui.jobs import Job
from cmdesk.ui.widgets.fields import CommittingLineEdit, CommittingTextEdit

KEPT_AFTER_MS: Final = 1_000
"""So long after a key the words are on this machine's disk."""
SAVED_AFTER_MS: Final = 10_000
"""So long after the last key the workspace has them, wherever the keyboard is."""

BASE: Final = "text"
"""The place that a text on a channel follows while it says nothing of its own."""

DRAFTS: Final = frozenset({"comment"})
"""Places that are only kept on this machine: a person sends them off."""

Field = CommittingLineEdit | CommittingTextEdit
Save = Callable[[int, str, str, str | None], Job[bool]]
"""Given a post, a place, what it says now and what it said: the work of saving it."""


@dataclass(slots=True)
class _Place:
    """One place: what the workspace has, and what a person made of it since."""

    saved: str | None  # none: it says what the base says
    mine: str | None = None
    saving: str | None = None
    is_clashing: bool = False
    theirs: str | None = None  # what a colleague made of it meanwhile, where it is clashing


class Writing(QObject):
    """The places of one post while it is open.

    Signals:
        stirred: Whether something waits to be saved.
        typed: A place in which something was written.
        saved: A place was saved; whether that took the client's approval away.
        clashed: A place that a colleague changed while it was being written.
        refused: A place, and the error that says why it was not saved.
        put_back: The places whose words were found on the disk.
    """

    stirred = Signal(bool)
    typed = Signal(str)
    saved = Signal(str, bool)
    clashed = Signal(str)
    refused = Signal(str, object)
    put_back = Signal(object)

    def __init__(self, save: Save, keeper: Keeper | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._save, self._keeper = save, keeper
        self._post_id: int | None = None
        self._places: dict[str, _Place] = {}
        self._fields: dict[Field, str] = {}
        self._is_showing = False
        self._keep_timer = self._timer(KEPT_AFTER_MS, self.keep)
        self._rest_timer = self._timer(SAVED_AFTER_MS, self.commit)

    def _timer(self, after_ms: int, slot: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after_ms)
        timer.timeout.connect(slot)
        return timer

    # --- which fields show what -----------------------------------------------------------------

    def add(self, field: Field, place: str) -> None:
        """Write in this field into a place."""
        self._fields[field] = place
        field.textChanged.connect(partial(self._on_typed, field))
        field.committed.connect(partial(self._on_left, field))

    def turn(self, field: Field, place: str) -> None:
        """Let a field show another place; what is written in it meanwhile stays with its own."""
        if self._fields[field] != place:
            self.commit(self._fields[field])
            self._fields[field] = place
            self._display(field)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that one writes in."""
        return tuple(self._fields)

    def place_of(self, field: Field) -> str:
        """The place that a field shows."""
        return self._fields[field]

    # --- showing ----------------------------------------------------------------------------------

    @property
    def post_id(self) -> int | None:
        """The post that is written."""
        return self._post_id

    @property
    def has_unsaved(self) -> bool:
        """Whether something is not in the workspace yet."""
        return any(
            place.mine is not None or place.saving is not None
            for key, place in self._places.items()
            if key not in DRAFTS
        )

    def text(self, key: str) -> str:
        """What a place says now, saved or not."""
        place = self._places.get(key)
        if place is None:
            return ""
        return self._saved_text(key) if place.mine is None else place.mine

    def _saved_text(self, key: str) -> str:
        saved = self._places[key].saved
        if saved is not None:
            return saved
        return self.text(BASE) if key != BASE else ""

    def theirs(self, key: str) -> str | None:
        """What a colleague made of a place while it was being written; none where nobody did."""
        place = self._places.get(key)
        if place is None or not place.is_clashing:
            return None
        return self.text(BASE) if place.theirs is None else place.theirs

    def clashing(self) -> tuple[str, ...]:
        """The places of which a colleague has another version."""
        return tuple(key for key, place in self._places.items() if place.is_clashing)

    def show(self, post_id: int, values: Mapping[str, str | None]) -> None:
        """Show what the workspace has; words that are being written stay.

        Args:
            post_id: The post.
            values: What each place says; none where it follows the base.
        """
        found: list[str] = []
        clashed = set(self.clashing()) if post_id == self._post_id else set()
        if post_id == self._post_id:
            for key, value in values.items():
                self._take(key, value)
            for gone in [key for key in self._places if key not in values]:
                del self._places[gone]
        else:
            self.commit()
            self._post_id = post_id
            self._places = {key: _Place(value) for key, value in values.items()}
            found = self._recover()
        for field in self._fields:
            self._display(field)
        for key in self.clashing():
            if key not in clashed:
                self.clashed.emit(key)
        if found:
            QTimer.singleShot(0, self, partial(self._on_recovered, found))
        self._tell()

    def _on_recovered(self, found: list[str]) -> None:
        self.put_back.emit(found)
        self.commit()

    def _take(self, key: str, value: str | None) -> None:
        place = self._places.get(key)
        if place is None:
            self._places[key] = _Place(value)
        elif place.mine is None or value in (place.saved, place.saving, place.mine):
            place.saved = value
            if place.mine == value:
                place.mine, place.is_clashing = None, False
        else:
            place.theirs, place.is_clashing = value, True

    def _display(self, field: Field) -> None:
        key = self._fields[field]
        place = self._places.get(key)
        saved = self._saved_text(key) if place is not None else ""
        self._is_showing = True
        if place is not None and place.mine is not None:
            if field.text().strip() != place.mine.strip():
                _write(field, saved, place.mine)
                _forget_steps(field)
        elif field.text().strip() == saved:
            field.show_text(saved)
        else:
            _write(field, saved, saved)
            _forget_steps(field)  # they belong to what was shown before
        self._is_showing = False

    def _display_place(self, key: str) -> None:
        for field, shown in self._fields.items():
            if shown == key:
                self._display(field)

    # --- writing ----------------------------------------------------------------------------------

    def write(self, key: str, words: str) -> None:
        """Let a place say this, as if it had been typed."""
        for field, shown in self._fields.items():
            if shown == key:
                _write(field, self._saved_text(key), words)
                return
        self._typed(key, words)

    def _on_typed(self, field: Field, *_words: str) -> None:
        if not self._is_showing and self._post_id is not None:
            self._typed(self._fields[field], field.text())

    def _typed(self, key: str, words: str) -> None:
        place = self._places.get(key)
        if place is None or self._post_id is None:
            return
        is_same = words.strip() == self._saved_text(key).strip()
        place.mine = None if is_same else words
        if is_same and self._keeper is not None and place.saving is None:
            self._keeper.forget(self._post_id, key)
        if not is_same:
            if not self._keep_timer.isActive():
                self._keep_timer.start()
            self._rest_timer.start()
        self.typed.emit(key)
        self._tell()

    def _on_left(self, field: Field, _words: str) -> None:
        self.commit(self._fields[field])

    def keep(self) -> None:
        """Have what is not saved yet written to this machine's disk."""
        if self._keeper is None or self._post_id is None:
            return
        for key, place in self._places.items():
            if place.mine is not None:
                self._keeper.keep(KeptWords(self._post_id, key, place.mine, place.saved))

    def commit(self, only: str = "") -> None:
        """Save what is written, in one place or in all; what a colleague changed too waits for a decision."""
        self.keep()
        for key, place in list(self._places.items()):
            is_wanted = key not in DRAFTS and (not only or key == only)
            if is_wanted and place.mine is not None and not place.is_clashing and place.saving is None:
                self._commit(key, place, place.mine.strip())

    def forget(self, key: str) -> None:
        """Give up what is written in a place."""
        place = self._places.get(key)
        if place is not None and self._post_id is not None:
            place.mine, place.is_clashing = None, False
            if self._keeper is not None:
                self._keeper.forget(self._post_id, key)
            self._display_place(key)
            self._tell()

    def _commit(self, key: str, place: _Place, words: str) -> None:
        if self._post_id is None:
            return
        place.saving = words
        job = self._save(self._post_id, key, words, place.saved)
        job.then(partial(self._on_saved, self._post_id, key, words))
        job.failed(partial(self._on_refused, self._post_id, key))

    def _on_saved(self, post_id: int, key: str, words: str, lost_approval: bool) -> None:
        place = self._places.get(key) if post_id == self._post_id else None
        if place is not None:
            place.saved, place.saving = words, None
            if place.mine is not None and place.mine.strip() == words:
                place.mine = None
            self._display_place(key)
            if place.mine is None:
                for field in (field for field, shown in self._fields.items() if shown == key):
                    _forget_steps(field)  # what is saved is taken back in the workspace
        if self._keeper is not None and (place is None or place.mine is None):
            self._keeper.forget(post_id, key)
        self.saved.emit(key, bool(lost_approval))
        self._tell()

    def _on_refused(self, post_id: int, key: str, error: DeskError) -> None:
        place = self._places.get(key) if post_id == self._post_id else None
        if place is not None:
            place.saving = None
            if isinstance(error, Unavailable):
                self._rest_timer.start()  # the words stay here, and it is tried again
        self.refused.emit(key, error)
        self._tell()

    def _tell(self) -> None:
        self.stirred.emit(self.has_unsaved)

    # --- two who wrote the same -------------------------------------------------------------------

    def keep_mine(self, key: str) -> None:
        """Let a place say what was written here; the colleague's words stay in the history."""
        place = self._places[key]
        if place.is_clashing:
            place.saved, place.is_clashing = place.theirs, False
            self.commit(key)

    def take_theirs(self, key: str) -> str:
        """Let a place say what the colleague wrote; gives the words that were written here."""
        place = self._places[key]
        mine = place.mine or ""
        if place.is_clashing:
            place.saved = place.theirs
            self.forget(key)
        return mine

    def take_both(self, key: str) -> None:
        """Let a place say what the colleague wrote, and below it what was written here."""
        place = self._places[key]
        if place.is_clashing:
            mine, place.saved, place.is_clashing = place.mine or "", place.theirs, False
            self.write(key, f"{self._saved_text(key)}\n\n{mine}")
            self.commit(key)

    # --- words of the time before a crash -----------------------------------------------------------

    def _recover(self) -> list[str]:
        """Put back what was being written when the program ended without a word; the places."""
        if self._keeper is None or self._post_id is None:
            return []
        found = []
        for words in self._keeper.words_of(self._post_id):
            place = self._places.get(words.field)
            if place is None or words.text.strip() == self._saved_text(words.field).strip():
                self._keeper.forget(self._post_id, words.field)
                continue
            place.mine = words.text
            if words.field in DRAFTS:
                continue
            if words.was != place.saved:
                place.saved, place.theirs, place.is_clashing = words.was, place.saved, True
            found.append(words.field)
        return found


def _forget_steps(field: Field) -> None:
    """Let a field take back nothing by itself."""
    if isinstance(field, CommittingTextEdit):
        field.document().clearUndoRedoStacks()


def _write(field: Field, saved: str, words: str) -> None:
    """Show words in a field, beside what is saved; the caret stays where it was."""
    if not isinstance(field, CommittingTextEdit):
        field.show_text(saved)
        if field.text() != words:
            field.setText(words)
        return
    place = field.textCursor().position()
    field.show_text(saved)
    cursor = field.textCursor()
    if field.text() != words:
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(words)
    cursor.setPosition(min(place, field.document().characterCount() - 1))
    field.setTextCursor(cursor)
