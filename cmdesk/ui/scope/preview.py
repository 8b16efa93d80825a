"""The scope as the client reads it, beside the lines it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPalette, QPen, QTextBlock, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QTextBrowser, QVBoxLayout, QWidget

from cmdesk.domain.scope import Treatment
from cmdesk.domain.scope_reading import Reading, ReadSection
from cmdesk.domain.wording import Run
from cmdesk.i18n import NAMES, _
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme, Tokens, load_tokens
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.facts import Glyph, Words
from cmdesk.ui.widgets.themed import Themed

_ICON: Final = {Treatment.INCLUDED: "check", Treatment.OPTIONAL: "plus", Treatment.EXCLUDED: "minus"}
_LINE: Final = "line:"


class ClientPage(Themed, QTextBrowser):
    """A white page with what the client reads; each sentence leads to its line.

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
        self._colour = 1
        self._open = ""
        self._lineages: list[str] = []
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
        if reading == self._reading and colour == self._colour:
            return
        self._reading, self._colour = reading, colour
        self._render()

    def mark(self, lineage: str) -> None:
        """Mark the sentence of the line that is open; empty marks none."""
        if lineage == self._open:
            return
        self._open = lineage
        self._reveal()
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802 - Qt's name
        """An icon of a bullet, in the colours of paper."""
        text = name.toString() if isinstance(name, QUrl) else name
        if not text.startswith("icon:"):
            return None  # nothing is ever read from a file or the net
        paper = self._paper
        treatment = Treatment(text.removeprefix("icon:"))
        is_included = treatment is Treatment.INCLUDED
        ink = paper.feedback.ok if is_included else paper.text.tertiary
        edge = self._theme.tokens.px(14)
        return self._icons.pixmap(_ICON[treatment], ink, edge, self.devicePixelRatioF(), 2.6 if is_included else 2.4)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paper = self._paper
            painter.fillRect(self.viewport().rect(), paper.surface.surface)
            place = self._place_of_open()
            if place is not None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(paper.accent.tint)
                px = self._theme.tokens.px
                painter.drawRoundedRect(place.adjusted(-px(8), 0, px(8), -px(2)), px(5), px(5))
        super().paintEvent(event)

    # --- what is written ----------------------------------------------------------------------

    def _render(self) -> None:
        bar = self.verticalScrollBar()
        kept = bar.value()
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
        self._lineages = []
        self.setHtml(self._html(paper) if self._reading else "")
        bar.setValue(kept)
        self._reveal()

    def _html(self, paper: Tokens) -> str:
        reading = self._reading
        if reading is None:
            return ""
        px = self._theme.tokens.px
        parts = [
            f"<p style=\"font-family:'Source Serif 4'; font-size:{px(20)}px; font-weight:600; line-height:{px(25)}px;"
            f' margin:0 0 {px(4)}px 0; color:{paper.text.primary.name()}">{escape(reading.title)}</p>',
            f'<p style="margin:0; line-height:{px(18)}px; color:{paper.text.secondary.name()}">'
            f"{escape(reading.subtitle)}</p>",
        ]
        if reading.introduction:
            text = escape(reading.introduction).replace("\n", "<br>")
            style = f"margin:{px(8)}px 0 0 0; line-height:{px(18)}px; color:{paper.text.primary.name()}"
            parts.append(f'<p style="{style}">{text}</p>')
        parts += [self._section(section, paper) for section in reading.sections]
        parts.append(self._prices(reading.prices, paper))
        return "".join(parts)

    def _section(self, section: ReadSection, paper: Tokens) -> str:
        rows = "".join(self._sentence(one.lineage, one.runs, section.treatment, paper) for one in section.sentences)
        return self._heading(section.title, paper) + rows

    def _heading(self, title: str, paper: Tokens) -> str:
        px = self._theme.tokens.px
        colour = paper.client_colour(self._colour).name()
        return f'<p style="font-weight:600; color:{colour}; margin:{px(14)}px 0 {px(3)}px 0">{escape(title)}</p>'

    def _sentence(self, lineage: str, runs: Sequence[Run], treatment: Treatment, paper: Tokens) -> str:
        px = self._theme.tokens.px
        self._lineages.append(lineage)
        number = len(self._lineages) - 1
        style = f"text-decoration:none; color:{paper.text.primary.name()}"
        words = "".join(
            f'<a href="{_LINE}{number}" style="{style}; font-weight:{600 if run.is_bold else 400}">'
            f"{escape(run.text)}</a>"
            for run in runs
        )
        edge = px(14)
        return (
            f'<table cellspacing="0" cellpadding="0" width="100%" style="margin-top:{px(3)}px;'
            f' margin-bottom:{px(4)}px"><tr><td width="{px(22)}" style="padding-top:{px(3)}px">'
            f'<a href="{_LINE}{number}" style="text-decoration:none">'
            f'<img src="icon:{treatment.value}" width="{edge}" height="{edge}"></a></td>'
            f'<td><p style="margin:0; line-height:{px(18)}px">{words}</p></td></tr></table>'
        )

    def _prices(self, prices: Sequence[tuple[str, str]], paper: Tokens) -> str:
        px = self._theme.tokens.px
        ink = paper.text.primary.name()
        rows = "".join(
            f'<tr><td style="color:{paper.text.secondary.name()}; padding-top:{px(3)}px">{escape(what)}</td>'
            f'<td align="right" style="color:{ink}; font-weight:600; padding-top:{px(3)}px">{escape(much)}</td></tr>'
            for what, much in prices
        )
        return (
            f'<table cellspacing="0" cellpadding="0" width="100%" style="margin-top:{px(14)}px">'
            f'<tr><td colspan="2" bgcolor="{paper.line.subtle.name()}" height="1"></td></tr>{rows}</table>'
        )

    # --- the open line ------------------------------------------------------------------------

    def _block_of_open(self) -> QTextBlock | None:
        if self._open not in self._lineages:
            return None
        anchor = f"{_LINE}{self._lineages.index(self._open)}"
        block = self.document().begin()
        while block.isValid():
            fragments = block.begin()
            while not fragments.atEnd():
                fragment = fragments.fragment()
                if fragment.charFormat().anchorHref() == anchor and not fragment.charFormat().isImageFormat():
                    return block
                fragments += 1
            block = block.next()
        return None

    def _place_of_open(self) -> QRectF | None:
        block = self._block_of_open()
        if block is None:
            return None
        table = QTextCursor(block).currentTable()  # each sentence is one
        rect = self.document().documentLayout().frameBoundingRect(table)
        return rect.translated(QPointF(0, -self.verticalScrollBar().value()))

    def _reveal(self) -> None:
        place = self._place_of_open()
        if place is None:
            return
        bar = self.verticalScrollBar()
        margin = self._theme.tokens.px(24)
        if place.top() < margin:
            bar.setValue(bar.value() + round(place.top()) - margin)
        elif place.bottom() > self.viewport().height() - margin:
            bar.setValue(bar.value() + round(place.bottom()) - self.viewport().height() + margin)

    def _on_anchor(self, url: QUrl) -> None:
        number = url.toString().removeprefix(_LINE)
        if number.isdigit() and int(number) < len(self._lineages):
            self.line_wanted.emit(self._lineages[int(number)])

    def _on_theme_changed(self) -> None:
        super()._on_theme_changed()
        self._render()


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
        self._title = Words(theme, _("As the client reads it"), "small_strong", "primary", self, elide=True)
        self._language = push_button(theme, icons, "", "quiet", parent=self, compact=True)
        menu = QMenu(self._language)
        for code, name in NAMES.items():
            entry = menu.addAction(name)
            entry.setData(code)
            entry.triggered.connect(lambda _checked=False, code=code: self.language_wanted.emit(code))
        self._language.setMenu(menu)
        self._head = QHBoxLayout()
        self._head.addWidget(self._title, 1)
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

    def set_headless(self, is_headless: bool) -> None:
        """Leave out the title where a tab says it already."""
        self._title.setText("" if is_headless else _("As the client reads it"))

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
