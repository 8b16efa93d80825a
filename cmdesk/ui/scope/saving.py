"""Saving the conditions of a draft field by field, beside colleagues who may be writing in the same draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cmdesk.domain.errors import Conflict, DeskError
from cmdesk.domain.scope import PRICE_PRINT_NAMES, QUANTITY_RULE_NAMES, CrisisLevel, ResponseRow, ScopeVersion
from cmdesk.i18n import _, spoken
from cmdesk.services import scopes
from cmdesk.ui.icons import Icons
from cmdesk.ui.scope.answer_rows import KIND_NAMES
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.form import Card

if TYPE_CHECKING:
    from cmdesk.ui.jobs import Jobs

_TRIES: Final = 5
_Key = tuple[int, str]  # id of the version, and a field


class TermsSaver(QObject):
    """Saves conditions; a field that somebody else changed meanwhile is never overwritten unseen.

    The row's version guards a whole draft, so another field changed beside this one is no conflict: then it is saved
    again over the newer row.

    Signals:
        refused: The error, where a value cannot be.
        differed: Id of the version, the field, what was written here, and what somebody else wrote.
    """

    refused = Signal(object)
    differed = Signal(object, str, object, object)

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._busy: set[_Key] = set()
        self._next: dict[_Key, tuple[ScopeVersion, Any]] = {}
        self._kept: dict[_Key, Any] = {}  # what this person saved last, which is nobody else's text

    def save(self, version: ScopeVersion, field: str, value: Any) -> None:
        """Save a field of a draft as it was shown; a field that is on its way is saved once more after that."""
        key = (version.id, field)
        if key in self._busy:
            self._next[key] = (version, value)
            return
        self._busy.add(key)
        known = [getattr(version.terms, field), *([self._kept[key]] if key in self._kept else [])]
        saving = _Saving(self, self._jobs, key, value, known)
        saving.done.connect(lambda is_kept: self._on_done(key, value if is_kept else None, is_kept=is_kept))
        saving.refused.connect(self.refused)
        saving.differed.connect(lambda theirs: self.differed.emit(*key, value, theirs))
        saving.try_once(version.version)

    def _on_done(self, key: _Key, value: Any, *, is_kept: bool) -> None:
        self._busy.discard(key)
        if is_kept:
            self._kept[key] = value
        following = self._next.pop(key, None)
        if following is not None:
            self.save(following[0], key[1], following[1])

    def keep_mine(self, scope_id: int, field: str, value: Any) -> None:
        """Save over what somebody else wrote; the person has seen both."""
        self._kept[scope_id, field] = value
        self._jobs.do(self, scopes.change_terms, scope_id, field, value).failed(self.refused.emit)


class _Saving(QObject):
    """One field on its way; it owns its questions, so that those of two fields do not overtake each other.

    Signals:
        done: It is over; whether the value was kept.
        refused: The error, where the value cannot be.
        differed: What somebody else wrote meanwhile.
    """

    done = Signal(bool)
    refused = Signal(object)
    differed = Signal(object)

    def __init__(self, parent: QObject, jobs: Jobs, key: _Key, value: Any, known: list[Any]) -> None:
        super().__init__(parent)
        self._jobs, self._key, self._value, self._known = jobs, key, value, known
        self._tries = 0

    def try_once(self, row_version: int) -> None:
        """Save it over this version of the row."""
        self._tries += 1
        job = self._jobs.do(self, scopes.change_terms, *self._key, self._value, row_version)
        job.then(self._on_kept).failed(self._on_failed)

    def _on_kept(self, _none: None) -> None:
        self._end(is_kept=True)

    def _on_failed(self, error: DeskError) -> None:
        if isinstance(error, Conflict) and self._tries < _TRIES:
            self._jobs.read(self, scopes.scope, self._key[0]).then(self._compare).failed(self._give_up)
        else:
            self._give_up(error)

    def _compare(self, now: ScopeVersion) -> None:
        theirs = getattr(now.terms, self._key[1])
        if theirs in self._known:
            self.try_once(now.version)
            return
        if theirs != self._value:
            self.differed.emit(theirs)
        self._end(is_kept=False)

    def _give_up(self, error: DeskError) -> None:
        self.refused.emit(error)
        self._end(is_kept=False)

    def _end(self, *, is_kept: bool) -> None:
        self.done.emit(is_kept)
        self.deleteLater()


class BothTexts(Card):
    """What two people wrote in one field, to choose from.

    Signals:
        chosen: Id of the version, the field, and the value that is to hold.
    """

    chosen = Signal(object, str, object)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._waiting: list[tuple[object, str, str, Any, Any]] = []
        self._title = Words(theme, "", "body_strong", "primary", self, wrap=True)
        self._mine = Words(theme, "", "body", "primary", self, wrap=True)
        self._theirs = Words(theme, "", "body", "primary", self, wrap=True)
        self.mine = push_button(theme, icons, _("Keep mine"), "normal", parent=self)
        self.theirs = push_button(theme, icons, _("Keep theirs"), "normal", parent=self)
        self.both = push_button(theme, icons, _("Keep both"), "quiet", parent=self)
        self.mine.clicked.connect(self._on_mine)
        self.theirs.clicked.connect(self._on_theirs)
        self.both.clicked.connect(self._on_both)
        self.column.setSpacing(theme.tokens.px(8))
        self.column.addWidget(self._title)
        pair = QHBoxLayout()
        pair.setSpacing(theme.tokens.px(16))
        for head, text in ((_("What you wrote"), self._mine), (_("What somebody else wrote"), self._theirs)):
            column = QVBoxLayout()
            column.setSpacing(theme.tokens.px(2))
            column.addWidget(Words(theme, head, "label", "secondary", self))
            column.addWidget(text)
            column.addStretch(1)
            pair.addLayout(column, 1)
        self.column.addLayout(pair)
        row = QHBoxLayout()
        row.setSpacing(theme.tokens.px(8))
        for button in (self.mine, self.theirs, self.both):
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.hide()

    def ask(self, scope_id: object, field: str, label: str, mine: Any, theirs: Any) -> None:
        """Show both, after what is being asked already."""
        self._waiting = [one for one in self._waiting if one[:2] != (scope_id, field)]
        self._waiting.append((scope_id, field, label, mine, theirs))
        self._show_first()

    def forget(self, scope_id: object) -> None:
        """Ask no more about other versions than this one."""
        self._waiting = [one for one in self._waiting if one[0] == scope_id]
        self._show_first()

    def _show_first(self) -> None:
        self.setVisible(bool(self._waiting))
        if not self._waiting:
            return
        _scope, field, label, mine, theirs = self._waiting[0]
        text = _("Somebody changed “{field}” while you were writing in it. Both texts are safe: choose.")
        self._title.setText(text.format(field=label))
        self._mine.setText(said(field, mine))
        self._theirs.setText(said(field, theirs))
        self.both.setVisible(isinstance(mine, str) and isinstance(theirs, str) and bool(mine) and bool(theirs))

    def _choose(self, pick: Any) -> None:
        scope_id, field, _label, mine, theirs = self._waiting.pop(0)
        self._show_first()
        value = pick(mine, theirs)
        if value != theirs:
            self.chosen.emit(scope_id, field, value)

    def _on_mine(self) -> None:
        self._choose(lambda mine, _theirs: mine)

    def _on_theirs(self) -> None:
        self._choose(lambda _mine, theirs: theirs)

    def _on_both(self) -> None:
        self._choose(lambda mine, theirs: f"{theirs}\n{mine}")


def said(field: str, value: Any) -> str:
    """A condition's value in words."""
    if value is None or value in ("", ()):
        return "—"
    if field in _SAYERS:
        return _SAYERS[field](value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return spoken().day(value)
    return spoken().number(value) if isinstance(value, int) else str(value)


def _days_said(days: tuple[int, ...]) -> str:
    heads = spoken().day_heads()
    return ", ".join(heads[day] for day in days)


def _rows_said(rows: tuple[ResponseRow, ...]) -> str:
    parts = ((_(KIND_NAMES[row.kind]), f"{row.hours} h" if row.hours else "", row.tell) for row in rows)
    return "\n".join(" · ".join(part for part in parts if part) for parts in parts)


def _levels_said(levels: tuple[CrisisLevel, ...]) -> str:
    parts = (
        (level.name, level.example, f"{level.hours} h" if level.hours else "", level.decides, level.first_words)
        for level in levels
    )
    return "\n".join(" · ".join(part for part in parts if part) for parts in parts)


_SAYERS: Final[Mapping[str, Callable[[Any], str]]] = {
    "tax_bp": lambda value: spoken().percent(value),
    "discount_bp": lambda value: spoken().percent(value),
    "extra_hour_cents": lambda value: spoken().amount(value),
    "coverage_from": lambda value: spoken().clock(value),
    "coverage_to": lambda value: spoken().clock(value),
    "coverage_days": _days_said,
    "price_print": lambda value: _(PRICE_PRINT_NAMES[value]),
    "quantity_rule": lambda value: _(QUANTITY_RULE_NAMES[value]),
    "response_rows": _rows_said,
    "crisis_levels": _levels_said,
}
