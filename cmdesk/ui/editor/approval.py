"""The approval of a post: what it waits for and until when, the yes it has, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cmdesk.domain.approval import ApprovalSheet, PlanStep, Silence, Tone, Word, clause_words, means_name
from cmdesk.domain.editor import EditorSheet
from cmdesk.domain.errors import DeskError
from cmdesk.domain.posts import PATH, PostEventKind, PostStatus
from cmdesk.domain.publishing import cause_name
from cmdesk.i18n import N_, ngettext, spoken
from cmdesk.i18n import gettext as _
from cmdesk.services import approval
from cmdesk.services.approval import Asked
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.asking import About, Asking
from cmdesk.ui.glyphs import Tone as Colour
from cmdesk.ui.page import Tools
from cmdesk.ui.widgets.buttons import Button, LinkButton, push_button
from cmdesk.ui.widgets.choices import CheckBox
from cmdesk.ui.widgets.facts import Glyph, Tag, TimePill, Words
from cmdesk.ui.widgets.fields import CommittingTextEdit
from cmdesk.ui.widgets.themed import Themed

_MINUTE_MS: Final = 30_000
_SHORT: Final = 8  # letters of a hash that people compare
_ENTERS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_ELIDE: Final = Qt.TextElideMode.ElideRight
_BESIDE: Final = 2  # buttons in a line
_STEPS: Final = (PlanStep.DRAFT, PlanStep.SEND, PlanStep.YES)
_DONE: Final = {  # which steps of the plan lie behind a status
    PostStatus.INTERNAL_REVIEW: 1,
    PostStatus.CLIENT_REVIEW: 2,
    PostStatus.APPROVED: 3,
    PostStatus.SCHEDULED: 3,
    PostStatus.PUBLISHED: 3,
}


class PlanRow(Themed, QWidget):
    """Draft by, send by, yes by: each with its day, and how it stands."""

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = tools.icons
        self._cells: list[tuple[str, date, str]] = []  # what, when, how it stands
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow(tools.theme)

    def show_plan(self, sheet: ApprovalSheet) -> None:
        """Show the days of a post's plan."""
        plan = sheet.plan
        self.setVisible(plan is not None)
        if plan is None:
            return
        names = (_("Draft by"), _("Send by"), _("Yes by"))
        days = (plan.draft_by, plan.send_by, plan.yes_by)
        done = _DONE.get(sheet.card.status, 0)
        self._cells = []
        for place, (step, name, day) in enumerate(zip(_STEPS, names, days, strict=True)):
            state = "done" if place < done else ""
            if sheet.mark is not None and sheet.mark.step is step:
                state = str(sheet.mark.tone)
            self._cells.append((name, day, state))
        said = {"done": _("done"), "late": _("late"), "soon": _("soon")}
        parts = [
            ", ".join(part for part in (f"{name} {spoken().short_day(day)}", said.get(state, "")) if part)
            for name, day, state in self._cells
        ]
        self.setAccessibleName(". ".join(parts))
        self.setToolTip(_tip(sheet))
        self.update()

    def sizeHint(self) -> QSize:
        px = self._theme.tokens.px
        return QSize(px(240), px(40))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(160), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens, theme = self._theme.tokens, self._theme
        px = tokens.px
        inks = {
            "": tokens.text.secondary,
            "fine": tokens.text.primary,
            "done": tokens.text.tertiary,
            "soon": tokens.feedback.warn,
            "late": tokens.feedback.danger,
        }
        icons = {"done": "check", "late": "alert-triangle", "soon": "clock"}
        gap = px(6)
        width = (self.width() + gap) / max(1, len(self._cells))
        say = self._way_to_say(width - gap - px(12), px(16))
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place, (name, day, state) in enumerate(self._cells):
                rect = QRectF(place * width, 0, width - gap, self.height())
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(tokens.surface.sunken)
                painter.drawRoundedRect(rect, tokens.radius.tag, tokens.radius.tag)
                inner = rect.adjusted(px(7), px(3), -px(5), -px(3))
                painter.setFont(theme.font("caption"))
                painter.setPen(tokens.text.tertiary)
                painter.drawText(QRectF(inner.left(), inner.top(), inner.width(), px(16)), _LEFT, name)
                ink = inks[state]
                left = inner.left()
                if state in icons:
                    edge = px(12)
                    sign = QRectF(left, inner.top() + px(19), edge, edge)
                    self._icons.paint(painter, icons[state], sign, ink)
                    left += edge + px(4)
                painter.setFont(self._font(state))
                painter.setPen(ink)
                room = QRectF(left, inner.top() + px(16), inner.right() - left, px(18))
                words = painter.fontMetrics().elidedText(say(day), _ELIDE, round(room.width()) + 2)
                painter.drawText(room, _LEFT, words)

    def _font(self, state: str) -> QFont:
        return self._theme.font("label" if state in {"", "done"} else "caption_strong", tabular=True)

    def _metrics(self, state: str) -> QFontMetricsF:
        return QFontMetricsF(self._font(state))

    def _way_to_say(self, room: float, sign: float) -> Callable[[date], str]:
        """The days with their week day, or all of them without it where one has no room."""
        signs = {"done": sign, "late": sign, "soon": sign}
        needs = [
            self._metrics(state).horizontalAdvance(spoken().short_day(day)) + signs.get(state, 0)
            for _name, day, state in self._cells
        ]
        return spoken().short_day if max(needs, default=0) < room else spoken().day_month


