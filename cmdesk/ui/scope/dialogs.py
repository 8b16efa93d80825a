"""What is asked before a scope is begun, and why it is withdrawn or declined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QSizePolicy,
    QWidget,
)

from cmdesk.domain.catalogue import Template
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.scope import SCOPE_STATUS_NAMES, Treatment
from cmdesk.domain.scope_view import ScopeSource, ScopeView
from cmdesk.i18n import _, spoken
from cmdesk.ui.icons import Icons
from cmdesk.ui.scope.phrases import lines_count, money
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import ComboBox, CommittingTextEdit, LabelledField, LineEdit
from cmdesk.ui.widgets.frames import Dialog
from cmdesk.ui.widgets.themed import Ringed

_TOP: Final = Qt.AlignmentFlag.AlignTop
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class _TemplateCard(Ringed, QAbstractButton):
    """One way to begin: a dot, a name, and what is in it."""

    def __init__(self, theme: Theme, name: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._description = text
        self.setText(name)
        self.setAccessibleName(name)
        self.setAccessibleDescription(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.follow(theme)

    def ring_radius(self) -> float:
        return self._theme.tokens.radius.card

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        px = self._theme.tokens.px
        if not self._description:
            return px(40)
        return px(36) + round(self._lines(width)) + px(9)

    def sizeHint(self) -> QSize:
        width = self._theme.tokens.px(420)
        return QSize(width, self.heightForWidth(width))

    def _lines(self, width: int) -> float:
        px = self._theme.tokens.px
        room = QRectF(0, 0, width - px(40 + 12), 10_000)
        return self._theme.metrics("small").boundingRect(room, Qt.TextFlag.TextWordWrap, self._description).height()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        px = tokens.px
        is_on = self.isChecked()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            width = 2 if is_on else 1
            painter.setBrush(tokens.accent.tint if is_on else tokens.surface.surface)
            hot = tokens.line.control if self.underMouse() else tokens.line.default
            painter.setPen(QPen(tokens.accent.focus if is_on else hot, width))
            frame = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
            painter.drawRoundedRect(frame, tokens.radius.card, tokens.radius.card)
            dot = QRectF(px(13), px(12), px(16), px(16))
            painter.setBrush(tokens.surface.surface)
            painter.setPen(QPen(tokens.accent.base if is_on else tokens.line.control, px(5) if is_on else 1.5))
            inset = px(2.5) if is_on else 0.75
            painter.drawEllipse(dot.adjusted(inset, inset, -inset, -inset))
            painter.setPen(tokens.text.primary)
            painter.setFont(self._theme.font("body_strong"))
            painter.drawText(QRectF(px(40), px(10), self.width() - px(52), px(20)), _LEFT, self.text())
            painter.setPen(tokens.text.secondary)
            painter.setFont(self._theme.font("small"))
            room = QRectF(px(40), px(32), self.width() - px(52), self.height() - px(34))
            painter.drawText(room, Qt.TextFlag.TextWordWrap, self._description)


_SOURCE: Final = "\0another client"  # in place of the code of a template


def _said(source: ScopeSource) -> str:
    """'Clínica Velanova · v2 agreed · 31 lines · €780 a month'."""
    status = _(SCOPE_STATUS_NAMES[source.status])
    version = _("v{number} {status}").format(number=source.number, status=status)
    cost = _("{amount} a month").format(amount=money(source.monthly_cents, source.currency, short=True))
    return " · ".join((source.client, version, lines_count(source.included), cost))


class TemplateDialog(Dialog):
    """Which template a client's first scope begins with.

    Signals:
        template_chosen: The code of a template, or none for a blank scope.
        source_chosen: Id of another client's version, which the scope begins as a copy of.
    """

    template_chosen = Signal(object)
    source_chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, view: ScopeView, parent: QWidget) -> None:
        super().__init__(theme, icons, _("New scope for {client}").format(client=view.name), parent)
        self._group = QButtonGroup(self)
        self._client = view.name
        self._codes: list[str | None] = []
        language = spoken().language
        for template in view.templates:
            words = template.words(language)
            cost = _("{amount} a month").format(amount=self._monthly(template, view))
            self._add(template.code, words.name, f"{words.description.rstrip('.')} · {cost}")
        self._add(None, _("Blank"), _("Nothing is decided; you add service by service."))
        self.sources = ComboBox(theme, icons, self)
        self.sources.setAccessibleName(_("Whose scope"))
        self.sources.chosen.connect(self.choose_source)
        self.sources.hide()
        second = min(1, len(self._codes) - 1)
        self._group.button(second).setChecked(True)
        self._group.button(second).setFocus()
        self.set_remark(_("You can change all of it later"))
        self.set_buttons(push_button(theme, icons, _("Make draft"), "primary", None, "Ctrl ↵", self))
        self.confirmed.connect(self._on_confirmed)

    def _add(self, code: str | None, name: str, text: str) -> None:
        card = _TemplateCard(self._theme, name, text, self)
        self._group.addButton(card, len(self._codes))
        self._codes.append(code)
        self.body.addWidget(card)
        self.body.setSpacing(self._theme.tokens.px(8))

    def show_sources(self, sources: Sequence[ScopeSource]) -> None:
        """Offer the scopes of other clients, too."""
        if not sources:
            return
        text = _("Its lines and conditions; texts come in the language of {client}, people are its own.")
        self._add(_SOURCE, _("As for another client"), text.format(client=self._client))
        self.sources.offer([(one.scope_id, _said(one)) for one in sources])
        self.sources.choose(sources[0].scope_id)
        self.body.addWidget(self.sources)
        self.sources.show()

    def choose_source(self, _scope_id: object = None) -> None:
        """Begin as another client's scope does."""
        button = self._group.button(self._codes.index(_SOURCE))
        button.setChecked(True)
        button.setFocus(Qt.FocusReason.TabFocusReason)

    def _monthly(self, template: Template, view: ScopeView) -> str:
        cents = sum(
            line.price_cents or 0
            for line in template.lines
            if line.treatment is Treatment.INCLUDED and line.price_mode == "fee"
        )
        return money(cents, view.currency, short=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        button = self._group.button(self._group.checkedId() + step) if step else None
        if button is not None:
            button.setChecked(True)
            button.setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_confirmed()
        else:
            super().keyPressEvent(event)

    def _on_confirmed(self) -> None:
        code = self._codes[self._group.checkedId()]
        if code == _SOURCE:
            self.source_chosen.emit(self.sources.current_key)
        else:
            self.template_chosen.emit(code)
        self.accept()


class ReasonDialog(Dialog):
    """Why a version is withdrawn, or what the client said when they declined it.

    Signals:
        told: The reason.
    """

    told = Signal(str)

    def __init__(
        self, theme: Theme, icons: Icons, title: str, text: str, verb: str, parent: QWidget, *, is_needed: bool
    ) -> None:
        super().__init__(theme, icons, title, parent)
        self._is_needed = is_needed
        self.body.addWidget(Words(theme, text, "body", "secondary", self, wrap=True))
        self.why = CommittingTextEdit(theme, "", self, 3, 8)
        self._holder = LabelledField(theme, icons, _("Why"), self.why, "", self)
        self.body.addWidget(self._holder)
        self.set_buttons(push_button(theme, icons, verb, "primary", None, "Ctrl ↵", self))
        self.confirmed.connect(self._on_confirmed)
        self.why.setFocus()

    def _on_confirmed(self) -> None:
        why = self.why.text().strip()
        if self._is_needed and not why:
            self._holder.show_problem(_("Write why, so that it can be understood later."))
            return
        self.told.emit(why)

    def show_refusal(self, error: RuleBroken) -> None:
        """Say why it was not noted."""
        self._holder.show_problem(str(error))


class WordDialog(Dialog):
    """What a word means that clients may not know, and what to say instead.

    Signals:
        told: The word, its meaning, and what to say instead.
    """

    told = Signal(str, str, str)

    def __init__(self, theme: Theme, icons: Icons, word: str, parent: QWidget) -> None:
        super().__init__(theme, icons, _("Explain a word"), parent)
        self.word = LineEdit(theme, word, self)
        self.plain = LineEdit(theme, "", self)
        self.meaning = CommittingTextEdit(theme, "", self, 2, 5)
        self._holder = LabelledField(theme, icons, _("What it means"), self.meaning, "", self)
        self.body.addWidget(LabelledField(theme, icons, _("Word"), self.word, "", self))
        self.body.addWidget(LabelledField(theme, icons, _("Say instead"), self.plain, "", self))
        self.body.addWidget(self._holder)
        self.set_buttons(push_button(theme, icons, _("Explain"), "primary", None, "Ctrl ↵", self))
        self.confirmed.connect(self._on_confirmed)
        self.meaning.setFocus()

    def _on_confirmed(self) -> None:
        self.told.emit(self.word.text().strip(), self.meaning.text().strip(), self.plain.text().strip())

    def show_refusal(self, error: RuleBroken) -> None:
        """Say why it was not noted."""
        self._holder.show_problem(str(error))
