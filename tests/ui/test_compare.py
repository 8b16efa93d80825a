"""Two versions side by side, as somebody sees them who wants to know what changes."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from cmdesk.domain.comparison import ChangeKind
from cmdesk.domain.scope import Treatment
from cmdesk.services import scopes
from cmdesk.ui.scope.agreement import comparison_request
from cmdesk.ui.scope.compare_rows import ChangeEntry, FoldEntry, HeadEntry, Style
from tests.made import Stage, world
from tests.ui.agreement_world import agree_first, at_nine, at_the_page, make_bakery


def add_versions(desk, _told):
    client_id = make_bakery(desk)
    agree_first(desk, client_id)
    draft = desk.do(scopes.draft_from_current, client_id).value
    lines = {line.service: line for line in desk.read(scopes.scope, draft).lines}
    desk.do(scopes.change_line, lines["CON-FEED"].id, "quantity", 16)
    desk.do(scopes.change_line, lines["CON-FEED"].id, "price_cents", 32_000)
    desk.do(scopes.remove_line, lines["CON-STORY"].id)
    desk.do(scopes.add_line, draft, None, None, area="content", title="Carteles para la puerta")
    desk.do(scopes.change_terms, draft, "notice_days", 60)
    return client_id


@pytest.fixture
def workspace(request, tmp_path):
    with world(request, tmp_path / "a.cmdesk", {"bakery": Stage(add_versions)}, clock=at_nine) as opened:
        yield opened


@pytest.fixture
def person(qtbot, desk, bakery, theme, icons):
    with at_the_page(qtbot, desk, theme, icons, bakery) as person:
        person.agreement.open_comparison()
        person.is_settled()
        yield person


def entries(person):
    return person.agreement.compare.list.entries


def changes(person):
    return [entry for entry in entries(person) if isinstance(entry, ChangeEntry) and entry.is_changed]


def words(cell, style):
    return [span.text for span in cell if span.style is style]


def feed(person):
    return next(entry for entry in changes(person) if entry.lineage.startswith("CON-FEED"))


def test_what_changed_is_marked_word_by_word_on_its_own_side(person):
    entry = feed(person)

    assert words(entry.before, Style.REMOVED) == ["12"]
    assert words(entry.after, Style.ADDED) == ["16"]
    assert "12" not in "".join(words(entry.after, Style.PLAIN))


def test_a_change_says_what_it_does_to_price_and_quantity(person):
    said = ["".join(span.text for span in effect) for effect in feed(person).effects]

    assert said[0].endswith("→ €320")
    assert "12 → 16" in said


def test_new_and_gone_lines_stand_with_words_for_what_is_not_there(person):
    kinds = {entry.kind: entry for entry in changes(person) if entry.kind is not ChangeKind.CHANGED}

    assert words(kinds[ChangeKind.ADDED].before, Style.QUIET) == ["Was not there"]
    assert words(kinds[ChangeKind.REMOVED].after, Style.QUIET) == ["Not there any more"]
    assert words(kinds[ChangeKind.REMOVED].before, Style.REMOVED)


def test_conditions_are_compared_too(person):
    entry = next(entry for entry in changes(person) if entry.lineage == "terms.notice_days")

    assert words(entry.before, Style.REMOVED) == ["30"]
    assert words(entry.after, Style.ADDED) == ["60"]


def test_what_stayed_the_same_is_folded_until_it_is_asked_for(person):
    before = len(entries(person))
    fold = next(entry for entry in entries(person) if isinstance(entry, FoldEntry) and entry.key == "content")
    assert "unchanged" in fold.text

    person.agreement.compare.list.opened.emit("content")
    assert len(entries(person)) > before

    person.agreement.compare.switch.choose(False)
    person.agreement.compare._on_switched(False)
    assert not any(isinstance(entry, FoldEntry) for entry in entries(person))
    assert sum(isinstance(entry, HeadEntry) for entry in entries(person)) > 1


def test_keys_walk_from_change_to_change_and_leave_the_rest_out(person):
    view = person.agreement.compare.list
    first = view.currentIndex().row()
    person.keys(view, Qt.Key.Key_N)
    second = view.currentIndex().row()
    assert second > first
    assert entries(person)[second] in changes(person)

    person.agreement._step(1)
    person.agreement._step(-1)
    assert view.currentIndex().row() == second
    person.keys(view, Qt.Key.Key_P)
    assert view.currentIndex().row() == first


def test_any_two_versions_can_be_chosen(person):
    pane = person.agreement.compare
    pane.new.choose(1)
    pane._on_chosen(1)
    person.is_settled()

    assert pane._stack.currentWidget() is pane.empty
    assert not changes(person)


def test_what_it_comes_to_stands_beside_it(person):
    said = person.reads(person.agreement.compare.side)

    assert "How it ends up" in said
    assert "v1" in said
    assert "v2" in said
    assert "12" in said
    assert "16" in said
    assert "a month" in person.agreement.compare.side._difference.accessibleName()
    assert any("Version 1 stays in force" in text for text in said)


def test_the_first_day_of_the_change_is_written_here(person):
    person.agreement.compare.side.changed.emit("first_day", date(2026, 11, 1))
    person.is_settled()

    assert person.version.terms.first_day == date(2026, 11, 1)
    assert any(entry.lineage == "terms.first_day" for entry in changes(person))


def test_a_row_is_read_aloud_as_a_sentence(person):
    assert feed(person).sentence.startswith("Changed, before: ")
    assert "16" in feed(person).sentence


def test_enter_leads_to_the_line_in_the_editor_and_esc_back_from_the_comparison(person):
    pane, lineage = person.agreement.compare, feed(person).lineage
    pane.list.line_wanted.emit(lineage)
    person.is_settled()
    assert person.page.panes.currentWidget() is person.page.splitter
    assert person.page.lines.open_id == person.line("CON-FEED").id

    person.agreement.open_comparison()
    person.is_settled()
    assert person.page.panes.currentWidget() is pane
    assert person.page.escape()
    assert person.page.panes.currentWidget() is person.page.splitter


def test_the_band_over_the_draft_counts_what_changes_and_leads_here(person):
    count = len(changes(person))
    person.agreement.go_back()

    (band,) = [text for text in person.bands() if text.startswith("Change order to version 1")]
    assert f"{count} changes" in band
    assert "a month" in band


def test_a_line_that_was_left_out_before_counts_as_an_addition(person, desk):
    line = next(one for one in person.version.lines if one.treatment is Treatment.EXCLUDED)
    desk.do(scopes.set_treatment, [line.id], Treatment.INCLUDED)
    desk.do(scopes.change_line, line.id, "price_cents", 4_000)
    person.page.reload()
    person.is_settled()

    entry = next(entry for entry in changes(person) if entry.lineage == line.lineage)
    assert words(entry.before, Style.REMOVED)[-1].strip() == "Not included"
    assert entry.effects[0][0].text == "+ €40"


def test_a_narrow_window_keeps_the_sums_at_the_foot(person):
    person.page.window().resize(760, 680)
    person.qtbot.waitUntil(person.agreement.compare._area.isHidden)

    assert not person.agreement.compare._foot.isHidden()
    assert "Each month" in person.agreement.compare._foot.text()


def test_what_changes_is_saved_as_a_pdf(person, tmp_path):
    person.agreement.export(comparison_request(person.page._view, (1, 2)), str(tmp_path / "cambios.pdf"))

    person.sees_toast("“cambios.pdf” is saved.")
    assert (tmp_path / "cambios.pdf").read_bytes().startswith(b"%PDF")
