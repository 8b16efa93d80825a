"""The keys of the program, as its help shows them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from cmdesk.i18n import N_, gettext, key_words


@dataclass(frozen=True, slots=True)
class Keys:
    """Some keys and what they do; both in English, translated where they are shown."""

    keys: str
    does: str
    group: str


_EVERYWHERE = N_("Everywhere")
_LISTS = N_("Lists and fields")
_CALENDAR = N_("Calendar")
_SCOPE = N_("Scope")
_TASKS = N_("Tasks")
_REPORTS = N_("Reports")

ALL: tuple[Keys, ...] = (
    Keys("Ctrl+1 · 2 · 3 · 4 · 7", N_("Today, Scope, Calendar, Tasks, Reports"), _EVERYWHERE),
    Keys(N_("G then T S C B R"), N_("The same by letter"), _EVERYWHERE),
    Keys(N_("G then K · Ctrl+Shift+K"), N_("Catalogue: services, templates, routines, words"), _EVERYWHERE),
    Keys("Alt+0, Alt+1 … 9", N_("All clients, client 1 to 9"), _EVERYWHERE),
    Keys("Alt+← · Alt+→", N_("Back, forward"), _EVERYWHERE),
    Keys("N", N_("New thing of this section"), _EVERYWHERE),
    Keys("Ctrl+Z · Ctrl+Shift+Z", N_("Undo, redo"), _EVERYWHERE),
    Keys("Ctrl+S", N_("Nothing to do: says when everything was saved"), _EVERYWHERE),
    Keys("Ctrl+B", N_("Sidebar narrow or wide"), _EVERYWHERE),
    Keys("Ctrl+,", N_("Settings"), _EVERYWHERE),
    Keys("Ctrl+Shift+L", N_("Light or dark"), _EVERYWHERE),
    Keys("Ctrl++ · Ctrl+-", N_("Larger text, smaller text"), _EVERYWHERE),
    Keys("F6 · Shift+F6", N_("Next part of the window, the one before"), _EVERYWHERE),
    Keys("Esc", N_("One step back"), _EVERYWHERE),
    Keys("Ctrl+O · Ctrl+Q", N_("Open an agency, quit"), _EVERYWHERE),
    Keys("?", N_("This list"), _EVERYWHERE),
    Keys("F1", N_("Short guide"), _EVERYWHERE),
    Keys(N_("Arrows, Home, End"), N_("Move"), _LISTS),
    Keys("Enter", N_("Open, or do what the row offers"), _LISTS),
    Keys("J · K", N_("Next, the one before"), _LISTS),
    Keys("Alt+Shift+↑ · ↓", N_("Put in another place"), _LISTS),
    Keys("Shift+F10", N_("Menu of the row"), _LISTS),
    Keys("/", N_("Find in this section"), _LISTS),
    Keys("Esc", N_("Put the text of a field back"), _LISTS),
    Keys("Ctrl+Enter", N_("Confirm a dialog, save a longer text"), _LISTS),
    Keys("Space", N_("Lift a post; arrows move it, Enter drops it, Esc cancels"), _CALENDAR),
    Keys("M", N_("Move by words: “fri 16 9:00”, “tomorrow 9”, “+7”, “tray”"), _CALENDAR),
    Keys("T", N_("Today"), _CALENDAR),
    Keys("PgUp · PgDn", N_("Month before, next month"), _CALENDAR),
    Keys("Ctrl+J", N_("Tray of ideas"), _CALENDAR),
    Keys("F · Shift+F", N_("Fill the month from the agreement, from another month"), _CALENDAR),
    Keys("R", N_("Repeat a post"), _CALENDAR),
    Keys("Ctrl+E · Ctrl+P", N_("Save the month as PDF, print it"), _CALENDAR),
    Keys("Ctrl+Shift+R", N_("Review pack for the client"), _CALENDAR),
    Keys("Ctrl+Shift+I", N_("Import a client's answers"), _CALENDAR),
    Keys("Ctrl+Shift+P", N_("The client's pictures and videos"), _CALENDAR),
    Keys("Ctrl+.", N_("What a misspelt word may have meant"), _CALENDAR),
    Keys("1 2 3", N_("Included, optional, not included"), _SCOPE),
    Keys("Del", N_("Take a line out"), _SCOPE),
    Keys("U", N_("Decide what is undecided"), _SCOPE),
    Keys("S", N_("Send, mark as agreed, or begin the next version"), _SCOPE),
    Keys("C", N_("Compare two versions"), _SCOPE),
    Keys("X · D", N_("What they ask for beside the scope; decide it"), _SCOPE),
    Keys("Space", N_("Lift a card; arrows move it, Enter drops it, Esc cancels"), _TASKS),
    Keys("Ctrl+E · Ctrl+P", N_("Save as PDF, print"), _REPORTS),
    Keys("Ctrl+PgUp · Ctrl+PgDn", N_("Page before, next page"), _REPORTS),
)


def found(words: str) -> list[Keys]:
    """The keys whose line has all these words, in any order, without regard to accents."""
    wanted = _plain(words).split()
    return [one for one in ALL if all(word in _plain(_line(one)) for word in wanted)]


def _line(one: Keys) -> str:
    return " ".join((key_words(gettext(one.keys)), gettext(one.does), gettext(one.group)))


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).casefold()
