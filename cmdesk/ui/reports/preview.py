"""A document as it will be printed: pages, thumbnails and zoom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QVBoxLayout, QWidget

from cmdesk.i18n import gettext as _
from cmdesk.ui import glyphs
from cmdesk.ui.reports.pdf import POINTS, Page
from cmdesk.ui.widgets.buttons import IconButton, push_button
from cmdesk.ui.widgets.facts import words
from cmdesk.ui.widgets.frames import Toolbar

if TYPE_CHECKING:
    from cmdesk.ui.icons import Icons
    from cmdesk.ui.theme import Theme

SCREEN = 96.0  # pixels of an inch at 100 %
LEAST, MOST = 25, 300
STEPS = (25, 33, 50, 67, 78, 90, 100, 125, 150, 200, 300)


class PreviewPane(QWidget):
    """A toolbar with pages and zoom, the thumbnails, and the pages.

    Signals:
        resolution_wanted: The pages are wanted in so many pixels an inch.
    """

    resolution_wanted = Signal(float)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._zoom = 0  # 0 fits the page
        self._page_size = (595.0, 842.0)
        self.bar = Toolbar(theme, self)
        self.back = IconButton(theme, icons, "chevron-left", _("Previous page"), "Ctrl+PgUp", self)
        self.forth = IconButton(theme, icons, "chevron-right", _("Next page"), "Ctrl+PgDn", self)
        self.where = words(theme, "", role="body", parent=self)
        self.less = IconButton(theme, icons, "minus", _("Smaller"), "", self)
        self.percent = words(theme, "", role="body", parent=self)
        self.more = IconButton(theme, icons, "plus", _("Larger"), "", self)
        self.fit = push_button(theme, icons, _("Fit page"), kind="compact", shortcut_hint="Ctrl 0", parent=self)
        self.bar.show_widgets([self.back, self.where, self.forth, None, self.less, self.percent, self.more, self.fit])
        self.thumbs = Thumbnails(theme, self)
        self.sheets = Sheets(theme, self)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.thumbs)
        row.addWidget(self.sheets, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addLayout(row, 1)
        self.back.clicked.connect(lambda: self.turn(-1))
        self.forth.clicked.connect(lambda: self.turn(1))
        self.less.clicked.connect(lambda: self._step_zoom(-1))
        self.more.clicked.connect(lambda: self._step_zoom(1))
        self.fit.clicked.connect(self.fit_page)
        self.sheets.page_changed.connect(self._on_page)
        self.sheets.zoom_wanted.connect(self._step_zoom)
        self.sheets.resized.connect(self._on_resized)
        self.thumbs.chosen.connect(self.sheets.show_page)
        self._show_zoom()

    @property
    def resolution(self) -> float:
        """Pixels an inch that the pages are wanted in now, of the device."""
        return SCREEN * self.percent_now / 100 * self.devicePixelRatioF()

    @property
    def percent_now(self) -> float:
        """The zoom in per cent; when the page fits, whatever that takes."""
        if self._zoom:
            return float(self._zoom)
        room = self.sheets.room()
        width, height = (side / POINTS * SCREEN for side in self._page_size)
        return max(LEAST, min(MOST, 100 * min(room.width() / width, max(room.height() / height, 0.78))))

    def show_pages(self, pages: Sequence[Page]) -> None:
        """Show these pages; the place in the document stays."""
        if pages:
            self._page_size = (pages[0].width, pages[0].height)
        self.sheets.show_pages(pages, self.percent_now / 100 * SCREEN / POINTS)
        self.thumbs.show_pages(pages)
        self._on_page(self.sheets.page)
        self._show_zoom()

    def turn(self, step: int) -> None:
        """Go some pages on, or back."""
        self.sheets.show_page(self.sheets.page + step)

    def fit_page(self) -> None:
        """Show as much of a page as the pane holds."""
        self._zoom = 0
        self._on_resized()

    def _step_zoom(self, step: int) -> None:
        now = self.percent_now
        wanted = [s for s in STEPS if (s > now + 1 if step > 0 else s < now - 1)]
        if wanted:
            self._zoom = wanted[0] if step > 0 else wanted[-1]
            self._on_resized()

    def _on_resized(self) -> None:
        self.sheets.set_scale(self.percent_now / 100 * SCREEN / POINTS)
        self._show_zoom()
        self.resolution_wanted.emit(self.resolution)

    def _show_zoom(self) -> None:
        self.percent.setText(f"{round(self.percent_now)} %")

    def _on_page(self, number: int) -> None:
        count = self.sheets.count
        self.where.setText(_("Page {page} of {count}").format(page=number + 1, count=count) if count else "")
        self.back.setEnabled(number > 0)
        self.forth.setEnabled(number < count - 1)
        self.thumbs.choose(number)


class Sheets(QAbstractScrollArea):
    """The pages below each other on a sunken ground.

    Signals:
        page_changed: Another page is the one that is mostly seen.
        zoom_wanted: One step larger or smaller, by Ctrl and the wheel.
        resized: There is another amount of room.
    """

    page_changed = Signal(int)
    zoom_wanted = Signal(int)
    resized = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pages: Sequence[Page] = ()
        self._scale = SCREEN / POINTS
        self._page = 0
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("pane", True)
        self.setAccessibleName(_("Pages of the document"))
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        theme.changed.connect(self.viewport().update)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    @property
    def page(self) -> int:
        """The page that is mostly seen, from 0."""
        return self._page

    def room(self) -> QSize:
        """What a page may take."""
        gap = self._gap() * 2
        return QSize(max(50, self.viewport().width() - gap), max(50, self.viewport().height() - gap))

    def show_pages(self, pages: Sequence[Page], scale: float) -> None:
        """Show these pages at this many pixels a point."""
        self._pages = pages
        self.set_scale(scale)

    def set_scale(self, scale: float) -> None:
        """Lay the pages out at this many pixels a point; the pictures follow when they are drawn anew."""
        bar = self.verticalScrollBar()
        part = bar.value() / bar.maximum() if bar.maximum() else 0.0
        self._scale = scale
        self._lay_out()
        bar.setValue(round(part * bar.maximum()))
        self.viewport().update()

    def show_page(self, number: int) -> None:
        """Scroll to a page."""
        if 0 <= number < self.count:
            self.verticalScrollBar().setValue(self._rect(number).top() - self._gap())
            self._set_page(number)

    def _gap(self) -> int:
        return self._theme.tokens.px(14)

    def _size(self, number: int) -> QSize:
        page = self._pages[number]
        return QSize(round(page.width * self._scale), round(page.height * self._scale))

    def _rect(self, number: int) -> QRect:
        """Where a page lies in the whole document."""
        top = self._gap() + sum(self._size(i).height() + self._gap() for i in range(number))
        size = self._size(number)
        left = max(self._gap(), (self.viewport().width() - size.width()) // 2)
        return QRect(QPoint(left, top), size)

    def _lay_out(self) -> None:
        bottom = self._rect(self.count - 1).bottom() + self._gap() if self._pages else 0
        widest = max((self._size(i).width() for i in range(self.count)), default=0) + 2 * self._gap()
        view = self.viewport().size()
        self.verticalScrollBar().setRange(0, max(0, bottom - view.height()))
        self.verticalScrollBar().setPageStep(view.height())
        self.verticalScrollBar().setSingleStep(40)
        self.horizontalScrollBar().setRange(0, max(0, widest - view.width()))
        self.horizontalScrollBar().setPageStep(view.width())

    def _on_scrolled(self, value: int) -> None:
        middle = value + self.viewport().height() // 3
        seen = [i for i in range(self.count) if self._rect(i).top() <= middle]
        self._set_page(seen[-1] if seen else 0)
        self.viewport().update()

    def _set_page(self, number: int) -> None:
        if number != self._page:
            self._page = number
            self.page_changed.emit(number)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pages that are in sight."""
        tokens = self._theme.tokens
        with QPainter(self.viewport()) as painter:
            painter.fillRect(self.viewport().rect(), tokens.surface.sunken)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            shift = QPoint(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
            for number, page in enumerate(self._pages):
                rect = self._rect(number).translated(shift)
                if rect.intersects(self.viewport().rect()):
                    glyphs.paint_shadow(painter, QRectF(rect), tokens, 0)
                    painter.drawImage(rect, page.image)
            if self.hasFocus():
                glyphs.paint_focus(painter, QRectF(self.viewport().rect()), tokens)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit anew."""
        super().resizeEvent(event)
        self._lay_out()
        self.resized.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, or zoom with Ctrl."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_wanted.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home, End and the pages; the rest scrolls."""
        bar = self.verticalScrollBar()
        places = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: bar.maximum()}
        if event.key() in places:
            bar.setValue(places[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Space:
            bar.setValue(bar.value() + bar.pageStep())
        else:
            super().keyPressEvent(event)


class Thumbnails(QWidget):
    """Small pages at the left, the present one framed.

    Signals:
        chosen: A page, from 0.
    """

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pages: Sequence[Page] = ()
        self._small: list[QImage] = []
        self._page = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Pages in small"))
        self.setFixedWidth(theme.tokens.px(124))
        theme.changed.connect(self._on_theme)

    def show_pages(self, pages: Sequence[Page]) -> None:
        """Show these pages."""
        self._pages = pages
        self._shrink()
        self.update()

    def _shrink(self) -> None:
        """Small pictures that stay readable: averaged, not skipped over."""
        width = round(self._theme.tokens.px(88) * self.devicePixelRatioF())
        smooth = Qt.TransformationMode.SmoothTransformation
        self._small = [page.image.scaledToWidth(width, smooth) for page in self._pages]

    def choose(self, number: int) -> None:
        """Frame this page."""
        self._page = number
        self.setAccessibleDescription(_("Page {page} of {count}").format(page=number + 1, count=len(self._pages)))
        self.update()

    def _on_theme(self) -> None:
        self.setFixedWidth(self._theme.tokens.px(124))
        self._shrink()
        self.update()

    def _rect(self, number: int) -> QRect:
        """Where a small page lies; the column scrolls so that the present page is in sight."""
        tokens = self._theme.tokens
        width = tokens.px(88)
        page = self._pages[number]
        height = round(width * page.height / page.width)
        step = height + tokens.px(28)
        whole = step * len(self._pages)
        hidden = max(0, whole - self.height() + tokens.px(14))
        shift = hidden * self._page // max(1, len(self._pages) - 1) if hidden else 0
        return QRect(tokens.px(18), tokens.px(14) + number * step - shift, width, height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the small pages."""
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), tokens.surface.sunken)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setFont(self._theme.font("caption"))
            for number in range(len(self._pages)):
                rect = self._rect(number)
                if not rect.intersects(self.rect()):
                    continue
                painter.drawImage(rect, self._small[number])
                is_here = number == self._page
                painter.setPen(tokens.line.default)
                painter.drawRect(rect.adjusted(-1, -1, 0, 0))
                if is_here:
                    glyphs.paint_focus(painter, QRectF(rect.adjusted(-3, -3, 3, 3)), tokens, 3)
                painter.setPen(tokens.text.primary if is_here else tokens.text.secondary)
                below = QRect(rect.left(), rect.bottom() + 2, rect.width(), tokens.px(18))
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(number + 1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the page that was clicked."""
        for number in range(len(self._pages)):
            if self._rect(number).contains(event.position().toPoint()):
                self.chosen.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down, first and last."""
        last = len(self._pages) - 1
        places = {
            Qt.Key.Key_Up: self._page - 1,
            Qt.Key.Key_Down: self._page + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        wanted = places.get(Qt.Key(event.key()))
        if wanted is None:
            super().keyPressEvent(event)
        elif 0 <= wanted <= last:
            self.chosen.emit(wanted)

    def changeEvent(self, event: QEvent) -> None:
        """Show the frame when the keyboard comes and goes."""
        super().changeEvent(event)
        self.update()
