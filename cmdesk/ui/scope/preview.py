"""The scope as the client reads it, beside the lines it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextImageFormat,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QTextBrowser, QTextEdit, QVBoxLayout, QWidget

from cmdesk.domain.scope import Treatment
from cmdesk.domain.scope_reading import Reading, ReadSection
from cmdesk.i18n import NAMES, _
from cmdesk.ui.icons import Icons
from cmdesk.ui.scope.coverage import CoverageView
from cmdesk.ui.theme import Theme, load_tokens
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.choices import SegmentedControl
from cmdesk.ui.widgets.facts import Glyph, Words
from cmdesk.ui.widgets.themed import Themed

_ICON: Final = {Treatment.INCLUDED: "check", Treatment.OPTIONAL: "plus", Treatment.EXCLUDED: "minus"}
_LINE: Final = "line:"
_GLYPH: Final = "icon:"
_READ: Final = "read"
_MAP: Final = "map"


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a row in one weight, and the line that it leads to."""

    text: str
    href: str = ""
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    """One paragraph of the page: a title, a heading, a sentence, names in one breath, or a price."""

    kind: str
    parts: tuple[_Part, ...]
    icon: str = ""  # of a sentence: its treatment


_TITLE, _SUB, _TEXT, _HEAD, _SAID, _REST, _SUM, _PRICE = (
    "title", "sub", "text", "head", "said", "rest", "sum", "price",
)  # fmt: skip


def _rows_of(reading: Reading) -> list[_Row]:
    """What a reading says, paragraph by paragraph."""
    rows = [_Row(_TITLE, (_Part(reading.title),)), _Row(_SUB, (_Part(reading.subtitle),))]
    rows += [_Row(_TEXT, (_Part(text),)) for text in reading.introduction.splitlines() if text.strip()]
    for section in reading.sections:
        rows.append(_Row(_HEAD, (_Part(section.title),)))
        for one in section.sentences:
            parts = tuple(_Part(run.text, _LINE + one.lineage, run.is_bold) for run in one.runs)
            rows.append(_Row(_SAID, parts, section.treatment.value))
        if section.rest:
            rows.append(_Row(_REST, tuple(_in_one_breath(section))))
    for place, (what, much) in enumerate(reading.prices):
        rows.append(_Row(_PRICE if place else _SUM, (_Part(f"{what}\t"), _Part(much, is_bold=True))))
    return rows


def _in_one_breath(section: ReadSection) -> Iterator[_Part]:
    yield _Part(section.lead + " ")
    for place, one in enumerate(section.rest):
        if place:
            yield _Part(" · ")
        yield _Part(one.runs[0].text, _LINE + one.lineage)
    yield _Part(".")


class _Looks:
    """How the kinds of paragraphs look, each asked for once while a page is written."""

    def __init__(self, block: Callable[[str], QTextBlockFormat], words: Callable[..., QTextCharFormat]) -> None:
        self.of_block, self.of_words = cache(block), cache(words)


