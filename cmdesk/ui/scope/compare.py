"""What changes between two versions of a scope: chosen at the top, line by line below, and what it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cmdesk.domain.comparison import ChangeKind, Comparison
from cmdesk.domain.moments import parse_day
from cmdesk.domain.scope import ScopeStatus, ScopeVersion
from cmdesk.domain.scope_problems import Problem
from cmdesk.domain.scope_view import ScopeView
from cmdesk.domain.wording import days
from cmdesk.i18n import _, ngettext, spoken
from cmdesk.ui import glyphs
from cmdesk.ui.icons import Icons
from cmdesk.ui.scope.compare_list import MARKS, Columns, CompareList, mark_colours
from cmdesk.ui.scope.compare_rows import Reader, entries_of
from cmdesk.ui.scope.phrases import STATUS_GLYPHS, money, version_words
from cmdesk.ui.theme import Theme, Tokens
from cmdesk.ui.widgets.buttons import IconButton, push_button
from cmdesk.ui.widgets.choices import SegmentedControl
from cmdesk.ui.widgets.facts import Glyph, Words
from cmdesk.ui.widgets.fields import ComboBox, CommittingTextEdit, DayEdit, LabelledField
from cmdesk.ui.widgets.frames import EmptyState
from cmdesk.ui.widgets.themed import Themed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

_TOP: Final = Qt.AlignmentFlag.AlignTop
_RIGHT: Final = Qt.AlignmentFlag.AlignRight
ROOM_FOR_SIDE: Final = 960  # of the pane, at a text size of 100 %
_HOUR: Final = 60
_SHOWN: Final = 5  # problems


def state_icon(status: ScopeStatus, tokens: Tokens, ratio: float = 2.0) -> QIcon:
    """The glyph of a version's status for choices."""
    edge = tokens.px(15)
    pixmap = QPixmap(round(edge * ratio), round(edge * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        glyphs.paint_scope_state(painter, QRectF(0, 0, edge, edge), STATUS_GLYPHS[status], tokens)
    return QIcon(pixmap)


class _Count(Themed, QWidget):
    """A small square with a sign, and how many changes are of its kind."""

    def __init__(self, theme: Theme, icons: Icons, kind: ChangeKind, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons, self._kind, self._text = icons, kind, ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow(theme)

    def show_text(self, text: str) -> None:
        """Say how many."""
        self._text = text
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        px = self._theme.tokens.px
        words = self._theme.metrics("small").horizontalAdvance(self._text)
        return QSize(round(px(24) + words + 1), px(20))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        px = tokens.px
        ink, ground = mark_colours(self._kind, tokens)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            square = QRectF(0, 1, px(18), px(18))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(square, px(5), px(5))
            inset = px(3)
            self._icons.paint(painter, MARKS[self._kind], square.adjusted(inset, inset, -inset, -inset), ink, 2.4)
            painter.setPen(tokens.text.secondary)
            painter.setFont(self._theme.font("small"))
            room = QRectF(px(24), 0, self.width() - px(24), self.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._text)


class _Difference(Themed, QWidget):
    """What a month costs more or less, in one strong line."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = self._share = ""
        self.follow(theme)

    def show_difference(self, words: str, share: str) -> None:
        """Say it."""
        self._words, self._share = words, share
        self.setAccessibleName(f"{words} {share}".strip())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        px = tokens.px
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent.tint)
            painter.drawRoundedRect(QRectF(self.rect()), tokens.radius.card, tokens.radius.card)
            painter.setPen(tokens.accent.text)
            room = QRectF(self.rect()).adjusted(px(12), 0, -px(12), 0)
            painter.setFont(self._theme.font("heading", tabular=True))
            left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(room, left, self._words)
            painter.setFont(self._theme.font("small", tabular=True))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | _RIGHT, self._share)

    def _on_theme_changed(self) -> None:
        self.setFixedHeight(self._theme.tokens.px(40))
        super()._on_theme_changed()


def figures_of(comparison: Comparison, old: ScopeVersion, new: ScopeVersion) -> list[tuple[str, str, str]]:
    """What both versions come to: a name, what it was, what it is; rows that say nothing are left out."""
    was, now = comparison.totals.before, comparison.totals.after
    was_paid, now_paid = old.terms.currency, new.terms.currency

    def pay(before: int, after: int) -> tuple[str, str]:
        return money(before, was_paid, short=True), money(after, now_paid, short=True)

    rows = [(_("Each month"), *pay(was.monthly_cents - was.discount_cents, now.monthly_cents - now.discount_cents))]
    rows.append((_("With tax"), *pay(was.monthly_with_tax, now.monthly_with_tax)))
    for name, before, after in (
        (_("One-off"), was.once_cents, now.once_cents),
        (_("Optional"), was.optional_cents, now.optional_cents),
    ):
        if before or after:
            rows.append((name, *pay(before, after)))
    posts = [_posts(one) for one in (old, new)]
    if any(posts):
        rows.append((_("Posts"), spoken().number(posts[0]), spoken().number(posts[1])))
    hours = [_answer(one) for one in (old, new)]
    if any(hours):
        rows.append((_("First answer"), hours[0] or "—", hours[1] or "—"))
        rows.append((_("Days of answering"), _days(old), _days(new)))
    rows.append((_("Our hours"), _our_hours(was.own_minutes), _our_hours(now.own_minutes)))
    return rows


def _posts(version: ScopeVersion) -> int:
    return sum(line.quantity or 0 for line in version.promised if line.is_included and line.unit == "post")


def _days(version: ScopeVersion) -> str:
    return days(version.terms.coverage_days, spoken().language, is_short=True) or "—"


def _our_hours(minutes: int) -> str:
    return _("{hours} h").format(hours=spoken().number((minutes + _HOUR // 2) // _HOUR))


def _answer(version: ScopeVersion) -> str:
    promised = [line.response_hours for line in version.promised if line.is_included and line.response_hours]
    hours = version.terms.response_hours or min(promised, default=None)
    return "" if hours is None else _("{hours} h").format(hours=spoken().number(hours))


class ComparisonSide(Themed, QWidget):
    """How it ends up, from when, why, and what is missing before it is sent.

    Signals:
        changed: A field of the draft's conditions and its new value.
        problem_chosen: A problem that the person wants to fix.
    """

    changed = Signal(str, object)
    problem_chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._cells: list[QWidget] = []
        self._rows: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.addWidget(Words(theme, _("How it ends up"), "section", "primary", self))
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._column.addLayout(self._grid)
        self._difference = _Difference(theme, self)
        self._column.addWidget(self._difference)
        self.since = DayEdit(theme, icons, lambda text: parse_day(text, today()), spoken().day, self, today)
        self.since.committed.connect(lambda day: self.changed.emit("first_day", day))
        self._since = LabelledField(theme, icons, _("From when"), self.since, "", self)
        self.why = CommittingTextEdit(theme, "", self, 3, 9)
        self.why.committed.connect(lambda text: self.changed.emit("introduction", text))
        self._why = LabelledField(theme, icons, _("Why it changes (the client reads it)"), self.why, "", self)
        self._column.addWidget(self._since)
        self._column.addWidget(self._why)
        self._before = Words(theme, _("Before sending"), "section", "primary", self)
        self._column.addWidget(self._before)
        self._problems = QVBoxLayout()
        self._column.addLayout(self._problems)
        self._column.addStretch(1)
        self._foot = Words(theme, "", "label", "tertiary", self, wrap=True)
        self._column.addWidget(self._foot)
        self.follow(theme)

    def show_comparison(
        self, comparison: Comparison, old: ScopeVersion, new: ScopeVersion, problems: Sequence[Problem]
    ) -> None:
        """Show what two versions come to; the fields only where the newer one is a draft."""
        self._show_figures(figures_of(comparison, old, new), old.number, new.number)
        self._difference.show_difference(difference_words(comparison, new), _share(comparison))
        is_draft = not new.is_frozen
        for widget in (self._since, self._why, self._before):
            widget.setVisible(is_draft)
        self.since.show_day(new.terms.first_day)
        self.why.show_text(new.terms.introduction)
        self._show_problems(problems if is_draft else ())
        self._foot.setText(_foot(old, new))

    def _show_figures(self, rows: Sequence[tuple[str, str, str]], before: int, after: int) -> None:
        _emptied(self._grid, self._cells)
        heads = ("", _("v{number}").format(number=before), _("v{number}").format(number=after))
        for row, texts in enumerate((heads, *rows)):
            differs = row > 0 and texts[1] != texts[2]
            roles = ("body", "body", "heading" if row == 1 else "body_strong" if differs else "body")
            colours = ("tertiary" if row == 0 else "primary", "tertiary", "tertiary" if row == 0 else "primary")
            for column, text in enumerate(texts):
                role = "small" if row == 0 else roles[column]
                words = Words(self._theme, text, role, colours[column], self, tabular=True)
                words.setAlignment((_RIGHT if column else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter)
                self._grid.addWidget(words, row, column)
                self._cells.append(words)
                words.show()

    def _show_problems(self, problems: Sequence[Problem]) -> None:
        _emptied(self._problems, self._rows)
        for problem in problems[:_SHOWN]:
            self._add_row("alert-triangle", "danger" if problem.blocks else "warn", problem.sentence, problem)
        if len(problems) > _SHOWN:
            more = len(problems) - _SHOWN
            text = ngettext("and {count} more", "and {count} more", more).format(count=more)
            self._add_row("dots", "tertiary", text, None)
        if not problems and not self._before.isHidden():
            self._add_row("circle-check", "ok", _("Nothing is left to fix."), None)

    def _add_row(self, icon: str, role: str, text: str, problem: Problem | None) -> None:
        theme, icons = self._theme, self._icons
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.px(8))
        row.addWidget(Glyph(theme, icons, icon, role, 15, line))
        row.addWidget(Words(theme, text, "body", "primary", line, wrap=True), 1)
        if problem is not None and problem.field != "undecided":
            button = push_button(theme, icons, _("Fix"), "compact", parent=line)
            button.clicked.connect(lambda: self.problem_chosen.emit(problem))
            row.addWidget(button)
        self._problems.addWidget(line)
        self._rows.append(line)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), tokens.surface.canvas)

    def _on_theme_changed(self) -> None:
        px = self._theme.tokens.px
        self._column.setContentsMargins(px(20), px(18), px(20), px(16))
        self._column.setSpacing(px(14))
        self._grid.setHorizontalSpacing(px(14))
        self._grid.setVerticalSpacing(px(8))
        self._problems.setSpacing(px(9))
        super()._on_theme_changed()


def _emptied(layout: Any, widgets: list[QWidget]) -> None:
    for widget in widgets:
        layout.removeWidget(widget)
        widget.hide()
        widget.deleteLater()
    widgets.clear()


def difference_words(comparison: Comparison, new: ScopeVersion) -> str:
    """'+ €125 a month'."""
    cents = comparison.totals.monthly_cents
    sign = "+" if cents > 0 else "−" if cents < 0 else "±"
    amount = money(abs(cents), new.terms.currency, short=True)
    return _("{sign} {amount} a month").format(sign=sign, amount=amount)


def _share(comparison: Comparison) -> str:
    was = comparison.totals.before.monthly_cents - comparison.totals.before.discount_cents
    if not was or not comparison.totals.monthly_cents:
        return ""
    share = round(100 * comparison.totals.monthly_cents / was)
    return f"{'+' if share >= 0 else '−'} {spoken().percent(abs(share) * 100)}"


def _foot(old: ScopeVersion, new: ScopeVersion) -> str:
    if old.status is ScopeStatus.AGREED and new.status in {ScopeStatus.DRAFT, ScopeStatus.SENT}:
        return _(
            "Version {number} stays in force until this one is agreed. Nothing that was agreed is deleted."
        ).format(number=old.number)
    return ""


class ComparePane(Themed, QWidget):
    """Two versions beside each other.

    Signals:
        wanted: The numbers of two versions that a person chose, the older one first.
        line_wanted: The lineage of a line to see in the editor.
        changed: A field of the draft's conditions and its new value.
        problem_chosen: A problem to fix.
    """

    wanted = Signal(int, int)
    line_wanted = Signal(str)
    changed = Signal(str, object)
    problem_chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._comparison: Comparison | None = None
        self._reads: Reader | None = None
        self._opened: set[str] = set()
        self.old = ComboBox(theme, icons, self)
        self.new = ComboBox(theme, icons, self)
        for combo, name in ((self.old, _("Earlier version")), (self.new, _("Later version"))):
            combo.setAccessibleName(name)
            combo.chosen.connect(self._on_chosen)
        self.switch = SegmentedControl(theme, [(True, _("Only changes")), (False, _("All"))], self)
        self.switch.setAccessibleName(_("Which lines"))
        self.switch.chosen.connect(self._on_switched)
        self.counts = {kind: _Count(theme, icons, kind, self) for kind in MARKS}
        self.back = IconButton(theme, icons, "arrow-up", _("Previous change"), "P", self)
        self.on = IconButton(theme, icons, "arrow-down", _("Next change"), "N", self)
        self.back.clicked.connect(lambda: self.step(-1))
        self.on.clicked.connect(lambda: self.step(1))
        self.list = CompareList(theme, icons, self)
        self.list.setAccessibleName(_("What changes"))
        self.list.opened.connect(self._on_opened)
        self.list.line_wanted.connect(self.line_wanted)
        title = _("Nothing changes")
        self.empty = EmptyState(theme, icons, "git-compare", title, _("Both versions say the same."), parent=self)
        self.side = ComparisonSide(theme, icons, today)
        self.side.changed.connect(self.changed)
        self.side.problem_chosen.connect(self.problem_chosen)
        self._foot = Words(theme, "", "body_strong", "accent.text", self, elide=True)
        self._arrange()
        self.follow(theme)

    def _arrange(self) -> None:
        self._heads = QWidget(self)
        self.old.setParent(self._heads)
        self.new.setParent(self._heads)
        self._tools = QHBoxLayout()
        self._tools.addWidget(self.switch)
        self._tools.addStretch(1)
        for count in self.counts.values():
            self._tools.addWidget(count)
        self._tools.addWidget(self.back)
        self._tools.addWidget(self.on)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self.side)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self._heads)
        left.addLayout(self._tools)
        left.addWidget(self._stack, 1)
        self._foot_row = QHBoxLayout()
        self._foot_row.addWidget(self._foot)
        left.addLayout(self._foot_row)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        whole.addWidget(self._area)

    # --- showing ------------------------------------------------------------------------------

    def show_versions(self, view: ScopeView, before: int, after: int) -> None:
        """Offer all versions, these two chosen."""
        tokens = self._theme.tokens
        choices = [
            (version.number, version_words(version), state_icon(version.status, tokens))
            for version in reversed(view.versions)
        ]
        for combo, number in ((self.old, before), (self.new, after)):
            combo.offer(choices)
            combo.choose(number)

    def show_comparison(self, comparison: Comparison, view: ScopeView, problems: Sequence[Problem] = ()) -> None:
        """Show what differs."""
        found = {version.number: version for version in view.versions}
        old, new = found.get(comparison.before), found.get(comparison.after)
        if old is None or new is None:
            return
        self.show_versions(view, old.number, new.number)
        self._comparison, self._reads = comparison, Reader(old, new, view.address)
        self.side.show_comparison(comparison, old, new, problems)
        self._foot.setText(
            " · ".join(f"{name} {was} → {now}" for name, was, now in figures_of(comparison, old, new) if was != now)
        )
        self._show_counts(comparison)
        self._show_rows()
        QTimer.singleShot(0, self, self._place_heads)

    def _show_counts(self, comparison: Comparison) -> None:
        kinds: list[ChangeKind] = [
            ChangeKind.CHANGED if line.kind is ChangeKind.SAME else line.kind for line in comparison.changed
        ]
        kinds += [ChangeKind.CHANGED] * len(comparison.terms)
        words = {
            ChangeKind.ADDED: lambda count: ngettext("{count} new", "{count} new", count),
            ChangeKind.CHANGED: lambda count: ngettext("{count} changes", "{count} change", count),
            ChangeKind.REMOVED: lambda count: ngettext("{count} goes", "{count} go", count),
        }
        for kind, widget in self.counts.items():
            count = kinds.count(kind)
            widget.show_text(words[kind](count).format(count=count) if count else "")

    def _show_rows(self) -> None:
        if self._comparison is None or self._reads is None:
            return
        only = bool(self.switch.current)
        is_nothing = only and self._comparison.is_same
        self._stack.setCurrentWidget(self.empty if is_nothing else self.list)
        self.list.show_entries(entries_of(self._comparison, self._reads, only_changes=only, opened=self._opened))

    # --- doing --------------------------------------------------------------------------------

    def step(self, steps: int) -> None:
        """Go to the next change, or to the one before."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.step(steps)

    def _on_chosen(self, _number: object) -> None:
        before, after = self.old.current_key, self.new.current_key
        if isinstance(before, int) and isinstance(after, int):
            self._opened.clear()
            self.wanted.emit(before, after)

    def _on_switched(self, _key: object) -> None:
        self._opened.clear()
        self._show_rows()

    def _on_opened(self, key: str) -> None:
        self._opened ^= {key}
        self._show_rows()

    # --- arranging ----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        has_room = self.width() >= self._theme.tokens.px(ROOM_FOR_SIDE)
        self._area.setVisible(has_room)
        self._foot.setVisible(not has_room)
        self._set_foot(shown=not has_room)
        QTimer.singleShot(0, self, self._place_heads)

    def _set_foot(self, *, shown: bool) -> None:
        px = self._theme.tokens.px
        self._foot_row.setContentsMargins(px(20), px(9) if shown else 0, px(20), px(9) if shown else 0)

    def _place_heads(self) -> None:
        """Put the two choices over the columns that they name."""
        columns = Columns(self._theme, self.list.viewport().width())
        px = self._theme.tokens.px
        height = self._theme.tokens.size.control
        top = (self._heads.height() - height) // 2
        for combo, left in ((self.old, columns.before), (self.new, columns.after)):
            width = min(round(columns.text_width), max(px(150), combo.sizeHint().width()))
            combo.setGeometry(round(left) - px(8), top, width, height)

    def _on_theme_changed(self) -> None:
        px = self._theme.tokens.px
        self._heads.setFixedHeight(px(50))
        self._tools.setContentsMargins(px(20), 0, px(20), px(8))
        self._tools.setSpacing(px(12))
        self._area.setFixedWidth(px(332))
        QTimer.singleShot(0, self, self._place_heads)
        super()._on_theme_changed()
