"""Help in a dialog: the keys, a short guide, and about."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QGridLayout, QScrollArea, QTextBrowser, QVBoxLayout, QWidget

from cmdesk import __version__
from cmdesk.i18n import _, key_words, spoken
from cmdesk.paths import resource
from cmdesk.ui.help import keys
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.facts import Words
from cmdesk.ui.widgets.fields import SearchEdit
from cmdesk.ui.widgets.frames import Dialog

_HEIGHT = 640


class _HelpDialog(Dialog):
    """Something to read, with a button that closes it."""

    def __init__(self, theme: Theme, icons: Icons, title: str, parent: QWidget) -> None:
        super().__init__(theme, icons, title, parent, 840, _HEIGHT)
        close = push_button(theme, icons, _("Close"), "primary", None, _("Esc"), self)
        self.set_buttons(close, can_cancel=False)
        self.confirmed.connect(self.accept)


class KeysDialog(_HelpDialog):
    """The keys, by where they work; what is typed filters them."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(theme, icons, _("Keyboard"), parent)
        self.search = SearchEdit(theme, icons, _("Find a key or what it does"), parent=self)
        self.search.textChanged.connect(self._show)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.viewport().setAutoFillBackground(False)
        self._area.setAccessibleName(_("Keyboard"))
        self.body.addWidget(self.search)
        self.body.addWidget(self._area, 1)
        self._show()
        self.search.setFocus()

    @property
    def lines(self) -> list[str]:
        """What is listed now."""
        return [label.text() for label in self._area.findChildren(Words) if label.property("does")]

    def _show(self) -> None:
        px = self._theme.tokens.px
        found = keys.found(self.search.text())
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, px(8), 0)
        column.setSpacing(px(8))
        for group, ones in groupby(found, key=lambda one: one.group):
            column.addWidget(Words(self._theme, _(group), "section", parent=inside))
            grid = QGridLayout()
            grid.setHorizontalSpacing(px(16))
            grid.setVerticalSpacing(px(6))
            grid.setColumnMinimumWidth(0, px(190))
            grid.setColumnStretch(1, 1)
            for row, one in enumerate(ones):
                grid.addWidget(Words(self._theme, key_words(_(one.keys)), "body_strong", "primary", inside), row, 0)
                does = Words(self._theme, _(one.does), "body", "secondary", inside, wrap=True)
                does.setProperty("does", True)
                grid.addWidget(does, row, 1)
            column.addLayout(grid)
            column.addSpacing(px(6))
        if not found:
            nothing = _("Nothing found for “{words}”").format(words=self.search.text())
            column.addWidget(Words(self._theme, nothing, "body", "secondary", inside))
        column.addStretch(1)
        self._area.setWidget(inside)
        inside.setAutoFillBackground(False)


class TextDialog(_HelpDialog):
    """A text of ours, with headings, lists and links."""

    def __init__(self, theme: Theme, icons: Icons, title: str, markdown: str, parent: QWidget) -> None:
        super().__init__(theme, icons, title, parent)
        self.browser = QTextBrowser(self)
        self.browser.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.browser.setOpenExternalLinks(True)
        self.browser.setAccessibleName(title)
        self.browser.setProperty("bare", True)
        self.browser.document().setDefaultFont(theme.font("reading"))
        self.browser.document().setDocumentMargin(theme.tokens.px(6))
        self.browser.setMarkdown(markdown)
        self._set_type()
        self.body.addWidget(self.browser, 1)
        self.browser.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_type(self) -> None:
        """Give headings and paragraphs the sizes and distances of the theme."""
        px = self._theme.tokens.px
        document = self.browser.document()
        cursor = QTextCursor(document)
        block = document.begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            shape = QTextBlockFormat()
            shape.setTopMargin(px(14) if level > 1 else 0)
            shape.setBottomMargin(px(4 if level else 6))
            shape.setLineHeight(130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            cursor.setPosition(block.position())
            cursor.mergeBlockFormat(shape)
            if level:
                letters = QTextCharFormat()
                letters.setFont(self._theme.font("title" if level == 1 else "section"))
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(letters)
            block = block.next()
        self.browser.moveCursor(QTextCursor.MoveOperation.Start)


def guide_text(language: str) -> str:
    """The short guide in a language."""
    file = resource("guide", f"{language}.md")
    return (file if file.is_file() else resource("guide", "en.md")).read_text(encoding="utf-8")


def about_text() -> str:
    """The version, our licence, and what others made that is shipped with it."""
    head = _(
        "CMDesk {version} is free software under the GNU General Public License, version 3 or later. "
        "You may use it, look at it, change it and pass it on."
    ).format(version=__version__)
    file = resource().parent / "THIRD_PARTY.md"
    others = file.read_text(encoding="utf-8") if file.is_file() else ""
    return f"{head}\n\n{others}"


def show_help(what: str, theme: Theme, icons: Icons, parent: QWidget) -> Dialog:
    """Open one of 'keys', 'guide' and 'about'."""
    dialog: Dialog
    if what == "keys":
        dialog = KeysDialog(theme, icons, parent)
    elif what == "guide":
        dialog = TextDialog(theme, icons, _("Short guide"), guide_text(spoken().language), parent)
    else:
        dialog = TextDialog(theme, icons, _("About CMDesk"), about_text(), parent)
    dialog.open()
    return dialog
