"""A person of an agency, who does with mouse or keyboard what the stories say in verbs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from cmdesk import i18n
from tests.journeys.eyes import Place
from tests.journeys.hands import Hands, Point
from tests.journeys.view import View

_ATTEMPTS = 3


class User:
    """Does the main job of an agency with the mouse; writes only where words are asked for.

    Every verb ends when the window shows what came of it.
    """

    def __init__(self, view: View, hands: Hands, language: str) -> None:
        self.view = view
        self.hands = hands
        self.language = language

    def say(self, words: str, **values: Any) -> str:
        """Words of the program, in the language that it speaks."""
        return i18n.speech(self.language).gettext(words).format(**values)

    # --- hands ------------------------------------------------------------------------------

    def click(self, text: str) -> None:
        """Press the button with these words; whoever sees that nothing came of it presses it again."""
        self._insist(self.say(text), lambda place: self.hands.click(_middle(place)))

    def fill(self, name: str, text: str) -> None:
        """Write into a field."""
        self.hands.click(_middle(self.view.still("field", self.say(name))))
        self.hands.press("Ctrl+A")
        self.hands.write(text)
        self.view.until_is(text, "field_text", self.say(name))

    def confirm(self, text: str) -> None:
        """Press the button that confirms a dialog."""
        self.click(text)

    def go(self, section: str, key: str) -> None:
        """Change to a section."""
        self.view.until("has_keyboard")
        self.hands.press(f"Ctrl+{key}")
        self.view.until_is(section, "section")
        self.view.until("is_calm")

    def choose_file(self, path: Path) -> None:
        """Name a file in the system's dialog."""
        self.hands.click(_middle(self.view.still("file_field")))
        self._name_file(path)

    def _insist(self, words: str, press: Callable[[Place], None]) -> None:
        for _attempt in range(_ATTEMPTS):
            place = self.view.still("button", words)
            before = self.view.ask("presses", words)
            press(place)
            if self.view.soon_is(before + 1, "presses", words) or not self.view.ask("button", words):
                return  # a button that is gone did what it is for, however long the program then took
        raise AssertionError(f"“{words}” was pressed, and nothing came of it")

    def _name_file(self, path: Path) -> None:
        """Write a name into the dialog, where its proposals come and go, and leave it with Enter."""
        self.hands.press("Ctrl+A")
        self.hands.press("Delete")
        self.view.until_is("", "file_text")
        self.hands.write(str(path))
        for _attempt in range(_ATTEMPTS):
            self.view.until_is(str(path), "file_text")
            self.hands.press("Return")
            if self.view.soon_is(None, "file_text"):
                return
        raise AssertionError(f"the dialog does not take {path}")

    # --- the story --------------------------------------------------------------------------

    def founds_agency(self, agency: str, owner: str, address: str = "") -> None:
        self.view.until("is_started")
        self.click("Create agency")
        self.view.until("dialog")
        self.fill("Name of the agency", agency)
        self.fill("Your name", owner)
        if address:
            self.click("On our server")
            self.fill("Address of the database", address)
        self.confirm("Create agency")
        self.view.until_is("today", "section")
        self.view.until("is_calm")

    def adds_client(self, name: str, contact: str, networks: list[str]) -> None:
        self.opens_new_client()
        self.view.until("button", self.say("Create scope"))
        self.fill("Name", name)
        self.fill("Who says yes to posts?", contact)
        for network in networks:
            self.click(network)
        self.confirm("Create scope")
        self.view.until_is("scope", "section")
        self.view.until_is(name, "client")
        self.view.until_is("draft", "scope_status")

    def opens_new_client(self) -> None:
        self.click("New client")

    def sends_scope(self) -> None:
        self.view.until("is_calm")
        self.click("Send to client")
        if self.view.until("dialog") and self.view.ask("button", self.say("Not included")):
            self.click("Not included")  # whatever is undecided
            self.view.until_is(None, "dialog")
            self.view.until("is_calm")
            self.click("Send to client")
        self.confirm("Send and freeze")
        self.view.until_is("sent", "scope_status")
        self.confirm("Done")
        self.view.until_is(None, "dialog")

    def agrees(self, evidence: Path) -> None:
        self.click("Mark as agreed")
        self.view.until("dialog")
        self.click("Choose file…")
        self.choose_file(evidence)
        self.view.until("button", self.say("Leave the file out"))
        self.confirm("Mark as agreed")
        self.view.until_is("agreed", "scope_status")

    def writes_idea(self, title: str) -> None:
        self.hands.press("Shift+I")
        self.view.until("field", self.say("New idea"))
        self.hands.write(title)
        self.hands.press("Return")
        self.view.until("idea", title)
        self.hands.press("Esc")

    def plans_idea(self, title: str, day: str) -> None:
        self._carry("idea", title, day)

    def moves_post(self, title: str, day: str) -> None:
        self._carry("post", title, day)

    def _carry(self, kind: str, title: str, day: str) -> None:
        """Drag something to a day, once all that was asked for is here: what still arrives would push it away."""
        self.view.until("is_calm")
        self.hands.drag(_middle(self.view.still(kind, title)), _middle(self.view.still("day", day)))
        self.sees_on(day, title)

    def undoes(self) -> None:
        self.click("Undo")
        self.view.until("is_calm")

    def sees_on(self, day: str, title: str) -> None:
        self.view.until("is_calm")
        self.view.until_is([title], "posts_on", day)

    def writes_task(self, title: str) -> None:
        self.click("New task")
        self.view.until("is_calm")
        self.hands.write(title)
        self.hands.press("Return")
        self.view.until("card", title)
        self.hands.press("Esc")

    def moves_card(self, title: str, column: int) -> None:
        self.view.until("is_calm")
        self.hands.drag(_middle(self.view.still("card", title)), _middle(self.view.still("column", column)))
        self.view.until_is([title], "cards", column)
        self.view.until("is_calm")

    def saves_document(self, kind: str, path: Path) -> None:
        self.shows_document(kind)
        self.view.until("is_drawn", kind)
        self.click("Save PDF")
        self.choose_file(path)
        self.view.until_is(self.say("“{name}” saved", name=path.name), "toast")
        assert path.is_file()

    def shows_document(self, kind: str) -> None:
        self.click({"status": "Status report", "scope": "Scope"}[kind])


