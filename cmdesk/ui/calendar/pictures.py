"""Small pictures of posts, read beside the window and kept while they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPixmap

from cmdesk.ui.images import decoded
from cmdesk.ui.jobs import Jobs

_MOST = 400


def read_pictures(session: Any, keys: tuple[str, ...]) -> dict[str, QImage]:
    """Several small pictures, decoded beside the window."""
    from cmdesk.services.media import thumbnails

    return {key: decoded(data) for key, data in thumbnails(session, keys).items()}


class Pictures(QObject):
    """The small pictures by their hash; asks for those that it does not have.

    Signals:
        arrived: Some that were asked for are here now.
    """

    arrived = Signal()

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._images: dict[str, QImage] = {}
        self._scaled: dict[tuple[str, int, float], QPixmap] = {}
        self._asked: set[str] = set()

    def want(self, keys: Iterable[str | None]) -> None:
        """Ask for those of these pictures that are not here yet."""
        self._asked.update(key for key in keys if key and key not in self._images)
        if self._asked:
            self._jobs.read(self, read_pictures, tuple(sorted(self._asked))).then(self._on_read)

    def pixmap(self, key: str | None, edge: int, ratio: float) -> QPixmap | None:
        """A square cut from the middle of a picture, or none while it is not here."""
        image = self._images.get(key) if key else None
        if key is None or image is None or image.isNull():
            return None
        found = self._scaled.get((key, edge, ratio))
        if found is None:
            found = self._scaled[key, edge, ratio] = _square(image, edge, ratio)
        return found

    def paint(self, painter: QPainter, key: str | None, rect: QRectF, radius: float) -> bool:
        """Draw a picture with round corners; whether it was here."""
        pixmap = self.pixmap(key, round(rect.width()), painter.device().devicePixelRatio())
        if pixmap is None:
            return False
        path = QPainterPath()
        path.addRoundedRect(rect, radius, radius)
        painter.save()
        painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
        painter.drawPixmap(rect, pixmap, QRectF(pixmap.rect()))
        painter.restore()
        return True

    def _on_read(self, images: dict[str, QImage]) -> None:
        if len(self._images) > _MOST:
            self._images.clear()
            self._scaled.clear()
        self._images.update(images)
        self._asked.clear()
        self.arrived.emit()


def _square(image: QImage, edge: int, ratio: float) -> QPixmap:
    side = round(edge * ratio)
    scaled = image.scaled(
        QSize(side, side),
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    left, top = (scaled.width() - side) // 2, (scaled.height() - side) // 2
    pixmap = QPixmap.fromImage(scaled.copy(left, top, side, side))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
