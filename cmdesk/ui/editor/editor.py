"""The editor of a post, over the calendar: its way, its text on each network, how it will look, and what stands beside.

Nothing has to be saved: what is written is on this machine's disk within a second and in the workspace when a field is
left, when another post is opened, at Ctrl+S, and after ten seconds of rest.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cmdesk.domain.agency import Right, may
from cmdesk.domain.changes import ChangeSet, Kind
from cmdesk.domain.editor import EditorSheet
from cmdesk.domain.errors import Conflict, DeskError, NotFound, RuleBroken, Unavailable
from cmdesk.domain.posts import PostStatus
from cmdesk.i18n import gettext as _
from cmdesk.i18n import spoken
from cmdesk.services import editing, posts, variants
from cmdesk.ui.calendar.pictures import Pictures
from cmdesk.ui.editor.approval import ApprovalBox
from cmdesk.ui.editor.basics import Belongings, CoverageBar, TitleRow
from cmdesk.ui.editor.beside import Before, Composer, History, Notes, Tasks
from cmdesk.ui.editor.kept import keeper
from cmdesk.ui.editor.media import MediaStrip
from cmdesk.ui.editor.path import StatusPath
from cmdesk.ui.editor.placing import Placing, place_on
from cmdesk.ui.editor.preview import NetworkPreview
from cmdesk.ui.editor.steps import Steps
from cmdesk.ui.editor.text import Clash, TextPane, key_of
from cmdesk.ui.editor.writing import BASE, Writing
from cmdesk.ui.icons import Icons
from cmdesk.ui.jobs import Job
from cmdesk.ui.page import Tools
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import IconButton, push_button
from cmdesk.ui.widgets.choices import SegmentedControl
from cmdesk.ui.widgets.facts import Tag, Words
from cmdesk.ui.widgets.fields import LabelledField
from cmdesk.ui.widgets.frames import Header
from cmdesk.ui.widgets.layouts import Separator, Splitter, scroll_area
from cmdesk.ui.widgets.themed import Themed

NARROW: Final = 1280
"""Below this width of the window, at a text size of 100 %, the preview is a tab."""
_PREVIEW: Final = 348
_BESIDE: Final = 308
_SHOWS: Final = frozenset(
    {
        Kind.POST,
        Kind.PLACEMENT,
        Kind.POST_MEDIA,
        Kind.POST_EVENT,
        Kind.MEDIA,
        Kind.TASK,
        Kind.SNIPPET,
        Kind.HASHTAG_GROUP,
        Kind.CAMPAIGN,
        Kind.PILLAR,
        Kind.NETWORK_LIMIT,
        Kind.CLIENT,
        Kind.CHANNEL,
        Kind.CONTACT,
        Kind.MEMBER,
        Kind.SCOPE,
        Kind.SCOPE_EVENT,
    }
)
_LINE_HEIGHT: Final = 12
_ORDERED_AFTER_MS: Final = 500
_READ_AFTER_MS: Final = 30
"""So long after its words are shown the rest of a post is asked for, so that it does not take time from their paint."""
_WRITE, _LOOK = "write", "look"


class _Header(Header):
    """The header of the editor: the way back stands at its left."""

    def __init__(self, theme: Theme, icons: Icons, back: QWidget, parent: QWidget) -> None:
        super().__init__(theme, icons, parent)
        self._row.insertWidget(0, back)


class _Ground(Themed, QWidget):
    """A pane with a line at its left."""

    def __init__(self, theme: Theme, parent: QWidget, *, is_sunken: bool) -> None:
        super().__init__(parent)
        self._is_sunken = is_sunken
        self.follow(theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), tokens.surface.sunken if self._is_sunken else tokens.surface.canvas)
            painter.fillRect(QRectF(0, 0, 1, self.height()), tokens.line.subtle)


class PostEditor(QWidget):
    """Everything about one post.

    Signals:
        closed: A person wants to go back to the calendar.
        shown: The post whose sheet has arrived.
        gone: The post is not there any more.
        step_wanted: -1 for the post before, 1 for the one after.
        delete_wanted: Its id.
        duplicate_wanted: Its id.
        post_wanted: The id of another post.
        task_wanted: The id of a task.
    """

    closed = Signal()
    shown = Signal(object)
    gone = Signal()
    step_wanted = Signal(int)
    delete_wanted = Signal(object)
    duplicate_wanted = Signal(object)
    post_wanted = Signal(object)
    task_wanted = Signal(object)

    def __init__(self, tools: Tools, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tools, self._pictures = tools, pictures
        self.steps = Steps(self)
        self._order_later = QTimer(self)
        self._order_later.setSingleShot(True)
        self._order_later.setInterval(_ORDERED_AFTER_MS)
        self._order_later.timeout.connect(self._order_tabs)
        self._read_later = QTimer(self)
        self._read_later.setSingleShot(True)
        self._read_later.setInterval(_READ_AFTER_MS)
        self._read_later.timeout.connect(self._read)
        self.sheet: EditorSheet | None = None
        self._wanted: int | None = None
        self._is_open = False
        self.begun: int | None = None  # the post to which the keyboard was given
        desk = tools.jobs.desk
        self.writing = Writing(self._save, keeper(desk.name, desk.member_id), self)
        self.setProperty("pane", True)
        self._build_header()
        self._build_form()
        self._build_beside()
        self._arrange()
        self._build_keys()
        self._connect()
        self._fit()

    # --- building ---------------------------------------------------------------------------------

    def _build_header(self) -> None:
        theme, icons = self.tools.theme, self.tools.icons
        back = IconButton(theme, icons, "chevron-left", _("Back to the calendar"), _("Esc"), self)
        back.clicked.connect(self.leave)
        self.header = _Header(theme, icons, back, self)
        self._state = Words(theme, "", "small", "tertiary", self)
        self._among = Words(theme, "", "small", "secondary", self, tabular=True)
        before = IconButton(theme, icons, "chevron-left", _("Previous post"), "Ctrl+PgUp", self)
        after = IconButton(theme, icons, "chevron-right", _("Next post"), "Ctrl+PgDn", self)
        more = IconButton(theme, icons, "dots", _("More"), "", self)
        duplicate = push_button(theme, icons, _("Duplicate"), "normal", "copy", "Ctrl D", self)
        self.next = push_button(theme, icons, "", "primary", "send", "", self)
        self._look = SegmentedControl(theme, [(_WRITE, _("Write")), (_LOOK, _("Preview"))], self)
        self._look.setAccessibleName(_("Write or preview"))
        self._look.chosen.connect(self._on_look)
        self._more = more
        before.clicked.connect(self._step_back)
        after.clicked.connect(self._step_on)
        more.clicked.connect(self.open_menu)
        duplicate.clicked.connect(self._duplicate)
        self.next.clicked.connect(self.steps.take_next)
        self.header.set_actions(
            [self._state, self._among, before, after, more, duplicate, self.next],
            [self._state, duplicate, self._among],
        )

    def _build_form(self) -> None:
        tools = self.tools
        self.path = StatusPath(tools.theme, tools.icons, self)
        self.path.wanted.connect(self.steps.take)
        self.cancelled = Tag(tools.theme, tools.icons, _("Cancelled"), "neutral", parent=self)
        self.asked = Tag(tools.theme, tools.icons, _("Changes asked"), "warn", "arrow-back-up", parent=self)
        self._form = QWidget(self)
        self.basics = TitleRow(tools, self.writing, self._form)
        self.coverage = CoverageBar(tools, self._form)
        self.clash = Clash(tools, self.writing, self._form)
        self.text = TextPane(tools, self.writing, self._form)
        self.media = MediaStrip(tools, self._pictures, self._form)
        self.placing = Placing(tools, self.writing, self._form)
        self.belongings = Belongings(tools, self._form)
        self.preview = NetworkPreview(tools, self._pictures, self)

    def _build_beside(self) -> None:
        tools = self.tools
        self._side = QWidget(self)
        self.approval = ApprovalBox(tools, self._side)
        line = self.approval.comment.parentWidget()
        if line is not None:
            line.hide()  # the line to write stands at the foot of the pane, and what is begun in it is kept
        self.before = Before(tools, self._side)
        self.notes = Notes(tools, self.writing, self._side)
        self.tasks = Tasks(tools, self._side)
        self.history = History(tools, self._side)
        self.composer = Composer(tools, self.writing, self)

    def _arrange(self) -> None:
        theme = self.tools.theme
        px = theme.tokens.px
        form = QVBoxLayout(self._form)
        form.setContentsMargins(px(20), px(14), px(20), px(20))
        form.setSpacing(px(12))
        for widget in (self.basics, self.coverage, self.clash, self.text, self.media, self.placing, self.belongings):
            form.addWidget(widget)
        form.addStretch(1)
        self._middle = _Ground(theme, self, is_sunken=True)
        look = QVBoxLayout(self._middle)
        look.setContentsMargins(1, 0, 0, 0)
        look.addWidget(self.preview)
        right = _Ground(theme, self, is_sunken=False)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(px(18), px(14), px(18), px(14))
        side.setSpacing(px(16))
        line = Separator(theme, self._side)
        for part in (self.approval, line, self.before, self.notes, self.tasks, self.history):
            side.addWidget(part)
        side.addStretch(1)
        column = QVBoxLayout(right)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        self._scrolled = scroll_area(self._side, right), scroll_area(self._form, self)
        column.addWidget(self._scrolled[0], 1)
        column.addWidget(self.composer)
        self._left = QStackedWidget(self)
        self._left.addWidget(self._scrolled[1])
        self._splitter = Splitter(theme, Qt.Orientation.Horizontal, self)
        for pane in (self._left, self._middle, right):
            self._splitter.addWidget(pane)
        self._splitter.setStretchFactor(0, 1)
        for place in (1, 2):
            self._splitter.setStretchFactor(place, 0)
        self._right = right
        way = QHBoxLayout()
        way.setContentsMargins(px(20), px(10), px(20), px(10))
        way.setSpacing(px(8))
        way.addWidget(self.path, 1)
        way.addWidget(self.asked)
        way.addWidget(self.cancelled)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addLayout(way)
        whole.addWidget(Separator(theme, self))
        whole.addWidget(self._splitter, 1)

    def _build_keys(self) -> None:
        for keys, words, slot in (
            ("Ctrl+PgUp", _("Previous post"), self._step_back),
            ("Ctrl+PgDown", _("Next post"), self._step_on),
            ("Alt+Up", _("Previous network"), self._network_back),
            ("Alt+Down", _("Next network"), self._network_on),
            ("Ctrl+Shift+S", _("Snippets"), self.text.open_snippets),
            ("Ctrl+Shift+H", _("Hashtags"), self.text.open_hashtags),
            ("Ctrl+Shift+M", _("Key messages"), self.text.open_voice),
            ("Ctrl+D", _("Duplicate"), self._duplicate),
            *((key, name, self.steps.calm(done)) for key, name, done in self.steps.calm_keys()),
        ):
            act = QAction(words, self)
            act.setShortcut(keys)
            act.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            act.triggered.connect(slot)
            self.addAction(act)

    def _connect(self) -> None:
        writing, tools = self.writing, self.tools
        writing.stirred.connect(self._show_state)
        writing.saved.connect(self._on_saved)
        writing.refused.connect(self._on_refused)
        writing.put_back.connect(self._on_put_back)
        self.text.channel_chosen.connect(self._on_channel)
        self.text.text_changed.connect(self._show_preview)
        self.text.text.pasted.connect(self.media.paste)
        self.preview.channel_chosen.connect(self._on_look_at)
        self.media.approval_lost.connect(self._tell_lost)
        self.media.place_changed.connect(self.preview.show_place)
        self.media.post_wanted.connect(self.post_wanted)
        self.tasks.opened.connect(self.task_wanted)
        tools.jobs.changed.connect(self._on_changed)
        tools.theme.changed.connect(self._fit)
        self._pictures.arrived.connect(self.update)

    # --- opening and closing ------------------------------------------------------------------------

    @property
    def post_id(self) -> int | None:
        """The post that is shown, or is about to be."""
        return self._wanted if self._is_open else None

    def open(self, post_id: int) -> None:
        """Show a post as soon as it is read."""
        self._is_open = True
        if self.sheet is None or self.sheet.post_id != post_id or self._wanted != post_id:
            self._wanted = post_id
            job = self.tools.jobs.read(self, editing.words_sheet, post_id)
            job.then(self._on_words).failed(self._on_no_sheet)
        else:
            self._read()

    def _on_words(self, sheet: EditorSheet) -> None:
        self.show_sheet(sheet)
        self._read_later.start()

    def close_post(self) -> None:
        """Save what is written; nothing is shown any more."""
        self._is_open = False
        self.writing.commit()
        self.media.commit()
        self._give_up_refused()
        self._wanted = self.begun = None

    def leave(self) -> None:
        """Go back to the calendar."""
        self.closed.emit()

    def _give_up_refused(self) -> None:
        """A title that cannot be saved is not waited for."""
        if self.basics.title_field.problem:
            self.writing.forget("title")
            self.basics.title_field.clear_problem()

    def begin(self) -> None:
        """Put the keyboard where one writes."""
        self.begun = self._wanted
        self.text.begin()

    def read_again(self) -> None:
        """Ask again for the post that is shown."""
        if self._is_open:
            self._read()

    def _read(self) -> None:
        if self._wanted is None or not self._is_open:
            return
        job = self.tools.jobs.read(self, editing.editor_sheet, self._wanted)
        job.then(self.show_sheet).failed(self._on_no_sheet)

    def _on_no_sheet(self, error: DeskError) -> None:
        if isinstance(error, NotFound):
            self.gone.emit()
        self.tools.notify.problem(error)

    def _on_changed(self, changes: ChangeSet) -> None:
        if self._is_open and changes.kinds & _SHOWS:
            self._read()

    # --- showing ------------------------------------------------------------------------------------

    def show_sheet(self, sheet: EditorSheet) -> None:
        """Show a post as it is now."""
        if not self._is_open or sheet.post_id != self._wanted:
            return
        is_other = self.sheet is None or self.sheet.post_id != sheet.post_id
        if is_other:
            self._give_up_refused()
            for area in self._scrolled:
                area.verticalScrollBar().setValue(0)
        self.sheet = sheet
        card = sheet.detail.card
        self._pictures.want(item.thumb for item in sheet.detail.media)
        tile = (sheet.client.letters, sheet.client.colour, sheet.client.name)
        self.header.show_place(_short(card.title), tile)
        self.header.setToolTip(card.title if _short(card.title) != card.title else "")
        if is_other and self.text.channel_id is not None:
            self.text.tabs.choose(None)
        self.writing.show(sheet.post_id, _values(sheet))
        self.path.show_status(card.status)
        self.asked.setVisible(card.changes_asked)
        self.cancelled.setVisible(card.status is PostStatus.CANCELLED)
        self._show_next(card.status)
        self._show_rights(card.status)
        self.basics.show_sheet(sheet)
        if sheet.is_whole:
            self.coverage.show_sheet(sheet)
            self.approval.show_sheet(sheet)
        elif is_other:
            self.coverage.wait()
        self.text.show_sheet(sheet)
        self.media.show_sheet(sheet)
        self.placing.show_sheet(sheet, self.text.channel_id)
        self.belongings.show_sheet(sheet)
        if self._shows_preview:
            self.preview.show_sheet(sheet)
            self._show_preview()
        self.before.show_sheet(sheet)
        self.tasks.show_sheet(sheet)
        self.history.show_sheet(sheet)
        self._order_later.start()
        self.shown.emit(sheet.post_id)

    def _order_tabs(self) -> None:
        """Let Tab go as one reads: pane by pane, down and to the right; some rows were made after others."""
        last: QWidget = self.next
        for part in (
            self.path, self.basics, self.coverage, self.clash, self.text, self.media, self.placing, self.belongings,
            self.preview, self.approval, self.before, self.notes, self.tasks, self.history, self.composer,
        ):  # fmt: skip
            for widget in _stops(part):
                self.setTabOrder(last, widget)
                last = widget

    def show_among(self, place: int, count: int, *, is_month: bool) -> None:
        """Say which of the posts of its month, or of those that are shown, this one is."""
        words = _("{place} of {count} this month") if is_month else _("{place} of {count}")
        self._among.setText(words.format(place=spoken().number(place), count=spoken().number(count)))
        self._among.setVisible(count > 0)

    def _show_state(self, has_unsaved: bool) -> None:
        self._state.setText(_("Saving…") if has_unsaved else _("Saved"))

    def _show_preview(self) -> None:
        """Show the text as it will look, while it is written."""
        if self.sheet is None or not self._shows_preview:
            return
        if self.text.channel_id is not None:
            self.preview.choose_channel(self.text.channel_id)
        here = self.preview.channel_id
        self.preview.show_text(self.writing.text(key_of(here)), here)

    def _on_channel(self, channel_id: int | None) -> None:
        if self.sheet is None:
            return
        self.placing.show_sheet(self.sheet, channel_id)
        self._show_preview()

    def _on_look_at(self, channel_id: object) -> None:
        if isinstance(channel_id, int) and self.text.channel_id not in (None, channel_id):
            self.text.tabs.choose(channel_id)

    # --- saving -------------------------------------------------------------------------------------

    def _save(self, post_id: int, key: str, words: str, was: str | None) -> Job[bool]:
        jobs = self.tools.jobs
        field, _space, channel = key.partition(" ")
        if field == "text" and channel:
            return jobs.do(self, variants.write_on, post_id, int(channel), words, was)
        if field in variants.PLACEMENT_FIELDS:
            known = {getattr(one, field) for one in self.sheet.placements} if self.sheet else set()
            seen = was if channel or len(known) < 2 else posts.ANY
            return jobs.do(
                self, variants.edit_placement, post_id, int(channel) if channel else None, field, words, seen
            )
        return jobs.do(self, posts.edit_post, post_id, field, words, was)

    def save(self) -> None:
        """Have everything in the workspace now."""
        self.writing.commit()
        self.media.commit()

    def _on_saved(self, _key: str, lost_approval: bool) -> None:
        if lost_approval:
            self._tell_lost()

    def _tell_lost(self) -> None:
        words = _("The client had approved what it was before. It is a draft again.")
        self.tools.notify.toast(words, undo=self.tools.jobs.undo, icon="alert-triangle")

    def _on_refused(self, key: str, error: object) -> None:
        if isinstance(error, Conflict):
            self.read_again()  # the other text comes with it, and both are shown
        elif isinstance(error, Unavailable):
            self.tools.notify.problem(error, again=self.writing.commit)
        elif isinstance(error, RuleBroken) and (field := self._field_of(key)) is not None:
            field.show_problem(str(error))
        elif isinstance(error, DeskError):
            self.tools.notify.problem(error)

    def _field_of(self, key: str) -> LabelledField | None:
        fields = {"title": self.basics.title_field, "link": self.placing.link_field, "url": self.placing.url_field}
        return fields.get(key.partition(" ")[0])

    def _on_put_back(self, keys: list[str]) -> None:
        texts = [key for key in keys if key.partition(" ")[0] == BASE]
        if texts and BASE not in texts:
            self.text.tabs.choose(int(texts[0].partition(" ")[2]))
        undo = None if self.writing.clashing() else self.tools.jobs.undo
        self.tools.notify.toast(_("We put back what you were writing."), undo=undo, icon="restore")

    def _show_rights(self, status: PostStatus) -> None:
        """Who may only look cannot write, and what people read already stays as it is."""
        about = self.steps.about
        is_reader = about is not None and not may(about.role, Right.EDIT)
        is_out = status is PostStatus.PUBLISHED
        gone_out = (self.text.text, self.placing.comment, self.placing.link)
        for field in self.writing.fields:
            field.setReadOnly(is_reader or (is_out and field in gone_out))
        for words in gone_out:
            words.setToolTip(_("The post is already published. Take that back first.") if is_out else "")
        self.belongings.format.setEnabled(not is_out)
        for part in (self.path, self.placing, self.before, self.tasks, self.belongings, self.coverage, self.media):
            part.setEnabled(not is_reader)
        self.next.setEnabled(not is_reader)

    # --- what else is done --------------------------------------------------------------------------

    def _show_next(self, status: PostStatus) -> None:
        """Name the one thing that usually comes next."""
        name = self.steps.next_name(status)
        self.next.setVisible(bool(name))
        self.next.setText(name)

    def open_menu(self) -> None:
        """Offer what the header has no room for."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        icons = self.tools.icons
        self.steps.add_to(menu)
        menu.addSeparator()
        menu.addAction(icons.icon("copy"), f"{_('Duplicate')}\tCtrl+D").triggered.connect(self._duplicate)
        menu.addAction(icons.icon("note"), _("Keep as a template…")).triggered.connect(self.text.open_snippets)
        menu.addSeparator()
        menu.addAction(icons.icon("trash"), _("Put into the bin")).triggered.connect(self._delete)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height() + 4)))

    def _step_back(self) -> None:
        self.step_wanted.emit(-1)

    def _step_on(self) -> None:
        self.step_wanted.emit(1)

    def _network_back(self) -> None:
        self.text.tabs.step(-1)

    def _network_on(self) -> None:
        self.text.tabs.step(1)

    def _duplicate(self) -> None:
        if self.sheet is not None:
            self.save()
            self.duplicate_wanted.emit(self.sheet.post_id)

    def _delete(self) -> None:
        if self.sheet is not None:
            self.delete_wanted.emit(self.sheet.post_id)

    # --- the room -----------------------------------------------------------------------------------

    @property
    def is_narrow(self) -> bool:
        """Whether the preview is a tab."""
        return self.window().width() < self.tools.theme.tokens.px(NARROW)

    @property
    def _shows_preview(self) -> bool:
        return not self.is_narrow or self._look.current == _LOOK

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Share the room between the three panes; in a narrow window the preview takes the form's."""
        px = self.tools.theme.tokens.px
        is_narrow = self.is_narrow
        self.header.set_switch(self._look if is_narrow else None)
        self._look.setVisible(is_narrow)
        is_looking = is_narrow and self._look.current == _LOOK
        self._left.setVisible(not is_looking)
        self._middle.setVisible(self._shows_preview)
        if is_narrow:
            self._middle.setMinimumWidth(px(_PREVIEW))
            self._middle.setMaximumWidth(16777215)
        else:
            self._middle.setFixedWidth(px(_PREVIEW))
        self._right.setFixedWidth(px(_BESIDE))

    def _on_look(self, _key: object) -> None:
        self._fit()
        if self.sheet is not None and self._shows_preview:
            self.preview.show_sheet(self.sheet)
            self._show_preview()


