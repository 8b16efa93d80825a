"""The choices of this computer: language, theme, text size, motion, and where data lies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cmdesk import settings
from cmdesk.i18n import NAMES, _
from cmdesk.paths import data_folder
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.choices import CheckBox
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.form import Form

if TYPE_CHECKING:
    from cmdesk.settings import Settings
    from cmdesk.ui.icons import Icons
    from cmdesk.ui.theme import Theme


class MachineForm(Form):
    """What one person chooses on one computer; it works at once.

    Signals:
        chosen: The settings as they are to be from now on.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, shown: Settings, parent: QWidget | None = None) -> None:
        super().__init__(theme, icons, parent, columns=1)
        by_system = ("system", _("As the system"))
        self.section(_("Look"))
        self.segments("language", _("Language of the window"), [by_system, *NAMES.items()])
        self.segments("theme", _("Theme"), [by_system, ("light", _("Light")), ("dark", _("Dark"))])
        sizes = [(percent, _("{percent} %").format(percent=percent)) for percent in settings.TEXT_SIZES]
        self.segments("text_percent", _("Text size"), sizes)
        self.motion = CheckBox(theme, icons, _("Less movement on the screen"), self)
        self.motion.clicked.connect(self._on_motion)
        self.own("reduce_motion", _("Movement"), self.motion, self.motion.setChecked)
        self.section(_("Data"))
        self.own("folder", _("Data folder"), self._folder(), lambda _path: None)
        self.changed.connect(self._on_changed)
        self.show_values(shown)

    def refresh(self) -> None:
        """Show what is saved: the menus change these settings too."""
        self.show_values(settings.load())

    def _folder(self) -> QWidget:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.tokens.px(10))
        row.addWidget(Words(self._theme, str(data_folder()), "body", parent=holder, elide=True), 1)
        opener = push_button(self._theme, self._icons, _("Open folder"), "normal", "folder-open", parent=holder)
        opener.clicked.connect(self._open_folder)
        row.addWidget(opener)
        holder.setFocusProxy(opener)
        return holder

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(data_folder())))

    def _on_motion(self, is_less: bool) -> None:
        self._on_changed("reduce_motion", is_less)

    def _on_changed(self, name: str, value: object) -> None:
        self.chosen.emit(replace(settings.load(), **{name: value}))  # type: ignore[arg-type]
