"""A client's pictures and films, wherever they are used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cmdesk.domain.catalogue_sheet import folded
from cmdesk.domain.media_rules import GIF
from cmdesk.domain.posts import PostStatus
from cmdesk.i18n import N_


class Shelf(StrEnum):
    """Which part of a library is shown."""

    ALL = "all"
    PICTURES = "pictures"
    FILMS = "films"
    UNUSED = "unused"
    WITHOUT_ALT = "without_alt"


SHELF_NAMES = {
    Shelf.ALL: N_("All"),
    Shelf.PICTURES: N_("Pictures"),
    Shelf.FILMS: N_("Videos"),
    Shelf.UNUSED: N_("Not used"),
    Shelf.WITHOUT_ALT: N_("Not described"),
}


@dataclass(frozen=True, slots=True)
class Use:
    """A post that shows something of the library."""

    post_id: int
    title: str
    day: date | None
    status: PostStatus


@dataclass(frozen=True, slots=True)
class LibraryItem:
    """A picture or film of a client."""

    id: int
    hash: str
    name: str
    kind: str
    alt: str  # what it shows, wherever a post says nothing else
    thumb: str | None
    width: int | None
    height: int | None
    size: int | None
    duration_ms: int | None
    path: str  # of a large film that stays where it is
    version: int = 1
    uses: tuple[Use, ...] = ()

    @property
    def is_film(self) -> bool:
        """Whether it moves and sounds."""
        return self.kind.startswith("video/")


def on_shelf(item: LibraryItem, shelf: Shelf) -> bool:
    """Whether a part of the library holds something."""
    match shelf:
        case Shelf.PICTURES:
            return not item.is_film
        case Shelf.FILMS:
            return item.is_film or item.kind == GIF
        case Shelf.UNUSED:
            return not item.uses
        case Shelf.WITHOUT_ALT:
            return not item.alt.strip()
        case _:
            return True


def found_in(items: Sequence[LibraryItem], words: str, shelf: Shelf = Shelf.ALL) -> tuple[LibraryItem, ...]:
    """What answers to all of these words by its name, what it shows or the posts that use it."""
    wanted = folded(words).split()
    return tuple(
        item for item in items if on_shelf(item, shelf) and (not wanted or all(word in _said(item) for word in wanted))
    )


def _said(item: LibraryItem) -> str:
    return folded(" ".join([item.name, item.alt, *(use.title for use in item.uses)]))
