"""Where the scope of each client stands, one row each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from cmdesk.domain.scope import SCOPE_STATUS_NAMES
from cmdesk.domain.scope_view import ScopeState
from cmdesk.i18n import _, ngettext, spoken
from cmdesk.ui import glyphs
from cmdesk.ui.icons import Icons
from cmdesk.ui.scope.phrases import STATUS_GLYPHS, money, to_fix
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.painted_list import PaintedList
from cmdesk.ui.widgets.themed import Themed

AnyIndex = QModelIndex | QPersistentModelIndex
_STATE: Final = Qt.ItemDataRole.UserRole
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


def standing(state: ScopeState) -> str:
    """Version and status in words: 'v2 draft', 'no scope yet'."""
    if state.status is None:
        return _("no scope yet")
    return _("v{number} {status}").format(number=state.number, status=_(SCOPE_STATUS_NAMES[state.status]))


def since(state: ScopeState) -> str:
    """From when it holds, and what is agreed meanwhile."""
    if state.status is None:
        return ""
    first = _("from {day}").format(day=spoken().day(state.first_day)) if state.first_day else ""
    meanwhile = _("v{number} is agreed").format(number=state.agreed_number) if state.agreed_number else ""
    return " · ".join(part for part in (first, meanwhile) if part)


class _Model(QAbstractListModel):
    """The states, as they were given."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.states: Sequence[ScopeState] = ()

    def give(self, states: Sequence[ScopeState]) -> None:
        """Take new states."""
        self.beginResetModel()
        self.states = states
        self.endResetModel()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.states)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        state = self.states[index.row()]
        if role == _STATE:
            return state
        if role == Qt.ItemDataRole.DisplayRole:
            return state.name
        if role == Qt.ItemDataRole.ToolTipRole:
            parts = (state.name, standing(state), since(state), to_fix(state.problems) if state.problems else "")
            return "\n".join(part for part in parts if part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            cost = _("{amount} a month").format(amount=money(state.monthly_cents, state.currency))
            parts = (state.name, standing(state), since(state), cost if state.status else "")
            return ", ".join(part for part in parts if part)
        return None


class _Delegate(QStyledItemDelegate):
    """Tile, name, status, since when, what is to fix, and what it costs a month."""

    def __init__(self, theme: Theme, icons: Icons, view: QListView) -> None:
        super().__init__(view)
        self._theme, self._icons, self._view = theme, icons, view

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        del option, index
        return QSize(self._view.viewport().width(), self._theme.tokens.size.row_comfortable)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        state: ScopeState = index.data(_STATE)
        tokens = self._theme.tokens
        px = tokens.px
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(option.rect).adjusted(px(12), 0, -px(12), 0)
        if option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.surface.hover)
            painter.drawRoundedRect(whole.adjusted(0, 1, 0, 0), px(6), px(6))
        painter.fillRect(QRectF(whole.x(), whole.bottom(), whole.width(), 1), tokens.line.subtle)
        row = whole.adjusted(px(8), 0, -px(8), 0)
        edge = px(24)
        place = QRectF(row.x(), row.center().y() - edge / 2, edge, edge)
        glyphs.paint_tile(painter, place, state.letters, state.colour, tokens)
        cost = QRectF(row.right() - px(120), row.y(), px(120), row.height())
        left = row.x() + edge + px(12)
        room = cost.x() - left
        name = QRectF(left, row.y(), room * (0.34 if room > px(760) else 0.26), row.height())
        self._text(painter, name, state.name, "body_medium", "primary")
        glyph = px(14)
        at = name.right() + px(10)
        if state.status is not None:
            mark = QRectF(at, row.center().y() - glyph / 2, glyph, glyph)
            glyphs.paint_scope_state(painter, mark, STATUS_GLYPHS[state.status], tokens)
        status = QRectF(at + glyph + px(7), row.y(), room * 0.2, row.height())
        self._text(painter, status, standing(state), "body", "secondary" if state.status else "tertiary")
        rest = QRectF(status.right() + px(8), row.y(), cost.x() - status.right() - px(16), row.height())
        self._text(painter, rest, since(state), "body", "tertiary")
        if state.problems:
            used = painter.fontMetrics().horizontalAdvance(since(state)) + px(10)
            words = to_fix(state.problems)
            if used + glyphs.tag_width(words, self._theme, "alert-triangle") < rest.width():
                corner = QPointF(rest.x() + used, row.center().y() - tokens.size.tag / 2)
                glyphs.paint_tag(painter, corner, words, "warn", self._theme, self._icons, "alert-triangle")
        if state.status is not None:
            painter.setFont(self._theme.font("body", tabular=True))
            painter.setPen(tokens.text.primary)
            painter.drawText(cost, _RIGHT, money(state.monthly_cents, state.currency))
        if self._view.hasFocus() and self._view.currentIndex() == index:
            glyphs.paint_focus(painter, whole.adjusted(0, 1, 0, -1), tokens, px(6))
        painter.restore()

    def _text(self, painter: QPainter, rect: QRectF, text: str, role: str, colour: str) -> None:
        painter.setFont(self._theme.font(role))
        painter.setPen(self._theme.tokens.role(colour))
        words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, round(rect.width())))
        painter.drawText(rect, _LEFT, words)


