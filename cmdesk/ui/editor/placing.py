"""What goes with a text on each channel: first comment, link, own moment, and the address of what went out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cmdesk.domain.counting import Level, count
from cmdesk.domain.editor import EditorSheet, PlacementText
from cmdesk.domain.errors import DeskError
from cmdesk.domain.moments import parse_when
from cmdesk.domain.posts import PostStatus
from cmdesk.i18n import gettext as _
from cmdesk.services import variants
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.counting import said
from cmdesk.ui.editor.links import LinkBuilder
from cmdesk.ui.editor.writing import Writing
from cmdesk.ui.page import Tools
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import CommittingLineEdit, CommittingTextEdit, labelled
from cmdesk.ui.widgets.popover import Popover

_OUT = frozenset({PostStatus.SCHEDULED, PostStatus.PUBLISHED})


def place_on(field: str, channel_id: int | None) -> str:
    """The place of a field on a channel; without one, on all of them."""
    return field if channel_id is None else f"{field} {channel_id}"


class Placing(QWidget):
    """The fields of one channel, or of all at once while the base is shown."""

    def __init__(self, tools: Tools, writing: Writing, parent: QWidget) -> None:
        super().__init__(parent)
        theme, icons = tools.theme, tools.icons
        px = theme.tokens.px
        self._tools, self._writing = tools, writing
        self._sheet: EditorSheet | None = None
        self._channel_id: int | None = None
        self.comment = CommittingTextEdit(theme, "", self, lines=1, most=5)
        self._comment_field = labelled(theme, icons, _("First comment"), self.comment)
        self._comment_count = Words(theme, "", "label", "tertiary", self._comment_field, tabular=True)
        self._comment_field.set_corner(self._comment_count)
        writing.add(self.comment, "first_comment")
        self.link = CommittingLineEdit(theme, "", self)
        self.link.setPlaceholderText("https://")
        self.link_field = labelled(theme, icons, _("Link"), self.link)
        self.link.textChanged.connect(self.link_field.clear_problem)
        writing.add(self.link, "link")
        self.measure = push_button(theme, icons, _("Measure…"), "normal", "chart-line", parent=self)
        self.measure.setToolTip(_("Say where readers come from, with UTM words"))
        self.measure.clicked.connect(self.open_builder)
        self.moment = CommittingLineEdit(theme, "", self)
        self.moment.committed.connect(self._on_moment)
        self.moment_field = labelled(theme, icons, _("Goes out here"), self.moment)
        self.moment.textChanged.connect(self.moment_field.clear_problem)
        self.url = CommittingLineEdit(theme, "", self)
        self.url.setPlaceholderText("https://")
        self.url_field = labelled(theme, icons, _("Address of what went out"), self.url)
        self.url.textChanged.connect(self.url_field.clear_problem)
        writing.add(self.url, "url")
        writing.typed.connect(self._on_typed)
        links = QHBoxLayout()
        links.setSpacing(px(8))
        links.addWidget(self.link_field, 1)
        links.addWidget(self.measure, 0, Qt.AlignmentFlag.AlignBottom)
        moments = QHBoxLayout()
        moments.setSpacing(px(10))
        moments.addWidget(self.moment_field, 1)
        moments.addWidget(self.url_field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(self._comment_field)
        column.addLayout(links)
        column.addLayout(moments)

    @property
    def placement(self) -> PlacementText | None:
        """The channel that is shown; none while all are."""
        return self._sheet.placement(self._channel_id) if self._sheet else None

    def show_sheet(self, sheet: EditorSheet, channel_id: int | None) -> None:
        """Show the fields of a channel; without one, those of all."""
        self._sheet = sheet
        self._channel_id = channel_id if sheet.placement(channel_id) else None
        self._writing.turn(self.comment, place_on("first_comment", self._channel_id))
        self._writing.turn(self.link, place_on("link", self._channel_id))
        self._writing.turn(self.url, place_on("url", self._channel_id))
        self.setVisible(bool(sheet.placements))
        placement = self.placement
        self.moment_field.setVisible(placement is not None and sheet.detail.card.day is not None)
        self.url_field.setVisible(placement is not None and sheet.detail.card.status in _OUT)
        for field, values in (
            (self.comment, {one.first_comment for one in sheet.placements}),
            (self.link, {one.link for one in sheet.placements}),
        ):
            differs = placement is None and len(values) > 1
            field.setPlaceholderText(_("Not the same on all channels") if differs else self._hint(field))
        self._show_moment()
        self._count()

    def _hint(self, field: QWidget) -> str:
        return "https://" if field is self.link else ""

    def _show_moment(self) -> None:
        placement = self.placement
        if placement is None or self._sheet is None or self._sheet.detail.card.day is None:
            return
        card = self._sheet.detail.card
        day = self._sheet.detail.card.day
        self.moment.setPlaceholderText(
            _("With the post: {when}").format(when=phrases.when_with_month(day, card.minute))
        )
        self.moment.show_text(phrases.when_with_month(placement.day, placement.minute) if placement.day else "")
        self.moment.setReadOnly(card.status is PostStatus.PUBLISHED)

    def _on_typed(self, key: str) -> None:
        if key.startswith("first_comment"):
            self._count()

    def _count(self) -> None:
        """How long the first comment is, where a network limits it."""
        if self._sheet is None:
            return
        placement = self.placement
        networks = [placement.network] if placement else [one.network for one in self._sheet.placements]
        words = self.comment.text()
        told = [count(words, network, self._sheet.limits, name="comment") for network in dict.fromkeys(networks)]
        tightest = min(
            (one for one in told if one.measures and one.measures[0].most is not None),
            key=lambda one: one.measures[0].most or 0,
            default=None,
        )
        self._comment_count.setVisible(tightest is not None and bool(words))
        if tightest is not None:
            self._comment_count.setText(said(tightest.measures[0]))
            colours = {Level.FINE: "tertiary", Level.TOO_MUCH: "danger"}
            self._comment_count.set_colour(colours.get(tightest.level, "warn"))

    def _on_moment(self, text: str) -> None:
        placement = self.placement
        if placement is None or self._sheet is None:
            return
        day, minute = None, None
        if text:
            try:
                when = parse_when(text, self._tools.jobs.desk.today, self._sheet.detail.card.day)
            except DeskError as error:
                self.moment_field.show_problem(str(error))
                return
            day, minute = when.day, when.minute if not when.keeps_hour else self._sheet.detail.card.minute
        job = self._tools.jobs.do(self, variants.move_placement, self._sheet.post_id, placement.channel_id, day, minute)
        job.failed(self._on_refused)

    def _on_refused(self, error: DeskError) -> None:
        self._show_moment()
        self.moment.put_back()
        self._tools.notify.problem(error)

    def open_builder(self) -> None:
        """Build a link that says where its readers come from."""
        if self._sheet is None:
            return
        placement = self.placement
        network = placement.network if placement else ""
        builder = LinkBuilder(self._tools, self._sheet, network, self.link.text(), self)
        popover = Popover(self._tools.theme, builder, self)
        builder.built.connect(self._on_built)
        builder.built.connect(popover.close)
        popover.open_beside(self.link)

    def _on_built(self, link: str) -> None:
        key = self._writing.place_of(self.link)
        self._writing.write(key, link)
        self._writing.commit(key)
