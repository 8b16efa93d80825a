"""The dialog that makes a client: name, template, who says yes, networks; usable from anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cmdesk.domain.clients import Address, GivenChannel, free_letters
from cmdesk.domain.errors import DeskError, RuleBroken
from cmdesk.domain.networks import Network
from cmdesk.domain.scope import Cadence
from cmdesk.i18n import N_, _, ngettext, spoken
from cmdesk.services import clients
from cmdesk.services.clients import Beginning, BeginningLine, Beginnings, CopySource
from cmdesk.ui.clients import choices
from cmdesk.ui.widgets.buttons import Button, push_button
from cmdesk.ui.widgets.choices import FilterChip, SegmentedControl
from cmdesk.ui.widgets.facts import ClientTile, Words, words
from cmdesk.ui.widgets.fields import ComboBox, LabelledField, LineEdit, Stepper
from cmdesk.ui.widgets.form import Card
from cmdesk.ui.widgets.frames import Dialog
from cmdesk.ui.widgets.layouts import FlowLayout, Separator, scroll_area
from cmdesk.ui.widgets.themed import Pressable, Ringed, Themed

if TYPE_CHECKING:
    from cmdesk.ui.icons import Icons
    from cmdesk.ui.page import Place, Tools
    from cmdesk.ui.theme import Theme

_STEPS: Final[Mapping[int, int]] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_WRAPPED: Final = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
_MOST_FIGURES: Final = 7
COPY: Final = ":copy"  # in the place of a template's code
_ADDRESSES: Final = {Address.TU: N_("tú"), Address.VOSOTROS: N_("vosotros"), Address.USTED: N_("usted")}
_EACH = {Cadence.MONTH: N_("a month"), Cadence.WEEK: N_("a week")}
_OFFERED: Final = (
    Network.INSTAGRAM, Network.FACEBOOK, Network.TIKTOK, Network.LINKEDIN, Network.GOOGLE_BUSINESS, Network.YOUTUBE,
    Network.X, Network.PINTEREST, Network.THREADS, Network.BLUESKY, Network.WHATSAPP, Network.NEWSLETTER,
)  # fmt: skip


class _TemplateCard(Ringed, Pressable, QAbstractButton):
    """A way to begin: a ring to choose it, its name, and what is in it."""

    def __init__(self, theme: Theme, name: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name, self._text = name, text
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(name)
        self.setAccessibleDescription(text)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.follow(theme)

    def ring_radius(self) -> float:
        return self._theme.tokens.radius.card

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        tokens = self._theme.tokens
        height = 2 * tokens.px(10) + tokens.px(17)
        if self._text:
            room = QRectF(0, 0, width - tokens.px(12 + 16 + 11 + 12), 1_000)
            height += round(self._theme.metrics("small").boundingRect(room, int(_WRAPPED), self._text).height())
        return height

    def sizeHint(self) -> QSize:
        width = self._theme.tokens.px(300)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(160), self._theme.tokens.px(37))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        is_on = self.isChecked()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            line = 2 if is_on else 1
            ground = tokens.surface.hover if self.underMouse() else tokens.surface.raised
            painter.setBrush(tokens.accent.tint if is_on else ground)
            painter.setPen(QPen(tokens.accent.focus if is_on else tokens.line.default, line))
            frame = QRectF(self.rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2)
            painter.drawRoundedRect(frame, tokens.radius.card, tokens.radius.card)
            self._paint_ring(painter, is_on=is_on)
            left = tokens.px(12 + 16 + 11)
            room = QRectF(self.rect()).adjusted(left, tokens.px(10), -tokens.px(12), -tokens.px(8))
            painter.setPen(tokens.text.primary)
            painter.setFont(self._theme.font("body_strong"))
            painter.drawText(room, int(_WRAPPED), self._name)
            painter.setPen(tokens.text.secondary)
            painter.setFont(self._theme.font("small"))
            painter.drawText(room.adjusted(0, tokens.px(17), 0, 0), int(_WRAPPED), self._text)

    def _paint_ring(self, painter: QPainter, *, is_on: bool) -> None:
        tokens = self._theme.tokens
        width = tokens.px(5) if is_on else 1.5
        disc = QRectF(tokens.px(12), tokens.px(11), tokens.px(16), tokens.px(16))
        painter.setBrush(tokens.surface.surface)
        painter.setPen(QPen(tokens.accent.base if is_on else tokens.line.control, width))
        painter.drawEllipse(disc.adjusted(width / 2, width / 2, -width / 2, -width / 2))


class TemplateChoice(QWidget):
    """The templates one below another, then *Blank*; arrows and digits choose.

    Signals:
        chosen: The code of the template; None for *Blank*.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._codes: list[str | None] = []
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._on_clicked)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2, 2, 2, 2)
        self._column.setSpacing(theme.tokens.px(7))

    def offer(self, templates: Sequence[Beginning], currency: str, sources: Sequence[CopySource] = ()) -> None:
        """Offer these, another client's scope, and to begin with nothing; the second one is chosen at first."""
        for template in templates:
            price = spoken().money(template.monthly_cents, currency, short=True)
            text = _("{description} {price} a month").format(description=template.description, price=price)
            self._add(template.code, template.name, text)
        if sources:
            self._add(COPY, _("Copy from a client"), ", ".join(source.client for source in sources[:3]))
        self._add(None, _("Blank"), _("No scope yet"))
        self.choose(templates[min(1, len(templates) - 1)].code if templates else self._codes[0])

    def _add(self, code: str | None, name: str, text: str) -> None:
        card = _TemplateCard(self._theme, name, text, self)
        self._group.addButton(card, len(self._codes))
        self._codes.append(code)
        self._column.addWidget(card)

    @property
    def cards(self) -> list[QAbstractButton]:
        """The ways to begin, as they stand."""
        return self._group.buttons()

    @property
    def current(self) -> str | None:
        """The code of the choice."""
        number = self._group.checkedId()
        return self._codes[number] if number >= 0 else None

    def choose(self, code: str | None) -> None:
        """Choose a template by its code."""
        self._take(self._codes.index(code))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = self._group.checkedId() + _STEPS.get(event.key(), 0)
        if event.text().isdigit():
            number = int(event.text()) - 1
        if number == self._group.checkedId() or not 0 <= number < len(self._codes):
            event.ignore()
            return
        self._take(number)
        self._group.button(number).setFocus(Qt.FocusReason.TabFocusReason)

    def _on_clicked(self, number: int) -> None:
        self._take(number)

    def _take(self, number: int) -> None:
        button = self._group.button(number)
        button.setChecked(True)
        for other in self._group.buttons():
            other.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other is button else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(button)
        self.chosen.emit(self._codes[number])


