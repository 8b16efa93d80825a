"""Publishing by hand: a word at a post's hour, and a dialog with the text, the media, the page and the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, QStandardPaths, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QSystemTrayIcon, QVBoxLayout, QWidget

from cmdesk.domain.approval import Silence
from cmdesk.domain.changes import ChangeSet, Kind
from cmdesk.domain.errors import DeskError
from cmdesk.domain.posts import PostStatus
from cmdesk.domain.publishing import (
    GRACE_MINUTES,
    Announced,
    Due,
    Gone,
    Outgoing,
    OutPlace,
    PublishSheet,
    is_address,
    summary,
)
from cmdesk.i18n import gettext as _
from cmdesk.i18n import ngettext, spoken
from cmdesk.services import approval, publishing
from cmdesk.services.approval import SilentPost
from cmdesk.services.leaving import leaving, write_leaving
from cmdesk.ui import glyphs
from cmdesk.ui.calendar import phrases
from cmdesk.ui.calendar.asking import Asking
from cmdesk.ui.files import safe_name
from cmdesk.ui.widgets.buttons import IconButton, LinkButton, push_button
from cmdesk.ui.widgets.facts import ClientTile, Glyph, StatusChip, Tag, Words
from cmdesk.ui.widgets.fields import ErrorLine, LineEdit
from cmdesk.ui.widgets.frames import Dialog
from cmdesk.ui.widgets.layouts import Separator
from cmdesk.ui.widgets.scrolled import scrolled
from cmdesk.ui.widgets.themed import Themed

if TYPE_CHECKING:
    from cmdesk.ui.jobs import Progress
    from cmdesk.ui.page import Place, Tools
    from cmdesk.ui.window import Window

LOOK_MS: Final = 20_000
"""So often it is looked at the clock of the wall: after sleep or a new time the next look is right again."""
SOON_MS: Final = 400
_SILENCE_EVERY: Final = 6  # looks: silence ends at the hour at which a client closes, minutes do not matter
FOLDER: Final = "publish/folder"
"""Where the memory keeps the folder that media are saved into; by itself, the downloads."""
_SHOWS: Final = frozenset({Kind.POST, Kind.PLACEMENT, Kind.POST_EVENT, Kind.CLIENT})
_TOP: Final = Qt.AlignmentFlag.AlignTop


def open_address(address: str) -> bool:
    """Open the address of a page in the browser; nothing else is opened."""
    return is_address(address) and QDesktopServices.openUrl(QUrl(address))


def open_folder(folder: Path) -> bool:
    """Show a folder in the file manager."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


# --- doing it --------------------------------------------------------------------------------------


