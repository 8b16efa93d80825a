"""Two texts as one, with the words that differ marked: removed ones struck through, added ones underlined."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent, QTextCharFormat, QTextCursor, QTextOption, QWheelEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from cmdesk.domain.comparison import PieceKind, difference
from cmdesk.i18n import gettext as _
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.themed import Themed


class Differing(Themed, QTextEdit):
    """What became of a text, word by word; as high as it needs, up to a number of lines."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None, *, most: int = 12) -> None:
        super().__init__(parent)
        self._before = self._after = ""
        self._most = most
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setTabChangesFocus(True)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(2)
        self.follow(theme)

    def show_texts(self, before: str, after: str) -> None:
        """Show what was taken out of the first text and put into the second."""
        if (before, after) != (self._before, self._after):
            self._before, self._after = before, after
            self._write()

    def _write(self) -> None:
        tokens = self._theme.tokens
        plain, gone, come = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
        plain.setForeground(tokens.text.secondary)
        gone.setForeground(tokens.feedback.danger)
        gone.setBackground(tokens.feedback.danger_tint)
        gone.setFontStrikeOut(True)
        come.setForeground(tokens.feedback.ok)
        come.setBackground(tokens.feedback.ok_tint)
        come.setFontUnderline(True)
        come.setFontWeight(QFont.Weight.DemiBold)
        looks = {PieceKind.SAME: plain, PieceKind.REMOVED: gone, PieceKind.ADDED: come}
        self.clear()
        cursor = QTextCursor(self.document())
        said = []
        for piece in difference(self._before, self._after):
            cursor.insertText(piece.text, looks[piece.kind])
            said.append(_SAID[piece.kind](piece.text.strip()))
        self.setAccessibleDescription(" ".join(part for part in said if part))
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(200), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(60), self.fontMetrics().lineSpacing())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.verticalScrollBar().maximum() > 0 and self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _height(self) -> int:
        frame = 2 * self._theme.tokens.px(5) + 4
        whole = round(self.document().size().height() + 0.5)
        return min(whole, self._most * self.fontMetrics().lineSpacing()) + frame

    def _fit(self) -> None:
        height = self._height()
        if height != self.maximumHeight():
            self.setFixedHeight(height)

    def _on_theme_changed(self) -> None:
        self.setFont(self._theme.font("body"))
        self._write()
        super()._on_theme_changed()


def _same(text: str) -> str:
    return text


def _removed(text: str) -> str:
    return _("Taken out: {words}.").format(words=text) if text else ""


def _added(text: str) -> str:
    return _("Put in: {words}.").format(words=text) if text else ""


_SAID = {PieceKind.SAME: _same, PieceKind.REMOVED: _removed, PieceKind.ADDED: _added}
