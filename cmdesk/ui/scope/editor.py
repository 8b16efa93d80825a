"""The open line, edited in its place: what, how many, each, rounds of changes, price, and who."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from cmdesk.domain.catalogue import AREA_WORDS, Service, line_start
from cmdesk.domain.networks import NETWORK_NAMES, Network
from cmdesk.domain.plain_words import PlainWord
from cmdesk.domain.posts import POST_FORMAT_NAMES, PostFormat
from cmdesk.domain.scope import QUANTITY_RULE_NAMES, QuantityRule, ScopeLine, ScopeVersion, Treatment
from cmdesk.domain.scope_view import Person, ScopeView
from cmdesk.domain.wording import UNITS, LineWords, coverage, parted, plain, unit_name, words_of
from cmdesk.i18n import _, spoken
from cmdesk.ui import glyphs
from cmdesk.ui.icons import Icons
from cmdesk.ui.scope.clash import Clash, ClashBand, held
from cmdesk.ui.scope.lines import paint_treatment
from cmdesk.ui.scope.marked import MarkedLineEdit, MarkedTextEdit, WordList
from cmdesk.ui.scope.phrases import (
    EACH,
    change_of,
    frozen_words,
    price_label,
    price_modes,
    price_note,
    treatment_name,
)
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import IconButton, LinkButton
from cmdesk.ui.widgets.choices import CheckBox, FilterChip, SegmentedControl
from cmdesk.ui.widgets.facts import Tag, Words
from cmdesk.ui.widgets.fields import (
    ComboBox,
    CommittingLineEdit,
    CommittingTextEdit,
    LabelledField,
    MoneyEdit,
    Stepper,
    parse_money,
)
from cmdesk.ui.widgets.layouts import FlowLayout
from cmdesk.ui.widgets.themed import Themed, paint_ground

_TREATMENTS: Final = {
    Qt.Key.Key_1: Treatment.INCLUDED, Qt.Key.Key_2: Treatment.OPTIONAL, Qt.Key.Key_3: Treatment.EXCLUDED,
}  # fmt: skip
_NOBODY: Final = ""
_MOST: Final = 9_999


class _Box(Themed, QWidget):
    """Whether the line is included, as its row shows it."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons
        self._treatment = Treatment.INCLUDED
        self.follow(theme)

    def show_treatment(self, treatment: Treatment) -> None:
        """Show another treatment."""
        self._treatment = treatment
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_treatment(painter, QRectF(self.rect()), self._treatment, self._theme, self._icons)

    def _on_theme_changed(self) -> None:
        edge = self._theme.tokens.px(20)
        self.setFixedSize(edge, edge)
        super()._on_theme_changed()


