"""Campaigns and pillars of a client: a card each, edited in place, with the mix of a month beside the wish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cmdesk.domain.campaigns import CampaignSheet, Mix, MixRow
from cmdesk.domain.changes import ChangeSet, Kind
from cmdesk.domain.errors import DeskError
from cmdesk.domain.moments import Month, parse_day
from cmdesk.i18n import _, ngettext, spoken
from cmdesk.services import campaigns
from cmdesk.ui.calendar import phrases
from cmdesk.ui.clients.people import Adder, EntryCard, EntryList
from cmdesk.ui.widgets.buttons import IconButton, push_button
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import DayEdit, LineEdit, MoneyEdit
from cmdesk.ui.widgets.form import scrolling
from cmdesk.ui.widgets.frames import Dialog
from cmdesk.ui.widgets.themed import Themed

if TYPE_CHECKING:
    from cmdesk.ui.page import Tools
    from cmdesk.ui.theme import Theme

_SHOWN: Final = frozenset({Kind.CAMPAIGN, Kind.PILLAR, Kind.POST, Kind.CLIENT})
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_END: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class CampaignCard(EntryCard):
    """One campaign: when it lies, what it is for, what it may cost."""

    def __init__(self, tools: Tools, key: int, parent: QWidget) -> None:
        super().__init__(tools, key, parent)
        theme, form = tools.theme, self.form
        form.line("name", _("Campaign"))
        self._day("first_day", _("First day"))
        self._day("last_day", _("Last day"))
        form.colour("colour", _("Colour"))
        budget = MoneyEdit(theme, None, form)
        budget.committed.connect(lambda cents: self._on_changed("budget_cents", cents))
        holder = form.own("budget_cents", _("Budget"), budget, budget.show_cents)
        budget.misread.connect(holder.show_problem)
        self.posts = Words(theme, "", "small", "secondary", form)
        form.own("posts", _("Posts"), self.posts, self._show_posts)
        form.text("goal", _("What it is to reach"), lines=2)
        self.let_move()

    def _day(self, name: str, label: str) -> None:
        tools, form = self._tools, self.form
        day = DayEdit(
            tools.theme, tools.icons, lambda text: parse_day(text, tools.jobs.desk.today), spoken().day, form
        )  # fmt: skip
        day.committed.connect(lambda chosen: self._on_changed(name, chosen))
        holder = form.own(name, label, day, day.show_day)
        day.misread.connect(holder.show_problem)

    def _show_posts(self, count: int) -> None:
        self.posts.setText(ngettext("{count} post", "{count} posts", count).format(count=count))


class ShareEdit(LineEdit):
    """A share of the mix, in per cent."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "", parent)
        self.set_note(_("%"))
        self._shown = ""

    def show_share(self, share: int | None) -> None:
        """Show a saved share; one that is being written now stays."""
        is_editing = self.hasFocus() and self.text() != self._shown
        self._shown = "" if share is None else str(share)
        if not is_editing:
            self.setText(self._shown)

    @property
    def written(self) -> tuple[bool, int | None]:
        """Whether it is a whole number or nothing, and which."""
        text = self.text().strip().rstrip("%").strip()
        return (not text or text.isdecimal(), int(text) if text.isdecimal() else None)

    @property
    def is_changed(self) -> bool:
        """Whether something else stands there than what is saved."""
        return self.text().strip() != self._shown


class PillarCard(EntryCard):
    """One theme with the share of the mix that it should have."""

    def __init__(self, tools: Tools, key: int, parent: QWidget) -> None:
        super().__init__(tools, key, parent)
        form = self.form
        form.line("name", _("Pillar"))
        self.share = ShareEdit(tools.theme, form)
        self.share.editingFinished.connect(self._on_share)
        self._holder = form.own("share", _("Share of the mix"), self.share, self.share.show_share)
        form.colour("colour", _("Colour"))
        self.let_move()

    def _on_share(self) -> None:
        is_number, share = self.share.written
        if not is_number:
            self._holder.show_problem(_("Write a whole number, such as 40."))
        elif self.share.is_changed:
            self._holder.clear_problem()
            self._on_changed("share", share)


