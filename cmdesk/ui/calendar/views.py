"""The views of the calendar: one is seen, all show the same posts and share what is selected."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QItemSelectionModel, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from cmdesk.domain.stretches import Stretch, View
from cmdesk.ui.calendar.cards import CardPainter
from cmdesk.ui.calendar.model import PostModel
from cmdesk.ui.calendar.month import MonthView


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
        self._selection = QItemSelectionModel(model, self)
        self._selection.selectionChanged.connect(self._on_selected)
        self._views: dict[View, MonthView] = {}

    @property
    def current(self) -> MonthView:
        """The view that is seen."""
        view = self.currentWidget()
        assert isinstance(view, MonthView)
        return view

    def show_stretch(self, stretch: Stretch) -> None:
        """Show some days in their view; the keyboard stays on the same day."""
        before = self.currentWidget()
        had_focus = before is not None and before.hasFocus()
        view = self.view(stretch.view)
        if isinstance(before, MonthView) and before is not view:
            view.take_day(before.day)
        view.show_stretch(stretch)
        self.setCurrentWidget(view)
        if had_focus:
            view.setFocus()

    def view(self, kind: View) -> MonthView:
        """One of the views."""
        if kind not in self._views:
            view = MonthView(self._painter, self._model, self._today, self)
            view.setSelectionModel(self._selection)
            self._views[kind] = view
            self.addWidget(view)
            self.made.emit(view)
        return self._views[kind]

    def begin_day(self, today: date) -> None:
        """It may be past midnight."""
        self._today = today
        for view in self._views.values():
            view.today = today

    def _on_selected(self) -> None:
        self.selected.emit(self.current.selected_ids())
