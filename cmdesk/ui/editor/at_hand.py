"""What is at hand while a post is written: snippets, hashtags, and how its client speaks."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, MutableMapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cmdesk.domain.editor import POST, TEXT, ClientWords, EditorSheet, HashtagGroup, Snippet, blank_names
from cmdesk.domain.errors import DeskError
from cmdesk.i18n import gettext as _
from cmdesk.i18n import ngettext, spoken
from cmdesk.services import snippets
from cmdesk.ui.page import Tools
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.choices import SegmentedControl
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import ErrorLine, LineEdit, SearchEdit
from cmdesk.ui.widgets.rows import Row, RowList, rows_named

if TYPE_CHECKING:
    from cmdesk.services.action import Action

_WIDTH: Final = 420
_ROWS: Final = 6
_USUAL: Final = 0  # the client's usual hashtags, which are no group


class _Shelf(QWidget):
    """A field to search in, what is found, and below it what can be done with it.

    Signals:
        acted: The key of what was chosen from the list.
        inserted: Words for the text.
        done: Nothing more is to be done here.
    """

    acted = Signal(object)
    inserted = Signal(str)
    done = Signal()

    def __init__(self, tools: Tools, title: str, verb: str, parent: QWidget | None, *, can_remove: bool) -> None:
        super().__init__(parent)
        theme, icons = tools.theme, tools.icons
        px = theme.tokens.px
        self._tools = tools
        self._rows: tuple[Row, ...] = ()
        self.search = SearchEdit(theme, icons, _("Search"), "", self)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.list = rows_named(RowList(theme, icons, verb, self, can_remove=can_remove), title)
        self.list.acted.connect(self.acted)
        self.list.removed.connect(self._on_removed)
        self.nothing = Words(theme, "", "small", "tertiary", self, wrap=True)
        self.error = ErrorLine(theme, icons, self)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(px(8))
        self.column.addWidget(Words(theme, title, "body_strong", "primary", self))
        for widget in (self.search, self.list, self.nothing):
            self.column.addWidget(widget)
        self.setFixedWidth(px(_WIDTH))

    def show_rows(self, rows: Sequence[Row], nothing: str) -> None:
        """Offer these; where there are none, say what to do."""
        self._rows = tuple(rows)
        self.nothing.setText(nothing)
        self.nothing.setVisible(not rows)
        self.list.setVisible(bool(rows))
        self.search.setVisible(len(rows) > _ROWS)
        self.list.setFixedHeight(min(_ROWS, max(1, len(rows))) * self.list.row_height() + 2)
        if rows:
            self.setFocusProxy(self.search if len(rows) > _ROWS else self.list)
        self._filter()

    def _filter(self) -> None:
        wanted = _plain(self.search.text()).split()
        found = [row for row in self._rows if all(word in _plain(f"{row.title} {row.remark}") for word in wanted)]
        self.list.show_rows(found)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.search:
            if event.key() == Qt.Key.Key_Down:
                self.list.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.current_key is not None:
                self.acted.emit(self.list.current_key)
                return True
        return False

    def _on_removed(self, key: object) -> None:
        """Take something out of the list; where it can be."""

    def _remove(
        self,
        remove: Action[[int], None],
        known: MutableMapping[int, Any],
        key: object,
        said: str,
        show: Callable[[], object],
    ) -> None:
        """Put something that is known into the bin, and offer it no more: `show` shows what is left."""
        if not isinstance(key, int) or key not in known:
            return

        def gone(_nothing: None) -> None:
            known.pop(key, None)
            show()
            self._undo_toast(said)

        self._tools.jobs.do(self, remove, key).then(gone)

    def _refuse(self, error: DeskError) -> None:
        self.error.show_problem(str(error))

    def _undo_toast(self, words: str) -> None:
        self._tools.notify.toast(words, undo=self._tools.jobs.undo)


class Snippets(_Shelf):
    """The texts that are used again; and the one that is written now, to be kept under a name."""

    def __init__(self, tools: Tools, sheet: EditorSheet, selection: str, whole: str, parent: QWidget) -> None:
        super().__init__(tools, _("Snippets"), _("Insert"), parent, can_remove=True)
        self.acted.connect(self._on_acted)
        theme, icons = tools.theme, tools.icons
        px = theme.tokens.px
        self._sheet = sheet
        self._selection, self._whole = selection, whole
        self._known = {one.id: one for one in sheet.snippets if one.kind == TEXT}
        self._name = LineEdit(theme, "", self)
        self._name.setPlaceholderText(_("Name"))
        self._name.setAccessibleName(_("Name of the new snippet"))
        self._name.returnPressed.connect(self._keep)
        self._whose = SegmentedControl(theme, [("client", sheet.client.name), ("all", _("All clients"))], self)
        self._whose.setAccessibleName(_("Whose snippet it is"))
        self._kind = SegmentedControl(theme, [(TEXT, self._what()), (POST, _("The post as a template"))], self)
        self._kind.setAccessibleName(_("What is kept"))
        button = push_button(theme, icons, _("Keep"), "compact", "device-floppy", parent=self)
        button.clicked.connect(self._keep)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self._name, 1)
        row.addWidget(button)
        self.column.addSpacing(px(4))
        self.column.addWidget(Words(theme, _("Keep what is written"), "label", "secondary", self))
        self.column.addWidget(self._kind)
        self.column.addWidget(self._whose)
        self.column.addLayout(row)
        self.column.addWidget(self.error)
        blanks = _("Blanks that are filled: {names}").format(names=" ".join(blank_names(spoken().language)))
        self.column.addWidget(Words(theme, blanks, "label", "tertiary", self, wrap=True))
        self._show()

    def _what(self) -> str:
        return _("The selection") if self._selection.strip() else _("The text")

    def _show(self) -> None:
        rows = [
            Row(one.id, one.name, " ".join(one.text.split())[:60], "" if one.client_id else _("all"), "note", one.text)
            for one in self._known.values()
        ]
        self.show_rows(rows, _("Nothing is kept yet. Write a text that you use again, and keep it here under a name."))

    def _on_acted(self, key: object) -> None:
        found = self._known.get(key) if isinstance(key, int) else None
        if found is not None:
            self.inserted.emit(found.text)
            self.done.emit()

    def _on_removed(self, key: object) -> None:
        self._remove(snippets.remove_snippet, self._known, key, _("The snippet is in the bin"), self._show)

    def _keep(self) -> None:
        kind = str(self._kind.current)
        text = self._whole if kind == POST else self._selection.strip() or self._whole
        client_id = self._sheet.client.id if self._whose.current == "client" else None
        format_ = self._sheet.detail.card.format
        job = self._tools.jobs.do(
            self, snippets.add_snippet, self._name.text(), text, client_id, kind=kind, format=format_
        )
        job.then(self._on_kept).failed(self._refuse)

    def _on_kept(self, _key: int) -> None:
        self._undo_toast(_("Kept. You find it again among the snippets."))
        self.done.emit()


class Hashtags(_Shelf):
    """The client's groups of hashtags: insert one, write one anew, change what it holds."""

    def __init__(self, tools: Tools, sheet: EditorSheet, parent: QWidget) -> None:
        super().__init__(tools, _("Hashtags"), _("Insert"), parent, can_remove=True)
        self.acted.connect(self._on_acted)
        theme, icons = tools.theme, tools.icons
        px = theme.tokens.px
        self._client = sheet.client
        self._groups = {group.id: group for group in sheet.hashtag_groups}
        self._editing: HashtagGroup | None = None
        self._label = Words(theme, "", "label", "secondary", self)
        self._name = LineEdit(theme, "", self)
        self._name.setPlaceholderText(_("Name"))
        self._name.setAccessibleName(_("Name of the group"))
        self._tags = LineEdit(theme, "", self)
        self._tags.setPlaceholderText(_("#one #two #three"))
        self._tags.setAccessibleName(_("Hashtags of the group"))
        for field in (self._name, self._tags):
            field.returnPressed.connect(self._save)
        self._button = push_button(theme, icons, "", "compact", parent=self)
        self._button.clicked.connect(self._save)
        self._anew = push_button(theme, icons, _("New group"), "compact", "plus", parent=self)
        self._anew.clicked.connect(self._begin)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self._button)
        row.addWidget(self._anew)
        row.addStretch(1)
        self.column.addSpacing(px(4))
        for widget in (self._label, self._name, self._tags, self.error):
            self.column.addWidget(widget)
        self.column.addLayout(row)
        self.list.chosen.connect(self._on_chosen)
        self._show()
        self._on_chosen(self.list.current_key)

    def _show(self) -> None:
        rows = []
        if self._client.hashtags.strip():
            rows.append(Row(_USUAL, _("The usual ones"), self._client.hashtags, "", "star", self._client.hashtags))
        for group in self._groups.values():
            fact = spoken().number(group.count)
            rows.append(Row(group.id, group.name, group.tags, fact, "tag", group.tags))
        self.show_rows(rows, _("This client has no hashtags yet. Write a first group here."))

    def _on_chosen(self, key: object) -> None:
        group = self._groups.get(key) if isinstance(key, int) else None
        self._edit(group)

    def _edit(self, group: HashtagGroup | None) -> None:
        self._editing = group
        self.error.clear()
        self._label.setText(_("Change this group") if group else _("New group"))
        self._name.setText(group.name if group else "")
        self._tags.setText(group.tags if group else "")
        self._button.setText(_("Save") if group else _("Add"))
        self._anew.setVisible(group is not None)

    def _begin(self) -> None:
        self._edit(None)
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        jobs, group = self._tools.jobs, self._editing
        name, tags = self._name.text(), self._tags.text()
        if group is None:
            jobs.do(self, snippets.add_hashtag_group, self._client.id, name, tags).then(self._on_saved).failed(
                self._refuse
            )
            return
        for field, value, was in (("name", name, group.name), ("tags", tags, group.tags)):
            if value.strip() != was:
                job = jobs.do(self, snippets.change_hashtag_group, group.id, field, value)
                job.then(self._on_saved).failed(self._refuse)

    def _on_saved(self, _key: object) -> None:
        self.done.emit()
        self._undo_toast(_("The hashtags are saved"))

    def _on_acted(self, key: object) -> None:
        group = self._groups.get(key) if isinstance(key, int) else None
        self.inserted.emit(group.tags if group else self._client.hashtags)
        self.done.emit()

    def _on_removed(self, key: object) -> None:
        self._remove(snippets.remove_hashtag_group, self._groups, key, _("The hashtags are in the bin"), self._show)