def _tip(sheet: ApprovalSheet) -> str:
    """How the days of the plan were counted."""
    timing, plan = sheet.timing, sheet.plan
    if plan is None or timing.number is None:
        return ""
    lines = [
        _("Counted backwards in working days, by scope version {number}:").format(number=timing.number),
        ngettext("yes {count} day before it goes out", "yes {count} days before it goes out", timing.lead_days).format(
            count=timing.lead_days
        ),
        ngettext("{count} day for the answer", "{count} days for the answer", timing.answer_days).format(
            count=timing.answer_days
        ),
        ngettext("{count} day for rounds of changes", "{count} days for rounds of changes", timing.rounds).format(
            count=timing.rounds
        ),
        _("Without rounds, the last day to send is {day}.").format(day=spoken().short_day(plan.latest_send)),
    ]
    return phrases.plain_tip(lines)


class ApprovalBox(QWidget):
    """How the approval of a post stands, with the next steps and a line for comments."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._post_id: int | None = None
        self.sheet: ApprovalSheet | None = None
        self._asking = Asking(tools, self)
        self._buttons: list[Button] = []
        self._build()
        self._clock = QTimer(self)
        self._clock.setInterval(_MINUTE_MS)
        self._clock.timeout.connect(self.read_again)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        theme, icons = self._tools.theme, self._tools.icons
        px = theme.tokens.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        head = QHBoxLayout()
        head.addWidget(Words(theme, _("Approval"), "section", "primary", self))
        head.addStretch(1)
        self._pill = TimePill(theme, icons, "", "neutral", self)
        head.addWidget(self._pill)
        column.addLayout(head)
        self._sentence = Words(theme, "", "body", "secondary", self, wrap=True)
        column.addWidget(self._sentence)
        self.plan = PlanRow(self._tools, self)
        column.addWidget(self.plan)
        self._silence, self._silence_words = self._line("clock", "secondary")
        column.addWidget(self._silence)
        self._changed, self._changed_words = self._line("alert-triangle", "warn")
        column.addWidget(self._changed)
        self._rounds = self._build_rounds()
        column.addWidget(self._rounds)
        self._missed = self._build_missed()
        column.addWidget(self._missed)
        self._ways = QWidget(self)
        self._row = QVBoxLayout(self._ways)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(px(6))
        column.addWidget(self._ways)
        self.comment_box = self._build_comment()
        column.addWidget(self.comment_box)
        for part in (self._pill, self.plan, self._silence, self._changed, self._rounds, self._missed):
            part.hide()  # nothing is said before it is known

    def _line(self, icon: str, role: str) -> tuple[QWidget, Words]:
        theme = self._tools.theme
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.px(7))
        words = Words(theme, "", "small", role, line, wrap=True)
        row.addWidget(Glyph(theme, self._tools.icons, icon, role, 14, line), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        return line, words

    def _build_rounds(self) -> QWidget:
        theme, icons = self._tools.theme, self._tools.icons
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.px(8))
        self._round_tag = Tag(theme, icons, "", "neutral", parent=line)
        self.extra = LinkButton(theme, icons, _("Note as extra"), parent=line)
        self.extra.clicked.connect(self._ask_extra)
        row.addWidget(self._round_tag)
        row.addWidget(self.extra)
        row.addStretch(1)
        return line

    def _build_missed(self) -> QWidget:
        theme, icons = self._tools.theme, self._tools.icons
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.px(8))
        self._cause = Words(theme, "", "small", "danger", line, wrap=True)
        self.why = LinkButton(theme, icons, _("Say why"), parent=line)
        self.why.clicked.connect(self._say_why)
        row.addWidget(self._cause, 1)
        row.addWidget(self.why)
        return line

    def _build_comment(self) -> QWidget:
        theme, icons = self._tools.theme, self._tools.icons
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, theme.tokens.px(4), 0, 0)
        column.setSpacing(theme.tokens.px(6))
        self.comment = _Comment(theme, "", box, lines=1, most=6)
        self.comment.setPlaceholderText(_("Write to the team…"))
        self.comment.setAccessibleName(_("Comment"))
        self.comment.sent.connect(self.send_comment)
        self.for_client = CheckBox(theme, icons, _("For the client too"), box)
        self.for_client.toggled.connect(self._on_for_client)
        self.send = push_button(theme, icons, _("Add comment"), "compact", None, "Ctrl ↵", box)
        self.send.clicked.connect(self.send_comment)
        row = QHBoxLayout()
        row.addWidget(self.for_client)
        row.addStretch(1)
        row.addWidget(self.send)
        column.addWidget(self.comment)
        column.addLayout(row)
        return box

    # --- showing ------------------------------------------------------------------------------

    def show_sheet(self, sheet: EditorSheet) -> None:
        """Show the approval of the post that the editor shows."""
        self.show_post(sheet.detail.card.id)

    def show_post(self, post_id: int) -> None:
        """Show the approval of a post; a comment that was begun for another one is not taken along."""
        if post_id != self._post_id:
            self.comment.setPlainText("")
            self.for_client.setChecked(False)
        self._post_id = post_id
        self._clock.start()
        self.read_again()

    def read_again(self) -> None:
        """Ask how it stands now."""
        if self._post_id is not None:
            read = self._tools.jobs.read(self, approval.approval_sheet, self._post_id)
            read.then(self._show).failed(self._on_gone)

    def _on_gone(self, _error: DeskError) -> None:
        self._clock.stop()  # the editor says that the post is gone

    def _show(self, sheet: ApprovalSheet) -> None:
        self.sheet = sheet
        pill, tone = pill_of(sheet, self._tools.jobs.desk.today)
        self._pill.setVisible(bool(pill))
        if pill:
            self._pill.show_time(pill, tone)
        self._sentence.setText(sentence_of(sheet))
        self._sentence.setToolTip(_proof(sheet))
        self.plan.show_plan(sheet)
        clock = sheet.clock
        self._silence.setVisible(clock is not None)
        if clock is not None:
            self._silence_words.setText(clock.words)
            self._silence_words.set_colour("warn" if clock.state is Silence.CHANGED else "secondary")
        is_waiting = sheet.card.status is PostStatus.CLIENT_REVIEW
        self._changed.setVisible(is_waiting and sheet.has_changed and clock is None)
        self._changed_words.setText(_("It was changed after it was sent. Send it again."))
        self._show_rounds(sheet)
        self._show_missed(sheet)
        self._show_ways(sheet)

    def _show_rounds(self, sheet: ApprovalSheet) -> None:
        rounds = sheet.rounds
        self._rounds.setVisible(rounds.asked > 0)
        words = _("Round {number} of {agreed}").format(number=rounds.asked, agreed=rounds.agreed)
        if rounds.agreed is None:
            words = ngettext("{count} round of changes", "{count} rounds of changes", rounds.asked)
            words = words.format(count=rounds.asked)
        over = bool(rounds.over)
        self._round_tag.show_fact(words, "warn" if over else "neutral", "circle-plus" if over else "arrow-back-up")
        self.extra.setVisible(over)

    def _show_missed(self, sheet: ApprovalSheet) -> None:
        self._missed.setVisible(sheet.is_missed or bool(sheet.cause))
        self.why.setVisible(sheet.is_missed)
        self.why.setText(_("Another cause") if sheet.cause else _("Say why"))
        if sheet.cause:
            self._cause.setText(_("Its date was missed: {cause}").format(cause=cause_name(sheet.cause)))
        else:
            self._cause.setText(_("It missed its date."))
        self._cause.set_colour("secondary" if sheet.cause else "danger")

    # --- what can be done ---------------------------------------------------------------------

    def _show_ways(self, sheet: ApprovalSheet) -> None:
        has_keyboard = any(button.hasFocus() for button in self._buttons)
        if has_keyboard:
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # never to 'Undo', which a space would press
        while self._row.count():
            item = self._row.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        self._buttons = []
        theme, line = self._tools.theme, QHBoxLayout()
        for place, (text, icon, keys, why, slot) in enumerate(self._offers(sheet)):
            if place % _BESIDE == 0:
                line = self._line_of_ways()
            button = push_button(theme, self._tools.icons, text, "compact", icon, keys, self._ways)
            button.clicked.connect(slot)
            if why:
                button.refuse(why)
            line.insertWidget(place % _BESIDE, button)
            self._buttons.append(button)
        self._ways.setVisible(bool(self._buttons))
        if has_keyboard and self._buttons:
            self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _line_of_ways(self) -> QHBoxLayout:
        """One line of buttons below the ones that are there."""
        holder = QWidget(self._ways)
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(self._tools.theme.tokens.px(8))
        line.addStretch(1)
        self._row.addWidget(holder)
        return line

    def _offers(self, sheet: ApprovalSheet) -> list[tuple[str, str, str, str, Callable[[], object]]]:
        """The next steps: what they say, their icon and keys, why they may not be, and what they do."""
        status, why = sheet.card.status, sheet.why_not
        take = self.take
        offers: list[tuple[str, str, str, str, Callable[[], object]]] = []
        if status in {PostStatus.IDEA, PostStatus.DRAFT}:
            wanted = PostStatus.INTERNAL_REVIEW
            offers.append((_("To internal review"), "eye", "", why(wanted), partial(take, wanted)))
        if status in {PostStatus.DRAFT, PostStatus.INTERNAL_REVIEW}:
            wanted = PostStatus.CLIENT_REVIEW
            offers.append((_("To the client"), "send", "", why(wanted), partial(take, wanted)))
        if status is PostStatus.CLIENT_REVIEW:
            yes = why(PostStatus.APPROVED, has_word=True)
            offers.append((_("Note the yes"), "check", "", yes, self.note_yes))
        if status in {PostStatus.INTERNAL_REVIEW, PostStatus.CLIENT_REVIEW, PostStatus.APPROVED}:
            offers.append((_("Note changes"), "arrow-back-up", "", why(PostStatus.DRAFT), self.note_changes))
        if status is PostStatus.APPROVED:
            wanted = PostStatus.SCHEDULED
            offers.insert(0, (_("Schedule"), "clock", "", why(wanted), partial(take, wanted)))
        if status in {PostStatus.APPROVED, PostStatus.SCHEDULED}:
            at = 1 if status is PostStatus.APPROVED else 0
            offers.insert(at, (_("Publish…"), "external-link", "", why(PostStatus.PUBLISHED), self.publish))
        return offers

    def _about(self, beside: QWidget) -> About | None:
        if self.sheet is None:
            return None
        place = QRect(beside.mapToGlobal(QPoint(0, 0)), beside.size())
        remark = ""
        if self.sheet.has_changed and self.sheet.card.status is PostStatus.CLIENT_REVIEW:
            remark = _("It was changed after it was sent: a yes counts for what it says now.")
        return About((self.sheet.card,), place, self.sheet.role, remark)

    def take(self, wanted: PostStatus) -> None:
        """Let the post have come so far; who said yes is asked first."""
        if about := self._about(self._ways):
            self._asking.take(about, wanted)

    def step(self, *, forward: bool) -> None:
        """Let the post go one step on, or one back."""
        if about := self._about(self._ways):
            self._asking.step(about, forward=forward)

    def note_yes(self) -> None:
        """Ask who said yes."""
        if about := self._about(self._ways):
            self._asking.note_yes(about)

    def note_changes(self) -> None:
        """Ask what is to be changed."""
        if about := self._about(self._ways):
            self._asking.note_changes(about)

    def publish(self) -> None:
        """Publish it by hand."""
        from cmdesk.ui.publishing import PublishDialog

        if self._post_id is not None:
            PublishDialog(self._tools, self._post_id, self).open()

    def _ask_extra(self) -> None:
        if self.sheet is not None:
            card = self.sheet.card
            self._asking.ask_extra(Asked(card.id, card.client_id, card.title, self.sheet.rounds))

    def _say_why(self) -> None:
        if self.sheet is not None and self._post_id is not None:
            words = _("Why did “{title}” miss its date?").format(title=self.sheet.card.title)
            place = QRect(self.why.mapToGlobal(QPoint(0, 0)), self.why.size())
            self._asking.say_why([self._post_id], words, place)

    # --- comments -----------------------------------------------------------------------------

    def _on_for_client(self, is_for_client: bool) -> None:
        words = _("Write to the team and the client…") if is_for_client else _("Write to the team…")
        self.comment.setPlaceholderText(words)

    def send_comment(self) -> None:
        """Keep what is written in the history of the post."""
        words = self.comment.toPlainText()
        if self._post_id is None or not words.strip():
            return
        job = self._tools.jobs.do(
            self, approval.comment_on, self._post_id, words, is_for_client=self.for_client.isChecked()
        )
        job.then(self._on_commented).failed(self._tools.notify.problem)

    def _on_commented(self, _nothing: None) -> None:
        self.comment.setPlainText("")
        self.for_client.setChecked(False)


class _Comment(CommittingTextEdit):
    """Where a comment is written.

    Signals:
        sent: Ctrl+Enter was pressed.
    """

    sent = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTERS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.sent.emit()
        else:
            super().keyPressEvent(event)


# --- in words --------------------------------------------------------------------------------------


def pill_of(sheet: ApprovalSheet, today: date) -> tuple[str, Colour]:
    """How the next step stands, for the pill: words and tone; no words where nothing is due."""
    mark = sheet.mark
    if mark is None or sheet.card.status is PostStatus.PUBLISHED:
        return "", "neutral"
    if mark.tone is Tone.LATE:
        if mark.step in {PlanStep.DRAFT, PlanStep.SEND}:
            return _("too near"), "late"
        return phrases.late(mark.days), "late"
    days = (mark.by - today).days
    if mark.step is PlanStep.OUT:
        return "", "neutral"
    if mark.tone is Tone.SOON:
        return _("today") if days == 0 else _("no room for all rounds"), "soon"
    return ngettext("in {count} day", "in {count} days", days).format(count=days), "neutral"


def sentence_of(sheet: ApprovalSheet) -> str:
    """How the approval stands, in a sentence."""
    status = sheet.card.status
    if sheet.approval is not None:
        return _approved(sheet)
    if sheet.is_paused:
        return _("The client is paused: nothing is asked for.")
    if status is PostStatus.CLIENT_REVIEW:
        return _waiting(sheet)
    if status in PATH[:3] and sheet.card.changes_asked:
        return _("Changes were asked. It goes on when they are made.")
    if sheet.card.day is not None and sheet.timing.number is None:
        return _("No scope is agreed for its day, so nothing is agreed about approvals.")
    said = _PLAIN.get(status, N_("Nobody has been asked yet."))
    return _(said)


_PLAIN: Final = {
    PostStatus.INTERNAL_REVIEW: N_("A colleague looks at it before the client does."),
    PostStatus.CANCELLED: N_("It was cancelled."),
    PostStatus.APPROVED: N_("It is approved."),
    PostStatus.SCHEDULED: N_("Nobody noted a yes, and it is scheduled all the same."),
    PostStatus.PUBLISHED: N_("It is out. Nobody noted a yes."),
}


def _waiting(sheet: ApprovalSheet) -> str:
    who = sheet.approver.name if sheet.approver else _("The client")
    mark = sheet.mark
    if mark is None or mark.step is not PlanStep.YES:
        return _("{who} has it and has not answered yet.").format(who=who)
    words = _("{who} was to answer by {day}.") if mark.tone is Tone.LATE else _("{who} is to answer by {day}.")
    return words.format(who=who, day=spoken().short_day(mark.by))


def _approved(sheet: ApprovalSheet) -> str:
    given = sheet.approval
    assert given is not None
    if given.word is Word.SILENCE:
        last = next((one for one in reversed(sheet.events) if one.kind is PostEventKind.SILENCE), None)
        clause = clause_words(last.detail) if last else ""
        return _("Approved by silence. {clause}").format(clause=clause).strip()
    day = spoken().short_day(given.said_on or given.at.date())
    if given.word is Word.AGENCY:
        who = given.who or _("The agency")
        return _("{who} approved it on {day} without the client’s word.").format(who=who, day=day)
    if given.means:
        how = means_name(given.means)
        return _("{who} said yes on {day} · {how}").format(who=given.who, day=day, how=how)
    return _("{who} said yes on {day}.").format(who=given.who, day=day)


def _proof(sheet: ApprovalSheet) -> str:
    """What was approved, by the letters of its hash."""
    if sheet.approval is None or not sheet.approval.hash:
        return ""
    words = _("Of the content {letters}").format(letters=sheet.approval.hash[:_SHORT].upper())
    return phrases.plain_tip([words, sheet.approval.comment])
