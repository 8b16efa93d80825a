"""Giving posts to a client to answer: which ones, until when, and the ways to bring the pack there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from cmdesk.domain.errors import DeskError
from cmdesk.domain.moments import Month, parse_day
from cmdesk.domain.review import Candidate, spaced_code
from cmdesk.domain.review_words import ReviewWords
from cmdesk.i18n import NAMES, _, ngettext, spoken
from cmdesk.services import review
from cmdesk.ui import glyphs
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.pictures import Pictures
from cmdesk.ui.calendar.thumb import Thumb
from cmdesk.ui.files import choose_place, write_file
from cmdesk.ui.page import Tools
from cmdesk.ui.widgets.buttons import Button, LinkButton, push_button
from cmdesk.ui.widgets.choices import CheckBox
from cmdesk.ui.widgets.facts import Glyph, StatusChip, Words
from cmdesk.ui.widgets.fields import ComboBox, DayEdit, ErrorLine, LabelledField
from cmdesk.ui.widgets.frames import Dialog
from cmdesk.ui.widgets.scrolled import scrolled
from cmdesk.ui.widgets.themed import Themed, running

if TYPE_CHECKING:
    from cmdesk.desk import Packed
    from cmdesk.ui.jobs import Progress

_TOP: Final = Qt.AlignmentFlag.AlignTop
_LIST_HEIGHT: Final = 320
_THUMB: Final = 34


class NetworkRow(Themed, QWidget):
    """The signs of the networks that a post goes to."""

    def __init__(self, tools: Tools, networks: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._icons, self._networks = tools.icons, networks
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip(phrases.network_names(networks) if networks else "")
        self.follow(tools.theme)

    def sizeHint(self) -> QSize:
        px = self._theme.tokens.px
        return QSize(px(18) * max(1, min(3, len(self._networks))), px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colour = self._theme.tokens.text.secondary
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            px = self._theme.tokens.px
            for at, network in enumerate(self._networks[:3]):
                place = QRectF(at * px(18), 0, px(16), px(16))
                glyphs.paint_network(painter, place, network, colour, self._icons)


class FocusFollower(QWidget):
    """Rows of which the one with the keyboard is always in sight."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.area: QScrollArea | None = None
        running().focusObjectChanged.connect(self._on_focus)

    def _on_focus(self, focused: object) -> None:
        if self.area is not None and isinstance(focused, QWidget) and self.isAncestorOf(focused):
            self.area.ensureWidgetVisible(focused, 0, 24)


