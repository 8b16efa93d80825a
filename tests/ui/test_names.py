"""Whoever does not see the scope hears the name of every control that the keyboard reaches."""

from __future__ import annotations

import pytest

from tests.shots.faults import nameless
from tests.ui import scope_person

workspace, desk, bakery, draft = scope_person.workspace, scope_person.desk, scope_person.bakery, scope_person.draft
place = scope_person.place
window, person = scope_person.window, scope_person.person


@pytest.mark.parametrize("part", ["lines", "line", "terms", "aims", "questions", "extras", "agreeing", "sending"])
def test_every_control_of_the_scope_has_a_name(person, part):
    if part == "line":
        person.opens("CON-FEED")
        person.page.editor._show_more(is_open=True)
    elif part in {"terms", "aims", "questions"}:
        person.page._on_tab("conditions")
        person.page.terms_pane.show_part(part)
    elif part == "extras":
        person.page.agreement.open_extras()
    elif part == "agreeing":
        person.page.agreement.open_agreeing()
    elif part == "sending":
        person.page.agreement.open_sending()
    person.is_settled()

    assert nameless(person.page.window()) == []
