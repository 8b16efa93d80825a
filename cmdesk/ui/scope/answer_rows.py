"""How soon each kind of message gets its first answer, and who in the client's company hears of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QGridLayout, QWidget

from cmdesk.domain.scope import MessageKind, ResponseRow
from cmdesk.domain.scope_fields import MOST_HOURS
from cmdesk.i18n import N_, _
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import CommittingLineEdit, Stepper

KIND_NAMES: Final = {
    MessageKind.QUESTION: N_("Question"),
    MessageKind.COMPLAINT: N_("Complaint"),
    MessageKind.REVIEW: N_("Review"),
    MessageKind.PRAISE: N_("Praise"),
    MessageKind.DANGER: N_("Danger"),
}
KIND_HINTS: Final = {
    MessageKind.QUESTION: N_("“At what time do you open?”"),
    MessageKind.COMPLAINT: N_("“My order never came.”"),
    MessageKind.REVIEW: N_("Stars and words on a map or a shop"),
    MessageKind.PRAISE: N_("“The best bread in town!”"),
    MessageKind.DANGER: N_("A risk to people, or to the good name"),
}


def offer_names(edit: CommittingLineEdit, names: Sequence[str]) -> None:
    """Offer names while one writes; any other may be written too."""
    completer = QCompleter(list(names), edit)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.activated.connect(edit.commit)
    edit.setCompleter(completer)


class AnswerRows(QWidget):
    """A row for each kind of message; no hours means that it is answered as all others.

    Signals:
        changed: All rows, as they are to be.
    """

    changed = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: dict[MessageKind, ResponseRow] = {kind: ResponseRow(kind) for kind in MessageKind}
        self._names: tuple[str, ...] = ()
        self.hours: dict[MessageKind, Stepper] = {}
        self.tell: dict[MessageKind, CommittingLineEdit] = {}
        px = theme.tokens.px
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(8))
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(2, 5)
        for column, head in enumerate((_("Kind of message"), _("First answer, in hours"), _("Who is told"))):
            grid.addWidget(Words(theme, head, "caption", "tertiary", self), 0, column)
        for row, kind in enumerate(MessageKind, 1):
            self._add(grid, row, kind, icons)
        self.setFocusProxy(self.hours[MessageKind.QUESTION])

    def _add(self, grid: QGridLayout, row: int, kind: MessageKind, icons: Icons) -> None:
        name, hint = _(KIND_NAMES[kind]), _(KIND_HINTS[kind])
        label = QWidget(self)
        pair = QGridLayout(label)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setVerticalSpacing(0)
        pair.addWidget(Words(self._theme, name, "body_medium", "primary", label), 0, 0)
        pair.addWidget(Words(self._theme, hint, "caption", "tertiary", label, elide=True), 1, 0)
        stepper = Stepper(self._theme, icons, 0, 0, MOST_HOURS, self)
        stepper.setSpecialValueText(_("As all"))
        stepper.setToolTip(_("Without a number it is answered within the hours above."))
        stepper.setAccessibleName(_("Hours until the first answer: {kind}").format(kind=name))
        stepper.committed.connect(lambda value: self._change(kind, hours=value or None))
        edit = CommittingLineEdit(self._theme, "", self)
        edit.setPlaceholderText(_("Nobody"))
        edit.setAccessibleName(_("Who is told: {kind}").format(kind=name))
        edit.committed.connect(lambda text: self._change(kind, tell=text))
        self.hours[kind], self.tell[kind] = stepper, edit
        for column, widget in enumerate((label, stepper, edit)):
            grid.addWidget(widget, row, column)

    def offer_people(self, names: Sequence[str]) -> None:
        """Offer these people as those who are told."""
        if tuple(names) != self._names:
            self._names = tuple(names)
            for edit in self.tell.values():
                offer_names(edit, names)

    def show_rows(self, rows: Sequence[ResponseRow]) -> None:
        """Show saved rows; a kind without one is answered as all others."""
        saved = {row.kind: row for row in rows}
        self._rows = {kind: saved.get(kind, ResponseRow(kind)) for kind in MessageKind}
        for kind, row in self._rows.items():
            self.hours[kind].show_value(row.hours or 0)
            self.tell[kind].show_text(row.tell)

    def _change(self, kind: MessageKind, *, hours: int | None = -1, tell: str | None = None) -> None:
        old = self._rows[kind]
        self._rows[kind] = ResponseRow(kind, old.hours if hours == -1 else hours, old.tell if tell is None else tell)
        self.changed.emit(tuple(self._rows.values()))