class _NetworkSign(Themed, QWidget):
    """The sign of one network."""

    def __init__(self, tools: Tools, network: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons, self._network = tools.icons, network
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow(tools.theme)

    def sizeHint(self) -> QSize:
        px = self._theme.tokens.px
        return QSize(px(18), px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            place = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            glyphs.paint_network(painter, place, self._network, self._theme.tokens.text.secondary, self._icons)


class PlaceRow(QWidget):
    """A post on one channel: publish it there, and keep the address of what went out.

    Signals:
        publish_wanted: Copy the text, save the media, open the page.
        copied: What was put on the clipboard, in a word.
        out_wanted: It is out there now, with the address that is written.
    """

    publish_wanted = Signal()
    copied = Signal(str)
    out_wanted = Signal()

    def __init__(
        self, tools: Tools, sheet: PublishSheet, place: OutPlace, opens: Callable[[str], bool], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._tools, self._opens = tools, opens
        self.place = place
        self._zone = sheet.zone
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tools.theme.tokens.px(8))
        column.addLayout(self._head())
        self.address = LineEdit(tools.theme, place.url, self)
        self.problem = ErrorLine(tools.theme, tools.icons, self)
        if not place.is_out:
            column.addLayout(self._ways())
        column.addLayout(self._address_line(sheet))
        column.addWidget(self.problem)

    def _head(self) -> QHBoxLayout:
        theme, icons, place = self._tools.theme, self._tools.icons, self.place
        px = theme.tokens.px
        name = phrases.network_name(place.network) if place.network else _("No channel")
        row = QHBoxLayout()
        row.setSpacing(px(8))
        if place.network:
            row.addWidget(_NetworkSign(self._tools, place.network, self))
        row.addWidget(Words(theme, name, "body_strong", "primary", self))
        row.addWidget(Words(theme, place.handle, "body", "secondary", self, elide=True), 1)
        if place.published_at is not None:
            when = phrases.at(place.published_at, self._zone, self._tools.jobs.desk.today)
            row.addWidget(Tag(theme, icons, _("Out since {when}").format(when=when), "ok", "check", self))
        elif place.day is not None:
            row.addWidget(Words(theme, phrases.when(place.day, place.minute), "small", "secondary", self))
        return row

    def _ways(self) -> QHBoxLayout:
        theme, icons, place = self._tools.theme, self._tools.icons, self.place
        row = QHBoxLayout()
        row.setSpacing(theme.tokens.px(10))
        self.publish = push_button(theme, icons, _("Publish now"), "normal", "external-link", parent=self)
        self.publish.setToolTip(_("Copies the text, opens the folder of the media and the network’s page"))
        self.publish.clicked.connect(self.publish_wanted)
        row.addWidget(self.publish)
        copy = LinkButton(theme, icons, _("Copy text"), parent=self)
        copy.clicked.connect(self.copy_text)
        row.addWidget(copy)
        if place.first_comment:
            comment = LinkButton(theme, icons, _("Copy first comment"), parent=self)
            comment.clicked.connect(self._copy_comment)
            row.addWidget(comment)
        if place.page:
            page = LinkButton(theme, icons, _("Open the page"), parent=self)
            page.clicked.connect(self.open_page)
            row.addWidget(page)
        row.addStretch(1)
        return row

    def _address_line(self, sheet: PublishSheet) -> QHBoxLayout:
        theme, icons = self._tools.theme, self._tools.icons
        row = QHBoxLayout()
        row.setSpacing(theme.tokens.px(8))
        self.address.setPlaceholderText(_("Address of what went out: https://…"))
        name = phrases.network_name(self.place.network) if self.place.network else _("No channel")
        self.address.setAccessibleName(_("Address on {network}").format(network=name))
        self.address.textChanged.connect(self.problem.clear)
        self.address.returnPressed.connect(self.out_wanted)
        self.out = push_button(theme, icons, _("Keep") if self.place.is_out else _("It is out"), "normal", parent=self)
        self.out.setAccessibleName(_("It is out on {network}").format(network=name))
        self.out.clicked.connect(self.out_wanted)
        if sheet.refused and not self.place.is_out:
            self.out.refuse(sheet.refused)
        row.addWidget(self.address, 1)
        row.addWidget(self.out)
        return row

    def copy_text(self) -> None:
        """Put the text on the clipboard, as this channel says it."""
        QGuiApplication.clipboard().setText(self.place.whole_text)
        self.copied.emit(_("The text is copied."))

    def _copy_comment(self) -> None:
        QGuiApplication.clipboard().setText(self.place.first_comment)
        self.copied.emit(_("The first comment is copied."))

    def open_page(self) -> None:
        """Open the page where it is written."""
        self._opens(self.place.page)


class PublishDialog(Dialog):
    """All that is needed to publish a post by hand, channel by channel."""

    def __init__(
        self,
        tools: Tools,
        post_id: int,
        parent: QWidget,
        *,
        opens: Callable[[str], bool] = open_address,
        shows_folder: Callable[[Path], bool] = open_folder,
    ) -> None:
        theme, icons = tools.theme, tools.icons
        super().__init__(theme, icons, _("Publish by hand"), parent, width=600)
        self._tools, self.post_id = tools, post_id
        self._opens, self._shows_folder = opens, shows_folder
        self.sheet: PublishSheet | None = None
        self.rows: list[PlaceRow] = []
        self.folder: Path | None = None
        self._asking = Asking(tools, self)
        self._later = Asking(tools, parent)  # asks when this is closed already
        self._inside = QWidget(self)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(theme.tokens.px(4), 0, theme.tokens.px(6), theme.tokens.px(4))
        self._column.setSpacing(theme.tokens.px(14))
        self._area = scrolled(self, self._inside, theme.tokens.px(380), lines_beside=14, least=160)
        self.body.addWidget(self._area, 1)
        self._said = Words(theme, "", "small", "secondary", self, wrap=True)
        self.body.addWidget(self._said)
        self.why = push_button(theme, icons, _("Say why…"), "normal", "flag", parent=self)
        self.why.clicked.connect(self._say_why)
        self.why.hide()
        self.out = push_button(theme, icons, _("It is out everywhere"), "primary", "check", "Ctrl ↵", self)
        self.set_buttons(self.out, self.why)
        self.confirmed.connect(self._out_everywhere)
        self._load()

    # --- showing ------------------------------------------------------------------------------

    def _load(self) -> None:
        read = self._tools.jobs.read(self, publishing.publish_sheet, self.post_id)
        read.then(self._show).failed(self._explain)

    def _show(self, sheet: PublishSheet) -> None:
        written = {row.place.id: row.address.text() for row in self.rows}
        self.sheet = sheet
        while self._column.count():
            item = self._column.takeAt(0)
            if item is not None and (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._column.addWidget(self._about(sheet))
        if sheet.files:
            self._column.addWidget(self._media(sheet))
        self.rows = []
        for place in sheet.places:
            self._column.addWidget(Separator(self._theme, self._inside))
            row = PlaceRow(self._tools, sheet, place, self._opens, self._inside)
            if not place.is_out and written.get(place.id):
                row.address.setText(written[place.id])
            row.publish_wanted.connect(partial(self.publish, row))
            row.copied.connect(self._said.setText)
            row.out_wanted.connect(partial(self._out_on, row))
            self.rows.append(row)
            self._column.addWidget(row)
        self._column.addStretch(1)
        self.why.setVisible(sheet.state is Due.MISSED and sheet.card.status is not PostStatus.PUBLISHED)
        if sheet.card.status is PostStatus.PUBLISHED:
            self.out.refuse(_("It is out everywhere already."))
        elif sheet.refused:
            self.out.refuse(sheet.refused)
        else:
            self.out.allow()
        first = next((row for row in self.rows if not row.place.is_out), None)
        (first.publish if first else self.out).setFocus(Qt.FocusReason.OtherFocusReason)

    def _about(self, sheet: PublishSheet) -> QWidget:
        theme, card = self._theme, sheet.card
        px = theme.tokens.px
        about = QWidget(self._inside)
        column = QVBoxLayout(about)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        row = QHBoxLayout()
        row.setSpacing(px(9))
        row.addWidget(ClientTile(theme, sheet.client.letters, sheet.client.colour, 20, about))
        row.addWidget(Words(theme, card.title, "section", "primary", about, elide=True), 1)
        row.addWidget(StatusChip(theme, card.status, phrases.status_name(card.status), about))
        column.addLayout(row)
        when = phrases.when_with_month(card.day, card.minute) if card.day else _("No date")
        column.addWidget(Words(theme, f"{sheet.client.name} · {when}", "small", "secondary", about))
        if sheet.state is Due.MISSED and card.status is PostStatus.SCHEDULED:
            words = _("Its hour is over. If the network’s own tool sent it, say that it is out.")
            column.addWidget(Words(theme, words, "small", "warn", about, wrap=True))
        elif sheet.state is Due.MISSED and card.status is not PostStatus.PUBLISHED:
            words = _("It missed its moment: a post is in time until {count} minutes after its hour.")
            column.addWidget(Words(theme, words.format(count=GRACE_MINUTES), "small", "danger", about, wrap=True))
        if sheet.refused:
            column.addWidget(Words(theme, sheet.refused, "small", "warn", about, wrap=True))
        if sheet.note:
            note = _("Staff note: {note}").format(note=sheet.note)
            column.addWidget(Words(theme, note, "small", "secondary", about, wrap=True))
        return about

    def _media(self, sheet: PublishSheet) -> QWidget:
        theme, icons = self._theme, self._icons
        count = len(sheet.files)
        media = QWidget(self._inside)
        row = QHBoxLayout(media)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.px(10))
        row.addWidget(Glyph(theme, icons, "photo", "secondary", 16, media))
        words = ngettext("{count} picture or film", "{count} pictures and films", count).format(count=count)
        row.addWidget(Words(theme, words, "body", "primary", media), 1)
        save = LinkButton(theme, icons, _("Save and show folder"), "folder-open", media)
        save.setToolTip(_("Saved without the place and the camera that pictures tell of"))
        save.clicked.connect(self._save_and_show)
        row.addWidget(save)
        return media

    # --- doing --------------------------------------------------------------------------------

    def publish(self, row: PlaceRow) -> None:
        """Copy the text, save the media and show their folder, open the page; then the address is asked for."""
        row.copy_text()
        if self.sheet is not None and self.sheet.files:
            self._save(then=partial(self._on_ready, row))
        else:
            self._on_ready(row, None)

    def _on_ready(self, row: PlaceRow, folder: Path | None) -> None:
        if folder is not None:
            self._shows_folder(folder)
        if row.place.page:
            row.open_page()
        words = _("The text is copied. Paste it there, then paste the address here.")
        if folder is not None:
            words = _("The text is copied, the media lie in {folder}. Then paste the address here.")
            words = words.format(folder=folder)
        self._said.setText(words)
        row.address.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save_and_show(self) -> None:
        self._save(then=self._on_saved)

    def _on_saved(self, folder: Path) -> None:
        self._shows_folder(folder)
        self._said.setText(_("Saved in {folder}.").format(folder=folder))

    def _save(self, then: Callable[[Path], object]) -> None:
        """Write clean copies of the media beside the window's work."""
        if self.sheet is None:
            return
        desk, key, folder = self._tools.jobs.desk, self.post_id, self.place_for(self.sheet)

        def work(progress: Progress) -> Path:
            write_leaving(desk.read(leaving, key), folder, progress)
            return folder

        self._said.setText(_("The media are being saved…"))
        self._tools.jobs.run(self, work).then(then).failed(self._explain)

    def place_for(self, sheet: PublishSheet) -> Path:
        """The folder that a post's media are saved into: named after its day and its title."""
        downloads = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        base = Path(self._tools.memory.recall(FOLDER) or Path(downloads or Path.home()) / "CMDesk")
        day = sheet.card.day.isoformat() if sheet.card.day else ""
        return base / safe_name(sheet.client.name) / safe_name(f"{day} {sheet.card.title}".strip())

    def _out_on(self, row: PlaceRow) -> None:
        if row.place.is_out and row.place.id is not None:
            kept = self._tools.jobs.do(self, publishing.keep_address, row.place.id, row.address.text())
            kept.then(self._on_kept).failed(partial(self._refuse, row))
        elif row.out.isEnabled():
            job = self._tools.jobs.do(
                self, publishing.publish_place, self.post_id, row.place.id, row.address.text()
            )  # fmt: skip
            job.then(self._on_gone).failed(partial(self._refuse, row))

    def _out_everywhere(self) -> None:
        """Say of each channel that is left that it is out there, with the address that is written."""
        left = [row for row in self.rows if not row.place.is_out]
        bad = next(
            (row for row in left if row.address.text().strip() and not is_address(row.address.text().strip())), None
        )
        if bad is not None:
            bad.problem.show_problem(_("Paste the whole address, beginning with https://."))
            bad.address.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        urls = {row.place.id: row.address.text() for row in left if row.place.id is not None}
        job = self._tools.jobs.do(self, publishing.publish_all, self.post_id, urls)
        job.then(self._on_gone).failed(self._explain)

    def _on_gone(self, gone: Gone) -> None:
        undo = self._tools.jobs.undo
        if gone.is_out:
            is_late = self.sheet is not None and self.sheet.state is Due.MISSED
            was_programmed = self.sheet is not None and self.sheet.card.status is PostStatus.SCHEDULED
            self.accept()
            actions = [(_("Say why so late"), self._say_why_later)] if is_late and not was_programmed else []
            words = _("“{title}” is published").format(title=gone.title)
            self._tools.notify.toast(words, undo=undo, actions=actions)
            return
        words = ngettext("Out there; {count} channel is left", "Out there; {count} channels are left", gone.left)
        self._said.setText(words.format(count=gone.left))
        self._load()

    def _on_kept(self, _nothing: None) -> None:
        self._said.setText(_("The address is kept."))
        self._load()

    def _refuse(self, row: PlaceRow, error: DeskError) -> None:
        row.problem.show_problem(str(error))
        row.address.setFocus(Qt.FocusReason.OtherFocusReason)

    def _explain(self, error: DeskError) -> None:
        self._said.setText(str(error))

    def _say_why_later(self) -> None:
        """Ask beside the bottom of the window, where the toast was."""
        if self.sheet is None:
            return
        window = self._window
        corner = window.mapToGlobal(QPoint(window.width() // 2, window.height() - 1))
        words = _("Why did “{title}” miss its date?").format(title=self.sheet.card.title)
        self._later.say_why([self.post_id], words, QRect(corner, QSize(1, 1)))

    def _say_why(self) -> None:
        if self.sheet is None:
            return
        words = _("Why did “{title}” miss its date?").format(title=self.sheet.card.title)
        place = QRect(self.why.mapToGlobal(QPoint(0, 0)), self.why.size())
        self._asking.say_why([self.post_id], words, place)


# --- at its hour -----------------------------------------------------------------------------------


class OutgoingBar(Themed, QWidget):
    """A line over the page that says what goes out now or missed its moment, until somebody looks at it.

    Signals:
        publish_wanted: The id of a post that is published now.
        dismissed: It is enough that it was said.
    """

    publish_wanted = Signal(object)
    dismissed = Signal()

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        theme, icons = tools.theme, tools.icons
        px = theme.tokens.px
        self._icons = icons
        self.shown: tuple[Outgoing, ...] = ()
        self._sign = Glyph(theme, icons, "bell", "accent_text", 16, self)
        self._words = Words(theme, "", "body_medium", "primary", self, elide=True)
        self.publish = push_button(theme, icons, _("Publish now"), "compact", parent=self)
        self.publish.clicked.connect(self._on_publish)
        self.later = IconButton(theme, icons, "x", _("Not now"), "", self)
        self.later.clicked.connect(self.dismissed)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(20), px(6), px(12), px(6))
        row.setSpacing(px(9))
        row.addWidget(self._sign)
        row.addWidget(self._words, 1)
        row.addWidget(self.publish)
        row.addWidget(self.later)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.follow(theme)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is said; empty when nothing is."""
        return "" if self.isHidden() else self._words.text()

    def show_outgoing(self, found: Sequence[Outgoing]) -> None:
        """Say what goes out; nothing hides the line."""
        self.shown = tuple(found)
        if not found:
            self.hide()
            return
        words = summary(found)
        self._words.setText(words)
        self.setAccessibleName(words)
        is_late = any(one.state is Due.MISSED and not one.is_programmed for one in found)
        self._sign.show_icon("alert-triangle" if is_late else "bell", "danger" if is_late else "accent_text")
        self.publish.setText(_("Publish now") if len(found) == 1 else _("Show"))
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        is_late = any(one.state is Due.MISSED and not one.is_programmed for one in self.shown)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), tokens.feedback.danger_tint if is_late else tokens.accent.tint)

    def _on_publish(self) -> None:
        if len(self.shown) == 1:
            self.publish_wanted.emit(self.shown[0].card.id)
            return
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for one in self.shown:
            hour = spoken().clock(one.card.minute) if one.card.minute is not None else ""
            day = spoken().short_day(one.card.day) if one.card.day else ""
            text = " · ".join(part for part in (day, hour, one.client.name, one.card.title) if part)
            entry = menu.addAction(text.replace("&", "&&"))
            entry.triggered.connect(partial(self.publish_wanted.emit, one.card.id))
        menu.popup(self.publish.mapToGlobal(self.publish.rect().bottomLeft()))


class Publishing(QObject):
    """Looks at the clock while the program is open: tells what goes out, and lets silence become a yes.

    Nothing hangs on one long timer: every look compares the moments of posts with the present instant, so sleep,
    another time zone and a clock that was set leave nothing out. Each moment is told once.
    """

    def __init__(self, tools: Tools, window: Window) -> None:
        super().__init__(window.content)
        self._tools, self._window = tools, window
        self._told = Announced()
        self._looks = 0
        self._dismissed: set[int] = set()
        self.bar = OutgoingBar(tools, window.content)
        layout = window.content.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(0, self.bar)
        self.bar.publish_wanted.connect(self.publish)
        self.bar.dismissed.connect(self._on_dismissed)
        self._tray: QSystemTrayIcon | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.look)
        tools.jobs.changed.connect(self._on_changed)
        window.installEventFilter(self)

    def start(self) -> None:
        """Begin to look; what went by while the program was closed is told first."""
        self._timer.start()
        self._soon.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._soon.stop()
        self._window.removeEventFilter(self)
        self.bar.hide()
        self.bar.deleteLater()
        if self._tray is not None:
            self._tray.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look when somebody comes back to the window."""
        if event.type() == QEvent.Type.WindowActivate:
            self._soon.start()
        return super().eventFilter(watched, event)

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.kinds & _SHOWS:
            self._soon.start()

    # --- looking ------------------------------------------------------------------------------

    def look(self) -> None:
        """Ask what goes out now, and whose silence is over."""
        jobs = self._tools.jobs
        jobs.read(self, publishing.outgoing).then(self._show).failed(self._on_away)
        if self._looks % _SILENCE_EVERY == 0:
            jobs.read(self, approval.silent_posts).then(self._on_silent).failed(self._on_away)
        self._looks += 1

    def _on_away(self, _error: DeskError) -> None:
        """The next look, or whatever the person does next, will say that the data is away."""

    def _show(self, found: tuple[Outgoing, ...]) -> None:
        asked = tuple(one for one in found if not (one.has_cause and one.state is Due.MISSED))
        fresh = self._told.fresh(asked)
        self._dismissed -= {one.card.id for one in fresh}
        self.bar.show_outgoing([one for one in asked if one.card.id not in self._dismissed])
        if fresh:
            self._notify(fresh)

    def _on_dismissed(self) -> None:
        self._dismissed |= {one.card.id for one in self.bar.shown}
        self.bar.show_outgoing(())

    def _notify(self, fresh: Sequence[Outgoing]) -> None:
        """Tell it beside the clock of the desktop where there is room for that, when the window is not in front."""
        if self._window.isActiveWindow() or not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(QIcon(self._window.windowIcon()), self)
            self._tray.setToolTip("CMDesk")
            self._tray.activated.connect(self._come_forward)
            self._tray.messageClicked.connect(self._come_forward)
        self._tray.show()
        self._tray.showMessage("CMDesk", summary(fresh), QIcon(self._window.windowIcon()))

    def _come_forward(self) -> None:
        self._window.showNormal() if self._window.isMinimized() else self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def publish(self, post_id: int) -> None:
        """Open what is needed to publish a post."""
        PublishDialog(self._tools, post_id, self._window).open()

    # --- silence ------------------------------------------------------------------------------

    def _on_silent(self, waiting: tuple[SilentPost, ...]) -> None:
        if any(one.clock.state is Silence.OVER for one in waiting):
            job = self._tools.jobs.do(self, approval.approve_by_silence)
            job.then(self._on_approved).failed(self._on_away)  # who only looks leaves it to the others

    def _on_approved(self, done: tuple[SilentPost, ...]) -> None:
        if not done:
            return
        words = _("“{title}” is approved by silence").format(title=done[0].title)
        if len(done) > 1:
            words = ngettext(
                "{count} post is approved by silence", "{count} posts are approved by silence", len(done)
            ).format(count=len(done))  # fmt: skip
        place: Place = self._window.place
        show = partial(place.go, "calendar", done[0].post_id)
        self._tools.notify.toast(words, actions=[(_("Show"), show)], icon="clock")
