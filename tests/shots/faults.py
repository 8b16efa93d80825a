"""What can be seen to be wrong without eyes: controls without a name, and words that have too little room."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLabel, QMenu, QScrollArea, QWidget

from cmdesk.ui.widgets.frames import Dialog

_SLACK = 2  # pixels of rounding


def faults(window: QWidget) -> list[str]:
    """Sentences about what is wrong in a window, or in the topmost dialog over it."""
    dialogs = [one for one in window.findChildren(Dialog) if one.isVisible()]
    shown = dialogs[-1] if dialogs else window
    return [*_nameless(shown), *_cramped(shown)]


def nameless(window: QWidget) -> list[str]:
    """The controls that a person reaches by the keyboard and that no screen reader can name."""
    return [said for top in [window, *_others(window)] for said in _nameless(top)]


def _others(window: QWidget) -> list[QWidget]:
    tops = [one for one in QApplication.topLevelWidgets() if one is not window and one.isVisible()]
    return [one for one in tops if not isinstance(one, QMenu)]


def _shown(top: QWidget) -> Iterator[QWidget]:
    for one in top.findChildren(QWidget):
        if one.isVisibleTo(top) and one.window() is top.window():
            yield one


def _nameless(top: QWidget) -> Iterator[str]:
    for one in _shown(top):
        is_stop = bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus) and one.isEnabled()
        if not is_stop or isinstance(one, QScrollArea) or one.focusProxy() is not None:
            continue
        read = QAccessible.queryAccessibleInterface(one)
        if not read.text(QAccessible.Text.Name).strip():
            yield f"no name: {_where(one, top)}"


def _cramped(top: QWidget) -> Iterator[str]:
    for one in _shown(top):
        words = one.text() if isinstance(one, QLabel | QAbstractButton) else ""
        if isinstance(one, QLabel) and words and not one.wordWrap():
            lines = words.replace("&&", "&").splitlines()
            needed = max(one.fontMetrics().horizontalAdvance(line) for line in lines)
            if needed > one.contentsRect().width() + _SLACK and not one.toolTip():
                yield f"cut: “{words[:50]}” {one.contentsRect().width()} of {needed} in {_where(one, top)}"
        elif isinstance(one, QLabel) and words and one.heightForWidth(one.width()) > one.height() + _SLACK:
            yield f"cut below: “{words[:50]}” in {_where(one, top)}"
        elif isinstance(one, QAbstractButton) and words and one.minimumSizeHint().width() > one.width() + _SLACK:
            yield f"narrow: “{words[:50]}” {one.width()} of {one.minimumSizeHint().width()} in {_where(one, top)}"
        elif isinstance(one, QAbstractButton) and one.sizeHint().width() > one.width() + _SLACK and not one.toolTip():
            yield f"narrow: “{words[:50]}” {one.width()} of {one.sizeHint().width()} in {_where(one, top)}"
        if isinstance(one, QAbstractButton | QLabel) and _is_out(one, top):
            yield f"out of sight: “{words[:50]}” in {_where(one, top)}"


def _is_out(one: QWidget, top: QWidget) -> bool:
    """Whether a widget lies outside of what holds it, where nothing scrolls."""
    room = one.parentWidget()
    while room is not None:
        if isinstance(room, QAbstractScrollArea):
            return False
        if room is top:
            break
        room = room.parentWidget()
    place = QRect(one.mapTo(top, QPoint(0, 0)), one.size())
    return not top.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(place)


def _where(one: QWidget, top: QWidget) -> str:
    names, at = [type(one).__name__], one.parentWidget()
    while at is not None and at is not top and len(names) < 4:
        if type(at).__module__.startswith("cmdesk"):
            names.append(type(at).__name__)
        at = at.parentWidget()
    return " < ".join(names)
