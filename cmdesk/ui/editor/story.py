"""What happened to a post, newest first: who, when, what was said, and what became of its words."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cmdesk.domain.posts import PostDetail, PostEvent, PostEventKind
from cmdesk.i18n import gettext as _
from cmdesk.i18n import ngettext, spoken
from cmdesk.ui.calendar import phrases
from cmdesk.ui.editor.differing import Differing
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import LinkButton
from cmdesk.ui.widgets.facts import Avatar, Tag, Words
from cmdesk.ui.widgets.themed import Themed, paint_ground

_FIRST: Final = 6
_MORE: Final = 30


class _Bubble(Themed, QWidget):
    """What somebody said, on a ground of its own."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        px = theme.tokens.px
        self.words = Words(theme, "", "small", "primary", self, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(10), px(6), px(10), px(6))
        column.addWidget(self.words)
        self.follow(theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        paint_ground(self, tokens.surface.surface, tokens.radius.control, tokens.line.subtle)


class _Event(QWidget):
    """One line of the history."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        px = theme.tokens.px
        self._theme, self._icons = theme, icons
        self._texts = ("", "")
        self._avatar = Avatar(theme, "", size=20, parent=self)
        self._said = Words(theme, "", "small", "primary", self, wrap=True)
        self._when = Words(theme, "", "label", "tertiary", self, wrap=True)
        self._for_client = Tag(theme, icons, _("for the client"), "accent", parent=self)
        self._bubble = _Bubble(theme, self)
        self._opener = LinkButton(theme, icons, _("What changed"), parent=self)
        self._opener.clicked.connect(self._turn)
        self._differing: Differing | None = None
        self._words = QVBoxLayout()
        self._words.setSpacing(px(1))
        self._words.addWidget(self._said)
        self._words.addWidget(self._when)
        for widget in (self._for_client, self._opener):
            self._words.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        self._words.addWidget(self._bubble)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_event(self, event: PostEvent, zone: str, today: date) -> None:
        """Show what happened."""
        letters = "".join(word[0] for word in event.who.split()[:2]).upper() if event.who else "–"
        self._avatar.show_person(letters, event.colour, filled=not event.contact)
        self._said.setText(phrases.happened(event))
        when = phrases.at(event.at, zone, today)
        self._when.setText(" · ".join(part for part in (event.who, when) if part))
        self._for_client.setVisible(event.kind is PostEventKind.COMMENTED and event.is_for_client)
        self._bubble.words.setText(event.comment)
        self._bubble.setVisible(bool(event.comment))
        texts = next(iter(event.changes.values()), ("", ""))
        self._opener.setVisible(tuple(texts) != ("", ""))
        if tuple(texts) != self._texts:
            self._texts = (str(texts[0]), str(texts[1]))
            if self._differing is not None:
                self._differing.hide()

    def _turn(self) -> None:
        """Show or hide the words that differ."""
        if self._differing is None:
            self._differing = Differing(self._theme, _("What changed"), self)
            self._differing.hide()
            self._words.insertWidget(self._words.indexOf(self._bubble), self._differing)
        self._differing.show_texts(*self._texts)
        self._differing.setVisible(self._differing.isHidden())


class Story(QWidget):
    """The history of a post; the newest lines at once, the rest when they are asked for."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._events: list[PostEvent] = []
        self._lines: list[_Event] = []
        self._shown = _FIRST
        self._post_id = 0
        self._zone, self._today = "", date.min
        self._more = LinkButton(theme, icons, "", parent=self)
        self._more.clicked.connect(self._show_more)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.tokens.px(8))
        self._column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def lines(self) -> list[_Event]:
        """The lines that are seen."""
        return [line for line in self._lines if not line.isHidden()]

    def show_story(self, detail: PostDetail, today: date) -> None:
        """Show what happened to a post."""
        if detail.card.id != self._post_id:
            self._post_id, self._shown = detail.card.id, _FIRST
        self._events = phrases.story(detail.events)
        self._zone, self._today = detail.zone, today
        self._show()

    def _show(self) -> None:
        shown = self._events[: self._shown]
        while len(self._lines) < len(shown):
            line = _Event(self._theme, self._icons, self)
            self._column.insertWidget(len(self._lines), line)
            self._lines.append(line)
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(shown))
            if place < len(shown):
                line.show_event(shown[place], self._zone, self._today)
        rest = len(self._events) - len(shown)
        self._more.setText(
            ngettext("{count} more before", "{count} more before", rest).format(count=spoken().number(rest))
        )
        self._more.setAccessibleName(self._more.text())
        self._more.updateGeometry()
        self._more.setVisible(rest > 0)

    def _show_more(self) -> None:
        self._shown += _MORE
        self._show()
