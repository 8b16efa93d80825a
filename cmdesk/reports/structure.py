"""What each piece of a page is: the tags by which a program reads a document aloud, in its order.

A page is drawn as strokes; the tree of tags beside it says which of them are a heading, a paragraph, a cell of a table.
What bears no tag is decoration (an artifact) and is passed over. The tree is built while the pages are drawn and
written with the file. It leans on private names of reportlab, whose version is pinned; a test reads the tree back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObject, PDFObjectReference, PDFString
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfgen.canvas import Canvas

from cmdesk.reports.text import one_line, painted

_ATTRIBUTES = {"TH": b" /A <</O /Table /Scope /Column>>", "L": b" /A <</O /List /ListNumbering /None>>"}
_ESCAPES = {code: f"\\{code:03o}" for code in (*range(32), *range(127, 256))} | {
    ord(char): f"\\{char}" for char in "()\\"
}
_EMPTY = frozenset({"q", "Q", " "})


class _Mark(str):
    """An operator that begins or ends a tagged stretch of a page."""

    __slots__ = ()


@dataclass(eq=False, slots=True)
class Node:
    """One element of the tree.

    Attributes:
        tag: What it is: 'H1', 'P', 'TD'.
        parent: The element that it belongs to.
        kids: Elements; stretches of pages as (page, number); annotations by name, with their page.
        origin: What was drawn; the parts of one thing on several pages are one element.
    """

    tag: str
    parent: Node | None = None
    kids: list[Node | tuple[int, int] | tuple[int, str]] = field(default_factory=list)
    origin: object = None


class Sheet(Canvas):  # type: ignore[misc]
    """A canvas that knows what stands on it."""

    _code: list[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._root = Node("Document")
        self._open = [self._root]
        self._known: dict[int, Node] = {}
        self._marked: list[Node] = []  # of this page: the element of each tagged stretch
        self._parents: list[list[Node] | Node] = []  # by the number that pages and annotations bear
        self._shown: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self.page = 0

    @contextmanager
    def part(self, tag: str, origin: object) -> Iterator[None]:
        """What is drawn meanwhile belongs to this element; drawn again on another page, it is the same one."""
        self._open.append(self._element(tag, origin))
        try:
            yield
        finally:
            self._open.pop()

    def begin_words(self, tag: str, origin: object) -> None:
        """The words that follow are an element of their own, until `end_words`; without a tag they are decoration."""
        if tag:
            node = self._element(tag, origin)
            number = len(self._marked)
            node.kids.append((self.page, number))
            self._code.append(_Mark(f"/{tag} <</MCID {number}>> BDC"))
            self._marked.append(node)
            self._open.append(node)

    def end_words(self, tag: str) -> None:
        """The words are over."""
        if tag:
            self._open.pop()
            self._code.append(_Mark("EMC"))

    def link_to(self, key: str, title: str, box: tuple[float, float, float, float]) -> None:
        """Let a place on the page lead to a heading of this document."""
        entries = {
            "Type": PDFName("Annot"),
            "Subtype": PDFName("Link"),
            "Rect": PDFArray([round(edge, 2) for edge in box]),
            "Border": "[0 0 0]",
            "Contents": PDFString(one_line(title)),
            "Dest": self._bookmarkReference(key),
        }
        self._addAnnotation(PDFDictionary(entries))

    def write(self, code: str) -> None:
        """Add operators to the page as they are."""
        self._code.append(code)

    def fill(self, color: Color, x: float, y: float, width: float, height: float) -> None:
        """A rectangle without an outline."""
        self._code.append(f"{painted(color)} {x:.3f} {y:.3f} {width:.3f} {height:.3f} re f")

    def shown(self, font: str, text: str) -> list[tuple[str, str]]:
        """The operators that show a text, each with the name of the part of the font that has its letters."""
        known = self._shown.get((font, text))
        if known is None:
            found = getFont(font)
            parts = [
                (found.getSubsetInternalName(subset, self._doc), letters.decode("latin-1").translate(_ESCAPES))
                for subset, letters in found.splitString(text, self._doc)
            ]
            known = self._shown[font, text] = [(name, f"({letters}) Tj") for name, letters in parts]
        return known

    def _element(self, tag: str, origin: object) -> Node:
        node = self._known.get(id(origin))
        if node is None:
            node = self._known[id(origin)] = Node(tag, self._open[-1], origin=origin)
            self._open[-1].kids.append(node)
        return node

    def _addAnnotation(self, annotation: Any, name: str | None = None, addtopage: int = 1) -> None:  # noqa: N802
        """A link and a field of the form are elements of their own."""
        name = name or f"NUMBER{self._annotationCount + 1}"
        kind = str(annotation["Subtype"]).lstrip("/")
        node = Node("Form" if kind == "Widget" else "Link", self._open[-1])
        node.kids.append((self.page, name))
        self._open[-1].kids.append(node)
        annotation["StructParent"] = len(self._parents)
        self._parents.append(node)
        super()._addAnnotation(annotation, name, addtopage)

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        """Close the page: what bears no tag is decoration."""
        self._code = _with_artifacts(self._code)
        super().showPage()
        page = self._doc.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = len(self._parents), PDFName("S")
        self._parents.append(self._marked)
        self._marked = []
        self.page += 1

    def save(self) -> None:
        """Write the tree with the file."""
        self._write_tree()
        super().save()

    def _write_tree(self) -> None:
        document = self._doc
        pages = [document.Reference(page) for page in document.Pages.pages]
        _prune(self._root)
        nodes = [*_walked(self._root)]
        references = {id(node): PDFObjectReference(f"tag{number}") for number, node in enumerate(nodes)}
        for node in nodes:
            document.Reference(_Element(node, references, pages), references[id(node)].name)
        numbers: list[Any] = []
        for number, value in enumerate(self._parents):
            numbers.append(number)
            if isinstance(value, Node):
                numbers.append(references[id(value)])
            else:
                numbers.append(PDFArray([references[id(node)] for node in value]))
        tree = {
            "Type": PDFName("StructTreeRoot"),
            "K": PDFArray([references[id(self._root)]]),
            "ParentTree": document.Reference(PDFDictionary({"Nums": PDFArray(numbers)})),
            "ParentTreeNextKey": len(self._parents),
        }
        document.Reference(PDFDictionary(tree), "StructTreeRoot")
        document.Catalog.StructTreeRoot = PDFObjectReference("StructTreeRoot")
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})


class _Element(PDFObject):  # type: ignore[misc]
    """An element as it is written: in one go, because a long document has thousands."""

    def __init__(self, node: Node, references: Mapping[int, PDFObjectReference], pages: list[Any]) -> None:
        self.node, self.references, self.pages = node, references, pages

    def format(self, document: Any) -> Any:
        """The table of the element."""
        node = self.node
        above = self.references[id(node.parent)] if node.parent else PDFObjectReference("StructTreeRoot")
        up = above.format(document)
        first = next((kid[0] for kid in node.kids if isinstance(kid, tuple)), None)
        page = b"" if first is None else b" /Pg " + self.pages[first].format(document)
        kids = [self._kid(kid, first, document) for kid in node.kids]
        listed = kids[0] if len(kids) == 1 else b"[" + b" ".join(kids) + b"]"
        tag = node.tag.encode("ascii")
        attributes = _ATTRIBUTES.get(node.tag, b"")
        return b"<</Type /StructElem /S /" + tag + b" /P " + up + page + attributes + b" /K " + listed + b">>"

    def _kid(self, kid: Any, first: int | None, document: Any) -> Any:
        if isinstance(kid, Node):
            return self.references[id(kid)].format(document)
        page, what = kid
        if isinstance(what, str):
            annotation = PDFObjectReference(document.annotationName(what)).format(document)
            return b"<</Type /OBJR /Obj " + annotation + b">>"
        if page == first:
            return b"%d" % what
        return b"<</Type /MCR /Pg " + self.pages[page].format(document) + b" /MCID %d>>" % what


def _prune(node: Node) -> bool:
    """Leave out elements without anything in them; whether something is left."""
    node.kids = [kid for kid in node.kids if not isinstance(kid, Node) or _prune(kid)]
    return bool(node.kids)


def _walked(node: Node) -> Iterator[Node]:
    """An element and all below it, in reading order."""
    yield node
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from _walked(kid)


def _with_artifacts(code: list[str]) -> list[str]:
    """The operators of a page; what stands between tagged stretches is marked as decoration."""
    marked: list[str] = []
    loose: list[str] = []
    is_tagged = False
    for operator in code:
        if isinstance(operator, _Mark):
            if operator != "EMC":
                marked += _as_artifact(loose)
                loose, is_tagged = [], True
                marked.append(operator)
            else:
                marked.append(operator)
                is_tagged = False
        elif is_tagged:
            marked.append(operator)
        else:
            loose.append(operator)
    return [*marked, *_as_artifact(loose)]


def _as_artifact(code: list[str]) -> list[str]:
    if all(operator in _EMPTY or operator.endswith((" cm", " rg", " RG")) for operator in code):
        return code
    return ["/Artifact BMC", *code, "EMC"]
