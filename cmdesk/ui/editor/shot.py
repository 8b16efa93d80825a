"""One picture or film of a post as a network shows it: cut to its shape, with what is left out drawn beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from cmdesk.domain.limits import Limits
from cmdesk.domain.media_rules import Crop, crop, length_name
from cmdesk.domain.posts import MediaItem
from cmdesk.domain.preview import shape
from cmdesk.i18n import gettext as _
from cmdesk.i18n import spoken
from cmdesk.ui.calendar.pictures import Pictures
from cmdesk.ui.editor.tiles import on_picture
from cmdesk.ui.images import decoded
from cmdesk.ui.jobs import Jobs
from cmdesk.ui.page import Tools
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.themed import Themed

EDGE: Final = 900  # the longer edge of what is read, in pixels
_KEPT: Final = 16
_TALLEST: Final = 1.78  # of a shot, its height by its width
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter


def read_shown(session: Any, keys: tuple[str, ...]) -> dict[str, QImage]:
    """Pictures as large as a screen shows them, decoded beside the window; one that cannot be shown is empty."""
    from cmdesk.services.media import shown

    return {key: decoded(shown(session, key, EDGE)) for key in keys}


class LargePictures(QObject):
    """The pictures of the post in hand, larger than thumbnails.

    Signals:
        arrived: Some that were asked for are here now.
    """

    arrived = Signal()

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._images: dict[str, QImage] = {}
        self._asked: set[str] = set()

    def want(self, keys: Iterable[str]) -> None:
        """Ask for those of these that are not here yet."""
        self._asked.update(key for key in keys if key not in self._images)
        if self._asked:
            self._jobs.read(self, read_shown, tuple(sorted(self._asked))).then(self._on_read)

    def image(self, key: str) -> QImage | None:
        """A picture; none while it is not here or where it cannot be shown."""
        image = self._images.get(key)
        return image if image is not None and not image.isNull() else None

    def _on_read(self, images: dict[str, QImage]) -> None:
        while len(self._images) > _KEPT:
            self._images.pop(next(iter(self._images)))
        self._images.update(images)
        self._asked.clear()
        self.arrived.emit()


class Shot(Themed, QWidget):
    """The media of a post, one at a time, cut as the network cuts them; dots and a count where there are several.

    Signals:
        turned: Which one is shown, counted from 0, after a click at its side or an arrow key.
    """

    turned = Signal(int)

    def __init__(self, tools: Tools, pictures: Pictures, large: LargePictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools, self._pictures, self._large = tools, pictures, large
        self._media: Sequence[MediaItem] = ()
        self._place = 0
        self._network = self._format = ""
        self._limits = Limits(())
        self._cut: dict[tuple[str, int, int, float], QPixmap] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        large.arrived.connect(self._on_arrived)
        pictures.arrived.connect(self.update)
        self.follow(tools.theme)

    @property
    def place(self) -> int:
        """Which one is shown, counted from 0."""
        return self._place

    @property
    def item(self) -> MediaItem | None:
        """What is shown."""
        return self._media[self._place] if self._place < len(self._media) else None

    @property
    def crop(self) -> Crop | None:
        """What is seen of it, in its own pixels; none where its size is not known."""
        item = self.item
        if item is None or not item.width or not item.height:
            return None
        return crop(item.width, item.height, self._network, self._format, self._limits)

    @property
    def is_cut(self) -> bool:
        """Whether the network leaves something of it out."""
        item, seen = self.item, self.crop
        return item is not None and seen is not None and (seen.width, seen.height) != (item.width, item.height)

    def show_media(self, media: Sequence[MediaItem], network: str, format: str, limits: Limits) -> None:
        """Show these media as this network does."""
        self._media, self._network, self._format, self._limits = media, network, format, limits
        self._place = min(self._place, max(0, len(media) - 1))
        self._large.want(item.hash for item in media if not item.is_film)
        self._pictures.want(item.thumb for item in media)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if len(media) > 1 else Qt.FocusPolicy.NoFocus)
        self.setVisible(bool(media))
        self._tell()

    def show_place(self, place: int) -> None:
        """Show this one, counted from 0."""
        if place != self._place and 0 <= place < len(self._media):
            self._place = place
            self._tell()

    def _tell(self) -> None:
        item = self.item
        if item is not None:
            number = spoken().number
            words = _("Video {place} of {count}") if item.is_film else _("Picture {place} of {count}")
            words = words.format(place=number(self._place + 1), count=number(len(self._media)))
            self.setAccessibleName(f"{words}: {item.alt or item.name}")
        self.setFixedHeight(self._height())
        self.update()

    def _height(self) -> int:
        width = max(1, self.width())
        seen = self.crop
        wide, tall = (seen.width, seen.height) if seen is not None else shape(self._format)
        return max(self._theme.tokens.px(60), min(round(width * tall / max(1, wide)), round(width * _TALLEST)))

    def _on_arrived(self) -> None:
        self._cut.clear()
        self.update()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._cut.clear()
        self.setFixedHeight(self._height())

    # --- turning ------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and len(self._media) > 1:
            self._turn(1 if event.position().x() > self.width() / 2 else -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers():
            self._turn(1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def _turn(self, step: int) -> None:
        place = self._place + step
        if 0 <= place < len(self._media):
            self.show_place(place)
            self.turned.emit(place)

    # --- painting -----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        item = self.item
        if item is None:
            return
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            rect = QRectF(self.rect())
            painter.fillRect(rect, tokens.surface.sunken)
            pixmap = self._pixmap(item)
            if pixmap is not None:
                size = pixmap.deviceIndependentSize()
                corner = rect.center() - QPointF(size.width() / 2, size.height() / 2)
                painter.drawPixmap(QRectF(corner, size), pixmap, QRectF(pixmap.rect()))
            elif not self._paint_thumb(painter, item, rect):
                self._paint_sign(painter, item, rect)
            if item.is_film:
                self._paint_film(painter, item, rect)
            if len(self._media) > 1:
                self._paint_count(painter, rect)
            if self.hasFocus():
                painter.setPen(QPen(tokens.accent.focus, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(rect.adjusted(1, 1, -1, -1))

    def _pixmap(self, item: MediaItem) -> QPixmap | None:
        """What is seen of a picture, as large as it is drawn."""
        image = self._large.image(item.hash) if not item.is_film else None
        if image is None:
            return None
        ratio = self.devicePixelRatioF()
        key = (item.hash, self.width(), self.height(), ratio)
        found = self._cut.get(key)
        if found is None:
            size = QSize(round(self.width() * ratio), round(self.height() * ratio))
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            found = QPixmap.fromImage(_seen(image, item, self.crop).scaled(size, keep, smooth))
            found.setDevicePixelRatio(ratio)
            self._cut[key] = found
        return found

    def _paint_thumb(self, painter: QPainter, item: MediaItem, rect: QRectF) -> bool:
        """Its small picture, until the large one is here."""
        edge = max(rect.width(), rect.height())
        square = QRectF(rect.center().x() - edge / 2, rect.center().y() - edge / 2, edge, edge)
        painter.save()
        painter.setClipRect(rect)
        is_here = self._pictures.paint(painter, item.thumb, square, 0)
        painter.restore()
        return is_here

    def _paint_sign(self, painter: QPainter, item: MediaItem, rect: QRectF) -> None:
        tokens = self._theme.tokens
        edge = tokens.px(34)
        sign = QRectF(rect.center().x() - edge / 2, rect.center().y() - edge, edge, edge)
        self._tools.icons.paint(painter, "video" if item.is_film else "photo", sign, tokens.text.tertiary)
        painter.setPen(tokens.text.tertiary)
        painter.setFont(self._theme.font("label"))
        words = painter.fontMetrics().elidedText(
            item.name, Qt.TextElideMode.ElideMiddle, round(rect.width()) - tokens.px(24)
        )
        painter.drawText(rect.adjusted(0, tokens.px(34), 0, 0), _CENTRE, words)

    def _paint_film(self, painter: QPainter, item: MediaItem, rect: QRectF) -> None:
        """A sign that it can be played, and how long it lasts."""
        tokens = self._theme.tokens
        px = tokens.px
        if item.thumb:
            radius = px(21)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(on_picture(tokens)[1])
            painter.drawEllipse(rect.center(), radius, radius)
            painter.setBrush(on_picture(tokens)[0])
            middle, side = rect.center() + QPointF(px(1.5), 0), px(9)
            corners = [QPointF(-side * 0.6, -side), QPointF(side, 0), QPointF(-side * 0.6, side)]
            painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))
        length = length_name(item.duration_ms)
        if length:
            self._badge(painter, length, QPointF(rect.right() - px(10), rect.bottom() - px(10)), is_low=True)

    def _paint_count(self, painter: QPainter, rect: QRectF) -> None:
        """Which one of how many, and a dot for each."""
        tokens = self._theme.tokens
        px = tokens.px
        number = spoken().number
        words = f"{number(self._place + 1)}/{number(len(self._media))}"
        self._badge(painter, words, QPointF(rect.right() - px(10), rect.top() + px(10)), is_low=False)
        count = len(self._media)
        step, radius = px(10), px(2.8)
        left, low = rect.center().x() - (count - 1) * step / 2, rect.bottom() - px(15)
        around = px(7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(on_picture(tokens)[1])
        pill = QRectF(left - around, low - around, (count - 1) * step + 2 * around, 2 * around)
        painter.drawRoundedRect(pill, around, around)
        for place in range(count):
            lit = QColor(on_picture(tokens)[0])
            lit.setAlphaF(1.0 if place == self._place else 0.4)
            painter.setBrush(lit)
            painter.drawEllipse(QPointF(left + place * step, low), radius, radius)

    def _badge(self, painter: QPainter, words: str, corner: QPointF, *, is_low: bool) -> None:
        tokens = self._theme.tokens
        px = tokens.px
        painter.setFont(self._theme.font("caption", tabular=True))
        metrics = painter.fontMetrics()
        width, height = metrics.horizontalAdvance(words) + px(18), metrics.height() + px(5)
        top = corner.y() - height if is_low else corner.y()
        place = QRectF(corner.x() - width, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(on_picture(tokens)[1])
        painter.drawRoundedRect(place, height / 2, height / 2)
        painter.setPen(on_picture(tokens)[0])
        painter.drawText(place, _CENTRE, words)


class CropMap(Themed, QWidget):
    """The whole of a picture, small, with a frame around what the network shows of it."""

    def __init__(self, theme: Theme, pictures: Pictures, large: LargePictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures, self._large = pictures, large
        self._item: MediaItem | None = None
        self._crop: Crop | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        large.arrived.connect(self.update)
        self.follow(theme)

    def show_crop(self, item: MediaItem, seen: Crop) -> None:
        """Show a picture and what is seen of it."""
        self._item, self._crop = item, seen
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        px = self._theme.tokens.px
        if self._item is None or not self._item.width or not self._item.height:
            return QSize(px(64), px(64))
        scale = px(72) / max(self._item.width, self._item.height)
        return QSize(max(px(10), round(self._item.width * scale)), max(px(10), round(self._item.height * scale)))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        item, seen = self._item, self._crop
        if item is None or seen is None or not item.width or not item.height:
            return
        tokens = self._theme.tokens
        rect = QRectF(self.rect())
        scale = rect.width() / item.width
        frame = QRectF(seen.left * scale, seen.top * scale, seen.width * scale, seen.height * scale)
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            image = self._large.image(item.hash)
            if image is not None:
                painter.drawImage(rect, image)
            else:
                painter.fillRect(rect, tokens.surface.pressed)
            veil = QColor(tokens.surface.canvas)
            veil.setAlphaF(0.72)
            for left_out in (
                QRectF(rect.left(), rect.top(), rect.width(), frame.top()),
                QRectF(rect.left(), frame.bottom(), rect.width(), rect.bottom() - frame.bottom()),
                QRectF(rect.left(), frame.top(), frame.left(), frame.height()),
                QRectF(frame.right(), frame.top(), rect.right() - frame.right(), frame.height()),
            ):
                painter.fillRect(left_out, veil)
            painter.setPen(QPen(tokens.accent.base, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(frame.adjusted(1, 1, -1, -1))


def _seen(image: QImage, item: MediaItem, seen: Crop | None) -> QImage:
    """The part of a picture that is seen."""
    if seen is None or not item.width or not item.height:
        return image
    across, down = image.width() / item.width, image.height() / item.height
    return image.copy(
        round(seen.left * across),
        round(seen.top * down),
        max(1, round(seen.width * across)),
        max(1, round(seen.height * down)),
    )
