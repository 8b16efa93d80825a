"""All controls on one sheet, to see beside the design: `python -m tests.ui.gallery OUT.png --dark --text 130`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from cmdesk.ui.icons import Icons
from cmdesk.ui.notify import Notify
from cmdesk.ui.theme import Theme
from cmdesk.ui.widgets.buttons import IconButton, LinkButton, push_button
from cmdesk.ui.widgets.choices import CheckBox, FilterChip, RadioButton, SegmentedControl
from cmdesk.ui.widgets.days import DayPicker
from cmdesk.ui.widgets.facts import Avatar, ClientTile, QuotaBar, StatusChip, Tag, TimePill, words
from cmdesk.ui.widgets.fields import (
    ComboBox,
    CommittingLineEdit,
    CommittingTextEdit,
    DayEdit,
    MoneyEdit,
    SearchEdit,
    Stepper,
    labelled,
)
from cmdesk.ui.widgets.frames import Banner, DetailPanel, EmptyState, Header, ProgressLine, Toolbar
from cmdesk.ui.widgets.navlist import NavItem, NavList

STATUSES = {
    "idea": "Idea",
    "draft": "Draft",
    "internal_review": "Internal review",
    "client_review": "Client review",
    "approved": "Approved",
    "scheduled": "Scheduled",
    "published": "Published",
    "cancelled": "Cancelled",
}


class Box(QWidget):
    """A card with a heading."""

    def __init__(self, theme: Theme, title: str, content: QLayout) -> None:
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.addWidget(words(theme, title, "label", "tertiary"))
        column.addLayout(content)
        column.addStretch(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(tokens.surface.surface)
            painter.setPen(QPen(tokens.line.subtle, 1))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), tokens.radius.panel, tokens.radius.panel)


def rows(*lines: Sequence[QWidget]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(8)
    for line in lines:
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in line:
            row.addWidget(widget)
        row.addStretch(1)
        column.addLayout(row)
    return column


def stack(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(8)
    for widget in widgets:
        column.addWidget(widget)
    return column


class Gallery(QWidget):
    """Every control at rest, and a few in the states that can be set."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.theme, self.icons = theme, icons
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header())
        column.addWidget(self._toolbar())
        banner = Banner(theme, icons)
        banner.show_problem("The database cannot be reached. What you see stays; nothing is lost.", self.update)
        column.addWidget(banner)
        progress = ProgressLine(theme, icons)
        progress.begin("Saving the report…", self.update)
        progress.step(3, 8)
        progress.show()
        column.addWidget(progress)
        sheet = QGridLayout()
        sheet.setContentsMargins(28, 16, 28, 24)
        sheet.setSpacing(14)
        for place, box in enumerate(self._boxes()):
            sheet.addWidget(box, place // 4, place % 4)
        column.addLayout(sheet, 1)

    def _header(self) -> Header:
        header = Header(self.theme, self.icons, self)
        header.show_place("Calendar", ("HM", 1, "Horno Masalumbre"))
        header.set_switch(SegmentedControl(self.theme, [(1, "Month"), (2, "Week"), (3, "Agenda")]))
        today = push_button(self.theme, self.icons, "Today", shortcut_hint="T")
        new = push_button(self.theme, self.icons, "New post", "primary", "plus", "N")
        back = IconButton(self.theme, self.icons, "chevron-left", "Earlier", "PgUp")
        header.set_actions([back, today, new])
        return header

    def _toolbar(self) -> Toolbar:
        bar = Toolbar(self.theme, self)
        for network, text in (("instagram", "Instagram"), ("facebook", "Facebook"), ("newsletter", "Newsletter")):
            chip = FilterChip(self.theme, self.icons, text, network=network)
            chip.setChecked(network != "newsletter")
            bar.add(chip)
        bar.add(FilterChip(self.theme, self.icons, "Status", opens=True))
        bar.add_stretch()
        bar.add(IconButton(self.theme, self.icons, "search", "Find", "Ctrl+F"))
        return bar

    def _boxes(self) -> list[QWidget]:
        theme, icons = self.theme, self.icons
        return [
            Box(theme, "Buttons · 30 px, radius 7 · compact 26 px", self._buttons()),
            Box(theme, "Inputs · 30 px · boundary 3:1", self._inputs()),
            Box(theme, "Chips, pills and tags", self._chips()),
            Box(theme, "Client switcher · 30 px rows, square = client", self._switcher()),
            Box(theme, "More fields", self._more_fields()),
            Box(theme, "Statuses, people, quota", self._facts()),
            Box(theme, "A month", stack(DayPicker(theme, icons, date(2026, 10, 16), date(2026, 10, 14)))),
            self._panel(),
        ]

    def _buttons(self) -> QVBoxLayout:
        def button(*args: str, **kwargs: str) -> QWidget:
            return push_button(self.theme, self.icons, *args, **kwargs)  # type: ignore[arg-type]

        refused = push_button(self.theme, self.icons, "Disabled")
        refused.refuse("Nothing has changed yet.")
        self.focused = button("Focus", "primary")
        return rows(
            (button("Send to client", "primary", "send"), button("Compare"), button("Clear", "quiet")),
            (self.focused, refused, button("PDF", icon="file-text", shortcut_hint="Ctrl E")),
            (
                button("Delete draft", "danger", "x"),
                button("Remind", "compact"),
                IconButton(self.theme, self.icons, "plus", "Add"),
                IconButton(self.theme, self.icons, "dots", "More"),
            ),
            (LinkButton(self.theme, self.icons, "Add an idea", "plus"), RadioButton(self.theme, "Small")),
        )

    def _inputs(self) -> QVBoxLayout:
        name = labelled(self.theme, self.icons, "Who says yes to posts?", CommittingLineEdit(self.theme))
        name.field.setProperty("placeholderText", "Name and e-mail")
        name.show_problem("Write one name, so posts can be approved.")
        price = MoneyEdit(self.theme, 32000)
        price.set_note("20 each")
        return stack(
            labelled(self.theme, self.icons, "Internal title", CommittingLineEdit(self.theme, "Día Mundial del Pan")),
            labelled(self.theme, self.icons, "€ per month", price),
            name,
        )

    def _chips(self) -> QVBoxLayout:
        theme, icons = self.theme, self.icons
        chosen = FilterChip(theme, icons, "Instagram")
        chosen.setChecked(True)
        ticked, partly = CheckBox(theme, icons), CheckBox(theme, icons)
        ticked.setChecked(True)
        partly.setCheckState(Qt.CheckState.PartiallyChecked)
        return rows(
            (chosen, FilterChip(theme, icons, "Status", opens=True), FilterChip(theme, icons, "TikTok")),
            (
                TimePill(theme, icons, "2 h 40"),
                TimePill(theme, icons, "18 min", "soon"),
                TimePill(theme, icons, "12 min late", "late"),
            ),
            (
                Tag(theme, icons, "Optional"),
                Tag(theme, icons, "Not in scope", "warn", "flag"),
                Tag(theme, icons, "Agreed", "ok", "check"),
            ),
            (Tag(theme, icons, "Complaint", "danger"),),
            (
                CheckBox(theme, icons),
                ticked,
                partly,
                CheckBox(theme, icons, "Tick"),
                SegmentedControl(theme, [(1, "Month"), (2, "Week")]),
            ),
        )

    def _switcher(self) -> QVBoxLayout:
        clients = NavList(self.theme, self.icons, reorderable=True)
        clients.show_items(
            [
                NavItem(None, "All clients", "users", is_fixed=True),
                NavItem(1, "Horno Masalumbre", letters="HM", colour=1, count=4),
                NavItem(2, "Clínica Velanova", letters="CV", colour=2, count=2),
                NavItem(3, "Refugio Peña Orbal", letters="RO", colour=3),
            ]
        )
        clients.choose(1)
        sections = NavList(self.theme, self.icons)
        sections.show_items(
            [NavItem("scope", "Scope", "file-text"), NavItem("board", "Tasks", "layout-kanban", count=5)]
        )
        sections.choose("scope")
        return stack(sections, clients)

    def _more_fields(self) -> QVBoxLayout:
        theme, icons = self.theme, self.icons
        combo = ComboBox(theme, icons)
        combo.offer([("month", "month"), ("quarter", "quarter")])
        combo.choose("month")
        day = DayEdit(theme, icons, date.fromisoformat, lambda value: f"{value:%a} {value.day}")
        day.show_day(date(2026, 10, 16))
        text = "Preparamos y publicamos 16 publicaciones al mes en Instagram y Facebook: texto, diseño y revisión."
        return stack(
            SearchEdit(theme, icons, "Find a service", "/"),
            CommittingTextEdit(theme, text, lines=2),
            labelled(theme, icons, "How many", Stepper(theme, icons, 16)),
            labelled(theme, icons, "Each", combo),
            labelled(theme, icons, "Day", day),
        )

    def _facts(self) -> QVBoxLayout:
        theme = self.theme
        chips = [StatusChip(theme, status, text) for status, text in STATUSES.items()]
        tiles = [ClientTile(theme, letters, n + 1, 30) for n, letters in enumerate(("HM", "CV", "RO", "LS"))]
        people = [Avatar(theme, "DF", size=24), Avatar(theme, "NC", size=20, person_id=2)]
        preview = QuotaBar(theme)
        preview.show_quota("Feed posts", 9, 12, 10)
        return rows(
            chips[:2],
            chips[2:4],
            chips[4:6],
            chips[6:],
            (*tiles, *people, Avatar(theme, "ER", filled=False)),
            (preview,),
            (QuotaBar(theme, "Stories", 15, 20),),
            (QuotaBar(theme, "Reels", 5, 4),),
        )

    def _panel(self) -> QWidget:
        theme, icons = self.theme, self.icons
        panel = DetailPanel(theme, icons, "Ideas without a date")
        panel.body.addWidget(
            EmptyState(
                theme,
                icons,
                "calendar",
                "No posts in November yet",
                "The scope promises 16. Plan them from ideas, or copy October’s rhythm.",
                push_button(theme, icons, "Plan from ideas", "primary"),
                push_button(theme, icons, "Copy October"),
            )
        )
        return panel


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--text", type=int, default=100)
    chosen = parser.parse_args()
    app = QApplication(sys.argv[:1])
    theme = Theme(app)
    theme.choose("dark" if chosen.dark else "light", chosen.text)
    icons = Icons(theme)
    gallery = Gallery(theme, icons)
    gallery.resize(1440, 960)
    gallery.show()
    gallery.activateWindow()
    gallery.focused.setFocus(Qt.FocusReason.TabFocusReason)
    Notify(gallery, theme, icons).toast("“5 panes de otoño” moved to Thu 22, 09:00", undo=gallery.update)

    def take() -> None:
        gallery.grab().save(chosen.out)
        app.quit()

    QTimer.singleShot(500, take)
    app.exec()


if __name__ == "__main__":
    main()
