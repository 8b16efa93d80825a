"""A bakery whose month waits for its client's answers: what tests of the review pack stand on."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

from PIL import Image

from cmdesk.desk import Desk, open_desk
from cmdesk.models import Agency, Client, Placement
from cmdesk.services import clients, posts
from cmdesk.services.action import action
from cmdesk.services.clients import add_contact
from tests.bakery import NOW, TODAY, open_bakery
from tests.made import FOUNDER, add_picture, made

TITLES = (
    "Hogaza de centeno", "Cruasán: ¿recto o curvo?", "Cómo se corta una hogaza", "Harina de aquí", "Puertas abiertas",
    "Elena responde: ¿sin gluten?", "Desayuno del sábado", "Masa madre", "Encargos de fiesta", "El horno a las cuatro",
    "Pan de ayer", "Fin de mes",
)  # fmt: skip
TEXT = "El pan de masa madre tarda dos días.\n\n" + "Lo hacemos sin prisa. " * 9 + "#MasaMadre"


def picture(colour: str = "peru", size: tuple[int, int] = (400, 300)) -> bytes:
    """A photo with a place and a camera written into it."""
    image = Image.new("RGB", size, colour)
    exif = image.getexif()
    exif[0x010F] = "SecretCamera"
    exif[0x8825] = {1: "N", 2: (40.0, 25.0, 0.0)}
    target = io.BytesIO()
    image.save(target, "JPEG", exif=exif)
    return target.getvalue()


@action("Change language")
def speak(session, client_id, language, address):
    """Let a client's documents speak another language, or to other people."""
    row = session.get(Client, client_id)
    row.language, row.address = language, address


@action("Change colour")
def paint(session, colour):
    """Give the agency another colour."""
    session.query(Agency).one().colour = colour


@action("Write on a channel")
def write_own(session, post_id, text, link="", first_comment=""):
    """Let a post say something else on its first channel."""
    placement = session.query(Placement).filter_by(post_id=post_id).order_by(Placement.id).first()
    placement.text, placement.link, placement.first_comment = text, link, first_comment


def waiting_month(name: object, count: int = 12) -> tuple[Desk, int, list[int]]:
    """The agency's desk, its bakery with a contact, and drafts from 16 October on."""

    def make(place: str) -> tuple[int, tuple[int, ...]]:
        desk, client_id = open_bakery(place)
        keys = tuple(_fill(desk, client_id, count))
        desk.close()
        return client_id, keys

    client_id, keys = made(str(name), ("waiting", count), make)
    desk = open_desk(str(name), member_id=FOUNDER, today=TODAY, clock=lambda: NOW)
    return desk, client_id, list(keys)


def _fill(desk: Desk, client_id: int, count: int) -> Iterator[int]:
    desk.do(speak, client_id, "es", "tu")
    desk.do(add_contact, client_id, "Elena Robles", approves_posts=True)
    places = [one.id for one in desk.read(clients.channels, client_id)][:2]
    for at in range(count):
        day = date(2026, 10, 16 + at)
        key = desk.do(
            posts.add_post, client_id, TITLES[at % 12], day=day, minute=540, text=f"{TEXT} {at}", channel_ids=places
        ).value
        if at % 2 == 0:
            add_picture(desk, key, "pan.jpg", picture(("peru", "olive", "teal")[at % 3]), "Una hogaza")
        yield key
