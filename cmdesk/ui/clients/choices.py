"""What the fields of clients and of the agency offer to choose from."""

from __future__ import annotations

from zoneinfo import available_timezones

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QCompleter

from cmdesk.domain.clients import (
    ADDRESS_NAMES,
    CLIENT_STATUS_NAMES,
    CONTACT_AREA_NAMES,
)
from cmdesk.domain.networks import NETWORK_NAMES, Network
from cmdesk.i18n import NAMES, _
from cmdesk.ui.glyphs import NETWORK_ICONS
from cmdesk.ui.icons import Icons
from cmdesk.ui.widgets.fields import CommittingLineEdit

CURRENCIES = (
    "EUR", "USD", "GBP", "CHF", "ARS", "AUD", "BRL", "CAD", "CLP", "COP", "CZK", "DKK", "JPY", "MXN", "NOK", "PEN",
    "PLN", "SEK", "UYU",
)  # fmt: skip


def languages() -> list[tuple[object, str]]:
    """The languages that documents are written in."""
    return [(code, name) for code, name in NAMES.items()]


def currencies(present: str = "") -> list[tuple[object, str]]:
    """Currencies by their codes; the present one is among them."""
    codes = CURRENCIES if not present or present in CURRENCIES else (present, *CURRENCIES)
    return [(code, code) for code in codes]


def statuses() -> list[tuple[object, str]]:
    """Where the work with a client may stand."""
    return [(key, _(name)) for key, name in CLIENT_STATUS_NAMES.items()]


def addresses() -> list[tuple[object, str]]:
    """How Spanish documents may speak to the reader."""
    return [(key, _(name)) for key, name in ADDRESS_NAMES.items()]


def areas() -> list[tuple[object, str]]:
    """The parts of a company that a contact may work in."""
    return [(key, _(name)) for key, name in CONTACT_AREA_NAMES.items()]


def networks(icons: Icons) -> list[tuple[object, str] | tuple[object, str, QIcon]]:
    """Networks with their signs."""
    return [(key, _(name), icons.icon(NETWORK_ICONS.get(key, "world"))) for key, name in NETWORK_NAMES.items()]


def network_name(network: str) -> str:
    """What a network is called."""
    return _(NETWORK_NAMES[Network(network)])


class ZoneOffer(QObject):
    """Offers the world's time zones while one writes; they are looked up when the field is first entered."""

    def __init__(self, edit: CommittingLineEdit) -> None:
        super().__init__(edit)
        self._edit = edit
        edit.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and self._edit.completer() is None:
            completer = QCompleter(sorted(available_timezones()), self._edit)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.activated.connect(self._on_activated)
            self._edit.setCompleter(completer)
        return False

    def _on_activated(self, _name: str) -> None:
        self._edit.commit()
