"""A client's profile: names, tile, documents, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from cmdesk.domain.clients import Client
from cmdesk.i18n import _
from cmdesk.ui.clients import choices
from cmdesk.ui.settings.holidays import HolidayChoice
from cmdesk.ui.widgets.form import Form, PictureField

if TYPE_CHECKING:
    from cmdesk.ui.page import Tools


class ProfileForm(Form):
    """All that a client is, without its people and channels."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(tools.theme, tools.icons, parent)
        self.section(_("Name and tile"))
        self.line("name", _("Name"))
        self.line("sector", _("Sector"), hint=_("What they do, in a word or two"))
        self.line("letters", _("Letters of the tile")).setMaxLength(2)
        self.colour("colour", _("Colour"))
        self.choice("status", _("Status"), choices.statuses())
        self.logo = PictureField(tools.theme, tools.icons, self)
        self.own("logo", _("Logo"), self.logo, lambda _hash: None)
        self.section(_("Documents"))
        self.choice("language", _("Language of its documents"), choices.languages())
        self.choice("address", _("How Spanish documents speak"), choices.addresses())
        self.line("legal_name", _("Legal name"))
        self.line("tax_id", _("Tax number"))
        self.text("postal_address", _("Postal address"), lines=2)
        self.currency = self.choice("currency", _("Currency"), choices.currencies())
        zone = self.line("time_zone", _("Time zone"), hint=_("Days and hours of its posts are local to this zone"))
        choices.ZoneOffer(zone)
        self.section(_("Holidays"))
        self.holidays = HolidayChoice(tools, self)
        hint = _("Marked in its calendar; no working days when plans count backwards")
        self.own(
            "holidays",
            _("Country and region whose holidays it keeps"),
            self.holidays,
            lambda _none: None,
            hint=hint,
            wide=True,
        )
        self.section(_("Notes"))
        self.text("notes", _("Notes of the team"), hint=_("Never printed"))

    def show_client(self, client: Client) -> None:
        """Show a client."""
        self.currency.offer(choices.currencies(client.currency))
        self.show_values(client)
        self.holidays.show_for(client.id)
