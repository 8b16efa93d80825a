"""What documents and counts take from the agency: name, logo, money, working time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QColorDialog, QHBoxLayout, QSizePolicy, QWidget

from cmdesk.domain.agency import Agency
from cmdesk.i18n import _, spoken
from cmdesk.ui.clients import choices
from cmdesk.ui.settings.holidays import HolidayChoice
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.fields import CommittingLineEdit, MoneyEdit
from cmdesk.ui.widgets.form import DaysChoice, Form, PictureField
from cmdesk.ui.widgets.themed import Themed, paint_ground

if TYPE_CHECKING:
    from cmdesk.ui.icons import Icons
    from cmdesk.ui.page import Tools
    from cmdesk.ui.theme import Theme


class _Sample(Themed, QWidget):
    """A square of a colour."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.colour = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow(theme)

    def sizeHint(self) -> QSize:
        edge = self._theme.tokens.size.control
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        ground = QColor(self.colour) if self.colour else tokens.surface.sunken
        paint_ground(self, ground, tokens.radius.control, tokens.line.default)


class ColourField(QWidget):
    """A colour written as #RRGGBB, or picked.

    Signals:
        committed: The new colour.
    """

    committed = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sample = _Sample(theme, self)
        self._edit = CommittingLineEdit(theme, "", self)
        self._edit.setAccessibleName(_("Colour of the agency"))
        self._edit.committed.connect(self.committed)
        picker = push_button(theme, icons, _("Pick…"), "normal", "palette", parent=self)
        picker.clicked.connect(self._pick)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.px(8))
        row.addWidget(self._sample)
        row.addWidget(self._edit, 1)
        row.addWidget(picker)
        self.setFocusProxy(self._edit)

    def show_colour(self, colour: str) -> None:
        """Show a saved colour."""
        self._edit.show_text(colour)
        self._sample.colour = colour
        self._sample.update()

    def _pick(self) -> None:
        dialog = QColorDialog(QColor(self._sample.colour), self.window())
        dialog.setWindowTitle(_("Colour of the agency"))
        dialog.colorSelected.connect(self._on_picked)
        dialog.open()

    def _on_picked(self, colour: QColor) -> None:
        self.committed.emit(colour.name().upper())


class AgencyForm(Form):
    """All that the agency is; each field saves when it is left."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        theme, icons = tools.theme, tools.icons
        super().__init__(theme, icons, parent)
        self.section(_("The agency"))
        self.line("name", _("Name"))
        colour = ColourField(theme, icons, self)
        colour.committed.connect(lambda value: self.changed.emit("colour", value))
        self.own("colour", _("Colour"), colour, colour.show_colour)
        self.logo = PictureField(theme, icons, self)
        self.own("logo", _("Logo"), self.logo, lambda _hash: None, hint=_("PNG or JPEG; it stands on the documents"))
        self.line("tax_id", _("Tax number"))
        self.text("address", _("Postal address"), lines=2)
        self.line("email", _("E-mail"))
        self.line("phone", _("Phone"))
        self.section(_("Money and documents"))
        tax = MoneyEdit(theme, None, self)
        tax.set_note(_("%"))
        tax.committed.connect(self._on_tax)
        self.own("tax_bp", _("Tax"), tax, tax.show_cents)
        self.currency = self.choice("currency", _("Currency"), choices.currencies())
        self.choice("language", _("Language of new documents"), choices.languages())
        self.section(_("Working time"))
        days = DaysChoice(theme, icons, self)
        days.chosen.connect(lambda value: self.changed.emit("working_days", value))
        self.own("working_days", _("Working days"), days, days.show_days, wide=True)
        self.hour("opens", _("The working day begins"))
        self.hour("closes", _("The working day ends"))
        heads = spoken().day_heads()
        self.choice("first_week_day", _("First day of the week"), [(day, heads[day]) for day in (0, 5, 6)])
        choices.ZoneOffer(self.line("time_zone", _("Time zone")))
        self.section(_("Holidays"))
        self.holidays = HolidayChoice(tools, self, is_agency=True)
        hint = _("For every client that keeps no others")
        self.own(
            "holidays",
            _("Country and region whose holidays are kept"),
            self.holidays,
            lambda _none: None,
            hint=hint,
            wide=True,
        )

    def show_agency(self, house: Agency) -> None:
        """Show what is saved."""
        self.currency.offer(choices.currencies(house.currency))
        self.clear_problems()
        self.show_values(house)
        self.holidays.show_for(None)

    def _on_tax(self, basis_points: int | None) -> None:
        self.changed.emit("tax_bp", basis_points or 0)