class MixBars(Themed, QWidget):
    """What the posts of a month are about: a bar each, with a stroke where it should end."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._mix: Mix | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.follow(theme)

    def show_mix(self, mix: Mix) -> None:
        """Show the mix of a month."""
        self._mix = mix
        said = [self._name(row) + ": " + self._words(row) for row in mix.rows]
        self.setAccessibleName(_("Mix of {month}").format(month=phrases.month_title(mix.month)))
        self.setAccessibleDescription("; ".join(said))
        self.setToolTip("\n".join(said))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        px = self._theme.tokens.px
        return QSize(px(320), px(26) * max(len(self._mix.rows) if self._mix else 0, 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(220), self.sizeHint().height())

    @staticmethod
    def _name(row: MixRow) -> str:
        return row.name or _("Without a pillar")

    @staticmethod
    def _words(row: MixRow) -> str:
        if row.wish is None:
            return ngettext(
                "{count} post, {percent} %", "{count} posts, {percent} %", row.posts
            ).format(count=row.posts, percent=row.percent)  # fmt: skip
        return ngettext(
            "{count} post, {percent} % of {wish} %", "{count} posts, {percent} % of {wish} %", row.posts
        ).format(count=row.posts, percent=row.percent, wish=row.wish)  # fmt: skip

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self._mix is None:
            return
        tokens = self._theme.tokens
        px = tokens.px
        metrics = self._theme.metrics("small")
        end = px(12) + max((round(metrics.horizontalAdvance(self._words(row))) for row in self._mix.rows), default=0)
        name = min(px(170), self.width() // 3)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for number, row in enumerate(self._mix.rows):
                top = number * px(26)
                painter.setFont(self._theme.font("small"))
                painter.setPen(tokens.text.primary if row.name else tokens.text.secondary)
                words = painter.fontMetrics().elidedText(self._name(row), Qt.TextElideMode.ElideRight, name - px(8))
                painter.drawText(QRectF(0, top, name, px(26)), _MIDDLE, words)
                painter.setPen(tokens.feedback.warn if row.is_short else tokens.text.secondary)
                painter.drawText(QRectF(self.width() - end, top, end, px(26)), _END, self._words(row))
                self._paint_bar(painter, QRectF(name, top + px(10), self.width() - name - end, px(6)), row)

    def _paint_bar(self, painter: QPainter, place: QRectF, row: MixRow) -> None:
        tokens = self._theme.tokens
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.surface.sunken)
        painter.drawRoundedRect(place, 3, 3)
        full = QRectF(place)
        full.setWidth(place.width() * min(row.percent, 100) / 100)
        painter.setBrush(tokens.client_colour(row.colour) if row.colour else tokens.text.disabled)
        painter.drawRoundedRect(full, 3, 3)
        if row.wish:
            left = place.left() + place.width() * min(row.wish, 100) / 100
            stroke = tokens.px(2)
            painter.fillRect(
                QRectF(left - stroke / 2, place.top() - 3, stroke, place.height() + 6), tokens.text.primary
            )


class CampaignsPane(QWidget):
    """The campaigns and pillars of one client; it asks for them and saves them itself."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._client_id: int | None = None
        self._month = Month.of(tools.jobs.desk.today)
        theme, px = tools.theme, tools.theme.tokens.px
        self.campaigns = EntryList(
            tools,
            CampaignCard,
            Adder(tools, _("Name of the campaign"), _("Add campaign")),
            _("No campaigns yet. One gathers the posts that work for the same thing, and lies over its days."),
        )
        self.pillars = EntryList(
            tools,
            PillarCard,
            Adder(tools, _("Name of the pillar"), _("Add pillar")),
            _("No pillars yet. Three to five themes are enough, such as craft, recipes, people."),
        )
        self.bars = MixBars(theme, self)
        self._mix_part = self._build_mix()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(Words(theme, _("Campaigns"), "section", parent=self))
        column.addWidget(self.campaigns)
        column.addSpacing(px(8))
        column.addWidget(Words(theme, _("Pillars"), "section", parent=self))
        column.addWidget(self.pillars)
        column.addSpacing(px(8))
        column.addWidget(self._mix_part)
        column.addStretch(1)
        self.campaigns.save_by(campaigns.change_campaign, campaigns.remove_campaign, campaigns.move_campaign)
        self.pillars.save_by(campaigns.change_pillar, campaigns.remove_pillar, campaigns.move_pillar)
        self.campaigns.adder.wanted.connect(self._on_add_campaign)
        self.pillars.adder.wanted.connect(self._on_add_pillar)
        tools.jobs.changed.connect(self._on_news)

    def _build_mix(self) -> QWidget:
        """The mix of a month, below its name and the buttons that turn to another one."""
        theme, icons = self._tools.theme, self._tools.icons
        self._mix_title = Words(theme, "", "section", parent=self)
        self._sum = Words(theme, "", "small", "secondary", self, wrap=True)
        earlier = IconButton(theme, icons, "chevron-left", _("Month before"), "", self)
        later = IconButton(theme, icons, "chevron-right", _("Month after"), "", self)
        earlier.clicked.connect(lambda: self._turn(-1))
        later.clicked.connect(lambda: self._turn(1))
        head = QHBoxLayout()
        head.addWidget(self._mix_title)
        head.addStretch(1)
        head.addWidget(earlier)
        head.addWidget(later)
        part = QWidget(self)
        mix = QVBoxLayout(part)
        mix.setContentsMargins(0, 0, 0, 0)
        mix.addLayout(head)
        mix.addWidget(self.bars)
        mix.addWidget(self._sum)
        return part

    # --- showing ------------------------------------------------------------------------------

    def show_client(self, client_id: int, month: Month | None = None) -> None:
        """Ask for the campaigns and pillars of a client, and for the mix of a month."""
        self._client_id = client_id
        self._month = month or self._month
        self._ask()

    def _ask(self) -> None:
        if self._client_id is not None:
            job = self._tools.jobs.read(self, campaigns.campaign_sheet, self._client_id, self._month)
            job.then(self._show_sheet).failed(self._on_gone)

    def _on_news(self, changes: ChangeSet) -> None:
        if changes.kinds & _SHOWN and self.isVisible():
            self._ask()

    def _turn(self, step: int) -> None:
        self._month = self._month.plus(step)
        self._ask()

    def _show_sheet(self, sheet: CampaignSheet) -> None:
        if sheet.client_id != self._client_id or sheet.mix.month != self._month:
            return
        self.campaigns.show_entries(sheet.campaigns)
        self.pillars.show_entries(sheet.pillars)
        for card in self.campaigns.cards.values():
            field: Any = card.form.field("budget_cents")
            field.set_note(sheet.currency)
        self._mix_part.setVisible(bool(sheet.pillars))
        self._mix_title.setText(_("Mix of {month}").format(month=phrases.month_title(sheet.mix.month)))
        self.bars.show_mix(sheet.mix)
        self._sum.setText(self._sum_words(sheet.mix))

    @staticmethod
    def _sum_words(mix: Mix) -> str:
        if not mix.posts:
            return _("Nothing is planned in this month yet.")
        if mix.wished and mix.wished != 100:
            return _("The shares add up to {percent} %.").format(percent=mix.wished)
        return ""

    def _on_gone(self, _error: DeskError) -> None:
        """Whoever holds this shows another client in a moment."""

    # --- adding -------------------------------------------------------------------------------

    def _on_add_campaign(self, _choice: object, name: str) -> None:
        if self._client_id is not None:
            month = self._month
            add = self._tools.jobs.do(
                self, campaigns.add_campaign, self._client_id, name, first_day=month.first, last_day=month.last
            )  # fmt: skip
            self.campaigns.await_new(add)

    def _on_add_pillar(self, _choice: object, name: str) -> None:
        if self._client_id is not None:
            self.pillars.await_new(self._tools.jobs.do(self, campaigns.add_pillar, self._client_id, name))


class CampaignsDialog(Dialog):
    """The campaigns and pillars of one client over the calendar; what is changed is saved at once."""

    def __init__(self, tools: Tools, client_id: int, name: str, month: Month, parent: QWidget) -> None:
        super().__init__(tools.theme, tools.icons, _("Campaigns and pillars"), parent, width=760, height=620)
        self.set_aside(name)
        self.pane = CampaignsPane(tools)
        px = tools.theme.tokens.px
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(scrolling(self.pane, tools.theme, self, width=px(720)))
        done = push_button(tools.theme, tools.icons, _("Done"), "primary", parent=self)
        self.set_buttons(done, can_cancel=False)
        self.confirmed.connect(self.accept)
        self.pane.show_client(client_id, month)
