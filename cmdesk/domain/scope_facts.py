"""Who and what a scope speaks of: the two parties, their people, accounts, aims and audiences, as they were then.

A draft shows them as they are now; sending writes them into the version, so that what was agreed never depends on a
row that changes later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Party:
    """One of the two firms that agree."""

    name: str
    legal_name: str = ""
    tax_id: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person on the client's side, and what they do for the agreement."""

    name: str
    job_title: str = ""
    area: str = ""  # code of the area of the company, see domain.clients
    email: str = ""
    phone: str = ""
    signs: bool = False
    approves: bool = False
    called_in_crisis: bool = False


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """A place where the client speaks, by its exact handle."""

    network: str
    handle: str = ""
    url: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class AimFacts:
    """What the client wants to reach, and how it is measured."""

    aim: str
    measure: str = ""
    network: str = ""
    baseline: str = ""
    target: str = ""
    deadline: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class AudienceFacts:
    """One row of the stakeholder map."""

    who: str
    interest: int = 2  # 1 low, 2 middling, 3 high
    influence: int = 2
    objective: str = ""
    message: str = ""
    networks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VoiceFacts:
    """How the client speaks in public; lists hold one a line."""

    personality: str = ""
    tone: str = ""
    do: str = ""
    avoid: str = ""
    own_words: str = ""
    key_messages: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """A word of the document that the glossary explains."""

    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ScopeFacts:
    """All that a scope says beside its terms and lines."""

    client: Party
    agency: Party
    address: str = "tu"  # how the document speaks to the client
    contact: str = ""  # the agency's person for every day
    people: tuple[PersonFacts, ...] = ()
    accounts: tuple[AccountFacts, ...] = ()
    aims: tuple[AimFacts, ...] = ()
    audiences: tuple[AudienceFacts, ...] = ()
    voice: VoiceFacts = VoiceFacts()
    glossary: tuple[Explained, ...] = ()


def plain_value(value: object) -> Any:
    """A value as lists, tables, texts and numbers; days as ISO dates."""
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain_value(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, (tuple, list)):
        return [plain_value(item) for item in value]
    return value


def plain_facts(facts: ScopeFacts) -> dict[str, Any]:
    """The facts as a version keeps them."""
    plain: dict[str, Any] = plain_value(facts)
    return plain


def read_facts(plain: Mapping[str, Any]) -> ScopeFacts | None:
    """The facts that `plain_facts` wrote; none from an empty table."""
    if not plain:
        return None
    return ScopeFacts(
        client=_one(Party, plain["client"]),
        agency=_one(Party, plain["agency"]),
        address=plain.get("address", "tu"),
        contact=plain.get("contact", ""),
        people=_many(PersonFacts, plain.get("people", ())),
        accounts=_many(AccountFacts, plain.get("accounts", ())),
        aims=_many(AimFacts, plain.get("aims", ())),
        audiences=_many(AudienceFacts, plain.get("audiences", ())),
        voice=_one(VoiceFacts, plain.get("voice", {})),
        glossary=_many(Explained, plain.get("glossary", ())),
    )


def _one(kind: type[T], plain: Mapping[str, Any]) -> T:
    """One of a kind; names that a later program wrote are passed over."""
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    values = {name: _read(name, value) for name, value in plain.items() if name in known}
    return kind(**values)


def _many(kind: type[T], plain: Any) -> tuple[T, ...]:
    return tuple(_one(kind, item) for item in plain)


def _read(name: str, value: Any) -> Any:
    if name == "deadline":
        return date.fromisoformat(value) if value else None
    return tuple(value) if isinstance(value, list) else value
