"""What is asked of the trade, and what of it this agency's catalogue answers."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from sqlalchemy.orm import Session

from cmdesk.domain.asked import Asked, covering, parse_asked, uncovered
from cmdesk.domain.catalogue import Service
from cmdesk.paths import resource
from cmdesk.services.catalogue import services


@dataclass(frozen=True, slots=True)
class Answered:
    """One item of the list, with the services that do it."""

    item: Asked
    services: tuple[Service, ...]
    is_open: bool  # nothing answers it


def asked() -> tuple[Asked, ...]:
    """The list in the program's own files."""
    return parse_asked(tomllib.loads(resource("catalogue", "asked.toml").read_text("utf-8")))


def answered(session: Session) -> list[Answered]:
    """Each item of the list with the services of this agency that do it; hidden ones do not count."""
    items, offered = asked(), services(session)
    doing = covering(items, offered)
    still_open = set(uncovered(items, offered))
    return [Answered(item, doing[item.code], item in still_open) for item in items]
