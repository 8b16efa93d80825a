"""A link that can be measured: where its readers come from, written into its address."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import parse_qs, urlsplit

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cmdesk.domain.editor import EditorSheet
from cmdesk.domain.entities import with_utm
from cmdesk.domain.errors import DeskError
from cmdesk.i18n import gettext as _
from cmdesk.ui.page import Tools
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import LineEdit, labelled

_WIDTH: Final = 420
_MEDIUM: Final = {"newsletter": "email", "blog": "referral"}


class LinkBuilder(QWidget):
    """The page, and the three words that say where readers come from; below them the link that becomes of it.

    Signals:
        built: The link.
    """

    built = Signal(str)

    def __init__(self, tools: Tools, sheet: EditorSheet, network: str, link: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._tools = tools
        theme, icons = tools.theme, tools.icons
        known = parse_qs(urlsplit(link).query)

        def field(value: str) -> LineEdit:
            made = LineEdit(theme, value, self)
            made.textChanged.connect(self._show)
            made.returnPressed.connect(self._confirm)
            return made

        def said(name: str, otherwise: str) -> str:
            return known.get(f"utm_{name}", [otherwise])[0]

        themes = {one.id: one.name for one in sheet.campaigns}
        campaign = themes.get(sheet.campaign_id or 0, "") or sheet.detail.card.title
        self._page = field(link)
        self._source = field(said("source", network or "social"))
        self._medium = field(said("medium", _MEDIUM.get(network, "social")))
        self._campaign = field(said("campaign", word(campaign)))
        self._content = field(said("content", ""))
        self._result = Words(theme, "", "label", "tertiary", self, wrap=True)
        self._result.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._button = push_button(theme, icons, _("Use this link"), "primary", shortcut_hint="↵", parent=self)
        self._button.clicked.connect(self._confirm)
        self._arrange()
        self.setFocusProxy(self._page)
        self._show()

    def _arrange(self) -> None:
        theme, icons = self._tools.theme, self._tools.icons
        px = theme.tokens.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(Words(theme, _("A link that can be measured"), "body_strong", "primary", self))
        column.addWidget(labelled(theme, icons, _("Page"), self._page))
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(labelled(theme, icons, _("Source"), self._source), 1)
        row.addWidget(labelled(theme, icons, _("Medium"), self._medium), 1)
        column.addLayout(row)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(labelled(theme, icons, _("Campaign"), self._campaign), 1)
        row.addWidget(labelled(theme, icons, _("Content (optional)"), self._content), 1)
        column.addLayout(row)
        column.addWidget(self._result)
        end = QHBoxLayout()
        end.addStretch(1)
        end.addWidget(self._button)
        column.addLayout(end)
        self.setFixedWidth(px(_WIDTH))

    def _link(self) -> str:
        return with_utm(
            self._page.text(),
            self._source.text(),
            self._medium.text(),
            self._campaign.text(),
            content=self._content.text(),
        )

    def _show(self) -> None:
        try:
            self._result.setText(self._link())
            self._result.set_colour("secondary")
        except DeskError as error:
            self._result.setText(str(error))
            self._result.set_colour("tertiary")

    def _confirm(self) -> None:
        try:
            link = self._link()
        except DeskError:
            self._result.set_colour("danger")
            return
        self.built.emit(link)


def word(name: str) -> str:
    """A name as one word for a link: 'Día Mundial del Pan' becomes 'dia-mundial-del-pan'."""
    bare = unicodedata.normalize("NFD", name.casefold())
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:60]
