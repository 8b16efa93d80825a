"""The list of backups from which an agency can be brought back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from cmdesk.i18n import _, spoken
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.facts import words
from cmdesk.ui.widgets.frames import Dialog, EmptyState
from cmdesk.ui.widgets.rows import Row, RowList, rows_named

_STEP = 1024


class BackupFacts(Protocol):
    """What is shown of a backup."""

    @property
    def path(self) -> Path:
        """Where it lies."""

    @property
    def workspace(self) -> str:
        """The name of the file that it was made of."""

    @property
    def at(self) -> datetime:
        """When it was made, in UTC."""

    @property
    def size(self) -> int:
        """How many bytes it has."""


def size_words(size: int) -> str:
    """A number of bytes as people say it."""
    amount, units = size / _STEP, ["KB", "MB", "GB"]
    while amount >= _STEP and len(units) > 1:
        amount /= _STEP
        units.pop(0)
    digits = 0 if amount >= 10 else 1
    return f"{spoken().number(round(amount, digits))}\u00a0{units[0]}"


class BackupsDialog(Dialog):
    """The backups of the data folder, newest first; the chosen one takes the place of what is open.

    Signals:
        restore_wanted: The path of the backup.
    """

    restore_wanted = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, backups: Sequence[BackupFacts], parent: QWidget) -> None:
        super().__init__(theme, icons, _("Restore from a backup"), parent, 840 if backups else 480)
        self.rows = rows_named(RowList(theme, icons, _("Restore"), self), _("Backups"))
        restore = push_button(theme, icons, _("Restore"), "primary", "restore", "Ctrl ↵", self)
        if backups:
            text = _(
                "The backup takes the place of the agency that is open now. "
                "What is there now is set aside beside it, so nothing is lost."
            )
            self.body.addWidget(words(theme, text, "body", "secondary", self, wrap=True))
            self.rows.show_rows([_row(backup) for backup in backups])
            height = self.rows.sizeHint().height()
            self.rows.setFixedHeight(min(height, theme.tokens.px(380)))
            self.body.addWidget(self.rows)
            self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.rows.hide()
            nothing = _("Back up with File, Back up now. A backup is also made before every upgrade.")
            self.body.addWidget(EmptyState(theme, icons, "history", _("No backups yet"), nothing, parent=self))
            restore.refuse(_("There is no backup to restore."))
        self.set_buttons(restore)
        self.rows.acted.connect(self._on_acted)
        self.confirmed.connect(self._on_confirmed)

    def _on_confirmed(self) -> None:
        if self.rows.current_key is not None:
            self._on_acted(self.rows.current_key)

    def _on_acted(self, path: object) -> None:
        self.accept()
        self.restore_wanted.emit(str(path))


def _row(backup: BackupFacts) -> Row:
    at = backup.at.astimezone()
    when = _("{day}, {time}").format(day=spoken().day(at.date()), time=spoken().clock(at.hour * 60 + at.minute))
    return Row(
        str(backup.path), Path(backup.workspace).stem, when, size_words(backup.size), "history", str(backup.path)
    )  # fmt: skip
