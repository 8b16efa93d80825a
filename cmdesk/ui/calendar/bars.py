"""What stands around the month: what an empty one promises, and what several selected posts can have done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cmdesk.domain.calendar import Plan
from cmdesk.i18n import gettext as _
from cmdesk.i18n import ngettext
from cmdesk.ui.calendar import phrases
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.frames import EmptyState, Toolbar

if TYPE_CHECKING:
    from cmdesk.ui.calendar.page import CalendarPage


class EmptyMonth(QWidget):
    """What an empty month promises, low over its weeks; days beside it can still be used."""

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page.views)
        self._page = page
        theme, icons = page.tools.theme, page.tools.icons
        self._theme = theme
        plan = push_button(theme, icons, _("Plan from ideas"), parent=self)
        plan.clicked.connect(page.creating.plan_from_ideas)
        new = push_button(theme, icons, _("New post"), "quiet", "plus", "N", self)
        new.clicked.connect(page.creating.new_post)
        self._words = EmptyState(theme, icons, "calendar", "", "", plan, new, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._words)
        self.hide()

    def show_for(self, plan: Plan | None) -> None:
        """Say what this month promises; nothing hides it."""
        if plan is not None:
            title = _("No posts in {month} yet").format(month=phrases.month_name(plan.month))
            self._words.show_words("calendar", title, self._promise(plan))
            self.place()
            self.raise_()
        self.setVisible(plan is not None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self._page.view.day_at(event.globalPosition().toPoint())
        if day is not None:
            self._page.view.go_to_day(day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        day = self._page.view.day_at(event.globalPosition().toPoint())
        if day is not None:
            self._page.creating.new_post_on(day)

    def _promise(self, plan: Plan) -> str:
        due = sum(row.due for row in plan.rows)
        if plan.client_id is not None and plan.scope_number is None:
            return _("Nothing is agreed for this month. What you plan is marked “not agreed”.")
        if not due:
            return _("Drag an idea onto a day, or double click on a day.")
        words = ngettext(
            "The scope promises {count}. Plan it from the ideas.",
            "The scope promises {count}. Plan them from the ideas.",
            due,
        )
        return words.format(count=due)

    def place(self) -> None:
        """Stand in the middle, just above the lower edge."""
        px = self._theme.tokens.px
        room = self._page.views.rect()
        width = min(px(420), room.width() - px(24))
        height = px(196)
        self.setGeometry((room.width() - width) // 2, room.height() - height - px(18), width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(tokens.surface.surface)
            painter.setPen(QPen(tokens.line.default, 1))
            radius = tokens.radius.panel
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), radius, radius)


class BulkBar(Toolbar):
    """What can be done with several selected posts."""

    def __init__(self, page: CalendarPage) -> None:
        theme, icons = page.tools.theme, page.tools.icons
        super().__init__(theme, page)
        self._count = Words(theme, "", "small_strong", "primary", self)
        self._status = push_button(theme, icons, _("Status"), "compact", "circle-check", "S", self)
        self._move = push_button(theme, icons, _("Move to…"), "compact", "calendar-event", "M", self)
        self._tray = push_button(theme, icons, _("To the ideas"), "compact", "inbox", "", self)
        self._copy = push_button(theme, icons, _("Duplicate"), "compact", "copy", _("Ctrl D"), self)
        self._review = push_button(theme, icons, _("Review pack"), "compact", "send", "", self)
        self._delete = push_button(theme, icons, _("To the bin"), "compact", "trash", _("Del"), self)
        self._clear = push_button(theme, icons, _("Clear"), "quiet", None, _("Esc"), self, compact=True)
        self._names = {
            button: button.text()
            for button in (self._status, self._move, self._tray, self._copy, self._review, self._delete)
        }
        for widget in (self._count, *self._names):
            self.add(widget)
        self.add_stretch()
        self.add(self._clear)
        self.setMinimumWidth(theme.tokens.px(320))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the words of the buttons where they find no room; their icons stay."""
        super().resizeEvent(event)
        metrics, px = self._theme.metrics("small_medium"), self._theme.tokens.px
        needed = sum(round(metrics.horizontalAdvance(name)) + px(80) for name in self._names.values()) + px(190)
        for button, name in self._names.items():
            text = "" if needed > self.width() else name
            if button.text() != text:
                button.setText(text)
                button.setAccessibleName(name)
                button.setToolTip("" if text else name)

    def connect_to(self, page: CalendarPage) -> None:
        """Act on the page's selection."""
        self._status.clicked.connect(page.handling.ask_status)
        self._move.clicked.connect(page.handling.ask_when)
        self._tray.clicked.connect(page.handling.to_tray)
        self._copy.clicked.connect(page.handling.duplicate)
        self._review.clicked.connect(page.reviewing.ask)
        self._delete.clicked.connect(page.handling.delete)
        self._clear.clicked.connect(page.clear_selection)

    def show_count(self, count: int) -> None:
        """Say how many are selected."""
        self._count.setText(ngettext("{count} selected", "{count} selected", count).format(count=count))