class FigureCard(Card):
    """What a template promises, figure by figure, with what it costs a month."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._icons = icons
        self.steppers: dict[str, Stepper] = {}
        self._begun: dict[str, int] = {}
        self._inside: QWidget | None = None

    def show_source(self, source: CopySource) -> None:
        """Show what another client's scope holds; its figures are changed in the draft."""
        self._show((), source, source.currency)

    def show_template(self, template: Beginning, currency: str) -> None:
        """Show the figures of a template as they are in it."""
        self._show(template.lines, template, currency)

    def _show(self, lines: Sequence[BeginningLine], held: Beginning | CopySource, currency: str) -> None:
        if self._inside is not None:
            self._inside.hide()
            self._inside.deleteLater()
        self.steppers.clear()
        px = self._theme.tokens.px
        self._inside = QWidget(self)
        grid = QGridLayout(self._inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(10))
        grid.setVerticalSpacing(px(6))
        grid.setColumnStretch(0, 1)
        for number, line in enumerate(lines[:_MOST_FIGURES]):
            self._add_line(grid, 2 * number, line)
        self._begun = {line.service: line.figure for line in lines}
        end = 2 * len(lines) + 1
        count = Words(self._theme, _count_words(held), "small", "secondary", self._inside, wrap=True)
        grid.addWidget(count, end - 1, 0, 1, 3)
        each_month = spoken().money(held.monthly_cents, currency)
        grid.addWidget(Words(self._theme, _("Each month"), "body_strong", parent=self._inside), end, 0)
        price = Words(self._theme, each_month, "title", parent=self._inside, tabular=True)
        grid.addWidget(price, end, 1, 1, 2, Qt.AlignmentFlag.AlignRight)
        self.column.addWidget(self._inside)

    @property
    def changed_figures(self) -> dict[str, int]:
        """What a person set differently, by the code of the service."""
        return {code: box.value() for code, box in self.steppers.items() if box.value() != self._begun[code]}

    def _add_line(self, grid: QGridLayout, row: int, line: BeginningLine) -> None:
        stepper = Stepper(self._theme, self._icons, line.figure, 1, 999, self._inside)
        stepper.setFixedWidth(self._theme.tokens.px(96))
        stepper.setAccessibleName(line.title)
        if line.is_hours:
            stepper.setSuffix(_(" h"))
        self.steppers[line.service] = stepper
        title = Words(self._theme, line.title, "body", parent=self._inside, elide=True)
        unit = _("at most") if line.is_hours else _(_EACH[line.cadence])
        grid.addWidget(title, row, 0)
        grid.addWidget(stepper, row, 1)
        grid.addWidget(Words(self._theme, unit, "small", "tertiary", self._inside), row, 2)
        grid.addWidget(Separator(self._theme, self._inside), row + 1, 0, 1, 3)


