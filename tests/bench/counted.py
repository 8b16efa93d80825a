"""A text counted for all networks against cutting it into signs; a picture of 12 megapixels against decoding it."""

from __future__ import annotations

import io

from PIL import Image

from cmdesk.domain.counting import count, graphemes
from cmdesk.domain.entities import _links, entities
from cmdesk.services.limits import shipped_limits
from cmdesk.services.pictures import look_at
from tests.bench.measure import Row, compared, rounds, seconds

_TEXT = ("Hace 7.000 años alguien dejó una masa olvidada al sol 🥖 #Pan @horno horno.es/a " * 30)[:2200]


def counted(*, count_of_rounds: int) -> list[Row]:
    """Both of them."""
    return [_texts(count_of_rounds), _pictures(count_of_rounds)]


def _texts(count_of_rounds: int) -> Row:
    limits = shipped_limits()

    def every() -> None:
        entities.cache_clear()
        _links.cache_clear()
        for network in limits.networks:
            count(_TEXT, network, limits)

    found = rounds(
        count_of_rounds, {"ours": lambda: seconds(every), "signs": lambda: seconds(lambda: graphemes(_TEXT))}
    )
    return compared("counting 2,200 letters for 12 networks : cutting them into signs", found, "ours", "signs", "120")


def _pictures(count_of_rounds: int) -> Row:
    target = io.BytesIO()
    Image.effect_noise((4000, 3000), 40).convert("RGB").save(target, "JPEG", quality=90)
    data = target.getvalue()

    def decoded() -> None:
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()

    found = rounds(
        count_of_rounds,
        {"ours": lambda: seconds(lambda: look_at(data)), "decoder": lambda: seconds(decoded)},
    )
    return compared("thumbnail of 12 megapixels : decoding them", found, "ours", "decoder", "1")
