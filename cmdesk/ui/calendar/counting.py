"""How long a text is on each network, what becomes live in it, and what networks have against its media."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cmdesk.domain.counting import Count, Level, Measure, count, text_case
from cmdesk.domain.editor import avoided
from cmdesk.domain.entities import entities
from cmdesk.domain.limits import UNIT_NAMES, Limits, Unit
from cmdesk.domain.media_rules import MediaFacts, MediaProblem, media_problems
from cmdesk.i18n import gettext as _
from cmdesk.i18n import ngettext, spoken
from cmdesk.ui.calendar import phrases
from cmdesk.ui.glyphs import NETWORK_ICONS
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.facts import Glyph, Words
from cmdesk.ui.widgets.themed import Themed

LONG: Final = 20_000
"""Signs from which on a text is counted when the writer rests, rather than at each key."""
_REST_MS: Final = 300
_COLOURS: Final = {Level.FINE: "accent", Level.NEAR: "warn", Level.OVER_WARNING: "warn", Level.TOO_MUCH: "danger"}
_MOST_PROBLEMS: Final = 8


class CountRing(Themed, QWidget):
    """How full a text is, as a ring that closes; amber when it is nearly full, red when it is too full."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.part = 0.0
        self.level = Level.FINE
        self.follow(theme)

    def show_measure(self, measure: Measure) -> None:
        """Show how full it is."""
        self.part = min(1.0, measure.length / measure.most) if measure.most else 0.0
        self.level = measure.level
        self.update()

    def sizeHint(self) -> QSize:
        edge = self._theme.tokens.px(16)
        return QSize(edge, edge)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        width = tokens.px(2.5)
        place = QRectF(self.rect()).adjusted(width, width, -width, -width)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(tokens.line.default, width))
            painter.drawEllipse(place)
            if self.part > 0:
                pen = QPen(tokens.role(_COLOURS[self.level]), width)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                painter.drawArc(place, 90 * 16, -round(self.part * 360 * 16))


class CountRow(QWidget):
    """A text as one network counts it: its sign, a ring and the numbers, and below what somebody should know."""

    def __init__(self, theme: Theme, icons: Icons, network: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        px = theme.tokens.px
        self.network = network
        self._ring = CountRing(theme, self)
        self.words = Words(theme, "", "label", "secondary", self, tabular=True)
        self.more = Words(theme, "", "label", "tertiary", self, tabular=True)
        self.notes = Words(theme, "", "label", "warn", self, wrap=True)
        sign = Glyph(theme, icons, NETWORK_ICONS.get(network, "world"), "tertiary", 14, self)
        sign.setToolTip(phrases.network_name(network))
        line = QHBoxLayout()
        line.setSpacing(px(6))
        for widget in (sign, self._ring, self.words, self.more):
            line.addWidget(widget)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(1))
        column.addLayout(line)
        column.addWidget(self.notes)

    def show_count(self, told: Count) -> None:
        """Show the numbers."""
        first = told.measures[0]
        self._ring.show_measure(first)
        self._ring.setVisible(first.most is not None)
        self.words.setText(said(first))
        self.words.set_colour(_COLOURS[first.level] if first.level is not Level.FINE else "secondary")
        self.more.setText(" · ".join(self._beside(told)))
        self.notes.setText("\n".join(told.notes))
        self.notes.set_colour("danger" if told.level is Level.TOO_MUCH else "warn")
        self.notes.setVisible(bool(told.notes))
        whole = [phrases.network_name(self.network), length_in_words(first), *self._beside(told), *told.notes]
        self.setAccessibleName(", ".join(whole))
        self.setToolTip(phrases.plain_tip([phrases.network_name(self.network), length_in_words(first)]))

    @staticmethod
    def _beside(told: Count) -> list[str]:
        """The second length, and how many hashtags there are where a network limits them."""
        number = spoken().number
        parts = [
            _("{count} of {most} bytes").format(count=number(one.length), most=number(one.most))
            for one in told.measures[1:]
            if one.most is not None and one.length != told.length
        ]
        tags = told.hashtags
        if tags.length and tags.most is not None:
            words = ngettext("{count} of {most} hashtag", "{count} of {most} hashtags", tags.most)
            parts.append(words.format(count=number(tags.length), most=number(tags.error or tags.most)))
        return parts


