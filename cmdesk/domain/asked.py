"""What is asked of whoever runs networks for others: a list of its own, and what answers each item of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cmdesk.domain.catalogue import Service


class AskedKind(StrEnum):
    """What kind of thing is asked: something to do, something to be ranked, or a way of working."""

    TASK = "task"
    RANK = "rank"
    PRINCIPLE = "principle"


@dataclass(frozen=True, slots=True)
class Part:
    """A named part of the program that stands for a way of working."""

    code: str
    es: str
    en: str

    def name(self, language: str) -> str:
        """What the part does, in a language."""
        return self.es if language == "es" else self.en


@dataclass(frozen=True, slots=True)
class Asked:
    """One item of the list."""

    code: str  # as services name it in `covers`
    kind: AskedKind
    es: str
    en: str
    parts: tuple[Part, ...] = ()

    def words(self, language: str) -> str:
        """What is asked, in a language."""
        return self.es if language == "es" else self.en


def parse_asked(data: Mapping[str, Any]) -> tuple[Asked, ...]:
    """The list that a file holds, in its order.

    Raises:
        ValueError: A kind or a part is none, or a code stands there twice.
        KeyError: An item lacks what each one has.
    """
    parts = {one["code"]: Part(one["code"], one["es"], one["en"]) for one in data["part"]}
    items = tuple(_parse_item(one, parts) for one in data["item"])
    if len({item.code for item in items}) < len(items):
        raise ValueError("The list holds a code twice")
    return items


def _parse_item(data: Mapping[str, Any], parts: Mapping[str, Part]) -> Asked:
    unknown = [code for code in data.get("parts", ()) if code not in parts]
    if unknown:
        raise ValueError(f"{data['id']} names no part: {', '.join(unknown)}")
    return Asked(
        code=data["id"],
        kind=AskedKind(data["kind"]),
        es=data["es"],
        en=data["en"],
        parts=tuple(parts[code] for code in data.get("parts", ())),
    )


def covering(items: Iterable[Asked], services: Iterable[Service]) -> dict[str, tuple[Service, ...]]:
    """The services that do each item, by its code; an item that none does has an empty place."""
    found: dict[str, list[Service]] = {item.code: [] for item in items}
    for service in services:
        for code in service.covers:
            found.setdefault(code, []).append(service)
    return {code: tuple(doing) for code, doing in found.items()}


def uncovered(items: Iterable[Asked], services: Iterable[Service]) -> tuple[Asked, ...]:
    """The items that nothing answers: a part of the program does for a principle, never for a task or a rank."""
    listed = tuple(items)
    done = covering(listed, services)
    return tuple(
        item for item in listed if not done[item.code] and not (item.kind is AskedKind.PRINCIPLE and item.parts)
    )


def unknown_covers(items: Iterable[Asked], services: Iterable[Service]) -> tuple[str, ...]:
    """Codes that services say they do and that nobody asked for."""
    listed = tuple(items)
    known = {item.code for item in listed}
    return tuple(sorted(code for code in covering(listed, services) if code not in known))
