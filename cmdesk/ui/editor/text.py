"""The text of a post: one for all channels, and where a channel says something else, its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from cmdesk.domain.editor import EditorSheet, avoided, blanks_for, filled, left_blank, words_to_avoid
from cmdesk.i18n import gettext as _
from cmdesk.i18n import key_words, ngettext, spoken
from cmdesk.services import posts, variants
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.counting import Counters
from cmdesk.ui.editor.at_hand import Hashtags, Snippets, Voice, avoided_words
from cmdesk.ui.editor.differing import Differing
from cmdesk.ui.editor.spelling import SpelledText
from cmdesk.ui.editor.tabs import NetworkTabs, Tab
from cmdesk.ui.editor.writing import BASE, Writing
from cmdesk.ui.page import Tools
from cmdesk.ui.widgets.buttons import IconButton, LinkButton, push_button
from cmdesk.ui.widgets.facts import Glyph, Words
from cmdesk.ui.widgets.fields import CommittingTextEdit
from cmdesk.ui.widgets.popover import Popover
from cmdesk.ui.widgets.themed import Themed, paint_ground

_COMPARED_AFTER_MS = 120


def key_of(channel_id: int | None) -> str:
    """The place of the text on a channel; without one, of the base."""
    return BASE if channel_id is None else f"{BASE} {channel_id}"


class TextField(CommittingTextEdit):
    """The field of the text: Esc leaves it and loses nothing, and pictures may be pasted into it.

    Signals:
        pasted: Something that is no text.
    """

    pasted = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or source.hasUrls() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        has_files = source.hasUrls() and all(url.isLocalFile() for url in source.urls())
        if has_files or (source.hasImage() and not source.hasText()):
            self.pasted.emit(source)
        else:
            super().insertFromMimeData(source)


class Clash(Themed, QWidget):
    """Two texts of the same place: what a colleague wrote, beside what is written here; neither is lost."""

    def __init__(self, tools: Tools, writing: Writing, parent: QWidget) -> None:
        super().__init__(parent)
        theme, icons = tools.theme, tools.icons
        px = theme.tokens.px
        self._tools, self._writing = tools, writing
        self._key = ""
        self._title = Words(theme, "", "body_strong", "warn", self, wrap=True)
        self._theirs = Differing(theme, _("Their words, against yours"), self, most=8)
        mine = push_button(theme, icons, _("Keep mine"), "compact", "check", parent=self)
        theirs = push_button(theme, icons, _("Take theirs"), "compact", parent=self)
        both = push_button(theme, icons, _("Keep both"), "compact", parent=self)
        mine.clicked.connect(self.keep_mine)
        theirs.clicked.connect(self.take_theirs)
        both.clicked.connect(self.take_both)
        row = QHBoxLayout()
        row.setSpacing(px(6))
        for button in (mine, theirs, both):
            row.addWidget(button)
        row.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(Glyph(theme, icons, "users", "warn", 16, self), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(10), px(12), px(10))
        column.setSpacing(px(8))
        column.addLayout(head)
        column.addWidget(self._theirs)
        column.addLayout(row)
        writing.clashed.connect(self._on_clashed)
        writing.stirred.connect(self._on_stirred)
        self.hide()
        self.follow(theme)

    @property
    def key(self) -> str:
        """The place that is asked about; empty while nothing is."""
        return self._key

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        paint_ground(self, tokens.surface.surface, tokens.radius.control, tokens.feedback.warn)

    def _on_clashed(self, _key: str) -> None:
        self._show()

    def _on_stirred(self, _has_unsaved: bool) -> None:
        if self._key:
            self._show()

    def _show(self) -> None:
        keys = self._writing.clashing()
        self._key = keys[0] if keys else ""
        theirs = self._writing.theirs(self._key) if self._key else None
        self.setVisible(theirs is not None)
        if theirs is not None:
            self._title.setText(
                _("Somebody changed this while you were writing: {place}. Nothing is lost.").format(
                    place=place_name(self._key)
                )
            )
            self._theirs.show_texts(self._writing.text(self._key), theirs)

    def keep_mine(self) -> None:
        """Save what is written here; theirs stays in the history."""
        self._writing.keep_mine(self._key)
        self._show()

    def take_theirs(self) -> None:
        """Show what they wrote; what was written here can be taken back."""
        key = self._key
        mine = self._writing.take_theirs(key)
        self._show()
        self._tools.notify.toast(_("Their words stand."), undo=partial(self._writing.write, key, mine))

    def take_both(self) -> None:
        """Put one below the other."""
        self._writing.take_both(self._key)
        self._show()


def place_name(key: str) -> str:
    """What a place is called."""
    names = {
        "title": _("Working title"),
        "text": _("Text"),
        "first_comment": _("First comment"),
        "link": _("Link"),
        "client_note": _("Note to the client"),
        "staff_note": _("Staff note"),
    }
    return names.get(key.partition(" ")[0], _("Text"))


class TextPane(QWidget):
    """The tabs, the text, how each network counts it, and what is at hand.

    Signals:
        channel_chosen: The channel whose text is shown now; none for the base.
        text_changed: What is written in the text that is shown.
    """

    channel_chosen = Signal(object)
    text_changed = Signal()

    def __init__(self, tools: Tools, writing: Writing, parent: QWidget) -> None:
        super().__init__(parent)
        theme, icons = tools.theme, tools.icons
        self._tools, self._writing = tools, writing
        self._sheet: EditorSheet | None = None
        self._offered: tuple[int, Callable[[EditorSheet], None]] | None = None  # as soon as that post is read whole
        self.tabs = NetworkTabs(theme, icons, self)
        self.tabs.chosen.connect(self._on_tab)
        self._adder = IconButton(theme, icons, "plus", _("Channels"), "", self)
        self._adder.clicked.connect(self._open_channels)
        self.text = TextField(theme, "", self, lines=7, most=18, role="reading")
        self.text.setAccessibleName(_("Text"))
        writing.add(self.text, BASE)
        writing.typed.connect(self._on_typed)
        self.spelled = SpelledText(tools, self.text)
        self.counters = Counters(theme, icons, self)
        self.signs = Words(theme, "", "label", "tertiary", self, tabular=True)
        self.to_base = LinkButton(theme, icons, _("Back to base"), parent=self)
        self.to_base.clicked.connect(self._on_to_base)
        self.what_differs = LinkButton(theme, icons, _("What differs"), parent=self)
        self.what_differs.clicked.connect(self._turn_differing)
        self.differing = Differing(theme, _("What differs from the base"), self)
        self.differing.hide()
        self.warning = Words(theme, "", "label", "warn", self, wrap=True)
        self.warning.hide()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_COMPARED_AFTER_MS)
        self._rest.timeout.connect(self._compare)
        self._arrange()

    def _arrange(self) -> None:
        theme, icons = self._tools.theme, self._tools.icons
        px = theme.tokens.px
        head = QHBoxLayout()
        head.setSpacing(px(4))
        head.addWidget(self.tabs, 1)
        head.addWidget(self._adder, 0, Qt.AlignmentFlag.AlignBottom)
        below = QHBoxLayout()
        below.setSpacing(px(10))
        below.addWidget(self.counters, 1)
        below.addWidget(self.signs)
        below.addStretch(0)
        for link in (self.what_differs, self.to_base):
            below.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        hand = QHBoxLayout()
        hand.setSpacing(px(6))
        for words, icon, keys, slot in (
            (_("Snippets"), "note", "Ctrl+Shift+S", self.open_snippets),
            (_("Hashtags"), "tag", "Ctrl+Shift+H", self.open_hashtags),
            (_("Key messages"), "speakerphone", "Ctrl+Shift+M", self.open_voice),
        ):
            button = push_button(theme, icons, words, "quiet", icon, parent=self, compact=True)
            button.setToolTip(f"{words}  {key_words(keys)}")
            button.clicked.connect(slot)
            hand.addWidget(button)
        hand.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(head)
        column.addSpacing(px(2))
        column.addWidget(self.text)
        column.addLayout(below)
        column.addWidget(self.differing)
        column.addWidget(self.warning)
        column.addLayout(hand)

    # --- showing ----------------------------------------------------------------------------------

    @property
    def channel_id(self) -> int | None:
        """The channel whose text is shown; none for the base."""
        return self.tabs.channel_id

    @property
    def networks(self) -> tuple[str, ...]:
        """The networks that say what is shown: one, or all that follow the base."""
        if self._sheet is None:
            return ()
        placement = self._sheet.placement(self.channel_id)
        if placement is not None:
            return (placement.network,)
        following = [one.network for one in self._sheet.placements if not self._is_changed(one.channel_id)]
        return tuple(dict.fromkeys(following or [one.network for one in self._sheet.placements]))

    def show_sheet(self, sheet: EditorSheet) -> None:
        """Show the texts of a post; what they say are places of what is written."""
        self._sheet = sheet
        self._show_tabs()
        self.spelled.follow_client(sheet.client.id, sheet.client.language)
        self.spelled.highlighter.avoid(words_to_avoid(sheet.client.avoid))
        self._show_place()
        if sheet.is_whole and self._offered is not None:
            (post_id, offer), self._offered = self._offered, None
            if post_id == sheet.post_id:
                offer(sheet)

    def _is_changed(self, channel_id: int) -> bool:
        placement = self._sheet.placement(channel_id) if self._sheet else None
        if placement is None:
            return False
        return self._writing.text(key_of(channel_id)).strip() != self._writing.text(BASE).strip()

    def _show_tabs(self) -> None:
        if self._sheet is None:
            return
        networks = [one.network for one in self._sheet.placements]
        tabs = [Tab(None, _("Base"))]
        for one in self._sheet.placements:
            is_twice = networks.count(one.network) > 1
            name = one.channel if is_twice else phrases.network_name(one.network)
            tabs.append(Tab(one.channel_id, name, one.network, self._is_changed(one.channel_id)))
        self.tabs.show_tabs(tabs)

    def _on_tab(self, channel_id: int | None) -> None:
        self._writing.turn(self.text, key_of(channel_id))
        self._show_place()
        self.channel_chosen.emit(channel_id)

    def _show_place(self) -> None:
        """Count and compare what is shown."""
        if self._sheet is None:
            return
        networks = self.networks
        self.spelled.follow_network(networks[0] if networks else "")
        words = self.text.text()
        self.counters.show_for(self._sheet.limits, networks, self._sheet.media, words)
        self._count_signs(words)
        self.signs.setVisible(not networks)
        name = self._sheet.placement(self.channel_id)
        on = phrases.network_name(name.network) if name else _("Base")
        self.text.setAccessibleName(_("Text, {network}").format(network=on))
        self._compare()

    def _on_typed(self, key: str) -> None:
        if key == self._writing.place_of(self.text):
            self._show_text()
        if key.partition(" ")[0] == BASE:
            self._rest.start()
            self.text_changed.emit()

    def _show_text(self) -> None:
        words = self.text.text()
        self.counters.show_text(words)
        self._count_signs(words)

    def _count_signs(self, words: str) -> None:
        """How long it is where no network counts it."""
        count = len(words)
        told = ngettext("{count} character", "{count} characters", count)
        self.signs.setText(told.format(count=spoken().number(count)))

    def _compare(self) -> None:
        """Say how the text differs from the base, and what its client does not want."""
        if self._sheet is None:
            return
        self._show_tabs()
        channel_id = self.channel_id
        is_changed = channel_id is not None and self._is_changed(channel_id)
        self.to_base.setVisible(is_changed and not self.text.isReadOnly())
        self.what_differs.setVisible(is_changed)
        if not is_changed:
            self.differing.hide()
        elif not self.differing.isHidden():
            self.differing.show_texts(self._writing.text(BASE), self.text.text())
        self._warn()

    def _warn(self) -> None:
        if self._sheet is None:
            return
        text = self.text.text()
        found = avoided(text, words_to_avoid(self._sheet.client.avoid))
        told = []
        if found:
            words = ", ".join(dict.fromkeys(f"“{text[start:end]}”" for start, end in found))
            told.append(_("{what}: {words}").format(what=avoided_words(len(found)), words=words))
        blanks = left_blank(text)
        if blanks:
            told.append(_("Still to be filled: {blanks}").format(blanks=", ".join(blanks)))
        self.warning.setText("\n".join(told))
        self.warning.setVisible(bool(told))

    def _turn_differing(self) -> None:
        """Show or hide the words that differ from the base."""
        is_shown = self.differing.isHidden()
        if is_shown:
            self.differing.show_texts(self._writing.text(BASE), self.text.text())
        self.differing.setVisible(is_shown)

    def _on_to_base(self) -> None:
        """Let the channel say what the base says."""
        channel_id = self.channel_id
        if self._sheet is None or channel_id is None:
            return
        self._writing.forget(key_of(channel_id))
        job = self._tools.jobs.do(self, variants.write_on, self._sheet.post_id, channel_id, None)
        job.then(self._on_followed)

    def _on_followed(self, lost_approval: bool) -> None:
        words = _("It says what the base says again.")
        if lost_approval:
            words = _("It says what the base says again. The approval is gone with it.")
        self._tools.notify.toast(words, undo=self._tools.jobs.undo)

    # --- channels -----------------------------------------------------------------------------------

    def _open_channels(self) -> None:
        """Offer the channels that the post goes to."""
        if self._sheet is None:
            return
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        chosen = [one.channel_id for one in self._sheet.placements]
        for channel in self._sheet.channels:
            entry = menu.addAction(channel.name)
            entry.setCheckable(True)
            entry.setChecked(channel.id in chosen)
            entry.setToolTip(phrases.plain_tip([channel.name, channel.purpose]))
            entry.triggered.connect(partial(self._turn_channel, channel.id))
        if not self._sheet.channels:
            menu.addAction(_("This client has no channels yet")).setEnabled(False)
        menu.popup(self._adder.mapToGlobal(QPoint(0, self._adder.height() + 4)))

    def _turn_channel(self, channel_id: int, is_wanted: bool) -> None:
        if self._sheet is None:
            return
        self._writing.commit()
        keys = [one.channel_id for one in self._sheet.placements if one.channel_id != channel_id]
        keys += [channel_id] if is_wanted else []
        jobs = self._tools.jobs
        job = jobs.do(self, posts.set_channels, self._sheet.post_id, keys)
        job.then(partial(self._on_turned, is_wanted)).failed(self._tools.notify.problem)

    def _on_turned(self, is_wanted: bool, lost_approval: bool) -> None:
        notify, undo = self._tools.notify, self._tools.jobs.undo
        if lost_approval:
            words = _("The client had approved what it was before. It is a draft again.")
            notify.toast(words, undo=undo, icon="alert-triangle")
        elif not is_wanted:
            notify.toast(_("The channel is taken out."), undo=undo)

    # --- what is at hand ----------------------------------------------------------------------------

    def insert(self, words: str) -> None:
        """Put words where the caret is, their blanks filled, with a space where letters would touch."""
        if self._sheet is None:
            return
        if self.text.isReadOnly():
            self._tools.notify.toast(_("The post is already published. Take that back first."), icon="info-circle")
            return
        words = filled(words, blanks_for(self._sheet, self.channel_id))
        cursor = self.text.textCursor()
        start = cursor.selectionStart()
        before = self.text.document().characterAt(start - 1) if start else ""
        needs_space = bool(before) and not before.isspace() and before != "\u2029" and not words[:1].isspace()
        cursor.insertText(f" {words}" if needs_space else words)
        self.text.setTextCursor(cursor)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_snippets(self) -> None:
        """Offer the texts that are used again."""
        self._when_whole(self._offer_snippets)

    def open_hashtags(self) -> None:
        """Offer the client's hashtags."""
        self._when_whole(self._offer_hashtags)

    def _when_whole(self, offer: Callable[[EditorSheet], None]) -> None:
        """Offer something once all of the post is read; its words come an instant before."""
        self._offered = None
        if self._sheet is not None and self._sheet.is_whole:
            offer(self._sheet)
        elif self._sheet is not None:
            self._offered = (self._sheet.post_id, offer)

    def _offer_snippets(self, sheet: EditorSheet) -> None:
        selection = self.text.textCursor().selection().toPlainText()
        self._open(Snippets(self._tools, sheet, selection, self.text.text(), self))

    def _offer_hashtags(self, sheet: EditorSheet) -> None:
        self._open(Hashtags(self._tools, sheet, self))

    def open_voice(self) -> None:
        """Offer the client's key messages and own words."""
        if self._sheet is not None:
            self._open(Voice(self._tools, self._sheet.client, self))

    def _open(self, shelf: Snippets | Hashtags | Voice) -> None:
        popover = Popover(self._tools.theme, shelf, self)
        waiting: list[str] = []
        shelf.inserted.connect(waiting.append)
        shelf.done.connect(popover.close)

        def insert() -> None:
            for words in waiting:
                self.insert(words)

        popover.closed.connect(insert)  # the keyboard is back in the text by then
        popover.open_beside(self.text)

    def begin(self) -> None:
        """Put the caret at the end of the text."""
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.text.moveCursor(QTextCursor.MoveOperation.End)
