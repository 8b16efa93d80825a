"""The views of the calendar: one is seen, all show the same posts and share what is selected."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import QItemSelectionModel, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from cmdesk.domain.days import NO_OVERLAYS, Overlays
from cmdesk.domain.stretches import Stretch, View
from cmdesk.ui.calendar.agenda import AgendaView
from cmdesk.ui.calendar.cards import CardPainter
from cmdesk.ui.calendar.grid import PostView
from cmdesk.ui.calendar.model import PostModel
from cmdesk.ui.calendar.month import MonthView
from cmdesk.ui.calendar.week import WeekView

_KINDS: Final[dict[View, type[PostView]]] = {View.MONTH: MonthView, View.WEEK: WeekView, View.AGENDA: AgendaView}


class Views(QStackedWidget):
    """Month, week and agenda; each is made when it is first seen.

    Signals:
        made: A view that was made just now, to be connected.
        selected: Other posts are selected.
    """

    made = Signal(object)
    selected = Signal(object)

    def __init__(self, painter: CardPainter, model: PostModel, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._painter, self._model, self._today = painter, model, today
        self._overlays: Overlays = NO_OVERLAYS
        self._selection = QItemSelectionModel(model, self)
        self._selection.selectionChanged.connect(self._on_selected)
        self._views: dict[View, PostView] = {}

    @property
    def current(self) -> PostView:
        """The view that is seen."""
        view = self.currentWidget()
        assert isinstance(view, PostView)
        return view

    @property
    def made_views(self) -> tuple[PostView, ...]:
        """The views that were seen already."""
        return tuple(self._views.values())

    @property
    def month(self) -> MonthView | None:
        """The month, if it was ever seen."""
        view = self._views.get(View.MONTH)
        return view if isinstance(view, MonthView) else None

    @property
    def week(self) -> WeekView | None:
        """The week, if it was ever seen."""
        view = self._views.get(View.WEEK)
        return view if isinstance(view, WeekView) else None

    def show_stretch(self, stretch: Stretch) -> None:
        """Show some days in their view; the keyboard stays on the same day."""
        before = self.currentWidget()
        had_focus = before is not None and before.hasFocus()
        view = self.view(stretch.view)
        is_other = isinstance(before, PostView) and before is not view
        if isinstance(before, PostView) and is_other:
            view.take_day(before.day)
            before.hand_over(view)
        view.show_stretch(stretch)
        if self.currentWidget() is not view:
            self.setCurrentWidget(view)
        if had_focus:
            view.setFocus()

    def view(self, kind: View) -> PostView:
        """One of the views."""
        if kind not in self._views:
            view = _KINDS[kind](self._painter, self._model, self._today, self)
            view.setSelectionModel(self._selection)
            view.show_overlays(self._overlays)
            self._views[kind] = view
            self.addWidget(view)
            self.made.emit(view)
        return self._views[kind]

    def begin_day(self, today: date) -> None:
        """It may be past midnight."""
        self._today = today
        for view in self._views.values():
            view.today = today

    def show_overlays(self, overlays: Overlays) -> None:
        """Show what lies over the days besides posts, in every view."""
        self._overlays = overlays
        for view in self._views.values():
            view.show_overlays(overlays)

    def arrange(self) -> None:
        """Lay out every view anew before it is drawn next."""
        for view in self._views.values():
            view.arrange()

    def _on_selected(self) -> None:
        self.selected.emit(self.current.selected_ids())
