"""The bin: what was deleted, with a way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cmdesk.domain.bin import Deleted
from cmdesk.domain.changes import Kind
from cmdesk.i18n import N_, _, ngettext, spoken
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.frames import EmptyState
from cmdesk.ui.widgets.rows import Row, RowList, rows_named

if TYPE_CHECKING:
    from cmdesk.ui.page import Tools

_ICONS = {
    Kind.CLIENT: "briefcase",
    Kind.CONTACT: "user",
    Kind.CHANNEL: "at",
    Kind.OBJECTIVE: "flag",
    Kind.AUDIENCE: "users",
    Kind.CAMPAIGN: "speakerphone",
    Kind.PILLAR: "layout-grid",
    Kind.HASHTAG_GROUP: "tag",
    Kind.SNIPPET: "file-text",
    Kind.DAY_NOTE: "note",
    Kind.SCOPE: "file-text",
    Kind.EXTRA: "circle-plus",
    Kind.POST: "calendar-event",
    Kind.TASK: "checklist",
    Kind.MEDIA: "photo",
}
_KINDS = {
    Kind.CLIENT: N_("Client"),
    Kind.CONTACT: N_("Contact"),
    Kind.CHANNEL: N_("Channel"),
    Kind.OBJECTIVE: N_("Objective"),
    Kind.AUDIENCE: N_("Audience"),
    Kind.CAMPAIGN: N_("Campaign"),
    Kind.PILLAR: N_("Pillar"),
    Kind.HASHTAG_GROUP: N_("Hashtags"),
    Kind.SNIPPET: N_("Text to use again"),
    Kind.DAY_NOTE: N_("Note on a day"),
    Kind.SCOPE: N_("Scope"),
    Kind.EXTRA: N_("Extra"),
    Kind.POST: N_("Post"),
    Kind.TASK: N_("Task"),
    Kind.MEDIA: N_("Picture"),
}


class BinView(QWidget):
    """What lies in the bin, the latest first.

    Signals:
        restore_wanted: Kind and id of what is to come back.
    """

    restore_wanted = Signal(object, object)

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        px = tools.theme.tokens.px
        self.rows = rows_named(RowList(tools.theme, tools.icons, _("Restore"), self), _("In the bin"))
        self.rows.acted.connect(self._on_acted)
        self.rows.setProperty("pane", True)
        hint = _("What is deleted stays here for 30 days. It comes back with all that hung on it.")
        full = QWidget(self)
        column = QVBoxLayout(full)
        column.setContentsMargins(px(20), px(14), px(20), px(16))
        column.setSpacing(px(10))
        column.addWidget(Words(tools.theme, hint, "body", "secondary", full, wrap=True))
        column.addWidget(self.rows, 1)
        empty = EmptyState(
            tools.theme, tools.icons, "trash", _("The bin is empty"),
            _("What you delete waits here for 30 days, so that you can bring it back."), parent=self,
        )  # fmt: skip
        self._stack = QStackedWidget(self)
        self._stack.addWidget(full)
        self._stack.addWidget(empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def show_things(self, things: Sequence[Deleted]) -> None:
        """Show these."""
        self.rows.show_rows([_row(thing) for thing in things])
        self._stack.setCurrentIndex(0 if things else 1)

    def take_focus(self) -> None:
        """Let the keyboard act on the list."""
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_acted(self, key: tuple[Kind, int]) -> None:
        self.restore_wanted.emit(*key)


def _row(thing: Deleted) -> Row:
    kind = _(_KINDS[thing.kind])
    whose = thing.client if thing.kind is not Kind.CLIENT else ""
    day = spoken().short_day(thing.at.astimezone().date())
    left = ngettext("{count} day left", "{count} days left", thing.days_left).format(count=thing.days_left)
    return Row(
        key=(thing.kind, thing.id),
        title=thing.title or _("Untitled"),
        remark=f"{kind} · {whose}" if whose else kind,
        fact=f"{day} · {left}",
        icon=_ICONS[thing.kind],
    )