class _Fitted(QWidget):
    """Lines below each other that are exactly as high as their words need at this width.

    A scrolled column asks no widget how high it would be at a width; this one says it by itself.
    """

    def __init__(self, gap: int, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(gap)

    def fit(self) -> None:
        """Be as high as the lines are."""
        self._column.invalidate()
        height = self._column.heightForWidth(self.width()) if self._column.hasHeightForWidth() else -1
        height = height if height >= 0 else self._column.sizeHint().height()
        if height != self.maximumHeight():
            self.setFixedHeight(height)

    def hasHeightForWidth(self) -> bool:
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def event(self, event: QEvent) -> bool:
        answer = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return answer


class Counters(_Fitted):
    """A text as each of a post's networks counts it, while it is written."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(theme.tokens.px(4), parent)
        self._theme, self._icons = theme, icons
        self._rows: dict[str, CountRow] = {}
        self._limits: Limits | None = None
        self._networks: tuple[str, ...] = ()
        self._media: tuple[MediaFacts, ...] = ()
        self._text = ""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._count)
        self.hide()

    @property
    def shown(self) -> list[CountRow]:
        """The rows that are seen, in the order of the channels."""
        return [self._rows[network] for network in self._networks if network in self._rows]

    def show_for(self, limits: Limits, networks: Sequence[str], media: Sequence[MediaFacts], text: str) -> None:
        """Count a text for these networks from now on."""
        self._limits, self._media = limits, tuple(media)
        networks = tuple(dict.fromkeys(networks))
        if networks != self._networks:
            self._networks = networks
            for place, network in enumerate(networks):
                if network not in self._rows:
                    self._rows[network] = CountRow(self._theme, self._icons, network, self)
                self._column.insertWidget(place, self._rows[network])
            for network, row in self._rows.items():
                row.setVisible(network in networks)
        self.setVisible(bool(networks))
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Count this text; a very long one when its writer rests."""
        self._text = text
        if len(text) > LONG:
            self._rest.start()
        else:
            self._rest.stop()
            self._count()

    def _count(self) -> None:
        if self._limits is None:
            return
        films = any(one.is_film for one in self._media)
        pictures = any(not one.is_film for one in self._media)
        for row in self.shown:
            case = text_case(row.network, has_pictures=pictures, has_videos=films)
            row.show_count(count(self._text, row.network, self._limits, case=case))
        self.fit()


class MediaProblems(_Fitted):
    """What networks have against a post's media, in sentences: what they refuse, then what they may refuse."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(theme.tokens.px(4), parent)
        self._theme, self._icons = theme, icons
        self._lines: list[tuple[QWidget, Glyph, Words]] = []
        self.sentences: tuple[str, ...] = ()
        self.hide()

    def show_for(self, limits: Limits, networks: Sequence[str], format_: str, media: Sequence[MediaFacts]) -> None:
        """Say what these networks have against these media."""
        found: dict[str, MediaProblem] = {}
        for network in dict.fromkeys(networks):
            for problem in media_problems(media, network, format_, limits):
                found.setdefault(problem.sentence, problem)
        told = sorted(found.values(), key=lambda problem: not problem.is_error)[:_MOST_PROBLEMS]
        self.sentences = tuple(problem.sentence for problem in told)
        while len(self._lines) < len(told):
            self._lines.append(self._line())
        for place, (line, glyph, words) in enumerate(self._lines):
            line.setVisible(place < len(told))
            if place < len(told):
                role = "danger" if told[place].is_error else "warn"
                glyph.show_icon("alert-circle" if told[place].is_error else "alert-triangle", role)
                words.setText(told[place].sentence)
                words.set_colour(role)
        self.setVisible(bool(told))
        self.fit()

    def _line(self) -> tuple[QWidget, Glyph, Words]:
        line = QWidget(self)
        glyph = Glyph(self._theme, self._icons, "alert-triangle", "warn", 14, line)
        words = Words(self._theme, "", "label", "warn", line, wrap=True)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.tokens.px(6))
        row.addWidget(glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        self._column.addWidget(line)
        return line, glyph, words


class EntityHighlighter(QSyntaxHighlighter):
    """Hashtags, mentions and links in the accent's colour, as a network finds them."""

    def __init__(self, theme: Theme, document: QTextDocument) -> None:
        super().__init__(document)
        self._theme = theme
        self._network = ""
        self._avoided: tuple[str, ...] = ()
        theme.changed.connect(self.rehighlight)

    def follow_network(self, network: str) -> None:
        """Find what this network finds."""
        if network != self._network:
            self._network = network
            self.rehighlight()

    def avoid(self, words: Sequence[str]) -> None:
        """Mark these words quietly from now on: the client does not want them."""
        if tuple(words) != self._avoided:
            self._avoided = tuple(words)
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        if len(text) > LONG:
            return
        is_flat = all(sign <= "\uffff" for sign in text)
        if any(sign in text for sign in "#@.＃＠"):
            look = QTextCharFormat()
            look.setForeground(self._theme.tokens.accent.text)
            for one in entities(text, self._network):
                self._mark(text, one.start, one.end, look, is_flat=is_flat)
        for start, end in avoided(text, self._avoided):
            look = QTextCharFormat()
            look.setBackground(self._theme.tokens.feedback.warn_tint)
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            look.setUnderlineColor(self._theme.tokens.feedback.warn)
            self._mark(text, start, end, look, is_flat=is_flat)

    def _mark(self, text: str, start: int, end: int, look: QTextCharFormat, *, is_flat: bool) -> None:
        if not is_flat:
            start, end = _utf16(text, start), _utf16(text, end)
        self.setFormat(start, end - start, look)


def _utf16(text: str, place: int) -> int:
    """A place as Qt counts it."""
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2


def said(measure: Measure) -> str:
    """“329 of 2,200”, or “12 too many”."""
    number = spoken().number
    if measure.too_many:
        return ngettext("{count} too many", "{count} too many", measure.too_many).format(count=number(measure.too_many))
    if measure.most is None:
        return ngettext("{count} character", "{count} characters", measure.length).format(count=number(measure.length))
    return _("{count} of {most}").format(count=number(measure.length), most=number(measure.most))


def length_in_words(measure: Measure) -> str:
    """The same for who cannot see the ring: with what is counted."""
    if measure.most is None or measure.unit in {Unit.CHARACTERS, Unit.GRAPHEMES}:
        return said(measure)
    return _("{length} ({unit})").format(length=said(measure), unit=_(UNIT_NAMES[measure.unit]))
