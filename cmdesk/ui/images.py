"""Pictures made of bytes, safely on any thread.

Left to find out what some bytes are, Qt asks each of its readers in turn, under a lock of its own; one of them has its
messages translated, which needs the interpreter's lock. Two threads that decode at once would then wait for each other
for ever. So the kind is always told.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QImage

_KINDS: Final = ((b"\x89PNG", "PNG"), (b"\xff\xd8", "JPEG"), (b"GIF8", "GIF"))


def decoded(data: bytes | None) -> QImage:
    """The picture that these bytes hold; an empty one where they hold none that we know."""
    if not data:
        return QImage()
    kind = "WEBP" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""
    kind = next((name for start, name in _KINDS if data.startswith(start)), kind)
    picture = QImage()
    if kind:
        picture.loadFromData(data, kind)
    return picture
