"""The fields that a client fills and signs, and the document's own data inside it.

They are written while the pages are drawn: no second pass over the file, and the same content gives the same bytes. The
signature field is left empty, so that any program for signing finds it.

The agency does not certify the file. Its key would lie in a workspace that all members share, so its signature would
say no more than what the content of the file says by itself; and readers of every day, which fill a form in their own
way, would break it. What came back is compared with what was issued instead (`exchange/returned.py`).
"""

from __future__ import annotations

import hashlib
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObjectReference, PDFStream, PDFString

from cmdesk.domain.signing import ATTACHMENT, SIGNATURE
from cmdesk.reports.layout import Size
from cmdesk.reports.placed import Placed
from cmdesk.reports.style import GREEN, INK, LIGHT_GREY, PETROL_TINT, WHITE, px
from cmdesk.reports.text import one_line

TICK = px(13)  # the edge of a box
_LINE = px(20)
_MOST_LETTERS = 200
_NO_SPELLING = 1 << 22
_PRINTED = 4
_LETTERS = "/Helv 11 Tf 0.13 0.15 0.16 rg"
_ON, _OFF = "Yes", "Off"
_TICK_STROKES = ((0.2, 0.5), (0.42, 0.24), (0.82, 0.78))  # of the edge, as `parts.Sign` draws it


class _Field(Placed):
    """A field of the form on the page where it is drawn.

    Attributes:
        name: What the field is called in the file.
        label: What it is for, in the document's language: read aloud, and shown under the mouse.
    """

    def __init__(self, name: str, label: str) -> None:
        super().__init__()
        self.name, self.label = name, label

    def _place(self, x: float, y: float, width: float, height: float, **entries: Any) -> None:
        canvas = self.canv
        left, bottom = canvas.absolutePosition(x, y)
        right, top = canvas.absolutePosition(x + width, y + height)
        widget = PDFDictionary(
            {
                "Type": PDFName("Annot"),
                "Subtype": PDFName("Widget"),
                "T": PDFString(self.name),
                "TU": PDFString(one_line(self.label)),
                "Rect": PDFArray([round(edge, 2) for edge in (left, bottom, right, top)]),
                "F": _PRINTED,
                "P": canvas._doc.thisPageRef(),
                **entries,
            }
        )
        _form_of(canvas).append(PDFObjectReference(canvas._doc.annotationName(self.name)))
        canvas._addAnnotation(widget, self.name)


class _WideField(_Field):
    """A field as wide as its column."""

    def __init__(self, name: str, label: str, height: float) -> None:
        super().__init__(name, label)
        self.height = height
        self.width = 0.0

    def wrap(self, width: float, _height: float) -> Size:
        """As high as it was made."""
        self.width = width
        return width, self.height


class TextField(_WideField):
    """A line to type on, as wide as its column."""

    def __init__(self, name: str, label: str, *, height: float = px(26)) -> None:
        super().__init__(name, label, height)

    def draw(self) -> None:
        """A tinted ground and a line below it, which also serve a pen."""
        self.canv.setFillColor(PETROL_TINT)
        self.canv.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        self.canv.setFillColor(LIGHT_GREY)
        self.canv.rect(0, 0, self.width, px(0.8), stroke=0, fill=1)
        self._place(
            0, px(0.8), self.width, self.height - px(0.8),
            FT=PDFName("Tx"), Ff=_NO_SPELLING, MaxLen=_MOST_LETTERS, DA=PDFString(_LETTERS), V=PDFString(""),
        )  # fmt: skip


class TickField(_Field):
    """A box to tick, with the mouse or with a pen; as high as a line of body text."""

    def wrap(self, width: float, _height: float) -> Size:
        """13 px square, on a line of 20."""
        return width, _LINE

    def draw(self) -> None:
        """A white square with an outline; its tick appears when somebody sets it."""
        left, bottom, edge = px(0.7), px(4.2), px(11.6)
        self.canv.setFillColor(WHITE)
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(px(1.1))
        self.canv.roundRect(left, bottom, edge, edge, px(1.5), stroke=1, fill=1)
        looks = {_ON: _look(self.canv, _ON, _tick_path(edge), edge), _OFF: _look(self.canv, _OFF, "", edge)}
        self._place(
            left, bottom, edge, edge,
            FT=PDFName("Btn"), V=PDFName(_OFF), AS=PDFName(_OFF),
            AP=PDFDictionary({"N": PDFDictionary(looks)}), MK=PDFDictionary({"CA": PDFString("4")}),
        )  # fmt: skip


