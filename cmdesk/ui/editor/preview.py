"""What people see of a post before they tap “more”: one neutral frame for every network, in nobody's colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cmdesk.domain.editor import EditorSheet, PlacementText
from cmdesk.domain.entities import entities
from cmdesk.domain.preview import Arrangement, Caption, arrangement, caption
from cmdesk.i18n import gettext as _
from cmdesk.ui import glyphs
from cmdesk.ui.calendar.phrases import network_name
from cmdesk.ui.calendar.pictures import Pictures
from cmdesk.ui.editor.shot import CropMap, LargePictures, Shot
from cmdesk.ui.page import Tools
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import LinkButton
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.layouts import scroll_area
from cmdesk.ui.widgets.themed import Ringed, Themed, paint_ground

_WIDTH: Final = 292
_SIGNS: Final = (
    "star",
    "messages",
    "send",
    "flag",
)  # what can be done with a post on any network
_ELLIPSIS: Final = "… "
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class NetworkPreview(Themed, QWidget):
    """The post as people see it on one of its channels, while it is written.

    Signals:
        channel_chosen: Id of the channel whose look was asked for here.
    """

    channel_chosen = Signal(object)

    def __init__(self, tools: Tools, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._sheet: EditorSheet | None = None
        self._channel_id: int | None = None
        self._base = ""
        self._own: dict[int, str | None] = {}
        self._is_open = False
        large = LargePictures(tools.jobs, self)
        self.shot = Shot(tools, pictures, large, self)
        self.crop_map = CropMap(tools.theme, pictures, large, self)
        self._build()
        self._arrange()
        self._inside.hide()  # until there is a post
        self.follow(tools.theme)

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        theme, icons = self._tools.theme, self._tools.icons
        self.places = _Places(self._tools, self)
        self.places.chosen.connect(self._on_chosen)
        self._rough = Words(theme, _("A rough idea"), "label", "tertiary", self)
        self.head = _Head(theme, self)
        self._signs = _Signs(self._tools, self)
        self.caption = CaptionText(theme, self)
        self.caption.more_wanted.connect(self._turn_fold)
        self._link = _LinkCard(self._tools, self)
        self._comment = CaptionText(theme, self)
        self.card = _Card(theme, self)
        self.card.lay(self.head, self.shot, self.caption, self._link, self._signs, self._comment)
        self.shot.turned.connect(self._show_about_picture)
        self.note = Words(theme, "", "label", "tertiary", self, wrap=True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._fold = LinkButton(theme, icons, "", parent=self)
        self._fold.clicked.connect(self._turn_fold)
        self.crop_words = Words(theme, "", "label", "secondary", self, wrap=True)
        self.alt = Words(theme, "", "label", "secondary", self, wrap=True)

    def _arrange(self) -> None:
        px = self._tools.theme.tokens.px
        bar = QHBoxLayout()
        bar.setContentsMargins(px(14), px(12), px(14), px(4))
        bar.addWidget(self.places, 1)
        bar.addWidget(self._rough)
        self._inside = inside = QWidget(self)
        inside.setAutoFillBackground(False)
        inside.setMaximumWidth(px(_WIDTH))
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, px(6), 0, px(14))
        column.setSpacing(px(8))
        cut = QHBoxLayout()
        cut.setSpacing(px(10))
        cut.addWidget(self.crop_map, 0, Qt.AlignmentFlag.AlignTop)
        cut.addWidget(self.crop_words, 1)
        column.addWidget(self.card)
        column.addWidget(self.note)
        column.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(cut)
        column.addWidget(self.alt)
        column.addStretch(1)
        middle = QWidget(self)
        row = QHBoxLayout(middle)
        row.setContentsMargins(px(14), 0, px(14), 0)
        row.addStretch(1)
        row.addWidget(inside, 100)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(bar)
        whole.addWidget(scroll_area(middle, self), 1)
        self.setMinimumWidth(px(240))

    def sizeHint(self) -> QSize:
        px = self._theme.tokens.px
        return QSize(px(_WIDTH + 28), px(520))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._theme.tokens.surface.sunken)

    # --- showing ------------------------------------------------------------------------------

    @property
    def channel_id(self) -> int | None:
        """The channel whose look is shown; none where the post has no channel yet."""
        return self._channel_id

    @property
    def text(self) -> str:
        """What the post says on that channel."""
        own = self._own.get(self._channel_id) if self._channel_id is not None else None
        return self._base if own is None else own

    def show_sheet(self, sheet: EditorSheet) -> None:
        """Show a post as it is now, on the channel that was looked at last."""
        is_other = self._sheet is None or self._sheet.post_id != sheet.post_id
        self._sheet = sheet
        self._base = sheet.detail.text
        self._own = {one.channel_id: one.text for one in sheet.placements}
        if is_other:
            self._is_open = False
            self.shot.show_place(0)
        if self._channel_id not in self._own:
            self._channel_id = next(iter(self._own), None)
        self.places.show_places(sheet.placements, self._channel_id)
        self._show()

    def show_text(self, text: str, channel_id: int | None = None) -> None:
        """Show what is being written: on a channel, or on all that have no text of their own."""
        if channel_id is None:
            self._base = text
        else:
            self._own[channel_id] = text
        self._show_text()

    def forget_text(self, channel_id: int) -> None:
        """Let a channel say again what the post says."""
        self._own[channel_id] = None
        self._show_text()

    def choose_channel(self, channel_id: int | None) -> None:
        """Show how the post looks on a channel."""
        if channel_id in self._own and channel_id != self._channel_id:
            self._channel_id = channel_id
            self._is_open = False
            self.places.choose(channel_id)
            self._show()

    def show_place(self, place: int) -> None:
        """Show this one of its pictures, counted from 0."""
        self.shot.show_place(place)
        self._show_about_picture()

    def _on_chosen(self, channel_id: object) -> None:
        if isinstance(channel_id, int):
            self.choose_channel(channel_id)
            self.channel_chosen.emit(channel_id)

    @property
    def _placement(self) -> PlacementText | None:
        return self._sheet.placement(self._channel_id) if self._sheet else None

    @property
    def _network(self) -> str:
        return self._placement.network if self._placement else ""

    def _format(self) -> str:
        return str(self._sheet.detail.card.format) if self._sheet else ""

    def _arrangement(self) -> Arrangement:
        return arrangement(self._network, self._format())

    def _account(self) -> str:
        """The account as it is written there, or whose post it is."""
        placement, sheet = self._placement, self._sheet
        handle = placement.handle.strip() if placement else ""
        return handle or (sheet.client.name if sheet else "")

    def _show(self) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        self._inside.show()
        looks = self._arrangement()
        client = sheet.client
        account = self._account()
        second = client.name if account != client.name else network_name(self._network) if self._network else ""
        self.head.show_account(account, second, client.letters, client.colour)
        self.card.order(is_media_first=looks.is_media_first)
        self._signs.setVisible(not looks.is_plain)
        self.shot.show_media(sheet.detail.media, self._network, self._format(), sheet.limits)
        placement = self._placement
        link = placement.link if placement else ""
        self._link.show_link(link if looks.shows_link and not sheet.detail.media else "")
        comment = placement.first_comment.strip() if placement and not looks.is_plain else ""
        self._comment.setVisible(bool(comment))
        if comment:
            self._comment.show_caption(Caption(comment, has_more=False), self._network, account)
        self._show_text()
        self._show_about_picture()

    def _show_text(self) -> None:
        """Show the text as it is being written; called at every key."""
        if self._sheet is None:
            return
        looks = self._arrangement()
        told = caption(self.text, self._network, self._sheet.limits, is_open=self._is_open)
        author = self._account() if looks.names_author else ""
        self.caption.setVisible(looks.has_text and bool(told.seen))
        self.caption.show_caption(told, self._network, author)
        self._say(looks, told)
        name = network_name(self._network) if self._network else _("No channel yet")
        self.card.setAccessibleName(", ".join(part for part in (name, self._account(), told.seen) if part))

    def _say(self, looks: Arrangement, told: Caption) -> None:
        """Say below the frame what it shows."""
        if not looks.has_text:
            words = _("A story shows no text beside the picture. Write it into the picture.")
        elif not self._network:
            words = _("Choose a channel to see how it looks there.")
        elif looks.is_plain:
            words = _("Plain text, as it is written.")
        elif told.has_more:
            words = _("This is seen before people tap “more”.")
        else:
            words = _("This is seen at once.")
        self.note.setText(words)
        self.note.setVisible(not self._is_open)
        self._fold.setText(_("Show only what is seen at once") if self._is_open else _("Show the whole text"))
        self._fold.setVisible(looks.has_text and (self._is_open or (told.has_more and not looks.is_plain)))

    def _show_about_picture(self, _place: object = None) -> None:
        """Say what is left out of the present picture, and what is read aloud in its place."""
        item, seen = self.shot.item, self.shot.crop
        is_cut = self.shot.is_cut and item is not None and seen is not None
        self.crop_map.setVisible(is_cut)
        self.crop_words.setVisible(is_cut)
        if is_cut and item is not None and seen is not None:
            self.crop_map.show_crop(item, seen)
            is_tall = seen.height != item.height
            words = _("{network} cuts it above and below.") if is_tall else _("{network} cuts it left and right.")
            self.crop_words.setText(words.format(network=network_name(self._network)))
        self.alt.setVisible(item is not None)
        if item is not None:
            said = item.alt.strip()
            self.alt.setText(_("Read aloud: {words}").format(words=said) if said else _("Nothing is read aloud yet."))
            self.alt.set_colour("secondary" if said else "tertiary")

    def _turn_fold(self) -> None:
        """Show all of the text, or again only what is seen at once."""
        self._is_open = not self._is_open
        self._show_text()


class _Card(Themed, QWidget):
    """The neutral frame: its parts below each other."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._parts: tuple[QWidget, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.follow(theme)

    def lay(self, *parts: QWidget) -> None:
        """Take the parts: head, media, text, link, signs, comment."""
        self._parts = parts
        for part in parts:
            self._column.addWidget(part)
        self._column.addSpacing(self._theme.tokens.px(10))

    def order(self, *, is_media_first: bool) -> None:
        """Put the text above the media, or below the signs under them."""
        head, media, text, link, signs, comment = self._parts
        wanted = (
            [head, media, signs, text, link, comment] if is_media_first else [head, text, link, media, signs, comment]
        )
        if [self._column.indexOf(part) for part in wanted] != list(range(len(wanted))):
            for place, part in enumerate(wanted):
                self._column.removeWidget(part)
                self._column.insertWidget(place, part)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        paint_ground(self, tokens.surface.surface, tokens.radius.panel, tokens.line.default)


