"""Where a scope stands: its versions as steps, and what is to fix before sending."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QWidget

from cmdesk.domain.scope import ScopeStatus, ScopeVersion, short_fingerprint
from cmdesk.domain.scope_problems import Problem
from cmdesk.i18n import _
from cmdesk.ui import glyphs
from cmdesk.ui.icons import Icons
from cmdesk.ui.scope.phrases import STATUS_GLYPHS, to_fix, undecided, version_words
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.themed import Pressable, Ringed, Themed

_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_SHOWN: Final = 2  # versions that stand as steps; older ones wait in a menu


class _Step(Ringed, Pressable, QAbstractButton):
    """One version, or a step that is still to come."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons
        self.scope_id: int | None = None
        self._glyph = self._icon = ""
        self._is_on = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow(theme)

    def show_version(self, version: ScopeVersion, *, is_on: bool) -> None:
        """Stand for a version."""
        self.scope_id, self._is_on = version.id, is_on
        self._glyph, self._icon = STATUS_GLYPHS[version.status], ""
        self._say(version_words(version))
        self.setEnabled(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(self._named(version))

    def _named(self, version: ScopeVersion) -> str:
        if version.fingerprint:
            return _("Version {number}, fingerprint {letters}").format(
                number=version.number, letters=short_fingerprint(version.fingerprint)
            )
        return _("Look at version {number}").format(number=version.number)

    def show_future(self, icon: str, text: str) -> None:
        """Stand for what comes next."""
        self.scope_id, self._is_on = None, False
        self._glyph, self._icon = "", icon
        self._say(text)
        self.setEnabled(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _say(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def ring_radius(self) -> float:
        return self._theme.tokens.radius.post_card

    def sizeHint(self) -> QSize:
        tokens = self._theme.tokens
        width = self._theme.metrics("small_strong").horizontalAdvance(self.text())
        return QSize(tokens.px(10 + 14 + 6 + 10) + round(width + 0.5), tokens.size.control_compact)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        edge = tokens.px(14)
        place = QRectF(tokens.px(10), (self.height() - edge) / 2, edge, edge)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            is_hot = self.isEnabled() and self.underMouse()
            if self._is_on or is_hot:
                painter.setBrush(tokens.accent.tint if self._is_on else tokens.surface.hover)
                painter.drawRoundedRect(QRectF(self.rect()), tokens.radius.post_card, tokens.radius.post_card)
            ink = tokens.text.tertiary if not self.isEnabled() else tokens.text.secondary
            if self._is_on:
                ink = tokens.accent.text
            if self._glyph:
                glyphs.paint_scope_state(painter, place, self._glyph, tokens)
            else:
                self._icons.paint(painter, self._icon, place, ink)
            painter.setPen(ink)
            painter.setFont(self._theme.font("small_strong" if self._is_on else "small"))
            painter.drawText(QRectF(self.rect()).adjusted(tokens.px(30), 0, 0, 0), _LEFT, self.text())


class _Link(Themed, QWidget):
    """The line between two steps."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow(theme)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(14), self._theme.tokens.px(4))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        with QPainter(self) as painter:
            painter.fillRect(QRectF(0, self.height() / 2 - 0.75, self.width(), 1.5), self._theme.tokens.line.default)


class ProblemTag(Ringed, Pressable, QAbstractButton):
    """How many things are to fix; a press lists them."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._blocks = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow(theme)
        self.hide()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Count these; none hides the tag."""
        self.setText(to_fix(len(problems)))
        self.setAccessibleName(self.text())
        self.setToolTip("\n".join(problem.sentence for problem in problems[:6]))
        self._blocks = any(problem.blocks for problem in problems)
        self.setVisible(bool(problems))
        self.updateGeometry()
        self.update()

    def ring_radius(self) -> float:
        return self._theme.tokens.radius.tag

    def sizeHint(self) -> QSize:
        width = glyphs.tag_width(self.text(), self._theme, "alert-triangle")
        return QSize(width, self._theme.tokens.size.tag)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        with QPainter(self) as painter:
            glyphs.paint_tag(painter, QPointF(), self.text(), "warn", self._theme, self._icons, "alert-triangle")


class UndecidedTag(ProblemTag):
    """How many services are undecided; a press begins to decide them."""

    def show_count(self, count: int) -> None:
        """Say how many; none hides the tag."""
        self.setText(undecided(count))
        self.setAccessibleName(self.text())
        self.setToolTip(_("Decide them, one key each") + "  U")
        self.setVisible(bool(count))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(glyphs.tag_width(self.text(), self._theme, "help"), self._theme.tokens.size.tag)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        with QPainter(self) as painter:
            glyphs.paint_tag(painter, QPointF(), self.text(), "neutral", self._theme, self._icons, "help")


class VersionSteps(Themed, QWidget):
    """The versions of a scope in their order, what comes next, and what is to fix.

    Signals:
        version_wanted: The id of a version to look at.
        problems_wanted: The tag of things to fix was pressed.
        undecided_wanted: The tag of what is undecided was pressed.
    """

    version_wanted = Signal(object)
    problems_wanted = Signal()
    undecided_wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._older = push_button(theme, icons, "", "quiet", parent=self, compact=True)
        self._older.setMenu(QMenu(self._older))
        self._versions: Sequence[ScopeVersion] = ()
        self._shown: ScopeVersion | None = None
        self._steps: list[_Step] = []
        self._links: list[_Link] = []
        self.tag = ProblemTag(theme, icons, self)
        self.tag.clicked.connect(self.problems_wanted)
        self.open_tag = UndecidedTag(theme, icons, self)
        self.open_tag.clicked.connect(self.undecided_wanted)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(0)
        self._row.addWidget(self._older)
        self._row.addStretch(1)
        self._row.addWidget(self.open_tag)
        self._row.addSpacing(theme.tokens.px(6))
        self._row.addWidget(self.tag)
        self.setAccessibleName(_("Versions"))
        self.follow(theme)

    def show_undecided(self, count: int) -> None:
        """Say how many services are undecided."""
        self.open_tag.show_count(count)

    def show_versions(self, versions: Sequence[ScopeVersion], shown: ScopeVersion | None) -> None:
        """Show the versions, the one that is looked at, and the way that the newest still has to go."""
        self._versions, self._shown = versions, shown
        for room in range(3):
            self._show(room)
            if not self.isVisible() or self._row.sizeHint().width() <= self.width():
                break

    def _show(self, tightness: int) -> None:
        """Show all; or leave out what comes next; or other versions than the one that is looked at, too."""
        versions, shown = self._versions, self._shown
        near = list(versions[-_SHOWN:])
        if tightness > 1 and shown is not None:
            near = [shown]
        elif shown is not None and all(version.id != shown.id for version in near):
            near = [shown, versions[-1]]
        older = [version for version in versions if version not in near]
        self._fill_older(older)
        future = self._future(versions[-1].status) if versions and not tightness else ()
        self._make(len(near) + len(future))
        for number, version in enumerate(near):
            self._steps[number].show_version(version, is_on=shown is not None and version.id == shown.id)
        for number, (icon, text) in enumerate(future, len(near)):
            self._steps[number].show_future(icon, text)

    def _fill_older(self, older: Sequence[ScopeVersion]) -> None:
        menu = self._older.menu()
        menu.clear()
        for version in reversed(older):
            entry = menu.addAction(version_words(version))
            entry.triggered.connect(lambda _checked=False, key=version.id: self.version_wanted.emit(key))
        self._older.setVisible(bool(older))
        self._older.setText(_("Older"))

    def _future(self, status: ScopeStatus) -> Sequence[tuple[str, str]]:
        sent, agreed = ("send", _("sent")), ("signature", _("agreed"))
        if status is ScopeStatus.DRAFT:
            return (sent, agreed)
        return (agreed,) if status is ScopeStatus.SENT else ()

    def _make(self, count: int) -> None:
        """Have as many steps as are needed, with a line between each two."""
        while len(self._steps) < count:
            if self._steps:
                link = _Link(self._theme, self)
                self._links.append(link)
                self._row.insertWidget(self._row.count() - 4, link)
            step = _Step(self._theme, self._icons, self)
            step.clicked.connect(self._on_step)
            self._steps.append(step)
            self._row.insertWidget(self._row.count() - 4, step)
        for number, step in enumerate(self._steps):
            step.setVisible(number < count)
        for number, link in enumerate(self._links, 1):
            link.setVisible(number < count)

    def _on_step(self) -> None:
        step = self.sender()
        if isinstance(step, _Step) and step.scope_id is not None:
            self.version_wanted.emit(step.scope_id)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(160), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_again()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_again()

    def _show_again(self) -> None:
        if self._versions:
            self.show_versions(self._versions, self._shown)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.fillRect(0, self.height() - 1, self.width(), 1, tokens.line.subtle)

    def _on_theme_changed(self) -> None:
        px = self._theme.tokens.px
        self.setFixedHeight(px(46))
        self._row.setContentsMargins(px(10), 0, px(18), 0)
        self._show_again()
        super()._on_theme_changed()
