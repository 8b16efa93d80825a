"""The limits of the networks as a table: what warns, what is refused, since when, from where; each can be put back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.limits import UNIT_NAMES, Limit, Limits, limit_name, read_value, shown_value
from cmdesk.domain.moments import parse_when
from cmdesk.domain.networks import NETWORK_NAMES
from cmdesk.i18n import _, spoken
from cmdesk.ui.glyphs import NETWORK_ICONS
from cmdesk.ui.widgets.buttons import IconButton
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import ComboBox, CommittingLineEdit

if TYPE_CHECKING:
    from cmdesk.ui.page import Tools

_VALUE_WIDTH: Final = 96
_DAY_WIDTH: Final = 176


class LimitRow(QWidget):
    """One limit of a network.

    Signals:
        changed: The limit, its warning, its error, its day and its source as they are to be.
        reset: The limit.
    """

    changed = Signal(object, object, object, object, str)
    reset = Signal(object)

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        theme = tools.theme
        px = theme.tokens.px
        self._today = tools.jobs.desk.today
        self.limit: Limit | None = None
        self.name = Words(theme, "", "body_strong", parent=self, elide=True)
        self.unit = Words(theme, "", "label", "tertiary", self, elide=True)
        self.warning = CommittingLineEdit(theme, "", self)
        self.error = CommittingLineEdit(theme, "", self)
        self.day = CommittingLineEdit(theme, "", self)
        self.source = CommittingLineEdit(theme, "", self)
        self.back = IconButton(theme, tools.icons, "restore", _("Put back what ships"), "", self)
        self.told = Words(theme, "", "label", "tertiary", self, wrap=True)
        self.warning.setFixedWidth(px(_VALUE_WIDTH))
        self.error.setFixedWidth(px(_VALUE_WIDTH))
        self.day.setFixedWidth(px(_DAY_WIDTH))
        for field in self.fields:
            field.committed.connect(self._on_committed)
        self.back.clicked.connect(self._on_back)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.name)
        names.addWidget(self.unit)
        line = QHBoxLayout()
        line.setSpacing(px(8))
        line.addLayout(names, 2)
        for field in (self.warning, self.error, self.day):
            line.addWidget(field)
        line.addWidget(self.source, 3)
        line.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(2))
        column.addLayout(line)
        column.addWidget(self.told)
        keep = self.back.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.back.setSizePolicy(keep)

    @property
    def fields(self) -> tuple[CommittingLineEdit, ...]:
        """What can be written, from left to right."""
        return (self.warning, self.error, self.day, self.source)

    def show_limit(self, limits: Limits, limit: Limit) -> None:
        """Show a limit as it counts now."""
        is_other = self.limit is None or (self.limit.network, self.limit.name) != (limit.network, limit.name)
        self.limit = limit
        name = limit_name(limit)
        self.name.setText(name)
        self.unit.setText(_(UNIT_NAMES[limit.unit]))
        shown = (
            shown_value(limit.warning, limit.unit),
            shown_value(limit.error, limit.unit),
            spoken().day(limit.since),
            limits.sources_of(limit),
        )
        labels = (_("Warns from"), _("Refused from"), _("Looked up on"), _("Read in"))
        for field, text, label in zip(self.fields, shown, labels, strict=True):
            field.show_text(text)
            if is_other:
                field.put_back()
            field.setCursorPosition(0)
            field.setAccessibleName(_("{limit}: {field}").format(limit=name, field=label))
            field.setToolTip(text if field is self.source else "")
        self.back.setVisible(limit.is_own)
        self.back.setAccessibleName(_("Put back what ships: {limit}").format(limit=name))
        self._tell(limits, limit)

    def show_problem(self, sentence: str) -> None:
        """Say why what was written cannot be."""
        self.told.set_colour("danger")
        self.told.setText(sentence)
        self.told.show()

    def _tell(self, limits: Limits, limit: Limit) -> None:
        """The note of the list; beside an own limit, what ships."""
        text = limit.note[1 if spoken().language == "es" else 0]
        before = limits.shipped.get((limit.network, limit.name))
        if before is not None:
            values = spoken().list_of(
                dict.fromkeys(shown_value(one, limit.unit) for one in (before.warning, before.error) if one is not None)
            )
            text = _("Shipped: {values}.").format(values=values)
        self.told.set_colour("tertiary")
        self.told.setText(text)
        self.told.setVisible(bool(text))

    def _on_committed(self) -> None:
        if self.limit is None:
            return
        try:
            warning = read_value(self.warning.text(), self.limit.unit)
            error = read_value(self.error.text(), self.limit.unit)
            since = self._since(self.limit)
        except RuleBroken as problem:
            self.show_problem(str(problem))
            return
        self.changed.emit(self.limit, warning, error, since, self.source.text().strip())

    def _since(self, limit: Limit) -> date | None:
        """The day that was written; none where it was left as it was, so that today is put."""
        text = self.day.text().strip()
        if not text or text == spoken().day(limit.since):
            return None
        return parse_when(text, self._today).day

    def _on_back(self) -> None:
        self.reset.emit(self.limit)


class LimitsForm(QWidget):
    """The limits of one network at a time.

    Signals:
        changed: The limit, its warning, its error, its day and its source as they are to be.
        reset: The limit.
    """

    changed = Signal(object, object, object, object, str)
    reset = Signal(object)

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        theme, px = tools.theme, tools.theme.tokens.px
        self._limits: Limits | None = None
        self._is_fresh = False
        self.rows: list[LimitRow] = []
        self.network = ComboBox(theme, tools.icons, self)
        self.network.setAccessibleName(_("Network"))
        self.network.setFixedWidth(px(220))
        self.network.chosen.connect(self._show_rows)
        theme.changed.connect(self._offer_networks)
        hint = _(
            "Sources disagree and networks change. The first value warns, the second is what the network refuses. "
            "What you write counts for the whole agency."
        )
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(10))
        self._column.addWidget(Words(theme, hint, "body", "secondary", self, wrap=True))
        self._column.addWidget(self.network)
        self._column.addLayout(self._head())
        self._list = QVBoxLayout()
        self._list.setSpacing(px(8))
        self._column.addLayout(self._list)
        self._column.addStretch(1)

    def _head(self) -> QHBoxLayout:
        theme, px = self._tools.theme, self._tools.theme.tokens.px
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(Words(theme, _("Limit"), "label", "tertiary", self, elide=True), 2)
        for text, width in (
            (_("Warns from"), _VALUE_WIDTH),
            (_("Refused from"), _VALUE_WIDTH),
            (_("Looked up on"), _DAY_WIDTH),
        ):
            words = Words(theme, text, "label", "tertiary", self, elide=True)
            words.setFixedWidth(px(width))
            head.addWidget(words)
        head.addWidget(Words(theme, _("Read in"), "label", "tertiary", self, elide=True), 3)
        head.addSpacing(px(32))
        return head

    def show_limits(self, limits: Limits) -> None:
        """Show the limits as they count now; the network that is looked at stays."""
        chosen = self.network.current_key if self._limits is not None else limits.networks[0]
        self._limits = limits
        self._offer_networks()
        self.network.choose(chosen)
        self._show_rows()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_fresh:
            self._show_rows()

    def _offer_networks(self) -> None:
        """The networks with their signs, in the colours of the theme."""
        if self._limits is None:
            return
        icons = self._tools.icons
        self.network.offer(
            [
                (network, _(NETWORK_NAMES[network]), icons.icon(NETWORK_ICONS.get(network, "world")))
                for network in self._limits.networks
            ]
        )

    def row_of(self, name: str) -> LimitRow:
        """The row of a limit of the network that is shown."""
        return next(row for row in self.rows if row.limit is not None and row.limit.name == name and not row.isHidden())

    def show_problem(self, limit: Limit, sentence: str) -> None:
        """Say at a limit why what was written cannot be."""
        for row in self.rows:
            if row.limit is not None and (row.limit.network, row.limit.name) == (limit.network, limit.name):
                row.show_problem(sentence)

    def _show_rows(self) -> None:
        self._is_fresh = self.isVisible() and self._limits is not None
        if not self._is_fresh or self._limits is None:
            return  # nobody looks: the many fields are made when somebody does
        found = self._limits.for_network(str(self.network.current_key))
        while len(self.rows) < len(found):
            row = LimitRow(self._tools, self)
            row.changed.connect(self.changed)
            row.reset.connect(self.reset)
            self._list.addWidget(row)
            self.rows.append(row)
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(found))
            if place < len(found):
                row.show_limit(self._limits, found[place])
