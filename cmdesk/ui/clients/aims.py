"""What a client wants, whom it talks to and how it speaks: shown beside the client and beside its scope."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from cmdesk.domain.aims import GRADE_NAMES, AimsSheet
from cmdesk.domain.clients import Client
from cmdesk.domain.errors import DeskError
from cmdesk.domain.moments import parse_day
from cmdesk.domain.networks import NETWORK_NAMES, Network
from cmdesk.i18n import _, spoken
from cmdesk.services import audiences, clients, objectives
from cmdesk.ui.clients import choices
from cmdesk.ui.clients.map import StakeholderMap
from cmdesk.ui.clients.people import Adder, EntryCard, EntryList
from cmdesk.ui.widgets.choices import FilterChip
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import ComboBox, DayEdit
from cmdesk.ui.widgets.form import Form
from cmdesk.ui.widgets.layouts import FlowLayout

if TYPE_CHECKING:
    from cmdesk.ui.icons import Icons
    from cmdesk.ui.page import Tools
    from cmdesk.ui.theme import Theme

_BESIDE = 740  # from this width on the map stands beside the rows


class NetworkChips(QWidget):
    """Networks to tick.

    Signals:
        chosen: The ticked networks.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self, theme.tokens.px(6))
        self.chips: dict[str, FilterChip] = {}
        for network in NETWORK_NAMES:
            chip = FilterChip(theme, icons, choices.network_name(network), None, self, network=network)
            chip.clicked.connect(self._on_clicked)
            self.chips[network] = chip
            flow.addWidget(chip)
        self.setFocusProxy(next(iter(self.chips.values())))

    def show_networks(self, networks: Sequence[str]) -> None:
        """Tick these."""
        for network, chip in self.chips.items():
            chip.setChecked(network in networks)

    def offer(self, networks: Sequence[str]) -> None:
        """Offer only these, and what is ticked already."""
        for network, chip in self.chips.items():
            chip.setVisible(network in networks or chip.isChecked())
        self.updateGeometry()

    def _on_clicked(self) -> None:
        self.chosen.emit(tuple(network for network, chip in self.chips.items() if chip.isChecked()))


class ObjectiveCard(EntryCard):
    """One aim and how it is measured."""

    def __init__(self, tools: Tools, key: int, parent: QWidget) -> None:
        super().__init__(tools, key, parent)
        theme, icons, form = tools.theme, tools.icons, self.form
        form.line("aim", _("What the client wants to reach"), wide=True)
        form.line("measure", _("Measured by"))
        form.line("baseline", _("At present"))
        form.line("target", _("To reach"))
        network = ComboBox(theme, icons, form)
        network.offer([("", _("All of them")), *choices.networks(icons)])
        network.chosen.connect(lambda chosen: self._on_changed("network", chosen))
        form.own("network", _("Network"), network, network.choose)
        day = DayEdit(theme, icons, lambda text: parse_day(text, tools.jobs.desk.today), spoken().day, form)
        day.committed.connect(lambda chosen: self._on_changed("deadline", chosen))
        form.own("deadline", _("By which day"), day, day.show_day)
        form.line("source", _("Where the number comes from"))
        self.let_move()


class AudienceCard(EntryCard):
    """One row of the stakeholder map."""

    def __init__(self, tools: Tools, key: int, parent: QWidget) -> None:
        super().__init__(tools, key, parent)
        form = self.form
        grades = [(grade, _(name)) for grade, name in GRADE_NAMES.items()]
        form.line("who", _("Who they are"), wide=True)
        form.segments("interest", _("Their interest"), grades)
        form.segments("influence", _("Their influence"), grades)
        form.line("objective", _("What we want of them"), wide=True)
        form.text("message", _("What we tell them"), lines=2)
        self.networks = NetworkChips(tools.theme, tools.icons, form)
        self.networks.chosen.connect(lambda chosen: self._on_changed("networks", chosen))
        form.own("networks", _("Where we reach them"), self.networks, self.networks.show_networks, wide=True)
        self.let_move()


