"""Pictures that people gave, made ready for paper."""

from __future__ import annotations

import io

from PIL import Image
from reportlab.lib.utils import ImageReader

from cmdesk.reports.layout import Size
from cmdesk.reports.placed import Placed

_MANY_PIXELS = 40_000_000


class Picture(Placed):
    """A logo, fitted into its room; what is no picture leaves the room empty."""

    def __init__(self, data: bytes, height: float, most_width: float) -> None:
        super().__init__()
        self.image = readable_picture(data, round(most_width * 4), round(height * 4))
        self.height = height
        wide, high = self.image.getSize() if self.image else (0, 1)
        self.width = min(most_width, height * wide / high)

    def wrap(self, _width: float, _height: float) -> Size:
        """As high as asked for."""
        return self.width, self.height

    def draw(self) -> None:
        """Keep its proportions."""
        if self.image:
            wide, high = self.image.getSize()
            tall = self.width * high / wide
            self.canv.drawImage(self.image, 0, (self.height - tall) / 2, self.width, tall, mask="auto")


class WholePicture(Placed):
    """A picture as large as its room lets it be, and nothing around it; what is no picture takes no room."""

    def __init__(self, data: bytes, room: tuple[float, float], sharpness: float) -> None:
        super().__init__()
        most_width, most_height = room
        self.image = readable_picture(data, round(most_width * sharpness), round(most_height * sharpness))
        wide, high = self.image.getSize() if self.image else (1, 0)
        scale = min(most_width / wide, most_height / high) if high else 0.0
        self.width, self.height = wide * scale, high * scale

    def wrap(self, _width: float, _height: float) -> Size:
        """As it was made."""
        return self.width, self.height

    def draw(self) -> None:
        """The whole of it."""
        if self.image:
            self.canv.drawImage(self.image, 0, 0, self.width, self.height, mask="auto")


def readable_picture(data: bytes, most_width: int, most_height: int, *, is_cropped: bool = False) -> ImageReader | None:
    """A picture no larger than it is printed; none where the bytes are no picture that we can read.

    Args:
        data: Bytes of a PNG, JPEG, GIF or WebP.
        most_width: In pixels of the paper.
        most_height: In pixels of the paper.
        is_cropped: Fill the room from the middle, rather than fit into it.
    """
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "WEBP")) as opened:
            if opened.width * opened.height > _MANY_PIXELS:
                return None
            opened.draft("RGB", (2 * most_width, 2 * most_height))
            opened.load()
            image = opened.convert("RGBA" if _has_holes(opened) else "RGB")
    except (OSError, ValueError, SyntaxError):
        return None
    if is_cropped:
        image = _cropped(image, most_width / most_height)
    image.thumbnail((max(1, most_width), max(1, most_height)))
    if image.mode == "RGBA":
        return ImageReader(image)
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=90, subsampling=0)
    return ImageReader(kept)


def _has_holes(image: Image.Image) -> bool:
    return image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info


def _cropped(image: Image.Image, proportion: float) -> Image.Image:
    wide, high = image.size
    if wide / high > proportion:
        kept = max(1, round(high * proportion))
        return image.crop(((wide - kept) // 2, 0, (wide - kept) // 2 + kept, high))
    kept = max(1, round(wide / proportion))
    return image.crop((0, (high - kept) // 2, wide, (high - kept) // 2 + kept))
