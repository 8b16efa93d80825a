"""Saving a line that a colleague may be writing too: both texts are shown, and a person chooses by field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from cmdesk.domain.errors import Conflict, DeskError
from cmdesk.domain.scope import ScopeLine
from cmdesk.i18n import N_, _
from cmdesk.services import scopes
from cmdesk.ui.icons import Icons
from cmdesk.ui.jobs import Jobs
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.themed import Themed, paint_ground

FIELD_NAMES: Final = {
    "title": N_("Name of the line"),
    "description": N_("Sentence that the client reads"),
    "quantity": N_("How many"),
    "response_hours": N_("Answer within"),
    "cadence": N_("Each"),
    "revision_rounds": N_("Rounds of changes"),
    "price_cents": N_("Price"),
    "done_by": N_("Done by"),
    "approved_by": N_("Approved by"),
    "networks": N_("Networks"),
    "formats": N_("Formats"),
    "unit": N_("Of what"),
    "price_mode": N_("Paid"),
    "overage_cents": N_("One more costs"),
    "roll_over": N_("What is not used"),
    "carry_cap": N_("At most"),
    "week_days": N_("Days of the week"),
    "minutes_per_unit": N_("Our time for each"),
    "area": N_("Area"),
    "criterion": N_("It is done when"),
    "needs": N_("What we need from the client"),
    "not_included": N_("What it does not include"),
    "question": N_("Question about what they expect"),
    "staff_note": N_("Note for us, never printed"),
    "is_often_expected": N_("Clients often expect it"),
}


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that two people wrote at once."""

    line_id: int
    field: str
    mine: Any
    theirs: ScopeLine


def held(line: ScopeLine, field: str) -> Any:
    """What a line holds in a field, as `change_line` takes it."""
    if field == "done_by":
        if line.done_by_member is not None:
            return ("member", line.done_by_member)
        return ("contact", line.done_by_contact) if line.done_by_contact is not None else None
    if field == "approved_by":
        return line.approved_by_contact
    return getattr(line, field)


class LineSaver(QObject):
    """Saves the fields of lines one after another; only what a colleague wrote in the same field stops it.

    Signals:
        saved: Id of a line, and the field.
        refused: Field, and the error that says why.
        clashed: A Clash, for a person to decide.
    """

    saved = Signal(object, str)
    refused = Signal(str, object)
    clashed = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._begun: dict[tuple[int, str], ScopeLine] = {}
        self._mine: dict[tuple[int, str], list[Any]] = {}
        self._versions: dict[int, int] = {}

    def begin(self, line: ScopeLine, field: str) -> None:
        """Remember what a person saw when they began to write in a field."""
        self._begun.setdefault((line.id, field), line)

    def forget(self, line_id: int, field: str) -> None:
        """Nothing of what was written in a field is to be saved."""
        self._begun.pop((line_id, field), None)

    def save(self, line: ScopeLine, field: str, value: Any) -> None:
        """Save a field; `line` is what is shown now."""
        seen = self._begun.pop((line.id, field), line)
        version = max(seen.version, self._versions.get(line.id, 0))
        self._write(seen, field, value, version)

    def insist(self, clash: Clash) -> None:
        """Save what one wrote oneself over what the colleague wrote."""
        self._write(clash.theirs, clash.field, clash.mine, clash.theirs.version)

    def _write(self, seen: ScopeLine, field: str, value: Any, version: int) -> None:
        job = self._jobs.do(self, scopes.change_line, seen.id, field, value, version)
        job.then(partial(self._on_saved, seen.id, field, value, version))
        job.failed(partial(self._on_refused, seen, field, value))

    def _on_saved(self, line_id: int, field: str, value: Any, version: int, _none: None) -> None:
        self._mine.setdefault((line_id, field), []).append(value)
        self._versions[line_id] = max(version + 1, self._versions.get(line_id, 0))
        self.saved.emit(line_id, field)

    def _on_refused(self, seen: ScopeLine, field: str, value: Any, error: DeskError) -> None:
        if not isinstance(error, Conflict):
            self.refused.emit(field, error)
            return
        look = self._jobs.run(self, lambda _progress: self._jobs.desk.read(scopes.line, seen.id))
        look.then(partial(self._judge, seen, field, value)).failed(partial(self.refused.emit, field))

    def _judge(self, seen: ScopeLine, field: str, value: Any, now: ScopeLine) -> None:
        """Go on where the colleague wrote something else; ask where it is the same field."""
        there = held(now, field)
        ours = [held(seen, field), value, *self._mine.get((seen.id, field), [])]
        if there in ours:
            self._write(now, field, value, now.version)
        else:
            self._versions[seen.id] = now.version
            self.clashed.emit(Clash(seen.id, field, value, now))


