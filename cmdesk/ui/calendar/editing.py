"""The post that is open over the calendar: it is opened, stepped on from and closed; the calendar keeps its place."""

from __future__ import annotations

import importlib
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from cmdesk.domain.calendar import usual_minute
from cmdesk.domain.editor import POST, Snippet
from cmdesk.domain.posts import PostCard
from cmdesk.domain.stretches import View
from cmdesk.i18n import gettext as _
from cmdesk.i18n import key_words, ngettext
from cmdesk.services import editing as services
from cmdesk.services import posts
from cmdesk.services.snippets import add_post_from
from cmdesk.ui.calendar.model import PostModel

if TYPE_CHECKING:
    from cmdesk.ui.calendar.page import CalendarPage
    from cmdesk.ui.editor.editor import PostEditor

_NEW: Final = "Shift+N"
_BUILT_AFTER_MS: Final = 2_000
"""So long after the calendar was shown the editor is built, so that the first post opens as quickly as the others."""

_FOLLOWED_AFTER_MS: Final = 60
"""So long after a post was shown the calendar below goes along: nobody sees it, and the editor is painted first."""


def _load(workspace: str, member_id: int | None, _progress: object) -> tuple[int, ...]:
    """Read the editor's modules beside the window; the posts that were being written when the program ended."""
    importlib.import_module("cmdesk.ui.editor.editor")
    from cmdesk.services.pictures import learn_kinds
    from cmdesk.ui.editor.kept import keeper

    learn_kinds()  # what is loaded beside a window at rest does not hold it up when the first picture comes
    return keeper(workspace, member_id).posts()


