"""One service whole: its words in both languages side by side, its figures, and what was changed of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cmdesk.domain.catalogue import WORD_FIELDS, Service
from cmdesk.domain.catalogue_fields import ON_ONE_LINE
from cmdesk.domain.catalogue_sheet import PLACES, ServiceSheet, example, place_value, value_of
from cmdesk.i18n import _, spoken
from cmdesk.ui.catalogue import phrases
from cmdesk.ui.widgets.buttons import LinkButton, push_button
from cmdesk.ui.widgets.choices import CheckBox, FilterChip
from cmdesk.ui.widgets.facts import Glyph, Tag, Words
from cmdesk.ui.widgets.fields import CommittingLineEdit, CommittingTextEdit, MoneyEdit
from cmdesk.ui.widgets.form import Card, Form
from cmdesk.ui.widgets.layouts import FlowLayout
from cmdesk.ui.widgets.themed import Themed, paint_ground

if TYPE_CHECKING:
    from cmdesk.ui.page import Tools
    from cmdesk.ui.theme import Theme

_TALL: Final = frozenset({"sentence", "description"})
_ADDRESS: Final = "{tú|vosotros|usted}"


class Notice(Themed, QWidget):
    """A quiet band: a sentence, and what can be done about it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, is_warning: bool = False) -> None:
        super().__init__(parent)
        self._is_warning = is_warning
        self.column = QVBoxLayout(self)
        self.follow(theme)

    def _on_theme_changed(self) -> None:
        px = self._theme.tokens.px
        self.column.setContentsMargins(px(12), px(9), px(12), px(9))
        self.column.setSpacing(px(6))
        super()._on_theme_changed()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        ground, line = tokens.surface.sunken, tokens.line.subtle
        if self._is_warning:
            ground, line = tokens.feedback.warn_tint, tokens.feedback.warn
        paint_ground(self, ground, tokens.radius.control, line)


class ClashBand(Notice):
    """A field that a colleague wrote at the same time: both texts, and what shall stand.

    Signals:
        kept: The field and the value that a person insists on.
        taken: The field that stays as the colleague wrote it.
    """

    kept = Signal(str, object)
    taken = Signal(str)

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(tools.theme, parent, is_warning=True)
        theme, icons = tools.theme, tools.icons
        self._field, self._mine = "", None
        self._title = Words(theme, "", "body_strong", "primary", self, wrap=True)
        self._theirs = Words(theme, "", "body", "primary", self, wrap=True)
        self._yours = Words(theme, "", "body", "primary", self, wrap=True)
        self.take = push_button(theme, icons, _("Take theirs"), "compact", parent=self)
        self.keep = push_button(theme, icons, _("Keep mine"), "compact", parent=self)
        self.take.clicked.connect(self._on_take)
        self.keep.clicked.connect(self._on_keep)
        for words in (self._title, self._theirs, self._yours):
            self.column.addWidget(words)
        row = QHBoxLayout()
        row.addWidget(self.take)
        row.addWidget(self.keep)
        row.addStretch(1)
        self.column.addLayout(row)
        self.hide()

    def ask(self, field: str, mine: Any, theirs: Service) -> None:
        """Ask about one field."""
        self._field, self._mine = field, mine
        self._title.setText(
            _("A colleague changed “{field}” while you were writing. Choose what stands.").format(
                field=phrases.field_name(field)
            )
        )
        there = phrases.value_words(theirs, field, value_of(theirs, field))
        self._theirs.setText(_("Theirs: {text}").format(text=there))
        self._yours.setText(_("Yours: {text}").format(text=phrases.value_words(theirs, field, mine)))
        self.show()

    def _on_take(self) -> None:
        self.hide()
        self.taken.emit(self._field)

    def _on_keep(self) -> None:
        self.hide()
        self.kept.emit(self._field, self._mine)