class ClashBand(Themed, QWidget):
    """The fields that two people wrote at once, each with both texts and a button below each.

    Signals:
        kept: The Clash whose own text shall stand.
        taken: The Clash whose other text shall stand.
    """

    kept = Signal(object)
    taken = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._clashes: list[tuple[Clash, str, str]] = []
        self._rows: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._title = Words(
            theme, _("A colleague changed this while you were writing. Choose what stands."), "body_strong",
            "primary", self, wrap=True,
        )  # fmt: skip
        self._column.addWidget(self._title)
        self.hide()
        self.follow(theme)

    @property
    def clashes(self) -> Sequence[Clash]:
        """What is still to be decided."""
        return [clash for clash, _mine, _theirs in self._clashes]

    def add(self, clash: Clash, mine: str, theirs: str) -> None:
        """Show one more field, with both texts as a person reads them."""
        self._clashes = [one for one in self._clashes if one[0].field != clash.field]
        self._clashes.append((clash, mine, theirs))
        self._fill()

    def clear(self) -> None:
        """Show nothing."""
        self._clashes = []
        self._fill()

    def _fill(self) -> None:
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._row(*one) for one in self._clashes]
        for row in self._rows:
            self._column.addWidget(row)
        self.setVisible(bool(self._clashes))
        self.updateGeometry()

    def _row(self, clash: Clash, mine: str, theirs: str) -> QWidget:
        theme = self._theme
        whole = QWidget(self)
        grid = QGridLayout(whole)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.tokens.px(12))
        grid.setVerticalSpacing(theme.tokens.px(4))
        name = FIELD_NAMES.get(clash.field, clash.field)
        grid.addWidget(Words(theme, _(name), "small_strong", "primary", whole), 0, 0)
        sides = ((_("Theirs"), theirs, _("Take theirs"), self._take), (_("Yours"), mine, _("Keep mine"), self._keep))
        for column, (head, text, verb, slot) in enumerate(sides):
            grid.addWidget(Words(theme, head, "caption", "tertiary", whole), 1, column)
            said = Words(theme, text or _("nothing"), "body", "primary", whole, wrap=True)
            said.setAlignment(Qt.AlignmentFlag.AlignTop)
            grid.addWidget(said, 2, column)
            button = push_button(theme, self._icons, verb, "compact", parent=whole)
            button.clicked.connect(partial(slot, clash))
            grid.addWidget(button, 3, column, Qt.AlignmentFlag.AlignLeft)
            grid.setColumnStretch(column, 1)
        return whole

    def _take(self, clash: Clash, _is_on: bool = False) -> None:
        self._drop(clash)
        self.taken.emit(clash)

    def _keep(self, clash: Clash, _is_on: bool = False) -> None:
        self._drop(clash)
        self.kept.emit(clash)

    def _drop(self, clash: Clash) -> None:
        self._clashes = [one for one in self._clashes if one[0] is not clash]
        self._fill()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        paint_ground(self, tokens.feedback.warn_tint, tokens.radius.control, tokens.feedback.warn)

    def _on_theme_changed(self) -> None:
        px = self._theme.tokens.px
        self._column.setContentsMargins(px(12), px(9), px(12), px(10))
        self._column.setSpacing(px(8))
        super()._on_theme_changed()