class ClientPage(Themed, QTextBrowser):
    """A white page with what the client reads; each sentence leads to its line.

    Only the paragraphs that changed are written anew, so that it follows the keys of who writes.

    Signals:
        line_wanted: The lineage of a sentence that was pressed.
        focused: The keyboard came or went.
    """

    line_wanted = Signal(str)
    focused = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._paper = load_tokens("light")  # paper is white in the dark theme too
        self._reading: Reading | None = None
        self._rows: list[_Row] = []
        self._colour = 1
        self._open = ""
        self.setProperty("bare", True)
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.TextSelectableByMouse
        )  # by keyboard it is one stop: forty sentences would be forty, and the lines beside it lead there too
        self.setAccessibleName(_("As the client reads it"))
        self.viewport().setAutoFillBackground(False)
        self.document().setUndoRedoEnabled(False)
        self.anchorClicked.connect(self._on_anchor)
        self.follow(theme)

    def show_reading(self, reading: Reading | None, colour: int) -> None:
        """Show what the client reads, with headings in the client's colour."""
        if reading is self._reading and colour == self._colour:
            return
        is_whole = colour != self._colour
        self._reading, self._colour = reading, colour
        self._write(is_whole=is_whole)

    def mark(self, lineage: str) -> None:
        """Mark the sentence of the line that is open; empty marks none."""
        if lineage == self._open:
            return
        self._open = lineage
        self._reveal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """An icon of a bullet, in the colours of paper."""
        text = name.toString() if isinstance(name, QUrl) else name
        if not text.startswith(_GLYPH):
            return None  # nothing is ever read from a file or the net
        paper = self._paper
        treatment = Treatment(text.removeprefix(_GLYPH))
        is_included = treatment is Treatment.INCLUDED
        ink = paper.feedback.ok if is_included else paper.text.tertiary
        edge = self._theme.tokens.px(14)
        return self._icons.pixmap(_ICON[treatment], ink, edge, self.devicePixelRatioF(), 2.6 if is_included else 2.4)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paper = self._paper
            px = self._theme.tokens.px
            painter.fillRect(self.viewport().rect(), paper.surface.surface)
            place = self._place_of_open()
            if place is not None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(paper.accent.tint)
                painter.drawRoundedRect(place.adjusted(-px(8), -px(3), px(8), px(3)), px(5), px(5))
            first = next((number for number, row in enumerate(self._rows) if row.kind == _SUM), -1)
            if first >= 0:
                rect = self._rect_of(first)
                painter.fillRect(QRectF(rect.x(), rect.y() - px(5), rect.width(), 1), paper.line.subtle)
        super().paintEvent(event)

    # --- what is written ----------------------------------------------------------------------

    def _write(self, *, is_whole: bool) -> None:
        """Bring the page up to date; only what differs is written, unless the looks changed."""
        bar = self.verticalScrollBar()
        rows = _rows_of(self._reading) if self._reading else []
        is_other = rows[:1] != self._rows[:1]  # another client's page begins at its top
        kept = 0 if is_other else bar.value()
        if is_whole or not rows or not self._rows:
            self._dress()
            self.document().clear()
            self._rows = []
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        self._replace(cursor, rows)
        cursor.endEditBlock()
        self._rows = rows
        if is_other:
            self.moveCursor(QTextCursor.MoveOperation.Start)
        bar.setValue(kept)
        self._reveal()

    def _dress(self) -> None:
        paper = self._paper
        palette = QPalette(self.palette())
        for role, colour in (
            (QPalette.ColorRole.Text, paper.text.primary),
            (QPalette.ColorRole.Highlight, paper.accent.tint_strong),
            (QPalette.ColorRole.HighlightedText, paper.text.primary),
            (QPalette.ColorRole.Link, paper.text.primary),
        ):
            palette.setColor(role, colour)
        self.setPalette(palette)
        self.document().setDefaultFont(self._theme.font("small"))
        self.document().setDocumentMargin(self._theme.tokens.px(24))

    def _replace(self, cursor: QTextCursor, rows: list[_Row]) -> None:
        old = self._rows
        shorter = min(len(old), len(rows))
        head = next((n for n in range(shorter) if old[n] != rows[n]), shorter)
        tail = next((n for n in range(shorter - head) if old[-1 - n] != rows[-1 - n]), shorter - head)
        surplus = len(old) - len(rows)
        last = len(rows) - tail
        looks = _Looks(self._block_format, self._char_format)
        is_at_end = False  # of the row before: a cursor is not led where it stands, which takes its time
        for number in range(head, last):
            if number < len(old) - tail:
                self._clear_row(cursor, number)
            elif number:
                if not is_at_end:
                    cursor.setPosition(self._end_of(number - 1))
                cursor.insertBlock()
            else:
                cursor.setPosition(0)
            self._write_row(cursor, rows[number], looks)
            is_at_end = True
        if surplus > 0:
            at = max(last, 1)
            cursor.setPosition(self._end_of(at - 1))
            cursor.setPosition(self._end_of(at - 1 + surplus), QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()

    def _end_of(self, number: int) -> int:
        block = self.document().findBlockByNumber(number)
        return block.position() + block.length() - 1

    def _clear_row(self, cursor: QTextCursor, number: int) -> None:
        cursor.setPosition(self.document().findBlockByNumber(number).position())
        cursor.setPosition(self._end_of(number), QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()

    def _write_row(self, cursor: QTextCursor, row: _Row, looks: _Looks) -> None:
        cursor.setBlockFormat(looks.of_block(row.kind))
        if row.icon:
            cursor.insertImage(self._glyph(row))
            cursor.insertText("\t", looks.of_words(row.kind, is_bold=False))
        for part in row.parts:
            look = looks.of_words(row.kind, is_bold=part.is_bold)
            if part.href:
                look = QTextCharFormat(look)
                look.setAnchor(True)
                look.setAnchorHref(part.href)
                look.setForeground(self._paper.text.primary)
            cursor.insertText(part.text, look)

    def _glyph(self, row: _Row) -> QTextImageFormat:
        edge = self._theme.tokens.px(14)
        image = QTextImageFormat()
        image.setName(_GLYPH + row.icon)
        image.setWidth(edge)
        image.setHeight(edge)
        image.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
        image.setAnchor(True)
        image.setAnchorHref(row.parts[0].href if row.parts else "")
        return image

    def _block_format(self, kind: str) -> QTextBlockFormat:
        px = self._theme.tokens.px
        look = QTextBlockFormat()
        top, bottom, height = {
            _TITLE: (0, 4, 25), _SUB: (0, 0, 18), _TEXT: (8, 0, 18), _HEAD: (14, 3, 18), _SAID: (4, 5, 18),
            _REST: (4, 4, 18), _SUM: (18, 0, 20), _PRICE: (3, 0, 20),
        }[kind]  # fmt: skip
        look.setTopMargin(px(top))
        look.setBottomMargin(px(bottom))
        look.setLineHeight(px(height), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        if kind in {_SAID, _REST}:
            look.setLeftMargin(px(22))
        if kind == _SAID:
            look.setTextIndent(-px(22))
            look.setTabPositions([QTextOption.Tab(px(22), QTextOption.TabType.LeftTab)])
        if kind in {_SUM, _PRICE}:
            look.setTabPositions([QTextOption.Tab(self._width(), QTextOption.TabType.RightTab)])
        return look

    def _char_format(self, kind: str, *, is_bold: bool) -> QTextCharFormat:
        paper = self._paper
        look = QTextCharFormat()
        look.setFont(self._theme.font("small"))
        inks = {_SUB: paper.text.secondary, _REST: paper.text.secondary, _HEAD: paper.client_colour(self._colour)}
        look.setForeground(inks.get(kind, paper.text.primary))
        if kind == _TITLE:
            look.setFont(self._theme.document_font(self._theme.tokens.px(20)))
        elif kind == _HEAD or is_bold:
            look.setFontWeight(QFont.Weight.DemiBold)
        elif kind in {_SUM, _PRICE}:
            look.setForeground(paper.text.secondary)
        return look

    def _width(self) -> float:
        return self.viewport().width() - 2 * self.document().documentMargin()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() == event.oldSize().width():
            return
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()  # the page is laid out once
        for number, row in enumerate(self._rows):
            if row.kind in {_SUM, _PRICE}:
                cursor.setPosition(self.document().findBlockByNumber(number).position())
                cursor.setBlockFormat(self._block_format(row.kind))
        cursor.endEditBlock()

    # --- the open line ------------------------------------------------------------------------

    def _row_of_open(self) -> int:
        href = _LINE + self._open
        if not self._open:
            return -1
        return next((n for n, row in enumerate(self._rows) if any(part.href == href for part in row.parts)), -1)

    def _rect_of(self, number: int) -> QRectF:
        block = self.document().findBlockByNumber(number)
        rect = self.document().documentLayout().blockBoundingRect(block)
        return rect.translated(QPointF(0, -self.verticalScrollBar().value()))

    def _place_of_open(self) -> QRectF | None:
        number = self._row_of_open()
        if number < 0 or self._rows[number].kind == _REST:
            return None
        return self._rect_of(number)

    def _reveal(self) -> None:
        """Bring the sentence of the open line into sight, and mark its name where it is only named."""
        number = self._row_of_open()
        self.setExtraSelections(self._named(number) if number >= 0 and self._rows[number].kind == _REST else [])
        self.viewport().update()
        if number < 0:
            return
        place = self._rect_of(number)
        bar = self.verticalScrollBar()
        margin = self._theme.tokens.px(24)
        if place.top() < margin:
            bar.setValue(bar.value() + round(place.top()) - margin)
        elif place.bottom() > self.viewport().height() - margin:
            bar.setValue(bar.value() + round(place.bottom()) - self.viewport().height() + margin)

    def _named(self, number: int) -> list[QTextEdit.ExtraSelection]:
        at = self.document().findBlockByNumber(number).position()
        for part in self._rows[number].parts:
            if part.href == _LINE + self._open:
                cursor = QTextCursor(self.document())
                cursor.setPosition(at)
                cursor.setPosition(at + len(part.text), QTextCursor.MoveMode.KeepAnchor)
                mark = QTextEdit.ExtraSelection()
                mark.cursor = cursor
                mark.format.setBackground(self._paper.accent.tint_strong)
                return [mark]
            at += len(part.text)
        return []

    def _on_anchor(self, url: QUrl) -> None:
        href = url.toString()
        if href.startswith(_LINE):
            self.line_wanted.emit(href.removeprefix(_LINE))

    def _on_theme_changed(self) -> None:
        super()._on_theme_changed()
        self._write(is_whole=True)


class PreviewPane(Themed, QWidget):
    """The page on a sunken ground, with its title, the language it is written in, and what a click does.

    Signals:
        line_wanted: The lineage of a sentence that was pressed.
        language_wanted: The language in which the draft is to be written.
    """

    line_wanted = Signal(str)
    language_wanted = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        px = theme.tokens.px
        self.page = ClientPage(theme, icons, self)
        self.page.line_wanted.connect(self.line_wanted)
        self.page.focused.connect(self.update)
        self.coverage = CoverageView(theme, icons, self)
        self.switch = SegmentedControl(theme, [(_READ, _("Preview")), (_MAP, _("Coverage"))], self)
        self.switch.setAccessibleName(_("How to look at the scope"))
        self.switch.chosen.connect(self.show_side)
        self._language = push_button(theme, icons, "", "quiet", parent=self, compact=True)
        menu = QMenu(self._language)
        for code, name in NAMES.items():
            entry = menu.addAction(name)
            entry.setData(code)
            entry.triggered.connect(lambda _checked=False, code=code: self.language_wanted.emit(code))
        self._language.setMenu(menu)
        self._head = QHBoxLayout()
        self._head.addWidget(self.switch)
        self._head.addStretch(1)
        self._head.addWidget(self._language)
        self._sheet = QVBoxLayout()
        self._sheet.addWidget(self.page)
        self._pencil = Glyph(theme, icons, "pencil", "tertiary", 13, self)
        self._hint = Words(theme, _("Click a sentence to edit its line"), "label", "tertiary", self, elide=True)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self._pencil)
        self._foot.addWidget(self._hint, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addLayout(self._sheet, 1)
        column.addWidget(self.coverage, 1)
        self.coverage.hide()
        column.addLayout(self._foot)
        self.setMinimumWidth(px(260))
        self.follow(theme)

    def show_language(self, code: str, *, reason: str = "") -> None:
        """Name the language of the page; a reason says why it cannot be changed."""
        self._language.setText(NAMES.get(code, code))
        name = _("Language of the document: {language}").format(language=NAMES.get(code, code))
        self._language.setAccessibleName(name)
        if reason:
            self._language.refuse(reason)
        else:
            self._language.allow()
            self._language.setToolTip(name)

    def show_side(self, side: object) -> None:
        """Show what the client reads, or what it covers of the whole work."""
        is_map = side == _MAP
        self.switch.choose(side)
        self.coverage.setVisible(is_map)
        for widget in (self.page, self._language, self._pencil, self._hint):
            widget.setVisible(not is_map)
        self.update()

    def sizeHint(self) -> QSize:
        px = self._theme.tokens.px
        return QSize(px(352), px(500))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        head = tokens.px(46)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), tokens.surface.sunken)
            painter.fillRect(0, 0, self.width(), head, tokens.surface.canvas)
            painter.fillRect(0, head - 1, self.width(), 1, tokens.line.subtle)
            if self.page.isHidden():
                painter.fillRect(0, head, self.width(), self.height() - head, tokens.surface.canvas)
                return
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            is_focused = self.page.hasFocus()
            edge = 2 if is_focused else 1
            painter.setPen(QPen(tokens.accent.focus if is_focused else tokens.line.subtle, edge))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            corner = self.page.geometry().topLeft() + self.page.viewport().geometry().topLeft()
            sheet = QRectF(QRect(corner, self.page.viewport().size())).adjusted(
                -edge / 2, -edge / 2, edge / 2, edge / 2
            )
            painter.drawRoundedRect(sheet, 3, 3)

    def _on_theme_changed(self) -> None:
        px = self._theme.tokens.px
        self._head.setContentsMargins(px(18), px(10), px(10), px(10))
        bar = self.page.verticalScrollBar().sizeHint().width()  # it stands beside the sheet, on the ground
        self._sheet.setContentsMargins(px(18), px(12), max(2, px(18) - bar), 0)
        self._foot.setContentsMargins(px(18), px(12), px(18), px(12))
        self._foot.setSpacing(px(6))
        super()._on_theme_changed()
