"""The clients of an agency, their people and the places where they speak."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cmdesk.domain.networks import NETWORK_NAMES, Network
from cmdesk.i18n import N_, gettext

COLOURS = 8  # the theme has this many client colours


class ClientStatus(StrEnum):
    """Where the work with a client stands."""

    PROSPECT = "prospect"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


CLIENT_STATUS_NAMES = {
    ClientStatus.PROSPECT: N_("Prospect"),
    ClientStatus.ACTIVE: N_("Active"),
    ClientStatus.PAUSED: N_("Paused"),
    ClientStatus.ENDED: N_("Ended"),
}


class Address(StrEnum):
    """How a client's documents speak to the reader, in Spanish."""

    TU = "tu"
    VOSOTROS = "vosotros"
    USTED = "usted"


class ContactArea(StrEnum):
    """The part of the client's company that a contact works in."""

    MANAGEMENT = "management"
    MARKETING = "marketing"
    PRODUCT = "product"
    SALES = "sales"
    CARE = "care"
    PR = "pr"
    ENGINEERING = "engineering"
    LEGAL = "legal"


CONTACT_AREA_NAMES = {
    ContactArea.MANAGEMENT: N_("Management"),
    ContactArea.MARKETING: N_("Marketing"),
    ContactArea.PRODUCT: N_("Product"),
    ContactArea.SALES: N_("Sales"),
    ContactArea.CARE: N_("Customer care"),
    ContactArea.PR: N_("Press"),
    ContactArea.ENGINEERING: N_("Engineering"),
    ContactArea.LEGAL: N_("Legal"),
}


@dataclass(frozen=True, slots=True)
class ClientTile:
    """What stands for a client in lists: its name, two letters and a colour of the theme."""

    id: int
    name: str
    letters: str
    colour: int  # 1 to 8
    is_archived: bool = False
    status: ClientStatus = ClientStatus.ACTIVE


@dataclass(frozen=True, slots=True)
class Contact:
    """A person in the client's company."""

    id: int
    client_id: int
    name: str
    job_title: str
    area: ContactArea
    email: str
    phone: str
    signs_scope: bool
    approves_posts: bool
    called_in_crisis: bool
    version: int = 1


@dataclass(frozen=True, slots=True)
class Channel:
    """A place where a client speaks."""

    id: int
    client_id: int
    network: Network
    handle: str
    url: str
    purpose: str
    usual_minute: int | None  # the usual hour of a post, minutes after midnight
    is_active: bool
    version: int = 1

    @property
    def name(self) -> str:
        """The network's name with the handle: 'Instagram @hornomasalumbre'."""
        return f"{gettext(NETWORK_NAMES[self.network])} {self.handle}".strip()


@dataclass(frozen=True, slots=True)
class Client:
    """All that the client editor shows."""

    id: int
    name: str
    legal_name: str
    tax_id: str
    postal_address: str
    letters: str
    colour: int
    sector: str
    language: str
    address: Address
    time_zone: str
    currency: str
    status: ClientStatus
    notes: str
    voice: str
    key_messages: str
    hashtags: str
    logo: str | None
    archived_at: datetime | None
    has_sent_scope: bool
    contacts: tuple[Contact, ...]
    channels: tuple[Channel, ...]
    version: int = 1


def free_letters(name: str, taken: Collection[str]) -> str:
    """Two letters for a client's tile that no other client has.

    The initials of the first two words, or the first two letters of one word; the second letter
    moves on along the name, then along the alphabet, while the pair is taken.
    """
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c)).upper()
    words = ["".join(c for c in word if c.isalnum()) for word in plain.split()]
    words = [word for word in words if word and word not in {"DE", "LA", "EL", "THE", "Y", "AND"}] or ["X"]
    first = words[0][0]
    wanted = (words[1] if len(words) > 1 else "") + words[0][1:] + "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    pairs = (first + second for second in wanted)
    return next((pair for pair in pairs if pair not in taken), first + "?")
