"""Telling people: what was done and how to take it back, what cannot be done now, what went wrong."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractAnimation,
    QEasingCurve,
    QEvent,
    QObject,
    QPoint,
    QPropertyAnimation,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    QUrl,
    Signal,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QDesktopServices,
    QEnterEvent,
    QFocusEvent,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPlainTextEdit, QSizePolicy, QWidget

from cmdesk.domain.errors import Cancelled, DeskError, Unavailable
from cmdesk.i18n import _, key_words
from cmdesk.paths import log_folder
from cmdesk.ui import glyphs
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.frames import Banner, Dialog
from cmdesk.ui.widgets.themed import Pressable, Themed

Action = tuple[str, Callable[[], object]]

_SHADOW: Final = 34  # room around the toast for its shadow
_ABOVE_EDGE: Final = 22
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say something that is only shown."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


class _ToastButton(Themed, Pressable, QAbstractButton):
    """An action inside a toast."""

    def __init__(self, theme: Theme, text: str, keys: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._keys = key_words(keys)
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow(theme)

    def sizeHint(self) -> QSize:
        tokens = self._theme.tokens
        width = 2 * tokens.px(10) + self._theme.metrics("body_strong").horizontalAdvance(self.text())
        if self._keys:
            width += tokens.px(7) + self._key_width()
        return QSize(round(width + 0.5), tokens.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        ink = tokens.overlay.tooltip_text
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_faded(ink, 0.24 if self.underMouse() or self.isDown() else 0.13))
            painter.drawRoundedRect(QRectF(self.rect()), tokens.radius.post_card, tokens.radius.post_card)
            painter.setPen(ink)
            painter.setFont(self._theme.font("body_strong"))
            painter.drawText(QRectF(self.rect()).adjusted(tokens.px(10), 0, 0, 0), _LEFT, self.text())
            if self._keys:
                self._paint_keys(painter, ink)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(ink, 2))
                ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
                painter.drawRoundedRect(ring, tokens.radius.tag, tokens.radius.tag)

    def _paint_keys(self, painter: QPainter, ink: QColor) -> None:
        tokens = self._theme.tokens
        width, height = self._key_width(), tokens.px(18)
        place = QRectF(self.width() - tokens.px(10) - width, (self.height() - height) / 2, width, height)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(_faded(ink, 0.25), 1))
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), tokens.px(4), tokens.px(4))
        painter.setPen(ink)
        painter.setFont(self._theme.font("caption"))
        painter.drawText(place, _CENTRE, self._keys)

    def _key_width(self) -> int:
        return round(self._theme.metrics("caption").horizontalAdvance(self._keys)) + 2 * self._theme.tokens.px(5)


def _faded(colour: QColor, alpha: float) -> QColor:
    faded = QColor(colour)
    faded.setAlphaF(alpha)
    return faded


class Toast(Themed, QWidget):
    """One sentence at the bottom of the content, and how to take it back.

    It stays six seconds and waits while the pointer or the focus is on it.

    Signals:
        gone: It has disappeared.
    """

    gone = Signal()

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        text: str,
        icon: str,
        actions: Sequence[tuple[str, str, Callable[[], object]]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._content = parent
        self._icons, self._icon = icons, icon
        self.text = text
        self._row = QHBoxLayout(self)
        self._row.addStretch(1)
        for words, keys, act in actions:
            button = _ToastButton(theme, words, keys, self)
            button.clicked.connect(act)
            button.clicked.connect(self.leave)
            button.installEventFilter(self)
            self._row.addWidget(button)
        self._has_actions = bool(actions)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(theme.tokens.motion.toast_stay)
        self._rest.timeout.connect(self._on_rested)
        self._slide = QPropertyAnimation(self, b"pos", self)
        self._slide.setDuration(theme.tokens.motion.toast_in)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.setAccessibleName(text)
        parent.installEventFilter(self)
        self.follow(theme)
        self._appear()

    def leave(self) -> None:
        """Disappear."""
        if self.isHidden():
            return
        self._rest.stop()
        self._slide.stop()
        self.hide()
        self._content.removeEventFilter(self)
        self.gone.emit()
        self.deleteLater()

    def press(self, text: str) -> None:
        """Do one of the actions, by its word."""
        for button in self.findChildren(_ToastButton):
            if button.text() == text:
                button.click()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._rest.stop()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._rest.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._content:
            if event.type() == QEvent.Type.Resize:
                self._slide.stop()
                self.setGeometry(self._place())
        elif isinstance(event, QFocusEvent):
            if event.gotFocus():
                self._rest.stop()
            else:
                self._rest.start()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        body = QRectF(self.rect()).adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)
        ink = tokens.overlay.tooltip_text
        with QPainter(self) as painter:
            glyphs.paint_shadow(painter, body, tokens, tokens.radius.panel, 1)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.overlay.tooltip)
            painter.drawRoundedRect(body, tokens.radius.panel, tokens.radius.panel)
            edge = tokens.px(17)
            place = QRectF(body.x() + tokens.px(14), body.center().y() - edge / 2, edge, edge)
            self._icons.paint(painter, self._icon, place, ink)
            painter.setPen(ink)
            painter.setFont(self._theme.font("body_medium"))
            room = body.adjusted(tokens.px(14 + 17 + 10), 0, -self._action_room(), 0)
            text = painter.fontMetrics().elidedText(self.text, Qt.TextElideMode.ElideRight, int(room.width()) + 1)
            painter.drawText(room, _LEFT, text)

    def _action_room(self) -> int:
        tokens = self._theme.tokens
        buttons = sum(b.sizeHint().width() + tokens.px(6) for b in self.findChildren(_ToastButton))
        return buttons + tokens.px(8) + (tokens.px(4) if self._has_actions else tokens.px(6))

    def _place(self) -> QRect:
        tokens = self._theme.tokens
        text = round(self._theme.metrics("body_medium").horizontalAdvance(self.text) + 1)
        width = min(tokens.px(14 + 17 + 10) + text + self._action_room(), self._content.width() - tokens.px(24))
        left = (self._content.width() - width) // 2
        top = self._content.height() - tokens.px(_ABOVE_EDGE) - tokens.size.toast
        return QRect(left - _SHADOW, top - _SHADOW, width + 2 * _SHADOW, tokens.size.toast + 2 * _SHADOW)

    def _appear(self) -> None:
        self.setGeometry(self._place())
        self.show()
        self.raise_()
        if self._slide.duration():
            end = self.pos()
            self._slide.setStartValue(end + QPoint(0, self._theme.tokens.px(14)))
            self._slide.setEndValue(end)
            self._slide.start(QAbstractAnimation.DeletionPolicy.KeepWhenStopped)
        self._rest.start()
        announce(self._content, self.text)

    def _on_rested(self) -> None:
        self.leave()

    def _on_theme_changed(self) -> None:
        tokens = self._theme.tokens
        self._row.setContentsMargins(_SHADOW, _SHADOW, _SHADOW + tokens.px(8), _SHADOW)
        self._row.setSpacing(tokens.px(6))
        super()._on_theme_changed()


class Notify(QObject):
    """Where pages and jobs tell people something; there is one for each window.

    Signals:
        banner_pressed: 'Try again' was pressed and nobody had given what to try.
    """

    banner_pressed = Signal()

    def __init__(self, content: QWidget, theme: Theme, icons: Icons, banner: Banner | None = None) -> None:
        super().__init__(content)
        self._content, self._theme, self._icons = content, theme, icons
        self._toast: Toast | None = None
        self._banner = banner
        self._is_reporting = False

    @property
    def shown(self) -> str:
        """The sentence of the toast that is up now; empty when there is none."""
        return self._toast.text if self._toast is not None else ""

    def toast(
        self,
        text: str,
        undo: Callable[[], object] | None = None,
        actions: Sequence[Action] = (),
        icon: str = "circle-check",
    ) -> Toast:
        """Say what was done; a new sentence takes the place of the old."""
        if self._toast is not None:
            self._toast.leave()
        buttons = [(words, "", act) for words, act in actions]
        if undo is not None:
            buttons.append((_("Undo"), "Ctrl Z", undo))
        self._toast = Toast(self._theme, self._icons, text, icon, buttons, self._content)
        self._toast.gone.connect(self._on_toast_gone)
        return self._toast

    def problem(self, error: DeskError, again: Callable[[], object] | None = None) -> None:
        """Say why something was not done: a banner where the data cannot be reached, else a toast."""
        if isinstance(error, Cancelled):
            return
        if isinstance(error, Unavailable) and self._banner is not None:
            self._banner.show_problem(str(error), again or self.banner_pressed.emit)
            announce(self._content, str(error))
            return
        self.toast(str(error), actions=[(_("Try again"), again)] if again else (), icon="alert-triangle")

    def banner_gone(self) -> None:
        """The data can be reached again."""
        if self._banner is not None:
            self._banner.hide_problem()

    def ask(self, title: str, text: str, verb: str, on_yes: Callable[[], object]) -> Dialog:
        """Ask before something that cannot be undone; the button repeats the verb and the count."""
        dialog = Dialog(self._theme, self._icons, title, self._content)
        dialog.body.addWidget(Words(self._theme, text, "body", "secondary", dialog, wrap=True))
        dialog.set_buttons(push_button(self._theme, self._icons, verb, "danger", parent=dialog))
        dialog.confirmed.connect(dialog.accept)
        dialog.accepted.connect(on_yes)
        dialog.open()
        return dialog

    def report_bug(self, error: BaseException) -> Dialog | None:
        """Say that the program made a mistake, with what is needed to mend it; one at a time."""
        if self._is_reporting:
            return None
        self._is_reporting = True
        theme, icons = self._theme, self._icons
        details = "".join(traceback.format_exception(error))
        dialog = Dialog(theme, icons, _("CMDesk made a mistake"), self._content, 840)
        sentence = _(
            "What you did last was not saved; everything before it is safe. You can go on working. "
            "These details help to mend it. Read them before you send them to anybody."
        )
        dialog.body.addWidget(Words(theme, sentence, "body", "secondary", dialog, wrap=True))
        box = QPlainTextEdit(details, dialog)
        box.setReadOnly(True)
        box.setMinimumHeight(theme.tokens.px(220))
        box.setAccessibleName(_("Details"))
        dialog.body.addWidget(box)
        place = _("The log is in {folder}").format(folder=log_folder())
        dialog.body.addWidget(Words(theme, place, "small", "tertiary", dialog, wrap=True))
        copy = push_button(theme, icons, _("Copy details"), "normal", "copy", parent=dialog)
        copy.clicked.connect(_Copier(details, dialog).copy)
        folder = push_button(theme, icons, _("Open log folder"), "normal", "folder-open", parent=dialog)
        folder.clicked.connect(_open_log_folder)
        go_on = push_button(theme, icons, _("Go on"), "primary", parent=dialog)
        dialog.set_buttons(go_on, copy, folder, can_cancel=False)
        dialog.confirmed.connect(dialog.accept)
        dialog.finished.connect(self._on_reported)
        dialog.open()
        return dialog

    def _on_toast_gone(self) -> None:
        if self._toast is self.sender():
            self._toast = None

    def _on_reported(self) -> None:
        self._is_reporting = False


class _Copier(QObject):
    """Puts a text on the clipboard when it is asked to."""

    def __init__(self, text: str, parent: QObject) -> None:
        super().__init__(parent)
        self._text = text

    def copy(self) -> None:
        """Put the text on the clipboard."""
        QGuiApplication.clipboard().setText(self._text)


def _open_log_folder() -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_folder())))