class _Head(Themed, QWidget):
    """Whose post it is: two letters in a circle, the account, and below it the name."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._account = self._second = self._letters = ""
        self._colour: int | str = 1
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.follow(theme)

    def show_account(self, account: str, second: str, letters: str, colour: int | str) -> None:
        """Show whose it is."""
        self._account, self._second, self._letters, self._colour = account, second, letters, colour
        self.setAccessibleName(", ".join(part for part in (account, second) if part))
        self.update()

    def sizeHint(self) -> QSize:
        px = self._theme.tokens.px
        return QSize(px(160), px(50))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = self._theme
        tokens = theme.tokens
        px = tokens.px
        edge = px(30)
        circle = QRectF(px(12), (self.height() - edge) / 2, edge, edge)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            glyphs.paint_avatar(painter, circle, self._letters, tokens.client_colour(self._colour), tokens)
            left = circle.right() + px(9)
            room = QRectF(left, circle.top(), self.width() - left - px(12), edge)
            painter.setPen(tokens.text.primary)
            painter.setFont(theme.font("body_strong"))
            account = painter.fontMetrics().elidedText(self._account, Qt.TextElideMode.ElideRight, round(room.width()))
            half = room.adjusted(0, 0, 0, -edge / 2) if self._second else room
            painter.drawText(half, _LEFT, account)
            if self._second:
                painter.setPen(tokens.text.tertiary)
                painter.setFont(theme.font("caption"))
                second = painter.fontMetrics().elidedText(
                    self._second, Qt.TextElideMode.ElideRight, round(room.width())
                )
                painter.drawText(room.adjusted(0, edge / 2, 0, 0), _LEFT, second)


class _Signs(Themed, QWidget):
    """What can be done with a post wherever it stands: like, answer, hand on, keep."""

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = tools.icons
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.follow(tools.theme)

    def sizeHint(self) -> QSize:
        px = self._theme.tokens.px
        return QSize(px(120), px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        px = tokens.px
        edge = px(19)
        top = (self.height() - edge) / 2
        lefts = [*(px(12) + place * px(31) for place in range(len(_SIGNS) - 1)), self.width() - px(12) - edge]
        with QPainter(self) as painter:
            for name, left in zip(_SIGNS, lefts, strict=True):
                self._icons.paint(painter, name, QRectF(left, top, edge, edge), tokens.text.primary)


class _LinkCard(Themed, QWidget):
    """A link where it becomes a card of its own: the name of its place."""

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = tools.icons
        self._host = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.follow(tools.theme)

    def show_link(self, link: str) -> None:
        """Show where a link leads; nothing where there is none."""
        self._host = urlsplit(link if "//" in link else f"//{link}").hostname or "" if link else ""
        self.setAccessibleName(self._host)
        self.setVisible(bool(self._host))
        self.update()

    def sizeHint(self) -> QSize:
        px = self._theme.tokens.px
        return QSize(px(120), px(46))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        px = tokens.px
        rect = QRectF(self.rect()).adjusted(px(12), px(4), -px(12), -px(4))
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(tokens.line.subtle, 1))
            painter.setBrush(tokens.surface.sunken)
            painter.drawRoundedRect(rect, px(7), px(7))
            edge = px(15)
            sign = QRectF(rect.left() + px(10), rect.center().y() - edge / 2, edge, edge)
            self._icons.paint(painter, "link", sign, tokens.text.tertiary)
            painter.setPen(tokens.text.secondary)
            painter.setFont(self._theme.font("small"))
            painter.drawText(rect.adjusted(px(32), 0, -px(8), 0), _LEFT, self._host)


class CaptionText(Themed, QWidget):
    """A text as it is seen: what is live in it in the accent's colour, and “more” at its end where it is folded.

    Signals:
        more_wanted: “more” was clicked; a button below the frame does the same.
    """

    more_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._document = QTextDocument(self)
        self._document.setUndoRedoEnabled(False)
        self._told = Caption("", has_more=False)
        self._network = self._author = ""
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self.follow(theme)

    @property
    def words(self) -> str:
        """All that can be read here."""
        return self._document.toPlainText()

    def show_caption(self, told: Caption, network: str, author: str = "") -> None:
        """Show a text; the same one again costs nothing."""
        if (told, network, author) == (self._told, self._network, self._author):
            return
        self._told, self._network, self._author = told, network, author
        self._fill()

    def _fill(self) -> None:
        tokens = self._theme.tokens
        document = self._document
        document.setDefaultFont(self._theme.font("body"))
        document.setDocumentMargin(0)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        document.clear()
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        if self._author:
            cursor.insertText(f"{self._author} ", _look(tokens.text.primary, is_strong=True))
        place, plain, live = 0, _look(tokens.text.primary), _look(tokens.accent.text)
        for one in entities(self._told.seen, self._network):
            cursor.insertText(self._told.seen[place : one.start], plain)
            cursor.insertText(one.text, live)
            place = one.end
        cursor.insertText(self._told.seen[place:], plain)
        if self._told.has_more:
            cursor.insertText(_ELLIPSIS, plain)
            cursor.insertText(_("more"), _look(tokens.text.tertiary))
        cursor.endEditBlock()
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._told.has_more else Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(self.words)
        self._fit()

    def _fit(self) -> None:
        px = self._theme.tokens.px
        self._document.setTextWidth(max(px(60), self.width() - 2 * px(12)))
        height = round(self._document.size().height()) + px(12)
        if height != self.maximumHeight():
            self.setFixedHeight(height)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._told.has_more and event.button() == Qt.MouseButton.LeftButton:
            self.more_wanted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        px = self._theme.tokens.px
        with QPainter(self) as painter:
            painter.translate(px(12), px(3))
            self._document.drawContents(painter)

    def _on_theme_changed(self) -> None:
        super()._on_theme_changed()
        self._fill()


class _Places(Themed, QWidget):
    """The channels of a post side by side: the sign of each, and the name of the chosen one.

    Signals:
        chosen: Id of a channel, chosen by a person.
    """

    chosen = Signal(object)

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        self._tools = tools
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._on_clicked)
        self._buttons: dict[int, _PlaceButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2, 2, 2, 2)
        self._row.setSpacing(2)
        self._row.addStretch(1)
        self.follow(tools.theme)

    def show_places(self, placements: Sequence[PlacementText], chosen: int | None) -> None:
        """Show these channels."""
        wanted: Mapping[int, PlacementText] = {one.channel_id: one for one in placements}
        for key in [key for key in self._buttons if key not in wanted]:
            button = self._buttons.pop(key)
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        for place, (key, one) in enumerate(wanted.items()):
            button = self._buttons.get(key) or self._made(key)
            button.show_place(one.network, one.handle)
            self._row.insertWidget(place, button)
            button.show()
        self.choose(chosen)

    def choose(self, channel_id: int | None) -> None:
        """Show which one is chosen."""
        for key, button in self._buttons.items():
            button.setChecked(key == channel_id)
            button.updateGeometry()

    def _made(self, key: int) -> _PlaceButton:
        button = self._buttons[key] = _PlaceButton(self._tools, self)
        self._group.addButton(button, key)
        return button

    def _on_clicked(self, key: int) -> None:
        self.choose(key)
        self.chosen.emit(key)


class _PlaceButton(Ringed, QAbstractButton):
    """One channel: its network's sign, and its name while it is chosen."""

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = tools.icons
        self._network = ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.follow(tools.theme)

    def show_place(self, network: str, handle: str) -> None:
        """Stand for a channel."""
        self._network = network
        name = network_name(network)
        self.setText(name)
        self.setToolTip(f"{name} {handle}".strip())
        self.setAccessibleName(f"{name} {handle}".strip())
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        px = self._theme.tokens.px
        width = px(30)
        if self.isChecked():
            width += round(self._theme.metrics("label").horizontalAdvance(self.text())) + px(10)
        return QSize(width, px(26))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(28), self._theme.tokens.px(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        px = tokens.px
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ink: QColor = tokens.text.primary if self.isChecked() else tokens.text.secondary
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.isChecked():
                painter.setPen(QPen(tokens.line.default, 1))
                painter.setBrush(tokens.surface.surface)
                painter.drawRoundedRect(rect, px(6), px(6))
            edge = px(15)
            left = px(8)
            glyphs.paint_network(
                painter, QRectF(left, (self.height() - edge) / 2, edge, edge), self._network, ink, self._icons
            )
            if self.isChecked():
                font = QFont(self._theme.font("label"))
                font.setWeight(QFont.Weight.DemiBold)
                painter.setFont(font)
                painter.setPen(ink)
                room = QRectF(left + edge + px(6), 0, self.width() - left - edge - px(10), self.height())
                words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, round(room.width()))
                painter.drawText(room, _LEFT, words)


def _look(colour: QColor, *, is_strong: bool = False) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setForeground(colour)
    if is_strong:
        look.setFontWeight(QFont.Weight.DemiBold)
    return look
