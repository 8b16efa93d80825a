"""A part of a dialog that scrolls where the window is too low for it."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QWidget

from cmdesk.ui.widgets.frames import Dialog
from cmdesk.ui.widgets.layouts import scroll_area


def scrolled(parent: Dialog, inside: QWidget, height: int, *, lines_beside: int = 14, least: int = 0) -> QScrollArea:
    """The part in an area that scrolls, as high as it wants to be and the window lets it.

    Args:
        parent: The dialog.
        inside: What scrolls.
        height: How high it wants to be, in pixels.
        lines_beside: Lines of text that the rest of the dialog needs.
        least: The height that it never goes below, in pixels.
    """
    area = scroll_area(inside, parent)
    window = parent.parentWidget()
    room = window.height() if window is not None else height
    area.setMinimumHeight(max(least, min(height, room - parent.fontMetrics().height() * lines_beside)))
    return area
