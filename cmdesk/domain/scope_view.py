"""What a person needs in front of them to write and to agree a client's scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cmdesk.domain.agency import initials
from cmdesk.domain.catalogue import Service, Template
from cmdesk.domain.clients import Address
from cmdesk.domain.scope import (
    ScopeEvent,
    ScopeStatus,
    ScopeVersion,
    agreed_version,
    latest_version,
    ruling_version,
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may do or approve what a line promises."""

    id: int
    name: str
    is_client: bool  # a contact of the client, not a member of the agency
    job_title: str = ""
    signs: bool = False
    approves: bool = False
    colour: int = 1  # of a member's circle

    @property
    def letters(self) -> str:
        """Two letters for the avatar."""
        return initials(self.name)


@dataclass(frozen=True, slots=True)
class ScopeView:
    """A client's scope in all its versions, with all that its fields offer to choose from."""

    client_id: int
    name: str
    letters: str
    colour: int
    language: str
    currency: str
    address: Address
    versions: tuple[ScopeVersion, ...]
    members: tuple[Person, ...]
    contacts: tuple[Person, ...]
    networks: tuple[str, ...]  # where the client speaks
    services: tuple[Service, ...]
    templates: tuple[Template, ...]
    may_agree: bool = True  # whether who looks may send and agree
    today: date = date.min  # the day it is for who looks

    @property
    def latest(self) -> ScopeVersion | None:
        """The version that work goes on with: what is open, else what is agreed, else the newest."""
        return latest_version(self.versions, self.today)

    @property
    def agreed(self) -> ScopeVersion | None:
        """The version that stands agreed, in force already or from a day to come."""
        return agreed_version(self.versions, self.today)

    @property
    def ruling(self) -> ScopeVersion | None:
        """The version that is in force today."""
        return ruling_version(self.versions, self.today)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the services that a complete scope decides on."""
        return tuple(service.code for service in self.services)

    def version(self, scope_id: int | None) -> ScopeVersion | None:
        """The version with this id."""
        return next((version for version in self.versions if version.id == scope_id), None)

    def service(self, code: str | None) -> Service | None:
        """The service with this code."""
        return next((service for service in self.services if service.code == code), None)


@dataclass(frozen=True, slots=True)
class ScopeState:
    """Where a client's scope stands, in one row of a list."""

    client_id: int
    name: str
    letters: str
    colour: int
    number: int | None = None
    status: ScopeStatus | None = None
    first_day: date | None = None
    monthly_cents: int = 0
    currency: str = "EUR"
    agreed_number: int | None = None  # what stands agreed beside an open version
    problems: int = 0
    last_day: date | None = None  # until when an agreed version rules


@dataclass(frozen=True, slots=True)
class ScopeSource:
    """Another client's version, which a new scope can begin as a copy of."""

    scope_id: int
    client: str
    number: int
    status: ScopeStatus
    included: int  # lines
    monthly_cents: int
    currency: str


@dataclass(frozen=True, slots=True)
class ScopeHistory:
    """All that happened to a client's scope, and the evidence that was kept, by its hash."""

    events: tuple[ScopeEvent, ...]
    evidence: Mapping[str, int]  # size in bytes