class VoiceForm(Form):
    """How a client speaks in public."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(tools.theme, tools.icons, parent)
        self.section(_("How the brand speaks"))
        self.text("personality", _("What it is like"), hint=_("If it were a person: close, calm, curious"), lines=2)
        self.text("tone", _("How it sounds"), lines=2)
        self.text("voice_do", _("What it does"), hint=_("One thing in each line"))
        self.text("voice_avoid", _("What it never does"), hint=_("One thing in each line"))
        self.text("own_words", _("Words of its community"), hint=_("One in each line"), lines=2)
        self.text("key_messages", _("Key messages"), hint=_("What people should remember; one in each line"))
        self.text("hashtags", _("Hashtags it always uses"), lines=2)


class AimsAndPeople(QWidget):
    """The aims, the stakeholder map and the voice of one client; it asks for them and saves them itself."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._client_id: int | None = None
        theme, px = tools.theme, tools.theme.tokens.px
        self.aims = EntryList(
            tools,
            ObjectiveCard,
            Adder(tools, _("What the client wants to reach"), _("Add aim")),
            _("No aims yet. Two to four are enough, each with a number that shows whether it was reached."),
        )
        self.people = EntryList(
            tools,
            AudienceCard,
            Adder(tools, _("Who they are"), _("Add people")),
            _("Nobody yet. Write down whom the client talks to: neighbours, regulars, the press."),
        )
        self.map = StakeholderMap(theme, self)
        self.map.chosen.connect(self.people.go_to)
        self.map.moved.connect(self._on_placed)
        self.voice = VoiceForm(tools, self)
        self.voice.changed.connect(self._on_voice)
        self._pair = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._pair.setSpacing(px(16))
        self._pair.addWidget(self.map, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._pair.addWidget(self.people, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(Words(theme, _("Aims"), "section", parent=self))
        column.addWidget(self.aims)
        column.addSpacing(px(8))
        column.addWidget(Words(theme, _("Whom it talks to"), "section", parent=self))
        column.addLayout(self._pair)
        column.addSpacing(px(8))
        column.addWidget(self.voice)
        self.aims.save_by(objectives.change_objective, objectives.remove_objective, objectives.move_objective)
        self.people.save_by(audiences.change_audience, audiences.remove_audience, audiences.move_audience)
        self.aims.adder.wanted.connect(self._on_add_aim)
        self.people.adder.wanted.connect(self._on_add_people)

    # --- showing ------------------------------------------------------------------------------

    def show_client(self, client_id: int) -> None:
        """Ask for all of a client and show it."""
        self._client_id = client_id
        self._tools.jobs.read(self, objectives.aims_sheet, client_id).then(self._show_sheet)
        self._tools.jobs.read(self, clients.client, client_id).then(self._show_client).failed(self._on_gone)

    def _show_sheet(self, sheet: AimsSheet) -> None:
        if sheet.client_id != self._client_id:
            return
        self.aims.show_entries(sheet.objectives)
        self.people.show_entries(sheet.audiences)
        self.map.show_audiences(sheet.audiences)
        self.map.setVisible(bool(sheet.audiences))

    def _show_client(self, client: Client) -> None:
        if client.id != self._client_id:
            return
        self.voice.show_values(client)
        self.voice.clear_problems()
        networks = [channel.network for channel in client.channels if channel.is_active]
        for card in self.people.cards.values():
            if isinstance(card, AudienceCard):
                card.networks.offer(networks or list(Network))

    def _on_gone(self, _error: DeskError) -> None:
        """The page that holds this shows another client in a moment."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= self._tools.theme.tokens.px(_BESIDE)
        wanted = QBoxLayout.Direction.RightToLeft if is_wide else QBoxLayout.Direction.TopToBottom
        if wanted != self._pair.direction():
            self._pair.setDirection(wanted)

    # --- saving -------------------------------------------------------------------------------

    def _on_placed(self, key: int, interest: int, influence: int) -> None:
        self._tools.jobs.do(self, audiences.place_audience, key, interest, influence)

    def _on_voice(self, field: str, value: object) -> None:
        def refused(error: DeskError) -> None:
            self.voice.show_problem(field, str(error))

        if self._client_id is not None:
            self._tools.jobs.do(self, clients.change_client, self._client_id, field, value).failed(refused)

    def _on_add_aim(self, _choice: object, text: str) -> None:
        if self._client_id is not None:
            self.aims.await_new(self._tools.jobs.do(self, objectives.add_objective, self._client_id, text))

    def _on_add_people(self, _choice: object, text: str) -> None:
        if self._client_id is not None:
            self.people.await_new(self._tools.jobs.do(self, audiences.add_audience, self._client_id, text))
