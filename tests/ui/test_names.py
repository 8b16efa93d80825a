"""Whoever does not see the scope hears the name of every control that the keyboard reaches."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog

from tests.shots.faults import nameless
from tests.ui import scope_person

workspace, place = scope_person.workspace, scope_person.place
window, person = scope_person.window, scope_person.person


def test_every_control_of_the_scope_has_a_name(person):
    page = person.page
    found = {"lines": nameless(page.window())}
    person.opens("CON-FEED")
    page.editor._show_more(is_open=True)
    person.is_settled()
    found["line"] = nameless(page.window())
    page._close_line()
    page._on_tab("conditions")
    for part in ("terms", "aims", "questions"):
        page.terms_pane.show_part(part)
        person.is_settled()
        found[part] = nameless(page.window())
    for name, show in (
        ("extras", page.agreement.open_extras),
        ("agreeing", page.agreement.open_agreeing),
        ("sending", page.agreement.open_sending),
    ):
        show()
        person.is_settled()
        found[name] = nameless(page.window())
        for dialog in page.window().findChildren(QDialog):
            dialog.reject()
        page.agreement.go_back()

    assert not any(found.values()), found