class KeyboardUser(User):
    """Does the same without ever touching the mouse."""

    def click(self, text: str) -> None:
        raise AssertionError(f"{text}: this person has no mouse")

    def reach(self, *names: str) -> None:
        """Press Tab until one of these has the keyboard."""
        wanted = [self.say(name) for name in names]
        met = []
        for _step in range(60):
            met.append(self.view.ask("focus"))
            if met[-1] in wanted:
                return
            self.hands.press("Tab")
        raise AssertionError(f"Tab does not reach {wanted}; it reaches {list(dict.fromkeys(met))}")

    def fill(self, name: str, text: str) -> None:
        self.reach(name)
        self.hands.press("Ctrl+A")
        self.hands.write(text)
        self.view.until_is(text, "field_text", self.say(name))

    def confirm(self, text: str) -> None:
        for _attempt in range(_ATTEMPTS):
            self.view.until("button", self.say(text))
            before = self.view.ask("dialog")
            self.hands.press("Ctrl+Return")
            if self.view.soon_is_not(before, "dialog") or not self.view.ask("button", self.say(text)):
                return
        raise AssertionError(f"Ctrl+Enter does not confirm “{text}”")

    def push(self, name: str) -> None:
        """Go to a button and press it with Space."""
        self.reach(name)
        self._insist(self.say(name), lambda _place: self.hands.press("Space"))

    def choose_file(self, path: Path) -> None:
        self.view.until("file_field")
        self._name_file(path)

    def founds_agency(self, agency: str, owner: str, address: str = "") -> None:
        self.view.until("is_started")
        self.hands.press("N")
        self.view.until("dialog")
        self.fill("Name of the agency", agency)
        self.fill("Your name", owner)
        if address:
            self.reach("On this computer")
            self.hands.press("Right")
            self.fill("Address of the database", address)
        self.confirm("Create agency")
        self.view.until_is("today", "section")
        self.view.until("is_calm")

    def adds_client(self, name: str, contact: str, networks: list[str]) -> None:
        self.opens_new_client()
        self.view.until("button", self.say("Create scope"))
        self.fill("Name", name)
        self.fill("Who says yes to posts?", contact)
        for network in networks:
            self.push(network)
        self.confirm("Create scope")
        self.view.until_is("scope", "section")
        self.view.until_is(name, "client")
        self.view.until_is("draft", "scope_status")

    def opens_new_client(self) -> None:
        self.push("New client")

    def sends_scope(self) -> None:
        self.view.until("is_calm")
        self.push("Send to client")
        if self.view.until("dialog") and self.view.ask("button", self.say("Not included")):
            self.push("Not included")
            self.view.until_is(None, "dialog")
            self.view.until("is_calm")
            self.push("Send to client")
        self.confirm("Send and freeze")
        self.view.until_is("sent", "scope_status")
        self.confirm("Done")
        self.view.until_is(None, "dialog")

    def agrees(self, evidence: Path) -> None:
        self.push("Mark as agreed")
        self.view.until("dialog")
        self.push("Choose file…")
        self.choose_file(evidence)
        self.view.until("button", self.say("Leave the file out"))
        self.confirm("Mark as agreed")
        self.view.until_is("agreed", "scope_status")

    def plans_idea(self, title: str, day: str) -> None:
        """The idea was just written and has the keyboard: say the day in words."""
        self.hands.press("M")
        self._answer(day)
        self.sees_on(day, title)

    def moves_post(self, title: str, day: str) -> None:
        """The post was just planned: lift it, carry it with the arrows, put it down."""
        self.hands.press("Space")
        self.hands.press("Right")
        self.hands.press("Right")
        self.hands.press("Return")
        self.sees_on(day, title)

    def undoes(self) -> None:
        self.hands.press("Ctrl+Z")
        self.view.until("is_calm")

    def writes_task(self, title: str) -> None:
        self.hands.press("N")
        self.view.until("is_calm")
        self.hands.write(title)
        self.hands.press("Return")
        self.view.until("card", title)
        self.hands.press("Esc")

    def moves_card(self, title: str, column: int) -> None:
        self.hands.press("Shift+Tab")  # from the line for new tasks to the cards above it
        for key in ("Space", *["Right"] * column, "Return"):
            self.hands.press(key)
        self.view.until_is([title], "cards", column)
        self.view.until("is_calm")

    def saves_document(self, kind: str, path: Path) -> None:
        self.shows_document(kind)
        self.view.until("is_drawn", kind)
        self.hands.press("Ctrl+E")
        self.choose_file(path)
        self.view.until_is(self.say("“{name}” saved", name=path.name), "toast")
        assert path.is_file()

    def shows_document(self, kind: str) -> None:
        self.reach("Status report", "Scope")
        self.hands.press({"status": "Left", "scope": "Right"}[kind])

    def _answer(self, text: str) -> None:
        self.view.until("is_calm")
        self.hands.write(text)
        self.hands.press("Return")


def _middle(place: Place) -> Point:
    return place[0] + place[2] // 2, place[1] + place[3] // 2
