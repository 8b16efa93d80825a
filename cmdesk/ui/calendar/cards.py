"""How a post is drawn: its card in a day, in three densities, and its card in the tray."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QTextLayout, QTextOption

from cmdesk.domain.allowance import Mark
from cmdesk.domain.clients import ClientTile
from cmdesk.domain.posts import PostCard, PostStatus
from cmdesk.i18n import spoken
from cmdesk.ui import glyphs
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.lettering import Lettering
from cmdesk.ui.calendar.marks import colour_of, mixed
from cmdesk.ui.calendar.pictures import Pictures
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme

Face = Literal["plain", "quiet", "struck", "idea"]

_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_QUIET: Final = frozenset({PostStatus.PUBLISHED, PostStatus.CANCELLED})
_DASHES: Final = (3.0, 2.5)
_MOST_CARDS: Final = 1_200  # two full months, before and after it is known what counts; about 20 MB
_MOST_GROUNDS: Final = 400  # of cards; about 5 MB
_MOST_LINES: Final = 5_000  # titles whose breaking is remembered
_NARROW: Final = 0.5  # of a letter's usual width: no text that is read has narrower ones throughout


@dataclass(frozen=True, slots=True)
class Look:
    """What is said about a card besides itself."""

    is_selected: bool = False
    is_hot: bool = False
    is_current: bool = False
    days_late: int = 0
    mark: Mark | None = None
    client: ClientTile | None = None
    tint: str = ""  # another colour than that of the status: of the palette by its number, or its own
    is_near: bool = False  # another is near on its channel, or says the same: no more than a quiet sign
    is_proposal: bool = False  # not written yet: a person still says yes or no


_PLAIN: Final = Look()


class _Sizes(NamedTuple):
    """The lengths of a card of one line in pixels, which a month asks for a hundred times."""

    glyph: int
    tile: int
    tile_gap: int
    mark: int
    mark_gap: int
    gap: int
    least: int  # of a title, or the hour stands back
    bare: int  # from which width on there is a network, where nothing else is
    wide: int  # and where there is more


def _sizes(theme: Theme) -> _Sizes:
    return _Sizes(*(theme.tokens.px(length) for length in (13, 15, 4, 12, 3, 5, 36, 96, 150)))


class CardPainter(QObject):
    """Draws posts from the tokens of a theme."""

    def __init__(self, theme: Theme, icons: Icons, pictures: Pictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.icons = icons
        self.pictures = pictures
        self._lines: dict[tuple[str, Face, int, int], tuple[str, ...]] = {}
        self._fonts: dict[Face, QFont] = {}
        self._metrics: dict[Face, QFontMetricsF] = {}
        self._pictures_made: dict[tuple[object, ...], QPixmap] = {}
        self._cards: dict[tuple[object, ...], QPixmap] = {}
        self._grounds: dict[tuple[object, ...], QPixmap] = {}
        self.lettering = Lettering(theme, self)
        self._sizes = _sizes(theme)
        theme.changed.connect(self._forget)

    def _forget(self) -> None:
        self._lines.clear()
        self._fonts.clear()
        self._metrics.clear()
        self._pictures_made.clear()
        self._cards.clear()
        self._grounds.clear()
        self._sizes = _sizes(self.theme)

    def font(self, face: Face) -> QFont:
        """The letters of a title: in a day, when it is over, when it was cancelled, or in the tray."""
        if face not in self._fonts:
            font = QFont(self.theme.font("small_medium" if face == "idea" else "card"))
            if face in {"quiet", "struck"}:
                font.setWeight(QFont.Weight.Normal)
            font.setStrikeOut(face == "struck")
            self._fonts[face] = font
        return self._fonts[face]

    def broken(self, text: str, face: Face, width: float, lines: int) -> tuple[str, ...]:
        """A text in at most so many lines of a width; the last one ends in an ellipsis when more follows."""
        key = (text, face, round(width), lines)
        found = self._lines.get(key)
        if found is None:
            if len(self._lines) > _MOST_LINES:
                self._lines.clear()
            text, width, metrics = text[:400], max(width, 1), self._metrics_of(face)
            if lines == 1:
                found = (_elided(text, metrics, width),)
            else:
                found = _broken(text, self.font(face), metrics, width, lines)
            self._lines[key] = found
        return found

    def _metrics_of(self, face: Face) -> QFontMetricsF:
        if face not in self._metrics:
            self._metrics[face] = QFontMetricsF(self.font(face))
        return self._metrics[face]

    # --- in a day ---------------------------------------------------------------------------

    def paint_post_on(self, painter: QPainter, rect: QRectF, card: PostCard, look: Look, ground: QColor) -> None:
        """Draw a post in a day on its ground, from a picture that is kept while nothing about it changes."""
        ratio = painter.device().devicePixelRatio()
        key = (card, look, rect.width(), rect.height(), ground.rgba(), ratio)
        pixmap = self._cards.get(key)
        if pixmap is None:
            if len(self._cards) > _MOST_CARDS:
                self._cards.clear()
            pixmap = QPixmap(round(rect.width() * ratio), round(rect.height() * ratio))
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(ground)  # not see-through, or letters would lose their sharpness
            with QPainter(pixmap) as target:
                self.paint_post(target, QRectF(0, 0, rect.width(), rect.height()), card, look)
            self._cards[key] = pixmap
        painter.drawPixmap(rect.topLeft(), pixmap)

    def paint_post_once(self, painter: QPainter, rect: QRectF, card: PostCard, look: Look, ground: QColor) -> None:
        """Draw a post in a day whose own picture is kept; only what many cards share is drawn from a picture."""
        ratio = painter.device().devicePixelRatio()
        marked = look.is_selected or look.is_current
        key = (
            card.status, look.tint, look.is_hot, marked, look.is_proposal,
            rect.width(), rect.height(), ground.rgba(), ratio,
        )  # fmt: skip
        pixmap = self._grounds.get(key)
        if pixmap is None:
            if len(self._grounds) > _MOST_GROUNDS:
                self._grounds.clear()
            pixmap = QPixmap(round(rect.width() * ratio), round(rect.height() * ratio))
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(ground)
            with QPainter(pixmap) as target:
                self._paint_under(target, QRectF(0, 0, rect.width(), rect.height()), card, look)
            self._grounds[key] = pixmap
        painter.drawPixmap(rect.topLeft(), pixmap)
        painter.translate(rect.topLeft())  # halves of pixels are rounded alike on every card
        self._paint_over(painter, QRectF(0, 0, rect.width(), rect.height()), card, look)
        painter.translate(-rect.topLeft())

    def paint_post(self, painter: QPainter, rect: QRectF, card: PostCard, look: Look = _PLAIN) -> None:
        """Draw a post in a day; the height of the rectangle says how much of it."""
        self._paint_under(painter, rect, card, look)
        self._paint_over(painter, rect, card, look)

    def _paint_under(self, painter: QPainter, rect: QRectF, card: PostCard, look: Look) -> None:
        """The ground of a card with the glyph of its status."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, rect, card, look)
        px = self.theme.tokens.px
        edge = px(13)
        if self._is_compact(rect):
            self._paint_status(painter, QPointF(rect.left() + px(6), rect.center().y() - edge / 2), card.status)
        else:
            inside = self._inside(rect)
            self._paint_status(painter, QPointF(inside.left(), inside.top() + (px(15) - edge) / 2), card.status)

    def _paint_over(self, painter: QPainter, rect: QRectF, card: PostCard, look: Look) -> None:
        """What a card says."""
        tokens = self.theme.tokens
        px = tokens.px
        if self._is_compact(rect):
            self._paint_compact(painter, rect.adjusted(px(6), 0, -px(6), 0), card, look)
            return
        inside = self._inside(rect)
        self._paint_facts(painter, inside, card, look)
        top = inside.top() + px(16)
        lines = 2 if self._is_tall(rect) and rect.bottom() - top >= 2 * tokens.type.card.line - 1 else 1
        self._paint_title(painter, QRectF(inside.left(), top, inside.width(), rect.bottom() - top), card, lines)

    def _is_compact(self, rect: QRectF) -> bool:
        return rect.height() < self.theme.tokens.size.post_card_medium - 1

    def _is_tall(self, rect: QRectF) -> bool:
        return rect.height() > self.theme.tokens.size.post_card_medium + self.theme.tokens.px(6)

    def _inside(self, rect: QRectF) -> QRectF:
        """The room of what a card says in two or three lines."""
        px = self.theme.tokens.px
        edge = px(6 if rect.width() > px(76) else 4)
        return rect.adjusted(edge, px(4 if self._is_tall(rect) else 3), -edge, 0)

    def _paint_ground(self, painter: QPainter, rect: QRectF, card: PostCard, look: Look) -> None:
        tokens = self.theme.tokens
        radius = tokens.radius.post_card
        painter.setBrush(self._ground_of(card, look))
        if look.is_proposal:
            painter.setPen(_dashed(tokens.accent.base, 1.25))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        elif card.status is PostStatus.IDEA:
            painter.setPen(_dashed(tokens.line.control, 1))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        else:
            painter.setPen(QPen(tokens.line.default, 1) if look.is_hot else Qt.PenStyle.NoPen)
            inset = 0.5 if look.is_hot else 0
            painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)
        if look.tint and not look.is_proposal:
            self._paint_edge(painter, rect, colour_of(look.tint, self.theme))
        if look.is_selected or look.is_current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.accent.focus, 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius - 1, radius - 1)

    def _ground_of(self, card: PostCard, look: Look) -> QColor:
        """The ground of a card: pale in the colour of its status, or of what was chosen instead."""
        tokens = self.theme.tokens
        if look.is_proposal:
            return tokens.surface.surface
        if not look.tint:
            return tokens.status[card.status].bg
        share = 0.22 if tokens.is_dark else 0.13
        return mixed(colour_of(look.tint, self.theme).rgb(), tokens.surface.surface.rgb(), share)

    def _paint_edge(self, painter: QPainter, rect: QRectF, colour: QColor) -> None:
        """Draw the strong colour at the left edge, within the round corners."""
        radius = self.theme.tokens.radius.post_card
        painter.save()
        painter.setClipRect(
            QRectF(rect.x(), rect.y(), self.theme.tokens.px(3), rect.height()), Qt.ClipOperation.IntersectClip
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(rect, radius, radius)
        painter.restore()

    def _paint_facts(self, painter: QPainter, room: QRectF, card: PostCard, look: Look) -> None:
        """The first row beside the glyph: hour, marks, and at the right the networks and the client."""
        tokens = self.theme.tokens
        px = tokens.px
        edge = px(13)
        line = px(15)
        top = room.top() + (line - edge) / 2
        left = room.left() + edge + px(4)
        painter.setFont(self.theme.font("caption", tabular=True))
        painter.setPen(tokens.text.secondary)
        marks = self.marks(card, look)
        words = phrases.fact(card)
        metrics = painter.fontMetrics()
        least = spoken().clock(card.minute) if card.day and card.minute is not None else words
        free = room.right() - left - metrics.horizontalAdvance(least)
        marks = marks[: max(0, int(free // px(15)))]  # the hour before everything else
        if look.client is not None and free - len(marks) * px(15) < px(15 + 6):
            look = replace(look, client=None)
        wanted = left + metrics.horizontalAdvance(least) + len(marks) * px(15) + px(4)
        right = self._paint_places(painter, QRectF(wanted, top, room.right() - wanted, edge), card, look)
        space = right - left - len(marks) * px(15) - px(2)
        if metrics.horizontalAdvance(words) > space and card.minute is not None:
            words = least  # a whole hour says more than half a format
        if card.minute is not None and metrics.horizontalAdvance(words) > space + px(3):
            words = ""  # and where it stands more than half an hour
        elif card.minute is None or words != least:
            words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0, round(space)))
        painter.drawText(QRectF(left, room.top(), max(space, 0) + px(4), line), _LEFT, words)
        left += metrics.horizontalAdvance(words) + px(3)
        for icon, colour in marks:
            self.icons.paint(painter, icon, QRectF(left, top + 0.5, px(12), px(12)), colour)
            left += px(15)

    def _paint_places(self, painter: QPainter, room: QRectF, card: PostCard, look: Look) -> float:
        """As many networks as find room against the right edge, the client's tile last; where they begin."""
        tokens = self.theme.tokens
        right = room.right()
        if look.client is not None:
            edge = tokens.px(15)
            place = QRectF(right - edge, room.center().y() - edge / 2, edge, edge)
            self._paint_tile(painter, place.topLeft(), look.client)
            right -= edge + tokens.px(4)
        fitting = max(0, min(3, int((right - room.left()) // (room.height() + 3))))
        row = QRectF(0, room.y(), 0, room.height())
        networks = card.networks[:fitting]
        return glyphs.paint_networks(painter, right, row, networks, tokens.text.secondary, self.icons)

    def marks(self, card: PostCard, look: Look, *, without_late: bool = False) -> list[tuple[str, QColor]]:
        """The icons of what is said about a card besides its status."""
        feedback = self.theme.tokens.feedback
        marks = []
        if look.days_late and not without_late:
            marks.append(("alert-triangle", feedback.danger))
        if card.changes_asked:
            marks.append(("arrow-back-up", feedback.warn))
        if look.mark is not None:
            is_gift = look.mark is Mark.COURTESY
            marks.append((phrases.MARK_ICONS[look.mark], feedback.info if is_gift else feedback.warn))
        if look.is_near:
            marks.append(("info-circle", self.theme.tokens.text.tertiary))
        return marks

    def _paint_compact(self, painter: QPainter, room: QRectF, card: PostCard, look: Look) -> None:
        ink = self.theme.tokens.text.secondary
        size = self._sizes
        edge, right, minute = size.glyph, room.right(), card.minute
        middle = room.center().y()
        top = middle - edge / 2
        if look.client is not None:
            right -= size.tile
            self._paint_tile(painter, QPointF(right, middle - size.tile / 2), look.client)
            right -= size.tile_gap
        if card.networks and room.width() > (size.bare if look.client is None and minute is None else size.wide):
            row = QRectF(0, top, 0, edge)
            right = glyphs.paint_networks(painter, right, row, card.networks[:1], ink, self.icons)
        if look.days_late or card.changes_asked or look.mark is not None or look.is_near:
            icon, colour = self.marks(card, look)[0]
            right -= size.mark
            self.icons.paint(painter, icon, QRectF(right, top + 0.5, size.mark, size.mark), colour)
            right -= size.mark_gap
        left, height = room.left() + edge + size.gap, room.height()
        if card.day is not None and minute is not None:
            words = spoken().clock(minute)
            wide = self.lettering.width(words, "caption", tabular=True)
            if right - left - wide > size.least:
                painter.setPen(ink)
                self.lettering.draw(painter, left, room.top(), height, words, "caption", tabular=True)
                left += wide + size.gap
        self._paint_title(painter, QRectF(left, room.top(), right - left, height), card, 1, is_centred=True)

    def _paint_title(
        self, painter: QPainter, room: QRectF, card: PostCard, lines: int, *, is_centred: bool = False
    ) -> None:
        theme = self.theme
        is_quiet = card.status in _QUIET
        face: Face = "struck" if card.status is PostStatus.CANCELLED else "quiet" if is_quiet else "plain"
        painter.setFont(self.font(face))
        painter.setPen(theme.tokens.text.secondary if is_quiet else theme.tokens.text.primary)
        line = room.height() if is_centred else theme.tokens.type.card.line
        for place, text in enumerate(self.broken(card.title, face, room.width(), lines)):
            painter.drawText(QRectF(room.left(), room.top() + place * line, room.width() + 2, line), _LEFT, text)

    def paint_chip_ground(self, painter: QPainter, frame: QRectF, status: PostStatus) -> None:
        """Draw the round ground of a status that is written out."""
        tokens = self.theme.tokens
        if status is PostStatus.IDEA:
            painter.setPen(_dashed(tokens.line.control, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.status[status].bg)
        painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2)

    def paint_slot(self, painter: QPainter, rect: QRectF, words: str, *, refused: bool = False) -> None:
        """Draw the dashed place where a drop would land."""
        tokens = self.theme.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = tokens.line.control if refused else tokens.accent.base
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_dashed(colour, 1.5))
        radius = tokens.radius.post_card
        painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), radius, radius)
        painter.setPen(tokens.text.secondary if refused else tokens.accent.text)
        font = QFont(self.theme.font("label", tabular=True))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        cut = Qt.TextElideMode.ElideRight if refused else Qt.TextElideMode.ElideLeft  # the moment is at the end
        text = painter.fontMetrics().elidedText(words, cut, round(rect.width()) - tokens.px(6))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def paint_place_left(self, painter: QPainter, rect: QRectF, radius: float) -> None:
        """Draw the dashed outline of where a dragged card was."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_dashed(self.theme.tokens.line.control, 1.5))
        painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), radius, radius)

    def _paint_status(self, painter: QPainter, corner: QPointF, status: PostStatus) -> None:
        """Draw a status from a picture that is made once: a month holds many."""
        tokens = self.theme.tokens
        edge = tokens.px(13)

        def draw(target: QPainter) -> None:
            glyphs.paint_status(target, QRectF(0, 0, edge, edge), status, tokens)

        self._paint_once(painter, corner, (str(status), edge), edge, draw)

    def _paint_tile(self, painter: QPainter, corner: QPointF, client: ClientTile) -> None:
        """Draw a client's tile from a picture that is made once."""
        tokens = self.theme.tokens
        edge = self._sizes.tile

        def draw(target: QPainter) -> None:
            glyphs.paint_tile(target, QRectF(0, 0, edge, edge), client.letters, client.colour, tokens)

        self._paint_once(painter, corner, (client.letters, client.colour), edge, draw)

    def _paint_once(
        self, painter: QPainter, corner: QPointF, key: tuple[object, ...], edge: int, draw: Callable[[QPainter], None]
    ) -> None:
        ratio = painter.device().devicePixelRatio()
        pixmap = self._pictures_made.get((*key, ratio))
        if pixmap is None:
            pixmap = QPixmap(round(edge * ratio), round(edge * ratio))
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            with QPainter(pixmap) as target:
                draw(target)
            self._pictures_made[(*key, ratio)] = pixmap
        if painter.transform().isRotating():
            painter.drawPixmap(QRectF(corner.x(), corner.y(), edge, edge), pixmap, QRectF(pixmap.rect()))
        else:
            painter.drawPixmap(QPointF(round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio), pixmap)

    # --- in the tray ------------------------------------------------------------------------

    def idea_height(self, card: PostCard, width: float) -> int:
        """How high a card of the tray is at a width."""
        tokens = self.theme.tokens
        px = tokens.px
        lines = len(self.broken(card.title, "idea", self._idea_room(card, width), 2))
        text = lines * px(17) + px(4) + px(15)
        return max(px(40) if card.thumb else 0, text) + 2 * px(8) + 2

    def _idea_room(self, card: PostCard, width: float) -> float:
        px = self.theme.tokens.px
        return width - 2 * px(9) - (px(40 + 9) if card.thumb else 0)

    def paint_idea(
        self, painter: QPainter, rect: QRectF, card: PostCard, look: Look = _PLAIN, *, is_ghost: bool = False
    ) -> None:
        """Draw a post as a card of the tray: picture, title in two lines, glyph, networks and kind."""
        tokens = self.theme.tokens
        px = tokens.px
        radius = px(8)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(tokens.surface.raised if is_ghost else tokens.surface.surface)
        is_marked = look.is_selected or look.is_current
        if is_ghost:
            painter.setPen(QPen(tokens.accent.base, 1.5))
        elif is_marked:
            painter.setPen(QPen(tokens.accent.focus, 2))
        else:
            painter.setPen(QPen(tokens.line.default if look.is_hot else tokens.line.subtle, 1))
        inset = 1 if is_marked or is_ghost else 0.5
        painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)
        left, top = rect.left() + px(9), rect.top() + px(8) + 1
        if card.thumb:
            place = QRectF(left, top, px(40), px(40))
            if not self.pictures.paint(painter, card.thumb, place, tokens.radius.tag):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(tokens.surface.sunken)
                painter.drawRoundedRect(place, tokens.radius.tag, tokens.radius.tag)
            left += px(49)
        right = rect.right() - px(9)
        painter.setFont(self.font("idea"))
        painter.setPen(tokens.text.primary)
        for text in self.broken(card.title, "idea", right - left, 2):
            painter.drawText(QRectF(left, top, right - left + 2, px(17)), _LEFT, text)
            top += px(17)
        self._paint_idea_facts(painter, QRectF(left, top + px(4), right - left, px(15)), card, look)

    def _paint_idea_facts(self, painter: QPainter, room: QRectF, card: PostCard, look: Look) -> None:
        tokens = self.theme.tokens
        px = tokens.px
        edge = px(13)
        left, top = room.left(), room.top() + (room.height() - edge) / 2
        self._paint_status(painter, QPointF(left, top), card.status)
        left += edge + px(6)
        for network in card.networks[:4]:
            glyphs.paint_network(painter, QRectF(left, top, edge, edge), network, tokens.text.secondary, self.icons)
            left += edge + px(4)
        right = room.right()
        if look.client is not None:
            tile = px(15)
            place = QRectF(right - tile, room.center().y() - tile / 2, tile, tile)
            self._paint_tile(painter, place.topLeft(), look.client)
            right -= tile + px(4)
        painter.setFont(self.theme.font("caption", tabular=True))
        painter.setPen(tokens.text.secondary)
        left += px(2) if card.networks else 0
        space = max(0, round(right - left))
        words = phrases.fact(card) if card.day else phrases.format_name(card.format)
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, space)
        painter.drawText(QPointF(left, room.top() + (room.height() + painter.fontMetrics().capHeight()) / 2), words)
        left += painter.fontMetrics().horizontalAdvance(words) + px(5)
        for icon, colour in self.marks(card, look)[:2]:
            self.icons.paint(painter, icon, QRectF(left, top + 0.5, px(12), px(12)), colour)
            left += px(15)


def _dashed(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setDashPattern([length / width for length in _DASHES])
    return pen


def _elided(text: str, metrics: QFontMetricsF, width: float) -> str:
    """A text in one line; what is surely too far to the right is not even measured."""
    head = text[: int(width / (metrics.averageCharWidth() * _NARROW)) + 8]
    found = metrics.elidedText(head, Qt.TextElideMode.ElideRight, width)
    is_whole = found == head and len(head) < len(text)
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width) if is_whole else found


def _broken(text: str, font: QFont, metrics: QFontMetricsF, width: float, lines: int) -> tuple[str, ...]:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    starts: list[int] = []
    while len(starts) <= lines and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    units = text.encode("utf-16-le")  # Qt counts these, not signs
    ends = [*starts[1:], len(units)]
    found = [_piece(units, start, end).strip() for start, end in zip(starts, ends, strict=True)][:lines]
    if len(starts) > lines:
        rest = _piece(units, starts[lines - 1], len(units))
        found[-1] = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
    return tuple(found)


def _piece(units: bytes, start: int, end: int) -> str:
    return units[2 * start : 2 * end].decode("utf-16-le", "ignore")