class PackDialog(Dialog):
    """Which posts a client is asked about, and by when.

    `confirmed` says that a person wants the pack; what was chosen is in `post_ids`, `answer_by` and `language`.
    """

    def __init__(
        self,
        tools: Tools,
        client_id: int,
        client: str,
        month: Month,
        chosen: Collection[int],
        pictures: Pictures,
        parent: QWidget,
    ) -> None:
        theme, icons = tools.theme, tools.icons
        super().__init__(theme, icons, _("Review pack"), parent, width=680)
        self._tools, self._pictures, self._chosen = tools, pictures, frozenset(chosen)
        self._month = month
        self.boxes: dict[int, CheckBox] = {}
        self.set_aside(client)
        text = _(
            "A page for {client} to open anywhere, without an account: they say yes, ask for changes or comment, and "
            "send the answer back as a file or a code. The posts wait for the client from then on."
        )
        self.body.addWidget(Words(theme, text.format(client=client), "body", "secondary", self, wrap=True))
        self._build_list()
        self._build_fields()
        self._error = ErrorLine(theme, icons, self)
        self.body.addWidget(self._error)
        self._make = push_button(theme, icons, _("Make the pack"), "primary", "send", "Ctrl ↵", self)
        self.set_buttons(self._make)
        self._make.refuse(_("Choose at least one post."))
        tools.jobs.read(self, review.candidates, client_id, month, tuple(chosen)).then(self._show).failed(self._fail)

    # --- building -----------------------------------------------------------------------------

    def _build_list(self) -> None:
        theme, icons = self._theme, self._icons
        px = theme.tokens.px
        head = QHBoxLayout()
        self._count = Words(theme, "", "body_strong", "primary", self)
        self._all = LinkButton(theme, icons, _("All"), parent=self)
        self._none = LinkButton(theme, icons, _("None"), parent=self)
        self._all.clicked.connect(self._on_all)
        self._none.clicked.connect(self._on_none)
        head.addWidget(self._count, 1)
        head.addWidget(self._all)
        head.addSpacing(px(10))
        head.addWidget(self._none)
        self._rows = FocusFollower(self)
        self._column = QVBoxLayout(self._rows)
        self._column.setContentsMargins(0, 0, px(8), 0)
        self._column.setSpacing(px(2))
        self._area = scrolled(self, self._rows, px(_LIST_HEIGHT), lines_beside=25, least=120)
        self._rows.area = self._area
        self.body.addLayout(head)
        self.body.addWidget(self._area, 1)

    def _build_fields(self) -> None:
        theme, icons = self._theme, self._icons
        today = self._tools.jobs.desk.today
        self._by = DayEdit(theme, icons, lambda text: parse_day(text, today), spoken().day, self)
        self._by.setPlaceholderText(_("No day"))
        self._by.committed.connect(self._on_day)
        self._language = ComboBox(theme, icons, self)
        self._language.offer([("", _("As the client's documents")), *NAMES.items()])
        self._language.choose("")
        self._by_field = LabelledField(theme, icons, _("Answer by"), self._by, "", self)
        row = QHBoxLayout()
        row.setSpacing(theme.tokens.px(12))
        row.addWidget(self._by_field, 1, _TOP)
        row.addWidget(LabelledField(theme, icons, _("Language of the page"), self._language, "", self), 1, _TOP)
        self.body.addLayout(row)

    def _show(self, found: tuple[Candidate, ...]) -> None:
        self._pictures.want(one.thumb for one in found)
        has_chosen = any(one.id in self._chosen for one in found)
        for one in found:
            self._add_row(one, is_on=one.id in self._chosen or not has_chosen)
        if not found:
            text = _("No post of {month} waits to be shown to the client. Drafts and posts in review would stand here.")
            words = text.format(month=phrases.month_name(self._month))
            self._column.addWidget(Words(self._theme, words, "body", "tertiary", self._rows, wrap=True))
        self._column.addStretch(1)
        self._on_toggled()
        stops: list[QWidget] = [self._all, self._none, *self.boxes.values(), self._by]
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)
        first = next(iter(self.boxes.values()), None)
        (first or self._by).setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_row(self, one: Candidate, *, is_on: bool) -> None:
        theme, px = self._theme, self._theme.tokens.px
        line = QWidget(self._rows)
        row = QHBoxLayout(line)
        row.setContentsMargins(px(5), px(4), px(2), px(4))
        row.setSpacing(px(10))
        when = phrases.when_with_month(one.day, one.minute) if one.day else _("No date")
        box = CheckBox(theme, self._icons, "", line)
        box.setAccessibleName(f"{one.title}, {when}, {phrases.status_name(one.status)}")
        box.setChecked(is_on)
        box.toggled.connect(self._on_toggled)
        words = QVBoxLayout()
        words.setSpacing(0)
        title = Words(theme, one.title, "body_medium", "primary", line, elide=True)
        title.setToolTip(one.title)
        words.addWidget(title)
        words.addWidget(Words(theme, when, "small", "secondary", line))
        row.addWidget(box)
        row.addWidget(Thumb(theme, self._pictures, one.thumb, line))
        row.addLayout(words, 1)
        row.addWidget(NetworkRow(self._tools, one.networks, line))
        status = _("Changes asked") if one.changes_asked else phrases.status_name(one.status)
        row.addWidget(StatusChip(theme, one.status, status, line))
        self.boxes[one.id] = box
        self._column.addWidget(line)
        line.show()  # what is not seen yet cannot have the keyboard

    # --- choosing -----------------------------------------------------------------------------

    @property
    def post_ids(self) -> tuple[int, ...]:
        """The posts that were chosen."""
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    @property
    def answer_by(self) -> date | None:
        """The day by which an answer is hoped for."""
        return self._by.day

    @property
    def language(self) -> str | None:
        """The language of the page; none: the client's."""
        return str(self._language.current_key) or None

    def _on_day(self, day: date | None) -> None:
        self._by_field.clear_problem()
        if day is not None and day < self._tools.jobs.desk.today:
            self._by_field.show_problem(_("That day is over already."), "warn")

    def _on_all(self) -> None:
        self._tick(is_on=True)

    def _on_none(self) -> None:
        self._tick(is_on=False)

    def _tick(self, *, is_on: bool) -> None:
        for box in self.boxes.values():
            box.setChecked(is_on)

    def _on_toggled(self) -> None:
        count = len(self.post_ids)
        self._count.setText(ngettext("{count} post chosen", "{count} posts chosen", count).format(count=count))
        if count:
            self._make.allow()
        else:
            self._make.refuse(_("Choose at least one post."))

    def _fail(self, error: DeskError) -> None:
        self._error.show_problem(str(error))

    # --- making -------------------------------------------------------------------------------

    def show_making(self) -> None:
        """Say that the page is being made, and take the button out of use meanwhile."""
        self._error.clear()
        self._make.refuse(_("The page is being made."))
        self.set_remark(_("The page is being made…"))

    def show_refusal(self, error: DeskError) -> None:
        """Say why there is no pack."""
        self._make.allow()
        self.set_remark("")
        self._error.show_problem(str(error))