class Voice(_Shelf):
    """How a client speaks: its key messages and own words, and what it does not want to read."""

    def __init__(self, tools: Tools, client: ClientWords, parent: QWidget) -> None:
        super().__init__(
            tools, _("How {client} speaks").format(client=client.name), _("Insert"), parent, can_remove=False
        )
        self.acted.connect(self._on_acted)
        rows = [Row(one, one, "", _("message"), "speakerphone") for one in client.key_messages]
        rows += [Row(one, one, "", _("own word"), "message-circle") for one in client.own_words]
        nothing = _("No key messages yet. Write them at the client, under Voice.")
        self.show_rows(rows, nothing)
        if client.tone:
            self._say(_("Tone"), client.tone, "secondary")
        if client.avoid:
            self._say(_("To avoid"), "\n".join(client.avoid), "warn")

    def _say(self, label: str, text: str, colour: str) -> None:
        theme = self._tools.theme
        self.column.addWidget(Words(theme, label, "label", "secondary", self))
        self.column.addSpacing(-theme.tokens.px(4))
        self.column.addWidget(Words(theme, text, "small", colour, self, wrap=True))

    def _on_acted(self, key: object) -> None:
        self.inserted.emit(str(key))
        self.done.emit()


class Templates(_Shelf):
    """The whole posts to begin with, for a new post.

    Signals:
        wanted: The id of the one that was chosen.
    """

    wanted = Signal(object)

    def __init__(self, tools: Tools, known: Sequence[Snippet], parent: QWidget) -> None:
        super().__init__(tools, _("New post from a template"), _("Use"), parent, can_remove=True)
        self.acted.connect(self._on_acted)
        self._known = {one.id: one for one in known if one.kind == POST}
        self.column.addWidget(self.error)
        self._show()

    def _show(self) -> None:
        rows = [Row(one.id, one.name, " ".join(one.text.split())[:60], "", "file-text", one.text)
                for one in self._known.values()]  # fmt: skip
        words = _("No post is kept as a template yet. Open a post, then Snippets, and keep it as a template.")
        self.show_rows(rows, words)

    def _on_acted(self, key: object) -> None:
        self.done.emit()
        self.wanted.emit(key)

    def _on_removed(self, key: object) -> None:
        self._remove(snippets.remove_snippet, self._known, key, _("The template is in the bin"), self._show)


def avoided_words(count: int) -> str:
    """What is said below a text that says what its client does not want."""
    words = ngettext("{count} word that the client does not want", "{count} words that the client does not want", count)
    return words.format(count=spoken().number(count))


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in bare if not unicodedata.combining(sign))