def _count_words(held: Beginning | CopySource) -> str:
    """How many lines it begins with: '25 services included · 3 optional · 80 not included'."""
    included = ngettext("{count} service included", "{count} services included", held.included)
    optional = ngettext("{count} optional", "{count} optional", held.optional)
    excluded = ngettext("{count} not included", "{count} not included", held.excluded)
    counts = ((included, held.included), (optional, held.optional), (excluded, held.excluded))
    return " · ".join(text.format(count=count) for text, count in counts if count)


class NetworkChoice(QWidget):
    """Networks to tick, and under them the name that the client has on each ticked one."""

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        theme, icons = tools.theme, tools.icons
        px = theme.tokens.px
        self.chips: dict[Network, FilterChip] = {}
        self.handles: dict[Network, LineEdit] = {}
        self._rows: dict[Network, QWidget] = {}
        flow_holder = QWidget(self)
        flow = FlowLayout(flow_holder, px(6))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(flow_holder)
        for network in _OFFERED:
            chip = FilterChip(theme, icons, choices.network_name(network), None, flow_holder, network=network)
            chip.toggled.connect(self._show_rows)
            flow.addWidget(chip)
            self.chips[network] = chip
            self._rows[network] = self._row(tools, network)
            column.addWidget(self._rows[network])
        self._show_rows()

    @property
    def given(self) -> list[GivenChannel]:
        """The ticked networks, each with the name there."""
        return [
            GivenChannel(network, self.handles[network].text().strip())
            for network, chip in self.chips.items()
            if chip.isChecked()
        ]

    def _row(self, tools: Tools, network: Network) -> QWidget:
        theme = tools.theme
        row = QWidget(self)
        edit = LineEdit(theme, "", row)
        edit.setPlaceholderText(_("@name"))
        name = choices.network_name(network)
        edit.setAccessibleName(_("Name on {network}").format(network=name))
        self.handles[network] = edit
        label = Words(theme, name, "label", "secondary", row, elide=True)
        label.setFixedWidth(theme.tokens.px(110))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label)
        layout.addWidget(edit, 1)
        return row

    def _show_rows(self) -> None:
        for network, chip in self.chips.items():
            self._rows[network].setVisible(chip.isChecked())
        self.updateGeometry()