class _Formats(QWidget):
    """The formats of posts that a service is made of.

    Signals:
        chosen: Their codes.
    """

    chosen = Signal(object)

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        flow = FlowLayout(self, tools.theme.tokens.px(6))
        self._chips: dict[str, FilterChip] = {}
        for key, name in phrases.formats():
            chip = FilterChip(tools.theme, tools.icons, name[:1].upper() + name[1:], parent=self)
            chip.clicked.connect(self._on_clicked)
            self._chips[key] = chip
            flow.addWidget(chip)
        self.setFocusProxy(next(iter(self._chips.values())))

    def show_formats(self, formats: Sequence[str]) -> None:
        """Show what is saved."""
        for key, chip in self._chips.items():
            chip.setChecked(key in formats)

    def _on_clicked(self) -> None:
        self.chosen.emit([key for key, chip in self._chips.items() if chip.isChecked()])


class ServiceEditor(QWidget):
    """A service: what it is called and says in both languages, how much of it there usually is, and its price.

    Signals:
        changed: A field and its new value.
        put_back_wanted: A field that shall say again what ships.
    """

    changed = Signal(str, object)
    put_back_wanted = Signal(str)

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._sheet: ServiceSheet | None = None
        self._links: dict[str, LinkButton] = {}
        self._writing = phrases.languages()[0]  # the language whose sentence was written in last
        theme, icons = tools.theme, tools.icons
        self.title = Words(theme, "", "title", "primary", self, wrap=True)
        self.tags = QWidget(self)
        self._tag_flow = QHBoxLayout(self.tags)
        self._tag_flow.setContentsMargins(0, 0, 0, 0)
        self._tag_flow.setSpacing(theme.tokens.px(6))
        self._tags = [Tag(theme, icons, parent=self.tags) for _number in range(4)]
        for tag in self._tags:
            self._tag_flow.addWidget(tag)
        self._tag_flow.addStretch(1)
        self.locked = Notice(theme, self)
        self.locked.column.addWidget(
            Words(theme, _("Only owners and managers change the catalogue. You can look at all of it."), "body",
                  "secondary", self.locked, wrap=True)
        )  # fmt: skip
        self.clash = ClashBand(tools, self)
        self.words = self._build_words()
        self.figures = self._build_figures()
        self.asked = self._build_asked()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.px(12))
        for widget in (
            self.title,
            self.tags,
            self.locked,
            self.clash,
            self.words,
            self.figures,
            self.asked,
        ):
            column.addWidget(widget)

    # --- building -----------------------------------------------------------------------------

    def _build_words(self) -> Form:
        theme, icons = self._tools.theme, self._tools.icons
        form = Form(theme, icons, self, least=300)
        form.section(_("Words"))
        self.samples: dict[str, Words] = {}
        for name in WORD_FIELDS:
            for language in phrases.languages():
                self._add_words(form, language, name)
            if name == "sentence":
                for language in phrases.languages():
                    sample = Words(theme, "", "reading", "secondary", form, wrap=True)
                    sample.setAccessibleName(_("As a client reads it"))
                    self.samples[language] = sample
                    form.own(f"sample.{language}", _("As a client reads it"), sample, lambda _none: None)
                self.places = self._build_places(form)
                said = _("Places that a line fills by itself; a click puts one into the sentence")
                form.own("places", said, self.places, lambda _none: None, wide=True)
        form.changed.connect(self.changed)
        return form

    def _add_words(self, form: Form, language: str, name: str) -> None:
        field = f"{language}.{name}"
        label = phrases.field_name(field)
        if name in ON_ONE_LINE:
            form.line(field, label)
        else:
            edit = CommittingTextEdit(self._tools.theme, "", form, 3 if name in _TALL else 2, 9)
            edit.committed.connect(partial(self.changed.emit, field))
            form.own(field, label, edit, edit.show_text)
            if name == "sentence":
                edit.textChanged.connect(partial(self._show_sample, language))
                edit.installEventFilter(self)
        self._add_link(form, field)

    def _add_link(self, form: Form, field: str) -> None:
        link = LinkButton(self._tools.theme, self._tools.icons, _("Changed: put back"), parent=form)
        link.setAccessibleName(_("Put back: {field}").format(field=phrases.field_name(field)))
        link.clicked.connect(partial(self._put_back, field))
        form.holder(field).set_corner(link)
        link.hide()
        self._links[field] = link

    def _build_places(self, form: Form) -> QWidget:
        theme, icons = self._tools.theme, self._tools.icons
        holder = QWidget(form)
        flow = FlowLayout(holder, theme.tokens.px(12))
        self._places: dict[str, LinkButton] = {}
        for place in PLACES:
            link = LinkButton(theme, icons, f"{{{place}}}", parent=holder)
            link.clicked.connect(partial(self._insert, f"{{{place}}}"))
            self._places[place] = link
            flow.addWidget(link)
        address = LinkButton(theme, icons, _ADDRESS, parent=holder)
        address.setToolTip(_("What differs with the form of address, in Spanish: “{te|os|le} avisamos”"))
        address.clicked.connect(partial(self._insert, _ADDRESS))
        flow.addWidget(address)
        return holder

    def _build_figures(self) -> Form:
        theme, icons = self._tools.theme, self._tools.icons
        form = Form(theme, icons, self, columns=3, least=200)
        form.section(_("How much, and what it costs"))
        form.choice("area", phrases.field_name("area"), phrases.areas())
        self._number(form, "quantity")
        self.unit = form.choice("unit", phrases.field_name("unit"), phrases.units())
        form.choice("cadence", phrases.field_name("cadence"), phrases.cadences())
        self._number(form, "revision_rounds")
        self._number(form, "response_hours")
        form.choice("done_by", phrases.field_name("done_by"), phrases.sides())
        self._number(form, "minutes")
        price = MoneyEdit(theme, None, form)
        price.committed.connect(partial(self.changed.emit, "price_cents"))
        form.own("price_cents", phrases.field_name("price_cents"), price, price.show_cents)
        form.choice("price_mode", phrases.field_name("price_mode"), [*phrases.modes()])
        formats = _Formats(self._tools, form)
        formats.chosen.connect(partial(self.changed.emit, "formats"))
        form.own("formats", phrases.field_name("formats"), formats, formats.show_formats, wide=True)
        said = _("Clients often expect it: left out, the document says so in full")
        expected = CheckBox(theme, icons, said, form)
        expected.clicked.connect(partial(self.changed.emit, "is_often_expected"))
        form.own("is_often_expected", phrases.field_name("is_often_expected"), expected, expected.setChecked, wide=True)
        for field in phrases.FIGURE_NAMES:
            self._add_link(form, field)
        form.changed.connect(self.changed)
        return form

    def _number(self, form: Form, field: str) -> None:
        edit = CommittingLineEdit(self._tools.theme, "", form)
        edit.committed.connect(partial(self._on_number, field))
        form.own(field, phrases.field_name(field), edit, lambda number: edit.show_text(_digits(number)))

    def _build_asked(self) -> QWidget:
        theme, icons = self._tools.theme, self._tools.icons
        card = Card(theme, self)
        head = QHBoxLayout()
        head.setSpacing(theme.tokens.px(6))
        head.addWidget(Glyph(theme, icons, "checklist", "tertiary", 15, card))
        head.addWidget(Words(theme, _("What it does of what is asked"), "small_strong", "secondary", card), 1)
        card.column.addLayout(head)
        card.column.setSpacing(theme.tokens.px(4))
        self._asked_words = Words(theme, "", "small", "tertiary", card, wrap=True)
        card.column.addWidget(self._asked_words)
        return card

    # --- showing ------------------------------------------------------------------------------

    def show_sheet(self, sheet: ServiceSheet) -> None:
        """Show a service; a field that is being written in stays as it is."""
        is_other = self._sheet is None or self._sheet.service.code != sheet.service.code
        self._sheet = sheet
        service = sheet.service
        language = spoken().language
        if is_other:
            self.clash.hide()
        for form in (self.words, self.figures):
            if is_other:
                form.clear_problems()
            form.setEnabled(sheet.may_change)
        self.locked.setVisible(not sheet.may_change)
        self.title.setText(service.words(language).name)
        self._show_tags(service)
        self.unit.offer(phrases.units(service.unit))
        fields = [f"{one}.{name}" for one in ("es", "en") for name in WORD_FIELDS]
        self.words.show_values(SimpleNamespace(**{field: value_of(service, field) for field in fields}))
        self.figures.show_values(service)
        for field, link in self._links.items():
            is_changed = field in service.changed and sheet.shipped is not None
            link.setVisible(is_changed and sheet.may_change)
            if is_changed and sheet.shipped is not None:
                there = phrases.value_words(service, field, value_of(sheet.shipped, field))
                link.setToolTip(_("As it ships: {text}").format(text=there))
        for one in ("es", "en"):
            self._show_sample(one)
        self._show_places(service)
        self.asked.setVisible(bool(sheet.asked))
        self._asked_words.setText("\n".join(f"{one.code} · {one.words(language)}" for one in sheet.asked))

    def _show_tags(self, service: Service) -> None:
        facts: list[tuple[str, Any]] = [(service.code, "neutral")]
        if service.is_own:
            facts.append((_("Own"), "neutral"))
        if service.is_new:
            facts.append((_("New"), "accent"))
        if service.changed:
            facts.append((_("Changed by us"), "info"))
        if service.is_hidden:
            facts.append((_("Hidden"), "warn"))
        for number, tag in enumerate(self._tags):
            tag.setVisible(number < len(facts))
            if number < len(facts):
                tag.show_fact(*facts[number])

    def _show_sample(self, language: str) -> None:
        if self._sheet is None:
            return
        edit = self.words.field(f"{language}.sentence")
        text = edit.text() if isinstance(edit, CommittingTextEdit) else None
        self.samples[language].setText(example(self._sheet.service, language, text))

    def _show_places(self, service: Service) -> None:
        language = spoken().language
        for place, link in self._places.items():
            says = place_value(service, language, place)
            here = _("Here: “{text}”.").format(text=says) if says else _("Here it says nothing.")
            link.setToolTip(f"{{{place}}}: {_(PLACES[place])}. {here}")

    def show_problem(self, field: str, sentence: str) -> bool:
        """Say below a field what is wrong; whether there is such a field."""
        for form in (self.words, self.figures):
            if form.has_field(field):
                form.show_problem(field, sentence)
                return True
        return False

    def clear_problem(self, field: str) -> None:
        """Say that nothing is wrong with a field."""
        for form in (self.words, self.figures):
            if form.has_field(field):
                form.holder(field).clear_problem()

    def put_back(self, field: str) -> None:
        """Show in a field again what is saved, whatever was written in it."""
        if self._sheet is None:
            return
        for form in (self.words, self.figures):
            if form.has_field(field):
                edit = form.field(field)
                if isinstance(edit, CommittingLineEdit | CommittingTextEdit | MoneyEdit):
                    edit.put_back()

    def focus_name(self) -> None:
        """Have the keyboard in the name, all of it chosen."""
        edit = self.words.field(f"{phrases.languages()[0]}.name")
        edit.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(edit, CommittingLineEdit):
            edit.selectAll()

    # --- what people do -----------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            for language in ("es", "en"):
                if watched is self.words.field(f"{language}.sentence"):
                    self._writing = language
        return False

    def _insert(self, place: str, _is_on: bool = False) -> None:
        """Put a place where the cursor of the last sentence is."""
        edit = self.words.field(f"{'es' if place == _ADDRESS else self._writing}.sentence")
        if isinstance(edit, CommittingTextEdit):
            edit.setFocus(Qt.FocusReason.OtherFocusReason)
            edit.insertPlainText(place)

    def _put_back(self, field: str, _is_on: bool = False) -> None:
        self.put_back_wanted.emit(field)

    def _on_number(self, field: str, text: str) -> None:
        bare = text.strip()
        if bare and not bare.isdecimal():
            self.figures.show_problem(field, _("Write a whole number."))
            return
        self.changed.emit(field, int(bare) if bare else None)


def _digits(number: object) -> str:
    return "" if number is None else str(number)
