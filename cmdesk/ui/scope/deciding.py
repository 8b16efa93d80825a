"""The pass through what is undecided: one service at a time, one key each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cmdesk.domain.catalogue import Service, area_name
from cmdesk.domain.clients import Address
from cmdesk.domain.scope import Treatment
from cmdesk.domain.wording import addressed
from cmdesk.i18n import _, ngettext, spoken
from cmdesk.ui.icons import Icons
from cmdesk.ui.scope.phrases import AREA_ICONS, treatment_name
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import Button, push_button
from cmdesk.ui.widgets.facts import Glyph, Words
from cmdesk.ui.widgets.form import scrolling
from cmdesk.ui.widgets.themed import Themed, paint_ground

_KEYS: Final = {
    Qt.Key.Key_1: Treatment.INCLUDED, Qt.Key.Key_2: Treatment.OPTIONAL, Qt.Key.Key_3: Treatment.EXCLUDED,
}  # fmt: skip
_FORTH: Final = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_J, Qt.Key.Key_Down})
_BACK: Final = frozenset({Qt.Key.Key_Left, Qt.Key.Key_K, Qt.Key.Key_Up})
_OTHERS: Final = frozenset({Qt.Key.Key_Escape, Qt.Key.Key_U, Qt.Key.Key_Backspace})
_ICONS: Final = {Treatment.INCLUDED: "check", Treatment.OPTIONAL: "plus", Treatment.EXCLUDED: "minus"}


class _Progress(Themed, QWidget):
    """A thin bar: how many are decided."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow(theme)

    def show_share(self, share: float) -> None:
        """Fill it so far."""
        self._share = share
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.tokens.px(200), self._theme.tokens.px(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            radius = self.height() / 2
            painter.setBrush(tokens.surface.pressed)
            painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
            painter.setBrush(tokens.accent.base)
            painter.drawRoundedRect(QRectF(0, 0, self.width() * self._share, self.height()), radius, radius)


class _Asked(Themed, QWidget):
    """The question that tells whether a client expects a service, on a quiet ground."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = Words(theme, "", "body", "primary", self, wrap=True)
        self._row = QHBoxLayout(self)
        self._row.addWidget(Glyph(theme, icons, "help", "secondary", 17, self), 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self.words, 1)
        self.follow(theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        paint_ground(self, tokens.surface.sunken, tokens.radius.card)

    def _on_theme_changed(self) -> None:
        px = self._theme.tokens.px
        self._row.setContentsMargins(px(14), px(11), px(14), px(11))
        self._row.setSpacing(px(10))
        super()._on_theme_changed()


class Deciding(Themed, QWidget):
    """One undecided service after the other, with what it is and what to ask the client.

    Signals:
        decided: Code of a service, and what it shall be.
        undo_wanted: The last decision shall be taken back.
        rest_left_out: All that is still undecided shall not be included.
        ended: The person is done here.
    """

    decided = Signal(str, object)
    undo_wanted = Signal()
    rest_left_out = Signal()
    ended = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._language, self._address = "es", Address.TU
        self._services: list[Service] = []
        self._decided: dict[str, Treatment] = {}
        self._waiting: dict[str, Treatment] = {}  # said, but not saved yet
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("What is undecided"))
        self._build(theme)
        self.follow(theme)

    def _build(self, theme: Theme) -> None:
        icons = self._icons
        self._count = Words(theme, "", "small_strong", "secondary", self)
        self._bar = _Progress(theme, self)
        self._close = push_button(theme, icons, _("Back to the lines"), "quiet", None, _("Esc"), self, compact=True)
        self._icon = Glyph(theme, icons, "flag", "tertiary", 16, self)
        self._area = Words(theme, "", "small", "tertiary", self)
        self._name = Words(theme, "", "title", "primary", self, wrap=True)
        self._text = Words(theme, "", "reading", "secondary", self, wrap=True)
        self._asked = _Asked(theme, icons, self)
        self.choices: dict[Treatment, Button] = {}
        self._choice_row = QHBoxLayout()
        for number, treatment in enumerate(Treatment, 1):
            button = push_button(
                theme, icons, treatment_name(treatment), "normal", _ICONS[treatment], str(number), self
            )  # fmt: skip
            button.clicked.connect(partial(self._on_choice, treatment))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.choices[treatment] = button
            self._choice_row.addWidget(button)
        self._choice_row.addStretch(1)
        self.back = push_button(theme, icons, _("Back"), "quiet", "arrow-left", "←", self, compact=True)
        self.skip = push_button(theme, icons, _("Skip"), "quiet", "arrow-right", "→", self, compact=True)
        self.undo = push_button(theme, icons, _("Undo"), "quiet", "arrow-back-up", "U", self, compact=True)
        self.rest = push_button(theme, icons, _("The rest is not included"), "compact", "ban", "", self)
        self._close.clicked.connect(self.ended)
        self.back.clicked.connect(lambda: self._go(-1))
        self.skip.clicked.connect(lambda: self._go(1))
        self.undo.clicked.connect(self.undo_wanted)
        self.rest.clicked.connect(self.rest_left_out)
        self._lay()

    def _lay(self) -> None:
        gap = self._theme.tokens.px(12)
        head = QHBoxLayout()
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self._close)
        area = QHBoxLayout()
        area.addWidget(self._icon)
        area.addWidget(self._area, 1)
        foot = QHBoxLayout()
        for button in (self.back, self.skip, self.undo):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.rest)
        self._column = QVBoxLayout()
        self._column.addLayout(head)
        self._column.addWidget(self._bar)
        self._column.addSpacing(gap)
        self._column.addLayout(area)
        self._column.addWidget(self._name)
        self._column.addWidget(self._text)
        self._column.addWidget(self._asked)
        self._column.addSpacing(gap)
        self._column.addLayout(self._choice_row)
        self._column.addLayout(foot)
        self._column.addStretch(1)
        self._sheet = scrolling(self._held(), self._theme, self)
        whole = QHBoxLayout(self)
        whole.addStretch(1)
        whole.addWidget(self._sheet, 20)
        whole.addStretch(1)

    def _held(self) -> QWidget:
        """What is told and asked, on a ground of its own: it scrolls where the window is low."""
        inside = QWidget()
        inside.setLayout(self._column)
        return inside

    # --- what is shown ------------------------------------------------------------------------

    def begin(
        self, services: Sequence[Service], decided: dict[str, Treatment], language: str, address: Address
    ) -> None:
        """Go through the services that are undecided, from the first on; questions are put as to the client."""
        self._services = [service for service in services if service.code not in decided]
        self._language, self._address = language, address
        self._decided, self._waiting = dict(decided), {}
        self._at = 0
        self._show()

    def show_decided(self, decided: dict[str, Treatment]) -> None:
        """Take over what is decided now; what was taken back comes up again."""
        taken_back = [
            number
            for number, service in enumerate(self._services)
            if service.code in self._decided and service.code not in decided and service.code not in self._waiting
        ]
        self._decided = dict(decided)
        self._waiting = {code: one for code, one in self._waiting.items() if code not in decided}
        if taken_back:
            self._at = taken_back[0]
        self._show()

    @property
    def service(self) -> Service | None:
        """The service that is asked about; None at the end."""
        return self._services[self._at] if self._at < len(self._services) else None

    def _state_of(self, service: Service) -> Treatment | None:
        return self._waiting.get(service.code) or self._decided.get(service.code)

    def _show(self) -> None:
        total = len(self._services)
        done = sum(self._state_of(service) is not None for service in self._services)
        self._bar.show_share(done / total if total else 1.0)
        service = self.service
        is_end = service is None
        place = min(self._at + 1, total)
        self._count.setText(_("{place} of {total}").format(place=place, total=total))
        for widget in (self._icon, self._area, self._text, *self.choices.values(), self.skip, self.rest):
            widget.setVisible(not is_end)
        self.back.setEnabled(self._at > 0)
        if service is None:
            self._asked.hide()
            self._name.setText(self._ending(total - done))
            self.setAccessibleDescription(self._name.text())
            return
        window = spoken().language
        words = service.words(window)
        self._icon.show_icon(AREA_ICONS[service.area])
        self._area.setText(area_name(service.area, window))
        self._name.setText(words.name)
        self._text.setText(words.description)
        question = addressed(service.words(self._language).question, self._address)
        self._asked.words.setText(question)
        self._asked.setVisible(bool(question))
        state = self._state_of(service)
        for treatment, button in self.choices.items():
            button.set_kind("primary" if treatment is state else "normal")
        self.setAccessibleDescription(f"{words.name}. {words.description} {question}")

    def _ending(self, left: int) -> str:
        if not left:
            return _("Everything is decided.")
        return ngettext("{count} service is still undecided.", "{count} services are still undecided.", left).format(
            count=left
        )

    # --- what a person does -------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._means(event):
            event.accept()
            return True
        return super().event(event)

    def _means(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        key = Qt.Key(event.key())
        return plain and (key in _KEYS or key in _FORTH or key in _BACK or key in _OTHERS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if not self._means(event):
            super().keyPressEvent(event)
        elif key in _KEYS:
            self._decide(_KEYS[key])
        elif key in _FORTH:
            self._go(1)
        elif key in _BACK:
            self._go(-1)
        elif key == Qt.Key.Key_Escape:
            self.ended.emit()
        else:
            self.undo_wanted.emit()

    def _on_choice(self, treatment: Treatment, _is_on: bool = False) -> None:
        self._decide(treatment)

    def _decide(self, treatment: Treatment) -> None:
        service = self.service
        if service is None:
            return
        self._waiting[service.code] = treatment
        self.decided.emit(service.code, treatment)
        self._go(1)

    def refused(self, code: str) -> None:
        """A decision was not saved."""
        self._waiting.pop(code, None)
        self._show()

    def _go(self, steps: int) -> None:
        self._at = max(0, min(self._at + steps, len(self._services)))
        self._show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_theme_changed(self) -> None:
        px = self._theme.tokens.px
        self._sheet.setMaximumWidth(px(620))
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(10))
        self._choice_row.setSpacing(px(8))
        for button in self.choices.values():
            button.setMinimumHeight(px(40))
        super()._on_theme_changed()