class _List(PaintedList):
    """The rows; a click or Enter opens one."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setUniformItemSizes(True)
        self.setAccessibleName(_("Scopes of all clients"))
        self.clicked.connect(self._on_clicked)
        self.follow(theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._on_clicked(self.currentIndex())
        elif event.key() in (Qt.Key.Key_J, Qt.Key.Key_K):
            key = Qt.Key.Key_Down if event.key() == Qt.Key.Key_J else Qt.Key.Key_Up
            super().keyPressEvent(QKeyEvent(event.type(), key, event.modifiers()))
        else:
            super().keyPressEvent(event)

    def _on_clicked(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(_STATE).client_id)


class Overview(Themed, QWidget):
    """The scopes of all clients under one sentence.

    Signals:
        client_chosen: The id of a client whose scope is to be opened.
    """

    client_chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = Words(theme, "", "headline", "primary", self, wrap=True)
        self.list = _List(theme, self)
        self._model = _Model(self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Delegate(theme, icons, self.list))
        self.list.chosen.connect(self.client_chosen)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._top = QHBoxLayout()
        self._top.addWidget(self._sentence)
        self._column.addLayout(self._top)
        self._column.addWidget(self.list, 1)
        self.follow(theme)

    def show_states(self, states: Sequence[ScopeState]) -> None:
        """Show where each client stands."""
        row = self.list.currentIndex().row()
        self._model.give(states)
        self._sentence.setText(self._said(states))
        if states:
            self.list.setCurrentIndex(self._model.index(min(max(row, 0), len(states) - 1)))

    def _said(self, states: Sequence[ScopeState]) -> str:
        waiting = sum(state.status == "sent" for state in states)
        drafts = sum(state.status == "draft" for state in states)
        without = sum(state.status is None for state in states)
        parts = []
        if waiting:
            parts.append(
                ngettext(
                    "{count} scope waits for the client's answer.",
                    "{count} scopes wait for the client's answer.",
                    waiting,
                ).format(count=waiting)
            )
        if drafts:
            parts.append(
                ngettext("{count} scope is being written.", "{count} scopes are being written.", drafts).format(
                    count=drafts
                )
            )
        if without:
            parts.append(
                ngettext("{count} client has no scope yet.", "{count} clients have no scope yet.", without).format(
                    count=without
                )
            )
        return " ".join(parts) or _("Every client has an agreed scope.")

    def _on_theme_changed(self) -> None:
        px = self._theme.tokens.px
        self._column.setContentsMargins(px(8), 0, px(8), px(12))
        self._top.setContentsMargins(px(12), px(20), px(12), px(12))
        super()._on_theme_changed()