class Chips(QWidget):
    """Several of a few: days of the week, formats.

    Signals:
        chosen: The keys of all that are on, in their order.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._chips: dict[object, FilterChip] = {}
        self._flow = FlowLayout(self, theme.tokens.px(5))
        self.setAccessibleName(name)

    def offer(self, choices: Sequence[tuple[object, str]]) -> None:
        """Offer these; the same ones again change nothing."""
        if [key for key, _text in choices] == list(self._chips):
            return
        for key, text in choices:
            chip = FilterChip(self._theme, self._icons, text, parent=self)
            chip.clicked.connect(self._on_clicked)
            self._flow.addWidget(chip)
            self._chips[key] = chip

    def choose(self, keys: Collection[object]) -> None:
        """Show which are on, silently."""
        for key, chip in self._chips.items():
            chip.setChecked(key in keys)
            chip.updateGeometry()

    def _on_clicked(self) -> None:
        self.chosen.emit(tuple(key for key, chip in self._chips.items() if chip.isChecked()))


class ScopeLineEditor(Themed, QWidget):
    """All that a line holds, in the order in which people speak; every field saves when it is left.

    Signals:
        changed: A field of the line, and its new value.
        written: A field of the line, and what it would be if it were left now; at every key.
        kept: A Clash in which one's own text shall stand.
        treated: What the line shall be: included, optional or not included.
        reset_wanted: The catalogue's own sentence is wanted back.
        removed: The line shall go.
        closed: Esc, or a press on the head.
        stepped: Up (-1) or down (1) inside its area.
        version_wanted: A new version is wanted, because this one is frozen.
    """

    changed = Signal(str, object)
    written = Signal(str, object)
    kept = Signal(object)
    treated = Signal(object)
    reset_wanted = Signal()
    removed = Signal()
    closed = Signal()
    stepped = Signal(int)
    version_wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setBackgroundRole(QPalette.ColorRole.Window)  # else labels would take the colour of the list's text
        self._theme = theme
        self._icons = icons
        self._line: ScopeLine | None = None
        self._parts = LineWords("")
        self._language = "es"
        self._chips: dict[str, FilterChip] = {}
        self._holders: dict[str, LabelledField] = {}
        self.words = WordList()
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._build_head(theme))
        self._column.addWidget(self._build_note(theme))
        self._column.addWidget(self._build_clash(theme))
        self._column.addWidget(self._build_sentence(theme))
        self._column.addLayout(self._build_amounts(theme))
        self._column.addLayout(self._build_people(theme))
        self._column.addLayout(self._build_foot(theme))
        self._column.addWidget(self._build_more(theme))
        self.follow(theme)

    # --- building -----------------------------------------------------------------------------

    def _build_head(self, theme: Theme) -> QHBoxLayout:
        self._box = _Box(theme, self._icons, self)
        self.title = MarkedLineEdit(theme, self.words, self)
        self.title.setProperty("bare", True)
        self.title.setAccessibleName(_("Name of the line"))
        self.title.setPlaceholderText(_("What is it?"))
        self._tag = Tag(theme, self._icons, "", "accent", parent=self)
        self.treatment = SegmentedControl(theme, [(one, treatment_name(one)) for one in Treatment], self)
        self.treatment.setAccessibleName(_("Treatment"))
        self.treatment.setToolTip(_("Keys 1, 2, 3"))
        self._plain = Words(theme, "", "section", "primary", self, elide=True)
        self.title.committed.connect(lambda text: self.changed.emit("title", text))
        self.title.typed.connect(lambda text: self.written.emit("title", text.strip()))
        self.treatment.chosen.connect(self.treated)
        row = self._head = QHBoxLayout()
        row.addWidget(self._box)
        row.addWidget(self.title, 1)
        row.addWidget(self._tag)
        row.addWidget(self.treatment)
        self._plain.hide()
        return row

    def _build_note(self, theme: Theme) -> QWidget:
        self._note = QWidget(self)
        self._note_words = Words(theme, "", "small", "secondary", self._note, wrap=True)
        self._new = LinkButton(theme, self._icons, _("New version"), parent=self._note)
        self._new.clicked.connect(self.version_wanted)
        row = QHBoxLayout(self._note)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._note_words, 1)
        row.addWidget(self._new)
        self._note.hide()
        return self._note

    def _build_clash(self, theme: Theme) -> QWidget:
        self.clashes = ClashBand(theme, self._icons, self)
        self.clashes.kept.connect(self.kept)
        return self.clashes

    def _build_sentence(self, theme: Theme) -> QWidget:
        self.sentence = MarkedTextEdit(theme, self.words, self)
        self.sentence.typed.connect(self._on_sentence_typed)
        self.sentence.setAccessibleName(_("Sentence that the client reads"))
        self.sentence.committed.connect(self._on_sentence)
        return self.sentence

    def _build_amounts(self, theme: Theme) -> QGridLayout:
        self.quantity = Stepper(theme, self._icons, 1, 0, _MOST, self)
        self.quantity.setSpecialValueText("—")
        self.hours = Stepper(theme, self._icons, 1, 0, 720, self)
        self.hours.setSuffix(" h")
        self.hours.setSpecialValueText("—")
        self.cadence = ComboBox(theme, self._icons, self)
        self.cadence.offer([(key, _(name)) for key, name in EACH])
        self.rounds = Stepper(theme, self._icons, 0, 0, 20, self)
        self.price = MoneyEdit(theme, None, self)
        self.quantity.changed.connect(lambda value: self.written.emit("quantity", value or None))
        self.hours.changed.connect(lambda value: self.written.emit("response_hours", value or None))
        self.rounds.changed.connect(lambda value: self.written.emit("revision_rounds", value))
        self.price.textEdited.connect(self._on_price_typed)
        self.quantity.committed.connect(lambda value: self.changed.emit("quantity", value or None))
        self.hours.committed.connect(lambda value: self.changed.emit("response_hours", value or None))
        self.cadence.chosen.connect(lambda key: self.changed.emit("cadence", key))
        self.rounds.committed.connect(lambda value: self.changed.emit("revision_rounds", value))
        self.price.committed.connect(lambda cents: self.changed.emit("price_cents", cents))
        grid = self._amounts = QGridLayout()
        much = self._hold("quantity", _("How many"), self.quantity)
        hours = self._hold("response_hours", _("Answer within"), self.hours)
        each = self._hold("cadence", _("Each"), self.cadence)
        rounds = self._hold("revision_rounds", _("Rounds of changes"), self.rounds)
        price = self._hold("price_cents", _("Price"), self.price)
        for column, holder in ((0, much), (0, hours), (1, each), (2, rounds), (3, price)):
            grid.addWidget(holder, 0, column, Qt.AlignmentFlag.AlignTop)  # a problem below one moves no other
        for column, stretch in enumerate((26, 30, 40, 40)):
            grid.setColumnStretch(column, stretch)
        return grid

    def _build_people(self, theme: Theme) -> QGridLayout:
        self.doer = ComboBox(theme, self._icons, self)
        self.approver = ComboBox(theme, self._icons, self)
        self.doer.chosen.connect(self._on_doer)
        self.approver.chosen.connect(lambda key: self.changed.emit("approved_by", key if key != _NOBODY else None))
        grid = self._people = QGridLayout()
        grid.addWidget(self._hold("done_by", _("Done by"), self.doer), 0, 0)
        grid.addWidget(self._hold("approved_by", _("Approved by"), self.approver), 0, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _build_foot(self, theme: Theme) -> QHBoxLayout:
        self._nets = QWidget(self)
        self._nets.setAccessibleName(_("Networks"))
        self._flow = FlowLayout(self._nets, theme.tokens.px(5))
        self._reset = LinkButton(theme, self._icons, _("Reset sentence"), "arrow-back-up", self)
        self._reset.setToolTip(_("Say it as the catalogue says it"))
        self._reset.clicked.connect(self.reset_wanted)
        self.more = LinkButton(theme, self._icons, _("More"), "chevron-down", self)
        self.more.clicked.connect(self._on_more)
        self.remove = IconButton(theme, self._icons, "trash", _("Remove line"), "Del", self)
        self.remove.clicked.connect(self.removed)
        row = self._foot = QHBoxLayout()
        row.addWidget(self._nets, 1)
        row.addWidget(self._reset, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _build_more(self, theme: Theme) -> QWidget:
        """What is rarely changed: where it stands, what one more costs, what is not used, which days and formats."""
        self._extra = QWidget(self)
        self.area, self.unit, self.mode, self.roll = (ComboBox(theme, self._icons, self) for _number in range(4))
        self.minutes = Stepper(theme, self._icons, 0, 0, _MOST, self)
        self.minutes.setSuffix(" min")
        self.cap = Stepper(theme, self._icons, 0, 0, _MOST, self)
        for stepper in (self.minutes, self.cap):
            stepper.setSpecialValueText("—")
        self.overage = MoneyEdit(theme, None, self)
        self.days = Chips(theme, self._icons, _("Days of the week"), self)
        self.formats = Chips(theme, self._icons, _("Formats"), self)
        self.expected = CheckBox(theme, self._icons, _("Clients often expect it: say it in full when left out"), self)
        self._texts = {
            name: MarkedTextEdit(theme, self.words, self, 2, 6) for name in ("criterion", "needs", "not_included")
        }
        self._texts["question"] = MarkedTextEdit(theme, self.words, self, 1, 4)
        self.note = CommittingTextEdit(theme, "", self, 2, 6)
        self._connect_more()
        self._lay_more()
        self._extra.hide()
        return self._extra

    def _connect_more(self) -> None:
        def tell(field: str) -> Callable[[object], None]:
            return lambda value: self.changed.emit(field, value)

        for combo, field in (
            (self.area, "area"), (self.unit, "unit"), (self.mode, "price_mode"), (self.roll, "roll_over"),
        ):  # fmt: skip
            combo.chosen.connect(tell(field))
        self.minutes.committed.connect(lambda value: self.changed.emit("minutes_per_unit", value or None))
        self.cap.committed.connect(lambda value: self.changed.emit("carry_cap", value or None))
        self.minutes.changed.connect(lambda value: self.written.emit("minutes_per_unit", value or None))
        self.overage.committed.connect(tell("overage_cents"))
        self.days.chosen.connect(tell("week_days"))
        self.formats.chosen.connect(tell("formats"))
        self.expected.clicked.connect(tell("is_often_expected"))
        for field, text in self._texts.items():
            text.committed.connect(tell(field))
            text.typed.connect(partial(self.written.emit, field))
        self.note.committed.connect(tell("staff_note"))

    def _lay_more(self) -> None:
        grid = self._more_grid = QGridLayout(self._extra)
        grid.setContentsMargins(0, 0, 0, 0)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._hold("unit", _("Of what"), self.unit), 0, 0, top)
        grid.addWidget(self._hold("price_mode", _("Paid"), self.mode), 0, 1, top)
        grid.addWidget(self._hold("overage_cents", _("One more costs"), self.overage), 0, 2, top)
        grid.addWidget(self._hold("roll_over", _("What is not used"), self.roll), 1, 0, 1, 2, top)
        grid.addWidget(self._hold("carry_cap", _("At most"), self.cap), 1, 2, top)
        grid.addWidget(self._hold("area", _("Area"), self.area), 2, 0, 1, 2, top)
        grid.addWidget(self._hold("minutes_per_unit", _("Our time for each"), self.minutes), 2, 2, top)
        grid.addWidget(self._hold("week_days", _("Days of the week"), self.days), 3, 0, 1, 3)
        grid.addWidget(self._hold("formats", _("Formats"), self.formats), 4, 0, 1, 3)
        labels = {
            "criterion": _("It is done when"), "needs": _("What we need from the client"),
            "not_included": _("What it does not include"), "question": _("Question about what they expect"),
        }  # fmt: skip
        for row, (field, text) in enumerate(self._texts.items(), 5):
            grid.addWidget(self._hold(field, labels[field], text), row, 0, 1, 3)
        grid.addWidget(self.expected, 9, 0, 1, 3)
        grid.addWidget(self._hold("staff_note", _("Note for us, never printed"), self.note), 10, 0, 1, 3)
        for column in range(3):
            grid.setColumnStretch(column, 1)

    def _hold(self, name: str, label: str, field: QWidget) -> LabelledField:
        holder = LabelledField(self._theme, self._icons, label, field, "", self)
        self._holders[name] = holder
        return holder

    # --- showing ------------------------------------------------------------------------------

    def show_line(self, line: ScopeLine, version: ScopeVersion, view: ScopeView) -> None:
        """Show a line of a version; what is being written now stays."""
        is_other = self._line is None or self._line.id != line.id
        self._line = line
        self._language = version.terms.language
        if is_other:
            self._forget_problems()
            self.clashes.clear()
            self._show_more(False)
        terms = version.terms
        hours = coverage(terms.coverage_days, terms.coverage_from, terms.coverage_to, terms.language)
        self._parts = words_of(line, hours=hours)
        agreed = view.agreed if view.agreed is not None and view.agreed.id != version.id else None
        before = next((one for one in agreed.lines if one.lineage == line.lineage), None) if agreed else None
        change = change_of(line, before, terms.currency, has_agreed=agreed is not None and not version.is_frozen)
        self._tag.show_fact(change, "accent")
        self._tag.setVisible(bool(change))
        self._box.show_treatment(line.treatment)
        self.treatment.choose(line.treatment)
        self._give(self.title, line.title, is_other)
        self._give(self.sentence, plain(self._parts, self._language), is_other)
        self._show_amounts(line, terms.currency)
        self._show_people(line, view)
        self._show_networks(line, view)
        self._show_extra(line, is_other)
        self._reset.setVisible(self._is_rewritten(line, view) and not version.is_frozen)
        self._freeze(version)
        self.setAccessibleName(_("Line: {title}").format(title=line.title))
        self.updateGeometry()

    def _give(self, field: CommittingLineEdit | CommittingTextEdit, text: str, is_other: bool) -> None:
        field.show_text(text)
        if is_other:
            field.put_back()

    def _show_amounts(self, line: ScopeLine, currency: str) -> None:
        answers = line.response_hours is not None
        self._holders["quantity"].setVisible(not answers)
        self._holders["response_hours"].setVisible(answers)
        self.quantity.show_value(line.quantity or 0)
        self.hours.show_value(line.response_hours or 0)
        self.cadence.choose(line.cadence)
        self.rounds.show_value(line.revision_rounds or 0)
        self.price.show_cents(line.price_cents)
        self.price.set_note(price_note(line))
        self._holders["price_cents"].set_label(price_label(line, currency))

    def _show_people(self, line: ScopeLine, view: ScopeView) -> None:
        ours = [(f"m{one.id}", _("{name} · agency").format(name=one.name), self._face(one)) for one in view.members]
        theirs = [(f"c{one.id}", _("{name} · client").format(name=one.name), self._face(one)) for one in view.contacts]
        doer = _NOBODY
        if line.done_by_member is not None:
            doer = f"m{line.done_by_member}"
        elif line.done_by_contact is not None:
            doer = f"c{line.done_by_contact}"
        choices: list[tuple[object, str, QIcon]] = [(_NOBODY, _("Not decided"), QIcon()), *ours, *theirs]
        choices += self._gone(doer, line.done_by_name, choices)
        self.doer.offer(choices)
        self.doer.choose(doer)
        people: list[tuple[object, str, QIcon]] = [(_NOBODY, _("Nobody"), QIcon())]
        people += [(one.id, _("{name} · client").format(name=one.name), self._face(one)) for one in view.contacts]
        approver = line.approved_by_contact if line.approved_by_contact is not None else _NOBODY
        people += self._gone(approver, line.approved_by_name, people)
        self.approver.offer(people)
        self.approver.choose(approver)

    def _gone(
        self, key: object, name: str, choices: Sequence[tuple[object, str, QIcon]]
    ) -> list[tuple[object, str, QIcon]]:
        """Somebody who is no longer offered, and stands in the line all the same."""
        return [(key, name, QIcon())] if key != _NOBODY and key not in {one[0] for one in choices} else []

    def _face(self, person: Person) -> QIcon:
        tokens = self._theme.tokens
        edge = tokens.px(18)
        icon = QIcon()
        for ratio in (1.0, 2.0):
            pixmap = QPixmap(round(edge * ratio), round(edge * ratio))
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            with QPainter(pixmap) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                colour = glyphs.person_colour(person.colour, tokens)
                frame = QRectF(0, 0, edge, edge)
                glyphs.paint_avatar(painter, frame, person.letters, colour, tokens, filled=not person.is_client)
            icon.addPixmap(pixmap)
        return icon

    def _show_networks(self, line: ScopeLine, view: ScopeView) -> None:
        wanted = list(dict.fromkeys([*view.networks, *line.networks]))
        if list(self._chips) != wanted:
            for chip in self._chips.values():
                chip.hide()
                chip.deleteLater()
            while self._flow.takeAt(0) is not None:
                pass
            self._chips = {name: self._chip(name) for name in wanted}
        for name, chip in self._chips.items():
            blocked = chip.blockSignals(True)
            chip.setChecked(name in line.networks)
            chip.blockSignals(blocked)
            chip.updateGeometry()

    def _chip(self, name: str) -> FilterChip:
        known = name in set(Network)
        text = _(NETWORK_NAMES[Network(name)]) if known else name
        chip = FilterChip(self._theme, self._icons, text, parent=self._nets, network=name)
        chip.clicked.connect(self._on_networks)
        self._flow.addWidget(chip)
        chip.show()
        return chip

    def _show_extra(self, line: ScopeLine, is_other: bool) -> None:
        language = spoken().language
        units = sorted(((code, unit_name(code, 2, language)) for code in UNITS), key=lambda one: one[1])
        choices: list[tuple[object, str]] = [("", _("Not said")), *units]
        if line.unit and line.unit not in UNITS:
            choices.append((line.unit, line.unit))
        self.unit.offer(choices)
        self.unit.choose(line.unit)
        self.area.offer([(area.value, words[language].name) for area, words in AREA_WORDS.items()])
        self.area.choose(line.area)
        self.mode.offer(price_modes())
        self.mode.choose(line.price_mode)
        self.roll.offer([(key, _(name)) for key, name in QUANTITY_RULE_NAMES.items()])
        self.roll.choose(line.roll_over)
        self.cap.show_value(line.carry_cap or 0)
        self._holders["carry_cap"].setVisible(line.roll_over is QuantityRule.CAPPED)
        self.overage.show_cents(line.overage_cents)
        self.overage.set_note(_("each") if line.overage_cents is not None else "")
        self.minutes.show_value(line.minutes_per_unit or 0)
        heads = spoken().day_heads()
        self.days.offer([(number, name) for number, name in enumerate(heads)])
        self.days.choose(line.week_days)
        self.formats.offer([(one.value, _(POST_FORMAT_NAMES[one])) for one in PostFormat])
        self.formats.choose(line.formats)
        self.expected.setChecked(line.is_often_expected)
        for field, text in self._texts.items():
            self._give(text, getattr(line, field), is_other)
        self._give(self.note, line.staff_note, is_other)

    @property
    def criterion(self) -> MarkedTextEdit:
        """When it counts as done."""
        return self._texts["criterion"]

    @property
    def needs(self) -> MarkedTextEdit:
        """What the client has to give."""
        return self._texts["needs"]

    def _is_rewritten(self, line: ScopeLine, view: ScopeView) -> bool:
        service: Service | None = view.service(line.service)
        if service is None:
            return False
        return line.description != line_start(service, self._language, view.address).description

    def _freeze(self, version: ScopeVersion) -> None:
        self._note.setVisible(version.is_frozen)
        self._note_words.setText(frozen_words(version) if version.is_frozen else "")
        reason = self._note_words.text()
        for field in self.fields():
            field.setEnabled(not version.is_frozen)
            field.setToolTip(reason)
        self.remove.setVisible(not version.is_frozen)

    def fields(self) -> list[QWidget]:
        """All that can be changed, in the order of the keyboard."""
        return [
            self.title, self.treatment, self.sentence, self.quantity, self.hours, self.cadence, self.rounds, self.price,
            self.doer, self.approver, *self._chips.values(), self.unit, self.mode, self.overage, self.roll, self.cap,
            self.area, self.minutes, self.days, self.formats, *self._texts.values(), self.expected, self.note,
        ]  # fmt: skip

    # --- problems -----------------------------------------------------------------------------

    def show_problem(self, field: str, sentence: str) -> bool:
        """Say below a field what is wrong, with what was written left in it; whether there is such a field."""
        if field not in self._holders:
            return False
        self._holders[field].show_problem(sentence)
        return True

    def clear_problem(self, field: str) -> None:
        """Say that a field is right now."""
        if field in self._holders:
            self._holders[field].clear_problem()

    def focus_field(self, name: str) -> None:
        """Go to a field by its name."""
        known: dict[str, QWidget] = {
            "title": self.title,
            "price": self.price,
            "quantity": self.hours if self.hours.isVisibleTo(self) else self.quantity,
            "response_hours": self.hours,
            "done_by": self.doer,
            "approved_by": self.approver,
        }
        rare: dict[str, QWidget] = {
            "unit": self.unit, "overage_cents": self.overage, "area": self.area, "price_mode": self.mode,
            "staff_note": self.note, **self._texts,
        }  # fmt: skip
        field = rare.get(name) or known.get(name, self.sentence)
        if name in rare:
            self._show_more(True)
        if field is self.hours:
            self._holders["response_hours"].show()
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self) -> None:
        """Go to the field that is changed most often."""
        field = self.hours if self._line is not None and self._line.response_hours is not None else self.quantity
        first = field if field.isEnabled() else self
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(first, Stepper):
            first.selectAll()

    def _forget_problems(self) -> None:
        for holder in self._holders.values():
            holder.clear_problem()

    # --- what a person does -------------------------------------------------------------------

    def _on_sentence_typed(self, text: str) -> None:
        self.written.emit("description", parted(text.strip(), self._parts, self._language))

    def _on_price_typed(self, text: str) -> None:
        try:
            self.written.emit("price_cents", parse_money(text))
        except ValueError:
            return  # it is being written; leaving the field says what is wrong

    def set_words(self, words: tuple[PlainWord, ...], language: str) -> None:
        """Mark these words from now on."""
        if words == self.words.words and language == self.words.language:
            return
        self.words.words, self.words.language = words, language
        self.title.mark_again()
        for field in (self.sentence, *self._texts.values()):
            field.mark_again()

    def show_clash(self, clash: Clash) -> None:
        """Show what two people wrote in one field."""
        self.clashes.add(
            clash, self._said(clash.field, clash.mine), self._said(clash.field, held(clash.theirs, clash.field))
        )
        self.updateGeometry()

    def _said(self, field: str, value: object) -> str:
        """The value of a field as a person reads it."""
        if field == "description":
            return plain(replace(self._parts, description=str(value)), self._language)
        if field in {"price_cents", "overage_cents"}:
            return spoken().amount(value) if isinstance(value, int) else ""
        if field in {"done_by", "approved_by"}:
            key = "" if value is None else value if field == "approved_by" else f"{value[0][0]}{value[1]}"  # type: ignore[index]
            combo = self.doer if field == "done_by" else self.approver
            return combo.itemText(combo.findData(key)) if combo.findData(key) >= 0 else ""
        combos = {"cadence": self.cadence, "unit": self.unit, "price_mode": self.mode, "roll_over": self.roll}
        if field in combos or field == "area":
            combo = combos.get(field, self.area)
            return combo.itemText(combo.findData(value)) if combo.findData(value) >= 0 else str(value)
        if isinstance(value, tuple | list):
            return ", ".join(str(one) for one in value)
        return "" if value is None else str(value)

    def _on_sentence(self, text: str) -> None:
        self.changed.emit("description", parted(text, self._parts, self._language))

    def _on_doer(self, key: str) -> None:
        if key == _NOBODY:
            self.changed.emit("done_by", None)
        else:
            self.changed.emit("done_by", ("member" if key[0] == "m" else "contact", int(key[1:])))

    def _on_networks(self) -> None:
        self.changed.emit("networks", tuple(name for name, chip in self._chips.items() if chip.isChecked()))

    def _on_more(self) -> None:
        self._show_more(self._extra.isHidden())

    def _show_more(self, is_open: bool) -> None:
        self._extra.setVisible(is_open)
        self.more.setText(_("Less") if is_open else _("More"))
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        writes = isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit | Stepper)
        both = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and event.modifiers() == both:
            self.stepped.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in _TREATMENTS and not writes and self.treatment.isEnabled():
            self.treated.emit(_TREATMENTS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Delete and not writes and not self.remove.isHidden():
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # fields save at Enter; the line stays open
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if (
            event.position().y() < self._box.geometry().bottom() + 4
            and event.position().x() < self._box.geometry().right()
        ):
            self.closed.emit()

    # --- looks --------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._column.totalHeightForWidth(width) if self._column.hasHeightForWidth() else self.sizeHint().height()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(560), self._column.totalSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        paint_ground(self, tokens.surface.surface, tokens.radius.panel, tokens.accent.focus, 2)

    def _on_theme_changed(self) -> None:
        px = self._theme.tokens.px
        self._column.setContentsMargins(px(14), px(11), px(14), px(11))
        self._column.setSpacing(px(9))
        self._head.setSpacing(px(8))
        for grid in (self._amounts, self._people, self._more_grid):
            grid.setHorizontalSpacing(px(10))
            grid.setVerticalSpacing(px(9))
        self._foot.setSpacing(px(10))
        self.title.setFont(self._theme.font("section"))
        super()._on_theme_changed()