class PackedDialog(Dialog):
    """The pack that was made, and the ways to bring it to the client: the page, paper, a message."""

    def __init__(self, tools: Tools, packed: Packed, parent: QWidget) -> None:
        theme, icons = tools.theme, tools.icons
        super().__init__(theme, icons, _("The review pack is made"), parent, width=560)
        self._tools, self._packed = tools, packed
        content = packed.content
        words = ngettext(
            "{count} post of {client} waits for an answer. The code of the pack is {code}.",
            "{count} posts of {client} wait for an answer. The code of the pack is {code}.",
            len(content.posts),
        ).format(count=len(content.posts), client=content.client.name, code=spaced_code(content.code))
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.px(8))
        row.addWidget(Glyph(theme, icons, "circle-check", "ok", 16, line), 0, _TOP)
        row.addWidget(Words(theme, words, "body", "primary", line, wrap=True), 1)
        self.body.addWidget(line)
        text = _(
            "Send the page as a file, by mail or messenger. What comes back is read with “Import answers…” in the "
            "calendar. The page is kept in the workspace."
        )
        self.body.addWidget(Words(theme, text, "body", "secondary", self, wrap=True))
        self._build_ways()
        self._said = Words(theme, "", "body", "secondary", self, wrap=True)
        self._error = ErrorLine(theme, icons, self)
        self.body.addWidget(self._said)
        self.body.addWidget(self._error)
        self.set_buttons(push_button(theme, icons, _("Done"), "primary", None, "Ctrl ↵", self), can_cancel=False)
        self.confirmed.connect(self.accept)
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def message(self) -> str:
        """A few words that go with the pack, in the client's language."""
        content = self._packed.content
        say = ReviewWords(content.language, content.client.speaks_as)
        return say.message(content.client.name, len(content.posts), content.answer_by)

    def _build_ways(self) -> None:
        px = self._theme.tokens.px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(14))
        grid.setVerticalSpacing(px(10))
        grid.setColumnStretch(1, 1)
        size = spoken().number(max(1, round(len(self._packed.page.content) / 100_000)) / 10)
        page = _("{name} · {size} MB").format(name=self._packed.page.file_name, size=size)
        self.save = self._way(grid, 0, _("Save page"), "download", "S", page, self._on_save)
        paper = _("For those who print: boxes to tick and lines to write on.")
        self.paper = self._way(grid, 1, _("Save PDF"), "printer", "P", paper, self._on_paper)
        about = _("A few words for a mail or a messenger, in the client's language.")
        self.copy = self._way(grid, 2, _("Copy a message"), "copy", "C", about, self._on_copy)
        self.body.addLayout(grid)

    def _way(
        self, grid: QGridLayout, row: int, text: str, icon: str, key: str, about: str, slot: Callable[[], object]
    ) -> Button:
        button = push_button(self._theme, self._icons, text, "normal", icon, key, self)
        button.clicked.connect(slot)
        QShortcut(QKeySequence(key), self, button.click)
        grid.addWidget(button, row, 0)
        grid.addWidget(Words(self._theme, about, "small", "tertiary", self, wrap=True), row, 1)
        return button

    def _on_save(self) -> None:
        choose_place(self, _("Save page"), self._packed.page.file_name, self.save_to)

    def save_to(self, path: str) -> None:
        """Write the page there."""
        data = self._packed.page.content
        self._write(lambda progress: write_file(Path(path), data, progress))

    def _on_paper(self) -> None:
        name = Path(self._packed.page.file_name).stem + ".pdf"
        choose_place(self, _("Save PDF"), name, self.save_paper_to)

    def save_paper_to(self, path: str) -> None:
        """Draw the pack on paper, and write it there."""
        desk, content = self._tools.jobs.desk, self._packed.content
        self._write(lambda progress: write_file(Path(path), desk.review_paper(content, progress).content, progress))

    def _write(self, work: Callable[[Progress], str]) -> None:
        self._error.clear()
        self._tools.jobs.run(self, work).then(self._on_saved).failed(self._explain)

    def _on_saved(self, name: str) -> None:
        self._said.setText(_("“{name}” is saved.").format(name=name))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.message)
        self._error.clear()
        self._said.setText(_("Copied: “{words}”").format(words=self.message))

    def _explain(self, error: DeskError) -> None:
        self._said.setText("")
        self._error.show_problem(str(error))