class Editing(QObject):
    """Shows the editor in place of the calendar's views.

    Signals:
        built: The editor, when it was made.
    """

    built = Signal(object)

    def __init__(self, page: CalendarPage, below: QWidget) -> None:
        super().__init__(page)
        self._page, self._below = page, below
        self._editor: PostEditor | None = None
        self._is_turning = False
        self._build_later = QTimer(self)
        self._build_later.setSingleShot(True)
        self._build_later.setInterval(_BUILT_AFTER_MS)
        self._build_later.timeout.connect(self._load_later)
        self._follow_later = QTimer(self)
        self._follow_later.setSingleShot(True)
        self._follow_later.setInterval(_FOLLOWED_AFTER_MS)
        self._follow_later.timeout.connect(self._follow)
        page.add_calm_key(_NEW, _("New post from a template…"), self.ask_template)

    # --- the editor ---------------------------------------------------------------------------------

    @property
    def editor(self) -> PostEditor:
        """The editor; made when it is first asked for."""
        self._build()
        assert self._editor is not None
        return self._editor

    def prepare(self) -> None:
        """Build the editor as soon as the window has nothing else to do."""
        if self._editor is None and not self._build_later.isActive():
            self._build_later.start()

    @property
    def _is_handled(self) -> bool:
        """Whether somebody holds something of the calendar: nothing may stop the window then."""
        return self._page.moves.is_dragging or QApplication.mouseButtons() != Qt.MouseButton.NoButton

    def _load_later(self) -> None:
        if self._is_handled:
            self._build_later.start()
            return
        desk = self._page.tools.jobs.desk
        self._page.tools.jobs.run(self, partial(_load, desk.name, desk.member_id)).then(self._warm)

    def _warm(self, kept: tuple[int, ...]) -> None:
        """Build it and have it measured and painted once, unseen; and say what waits to be put back."""
        if self._editor is not None:
            return
        if self._is_handled:
            self._build_later.start()
            return
        self.editor.resize(self._page.size())
        self.editor.grab()
        known = [card.id for card in self._page.month_posts.cards if card.id > 0]
        if known:  # the database's own preparations are over, too, when the first post is opened
            self._page.tools.jobs.read(self, services.words_sheet, known[0])
        if kept:
            words = ngettext(
                "Words of {count} post were not saved. They are still here.",
                "Words of {count} posts were not saved. They are still here.",
                len(kept),
            )
            self._page.tools.notify.toast(
                words.format(count=len(kept)), actions=[(_("Open"), partial(self.open_post, kept[0]))], icon="restore"
            )

    def _build(self) -> None:
        if self._editor is not None:
            return
        from cmdesk.ui.editor.editor import PostEditor

        page = self._page
        editor = PostEditor(page.tools, page.pictures, page)
        editor.hide()
        editor.closed.connect(self.close)
        editor.gone.connect(self.close)
        editor.shown.connect(self._on_shown)
        editor.step_wanted.connect(self.step)
        editor.delete_wanted.connect(page.handling.delete_one)
        editor.duplicate_wanted.connect(self._duplicate)
        editor.post_wanted.connect(self.open_post)
        editor.task_wanted.connect(self._go_to_task)
        self._editor = editor
        self.built.emit(editor)

    # --- opening and closing ------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether a post is open."""
        return self._editor is not None and self._editor.post_id is not None

    @property
    def post_id(self) -> int | None:
        """The post that is open."""
        return self._editor.post_id if self._editor else None

    def open_post(self, key: int) -> None:
        """Open a post as soon as it is read."""
        self._page.close_popover()
        self.editor.open(key)

    def _on_shown(self, key: int) -> None:
        """The sheet of the open post has come: show it, if it is not seen yet."""
        editor = self.editor
        if editor.sheet is None:
            return
        card = editor.sheet.detail.card
        if editor.isHidden():
            self._turn(is_open=True)
        self._show_among(card)
        if editor.begun != key:
            editor.begin()
            self._follow_later.start()

    def _turn(self, *, is_open: bool) -> None:
        """Show the editor in place of the calendar, or the other way round."""
        page = self._page
        if page.content.indexOf(self.editor) < 0:  # not before, or to measure it would take the calendar's room
            page.content.addWidget(self.editor, 1)
        page.header.setVisible(not is_open)
        self._below.setVisible(not is_open)
        self.editor.setVisible(is_open)
        for act in page.actions():
            act.setEnabled(not is_open)

    def _follow(self) -> None:
        """Have the calendar below at the day and client of the open post, and the post selected in it."""
        page, sheet = self._page, self.editor.sheet
        if not self.is_open or sheet is None or sheet.post_id != self.post_id:
            return
        card = sheet.detail.card
        if page.place.client_id not in (None, card.client_id):
            self._is_turning = True
            page.place.choose_client(card.client_id)
            self._is_turning = False
        if card.day is not None and card.day not in page.view.days:
            page.wanted = [card.id]
            page.leafing.go_to_day(card.day)
        elif card.id not in page.chosen():
            page.want([card.id])

    def close(self) -> None:
        """Save what is written, and show the calendar again, where it was."""
        if not self.is_open or self._is_turning:
            return
        page, editor = self._page, self.editor
        if self._follow_later.isActive():
            self._follow_later.stop()
            self._follow()  # the calendar shows at once what was open
        had_focus = editor.isVisible() and editor.isAncestorOf(QApplication.focusWidget() or page)
        editor.close_post()
        self._turn(is_open=False)
        if had_focus:
            self._give_focus_back()

    def _give_focus_back(self) -> None:
        page = self._page
        is_idea = bool(page.tray.list.selected_ids()) and page.is_side_shown
        (page.tray.list if is_idea else page.view).setFocus()

    def take_keyboard(self) -> None:
        """Have the keyboard in the editor."""
        self.editor.begin()

    # --- its neighbours -----------------------------------------------------------------------------

    def _row(self, card: PostCard) -> list[PostCard]:
        """The posts among which a person steps: those of its month, of the days that are shown, or of the tray."""
        page = self._page
        model: PostModel = page.tray_posts if page.tray_posts.card(card.id) else page.month_posts
        if model is page.tray_posts or page.leafing.stretch.view is not View.MONTH or card.day is None:
            return list(model.cards)
        year, month = card.day.year, card.day.month
        return [one for one in model.cards if (day := one.day) is not None and day.month == month and day.year == year]

    def _show_among(self, card: PostCard) -> None:
        row = [one.id for one in self._row(card)]
        place = row.index(card.id) + 1 if card.id in row else 0
        is_month = card.day is not None and self._page.leafing.stretch.view is View.MONTH
        self.editor.show_among(place, len(row) if place else 0, is_month=is_month)

    def step(self, by: int) -> None:
        """Open the post before or after."""
        sheet = self.editor.sheet
        if sheet is None or not self.is_open:
            return
        row = [one.id for one in self._row(sheet.detail.card)]
        here = row.index(sheet.post_id) if sheet.post_id in row else -1
        if here >= 0 and 0 <= here + by < len(row):
            self.editor.save()
            self.open_post(row[here + by])

    # --- a new one from a template ------------------------------------------------------------------

    def add_to(self, menu: QMenu) -> None:
        """Offer new posts from templates in a menu."""
        entry = menu.addAction(
            self._page.tools.icons.icon("file-text"), f"{_('New post from a template…')}\t{key_words(_NEW)}"
        )
        entry.triggered.connect(self.ask_template)

    def ask_template(self) -> None:
        """Offer the posts that are kept to begin with."""
        page = self._page
        read = page.tools.jobs.read(self, services.snippets, page.place.client_id, POST)
        read.then(self._offer_templates)

    def _offer_templates(self, known: tuple[Snippet, ...]) -> None:
        from cmdesk.ui.editor.at_hand import Templates

        page = self._page
        shelf = Templates(page.tools, known, page)
        shelf.wanted.connect(partial(self._begin_with, known))
        shelf.done.connect(page.close_popover)
        page.open_popover(shelf, page.view.cell_place(page.view.day))

    def _begin_with(self, known: tuple[Snippet, ...], key: int) -> None:
        page = self._page
        whose = next((one.client_id for one in known if one.id == key), None) or page.place.client_id
        if whose is None:
            page.refuse(_("Choose a client first."))
            return
        place = page.around.clients.get(whose) if page.around else None
        minute = usual_minute(place.networks[:1], place.hours) if place else None
        job = page.tools.jobs.do(self, add_post_from, key, whose, day=page.view.day, minute=minute)
        job.then(self._on_begun).failed(page.tools.notify.problem)

    def _on_begun(self, key: int) -> None:
        self._page.want([key])
        self.open_post(key)
        self._page.tools.notify.toast(_("Post added"), undo=self._page.tools.jobs.undo)

    # --- what it leads to ---------------------------------------------------------------------------

    def _duplicate(self, key: int) -> None:
        job = self._page.tools.jobs.do(self, posts.duplicate_posts, [key])
        job.then(self._on_duplicated).failed(self._page.tools.notify.problem)

    def _on_duplicated(self, keys: tuple[int, ...]) -> None:
        self.open_post(keys[0])
        self._page.tools.notify.toast(_("This is the copy."), undo=self._page.tools.jobs.undo)

    def _go_to_task(self, key: int) -> None:
        self._page.place.go("tasks", key)
