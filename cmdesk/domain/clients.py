"""The clients of an agency, their people and the places where they speak."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.moments import zone
from cmdesk.domain.networks import NETWORK_NAMES, Network
from cmdesk.i18n import LANGUAGES, N_, gettext

_ = gettext
COLOURS = 8  # the theme has this many client colours
LONGEST_LINE = 500  # of what is written in one line
LONGEST_TEXT = 50_000
_DAY_MINUTES = 24 * 60
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


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


ADDRESS_NAMES = {
    Address.TU: N_("As a friend (tú)"),
    Address.VOSOTROS: N_("As a team (vosotros)"),
    Address.USTED: N_("Formally (usted)"),
}


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
    usual_days: tuple[int, ...] = ()  # 0 is Monday; none: any day

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
    personality: str = ""
    tone: str = ""
    voice_do: str = ""  # one a line
    voice_avoid: str = ""  # one a line
    own_words: str = ""  # the words of its community, one a line
    status_reason: str = ""  # why it was paused, or goes on
    status_since: date | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class GivenChannel:
    """A network that a new client speaks on, and under which name."""

    network: str
    handle: str = ""


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


def free_colour(used: Sequence[int]) -> int:
    """The colour that the fewest clients have, the first of them."""
    return min(range(1, COLOURS + 1), key=lambda colour: (used.count(colour), colour))


def checked_letters(text: str, taken: Collection[str]) -> str:
    """The two letters of a tile, in capitals.

    Raises:
        RuleBroken: They are not two letters or digits, or another client has them.
    """
    letters = text.strip().upper()
    if len(letters) != 2 or not letters.isalnum():
        raise RuleBroken(_("Write two letters or digits for the tile."), field="letters")
    if letters in taken:
        raise RuleBroken(
            _("Another client has the letters “{letters}”. Choose others.").format(letters=letters), field="letters"
        )
    return letters


def checked_address(text: str, field: str = "url") -> str:
    """A web address; one without its beginning gets it.

    Raises:
        RuleBroken: It is no address that a browser opens.
    """
    address = text.strip()
    if not address:
        return ""
    if "://" not in address and not re.match(r"[a-zA-Z][\w+.-]*:(?!\d+(/|$))", address):
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_web = False
    if not is_web or re.search(r"\s", address) or len(address) > LONGEST_LINE:
        raise RuleBroken(
            _("Write a web address that begins with https://, such as {example}.").format(
                example="https://example.com"
            ),
            field=field,
        )
    return address


def checked_mail(text: str, field: str = "email") -> str:
    """An e-mail address, or nothing.

    Raises:
        RuleBroken: It is no address.
    """
    mail = text.strip()
    if mail and (not _ADDRESS.fullmatch(mail) or len(mail) > LONGEST_LINE):
        raise RuleBroken(_("Write an e-mail address with one @."), field=field)
    return mail


def checked_line(text: str, field: str, *, needed: str = "") -> str:
    """One line of text.

    Args:
        text: What was written.
        field: Where.
        needed: What to say when nothing was written; empty allows that.

    Raises:
        RuleBroken: It is missing or longer than a line.
    """
    line = " ".join(text.split())
    if needed and not line:
        raise RuleBroken(needed, field=field)
    if len(line) > LONGEST_LINE:
        raise RuleBroken(_("This is too long for one line. Make it shorter."), field=field)
    return line


def checked_text(text: str, field: str, most: int = LONGEST_TEXT) -> str:
    """Text of several lines.

    Raises:
        RuleBroken: It is longer than anybody would read.
    """
    if len(text) > most:
        raise RuleBroken(_("This text is too long. Make it shorter."), field=field)
    return text.strip()


def checked_currency(code: str, field: str = "currency") -> str:
    """The three letters of a currency.

    Raises:
        RuleBroken: They are not three letters.
    """
    letters = code.strip().upper()
    if len(letters) != 3 or not (letters.isascii() and letters.isalpha()):
        raise RuleBroken(_("Write the three letters of the currency, such as EUR."), field=field)
    return letters


def checked_colour(colour: Any, field: str = "colour") -> int:
    """One of the colours of the theme.

    Raises:
        RuleBroken: There is no such colour.
    """
    if not isinstance(colour, int) or not 1 <= colour <= COLOURS:
        raise RuleBroken(_("Choose one of the eight colours."), field=field)
    return colour


def checked_language(language: str, field: str = "language") -> str:
    """A language that documents are written in.

    Raises:
        RuleBroken: Documents are not written in it.
    """
    if language not in LANGUAGES:
        raise RuleBroken(_("Documents are written in English or Spanish."), field=field)
    return language


def checked_zone(name: str, field: str = "time_zone") -> str:
    """The name of a time zone.

    Raises:
        RuleBroken: There is no such zone.
    """
    try:
        zone(name.strip())
    except RuleBroken as error:
        raise RuleBroken(str(error), field=field) from error
    return name.strip()


def one_of(kind: type[StrEnum]) -> Callable[[Any, str], str]:
    """A rule: one of a list."""

    def checked(value: Any, field: str) -> str:
        if value not in set(kind):
            raise RuleBroken(_("Choose one of the list."), field=field)
        return kind(value)

    return checked


def yes_or_no(value: Any, _field: str) -> bool:
    """A rule: true or not."""
    return bool(value)


def _minute(value: Any, field: str) -> int | None:
    if value is not None and not 0 <= value < _DAY_MINUTES:
        raise RuleBroken(_("Write an hour between 0:00 and 23:59."), field=field)
    return None if value is None else int(value)


def _week_days(value: Any, field: str) -> list[int]:
    if not set(value) <= set(range(7)):
        raise RuleBroken(_("There is no such day of the week."), field=field)
    days = sorted(set(value))
    return [] if len(days) == len(range(7)) else days


def _named(sentence: str) -> Callable[[Any, str], str]:
    return lambda value, field: checked_line(value, field, needed=_(sentence))


Rule = Callable[[Any, str], Any]
CLIENT_RULES: dict[str, Rule] = {
    "name": _named(N_("Write the client's name.")),
    "legal_name": checked_line,
    "tax_id": checked_line,
    "postal_address": checked_text,
    "colour": checked_colour,
    "sector": checked_line,
    "language": checked_language,
    "address": one_of(Address),
    "time_zone": checked_zone,
    "currency": checked_currency,
    "status": one_of(ClientStatus),
    "notes": checked_text,
    "voice": checked_text,
    "personality": checked_text,
    "tone": checked_text,
    "voice_do": checked_text,
    "voice_avoid": checked_text,
    "own_words": checked_text,
    "key_messages": checked_text,
    "hashtags": checked_text,
}
CONTACT_RULES: dict[str, Rule] = {
    "name": _named(N_("Write the person's name.")),
    "job_title": checked_line,
    "area": one_of(ContactArea),
    "email": checked_mail,
    "phone": checked_line,
    "signs_scope": yes_or_no,
    "approves_posts": yes_or_no,
    "called_in_crisis": yes_or_no,
}
CHANNEL_RULES: dict[str, Rule] = {
    "network": one_of(Network),
    "handle": checked_line,
    "url": checked_address,
    "purpose": checked_line,
    "usual_minute": _minute,
    "usual_days": _week_days,
    "is_active": yes_or_no,
}


def checked_field(rules: dict[str, Rule], field: str, value: Any) -> Any:
    """What a field will hold.

    Raises:
        RuleBroken: It cannot hold this, or there is no such field.
    """
    if field not in rules:
        raise RuleBroken(_("There is no such field."), field=field)
    return rules[field](value, field)


def check_deletable(name: str, *, has_sent_scope: bool) -> None:
    """Refuse to delete a client to whom something was sent.

    Raises:
        RuleBroken: A version of its scope was sent.
    """
    if has_sent_scope:
        raise RuleBroken(
            _("A scope was sent to {client}, so this client cannot be deleted. Archive it instead.").format(client=name)
        )
