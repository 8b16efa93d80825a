"""A small month below the ideas: dots where posts are; a click goes there, and posts can be dropped on a day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cmdesk.i18n import _
from cmdesk.ui.widgets.days import DayPicker
from cmdesk.ui.widgets.layouts import Separator

if TYPE_CHECKING:
    from cmdesk.ui.icons import Icons
    from cmdesk.ui.theme import Theme


_CELL: Final = 29


class MiniMonth(QWidget):
    """A month at a glance.

    Signals:
        picked: The day to go to.
        turned: The first and the last day that are seen; their posts are to be counted.
    """

    picked = Signal(object)
    turned = Signal(object, object)

    def __init__(self, theme: Theme, icons: Icons, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        px = theme.tokens.px
        self.month = DayPicker(theme, icons, None, today, self, cell=_CELL)
        self.month.setAccessibleName(_("Small month"))
        self.month.picked.connect(self.picked)
        self.month.turned.connect(self.turned)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(6))
        column.setSpacing(px(6))
        column.addWidget(Separator(theme, self))
        inside = QVBoxLayout()
        inside.setContentsMargins(0, px(2), 0, 0)
        inside.addWidget(self.month, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(inside)

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day that are seen."""
        return self.month.span

    def show_place(self, day: date, shown: Collection[date], first_week_day: int, today: date) -> None:
        """Show the month of a day, and which days the calendar shows."""
        self.month.begin_day(today)
        self.month.begin_weeks(first_week_day)
        self.month.look_at(day, shown)

    def mark(self, counts: Mapping[date, int]) -> None:
        """Put dots on the days with posts."""
        self.month.mark(counts)

    def day_at(self, pointer: QPoint) -> date | None:
        """The day at a point of the screen, where posts can be dropped."""
        return self.month.day_at(pointer) if self.isVisible() else None

    def aim_day(self, day: date | None) -> None:
        """Show where posts in the air would land; none shows nothing."""
        self.month.aim(day)
