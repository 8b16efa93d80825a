"""The section Scope: write what is promised to a client, send it, and note the yes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Final

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from cmdesk.domain.catalogue import Responsibility
from cmdesk.domain.changes import Kind
from cmdesk.domain.coverage import coverage_map
from cmdesk.domain.errors import DeskError, RuleBroken
from cmdesk.domain.plain_words import PlainWord
from cmdesk.domain.scope import ScopeLine, ScopeStatus, ScopeVersion, Treatment
from cmdesk.domain.scope_problems import Problem, problems, undecided_services
from cmdesk.domain.scope_reading import reading
from cmdesk.domain.scope_view import ScopeState, ScopeView
from cmdesk.i18n import _, ngettext, spoken
from cmdesk.services import catalogue, scopes, words
from cmdesk.ui.page import Page, Place, Tools
from cmdesk.ui.scope.agreement import Agreement
from cmdesk.ui.scope.catalogue import CataloguePane
from cmdesk.ui.scope.clash import Clash, LineSaver, held
from cmdesk.ui.scope.compare_rows import TERMS
from cmdesk.ui.scope.deciding import Deciding
from cmdesk.ui.scope.dialogs import TemplateDialog, WordDialog
from cmdesk.ui.scope.editor import ScopeLineEditor
from cmdesk.ui.scope.lines import ColumnHeads, LinesView
from cmdesk.ui.scope.overview import Overview
from cmdesk.ui.scope.phrases import frozen_words, treatment_name
from cmdesk.ui.scope.preview import PreviewPane
from cmdesk.ui.scope.several import SeveralBar, SeveralLines
from cmdesk.ui.scope.steps import VersionSteps
from cmdesk.ui.scope.terms_pane import TermsPane
from cmdesk.ui.scope.totals import TotalsBar
from cmdesk.ui.widgets.buttons import Button, IconButton, push_button
from cmdesk.ui.widgets.choices import SegmentedControl
from cmdesk.ui.widgets.frames import EmptyState
from cmdesk.ui.widgets.layouts import Splitter

_LINES: Final = "lines"
_CONDITIONS: Final = "conditions"
_PREVIEW: Final = "preview"
_EXTRAS: Final = "extras"
_SCOPES: Final = "scopes"
_SHOWN_AT_ONCE: Final = frozenset({"cadence", "unit", "networks", "price_mode", "title", "description"})
NARROW: Final = 1280  # of the window, at a text size of 100 %


class ScopePage(Page):
    """Catalogue, lines and the client's reading of them, side by side."""

    name: ClassVar[str] = "scope"
    shows: ClassVar[frozenset[Kind]] = frozenset(
        {
            Kind.SCOPE, Kind.SCOPE_LINE, Kind.SCOPE_EVENT, Kind.EXTRA, Kind.CLIENT, Kind.CONTACT, Kind.CHANNEL,
            Kind.MEMBER, Kind.SERVICE, Kind.PLAIN_WORD, Kind.SCOPE_TEMPLATE, Kind.OBJECTIVE, Kind.AUDIENCE,
        }
    )  # fmt: skip

    def __init__(self, tools: Tools, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(tools, place, parent)
        self._view: ScopeView | None = None
        self._version: ScopeVersion | None = None
        self._wanted: int | None = None  # the version that a person chose to look at
        self._problems: tuple[Problem, ...] = ()
        self._pending_line: int | None = None  # to be opened once it is there
        self._awaited: int | None = None  # to be the current line once it is there
        self._pending_field = ""
        self._written: dict[str, Any] = {}  # of the open line, while it is being written
        self._duties: tuple[Responsibility, ...] = ()
        self._is_narrow: bool | None = None
        self._without_client: QWidget = self
        self._build()
        self._connect()
        self._add_keys()
        self._show_nothing()

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        """Build from the outside in: a widget that gets another parent is styled anew with all that it holds."""
        theme, icons = self.tools.theme, self.tools.icons
        self.panes = QStackedWidget(self)
        self.nothing = QWidget(self.panes)
        self.splitter = Splitter(theme, Qt.Orientation.Horizontal, self.panes)
        self.agreement = Agreement(self)
        self.catalogue = CataloguePane(theme, icons, self.splitter)
        centre = self._build_centre()
        self.preview = PreviewPane(theme, icons, self.splitter)
        for widget in (self.catalogue, centre, self.preview):
            self.splitter.addWidget(widget)
        for place, stretch in enumerate((0, 1, 0)):
            self.splitter.setStretchFactor(place, stretch)
        self.tools.memory.restore_splitter("scope", self.splitter)
        self.splitter.splitterMoved.connect(self._on_splitter)
        self.empty = self._build_empty()
        self.overview = Overview(theme, icons, self.panes)
        self.nobody = self._build_nobody()
        for pane in (self.nothing, self.splitter, self.empty, self.overview, self.nobody):
            self.panes.addWidget(pane)
        self.content.addWidget(self.panes)
        self._build_actions()

    def _build_centre(self) -> QWidget:
        theme, icons = self.tools.theme, self.tools.icons
        centre = QWidget(self.splitter)
        self.top = QStackedWidget(centre)  # steps or several: of one height, so that no line moves from the pointer
        self.steps = VersionSteps(theme, icons, self.top)
        self.several_bar = SeveralBar(theme, icons, self.top)
        self.top.addWidget(self.steps)
        self.top.addWidget(self.several_bar)
        self.top.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        middle = QWidget(centre)
        self.tabs = QStackedWidget(middle)
        self._build_lines()
        self.terms_pane = TermsPane(self.tools, self.tabs)
        self.narrow_slot = _stacked(QWidget(self.tabs))
        self.deciding = Deciding(theme, icons, self.tabs)
        for widget in (self.lines_pane, self.terms_pane, self.narrow_slot, self.deciding):
            self.tabs.addWidget(widget)
        self.totals = TotalsBar(theme, centre)
        _stacked(middle, self.agreement.bands, self.tabs)
        return _stacked(centre, self.top, middle, self.totals)

    def _build_lines(self) -> None:
        theme, icons = self.tools.theme, self.tools.icons
        self.lines_pane = QWidget(self.tabs)
        self.heads = ColumnHeads(theme, self.lines_pane)
        self.lines_or_none = QStackedWidget(self.lines_pane)
        self.lines = LinesView(theme, icons, self.lines_or_none)
        self.editor = ScopeLineEditor(theme, icons, self.lines.viewport())
        self.saver = LineSaver(self.tools.jobs, self)
        self.lines.set_editor(self.editor)
        self.heads.stand_over(self.lines)
        self.no_lines = self._build_no_lines()
        self.lines_or_none.addWidget(self.lines)
        self.lines_or_none.addWidget(self.no_lines)
        _stacked(self.lines_pane, self.heads, self.lines_or_none)

    def _build_empty(self) -> EmptyState:
        theme, icons = self.tools.theme, self.tools.icons
        self.choose_template = push_button(theme, icons, _("Choose a template"), "primary")
        self.start_blank = push_button(theme, icons, _("Blank"))
        title = _("No scope yet")
        text = _("Without a scope nobody knows how many posts are due. Begin with a template.")
        return EmptyState(
            theme, icons, "file-text", title, text, self.choose_template, self.start_blank, parent=self.panes
        )

    def _build_nobody(self) -> EmptyState:
        theme, icons = self.tools.theme, self.tools.icons
        self.new_client = push_button(theme, icons, _("New client"), "primary", "plus")
        self.new_client.clicked.connect(lambda: self.place.go("clients", "new"))
        text = _("Begin with one: what you promise it decides the calendar, the tasks and the report.")
        return EmptyState(theme, icons, "briefcase", _("No clients yet"), text, self.new_client, parent=self.panes)

    def _build_no_lines(self) -> EmptyState:
        theme, icons = self.tools.theme, self.tools.icons
        self.find_service = push_button(theme, icons, _("Find a service"), "normal", "search", "/")
        title = _("Nothing is promised yet")
        text = _("Choose services at the left: a click or Enter adds one, a drag chooses its place.")
        return EmptyState(theme, icons, "list", title, text, self.find_service, parent=self.lines_or_none)

    def _build_actions(self) -> None:
        theme, icons = self.tools.theme, self.tools.icons
        self.switch = SegmentedControl(
            theme, [(_LINES, _("Lines")), (_CONDITIONS, _("Conditions")), (_EXTRAS, _("Extras"))], self
        )
        self.narrow_switch = SegmentedControl(
            theme,
            [
                (_LINES, _("Lines")),
                (_CONDITIONS, _("Conditions")),
                (_PREVIEW, _("As the client reads it")),
                (_EXTRAS, _("Extras")),
            ],
            self,
        )
        for switch in (self.switch, self.narrow_switch):
            switch.setAccessibleName(_("Part of the scope"))
            switch.chosen.connect(self._on_tab)
            switch.hide()
        self.all_switch = SegmentedControl(theme, [(_SCOPES, _("Scopes")), (_EXTRAS, _("Extras"))], self)
        self.all_switch.setAccessibleName(_("What of all clients"))
        self.all_switch.chosen.connect(self._on_tab)
        self.all_switch.hide()
        self.pdf = push_button(theme, icons, _("PDF"), "normal", "file-text", "Ctrl E", self)
        self.send = push_button(theme, icons, _("Send to client"), "primary", "send", "S", self)
        self.agree = push_button(theme, icons, _("Mark as agreed"), "primary", "signature", "S", self)
        self.decline = push_button(theme, icons, _("Declined"), "normal", parent=self)
        self.withdraw = push_button(theme, icons, _("Withdraw"), "normal", "arrow-back-up", parent=self)
        self.new_version = push_button(theme, icons, _("New version"), "primary", "file-plus", "S", self)
        self.more = IconButton(theme, icons, "dots", _("More"), "", self)
        for button in (self.pdf, self.send, self.agree, self.decline, self.withdraw, self.new_version, self.more):
            button.hide()

    def _connect(self) -> None:
        self.catalogue.service_wanted.connect(self._on_service)
        self.catalogue.own_wanted.connect(self._on_own)
        self.catalogue.edit_wanted.connect(lambda: self.place.go("catalogue"))
        self.steps.version_wanted.connect(self._on_version)
        self.steps.problems_wanted.connect(self._on_problems)
        self.steps.undecided_wanted.connect(self.begin_deciding)
        self.catalogue.pass_wanted.connect(self.begin_deciding)
        self.deciding.decided.connect(self._decide)
        self.deciding.undo_wanted.connect(self.tools.jobs.undo)
        self.deciding.rest_left_out.connect(self._on_leave_out)
        self.deciding.ended.connect(self._end_deciding)
        self.several = SeveralLines(self)
        self.lines.opened.connect(self._open_line)
        self.lines.treated.connect(self.treat)
        self.lines.removed.connect(self.remove_lines)
        self.lines.moved.connect(self._move)
        self.lines.service_dropped.connect(self._on_service_dropped)
        self.editor.changed.connect(self._change_line)
        self.editor.written.connect(self._on_written)
        self.editor.words.ignore = self._ignore_word
        self.editor.words.explain = self._explain_word
        self.editor.kept.connect(self.saver.insist)
        self.saver.saved.connect(self._on_saved)
        self.saver.refused.connect(self._on_line_refused)
        self.saver.clashed.connect(self._on_clash)
        self.editor.treated.connect(self._on_editor_treated)
        self.editor.reset_wanted.connect(self._on_reset)
        self.editor.removed.connect(self._on_editor_removed)
        self.editor.closed.connect(self._on_editor_closed)
        self.editor.stepped.connect(self._on_stepped)
        self.editor.version_wanted.connect(self._on_new_version)
        self.terms_pane.version_wanted.connect(self._on_new_version)
        self.terms_pane.line_wanted.connect(self._open_line)
        self.preview.line_wanted.connect(self._on_sentence)
        self.preview.language_wanted.connect(self._on_language)
        self.overview.client_chosen.connect(self.place.choose_client)
        self.choose_template.clicked.connect(self._on_choose_template)
        self.start_blank.clicked.connect(self._on_start_blank)
        self.find_service.clicked.connect(self._on_search)
        self.pdf.clicked.connect(self._on_pdf)
        self.send.clicked.connect(self.agreement.open_sending)
        self.agree.clicked.connect(self.agreement.open_agreeing)
        self.decline.clicked.connect(self.agreement.open_refusal)
        self.withdraw.clicked.connect(self.agreement.open_withdrawal)
        self.new_version.clicked.connect(self._on_new_version)
        self.more.clicked.connect(self._on_more)
        self.tools.theme.changed.connect(self._on_theme_changed)

    def _add_keys(self) -> None:
        self.add_key("/", _("Find a service"), self._on_search)
        self.add_key("Ctrl+F", _("Find a service"), self._on_search)
        self.add_key("Ctrl+N", _("Write your own service"), self._on_new)
        self.add_key("U", _("Decide what is undecided"), self.begin_deciding)
        self.add_key("N", _("Write your own service"), self._on_new)
        self.add_key("Ctrl+E", _("PDF"), self._on_save)
        self.add_key("S", _("Next step of the agreement"), self._on_next_step)

    # --- loading ------------------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the scope of the chosen client, or for where all of them stand."""
        client_id = self.place.client_id
        if client_id is None:
            self.tools.jobs.read(self, scopes.overview).then(self._show_overview)
        else:
            self.tools.jobs.read(self, scopes.view, client_id).then(self._show_view).failed(self._on_load_failed)
            if not self._duties:
                self.tools.jobs.run(self, lambda _progress: catalogue.shipped().responsibilities).then(
                    self._take_duties
                )

    def _take_duties(self, duties: tuple[Responsibility, ...]) -> None:
        self._duties = duties
        self._show_coverage()

    def _load_words(self, language: str) -> None:
        job = self.tools.jobs.read(self, words.plain_words, language)
        job.then(lambda found: self._take_words(found, language))

    def _ignore_word(self, word: str) -> None:
        text = _("“{word}” is not marked any more.").format(word=word)
        self.tools.jobs.do(self, words.ignore_word, self.editor.words.language, word).then(self.saying(text))

    def _explain_word(self, word: str) -> None:
        dialog = WordDialog(self.tools.theme, self.tools.icons, word, self)
        dialog.told.connect(lambda *told: self._keep_word(dialog, *told))
        dialog.open()

    def _keep_word(self, dialog: WordDialog, word: str, meaning: str, plain: str) -> None:
        def done(_none: None) -> None:
            dialog.accept()
            self.say(_("“{word}” is marked and explained from now on.").format(word=word))

        def refused(error: DeskError) -> None:
            dialog.show_refusal(error if isinstance(error, RuleBroken) else RuleBroken(str(error)))

        language = self.editor.words.language
        self.tools.jobs.do(dialog, words.explain_word, language, word, meaning, plain).then(done).failed(refused)

    def _take_words(self, found: tuple[PlainWord, ...], language: str) -> None:
        if self._version is not None and self._version.terms.language == language:
            self.editor.set_words(found, language)

    def _on_load_failed(self, error: DeskError) -> None:
        self._show_nothing()
        self.tools.notify.problem(error, self.load)

    def _show_nothing(self) -> None:
        self._view = self._version = None
        self.agreement.leave_client()
        self.panes.setCurrentWidget(self.nothing)
        self.header.show_place(_("Scope"))
        self.header.set_switch(None)
        self.header.set_actions([])

    def _show_overview(self, states: tuple[ScopeState, ...]) -> None:
        if self.place.client_id is not None:
            return
        self._show_nothing()
        self.header.show_place(_("Scope"), sub=_("All clients"))
        self.overview.show_states(states)
        if states:
            self.header.set_switch(self.all_switch)
        self._without_client = self.overview if states else self.nobody
        self.show_pane()

    def _show_view(self, view: ScopeView) -> None:
        if view.client_id != self.place.client_id:
            return
        if self._view is None or self._view.client_id != view.client_id:
            self._wanted = None
            self._close_line()
        self._view = view
        version = view.version(self._wanted) or view.latest
        self.header.show_place(_("Scope"), (view.letters, view.colour, view.name))
        if version is None:
            self._version = None
            self.agreement.leave_client()
            self.header.set_switch(None)
            self.header.set_actions([])
            self.panes.setCurrentWidget(self.empty)
            return
        if self._version is not None and self._version.id != version.id:
            self._close_line()
        self._version = version
        self._show_version(view, version)
        self.show_pane()
        if self.hasFocus() and self.agreement.pane is None:
            self.take_keyboard()  # the lines were not here yet when the person came

    def _show_version(self, view: ScopeView, version: ScopeVersion) -> None:
        self._problems = self._problems_of(view, version)
        self._forget_written(version)
        undecided = 0 if version.is_frozen else len(undecided_services(version.lines, view.codes))
        self.steps.tag.show_problems(self._problems)  # first: the steps take the room that they leave
        self.steps.show_undecided(undecided)
        self.catalogue.show_undecided(undecided)
        self._load_words(version.terms.language)
        self.several_bar.show_people(view)
        if self.tabs.currentWidget() is self.deciding:
            self.deciding.show_decided(self._decided(version))
        self.steps.show_versions(view.versions, version)
        self.catalogue.tree.show_services(view.services, version.lines, is_frozen=version.is_frozen)
        if version.is_frozen:
            self.catalogue.own.refuse(frozen_words(version))
        else:
            self.catalogue.own.allow()
        self.heads.show_currency(version.terms.currency)
        areas = {service.code: str(service.area) for service in view.services}
        self._fill_editor()
        colours = {member.id: member.colour for member in view.members}
        self.lines.show_version(version, self._problems, areas, colours, is_frozen=version.is_frozen)
        self.lines_or_none.setCurrentWidget(self.lines if version.lines else self.no_lines)
        self.heads.setVisible(bool(version.lines))
        self.terms_pane.show_version(version, view, self._problems)
        self._show_read()
        self._show_coverage()
        self.preview.show_language(version.terms.language, reason=frozen_words(version) if version.is_frozen else "")
        self.agreement.show_version(view, version, self._problems)
        self._show_actions(version)
        self._arrange()
        self._open_pending()

    def _show_actions(self, version: ScopeVersion) -> None:
        self._show_rights()
        if self.agreement.pane is not None:
            self.header.set_actions(self.agreement.actions())
            return
        actions: list[QWidget] = [self.more, *self.agreement.comparing()]
        is_latest = self._view is not None and self._view.latest is not None and self._view.latest.id == version.id
        if not is_latest or version.status is ScopeStatus.SUPERSEDED:
            actions += [self.pdf]
        elif version.status is ScopeStatus.DRAFT:
            actions += [self.pdf, self.send]
        elif version.status is ScopeStatus.SENT:
            actions += [self.withdraw, self.decline, self.pdf, self.agree]
        else:
            actions += [self.pdf, self.new_version]
        held = self.focusWidget()
        self.header.set_actions(actions, lesser=[self.agreement.compare_button, self.withdraw, self.decline, self.pdf])
        if isinstance(held, Button) and held.isHidden():
            self.lines.setFocus(Qt.FocusReason.OtherFocusReason)  # not whatever button comes next

    def _on_next_step(self) -> None:
        """Do what the agreement waits for: send, note the yes, or begin the next version."""
        for button in (self.send, self.agree, self.new_version):
            if button.isVisible() and button.isEnabled():
                button.click()
                return

    def _show_rights(self) -> None:
        """Take out of use what the role of who looks does not allow."""
        for button in (self.send, self.agree, self.withdraw, self.decline):
            if self._view is not None and self._view.may_agree:
                button.allow()
            else:
                button.refuse(_("Your role does not allow this. Ask an owner of the agency."))

    def _open_pending(self) -> None:
        awaited, self._awaited = self._awaited, None
        if self._line(awaited) is not None:
            self.lines.make_current(awaited)
        line_id, field = self._pending_line, self._pending_field
        self._pending_line, self._pending_field = None, ""
        if line_id is not None and self._line(line_id) is not None:
            self._open_line(line_id, field=field)

    # --- arranging ----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_narrow is not None and self._is_narrow != self._is_too_narrow():
            QTimer.singleShot(0, self, self._arrange)

    def _is_too_narrow(self) -> bool:
        return self.window().width() < self.tools.theme.tokens.px(NARROW)

    def _arrange(self) -> None:
        """Put the client's page beside the lines, or behind a tab where the window is narrow."""
        is_narrow = self._is_too_narrow()
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            if is_narrow:
                layout = self.narrow_slot.layout()
                if layout is not None:
                    layout.addWidget(self.preview)
            else:
                self.splitter.addWidget(self.preview)
                if self.tabs.currentWidget() is self.narrow_slot:
                    self._show_tab(_LINES)
                self.tools.memory.restore_splitter("scope", self.splitter)
            self.preview.show()
        if self._version is not None:
            current = self._current_tab()
            switch = self.narrow_switch if is_narrow else self.switch
            switch.choose(current if is_narrow or current != _PREVIEW else _LINES)
            self.header.set_switch(None if self.agreement.is_comparing else switch)

    def _current_tab(self) -> str:
        if self.agreement.is_asking:
            return _EXTRAS
        if self.tabs.currentWidget() is self.terms_pane:
            return _CONDITIONS
        if self.tabs.currentWidget() is self.deciding:
            return _LINES
        return _PREVIEW if self.tabs.currentWidget() is self.narrow_slot else _LINES

    def _on_tab(self, key: object) -> None:
        """A person chose a part of the scope, or of what all clients have."""
        if key == _EXTRAS:
            self.agreement.open_extras()
            return
        self.agreement.pane = None
        if key != _SCOPES:
            self._show_tab(key)
        self.show_pane()

    def _show_tab(self, key: object) -> None:
        pane = {_LINES: self.lines_pane, _CONDITIONS: self.terms_pane, _PREVIEW: self.narrow_slot}[str(key)]
        if pane is not self.lines_pane and self.lines.has_several():
            self.lines.select_none()
        self.tabs.setCurrentWidget(pane)
        for switch in (self.switch, self.narrow_switch):
            if switch is self.narrow_switch or key != _PREVIEW:
                switch.choose(key)

    def _on_splitter(self) -> None:
        if not self._is_narrow:
            self.tools.memory.keep_splitter("scope", self.splitter)

    def _on_theme_changed(self) -> None:
        # later: while the style is being changed, widgets must not change their parents
        QTimer.singleShot(0, self, self._arrange)

    # --- what the client reads, while it is written -------------------------------------------

    def _problems_of(self, view: ScopeView, version: ScopeVersion) -> tuple[Problem, ...]:
        return () if version.is_frozen else problems(version, catalogue=view.codes, contacts=view.contacts)

    def _show_read(self) -> None:
        """Show the client's page and the sums of what stands there now, saved or not."""
        if self._version is None or self._view is None:
            return
        version = self._as_written(self._version)
        self.totals.show_version(version, self._view.agreed)
        self.preview.page.show_reading(reading(version, self._view.name, self._view.address), self._view.colour)

    def _show_coverage(self) -> None:
        if self._version is not None and self._view is not None and self._duties:
            language = spoken().language
            found = coverage_map(self._version.lines, self._view.services, self._duties, language=language)
            self.preview.coverage.show_map(found)

    def _as_written(self, version: ScopeVersion) -> ScopeVersion:
        """A version with what is being written in the open line."""
        line_id = self.lines.open_id
        if not self._written or line_id is None:
            return version
        lines = (replace(one, **self._written) if one.id == line_id else one for one in version.lines)
        return replace(version, lines=tuple(lines))

    def _forget_written(self, version: ScopeVersion) -> None:
        """What is saved by now does not have to be laid over it any more."""
        line = next((one for one in version.lines if one.id == self.lines.open_id), None)
        if line is None:
            self._written = {}
        else:
            self._written = {name: one for name, one in self._written.items() if getattr(line, name) != one}

    def _on_written(self, field: str, value: Any) -> None:
        line = self._line(self.lines.open_id)
        if line is None:
            return
        if getattr(line, field) == value:
            self.saver.forget(line.id, field)
            self._written.pop(field, None)
        else:
            self.saver.begin(line, field)
            self._written[field] = value
        self._show_read()

    # --- the open line ------------------------------------------------------------------------

    def _line(self, line_id: int | None) -> ScopeLine | None:
        lines = self._version.lines if self._version else ()
        return next((line for line in lines if line.id == line_id), None)

    def _fill_editor(self) -> None:
        line = self._line(self.lines.open_id)
        if line is not None and self._version is not None and self._view is not None:
            self.editor.show_line(line, self._version, self._view)
            self.preview.page.mark(line.lineage)
        else:
            self.preview.page.mark("")

    def _open_line(self, line_id: int | None, *, field: str = "") -> None:
        if line_id is None or (line_id == self.lines.open_id and not field):
            self._close_line()
            self.lines.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._show_tab(_LINES)
        if self.lines.open_id != line_id:
            self._written = {}
        self.lines.setFocus(Qt.FocusReason.OtherFocusReason)  # what is being written elsewhere is saved
        self.lines.open_id = line_id
        self._fill_editor()
        self.lines.open_line(line_id)
        if field:
            self.editor.focus_field(field)
        else:
            self.editor.focus_first()

    def _close_line(self) -> None:
        if self.lines.open_id is not None:
            if self.editor.isAncestorOf(self.focusWidget()):
                self.lines.setFocus(Qt.FocusReason.OtherFocusReason)
            self.lines.open_line(None)
        if self._written:
            self._written = {}
            self._show_read()
        self.preview.page.mark("")

    def _on_editor_closed(self) -> None:
        self._close_line()
        self.lines.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_sentence(self, lineage: str) -> None:
        line = next((one for one in self._version.lines if one.lineage == lineage), None) if self._version else None
        if line is not None and line.id != self.lines.open_id:
            self._open_line(line.id)

    def take_keyboard(self) -> None:
        """Have the keyboard in the lines, where there are some."""
        (self.lines if self.lines.isVisible() else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def escape(self) -> bool:
        """Go back to the editor, close the open line, or empty the search field."""
        if self.agreement.go_back():
            return True
        if self.tabs.currentWidget() is self.deciding:
            self._end_deciding()
            return True
        if self.lines.open_id is not None:
            self._on_editor_closed()
            return True
        return self.catalogue.search.escape()

    # --- changing lines -----------------------------------------------------------------------

    def _change_line(self, field: str, value: Any) -> None:
        line = self._line(self.lines.open_id)
        if line is None:
            return
        self.saver.save(line, field, value)
        if field in _SHOWN_AT_ONCE:
            self._written[field] = value
            self._show_read()

    def _on_saved(self, line_id: int, field: str) -> None:
        if line_id == self.lines.open_id:
            self.editor.clear_problem(field)

    def _on_line_refused(self, field: str, error: DeskError) -> None:
        self._written.pop(field, None)
        if not isinstance(error, RuleBroken) or not self.editor.show_problem(field, str(error)):
            self.tools.notify.problem(error)
            self.reload()

    def _on_clash(self, clash: Clash) -> None:
        """Show what a colleague wrote beside what was written here."""
        self._written.pop(clash.field, None)
        if self._line(clash.line_id) is None:
            return
        if self.lines.open_id != clash.line_id:
            self._open_line(clash.line_id)
        if held(clash.theirs, clash.field) is not None or clash.mine is not None:
            self.editor.show_clash(clash)
        self.reload()

    def _on_editor_treated(self, treatment: Treatment) -> None:
        if self.lines.open_id is not None:
            self.treat([self.lines.open_id], treatment)

    def treat(self, line_ids: Sequence[int], treatment: Treatment) -> None:
        """Include, offer or leave out lines, as one step."""
        if self.refuse_frozen():
            return
        self.lines.stay(line_ids)
        job = self.tools.jobs.do(self, scopes.set_treatment, list(line_ids), treatment)
        if len(line_ids) > 1:
            text = ngettext("{count} line: {treatment}.", "{count} lines: {treatment}.", len(line_ids)).format(
                count=len(line_ids), treatment=treatment_name(treatment)
            )
            job.then(self.saying(text))

    def _on_reset(self) -> None:
        if self.lines.open_id is not None:
            self.tools.jobs.do(self, scopes.reset_sentence, self.lines.open_id)

    def _on_editor_removed(self) -> None:
        if self.lines.open_id is not None:
            self.remove_lines([self.lines.open_id])

    def remove_lines(self, line_ids: Sequence[int]) -> None:
        """Take lines out of the draft, as one step."""
        if not line_ids or self.refuse_frozen():
            return
        line = self._line(line_ids[0])
        text = _("Removed “{title}”.").format(title=line.title if line else "")
        if len(line_ids) > 1:
            text = ngettext("{count} line removed.", "{count} lines removed.", len(line_ids)).format(
                count=len(line_ids)
            )
        self._keep_place(line_ids[-1])
        self.tools.jobs.do(self, scopes.remove_lines, list(line_ids)).then(self.saying(text))

    def _keep_place(self, line_id: int) -> None:
        """Go on from the line below the one that goes."""
        lines = self._version.lines if self._version else ()
        ids = [line.id for line in lines]
        if line_id in ids:
            at = ids.index(line_id)
            self._close_line()
            neighbours = [*ids[at + 1 : at + 2], *ids[max(0, at - 1) : at]]
            if neighbours:
                self.lines.make_current(neighbours[0])

    def show_selection(self, count: int) -> None:
        """Put what can be done with several lines in the place of the steps, where several are selected."""
        self.several_bar.show_count(count)
        self.top.setCurrentWidget(self.several_bar if count > 1 else self.steps)

    def go_to_line(self, line_id: int) -> None:
        """Make a line the current one, as soon as it is there."""
        if self._line(line_id) is not None:
            self.lines.make_current(line_id)
            self.lines.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._awaited = line_id
            self.reload()

    @property
    def view(self) -> ScopeView | None:
        """What is known of the client's scope."""
        return self._view

    @property
    def version(self) -> ScopeVersion | None:
        """The version that is shown."""
        return self._version

    def _on_stepped(self, steps: int) -> None:
        self.lines.step(steps)

    def _move(self, line_id: int, place: int) -> None:
        if not self.refuse_frozen():
            self.tools.jobs.do(self, scopes.move_line, line_id, place)

    def _on_service(self, code: str) -> None:
        """Add a service, or go to its line when it stands there already."""
        if self._version is None:
            return
        line = next((one for one in self._version.lines if one.service == code), None)
        if line is not None and (line.treatment is not Treatment.EXCLUDED or self._version.is_frozen):
            self._open_line(line.id)
        elif not self.refuse_frozen():
            self._add(code, None)

    def _on_service_dropped(self, code: str, place: int) -> None:
        if not self.refuse_frozen():
            self._add(code, place)

    def _add(self, code: str, place: int | None) -> None:
        if self._version is None or self._view is None:
            return
        service = self._view.service(code)
        name = service.words(self._version.terms.language).title if service else code
        text = _("Added “{title}”.").format(title=name)
        self.tools.jobs.do(self, scopes.add_line, self._version.id, code, place).then(
            lambda line_id: self._on_added(line_id, text)
        )

    def _on_added(self, line_id: int, text: str) -> None:
        self.say(text)
        self._expect(line_id, "")

    def _on_own(self) -> None:
        if self._version is None or self.refuse_frozen():
            return
        line = self._line(self.lines.current_id())
        area = line.area if line else "content"
        self.tools.jobs.do(self, scopes.add_line, self._version.id, None, None, area=area).then(
            lambda line_id: self._expect(line_id, "title")
        )

    def _expect(self, line_id: int, field: str) -> None:
        """Open a line as soon as it is there."""
        if self._line(line_id) is not None:
            self._open_line(line_id, field=field)
        else:
            self._pending_line, self._pending_field = line_id, field
            self.reload()

    def refuse_frozen(self) -> bool:
        """Say that a version was sent, and offer the next one; whether it was."""
        if self._version is None or not self._version.is_frozen:
            return False
        can_go_on = self._version.status is not ScopeStatus.SENT
        actions = [(_("New version"), self._on_new_version)] if can_go_on else []
        self.tools.notify.toast(frozen_words(self._version), actions=actions, icon="lock")
        return True

    # --- changing conditions ------------------------------------------------------------------

    def _change_terms(self, field: str, value: Any) -> None:
        self.terms_pane.save(field, value)

    def _on_language(self, language: str) -> None:
        if self._version is not None and language != self._version.terms.language:
            self._change_terms("language", language)

    # --- versions -----------------------------------------------------------------------------

    def _on_version(self, scope_id: int) -> None:
        self._wanted = scope_id
        self._close_line()
        if self._view is not None:
            self._show_view(self._view)

    def _on_choose_template(self) -> None:
        if self._view is None:
            return
        dialog = TemplateDialog(self.tools.theme, self.tools.icons, self._view, self)
        dialog.template_chosen.connect(self._start)
        dialog.source_chosen.connect(self._start_as)
        self.tools.jobs.read(dialog, scopes.sources, self._view.client_id).then(dialog.show_sources)
        dialog.open()

    def _on_start_blank(self) -> None:
        self._start(None)

    def _start(self, template: str | None) -> None:
        if self.place.client_id is not None:
            self._wanted = None
            self.tools.jobs.do(self, scopes.draft_from_template, self.place.client_id, template).then(self._on_started)

    def _start_as(self, source: int) -> None:
        if self.place.client_id is not None:
            self._wanted = None
            self.tools.jobs.do(self, scopes.draft_from_client, self.place.client_id, source).then(self._on_started)

    def _on_started(self, _scope_id: int) -> None:
        self.say(_("The draft is made."))
        self.lines.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_new_version(self) -> None:
        if self._view is None or self._version is None:
            return
        never_agreed = self._version.status in {ScopeStatus.WITHDRAWN, ScopeStatus.DECLINED}
        source = self._version.id if never_agreed else None
        self._wanted = None
        self.tools.jobs.do(self, scopes.draft_from_current, self._view.client_id, source).then(self._on_new_draft)

    def _on_new_draft(self, _scope_id: int) -> None:
        self.say(_("The new draft is a copy. Nothing changes for the client until it is agreed."))

    def _on_problems(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        icons = self.tools.icons
        for problem in self._problems[:20]:
            role = "danger" if problem.blocks else "warn"
            entry = menu.addAction(icons.icon("alert-triangle", role), problem.sentence.replace("&", "&&"))
            entry.triggered.connect(lambda _checked=False, problem=problem: self._lead_to(problem))
        if any(problem.field == "undecided" for problem in self._problems):
            menu.addSeparator()
            menu.addAction(_("Everything undecided is not included"), self._on_leave_out)
        menu.popup(self.steps.tag.mapToGlobal(self.steps.tag.rect().bottomLeft()))

    def _lead_to(self, problem: Problem) -> None:
        """Go to the field that mends a problem."""
        if self._version is None:
            return
        if problem.lineage is not None:
            line = next((one for one in self._version.lines if one.lineage == problem.lineage), None)
            if line is not None:
                self._open_line(line.id, field=problem.field)
        elif problem.field == "undecided":
            self.begin_deciding()
        elif problem.field == "contacts":
            self.place.go("clients", self.place.client_id)
        elif problem.field == "lines":
            self._show_tab(_LINES)
            self._on_search()
        else:
            self._show_tab(_CONDITIONS)
            self.terms_pane.focus_field(problem.field)

    def _decided(self, version: ScopeVersion) -> dict[str, Treatment]:
        return {line.service: line.treatment for line in version.lines if line.service is not None}

    def begin_deciding(self) -> None:
        """Go through the services that are undecided, one key each."""
        version, view = self._version, self._view
        if version is None or view is None or self.agreement.pane is not None or self.refuse_frozen():
            return
        if not undecided_services(version.lines, view.codes):
            self.tools.notify.toast(_("Everything is decided."))
            return
        self._close_line()
        self.deciding.begin(view.services, self._decided(version), version.terms.language, view.address)
        self.tabs.setCurrentWidget(self.deciding)
        self.deciding.setFocus(Qt.FocusReason.OtherFocusReason)

    def _decide(self, code: str, treatment: Treatment) -> None:
        if self._version is not None:
            job = self.tools.jobs.do(self, scopes.decide_service, self._version.id, code, treatment)
            job.failed(lambda error: self._on_undecided(code, error))

    def _on_undecided(self, code: str, error: DeskError) -> None:
        self.deciding.refused(code)
        self.tools.notify.problem(error)

    def _end_deciding(self) -> None:
        self._show_tab(_LINES)
        self.lines.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_leave_out(self) -> None:
        if self._version is not None:
            self.tools.jobs.do(self, scopes.leave_out_undecided, self._version.id).then(self._on_left_out)

    def _on_left_out(self, count: int) -> None:
        if not count:
            self.tools.notify.toast(_("Everything is decided."))
            return
        self.say(
            ngettext("{count} service is not included now.", "{count} services are not included now.", count).format(
                count=count
            )
        )

    # --- what the agreement shows and asks ----------------------------------------------------

    def show_pane(self) -> None:
        """Show the editor, or what stands in its place, with its buttons."""
        pane = self.agreement.pane
        if self._version is not None and self._view is not None:
            self.panes.setCurrentWidget(pane or self.splitter)
            self.show_actions()
            self._arrange()
        elif self._view is None and self.place.client_id is None:
            self.all_switch.choose(_EXTRAS if pane is not None else _SCOPES)
            self.panes.setCurrentWidget(pane or self._without_client)

    def show_actions(self) -> None:
        """Put the buttons into the header that belong to what is shown."""
        if self._version is not None and self._view is not None:
            view, is_compared = self._view, self.agreement.is_comparing
            sub = _("What changes") if is_compared else ""
            self.header.show_place(_("Scope"), (view.letters, view.colour, view.name), sub)
            self._show_actions(self._version)

    def show_extras_count(self, count: int) -> None:
        """Say on the switch how many requests wait for a decision."""
        text = f"{_('Extras')} {spoken().number(count)}" if count else _("Extras")
        for switch in (self.switch, self.narrow_switch):
            switch.set_text(_EXTRAS, text)

    def show_line(self, scope_id: int, lineage: str) -> None:
        """Open a line of a version, or the field of a condition."""
        self._wanted = scope_id
        if self._view is not None:
            self._show_view(self._view)
        if lineage.startswith(f"{TERMS}."):
            self.lead_to(Problem("", lineage.removeprefix(f"{TERMS}.")))
        else:
            self._on_sentence(lineage)

    def lead_to(self, problem: Problem) -> None:
        """Go to the field that mends a problem."""
        self._lead_to(problem)

    def leave_out(self) -> None:
        """Let everything undecided not be included."""
        self._on_leave_out()

    def begin_version(self) -> None:
        """Begin the next version."""
        self._on_new_version()

    def _on_new(self) -> None:
        """N: a request where those are shown, else a service of one's own."""
        if self.agreement.is_asking:
            self.agreement.extras.begin()
        elif self.agreement.pane is None:
            self._on_own()

    def _on_save(self) -> None:
        """Ctrl+E: what is shown, as a PDF."""
        if self.agreement.is_comparing:
            self.agreement.save_comparison()
        elif self.agreement.pane is None:
            self._on_pdf()

    # --- the rest -----------------------------------------------------------------------------

    def _on_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        version = self._version
        if version is not None and not version.is_frozen:
            menu.addAction(_("Decide what is undecided") + "\tU", self.begin_deciding)
            menu.addAction(_("Everything undecided is not included"), self._on_leave_out)
            menu.addAction(_("Write your own service"), self._on_own)
            menu.addSeparator()
            menu.addAction(_("Discard this draft"), self._on_discard)
            menu.addSeparator()
        if version is not None and version.lines:
            menu.addAction(_("Save as template…"), self._on_save_template)
            menu.addSeparator()
        for button in self.header.folded:
            if isinstance(button, Button):
                menu.addAction(button.text(), button.click).setEnabled(button.isEnabled())
        if self.header.folded:
            menu.addSeparator()
        self.agreement.fill_menu(menu)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _on_save_template(self) -> None:
        """Keep the lines and conditions of this version as a template."""
        from cmdesk.ui.catalogue.templates import save_scope_as_template  # seldom asked for

        if self._version is not None and self._view is not None:
            save_scope_as_template(self.tools, self._version.id, self._view.name, self)

    def _on_discard(self) -> None:
        if self._version is None:
            return
        self._close_line()
        self._wanted = None
        text = _("Draft v{number} is in the bin.").format(number=self._version.number)
        self.tools.jobs.do(self, scopes.discard_draft, self._version.id).then(self.saying(text))

    def _on_pdf(self) -> None:
        if self._version is not None:
            self.place.go("reports", self._version.id)

    def _on_search(self) -> None:
        if self.panes.currentWidget() is self.splitter:
            self.catalogue.search.look_for()

    def saying(self, text: str) -> Callable[[object], None]:
        """Say something when an action is done."""
        return lambda _answer: self.say(text)

    def say(self, text: str) -> None:
        """Say what was done, with a way back."""
        self.tools.notify.toast(text, undo=self.tools.jobs.undo)

    def open(self, what: object) -> None:
        """Show a version by its id, or the line with a lineage."""
        if what == _EXTRAS:
            self.agreement.open_extras()
        elif isinstance(what, int):
            self.agreement.pane = None
            self._wanted = what
            self.reload()
        elif isinstance(what, str) and self._version is not None:
            self._on_sentence(what)

    def actions_for_menu(self) -> Sequence[QAction]:
        """What can be done here, for the Edit menu."""
        return [act for act in self.actions() if act.shortcut().toString() in {"N", "Ctrl+F"}]

    def sizeHint(self) -> QSize:
        return QSize(1200, 800)


def _stacked(whole: QWidget, *widgets: QWidget) -> QWidget:
    """Put widgets below each other without air between them; the second takes the room."""
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for place, widget in enumerate(widgets):
        column.addWidget(widget, 1 if place == 1 else 0)
    return whole
