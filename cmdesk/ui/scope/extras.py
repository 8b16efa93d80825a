"""What clients asked for beside what was agreed: the list, one of them in full, and its decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cmdesk.domain.clients import ClientTile, Contact
from cmdesk.domain.errors import DeskError
from cmdesk.domain.extras import DECISION_NAMES, Decision, Extra
from cmdesk.i18n import _, ngettext, spoken
from cmdesk.services import clients, extras
from cmdesk.ui.glyphs import Tone
from cmdesk.ui.page import Tools
from cmdesk.ui.scope.asking import DECISION_ICONS, AskDialog, DecideDialog, ExtraFields, about
from cmdesk.ui.widgets.buttons import IconButton, LinkButton, push_button
from cmdesk.ui.widgets.choices import SegmentedControl
from cmdesk.ui.widgets.facts import Tag, Words
from cmdesk.ui.widgets.frames import DetailPanel, EmptyState, Toolbar
from cmdesk.ui.widgets.rows import Row, RowList, rows_named

_ALL: Final = "all"
_OPEN: Final = "open"


class ExtraPanel(DetailPanel):
    """One extra: its fields, each saved when it is left, and what was decided.

    Signals:
        draft_wanted: The id of the change order that it became part of.
        linked_wanted: A section and the id of a post or a task.
    """

    draft_wanted = Signal(object)
    linked_wanted = Signal(str, object)

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(tools.theme, tools.icons, _("Request"), parent)
        self._tools = tools
        self._extra: Extra | None = None
        theme, icons = tools.theme, tools.icons
        self.remove = IconButton(theme, icons, "trash", _("Put into the bin"), "Del", self)
        self.remove.clicked.connect(self._on_remove)
        self.add_action(self.remove)
        self.tag = Tag(theme, icons, "", parent=self)
        self.reason = Words(theme, "", "body", "secondary", self, wrap=True)
        self.decide = push_button(theme, icons, _("Decide"), "normal", None, "D", self)
        self.decide.clicked.connect(self._on_decide)
        self.draft = LinkButton(theme, icons, "", "file-text", self)
        self.draft.clicked.connect(self._on_draft)
        self.fields = ExtraFields(theme, icons, tools.jobs.desk.today, self)
        self.fields.changed.connect(self._on_changed)
        head = QHBoxLayout()
        head.addWidget(self.tag)
        head.addStretch(1)
        head.addWidget(self.decide)
        self.body.addLayout(head)
        for widget in (self.reason, self.draft, self.fields):
            self.body.addWidget(widget)
        self._links = QVBoxLayout()
        self._linked: list[LinkButton] = []
        self.body.addLayout(self._links)
        self.body.addStretch(1)

    @property
    def extra(self) -> Extra | None:
        """The one that is shown."""
        return self._extra

    def show_extra(self, extra: Extra, people: Sequence[Contact]) -> None:
        """Show one of them as it is now."""
        self._extra = extra
        self.fields.offer_people(people, extra.asked_by)
        self.fields.show_extra(extra)
        tone: Tone = "warn" if extra.is_open else "info"
        self.tag.show_fact(_(DECISION_NAMES[extra.decision]), tone, DECISION_ICONS[extra.decision])
        self.decide.setText(_("Decide") if extra.is_open else _("Decide anew"))
        self.reason.setText(self._decided(extra))
        self.reason.setVisible(bool(self.reason.text()))
        self.draft.setVisible(extra.scope_id is not None)
        self.draft.setText(_("Version {number}").format(number=extra.scope_number))
        self._show_links(extra)

    def _decided(self, extra: Extra) -> str:
        when = ""
        if extra.decided_on is not None:
            who = extra.decided_by_name
            day = spoken().day(extra.decided_on)
            when = _("{name}, {day}").format(name=who, day=day) if who else day
        return "\n".join(part for part in (when, extra.reason) if part)

    def _show_links(self, extra: Extra) -> None:
        for link in self._linked:
            self._links.removeWidget(link)
            link.hide()
            link.deleteLater()
        self._linked = []
        for section, icon, things in (("calendar", "calendar", extra.posts), ("tasks", "checklist", extra.tasks)):
            for thing in things:
                link = LinkButton(self._tools.theme, self._tools.icons, thing.title, icon, self)
                link.clicked.connect(lambda section=section, key=thing.id: self.linked_wanted.emit(section, key))
                self._links.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
                self._linked.append(link)

    def _on_changed(self, field: str, value: Any) -> None:
        if self._extra is None:
            return
        if field == "asked_on" and value is None:
            value = self._tools.jobs.desk.today
        job = self._tools.jobs.do(self, extras.change_extra, self._extra.id, field, value)
        job.then(lambda _none: self.fields.clear_problems()).failed(self._on_refused)

    def _on_refused(self, error: DeskError) -> None:
        if not self.fields.show_problem(error):
            self._tools.notify.problem(error)

    def _on_decide(self) -> None:
        if self._extra is not None:
            decide(self._tools, self._extra, self, self.draft_wanted.emit)

    def _on_remove(self) -> None:
        if self._extra is not None:
            text = _("“{title}” is in the bin.").format(title=self._extra.title)
            job = self._tools.jobs.do(self, extras.remove_extra, self._extra.id)
            job.then(lambda _none: self._tools.notify.toast(text, undo=self._tools.jobs.undo))

    def _on_draft(self) -> None:
        if self._extra is not None:
            self.draft_wanted.emit(self._extra.scope_id)


def decide(tools: Tools, extra: Extra, parent: QWidget, show_draft: Any, chosen: Decision | None = None) -> None:
    """Ask what becomes of an extra, and say what was decided."""

    def say(decision: Decision, draft_id: int | None) -> None:
        text = _("“{title}”: {decision}.").format(title=extra.title, decision=_(DECISION_NAMES[decision]).lower())
        actions = [(_("Open the draft"), lambda: show_draft(draft_id))] if draft_id is not None else []
        tools.notify.toast(text, undo=tools.jobs.undo, actions=actions)

    dialog = DecideDialog(tools, extra, parent, chosen)
    dialog.decided.connect(say)
    dialog.open()


class ExtrasPane(QWidget):
    """What was asked for beside the scope, by one client or by all of them.

    Signals:
        draft_wanted: The client and the id of a change order to open.
        linked_wanted: A section, and the id of a post or a task to open there.
        counted: How many wait for a decision.
    """

    draft_wanted = Signal(object, object)
    linked_wanted = Signal(str, object)
    counted = Signal(int)

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._client_id: int | None = None
        self._tiles: Mapping[int, ClientTile] = {}
        self._extras: tuple[Extra, ...] = ()
        self._people: dict[int, list[Contact]] = {}
        self._wanted: int | None = None
        theme, icons = tools.theme, tools.icons
        self.toolbar = Toolbar(theme, self)
        self.switch = SegmentedControl(theme, [(_OPEN, _("Not decided")), (_ALL, _("All"))], self)
        self.switch.setAccessibleName(_("Which requests"))
        self.switch.chosen.connect(self._show_rows)
        self.said = Words(theme, "", "body", "tertiary", self, elide=True)
        self.toolbar.show_widgets([self.switch, None, self.said])
        self.rows = rows_named(RowList(theme, icons, _("Decide"), self, can_remove=True), _("Requests"))
        self.rows.keeps_choice = True
        self.rows.acted.connect(self._on_acted)
        self.rows.removed.connect(self._on_removed)
        self.rows.chosen.connect(self._on_chosen)
        self.panel = ExtraPanel(tools, self)
        self.panel.draft_wanted.connect(self._on_draft)
        self.panel.linked_wanted.connect(self.linked_wanted)
        self.panel.closed.connect(self._on_closed)
        self.ask = push_button(theme, icons, _("New request"), "primary", "plus", "N", self)
        self.ask.clicked.connect(self.begin)
        self.ask.hide()
        begin = push_button(theme, icons, _("New request"), "normal", "plus", parent=self)
        begin.clicked.connect(self.begin)
        self._begin = begin
        self.empty = EmptyState(theme, icons, "inbox", "", "", begin, parent=self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.rows)
        self._stack.addWidget(self.empty)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._stack, 1)
        row.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addLayout(row, 1)
        self.panel.setFixedWidth(theme.tokens.px(360))
        theme.changed.connect(self._on_theme_changed)
        self.panel.hide()

    # --- loading ------------------------------------------------------------------------------

    def load(self, client_id: int | None) -> None:
        """Ask for what was asked for."""
        if client_id != self._client_id:
            self._client_id, self._wanted = client_id, None
        self._tools.jobs.read(self, clients.tiles).then(self._take_tiles)

    def _take_tiles(self, tiles: Sequence[ClientTile]) -> None:
        self._tiles = {tile.id: tile for tile in tiles}
        self._tools.jobs.read(self, extras.extras, self._client_id).then(self._take)

    def _take(self, found: tuple[Extra, ...]) -> None:
        self._extras = found
        self.counted.emit(sum(extra.is_open for extra in found))
        self._show_rows()

    def _show_rows(self, _key: object = None) -> None:
        shown = [extra for extra in self._extras if extra.is_open or self.switch.current == _ALL]
        shown.sort(key=lambda extra: not extra.is_open)
        is_open = sum(extra.is_open for extra in self._extras)
        words = ngettext("{count} waits for a decision", "{count} wait for a decision", is_open).format(count=is_open)
        self.said.setText(words if is_open else "")
        if not shown:
            self._show_empty()
            return
        self._stack.setCurrentWidget(self.rows)
        self.rows.show_rows([self._row(extra) for extra in shown])
        self._fill_panel(self._current())

    def _row(self, extra: Extra) -> Row:
        tile = self._tiles.get(extra.client_id)
        name = tile.name if tile is not None and self._client_id is None else ""
        remark = " · ".join(part for part in (name, about(extra)) if part)
        fact = _(DECISION_NAMES[extra.decision])
        return Row(extra.id, extra.title, remark, fact, DECISION_ICONS[extra.decision], f"{extra.title}\n{remark}")

    def _show_empty(self) -> None:
        self.panel.hide()
        is_all = not self._extras
        title = _("Nothing was asked for beside the scope") if is_all else _("Everything is decided")
        text = (
            _("What a client asks for and no line covers is noted here, estimated, and decided: nothing is lost.")
            if is_all
            else _("What was decided before is under “All”.")
        )
        self.empty.show_words("inbox" if is_all else "circle-check", title, text)
        self._begin.setVisible(self._client_id is not None)
        self._stack.setCurrentWidget(self.empty)

    def _current(self) -> Extra | None:
        return next((extra for extra in self._extras if extra.id == self.rows.current_key), None)

    def _fill_panel(self, extra: Extra | None) -> None:
        if extra is None:
            self.panel.hide()
            return
        self._wanted = extra.id
        people = self._people.get(extra.client_id)
        if people is None:
            job = self._tools.jobs.read(self, clients.contacts, extra.client_id)
            job.then(lambda found: self._take_people(extra.client_id, found))
            return
        self.panel.show_extra(extra, people)
        self.panel.show()

    def _take_people(self, client_id: int, people: list[Contact]) -> None:
        self._people[client_id] = people
        self._fill_panel(self._current())

    # --- doing --------------------------------------------------------------------------------

    def begin(self) -> None:
        """Write down a new one."""
        if self._client_id is None:
            self._tools.notify.toast(_("Choose a client first."), icon="info-circle")
            return
        dialog = AskDialog(self._tools, self._client_id, self)
        dialog.asked.connect(self._on_asked)
        dialog.open()

    def decide_current(self) -> None:
        """Decide on the one that is current."""
        extra = self._current()
        if extra is not None:
            decide(self._tools, extra, self, self._on_draft)

    def _on_asked(self, _extra_id: int) -> None:
        self._tools.notify.toast(_("It is noted, and waits for a decision."), undo=self._tools.jobs.undo)

    def _on_acted(self, _key: object) -> None:
        self.decide_current()

    def _on_removed(self, key: int) -> None:
        self._tools.jobs.do(self, extras.remove_extra, key).then(self._on_gone)

    def _on_gone(self, _none: None) -> None:
        self._tools.notify.toast(_("The request is in the bin."), undo=self._tools.jobs.undo)

    def _on_chosen(self, _key: object) -> None:
        self._fill_panel(self._current())

    def _on_closed(self) -> None:
        self.panel.hide()
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_draft(self, scope_id: object) -> None:
        extra = self._current()
        client = extra.client_id if extra is not None else self._client_id
        self.draft_wanted.emit(client, scope_id)

    def _on_theme_changed(self) -> None:
        self.panel.setFixedWidth(self._tools.theme.tokens.px(360))

    def sizeHint(self) -> QSize:
        return QSize(900, 600)
