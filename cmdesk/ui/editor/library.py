"""The library of a client's media: found by words, looked at, described, put into a post."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from cmdesk.domain.changes import ChangeSet, Kind
from cmdesk.domain.errors import DeskError, RuleBroken
from cmdesk.domain.library import SHELF_NAMES, LibraryItem, Shelf, found_in
from cmdesk.domain.media_rules import kind_name, length_name, ratio_name, size_name
from cmdesk.i18n import gettext as _
from cmdesk.i18n import ngettext, spoken
from cmdesk.services import library, post_media
from cmdesk.services.incoming import Incoming
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.pictures import Pictures
from cmdesk.ui.editor.intake import Intake, refusal, takes
from cmdesk.ui.editor.lost import LostFilm, lost_among
from cmdesk.ui.editor.tiles import Tile, TileList
from cmdesk.ui.page import Tools
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import ComboBox, CommittingLineEdit, CommittingTextEdit, SearchEdit, labelled
from cmdesk.ui.widgets.frames import Dialog, EmptyState, ProgressLine
from cmdesk.ui.widgets.rows import Row, RowList

_LISTED = 40  # posts that use one thing


class LibraryDialog(Dialog):
    """All pictures and films of a client; with a post, those that are selected can be put into it.

    Signals:
        chosen: The ids of the media that are to be put into the post, in their order.
        post_wanted: The id of a post that is to be opened.
    """

    chosen = Signal(object)
    post_wanted = Signal(object)

    def __init__(
        self,
        tools: Tools,
        pictures: Pictures,
        client_id: int,
        parent: QWidget,
        *,
        post_id: int | None = None,
        is_single: bool = False,
    ) -> None:
        super().__init__(tools.theme, tools.icons, _("Library of pictures and videos"), parent, width=1000, height=640)
        self._tools, self._client_id, self._post_id = tools, client_id, post_id
        self._items: tuple[LibraryItem, ...] = ()
        self._shown: LibraryItem | None = None
        self._fresh: frozenset[int] = frozenset()  # added just now, to be selected
        self._is_single = is_single  # one is to take another one's place
        self._lost: frozenset[int] = frozenset()
        self._sought: int | None = None  # the linked film that is looked for
        self.setAcceptDrops(True)
        self._build(pictures)
        self._arrange()
        self._intake = Intake(tools, self._line, self)
        self._intake.read.connect(self._on_read)
        self._intake.failed.connect(tools.notify.problem)
        tools.jobs.changed.connect(self._on_changed)
        self._ask()

    # --- building -----------------------------------------------------------------------------

    def _build(self, pictures: Pictures) -> None:
        theme, icons = self._tools.theme, self._tools.icons
        self.search = SearchEdit(theme, icons, _("Name, description or post"), parent=self)
        self.search.textChanged.connect(self._show)
        self.shelf = ComboBox(theme, icons, self)
        self.shelf.setAccessibleName(_("What is shown"))
        self.shelf.offer([(shelf, _(name)) for shelf, name in SHELF_NAMES.items()])
        self.shelf.choose(Shelf.ALL)
        self.shelf.chosen.connect(self._show)
        self._add = push_button(theme, icons, _("Add files…"), "normal", "photo-plus", parent=self)
        self._add.clicked.connect(self._choose_files)
        self.tiles = TileList(self._tools, pictures, self, takes_several=True)
        self.tiles.setAccessibleName(_("Pictures and videos"))
        self.tiles.selectionModel().selectionChanged.connect(self._show_selected)
        self.tiles.chosen.connect(self._show_selected)
        self.tiles.opened.connect(self._on_opened)
        self.tiles.removed.connect(self._remove)
        self.tiles.menu_wanted.connect(self._open_menu)
        self.tiles.find_wanted.connect(self._find)
        if self._is_single:
            self.tiles.setSelectionMode(TileList.SelectionMode.SingleSelection)
        self._nothing = EmptyState(theme, icons, "photo", "", "", parent=self)
        self._line = ProgressLine(theme, icons, self)
        self._refused = Words(theme, "", "label", "warn", self, wrap=True)
        self._refused.hide()
        self._name = CommittingLineEdit(theme, "", self)
        self._name.committed.connect(self._on_renamed)
        self._name_field = labelled(theme, icons, _("Name"), self._name)
        self._alt = CommittingTextEdit(theme, "", self, lines=3, most=6)
        self._alt.committed.connect(self._on_described)
        self._alt_field = labelled(
            theme,
            icons,
            _("Alternative text"),
            self._alt,
            _("Posts that use it from now on begin with these words."),
        )
        self._facts = Words(theme, "", "label", "secondary", self, wrap=True, tabular=True)
        self._gone = LostFilm(theme, icons, self)
        self._gone.find_wanted.connect(self._find)
        self._uses_title = Words(theme, "", "label", "secondary", self)
        self._uses = RowList(theme, icons, _("Open"), self)
        self._uses.setAccessibleName(_("Posts that use it"))
        self._uses.acted.connect(self._on_post)
        self._bin = push_button(theme, icons, _("Put into the bin"), "danger", "trash", parent=self)
        self._bin.clicked.connect(self._remove_selected)
        putting = ngettext("Put into the post", "Put {count} into the post", 1)
        verb = putting if self._post_id is not None else _("Close")
        self._verb = push_button(theme, icons, verb, "primary", shortcut_hint="Ctrl ↵", parent=self)
        self.confirmed.connect(self._on_confirmed)

    def _arrange(self) -> None:
        px = self._tools.theme.tokens.px
        bar = QHBoxLayout()
        bar.setSpacing(px(8))
        bar.addWidget(self.search, 1)
        bar.addWidget(self.shelf)
        bar.addWidget(self._add)
        left = QVBoxLayout()
        left.setSpacing(px(8))
        left.addLayout(bar)
        left.addWidget(self._line)
        left.addWidget(self._refused)
        left.addWidget(self.tiles, 1)
        left.addWidget(self._nothing, 1)
        self._side = QWidget(self)
        self._side.setFixedWidth(px(290))
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        for widget in (self._name_field, self._facts, self._gone, self._alt_field, self._uses_title):
            column.addWidget(widget)
        column.addWidget(self._uses, 1)
        column.addWidget(self._bin, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.setSpacing(px(18))
        row.addLayout(left, 1)
        row.addWidget(self._side)
        self.body.addLayout(row, 1)
        self.set_buttons(self._verb, can_cancel=self._post_id is not None)

    # --- asking and showing -------------------------------------------------------------------

    def _ask(self) -> None:
        self._tools.jobs.read(self, library.media_library, self._client_id).then(self._on_items)

    def _on_changed(self, changes: ChangeSet) -> None:
        if not changes.kinds.isdisjoint({Kind.MEDIA, Kind.POST_MEDIA, Kind.POST}):
            self._ask()

    def _on_items(self, items: tuple[LibraryItem, ...]) -> None:
        self._items = items
        self._show()
        linked = [item for item in items if item.path]
        if linked or self._lost:
            self._tools.jobs.run(self, lambda _progress: lost_among(linked)).then(self._on_looked)
        if self._fresh:
            model, selection = self.tiles.model(), self.tiles.selectionModel()
            selection.clearSelection()
            for row, tile in enumerate(self.tiles.tiles):
                if tile.key in self._fresh:
                    selection.select(model.index(row, 0), selection.SelectionFlag.Select)
            self._fresh = frozenset()

    def _on_looked(self, lost: frozenset[int]) -> None:
        if lost != self._lost:
            self._lost = lost
            self._show()

    def _show(self, _what: object = None) -> None:
        shelf = Shelf(str(self.shelf.current_key))
        found = found_in(self._items, self.search.text(), shelf)
        self.tiles.show_tiles([_tile(item, is_lost=item.id in self._lost) for item in found])
        self.tiles.setVisible(bool(found))
        self._nothing.setVisible(not found)
        if self._items:
            self._nothing.show_words("search", _("Nothing is called that"), _("Try another word, or show all."))
        else:
            self._nothing.show_words(
                "photo", _("No pictures yet"), _("Drop files here, or add them to a post: each is kept once.")
            )
        words = ngettext("{count} picture or video", "{count} pictures and videos", len(found))
        self.set_aside(words.format(count=spoken().number(len(found))))
        self._show_selected()

    @property
    def selected(self) -> Sequence[LibraryItem]:
        """What is selected, in the order that is shown."""
        by_id = {item.id: item for item in self._items}
        return [by_id[key] for key in self.tiles.selected_keys() if key in by_id]

    def _show_selected(self, *_what: object) -> None:
        """Show the one that is selected at the right, and what can be done with all of them."""
        selected = self.selected
        one = selected[0] if len(selected) == 1 else None
        if self._shown is not None and (one is None or one.id != self._shown.id):
            self._name.commit()
            self._alt.commit()
        is_other = (one.id if one else None) != (self._shown.id if self._shown else None)
        self._shown = one
        for widget in (self._name_field, self._facts, self._alt_field, self._uses_title, self._uses):
            widget.setVisible(one is not None)
        self._gone.show_film(one if one is not None and one.id in self._lost else None)
        if one is not None:
            self._show_one(one, is_other=is_other)
        self._bin.setVisible(bool(selected))
        used = [item for item in selected if item.uses]
        if used:
            self._bin.refuse(_("A post uses it. Take it out there first."))
        else:
            self._bin.allow()
        if self._post_id is not None:
            count = max(1, len(selected))
            words = ngettext("Put into the post", "Put {count} into the post", count)
            words = _("Put in its place") if self._is_single else words.format(count=spoken().number(count))
            self._verb.setText(words)
            if selected:
                self._verb.allow()
            else:
                self._verb.refuse(_("Select a picture or a video first."))

    def _show_one(self, item: LibraryItem, *, is_other: bool) -> None:
        self._name.show_text(item.name)
        self._alt.show_text(item.alt)
        if is_other:
            self._name.put_back()
            self._alt.put_back()
            self._name_field.clear_problem()
        self._facts.setText(_facts(item))
        if item.uses:
            words = ngettext("Used by {count} post", "Used by {count} posts", len(item.uses))
            self._uses_title.setText(words.format(count=spoken().number(len(item.uses))))
        else:
            self._uses_title.setText(_("No post uses it yet"))
        self._uses.show_rows(
            [
                Row(use.post_id, use.title, fact=phrases.when_with_month(use.day) if use.day else _("in the tray"))
                for use in item.uses[:_LISTED]
            ]
        )
        self._uses.setVisible(bool(item.uses))

    # --- doing --------------------------------------------------------------------------------

    def _on_confirmed(self) -> None:
        keys = tuple(self.tiles.selected_keys())
        if self._post_id is not None:
            if not keys:
                return
            self.chosen.emit(keys)
        self.accept()

    def _on_opened(self, key: object) -> None:
        if self._post_id is not None and key is not None:
            self._on_confirmed()

    def _on_post(self, key: object) -> None:
        self.post_wanted.emit(key)
        self.accept()

    def _on_renamed(self, text: str) -> None:
        if self._shown is not None:
            job = self._tools.jobs.do(self, library.rename_media, self._shown.id, text)
            job.failed(self._on_not_renamed)

    def _on_not_renamed(self, error: DeskError) -> None:
        self._name_field.show_problem(str(error))

    def _on_described(self, text: str) -> None:
        if self._shown is not None:
            self._tools.jobs.do(self, library.describe_kept, self._shown.id, text)

    def _remove_selected(self) -> None:
        self._remove(self.tiles.selected_keys())

    def _remove(self, keys: Sequence[int]) -> None:
        job = self._tools.jobs.do(self, library.bin_media, keys)
        job.then(self._on_removed).failed(self._on_refused)

    def _on_removed(self, count: int) -> None:
        words = ngettext("{count} is in the bin", "{count} are in the bin", count)
        self._tools.notify.toast(words.format(count=spoken().number(count)), undo=self._tools.jobs.undo)

    def _on_refused(self, error: DeskError) -> None:
        if isinstance(error, RuleBroken):
            self._refused.setText(str(error))
            self._refused.show()
        else:
            self._tools.notify.problem(error)

    def _open_menu(self, key: object, place: QPoint) -> None:
        item = next((one for one in self._items if one.id == key), None)
        if item is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if item.path:
            action = menu.addAction(self._tools.icons.icon("search"), f"{_('Find it…')}\tF")
            action.triggered.connect(partial(self._find, item.id))
            menu.addSeparator()
        for use in item.uses[:_LISTED]:
            action = menu.addAction(_("Open “{title}”").format(title=use.title.replace("&", "&&")))
            action.triggered.connect(partial(self._on_post, use.post_id))
        if item.uses:
            menu.addSeparator()
        else:
            action = menu.addAction(self._tools.icons.icon("trash"), _("Put into the bin"))
            action.triggered.connect(self._remove_selected)
        menu.popup(place)

    # --- films that are not where they were -----------------------------------------------------

    def _find(self, key: object, _checked: bool = False) -> None:
        """Let a person say where a linked film lies now."""
        item = next((one for one in self._items if one.id == key), None)
        if item is not None and item.path:
            self._begin(sought=item.id)
            self._intake.choose(self, _("Find “{name}”").format(name=item.name), is_single=True)

    def _on_found(self, _nothing: None) -> None:
        self._tools.notify.toast(_("The video is found again"), undo=self._tools.jobs.undo)

    # --- adding -------------------------------------------------------------------------------

    def _begin(self, *, sought: int | None = None) -> None:
        self._sought = sought
        self._refused.hide()

    def _choose_files(self) -> None:
        self._begin()
        self._intake.choose(self, _("Add pictures or a video"))

    def _on_read(self, found: Incoming) -> None:
        self._refused.setText(refusal(found.refused))
        self._refused.setVisible(bool(found.refused))
        if found.media and self._sought is not None:
            sought = self._tools.jobs.do(self, post_media.find_film, self._sought, found.media[0])
            sought.then(self._on_found).failed(self._on_refused)
        elif found.media:
            job = self._tools.jobs.do(self, library.add_to_library, self._client_id, found.media)
            job.then(self._on_added).failed(self._on_refused)

    def _on_added(self, keys: tuple[int, ...]) -> None:
        self._fresh = frozenset(keys)
        self.search.clear()
        self.shelf.choose(Shelf.ALL)
        self._ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self._begin()
            self._intake.read_mime(QApplication.clipboard().mimeData())
        elif event.matches(QKeySequence.StandardKey.Find):
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if takes(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._begin()
        if self._intake.read_mime(event.mimeData()):
            event.acceptProposedAction()


def _tile(item: LibraryItem, *, is_lost: bool) -> Tile:
    count = len(item.uses)
    used = ngettext("in {count} post", "in {count} posts", count).format(count=spoken().number(count)) if count else ""
    remark = "" if item.alt.strip() or item.is_film else _("no alt. text")
    length = length_name(item.duration_ms)
    gone = _("not found") if is_lost else ""
    told = [item.name, length, gone, item.alt or remark, used or _("no post uses it yet")]
    return Tile(
        item.id,
        item.name,
        item.thumb,
        item.is_film,
        used,
        gone,
        length,
        is_lost,
        spoken=", ".join(part for part in told if part),
        tip=phrases.plain_tip([item.name, item.alt, used]),
    )


def _facts(item: LibraryItem) -> str:
    pixels = f"{item.width} × {item.height}" if item.width and item.height else ""
    parts = [
        kind_name(item.kind),
        pixels,
        ratio_name(item.width, item.height),
        size_name(item.size),
        length_name(item.duration_ms),
    ]
    line = " · ".join(part for part in parts if part)
    return f"{line}\n{_('It stays in its folder: {path}').format(path=item.path)}" if item.path else line
