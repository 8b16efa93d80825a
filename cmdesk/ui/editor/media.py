"""A post's pictures and films: added, ordered, described, and held against what its networks take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from cmdesk.domain.counting import Level, count
from cmdesk.domain.editor import EditorSheet
from cmdesk.domain.errors import DeskError, RuleBroken
from cmdesk.domain.limits import Limits
from cmdesk.domain.media_rules import MediaFacts, length_name, ratio_name, size_name
from cmdesk.domain.posts import MediaItem, PostFormat
from cmdesk.i18n import gettext as _
from cmdesk.i18n import key_words, ngettext, spoken
from cmdesk.services import leaving, post_media
from cmdesk.services.incoming import Incoming
from cmdesk.ui.calendar.counting import MediaProblems
from cmdesk.ui.calendar.phrases import network_name, plain_tip
from cmdesk.ui.calendar.pictures import Pictures
from cmdesk.ui.editor.intake import Intake, refusal, takes
from cmdesk.ui.editor.library import LibraryDialog
from cmdesk.ui.editor.lost import LostFilm, lost_among
from cmdesk.ui.editor.spelling import SpelledText
from cmdesk.ui.editor.tiles import Tile, TileList
from cmdesk.ui.files import choose_folder
from cmdesk.ui.page import Tools
from cmdesk.ui.widgets.buttons import LinkButton
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import CommittingTextEdit, labelled
from cmdesk.ui.widgets.frames import ProgressLine
from cmdesk.ui.widgets.themed import Themed

_NO_LIMITS: Final = Limits(())


class MediaStrip(Themed, QWidget):
    """The pictures and films of the post that is written, below its text.

    Signals:
        approval_lost: What was changed took the client's approval away.
        place_changed: Which of them is the current one, counted from 0.
        post_wanted: The id of another post, which the library was asked for.
    """

    approval_lost = Signal()
    place_changed = Signal(int)
    post_wanted = Signal(object)

    def __init__(self, tools: Tools, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools, self._pictures = tools, pictures
        self._post_id: int | None = None
        self._client_id: int | None = None
        self._format = str(PostFormat.POST)
        self._limits = _NO_LIMITS
        self._networks: tuple[str, ...] = ()
        self._media: tuple[MediaItem, ...] = ()
        self._facts: tuple[MediaFacts, ...] = ()
        self._lost: frozenset[int] = frozenset()
        self._replaced: int | None = None  # the one whose place is to be taken
        self._sought: int | None = None  # the linked film that is looked for
        self._described: int | None = None  # the one whose words are in the field
        self._is_over = False
        self.setAcceptDrops(True)
        self._build()
        self._arrange()
        for widget in (self._alt_field, self._hint):
            widget.hide()  # until there is something to describe and to order
        self.follow(tools.theme)

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        theme, icons = self._tools.theme, self._tools.icons
        self._title = Words(theme, "", "label", "secondary", self, tabular=True)
        self._hint = Words(theme, _("Drag to order"), "label", "tertiary", self)
        self._library = LinkButton(theme, icons, _("From the library"), parent=self)
        self._library.clicked.connect(self.open_library)
        self.tiles = TileList(self._tools, self._pictures, self)
        self.tiles.setAccessibleName(_("Photos and video"))
        self.tiles.chosen.connect(self._on_chosen)
        self.tiles.opened.connect(self._on_opened)
        self.tiles.removed.connect(self._on_removed)
        self.tiles.reordered.connect(self._on_reordered)
        self.tiles.menu_wanted.connect(self._open_menu)
        self.tiles.replace_wanted.connect(self._replace)
        self.tiles.find_wanted.connect(self._find)
        self.lost = LostFilm(theme, icons, self)
        self.lost.find_wanted.connect(self._find)
        self._line = ProgressLine(theme, icons, self)
        self._refused = Words(theme, "", "label", "warn", self, wrap=True)
        self._refused.hide()
        self._alt = CommittingTextEdit(theme, "", self, lines=1, most=5)
        self._alt.setPlaceholderText(_("Describe it for those who cannot see it"))
        self._alt.committed.connect(self._on_described)
        self._alt.textChanged.connect(self._count_alt)
        self._spelled = SpelledText(self._tools, self._alt)
        self._alt_field = labelled(theme, icons, _("Alternative text"), self._alt)
        self._alt_count = Words(theme, "", "label", "tertiary", self._alt_field, tabular=True)
        self._alt_field.set_corner(self._alt_count)
        self.problems = MediaProblems(theme, icons, self)
        self._intake = Intake(self._tools, self._line, self)
        self._intake.read.connect(self._on_read)
        self._intake.failed.connect(self._tools.notify.problem)

    def _arrange(self) -> None:
        px = self._tools.theme.tokens.px
        head = QHBoxLayout()
        head.setSpacing(px(10))
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._hint)
        head.addWidget(self._library)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addLayout(head)
        column.addWidget(self.tiles)
        column.addWidget(self.lost)
        column.addWidget(self._line)
        column.addWidget(self._refused)
        column.addWidget(self._alt_field)
        column.addWidget(self.problems)

    # --- showing ------------------------------------------------------------------------------

    @property
    def place(self) -> int:
        """Which picture is the current one, counted from 0."""
        item = self.current
        return self._media.index(item) if item is not None else 0

    @property
    def current(self) -> MediaItem | None:
        """The picture that is described below."""
        key = self.tiles.current_key or self._described
        return next((item for item in self._media if item.id == key), None)

    def show_sheet(self, sheet: EditorSheet) -> None:
        """Show a post's media as they are now."""
        detail = sheet.detail
        is_other = detail.card.id != self._post_id
        if is_other and self._post_id is not None:
            self.commit()
            self._refused.hide()
        self._post_id, self._client_id = detail.card.id, detail.card.client_id
        self._format = str(detail.card.format)
        self._limits, self._networks = sheet.limits, sheet.networks
        self._spelled.follow_client(sheet.client.id, sheet.client.language)
        self._media, self._facts = detail.media, sheet.media
        self._show(is_other=is_other)
        self._look_for_films()

    def show_networks(self, networks: Sequence[str]) -> None:
        """Hold them against other networks, as soon as these are chosen."""
        self._networks = tuple(dict.fromkeys(networks))
        self._show_rules()

    def commit(self) -> None:
        """Save the words that are being written."""
        self._alt.commit()

    def _show(self, *, is_other: bool) -> None:
        tiles = [self._tile(place, item) for place, item in enumerate(self._media)]
        self.tiles.show_tiles([*tiles, Tile(None, _("Add"), spoken=_("Add pictures or a video"))])
        if is_other and self._media:
            self.tiles.choose(self._media[0].id)
        self._hint.setVisible(len(self._media) > 1)
        self._show_current(puts_back=is_other)
        self._show_rules()
        self.place_changed.emit(self.place)  # another order has moved it

    def _show_rules(self) -> None:
        """Say what the networks have against them, and how many there may be."""
        number = spoken().number
        most = [
            limit.most
            for network in self._networks
            if (limit := self._limits.of(network, "pictures", self._case())) is not None and limit.most
        ]
        title = _("Photos and video")
        if self._media:
            told = _("{count} of {most}") if most else "{count}"
            words = told.format(count=number(len(self._media)), most=number(min(most)) if most else "")
            title = f"{title}  {words}"
        self._title.setText(title)
        self.problems.show_for(self._limits, self._networks, self._format, self._facts)
        self._count_alt()

    def _case(self) -> str:
        is_carousel = self._format == PostFormat.POST and len(self._media) > 1
        return str(PostFormat.CAROUSEL) if is_carousel else self._format

    def _tile(self, place: int, item: MediaItem) -> Tile:
        facts = self._facts[place] if place < len(self._facts) else None
        shape = ratio_name(item.width, item.height)
        number = spoken().number(place + 1)
        is_lost = item.id in self._lost
        remark = ""
        if is_lost:
            remark = _("not found")
        elif not item.alt.strip() and not item.is_film:
            remark = _("no alt. text")
        size = size_name(facts.size if facts else item.size)
        pixels = f"{item.width} × {item.height}" if item.width and item.height else ""
        length = length_name(item.duration_ms)
        told = [number, item.name, length, shape, remark or item.alt]
        return Tile(
            item.id,
            item.name,
            item.thumb,
            item.is_film,
            f"{number} · {shape}" if shape else number,
            remark,
            length,
            is_lost,
            ", ".join(part for part in told if part),
            plain_tip([item.name, " · ".join(part for part in (pixels, size, length) if part), item.alt, item.path]),
        )

    def _show_current(self, *, puts_back: bool = False) -> None:
        """Show the words for the current picture."""
        item = self.current
        self._described = item.id if item is not None else None
        lost = [one for one in self._media if one.id in self._lost]
        self.lost.show_film(item if item in lost else next(iter(lost), None))
        self._alt_field.setVisible(item is not None)
        if item is None:
            return
        number = spoken().number(self.place + 1)
        label = _("Alternative text of video {number}") if item.is_film else _("Alternative text of picture {number}")
        self._alt_field.set_label(label.format(number=number))
        self._alt.show_text(item.alt)
        if puts_back:
            self._alt.put_back()
        self._ask_for_words()

    def _ask_for_words(self) -> None:
        """Say quietly in how many of them words are missing."""
        pictures = [item for item in self._media if not item.is_film]
        missing = sum(not item.alt.strip() for item in pictures)
        item = self.current
        if item is None or item.is_film or item.alt.strip() or self._alt.text().strip():
            self._alt_field.clear_problem()
            return
        words = ngettext("Missing in {missing} of {count}.", "Missing in {missing} of {count}.", missing)
        self._alt_field.show_problem(
            words.format(missing=spoken().number(missing), count=spoken().number(len(pictures))), "warn"
        )

    def _count_alt(self) -> None:
        """Say how long the words are beside what the strictest of the networks takes."""
        text = self._alt.text()
        number = spoken().number
        counted = [count(text, network, self._limits, name="alt").measures[0] for network in self._networks]
        limited = [(one, network) for one, network in zip(counted, self._networks, strict=True) if one.most]
        strictest = min(limited, key=lambda pair: pair[0].most or 0, default=None)
        if strictest is None or not text:
            self._alt_count.setText("")
        else:
            one, network = strictest
            words = _("{count} of {most}").format(count=number(one.length), most=number(one.most or 0))
            self._alt_count.setText(f"{words} · {network_name(network)}")
            self._alt_count.set_colour("tertiary" if one.level in {Level.FINE, Level.NEAR} else "warn")
        self._ask_for_words()

    # --- adding -------------------------------------------------------------------------------

    def takes(self, mime: QMimeData) -> bool:
        """Whether what is dropped or pasted comes here, rather than into the text."""
        return self._post_id is not None and takes(mime)

    def paste(self, mime: QMimeData) -> bool:
        """Add what was pasted or dropped; whether there was anything."""
        if not self.takes(mime):
            return False
        self._begin()
        return self._intake.read_mime(mime)

    def add_files(self, paths: Sequence[str]) -> None:
        """Add files of this machine."""
        if self._post_id is not None:
            self._begin()
            self._intake.read_files(paths)

    def choose_files(self) -> None:
        """Let a person choose files."""
        if self._post_id is not None:
            self._begin()
            self._intake.choose(self.window(), _("Add pictures or a video"))

    def open_library(self) -> None:
        """Show all that the client has."""
        self._open_library(self._on_library_chosen)

    def _open_library(self, on_chosen: Callable[[tuple[int, ...]], object], *, is_single: bool = False) -> None:
        if self._client_id is None:
            return
        dialog = LibraryDialog(
            self._tools, self._pictures, self._client_id, self.window(), post_id=self._post_id, is_single=is_single
        )
        dialog.chosen.connect(on_chosen)
        dialog.post_wanted.connect(self.post_wanted)
        dialog.open()

    def _begin(self, *, replaced: int | None = None, sought: int | None = None) -> None:
        self._replaced, self._sought = replaced, sought
        self._refused.hide()

    def _on_library_chosen(self, keys: tuple[int, ...]) -> None:
        self._do(post_media.use_media, keys)

    def _on_read(self, found: Incoming) -> None:
        self._refused.setText(refusal(found.refused))
        self._refused.setVisible(bool(found.refused))
        if not found.media or self._post_id is None:
            return
        first = found.media[0]
        if self._sought is not None:
            job = self._tools.jobs.do(self, post_media.find_film, self._sought, first)
            job.then(self._on_found).failed(self._on_refused)
        elif self._replaced is not None:
            self._do_replace(post_media.replace_media, self._replaced, first)
        else:
            self._do(post_media.add_several, found.media)

    # --- changing -----------------------------------------------------------------------------

    def _do(self, action: Any, *args: Any) -> None:
        if self._post_id is not None:
            job = self._tools.jobs.do(self, action, self._post_id, *args)
            job.then(self._on_done).failed(self._on_refused)

    def _do_replace(self, action: Any, *args: Any) -> None:
        job = self._tools.jobs.do(self, action, self._post_id, *args)
        job.then(self._on_replaced).failed(self._on_refused)

    def _on_replaced(self, lost_approval: object) -> None:
        if lost_approval:
            self.approval_lost.emit()
        else:
            self._tools.notify.toast(_("Replaced, with the same words for it"), undo=self._tools.jobs.undo)

    def _on_found(self, _nothing: None) -> None:
        self._tools.notify.toast(_("The video is found again"), undo=self._tools.jobs.undo)

    def _on_done(self, lost_approval: object) -> None:
        if lost_approval:
            self.approval_lost.emit()

    def _on_refused(self, error: DeskError) -> None:
        if isinstance(error, RuleBroken):
            self._refused.setText(str(error))
            self._refused.show()
        else:
            self._tools.notify.problem(error)
        self._show(is_other=False)

    def _on_reordered(self, keys: list[int]) -> None:
        self._do(post_media.order_media, keys)

    def _on_removed(self, keys: list[int]) -> None:
        for key in keys:
            self._do(post_media.remove_media, key)

    def _on_described(self, text: str) -> None:
        item = next((item for item in self._media if item.id == self._described), None)
        if item is not None and self._post_id is not None:
            job = self._tools.jobs.do(self, post_media.describe_media, self._post_id, item.id, text)
            job.then(self._on_done).failed(self._on_refused)

    def _on_chosen(self, key: object) -> None:
        if key is None and self._media:
            return  # the place of adding: the words of the picture before stay in sight
        self._alt.commit()
        self._show_current(puts_back=True)
        self.place_changed.emit(self.place)

    def _on_opened(self, key: object) -> None:
        if key is None:
            self._open_adding()
        else:
            self._alt.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- menus --------------------------------------------------------------------------------

    def _open_adding(self) -> None:
        tiles = self.tiles
        index = tiles.model().index(len(self._media), 0)
        self._adding_menu().popup(tiles.viewport().mapToGlobal(tiles.visualRect(index).bottomLeft()))

    def _adding_menu(self) -> QMenu:
        menu = self._menu()
        self._put(menu, "folder-open", _("Choose files…"), self.choose_files)
        self._put(menu, "photo", _("From the library…"), self.open_library)
        return menu

    def _open_menu(self, key: object, place: QPoint) -> None:
        menu = self.menu_for(key) if isinstance(key, int) else self._adding_menu()
        menu.popup(place)

    def menu_for(self, key: int) -> QMenu:
        """What can be done with one of them."""
        menu = self._menu()
        item = next((one for one in self._media if one.id == key), None)
        if item is None:
            return menu
        self._put(menu, "pencil", _("Describe"), partial(self._on_opened, key))
        self._put(menu, "refresh", _("Replace…"), partial(self._replace, key), keys="R")
        self._put(menu, "photo", _("Replace from the library…"), partial(self._replace_by_kept, key))
        if item.path:
            self._put(menu, "search", _("Find it…"), partial(self._find, key), keys="F")
        menu.addSeparator()
        self._put(menu, "arrow-left", _("Move left"), partial(self._shift, key, -1), keys="Alt+Shift+←")
        self._put(menu, "arrow-right", _("Move right"), partial(self._shift, key, 1), keys="Alt+Shift+→")
        menu.addSeparator()
        self._put(menu, "download", _("Save all without place and camera…"), self.save_all)
        self._put(menu, "x", _("Take out of the post"), partial(self._on_removed, [key]), keys="Del")
        return menu

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _put(self, menu: QMenu, icon: str, text: str, slot: Callable[[], object], keys: str = "") -> None:
        action = menu.addAction(self._tools.icons.icon(icon), f"{text}\t{key_words(keys)}" if keys else text)
        action.triggered.connect(lambda _checked=False: slot())

    def _replace(self, key: int) -> None:
        self._begin(replaced=key)
        self._intake.choose(self.window(), _("Replace"), is_single=True)

    def _replace_by_kept(self, key: int) -> None:
        self._begin()

        def replace(keys: tuple[int, ...]) -> None:
            self._do_replace(post_media.replace_by_kept, key, keys[0])

        self._open_library(replace, is_single=True)

    def _find(self, key: int) -> None:
        item = next((one for one in self._media if one.id == key), None)
        if item is not None and item.path:
            self._begin(sought=key)
            self._intake.choose(self.window(), _("Find “{name}”").format(name=item.name), is_single=True)

    def _shift(self, key: int, step: int) -> None:
        keys = [item.id for item in self._media]
        place = keys.index(key)
        if 0 <= place + step < len(keys):
            keys.insert(place + step, keys.pop(place))
            self._do(post_media.order_media, keys)

    # --- saving -------------------------------------------------------------------------------

    def save_all(self) -> None:
        """Let a person choose a folder for copies that tell nothing of place, person and camera."""
        choose_folder(self.window(), _("Save pictures and video"), self.save_into, place="media/folder")

    def save_into(self, folder: str) -> None:
        """Save copies into a folder."""
        if self._post_id is None:
            return
        desk, post_id = self._tools.jobs.desk, self._post_id

        def work(progress: Any) -> int:
            files = desk.read(leaving.leaving, post_id)
            return len(leaving.write_leaving(files, Path(folder), progress))

        def done(number: int) -> None:
            words = ngettext("Saved {count} file", "Saved {count} files", number)
            opened = (_("Show in folder"), partial(_show_folder, folder))
            self._tools.notify.toast(words.format(count=spoken().number(number)), actions=[opened])

        self._tools.jobs.run(self, work).then(done)

    # --- linked films -------------------------------------------------------------------------

    def _look_for_films(self) -> None:
        """Look beside the window whether the linked films are where they were."""
        linked = [item for item in self._media if item.path]
        if linked:
            self._tools.jobs.run(self, lambda _progress: lost_among(linked)).then(self._on_looked)
        else:
            self._on_looked(frozenset())

    def _on_looked(self, lost: frozenset[int]) -> None:
        if lost != self._lost:
            self._lost = lost
            self._show(is_other=False)

    # --- dropping -----------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.takes(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._show_over(is_over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        del event
        self._show_over(is_over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_over(is_over=False)
        if self.paste(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def _show_over(self, *, is_over: bool) -> None:
        self._is_over = is_over
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self._is_over:
            tokens = self._theme.tokens
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setBrush(tokens.accent.tint)
                painter.setPen(QPen(tokens.accent.base, 2))
                rect = self.tiles.geometry().adjusted(-2, -2, 2, 2)
                painter.drawRoundedRect(rect, tokens.px(8), tokens.px(8))


def _show_folder(folder: str) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(folder))