def _stops(part: QWidget) -> list[QWidget]:
    """Where Tab stops in a part, as one reads."""
    is_stop = Qt.FocusPolicy.TabFocus

    def place(widget: QWidget) -> tuple[int, int]:
        middle = widget.mapTo(part, widget.rect().center())
        return middle.y() // _LINE_HEIGHT, middle.x()

    window = part.window()
    found = [
        one
        for one in part.findChildren(QWidget)
        if one.focusPolicy() & is_stop and one.focusProxy() is None and one.window() is window
    ]
    return sorted(found, key=place)


def _short(title: str) -> str:
    return title if len(title) <= 48 else f"{title[:47].rstrip()}…"


def _values(sheet: EditorSheet) -> dict[str, str | None]:
    """What every place of a post says."""
    detail = sheet.detail
    comments = {one.first_comment for one in sheet.placements}
    links = {one.link for one in sheet.placements}
    values: dict[str, str | None] = {
        "title": detail.card.title,
        "text": detail.text,
        "client_note": detail.client_note,
        "staff_note": detail.staff_note,
        "comment": "",
        "first_comment": comments.pop() if len(comments) == 1 else "",
        "link": links.pop() if len(links) == 1 else "",
        "url": "",
    }
    for one in sheet.placements:
        values[key_of(one.channel_id)] = one.text
        values[place_on("first_comment", one.channel_id)] = one.first_comment
        values[place_on("link", one.channel_id)] = one.link
        values[place_on("url", one.channel_id)] = one.url
    return values