class SignatureField(_WideField):
    """An empty field for a signature with a certificate, as wide as its column."""

    def __init__(self, label: str, *, height: float = px(64)) -> None:
        super().__init__(SIGNATURE, label, height)

    def draw(self) -> None:
        """A frame of dashes: room for a stamp, a signature by hand, or a certificate."""
        self.canv.saveState()
        self.canv.setStrokeColor(LIGHT_GREY)
        self.canv.setLineWidth(px(0.8))
        self.canv.setDash(px(3), px(3))
        self.canv.roundRect(0, 0, self.width, self.height, px(4), stroke=1, fill=0)
        self.canv.restoreState()
        self._place(0, 0, self.width, self.height, FT=PDFName("Sig"))


class Attachment(Placed):
    """The document's own data, inside the document; it takes no room on the page.

    Attributes:
        data: The bytes, as they are kept and fingerprinted.
        about: What they are, in the document's language.
        name: What the file inside is called.
    """

    def __init__(self, data: bytes, about: str, name: str = ATTACHMENT) -> None:
        super().__init__()
        self.data, self.about, self.name = data, about, name

    def wrap(self, _width: float, _height: float) -> Size:
        """It takes no room."""
        return 0, 0

    def draw(self) -> None:
        """Put the data into the file."""
        attach(self.canv, self.data, self.about, self.name)


def attach(canvas: Any, data: bytes, about: str, name: str = ATTACHMENT) -> None:
    """Give a file its own data as an associated file; drawn again, it stays one."""
    document = canvas._doc
    catalog = document.Catalog
    if getattr(catalog, "AF", None) is not None:
        return
    parameters = {"Size": len(data), "CheckSum": PDFString(_checksum(data), enc="raw")}
    stream = PDFStream(
        PDFDictionary(
            {
                "Type": PDFName("EmbeddedFile"),
                "Subtype": "/application#2Fjson",  # reportlab would not spell the slash
                "Params": PDFDictionary(parameters),
            }
        ),
        data,
    )
    kept = document.Reference(stream)
    file = document.Reference(
        PDFDictionary(
            {
                "Type": PDFName("Filespec"),
                "F": PDFString(name),
                "UF": PDFString(name),
                "Desc": PDFString(one_line(about)),
                "AFRelationship": PDFName("Data"),
                "EF": PDFDictionary({"F": kept, "UF": kept}),
            }
        )
    )
    names = PDFDictionary({"Names": PDFArray([PDFString(name), file])})
    catalog.Names = PDFDictionary({"EmbeddedFiles": names})
    catalog.AF = PDFArray([file])
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "AF"]  # reportlab writes only the entries that it knows


def _checksum(data: bytes) -> bytes:
    """The MD5 that the format asks for; nothing relies on it."""
    return hashlib.md5(data, usedforsecurity=False).digest()


def _form_of(canvas: Any) -> list[PDFObjectReference]:
    """The fields of the file's form, which is made with the first of them."""
    catalog = canvas._doc.Catalog
    if getattr(catalog, "AcroForm", None) is None:
        plain, signs = _font("Helvetica", encoding="WinAnsiEncoding"), _font("ZapfDingbats")
        fonts = {"Helv": canvas._doc.Reference(plain), "ZaDb": canvas._doc.Reference(signs)}
        entries = {
            "Fields": PDFArray([]),
            "DA": PDFString(_LETTERS),
            "DR": PDFDictionary({"Font": PDFDictionary(fonts)}),
        }
        catalog.AcroForm = PDFDictionary(entries)
    fields: list[PDFObjectReference] = catalog.AcroForm["Fields"].sequence
    return fields


def _font(name: str, encoding: str = "") -> PDFDictionary:
    """One of the fonts that every reader has, for what is typed."""
    entries = {"Type": PDFName("Font"), "Subtype": PDFName("Type1"), "BaseFont": PDFName(name)}
    return PDFDictionary({**entries, "Encoding": PDFName(encoding)} if encoding else entries)


def _look(canvas: Any, state: str, strokes: str, edge: float) -> PDFObjectReference:
    """How a box looks in one of its states; all boxes of a file share it."""
    name = f"look.{state}"
    if name in canvas._doc.idToObject:
        return PDFObjectReference(name)
    look = PDFStream(
        PDFDictionary(
            {
                "Type": PDFName("XObject"),
                "Subtype": PDFName("Form"),
                "BBox": PDFArray([0, 0, round(edge, 2), round(edge, 2)]),
                "Resources": PDFDictionary({}),
            }
        ),
        strokes.encode("ascii"),
    )
    return canvas._doc.Reference(look, name)


def _tick_path(edge: float) -> str:
    points = [f"{x * edge:.2f} {y * edge:.2f}" for x, y in _TICK_STROKES]
    colour = " ".join(f"{part:.3f}" for part in GREEN.rgb())
    return f"{colour} RG {px(1.8):.2f} w 1 J 1 j {points[0]} m {points[1]} l {points[2]} l S"
