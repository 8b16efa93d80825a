"""The calendar on paper: what the sheet of a month and the list of its posts print, and their own words.

The words belong to the document, in Spanish and English; they do not follow the language of the program. Places in
braces are filled by name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from cmdesk.domain.days import CampaignBar
from cmdesk.domain.posts import PostFormat, PostStatus
from cmdesk.domain.reporting import AgencyCard, ClientCard
from cmdesk.domain.wording import filled, format_name


class PaperSize(StrEnum):
    """The paper of a month; it lies across."""

    A4 = "a4"
    A3 = "a3"


@dataclass(frozen=True, slots=True)
class PaperPicture:
    """A picture or a film of a post: a small picture of it, if there is one, and what it shows."""

    data: bytes
    alt: str
    name: str
    is_film: bool = False


@dataclass(frozen=True, slots=True)
class PaperText:
    """What a post says on one network, and what stands beside it there."""

    network: str
    handle: str = ""
    text: str = ""
    is_own: bool = False  # not the text of the other networks
    link: str = ""
    first_comment: str = ""
    url: str = ""  # where it can be read, once it is out


@dataclass(frozen=True, slots=True)
class PaperPost:
    """A post as the papers of the calendar show it.

    Attributes:
        day: The client's local day.
        minute: Its hour in minutes after midnight; none: no hour yet.
        title: Its working title.
        status: How far it has come.
        format: What kind of post.
        networks: Where it goes.
        client: Whose it is, where posts of several stand together.
        text: What it says.
        places: What differs on each network.
        pictures: Its pictures and films.
        note: What the agency wrote to the client about it.
    """

    day: date
    minute: int | None
    title: str
    status: PostStatus
    format: PostFormat
    networks: tuple[str, ...] = ()
    client: ClientCard | None = None
    text: str = ""
    places: tuple[PaperText, ...] = ()
    pictures: tuple[PaperPicture, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class CalendarPaper:
    """A month of one client, or of all, as its papers print it.

    Attributes:
        agency: Who plans.
        client: Whose month; none: the month of all clients.
        month: Its first day.
        issued: Day of the document.
        posts: The posts of the month, by day and hour, without those that were cancelled.
        size: The paper of the sheet.
        with_texts: Whether the sheet is followed by what each post says.
        first_week_day: The day with which a week begins: 0 is Monday.
        holidays: The names of the holidays, by their day.
        themes: The names of the days to remember, by their day.
        campaigns: The campaigns that lie over the month.
        agreed: What the scope holds of each line: its title, what is planned, and what was agreed.
        zone: The time zone of the hours, where it is not the agency's; else empty.
    """

    agency: AgencyCard
    client: ClientCard | None
    month: date
    issued: date
    posts: tuple[PaperPost, ...] = ()
    size: PaperSize = PaperSize.A4
    with_texts: bool = False
    first_week_day: int = 0
    holidays: Mapping[date, tuple[str, ...]] = field(default_factory=dict)
    themes: Mapping[date, tuple[str, ...]] = field(default_factory=dict)
    campaigns: tuple[CampaignBar, ...] = ()
    agreed: tuple[tuple[str, int, int], ...] = ()
    zone: str = ""

    def of_day(self, day: date) -> Sequence[PaperPost]:
        """The posts of a day, in their order."""
        return [post for post in self.posts if post.day == day]


# --- what the papers say ----------------------------------------------------------------------------

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "calendar": ("Calendario de {month}", "Calendar of {month}"),
    "calendar_title": ("{client}: calendario de {month}", "{client}: calendar of {month}"),
    "posts": ("Publicaciones de {month}", "Posts of {month}"),
    "posts_title": ("{client}: publicaciones de {month}", "{client}: posts of {month}"),
    "all": ("Todos los clientes", "All clients"),
    "nothing": ("Todavía no hay publicaciones en {month}.", "No posts in {month} yet."),
    "count_one": ("1 publicación", "1 post"),
    "count": ("{count} publicaciones", "{count} posts"),
    "agreed": ("{title}: {planned} de {due}", "{title}: {planned} of {due}"),
    "zone": ("Horas de {zone}", "Times in {zone}"),
    "week": ("Semana {number}", "Week {number}"),
    "week_days": ("Semana {number}: del {first} al {last}", "Week {number}: {first} to {last}"),
    "hidden_one": ("1 más, en la lista", "1 more, in the list"),
    "hidden": ("{count} más, en la lista", "{count} more, in the list"),
    "rest": ("Lo que no cabe en la hoja", "What does not fit on the sheet"),
    "rest_lead": (
        "Estos días tienen más publicaciones de las que caben arriba. Aquí están las demás.",
        "These days have more posts than fit above. Here are the others.",
    ),
    "texts": ("Lo que dice cada una", "What each of them says"),
    "no_hour": ("sin hora", "no hour yet"),
    "no_text": ("Sin texto.", "No text."),
    "own_text": ("Texto propio en {network}", "Text of its own on {network}"),
    "link": ("Enlace", "Link"),
    "first_comment": ("Primer comentario", "First comment"),
    "note": ("Nota", "Note"),
    "published": ("Publicada en", "Published at"),
    "shows": ("Qué se ve", "What it shows"),
    "no_alt": ("Sin descripción.", "Not described."),
    "film": ("Vídeo", "Video"),
    "no_picture": ("No se puede mostrar: {name}", "Cannot be shown: {name}"),
    "made": ("Con fecha de {day}", "As of {day}"),
    "file_calendar": ("{month} {client} - Calendario", "{month} {client} - Calendar"),
    "file_posts": ("{month} {client} - Publicaciones", "{month} {client} - Posts"),
}

_STATUSES: Final[Mapping[PostStatus, tuple[str, str]]] = {
    PostStatus.IDEA: ("Idea", "Idea"),
    PostStatus.DRAFT: ("Borrador", "Draft"),
    PostStatus.INTERNAL_REVIEW: ("Revisión interna", "Internal review"),
    PostStatus.CLIENT_REVIEW: ("Revisión del cliente", "Client review"),
    PostStatus.APPROVED: ("Aprobada", "Approved"),
    PostStatus.SCHEDULED: ("Programada", "Scheduled"),
    PostStatus.PUBLISHED: ("Publicada", "Published"),
    PostStatus.CANCELLED: ("Cancelada", "Cancelled"),
}


class PaperWords:
    """The words of the calendar's papers, in one language."""

    def __init__(self, language: str) -> None:
        self.language = "es" if language == "es" else "en"

    def __call__(self, key: str, **places: object) -> str:
        """A sentence with its places filled; what a person wrote is never read for places."""
        return filled(self._own(_WORDS[key]), places)

    def counted(self, key: str, count: int, **places: object) -> str:
        """The same for one and for several."""
        return self(f"{key}_one" if count == 1 else key, count=count, **places)

    def status(self, status: PostStatus) -> str:
        """'Revisión del cliente'."""
        return self._own(_STATUSES[status])

    def format(self, format_: PostFormat) -> str:
        """'carrusel'."""
        return format_name(format_, self.language)

    def _own(self, words: tuple[str, str]) -> str:
        return words[self.language == "en"]
