"""The words that a client may not know, as the agency marks, replaces and explains them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cmdesk.domain.catalogue_sheet import folded
from cmdesk.domain.errors import DeskError, RuleBroken
from cmdesk.i18n import NAMES, _, spoken
from cmdesk.services import words as word_services
from cmdesk.services.words import ListedWord, WordState, word_list
from cmdesk.ui.catalogue.editor import Notice
from cmdesk.ui.catalogue.pane import CataloguePane
from cmdesk.ui.catalogue.phrases import languages
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.choices import FilterChip, SegmentedControl
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import CommittingTextEdit, LabelledField, LineEdit, SearchEdit, commit_focused
from cmdesk.ui.widgets.form import Form, scrolling
from cmdesk.ui.widgets.frames import Dialog
from cmdesk.ui.widgets.layouts import FlowLayout
from cmdesk.ui.widgets.navlist import NavItem, NavList

if TYPE_CHECKING:
    from cmdesk.ui.page import Tools

_ALL: Final = "all"
_OURS: Final = "ours"
_NEVER: Final = "never"


class NewWordDialog(Dialog):
    """A word, what to say instead, and what it means.

    Signals:
        wanted: The word, its meaning, and what to say instead.
    """

    wanted = Signal(str, str, str)

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        theme, icons = tools.theme, tools.icons
        super().__init__(theme, icons, _("New word"), parent)
        self.word = LineEdit(theme, "", self)
        self.plain = LineEdit(theme, "", self)
        self.meaning = CommittingTextEdit(theme, "", self, 2, 6)
        empty, glossary = _("Leave empty where nothing says it"), _("The glossary of a scope says this")
        self._holders = {
            "word": LabelledField(theme, icons, _("Word that a client may not know"), self.word, "", self),
            "plain": LabelledField(theme, icons, _("Say instead"), self.plain, empty, self),
            "meaning": LabelledField(theme, icons, _("What it means"), self.meaning, glossary, self),
        }
        for holder in self._holders.values():
            self.body.addWidget(holder)
        self.set_buttons(push_button(theme, icons, _("Add word"), "primary", None, "Ctrl ↵", self))
        self.confirmed.connect(self._on_confirmed)
        self.word.setFocus()

    def _on_confirmed(self) -> None:
        for holder in self._holders.values():
            holder.clear_problem()
        self.wanted.emit(self.word.text().strip(), self.meaning.text().strip(), self.plain.text().strip())

    def show_refusal(self, error: DeskError) -> None:
        """Say at its field why it was not added."""
        field = error.field if isinstance(error, RuleBroken) else None
        self._holders.get(field or "word", self._holders["word"]).show_problem(str(error))


class WordsPane(CataloguePane):
    """The list of words of a language, and the chosen one."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._words: tuple[ListedWord, ...] = ()
        self._kind = _ALL
        self._shown = ""
        theme, icons = tools.theme, tools.icons
        self.language = SegmentedControl(theme, [(key, NAMES[key]) for key in languages()], self)
        self.language.setAccessibleName(_("Language of the words"))
        self.language.chosen.connect(self._on_language)
        self.search = SearchEdit(theme, icons, _("Find a word"), "/", self)
        self.search.textChanged.connect(self._fill)
        self._chip_holder = QWidget(self)
        flow = FlowLayout(self._chip_holder, theme.tokens.px(6))
        self.chips: dict[str, FilterChip] = {}
        for kind in (_ALL, _OURS, _NEVER):
            chip = FilterChip(theme, icons, "", parent=self._chip_holder)
            chip.clicked.connect(partial(self._on_kind, kind))
            self.chips[kind] = chip
            flow.addWidget(chip)
        self.list = NavList(theme, icons, self)
        self.list.setAccessibleName(_("Words"))
        self.list.setProperty("pane", True)
        self.list.chosen.connect(self._on_chosen)
        self.nothing = Words(theme, _("No word is like that."), "body", "tertiary", self, wrap=True)
        self.new = push_button(theme, icons, _("New word"), "primary", "plus", "N", self)
        self.never = push_button(theme, icons, _("Never mark"), "normal", "eye-off", "", self)
        self.reset = push_button(theme, icons, _("Reset"), "normal", "restore", "", self)
        self.new.clicked.connect(self.ask_new)
        self.never.clicked.connect(self.mark_or_not)
        self.reset.clicked.connect(self.reset_word)
        self._build_sheet()
        self._lay_out()

    def _build_sheet(self) -> None:
        theme, icons = self._tools.theme, self._tools.icons
        self.title = Words(theme, "", "title", "primary", self, wrap=True)
        self.state = Words(theme, "", "body", "secondary", self, wrap=True)
        self.form = Form(theme, icons, self, columns=1)
        hint = _("With commas between: plurals, other spellings")
        self.form.line("forms", _("Other forms"), hint=hint)
        self.form.line("plain", _("Say instead"), hint=_("Leave empty where nothing says it"))
        self.form.text("meaning", _("What it means"), hint=_("The glossary of a scope says this"))
        self.form.changed.connect(self._on_changed)
        notice = Notice(theme, self)
        said = _("These words are marked while a scope is written. What stays in it is explained in its glossary.")
        notice.column.addWidget(Words(theme, said, "small", "secondary", notice, wrap=True))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.px(10))
        for widget in (self.title, self.state, self.form, notice):
            column.addWidget(widget)
        column.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeft)
        self.sheet = scrolling(inside, theme, self, width=640)

    def _lay_out(self) -> None:
        px = self._tools.theme.tokens.px
        column = QVBoxLayout()
        column.setContentsMargins(px(12), px(12), px(12), px(12))
        column.setSpacing(px(8))
        column.addWidget(self.language, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.search)
        column.addWidget(self._chip_holder)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        self.arrange(self._tools.theme, column, self.sheet, listed=self.list, searched=self.search)

    def actions_for_header(self) -> tuple[list[QWidget], list[QWidget]]:
        """Its buttons for the header."""
        return [self.never, self.new], []

    # --- loading and showing ------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the words of the chosen language."""
        self._tools.jobs.read(self, word_list, str(self.language.current)).then(self._show_words)

    def _show_words(self, found: tuple[ListedWord, ...]) -> None:
        self._words = found
        names = {_ALL: _("All"), _OURS: _("Ours"), _NEVER: _("Never marked")}
        for kind, chip in self.chips.items():
            count = sum(self._is_of(one, kind) for one in found)
            chip.setText(f"{names[kind]} {spoken().number(count)}")
            chip.setChecked(kind == self._kind)
        self._fill()

    def _is_of(self, one: ListedWord, kind: str) -> bool:
        if kind == _OURS:
            return one.state in {WordState.OWN, WordState.CHANGED}
        return kind == _ALL or one.state is WordState.IGNORED

    def _fill(self) -> None:
        wanted = folded(self.search.text()).split()
        shown = [one for one in self._words if self._is_of(one, self._kind) and _has(one, wanted)]
        items = [
            NavItem(one.word.word, one.word.word, icon=_ICONS[one.state], tip=one.word.meaning or one.word.word)
            for one in shown
        ]
        self.list.show_items(items)
        names = [one.word.word for one in shown]
        if self._shown not in names:
            self._shown = names[0] if names else ""
        self.list.choose(self._shown)
        self.nothing.setVisible(not shown)
        self._show_word()

    def _word(self) -> ListedWord | None:
        return next((one for one in self._words if one.word.word == self._shown), None)

    def _show_word(self) -> None:
        chosen = self._word()
        self.sheet.setVisible(chosen is not None)
        for button in (self.never, self.reset):
            button.refuse(_("Choose a word."))
        if chosen is None:
            return
        word = chosen.word
        self.title.setText(word.word)
        self.state.setText(_said_of(chosen.state))
        self.form.clear_problems()
        self.form.show_values(SimpleNamespace(forms=", ".join(word.forms), plain=word.plain, meaning=word.meaning))
        self.form.setEnabled(chosen.state is not WordState.IGNORED)
        is_ignored = chosen.state is WordState.IGNORED
        self.never.allow()
        self.never.setText(_("Mark again") if is_ignored else _("Never mark"))
        self.never.set_icon_name("eye" if is_ignored else "eye-off")
        if chosen.state is WordState.SHIPPED:
            self.reset.refuse(_("This word is as it ships."))
        else:
            self.reset.allow()
            self.reset.setText(_("Delete") if chosen.state is WordState.OWN else _("Reset"))

    # --- what people do -----------------------------------------------------------------------

    def _on_language(self, _language: object) -> None:
        commit_focused()
        self._shown = ""
        self.load()

    def _on_kind(self, kind: str, _is_on: bool = False) -> None:
        self._kind = kind
        self._show_words(self._words)

    def _on_chosen(self, key: object) -> None:
        commit_focused()
        self._shown = str(key)
        self._show_word()

    def _on_changed(self, field: str, value: object) -> None:
        chosen = self._word()
        if chosen is None:
            return
        said: dict[str, Any] = {
            "meaning": chosen.word.meaning, "plain": chosen.word.plain, "forms": chosen.word.forms,
        }  # fmt: skip
        said[field] = _forms(str(value)) if field == "forms" else value
        self._explain(chosen.word.word, field, **said)

    def _explain(self, word: str, field: str, *, meaning: str, plain: str, forms: Sequence[str]) -> None:
        language = str(self.language.current)
        job = self._tools.jobs.do(self, word_services.explain_word, language, word, meaning, plain, tuple(forms))
        job.then(lambda _none: self.form.clear_problems()).failed(partial(self._on_refused, field))

    def _on_refused(self, field: str, error: DeskError) -> None:
        if isinstance(error, RuleBroken):
            self.form.show_problem(
                error.field if error.field and self.form.has_field(error.field) else field, str(error)
            )
        else:
            self._tools.notify.problem(error)

    def ask_new(self) -> None:
        """Ask for a word that is marked from now on."""
        dialog = NewWordDialog(self._tools, self)
        dialog.wanted.connect(partial(self._add, dialog))
        dialog.open()

    def _add(self, dialog: NewWordDialog, word: str, meaning: str, plain: str) -> None:
        def added(_none: None) -> None:
            dialog.accept()
            self._shown, self._kind = word, _ALL
            self.search.clear()
            self._say(_("“{word}” is marked from now on.").format(word=word))

        language = str(self.language.current)
        job = self._tools.jobs.do(self, word_services.explain_word, language, word, meaning, plain)
        job.then(added).failed(dialog.show_refusal)

    def mark_or_not(self) -> None:
        """Never mark the chosen word, or mark it again."""
        chosen = self._word()
        if chosen is None:
            return
        language, word = str(self.language.current), chosen.word.word
        if chosen.state is WordState.IGNORED:
            said = _("“{word}” is marked again.").format(word=word)
            if chosen.word.is_own and chosen.word.meaning:
                forms = chosen.word.forms
                job = self._tools.jobs.do(
                    self, word_services.explain_word, language, word, chosen.word.meaning, chosen.word.plain, forms
                )
            else:
                job = self._tools.jobs.do(self, word_services.reset_word, language, word)
        else:
            said = _("“{word}” is never marked.").format(word=word)
            job = self._tools.jobs.do(self, word_services.ignore_word, language, word)
        job.then(partial(self._say, said))

    def reset_word(self) -> None:
        """Let a word be as it ships; one of the agency's own goes."""
        chosen = self._word()
        if chosen is None or chosen.state is WordState.SHIPPED:
            return
        word = chosen.word.word
        said = _("“{word}” is deleted.") if chosen.state is WordState.OWN else _("“{word}” is as it ships.")
        job = self._tools.jobs.do(self, word_services.reset_word, str(self.language.current), word)
        job.then(partial(self._say, said.format(word=word)))

    def _say(self, said: str, _none: object = None) -> None:
        self._tools.notify.toast(said, undo=self._tools.jobs.undo)


_ICONS: Final = {
    WordState.SHIPPED: "tag",
    WordState.CHANGED: "pencil",
    WordState.OWN: "star",
    WordState.IGNORED: "eye-off",
}


def _said_of(state: WordState) -> str:
    said = {
        WordState.SHIPPED: _("From the list that comes with CMDesk. What you change here is yours."),
        WordState.CHANGED: _("From the list that comes with CMDesk, changed by you."),
        WordState.OWN: _("A word of your own."),
        WordState.IGNORED: _("Never marked: your clients know it."),
    }
    return said[state]


def _has(one: ListedWord, wanted: Sequence[str]) -> bool:
    haystack = folded(" ".join((one.word.word, one.word.plain, *one.word.forms)))
    return all(word in haystack for word in wanted)


def _forms(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