class _Side(Themed, QWidget):
    """The right half of the dialog, on sunken ground."""

    def __init__(self, theme: Theme, content: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(content)
        self.follow(theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._theme.tokens.surface.sunken)


class NewClientDialog(Dialog):
    """Make a client with a first draft of its scope, or without one.

    It goes to the new client's scope, or to its editor where there is no scope yet.

    Signals:
        made: The id of the new client, and whether it has a draft.
    """

    made = Signal(object, bool)

    def __init__(self, tools: Tools, place: Place, parent: QWidget) -> None:
        super().__init__(tools.theme, tools.icons, _("New client"), parent, 840, 744)
        self._tools, self._place = tools, place
        self._offers: Beginnings | None = None
        theme, icons = tools.theme, tools.icons
        self.set_aside(_("About 2 minutes"))
        self.name = LineEdit(theme, "", self)
        self.name.textChanged.connect(self._show_tile)
        self._tile = ClientTile(theme, "", 1, 18, self.name)
        self._tile.hide()
        self._name_field = LabelledField(theme, icons, _("Name"), self.name, parent=self)
        self.templates = TemplateChoice(theme, self)
        self.templates.chosen.connect(self._show_template)
        self.contact = LineEdit(theme, "", self)
        self.email = LineEdit(theme, "", self)
        self._contact_field = LabelledField(
            theme, icons, _("Who says yes to posts?"), self.contact, _("This person signs the scope too"), self
        )
        self._email_field = LabelledField(theme, icons, _("Their e-mail"), self.email, parent=self)
        languages = [(key, text) for key, text in choices.languages()]
        self.language = SegmentedControl(theme, languages, self)
        self.language.chosen.connect(self._show_address)
        self._language_field = LabelledField(theme, icons, _("Language of its documents"), self.language, parent=self)
        self.address = SegmentedControl(theme, [(key, _(name)) for key, name in _ADDRESSES.items()], self)
        self._address_field = LabelledField(theme, icons, _("They speak to it as"), self.address, parent=self)
        self.source = ComboBox(theme, icons, self)
        self.source.chosen.connect(self._show_source)
        self._source_field = LabelledField(theme, icons, _("Whose scope is copied"), self.source, parent=self)
        self._source_field.hide()
        self.figures = FigureCard(theme, icons, self)
        self.networks = NetworkChoice(tools, self)
        self._short_title = words(theme, "", "body_strong", parent=self, elide=True)
        self._later = words(theme, _("You can change all of it later"), "small", "tertiary", self)
        self._create = push_button(theme, icons, _("Create scope"), "primary", None, "Ctrl ↵", self)
        self.set_buttons(self._create)
        self.confirmed.connect(self._on_confirmed)
        self._lay_out()
        self.name.setFocus()
        tools.jobs.read(self, clients.beginnings, spoken().language).then(self._show_offers)

    def _lay_out(self) -> None:
        px = self._theme.tokens.px
        left, right = QWidget(self), QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(px(20), px(18), px(20), px(18))
        column.setSpacing(px(14))
        column.addWidget(self._name_field)
        start = QVBoxLayout()
        start.setSpacing(px(4))
        start.addWidget(words(self._theme, _("Start from"), "label", "secondary", left))
        start.addWidget(self.templates)
        column.addLayout(start)
        column.addWidget(self._contact_field)
        column.addWidget(self._email_field)
        column.addStretch(1)
        facts = QVBoxLayout(right)
        facts.setContentsMargins(px(22), px(18), px(22), px(18))
        facts.setSpacing(px(10))
        head = QHBoxLayout()
        head.addWidget(self._short_title, 1)
        head.addWidget(self._later)
        facts.addLayout(head)
        facts.addWidget(self._source_field)
        facts.addWidget(self.figures)
        facts.addSpacing(px(8))
        facts.addWidget(words(self._theme, _("Networks"), "body_strong", parent=right))
        facts.addWidget(self.networks)
        facts.addSpacing(px(8))
        spoken_row = QHBoxLayout()
        spoken_row.setSpacing(px(20))
        spoken_row.addWidget(self._language_field)
        spoken_row.addWidget(self._address_field)
        spoken_row.addStretch(1)
        facts.addLayout(spoken_row)
        facts.addStretch(1)
        self.body.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(scroll_area(left, self), 346)
        row.addWidget(Separator(self._theme, self, vertical=True))
        row.addWidget(_Side(self._theme, scroll_area(right, self), self), 494)
        self.body.addLayout(row)

    # --- showing ----------------------------------------------------------------------------

    def _show_offers(self, offers: Beginnings) -> None:
        self._offers = offers
        self.language.choose(offers.language)
        self.source.offer([(source.scope_id, source.client) for source in offers.sources])
        if offers.sources:
            self.source.choose(offers.sources[0].scope_id)
        self._show_address()
        self.templates.offer(offers.templates, offers.currency, offers.sources)
        self._show_tile()

    def _show_address(self) -> None:
        """Only Spanish documents speak in more than one way."""
        self._address_field.setVisible(self.language.current == "es")
        self._order_tabs()

    def _show_tile(self) -> None:
        name, offers = self.name.text().strip(), self._offers
        self._tile.setVisible(bool(name) and offers is not None)
        px = self._theme.tokens.px
        if name and offers:
            self._tile.show_client(free_letters(name, offers.letters), offers.colour)
            size = self._tile.sizeHint()
            self._tile.setGeometry(px(9), (self.name.height() - size.height()) // 2, size.width(), size.height())
            self._name_field.clear_problem()
        self.name.setTextMargins(px(22) if name and offers else 0, 0, 0, 0)

    def _show_template(self, code: str | None) -> None:
        offers = self._offers
        template = next((one for one in offers.templates if one.code == code), None) if offers else None
        self.figures.setVisible(code is not None)
        self._later.setVisible(code is not None)
        self._source_field.setVisible(code == COPY)
        self._contact_field.clear_problem()
        if template and offers:
            self._short_title.setText(_("{template}, in short").format(template=template.name))
            self.figures.show_template(template, offers.currency)
        elif code == COPY:
            self._short_title.setText(_("As with another client"))
            self._show_source()
        else:
            self._short_title.setText(_("Without a scope"))
        self._order_tabs()
        self._create.setText(_("Create scope") if code else _("Create client"))
        self.set_remark(_("Next: read it, adjust a line, send the PDF.") if code else "")

    def _show_source(self) -> None:
        sources = self._offers.sources if self._offers else ()
        source = next((one for one in sources if one.scope_id == self.source.current_key), None)
        if source is not None:
            self.figures.show_source(source)

    def _order_tabs(self) -> None:
        """Go from field to field as they are read: the cards and figures were made after the rest."""
        stops: list[QWidget] = [self.name, *self.templates.cards, self.contact, self.email]
        stops.append(self.source)
        stops += self.figures.steppers.values()
        stops += self.networks.chips.values()
        stops += self.networks.handles.values()
        stops += self.language.findChildren(QAbstractButton)
        stops += self.address.findChildren(QAbstractButton)
        stops += self.findChildren(Button)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    # --- making -----------------------------------------------------------------------------

    def _on_confirmed(self) -> None:
        if not self._check():
            return
        self._create.setEnabled(False)
        is_copy, source = self.templates.current == COPY, self.source.current_key
        job = self._tools.jobs.do(
            self,
            clients.add_client_with_contact,
            self.name.text(),
            language=str(self.language.current),
            contact=self.contact.text(),
            email=self.email.text(),
            channels=self.networks.given,
            template=None if is_copy else self.templates.current,
            figures=self.figures.changed_figures if self.templates.current and not is_copy else None,
            address=str(self.address.current),
            copied_from=source if is_copy and isinstance(source, int) else None,
        )
        job.then(self._on_made).failed(self._on_refused)

    def _check(self) -> bool:
        """Say what is missing, and whether nothing is."""
        for field in (self._name_field, self._contact_field, self._email_field):
            field.clear_problem()
        is_alone = self.templates.current is None
        if not self.name.text().strip():
            self._name_field.show_problem(_("Write the client's name."))
            self.name.setFocus()
        elif not self.contact.text().strip() and (self.email.text().strip() or not is_alone):
            self._contact_field.show_problem(_("Write one name, so posts can be approved."))
            self.contact.setFocus()
        else:
            return True
        return False

    def _on_made(self, client_id: int) -> None:
        name, has_scope = " ".join(self.name.text().split()), self.templates.current is not None
        tools, place = self._tools, self._place
        self.made.emit(client_id, has_scope)
        self.accept()
        place.choose_client(client_id)
        place.go("scope" if has_scope else "clients", None if has_scope else client_id)
        tools.notify.toast(_("{client} is added").format(client=name), undo=tools.jobs.undo)

    def _on_refused(self, error: DeskError) -> None:
        self._create.setEnabled(True)
        fields = {"name": self._name_field, "email": self._email_field}
        field = fields.get(error.field or "") if isinstance(error, RuleBroken) else None
        asked = field or self._contact_field
        asked.show_problem(str(error))
        asked.field.setFocus()
