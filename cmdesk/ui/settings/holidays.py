"""Whose holidays are kept: a country and perhaps a region, with the next days that follow from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cmdesk.domain.errors import DeskError, RuleBroken
from cmdesk.i18n import _, spoken
from cmdesk.services import days
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import ComboBox, ErrorLine

if TYPE_CHECKING:
    from cmdesk.services.days import HolidayCalendar
    from cmdesk.ui.page import Tools


class HolidayChoice(QWidget):
    """Country and region of the agency, or of one client; it asks for them and saves them itself."""

    def __init__(self, tools: Tools, parent: QWidget | None = None, *, is_agency: bool = False) -> None:
        super().__init__(parent)
        self._tools, self._is_agency = tools, is_agency
        self._client_id: int | None = None
        self._present: HolidayCalendar | None = None
        theme, icons, px = tools.theme, tools.icons, tools.theme.tokens.px
        self.country = ComboBox(theme, icons, self)
        self.region = ComboBox(theme, icons, self)
        self.country.chosen.connect(self._on_country)
        self.region.chosen.connect(self._on_region)
        self.country.setAccessibleName(_("Country whose holidays are kept"))
        self.region.setAccessibleName(_("Region whose holidays are kept"))
        self._next = Words(theme, "", "small", "secondary", self, elide=True)
        self._error = ErrorLine(theme, icons, self)
        row = QHBoxLayout()
        row.setSpacing(px(16))
        row.addWidget(self.country, 1)
        row.addWidget(self.region, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addLayout(row)
        column.addWidget(self._error)
        column.addWidget(self._next)
        self.setFocusProxy(self.country)

    def show_for(self, client_id: int | None) -> None:
        """Ask whose holidays are kept for a client, or by the agency."""
        self._client_id = client_id
        self._tools.jobs.read(self, days.holiday_calendar, client_id).then(self._show)

    def _show(self, calendar: HolidayCalendar) -> None:
        self._present = calendar
        self._error.clear()
        nobody = _("None") if self._is_agency else _("As the agency: {place}").format(place=calendar.house or _("None"))
        self.country.offer([("", nobody), *calendar.countries])
        self.country.choose(calendar.country)
        self.region.offer([("", _("The whole country")), *calendar.regions])
        self.region.choose(calendar.region)
        self.region.setEnabled(bool(calendar.regions))
        if calendar.remark:
            self._next.setText(calendar.remark)
        else:
            named = [f"{spoken().short_day(day)} {name}" for day, name in calendar.next_days]
            self._next.setText(_("Next: {days}.").format(days="; ".join(named)) if named else "")

    def _on_country(self, country: object) -> None:
        self._save(str(country), "")

    def _on_region(self, region: object) -> None:
        if self._present is not None:
            self._save(self._present.country, str(region))

    def _save(self, country: str, region: str) -> None:
        jobs, client_id = self._tools.jobs, self._client_id
        if self._is_agency:
            job = jobs.do(self, days.set_agency_holidays, country, region)
        elif client_id is not None:
            job = jobs.do(self, days.set_client_holidays, client_id, country, region)
        else:
            return
        job.then(self._on_saved).failed(self._on_refused)

    def _on_saved(self, _none: None) -> None:
        self.show_for(self._client_id)

    def _on_refused(self, error: DeskError) -> None:
        if isinstance(error, RuleBroken):
            self._error.show_problem(str(error))
        else:
            self._tools.notify.problem(error)
        if self._present is not None:
            self.country.choose(self._present.country)
            self.region.choose(self._present.region)
