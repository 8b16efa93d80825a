"""The panel of one post, at the right of the month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from cmdesk.domain.allowance import Mark
from cmdesk.domain.calendar import PostSheet
from cmdesk.domain.errors import DeskError, RuleBroken, Unavailable
from cmdesk.domain.moments import parse_when
from cmdesk.domain.posts import (
    POST_FORMAT_NAMES,
    POST_STATUS_NAMES,
    Coverage,
    MediaItem,
    PostDetail,
    PostStatus,
)
from cmdesk.i18n import gettext as _
from cmdesk.i18n import ngettext, spoken
from cmdesk.services import limits, posts
from cmdesk.services.limits import PostFacts
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.counting import Counters, EntityHighlighter, MediaProblems
from cmdesk.ui.calendar.pictures import Pictures
from cmdesk.ui.calendar.popovers import CHANGES_ASKED, status_icon
from cmdesk.ui.calendar.thumb import Thumb
from cmdesk.ui.page import Tools
from cmdesk.ui.scope.asking import AskDialog
from cmdesk.ui.widgets.buttons import IconButton, push_button
from cmdesk.ui.widgets.choices import FilterChip
from cmdesk.ui.widgets.days import DayPicker
from cmdesk.ui.widgets.facts import Tag, Words
from cmdesk.ui.widgets.fields import ComboBox, CommittingLineEdit, CommittingTextEdit, LabelledField, labelled
from cmdesk.ui.widgets.frames import DetailPanel
from cmdesk.ui.widgets.layouts import FlowLayout
from cmdesk.ui.widgets.popover import Popover

_HISTORY: Final = 12  # lines that are shown
_NOBODY: Final = 0
_UNDECIDED: Final = ""
_COURTESY: Final = "*"
_PATTERNS: Final = "*.png *.jpg *.jpeg *.gif *.webp *.heic *.heif *.avif *.tif *.tiff *.bmp *.mp4 *.m4v *.mov *.webm"
_EXTRA: Final = "+"


class PostPanel(DetailPanel):
    """Everything about one post; each field saves when it is left.

    Signals:
        step_wanted: -1 for the post before, 1 for the one after.
        delete_wanted: Its id.
    """

    step_wanted = Signal(int)
    delete_wanted = Signal(object)

    def __init__(self, tools: Tools, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(tools.theme, tools.icons, "", parent)
        self._tools = tools
        self._pictures = pictures
        self._sheet: PostSheet | None = None
        self._chips: dict[int, FilterChip] = {}
        self._pictured: list[_PictureRow] = []
        self._told: list[Words] = []
        self.setProperty("pane", True)
        self._build_head()
        self._build_fields()
        pictures.arrived.connect(self.update)

    # --- building ---------------------------------------------------------------------------

    def _build_head(self) -> None:
        theme, icons = self._tools.theme, self._tools.icons
        before = IconButton(theme, icons, "chevron-up", _("Previous post"), "Ctrl+PgUp", self)
        after = IconButton(theme, icons, "chevron-down", _("Next post"), "Ctrl+PgDn", self)
        delete = IconButton(theme, icons, "trash", _("Put into the bin"), "Del", self)
        before.clicked.connect(self._step_back)
        after.clicked.connect(self._step_on)
        delete.clicked.connect(self._delete)
        for button in (before, after, delete):
            self.add_action(button)

    def _build_fields(self) -> None:
        theme, icons = self._tools.theme, self._tools.icons
        px = theme.tokens.px
        self._name = CommittingLineEdit(theme, "", self)
        self._name.setFont(theme.font("body_strong"))
        self._name.committed.connect(self._on_title)
        self._name_field = labelled(theme, icons, _("Working title"), self._name)
        self._name.textChanged.connect(self._name_field.clear_problem)
        self._status = ComboBox(theme, icons, self)
        self._status.chosen.connect(self._on_status)
        self._when = CommittingLineEdit(theme, "", self)
        self._when.setPlaceholderText(_("No date yet"))
        self._when.committed.connect(self._on_when)
        self._picker = IconButton(theme, icons, "calendar", _("Pick a day"), "", self)
        self._picker.clicked.connect(self._pick_day)
        self._when_field = labelled(theme, icons, _("Day and hour"), _beside(self._when, self._picker))
        self._when.setAccessibleName(_("Day and hour"))
        self._format = ComboBox(theme, icons, self)
        self._format.chosen.connect(self._on_format)
        self._owner = ComboBox(theme, icons, self)
        self._owner.chosen.connect(self._on_owner)
        self._coverage = ComboBox(theme, icons, self)
        self._coverage.chosen.connect(self._on_coverage)
        self._channels = _Flow(px(6), self)
        self._text = CommittingTextEdit(theme, "", self, lines=5, most=16, role="reading")
        self._text.committed.connect(self._on_text)
        self._text.textChanged.connect(self._count_signs)
        self._signs = Words(theme, "", "label", "tertiary", self, tabular=True)
        self._counters = Counters(theme, icons, self)
        self._entities = EntityHighlighter(theme, self._text.document())
        self._problems = MediaProblems(theme, icons, self)
        self._media = QWidget(self)
        self._media_column = QVBoxLayout(self._media)
        self._media_column.setContentsMargins(0, 0, 0, 0)
        self._media_column.setSpacing(px(8))
        self._add_picture = push_button(theme, icons, _("Add picture"), "compact", "photo-plus", parent=self)
        self._add_picture.clicked.connect(self._choose_file)
        self._client_note = CommittingTextEdit(theme, "", self, lines=2)
        self._client_note.committed.connect(self._on_client_note)
        self._staff_note = CommittingTextEdit(theme, "", self, lines=2)
        self._staff_note.committed.connect(self._on_staff_note)
        self._marks = _Flow(px(6), self)
        self._tags = [Tag(theme, icons, "", parent=self._marks) for _each in range(3)]
        for tag in self._tags:
            self._marks.add(tag)
        self._events = QVBoxLayout()
        self._events.setSpacing(px(3))
        self._arrange()

    def _arrange(self) -> None:
        theme, icons = self._tools.theme, self._tools.icons
        px = theme.tokens.px

        def named(label: str, widget: QWidget) -> LabelledField:
            return labelled(theme, icons, label, widget)

        self.body.addWidget(self._name_field)
        self.body.addWidget(self._marks)
        self.body.addWidget(named(_("Status"), self._status))
        self.body.addWidget(self._when_field)
        self.body.addWidget(named(_("Channels"), self._channels))
        self.body.addWidget(_side_by_side(px(10), named(_("Format"), self._format), named(_("Who"), self._owner)))
        self.body.addWidget(named(_("Counts against"), self._coverage))
        text = named(_("Text"), self._text)
        self.body.addWidget(text)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._counters, 1)
        line.addStretch(0)
        line.addWidget(self._signs)
        self.body.addSpacing(-px(8))
        self.body.addLayout(line)
        self.body.addWidget(Words(theme, _("Pictures"), "label", "secondary", self))
        self.body.addSpacing(-px(6))
        self.body.addWidget(self._media)
        self.body.addWidget(self._problems)
        row = QHBoxLayout()
        row.addWidget(self._add_picture)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(named(_("Note to the client"), self._client_note))
        self.body.addWidget(named(_("Staff note, the client never sees it"), self._staff_note))
        self.body.addWidget(Words(theme, _("What happened"), "label", "secondary", self))
        self.body.addSpacing(-px(6))
        self.body.addLayout(self._events)
        self.body.addStretch(1)

    # --- showing ----------------------------------------------------------------------------

    @property
    def post_id(self) -> int | None:
        """The post that is shown."""
        return self._sheet.detail.card.id if self._sheet else None

    def begin(self) -> None:
        """Put the keyboard into the first field."""
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_fields(self) -> None:
        """Save what is being written before another post is shown."""
        for field in (self._name, self._text, self._client_note, self._staff_note, self._when):
            field.commit()

    def put_back(self) -> bool:
        """Give up what is being written in the present field; whether something was."""
        for field in (self._name, self._text, self._client_note, self._staff_note, self._when):
            if field.hasFocus():
                before = field.text()
                field.put_back()
                return field.text() != before
        return False

    def show_sheet(self, sheet: PostSheet) -> None:
        """Show a post as it is now."""
        is_other = self._sheet is None or self._sheet.detail.card.id != sheet.detail.card.id
        if is_other and self._sheet is not None:
            self.leave_fields()
        self._sheet = sheet
        detail, card = sheet.detail, sheet.detail.card
        self.set_title(_("Idea") if card.is_idea else _("Post"))
        self._show_words(detail, is_other=is_other)
        self._show_choices(sheet)
        self._show_marks(sheet)
        self._show_channels(sheet)
        self._show_pictures(detail)
        self._show_story(detail)
        self._tools.jobs.read(self, limits.post_facts, detail.card.id).then(self._show_facts)

    def _show_words(self, detail: PostDetail, *, is_other: bool) -> None:
        card = detail.card
        shown = (
            (self._name, card.title),
            (self._text, detail.text),
            (self._client_note, detail.client_note),
            (self._staff_note, detail.staff_note),
            (self._when, phrases.when_with_month(card.day, card.minute) if card.day else ""),
        )
        for field, words in shown:
            if field is self._name and self._name_field.problem and not is_other:
                continue  # what was refused stays to be mended
            field.show_text(words)
            if is_other:
                field.put_back()
        self._when.setCursorPosition(0)
        if is_other:
            self._name.setCursorPosition(0)
            self._name_field.clear_problem()
            self._when_field.clear_problem()
        self._count_signs()

    def _show_choices(self, sheet: PostSheet) -> None:
        card, tokens = sheet.detail.card, self._tools.theme.tokens
        ways: list[tuple[object, str] | tuple[object, str, Any]] = [
            (status, phrases.status_name(status), status_icon(status, tokens)) for status in POST_STATUS_NAMES
        ]
        ways.insert(-1, (CHANGES_ASKED, _("Changes asked"), self._tools.icons.icon("arrow-back-up")))
        self._status.offer(ways)
        self._status.choose(CHANGES_ASKED if card.changes_asked else card.status)
        self._format.offer([(key, phrases.format_name(key).capitalize()) for key in POST_FORMAT_NAMES])
        self._format.choose(card.format)
        people = [
            (member.id, member.name) for member in sheet.members if member.is_active or member.id == card.owner_id
        ]
        self._owner.offer([(_NOBODY, _("Nobody yet")), *people])
        self._owner.choose(card.owner_id or _NOBODY)
        self._show_coverage(sheet)

    def _show_coverage(self, sheet: PostSheet) -> None:
        card = sheet.detail.card
        fitting = next((row.title for row in sheet.rows if row.lineage == sheet.covered_by), "")
        is_open = card.coverage is Coverage.UNDECIDED
        undecided = _("Not decided: {line}").format(line=fitting) if is_open and fitting else _("Not decided")
        choices: list[tuple[object, str]] = [(row.lineage, phrases.coverage_choice(row)) for row in sheet.rows]
        if card.coverage is Coverage.LINE and card.lineage not in {row.lineage for row in sheet.rows}:
            choices.append((card.lineage or "?", _("A line that is not in force on this day")))
        is_asked = card.coverage is Coverage.EXTRA
        extra = _("An extra that they asked for") if is_asked else _("An extra that they ask for…")
        self._coverage.offer([(_UNDECIDED, undecided), *choices, (_COURTESY, _("Courtesy, a gift")), (_EXTRA, extra)])
        chosen = {Coverage.UNDECIDED: _UNDECIDED, Coverage.COURTESY: _COURTESY, Coverage.EXTRA: _EXTRA}
        self._coverage.choose(chosen.get(card.coverage, card.lineage or "?"))

    def _show_marks(self, sheet: PostSheet) -> None:
        card = sheet.detail.card
        facts: list[tuple[str, Any, str]] = []
        if card.changes_asked:
            facts.append((_("Changes asked"), "warn", "arrow-back-up"))
        if sheet.mark is Mark.OVER:
            facts.append((phrases.more_than_agreed(1), "warn", phrases.MARK_ICONS[Mark.OVER]))
        elif sheet.mark is not None:
            tone = "info" if sheet.mark is Mark.COURTESY else "warn"
            facts.append((_(phrases.MARK_WORDS[sheet.mark]), tone, phrases.MARK_ICONS[sheet.mark]))
        if card.status is PostStatus.PUBLISHED:
            facts.append((_("Published posts stay on their day"), "neutral", "lock"))
        for tag, fact in zip(self._tags, [*facts, None, None, None], strict=False):
            tag.setVisible(fact is not None)
            if fact is not None:
                tag.show_fact(fact[0], fact[1], fact[2])
        self._marks.setVisible(bool(facts))
        self._marks.fit()
        is_out = card.status is PostStatus.PUBLISHED
        self._when.setReadOnly(is_out)
        self._picker.setVisible(not is_out)

    def _show_channels(self, sheet: PostSheet) -> None:
        wanted = {channel.id: channel for channel in sheet.channels}
        for key in [key for key in self._chips if key not in wanted]:
            self._channels.remove(self._chips.pop(key))
        for key, channel in wanted.items():
            chip = self._chips.get(key)
            if chip is None:
                name = phrases.network_name(channel.network)
                chip = FilterChip(
                    self._tools.theme, self._tools.icons, name, parent=self._channels, network=channel.network
                )
                chip.clicked.connect(self._on_channels)
                chip.toggled.connect(self._channels.fit)
                self._channels.add(chip)
                self._chips[key] = chip
                chip.show()
            chip.setToolTip(phrases.plain_tip([channel.name, channel.purpose]))
            chip.setChecked(key in sheet.detail.channel_ids)
        self._channels.fit()

    def _show_pictures(self, detail: PostDetail) -> None:
        self._pictures.want(item.thumb for item in detail.media)
        shown = [row.item for row in self._pictured]
        if [item.id for item in shown] != [item.id for item in detail.media]:
            for row in self._pictured:
                row.deleteLater()
            self._pictured = []
            for item in detail.media:
                row = _PictureRow(self._tools, self._pictures, item, self._media)
                row.described.connect(self._on_described)
                row.removed.connect(self._on_removed)
                self._media_column.addWidget(row)
                self._pictured.append(row)
        for row, item in zip(self._pictured, detail.media, strict=True):
            row.show_item(item)
        self._media.setVisible(bool(detail.media))

    def _show_story(self, detail: PostDetail) -> None:
        events = phrases.story(detail.events)
        today = self._tools.jobs.desk.today
        lines = []
        for event in events[:_HISTORY]:
            told = " · ".join(
                part for part in (phrases.happened(event), event.who, phrases.at(event.at, detail.zone, today)) if part
            )
            lines.append(f"{told}\n“{event.comment}”" if event.comment else told)
        if len(events) > _HISTORY:
            rest = len(events) - _HISTORY
            lines.append(ngettext("{count} more before", "{count} more before", rest).format(count=rest))
        while len(self._told) < len(lines):
            words = Words(self._tools.theme, "", "label", "tertiary", self, wrap=True)
            self._events.addWidget(words)
            self._told.append(words)
        for place, words in enumerate(self._told):
            words.setVisible(place < len(lines))
            words.setText(lines[place] if place < len(lines) else "")

    def _count_signs(self) -> None:
        count = len(self._text.text())
        words = ngettext("{count} character", "{count} characters", count)
        self._signs.setText(words.format(count=spoken().number(count)))
        self._counters.show_text(self._text.text())

    def _show_facts(self, facts: PostFacts) -> None:
        """Count the text and check the media, now that it is known against what."""
        if self._sheet is None or facts.post_id != self.post_id:
            return
        card = self._sheet.detail.card
        chosen = {channel.id: channel.network for channel in self._sheet.channels}
        networks = [chosen[key] for key in self._sheet.detail.channel_ids if key in chosen]
        self._entities.follow_network(networks[0] if networks else "")
        self._counters.show_for(facts.limits, networks, facts.media)
        is_begun = not card.is_idea or facts.media
        self._problems.show_for(facts.limits, networks if is_begun else [], card.format, facts.media)
        self._signs.setVisible(not networks)

    # --- saving -----------------------------------------------------------------------------

    def _edit(self, field: str, value: object, was: object, revert: Callable[[], object] | None = None) -> None:
        if self.post_id is None:
            return
        job = self._tools.jobs.do(self, posts.edit_post, self.post_id, field, value, was)
        job.then(self._on_edited)

        def refused(error: DeskError) -> None:
            if revert is not None:
                revert()
            if field == "title" and isinstance(error, RuleBroken):
                self._name_field.show_problem(str(error))
            else:
                self._tools.notify.problem(error)

        job.failed(refused)

    def _on_edited(self, lost_approval: bool) -> None:
        if lost_approval:
            words = _("The client had approved what it was before. It is a draft again.")
            self._tools.notify.toast(words, undo=self._tools.jobs.undo, icon="alert-triangle")

    def _on_title(self, text: str) -> None:
        if self._sheet is None:
            return
        was = self._sheet.detail.card.title
        if not text.strip():
            self._name_field.show_problem(_("Write a title."))
            return
        self._name_field.clear_problem()
        self._edit("title", text, was, partial(self._keep_title, text, was))

    def _keep_title(self, text: str, was: str) -> None:
        """A title was refused: it stays in its field to be mended, and Esc gives the saved one."""
        self._name.show_text(was)
        self._name.setText(text)

    def _on_text(self, text: str) -> None:
        if self._sheet is not None:
            self._edit("text", text, self._sheet.detail.text)

    def _on_client_note(self, text: str) -> None:
        if self._sheet is not None:
            self._edit("client_note", text, self._sheet.detail.client_note)

    def _on_staff_note(self, text: str) -> None:
        if self._sheet is not None:
            self._edit("staff_note", text, self._sheet.detail.staff_note)

    def _on_format(self, key: object) -> None:
        if self._sheet is not None:
            self._edit("format", key, self._sheet.detail.card.format, self._show_again)

    def _on_owner(self, key: object) -> None:
        if self._sheet is not None:
            self._edit("owner_id", key or None, self._sheet.detail.card.owner_id, self._show_again)

    def _on_status(self, key: object) -> None:
        if self.post_id is None:
            return
        jobs = self._tools.jobs
        if key == CHANGES_ASKED:
            jobs.do(self, posts.ask_changes, [self.post_id]).failed(self._on_refused)
        else:
            jobs.do(self, posts.set_status, [self.post_id], str(key)).failed(self._on_refused)

    def _on_coverage(self, key: object) -> None:
        if self.post_id is None:
            return
        if key == _EXTRA:
            self._ask_extra()
            return
        coverage, lineage = Coverage.LINE, str(key)
        if key == _UNDECIDED:
            coverage, lineage = Coverage.UNDECIDED, ""
        elif key == _COURTESY:
            coverage, lineage = Coverage.COURTESY, (self._sheet.covered_by if self._sheet else None) or ""
        self._tools.jobs.do(self, posts.set_coverage, [self.post_id], coverage, lineage or None).failed(
            self._on_refused
        )

    def _ask_extra(self) -> None:
        """Note that the client asks for this post beside what was agreed."""
        if self._sheet is None or self._sheet.detail.card.coverage is Coverage.EXTRA:
            return
        card = self._sheet.detail.card
        dialog = AskDialog(self._tools, card.client_id, self, title=card.title, unit=card.format, post_id=card.id)
        dialog.asked.connect(self._on_asked)
        dialog.rejected.connect(self._show_again)
        dialog.open()

    def _on_asked(self, _extra_id: int) -> None:
        words = _("It is noted as an extra, and waits for a decision in the scope.")
        self._tools.notify.toast(words, undo=self._tools.jobs.undo)

    def _on_channels(self) -> None:
        if self._sheet is None:
            return
        kept = [key for key in self._sheet.detail.channel_ids if key in self._chips and self._chips[key].isChecked()]
        added = [key for key, chip in self._chips.items() if chip.isChecked() and key not in kept]
        self._tools.jobs.do(self, posts.set_channels, self._sheet.detail.card.id, [*kept, *added]).failed(
            self._on_refused
        )

    def _on_when(self, text: str) -> None:
        if self._sheet is None:
            return
        card = self._sheet.detail.card
        self._when_field.clear_problem()
        if not text:
            self._move(None, None, keeps_hour=True)
            return
        try:
            when = parse_when(text, self._tools.jobs.desk.today, card.day)
        except DeskError as error:
            self._when_field.show_problem(str(error))
            return
        self._move(when.day, when.minute, keeps_hour=when.keeps_hour)

    def _pick_day(self) -> None:
        if self._sheet is None:
            return
        theme, today = self._tools.theme, self._tools.jobs.desk.today
        picker = DayPicker(theme, self._tools.icons, self._sheet.detail.card.day, today)
        popover = Popover(theme, picker, self._when)
        picker.picked.connect(self._on_picked)
        picker.picked.connect(popover.close)
        popover.open_beside(self._when)

    def _on_picked(self, day: date) -> None:
        self._move(day, None, keeps_hour=True)

    def _move(self, day: date | None, minute: int | None, *, keeps_hour: bool) -> None:
        if self.post_id is None:
            return
        job = self._tools.jobs.do(self, posts.move_post, self.post_id, day, minute, keeps_hour=keeps_hour)
        job.failed(self._on_refused)

    def _on_refused(self, error: DeskError) -> None:
        self._show_again()
        self._tools.notify.problem(error)

    def _show_again(self) -> None:
        """Show what is saved, after a change was refused."""
        if self._sheet is not None:
            self._show_words(self._sheet.detail, is_other=True)
            self._show_choices(self._sheet)
            self._show_channels(self._sheet)

    # --- pictures ---------------------------------------------------------------------------

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, _("Add picture"), self._tools.memory.recall("pictures"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_("Pictures and videos ({patterns})").format(patterns=_PATTERNS))
        dialog.fileSelected.connect(self.add_file)
        dialog.open()

    def add_file(self, name: str) -> None:
        """Add a picture of the disk to the post."""
        path = Path(name)
        self._tools.memory.keep("pictures", str(path.parent))
        key = self.post_id
        if key is None:
            return

        def read_file(_progress: object) -> bytes:
            try:
                return path.read_bytes()
            except OSError as error:
                raise Unavailable(_("We cannot read this file. Look whether it is still there.")) from error

        def keep(data: bytes) -> None:
            job = self._tools.jobs.do(self, posts.add_media, key, path.name, data)
            job.then(self._on_edited)

        self._tools.jobs.run(self, read_file).then(keep)

    def _on_described(self, media_id: int, alt: str) -> None:
        if self.post_id is not None:
            self._tools.jobs.do(self, posts.describe_media, self.post_id, media_id, alt)

    def _on_removed(self, media_id: int) -> None:
        if self.post_id is not None:
            self._tools.jobs.do(self, posts.remove_media, self.post_id, media_id).then(self._on_edited)

    def _step_back(self) -> None:
        self.step_wanted.emit(-1)

    def _step_on(self) -> None:
        self.step_wanted.emit(1)

    def _delete(self) -> None:
        self.delete_wanted.emit(self.post_id)


class _PictureRow(QWidget):
    """One picture with the words for those who cannot see it.

    Signals:
        described: The picture's id and its words.
        removed: The picture's id.
    """

    described = Signal(object, str)
    removed = Signal(object)

    def __init__(self, tools: Tools, pictures: Pictures, item: MediaItem, parent: QWidget) -> None:
        super().__init__(parent)
        theme, icons = tools.theme, tools.icons
        px = theme.tokens.px
        self.item = item
        self._thumb = Thumb(theme, pictures, item.thumb, self, edge=52)
        self._alt = CommittingTextEdit(theme, item.alt, self, lines=2, most=4)
        self._alt.setPlaceholderText(_("What does the picture show?"))
        self._alt.setAccessibleName(_("Description of {name}").format(name=item.name))
        self._alt.committed.connect(self._on_described)
        remove = IconButton(theme, icons, "x", _("Remove picture"), "", self)
        remove.clicked.connect(self._on_removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(self._thumb, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._alt, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)

    def show_item(self, item: MediaItem) -> None:
        """Show the words as they are saved."""
        self.item = item
        self._alt.show_text(item.alt)

    def _on_described(self, text: str) -> None:
        self.described.emit(self.item.id, text)

    def _on_removed(self) -> None:
        self.removed.emit(self.item.id)


class _Flow(QWidget):
    """Small things side by side, on as many lines as they need at this width."""

    def __init__(self, gap: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, gap)

    def add(self, widget: QWidget) -> None:
        """Put a thing at the end."""
        self._flow.addWidget(widget)

    def remove(self, widget: QWidget) -> None:
        """Take a thing out for good."""
        self._flow.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    def fit(self) -> None:
        """Be as high as the lines are."""
        height = self._flow.heightForWidth(self.width())
        if height != self.height() or height != self.maximumHeight():
            self.setFixedHeight(height)

    def hasHeightForWidth(self) -> bool:
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


def _beside(field: QWidget, button: QWidget) -> QWidget:
    """A field with a button at its end."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(2)
    row.addWidget(field, 1)
    row.addWidget(button)
    whole.setFocusProxy(field)
    return whole


def _side_by_side(gap: int, *widgets: QWidget) -> QWidget:
    """Fields next to each other, of equal width."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(gap)
    for widget in widgets:
        row.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)
    return whole
